//! One pass over a text that finds the words worth a second look: codes, keys, marks of vendors.
//!
//! Nearly all words of a log are none of these, so that this pass is what reading it costs.

use std::ops::Range;

use super::keys::{self, KeyKind};
use crate::evidence::{CodeKey, Evidence, Mark, WordHash};

/// A word that may say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) span: Range<usize>,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A whole token that is a known code, or a part of one.
    Code(CodeKey),
    /// A whole token that is a sibling of known codes.
    Sibling,
    /// A whole token with a point, which may be spelled as only codes are.
    Dotted,
    /// A key of error bodies, whether or not a value follows.
    Key(KeyKind),
    /// What betrays a vendor.
    Mark(Mark),
}

/// No code is longer.
const LONGEST_CODE: usize = 80;

/// What a byte can be in a token, as bits.
const LETTER_OR_DIGIT: u8 = 1;
const LOWER_OR_DIGIT: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => LETTER_OR_DIGIT | LOWER_OR_DIGIT,
            b'A'..=b'Z' => LETTER_OR_DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// The words of `text` that may say something, in text order.
pub(super) fn scan(text: &str, evidence: &Evidence) -> Vec<Word> {
    let bytes = text.as_bytes();
    let (filter, beginnings) = (evidence.filter(), evidence.beginnings());
    let mut words = Vec::new();
    let mut marked = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = CLASSES[usize::from(byte)];
        if class & LETTER_OR_DIGIT == 0 {
            // The first byte of a character that is not ASCII.
            if byte >= 0xc0 {
                if beginnings.may_begin(bytes, at) {
                    mark(text, at, evidence, &mut marked, &mut words);
                }
                if let Some((kind, len)) = keys::chinese(text, at) {
                    words.push(Word { span: at..at + len, what: What::Key(kind) });
                    at += len;
                    continue;
                }
            }
            at += 1;
            continue;
        }
        // A token: letters, digits and joiners. Marks begin after joiners, keys after points.
        let (start, mut key_start) = (at, at);
        let mut classes = 0;
        let mut hash = WordHash::default();
        loop {
            if beginnings.may_begin(bytes, at) {
                mark(text, at, evidence, &mut marked, &mut words);
            }
            while let Some(&byte) = bytes.get(at) {
                let class = CLASSES[usize::from(byte)];
                if class & LETTER_OR_DIGIT == 0 {
                    break;
                }
                hash.push(byte);
                classes |= class;
                at += 1;
            }
            match bytes.get(at) {
                Some(b'.') => {
                    if keys::may_be(hash) {
                        keep_key(text, key_start..at, hash, &mut words);
                    }
                    hash = WordHash::default();
                    key_start = at + 1;
                }
                Some(b'_' | b'-') => {}
                _ => break,
            }
            at += 1;
        }
        let mut end = at;
        while matches!(bytes[end - 1], b'.' | b'_' | b'-') {
            end -= 1;
        }
        if keys::may_be(hash) && key_start < end {
            keep_key(text, key_start..end, hash, &mut words);
        }
        let span = start..end;
        if span.len() > LONGEST_CODE || is_part_of_word(text, &span) {
            continue;
        }
        if key_start > start {
            hash = WordHash::default();
            bytes[span.clone()].iter().filter(|b| b.is_ascii_alphanumeric()).for_each(|b| hash.push(*b));
        }
        if filter.may_have(hash)
            && let Some(found) = code(&text[span.clone()], evidence)
        {
            words.push(Word { span, what: What::Code(found) });
        } else if bytes[end - 1] == b'r'
            && let Some(name) =
                bytes[span.clone()].strip_suffix(b"Error").map(|name| start..start + name.len())
            && let Some(found) = code(&text[name.clone()], evidence).filter(|found| found.distinct)
        {
            // Node's SDKs name an exception by its code.
            words.push(Word { span: name, what: What::Code(found) });
        } else if key_start > start && bytes[start].is_ascii_uppercase() {
            let is_sibling = classes & LOWER_OR_DIGIT != 0 && evidence.has_family_of(&text[span.clone()]);
            words.push(Word { span, what: if is_sibling { What::Sibling } else { What::Dotted } });
        }
    }
    words
}

