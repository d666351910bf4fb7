//! Misspelled words, one edit away from a known one.
//!
//! Symmetric deletion (Garbe 2012, SymSpell): two words are one insertion, deletion, substitution or transposition apart
//! only if deleting at most one letter of each can make them equal. The deletions of known words are laid out when an
//! index is built; a query looks up a handful of its own.

use std::collections::{BTreeMap, BTreeSet};

use fst::Map;

use crate::bytes::{Bytes, Table, map_bytes};

/// Shorter words have too many neighbours.
const SHORTEST: usize = 4;

/// The known words and their neighbours. Words are compared as they are spelled: a stem may end otherwise for one wrong
/// letter.
#[derive(Clone, Debug)]
pub(crate) struct Corrections {
    words: Table,
    /// A known word, or one without one of its letters → the number of the word.
    deletions: Map<Bytes>,
    /// The stems of the known words.
    stems: Map<Bytes>,
}

impl Corrections {
    /// Lays `counts`, the words of all texts in lower case with how often each occurs, and their `stems` out as the bytes
    /// of [`Corrections::open`].
    pub(super) fn encode(counts: &BTreeMap<String, u32>, stems: &BTreeSet<String>) -> Vec<u8> {
        let words: Vec<&str> =
            counts.keys().map(String::as_str).filter(|word| is_correctable(word)).collect();
        let mut deletions: BTreeMap<String, u64> = BTreeMap::new();
        for (number, word) in (0..).zip(&words) {
            for deletion in deletions_of(word) {
                // Of the words that share a deletion the most frequent one is meant.
                let keep = deletions.entry(deletion).or_insert(number);
                if counts[*word] > counts[words[*keep as usize]] {
                    *keep = number;
                }
            }
        }
        for (number, word) in (0..).zip(&words) {
            deletions.insert((*word).to_owned(), number);
        }
        let stems: BTreeMap<String, u64> = stems.iter().map(|stem| (stem.clone(), 0)).collect();
        Table::encode(&[Table::encode(&words), map_bytes(&deletions), map_bytes(&stems)])
    }

    /// The corrections to one of the words of `counts`, in lower case, the more frequent first.
    pub(crate) fn of_words(counts: &BTreeMap<String, u32>) -> Corrections {
        let bytes = Corrections::encode(counts, &BTreeSet::new());
        Corrections::open(Bytes::new(bytes)).expect("corrections just laid out are some")
    }

    pub(super) fn open(bytes: Bytes) -> Option<Corrections> {
        let parts = Table::open(bytes)?;
        Some(Corrections {
            words: Table::open(parts.part(0)?)?,
            deletions: Map::new(parts.part(1)?).ok()?,
            stems: Map::new(parts.part(2)?).ok()?,
        })
    }

    /// Whether a word with this stem is known.
    pub(super) fn knows_stem(&self, stem: &str) -> bool {
        self.stems.contains_key(stem)
    }

    /// The known word that the unknown `word` is one edit away from.
    pub(crate) fn correct(&self, word: &str) -> Option<&str> {
        if !is_correctable(word) {
            return None;
        }
        let by_deletion = |deletion: &str| {
            let found = self.words.text(self.deletions.get(deletion)? as u32)?;
            is_one_edit(word, found).then_some(found)
        };
        by_deletion(word).or_else(|| deletions_of(word).find_map(|deletion| by_deletion(&deletion)))
    }
}

/// A word that is split has this many letters at least.
const SHORTEST_JOINED: usize = 6;

/// No name is joined of longer words than this together.
const LONGEST_JOINED: usize = 40;

/// Words so short are parts of names only where they are one of these.
const SHORT_PARTS: [&str; 6] = ["db", "id", "ip", "lb", "vm", "vs"];

impl Corrections {
    /// The known words that an unknown one is joined of (`invalidruleid`), the fewest; none where it is joined of none.
    pub(super) fn split<'w>(&self, word: &'w str) -> Option<Vec<&'w str>> {
        if !(SHORTEST_JOINED..=LONGEST_JOINED).contains(&word.len()) || !is_correctable(word) {
            return None;
        }
        // For each end the fewest words up to it, and where the last of them begins.
        let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
        best[0] = Some((0, 0));
        for end in 2..=word.len() {
            for start in 0..end - 1 {
                let Some((count, _)) = best[start] else { continue };
                let part = &word[start..end];
                let is_part =
                    if part.len() < 3 { SHORT_PARTS.contains(&part) } else { self.knows_word(part) };
                if is_part && best[end].is_none_or(|(fewest, _)| count + 1 < fewest) {
                    best[end] = Some((count + 1, start));
                }
            }
        }
        let mut parts = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let (_, start) = best[end]?;
            parts.push(&word[start..end]);
            end = start;
        }
        parts.reverse();
        (parts.len() > 1).then_some(parts)
    }

    fn knows_word(&self, word: &str) -> bool {
        let number = self.deletions.get(word);
        number.and_then(|number| self.words.text(number as u32)).is_some_and(|known| known == word)
    }
}

/// Whether a word is long enough and of plain letters.
pub(super) fn is_correctable(word: &str) -> bool {
    word.len() >= SHORTEST && word.bytes().all(|b| b.is_ascii_lowercase())
}

fn deletions_of(word: &str) -> impl Iterator<Item = String> {
    (0..word.len()).map(|at| format!("{}{}", &word[..at], &word[at + 1..]))
}

/// Whether two different words are one insertion, deletion, substitution or transposition of neighbours apart.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[start..], &b[start..]);
    match (a, b) {
        ([x, a @ ..], [y, b @ ..]) if a == b => x != y,
        ([x, y, a @ ..], [v, w, b @ ..]) if a == b => (x, y) == (w, v),
        _ => a.get(1..) == Some(b) || b.get(1..) == Some(a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corrects_one_edit() {
        let counts = [("balance", 3), ("found", 9), ("insufficient", 2), ("bound", 1), ("float", 4)];
        let counts = counts.map(|(word, count)| (word.to_owned(), count)).into();
        let stems = BTreeSet::from(["balanc".to_owned()]);
        let corrections = Corrections::encode(&counts, &stems);
        let corrections = Corrections::open(Bytes::new(corrections)).expect("just laid out");
        assert!(corrections.knows_stem("balanc") && !corrections.knows_stem("found"));
        let check = |word, want: Option<&str>| assert_eq!(corrections.correct(word), want, "{word}");
        check("balence", Some("balance"));
        check("insuficient", Some("insufficient"));
        check("fuond", Some("found"));
        check("foound", Some("found"));
        check("folat", Some("float"));
        check("kernel", None);
        check("fnd", None);
        check("flaot2", None);
        check("blanaec", None);
    }

    #[test]
    fn splits_joined_words() {
        let counts =
            ["invalid", "rule", "server", "serve", "find", "config"].map(|word| (word.to_owned(), 1)).into();
        let corrections = Corrections::of_words(&counts);
        let check =
            |word, want: Option<&[&str]>| assert_eq!(corrections.split(word).as_deref(), want, "{word}");
        check("invalidruleid", Some(&["invalid", "rule", "id"]));
        check("serverid", Some(&["server", "id"]));
        check("idconfig", Some(&["id", "config"]));
        check("invalid", None);
        check("ruleset", None);
        check("findit", None);
    }
}
