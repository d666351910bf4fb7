//! Values of keys, in any writing: JSON whole, cut or escaped, Python and Go values, XML, logfmt, tables, prose.

use std::ops::Range;

use super::codes;
use super::keys::KeyKind;
use super::scan::{What, Word};
use crate::text::floor;

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) kind: KeyKind,
    pub(super) key: Range<usize>,
    /// Between its quotes, escapes not resolved.
    pub(super) value: Range<usize>,
    /// The value stands between quotes or tags.
    pub(super) quoted: bool,
}

impl Slot {
    /// From the key to the end of the value.
    pub(super) fn span(&self) -> Range<usize> {
        self.key.start..self.value.end
    }
}

/// No code and no status is longer.
const LONGEST_CODE: usize = 256;

/// No cause without quotes is longer.
const LONGEST_CAUSE: usize = 4096;

/// How far from the start of its line a cell of a table can be.
const WIDEST_TABLE: usize = 1024;

/// How many closing quotes, brackets and backslashes stand between a key and its separator at most.
const MOST_CLOSERS: usize = 8;

/// The slots of `text`, in order, whose keys are among `words`. What stands within a message is none.
pub(super) fn find(text: &str, words: &[Word]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut message_end = 0;
    for (at, word) in words.iter().enumerate() {
        let What::Key(kind) = word.what else { continue };
        if word.span.start < message_end || matches!(kind, KeyKind::Other | KeyKind::Record) {
            continue;
        }
        let Some(kind) = codes::kind_in_context(text, &word.span, kind) else { continue };
        let Some((value, quoted)) = value(text, &word.span, kind, &words[at + 1..]) else { continue };
        if kind == KeyKind::Message {
            message_end = value.end;
        }
        slots.push(Slot { kind, key: word.span.clone(), value, quoted });
    }
    slots
}

/// The value of the key at `key`, and whether it is quoted. `later` are the words after the key.
fn value(text: &str, key: &Range<usize>, kind: KeyKind, later: &[Word]) -> Option<(Range<usize>, bool)> {
    let bytes = text.as_bytes();
    let after = key.end
        + run(&bytes[key.end..], MOST_CLOSERS, |b| matches!(b, b'\\' | b'"' | b'\'' | b'`' | b'*' | b']'));
    let after = after + visibility(&text[after..]);
    let at = after + run(&bytes[after..], 8, |b| b == b' ');
    let before = key.start.checked_sub(1).map(|before| bytes[before]);
    match bytes.get(at) {
        Some(b':') if bytes.get(at + 1) == Some(&b':') => None,
        Some(separator @ (b':' | b'=')) => {
            let arrow = usize::from(matches!(
                (separator, bytes.get(at + 1)),
                (b'=', Some(b'>')) | (b':', Some(b'='))
            ));
            paired(text, at + 1 + arrow, kind, *separator, later)
        }
        Some(b'>') if before == Some(b'<') && after == key.end => {
            let end = text[at..].find('<').map_or(text.len(), |end| at + end);
            Some((at + 1..end, true))
        }
        Some(b'(') if matches!(kind, KeyKind::Code | KeyKind::Message) => {
            let text = if kind == KeyKind::Code { &text[..floor(text, at + LONGEST_CODE)] } else { text };
            Some((at + 1..closing_bracket(text, at + 1), true))
        }
        Some(b'|') => cell(text, key, at + 1, kind),
        _ if after > key.end => None,
        _ => named(text, key, at, kind),
    }
}

/// Whether the key at `key` has a value that is encoded data: long, and no name of a host.
pub(super) fn has_opaque_value(text: &str, key: &Range<usize>) -> bool {
    const OPAQUE: usize = 40;
    let value = text[key.end..].trim_start_matches(['"', '\'', '\\', ' ', ':', '=', '>', ']']);
    let len = value
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_'))
        .count();
    len >= OPAQUE || value[..len].contains('/') || value[..len].contains('+')
}

/// How long the rest of a key is that PHP prints with what may see it: `[code:private] => 6200`.
fn visibility(rest: &str) -> usize {
    let near = &rest[..floor(rest, 64)];
    let close = near.starts_with(':').then(|| near.find(']')).flatten();
    close
        .filter(|close| near[..*close].ends_with(":private") || near[..*close].ends_with(":protected"))
        .map_or(0, |close| close + 1)
}

/// How many of the first `most` bytes satisfy `is`.
fn run(bytes: &[u8], most: usize, is: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take(most).take_while(|b| is(**b)).count()
}

