//! What does a Markdown page look like as HTML? Repaired where real pages break the rules, then rendered.
//!
//! comrak is strict where vendors are not: a fence closed in mid-line swallows the rest of a page, a comment that begins
//! in mid-line is shown, a raw table that is indented is code. Such lines are rewritten first, tables by `pipes`.

use std::borrow::Cow;
use std::collections::HashSet;

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options};

use super::html::{ELEMENTS, marked, tag_name};
use super::pipes::{self, Lines};

/// The page as HTML whose elements carry [`super::html::LINE`].
///
/// A row of a pipe table has the number of its cells as written where comrak writes a column: `12:3` for line 12 and
/// three cells.
pub(super) fn html(markdown: &str) -> String {
    let lines = repaired(markdown);
    let text = lines.text();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options.extension.description_lists = true;
    options.render.r#unsafe = true;
    options.render.sourcepos = true;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &text, &options);
    for node in root.descendants() {
        keep_placeholders(node);
        let mut data = node.data_mut();
        let (line, cells) = lines.source(data.sourcepos.start.line);
        data.sourcepos.start.line = line as usize;
        data.sourcepos.start.column = usize::from(cells);
        match &mut data.value {
            // The first line of code is the one after its fence.
            NodeValue::CodeBlock(block) if block.fenced => data.sourcepos.start.line += 1,
            NodeValue::HtmlBlock(block) => block.literal = marked(&block.literal, line),
            NodeValue::HtmlInline(literal) => *literal = marked(literal, line),
            _ => {}
        }
    }
    let mut html = String::with_capacity(text.len() * 2);
    // Writing to a string cannot fail.
    let _ = comrak::format_html(root, &options, &mut html);
    html
}

/// The title that a page's front matter gives.
pub(super) fn title(markdown: &str) -> Option<String> {
    let mut lines = markdown.lines();
    lines.next().filter(|line| line.trim_end() == "---")?;
    let matter = lines.take_while(|line| line.trim_end() != "---");
    let title = matter.filter_map(|line| line.strip_prefix("title:")).next()?;
    Some(title.trim().trim_matches(['"', '\'']).to_owned())
}

/// The lines of a page as a strict parser needs them.
fn repaired(markdown: &str) -> Lines<'_> {
    let lines: Vec<&str> = markdown.split('\n').collect();
    let mut out = Lines::default();
    let mut at = front_matter(&lines);
    for (number, line) in lines[..at].iter().enumerate() {
        out.push(*line, number);
    }
    let mut repair = Repair {
        closers: closers(&lines),
        last_comment_end: last_containing(&lines, "-->"),
        ..Repair::default()
    };
    while at < lines.len() {
        at = repair.next(&lines, at, &mut out);
    }
    out
}

/// The line after the front matter.
fn front_matter(lines: &[&str]) -> usize {
    if lines.first().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    lines[1..].iter().position(|line| line.trim_end() == "---").map_or(0, |end| end + 2)
}

fn last_containing(lines: &[&str], mark: &str) -> Option<usize> {
    lines.iter().rposition(|line| line.contains(mark))
}

#[derive(Default)]
struct Repair {
    /// For each line, whether the line or one below it closes a fence of backticks, of tildes.
    closers: Vec<[bool; 2]>,
    last_comment_end: Option<usize>,
    fence: Option<char>,
    comment: bool,
    /// How many raw tables are open.
    tables: usize,
    /// How far the table before this line was indented: what follows it is no code because it is as well.
    outdent: usize,
}

