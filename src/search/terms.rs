//! The terms of a query as the index numbers them, with their weights.

use crate::analyze::{Analysis, Class, Term};
use crate::index::{Index, RecordZone, Weights, WeightsView};

/// The rarity of a word that no entry has, as a share of the rarest word's.
const UNKNOWN_RARITY: f32 = 0.8;

/// How much the wording of a text counts in finding entries, beside [`MEANING`]: about as in ranking.
const WORDING: f32 = 1.1;

/// How much its meaning counts.
const MEANING: f32 = 5.0;

/// A term of the query that the index has.
#[derive(Clone, Copy, Debug)]
pub(super) struct QueryTerm {
    pub(super) number: u32,
    pub(super) class: Class,
    /// How much an entry that has it gains: a share of the text's wording, of its meaning, or of both, as ranking weighs
    /// them.
    pub(super) weight: f32,
}

/// A concept or word of the text's meaning.
#[derive(Clone, Copy, Debug)]
struct Meant {
    weight: f32,
    /// It is a concept of a thing.
    thing: bool,
}

/// A term of an entry that stands for one of the text's meaning.
#[derive(Clone, Copy, Debug)]
struct Stands {
    /// The number of the term.
    term: u32,
    /// Which of [`QueryTerms::meant`] it stands for.
    meant: u32,
    /// How well: 1 for the same, less for a near concept.
    nearness: f32,
}

/// The terms of a query.
#[derive(Debug)]
pub(super) struct QueryTerms<'i> {
    weights: WeightsView<'i>,
    /// The terms that the index has, heaviest first.
    pub(super) known: Vec<QueryTerm>,
    /// Which terms the wording has.
    wording: Bits,
    /// What the text means, of what some entry has.
    meant: Vec<Meant>,
    /// Which terms stand for that, by number.
    stands: Vec<Stands>,
    /// Which terms these are.
    is_meant: Bits,
    /// Which terms mean the contrary of a concept of the text.
    contrary: Bits,
    /// The term of what the text is about.
    topic: Option<u32>,
    /// The weight of all wording, known or not.
    pub(super) wording_weight: f32,
    /// The weight of all meaning, known or not.
    pub(super) meaning_weight: f32,
    /// The weight of the things in it.
    pub(super) things_weight: f32,
    /// The weight of what says nothing of an error by itself, such as negation.
    pub(super) modal_weight: f32,
    /// The weight of the meaning that no entry has, and none has near.
    pub(super) unknown_weight: f32,
    /// How many terms of other fields it has.
    pub(super) elsewhere: u32,
    /// The hash of the sequence of words.
    pub(super) template: u64,
    /// The text has Chinese characters.
    pub(super) chinese: bool,
}

/// What a text and a zone have in common, by weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shared {
    /// Of the text's things.
    pub(super) text_things: f32,
    /// Of the rest of the text's meaning.
    pub(super) text_rest: f32,
    /// Of the zone's things.
    pub(super) zone_things: f32,
    /// Of the rest of the zone's meaning.
    pub(super) zone_rest: f32,
    /// Of the zone, what means the contrary of what the text says.
    pub(super) contrary: f32,
}

impl Shared {
    pub(super) fn text(&self) -> f32 {
        self.text_things + self.text_rest
    }

    pub(super) fn zone(&self) -> f32 {
        self.zone_things + self.zone_rest
    }
}

/// How well each of a text's [`QueryTerms::meant`] is covered, from 0 to 1.
#[derive(Clone, Debug)]
pub(super) struct Cover {
    of_meant: Vec<f32>,
    /// Something is covered. Most texts of entries cover nothing, and then nothing is to be looked at or cleared.
    any: bool,
}

impl Cover {
    fn set(&mut self, meant: u32, nearness: f32) {
        if let Some(own) = self.of_meant.get_mut(meant as usize) {
            *own = own.max(nearness);
            self.any = true;
        }
    }

    /// Takes what `other` covers better.
    pub(super) fn join(&mut self, other: &Cover) {
        if other.any {
            self.of_meant.iter_mut().zip(&other.of_meant).for_each(|(own, other)| *own = own.max(*other));
            self.any = true;
        }
    }

    pub(super) fn clear(&mut self) {
        if self.any {
            self.of_meant.fill(0.0);
            self.any = false;
        }
    }
}

