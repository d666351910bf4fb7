//! Builds an index of one's own codes alone and searches it.
//!
//! ```sh
//! cargo run --example own_catalog -- path/to/codes "The invoice 4711 is overdue"
//! ```
//!
//! The folder holds pages with tables of codes, named `<vendor>-<service>.md`.

use errdex::{Catalogs, Index, Layers, Query, Searcher};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), Some(text)) = (arguments.next(), arguments.next()) else {
        return Err("usage: own_catalog FOLDER TEXT".into());
    };
    let catalogs = Catalogs::load(&Layers { builtin: false, folders: vec![folder.into()] })?;
    for warning in catalogs.catalogs.iter().flat_map(|catalog| &catalog.warnings) {
        eprintln!("{}:{}: {}", warning.file, warning.line, warning.message);
    }
    let index = Index::build(&catalogs)?;
    let answer = Searcher::new(&index).search(&Query { limit: 3, ..Query::new(text.to_string_lossy()) })?;
    println!("{:?}", answer.verdict);
    for hit in &answer.hits {
        println!("{:3.0} %  {}  {:?}", hit.confidence * 100.0, hit.entry.id, hit.entry.message);
    }
    Ok(())
}
