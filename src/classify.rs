//! A log line → the entry that it means, or that it means none: for streams, a line at a time.
//!
//! Line → template → verdict; the verdict is made from the template alone, so that a cache of templates never changes one.
//! [`Classifier`] holds what all threads share, [`Worker`] the cache of one.

mod alarm;
mod blocks;
mod cache;
mod course;
mod field;
mod formats;
mod mask;
mod stream;
mod summary;
mod tally;
mod times;

use std::borrow::Cow;
use std::fmt;
use std::num::NonZero;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::error::{ErrorKind, Result};
use crate::index::Index;
use crate::search::{JudgedLine, LineJudge, Verdict};
use crate::signals::Signals;
use blocks::Block;
use cache::Cache;
pub use course::{Course, CourseRow, LineCounts, LogTime};
pub use field::FieldPath;
pub use formats::LineFormat;
use formats::{LONGEST_WHOLE_LINE, Line, Prepared, write_line};
use mask::Mask;
pub use stream::Input;
pub use summary::{
    CodeCount, EntryCount, FileCounts, Lines, Summary, SummaryOptions, TemplateCount, TimeSpan, UnlistedCount,
};

/// How much of a line decides what it is, in bytes.
pub const LONGEST_LINE: usize = 64 * 1024;

/// What is remembered of a template beside its own size, in bytes: most have no more than an empty answer.
const ON_HEAP: usize = 96;

/// How a classifier judges.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassifierOptions {
    /// The vendors (slugs) that the lines are known to come from, where they do not say it themselves; none by default.
    pub vendors: Vec<String>,
    /// Answers with less confidence, from 0 to 1, are `unknown`; 0 by default.
    pub min_confidence: f64,
    /// How many bytes of templates each [`Worker`] remembers; 18 MiB by default, 0 for none.
    pub cache_bytes: usize,
}

impl Default for ClassifierOptions {
    fn default() -> ClassifierOptions {
        ClassifierOptions { vendors: Vec::new(), min_confidence: 0.0, cache_bytes: 18 << 20 }
    }
}

/// What a line is. Serialized, it is what follows `line` in the wire form of `classify`, version 1.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Classified {
    /// Whether the line is answered.
    pub verdict: Verdict,
    /// The entry that it means, unless the verdict is `unknown`.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub answer: Option<LineAnswer>,
    /// A code in a vendor's own envelope that no catalog has, and the slug of that vendor.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub unlisted: Option<UnlistedCode>,
}

/// The entry that a line means.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineAnswer {
    /// The chance, from 0 to 1, that the entry is a right answer.
    #[serde(serialize_with = "rounded")]
    pub confidence: f64,
    /// The id of the entry.
    pub id: String,
    /// Its vendor's slug.
    pub vendor: String,
    /// Its service's slug.
    pub service: String,
    /// Its code.
    pub code: String,
    /// The ids that it cannot be told from, where the verdict is `ambiguous`; at most eight.
    pub ties: Vec<String>,
}

/// A code that no catalog has, in an envelope of a vendor that has others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnlistedCode {
    /// The code as the line spells it.
    #[serde(rename = "unlisted")]
    pub code: String,
    /// The slug of the vendor.
    pub vendor: String,
}

fn rounded<S: Serializer>(value: &f64, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_f64((value * 1e4).round() / 1e4)
}

impl Classified {
    /// The verdict on a line of which nothing is known.
    pub const UNKNOWN: Classified = Classified { verdict: Verdict::Unknown, answer: None, unlisted: None };
}

/// Classifies log lines with an index. Any number of threads may share one; each makes itself a [`Worker`].
///
/// ```
/// use errdex::{Cache, Classifier, ClassifierOptions, Layers, Verdict};
///
/// let index = Cache::new(None).open(&Layers::default())?;
/// let classifier = Classifier::new(&index, ClassifierOptions::default())?;
/// let mut worker = classifier.worker();
/// let line = br#"ERROR qc.iaas resp={"message":"PermissionDenied, instance is not running","ret_code":1400}"#;
/// let classified = worker.classify(line)?;
/// assert_eq!(classified.verdict, Verdict::Match);
/// assert_eq!(classified.answer.as_ref().map(|answer| answer.id.as_str()), Some("qingcloud/platform/1400"));
/// assert_eq!(worker.classify(b"listening on 0.0.0.0:4000 (pid 5000)")?.verdict, Verdict::Unknown);
/// # Ok::<(), errdex::Error>(())
/// ```
#[derive(Clone)]
pub struct Classifier<'i> {
    index: &'i Index,
    judge: LineJudge<'i>,
    mask: Mask<'i>,
    options: ClassifierOptions,
}

