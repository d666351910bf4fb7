//! Which documents there are, who publishes them, and what reading them gives.
//!
//! The embedded set with the user's folders layered over it: documents, declarations, lexicon. Reads files; writes none.

mod apart;
mod check;
mod declaration;
mod layer;
mod names;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use check::{Finding, Severity};
pub use vocabulary::{Vocabulary, Word};

use crate::document::{self, Found, Identity, Reading, Warning};
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::evidence::Vendor;
use crate::lexicon::Lexicon;
use declaration::{Declarations, Document};
use layer::Layer;
pub(crate) use names::is_ours;

/// Which catalogs to load: the embedded set, and folders over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers {
    /// Whether the catalogs embedded in the program are the lowest layer.
    pub builtin: bool,
    /// Folders of documents, each over the ones before it.
    pub folders: Vec<PathBuf>,
}

impl Default for Layers {
    fn default() -> Layers {
        Layers { builtin: true, folders: Vec::new() }
    }
}

/// The entries of one document.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The document's file stem: `huaweicloud-vpc`.
    pub name: String,
    /// The folder's own name and the file: `catalogs/huaweicloud-vpc.md`.
    pub file: String,
    /// The vendor's slug.
    pub vendor: String,
    /// The service's slug.
    pub service: String,
    /// The document's title, where it is declared.
    pub title: Option<String>,
    /// Where the document is published, where it is declared.
    pub address: Option<String>,
    /// Whether it is of the embedded set.
    pub builtin: bool,
    /// In document order.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub warnings: Vec<Warning>,
    /// The tables and code sections of the document, the ones left out included.
    pub found: Vec<Found>,
    /// SHA-256 of the document, in hexadecimal.
    pub digest: String,
}

/// All catalogs of some layers, with what they share.
#[derive(Clone, Debug)]
pub struct Catalogs {
    /// In file-name order.
    pub catalogs: Vec<Catalog>,
    /// The vendors, by slug.
    pub vendors: Vec<Vendor>,
    /// The concepts, spellings and boilerplate of all layers.
    pub lexicon: Lexicon,
    /// SHA-256 of everything that was read, in hexadecimal.
    pub digest: String,
}

/// The digest of the embedded catalogs and of the library's sources, known without reading them.
pub(crate) const PROGRAM_DIGEST: &str = env!("ERRDEX_DIGEST");

impl Catalog {
    /// Reads one page with no declaration at all; vendor and service come from its name.
    #[must_use]
    pub fn parse(path: &Path, content: &[u8]) -> Catalog {
        let name = path.file_name().map_or_else(|| "page".into(), |name| name.to_string_lossy().into_owned());
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let file = folder.map_or_else(|| name.clone(), |folder| format!("{folder}/{name}"));
        read(file, &name, content, Document::by_name(&name))
    }
}

impl Catalogs {
    /// Reads the documents, declarations and lexicons of `layers`.
    ///
    /// # Errors
    ///
    /// Where a folder is missing, unreadable or without a page, or a declaration or a lexicon is wrong. The content of
    /// a page is never an error.
    pub fn load(layers: &Layers) -> Result<Catalogs> {
        let mut stack = Vec::new();
        if layers.builtin {
            stack.push(Layer::builtin());
        }
        for folder in &layers.folders {
            stack.push(Layer::read(folder)?);
        }
        if stack.is_empty() {
            return Err(Error::catalog(
                "catalogs",
                None,
                "no catalogs are left without the embedded ones: name a folder with `--catalogs DIR`",
            ));
        }
        read_layers(&stack)
    }

    /// All entries, catalog by catalog.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.catalogs.iter().flat_map(|catalog| &catalog.entries)
    }

    /// The catalog of the document with this file stem.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Catalog> {
        self.catalogs.iter().find(|catalog| catalog.name == name)
    }

    /// What could not be read.
    pub(crate) fn into_warnings(self) -> Vec<Warning> {
        self.catalogs.into_iter().flat_map(|catalog| catalog.warnings).collect()
    }

    /// What a person should know of the catalogs, in file and line order.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        check::check(&self.catalogs)
    }

    /// What of the words of all texts the lexicon covers. Loads the full dictionary, which takes 0.1 s.
    #[must_use]
    pub fn vocabulary(&self) -> Vocabulary {
        Vocabulary::of(self)
    }
}

