//! Which entries or which table is a file of records: JSON, JSON lines, CSV?
//!
//! Records in errdex's own form, which `export` writes, are entries as they stand. All others become a table for the
//! road of pages, where column names and values decide. Nothing here knows what a column of such a table means.

mod grid;
mod json;
mod own;
mod scan;
mod sheet;

use std::borrow::Cow;

use serde_json::Value;

use super::{Found, Identity, Options, Rule, Warnings};
use crate::entry::Entry;

/// How a file of records is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One JSON value.
    Json,
    /// A JSON object a line.
    Lines,
    /// Cells between commas, semicolons or tabs.
    Sheet,
}

impl Form {
    /// The form of the file, by the ending of its name; `None` for a page.
    pub(super) fn of(file: &str) -> Option<Form> {
        let (_, ending) = file.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "json" => Some(Form::Json),
            "jsonl" | "ndjson" => Some(Form::Lines),
            "csv" | "tsv" => Some(Form::Sheet),
            _ => None,
        }
    }
}

/// What a file of records comes to.
pub(super) enum Records {
    /// Entries of errdex's own form.
    Entries(Vec<Entry>, Found),
    /// Tables of the road of pages: HTML in which rows know their lines.
    Tables(String),
}

/// One record: the names of its fields and what they hold, in file order.
struct Record {
    /// From 1.
    line: u32,
    fields: Vec<(String, Value)>,
}

/// Reads the records of a file.
pub(super) fn read(
    bytes: &[u8],
    form: Form,
    identity: &Identity,
    options: &Options,
    warnings: &mut Warnings<'_>,
) -> Records {
    let text = decoded(bytes, warnings);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // Who declares columns says that they are not errdex's own.
    let declared = !options.roles.is_empty();
    match form {
        Form::Sheet => sheet::read(text, identity, declared, warnings),
        Form::Json | Form::Lines => json::read(text, form, identity, declared, warnings),
    }
}

/// The text of a file: UTF-8, or UTF-16 where it begins with its mark, as spreadsheets save it.
fn decoded<'b>(bytes: &'b [u8], warnings: &mut Warnings<'_>) -> Cow<'b, str> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => {
            if let Err(error) = std::str::from_utf8(bytes) {
                let line = Lines::of(&bytes[..error.valid_up_to()]).at(error.valid_up_to());
                let message = "not UTF-8 from here on: what could not be decoded reads \u{fffd}; save the file as UTF-8";
                warnings.add(line, Rule::NotUtf8, message);
            }
            return String::from_utf8_lossy(bytes);
        }
    };
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    let chars = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    Cow::Owned(chars.collect())
}

/// Where the lines of a text end.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &[u8]) -> Lines {
        Lines(memchr::memchr_iter(b'\n', text).collect())
    }

    /// The line of the byte at `at`, from 1.
    fn at(&self, at: usize) -> u32 {
        let before = self.0.partition_point(|&end| end < at);
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }
}
