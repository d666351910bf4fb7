//! Which words of a text are codes, and how much says so.

use std::ops::Range;

use super::keys::{self, KeyKind};

/// How surely a known code in a text is meant as that code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trust {
    /// A number or a plain word in the place of a code, and nothing says whose: other systems have the same.
    Weak,
    /// Nothing but the code, a spelling that only a code has, or a code in its vendor's own surroundings.
    Sure,
}

/// Words beside a code that say nothing else.
const FILLERS: [&str; 12] =
    ["code", "err", "error", "errors", "http", "is", "status", "what", "是什么", "什么意思", "错误", "的"];

/// Words before `code` or `status` that make it another's than the API's.
const OF_OTHERS: [&str; 14] = [
    "activation",
    "area",
    "bar",
    "byte",
    "close",
    "country",
    "exit",
    "machine",
    "op",
    "postal",
    "qr",
    "source",
    "verification",
    "zip",
];

/// Words before `code` that make it an HTTP status.
const OF_HTTP: [&str; 3] = ["http", "response", "status"];

/// What the key at `key` holds, given the word before it: `exit code` is no code of an API, `status code` none of an error.
pub(super) fn kind_in_context(text: &str, key: &Range<usize>, kind: KeyKind) -> Option<KeyKind> {
    if !matches!(kind, KeyKind::Code | KeyKind::Status) {
        return Some(kind);
    }
    let before = text[..key.start].trim_end_matches(' ');
    let start = before.bytes().rev().take(16).take_while(u8::is_ascii_alphabetic).count();
    let word = before[before.len() - start..].to_ascii_lowercase();
    if OF_OTHERS.contains(&word.as_str()) {
        return None;
    }
    Some(if OF_HTTP.contains(&word.as_str()) { KeyKind::Status } else { kind })
}

/// Whether a token can only be a code: several words joined as in programs, or letters with a number of digits.
pub(super) fn is_shaped(token: &str) -> bool {
    let bytes = token.as_bytes();
    let hump = bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let joined = token.contains(['.', '_']) && bytes.iter().any(u8::is_ascii_uppercase);
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = bytes.iter().any(u8::is_ascii_alphabetic);
    letters && (hump || joined || digits >= 3)
}

/// Whether `text` says nothing but what lies in `known`, and words like "error code".
pub(super) fn says_nothing_else(text: &str, known: &[Range<usize>]) -> bool {
    let mut from = 0;
    let mut rest = String::with_capacity(text.len());
    for span in known {
        if span.start >= from {
            rest.push_str(&text[from..span.start]);
            rest.push(' ');
        }
        from = from.max(span.end);
    }
    rest.push_str(&text[from..]);
    says_nothing(&rest)
}

/// Whether a text holds only words that stand beside a code. A long one is taken to say something.
pub(super) fn says_nothing(text: &str) -> bool {
    const LONG: usize = 80;
    text.len() < LONG
        && text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).all(
            |word| {
                FILLERS.contains(&word.to_lowercase().as_str())
                    || keys::kind_of(word).is_some_and(stands_beside)
            },
        )
}

fn stands_beside(kind: KeyKind) -> bool {
    matches!(
        kind,
        KeyKind::Code
            | KeyKind::CodeName
            | KeyKind::Status
            | KeyKind::Http
            | KeyKind::Message
            | KeyKind::Cause
    )
}

/// The code in brackets that some vendors put before a message, `(2130)非法ProjectID参数`, and where the message begins.
pub(super) fn bracketed(message: &str) -> Option<(Range<usize>, usize)> {
    let start = message.len() - message.trim_start().len();
    let rest = message[start..].strip_prefix('(')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let closed = rest[digits..].starts_with(')') && (1..=10).contains(&digits);
    let code = start + 1..start + 1 + digits;
    closed.then(|| (code.clone(), code.end + 1))
}

/// Whether the number at `span` leads a message: at the start of `text` or after `Error:`, in brackets or before a colon,
/// with words to follow; within a body's message only in brackets: `1400:PermissionDenied, …`, `[RetCodeError] 2502 磁盘…`,
/// `… DescribeCdnHostInfo (9002)非法…`.
pub(super) fn leads(text: &str, span: &Range<usize>, in_brackets_only: bool) -> bool {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let begins_word = |text: &str| text.chars().next().is_some_and(char::is_alphabetic);
    if let (Some(head), Some(tail)) = (before.strip_suffix('('), after.strip_prefix(')')) {
        return !head.ends_with(|c: char| c.is_ascii_alphanumeric()) && begins_word(tail);
    }
    if in_brackets_only {
        return false;
    }
    let head = before.trim_end_matches([' ', '[', '(']);
    let starts = head.is_empty()
        || head.ends_with('\n')
        || head.ends_with([':', ']', 'r', 'R'])
            && ["error:", "exception:", "error]", "failed:", "失败:", "错误:", "报错:", "error", "err:"]
                .iter()
                .any(|word| {
                    let from = head.len().saturating_sub(word.len());
                    let Some((before, tail)) = head.split_at_checked(from) else { return false };
                    let is_apart = !word.is_ascii() || !before.ends_with(|c: char| c.is_ascii_alphanumeric());
                    is_apart && tail.eq_ignore_ascii_case(word)
                });
    let tail = after.trim_start_matches([']', ')']);
    let tail = tail.strip_prefix([':', ',', '-']).unwrap_or(tail);
    starts
        && tail.len() < text.len()
        && begins_word(tail.trim_start_matches(' '))
        && (tail.starts_with(' ') || after.len() > tail.len())
}

