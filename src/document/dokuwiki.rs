//! What does a DokuWiki page say, as HTML?
//!
//! Headings, paragraphs, lists, code and tables are read; marks of other wikis' plugins are left out where they only
//! shape what a reader sees. No other page is read, and nothing on a page makes reading it fail.

use super::markup::{Blocks, Cell, Line, Row, Table, Writer, escape_into, joined, lines, without_tabs};

/// How deep lists nest.
const MAX_LISTS: usize = 8;
/// So many columns are read.
const MAX_COLUMNS: usize = 64;

/// Reads a page.
pub(super) fn html(text: &str) -> String {
    let text = without_tabs(text, 2);
    let lines = lines(&text);
    let mut reader = Reader::default();
    let mut at = 0;
    while at < lines.len() {
        at += reader.block(&lines[at..]).max(1);
    }
    reader.out.finish()
}

/// A page that is being read.
#[derive(Default)]
struct Reader {
    out: Writer,
}

impl Blocks for Reader {
    fn out(&mut self) -> &mut Writer {
        &mut self.out
    }

    fn cell(&mut self, cell: &Cell<'_>, _: usize) {
        // A cell is a line, unless it has code.
        let mut from = 0;
        for at in 0..=cell.lines.len() {
            if at == cell.lines.len() || code_end(cell.lines[at].text).is_some() {
                self.paragraph(&cell.lines[from..at]);
                if at < cell.lines.len() {
                    self.code(&cell.lines[at..]);
                    return;
                }
                from = at;
            }
        }
    }
}

impl Reader {
    /// Writes the block that begins `lines` and returns its number of lines.
    fn block(&mut self, lines: &[Line<'_>]) -> usize {
        let text = lines[0].text;
        if text.is_empty() || is_silent(text) {
            return 1;
        }
        if let Some((level, words)) = heading(text) {
            self.out.heading(level, lines[0].at, &inline(words));
            return 1;
        }
        if is_row(text) {
            return self.drawn_table(lines);
        }
        if code_end(text).is_some() {
            return self.code(lines);
        }
        if item(text).is_some() {
            return self.list(lines);
        }
        if lines[0].indent() > 1 {
            let len = lines.iter().take_while(|line| line.indent() > 1 && item(line.text).is_none()).count();
            self.out.literal(&lines[..len]);
            return len;
        }
        let goes_on = |line: &&Line<'_>| {
            let text = line.text;
            let other = text.is_empty() || is_silent(text) || is_row(text) || code_end(text).is_some();
            !other && heading(text).is_none() && item(text).is_none()
        };
        let len = 1 + lines[1..].iter().take_while(goes_on).count();
        self.paragraph(&lines[..len]);
        len
    }

