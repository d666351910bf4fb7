//! How the benches measure: what is compared runs in turns, so that a clock that steps does so to all of it.

use std::time::Instant;

/// Whether the arguments ask for the row with this name: one that begins with any of them, or all where there is none.
pub(crate) fn is_wanted(name: &str) -> bool {
    let mut prefixes = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).peekable();
    prefixes.peek().is_none() || prefixes.any(|prefix| name.starts_with(&prefix))
}

/// The seconds that a call takes.
pub(crate) fn seconds(call: impl FnOnce()) -> f64 {
    let start = Instant::now();
    call();
    start.elapsed().as_secs_f64()
}

/// The middle of `values`; the greater one of two.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
