//! Where has a page in Markdown tables of Yandex's dialect, and what HTML are they?
//!
//! A table `#| || a | b || |#` becomes raw HTML on as many lines as it had, so that all lines keep their numbers. What
//! is not within such a table stays as it is.

use std::borrow::Cow;

use super::markup::{escape_into, escaped};

/// So many columns are read.
const MAX_COLUMNS: usize = 64;
/// The longest text that the cell below repeats.
const MAX_REPEATED: usize = 4096;

/// `markdown` with its tables as HTML.
pub(super) fn html_tables(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains("#|") {
        return Cow::Borrowed(markdown);
    }
    let lines: Vec<&str> = markdown.split('\n').collect();
    let mut out: Vec<Cow<'_, str>> = Vec::with_capacity(lines.len());
    let mut fence = None;
    let mut unclosed = false;
    while let Some(line) = lines.get(out.len()) {
        let at = out.len();
        let begins = fence.is_none() && !unclosed && line.trim_start().starts_with("#|");
        fence = fenced(line, fence);
        if begins {
            match end(&lines[at..]) {
                Some(len) => {
                    let followed = lines.get(at + len).is_some_and(|line| !line.trim().is_empty());
                    out.extend(table(&lines[at..at + len], followed).into_iter().map(Cow::Owned));
                    continue;
                }
                None => unclosed = true,
            }
        }
        out.push(Cow::Borrowed(line));
    }
    Cow::Owned(out.join("\n"))
}

/// The fence of code that is open after a line.
fn fenced(line: &str, open: Option<char>) -> Option<char> {
    let text = line.trim_start();
    let mark = ['`', '~'].into_iter().find(|mark| text.starts_with(&String::from(*mark).repeat(3)));
    match (open, mark) {
        (Some(open), Some(mark)) if open == mark => None,
        (Some(open), _) => Some(open),
        // A fence on one line with its end is none.
        (None, Some(mark))
            if text.trim_end().len() > 3 && text.trim_end().ends_with(&String::from(mark).repeat(3)) =>
        {
            None
        }
        (None, mark) => mark,
    }
}

/// How many of `lines` are the table that begins them, those within it included.
fn end(lines: &[&str]) -> Option<usize> {
    let (mut depth, mut fence) = (0usize, None);
    for (at, line) in lines.iter().enumerate() {
        let code = fence.is_some();
        fence = fenced(line, fence);
        if code || fence.is_some() {
            continue;
        }
        let text = line.trim();
        depth += usize::from(text.starts_with("#|"));
        if text.ends_with("|#") {
            depth -= 1;
            if depth == 0 {
                return Some(at + 1);
            }
        }
    }
    None
}

/// A table that is being read: its lines so far, and where in it the reading is.
#[derive(Default)]
struct Table {
    out: Vec<String>,
    line: String,
    /// How many cells the row has that is open; none between rows.
    row: Option<usize>,
    /// What the open cell says, as HTML.
    cell: String,
    /// Per column: what the cell above says.
    above: Vec<String>,
    fence: Option<char>,
    /// How many tables within a cell are open.
    nested: usize,
}

/// The lines of a table as HTML, as many as they are; `followed` by other text right below, the last one is blank.
fn table(lines: &[&str], followed: bool) -> Vec<String> {
    let indent = &lines[0][..lines[0].len() - lines[0].trim_start().len()];
    let mut table = Table { line: "<table><tbody>".to_owned(), ..Table::default() };
    for (number, line) in lines.iter().enumerate() {
        let mut text = line.trim();
        if number == 0 {
            text = text.trim_start_matches("#|");
        }
        if number + 1 == lines.len() {
            text = text.strip_suffix("|#").unwrap_or(text);
        }
        table.read(text);
        table.out.push(std::mem::take(&mut table.line));
    }
    table.end_row();
    let closing = format!("{}</tbody></table>", table.line);
    let last = table.out.len() - 1;
    if last > 0 && (followed || lines[last].trim() == "|#") {
        // Raw HTML goes on to the next blank line, which the last line of the table becomes.
        let end = std::mem::take(&mut table.out[last]);
        table.out[last - 1].push_str(&(end + &closing));
    } else {
        table.out[last].push_str(&closing);
    }
    for line in &mut table.out[..last.max(1)] {
        // A blank line would end the raw HTML.
        let text = if line.is_empty() { "<!---->" } else { line.as_str() };
        *line = format!("{indent}{text}");
    }
    table.out
}

impl Table {
    /// Reads a line.
    fn read(&mut self, text: &str) {
        let code = self.fence.is_some();
        self.fence = fenced(text, self.fence);
        if code || self.fence.is_some() {
            if code && self.fence.is_some() {
                self.write(&escaped(text));
            }
            return;
        }
        if text.starts_with("#|") || self.nested > 0 {
            // A table within a cell is text, whose bars part nothing here.
            self.nested += usize::from(text.starts_with("#|"));
            self.nested -= usize::from(text.ends_with("|#"));
            self.content(text.trim_matches(['|', '#', ' ']));
            return;
        }
        let mut rest = text;
        if let Some(after) = rest.strip_prefix("||") {
            // A row that was not closed ends where the next one begins, unless these bars are alone.
            if self.row.is_some() && !after.trim().is_empty() {
                self.end_row();
            }
        }
        while !rest.is_empty() {
            let bar = bar(rest);
            self.content(rest[..bar].trim());
            rest = &rest[bar..];
            if let Some(after) = rest.strip_prefix("||") {
                if self.row.is_some() {
                    self.end_row()
                } else {
                    self.begin_row()
                }
                rest = after;
            } else if let Some(after) = rest.strip_prefix('|') {
                if self.row.is_some() {
                    self.next_cell()
                } else {
                    self.begin_row()
                }
                rest = after;
            }
        }
    }

