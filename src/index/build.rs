//! Catalogs → the files of an index.
//!
//! The same catalogs give the same bytes, on any machine and for any number of threads.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::num::NonZero;
use std::path::Path;
use std::sync::OnceLock;
use std::thread;

use tantivy::directory::{Directory, RamDirectory};
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{SegmentReader, SingleSegmentIndexWriter, TantivyDocument};

use super::files::Files;
use super::manifest::{self, Manifest};
use super::record::{Record, Zone, ZoneTerms};
use super::{Progress, Weights};
use crate::analyze::{Analysis, Analyzer, Class, Dictionary};
use crate::bytes::{Bytes, Table};
use crate::catalog::Catalogs;
use crate::entry::{Entry, Texts};
use crate::error::{Error, ErrorKind, Result};
use crate::evidence::{Evidence, keys_of};
use crate::signals::Trouble;

/// The entries, serialized.
pub(super) const ENTRIES: &str = "entries";
/// What ranking needs of each entry.
pub(super) const RECORDS: &str = "records";
/// Where the entries of each term are: start and end in tantivy's postings, and how many they are.
pub(super) const POSTINGS: &str = "postings";
/// The weight of each term.
pub(super) const WEIGHTS: &str = "weights";
/// The number of the term of each concept.
pub(super) const CONCEPTS: &str = "concepts";
/// Codes and vendors' marks.
pub(super) const EVIDENCE: &str = "evidence";
/// The lexicon and the words.
pub(super) const ANALYZER: &str = "analyzer";
/// The words of messages that no error speaks by.
pub(super) const TROUBLE: &str = "trouble";

/// Before the key of a code in the `code` field.
pub(super) const WHOLE_CODE: char = 'w';
/// Before the key of a part of a code in the `code` field.
pub(super) const PART_OF_CODE: char = 'p';

/// The name of the only segment; tantivy would choose a random one.
const SEGMENT: &str = "00000000000000000000000000000000";

/// What tantivy may hold in memory while it writes; it grows past it rather than cut a segment.
const WRITER_MEMORY: usize = 64 << 20;

/// How many entries are analyzed before they are written: enough to keep all cores at work, few enough to hold.
const ANALYZED_TOGETHER: usize = 2048;

/// The fields of the tantivy index.
pub(super) struct Fields {
    /// The terms of all texts of an entry.
    pub(super) terms: Field,
    /// The keys of its code and aliases, whole and in parts.
    pub(super) code: Field,
    /// Vendor and service.
    pub(super) facet: Field,
    schema: Schema,
}

/// The fields, which are the same in every index of this format.
pub(super) fn fields() -> &'static Fields {
    static FIELDS: OnceLock<Fields> = OnceLock::new();
    FIELDS.get_or_init(|| {
        let mut schema = Schema::builder();
        let exact = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let options = TextOptions::default().set_indexing_options(exact);
        let terms = schema.add_text_field("terms", options.clone());
        let code = schema.add_text_field("code", options.clone());
        let facet = schema.add_text_field("facet", options);
        Fields { terms, code, facet, schema: schema.build() }
    })
}

/// Builds the files of the index of the catalogs that `load` gives, and returns those too. The dictionary is loaded at
/// the same time.
pub(super) fn build<C: Borrow<Catalogs>>(
    load: impl FnOnce() -> Result<C>,
    progress: &mut dyn FnMut(Progress),
) -> Result<(Files, Manifest, C)> {
    thread::scope(|scope| {
        let dictionary = scope.spawn(Dictionary::load);
        let catalogs = load()?;
        let dictionary = || dictionary.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let mut files = build_files(catalogs.borrow(), dictionary, progress)
            .map_err(|error| Error::from(ErrorKind::Core { message: error.to_string() }))?;
        let manifest = Manifest::new(catalogs.borrow(), &files);
        files.insert(manifest::NAME.to_owned(), manifest.to_json());
        Ok((Files::in_memory(files), manifest, catalogs))
    })
}

