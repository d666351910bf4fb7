//! What the lines of logs are, all together: which codes, when, and what no catalog knows.
//!
//! Blocks of lines are counted on any number of threads and added in order, so that neither threads nor the cache nor the
//! size of blocks show in a summary. Memory is bounded, whatever the lines are.

use std::borrow::Cow;
use std::num::NonZero;
use std::sync::Arc;

use serde::Serialize;

use super::alarm::looks_like_error;
use super::blocks::{self, Block};
use super::course::{Buckets, Course, LineCounts, LogTime, Spans};
use super::stream::{self, Input};
use super::tally::{Item, Place, Tally, text_of};
use super::times::{Time, time_of};
use super::{
    Classified, Classifier, Counts, Desk, FieldPath, LONGEST_LINE, LineAnswer, UnlistedCode, Watched,
};
use crate::error::{Error, Result};
use crate::search::Verdict;
use crate::signals::Signals;

/// How many different codes and templates are counted each, in the order in which they appear.
const MOST_KEYS: usize = 10_000;

/// How much of a template tells it from others.
const LONGEST_TEMPLATE: usize = 500;

/// How many of the most frequent unlisted codes and unknown templates a summary names.
const MOST_NAMED: usize = 100;

/// How lines are summarized.
#[derive(Clone, Debug, Default)]
pub struct SummaryOptions {
    /// Where JSON lines have their message. A line without it is read whole.
    pub field: Option<FieldPath>,
    /// The lines that are counted as [`Counts::watched`].
    pub watched: Vec<Watched>,
}

/// What the lines of logs are. Serialized, it is the wire form of `classify --format summary --json`, version 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// All lines.
    pub lines: u64,
    /// Bytes that were read, as they were after decompression.
    pub bytes: u64,
    /// Lines whose verdict is `match`.
    pub matched: u64,
    /// Lines whose verdict is `ambiguous`.
    pub ambiguous: u64,
    /// Lines whose verdict is `unknown`, the two that follow among them.
    pub unknown: u64,
    /// Lines with a code in a vendor's own envelope that no catalog has.
    pub unlisted: u64,
    /// Other unknown lines that look like errors.
    pub errors: u64,
    /// Lines that say when they were written.
    pub timed: u64,
    /// The first time of a line, and the last one.
    #[serde(flatten)]
    pub span: Option<TimeSpan>,
    /// How many seconds the zone of all times is ahead of UTC: the first zone but UTC that a line names. Times without a zone
    /// are taken to be of it.
    pub zone: i64,
    /// The inputs that had lines, in their order.
    pub files: Vec<FileCounts>,
    /// The codes of the answers, the most frequent first.
    pub codes: Vec<CodeCount>,
    /// The most frequent codes that no catalog has; at most 100.
    pub unlisted_codes: Vec<UnlistedCount>,
    /// The most frequent templates of unknown lines that look like errors; at most 100.
    pub unknown_errors: Vec<TemplateCount>,
    /// How many different such templates there are, of those that appeared first.
    pub unknown_templates: usize,
    /// Lines of codes and templates that appeared when 10,000 had been seen; they are in no list.
    pub beyond: u64,
    /// The lines in the course of time: those with a year.
    pub course: Option<Course>,
    /// Those without a year.
    pub yearless_course: Option<Course>,
}

/// The first and the last time of some lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TimeSpan {
    /// The first time.
    pub first_time: LogTime,
    /// The last time.
    pub last_time: LogTime,
}

/// What the lines of one input are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileCounts {
    /// The name of the input.
    pub file: String,
    /// What its lines are.
    #[serde(flatten)]
    pub counts: LineCounts,
}

/// Some lines, and the first of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Lines {
    /// How many there are.
    pub count: u64,
    /// The input of the first one.
    pub file: String,
    /// Its number in it, from 1.
    pub line: u64,
    /// The first and the last time.
    #[serde(flatten)]
    pub span: Option<TimeSpan>,
    /// The first line, at most 500 bytes of it.
    pub example: String,
}

/// The lines that are answered with one code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CodeCount {
    /// The slug of the vendor.
    pub vendor: String,
    /// The slug of the service.
    pub service: String,
    /// The code.
    pub code: String,
    /// The lines.
    #[serde(flatten)]
    pub lines: Lines,
    /// How many of them are `ambiguous`.
    pub ambiguous: u64,
    /// Its entries that answer lines, the most frequent first.
    pub entries: Vec<EntryCount>,
}

/// The lines that are answered with one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryCount {
    /// The id of the entry.
    pub id: String,
    /// How many lines.
    pub count: u64,
}

/// The lines with a code that no catalog has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnlistedCount {
    /// The slug of the vendor.
    pub vendor: String,
    /// The code as lines spell it.
    pub code: String,
    /// The message of the first line, what varies masked; all of it where none was found.
    pub message: String,
    /// The lines.
    #[serde(flatten)]
    pub lines: Lines,
}

/// Unknown lines of one template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TemplateCount {
    /// The template, at most 500 bytes of it.
    pub template: String,
    /// The message that was found in it; all of it where none was.
    pub message: String,
    /// The lines.
    #[serde(flatten)]
    pub lines: Lines,
}

