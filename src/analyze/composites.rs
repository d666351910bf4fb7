//! Concepts that other concepts mean together: `balance + insufficient` in one clause, `not running` side by side.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::pieces::Pieces;
use crate::bytes::{Bytes, Table, read_u32};
use crate::lexicon::{Composite, Lexicon};

/// How many pieces may stand between two parts in one clause: words of English, characters of Chinese.
const FARTHEST: usize = 8;

/// A composite may be part of another one, but not of a third.
const PASSES: usize = 2;

/// A concept that was found: its number and its pieces.
pub(super) type Place = (u32, Range<usize>);

/// The composites of a lexicon, as an index carries them.
#[derive(Clone, Debug, Default)]
pub(super) struct Composites {
    /// For each concept that may come first, its composites in `u32`s: the number of the whole, whether the parts are
    /// adjacent, how many other parts there are, and these.
    by_first: Table,
}

/// A composite, read in place.
#[derive(Clone, Copy, Debug)]
struct Read<'a> {
    whole: u32,
    adjacent: bool,
    others: &'a [u8],
}

impl Read<'_> {
    fn others(self) -> impl Iterator<Item = u32> {
        (0..self.others.len() / 4).filter_map(move |at| read_u32(self.others, at))
    }
}

/// The parts of a composite in a text, as places in the list of what was found.
struct Match {
    whole: u32,
    parts: Vec<usize>,
    /// From the first piece of all to the last.
    span: Range<usize>,
}

impl Composites {
    /// Lays out the composites of `lexicon`, whose concepts are numbered as in `ids`.
    pub(super) fn encode(lexicon: &Lexicon, ids: &[&String]) -> Vec<u8> {
        let number = |id: &String| ids.binary_search(&id).ok().map(|number| number as u32);
        let mut by_first: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (whole, concept) in (0..).zip(lexicon.concepts.values()) {
            for Composite { adjacent, parts } in &concept.composites {
                let Some(parts) = parts.iter().map(number).collect::<Option<Vec<u32>>>() else { continue };
                for (at, &first) in parts.iter().enumerate() {
                    // Within a clause any part may come first.
                    if at > 0 && (*adjacent || parts[..at].contains(&first)) {
                        continue;
                    }
                    let record = by_first.entry(first).or_default();
                    record.extend([whole, u32::from(*adjacent), parts.len() as u32 - 1]);
                    record.extend(parts[..at].iter().chain(&parts[at + 1..]));
                }
            }
        }
        let record = |number: u32| -> Vec<u8> {
            by_first.get(&number).into_iter().flatten().flat_map(|word| word.to_le_bytes()).collect()
        };
        Table::encode(&(0..ids.len() as u32).map(record).collect::<Vec<_>>())
    }

    pub(super) fn open(bytes: Bytes) -> Option<Composites> {
        Some(Composites { by_first: Table::open(bytes)? })
    }

    /// The composites in which the concept `number` may come first.
    fn that_begin_with(&self, number: u32) -> impl Iterator<Item = Read<'_>> {
        let mut rest = self.by_first.get(number).unwrap_or_default();
        std::iter::from_fn(move || {
            let [whole, adjacent, count] = [read_u32(rest, 0)?, read_u32(rest, 1)?, read_u32(rest, 2)?];
            let (others, next) = rest.get(12..)?.split_at_checked(4 * count as usize)?;
            rest = next;
            Some(Read { whole, adjacent: adjacent != 0, others })
        })
    }

    /// Puts composites in the place of their parts in `found`, which is in text order and stays so; parts that are things
    /// stay, since they say of what. Of those that share a part the one with more parts is taken, then the shorter one,
    /// then the first.
    pub(super) fn replace(
        &self,
        pieces: &Pieces,
        plain: &[bool],
        is_thing: impl Fn(u32) -> bool,
        found: &mut Vec<Place>,
    ) {
        for _ in 0..PASSES {
            let matches = self.matches(pieces, plain, found);
            if matches.is_empty() {
                return;
            }
            let mut used = vec![false; found.len()];
            let mut wholes: Vec<Place> = Vec::new();
            let mut taken = HashSet::new();
            for Match { whole, parts, span } in matches {
                if parts.iter().any(|&part| used[part]) || !taken.insert(whole) {
                    continue;
                }
                parts.iter().for_each(|&part| used[part] = !is_thing(found[part].0));
                wholes.push((whole, span));
            }
            let mut used = used.into_iter();
            found.retain(|_| !used.next().unwrap_or(false));
            found.append(&mut wholes);
            found.sort_by_key(|(number, place)| (place.start, place.end, *number));
        }
    }

    /// The composites in `found`, those first that are to be taken first.
    fn matches(&self, pieces: &Pieces, plain: &[bool], found: &[Place]) -> Vec<Match> {
        let mut matches: Vec<Match> = Vec::new();
        let present: HashSet<u32> = found.iter().map(|(number, _)| *number).collect();
        for (at, (first, _)) in found.iter().enumerate() {
            for composite in self.that_begin_with(*first) {
                if present.contains(&composite.whole) {
                    continue;
                }
                let parts = if composite.adjacent {
                    adjacent_parts(pieces, plain, found, at, composite)
                } else {
                    parts_in_clause(pieces, found, at, composite)
                };
                matches.extend(parts.map(|parts| {
                    let start = parts.iter().map(|&part| found[part].1.start).min().unwrap_or(0);
                    let end = parts.iter().map(|&part| found[part].1.end).max().unwrap_or(start);
                    Match { whole: composite.whole, parts, span: start..end }
                }));
            }
        }
        matches.sort_by_key(|found| {
            (usize::MAX - found.parts.len(), found.span.len(), found.parts[0], found.whole)
        });
        matches
    }
}

/// The places of all parts from `first` on, one directly after the other but for plain words.
fn adjacent_parts(
    pieces: &Pieces,
    plain: &[bool],
    found: &[Place],
    first: usize,
    composite: Read<'_>,
) -> Option<Vec<usize>> {
    let mut parts = vec![first];
    for other in composite.others() {
        let at = parts.len() + first;
        let (number, place) = found.get(at)?;
        let between = found[at - 1].1.end..place.start;
        let near = between.clone().all(|piece| plain[piece])
            && !(between.start..=place.start).any(|piece| pieces.list[piece].breaks);
        if *number != other || !near {
            return None;
        }
        parts.push(at);
    }
    Some(parts)
}

/// The places of all parts in the clause of `first`, from there on, each the nearest.
fn parts_in_clause(
    pieces: &Pieces,
    found: &[Place],
    first: usize,
    composite: Read<'_>,
) -> Option<Vec<usize>> {
    let mut parts = vec![first];
    let mut missing: Vec<u32> = composite.others().collect();
    let mut end = found[first].1.end;
    for (at, (number, place)) in found.iter().enumerate().skip(first + 1) {
        let ended = (end..=place.start).any(|piece| pieces.list[piece].breaks);
        if ended || place.start > found[first].1.end + FARTHEST * parts.len() {
            return None;
        }
        end = place.start + 1;
        if let Some(part) = missing.iter().position(|part| part == number) {
            missing.swap_remove(part);
            parts.push(at);
            if missing.is_empty() {
                return Some(parts);
            }
        }
    }
    None
}
