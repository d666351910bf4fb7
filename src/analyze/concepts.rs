//! The compiled lexicon: concept terms, spellings and boilerplate, found in the pieces of a text.
//!
//! Maps that are read in place; nothing is loaded to answer a query.

use std::collections::BTreeMap;

use fst::Map;
use fst::raw::Output;

use super::composites::{Composites, Place};
use super::pieces::{Kind, Piece, Pieces};
use crate::bytes::{Bytes, Table, longest_prefix, map_bytes, read_u32};
use crate::lexicon::{self, Lexicon};
use crate::text::fold;

/// The number under which boilerplate stands in the map of terms.
const BOILERPLATE: u64 = u32::MAX as u64;

/// The number under which plain words stand in the map of terms.
const PLAIN: u64 = BOILERPLATE - 1;

/// The number under which terms of other fields stand in the map of terms.
const ELSEWHERE: u64 = BOILERPLATE - 2;

/// A concept of a thing.
const THING: u8 = 1;

/// A concept that says nothing by itself.
const MODAL: u8 = 2;
const CLOUD: u8 = 4;

/// The lexicon as an index carries it.
#[derive(Clone, Debug)]
pub(crate) struct Concepts {
    /// A term's pieces, joined → the number of its concept, or [`BOILERPLATE`].
    terms: Map<Bytes>,
    /// The ids of the concepts.
    ids: Table,
    /// For each concept, its relations: the number of the other and the weight, in `u32`s.
    near: Table,
    /// For each concept, [`THING`] or [`MODAL`] where it is one.
    kinds: Bytes,
    composites: Composites,
    /// For each concept, the numbers of those of the contrary meaning, in `u32`s.
    opposites: Table,
    /// A wrong spelling → the number of the right one.
    wrong: Map<Bytes>,
    right: Table,
}

/// What was found in a text.
pub(super) struct Found {
    /// Each concept with its pieces.
    pub(super) concepts: Vec<Place>,
    /// For each piece, whether a concept covers it.
    pub(super) covered: Vec<bool>,
    /// For each piece, whether it is part of a word that says nothing by itself.
    pub(super) plain: Vec<bool>,
    /// The terms of other fields, as the map joins them.
    pub(super) elsewhere: Vec<String>,
    /// For each piece, whether it is part of boilerplate.
    pub(super) boilerplate: Vec<bool>,
    /// The text says nothing else.
    pub(super) only_boilerplate: bool,
}

impl Concepts {
    pub(super) fn encode(lexicon: &Lexicon) -> Vec<u8> {
        let mut right: Vec<String> = lexicon.spellings.values().map(|right| mendable(right)).collect();
        right.sort_unstable();
        right.dedup();
        let wrong: BTreeMap<String, u64> = lexicon
            .spellings
            .iter()
            .filter_map(|(wrong, good)| {
                Some((mendable(wrong), right.binary_search(&mendable(good)).ok()? as u64))
            })
            .collect();
        let spelling = Concepts { wrong: map_of(&wrong), right: table_of(&right), ..Concepts::default() };

        let mut terms = BTreeMap::new();
        for term in &lexicon.elsewhere {
            terms.insert(term_key(term, &spelling), ELSEWHERE);
        }
        for word in &lexicon.plain {
            terms.insert(term_key(word, &spelling), PLAIN);
        }
        for sentence in &lexicon.boilerplate {
            terms.insert(term_key(sentence, &spelling), BOILERPLATE);
        }
        let ids: Vec<&String> = lexicon.concepts.keys().collect();
        for (number, concept) in (0..).zip(lexicon.concepts.values()) {
            for term in &concept.terms {
                terms.insert(term_key(term, &spelling), number);
                // People and APIs write many two-word names as one: floatingip, securitygroup.
                if let Some((first, second)) = term.split_once(' ')
                    && term.is_ascii()
                    && term.len() > 5
                    && !second.contains(' ')
                {
                    terms.entry(term_key(&format!("{first}{second}"), &spelling)).or_insert(number);
                }
            }
        }
        terms.remove("");
        let near = lexicon.concepts.values().map(|concept| {
            let related = concept.near.iter().filter_map(|(id, weight)| {
                let number = ids.binary_search(&id).ok()? as u32;
                Some([number.to_le_bytes(), weight.to_le_bytes()].concat())
            });
            related.flatten().collect::<Vec<u8>>()
        });
        let kinds = lexicon.concepts.values().map(|concept| {
            let kind = match concept.kind {
                lexicon::Kind::Thing => THING,
                lexicon::Kind::Modal => MODAL,
                lexicon::Kind::Act | lexicon::Kind::State => 0,
            };
            kind | if concept.cloud { CLOUD } else { 0 }
        });
        let opposites = lexicon.concepts.values().map(|concept| {
            let numbers = concept.opposites.iter().filter_map(|id| ids.binary_search(&id).ok());
            numbers.flat_map(|number| (number as u32).to_le_bytes()).collect::<Vec<u8>>()
        });
        Table::encode(&[
            map_bytes(&terms),
            Table::encode(&ids),
            Table::encode(&near.collect::<Vec<_>>()),
            map_bytes(&wrong),
            Table::encode(&right),
            kinds.collect(),
            Composites::encode(lexicon, &ids),
            Table::encode(&opposites.collect::<Vec<_>>()),
        ])
    }

