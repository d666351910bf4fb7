//! Pastes of the five vendors, siblings of their codes, and texts of other systems: the project's own truth.

use std::sync::OnceLock;

use errdex::{Answer, Cache, Index, Layers, Query, Searcher, Verdict};
use serde::Deserialize;

/// A line of `data/truth/pastes.jsonl`; `data/truth/README.md` says what it means.
#[derive(Deserialize)]
struct Paste {
    id: String,
    kind: Kind,
    shape: String,
    text: String,
    label: Option<Label>,
    also_ok: Vec<Label>,
    unlisted: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Positive,
    Sibling,
    Negative,
}

#[derive(Deserialize)]
struct Label {
    vendor: String,
    code: String,
}

fn pastes(kind: Kind) -> Vec<(Paste, Answer)> {
    static INDEX: OnceLock<Index> = OnceLock::new();
    let index = INDEX.get_or_init(|| Cache::new(None).open(&Layers::default()).expect("the catalogs build"));
    let lines = include_str!("../data/truth/pastes.jsonl").lines();
    let pastes = lines.map(|line| serde_json::from_str::<Paste>(line).expect("a paste"));
    let answered = pastes.filter(|paste| paste.kind == kind).map(|paste| {
        let answer =
            Searcher::new(index).search(&Query::new(paste.text.clone())).expect("the index is whole");
        (paste, answer)
    });
    answered.collect()
}

/// The share of `pastes` that satisfy `is_right` is at least `least`; those that do not are named.
fn check(pastes: &[(Paste, Answer)], least: f64, is_right: impl Fn(&Paste, &Answer) -> bool) {
    let wrong: Vec<String> = pastes
        .iter()
        .filter(|(paste, answer)| !is_right(paste, answer))
        .map(|(paste, _)| format!("{} ({})", paste.id, paste.shape))
        .collect();
    let share = 1.0 - wrong.len() as f64 / pastes.len() as f64;
    assert!(
        pastes.len() > 50 && share >= least,
        "{share:.3} of {}, wrong: {}",
        pastes.len(),
        wrong.join(", ")
    );
}

#[test]
fn pastes_are_answered_with_vendor_and_code() {
    check(&pastes(Kind::Positive), 0.97, |paste, answer| {
        let entry = answer.hits.first().map(|hit| &hit.entry);
        let labels = paste.label.iter().chain(&paste.also_ok);
        answer.verdict != Verdict::Unknown
            && entry.is_some_and(|entry| {
                labels.into_iter().any(|label| label.vendor == entry.vendor && label.code == entry.code)
            })
    });
}

#[test]
fn siblings_are_unlisted_and_not_passed_off_for_another() {
    check(&pastes(Kind::Sibling), 0.97, |paste, answer| {
        let is_unlisted = paste.unlisted.as_ref().is_some_and(|code| answer.signals.unlisted.contains(code));
        answer.verdict == Verdict::Unknown && is_unlisted
    });
}

#[test]
fn texts_of_other_systems_are_left_alone() {
    check(&pastes(Kind::Negative), 0.92, |_, answer| answer.verdict == Verdict::Unknown);
}
