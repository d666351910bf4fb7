//! How documents are told apart that have the same file, the same name, or the same vendor and service.

use std::collections::BTreeMap;

use super::{Catalog, names};
use crate::document::Ids;

/// The folder of the second document of one file is `name~2`: folders may have the same own name.
pub(super) fn files(catalogs: &mut [Catalog]) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for catalog in catalogs {
        let count = counts.entry(catalog.file.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let (folder, name) = catalog.file.split_once('/').unwrap_or(("", &catalog.file));
            catalog.file = format!("{folder}~{count}/{name}");
            catalog.entries.iter_mut().for_each(|entry| entry.source.file.clone_from(&catalog.file));
            catalog.warnings.iter_mut().for_each(|warning| warning.file.clone_from(&catalog.file));
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

/// Numbers the ids on where several documents are of one vendor and service, so that an id is unique over all catalogs.
pub(super) fn ids(catalogs: &mut [Catalog]) {
    let mut documents: BTreeMap<(String, String), u32> = BTreeMap::new();
    for catalog in catalogs.iter() {
        *documents.entry((catalog.vendor.clone(), catalog.service.clone())).or_default() += 1;
    }
    let mut ids: BTreeMap<(String, String), Ids> = BTreeMap::new();
    for catalog in catalogs {
        let key = (catalog.vendor.clone(), catalog.service.clone());
        if documents[&key] < 2 {
            continue;
        }
        let ids = ids.entry(key).or_default();
        for entry in &mut catalog.entries {
            entry.id = ids.next(&entry.vendor, &entry.service, &entry.code);
        }
    }
}
