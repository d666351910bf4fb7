//! What do the readers of plain-text markup share? Source lines, and HTML that is well-formed whatever is written.
//!
//! Nothing here knows a markup language, and nothing is read from HTML here.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

use super::html::LINE;

/// How deep blocks nest that are read as blocks; what is deeper is plain text, so that no page exhausts the stack.
pub(super) const MAX_DEPTH: usize = 12;

/// A line of the source, or the part of it that belongs to a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Its number in the source, from 1.
    pub(super) at: u32,
    /// Its text without white space at the end.
    pub(super) text: &'a str,
}

impl<'a> Line<'a> {
    pub(super) fn new(at: u32, text: &'a str) -> Self {
        Line { at, text: text.trim_end() }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// The spaces before its text.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// The line without its first `columns` spaces.
    pub(super) fn dedented(&self, columns: usize) -> Line<'a> {
        Line { at: self.at, text: &self.text[columns.min(self.indent())..] }
    }
}

/// The lines of a text whose first line is number 1.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    (1..).zip(text.split('\n')).map(|(at, text)| Line::new(at, text)).collect()
}

/// `lines` without the indentation that all of them have.
pub(super) fn dedented<'a>(lines: &[Line<'a>]) -> Vec<Line<'a>> {
    let columns = smallest_indent(lines).unwrap_or(0);
    lines.iter().map(|line| line.dedented(columns)).collect()
}

/// The smallest indentation of a line that is not blank.
pub(super) fn smallest_indent(lines: &[Line<'_>]) -> Option<usize> {
    lines.iter().filter(|line| !line.is_blank()).map(Line::indent).min()
}

/// How many of the first `lines` are blank or indented, the blank ones at the end left out.
pub(super) fn indented(lines: &[Line<'_>]) -> usize {
    let all = lines.iter().take_while(|line| line.is_blank() || line.indent() > 0).count();
    lines[..all].iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1)
}

/// `lines` as one text.
pub(super) fn joined(lines: &[Line<'_>]) -> String {
    lines.iter().map(|line| line.text.trim_start()).collect::<Vec<_>>().join("\n")
}

/// `text` with each tab as the spaces up to the next multiple of `stop`.
pub(super) fn without_tabs(text: &str, stop: usize) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\n' => column = 0,
            '\t' => {
                let spaces = stop - column % stop;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
                continue;
            }
            _ => column += 1,
        }
        out.push(c);
    }
    Cow::Owned(out)
}

/// How many columns of a terminal a character takes, as editors of tables count them.
pub(super) fn width(c: char) -> usize {
    match u32::from(c) {
        0x200b..=0x200d | 0xfe00..=0xfe0f | 0xfeff => 0,
        0x1100..=0x115f
        | 0x2e80..=0x303e
        | 0x3041..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe6f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f
        | 0x1f900..=0x1f9ff
        | 0x20000..=0x3fffd => 2,
        _ if is_combining_mark(c) => 0,
        _ => 1,
    }
}

/// How an author counted columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metric {
    /// As an editor shows them: Chinese characters take two.
    Width,
    /// Each character is one.
    Characters,
}

/// Where in `text` the columns of `wanted` are, in ascending order; its end for those behind it.
pub(super) fn places(text: &str, wanted: &[usize], metric: Metric) -> Vec<usize> {
    let mut out = Vec::with_capacity(wanted.len());
    let mut column = 0;
    for (at, c) in text.char_indices() {
        while wanted.get(out.len()).is_some_and(|&next| next <= column) {
            out.push(at);
        }
        if out.len() == wanted.len() {
            break;
        }
        column += if metric == Metric::Width { width(c) } else { 1 };
    }
    out.resize(wanted.len(), text.len());
    out
}

/// `text` as HTML shows it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

pub(super) fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// HTML that is being written.
#[derive(Default)]
pub(super) struct Writer {
    html: String,
    open: Vec<&'static str>,
}

impl Writer {
    pub(super) fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    pub(super) fn open(&mut self, name: &'static str, line: u32) {
        self.open_with(name, line, "");
    }

    /// Opens an element with further attributes, which are HTML already.
    fn open_with(&mut self, name: &'static str, line: u32, attributes: &str) {
        self.html.push_str(&format!("<{name} {LINE}=\"{line}\"{attributes}>"));
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.html.push_str(&format!("</{name}>"));
            if !matches!(name, "td" | "th") {
                self.html.push('\n');
            }
        }
    }

    /// An element with nothing but marked text, which is HTML already.
    pub(super) fn element(&mut self, name: &'static str, line: u32, html: &str) {
        self.open(name, line);
        self.html.push_str(html);
        self.close();
    }

    /// A heading of a level from 1.
    pub(super) fn heading(&mut self, level: usize, line: u32, html: &str) {
        let name = ["h1", "h2", "h3", "h4", "h5", "h6"][level.clamp(1, 6) - 1];
        self.element(name, line, html);
    }

    /// A block whose text is what it is.
    pub(super) fn literal(&mut self, lines: &[Line<'_>]) {
        let Some(first) = lines.first() else { return };
        let text = lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n");
        self.element("pre", first.at, &escaped(&text));
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.html
    }
}