    pub(super) fn open(bytes: Bytes) -> Option<Concepts> {
        let parts = Table::open(bytes)?;
        Some(Concepts {
            terms: Map::new(parts.part(0)?).ok()?,
            ids: Table::open(parts.part(1)?)?,
            near: Table::open(parts.part(2)?)?,
            wrong: Map::new(parts.part(3)?).ok()?,
            right: Table::open(parts.part(4)?)?,
            kinds: parts.part(5)?,
            composites: Composites::open(parts.part(6)?)?,
            opposites: Table::open(parts.part(7)?)?,
        })
    }

    /// The id of the concept `number`.
    pub(crate) fn id(&self, number: u32) -> &str {
        self.ids.text(number).unwrap_or_default()
    }

    /// The number of the concept with this id.
    pub(crate) fn number(&self, id: &str) -> Option<u32> {
        (0..self.len()).find(|&number| self.id(number) == id)
    }

    /// How many concepts there are; their numbers are below.
    pub(crate) fn len(&self) -> u32 {
        self.ids.len()
    }

    /// The numbers of the concepts related to the concept `number`, with weights from 0 to 1.
    pub(crate) fn near(&self, number: u32) -> impl Iterator<Item = (u32, f32)> {
        let relations = self.near.get(number).unwrap_or_default();
        (0..relations.len() / 8).filter_map(|at| {
            Some((read_u32(relations, 2 * at)?, f32::from_bits(read_u32(relations, 2 * at + 1)?)))
        })
    }

    /// Whether the concept `number` is of a thing.
    pub(crate) fn is_thing(&self, number: u32) -> bool {
        self.kind(number) & THING != 0
    }

    /// Whether the concept `number` says nothing of an error by itself.
    pub(crate) fn is_modal(&self, number: u32) -> bool {
        self.kind(number) & MODAL != 0
    }

    /// Whether the concept `number` is of clouds.
    pub(crate) fn is_cloud(&self, number: u32) -> bool {
        self.kind(number) & CLOUD != 0
    }

    /// The numbers of all concepts.
    pub(crate) fn numbers(&self) -> std::ops::Range<u32> {
        0..self.kinds.as_ref().len() as u32
    }

    fn kind(&self, number: u32) -> u8 {
        self.kinds.as_ref().get(number as usize).copied().unwrap_or_default()
    }

    /// The numbers of the concepts of the contrary meaning.
    pub(crate) fn opposites(&self, number: u32) -> impl Iterator<Item = u32> {
        let numbers = self.opposites.get(number).unwrap_or_default();
        (0..numbers.len() / 4).filter_map(|at| read_u32(numbers, at))
    }

    /// The right spelling of a lower-case word, if it is a known wrong one.
    pub(crate) fn mend(&self, word: &str) -> Option<&str> {
        self.wrong.get(word).and_then(|number| self.right.text(number as u32))
    }

    /// The longest wrong spelling that `text` begins with: its length and the right one.
    pub(super) fn mend_prefix(&self, text: &str) -> Option<(usize, &str)> {
        let (len, number) = longest_prefix(self.wrong.as_fst(), text.bytes(), |_, _| true)?;
        Some((len, self.right.text(number as u32)?))
    }

