//! Chinese words, by jieba. The only place that knows it.
//!
//! The full dictionary (350,000 words, over 100 ms to load) is for building. An index carries the words that occur in
//! its texts, and both sides cut with those, so that they cannot disagree.

use std::collections::BTreeMap;

use jieba_rs::Jieba;

use crate::bytes::Bytes;
use crate::text::{Script, fold};

/// The sum of the frequencies in jieba's dictionary. Kept with the carried words, so that a word weighs against an
/// unknown character as in the full dictionary.
const TOTAL_FREQUENCY: usize = 60_101_967;

/// A word that no text contains; it carries the frequency of all words that are left out.
const REMAINDER: &str = "\u{e000}\u{e000}";

/// jieba's full dictionary.
pub(crate) struct Dictionary(Jieba);

impl Dictionary {
    /// Loads the dictionary; takes 110–160 ms and 60 MB.
    pub(crate) fn load() -> Dictionary {
        Dictionary(Jieba::new())
    }

    /// The words that occur in `texts` and the Chinese `terms`, one `word frequency` a line, sorted. The terms are kept
    /// whole by the frequency that jieba suggests for them.
    pub(crate) fn carried<'a>(
        &self,
        texts: impl Iterator<Item = &'a str>,
        terms: impl Iterator<Item = &'a str>,
    ) -> String {
        let mut words = BTreeMap::new();
        for text in texts {
            self.collect(text, &mut words);
        }
        for term in terms {
            self.collect(term, &mut words);
            let folded = fold(term);
            for run in han_runs(folded.as_str()).filter(|run| run.chars().count() > 1) {
                words.insert(run.to_owned(), self.0.suggest_freq(run));
            }
        }
        let carried: usize = words.values().sum();
        words.insert(REMAINDER.to_owned(), TOTAL_FREQUENCY.saturating_sub(carried).max(1));
        words.iter().map(|(word, frequency)| format!("{word} {frequency}\n")).collect()
    }

    /// Adds every dictionary word that occurs anywhere in `text`.
    fn collect(&self, text: &str, words: &mut BTreeMap<String, usize>) {
        let folded = fold(text);
        for run in han_runs(folded.as_str()) {
            for token in self.0.cut_all(run).into_iter().filter(|token| self.0.has_word(token.word)) {
                words.entry(token.word.to_owned()).or_insert_with_key(|word| self.frequency(word));
            }
        }
    }

    /// The frequency of a word of the dictionary, as far as cutting depends on it. jieba does not tell frequencies, but
    /// for a word that it keeps whole it suggests the word's own (up to one); a word that it cuts apart is never
    /// taken, whatever its frequency.
    fn frequency(&self, word: &str) -> usize {
        let whole = self.0.cut(word, false).len() == 1;
        if whole { self.0.suggest_freq(word) } else { 1 }
    }
}

/// Cuts Chinese text with the words that an index carries.
#[derive(Debug)]
pub(crate) struct Segmenter(Jieba);

impl Segmenter {
    /// The segmenter of the words in `carried`, as [`Dictionary::carried`] wrote them.
    pub(crate) fn new(carried: &Bytes) -> Segmenter {
        let mut words = carried.as_ref();
        // A damaged line ends the dictionary early: the rest is cut into characters.
        Segmenter(Jieba::with_dict(&mut words).unwrap_or_else(|_| Jieba::empty()))
    }

    /// Gives each word of two characters or more in `run` to `then`, with the places of its first and last character.
    /// A long word gives the words within it too.
    pub(crate) fn words<'t>(&self, run: &'t str, mut then: impl FnMut(&'t str, usize, usize)) {
        for token in self.0.cut_for_search(run, false) {
            if token.end > token.start + 1 {
                then(token.word, token.start, token.end - 1);
            }
        }
    }
}

/// The unbroken runs of Chinese characters, kana and Hangul in a folded text.
fn han_runs(folded: &str) -> impl Iterator<Item = &str> {
    let han = |c| matches!(Script::of(c), Script::Han | Script::Kana | Script::Hangul);
    folded.split(move |c| !han(c)).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The catalogs' own texts are cut by the carried words as by the full dictionary.
    #[test]
    fn carried_words_cut_as_the_full_dictionary() {
        let dictionary = Dictionary::load();
        let text: String =
            ["aliyun-slb.md", "huaweicloud-vpc.md", "qingcloud-platform.md", "ucloudstack-platform.md"]
                .map(|name| {
                    std::fs::read_to_string(format!("catalogs/{name}")).expect("the catalogs are there")
                })
                .concat();
        let carried = dictionary.carried(std::iter::once(text.as_str()), std::iter::empty());
        let small = Segmenter::new(&Bytes::new(carried.into_bytes()));
        let folded = fold(&text);
        let mut cut = 0;
        for run in han_runs(folded.as_str()) {
            let words = |jieba: &Jieba| -> Vec<String> {
                jieba.cut(run, false).iter().map(|token| token.word.to_owned()).collect()
            };
            let full = words(&dictionary.0);
            assert_eq!(words(&small.0), full, "{run}");
            cut += full.len();
        }
        assert!(cut > 5_000, "{cut} words");
    }
}
