//! Does a heading, a bold text, an item or a line begin with a code, as a section about that code does?
//!
//! Pure functions of one text. Whether a page means errors by it, `sections` says.

use super::cells::statuses;
use super::codes::{Codes, codes, is_number, is_symbol, phrase};

/// What a section about a code begins with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lead {
    pub(super) codes: Codes,
    /// What follows the code.
    pub(super) message: String,
    /// The HTTP status that stands with it.
    pub(super) http_status: Option<u16>,
    /// Whether it is written as codes are, or could be any word.
    pub(super) strong: bool,
    /// Whether a word before it says that it is an error's.
    pub(super) said: bool,
}

/// The code that `text` begins with; `marked` where all of it is bold or code.
pub(super) fn lead(text: &str, marked: bool) -> Option<Lead> {
    let text = without_anchor(text);
    let (said, text) = after_word(text);
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (text, http_status) = without_status(text);
    let one = |codes: Codes, message: &str, strong: bool| Lead {
        codes,
        message: message.trim().to_owned(),
        http_status,
        strong,
        said,
    };
    if let Some(found) = codes(text) {
        let strong = found.codes.iter().all(|(code, _)| is_strong(code));
        let word = found.codes.iter().all(|(code, _)| is_word(code));
        return (strong || word).then(|| one(found, "", strong));
    }
    // Two bold names side by side are two codes of one text.
    let names: Vec<&str> = text.split_whitespace().collect();
    if marked && names.len() > 1 && names.iter().all(|name| is_symbol(name)) {
        let codes = names.iter().map(|&name| (name.to_owned(), Vec::new())).collect();
        return Some(one(Codes { codes, http_status: None }, "", true));
    }
    // `Internal Server Error (HTTP 500)`: nothing but an error has a status.
    if http_status.is_some()
        && let Some(found) = phrase(text)
    {
        return Some(one(found, "", true));
    }
    split(text, said).map(|(found, message)| one(found, message, true)).or_else(|| {
        let short = marked && text.split_whitespace().count() <= 3;
        short.then(|| phrase(text).map(|found| one(found, "", false))).flatten()
    })
}

/// A text that is longer, in bytes, is prose.
const LONGEST: usize = 4096;

/// The code of a line of a program that defines it: `#define NAME 601 // text`, `NAME(601, "text"),`, `NAME = 601, // text`.
pub(super) fn constant(line: &str) -> Option<Lead> {
    let line = line.trim();
    let defined = line.strip_prefix("#define ").or_else(|| line.strip_prefix("const "));
    let text = defined.unwrap_or(line).trim_start();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, rest) = text.split_at(end);
    let rest = rest.trim_start();
    let rest = match rest.chars().next()? {
        '(' | '=' => rest[1..].trim_start(),
        _ if defined.is_some() => rest.trim_start_matches(['(', ' ']),
        _ => return None,
    };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    if !is_symbol(name)
        || !name.contains('_')
        || !(is_number(number) || codes(number).is_some() && number.starts_with("0"))
    {
        return None;
    }
    let marks =
        |c: char| c.is_whitespace() || matches!(c, ')' | '(' | ',' | ';' | '/' | '*' | '"' | '<' | '!');
    let codes = Codes { codes: vec![(number.to_owned(), vec![name.to_owned()])], http_status: None };
    let message = after.trim_matches(marks).to_owned();
    Some(Lead { codes, message, http_status: None, strong: true, said: false })
}

/// Whether a code is written as hardly any word is: a number of three digits or more, a negative one, `NoSuchKey`.
fn is_strong(code: &str) -> bool {
    let digits = code.strip_prefix('-').unwrap_or(code);
    match is_number(code) {
        // 20230101 is a day.
        true if digits.len() == 8 && (digits.starts_with("19") || digits.starts_with("20")) => false,
        true => digits.len() >= 3 || code.starts_with('-'),
        false if digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'/' | b':')) => {
            false
        }
        // `indices.breaker.limit` is a setting.
        false if code.matches('.').count() > 1 && !code.contains(|c: char| c.is_ascii_uppercase()) => false,
        false => code.starts_with("0x") || is_sql_state(code) || is_symbol(code) && !code.ends_with(':'),
    }
}