/// What lines of a template are, as they are counted.
#[derive(Clone, Debug)]
struct Kind {
    verdict: Verdict,
    watched: bool,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// By the id of the entry.
    Answered(Arc<str>, Arc<LineAnswer>),
    /// By vendor and code; and its message.
    Unlisted(Arc<str>, Arc<(UnlistedCode, String)>),
    /// By the template; and its message.
    Error(Arc<str>, Arc<str>),
    Other,
}

/// What some lines that follow one another are.
#[derive(Debug)]
struct Part {
    counts: Counts,
    unlisted: u64,
    errors: u64,
    timed: u64,
    spans: Spans,
    /// The first zone but UTC.
    zone: Option<i64>,
    files: Vec<(Arc<str>, LineCounts)>,
    answers: Tally<Arc<LineAnswer>>,
    codes: Tally<Arc<(UnlistedCode, String)>>,
    templates: Tally<(Arc<str>, Arc<str>)>,
    courses: [Buckets; 3],
}

impl Classifier<'_> {
    /// Summarizes the lines of `inputs`, one after the other; the same for any number of threads. What each block of lines was
    /// is told to `take`; an input that cannot be read on is an error between two of these, and the next one follows. `take`
    /// ends it with false, and the summary is of what was read.
    pub fn summarize(
        &self,
        inputs: impl Iterator<Item = Result<Input>> + Send,
        options: &SummaryOptions,
        threads: NonZero<usize>,
        mut take: impl FnMut(Result<Counts>) -> bool,
    ) -> Summary {
        let state = || self.desk::<Kind, Arc<Classified>>(LONGEST_TEMPLATE);
        let work = |desk: &mut Desk<Kind, Arc<Classified>>, block: &mut Block| {
            self.count_block(block, options, desk)
        };
        let mut whole = Part::new(MOST_KEYS);
        stream::ordered(inputs, LONGEST_LINE, threads, state, work, |made, _| {
            take(made.map(|(part, _)| {
                let counts = part.counts;
                whole.merge(part);
                counts
            }))
        });
        whole.finish()
    }

    fn count_block(
        &self,
        block: &Block,
        options: &SummaryOptions,
        desk: &mut Desk<Kind, Arc<Classified>>,
    ) -> Result<Part> {
        let Desk { template, key, by_template, by_key } = desk;
        // A block is small; what has no room in the end is known there.
        let mut part = Part::new(usize::MAX);
        part.counts.bytes = block.read;
        let mut all = LineCounts::default();
        for (number, bytes) in (block.first_line..).zip(blocks::lines(&block.bytes)) {
            let message = options.field.as_ref().and_then(|field| field.of(bytes));
            self.write_template(message.as_deref().unwrap_or(bytes), template);
            let mut make = || {
                let (classified, signals) = self.classify_template(template, key, by_key, Arc::new)?;
                // A silent template has a level and a message all the same.
                let signals = signals.unwrap_or_else(|| self.judge.read(template));
                Ok::<_, Error>(Kind::new(template, &signals, &classified, &options.watched))
            };
            let kind = match by_template {
                Some(cache) => Cow::Borrowed(cache.get_or_make(template, make)?),
                None => Cow::Owned(make()?),
            };
            let place = || Place { file: Arc::clone(&block.name), line: number };
            all += part.add(&kind, bytes, place);
        }
        part.files.push((Arc::clone(&block.name), all));
        Ok(part)
    }
}

impl Kind {
    fn new(template: &[u8], signals: &Signals, classified: &Classified, watched: &[Watched]) -> Kind {
        let what = if let Some(answer) = &classified.answer {
            What::Answered(answer.id.as_str().into(), Arc::new(answer.clone()))
        } else if let Some(code) = &classified.unlisted {
            let key = format!("{}:{}", code.vendor, code.code).into();
            What::Unlisted(key, Arc::new((code.clone(), message(&signals.message, template))))
        } else if looks_like_error(template, signals.level) {
            let message = message(&signals.message, template);
            What::Error(text_of(template, LONGEST_TEMPLATE).into(), message.into())
        } else {
            What::Other
        };
        let watched = watched.iter().any(|watched| watched.is(classified));
        Kind { verdict: classified.verdict, watched, what }
    }
}

/// The beginning of a message, or of the template where none was found in it.
fn message(found: &str, template: &[u8]) -> String {
    let found = found.trim();
    text_of(if found.is_empty() { template } else { found.as_bytes() }, LONGEST_TEMPLATE)
}

impl Part {
    fn new(most: usize) -> Part {
        Part {
            counts: Counts::default(),
            unlisted: 0,
            errors: 0,
            timed: 0,
            spans: Spans::default(),
            zone: None,
            files: Vec::new(),
            answers: Tally::new(most),
            codes: Tally::new(most),
            templates: Tally::new(most),
            courses: [const { Buckets::new() }; 3],
        }
    }

