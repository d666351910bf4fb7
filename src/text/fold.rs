//! Folding: NFKC, then traditional → simplified. Case is kept, since it separates `publicIp` into words.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::SIMPLIFIED;

/// A folded text that knows where each of its bytes came from.
#[derive(Clone, Debug)]
pub struct Folded<'a> {
    text: Cow<'a, str>,
    /// For each byte of `text`, and one past it, the byte of the source; `None` where they are the same.
    offsets: Option<Vec<u32>>,
}

impl<'a> Folded<'a> {
    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The folded text, and for each of its bytes and one past it the byte of the source; no offsets where they are the
    /// same.
    pub(crate) fn into_parts(self) -> (Cow<'a, str>, Option<Vec<u32>>) {
        (self.text, self.offsets)
    }

    /// The bytes of the source from which the folded bytes `span` came, on character bounds of the source.
    #[must_use]
    pub fn source(&self, span: Range<usize>) -> Range<usize> {
        match &self.offsets {
            None => span,
            Some(offsets) => source(offsets, span),
        }
    }
}

/// The bytes of a source from which the bytes `span` of a text with these `offsets` came.
pub(crate) fn source(offsets: &[u32], span: Range<usize>) -> Range<usize> {
    let start = offsets[span.start] as usize;
    if span.is_empty() {
        return start..start;
    }
    // A span may end within the several characters that one source character became.
    let whole = (span.end..offsets.len() - 1)
        .find(|&at| at == 0 || offsets[at] != offsets[at - 1])
        .unwrap_or(offsets.len() - 1);
    start..offsets[whole] as usize
}

/// Folds `text`: compatibility forms (full-width letters, ligatures) by NFKC, then traditional Chinese characters to
/// simplified ones. Every byte of the result remembers its source. Texts of more than 4 GiB are cut there.
///
/// ```
/// assert_eq!(errdex::text::fold("ＶＰＣ．０５０４ 彈性").as_str(), "VPC.0504 弹性");
/// ```
#[must_use]
pub fn fold(text: &str) -> Folded<'_> {
    let Some(same) = first_unsettled(text) else {
        return Folded { text: Cow::Borrowed(text), offsets: None };
    };
    // A mark may change the character before it.
    let same = text[..same].char_indices().next_back().map_or(0, |(at, _)| at);
    let mut folded = String::with_capacity(text.len());
    folded.push_str(&text[..same]);
    let mut offsets = Vec::with_capacity(text.len() + 1);
    offsets.extend(0..same as u32);
    let mut start = same;
    while let Some(first) = text[start..].chars().next() {
        let mut end = start + first.len_utf8();
        let next = text[end..].chars().next();
        let alone = next.is_none_or(|next| is_settled(next) || is_wide(next));
        if alone && (is_settled(first) || is_wide(first)) {
            folded.push(if is_wide(first) { narrow(first) } else { first });
            offsets.resize(folded.len(), start as u32);
            start = end;
            continue;
        }
        // A base character and the marks that combine with it are normalized together.
        while let Some(mark) = text[end..].chars().next().filter(|c| combines(*c)) {
            end += mark.len_utf8();
        }
        for c in text[start..end].nfkc().map(simplified) {
            folded.push(c);
        }
        offsets.resize(folded.len(), start as u32);
        start = end;
    }
    offsets.push(text.len() as u32);
    Folded { text: Cow::Owned(folded), offsets: Some(offsets) }
}

/// Where the first character is that may fold to another.
fn first_unsettled(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text.as_bytes()[at..].iter().position(|b| !b.is_ascii())?;
        let c = text[at..].chars().next()?;
        if !is_settled(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Whether a character is its own folding and no mark on another: ASCII, and simplified Chinese with its punctuation.
fn is_settled(c: char) -> bool {
    match c {
        '\0'..='\x7f' | '\u{3001}'..='\u{3029}' => true,
        HAN_START..=HAN_END => {
            let place = (c as u32 - HAN_START as u32) as usize;
            TRADITIONAL[place / 64] >> (place % 64) & 1 == 0
        }
        _ => false,
    }
}

const HAN_START: char = '\u{4e00}';
const HAN_END: char = '\u{9fff}';

/// Which characters of the Chinese block fold to another: a bit each.
static TRADITIONAL: [u64; 328] = {
    let mut bits = [0u64; 328];
    let mut at = 0;
    while at < SIMPLIFIED.len() {
        let c = SIMPLIFIED[at].0;
        if c as u32 >= HAN_START as u32 && c as u32 <= HAN_END as u32 {
            let place = (c as u32 - HAN_START as u32) as usize;
            bits[place / 64] |= 1 << (place % 64);
        }
        at += 1;
    }
    bits
};

/// Whether a character is the wide form of an ASCII one.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5e}')
}

/// The ASCII character of a wide one.
fn narrow(c: char) -> char {
    char::from((c as u32 - 0xff01 + 0x21) as u8)
}

/// Whether a character is a mark on the one before it; the half-width sound marks of Japanese become such by NFKC.
fn combines(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || matches!(c, '\u{ff9e}' | '\u{ff9f}'))
}

/// The simplified form of a traditional character, or the character itself.
fn simplified(c: char) -> char {
    match SIMPLIFIED.binary_search_by_key(&c, |pair| pair.0) {
        Ok(at) => SIMPLIFIED[at].1,
        Err(_) => c,
    }
}
