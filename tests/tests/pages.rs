//! Pages in the shapes that vendors publish, held to readings that were written by hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use errdex::document::{Identity, read};
use errdex::{Entry, Texts};
use serde_json::Value;

/// The pages with the truth beside each.
fn pages() -> Vec<(PathBuf, Vec<Value>)> {
    let folder = Path::new("tests/data/pages");
    let files = fs::read_dir(folder).expect("the pages are there");
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a readable folder").path()).collect();
    paths.retain(|path| {
        path.extension().is_some_and(|ending| ending != "jsonl") && !path.ends_with("README.md")
    });
    paths.sort();
    let truth = |page: &Path| {
        let truth = fs::read_to_string(page.with_extension("jsonl")).expect("every page has its truth");
        truth.lines().map(|line| serde_json::from_str(line).expect("JSON lines")).collect()
    };
    paths.into_iter().map(|page| (page.clone(), truth(&page))).collect()
}

fn entries(page: &Path) -> Vec<Entry> {
    let name = |name: &str| name.to_owned();
    let file = page.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8");
    let identity = Identity { vendor: name("acme"), service: name("net"), file: name(file) };
    read(&fs::read(page).expect("a readable page"), &identity, &Default::default()).entries
}

/// A text without white space, which a page may break anywhere.
fn folded(text: &str) -> String {
    text.split_whitespace().collect()
}

fn strings(value: &Value) -> BTreeSet<String> {
    let texts = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.map(folded).collect()
}

/// What an entry lacks or has wrongly of what the truth says.
fn differences(truth: &Value, entry: &Entry) -> Vec<String> {
    let mut out = Vec::new();
    let mut differ = |what: &str, wanted: String, got: String| {
        if wanted != got {
            out.push(format!("{}: {what} {got} instead of {wanted}", entry.code));
        }
    };
    let aliases: BTreeSet<String> = entry.aliases.iter().map(|alias| folded(alias)).collect();
    differ("line", truth["line"].to_string(), entry.source.line.to_string());
    differ("aliases", format!("{:?}", strings(&truth["aliases"])), format!("{aliases:?}"));
    differ(
        "HTTP status",
        truth["http_status"].to_string(),
        format!("{:?}", entry.http_status).replace(' ', ""),
    );
    let remedy: String = entry.remedy.values().map(|text| folded(text)).collect();
    differ("remedy", truth["remedy"].as_str().map(folded).unwrap_or_default(), remedy);
    let texts: Vec<&Texts> = vec![&entry.message, &entry.description, &entry.remedy];
    let mut have: BTreeSet<String> =
        texts.into_iter().flat_map(|texts| texts.values()).map(|text| folded(text)).collect();
    have.extend(aliases);
    let lost: Vec<String> = strings(&truth["texts"]).difference(&have).cloned().collect();
    differ("texts lost", "[]".to_owned(), format!("{lost:?}"));
    out
}

#[test]
fn every_page_is_read_as_a_person_reads_it() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (page, truth) in pages() {
        let mut left = entries(&page);
        let mut say = |text: String| wrong.push(format!("{}: {text}", page.display()));
        for wanted in &truth {
            count += 1;
            let code = wanted["code"].as_str().map(folded).unwrap_or_default();
            let same = |entry: &Entry| folded(&entry.code) == code;
            let best = (0..left.len())
                .filter(|&at| same(&left[at]))
                .min_by_key(|&at| differences(wanted, &left[at]).len());
            match best {
                Some(at) => differences(wanted, &left.remove(at)).into_iter().for_each(&mut say),
                None => say(format!("{code} of line {} is missing", wanted["line"])),
            }
        }
        left.iter()
            .for_each(|entry| say(format!("{} of line {} is invented", entry.code, entry.source.line)));
    }
    assert!(count > 350, "{count} entries: the truth is there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_are_read_from_any_kind_of_line_end() {
    for (page, _) in pages() {
        let content = fs::read_to_string(&page).expect("a page in UTF-8").replace("\r\n", "\n");
        let file = page.file_name().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned();
        let identity = Identity { vendor: "acme".to_owned(), service: "net".to_owned(), file };
        let of = |text: &str| read(text.as_bytes(), &identity, &Default::default()).entries;
        assert_eq!(of(&content), of(&content.replace('\n', "\r\n")), "{}", page.display());
    }
}
