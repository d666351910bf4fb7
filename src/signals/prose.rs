//! The words in a text that say what happened: no frames of a stack, no head of a log record.

use std::ops::Range;

use super::Level;
use super::keys::KeyKind;
use super::scan::{What, Word};
use crate::text::{Script, floor};

/// `text` without its first `head` bytes, the spans in `left_out` and the frames of a stack; runs of white space are one
/// space. And from where to where it was read.
pub(super) fn of(text: &str, head: usize, mut left_out: Vec<Range<usize>>) -> (String, Range<usize>) {
    left_out.sort_unstable_by_key(|span| span.start);
    let mut left_out = left_out.into_iter().peekable();
    let mut prose = String::with_capacity(text.len());
    let mut read: Option<Range<usize>> = None;
    let mut keep = |span: Range<usize>| {
        let words = text[span.clone()].trim_ascii_start();
        let at = span.end - words.len();
        let words = words.trim_ascii_end();
        if words.is_empty() {
            return;
        }
        if !prose.is_empty() {
            prose.push(' ');
        }
        push_joined(&mut prose, words);
        read = Some(read.as_ref().map_or(at, |read| read.start)..at + words.len());
    };
    let (mut start, mut from) = (0, head);
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        from = from.max(if is_frame(line) { end } else { start });
        while let Some(span) = left_out.next_if(|span| span.start < end) {
            if span.start > from {
                keep(from..span.start);
            }
            from = from.max(span.end);
        }
        if from < end {
            keep(from..end);
        }
        start = end;
    }
    let trimmed = prose
        .trim_start_matches([',', ':', ';', '-', '|', ')', ']', '{', '}', '`', '=', '>', '<', ' ', '*', '#']);
    let trimmed = trimmed.trim_end_matches([',', ':', ';', '-', '|', '(', '[', '{', '=', ' ', '*']);
    (trimmed.to_owned(), read.unwrap_or(0..0))
}

/// Adds `words` with runs of white space as one space.
fn push_joined(prose: &mut String, words: &str) {
    let bytes = words.as_bytes();
    if memchr::memchr3(b'\n', b'\t', b'\r', bytes).is_none() && !bytes.windows(2).any(|pair| pair == b"  ") {
        prose.push_str(words);
        return;
    }
    for (number, word) in words.split_ascii_whitespace().enumerate() {
        prose.push_str(if number > 0 { " " } else { "" });
        prose.push_str(word);
    }
}

/// Whether a line is a frame of a stack trace.
fn is_frame(line: &str) -> bool {
    let inner = line.trim_start();
    let indented = inner.len() < line.len();
    (indented && (inner.starts_with("at ") || inner.starts_with("... ") || inner.starts_with("File \"")))
        || inner.trim_end() == "Traceback (most recent call last):"
        || inner.starts_with("goroutine ")
        || inner.starts_with("```")
}

/// What a log record is by its weight.
const LEVELS: [&str; 9] = ["critical", "debug", "err", "error", "fatal", "info", "trace", "warn", "warning"];

/// Whether a line begins as klog's do: `E0814 00:16:35.074058   11287 service_controller.go:1123] …`.
fn is_klog(line: &[u8]) -> bool {
    matches!(line, [b'I' | b'W' | b'E' | b'F', a, b, c, d, b' ', ..] if [a, b, c, d].iter().all(|b| b.is_ascii_digit()))
}

