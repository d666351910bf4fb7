//! From words and slots to signals, body within body.

use std::ops::Range;

use super::codes::{self, Trust};
use super::decode::{Layer, decode};
use super::keys::KeyKind;
use super::scan::{self, What, Word};
use super::settle::Candidate;
use super::slots::{self, Slot};
use super::{Level, Signal, SignalKind, Signals, mention, message, prose};
use crate::evidence::{CodeKey, Evidence, MarkKind};

/// How deep a body may lie in a message in a body.
const DEEPEST_BODY: usize = 4;

/// How many places of one thing are kept.
const MOST_PLACES: usize = 8;

/// Texts shorter than this may hold an HTTP status beside a code: `VPC.0504 404`.
const SHORT: usize = 40;

/// `keeps_found` is whether [`Signals::found`] is wanted.
pub(super) fn read(text: &[u8], evidence: &Evidence, keeps_found: bool) -> Signals {
    let mut reader = Reader {
        evidence,
        keeps_found,
        signals: Signals::default(),
        codes: Vec::new(),
        unlisted: Vec::new(),
        vendors: Vec::new(),
        named: Vec::new(),
        hosts: Vec::new(),
        head: prose::Head::default(),
        likely: None,
    };
    let layer = decode(text);
    reader.head = prose::head(layer.as_str());
    reader.signals.level = reader.head.level;
    let message = reader.read(&layer, 0);
    reader.finish(message)
}

/// What was read of a text so far.
pub(super) struct Reader<'e> {
    pub(super) evidence: &'e Evidence,
    pub(super) keeps_found: bool,
    pub(super) signals: Signals,
    pub(super) codes: Vec<Candidate>,
    pub(super) unlisted: Vec<(String, Range<usize>)>,
    /// The vendors in the text, by their places in the evidence.
    pub(super) vendors: Vec<usize>,
    /// Those of them that more than a key betrays.
    pub(super) named: Vec<usize>,
    /// Those of them whose hosts are in it.
    pub(super) hosts: Vec<usize>,
    /// Of the whole text.
    head: prose::Head,
    /// A vendor whose request ids look like the one in the text.
    pub(super) likely: Option<usize>,
}

/// A message and where it was read from.
pub(super) type Message = (String, Range<usize>);

