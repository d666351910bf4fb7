//! What the figures are to be seen beside: BM25 over a single field, and a scan for substrings.

use std::collections::HashMap;

use crate::entry::Entry;
use crate::text::{Script, fold};

/// The saturation of term frequencies, as in Lucene.
const K1: f64 = 1.2;

/// The weight of lengths, as in Lucene.
const B: f64 = 0.75;

/// An index of all texts of each entry as one field, scored by Okapi BM25 (Robertson and Zaragoza 2009).
pub(super) struct Bm25 {
    /// For each term the entries that have it, and how often.
    postings: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
    mean_length: f64,
}

impl Bm25 {
    pub(super) fn new(entries: &[Entry]) -> Bm25 {
        let mut postings: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::with_capacity(entries.len());
        for (number, entry) in entries.iter().enumerate() {
            let terms: Vec<String> = texts(entry).flat_map(terms).collect();
            lengths.push(terms.len() as f64);
            for term in terms {
                let entries = postings.entry(term).or_default();
                match entries.last_mut() {
                    Some((last, count)) if *last == number => *count += 1.0,
                    _ => entries.push((number, 1.0)),
                }
            }
        }
        let mean_length = lengths.iter().sum::<f64>() / (lengths.len() as f64).max(1.0);
        Bm25 { postings, lengths, mean_length }
    }

    /// The numbers of the best entries; equal scores in catalog order.
    pub(super) fn search(&self, query: &str, limit: usize) -> Vec<usize> {
        let mut scores = vec![0.0; self.lengths.len()];
        let all = self.lengths.len() as f64;
        let mut terms = terms(query);
        terms.sort_unstable();
        for (entries, times) in terms
            .chunk_by(|a, b| a == b)
            .filter_map(|same| Some((self.postings.get(&same[0])?, same.len() as f64)))
        {
            let having = entries.len() as f64;
            let rarity = ((all - having + 0.5) / (having + 0.5)).ln_1p();
            for &(number, count) in entries {
                let norm = K1 * (1.0 - B + B * self.lengths[number] / self.mean_length);
                scores[number] += times * rarity * count * (K1 + 1.0) / (count + norm);
            }
        }
        let mut found: Vec<usize> = (0..scores.len()).filter(|&number| scores[number] > 0.0).collect();
        found.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        found.truncate(limit);
        found
    }
}

/// The numbers of the entries of which a text holds the query, or the query a message, in catalog order.
pub(super) fn substring(entries: &[Entry], query: &str, limit: usize) -> Vec<usize> {
    let folded = |text: &str| fold(text).as_str().to_lowercase();
    let query = folded(query);
    let is_found = |entry: &Entry| {
        texts(entry).any(|text| folded(text).contains(&query))
            || entry.message.values().any(|message| !message.is_empty() && query.contains(&folded(message)))
    };
    let found = entries.iter().enumerate().filter(|(_, entry)| is_found(entry)).map(|(number, _)| number);
    found.take(limit).collect()
}

fn texts(entry: &Entry) -> impl Iterator<Item = &str> {
    let texts =
        [&entry.message, &entry.description, &entry.remedy].into_iter().flat_map(|texts| texts.values());
    texts.map(String::as_str).chain([entry.code.as_str()])
}

/// Words in lower case, and bigrams of Chinese characters, or one alone.
fn terms(text: &str) -> Vec<String> {
    let text = fold(text).as_str().to_lowercase();
    let kind = |c: char| match Script::of(c) {
        Script::Other => 0,
        Script::Han | Script::Kana | Script::Hangul => 1,
        _ => 2,
    };
    let chars: Vec<char> = text.chars().collect();
    let mut terms = Vec::new();
    for run in chars.chunk_by(|a, b| kind(*a) == kind(*b)) {
        match (kind(run[0]), run.len()) {
            (0, _) => {}
            (1, 2..) => terms.extend(run.windows(2).map(|pair| pair.iter().collect::<String>())),
            _ => terms.push(run.iter().collect()),
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalogs, Layers};

    #[test]
    fn terms_are_words_and_bigrams() {
        assert_eq!(terms("VPC 不存在, eip-1 余"), ["vpc", "不存", "存在", "eip", "1", "余"]);
        assert_eq!(terms(" ,"), Vec::<String>::new());
    }

    #[test]
    fn a_message_is_found_by_both() {
        let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
        let entries: Vec<Entry> = catalogs.entries().cloned().collect();
        let first = |found: Vec<usize>| entries[*found.first().expect("something is found")].code.clone();
        assert_eq!(first(Bm25::new(&entries).search("Floating IP could not be found", 5)), "VPC.0504");
        assert_eq!(first(substring(&entries, "floating ip could not be found", 5)), "VPC.0504");
        assert_eq!(first(substring(&entries, "log: Floating IP could not be found. (404)", 5)), "VPC.0504");
        assert!(Bm25::new(&entries).search("zzz", 5).is_empty());
    }
}
