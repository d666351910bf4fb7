//! Which codes does a cell hold? One, several, one in several spellings, or none because it is prose.
//!
//! Pure functions of one cell's text. Nothing here knows of columns or rows.

use std::borrow::Cow;

use super::cells::is_blank;

/// What a cell of a code column says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Codes {
    /// Each code with its further spellings.
    pub(super) codes: Vec<(String, Vec<String>)>,
    /// An HTTP status beside a symbolic code.
    pub(super) http_status: Option<u16>,
}

impl Codes {
    /// Whether all of them are numbers.
    pub(super) fn is_number(&self) -> bool {
        self.codes.iter().all(|(code, _)| is_number(code) || code.starts_with("0x"))
    }

    fn one(code: String, aliases: Vec<String>) -> Codes {
        Codes { codes: vec![(code, aliases)], http_status: None }
    }
}

/// How a code is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Decimal,
    Hexadecimal,
    Symbol,
}

/// The codes of a cell, or `None` where the cell is prose.
///
/// Codes written alike (`4001, 4002`) are codes of their own; one of each kind (`0x1F (31)`) is one code spelled
/// several ways.
pub(super) fn codes(text: &str) -> Option<Codes> {
    // What is not listed is no code of its own.
    let others = ["other", "others", "default"].iter().any(|word| text.trim().eq_ignore_ascii_case(word));
    if text.len() > LONGEST_CELL || is_blank(text) || others {
        return None;
    }
    let text = joined(&plain(text));
    let text = text.trim().trim_end_matches(['*', '。']).trim_end();
    if let Some(found) = grouped(text).or_else(|| range(text)) {
        return Some(found);
    }
    if let Some(code) = noted(text) {
        return Some(Codes::one(code.to_owned(), Vec::new()));
    }
    let parts = parts(text);
    if parts.is_empty() || !parts.iter().all(|part| is_code(part)) {
        return None;
    }
    let kinds: Vec<Kind> = parts.iter().map(|part| kind(part)).collect();
    if kinds.windows(2).all(|pair| pair[0] == pair[1]) {
        // Words without a break or a comma between them are prose.
        let words = kinds[0] == Kind::Symbol
            && parts.len() > 1
            && !text.contains([',', '，', '、', ';', '；', '|', '\n'])
            && !text.contains(" / ");
        let codes = parts.iter().map(|&part| (part.to_owned(), Vec::new())).collect();
        return (!words).then_some(Codes { codes, http_status: None });
    }
    let once = |kind| kinds.iter().filter(|&&have| have == kind).count() <= 1;
    if ![Kind::Decimal, Kind::Hexadecimal, Kind::Symbol].into_iter().all(once) {
        return None;
    }
    Some(one_code(&parts, &kinds))
}

/// A cell that is longer, in bytes, holds more than codes.
const LONGEST_CELL: usize = 16 << 10;

/// `text` with its wide letters, digits and minus signs as programs write them, and without a mark of a footnote.
fn plain(text: &str) -> Cow<'_, str> {
    let noted = text.find("[^").filter(|_| text.ends_with(']'));
    let text = noted.map_or(text, |start| &text[..start]);
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| match c {
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        '\u{2212}' => '-',
        c => c,
    };
    Cow::Owned(text.chars().map(narrow).collect())
}

/// The words of a cell between white space, commas and brackets.
fn parts(text: &str) -> Vec<&str> {
    // `NAME=206` spells one code twice.
    let equals = text.matches('=').count() == 1;
    let mut within = false;
    let between = move |c: char| {
        // A placeholder such as `<parameter name>` is a part of its code.
        match c {
            '<' => within = true,
            '>' => within = false,
            _ => {}
        }
        !within
            && (c.is_whitespace()
                || matches!(c, ',' | '，' | '、' | ';' | '；' | '(' | ')' | '（' | '）' | '|')
                || c == '=' && equals)
    };
    text.split(between)
        .flat_map(|part| if is_number_list(part) { part.split('/').collect() } else { vec![part] })
        .map(|part| part.trim_matches(['"', '\'', '“', '”', '‘', '’', '`', '。']))
        .filter(|part| !part.is_empty() && *part != "/")
        .collect()
}

/// `10,000`: a number in groups of three digits, which is spelled without commas where a program writes it.
fn grouped(text: &str) -> Option<Codes> {
    let mut groups = text.strip_prefix('-').unwrap_or(text).split(',');
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    // Groups of three digits alone may be a list of codes: 430,513,533.
    let first =
        groups.next().is_some_and(|group| digits(group) && group.len() < 3 && !group.starts_with('0'));
    let mut more = groups.peekable();
    let whole = more.peek().is_some() && more.all(|group| group.len() == 3 && digits(group));
    (first && whole).then(|| Codes::one(text.replace(',', ""), vec![text.to_owned()]))
}

/// `8001 ~ 8004`: the numbers from one to another, as one code whose other spellings are the numbers.
fn range(text: &str) -> Option<Codes> {
    const BETWEEN: [&str; 7] = ["~", "～", "–", "—", " to ", "至", "-"];
    let (first, last) = BETWEEN.iter().find_map(|mark| {
        let (first, last) = text.split_once(mark)?;
        let (first, last) = (first.trim(), last.trim());
        let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let alike = first.len() == last.len() && (*mark != "-" || first.len() > 2);
        (number(first) && number(last) && alike).then_some((first, last))
    })?;
    let width = first.len();
    let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
    let members = (first..=last).take(MOST_MEMBERS).map(|number| format!("{number:0width$}")).collect();
    (first < last).then(|| Codes::one(text.to_owned(), members))
}

