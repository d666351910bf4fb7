//! What does a page in reStructuredText say, as HTML?
//!
//! Headings, paragraphs, lists and tables are read, most of them as docutils does, and more leniently where real pages
//! are careless. No other file is read, and nothing on a page makes reading it fail.

mod directives;
mod grid;
mod inline;
mod simple;

use super::markup::{
    Blocks, Cell, Line, MAX_DEPTH, Writer, dedented, indented, joined, lines, smallest_indent, width,
    without_tabs,
};

/// Reads a page.
pub(super) fn html(text: &str) -> String {
    let text = without_tabs(text, 8);
    let lines = lines(&text);
    let names = inline::Names::of(&lines);
    let mut reader = Reader { out: Writer::default(), names, styles: Vec::new(), caption: None };
    reader.blocks(&lines, 0);
    reader.out.finish()
}

/// A page that is being read.
struct Reader {
    out: Writer,
    names: inline::Names,
    /// The ways to mark headings, the highest first: a mark, and whether it is above the text too.
    styles: Vec<(char, bool)>,
    /// The caption of the next table.
    caption: Option<String>,
}

impl Blocks for Reader {
    fn out(&mut self) -> &mut Writer {
        &mut self.out
    }

    fn cell(&mut self, cell: &Cell<'_>, depth: usize) {
        self.blocks(&dedented(&cell.lines), depth + 1);
    }
}

impl Reader {
    fn inline(&self, text: &str) -> String {
        inline::html(text, &self.names)
    }

