//! What does a Markdown page look like as HTML? Repaired where real pages break the rules, then rendered.
//!
//! comrak is strict where vendors are not: a fence closed in mid-line swallows the rest of a page, a comment that begins
//! in mid-line is shown, a raw table that is indented is code. Such lines are rewritten first, tables by `pipes`.

use std::borrow::Cow;
use std::collections::HashSet;

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options};

use super::comments::{nested, uncommented};
use super::html::{ELEMENTS, marked, tag_name};
use super::pipes::{self, Lines};

/// The page as HTML whose elements carry [`super::html::LINE`].
///
/// A row of a pipe table has the number of its cells as written where comrak writes a column: `12:3` for line 12 and
/// three cells.
pub(super) fn html(markdown: &str) -> String {
    let written = written(markdown);
    let lines = repaired(&written);
    let text = lines.text();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
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
fn repaired<'a>(lines: &'a [(usize, Cow<'a, str>)]) -> Lines<'a> {
    let origin = lines.iter().map(|(number, _)| *number).collect();
    let lines: Vec<&str> = lines.iter().map(|(_, line)| line.as_ref()).collect();
    let mut out = Lines::of(origin);
    let mut at = 0;
    let last_table_end = lines.iter().rposition(|line| line.to_ascii_lowercase().contains("</table"));
    let mut repair = Repair { closers: closers(&lines), last_table_end, ..Repair::default() };
    while at < lines.len() {
        at = repair.next(&lines, at, &mut out);
    }
    out
}

/// The lines of a page without front matter and comments, each with its number from 0.
fn written(markdown: &str) -> Vec<(usize, Cow<'_, str>)> {
    let lines: Vec<&str> = markdown.split('\n').collect();
    let matter = front_matter(&lines);
    let closers = closers(&lines);
    let mut fence = None;
    let mut fenced = vec![false; lines.len()];
    for (number, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        match fence {
            None => {
                let opened = self::fence(trimmed);
                let closed =
                    |mark| closers.get(number + 1).is_some_and(|closers| closers[usize::from(mark == '~')]);
                fence = opened.filter(|&mark| closed(mark));
                fenced[number] = fence.is_some();
            }
            Some(mark) => {
                fenced[number] = true;
                let marks = trimmed.trim_end();
                if marks.len() - marks.trim_end_matches(mark).len() >= 3 {
                    fence = None;
                }
            }
        }
    }
    let mut left = uncommented(&lines[matter..], &fenced[matter..]);
    left.iter_mut().for_each(|(number, _)| *number += matter);
    left
}

/// How many lines the front matter takes, which names things: between other rules of dashes stands text.
fn front_matter(lines: &[&str]) -> usize {
    if lines.first().is_none_or(|line| line.trim_end() != "---") {
        return 0;
    }
    let end = lines[1..].iter().position(|line| line.trim_end() == "---");
    let names = |end: usize| lines[1..=end].iter().any(|line| line.contains(':') && !line.starts_with('#'));
    end.filter(|&end| end == 0 || names(end)).map_or(0, |end| end + 2)
}

#[derive(Default)]
struct Repair {
    /// For each line, whether the line or one below it closes a fence of backticks, of tildes.
    closers: Vec<[bool; 2]>,
    /// The last line that ends a raw table.
    last_table_end: Option<usize>,
    fence: Option<char>,
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
        if let Some(mark) = self.fence {
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
        } else if self.tables > 0
            || self.starts_raw_table(line, at, at > 0 && !lines[at - 1].trim().is_empty())
        {
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

    /// Whether a raw table begins on the line, which one below ends and which is not indented as code; after a line of
    /// text nothing is.
    fn starts_raw_table(&self, line: &str, at: usize, after_text: bool) -> bool {
        let indented = !after_text && (line.starts_with("    ") || line.starts_with('\t'));
        let table =
            |start: usize| line.get(start..start + 6).is_some_and(|tag| tag.eq_ignore_ascii_case("<table"));
        let outside = |start: usize| line[..start].matches('`').count().is_multiple_of(2);
        let ends = self.last_table_end.is_some_and(|end| end >= at);
        ends && !indented && line.match_indices('<').any(|(start, _)| table(start) && outside(start))
    }

    /// A line of a raw table, which loses its indentation: after a blank line Markdown would read it as code, which no
    /// author of a table means.
    fn raw<'a>(&mut self, line: &'a str, trimmed: &'a str, at: usize, out: &mut Lines<'a>) {
        out.push(trimmed, at);
        self.tables = nested(self.tables, line);
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
