//! What of the catalogs' vocabulary the lexicon covers, and which words look misspelled.
//!
//! For those who edit the lexicon; no search needs it.

use std::collections::BTreeMap;

use super::Catalogs;
use crate::analyze::{Analyzer, Corrections, Coverage, Dictionary, stem};
use crate::bytes::Bytes;
use crate::entry::{Entry, Texts};

/// A word that stands so often is written as it is meant.
const OFTEN: usize = 4;

/// The vocabulary of some catalogs, measured by their lexicon.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// How many words the messages, descriptions and remedies have, numbers and variable parts apart.
    pub occurrences: u64,
    /// How many of them a concept covers.
    pub covered: u64,
    /// How many more the lexicon declares to say nothing: plain words and boilerplate.
    pub declared: u64,
    /// The others, most frequent first.
    pub uncovered: Vec<Word>,
    /// Words that look misspelled, in text order, with the word that may be meant.
    pub misspelled: Vec<(Word, String)>,
}

/// A word of the catalogs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, in lower case.
    pub word: String,
    /// Where it stands: file and line of the entry, once for each occurrence.
    pub places: Vec<(String, u32)>,
}

impl Vocabulary {
    /// The share of the occurrences that is covered or declared, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        (self.covered + self.declared) as f64 / (self.occurrences as f64).max(1.0)
    }

    pub(super) fn of(catalogs: &Catalogs) -> Vocabulary {
        let texts: Vec<&str> = catalogs.entries().flat_map(texts_of).map(String::as_str).collect();
        let bytes = Analyzer::encode(&catalogs.lexicon, &texts, Dictionary::load);
        let analyzer = Analyzer::open(Bytes::new(bytes)).expect("an analyzer just laid out is one");
        let mut vocabulary = Vocabulary::default();
        let mut uncovered: BTreeMap<String, Vec<(String, u32)>> = BTreeMap::new();
        let mut known: BTreeMap<String, u32> = BTreeMap::new();
        for entry in catalogs.entries() {
            let place = (entry.source.file.clone(), entry.source.line);
            for text in texts_of(entry) {
                analyzer.each_word(text, |word, coverage| {
                    vocabulary.occurrences += 1;
                    match coverage {
                        Coverage::Concept => vocabulary.covered += 1,
                        Coverage::Declared => vocabulary.declared += 1,
                        Coverage::None => uncovered.entry(word.to_owned()).or_default().push(place.clone()),
                    }
                    if coverage != Coverage::None {
                        *known.entry(word.to_owned()).or_default() += 1;
                    }
                });
            }
        }
        // A word that people write often is no slip.
        let often = uncovered.iter().filter(|(_, places)| places.len() >= OFTEN);
        known.extend(often.map(|(word, places)| (word.clone(), places.len() as u32)));
        let corrections = Corrections::of_words(&known);
        for (word, places) in &uncovered {
            let meant = corrections.correct(word).filter(|_| !known.contains_key(word));
            let Some(meant) = meant.filter(|meant| stem(meant) != stem(word)) else { continue };
            let misspelled = Word { word: word.clone(), places: places.clone() };
            vocabulary.misspelled.push((misspelled, meant.to_owned()));
        }
        vocabulary.misspelled.sort_by(|a, b| a.0.places.cmp(&b.0.places).then(a.0.word.cmp(&b.0.word)));
        vocabulary.uncovered = uncovered.into_iter().map(|(word, places)| Word { word, places }).collect();
        vocabulary.uncovered.sort_by(|a, b| b.places.len().cmp(&a.places.len()).then(a.word.cmp(&b.word)));
        vocabulary
    }
}

fn texts_of(entry: &Entry) -> impl Iterator<Item = &String> {
    [&entry.message, &entry.description, &entry.remedy].into_iter().flat_map(Texts::values)
}
