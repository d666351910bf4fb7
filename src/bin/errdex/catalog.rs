//! `errdex catalog`: list, show and export the catalogs; `check` and `parse` have files of their own.

mod add;
mod diff;
mod diff_markdown;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use errdex::{Catalog, Catalogs, Entry};

use crate::args::{CatalogArgs, CatalogCommand, Color, ExportFormat};
use crate::paint::{Addresses, Links, Paint};
use crate::view::{Vendors, View};
use crate::{Outcome, cards, check, parse, terminal};

pub(crate) fn run(args: &CatalogArgs) -> Result<Outcome> {
    let mut out = io::BufWriter::new(Paint::new(Color::Auto).stdout());
    let outcome = match &args.command {
        CatalogCommand::List { catalogs } => list(&mut out, &Catalogs::load(&catalogs.layers())?),
        CatalogCommand::Show { name, json, catalogs, .. } => {
            let layers = catalogs.layers();
            let loaded = Catalogs::load(&layers)?;
            show(&mut out, &loaded, &layers.folders, name.as_deref(), *json)
        }
        CatalogCommand::Export { name, format, catalogs, .. } => {
            let loaded = Catalogs::load(&catalogs.layers())?;
            export(&mut out, &loaded, name.as_deref(), *format)
        }
        CatalogCommand::Check(args) => check::run(&mut out, args),
        CatalogCommand::Parse(args) => parse::run(&mut out, args),
        CatalogCommand::Diff(args) => diff::run(&mut out, args),
        CatalogCommand::Add(args) => add::run(&mut out, args),
    }?;
    out.flush()?;
    Ok(outcome)
}

fn list(out: &mut impl Write, catalogs: &Catalogs) -> Result<Outcome> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["CATALOG", "VENDOR", "SERVICE", "ENTRIES", "TITLE"]);
    for catalog in &catalogs.catalogs {
        let Catalog { name, vendor, service, title, entries, .. } = catalog;
        let title = title.as_deref().unwrap_or_default();
        let cells = [name, vendor, service, &entries.len().to_string(), title].map(terminal::clean);
        table.add_row(cells);
    }
    if let Some(column) = table.column_mut(3) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    if let Some(columns) = terminal::columns() {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
    }
    for line in table.lines() {
        let line = line.trim_end();
        writeln!(out, "{}", line.strip_prefix(' ').unwrap_or(line))?;
    }
    Ok(Outcome::Found)
}

fn show(
    out: &mut impl Write,
    catalogs: &Catalogs,
    folders: &[PathBuf],
    name: Option<&str>,
    json: bool,
) -> Result<Outcome> {
    let links = Links { folders: folders.to_vec(), addresses: Addresses::OfCatalogs(&catalogs.catalogs) };
    let view = View::new(Color::Auto, None, Vendors::OfCatalogs(&catalogs.vendors), links);
    print_entries(out, &view, entries_of(catalogs, name)?, json)?;
    Ok(Outcome::Found)
}

/// The entries of the catalog of this name, or of all.
fn entries_of<'c>(
    catalogs: &'c Catalogs,
    name: Option<&str>,
) -> Result<impl Iterator<Item = &'c Entry> + Clone> {
    let named = match name {
        None => &catalogs.catalogs[..],
        Some(name) => match catalogs.named(name) {
            Some(catalog) => std::slice::from_ref(catalog),
            None => bail!("no catalog `{name}`: {}", one_of(catalogs, name)),
        },
    };
    Ok(named.iter().flat_map(|catalog| &catalog.entries))
}

/// Writes exactly what reads back; on a terminal, what is safe there.
fn export(
    out: &mut impl Write,
    catalogs: &Catalogs,
    name: Option<&str>,
    format: ExportFormat,
) -> Result<Outcome> {
    let entries = entries_of(catalogs, name)?;
    match format {
        ExportFormat::Jsonl => {
            entries.clone().try_for_each(|entry| writeln!(out, "{}", terminal::json(entry)?))?
        }
        ExportFormat::Csv if io::stdout().is_terminal() => {
            let mut csv = Vec::new();
            errdex::document::write_csv(&mut csv, entries)?;
            out.write_all(&terminal::clean_output(&csv))?;
        }
        ExportFormat::Csv => errdex::document::write_csv(out, entries)?,
    }
    Ok(Outcome::Found)
}

/// So many names are told where one is wrong.
const MOST_NAMES: usize = 20;

/// The catalogs that may have been meant.
fn one_of(catalogs: &Catalogs, name: &str) -> String {
    let called = catalogs.called(name);
    let meant = if called.is_empty() { catalogs.catalogs.iter().collect() } else { called };
    let names: Vec<&str> = meant.iter().take(MOST_NAMES).map(|catalog| catalog.name.as_str()).collect();
    let rest = meant.len() - names.len();
    let rest = if rest > 0 { format!(" and {rest} more: `errdex catalog list`") } else { String::new() };
    format!("one of {}{rest}", names.join(", "))
}

pub(crate) fn print_entries<'a>(
    out: &mut impl Write,
    view: &View<'_>,
    entries: impl Iterator<Item = &'a Entry>,
    json: bool,
) -> Result<()> {
    for entry in entries {
        if json {
            writeln!(out, "{}", terminal::json(entry)?)?;
        } else {
            let mut card = String::new();
            cards::write_entry(&mut card, view, entry);
            writeln!(out, "{card}")?;
        }
    }
    Ok(())
}
