//! What is written for a line, in each format; all but the number of the line and its text is made once a template.

use std::io::Write;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::{Classified, LONGEST_LINE};
use crate::search::Verdict;
use crate::text::turns_direction;

/// How much of a line is written whole by the formats that write lines; of a longer one its first 64 KiB.
pub(super) const LONGEST_WHOLE_LINE: usize = 1 << 20;

/// The form of what is written for a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineFormat {
    /// A JSON object: the number of the line and what it is.
    #[default]
    Jsonl,
    /// The line itself with what it is: a JSON object gains a member `errdex`, before its last brace and with no other byte
    /// changed; another line becomes the member `message` of one.
    Annotate,
    /// Comma-separated values: line, verdict, confidence, id, vendor, service, code, ties.
    Csv,
    /// What rsyslog's mmexternal reads: properties to set, none for a line that is not answered.
    Rsyslog,
}

/// What is written for the lines of a template beside their numbers and texts.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub(super) verdict: Verdict,
    /// Lines of this verdict are written.
    pub(super) written: bool,
    /// The caller wants to know of these lines.
    pub(super) watched: bool,
    /// Without the end of the line; empty where nothing is written.
    tail: Arc<[u8]>,
}

impl Prepared {
    pub(super) fn new(classified: &Classified, format: LineFormat, written: bool, watched: bool) -> Prepared {
        // Rsyslog waits for a reply to every line.
        let answers = written && classified.answer.is_some();
        let written = written || format == LineFormat::Rsyslog;
        let tail = match format {
            _ if !written => Vec::new(),
            LineFormat::Jsonl => {
                let mut object = json(classified);
                object[0] = b',';
                object.pop();
                object
            }
            LineFormat::Annotate => [b"\"errdex\":", json(classified).as_slice(), b"}"].concat(),
            LineFormat::Csv => csv(classified),
            LineFormat::Rsyslog if !answers => b"{}".to_vec(),
            LineFormat::Rsyslog => [b"{\"$!\":{\"errdex\":", json(classified).as_slice(), b"}}"].concat(),
        };
        Prepared { verdict: classified.verdict, written, watched, tail: tail.into() }
    }
}

/// A line to be written.
pub(super) struct Line<'l> {
    /// From 1.
    pub(super) number: u64,
    pub(super) bytes: &'l [u8],
    /// A carriage return comes before its end.
    pub(super) returns: bool,
    /// The name of its input, where there are several.
    pub(super) file: Option<&'l str>,
}

/// Writes `line` and its end.
#[inline]
pub(super) fn write_line(
    out: &mut Vec<u8>,
    format: LineFormat,
    with_text: bool,
    line: &Line<'_>,
    prepared: &Prepared,
) {
    match format {
        LineFormat::Jsonl => {
            match line.file {
                Some(file) => {
                    out.extend_from_slice(b"{\"file\":");
                    write_text(out, file.as_bytes());
                    out.extend_from_slice(b",\"line\":");
                }
                None => out.extend_from_slice(b"{\"line\":"),
            }
            out.extend_from_slice(itoa::Buffer::new().format(line.number).as_bytes());
            out.extend_from_slice(&prepared.tail);
            if with_text {
                write_member(out, b",\"text\":", line.bytes, LONGEST_LINE);
            }
            out.push(b'}');
        }
        LineFormat::Annotate => annotate(out, line, &prepared.tail),
        LineFormat::Csv => {
            out.extend_from_slice(itoa::Buffer::new().format(line.number).as_bytes());
            out.extend_from_slice(&prepared.tail);
            if with_text {
                out.push(b',');
                write_field(out, &String::from_utf8_lossy(&line.bytes[..line.bytes.len().min(LONGEST_LINE)]));
            }
            if let Some(file) = line.file {
                out.push(b',');
                write_field(out, file);
            }
        }
        LineFormat::Rsyslog => out.extend_from_slice(&prepared.tail),
    }
    out.push(b'\n');
}

