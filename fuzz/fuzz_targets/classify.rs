//! Any bytes are lines: each has a verdict, the same from a cache, and the same as its template; one line out for one in.

#![no_main]

use std::num::NonZero;
use std::sync::LazyLock;

use errdex::{Catalogs, Classifier, ClassifierOptions, Index, Input, Layers, LineOptions};
use libfuzzer_sys::fuzz_target;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
    Index::build(&catalogs).expect("they build")
});

static CACHED: LazyLock<Classifier<'static>> = LazyLock::new(|| classifier(4096));
static FORGETFUL: LazyLock<Classifier<'static>> = LazyLock::new(|| classifier(0));

fn classifier(cache_bytes: usize) -> Classifier<'static> {
    let options = ClassifierOptions { cache_bytes, ..ClassifierOptions::default() };
    Classifier::new(&INDEX, options).expect("no vendors to be unknown")
}

fuzz_target!(|log: &[u8]| {
    let (mut cached, mut anew) = (CACHED.worker(), FORGETFUL.worker());
    let mut want = Vec::new();
    let whole = log.strip_suffix(b"\n").unwrap_or(log);
    let lines = whole.split(|b| *b == b'\n').filter(|_| !log.is_empty());
    for (number, line) in lines.enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let classified = anew.classify(line).expect("the index is whole");
        for _ in 0..2 {
            assert_eq!(cached.classify(line).expect("the index is whole"), classified);
        }
        let template = cached.template(line).to_vec();
        let again = anew.classify(&template).expect("the index is whole");
        assert_eq!(again, classified, "{}\n{}", line.escape_ascii(), template.escape_ascii());
        want.push((number + 1, classified.verdict));
    }
    let input =
        Input { name: String::new(), reader: Box::new(std::io::Cursor::new(log.to_vec())), pauses: true };
    let mut out = Vec::new();
    CACHED.write_lines([Ok(input)].into_iter(), &LineOptions::default(), NonZero::<usize>::MIN, |written| {
        out.extend_from_slice(written.expect("memory can be read").bytes);
        true
    });
    let out = String::from_utf8(out).expect("JSON is UTF-8");
    assert_eq!(out.lines().count(), want.len());
    for (line, (number, verdict)) in out.lines().zip(want) {
        let verdict = format!("{verdict:?}").to_lowercase();
        assert!(line.starts_with(&format!("{{\"line\":{number},\"verdict\":\"{verdict}\"")), "{line}");
    }
});
