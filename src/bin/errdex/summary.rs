//! A summary of logs: what the lines were, which codes, when, and what to add to a catalog next.

use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::Style;
use anyhow::Result;
use errdex::{CodeCount, Course, CourseRow, Entry, Index, LineCounts, Summary};
use indicatif::HumanBytes;
use serde::Serialize;
use textwrap::core::display_width;

use crate::args::ClassifyArgs;
use crate::index;
use crate::layout::{Columns, clipped, write_columns, write_wrapped};
use crate::paint::{self, Paint};
use crate::terminal::{self, clean};
use crate::view::View;
use crate::words::grouped;

/// How many rows of each list are shown.
const CODES: usize = 20;
const UNLISTED: usize = 10;
const UNKNOWN: usize = 15;
const FILES: usize = 20;

/// A line narrower than this has no room for bars in lists.
const NARROW: usize = 60;

/// How many columns the bar of a list has, and the longest one of a course.
const BAR: usize = 8;
const LONGEST_BAR: usize = 40;

/// How many columns of a vendor, a code, a place are shown at most.
const WIDEST: [usize; 3] = [16, 28, 24];

/// The last cell of a row is left out where fewer columns are left.
const SHORTEST_REST: usize = 8;

/// Eighths of a block.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// What fills the bars of a course: answered, unlisted, unknown errors.
const FILLS: [char; 3] = ['█', '▓', '░'];

/// A summary on the wire.
#[derive(Serialize)]
struct Wire<'s> {
    schema: u32,
    #[serde(flatten)]
    summary: &'s Summary,
}

/// Prints a summary as the arguments ask for it.
pub(crate) fn print(args: &ClassifyArgs, index: &Index, summary: &Summary) -> Result<()> {
    let printed = if args.json {
        terminal::json(&Wire { schema: 1, summary })? + "\n"
    } else {
        let view = index::view(&args.index, args.look, index);
        let mut out = String::new();
        write_summary(&mut out, &view, index, summary)?;
        out
    };
    let mut out = Paint::new(args.look.color).stdout();
    out.write_all(printed.as_bytes())?;
    Ok(out.flush()?)
}

fn write_summary(out: &mut String, view: &View<'_>, index: &Index, summary: &Summary) -> Result<()> {
    write_head(out, view, summary);
    if summary.files.len() > 1 {
        write_files(out, view, summary);
    }
    write_codes(out, view, index, &summary.codes)?;
    for course in summary.course.iter().chain(&summary.yearless_course) {
        write_course(out, view, course);
    }
    let several = summary.files.len() > 1;
    let place = |lines: &errdex::Lines| match several {
        true => vec![format!("{}:{}", file_name(&lines.file), lines.line)],
        false => Vec::new(),
    };
    let rows = summary.unlisted_codes.iter().map(|unlisted| {
        let mut cells = vec![view.vendor(&unlisted.vendor), clean(&unlisted.code)];
        cells.extend(place(&unlisted.lines));
        Row { count: unlisted.lines.count, cells, code: Some(1), rest: clean(&unlisted.message) }
    });
    write_list(out, view, view.words.unlisted_heading(), &rows.collect::<Vec<_>>(), UNLISTED, 0);
    let rows = summary.unknown_errors.iter().map(|unknown| {
        let rest = clean(without_time(&clean(&unknown.message)));
        Row { count: unknown.lines.count, cells: place(&unknown.lines), code: None, rest }
    });
    let heading = view.words.unknown_heading(summary.unknown_templates);
    let unnamed = summary.unknown_templates - summary.unknown_errors.len();
    write_list(out, view, &heading, &rows.collect::<Vec<_>>(), UNKNOWN, unnamed);
    Ok(())
}