fn build_files(
    catalogs: &Catalogs,
    dictionary: impl FnOnce() -> Dictionary,
    progress: &mut dyn FnMut(Progress),
) -> tantivy::Result<BTreeMap<String, Vec<u8>>> {
    let texts: Vec<&str> = catalogs.entries().flat_map(texts_of).collect();
    let analyzer_bytes = Analyzer::encode(&catalogs.lexicon, &texts, dictionary);
    let analyzer =
        Analyzer::open(Bytes::new(analyzer_bytes.clone())).expect("an analyzer just laid out is one");
    let correct = |word: &str| analyzer.concepts().mend(word).map(str::to_owned);

    let ram = RamDirectory::create();
    let fields = fields();
    let builder = tantivy::Index::builder().schema(fields.schema.clone());
    let mut writer: SingleSegmentIndexWriter =
        builder.single_segment_index_writer(ram.clone(), WRITER_MEMORY)?;
    let mut interner = Interner::default();
    let mut zones_of_entries = Vec::new();
    let entries: Vec<&Entry> = catalogs.entries().collect();
    let total = entries.len();
    for chunk in entries.chunks(ANALYZED_TOGETHER) {
        progress(Progress { done: zones_of_entries.len(), total });
        for (entry, analyses) in chunk.iter().zip(in_parallel(chunk, |entry| analyses(entry, &analyzer))) {
            let zones = zones(&analyses, &analyzer, &mut interner);
            writer.add_document(document(entry, &zones, &interner, &correct))?;
            zones_of_entries.push(zones);
        }
    }
    let index = writer.finalize()?;
    progress(Progress { done: total, total });

    let Numbered { weights, postings, numbers } = number_terms(&index, &interner, total)?;
    let vendors: HashMap<&str, u32> =
        catalogs.vendors.iter().map(|vendor| vendor.slug.as_str()).zip(0..).collect();
    let things: HashSet<u32> = (0..analyzer.concepts().len())
        .filter(|&concept| analyzer.concepts().is_thing(concept))
        .filter_map(|concept| interner.numbers.get(analyzer.concept_key(concept).as_str()))
        .map(|&ours| numbers[ours as usize])
        .collect();
    let mut codes: HashMap<(&str, &str, &str), u32> = HashMap::new();
    let records: Vec<Vec<u8>> = catalogs
        .entries()
        .zip(&mut zones_of_entries)
        .map(|(entry, zones)| {
            let next = codes.len() as u32;
            let code = *codes.entry((&entry.vendor, &entry.service, &entry.code)).or_insert(next);
            for (_, terms) in zones.iter_mut() {
                let lists = terms.wording.iter_mut().chain(&mut terms.meaning).chain(&mut terms.topic);
                lists.for_each(|term| *term = numbers[*term as usize]);
                terms.wording.sort_unstable();
                let weight = |list: &[u32]| list.iter().map(|&term| weights[term as usize]).sum();
                let is_thing = |term: &&u32| things.contains(*term);
                terms.things_weight =
                    terms.meaning.iter().filter(is_thing).map(|&term| weights[term as usize]).sum();
                (terms.wording_weight, terms.meaning_weight) =
                    (weight(&terms.wording), weight(&terms.meaning));
            }
            let vendor = vendors.get(entry.vendor.as_str()).copied().unwrap_or(u32::MAX);
            Record::encode(vendor, code, &entry.http_status, zones)
        })
        .collect();
    let entries: Vec<Vec<u8>> =
        catalogs.entries().map(|entry| postcard::to_stdvec(entry).expect("plain data serializes")).collect();
    let codes =
        catalogs.entries().flat_map(|entry| spellings(entry).map(|code| (entry.vendor.as_str(), code)));

    let mut files = segment_files(&index, &ram)?;
    files.insert(ENTRIES.to_owned(), Table::encode(&entries));
    files.insert(RECORDS.to_owned(), Table::encode(&records));
    let concept_terms = (0..analyzer.concepts().len()).map(|concept| {
        let ours = interner.numbers.get(analyzer.concept_key(concept).as_str());
        ours.map_or(u32::MAX, |&ours| numbers[ours as usize])
    });
    files.insert(CONCEPTS.to_owned(), concept_terms.flat_map(u32::to_le_bytes).collect());
    files.insert(POSTINGS.to_owned(), postings);
    files.insert(WEIGHTS.to_owned(), Weights::encode(&weights));
    files.insert(EVIDENCE.to_owned(), Evidence::encode(codes, &catalogs.vendors, &correct));
    files.insert(ANALYZER.to_owned(), analyzer_bytes);
    let messages = catalogs.entries().flat_map(|entry| entry.message.values()).map(String::as_str);
    files.insert(TROUBLE.to_owned(), Trouble::encode(messages));
    Ok(files)
}