impl Repair {
    /// Writes what `lines[at]` begins and returns the line after it.
    fn next<'a>(&mut self, lines: &[&'a str], at: usize, out: &mut Lines<'a>) -> usize {
        let mut line = lines[at];
        if self.outdent > 0 && !line.trim().is_empty() {
            self.outdent = if indentation(line) < self.outdent { 0 } else { self.outdent };
            line = line.get(self.outdent..).unwrap_or(line);
        }
        let trimmed = line.trim_start_matches([' ', '\t']);
        if self.comment {
            self.comment = !line.contains("-->");
            out.push(line, at);
        } else if let Some(mark) = self.fence {
            self.fenced(line, mark, at, out);
        } else if let Some(mark) = fence(trimmed) {
            let kind = usize::from(mark == '~');
            if self.closers.get(at + 1).is_some_and(|closers| closers[kind]) {
                self.fence = Some(mark);
                out.push(line, at);
            } else {
                // Nothing closes it, so that it would swallow the rest of the page.
                out.push("", at);
            }
        } else if let Some(start) = self.opens_comment(line, at) {
            self.comment = true;
            out.push(&line[..start], at);
            out.push(&line[start..], at);
        } else if self.tables > 0 || starts_raw_table(line, at > 0 && !lines[at - 1].trim().is_empty()) {
            self.raw(line, trimmed, at, out);
        } else if let Some(end) = pipes::table(lines, at, out) {
            self.outdent += indentation(line);
            return end;
        } else if trimmed.starts_with("{:") && trimmed.trim_end().ends_with('}') {
            // Attributes that some dialects attach to what stands above.
            out.push("", at);
        } else if let Some(tight) = tight_bold(line) {
            out.push(tight, at);
        } else if let Some(marks) = heading_marks(line) {
            out.push(format!("{} {}", &line[..marks], &line[marks..]), at);
        } else {
            out.push(line, at);
        }
        at + 1
    }

    /// A line of a code block, which may be closed in mid-line.
    fn fenced<'a>(&mut self, line: &'a str, mark: char, at: usize, out: &mut Lines<'a>) {
        let text = line.trim_end().trim_end_matches(mark);
        let marks = line.trim_end().len() - text.len();
        let closes = marks >= 3 && !text.contains(mark);
        if closes && !text.trim().is_empty() {
            out.push(text, at);
            out.push(if mark == '`' { "```" } else { "~~~" }, at);
        } else {
            out.push(line, at);
        }
        if closes {
            self.fence = None;
        }
    }

    /// Where a comment begins that this line does not end and a later one does.
    fn opens_comment(&self, line: &str, at: usize) -> Option<usize> {
        let start = line.rfind("<!--").filter(|&start| !line[start..].contains("-->"))?;
        self.last_comment_end.is_some_and(|end| end > at).then_some(start)
    }

    /// A line of a raw table, which loses its indentation: after a blank line Markdown would read it as code, which no
    /// author of a table means.
    fn raw<'a>(&mut self, line: &'a str, trimmed: &'a str, at: usize, out: &mut Lines<'a>) {
        out.push(trimmed, at);
        let lower = line.to_ascii_lowercase();
        self.tables =
            (self.tables + lower.matches("<table").count()).saturating_sub(lower.matches("</table").count());
    }
}

/// How many spaces or tabs a line begins with.
fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The mark of a fence that the line opens.
fn fence(trimmed: &str) -> Option<char> {
    let mark = trimmed.chars().next().filter(|&c| c == '`' || c == '~')?;
    let info = trimmed.trim_start_matches(mark);
    let opens = trimmed.len() - info.len() >= 3 && !(mark == '`' && info.contains('`'));
    opens.then_some(mark)
}

fn closers(lines: &[&str]) -> Vec<[bool; 2]> {
    let mut closers = vec![[false; 2]; lines.len()];
    let mut below = [false; 2];
    for (at, line) in lines.iter().enumerate().rev() {
        below[0] |= line.trim_end().ends_with("```");
        below[1] |= line.trim_end().ends_with("~~~");
        closers[at] = below;
    }
    closers
}

/// A line that begins with bold text whose marks stand apart from it, which no parser takes, `**AccessDenied **`, or with
/// two such texts side by side, `**Gone****Gone.Key**`.
fn tight_bold(line: &str) -> Option<String> {
    let rest = line.trim_start().strip_prefix("**")?;
    if rest.contains("****") && rest.trim_end().ends_with("**") {
        return Some(line.replace("****", "** **"));
    }
    let (text, after) = rest.split_once("**")?;
    let inner = text.trim();
    let apart = inner.len() < text.len() && !inner.is_empty() && !inner.contains('*');
    apart.then(|| format!("{}**{inner}**{after}", &line[..line.len() - line.trim_start().len()]))
}

/// How many marks a heading has that lacks the space after them: `##错误码`. One mark alone may be of a comment or a tag.
fn heading_marks(line: &str) -> Option<usize> {
    let text = line.trim_start_matches('#');
    let marks = line.len() - text.len();
    let word =
        text.starts_with(|c: char| !c.is_ascii() || marks > 1 && (c.is_ascii_alphanumeric() || c == '`'));
    ((1..=6).contains(&marks) && word && !text.starts_with(char::is_whitespace)).then_some(marks)
}

/// Whether a raw table begins on the line, which is not indented as code; after a line of text nothing is.
fn starts_raw_table(line: &str, after_text: bool) -> bool {
    let trimmed = line.trim_start();
    let indented = !after_text && (line.starts_with("    ") || line.starts_with('\t'));
    let table = |at: usize| trimmed.get(at..at + 6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table"));
    !indented && trimmed.match_indices('<').any(|(at, _)| table(at))
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
            && !literal.ends_with("/>")
            && !literal.contains('=')
            && !closed.contains(&name)
            && ELEMENTS.binary_search(&name.as_str()).is_err()
        {
            data.value = NodeValue::Text(Cow::Owned(std::mem::take(literal)));
        }
    }
}