    fn blocks(&mut self, lines: &[Line<'_>], depth: usize) {
        if depth > MAX_DEPTH {
            self.out.literal(lines);
            return;
        }
        let mut at = 0;
        while at < lines.len() {
            at += self.block(&lines[at..], depth).max(1);
        }
    }

    /// Writes the block that begins `lines` and returns its number of lines.
    fn block(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let line = lines[0];
        // A line `__ target` is where a link leads.
        if line.is_blank() || line.text.starts_with("__ ") {
            return 1;
        }
        if line.indent() > 0 {
            let len = indented(lines);
            self.blocks(&dedented(&lines[..len]), depth + 1);
            return len;
        }
        if is_explicit(line.text) {
            return self.explicit(lines, depth);
        }
        let len = self.drawn_table(lines, depth);
        if len > 0 {
            return len;
        }
        let len = self.heading(lines);
        if len > 0 {
            return len;
        }
        if is_item(lines) {
            return self.list(lines, depth);
        }
        if field(line.text).is_some() {
            return self.fields(lines, depth);
        }
        if line.text.starts_with("| ") || line.text == "|" {
            return self.line_block(lines);
        }
        if line.text.starts_with(">>> ") {
            let len = lines.iter().take_while(|line| !line.is_blank()).count();
            self.out.literal(&lines[..len]);
            return len;
        }
        if is_term(lines) {
            return self.definitions(lines, depth);
        }
        self.paragraph(lines)
    }

    fn drawn_table(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let grid = grid::len(lines);
        let simple = if grid > 0 { 0 } else { simple::len(lines) };
        let len = grid.max(simple);
        if len > 0 {
            let mut table = if grid > 0 { grid::read(&lines[..len]) } else { simple::read(&lines[..len]) };
            table.caption = self.caption.take();
            self.table(&table, depth);
        }
        len
    }

    /// A text under a line of marks, or between two; a line of marks alone says nothing.
    fn heading(&mut self, lines: &[Line<'_>]) -> usize {
        let text = |at: usize| lines.get(at).map_or("", |line| line.text);
        let over = adornment(text(0));
        let (at, mark) = match (over, adornment(text(1)), adornment(text(2))) {
            (Some(over), None, Some(under)) if over == under && !text(1).is_empty() => (1, under),
            (Some(_), ..) if text(0).len() >= 4 => return 1,
            (None, Some(under), _) if is_as_long(text(1), text(0)) => (0, under),
            _ => return 0,
        };
        let style = (mark, at == 1);
        let level = self.styles.iter().position(|have| *have == style).unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        let html = self.inline(text(at).trim());
        self.out.heading(level + 1, lines[at].at, &html);
        at + 2
    }

    fn list(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let mut at = 0;
        let mut ordered = None;
        while let Some(marker) = lines.get(at).and_then(|line| marker(line.text)) {
            if !is_item(&lines[at..]) || ordered.is_some_and(|ordered| ordered != marker.ordered) {
                break;
            }
            if ordered.replace(marker.ordered).is_none() {
                self.out.open(if marker.ordered { "ol" } else { "ul" }, lines[at].at);
            }
            let (content, len) = item(&lines[at..], marker.columns, marker.bytes);
            self.out.open("li", lines[at].at);
            self.blocks(&content, depth + 1);
            self.out.close();
            at += len;
            at += blank(&lines[at..]);
        }
        self.out.close();
        at
    }

    /// `:name: text`, of which those at the top of a page say nothing about it that is read.
    fn fields(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let shown = !self.out.is_empty() || depth > 0;
        if shown {
            self.out.open("dl", lines[0].at);
        }
        let mut at = 0;
        while let Some((name, text)) = lines.get(at).and_then(|line| field(line.text)) {
            let len = 1 + indented(&lines[at + 1..]);
            if shown {
                let html = self.inline(name);
                self.out.element("dt", lines[at].at, &html);
                self.out.open("dd", lines[at].at);
                let mut body = vec![Line { at: lines[at].at, text: text.trim() }];
                body.extend(dedented(&lines[at + 1..at + len]));
                self.blocks(&body, depth + 1);
                self.out.close();
            }
            at += len;
            at += blank(&lines[at..]);
        }
        if shown {
            self.out.close();
        }
        at
    }

    /// Lines that stay lines.
    fn line_block(&mut self, lines: &[Line<'_>]) -> usize {
        let goes_on = |line: &&Line<'_>| line.text.starts_with('|') || line.indent() > 0;
        let len = lines.iter().take_while(goes_on).count().max(1);
        let texts = lines[..len].iter().map(|line| self.inline(line.text.trim_start_matches('|').trim()));
        let html = texts.collect::<Vec<_>>().join("<br>");
        self.out.element("p", lines[0].at, &html);
        len
    }

    fn definitions(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let mut at = 0;
        self.out.open("dl", lines[0].at);
        while at < lines.len() && (at == 0 || is_definition(&lines[at..])) {
            let term = self.inline(lines[at].text);
            self.out.element("dt", lines[at].at, &term);
            let len = 1 + indented(&lines[at + 1..]);
            self.out.open("dd", lines[at + 1].at);
            self.blocks(&dedented(&lines[at + 1..at + len]), depth + 1);
            self.out.close();
            at += len;
            at += blank(&lines[at..]);
        }
        self.out.close();
        at
    }

    fn paragraph(&mut self, lines: &[Line<'_>]) -> usize {
        let goes_on = |line: &&Line<'_>| !line.is_blank() && line.indent() == 0 && !is_explicit(line.text);
        let len = 1 + lines[1..].iter().take_while(goes_on).count();
        let text = joined(&lines[..len]);
        let literal = text.ends_with("::");
        // Two colons announce a literal text, and a reader sees one of them, or none after a space.
        let seen = match text.strip_suffix("::") {
            Some(text) if text.is_empty() || text.ends_with(char::is_whitespace) => {
                text.trim_end().to_owned()
            }
            Some(text) => format!("{text}:"),
            None => text,
        };
        if !seen.is_empty() {
            let html = self.inline(&seen);
            self.out.element("p", lines[0].at, &html);
        }
        let from = len + blank(&lines[len..]);
        if !literal || lines.get(from).is_none_or(|line| line.indent() == 0) {
            return len;
        }
        let code = indented(&lines[from..]);
        self.out.literal(&dedented(&lines[from..from + code]));
        from + code
    }
}

fn blank(lines: &[Line<'_>]) -> usize {
    lines.iter().take_while(|line| line.is_blank()).count()
}

/// Whether a line begins a directive, a comment or a target.
fn is_explicit(text: &str) -> bool {
    text == ".." || text.starts_with(".. ")
}

/// The mark of which a line consists.
fn adornment(text: &str) -> Option<char> {
    let mark = text.chars().next().filter(char::is_ascii_punctuation)?;
    (text.len() > 1 && text.bytes().all(|b| char::from(b) == mark)).then_some(mark)
}

/// Whether an underline is as long as its text, or so long that it can be nothing else.
fn is_as_long(underline: &str, text: &str) -> bool {
    !text.is_empty() && (underline.len() >= 4 || underline.len() >= text.chars().map(width).sum())
}

/// What begins an item of a list.
struct Marker {
    ordered: bool,
    bytes: usize,
    columns: usize,
}

fn marker(text: &str) -> Option<Marker> {
    let first = text.chars().next()?;
    let (ordered, len) =
        if "*+-•‣⁃".contains(first) { (false, first.len_utf8()) } else { (true, enumerator(text)?) };
    let spaces = text[len..].len() - text[len..].trim_start_matches(' ').len();
    let columns = text[..len].chars().count() + spaces.max(1);
    (spaces > 0 || text.len() == len).then_some(Marker { ordered, bytes: len + spaces, columns })
}

/// How long the number is that begins an item: `1.`, `(2)`, `#.`, `a)`, `iv.`.
fn enumerator(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let open = text.len() - inner.len();
    let len = inner.find(['.', ')'])?;
    let word = &inner[..len];
    let number = word.len() <= 9 && word.bytes().all(|b| b.is_ascii_digit());
    let letters = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = word.len() <= 6 && word.bytes().all(|b| b"ivxlc".contains(&b.to_ascii_lowercase()));
    (len > 0 && (number || letters || roman || word == "#")).then_some(open + len + 1)
}

/// Whether `lines` begin with an item. A number counts only where the text after it does not go on below the number.
fn is_item(lines: &[Line<'_>]) -> bool {
    let below = |line: &Line<'_>| line.is_blank() || line.indent() > 0 || marker(line.text).is_some();
    lines
        .first()
        .and_then(|line| marker(line.text))
        .is_some_and(|marker| !marker.ordered || lines.get(1).is_none_or(below))
}

/// The content of the item that begins `lines`, whose marker takes `columns`, and how many lines it has.
fn item<'a>(lines: &[Line<'a>], columns: usize, bytes: usize) -> (Vec<Line<'a>>, usize) {
    let len = 1 + indented(&lines[1..]);
    let columns = smallest_indent(&lines[1..len]).map_or(columns, |least| least.min(columns));
    let first = Line { at: lines[0].at, text: &lines[0].text[bytes.min(lines[0].text.len())..] };
    let rest = lines[1..len].iter().map(|line| line.dedented(columns));
    (std::iter::once(first).chain(rest).collect(), len)
}

/// The name and the text of `:name: text`.
fn field(text: &str) -> Option<(&str, &str)> {
    let (name, text) = text.strip_prefix(':')?.split_once(':')?;
    let named = !name.is_empty() && !name.starts_with(' ') && !name.contains('`');
    (named && (text.is_empty() || text.starts_with(' '))).then_some((name, text))
}

/// Whether `lines` begin with a line and an indented text below it.
fn is_term(lines: &[Line<'_>]) -> bool {
    let below = lines.get(1).is_some_and(|line| !line.is_blank() && line.indent() > 0);
    below && !lines[0].text.ends_with("::")
}

/// Whether a definition goes on with another.
fn is_definition(lines: &[Line<'_>]) -> bool {
    lines[0].indent() == 0 && !is_explicit(lines[0].text) && !is_item(lines) && is_term(lines)
}
