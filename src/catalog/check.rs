//! What a person should know of catalogs before they are published: unread rows, duplicates, missing texts.

use std::collections::BTreeMap;
use std::fmt;

use super::Catalog;
use crate::document::{Rule, Warning};
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
    /// The name of the rule that it breaks: `row-without-code`.
    pub rule: &'static str,
    /// What was found.
    pub message: String,
    /// The text of the cell that it is about, as the reading has it.
    pub cell: Option<String>,
}

/// What a check looks for besides what a reading warns of: by name, and what a finding means.
const OWN_RULES: [(&str, Severity, &str); 3] = [
    (NO_TEXT, Severity::Error, "A code has no text: nothing can find or explain it."),
    (DUPLICATE_ENTRY, Severity::Warning, "A code stands twice with the same text."),
    (NO_REMEDY, Severity::Note, "Entries say nothing of what to do."),
];
const NO_TEXT: &str = "no-text";
const DUPLICATE_ENTRY: &str = "duplicate-entry";
const NO_REMEDY: &str = "no-remedy";

impl Finding {
    /// All rules: the name of each, how much it matters on a page that is declared, and what a finding means.
    pub fn rules() -> impl Iterator<Item = (&'static str, Severity, &'static str)> {
        Rule::ALL.into_iter().map(|rule| (rule.name(), severity(rule, true), meaning(rule))).chain(OWN_RULES)
    }
}

/// What is lost is an error. That a file has no codes or no records is one where it is `meant` to have them.
fn severity(rule: Rule, meant: bool) -> Severity {
    match rule {
        Rule::NoCodes | Rule::BadRecord if !meant => Severity::Warning,
        Rule::TableWithoutCodes | Rule::RepeatedRow => Severity::Warning,
        Rule::NotUtf8
        | Rule::TooLarge
        | Rule::DeclaredColumn
        | Rule::NoCodes
        | Rule::RowWithoutCode
        | Rule::CellLeftOut
        | Rule::TooManyCodes
        | Rule::BadRecord => Severity::Error,
    }
}

fn meaning(rule: Rule) -> &'static str {
    match rule {
        Rule::NotUtf8 => "A page has bytes that are not UTF-8.",
        Rule::TooLarge => "A page is too large or too deep to be read.",
        Rule::DeclaredColumn => "A column that vendors.toml declares is in no table.",
        Rule::NoCodes => "A page gives no entries.",
        Rule::TableWithoutCodes => "A table about errors has no codes.",
        Rule::RowWithoutCode => "A row of a table of codes has none.",
        Rule::RepeatedRow => "A row says what another one of its table says.",
        Rule::CellLeftOut => "A cell belongs to no column.",
        Rule::TooManyCodes => "A cell has more codes than are read.",
        Rule::BadRecord => "A record of a CSV or JSON catalog is no entry.",
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}[{}]: {}", self.file, self.line, self.severity, self.rule, self.message)
    }
}

/// What could not be read of a document.
pub(super) fn unread(catalog: &Catalog) -> Vec<Finding> {
    // Any file of JSON may lie in a folder of pages, such as the settings of their site.
    let meant = catalog.declared || !catalog.entries.is_empty();
    let finding = |warning: &Warning| Finding {
        file: catalog.file.clone(),
        line: warning.line,
        severity: severity(warning.rule, meant),
        rule: warning.rule.name(),
        message: warning.message.clone(),
        cell: warning.cell.clone(),
    };
    catalog.warnings.iter().map(finding).collect()
}

pub(super) fn check(catalog: &Catalog) -> Vec<Finding> {
    let mut findings = unread(catalog);
    let mut found =
        |line: u32, (rule, severity): (&'static str, Severity), message: String, cell: Option<&str>| {
            let (file, cell) = (catalog.file.clone(), cell.map(str::to_owned));
            findings.push(Finding { file, line, severity, rule, message, cell });
        };
    let mut first: BTreeMap<(&str, &Texts, &Texts), &Entry> = BTreeMap::new();
    let mut without_remedy = Vec::new();
    for entry in &catalog.entries {
        let line = line(entry, catalog);
        if entry.message.is_empty() && entry.description.is_empty() {
            found(
                line,
                (NO_TEXT, Severity::Error),
                format!("code `{}` has no text: nothing can find or explain it", entry.code),
                Some(&entry.code),
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
                found(line, (DUPLICATE_ENTRY, Severity::Warning), message, Some(&entry.code));
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
        let elsewhere = catalog.entries.iter().any(|entry| entry.source.file != catalog.file);
        let lines =
            if elsewhere { String::new() } else { format!(" (lines {})", ranges(&mut without_remedy)) };
        let message = format!("{count} of {all} entries have no remedy{lines}");
        found(line, (NO_REMEDY, Severity::Note), message, None);
    }
    findings.sort_by(|a, b| (a.line, a.severity, a.rule).cmp(&(b.line, b.severity, b.rule)));
    findings
}

/// The line of an entry in its document; of one that is from elsewhere, as in an export, the first, since its own is lost.
fn line(entry: &Entry, catalog: &Catalog) -> u32 {
    if entry.source.file == catalog.file { entry.source.line } else { 1 }
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