/// How many lines, of which time, and what they were.
fn write_head(out: &mut String, view: &View<'_>, summary: &Summary) {
    let words = view.words;
    if summary.lines == 0 {
        return write_wrapped(out, view.paint, view.width, ("", ""), words.no_lines(), &[], Style::new());
    }
    let mut head = vec![words.lines(summary.lines), HumanBytes(summary.bytes).to_string()];
    if let Some(span) = summary.span {
        let (first, last) = (span.first_time.to_string(), span.last_time.to_string());
        let same_day = first.split(' ').next() == last.split(' ').next();
        let last = if same_day { last.split(' ').next_back().unwrap_or_default() } else { &last };
        head.push(format!("{first} – {last}{}", zone(summary.zone)));
    }
    write_parts(out, view, &head, " · ", paint::CODE);
    let answered = summary.matched + summary.ambiguous;
    if answered + summary.unlisted + summary.errors == 0 {
        return write_wrapped(out, view.paint, view.width, ("", "  "), words.no_errors(), &[], Style::new());
    }
    let share = |count: u64| format!("{} ({})", grouped(count), share(count, summary.lines));
    let mut parts = vec![format!("{} {}", words.answered(), share(answered))];
    if summary.ambiguous > 0 {
        parts.push(format!("{} {}", words.ambiguous(), grouped(summary.ambiguous)));
    }
    parts.push(format!("{} {}", words.unlisted_lines(), grouped(summary.unlisted)));
    parts.push(format!("{} {}", words.unknown_errors(), share(summary.errors)));
    let others = summary.unknown - summary.unlisted - summary.errors;
    parts.push(format!("{} {}", words.other_lines(), grouped(others)));
    write_parts(out, view, &parts, " · ", Style::new());
}

/// Appends parts with `between` between them, each whole on a line where it fits one.
fn write_parts(out: &mut String, view: &View<'_>, parts: &[String], between: &str, style: Style) {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line)
                if display_width(line) + display_width(between) + display_width(part) <= view.width =>
            {
                line.push_str(&format!("{between}{part}"));
            }
            Some(_) => lines.push(format!("  {part}")),
            None => lines.push(part.clone()),
        }
    }
    for line in lines {
        let _ = writeln!(out, "{}", view.paint.paint(&clipped(&line, view.width), style));
    }
}

/// `0.3 %`
fn share(count: u64, all: u64) -> String {
    let share = 100.0 * count as f64 / all as f64;
    match share {
        _ if count > 0 && share < 0.1 => "<0.1 %".to_owned(),
        _ if share < 10.0 => format!("{share:.1} %"),
        // Nothing is all of the lines but all of them.
        _ if count < all => format!("{:.0} %", share.min(99.0)),
        _ => "100 %".to_owned(),
    }
}

/// ` +08:00`; nothing for UTC, which may be as well what nobody wrote.
fn zone(seconds: i64) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    if minutes == 0 { String::new() } else { format!(" {sign}{:02}:{:02}", minutes / 60, minutes % 60) }
}

fn write_files(out: &mut String, view: &View<'_>, summary: &Summary) {
    let row = |file: &errdex::FileCounts| {
        let counts = file.counts;
        let figures = [counts.lines(), counts.answered, counts.unlisted, counts.errors].map(grouped);
        std::iter::once(clean(&file.file)).chain(figures).collect()
    };
    let rows: Vec<Vec<String>> = summary.files.iter().take(FILES).map(row).collect();
    out.push('\n');
    let columns = Columns { header: &view.words.files_heading(), figures: 1, takes_rest: false };
    write_columns(out, view.paint, view.width, &columns, &rows);
    write_more(out, view, summary.files.len().saturating_sub(FILES));
}

fn write_codes(out: &mut String, view: &View<'_>, index: &Index, codes: &[CodeCount]) -> Result<()> {
    let entries = entries(index, &codes[..codes.len().min(CODES)])?;
    let row = |(at, code): (usize, &CodeCount)| {
        let entry = entries.get(at).and_then(Option::as_ref);
        let message = entry.and_then(|entry| {
            let message = view.texts(&entry.message);
            message.first().or(view.texts(&entry.description).first()).map(|text| clean(text))
        });
        let mut rest = message.unwrap_or_default();
        if code.ambiguous == code.lines.count {
            rest = view.words.labelled(view.words.ambiguous(), &rest);
        }
        let cells = vec![view.vendor(&code.vendor), clean(&code.code)];
        Row { count: code.lines.count, cells, code: Some(1), rest }
    };
    let rows: Vec<Row> = codes.iter().enumerate().map(row).collect();
    write_list(out, view, view.words.codes_heading(), &rows, CODES, 0);
    Ok(())
}

