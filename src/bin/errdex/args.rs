//! What the user typed, and what the program needs of it. Reads no file and no input.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use errdex::Layers;

use crate::terminal;

#[derive(Debug, Parser)]
#[command(
    name = "errdex",
    version,
    about = "Finds the cloud error code that a message means, offline",
    override_usage = "errdex [OPTIONS] TEXT...\n       COMMAND | errdex\n       errdex <search|build|catalog> ...",
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  \
        errdex \"Floating IP could not be found\"\n  \
        errdex 未找到弹性公网IP\n  \
        errdex --vendor tencent 4000\n  \
        pbpaste | errdex --json\n\n\
        Exit status: 0 something matched, 1 nothing did, 2 failure."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    search: SearchArgs,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Find the code that TEXT means; for texts that begin with a command's name
    Search(SearchArgs),
    /// Build the index of the catalogs, or check one
    Build(BuildArgs),
    /// List, show and check the catalogs
    Catalog(CatalogArgs),
}

/// A command, resolved.
pub(crate) enum Command {
    Search(SearchArgs),
    Build(BuildArgs),
    Catalog(CatalogArgs),
}

#[derive(Clone, Debug, Default, Args)]
pub(crate) struct SearchArgs {
    /// An error message, a JSON body, a log line or a code; words are joined by spaces
    #[arg(value_name = "TEXT")]
    pub(crate) text: Vec<OsString>,
    /// Only this vendor, by slug or name (repeatable)
    #[arg(long, value_name = "VENDOR")]
    pub(crate) vendor: Vec<String>,
    /// Only this service (repeatable)
    #[arg(long, value_name = "SERVICE")]
    pub(crate) service: Vec<String>,
    /// The HTTP status that came with the error
    #[arg(long, value_name = "STATUS", value_parser = clap::value_parser!(u16).range(100..600))]
    pub(crate) http: Option<u16>,
    /// How many answers at most [default: 5 cards, 10 hits in JSON]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: Option<u16>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Add each hit's features to the JSON object
    #[arg(long, requires = "json")]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) catalogs: CatalogLayers,
    /// Search this built index instead of the catalogs' own [env: ERRDEX_INDEX]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["folders", "no_builtin"])]
    index: Option<PathBuf>,
}

impl SearchArgs {
    /// The built index to search: the option's, or else the variable's, unless other options ask for catalogs.
    pub(crate) fn index(&self) -> Option<PathBuf> {
        let asks_for_catalogs = !self.catalogs.folders.is_empty() || self.catalogs.no_builtin;
        let variable = || variable("ERRDEX_INDEX").filter(|_| !asks_for_catalogs).map(PathBuf::from);
        self.index.clone().or_else(variable)
    }
}

#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CatalogLayers {
    /// Put this folder of pages over the embedded catalogs (repeatable) [env: ERRDEX_CATALOGS]
    #[arg(long = "catalogs", value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Leave the embedded catalogs out
    #[arg(long)]
    no_builtin: bool,
}

impl CatalogLayers {
    /// The embedded catalogs, unless they are left out, and over them the folders of the options, or else of the variable.
    pub(crate) fn layers(&self) -> Layers {
        let mut folders = self.folders.clone();
        if folders.is_empty() {
            let variable = variable("ERRDEX_CATALOGS").unwrap_or_default();
            folders.extend(env::split_paths(&variable).filter(|folder| !folder.as_os_str().is_empty()));
        }
        Layers { builtin: !self.no_builtin, folders }
    }
}

/// An environment variable that is set to something.
pub(crate) fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

#[derive(Clone, Debug, Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) catalogs: CatalogLayers,
    /// The folder of the index
    #[arg(long, value_name = "DIR", default_value = "index")]
    pub(crate) out: PathBuf,
    /// Build nothing; say what differs between the index and the catalogs, exit 1 if anything does
    #[arg(long)]
    pub(crate) check: bool,
    /// No progress bar
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

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
        /// The catalog's name: its document's file without the ending
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
    /// Say what could not be read and what looks wrong; exit 1 on errors
    Check {
        /// Folders of pages; the embedded catalogs without any
        #[arg(value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
    /// Read pages without any declaration
    Parse {
        /// Markdown or HTML pages
        #[arg(value_name = "PAGE", required = true)]
        pages: Vec<PathBuf>,
        /// Print one JSON object an entry
        #[arg(long)]
        json: bool,
    },
}

impl Cli {
    pub(crate) fn command(self) -> Command {
        match self.command {
            Some(Sub::Search(search)) => Command::Search(search),
            Some(Sub::Build(build)) => Command::Build(build),
            Some(Sub::Catalog(catalog)) => Command::Catalog(catalog),
            None => Command::Search(self.search),
        }
    }
}

/// Parses the command line; help and mistakes are printed, and their exit status returned.
pub(crate) fn parse() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed pipe is no failure.
            let _ = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            ExitCode::from(2)
        }
        _ => {
            // What the user typed may hold control characters.
            let message = error.render().to_string();
            terminal::complain(message.trim_start_matches("error: ").trim_end());
            ExitCode::from(2)
        }
    })
}

/// Prints the help of the whole command.
pub(crate) fn print_help() -> std::io::Result<()> {
    <Cli as CommandFactory>::command().print_help()
}
