//! What does a page in AsciiDoc say, as HTML?
//!
//! Headings, paragraphs, lists, blocks and tables are read, as Asciidoctor does where pages are well-formed. No other
//! file is read, conditions are not decided, and nothing on a page makes reading it fail.

mod inline;
mod lists;
mod tables;

use super::markup::{Blocks, Cell, Line, MAX_DEPTH, Writer, joined, lines, width};

/// Reads a page.
pub(super) fn html(text: &str) -> String {
    let mut lines = lines(text);
    lines.retain(|line| !is_preprocessed(line.text));
    let mut reader = Reader::default();
    reader.blocks(&lines, 0);
    reader.out.finish()
}

/// Whether a line is gone before anything is read: what other files have, and conditions, whose content stays.
fn is_preprocessed(text: &str) -> bool {
    ["include::", "ifdef::", "ifndef::", "ifeval::", "endif::"].iter().any(|name| text.starts_with(name))
}

/// A page that is being read.
#[derive(Default)]
struct Reader {
    out: Writer,
    attributes: inline::Attributes,
    /// What lines `[…]` say of the next block, a line each.
    style: String,
    /// What `.Title` calls the next block.
    title: Option<(u32, String)>,
    /// Within how many items of lists the reading is.
    items: usize,
}

impl Blocks for Reader {
    fn out(&mut self) -> &mut Writer {
        &mut self.out
    }

    fn cell(&mut self, cell: &Cell<'_>, depth: usize) {
        self.cell_content(cell, depth);
    }
}

/// What stands between two equal lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimited {
    Code,
    Blocks,
    Nothing,
    /// A table with this mark.
    Table(char),
}

impl Reader {
    fn inline(&self, text: &str) -> String {
        inline::html(text, &self.attributes)
    }

