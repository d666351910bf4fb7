//! An index that answers alone: entries, postings, lexicon, evidence and words, in files that are read in place.
//!
//! Built from catalogs, opened read-only. Nothing here ranks.

mod build;
mod cache;
mod files;
mod folder;
mod manifest;
mod record;

use std::borrow::Borrow;
use std::path::Path;
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, InvertedIndexReader, SegmentReader};

pub use cache::Cache;
pub use manifest::{DocumentManifest, FileManifest, Manifest};

use crate::analyze::Analyzer;
use crate::bytes::{Bytes, Table, read_u32};
use crate::catalog::{Catalogs, Layers};
use crate::document::Warning;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::evidence::Evidence;
use files::Files;
pub(crate) use record::{Record, RecordZone, Zone};

/// The version of what the files of an index hold and how.
pub(crate) const FORMAT: u32 = 4;

/// How far a build is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Entries done.
    pub done: usize,
    /// Entries in all.
    pub total: usize,
}

/// What a build gave.
#[derive(Clone, Debug)]
pub struct Built {
    /// What the index holds.
    pub manifest: Manifest,
    /// What of the pages could not be read.
    pub warnings: Vec<Warning>,
}

/// An open index.
///
/// ```
/// use errdex::{Catalogs, Index, Layers, Query, Searcher};
///
/// let index = Index::build(&Catalogs::load(&Layers::default())?)?;
/// let answer = Searcher::new(&index).search(&Query::new("Floating IP could not be found"))?;
/// assert_eq!(answer.hits[0].entry.code, "VPC.0504");
/// # Ok::<(), errdex::Error>(())
/// ```
pub struct Index {
    manifest: Manifest,
    segment: SegmentReader,
    terms: Arc<InvertedIndexReader>,
    entries: Table,
    records: Table,
    concepts: Bytes,
    postings: Bytes,
    /// The end of tantivy's postings of terms.
    postings_end: usize,
    weights: Weights,
    evidence: Evidence,
    analyzer: Analyzer,
    trouble: Table,
}

impl Index {
    /// Builds the index of `catalogs` in memory.
    ///
    /// # Errors
    ///
    /// Where the search core fails, which no content of catalogs makes it do.
    pub fn build(catalogs: &Catalogs) -> Result<Index> {
        let (files, manifest, _) = build::build(|| Ok(catalogs), &mut |_| {})?;
        Index::from_files(&files, manifest, Path::new("index in memory"))
    }

    /// Builds the index of `layers` and puts it in the folder `out`, where it replaces the one before when it is
    /// whole. Waits for another build of that folder to end, after a call of `waiting`.
    ///
    /// # Errors
    ///
    /// Where the catalogs are wrong (see [`Catalogs::load`]), or `out` cannot be written.
    pub fn create(
        layers: &Layers,
        out: &Path,
        progress: &mut dyn FnMut(Progress),
        waiting: impl FnOnce(),
    ) -> Result<Built> {
        let lock = folder::Lock::wait(out, waiting)?;
        let (manifest, catalogs) = install(&lock, || Catalogs::load(layers), progress)?;
        Ok(Built { manifest, warnings: catalogs.into_warnings() })
    }

    /// Does the same with catalogs that are read already.
    ///
    /// # Errors
    ///
    /// Where `out` cannot be written.
    pub fn create_from(catalogs: &Catalogs, out: &Path) -> Result<Manifest> {
        let lock = folder::Lock::wait(out, || {})?;
        Ok(install(&lock, || Ok(catalogs), &mut |_| {})?.0)
    }

