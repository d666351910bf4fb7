//! `key: value` pairs of any writing: JSON, cut or escaped, logfmt, prose with colons.

use std::borrow::Cow;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlotKind {
    /// The value is a code.
    Code,
    /// The value is an HTTP status.
    Status,
    /// The value is the message.
    Message,
    /// Any other key.
    Other,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Slot<'t> {
    pub(super) kind: SlotKind,
    /// As it stands in the text, escapes included.
    pub(super) value: Cow<'t, str>,
    /// The bytes from the key to the end of the value.
    pub(super) span: Range<usize>,
}

/// Keys of codes, as [`kind_of`] compares them.
const CODE_KEYS: [&str; 12] = [
    "code",
    "codedesc",
    "ecode",
    "errcode",
    "errno",
    "errorcode",
    "retcode",
    "returncode",
    "subcode",
    "错误代码",
    "错误码",
    "返回码",
];

/// Keys of messages.
const MESSAGE_KEYS: [&str; 11] = [
    "errmessage",
    "errmsg",
    "error_description",
    "errormessage",
    "errormsg",
    "faultstring",
    "message",
    "msg",
    "retmsg",
    "错误信息",
    "错误消息",
];

/// Keys of HTTP statuses.
const STATUS_KEYS: [&str; 6] = ["httpcode", "httpstatus", "httpstatuscode", "status", "statuscode", "状态码"];

/// No code and no status is longer.
const LONGEST_CODE: usize = 256;

/// All pairs of `text`, in order.
pub(super) fn find(text: &str) -> Vec<Slot<'_>> {
    let keys: Vec<(Range<usize>, usize)> = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b':' | b'='))
        .filter_map(|(at, _)| Some((key_before(text, at)?, at + 1)))
        .collect();
    let mut slots: Vec<Slot> = Vec::with_capacity(keys.len());
    for (number, (key, after)) in keys.iter().enumerate() {
        // A pair within the value of the pair before, as a colon in a quoted message, is none.
        if slots.last().is_some_and(|before| before.kind != SlotKind::Other && key.start < before.span.end) {
            continue;
        }
        let next_key = keys.get(number + 1).map_or(text.len(), |(next, _)| next.start);
        let kind = kind_of(&text[key.clone()]);
        let value = value_after(text, *after, next_key, kind);
        let span = key.start..value.end;
        slots.push(Slot { kind, value: Cow::Borrowed(&text[value]), span });
    }
    slots
}

/// The key that ends before the separator at `at`: letters, digits, `_`, `-`, Chinese; quotes around it left out.
fn key_before(text: &str, at: usize) -> Option<Range<usize>> {
    let head = text[..at].trim_end_matches([' ', '"', '\'', '\\', '`', '*']);
    let key = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let start = head.char_indices().rev().take_while(|(_, c)| key(*c)).last()?.0;
    (head.len() - start >= 2 && head.len() - start <= 40 && at - head.len() <= 8).then_some(start..head.len())
}

/// The kind of a key; case, `_` and `-` are the vendors' taste.
pub(super) fn kind_of(key: &str) -> SlotKind {
    let plain: String = key.chars().filter(|c| *c != '_' && *c != '-').flat_map(char::to_lowercase).collect();
    let is_in = |keys: &[&str]| keys.contains(&plain.as_str());
    if is_in(&CODE_KEYS) {
        SlotKind::Code
    } else if is_in(&MESSAGE_KEYS) {
        SlotKind::Message
    } else if is_in(&STATUS_KEYS) {
        SlotKind::Status
    } else {
        SlotKind::Other
    }
}

/// The value after a separator: between its quotes, or up to what ends a bare word; a bare message goes on to the next
/// key or the end of its line. Of a key that tells nothing the value is not looked for, and that of a code or a status is
/// short: a text of nothing but keys is read in one pass.
fn value_after(text: &str, after: usize, next_key: usize, kind: SlotKind) -> Range<usize> {
    if kind == SlotKind::Other {
        return after..after;
    }
    let limit = if kind == SlotKind::Message { text.len() } else { floor_char(text, after + LONGEST_CODE) };
    let text = &text[..limit];
    let start = after + text[after..].len() - text[after..].trim_start().len();
    let rest = &text[start..];
    let escapes = rest.len() - rest.trim_start_matches('\\').len();
    if let Some(quote @ ('"' | '\'')) = rest[escapes..].chars().next() {
        let open = start + escapes + 1;
        return open..closing_quote(text, open, quote, escapes);
    }
    if kind == SlotKind::Message {
        let line = rest.find('\n').unwrap_or(rest.len());
        let end = (start + line.min(next_key.saturating_sub(start))).min(text.len());
        let value = text[start..end].trim_end_matches([' ', ',', ';', '{', '}', '[', '(', '"', '\'']);
        return start..start + value.len();
    }
    let end = rest.find([' ', ',', ';', '}', ']', ')', '\n', '\t', '，', '；', '|', '<', '&']);
    start..start + end.unwrap_or(rest.len())
}

/// The last character bound of `text` up to `at`.
fn floor_char(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Where the value that opened before `open` with `escapes` backslashes and `quote` ends: at the next such quote with
/// as many backslashes or fewer, or at the end of a text that is cut.
fn closing_quote(text: &str, open: usize, quote: char, escapes: usize) -> usize {
    let mut at = open;
    while let Some(found) = text[at..].find(quote) {
        let end = at + found;
        let backslashes = text[open..end].len() - text[open..end].trim_end_matches('\\').len();
        if backslashes <= escapes {
            return end - backslashes;
        }
        at = end + 1;
    }
    text.len()
}

/// The text of a value: JSON escapes resolved, those that are none kept.
pub(super) fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (c, len) = match escape.chars().next() {
            Some('n' | 'r' | 't') => (Some(' '), 1),
            Some('u') => unicode_escape(escape).map_or((Some('\\'), 0), |(c, len)| (Some(c), len)),
            Some(c @ ('"' | '\'' | '\\' | '/')) => (Some(c), 1),
            _ => (Some('\\'), 0),
        };
        text.extend(c);
        rest = &escape[len..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character of `u4f59`, or of a surrogate pair `ud83d\ude00`, and its length.
fn unicode_escape(escape: &str) -> Option<(char, usize)> {
    let unit = |text: &str| u16::from_str_radix(text.strip_prefix('u')?.get(..4)?, 16).ok();
    let first = unit(escape)?;
    if let Some(c) = char::from_u32(first.into()) {
        return Some((c, 5));
    }
    let second = unit(escape.get(5..)?.strip_prefix('\\')?)?;
    let c = char::decode_utf16([first, second]).next()?.ok()?;
    Some((c, 11))
}