impl fmt::Debug for Classifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Classifier").field("options", &self.options).finish_non_exhaustive()
    }
}

impl<'i> Classifier<'i> {
    /// A classifier of `index`; looks once at each of its entries.
    ///
    /// # Errors
    ///
    /// Where the index has no entry of one of the vendors of `options`.
    pub fn new(index: &'i Index, options: ClassifierOptions) -> Result<Classifier<'i>> {
        let evidence = index.evidence();
        if let Some(name) = options.vendors.iter().find(|slug| !evidence.has_entries(slug)) {
            let known: Vec<&str> = evidence.with_entries().collect();
            return Err(ErrorKind::UnknownVendor { name: name.clone(), known: known.join(", ") }.into());
        }
        let judge = LineJudge::new(index, &options.vendors);
        Ok(Classifier { index, judge, mask: Mask::new(evidence), options })
    }

    /// The index that it classifies with.
    #[must_use]
    pub fn index(&self) -> &'i Index {
        self.index
    }

    /// A worker of its own cache, for one thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        Worker { classifier: self, desk: self.desk(ON_HEAP) }
    }

    /// What one thread needs to classify; `heap` is how many bytes of what it remembers of a template are elsewhere.
    fn desk<V: Clone, K: Clone>(&self, heap: usize) -> Desk<V, K> {
        // Templates are many, what they say is little.
        let room = self.options.cache_bytes / 4;
        Desk {
            template: Vec::new(),
            key: Vec::new(),
            by_template: (room > 0).then(|| Cache::new(room * 3, heap)),
            by_key: (room > 0).then(|| Cache::new(room, heap)),
        }
    }

    /// What `make` makes of the verdict on `line`: the same for all lines of a template, and for all templates of which the
    /// same is recognized.
    fn classify<'d, V: Clone>(
        &self,
        line: &[u8],
        desk: &'d mut Desk<V>,
        make: impl Fn(Classified) -> V,
    ) -> Result<Cow<'d, V>> {
        let Desk { template, key, by_template, by_key } = desk;
        self.write_template(line, template);
        let mut judge = || Ok(self.classify_template(template, key, by_key, &make)?.0);
        match by_template {
            Some(cache) => cache.get_or_make(template, judge).map(Cow::Borrowed),
            None => judge().map(Cow::Owned),
        }
    }

    /// What `make` makes of the verdict on a template, and what was recognized in it, unless it is silent.
    fn classify_template<K: Clone>(
        &self,
        template: &[u8],
        key: &mut Vec<u8>,
        by_key: &mut Option<Cache<Option<K>>>,
        make: impl Fn(Classified) -> K,
    ) -> Result<(K, Option<Signals>)> {
        if self.judge.is_silent(template) {
            return Ok((make(Classified::UNKNOWN), None));
        }
        let mut signals = self.judge.read(template);
        let made = self.classify_signals(template, &mut signals, key, by_key, make)?;
        Ok((made, Some(signals)))
    }

    /// What `make` makes of the verdict on a template in which `signals` were recognized.
    fn classify_signals<K: Clone>(
        &self,
        template: &[u8],
        signals: &mut Signals,
        key: &mut Vec<u8>,
        by_key: &mut Option<Cache<Option<K>>>,
        make: impl Fn(Classified) -> K,
    ) -> Result<K> {
        if let Some(judged) = self.judge.dismiss(template, signals) {
            return Ok(make(self.classified(judged)?));
        }
        let made = |judged: Option<JudgedLine>| -> Result<Option<K>> {
            judged.map(|judged| Ok(make(self.classified(judged)?))).transpose()
        };
        if !signals.keys.is_empty() {
            let judge = || made(self.judge.judge_code(signals));
            LineJudge::write_key(signals, true, key);
            if let Some(known) = remembered(by_key, key, judge)? {
                return Ok(known);
            }
        }
        let judge = || made(Some(self.judge.judge(signals)?));
        LineJudge::write_key(signals, false, key);
        Ok(remembered(by_key, key, judge)?.unwrap_or_else(|| make(Classified::UNKNOWN)))
    }

    /// Writes the template of a line (its first 64 KiB, without the end of the line) into `template`.
    #[inline]
    fn write_template(&self, line: &[u8], template: &mut Vec<u8>) {
        self.mask.write(&line[..line.len().min(LONGEST_LINE)], template);
    }

    fn classified(&self, judged: JudgedLine) -> Result<Classified> {
        let unlisted = judged.unlisted.map(|(code, vendor)| UnlistedCode { code, vendor });
        let Some(answer) = judged.answer.filter(|answer| answer.confidence >= self.options.min_confidence)
        else {
            return Ok(Classified { unlisted, ..Classified::UNKNOWN });
        };
        let entry = self.index.entry(answer.entry)?;
        let ties =
            answer.ties.iter().map(|number| Ok(self.index.entry(*number)?.id)).collect::<Result<Vec<_>>>()?;
        let verdict = if ties.is_empty() { Verdict::Match } else { Verdict::Ambiguous };
        let answer = LineAnswer {
            confidence: answer.confidence,
            id: entry.id,
            vendor: entry.vendor,
            service: entry.service,
            code: entry.code,
            ties,
        };
        Ok(Classified { verdict, answer: Some(answer), unlisted: None })
    }
}