/// The value after a separator.
fn paired(
    text: &str,
    after: usize,
    kind: KeyKind,
    separator: u8,
    later: &[Word],
) -> Option<(Range<usize>, bool)> {
    let bytes = text.as_bytes();
    let start = after + run(&bytes[after..], 64, |b| matches!(b, b' ' | b'\t'));
    let start = start + php_type(&text[start..]);
    let rest = &bytes[start..];
    // `u"…"` and `b'…'` of Python.
    let prefix = usize::from(matches!(rest, [b'u' | b'b', b'"' | b'\'', ..]));
    let escapes = run(&rest[prefix..], MOST_CLOSERS, |b| b == b'\\');
    if let Some(&quote @ (b'"' | b'\'' | b'`')) = rest.get(prefix + escapes) {
        let open = start + prefix + escapes + 1;
        let end = closing_quote(text, open, quote, escapes);
        return Some((open..end, true));
    }
    let value = match kind {
        KeyKind::Message => bare_message(text, start, separator, start == after, later),
        KeyKind::Cause => start..start + line(&text[start..floor(text, start + LONGEST_CAUSE)]),
        _ => bare_word(text, start),
    };
    let is_null = ["null", "None", "nil", "undefined", "<nil>"].contains(&&text[bare_word(text, start)]);
    (!value.is_empty() && !is_null && !matches!(bytes[value.start], b'{' | b'[')).then_some((value, false))
}

/// How long the type is that PHP's `var_dump` prints before a value: `int(1650)`, `string(27) "…"`.
fn php_type(rest: &str) -> usize {
    if rest.starts_with("int(") {
        return "int(".len();
    }
    let size = rest.strip_prefix("string(").unwrap_or_default();
    let digits = size.bytes().take(10).take_while(u8::is_ascii_digit).count();
    if digits > 0 && size[digits..].starts_with(") \"") { "string(".len() + digits + ") ".len() } else { 0 }
}

/// A word without quotes: a code or a status.
fn bare_word(text: &str, start: usize) -> Range<usize> {
    let start = start + usize::from(text[start..].starts_with('['));
    let rest = &text[start..floor(text, start + LONGEST_CODE)];
    let ends = |c: char| {
        matches!(
            c,
            ' ' | ','
                | ';'
                | '{'
                | '}'
                | '('
                | ')'
                | ']'
                | '\n'
                | '\t'
                | '|'
                | '<'
                | '&'
                | '"'
                | '\''
                | '\\'
                | '。'
        )
    };
    let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
    // `错误码1400:操作失败`
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let word = if digits > 0 && word[digits..].starts_with(':') { &word[..digits] } else { word };
    start..start + word.trim_end_matches(['.', ':', '-', '_']).len()
}

/// A message without quotes: up to the next key, or the end of its line.
fn bare_message(text: &str, start: usize, separator: u8, tight: bool, later: &[Word]) -> Range<usize> {
    let bytes = text.as_bytes();
    // The keys of error bodies, and in the manner of Go and logfmt any key.
    let next = later.iter().find(|word| {
        let goes_on = matches!(word.what, What::Key(KeyKind::Cause | KeyKind::Http | KeyKind::Returned));
        matches!(word.what, What::Key(_))
            && !goes_on
            && word.span.start > start
            && is_separated(bytes, &word.span)
    });
    let end = next.map_or(text.len(), |word| word.span.start);
    let mut end = start + line(&text[start..end.max(start)]);
    if separator == b'=' || tight {
        let pairs = text[start..end].match_indices(char::from(separator)).filter_map(|(at, _)| {
            let at = start + at;
            let name = bytes[start..at]
                .iter()
                .rev()
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
                .count();
            let pair = at - name;
            let spaced = pair > start && matches!(bytes[pair - 1], b' ' | b',');
            let go_on = bytes.get(at + 1).is_some_and(|b| !matches!(b, b' ' | b'='));
            let named = separator == b'=' || bytes[pair].is_ascii_uppercase();
            (name >= 2 && spaced && go_on && named).then_some(pair)
        });
        end = { pairs }.next().unwrap_or(end);
    }
    let value = text[start..end].trim_end_matches([' ', ',', ';', '{', '}', '[', ']', '"', '\'', '\\']);
    start..start + value.len()
}

/// Whether a key at `span` has a separator after it and none of a word before it.
fn is_separated(bytes: &[u8], span: &Range<usize>) -> bool {
    let after =
        span.end + run(&bytes[span.end..], MOST_CLOSERS, |b| matches!(b, b'\\' | b'"' | b'\'' | b' ' | b']'));
    matches!(bytes.get(after), Some(b':' | b'='))
}

