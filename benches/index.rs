//! Building and opening an index, with the embedded catalogs and with 10,000 entries.

mod data;

use divan::Bencher;
use errdex::Index;

fn main() {
    divan::main();
}

/// In memory, the dictionary's loading included.
#[divan::bench(args = [660, 10_000], sample_count = 10, sample_size = 1)]
fn build(bencher: Bencher, entries: usize) {
    let catalogs = data::grown(entries);
    bencher.bench_local(|| Index::build(&catalogs).expect("catalogs build"));
}

/// From disk, the check of its files included.
#[divan::bench(args = [660, 10_000])]
fn open(bencher: Bencher, entries: usize) {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let out = folder.path().join("index");
    Index::create_from(&data::grown(entries), &out).expect("catalogs build");
    bencher.bench_local(|| Index::open(&out).expect("the index is whole"));
}
