//! Whether the best hit is the answer: confidence, ties, verdict.

use super::Verdict;
use super::rank::Ranked;
use crate::signals::Signals;

/// Fits that differ by less are of entries that the text does not tell apart.
const TIE: f64 = 0.05;

/// The same as a share of the first fit, where the first hit is more likely wrong than right.
const TIE_OF_UNSURE: f64 = 0.05;

/// The confidence below which the first hit is more likely wrong than right.
const UNSURE: f64 = 0.5;

/// How many ties an answer names at most.
pub const MOST_TIES: usize = 8;

/// The chance that the catalogs answer the text from which on the first hit is an answer: on judged queries and pastes
/// nine in ten of those that nothing answers stay below, and nine in ten of the others do not.
pub const ANSWERS: f64 = 0.55;

/// How much a text that says enough says, in words that one entry has: one rather rare word, or two common ones.
const ENOUGH: f64 = 0.75;

/// How much less a text is worth that says nothing.
const LITTLE_WEIGHT: f64 = 4.0;

/// How many concepts are so many that more say no more.
const MANY_CONCEPTS: u32 = 4;

/// A verdict and the entries that the first hit cannot be told from.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    /// The chance that the catalogs answer the text.
    pub(super) chance: f64,
    pub(super) ties: Vec<u32>,
}

pub(super) fn judge(signals: &Signals, ranked: &[Ranked]) -> Judged {
    let unknown = |chance| Judged { verdict: Verdict::Unknown, chance, ties: Vec::new() };
    let Some((first, others)) = ranked.split_first() else { return unknown(0.0) };
    let chance = answerable(first);
    if is_of_others(signals, first) || chance < ANSWERS {
        return unknown(chance);
    }
    let near = if confidence(first) < UNSURE { TIE.max(TIE_OF_UNSURE * first.fit) } else { TIE };
    let ties = others.iter().filter(|other| first.fit - other.fit < near).take(MOST_TIES);
    let ties: Vec<u32> = ties.map(|other| other.entry).collect();
    let verdict = if ties.is_empty() { Verdict::Match } else { Verdict::Ambiguous };
    Judged { verdict, chance, ties }
}

/// Whether the text is not of the catalogs, however similar its message: another system's, a code that no catalog has, a
/// success, a log record that only informs.
fn is_of_others(signals: &Signals, first: &Ranked) -> bool {
    let no_code = signals.codes.is_empty();
    let is_whole = first.features.whole >= 1.0;
    let unlisted = no_code && !signals.unlisted.is_empty() && !(is_whole && signals.vendors.is_empty());
    // The text has a code, and the entry has another.
    let other_code = !no_code && first.features.code <= 0.0 && !is_whole;
    (signals.foreign && !is_whole)
        || signals.success
        || other_code
        || unlisted
        || (no_code && signals.informs && !is_whole)
}

/// The chance that a hit is a right answer: a logistic regression on the first hits of judged queries, those that
/// nothing answers included. Codes were too few among them; their weight is such that a whole code alone is 0.97 sure.
pub(super) fn confidence(ranked: &Ranked) -> f64 {
    let fit = &ranked.features;
    let text = 1.6 * fit.text_wording
        + 1.2 * fit.text_meaning()
        + 0.4 * fit.message_meaning()
        + 2.1 * fit.text_meaning() * fit.message_meaning()
        // A message that stands in the text as a whole says more than one that nearly does.
        + 1.4 * fit.message_wording.powi(4)
        + 0.5 * fit.description.max(fit.remedy).max(fit.context).max(fit.code_words)
        + fit.whole;
    let elsewhere = 2.0 * f64::from(ranked.elsewhere.min(1));
    let sum = -2.7 + (text - little(ranked)).max(0.0) + 6.3 * fit.code + 0.7 * fit.vendor + 0.5 * fit.http;
    logistic(sum - elsewhere * (1.0 - fit.code))
}

/// The chance that the catalogs answer the text at all, whichever entry does: a logistic regression as that of
/// [`confidence`], on whether anything answers.
fn answerable(first: &Ranked) -> f64 {
    let fit = &first.features;
    let text = 1.65 * fit.text_wording
        + 1.7 * fit.text_meaning()
        + 2.1 * fit.text_meaning() * fit.message_meaning()
        + 0.8 * fit.message_wording.powi(4)
        + fit.whole;
    let concepts = 1.1 * f64::from(first.concepts.min(MANY_CONCEPTS)) / f64::from(MANY_CONCEPTS);
    let elsewhere = 2.0 * f64::from(first.elsewhere.min(1)) + 0.6 * f64::from(first.elsewhere.min(2));
    let sum = -2.3 + (text + concepts - little(first)).max(0.0) + 10.0 * fit.code.powi(2) + 0.5 * fit.http;
    logistic(sum - elsewhere * (1.0 - fit.code))
}

/// How much less a text is worth for what it does not say: a single common word fits many entries.
fn little(ranked: &Ranked) -> f64 {
    LITTLE_WEIGHT * (1.0 - (ranked.amount / ENOUGH).min(1.0))
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}