    /// Counts a line; gives what it is.
    fn add(&mut self, kind: &Kind, line: &[u8], place: impl FnOnce() -> Place) -> LineCounts {
        self.counts.add(kind.verdict, kind.watched);
        let time = time_of(line);
        let mut one = LineCounts::default();
        match &kind.what {
            What::Answered(id, answer) => {
                let is_ambiguous = kind.verdict == Verdict::Ambiguous;
                self.answers.add(id, || Arc::clone(answer), line, place, time, is_ambiguous);
                one.answered = 1;
            }
            What::Unlisted(key, code) => {
                self.codes.add(key, || Arc::clone(code), line, place, time, false);
                one.unlisted = 1;
            }
            What::Error(key, message) => {
                let what = || (Arc::clone(key), Arc::clone(message));
                self.templates.add(key, what, line, place, time, false);
                one.errors = 1;
            }
            What::Other => one.others = 1,
        }
        self.unlisted += one.unlisted;
        self.errors += one.errors;
        time.into_iter().for_each(|time| self.add_time(time, one));
        one
    }

    fn add_time(&mut self, time: Time, one: LineCounts) {
        self.timed += 1;
        self.spans.add(time);
        self.zone = self.zone.or(Some(time.offset).filter(|offset| *offset != 0));
        self.courses[time.axis as usize].add(time.seconds, one);
    }

    /// Adds what the lines that follow are.
    fn merge(&mut self, more: Part) {
        self.counts += more.counts;
        self.unlisted += more.unlisted;
        self.errors += more.errors;
        self.timed += more.timed;
        self.spans.merge(&more.spans);
        self.zone = self.zone.or(more.zone);
        for (name, counts) in more.files {
            match self.files.last_mut() {
                Some((last, all)) if *last == name => *all += counts,
                _ => self.files.push((name, counts)),
            }
        }
        self.answers.merge(more.answers);
        self.codes.merge(more.codes);
        self.templates.merge(more.templates);
        for (buckets, more) in self.courses.iter_mut().zip(&more.courses) {
            buckets.merge(more, 0);
        }
    }

    fn finish(self) -> Summary {
        let zone = self.zone.unwrap_or(0);
        let [zoned, mut dated, yearless] = self.courses;
        dated.merge(&zoned, zone);
        let beyond = self.answers.beyond + self.codes.beyond + self.templates.beyond;
        let unknown_templates = self.templates.items.len();
        let mut codes = self.codes.into_most_frequent();
        codes.truncate(MOST_NAMED);
        let mut templates = self.templates.into_most_frequent();
        templates.truncate(MOST_NAMED);
        Summary {
            lines: self.counts.lines(),
            bytes: self.counts.bytes,
            matched: self.counts.matched,
            ambiguous: self.counts.ambiguous,
            unknown: self.counts.unknown,
            unlisted: self.unlisted,
            errors: self.errors,
            timed: self.timed,
            span: span(&self.spans, zone),
            zone,
            files: self
                .files
                .iter()
                .map(|(file, counts)| FileCounts { file: file.to_string(), counts: *counts })
                .collect(),
            codes: by_code(self.answers, zone),
            unlisted_codes: codes
                .into_iter()
                .map(|item| {
                    let (UnlistedCode { code, vendor }, message) = (*item.what).clone();
                    UnlistedCount { vendor, code, message, lines: lines(item, zone) }
                })
                .collect(),
            unknown_errors: templates
                .into_iter()
                .map(|item| {
                    let (template, message) = (item.what.0.to_string(), item.what.1.to_string());
                    TemplateCount { template, message, lines: lines(item, zone) }
                })
                .collect(),
            unknown_templates,
            beyond,
            course: dated.course(true),
            yearless_course: yearless.course(false),
        }
    }
}

fn span(spans: &Spans, zone: i64) -> Option<TimeSpan> {
    spans.ends(zone).map(|(first_time, last_time)| TimeSpan { first_time, last_time })
}

fn lines<W>(item: Item<W>, zone: i64) -> Lines {
    Lines {
        count: item.count,
        file: item.first.file.to_string(),
        line: item.first.line,
        span: span(&item.spans, zone),
        example: item.example,
    }
}

/// The entries of each code together, the most frequent code first, of equals the one that appeared first.
fn by_code(answers: Tally<Arc<LineAnswer>>, zone: i64) -> Vec<CodeCount> {
    type Entries = Vec<(String, u64)>;
    let mut codes: Tally<(Arc<LineAnswer>, Entries)> = Tally::new(usize::MAX);
    for item in answers.items {
        let answer = Arc::clone(&item.what);
        let key = format!("{}\0{}\0{}", answer.vendor, answer.service, answer.code).into();
        let entry = (answer.id.clone(), item.count);
        codes.join(item.with(key, (answer, vec![entry])), |known, more| known.1.extend(more.1));
    }
    let codes = codes.into_most_frequent().into_iter();
    codes
        .map(|item| {
            let (answer, mut entries) = item.what.clone();
            entries.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            CodeCount {
                vendor: answer.vendor.clone(),
                service: answer.service.clone(),
                code: answer.code.clone(),
                ambiguous: item.ambiguous,
                lines: lines(item, zone),
                entries: entries.into_iter().map(|(id, count)| EntryCount { id, count }).collect(),
            }
        })
        .collect()
}
