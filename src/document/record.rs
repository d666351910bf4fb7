//! What is said of one code, before it is an entry: rows may merge, and one may become several.
//!
//! Takes texts as they come from rows and sections. Nothing here knows where on a page they stand.

use std::collections::HashSet;

use super::Role;
use super::cells::is_blank;
use super::codes::codes;
use crate::entry::{Language, Texts};

/// One code of a row or a section.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) line: u32,
    pub(super) code: String,
    pub(super) aliases: Vec<String>,
    pub(super) http_status: Vec<u16>,
    pub(super) message: Texts,
    pub(super) description: Texts,
    pub(super) remedy: Texts,
    pub(super) operations: Vec<String>,
    pub(super) category: Option<String>,
    /// The line of the table or the sections that it is from.
    pub(super) table: u32,
}

/// How much of a page the records may repeat: a merged cell, a caption or the codes of a cell give each record its copy.
pub(super) struct Budget(usize);

impl Budget {
    /// For a page of so many bytes.
    pub(super) fn of(page: usize) -> Budget {
        const REPEATED: usize = 24;
        const LEAST: usize = 4 << 20;
        Budget(page.saturating_mul(REPEATED).saturating_add(LEAST))
    }

    /// Whether there is room for another record.
    pub(super) fn spend(&mut self, record: &Record) -> bool {
        let texts = [&record.message, &record.description, &record.remedy];
        let texts = texts.into_iter().flat_map(|texts| texts.values());
        let lists = record.aliases.iter().chain(&record.operations).chain(&record.category);
        let strings = texts.chain(lists).chain([&record.code]);
        let size: usize = strings.map(|text| text.len() + size_of::<String>()).sum();
        let left = self.0.checked_sub(size);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

impl Record {
    /// This record for a code and its further spellings.
    pub(super) fn spelled(&self, (code, aliases): (String, Vec<String>)) -> Record {
        let mut record = self.clone();
        record.aliases.splice(0..0, aliases);
        let mut seen = HashSet::from([code.clone()]);
        record.aliases.retain(|alias| seen.insert(alias.clone()));
        Record { code, ..record }
    }

    /// Adds a text of a role that has texts; two of one role and language are one.
    pub(super) fn add_text(&mut self, role: Role, language: Language, text: String) {
        let texts = match role {
            Role::Message => &mut self.message,
            Role::Description => &mut self.description,
            Role::Remedy => &mut self.remedy,
            _ => return,
        };
        let have = texts.entry(language).or_default();
        if !have.is_empty() {
            have.push(' ');
        }
        have.push_str(&text);
    }

    /// Adds the codes of a cell as further spellings.
    pub(super) fn add_aliases(&mut self, cell: &str) {
        let found = codes(cell).map(|codes| codes.codes).unwrap_or_default();
        let mut seen: HashSet<String> = self.aliases.iter().cloned().collect();
        let spellings = found.into_iter().flat_map(|(code, more)| std::iter::once(code).chain(more));
        self.aliases.extend(spellings.filter(|spelling| seen.insert(spelling.clone())));
    }

    /// A cell lists API calls on lines of their own or between commas; a slash may belong to a name.
    pub(super) fn add_operations(&mut self, cell: &str) {
        let mut seen: HashSet<String> = self.operations.iter().cloned().collect();
        for operation in cell.split(['\n', ',', '，', '、', ';', '；']).map(str::trim) {
            if !is_blank(operation) && seen.insert(operation.to_owned()) {
                self.operations.push(operation.to_owned());
            }
        }
    }
}
