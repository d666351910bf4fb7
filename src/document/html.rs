//! Where do the tags of an HTML text begin and end? Lines are noted in tags, and nesting beyond measure is cut.
//!
//! Works on the text, before any tree: neither comrak's source positions nor scraper tell the line of a tag.

/// The attribute that carries the line of an element: comrak writes it for what it renders, [`marked`] into raw HTML, and
/// the other front ends by themselves.
pub(super) const LINE: &str = "data-sourcepos";

/// The lower-case name at the start of what follows `<` or `</`; empty for comments and the like.
pub(super) fn tag_name(after: &str) -> String {
    let name = after.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
    let letters = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if letters { name.to_ascii_lowercase() } else { String::new() }
}

/// `html`, whose first line is `line`, with [`LINE`] in its tables, rows and cells.
pub(super) fn marked(html: &str, mut line: u32) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut at = 0;
    while let Some(open) = html[at..].find('<') {
        let rest = &html[at + open..];
        line = line_after(line, breaks(&html[at..at + open]));
        out.push_str(&html[at..at + open]);
        let name = tag_name(&rest[1..]);
        let end = tag_end(rest, &name);
        if NOTED.contains(&name.as_str()) {
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

/// The elements whose line is noted.
const NOTED: [&str; 15] =
    ["table", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "pre"];

/// How deep the elements may nest that [`shallow`] counts; browsers stop at 512 as well.
const MAX_DEPTH: usize = 512;

/// `html` without the containers that nest deeper than any page means: an HTML parser looks through all open elements
/// at every tag, so that a small page of nothing but nesting would take minutes.
pub(super) fn shallow(html: &str) -> String {
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

pub(super) fn line_after(line: u32, breaks: usize) -> u32 {
    line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
}

/// The elements of HTML, sorted; another name in angle brackets is a placeholder.
#[rustfmt::skip]
pub(super) const ELEMENTS: &[&str] = &[
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
