//! Which cells has a table of a page in AsciiDoc?
//!
//! Cells flow into as many columns as the table says it has, or as its first line has. A table of another file's
//! values is not read.

use super::{Reader, is_comment, lists};
use crate::document::markup::{Blocks, Cell, Field, Line, Row, Table, records};

/// So many columns are read.
const MAX_COLUMNS: usize = 64;
/// So many rows a cell spans at most.
const MAX_ROWS: usize = 1000;
/// So many cells of a table are copies of others.
const MAX_COPIES: usize = 4096;

/// What is said of a table.
struct Shape {
    /// The style of each column; empty where nothing says how many there are.
    columns: Vec<char>,
    header: Option<bool>,
    separator: char,
    values: bool,
}

impl Shape {
    fn new(style: &str, mark: char) -> Self {
        let options = ["options", "opts"].iter().find_map(|name| attribute(style, name)).unwrap_or_default();
        let short = style.split([',', '\n']).flat_map(|part| part.split('%').skip(1));
        let says = |option: &str| {
            options.split(',').any(|have| have.trim() == option)
                || short.clone().any(|have| have.trim() == option)
        };
        let format = attribute(style, "format").unwrap_or_default();
        let separator = match (attribute(style, "separator"), format) {
            (Some("\\t"), _) | (None, "tsv") => '\t',
            (Some(text), _) => text.chars().next().unwrap_or(mark),
            (None, "csv") => ',',
            (None, "dsv") => ':',
            _ => mark,
        };
        Shape {
            columns: columns(attribute(style, "cols").unwrap_or_default()),
            header: if says("header") { Some(true) } else { says("noheader").then_some(false) },
            separator,
            values: matches!(format, "csv" | "tsv" | "dsv") || matches!(mark, ',' | ':'),
        }
    }
}

/// The value of `name=value` in what is said of a block.
fn attribute<'a>(style: &'a str, name: &str) -> Option<&'a str> {
    let starts = |at: usize| style[..at].is_empty() || style[..at].ends_with([',', ' ', ';', '\n']);
    let value = style
        .match_indices(name)
        .filter(|(at, _)| starts(*at))
        .find_map(|(at, _)| style[at + name.len()..].trim_start().strip_prefix('='))?
        .trim_start();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
        _ => value.split([',', '\n']).next().map(str::trim),
    }
}

/// The styles of columns: `1,2a`, `3*`, `<.^1h`.
fn columns(cols: &str) -> Vec<char> {
    let cols = cols.trim();
    if let Ok(count) = cols.parse::<usize>() {
        return vec![' '; count.min(MAX_COLUMNS)];
    }
    let mut out = Vec::new();
    for spec in cols.split(if cols.contains(',') { ',' } else { ';' }).map(str::trim) {
        let count = spec.split_once('*').map_or(Some(1), |(count, _)| count.parse().ok()).unwrap_or(1);
        let style = spec.chars().next_back().filter(char::is_ascii_lowercase).unwrap_or(' ');
        out.extend(std::iter::repeat_n(style, count.min(MAX_COLUMNS)));
    }
    out.truncate(if cols.is_empty() { 0 } else { MAX_COLUMNS });
    out
}

/// What stands before a bar and says something of the cell behind it.
#[derive(Clone, Copy)]
struct Spec {
    copies: usize,
    columns: usize,
    rows: usize,
    style: char,
}

/// `2+`, `.3+`, `2.3+`, `3*`, `^.>s`, `a` before a bar; none where it is text.
fn spec(text: &str) -> Option<Spec> {
    let mut spec = Spec { copies: 1, columns: 1, rows: 1, style: ' ' };
    let mut rest = text;
    if let Some(at) = text.find(['+', '*']) {
        let (columns, rows) = text[..at].split_once('.').unwrap_or((&text[..at], ""));
        let number = |text: &str| if text.is_empty() { Some(1) } else { text.parse::<usize>().ok() };
        let (columns, rows) = (number(columns)?.clamp(1, MAX_COLUMNS), number(rows)?.clamp(1, MAX_ROWS));
        if text[at..].starts_with('*') {
            spec.copies = columns;
        } else {
            (spec.columns, spec.rows) = (columns, rows);
        }
        rest = &text[at + 1..];
        if at == 0 {
            return None;
        }
    }
    let rest = rest.trim_start_matches(['<', '^', '>', '.']);
    let mut letters = rest.chars();
    match (letters.next(), letters.next()) {
        (None, _) => {}
        (Some(style), None) if "aehlmsvd".contains(style) => spec.style = style,
        _ => return None,
    }
    Some(spec)
}

