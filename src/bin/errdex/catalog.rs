//! `errdex catalog`: list, show, export, check and parse pages.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use errdex::{Catalog, Catalogs, Entry, Layers, Severity};

use crate::args::{CatalogArgs, CatalogCommand, Color, ExportFormat};
use crate::paint::{Addresses, Links, Paint};
use crate::view::{Vendors, View};
use crate::{Outcome, cards, terminal};

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
        CatalogCommand::Check { folders } => check(&mut out, folders),
        CatalogCommand::Parse { pages, json } => parse(&mut out, pages, *json),
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
        Some(name) => match catalogs.catalogs.iter().find(|catalog| catalog.name == name) {
            Some(catalog) => std::slice::from_ref(catalog),
            None => {
                let names: Vec<&str> =
                    catalogs.catalogs.iter().map(|catalog| catalog.name.as_str()).collect();
                bail!("no catalog `{name}`: one of {}", names.join(", "));
            }
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

fn print_entries<'a>(
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

fn check(out: &mut impl Write, folders: &[PathBuf]) -> Result<Outcome> {
    // Read as they are used, over the embedded ones; of those nothing is said where folders are named.
    let mut catalogs = Catalogs::load(&Layers { builtin: true, folders: folders.to_vec() })?;
    catalogs.catalogs.retain(|catalog| folders.is_empty() || !catalog.builtin);
    let findings = catalogs.check();
    for finding in &findings {
        writeln!(out, "{}", terminal::clean(&finding.to_string()))?;
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let errors = count(Severity::Error);
    writeln!(
        out,
        "{} of {}: {}, {}",
        terminal::count(catalogs.entries().count(), "entry", "entries"),
        terminal::count(catalogs.catalogs.len(), "catalog", "catalogs"),
        terminal::count(errors, "error", "errors"),
        terminal::count(count(Severity::Warning), "warning", "warnings"),
    )?;
    Ok(if errors == 0 { Outcome::Found } else { Outcome::NotFound })
}

fn parse(out: &mut impl Write, pages: &[impl AsRef<Path>], json: bool) -> Result<Outcome> {
    let mut any = false;
    for page in pages {
        let page = page.as_ref();
        let content =
            std::fs::read(page).with_context(|| format!("{}: cannot read the page", page.display()))?;
        let catalog = Catalog::parse(page, &content);
        terminal::warn(&catalog.warnings);
        any |= !catalog.entries.is_empty();
        let folders = page.parent().map(Path::to_path_buf).into_iter().collect();
        let links = Links { folders, addresses: Addresses::OfCatalogs(&[]) };
        let view = View::new(Color::Auto, None, Vendors::OfCatalogs(&[]), links);
        print_entries(out, &view, catalog.entries.iter(), json)?;
    }
    Ok(if any { Outcome::Found } else { Outcome::NotFound })
}
