//! What changed between two states of catalogs: which entries came, went, or say something else.
//!
//! Two lists of entries in, changes out: nothing here reads a file, and where an entry stands is no part of what it says.

mod matching;
mod pages;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::entry::{Entry, Language, Texts};
use pages::Pages;

/// An entry that came, went, or says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'a> {
    /// The page it is listed under: the new one; of a page that is gone, the old one.
    pub page: &'a str,
    /// The entry as it was; none where it came.
    pub old: Option<&'a Entry>,
    /// The entry as it is; none where it went.
    pub new: Option<&'a Entry>,
    /// What differs, where it was and is.
    pub fields: Vec<Field>,
}

/// A part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The message in one language.
    Message(Language),
    /// The description in one language.
    Description(Language),
    /// The remedy in one language.
    Remedy(Language),
    /// The HTTP statuses.
    HttpStatus,
    /// Further spellings of the code.
    Aliases,
    /// The API calls.
    Operations,
    /// The heading over the row.
    Category,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, language) = match self {
            Field::Message(language) => ("message", language),
            Field::Description(language) => ("description", language),
            Field::Remedy(language) => ("remedy", language),
            Field::HttpStatus => return f.write_str("http_status"),
            Field::Aliases => return f.write_str("aliases"),
            Field::Operations => return f.write_str("operations"),
            Field::Category => return f.write_str("category"),
        };
        write!(f, "{text}.{}", slug(*language))
    }
}

/// The language as the wire form spells it.
fn slug(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Zh => "zh",
        Language::Ja => "ja",
        Language::Ko => "ko",
        Language::Ru => "ru",
        Language::Und => "und",
    }
}

/// How many entries there are, and how many of them changed. `old - removed + added` is `new`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeTotals {
    /// Entries before.
    pub old: usize,
    /// Entries now.
    pub new: usize,
    /// Entries that came.
    pub added: usize,
    /// Entries that went.
    pub removed: usize,
    /// Entries of which something differs.
    pub changed: usize,
    /// … of these, with another message or description.
    pub reworded: usize,
    /// … with another remedy.
    pub remedy: usize,
    /// … with other HTTP statuses.
    pub http_status: usize,
    /// … with other aliases, operations or another category.
    pub other: usize,
}

impl ChangeTotals {
    /// Counts `changes` from `old` entries to `new` ones.
    #[must_use]
    pub fn of(old: usize, new: usize, changes: &[Change<'_>]) -> ChangeTotals {
        let mut totals = ChangeTotals { old, new, ..ChangeTotals::default() };
        for change in changes {
            match (change.old, change.new) {
                (None, _) => totals.added += 1,
                (_, None) => totals.removed += 1,
                _ => totals.changed += 1,
            }
            let has = |of: fn(&Field) -> bool| usize::from(change.fields.iter().any(of));
            totals.reworded += has(|field| matches!(field, Field::Message(_) | Field::Description(_)));
            totals.remedy += has(|field| matches!(field, Field::Remedy(_)));
            totals.http_status += has(|field| matches!(field, Field::HttpStatus));
            totals.other +=
                has(|field| matches!(field, Field::Aliases | Field::Operations | Field::Category));
        }
        totals
    }

    /// Entries that are as they were.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.old.saturating_sub(self.removed + self.changed)
    }
}