    /// Opens the index in the folder `path`, where [`Index::create`] put it. Reads only; holds the index as it is now,
    /// also when another one replaces it.
    ///
    /// # Errors
    ///
    /// Where there is no index, or one of another version, or a damaged one.
    pub fn open(path: &Path) -> Result<Index> {
        let mut tried = None;
        loop {
            let folder = folder::current(path)?;
            match Files::open(&folder) {
                Ok((_, manifest)) if !folder.ends_with(manifest.folder_name()) => {
                    return Err(Error::damaged(&folder, "its manifest is not the one it was named by"));
                }
                Ok((files, manifest)) => return Index::from_files(&files, manifest, &folder),
                // Another build may have replaced the index in between.
                Err(_) if tried.as_ref() != Some(&folder) => tried = Some(folder),
                Err(error) => return Err(error),
            }
        }
    }

    /// What differs between the index in the folder `path` and one that `layers` would give now; nothing if it is up
    /// to date and whole.
    ///
    /// # Errors
    ///
    /// Where there is no index, or the catalogs are wrong.
    pub fn check(layers: &Layers, path: &Path) -> Result<Vec<String>> {
        let folder = folder::current(path)?;
        let (_, fresh, _) = build::build(|| Catalogs::load(layers), &mut |_| {})?;
        manifest::differences(&folder, &fresh)
    }

    fn from_files(files: &Files, manifest: Manifest, path: &Path) -> Result<Index> {
        let damaged = |what: &str| Error::damaged(path, format!("`{what}` cannot be read"));
        let core = |error: tantivy::TantivyError| Error::damaged(path, error.to_string());
        let table = |name| Table::open(files.bytes(name)?);
        let evidence = files.bytes(build::EVIDENCE).and_then(Evidence::open);
        let analyzer = files.bytes(build::ANALYZER).and_then(Analyzer::open);
        let weights = files.bytes(build::WEIGHTS).and_then(Weights::open);
        let (entries, records) = (table(build::ENTRIES), table(build::RECORDS));
        let segments = files.tantivy().map_err(core)?.searchable_segments().map_err(core)?;
        let segment = segments.first().ok_or_else(|| damaged("meta.json"))?;
        let segment = SegmentReader::open(segment).map_err(core)?;
        let postings = files.bytes(build::POSTINGS).ok_or_else(|| damaged(build::POSTINGS))?;
        // The postings of the last term end where all do.
        let last = (postings.as_ref().len() / 12).checked_sub(1);
        let end = last.and_then(|last| read_u32(postings.as_ref(), 3 * last + 1));
        let index = Index {
            postings_end: end.map_or(0, |end| end as usize),
            postings,
            terms: segment.inverted_index(build::fields().terms).map_err(core)?,
            entries: entries.ok_or_else(|| damaged(build::ENTRIES))?,
            records: records.ok_or_else(|| damaged(build::RECORDS))?,
            concepts: files.bytes(build::CONCEPTS).ok_or_else(|| damaged(build::CONCEPTS))?,
            weights: weights.ok_or_else(|| damaged(build::WEIGHTS))?,
            evidence: evidence.ok_or_else(|| damaged(build::EVIDENCE))?,
            analyzer: analyzer.ok_or_else(|| damaged(build::ANALYZER))?,
            trouble: table(build::TROUBLE).ok_or_else(|| damaged(build::TROUBLE))?,
            manifest,
            segment,
        };
        let counts = [index.segment.max_doc(), index.entries.len(), index.records.len()];
        if counts.iter().any(|&count| count != index.manifest.entries) {
            return Err(Error::damaged(path, format!("the counts of entries differ: {counts:?}")));
        }
        Ok(index)
    }

