//! What is recognized in a pasted text: codes, HTTP status, vendors, and the message.
//!
//! Bytes and [`Evidence`] in, [`Signals`] out; search and classify share it. Nothing here ranks or looks at entries.

mod codes;
mod slots;
mod vendors;

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use crate::evidence::{CodeKey, Evidence};
use crate::text::fold;
use slots::{Slot, SlotKind};

/// How much of a text is read; the rest is left alone.
const LONGEST_TEXT: usize = 64 * 1024;

/// How deep a body may lie in a message in a body.
const DEEPEST_BODY: usize = 4;

/// A thing that was recognized in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// What it is.
    pub kind: SignalKind,
    /// As [`Signals`] lists it: the code as its page spells it, the slug of a vendor, an HTTP status, the message.
    pub value: String,
    /// The bytes of the text that it was read from.
    pub span: Range<usize>,
}

/// What a [`Signal`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalKind {
    /// A known code.
    Code,
    /// A code that no catalog has.
    Unlisted,
    /// An HTTP status.
    HttpStatus,
    /// Something that betrays a vendor.
    Vendor,
    /// The message.
    Message,
}

/// What was recognized in a pasted text. Serialized, it is `signals` of the wire form, version 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Signals {
    /// Known codes, as their pages spell them, in text order.
    pub codes: Vec<String>,
    /// Codes in an error body that no catalog has, as the text spells them.
    pub unlisted: Vec<String>,
    /// HTTP statuses.
    pub http_status: Vec<u16>,
    /// Slugs of the vendors that something in the text betrays.
    pub vendors: Vec<String>,
    /// The message of an error body, or the text without its codes.
    pub message: String,
    /// Each of these where it stands in the text, in text order.
    #[serde(skip)]
    pub found: Vec<Signal>,
    /// The keys of `codes`, and whether each is a whole code.
    #[serde(skip)]
    pub(crate) keys: Vec<(String, bool)>,
}

impl Signals {
    /// Reads the signals of a text, at most its first 64 KiB. Invalid UTF-8 is read as U+FFFD.
    #[must_use]
    pub fn read(text: &[u8], evidence: &Evidence) -> Signals {
        let text = String::from_utf8_lossy(&text[..text.len().min(LONGEST_TEXT)]);
        let mut signals = Signals::default();
        signals.read_body(fold(&text).as_str(), evidence, 0);
        signals
    }

    fn read_body(&mut self, text: &str, evidence: &Evidence, depth: usize) {
        let names = vendors::find(text, evidence, &mut self.vendors);
        let slots = slots::find(text);
        let mut known = Vec::new();
        let mut message: Option<Cow<'_, str>> = None;
        for slot in &slots {
            match slot.kind {
                SlotKind::Code => self.read_code(slot, evidence, &mut known),
                SlotKind::Status => {
                    self.add_status(&slot.value);
                }
                SlotKind::Message if message.is_none() => message = Some(slots::unescape(&slot.value)),
                SlotKind::Message | SlotKind::Other => {}
            }
        }
        for (token, key, found) in codes::standing_alone(text, evidence, &slots, &names) {
            self.add_code(key, found, evidence);
            known.push(token);
        }
        self.find_status(text, &mut known);
        let Some(message) = message else {
            if self.codes.is_empty()
                && let Some(span) = codes::unlisted_alone(text, &names)
            {
                self.unlisted.push(text[span.clone()].to_owned());
                known.push(span);
            }
            if depth == 0 || self.message.is_empty() {
                known.extend(names);
                self.message = without(text, known);
                // "error code" is no message, with a code beside it or without.
                if codes::says_nothing(&self.message) {
                    self.message.clear();
                }
            }
            return;
        };
        let (prefix, rest) = codes::prefix(&message);
        if let Some(number) = prefix {
            self.add_candidate(number, evidence);
        }
        self.message = rest.trim().to_owned();
        // A body within the message tells more than the message around it.
        if depth < DEEPEST_BODY && slots::find(rest).iter().any(|slot| slot.kind != SlotKind::Other) {
            let inner = rest.to_owned();
            self.read_body(&inner, evidence, depth + 1);
        }
    }

    fn read_code(&mut self, slot: &Slot<'_>, evidence: &Evidence, known: &mut Vec<Range<usize>>) {
        let value = slots::unescape(&slot.value);
        if self.add_candidate(value.trim(), evidence) {
            known.push(slot.span.clone());
        } else if codes::looks_like_code(value.trim())
            && !self.unlisted.iter().any(|code| code == value.trim())
        {
            self.unlisted.push(value.trim().to_owned());
        }
    }

    /// Adds the code that `spelling` is, if it is a known one.
    fn add_candidate(&mut self, spelling: &str, evidence: &Evidence) -> bool {
        let key = codes::key(spelling);
        match evidence.code(&key) {
            Some(found) => {
                self.add_code(key, found, evidence);
                true
            }
            None => false,
        }
    }

    fn add_code(&mut self, key: String, found: CodeKey, evidence: &Evidence) {
        let spelling = evidence.spelling(found);
        if !self.codes.iter().any(|code| code == spelling) {
            self.codes.push(spelling.to_owned());
            self.keys.push((key, found.whole));
        }
    }

    /// Adds an HTTP status; false where the value is none.
    fn add_status(&mut self, value: &str) -> bool {
        let Ok(status @ 100..=599) = value.trim().parse::<u16>() else { return false };
        if !self.http_status.contains(&status) {
            self.http_status.push(status);
        }
        true
    }

    /// Takes the codes with these keys for ones that no catalog has.
    pub(crate) fn disown(&mut self, keys: &[String]) {
        let (mut codes, mut kept) = (Vec::new(), Vec::new());
        for (code, key) in std::mem::take(&mut self.codes).into_iter().zip(std::mem::take(&mut self.keys)) {
            if keys.contains(&key.0) {
                self.unlisted.push(code);
            } else {
                codes.push(code);
                kept.push(key);
            }
        }
        (self.codes, self.keys) = (codes, kept);
    }

    /// Statuses that are named in prose: `HTTP 404`, `HTTP/1.1 404`, `status 404`; or a number that stands beside a code
    /// in a short text, which is then no part of the message.
    fn find_status(&mut self, text: &str, known: &mut Vec<Range<usize>>) {
        let beside_code = !self.codes.is_empty() && text.len() < 40;
        let mut before = "";
        let mut start = 0;
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '/' && c != '.') {
            let span = start..start + word.len();
            // One past the separator; one that is not ASCII is longer.
            start = span.end + text[span.end..].chars().next().map_or(0, char::len_utf8);
            let is_known = || known.iter().any(|known| known.start < span.end && span.start < known.end);
            if word.len() == 3 && !is_known() {
                if is_status_word(before) {
                    self.add_status(word);
                } else if beside_code && self.add_status(word) {
                    known.push(span);
                }
            }
            if !word.is_empty() {
                before = if word.is_ascii() { word } else { "" };
            }
        }
    }
}

/// Whether a number after this word is an HTTP status.
fn is_status_word(word: &str) -> bool {
    let starts_http = word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
    (starts_http && !word.contains("//")) || word.eq_ignore_ascii_case("status")
}

/// The text without some spans, runs of white space joined.
fn without(text: &str, mut left_out: Vec<Range<usize>>) -> String {
    left_out.sort_unstable_by_key(|span| span.start);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for span in left_out {
        if span.start >= from {
            kept.push_str(&text[from..span.start]);
            kept.push(' ');
        }
        from = from.max(span.end);
    }
    kept.push_str(&text[from..]);
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
