//! Which old entry of a code became which new one, where a code has many.
//!
//! Each side is treated as the other is, so that the way back is the way there.

use std::collections::{BTreeMap, VecDeque};

use super::words::{Bag, Numbers, WHOLE, shared};
use super::{differing, sorted};
use crate::entry::{Entry, Language};

/// How many pairs of one code are compared each with each; of more, only those that are likely.
const MOST_PAIRS: usize = 1 << 16;

/// Entries of a code that have others share at least this of their words, or one went and another came.
const ALIKE: u32 = WHOLE / 2;

/// Of many entries, one is compared with as many of the other side before and after its place,
const NEIGHBOURS: usize = 8;
/// and with those that have one of this many rarest words of its own among theirs,
const RAREST: usize = 6;
/// if no more entries than these have the word.
const RARE: usize = 32;

/// The places of entries that belong together; `old` and `new` are of one code, in document order.
pub(super) fn pairs(old: &[&Entry], new: &[&Entry]) -> Vec<(usize, usize)> {
    if old.len() == 1 && new.len() == 1 {
        return vec![(0, 0)];
    }
    let mut matched = Matched { old, new, of_old: vec![None; old.len()], of_new: vec![None; new.len()] };
    let statuses = |entry: &Entry| sorted(&entry.http_status).into_iter().copied().collect::<Vec<u16>>();
    let has_text = |entry: &&Entry| !entry.message.is_empty() || !entry.description.is_empty();
    matched.same(|entry| {
        let lists = (statuses(entry), sorted(&entry.aliases), sorted(&entry.operations));
        Some((&entry.message, &entry.description, &entry.remedy, &entry.category, lists))
    });
    matched.same(|entry| Some((&entry.message, &entry.description, &entry.remedy, statuses(entry))));
    matched.same(|entry| Some((&entry.message, &entry.description, &entry.remedy)));
    matched.same(|entry| Some(entry).filter(has_text).map(|entry| (&entry.message, &entry.description)));
    matched.same(|entry| Some(&entry.message).filter(|message| !message.is_empty()));
    matched.alike();
    matched.of_old.iter().enumerate().filter_map(|(at, with)| with.map(|with| (at, with))).collect()
}

/// What belongs together so far.
struct Matched<'s, 'a> {
    old: &'s [&'a Entry],
    new: &'s [&'a Entry],
    of_old: Vec<Option<usize>>,
    of_new: Vec<Option<usize>>,
}

impl<'a> Matched<'_, 'a> {
    fn join(&mut self, old: usize, new: usize) {
        self.of_old[old] = Some(new);
        self.of_new[new] = Some(old);
    }

    fn left(&self) -> [Vec<usize>; 2] {
        [&self.of_old, &self.of_new]
            .map(|of| of.iter().enumerate().filter(|(_, with)| with.is_none()).map(|(at, _)| at).collect())
    }

    /// Joins what has the same key, the first with the first.
    fn same<K: Ord>(&mut self, key: impl Fn(&'a Entry) -> Option<K>) {
        let [olds, news] = self.left();
        let mut waiting: BTreeMap<K, VecDeque<usize>> = BTreeMap::new();
        for at in news {
            if let Some(key) = key(self.new[at]) {
                waiting.entry(key).or_default().push_back(at);
            }
        }
        for at in olds {
            let with = key(self.old[at]).and_then(|key| waiting.get_mut(&key)?.pop_front());
            if let Some(with) = with {
                self.join(at, with);
            }
        }
    }

    /// Joins what says most of the same, the best first.
    fn alike(&mut self) {
        let [olds, news] = self.left();
        if olds.is_empty() || news.is_empty() {
            return;
        }
        let mut numbers = Numbers::default();
        let of_old: Vec<Wording> = olds.iter().map(|&at| Wording::of(self.old[at], &mut numbers)).collect();
        let of_new: Vec<Wording> = news.iter().map(|&at| Wording::of(self.new[at], &mut numbers)).collect();
        let mut found: Vec<_> = candidates(&of_old, &of_new)
            .into_iter()
            .filter_map(|(a, b)| {
                let agreement = of_old[a].agreement(&of_new[b]);
                let differs = || differing(self.old[olds[a]], self.new[news[b]]).len();
                // Places decide last, and so that neither side matters more.
                (agreement >= ALIKE).then(|| (WHOLE - agreement, differs(), a.abs_diff(b), a + b, a, b))
            })
            .collect();
        found.sort_unstable();
        for (.., a, b) in found {
            if self.of_old[olds[a]].is_none() && self.of_new[news[b]].is_none() {
                self.join(olds[a], news[b]);
            }
        }
    }
}

/// The words of an entry.
struct Wording {
    all: Bag,
    messages: Vec<(Language, Bag)>,
}

impl Wording {
    fn of<'a>(entry: &'a Entry, numbers: &mut Numbers<'a>) -> Wording {
        let texts = entry.message.values().chain(entry.description.values()).chain(entry.remedy.values());
        let all = numbers.bag(texts.map(String::as_str));
        let mut message =
            |(language, text): (&Language, &'a String)| (*language, numbers.bag([text.as_str()].into_iter()));
        Wording { all, messages: entry.message.iter().map(&mut message).collect() }
    }

    /// How much two entries say the same, of [`WHOLE`]: all of them, or their messages in one language, since a
    /// translation or a remedy that came makes no other entry of them.
    fn agreement(&self, other: &Wording) -> u32 {
        let in_one = self.messages.iter().flat_map(|(language, bag)| {
            let same = other.messages.iter().filter(move |(others, _)| language == others);
            same.map(move |(_, others)| shared(bag, others))
        });
        in_one.max().unwrap_or(0).max(shared(&self.all, &other.all))
    }
}

/// The pairs that are worth a comparison.
fn candidates(old: &[Wording], new: &[Wording]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) <= MOST_PAIRS {
        return (0..old.len()).flat_map(|a| (0..new.len()).map(move |b| (a, b))).collect();
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for a in 0..old.len() {
        let near = a.saturating_sub(NEIGHBOURS)..new.len().min(a + NEIGHBOURS + 1);
        pairs.extend(near.map(|b| (a, b)));
    }
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for wording in old.iter().chain(new) {
        distinct(&wording.all).for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let rarest = |wording: &Wording| -> Vec<u32> {
        let mut words: Vec<(usize, u32)> = distinct(&wording.all).map(|word| (counts[&word], word)).collect();
        words.retain(|(count, _)| *count <= RARE);
        words.sort_unstable();
        words.into_iter().take(RAREST).map(|(_, word)| word).collect()
    };
    let mut having: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (b, wording) in new.iter().enumerate() {
        rarest(wording).into_iter().for_each(|word| having.entry(word).or_default().push(b));
    }
    for (a, wording) in old.iter().enumerate() {
        let with = rarest(wording).into_iter().filter_map(|word| having.get(&word)).flatten();
        pairs.extend(with.map(|&b| (a, b)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn distinct(bag: &Bag) -> impl Iterator<Item = u32> {
    bag.chunk_by(|a, b| a == b).map(|words| words[0])
}