/// Terms by number while the index is written; tantivy's own numbers are known only afterwards.
#[derive(Default)]
struct Interner {
    numbers: HashMap<Box<str>, u32>,
    keys: Vec<Box<str>>,
}

impl Interner {
    fn number(&mut self, key: &str) -> u32 {
        if let Some(&number) = self.numbers.get(key) {
            return number;
        }
        let number = self.keys.len() as u32;
        self.keys.push(key.into());
        self.numbers.insert(key.into(), number);
        number
    }
}

/// The code and its aliases.
fn spellings(entry: &Entry) -> impl Iterator<Item = &str> {
    std::iter::once(entry.code.as_str()).chain(entry.aliases.iter().map(String::as_str))
}

/// All texts of an entry.
fn texts_of(entry: &Entry) -> impl Iterator<Item = &str> {
    let texts = [&entry.message, &entry.description, &entry.remedy];
    let texts = texts.into_iter().flat_map(Texts::values).chain(&entry.operations).chain(&entry.category);
    texts.map(String::as_str)
}

/// What `work` makes of each of `items`, in their order, with as many threads as there are cores.
fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let part = items.len().div_ceil(threads).max(1);
    let work = &work;
    thread::scope(|scope| {
        let parts: Vec<_> = items
            .chunks(part)
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<R>>()))
            .collect();
        let join = |part: thread::ScopedJoinHandle<'_, Vec<R>>| {
            part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().flat_map(join).collect()
    })
}

/// The analyses of the texts of each zone of an entry: each message is a zone, and all texts of another kind are one.
fn analyses(entry: &Entry, analyzer: &Analyzer) -> Vec<(Zone, Vec<Analysis>)> {
    let of = |zone, texts: &mut dyn Iterator<Item = &str>| {
        (zone, texts.map(|text| analyzer.analyze(text)).collect())
    };
    let messages = entry.message.iter();
    let mut zones: Vec<_> = messages
        .map(|(language, message)| of(Zone::message(*language), &mut std::iter::once(message.as_str())))
        .collect();
    zones.push(of(Zone::Description, &mut entry.description.values().map(String::as_str)));
    zones.push(of(Zone::Remedy, &mut entry.remedy.values().map(String::as_str)));
    zones.push(of(Zone::Context, &mut entry.operations.iter().chain(&entry.category).map(String::as_str)));
    zones.push(of(
        Zone::Code,
        &mut spellings(entry).filter(|code| code.contains(|c: char| c.is_alphabetic())),
    ));
    zones
}

/// The terms of each zone that has any, numbered.
fn zones(
    analyses: &[(Zone, Vec<Analysis>)],
    analyzer: &Analyzer,
    interner: &mut Interner,
) -> Vec<(Zone, ZoneTerms)> {
    let mut zones = Vec::new();
    for (zone, analyses) in analyses {
        let mut terms = ZoneTerms::default();
        let mut seen = HashSet::new();
        for analysis in analyses {
            terms.template = analysis.template;
            let topic = analysis.topic.map(|concept| interner.number(&analyzer.concept_key(concept)));
            terms.topic = terms.topic.or(topic);
            for (term, key) in analysis.terms() {
                let number = interner.number(key);
                if term.wording {
                    terms.wording.push(number);
                }
                if term.meaning && seen.insert(number) {
                    terms.meaning.push(number);
                }
            }
        }
        terms.wording.sort_unstable();
        terms.wording.dedup();
        if !terms.wording.is_empty() || !terms.meaning.is_empty() {
            zones.push((*zone, terms));
        }
    }
    zones
}

