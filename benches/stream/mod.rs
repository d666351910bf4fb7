//! An endless stream of log lines as a production writes them, with the answer of each line that has one.
//!
//! Deterministic: the same entries and seed give the same bytes on every machine. It knows nothing of how errdex reads a
//! line; the lines are made from what services and SDKs write, and from the entries alone.

mod errors;
mod noise;
mod template;
mod vary;
mod voices;
mod words;

use errdex::Entry;

use errors::Errors;
use noise::Noise;
use vary::Scene;

/// A line of a log, without its line break.
pub(crate) struct StreamLine {
    /// The line; one in some hundred has escape sequences of colours.
    pub(crate) text: String,
    /// The slug of the vendor and the code of the error that the line reports; none for a line that reports none of the
    /// entries.
    pub(crate) answer: Option<(String, String)>,
}

/// How many lines in a hundred report an error of `entries`.
const POSITIVES: usize = 15;

/// Log lines without end, made with fresh variables. Fifteen in a hundred report one of `entries`, each of the vendors
/// that the forms know as often as the others; where they know none of them, all lines are noise.
pub(crate) fn lines(entries: &[Entry], seed: u64) -> impl Iterator<Item = StreamLine> {
    let (errors, noise) = (Errors::new(entries), Noise::new());
    let mut scene = Scene::new(seed, entries.iter().map(|entry| entry.code.as_str()));
    std::iter::repeat_with(move || {
        scene.advance();
        let mut text = String::with_capacity(256);
        let is_positive = scene.random.below(100) < POSITIVES;
        let answer = is_positive.then(|| errors.write(&mut scene, &mut text)).flatten();
        if answer.is_none() {
            noise.write(&mut scene, &mut text);
        }
        StreamLine { text, answer }
    })
}
