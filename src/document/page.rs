//! Which tree is a page? Bytes become one HTML tree whose rows and blocks know their lines, whatever the page's syntax.
//!
//! Each syntax is a front end that gives HTML text. Nothing here looks at what a page says.

use std::borrow::Cow;

use scraper::Html;

use super::html::{lean, line_after, marked};
use super::syntax::{Syntax, syntax};
use super::{asciidoc, dokuwiki, markdown, rst, yfm};

/// A page as a tree.
pub(super) struct Page {
    /// The tree; its elements carry [`super::html::LINE`].
    pub(super) html: Html,
    /// What its front matter calls it.
    pub(super) title: Option<String>,
    /// The line of the first byte that is not UTF-8; it and its like became U+FFFD.
    pub(super) invalid_utf8: Option<u32>,
}

/// Reads a page of the syntax that its file's name and its text say.
pub(super) fn parse(bytes: &[u8], file: &str) -> Page {
    let invalid_utf8 = std::str::from_utf8(bytes).err().map(|error| {
        let breaks = bytes[..error.valid_up_to()].iter().filter(|&&b| b == b'\n').count();
        line_after(1, breaks)
    });
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let html = match syntax(file, &text) {
        Syntax::Html => marked(&text, 1),
        Syntax::Markdown => markdown::html(&yfm::html_tables(&text)),
        Syntax::Rst => rst::html(&text),
        Syntax::AsciiDoc => asciidoc::html(&text),
        Syntax::DokuWiki => dokuwiki::html(&text),
    };
    Page { html: Html::parse_document(&lean(&html)), title: markdown::title(&text), invalid_utf8 }
}

/// HTML that was made of records, with lines in it already.
pub(super) fn made(html: &str) -> Page {
    Page { html: Html::parse_document(html), title: None, invalid_utf8: None }
}

/// A whole HTML document does not go through Markdown, whose rules would cut it at blank lines and read its
/// indentation as code.
pub(super) fn is_html_document(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<%").and_then(|directive| directive.split_once("%>")) {
        rest = after.trim_start();
    }
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body", "<?xml"].iter().any(|start| {
        rest.get(..start.len()).is_some_and(|have| have.eq_ignore_ascii_case(start))
            && !rest[start.len()..].starts_with(|c: char| c.is_alphanumeric())
    })
}