/// The most frequent entry of each of the codes.
fn entries(index: &Index, codes: &[CodeCount]) -> Result<Vec<Option<Entry>>> {
    let mut found: Vec<Option<Entry>> = vec![None; codes.len()];
    let mut missing = codes.len();
    for number in 0..index.len() {
        if missing == 0 {
            break;
        }
        let entry = index.entry(number)?;
        let is_it = |code: &CodeCount| code.entries.first().is_some_and(|first| first.id == entry.id);
        if let Some(at) = codes.iter().position(is_it) {
            found[at] = Some(entry);
            missing -= 1;
        }
    }
    Ok(found)
}

/// A row of a list: a count, its bar, cells in columns, and what the rest of the line has room for.
struct Row {
    count: u64,
    cells: Vec<String>,
    /// Which cell is a code.
    code: Option<usize>,
    rest: String,
}

/// Appends the first `most` rows under a heading, and how many more there are, `unnamed` beside the rows.
fn write_list(out: &mut String, view: &View<'_>, heading: &str, rows: &[Row], most: usize, unnamed: usize) {
    if rows.is_empty() {
        return;
    }
    write_heading(out, view, heading);
    let shown = &rows[..rows.len().min(most)];
    let figures = shown.iter().map(|row| grouped(row.count).len()).max().unwrap_or(0);
    let longest = shown.iter().map(|row| row.count).max().unwrap_or(0);
    let columns = shown[0].cells.len();
    // A list of places alone is one of the widest kind.
    let caps = if columns == 1 { &WIDEST[2..] } else { &WIDEST[..] };
    let widest = |column: usize| {
        let cells = shown.iter().map(|row| display_width(&row.cells[column]));
        cells.max().unwrap_or(0).min(caps[column]).min(view.width / 3)
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    for row in shown {
        let mut line = Line::new(view);
        line.push(&format!("  {:>figures$} ", grouped(row.count)), Style::new());
        if view.width >= NARROW {
            line.push(&padded(&bar(row.count, longest, BAR), BAR + 1), paint::NOTICE);
        }
        for (column, (cell, width)) in row.cells.iter().zip(&widths).enumerate() {
            let style = if row.code == Some(column) { paint::CODE } else { Style::new() };
            line.push(&padded(&clipped(cell, *width), width + 2), style);
        }
        if line.room() >= SHORTEST_REST.min(display_width(&row.rest)) {
            line.push(&row.rest, Style::new());
        }
        line.end(out);
    }
    write_more(out, view, rows.len() - shown.len() + unnamed);
}

fn write_heading(out: &mut String, view: &View<'_>, heading: &str) {
    out.push('\n');
    write_wrapped(out, view.paint, view.width, ("", "  "), heading, &[], paint::DIM);
}

fn write_more(out: &mut String, view: &View<'_>, count: usize) {
    if count > 0 {
        let more = view.words.more(count);
        write_wrapped(out, view.paint, view.width, ("  ", "    "), &more, &[], paint::DIM);
    }
}

/// The lines in the course of time, unless all of them are other lines.
fn write_course(out: &mut String, view: &View<'_>, course: &Course) {
    let parts = |counts: &LineCounts| [counts.answered, counts.unlisted, counts.errors];
    let sum = |row: &CourseRow| parts(&row.counts).iter().sum::<u64>();
    let longest = course.rows.iter().map(sum).max().unwrap_or(0);
    if longest == 0 || course.rows.len() < 2 {
        return;
    }
    let words = view.words;
    let names = [words.answered(), words.unlisted_lines(), words.unknown_errors()];
    let has = |part: &usize| course.rows.iter().any(|row| parts(&row.counts)[*part] > 0);
    let shown: Vec<usize> = (0..3).filter(has).collect();
    let legend = shown.iter().map(|part| format!("{} {}", FILLS[*part], names[*part]));
    let heading = words.course_heading(course.width) + words.colon();
    out.push('\n');
    write_parts(out, view, &std::iter::once(heading).chain(legend).collect::<Vec<_>>(), "  ", paint::DIM);
    let labels = labels(course);
    let figures = grouped(longest).len();
    let mut next = None;
    for (row, label) in course.rows.iter().zip(&labels) {
        if next.is_some_and(|next| row.start.seconds > next) {
            out.push_str("  …\n");
        }
        next = Some(row.start.seconds + course.width);
        let mut line = Line::new(view);
        line.push(&format!("  {label} "), Style::new());
        line.push(&format!("{:>figures$} ", grouped(sum(row))), Style::new());
        let room = line.room().min(LONGEST_BAR);
        let (mut before, mut filled) = (0, 0);
        for (part, count) in parts(&row.counts).into_iter().enumerate() {
            before += count;
            // What is there is seen, if by one block.
            let least = if count > 0 { (filled + 1).min(room) } else { filled };
            let end = scaled(before, longest, room).max(least);
            line.push(&FILLS[part].to_string().repeat(end - filled), paint::NOTICE);
            filled = end;
        }
        line.end(out);
    }
}

/// How many of `room` columns are `count` of `longest`, rounded.
fn scaled(count: u64, longest: u64, room: usize) -> usize {
    (count as f64 / longest as f64 * room as f64).round() as usize
}

/// What names each row of a course: as much of its time as tells it from the others.
fn labels(course: &Course) -> Vec<String> {
    let days = |row: &CourseRow| row.start.seconds.div_euclid(86_400);
    let one_day = course.rows.iter().all(|row| days(row) == days(&course.rows[0]));
    let one_year = course.rows.iter().all(|row| {
        let year = |row: &CourseRow| row.start.to_string().chars().take(5).collect::<String>();
        !row.start.has_year || year(row) == year(&course.rows[0])
    });
    let label = |row: &CourseRow| {
        let time = row.start.to_string();
        let (date, clock) = time.split_once(' ').unwrap_or((&time, ""));
        let clock = if course.width < 60 { clock } else { clock.get(..5).unwrap_or(clock) };
        let short = if one_year && row.start.has_year { date.get(5..).unwrap_or(date) } else { date };
        match course.width {
            86_400.. => date.to_owned(),
            _ if one_day => clock.to_owned(),
            _ => format!("{short} {clock}"),
        }
    };
    course.rows.iter().map(label).collect()
}

/// A bar of at most `columns` columns, in eighths.
fn bar(count: u64, longest: u64, columns: usize) -> String {
    let eighths = (count as f64 / longest.max(1) as f64 * (columns * 8) as f64).round() as usize;
    let eighths = eighths.max(usize::from(count > 0));
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(display_width(text))))
}

