//! A score for each candidate: a sum of named features, each with one weight.

use super::Feature;
use super::candidates::Candidate;
use super::terms::QueryTerms;
use crate::index::{Index, Record, Zone};
use crate::signals::Signals;

/// The weights of the features, in the order of [`Features`].
const WEIGHTS: [f64; 9] = [2.0, 1.5, 3.0, 1.5, 1.5, 2.0, 8.0, 1.5, 0.7];

/// The names of the features, in the order of [`Features`].
const NAMES: [&str; 9] = [
    "text in message wording",
    "message in text wording",
    "text in message meaning",
    "message in text meaning",
    "text in details",
    "whole message",
    "code",
    "vendor",
    "http status",
];

/// What an entry and a text have in common. Shares are by the weight of terms, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Features {
    /// The share of the text's wording that the message has.
    pub(super) text_wording: f64,
    /// The share of the message's wording that the text has.
    pub(super) message_wording: f64,
    /// The share of the text's meaning that the message has.
    pub(super) text_meaning: f64,
    /// The share of the message's meaning that the text has.
    pub(super) message_meaning: f64,
    /// The share of the text's meaning that description, remedy, operations or the words of the code have.
    pub(super) details: f64,
    /// 1 where text and message are the same words, variable parts aside.
    pub(super) whole: f64,
    /// 1 for the entry's code in the text, less for a part of it.
    pub(super) code: f64,
    /// 1 where the text betrays the entry's vendor, -1 where it betrays only others.
    pub(super) vendor: f64,
    /// 1 where the text has one of the entry's HTTP statuses, -1 where it has others.
    pub(super) http: f64,
}

impl Features {
    fn values(&self) -> [f64; 9] {
        [
            self.text_wording,
            self.message_wording,
            self.text_meaning,
            self.message_meaning,
            self.details,
            self.whole,
            self.code,
            self.vendor,
            self.http,
        ]
    }

    fn score(&self) -> f64 {
        self.values().iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
    }

    /// The features as they are shown.
    pub(super) fn list(&self) -> Vec<Feature> {
        let named = NAMES.into_iter().zip(self.values()).zip(WEIGHTS);
        named.map(|((name, value), weight)| Feature { name, value, weight }).collect()
    }
}

/// A candidate with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    pub(super) entry: u32,
    pub(super) features: Features,
    pub(super) score: f64,
}

/// Scores `candidates`, best first; equal scores in catalog order.
pub(super) fn rank(
    index: &Index,
    signals: &Signals,
    terms: &QueryTerms,
    candidates: &[Candidate],
) -> Vec<Ranked> {
    let vendors: Vec<u32> = (0..)
        .zip(index.evidence().vendors())
        .filter(|(_, vendor)| signals.vendors.contains(&vendor.slug))
        .map(|(number, _)| number)
        .collect();
    let mut ranked: Vec<Ranked> = candidates
        .iter()
        .filter_map(|candidate| {
            let record = index.record(candidate.entry)?;
            let mut features = compare(index, terms, &record);
            features.code = candidate.code;
            features.vendor = agreement(vendors.iter(), |vendor| *vendor == record.vendor);
            if record.statuses().next().is_some() {
                features.http = agreement(signals.http_status.iter(), |status| {
                    record.statuses().any(|own| own == *status)
                });
            }
            Some(Ranked { entry: candidate.entry, features, score: features.score() })
        })
        .collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
    ranked
}

/// 1 where one of `items` agrees, -1 where none does, 0 where there is none.
fn agreement<T>(items: impl Iterator<Item = T>, agrees: impl Fn(T) -> bool) -> f64 {
    let mut value = 0.0;
    for item in items {
        if agrees(item) {
            return 1.0;
        }
        value = -1.0;
    }
    value
}

/// The features of the texts of an entry. Of several messages the one that fits best counts, for wording and for
/// meaning each.
fn compare(index: &Index, terms: &QueryTerms, record: &Record<'_>) -> Features {
    let mut features = Features::default();
    for zone in record.zones() {
        let (meaning, all_meaning) = terms.meaning_shared(index, zone.meaning());
        let (text, zone_share) = (share(meaning, terms.meaning_weight), share(meaning, all_meaning));
        if zone.zone != Zone::Message {
            features.details = features.details.max(text);
            continue;
        }
        if text + zone_share > features.text_meaning + features.message_meaning {
            (features.text_meaning, features.message_meaning) = (text, zone_share);
        }
        let (wording, all_wording) = terms.wording_shared(index, zone.wording());
        let (text, zone_share) = (share(wording, terms.wording_weight), share(wording, all_wording));
        if text + zone_share > features.text_wording + features.message_wording {
            (features.text_wording, features.message_wording) = (text, zone_share);
        }
        if terms.template != 0 && terms.template == zone.template {
            features.whole = 1.0;
        }
    }
    features
}

fn share(part: f32, whole: f32) -> f64 {
    if whole > 0.0 { f64::from(part / whole).min(1.0) } else { 0.0 }
}
