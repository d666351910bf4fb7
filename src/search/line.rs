//! The verdict on a line of a log, which is mostly no error of these catalogs.

use super::{Query, Searcher, Verdict, verdict};
use crate::error::Result;
use crate::index::Index;
use crate::signals::Signals;

/// What a line is.
#[derive(Clone, Debug, Default)]
pub(crate) struct JudgedLine {
    /// The entry that it means, if any.
    pub(crate) answer: Option<Answered>,
    /// A code that no catalog has in a vendor's own envelope, and the slug of the vendor.
    pub(crate) unlisted: Option<(String, String)>,
}

/// The entry that a line means.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) entry: u32,
    pub(crate) confidence: f64,
    pub(crate) ties: Vec<u32>,
}

/// Judges lines with one index.
#[derive(Clone, Debug)]
pub(crate) struct LineJudge<'i> {
    searcher: Searcher<'i>,
    query: Query,
}

impl<'i> LineJudge<'i> {
    /// `vendors` are those whose lines they are where a line does not say it.
    pub(crate) fn new(index: &'i Index, vendors: &[String]) -> LineJudge<'i> {
        let query = Query { vendors: vendors.to_vec(), ..Query::new("") };
        LineJudge { searcher: Searcher::new(index), query }
    }

    /// What the line `text` is.
    pub(crate) fn judge(&self, text: &[u8]) -> Result<JudgedLine> {
        let index = self.searcher.index;
        let signals = Signals::read(text, index.evidence());
        let ranked = self.searcher.rank(&self.query, &signals, &signals.message);
        let judged = verdict::judge(&signals, &ranked);
        if judged.verdict == Verdict::Unknown {
            let vendor = signals.vendors.iter().find(|slug| index.evidence().has_entries(slug));
            let unlisted = signals.unlisted.first().zip(vendor).filter(|_| signals.codes.is_empty());
            let unlisted = unlisted.map(|(code, vendor)| (code.clone(), vendor.clone()));
            return Ok(JudgedLine { answer: None, unlisted });
        }
        let first = &ranked[0];
        let answer = Answered { entry: first.entry, confidence: verdict::confidence(first), ties: judged.ties };
        Ok(JudgedLine { answer: Some(answer), unlisted: None })
    }
}
