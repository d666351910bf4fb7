//! The terms of a query as the index numbers them, with their weights.

use crate::analyze::{Analysis, Class, Term};
use crate::index::{Index, RecordZone, Weights, WeightsView};

/// The rarity of a word that no entry has, as a share of the rarest word's.
const UNKNOWN_RARITY: f32 = 0.8;

/// A term of the query that the index has.
#[derive(Clone, Copy, Debug)]
pub(super) struct QueryTerm {
    pub(super) number: u32,
    pub(super) class: Class,
    pub(super) weight: f32,
}

/// The terms of a query.
#[derive(Debug)]
pub(super) struct QueryTerms<'i> {
    weights: WeightsView<'i>,
    /// The terms that the index has, heaviest first.
    pub(super) known: Vec<QueryTerm>,
    /// Which terms the wording has.
    wording: Bits,
    /// Which terms the meaning has.
    meaning: Bits,
    /// The concepts that the meaning only has related ones of, with how near those are.
    related: Vec<(u32, f32)>,
    /// Which concepts these are.
    is_related: Bits,
    /// The weight of all wording, known or not.
    pub(super) wording_weight: f32,
    /// The weight of all meaning, known or not.
    pub(super) meaning_weight: f32,
    /// How many concepts the text has that some entry has.
    pub(super) concepts: u32,
    /// How many terms of other fields it has.
    pub(super) elsewhere: u32,
    /// The hash of the sequence of words.
    pub(super) template: u64,
    /// The text has Chinese characters.
    pub(super) chinese: bool,
}

impl<'i> QueryTerms<'i> {
    pub(super) fn new(index: &'i Index, analysis: &Analysis) -> QueryTerms<'i> {
        let mut terms = QueryTerms {
            weights: index.weights().view(),
            known: Vec::new(),
            wording: Bits::new(index.weights().len()),
            meaning: Bits::new(index.weights().len()),
            related: Vec::new(),
            is_related: Bits::new(index.weights().len()),
            wording_weight: 0.0,
            meaning_weight: 0.0,
            concepts: 0,
            elsewhere: analysis.elsewhere,
            template: analysis.template,
            chinese: analysis.chinese,
        };
        let mut found: Vec<_> = analysis.terms().map(|(term, key)| (key, term)).collect();
        found.sort_unstable_by(|a, b| a.0.cmp(b.0));
        // A word may stand in the text twice, once within a concept: it is then part of the meaning.
        let same = |a: &mut (&str, Term), b: &mut (&str, Term)| {
            let same = a.0 == b.0;
            b.1.meaning |= same && a.1.meaning;
            same
        };
        found.dedup_by(same);
        let unknown = UNKNOWN_RARITY * Weights::rarity(index.len(), 1);
        for (key, term) in found {
            let number = index.term(key);
            let weight = match number {
                Some(number) => terms.weights.of(number),
                // A number that no entry has is a variable part.
                None if term.class == Class::Number || term.plain => 0.0,
                None => term.class.weight() * unknown,
            };
            if term.wording {
                terms.wording_weight += weight;
                number.into_iter().for_each(|number| terms.wording.insert(number));
            }
            if term.meaning {
                terms.meaning_weight += weight;
                terms.concepts += u32::from(term.class == Class::Concept && number.is_some());
                number.into_iter().for_each(|number| terms.meaning.insert(number));
            }
            if let Some(number) = number.filter(|_| weight > 0.0) {
                terms.known.push(QueryTerm { number, class: term.class, weight });
            }
        }
        terms.add_related(index, analysis);
        terms.known.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.number.cmp(&b.number)));
        terms
    }

    /// Adds the concepts that are near one of the query's.
    fn add_related(&mut self, index: &Index, analysis: &Analysis) {
        for &concept in &analysis.concepts {
            for (near, nearness) in index.analyzer().concepts().near(concept) {
                let Some(number) = index.concept_term(near) else { continue };
                match self.related.iter_mut().find(|(known, _)| *known == number) {
                    Some((_, known)) => *known = known.max(nearness),
                    None if self.meaning.has(number) => {}
                    None => {
                        self.is_related.insert(number);
                        self.related.push((number, nearness));
                        let weight = nearness * self.weights.of(number);
                        self.known.push(QueryTerm { number, class: Class::Concept, weight });
                    }
                }
            }
        }
    }

    /// The weight of the terms of the zone's wording that the query has.
    pub(super) fn wording_shared(&self, zone: &RecordZone<'_>) -> f32 {
        zone.wording().filter(|&number| self.wording.has(number)).map(|number| self.weights.of(number)).sum()
    }

    /// The weight of the terms of the zone's meaning that the query has or is near to.
    pub(super) fn meaning_shared(&self, zone: &RecordZone<'_>) -> f32 {
        let nearness = |number| match self.related.iter().find(|(known, _)| *known == number) {
            Some((_, nearness)) => *nearness,
            None => 0.0,
        };
        let shared = zone.meaning().map(|number| {
            if self.meaning.has(number) {
                self.weights.of(number)
            } else if self.is_related.has(number) {
                self.weights.of(number) * nearness(number)
            } else {
                0.0
            }
        });
        shared.sum()
    }
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
