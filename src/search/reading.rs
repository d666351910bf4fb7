//! How a text was read: its terms and concepts, and where other texts have the same.
//!
//! For people who ask why, and for what is highlighted. Ranking does not come here.

use std::collections::HashSet;
use std::ops::Range;

use crate::analyze::{Class, Concepts, Term};
use crate::index::Index;
use crate::text::fold;

/// How near a concept is whose terms are taken to say the same.
const NEAR: f32 = 0.6;

/// A text as the index reads it.
///
/// ```
/// use errdex::{Cache, Layers, Searcher};
///
/// let index = Cache::new(None).open(&Layers::default())?;
/// let reading = Searcher::new(&index).reading("floating ip could not be found");
/// let text = "未找到弹性公网IP,申请失败";
/// let matched: Vec<&str> = reading.matched(text).into_iter().map(|span| &text[span]).collect();
/// assert_eq!(matched, ["未找到弹性公网IP"]);
/// # Ok::<(), errdex::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reading<'i> {
    index: &'i Index,
    /// Its terms, heaviest first, each once.
    pub terms: Vec<ReadTerm>,
    /// The keys of the terms that are what the text means, and of the concepts near them.
    meaning: HashSet<String>,
}

/// A term of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadTerm {
    /// The term: a stem, Chinese characters, a number, the id of a concept.
    pub term: String,
    /// What it is: `word`, `number`, `Chinese word`, `bigram`, `character`, `concept`.
    pub class: &'static str,
    /// How much it counts; `None` where no entry has it.
    pub weight: Option<f64>,
    /// Whether it is part of what the text means: a concept, or a word that no concept covers.
    pub meaning: bool,
    /// Whether the text spells it otherwise.
    pub corrected: bool,
    /// Of a concept, those near it with how near they are from 0 to 1, the nearest first.
    pub near: Vec<(String, f64)>,
    /// Of a concept, those of the contrary meaning.
    pub opposites: Vec<String>,
    /// The bytes of the text that it was first read from.
    pub span: Range<usize>,
}

impl<'i> Reading<'i> {
    pub(super) fn new(index: &'i Index, text: &str) -> Reading<'i> {
        let (analyzer, weights) = (index.analyzer(), index.weights().view());
        let analysis = analyzer.analyze(text);
        let folded = fold(text);
        let mut meaning = HashSet::new();
        let mut terms: Vec<ReadTerm> = Vec::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for (term, key) in analysis.terms() {
            if term.meaning && !term.plain {
                meaning.insert(key.to_owned());
            }
            if !seen.insert(key) {
                continue;
            }
            let concept =
                (term.class == Class::Concept).then(|| analyzer.concepts().number(&key[1..])).flatten();
            let (near, opposites) =
                concept.map(|number| relations(analyzer.concepts(), number)).unwrap_or_default();
            terms.push(ReadTerm {
                near,
                opposites,
                term: key[1..].to_owned(),
                class: name(term.class),
                weight: index.term(key).map(|number| weights.of(number).into()),
                meaning: term.meaning,
                corrected: term.corrected,
                span: folded.source(term.source()),
            });
        }
        terms.sort_by(|a, b| b.weight.unwrap_or_default().total_cmp(&a.weight.unwrap_or_default()));
        for &concept in &analysis.concepts {
            let near = analyzer.concepts().near(concept).filter(|(_, nearness)| *nearness >= NEAR);
            meaning.extend(near.map(|(near, _)| analyzer.concept_key(near)));
        }
        Reading { index, terms, meaning }
    }

    /// The bytes of `text` that mean what the text that was read means: words of the same stem, the same Chinese words,
    /// terms of the same concept in either language or of a near one. In order, apart from each other.
    #[must_use]
    pub fn matched(&self, text: &str) -> Vec<Range<usize>> {
        if self.meaning.is_empty() {
            return Vec::new();
        }
        let folded = fold(text);
        let analysis = self.index.analyzer().analyze(text);
        let is_meant = |(term, key): &(Term, &str)| {
            !matches!(term.class, Class::Bigram | Class::Character) && self.meaning.contains(*key)
        };
        let spans = analysis.terms().filter(is_meant).map(|(term, _)| folded.source(term.source()));
        let mut spans: Vec<Range<usize>> = spans.filter(|span| !span.is_empty()).collect();
        spans.sort_unstable_by_key(|span| (span.start, span.end));
        let mut joined: Vec<Range<usize>> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                // Neighbouring words are one run.
                Some(last) if span.start <= last.end || text[last.end..span.start].trim().is_empty() => {
                    last.end = last.end.max(span.end);
                }
                _ => joined.push(span),
            }
        }
        joined
    }
}

/// The concepts near the concept `number`, the nearest first, and its opposites.
fn relations(concepts: &Concepts, number: u32) -> (Vec<(String, f64)>, Vec<String>) {
    let mut near: Vec<(String, f64)> = concepts
        .near(number)
        .map(|(near, nearness)| (concepts.id(near).to_owned(), nearness.into()))
        .collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (near, concepts.opposites(number).map(|opposite| concepts.id(opposite).to_owned()).collect())
}

fn name(class: Class) -> &'static str {
    match class {
        Class::Bigram => "bigram",
        Class::Character => "character",
        Class::Concept => "concept",
        Class::Number => "number",
        Class::Word => "word",
        Class::ChineseWord => "Chinese word",
    }
}
