//! Which cells has a table whose columns are drawn with `=====  =====` alone?
//!
//! What a cell says is not looked at here.

use crate::document::markup::{Cell, Line, Metric, Row, Table, places};

/// So many columns are read.
const MAX_COLUMNS: usize = 64;

/// How many of `lines` are such a table; none where they do not begin with its upper border.
pub(super) fn len(lines: &[Line<'_>]) -> usize {
    if !lines.first().is_some_and(|line| is_ruled(line.text, '=')) {
        return 0;
    }
    let mut borders = 0;
    for (at, line) in lines.iter().enumerate().skip(1) {
        if is_ruled(line.text, '=') {
            borders += 1;
            if borders == 2 || lines.get(at + 1).is_none_or(Line::is_blank) {
                return at + 1;
            }
        }
    }
    lines.iter().take_while(|line| !line.is_blank()).count()
}

/// Whether a line is two runs of `mark` or more.
fn is_ruled(text: &str, mark: char) -> bool {
    text.starts_with(mark) && text.contains(' ') && text.chars().all(|c| c == mark || c == ' ')
}

/// Reads the lines of a table.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Table<'a> {
    let Some((border, body)) = lines.split_first() else { return Table::default() };
    let columns = runs(border.text, '=');
    let head = body.iter().position(|line| is_ruled(line.text, '=')).filter(|at| at + 1 < body.len());
    let mut table = Table { line: border.at, ..Table::default() };
    let mut spans: Option<Vec<(usize, usize)>> = None;
    // A line of dashes belongs to the row above it, so the rows are read from below.
    for (at, line) in body.iter().enumerate().rev() {
        if line.is_blank() || is_ruled(line.text, '=') {
            continue;
        }
        if at > 0 && underlines(line.text, &columns) {
            spans = Some(runs(line.text, '-'));
            continue;
        }
        let header = head.is_some_and(|head| at < head);
        let spanned = spans.as_deref().unwrap_or(&columns);
        let cells = cells(*line, spanned);
        table.rows.push(Row { line: line.at, header, cells: placed(&cells, spanned, &columns) });
        if cells.first().is_none_or(|first| !first.is_blank()) {
            spans = None;
        }
    }
    table.rows.reverse();
    table.rows = merged(table.rows);
    table
}

/// Whether a line draws with dashes which columns the row above it spans; a row of cells that say `-` does not.
fn underlines(text: &str, columns: &[(usize, usize)]) -> bool {
    let fits = |run: &(usize, usize)| {
        run.1 - run.0 > 1
            && columns.iter().any(|column| column.0 == run.0)
            && columns.iter().any(|column| column.1 <= run.1)
    };
    text.starts_with('-')
        && text.bytes().all(|b| matches!(b, b'-' | b' '))
        && runs(text, '-').iter().all(fits)
}

/// The runs of `mark` in a border, from column to column.
fn runs(text: &str, mark: char) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(mark) {
        match out.last_mut() {
            Some(last) if last.1 == at => last.1 += 1,
            _ => out.push((at, at + 1)),
        }
    }
    out.truncate(MAX_COLUMNS);
    out
}

/// The parts of a line in each of `columns`.
fn cells<'a>(line: Line<'a>, columns: &[(usize, usize)]) -> Vec<Line<'a>> {
    let edges: Vec<usize> = columns.iter().skip(1).map(|column| column.0).collect();
    let fits = |metric| {
        let gaps: Vec<usize> = columns.windows(2).map(|pair| pair[0].1).collect();
        let (from, to) = (places(line.text, &gaps, metric), places(line.text, &edges, metric));
        let blank = |(from, to): (&usize, &usize)| line.text[*from..*to].trim().is_empty();
        from.iter().zip(&to).all(blank).then_some(to)
    };
    let cuts = fits(Metric::Width).or_else(|| fits(Metric::Characters));
    let cuts = cuts.or_else(|| gaps(line.text, columns.len())).unwrap_or_else(|| {
        // A text that reaches into the gap still ends at the next space.
        places(line.text, &edges, Metric::Width)
    });
    let mut from = 0;
    let mut out = Vec::with_capacity(columns.len());
    for to in cuts.into_iter().chain([line.text.len()]) {
        out.push(Line::new(line.at, line.text.get(from..to).unwrap_or_default()));
        from = to.max(from);
    }
    out
}

/// Where the second and further of `count` texts begin that two spaces or more part; none where there are not so many.
fn gaps(text: &str, count: usize) -> Option<Vec<usize>> {
    let mut out = Vec::new();
    let mut spaces = 0;
    for (at, c) in text.char_indices() {
        if c == ' ' {
            spaces += 1;
        } else {
            if spaces >= 2 && at > spaces {
                out.push(at);
            }
            spaces = 0;
        }
        if out.len() >= count {
            return None;
        }
    }
    (out.len() + 1 == count).then_some(out)
}

/// Cells with the columns of the table that they span, without the blank ones at the end.
fn placed<'a>(cells: &[Line<'a>], columns: &[(usize, usize)], all: &[(usize, usize)]) -> Vec<Cell<'a>> {
    let last = columns.len().saturating_sub(1);
    let spans = |at: usize, column: &(usize, usize)| {
        let end = if at == last { usize::MAX } else { column.1 };
        all.iter().filter(|one| one.0 >= column.0 && one.0 < end).count().max(1)
    };
    let filled = cells.iter().rposition(|cell| !cell.is_blank()).map_or(0, |at| at + 1);
    let cell = |at: usize| {
        let columns = if columns.len() == all.len() { 1 } else { spans(at, &columns[at]) };
        Cell { columns, ..Cell::new(vec![cells[at]]) }
    };
    (0..filled).map(cell).collect()
}

/// Rows in which a line without a first cell goes on with the row above.
fn merged(lines: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let mut rows: Vec<Row<'_>> = Vec::new();
    for row in lines {
        let goes_on = row.cells.first().is_some_and(|cell| cell.lines.iter().all(Line::is_blank));
        match rows.last_mut() {
            Some(above) if goes_on && above.header == row.header && above.cells.len() == row.cells.len() => {
                for (cell, more) in above.cells.iter_mut().zip(row.cells) {
                    cell.lines.extend(more.lines);
                }
            }
            _ => rows.push(row),
        }
    }
    rows
}
