//! `--explain`: why an answer is what it is, for someone who asks.

use std::ops::Range;

use anstyle::Style;
use errdex::{Answer, Feature, Hit, ReadTerm, Reading, Searcher, SignalKind, Signals, Verdict};

use crate::layout::{Columns, clipped, write_columns, write_wrapped};
use crate::paint;
use crate::terminal::clean;
use crate::view::{self, View};

/// How many terms are listed; of a long paste the lightest say little.
const TERMS: usize = 40;

/// Appends what was recognized, what each score is made of, and the reason of the verdict.
pub(crate) fn write_explanation(out: &mut String, view: &View<'_>, searcher: &Searcher<'_>, answer: &Answer) {
    let signals = signals(&answer.signals, &answer.query);
    if !signals.is_empty() {
        let columns: &[&str] = if signals.iter().all(|row| row[2].is_empty()) {
            &["SIGNAL", "VALUE"]
        } else {
            &["SIGNAL", "VALUE", READ_FROM]
        };
        write_table(out, view, columns, &signals, 3);
        out.push('\n');
    }
    let reading = searcher.reading(&answer.signals.message);
    if !reading.terms.is_empty() {
        write_terms(out, view, &reading, &answer.signals.message);
        out.push('\n');
    }
    for hit in &answer.hits {
        write_hit(out, view, hit);
        out.push('\n');
    }
    write_wrapped(out, view.paint, view.width, ("", "  "), &reason(answer), &[], paint::NOTICE);
}

/// What was recognized: kind, value, and the excerpt that says it where that is known.
fn signals(signals: &Signals, text: &str) -> Vec<Vec<String>> {
    if !signals.found.is_empty() {
        let row = |kind, value: &str, span: &Range<usize>| {
            vec![name(kind).to_owned(), clean(value), excerpt(text, span)]
        };
        return signals.found.iter().map(|signal| row(signal.kind, &signal.value, &signal.span)).collect();
    }
    let mut rows = Vec::new();
    let mut add = |kind, value: &str| rows.push(vec![name(kind).to_owned(), clean(value), String::new()]);
    signals.codes.iter().for_each(|code| add(SignalKind::Code, code));
    signals.unlisted.iter().for_each(|code| add(SignalKind::Unlisted, code));
    signals.http_status.iter().for_each(|status| add(SignalKind::HttpStatus, &status.to_string()));
    signals.vendors.iter().for_each(|vendor| add(SignalKind::Vendor, vendor));
    if !signals.message.is_empty() {
        add(SignalKind::Message, &signals.message);
    }
    rows
}

fn name(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Code => "code",
        SignalKind::Unlisted => "unlisted",
        SignalKind::HttpStatus => "http status",
        SignalKind::Vendor => "vendor",
        SignalKind::Message => "message",
    }
}

/// The terms, what they weigh and where they stand.
fn write_terms(out: &mut String, view: &View<'_>, reading: &Reading<'_>, text: &str) {
    let row = |term: &ReadTerm| {
        let weight = term.weight.map_or("-".to_owned(), |weight| format!("{weight:.3}"));
        let part = if term.meaning { "meaning" } else { "wording" };
        let mut notes = Vec::new();
        if term.corrected {
            notes.push("spelled otherwise");
        }
        if term.weight.is_none() {
            notes.push("no entry has it");
        }
        let read = excerpt(text, &term.span);
        let read = if notes.is_empty() { read } else { format!("{read} ({})", notes.join(", ")) };
        vec![clean(&term.term), term.class.to_owned(), part.to_owned(), weight, read]
    };
    let rows: Vec<Vec<String>> = reading.terms.iter().take(TERMS).map(row).collect();
    write_table(out, view, &["TERM", "CLASS", "PART", "WEIGHT", READ_FROM], &rows, 3);
    if reading.terms.len() > TERMS {
        out.push_str(&format!("and {} lighter ones\n", reading.terms.len() - TERMS));
    }
}

