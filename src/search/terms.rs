//! The terms of a query as the index numbers them, with their weights.

use std::collections::BTreeMap;

use crate::analyze::{Analysis, Class};
use crate::index::Index;

/// How much a term counts beside its rarity, by class in the order of [`Class::ALL`]: bigram, character, concept,
/// number, word, Chinese word.
const CLASS_WEIGHTS: [f32; Class::ALL.len()] = [0.5, 0.25, 1.0, 0.5, 1.0, 0.6];

/// The rarity of a word that no entry has, as a share of the rarest word's.
const UNKNOWN_RARITY: f32 = 0.8;

/// A term of the query that the index has.
#[derive(Clone, Debug)]
pub(super) struct QueryTerm {
    pub(super) key: String,
    pub(super) weight: f32,
}

/// The terms of a query.
#[derive(Debug)]
pub(super) struct QueryTerms {
    /// The terms that the index has, rarest first.
    pub(super) known: Vec<QueryTerm>,
    /// Which terms the wording has.
    wording: Bits,
    /// Which terms the meaning has.
    meaning: Bits,
    /// Terms that count less than whole, since only a related concept has them.
    related: BTreeMap<u32, f32>,
    /// The weight of all wording, known or not.
    pub(super) wording_weight: f32,
    /// The weight of all meaning, known or not.
    pub(super) meaning_weight: f32,
    /// The hash of the sequence of words.
    pub(super) template: u64,
    /// The text has Chinese characters.
    pub(super) chinese: bool,
}

impl QueryTerms {
    pub(super) fn new(index: &Index, analysis: &Analysis) -> QueryTerms {
        let weights = index.weights();
        let mut terms = QueryTerms {
            known: Vec::new(),
            wording: Bits::new(weights.len()),
            meaning: Bits::new(weights.len()),
            related: BTreeMap::new(),
            wording_weight: 0.0,
            meaning_weight: 0.0,
            template: analysis.template,
            chinese: analysis.chinese,
        };
        let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
        let rarest = rarest(index);
        for (term, key) in analysis.terms() {
            if seen.insert(key, ()).is_some() {
                continue;
            }
            let class_weight =
                CLASS_WEIGHTS[Class::ALL.iter().position(|class| *class == term.class).unwrap_or(0)];
            let number = index.term(key);
            let weight = match number {
                Some(number) => class_weight * weights.rarity(number),
                // A number that no entry has is a variable part.
                None if term.class == Class::Number || term.plain => 0.0,
                None => class_weight * rarest * UNKNOWN_RARITY,
            };
            if term.wording {
                terms.wording_weight += weight;
            }
            if term.meaning {
                terms.meaning_weight += weight;
            }
            if let Some(number) = number {
                if term.wording {
                    terms.wording.insert(number);
                }
                if term.meaning {
                    terms.meaning.insert(number);
                }
                terms.known.push(QueryTerm { key: key.to_owned(), weight });
            }
        }
        terms.add_related(index, analysis);
        terms.known.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.key.cmp(&b.key)));
        terms
    }

    /// Adds the concepts that are near one of the query's.
    fn add_related(&mut self, index: &Index, analysis: &Analysis) {
        for (_, key) in analysis.terms().filter(|(term, _)| term.class == Class::Concept) {
            for (id, nearness) in index.analyzer().concepts().near(&key[1..]) {
                let key = format!("{}{id}", char::from(Class::Concept.byte()));
                let Some(number) = index.term(&key) else { continue };
                if self.meaning.has(number) && !self.related.contains_key(&number) {
                    continue;
                }
                self.meaning.insert(number);
                let known = self.related.entry(number).or_default();
                *known = known.max(nearness);
                let weight = nearness * CLASS_WEIGHTS[2] * index.weights().rarity(number);
                self.known.push(QueryTerm { key, weight });
            }
        }
    }

    /// The weights of `zone` terms of the wording that the query has, and of all of them.
    pub(super) fn wording_shared(&self, index: &Index, zone: impl Iterator<Item = u32>) -> (f32, f32) {
        let (mut shared, mut all) = (0.0, 0.0);
        for number in zone {
            let weight = weight(index, number);
            all += weight;
            if self.wording.has(number) {
                shared += weight;
            }
        }
        (shared, all)
    }

    /// The weights of `zone` terms of the meaning that the query has or is near to, and of all of them.
    pub(super) fn meaning_shared(&self, index: &Index, zone: impl Iterator<Item = u32>) -> (f32, f32) {
        let (mut shared, mut all) = (0.0, 0.0);
        for number in zone {
            let weight = weight(index, number);
            all += weight;
            if self.meaning.has(number) {
                shared += weight * self.related.get(&number).copied().unwrap_or(1.0);
            }
        }
        (shared, all)
    }
}

fn weight(index: &Index, number: u32) -> f32 {
    let weights = index.weights();
    CLASS_WEIGHTS[weights.class(number)] * weights.rarity(number)
}

/// The rarity of a term that one entry has.
fn rarest(index: &Index) -> f32 {
    ((index.len() as f32 - 0.5).max(0.5) / 1.5).ln_1p()
}

/// A set of numbers below a bound.
#[derive(Debug)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn new(bound: u32) -> Bits {
        Bits(vec![0; bound as usize / 64 + 1])
    }

    pub(super) fn insert(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// The numbers in both.
    pub(super) fn and(mut self, other: &Bits) -> Bits {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
        self
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word & 1 << (number % 64) != 0)
    }
}
