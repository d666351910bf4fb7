//! Pages in AsciiDoc: each shape of table, what a cell's marks mean, and which lines rows have.

use super::{identity, printed};
use errdex::document::{Options, Reading, read};
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn reading(page: &str) -> Reading {
    read(page.as_bytes(), &identity("acme", "net", "page.adoc"), &Options::default())
}

fn check(page: &str, expected: Expect) {
    expected.assert_eq(&printed(&reading(page)));
}

#[test]
fn tables_with_options() {
    check(
        r#"= Errors
:acme: Acme *Net*

[[server]]
.Codes of {acme}
[%header,cols="1m,2*,^.>3a"]
|===
| Code | HTTP
| Message | Remedy

| Net.0001 .2+| 400
| A \| B &amp; <name>,
over lines. a|
* one
* two

[source,json]
----
{"a": "b"}
----
| Net.0002 | Second. | None.
2+| Net.0003 | Wide. | r
|===

[options="header", cols="<1m,<1"]
|====

| Error code
| Description

| Net.0010
|
Gone.

Really.

// | Net.0011
ifdef::x[]
| Net.0012 | Also gone.
endif::[]
|====
"#,
        expect![[r#"
            11: Net.0001 400 message.en="A | B & <name>, over lines." remedy.en="one two {\"a\": \"b\"}" [Codes of Acme Net]
            21: Net.0002 400 message.en="Second." remedy.en="None." [Codes of Acme Net]
            22: Net.0003 message.en="Wide." remedy.en="r" [Codes of Acme Net]
            31: Net.0010 message.en="Gone. Really."
            39: Net.0012 message.en="Also gone."
        "#]],
    );
}

#[test]
fn the_first_row_is_the_header_where_a_blank_line_follows() {
    check(
        "== Faults\n\n|===\n|Code |Message\n\n|A.1 |Gone.\n|A.2\n|Gone too.\n|===\n\n\
         === Others\n|===\n|Code\n|Message\n\n|B.1\n|Gone.\n\n|B.2\n|Lost.\n|===\n",
        expect![[r#"
            6: A.1 message.en="Gone." [Faults]
            7: A.2 message.en="Gone too." [Faults]
            16: B.1 message.en="Gone." [Others]
            19: B.2 message.en="Lost." [Others]
        "#]],
    );
}

#[test]
fn tables_of_values_and_of_other_separators() {
    check(
        r#"
,===
Code,Message

A.1,"Say ""no"", or
yes."
,===

[%header,format=dsv]
|===
Code:Message
B.1:Gone.
|===

[separator=¦]
|===
¦Code ¦Message

¦C.1 ¦a | b
|===

[cols=1]
|===
a|
!===
! Code ! Message

! D.1 ! Nested.
!===
|===
"#,
        expect![[r#"
            5: A.1 message.en="Say \"no\", or yes."
            12: B.1 message.en="Gone."
            19: C.1 message.en="a | b"
            28: D.1 message.en="Nested."
        "#]],
    );
}

#[test]
fn copied_and_header_cells() {
    check(
        "[cols=\"1h,1,1\"]\n|===\nh|Code h|Message h|Remedy\n|A.1 2*|Wait.\n|===\n",
        expect![[r#"
        4: A.1 message.en="Wait." remedy.en="Wait."
    "#]],
    );
}

#[test]
fn marks_within_cells() {
    check(
        r#"
|===
|Code |Message

|`A.1` |See xref:guide.adoc#top[the *guide*], https://acme.example/a_b_c[Acme^] and <<x,here>>.
|*A.2* |The [.red]#name# `<name>` is _wrong_ +
in {path}/{x-y} +*lit*+ [[z]]a * b * c footnote:[No.] \*kept*.
|A.3 |"`Quoted`" &lt;tag&gt; & H~2~O kbd:[Ctrl], link:a.html["a, b",window=_blank] pass:[<x>]
|A.4 |**bo**ld ``co``de `un
|===
"#,
        expect![[r#"
            5: A.1 message.en="See the guide, Acme and here."
            6: A.2 message.en="The name <name> is wrong in {path}/{x-y} *lit* a * b * c *kept*."
            8: A.3 message.en="“Quoted” <tag> & H2O Ctrl, a, b <x>"
            9: A.4 message.en="bold code `un"
        "#]],
    );
}

#[test]
fn what_is_no_table_is_not_read() {
    check(
        r"Title
=====

Section
-------

NOTE: Not a table.

----
|===
|Code |Message

|A.1 |Gone.
|===
----

////
|===
|Code |Message

|A.2 |Gone.
|===
////

Code.1:: Text
+
|===
|Code |Message

|A.3 |In a list.
|===

* item
** deeper
",
        expect![[r#"
            30: A.3 message.en="In a list." [Section]
        "#]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Any text is read without panicking, and the table above it has its row.
    #[test]
    fn any_page_is_read(parts in prop::collection::vec(prop_oneof![
        Just("\n".to_owned()), Just("|===\n".to_owned()), Just("!===\n".to_owned()), Just(",===\n".to_owned()), Just("|".to_owned()),
        Just("2+|".to_owned()), Just(".3+a|".to_owned()), Just("9*|".to_owned()), Just("[%header,cols=\"1,2a\"]\n".to_owned()),
        Just("----\n".to_owned()), Just("====\n".to_owned()), Just("--\n".to_owned()), Just("== ".to_owned()), Just("* ".to_owned()),
        Just("a:: ".to_owned()), Just("+\n".to_owned()), Just("`".to_owned()), Just("*".to_owned()), Just("__".to_owned()),
        Just("[[".to_owned()), Just("xref:a[".to_owned()), Just("]".to_owned()), Just("<<".to_owned()), Just(">>".to_owned()),
        Just("{a}".to_owned()), Just(":a: {a}b\n".to_owned()), Just(" +\n".to_owned()), Just("&amp;".to_owned()), Just("\\".to_owned()),
        "\\PC{0,6}", "[A-Z]{1,3}[ _.]{0,2}[0-9]{0,4}",
    ], 0..60)) {
        let page = format!("|===\n|Code |Message\n\n|ZZ.1 |Gone.\n|===\n\n{}", parts.concat());
        let read = reading(&page);
        let lines = u32::try_from(page.split('\n').count()).expect("a small page");
        for entry in &read.entries {
            prop_assert!((1..=lines).contains(&entry.source.line), "{} of {lines}", entry.source.line);
        }
        prop_assert_eq!(&read.entries[0].code, "ZZ.1");
        prop_assert_eq!(printed(&read), printed(&reading(&page)));
    }
}
