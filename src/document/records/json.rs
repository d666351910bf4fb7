//! Which records has a JSON file? Lines of objects, an array of them, or an object that has them somewhere.
//!
//! A broken record is a warning and the others are read. Nothing here says what a field means beyond "this is a code".

use serde_json::Value as Json;

use super::scan::Value;
use super::{Form, Lines, Record, Records, grid, own};
use crate::document::codes::is_symbol;
use crate::document::headers::{Meaning, meaning};
use crate::document::{Identity, Rule, Warnings};

/// How deep records may lie in objects and arrays.
const MAX_DEPTH: usize = 8;

pub(super) fn read(
    text: &str,
    form: Form,
    identity: &Identity,
    declared: bool,
    warnings: &mut Warnings<'_>,
) -> Records {
    let mut gathered =
        Gathered { lines: Lines::of(text.as_bytes()), groups: vec![Group::default()], warnings };
    if is_one_value(text, form) {
        gathered.value(Value::of(text), None, 0);
    } else {
        gathered.by_lines(text);
    }
    let Gathered { groups, .. } = gathered;
    let records: Vec<&Record> = groups.iter().flat_map(|group| &group.records).collect();
    if !declared && own::is_own(&records) {
        let (entries, found) = own::entries(records, identity, warnings);
        return Records::Entries(entries, found);
    }
    let table = |group: &Group| grid::table(&group.records, group.heading.as_deref(), warnings);
    Records::Tables(groups.iter().map(table).collect())
}

/// Whether a text is one value rather than an object a line: who saves either under the other's name means the same.
fn is_one_value(text: &str, form: Form) -> bool {
    let is_json = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    let text = text.trim();
    let first = text.lines().next().unwrap_or_default().trim();
    match form {
        _ if text.starts_with('[') => true,
        Form::Lines => !is_json(first) && is_json(text),
        _ => first.len() == text.len() || !is_json(first),
    }
}

/// Records under one name.
#[derive(Default)]
struct Group {
    heading: Option<String>,
    records: Vec<Record>,
}

/// The records that were found so far.
struct Gathered<'r, 'w> {
    lines: Lines,
    groups: Vec<Group>,
    warnings: &'r mut Warnings<'w>,
}

impl Gathered<'_, '_> {
    fn bad(&mut self, at: usize, message: impl Into<String>) {
        self.warnings.add(self.lines.at(at), Rule::BadRecord, message);
    }

    fn by_lines(&mut self, text: &str) {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let Value { at: indent, text: object } = Value::of(line);
            if !object.is_empty() {
                self.object(Value { at: at + indent, text: object });
            }
            at += line.len();
        }
    }

    /// Takes the records of a value: it is one, or has some.
    fn value(&mut self, value: Value<'_>, heading: Option<&str>, depth: usize) {
        if !value.is_object() && !value.is_array() {
            return self.bad(value.at, "no JSON object or array: records are objects");
        }
        if depth > MAX_DEPTH {
            return self.bad(value.at, format!("records deeper than {MAX_DEPTH} levels are not read"));
        }
        let (parts, ends) = value.parts();
        if value.is_array() {
            for part in parts {
                self.item(part.value, heading, depth);
            }
        } else if let Some(members) = members(value) {
            self.members(value, &members, depth);
        } else {
            // What of a broken object can be read is its lists.
            for part in parts.iter().filter(|part| has_records(part.value, depth)) {
                self.value(part.value, part.key.as_deref(), depth + 1);
            }
            self.object_is_bad(value);
        }
        if !ends && depth == 0 {
            self.bad(
                value.at + value.text.len(),
                "the file ends within a value: it was cut, or a bracket is missing",
            );
        }
    }

    /// An item of an array.
    fn item(&mut self, value: Value<'_>, heading: Option<&str>, depth: usize) {
        let nested = value.is_object()
            && members(value).is_some_and(|members| !is_record(&members))
            && has_records(value, depth);
        if nested {
            return self.value(value, heading, depth + 1);
        }
        self.group(heading);
        self.object(value);
    }

    /// The members of an object that is a record, or has lists of records, or names each one.
    fn members(&mut self, value: Value<'_>, members: &[(String, Json)], depth: usize) {
        let (parts, _) = value.parts();
        let lists: Vec<_> = parts.iter().filter(|part| has_records(part.value, depth)).collect();
        if !lists.is_empty() {
            // A list alone may be called `errors` or `data`; several are told apart by their names.
            let named = members.iter().find_map(|(_, value)| value.as_str().filter(|text| !text.is_empty()));
            for list in &lists {
                let heading = if lists.len() > 1 { list.key.as_deref() } else { named.filter(|_| depth > 0) };
                self.value(list.value, heading, depth + 1);
            }
        } else if is_record(members) {
            self.object(value);
        } else {
            let objects = parts.iter().any(|part| part.value.is_object());
            // Beside objects, a text is about the file: its title, its version.
            let named = parts.iter().zip(members).filter(|(part, _)| !objects || part.value.is_object());
            let coded = named.clone().filter(|(_, (key, _))| is_code_like(key)).count();
            let coded = coded * 2 >= named.clone().count();
            for (part, (key, json)) in named {
                self.named(part.at, key, json.clone(), coded);
            }
        }
    }

    /// A record that its key names: by its code, if the keys are `coded`. Settings are no records.
    fn named(&mut self, at: usize, key: &str, value: Json, coded: bool) {
        let (name, mut fields) = match value {
            Json::Object(fields) => {
                let fields: Vec<(String, Json)> = fields.into_iter().collect();
                let name = match (coded, has_code(&fields)) {
                    (true, true) => "error code",
                    (true, false) => "code",
                    (false, true) => "error",
                    (false, false) => return,
                };
                (name, fields)
            }
            _ if !coded => return,
            Json::Number(_) => ("error code", vec![("internal error code".to_owned(), value)]),
            value => ("code", vec![("message".to_owned(), value)]),
        };
        fields.insert(0, (name.to_owned(), Json::String(key.to_owned())));
        let line = self.lines.at(at);
        self.group(None);
        self.push(Record { line, fields });
    }

    fn object(&mut self, value: Value<'_>) {
        match members(value) {
            Some(fields) => {
                let line = self.lines.at(value.at);
                self.push(Record { line, fields });
            }
            None => self.object_is_bad(value),
        }
    }

    fn object_is_bad(&mut self, value: Value<'_>) {
        let why = match serde_json::from_str::<Json>(value.text) {
            Ok(_) => "no JSON object: a record is one".to_owned(),
            Err(error) => {
                let before = value.text.split_inclusive('\n').take(error.line().saturating_sub(1));
                let at = value.at + before.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
                let message = error.to_string();
                let what = message.split(" at line ").next().unwrap_or_default();
                return self.bad(
                    at.min(value.at + value.text.len()),
                    format!("a record that is no JSON ({what}): left out"),
                );
            }
        };
        self.bad(value.at, why);
    }

    fn push(&mut self, record: Record) {
        if let Some(group) = self.groups.last_mut() {
            group.records.push(record);
        }
    }

    /// Begins a group, unless the last one is of this heading already.
    fn group(&mut self, heading: Option<&str>) {
        if self.groups.last().is_none_or(|group| group.heading.as_deref() != heading) {
            self.groups.push(Group { heading: heading.map(str::to_owned), records: Vec::new() });
        }
    }
}

