//! Data flows one way: which module uses which, and what is named where.

use std::collections::{BTreeMap, BTreeSet};

use super::{assert_none, sources, text};

/// The modules of the library. A module uses only modules of the rows above its own, never of its own row.
const ROWS: [&[&str]; 8] = [
    &["text", "bytes", "error"],
    &["entry", "lexicon", "evidence"],
    &["analyze", "document", "signals"],
    &["catalog"],
    &["index"],
    &["search"],
    &["classify"],
    &["eval"],
];

/// What is named only in certain files of the library, each with the beginnings of their paths.
const NAMED_ONLY_IN: [(&str, &[&str]); 14] = [
    ("tantivy", &["src/index.rs", "src/index/", "src/search.rs", "src/search/"]),
    ("jieba_rs", &["src/analyze/segment.rs"]),
    ("clap", &["src/bin/"]),
    ("clap_complete", &["src/bin/"]),
    ("clap_mangen", &["src/bin/"]),
    ("anstream", &["src/bin/"]),
    ("anstyle", &["src/bin/"]),
    ("supports_hyperlinks", &["src/bin/"]),
    ("anyhow", &["src/bin/"]),
    ("indicatif", &["src/bin/"]),
    ("comfy_table", &["src/bin/"]),
    ("terminal_size", &["src/bin/"]),
    ("textwrap", &["src/bin/"]),
    ("etcetera", &["src/bin/"]),
];

/// What the library does not do: print, read the clock, open a socket, read the environment.
const NEVER_IN_LIBRARY: [&str; 11] = [
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "stdout()",
    "stderr()",
    "std::net",
    "SystemTime::now",
    "Instant::now",
    "std::env",
    "process::exit",
];

/// What no Rust file has. Written in two parts, so that this file has none either.
const NEVER: [&str; 4] =
    [concat!("#[", "ignore"), concat!("todo", "!("), concat!("unimplemented", "!("), concat!("dbg", "!(")];

/// The longest a file of the library or the program may be; a table of data is no text to read.
const LONGEST: usize = 500;
const TABLES: [&str; 1] = ["src/text/simplified.rs"];

/// `source` without comments; strings stay, so a `//` within one cuts its line short, which hides nothing that counts.
fn code(source: &str) -> String {
    let line = |line: &str| line.find("//").map_or(line.to_owned(), |at| line[..at].to_owned());
    source.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The places in `code` where `name` stands as a word of its own.
fn words<'t>(code: &'t str, name: &str) -> impl Iterator<Item = usize> + use<'t> {
    let (name, len) = (name.to_owned(), name.len());
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let places: Vec<usize> = code.match_indices(&name).map(|(at, _)| at).collect();
    places.into_iter().filter(move |&at| !code[..at].ends_with(part) && !code[at + len..].starts_with(part))
}

