//! Which entry is a record of errdex's own form? The keys are those of the wire form, and only the code is required.
//!
//! What cannot be taken as it stands is a warning and left out of the entry. Ids are given anew.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use serde_json::Value;

use super::Record;
use crate::document::cells::{is_status, statuses};
use crate::document::headers::meaning;
use crate::document::{Found, FoundColumn, Identity, Ids, Role, Rule, Warnings};
use crate::entry::{Entry, Language, Source, Texts};

/// The fields of an entry, with what the columns of such names hold.
const FIELDS: [(&str, Role); 12] = [
    ("id", Role::Ignored),
    ("vendor", Role::Ignored),
    ("service", Role::Ignored),
    ("code", Role::Code),
    ("aliases", Role::Code),
    ("http_status", Role::HttpStatus),
    ("message", Role::Message),
    ("description", Role::Description),
    ("remedy", Role::Remedy),
    ("operations", Role::Operation),
    ("category", Role::Category),
    ("source", Role::Ignored),
];

/// What the field or column of this name holds, if an entry has one: `message`, `message.en`, `source.line`.
pub(super) fn role(name: &str) -> Option<Role> {
    let role = |name: &str| FIELDS.iter().find(|field| field.0 == name).map(|field| field.1);
    match name.split_once('.') {
        None => role(name),
        Some(("source", "file" | "line")) => Some(Role::Ignored),
        Some((texts @ ("message" | "description" | "remedy"), language)) => {
            Language::named(language).and_then(|_| role(texts))
        }
        Some(_) => None,
    }
}

/// Whether records are of errdex's own form: most of them have its fields alone, and a code; and no field is one that a
/// table would have, such as `solution`.
pub(super) fn is_own(records: &[&Record]) -> bool {
    let others = || records.iter().flat_map(|record| &record.fields).filter(|(name, _)| role(name).is_none());
    if others().any(|(name, _)| meaning(name).is_some()) {
        return false;
    }
    let own = |record: &&&Record| {
        record.fields.iter().all(|(name, _)| role(name).is_some())
            && record.fields.iter().any(|(name, _)| name == "code")
    };
    let count = records.iter().filter(own).count();
    count > 0 && count * 2 >= records.len()
}

/// The entries of records, and what was found.
pub(super) fn entries<'r>(
    records: impl IntoIterator<Item = &'r Record>,
    identity: &Identity,
    warnings: &mut Warnings<'_>,
) -> (Vec<Entry>, Found) {
    let mut ids: BTreeMap<(String, String), Ids> = BTreeMap::new();
    let mut columns: Vec<FoundColumn> = Vec::new();
    let mut entries = Vec::new();
    let mut line = None;
    for record in records {
        line = line.or(Some(record.line));
        for (name, _) in &record.fields {
            if let Some(role) = role(name)
                && !columns.iter().any(|column| column.header == *name)
            {
                columns.push(FoundColumn { header: name.clone(), role, why: "errdex's own form" });
            }
        }
        let Some(mut entry) = (Reader { line: record.line, warnings }).entry(record, identity) else {
            continue;
        };
        let ids = ids.entry((entry.vendor.clone(), entry.service.clone())).or_default();
        entry.id = ids.next(&entry.vendor, &entry.service, &entry.code);
        entries.push(entry);
    }
    let rows = entries.len();
    let line = line.unwrap_or(1);
    (entries, Found { line, heading: None, shape: "records", columns, rows, left_out: None })
}

/// Reads the record of one line.
struct Reader<'r, 'w> {
    line: u32,
    warnings: &'r mut Warnings<'w>,
}

impl Reader<'_, '_> {
    fn bad(&mut self, message: &str) {
        self.warnings.add(self.line, Rule::BadRecord, message);
    }

