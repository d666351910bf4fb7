//! The data is reviewed like code: one canonical form, and the vendors' pages as they were published.

use std::collections::{BTreeMap, BTreeSet};

use errdex::{Cache, Catalogs, Layers, Searcher};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Value;

use super::{assert_none, files, root, text};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    concept: Vec<Concept>,
    spellings: BTreeMap<String, String>,
    plain: BTreeMap<String, Vec<String>>,
    boilerplate: BTreeMap<String, Vec<String>>,
    elsewhere: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Concept {
    id: String,
    kind: String,
    /// Only true is written.
    #[serde(default)]
    cloud: bool,
    #[serde(default)]
    en: Vec<String>,
    #[serde(default)]
    zh: Vec<String>,
    #[serde(default)]
    of: Vec<String>,
    #[serde(default)]
    near: BTreeMap<String, f64>,
    #[serde(default)]
    opposite: Vec<String>,
}

/// Adds where `items` are out of order or stand twice.
fn check_sorted<T: AsRef<str>>(what: &str, items: &[T], wrong: &mut Vec<String>) {
    for pair in items.windows(2) {
        let (a, b) = (pair[0].as_ref(), pair[1].as_ref());
        match a.cmp(b) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => wrong.push(format!("{what}: `{a}` stands twice")),
            std::cmp::Ordering::Greater => wrong.push(format!("{what}: `{b}` belongs before `{a}`")),
        }
    }
}

/// The keys of a TOML table in the order of its lines, which parsing forgets.
fn keys_in_order<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    lines.filter_map(|line| Some(line.split_once('=')?.0.trim().trim_matches('"'))).collect()
}

fn lexicon() -> (String, Lexicon) {
    let source = text("catalogs/lexicon.toml");
    let lexicon = toml::from_str(&source).unwrap_or_else(|error| panic!("{}", error.message()));
    (source, lexicon)
}

#[test]
fn lexicon_is_canonical() {
    let (source, Lexicon { concept, spellings, plain, boilerplate, elsewhere, words }) = lexicon();
    let mut wrong = Vec::new();
    let ids: Vec<&str> = concept.iter().map(|concept| concept.id.as_str()).collect();
    check_sorted("concepts", &ids, &mut wrong);
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    assert!(concept.iter().any(|concept| concept.cloud), "some concepts are of clouds");
    if source.contains("cloud = false") {
        wrong.push("`cloud = false` says nothing: leave it out".into());
    }
    for Concept { id, kind, en, zh, of, .. } in &concept {
        if en.is_empty() && zh.is_empty() && of.is_empty() {
            wrong.push(format!("{id}: has no term"));
        }
        if !["thing", "act", "state", "modal"].contains(&kind.as_str()) {
            wrong.push(format!("{id}: the kind `{kind}` is none of thing, act, state, modal"));
        }
        for (language, terms) in [("en", en), ("zh", zh)] {
            check_sorted(&format!("{id}, {language}"), terms, &mut wrong);
            for term in terms {
                check_term(&format!("{id}, {language}"), term, language, &mut wrong);
                if let Some(owner) = owners.insert(term, id) {
                    wrong.push(format!("{id}: the term `{term}` is in `{owner}` too"));
                }
            }
        }
    }
    check_relations(&concept, &mut wrong);
    for line in source.lines().filter_map(|line| line.strip_prefix("near = {")) {
        check_sorted("near", &keys_in_order(line.trim_end_matches('}').split(',')), &mut wrong);
    }
    let lines = source.lines().skip_while(|line| *line != "[spellings]").skip(1);
    let keys = keys_in_order(lines.take_while(|line| !line.starts_with('[')));
    assert_eq!(keys.len(), spellings.len(), "a spelling a line");
    check_sorted("spellings", &keys, &mut wrong);
    for (bad, good) in &spellings {
        if bad == good || spellings.contains_key(good) {
            wrong.push(format!("spellings: `{bad}` becomes `{good}`, which is no right spelling"));
        }
        // Words are mended one by one, and split at what is no letter.
        if bad.is_ascii() && !bad.bytes().all(|b| b.is_ascii_alphanumeric()) {
            wrong.push(format!("spellings: `{bad}` is no single word: nothing can match it"));
        }
    }
    let lists =
        [("plain", &plain), ("boilerplate", &boilerplate), ("elsewhere", &elsewhere), ("words", &words)];
    for (place, phrases) in lists {
        for (language, phrases) in phrases {
            check_sorted(&format!("{place}, {language}"), phrases, &mut wrong);
            for phrase in phrases {
                check_term(place, phrase, language, &mut wrong);
                if let Some(owner) = owners.insert(phrase, place) {
                    wrong.push(format!("{place}: `{phrase}` is in `{owner}` too"));
                }
            }
        }
    }
    assert_none(&wrong);
}

