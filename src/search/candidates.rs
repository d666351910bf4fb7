//! The entries worth ranking: those of the codes in the text, and the best by shared terms.

use std::cell::Cell;

use super::Query;
use super::terms::{Bits, QueryTerm, QueryTerms};
use crate::analyze::Class;
use crate::index::{Facet, Index};
use crate::signals::{Signals, Trust};

/// How many entries of shared terms are ranked for a query.
pub(super) const RANKED: usize = 48;

/// How many entries are found for each that is ranked before lighter terms find no more.
const ENOUGH: usize = 21;

/// How many entries of one code are ranked.
pub(super) const OF_ONE_CODE: usize = 256;

/// How many places of terms are read for each entry that is ranked before only the best entries stay: in an index of many
/// entries a text of common words has too many places.
const READ: usize = 256;

/// How many entries stay then, for each that is ranked.
const STAY: usize = 4;

/// How many terms find candidates, the heaviest first. The rest of a long paste only ranks.
const FINDING_TERMS: usize = 48;

/// Where a term has more than so many entries for each one found, those found are looked for instead of all being read.
const SPARSE: usize = 16;

/// Terms lighter than this share of the heaviest find no candidates: what only they share cannot come first.
const LIGHT: f32 = 0.15;

/// An entry worth ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) entry: u32,
    /// How well a code in the text stands for it: 1 for the whole code, less for a part, 0 for none.
    pub(super) code: f64,
}

/// How well a part of a code stands for the whole: the text is `0504` and the code `VPC.0504`.
pub(super) const PART: f64 = 0.6;

/// The same where the text is a whole code of another entry as well.
const PART_BESIDE_WHOLE: f64 = 0.3;

/// How well a number or a plain word stands for the code that it may be.
pub(super) const WEAK: f64 = 0.35;

/// The candidates, by entry.
pub(super) fn find(
    index: &Index,
    query: &Query,
    signals: &Signals,
    terms: &QueryTerms<'_>,
    ranked: usize,
) -> Vec<Candidate> {
    let allowed = allowed(index, query);
    let is_allowed = |entry: u32| allowed.as_ref().is_none_or(|allowed| allowed.has(entry));
    let theirs = Theirs::new(index, signals);
    let mut found: Vec<Candidate> = Vec::new();
    for known in &signals.keys {
        let part = if known.whole { PART_BESIDE_WHOLE } else { PART };
        // A query of a vendor's entries says whose the code is.
        let trusted = known.trust == Trust::Sure || !query.vendors.is_empty();
        let trust = if trusted { 1.0 } else { WEAK };
        for (whole, code) in [(true, trust), (false, part * trust)] {
            let mut add = |entry, code| found.push(Candidate { entry, code });
            theirs.of_code(&known.key, whole, is_allowed, |entry, theirs| {
                add(entry, if theirs { code } else { 0.0 });
            });
        }
    }
    let by_terms = best_by_terms(index, terms, ENOUGH * ranked, ranked, is_allowed);
    found.extend(by_terms.into_iter().map(|entry| Candidate { entry, code: 0.0 }));
    found.sort_by(|a, b| a.entry.cmp(&b.entry).then(b.code.total_cmp(&a.code)));
    found.dedup_by_key(|candidate| candidate.entry);
    found
}

/// The entries of the vendors that a text betrays.
pub(super) struct Theirs<'i> {
    index: &'i Index,
    /// The vendors by their places in the evidence; none where the text betrays none, and all are theirs.
    vendors: Vec<u32>,
}

