//! Folders within folders: which pages are read, and what they are called.

use std::fs;
use std::path::PathBuf;

use errdex::{Catalogs, Layers};
use expect_test::{Expect, expect};

use crate::command::{Scratch, page};

fn load(folders: &[PathBuf]) -> Catalogs {
    Catalogs::load(&Layers { builtin: false, folders: folders.to_vec() }).expect("the catalogs load")
}

/// The pages that are read of `pages`, with their names and subjects.
#[track_caller]
fn reads(scratch: &Scratch, expected: Expect) {
    let catalogs = load(&[scratch.path("pages")]);
    let lines = catalogs.catalogs.iter().map(|catalog| {
        assert!(catalog.entries.iter().all(|entry| entry.source.file == catalog.file));
        format!("{}: {} {}/{}\n", catalog.file, catalog.name, catalog.vendor, catalog.service)
    });
    expected.assert_eq(&lines.collect::<String>());
}

fn folder(files: &[&str]) -> Scratch {
    let scratch = Scratch::new();
    for name in files {
        scratch.write(&format!("pages/{name}"), page(&[("A.1", &format!("Text of {name}."))]));
    }
    scratch
}

#[test]
fn folders_are_read_with_the_folders_in_them() {
    let scratch = folder(&[
        "b-net.md",
        "a/deep/er/acme-disk.html.md",
        "a/acme-net.md",
        "云/主机-错误.md",
        "a/README.md",
        "a/.hidden.md",
        ".git/acme-x.md",
        "a/node_modules/acme-y.md",
        "notes.txt",
    ]);
    // Declarations count in the folder itself alone.
    scratch.write("pages/a/vendors.toml", "this is no TOML");
    scratch.write("pages/a/lexicon.toml", "nor is this");
    scratch.write(
        "pages/vendors.toml",
        "[[document]]\nfile = \"a/acme-net.md\"\nvendor = \"acme\"\nservice = \"declared\"\n",
    );
    reads(
        &scratch,
        expect![[r#"
            pages/a/acme-net.md: acme-net acme/declared
            pages/a/deep/er/acme-disk.html.md: acme-disk.html acme/disk.html
            pages/b-net.md: b-net b/net
            pages/notes.txt: notes notes/-
            pages/云/主机-错误.md: 主机-错误 主机/错误
        "#]],
    );
}

#[test]
fn clashing_names_are_told_apart() {
    let scratch = folder(&[
        "acme-net.md",
        "eu/acme-net.md",
        "us/acme-net.md",
        "us/acme-net.markdown",
        "us/acme-disk.md",
    ]);
    reads(
        &scratch,
        expect![[r#"
            pages/acme-net.md: acme-net acme/net
            pages/eu/acme-net.md: eu/acme-net acme/net
            pages/us/acme-disk.md: acme-disk acme/disk
            pages/us/acme-net.markdown: us/acme-net.markdown acme/net
            pages/us/acme-net.md: us/acme-net.md acme/net
        "#]],
    );
    let show = |name: &str| scratch.run(["catalog", "show", name, "--no-builtin", "--catalogs", "pages"]);
    for (name, file) in [
        ("acme-net", "acme-net.md"),
        ("eu/acme-net", "eu/acme-net.md"),
        ("us/acme-net.md", "us/acme-net.md"),
        ("us/acme-net.markdown", "us/acme-net.markdown"),
        ("us/acme-disk", "us/acme-disk.md"),
        ("pages/us/acme-disk.md", "us/acme-disk.md"),
    ] {
        show(name).ended(0).says(&format!("Text of {file}."));
    }
    show("us/acme-net").ended(2).says("one of us/acme-net.markdown, us/acme-net.md");
    let ids: Vec<String> = load(&[scratch.path("pages")]).entries().map(|entry| entry.id.clone()).collect();
    assert_eq!(ids, ["acme/net/A.1", "acme/net/A.1#2", "acme/disk/A.1", "acme/net/A.1#3", "acme/net/A.1#4"]);
}

#[test]
fn a_missing_page_of_a_declaration_is_told_by_its_path() {
    let scratch = folder(&["a/acme-net.md"]);
    scratch.write(
        "pages/vendors.toml",
        "[[document]]\nfile = \"acme-net.md\"\nvendor = \"acme\"\nservice = \"net\"\n",
    );
    scratch.run(["catalog", "check", "pages"]).ended(2).says("there is no page `acme-net.md` in this folder");
}

#[cfg(unix)]
#[test]
fn links_are_followed_once() {
    use std::os::unix::fs::symlink;
    let scratch = folder(&["a/acme-net.md", "b/acme-disk.md"]);
    scratch.write("elsewhere/acme-vm.md", page(&[("V.1", "No such machine.")]));
    let link = |to: &str, at: &str| symlink(scratch.path(to), scratch.path(at)).expect("a link");
    link("pages", "pages/a/loop");
    link("pages/a", "pages/b/within");
    link("elsewhere", "pages/one");
    link("elsewhere", "pages/two");
    link("elsewhere", "elsewhere/itself");
    link("nowhere", "pages/broken");
    link("elsewhere/acme-vm.md", "pages/acme-file.md");
    reads(
        &scratch,
        expect![[r#"
            pages/a/acme-net.md: acme-net acme/net
            pages/acme-file.md: acme-file acme/file
            pages/b/acme-disk.md: acme-disk acme/disk
            pages/one/acme-vm.md: acme-vm acme/vm
        "#]],
    );
}

#[test]
fn many_pages_read_the_same_each_time() {
    let scratch = Scratch::new();
    for number in 0..300 {
        let rows: Vec<String> = (0..number % 7).map(|row| format!("N.{number}{row}")).collect();
        let rows: Vec<(&str, &str)> = rows.iter().map(|code| (code.as_str(), "Some text.")).collect();
        scratch.write(&format!("pages/{}/v{}-s{number}.md", number % 9, number % 4), page(&rows));
    }
    let first = format!("{:?}", load(&[scratch.path("pages")]));
    for _ in 0..3 {
        assert!(format!("{:?}", load(&[scratch.path("pages")])) == first);
    }
}

/// Of several that cannot be read, the first one is told, whichever was met first.
#[cfg(unix)]
#[test]
fn the_first_page_that_cannot_be_read_is_told() {
    let scratch = folder(&["a-1.md", "z-1.md"]);
    for number in 10..60 {
        let path = scratch.path(&format!("pages/m-{number}.md"));
        std::os::unix::net::UnixListener::bind(path).expect("a socket");
    }
    for _ in 0..5 {
        scratch.run(["catalog", "check", "pages"]).ended(2).says("pages/m-10.md");
    }
}

#[test]
fn a_changed_page_of_a_folder_within_is_searched_anew() {
    let scratch = folder(&["a/acme-net.md"]);
    let search = |text: &str| scratch.run(["--no-builtin", "--catalogs", "pages", "--json", text]);
    assert_eq!(search("A.1").ended(0).codes(), ["A.1"]);
    scratch.write("pages/a/acme-net.md", page(&[("B.22", "Another text of it.")]));
    assert_eq!(search("B.22").ended(0).codes(), ["B.22"]);
    fs::remove_file(scratch.path("pages/a/acme-net.md")).expect("it is there");
    search("B.22").ended(2).says("no pages here");
}