    fn entry(&mut self, record: &Record, identity: &Identity) -> Option<Entry> {
        let source = Source { file: identity.file.clone(), line: record.line };
        let (vendor, service) = (identity.vendor.clone(), identity.service.clone());
        let mut entry = Entry { vendor, service, source, ..empty() };
        for (name, value) in &record.fields {
            match name.as_str() {
                "id" => {}
                "vendor" => self.slug(name, value, &mut entry.vendor),
                "service" => self.slug(name, value, &mut entry.service),
                "code" => entry.code = self.text(name, value).unwrap_or_default(),
                "aliases" => entry.aliases = self.texts_of_list(name, value),
                "http_status" => entry.http_status = self.statuses(value),
                "message" => entry.message = self.texts(name, value),
                "description" => entry.description = self.texts(name, value),
                "remedy" => entry.remedy = self.texts(name, value),
                "operations" => entry.operations = self.texts_of_list(name, value),
                "category" => entry.category = self.text(name, value),
                "source" => self.source(value, &mut entry.source),
                _ => {
                    self.bad(&format!("no entry has a field `{name}`: left out; the fields are {}", fields()))
                }
            }
        }
        if entry.code.trim().is_empty() {
            self.bad("a record without a `code`: left out; write its code there");
            return None;
        }
        Some(entry)
    }

    /// A text or a number; `None` where there is nothing.
    fn text(&mut self, name: &str, value: &Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.bad(&format!("`{name}` is no text: left out"));
                None
            }
        }
    }

    /// A name as it can stand in an id.
    fn slug(&mut self, name: &str, value: &Value, slug: &mut String) {
        let unfit = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
        if let Some(text) = self.text(name, value).filter(|text| !text.trim().is_empty()) {
            *slug = text.trim().replace(unfit, "_");
        }
    }

    /// A list, where one item may stand alone.
    fn list<'v>(&self, value: &'v Value) -> &'v [Value] {
        match value {
            Value::Null => &[],
            Value::Array(items) => items,
            item => std::slice::from_ref(item),
        }
    }

    fn texts_of_list(&mut self, name: &str, value: &Value) -> Vec<String> {
        self.list(value).iter().filter_map(|item| self.text(name, item)).collect()
    }

    fn statuses(&mut self, value: &Value) -> Vec<u16> {
        let mut all = Vec::new();
        for item in self.list(value) {
            match item {
                Value::Number(number) => {
                    match number.as_u64().and_then(|number| u16::try_from(number).ok()) {
                        Some(status) => all.push(status),
                        None => self.bad(&format!("`http_status` {number} is no status: left out")),
                    }
                }
                Value::String(text) => match text.trim().parse() {
                    Ok(status) => all.push(status),
                    Err(_) if is_status(text) => all.extend(statuses(text)),
                    Err(_) => self.bad(&format!("`http_status` has `{}`: left out", text.escape_debug())),
                },
                _ => self.bad("`http_status` is no number: left out"),
            }
        }
        all
    }

    /// Texts by language; a plain text is of the language that its script says.
    fn texts(&mut self, name: &str, value: &Value) -> Texts {
        let mut texts = Texts::new();
        let Value::Object(languages) = value else {
            texts.extend(self.text(name, value).map(|text| (Language::of(&text), text)));
            return texts;
        };
        for (key, value) in languages {
            let Some(text) = self.text(&format!("{name}.{key}"), value) else { continue };
            let language = Language::named(key).unwrap_or_else(|| Language::of(&text));
            match texts.entry(language) {
                Slot::Vacant(slot) => drop(slot.insert(text)),
                Slot::Occupied(_) => {
                    self.bad(&format!("`{name}` has two texts of one language: `{key}` is left out"));
                }
            }
        }
        texts
    }

    fn source(&mut self, value: &Value, source: &mut Source) {
        let Value::Object(fields) = value else {
            if !value.is_null() {
                self.bad("`source` is no object of `file` and `line`: left out");
            }
            return;
        };
        if let Some(file) = fields.get("file").and_then(|file| self.text("source.file", file)) {
            source.file = file;
        }
        let Some(line) = fields.get("line").filter(|line| !line.is_null()) else { return };
        let number = match line {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) => source.line = number,
            None => self.bad("`source.line` is no line: left out"),
        }
    }
}

fn fields() -> String {
    FIELDS.iter().map(|field| field.0).collect::<Vec<_>>().join(", ")
}

fn empty() -> Entry {
    Entry {
        id: String::new(),
        vendor: String::new(),
        service: String::new(),
        code: String::new(),
        aliases: Vec::new(),
        http_status: Vec::new(),
        message: Texts::new(),
        description: Texts::new(),
        remedy: Texts::new(),
        operations: Vec::new(),
        category: None,
        source: Source { file: String::new(), line: 0 },
    }
}
