//! Which pipe tables does a Markdown page mean? Rows that no strict parser takes become rows that it does.
//!
//! Exports break rows over lines and blank lines, write delimiter rows of another length, indent or quote tables, leave
//! out cells. Only lines of such tables are rewritten, and every line of the result knows the line that it came from.

use std::borrow::Cow;

/// Lines of Markdown with where each came from.
#[derive(Default)]
pub(super) struct Lines<'a> {
    lines: Vec<Cow<'a, str>>,
    /// The line of the page, from 0, of each line that is pushed.
    written: Vec<usize>,
    /// The line of the page, from 1, for each.
    origin: Vec<u32>,
    /// For a row of a table, how many cells it has as written; 0 for other lines.
    cells: Vec<u16>,
}

impl<'a> Lines<'a> {
    /// For lines of which each has this number on the page, from 0.
    pub(super) fn of(written: Vec<usize>) -> Lines<'a> {
        Lines { written, ..Lines::default() }
    }

    pub(super) fn push(&mut self, line: impl Into<Cow<'a, str>>, origin: usize) {
        self.push_row(line, origin, 0);
    }

    fn push_row(&mut self, line: impl Into<Cow<'a, str>>, origin: usize, cells: usize) {
        self.lines.push(line.into());
        let number = self.written.get(origin).copied().unwrap_or(origin);
        self.origin.push(u32::try_from(number + 1).unwrap_or(u32::MAX));
        self.cells.push(u16::try_from(cells).unwrap_or(u16::MAX));
    }

    /// The text of all lines.
    pub(super) fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The line of the page that line `at` of the text, from 1, came from, and the cells of the row that it is.
    pub(super) fn source(&self, at: usize) -> (u32, u16) {
        let index = at.saturating_sub(1).min(self.origin.len().saturating_sub(1));
        (self.origin.get(index).copied().unwrap_or(1), self.cells.get(index).copied().unwrap_or(0))
    }
}

/// A table of a page as its lines have it.
struct PipeTable {
    rows: Vec<PipeRow>,
    /// The first line after it.
    end: usize,
}

struct PipeRow {
    line: usize,
    cells: Vec<String>,
}

/// Of a table with more columns the header alone is written, which whoever reads tables refuses.
const MOST_COLUMNS: usize = super::table::MAX_COLUMNS;
/// How many lines a row may be broken over.
const LONGEST_ROW: usize = 400;
/// How many lines a header may be broken over.
const LONGEST_HEADER: usize = 8;

/// Reads the table that begins at `lines[at]`, writes it to `out` and returns the line after it; `None` where no table
/// begins there.
pub(super) fn table<'a>(lines: &[&'a str], at: usize, out: &mut Lines<'a>) -> Option<usize> {
    let table = read(lines, at)?;
    let width = width(&table.rows);
    // A table may stand directly under a paragraph, which would take its header for itself.
    out.push("", at);
    for (number, row) in table.rows.iter().enumerate() {
        if number > 0 && width > MOST_COLUMNS {
            break;
        }
        let given = if number == 0 { width } else { row.cells.len() };
        out.push_row(row_line(&row.cells, width, number == 0), row.line, given);
        if number == 0 {
            out.push(format!("|{}", " - |".repeat(width)), row.line);
        }
    }
    out.push("", table.end.saturating_sub(1));
    Some(table.end)
}

fn read(lines: &[&str], at: usize) -> Option<PipeTable> {
    let first = content(lines[at]);
    if !has_bar(first) || is_delimiter(first) {
        return None;
    }
    let outer = first.starts_with('|');
    let Some(header_end) = header_end(lines, at, outer) else { return bare(lines, at) };
    let header = cells(&joined(&lines[at..header_end]));
    let delimiter =
        header_end + lines[header_end..].iter().take(2).position(|line| is_delimiter(content(line)))?;
    let columns = header.len();
    let mut rows = vec![PipeRow { line: at, cells: header }];
    // A table whose header does not end with a bar breaks no rows: nothing would tell where they end.
    let closed = outer && content(lines[header_end - 1]).trim_end().ends_with('|');
    let mut next = delimiter + 1;
    while let Some((start, end)) = row(lines, next, closed, outer, columns) {
        rows.push(PipeRow { line: start, cells: body_cells(&joined(&lines[start..end]), columns) });
        next = end;
    }
    Some(PipeTable { rows, end: next })
}

