//! Truth: queries with the entries that answer them, as people judged.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::index::Index;

/// Judged queries, in the order of their file.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// The queries.
    pub queries: Vec<JudgedQuery>,
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

/// An entry that answers a query, or all entries of a code.
#[derive(Clone, Debug, Deserialize)]
pub struct Judgment {
    /// The slug of the vendor.
    pub vendor: String,
    /// The code, as its page spells it.
    pub code: String,
    /// Where a code has several entries and one is meant, a part of that entry's message.
    #[serde(default)]
    pub text: Option<String>,
    /// 3 where it is the answer, 2 where an engineer would accept it as the same error, 1 where it is related.
    pub grade: u8,
}

impl Truth {
    /// Reads truth: one JSON object a line, blank lines apart. `file` is the name that failures carry.
    ///
    /// # Errors
    ///
    /// Where a line is no judged query, an id stands twice, or a grade is none of 1, 2 and 3.
    pub fn parse(text: &str, file: &str) -> Result<Truth> {
        let mut queries = Vec::new();
        let mut ids = HashMap::new();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let fail = |message: String| Error::truth(file, line, message);
            let query: JudgedQuery = serde_json::from_str(text)
                .map_err(|error| fail(format!("no judged query, at column {}", error.column())))?;
            if let Some(first) = ids.insert(query.id.clone(), line) {
                return Err(fail(format!("the id `{}` is already that of line {first}", query.id)));
            }
            if let Some(judgment) = query.relevant.iter().find(|judgment| !(1..=3).contains(&judgment.grade))
            {
                return Err(fail(format!("the grade {} is none of 1, 2 and 3", judgment.grade)));
            }
            queries.push(JudgedQuery { line, ..query });
        }
        Ok(Truth { queries })
    }

    /// Says of each judgment that no entry of `index` can satisfy where it stands and what it asks for.
    ///
    /// # Errors
    ///
    /// Where the index turns out to be damaged.
    pub fn unsatisfiable(&self, index: &Index) -> Result<Vec<String>> {
        let entries = (0..index.len()).map(|number| index.entry(number)).collect::<Result<Vec<Entry>>>()?;
        let key = |vendor: &str, code: &str| (vendor.to_owned(), code.to_lowercase());
        let mut by_code: HashMap<(String, String), Vec<&Entry>> = HashMap::new();
        for entry in &entries {
            by_code.entry(key(&entry.vendor, &entry.code)).or_default().push(entry);
        }
        let mut wrong = Vec::new();
        let mut said = HashSet::new();
        for query in &self.queries {
            for judgment in &query.relevant {
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
                if said.insert((query.line, what.clone())) {
                    wrong.push(format!("{}: {what}", query.line));
                }
            }
        }
        Ok(wrong)
    }
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
        entry.vendor == self.vendor
            && entry.code.to_lowercase() == self.code.to_lowercase()
            && self.text.as_deref().is_none_or(has)
    }
}

/// A text as judgments compare it: lower case, white space as single spaces.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
