//! `errdex TEXT`: find, print.

use std::io::{self, IsTerminal, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use errdex::{Answer, Cache, Index, Query, Searcher, Verdict};

use crate::args::{self, SearchArgs};
use crate::{Outcome, cards, terminal};

/// How much of standard input is the text.
const LONGEST_TEXT: u64 = 64 * 1024;

const CARDS: u16 = 5;
const JSON_HITS: u16 = 10;

pub(crate) fn run(args: &SearchArgs) -> Result<Outcome> {
    let Some(text) = text(args)? else {
        args::print_help()?;
        return Ok(Outcome::Found);
    };
    if text.trim().is_empty() {
        bail!("no text to search for: give an error message, a code or a log line, or pipe one");
    }
    let query = Query {
        text,
        services: args.service.clone(),
        http_status: args.http,
        limit: args.limit.unwrap_or(if args.json { JSON_HITS } else { CARDS }).into(),
        explain: args.explain,
        ..Query::new("")
    };
    let answer = with_index(args, |index| {
        let vendors =
            args.vendor.iter().map(|name| resolve_vendor(index, name)).collect::<errdex::Result<_>>()?;
        if let Some(name) = args.service.iter().find(|name| !index.has_service(name)) {
            return Err(errdex::ErrorKind::UnknownService { name: name.clone() }.into());
        }
        Searcher::new(index).search(&Query { vendors, ..query.clone() })
    })?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if args.json {
        writeln!(out, "{}", terminal::json(&answer)?)?;
    } else {
        cards::print(&mut out, &answer, terminal::width())?;
    }
    out.flush()?;
    Ok(if answer.verdict == Verdict::Unknown { Outcome::NotFound } else { Outcome::Found })
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

/// Answers from the index that the arguments name, or from the cached one.
fn with_index(args: &SearchArgs, answer: impl Fn(&Index) -> errdex::Result<Answer>) -> Result<Answer> {
    let Some(path) = args.index() else {
        let cache = Cache::new(cache_folder());
        let (answer, warnings) = quietly(|| cache.with(&args.catalogs.layers(), answer))
            .map_err(|panic| anyhow::anyhow!("errdex itself failed, please report it: {panic}"))??;
        terminal::warn(&warnings);
        return Ok(answer);
    };
    // The search core may panic over damaged postings.
    let answered = quietly(|| answer(&Index::open(&path)?));
    Ok(answered.map_err(|_| {
        let path = path.display();
        anyhow::anyhow!("{path}: the index is damaged: run `errdex build --out {path}`")
    })??)
}

/// Runs `work` without a word from panics, those that [`Cache::with`] catches included. One that escapes is returned as
/// what it said.
fn quietly<T>(work: impl FnOnce() -> T) -> std::result::Result<T, String> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let value = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    value.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a message").to_owned()
    })
}

/// The folder of cached indexes; none where the system names no cache folder.
fn cache_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    match args::variable("ERRDEX_CACHE_DIR") {
        Some(folder) => Some(folder.into()),
        None => Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("errdex")),
    }
}

/// The slug of the vendor that is meant: by slug, or a name that is the vendor's alone.
fn resolve_vendor(index: &Index, name: &str) -> errdex::Result<String> {
    let evidence = index.evidence();
    let vendor = evidence.vendor(name).filter(|vendor| evidence.catalogued().any(|known| known == *vendor));
    vendor.map(|vendor| vendor.slug.clone()).ok_or_else(|| {
        let slugs: Vec<&str> = evidence.catalogued().map(|vendor| vendor.slug.as_str()).collect();
        errdex::ErrorKind::UnknownVendor { name: name.to_owned(), known: slugs.join(", ") }.into()
    })
}