    /// What the index holds.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What betrays a vendor or a code in a text.
    #[must_use]
    pub fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// How many entries it holds.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.entries.len()
    }

    /// Whether it holds no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry `number`, from 0, in catalog order.
    ///
    /// # Errors
    ///
    /// Where the bytes of the entry are damaged, or there are fewer entries.
    pub fn entry(&self, number: u32) -> Result<Entry> {
        let entry = self.entries.get(number).and_then(|bytes| postcard::from_bytes(bytes).ok());
        entry.ok_or_else(|| unreadable(number))
    }

    /// The codes of the vendor with this slug, as its pages spell them, in catalog order.
    ///
    /// # Errors
    ///
    /// Where the bytes of an entry are damaged.
    pub fn codes_of(&self, vendor: &str) -> Result<Vec<String>> {
        let mut numbers = Vec::new();
        self.entries_with_facet(Facet::Vendor(vendor), |entries| numbers.extend_from_slice(entries));
        let mut codes = Vec::new();
        for number in numbers {
            let code = self.entry(number)?.code;
            if codes.last() != Some(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }

    /// Whether an entry is of the service with this slug.
    #[must_use]
    pub fn has_service(&self, slug: &str) -> bool {
        let mut any = false;
        self.entries_with_facet(Facet::Service(slug), |entries| any |= !entries.is_empty());
        any
    }

    /// By which words messages are known that have none of those by which errors speak.
    pub(crate) fn trouble(&self) -> &Table {
        &self.trouble
    }

    pub(crate) fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What ranking needs of the entry `number`.
    pub(crate) fn record(&self, number: u32) -> Option<Record<'_>> {
        self.records.get(number).and_then(Record::read)
    }

    /// The number of the term with this key.
    pub(crate) fn term(&self, key: &str) -> Option<u32> {
        self.terms.terms().term_ord(key).ok().flatten().map(|number| number as u32)
    }

    /// The number of the term of a concept, where an entry has it.
    pub(crate) fn concept_term(&self, concept: u32) -> Option<u32> {
        read_u32(self.concepts.as_ref(), concept as usize).filter(|&number| number != u32::MAX)
    }

    /// How many entries have the term `number`.
    pub(crate) fn frequency(&self, number: u32) -> u32 {
        self.posting(number).map_or(0, |info| info.doc_freq)
    }

    /// Gives the entries that have the term `number` to `each`, a block at a time, ascending.
    pub(crate) fn entries_with_term(&self, number: u32, each: impl FnMut(&[DocId])) {
        if let Some(info) = self.posting(number) {
            read_blocks(&self.terms, &info, each);
        }
    }

    /// Gives those of `entries`, ascending, that have the term `number` to `each`; reads only the blocks that they may
    /// be in.
    pub(crate) fn entries_with_term_among(
        &self,
        number: u32,
        entries: &[DocId],
        mut each: impl FnMut(DocId),
    ) {
        if let Some(info) = self.posting(number)
            && let Ok(mut blocks) =
                self.terms.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)
        {
            for &entry in entries {
                let at = blocks.seek(entry);
                if blocks.doc(at) == entry {
                    each(entry);
                }
            }
        }
    }

    /// Where the entries of the term `number` are. That was laid out at build: to ask tantivy's dictionary again would
    /// cost as much as to read them.
    fn posting(&self, number: u32) -> Option<TermInfo> {
        let word = |at: usize| read_u32(self.postings.as_ref(), 3 * number as usize + at);
        let (start, end, doc_freq) = (word(0)?, word(1)?, word(2)?);
        // What does not hang together is damage, over which tantivy would panic.
        let whole = start <= end && end as usize <= self.postings_end && doc_freq <= self.len();
        let postings_range = start as usize..end as usize;
        whole.then_some(TermInfo { doc_freq, postings_range, positions_range: 0..0 })
    }

    /// Gives the entries that have this whole code, or this part of a code, to `each`.
    pub(crate) fn entries_with_code(&self, key: &str, whole: bool, each: impl FnMut(&[DocId])) {
        let prefix = if whole { build::WHOLE_CODE } else { build::PART_OF_CODE };
        self.entries_with(build::fields().code, &format!("{prefix}{key}"), each);
    }

    /// Gives the keys of all whole codes to `each`, in their order.
    pub(crate) fn code_keys(&self, mut each: impl FnMut(&str)) {
        let Ok(reader) = self.segment.inverted_index(build::fields().code) else { return };
        let from = build::WHOLE_CODE.to_string();
        let Ok(mut stream) = reader.terms().range().ge(from).into_stream() else { return };
        while stream.advance() {
            let key = std::str::from_utf8(stream.key()).ok();
            let Some(key) = key.and_then(|key| key.strip_prefix(build::WHOLE_CODE)) else { return };
            each(key);
        }
    }

    /// Gives the entries of a vendor or of a service to `each`.
    pub(crate) fn entries_with_facet(&self, facet: Facet<'_>, each: impl FnMut(&[DocId])) {
        self.entries_with(build::fields().facet, &facet.key(), each);
    }

    fn entries_with(&self, field: Field, key: &str, each: impl FnMut(&[DocId])) {
        if let Ok(reader) = self.segment.inverted_index(field)
            && let Ok(Some(info)) = reader.terms().get(key)
        {
            read_blocks(&reader, &info, each);
        }
    }
}

