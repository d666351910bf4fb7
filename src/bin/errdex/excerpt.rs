//! A finding beside the line that it is about, as compilers show it: the line cut around the cell to the width, the cell
//! underlined.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use errdex::text::turns_direction;
use errdex::{Catalog, Finding, Severity};
use textwrap::core::display_width;

use crate::layout::write_wrapped;
use crate::paint::{self, Paint};
use crate::terminal::{self, clean};

/// In HTML the cells of a row may each have a line of their own: the cell is looked for this many lines on.
const LINES_OF_ROW: usize = 20;

/// A line has at least this much room beside its number.
const NARROWEST: usize = 10;

/// What is about a page, or many of its lines, has no one line to show.
const OF_PAGES: [&str; 4] = ["no-codes", "too-large", "declared-column", "no-remedy"];

/// A page by its lines.
pub(crate) struct Page {
    path: String,
    content: Cow<'static, [u8]>,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl Page {
    /// Reads the page of a catalog again, to show lines of it. One that has gone has none.
    pub(crate) fn of(catalog: &Catalog) -> Page {
        let content = catalog.content().unwrap_or_default();
        let ends = content.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Page { path: path(catalog), content, starts }
    }

    /// A line, by its number from 1.
    fn line(&self, number: usize) -> Option<Cow<'_, str>> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).map_or(self.content.len(), |next| next - 1);
        let line = self.content.get(start..end)?;
        Some(String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)))
    }

    /// The line that has the cell of a finding, and where in it. Where no line has it, all of the finding's own line.
    fn place(&self, finding: &Finding) -> Option<(usize, String, Range<usize>)> {
        let first = finding.line as usize;
        if let Some(cell) = &finding.cell {
            for number in first..=first + LINES_OF_ROW {
                let Some(line) = self.line(number) else { break };
                if let Some(span) = locate(&line, cell) {
                    return Some((number, line.into_owned(), span));
                }
            }
        }
        let line = self.line(first)?.into_owned();
        let start = line.len() - line.trim_start().len();
        let end = line.trim_end().len().max(start);
        Some((first, line, start..end))
    }
}

/// The page of a catalog as the user named it, for people and tools that open it.
pub(crate) fn path(catalog: &Catalog) -> String {
    catalog.path.as_ref().map_or_else(|| catalog.file.clone(), |path| path.display().to_string())
}

/// Appends a finding with its line, and an empty line.
pub(crate) fn write_finding(out: &mut String, paint: Paint, page: &Page, finding: &Finding) {
    let style = style(finding.severity);
    let label = format!("{}[{}]", finding.severity, finding.rule);
    let title = format!("{label}: {}", clean(&finding.message));
    let title_width = terminal::line_width().unwrap_or(usize::MAX);
    write_wrapped(out, paint, title_width, ("", "  "), &title, &[(0..label.len(), style)], Style::new());
    let path = clean(&page.path);
    let place = page.place(finding).filter(|_| !OF_PAGES.contains(&finding.rule));
    let Some((number, line, span)) = place else {
        let _ = writeln!(out, "  {} {path}:{}\n", paint.paint("-->", paint::DIM), finding.line);
        return;
    };
    let gutter = number.to_string();
    let column = line[..span.start].chars().count() + 1;
    let blank = " ".repeat(gutter.len());
    let _ = writeln!(out, "{blank} {} {path}:{number}:{column}", paint.paint("-->", paint::DIM));
    let bar = paint.paint("|", paint::DIM);
    let width = terminal::width().saturating_sub(gutter.len() + 3).max(NARROWEST);
    let Window { text, before, marked } = Window::around(&line, span, width);
    let _ = writeln!(out, "{blank} {bar}\n{} {bar} {text}", paint.paint(&gutter, paint::DIM));
    if marked > 0 {
        let mark = paint.paint(&"^".repeat(marked), style);
        let _ = writeln!(out, "{blank} {bar} {}{mark}", " ".repeat(before));
    }
    out.push('\n');
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => AnsiColor::Cyan.on_default().bold(),
    }
}

/// Where a line says what `cell` says: in the same words, or else in the same letters and digits, since a page has marks,
/// tags and entities between them that the reading has not.
fn locate(line: &str, cell: &str) -> Option<Range<usize>> {
    let cell = cell.trim();
    if cell.is_empty() {
        return None;
    }
    let stands_alone = |at: usize| {
        let is_part = |c: char| c.is_alphanumeric() && c.is_ascii();
        !line[..at].ends_with(is_part) && !line[at + cell.len()..].starts_with(is_part)
    };
    let mut exact = line.match_indices(cell).map(|(at, _)| at);
    if let Some(at) = exact.clone().find(|&at| stands_alone(at)).or_else(|| exact.next()) {
        return Some(at..at + cell.len());
    }
    let wanted: String = cell.chars().filter(|c| c.is_alphanumeric()).collect();
    let (mut letters, mut places) = (String::new(), Vec::new());
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        if let Some(length) = markup(&line[at..]) {
            at += length;
            continue;
        }
        if c.is_alphanumeric() {
            letters.push(c);
            // A place for each byte, so that a place in the letters is one here.
            places.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
        at += c.len_utf8();
    }
    let found = letters.find(&wanted).filter(|_| !wanted.is_empty())?;
    let last = places[found + wanted.len() - 1];
    let end = last + line[last..].chars().next().map_or(0, char::len_utf8);
    Some(places[found]..end)
}