/// How many rows a table has that no row of dashes shows to be one.
const FEWEST_BARE: usize = 3;

/// A table without a row of dashes: lines of as many cells each between outer bars.
fn bare(lines: &[&str], at: usize) -> Option<PipeTable> {
    let whole = |line: &&str| {
        let line = content(line);
        line.starts_with('|') && line.len() > 1 && ends_with_bar(line) && !is_delimiter(line)
    };
    let bars = bar_count(content(lines[at]));
    // Rows of one length begin where the line above is none of them, so that no line is looked at again and again.
    let like = |line: &&str| whole(line) && bar_count(content(line)) == bars;
    if at > 0 && lines[at - 1..at].iter().all(like) {
        return None;
    }
    let end = at + lines[at..].iter().take_while(|line| like(line)).count();
    let rows = || lines[at..end].iter().map(|line| cells(content(line)));
    let columns = rows().next()?.len();
    let alike = columns > 1 && end - at >= FEWEST_BARE && rows().all(|row| row.len() == columns);
    // A row of dashes below would make all above it one header, which this is not.
    let alone = lines.get(end).is_none_or(|line| !is_delimiter(content(line)));
    let rows = rows().enumerate().map(|(number, cells)| PipeRow { line: at + number, cells });
    (alike && alone).then(|| PipeTable { rows: rows.collect(), end })
}

/// The line after the header that begins at `at`, if a delimiter row follows it.
fn header_end(lines: &[&str], at: usize, outer: bool) -> Option<usize> {
    let follows = |end: usize| {
        let below = |skip: usize| lines.get(end + skip).map(|line| content(line));
        let blank = below(0).is_some_and(|line| line.is_empty());
        below(0).is_some_and(is_delimiter)
            || outer && blank && below(1).is_some_and(|line| line.starts_with('|') && is_delimiter(line))
    };
    if follows(at + 1) {
        return Some(at + 1);
    }
    if !outer || ends_with_bar(content(lines[at])) {
        return None;
    }
    let end =
        (at + 1..lines.len().min(at + LONGEST_HEADER)).find(|&end| ends_with_bar(content(lines[end])))? + 1;
    follows(end).then_some(end)
}

/// The lines of the next row, if the table goes on.
fn row(lines: &[&str], from: usize, closed: bool, outer: bool, columns: usize) -> Option<(usize, usize)> {
    let line = |at: usize| lines.get(at).map(|line| content(line));
    if !closed {
        let row = line(from)?;
        return (has_bar(row) && !starts_block(row)).then_some((from, from + 1));
    }
    let blanks = lines[from.min(lines.len())..].iter().take_while(|line| content(line).is_empty()).count();
    let start = from + blanks;
    let first = line(start)?;
    // After a blank line a row begins with a bar, and with the header of the next table this one ends.
    let begins = first.starts_with('|') || blanks == 0 && outer && has_bar(first) && !starts_block(first);
    if !begins || is_delimiter(first) || header_end(lines, start, true).is_some_and(|end| end == start + 1) {
        return None;
    }
    if ends_with_bar(first) && first.len() > 1 || !first.starts_with('|') {
        return Some((start, start + 1));
    }
    let mut bars = bar_count(first);
    for (at, next) in lines.iter().enumerate().take(start + LONGEST_ROW).skip(start + 1) {
        let next = content(next);
        let whole_next = next.starts_with('|') && ends_with_bar(next) && bar_count(next) > columns;
        if heading(next)
            || is_delimiter(next) && next.len() > 2
            || whole_next
            || bars >= columns && next.starts_with('|') && next != "|"
        {
            break;
        }
        bars += bar_count(next);
        if ends_with_bar(next) {
            return Some((start, at + 1));
        }
    }
    // Nothing closes it: it is what its first line says.
    Some((start, start + 1))
}

/// A line without indentation and marks of quotation.
pub(super) fn content(line: &str) -> &str {
    let mut line = line.trim();
    while let Some(quoted) = line.strip_prefix('>') {
        line = quoted.trim_start();
    }
    line
}