/// Builds an index and makes it the one in use of a folder.
fn install<C: Borrow<Catalogs>>(
    lock: &folder::Lock,
    load: impl FnOnce() -> Result<C>,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Manifest, C)> {
    let (files, manifest, catalogs) = build::build(load, progress)?;
    let name = manifest.folder_name();
    folder::install(lock, &name, &files)?;
    folder::point_to(lock, &name)?;
    folder::sweep(lock, |other| other == name);
    Ok((manifest, catalogs))
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("manifest", &self.manifest).finish_non_exhaustive()
    }
}

fn unreadable(number: u32) -> Error {
    Error::damaged(Path::new(build::ENTRIES), format!("entry {number} cannot be read"))
}

fn read_blocks(reader: &InvertedIndexReader, info: &TermInfo, mut each: impl FnMut(&[DocId])) {
    let Ok(mut blocks) = reader.read_block_postings_from_terminfo(info, IndexRecordOption::Basic) else {
        return;
    };
    while blocks.block_len() > 0 {
        each(blocks.docs());
        blocks.advance();
    }
}

/// A property by which entries are filtered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Facet<'a> {
    Vendor(&'a str),
    Service(&'a str),
}

impl Facet<'_> {
    fn key(self) -> String {
        match self {
            Facet::Vendor(slug) => format!("v{slug}"),
            Facet::Service(slug) => format!("s{slug}"),
        }
    }
}

/// How much each term counts: its rarity times the weight of its class.
#[derive(Debug)]
pub(crate) struct Weights(Bytes);

impl Weights {
    /// The bytes of [`Weights::open`].
    fn encode(weights: &[f32]) -> Vec<u8> {
        weights.iter().flat_map(|weight| weight.to_le_bytes()).collect()
    }

    fn open(bytes: Bytes) -> Option<Weights> {
        bytes.as_ref().len().is_multiple_of(4).then_some(Weights(bytes))
    }

    /// The rarity of a term that `having` of `all` entries have: BM25's inverse document frequency (Robertson and
    /// Zaragoza 2009, as in Lucene). Rounded, so that no machine's logarithm differs in what an index holds.
    pub(crate) fn rarity(all: u32, having: u32) -> f32 {
        let (all, having) = (f64::from(all), f64::from(having));
        let rarity = ((all - having + 0.5).max(0.5) / (having + 0.5)).ln_1p();
        ((rarity * 4096.0).round() / 4096.0) as f32
    }

    /// The number of terms.
    pub(crate) fn len(&self) -> u32 {
        (self.0.as_ref().len() / 4) as u32
    }

    /// The weights of all terms, to read many.
    pub(crate) fn view(&self) -> WeightsView<'_> {
        WeightsView(self.0.as_ref())
    }
}

/// The weights of all terms, borrowed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeightsView<'a>(&'a [u8]);

impl WeightsView<'_> {
    /// The weight of the term `number`.
    pub(crate) fn of(self, number: u32) -> f32 {
        read_u32(self.0, number as usize).map_or(0.0, f32::from_bits)
    }
}