/// A hit, its features with their products, and what they sum to.
fn write_hit(out: &mut String, view: &View<'_>, hit: &Hit) {
    let entry = &hit.entry;
    let http = if entry.http_status.is_empty() {
        String::new()
    } else {
        format!("  HTTP {}", view::statuses(entry))
    };
    let number = format!("{}. ", hit.rank);
    let id = clean(&entry.id);
    let spans = [(number.len()..number.len() + id.len(), paint::CODE)];
    let head = format!("{number}{id}{http}");
    write_wrapped(out, view.paint, view.width, ("", "  "), &head, &spans, Style::new());
    if let Some(message) = view.texts(&entry.message).first() {
        let message = clipped(&clean(message), view.width.saturating_sub(2));
        out.push_str(&format!("  {message}\n"));
    }
    let (said, silent): (Vec<&Feature>, Vec<&Feature>) =
        hit.features.iter().partition(|feature| feature.value != 0.0);
    let mut rows: Vec<Vec<String>> = said
        .iter()
        .map(|feature| {
            let product = feature.value * feature.weight;
            let figures = [feature.value, feature.weight, product].map(|figure| format!("{figure:.4}"));
            std::iter::once(format!("  {}", feature.name)).chain(figures).collect()
        })
        .collect();
    let figure = |name: &str, figure: String| vec![format!("  {name}"), String::new(), String::new(), figure];
    rows.push(figure("score", format!("{:.4}", hit.score)));
    rows.push(figure("confidence", format!("{:.4}", hit.confidence)));
    write_table(out, view, &["  FEATURE", "VALUE", "WEIGHT", "PRODUCT"], &rows, 1);
    if !silent.is_empty() {
        let names: Vec<&str> = silent.iter().map(|feature| feature.name).collect();
        let line = format!("0: {}", names.join(", "));
        write_wrapped(out, view.paint, view.width, ("  ", "  "), &line, &[], paint::DIM);
    }
}

/// Why the verdict is what it is.
fn reason(answer: &Answer) -> String {
    let chance = format!("the catalogs answer it by a chance of {:.4}", answer.chance);
    let needed = format!("{:.2} is needed", errdex::ANSWERS);
    let unlisted = &answer.signals.unlisted;
    match answer.verdict {
        Verdict::Match => {
            format!("match: {chance}, {needed}, and no other hit fits as well")
        }
        Verdict::Ambiguous => {
            let ties = clean(&answer.ties.join(", "));
            format!("ambiguous: {chance}, {needed}, and these fit as well: {ties}")
        }
        Verdict::Unknown if !unlisted.is_empty() && answer.signals.codes.is_empty() => {
            format!("unknown: no catalog has {}", clean(&unlisted.join(", ")))
        }
        Verdict::Unknown if answer.hits.is_empty() => {
            "unknown: no entry has a code or a term of the text".to_owned()
        }
        Verdict::Unknown if answer.chance < errdex::ANSWERS => format!("unknown: {chance}, {needed}"),
        Verdict::Unknown => {
            "unknown: the text is another system's, says that all went well, or has another code".to_owned()
        }
    }
}

/// The name of a column of excerpts: the last one, as wide as what is left of a line.
const READ_FROM: &str = "READ FROM";

/// Appends rows of cells in columns, those from the column `figures` on as figures but for excerpts.
fn write_table(out: &mut String, view: &View<'_>, header: &[&str], rows: &[Vec<String>], figures: usize) {
    let takes_rest = header.last() == Some(&READ_FROM);
    write_columns(out, view.paint, view.width, &Columns { header, figures, takes_rest }, rows);
}

/// The part of `text` at `span`, in quotes; nothing where the span is of no part of it.
fn excerpt(text: &str, span: &Range<usize>) -> String {
    let part = text.get(span.clone()).map(clean).unwrap_or_default();
    if part.is_empty() { part } else { format!("\"{part}\"") }
}

#[cfg(test)]
mod tests {
    use errdex::Signal;

    use super::*;

    #[test]
    fn signals_are_shown_with_what_they_were_read_from() {
        let text = "{\"code\":\"vpc0504\"}";
        let mut known = Signals::default();
        known.codes.push("VPC.0504".to_owned());
        assert_eq!(signals(&known, text), [["code", "VPC.0504", ""]]);
        let signal =
            |span: Range<usize>| Signal { kind: SignalKind::Code, value: "VPC.0504".to_owned(), span };
        known.found.push(signal(9..16));
        assert_eq!(signals(&known, text), [["code", "VPC.0504", "\"vpc0504\""]]);
        // A span that is of no part of the text is shown as none.
        known.found[0] = signal(9..1000);
        assert_eq!(signals(&known, text), [["code", "VPC.0504", ""]]);
    }
}
