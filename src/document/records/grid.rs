//! How do records read as a table? Fields become columns, fields of an object within a record too.
//!
//! HTML text out, in which every row knows its line. Nothing here knows what a column means.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::Record;
use crate::document::html::LINE;
use crate::document::table::MAX_COLUMNS;
use crate::document::{Rule, Warnings};

/// A table that grows by rows.
pub(super) struct Grid(String);

impl Grid {
    /// A table under `heading`, which begins at `line`.
    ///
    /// A column `message.en` stands below one named `message`, so that either name says what it holds.
    pub(super) fn new(line: u32, heading: Option<&str>, columns: &[&str]) -> Grid {
        let mut html = String::new();
        let _ = write!(html, "<table {LINE}=\"{line}\">");
        if let Some(heading) = heading {
            let _ = write!(html, "<caption>{}</caption>", escaped(heading));
        }
        let mut grid = Grid(html);
        let outer: Vec<&str> = columns.iter().map(|name| outer(name)).collect();
        if outer != columns {
            grid.row(line, "th", &outer);
        }
        grid.row(line, "th", columns);
        grid
    }

    /// Adds a row of cells: `td`, or `th` for names.
    pub(super) fn row<S: AsRef<str>>(&mut self, line: u32, tag: &str, cells: &[S]) {
        let _ = write!(self.0, "<tr {LINE}=\"{line}\">");
        for cell in cells {
            let _ = write!(self.0, "<{tag}>{}</{tag}>", escaped(cell.as_ref()));
        }
        self.0.push_str("</tr>\n");
    }

    /// Adds a line between the rows that says what the rows below it are about.
    pub(super) fn section(&mut self, line: u32, columns: usize, words: &str) {
        let words = escaped(words);
        let _ = writeln!(
            self.0,
            "<tr {LINE}=\"{line}\"><td colspan=\"{}\"><b>{words}</b></td></tr>",
            columns.max(1)
        );
    }

    pub(super) fn end(mut self) -> String {
        self.0.push_str("</table>\n");
        self.0
    }
}

/// `message` of `message.en`.
fn outer(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(outer, _)| outer)
}

/// Records as a table.
pub(super) fn table(records: &[Record], heading: Option<&str>, warnings: &mut Warnings<'_>) -> String {
    let Some(first) = records.first() else { return String::new() };
    let mut columns: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut left_out: Option<(u32, String)> = None;
    let mut rows = Vec::new();
    for record in records {
        let mut cells = Vec::new();
        for (name, value) in record.fields.iter().flat_map(flattened) {
            let place = match places.get(&name) {
                Some(&place) => place,
                None if columns.len() == MAX_COLUMNS => {
                    left_out.get_or_insert((record.line, name));
                    continue;
                }
                None => {
                    places.insert(name.clone(), columns.len());
                    columns.push(name);
                    columns.len() - 1
                }
            };
            cells.resize(cells.len().max(place + 1), String::new());
            if !cells[place].is_empty() && !value.is_empty() {
                cells[place].push('\n');
            }
            cells[place].push_str(&value);
        }
        rows.push((record.line, cells));
    }
    if let Some((line, name)) = left_out {
        let message = format!("more than {MAX_COLUMNS} fields: `{name}` and all further ones were left out");
        warnings.add(line, Rule::CellLeftOut, message);
    }
    if columns.is_empty() {
        return String::new();
    }
    let mut columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let fullest = fullest(columns.len(), &rows);
    columns[fullest..].rotate_left(1);
    let mut grid = Grid::new(first.line, heading, &columns);
    for (line, mut cells) in rows {
        cells.resize(columns.len(), String::new());
        cells[fullest..].rotate_left(1);
        grid.row(line, "td", &cells);
    }
    grid.end()
}

/// The column that most records have, of equals the last. It goes to the end, since a row of a page without its last cell
/// is taken for one that lost another.
fn fullest(columns: usize, rows: &[(u32, Vec<String>)]) -> usize {
    let filled = |at: usize| {
        let has = |cells: &[String]| cells.get(at).is_some_and(|cell| !cell.is_empty());
        rows.iter().filter(|(_, cells)| has(cells)).count()
    };
    (0..columns).max_by_key(|&at| filled(at)).unwrap_or(0)
}

/// The cells of a field: one, or one for each field of the object that it holds.
fn flattened((name, value): &(String, Value)) -> Vec<(String, String)> {
    match value {
        Value::Object(fields) => {
            fields.iter().map(|(inner, value)| (format!("{name}.{inner}"), shown(value))).collect()
        }
        value => vec![(name.clone(), shown(value))],
    }
}

/// A value as the text of a cell; the items of a list stand on lines of their own.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if !items.iter().any(|item| item.is_array() || item.is_object()) => {
            items.iter().map(shown).collect::<Vec<_>>().join("\n")
        }
        value => value.to_string(),
    }
}

/// A text in HTML; only elements break lines there.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
    out
}
