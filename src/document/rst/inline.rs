//! What does a reader see of a text with reStructuredText's inline marks?
//!
//! Links are their text, roles their content, escapes what they protect. Nothing here knows of blocks.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::document::markup::{Line, escape_into, escaped, indented, joined};

/// How many bytes substitutions may add to a page, so that a small page stays one.
const MAX_SUBSTITUTED: usize = 1 << 20;
/// The longest name of a role, a footnote or a link that is looked for.
const MAX_NAME: usize = 64;

/// What a page gives names to.
#[derive(Default)]
pub(super) struct Names {
    substitutions: BTreeMap<String, String>,
    targets: BTreeSet<String>,
    substituted: Cell<usize>,
}

impl Names {
    /// The names that the lines of a page give.
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        let mut names = Names::default();
        for (at, line) in lines.iter().enumerate() {
            let Some(rest) = line.text.trim_start().strip_prefix(".. ") else { continue };
            if let Some((name, rest)) = rest.strip_prefix('|').and_then(|rest| rest.split_once('|')) {
                let more = indented(&lines[at + 1..lines.len().min(at + 5)]);
                let more = joined(&lines[at + 1..at + 1 + more]);
                if let Some(text) = replacement(rest.trim(), &more) {
                    names.substitutions.insert(name.trim().to_lowercase(), text);
                }
            } else if let Some((name, _)) = rest.strip_prefix('_').and_then(|rest| rest.rsplit_once(':')) {
                let name = name.split(": ").next().unwrap_or_default();
                names.targets.insert(name.trim_matches('`').to_lowercase());
            }
        }
        names
    }

    /// What stands for `|name|`; the name where the page does not say it.
    fn substitution(&self, name: &str) -> String {
        match self.substitutions.get(&name.trim().to_lowercase()) {
            Some(text) if self.substituted.get() + text.len() <= MAX_SUBSTITUTED => {
                self.substituted.set(self.substituted.get() + text.len());
                html(text, &Names::default())
            }
            _ => escaped(name),
        }
    }
}

/// The text that a substitution's definition gives.
fn replacement(definition: &str, more: &str) -> Option<String> {
    let (kind, text) = definition.split_once("::")?;
    match kind {
        "replace" => Some(format!("{}\n{more}", text.trim()).trim().to_owned()),
        "unicode" => Some(text.split(".. ").next()?.split_whitespace().map(character).collect()),
        "image" => Some(String::new()),
        _ => None,
    }
}

/// A character by its number, as `unicode::` has it.
fn character(code: &str) -> String {
    let number =
        ["0x", "x", "\\x", "U+", "u", "\\u", "&#x"].iter().find_map(|start| code.strip_prefix(start));
    let number = number.and_then(|hex| u32::from_str_radix(hex.trim_end_matches(';'), 16).ok());
    number.and_then(char::from_u32).map_or_else(|| code.to_owned(), String::from)
}

/// A text as HTML.
pub(super) fn html(text: &str, names: &Names) -> String {
    let mut scan = Scan { text, names, at: 0, out: String::with_capacity(text.len()), missing: [false; 5] };
    while let Some(c) = scan.rest().chars().next() {
        if !scan.mark(c) {
            escape_into(&mut scan.out, c.encode_utf8(&mut [0; 4]));
            scan.at += c.len_utf8();
        }
    }
    scan.out
}

/// The marks that something must end, by their place in [`Scan::missing`].
const ENDS: [&str; 5] = ["``", "`", "**", "*", "|"];