/// Adds what is wrong of the relations: those that are not mutual, that name no concept, that contradict each other.
fn check_relations(concepts: &[Concept], wrong: &mut Vec<String>) {
    let by_id: BTreeMap<&str, &Concept> =
        concepts.iter().map(|concept| (concept.id.as_str(), concept)).collect();
    let mut composites: BTreeMap<&str, &str> = BTreeMap::new();
    for Concept { id, of, near, opposite, .. } in concepts {
        for (other, weight) in near {
            let back = by_id.get(other.as_str()).and_then(|other| other.near.get(id));
            if back != Some(weight) {
                wrong.push(format!("{id}: near `{other}` by {weight}, which is near it by {back:?}"));
            }
            if !(0.0..=1.0).contains(weight) || other == id {
                wrong.push(format!("{id}: near `{other}` by {weight}"));
            }
        }
        check_sorted(&format!("{id}, opposite"), opposite, wrong);
        for other in opposite {
            if !by_id.get(other.as_str()).is_some_and(|other| other.opposite.contains(id)) {
                wrong.push(format!("{id}: `{other}` is its opposite, and it is none of that"));
            }
            if near.contains_key(other) || other == id {
                wrong.push(format!("{id}: is near `{other}`, its opposite"));
            }
        }
        check_sorted(&format!("{id}, of"), of, wrong);
        for composite in of {
            let together = composite.contains('+');
            let parts: Vec<&str> =
                if together { composite.split(" + ").collect() } else { composite.split(' ').collect() };
            if !(2..=3).contains(&parts.len()) || parts.contains(&id.as_str()) {
                wrong.push(format!("{id}: `{composite}` is not of two or three other concepts"));
            }
            for part in parts.iter().filter(|part| !by_id.contains_key(*part)) {
                wrong.push(format!("{id}: `{part}` of `{composite}` is no concept"));
            }
            if together && !parts.is_sorted() {
                wrong.push(format!("{id}: the parts of `{composite}` are out of order"));
            }
            if let Some(owner) = composites.insert(composite, id) {
                wrong.push(format!("{id}: `{composite}` is of `{owner}` too"));
            }
        }
    }
}

/// The readings of all texts of entries and of all queries of the truth.
fn known_texts() -> Vec<String> {
    let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
    let mut texts = Vec::new();
    for entry in catalogs.entries() {
        let maps = [&entry.message, &entry.description, &entry.remedy];
        texts.extend(maps.into_iter().flat_map(|texts| texts.values().cloned()));
        texts.extend(entry.operations.iter().chain(&entry.category).cloned());
        texts.push(entry.code.clone());
    }
    for file in files("tests/data/truth").into_iter().filter(|file| file.ends_with(".jsonl")) {
        for line in text(&file).lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("truth is JSON");
            let query = row.get("query").or(row.get("text")).and_then(serde_json::Value::as_str);
            texts.extend(query.map(str::to_owned));
        }
    }
    texts
}

/// A concept is there because somebody says it: an entry, or a query of the truth.
#[test]
fn every_concept_is_used() {
    let index = Cache::new(None).open(&Layers::default()).expect("the embedded catalogs build");
    let searcher = Searcher::new(&index);
    let mut found: BTreeSet<String> = BTreeSet::new();
    for text in known_texts() {
        let terms = searcher.reading(&text).terms.into_iter();
        found.extend(terms.filter(|term| term.class == "concept").map(|term| term.term));
    }
    let (_, lexicon) = lexicon();
    let concepts = lexicon.concept.iter();
    // What is only part of others is used by them.
    let parts: BTreeSet<&str> =
        concepts.clone().flat_map(|concept| &concept.of).flat_map(|of| of.split([' ', '+'])).collect();
    let unused =
        concepts.filter(|concept| !found.contains(&concept.id) && !parts.contains(concept.id.as_str()));
    let unused: Vec<String> = unused.map(|concept| format!("{}: no text has it", concept.id)).collect();
    assert_none(&unused);
}

/// The segmenter keeps every Chinese term whole, so that a term is a word of the text as well.
#[test]
fn chinese_terms_are_words() {
    let index = Cache::new(None).open(&Layers::default()).expect("the embedded catalogs build");
    let searcher = Searcher::new(&index);
    let (_, lexicon) = lexicon();
    let mut wrong = Vec::new();
    for Concept { id, zh, .. } in &lexicon.concept {
        for term in zh {
            for run in term.split(|c: char| c.is_ascii()).filter(|run| run.chars().count() > 1) {
                let terms = searcher.reading(run).terms;
                if !terms.iter().any(|term| term.class == "Chinese word" && term.term == run) {
                    wrong.push(format!("{id}: `{run}` of `{term}` is cut apart"));
                }
            }
        }
    }
    assert_none(&wrong);
}

/// At least this share of the words of the catalogs is covered by concepts, or declared to say nothing.
const COVERED: f64 = 0.95;

#[test]
fn the_lexicon_covers_the_catalogs() {
    let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
    let vocabulary = catalogs.vocabulary();
    assert!(vocabulary.occurrences > 7_000, "{} words", vocabulary.occurrences);
    assert!(vocabulary.share() >= COVERED, "{} of the words are covered", vocabulary.share());
    assert!(!vocabulary.uncovered.is_empty(), "a page has words that are nobody's");
}

