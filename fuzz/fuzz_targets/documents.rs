//! Any bytes are a page: reading gives entries with codes and lines, and warnings, and never panics.

#![no_main]

use std::path::Path;

use errdex::Catalog;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &[u8]| {
    let catalog = Catalog::parse(Path::new("acme-net.md"), page, &Default::default());
    for entry in &catalog.entries {
        assert!(!entry.code.is_empty() && !entry.code.contains(char::is_whitespace), "{entry:?}");
        assert!(entry.source.line > 0, "{entry:?}");
    }
});
