//! What grows with the entries, as ratios to the embedded ones: a build, an opening, a search, a line of a log without
//! anything remembered. All sizes are measured in turns.

mod data;
mod stream;
mod timing;

use std::hint::black_box;

use errdex::{Catalogs, Classifier, ClassifierOptions, Entry, Index, Query, Searcher};

/// How often all sizes are measured.
const ROUNDS: usize = 5;

/// How many lines are classified in a round.
const LINES: usize = 10_000;

/// How often an index is opened in a round, and each text searched for.
const CALLS: usize = 40;

/// The seed of the lines.
const SEED: u64 = 20261126;

/// A message in either language, prose, a code, a body, and words that very many entries have.
const TEXTS: [&str; 6] = [
    "Floating IP could not be found",
    "未找到弹性公网IP",
    "can't attach any more disks to the virtual machine, limit reached",
    "InvalidParameter",
    r#"{"code": "VPC.0504", "message": "Floating IP could not be found."}"#,
    "The specified parameter is invalid",
];

/// Prints a row for each size: the medians of the first one's times, and of the others' ratios to it; with arguments, only
/// the first row and those that begin with one.
fn main() {
    let [first, others @ ..] = data::SIZES;
    let others = others.into_iter().filter(|size| timing::is_wanted(&size.to_string()));
    let mut sizes: Vec<Size> = std::iter::once(first).chain(others).map(Size::new).collect();
    let entries: Vec<Entry> = sizes[0].catalogs.entries().cloned().collect();
    let stream: Vec<stream::StreamLine> = stream::lines(&entries, SEED).take(LINES).collect();
    let errors = stream.iter().filter(|line| line.answer.is_some()).count();
    let lines: Vec<Vec<u8>> = stream.into_iter().map(|line| line.text.into_bytes()).collect();
    for _ in 0..ROUNDS {
        sizes.iter_mut().for_each(|size| size.measure(&lines));
    }
    println!("{LINES} lines, of which {errors} report an error");
    println!("{:>8} {:>10} {:>10} {:>10} {:>10}", "entries", "build", "open", "search", "line");
    let first = &sizes[0].seconds;
    let times: [f64; 4] = std::array::from_fn(|what| timing::median(first.iter().map(|round| round[what])));
    let [build, open, search, line] = times.map(|seconds| seconds * 1e6);
    let count = sizes[0].count;
    println!("{count:>8} {:>7.0} ms {open:>7.0} µs {search:>7.0} µs {line:>7.2} µs", build / 1e3);
    for size in &sizes[1..] {
        let ratios: [f64; 4] = std::array::from_fn(|what| {
            timing::median(size.seconds.iter().zip(first).map(|(round, first)| round[what] / first[what]))
        });
        let [build, open, search, line] = ratios;
        println!("{:>8} {build:>9.2}x {open:>9.2}x {search:>9.2}x {line:>9.2}x", size.count);
    }
}

/// An index of some size, and what it took in each round.
struct Size {
    count: usize,
    catalogs: Catalogs,
    /// Where the index is.
    folder: tempfile::TempDir,
    /// A build, an opening, a search, a line.
    seconds: Vec<[f64; 4]>,
}

impl Size {
    fn new(count: usize) -> Size {
        let (catalogs, folder) = (data::grown(count), tempfile::tempdir().expect("a scratch folder"));
        Index::create_from(&catalogs, folder.path()).expect("catalogs build");
        Size { count, catalogs, folder, seconds: Vec::new() }
    }

    fn measure(&mut self, lines: &[Vec<u8>]) {
        let build = timing::seconds(|| drop(Index::build(&self.catalogs).expect("catalogs build")));
        let open = || Index::open(self.folder.path()).expect("the index is whole");
        let opening = timing::seconds(|| (0..CALLS).for_each(|_| drop(open())));
        let index = open();
        let search = |text: &str| {
            black_box(Searcher::new(&index).search(&Query::new(text)).expect("the index is whole"));
        };
        let searches = timing::seconds(|| (0..CALLS).for_each(|_| TEXTS.into_iter().for_each(search)));
        let options = ClassifierOptions { cache_bytes: 0, ..ClassifierOptions::default() };
        let classifier = Classifier::new(&index, options).expect("no vendors to be unknown");
        let mut worker = classifier.worker();
        let classify = timing::seconds(|| {
            for line in lines {
                black_box(worker.classify(line).expect("the index is whole"));
            }
        });
        let calls = CALLS as f64;
        let search = searches / (calls * TEXTS.len() as f64);
        self.seconds.push([build, opening / calls, search, classify / lines.len() as f64]);
    }
}