/// The level of a log record that begins with its time, and where its name ends. It stands in capitals, in brackets or
/// right after the time, which is what tells it from a word of the message.
fn level(line: &[u8]) -> Option<(&'static str, usize)> {
    let near = &line[..line.len().min(120)];
    // The time may stand in brackets; it has digits and separators, and is longer than a code or a status.
    let time = near
        .iter()
        .take_while(|b| {
            matches!(
                b,
                b'0'..=b'9' | b'T' | b'Z' | b':' | b'.' | b',' | b'+' | b'-' | b'/' | b'[' | b']' | b' '
            )
        })
        .count();
    let digits = near[..time].iter().filter(|b| b.is_ascii_digit()).count();
    if digits < 6 {
        return None;
    }
    let is_bound = |b: Option<&u8>| {
        b.is_none_or(|b| matches!(b, b' ' | b'[' | b']' | b'|' | b':' | b'(' | b')' | b'\t'))
    };
    near.split(|b| !b.is_ascii_alphabetic()).filter(|word| may_be_level(word)).find_map(|word| {
        let level = LEVELS.into_iter().find(|level| word.eq_ignore_ascii_case(level.as_bytes()))?;
        let start = word.as_ptr() as usize - line.as_ptr() as usize;
        let end = start + word.len();
        let (before, after) = (start.checked_sub(1).and_then(|at| line.get(at)), line.get(end));
        let in_head = start <= time || before == Some(&b'[') || word.iter().all(u8::is_ascii_uppercase);
        (in_head && is_bound(before) && is_bound(after)).then_some((level, end))
    })
}

/// Whether a word has the length and the first letter of a level.
fn may_be_level(word: &[u8]) -> bool {
    (3..=8).contains(&word.len()) && matches!(word[0] | 0x20, b'c' | b'd' | b'e' | b'f' | b'i' | b't' | b'w')
}

/// How long the head is that syslog gives a line: `<34>`, `Mar  1 11:20:33 host program[811]: `; 0 for none.
fn syslog_head(text: &str) -> usize {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let near = &text[..floor(text, 160)];
    let after = near.strip_prefix('<').and_then(|rest| rest.split_once('>')).map_or(near, |(_, rest)| rest);
    let dated = after.get(..3).is_some_and(|month| MONTHS.contains(&month)) && after[3..].starts_with(' ');
    // The time and the host come before the program, which a colon ends.
    let time = after.find(':').filter(|_| dated);
    let program = time.and_then(|at| after[at..].find(": ").map(|end| at + end + 2));
    program.map_or(0, |end| near.len() - after.len() + end)
}

/// The level that a record of JSON or logfmt has under a key.
pub(super) fn level_in_record(text: &str, words: &[Word]) -> Level {
    let levels = words.iter().filter(|word| {
        let key = &text[word.span.clone()];
        word.what == What::Key(KeyKind::Record)
            && ["level", "lvl", "severity"].iter().any(|name| key.to_ascii_lowercase().contains(name))
    });
    let value = |word: &Word| {
        let value = text[word.span.end..].trim_start_matches(['"', '\'', ' ', ':', '=', '\\']);
        let len = value.bytes().take_while(u8::is_ascii_alphabetic).count();
        Some(level_of(&value[..len])).filter(|level| *level != Level::None)
    };
    { levels }.find_map(value).unwrap_or_default()
}

/// The head of a log record: time, level, logger.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Head {
    /// How long it is.
    pub(super) len: usize,
    pub(super) level: Level,
}

/// The head of the log record that `text` begins with, if it does.
pub(super) fn head(text: &str) -> Head {
    let bytes = text.as_bytes();
    if is_klog(bytes) {
        let near = &text[..floor(text, 120)];
        let level = if bytes[0] == b'I' { Level::Informs } else { Level::Alarms };
        return Head { len: near.find("] ").map_or(0, |at| at + 2), level };
    }
    let Some((level, end)) = level(bytes) else {
        return Head { len: syslog_head(text), level: Level::None };
    };
    let after = &text[end..floor(text, end + 100)];
    let after = after.lines().next().unwrap_or_default();
    // The logger ends with a dash; nothing else does as surely.
    let logger = after.find(" - ").map(|at| at + 3);
    let bounds = || after.len() - after.trim_start_matches([']', ' ', '|', ':']).len();
    Head { len: end + logger.unwrap_or_else(bounds), level: level_of(level) }
}

/// What a word says of the weight of a log record, in any case.
pub(super) fn level_of(word: &str) -> Level {
    let is = |words: &[&str]| words.iter().any(|level| word.eq_ignore_ascii_case(level));
    if is(&["debug", "info", "information", "notice", "trace"]) {
        Level::Informs
    } else if is(&["crit", "critical", "err", "error", "fatal", "severe", "warn", "warning"]) {
        Level::Alarms
    } else {
        Level::None
    }
}