    fn begin_row(&mut self) {
        self.line.push_str("<tr><td>");
        self.row = Some(1);
    }

    fn next_cell(&mut self) {
        if self.row.is_some_and(|cells| cells < MAX_COLUMNS) {
            self.end_cell();
            self.row = self.row.map(|cells| cells + 1);
            self.line.push_str("</td><td>");
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if self.row.take().is_some() {
            self.line.push_str("</td></tr>");
        }
    }

    /// Remembers what the cell says, for the one below.
    fn end_cell(&mut self) {
        let Some(column) = self.row.map(|cells| cells - 1) else { return };
        let cell = std::mem::take(&mut self.cell);
        if self.above.len() <= column {
            self.above.resize(column + 1, String::new());
        }
        // So long a text is none that rows share.
        self.above[column] = if cell.len() <= MAX_REPEATED { cell } else { String::new() };
    }

    /// Writes a line of a cell, parted from the lines above it.
    fn write(&mut self, html: &str) {
        if self.row.is_none() {
            self.begin_row();
        }
        let parted = if self.cell.is_empty() { "" } else { "<br>" };
        for out in [&mut self.line, &mut self.cell] {
            out.push_str(parted);
            out.push_str(html);
        }
    }

    fn content(&mut self, text: &str) {
        // What stands in braces says how a cell looks, or which file has its text.
        let look = text.strip_suffix('}').and_then(|text| text.rfind("{."));
        let text = look.map_or(text, |at| text[..at].trim_end());
        if text.is_empty() || text.starts_with("{%") {
            return;
        }
        if self.cell.is_empty() && matches!(text, "^" | ">") {
            // A cell that is one with the cell above it, or with the one to its left.
            let column = self.row.map_or(0, |cells| cells - 1);
            let above = self.above.get(column).filter(|_| text == "^").cloned().unwrap_or_default();
            self.write(&above);
            return;
        }
        let item =
            text.strip_prefix("* ").or_else(|| text.strip_prefix("- ")).or_else(|| text.strip_prefix("+ "));
        let mut html = String::new();
        inline(item.unwrap_or(text).trim_start(), &mut html);
        self.write(&html);
    }
}

/// Where the next bar is that parts cells or rows: none within code, and none that a backslash protects.
fn bar(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut code = true;
    while at < bytes.len() {
        match bytes[at] {
            b'|' => return at,
            b'\\' => at += 1,
            b'`' if code => match text[at + 1..].find('`') {
                Some(len) => at += len + 1,
                None => code = false,
            },
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Writes a text with Markdown's inline marks as HTML.
fn inline(text: &str, out: &mut String) {
    let mut at = 0;
    let mut bold = false;
    // The marks that end nothing in the rest of the text, so that they are not looked for again.
    let mut missing: Vec<&str> = Vec::new();
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut find = |mark: &'static str, from: usize| {
            let found =
                if missing.contains(&mark) { None } else { rest.get(from..)?.find(mark).map(|at| at + from) };
            if found.is_none() {
                missing.push(mark);
            }
            found
        };
        let len = match c {
            '\\' => rest[1..].chars().next().filter(char::is_ascii_punctuation).map(|c| {
                escape_into(out, c.encode_utf8(&mut [0; 4]));
                2
            }),
            '`' => {
                let mark = if rest.starts_with("``") { "``" } else { "`" };
                find(mark, mark.len()).map(|end| {
                    out.push_str(&format!("<code>{}</code>", escaped(rest[mark.len()..end].trim())));
                    end + mark.len()
                })
            }
            '*' if rest.starts_with("**") && (bold || find("**", 2).is_some()) => {
                out.push_str(if bold { "</strong>" } else { "<strong>" });
                bold = !bold;
                Some(2)
            }
            '!' if rest.starts_with("![") => {
                label(&rest[1..]).and_then(|end| find(")", end)).map(|end| end + 1)
            }
            '[' => label(rest).and_then(|end| Some((end, find(")", end)?))).map(|(end, len)| {
                escape_into(out, &rest[1..end].replace(['`', '*', '\\'], ""));
                len + 1
            }),
            '{' if rest.starts_with("{#") => find("}", 2).map(|end| end + 1),
            '<' => tag(rest).inspect(|&len| out.push_str(if len > 0 { &rest[..len] } else { "" })),
            '&' => entity(rest).inspect(|&len| out.push_str(&rest[..len])),
            _ => None,
        };
        at += len.unwrap_or_else(|| {
            escape_into(out, c.encode_utf8(&mut [0; 4]));
            c.len_utf8()
        });
    }
    if bold {
        out.push_str("</strong>");
    }
}

/// Where the label ends that begins a text and is that of a link `[text](target)`.
fn label(rest: &str) -> Option<usize> {
    let end = 1 + rest.get(1..)?.find(['[', ']'])?;
    rest[end..].starts_with("](").then_some(end)
}

/// How long the tag is that begins a text, of those that shape one; other angle brackets are text.
fn tag(rest: &str) -> Option<usize> {
    let len = rest.bytes().take(16).position(|b| b == b'>')?;
    let name = rest[1..len].trim_matches(['/', ' ']).to_ascii_lowercase();
    (name == "br").then_some(len + 1)
}

/// How long the entity is that begins a text.
fn entity(rest: &str) -> Option<usize> {
    let len = rest.bytes().take(12).position(|b| b == b';')?;
    let name = rest[1..len].strip_prefix('#').unwrap_or(&rest[1..len]);
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(len + 1)
}
