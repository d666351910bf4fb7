//! `errdex show CODE`: what a code means, and what means the same at the other vendors.

use std::io::Write;

use anyhow::{Result, bail};
use errdex::{Hit, Searcher, Shown};

use crate::Outcome;
use crate::args::ShowArgs;
use crate::cards::{write_entry, write_hit, write_line};
use crate::index::{view, with_index};
use crate::layout::write_wrapped;
use crate::paint::{self, Paint};
use crate::terminal::{self, clean};
use crate::view::View;

/// How many entries of a code are shown; what is a code of a hundred vendors has thousands.
const ENTRIES: usize = 100;

pub(crate) fn run(args: &ShowArgs) -> Result<Outcome> {
    let code = args.code.to_string_lossy();
    if code.trim().trim_end_matches([':', '：']).is_empty() || code.trim().ends_with([':', '：']) {
        bail!("no code to show: give one, such as `errdex show VPC.0504`");
    }
    let (printed, known) = with_index(&args.index, |index| {
        let searcher = Searcher::new(index);
        let shown = searcher.show(&code)?;
        let known = !shown.entries.is_empty();
        if args.json {
            return Ok((terminal::json(&shown).map(|json| json + "\n"), known));
        }
        let mut out = String::new();
        write_shown(&mut out, &view(&args.index, args.look, index), &searcher, &shown);
        Ok((Ok(out), known))
    })?;
    let mut out = Paint::new(args.look.color).stdout();
    out.write_all(printed?.as_bytes())?;
    out.flush()?;
    Ok(if known { Outcome::Found } else { Outcome::NotFound })
}

fn write_shown(out: &mut String, view: &View<'_>, searcher: &Searcher<'_>, shown: &Shown) {
    let code = clean(&shown.code);
    if shown.entries.is_empty() {
        let vendor = shown.vendor.as_deref().map(|slug| view.vendor(slug));
        let nearest: Vec<String> = shown.nearest.iter().map(|code| clean(code)).collect();
        write_notice(out, view, &view.words.unknown_code(&code, vendor.as_deref(), &nearest));
        return;
    }
    let mut vendors: Vec<String> = Vec::new();
    for vendor in shown.entries.iter().map(|hit| clean(&hit.entry.vendor)) {
        if !vendors.contains(&vendor) {
            vendors.push(vendor);
        }
    }
    if vendors.len() > 1 {
        let commands: Vec<String> =
            vendors.iter().take(3).map(|vendor| format!("errdex show {vendor}:{code}")).collect();
        write_notice(out, view, &view.words.of_several_vendors(&code, &view.words.list(&commands)));
        out.push('\n');
    }
    for (at, hit) in shown.entries.iter().take(ENTRIES).enumerate() {
        if at > 0 {
            out.push('\n');
        }
        write_entry(out, view, &hit.entry);
    }
    if let Some(more) = shown.entries.len().checked_sub(ENTRIES).filter(|more| *more > 0) {
        out.push('\n');
        write_notice(out, view, &view.words.further_entries(more));
    }
    // What means the same as one of them need not mean what the others do.
    if vendors.len() > 1 {
        return;
    }
    let (probable, others) = shown.equivalents.split_at(shown.probable.min(shown.equivalents.len()));
    if !probable.is_empty() {
        out.push('\n');
        write_notice(out, view, view.words.equivalents());
        let reading = view.paint.colours.then(|| searcher.reading(&messages(&shown.entries)));
        for hit in probable {
            out.push('\n');
            write_hit(out, view, hit, reading.as_ref());
        }
    }
    if !others.is_empty() {
        out.push('\n');
        write_notice(out, view, view.words.only_nearest());
        others.iter().for_each(|hit| write_line(out, view, hit));
    }
}

fn write_notice(out: &mut String, view: &View<'_>, notice: &str) {
    write_wrapped(out, view.paint, view.width, ("", "  "), notice, &[], paint::NOTICE);
}

/// The messages of entries, as one text.
fn messages(entries: &[Hit]) -> String {
    let texts: Vec<&str> =
        entries.iter().flat_map(|hit| hit.entry.message.values()).map(String::as_str).collect();
    texts.join("\n")
}
