//! `errdex TEXT`: find, print.

use std::io::{self, IsTerminal, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use errdex::{Answer, Cache, Index, Query, Searcher, Verdict, Warning};

use crate::args::{self, SearchArgs};
use crate::{Outcome, cards, terminal};

/// How much of standard input is the text.
const LONGEST_TEXT: u64 = 64 * 1024;

const CARDS: u16 = 5;
const JSON_HITS: u16 = 10;

pub(crate) fn run(args: &SearchArgs) -> Result<Outcome> {
    let Some(text) = text(args)? else {
        args::print_help()?;
        return Ok(Outcome::NotFound);
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
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Answers from the index that the arguments name, or from the cached one. A panic of the search core counts as damage
/// of the index.
fn with_index(args: &SearchArgs, answer: impl Fn(&Index) -> errdex::Result<Answer>) -> Result<Answer> {
    let Some(path) = args.index() else {
        let (answer, warnings) =
            quietly(|| Cache::new(cache_folder()).with(&args.catalogs.layers(), answer))?;
        warn(&warnings);
        return Ok(answer);
    };
    match quietly(|| panic::catch_unwind(AssertUnwindSafe(|| answer(&Index::open(path)?)))) {
        Ok(answered) => Ok(answered?),
        Err(_) => bail!("{}: the index is damaged: run `errdex build --out {0}`", path.display()),
    }
}

/// Runs `work` without a word from panics that are caught in it.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let value = work();
    panic::set_hook(hook);
    value
}

/// Says what of the pages could not be read, when an index was built of them.
pub(crate) fn warn(warnings: &[Warning]) {
    for warning in warnings {
        terminal::complain(&format!("{}:{}: {}", warning.file, warning.line, warning.message));
    }
}

/// The folder of cached indexes; none where the system names no cache folder.
fn cache_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    match std::env::var_os("ERRDEX_CACHE_DIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => Some(folder.into()),
        None => Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("errdex")),
    }
}

/// The slug of the vendor that is meant: by slug, or a name that is the vendor's alone.
fn resolve_vendor(index: &Index, name: &str) -> errdex::Result<String> {
    index.evidence().vendor(name).map(|vendor| vendor.slug.clone()).ok_or_else(|| {
        let slugs: Vec<&str> = index.evidence().vendors().iter().map(|vendor| vendor.slug.as_str()).collect();
        errdex::ErrorKind::UnknownVendor { name: name.to_owned(), known: slugs.join(", ") }.into()
    })
}