/// What `make` makes, or what is remembered of it.
fn remembered<V: Clone>(
    cache: &mut Option<Cache<V>>,
    key: &[u8],
    make: impl FnOnce() -> Result<V>,
) -> Result<V> {
    match cache {
        Some(cache) => cache.get_or_make(key, make).cloned(),
        None => make(),
    }
}

/// What one thread classifies with: room to work in, and what it remembers.
#[derive(Debug)]
struct Desk<V, K = V> {
    template: Vec<u8>,
    key: Vec<u8>,
    by_template: Option<Cache<V>>,
    /// By what was recognized; nothing where that alone does not say it.
    by_key: Option<Cache<Option<K>>>,
}

/// Classifies lines on one thread, with a cache of the templates it has seen.
#[derive(Debug)]
pub struct Worker<'c> {
    classifier: &'c Classifier<'c>,
    desk: Desk<Arc<Classified>>,
}

impl Worker<'_> {
    /// The template of `line`: the line with what varies from one occurrence to the next replaced. Its verdict is made from
    /// this alone.
    pub fn template(&mut self, line: &[u8]) -> &[u8] {
        self.classifier.write_template(line, &mut self.desk.template);
        &self.desk.template
    }

    /// What `line` is: bytes of any kind, without the end of the line. Its first 64 KiB decide.
    ///
    /// # Errors
    ///
    /// Where the index turns out to be damaged. No line is an error.
    pub fn classify(&mut self, line: &[u8]) -> Result<Arc<Classified>> {
        self.classifier.classify(line, &mut self.desk, Arc::new).map(Cow::into_owned)
    }
}

/// What is written for lines.
#[derive(Clone, Debug, Default)]
pub struct LineOptions {
    /// The form of what is written.
    pub format: LineFormat,
    /// Whether JSON and comma-separated values have the text of the line too, at most its first 64 KiB.
    pub with_text: bool,
    /// Whether they have the name of the input.
    pub with_file: bool,
    /// Only lines of these verdicts are written; of all where there is none.
    pub only: Vec<Verdict>,
    /// Where JSON lines have their message. A line without it is read whole.
    pub field: Option<FieldPath>,
    /// The lines that are counted as [`Counts::watched`].
    pub watched: Vec<Watched>,
}

/// Lines to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watched {
    /// Lines of this verdict.
    Verdict(Verdict),
    /// Lines answered with this code.
    Code {
        /// The slug of the vendor.
        vendor: String,
        /// The code as its page spells it, in any case.
        code: String,
    },
}

