//! Truth: queries with the entries that answer them, or lines with the entry that each means, as people judged.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::lines::LabelledLine;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::index::Index;

/// What people judged, in the order of its file, which holds either.
#[derive(Clone, Debug)]
pub enum Truth {
    /// Queries, to be searched for.
    Queries(Vec<JudgedQuery>),
    /// Lines of logs, to be classified.
    Lines(Vec<LabelledLine>),
}

/// A query and the entries that answer it.
#[derive(Clone, Debug, Deserialize)]
pub struct JudgedQuery {
    /// Unique within its file.
    pub id: String,
    /// What kind of query it is, such as `exact` or `paraphrase`; figures are told by kind.
    pub kind: String,
    /// The text that is searched for.
    pub query: String,
    /// What answers it; nothing where no catalog does.
    pub relevant: Vec<Judgment>,
    /// The line of its file, from 1.
    #[serde(skip)]
    pub line: u32,
}

/// An entry that answers a query or that a line means, or all entries of a code.
#[derive(Clone, Debug, Deserialize)]
pub struct Judgment {
    /// The slug of the vendor.
    pub vendor: String,
    /// The code, as its page spells it.
    pub code: String,
    /// Where a code has several entries and one is meant, a part of that entry's message.
    #[serde(default)]
    pub text: Option<String>,
    /// Of a query: 3 where it is the answer, 2 where an engineer would accept it as the same error, 1 where it is related.
    /// Of a line: 0, since what a line means has no degrees.
    #[serde(default)]
    pub grade: u8,
}

/// A row of a file of truth.
pub(super) trait Row: DeserializeOwned {
    /// What such a row is called.
    const CALLED: &'static str;

    /// What is unique within the file.
    fn id(&self) -> &str;

    /// The line of its file, which it does not say itself.
    fn line(&mut self) -> &mut u32;

    /// What is wrong with it, whatever the catalogs have.
    fn mistake(&self) -> Option<String>;
}

impl Row for JudgedQuery {
    const CALLED: &'static str = "judged query";

    fn id(&self) -> &str {
        &self.id
    }

    fn line(&mut self) -> &mut u32 {
        &mut self.line
    }

    fn mistake(&self) -> Option<String> {
        let wrong = self.relevant.iter().find(|judgment| !(1..=3).contains(&judgment.grade))?;
        Some(format!("the grade {} is none of 1, 2 and 3", wrong.grade))
    }
}

impl Truth {
    /// Reads truth: one JSON object a line, blank lines apart. A file whose first object has `line` and `label` is of lines,
    /// any other of queries. `file` is the name that failures carry.
    ///
    /// # Errors
    ///
    /// Where a line is not what the file is of, an id stands twice, a grade is none of 1, 2 and 3, or the line of a log is
    /// more than one.
    pub fn parse(text: &str, file: &str) -> Result<Truth> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().find(|text| !text.trim().is_empty());
        if first.and_then(called) == Some(LabelledLine::CALLED) {
            return Ok(Truth::Lines(rows(text, file)?));
        }
        Ok(Truth::Queries(rows(text, file)?))
    }

    /// How many queries or lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Truth::Queries(queries) => queries.len(),
            Truth::Lines(lines) => lines.len(),
        }
    }

    /// Whether there is nothing to measure with.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Says of each judgment that no entry of `index` can satisfy where it stands and what it asks for.
    ///
    /// # Errors
    ///
    /// Where the index turns out to be damaged.
    pub fn unsatisfiable(&self, index: &Index) -> Result<Vec<String>> {
        let entries = super::entries(index)?;
        let key = |vendor: &str, code: &str| (vendor.to_owned(), code.to_lowercase());
        let mut by_code: HashMap<(String, String), Vec<&Entry>> = HashMap::new();
        for entry in &entries {
            by_code.entry(key(&entry.vendor, &entry.code)).or_default().push(entry);
        }
        let mut wrong = Vec::new();
        let mut said = HashSet::new();
        for (line, judgment) in self.judgments() {
            let of_code = by_code.get(&key(&judgment.vendor, &judgment.code));
            let what = match (of_code, &judgment.text) {
                (None, _) => format!("no catalog has `{}:{}`", judgment.vendor, judgment.code),
                (Some(entries), Some(text))
                    if !entries.iter().any(|entry| judgment.is_satisfied_by(entry)) =>
                {
                    format!("no message of `{}:{}` has `{text}`", judgment.vendor, judgment.code)
                }
                _ => continue,
            };
            if said.insert((line, what.clone())) {
                wrong.push(format!("{line}: {what}"));
            }
        }
        Ok(wrong)
    }

    /// All judgments, each with the line that it stands in.
    fn judgments<'t>(&'t self) -> Vec<(u32, &'t Judgment)> {
        match self {
            Truth::Queries(queries) => {
                let of =
                    |query: &'t JudgedQuery| query.relevant.iter().map(|judgment| (query.line, judgment));
                queries.iter().flat_map(of).collect()
            }
            Truth::Lines(lines) => {
                let of = |line: &'t LabelledLine| line.right().map(|judgment| (line.line, judgment));
                lines.iter().flat_map(of).collect()
            }
        }
    }
}

/// What the row is called that `text` seems to be meant for.
fn called(text: &str) -> Option<&'static str> {
    let keys: HashMap<String, IgnoredAny> = serde_json::from_str(text).ok()?;
    let has = |key: &str| keys.contains_key(key);
    match (has("line") && has("label"), has("query")) {
        (true, _) => Some(LabelledLine::CALLED),
        (_, true) => Some(JudgedQuery::CALLED),
        _ => None,
    }
}

/// The rows of a file that holds nothing else.
fn rows<R: Row>(text: &str, file: &str) -> Result<Vec<R>> {
    let mut rows = Vec::new();
    let mut ids = HashMap::new();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let fail = |message: String| Error::truth(file, line, message);
        if let Some(other) = called(text).filter(|called| *called != R::CALLED) {
            return Err(fail(format!("a {other} in a file of another kind: give it a file of its own")));
        }
        let mut row: R = serde_json::from_str(text)
            .map_err(|error| fail(format!("no {}, at column {}", R::CALLED, error.column())))?;
        if let Some(first) = ids.insert(row.id().to_owned(), line) {
            return Err(fail(format!("the id `{}` is already that of line {first}", row.id())));
        }
        if let Some(mistake) = row.mistake() {
            return Err(fail(mistake));
        }
        *row.line() = line;
        rows.push(row);
    }
    Ok(rows)
}

impl Judgment {
    /// Whether `entry` is what is meant: vendor and code agree, and the text, if there is one, is part of a message. A
    /// text that numbers alternatives (`1.… 2.…`) is a row that became an entry for each: it means them all.
    #[must_use]
    pub fn is_satisfied_by(&self, entry: &Entry) -> bool {
        let has =
            |text: &str| {
                let text = plain(text);
                entry.message.values().map(|message| plain(message)).any(|message| {
                    message.contains(&text) || (text.starts_with("1.") && text.contains(&message))
                })
            };
        self.is_code_of(entry) && self.text.as_deref().is_none_or(has)
    }

    /// Whether `entry` has the vendor and code that are meant, whichever entry of the code it is.
    #[must_use]
    pub fn is_code_of(&self, entry: &Entry) -> bool {
        entry.vendor == self.vendor && entry.code.to_lowercase() == self.code.to_lowercase()
    }
}

/// A text as judgments compare it: lower case, white space as single spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
