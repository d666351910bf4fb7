//! Says of each line on standard input which code it is.
//!
//! ```sh
//! cargo run --example classify < examples/incident.log
//! ```
//!
//! One thread, one line at a time. `Classifier::write_lines` takes whole inputs, with many threads, and writes the formats of
//! `errdex classify`; `Classifier::summarize` counts.

use std::io::{self, BufRead};

use errdex::{Cache, Classified, Classifier, ClassifierOptions, Layers};

/// A few words on a line.
fn said(classified: &Classified) -> String {
    match (&classified.answer, &classified.unlisted) {
        (Some(answer), _) => {
            let others: Vec<String> = answer.ties.iter().map(|tie| format!(" or {tie}")).collect();
            format!("{:.0} % {}{}", answer.confidence * 100.0, answer.id, others.concat())
        }
        (None, Some(unlisted)) => format!("no catalog of {} has {}", unlisted.vendor, unlisted.code),
        (None, None) => "-".to_owned(),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let index = Cache::new(None).open(&Layers::default())?;
    let classifier = Classifier::new(&index, ClassifierOptions::default())?;
    // Each thread has a worker of its own, which remembers the templates that it has seen.
    let mut worker = classifier.worker();
    // Lines are bytes: a log need not be UTF-8.
    for line in io::stdin().lock().split(b'\n') {
        println!("{}", said(worker.classify(&line?)?.as_ref()));
    }
    Ok(())
}
