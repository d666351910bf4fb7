//! Which HTML is a page? Bytes become one HTML tree in which every table row knows its line.
//!
//! Markdown is rendered, HTML is taken as it is. Nothing here looks at what a table says.

use std::borrow::Cow;
use std::collections::HashSet;

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options};
use scraper::Html;

/// The attribute that carries the line of an element: comrak writes it for the tables it renders, and [`marked`] writes
/// it into raw HTML, where neither comrak's source positions nor scraper give a line.
pub(super) const LINE: &str = "data-sourcepos";

/// A page as a tree.
pub(super) struct Page {
    /// The tree; rows, cells and tables carry [`LINE`].
    pub(super) html: Html,
    /// The line of the first byte that is not UTF-8; it and its like became U+FFFD.
    pub(super) invalid_utf8: Option<u32>,
    /// The rows of Markdown tables with more cells than columns, by line; Markdown leaves the further cells out.
    pub(super) overlong: Vec<u32>,
}

/// Reads Markdown or HTML.
pub(super) fn parse(bytes: &[u8]) -> Page {
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
    let mut overlong = Vec::new();
    let html =
        if is_html_document(&text) { marked(&text, 1) } else { rendered(&dedented(&text), &mut overlong) };
    Page { html: Html::parse_document(&shallow(&html)), invalid_utf8, overlong }
}

/// HTML that was made of records, with [`LINE`] in it already.
pub(super) fn made(html: &str) -> Page {
    Page { html: Html::parse_document(html), invalid_utf8: None, overlong: Vec::new() }
}

/// A whole HTML document does not go through Markdown, whose rules would cut it at blank lines and read its
/// indentation as code.
fn is_html_document(text: &str) -> bool {
    let mut rest = text.trim_start();
    while let Some((_, after)) = rest.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        rest = after.trim_start();
    }
    ["<!doctype html", "<html", "<head", "<body", "<?xml"]
        .iter()
        .any(|start| rest.get(..start.len()).is_some_and(|have| have.eq_ignore_ascii_case(start)))
}

/// Takes the indentation from the tags of a raw table: after a blank line Markdown would read them as code, which no
/// author of a table means.
fn dedented(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains("<table") && !markdown.contains("<TABLE") {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len());
    let (mut depth, mut fenced) = (0usize, false);
    for line in markdown.split_inclusive('\n') {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let indented = line.starts_with("    ") || line.starts_with('\t');
        if depth == 0 && (trimmed.starts_with("```") || trimmed.starts_with("~~~")) {
            fenced = !fenced;
        }
        let tag = trimmed.starts_with('<');
        out.push_str(if depth > 0 && tag { trimmed } else { line });
        if !fenced && tag && (depth > 0 || !indented) {
            let lower = trimmed.to_ascii_lowercase();
            if depth > 0 || lower.starts_with("<table") {
                depth = (depth + lower.matches("<table").count())
                    .saturating_sub(lower.matches("</table").count());
            }
        } else if depth > 0 && line.contains("</") {
            depth = depth.saturating_sub(line.to_ascii_lowercase().matches("</table").count());
        }
    }
    Cow::Owned(out)
}

/// Markdown as HTML; `overlong` receives the lines of the rows that Markdown cuts.
fn rendered(markdown: &str, overlong: &mut Vec<u32>) -> String {
    let lines: Vec<&str> = markdown.split('\n').collect();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options.render.r#unsafe = true;
    options.render.sourcepos = true;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options);
    for node in root.descendants() {
        keep_placeholders(node);
        let columns = node.parent().and_then(|parent| match &parent.data().value {
            NodeValue::Table(table) => Some(table.num_columns),
            _ => None,
        });
        let mut data = node.data_mut();
        let line = u32::try_from(data.sourcepos.start.line).unwrap_or(u32::MAX);
        let source = lines.get(data.sourcepos.start.line.wrapping_sub(1)).copied().unwrap_or_default();
        if columns.is_some_and(|columns| is_overlong(source, columns)) {
            overlong.push(line);
        }
        match &mut data.value {
            NodeValue::HtmlBlock(block) => block.literal = marked(&block.literal, line),
            NodeValue::HtmlInline(literal) => *literal = marked(literal, line),
            _ => {}
        }
    }
    let mut html = String::with_capacity(markdown.len() * 2);
    // Writing to a string cannot fail.
    let _ = comrak::format_html(root, &options, &mut html);
    html
}

/// Whether a row of a Markdown table has a cell with text after its last column.
fn is_overlong(source: &str, columns: usize) -> bool {
    let row = source.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let mut escaped = false;
    let bars = row.match_indices(['|', '\\']).filter(|&(at, found)| {
        let bar = found == "|" && !(escaped && row[..at].ends_with('\\'));
        escaped = found == "\\" && !(escaped && row[..at].ends_with('\\'));
        bar
    });
    bars.map(|(at, _)| at)
        .nth(columns.saturating_sub(1))
        .is_some_and(|last| !row[last..].trim_matches(['|', ' ', '\t']).is_empty())
}

