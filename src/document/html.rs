//! Where do the tags of an HTML text begin and end? Lines are noted in tags, and nesting beyond measure is cut.
//!
//! Works on the text, before any tree: neither comrak's source positions nor scraper tell the line of a tag.

/// The attribute that carries the line of an element: comrak writes it for what it renders, [`marked`] into raw HTML, and
/// the other front ends by themselves.
pub(super) const LINE: &str = "data-sourcepos";

/// The lower-case name at the start of what follows `<` or `</`; empty for comments and the like.
pub(super) fn tag_name(after: &str) -> String {
    // No name is longer, and a text without white space must not be looked through at every mark.
    const LONGEST: usize = 32;
    let ends = |b: u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'<');
    let end = after.bytes().take(LONGEST + 1).position(ends).unwrap_or(after.len());
    let name = after.get(..end).filter(|_| end <= LONGEST).unwrap_or_default();
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

/// The attributes that are read.
const READ: [&str; 3] = [LINE, "colspan", "rowspan"];

/// Elements between which white space says nothing, sorted.
#[rustfmt::skip]
const STRUCTURE: &[&str] = &[
    "dd", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
];

/// `html` without what no reading needs, so that its tree takes a fraction of the memory: comments, scripts, attributes,
/// white space between rows and cells, the lines of cells whose row has one; and without the containers that nest
/// deeper than any page means, since an HTML parser looks through all open elements at every tag, so that a small page of
/// nothing but nesting would take minutes.
pub(super) fn lean(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let (mut at, mut depth, mut pre) = (0, 0usize, 0usize);
    let (mut structure, mut noted) = (true, false);
    while let Some(open) = html[at..].find('<') {
        let rest = &html[at + open..];
        let text = &html[at..at + open];
        let closing = rest.starts_with("</");
        let name = tag_name(&rest[1 + usize::from(closing)..]);
        // A start tag of raw text goes to its end tag, which itself holds nothing.
        let end = tag_end(rest, if closing { "/" } else { &name });
        at += open + end;
        let structural = STRUCTURE.binary_search(&name.as_str()).is_ok();
        let between = structure && structural && pre == 0 && text.trim_ascii().is_empty();
        if !between {
            out.push_str(text);
        }
        if name.is_empty() {
            if !rest.starts_with("<!--") {
                out.push_str(&rest[..end]);
            }
            continue;
        }
        structure = structural;
        match name.as_str() {
            "pre" if closing => pre = pre.saturating_sub(1),
            "pre" => pre += 1,
            "table" => noted = false,
            "tr" => noted = !closing && rest[..end].contains(LINE),
            // What it says is for programs.
            "script" | "style" | "noscript" if !closing => continue,
            _ => {}
        }
        let counted = UNCOUNTED.binary_search(&name.as_str()).is_err();
        let kept = !counted || depth + usize::from(!closing) <= MAX_DEPTH;
        match (counted, closing) {
            (false, _) => {}
            (true, true) => depth = depth.saturating_sub(1),
            (true, false) => depth += 1,
        }
        if kept && closing {
            out.push_str(&format!("</{name}>"));
        } else if kept {
            let cell = matches!(name.as_str(), "td" | "th");
            push_tag(&mut out, &rest[..end], &name, !(cell && noted));
        }
    }
    out.push_str(&html[at..]);
    out
}

/// Writes the start tag `tag` with the attributes that are read.
fn push_tag(out: &mut String, tag: &str, name: &str, line: bool) {
    out.push('<');
    out.push_str(name);
    let mut rest = tag[1 + name.len()..].trim_end_matches('>');
    while let Some(start) = rest.find(|c: char| !c.is_whitespace() && c != '/') {
        rest = &rest[start..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let attribute = &rest[..end];
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inner = quote.map_or(after, |_| &after[1..]);
            let end = inner
                .find(|c: char| quote.map_or(c.is_whitespace(), |quote| c == quote))
                .unwrap_or(inner.len());
            value = &inner[..end];
            rest = &inner[(end + usize::from(quote.is_some())).min(inner.len())..];
        } else if end == 0 {
            // A stray mark that no attribute begins with.
            rest = rest.get(1..).unwrap_or_default();
        }
        let read =
            READ.iter().any(|name| attribute.eq_ignore_ascii_case(name)) && (line || attribute != LINE);
        if read && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b' ')) {
            out.push_str(&format!(" {}=\"{value}\"", attribute.to_ascii_lowercase()));
        }
    }
    out.push('>');
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
