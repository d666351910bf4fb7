//! What `errdex classify` is asked for.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use encoding_rs::Encoding;
use errdex::{LineFormat, Verdict};

use super::{IndexArgs, LookArgs};

#[derive(Clone, Debug, Args)]
pub(crate) struct ClassifyArgs {
    /// Logs, plain or compressed by gzip or zstd; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// What is printed [default: summary on a terminal unless lines are asked for, else jsonl]
    #[arg(long, value_name = "FORMAT", value_enum)]
    format: Option<LogFormat>,
    /// Print the summary as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// With jsonl and csv: the text of each line too, at most its first 64 KiB
    #[arg(long)]
    pub(crate) with_text: bool,
    /// Only lines of these verdicts (with commas between)
    #[arg(long, value_name = "VERDICT", value_enum, value_delimiter = ',')]
    pub(crate) only: Vec<OnlyVerdict>,
    /// Answers of less confidence than this are unknown
    #[arg(long, value_name = "0..1", value_parser = fraction)]
    pub(crate) min_confidence: Option<f64>,
    /// The vendor that the lines come from, where they do not say it (repeatable)
    #[arg(long, value_name = "VENDOR")]
    pub(crate) vendor: Vec<String>,
    /// Where JSON lines have their message, such as `error.message`; lines without it are read whole
    #[arg(long, value_name = "PATH")]
    pub(crate) field: Option<String>,
    /// Exit 1 if a line is match, ambiguous, unknown or vendor:CODE, else 0 (repeatable, or with commas)
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) fail_on: Vec<String>,
    /// Wait for more at the end of the file, also when it is rotated or cut; one file, from its beginning
    #[arg(long)]
    pub(crate) follow: bool,
    /// What the logs are encoded in, such as GB18030 [default: UTF-8]
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    /// How many threads [default: all cores]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZero<usize>>,
    /// Judge each line anew; the output is the same
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// No progress bar
    #[arg(short, long)]
    pub(crate) quiet: bool,
    #[command(flatten)]
    pub(crate) look: LookArgs,
    #[command(flatten)]
    pub(crate) index: IndexArgs,
}

/// How what is known of log lines is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    Jsonl,
    Annotate,
    Csv,
    Rsyslog,
    Summary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnlyVerdict {
    Match,
    Ambiguous,
    Unknown,
}

impl From<OnlyVerdict> for Verdict {
    fn from(only: OnlyVerdict) -> Verdict {
        match only {
            OnlyVerdict::Match => Verdict::Match,
            OnlyVerdict::Ambiguous => Verdict::Ambiguous,
            OnlyVerdict::Unknown => Verdict::Unknown,
        }
    }
}

impl ClassifyArgs {
    /// The form of what is printed a line; `None` for a summary. `on_terminal` is whether people read it.
    pub(crate) fn line_format(&self, on_terminal: bool) -> Option<LineFormat> {
        let asks_for_lines = self.asks_for_lines().is_some();
        let format = self.format.unwrap_or(if self.json || (on_terminal && !asks_for_lines) {
            LogFormat::Summary
        } else {
            LogFormat::Jsonl
        });
        match format {
            LogFormat::Jsonl => Some(LineFormat::Jsonl),
            LogFormat::Annotate => Some(LineFormat::Annotate),
            LogFormat::Csv => Some(LineFormat::Csv),
            LogFormat::Rsyslog => Some(LineFormat::Rsyslog),
            LogFormat::Summary => None,
        }
    }

    /// The option that a summary has no use for.
    pub(crate) fn asks_for_lines(&self) -> Option<&'static str> {
        let options =
            [(self.with_text, "--with-text"), (!self.only.is_empty(), "--only"), (self.follow, "--follow")];
        options.into_iter().find_map(|(given, option)| given.then_some(option))
    }
}

fn fraction(text: &str) -> Result<f64, String> {
    let value = text.parse::<f64>().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "it is a number from 0 to 1".to_owned())
}

fn encoding(label: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label(label.as_bytes());
    known.ok_or_else(|| "no known encoding: GB18030, GBK, Big5, UTF-16LE and the like".to_owned())
}
