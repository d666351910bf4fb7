//! `errdex catalog check` and `parse` as people and programs see them.

use std::collections::BTreeSet;

use errdex::Rule;
use expect_test::{Expect, expect};
use serde_json::Value;

use crate::command::{Ran, Scratch, page};

const HEADER: &str = "| Error code | Message | Solution |\n|---|---|---|\n";

/// A folder with one page of each kind.
fn folder() -> Scratch {
    let scratch = Scratch::new();
    let net = format!(
        "{HEADER}| 1001 | Disk is full. | Empty it. |\n| 磁盘已满 | 请稍后再试 | 清空 |\n| 1002 |  | Look. |\n\
         | 1001 | Disk is full. | Empty it. |\n| 1003 | Gone. |  |\n"
    );
    scratch.write("codes/eu/acme-net.md", net);
    scratch.write("codes/acme-disk.md", page(&[("D.1", "No such disk.")]));
    scratch.write("codes/about.md", "# About\n\nNothing here.\n");
    scratch.write("codes/eu/terms.md", "# Terms\n");
    scratch
}

fn check(scratch: &Scratch, args: &[&str]) -> Ran {
    scratch.run(["catalog", "check", "codes"].iter().chain(args))
}

fn shows(ran: &Ran, expected: Expect) {
    expected.assert_eq(&ran.out);
}