    fn paragraph(&mut self, lines: &[Line<'_>]) {
        let text = joined(lines);
        if let Some(first) = lines.first().filter(|_| !text.trim().is_empty()) {
            self.out.element("p", first.at, &inline(text.trim()));
        }
    }

    /// Writes code from its tag to the tag that ends it, or to the end, and what stands before and behind it.
    fn code(&mut self, lines: &[Line<'_>]) -> usize {
        let Some((start, after, end)) = code_end(lines[0].text) else { return 1 };
        self.paragraph(&[Line::new(lines[0].at, &lines[0].text[..start])]);
        let mut content = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let text = if number == 0 { &line.text[after..] } else { line.text };
            // A fence ends with a line of its own.
            let to = if end == "```" && number == 0 { None } else { text.find(end) };
            content.push(Line::new(line.at, &text[..to.unwrap_or(text.len())]));
            if let Some(to) = to {
                self.out.literal(&content);
                self.paragraph(&[Line::new(line.at, &text[to + end.len()..])]);
                return number + 1;
            }
        }
        self.out.literal(&content);
        lines.len()
    }

    fn list(&mut self, lines: &[Line<'_>]) -> usize {
        let mut open: Vec<usize> = Vec::new();
        let mut at = 0;
        while let Some((indent, name, text)) = lines.get(at).and_then(|line| item(line.text)) {
            while open.len() > 1 && open.last().is_some_and(|last| *last > indent) {
                self.out.close();
                self.out.close();
                open.pop();
            }
            if open.last().is_some_and(|last| *last >= indent || open.len() == MAX_LISTS) {
                self.out.close();
            } else {
                self.out.open(name, lines[at].at);
                open.push(indent);
            }
            self.out.open("li", lines[at].at);
            self.paragraph(&[Line::new(lines[at].at, text)]);
            at += 1;
        }
        for _ in open {
            self.out.close();
            self.out.close();
        }
        at
    }

    fn drawn_table(&mut self, lines: &[Line<'_>]) -> usize {
        let mut table = Table { line: lines[0].at, ..Table::default() };
        // Per column: the cell that was last there, by row and place.
        let mut above: Vec<Option<(usize, usize)>> = Vec::new();
        let mut at = 0;
        while lines.get(at).is_some_and(|line| is_row(line.text)) {
            let mut row = Row { line: lines[at].at, ..Row::default() };
            let mut column = 0;
            for (header, text) in parts(lines[at].text) {
                match row.cells.last_mut() {
                    // Nothing between two bars makes the cell before wider.
                    Some(last) if text.is_empty() && last.columns < MAX_COLUMNS => last.columns += 1,
                    _ if text.trim() == ":::" && above.get(column).is_some_and(Option::is_some) => {
                        if let Some((row, place)) = above[column] {
                            let cell = &mut table.rows[row].cells[place];
                            cell.rows = table_rows(cell.rows);
                        }
                        column += 1;
                        continue;
                    }
                    _ => {
                        let cell = Cell { header, ..Cell::new(vec![Line::new(lines[at].at, text)]) };
                        row.cells.push(cell);
                    }
                }
                if above.len() <= column {
                    above.resize(column + 1, None);
                }
                above[column] = Some((table.rows.len(), row.cells.len() - 1));
                column += 1;
            }
            at += 1;
            // A cell with code goes on to the end of the code.
            if let Some(cell) = row.cells.last_mut()
                && let Some((_, after, end)) = cell.lines.last().and_then(|line| code_end(line.text))
                && !cell.lines.last().is_some_and(|line| line.text[after..].contains(end))
            {
                while let Some(line) = lines.get(at) {
                    cell.lines.push(Line::new(line.at, line.text.trim_end_matches(['|', '^'])));
                    at += 1;
                    if line.text.contains(end) {
                        break;
                    }
                }
            }
            row.header = row.cells.iter().all(|cell| cell.header) && table.rows.iter().all(|row| row.header);
            table.rows.push(row);
        }
        self.table(&table, 0);
        at
    }
}

/// A row more, up to what HTML counts.
fn table_rows(rows: usize) -> usize {
    (rows + 1).min(usize::from(u16::MAX))
}

/// Whether a line says something to the wiki alone.
fn is_silent(text: &str) -> bool {
    let text = text.trim();
    let rule = text.len() > 3 && text.bytes().all(|b| b == b'-');
    let order =
        text.starts_with("~~") && text.ends_with("~~") || text.starts_with("{{") && text.ends_with("}}");
    rule || order
}

/// The level and the words of `==== words ====`, or of the `## words` that a plugin reads.
fn heading(text: &str) -> Option<(usize, &str)> {
    let text = text.trim();
    let mark = text.chars().next().filter(|c| matches!(c, '=' | '#'))?;
    let level = text.bytes().take_while(|b| char::from(*b) == mark).count();
    let words = text[level..].trim_end_matches(mark).trim();
    if words.is_empty() || level > 6 {
        return None;
    }
    match mark {
        '=' => (level > 1 && text.ends_with("==")).then_some((7 - level, words)),
        _ => text[level..].starts_with(' ').then_some((level, words)),
    }
}

fn is_row(text: &str) -> bool {
    text.len() > 1 && text.starts_with(['|', '^'])
}

/// The indentation, the list and the text of an item.
fn item(text: &str) -> Option<(usize, &'static str, &str)> {
    let inner = text.trim_start_matches(' ');
    let indent = text.len() - inner.len();
    let (name, rest) = inner
        .strip_prefix('*')
        .map(|rest| ("ul", rest))
        .or_else(|| inner.strip_prefix('-').map(|rest| ("ol", rest)))?;
    // One space before the mark is no list, and more marks are no item.
    (indent > 1 && !rest.starts_with(['*', '-'])).then_some((indent, name, rest))
}

/// Where code begins in a text, where its content does, and what ends it.
fn code_end(text: &str) -> Option<(usize, usize, &'static str)> {
    if text.trim_start().starts_with("```") {
        return Some((0, text.len(), "```"));
    }
    [("<code", "</code>"), ("<file", "</file>"), ("<html", "</html>"), ("<php", "</php>")].iter().find_map(
        |(open, close)| {
            let start = text.find(open)?;
            let end = start + text[start..].find('>')?;
            let inner = &text[start + open.len()..end];
            (inner.is_empty() || inner.starts_with(' ')).then_some((start, end + 1, *close))
        },
    )
}

/// What encloses bars that part no cells.
const ENCLOSING: [(&str, &str); 7] = [
    ("[[", "]]"),
    ("{{", "}}"),
    ("%%", "%%"),
    ("<nowiki>", "</nowiki>"),
    ("''", "''"),
    ("<code", "</code>"),
    ("<file", "</file>"),
];

/// The cells of a row, and whether each is a header cell; what is behind the last bar is no cell.
fn parts(row: &str) -> Vec<(bool, &str)> {
    let mut out = Vec::new();
    let mut missing = [false; ENCLOSING.len()];
    let (mut at, mut from, mut header) = (0, None, false);
    while let Some(c) = row[at..].chars().next() {
        let rest = &row[at..];
        if matches!(c, '|' | '^') {
            if let Some(from) = from {
                out.push((header, &row[from..at]));
            }
            (from, header) = (Some(at + 1), c == '^');
        } else if let Some(kind) =
            ENCLOSING.iter().position(|(open, _)| rest.starts_with(open)).filter(|kind| !missing[*kind])
        {
            let (open, close) = ENCLOSING[kind];
            match rest[open.len()..].find(close) {
                Some(len) => {
                    at += open.len() + len + close.len();
                    continue;
                }
                // Code goes on in the next lines.
                None if close.len() > 6 && open.len() == 5 => break,
                None => missing[kind] = true,
            }
        }
        at += c.len_utf8();
    }
    match from {
        // Where a row is not closed its last text is a cell.
        Some(from) if !row[from..].trim().is_empty() => out.push((header, &row[from..])),
        _ => {}
    }
    out
}

/// A text as HTML: links as their text, marks as what they do.
fn inline(text: &str) -> String {
    let mut scan =
        Scan { text, at: 0, out: String::with_capacity(text.len()), missing: Vec::new(), bold: false };
    while let Some(c) = scan.text[scan.at..].chars().next() {
        if !scan.mark() {
            escape_into(&mut scan.out, c.encode_utf8(&mut [0; 4]));
            scan.at += c.len_utf8();
        }
    }
    if scan.bold {
        scan.out.push_str("</strong>");
    }
    scan.out
}

/// A text that is being read.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    out: String,
    /// The marks that end nothing in the rest of the text, so that they are not looked for again.
    missing: Vec<&'static str>,
    bold: bool,
}

impl<'t> Scan<'t> {
    /// Reads what begins here, if it is a mark.
    fn mark(&mut self) -> bool {
        let rest = &self.text[self.at..];
        match rest.as_bytes().first() {
            Some(b'[') if rest.starts_with("[[") => self.within("[[", "]]", |out, text| {
                let (target, words) = text.split_once('|').unwrap_or((text, ""));
                escape_into(out, if words.trim().is_empty() { target_name(target) } else { words.trim() });
            }),
            Some(b'{') if rest.starts_with("{{") => self.within("{{", "}}", |_, _| {}),
            Some(b'(') if rest.starts_with("((") => self.within("((", "))", |_, _| {}),
            Some(b'%') if rest.starts_with("%%") => self.within("%%", "%%", escape_into),
            Some(b'<') if rest.starts_with("<nowiki>") => self.within("<nowiki>", "</nowiki>", escape_into),
            Some(b'\'') if rest.starts_with("''") => self.within("''", "''", |out, text| {
                out.push_str("<code>");
                escape_into(out, text.trim_matches('%'));
                out.push_str("</code>");
            }),
            Some(b'*') if rest.starts_with("**") => self.bold(),
            Some(b'_') if rest.starts_with("__") => self.pair("__"),
            Some(b'/') if rest.starts_with("//") && !self.text[..self.at].ends_with(':') => self.pair("//"),
            Some(b'\\') if rest.starts_with("\\\\") => self.line_break(),
            Some(b'<') => self.tag(),
            _ => false,
        }
    }

    fn end(&mut self, mark: &'static str, from: usize) -> Option<usize> {
        if self.missing.contains(&mark) {
            return None;
        }
        let found = self.text[from..].find(mark).map(|at| from + at);
        if found.is_none() {
            self.missing.push(mark);
        }
        found
    }

    /// A text between two marks that has no marks itself.
    fn within(&mut self, open: &str, close: &'static str, write: impl Fn(&mut String, &str)) -> bool {
        let from = self.at + open.len();
        let Some(to) = self.end(close, from) else { return false };
        write(&mut self.out, &self.text[from..to]);
        self.at = to + close.len();
        true
    }

    fn bold(&mut self) -> bool {
        if !self.bold && self.end("**", self.at + 2).is_none() {
            return false;
        }
        self.out.push_str(if self.bold { "</strong>" } else { "<strong>" });
        self.bold = !self.bold;
        self.at += 2;
        true
    }

    /// A mark that only changes how a text looks: both of a pair are passed over.
    fn pair(&mut self, mark: &'static str) -> bool {
        let from = self.at + 2;
        let Some(to) = self.end(mark, from).filter(|to| *to > from) else { return false };
        let inner = &self.text[from..to];
        if mark == "//" && inner.ends_with(':') {
            return false;
        }
        let inner = Scan { text: inner, at: 0, out: String::new(), missing: Vec::new(), bold: true }.plain();
        self.out.push_str(&inner);
        self.at = to + 2;
        true
    }

    /// What is between a pair of marks, without bold text, which may end behind them.
    fn plain(mut self) -> String {
        while let Some(c) = self.text[self.at..].chars().next() {
            let rest = &self.text[self.at..];
            if rest.starts_with("**") {
                self.at += 2;
            } else if rest.starts_with("//") || rest.starts_with("__") || !self.mark() {
                escape_into(&mut self.out, c.encode_utf8(&mut [0; 4]));
                self.at += c.len_utf8();
            }
        }
        self.out
    }

    /// Two backslashes before a space or the end of a line.
    fn line_break(&mut self) -> bool {
        let after = &self.text[self.at + 2..];
        if !after.is_empty() && !after.starts_with(char::is_whitespace) {
            return false;
        }
        self.out.push_str("<br>");
        self.at += 2;
        true
    }

    /// A tag that only shapes a text; another one is text.
    fn tag(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(len) = rest.bytes().take(64).position(|b| b == b'>') else { return false };
        let name = rest[1..len].trim_start_matches('/').split([' ', ':', '#']).next().unwrap_or_default();
        let known = [
            "sub", "sup", "del", "wrap", "note", "color", "fc", "fs", "hidden", "sortable", "nowiki", "u",
            "span", "div",
        ];
        if !known.contains(&name.to_ascii_lowercase().as_str()) {
            return false;
        }
        self.at += len + 1;
        true
    }
}

/// What a link without text shows: an address whole, a page by its name.
fn target_name(target: &str) -> &str {
    if target.contains("://") || target.contains('@') {
        return target;
    }
    let page = target.rsplit(['>', ':']).find(|part| !part.is_empty()).unwrap_or(target);
    page.split('#').find(|part| !part.is_empty()).unwrap_or(page)
}
