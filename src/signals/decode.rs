//! Pasted bytes → plain text that knows where each of its bytes came from.
//!
//! What stands between a message and its reader is undone: invalid UTF-8, terminal colours, `\x22` and `\u4f59`, the
//! gutter of a box, full-width forms. Nothing here knows of keys or codes.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;

use crate::text::{fold, source};

/// A text, or a part of one, with the bytes of the paste that it came from.
#[derive(Clone, Debug)]
pub(super) struct Layer<'t> {
    text: Cow<'t, str>,
    /// For each byte of `text`, and one past it, the byte of the paste; `None` where they follow one another from `base`.
    offsets: Option<Vec<u32>>,
    base: usize,
    /// The terminal sequences of the paste, which are in no text.
    skipped: Vec<Range<usize>>,
}

impl Layer<'_> {
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the paste from which `span` came.
    pub(super) fn source(&self, span: Range<usize>) -> Range<usize> {
        match &self.offsets {
            None => self.base + span.start..self.base + span.end,
            Some(offsets) => {
                let Range { start, end } = source(offsets, span);
                // What follows the last character begins after the sequences that follow it.
                let skipped = self.skipped.binary_search_by_key(&end, |skipped| skipped.end);
                let end = skipped.map_or(end, |at| self.skipped[at].start);
                start..end.max(start)
            }
        }
    }

    /// The part of the text at `span`.
    pub(super) fn part(&self, span: Range<usize>) -> Layer<'_> {
        let offsets = self.offsets.as_ref().map(|offsets| offsets[span.start..=span.end].to_vec());
        let base = self.base + span.start;
        Layer { text: Cow::Borrowed(&self.text[span]), offsets, base, skipped: self.skipped.clone() }
    }

    /// The value that stands at `span`, its escapes (`\"`, `\\`, `\n`) resolved by one level.
    pub(super) fn value(&self, span: Range<usize>) -> Layer<'_> {
        let text = &self.text[span.clone()];
        if !text.contains('\\') {
            return self.part(span);
        }
        let mut built = Builder::default();
        let mut rest = text;
        let mut at = span.start;
        while let Some(c) = rest.chars().next() {
            let (c, len) = match (c, rest.as_bytes().get(1)) {
                ('\\', Some(b'n' | b'r')) => ('\n', 2),
                ('\\', Some(b't')) => (' ', 2),
                ('\\', Some(b'"' | b'\'' | b'\\' | b'/')) => (char::from(rest.as_bytes()[1]), 2),
                _ => (c, c.len_utf8()),
            };
            built.push(c, self.source(at..at + len).start);
            (rest, at) = (&rest[len..], at + len);
        }
        built.skipped = self.skipped.clone();
        built.finish(self.source(span).end)
    }
}

/// A text that is written character by character.
#[derive(Default)]
struct Builder {
    text: String,
    offsets: Vec<u32>,
    skipped: Vec<Range<usize>>,
}

impl Builder {
    /// Adds `c`, which came from byte `at` of the paste.
    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.offsets.resize(self.text.len(), at as u32);
    }

    /// Adds bytes that follow one another from byte `at` of the paste.
    fn push_run(&mut self, run: &str, at: usize) {
        self.text.push_str(run);
        self.offsets.extend(at as u32..(at + run.len()) as u32);
    }

    /// The text, which ends at byte `end` of the paste.
    fn finish<'t>(mut self, end: usize) -> Layer<'t> {
        self.offsets.push(end as u32);
        Layer { text: Cow::Owned(self.text), offsets: Some(self.offsets), base: 0, skipped: self.skipped }
    }
}

/// The text of pasted bytes, less than 4 GiB of them.
pub(super) fn decode(bytes: &[u8]) -> Layer<'_> {
    let plain = std::str::from_utf8(bytes).ok().filter(|text| {
        let has_gutter = || memchr::memchr_iter(GUTTER, bytes).any(|at| matches!(bytes[at + 1], 0x94 | 0x95));
        memchr2(ESCAPE, b'\\', bytes).is_none() && (text.is_ascii() || !has_gutter())
    });
    let layer = match plain {
        Some(text) => Layer { text: Cow::Borrowed(text), offsets: None, base: 0, skipped: Vec::new() },
        None => unwrapped(bytes),
    };
    if layer.text.is_ascii() {
        return layer;
    }
    folded(layer)
}

