//! A log line → its template: the line with what varies from one occurrence to the next replaced.
//!
//! What the verdict depends on stays as it is: words, codes, statuses, the numbers and ids in the place of a code, the hosts
//! of vendors, the shapes of request ids. The verdict is made from the template alone, so that a line is never looked at again.

use std::ops::Range;

use crate::evidence::{Evidence, FilterView, WordHash};
use crate::signals::{self, KeyKind, colour_len, colour_opening, ends_with_escape, key_kind, leads_message};

/// What stands for a number, or for a date or time. It has as many digits as the parts of a time, so that the head of a log
/// record is still one, and is no code and no success.
const NUMBER: &[u8] = b"00";

/// What stands for an identifier. Pages write so too.
const IDENTIFIER: &[u8] = b"xxx";

/// A number of more digits is no code.
const CODE_DIGITS: std::ops::RangeInclusive<usize> = 1..=8;

/// The value of a code's key is kept up to this length.
const LONGEST_CODE: usize = 40;

/// In lines shorter than this a number may be a code by itself, beside its vendor or its status.
const SHORT: usize = 40;

/// What a template may be longer than twice its line.
const ROOM: usize = 64;

/// How far before a number its key may begin.
const FARTHEST_KEY: usize = 48;

/// What a byte can be. The letters of times are told from others.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const JOINER: u8 = 4;
const OF_TIME: u8 = 8;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'T' | b'Z' => OF_TIME,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'.' | b'_' | b'-' => JOINER,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

#[inline]
fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// Masks lines with the evidence of one index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mask<'e> {
    evidence: &'e Evidence,
    filter: FilterView<'e>,
    /// Bit `n` is set where request ids of `n` bytes have a shape that betrays a vendor.
    id_lengths: u64,
}

impl<'e> Mask<'e> {
    pub(super) fn new(evidence: &'e Evidence) -> Mask<'e> {
        let lengths = evidence.request_id_lengths().filter(|len| *len < 64);
        let id_lengths = lengths.fold(1 << 36, |bits, len| bits | 1 << len);
        Mask { evidence, filter: evidence.filter(), id_lengths }
    }

    /// Writes the template of `line` into `template`.
    pub(super) fn write(&self, line: &[u8], template: &mut Vec<u8>) {
        template.resize(2 * line.len() + ROOM, 0);
        let mut out = Out { bytes: template, len: 0 };
        self.write_into(line, &mut out);
        let len = out.len;
        template.truncate(len);
    }

    fn write_into(&self, line: &[u8], out: &mut Out<'_>) {
        // What lies before is in the template.
        let mut written = 0;
        let mut at = 0;
        while let Some(digit) = next_digit(line, at) {
            let before = line[written..digit].iter().rev().take_while(|b| class(**b) != 0).count();
            let mut start = digit - before;
            while class(line[start]) == JOINER {
                start += 1;
            }
            let last = start.checked_sub(1).map_or(0, |last| line[last]);
            if last == b'\\' {
                let escaped = escaped_len(&line[start..]);
                if escaped > 0 {
                    at = start + escaped;
                    if at <= digit {
                        // The digit is not part of the escape.
                        out.put_part(line, written..at);
                        written = at;
                    }
                    continue;
                }
            }
            if last == b'[' && colour_opening(&line[..start]) > 0 {
                at = digit + 1;
                while line.get(at).is_some_and(|b| matches!(b, b'0'..=b'9' | b';')) {
                    at += 1;
                }
                at = (at + 1).min(line.len());
                // The letter that ends the sequence belongs to no word.
                out.put_part(line, written..at);
                written = at;
                continue;
            }
            let (mut end, mut classes) = (digit + 1, DIGIT);
            for &byte in &line[end..] {
                let class = class(byte);
                if class == 0 {
                    break;
                }
                classes |= class;
                end += 1;
            }
            while class(line[end - 1]) == JOINER {
                end -= 1;
            }
            out.put_part(line, written..start);
            if start == digit && classes == DIGIT {
                let kept = CODE_DIGITS.contains(&(end - start)) && self.is_kept_number(line, start, end);
                if kept { out.put_part(line, start..end) } else { out.put(NUMBER) }
            } else if start == digit && classes & LETTER == 0 {
                write_numbers(&line[start..end], out);
            } else {
                self.write_token(line, start, end, out);
            }
            (written, at) = (end, end);
        }
        out.put_part(line, written..line.len());
    }

    /// Writes what stands for the token of letters and digits at `start..end`.
    fn write_token(&self, line: &[u8], start: usize, end: usize, out: &mut Out<'_>) {
        let token = &line[start..end];
        if token.len() < 64 && self.id_lengths >> token.len() & 1 != 0 && write_shape(token, out) {
            return;
        }
        if self.is_kept_token(line, start, end) {
            out.put_part(line, start..end);
            return;
        }
        // The records of klog begin with a letter and a date.
        if start == 0 && token.len() == 5 && matches!(token[0], b'I' | b'W' | b'E' | b'F') {
            out.put(&[token[0]]);
            out.put(b"0000");
            return;
        }
        write_pieces(token, out);
    }

    /// Whether a token of letters and digits may be a code: a known one, a sibling of known ones, or the value of a code's key.
    fn is_kept_token(&self, line: &[u8], start: usize, end: usize) -> bool {
        let token = &line[start..end];
        if token.len() > LONGEST_CODE {
            return false;
        }
        let mut hash = WordHash::default();
        token.iter().filter(|b| class(**b) != JOINER).for_each(|b| hash.push(*b));
        (self.filter.may_have(hash) && self.is_code(token))
            || (token[0].is_ascii_uppercase() && self.is_sibling(token))
            || (is_after_separator(line, start)
                && matches!(key_before(line, start, true), Some(KeyKind::Code | KeyKind::CodeName)))
    }

    #[cold]
    fn is_sibling(&self, token: &[u8]) -> bool {
        token.contains(&b'.')
            && std::str::from_utf8(token).is_ok_and(|token| self.evidence.has_family_of(token))
    }

    #[cold]
    fn is_code(&self, token: &[u8]) -> bool {
        let known = std::str::from_utf8(token).ok().and_then(|token| signals::code(token, self.evidence));
        known.is_some_and(|code| code.whole)
    }

    /// Whether the number at `start..end` says something where it stands: as a code, or as an HTTP status.
    fn is_kept_number(&self, line: &[u8], start: usize, end: usize) -> bool {
        let number = &line[start..end];
        let status = number.len() == 3 && matches!(number[0], b'1'..=b'5');
        // Looked up where it matters: where many codes are known, most small numbers are one.
        let may_be_known = self.filter.may_have(WordHash::of(number));
        let known = || may_be_known && self.is_code(number);
        if is_after_separator(line, start)
            && let says_more = (status || known())
            && let Some(kind) = key_before(line, start, !says_more)
        {
            match kind {
                KeyKind::Code | KeyKind::CodeName => return true,
                KeyKind::Status | KeyKind::Http if status => return true,
                KeyKind::Returned | KeyKind::Cause if says_more => return true,
                _ => {}
            }
        }
        if line.len() < SHORT {
            return status || known();
        }
        // In brackets, before a colon, or at the beginning: `(2130)…`, `1400:PermissionDenied`.
        let bracketed = start > 0 && line[start - 1] == b'(' && line.get(end) == Some(&b')');
        let may_lead = matches!(line.get(end), Some(b')' | b']' | b':' | b',' | b' ' | b'-' | b'\''));
        may_be_known && (bracketed || (may_lead && leads_message(line, start..end))) && known()
    }
}

/// A template that is written. There is room for all of it from the start, which makes short writes cheap.
struct Out<'t> {
    bytes: &'t mut [u8],
    len: usize,
}