/// The length of the first line.
fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// A value with no separator: `ret_code 1400`, `error code is 4000`, `错误码4000`, `HTTP/1.1" 404`. It begins with a digit,
/// or, beside a key of codes, as a program's name does.
fn named(text: &str, key: &Range<usize>, at: usize, kind: KeyKind) -> Option<(Range<usize>, bool)> {
    let mut rest = &text[at..];
    match kind {
        KeyKind::Http => {
            // The version, and the quote that ends a request.
            rest = rest
                .strip_prefix('/')
                .map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
            rest = rest.trim_start_matches(['"', ' ']);
        }
        KeyKind::Cause if text[key.clone()].is_ascii() => return None,
        KeyKind::Code | KeyKind::Returned | KeyKind::Status | KeyKind::Cause => {
            for verb in ["is", "was", "of", "为", "是", "了"] {
                rest = rest.strip_prefix(verb).unwrap_or(rest).trim_start_matches(' ');
            }
            rest = rest.trim_start_matches(['"', '\'', '`', '(']);
        }
        KeyKind::Message if rest.starts_with(' ') || at > key.end => {
            // `StatusCode 404, Code object_not_exists, Message The object …`.
            let listed =
                text[..key.start].ends_with(", ") && text[key.clone()].starts_with(char::is_uppercase);
            let end = at + line(rest);
            return listed.then_some((at..end, false));
        }
        _ => return None,
    }
    let start = text.len() - rest.len();
    // A list of statuses is what was expected.
    if rest.starts_with('[') {
        return None;
    }
    if start == key.end && text[key.clone()].is_ascii() {
        return None;
    }
    let value = bare_word(text, start);
    let word = &text[value.clone()];
    let numeric = word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty();
    let shaped = kind == KeyKind::Code
        && word.len() >= 4
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().any(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    (numeric || shaped).then_some((value, false))
}

/// The value in a Markdown table: the next cell, or, where that is a key too, the cell below in the first row of values.
fn cell(text: &str, key: &Range<usize>, after: usize, kind: KeyKind) -> Option<(Range<usize>, bool)> {
    let is_value_kind = matches!(kind, KeyKind::Code | KeyKind::Message | KeyKind::Status);
    let near = text[..key.start].bytes().rev().take(WIDEST_TABLE).take_while(|b| *b != b'\n').count();
    if near == WIDEST_TABLE {
        return None;
    }
    let line_start = key.start - near;
    let lead = &text[line_start..key.start];
    if !is_value_kind || !lead.trim_start().starts_with('|') {
        return None;
    }
    let trimmed = |start: usize, cell: &str| {
        let inner = cell.trim_matches([' ', '`', '*']);
        let start = start + (cell.len() - cell.trim_start_matches([' ', '`', '*']).len());
        (!inner.is_empty()).then_some((start..start + inner.len(), true))
    };
    let mut lines = text[line_start..].split_inclusive('\n');
    let header = lines.next()?;
    let rule = lines.next().unwrap_or_default();
    let is_rule =
        rule.contains('-') && rule.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\n' | b'\r'));
    if is_rule {
        let row = lines.next()?;
        let mut start = line_start + header.len() + rule.len();
        let wanted = lead.matches('|').count();
        for (column, cell) in row.trim_end().split('|').enumerate() {
            if column == wanted {
                return trimmed(start, cell);
            }
            start += cell.len() + 1;
        }
        return None;
    }
    let rest = &text[after..after + line(&text[after..])];
    trimmed(after, &rest[..rest.find('|').unwrap_or(rest.len())])
}

/// Where the value that opened before `open` with `escapes` backslashes and `quote` ends: at the next such quote with
/// as many backslashes or fewer, or at the end of a text that is cut.
fn closing_quote(text: &str, open: usize, quote: u8, escapes: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = open;
    while let Some(found) = memchr::memchr(quote, &bytes[at..]) {
        let end = at + found;
        let backslashes = bytes[open..end].iter().rev().take_while(|b| **b == b'\\').count();
        // The apostrophe of a word closes nothing.
        let inside_word = quote == b'\''
            && bytes[end - 1..].first().is_some_and(u8::is_ascii_alphabetic)
            && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic);
        if backslashes <= escapes && !inside_word {
            return end - backslashes;
        }
        at = end + 1;
    }
    text.len()
}

/// Where the bracket that opened before `open` is closed, or the text ends.
fn closing_bracket(text: &str, open: usize) -> usize {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate().skip(open) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return at,
            b')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}
