//! Codes and marks laid out in memory: what the maps of an index say, in less time, for those who read millions of lines.

use foldhash::fast::FixedState;
use fst::Map;
use hashbrown::HashMap;

use super::codes::CodeKey;
use super::marks::{Mark, MarkKind};
use crate::bytes::Bytes;

/// The codes by their keys, and the marks by their beginnings.
#[derive(Clone, Debug)]
pub(super) struct Fast {
    codes: HashMap<Vec<u8>, CodeKey, FixedState>,
    /// By the first two bytes, longest first.
    marks: HashMap<[u8; 2], Vec<Known>, FixedState>,
}

/// A mark in lower case.
#[derive(Clone, Debug)]
struct Known {
    text: Vec<u8>,
    mark: Mark,
    /// The spellings in which it counts as a marker or key.
    spellings: Vec<Vec<u8>>,
}

impl Fast {
    pub(super) fn new(keys: &Map<Bytes>, marks: &Map<Bytes>, spelled: &Map<Bytes>) -> Fast {
        let codes = keys.stream().into_byte_vec().into_iter();
        let codes = codes.map(|(key, value)| (key, CodeKey::decode(value))).collect();
        let spelled = spelled.stream().into_byte_keys();
        let mut by_beginning: HashMap<[u8; 2], Vec<Known>, FixedState> = HashMap::default();
        for (text, value) in marks.stream().into_byte_vec() {
            let same = |spelling: &&Vec<u8>| spelling.to_ascii_lowercase() == text;
            let spellings = spelled.iter().filter(same).cloned().collect();
            let known = Known { mark: Mark::decode(value), spellings, text };
            by_beginning.entry(beginning(&known.text)).or_default().push(known);
        }
        by_beginning
            .values_mut()
            .for_each(|marks| marks.sort_by_key(|known| std::cmp::Reverse(known.text.len())));
        Fast { codes, marks: by_beginning }
    }

    pub(super) fn code(&self, key: &[u8]) -> Option<CodeKey> {
        self.codes.get(key).copied()
    }

    /// As [`super::Evidence::mark_at`].
    pub(super) fn mark_at(&self, text: &[u8], word_ends: impl Fn(usize) -> bool) -> Option<(usize, Mark)> {
        let first = beginning(&text[..text.len().min(1)]);
        let begin_alike = [beginning(text), first].map(|beginning| self.marks.get(&beginning));
        begin_alike.into_iter().flatten().flatten().find_map(|Known { text: known, mark, spellings }| {
            let len = known.len();
            let here = text.get(..len).filter(|here| here.eq_ignore_ascii_case(known))?;
            let ends = word_ends(len);
            let in_any_case = mark.is(MarkKind::Name) || mark.is(MarkKind::Host);
            let goes_on = mark.is(MarkKind::Marker) || (mark.is(MarkKind::Key) && ends);
            let is_spelled = || spellings.iter().any(|spelling| spelling == here);
            ((in_any_case && ends) || (goes_on && is_spelled())).then_some((len, *mark))
        })
    }
}

/// The first two bytes of a text in lower case; of a shorter one with zeros.
fn beginning(text: &[u8]) -> [u8; 2] {
    let byte = |at: usize| text.get(at).map_or(0, u8::to_ascii_lowercase);
    [byte(0), byte(1)]
}
