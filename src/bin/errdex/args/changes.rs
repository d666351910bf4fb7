//! What `errdex catalog diff` and `errdex catalog add` are asked for.

use std::env;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Color, variable};

#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:\n  \
    errdex catalog diff codes/acme-billing.html downloaded.html\n  \
    errdex catalog diff --format markdown last-month/codes codes\n\n\
    A file that no vendors.toml beside it declares is read as the other one is declared.\n\n\
    Exit status: 0 nothing changed, 1 something did, 2 failure.")]
pub(crate) struct DiffArgs {
    /// What was: a page, or a folder of pages
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// What is
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// Lines to read (default), one JSON object, or Markdown for a pull request's comment
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_default_value = true)]
    format: DiffFormat,
    /// Print one JSON object, as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Only how much changed, on which pages
    #[arg(long)]
    pub(crate) summary: bool,
    /// Colours: auto is on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, hide_default_value = true)]
    pub(crate) color: Color,
}

impl DiffArgs {
    pub(crate) fn format(&self) -> DiffFormat {
        if self.json { DiffFormat::Json } else { self.format }
    }
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    #[default]
    Text,
    Json,
    Markdown,
}

#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:\n  \
    errdex catalog add errors.html --vendor acme --service billing --into codes\n  \
    errdex catalog add --replace errors.html --vendor acme --service billing --into codes\n\n\
    Exit status: 0 the page is there, 2 failure.")]
pub(crate) struct AddArgs {
    /// The page as published
    #[arg(value_name = "PAGE")]
    pub(crate) page: PathBuf,
    /// The vendor's slug, such as `acme`
    #[arg(long, value_name = "VENDOR")]
    pub(crate) vendor: String,
    /// The service's slug, such as `billing`
    #[arg(long, value_name = "SERVICE")]
    pub(crate) service: String,
    /// The folder of catalogs [default: the first of ERRDEX_CATALOGS, else `catalogs`]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// The page's title
    #[arg(long, value_name = "TITLE", value_parser = shown)]
    pub(crate) title: Option<String>,
    /// Where the page is published
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(crate) address: Option<String>,
    /// Put it in the place of another page of that name
    #[arg(long)]
    pub(crate) replace: bool,
    /// Add it also where no code is found on it
    #[arg(long)]
    pub(crate) force: bool,
    /// Write nothing; say what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
}

impl AddArgs {
    pub(crate) fn folder(&self) -> PathBuf {
        let first =
            || env::split_paths(&variable("ERRDEX_CATALOGS")?).find(|folder| !folder.as_os_str().is_empty());
        self.into.clone().or_else(first).unwrap_or_else(|| PathBuf::from("catalogs"))
    }
}

/// A text that can be shown: not empty, on one line.
fn shown(text: &str) -> Result<String, String> {
    let cleaned = crate::terminal::clean(text);
    if cleaned.is_empty() { Err("it is empty".to_owned()) } else { Ok(cleaned) }
}

fn address(text: &str) -> Result<String, String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_whole = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if is_web && is_whole {
        Ok(text.to_owned())
    } else {
        Err("it begins with https:// and has no spaces".to_owned())
    }
}
