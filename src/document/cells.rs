//! What does a cell hold? Clean text, codes, HTTP statuses, numbered alternatives.
//!
//! Pure functions of one cell's text. Nothing here knows of columns or rows.

/// `text` with every run of white space one space, or `\n` where a break is among it, without invisible characters.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        match c {
            '\n' => gap = Some('\n'),
            // Zero-width spaces, joiners and soft hyphens only serve the browser's line breaking.
            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            c if c.is_whitespace() || c.is_control() => gap = gap.or(Some(' ')),
            c => {
                if let Some(gap) = gap.take()
                    && !out.is_empty()
                {
                    out.push(gap);
                }
                out.push(c);
            }
        }
    }
    out
}

/// A cell's text as an entry has it: a break is a space, and a mark for "nothing" is nothing.
pub(super) fn flat(text: &str) -> String {
    if is_blank(text) { String::new() } else { text.replace('\n', " ") }
}

/// Whether a cell says nothing.
pub(super) fn is_blank(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.chars().all(|c| matches!(c, '-' | '–' | '—' | '－' | '/' | '\\' | '*' | '.' | '…' | '|'))
        || matches!(text, "无" | "N/A" | "n/a" | "NA" | "&nbsp;")
}

/// A heading's words: no number before (`2.1 `, `一、`), no colon after.
pub(super) fn heading(text: &str) -> String {
    let text = text.replace('\n', " ");
    // What follows in braces is an anchor that some Markdown dialects attach.
    let text = text.trim().split(" {#").next().unwrap_or_default();
    let text = text.trim_end_matches([':', '：', ' ']);
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十.".contains(c));
    let cut = match number.chars().next() {
        Some('、') => number.trim_start_matches(['、', ' ']),
        Some(' ') if text.starts_with(|c: char| c.is_ascii_digit()) => number,
        _ if text[..text.len() - number.len()].ends_with('.') => number,
        _ => text,
    };
    cut.trim().to_owned()
}

/// What a cell of a code column says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Codes {
    /// Each code with its further spellings.
    pub(super) codes: Vec<(String, Vec<String>)>,
    /// An HTTP status beside a symbolic code.
    pub(super) http_status: Option<u16>,
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
    let text = joined(text);
    let parts: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | '(' | ')' | '（' | '）' | '|')
        })
        .flat_map(|part| if is_number_list(part) { part.split('/').collect() } else { vec![part] })
        .map(|part| part.trim_matches(['"', '\'', '“', '”', '‘', '’', '`', '。']))
        .filter(|part| !part.is_empty())
        .collect();
    if is_blank(&text) || parts.is_empty() {
        return None;
    }
    if let Some((code, note)) = text.split_once(['(', '（'])
        && is_code(code.trim())
        && !note.is_ascii()
    {
        return Some(Codes { codes: vec![(code.trim().to_owned(), Vec::new())], http_status: None });
    }
    if !parts.iter().all(|part| is_code(part)) {
        return None;
    }
    let kinds: Vec<Kind> = parts.iter().map(|part| kind(part)).collect();
    let alike = kinds.windows(2).all(|pair| pair[0] == pair[1]);
    if alike {
        let words = kinds[0] == Kind::Symbol
            && text.contains(' ')
            && !text.contains([',', '，', '、', ';', '；', '|']);
        let codes = parts.iter().map(|&part| (part.to_owned(), Vec::new())).collect();
        return (!words).then_some(Codes { codes, http_status: None });
    }
    let once = |kind| kinds.iter().filter(|&&have| have == kind).count() <= 1;
    if ![Kind::Decimal, Kind::Hexadecimal, Kind::Symbol].into_iter().all(once) {
        return None;
    }
    Some(one_code(&parts, &kinds))
}

/// One code of several spellings. A number beside a symbolic code may be the HTTP status, which is no spelling of it.
fn one_code(parts: &[&str], kinds: &[Kind]) -> Codes {
    let symbolic = kinds.contains(&Kind::Symbol);
    let status = |part: &str| part.parse::<u16>().ok().filter(|n| symbolic && (400..600).contains(n));
    let http_status = parts.iter().find_map(|part| status(part));
    let mut spellings = parts.iter().filter(|part| status(part).is_none()).map(|&part| part.to_owned());
    let code = spellings.next().unwrap_or_default();
    Codes { codes: vec![(code, spellings.collect())], http_status }
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
    part.contains('/') && part.split('/').all(|number| !number.is_empty() && kind(number) != Kind::Symbol)
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
    text.len() <= 128
        && text.bytes().all(|b| b.is_ascii_graphic())
        && text.bytes().any(|b| b.is_ascii_alphanumeric())
        && !text.ends_with(['.', ':', '?', '!', '='])
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

/// The HTTP statuses in a cell, each once: 404 and 500 of `404/500`.
pub(super) fn statuses(text: &str) -> Vec<u16> {
    let mut found = Vec::new();
    for number in text.split(|c: char| !c.is_alphanumeric()) {
        if number.len() == 3
            && let Ok(status) = number.parse::<u16>()
            && (100..600).contains(&status)
            && !found.contains(&status)
        {
            found.push(status);
        }
    }
    found
}

/// Whether a cell holds HTTP statuses and no other number: `404/500`, `400 Bad Request`.
pub(super) fn is_status(text: &str) -> bool {
    let numbers =
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    let count = numbers.count();
    count > 0 && text.starts_with(|c: char| c.is_ascii_digit()) && statuses(text).len() == count
}

/// The alternatives of a text that numbers two or more: `1.One. 2.Another.`; `None` for any other text.
///
/// ```text
/// 1.… 2.…   1、… 2、…   1) … 2) …   (1) … (2) …
/// ```
pub(super) fn alternatives(text: &str) -> Option<Vec<String>> {
    let style = |number: usize| {
        [
            format!("{number}."),
            format!("{number}、"),
            format!("{number}．"),
            format!("{number})"),
            format!("{number}）"),
            format!("({number})"),
            format!("（{number}）"),
        ]
    };
    let first = style(1).iter().position(|mark| starts_item(text, mark))?;
    let mut items = Vec::new();
    let mut rest = &text[style(1)[first].len()..];
    for number in 2.. {
        let mark = &style(number)[first];
        let next = rest.match_indices(mark.as_str()).find(|&(at, _)| {
            let before = rest[..at].chars().next_back();
            before.is_some_and(|c| c.is_whitespace() || ";；。，,".contains(c))
                && starts_item(&rest[at..], mark)
        });
        let Some((at, _)) = next else { break };
        items.push(&rest[..at]);
        rest = &rest[at + mark.len()..];
    }
    items.push(rest);
    let items: Vec<String> =
        items.into_iter().map(|item| item.trim().trim_end_matches([';', '；']).to_owned()).collect();
    (items.len() > 1 && items.iter().all(|item| !item.is_empty())).then_some(items)
}

/// Whether `text` starts with `mark` and no version or decimal number such as `1.5`.
fn starts_item(text: &str, mark: &str) -> bool {
    text.strip_prefix(mark).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
}
