//! An answer as a person reads it.

use std::io::{self, Write};

use errdex::{Answer, Entry, Hit, Texts, Verdict};
use textwrap::core::display_width;
use textwrap::{Options, WrapAlgorithm, wrap};

use crate::terminal::clean;

/// Prints an answer, the best hit first, `width` columns wide.
pub(crate) fn print(out: &mut impl Write, answer: &Answer, width: usize) -> io::Result<()> {
    match answer.verdict {
        Verdict::Match => {}
        Verdict::Ambiguous => {
            let more = if answer.ties.len() == errdex::MOST_TIES { " or more" } else { "" };
            let count = answer.ties.len() + 1;
            let missing = if answer.signals.codes.is_empty() {
                "a code or a vendor"
            } else {
                "the message or a vendor"
            };
            let line = format!("{count}{more} entries fit equally well; {missing} would tell them apart:");
            wrap(&line, width).iter().try_for_each(|line| writeln!(out, "{line}"))?;
            writeln!(out)?;
        }
        Verdict::Unknown if answer.hits.is_empty() => writeln!(out, "nothing fits")?,
        Verdict::Unknown => writeln!(out, "nothing fits; nearest:\n")?,
    }
    for (at, hit) in answer.hits.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        print_hit(out, hit, width)?;
    }
    Ok(())
}

fn print_hit(out: &mut impl Write, hit: &Hit, width: usize) -> io::Result<()> {
    // Nothing is quite certain.
    let confidence = format!("{:.0} %", (hit.confidence * 100.0).min(99.0));
    writeln!(out, "{}  {confidence}", head(&hit.entry))?;
    print_texts(out, &hit.entry, width)
}

/// Prints an entry without a score.
pub(crate) fn print_entry(out: &mut impl Write, entry: &Entry, width: usize) -> io::Result<()> {
    writeln!(out, "{}", head(entry))?;
    print_texts(out, entry, width)
}

/// `VPC.0504  huaweicloud vpc  HTTP 404`
fn head(entry: &Entry) -> String {
    let mut head = format!("{}  {}", clean(&entry.code), clean(&entry.vendor));
    // `-` stands for a page that names no service.
    if entry.service != "-" {
        head.push_str(&format!(" {}", clean(&entry.service)));
    }
    if !entry.http_status.is_empty() {
        let statuses: Vec<String> = entry.http_status.iter().map(u16::to_string).collect();
        head.push_str(&format!("  HTTP {}", statuses.join("/")));
    }
    if !entry.aliases.is_empty() {
        head.push_str(&format!("  also {}", clean(&entry.aliases.join(", "))));
    }
    head
}

fn print_texts(out: &mut impl Write, entry: &Entry, width: usize) -> io::Result<()> {
    for (mark, texts) in [("", &entry.message), ("", &entry.description), ("→ ", &entry.remedy)] {
        print_each(out, mark, texts, width)?;
    }
    if !entry.operations.is_empty() {
        print_wrapped(out, "in ", &entry.operations.join(", "), width)?;
    }
    print_wrapped(out, "", &format!("{}:{}", entry.source.file, entry.source.line), width)
}

fn print_each(out: &mut impl Write, mark: &str, texts: &Texts, width: usize) -> io::Result<()> {
    texts.values().try_for_each(|text| print_wrapped(out, mark, text, width))
}

fn print_wrapped(out: &mut impl Write, mark: &str, text: &str, width: usize) -> io::Result<()> {
    let text = clean(text);
    let first = format!("  {mark}");
    // Wrapping costs more than the search; most texts need none.
    if display_width(&first) + display_width(&text) <= width {
        return writeln!(out, "{first}{text}");
    }
    let options = Options::new(width).initial_indent(&first).subsequent_indent("  ");
    for line in wrap(&text, options.wrap_algorithm(WrapAlgorithm::FirstFit)) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