/// A cell that was read, before it has a place.
struct Flowing<'a> {
    spec: Spec,
    /// Which of the table's lines it begins on.
    number: usize,
    lines: Vec<Line<'a>>,
}

/// The cells of lines; what stands before the first bar is none.
fn flowing<'a>(lines: &[Line<'a>], separator: char) -> Vec<Flowing<'a>> {
    let mut out: Vec<Flowing<'a>> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let mut from = 0;
        let part = |text: &'a str| Line::new(line.at, text);
        for (at, _) in line.text.match_indices(separator) {
            if line.text[..at].ends_with('\\') {
                continue;
            }
            let before = &line.text[from..at];
            let word = before.trim_end_matches(|c: char| !c.is_whitespace()).len();
            // Between two bars a cell's own text may look as if it said something of the next cell.
            let said = if from > 0 && word == 0 { None } else { spec(&before[word..]) };
            if let Some(cell) = out.last_mut() {
                cell.lines.push(part(if said.is_some() { &before[..word] } else { before }));
            }
            let spec = said.unwrap_or(Spec { copies: 1, columns: 1, rows: 1, style: ' ' });
            out.push(Flowing { spec, number, lines: Vec::new() });
            from = at + separator.len_utf8();
        }
        if let Some(cell) = out.last_mut() {
            cell.lines.push(part(&line.text[from..]));
        }
    }
    out
}

/// How many columns there are where nothing says it: as many as the first line has cells. Where that is one, but all
/// groups of lines have as many cells, an author has meant these; whether it is so.
fn counted(cells: &[Flowing<'_>], lines: &[Line<'_>]) -> (usize, bool) {
    let Some(first) = cells.first() else { return (0, false) };
    let wide = |cell: &Flowing<'_>| cell.spec.columns * cell.spec.copies;
    let count: usize = cells.iter().take_while(|cell| cell.number == first.number).map(wide).sum();
    if count > 1 {
        return (count.min(MAX_COLUMNS), false);
    }
    let mut groups = vec![0];
    let mut cells = cells.iter().peekable();
    for (number, line) in lines.iter().enumerate() {
        if line.is_blank() && groups.last() != Some(&0) {
            groups.push(0);
        }
        while cells.next_if(|cell| cell.number == number).is_some() {
            *groups.last_mut().unwrap_or(&mut 0) += 1;
        }
    }
    groups.retain(|count| *count > 0);
    let alike = groups.len() > 1 && groups.iter().all(|count| *count == groups[0]);
    if alike { (groups[0].clamp(1, MAX_COLUMNS), groups[0] > 1) } else { (1, false) }
}

/// A table that cells flow into.
struct Flow<'a> {
    rows: Vec<Row<'a>>,
    styles: Vec<char>,
    /// Per column: how many rows from this one on the cell above fills.
    spans: Vec<usize>,
    column: usize,
}

