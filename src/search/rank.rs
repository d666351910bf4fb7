//! A score for each candidate: a sum of named features, each with one weight.

use std::cmp::Ordering;

use super::Feature;
use super::candidates::Candidate;
use super::terms::{Cover, QueryTerms};
use crate::index::{Index, Record, Weights, Zone};
use crate::signals::Signals;

/// How many features there are.
const COUNT: usize = 20;

/// The names of the features and their weights, in the order of [`Features`].
const FEATURES: [(&str, f64); COUNT] = [
    ("text in message wording", 1.1),
    ("things of text in message", 6.0),
    ("rest of text in message", 4.5),
    ("things of message in text", 3.2),
    ("rest of message in text", 3.4),
    ("thing and rest", 0.8),
    ("other things in message", -0.40),
    ("language", 0.40),
    ("more in description", 5.0),
    ("more in remedy", 3.9),
    ("more in operations", 2.3),
    ("more in words of code", 1.7),
    ("contrary in message", -0.5),
    ("topic", 0.3),
    ("whole message", 2.0),
    ("code", 14.0),
    ("vendor", 1.5),
    ("http status", 0.7),
    ("repeats vendor", -0.12),
    ("repeats code", -0.22),
];

/// How well wording is taken to fit, as a share of how well meaning does, where an entry has no message in the script of
/// the text: such an entry is not worse for what cannot be compared.
const WORDING_OF_OTHER_LANGUAGE: f64 = 0.6;

/// The places for which vendors and codes are spread.
const SPREAD: usize = 10;

/// What an entry and a text have in common. Shares are by the weight of terms, from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Features {
    /// The share of the text's wording that the message has.
    pub(super) text_wording: f64,
    /// The share of the message's wording that the text has. Only the verdict asks for it.
    pub(super) message_wording: f64,
    /// How much the message says: the weight of its meaning, in words that one entry has. Only the verdict asks for it.
    pub(super) message_amount: f64,
    /// The share of the text's meaning that are things of the message.
    pub(super) text_things: f64,
    /// The share of the text's meaning that is something else that the message says.
    pub(super) text_rest: f64,
    /// The share of the message's meaning that are things of the text.
    pub(super) message_things: f64,
    /// The share of the message's meaning that is something else that the text says.
    pub(super) message_rest: f64,
    /// The product of the shares of the text's things and of the rest of its meaning that the message has.
    pub(super) thing_and_rest: f64,
    /// The weight of the message's things that the text lacks, by that of the text's meaning.
    pub(super) other_things: f64,
    /// 1 where the entry has a message in the script of the text.
    pub(super) language: f64,
    /// The share of the text's meaning that the description has and the message lacks.
    pub(super) description: f64,
    /// The same of the remedy.
    pub(super) remedy: f64,
    /// The same of operations and category.
    pub(super) context: f64,
    /// The same of the words of the code.
    pub(super) code_words: f64,
    /// The share of the message's meaning that is contrary to the text.
    pub(super) contrary: f64,
    /// 1 where the message is about what the text is about, -1 where it is about something else of the text.
    pub(super) topic: f64,
    /// 1 where text and message are the same words, variable parts aside.
    pub(super) whole: f64,
    /// 1 for the entry's code in the text, less for a part of it.
    pub(super) code: f64,
    /// 1 where the text betrays the entry's vendor, -1 where it betrays only others.
    pub(super) vendor: f64,
    /// 1 where the text has one of the entry's HTTP statuses, -1 where it has others.
    pub(super) http: f64,
    /// How many better hits are of the same vendor, on a page that is to span the vendors.
    pub(super) repeats_vendor: f64,
    /// How many better hits are of the same code, on such a page.
    pub(super) repeats_code: f64,
}

impl Features {
    fn values(&self) -> [f64; COUNT] {
        [
            self.text_wording,
            self.text_things,
            self.text_rest,
            self.message_things,
            self.message_rest,
            self.thing_and_rest,
            self.other_things,
            self.language,
            self.description,
            self.remedy,
            self.context,
            self.code_words,
            self.contrary,
            self.topic,
            self.whole,
            self.code,
            self.vendor,
            self.http,
            self.repeats_vendor,
            self.repeats_code,
        ]
    }