impl Out<'_> {
    /// Writes a few bytes.
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.len..self.len + bytes.len()) {
            room.copy_from_slice(bytes);
            self.len += bytes.len();
        }
    }

    /// Writes a part of a line. Parts are short, and what is copied beyond one is written over.
    #[inline]
    fn put_part(&mut self, line: &[u8], part: Range<usize>) {
        const STEP: usize = 16;
        let end = self.len + part.len();
        let (mut at, mut to) = (part.start, self.len);
        while at < part.end {
            let from = line.get(at..).and_then(|rest| rest.first_chunk::<STEP>());
            let room = self.bytes.get_mut(to..).and_then(|room| room.first_chunk_mut::<STEP>());
            let (Some(from), Some(room)) = (from, room) else {
                self.len = to;
                self.put(&line[at..part.end]);
                break;
            };
            *room = *from;
            (at, to) = (at + STEP, to + STEP);
        }
        self.len = end;
    }
}

/// Where the next digit is.
#[inline]
fn next_digit(line: &[u8], mut at: usize) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    while let Some(chunk) = line.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        // A byte is a digit where it differs from `0` by less than ten; bytes never carry into their neighbours.
        let off = u64::from_le_bytes(*chunk) ^ (0x30 * ONES);
        let others = ((off & !HIGH) + 0x76 * ONES) | off;
        let digits = !others & HIGH;
        if digits != 0 {
            return Some(at + digits.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    (at..line.len()).find(|&at| line[at].is_ascii_digit())
}

/// How long the escape is whose backslash stands before `rest`: `x22`, `u4f59`, or the letter of `\n`.
fn escaped_len(rest: &[u8]) -> usize {
    let hex = |count: usize| rest.len() > count && rest[1..=count].iter().all(u8::is_ascii_hexdigit);
    match rest[0] {
        b'x' if hex(2) => 3,
        b'u' if hex(4) => 5,
        b'n' | b'r' | b't' => 1,
        _ => 0,
    }
}

/// Writes a token as long as a request id so that it keeps its shape; false where it is none.
fn write_shape(token: &[u8], out: &mut Out<'_>) -> bool {
    if !token.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-') {
        return false;
    }
    let upper = token.iter().any(u8::is_ascii_uppercase);
    if upper && token.iter().any(u8::is_ascii_lowercase) {
        return false;
    }
    let letter = if upper { b'A' } else { b'a' };
    for (at, byte) in token.iter().enumerate() {
        out.put(&[match byte {
            b'-' => b'-',
            _ if at % 2 == 0 => b'0',
            _ => letter,
        }]);
    }
    true
}

