//! `errdex build`: the index of the catalogs, or the check of one.

use std::io::{self, IsTerminal, Write};

use anyhow::Result;
use errdex::{Index, Progress};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::BuildArgs;
use crate::{Outcome, terminal};

pub(crate) fn run(args: &BuildArgs) -> Result<Outcome> {
    let layers = args.catalogs.layers();
    let out = terminal::clean(&args.out.display().to_string());
    let mut stdout = io::stdout().lock();
    if args.check {
        let differences = Index::check(&layers, &args.out)?;
        for difference in &differences {
            writeln!(stdout, "{}", terminal::clean(difference))?;
        }
        if differences.is_empty() {
            writeln!(stdout, "{out}: up to date")?;
            return Ok(Outcome::Found);
        }
        terminal::complain(&format!("{out}: not up to date: run `errdex build --out {out}`"));
        return Ok(Outcome::NotFound);
    }
    let bar = bar(args.quiet);
    let mut progress = |progress: Progress| {
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
    };
    let waiting = || terminal::complain(&format!("{out}: another build is running: waiting for it"));
    let built = Index::create(&layers, &args.out, &mut progress, waiting)?;
    bar.finish_and_clear();
    terminal::warn(&built.warnings);
    let manifest = built.manifest;
    let size: u64 = manifest.files.values().map(|file| file.bytes).sum();
    let entries = terminal::count(manifest.entries as usize, "entry", "entries");
    let catalogs = terminal::count(manifest.documents.len(), "catalog", "catalogs");
    let name = args.out.join(manifest.folder_name());
    writeln!(
        stdout,
        "{}: {entries} of {catalogs}, {} KiB",
        terminal::clean(&name.display().to_string()),
        size.div_ceil(1024)
    )?;
    Ok(Outcome::Found)
}

/// A bar on a terminal, nothing elsewhere.
fn bar(quiet: bool) -> ProgressBar {
    if quiet || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("building {wide_bar} {pos}/{len} entries");
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