fn folded(layer: Layer<'_>) -> Layer<'_> {
    let fold_offsets = |offsets: Vec<u32>| match &layer.offsets {
        None => offsets,
        Some(outer) => offsets.iter().map(|&at| outer[at as usize]).collect(),
    };
    let (text, offsets) = match &layer.text {
        Cow::Borrowed(text) => {
            let (text, offsets) = fold(text).into_parts();
            (text, offsets.map(fold_offsets))
        }
        Cow::Owned(text) => {
            let (text, offsets) = fold(text).into_parts();
            (Cow::Owned(text.into_owned()), offsets.map(fold_offsets))
        }
    };
    Layer { text, offsets: offsets.or(layer.offsets), base: 0, skipped: layer.skipped }
}

const ESCAPE: u8 = 0x1b;

/// How many backslashes an escape begins with at most: bodies within bodies double them.
const MOST_BACKSLASHES: usize = 8;

/// The text of bytes without terminal sequences, gutters and escapes by number; what is no UTF-8 becomes U+FFFD.
fn unwrapped<'t>(bytes: &[u8]) -> Layer<'t> {
    // Where lines begin that had a gutter.
    let mut boxed: Vec<usize> = Vec::new();
    let mut built = Builder {
        text: String::with_capacity(bytes.len()),
        offsets: Vec::with_capacity(bytes.len() + 1),
        skipped: Vec::new(),
    };
    let mut line = Line::Start;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        // What needs no look at all, in one go.
        let run = rest.iter().position(|b| !matches!(b, b' '..=b'[' | b']'..=b'~')).unwrap_or(rest.len());
        if run > 0 {
            if rest[..run].iter().any(|b| *b != b' ') {
                line = Line::Within;
            }
            built.push_run(std::str::from_utf8(&rest[..run]).unwrap_or_default(), at);
            at += run;
            continue;
        }
        let (c, len) = match rest[0] {
            ESCAPE => (None, terminal_sequence(rest, 1)),
            b'\\' => match escape(rest) {
                Some((ESCAPED_ESCAPE, len)) => (None, terminal_sequence(rest, len)),
                Some((c, len)) => {
                    // A quote or a backslash by number within a quoted value stays an escaped one.
                    if quotes_itself(c) && rest[1..].starts_with(b"u") {
                        built.push('\\', at);
                    }
                    (Some(c), len)
                }
                None => (Some('\\'), 1),
            },
            0..0x80 => (Some(char::from(rest[0])), 1),
            _ => character(rest),
        };
        match c {
            Some(c) if is_gutter(c) && line == Line::Start => {
                boxed.push(built.text.len());
                line = Line::Boxed;
            }
            Some(c) if is_gutter(c) && line == Line::Boxed => {}
            Some(c) => {
                line = match c {
                    '\n' => Line::Start,
                    ' ' | '\t' => line,
                    _ => Line::Within,
                };
                built.push(c, at);
            }
            None => match built.skipped.last_mut().filter(|last| last.end == at) {
                Some(last) => last.end = at + len,
                None => built.skipped.push(at..at + len),
            },
        }
        at += len;
    }
    join_wrapped(&mut built.text, &boxed);
    built.finish(bytes.len())
}

/// A line of a box is as long as this before the box breaks it.
const WRAPPED: usize = 36;

/// Joins lines that a box broke between words; `boxed` are where its lines begin. A line that is indented more than the
/// others, or begins with a key, is one of its own.
fn join_wrapped(text: &mut String, boxed: &[usize]) {
    let mut joined = Vec::new();
    for pair in boxed.windows(2) {
        let (before, line) = (&text[pair[0]..pair[1]], &text[pair[1]..]);
        let line = line.strip_prefix(' ').unwrap_or(line);
        let key = line.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b' ').count();
        let is_own = line.starts_with([' ', '\n']) || line[key..].starts_with([':', '=']) || line.is_empty();
        // Nothing but the end of the line stands between the two.
        let follows =
            before.strip_suffix('\n').is_some_and(|before| !before.contains('\n') && before.len() >= WRAPPED);
        if follows && !is_own {
            joined.push(pair[1] - 1);
        }
    }
    for at in joined {
        text.replace_range(at..=at, " ");
    }
}

