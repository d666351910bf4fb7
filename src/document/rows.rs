//! What does each row of a table say? Rows are aligned with the columns, merged cells carried down, texts named.
//!
//! A row without a code becomes a warning. Nothing here compares a row with another table's.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use super::cells::{codes, flat, heading, is_blank, is_code, is_status, shape, statuses};
use super::columns::{Column, Layout};
use super::table::{MAX_COLUMNS, Row, Table};
use super::{Found, FoundColumn, Role, Rule, Warnings};
use crate::entry::{Language, Texts};

/// One code of a row, not yet an entry: rows may merge, and one may become several.
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
}

/// The records of a table in page order.
pub(super) fn records(
    table: &Table,
    declared: &BTreeMap<String, Role>,
    found: &mut Vec<Found>,
    warnings: &mut Warnings<'_>,
) -> Vec<Record> {
    let mut records = Vec::new();
    for (header, body) in parts(&table.rows) {
        let width = header.iter().map(|row| row.cells.len()).max().unwrap_or(0).min(MAX_COLUMNS);
        let names: Vec<Vec<&str>> =
            (0..width).map(|at| header.iter().map(|row| name(row, at)).collect()).collect();
        let header_line = header.first().map_or(table.line, |row| row.line);
        if let Some(layout) = Layout::of(&names, body, declared) {
            let header: Vec<&str> =
                names.iter().map(|names| names.last().copied().unwrap_or_default()).collect();
            let line = header_line;
            let part = part_records(table, &layout, &header, body, warnings);
            let columns = header
                .iter()
                .zip(&layout.columns)
                .map(|(header, column)| FoundColumn {
                    header: (*header).to_owned(),
                    role: match column {
                        Column::Role(role) => *role,
                        Column::Text(_) => Role::Message,
                    },
                    why: "the header says so",
                })
                .collect();
            found.push(Found {
                line,
                heading: table.category.clone(),
                shape: "table",
                columns,
                rows: part.len(),
                left_out: None,
            });
            records.extend(part);
        } else if !table.lays_out {
            let names: Vec<&str> = names.iter().filter_map(|names| names.last().copied()).collect();
            let names = names.join(" | ");
            warnings.add(
                header_line,
                Rule::TableWithoutCodes,
                format!(
                    "no code column in the table `{}`: declare which column has the code",
                    excerpt(&names)
                ),
            );
        }
    }
    records
}

fn name(row: &Row, at: usize) -> &str {
    row.cells.get(at).map_or("", |cell| &cell.text)
}

/// A table's header rows with the rows below them; a table may begin anew with other columns.
fn parts(rows: &[Row]) -> Vec<(&[Row], &[Row])> {
    let said = |row: &Row| row.cells.iter().filter(|cell| !cell.covered && !is_blank(&cell.text)).count();
    // A header of nothing but empty cells is how Markdown writes a table without one.
    let first = rows.iter().position(|row| said(row) > 0).unwrap_or(rows.len());
    let mut rest = &rows[first..];
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let header = rest
            .iter()
            .position(|row| !row.header || said(row) < 2 && row.cells.len() > 1)
            .unwrap_or(rest.len());
        let header = header.max(1);
        let is_next = |row: &Row| row.header && said(row) > 1;
        let end = rest[header..].iter().position(is_next).map_or(rest.len(), |next| header + next);
        parts.push((&rest[..header], &rest[header..end]));
        rest = &rest[end..];
    }
    parts
}

/// A row whose cells stand in the columns that they belong to.
struct Aligned<'a> {
    row: &'a Row,
    cells: Vec<Rc<str>>,
    category: Option<String>,
}

fn part_records(
    table: &Table,
    layout: &Layout,
    header: &[&str],
    body: &[Row],
    warnings: &mut Warnings<'_>,
) -> Vec<Record> {
    let aligned = aligned(table, layout, header, body, warnings);
    let mut texts = vec![String::new(); layout.columns.len()];
    for row in &aligned {
        for (text, cell) in texts.iter_mut().zip(&row.cells) {
            text.push_str(&flat(cell));
        }
    }
    let resolved = layout.resolved(&texts);
    let mut records = Vec::new();
    for row in aligned {
        let mut record = Record { line: row.row.line, category: row.category, ..Record::default() };
        let mut spelled = None;
        for (cell, &(role, language)) in row.cells.iter().zip(&resolved) {
            let text = flat(cell);
            match role {
                Role::Code if spelled.is_none() => spelled = codes(cell),
                Role::Code => add_aliases(&mut record.aliases, cell),
                _ if text.is_empty() => {}
                Role::HttpStatus => record.http_status = statuses(&text),
                Role::Message => add(&mut record.message, language, text),
                Role::Description => add(&mut record.description, language, text),
                Role::Remedy => add(&mut record.remedy, language, text),
                Role::Operation => add_operations(&mut record.operations, cell),
                Role::Category => record.category = Some(text),
                Role::Ignored => {}
            }
        }
        let Some(spelled) = spelled else { continue };
        if record.http_status.is_empty() {
            record.http_status.extend(spelled.http_status);
        }
        if spelled.codes.len() > MOST_CODES {
            let count = spelled.codes.len();
            warnings.add(
                record.line,
                Rule::TooManyCodes,
                format!("{count} codes in one cell, of which {MOST_CODES} are read: give each its row"),
            );
        }
        for (code, aliases) in spelled.codes.into_iter().take(MOST_CODES) {
            let mut record = record.clone();
            record.aliases.splice(0..0, aliases);
            record.aliases.retain(|alias| *alias != code);
            records.push(Record { code, ..record });
        }
    }
    records
}

