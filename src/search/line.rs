//! The verdict on a line of a log, which is mostly no error of these catalogs.
//!
//! A code that is reported in its vendor's surroundings decides; the message then only chooses among its rows. Without a
//! code a line is answered where it holds a whole message that says enough, and says it of clouds or beside its vendor.

use super::candidates::{self, Candidate, Theirs};
use super::rank::{self, Ranked};
use super::terms::{Bits, QueryTerms};
use super::{Query, verdict};
use crate::error::Result;
use crate::index::Index;
use crate::signals::{
    Known, Level, Mentions, Signals, Trouble, Trust, is_key, is_success, mentions, says_done,
};
use crate::text::floor;

/// The chance of a right answer from which on a message alone is answered.
const ANSWERS: f64 = 0.5;

/// The share of an entry's message that a line must have beside a code that nothing else vouches for.
const AGREES: f64 = 0.75;

/// The same where the code is a plain word or a number, which other systems have too.
const AGREES_BESIDE_PLAIN_CODE: f64 = 0.8;

/// A message that says less, in words that one entry has, agrees with too much.
const LITTLE: f64 = 0.4;

/// A message says enough with this much meaning, in words that one entry has.
const MUCH: f64 = 3.0;

/// It says enough of clouds with this much.
const MUCH_OF_CLOUDS: f64 = 1.5;

/// How many entries of shared terms are ranked: those whose whole message a line has come first among them.
const RANKED: usize = 16;

/// How much of a message is looked at, in bytes.
const LONGEST_MESSAGE: usize = 2048;

/// What a line is.
#[derive(Clone, Debug, Default)]
pub(crate) struct JudgedLine {
    /// The entry that it means, if any.
    pub(crate) answer: Option<Answered>,
    /// A code that no catalog has in a vendor's own envelope, and the slug of the vendor.
    pub(crate) unlisted: Option<(String, String)>,
}

/// The entry that a line means.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) entry: u32,
    pub(crate) confidence: f64,
    pub(crate) ties: Vec<u32>,
}

/// Judges lines with one index.
#[derive(Clone, Debug)]
pub(crate) struct LineJudge<'i> {
    index: &'i Index,
    /// The vendors whose lines they are where a line does not say it.
    vendors: Vec<String>,
    /// The terms of concepts that any program may speak of.
    common: Bits,
    trouble: Trouble,
}

