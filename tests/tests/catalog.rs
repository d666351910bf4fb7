//! Folders of documents: what is checked, named and layered.

use std::collections::BTreeSet;
use std::path::PathBuf;

use errdex::{Catalogs, Layers, Severity};
use expect_test::{Expect, expect};

use crate::command::{Scratch, page};

fn load(builtin: bool, folders: &[PathBuf]) -> Catalogs {
    Catalogs::load(&Layers { builtin, folders: folders.to_vec() }).expect("the catalogs load")
}

fn folder(files: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new();
    for (name, content) in files {
        scratch.write(&format!("pages/{name}"), content);
    }
    scratch
}

/// What is found in one page.
fn check(page: &str, expected: Expect) {
    let scratch = folder(&[("acme-net.md", page)]);
    let findings = load(false, &[scratch.path("pages")]).check();
    let said: String = findings.iter().map(|finding| format!("{finding}\n")).collect();
    expected.assert_eq(&said);
    let ran = scratch.run(["catalog", "check", "pages"]);
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    ran.ended(i32::from(errors > 0)).says(&format!("{errors} error{}", if errors == 1 { "," } else { "s" }));
}

#[test]
fn a_row_without_a_code_is_an_error() {
    check(
        "| Error code | Message | Solution |\n|---|---|---|\n| 1001 | Disk is full. | Empty it. |\n| 磁盘已满 | Lost. | Look. |\n",
        expect![[r#"
            pages/acme-net.md:4: error[row-without-code]: no code in column `Error code`, which has `磁盘已满`: write the row's code there
        "#]],
    );
}

#[test]
fn a_code_without_any_text_is_an_error() {
    check(
        "| Error code | Message | Solution |\n|---|---|---|\n| 1001 |  | Empty it. |\n| 1002 | Full. | Empty it. |\n",
        expect![[r#"
            pages/acme-net.md:3: error[no-text]: code `1001` has no text: nothing can find or explain it
        "#]],
    );
}

#[test]
fn a_page_without_a_table_is_a_warning() {
    check(
        "# Errors\n\nThere are none.\n",
        expect![[r#"
            pages/acme-net.md:1: warning[no-codes]: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
}

#[test]
fn a_code_that_stands_twice_with_one_text_is_a_warning() {
    check(
        "| Status | Error code | Message | Solution |\n|---|---|---|---|\n| 400 | A.1 | Full. | Empty it. |\n\
         | 404 | A.1 | Full. | Empty it. |\n| 400 | A.1 | Quite full. | Empty it. |\n",
        expect![[r#"
            pages/acme-net.md:4: warning[duplicate-entry]: code `A.1` with the same text stands on line 3 already, with another HTTP status
        "#]],
    );
}

#[test]
fn missing_remedies_are_one_note_with_their_lines() {
    check(
        "| Error code | Message | Solution |\n|---|---|---|\n| 1 | One. |  |\n| 2 | Two. |  |\n| 3 | Three. | Count. |\n\
         | 4 | Four. |  |\n",
        expect![[r#"
            pages/acme-net.md:3: note[no-remedy]: 3 of 4 entries have no remedy (lines 3-4, 6)
        "#]],
    );
}

#[test]
fn the_embedded_catalogs_pass_the_check() {
    Scratch::new().run(["catalog", "check"]).ended(0).says("660 entries of 5 catalogs: 0 errors");
}

#[test]
fn ids_are_unique_over_all_catalogs() {
    let scratch = folder(&[
        ("acme-net.md", &page(&[("1", "One."), ("1", "Uno."), ("2", "Two.")])),
        ("acme-net-more.md", &page(&[("1", "Eins."), ("1", "Un.")])),
        ("acme.net.md", &page(&[("1", "Single.")])),
        ("vendors.toml", "[[document]]\nfile = \"acme-net-more.md\"\nvendor = \"acme\"\nservice = \"net\"\n"),
    ]);
    let catalogs = load(true, &[scratch.path("pages")]);
    let ids: Vec<&str> = catalogs.entries().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let acme: Vec<&str> = ids.into_iter().filter(|id| id.starts_with("acme")).collect();
    expect![[r#"
        acme/net/1
        acme/net/1#2
        acme/net/1#3
        acme/net/1#4
        acme/net/2
        acme.net/-/1"#]]
    .assert_eq(&acme.join("\n"));
}

#[test]
fn an_undeclared_page_is_named_by_its_file() {
    let one = page(&[("1", "One.")]);
    let scratch = folder(&[
        ("acme-billing.md", &one),
        ("acme-block-storage.MD", &one),
        ("codes.md", &one),
        ("-x.md", &one),
        ("x-.md", &one),
        (
            "云-主机.html",
            "<table><tr><th>错误码</th><th>描述</th></tr><tr><td>1</td><td>一</td></tr></table>",
        ),
        ("README.md", &one),
        ("readme.zh.md", &one),
        (".hidden.md", &one),
        ("notes.log", &one),
    ]);
    let catalogs = load(false, &[scratch.path("pages")]);
    let named: Vec<String> = catalogs
        .catalogs
        .iter()
        .map(|catalog| {
            format!("{}: {}/{} {}", catalog.name, catalog.vendor, catalog.service, catalog.entries.len())
        })
        .collect();
    expect![[r#"
        -x: -x/- 1
        acme-billing: acme/billing 1
        acme-block-storage: acme/block-storage 1
        codes: codes/- 1
        x-: x-/- 1
        云-主机: 云/主机 1"#]]
    .assert_eq(&named.join("\n"));
}

#[test]
fn a_document_replaces_the_one_of_its_vendor_and_service_below() {
    let scratch = folder(&[("qingcloud-platform.md", &page(&[("9999", "Mine.")]))]);
    scratch.write("more/other.md", page(&[("9998", "Later.")]));
    let declared = "[[document]]\nfile = \"other.md\"\nvendor = \"qingcloud\"\nservice = \"platform\"\n";
    scratch.write("more/vendors.toml", declared);
    let codes = |folders: &[PathBuf]| -> Vec<String> {
        let catalogs = load(true, folders);
        let own = catalogs.entries().filter(|entry| entry.vendor == "qingcloud");
        own.map(|entry| format!("{} {}", entry.code, entry.source.file)).collect()
    };
    assert_eq!(codes(&[]).len(), 43);
    assert_eq!(codes(&[scratch.path("pages")]), ["9999 pages/qingcloud-platform.md"]);
    assert_eq!(codes(&[scratch.path("pages"), scratch.path("more")]), ["9998 more/other.md"]);
    assert_eq!(load(true, &[scratch.path("pages")]).catalogs.len(), 5);
}

#[test]
fn declarations_and_lexicons_of_the_layers_add_up() {
    let scratch = folder(&[
        ("acme-net.md", &page(&[("77", "The flux capacitor is gone."), ("78", "磁通电容器不存在")])),
        (
            "vendors.toml",
            "[[vendor]]\nslug = \"acme\"\naliases = [\"roadrunner\"]\n\n[[vendor]]\nslug = \"aliyun\"\naliases = [\"ali\"]\n",
        ),
        (
            "lexicon.toml",
            "[[concept]]\nid = \"flux-capacitor\"\nen = [\"flux capacitor\"]\nzh = [\"磁通电容器\"]\n",
        ),
    ]);
    let catalogs = load(true, &[scratch.path("pages")]);
    let aliases = |slug: &str| {
        let vendor = catalogs.vendors.iter().find(|vendor| vendor.slug == slug).expect("it is there");
        vendor.aliases.clone()
    };
    assert_eq!(aliases("acme"), ["roadrunner"]);
    assert!(["ali", "阿里云"].iter().all(|name| aliases("aliyun").iter().any(|alias| alias == name)));

    let answer = |args: &[&str]| scratch.run(["--catalogs", "pages", "--json"].iter().chain(args));
    assert_eq!(answer(&["--vendor", "ali", "insufficient balance"]).json()["hits"][0]["vendor"], "aliyun");
    let found = answer(&["flux capacitor"]).ended(0).codes();
    assert_eq!(found[..2], ["77", "78"], "the lexicon of the folder bridges the languages");
    assert_eq!(answer(&["roadrunner 77"]).ended(0).codes()[0], "77");
    assert_eq!(answer(&["VPC.0504"]).ended(0).codes()[0], "VPC.0504", "the embedded set is still there");

    let own = answer(&["--no-builtin", "VPC.0504"]);
    assert!(own.codes().is_empty(), "{own:?}");
}

/// A code that is spelled like an id with its number takes no other entry's id, over documents too.
#[test]
fn ids_are_unique_over_documents() {
    let scratch = Scratch::new();
    scratch.write("own/acme-net.md", page(&[("A", "one"), ("A#2", "two")]));
    scratch.write("own/more.md", page(&[("A", "three"), ("A", "four")]));
    scratch.write(
        "own/vendors.toml",
        "[[document]]\nfile = \"more.md\"\nvendor = \"acme\"\nservice = \"net\"\n",
    );
    let ran = scratch.run(["catalog", "show", "--all", "--json", "--no-builtin", "--catalogs", "own"]);
    let lines = ran.ended(0).out.lines();
    let mut ids: Vec<String> = lines
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"]
                .as_str()
                .expect("an id")
                .into()
        })
        .collect();
    assert_eq!(ids.len(), 4);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{ids:?}");
}

#[test]
fn too_many_codes_in_a_cell_are_warned_of() {
    let scratch = Scratch::new();
    let codes: Vec<String> = (100..400).map(|number| format!("A{number}")).collect();
    scratch.write("own/acme-net.md", page(&[(&codes.join(","), "One text for all.")]));
    scratch.run(["catalog", "check", "own"]).ended(1).says("300 codes in one cell");
}
