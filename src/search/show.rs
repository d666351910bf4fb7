//! A code → its entries, and what means the same at the other vendors.

use serde::Serialize;

use super::candidates::{self, Candidate};
use super::nearest::nearest_keys;
use super::rank::{self, Ranked};
use super::terms::QueryTerms;
use super::{Hit, Query, Searcher, Verdict, verdict};
use crate::analyze::Analysis;
use crate::entry::Entry;
use crate::error::Result;
use crate::evidence::{code_key, keys_of};
use crate::index::Facet;
use crate::signals::Signals;

/// How many of the messages of a code are compared with other vendors' entries.
const MESSAGES: usize = 8;

/// The confidence from which on an entry probably means the same.
const PROBABLE: f64 = 0.5;

/// How many codes are named that an unknown one may have been meant for.
const NEAREST: usize = 5;

/// What is known of a code. Serialized, it is the wire form of `show --json`, version 1.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The version of the wire form.
    pub schema: u32,
    /// The code as its page spells it, or as it was asked for where no catalog has it.
    pub code: String,
    /// The vendor of `vendor:CODE`.
    #[serde(skip)]
    pub vendor: Option<String>,
    /// The entries of the code.
    pub entries: Vec<Hit>,
    /// Of every other vendor the entry that is nearest in meaning, the surest first.
    pub equivalents: Vec<Hit>,
    /// How many of `equivalents`, from the first, probably mean the same; the others are only the nearest.
    #[serde(skip)]
    pub probable: usize,
    /// Where the code has no entries, the nearest codes, each as `vendor:CODE`; of the vendor that was named if it has
    /// any.
    #[serde(skip)]
    pub nearest: Vec<String>,
}

