//! What does a reader see of a text with AsciiDoc's inline marks?
//!
//! Links are their text, attributes their value, anchors nothing. Nothing here knows of blocks.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::document::markup::escape_into;

/// How many bytes attributes may add to a page, so that a small page stays one.
const MAX_ADDED: usize = 1 << 20;
/// The longest name, role or raised text that is looked for.
const MAX_NAME: usize = 64;
/// The longest address that is looked for, in characters.
const MAX_ADDRESS: usize = 1024;
/// How deep marks nest.
const MAX_NESTED: usize = 4;

/// The texts that a page has names for.
#[derive(Default)]
pub(super) struct Attributes {
    values: BTreeMap<String, String>,
    added: Cell<usize>,
}

impl Attributes {
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let value = self.expanded(value);
        self.values.insert(name.to_lowercase(), value);
    }

    /// `text` with the value of each `{name}` that has one.
    fn expanded(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
            let len = after.bytes().skip(1).take(MAX_NAME).take_while(word).count();
            let named = after.as_bytes().get(len + 1) == Some(&b'}');
            let value = named.then(|| self.value(&after[1..=len])).flatten();
            match (before.strip_suffix('\\'), value) {
                (Some(before), Some(_)) => {
                    out.push_str(before);
                    out.push_str(&after[..len + 2]);
                }
                (None, Some(value)) => {
                    self.added.set(self.added.get() + value.len());
                    out.push_str(before);
                    out.push_str(value);
                }
                (_, None) => {
                    out.push_str(before);
                    out.push_str(&after[..1]);
                    rest = &after[1..];
                    continue;
                }
            }
            rest = &after[len + 2..];
        }
        out.push_str(rest);
        out
    }

    fn value(&self, name: &str) -> Option<&str> {
        let own = self.values.get(&name.to_lowercase()).map(String::as_str);
        let value =
            own.or_else(|| INTRINSIC.iter().find(|(have, _)| *have == name).map(|(_, value)| *value))?;
        (self.added.get() + value.len() <= MAX_ADDED).then_some(value)
    }
}

/// What names of characters stand for; a backslash keeps a mark from being one.
#[rustfmt::skip]
const INTRINSIC: [(&str, &str); 22] = [
    ("amp", "&"), ("apos", "'"), ("asterisk", "\\*"), ("backslash", "\\"), ("backtick", "\\`"), ("blank", ""),
    ("caret", "\\^"), ("cpp", "C\\++"), ("empty", ""), ("endsb", "]"), ("gt", ">"), ("lt", "<"), ("nbsp", " "),
    ("plus", "\\+"), ("quot", "\""), ("sp", " "), ("startsb", "["), ("tilde", "\\~"), ("two-colons", "::"),
    ("two-semicolons", ";;"), ("vbar", "|"), ("zwsp", ""),
];

/// A text as HTML.
pub(super) fn html(text: &str, attributes: &Attributes) -> String {
    let mut out = String::with_capacity(text.len());
    scan(&attributes.expanded(text), &mut out, 0);
    out
}

fn scan(text: &str, out: &mut String, depth: usize) {
    let mut scan = Scan { text, at: 0, out, depth, missing: Vec::new() };
    while let Some(c) = scan.rest().chars().next() {
        if !scan.mark(c) {
            escape_into(scan.out, c.encode_utf8(&mut [0; 4]));
            scan.at += c.len_utf8();
        }
    }
}

/// A text that is being read.
struct Scan<'t, 'o> {
    text: &'t str,
    at: usize,
    out: &'o mut String,
    depth: usize,
    /// The marks that end nothing in the rest of the text, so that they are not looked for again.
    missing: Vec<&'static str>,
}