/// The identifiers that follow `path` (such as `crate::`) in `code`, of a group in braces each.
fn named_after(code: &str, path: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut names = BTreeSet::new();
    for at in words(code, path.trim_end_matches(':')) {
        let Some(rest) = code[at..].strip_prefix(path) else { continue };
        let Some(group) = rest.strip_prefix('{') else {
            names.insert(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    names.insert(name(&group[start..at]));
                    start = at + 1;
                    if c == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    names.remove("");
    names
}

/// The top-level module of a file of the library; `None` for the program and the crate's root.
fn module(file: &str) -> Option<&str> {
    let path = file.strip_prefix("src/")?;
    if path.starts_with("bin/") || path == "lib.rs" {
        return None;
    }
    Some(path.split_once('/').map_or_else(|| path.trim_end_matches(".rs"), |(folder, _)| folder))
}

#[test]
fn modules_use_lower_rows_only() {
    let rows: BTreeMap<&str, usize> =
        (0..).zip(ROWS).flat_map(|(row, modules)| modules.iter().map(move |module| (*module, row))).collect();
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut uses = 0;
    let sources = sources(&["src"]);
    for (file, source) in &sources {
        let Some(module) = module(file) else { continue };
        seen.insert(module);
        let Some(&row) = rows.get(module) else {
            wrong.push(format!(
                "{file}: `{module}` is in no row: put it in the table here and in ARCHITECTURE.md"
            ));
            continue;
        };
        let code = code(source);
        let mut names = named_after(&code, "crate::");
        if *file == format!("src/{module}.rs") {
            names.extend(
                named_after(&code, "super::").into_iter().filter(|name| rows.contains_key(name.as_str())),
            );
        } else if code.contains("super::super::") {
            wrong.push(format!("{file}: `super::super::` hides the module it means: write `crate::`"));
        }
        for used in names.iter().filter(|used| *used != module) {
            uses += 1;
            match rows.get(used.as_str()) {
                None => {
                    wrong.push(format!("{file}: `crate::{used}` is no module: name the module it lives in"))
                }
                Some(lower) if *lower >= row => {
                    wrong.push(format!("{file}: `{module}` (row {row}) uses `{used}` (row {lower})"));
                }
                Some(_) => {}
            }
        }
    }
    let missing = rows.keys().filter(|module| !seen.contains(*module));
    wrong.extend(missing.map(|module| format!("`{module}` is in the table and not in src")));
    assert!(uses > 30, "only {uses} uses were found");
    assert_none(&wrong);
}

#[test]
fn crates_are_named_in_their_room_only() {
    let mut wrong = Vec::new();
    let sources = sources(&["src"]);
    for (name, rooms) in NAMED_ONLY_IN {
        let mut named = 0;
        for (file, source) in &sources {
            let count = words(&code(source), name).count();
            named += count;
            if count > 0 && !rooms.iter().any(|room| file.starts_with(room)) {
                wrong.push(format!("{file}: names `{name}`, which only {} may", rooms.join(", ")));
            }
        }
        if named == 0 {
            wrong.push(format!("`{name}` is named nowhere: take it out of this test"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn the_library_never_prints_reads_the_clock_or_opens_a_socket() {
    let mut wrong = Vec::new();
    for (file, source) in sources(&["src"]).iter().filter(|(file, _)| !file.starts_with("src/bin/")) {
        let code = code(source);
        let found = NEVER_IN_LIBRARY.iter().filter(|never| code.contains(**never));
        wrong.extend(found.map(|never| format!("{file}: `{never}` is for the program")));
    }
    assert_none(&wrong);
}

/// A `pub` item that names something imported from tantivy would make its version part of ours.
#[test]
fn no_tantivy_type_is_public() {
    let mut wrong = Vec::new();
    let mut imported = 0;
    for (file, source) in sources(&["src"]) {
        let code = code(&source);
        let mut types = BTreeSet::from(["tantivy".to_owned()]);
        for statement in code.split(';').filter_map(|text| text.trim().strip_prefix("use tantivy::")) {
            let names = statement.split(|c: char| !c.is_alphanumeric() && c != '_');
            types.extend(names.filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned));
        }
        imported += types.len() - 1;
        for (at, _) in code.match_indices("pub ") {
            let item = &code[at..];
            let item = &item[..item.find(['{', ';', '}']).unwrap_or(item.len())];
            // A field ends at its comma; the arguments of a function have commas too.
            let item = if item.contains('(') { item } else { item.split(',').next().unwrap_or(item) };
            let found = types.iter().filter(|name| words(item, name).next().is_some());
            wrong.extend(found.map(|name| format!("{file}: `{name}` of tantivy is public: {}", item.trim())));
        }
    }
    assert!(imported > 5, "only {imported} imports of tantivy were found");
    assert_none(&wrong);
}

#[test]
fn every_file_says_what_it_answers() {
    let mut wrong = Vec::new();
    for (file, source) in sources(&["src", "tests", "benches", "fuzz", "build.rs"]) {
        if !source.starts_with("//!") {
            wrong.push(format!("{file}: begins without `//!`: say what it answers and what it never does"));
        }
        let lines = source.lines().count();
        if file.starts_with("src/") && lines > LONGEST && !TABLES.contains(&file.as_str()) {
            wrong.push(format!("{file}: {lines} lines, more than {LONGEST}: a file says one thing"));
        }
        let found = NEVER.iter().filter(|never| source.contains(**never));
        wrong.extend(found.map(|never| format!("{file}: `{never}`")));
    }
    assert_none(&wrong);
}

#[test]
fn uses_are_found_in_sources() {
    let check = |code: &str, want: &[&str]| {
        assert_eq!(named_after(code, "crate::").into_iter().collect::<Vec<_>>(), want, "{code}");
    };
    check("use crate::text::fold;", &["text"]);
    check("use crate::{bytes::Bytes, text::{Script, fold}, error};", &["bytes", "error", "text"]);
    check("let x = crate::bytes::read(y); mycrate::z()", &["bytes"]);
}

#[test]
fn the_architecture_names_every_file() {
    let table = text("ARCHITECTURE.md");
    let of_library = |file: &str| !file.starts_with("src/bin/") && file != "src/lib.rs";
    let named = |file: &str| {
        let within = file.strip_prefix("src/").unwrap_or(file);
        [file, within].iter().any(|name| table.contains(&format!("`{name}`")))
    };
    let files = sources(&["src"]).into_iter().map(|(file, _)| file);
    let missing = files.filter(|file| of_library(file) && !named(file));
    assert_none(
        &missing.map(|file| format!("{file}: ARCHITECTURE.md says not what it answers")).collect::<Vec<_>>(),
    );
}