/// Whether the number at `span` is followed by a name as an SDK writes both: `1400:PermissionDenied, …`,
/// `(1400, 'PermissionDenied, …')`.
pub(super) fn names(text: &str, span: &Range<usize>) -> bool {
    let after = &text[span.end..];
    let of_tuple = |quote: &str| after.strip_prefix(quote).filter(|_| text[..span.start].ends_with('('));
    let name = after.strip_prefix(':').or(of_tuple(", '")).or(of_tuple(", \"")).unwrap_or_default();
    let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    is_shaped(&name[..len]) && name[len..].starts_with(',')
}

/// Whether the token at `span` is spelled as only codes are: `OperationFailed.DeleteProtection`, `PAY.BANK_TIMEOUT`. Classes
/// of programs are spelled so too, and end otherwise.
pub(super) fn is_spelled_as_code(text: &str, span: &Range<usize>) -> bool {
    let token = &text[span.clone()];
    let Some((head, tail)) = token.split_once('.') else { return false };
    let name = |part: &str| {
        part.len() > 3
            && part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let constant = |part: &str| part.len() > 2 && part.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let is_code = (name(head) && name(tail)) || (constant(head) && constant(tail) && tail.contains('_'));
    let of_program = ["Exception", "Error", "Service", "Controller", "Client", "Manager"]
        .iter()
        .any(|end| tail.ends_with(end))
        || ["System", "Microsoft", "Java", "Org"].contains(&head);
    let apart = !text[..span.start].ends_with(['/', '@', '\\']) && !text[span.end..].starts_with(['(', '/']);
    // `AttachVolume.Attach failed for volume …` is what was called.
    let called = text[span.end..].starts_with(" failed");
    is_code && !of_program && apart && !called
}

/// Whether the token at `span` stands where an SDK's exception has its code: after `Exception:` or `Error:`, or spelled with a
/// point and before a colon.
pub(super) fn is_thrown(text: &str, span: &Range<usize>) -> bool {
    let token = &text[span.clone()];
    let named = token.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_uppercase()));
    // A name before a comma begins a message: `PermissionDenied, instance is not running`.
    let begins_message = text[span.end..].starts_with(',');
    if !named || !is_shaped(token) || token.ends_with("Exception") || begins_message {
        return false;
    }
    let head = text[..span.start].trim_end_matches(' ');
    let after = text[span.end..].trim_start_matches(' ');
    let thrown = ["Exception:", "Error:", "error:"].iter().any(|word| head.ends_with(word));
    (thrown && (after.len() < text.len() - span.end || after.starts_with(':')))
        || (token.contains('.') && after.starts_with(": "))
}

/// No path of a package is longer.
const LONGEST_NAME: usize = 128;

/// What of the word at `span` is the name that it begins with, and no part of a message: all of it, or the whole path of a
/// package. None of a word that goes on to say more, as `EC_CDN_HOST_NOT_EXISTS`.
pub(super) fn named(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let inside = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let rest = text[span.end..].bytes().take(LONGEST_NAME).take_while(|b| inside(*b)).count();
    let is_path = text[span.start..span.end + rest].contains('.');
    match (rest > 0, is_path) {
        (false, _) => Some(span.clone()),
        (true, true) => Some(span.start..span.end + rest),
        (true, false) => None,
    }
}

/// Whether the value of a code's slot that no catalog has is a code all the same, and not a status or a sentence.
pub(super) fn looks_like_code(value: &str) -> bool {
    let status = value.parse::<u16>().is_ok_and(|number| number < 600);
    let shape = value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b':'));
    // What stands for a value on a page or in a template is none, and neither are zeros.
    let says = value.bytes().any(|b| b.is_ascii_alphanumeric() && b != b'0') && value != "xxx";
    (3..=80).contains(&value.len()) && shape && !status && says
}

/// Whether the word at `span` is joined with others, as in `kafka-consumer-0`.
pub(super) fn is_joined(text: &str, span: &Range<usize>) -> bool {
    let joins = |c: char| matches!(c, '-' | '_' | '/');
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (mut before, mut after) = (text[..span.start].chars().rev(), text[span.end..].chars());
    before.next().is_some_and(joins) && goes_on(before.next())
        || after.next().is_some_and(joins) && goes_on(after.next())
}

/// The codes of gRPC, which carries errors of others.
const OF_GRPC: [&str; 16] = [
    "Aborted",
    "AlreadyExists",
    "Canceled",
    "DataLoss",
    "DeadlineExceeded",
    "FailedPrecondition",
    "Internal",
    "InvalidArgument",
    "NotFound",
    "OutOfRange",
    "PermissionDenied",
    "ResourceExhausted",
    "Unauthenticated",
    "Unavailable",
    "Unimplemented",
    "Unknown",
];

/// Whether the value of a code's slot is a code of gRPC.
pub(super) fn is_of_grpc(value: &str) -> bool {
    OF_GRPC.contains(&value)
}

/// Whether the value of a code's slot says that all went well.
pub(crate) fn is_success(value: &str) -> bool {
    matches!(value, "0" | "200")
        || ["ok", "success", "succeeded"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Runs of letters, digits, `.`, `_`, `-`, without punctuation at their ends.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    text.split(move |c| !inside(c)).filter_map(move |token| {
        let trimmed = token.trim_matches(['.', '_', '-']);
        let start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        (!trimmed.is_empty()).then_some(start..start + trimmed.len())
    })
}
