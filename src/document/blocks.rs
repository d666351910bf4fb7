//! What stands on a page, in order? The tree becomes headings, paragraphs, items, definitions and tables, with lines.
//!
//! Every front end ends here, so that nothing after it knows a page's syntax. Nothing here knows what a text means.

use scraper::Html;
use scraper::node::{Element, Node};

use super::cells::{beginning, heading, tidy};
use super::html::LINE;
use super::table::{Cell, OpenTable, Row, Table};

/// A part of a page.
#[derive(Debug)]
pub(super) enum Block {
    Passage(Passage),
    Table(Table),
}

/// A text of a page that is not in a table.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) line: u32,
    pub(super) kind: Kind,
    /// The whole text; a break is `\n`, other white space one space.
    pub(super) text: String,
    /// The bold text or code that it begins with, and what comes after it.
    pub(super) lead: String,
    pub(super) rest: String,
    /// The text as its lines are written, for texts of several lines, and what of it comes after the beginning.
    pub(super) lines: String,
    pub(super) rest_lines: String,
    /// Whether it goes on after a list or a table that stands inside of it.
    pub(super) continued: bool,
}

impl Passage {
    /// Whether all of it is bold or code.
    pub(super) fn all_lead(&self) -> bool {
        !self.lead.is_empty() && !self.rest.contains(char::is_alphanumeric)
    }
}

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Of a level from 1.
    Heading(u8),
    Paragraph,
    /// An item of a list, how many lists deep from 1.
    Item(usize),
    Term,
    Definition,
    /// Preformatted lines.
    Lines,
}

/// The parts of a page in document order.
pub(super) fn blocks(html: &Html) -> Vec<Block> {
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
                None => return walk.finished(),
            }
        }
    }
}

/// A line break of the source that breaks no line of the page; white space to all but [`Passage::lines`].
const SOFT: char = '\u{b}';
/// How deep nested cells hand their text to the cells around them.
const MAX_NESTED: usize = 8;

/// The state of a walk through the tree.
#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    open: Vec<OpenTable>,
    texts: Vec<Gathered>,
    line: u32,
    depth: usize,
    bold: usize,
    pre: usize,
    silent: usize,
}

/// What a text is gathered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// A cell or a caption of a table.
    Cell,
    Passage(Kind),
    /// Text that no element of its own holds.
    Stray,
}

/// A text that is being gathered.
struct Gathered {
    of: For,
    line: u32,
    text: String,
    /// The bold beginning, which ends with the first other letter.
    lead: String,
    lead_end: usize,
    /// Whether something in it is not bold.
    plain: bool,
    /// How deep in the tree the element is that it is gathered for.
    depth: usize,
    continued: bool,
}

impl Walk {
    fn open(&mut self, node: &Node) {
        self.depth += 1;
        let element = match node {
            Node::Text(text) => return self.text(text),
            Node::Element(element) => element,
            _ => return,
        };
        if let Some(line) = line_of(element) {
            self.line = line;
        }
        match element.name() {
            "script" | "style" | "template" | "head" => self.silent += 1,
            "b" | "strong" | "code" | "tt" => self.open_bold(),
            "table" => self.open_table(),
            "thead" | "tr" => self.open_row(element),
            "td" | "th" | "caption" => self.gather(For::Cell),
            "br" => self.line_break(),
            name if is_block(name) => self.open_block(name),
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
            "script" | "style" | "template" | "head" => self.silent = self.silent.saturating_sub(1),
            "b" | "strong" | "code" | "tt" => self.bold = self.bold.saturating_sub(1),
            "table" => drop(self.open.pop()),
            "thead" | "tbody" | "tfoot" => {
                if let Some(table) = self.open.last_mut() {
                    table.end_group();
                }
            }
            "tr" => self.close_row(element),
            "td" | "th" => self.close_cell(element),
            "caption" => self.close_caption(),
            name if is_block(name) => self.close_block(name),
            _ => {}
        }
    }

    fn open_bold(&mut self) {
        self.bold += 1;
        // Two bold texts side by side are two words, whatever stands between them.
        if let Some(gathered) = self.texts.last_mut()
            && !gathered.plain
            && !gathered.lead.is_empty()
        {
            gathered.lead.push(' ');
        }
    }

    fn gather(&mut self, of: For) {
        let (line, depth) = (self.line.max(1), self.depth);
        let (text, lead) = (String::new(), String::new());
        self.texts.push(Gathered {
            of,
            line,
            text,
            lead,
            lead_end: 0,
            plain: false,
            depth,
            continued: false,
        });
    }

    fn text(&mut self, text: &str) {
        if self.silent > 0 || self.texts.is_empty() && text.trim().is_empty() {
            return;
        }
        if self.texts.is_empty() {
            self.gather(For::Stray);
        }
        let Some(gathered) = self.texts.last_mut() else { return };
        gathered.plain |= self.bold == 0 && text.chars().any(char::is_alphanumeric);
        // A line break of the source is a space, but for preformatted text; only elements break lines.
        let keep = self.pre > 0;
        gathered.text.extend(text.chars().map(|c| if c == '\n' && !keep { SOFT } else { c }));
        if !gathered.plain {
            gathered.lead.push_str(text);
            gathered.lead_end = gathered.text.len();
        }
    }

    fn line_break(&mut self) {
        if let Some(gathered) = self.texts.last_mut() {
            gathered.text.push('\n');
        }
    }

    fn in_cell(&self) -> bool {
        self.texts.iter().any(|gathered| gathered.of == For::Cell)
    }