    fn blocks(&mut self, lines: &[Line<'_>], depth: usize) {
        let mut at = 0;
        while at < lines.len() {
            at += self.block(&lines[at..], depth).max(1);
        }
    }

    /// Writes the block that begins `lines` and returns its number of lines.
    fn block(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let text = lines[0].text;
        if text.is_empty() || is_comment(text) || is_break(text) || is_media(text) {
            return 1;
        }
        if depth > MAX_DEPTH {
            let len = filled(lines);
            self.out.literal(&lines[..len]);
            return len;
        }
        if let Some(len) = self.attribute(lines) {
            return len;
        }
        if self.announced(lines[0]) {
            return 1;
        }
        if let Some(len) = self.heading(lines) {
            return len;
        }
        if let Some(kind) = delimited(text) {
            return self.delimited(lines, kind, depth);
        }
        if is_code_style(&self.style) {
            self.settle();
            let len = filled(lines);
            self.out.literal(&lines[..len]);
            return len;
        }
        if lists::marker(text).is_some() {
            self.settle();
            return self.list(lines, depth);
        }
        self.settle();
        if lines[0].indent() > 0 {
            let len = filled(lines);
            self.out.literal(&lines[..len]);
            return len;
        }
        let mut len = paragraph(lines);
        if self.items > 0 {
            // What is attached to an item ends where the next one begins.
            let next = |line: &Line<'_>| line.text == "+" || lists::marker(line.text).is_some();
            len = lines[1..len].iter().position(next).map_or(len, |at| at + 1);
        }
        self.paragraph(&lines[..len]);
        len
    }

    /// Takes `[…]` and `.Title`, which say something of the next block.
    fn announced(&mut self, line: Line<'_>) -> bool {
        if is_style(line.text) {
            let style = &line.text[1..line.text.len() - 1];
            if !style.starts_with('[') {
                self.style.push_str(style);
                self.style.push('\n');
            }
            return true;
        }
        let title =
            line.text.strip_prefix('.').filter(|title| !title.starts_with(['.', ' ']) && !title.is_empty());
        if let Some(title) = title {
            self.title = Some((line.at, self.inline(title)));
        }
        title.is_some()
    }

    /// Forgets what was said of the block that begins here, and writes its title.
    fn settle(&mut self) {
        self.style.clear();
        if let Some((line, title)) = self.title.take() {
            self.out.element("p", line, &title);
        }
    }

    /// `:name: value`, which names a text for later.
    fn attribute(&mut self, lines: &[Line<'_>]) -> Option<usize> {
        let (name, value) = lines[0].text.strip_prefix(':')?.split_once(':')?;
        let named = name.trim_matches('!');
        let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if named.is_empty() || !named.chars().all(word) || !(value.is_empty() || value.starts_with(' ')) {
            return None;
        }
        let goes_on = |line: &&Line<'_>| line.text.ends_with(" \\");
        let len = (1 + lines.iter().take_while(goes_on).count()).min(lines.len());
        let more = lines[1..len].iter().map(|line| line.text);
        let parts: Vec<&str> =
            std::iter::once(value).chain(more).map(|part| part.trim_end_matches('\\').trim()).collect();
        self.attributes.set(named, parts.join(" ").trim());
        Some(len)
    }

    /// `== Text`, or a text with a line of marks below it.
    fn heading(&mut self, lines: &[Line<'_>]) -> Option<usize> {
        let text = lines[0].text;
        let mark = text.chars().next()?;
        let level = text.chars().take_while(|c| *c == mark).count();
        if matches!(mark, '=' | '#') && level <= 6 && text[level..].starts_with(' ') {
            self.settle();
            let closing = format!(" {}", &text[..level]);
            let words = text[level..].trim();
            let html = self.inline(words.strip_suffix(closing.as_str()).unwrap_or(words));
            self.out.heading(level, lines[0].at, &html);
            return Some(1);
        }
        let under = lines.get(1)?.text;
        let level = "=-~^+".find(under.chars().next()?)?;
        let wide: usize = text.chars().map(width).sum();
        let alike = under.len() > 2 && under.bytes().all(|b| b == under.as_bytes()[0]);
        let titled =
            text.contains(char::is_alphanumeric) && lines[0].indent() == 0 && lists::marker(text).is_none();
        if !alike || !titled || wide.abs_diff(under.len()) > 1 {
            return None;
        }
        self.settle();
        let html = self.inline(text);
        self.out.heading(level + 1, lines[0].at, &html);
        Some(2)
    }

    /// A block between two equal lines, or up to the end.
    fn delimited(&mut self, lines: &[Line<'_>], kind: Delimited, depth: usize) -> usize {
        let fence = if lines[0].text.starts_with("```") { "```" } else { lines[0].text.trim() };
        let end =
            lines[1..].iter().position(|line| line.text.trim() == fence).map_or(lines.len(), |at| at + 1);
        let content = &lines[1..end];
        let style = std::mem::take(&mut self.style);
        match kind {
            Delimited::Table(mark) => {
                let caption = self.title.take().map(|(_, title)| title);
                self.drawn_table(content, lines[0].at, mark, &style, caption, depth);
            }
            Delimited::Nothing => self.title = None,
            Delimited::Code => {
                self.settle();
                self.out.literal(content);
            }
            Delimited::Blocks if is_code_style(&style) => {
                self.settle();
                self.out.literal(content);
            }
            Delimited::Blocks => {
                self.settle();
                self.blocks(content, depth + 1);
                self.style.clear();
            }
        }
        (end + 1).min(lines.len())
    }

    /// Writes lines as a paragraph, without the label of a note.
    fn paragraph(&mut self, lines: &[Line<'_>]) {
        let Some(first) = lines.iter().find(|line| !line.is_blank()) else { return };
        let text = joined(lines);
        let text = ["NOTE: ", "TIP: ", "IMPORTANT: ", "WARNING: ", "CAUTION: "]
            .iter()
            .find_map(|label| text.strip_prefix(label))
            .unwrap_or(&text);
        let html = self.inline(text.trim());
        if !html.is_empty() {
            self.out.element("p", first.at, &html);
        }
    }
}

/// How many lines there are before a blank one.
fn filled(lines: &[Line<'_>]) -> usize {
    lines.iter().take_while(|line| !line.is_blank()).count().max(1)
}

/// How many lines the paragraph has that begins `lines`.
fn paragraph(lines: &[Line<'_>]) -> usize {
    let goes_on = |line: &&Line<'_>| {
        !line.is_blank() && delimited(line.text).is_none() && !is_style(line.text) && !is_comment(line.text)
    };
    1 + lines[1..].iter().take_while(goes_on).count()
}

fn is_comment(text: &str) -> bool {
    text.starts_with("//") && !text.starts_with("///")
}

/// Whether a line only parts what is above from what is below.
fn is_break(text: &str) -> bool {
    matches!(text, "'''" | "<<<" | "---" | "***" | "- - -" | "* * *" | "+")
}

fn is_media(text: &str) -> bool {
    ["image::", "video::", "audio::", "toc::["].iter().any(|name| text.starts_with(name))
        && text.ends_with(']')
}

/// Whether a line says something of the next block: `[cols="1,2"]`, `[[anchor]]`.
fn is_style(text: &str) -> bool {
    text.len() > 1 && text.starts_with('[') && text.ends_with(']') && !text[1..].starts_with(' ')
}

/// Whether a block of this style is code.
fn is_code_style(style: &str) -> bool {
    let code = |name: &str| {
        matches!(
            name,
            "source"
                | "listing"
                | "literal"
                | "verse"
                | "stem"
                | "mermaid"
                | "plantuml"
                | "ditaa"
                | "graphviz"
        )
    };
    style.lines().filter_map(|line| line.split([',', '%', '#', '.']).next()).any(code)
}

/// What a line delimits.
fn delimited(text: &str) -> Option<Delimited> {
    let text = text.trim();
    if let Some(mark) = text.strip_suffix("===").and_then(|mark| mark.trim_end_matches('=').chars().next())
        && "|,:!".contains(mark)
        && text[1..].bytes().all(|b| b == b'=')
    {
        return Some(Delimited::Table(mark));
    }
    let mark = text.chars().next()?;
    if text == "--" {
        return Some(Delimited::Blocks);
    }
    if text.starts_with("```") && !text[3..].contains('`') {
        return Some(Delimited::Code);
    }
    if text.len() < 4 || !text.chars().all(|c| c == mark) {
        return None;
    }
    match mark {
        '-' | '.' => Some(Delimited::Code),
        '=' | '*' | '_' => Some(Delimited::Blocks),
        '+' | '/' => Some(Delimited::Nothing),
        _ => None,
    }
}
