//! How are entries written as files that read back to the same entries? JSON lines, and CSV for spreadsheets.
//!
//! A cell that begins with `=` is written as it is: what comes back must be what went, so no text is changed to keep a
//! spreadsheet from taking it for a formula.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::entry::{Entry, Language, Texts};

/// Writes entries as JSON lines, the form of `errdex catalog show --json`.
///
/// # Errors
///
/// Where `out` cannot be written to.
pub fn write_jsonl<'e>(out: &mut impl Write, entries: impl IntoIterator<Item = &'e Entry>) -> io::Result<()> {
    for entry in entries {
        serde_json::to_writer(&mut *out, entry)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes entries as CSV in UTF-8 with a byte order mark, by which spreadsheets know it: a header, then a row an entry.
///
/// A list has an item a line within its cell. An item or text that is empty, or could be taken for something else, is
/// written as a JSON string.
///
/// # Errors
///
/// Where `out` cannot be written to.
///
/// ```
/// use errdex::document::{Identity, read, write_csv};
///
/// let page = "| Error code | Message |\n|---|---|\n| Net.0007 | No such network, \"sorry\". |\n";
/// let name = |name: &str| name.to_owned();
/// let identity = Identity { vendor: name("acme"), service: name("net"), file: name("catalogs/acme-net.md") };
/// let entries = read(page.as_bytes(), &identity, &Default::default()).entries;
/// let mut csv = Vec::new();
/// write_csv(&mut csv, &entries)?;
/// let identity = Identity { file: name("catalogs/acme-net.csv"), ..identity };
/// assert_eq!(read(&csv, &identity, &Default::default()).entries, entries);
/// # std::io::Result::Ok(())
/// ```
pub fn write_csv<'e>(
    out: &mut impl Write,
    entries: impl IntoIterator<Item = &'e Entry> + Clone,
) -> io::Result<()> {
    let mut languages: [BTreeSet<Language>; 3] = Default::default();
    for entry in entries.clone() {
        for (languages, texts) in languages.iter_mut().zip(texts_of(entry)) {
            languages.extend(texts.keys());
        }
    }
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    let mut header: Vec<String> =
        ["id", "vendor", "service", "code", "aliases", "http_status"].map(str::to_owned).into();
    for (languages, name) in languages.iter().zip(["message", "description", "remedy"]) {
        header.extend(languages.iter().map(|language| format!("{name}.{}", language.name())));
    }
    header.extend(["operations", "category", "source.file", "source.line"].map(str::to_owned));
    csv.write_record(&header)?;
    for entry in entries {
        let statuses: Vec<String> = entry.http_status.iter().map(u16::to_string).collect();
        let mut row = vec![
            scalar_cell(&entry.id),
            scalar_cell(&entry.vendor),
            scalar_cell(&entry.service),
            scalar_cell(&entry.code),
            list_cell(&entry.aliases),
            list_cell(&statuses),
        ];
        for (languages, texts) in languages.iter().zip(texts_of(entry)) {
            let text = |language| texts.get(language).map_or_else(String::new, |text| scalar_cell(text));
            row.extend(languages.iter().map(text));
        }
        row.push(list_cell(&entry.operations));
        row.push(entry.category.as_deref().map_or_else(String::new, scalar_cell));
        row.push(scalar_cell(&entry.source.file));
        row.push(entry.source.line.to_string());
        csv.write_record(&row)?;
    }
    csv.flush()
}

fn texts_of(entry: &Entry) -> [&Texts; 3] {
    [&entry.message, &entry.description, &entry.remedy]
}

/// The cell of a text: an empty cell is no text, so an empty text is `""`.
fn scalar_cell(text: &str) -> String {
    if text.is_empty() || unquoted(text).is_some() { quoted(text) } else { text.to_owned() }
}

/// The text of a cell that is not empty.
pub(super) fn scalar(cell: &str) -> String {
    unquoted(cell).unwrap_or_else(|| cell.to_owned())
}

fn list_cell(items: &[String]) -> String {
    let plain = |item: &String| !item.is_empty() && !item.contains('\n') && unquoted(item).is_none();
    let cell = |item: &String| if plain(item) { item.clone() } else { quoted(item) };
    items.iter().map(cell).collect::<Vec<_>>().join("\n")
}

/// The items of a cell that is not empty.
pub(super) fn items(cell: &str) -> Vec<String> {
    cell.split('\n').map(scalar).collect()
}

fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

/// The text of a JSON string, where `text` is one from its first byte to its last.
fn unquoted(text: &str) -> Option<String> {
    if !(text.len() > 1 && text.starts_with('"') && text.ends_with('"')) {
        return None;
    }
    serde_json::from_str(text).ok()
}