/// Writes what stands for numbers, dates and times: `2026-03-01T11`, `10.20.31.7`.
fn write_numbers(token: &[u8], out: &mut Out<'_>) {
    let mut within = false;
    for &byte in token {
        if class(byte) == JOINER {
            out.put(&[byte]);
            within = false;
        } else if !within {
            out.put(NUMBER);
            within = true;
        }
    }
}

/// Writes the parts of a token between its joiners: words as they are, numbers and identifiers as what stands for them.
fn write_pieces(token: &[u8], out: &mut Out<'_>) {
    let first = out.len;
    // Where in the template a run of parts with digits begins, and whether it is an identifier.
    let mut run: Option<(usize, bool)> = None;
    let mut at = 0;
    while at < token.len() {
        let start = at;
        let (mut letters, mut digits) = (0, 0);
        for &byte in &token[start..] {
            match class(byte) {
                JOINER => break,
                DIGIT => digits += 1,
                _ => letters += 1,
            }
            at += 1;
        }
        let piece = &token[start..at];
        let begins = out.len;
        let within = run.is_some_and(|(_, identifier)| identifier);
        if digits == 0 || (!within && is_word_with_digit(piece, letters, digits)) {
            out.put_part(token, start..at);
            run = None;
        } else if letters == 0 || is_time(piece) {
            if !within {
                run = run.or(Some((begins, false)));
                out.put(NUMBER);
            }
        } else {
            let (mut start, _) = run.unwrap_or((begins, false));
            // `vpc-bp1aevy8sofi8mh1qc5cm` is an identifier from its first letter on.
            if is_resource(token, piece) {
                start = first;
            }
            out.len = start;
            out.put(IDENTIFIER);
            run = Some((start, true));
        }
        while let Some(&joiner) = token.get(at).filter(|b| class(**b) == JOINER) {
            // What follows an identifier with digits is part of it.
            if !(run.is_some_and(|(_, identifier)| identifier) && next_has_digit(&token[at + 1..])) {
                out.put(&[joiner]);
            }
            at += 1;
        }
    }
}

fn next_has_digit(rest: &[u8]) -> bool {
    rest.iter().take_while(|b| class(**b) != JOINER).any(u8::is_ascii_digit)
}

/// `http2`, `ipv4`, `eth0`: a short word that ends with one digit.
fn is_word_with_digit(piece: &[u8], letters: usize, digits: usize) -> bool {
    digits == 1 && (2..=4).contains(&letters) && piece.last().is_some_and(u8::is_ascii_digit)
}

/// `01T11`, `412Z`: parts of a time.
fn is_time(piece: &[u8]) -> bool {
    piece.iter().all(|b| matches!(b, b'0'..=b'9' | b'T' | b'Z'))
}

/// Whether a token is the id of a cloud resource: a short prefix and `piece`.
fn is_resource(token: &[u8], piece: &[u8]) -> bool {
    let Some(prefix) = token.strip_suffix(piece).and_then(|head| head.strip_suffix(b"-")) else {
        return false;
    };
    piece.len() >= 8
        && prefix.len() <= 6
        && prefix.iter().all(u8::is_ascii_lowercase)
        && !piece.iter().any(u8::is_ascii_uppercase)
}

/// Whether what stands before `start` may be the end of a key.
#[inline]
fn is_after_separator(line: &[u8], start: usize) -> bool {
    let Some(&last) = line[..start].last() else { return false };
    matches!(last, b':' | b'=' | b'"' | b'\'' | b' ' | b'(' | b'[' | b'>' | b'|' | b'`' | 0x80..)
        || ends_with_escape(&line[..start])
        || colour_len(&line[..start]) > 0
}

/// The kind of the key whose value begins at `start`; with `code_only` only keys of codes are looked for.
fn key_before(line: &[u8], start: usize, code_only: bool) -> Option<KeyKind> {
    key_kind(&line[start.saturating_sub(FARTHEST_KEY)..start], code_only)
}