    /// The share of the text's meaning that the message has.
    pub(super) fn text_meaning(&self) -> f64 {
        (self.text_things + self.text_rest).min(1.0)
    }

    /// The share of the message's meaning that the text has.
    pub(super) fn message_meaning(&self) -> f64 {
        (self.message_things + self.message_rest).min(1.0)
    }

    fn score(&self) -> f64 {
        self.values().iter().zip(FEATURES).map(|(value, (_, weight))| value * weight).sum()
    }

    /// The features as they are shown.
    pub(super) fn list(&self) -> Vec<Feature> {
        let named = FEATURES.into_iter().zip(self.values());
        named.map(|((name, weight), value)| Feature { name, value, weight }).collect()
    }
}

/// A candidate with its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    pub(super) entry: u32,
    pub(super) features: Features,
    pub(super) score: f64,
    /// How much the text says at all: the weight of its meaning without negation and modality, in words that one entry
    /// has.
    pub(super) amount: f64,
    /// The share of the text's meaning that no entry has.
    pub(super) unknown: f64,
    /// How much better it fits than the best entry of another code; below 0 where that one fits better.
    pub(super) lead: f64,
    /// How many terms of other fields the text has.
    pub(super) elsewhere: u32,
    /// The score without repeats: equal for entries that the text does not tell apart.
    pub(super) fit: f64,
}

/// A candidate on its way to its place: no more than ordering needs, since it is moved and compared often.
#[derive(Clone, Copy, Debug)]
struct Place {
    score: f64,
    fit: f64,
    entry: u32,
    vendor: u32,
    code: u32,
    repeats_vendor: u16,
    repeats_code: u16,
    /// Where its features are.
    at: usize,
}

impl Place {
    /// Less where this one comes first: by score, then by fit, then in catalog order.
    fn better(&self, other: &Place) -> Ordering {
        let score = other.score.total_cmp(&self.score);
        score.then(other.fit.total_cmp(&self.fit)).then(self.entry.cmp(&other.entry))
    }
}

/// Scores `candidates`, best first; equal scores in catalog order. Where the text names neither code nor vendor, the
/// first page is spread over vendors and codes.
pub(super) fn rank(
    index: &Index,
    signals: &Signals,
    terms: &QueryTerms<'_>,
    candidates: &[Candidate],
) -> Vec<Ranked> {
    let vendors = signals.vendors.iter().filter_map(|slug| index.evidence().place(slug));
    let vendors: Vec<u32> = vendors.map(|vendor| vendor as u32).collect();
    let mut all_features = Vec::with_capacity(candidates.len());
    let mut places = Vec::with_capacity(candidates.len());
    let mut room = [terms.no_cover(), terms.no_cover()];
    for candidate in candidates {
        let Some(record) = index.record(candidate.entry) else { continue };
        let mut features = compare(terms, &record, &mut room);
        features.code = candidate.code;
        features.vendor = agreement(vendors.iter(), |vendor| *vendor == record.vendor);
        if record.statuses().next().is_some() {
            features.http =
                agreement(signals.http_status.iter(), |status| record.statuses().any(|own| own == *status));
        }
        let score = features.score();
        places.push(Place {
            score,
            fit: score,
            entry: candidate.entry,
            vendor: record.vendor,
            code: record.code,
            repeats_vendor: 0,
            repeats_code: 0,
            at: all_features.len(),
        });
        all_features.push(features);
    }
    if signals.codes.is_empty() && vendors.is_empty() {
        spread(&mut places);
    }
    places.sort_unstable_by(Place::better);
    // The best fit, and the best one of another code.
    let best = places.iter().max_by(|a, b| a.fit.total_cmp(&b.fit)).copied();
    let others = places.iter().filter(|place| best.is_some_and(|best| place.code != best.code));
    let second = others.map(|place| place.fit).max_by(f64::total_cmp).unwrap_or(0.0);
    let lead = |place: &Place| match best {
        Some(best) if best.code != place.code => place.fit - best.fit,
        _ => place.fit - second,
    };
    let unknown = share(terms.unknown_weight, terms.meaning_weight);
    let amount = f64::from((terms.meaning_weight - terms.modal_weight) / Weights::rarity(index.len(), 1));
    let rarest = f64::from(Weights::rarity(index.len(), 1));
    let ranked = places.into_iter().map(|place| {
        let mut features = all_features[place.at];
        features.message_amount /= rarest;
        features.repeats_vendor = f64::from(place.repeats_vendor);
        features.repeats_code = f64::from(place.repeats_code);
        Ranked {
            entry: place.entry,
            features,
            score: features.score(),
            amount,
            unknown,
            lead: lead(&place),
            elsewhere: terms.elsewhere,
            fit: place.fit,
        }
    });
    ranked.collect()
}