impl Watched {
    fn is(&self, classified: &Classified) -> bool {
        match self {
            Watched::Verdict(verdict) => classified.verdict == *verdict,
            Watched::Code { vendor, code } => classified.answer.as_ref().is_some_and(|answer| {
                answer.vendor == *vendor && answer.code.to_lowercase() == code.to_lowercase()
            }),
        }
    }
}

/// How many lines were what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Bytes that were read, as they were after decompression.
    pub bytes: u64,
    /// Lines whose verdict is `match`.
    pub matched: u64,
    /// Lines whose verdict is `ambiguous`.
    pub ambiguous: u64,
    /// Lines whose verdict is `unknown`.
    pub unknown: u64,
    /// Lines that [`LineOptions::watched`] asks for.
    pub watched: u64,
}

impl Counts {
    /// All lines.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.matched + self.ambiguous + self.unknown
    }
}

impl Counts {
    /// Counts a line of this verdict.
    fn add(&mut self, verdict: Verdict, watched: bool) {
        match verdict {
            Verdict::Match => self.matched += 1,
            Verdict::Ambiguous => self.ambiguous += 1,
            Verdict::Unknown => self.unknown += 1,
        }
        self.watched += u64::from(watched);
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Counts) {
        self.bytes += more.bytes;
        self.matched += more.matched;
        self.ambiguous += more.ambiguous;
        self.unknown += more.unknown;
        self.watched += more.watched;
    }
}

/// What was made of some lines that follow one another.
#[derive(Clone, Copy, Debug)]
pub struct Written<'b> {
    /// What is to be written of them, in their order.
    pub bytes: &'b [u8],
    /// What they were.
    pub counts: Counts,
    /// Nothing follows at once: who buffers, passes on now.
    pub pauses: bool,
}

impl Classifier<'_> {
    /// Classifies the lines of `inputs`, one after the other, and gives what is to be written of them to `take`, in order; the
    /// same for any number of threads. An input that cannot be read on is an error between two of these, and the next one
    /// follows. `take` ends it with false.
    pub fn write_lines(
        &self,
        inputs: impl Iterator<Item = Result<Input>> + Send,
        options: &LineOptions,
        threads: NonZero<usize>,
        mut take: impl FnMut(Result<Written<'_>>) -> bool,
    ) {
        let longest = if options.format == LineFormat::Annotate { LONGEST_WHOLE_LINE } else { LONGEST_LINE };
        let state = || self.desk::<Prepared, Prepared>(ON_HEAP);
        let work = |desk: &mut Desk<Prepared>, block: &mut Block| self.write_block(block, options, desk);
        stream::ordered(inputs, longest, threads, state, work, |made, pauses| {
            take(made.map(|(counts, block)| Written { bytes: &block.output, counts, pauses }))
        });
    }

    fn write_block(
        &self,
        block: &mut Block,
        options: &LineOptions,
        desk: &mut Desk<Prepared>,
    ) -> Result<Counts> {
        let mut counts = Counts { bytes: block.read, ..Counts::default() };
        let mut out = std::mem::take(&mut block.output);
        out.clear();
        let file = options.with_file.then_some(&*block.name);
        let prepare = |classified: Classified| {
            let written = options.only.is_empty() || options.only.contains(&classified.verdict);
            let watched = options.watched.iter().any(|watched| watched.is(&classified));
            Prepared::new(&classified, options.format, written, watched)
        };
        for (number, whole) in (block.first_line..).zip(blocks::lines_with_returns(&block.bytes)) {
            let bytes = whole.strip_suffix(b"\r").unwrap_or(whole);
            let message = options.field.as_ref().and_then(|field| field.of(bytes));
            let prepared = self.classify(message.as_deref().unwrap_or(bytes), desk, prepare)?;
            counts.add(prepared.verdict, prepared.watched);
            if prepared.written {
                let line = Line { number, bytes, returns: bytes.len() < whole.len(), file };
                write_line(&mut out, options.format, options.with_text, &line, &prepared);
            }
        }
        block.output = out;
        Ok(counts)
    }
}