/// The first byte of a character that draws boxes, in UTF-8; 0x94 or 0x95 follows.
const GUTTER: u8 = 0xe2;

const ESCAPED_ESCAPE: char = '\u{1b}';

/// Whether a character written as `\u0022` needs a backslash of its own to be what it was.
fn quotes_itself(c: char) -> bool {
    matches!(c, '"' | '\\')
}

/// Whether a character draws boxes: Terraform's `│ Error: …`.
fn is_gutter(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{257f}')
}

/// What of a line was read so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Nothing but spaces.
    Start,
    /// A gutter, and spaces.
    Boxed,
    Within,
}

/// The first character of bytes that are not ASCII, and its length.
fn character(bytes: &[u8]) -> (Option<char>, usize) {
    let bytes = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() == 0 => {
            return (Some(char::REPLACEMENT_CHARACTER), error.error_len().unwrap_or(bytes.len()));
        }
        Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
    };
    let first = valid.chars().next();
    (first, first.map_or(1, char::len_utf8))
}

/// How long the terminal sequence is whose escape takes the first `start` bytes: colours (`[1;31m`) and other sequences
/// that begin so, titles and links up to their end (BEL or ST).
fn terminal_sequence(bytes: &[u8], start: usize) -> usize {
    let rest = &bytes[start..];
    let len = match rest.first() {
        Some(b'[') => {
            let parameters = rest[1..].iter().take(64).take_while(|b| matches!(b, b' '..=b'?')).count();
            let last = rest.get(1 + parameters).is_some_and(|b| matches!(b, b'@'..=b'~'));
            1 + parameters + usize::from(last)
        }
        Some(b']') => {
            let end = rest.iter().take(2048).position(|b| matches!(*b, 0x07 | ESCAPE));
            end.map_or(1, |end| match (rest[end], rest.get(end + 1)) {
                (ESCAPE, Some(b'\\')) => end + 2,
                // Another sequence begins.
                (ESCAPE, _) => end,
                _ => end + 1,
            })
        }
        _ => 0,
    };
    start + len
}

/// The character of an escape by number, `\x22` (several for one character in UTF-8: `\xE4\xBD\x99`), `\u4f59`, a
/// surrogate pair, with any number of backslashes; or of a line's end, `\n` where no name goes on after it. And how long
/// it is.
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let slashes = bytes.iter().take(MOST_BACKSLASHES).take_while(|b| **b == b'\\').count();
    let kind = *bytes.get(slashes)?;
    let after = slashes + 1;
    let number = |at: usize, digits: usize| {
        let digits = std::str::from_utf8(bytes.get(at..at + digits)?).ok()?;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    };
    match kind {
        b'x' => {
            let first = number(after, 2)? as u8;
            let count = match first {
                0..0x80 => return Some((char::from(first), after + 2)),
                0xc2..0xe0 => 2,
                0xe0..0xf0 => 3,
                0xf0..0xf5 => 4,
                _ => return None,
            };
            let mut utf8 = [first, 0, 0, 0];
            let step = after + 2;
            for (place, byte) in utf8[..count].iter_mut().enumerate().skip(1) {
                let at = step * place;
                let next = bytes.get(at..at + after)?;
                (next[..slashes].iter().all(|b| *b == b'\\') && next[slashes] == b'x').then_some(())?;
                *byte = number(at + after, 2)? as u8;
            }
            let c = std::str::from_utf8(&utf8[..count]).ok()?.chars().next()?;
            Some((c, step * count))
        }
        b'u' => {
            let first = number(after, 4)?;
            let len = after + 4;
            if let Some(c) = char::from_u32(first) {
                return Some((c, len));
            }
            let next = bytes.get(len..len + after)?;
            (next[..slashes].iter().all(|b| *b == b'\\') && next[slashes] == b'u').then_some(())?;
            let pair = [first as u16, number(len + after, 4)? as u16];
            Some((char::decode_utf16(pair).next()?.ok()?, 2 * len))
        }
        b'n' | b'r' => {
            let named = bytes.get(after).is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            (!named).then_some(('\n', after))
        }
        b't' => {
            let named = bytes.get(after).is_some_and(|b| b.is_ascii_alphanumeric());
            (!named).then_some((' ', after))
        }
        _ => None,
    }
}
