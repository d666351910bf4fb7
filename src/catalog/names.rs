//! Which files of a catalogs folder are ours. The build script reads this file too, so that it embeds what a folder gives.

/// The endings of pages that errdex reads; files of records count as pages.
const PAGES: [&str; 17] = [
    "md", "markdown", "mdx", "html", "htm", "rst", "txt", "adoc", "asciidoc", "asc", "dokuwiki", "wiki",
    "json", "jsonl", "ndjson", "csv", "tsv",
];

/// The files that say what pages cannot.
const DECLARATIONS: [&str; 2] = ["vendors.toml", "lexicon.toml"];

/// Whether a file of a catalogs folder is a page or a declaration.
pub(crate) fn is_ours(name: &str) -> bool {
    is_page(name) || DECLARATIONS.contains(&name)
}

/// Whether a file of a catalogs folder is a page: by the ending of its name, hidden files and READMEs left out.
pub(crate) fn is_page(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let readme = stem(name).get(..6).is_some_and(|start| start.eq_ignore_ascii_case("readme"));
    !name.starts_with('.') && !readme && ending.is_some_and(|ending| PAGES.contains(&ending.as_str()))
}

/// Whether a folder within a catalogs folder is passed over: hidden ones, and what npm puts beside a site's sources.
#[allow(dead_code)] // The build script has no folders.
pub(crate) fn is_passed_over(folder: &str) -> bool {
    folder.starts_with('.') || folder == "node_modules"
}

/// The name of a file without its ending.
pub(crate) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The name of a file without the folders that it is in.
#[allow(dead_code)] // As above.
pub(crate) fn last(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
