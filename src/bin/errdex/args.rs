//! What the user typed, and what the program needs of it. Reads no file and no input.

mod catalog;
mod changes;
mod classify;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use errdex::Layers;

pub(crate) use catalog::{
    CatalogArgs, CatalogCommand, CheckArgs, CheckFormat, Deny, ExportFormat, ParseArgs,
};
pub(crate) use changes::{AddArgs, DiffArgs, DiffFormat};
pub(crate) use classify::ClassifyArgs;

use crate::terminal;

#[derive(Debug, Parser)]
#[command(
    name = "errdex",
    version,
    about = "Finds the cloud error code that a message means, offline",
    override_usage = "errdex [OPTIONS] TEXT...\n       COMMAND | errdex\n       errdex <COMMAND> ...",
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  \
        errdex \"Floating IP could not be found\"\n  \
        errdex 未找到弹性公网IP\n  \
        errdex --vendor tencent 4000\n  \
        errdex show VPC.0504\n  \
        pbpaste | errdex --format markdown\n\n\
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
    #[command(
        after_help = "Examples:\n  errdex search -- build failed\n  errdex search --explain -- show no mercy"
    )]
    Search(SearchArgs),
    /// Show what a code means, and what means the same at the other vendors
    #[command(after_help = "Examples:\n  \
        errdex show VPC.0504\n  \
        errdex show qingcloud:4000\n  \
        errdex show --json insufficient_balance\n\n\
        Exit status: 0 the code is known, 1 it is not, 2 failure.")]
    Show(ShowArgs),
    /// Say of each line of a log which code it is, or that it is none
    #[command(after_help = "Formats:\n  \
        jsonl     a JSON object a line (default when piped, or where lines are asked for)\n  \
        annotate  the line itself: a JSON line gains the member errdex, another becomes the member message beside it\n  \
        csv       line, verdict, confidence, id, vendor, service, code, ties; then text and file, where asked for\n  \
        rsyslog   what mmexternal reads: properties to set, none where a line is not answered\n  \
        summary   codes, their course in time, what is unlisted or unknown (default on a terminal)\n\n\
        Examples:\n  \
        errdex classify app.log.gz\n  \
        kubectl logs deploy/gateway | errdex classify --only match,ambiguous --with-text\n  \
        errdex classify --follow /var/log/gateway.log --format annotate\n  \
        errdex classify ci.log --fail-on aliyun:OverQuota\n\n\
        Exit status: 0 a line was answered, 1 none was, 2 failure; with --fail-on 1 if it occurred, 0 if not.")]
    Classify(ClassifyArgs),
    /// Build the index of the catalogs, or check one
    #[command(after_help = "Examples:\n  \
        errdex build --catalogs codes --out index\n  \
        errdex build --catalogs codes --out index --check")]
    Build(BuildArgs),
    /// List, show, check, compare and add to the catalogs
    #[command(after_help = "Examples:\n  \
        errdex catalog list\n  \
        errdex catalog show huaweicloud-vpc --json\n  \
        errdex catalog add errors.html --vendor acme --service billing --into codes\n  \
        errdex catalog diff last-month/codes codes\n  \
        errdex catalog check codes\n  \
        errdex catalog check codes --deny warnings --format sarif > errdex.sarif\n  \
        errdex catalog parse page.html")]
    Catalog(CatalogArgs),
    /// Measure how well judged queries and labelled log lines are answered
    #[command(after_help = "A line of FILE is a query with what answers it:\n  \
        {\"id\":\"1\",\"kind\":\"paraphrase\",\"query\":\"no such floating ip\",\n  \
        \x20\"relevant\":[{\"vendor\":\"huaweicloud\",\"code\":\"VPC.0504\",\"grade\":3}]}\n\
        or a line of a log with what it means, null where that is nothing:\n  \
        {\"id\":\"1\",\"line\":\"ERROR eip: VPC.0504 not found\",\"tags\":[\"code\"],\n  \
        \x20\"label\":{\"vendor\":\"huaweicloud\",\"code\":\"VPC.0504\"},\"also_ok\":[]}\n\n\
        Examples:\n  \
        errdex eval truth.jsonl --by-kind --worst 10\n  \
        errdex eval truth.jsonl --floors floors.toml\n\n\
        Exit status: 0 measured, 1 a figure is worse than its floor, 2 failure.")]
    Eval(EvalArgs),
    /// Look into the lexicon
    #[command(after_help = "Examples:\n  \
        errdex lexicon show 余额不足\n  \
        errdex lexicon check --catalogs codes")]
    Lexicon(LexiconArgs),
    /// Print the completions of a shell
    #[command(after_help = "Examples:\n  \
        errdex completions bash > ~/.local/share/bash-completion/completions/errdex\n  \
        errdex completions zsh > ~/.zfunc/_errdex\n  \
        errdex completions fish > ~/.config/fish/completions/errdex.fish")]
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  errdex man > ~/.local/share/man/man1/errdex.1")]
    Man,
}

/// A command, resolved.
pub(crate) enum Command {
    Search(SearchArgs),
    Show(ShowArgs),
    Classify(ClassifyArgs),
    Build(BuildArgs),
    Catalog(CatalogArgs),
    Eval(EvalArgs),
    Lexicon(LexiconArgs),
    Completions(clap_complete::Shell),
    Man,
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
    /// How many answers at most [default: 5 cards, 10 hits in other formats]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) limit: Option<u16>,
    /// Each entry on a card of its own; none are folded
    #[arg(long)]
    pub(crate) all: bool,
    /// Cards to read (default), a line a hit, JSON, JSON a hit, or Markdown to paste into an issue
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, hide_default_value = true)]
    format: Format,
    /// Print one JSON object, as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Say what was recognized, and what each score is made of
    #[arg(long)]
    pub(crate) explain: bool,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) index: IndexArgs,
}

