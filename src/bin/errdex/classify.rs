//! `errdex classify`: what each line of a log is, or a summary of all.

use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Result, anyhow, bail};
use errdex::{
    Classifier, ClassifierOptions, Counts, FieldPath, Index, Input, LineOptions, Summary, SummaryOptions,
    Verdict, Watched,
};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::ClassifyArgs;
use crate::input::{Opener, STDIN};
use crate::{Outcome, index, summary, terminal};

pub(crate) fn run(args: &ClassifyArgs) -> Result<Outcome> {
    if args.files.is_empty() && io::stdin().is_terminal() {
        bail!("no log to read: name files, or pipe one");
    }
    let files = if args.files.is_empty() { vec![PathBuf::from(STDIN)] } else { args.files.clone() };
    if args.follow && (files.len() > 1 || files[0].as_os_str() == STDIN) {
        bail!("--follow reads one file: name it");
    }
    let index = index::open(&args.index)?;
    let classifier = Classifier::new(&index, options(args, &index)?)?;
    let opener = Opener { follow: args.follow, encoding: args.encoding, read: Arc::new(AtomicU64::new(0)) };
    let threads = args.threads.or(thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let format = args.line_format(io::stdout().is_terminal());
    match (format, args.asks_for_lines()) {
        (None, Some(option)) => bail!("{option} is for lines, and a summary shows none: --format jsonl"),
        (Some(_), _) if args.json => bail!("--json is a summary: leave one of --json and --format out"),
        _ => {}
    }
    let mut progress = Progress::new(args.quiet, &files, &opener, format.is_some());
    let inputs = files.iter().map(|file| opener.open(file));
    let watched = args.fail_on.iter().map(|name| watched(&index, name)).collect::<Result<Vec<Watched>>>()?;
    let asked = !watched.is_empty();
    let field = args.field.as_deref().map(FieldPath::new);
    let (counts, whole) = match format {
        Some(format) => {
            let lines = LineOptions {
                format,
                with_text: args.with_text,
                with_file: files.len() > 1,
                only: args.only.iter().map(|only| Verdict::from(*only)).collect(),
                field,
                watched,
            };
            write_lines(&classifier, inputs, &lines, threads, &mut progress)
        }
        None => {
            let options = SummaryOptions { field, watched };
            let (summary, counts, whole) = summarize(&classifier, inputs, &options, threads, &mut progress);
            summary::print(args, &index, &summary)?;
            (counts, whole)
        }
    };
    progress.bar.finish_and_clear();
    let found = match asked {
        false => counts.matched + counts.ambiguous > 0,
        true => counts.watched == 0,
    };
    Ok(match (whole, found) {
        (false, _) => Outcome::Failed,
        (true, true) => Outcome::Found,
        (true, false) => Outcome::NotFound,
    })
}

fn options(args: &ClassifyArgs, index: &Index) -> Result<ClassifierOptions> {
    let defaults = ClassifierOptions::default();
    let vendors = args.vendor.iter().map(|name| index::resolve_vendor(index, name));
    Ok(ClassifierOptions {
        vendors: vendors.collect::<errdex::Result<_>>()?,
        min_confidence: args.min_confidence.unwrap_or(defaults.min_confidence),
        cache_bytes: if args.no_cache { 0 } else { defaults.cache_bytes },
    })
}

/// What `--fail-on` names: a verdict, or a code of a vendor.
fn watched(index: &Index, name: &str) -> Result<Watched> {
    match name {
        "match" => return Ok(Watched::Verdict(Verdict::Match)),
        "ambiguous" => return Ok(Watched::Verdict(Verdict::Ambiguous)),
        "unknown" => return Ok(Watched::Verdict(Verdict::Unknown)),
        _ => {}
    }
    let Some((vendor, code)) = name.split_once(':') else {
        bail!("--fail-on {name}: name match, ambiguous, unknown or vendor:CODE");
    };
    let vendor = index::resolve_vendor(index, vendor)?;
    let known =
        index.codes_of(&vendor)?.into_iter().find(|known| known.to_lowercase() == code.to_lowercase());
    let code = known.ok_or_else(|| anyhow!("--fail-on {name}: no catalog has this code of {vendor}"))?;
    Ok(Watched::Code { vendor, code })
}

/// Writes what the lines are to standard output. Gives what they were, and whether all inputs could be read.
fn write_lines(
    classifier: &Classifier<'_>,
    inputs: impl Iterator<Item = errdex::Result<Input>> + Send,
    options: &LineOptions,
    threads: NonZero<usize>,
    progress: &mut Progress,
) -> (Counts, bool) {
    let mut out = io::stdout().lock();
    let safe = out.is_terminal();
    let (mut counts, mut whole) = (Counts::default(), true);
    classifier.write_lines(inputs, options, threads, |written| {
        let written = match written {
            Ok(written) => written,
            Err(error) => {
                whole = false;
                progress.bar.suspend(|| terminal::complain(&error.to_string()));
                return true;
            }
        };
        counts += written.counts;
        let bytes = if safe { &terminal::clean_output(written.bytes) } else { written.bytes };
        // What was made of lines is long, and passed on at once: a pause need not be waited for.
        let done = out.write_all(bytes).and_then(|()| if written.pauses { out.flush() } else { Ok(()) });
        progress.show(&counts);
        match done {
            Ok(()) => true,
            // The thread that reads may wait for a line that never comes: nothing is left to be done for it.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => process::exit(0),
            Err(error) => {
                terminal::complain(&format!("standard output: {error}"));
                process::exit(2);
            }
        }
    });
    (counts, whole)
}

/// The summary of the lines, what they were, and whether all inputs could be read.
fn summarize(
    classifier: &Classifier<'_>,
    inputs: impl Iterator<Item = errdex::Result<Input>> + Send,
    options: &SummaryOptions,
    threads: NonZero<usize>,
    progress: &mut Progress,
) -> (Summary, Counts, bool) {
    let (mut counts, mut whole) = (Counts::default(), true);
    let summary = classifier.summarize(inputs, options, threads, |made| {
        match made {
            Ok(more) => counts += more,
            Err(error) => {
                whole = false;
                progress.bar.suspend(|| terminal::complain(&error.to_string()));
            }
        }
        progress.show(&counts);
        true
    });
    progress.bar.finish_and_clear();
    (summary, counts, whole)
}

/// How far the logs are read, on a terminal that shows nothing else.
struct Progress {
    bar: ProgressBar,
    read: Arc<AtomicU64>,
}

impl Progress {
    fn new(quiet: bool, files: &[PathBuf], opener: &Opener, shows_lines: bool) -> Progress {
        let read = Arc::clone(&opener.read);
        if quiet || !io::stderr().is_terminal() || (shows_lines && io::stdout().is_terminal()) {
            return Progress { bar: ProgressBar::hidden(), read };
        }
        // What is piped or grows has no end to compare with.
        let size = |file: &PathBuf| Path::new(file).metadata().ok().filter(|file| file.is_file());
        let total: Option<u64> = files.iter().map(|file| size(file).map(|file| file.len())).sum();
        let total = total.filter(|_| !opener.follow);
        let template = match total {
            Some(_) => "{wide_bar} {percent}% {msg}",
            None => "{spinner} {msg}",
        };
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Progress { bar, read }
    }

    fn show(&mut self, counts: &Counts) {
        if self.bar.is_hidden() {
            return;
        }
        let seconds = self.bar.elapsed().as_secs_f64().max(1e-3);
        let lines_a_second = (counts.lines() as f64 / seconds) as u64;
        let bytes_a_second = (counts.bytes as f64 / seconds) as u64;
        self.bar.set_position(self.read.load(Ordering::Relaxed));
        self.bar.set_message(format!(
            "{} lines, {}/s, {}/s",
            HumanCount(counts.lines()),
            HumanCount(lines_a_second),
            HumanBytes(bytes_a_second)
        ));
    }
}
