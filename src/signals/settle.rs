//! Whose the codes of a text are, and which of them stay.

use std::ops::Range;

use super::codes::{self, Trust};
use super::read::{Message, Reader};
use super::{Known, Signal, SignalKind, Signals, scan};
use crate::evidence::CodeKey;

/// How many codes that no catalog has are named.
const MOST_UNLISTED: usize = 64;

/// How many codes outside of bodies are too many to be meant.
const MOST_CODES: usize = 3;

/// A known code in the text, before it is settled whose it is.
pub(super) struct Candidate {
    /// As the text spells it.
    pub(super) spelling: String,
    pub(super) key: String,
    pub(super) found: CodeKey,
    pub(super) trust: Trust,
    /// How many bodies it lies within.
    pub(super) depth: usize,
    /// It is the value of a key.
    pub(super) in_slot: bool,
    /// A separator stands between that key and it.
    pub(super) separated: bool,
    /// It stands where an error is reported by its code, not among words that speak of it.
    pub(super) reported: bool,
    /// It is neither a plain word nor a number, or the text names it: `1400:PermissionDenied, …`.
    pub(super) named: bool,
    pub(super) span: Range<usize>,
}

impl Candidate {
    /// A code that stands in prose; how surely it is meant before anything says whose it is, its spelling says.
    pub(super) fn new(spelling: &str, found: CodeKey, depth: usize, span: Range<usize>) -> Candidate {
        let trust = if found.distinct { Trust::Sure } else { Trust::Weak };
        let (key, spelling) = (scan::key(spelling), spelling.to_owned());
        Candidate {
            spelling,
            key,
            found,
            trust,
            depth,
            in_slot: false,
            separated: false,
            reported: false,
            named: found.distinct,
            span,
        }
    }
}

impl Reader<'_> {
    /// Settles whose the codes are, and which of them stay.
    pub(super) fn finish(mut self, message: Message) -> Signals {
        if self.vendors.is_empty()
            && let Some(likely) = self.likely
        {
            let known = !self.codes.is_empty() || !self.unlisted.is_empty();
            let owns = |code: &Candidate| self.evidence.is_of(code.found, &[likely]);
            if known && (self.codes.is_empty() || self.codes.iter().any(owns)) {
                self.vendors.push(likely);
            }
        }
        // A key says less than the host that was asked: other vendors have the same keys.
        if self.hosts.iter().any(|&vendor| !self.evidence.has_codes(vendor)) {
            let named = &self.named;
            self.vendors.retain(|vendor| named.contains(vendor));
        }
        // The key of one vendor may be a field of another's SDK, when that one is named and has the code.
        if self.codes.iter().any(|code| self.evidence.is_of(code.found, &self.named)) {
            let named = &self.named;
            self.vendors.retain(|vendor| named.contains(vendor));
            let slugs: Vec<&str> = named.iter().map(|&vendor| self.evidence.slug(vendor)).collect();
            self.signals
                .found
                .retain(|found| found.kind != SignalKind::Vendor || slugs.contains(&found.value.as_str()));
        }
        let alone = message.0.is_empty() && self.codes.len() == 1;
        let owned =
            |code: &Candidate| self.vendors.is_empty() || self.evidence.is_of(code.found, &self.vendors);
        // Three codes or more outside of bodies are a list of them, as in a policy of retries.
        let listed = self.codes.iter().filter(|code| !code.in_slot).count() >= MOST_CODES;
        let deepest = self.codes.iter().filter(|code| owned(code)).map(|code| code.depth).max();
        let mut signals = self.signals;
        for code in &self.codes {
            let spelling = self.evidence.spelling(code.found);
            if !owned(code) && codes::is_success(spelling) {
                continue;
            }
            if !owned(code) {
                if code.in_slot || code.reported {
                    self.unlisted.push((code.spelling.clone(), code.span.clone()));
                }
                continue;
            }
            // The outer code only says that there is an inner one.
            if Some(code.depth) < deepest || signals.codes.iter().any(|known| known == spelling) {
                continue;
            }
            let trust = if listed && !code.in_slot {
                Trust::Weak
            } else if alone || !self.vendors.is_empty() {
                Trust::Sure
            } else {
                code.trust
            };
            signals.codes.push(spelling.to_owned());
            let reported = code.in_slot || (code.reported && !listed);
            let Candidate { key, found, named, separated, .. } = code;
            signals.keys.push(Known {
                key: key.clone(),
                whole: found.whole,
                trust,
                reported,
                in_slot: *separated,
                named: *named,
            });
            if self.keeps_found {
                let value = spelling.to_owned();
                signals.found.push(Signal { kind: SignalKind::Code, value, span: code.span.clone() });
            }
        }
        // Beside a known code only its siblings are worth a word.
        let known = !signals.codes.is_empty();
        self.unlisted.retain(|(code, _)| !known || self.evidence.has_family_of(code));
        for (code, span) in self.unlisted {
            if signals.unlisted.len() < MOST_UNLISTED && !signals.unlisted.contains(&code) {
                signals.unlisted.push(code.clone());
                if self.keeps_found {
                    signals.found.push(Signal { kind: SignalKind::Unlisted, value: code, span });
                }
            }
        }
        signals.vendors = self.vendors.iter().map(|&vendor| self.evidence.slug(vendor).to_owned()).collect();
        signals.names_vendor = self.named.iter().any(|&vendor| self.evidence.has_codes(vendor));
        signals.foreign =
            !self.vendors.is_empty() && !self.vendors.iter().any(|&vendor| self.evidence.has_codes(vendor));
        signals.success &= signals.codes.is_empty() || self.vendors.is_empty();
        if self.keeps_found && !message.0.is_empty() {
            signals.found.push(Signal {
                kind: SignalKind::Message,
                value: message.0.clone(),
                span: message.1,
            });
        }
        signals.message = message.0;
        signals.found.sort_by_key(|signal| (signal.span.start, signal.span.end));
        signals
    }
}
