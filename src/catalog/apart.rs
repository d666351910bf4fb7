//! Which entries stand for others, and how are documents and entries told apart that have the same file, name or code?
//!
//! A document of records may have entries of several vendors and services, so each entry counts by its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{Catalog, names};
use crate::document::Ids;

/// Takes from `lower` layers what those of the `upper` one stand for: all of a vendor's service that is there.
pub(super) fn replace(lower: &mut Vec<Catalog>, upper: &[Catalog]) {
    let replaced: BTreeSet<(&str, &str)> = upper.iter().flat_map(Catalog::subjects).collect();
    let stays = |vendor: &str, service: &str| !replaced.contains(&(vendor, service));
    lower.retain_mut(|catalog| {
        if catalog.entries.is_empty() {
            return stays(&catalog.vendor, &catalog.service);
        }
        catalog.entries.retain(|entry| stays(&entry.vendor, &entry.service));
        !catalog.entries.is_empty()
    });
}

/// The folder of the second document of one file is `name~2`: folders may have the same own name.
pub(super) fn files(catalogs: &mut [Catalog]) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for catalog in catalogs {
        let count = counts.entry(catalog.file.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let (folder, name) = catalog.file.split_once('/').unwrap_or(("", &catalog.file));
            let file = format!("{folder}~{count}/{name}");
            // Records may say that they are from elsewhere.
            let own = catalog.entries.iter_mut().filter(|entry| entry.source.file == catalog.file);
            own.for_each(|entry| entry.source.file.clone_from(&file));
            catalog.warnings.iter_mut().for_each(|warning| warning.file.clone_from(&file));
            catalog.file = file;
        }
    }
}

/// What a document may be called, the shorter before the longer: `acme-net`, `eu/acme-net`, `eu/acme-net.md`,
/// `pages/eu/acme-net.md`. The last one is its file, which no other has.
pub(super) fn spellings(file: &str) -> [&str; 4] {
    let path = file.split_once('/').map_or(file, |(_, path)| path);
    [names::stem(names::last(path)), names::stem(path), path, file]
}

/// Names each document by the shortest spelling that it shares with no other.
pub(super) fn names(catalogs: &mut [Catalog]) {
    let mut lengths = vec![0; catalogs.len()];
    loop {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for (catalog, &length) in catalogs.iter().zip(&lengths) {
            *counts.entry(spellings(&catalog.file)[length]).or_default() += 1;
        }
        let clash =
            |catalog: &Catalog, length: usize| length < 3 && counts[spellings(&catalog.file)[length]] > 1;
        let longer: Vec<usize> = catalogs
            .iter()
            .zip(&lengths)
            .map(|(catalog, &length)| length + usize::from(clash(catalog, length)))
            .collect();
        if longer == lengths {
            break;
        }
        lengths = longer;
    }
    for (catalog, length) in catalogs.iter_mut().zip(lengths) {
        catalog.name = spellings(&catalog.file)[length].to_owned();
    }
}

/// Numbers the ids on where several documents have entries of one vendor and service, so that an id is unique over all
/// catalogs.
pub(super) fn ids(catalogs: &mut [Catalog]) {
    let mut documents: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (vendor, service) in catalogs.iter().flat_map(Catalog::subjects) {
        *documents.entry((vendor.to_owned(), service.to_owned())).or_default() += 1;
    }
    documents.retain(|_, count| *count > 1);
    if documents.is_empty() {
        return;
    }
    let mut ids: BTreeMap<(String, String), Ids> = BTreeMap::new();
    for entry in catalogs.iter_mut().flat_map(|catalog| &mut catalog.entries) {
        let key = (entry.vendor.clone(), entry.service.clone());
        if documents.contains_key(&key) {
            entry.id = ids.entry(key).or_default().next(&entry.vendor, &entry.service, &entry.code);
        }
    }
}
