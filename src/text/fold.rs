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

impl Folded<'_> {
    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the source from which the folded bytes `span` came, on character bounds of the source.
    #[must_use]
    pub fn source(&self, span: Range<usize>) -> Range<usize> {
        match &self.offsets {
            None => span,
            Some(offsets) if span.is_empty() => offsets[span.start] as usize..offsets[span.start] as usize,
            Some(offsets) => {
                // A span may end within the several characters that one source character became.
                let whole = (span.end..offsets.len() - 1)
                    .find(|&at| at == 0 || offsets[at] != offsets[at - 1])
                    .unwrap_or(offsets.len() - 1);
                offsets[span.start] as usize..offsets[whole] as usize
            }
        }
    }
}

/// Folds `text`: compatibility forms (full-width letters, ligatures) by NFKC, then traditional Chinese characters to
/// simplified ones. Every byte of the result remembers its source. Texts of more than 4 GiB are cut there.
///
/// ```
/// assert_eq!(errdex::text::fold("ＶＰＣ．０５０４ 彈性").as_str(), "VPC.0504 弹性");
/// ```
#[must_use]
pub fn fold(text: &str) -> Folded<'_> {
    if text.bytes().all(|b| b.is_ascii()) {
        return Folded { text: Cow::Borrowed(text), offsets: None };
    }
    let mut folded = String::with_capacity(text.len());
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if first.is_ascii() && chars.peek().is_none_or(|(_, next)| next.is_ascii()) {
            folded.push(first);
            offsets.push(start as u32);
            continue;
        }
        // A base character and the marks that combine with it are normalized together.
        let mut end = start + first.len_utf8();
        while let Some((at, mark)) = chars.next_if(|(_, c)| combines(*c)) {
            end = at + mark.len_utf8();
        }
        for c in text[start..end].nfkc().map(simplified) {
            folded.push(c);
        }
        offsets.resize(folded.len(), start as u32);
    }
    offsets.push(text.len() as u32);
    Folded { text: Cow::Owned(folded), offsets: Some(offsets) }
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
