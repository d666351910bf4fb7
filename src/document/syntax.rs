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
        "html" | "htm" | "xhtml" => Syntax::Html,
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use scraper::Html;

    use crate::document::{asciidoc, dokuwiki, rst, yfm};

    /// How often each element is closed in `html`, which closes what it opens, in order.
    fn balanced(html: &str) -> BTreeMap<String, usize> {
        let (mut open, mut counts) = (Vec::new(), BTreeMap::new());
        for tag in html.split('<').skip(1).filter(|tag| !tag.starts_with('!')) {
            let tag = tag.split_once('>').expect("a tag ends").0;
            match tag.strip_prefix('/') {
                Some(name) => {
                    assert_eq!(open.pop(), Some(name), "{html}");
                    *counts.entry(name.to_owned()).or_default() += 1;
                }
                None => open.extend(tag.split(' ').next().filter(|name| *name != "br")),
            }
        }
        assert_eq!(open, Vec::<&str>::new(), "{html}");
        counts
    }

    /// Checks that a parser of HTML finds the tables that are written.
    fn check(html: &str) {
        let written = balanced(html);
        let parsed = Html::parse_fragment(html);
        for name in ["table", "tr", "td", "th", "li", "p"] {
            let elements = parsed.tree.values().filter_map(|node| node.as_element());
            let found = elements.filter(|element| element.name() == name).count();
            assert_eq!(found, written.get(name).copied().unwrap_or(0), "{name} in {html}");
        }
    }

    const PARTS: &[&str] = &[
        "\n",
        "\n\n",
        "   ",
        "|",
        "^",
        "||",
        " | ",
        "+--+----+\n",
        "| A|错 |\n",
        "+==+==+\n",
        "==== ====\n",
        "A.1  文\n",
        ".. list-table:: x\n\n   * - a\n     - b\n",
        ".. csv-table::\n\n   a,\"b\n",
        "* - ",
        "- ",
        "  * ",
        "* ",
        "** ",
        "1. ",
        "a::\n",
        "::\n\n",
        ".. note:: x\n\n   ",
        "|===\n",
        "!===\n",
        ",===\n",
        "2.3+a|",
        "9*|",
        "[%header,cols=\"1,2a\"]\n",
        "----\n",
        "====\n",
        "--\n",
        "+\n",
        "== ",
        "`",
        "``",
        "*",
        "**",
        "__",
        "''",
        "[[",
        "]]",
        "xref:a[",
        "]",
        "<<",
        ">>",
        "{a}",
        ":a: {a}<b>\n",
        ":a: b\n",
        "<code>",
        "</code>",
        "```\n",
        "#|\n",
        "|#\n",
        "\n||\n",
        "<br>",
        "<b>",
        "&lt;",
        "&",
        "\\",
        ":::",
        "%%",
        "\"`",
        "`\"",
        "+",
        "#",
        "|a|",
        ".. |a| replace:: <b>\n",
        "^sup^",
        ":sup:`",
        "`_",
        "\u{2000}",
        "!",
    ];

    proptest! {
        #[test]
        fn html_is_well_formed(parts in prop::collection::vec(prop_oneof![
            prop::sample::select(PARTS).prop_map(str::to_owned), "\\PC{0,6}",
        ], 0..60)) {
            let text = parts.concat();
            check(&rst::html(&text));
            check(&asciidoc::html(&text));
            check(&dokuwiki::html(&text));
            prop_assert_eq!(yfm::html_tables(&text).split('\n').count(), text.split('\n').count());
            let table = format!("#|\n||a{}", text.replace('<', "").replace("|#", "")) + "\n||\n|#\n";
            if !text.contains("#|") && !text.contains("```") {
                balanced(&yfm::html_tables(&table));
            }
        }
    }
}
