//! The known codes that an unknown one may have been meant for.
//!
//! One pass over the keys of all codes counts the pairs of characters they share with the unknown one, which finds both
//! misspelled codes and those with parts in common; the edit distance then orders the best few.

use std::cmp::Reverse;

use crate::index::Index;

/// How many codes the edit distance is asked of.
const COMPARED: usize = 64;

/// Longer keys are cut: a longer code is no code.
const LONGEST: usize = 80;

/// The share of pairs from which on two codes have something in common (Dice's coefficient).
const ALIKE: f64 = 0.4;

/// The keys of the at most `most` codes nearest to `key`, nearest first.
pub(super) fn nearest_keys(index: &Index, key: &str, most: usize) -> Vec<String> {
    let wanted = Pairs::of(key);
    let mut best: Vec<(f64, String)> = Vec::new();
    index.code_keys(|known| {
        let alike = wanted.alike(known);
        let last = best.last().map_or(ALIKE, |(last, _)| *last);
        if alike < ALIKE || (best.len() == COMPARED && alike <= last) {
            return;
        }
        let at = best.partition_point(|(other, _)| *other >= alike);
        best.insert(at, (alike, known.to_owned()));
        best.truncate(COMPARED);
    });
    let same_start = |known: &str| key.bytes().zip(known.bytes()).take_while(|(a, b)| a == b).count();
    let mut keys: Vec<String> = best.into_iter().map(|(_, known)| known).collect();
    // Codes are numbered and named from the general to the particular. Stable: of the others the more alike comes first.
    keys.sort_by_cached_key(|known| (distance(key, known), Reverse(same_start(known))));
    keys.truncate(most);
    keys
}

/// The pairs of neighbouring bytes of a key, its first one with its beginning.
struct Pairs {
    /// One bit a pair, by a hash.
    bits: [u64; 64],
    count: usize,
}

impl Pairs {
    fn of(key: &str) -> Pairs {
        let mut pairs = Pairs { bits: [0; 64], count: 0 };
        for pair in each_pair(key) {
            pairs.bits[pair / 64] |= 1 << (pair % 64);
            pairs.count += 1;
        }
        pairs
    }

    /// From 0 to 1.
    fn alike(&self, other: &str) -> f64 {
        let (mut shared, mut count) = (0, 0);
        for pair in each_pair(other) {
            count += 1;
            shared += usize::from(self.bits[pair / 64] & 1 << (pair % 64) != 0);
        }
        2.0 * shared as f64 / (self.count + count).max(1) as f64
    }
}

/// The pairs as numbers below 4,096: letters and digits are told apart by their lower six bits.
fn each_pair(key: &str) -> impl Iterator<Item = usize> {
    let bytes = &key.as_bytes()[..key.len().min(LONGEST)];
    let mut before = 0;
    bytes.iter().map(move |&byte| {
        let byte = usize::from(byte & 63);
        std::mem::replace(&mut before, byte) << 6 | byte
    })
}

/// How many insertions, deletions, substitutions and transpositions of neighbours two keys are apart (optimal string
/// alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(LONGEST).collect(), b.chars().take(LONGEST).collect());
    let mut before = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            next[j] = changed.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                next[j] = next[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let check = |a: &str, b: &str, want: usize| {
            assert_eq!((distance(a, b), distance(b, a)), (want, want), "{a} {b}");
        };
        check("", "", 0);
        check("vpc0504", "vpc0504", 0);
        check("vpc0504", "vpc0540", 1);
        check("vpc0504", "vpc504", 1);
        check("4000", "", 4);
        check("1400", "4000", 2);
        check("错误", "错", 1);
    }

    #[test]
    fn codes_that_share_parts_are_alike() {
        let alike = |a: &str, b: &str| Pairs::of(a).alike(b);
        assert!(alike("vpc0525", "vpc0524") > 0.7);
        assert!(alike("invalidloadbalanceridnotfound", "loadbalanceridnotfound") > 0.8);
        assert!(alike("vpc0525", "insufficientbalance") < 0.2);
        assert!(alike("", "").abs() < f64::EPSILON);
    }
}