/// Lowers the scores of entries whose vendor or code better ones have already, place by place down the first page. What
/// is not on it keeps the count of that page, so that scores stay in order.
fn spread(places: &mut [Place]) {
    let (of_vendor, of_code) = (FEATURES[COUNT - 2].1, FEATURES[COUNT - 1].1);
    for place in 0..SPREAD.min(places.len()) {
        let rest = &mut places[place..];
        let Some(best) = (0..rest.len()).min_by(|&a, &b| rest[a].better(&rest[b])) else { return };
        rest.swap(0, best);
        let Place { vendor, code, .. } = rest[0];
        for other in rest[1..].iter_mut().filter(|other| other.vendor == vendor) {
            other.repeats_vendor += 1;
            other.repeats_code += u16::from(other.code == code);
            let repeats =
                f64::from(other.repeats_vendor) * of_vendor + f64::from(other.repeats_code) * of_code;
            other.score = other.fit + repeats;
        }
    }
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
/// meaning each. `cover` and `message` are room to work in.
fn compare(terms: &QueryTerms<'_>, record: &Record<'_>, [cover, message]: &mut [Cover; 2]) -> Features {
    let mut features = Features::default();
    let mut comparable = false;
    let mut best = f64::NEG_INFINITY;
    message.clear();
    for zone in record.zones() {
        let shared = terms.meaning_shared(&zone, cover);
        let of_text = |part: f32| share(part, terms.meaning_weight);
        let of_zone = |part: f32| share(part, zone.meaning_weight);
        if !zone.zone.is_message() {
            // Messages come first.
            let more = of_text(terms.covered_beyond(cover, message));
            let part = match zone.zone {
                Zone::Description => &mut features.description,
                Zone::Remedy => &mut features.remedy,
                Zone::Context => &mut features.context,
                _ => &mut features.code_words,
            };
            *part = part.max(more);
            continue;
        }
        message.join(cover);
        let text = of_text(shared.text());
        let fit = text + of_zone(shared.zone()) - of_zone(shared.contrary);
        if fit > best {
            best = fit;
            features.text_things = of_text(shared.text_things);
            features.text_rest = of_text(shared.text_rest);
            features.message_things = of_zone(shared.zone_things);
            features.message_rest = of_zone(shared.zone_rest);
            features.contrary = of_zone(shared.contrary);
            features.topic = terms.topic_agrees(&zone);
            features.message_amount = f64::from(zone.meaning_weight);
            let rest = (terms.meaning_weight - terms.things_weight).max(0.0);
            features.thing_and_rest =
                share(shared.text_things, terms.things_weight) * share(shared.text_rest, rest);
            features.other_things =
                share((zone.things_weight - shared.zone_things).max(0.0), terms.meaning_weight);
        }
        comparable |= terms.chinese == (zone.zone == Zone::ChineseMessage);
        let wording = terms.wording_shared(&zone);
        let (text, zone_share) = (share(wording, terms.wording_weight), share(wording, zone.wording_weight));
        if text + zone_share > features.text_wording + features.message_wording {
            (features.text_wording, features.message_wording) = (text, zone_share);
        }
        if terms.template != 0 && terms.template == zone.template {
            features.whole = 1.0;
        }
    }
    if comparable {
        features.language = 1.0;
    } else {
        let (text, message) = (features.text_meaning(), features.message_meaning());
        features.text_wording = features.text_wording.max(WORDING_OF_OTHER_LANGUAGE * text);
        features.message_wording = features.message_wording.max(WORDING_OF_OTHER_LANGUAGE * message);
    }
    features
}

fn share(part: f32, whole: f32) -> f64 {
    if whole > 0.0 { f64::from(part / whole).min(1.0) } else { 0.0 }
}
