//! Markdown with Yandex's tables: their forms, and that all lines keep their numbers.

use super::{check, printed, reading};
use expect_test::expect;
use proptest::prelude::*;

#[test]
fn tables() {
    check(
        "\
# Errors

#|
|| **Error code** | **HTTP** | **Description** ||
|| `E1` | 400 | Gone `a|b` <name> [link `x`](a.md) <br> next. {.cell} ||
|| E2 | ^ | no closing

second para

* item
|| E3 | 404 | x \\| y ![i](j.png) ||
|#
## After

| Code | Message |
|--|--|
| F1 | Keeps its line. |
",
        expect![[r#"
            5: E1 400 message.en="Gone a|b <name> link x next."
            6: E2 400 message.en="no closing second para item"
            11: E3 404 message.en="x | y"
            17: F1 message.en="Keeps its line." [After]
        "#]],
    );
}

#[test]
fn cells_on_lines_of_their_own() {
    check(
        "\
#|
||
Code
|
Message
|
Remedy
||

||
[400010](#bad)
|
**Bad** request

```
a || b
```
|
{% include [x](y.md) %}
Wait.
||

|#

* In a list:

  #|
  || Code | Message ||
  || E1 | one || || E2 | two ||
  |#
",
        expect![[r#"
            10: 400010 message.en="Bad request a || b" remedy.en="Wait."
            29: E1 message.en="one"
            29: E2 message.en="two"
        "#]],
    );
}

#[test]
fn what_is_no_table_stays() {
    check(
        "```\n#|\n|| Code | Message ||\n|| A | no ||\n|#\n```\n\n#| open\n\n| Code | Message |\n|--|--|\n| F1 | Gone. |\n",
        expect![[r#"
            12: F1 message.en="Gone."
        "#]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Any text is read without panicking, and a table below it, after a blank line, has its line where it is read.
    #[test]
    fn any_page_is_read(parts in prop::collection::vec(prop_oneof![
        Just("\n".to_owned()), Just("#|\n".to_owned()), Just("|#\n".to_owned()), Just("||".to_owned()), Just(" | ".to_owned()),
        Just("\n||\n".to_owned()), Just("  ".to_owned()), Just("^".to_owned()), Just("**".to_owned()), Just("`".to_owned()),
        Just("[a](".to_owned()), Just(")".to_owned()), Just("```\n".to_owned()), Just("\\".to_owned()), Just("<br>".to_owned()),
        "\\PC{0,6}", "[A-Z]{1,3}[ _.]{0,2}[0-9]{0,4}",
    ], 0..40)) {
        let page = format!("{}\n\n| Code | Message |\n|--|--|\n| ZZ.1 | Gone. |\n", parts.concat());
        let read = reading(&page);
        let lines = u32::try_from(page.split('\n').count()).expect("a small page");
        for entry in &read.entries {
            prop_assert!((1..=lines).contains(&entry.source.line), "{} of {lines}", entry.source.line);
            if entry.code == "ZZ.1" {
                prop_assert_eq!(entry.source.line, lines - 1);
            }
        }
        prop_assert_eq!(printed(&read), printed(&reading(&page)));
    }
}