fn heading(line: &str) -> bool {
    let after = line.trim_start_matches('#');
    after.len() < line.len() && line.len() - after.len() <= 6 && after.starts_with(' ')
}

/// Whether something other than a row begins here.
fn starts_block(line: &str) -> bool {
    heading(line) || line.starts_with("```") || line.starts_with("~~~") || line.starts_with("{:")
}

/// A row of dashes between bars, of whatever length.
fn is_delimiter(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'+' | b'='))
        && line.contains('|')
        && line.contains('-')
        && {
            let inner = line.trim_matches(|c: char| matches!(c, '|' | ' ' | '\t'));
            inner.split('|').all(|cell| cell.contains('-') || cell.trim().is_empty())
        }
        && (line.matches('-').count() > 1 || line.starts_with('|'))
}

fn ends_with_bar(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('|') && !escaped(line, line.len() - 1)
}

fn has_bar(line: &str) -> bool {
    bar_count(line) > 0
}

fn bar_count(line: &str) -> usize {
    line.match_indices('|').filter(|&(at, _)| !escaped(line, at)).count()
}

/// Whether an odd number of backslashes stands before `at`.
fn escaped(line: &str, at: usize) -> bool {
    line[..at].bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 1
}

/// The lines of one row: inner lines keep their breaks, which are marked for [`cells`].
fn joined(lines: &[&str]) -> String {
    let mut out = String::new();
    let broken = lines.len() > 1;
    for line in lines {
        let line = content(line);
        // A fence inside a cell says nothing, and its content is text.
        if line.is_empty() || broken && (line.starts_with("```") || line.starts_with("~~~")) {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// The cells of a row, without the bars around it.
fn cells(row: &str) -> Vec<String> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = if ends_with_bar(row) { &row[..row.len() - 1] } else { row };
    let mut cells = Vec::new();
    let mut from = 0;
    for (at, _) in row.match_indices('|') {
        if !escaped(row, at) {
            cells.push(cell(&row[from..at]));
            from = at + 1;
        }
    }
    cells.push(cell(&row[from..]));
    cells
}

/// The cells of a row below a header of `columns`. A strict parser splits code at a bar too, which hardly an author
/// means: where the row then has as many cells as the header, bars of code are text.
fn body_cells(row: &str, columns: usize) -> Vec<String> {
    let strict = cells(row);
    if strict.len() <= columns || !row.contains('`') {
        return strict;
    }
    let mut escaped = String::with_capacity(row.len() + 8);
    let mut code = false;
    for c in row.chars() {
        code ^= c == '`';
        if code && c == '|' && !escaped.ends_with('\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    let lenient = cells(&escaped);
    if lenient.len() == columns && !code { lenient } else { strict }
}

/// A cell on one line, its lines apart.
fn cell(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("<br>")
}

/// How many columns the rows have: the header's, or more where most rows have more cells than that.
fn width(rows: &[PipeRow]) -> usize {
    let header = rows.first().map_or(1, |row| row.cells.len());
    let body = rows.len() - 1;
    let wider = rows[1..].iter().filter(|row| row.cells.len() > header).count();
    if wider * 2 <= body {
        return header.max(1);
    }
    let mut widths: Vec<usize> = rows[1..].iter().map(|row| row.cells.len()).collect();
    widths.sort_unstable();
    widths[widths.len() / 2].max(header)
}

/// A row of `width` cells; what a row has more of belongs to its last cell, whose bar should have been escaped.
fn row_line(cells: &[String], width: usize, header: bool) -> String {
    let mut line = String::from("|");
    // The parser fills up what a row lacks, up to a limit; a header must have as many cells as the row of dashes.
    let count = if header { width } else { width.min(cells.len()) };
    for at in 0..count {
        line.push(' ');
        line.push_str(cells.get(at).map_or("", String::as_str));
        if at + 1 == width {
            for more in cells.iter().skip(width).filter(|cell| !cell.is_empty()) {
                line.push_str(" \\| ");
                line.push_str(more);
            }
        }
        line.push_str(" |");
    }
    line
}
