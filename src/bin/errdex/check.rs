//! `errdex catalog check`: what a person should know of the pages of folders.

use std::io::Write;

use anyhow::Result;
use errdex::{Catalog, Catalogs, Finding, Layers, Severity};
use textwrap::core::display_width;

use crate::args::{CheckArgs, CheckFormat, Color, Deny};
use crate::excerpt::{self, Page, write_finding};
use crate::layout::clipped;
use crate::paint::{self, Paint};
use crate::terminal::{self, clean};
use crate::{Outcome, report};

/// So many excerpts are shown of a page, so that a page of another kind does not bury the others.
const MOST_EXCERPTS: usize = 5;

pub(crate) fn run(out: &mut impl Write, args: &CheckArgs) -> Result<Outcome> {
    // Read as they are used, over the embedded ones; of those nothing is said where folders are named.
    let mut catalogs = Catalogs::load(&Layers { builtin: true, folders: args.folders.clone() })?;
    catalogs.catalogs.retain(|catalog| args.folders.is_empty() || !catalog.builtin);
    let checked: Vec<Checked<'_>> = catalogs.catalogs.iter().map(Checked::new).collect();
    let totals = Totals::of(&checked);
    match args.format {
        CheckFormat::Text => write_text(out, &checked, &totals, args.all)?,
        CheckFormat::Json => report::write_json(out, &checked, &totals)?,
        CheckFormat::Sarif => report::write_sarif(out, &checked)?,
    }
    let is_denied = args.deny == Some(Deny::Warnings) && totals.warnings > 0;
    Ok(if totals.errors == 0 && !is_denied { Outcome::Found } else { Outcome::NotFound })
}

/// A catalog, and what was found in it.
pub(crate) struct Checked<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> Checked<'a> {
    fn new(catalog: &'a Catalog) -> Checked<'a> {
        Checked { catalog, findings: catalog.check() }
    }

    pub(crate) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    pub(crate) fn rows(&self) -> usize {
        self.catalog.tables().map(|table| table.rows).sum()
    }

    /// A page without codes that nobody said to have any is one of many where a whole site was saved.
    fn is_without_codes(&self) -> bool {
        self.catalog.entries.is_empty() && self.count(Severity::Error) == 0
    }
}

