//! `errdex catalog diff`: what changed from one state of pages to another, as lines to read or as JSON.

use std::io::Write;

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use errdex::{Catalogs, Change, ChangeTotals, Entry, Field, Language, Texts};
use serde::Serialize;

use super::diff_markdown::write_markdown;
use crate::args::{DiffArgs, DiffFormat};
use crate::layout::{Columns, write_columns, write_wrapped};
use crate::paint::{self, Paint, Styled};
use crate::terminal::{self, clean, count};
use crate::{Outcome, view};

const WENT: Style = AnsiColor::Red.on_default();
const CAME: Style = AnsiColor::Green.on_default();

/// What changed, and how much that is.
pub(super) struct Diff<'a> {
    pub(super) changes: &'a [Change<'a>],
    pub(super) totals: ChangeTotals,
    /// Without the changes themselves.
    pub(super) summary: bool,
}

pub(crate) fn run(out: &mut impl Write, args: &DiffArgs) -> Result<Outcome> {
    let [old, new] = Catalogs::sides(&args.old, &args.new)?;
    for catalog in old.iter().chain(&new) {
        terminal::warn(&catalog.warnings);
    }
    let old: Vec<&Entry> = old.iter().flat_map(|catalog| &catalog.entries).collect();
    let new: Vec<&Entry> = new.iter().flat_map(|catalog| &catalog.entries).collect();
    let changes = Change::between(&old, &new);
    let totals = ChangeTotals::of(old.len(), new.len(), &changes);
    let diff = Diff { changes: &changes, totals, summary: args.summary };
    let mut shown = String::new();
    match args.format() {
        DiffFormat::Text => write_text(&mut shown, Paint::new(args.color), &diff),
        DiffFormat::Markdown => write_markdown(&mut shown, &diff),
        DiffFormat::Json => shown = terminal::json(&Json::of(&diff))? + "\n",
    }
    write!(out, "{shown}")?;
    Ok(if changes.is_empty() { Outcome::Found } else { Outcome::NotFound })
}

impl<'a> Diff<'a> {
    /// The changes of each page.
    pub(super) fn pages(&self) -> impl Iterator<Item = &'a [Change<'a>]> {
        self.changes.chunk_by(|a, b| a.page == b.page && service(a) == service(b))
    }

    /// `2 entries added, 1 removed, 3 changed`, or that nothing differs.
    pub(super) fn headline(&self) -> String {
        let ChangeTotals { added, removed, changed, new, .. } = self.totals;
        let mut parts: Vec<String> = Vec::new();
        for (number, what) in [(added, "added"), (removed, "removed"), (changed, "changed")] {
            if number > 0 {
                let entries =
                    if parts.is_empty() { count(number, "entry", "entries") } else { number.to_string() };
                parts.push(format!("{entries} {what}"));
            }
        }
        if parts.is_empty() {
            format!("no difference in {}", count(new, "entry", "entries"))
        } else {
            parts.join(", ")
        }
    }

    /// What of the changed entries differs.
    pub(super) fn particulars(&self) -> Vec<String> {
        let ChangeTotals { reworded, remedy, http_status, other, .. } = self.totals;
        let kinds = [
            (reworded, "reworded"),
            (remedy, "with another remedy"),
            (http_status, "with another HTTP status"),
            (other, "with other aliases, operations or another category"),
        ];
        let kinds = kinds.into_iter().filter(|(count, _)| *count > 0);
        kinds.map(|(count, kind)| format!("{count} {kind}")).collect()
    }

    /// All totals on a line.
    fn last_line(&self) -> String {
        let mut line = self.headline();
        if self.changes.is_empty() {
            return line;
        }
        let particulars = self.particulars();
        if !particulars.is_empty() {
            line.push_str(&format!(" ({})", particulars.join(", ")));
        }
        line + &format!("; {} unchanged", self.totals.unchanged())
    }
}

/// The vendor and the service that a change is told under.
pub(super) fn service<'a>(change: &Change<'a>) -> Option<(&'a str, &'a str)> {
    let entry = change.new.or(change.old)?;
    Some((&entry.vendor, &entry.service))
}