impl SearchArgs {
    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Card,
    Table,
    Json,
    Jsonl,
    Markdown,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ShowArgs {
    /// A code, in any spelling, or vendor:CODE
    #[arg(value_name = "CODE")]
    pub(crate) code: OsString,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) index: IndexArgs,
}

/// How things look.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct LookArgs {
    /// Colours: auto is on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, hide_default_value = true)]
    pub(crate) color: Color,
    /// Only texts in this language, where there are any; without it both, the locale's first
    #[arg(long, value_name = "LANG", value_enum)]
    pub(crate) lang: Option<Lang>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    En,
    Zh,
    Both,
}

/// What is searched.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct IndexArgs {
    #[command(flatten)]
    pub(crate) catalogs: CatalogLayers,
    /// Search this built index instead of the catalogs' own [env: ERRDEX_INDEX]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["folders", "no_builtin"])]
    index: Option<PathBuf>,
}

impl IndexArgs {
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
    pub(crate) folders: Vec<PathBuf>,
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
pub(crate) struct EvalArgs {
    /// Files of judged queries or of labelled lines, one JSON object a line
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Figures of each kind of query and each tag of lines too
    #[arg(long)]
    pub(crate) by_kind: bool,
    /// Show the N queries of each file that are answered worst, or N lines that are answered badly
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(crate) worst: usize,
    /// Beside queries, plain BM25 over a single field and a scan for substrings
    #[arg(long)]
    pub(crate) baseline: bool,
    /// Exit 1 where a figure is worse than in this TOML file: a table for each FILE's stem
    #[arg(long, value_name = "FLOORS")]
    pub(crate) floors: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) index: IndexArgs,
}

#[derive(Clone, Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct LexiconArgs {
    #[command(subcommand)]
    pub(crate) command: LexiconCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum LexiconCommand {
    /// The concepts in a text, each with what it was read from
    Show {
        /// A text in English or Chinese; words are joined by spaces
        #[arg(value_name = "TEXT", required = true)]
        text: Vec<String>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        index: IndexArgs,
    },
    /// The words of the catalogs that no concept covers, and likely misspellings
    Check {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// How many words at most [default: 50]
        #[arg(short = 'n', long, value_name = "N", default_value_t = 50, hide_default_value = true)]
        limit: usize,
        #[command(flatten)]
        catalogs: CatalogLayers,
    },
}

/// The names of the commands; to ask clap for them would cost each search as much as its parsing.
const COMMANDS: [&str; 9] =
    ["build", "catalog", "classify", "completions", "eval", "lexicon", "man", "search", "show"];

impl SearchArgs {
    /// Options before a command's name make it the first word of a text: that is said, since it is rarely meant.
    fn hint_at_command(&self) {
        let first = self.text.first().and_then(|word| word.to_str()).unwrap_or_default();
        if COMMANDS.contains(&first) {
            terminal::complain(&format!(
                "`{first}` is searched for as a text: for the command, put it before the options"
            ));
        }
    }
}

impl Cli {
    pub(crate) fn command(self) -> Command {
        match self.command {
            Some(Sub::Search(search)) => Command::Search(search),
            Some(Sub::Show(show)) => Command::Show(show),
            Some(Sub::Classify(classify)) => Command::Classify(classify),
            Some(Sub::Build(build)) => Command::Build(build),
            Some(Sub::Catalog(catalog)) => Command::Catalog(catalog),
            Some(Sub::Eval(eval)) => Command::Eval(eval),
            Some(Sub::Lexicon(lexicon)) => Command::Lexicon(lexicon),
            Some(Sub::Completions { shell }) => Command::Completions(shell),
            Some(Sub::Man) => Command::Man,
            None => {
                self.search.hint_at_command();
                Command::Search(self.search)
            }
        }
    }
}

/// The command line as a whole: what help, completions and the manual page are made of.
pub(crate) fn definition() -> clap::Command {
    <Cli as CommandFactory>::command()
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
        kind => {
            // What the user typed may hold control characters.
            let message = error.render().to_string();
            let tip = text_tip(kind).unwrap_or_default();
            terminal::complain(&format!("{}{tip}", message.trim_start_matches("error: ").trim_end()));
            ExitCode::from(2)
        }
    })
}

/// What to do where a text was taken for a command because of its first word.
fn text_tip(kind: ErrorKind) -> Option<String> {
    let unfit = matches!(
        kind,
        ErrorKind::UnknownArgument
            | ErrorKind::InvalidSubcommand
            | ErrorKind::InvalidValue
            | ErrorKind::ArgumentConflict
    );
    let words: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let is_command = words.first().is_some_and(|first| definition().find_subcommand(first).is_some());
    let is_text =
        unfit && is_command && words[0] != "search" && !words.iter().any(|word| word.starts_with('-'));
    is_text.then(|| format!("\n\nTo search for this text: errdex search -- {}", words.join(" ")))
}

/// Prints the help of the whole command.
pub(crate) fn print_help() -> std::io::Result<()> {
    definition().print_help()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_named() {
        let definition = definition();
        let mut names: Vec<&str> = definition.get_subcommands().map(clap::Command::get_name).collect();
        names.sort_unstable();
        assert_eq!(names, COMMANDS);
    }
}
