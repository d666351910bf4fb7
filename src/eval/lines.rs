//! The figures of labelled lines: how well lines of logs are classified, one by one.

use std::collections::HashMap;

use serde::Deserialize;

use super::figures::{Figure, Figures, share};
use super::truth::{Judgment, Row};
use super::{Measured, entries, measure_in_threads};
use crate::classify::{Classified, Classifier, ClassifierOptions, UnlistedCode};
use crate::entry::Entry;
use crate::error::Result;
use crate::index::Index;
use crate::search::Verdict;

/// How many ties of an ambiguous answer are looked at.
const TIES: usize = 3;

/// A line of a log and the entry that it means.
#[derive(Clone, Debug, Deserialize)]
pub struct LabelledLine {
    /// Unique within its file.
    pub id: String,
    /// The line, as a system wrote it.
    #[serde(rename = "line")]
    pub text: String,
    /// What it means; `None` where no entry of the catalogs is that error: a negative, which has to say `null`.
    #[serde(deserialize_with = "Option::deserialize")]
    pub label: Option<Judgment>,
    /// What is as good.
    #[serde(default)]
    pub also_ok: Vec<Judgment>,
    /// What sort of line it is, such as `msg-only` or `klog`; figures are told by tag.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The code in it that no catalog has, where it has one.
    #[serde(default)]
    pub unlisted: Option<UnlistedLabel>,
    /// The line of its file, from 1.
    #[serde(skip)]
    pub line: u32,
}

/// A code that no catalog has: as a string, or as an object with the vendor whose it would be.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "UnlistedForm")]
pub struct UnlistedLabel {
    /// The slug of the vendor; any where there is none.
    pub vendor: Option<String>,
    /// The code as the line spells it.
    pub code: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum UnlistedForm {
    Code(String),
    Of { vendor: String, code: String },
}

impl From<UnlistedForm> for UnlistedLabel {
    fn from(form: UnlistedForm) -> UnlistedLabel {
        match form {
            UnlistedForm::Code(code) => UnlistedLabel { vendor: None, code },
            UnlistedForm::Of { vendor, code } => UnlistedLabel { vendor: Some(vendor), code },
        }
    }
}

impl UnlistedLabel {
    /// Whether `found` is the code that is meant, in any case.
    #[must_use]
    pub fn is_satisfied_by(&self, found: &UnlistedCode) -> bool {
        self.vendor.as_ref().is_none_or(|vendor| *vendor == found.vendor)
            && self.code.to_lowercase() == found.code.to_lowercase()
    }
}

impl LabelledLine {
    /// All that is right to answer: the label, then what is as good.
    pub fn right(&self) -> impl Iterator<Item = &Judgment> {
        self.label.iter().chain(&self.also_ok)
    }
}

impl Row for LabelledLine {
    const CALLED: &'static str = "labelled line";

    fn id(&self) -> &str {
        &self.id
    }

    fn line(&mut self) -> &mut u32 {
        &mut self.line
    }

    fn mistake(&self) -> Option<String> {
        self.text.contains('\n').then(|| "a line with a line break in it is two".to_owned())
    }
}

/// Classifies `lines` as `classify` does where nothing is asked for.
pub(super) fn evaluate(index: &Index, lines: &[LabelledLine]) -> Result<Vec<Measured>> {
    let classifier = Classifier::new(index, ClassifierOptions::default())?;
    let by_id: HashMap<String, Entry> =
        entries(index)?.into_iter().map(|entry| (entry.id.clone(), entry)).collect();
    measure_in_threads(lines, |part| {
        let mut worker = classifier.worker();
        let mut measure = |(row, line): &(usize, &LabelledLine)| {
            let classified = worker.classify(line.text.as_bytes())?;
            let found: Vec<&Entry> = ids(&classified).filter_map(|id| by_id.get(id)).collect();
            let first = found.iter().map(|entry| (entry.vendor.clone(), entry.code.clone()));
            Ok(Measured { row: *row, figures: judge(line, &classified, &found), first: first.collect() })
        };
        part.iter().map(&mut measure).collect()
    })
}

/// The ids that a line is answered with: the answer's and its first ties'.
fn ids(classified: &Classified) -> impl Iterator<Item = &str> {
    let answer = classified.answer.iter();
    answer
        .flat_map(|answer| [&answer.id].into_iter().chain(answer.ties.iter().take(TIES)).map(String::as_str))
}

/// The figures of one line that is answered with the entries `found`.
fn judge(line: &LabelledLine, classified: &Classified, found: &[&Entry]) -> Figures {
    let mut figures = Figures::default();
    let is_answered = classified.verdict != Verdict::Unknown;
    let is_right = found.iter().any(|entry| line.right().any(|judgment| judgment.is_satisfied_by(entry)));
    if line.label.is_some() {
        let has_code = found.iter().any(|entry| line.right().any(|judgment| judgment.is_code_of(entry)));
        figures.set(Figure::Right, share(is_right));
        figures.set(Figure::Code, share(has_code));
        figures.set(Figure::Wrong, share(is_answered && !is_right));
        figures.set(Figure::Missed, share(!is_answered));
        figures.set(Figure::Ambiguous, share(classified.verdict == Verdict::Ambiguous));
    } else {
        figures.set(Figure::Fpr, share(is_answered && !is_right));
    }
    // What is as good for a negative is neither a find nor a mistake.
    if is_answered && (line.label.is_some() || !is_right) {
        figures.set(Figure::Precision, share(is_right));
    }
    if let Some(unlisted) = &line.unlisted {
        let is_named = classified.unlisted.as_ref().is_some_and(|found| unlisted.is_satisfied_by(found));
        figures.set(Figure::Unlisted, share(is_named));
    }
    figures
}
