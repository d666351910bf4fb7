//! Judged queries → figures: how well a search finds what people judged to be right.
//!
//! The metrics are the field's (Manning, Raghavan and Schütze 2008, chapter 8), and each is defined at [`Figure`]. Reads
//! truth that the caller has read from a file; never decides what is right.

mod baseline;
mod figures;
mod truth;

use std::num::NonZero;
use std::thread;

use crate::entry::Entry;
use crate::error::Result;
use crate::index::Index;
use crate::search::{Query, Searcher, Verdict};
pub use figures::{Figure, Figures};
pub use truth::{JudgedQuery, Judgment, Truth};

/// How many hits are asked for. The figures look at the first ten; more hits would not change them, since ranking does
/// not depend on how many are asked for.
const LIMIT: usize = 20;

/// What finds the entries that are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The search of this library.
    Errdex,
    /// Okapi BM25 over one field with all texts of an entry: words, and bigrams of Chinese characters.
    Bm25,
    /// Entries of which a text holds the query, or the query one of their messages, in catalog order.
    Substring,
}

impl Engine {
    /// The engine's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Engine::Errdex => "errdex",
            Engine::Bm25 => "BM25",
            Engine::Substring => "substring",
        }
    }
}

/// How a query was answered.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Its place in the truth, from 0.
    pub query: usize,
    /// The figures of this query alone.
    pub figures: Figures,
    /// The vendor and code of the first three hits.
    pub first: Vec<(String, String)>,
}

/// What an engine that does not judge its own hits gives, and what ours adds.
struct Found {
    entries: Vec<Entry>,
    /// The verdict and the confidence of the first hit.
    judged: Option<(Verdict, f64)>,
}

/// Asks `engine` the queries of `truth`, with all cores; the order is that of the truth.
///
/// ```
/// use errdex::{Cache, Engine, Figure, Figures, Layers, Truth, evaluate};
///
/// let index = Cache::new(None).open(&Layers::default())?;
/// let truth = r#"{"id":"1","kind":"paraphrase","query":"no such floating ip",
///     "relevant":[{"vendor":"huaweicloud","code":"VPC.0504","grade":3}]}"#.replace('\n', "");
/// let truth = Truth::parse(&truth, "truth.jsonl")?;
/// let measured = evaluate(&index, &truth, Engine::Errdex)?;
/// let figures: Figures = measured.iter().map(|measured| &measured.figures).collect();
/// assert_eq!(figures.mean(Figure::S1), Some(1.0));
/// # Ok::<(), errdex::Error>(())
/// ```
///
/// # Errors
///
/// Where the index turns out to be damaged.
pub fn evaluate(index: &Index, truth: &Truth, engine: Engine) -> Result<Vec<Measured>> {
    let entries = match engine {
        Engine::Errdex => Vec::new(),
        _ => (0..index.len()).map(|number| index.entry(number)).collect::<Result<Vec<Entry>>>()?,
    };
    let bm25 = (engine == Engine::Bm25).then(|| baseline::Bm25::new(&entries));
    let find = |query: &str| -> Result<Found> {
        let numbers = match (engine, &bm25) {
            (Engine::Errdex, _) => return search(index, query),
            (_, Some(bm25)) => bm25.search(query, LIMIT),
            _ => baseline::substring(&entries, query, LIMIT),
        };
        Ok(Found {
            entries: numbers.into_iter().map(|number| entries[number].clone()).collect(),
            judged: None,
        })
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let part = truth.queries.len().div_ceil(threads).max(1);
    let numbered: Vec<(usize, &JudgedQuery)> = truth.queries.iter().enumerate().collect();
    let measure = |part: &[(usize, &JudgedQuery)]| -> Result<Vec<Measured>> {
        part.iter().map(|(number, query)| Ok(measured(*number, query, &find(&query.query)?))).collect()
    };
    let parts: Vec<Result<Vec<Measured>>> = thread::scope(|scope| {
        let measure = &measure;
        let parts: Vec<_> = numbered.chunks(part).map(|part| scope.spawn(move || measure(part))).collect();
        let join = |part: thread::ScopedJoinHandle<'_, _>| {
            part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().map(join).collect()
    });
    let mut measured = Vec::with_capacity(numbered.len());
    for part in parts {
        measured.extend(part?);
    }
    Ok(measured)
}

fn search(index: &Index, query: &str) -> Result<Found> {
    let answer = Searcher::new(index).search(&Query { limit: LIMIT, ..Query::new(query) })?;
    let confidence = answer.hits.first().map_or(0.0, |hit| hit.confidence);
    let entries = answer.hits.into_iter().map(|hit| hit.entry).collect();
    Ok(Found { entries, judged: Some((answer.verdict, confidence)) })
}

fn measured(number: usize, query: &JudgedQuery, found: &Found) -> Measured {
    let first = found.entries.iter().take(3).map(|entry| (entry.vendor.clone(), entry.code.clone()));
    Measured {
        query: number,
        figures: figures::judge(query, &found.entries, found.judged),
        first: first.collect(),
    }
}
