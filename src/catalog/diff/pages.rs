//! Which pages and services belong together, where a page moved or has another name, and in which order changes are told.

use std::collections::{BTreeMap, BTreeSet};

use super::{Service, by_service};
use crate::entry::{Entry, Texts};

/// The places of entries on both sides.
type Places = (Vec<usize>, Vec<usize>);

/// The services that belong together, as the places of their old and new entries. What is on one side only is left out.
pub(super) fn services(old: &[&Entry], new: &[&Entry]) -> Vec<Places> {
    let (mut olds, mut news) = (by_service(old), by_service(new));
    let names: Vec<Service<'_>> = olds.keys().filter(|name| news.contains_key(*name)).copied().collect();
    let mut pairs: Vec<Places> =
        names.iter().filter_map(|name| Some((olds.remove(name)?, news.remove(name)?))).collect();
    for (a, b) in renamed(&contents(old, &olds), &contents(new, &news)) {
        pairs.extend(olds.remove(&a).zip(news.remove(&b)));
    }
    pairs
}

/// What an entry says, whoever it is of.
type Content<'a> = (&'a str, &'a Texts, &'a Texts, &'a Texts);

type Contents<'a> = BTreeMap<Service<'a>, BTreeSet<Content<'a>>>;

fn contents<'a>(entries: &[&'a Entry], services: &BTreeMap<Service<'a>, Vec<usize>>) -> Contents<'a> {
    let content = |&at: &usize| -> Content<'a> {
        let entry = entries[at];
        (&entry.code, &entry.message, &entry.description, &entry.remedy)
    };
    services.iter().map(|(name, places)| (*name, places.iter().map(content).collect())).collect()
}

/// The services of which at least half is what another one says now, the most alike first.
fn renamed<'a>(old: &Contents<'a>, new: &Contents<'a>) -> Vec<(Service<'a>, Service<'a>)> {
    let mut having: BTreeMap<&Content<'_>, Vec<usize>> = BTreeMap::new();
    for (b, contents) in new.values().enumerate() {
        contents.iter().for_each(|content| having.entry(content).or_default().push(b));
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (a, contents) in old.values().enumerate() {
        for &b in contents.iter().filter_map(|content| having.get(content)).flatten() {
            *shared.entry((a, b)).or_default() += 1;
        }
    }
    let (olds, news): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
    let mut found: Vec<_> = shared
        .into_iter()
        .filter(|((a, b), count)| 2 * count >= olds[*a].1.len().max(news[*b].1.len()))
        .map(|((a, b), count)| (usize::MAX - count, a.abs_diff(b), a + b, a, b))
        .collect();
    found.sort_unstable();
    let (mut taken_old, mut taken_new) = (BTreeSet::new(), BTreeSet::new());
    let mut pairs = Vec::new();
    for (.., a, b) in found {
        if !taken_old.contains(&a) && !taken_new.contains(&b) {
            taken_old.insert(a);
            taken_new.insert(b);
            pairs.push((*olds[a].0, *news[b].0));
        }
    }
    pairs
}

/// Where a change is told: the page, then the place on it.
pub(super) type Place = ((usize, usize), (usize, usize));

/// A page: its service and its file.
type Page<'a> = (Service<'a>, &'a str);

fn page<'a>(entry: &'a Entry) -> Page<'a> {
    ((&entry.vendor, &entry.service), &entry.source.file)
}

/// Where changes are told.
pub(super) struct Pages<'a> {
    /// For each new entry.
    of_new: Vec<Place>,
    /// For each old entry, if it went.
    of_old: Vec<(&'a str, Place)>,
}

impl<'a> Pages<'a> {
    /// `partners` has the new entry of each old one.
    pub(super) fn of(old: &[&'a Entry], new: &[&'a Entry], partners: &[Option<usize>]) -> Pages<'a> {
        let mut ranks: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in new {
            let next = ranks.len() + 1;
            ranks.entry(&entry.source.file).or_insert(next);
        }
        let of_new: Vec<Place> = new
            .iter()
            .enumerate()
            .map(|(at, entry)| ((ranks[entry.source.file.as_str()], 0), (at + 1, 0)))
            .collect();
        let files = successors(old, new, partners);
        let mut of_old = Vec::with_capacity(old.len());
        // The page that the last old page became, and on it the entry that the last one became.
        let (mut last_page, mut last) = (0, BTreeMap::new());
        let mut gone: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, entry) in old.iter().enumerate() {
            match files.get(&page(entry)) {
                Some(&file) => {
                    last_page = ranks[file];
                    let on_page = partners[at].filter(|&partner| new[partner].source.file == file);
                    if let Some(partner) = on_page {
                        last.insert(file, partner + 1);
                    }
                    let after = last.get(file).copied().unwrap_or(0);
                    of_old.push((file, ((last_page, 0), (after, at + 1))));
                }
                None => {
                    let file = entry.source.file.as_str();
                    let next = gone.len() + 1;
                    let rank = *gone.entry(file).or_insert(next);
                    of_old.push((file, ((last_page, rank), (0, at))));
                }
            }
        }
        Pages { of_new, of_old }
    }

    pub(super) fn of_removed(&self, old: usize) -> &'a str {
        self.of_old[old].0
    }

    pub(super) fn place_of_removed(&self, old: usize) -> Place {
        self.of_old[old].1
    }

    pub(super) fn place_of_new(&self, new: usize) -> Place {
        self.of_new[new]
    }
}

/// The new file of each old page: where most of its entries are, or else the one of its service that has its name.
fn successors<'a>(
    old: &[&'a Entry],
    new: &[&'a Entry],
    partners: &[Option<usize>],
) -> BTreeMap<Page<'a>, &'a str> {
    let mut counts: BTreeMap<Page<'a>, BTreeMap<&'a str, usize>> = BTreeMap::new();
    for (entry, partner) in old.iter().zip(partners) {
        if let Some(partner) = partner {
            let files = counts.entry(page(entry)).or_default();
            *files.entry(new[*partner].source.file.as_str()).or_default() += 1;
        }
    }
    let mut successors: BTreeMap<Page<'a>, &'a str> = BTreeMap::new();
    for (page, files) in counts {
        // Of files with as many, the first.
        let most = files.into_iter().rev().max_by_key(|(_, count)| *count);
        successors.extend(most.map(|(file, _)| (page, file)));
    }
    let by_name: BTreeMap<_, &'a str> = new
        .iter()
        .rev()
        .map(|entry| ((page(entry).0, name(&entry.source.file)), entry.source.file.as_str()))
        .collect();
    for entry in old {
        if let Some(file) = by_name.get(&(page(entry).0, name(&entry.source.file))) {
            successors.entry(page(entry)).or_insert(file);
        }
    }
    successors
}

/// The file without the own name of its folder, which says nothing of the page.
fn name(file: &str) -> &str {
    file.split_once('/').map_or(file, |(_, name)| name)
}
