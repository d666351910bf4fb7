//! What is recognized in a pasted text: codes, HTTP status, vendors, and the message.
//!
//! Bytes and [`Evidence`] in, [`Signals`] out; search and classify share it. Nothing here ranks or looks at entries.

mod codes;
mod decode;
mod keys;
mod mention;
mod message;
mod place;
mod prose;
mod read;
mod scan;
mod settle;
mod slots;
mod trouble;

use std::ops::Range;

use serde::Serialize;

use crate::evidence::Evidence;
pub(crate) use codes::{Trust, is_success};
pub(crate) use keys::{KeyKind, is_key};
pub(crate) use mention::{Mentions, mentions, says_done};
pub(crate) use place::{colour_len, colour_opening, ends_with_escape, key_kind, leads_message};
pub(crate) use scan::code;
pub(crate) use trouble::Trouble;

/// How much of a text is read; the rest is left alone.
const LONGEST_TEXT: usize = 64 * 1024;

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
    /// Known codes, as their pages spell them, in text order. Where one vendor's body lies within another body's message,
    /// the inner code; the outer one only where no catalog has the inner.
    pub codes: Vec<String>,
    /// Codes in an error body that no catalog of the vendors in the text has, as the text spells them.
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
    /// What `codes` are found by, in the same order.
    #[serde(skip)]
    pub(crate) keys: Vec<Known>,
    /// A code says that all went well.
    #[serde(skip)]
    pub(crate) success: bool,
    /// What the text says that it weighs, where it is a log record.
    #[serde(skip)]
    pub(crate) level: Level,
    /// More than a key betrays one of the vendors.
    #[serde(skip)]
    pub(crate) names_vendor: bool,
    /// The text is another system's: all vendors that it betrays have no catalog.
    #[serde(skip)]
    pub(crate) foreign: bool,
}

/// What a log record is by its weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Level {
    /// It says nothing of that.
    #[default]
    None,
    /// Below a warning.
    Informs,
    /// A warning or more.
    Alarms,
}

/// A known code in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// As [`crate::evidence::code_key`] makes it.
    pub(crate) key: String,
    /// It is a whole code, not a part of one.
    pub(crate) whole: bool,
    /// How surely it is meant.
    pub(crate) trust: Trust,
    /// It stands where an error is reported by its code, not among words that speak of it.
    pub(crate) reported: bool,
    /// It is the value of a key, with a separator between the two.
    pub(crate) in_slot: bool,
    /// It is neither a plain word nor a number, or the text names it: `1400:PermissionDenied, …`.
    pub(crate) named: bool,
}

impl Signals {
    /// Reads the signals of a text, at most its first 64 KiB. Invalid UTF-8 is read as U+FFFD.
    ///
    /// ```
    /// use errdex::{Cache, Layers, Signals};
    ///
    /// let index = Cache::new(None).open(&Layers::default())?;
    /// let text = br#"resp={"message":"PermissionDenied, instance is not running","ret_code":1400}"#;
    /// let signals = Signals::read(text, index.evidence());
    /// assert_eq!(signals.codes, ["1400"]);
    /// assert_eq!(signals.vendors, ["qingcloud"]);
    /// assert_eq!(signals.message, "PermissionDenied, instance is not running");
    /// # Ok::<(), errdex::Error>(())
    /// ```
    #[must_use]
    pub fn read(text: &[u8], evidence: &Evidence) -> Signals {
        read::read(&text[..text.len().min(LONGEST_TEXT)], evidence, true)
    }

    /// The same without [`Signals::found`], which takes as long as the rest and which nobody looks at in a stream.
    pub(crate) fn read_line(line: &[u8], evidence: &Evidence) -> Signals {
        read::read(&line[..line.len().min(LONGEST_TEXT)], evidence, false)
    }
}