#[test]
fn findings_are_shown_beside_their_lines() {
    let scratch = folder();
    shows(
        check(&scratch, &[]).ended(1),
        expect![[r#"
            error[row-without-code]: no code in column `Error code`, which has `磁盘已满`: write the row's code there
              --> codes/eu/acme-net.md:4:3
              |
            4 | | 磁盘已满 | 请稍后再试 | 清空 |
              |   ^^^^^^^^

            error[no-text]: code `1002` has no text: nothing can find or explain it
              --> codes/eu/acme-net.md:5:3
              |
            5 | | 1002 |  | Look. |
              |   ^^^^

            warning[repeated-row]: code `1001` says the same as on line 3: remove one of the two
              --> codes/eu/acme-net.md:6:3
              |
            6 | | 1001 | Disk is full. | Empty it. |
              |   ^^^^

            PAGE                  TABLES  ROWS  ENTRIES  ERRORS  WARNINGS
            codes/acme-disk.md         1     1        1       0         0
            codes/eu/acme-net.md       1     4        3       2         1
            2 pages without codes, 2 notes (--all shows them)
            4 entries of 4 catalogs: 2 errors, 3 warnings
        "#]],
    );
    shows(
        check(&scratch, &["--all"]).ended(1),
        expect![[r#"
            warning[no-codes]: no codes of errors: a page needs a table with a column of codes, or a heading for each code
              --> codes/about.md:1

            note[no-remedy]: 1 of 1 entries have no remedy (lines 3)
              --> codes/acme-disk.md:3

            error[row-without-code]: no code in column `Error code`, which has `磁盘已满`: write the row's code there
              --> codes/eu/acme-net.md:4:3
              |
            4 | | 磁盘已满 | 请稍后再试 | 清空 |
              |   ^^^^^^^^

            error[no-text]: code `1002` has no text: nothing can find or explain it
              --> codes/eu/acme-net.md:5:3
              |
            5 | | 1002 |  | Look. |
              |   ^^^^

            warning[repeated-row]: code `1001` says the same as on line 3: remove one of the two
              --> codes/eu/acme-net.md:6:3
              |
            6 | | 1001 | Disk is full. | Empty it. |
              |   ^^^^

            note[no-remedy]: 1 of 3 entries have no remedy (lines 7)
              --> codes/eu/acme-net.md:7

            warning[no-codes]: no codes of errors: a page needs a table with a column of codes, or a heading for each code
              --> codes/eu/terms.md:1

            PAGE                  TABLES  ROWS  ENTRIES  ERRORS  WARNINGS
            codes/about.md             0     0        0       0         1
            codes/acme-disk.md         1     1        1       0         0
            codes/eu/acme-net.md       1     4        3       2         1
            codes/eu/terms.md          0     0        0       0         1
            4 entries of 4 catalogs: 2 errors, 3 warnings
        "#]],
    );
}

#[test]
fn a_long_line_is_cut_around_the_cell() {
    let scratch = Scratch::new();
    let long = format!("| {} | 磁盘 {} | 清空 |\n", "坏 码", "已满".repeat(20_000));
    scratch.write("codes/acme-net.md", format!("{HEADER}{long}| 1 | One. | Look. |\n"));
    let ran = check(&scratch, &[]);
    shows(
        ran.ended(1),
        expect![[r#"
        error[row-without-code]: no code in column `Error code`, which has `坏 码`: write the row's code there
          --> codes/acme-net.md:3:3
          |
        3 | | 坏 码 | 磁盘 已满已满已满已满已满已满已满已满已满已满已满已满已满已满已…
          |   ^^^^^

        PAGE               TABLES  ROWS  ENTRIES  ERRORS  WARNINGS
        codes/acme-net.md       1     1        1       1         0
        1 entry of 1 catalog: 1 error, 0 warnings
    "#]],
    );
    for columns in [16, 20, 33, 80, 300] {
        let mut command = scratch.command();
        command.args(["catalog", "check", "codes"]).env("COLUMNS", columns.to_string());
        let ran = crate::command::run(&mut command, b"");
        let lines = ran.out.lines().filter(|line| !line.starts_with("1 entry of"));
        let widest = lines.map(textwrap::core::display_width).max();
        // The path is whole, so that it can be opened.
        let limit = columns.max("  --> codes/acme-net.md:3:1".len());
        assert!(widest.is_some_and(|widest| widest <= limit), "{columns}: {}", ran.out);
    }
}

#[test]
fn few_excerpts_of_each_page_are_shown() {
    let scratch = Scratch::new();
    let good: String = (1001..1161).map(|code| format!("| {code} | Text {code}. | Look. |\n")).collect();
    let bad: String = (0..40).map(|_| "| 磁盘已满 | Lost. | Look. |\n").collect();
    for page in ["acme-net", "acme-vm"] {
        scratch.write(&format!("codes/{page}.md"), format!("{HEADER}{good}{bad}"));
    }
    let ran = check(&scratch, &[]);
    assert_eq!(ran.ended(1).out.matches("error[row-without-code]").count(), 10);
    ran.says("… and 35 findings more in codes/acme-net.md (--all shows them)").says("80 errors");
    let all = check(&scratch, &["--all"]);
    assert_eq!(all.ended(1).out.matches("error[row-without-code]").count(), 80);
}

#[test]
fn a_page_without_codes_is_an_error_where_it_is_declared() {
    let scratch = Scratch::new();
    scratch.write("codes/acme-net.md", "# Nothing\n");
    scratch.write("codes/acme-vm.md", page(&[("1", "One.")]));
    let declared = "[[document]]\nfile = \"acme-net.md\"\nvendor = \"acme\"\nservice = \"net\"\n";
    check(&scratch, &[]).ended(0).says("0 errors, 1 warning").says("1 page without codes");
    check(&scratch, &["--deny", "warnings"]).ended(1);
    scratch.write("codes/vendors.toml", declared);
    check(&scratch, &[]).ended(1).says("error[no-codes]").says("1 error, 0 warnings");
    scratch.write("codes/vendors.toml", "[[document]");
    check(&scratch, &[]).ended(2);
    check(&scratch, &["--format", "yaml"]).ended(2);
}

#[test]
fn a_check_as_json() {
    let scratch = folder();
    let ran = check(&scratch, &["--format", "json"]);
    let json = ran.ended(1).json();
    let pretty = serde_json::to_string_pretty(&json["findings"][0]).expect("JSON");
    expect![[r#"
        {
          "cell": null,
          "file": "codes/about.md",
          "line": 1,
          "message": "no codes of errors: a page needs a table with a column of codes, or a heading for each code",
          "rule": "no-codes",
          "severity": "warning"
        }"#]]
    .assert_eq(&pretty);
    let pretty = serde_json::to_string_pretty(&json["catalogs"][3]).expect("JSON");
    expect![[r#"
        {
          "entries": 0,
          "errors": 0,
          "file": "codes/eu/terms.md",
          "name": "terms",
          "rows": 0,
          "service": "-",
          "tables": 0,
          "vendor": "terms",
          "warnings": 1
        }"#]]
    .assert_eq(&pretty);
    expect![[r#"1 {"catalogs":4,"entries":4,"errors":2,"notes":2,"warnings":3}"#]]
        .assert_eq(&format!("{} {}", json["schema"], json["totals"]));
    assert_eq!(check(&scratch, &["--format", "json"]).out, ran.out, "the same each time");
}

/// What the schema of SARIF 2.1.0 requires, and what GitHub does beyond it.
#[test]
fn a_check_as_sarif() {
    let scratch = folder();
    scratch.write("codes/a b/x#y-错.md", "# Nothing\n");
    let sarif = check(&scratch, &["--format", "sarif"]).ended(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().is_some_and(|schema| schema.contains("sarif-2.1.0")));
    let run = &sarif["runs"][0];
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "errdex");
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).expect("a text").to_owned();
    let rules: Vec<String> =
        driver["rules"].as_array().expect("rules").iter().map(|rule| text(&rule["id"])).collect();
    assert_eq!(rules.iter().collect::<BTreeSet<_>>().len(), rules.len());
    assert!(Rule::ALL.iter().all(|rule| rules.iter().any(|name| name == rule.name())));
    for rule in driver["rules"].as_array().expect("rules") {
        text(&rule["shortDescription"]["text"]);
    }
    let levels = ["none", "note", "warning", "error"];
    let mut uris = BTreeSet::new();
    for result in run["results"].as_array().expect("results") {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index], text(&result["ruleId"]));
        assert!(levels.contains(&text(&result["level"]).as_str()));
        text(&result["message"]["text"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = text(&place["artifactLocation"]["uri"]);
        assert!(!uri.starts_with('/') && uri.is_ascii() && !uri.contains([' ', ':', '#', '\\']), "{uri}");
        uris.insert(uri);
        assert!(place["region"]["startLine"].as_u64().is_some_and(|line| line >= 1));
    }
    expect![[r#"
        {
            "codes/a%20b/x%23y-%E9%94%99.md",
            "codes/about.md",
            "codes/acme-disk.md",
            "codes/eu/acme-net.md",
            "codes/eu/terms.md",
        }"#]]
    .assert_eq(&format!("{uris:#?}"));
}

#[test]
fn a_page_is_parsed_for_people() {
    let scratch = folder();
    let ran = scratch.run(["catalog", "parse", "codes/eu/acme-net.md"]);
    shows(
        ran.ended(0),
        expect![[r#"
            codes/eu/acme-net.md: 1 table, 4 rows, 3 entries
              line 1: table, 4 rows
                HEADER      ROLE     WHY
                Error code  code     the header says so
                Message     message  the header says so
                Solution    remedy   the header says so

            1001  acme net
              Disk is full.
              → Empty it.
              eu/acme-net.md:3

            1002  acme net
              → Look.
              eu/acme-net.md:5

            1003  acme net
              Gone.
              eu/acme-net.md:7

        "#]],
    );
    expect![[r#"
        error[row-without-code]: no code in column `Error code`, which has `磁盘已满`: write the row's code there
          --> codes/eu/acme-net.md:4:3
          |
        4 | | 磁盘已满 | 请稍后再试 | 清空 |
          |   ^^^^^^^^

        warning[repeated-row]: code `1001` says the same as on line 3: remove one of the two
          --> codes/eu/acme-net.md:6:3
          |
        6 | | 1001 | Disk is full. | Empty it. |
          |   ^^^^

    "#]].assert_eq(&ran.err);
    scratch.run(["catalog", "parse", "codes/about.md"]).ended(1).says("warning[no-codes]");
    let json = scratch.run(["catalog", "parse", "--json", "--http-tables", "codes/acme-disk.md"]);
    assert_eq!(json.ended(0).json()["code"], "D.1");
}