/// The columns of a summary.
pub(super) const COUNTS: [&str; 7] = ["PAGE", "ADDED", "REMOVED", "REWORDED", "REMEDY", "HTTP", "OTHER"];

/// A page's row of a summary.
pub(super) fn counts(page: &[Change<'_>]) -> Vec<String> {
    let totals = ChangeTotals::of(0, 0, page);
    let ChangeTotals { added, removed, reworded, remedy, http_status, other, .. } = totals;
    let file = clean(page.first().map_or("", |change| change.page));
    let counts = [added, removed, reworded, remedy, http_status, other];
    std::iter::once(file).chain(counts.map(|count| count.to_string())).collect()
}

fn write_text(out: &mut String, paint: Paint, diff: &Diff<'_>) {
    let width = terminal::line_width().unwrap_or(usize::MAX);
    if diff.summary && !diff.changes.is_empty() {
        let rows: Vec<Vec<String>> = diff.pages().map(counts).collect();
        let columns = Columns { header: &COUNTS, figures: 1, takes_rest: false };
        write_columns(out, paint, width, &columns, &rows);
    } else {
        diff.pages().for_each(|page| write_page(out, paint, width, page));
    }
    let gap = if diff.changes.is_empty() { "" } else { "\n" };
    out.push_str(gap);
    write_wrapped(out, paint, width, ("", "  "), &diff.last_line(), &[], paint::CODE);
}

fn write_page(out: &mut String, paint: Paint, width: usize, page: &[Change<'_>]) {
    if !out.is_empty() {
        out.push('\n');
    }
    let Some(first) = page.first() else { return };
    write_wrapped(out, paint, width, ("", "  "), &title(first), &[], paint::CODE);
    for change in page {
        for line in lines(change) {
            let Line { sign, text, marks, .. } = &line;
            let (style, first, rest) = match sign {
                '-' => (WENT, line.first(), line.rest()),
                '+' => (CAME, line.first(), line.rest()),
                _ => (Style::new(), line.first(), line.rest()),
            };
            let marked = style.bold().underline();
            let spans: Vec<Styled> = marks.iter().map(|span| (span.clone(), marked)).collect();
            write_wrapped(out, paint, width, (&first, &rest), text, &spans, style);
        }
    }
}

/// `pages/acme-net.md  acme net`
pub(super) fn title(change: &Change<'_>) -> String {
    let (vendor, service) = service(change).unwrap_or_default();
    let service = if service == "-" { String::new() } else { format!(" {}", clean(service)) };
    format!("{}  {}{service}", clean(change.page), clean(vendor))
}

/// A line of a change.
pub(super) struct Line {
    /// `-`, `+`, or `~` and a space where nothing came or went.
    pub(super) sign: char,
    /// Whether it begins a change.
    pub(super) is_head: bool,
    pub(super) text: String,
    /// The words that the other side has not.
    marks: Vec<std::ops::Range<usize>>,
}

impl Line {
    fn new(sign: char, is_head: bool, text: String) -> Line {
        Line { sign, is_head, text, marks: Vec::new() }
    }

    fn first(&self) -> String {
        let Line { sign, is_head, .. } = self;
        if *is_head { format!("{sign} ") } else { format!("  {sign} ") }
    }

    fn rest(&self) -> String {
        " ".repeat(if self.is_head { 4 } else { 6 })
    }
}

/// What is said of a change.
pub(super) fn lines(change: &Change<'_>) -> Vec<Line> {
    match (change.old, change.new) {
        (Some(old), Some(new)) => rewording(old, new, &change.fields),
        (old, new) => {
            let sign = if old.is_some() { '-' } else { '+' };
            let Some(entry) = new.or(old) else { return Vec::new() };
            let mut lines = vec![Line::new(sign, true, head(entry))];
            let all = [&entry.message, &entry.description].into_iter().flat_map(Texts::values);
            lines.extend(all.map(|text| Line::new(sign, false, clean(text))));
            lines.extend(
                entry.remedy.values().map(|text| Line::new(sign, false, format!("→ {}", clean(text)))),
            );
            lines
        }
    }
}

/// `Net.0007  HTTP 404/410  line 3`
fn head(entry: &Entry) -> String {
    let statuses = view::statuses(entry);
    let statuses = if statuses.is_empty() { statuses } else { format!("  HTTP {statuses}") };
    format!("{}{statuses}  line {}", clean(&entry.code), entry.source.line)
}

fn rewording(old: &Entry, new: &Entry, fields: &[Field]) -> Vec<Line> {
    let mut lines = vec![Line::new('~', true, head(new))];
    // Of a code with many entries, the message says which one it is.
    if !fields.iter().any(|field| matches!(field, Field::Message(_))) {
        lines.extend(new.message.values().map(|text| Line::new(' ', false, clean(text))));
    }
    for field in fields {
        let (was, is) = (value(old, *field), value(new, *field));
        let (went, came) = Change::rewording(was.as_deref().unwrap_or(""), is.as_deref().unwrap_or(""));
        // What is new as a whole has no word that is newer than another.
        let both = was.is_some() && is.is_some();
        for (sign, value, marks) in [('-', was, went), ('+', is, came)] {
            let Some(value) = value else { continue };
            let label = format!("{field}: ");
            let shift = |mark: std::ops::Range<usize>| mark.start + label.len()..mark.end + label.len();
            let marks = if both { marks.into_iter().map(shift).collect() } else { Vec::new() };
            lines.push(Line { sign, is_head: false, text: label + &value, marks });
        }
    }
    lines
}

/// What an entry has in a field, to be shown; none where it has nothing.
fn value(entry: &Entry, field: Field) -> Option<String> {
    let text = |texts: &Texts, language: Language| texts.get(&language).map(|text| clean(text));
    let list = |items: &[String]| Some(clean(&items.join(", ")));
    let value = match field {
        Field::Message(language) => text(&entry.message, language),
        Field::Description(language) => text(&entry.description, language),
        Field::Remedy(language) => text(&entry.remedy, language),
        Field::HttpStatus => Some(view::statuses(entry)),
        Field::Aliases => list(&entry.aliases),
        Field::Operations => list(&entry.operations),
        Field::Category => entry.category.as_deref().map(clean),
    };
    value.filter(|value| !value.is_empty())
}

/// The wire form, version 1.
#[derive(Serialize)]
struct Json<'a> {
    schema: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<Vec<&'a Entry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<Vec<&'a Entry>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Vec<JsonChange<'a>>>,
    totals: JsonTotals,
}

#[derive(Serialize)]
struct JsonChange<'a> {
    old: &'a Entry,
    new: &'a Entry,
    fields: Vec<String>,
}

