//! Pages of DokuWiki: rows, merged cells, marks, and how such a page is told from Markdown.

use super::{identity, printed};
use errdex::document::{Options, Reading, read};
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn reading(page: &str, file: &str) -> Reading {
    read(page.as_bytes(), &identity("acme", "net", file), &Options::default())
}

fn check(page: &str, expected: Expect) {
    expected.assert_eq(&printed(&reading(page, "page.dokuwiki")));
}

#[test]
fn tables() {
    check(
        "\
====== Errors ======
===== Server =====

^ Code ^ HTTP ^ Message ^
| A.1 | 404 | [[x|a b]] gone & //more// \\\\ next |
| A.2 | ::: | ''a|b'' **ok** <param name> |
| A.3 || wide
^ A.4 | 500 | %%**raw**%% ((foot)) https://acme.example/x |
| A.5 | 400 | <code>x | y
z</code> |

=== Client ====
^ Code ^ Message ^
|B.1| {{icon.png|i}}Wrong <del>name</del>. |
",
        expect![[r#"
            5: A.1 404 message.en="a b gone & more next" [Server]
            6: A.2 404 message.en="a|b ok <param name>" [Server]
            7: A.3 message.en="wide" [Server]
            8: A.4 500 message.en="**raw** https://acme.example/x" [Server]
            9: A.5 400 message.en="x | y z" [Server]
            14: B.1 message.en="Wrong name." [Client]
        "#]],
    );
}

#[test]
fn what_is_no_table_is_not_read() {
    check(
        "\
====== Errors ======
~~NOTOC~~
<code bash>
^ Code ^ Message ^
| A.1 | Gone. |
</code>

  ^ Code ^ Message ^
  | A.2 | Gone. |

  * one
    * two
  - three
----
",
        expect![[r#"
            page.dokuwiki:1: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
}

#[test]
fn pages_with_header_cells_and_headings_are_of_this_language() {
    let page = "## Errors\n\n^ Code ^ Message ^\n| A.1 | Gone. |\n\n==== More ====\n\n```\n| A.2 | no |\n```\n| A.3 | Lost. |\n";
    let of = |file: &str| printed(&reading(page, file)).replace(file, "page");
    expect![[r#"
        4: A.1 message.en="Gone." [Errors]
        11: A.3 message.en="Lost." [More]
    "#]]
    .assert_eq(&of("page.md"));
    assert_eq!(of("page.txt"), of("page.md"));
    assert_eq!(of("page.wiki"), of("page.md"));
    let markdown = "|Code|Message|\n|--|--|\n|A.1|a ^ b ^ c|\n";
    expect![[r#"
        3: A.1 message.en="a ^ b ^ c"
    "#]]
    .assert_eq(&printed(&reading(markdown, "page.txt")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Any text is read without panicking, and the table above it has its row.
    #[test]
    fn any_page_is_read(parts in prop::collection::vec(prop_oneof![
        Just("\n".to_owned()), Just("^ ".to_owned()), Just(" | ".to_owned()), Just("||".to_owned()), Just(":::".to_owned()),
        Just("== ".to_owned()), Just("  * ".to_owned()), Just("    - ".to_owned()), Just("**".to_owned()), Just("''".to_owned()),
        Just("//".to_owned()), Just("[[".to_owned()), Just("]]".to_owned()), Just("%%".to_owned()), Just("<code>".to_owned()),
        Just("</code>".to_owned()), Just("```\n".to_owned()), Just("\\\\ ".to_owned()), Just("<nowiki>".to_owned()), Just("{{".to_owned()),
        "\\PC{0,6}", "[A-Z]{1,3}[ _.]{0,2}[0-9]{0,4}",
    ], 0..60)) {
        let page = format!("^ Code ^ Message ^\n| ZZ.1 | Gone. |\n\n{}", parts.concat());
        let read = reading(&page, "page.wiki");
        let lines = u32::try_from(page.split('\n').count()).expect("a small page");
        for entry in &read.entries {
            prop_assert!((1..=lines).contains(&entry.source.line), "{} of {lines}", entry.source.line);
        }
        prop_assert_eq!(&read.entries[0].code, "ZZ.1");
        prop_assert_eq!(printed(&read), printed(&reading(&page, "page.wiki")));
    }
}
