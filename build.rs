//! Embeds the documents of `catalogs/`, so that a page dropped there needs no code, and computes the digest by which the
//! index of them is cached, so that no start-up has to.

use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

#[path = "src/catalog/names.rs"]
mod names;

fn main() {
    println!("cargo::rerun-if-changed=catalogs");
    println!("cargo::rerun-if-changed=src/catalog/names.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let folder = root.join("catalogs");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|file| file.expect("the folder is readable").file_name().to_string_lossy().into_owned())
        .filter(|name| names::is_ours(name))
        .collect();
    names.sort();

    let mut digest = Sha256::new();
    let mut table = String::from("&[\n");
    for name in &names {
        let path = folder.join(name);
        println!("cargo::rerun-if-changed={}", path.display());
        let content = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        digest.update(name.as_bytes());
        digest.update((content.len() as u64).to_le_bytes());
        digest.update(&content);
        table.push_str(&format!("    ({name:?}, include_bytes!({:?})),\n", path.display().to_string()));
    }
    table.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    write(&out.join("catalogs.rs"), &table);
    // Another program may build another index of the same pages.
    let lock = Some(root.join("Cargo.lock")).filter(|lock| lock.exists());
    for path in sources(&root.join("src")).into_iter().chain(lock) {
        println!("cargo::rerun-if-changed={}", path.display());
        digest.update(fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    }
    let digest: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=ERRDEX_DIGEST={digest}");
}

/// The library's sources, sorted.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|file| file.expect("the folder is readable").path())
        .filter(|path| !path.ends_with("bin"))
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .collect();
    paths.sort();
    paths
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
