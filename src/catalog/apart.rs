//! Which entries stand for others, and how are documents and entries of one name told apart?
//!
//! A document of records may have entries of several vendors and services, so each entry counts by its own.

use std::collections::{BTreeMap, BTreeSet};

use super::Catalog;
use crate::document::Ids;

/// Takes the entries from `lower` that those of `upper` layers stand for: all of a vendor's service that is there.
pub(super) fn replace(lower: &mut Vec<Catalog>, upper: &[Catalog]) {
    let replaced: BTreeSet<(&str, &str)> = upper
        .iter()
        .flat_map(|catalog| &catalog.entries)
        .map(|entry| (entry.vendor.as_str(), entry.service.as_str()))
        .collect();
    lower.retain_mut(|catalog| {
        let before = catalog.entries.len();
        catalog.entries.retain(|entry| !replaced.contains(&(entry.vendor.as_str(), entry.service.as_str())));
        before == catalog.entries.len() || !catalog.entries.is_empty()
    });
}

/// Tells documents apart whose folders have the same own name: the folder of the second one is `name~2`.
pub(super) fn name(catalogs: &mut [Catalog]) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for catalog in catalogs {
        let count = counts.entry(catalog.file.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let (folder, name) = catalog.file.split_once('/').unwrap_or(("", &catalog.file));
            let file = format!("{folder}~{count}/{name}");
            let own = catalog.entries.iter_mut().filter(|entry| entry.source.file == catalog.file);
            own.for_each(|entry| entry.source.file.clone_from(&file));
            catalog.warnings.iter_mut().for_each(|warning| warning.file.clone_from(&file));
            catalog.file = file;
        }
    }
}

/// Numbers the ids on where several documents have entries of one vendor and service, so that an id is unique over all
/// catalogs.
pub(super) fn number(catalogs: &mut [Catalog]) {
    let mut documents: BTreeMap<(String, String), u32> = BTreeMap::new();
    for catalog in catalogs.iter() {
        let of: BTreeSet<_> = catalog.entries.iter().map(|entry| (&entry.vendor, &entry.service)).collect();
        for (vendor, service) in of {
            *documents.entry((vendor.clone(), service.clone())).or_default() += 1;
        }
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
