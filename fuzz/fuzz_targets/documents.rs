//! Any bytes are a page of any syntax: reading gives entries with codes and lines, and warnings, and never panics.
//!
//! One target a front end, all of this file: `cargo +nightly fuzz run rst`.

#![no_main]

use std::path::Path;

use errdex::Catalog;
use libfuzzer_sys::fuzz_target;

/// The file whose ending chooses the front end.
const PAGE: &str = concat!("acme-net.", env!("CARGO_BIN_NAME"));

fuzz_target!(|page: &[u8]| {
    let read = || Catalog::parse(Path::new(PAGE), page, &Default::default());
    let catalog = read();
    let lines = page.iter().filter(|&&b| b == b'\n' || b == b'\r').count() + 1;
    for entry in &catalog.entries {
        assert!(!entry.code.trim().is_empty() && !entry.code.contains(char::is_control), "{entry:?}");
        assert!(!entry.vendor.is_empty() && !entry.id.is_empty(), "{entry:?}");
    }
    for warning in &catalog.warnings {
        assert!((1..=lines).contains(&(warning.line as usize)), "{warning:?}");
    }
    assert_eq!(catalog.entries, read().entries);
});
