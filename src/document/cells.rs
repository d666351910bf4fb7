//! What does a cell hold? Clean text, HTTP statuses, numbered alternatives.
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

/// As much of a text as says what follows it; a page may have texts of any length, and an outline is kept for each place.
pub(super) fn beginning(text: &str) -> String {
    const LONGEST: usize = 600;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
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
        // A number of three digits says something: `404 Not Found`.
        Some(' ') if text.starts_with(|c: char| c.is_ascii_digit()) && text.len() - number.len() != 3 => {
            number
        }
        _ if text[..text.len() - number.len()].ends_with('.') => number,
        _ => text,
    };
    cut.trim().to_owned()
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

/// Whether a cell holds HTTP statuses and no other number: `404/500`, `400 Bad Request`, `Not Found (404)`.
pub(super) fn is_status(text: &str) -> bool {
    const MOST_WORDS: usize = 6;
    let digit = |part: &&str| part.contains(|c: char| c.is_ascii_digit());
    let count = text.split(|c: char| !c.is_alphanumeric()).filter(digit).count();
    let named = || text.ends_with(')') && text.is_ascii() && text.split_whitespace().count() <= MOST_WORDS;
    count > 0 && statuses(text).len() == count && (text.starts_with(|c: char| c.is_ascii_digit()) || named())
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
