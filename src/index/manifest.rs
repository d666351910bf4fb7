//! What an index was made of and what its files must be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::FORMAT;
use super::folder::index_name;
use crate::analyze::FINGERPRINT;
use crate::catalog::{Catalogs, hex};
use crate::error::{Error, ErrorKind, Result};

/// The name of the manifest's file.
pub(super) const NAME: &str = "manifest.json";

/// What an index was made of and what its files must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of what the files hold and how.
    pub format: u32,
    /// How texts were analyzed.
    pub analyzer: String,
    /// SHA-256 of all catalogs, declarations and lexicons, in hexadecimal.
    pub catalogs: String,
    /// How many entries the index holds.
    pub entries: u32,
    /// The documents, by their file.
    pub documents: BTreeMap<String, DocumentManifest>,
    /// The files of the index but this one, by name.
    pub files: BTreeMap<String, FileManifest>,
}

/// A document that an index was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentManifest {
    /// Where it is published, where that is declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// How many entries it gave.
    pub entries: u32,
    /// SHA-256 of the document, in hexadecimal.
    pub sha256: String,
}

/// What a file of an index must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileManifest {
    /// Its size.
    pub bytes: u64,
    /// Its CRC-32 (IEEE), compared at opening.
    pub crc32: u32,
    /// Its SHA-256 in hexadecimal, compared by [`super::Index::check`].
    pub sha256: String,
}

impl Manifest {
    pub(super) fn new(catalogs: &Catalogs, files: &BTreeMap<String, Vec<u8>>) -> Manifest {
        let documents = catalogs.catalogs.iter().map(|catalog| {
            let entries = catalog.entries.len() as u32;
            let (address, sha256) = (catalog.address.clone(), catalog.digest.clone());
            (catalog.file.clone(), DocumentManifest { address, entries, sha256 })
        });
        let files = files.iter().map(|(name, content)| {
            let sha256 = hex(&Sha256::digest(content));
            (
                name.clone(),
                FileManifest { bytes: content.len() as u64, crc32: crc32fast::hash(content), sha256 },
            )
        });
        Manifest {
            format: FORMAT,
            analyzer: FINGERPRINT.to_owned(),
            catalogs: catalogs.digest.clone(),
            entries: catalogs.entries().count() as u32,
            documents: documents.collect(),
            files: files.collect(),
        }
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec_pretty(self).expect("plain data serializes");
        json.push(b'\n');
        json
    }

    /// Reads a manifest; one of another format or analyzer is refused with what to do.
    pub(super) fn parse(json: &[u8], folder: &Path) -> Result<Manifest> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let damaged = |error: serde_json::Error| Error::damaged(&folder.join(NAME), error.to_string());
        let version = |what, found: String, expected: String| -> Result<Manifest> {
            Err(ErrorKind::Version { path: folder.to_path_buf(), what, found, expected }.into())
        };
        let Format { format } = serde_json::from_slice(json).map_err(damaged)?;
        if format != FORMAT {
            return version("index format", format.to_string(), FORMAT.to_string());
        }
        let manifest: Manifest = serde_json::from_slice(json).map_err(damaged)?;
        if manifest.analyzer != FINGERPRINT {
            return version("analyzer", format!("`{}`", manifest.analyzer), format!("`{FINGERPRINT}`"));
        }
        Ok(manifest)
    }

    /// The name of the index's folder: a digest of the manifest, which holds the digests of all files.
    #[must_use]
    pub fn folder_name(&self) -> String {
        index_name(&Sha256::digest(self.to_json()))
    }
}

/// The bytes of the manifest in `folder`. An index without one is damaged.
pub(super) fn read(folder: &Path) -> Result<Vec<u8>> {
    let path = folder.join(NAME);
    fs::read(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::damaged(&path, "it is missing"),
        _ => Error::io("read", &path, error),
    })
}

/// What differs between the index in `folder` and a fresh one with the manifest `fresh`, damage included.
pub(super) fn differences(folder: &Path, fresh: &Manifest) -> Result<Vec<String>> {
    let old = match read(folder).and_then(|json| Manifest::parse(&json, folder)) {
        Ok(manifest) => manifest,
        Err(error) => return Ok(vec![error.to_string()]),
    };
    let mut found = Vec::new();
    let names: BTreeSet<&String> = old.documents.keys().chain(fresh.documents.keys()).collect();
    for name in names {
        match (old.documents.get(name), fresh.documents.get(name)) {
            (Some(_), None) => found.push(format!("{name}: is in the index and no longer in the catalogs")),
            (None, Some(_)) => found.push(format!("{name}: is in the catalogs and not in the index")),
            (Some(old), Some(fresh)) if old.sha256 != fresh.sha256 => {
                found.push(format!("{name}: has changed ({} entries, was {})", fresh.entries, old.entries));
            }
            (Some(old), Some(fresh)) if old.entries != fresh.entries => found.push(format!(
                "{name}: the same page now gives {} entries, was {}: errdex itself has changed",
                fresh.entries, old.entries
            )),
            _ => {}
        }
    }
    if found.is_empty() && old.catalogs != fresh.catalogs {
        found.push("vendors.toml, lexicon.toml or a page that another one replaces has changed".to_owned());
    }
    for (name, expected) in &old.files {
        let content = fs::read(folder.join(name));
        let whole = content.is_ok_and(|content| hex(&Sha256::digest(content)) == expected.sha256);
        if !whole {
            found.push(format!("{}: the file is damaged or missing", folder.join(name).display()));
        }
    }
    if found.is_empty() && old != *fresh {
        found.push("the same catalogs now give another index: errdex itself has changed".to_owned());
    }
    Ok(found)
}