impl<'t> Scan<'t, '_> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// Reads what `c` begins, if it begins something.
    fn mark(&mut self, c: char) -> bool {
        let rest = self.rest();
        match c {
            '\\' => self.escape(),
            '`' if rest.starts_with("``") => self.unbound("``", "code"),
            '`' => self.bound("`", "code"),
            '*' if rest.starts_with("**") => self.unbound("**", "strong"),
            '*' => self.bound("*", "strong"),
            '_' if rest.starts_with("__") => self.unbound("__", "em"),
            '_' => self.bound("_", "em"),
            '#' if rest.starts_with("##") => self.unbound("##", ""),
            '#' => self.bound("#", ""),
            '+' => self.passed(),
            '^' | '~' => self.raised(c),
            '<' if rest.starts_with("<<") => self.reference(),
            '[' if rest.starts_with("[[") => self.between("[[", "]]").is_some(),
            '[' => self.role(),
            '"' if rest.starts_with("\"`") => self.quoted(),
            '&' => self.entity(),
            ' ' if rest.starts_with(" +\n") || rest == " +" => {
                self.out.push_str("<br>");
                self.at += rest.len().min(3);
                true
            }
            c if c.is_ascii_alphabetic() => self.macros(),
            _ => false,
        }
    }

    fn escape(&mut self) -> bool {
        let next = self.rest().chars().nth(1);
        let Some(next) = next.filter(|c| "*_`#+^~{[<|!\"'".contains(*c)) else { return false };
        escape_into(self.out, next.encode_utf8(&mut [0; 4]));
        self.at += 2;
        true
    }

    /// Whether a mark within a word is none here. Between Chinese words no space is asked for.
    fn begins(&self, mark: &str) -> bool {
        let free = |c: char| !c.is_ascii() || !(c.is_alphanumeric() || c == '_');
        let after = self.rest()[mark.len()..].chars().next();
        self.before().is_none_or(free) && after.is_some_and(|c| !c.is_whitespace())
    }

    /// Where, from `from` on, `mark` ends something.
    fn end(&mut self, mark: &'static str, from: usize, ends: impl Fn(&str, &str) -> bool) -> Option<usize> {
        if self.missing.contains(&mark) {
            return None;
        }
        let text = self.text;
        let mut found = text.get(from..)?.match_indices(mark).map(|(at, _)| from + at);
        let found = found.find(|&at| at > from && ends(&text[..at], &text[at + mark.len()..]));
        if found.is_none() {
            self.missing.push(mark);
        }
        found
    }

    /// Writes a text that has marks itself, in an element or in none.
    fn nested(&mut self, name: &str, text: &str) {
        let tag = |slash: &str| if name.is_empty() { String::new() } else { format!("<{slash}{name}>") };
        self.out.push_str(&tag(""));
        if self.depth < MAX_NESTED {
            scan(text, self.out, self.depth + 1);
        } else {
            escape_into(self.out, text);
        }
        self.out.push_str(&tag("/"));
    }

    /// A mark around words.
    fn bound(&mut self, mark: &'static str, name: &str) -> bool {
        if !self.begins(mark) {
            return false;
        }
        let from = self.at + mark.len();
        let ends = |before: &str, after: &str| {
            !before.ends_with(|c: char| c.is_whitespace() || c == '\\')
                && !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        };
        let Some(to) = self.end(mark, from, ends) else { return false };
        self.at = to + mark.len();
        self.nested(name, &self.text[from..to]);
        true
    }

    /// A doubled mark, which may be within a word.
    fn unbound(&mut self, mark: &'static str, name: &str) -> bool {
        let from = self.at + mark.len();
        let Some(to) = self.end(mark, from, |_, _| true) else {
            self.out.push_str(mark);
            self.at = from;
            return true;
        };
        self.at = to + mark.len();
        self.nested(name, &self.text[from..to]);
        true
    }

    /// Text between plus signs is what it is.
    fn passed(&mut self) -> bool {
        for mark in ["+++", "++", "+"] {
            if self.rest().starts_with(mark) && (mark != "+" || self.begins(mark)) {
                let from = self.at + mark.len();
                let free = |before: &str, after: &str| {
                    mark != "+"
                        || !before.ends_with(char::is_whitespace) && !after.starts_with(char::is_alphanumeric)
                };
                if let Some(to) = self.end(mark, from, free) {
                    escape_into(self.out, &self.text[from..to]);
                    self.at = to + mark.len();
                    return true;
                }
            }
        }
        false
    }

    /// Raised or lowered text, which has no spaces.
    fn raised(&mut self, mark: char) -> bool {
        let inner = &self.rest()[1..];
        let end = inner.char_indices().take(MAX_NAME).find(|(_, c)| *c == mark || c.is_whitespace());
        match end {
            Some((len, c)) if c == mark && len > 0 => {
                escape_into(self.out, &inner[..len]);
                self.at += len + 2;
                true
            }
            _ => false,
        }
    }

    /// The text between two marks, which is passed over.
    fn between(&mut self, open: &str, close: &'static str) -> Option<&'t str> {
        let from = self.at + open.len();
        let to = self.end(close, from, |_, _| true)?;
        self.at = to + close.len();
        Some(&self.text[from..to])
    }

    /// `<<id,text>>`.
    fn reference(&mut self) -> bool {
        let Some(inner) = self.between("<<", ">>") else { return false };
        let seen = match inner.split_once(',') {
            Some((_, text)) if !text.trim().is_empty() => text.trim(),
            Some((id, _)) => id,
            None => inner,
        };
        escape_into(self.out, seen.trim_start_matches('#'));
        true
    }

    /// `[.role]#text#`, of which the text is seen.
    fn role(&mut self) -> bool {
        let inner = &self.rest()[1..];
        let Some(len) = inner.bytes().take(MAX_NAME).position(|b| b == b']') else { return false };
        let (role, after) = (&inner[..len], &inner[len + 1..]);
        let named = role.bytes().all(|b| b.is_ascii_alphanumeric() || b".#%-_ ".contains(&b));
        if !named || !after.starts_with(['#', '*', '_', '`']) || after.len() < 2 {
            return false;
        }
        self.at += len + 2;
        true
    }

    /// Typographic quotes.
    fn quoted(&mut self) -> bool {
        let from = self.at + 2;
        let Some(to) = self.end("`\"", from, |_, _| true) else { return false };
        self.out.push('“');
        self.at = to + 2;
        self.nested("", &self.text[from..to]);
        self.out.push('”');
        true
    }

    /// `&nbsp;` is what HTML makes of it.
    fn entity(&mut self) -> bool {
        let rest = self.rest();
        let Some(len) = rest.bytes().take(12).position(|b| b == b';') else { return false };
        let name = rest[1..len].strip_prefix('#').unwrap_or(&rest[1..len]);
        if len < 3 || !name.bytes().all(|b| b.is_ascii_alphanumeric()) || name.is_empty() {
            return false;
        }
        self.out.push_str(&rest[..=len]);
        self.at += len + 1;
        true
    }

    /// `name:target[text]`, and addresses.
    fn macros(&mut self) -> bool {
        if self.before().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            return false;
        }
        let rest = self.rest();
        let Some(name) = MACROS.iter().find(|name| rest.starts_with(**name)) else { return false };
        let ends = |c: char| c.is_whitespace() || "[]<>\"`|".contains(c);
        let address = rest.char_indices().take(MAX_ADDRESS).find(|(_, c)| ends(*c));
        let all = if rest.len() < MAX_ADDRESS { rest.len() } else { name.len() };
        let address = address.map_or(all, |(at, _)| at);
        let target = &rest[name.len()..address.max(name.len())];
        let url = name.ends_with("//");
        if !rest[name.len() + target.len()..].starts_with('[') {
            if url {
                escape_into(self.out, &rest[..address]);
                self.at += address;
            }
            return url;
        }
        let start = self.at;
        self.at += name.len() + target.len();
        let Some(text) = self.bracket() else {
            self.at = start;
            return false;
        };
        match *name {
            "footnote:" | "footnoteref:" | "anchor:" | "image:" | "icon:" | "indexterm:" => {}
            "pass:" => escape_into(self.out, text),
            "menu:" if !text.is_empty() => self.nested("", &format!("{target} > {text}")),
            _ => {
                let seen = link_text(text);
                let target = if url { &rest[..address] } else { target };
                let seen = if seen.is_empty() { target.rsplit('#').next().unwrap_or(target) } else { seen };
                self.nested("", seen);
            }
        }
        true
    }

    /// What stands in brackets here, which is passed over.
    fn bracket(&mut self) -> Option<&'t str> {
        let from = self.at + 1;
        if self.text[from..].starts_with(']') {
            self.at = from + 1;
            return Some("");
        }
        let to = self.end("]", from, |before, _| !before.ends_with('\\'))?;
        self.at = to + 1;
        Some(&self.text[from..to])
    }
}

/// What begins a macro, or an address.
const MACROS: [&str; 18] = [
    "http://",
    "https://",
    "ftp://",
    "xref:",
    "link:",
    "mailto:",
    "image:",
    "icon:",
    "kbd:",
    "btn:",
    "menu:",
    "footnote:",
    "footnoteref:",
    "pass:",
    "anchor:",
    "stem:",
    "latexmath:",
    "indexterm:",
];

/// What a reader sees of the brackets of a link: not in which window it opens.
fn link_text(text: &str) -> &str {
    let text = text.trim();
    let text = match text.strip_prefix('"').and_then(|text| text.split_once('"')) {
        Some((text, rest)) if rest.is_empty() || rest.starts_with(',') => text,
        _ => match text.split_once(',') {
            Some((before, after)) if after.contains('=') => before,
            None if text.starts_with("role=") || text.starts_with("window=") => "",
            _ => text,
        },
    };
    text.trim().trim_end_matches('^')
}
