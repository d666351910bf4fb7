//! What a person should know of catalogs before they are published: unread rows, duplicates, missing texts.

use std::collections::BTreeMap;
use std::fmt;

use super::Catalog;
use crate::entry::{Entry, Texts};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something on the page is lost: the check fails.
    Error,
    /// Something on the page looks wrong.
    Warning,
    /// Something that the page could have and has not.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// One thing found in a catalog, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The document.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line, self.severity, self.message)
    }
}

pub(super) fn check(catalogs: &[Catalog]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = catalogs.iter().flat_map(check_catalog).collect();
    findings.sort_by(|a, b| (&a.file, a.line, a.severity).cmp(&(&b.file, b.line, b.severity)));
    findings
}

fn check_catalog(catalog: &Catalog) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = |line: u32, severity: Severity, message: String| {
        findings.push(Finding { file: catalog.file.clone(), line, severity, message });
    };
    for warning in &catalog.warnings {
        found(warning.line, Severity::Error, warning.message.clone());
    }
    let mut first: BTreeMap<(&str, &Texts, &Texts), &Entry> = BTreeMap::new();
    let mut without_remedy = Vec::new();
    for entry in &catalog.entries {
        let line = entry.source.line;
        if entry.message.is_empty() && entry.description.is_empty() {
            found(
                line,
                Severity::Error,
                format!("code `{}` has no text: nothing can find or explain it", entry.code),
            );
        }
        let key = (entry.code.as_str(), &entry.message, &entry.description);
        match first.get(&key) {
            Some(twin) => {
                let message = format!(
                    "code `{}` with the same text stands on line {} already{}",
                    entry.code,
                    twin.source.line,
                    if twin.http_status == entry.http_status { "" } else { ", with another HTTP status" },
                );
                found(line, Severity::Warning, message);
            }
            None => {
                first.insert(key, entry);
            }
        }
        if entry.remedy.is_empty() {
            without_remedy.push(line);
        }
    }
    if let Some(&line) = without_remedy.first() {
        let (count, all) = (without_remedy.len(), catalog.entries.len());
        let lines = ranges(&mut without_remedy);
        found(line, Severity::Note, format!("{count} of {all} entries have no remedy (lines {lines})"));
    }
    findings
}

/// `5-217, 220`: the lines in order, neighbours joined.
fn ranges(lines: &mut Vec<u32>) -> String {
    lines.sort_unstable();
    lines.dedup();
    lines
        .chunk_by(|a, b| a + 1 == *b)
        .map(|run| match run {
            [.., last] if run.len() > 1 => format!("{}-{last}", run[0]),
            _ => run[0].to_string(),
        })
        .collect::<Vec<_>>()
        .join(", ")
}
