//! Which rows has a CSV file? Commas, semicolons or tabs, quotes, cells of several lines, what spreadsheets add.
//!
//! Columns of errdex's own names are its export and come back as they went; any other header is a table.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::grid::{Grid, escaped};
use super::{Lines, Record, Records, own};
use crate::document::cells::is_blank;
use crate::document::export::{items, scalar};
use crate::document::{Identity, Rule, Warnings};

pub(super) fn read(text: &str, identity: &Identity, declared: bool, warnings: &mut Warnings<'_>) -> Records {
    let (said, after) = said_delimiter(text);
    let delimiter = said.unwrap_or_else(|| likeliest_delimiter(&text[after..]));
    let rows = rows(text, after, delimiter, warnings);
    let header = rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    if !declared && is_own(header) {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let records: Vec<Record> = rows[1..].iter().map(|row| record(row, &names, warnings)).collect();
        let (entries, found) = own::entries(&records, identity, warnings);
        return Records::Entries(entries, found);
    }
    Records::Tables(table(&rows))
}

/// A row, with the line at which it begins.
struct Row {
    line: u32,
    cells: Vec<String>,
}

impl Row {
    /// How many cells say something.
    fn said(&self) -> usize {
        self.cells.iter().filter(|cell| !is_blank(cell)).count()
    }
}

/// The delimiter that the first line of a spreadsheet's file names, `sep=;`, and where the next line begins.
fn said_delimiter(text: &str) -> (Option<u8>, usize) {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    match line.trim_end_matches(['\r', '\n']).trim_matches('"').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => (Some(*delimiter), line.len()),
        _ => (None, 0),
    }
}

/// The delimiter that cuts most of the first rows into as many cells each, and into more than others do; with one of them
/// the header may be our own.
fn likeliest_delimiter(text: &str) -> u8 {
    const ROWS: usize = 16;
    let evenness = |delimiter: u8| -> (bool, usize, usize) {
        let rows: Vec<StringRecord> = reader(text, delimiter).records().take(ROWS).flatten().collect();
        let own = rows.first().is_some_and(|header| is_own(&header.iter().collect::<Vec<_>>()));
        let cells = rows.iter().map(StringRecord::len).find(|&count| count > 1).unwrap_or(0);
        (own, rows.iter().filter(|row| row.len() == cells).count(), cells)
    };
    // Of equals the last one: a comma.
    [b'|', b';', b'\t', b','].into_iter().max_by_key(|&delimiter| evenness(delimiter)).unwrap_or(b',')
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// The rows that say something.
fn rows(text: &str, after: usize, delimiter: u8, warnings: &mut Warnings<'_>) -> Vec<Row> {
    let lines = Lines::of(text.as_bytes());
    let mut reader = reader(&text[after..], delimiter);
    let mut rows = Vec::new();
    let mut row = StringRecord::new();
    // A text in memory, of rows of any length, gives no error.
    while reader.read_record(&mut row).unwrap_or(false) {
        let place = |at: u64| after + usize::try_from(at).unwrap_or(usize::MAX);
        let start = row.position().map_or(after, |position| place(position.byte()));
        let source = text.get(start..place(reader.position().byte())).unwrap_or_default();
        // The reader counts empty lines before a row to the row.
        let start = start + (source.len() - source.trim_start_matches(['\r', '\n']).len());
        let line = lines.at(start);
        if source.trim().contains('\n') && source.matches('"').count() % 2 == 1 {
            let message = "a quote that nothing closes: all that follows is read as one cell; close it, or double it \
                           where it belongs to the text";
            warnings.add(line, Rule::BadRecord, message);
        }
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: row.iter().map(str::to_owned).collect() });
        }
    }
    rows
}

/// Whether a header is one that errdex writes, or a part of it: a plain table has no column such as `message.en`.
fn is_own<S: AsRef<str>>(header: &[S]) -> bool {
    let names: Vec<&str> = header.iter().map(|name| name.as_ref().trim()).collect();
    let once = names.iter().enumerate().all(|(at, name)| !names[..at].contains(name));
    once && names.contains(&"code")
        && names.iter().any(|name| name.contains('.'))
        && names.iter().all(|name| own::role(name).is_some())
}

/// The record of a row below own names.
fn record(row: &Row, names: &[String], warnings: &mut Warnings<'_>) -> Record {
    if row.cells.iter().skip(names.len()).any(|cell| !cell.is_empty()) {
        let message = "more cells than the header has columns: the further ones were left out";
        warnings.add(row.line, Rule::BadRecord, message);
    }
    let mut fields: Vec<(String, Value)> = Vec::new();
    for (name, cell) in names.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
        let value = match name.as_str() {
            "aliases" | "operations" | "http_status" => {
                Value::Array(items(cell).into_iter().map(Value::String).collect())
            }
            _ => Value::String(scalar(cell)),
        };
        let Some((name, inner)) = name.split_once('.') else {
            fields.push((name.clone(), value));
            continue;
        };
        let place = fields.iter().position(|(have, _)| have == name).unwrap_or_else(|| {
            fields.push((name.to_owned(), Value::Object(Map::new())));
            fields.len() - 1
        });
        if let Value::Object(object) = &mut fields[place].1 {
            object.insert(inner.to_owned(), value);
        }
    }
    Record { line: row.line, fields }
}

/// Rows as a table: the first one with several cells has the names, what stands before it is a title.
fn table(rows: &[Row]) -> String {
    let header = rows.iter().position(|row| row.said() > 1).unwrap_or(0);
    let Some(names) = rows.get(header) else { return String::new() };
    let mut html = String::new();
    for title in &rows[..header] {
        html.push_str(&format!("<h1>{}</h1>\n", escaped(&title.cells.concat())));
    }
    let columns: Vec<&str> = names.cells.iter().map(String::as_str).collect();
    let mut grid = Grid::new(names.line, None, &columns);
    for row in &rows[header + 1..] {
        match section(row) {
            Some(words) => grid.section(row.line, columns.len(), words),
            None => grid.row(row.line, "td", &row.cells),
        }
    }
    html + &grid.end()
}

/// The words of a row `**COMMON**,,`.
fn section(row: &Row) -> Option<&str> {
    let first = row.cells.first()?.trim();
    let words = first.strip_prefix("**")?.strip_suffix("**")?;
    (row.said() == 1 && !words.trim().is_empty()).then_some(words)
}
