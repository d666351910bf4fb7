//! Whether the best hit is the answer: confidence, ties, verdict.

use super::Verdict;
use super::rank::Ranked;
use crate::signals::Signals;

/// Fits that differ by less are of entries that the text does not tell apart.
const TIE: f64 = 0.05;

/// How many ties an answer names at most.
pub const MOST_TIES: usize = 8;

/// The confidence from which on a hit is an answer: on judged queries nine in ten of those that nothing answers stay
/// below, and four in five of the others do not.
const ANSWERS: f64 = 0.25;

/// How much a text that says enough says, in words that one entry has: one rather rare word, or two common ones.
const ENOUGH: f64 = 0.75;

/// How much less a text is worth that says nothing.
const LITTLE_WEIGHT: f64 = 4.0;

/// A verdict and the entries that the first hit cannot be told from.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) ties: Vec<u32>,
}

pub(super) fn judge(signals: &Signals, ranked: &[Ranked]) -> Judged {
    let unknown = Judged { verdict: Verdict::Unknown, ties: Vec::new() };
    let Some((first, others)) = ranked.split_first() else { return unknown };
    // A body whose code no catalog has is not answered by a similar message.
    let whole = first.features.whole >= 1.0 && signals.vendors.is_empty();
    let foreign = (!signals.unlisted.is_empty() && signals.codes.is_empty() && !whole) || signals.foreign;
    if confidence(first) < ANSWERS || foreign || signals.success {
        return unknown;
    }
    let ties = others.iter().filter(|other| first.fit - other.fit < TIE).take(MOST_TIES);
    let ties: Vec<u32> = ties.map(|other| other.entry).collect();
    let verdict = if ties.is_empty() { Verdict::Match } else { Verdict::Ambiguous };
    Judged { verdict, ties }
}

/// The chance that a hit is a right answer: a logistic regression on the first hits of judged queries, those that
/// nothing answers included. Codes were too few among them; their weight is such that a whole code alone is 0.97 sure and
/// a part of one 0.6.
pub(super) fn confidence(ranked: &Ranked) -> f64 {
    let fit = &ranked.features;
    let text = 1.7 * fit.text_wording
        + 0.5 * fit.text_meaning
        + 1.2 * fit.message_meaning
        + 3.6 * fit.text_meaning * fit.message_meaning
        // A message that stands in the text as a whole says more than one that nearly does.
        + 1.0 * fit.message_wording.powi(4)
        + 2.0 * fit.whole;
    // A single common word fits many entries.
    let little = LITTLE_WEIGHT * (1.0 - (ranked.amount / ENOUGH).min(1.0));
    let sum = -4.4 + (text - little).max(0.0) + 8.0 * fit.code + 0.7 * fit.vendor + 0.5 * fit.http;
    1.0 / (1.0 + (-sum).exp())
}
