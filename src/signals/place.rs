//! What the bytes before a number say of it, in a raw line: is it the value of a key, does it lead a message?
//!
//! For those who look at a line before it is decoded. What is said here holds for what [`super::Signals::read`] takes for a
//! code or a status, and for a little more.

use std::ops::Range;

use super::codes;
use super::keys::{self, KeyKind};

/// How many separators, quotes and brackets stand between a key and its value at most.
const MOST_SEPARATORS: usize = 12;

/// Words between a key and its value.
const VERBS: [&[u8]; 3] = [b"is", b"was", b"of"];

/// What PHP prints beside the name of a property.
const VISIBILITIES: [&[u8]; 2] = [b"private", b"protected"];

/// Quotes and full-width punctuation, and quotes that are escaped by number.
const SEPARATORS: [&[u8]; 11] = [
    b"\\x22",
    b"\\x27",
    b"\\u0022",
    b"\\u0027",
    "：".as_bytes(),
    "（".as_bytes(),
    "【".as_bytes(),
    "＝".as_bytes(),
    "为".as_bytes(),
    "是".as_bytes(),
    "了".as_bytes(),
];

/// Whether `before` ends with a quote that is escaped by number.
pub(crate) fn ends_with_escape(before: &[u8]) -> bool {
    SEPARATORS[..4].iter().any(|escape| before.ends_with(escape))
}

/// How long the colour is that `before` ends with, `ESC [ 31 m`; 0 for none.
pub(crate) fn colour_len(before: &[u8]) -> usize {
    let Some(parameters) = before.strip_suffix(b"m") else { return 0 };
    let count = parameters.iter().rev().take(16).take_while(|b| b.is_ascii_digit() || **b == b';').count();
    let opening = colour_opening(&parameters[..parameters.len() - count]);
    if opening > 0 { opening + count + 1 } else { 0 }
}

/// How long the beginning of a terminal sequence is that `before` ends with, `ESC [`, also where the escape is written by number;
/// 0 for none.
pub(crate) fn colour_opening(before: &[u8]) -> usize {
    let openings = [&b"\x1b["[..], b"\\x1b[", b"\\x1B[", b"\\u001b[", b"\\u001B["];
    openings.into_iter().find(|opening| before.ends_with(opening)).map_or(0, <[u8]>::len)
}

/// How keys of codes end, and what may stand between them and their values.
static CODE_ENDS: [bool; 256] = ends(b"cdefst");

/// How keys of all kinds end that [`key_kind`] is asked for, and versions of HTTP.
static ENDS: [bool; 256] = ends(b"cdeflnprsty0123");

const fn ends(letters: &[u8]) -> [bool; 256] {
    let mut ends = [false; 256];
    let mut at = 0;
    while at < letters.len() {
        ends[letters[at] as usize] = true;
        ends[letters[at].to_ascii_uppercase() as usize] = true;
        at += 1;
    }
    let mut byte = 0x80;
    while byte < 256 {
        ends[byte] = true;
        byte += 1;
    }
    ends
}

/// The kind of the key whose value follows `before`, bytes of a line; with `code_only` only keys of codes are looked for.
pub(crate) fn key_kind(before: &[u8], code_only: bool) -> Option<KeyKind> {
    let ends = if code_only { &CODE_ENDS } else { &ENDS };
    let mut rest = before;
    for _ in 0..3 {
        rest = without_separators(rest);
        // Most words before a number are no key, which their last letter tells.
        if !ends[usize::from(*rest.last()?)] {
            return None;
        }
        let len =
            rest.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        if len == 0 {
            return chinese_key(rest);
        }
        let (head, word) = rest.split_at(rest.len() - len);
        let word = if head.ends_with(b"\\") { without_escape(word) } else { without_colour(head, word) };
        // The version of `HTTP/1.1" 404` and `HTTP/2 404`, or what stands for it in a template.
        if word.len() <= 2 && word.iter().all(u8::is_ascii_digit) && is_http(head) {
            return Some(KeyKind::Http);
        }
        if VERBS.contains(&word) || (VISIBILITIES.contains(&word) && head.ends_with(b":")) {
            rest = head;
            continue;
        }
        return keys::kind_of(std::str::from_utf8(word).ok()?.trim_start_matches('-'));
    }
    None
}

