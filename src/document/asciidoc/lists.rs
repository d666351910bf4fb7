//! Which items have the lists of a page in AsciiDoc?
//!
//! Lists nest by their marks, not by their indentation.

use super::{Reader, delimited, is_comment, is_style};
use crate::document::markup::Line;

/// How deep lists nest.
const MAX_LISTS: usize = 8;

/// What begins an item.
#[derive(Clone, Copy)]
pub(super) struct Marker<'a> {
    /// The mark, by which items belong together.
    key: (char, usize),
    /// The term that the item describes.
    term: Option<&'a str>,
    text: &'a str,
}

impl Marker<'_> {
    fn list(&self) -> &'static str {
        match self.key.0 {
            ':' | ';' => "dl",
            '*' | '-' | '•' => "ul",
            _ => "ol",
        }
    }
}

/// The mark with which a line begins an item.
pub(super) fn marker(line: &str) -> Option<Marker<'_>> {
    let line = line.trim_start();
    let first = line.chars().next()?;
    let count = line.chars().take_while(|c| *c == first).count();
    if matches!(first, '*' | '.' | '-' | '•') && count <= 5 && (first != '-' || count == 1) {
        let text = &line[count * first.len_utf8()..];
        return text.starts_with(' ').then_some(Marker {
            key: (first, count),
            term: None,
            text: text.trim_start(),
        });
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&digits) && line[digits..].starts_with(". ") {
        return Some(Marker { key: ('1', 1), term: None, text: line[digits + 2..].trim_start() });
    }
    if let Some((number, text)) = line.strip_prefix('<').and_then(|rest| rest.split_once("> "))
        && (number == "." || !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some(Marker { key: ('<', 1), term: None, text });
    }
    described(line)
}

/// `term:: text`.
fn described(line: &str) -> Option<Marker<'_>> {
    for (at, mark) in line.match_indices("::").chain(line.match_indices(";;")).take(4) {
        let mark = mark.chars().next()?;
        let count = line[at..].chars().take_while(|c| *c == mark).count();
        let text = &line[at + count..];
        if at > 0 && count <= 4 && (text.is_empty() || text.starts_with(' ')) && !line[..at].ends_with(mark) {
            return Some(Marker {
                key: (mark, count),
                term: Some(line[..at].trim()),
                text: text.trim_start(),
            });
        }
    }
    None
}

impl Reader {
    /// Writes the list that begins `lines` and returns its number of lines.
    pub(super) fn list(&mut self, lines: &[Line<'_>], depth: usize) -> usize {
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut at = 0;
        while let Some(marker) = lines.get(at).and_then(|line| marker(line.text)) {
            self.enter(&mut open, marker, lines[at].at);
            if let Some(term) = marker.term {
                let html = self.inline(term);
                self.out.element("dt", lines[at].at, &html);
            }
            self.out.open(if marker.term.is_some() { "dd" } else { "li" }, lines[at].at);
            at = self.item(lines, at, marker, depth);
            let next = at + lines[at..].iter().take_while(|line| line.is_blank()).count();
            if lines.get(next).is_some_and(|line| self::marker(line.text).is_some()) {
                at = next;
            }
        }
        for _ in open {
            self.out.close();
            self.out.close();
        }
        at
    }

    /// Opens or goes back to the list to which an item belongs.
    fn enter(&mut self, open: &mut Vec<(char, usize)>, marker: Marker<'_>, line: u32) {
        let level = open.iter().position(|key| *key == marker.key);
        let level = level.or((open.len() == MAX_LISTS).then_some(MAX_LISTS - 1));
        match level {
            Some(level) => {
                while open.len() > level + 1 {
                    self.out.close();
                    self.out.close();
                    open.pop();
                }
                self.out.close();
            }
            None => {
                self.out.open(marker.list(), line);
                open.push(marker.key);
            }
        }
    }

    /// Writes the content of the item at `at`, with what is attached to it, and returns the line after it.
    fn item(&mut self, lines: &[Line<'_>], at: usize, marker: Marker<'_>, depth: usize) -> usize {
        let mut content = vec![Line { at: lines[at].at, text: marker.text }];
        let mut next = at + 1;
        if marker.text.is_empty() {
            // The text of a term may stand below it.
            next += lines[next..].iter().take_while(|line| line.is_blank()).count();
            if lines.get(next).is_none_or(|line| line.text.starts_with("==") || !is_text(line)) {
                next = at + 1;
            }
        }
        while let Some(line) = lines.get(next).filter(|line| is_text(line)) {
            content.push(*line);
            next += 1;
        }
        self.paragraph(&content);
        self.items += 1;
        while lines.get(next).is_some_and(|line| line.text == "+") {
            next += 1;
            while next < lines.len() {
                next += self.block(&lines[next..], depth + 1).max(1);
                if self.style.is_empty() && self.title.is_none() {
                    break;
                }
            }
        }
        self.items -= 1;
        next.min(lines.len())
    }
}

/// Whether a line goes on with the text of an item.
fn is_text(line: &Line<'_>) -> bool {
    let other = line.is_blank()
        || line.text == "+"
        || is_comment(line.text)
        || is_style(line.text)
        || delimited(line.text).is_some();
    !other && marker(line.text).is_none()
}