impl<'i> Theirs<'i> {
    pub(super) fn new(index: &'i Index, signals: &Signals) -> Theirs<'i> {
        let places = signals.vendors.iter().filter_map(|slug| index.evidence().place(slug));
        Theirs { index, vendors: places.map(|place| place as u32).collect() }
    }

    fn have(&self, entry: u32) -> bool {
        self.vendors.is_empty()
            || self.index.record(entry).is_some_and(|record| self.vendors.contains(&record.vendor))
    }

    /// Gives the allowed entries of a code to `each`, with whether they are theirs; of either at most [`OF_ONE_CODE`], so
    /// that a code of many vendors has the entries of the one in question.
    pub(super) fn of_code(
        &self,
        key: &str,
        whole: bool,
        is_allowed: impl Fn(u32) -> bool,
        mut each: impl FnMut(u32, bool),
    ) {
        let mut left = [OF_ONE_CODE; 2];
        self.index.entries_with_code(key, whole, |entries| {
            for &entry in entries {
                if left != [0, 0] && is_allowed(entry) {
                    let theirs = self.have(entry);
                    let left = &mut left[usize::from(theirs)];
                    if *left > 0 {
                        *left -= 1;
                        each(entry, theirs);
                    }
                }
            }
        });
    }
}

thread_local! {
    /// A sum for each entry, all zero between queries: to make and clear as many for each line of a log would cost more
    /// than to judge it.
    static SUMS: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// The entries that share the heaviest terms with the query. Terms are read heaviest first; those that come when enough
/// entries are found only add to what these have, since an entry that has none of the heavy terms cannot come first.
fn best_by_terms(
    index: &Index,
    terms: &QueryTerms<'_>,
    enough_entries: usize,
    ranked: usize,
    is_allowed: impl Fn(u32) -> bool,
) -> Vec<u32> {
    if terms.known.is_empty() {
        return Vec::new();
    }
    let mut sums = SUMS.take();
    sums.resize(index.len() as usize, 0.0);
    let mut found: Vec<u32> = Vec::with_capacity(enough_entries);
    // Where there are bigrams, their characters find nothing more that is worth it.
    let bigrams = terms.known.iter().any(|term| term.class == Class::Bigram);
    let light = LIGHT * terms.known.first().map_or(0.0, |term| term.weight);
    let finds = |term: &&QueryTerm| term.weight > light && (!bigrams || term.class != Class::Character);
    // Stays when hopeless ones are dropped.
    let mut enough = false;
    // How many places of terms are read so far, and whether only the best entries stayed.
    let (mut read, mut best_only) = (0, false);
    let finding: Vec<&QueryTerm> = terms.known.iter().filter(finds).take(FINDING_TERMS).collect();
    for (at, term) in finding.iter().enumerate() {
        enough |= found.len() >= enough_entries;
        let frequency = index.frequency(term.number) as usize;
        read += frequency;
        // What cannot come first any more is looked for where reading the term costs more than that.
        if best_only || found.len() <= ranked {
        } else if read > READ * ranked && found.len() > STAY * ranked {
            let least = last_ranked(&found, &sums, STAY * ranked);
            drop_hopeless(&mut found, &mut sums, least);
            (best_only, enough) = (true, true);
        } else if enough && frequency > SPARSE / 2 * found.len() {
            // Sums are made in another order than that of what is left, and rounded.
            let left = 1.001 * finding[at..].iter().map(|term| term.weight).sum::<f32>();
            let least = last_ranked(&found, &sums, ranked) - left;
            drop_hopeless(&mut found, &mut sums, least);
        }
        // Whether an entry is known already is as good as chance, so both loops choose what to add and do not branch.
        if enough {
            if frequency > SPARSE * found.len() {
                let add = |entry: u32| sums[entry as usize] += term.weight;
                index.entries_with_term_among(term.number, &found, add);
                continue;
            }
            index.entries_with_term(term.number, |entries| {
                for &entry in entries {
                    let Some(sum) = sums.get_mut(entry as usize) else { continue };
                    *sum += if *sum > 0.0 { term.weight } else { 0.0 };
                }
            });
            continue;
        }
        index.entries_with_term(term.number, |entries| {
            let mut len = found.len();
            found.resize(len + entries.len(), 0);
            for &entry in entries {
                let Some(sum) = sums.get_mut(entry as usize) else { continue };
                let known = *sum > 0.0;
                let adds = known | is_allowed(entry);
                *sum += if adds { term.weight } else { 0.0 };
                found[len] = entry;
                len += usize::from(adds & !known);
            }
            found.truncate(len);
        });
    }
    if found.len() > ranked {
        let sum = |entry: u32| sums[entry as usize];
        found.select_nth_unstable_by(ranked, |&a, &b| sum(b).total_cmp(&sum(a)).then(a.cmp(&b)));
    }
    found.iter().for_each(|&entry| sums[entry as usize] = 0.0);
    SUMS.set(sums);
    found.truncate(ranked);
    found
}

/// The least sum of the best entries found, of which there are more than are `ranked`.
fn last_ranked(found: &[u32], sums: &[f32], ranked: usize) -> f32 {
    let mut best: Vec<f32> = found.iter().map(|&entry| sums[entry as usize]).collect();
    *best.select_nth_unstable_by(ranked - 1, |a, b| b.total_cmp(a)).1
}

/// Drops the entries whose sum is less than `least`, and puts the others in order.
fn drop_hopeless(found: &mut Vec<u32>, sums: &mut [f32], least: f32) {
    found.retain(|&entry| {
        let sum = &mut sums[entry as usize];
        let stays = *sum >= least;
        *sum = if stays { *sum } else { 0.0 };
        stays
    });
    found.sort_unstable();
}

/// The entries of the query's vendors and services; `None` for all.
fn allowed(index: &Index, query: &Query) -> Option<Bits> {
    let vendors = (!query.vendors.is_empty())
        .then(|| having(index, &mut query.vendors.iter().map(|slug| Facet::Vendor(slug))));
    let services = (!query.services.is_empty())
        .then(|| having(index, &mut query.services.iter().map(|slug| Facet::Service(slug))));
    match (vendors, services) {
        (Some(vendors), Some(services)) => Some(vendors.and(&services)),
        (vendors, services) => vendors.or(services),
    }
}

/// The entries that have one of `facets`.
fn having(index: &Index, facets: &mut dyn Iterator<Item = Facet<'_>>) -> Bits {
    let mut bits = Bits::new(index.len());
    for facet in facets {
        index.entries_with_facet(facet, |entries| entries.iter().for_each(|&entry| bits.insert(entry)));
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalogs, Layers};
    use crate::entry::Entry;

    /// So few entries are enough that even these few thousand have terms that are frequent beside them.
    const FEW: usize = RANKED;

    /// The embedded entries several times, each with the end of another's messages, so that terms are frequent.
    fn grown() -> Index {
        let mut catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
        let real: Vec<Entry> = catalogs.entries().cloned().collect();
        let mut catalog = catalogs.catalogs[0].clone();
        catalog.file = "catalogs/grown.md".to_owned();
        catalog.entries = (0..8 * real.len())
            .map(|number| {
                let (mut entry, other) = (real[number % real.len()].clone(), &real[number * 7 % real.len()]);
                entry.code = format!("Grown.{number:05}");
                entry.id = format!("{}/{}/{}", entry.vendor, entry.service, entry.code);
                for (language, text) in &mut entry.message {
                    text.push_str(other.message.get(language).map_or("", String::as_str));
                }
                entry
            })
            .collect();
        catalogs.catalogs.push(catalog);
        Index::build(&catalogs).expect("they build")
    }

    /// What [`best_by_terms`] finds, with every entry of every term read.
    fn best_of_all(index: &Index, terms: &QueryTerms<'_>) -> Vec<u32> {
        let bigrams = terms.known.iter().any(|term| term.class == Class::Bigram);
        let light = LIGHT * terms.known.first().map_or(0.0, |term| term.weight);
        let finds = |term: &&QueryTerm| term.weight > light && (!bigrams || term.class != Class::Character);
        let mut sums = vec![0f32; index.len() as usize];
        let mut found: Vec<u32> = Vec::new();
        for term in terms.known.iter().filter(finds).take(FINDING_TERMS) {
            let enough = found.len() >= FEW;
            index.entries_with_term(term.number, |entries| {
                for &entry in entries {
                    if sums[entry as usize] == 0.0 && !enough {
                        found.push(entry);
                    }
                    if sums[entry as usize] > 0.0 || !enough {
                        sums[entry as usize] += term.weight;
                    }
                }
            });
        }
        found.sort_by(|&a, &b| sums[b as usize].total_cmp(&sums[a as usize]).then(a.cmp(&b)));
        found.truncate(RANKED);
        found.sort_unstable();
        found
    }

    #[test]
    fn entries_that_are_dropped_early_could_not_come_first() {
        let index = grown();
        for text in [
            "Floating IP could not be found",
            "The specified parameter of the load balancer is invalid in this region",
            "can't attach any more disks to the virtual machine, limit reached",
            "未找到弹性公网IP",
            "云服务器没有关机所以删不掉，提示状态不对怎么办",
            "请求参数非法，账户余额不足",
        ] {
            let terms = QueryTerms::new(&index, &index.analyzer().analyze(text));
            let mut found = best_by_terms(&index, &terms, FEW, RANKED, |_| true);
            found.sort_unstable();
            assert_eq!(found, best_of_all(&index, &terms), "{text}");
        }
    }
}
