//! Which documents there are, who publishes them, and what reading them gives.
//!
//! The embedded set with the user's folders layered over it: documents, declarations, lexicon. Reads files; writes none.

mod addition;
mod apart;
mod check;
mod declaration;
mod diff;
mod layer;
mod names;
mod read;
mod sides;
mod vocabulary;
mod walk;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use addition::{Addition, Planned};
pub use check::{Finding, Severity};
pub use diff::{Change, ChangeTotals, Field};
pub use vocabulary::{Vocabulary, Word};

use crate::document::{self, Found, Options, Warning};
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::evidence::Vendor;
use crate::lexicon::Lexicon;
use declaration::{Declarations, Document};
use layer::Layer;
use read::Page;
pub(crate) use walk::files;

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
    /// The document's file stem: `huaweicloud-vpc`. Where several have one, its path within the folder: `eu/acme-net`.
    pub name: String,
    /// The folder's own name and the path within it: `catalogs/huaweicloud-vpc.md`.
    pub file: String,
    /// Where the file is on the disk; none for the embedded set.
    pub path: Option<PathBuf>,
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
    /// Whether `vendors.toml` names it.
    pub declared: bool,
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
    /// Reads one page with no declaration but `options`; vendor and service come from its name.
    #[must_use]
    pub fn parse(path: &Path, content: &[u8], options: &Options) -> Catalog {
        let name = path.file_name().map_or_else(|| "page".into(), |name| name.to_string_lossy().into_owned());
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let document = Document { options: options.clone(), ..Document::by_name(&name) };
        let file = folder.map_or_else(|| name.clone(), |folder| format!("{folder}/{name}"));
        Catalog { path: Some(path.to_path_buf()), ..read::read(file, content, document) }
    }

    /// Reads the page in a file, with no declaration but `options`, as [`Catalog::parse`] does.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read.
    pub fn open(path: &Path, options: &Options) -> Result<Catalog> {
        Ok(Catalog::parse(path, &layer::read_named(path)?, options))
    }

    /// The document itself, read again: catalogs do not keep it.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read any more.
    pub fn content(&self) -> Result<Cow<'static, [u8]>> {
        match &self.path {
            Some(path) => layer::read_file(path).map(Cow::Owned),
            None => Ok(Cow::Borrowed(layer::embedded(names::last(&self.file)).unwrap_or_default())),
        }
    }

    /// The tables and code sections that gave entries.
    pub fn tables(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|found| found.left_out.is_none())
    }

    /// The vendors and services of its entries, which records say themselves; the document's own where it has none.
    fn subjects(&self) -> BTreeSet<(&str, &str)> {
        let own = (self.vendor.as_str(), self.service.as_str());
        let of = self.entries.iter().map(|entry| (entry.vendor.as_str(), entry.service.as_str()));
        of.chain(self.entries.is_empty().then_some(own)).collect()
    }

    /// What a person should know of it, in line order.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        check::check(self)
    }

    /// What of that is about what could not be read.
    #[must_use]
    pub fn unread(&self) -> Vec<Finding> {
        check::unread(self)
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

    /// The catalog of this name, or else the only one whose file is called so: by its stem, by its path within the
    /// folder with or without the ending, or by its file.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Catalog> {
        let by_name = self.catalogs.iter().find(|catalog| catalog.name == name);
        by_name.or_else(|| match self.called(name)[..] {
            [catalog] => Some(catalog),
            _ => None,
        })
    }

    /// The catalogs whose files may be called so.
    #[must_use]
    pub fn called(&self, name: &str) -> Vec<&Catalog> {
        self.catalogs.iter().filter(|catalog| apart::spellings(&catalog.file).contains(&name)).collect()
    }

    /// What could not be read.
    pub(crate) fn into_warnings(self) -> Vec<Warning> {
        self.catalogs.into_iter().flat_map(|catalog| catalog.warnings).collect()
    }

    /// What a person should know of the catalogs, catalog by catalog, in line order.
    #[must_use]
    pub fn check(&self) -> Vec<Finding> {
        self.catalogs.iter().flat_map(Catalog::check).collect()
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
    let mut pages: Vec<Page<'_>> = Vec::new();
    for layer in stack {
        for (name, content) in layer.declarations() {
            digest.update(format!("{}/{name} {}\n", layer.name, content.len()));
            digest.update(content);
        }
        if let Some((text, file)) = layer.text("lexicon.toml")? {
            lexicon.add(text, &file)?;
        }
        let Declarations { vendors: declared, mut documents } = Declarations::of(layer)?;
        for vendor in declared {
            declaration::merge(&mut vendors, vendor);
        }
        let own = layer.pages().map(|path| {
            let document = documents.remove(path).unwrap_or_else(|| Document::by_name(path));
            Page { layer, path, document }
        });
        let own: Vec<Page<'_>> = own.collect();
        // What a page gives is all of its own vendor and service: the one below need not even be read.
        let pages_alone = |page: &&Page<'_>| !document::has_records(page.path);
        let subjects: BTreeSet<_> =
            own.iter().filter(pages_alone).map(|page| page.document.subject()).collect();
        let (replaced, kept): (Vec<_>, Vec<_>) = pages
            .into_iter()
            .partition(|page| pages_alone(&page) && subjects.contains(&page.document.subject()));
        // What is replaced gives nothing, but a change of it is one of the catalogs.
        for Page { layer, path, .. } in replaced {
            digest.update(format!("{}/{path} {}\n", layer.name, hex(&Sha256::digest(layer.content(path)?))));
        }
        pages = kept;
        pages.extend(own);
    }
    if pages.is_empty() {
        let names: Vec<&str> = stack.iter().map(|layer| layer.name.as_str()).collect();
        let message = "no pages: put a vendor's page in it, named `<vendor>-<service>.md` (or .html)";
        return Err(Error::catalog(names.join(", "), None, message));
    }
    let layers = pages.chunk_by(|a, b| std::ptr::eq(a.layer, b.layer)).map(<[Page<'_>]>::len);
    let layers: Vec<usize> = layers.collect();
    let mut read = read::pages(&pages)?;
    for catalog in &read {
        digest.update(format!("{} {}\n", catalog.file, catalog.digest));
    }
    let mut catalogs: Vec<Catalog> = Vec::with_capacity(read.len());
    for count in layers {
        let upper: Vec<Catalog> = read.drain(..count).collect();
        apart::replace(&mut catalogs, &upper);
        catalogs.extend(upper);
    }
    // Stable: of folders with the same own name, the lower one is first.
    catalogs.sort_by(|a, b| by_path(a).cmp(&by_path(b)));
    apart::files(&mut catalogs);
    apart::names(&mut catalogs);
    apart::ids(&mut catalogs);
    for (slug, _) in catalogs.iter().flat_map(Catalog::subjects) {
        if !vendors.contains_key(slug) {
            let aliases = vec![slug.to_lowercase()];
            let vendor = Vendor { slug: slug.to_owned(), aliases, ..Vendor::default() };
            vendors.insert(slug.to_owned(), vendor);
        }
    }
    let vendors = vendors.into_values().collect();
    Ok(Catalogs { catalogs, vendors, lexicon, digest: hex(&digest.finalize()) })
}

/// What catalogs are ordered by: the document's path within its folder, then the folder's own name.
fn by_path(catalog: &Catalog) -> (&str, &str) {
    let (folder, path) = catalog.file.split_once('/').unwrap_or(("", &catalog.file));
    (path, folder)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
