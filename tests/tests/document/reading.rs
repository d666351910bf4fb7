//! What decides between readings of a page: headers against values, rows against columns, what stands around a table.

use errdex::document::{Options, Role, Rule, read};
use expect_test::expect;

use super::{check, identity, printed, reading};

#[test]
fn a_table_goes_on_only_without_a_header_of_its_own() {
    check(
        "# Errors\n\n| Code | Message |\n|---|---|\n| 1001 | Gone. |\n\n## Supported releases\n\n| Year | Team |\n|---|---|\n| 2021 | red |\n\n\
         ## More errors\n\n| | |\n|---|---|\n| 1002 | Lost. |\n",
        expect![[r#"
            5: 1001 message.en="Gone."
            17: 1002 message.en="Lost." [More errors]
        "#]],
    );
}

#[test]
fn words_alone_in_a_row_are_a_category_and_no_message_of_the_code_above() {
    check(
        "| Error code | Message |\n|---|---|\n| 1001 | Gone. |\n| Network errors | |\n| 2001 | Lost. |\n| Codes above 5000 are reserved for you. | |\n",
        expect![[r#"
            3: 1001 message.en="Gone."
            5: 2001 message.en="Lost." [Network errors]
            page.md:6: no code in column `Error code`, which has `Codes above 5000 are reserved for you.`: write the row's code there
        "#]],
    );
}

#[test]
fn what_is_commented_out_is_not_read() {
    check(
        "| Error code | Message |\n|---|---|\n| 1001 | Gone.<!-- not yet --> |\n<!-- | 1002 | Hidden. | -->\n| 1003 | Lost. |\n<!--\n| 1004 | Hidden. |\n-->\n\
         | 1005 | Late. |\n\n`<!--` is a mark.\n\n| Error code | Message |\n|---|---|\n| 1006 | Full. |\n\nUnclosed <!-- here.\n\n\
         | Error code | Message |\n|---|---|\n| 1007 | Seen. |\n",
        expect![[r#"
            3: 1001 message.en="Gone."
            5: 1003 message.en="Lost."
            9: 1005 message.en="Late."
            15: 1006 message.en="Full."
            21: 1007 message.en="Seen."
        "#]],
    );
}

#[test]
fn labels_are_names_and_sentences_are_none() {
    check(
        "# Errors\n\n**InvalidA**\nThe input is wrong. Solution: check it.\nHTTP Status Code: 400\n\n**InvalidB**\nMessage: No right.\nSee the guide.\nSolution: ask.\n",
        expect![[r#"
            3: InvalidA 400 message.en="The input is wrong. Solution: check it."
            7: InvalidB message.en="No right." description.en="See the guide." remedy.en="ask."
        "#]],
    );
}

#[test]
fn statuses_by_heading_are_those_that_it_names() {
    check(
        "# Errors\n\n## Up to 500 instances\n\n| Error code | Message |\n|---|---|\n| A.1001 | Gone. |\n\n## HTTP 409\n\n| Error code | Message |\n|---|---|\n| A.1002 | Busy. |\n",
        expect![[r#"
            7: A.1001 message.en="Gone." [Up to 500 instances]
            13: A.1002 409 message.en="Busy." [HTTP 409]
        "#]],
    );
}

#[test]
fn tables_of_http_statuses_are_read_when_asked_for() {
    let page = "| HTTP status code | Description |\n|---|---|\n| 200 | OK |\n| 404 | Not found |\n";
    check(
        page,
        expect![[r#"
        page.md:1: no codes of errors: a page needs a table with a column of codes, or a heading for each code
    "#]],
    );
    let options = Options { http_tables: true, ..Options::default() };
    expect![[r#"
        3: 200 message.en="OK"
        4: 404 message.en="Not found"
    "#]]
    .assert_eq(&printed(&read(page.as_bytes(), &identity("acme", "net", "page.md"), &options)));
    let found = &reading(page).found[0];
    assert_eq!(
        found.left_out.as_deref(),
        Some("it says what the statuses of HTTP mean: `--http-tables` reads it")
    );
}

#[test]
fn a_declared_column_that_no_table_of_codes_has_is_said() {
    let page = "| Name | Required | Kennung |\n|---|---|---|\n| a | yes | x |\n\n| Error code | Text |\n|---|---|\n| 1 | Gone. |\n";
    let roles = [("Kennung".to_owned(), Role::Message)].into();
    let options = Options { roles, ..Options::default() };
    let reading = read(page.as_bytes(), &identity("acme", "net", "page.md"), &options);
    assert_eq!(reading.entries.len(), 1);
    assert_eq!(reading.warnings[0].rule, Rule::DeclaredColumn);
}

#[test]
fn cells_of_codes_are_read_as_programs_write_them() {
    check(
        "| Error code | Message |\n|---|---|\n| 430,513,533 | a |\n| 10,000 | b |\n| −11 | c |\n| ＡＢＣ１００ | d |\n| Error 1001 | e |\n| InvalidX (default) | f |\n| [4001](#x) / 4002 | g |\n| https://acme.example/4003 | h |\n",
        expect![[r#"
            3: 430 message.en="a"
            3: 513 message.en="a"
            3: 533 message.en="a"
            4: 10000 =10,000 message.en="b"
            5: -11 message.en="c"
            6: ABC100 message.en="d"
            7: 1001 message.en="e"
            8: InvalidX message.en="f"
            9: 4001 message.en="g"
            9: 4002 message.en="g"
            page.md:10: no code in column `Error code`, which has `https://acme.example/4003`: write the row's code there
        "#]],
    );
}

#[test]
fn a_page_beyond_measure_is_refused_with_a_word() {
    let rules =
        |page: &str| -> Vec<Rule> { reading(page).warnings.iter().map(|warning| warning.rule).collect() };
    let wide = format!("|{}\n|{}\n|{}\n", "Code|".repeat(10_000), "-|".repeat(10_000), "A1|".repeat(10_000));
    assert_eq!(rules(&wide), [Rule::TooLarge, Rule::NoCodes]);
    let large = "a".repeat(errdex::document::LARGEST_PAGE + 1);
    assert_eq!(rules(&large), [Rule::TooLarge]);
    // A short page that asks for its text a thousand times.
    let repeated = format!(
        "<table><caption>{}</caption><tr><th>Error code<th>Message{}</table>",
        "Errors ".repeat(60),
        format!("<tr><td>{}<td>{}", "A.1001,A.1002,".repeat(120), "long ".repeat(20_000)).repeat(8),
    );
    let reading = reading(&repeated);
    let size: usize = reading.entries.iter().flat_map(|entry| entry.message.values()).map(String::len).sum();
    assert!(size < 24 * repeated.len() + (8 << 20), "{size} bytes of {}", repeated.len());
    assert!(reading.warnings.iter().any(|warning| warning.rule == Rule::TooLarge));
}

/// Reading takes time in proportion to a page: one of four times the size takes no sixteen times as long. The pages are
/// those that were once quadratic; the bound is loose, since machines are.
#[test]
fn long_pages_of_one_kind_are_read_to_their_end() {
    let shapes: [fn(usize) -> String; 6] = [
        |n| "<".repeat(n),
        |n| "| a | b |\n".repeat(n / 8) + "| a | b | c |\n",
        |n| "|x\n".repeat(n / 2),
        |n| "# Error codes\n\n".to_owned() + &"## 4001 a\n\n- Message: b\n\n".repeat(n / 24),
        |n| "```\n~~~\n".repeat(n / 8),
        |n| "<!-- ".repeat(n / 5),
    ];
    for shape in shapes {
        let _ = reading(&shape(200_000));
    }
}