fn document(
    entry: &Entry,
    zones: &[(Zone, ZoneTerms)],
    interner: &Interner,
    correct: &dyn Fn(&str) -> Option<String>,
) -> TantivyDocument {
    let fields = fields();
    let mut document = TantivyDocument::new();
    let mut terms: Vec<u32> =
        zones.iter().flat_map(|(_, terms)| terms.wording.iter().chain(&terms.meaning)).copied().collect();
    terms.sort_unstable();
    terms.dedup();
    for term in terms {
        document.add_text(fields.terms, &interner.keys[term as usize]);
    }
    for code in spellings(entry) {
        for (prefix, key) in keys_of(code, correct) {
            let prefix = if prefix { WHOLE_CODE } else { PART_OF_CODE };
            document.add_text(fields.code, format!("{prefix}{key}"));
        }
    }
    document.add_text(fields.facet, super::Facet::Vendor(&entry.vendor).key());
    document.add_text(fields.facet, super::Facet::Service(&entry.service).key());
    document
}

/// What is known of terms once tantivy has numbered them.
struct Numbered {
    /// The weight of each term, by tantivy's numbers.
    weights: Vec<f32>,
    /// Where the entries of each term are, by tantivy's numbers.
    postings: Vec<u8>,
    /// tantivy's number for each of ours.
    numbers: Vec<u32>,
}

fn number_terms(index: &tantivy::Index, interner: &Interner, total: usize) -> tantivy::Result<Numbered> {
    let count = interner.keys.len();
    let mut numbered =
        Numbered { weights: Vec::with_capacity(count), postings: Vec::new(), numbers: vec![0; count] };
    for segment in index.searchable_segments()? {
        let reader = SegmentReader::open(&segment)?;
        let terms = reader.inverted_index(fields().terms)?;
        let mut stream = terms.terms().stream()?;
        while stream.advance() {
            let key = std::str::from_utf8(stream.key()).unwrap_or_default();
            if let Some(&ours) = interner.numbers.get(key) {
                numbered.numbers[ours as usize] = numbered.weights.len() as u32;
            }
            let class = Class::of(key).map_or(0.0, Class::weight);
            let TermInfo { doc_freq, postings_range, .. } = stream.value();
            numbered.weights.push(class * Weights::rarity(total as u32, *doc_freq));
            for word in [postings_range.start as u32, postings_range.end as u32, *doc_freq] {
                numbered.postings.extend(word.to_le_bytes());
            }
        }
    }
    Ok(numbered)
}

/// tantivy's files under names that do not depend on chance.
fn segment_files(index: &tantivy::Index, ram: &RamDirectory) -> tantivy::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut meta = String::from_utf8_lossy(&ram.atomic_read(Path::new("meta.json"))?).into_owned();
    let metas = index.load_metas()?;
    for segment in &metas.segments {
        let random = segment.id().uuid_string();
        meta = meta.replace(&random, SEGMENT);
        let hyphenated = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &random[part]).join("-");
        meta = meta.replace(&hyphenated, "00000000-0000-0000-0000-000000000000");
        for path in metas.list_segment_files() {
            if ram.exists(&path)? {
                let name = path.to_string_lossy().replace(&random, SEGMENT);
                files.insert(name, ram.open_read(&path)?.read_bytes()?.to_vec());
            }
        }
    }
    files.insert("meta.json".to_owned(), meta.into_bytes());
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_codes() {
        let keys = |code: &str| -> Vec<String> {
            let none = |_: &str| None;
            keys_of(code, &none)
                .map(|(whole, key)| format!("{key}{}", if whole { "" } else { "…" }))
                .collect()
        };
        assert_eq!(keys("VPC.0504"), ["vpc0504", "0504…"]);
        assert_eq!(keys("PAY.PAY_ORDER_FAILED"), ["paypayorderfailed", "payorderfailed…"]);
        assert_eq!(keys("4000"), ["4000"]);
        assert_eq!(keys("ＶＰＣ．０５０４"), ["vpc0504", "0504…"]);
    }
}
