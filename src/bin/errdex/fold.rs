//! Hits → cards: twins and the further messages of one code fold into the card of the best of them.

use errdex::{Entry, Hit};

/// A hit with those that its card stands for.
#[derive(Debug)]
pub(crate) struct Card<'h> {
    pub(crate) hit: &'h Hit,
    /// Entries of other codes of the vendor with the same messages.
    pub(crate) twins: Vec<&'h Hit>,
    /// Further entries of the code.
    pub(crate) further: Vec<&'h Hit>,
}

/// The first `most` cards of `hits`. The first hit and the entries that it cannot be told from, `ties`, are the answer:
/// of one code they fold only where there are too many. With `all`, every hit that a card would stand for is a card of
/// its own.
pub(crate) fn fold<'h>(hits: &'h [Hit], ties: &[String], most: usize, all: bool) -> Vec<Card<'h>> {
    let is_tied = |at: usize| !ties.is_empty() && (at == 0 || ties.contains(&hits[at].entry.id));
    let mut cards: Vec<Card<'h>> = Vec::new();
    let mut unfolded = Vec::new();
    for (at, hit) in hits.iter().enumerate() {
        let has_room = cards.len() < most;
        let same_message = cards.iter_mut().find(|card| are_twins(&card.hit.entry, &hit.entry));
        if let Some(card) = same_message {
            let same_code = is_same_code(&card.hit.entry, &hit.entry);
            if same_code { &mut card.further } else { &mut card.twins }.push(hit);
        } else {
            match cards.iter_mut().rev().find(|card| is_same_code(&card.hit.entry, &hit.entry)) {
                Some(card) if !(is_tied(at) && has_room) => card.further.push(hit),
                _ if has_room => cards.push(Card { hit, twins: Vec::new(), further: Vec::new() }),
                _ => continue,
            }
        }
        unfolded.push(hit);
    }
    if all {
        let card = |hit| Card { hit, twins: Vec::new(), further: Vec::new() };
        return unfolded.into_iter().map(card).collect();
    }
    cards
}

fn is_same_code(a: &Entry, b: &Entry) -> bool {
    (&a.vendor, &a.service, &a.code) == (&b.vendor, &b.service, &b.code)
}

fn are_twins(a: &Entry, b: &Entry) -> bool {
    a.vendor == b.vendor && a.message == b.message && !a.message.is_empty()
}