/// What `text` says after a code that ends at `from`: `: Port does not support flow log`, ` (SNAT规则重复) natgw-2x9f`. Up to
/// the id of the request, an empty line or a frame of the stack; none where too little follows.
pub(super) fn after(text: &str, from: usize, words: &[Word]) -> Option<Range<usize>> {
    // Node's SDKs name an exception by its code.
    let from = from + if text[from..].starts_with("Error: ") { "Error".len() } else { 0 };
    let rest = &text[from..];
    let skipped = rest.len()
        - rest
            .trim_start_matches([' ', ':', ',', ';', '-', ']', '"', '\'', '\\', '}', '|', '\t', '>', ')'])
            .len();
    let mut start = from + skipped;
    let mut end = text.len();
    let bracketed = text[start..].starts_with('(');
    if bracketed {
        start += 1;
        end = text[start..].find(')').map_or(end, |at| start + at);
    }
    for stop in ["\n\n", "\n\tat ", "\n    at ", "\n  at "] {
        end = text[start..end].find(stop).map_or(end, |at| start + at);
    }
    let start = start.min(end);
    let end = message_end(text, start..end, words);
    let value =
        text[start..end].trim_end_matches([' ', ',', ';', '{', '[', '(', '"', '\'', '\\', '\n', '}', ']']);
    let is_message = says_enough(value) && !is_rest_of_body(value) && !is_reason(value);
    is_message.then_some(start..start + value.len())
}

/// What HTTP says of its statuses.
const REASONS: [&str; 13] = [
    "bad gateway",
    "bad request",
    "conflict",
    "forbidden",
    "gateway timeout",
    "internal server error",
    "method not allowed",
    "not found",
    "ok",
    "service unavailable",
    "too many requests",
    "unauthorized",
    "unprocessable entity",
];

/// Whether a text only names an HTTP status, and what was said before it is the message.
fn is_reason(text: &str) -> bool {
    REASONS.iter().any(|reason| text.eq_ignore_ascii_case(reason))
}

/// Where the message in `span` ends before what SDKs append: `RequestId : …`, `request id: …`.
pub(super) fn message_end(text: &str, span: Range<usize>, words: &[Word]) -> usize {
    let from = words.partition_point(|word| word.span.start < span.start);
    let appended = words[from..].iter().take_while(|word| word.span.start < span.end).find(|word| {
        let after = text[word.span.end..span.end].trim_start_matches([' ', '"', '\'', '\\']);
        match word.what {
            What::Key(KeyKind::RequestId) => {
                after.starts_with([':', '=', ' ']) || text[word.span.end..].starts_with([' ', ']'])
            }
            What::Key(KeyKind::Other) => {
                let id = after
                    .strip_prefix("id")
                    .or_else(|| after.strip_prefix("ID"))
                    .or_else(|| after.strip_prefix("Id"));
                text[word.span.clone()].eq_ignore_ascii_case("request")
                    && id.is_some_and(|rest| rest.trim_start().starts_with([':', '=']))
            }
            _ => false,
        }
    });
    appended.map_or(span.end, |word| word.span.start)
}

/// Whether a text is what is left of a body when its code is taken out: keys and braces.
pub(super) fn is_rest_of_body(text: &str) -> bool {
    ["\":", "\",", "':", "',", "{"].iter().any(|mark| text.contains(mark))
}

/// Whether a text is more than a word or a value: two words, or some Chinese.
pub(super) fn says_enough(text: &str) -> bool {
    let han = text.chars().filter(|c| Script::of(*c) == Script::Han).take(3).count();
    if han == 3 {
        return true;
    }
    let words = text.split_whitespace().filter(|word| {
        word.len() > 1
            && !word.contains('=')
            && word
                .trim_matches(|c: char| !c.is_alphanumeric())
                .chars()
                .all(|c| c.is_alphabetic() || c == '\'' || c == '-')
    });
    words.take(2).count() == 2
}