impl<'i> QueryTerms<'i> {
    pub(super) fn new(index: &'i Index, analysis: &Analysis) -> QueryTerms<'i> {
        let mut terms = QueryTerms {
            weights: index.weights().view(),
            known: Vec::new(),
            wording: Bits::new(index.weights().len()),
            meant: Vec::new(),
            stands: Vec::new(),
            is_meant: Bits::new(index.weights().len()),
            contrary: Bits::new(index.weights().len()),
            topic: analysis.topic.and_then(|concept| index.concept_term(concept)),
            wording_weight: 0.0,
            meaning_weight: 0.0,
            things_weight: 0.0,
            modal_weight: 0.0,
            unknown_weight: 0.0,
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
        let mut shares = Vec::new();
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
                terms.unknown_weight += if number.is_none() { weight } else { 0.0 };
                // Concepts are told of by themselves: those that no entry has may have near ones.
                if let Some(number) = number.filter(|_| term.class != Class::Concept) {
                    terms.add_meant(number, Meant { weight, thing: false });
                }
            }
            if let Some(number) = number.filter(|_| weight > 0.0) {
                shares.push((number, term.class, weight, term.wording, term.meaning));
            }
        }
        // Two characters that nothing knows are about a word.
        let unknown_words = analysis.unknown_characters as f32 / 2.0;
        let weight = unknown_words * Class::ChineseWord.weight() * unknown;
        terms.meaning_weight += weight;
        terms.unknown_weight += weight;
        // Meaning and wording count as ranking weighs them, each by its share.
        let of_wording = WORDING / terms.wording_weight.max(f32::MIN_POSITIVE);
        let of_meaning = MEANING / terms.meaning_weight.max(f32::MIN_POSITIVE);
        terms.known.extend(shares.into_iter().map(|(number, class, weight, wording, meaning)| {
            let share = if wording { of_wording } else { 0.0 } + if meaning { of_meaning } else { 0.0 };
            QueryTerm { number, class, weight: weight * share }
        }));
        terms.add_concepts(index, analysis, unknown, of_meaning);
        terms.things_weight = terms.meant.iter().filter(|meant| meant.thing).map(|meant| meant.weight).sum();
        terms.stands.sort_unstable_by_key(|stands| (stands.term, stands.meant));
        terms.known.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight).then(a.number.cmp(&b.number)));
        terms.known.dedup_by_key(|term| term.number);
        terms
    }

    fn add_meant(&mut self, number: u32, meant: Meant) {
        self.stands.push(Stands { term: number, meant: self.meant.len() as u32, nearness: 1.0 });
        self.is_meant.insert(number);
        self.meant.push(meant);
    }

    /// Adds the concepts of the text, those near them and their opposites.
    fn add_concepts(&mut self, index: &Index, analysis: &Analysis, unknown: f32, of_meaning: f32) {
        let concepts = index.analyzer().concepts();
        let mut numbers = analysis.concepts.clone();
        numbers.sort_unstable();
        numbers.dedup();
        for &concept in &numbers {
            let own = index.concept_term(concept);
            let weight = own.map_or(unknown, |number| self.weights.of(number));
            let (meant, thing) = (self.meant.len() as u32, concepts.is_thing(concept));
            self.meant.push(Meant { weight, thing });
            self.modal_weight += if concepts.is_modal(concept) { weight } else { 0.0 };
            let near = concepts.near(concept);
            let near = near.filter_map(|(near, nearness)| Some((index.concept_term(near)?, nearness)));
            let mut nearest = 0f32;
            for (number, nearness) in own.map(|own| (own, 1.0)).into_iter().chain(near) {
                self.stands.push(Stands { term: number, meant, nearness });
                self.is_meant.insert(number);
                nearest = nearest.max(nearness);
                if nearness < 1.0 {
                    let weight = of_meaning * nearness * self.weights.of(number).min(weight);
                    self.known.push(QueryTerm { number, class: Class::Concept, weight });
                }
            }
            // What entries only have something near of is known as well as that is near.
            if own.is_none() {
                self.unknown_weight = (self.unknown_weight - nearest * weight).max(0.0);
            }
        }
        for &concept in &numbers {
            for opposite in concepts.opposites(concept).filter(|other| numbers.binary_search(other).is_err())
            {
                index.concept_term(opposite).into_iter().for_each(|number| self.contrary.insert(number));
            }
        }
    }

    /// Nothing covered yet.
    pub(super) fn no_cover(&self) -> Cover {
        Cover { of_meant: vec![0.0; self.meant.len()], any: false }
    }

    /// The weight of the terms of the zone's wording that the query has.
    pub(super) fn wording_shared(&self, zone: &RecordZone<'_>) -> f32 {
        zone.wording().filter(|&number| self.wording.has(number)).map(|number| self.weights.of(number)).sum()
    }

    /// What the zone's meaning and the text's have in common; `cover` says afterwards what of the text that covers.
    pub(super) fn meaning_shared(&self, zone: &RecordZone<'_>, cover: &mut Cover) -> Shared {
        let mut shared = Shared::default();
        cover.clear();
        for number in zone.meaning() {
            if self.is_meant.has(number) {
                let (mut best, mut thing) = (0f32, false);
                for stands in self.stands_of(number) {
                    cover.set(stands.meant, stands.nearness);
                    if stands.nearness > best {
                        (best, thing) = (stands.nearness, self.meant[stands.meant as usize].thing);
                    }
                }
                let weight = best * self.weights.of(number);
                *(if thing { &mut shared.zone_things } else { &mut shared.zone_rest }) += weight;
            } else if self.contrary.has(number) {
                shared.contrary += self.weights.of(number);
            }
        }
        if cover.any {
            for (meant, cover) in self.meant.iter().zip(&cover.of_meant) {
                let weight = cover * meant.weight;
                *(if meant.thing { &mut shared.text_things } else { &mut shared.text_rest }) += weight;
            }
        }
        shared
    }

    /// The weight of what `cover` covers of the text's meaning and `other` does not.
    pub(super) fn covered_beyond(&self, cover: &Cover, other: &Cover) -> f32 {
        if !cover.any {
            return 0.0;
        }
        let both = cover.of_meant.iter().zip(&other.of_meant);
        let covers = both.map(|(cover, other)| (cover - other).max(0.0));
        self.meant.iter().zip(covers).map(|(meant, more)| meant.weight * more).sum()
    }

    /// Whether a zone is about what the text is about: 1 where it is, -1 where it is about something else that the text
    /// speaks of.
    pub(super) fn topic_agrees(&self, zone: &RecordZone<'_>) -> f64 {
        match (self.topic, zone.topic) {
            (Some(own), Some(other)) if own == other => 1.0,
            (Some(_), Some(other)) if self.stands_of(other).any(|stands| stands.nearness >= 1.0) => -1.0,
            _ => 0.0,
        }
    }

    /// What of the text's meaning the term `number` stands for.
    fn stands_of(&self, number: u32) -> impl Iterator<Item = &Stands> {
        let start = self.stands.partition_point(|stands| stands.term < number);
        self.stands[start..].iter().take_while(move |stands| stands.term == number)
    }
}

/// A set of numbers below a bound.
#[derive(Clone, Debug)]
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