impl<'i> LineJudge<'i> {
    /// `vendors` are those whose lines they are where a line does not say it.
    pub(crate) fn new(index: &'i Index, vendors: &[String]) -> LineJudge<'i> {
        index.evidence().prepare();
        let concepts = index.analyzer().concepts();
        let mut common = Bits::new(index.weights().len());
        let terms = concepts.numbers().filter(|number| !concepts.is_cloud(*number));
        terms.filter_map(|number| index.concept_term(number)).for_each(|term| common.insert(term));
        LineJudge { index, vendors: vendors.to_vec(), common, trouble: Trouble::open(index.trouble()) }
    }

    /// Whether there is nothing in a line for which it may be answered, which is so of most.
    pub(crate) fn is_silent(&self, line: &[u8]) -> bool {
        !self.trouble.may_be_in(line, self.index.evidence())
    }

    /// What is recognized in a line: all that its verdict is made from.
    pub(crate) fn read(&self, line: &[u8]) -> Signals {
        let mut signals = Signals::read_line(line, self.index.evidence());
        // What a line says is said near its beginning.
        signals.message.truncate(floor(&signals.message, LONGEST_MESSAGE));
        if signals.vendors.is_empty() && !self.vendors.is_empty() {
            signals.vendors.clone_from(&self.vendors);
            signals.names_vendor = true;
        }
        signals
    }

    /// Writes all of the signals that a verdict is made from to `key`, or, `without` the message, all that
    /// [`LineJudge::judge_code`] looks at: equal keys have equal verdicts.
    pub(crate) fn write_key(signals: &Signals, without_message: bool, key: &mut Vec<u8>) {
        let Signals {
            codes: _,
            unlisted,
            http_status,
            vendors,
            message,
            found: _,
            keys,
            success,
            level,
            names_vendor,
            foreign,
        } = signals;
        let flags = [*success, *names_vendor, *foreign, message.is_empty(), without_message];
        let flags = flags.iter().enumerate().map(|(bit, flag)| u8::from(*flag) << bit);
        key.clear();
        key.extend([flags.sum(), *level as u8]);
        for known in keys {
            let Known { key: code, whole, trust, reported, in_slot: _, named } = known;
            key.extend_from_slice(code.as_bytes());
            key.extend([0, u8::from(*whole), *trust as u8, u8::from(*reported), u8::from(*named)]);
        }
        // No text has these bytes.
        for (mark, texts) in [(0xfe, vendors), (0xfd, unlisted)] {
            for text in texts {
                key.push(mark);
                key.extend_from_slice(text.as_bytes());
            }
        }
        if !without_message {
            key.push(0xff);
            http_status.iter().for_each(|status| key.extend(status.to_le_bytes()));
            key.push(0xff);
            key.extend_from_slice(message.as_bytes());
        }
    }

    /// What `line` is, with these signals, where nothing in it is worth a closer look. Where the line may only speak of its codes,
    /// the signals say so afterwards.
    pub(crate) fn dismiss(&self, line: &[u8], signals: &mut Signals) -> Option<JudgedLine> {
        // A page may list success as a code; in a log it is no error.
        let all_well = !signals.codes.is_empty() && signals.codes.iter().all(|code| is_success(code));
        if signals.success || all_well {
            return Some(JudgedLine::default());
        }
        if signals.keys.is_empty() {
            let silent = signals.foreign || signals.level == Level::Informs;
            if silent || !self.trouble.is_in(&signals.message) {
                return Some(self.unlisted(signals));
            }
        }
        let mentions = mentions(line);
        // Who may speak of codes only reports one under its key, or where the message is there too.
        if mentions != Mentions::No {
            signals.keys.iter_mut().for_each(|known| known.reported &= known.in_slot);
        }
        let vouched = signals.names_vendor || !signals.keys.is_empty();
        let least = if vouched { Mentions::Surely } else { Mentions::Maybe };
        (mentions >= least).then(JudgedLine::default)
    }

    /// What a line with these signals is, where its codes say so and its message need not be looked at.
    pub(crate) fn judge_code(&self, signals: &Signals) -> Option<JudgedLine> {
        let candidates = self.of_codes(signals);
        match candidates.as_slice() {
            [] => Some(self.unlisted(signals)),
            [only] if self.is_vouched_for(signals) => {
                let entry = only.entry;
                let confidence = verdict::confidence_of_code(signals.vendors.is_empty());
                Some(JudgedLine {
                    answer: Some(Answered { entry, confidence, ties: Vec::new() }),
                    unlisted: None,
                })
            }
            _ => None,
        }
    }

    /// What a line with these signals is.
    pub(crate) fn judge(&self, signals: &Signals) -> Result<JudgedLine> {
        let analysis = self.index.analyzer().analyze_as(&signals.message, false);
        let terms = QueryTerms::new(self.index, &analysis);
        let candidates = if signals.keys.is_empty() {
            candidates::find(self.index, &Query::new(""), signals, &terms, RANKED)
        } else {
            self.of_codes(signals)
        };
        let ranked = rank::rank(self.index, signals, &terms, &candidates);
        let Some(first) = ranked.first() else { return Ok(self.unlisted(signals)) };
        let confidence = if signals.keys.is_empty() {
            self.of_message(signals, first)
        } else if self.is_vouched_for(signals) || self.agrees(signals, first) {
            Some(verdict::confidence(first))
        } else {
            None
        };
        let Some(confidence) = confidence else { return Ok(self.unlisted(signals)) };
        let ties = verdict::ties(&ranked, confidence);
        Ok(JudgedLine { answer: Some(Answered { entry: first.entry, confidence, ties }), unlisted: None })
    }

    /// A line that is not answered: all there is to say is a code of a vendor's own that no catalog has.
    fn unlisted(&self, signals: &Signals) -> JudgedLine {
        let evidence = self.index.evidence();
        let vendor = signals.vendors.iter().find(|slug| evidence.has_entries(slug));
        let is_code = |code: &&String| {
            let plain = code.bytes().all(|b| b.is_ascii_lowercase())
                || evidence.place(&code.to_lowercase()).is_some();
            !plain && !is_key(code)
        };
        let code =
            signals.unlisted.iter().find(is_code).filter(|_| signals.keys.is_empty() && !signals.foreign);
        JudgedLine { answer: None, unlisted: code.cloned().zip(vendor.cloned()) }
    }

    /// The entries of the codes in a line, of the vendors that it betrays, by entry.
    fn of_codes(&self, signals: &Signals) -> Vec<Candidate> {
        let theirs = Theirs::new(self.index, signals);
        let mut found = Vec::new();
        for known in signals.keys.iter().filter(|known| known.whole) {
            let trust = if known.trust == Trust::Sure { 1.0 } else { candidates::WEAK };
            theirs.of_code(
                &known.key,
                true,
                |_| true,
                |entry, theirs| {
                    if theirs {
                        found.push(Candidate { entry, code: trust });
                    }
                },
            );
        }
        found.sort_by(|a, b| a.entry.cmp(&b.entry).then(b.code.total_cmp(&a.code)));
        found.dedup_by_key(|candidate| candidate.entry);
        found
    }

    /// Whether a code of the line needs no message beside it: it is reported, and its vendor or its spelling says whose it is.
    fn is_vouched_for(&self, signals: &Signals) -> bool {
        let spelled = |code: &str| {
            let humps = code.bytes().filter(u8::is_ascii_uppercase).count();
            code.contains(['.', '_']) || code.bytes().any(|b| b.is_ascii_digit()) || humps > 2
        };
        let mut known =
            signals.keys.iter().zip(&signals.codes).filter(|(known, _)| known.whole && known.reported);
        known.any(|(known, code)| {
            let alone = known.named && spelled(code) && signals.message.is_empty();
            !signals.vendors.is_empty() || alone || (known.named && is_of_one_system(code))
        })
    }

    /// Whether the message of the line is that of the entry, whose code nothing else vouches for.
    fn agrees(&self, signals: &Signals, first: &Ranked) -> bool {
        let fit = &first.features;
        let message = fit.message_meaning().max(fit.message_wording);
        let named = signals.keys.iter().any(|known| known.named);
        let least = if named { AGREES } else { AGREES_BESIDE_PLAIN_CODE };
        message >= least && fit.message_amount > LITTLE
    }

    /// The chance that a message without a code is that of the entry; none where it is too small.
    fn of_message(&self, signals: &Signals, first: &Ranked) -> Option<f64> {
        let fit = &first.features;
        // A code that no catalog has is never answered with a message that is like its own.
        if fit.vendor < 0.0 || !signals.unlisted.is_empty() {
            return None;
        }
        let chance = self.chance(signals, first);
        (chance >= ANSWERS).then_some(chance)
    }

    /// The chance that the message of a line is that of the entry: a logistic regression on the first hits of labelled lines
    /// without a code, and of lines of other systems. What counts is how much of the entry's message the line has, and how much
    /// that says; what else the line says is mostly the log's.
    fn chance(&self, signals: &Signals, first: &Ranked) -> f64 {
        let fit = &first.features;
        let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
        let meaning = fit.message_meaning();
        // Where there is no message in the script of the line, only meaning can be compared.
        let cross = fit.language < 1.0;
        let (message, text) =
            if cross { (meaning, fit.text_meaning()) } else { (fit.message_wording, fit.text_wording) };
        let full = fit.message_wording.max(meaning).powi(4);
        let amount = fit.message_amount.min(MUCH) / MUCH;
        let cloud = self.cloud(first).min(MUCH_OF_CLOUDS) / MUCH_OF_CLOUDS;
        let named = signals.names_vendor && fit.vendor > 0.0;
        let done = flag(says_done(&signals.message));
        let unnamed = (2.7 * full + 1.9) * cloud - 2.6 * done;
        let sum = 9.5 * message - 3.6 * flag(cross)
            + (3.0 * meaning + 1.1 * full) * amount
            + 1.4 * text
            + 4.0 * fit.description
            + if named { 2.5 } else { unnamed }
            + 2.5 * flag(fit.vendor > 0.0)
            + 1.4 * first.lead.clamp(-verdict::SURE_LEAD, verdict::SURE_LEAD)
            - 2.1 * first.unknown
            - 0.8 * f64::from(first.elsewhere.min(verdict::MANY_ELSEWHERE))
            + 0.8 * flag(signals.level == Level::Alarms);
        verdict::logistic(sum - 13.4)
    }

    /// How much an entry's message says of clouds, in words that one entry has.
    fn cloud(&self, ranked: &Ranked) -> f64 {
        let Some(record) = self.index.record(ranked.entry) else { return 0.0 };
        let weights = self.index.weights().view();
        let of_zone = |zone: crate::index::RecordZone<'_>| -> f32 {
            zone.meaning().filter(|term| !self.common.has(*term)).map(|term| weights.of(term)).sum()
        };
        let most = record.zones().filter(|zone| zone.zone.is_message()).map(of_zone).fold(0.0, f32::max);
        f64::from(most / crate::index::Weights::rarity(self.index.len(), 1))
    }
}