impl<'a> Change<'a> {
    /// What changed from `old` to `new`, page by page in document order, what went where it stood.
    ///
    /// Entries are compared within their vendor and service, by code; where a code has several, those belong together
    /// whose texts agree best. A service that is under another name now is found again by what it says.
    #[must_use]
    pub fn between(old: &[&'a Entry], new: &[&'a Entry]) -> Vec<Change<'a>> {
        let partners = partners(old, new);
        let pages = Pages::of(old, new, &partners);
        let mut is_matched = vec![false; new.len()];
        let mut changes = Vec::new();
        for (at, entry) in old.iter().enumerate() {
            match partners[at] {
                None => {
                    let change = Change {
                        page: pages.of_removed(at),
                        old: Some(entry),
                        new: None,
                        fields: Vec::new(),
                    };
                    changes.push((pages.place_of_removed(at), change));
                }
                Some(partner) => {
                    is_matched[partner] = true;
                    let now = new[partner];
                    let fields = differing(entry, now);
                    if !fields.is_empty() {
                        let page = now.source.file.as_str();
                        let change = Change { page, old: Some(entry), new: Some(now), fields };
                        changes.push((pages.place_of_new(partner), change));
                    }
                }
            }
        }
        for (at, entry) in new.iter().enumerate().filter(|(at, _)| !is_matched[*at]) {
            let page = entry.source.file.as_str();
            let change = Change { page, old: None, new: Some(entry), fields: Vec::new() };
            changes.push((pages.place_of_new(at), change));
        }
        changes.sort_by_key(|(place, _)| *place);
        changes.into_iter().map(|(_, change)| change).collect()
    }

    /// The bytes of each wording that the other has not, whole words, in order.
    ///
    /// ```
    /// let (old, new) = errdex::Change::rewording("No such network.", "No such virtual network.");
    /// assert!(old.is_empty());
    /// assert_eq!(new, [8..15]);
    /// ```
    #[must_use]
    pub fn rewording(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        words::rewording(old, new)
    }
}

/// A vendor's slug and a service's.
type Service<'a> = (&'a str, &'a str);

/// The places of the entries of each service.
fn by_service<'a>(entries: &[&'a Entry]) -> BTreeMap<Service<'a>, Vec<usize>> {
    let mut services: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        services.entry((entry.vendor.as_str(), entry.service.as_str())).or_default().push(at);
    }
    services
}

/// For each old entry, the new one that it became.
fn partners(old: &[&Entry], new: &[&Entry]) -> Vec<Option<usize>> {
    let mut partners = vec![None; old.len()];
    for (olds, news) in pages::services(old, new) {
        let mut codes: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
        for (side, entries, places) in [(0, old, &olds), (1, new, &news)] {
            for &at in places {
                codes.entry(&entries[at].code).or_default()[side].push(at);
            }
        }
        for [olds, news] in codes.into_values() {
            let of_old: Vec<&Entry> = olds.iter().map(|&at| old[at]).collect();
            let of_new: Vec<&Entry> = news.iter().map(|&at| new[at]).collect();
            for (a, b) in matching::pairs(&of_old, &of_new) {
                partners[olds[a]] = Some(news[b]);
            }
        }
    }
    partners
}

/// What of an entry differs; the order of what is a set on a page is nothing that it says.
fn differing(old: &Entry, new: &Entry) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut compare = |field: fn(Language) -> Field, old: &Texts, new: &Texts| {
        let mut languages: Vec<Language> = old.keys().chain(new.keys()).copied().collect();
        languages.sort_unstable();
        languages.dedup();
        // A page that is read as one in another language says what it said.
        let stays = |text: Option<&String>, texts: &Texts| {
            text.is_none_or(|text| texts.values().any(|other| other == text))
        };
        languages.retain(|language| {
            let (was, is) = (old.get(language), new.get(language));
            was != is && !(stays(was, new) && stays(is, old))
        });
        fields.extend(languages.into_iter().map(field));
    };
    compare(Field::Message, &old.message, &new.message);
    compare(Field::Description, &old.description, &new.description);
    compare(Field::Remedy, &old.remedy, &new.remedy);
    let others = [
        (Field::HttpStatus, sorted(&old.http_status) == sorted(&new.http_status)),
        (Field::Aliases, sorted(&old.aliases) == sorted(&new.aliases)),
        (Field::Operations, sorted(&old.operations) == sorted(&new.operations)),
        (Field::Category, old.category == new.category),
    ];
    fields.extend(others.into_iter().filter(|(_, same)| !same).map(|(field, _)| field));
    fields
}

fn sorted<T: Ord>(items: &[T]) -> Vec<&T> {
    let mut items: Vec<&T> = items.iter().collect();
    items.sort_unstable();
    items
}
