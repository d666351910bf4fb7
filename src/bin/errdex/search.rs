//! `errdex TEXT`: find, print.

use std::io::{self, IsTerminal, Read, Write};

use anyhow::{Context, Result, bail};
use errdex::{Answer, Index, Query, Searcher, Verdict};

use crate::args::{self, Format, SearchArgs};
use crate::index::{resolve_vendor, view, with_index};
use crate::paint::Paint;
use crate::{Outcome, answer, explain, markdown, table, terminal};

/// How much of standard input is the text.
const LONGEST_TEXT: u64 = 64 * 1024;

const CARDS: u16 = 5;
const HITS: u16 = 10;

/// How many hits are asked for to fold them into cards: more than are ever ranked for one text.
const TO_FOLD: usize = 1000;

pub(crate) fn run(args: &SearchArgs) -> Result<Outcome> {
    let format = args.format();
    if args.explain && matches!(format, Format::Table | Format::Markdown) {
        bail!("--explain has no place in this format: use it with cards, --format json or jsonl");
    }
    let Some(text) = text(args)? else {
        args::print_help()?;
        return Ok(Outcome::Found);
    };
    if text.trim().is_empty() {
        bail!("no text to search for: give an error message, a code or a log line, or pipe one");
    }
    let folds = matches!(format, Format::Card | Format::Markdown) && !args.explain;
    let most = usize::from(args.limit.unwrap_or(if format == Format::Card || folds { CARDS } else { HITS }));
    let query = Query {
        text,
        services: args.service.clone(),
        http_status: args.http,
        limit: if folds { TO_FOLD } else { most },
        explain: args.explain,
        ..Query::new("")
    };
    let (printed, verdict) = with_index(&args.index, |index| {
        let vendors =
            args.vendor.iter().map(|name| resolve_vendor(index, name)).collect::<errdex::Result<_>>()?;
        if let Some(name) = args.service.iter().find(|name| !index.has_service(name)) {
            return Err(errdex::ErrorKind::UnknownService { name: name.clone() }.into());
        }
        let answer = Searcher::new(index).search(&Query { vendors, ..query.clone() })?;
        Ok((printed(args, format, index, &answer, most), answer.verdict))
    })?;
    let mut out = Paint::new(args.look.color).stdout();
    out.write_all(printed?.as_bytes())?;
    out.flush()?;
    Ok(if verdict == Verdict::Unknown { Outcome::NotFound } else { Outcome::Found })
}

/// What is printed of an answer.
fn printed(
    args: &SearchArgs,
    format: Format,
    index: &Index,
    answer: &Answer,
    most: usize,
) -> serde_json::Result<String> {
    let mut out = String::new();
    let view = || view(&args.index, args.look, index);
    let searcher = Searcher::new(index);
    match format {
        Format::Card if args.explain => explain::write_explanation(&mut out, &view(), &searcher, answer),
        Format::Card => answer::write_answer(&mut out, &view(), &searcher, answer, most, args.all),
        Format::Markdown => {
            markdown::write_markdown(&mut out, &view(), &searcher, answer, most, args.all);
        }
        Format::Table => table::write_table(&mut out, &view(), answer),
        Format::Json => out = terminal::json(answer)? + "\n",
        Format::Jsonl => {
            for hit in &answer.hits {
                out.push_str(&(terminal::json(hit)? + "\n"));
            }
        }
    }
    Ok(out)
}

/// The text of the arguments, or else of piped input; nothing on a terminal.
fn text(args: &SearchArgs) -> Result<Option<String>> {
    if !args.text.is_empty() {
        let words: Vec<_> = args.text.iter().map(|word| word.to_string_lossy()).collect();
        return Ok(Some(words.join(" ")));
    }
    let stdin = io::stdin().lock();
    if stdin.is_terminal() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    stdin.take(LONGEST_TEXT).read_to_end(&mut bytes).context("standard input")?;
    // A character that the limit cuts is left out.
    if let Err(error) = std::str::from_utf8(&bytes)
        && error.error_len().is_none()
    {
        bytes.truncate(error.valid_up_to());
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
