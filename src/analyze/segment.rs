//! Chinese words, from jieba's dictionary and by its rule. The only place that knows jieba.
//!
//! The full dictionary (350,000 words, over 100 ms to load) is for building. An index carries the words that occur in
//! its texts, and both sides cut with those, so that they cannot disagree.

use std::collections::{BTreeMap, BTreeSet};

use fst::Map;
use jieba_rs::Jieba;

use crate::bytes::{Bytes, each_prefix, map_bytes};
use crate::text::{Script, fold};

/// The sum of the frequencies in jieba's dictionary, so that a carried word weighs against an unknown character as in
/// the full dictionary.
const TOTAL_FREQUENCY: u64 = 60_101_967;

/// How much the frequency of a term is raised at a time that others cut apart.
const RAISE: u64 = 8;

/// How often.
const MOST_RAISES: usize = 8;

/// jieba's full dictionary.
pub(crate) struct Dictionary(Jieba);

impl Dictionary {
    /// Loads the dictionary; takes 110–160 ms and 60 MB.
    pub(crate) fn load() -> Dictionary {
        Dictionary(Jieba::new())
    }

    /// The words that occur in `texts` and the Chinese `terms`, with their frequencies, as the bytes of
    /// [`Segmenter::open`]. The terms are kept whole by the frequency that jieba suggests for them.
    pub(crate) fn carried<'a>(
        &self,
        texts: impl Iterator<Item = &'a str>,
        terms: impl Iterator<Item = &'a str>,
    ) -> Vec<u8> {
        let mut words: BTreeMap<String, u64> = BTreeMap::new();
        for text in texts {
            self.collect(text, &mut words);
        }
        let mut runs: BTreeSet<String> = BTreeSet::new();
        for term in terms {
            self.collect(term, &mut words);
            let folded = fold(term);
            runs.extend(han_runs(folded.as_str()).filter(|run| run.chars().count() > 1).map(str::to_owned));
        }
        words.extend(runs.iter().map(|run| (run.clone(), self.0.suggest_freq(run) as u64)));
        // jieba suggests as if no other term were there: where several cut one apart, it is raised until it stays whole.
        for _ in 0..MOST_RAISES {
            let bytes = map_bytes(&words);
            let Some(segmenter) = Segmenter::open(Bytes::new(bytes.clone())) else { return bytes };
            let cut: Vec<&String> = runs.iter().filter(|run| !segmenter.keeps(run)).collect();
            if cut.is_empty() {
                return bytes;
            }
            for run in cut {
                words.entry(run.clone()).and_modify(|frequency| *frequency = frequency.saturating_mul(RAISE));
            }
        }
        map_bytes(&words)
    }

    /// Whether the dictionary has `word`.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.has_word(word)
    }

    /// The parts of the Chinese in `text`, as the full dictionary cuts it.
    pub(super) fn cut(&self, text: &str, mut each: impl FnMut(&str)) {
        let folded = fold(text);
        for run in han_runs(folded.as_str()) {
            self.0.cut(run, false).into_iter().for_each(|token| each(token.word));
        }
    }

    /// Adds every dictionary word that occurs anywhere in `text`.
    fn collect(&self, text: &str, words: &mut BTreeMap<String, u64>) {
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
    fn frequency(&self, word: &str) -> u64 {
        let whole = self.0.cut(word, false).len() == 1;
        if whole { self.0.suggest_freq(word) as u64 } else { 1 }
    }
}

/// Cuts Chinese text with the words that an index carries: jieba's most probable path, over a map that is read in place.
/// jieba itself would take 0.7 ms to load 3,000 words, as long as the rest of a search.
#[derive(Debug)]
pub(crate) struct Segmenter {
    /// A word → its frequency.
    words: Map<Bytes>,
}

impl Segmenter {
    /// The segmenter of the words laid out in `carried` by [`Dictionary::carried`], or `None` where they are none.
    pub(crate) fn open(carried: Bytes) -> Option<Segmenter> {
        Some(Segmenter { words: Map::new(carried).ok()? })
    }

