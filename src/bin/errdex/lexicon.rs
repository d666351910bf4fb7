//! `errdex lexicon`: the concepts of a text, and what of the catalogs they do not cover.

use std::io::Write;

use anyhow::Result;
use errdex::{Catalogs, ReadTerm, Searcher, Vocabulary, Word};
use serde_json::{Value, json};

use crate::args::{CatalogLayers, Color, IndexArgs, LexiconArgs, LexiconCommand};
use crate::layout::{Columns, write_columns};
use crate::paint::Paint;
use crate::terminal::{self, clean};
use crate::{Outcome, index};

/// How many places of a word are named.
const PLACES: usize = 3;

/// How many related concepts are named.
const RELATED: usize = 4;

pub(crate) fn run(args: &LexiconArgs) -> Result<Outcome> {
    match &args.command {
        LexiconCommand::Show { text, json, index } => show(&text.join(" "), *json, index),
        LexiconCommand::Check { json, limit, catalogs } => check(*json, *limit, catalogs),
    }
}

/// The concepts of `text` and the words that none covers, in text order.
fn show(text: &str, json: bool, args: &IndexArgs) -> Result<Outcome> {
    let mut terms = index::with_index(args, |index| Ok(Searcher::new(index).reading(text).terms))?;
    terms.retain(|term| term.meaning);
    terms.sort_by_key(|term| (term.span.start, term.span.end));
    let any = terms.iter().any(is_concept);
    let paint = Paint::new(Color::Auto);
    let mut out = paint.stdout();
    if json {
        let terms: Vec<Value> = terms.iter().map(|term| json_of(text, term)).collect();
        writeln!(out, "{}", terminal::json(&json!({ "schema": 1, "text": text, "terms": terms }))?)?;
    } else {
        let row = |term: &ReadTerm| {
            let near = term.near.iter().take(RELATED).map(|(id, nearness)| format!("{id} {nearness:.1}"));
            let opposites = term.opposites.iter().map(|id| format!("not {id}"));
            let none = || format!("- ({} {})", term.class, clean(&term.term));
            vec![
                if is_concept(term) { term.term.clone() } else { none() },
                clean(text.get(term.span.clone()).unwrap_or_default()),
                format!("{}..{}", term.span.start, term.span.end),
                near.chain(opposites).collect::<Vec<_>>().join(", "),
            ]
        };
        let rows: Vec<Vec<String>> = terms.iter().map(row).collect();
        let mut shown = String::new();
        write_table(&mut shown, paint, &["CONCEPT", "READ FROM", "BYTES", "NEAR"], &rows, usize::MAX);
        write!(out, "{shown}")?;
    }
    Ok(if any { Outcome::Found } else { Outcome::NotFound })
}

fn is_concept(term: &ReadTerm) -> bool {
    term.class == "concept"
}

fn json_of(text: &str, term: &ReadTerm) -> Value {
    let near: serde_json::Map<String, Value> = term
        .near
        .iter()
        .map(|(id, nearness)| (id.clone(), json!((nearness * 100.0).round() / 100.0)))
        .collect();
    json!({
        "class": term.class,
        "term": term.term,
        "start": term.span.start,
        "end": term.span.end,
        "text": text.get(term.span.clone()),
        "near": near,
        "opposite": term.opposites,
    })
}

/// What no concept covers, most frequent first, and what looks misspelled.
fn check(json: bool, limit: usize, catalogs: &CatalogLayers) -> Result<Outcome> {
    let vocabulary = Catalogs::load(&catalogs.layers())?.vocabulary();
    let Vocabulary { occurrences, covered, declared, uncovered, misspelled } = &vocabulary;
    let paint = Paint::new(Color::Auto);
    let mut out = paint.stdout();
    if json {
        let places = |word: &Word| -> Vec<String> { word.places.iter().map(place).collect() };
        let words = uncovered.iter().take(limit);
        let words = words
            .map(|word| json!({ "word": word.word, "count": word.places.len(), "places": places(word) }));
        let misspelled = misspelled.iter();
        let misspelled = misspelled
            .map(|(word, meant)| json!({ "word": word.word, "meant": meant, "places": places(word) }));
        let value = json!({
            "schema": 1,
            "occurrences": occurrences,
            "covered": covered,
            "declared": declared,
            "uncovered": words.collect::<Vec<_>>(),
            "misspelled": misspelled.collect::<Vec<_>>(),
        });
        writeln!(out, "{}", terminal::json(&value)?)?;
        return Ok(Outcome::Found);
    }
    let percent = |count: u64| 100.0 * count as f64 / (*occurrences as f64).max(1.0);
    writeln!(
        out,
        "{occurrences} words: concepts cover {:.1} %, {:.1} % are declared plain, {:.1} % are neither",
        percent(*covered),
        percent(*declared),
        100.0 * (1.0 - vocabulary.share())
    )?;
    let mut shown = String::new();
    if !misspelled.is_empty() {
        let row = |(word, meant): &(Word, String)| vec![clean(&word.word), clean(meant), places(word)];
        let rows: Vec<Vec<String>> = misspelled.iter().map(row).collect();
        shown.push_str("\nlikely misspellings:\n");
        write_table(&mut shown, paint, &["WORD", "MEANT?", "WHERE"], &rows, usize::MAX);
    }
    if !uncovered.is_empty() {
        let row = |word: &Word| vec![clean(&word.word), word.places.len().to_string(), places(word)];
        let rows: Vec<Vec<String>> = uncovered.iter().take(limit).map(row).collect();
        shown.push_str("\nno concept covers:\n");
        write_table(&mut shown, paint, &["WORD", "COUNT", "WHERE"], &rows, 1);
        if uncovered.len() > limit {
            shown.push_str(&format!("and {} more: --limit\n", uncovered.len() - limit));
        }
    }
    write!(out, "{shown}")?;
    Ok(Outcome::Found)
}

fn place((file, line): &(String, u32)) -> String {
    clean(&format!("{file}:{line}"))
}

/// The first places of a word, none twice.
fn places(word: &Word) -> String {
    let mut places: Vec<String> = word.places.iter().map(place).collect();
    places.dedup();
    let more = places.len().saturating_sub(PLACES);
    places.truncate(PLACES);
    let places = places.join(", ");
    if more > 0 { format!("{places}, {more} more") } else { places }
}

/// Appends rows in columns, the last one as wide as there is room.
fn write_table(out: &mut String, paint: Paint, header: &[&str], rows: &[Vec<String>], figures: usize) {
    let width = terminal::line_width().unwrap_or(usize::MAX);
    write_columns(out, paint, width, &Columns { header, figures, takes_rest: true }, rows);
}
