//! Which language is a page written in?
//!
//! The ending of its name says it, and where that says too little its own lines do. Nothing here reads a page.

use super::page::is_html_document;

/// A language of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Markdown,
    Html,
    Rst,
    AsciiDoc,
    DokuWiki,
}

/// The language of a page with this name and text.
pub(super) fn syntax(file_name: &str, text: &str) -> Syntax {
    if is_html_document(text) {
        return Syntax::Html;
    }
    let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "rst" => Syntax::Rst,
        "adoc" | "asciidoc" | "asc" => Syntax::AsciiDoc,
        "dokuwiki" | "wiki" => Syntax::DokuWiki,
        _ if is_dokuwiki(text) => Syntax::DokuWiki,
        // Every language's pages are called so.
        "txt" if has_line(text, is_markdown_row) => Syntax::Markdown,
        "txt" if has_line(text, |line| line == "|===") => Syntax::AsciiDoc,
        "txt" if is_rst(text) => Syntax::Rst,
        _ => Syntax::Markdown,
    }
}

fn has_line(text: &str, is: impl Fn(&str) -> bool) -> bool {
    text.lines().any(|line| is(line.trim()))
}

/// Whether a line is the one below the header of a Markdown table.
fn is_markdown_row(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

/// Whether there are a row of header cells `^ a ^ b ^` and a heading `== c ==`, as no other language has both.
fn is_dokuwiki(text: &str) -> bool {
    let header = |line: &str| line.starts_with('^') && line.ends_with('^') && line.matches('^').count() > 2;
    let heading =
        |line: &str| line.len() > 6 && line.starts_with("==") && line.ends_with("==") && line.contains("= ");
    has_line(text, header) && has_line(text, heading)
}

/// Whether there is a table that only this language draws, a directive, or an underlined heading.
fn is_rst(text: &str) -> bool {
    let of = |line: &str, marks: &str| line.chars().all(|c| marks.contains(c));
    let drawn = |line: &str| {
        line.len() > 4
            && ((line.starts_with('+') && line.ends_with('+') && of(line, "+-="))
                || (line.starts_with("==") && line.contains(" ==") && of(line, "= ")))
    };
    let directive = |line: &str| line.starts_with(".. ") && line.contains("::");
    let heading = |(text, line): (&str, &str)| {
        line.len() >= 4 && of(line, "=~^*-") && !text.trim().is_empty() && !of(text.trim(), "=~^*-")
    };
    has_line(text, |line| drawn(line) || directive(line))
        || text.lines().zip(text.lines().skip(1)).any(heading)
}
