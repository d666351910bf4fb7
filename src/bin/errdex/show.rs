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

/// How many entries of a code are shown.
const ENTRIES: usize = 100;

/// A code of several vendors is shown whole where it has so many entries at most.
const FEW: usize = 12;

/// How many vendors of any other are shown, and how many further ones are named.
const VENDORS: usize = 8;

/// How many entries of each vendor are shown then, no two of them with the same messages.
const OF_VENDOR: usize = 3;

/// How many equivalents are cards; further ones are lines.
const CARDS: usize = 8;

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
    if vendors.len() > 1 && shown.entries.len() > FEW {
        write_by_vendor(out, view, shown, &vendors, &code);
        return;
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
        let (cards, lines) = probable.split_at(probable.len().min(CARDS));
        for hit in cards {
            out.push('\n');
            write_hit(out, view, hit, reading.as_ref());
        }
        if !lines.is_empty() {
            out.push('\n');
            lines.iter().for_each(|hit| write_line(out, view, hit));
        }
    }
    if !others.is_empty() {
        out.push('\n');
        write_notice(out, view, view.words.only_nearest());
        others.iter().for_each(|hit| write_line(out, view, hit));
    }
}

/// A few entries of each of the first vendors, with the commands that show the rest.
fn write_by_vendor(out: &mut String, view: &View<'_>, shown: &Shown, vendors: &[String], code: &str) {
    let note = |out: &mut String, note: &str| {
        write_wrapped(out, view.paint, view.width, ("  ", "    "), note, &[], paint::DIM);
    };
    for (at, vendor) in vendors.iter().take(VENDORS).enumerate() {
        let of_vendor = || shown.entries.iter().filter(|hit| clean(&hit.entry.vendor) == *vendor);
        let mut few: Vec<&Hit> = Vec::new();
        for hit in of_vendor() {
            let is_new = few.iter().all(|known| known.entry.message != hit.entry.message);
            if is_new && few.len() < OF_VENDOR {
                few.push(hit);
            }
        }
        for (place, hit) in few.iter().enumerate() {
            if at + place > 0 {
                out.push('\n');
            }
            write_entry(out, view, &hit.entry);
        }
        let further = of_vendor().count() - few.len();
        if further > 0 {
            note(out, &view.words.further_of_vendor(further, &format!("errdex show {vendor}:{code}")));
        }
    }
    if let Some(rest) = vendors.get(VENDORS..).filter(|rest| !rest.is_empty()) {
        let mut names: Vec<String> = rest.iter().take(VENDORS).map(|vendor| view.vendor(vendor)).collect();
        if rest.len() > VENDORS {
            names.push("…".to_owned());
        }
        out.push('\n');
        note(out, &view.words.further_vendors(rest.len(), &view.words.list(&names)));
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
