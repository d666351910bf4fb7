//! `errdex catalog parse`: what of a page is read as what, and what it gives.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Result;
use errdex::document::Options;
use errdex::{Catalog, Found, Role};

use crate::args::{Color, ParseArgs};
use crate::excerpt::{self, Page, write_finding};
use crate::layout::{Columns, write_columns};
use crate::paint::{self, Addresses, Links, Paint};
use crate::terminal::{self, clean};
use crate::view::{Vendors, View};
use crate::{Outcome, catalog};

pub(crate) fn run(out: &mut impl Write, args: &ParseArgs) -> Result<Outcome> {
    let options = Options { http_tables: args.http_tables, ..Options::default() };
    let mut any = false;
    for page in &args.pages {
        let read = Catalog::open(page, &options)?;
        any |= !read.entries.is_empty();
        let folders = page.parent().map(Path::to_path_buf).into_iter().collect();
        let links = Links { folders, addresses: Addresses::OfCatalogs(&[]) };
        let view = View::new(Color::Auto, None, Vendors::OfCatalogs(&[]), links);
        if args.json {
            terminal::warn(&read.warnings);
        } else {
            out.write_all(overview(view.paint, &read).as_bytes())?;
        }
        catalog::print_entries(out, &view, read.entries.iter(), args.json)?;
        if !args.json {
            // What is said of a page stands below its entries, where both go to one terminal.
            out.flush()?;
            complain(&read);
        }
    }
    Ok(if any { Outcome::Found } else { Outcome::NotFound })
}

/// The page, its tables and what their columns hold.
fn overview(paint: Paint, read: &Catalog) -> String {
    let title = format!(
        "{}: {}, {}, {}",
        clean(&excerpt::path(read)),
        terminal::count(read.tables().count(), "table", "tables"),
        terminal::count(read.tables().map(|table| table.rows).sum(), "row", "rows"),
        terminal::count(read.entries.len(), "entry", "entries"),
    );
    let mut text = format!("{}\n", paint.paint(&title, paint::CODE));
    for found in &read.found {
        write_found(&mut text, paint, found);
    }
    text.push('\n');
    text
}

fn write_found(text: &mut String, paint: Paint, found: &Found) {
    let Found { line, heading, shape, columns, rows, left_out } = found;
    let heading = heading.as_ref().map(|heading| format!(" “{}”", clean(heading))).unwrap_or_default();
    let outcome = match left_out {
        Some(reason) => format!("left out: {}", clean(reason)),
        None => terminal::count(*rows, "row", "rows"),
    };
    let width = terminal::line_width().unwrap_or(usize::MAX);
    let line =
        crate::layout::clipped(&format!("line {line}: {shape}{heading}, {outcome}"), width.saturating_sub(2));
    let style = if left_out.is_some() { paint::DIM } else { anstyle::Style::new() };
    let _ = writeln!(text, "  {}", paint.paint(&line, style));
    if columns.is_empty() {
        return;
    }
    let rows: Vec<Vec<String>> = columns
        .iter()
        .map(|column| vec![clean(&column.header), role(column.role).to_owned(), column.why.to_owned()])
        .collect();
    let layout = Columns { header: &["HEADER", "ROLE", "WHY"], figures: 3, takes_rest: true };
    let mut table = String::new();
    write_columns(&mut table, paint, terminal::width().saturating_sub(4), &layout, &rows);
    for line in table.lines() {
        let _ = writeln!(text, "    {line}");
    }
}

/// What a column holds, as declarations write it.
fn role(role: Role) -> &'static str {
    match role {
        Role::Code => "code",
        Role::HttpStatus => "http-status",
        Role::Message => "message",
        Role::Description => "description",
        Role::Remedy => "remedy",
        Role::Operation => "operation",
        Role::Category => "category",
        Role::Ignored => "ignored",
    }
}

/// Shows on standard error what could not be read.
fn complain(read: &Catalog) {
    if read.warnings.is_empty() {
        return;
    }
    let page = Page::of(read);
    let mut text = String::new();
    for finding in read.unread() {
        write_finding(&mut text, Paint::stderr(), &page, &finding);
    }
    // A closed standard error leaves nobody to tell.
    let _ = io::stderr().write_all(text.as_bytes());
}