/// Whether a code, a number beside its name or a word, is such that no other system has it: `1400:PermissionDenied`, `VPC.0504`,
/// `ORDER.QUOTA_EXCEEDED`.
fn is_of_one_system(code: &str) -> bool {
    let is_number = code.bytes().all(|b| b.is_ascii_digit());
    is_number
        || code.contains('.')
        || (code.bytes().any(|b| b.is_ascii_digit()) && code.bytes().any(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalogs, Layers};

    /// A stream's tables say what the maps of the index say, wherever a text is looked at.
    #[test]
    fn prepared_evidence_says_the_same() {
        let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
        let index = Index::build(&catalogs).expect("they build");
        let plain = index.evidence().clone();
        LineJudge::new(&index, &[]);
        let prepared = index.evidence();
        let texts = catalogs.entries().flat_map(|entry| entry.message.values().chain([&entry.code]));
        let marks = plain.vendors().flat_map(|vendor| {
            let all = [vendor.aliases, vendor.hosts, vendor.markers, vendor.keys].concat();
            all.into_iter().flat_map(|mark| [mark.to_uppercase(), format!("{mark}x {mark}-1"), mark])
        });
        let mut marked = 0;
        for text in texts.cloned().chain(marks) {
            for (at, _) in text.char_indices() {
                let bytes = text.as_bytes();
                let ends = |len: usize| !bytes.get(at + len).is_some_and(u8::is_ascii_alphanumeric);
                let mark = plain.mark_at(&text[at..], ends);
                assert_eq!(prepared.mark_at(&text[at..], ends), mark, "{text}");
                marked += usize::from(mark.is_some());
            }
            let key = text.to_lowercase();
            assert_eq!(prepared.code(key.as_bytes()), plain.code(key.as_bytes()), "{text}");
        }
        assert!(marked > 500, "{marked}");
    }
}
