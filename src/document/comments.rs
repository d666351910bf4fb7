//! Which lines of a Markdown page are left without its comments?
//!
//! A parser drops comments only where they begin a line, and rows of tables and paragraphs have them anywhere. What an
//! author took out of a page must not be read. Nothing here looks at what is left.

use std::borrow::Cow;

/// The lines of `markdown`, without those that are nothing but comment; each with its number from 0. `fenced` says which
/// lines are in code, where a comment is text.
pub(super) fn uncommented<'a>(lines: &[&'a str], fenced: &[bool]) -> Vec<(usize, Cow<'a, str>)> {
    let last_end = lines.iter().rposition(|line| line.contains("-->"));
    let mut left = Vec::with_capacity(lines.len());
    let mut open = false;
    let mut tables = 0usize;
    for (number, &line) in lines.iter().enumerate() {
        if !open && (fenced[number] || !line.contains("<!--")) {
            tables = nested(tables, line);
            left.push((number, Cow::Borrowed(line)));
            continue;
        }
        let closes_below = last_end.is_some_and(|end| end > number);
        let text = without(line, &mut open, closes_below);
        tables = nested(tables, &text);
        if !text.trim().is_empty() {
            left.push((number, Cow::Owned(text)));
        } else if tables > 0 {
            // The lines of raw HTML are counted from its first one, and a blank line would end it.
            left.push((number, Cow::Borrowed("<!-- -->")));
        }
    }
    left
}

/// How many raw tables are open after a line.
pub(super) fn nested(tables: usize, line: &str) -> usize {
    if !line.contains('<') {
        return tables;
    }
    let lower = line.to_ascii_lowercase();
    (tables + lower.matches("<table").count()).saturating_sub(lower.matches("</table").count())
}

/// `line` without its comments; `open` says whether one is open before and after it. One that nothing closes is text.
fn without(line: &str, open: &mut bool, closes_below: bool) -> String {
    let last_end = line.rfind("-->");
    let mut out = String::new();
    let (mut at, mut in_code) = (0, false);
    loop {
        if *open {
            let Some(end) = line[at..].find("-->") else { return out };
            *open = false;
            at += end + 3;
        }
        let start = line[at..].find("<!--").map_or(line.len(), |start| at + start);
        in_code ^= line[at..start].matches('`').count() % 2 == 1;
        out.push_str(&line[at..start]);
        if start == line.len() {
            return out;
        }
        at = start + 4;
        let closes = closes_below || last_end.is_some_and(|end| end >= at);
        match (in_code, closes) {
            (true, _) => out.push_str("<!--"),
            (false, true) => *open = true,
            (false, false) => out.push_str("&lt;!--"),
        }
    }
}
