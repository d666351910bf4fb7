//! Classifying a stream of log lines on one thread, beside a search for the literals of all messages that understands
//! nothing: with templates that come again, and with lines that never do.
//!
//! `cargo bench --bench classify -- write FILE LINES` writes the stream for whole commands, and `FILE.truth` with the
//! answer of each line, `vendor:code` or nothing; `benches/commands.sh` uses it.

mod stream;
mod timing;

use std::env;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};

use aho_corasick::AhoCorasick;
use errdex::{Catalogs, Classifier, ClassifierOptions, Entry, Index, Layers};

/// The seed of the stream.
const SEED: u64 = 20261125;

/// How many lines are classified in a round.
const LINES: usize = 100_000;

/// How often.
const ROUNDS: usize = 7;

fn main() {
    let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
    let entries: Vec<Entry> = catalogs.entries().cloned().collect();
    let args: Vec<String> = env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "write") {
        let lines = args.get(at + 2).and_then(|lines| lines.parse().ok()).unwrap_or(1_000_000);
        write(&entries, args.get(at + 1).expect("a file to write"), lines);
        return;
    }
    let index = Index::build(&catalogs).expect("they build");
    let lines: Vec<Vec<u8>> =
        stream::lines(&entries, SEED).take(LINES).map(|line| line.text.into_bytes()).collect();
    let bytes: usize = lines.iter().map(|line| line.len() + 1).sum();
    let messages = entries.iter().flat_map(|entry| entry.message.values());
    let literals = AhoCorasick::new(messages).expect("few messages");
    println!("{:28} {:>12} {:>10} {:>8}", "", "lines/s", "MB/s", "ratio");
    let mut first = None;
    let mut row = |name: &str, classify: &mut dyn FnMut(&[u8])| {
        if !timing::is_wanted(name) {
            return;
        }
        let round = || timing::seconds(|| lines.iter().for_each(|line| classify(line)));
        let times: Vec<f64> = std::iter::repeat_with(round).take(ROUNDS).collect();
        let time = timing::median(times.into_iter());
        let base = *first.get_or_insert(time);
        let rate = LINES as f64 / time;
        println!("{name:28} {rate:>12.0} {:>10.0} {:>8.2}", bytes as f64 / time / 1e6, base / time);
    };
    row("literals of messages", &mut |line| {
        black_box(literals.is_match(line));
    });
    for (name, cache_bytes) in
        [("classify", ClassifierOptions::default().cache_bytes), ("classify, no cache", 0)]
    {
        let options = ClassifierOptions { cache_bytes, ..ClassifierOptions::default() };
        let classifier = Classifier::new(&index, options).expect("no vendors to be unknown");
        let mut worker = classifier.worker();
        row(name, &mut |line| {
            black_box(worker.classify(line).expect("the index is whole"));
        });
    }
}

/// Writes the stream and its truth.
fn write(entries: &[Entry], path: &str, lines: usize) {
    let create = |path: &str| BufWriter::new(File::create(path).expect("a file that can be written"));
    let (mut file, mut truth) = (create(path), create(&format!("{path}.truth")));
    for line in stream::lines(entries, SEED).take(lines) {
        let answer = line.answer.map(|(vendor, code)| format!("{vendor}:{code}")).unwrap_or_default();
        writeln!(file, "{}", line.text)
            .and_then(|()| writeln!(truth, "{answer}"))
            .expect("the disk has room");
    }
}