impl<'a> Flow<'a> {
    fn add(&mut self, cell: Flowing<'a>, line: u32) {
        self.pass();
        if self.rows.is_empty() || self.column >= self.spans.len() {
            self.begin(line);
        }
        let from = self.column;
        let to = (from + cell.spec.columns).min(self.spans.len());
        self.spans[from..to].fill(cell.spec.rows);
        let style = if cell.spec.style == ' ' { self.styles[from] } else { cell.spec.style };
        let cell = Cell {
            columns: to - from,
            rows: cell.spec.rows,
            header: style == 'h',
            style,
            ..Cell::new(cell.lines)
        };
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(cell);
        }
        self.column = to;
    }

    /// Begins a row. One that the cells above fill wholly is none, so these end.
    fn begin(&mut self, line: u32) {
        self.rows.push(Row { line, header: false, cells: Vec::new() });
        self.spans.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        if self.spans.iter().all(|rows| *rows > 0) {
            self.spans.fill(0);
        }
        self.column = 0;
        self.pass();
    }

    /// Goes on to the next column that no cell fills.
    fn pass(&mut self) {
        while self.spans.get(self.column).is_some_and(|rows| *rows > 0) {
            self.column += 1;
        }
    }
}

impl Reader {
    /// Writes a table whose delimiter is at `line`.
    pub(super) fn drawn_table(
        &mut self,
        lines: &[Line<'_>],
        line: u32,
        mark: char,
        style: &str,
        caption: Option<String>,
        depth: usize,
    ) {
        let lines: Vec<Line<'_>> = lines.iter().filter(|line| !is_comment(line.text)).copied().collect();
        let lines = lines.as_slice();
        let shape = Shape::new(style, mark);
        let values = if shape.values { records(lines, shape.separator) } else { Vec::new() };
        let flowing = if shape.values { fields(&values) } else { flowing(lines, shape.separator) };
        let mut styles = shape.columns.clone();
        let mut grouped = false;
        if styles.is_empty() {
            let counted = counted(&flowing, lines);
            styles = vec![' '; counted.0];
            grouped = counted.1;
        }
        if styles.is_empty() {
            return;
        }
        let top = flowing
            .iter()
            .take_while(|cell| cell.number == 0)
            .map(|cell| cell.spec.columns * cell.spec.copies);
        let whole = top.sum::<usize>() >= styles.len();
        let implied = grouped || lines.len() > 1 && !lines[0].is_blank() && lines[1].is_blank() && whole;
        let mut flow = Flow { rows: Vec::new(), spans: vec![0; styles.len()], styles, column: 0 };
        let mut copied = 0;
        for cell in flowing {
            let line = cell.lines.first().map_or(line, |line| line.at);
            for _ in 1..cell.spec.copies {
                if copied < MAX_COPIES {
                    copied += 1;
                    let spec = Spec { copies: 1, ..cell.spec };
                    flow.add(Flowing { spec, number: cell.number, lines: cell.lines.clone() }, line);
                }
            }
            flow.add(cell, line);
        }
        if let Some(first) = flow.rows.first_mut() {
            first.header = shape.header.unwrap_or(implied);
            first
                .cells
                .iter_mut()
                .for_each(|cell| cell.style = if shape.header == Some(true) { ' ' } else { cell.style });
        }
        self.table(&Table { line, caption, rows: flow.rows }, depth);
    }

    pub(super) fn cell_content(&mut self, cell: &Cell<'_>, depth: usize) {
        let bullet = |line: &Line<'_>| {
            line.text.trim_start().starts_with(['*', '-', '.']) && lists::marker(line.text).is_some()
        };
        if cell.style == 'l' {
            self.out.literal(&cell.lines);
        } else if cell.style == 'a' || cell.lines.iter().any(bullet) {
            let first = cell.lines.iter().take(1).map(|line| Line::new(line.at, line.text.trim_start()));
            let lines: Vec<Line<'_>> = first.chain(cell.lines.iter().skip(1).copied()).collect();
            self.blocks(&lines, depth + 1);
        } else {
            cell.lines.split(Line::is_blank).for_each(|lines| self.paragraph(lines));
        }
    }
}

/// The fields of records as cells.
fn fields<'a>(records: &'a [Vec<Field>]) -> Vec<Flowing<'a>> {
    let cell = |(number, field): (usize, &'a Field)| Flowing {
        spec: Spec { copies: 1, columns: 1, rows: 1, style: ' ' },
        number,
        lines: field.lines(),
    };
    records
        .iter()
        .enumerate()
        .flat_map(|(number, record)| record.iter().map(move |field| (number, field)))
        .map(cell)
        .collect()
}
