//! Every dependency's license is one that `deny.toml` allows, by `cargo metadata` alone.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde::Deserialize;

use super::{assert_none, root, text};

/// Library users compile no crate of the program's: all that only it names are optional, under its feature.
#[test]
fn crates_of_the_program_are_optional() {
    let manifest: toml::Value = toml::from_str(&text("Cargo.toml")).expect("the manifest is TOML");
    let features = manifest["features"]["cli"].as_array().expect("the feature of the program");
    let features: Vec<&str> = features.iter().filter_map(toml::Value::as_str).collect();
    let crates = [
        "anstream",
        "anstyle",
        "anyhow",
        "clap",
        "clap_complete",
        "clap_mangen",
        "comfy-table",
        "encoding_rs",
        "encoding_rs_io",
        "etcetera",
        "flate2",
        "indicatif",
        "ruzstd",
        "supports-hyperlinks",
        "terminal_size",
        "textwrap",
    ];
    let dependencies = manifest["dependencies"].as_table().expect("dependencies");
    for (name, dependency) in dependencies {
        let is_optional = dependency.get("optional").and_then(toml::Value::as_bool) == Some(true);
        let is_of_program = crates.contains(&name.as_str());
        assert_eq!(is_optional, is_of_program, "{name}");
        assert_eq!(is_of_program, features.contains(&format!("dep:{name}").as_str()), "{name}");
    }
}

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
}

#[derive(Deserialize)]
struct Licenses {
    allow: BTreeSet<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    license: Option<String>,
    source: Option<String>,
}

/// The packages that are built here; the workflow runs cargo-deny over those of all platforms.
fn packages() -> Vec<Package> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8(version.stdout).expect("rustc writes UTF-8");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked", "--all-features"])
        .args(["--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Metadata = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    metadata.packages
}

#[test]
fn licenses_are_allowed() {
    let deny: Deny = toml::from_str(&text("deny.toml")).expect("deny.toml is TOML");
    let exceptions: BTreeMap<&str, &BTreeSet<String>> = deny
        .licenses
        .exceptions
        .iter()
        .map(|exception| (exception.name.as_str(), &exception.allow))
        .collect();
    let mut wrong = Vec::new();
    let mut named = BTreeSet::new();
    let mut used = BTreeSet::new();
    let packages = packages();
    assert!(packages.len() > 50, "only {} packages", packages.len());
    for Package { name, license, source } in &packages {
        let from = source.as_deref().unwrap_or("registry+https://github.com/rust-lang/crates.io-index");
        if from != "registry+https://github.com/rust-lang/crates.io-index" {
            wrong.push(format!("{name}: comes from {from}, not from crates.io"));
        }
        let Some(license) = license else {
            wrong.push(format!("{name}: names no license"));
            continue;
        };
        named.extend(words(license).into_iter().map(str::to_owned));
        let general = |id: &str| deny.licenses.allow.contains(id);
        if holds(license, &general) {
            continue;
        }
        let exception = exceptions.get(name.as_str());
        if holds(license, &|id| general(id) || exception.is_some_and(|allow| allow.contains(id))) {
            used.insert(name.as_str());
        } else {
            wrong.push(format!("{name}: `{license}` is not what deny.toml allows"));
        }
    }
    let unused = deny.licenses.allow.iter().filter(|license| !named.contains(*license));
    wrong.extend(unused.map(|license| format!("deny.toml allows {license}, which no dependency has")));
    let unused = exceptions.keys().filter(|name| !used.contains(*name));
    wrong.extend(unused.map(|name| format!("deny.toml makes an exception for {name}, which needs none")));
    assert_none(&wrong);
}

/// Parentheses and words of a license expression; `/` is the old spelling of `OR`.
fn words(expression: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in expression.split_whitespace() {
        let mut rest = part;
        while let Some(at) = rest.find(['(', ')', '/']) {
            words.extend([&rest[..at], &rest[at..=at]].into_iter().filter(|word| !word.is_empty()));
            rest = &rest[at + 1..];
        }
        words.extend(Some(rest).filter(|word| !word.is_empty()));
    }
    words
}

/// Whether `expression` can be kept with licenses that are `allowed`. `X WITH Y` is one license, named so.
fn holds(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let words = words(expression);
    let mut at = 0;
    let value = either(&words, &mut at, allowed);
    assert_eq!(at, words.len(), "`{expression}` is no license expression");
    value
}

fn either(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut value = both(words, at, allowed);
    while matches!(words.get(*at), Some(&("OR" | "/"))) {
        *at += 1;
        value |= both(words, at, allowed);
    }
    value
}

fn both(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut value = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        value &= one(words, at, allowed);
    }
    value
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some(&word) = words.get(*at) else { return false };
    *at += 1;
    if word == "(" {
        let value = either(words, at, allowed);
        assert_eq!(words.get(*at), Some(&")"), "{words:?}");
        *at += 1;
        return value;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return allowed(&format!("{word} WITH {exception}"));
    }
    allowed(word)
}

#[test]
fn license_expressions_are_understood() {
    let check = |expression: &str, want: bool| {
        let allowed = |id: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&id);
        assert_eq!(holds(expression, &allowed), want, "{expression}");
    };
    check("MIT", true);
    check("MPL-2.0", false);
    check("MIT OR GPL-3.0", true);
    check("Unlicense/MIT", true);
    check("GPL-3.0 / MIT", true);
    check("MIT AND GPL-3.0", false);
    check("GPL-3.0 AND MIT OR ISC", true);
    check("(GPL-3.0 OR MIT) AND ISC", true);
    check("ISC AND (GPL-3.0 OR MPL-2.0)", false);
    check("Apache-2.0 WITH LLVM-exception", true);
    check("MIT WITH Classpath-exception-2.0", false);
}