fn read_layers(stack: &[Layer]) -> Result<Catalogs> {
    let mut digest = Sha256::new();
    let mut lexicon = Lexicon::default();
    let mut vendors: BTreeMap<String, Vendor> = BTreeMap::new();
    // A document replaces the ones of its vendor and service in lower layers.
    let mut documents: Vec<(&Layer, &str, &[u8], Document)> = Vec::new();
    for layer in stack {
        for (name, content) in layer.files() {
            digest.update(format!("{}/{name} {}\n", layer.name, content.len()));
            digest.update(content);
        }
        if let Some((text, file)) = layer.text("lexicon.toml")? {
            lexicon.add(text, &file)?;
        }
        let Declarations { vendors: declared, documents: mut declared_documents } = Declarations::of(layer)?;
        for vendor in declared {
            declaration::merge(&mut vendors, vendor);
        }
        let pages: Vec<_> = layer
            .pages()
            .map(|(name, content)| {
                let document = declared_documents.remove(name).unwrap_or_else(|| Document::by_name(name));
                (layer, name, content, document)
            })
            .collect();
        documents.retain(|(.., old)| !pages.iter().any(|(.., new)| new.replaces(old)));
        documents.extend(pages);
    }
    if documents.is_empty() {
        let names: Vec<&str> = stack.iter().map(|layer| layer.name.as_str()).collect();
        let message = "no pages: put a vendor's page in it, named `<vendor>-<service>.md` (or .html)";
        return Err(Error::catalog(names.join(", "), None, message));
    }
    let mut catalogs: Vec<Catalog> = Vec::new();
    for of_layer in stack {
        let of_layer = documents.extract_if(.., |(layer, ..)| std::ptr::eq(*layer, of_layer));
        let upper: Vec<Catalog> = of_layer
            .map(|(layer, name, content, document)| Catalog {
                builtin: layer.builtin,
                ..read(format!("{}/{name}", layer.name), name, content, document)
            })
            .collect();
        apart::replace(&mut catalogs, &upper);
        catalogs.extend(upper);
    }
    catalogs.sort_by(|a, b| by_name(a).cmp(&by_name(b)));
    apart::name(&mut catalogs);
    apart::number(&mut catalogs);
    for slug in catalogs.iter().flat_map(slugs) {
        if !vendors.contains_key(slug) {
            let aliases = vec![slug.to_lowercase()];
            let vendor = Vendor { slug: slug.to_owned(), aliases, ..Vendor::default() };
            vendors.insert(slug.to_owned(), vendor);
        }
    }
    let vendors = vendors.into_values().collect();
    Ok(Catalogs { catalogs, vendors, lexicon, digest: hex(&digest.finalize()) })
}

/// What catalogs are ordered by: the document's name, then the folder's.
fn by_name(catalog: &Catalog) -> (&str, &str) {
    let (folder, name) = catalog.file.split_once('/').unwrap_or(("", &catalog.file));
    (name, folder)
}

/// The vendors of a catalog's entries; its own where it has none.
fn slugs(catalog: &Catalog) -> BTreeSet<&str> {
    let mut slugs: BTreeSet<&str> = catalog.entries.iter().map(|entry| entry.vendor.as_str()).collect();
    if slugs.is_empty() {
        slugs.insert(&catalog.vendor);
    }
    slugs
}

fn read(file: String, name: &str, content: &[u8], document: Document) -> Catalog {
    let Document { vendor, service, title, address, options } = document;
    let identity = Identity { vendor, service, file };
    let Reading { entries, warnings, found } = document::read(content, &identity, &options);
    let Identity { vendor, service, file } = identity;
    let digest = hex(&Sha256::digest(content));
    let name = names::stem(name).to_owned();
    Catalog { name, file, vendor, service, title, address, builtin: false, entries, warnings, found, digest }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
