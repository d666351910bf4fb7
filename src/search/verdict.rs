//! Whether the best hit is the answer: confidence, ties, verdict.

use super::Verdict;
use super::rank::{Features, Ranked};
use crate::signals::Signals;

/// Scores that differ by less are of entries that the text does not tell apart.
const TIE: f64 = 0.05;

/// How many ties are named at most.
const MOST_TIES: usize = 8;

/// The confidence from which on a hit is an answer.
const ANSWERS: f64 = 0.5;

/// A verdict and the entries that the first hit cannot be told from.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) ties: Vec<u32>,
}

pub(super) fn judge(signals: &Signals, ranked: &[Ranked]) -> Judged {
    let unknown = Judged { verdict: Verdict::Unknown, ties: Vec::new() };
    let Some((first, others)) = ranked.split_first() else { return unknown };
    // A body whose code no catalog has is not answered by a similar message.
    let foreign = !signals.unlisted.is_empty() && signals.codes.is_empty() && first.features.whole < 1.0;
    if confidence(first) < ANSWERS || foreign {
        return unknown;
    }
    let ties = others.iter().take_while(|other| first.score - other.score < TIE).take(MOST_TIES);
    let ties: Vec<u32> = ties.map(|other| other.entry).collect();
    let verdict = if ties.is_empty() { Verdict::Match } else { Verdict::Ambiguous };
    Judged { verdict, ties }
}

/// The chance that a hit is a right answer, from the features of its text and its code.
pub(super) fn confidence(ranked: &Ranked) -> f64 {
    let Features {
        text_wording,
        message_wording,
        text_meaning,
        message_meaning,
        details,
        whole,
        code,
        vendor,
        http,
    } = ranked.features;
    let text = text_wording + message_wording + 1.5 * text_meaning + message_meaning + 0.5 * details;
    let sum = -3.6 + 1.6 * text + 1.5 * whole + 5.0 * code + 0.7 * vendor + 0.3 * http;
    1.0 / (1.0 + (-sum).exp())
}