    /// Finds concepts and boilerplate: leftmost, longest first, never across punctuation.
    pub(super) fn find(&self, pieces: &Pieces) -> Found {
        let list = &pieces.list;
        let mut found = Found {
            concepts: Vec::new(),
            covered: vec![false; list.len()],
            plain: vec![false; list.len()],
            boilerplate: vec![false; list.len()],
            elsewhere: Vec::new(),
            only_boilerplate: true,
        };
        let mut at = 0;
        while at < list.len() {
            match self.longest_at(pieces, at) {
                Some((end, BOILERPLATE)) => {
                    found.boilerplate[at..end].fill(true);
                    at = end;
                }
                Some((end, PLAIN)) => {
                    found.plain[at..end].fill(true);
                    found.only_boilerplate = false;
                    at = end;
                }
                Some((end, ELSEWHERE)) => {
                    let term = joined(pieces, &list[at..end]);
                    if !found.elsewhere.contains(&term) {
                        found.elsewhere.push(term);
                    }
                    found.only_boilerplate = false;
                    at = end;
                }
                Some((end, number)) => {
                    found.concepts.push((number as u32, at..end));
                    found.covered[at..end].fill(true);
                    found.only_boilerplate = false;
                    at = end;
                }
                None => {
                    found.only_boilerplate &= !list[at].counts();
                    at += 1;
                }
            }
        }
        self.composites.replace(pieces, &found.plain, |number| self.is_thing(number), &mut found.concepts);
        found
    }

    /// The longest term that starts with the piece `at`: one past its last piece, and its number.
    fn longest_at(&self, pieces: &Pieces, at: usize) -> Option<(usize, u64)> {
        let fst = self.terms.as_fst();
        let mut node = fst.root();
        let mut value = Output::zero();
        let mut longest = None;
        let mut before: Option<&Piece> = None;
        for (number, piece) in pieces.list.iter().enumerate().skip(at) {
            if !piece.counts() || (piece.breaks && before.is_some()) {
                break;
            }
            let space = before.is_some_and(|before| needs_space(before, piece)).then_some(b' ');
            for byte in space.into_iter().chain(pieces.text(piece).bytes()) {
                let Some(transition) = node.find_input(byte).map(|input| node.transition(input)) else {
                    return longest;
                };
                value = value.cat(transition.out);
                node = fst.node(transition.addr);
            }
            if node.is_final() {
                longest = Some((number + 1, value.cat(node.final_output()).value()));
            }
            before = Some(piece);
        }
        longest
    }
}

impl Default for Concepts {
    fn default() -> Concepts {
        let none = BTreeMap::new();
        Concepts {
            terms: map_of(&none),
            ids: Table::default(),
            near: Table::default(),
            wrong: map_of(&none),
            right: Table::default(),
            kinds: Bytes::default(),
            composites: Composites::default(),
            opposites: Table::default(),
        }
    }
}

/// The key of a term in the map.
pub(super) fn term_key(term: &str, spelling: &Concepts) -> String {
    let pieces = Pieces::of(fold(term).as_str(), spelling, None);
    joined(&pieces, &pieces.list)
}

/// Pieces as they are joined in the map.
fn joined(pieces: &Pieces, list: &[Piece]) -> String {
    let mut key = String::new();
    let mut before: Option<&Piece> = None;
    for piece in list {
        if before.is_some_and(|before| needs_space(before, piece)) {
            key.push(' ');
        }
        key.push_str(pieces.text(piece));
        before = Some(piece);
    }
    key
}

/// Two words of an alphabet are apart; between Chinese and anything else a space means nothing.
fn needs_space(before: &Piece, piece: &Piece) -> bool {
    before.kind != Kind::Han && piece.kind != Kind::Han
}

/// A spelling as it is compared: folded, in lower case.
fn mendable(word: &str) -> String {
    fold(word).as_str().to_lowercase()
}

fn map_of(entries: &BTreeMap<String, u64>) -> Map<Bytes> {
    Map::new(Bytes::new(map_bytes(entries))).expect("a map that was just built is one")
}

fn table_of(records: &[String]) -> Table {
    Table::open(Bytes::new(Table::encode(records))).expect("a table that was just laid out is one")
}