    /// Gives each word of two characters or more in `run` to `then`, with the places of its first and last character.
    /// A long word gives the words of two and three characters within it too, before itself.
    pub(crate) fn words<'t>(&self, run: &'t str, mut then: impl FnMut(&'t str, usize, usize)) {
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        self.cut(run, &starts, |first, end| {
            for len in [2, 3].into_iter().filter(|len| first + len < end) {
                for inner in first..=end - len {
                    let word = &run[starts[inner]..starts[inner + len]];
                    if self.words.contains_key(word) {
                        then(word, inner, inner + len - 1);
                    }
                }
            }
            if end > first + 1 {
                then(&run[starts[first]..starts[end]], first, end - 1);
            }
        });
    }

    /// Gives each part of `run`, a word or a single character, to `then`, with the places of its first and last
    /// character.
    pub(crate) fn parts<'t>(&self, run: &'t str, mut then: impl FnMut(&'t str, usize, usize)) {
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        self.cut(run, &starts, |first, end| then(&run[starts[first]..starts[end]], first, end - 1));
    }

    /// Whether `run` is cut into one part.
    fn keeps(&self, run: &str) -> bool {
        let mut parts = 0;
        self.parts(run, |_, _, _| parts += 1);
        parts == 1
    }

    /// Gives the first character of each part of `run` and one past its last to `then`. `starts` are the bytes at which
    /// characters begin, and the end.
    fn cut(&self, run: &str, starts: &[usize], mut then: impl FnMut(usize, usize)) {
        let ends = self.path(run, starts);
        let mut first = 0;
        while first < ends.len() {
            then(first, ends[first]);
            first = ends[first];
        }
    }

    /// For each character of `run`, one past the last character of the word that begins there on the most probable path
    /// from there to the end. The probability of a word is its share of all frequencies; of a character that is no
    /// word, and begins none, that of a single occurrence. Of equal paths the one with the longer word is taken.
    fn path(&self, run: &str, starts: &[usize]) -> Vec<usize> {
        let total = (TOTAL_FREQUENCY as f64).ln();
        let count = starts.len() - 1;
        let mut ends = vec![0; count];
        let mut probabilities = vec![0.0; count + 1];
        for first in (0..count).rev() {
            let mut best: Option<(f64, usize)> = None;
            let mut end = first;
            each_prefix(self.words.as_fst(), run[starts[first]..].bytes(), |len, frequency| {
                while starts[end] < starts[first] + len {
                    end += 1;
                }
                let probability = (frequency as f64).ln() - total + probabilities[end];
                if best.is_none_or(|(most, _)| probability >= most) {
                    best = Some((probability, end));
                }
            });
            (probabilities[first], ends[first]) =
                best.unwrap_or((probabilities[first + 1] - total, first + 1));
        }
        ends
    }
}

/// The unbroken runs of Chinese characters, kana and Hangul in a folded text.
pub(super) fn han_runs(folded: &str) -> impl Iterator<Item = &str> {
    let han = |c| matches!(Script::of(c), Script::Han | Script::Kana | Script::Hangul);
    folded.split(move |c| !han(c)).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The catalogs' own texts are cut by the carried words as jieba cuts them with the full dictionary.
    #[test]
    fn carried_words_cut_as_jieba() {
        let dictionary = Dictionary::load();
        let text: String =
            ["aliyun-slb.md", "huaweicloud-vpc.md", "qingcloud-platform.md", "ucloudstack-platform.md"]
                .map(|name| {
                    std::fs::read_to_string(format!("catalogs/{name}")).expect("the catalogs are there")
                })
                .concat();
        let carried = dictionary.carried(std::iter::once(text.as_str()), std::iter::empty());
        let segmenter = Segmenter::open(Bytes::new(carried)).expect("words just laid out are some");
        let folded = fold(&text);
        let mut count = 0;
        for run in han_runs(folded.as_str()) {
            let tokens = dictionary.0.cut_for_search(run, false).into_iter();
            let want: Vec<_> = tokens
                .filter(|token| token.end - token.start > 1)
                .map(|token| (token.word, token.start, token.end - 1))
                .collect();
            let mut words = Vec::new();
            segmenter.words(run, |word, first, last| words.push((word, first, last)));
            assert_eq!(words, want, "{run}");
            count += want.len();
        }
        assert!(count > 4_000, "{count} words");
    }
}
