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
|| `E|1` | 400 | Gone <name> [link `x`](a.md) <br> next. {.cell} ||
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
        expect![[""]],
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
        expect![[""]],
    );
}

#[test]
fn what_is_no_table_stays() {
    check(
        "```\n#|\n|| Code | Message ||\n|| A | no ||\n|#\n```\n\n#| open\n\n| Code | Message |\n|--|--|\n| F1 | Gone. |\n",
        expect![[""]],
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