/// The members of an object in file order; `None` where it is none.
fn members(value: Value<'_>) -> Option<Vec<(String, Json)>> {
    if !value.is_object() {
        return None;
    }
    let (parts, ends) = value.parts();
    let read = |part: super::scan::Part<'_>| Some((part.key?, serde_json::from_str(part.value.text).ok()?));
    // The scan forgives what the format does not.
    let valid = ends && serde_json::from_str::<serde::de::IgnoredAny>(value.text).is_ok();
    if valid { parts.into_iter().map(read).collect() } else { None }
}

/// Whether one of the fields is called as codes or names of errors are, and is no object or list.
fn is_record(fields: &[(String, Json)]) -> bool {
    has(fields, |meaning| matches!(meaning, Meaning::MaybeCode(_) | Meaning::Status)) || has_code(fields)
}

/// Whether one of the fields is called as codes are, and is no object or list.
fn has_code(fields: &[(String, Json)]) -> bool {
    has(fields, |meaning| matches!(meaning, Meaning::Code | Meaning::AnyCode))
}

fn has(fields: &[(String, Json)], is: impl Fn(Meaning) -> bool) -> bool {
    fields
        .iter()
        .any(|(name, value)| meaning(name).is_some_and(&is) && (value.is_string() || value.is_number()))
}

/// Whether a key looks like a code: `4001`, `NOT_FOUND`, `NoSuchKey`. One such as `page.title` names a text of a site.
fn is_code_like(key: &str) -> bool {
    let of_site =
        key.starts_with(|c: char| c.is_ascii_lowercase()) && key.contains('.') && !key.contains('_');
    let capitals = key.len() > 2 && key.bytes().all(|b| b.is_ascii_uppercase());
    key.contains(|c: char| c.is_ascii_digit()) || capitals || is_symbol(key) && !of_site
}

/// Whether a value is a list whose first item is a record or has some, or an object with such a list.
fn has_records(value: Value<'_>, depth: usize) -> bool {
    if depth > MAX_DEPTH || !(value.is_object() || value.is_array()) {
        return false;
    }
    let (parts, _) = value.parts();
    if value.is_object() {
        return parts.iter().any(|part| has_records(part.value, depth + 1));
    }
    let first = parts.first().map(|part| part.value).filter(Value::is_object);
    first.is_some_and(|first| {
        members(first).is_some_and(|fields| is_record(&fields)) || has_records(first, depth + 1)
    })
}
