//! What do the tables of a page hold? The tree becomes grids of cells, with lines and the heading above each table.
//!
//! Spans are resolved here, so that a row has a cell in every column. Nothing here knows what a column means.

use std::rc::Rc;

use scraper::Html;
use scraper::node::{Element, Node};

use super::cells::{heading, tidy};
use super::page::LINE;

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The line at which it begins.
    pub(super) line: u32,
    /// The heading, bold line or caption above it, but not the page's title.
    pub(super) category: Option<String>,
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
    /// Whether all of the text is bold.
    pub(super) bold: bool,
}

impl Row {
    /// The text of column `at`, empty where the cell is only covered by the one to its left.
    pub(super) fn text(&self, at: usize) -> &str {
        self.cells.get(at).filter(|cell| !cell.covered).map_or("", |cell| &cell.text)
    }
}

/// The tables of a page in document order.
pub(super) fn tables(html: &Html) -> Vec<Table> {
    let mut walk = Walk::default();
    let mut node = html.tree.root();
    loop {
        walk.open(node.value());
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            walk.close(node.value());
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return walk.tables,
            }
        }
    }
}

/// So many columns are read; a cell spans no more of them, and none after them spans further rows.
pub(super) const MAX_COLUMNS: usize = 64;
/// The longest text, in bytes, that a spanning cell repeats in the rows below: longer ones are no code and no operation.
const MAX_REPEATED: usize = 4096;
/// How deep nested cells hand their text to the cells around them.
const MAX_NESTED: usize = 8;

/// The state of a walk through the tree.
#[derive(Default)]
struct Walk {
    tables: Vec<Table>,
    open: Vec<OpenTable>,
    texts: Vec<Text>,
    headings: Headings,
    depth: usize,
    bold: usize,
    silent: usize,
}

/// A table that is being read.
struct OpenTable {
    /// Its place among the tables.
    at: usize,
    row: Row,
    /// Per column: how many further rows the cell above spans.
    spans: Vec<Option<(usize, Cell)>>,
    in_head: bool,
}

/// A text that is being gathered: of a cell, a caption, a heading or a paragraph.
#[derive(Default)]
struct Text {
    text: String,
    /// Whether something in it is not bold.
    plain: bool,
    /// How deep in the tree the element is that it is gathered for.
    depth: usize,
}

impl Walk {
    fn open(&mut self, node: &Node) {
        self.depth += 1;
        let element = match node {
            Node::Text(text) => return self.text(text),
            Node::Element(element) => element,
            _ => return,
        };
        match element.name() {
            "script" | "style" | "template" => self.silent += 1,
            "b" | "strong" => self.bold += 1,
            "table" => self.open_table(element),
            "thead" | "tr" => self.open_row(element),
            "td" | "th" | "caption" => self.gather(),
            name if is_heading(name) && self.texts.is_empty() => self.gather(),
            name if is_block(name) => self.line_break(),
            _ => {}
        }
    }

    fn close(&mut self, node: &Node) {
        if let Node::Element(element) = node {
            self.close_element(element);
        }
        self.depth -= 1;
    }

    fn close_element(&mut self, element: &Element) {
        match element.name() {
            "script" | "style" | "template" => self.silent = self.silent.saturating_sub(1),
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "table" => drop(self.open.pop()),
            "thead" | "tbody" | "tfoot" => {
                if let Some(table) = self.open.last_mut() {
                    table.spans.clear();
                    table.in_head = false;
                }
            }
            "tr" => self.close_row(),
            "td" | "th" => self.close_cell(element),
            "caption" => {
                let caption = self.texts.pop().map(|text| heading(&text.text));
                if let (Some(table), Some(caption)) =
                    (self.open.last(), caption.filter(|text| !text.is_empty()))
                {
                    self.tables[table.at].category = Some(caption);
                }
            }
            name if is_heading(name) && self.texts.last().is_some_and(|text| text.depth == self.depth) => {
                let text = self.texts.pop().unwrap_or_default();
                self.headings.add(name, &text);
            }
            name if is_block(name) => self.line_break(),
            _ => {}
        }
    }

    fn gather(&mut self) {
        self.texts.push(Text { depth: self.depth, ..Text::default() });
    }

    fn text(&mut self, text: &str) {
        if let (0, Some(gathered)) = (self.silent, self.texts.last_mut()) {
            gathered.plain |= self.bold == 0 && text.chars().any(char::is_alphanumeric);
            // A line break of the source is a space; only elements break lines.
            gathered.text.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
        }
    }

