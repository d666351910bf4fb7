//! What the user typed after `errdex catalog`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{AddArgs, CatalogLayers, DiffArgs};

#[derive(Clone, Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct CatalogArgs {
    #[command(subcommand)]
    pub(crate) command: CatalogCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum CatalogCommand {
    /// The catalogs, with their vendors and counts
    List {
        #[command(flatten)]
        catalogs: CatalogLayers,
    },
    /// The entries of a catalog
    Show {
        /// The catalog's name: its document's file without the ending, with its folders where several have one name
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        name: Option<String>,
        /// The entries of all catalogs
        #[arg(long)]
        all: bool,
        /// Print one JSON object an entry
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        catalogs: CatalogLayers,
    },
    /// Write the entries of a catalog as a file that reads back to the same entries
    #[command(after_help = "Examples:\n  \
        errdex catalog export huaweicloud-vpc > vpc.csv\n  \
        errdex catalog export --all --format jsonl > codes.jsonl")]
    Export {
        /// The catalog's name: its document's file without the ending, with its folders where several have one name
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        name: Option<String>,
        /// The entries of all catalogs
        #[arg(long)]
        all: bool,
        /// CSV for spreadsheets (default), or a JSON object an entry
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_default_value = true)]
        format: ExportFormat,
        #[command(flatten)]
        catalogs: CatalogLayers,
    },
    /// Say what could not be read and what looks wrong; exit 1 on errors
    Check(CheckArgs),
    /// Say what changed from one state of pages to another
    Diff(DiffArgs),
    /// Add a page to a folder of catalogs, and declare it
    Add(AddArgs),
    /// Read pages without any declaration, and say what of them is read as what
    Parse(ParseArgs),
}

/// How entries are written to be read again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    #[default]
    Csv,
    Jsonl,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct CheckArgs {
    /// Folders of pages, with the folders in them; the embedded catalogs without any
    #[arg(value_name = "DIR")]
    pub(crate) folders: Vec<PathBuf>,
    /// Excerpts and a table to read (default), one JSON object, or SARIF 2.1.0 for code scanning
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_default_value = true)]
    pub(crate) format: CheckFormat,
    /// Show all findings of each page, and the pages without codes too
    #[arg(long)]
    pub(crate) all: bool,
    /// Exit 1 on these too
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) deny: Option<Deny>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    #[default]
    Text,
    Json,
    Sarif,
}

/// What fails a check besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    Warnings,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ParseArgs {
    /// Pages in Markdown, HTML and the like, files of JSON or CSV
    #[arg(value_name = "PAGE", required = true)]
    pub(crate) pages: Vec<PathBuf>,
    /// Print one JSON object an entry
    #[arg(long)]
    pub(crate) json: bool,
    /// Read tables of nothing but HTTP statuses too
    #[arg(long)]
    pub(crate) http_tables: bool,
}