/// `08N02`: five digits and capitals.
fn is_sql_state(code: &str) -> bool {
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    code.len() == 5 && digits > 1 && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// Whether a code is at least a number or a single word that is no heading of a manual.
fn is_word(code: &str) -> bool {
    const HEADINGS: [&str; 24] = [
        "note",
        "notes",
        "tip",
        "warning",
        "caution",
        "important",
        "overview",
        "example",
        "examples",
        "table",
        "see",
        "syntax",
        "remarks",
        "parameters",
        "returns",
        "requirements",
        "description",
        "summary",
        "errors",
        "introduction",
        "response",
        "request",
        "appendix",
        "reference",
    ];
    if HEADINGS.contains(&code.to_ascii_lowercase().as_str()) {
        return false;
    }
    is_number(code)
        || code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && code.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// A code and the text after it: `-1003 NAME`, `4001 (HY004) : text`, `NoSuchKey: text`, `CODE - text`.
fn split(text: &str, said: bool) -> Option<(Codes, &str)> {
    let between =
        |c: char| c.is_whitespace() || matches!(c, ':' | '：' | '–' | '—' | '|' | '(' | '（' | '，');
    if said && let Some(found) = listed(text) {
        return Some(found);
    }
    let end = text.find(between)?;
    let (code, rest) = text.split_at(end);
    let found = codes(code).filter(|_| is_strong(code) || said && is_number(code))?;
    let number = is_number(code) || code.starts_with("0x");
    // What a bracket adds is another name of the same thing: an SQL state, a spelling.
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix(['(', '（']).and_then(|inner| inner.split_once([')', '）'])) {
        Some((_, after)) => after.trim_start(),
        None => rest,
    };
    let message = rest.trim_start_matches([':', '：', '-', '–', '—', '|', ' ', '，', '、']);
    let separated = message.len() < rest.len() || rest.is_empty();
    let dated = number && message.starts_with(|c: char| c.is_ascii_digit());
    let measured = number && message.split_whitespace().next().is_some_and(|word| UNITS.contains(&word));
    ((number || separated) && !dated && !measured).then_some((found, message))
}

/// The numbers that `1006, 1007 or 1106 Access denied` begins with, two or more, and the text after them.
fn listed(text: &str) -> Option<(Codes, &str)> {
    let mut rest = text;
    let mut codes = Vec::new();
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if end == 0 {
            break;
        }
        codes.push((rest[..end].to_owned(), Vec::new()));
        let after = &rest[end..];
        let next = [", or ", " or ", ", and ", " and ", ", ", "、", "/"]
            .iter()
            .find_map(|mark| after.strip_prefix(mark));
        match next.filter(|next| next.starts_with(|c: char| c.is_ascii_digit())) {
            Some(next) => rest = next,
            None => {
                rest = after;
                break;
            }
        }
    }
    let message = rest.trim_start_matches([':', '：', '-', '–', '—', ' ']);
    (codes.len() > 1).then_some((Codes { codes, http_status: None }, message))
}

/// What numbers measure that are no codes.
const UNITS: [&str; 14] = [
    "ms", "s", "KB", "MB", "GB", "TB", "Mbps", "Gbps", "QPS", "days", "hours", "seconds", "minutes", "times",
];

/// `text` without the words before a code that say what it is, and whether there were any. A word such as "Error" alone
/// must be followed by a number.
fn after_word(text: &str) -> (bool, &str) {
    const NAMED: [&str; 14] = [
        "error number",
        "error codes",
        "error code",
        "errorcode",
        "errcode",
        "return code",
        "result code",
        "错误码",
        "错误代码",
        "错误编号",
        "返回码",
        "エラーコード",
        "오류 코드",
        "ora",
    ];
    const ALONE: [&str; 7] = ["errors", "error", "exception", "code", "错误", "异常", "code of error"];
    let strip = |word: &str| {
        let start = text.get(..word.len())?;
        start
            .eq_ignore_ascii_case(word)
            .then(|| text[word.len()..].trim_start_matches([' ', ':', '：', '#', '\u{a0}']))
    };
    let text_after =
        |word: &&str| strip(word).filter(|rest| !rest.is_empty() && rest.len() + word.len() < text.len());
    if let Some(rest) = NAMED.iter().find_map(text_after) {
        return (true, rest);
    }
    let number = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    match ALONE.iter().find_map(|word| text_after(word).filter(number)) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

/// `text` without an anchor that some Markdown dialects attach, and without a colon at its end.
fn without_anchor(text: &str) -> &str {
    let text = text.trim().split(" {#").next().unwrap_or_default();
    let text = text.split("{#").next().unwrap_or_default();
    text.trim().trim_end_matches([':', '：', '"']).trim_end()
}

/// `text` without the status of HTTP in brackets at its end: `(HTTP 500)`, `(HTTP Status Code: 404)`, `(403)`.
fn without_status(text: &str) -> (&str, Option<u16>) {
    let bracket = text.strip_suffix([')', '）']).and_then(|inner| inner.rsplit_once(['(', '（']));
    let Some((before, within)) = bracket else { return (text, None) };
    match statuses(within)[..] {
        [status] if within.to_ascii_lowercase().contains("http") => (before.trim_end(), Some(status)),
        _ => (text, None),
    }
}
