//! Any bytes are a page, in any language of pages or records: reading gives entries with codes and lines, and warnings, and
//! never panics.

#![no_main]

use std::path::Path;

use errdex::Catalog;
use libfuzzer_sys::fuzz_target;

/// A name of each front end; the first byte chooses.
const NAMES: [&str; 9] = [
    "acme-net.md",
    "acme-net.html",
    "acme-net.rst",
    "acme-net.adoc",
    "acme-net.dokuwiki",
    "acme-net.txt",
    "acme-net.json",
    "acme-net.jsonl",
    "acme-net.csv",
];

fuzz_target!(|input: &[u8]| {
    let Some((first, page)) = input.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let catalog = Catalog::parse(Path::new(name), page, &Default::default());
    // A record says its own code and line; a code of a page may be a phrase.
    let own = catalog.found.iter().any(|found| found.shape == "records");
    for entry in &catalog.entries {
        assert!(!entry.code.trim().is_empty(), "{entry:?}");
        assert!(own || !entry.code.contains(|c: char| c.is_whitespace() && c != ' '), "{entry:?}");
        assert!(own || entry.source.line > 0, "{entry:?}");
    }
});
