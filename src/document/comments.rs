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
    let mut out = String::new();
    let mut rest = line;
    loop {
        if *open {
            let Some(end) = rest.find("-->") else { return out };
            *open = false;
            rest = &rest[end + 3..];
        }
        let Some(start) = rest.find("<!--") else {
            out.push_str(rest);
            return out;
        };
        out.push_str(&rest[..start]);
        let in_code = out.matches('`').count() % 2 == 1;
        if in_code || !closes_below && !rest[start..].contains("-->") {
            out.push_str(if in_code { "<!--" } else { "&lt;!--" });
            rest = &rest[start + 4..];
        } else {
            *open = true;
            rest = &rest[start + 4..];
        }
    }
}