impl Reader<'_> {
    /// Reads a text or a message within one; gives its message.
    fn read(&mut self, layer: &Layer<'_>, depth: usize) -> Message {
        let text = layer.as_str();
        let words = scan::scan(text, self.evidence);
        // Places of what is no part of a message.
        let mut known: Vec<Range<usize>> = Vec::new();
        self.read_marks(layer, &words, &mut known);
        if depth == 0 && self.signals.level == Level::None {
            self.signals.level = prose::level_in_record(text, &words);
        }
        let slots = slots::find(text, &words);
        let body = message::slot(text, &slots, &words).filter(|_| depth < DEEPEST_BODY);
        let within = body.map_or(0..0, |slot| slot.value.clone());
        let first = self.codes.len();
        let last_slot = self.read_slots(layer, &slots, &within, depth, &mut known);
        let mut last_word = self.read_words(layer, &words, &slots, &within, depth, &mut known);
        if self.codes.is_empty() && self.unlisted.is_empty() {
            last_word = self.read_thrown(layer, &words, &within, &mut known);
        }
        if let Some(slot) = body {
            let value = layer.value(slot.value.clone());
            let (code, start) = codes::bracketed(value.as_str()).unwrap_or((0..0, 0));
            if !code.is_empty() {
                self.add_number(&value, code, depth + 1);
            }
            let inner = value.part(start..value.as_str().len());
            return self.read(&inner, depth + 1);
        }
        if self.codes.len() == first && self.unlisted.is_empty() {
            self.read_alone(layer, &words, depth, &mut known);
        }
        if let Some(end) = last_slot.max(last_word)
            && let Some(span) = prose::after(text, end, &words)
        {
            let left_out =
                known.into_iter().filter(|known| known.start >= span.start && known.end <= span.end);
            let (message, _) = prose::of(
                &text[span.clone()],
                0,
                left_out.map(|known| known.start - span.start..known.end - span.start).collect(),
            );
            return (message, layer.source(span));
        }
        let is_status_alone = text.trim().len() == 3 && depth == 0;
        if text.len() < SHORT && (self.codes.len() > first || is_status_alone) {
            self.read_status_beside_code(layer, &mut known);
        }
        let end = prose::message_end(text, 0..text.len(), &words);
        let (message, span) =
            prose::of(&text[..end], if depth == 0 { self.head.len.min(end) } else { 0 }, known);
        let is_rest = last_slot.is_some() && prose::is_rest_of_body(&message);
        // "error code" is no message, with a code beside it or without.
        if is_rest || codes::says_nothing(&message) {
            return (String::new(), layer.source(0..0));
        }
        (message, layer.source(span))
    }

    /// Takes the vendors that words betray. Their names, markers and keys are no part of a message.
    fn read_marks(&mut self, layer: &Layer<'_>, words: &[Word], known: &mut Vec<Range<usize>>) {
        for word in words {
            let What::Mark(mark) = word.what else { continue };
            // A name of another system within the name of a thread, a volume or a path is not what speaks here.
            let is_name_only =
                !mark.is(MarkKind::Marker) && !mark.is(MarkKind::Host) && !mark.is(MarkKind::Key);
            if is_name_only
                && !self.evidence.has_codes(mark.vendor)
                && codes::is_joined(layer.as_str(), &word.span)
            {
                continue;
            }
            // Under the same key other systems have what no host is called.
            if mark.is_key_only() && slots::has_opaque_value(layer.as_str(), &word.span) {
                continue;
            }
            self.add_vendor(mark.vendor, layer.source(word.span.clone()));
            if !mark.is_key_only() && !self.named.contains(&mark.vendor) {
                self.named.push(mark.vendor);
            }
            if mark.is(MarkKind::Host) {
                self.hosts.push(mark.vendor);
            } else {
                known.extend(codes::named(layer.as_str(), &word.span));
            }
        }
    }

    fn add_vendor(&mut self, vendor: usize, span: Range<usize>) {
        if !self.vendors.contains(&vendor) {
            self.vendors.push(vendor);
        }
        self.add(SignalKind::Vendor, self.evidence.slug(vendor), span);
    }

    fn add(&mut self, kind: SignalKind, value: &str, span: Range<usize>) {
        if !self.keeps_found {
            return;
        }
        // A few of each are enough to show; a text of nothing else has thousands.
        let same = self.signals.found.iter().filter(|known| known.kind == kind && known.value == value);
        if same.take(MOST_PLACES).count() < MOST_PLACES {
            self.signals.found.push(Signal { kind, value: value.to_owned(), span });
        }
    }

    /// Takes codes and statuses from slots. Gives where the last slot of a code ends.
    fn read_slots(
        &mut self,
        layer: &Layer<'_>,
        slots: &[Slot],
        message: &Range<usize>,
        depth: usize,
        known: &mut Vec<Range<usize>>,
    ) -> Option<usize> {
        let mut end = None;
        let (first, unlisted) = (self.codes.len(), self.unlisted.len());
        for slot in slots.iter().filter(|slot| !holds(message, &slot.key)) {
            let taken = match slot.kind {
                KeyKind::Code => self.read_code(layer, slot, depth),
                KeyKind::CodeName if self.codes.len() == first && self.unlisted.len() == unlisted => {
                    self.read_code(layer, slot, depth)
                }
                KeyKind::Returned => {
                    self.add_status(layer, slot.value.clone())
                        || self.add_number(layer, slot.value.clone(), depth)
                }
                KeyKind::Status | KeyKind::Http => self.add_status(layer, slot.value.clone()),
                KeyKind::Cause => self.read_cause(layer, slot, depth),
                KeyKind::RequestId => {
                    self.read_request_id(layer, slot);
                    false
                }
                KeyKind::Message | KeyKind::CodeName | KeyKind::Record | KeyKind::Other => false,
            };
            if taken {
                known.push(slot.span());
                if slot.kind != KeyKind::Http {
                    end = Some(slot.value.end);
                }
            }
        }
        end
    }

    /// Takes the code of a slot, known or not.
    fn read_code(&mut self, layer: &Layer<'_>, slot: &Slot, depth: usize) -> bool {
        let value = layer.value(slot.value.clone());
        let spelling = value.as_str().trim().trim_matches(['[', ']', '"', '\'']);
        if spelling.is_ascii()
            && let Some(found) = scan::code(spelling, self.evidence).filter(|found| found.whole)
        {
            self.signals.success |= codes::is_success(spelling);
            let span = layer.source(slot.value.clone());
            let between = &layer.as_str()[slot.key.end..slot.value.start];
            let separated = between.contains([':', '=', '>', '(']);
            self.add_code(Candidate {
                in_slot: true,
                separated,
                ..Candidate::new(spelling, found, depth, span)
            });
            return true;
        }
        if codes::is_success(spelling) {
            self.signals.success = true;
        } else if codes::is_of_grpc(spelling) {
            return false;
        } else if codes::looks_like_code(spelling) || self.is_vendors_own(layer, slot) {
            self.unlisted.push((spelling.to_owned(), layer.source(slot.value.clone())));
        } else {
            return self.add_status(layer, slot.value.clone());
        }
        true
    }

    /// Whether the key of a slot is one vendor's own, so that a number under it is a code, however small.
    fn is_vendors_own(&self, layer: &Layer<'_>, slot: &Slot) -> bool {
        let text = layer.as_str();
        let number = &text[slot.value.clone()];
        let is_number = number.bytes().all(|b| b.is_ascii_digit()) && number.bytes().any(|b| b != b'0');
        let mark = self.evidence.mark_at(&text[slot.key.start..], |len| len == slot.key.len());
        is_number && mark.is_some_and(|(len, mark)| len == slot.key.len() && mark.is(MarkKind::Key))
    }

    /// Takes a plain word for a code that is all there is of a cause: `err=Throttling`.
    fn read_cause(&mut self, layer: &Layer<'_>, slot: &Slot, depth: usize) -> bool {
        let text = &layer.as_str()[slot.value.clone()];
        let token = text.trim_matches([' ', '[', ']', '"', '\'', '.']);
        if token.is_empty() || token.bytes().any(|b| !b.is_ascii_alphanumeric()) || codes::is_success(token) {
            return false;
        }
        let found = scan::code(token, self.evidence).filter(|found| found.whole && !found.distinct);
        let Some(found) = found else { return false };
        let span = layer.source(slot.value.clone());
        self.add_code(Candidate { in_slot: true, ..Candidate::new(token, found, depth, span) });
        true
    }

    /// Takes the vendor whose request ids have the shape of this one.
    fn read_request_id(&mut self, layer: &Layer<'_>, slot: &Slot) {
        let id = layer.as_str()[slot.value.clone()].trim_matches(['"', '\'', ']', '[', ' ']);
        self.likely = self.likely.or_else(|| self.evidence.vendor_of_request(id));
    }

    /// Takes the number at `span` if it is a known code.
    fn add_number(&mut self, layer: &Layer<'_>, span: Range<usize>, depth: usize) -> bool {
        let number = &layer.as_str()[span.clone()];
        let Some(found) = scan::code(number, self.evidence).filter(|found| found.whole) else { return false };
        let span = layer.source(span);
        self.add_code(Candidate { in_slot: true, ..Candidate::new(number, found, depth, span) });
        true
    }

    fn add_code(&mut self, candidate: Candidate) {
        match self.codes.iter_mut().find(|known| known.key == candidate.key) {
            Some(known) => {
                known.trust = known.trust.max(candidate.trust);
                known.depth = known.depth.max(candidate.depth);
                known.reported |= candidate.reported || candidate.in_slot;
                known.named |= candidate.named;
                known.separated |= candidate.separated;
            }
            None => self.codes.push(candidate),
        }
    }

    /// Adds the HTTP status at `span`; false where there is none.
    fn add_status(&mut self, layer: &Layer<'_>, span: Range<usize>) -> bool {
        let text = layer.as_str()[span.clone()].trim();
        let Some(Ok(status @ 100..=599)) = text.get(..3).map(str::parse::<u16>) else { return false };
        // `404 Not Found` is one too.
        if text[3..].starts_with(|c: char| c.is_alphanumeric()) {
            return false;
        }
        if !self.signals.http_status.contains(&status) {
            self.signals.http_status.push(status);
        }
        let status = layer.as_str()[span.clone()].trim()[..3].to_owned();
        self.add(SignalKind::HttpStatus, &status, layer.source(span));
        true
    }

    /// Takes the codes that stand outside of slots. Gives where the last one ends.
    fn read_words(
        &mut self,
        layer: &Layer<'_>,
        words: &[Word],
        slots: &[Slot],
        message: &Range<usize>,
        depth: usize,
        known: &mut Vec<Range<usize>>,
    ) -> Option<usize> {
        let text = layer.as_str();
        let mut end = None;
        // Slots of codes and statuses are in order and apart.
        let mut taken = slots
            .iter()
            .filter(|slot| matches!(slot.kind, KeyKind::Code | KeyKind::CodeName | KeyKind::Status))
            .peekable();
        for word in words {
            while taken.next_if(|slot| slot.value.end <= word.span.start).is_some() {}
            let in_slot = taken.peek().is_some_and(|slot| holds(&slot.value, &word.span));
            if in_slot || holds(message, &word.span) {
                continue;
            }
            match word.what {
                What::Code(found)
                    if found.whole
                        && (found.distinct
                            || codes::leads(text, &word.span, depth > 0)
                            || codes::names(text, &word.span)) =>
                {
                    let (spelling, span) = (&text[word.span.clone()], layer.source(word.span.clone()));
                    let mut candidate = Candidate::new(spelling, found, depth, span);
                    if codes::names(text, &word.span) {
                        candidate.trust = Trust::Sure;
                        candidate.named = true;
                    }
                    candidate.reported = mention::is_reported(text, &word.span);
                    self.add_code(candidate);
                }
                What::Sibling => {
                    self.unlisted.push((text[word.span.clone()].to_owned(), layer.source(word.span.clone())));
                }
                _ => continue,
            }
            known.push(word.span.clone());
            end = Some(word.span.end);
        }
        end
    }

    /// Takes the token for a code that no catalog has that is spelled as one, or stands where an exception of a vendor's SDK
    /// has its code. Gives where it ends.
    fn read_thrown(
        &mut self,
        layer: &Layer<'_>,
        words: &[Word],
        message: &Range<usize>,
        known: &mut Vec<Range<usize>>,
    ) -> Option<usize> {
        let text = layer.as_str();
        let dotted = words.iter().filter(|word| word.what == What::Dotted).map(|word| word.span.clone());
        let mut dotted = dotted.filter(|span| codes::is_spelled_as_code(text, span) && !holds(message, span));
        let is_word = |span: &Range<usize>| {
            let is_it = |word: &Word| word.span.start < span.end && span.start < word.span.end;
            words.iter().any(|word| word.what != What::Dotted && is_it(word))
        };
        let thrown = || {
            let mut tokens = codes::tokens(text).filter(|span| codes::is_thrown(text, span));
            tokens.find(|span| !is_word(span) && !holds(message, span))
        };
        let of_vendor = !self.vendors.is_empty();
        let thrown = dotted.next().or_else(|| of_vendor.then(thrown).flatten())?;
        let code = &text[thrown.clone()];
        let code = code.strip_suffix("Error").unwrap_or(code);
        self.unlisted.push((code.to_owned(), layer.source(thrown.start..thrown.start + code.len())));
        known.push(thrown.clone());
        Some(thrown.end)
    }

    /// Takes the only code of a text that says nothing else, one that no catalog has too.
    fn read_alone(&mut self, layer: &Layer<'_>, words: &[Word], depth: usize, known: &mut Vec<Range<usize>>) {
        let text = layer.as_str();
        let mut codes = words.iter().filter_map(|word| match word.what {
            What::Code(found) => Some((word.span.clone(), found)),
            _ => None,
        });
        let alone = |span: &Range<usize>, known: &[Range<usize>]| {
            let mut spans: Vec<Range<usize>> = known.iter().chain([span]).cloned().collect();
            spans.sort_unstable_by_key(|span| span.start);
            codes::says_nothing_else(text, &spans)
        };
        match (codes.next(), codes.next()) {
            (Some((span, found)), None) if alone(&span, known) || self.is_theirs(text, &span, found) => {
                let (spelling, source) = (&text[span.clone()], layer.source(span.clone()));
                let candidate = Candidate::new(spelling, found, depth, source);
                self.add_code(Candidate { trust: Trust::Sure, ..candidate });
                known.push(span);
            }
            (None, None) if text.len() < 2 * SHORT => {
                let mut shaped = codes::tokens(text).filter(|span| codes::is_shaped(&text[span.clone()]));
                if let (Some(span), None) = (shaped.next(), shaped.next())
                    && alone(&span, known)
                {
                    self.unlisted.push((text[span.clone()].to_owned(), layer.source(span.clone())));
                    known.push(span);
                }
            }
            _ => {}
        }
    }

    /// Whether a number is a code of a vendor that a short text names: `腾讯云cdn DSA 10104`.
    fn is_theirs(&self, text: &str, span: &Range<usize>, found: CodeKey) -> bool {
        let numeric = span.len() > 2 && text[span.clone()].bytes().all(|b| b.is_ascii_digit());
        numeric && self.evidence.is_of(found, &self.vendors) && found.whole && text.len() < SHORT
    }

    /// Takes a number beside a code in a short text for its HTTP status.
    fn read_status_beside_code(&mut self, layer: &Layer<'_>, known: &mut Vec<Range<usize>>) {
        let text = layer.as_str();
        let numbers: Vec<Range<usize>> = codes::tokens(text)
            .filter(|span| {
                span.len() == 3 && !known.iter().any(|known| known.start < span.end && span.start < known.end)
            })
            .collect();
        for span in numbers {
            if self.add_status(layer, span.clone()) {
                known.push(span);
            }
        }
    }
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}