/// The length of the tag or the entity with which `text` begins.
fn markup(text: &str) -> Option<usize> {
    let inner = |end: char, most: usize| {
        let end = text.char_indices().take(most).find(|(_, c)| *c == end)?.0;
        Some((&text[1..end], end + 1))
    };
    if text.starts_with('<') {
        let (tag, length) = inner('>', 400)?;
        return tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/').then_some(length);
    }
    if text.starts_with('&') {
        let (name, length) = inner(';', 12)?;
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        return (is_name && !name.is_empty()).then_some(length);
    }
    None
}

/// The part of a line that is shown.
#[derive(Debug, PartialEq, Eq)]
struct Window {
    text: String,
    /// The columns before what is marked.
    before: usize,
    /// The columns that are marked.
    marked: usize,
}

impl Window {
    /// At most `width` columns of `line` around `span`, with `…` for what is cut.
    fn around(line: &str, span: Range<usize>, width: usize) -> Window {
        let sum = |shown: &[Shown]| shown.iter().map(|shown| shown.width).sum::<usize>();
        // No more of a long line is looked at than could be shown.
        let before = take(line[..span.start].chars().rev(), width);
        let marked = take(line[span.clone()].chars(), width);
        let after = take(line[span.end..].chars(), width);
        let (wide_before, wide_marked, wide_after) = (sum(&before), sum(&marked), sum(&after));
        if wide_before + wide_marked + wide_after <= width {
            let text =
                before.iter().rev().chain(&marked).chain(&after).map(|shown| shown.c).collect::<String>();
            return Window { text: text.trim_end().to_owned(), before: wide_before, marked: wide_marked };
        }
        // Both ends may be cut. What one side does not need, the other one has.
        let room = width.saturating_sub(2);
        let marked_fit = fit(&marked, room);
        let room = room - sum(marked_fit);
        let before_fit = fit(&before, (room / 2).max(room.saturating_sub(wide_after)).min(wide_before));
        let after_fit = fit(&after, room - sum(before_fit));
        let mut text = String::new();
        let is_cut_before = before_fit.len() < before.len();
        text.push_str(if is_cut_before { "…" } else { "" });
        text.extend(before_fit.iter().rev().chain(marked_fit).chain(after_fit).map(|shown| shown.c));
        let is_cut_after = marked_fit.len() < marked.len() || after_fit.len() < after.len();
        text.push_str(if is_cut_after { "…" } else { "" });
        Window { text, before: usize::from(is_cut_before) + sum(before_fit), marked: sum(marked_fit) }
    }
}

/// A character as it is shown.
struct Shown {
    c: char,
    width: usize,
}

/// The characters as they are shown, up to one column more than `width`.
fn take(chars: impl Iterator<Item = char>, width: usize) -> Vec<Shown> {
    let mut taken = Vec::new();
    let mut columns = 0;
    for c in chars.filter(|c| !turns_direction(*c)) {
        // A tab or a control character is a space: where it stands counts, not what it does.
        let c = if c.is_control() || c.is_whitespace() { ' ' } else { c };
        let columns_of_it = display_width(c.encode_utf8(&mut [0; 4]));
        taken.push(Shown { c, width: columns_of_it });
        columns += columns_of_it;
        if columns > width {
            break;
        }
    }
    taken
}

/// As many of the characters as fit in `width` columns.
fn fit(shown: &[Shown], width: usize) -> &[Shown] {
    let mut columns = 0;
    let fits = |shown: &&Shown| {
        columns += shown.width;
        columns <= width
    };
    &shown[..shown.iter().take_while(fits).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_behind_their_markup() {
        let at = |line: &str, cell: &str| locate(line, cell).map(|span| line[span].to_owned());
        assert_eq!(at("| 10 | 1 |", "1").as_deref(), Some("1"));
        assert_eq!(locate("| 10 | 1 |", "1"), Some(7..8));
        assert_eq!(at("| `A\\_B` **is** gone |", "A_B is gone").as_deref(), Some("A\\_B` **is** gone"));
        assert_eq!(
            at("<td>No <b>such</b>&nbsp;disk</td>", "No such disk").as_deref(),
            Some("No <b>such</b>&nbsp;disk")
        );
        assert_eq!(at("| 磁盘<br>已满 |", "磁盘 已满").as_deref(), Some("磁盘<br>已满"));
        assert_eq!(at("| a |", "b"), None);
        assert_eq!(at("| a |", " "), None);
        assert_eq!(at("| a < b & c |", "***"), None);
    }

    #[test]
    fn lines_are_cut_around_the_cell() {
        let around = |line: &str, cell: &str, width| {
            let window = Window::around(line, locate(line, cell).expect("it is there"), width);
            assert!(display_width(&window.text) <= width, "{width}: {window:?}");
            assert!(window.before + window.marked <= width, "{width}: {window:?}");
            window
        };
        let window = |text: &str, before, marked| Window { text: text.to_owned(), before, marked };
        assert_eq!(around("| 磁盘已满 | 清空 |", "清空", 40), window("| 磁盘已满 | 清空 |", 13, 4));
        assert_eq!(around("| 磁盘已满 | 清空 |", "清空", 12), window("…| 清空 |", 3, 4));
        let long = format!("{}cell{}", "磁盘".repeat(20_000), "x".repeat(20_000));
        assert_eq!(around(&long, "cell", 16), window("…磁盘cellxxxxxx…", 5, 4));
        for width in NARROWEST..60 {
            around(&long, "cell", width);
            around(&long, &"磁盘".repeat(1000), width);
        }
        assert_eq!(around("a\t\u{1b}[31m\u{202e}b | cell", "cell", 40), window("a  [31mb | cell", 11, 4));
    }
}
