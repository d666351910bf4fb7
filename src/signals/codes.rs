//! Codes in a text: whole tokens that are known, and numbers where something says code.

use std::ops::Range;

use super::slots::{self, Slot, SlotKind};
use crate::evidence::{CodeKey, Evidence, code_key};

/// Words beside a code that say nothing else.
const FILLERS: [&str; 8] = ["code", "err", "error", "http", "status", "错误", "错误码", "错误代码"];

/// The key of a code as a text spells it.
pub(super) fn key(spelling: &str) -> String {
    code_key(spelling, &|_| None)
}

/// The known codes that stand in `text` outside of `slots`, each with its place: tokens that are no plain word or
/// number, or any code if the text says nothing else but `names` of vendors.
pub(super) fn standing_alone(
    text: &str,
    evidence: &Evidence,
    slots: &[Slot<'_>],
    names: &[Range<usize>],
) -> Vec<(Range<usize>, String, CodeKey)> {
    // The spans of code slots are in order and apart.
    let slots: Vec<_> =
        slots.iter().filter(|slot| slot.kind == SlotKind::Code).map(|slot| &slot.span).collect();
    let taken = |span: &Range<usize>| {
        let before = slots.partition_point(|slot| slot.start <= span.start);
        before > 0 && span.end <= slots[before - 1].end
    };
    let mut codes = Vec::new();
    let mut plain = Vec::new();
    let mut key = String::new();
    for span in tokens(text).filter(|span| !taken(span)) {
        key.clear();
        // A token is ASCII, so this is its key.
        key.extend(
            text[span.clone()]
                .bytes()
                .filter(u8::is_ascii_alphanumeric)
                .map(|b| char::from(b.to_ascii_lowercase())),
        );
        match evidence.code(&key) {
            Some(found) if found.whole && found.distinct => codes.push((span, key.clone(), found)),
            Some(found) => plain.push((span, key.clone(), found)),
            None => {}
        }
    }
    if codes.is_empty() && plain.len() == 1 && says_nothing_else(text, &plain[0].0, names) {
        return plain;
    }
    codes
}

/// The place of a code that no catalog has, where `text` says nothing else but `names` of vendors.
pub(super) fn unlisted_alone(text: &str, names: &[Range<usize>]) -> Option<Range<usize>> {
    let mut shaped = tokens(text).filter(|span| is_shaped(&text[span.clone()]));
    let span = shaped.next()?;
    (shaped.next().is_none() && says_nothing_else(text, &span, names)).then_some(span)
}

/// Whether a token can only be a code: several words joined as in programs, or letters with a number of digits.
fn is_shaped(token: &str) -> bool {
    let bytes = token.as_bytes();
    let hump = bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let joined = token.contains(['.', '_']) && bytes.iter().any(u8::is_ascii_uppercase);
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = bytes.iter().any(u8::is_ascii_alphabetic);
    letters && (hump || joined || digits >= 3)
}

/// Whether `text` holds only the code at `code`, names of vendors, and words like "error code".
fn says_nothing_else(text: &str, code: &Range<usize>, names: &[Range<usize>]) -> bool {
    let mut rest = text.to_owned();
    for span in names.iter().chain([code]) {
        rest.replace_range(span.clone(), &" ".repeat(span.len()));
    }
    says_nothing(&rest)
}

/// Whether a text holds only words that stand beside a code.
pub(super) fn says_nothing(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).all(|word| {
        FILLERS.contains(&word.to_lowercase().as_str()) || slots::kind_of(word) != SlotKind::Other
    })
}

/// Runs of letters, digits, `.`, `_`, `-`, without punctuation at their ends: what a code can be.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let inside = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes[at..].iter().position(|&b| b.is_ascii_alphanumeric())?;
            let end = start + bytes[start..].iter().position(|&b| !inside(b)).unwrap_or(bytes.len() - start);
            at = end;
            let token = text[start..end].trim_end_matches(['.', '_', '-']);
            // A part of a longer word in another script is no token.
            let cut = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c.is_lowercase());
            if token.len() <= 80 && !cut(text[..start].chars().next_back()) {
                return Some(start..start + token.len());
            }
        }
    })
}

/// The code in brackets that some vendors put before a message, `(2130)`, and the rest.
pub(super) fn prefix(message: &str) -> (Option<&str>, &str) {
    let Some((code, rest)) = message.trim_start().strip_prefix('(').and_then(|text| text.split_once(')'))
    else {
        return (None, message);
    };
    let is_number = !code.is_empty() && code.len() <= 10 && code.bytes().all(|b| b.is_ascii_digit());
    if is_number { (Some(code), rest) } else { (None, message) }
}

/// Whether the value of a code slot that no catalog has is a code all the same, and not a status or a sentence.
pub(super) fn looks_like_code(value: &str) -> bool {
    let status = value.parse::<u16>().is_ok_and(|number| number < 600);
    let shape = value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    (3..=80).contains(&value.len()) && shape && !status && value.bytes().any(|b| b.is_ascii_alphanumeric())
}