    fn line_break(&mut self) {
        if let Some(gathered) = self.texts.last_mut() {
            gathered.text.push('\n');
        }
    }

    fn open_table(&mut self, element: &Element) {
        if let Some(outer) = self.open.last() {
            self.tables[outer.at].lays_out = true;
        }
        let above = self.open.last().map_or(1, |outer| outer.row.line);
        let line = line_of(element).unwrap_or(above);
        let row = Row { line, ..Row::default() };
        self.open.push(OpenTable { at: self.tables.len(), row, spans: Vec::new(), in_head: false });
        self.tables.push(Table { line, category: self.headings.category(), ..Table::default() });
    }

    fn open_row(&mut self, element: &Element) {
        if let Some(table) = self.open.last_mut() {
            table.in_head |= element.name() == "thead";
            let line = line_of(element).unwrap_or(table.row.line);
            table.row = Row { line, cells: Vec::new(), header: true };
        }
    }

    fn close_cell(&mut self, element: &Element) {
        let Some(text) = self.texts.pop() else { return };
        if let Some(outer) = self.texts.last_mut()
            && self.open.len() <= MAX_NESTED
        {
            outer.text.push('\n');
            outer.text.push_str(&text.text);
            outer.plain |= text.plain;
        }
        let Some(table) = self.open.last_mut() else { return };
        if table.row.cells.is_empty() {
            table.row.line = line_of(element).unwrap_or(table.row.line).min(table.row.line);
        }
        let tidied = tidy(&text.text);
        let bold = !text.plain && !tidied.is_empty();
        let cell = Cell { text: tidied.into(), covered: false, bold };
        table.add(cell, span(element, "colspan"), span(element, "rowspan"), element.name() == "th");
    }

    fn close_row(&mut self) {
        let Some(table) = self.open.last_mut() else { return };
        // A row without cells of its own says nothing, but counts for the spans above it.
        let own = !table.row.cells.is_empty();
        while table.row.cells.len() < table.spans.len() {
            let cell =
                table.take_spanned().unwrap_or_else(|| Cell { text: "".into(), covered: false, bold: false });
            table.row.cells.push(cell);
        }
        let row = std::mem::take(&mut table.row);
        table.row.line = row.line;
        if own {
            self.tables[table.at].rows.push(Row { header: row.header || table.in_head, ..row });
        }
    }
}

impl OpenTable {
    /// The part of a cell above that fills the next column of this row.
    fn take_spanned(&mut self) -> Option<Cell> {
        let slot = self.spans.get_mut(self.row.cells.len())?;
        let (left, cell) = slot.take()?;
        if left > 1 {
            *slot = Some((left - 1, cell.clone()));
        }
        Some(cell)
    }

    fn add(&mut self, cell: Cell, columns: usize, rows: usize, header: bool) {
        while let Some(spanned) = self.take_spanned() {
            self.row.cells.push(spanned);
        }
        self.row.header &= header;
        for covered in 0..columns.clamp(1, MAX_COLUMNS) {
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

/// The headings above the place that the walk has reached.
#[derive(Default)]
struct Headings {
    titled: bool,
    last: Option<String>,
}

impl Headings {
    /// Takes a heading, or a paragraph that is nothing but bold text. The first heading of the first level is the
    /// title of the page, which says nothing about a row.
    fn add(&mut self, name: &str, text: &Text) {
        let title = name == "h1" && !std::mem::replace(&mut self.titled, true);
        if name == "p" && text.plain {
            return;
        }
        let text = heading(&tidy(&text.text));
        if title {
            self.last = None;
        } else if !text.is_empty() {
            self.last = Some(text);
        }
    }

    fn category(&self) -> Option<String> {
        self.last.clone()
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p")
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    is_heading(name)
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "br"
                | "dd"
                | "details"
                | "div"
                | "dl"
                | "dt"
                | "figure"
                | "hr"
                | "li"
                | "ol"
                | "pre"
                | "section"
                | "summary"
                | "ul"
        )
}

/// The line that the page's reading noted: `12`, or comrak's `12:1-12:40`.
fn line_of(element: &Element) -> Option<u32> {
    element.attr(LINE)?.split(':').next()?.parse().ok()
}

/// How many rows or columns a cell spans; 0 for all the rest.
fn span(element: &Element, name: &str) -> usize {
    element.attr(name).and_then(|value| value.trim().parse::<u16>().ok()).map_or(1, usize::from)
}