/// Turns the inline "tags" among the children of `parent` that no HTML has and that nothing closes into text: they are
/// placeholders such as `<InstanceId>`, and a browser would swallow them.
fn keep_placeholders(parent: Node<'_>) {
    let tags = || parent.children().filter(|child| matches!(child.data().value, NodeValue::HtmlInline(_)));
    if tags().next().is_none() {
        return;
    }
    let closed: HashSet<String> = tags()
        .filter_map(|child| match &child.data().value {
            NodeValue::HtmlInline(literal) => literal.strip_prefix("</").map(tag_name),
            _ => None,
        })
        .collect();
    for child in tags() {
        let mut data = child.data_mut();
        if let NodeValue::HtmlInline(literal) = &mut data.value
            && let Some(name) = literal.strip_prefix('<').map(tag_name)
            && !name.is_empty()
            && !closed.contains(&name)
            && ELEMENTS.binary_search(&name.as_str()).is_err()
        {
            data.value = NodeValue::Text(std::mem::take(literal).into());
        }
    }
}

/// The lower-case name at the start of what follows `<` or `</`; empty for comments and the like.
fn tag_name(after: &str) -> String {
    let name = after.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
    let letters = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if letters { name.to_ascii_lowercase() } else { String::new() }
}

/// `html`, whose first line is `line`, with [`LINE`] in its tables, rows and cells.
fn marked(html: &str, mut line: u32) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut at = 0;
    while let Some(open) = html[at..].find('<') {
        let rest = &html[at + open..];
        line = line_after(line, breaks(&html[at..at + open]));
        out.push_str(&html[at..at + open]);
        let name = tag_name(&rest[1..]);
        let end = tag_end(rest, &name);
        if matches!(name.as_str(), "tr" | "td" | "th" | "table") {
            let (start, attributes) = rest[..end].split_at(1 + name.len());
            out.push_str(&format!("{start} {LINE}=\"{line}\"{attributes}"));
        } else {
            out.push_str(&rest[..end]);
        }
        line = line_after(line, breaks(&rest[..end]));
        at += open + end;
    }
    out.push_str(&html[at..]);
    out
}

/// How deep the elements may nest that [`shallow`] counts; browsers stop at 512 as well.
const MAX_DEPTH: usize = 512;

/// `html` without the containers that nest deeper than any page means: an HTML parser looks through all open elements
/// at every tag, so that a small page of nothing but nesting would take minutes.
fn shallow(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut at, mut depth) = (0, 0usize);
    while let Some(open) = html[at..].find('<') {
        let rest = &html[at + open..];
        out.push_str(&html[at..at + open]);
        let closing = rest.starts_with("</");
        let name = tag_name(&rest[1 + usize::from(closing)..]);
        let end = tag_end(rest, &name);
        let counted = !name.is_empty() && UNCOUNTED.binary_search(&name.as_str()).is_err();
        let kept = !counted || depth + usize::from(!closing) <= MAX_DEPTH;
        if kept {
            out.push_str(&rest[..end]);
        }
        match (counted, closing) {
            (false, _) => {}
            (true, true) => depth = depth.saturating_sub(1),
            (true, false) => depth += 1,
        }
        at += open + end;
    }
    out.push_str(&html[at..]);
    out
}

/// Elements that hold what is read, or that need no end tag, sorted; none of them makes a parser look far.
#[rustfmt::skip]
const UNCOUNTED: &[&str] = &[
    "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "hr", "html", "img", "input", "li", "link", "meta", "option", "p", "param", "script", "source", "style",
    "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "title", "tr", "track", "wbr",
];

/// Where the tag, comment or element of raw text that starts `html` ends.
fn tag_end(html: &str, name: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |end| end + 3);
    }
    if name.is_empty() {
        return 1;
    }
    let (mut quote, mut before) = (None, ' ');
    let close = html.char_indices().find(|&(_, c)| {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') && before == '=' => quote = Some(c),
            None if c == '>' => return true,
            None => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
        false
    });
    let end = close.map_or(html.len(), |(at, _)| at + 1);
    if !matches!(name, "script" | "style" | "textarea" | "title") {
        return end;
    }
    html[end..]
        .match_indices("</")
        .find(|&(at, _)| tag_name(&html[end + at + 2..]) == name)
        .map_or(html.len(), |(at, _)| end + at)
}

fn breaks(text: &str) -> usize {
    text.bytes().filter(|&b| b == b'\n').count()
}

fn line_after(line: u32, breaks: usize) -> u32 {
    line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
}

/// The elements of HTML, sorted; another name in angle brackets is a placeholder.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "big", "blockquote",
    "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd",
    "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input",
    "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "meta", "meter", "nav", "nobr", "noscript",
    "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby",
    "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub", "summary",
    "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track",
    "tt", "u", "ul", "var", "video", "wbr",
];
