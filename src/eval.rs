//! Judged queries and labelled lines → figures: how well is found what people judged to be right.
//!
//! The metrics are the field's (Manning, Raghavan and Schütze 2008, chapter 8), and each is defined at [`Figure`]. Reads
//! truth that the caller has read from a file; never decides what is right.

mod baseline;
mod figures;
mod lines;
mod truth;

use std::num::NonZero;
use std::thread;

use crate::entry::Entry;
use crate::error::Result;
use crate::index::Index;
use crate::search::{Query, Searcher, Verdict};
pub use figures::{Figure, Figures};
pub use lines::{LabelledLine, UnlistedLabel};
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

/// How a query or a line was answered.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Its place in the truth, from 0.
    pub row: usize,
    /// The figures of this query or line alone.
    pub figures: Figures,
    /// The vendor and code of the first three hits; of a line those of the answer and its first three ties.
    pub first: Vec<(String, String)>,
}

/// What an engine that does not judge its own hits gives, and what ours adds.
struct Found {
    entries: Vec<Entry>,
    /// The verdict and the confidence of the first hit.
    judged: Option<(Verdict, f64)>,
}

/// Asks `engine` the queries of `truth`, or classifies its lines, with all cores; the order is that of the truth. Only
/// [`Engine::Errdex`] classifies: of lines, the others measure none.
///
/// ```
/// use errdex::{Cache, Engine, Figure, Figures, Layers, Truth, evaluate};
///
/// let index = Cache::new(None).open(&Layers::default())?;
/// let queries = r#"{"id":"1","kind":"paraphrase","query":"no such floating ip",
///     "relevant":[{"vendor":"huaweicloud","code":"VPC.0504","grade":3}]}"#.replace('\n', "");
/// let lines = r#"{"id":"1","line":"POST /vpc 500 in 1400 ms","label":null}"#;
/// for (truth, figure, mean) in [(queries.as_str(), Figure::S1, 1.0), (lines, Figure::Fpr, 0.0)] {
///     let measured = evaluate(&index, &Truth::parse(truth, "truth.jsonl")?, Engine::Errdex)?;
///     let figures: Figures = measured.iter().map(|measured| &measured.figures).collect();
///     assert_eq!(figures.mean(figure), Some(mean));
/// }
/// # Ok::<(), errdex::Error>(())
/// ```
///
/// # Errors
///
/// Where the index turns out to be damaged.
pub fn evaluate(index: &Index, truth: &Truth, engine: Engine) -> Result<Vec<Measured>> {
    match (truth, engine) {
        (Truth::Queries(queries), _) => evaluate_queries(index, queries, engine),
        (Truth::Lines(lines), Engine::Errdex) => lines::evaluate(index, lines),
        (Truth::Lines(_), _) => Ok(Vec::new()),
    }
}

fn evaluate_queries(index: &Index, queries: &[JudgedQuery], engine: Engine) -> Result<Vec<Measured>> {
    let entries = match engine {
        Engine::Errdex => Vec::new(),
        _ => entries(index)?,
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
    measure_in_threads(queries, |part| {
        part.iter().map(|(row, query)| Ok(measured(*row, query, &find(&query.query)?))).collect()
    })
}

fn entries(index: &Index) -> Result<Vec<Entry>> {
    (0..index.len()).map(|number| index.entry(number)).collect()
}

/// What `measure` gives for parts of `rows`, a core each, in the order of the rows. Each row comes with its place.
fn measure_in_threads<R: Sync>(
    rows: &[R],
    measure: impl Fn(&[(usize, &R)]) -> Result<Vec<Measured>> + Sync,
) -> Result<Vec<Measured>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let part = rows.len().div_ceil(threads).max(1);
    let numbered: Vec<(usize, &R)> = rows.iter().enumerate().collect();
    let parts: Vec<Result<Vec<Measured>>> = thread::scope(|scope| {
        let measure = &measure;
        let parts: Vec<_> = numbered.chunks(part).map(|part| scope.spawn(move || measure(part))).collect();
        let join = |part: thread::ScopedJoinHandle<'_, _>| {
            part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().map(join).collect()
    });
    let mut measured = Vec::with_capacity(rows.len());
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

fn measured(row: usize, query: &JudgedQuery, found: &Found) -> Measured {
    let first = found.entries.iter().take(3).map(|entry| (entry.vendor.clone(), entry.code.clone()));
    Measured { row, figures: figures::judge(query, &found.entries, found.judged), first: first.collect() }
}
