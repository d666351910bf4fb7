//! A pasted text → the entries that it means, how sure that is, and a verdict.
//!
//! Signals → candidates → rank → verdict; each step is a file of its own. Reads an index, writes nothing.

mod candidates;
mod line;
mod nearest;
mod rank;
mod reading;
mod show;
mod terms;
mod verdict;

use serde::{Serialize, Serializer};

use crate::entry::Entry;
use crate::error::Result;
use crate::index::Index;
use crate::signals::Signals;
pub(crate) use line::{JudgedLine, LineJudge};
use rank::Ranked;
pub use reading::{ReadTerm, Reading};
pub use show::Shown;
use terms::QueryTerms;
pub use verdict::{ANSWERS, MOST_TIES};

/// What to search for, and among what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// The pasted text; its first 64 KiB count.
    pub text: String,
    /// Only entries of these vendors (slugs); empty for all.
    pub vendors: Vec<String>,
    /// Only entries of these services (slugs); empty for all.
    pub services: Vec<String>,
    /// The HTTP status that came with the error, where the text does not say it.
    pub http_status: Option<u16>,
    /// How many hits to give at most.
    pub limit: usize,
    /// Whether hits carry their features.
    pub explain: bool,
}

impl Query {
    /// A query of all entries for ten hits.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Query {
        let text = text.into();
        Query {
            text,
            vendors: Vec::new(),
            services: Vec::new(),
            http_status: None,
            limit: 10,
            explain: false,
        }
    }
}

/// Whether the text is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The first hit is the answer.
    Match,
    /// The first hit and its ties fit equally well.
    Ambiguous,
    /// Nothing fits; the hits are the nearest entries.
    Unknown,
}

/// The answer to a query. Serialized, it is the wire form of `search --json`, version 1.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The version of the wire form.
    pub schema: u32,
    /// The text of the query.
    pub query: String,
    /// Whether the text is answered.
    pub verdict: Verdict,
    /// The ids that the first hit cannot be told from, when ambiguous; at most eight.
    pub ties: Vec<String>,
    /// The chance, from 0 to 1, that the catalogs answer the text, whichever hit does; what the verdict goes by.
    #[serde(skip)]
    pub chance: f64,
    /// What was recognized in the text.
    pub signals: Signals,
    /// The nearest entries, best first.
    pub hits: Vec<Hit>,
}

/// An entry that was found, and how well it fits.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// The place among the hits, from 1.
    pub rank: u32,
    /// The sum of the features times their weights. Comparable within one answer.
    #[serde(serialize_with = "rounded")]
    pub score: f64,
    /// The chance, from 0 to 1, that the entry is a right answer. Hits need not sum to 1.
    #[serde(serialize_with = "rounded")]
    pub confidence: f64,
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
    /// What the score is made of, when the query asks for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<Feature>,
}

/// One part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Feature {
    /// What it measures; ARCHITECTURE.md lists all.
    pub name: &'static str,
    /// Its value, mostly from 0 to 1.
    #[serde(serialize_with = "rounded")]
    pub value: f64,
    /// Its weight in the score.
    pub weight: f64,
}

/// Four decimals: more says nothing, and the wire form stays the same where a sum is made in another order.
fn rounded<S: Serializer>(value: &f64, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 1e4).round() / 1e4)
}

/// Searches an index.
#[derive(Clone, Copy, Debug)]
pub struct Searcher<'i> {
    index: &'i Index,
}

impl<'i> Searcher<'i> {
    /// A searcher of `index`; costs nothing.
    #[must_use]
    pub fn new(index: &'i Index) -> Searcher<'i> {
        Searcher { index }
    }

    /// Answers `query`.
    ///
    /// ```
    /// use errdex::{Cache, Layers, Query, Searcher, Verdict};
    ///
    /// let index = Cache::new(None).open(&Layers::default())?;
    /// let searcher = Searcher::new(&index);
    /// let body = r#"{"code":"VPC.0504","message":"Floating IP could not be found."}"#;
    /// let answer = searcher.search(&Query { limit: 3, ..Query::new(body) })?;
    /// assert_eq!(answer.verdict, Verdict::Match);
    /// assert_eq!(answer.signals.codes, ["VPC.0504"]);
    /// assert_eq!(answer.hits[0].entry.http_status, [404]);
    /// assert_eq!(searcher.search(&Query::new("kernel panic at 0x0"))?.verdict, Verdict::Unknown);
    /// # Ok::<(), errdex::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the index turns out to be damaged. No text is an error.
    pub fn search(&self, query: &Query) -> Result<Answer> {
        let mut signals = Signals::read(query.text.as_bytes(), self.index.evidence());
        if let Some(status) = query.http_status
            && !signals.http_status.contains(&status)
        {
            signals.http_status.push(status);
        }
        let ranked = self.rank(query, &signals, &signals.message);
        let judged = verdict::judge(&signals, &ranked);
        let ties =
            judged.ties.iter().map(|number| Ok(self.index.entry(*number)?.id)).collect::<Result<_>>()?;
        let hits = ranked
            .iter()
            .take(query.limit)
            .enumerate()
            .map(|(at, ranked)| self.hit(at, ranked, query.explain))
            .collect::<Result<_>>()?;
        let chance = judged.chance;
        Ok(Answer {
            schema: 1,
            query: query.text.clone(),
            verdict: judged.verdict,
            ties,
            chance,
            signals,
            hits,
        })
    }

    /// The entries that `message`, and what else was recognized beside it, may mean, best first.
    fn rank(&self, query: &Query, signals: &Signals, message: &str) -> Vec<Ranked> {
        let analysis = self.index.analyzer().analyze(message);
        let terms = QueryTerms::new(self.index, &analysis);
        let found = candidates::find(self.index, query, signals, &terms, candidates::RANKED);
        rank::rank(self.index, signals, &terms, &found)
    }

    /// Reads `text`, such as the message of an answer's signals: which terms it has, and where other texts have them.
    #[must_use]
    pub fn reading(&self, text: &str) -> Reading<'i> {
        Reading::new(self.index, text)
    }

    fn hit(&self, at: usize, ranked: &Ranked, explain: bool) -> Result<Hit> {
        Ok(Hit {
            rank: at as u32 + 1,
            score: ranked.score,
            confidence: verdict::confidence(ranked),
            entry: self.index.entry(ranked.entry)?,
            features: if explain { ranked.features.list() } else { Vec::new() },
        })
    }
}
