//! `errdex catalog add`: puts a page into a folder of catalogs and declares it there. What is declared already is kept as it
//! is.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use errdex::{Addition, Planned, Warning};

use crate::Outcome;
use crate::args::AddArgs;
use crate::terminal::{self, clean, count};

pub(crate) fn run(out: &mut impl Write, args: &AddArgs) -> Result<Outcome> {
    let AddArgs { page, vendor, service, title, address, replace, force, dry_run, .. } = args;
    let folder = args.folder();
    let addition = Addition {
        vendor: vendor.clone(),
        service: service.clone(),
        title: title.clone(),
        address: address.clone(),
        replace: *replace,
    };
    let planned = addition.plan(page, &folder)?;
    // It is read as the page of the folder that it is not yet: whoever looks for the line has this one.
    let of_page = |warning: &Warning| Warning { file: page.display().to_string(), ..warning.clone() };
    terminal::warn(&planned.catalog.warnings.iter().map(of_page).collect::<Vec<_>>());
    if planned.catalog.entries.is_empty() && !force {
        bail!(
            "{}: no codes were found, nothing is added: `errdex catalog parse` shows what is read of a page; where a \
             header does not say that a column holds codes, add the page by `--force` and declare its `columns` in \
             vendors.toml",
            page.display()
        );
    }
    if !dry_run {
        write(&planned, &folder)?;
    }
    report(out, args, &planned, &folder)?;
    Ok(Outcome::Found)
}

/// The page first: undeclared it is a page, but a declaration without its page is a mistake.
fn write(planned: &Planned, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{}: cannot create the folder", folder.display()))?;
    if let Some(page) = &planned.page {
        replace(folder, &planned.name, page)?;
    }
    if let Some(text) = &planned.declarations {
        replace(folder, "vendors.toml", text.as_bytes())?;
    }
    Ok(())
}

/// Puts a file whole in the place of what is there, or leaves that.
fn replace(folder: &Path, name: &str, content: &[u8]) -> Result<()> {
    let path = folder.join(name);
    // A link stays one; what it leads to is replaced.
    let path = fs::canonicalize(&path).unwrap_or(path);
    // Hidden files are no pages.
    let aside = path.with_file_name(format!(".errdex-add-{}-{name}", std::process::id()));
    let written = fs::write(&aside, content).and_then(|()| {
        if let Ok(known) = fs::metadata(&path) {
            fs::set_permissions(&aside, known.permissions())?;
        }
        fs::rename(&aside, &path)
    });
    if written.is_err() {
        // What cannot be written cannot always be removed; the reason is told already.
        let _ = fs::remove_file(&aside);
    }
    written.with_context(|| format!("{}: cannot write", path.display()))
}

fn report(out: &mut impl Write, args: &AddArgs, planned: &Planned, folder: &Path) -> Result<()> {
    let would = if args.dry_run { "would be " } else { "" };
    let done = match (&planned.page, planned.replaces) {
        (None, _) => "is there already".to_owned(),
        (Some(_), true) => format!("{would}replaced"),
        (Some(_), false) => format!("{would}added"),
    };
    let entries = &planned.catalog.entries;
    let codes: BTreeSet<&str> = entries.iter().map(|entry| entry.code.as_str()).collect();
    let tables = planned.catalog.found.iter().filter(|found| found.rows > 0).count();
    writeln!(
        out,
        "{}: {done}: {}, {}, {}",
        clean(&folder.join(&planned.name).display().to_string()),
        count(entries.len(), "entry", "entries"),
        count(codes.len(), "code", "codes"),
        count(tables, "table", "tables"),
    )?;
    let declarations = clean(&folder.join("vendors.toml").display().to_string());
    match (&planned.declarations, planned.vendor_is_new) {
        (None, _) => writeln!(out, "{declarations}: declares the page already")?,
        (Some(_), true) => {
            writeln!(out, "{declarations}: the vendor {} and the page {would}declared", args.vendor)?
        }
        (Some(_), false) => writeln!(out, "{declarations}: the page {would}declared")?,
    }
    let shown =
        entries.iter().find_map(|entry| entry.message.values().next().or(entry.description.values().next()));
    if let Some(text) = shown.filter(|_| !args.dry_run) {
        let folder = quoted(&clean(&folder.display().to_string()));
        let text = clean(text);
        let end = if text.starts_with('-') { "-- " } else { "" };
        writeln!(out, "try: errdex --catalogs {folder} {end}{}", quoted(&text))?;
    }
    Ok(())
}

/// A word of a command, as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    // Between double quotes these mean something.
    let quote = if word.contains('\'') && !word.contains(['"', '$', '`', '\\', '!']) { '"' } else { '\'' };
    let inner = if quote == '\'' { word.replace('\'', "'\\''") } else { word.to_owned() };
    format!("{quote}{inner}{quote}")
}