/// How many codes of one cell make entries: each copies the texts of its row.
const MOST_CODES: usize = 256;

/// Two columns of one role and language are one text.
fn add(texts: &mut Texts, language: Language, text: String) {
    let have = texts.entry(language).or_default();
    if !have.is_empty() {
        have.push(' ');
    }
    have.push_str(&text);
}

fn add_aliases(aliases: &mut Vec<String>, cell: &str) {
    let found = codes(cell).map(|codes| codes.codes).unwrap_or_default();
    for spelling in found.into_iter().flat_map(|(code, more)| std::iter::once(code).chain(more)) {
        if !aliases.contains(&spelling) {
            aliases.push(spelling);
        }
    }
}

/// A cell lists API calls on lines of their own or between commas; a slash may belong to a name.
fn add_operations(operations: &mut Vec<String>, cell: &str) {
    let mut seen: HashSet<String> = operations.iter().cloned().collect();
    for operation in cell.split(['\n', ',', '，', '、', ';', '；']).map(str::trim) {
        if !is_blank(operation) && seen.insert(operation.to_owned()) {
            operations.push(operation.to_owned());
        }
    }
}

/// The rows that have a code, with their cells in place.
fn aligned<'a>(
    table: &Table,
    layout: &Layout,
    header: &[&str],
    body: &'a [Row],
    warnings: &mut Warnings<'_>,
) -> Vec<Aligned<'a>> {
    let width = layout.columns.len();
    let shapes = known_shapes(layout, body);
    let mut category = table.category.clone();
    let mut above: Vec<Rc<str>> = vec!["".into(); width];
    let mut rows = Vec::new();
    for row in body {
        let end = (0..row.cells.len()).rev().find(|&at| !row.text(at).is_empty()).map_or(0, |last| last + 1);
        if end == 0 || (0..width).all(|at| name(row, at) == header[at]) {
            continue;
        }
        if let Some(section) = section(row, end, &shapes) {
            category = Some(section);
            continue;
        }
        if end > width {
            let extra = flat(row.text(width));
            warnings.add_cell(
                row.line,
                Rule::CellLeftOut,
                format!("more cells than the table has columns: `{}` was left out", excerpt(&extra)),
                Some(&extra),
            );
        }
        let Some(shift) = shift(row, end.min(width), layout, &shapes) else {
            let column = header[layout.code];
            let cell = flat(row.text(layout.code));
            let what = if cell.is_empty() { "nothing".to_owned() } else { format!("`{}`", excerpt(&cell)) };
            warnings.add_cell(
                row.line,
                Rule::RowWithoutCode,
                format!("no code in column `{column}`, which has {what}: write the row's code there"),
                Some(&cell),
            );
            continue;
        };
        let mut cells: Vec<Rc<str>> = above[..shift].to_vec();
        cells.extend(
            (0..width - shift)
                .map(|at| if row.text(at).is_empty() { "".into() } else { row.cells[at].text.clone() }),
        );
        carry(&mut cells, &above, layout);
        above.clone_from(&cells);
        rows.push(Aligned { row, cells, category: category.clone() });
    }
    rows
}

/// A merged cell of operation or category that the page has once stands empty in the rows below it.
fn carry(cells: &mut [Rc<str>], above: &[Rc<str>], layout: &Layout) {
    for (at, cell) in cells.iter_mut().enumerate().take(layout.code) {
        if cell.is_empty() && matches!(layout.columns[at], Column::Role(Role::Operation | Role::Category)) {
            *cell = above[at].clone();
        }
    }
}

/// The words of a line between the rows: one cell across all columns, or one bold text unlike the table's codes.
fn section(row: &Row, end: usize, shapes: &HashSet<String>) -> Option<String> {
    let first = row.cells.first()?;
    let across = row.cells.len() > 1 && row.cells[1..].iter().all(|cell| cell.covered);
    let alone = end == 1 && row.cells.len() > 1;
    let bold = first.bold && !shapes.contains(&shape(&first.text));
    (alone && (across || row.header || bold)).then(|| heading(&first.text)).filter(|words| !words.is_empty())
}

/// The shapes of the codes in rows that no cell is missing from.
fn known_shapes(layout: &Layout, body: &[Row]) -> HashSet<String> {
    let width = layout.columns.len();
    let whole = body.iter().filter(|row| width > 0 && !row.text(width - 1).is_empty());
    whole.map(|row| row.text(layout.code)).filter(|text| is_code(text)).map(shape).collect()
}

/// How many cells the row lost at its left: the least number that puts a code in the code's column, best one of a shape
/// seen there, with HTTP statuses in theirs. `None` where no cell fits.
fn shift(row: &Row, end: usize, layout: &Layout, shapes: &HashSet<String>) -> Option<usize> {
    let most = (layout.columns.len() - end).min(layout.code);
    let fit = |shift: usize| {
        let code = row.text(layout.code - shift);
        codes(code)?;
        let statuses = layout
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| **column == Column::Role(Role::HttpStatus));
        let status = statuses.filter(|(at, _)| *at >= shift).all(|(at, _)| {
            let text = row.text(at - shift);
            is_blank(text) || is_status(text)
        });
        Some(usize::from(shapes.contains(&shape(code))) + usize::from(status))
    };
    let mut best = None;
    for shift in 0..=most {
        if let Some(fit) = fit(shift)
            && best.is_none_or(|(have, _)| fit > have)
        {
            best = Some((fit, shift));
        }
    }
    best.map(|(_, shift)| shift)
}

/// The beginning of a text, for a warning.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
