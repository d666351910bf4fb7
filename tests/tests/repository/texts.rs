//! What the files of the repository do not say.

use super::{assert_none, files, root, sources, text};

/// All files that people write, the catalogs' pages aside: those are the vendors'.
fn written() -> Vec<String> {
    let folders = ["src", "tests", "benches", "examples", "docs", "fuzz", ".ci", ".github", "index"];
    let mut all: Vec<String> = folders.iter().flat_map(|folder| files(folder)).collect();
    all.retain(|file| !file.starts_with("index/") || file.ends_with("README.md"));
    let top = std::fs::read_dir(root()).expect("the repository can be read");
    let top = top.map(|file| file.expect("the repository can be read").path()).filter(|path| path.is_file());
    // In a worktree `.git` is a file, and git's own.
    let top = top.filter_map(|path| path.file_name()?.to_str().map(str::to_owned));
    all.extend(top.filter(|name| name != ".git"));
    all.extend(["README.md", "vendors.toml", "lexicon.toml"].map(|name| format!("catalogs/{name}")));
    all
}

/// Paths of one machine mean nothing on another. Written in two parts, so that this file has none either.
#[test]
fn no_file_names_a_place_outside_the_repository() {
    let mut wrong = Vec::new();
    let written = written();
    assert!(written.len() > 50, "only {} files were found", written.len());
    for file in written {
        let bytes = std::fs::read(root().join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let text = String::from_utf8_lossy(&bytes);
        for place in [concat!("../", "shared"), concat!("/wo", "rk/")] {
            // The script scores judged queries where they are at hand.
            let scores = file == ".ci/run" && place.starts_with("..");
            if !scores && text.contains(place) {
                wrong.push(format!("{file}: names `{place}`"));
            }
        }
    }
    assert_none(&wrong);
}

/// A link to a file of the repository leads to one.
#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    let mut links = 0;
    // Invented pages link to pages that nobody wrote.
    let ours = |file: &String| file.ends_with(".md") && !file.starts_with("tests/data/pages/");
    for file in written().into_iter().filter(ours) {
        let text = text(&file);
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") {
                continue;
            }
            links += 1;
            if !root().join(folder).join(path).exists() {
                wrong.push(format!("{file}: `{link}` leads nowhere"));
            }
        }
    }
    assert!(links > 5, "only {links} links were found");
    assert_none(&wrong);
}

/// The tests and the files that ARCHITECTURE.md names are there.
#[test]
fn architecture_names_what_is_there() {
    let map = text("ARCHITECTURE.md");
    let mut wrong = Vec::new();
    let sources = sources(&["src", "tests"]);
    let (mut tests, mut named) = (0, String::new());
    for word in
        map.lines().filter(|line| line.starts_with('|')).flat_map(|line| line.split('`').skip(1).step_by(2))
    {
        if let Some((module, test)) = word.split_once("::") {
            tests += 1;
            let function = format!("fn {test}(");
            let (file, folder) = (format!("/{module}.rs"), format!("/{module}/"));
            let is_there = |(path, source): &(String, String)| {
                (path.ends_with(&file) || path.contains(&folder)) && source.contains(&function)
            };
            if !sources.iter().any(is_there) {
                wrong.push(format!("ARCHITECTURE.md: there is no test `{word}`"));
            }
        } else if word.ends_with(".rs") {
            named.push_str(&format!("/{} ", word.trim_start_matches("src/")));
            if !sources
                .iter()
                .any(|(path, _)| path.ends_with(&format!("/{}", word.trim_start_matches("src/"))))
            {
                wrong.push(format!("ARCHITECTURE.md: there is no file `{word}`"));
            }
        }
    }
    assert!(tests > 10, "only {tests} tests are named");
    for (file, _) in
        sources.iter().filter(|(file, _)| file.starts_with("src/") && !file.starts_with("src/bin/"))
    {
        let path = file.trim_start_matches("src");
        if file != "src/lib.rs" && !named.contains(&format!("{path} ")) {
            wrong.push(format!("ARCHITECTURE.md: does not say which question `{file}` answers"));
        }
    }
    assert_none(&wrong);
}
