//! Whether the best hit is the answer: confidence, ties, verdict.

use super::Verdict;
use super::rank::Ranked;
use crate::signals::{Level, Signals};

/// Fits that differ by less are of entries that the text does not tell apart.
const TIE: f64 = 0.05;

/// The same as a share of the first fit, where the first hit may well be wrong: its neighbours are named beside it.
const TIE_OF_UNSURE: f64 = 0.1;

/// The confidence below which the first hit may well be wrong. With both figures 0.94 of the verdicts `match` are right,
/// and 0.18 of the answered queries are `ambiguous`.
const UNSURE: f64 = 0.75;

/// How many ties an answer names at most.
pub const MOST_TIES: usize = 8;

/// The chance that the catalogs answer the text from which on the first hit is an answer. On judged queries 0.97 of those
/// that nothing answers stay below, and 0.05 of the others.
pub const ANSWERS: f64 = 0.72;

/// How much a text that says enough says, in words that one entry has: one rather rare word, or two common ones.
const ENOUGH: f64 = 0.75;

/// How much common words alone say against an answer. Judged queries have too few of them to tell.
const COMMON: f64 = 22.0;

/// A lead over other codes of so much says no more than this.
pub(super) const SURE_LEAD: f64 = 1.5;

/// How many terms of other fields are so many that more say no more.
pub(super) const MANY_ELSEWHERE: u32 = 2;

/// A verdict and the entries that the first hit cannot be told from.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    /// The chance that the catalogs answer the text.
    pub(super) chance: f64,
    pub(super) ties: Vec<u32>,
}

pub(super) fn judge(signals: &Signals, ranked: &[Ranked]) -> Judged {
    let unknown = |chance| Judged { verdict: Verdict::Unknown, chance, ties: Vec::new() };
    let Some(first) = ranked.first() else { return unknown(0.0) };
    let chance = answerable(first);
    if is_of_others(signals, first) || chance < ANSWERS {
        return unknown(chance);
    }
    let ties = ties(ranked, confidence(first));
    let verdict = if ties.is_empty() { Verdict::Match } else { Verdict::Ambiguous };
    Judged { verdict, chance, ties }
}

/// The entries that the first one, of this confidence, cannot be told from.
pub(super) fn ties(ranked: &[Ranked], confidence: f64) -> Vec<u32> {
    let Some((first, others)) = ranked.split_first() else { return Vec::new() };
    let near = if confidence < UNSURE { TIE.max(TIE_OF_UNSURE * first.fit) } else { TIE };
    let ties = others.iter().filter(|other| first.fit - other.fit < near).take(MOST_TIES);
    ties.map(|other| other.entry).collect()
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
        || (no_code && signals.level == Level::Informs && !is_whole)
}

/// The chance that a hit is a right answer: a logistic regression on the first hits of judged queries, those that
/// nothing answers included. Codes were too few among them; their weight is such that a whole code alone is 0.9 sure.
pub(super) fn confidence(ranked: &Ranked) -> f64 {
    let fit = &ranked.features;
    let (text, message) = (fit.text_meaning(), fit.message_meaning());
    let without_code = -1.3 * ranked.unknown - 0.9 * little(ranked) - 1.3 * elsewhere(ranked);
    let sum = 0.8 * fit.text_wording
        + 1.9 * text
        + 1.0 * text * message
        // A message that stands in the text as a whole says more than one that nearly does.
        + 1.0 * fit.message_wording.powi(4)
        + 1.8 * details(ranked)
        + 0.4 * fit.language
        + 1.5 * ranked.lead.clamp(-SURE_LEAD, SURE_LEAD)
        + 4.5 * fit.code
        + 0.3 * fit.http
        + without_code * (1.0 - fit.code);
    logistic(sum - 2.2)
}

/// The confidence in the only entry of a code whose message is not looked at; `alone` where only its spelling vouches for it.
pub(super) fn confidence_of_code(alone: bool) -> f64 {
    if alone { 0.95 } else { 0.99 }
}

/// The chance that the catalogs answer the text at all, whichever entry does: a logistic regression as that of
/// [`confidence`], on whether anything answers.
fn answerable(first: &Ranked) -> f64 {
    let fit = &first.features;
    let (text, message) = (fit.text_meaning(), fit.message_meaning());
    let common = if fit.code > 0.0 { 0.0 } else { COMMON * little(first).powi(2) };
    let without_code = -3.6 * first.unknown - 1.7 * elsewhere(first) - common;
    let sum = 1.2 * fit.text_wording
        + 4.2 * text
        + 2.8 * text * message
        + 1.0 * fit.message_wording.powi(4)
        + 2.0 * details(first)
        + 1.4 * fit.thing_and_rest
        + 10.0 * fit.code.powi(2)
        + 0.3 * fit.http
        + without_code * (1.0 - fit.code);
    logistic(sum - 0.7)
}

/// How much more of the text another text of the entry has than its message, at best.
fn details(ranked: &Ranked) -> f64 {
    let fit = &ranked.features;
    fit.description.max(fit.remedy).max(fit.context).max(fit.code_words)
}

/// How little the text says, from 0 to 1: a single common word fits many entries.
fn little(ranked: &Ranked) -> f64 {
    1.0 - (ranked.amount / ENOUGH).min(1.0)
}

/// How much terms of other fields say that the text is not of ours: the first one most, and nothing where the text has
/// the whole message.
fn elsewhere(ranked: &Ranked) -> f64 {
    let terms = f64::from(ranked.elsewhere.min(1) + ranked.elsewhere.min(MANY_ELSEWHERE));
    terms * (1.0 - ranked.features.message_wording.powi(4))
}

pub(super) fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + (-sum).exp())
}