/// How many numbers of a range are spelled out.
const MOST_MEMBERS: usize = 100;

/// The code of `4001（参数错误）` and `-3 (SDK layer)`, which a remark in brackets follows.
fn noted(text: &str) -> Option<&str> {
    let (code, note) = text.strip_suffix([')', '）'])?.split_once(['(', '（'])?;
    let code = code.trim();
    let whole = !note.contains(['(', ')', '（', '）']);
    let word = is_symbol(code) && note.bytes().all(|b| b.is_ascii_lowercase());
    let remark = whole && (!note.is_ascii() || word || note.contains(' ') && !note.contains(','));
    (remark && is_code(code)).then_some(code)
}

/// The cell as one code of several words, `Bad Request`, for columns whose name leaves no doubt that it is one.
pub(super) fn phrase(text: &str) -> Option<Codes> {
    let text = text.trim().trim_matches('"');
    let words = text.split_whitespace().count();
    let plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '\'' | ':' | '/' | '(' | ')')
    };
    let rest = text.split_whitespace().take(2).any(|word| word.eq_ignore_ascii_case("other"));
    let sentence = text.ends_with(['.', ':', '?', '!']) || rest;
    let fits = (1..=5).contains(&words) && text.len() <= 64 && text.chars().all(plain) && !sentence;
    (fits && text.starts_with(|c: char| c.is_ascii_alphanumeric()))
        .then(|| Codes::one(text.to_owned(), Vec::new()))
}

/// Whether `text` is a name as programs write it: `REQUEST_TIMEOUT`, `NoSuchKey`, `Invalid.Name`, `serverError`.
pub(super) fn is_symbol(text: &str) -> bool {
    let text = joined(text);
    let text = text.trim_matches(['"', '\'', '`']);
    if !is_code(text)
        || kind(text) != Kind::Symbol
        || text.len() < 4
        || !text.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return false;
    }
    let bytes = text.as_bytes();
    let humps = bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let numbered = text.split_once('-').is_some_and(|(word, number)| {
        word.bytes().all(|b| b.is_ascii_uppercase())
            && number.bytes().filter(u8::is_ascii_digit).count() > 2
            && number.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    });
    // `HPL02002E`.
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let serial = digits > 3 && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    humps
        || numbered
        || serial
        || text.contains(['_', '.', ':'])
        || ["Exception", "Error", "Fault"].iter().any(|end| text.ends_with(end))
}

/// Whether `text` is a whole number.
pub(super) fn is_number(text: &str) -> bool {
    kind(text) == Kind::Decimal
}

/// One code of several spellings. A number beside a symbolic code may be the HTTP status, which is no spelling of it.
fn one_code(parts: &[&str], kinds: &[Kind]) -> Codes {
    // `Error 1001`: the word says only that it is one.
    const WORDS: [&str; 5] = ["error", "code", "errcode", "err", "errorcode"];
    let parts: Vec<&str> =
        parts.iter().copied().filter(|part| !WORDS.contains(&part.to_ascii_lowercase().as_str())).collect();
    let symbolic = kinds.contains(&Kind::Symbol) && parts.len() > 1;
    let status = |part: &str| part.parse::<u16>().ok().filter(|n| symbolic && (400..600).contains(n));
    let http_status = parts.iter().find_map(|part| status(part));
    let mut spellings = parts.iter().filter(|part| status(part).is_none()).map(|&part| part.to_owned());
    let code = spellings.next().unwrap_or_default();
    Codes { http_status, ..Codes::one(code, spellings.collect()) }
}

/// `text` without the white space that a line break left beside a dot or underscore of a code.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let beside = out.ends_with(['_', '.']) || chars.peek().is_some_and(|&next| matches!(next, '_' | '.'));
        if !(c.is_whitespace() && beside) {
            out.push(c);
        }
    }
    out
}

/// `4001/4002`: numbers between slashes, whereas a symbolic code may have a slash of its own.
fn is_number_list(part: &str) -> bool {
    part.contains('/')
        && part.split('/').filter(|number| !number.is_empty()).all(|number| kind(number) != Kind::Symbol)
}

fn kind(part: &str) -> Kind {
    let digits = part.strip_prefix('-').unwrap_or(part);
    if digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() {
        Kind::Decimal
    } else if digits.strip_prefix("0x").or(digits.strip_prefix("0X")).is_some_and(is_hexadecimal) {
        Kind::Hexadecimal
    } else {
        Kind::Symbol
    }
}

fn is_hexadecimal(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether `text` can be a code: one token of visible ASCII that does not end like a sentence.
pub(super) fn is_code(text: &str) -> bool {
    // A placeholder such as `<parameter name>` may have spaces.
    let placeholder = text.contains('<') && text.matches('<').count() == text.matches('>').count();
    text.len() <= 128
        && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ' && placeholder)
        && text.bytes().any(|b| b.is_ascii_alphanumeric())
        && !text.ends_with(['.', ':', '?', '!', '='])
        && !["://", "<!--", "-->", "${"].iter().any(|mark| text.contains(mark))
}

/// The shape of a code: `A.9` for `VPC.0504`. The codes of a column have few shapes, and its messages other ones.
pub(super) fn shape(code: &str) -> String {
    let mut out = String::new();
    for c in code.chars() {
        let class = match c {
            '0'..='9' => '9',
            c if c.is_alphabetic() => 'A',
            c => c,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    out
}
