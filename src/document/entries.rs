//! Which entries do the records make? Rows merge, numbered alternatives split, ids count.
//!
//! Records of one page in, entries out. Nothing here looks at a cell.

use std::collections::{HashMap, HashSet};

use super::cells::alternatives;
use super::record::Record;
use super::{Identity, Rule, Warnings};
use crate::entry::{Entry, Source, Texts};

/// The entries of a page in document order.
pub(super) fn entries(records: Vec<Record>, identity: &Identity, warnings: &mut Warnings<'_>) -> Vec<Entry> {
    let records = merged(records.into_iter().flat_map(split).collect(), warnings);
    let mut ids = Ids::default();
    let entry = |record: Record| Entry {
        id: ids.next(&identity.vendor, &identity.service, &record.code),
        vendor: identity.vendor.clone(),
        service: identity.service.clone(),
        code: record.code,
        aliases: record.aliases,
        http_status: record.http_status,
        message: record.message,
        description: record.description,
        remedy: record.remedy,
        operations: record.operations,
        category: record.category,
        source: Source { file: identity.file.clone(), line: record.line },
    };
    records.into_iter().map(entry).collect()
}

/// One record per alternative where every message numbers the same two or more; the record itself otherwise.
fn split(record: Record) -> Vec<Record> {
    let numbered: Option<Vec<_>> =
        record.message.iter().map(|(language, text)| Some((*language, alternatives(text)?))).collect();
    let numbered = numbered.unwrap_or_default();
    let Some(count) = numbered.first().map(|(_, items)| items.len()) else { return vec![record] };
    if numbered.iter().any(|(_, items)| items.len() != count) {
        return vec![record];
    }
    let beside = |texts: &Texts, at: usize| -> Texts {
        let of = |text: &String| match alternatives(text) {
            Some(items) if items.len() == count => items[at].clone(),
            _ => text.clone(),
        };
        texts.iter().map(|(language, text)| (*language, of(text))).collect()
    };
    let alternative = |at: usize| Record {
        message: numbered.iter().map(|(language, items)| (*language, items[at].clone())).collect(),
        description: beside(&record.description, at),
        remedy: beside(&record.remedy, at),
        ..record.clone()
    };
    (0..count).map(alternative).collect()
}

/// All of a record that must agree for two to be one entry.
type Sameness = (String, Vec<String>, Vec<u16>, [Texts; 3]);

/// What became of the records that agree so far.
struct Merge {
    /// The place of the first among the merged ones.
    place: usize,
    /// The operations, categories and tables that were merged.
    seen: HashSet<(Vec<String>, Option<String>, u32)>,
    /// All of the operations.
    operations: HashSet<String>,
}

/// The records, those that differ in operation, category or table alone as one. What differs in nothing is the page's own
/// mistake.
fn merged(records: Vec<Record>, warnings: &mut Warnings<'_>) -> Vec<Record> {
    let mut merged: Vec<Record> = Vec::with_capacity(records.len());
    let mut merges: HashMap<Sameness, Merge> = HashMap::new();
    for record in records {
        let texts = [record.message.clone(), record.description.clone(), record.remedy.clone()];
        let same: Sameness = (record.code.clone(), record.aliases.clone(), record.http_status.clone(), texts);
        let merge = merges.entry(same).or_insert_with(|| Merge {
            place: merged.len(),
            seen: HashSet::new(),
            operations: HashSet::new(),
        });
        let first = merge.seen.is_empty();
        let differs = merge.seen.insert((record.operations.clone(), record.category.clone(), record.table));
        let added: Vec<String> = record
            .operations
            .iter()
            .filter(|&operation| merge.operations.insert(operation.clone()))
            .cloned()
            .collect();
        if first {
            merged.push(record);
            continue;
        }
        let into = &mut merged[merge.place];
        if !differs {
            let message = format!(
                "code `{}` says the same as on line {}: remove one of the two",
                record.code, into.line
            );
            warnings.add_cell(record.line, Rule::RepeatedRow, message, Some(&record.code));
        }
        into.operations.extend(added);
        into.category = into.category.take().or(record.category);
    }
    merged
}

/// Gives out ids, each once.

#[derive(Default)]
pub(crate) struct Ids {
    counts: HashMap<String, usize>,
    given: HashSet<String>,
}

impl Ids {
    /// The id of the next entry of `code`: the ids of a run of entries are unique.
    pub(crate) fn next(&mut self, vendor: &str, service: &str, code: &str) -> String {
        let plain = format!("{vendor}/{service}/{code}");
        let count = self.counts.entry(code.to_owned()).or_default();
        loop {
            *count += 1;
            let id = if *count == 1 { plain.clone() } else { format!("{plain}#{count}") };
            // A page may have a code that is spelled like an id with its number.
            if self.given.insert(id.clone()) {
                return id;
            }
        }
    }
}
