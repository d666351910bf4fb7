//! Any bytes are a text: its signals are read and it is searched for, and nothing panics.

#![no_main]

use std::sync::LazyLock;

use errdex::{Catalogs, Index, Layers, Query, Searcher, Signals};
use libfuzzer_sys::fuzz_target;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
    Index::build(&catalogs).expect("they build")
});

fuzz_target!(|text: &[u8]| {
    let signals = Signals::read(text, INDEX.evidence());
    for signal in &signals.found {
        assert!(text.get(signal.span.clone()).is_some(), "{signal:?}");
    }
    let query = Query::new(String::from_utf8_lossy(text));
    let answer = Searcher::new(&INDEX).search(&query).expect("the index is whole");
    assert_eq!(answer.signals, Signals::read(query.text.as_bytes(), INDEX.evidence()));
    for signal in &answer.signals.found {
        assert!(query.text.get(signal.span.clone()).is_some(), "{signal:?}");
    }
    assert!(answer.hits.iter().all(|hit| hit.score.is_finite()));
});