/// A table that was read.
#[derive(Default)]
pub(super) struct Table<'a> {
    pub(super) line: u32,
    /// Its title, which is HTML already.
    pub(super) caption: Option<String>,
    pub(super) rows: Vec<Row<'a>>,
}

/// A row of a table.
#[derive(Default)]
pub(super) struct Row<'a> {
    pub(super) line: u32,
    /// Whether it names the columns.
    pub(super) header: bool,
    pub(super) cells: Vec<Cell<'a>>,
}

/// A cell of a table.
pub(super) struct Cell<'a> {
    pub(super) lines: Vec<Line<'a>>,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) header: bool,
    /// What the language says of its content; a space where it says nothing.
    pub(super) style: char,
}

impl<'a> Cell<'a> {
    pub(super) fn new(lines: Vec<Line<'a>>) -> Self {
        Cell { lines, rows: 1, columns: 1, header: false, style: ' ' }
    }
}

/// Who writes a language's blocks.
pub(super) trait Blocks {
    fn out(&mut self) -> &mut Writer;

    /// Writes what a cell says.
    fn cell(&mut self, cell: &Cell<'_>, depth: usize);

    /// Writes a table whose cells are `depth` deep; one without cells is nothing.
    fn table(&mut self, table: &Table<'_>, depth: usize) {
        if table.rows.iter().all(|row| row.cells.is_empty()) {
            return;
        }
        self.out().open("table", table.line);
        if let Some(caption) = &table.caption {
            self.out().element("caption", table.line, caption);
        }
        let heads = table.rows.iter().take_while(|row| row.header).count();
        for (name, rows) in [("thead", &table.rows[..heads]), ("tbody", &table.rows[heads..])] {
            if let Some(first) = rows.first() {
                self.out().open(name, first.line);
                rows.iter().for_each(|row| self.row(row, depth));
                self.out().close();
            }
        }
        self.out().close();
    }

    fn row(&mut self, row: &Row<'_>, depth: usize) {
        self.out().open("tr", row.line);
        for cell in &row.cells {
            let line = cell.lines.iter().find(|line| !line.is_blank()).map_or(row.line, |line| line.at);
            let mut spans = String::new();
            for (name, count) in [("rowspan", cell.rows), ("colspan", cell.columns)] {
                if count > 1 {
                    spans.push_str(&format!(" {name}=\"{count}\""));
                }
            }
            self.out().open_with(if row.header || cell.header { "th" } else { "td" }, line, &spans);
            self.cell(cell, depth);
            self.out().close();
        }
        self.out().close();
    }
}

/// A field of separated values, and where it begins.
pub(super) struct Field {
    pub(super) line: u32,
    pub(super) text: String,
}

impl Field {
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        (self.line..).zip(self.text.split('\n')).map(|(at, text)| Line::new(at, text)).collect()
    }
}

/// The records of separated values; a quoted field may go over several lines, and blank lines are none.
pub(super) fn records(lines: &[Line<'_>], separator: char) -> Vec<Vec<Field>> {
    let mut out = Vec::new();
    let mut record: Vec<Field> = Vec::new();
    let mut quoted = false;
    for line in lines {
        if quoted {
            if let Some(field) = record.last_mut() {
                field.text.push('\n');
            }
        } else if line.is_blank() {
            continue;
        } else {
            record.push(Field { line: line.at, text: String::new() });
        }
        quoted = split(&mut record, *line, separator, quoted);
        if !quoted {
            out.push(std::mem::take(&mut record));
        }
    }
    if !record.is_empty() {
        out.push(record);
    }
    out.iter_mut().flatten().for_each(|field| field.text = field.text.trim().to_owned());
    out
}

/// Puts the fields of a line into `record`, whose last field is open; whether its last field is in quotes still.
fn split(record: &mut Vec<Field>, line: Line<'_>, separator: char, mut quoted: bool) -> bool {
    let mut chars = line.text.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(field) = record.last_mut() else { return false };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.text.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.text.trim().is_empty() => quoted = true,
            c if c == separator && !quoted => record.push(Field { line: line.at, text: String::new() }),
            c => field.text.push(c),
        }
    }
    quoted
}