/// The counts of a whole check.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub(crate) struct Totals {
    catalogs: usize,
    entries: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Totals {
    fn of(checked: &[Checked<'_>]) -> Totals {
        let count = |severity| checked.iter().map(|checked| checked.count(severity)).sum();
        Totals {
            catalogs: checked.len(),
            entries: checked.iter().map(|checked| checked.catalog.entries.len()).sum(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

fn write_text(out: &mut impl Write, checked: &[Checked<'_>], totals: &Totals, all: bool) -> Result<()> {
    let paint = Paint::new(Color::Auto);
    for checked in checked {
        write_findings(out, paint, checked, all)?;
    }
    let (without_codes, listed): (Vec<_>, Vec<_>) =
        checked.iter().partition(|checked| !all && checked.is_without_codes());
    if !listed.is_empty() {
        write_table(out, paint, &listed)?;
    }
    let mut gathered = Vec::new();
    if !without_codes.is_empty() {
        gathered.push(format!("{} without codes", terminal::count(without_codes.len(), "page", "pages")));
    }
    if totals.notes > 0 && !all {
        gathered.push(terminal::count(totals.notes, "note", "notes"));
    }
    if !gathered.is_empty() {
        let line = format!("{} (--all shows them)", gathered.join(", "));
        writeln!(out, "{}", paint.paint(&line, paint::DIM))?;
    }
    let Totals { catalogs, entries, errors, warnings, .. } = *totals;
    writeln!(
        out,
        "{} of {}: {}, {}",
        terminal::count(entries, "entry", "entries"),
        terminal::count(catalogs, "catalog", "catalogs"),
        terminal::count(errors, "error", "errors"),
        terminal::count(warnings, "warning", "warnings"),
    )?;
    Ok(())
}

/// The findings of a page, what matters most first.
fn write_findings(out: &mut impl Write, paint: Paint, checked: &Checked<'_>, all: bool) -> Result<()> {
    // Notes, and that a page has no codes, are gathered in a line for all pages.
    let is_shown = |finding: &&Finding| match finding.severity {
        Severity::Error => true,
        Severity::Warning => all || finding.rule != "no-codes",
        Severity::Note => all,
    };
    let mut findings: Vec<&Finding> = checked.findings.iter().filter(is_shown).collect();
    findings.sort_by_key(|finding| finding.severity);
    if findings.is_empty() {
        return Ok(());
    }
    let page = Page::of(checked.catalog);
    let most = if all { usize::MAX } else { MOST_EXCERPTS };
    let mut text = String::new();
    for finding in findings.iter().take(most) {
        write_finding(&mut text, paint, &page, finding);
    }
    let rest = findings.len().saturating_sub(most);
    if rest > 0 {
        let path = clean(&excerpt::path(checked.catalog));
        let rest = format!(
            "… and {} more in {path} (--all shows them)",
            terminal::count(rest, "finding", "findings")
        );
        text.push_str(&format!("{}\n\n", paint.paint(&rest, paint::DIM)));
    }
    out.write_all(text.as_bytes())?;
    Ok(())
}

const HEADER: [&str; 6] = ["PAGE", "TABLES", "ROWS", "ENTRIES", "ERRORS", "WARNINGS"];

/// Figures give way where a page's name would have fewer columns.
const NARROWEST_PAGE: usize = 16;

/// A line for each page, cut to the terminal where there is one: of a long path the end says more.
fn write_table(out: &mut impl Write, paint: Paint, checked: &[&Checked<'_>]) -> Result<()> {
    let rows = checked.iter().map(|checked| {
        let figures = [
            checked.catalog.tables().count(),
            checked.rows(),
            checked.catalog.entries.len(),
            checked.count(Severity::Error),
            checked.count(Severity::Warning),
        ];
        let [tables, rows, entries, errors, warnings] = figures.map(|figure| figure.to_string());
        [clean(&excerpt::path(checked.catalog)), tables, rows, entries, errors, warnings]
    });
    let rows: Vec<[String; 6]> = std::iter::once(HEADER.map(str::to_owned)).chain(rows).collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(display_width(cell));
        }
    }
    let line_width = terminal::line_width().unwrap_or(usize::MAX);
    let mut shown: Vec<usize> = (1..widths.len()).collect();
    let taken = |shown: &[usize]| shown.iter().map(|&column| widths[column] + 2).sum::<usize>();
    // Where it is narrow, errors and warnings stay.
    while shown.len() > 2 && taken(&shown) + NARROWEST_PAGE.min(widths[0]) > line_width {
        shown.remove(0);
    }
    let page_width = widths[0].min(line_width.saturating_sub(taken(&shown)).max(1));
    for (number, row) in rows.iter().enumerate() {
        let page = clipped_before(&row[0], page_width);
        let mut line = format!("{page}{}", " ".repeat(page_width.saturating_sub(display_width(&page))));
        for &column in &shown {
            line.push_str(&format!("  {:>width$}", row[column], width = widths[column]));
        }
        let style = if number == 0 { paint::DIM } else { anstyle::Style::new() };
        writeln!(out, "{}", paint.paint(&clipped(&line, line_width), style))?;
    }
    Ok(())
}

/// The end of the text, in at most `width` columns.
fn clipped_before(text: &str, width: usize) -> String {
    if display_width(text) <= width {
        return text.to_owned();
    }
    let mut columns = 1;
    let fits = |c: &char| {
        columns += display_width(c.encode_utf8(&mut [0; 4]));
        columns <= width
    };
    let kept: Vec<char> = text.chars().rev().take_while(fits).collect();
    std::iter::once('…').chain(kept.into_iter().rev()).collect()
}