fn file_name(path: &str) -> String {
    clean(path.rsplit(['/', '\\']).next().unwrap_or(path))
}

/// A masked message without the time at its head: words of masked numbers alone, as `[00/Mar/00:00:00:00 +00]`.
fn without_time(text: &str) -> &str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let is_time = |word: &str| {
        let mut letters =
            word.split(|c: char| !c.is_alphanumeric() || c == '0').filter(|part| !part.is_empty());
        let may_be = |part| MONTHS.contains(&part) || part == "T" || part == "Z";
        word == "-" || (word.contains('0') && letters.all(may_be))
    };
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(' ').filter(|(word, _)| is_time(word)) {
        rest = after;
    }
    rest
}

/// A line of the terminal's width that is filled from the left.
struct Line {
    paint: Paint,
    width: usize,
    used: usize,
    painted: String,
    /// Spaces that are written before what follows them.
    spaces: usize,
}

impl Line {
    fn new(view: &View<'_>) -> Line {
        Line { paint: view.paint, width: view.width, used: 0, painted: String::new(), spaces: 0 }
    }

    /// How many columns are left.
    fn room(&self) -> usize {
        self.width - self.used
    }

    /// Appends as much of `text` as there is room for.
    fn push(&mut self, text: &str, style: Style) {
        let text = clipped(text, self.room());
        self.used += display_width(&text);
        let seen = text.trim_end();
        if !seen.is_empty() {
            let _ = write!(self.painted, "{:1$}", "", self.spaces);
            self.painted.push_str(&self.paint.paint(seen, style));
            self.spaces = 0;
        }
        self.spaces += display_width(&text) - display_width(seen);
    }

    fn end(self, out: &mut String) {
        out.push_str(&self.painted);
        out.push('\n');
    }
}