    fn open_block(&mut self, name: &str) {
        self.pre += usize::from(name == "pre");
        if self.in_cell() {
            return self.line_break();
        }
        let within = self.texts.last().map(|gathered| gathered.of);
        let kind = match name {
            "li" => Kind::Item(self.items() + 1),
            "dt" => Kind::Term,
            "dd" => Kind::Definition,
            "pre" => Kind::Lines,
            "p" => Kind::Paragraph,
            _ => match name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                Some(level) => Kind::Heading(level),
                None => return self.flush_stray(),
            },
        };
        match within {
            None => {}
            Some(For::Stray) => self.flush_stray(),
            // A paragraph of an item is a line of it.
            Some(For::Passage(Kind::Item(_) | Kind::Definition))
                if matches!(kind, Kind::Paragraph | Kind::Lines) =>
            {
                return self.line_break();
            }
            Some(_) => self.interrupt(),
        }
        self.gather(For::Passage(kind));
    }

    fn items(&self) -> usize {
        self.texts.iter().filter(|gathered| matches!(gathered.of, For::Passage(Kind::Item(_)))).count()
    }

    fn close_block(&mut self, name: &str) {
        self.pre = self.pre.saturating_sub(usize::from(name == "pre"));
        match self.texts.last() {
            Some(gathered) if gathered.depth == self.depth && matches!(gathered.of, For::Passage(_)) => {
                if let Some(gathered) = self.texts.pop() {
                    self.push(gathered);
                }
            }
            Some(gathered) if gathered.of == For::Stray => self.flush_stray(),
            _ => self.line_break(),
        }
    }

    fn flush_stray(&mut self) {
        if self.texts.last().is_some_and(|gathered| gathered.of == For::Stray)
            && let Some(gathered) = self.texts.pop()
        {
            self.push(gathered);
        } else {
            self.line_break();
        }
    }

    /// What was gathered so far stands before what begins here; the rest comes after it.
    fn interrupt(&mut self) {
        let Some(gathered) = self.texts.last_mut() else { return };
        let (of, depth, line) = (gathered.of, gathered.depth, self.line.max(1));
        let (text, lead) = (String::new(), String::new());
        let rest = Gathered { of, line, text, lead, lead_end: 0, plain: false, depth, continued: true };
        let before = std::mem::replace(gathered, rest);
        self.push(before);
    }

    fn push(&mut self, gathered: Gathered) {
        let text = tidy(&gathered.text);
        if text.trim().is_empty() {
            return;
        }
        let kind = match gathered.of {
            For::Passage(kind) => kind,
            For::Stray | For::Cell => Kind::Paragraph,
        };
        self.blocks.push(Block::Passage(Passage {
            line: gathered.line,
            kind,
            lead: tidy(&gathered.lead).replace('\n', " "),
            rest: tidy(&gathered.text[gathered.lead_end..]),
            lines: written(&gathered.text),
            rest_lines: written(&gathered.text[gathered.lead_end..]),
            text,
            continued: gathered.continued,
        }));
    }

    fn open_table(&mut self) {
        if let Some(outer) = self.open.last()
            && let Block::Table(table) = &mut self.blocks[outer.at]
        {
            table.lays_out = true;
        }
        if !self.in_cell() {
            match self.texts.last().map(|gathered| gathered.of) {
                Some(For::Stray) => self.flush_stray(),
                Some(_) => self.interrupt(),
                None => {}
            }
        }
        let line = self.line.max(1);
        self.open.push(OpenTable::new(self.blocks.len(), line));
        self.blocks.push(Block::Table(Table { line, ..Table::default() }));
    }

    fn open_row(&mut self, element: &Element) {
        if let Some(table) = self.open.last_mut() {
            table.in_head |= element.name() == "thead";
            let line = line_of(element).unwrap_or(table.row.line);
            table.begin_row(line);
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
        let cell = Cell { text: tidied.into(), covered: false, spanned: false, bold };
        table.add(cell, span(element, "colspan"), span(element, "rowspan"), element.name() == "th");
    }

    fn close_row(&mut self, element: &Element) {
        let Some(table) = self.open.last_mut() else { return };
        let row: Option<Row> = table.end_row(given(element));
        if let (Some(row), Block::Table(table)) = (row, &mut self.blocks[table.at]) {
            table.rows.push(row);
        }
    }

    fn close_caption(&mut self) {
        let caption = self.texts.pop().map(|text| heading(&tidy(&text.text)));
        if let (Some(open), Some(caption)) = (self.open.last(), caption.filter(|text| !text.is_empty()))
            && let Block::Table(table) = &mut self.blocks[open.at]
        {
            table.caption = Some(beginning(&caption));
        }
    }

    fn finished(mut self) -> Vec<Block> {
        self.flush_stray();
        self.blocks
    }
}

/// The lines of a text as they are written; empty for a text of one line.
fn written(text: &str) -> String {
    if text.contains([SOFT, '\n']) { tidy(&text.replace(SOFT, "\n")) } else { String::new() }
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// Elements on lines of their own, sorted.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "ul",
];

/// The line that the page's reading noted: `12`, or comrak's `12:1-12:40`.
fn line_of(element: &Element) -> Option<u32> {
    element.attr(LINE)?.split(':').next()?.parse().ok()
}

/// How many cells a row of a pipe table has as written: the `3` of `12:3-12:40`; none is said of other rows.
fn given(element: &Element) -> Option<usize> {
    let (_, column) = element.attr(LINE)?.split_once(':')?;
    column.split('-').next()?.parse().ok().filter(|&cells| cells > 0)
}

/// How many rows or columns a cell spans; 0 for all the rest.
fn span(element: &Element, name: &str) -> usize {
    element.attr(name).and_then(|value| value.trim().parse::<u16>().ok()).map_or(1, usize::from)
}