/// A text that is being read.
struct Scan<'t> {
    text: &'t str,
    names: &'t Names,
    at: usize,
    out: String,
    /// Per mark of [`ENDS`]: whether none ends anything in the rest of the text, so that it is not looked for again.
    missing: [bool; 5],
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Reads what `c` begins, if it begins something.
    fn mark(&mut self, c: char) -> bool {
        match c {
            '\\' => self.escape(),
            '`' if self.rest().starts_with("``") => self.literal(),
            '`' => self.interpreted(self.at, ""),
            '*' if self.rest().starts_with("**") => self.enclosed(2, "strong"),
            '*' => self.enclosed(3, "em"),
            '|' => self.substitution(),
            ':' => self.role(),
            '[' => self.footnote(),
            '_' => self.link_end(),
            _ => false,
        }
    }

    fn escape(&mut self) -> bool {
        let next = self.rest().chars().nth(1);
        if let Some(next) = next.filter(|c| !c.is_whitespace()) {
            escape_into(&mut self.out, next.encode_utf8(&mut [0; 4]));
        }
        self.at += 1 + next.map_or(0, char::len_utf8);
        true
    }

    /// Whether a mark of `len` bytes may begin something here. Between Chinese words no space is asked for.
    fn begins(&self, len: usize) -> bool {
        let before = self.text[..self.at].chars().next_back();
        let after = self.text[self.at + len..].chars().next();
        let free = |c: char| !c.is_ascii() || !(c.is_alphanumeric() || c == '_');
        before.is_none_or(free) && after.is_some_and(|c| !c.is_whitespace())
    }

    /// Where, from `from` on, the mark `ENDS[end]` ends something.
    fn end(&mut self, end: usize, from: usize) -> Option<usize> {
        if self.missing[end] {
            return None;
        }
        let mark = ENDS[end];
        let text = self.text;
        let ends = |at: usize| {
            let before = text[..at].chars().next_back();
            let after = text[at + mark.len()..].chars().next();
            let closed = before.is_some_and(|c| !c.is_whitespace() && (c != '\\' || end == 0));
            let free = after.is_none_or(|c| !c.is_ascii() || !c.is_alphanumeric());
            at > from && closed && (free || end < 2) && (end > 0 || after != Some('`'))
        };
        let found = text.get(from..)?.match_indices(mark).map(|(at, _)| from + at).find(|&at| ends(at));
        self.missing[end] = found.is_none();
        found
    }

    fn element(&mut self, name: &str, text: &str, to: usize) -> bool {
        self.out.push_str(&format!("<{name}>"));
        escape_into(&mut self.out, text);
        self.out.push_str(&format!("</{name}>"));
        self.at = to;
        true
    }

    fn literal(&mut self) -> bool {
        let from = self.at + 2;
        let Some(to) = self.end(0, from) else { return false };
        self.element("code", &self.text[from..to], to + 2)
    }

    fn enclosed(&mut self, end: usize, name: &str) -> bool {
        let from = self.at + ENDS[end].len();
        if !self.begins(ENDS[end].len()) {
            // A star within a word is no mark, and neither is the second of two.
            self.out.push_str(ENDS[end]);
            self.at = from;
            return true;
        }
        let Some(to) = self.end(end, from) else { return false };
        let text = unescaped(&self.text[from..to]);
        // Authors put code into bold text; marks do not nest, yet what a reader means is its content.
        self.element(name, &text.replace("``", ""), to + ENDS[end].len())
    }

    fn substitution(&mut self) -> bool {
        if !self.begins(1) {
            return false;
        }
        let from = self.at + 1;
        let Some(to) = self.end(4, from).filter(|to| !self.text[from..*to].contains('\n')) else {
            return false;
        };
        let text = self.names.substitution(&self.text[from..to]);
        self.out.push_str(&text);
        self.at = to + 1 + self.text[to + 1..].bytes().take(2).take_while(|&b| b == b'_').count();
        true
    }

    /// `:role:` before an interpreted text.
    fn role(&mut self) -> bool {
        let rest = &self.rest().as_bytes()[1..];
        let name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_' | b'.' | b'+');
        let len = rest.iter().take(MAX_NAME).take_while(name).count();
        let role = &self.rest()[1..1 + len];
        if rest.get(len) != Some(&b'`') || !role.ends_with(':') || role.len() < 2 {
            return false;
        }
        self.interpreted(self.at + 1 + len, role.trim_end_matches(':'))
    }

    /// A text between backticks, the first of which is at `open`.
    fn interpreted(&mut self, open: usize, role: &str) -> bool {
        let from = open + 1;
        let Some(to) = self.end(1, from) else { return false };
        let text = &self.text[from..to];
        let after = &self.text[to + 1..];
        let links = after.bytes().take(2).take_while(|&b| b == b'_').count();
        let name = role.rsplit(':').next().unwrap_or_default();
        self.at = to + 1 + links;
        match name {
            "" if links == 0 => return self.element("code", &unescaped(text), to + 1),
            "code" | "literal" | "samp" | "file" | "command" | "kbd" | "math" => {
                return self.element("code", &unescaped(text), to + 1);
            }
            "strong" => return self.element("strong", &unescaped(text), to + 1),
            "guilabel" | "menuselection" | "sub" | "sup" | "emphasis" | "abbr" => {
                escape_into(&mut self.out, &unescaped(text));
                return true;
            }
            _ => {}
        }
        let seen = link_text(text);
        let seen = if role.is_empty() { seen } else { seen.trim_start_matches('!') };
        let seen = seen.strip_prefix('~').map_or(seen, |path| path.rsplit('.').next().unwrap_or(path));
        escape_into(&mut self.out, &unescaped(seen));
        true
    }

    /// `[1]_` says nothing by itself.
    fn footnote(&mut self) -> bool {
        let rest = self.rest().as_bytes();
        let Some(close) = rest.iter().take(MAX_NAME).position(|&b| b == b']') else { return false };
        let label = &rest[1..close];
        let number = label.starts_with(b"#") || label == b"*" || label.iter().all(u8::is_ascii_digit);
        if !number || label.is_empty() || rest.get(close + 1) != Some(&b'_') {
            return false;
        }
        self.at += close + 2;
        true
    }

    /// The `_` that makes a link of a word, or of a text in backticks.
    fn link_end(&mut self) -> bool {
        if self.rest().starts_with("_`") && self.begins(1) {
            self.at += 1;
            return true;
        }
        let marks = self.rest().bytes().take_while(|&b| b == b'_').take(2).count();
        if self.rest()[marks..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
            return false;
        }
        let before = &self.text[..self.at];
        let word = before
            .char_indices()
            .rev()
            .take(MAX_NAME)
            .take_while(|(_, c)| c.is_alphanumeric() || "-_.".contains(*c));
        let start = word.last().map_or(self.at, |(at, _)| at);
        if self.names.targets.contains(&before[start..].to_lowercase()) {
            self.at += marks;
            return true;
        }
        false
    }
}

/// The text of a link `text <target>`; the target where it has no other.
fn link_text(text: &str) -> &str {
    let Some(open) = text.strip_suffix('>').and_then(|text| text.rfind('<')) else { return text };
    let before = &text[..open];
    if before.trim().is_empty() {
        return &text[open + 1..text.len() - 1];
    }
    if before.ends_with(char::is_whitespace) { before.trim_end() } else { text }
}

/// `text` without the backslashes that protect something.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().filter(|c| !c.is_whitespace())),
            c => out.push(c),
        }
    }
    out
}
