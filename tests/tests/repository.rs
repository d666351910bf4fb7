//! The rules of the repository, each as a test that reads what is there: licenses, layers, texts, data, the README.

mod data;
mod layers;
mod licenses;
mod readme;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files under a path of the repository, with `/`, sorted: without hidden ones within it, and without what is built.
fn files(under: &str) -> Vec<String> {
    fn collect(path: &Path, files: &mut Vec<PathBuf>) {
        if path.is_file() {
            return files.push(path.to_path_buf());
        }
        let Ok(inside) = fs::read_dir(path) else { return };
        for path in inside.map(|path| path.expect("a folder can be read").path()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if !name.starts_with('.') && !["target", "corpus", "artifacts"].contains(&name) {
                collect(&path, files);
            }
        }
    }
    let mut found = Vec::new();
    collect(&root().join(under), &mut found);
    let relative = |path: &PathBuf| {
        let path = path.strip_prefix(root()).expect("it is inside");
        path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let mut files: Vec<String> = found.iter().map(relative).collect();
    files.sort();
    files
}

/// The Rust files of the repository with their texts.
fn sources(under: &[&str]) -> Vec<(String, String)> {
    let files = under.iter().flat_map(|under| files(under)).filter(|file| file.ends_with(".rs"));
    files.map(|file| (file.clone(), text(&file))).collect()
}

/// Fails with all that is wrong at once.
#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