impl Searcher<'_> {
    /// Shows the entries of `code`, spelled as leniently as in a search, or of `vendor:CODE`, and for every other vendor
    /// the entry that is nearest in meaning.
    ///
    /// ```
    /// use errdex::{Cache, Layers, Searcher};
    ///
    /// let index = Cache::new(None).open(&Layers::default())?;
    /// let shown = Searcher::new(&index).show("huawei:vpc0504")?;
    /// assert_eq!(shown.code, "VPC.0504");
    /// assert_eq!(shown.entries.len(), 2);
    /// assert_eq!(shown.equivalents.len(), 4);
    /// # Ok::<(), errdex::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Where the index turns out to be damaged. An unknown code is no error.
    pub fn show(&self, code: &str) -> Result<Shown> {
        let code = code.trim();
        let (mut vendor, mut spelling) = (None, code);
        let mut found = self.entries_of(code, None);
        // A code may have a colon itself.
        if found.is_empty()
            && let Some((name, rest)) = code.split_once([':', '：'])
            && let Some(known) = self.index.evidence().vendor(name.trim())
        {
            found = self.entries_of(rest.trim(), Some(&known.slug));
            (vendor, spelling) = (Some(known.slug), rest.trim());
        }
        let vendors = vendor.clone().into_iter().collect();
        let signals = Signals { codes: vec![spelling.to_owned()], vendors, ..Signals::default() };
        let terms = QueryTerms::new(self.index, &Analysis::default());
        let ranked = rank::rank(self.index, &signals, &terms, &found);
        let entries: Vec<Hit> =
            (0..).zip(&ranked).map(|(at, ranked)| self.hit(at, ranked, false)).collect::<Result<_>>()?;
        let (equivalents, probable) = self.equivalents(&entries)?;
        let nearest =
            if entries.is_empty() { self.nearest(spelling, vendor.as_deref())? } else { Vec::new() };
        let known = entries.first().map(|hit| hit.entry.code.clone());
        // Only where all entries spell it so.
        let known = known.filter(|code| entries.iter().all(|hit| hit.entry.code == *code));
        let code = known.unwrap_or_else(|| spelling.to_owned());
        Ok(Shown { schema: 1, code, vendor, entries, equivalents, probable, nearest })
    }

    /// How many entries the code of `entry` has at its vendor's service.
    #[must_use]
    pub fn count_of_code(&self, entry: &Entry) -> usize {
        let mut numbers = Vec::new();
        self.index.entries_with_code(&key(&entry.code), true, |entries| numbers.extend(entries));
        let code = |number: u32| self.index.record(number).map(|record| record.code);
        let is_it = |number: &&u32| self.index.entry(**number).is_ok_and(|other| other.id == entry.id);
        let Some(own) = numbers.iter().find(is_it).and_then(|number| code(*number)) else { return 0 };
        numbers.iter().filter(|number| code(**number) == Some(own)).count()
    }

    /// The entries of a code: those that have it as a whole, or else as a part.
    fn entries_of(&self, spelling: &str, vendor: Option<&str>) -> Vec<Candidate> {
        let mut allowed: Vec<u32> = Vec::new();
        if let Some(slug) = vendor {
            self.index.entries_with_facet(Facet::Vendor(slug), |entries| allowed.extend(entries));
        }
        let is_allowed = |entry: &u32| vendor.is_none() || allowed.binary_search(entry).is_ok();
        let concepts = self.index.analyzer().concepts();
        let mend = |word: &str| concepts.mend(word).map(str::to_owned);
        // As it is spelled, with its words mended, and at last as a part of a code.
        let keys = keys_of(spelling, &mend).filter(|(whole, _)| *whole);
        let whole: Vec<String> = keys.map(|(_, key)| key).collect();
        let part = whole.first().map(|key| (false, key));
        for (is_whole, key) in whole.iter().map(|key| (true, key)).chain(part) {
            let value = if is_whole { 1.0 } else { candidates::PART };
            let mut found = Vec::new();
            self.index.entries_with_code(key, is_whole, |entries| {
                let entries = entries.iter().filter(|entry| is_allowed(entry));
                found.extend(entries.map(|&entry| Candidate { entry, code: value }));
            });
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// For every vendor that has none of `entries` the entry that is nearest to one of their messages, the surest first;
    /// and how many of these probably mean the same.
    fn equivalents(&self, entries: &[Hit]) -> Result<(Vec<Hit>, usize)> {
        let evidence = self.index.evidence();
        let vendors = evidence.with_entries();
        let others = vendors.filter(|slug| !entries.iter().any(|hit| hit.entry.vendor == *slug));
        let mut best: Vec<(&str, Option<Equivalent>)> = others.map(|slug| (slug, None)).collect();
        for message in messages(entries) {
            let analysis = self.index.analyzer().analyze(message);
            let terms = QueryTerms::new(self.index, &analysis);
            for (vendor, best) in &mut best {
                let equivalent = self.equivalent(vendor, message, &terms);
                let is_better = |new: &Equivalent| best.as_ref().is_none_or(|old| new.is_surer(old));
                if let Some(equivalent) = equivalent.filter(is_better) {
                    *best = Some(equivalent);
                }
            }
        }
        let mut best: Vec<Equivalent> = best.into_iter().filter_map(|(_, best)| best).collect();
        best.sort_by(|a, b| b.probable.cmp(&a.probable).then(b.confidence.total_cmp(&a.confidence)));
        let probable = best.iter().filter(|equivalent| equivalent.probable).count();
        let hits = (0..).zip(&best).map(|(at, equivalent)| self.hit(at, &equivalent.ranked, false));
        Ok((hits.collect::<Result<_>>()?, probable))
    }

    /// The entry of a vendor that is nearest to a message, by the road that a search goes.
    fn equivalent(&self, vendor: &str, message: &str, terms: &QueryTerms<'_>) -> Option<Equivalent> {
        let signals = Signals { message: message.to_owned(), ..Signals::default() };
        let query = Query { vendors: vec![vendor.to_owned()], ..Query::new("") };
        let found = candidates::find(self.index, &query, &signals, terms, candidates::RANKED);
        let ranked = rank::rank(self.index, &signals, terms, &found);
        let answers = verdict::judge(&signals, &ranked).verdict != Verdict::Unknown;
        let first = ranked.into_iter().next()?;
        let confidence = verdict::confidence(&first);
        Some(Equivalent { probable: answers && confidence >= PROBABLE, confidence, ranked: first })
    }

    fn nearest(&self, spelling: &str, vendor: Option<&str>) -> Result<Vec<String>> {
        let (mut nearest, mut elsewhere) = (Vec::new(), Vec::new());
        // Some of the keys may be of other vendors, and some of the same code.
        for key in nearest_keys(self.index, &key(spelling), 4 * NEAREST) {
            let mut numbers = Vec::new();
            self.index.entries_with_code(&key, true, |entries| numbers.extend(entries));
            for number in numbers.into_iter().take(64) {
                let entry = self.index.entry(number)?;
                let is_theirs = vendor.is_none_or(|slug| entry.vendor == slug);
                let names = if is_theirs { &mut nearest } else { &mut elsewhere };
                let name = format!("{}:{}", entry.vendor, entry.code);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        let mut names = if nearest.is_empty() { elsewhere } else { nearest };
        names.truncate(NEAREST);
        Ok(names)
    }
}

/// The key of a code as it is spelled.
fn key(spelling: &str) -> String {
    code_key(spelling, &|_| None)
}

/// An entry that may mean the same as another vendor's.
struct Equivalent {
    /// Whether it would be an answer to that entry's message.
    probable: bool,
    confidence: f64,
    ranked: Ranked,
}

impl Equivalent {
    fn is_surer(&self, other: &Equivalent) -> bool {
        let order = self.confidence.total_cmp(&other.confidence);
        order.then(self.ranked.fit.total_cmp(&other.ranked.fit)).is_gt()
    }
}

/// The messages of `entries`, each language by itself, none twice; what they are described by where there are none.
fn messages(entries: &[Hit]) -> Vec<&str> {
    let mut messages: Vec<&str> = Vec::new();
    for Hit { entry, .. } in entries {
        let texts = if entry.message.is_empty() { &entry.description } else { &entry.message };
        for text in texts.values() {
            if messages.len() < MESSAGES && !messages.contains(&text.as_str()) {
                messages.push(text);
            }
        }
    }
    messages
}