#[derive(Serialize)]
struct JsonTotals {
    old: usize,
    new: usize,
    added: usize,
    removed: usize,
    changed: usize,
    unchanged: usize,
    reworded: usize,
    remedy: usize,
    http_status: usize,
    other: usize,
}

impl<'a> Json<'a> {
    fn of(diff: &Diff<'a>) -> Json<'a> {
        let ChangeTotals { old, new, added, removed, changed, reworded, remedy, http_status, other } =
            diff.totals;
        let unchanged = diff.totals.unchanged();
        let totals =
            JsonTotals { old, new, added, removed, changed, unchanged, reworded, remedy, http_status, other };
        let shown = |wanted: bool| (!diff.summary && wanted).then_some(diff.changes);
        let changed = |change: &Change<'a>| -> Option<JsonChange<'a>> {
            let fields = change.fields.iter().map(Field::to_string).collect();
            Some(JsonChange { old: change.old?, new: change.new?, fields })
        };
        let only = |all: &[Change<'a>], added: bool| -> Vec<&'a Entry> {
            let is_one =
                |change: &&Change<'a>| change.old.is_none() == added && change.new.is_none() != added;
            let entry = |change: &Change<'a>| change.new.or(change.old);
            all.iter().filter(is_one).filter_map(entry).collect()
        };
        Json {
            schema: 1,
            added: shown(true).map(|all| only(all, true)),
            removed: shown(true).map(|all| only(all, false)),
            changed: shown(true).map(|all| all.iter().filter_map(changed).collect()),
            totals,
        }
    }
}