fn check_term(place: &str, term: &str, language: &str, wrong: &mut Vec<String>) {
    let folded = errdex::text::fold(term);
    if folded.as_str() != term || term.to_lowercase() != term {
        wrong.push(format!("{place}: `{term}` is written `{}`", folded.as_str().to_lowercase()));
    }
    if term.trim() != term || term.is_empty() || term.contains("  ") {
        wrong.push(format!("{place}: `{term}` has a space too many"));
    }
    let is_chinese = errdex::Language::of(term) == errdex::Language::Zh;
    if is_chinese != (language == "zh") {
        wrong.push(format!("{place}: `{term}` is of the other language"));
    }
}

fn declarations() -> Value {
    toml::from_str(&text("catalogs/vendors.toml")).expect("the declarations are TOML")
}

fn tables<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn string<'v>(table: &'v Value, key: &str) -> &'v str {
    table.get(key).and_then(Value::as_str).unwrap_or_else(|| panic!("`{key}` is missing in {table:?}"))
}

#[test]
fn vendors_are_canonical() {
    let declarations = declarations();
    let mut wrong = Vec::new();
    let slugs: Vec<&str> = tables(&declarations, "vendor").map(|vendor| string(vendor, "slug")).collect();
    check_sorted("vendors", &slugs, &mut wrong);
    let names: Vec<&str> =
        tables(&declarations, "document").map(|document| string(document, "file")).collect();
    check_sorted("documents", &names, &mut wrong);
    let mut owners: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for vendor in tables(&declarations, "vendor") {
        let slug = string(vendor, "slug");
        for list in ["aliases", "hosts", "markers", "keys"] {
            let items: Vec<&str> =
                tables(vendor, list).map(|item| item.as_str().expect("marks are strings")).collect();
            check_sorted(&format!("{slug}, {list}"), &items, &mut wrong);
            for item in items {
                if list == "aliases" && item.to_lowercase() != item {
                    wrong.push(format!("{slug}: the alias `{item}` is written in lower case"));
                }
                if let Some(owner) = owners.insert((list, item), slug) {
                    wrong.push(format!("{slug}: `{item}` in {list} is {owner}'s too: it betrays neither"));
                }
            }
        }
    }
    for document in tables(&declarations, "document") {
        let (file, vendor, service) =
            (string(document, "file"), string(document, "vendor"), string(document, "service"));
        if !slugs.contains(&vendor) {
            wrong.push(format!("{file}: its vendor `{vendor}` is not declared"));
        }
        if !file.starts_with(&format!("{vendor}-{service}.")) {
            wrong.push(format!("{file}: is not named `{vendor}-{service}`"));
        }
    }
    let declared: BTreeSet<&str> = names.into_iter().collect();
    let pages = pages();
    let pages: BTreeSet<&str> = pages.iter().map(String::as_str).collect();
    wrong.extend(pages.difference(&declared).map(|page| format!("{page}: is not declared")));
    wrong.extend(declared.difference(&pages).map(|page| format!("{page}: is declared and not there")));
    assert_none(&wrong);
}

/// The names of the vendors' pages.
fn pages() -> Vec<String> {
    let ours = ["README.md", "vendors.toml", "lexicon.toml"];
    let names =
        files("catalogs").into_iter().filter_map(|file| Some(file.strip_prefix("catalogs/")?.to_owned()));
    names.filter(|name| !ours.contains(&name.as_str())).collect()
}

/// A page whose digest is not the one written down has been touched since it was published.
#[test]
fn pages_are_as_published() {
    let declarations = declarations();
    let readme = text("catalogs/README.md");
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let mut wrong = Vec::new();
    let pages = pages();
    assert!(!pages.is_empty());
    for page in &pages {
        let content = std::fs::read(root().join("catalogs").join(page)).expect("the page can be read");
        let digest: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        let Some(document) =
            tables(&declarations, "document").find(|document| string(document, "file") == page)
        else {
            wrong.push(format!("{page}: is not declared"));
            continue;
        };
        let vendor = string(document, "vendor");
        let owner = tables(&declarations, "vendor")
            .find(|table| string(table, "slug") == vendor)
            .and_then(|table| table.get("name")?.get("en")?.as_str())
            .unwrap_or(vendor);
        let (title, address) = (string(document, "title"), string(document, "address"));
        let row = rows.iter().find(|row| row[0] == format!("`{page}`"));
        let retrieved = row.and_then(|row| row.get(4)).copied().filter(|day| !day.is_empty()).unwrap_or("?");
        let want = [
            format!("`{page}`"),
            owner.into(),
            title.into(),
            format!("<{address}>"),
            retrieved.into(),
            format!("`{digest}`"),
        ];
        if retrieved == "?" || row.is_none_or(|row| *row != want) {
            wrong.push(format!("catalogs/README.md: the row of {page} must be\n| {} |", want.join(" | ")));
        }
    }
    if rows.len() != pages.len() {
        wrong.push(format!("catalogs/README.md: {} rows for {} pages", rows.len(), pages.len()));
    }
    assert_none(&wrong);
}