/// Whether a known code, or a sibling of one, is among the words of a line that is not decoded yet. A plain word that is a
/// code counts where a code may stand: alone, first, in brackets, or where a key has its value.
pub(super) fn may_have_code(line: &[u8], evidence: &Evidence) -> bool {
    let filter = evidence.filter();
    let class = |at: usize| line.get(at).map_or(0, |byte| CLASSES[usize::from(*byte)]);
    let mut at = 0;
    while at < line.len() {
        if class(at) & LETTER_OR_DIGIT == 0 {
            at += 1;
            continue;
        }
        let start = at;
        let (mut letters, mut points) = (false, false);
        let mut hash = WordHash::default();
        loop {
            let byte = line[at];
            if class(at) & LETTER_OR_DIGIT != 0 {
                hash.push(byte);
                letters |= byte.is_ascii_alphabetic();
            } else if matches!(byte, b'.' | b'_' | b'-') {
                points |= byte == b'.';
            } else {
                break;
            }
            at += 1;
            if at == line.len() {
                break;
            }
        }
        let dotted = points && line[start].is_ascii_uppercase();
        if letters && (dotted || filter.may_have(hash)) && is_code(line, start..at, evidence) {
            return true;
        }
    }
    false
}

/// Whether the token at `span` is a code or the sibling of one, and stands where that is one.
#[cold]
#[inline(never)]
fn is_code(line: &[u8], span: Range<usize>, evidence: &Evidence) -> bool {
    /// Beside a code that is all that a line says, there are few other words.
    const BESIDE: usize = 48;
    const AROUND_VALUES: [u8; 8] = *b" \"'`[({<";
    let token = std::str::from_utf8(&line[span.clone()]).unwrap_or_default();
    let token = token.trim_end_matches(['.', '_', '-']);
    if token.len() > LONGEST_CODE {
        return false;
    }
    if evidence.has_family_of(token) {
        return true;
    }
    let Some(found) = code(token, evidence).filter(|found| found.whole) else { return false };
    // First in a line, or after what stands between a key and its value.
    let is_led = || {
        let before = line[..span.start].iter().rev().find(|byte| !AROUND_VALUES.contains(byte));
        before.is_none_or(|byte| matches!(byte, b':' | b'=' | b'>' | b'\n') || !byte.is_ascii())
    };
    let bracketed = || line[..span.start].ends_with(b"(") && line[span.end..].starts_with(b")");
    found.distinct || line.len() - token.len() < BESIDE || is_led() || bracketed()
}

/// Keeps the mark that may begin at `at`; `marked` is where the last one ended. Out of line, as all that few words need, so
/// that the pass over the others stays short.
#[cold]
#[inline(never)]
fn mark(text: &str, at: usize, evidence: &Evidence, marked: &mut usize, words: &mut Vec<Word>) {
    if at >= *marked
        && let Some((len, mark)) = mark_at(text, at, evidence)
    {
        *marked = at + len;
        words.push(Word { span: at..at + len, what: What::Mark(mark) });
    }
}

/// Keeps the word at `span` where it is a key.
#[cold]
#[inline(never)]
fn keep_key(text: &str, span: Range<usize>, hash: WordHash, words: &mut Vec<Word>) {
    if let Some(kind) = keys::kind(&text[span.clone()], hash) {
        words.push(Word { span, what: What::Key(kind) });
    }
}

/// What the token stands for. A number is one only without separators: `21.30` is not `2130`.
#[cold]
#[inline(never)]
pub(crate) fn code(token: &str, evidence: &Evidence) -> Option<CodeKey> {
    let mut key = [0; LONGEST_CODE];
    let mut len = 0;
    for byte in token.bytes().filter(u8::is_ascii_alphanumeric) {
        *key.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    let found = evidence.code(&key[..len])?;
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    (!found.whole || !is_number(evidence.spelling(found)) || is_number(token)).then_some(found)
}

/// The key of an ASCII token, as `evidence::code_key` makes it.
pub(super) fn key(token: &str) -> String {
    token.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// Whether a token is cut out of a word of another script that is written with spaces, as the `t` of `été`.
fn is_part_of_word(text: &str, span: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let is_beside_ascii =
        (span.start == 0 || bytes[span.start - 1].is_ascii()) && bytes.get(span.end).is_none_or(u8::is_ascii);
    if is_beside_ascii {
        return false;
    }
    let letter = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && c.is_lowercase());
    letter(text[..span.start].chars().next_back()) || letter(text[span.end..].chars().next())
}

/// The mark that begins at `at`, with its length. It begins and ends where a word does; Chinese has no such bounds.
fn mark_at(text: &str, at: usize, evidence: &Evidence) -> Option<(usize, Mark)> {
    let bytes = text.as_bytes();
    let ends = |len: usize| {
        let end = at + len;
        !bytes[end - 1].is_ascii_alphanumeric() || !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric)
    };
    evidence.mark_at(&text[at..], ends)
}