/// A word without the escape that it begins with, whose backslash stands before it: `x22code`, `nErrorCode`.
fn without_escape(word: &[u8]) -> &[u8] {
    let escapes = SEPARATORS[..4].iter().map(|escape| &escape[1..]).chain([&b"n"[..], b"r", b"t"]);
    escapes.into_iter().find_map(|escape| word.strip_prefix(escape)).unwrap_or(word)
}

/// A word without the end of the colour that it begins with, whose other part stands before it: `36mcode`.
fn without_colour<'w>(head: &[u8], word: &'w [u8]) -> &'w [u8] {
    let digits = word.iter().take_while(|b| b.is_ascii_digit()).count();
    match word.get(digits) {
        Some(b'm') if digits > 0 && colour_len(&[head, &word[..=digits]].concat()) > 0 => &word[digits + 1..],
        _ => word,
    }
}

/// Whether `head` ends with `HTTP/`, or with `HTTP/1.` and the like.
fn is_http(head: &[u8]) -> bool {
    let major = head.strip_suffix(b".").unwrap_or(head);
    let digits = major.iter().rev().take(2).take_while(|b| b.is_ascii_digit()).count();
    let name = if digits > 0 && major.len() < head.len() { &major[..major.len() - digits] } else { head };
    let Some((before, name)) = name.split_last_chunk::<5>() else { return false };
    // `0HTTP/` is another word.
    let begins = !before.last().is_some_and(u8::is_ascii_alphanumeric) || colour_len(before) > 0;
    begins && name.eq_ignore_ascii_case(b"HTTP/")
}

fn without_separators(mut bytes: &[u8]) -> &[u8] {
    for _ in 0..MOST_SEPARATORS {
        let Some(&last) = bytes.last() else { break };
        let len = match last {
            b'm' => match colour_len(bytes) {
                0 => break,
                len => len,
            },
            b' ' | b'"' | b'\'' | b'\\' | b':' | b'=' | b'(' | b'[' | b']' | b'>' | b'|' | b'`' | b'*' => 1,
            b' '..=b'1' | b'3'..=b'6' | b'8'..=b'~' => break,
            _ => match SEPARATORS.iter().find(|separator| bytes.ends_with(separator)) {
                Some(separator) => separator.len(),
                None => break,
            },
        };
        bytes = &bytes[..bytes.len() - len];
    }
    bytes
}

/// The kind of the Chinese key that `bytes` end with; the longest one.
fn chinese_key(bytes: &[u8]) -> Option<KeyKind> {
    const LONGEST: usize = 5;
    const LAST: [&str; 8] = ["值", "误", "因", "回", "报", "码", "述", "错"];
    if !LAST.iter().any(|last| bytes.ends_with(last.as_bytes())) {
        return None;
    }
    (1..=LONGEST).rev().find_map(|count| {
        let tail = bytes.get(bytes.len().checked_sub(3 * count)?..)?;
        keys::kind_of(std::str::from_utf8(tail).ok().filter(|tail| !tail.is_ascii())?)
    })
}

/// Whether the number at `span` may lead a message, as [`codes::leads`] and [`codes::names`] say of decoded texts.
pub(crate) fn leads_message(line: &[u8], span: Range<usize>) -> bool {
    // What cannot be read as it stands is looked at when it is decoded.
    const NEAR: usize = 24;
    let from = span.start.saturating_sub(NEAR);
    // Most numbers do not stand so, which a byte before them tells.
    let before = line[from..span.start].iter().rev().find(|byte| !matches!(byte, b' ' | b'[' | b'('));
    let may_lead = before.is_none_or(|byte| matches!(byte, b'\n' | b':' | b']' | b'r' | b'R'));
    let may_name = matches!(line.get(span.end), Some(b':' | b','));
    let in_brackets = span.start > 0 && line[span.start - 1] == b'(' && line.get(span.end) == Some(&b')');
    if !(may_lead || may_name || in_brackets) {
        return false;
    }
    let to = line.len().min(span.end + NEAR);
    let near = String::from_utf8_lossy(&line[from..to]);
    let head = String::from_utf8_lossy(&line[from..span.start]).len();
    let span = head..head + span.len();
    let is_start = from == 0;
    (is_start || near[..span.start].contains(|c: char| !c.is_whitespace()))
        && (codes::leads(&near, &span, false) || codes::names(&near, &span))
}