/// Writes a line with the member `errdex`, which ends with the brace of its object. The carriage return before its end stays
/// where all of the line does.
fn annotate(out: &mut Vec<u8>, line: &Line<'_>, member: &[u8]) {
    let (line, returns) = (line.bytes, line.returns);
    let whole = line.len() <= LONGEST_WHOLE_LINE;
    let body = line.trim_ascii();
    let is_object = || {
        body.starts_with(b"{") && body.ends_with(b"}") && serde_json::from_slice::<IgnoredAny>(body).is_ok()
    };
    if whole && is_object() {
        let brace = line.trim_ascii_end().len() - 1;
        out.extend_from_slice(&line[..brace]);
        if body[1..body.len() - 1].iter().any(|b| !b.is_ascii_whitespace()) {
            out.push(b',');
        }
        out.extend_from_slice(member);
        out.extend_from_slice(&line[brace + 1..]);
    } else {
        let longest = if whole { LONGEST_WHOLE_LINE } else { LONGEST_LINE };
        write_member(out, b"{\"message\":", line, longest);
        out.push(b',');
        out.extend_from_slice(member);
    }
    if whole && returns {
        out.push(b'\r');
    }
}

/// Writes a member with at most `longest` bytes of a text, and that it was longer.
fn write_member(out: &mut Vec<u8>, name: &[u8], text: &[u8], longest: usize) {
    out.extend_from_slice(name);
    let cut = text.len() > longest;
    let mut text = &text[..text.len().min(longest)];
    if cut {
        // A character that the limit cuts is left out.
        let tail = text.iter().rev().take(3).position(|b| *b >= 0xc0).map_or(0, |at| at + 1);
        if std::str::from_utf8(&text[text.len() - tail..]).is_err() {
            text = &text[..text.len() - tail];
        }
    }
    write_text(out, text);
    if cut {
        out.extend_from_slice(b",\"truncated\":true");
    }
}

/// Writes a text as JSON, what is no UTF-8 as U+FFFD, and all controls escaped: also DEL and C1, by which terminals can be
/// steered, and what turns the direction of writing.
fn write_text(out: &mut Vec<u8>, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let start = out.len();
    serde_json::to_writer(&mut *out, &*text).expect("a text is JSON, and memory does not fail");
    if !text.is_ascii() && text.chars().any(steers) || text.contains('\u{7f}') {
        let written = String::from_utf8_lossy(&out[start..]).into_owned();
        out.truncate(start);
        write_escaped(out, &written);
    }
}

/// Writes JSON with what [`steers`] escaped.
fn write_escaped(out: &mut Vec<u8>, json: &str) {
    for c in json.chars() {
        if steers(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

/// Whether a character steers a terminal or turns the direction of writing.
fn steers(c: char) -> bool {
    c.is_control() || turns_direction(c)
}

fn json(classified: &Classified) -> Vec<u8> {
    let mut json = Vec::new();
    // Codes and ids are of pages, but the code of an unlisted one is of the line.
    write_escaped(&mut json, &serde_json::to_string(classified).expect("a verdict is JSON"));
    json
}

/// The fields after the number of the line, each after its comma.
fn csv(classified: &Classified) -> Vec<u8> {
    let mut out = Vec::new();
    let verdict = match classified.verdict {
        Verdict::Match => "match",
        Verdict::Ambiguous => "ambiguous",
        Verdict::Unknown => "unknown",
    };
    let _ = write!(out, ",{verdict},");
    match &classified.answer {
        None => out.extend_from_slice(b",,,,,"),
        Some(answer) => {
            let _ = write!(out, "{}", (answer.confidence * 1e4).round() / 1e4);
            let ties = answer.ties.join(" ");
            for field in [&answer.id, &answer.vendor, &answer.service, &answer.code, &ties] {
                out.push(b',');
                write_field(&mut out, field);
            }
        }
    }
    out
}

/// Writes a field as RFC 4180 has it; controls, ends of lines among them, become spaces, so that a line stays one.
fn write_field(out: &mut Vec<u8>, field: &str) {
    let field: String = field.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
    if field.contains(['"', ',']) {
        let _ = write!(out, "\"{}\"", field.replace('"', "\"\""));
    } else {
        out.extend_from_slice(field.as_bytes());
    }
}
