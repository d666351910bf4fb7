//! What is a table? Rows of cells, spans resolved, so that a row has a cell in every column.
//!
//! Nothing here knows what a column means, or where in a page the table stands.

use std::rc::Rc;

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The line at which it begins.
    pub(super) line: u32,
    /// Its caption.
    pub(super) caption: Option<String>,
    /// Its rows, headers included.
    pub(super) rows: Vec<Row>,
    /// Whether it lays out other tables in its cells.
    pub(super) lays_out: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) cells: Vec<Cell>,
    /// How many of its cells the page has as cells of this row; the others were left out at one of its ends.
    pub(super) given: usize,
    /// Whether all its cells are header cells.
    pub(super) header: bool,
}

/// A cell, or its part where it spans several rows or columns.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The whole text; a break is `\n`, other white space one space.
    pub(super) text: Rc<str>,
    /// Whether the text stands in the cell to the left already.
    pub(super) covered: bool,
    /// Whether the cell is one of a row above.
    pub(super) spanned: bool,
    /// Whether all of the text is bold.
    pub(super) bold: bool,
}

impl Cell {
    pub(super) fn empty() -> Cell {
        Cell { text: "".into(), covered: false, spanned: false, bold: false }
    }
}

impl Row {
    /// The text of column `at`, of a cell that only covers it too.
    pub(super) fn whole(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| &cell.text)
    }

    /// The text of column `at`, empty where the cell is only covered by the one to its left.
    pub(super) fn text(&self, at: usize) -> &str {
        self.cells.get(at).filter(|cell| !cell.covered).map_or("", |cell| &cell.text)
    }
}

/// So many columns are read; a cell spans no more of them, and none after them spans further rows.
pub(super) const MAX_COLUMNS: usize = 64;
/// So many cells of a table are filled by spans: a short page can ask for any number of them.
const MAX_FILLED: usize = 1 << 19;
/// The longest text, in bytes, that a spanning cell repeats in the rows below: longer ones are no code and no operation.
const MAX_REPEATED: usize = 1024;
/// A table that is being read.
pub(super) struct OpenTable {
    /// Its place among the tables.
    pub(super) at: usize,
    pub(super) row: Row,
    /// Per column: how many further rows the cell above spans.
    spans: Vec<Option<(usize, Cell)>>,
    pub(super) in_head: bool,
    /// How many cells of its rows are parts of cells above.
    filled: usize,
}

impl OpenTable {
    pub(super) fn new(at: usize, line: u32) -> OpenTable {
        let row = Row { line, ..Row::default() };
        OpenTable { at, row, spans: Vec::new(), in_head: false, filled: 0 }
    }

    /// A row group ends, and the spans of its cells with it.
    pub(super) fn end_group(&mut self) {
        self.spans.clear();
        self.in_head = false;
    }

    pub(super) fn begin_row(&mut self, line: u32) {
        self.row = Row { line, header: true, ..Row::default() };
    }

    /// The row that was read, if it has cells of its own; another one counts only for the spans above it.
    pub(super) fn end_row(&mut self, given: Option<usize>) -> Option<Row> {
        let own = !self.row.cells.is_empty();
        if let Some(given) = given.filter(|&given| given < self.row.cells.len()) {
            self.row.cells.truncate(given);
        }
        while self.row.cells.len() < self.spans.len() {
            let cell = self.take_spanned().unwrap_or_else(Cell::empty);
            self.row.cells.push(cell);
        }
        let row = std::mem::take(&mut self.row);
        self.row.line = row.line;
        let given = row.cells.len();
        own.then_some(Row { header: row.header || self.in_head, given, ..row })
    }

    /// The part of a cell above that fills the next column of this row.
    fn take_spanned(&mut self) -> Option<Cell> {
        let slot = self.spans.get_mut(self.row.cells.len())?;
        let (left, cell) = slot.take()?;
        self.filled += 1;
        if self.filled > MAX_FILLED {
            self.spans.clear();
            return None;
        }
        if left > 1 {
            *slot = Some((left - 1, cell.clone()));
        }
        Some(Cell { spanned: true, ..cell })
    }

    pub(super) fn add(&mut self, cell: Cell, columns: usize, rows: usize, header: bool) {
        while let Some(spanned) = self.take_spanned() {
            self.row.cells.push(spanned);
        }
        self.row.header &= header;
        for covered in 0..columns.clamp(1, MAX_COLUMNS) {
            self.filled += usize::from(covered > 0);
            if covered > 0 && self.filled > MAX_FILLED {
                break;
            }
            let part = Cell { covered: covered > 0, ..cell.clone() };
            let at = self.row.cells.len();
            if rows != 1 && at < MAX_COLUMNS && part.text.len() <= MAX_REPEATED {
                if self.spans.len() <= at {
                    self.spans.resize_with(at + 1, || None);
                }
                // None spans to the end of the row group, as the standard has it.
                self.spans[at] = Some((rows.wrapping_sub(1), part.clone()));
            }
            self.row.cells.push(part);
        }
    }
}
