//! Pages, read to entries and warnings.

mod asciidoc;
mod dokuwiki;
mod reading;
mod rst;
mod yfm;

use std::fs;
use std::path::Path;

use errdex::Texts;
use errdex::document::{Identity, Options, Reading, Role, read};
use expect_test::{Expect, expect, expect_file};
use proptest::prelude::*;

fn identity(vendor: &str, service: &str, file: &str) -> Identity {
    Identity { vendor: vendor.to_owned(), service: service.to_owned(), file: file.to_owned() }
}

fn reading(page: &str) -> Reading {
    read(page.as_bytes(), &identity("acme", "net", "page.md"), &Options::default())
}

/// One line an entry: its line, id, aliases (=), statuses, texts, operations (@) and category (in brackets).
fn printed(reading: &Reading) -> String {
    let mut out = String::new();
    for entry in &reading.entries {
        out += &format!("{}: {}", entry.source.line, entry.id.strip_prefix("acme/net/").unwrap_or(&entry.id));
        entry.aliases.iter().for_each(|alias| out += &format!(" ={alias}"));
        entry.http_status.iter().for_each(|status| out += &format!(" {status}"));
        let texts: [(_, &Texts); 3] =
            [("message", &entry.message), ("description", &entry.description), ("remedy", &entry.remedy)];
        for (name, texts) in texts {
            for (language, text) in texts {
                let language = format!("{language:?}").to_lowercase();
                out += &format!(" {name}.{language}={text:?}");
            }
        }
        entry.operations.iter().for_each(|operation| out += &format!(" @{operation}"));
        entry.category.iter().for_each(|category| out += &format!(" [{category}]"));
        out.push('\n');
    }
    for warning in &reading.warnings {
        out += &format!("{}:{}: {}\n", warning.file, warning.line, warning.message);
    }
    out
}

fn check(page: &str, expected: Expect) {
    expected.assert_eq(&printed(&reading(page)));
}

#[test]
fn the_catalogs_are_read_whole() {
    let catalogs = [
        ("aliyun", "slb", 205),
        ("huaweicloud", "vpc", 120),
        ("qingcloud", "platform", 43),
        ("tencentcloud", "cdn", 79),
        ("ucloudstack", "platform", 213),
    ];
    for (vendor, service, count) in catalogs {
        let file = format!("catalogs/{vendor}-{service}.md");
        let page = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(&file)).expect("the catalog is there");
        let reading = read(&page, &identity(vendor, service, &file), &Options::default());
        assert_eq!(reading.entries.len(), count, "{file}");
        assert_eq!(reading.warnings, [], "{file}");
        let lines = reading
            .entries
            .iter()
            .map(|entry| serde_json::to_string(entry).expect("an entry serializes") + "\n");
        let golden = format!("{}/tests/data/catalogs/{vendor}-{service}.jsonl", env!("CARGO_MANIFEST_DIR"));
        expect_file![golden].assert_eq(&lines.collect::<String>());
    }
}

#[test]
fn cells_arrive_whole() {
    check(
        "|Code|Message|描述|\n|--|--|--|\n\
         |LX\\_A.B\\_ C|lb\\_type &lt; \\[1, 2\\] &amp; `a\\|b`|超过　60　秒。<br>参考 [_签名方法_](../x/)\u{200b}。|\n\
         |A|The specified <InstanceId> of <b>the</b> request.||\n|B|-|无|\n",
        expect![[r#"
            3: LX_A.B_C message.en="lb_type < [1, 2] & a|b" message.zh="超过 60 秒。 参考 签名方法。"
            4: A message.en="The specified <InstanceId> of the request."
            5: B
        "#]],
    );
}

#[test]
fn statuses_are_numbers() {
    check(
        "|HTTP状态码|错误码|错误信息|\n|--|--|--|\n|404/500|A|one|\n|400 Bad Request|B|two|\n|-|C|three|\n",
        expect![[r#"
            3: A 404 500 message.en="one"
            4: B 400 message.en="two"
            5: C message.en="three"
        "#]],
    );
}

#[test]
fn a_status_column_is_the_code_where_there_is_no_other() {
    check(
        "|状态码|描述|\n|--|--|\n|1404|不存在|\n",
        expect![[r#"
        3: 1404 message.zh="不存在"
    "#]],
    );
    check(
        "|状态码|错误码|描述|\n|--|--|--|\n|404|1001|不存在|\n",
        expect![[r#"
        3: 1001 404 message.zh="不存在"
    "#]],
    );
    check(
        "|Error|Code|Description|\n|--|--|--|\n|NoSuchKey|404|No key.|\n|Slow|503|Wait.|\n",
        expect![[r#"
            3: NoSuchKey 404 message.en="No key."
            4: Slow 503 message.en="Wait."
        "#]],
    );
}

#[test]
fn a_description_is_the_message_where_its_language_has_no_other() {
    check(
        "|Code|Message|Description|\n|--|--|--|\n|A|Gone.|It was deleted.|\n",
        expect![[r#"
        3: A message.en="Gone." description.en="It was deleted."
    "#]],
    );
    check(
        "|Code|Message|描述|\n|--|--|--|\n|A|Gone.|已删除|\n",
        expect![[r#"
        3: A message.en="Gone." message.zh="已删除"
    "#]],
    );
    check(
        "|错误码|错误类型|描述|解决方案|\n|--|--|--|--|\n|1|已删除|资源已被删除|重新创建|\n",
        expect![[r#"
            3: 1 message.zh="已删除" description.zh="资源已被删除" remedy.zh="重新创建"
        "#]],
    );
    check(
        "|错误码|原因|说明|\n|--|--|--|\n|1|误删|资源不存在|\n",
        expect![[r#"
        3: 1 message.zh="资源不存在" description.zh="误删"
    "#]],
    );
}

#[test]
fn the_language_is_the_columns() {
    check(
        "|错误码|描述|\n|--|--|\n|1|不存在|\n|2|License|\n",
        expect![[r#"
        3: 1 message.zh="不存在"
        4: 2 message.zh="License"
    "#]],
    );
}

#[test]
fn an_action_is_a_call_or_a_remedy() {
    check(
        "|Action|Code|Message|\n|--|--|--|\n|CreateVpc, DeleteVpc|A|Gone.|\n",
        expect![[r#"
        3: A message.en="Gone." @CreateVpc @DeleteVpc
    "#]],
    );
    check(
        "|Code|Message|Action|\n|--|--|--|\n|A|Gone.|Create it again.|\n",
        expect![[r#"
        3: A message.en="Gone." remedy.en="Create it again."
    "#]],
    );
}

#[test]
fn headings_are_categories_and_the_title_is_none() {
    check(
        "# 错误码\n\n|错误码|描述|\n|--|--|\n|1|一|\n\n## 2. 模块错误码\n\n分为 **客户端** 两种\n\n|错误码|描述|\n|--|--|\n|2|二|\n\n\
         **License 错误**:\n\n|错误码|描述|\n|--|--|\n|3|三|\n|**配置文件错误**||\n|4|四|\n",
        expect![[r#"
            5: 1 message.zh="一"
            13: 2 message.zh="二" [模块错误码]
            19: 3 message.zh="三" [License 错误]
            21: 4 message.zh="四" [配置文件错误]
        "#]],
    );
}

#[test]
fn rows_that_lost_a_merged_cell_are_aligned_at_their_code() {
    check(
        "text\n模块 | 状态码 | 错误码 | 错误信息 | 描述 | 处理措施 |\n|---|---|---|---|---|---|\n\
         创建 | 400 | N.01 | Invalid. | 无效 | 检查 |\n404 | N.02 | Forbidden | 禁止 | 联系 | |\n\
         N.03 | Busy | 忙 | 稍后 | | |\n| 500 | N.04 | Down. | 宕机 | |\n",
        expect![[r#"
            4: N.01 400 message.en="Invalid." message.zh="无效" remedy.zh="检查" @创建
            5: N.02 404 message.en="Forbidden" message.zh="禁止" remedy.zh="联系" @创建
            6: N.03 404 message.en="Busy" message.zh="忙" remedy.zh="稍后" @创建
            7: N.04 500 message.en="Down." message.zh="宕机" @创建
        "#]],
    );
}

#[test]
fn rows_merge_that_differ_in_operation_alone() {
    check(
        "|接口|HTTP|错误码|错误信息|\n|--|--|--|--|\n|查询|404|A|Gone.|\n|删除|404|A|Gone.|\n|更新|500|A|Gone.|\n\
         |删除|404|A|Gone.|\n|更新|404|A|Gone.|\n",
        expect![[r#"
            3: A 404 message.en="Gone." @查询 @删除 @更新
            5: A#2 500 message.en="Gone." @更新
            page.md:6: code `A` says the same as on line 3: remove one of the two
        "#]],
    );
}

#[test]
fn numbered_messages_are_entries() {
    check(
        "|Code|Message|描述|处理措施|\n|--|--|--|--|\n|A|1.One 1.5. 2.Two.|1.一 2.二|1.做 2.改|\n\
         |B|1.One. 2.Two.|一二|一起做|\n|C|1.One. 2.Two.|1.一 2.二 3.三||\n|D|1.5 is old. 2.0 is new.|版本||\n|E|Gone.|不存在|1.看 2.做|\n",
        expect![[r#"
            3: A message.en="One 1.5." message.zh="一" remedy.zh="做"
            3: A#2 message.en="Two." message.zh="二" remedy.zh="改"
            4: B message.en="1.One. 2.Two." message.zh="一二" remedy.zh="一起做"
            5: C message.en="1.One. 2.Two." message.zh="1.一 2.二 3.三"
            6: D message.en="1.5 is old. 2.0 is new." message.zh="版本"
            7: E message.en="Gone." message.zh="不存在" remedy.zh="1.看 2.做"
        "#]],
    );
}

#[test]
fn further_spellings_are_aliases() {
    check(
        "|Code|Error code|Message|\n|--|--|--|\n|0x1F (31)|SMALL|a|\n|4001/4002||b|\n|404 NotFound||c|\n|-1||d|\n|A<br>B||e|\n",
        expect![[r#"
            3: 0x1F =31 =SMALL message.en="a"
            4: 4001 message.en="b"
            4: 4002 message.en="b"
            5: NotFound 404 message.en="c"
            6: -1 message.en="d"
            7: A message.en="e"
            7: B message.en="e"
        "#]],
    );
}

#[test]
fn html_goes_the_same_road() {
    check(
        "<!DOCTYPE html>\n<html><body>\n<h1>Errors</h1>\n\n    <h2>Client</h2>\n\n\
         <!-- <table><tr><th>Code</th><th>Message</th></tr><tr><td>X</td><td>no</td></tr></table> -->\n\
             <table>\n<tr><td>Code</td><td>HTTP</td><td colspan=\"2\">Description</td></tr>\n\n\
         <tr>\n  <td rowspan=2>A</td><td>400</td>\n  <td><p>First *line*.</p><p>Second<br>one.</p></td><td>more</td></tr>\n\
         <tr><td>401</td><td>Other.</td></tr>\n<tr><td colspan=4>Server</td></tr>\n<tr><td>B<td>500<td title=\"<tr>\">Down.\n\
         </table></body></html>\n",
        expect![[r#"
            11: A 400 message.en="First *line*. Second one." description.en="more" [Client]
            14: A#2 401 message.en="Other." [Client]
            16: B 500 message.en="Down." [Server]
        "#]],
    );
    check(
        "text\n\n<table>\n<thead><tr><th>Code</th><th>Message</th></tr></thead>\n\n    <tbody>\n\n    <tr>\n\n        <td>A</td>\n\n        <td>Gone.</td>\n    </tr>\n    </tbody>\n</table>\n\n|Code|Message|\n|--|--|\n|B|Here.|\n",
        expect![[r#"
            8: A message.en="Gone."
            19: B message.en="Here."
        "#]],
    );
}

#[test]
fn what_is_no_table_is_not_read() {
    check(
        "---\ntitle: x\n---\n<!--\n|Code|Message|\n|--|--|\n|X|no|\n-->\n\n```\n|Code|Message|\n|--|--|\n|X|no|\n```\n\n\
         |Code|Message|\n|--|--|\n|A|`<tr><td>`|\n",
        expect![[r#"
            18: A message.en="<tr><td>"
        "#]],
    );
}

#[test]
fn what_cannot_be_read_is_a_warning() {
    check(
        "",
        expect![[r#"
            page.md:1: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
    check(
        "# Errors\n\nNone.\n",
        expect![[r#"
            page.md:1: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
    check(
        "|Parameter|Description|\n|--|--|\n|a|b|\n",
        expect![[r#"
            page.md:1: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
    check(
        "|Code|Message|\n|--|--|\n|A|a `|` b|\n|B|a \\| b| |\n",
        expect![[r#"
            3: A message.en="a | b"
            4: B message.en="a | b"
        "#]],
    );
    check(
        "|Code|Message|\n|--|--|\n|A|Fine.|\n||No code.|\n|see below|Prose.|\n",
        expect![[r#"
            page.md:1: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
    expect![[r#"
        3: A message.und="��"
        page.md:3: not UTF-8 from here on: what could not be decoded reads �; save the page as UTF-8
    "#]]
    .assert_eq(&printed(&read(
        b"|Code|Message|\n|--|--|\n|A|\xff\xfe|\n",
        &identity("acme", "net", "page.md"),
        &Options::default(),
    )));
}

#[test]
fn declared_roles_come_before_names() {
    let page = "|Kennung|Text|Message|\n|--|--|--|\n|A|Gone.|note|\n";
    let roles = [("Kennung", Role::Code), ("Text", Role::Message), ("Message", Role::Ignored)];
    let roles = roles.map(|(name, role)| (name.to_owned(), role)).into();
    let options = Options { roles, ..Options::default() };
    expect![[r#"
        3: A message.en="Gone."
    "#]]
    .assert_eq(&printed(&read(page.as_bytes(), &identity("acme", "net", "page.md"), &options)));
}

#[test]
fn ids_are_unique() {
    check(
        "|Code|Message|\n|--|--|\n|A|a|\n|A#2|b|\n|A|c|\n|A|c|\n",
        expect![[r#"
            3: A message.en="a"
            4: A#2 message.en="b"
            5: A#3 message.en="c"
            page.md:6: code `A` says the same as on line 5: remove one of the two
        "#]],
    );
}

#[test]
fn pages_that_are_hard_on_a_parser_are_read() {
    let nested = "<table><tr><td>".repeat(500);
    let spans = format!(
        "<table><tr><th>Code<th>Message</tr>{}</table>",
        "<tr><td rowspan=65535 colspan=1000>A<td rowspan=0>b".repeat(500)
    );
    let wide = format!("|Code|{}\n|--|{}\n|A|\n", "Message|".repeat(500), "--|".repeat(500));
    for page in [nested, spans, wide, "> ".repeat(500), "<tr".repeat(500), "<!-- <tr> ".repeat(500)] {
        let _ = reading(&page);
    }
    let deep =
        format!("<html>{}<table><tr><th>Code<th>Message<tr><td>A<td>Gone.</table>", "<div>".repeat(20_000));
    check(
        &deep,
        expect![[r#"
        1: A message.en="Gone."
    "#]],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Any bytes are read without panicking, the same way each time, into entries that have a code and a line.
    #[test]
    fn any_page_is_read(parts in prop::collection::vec(prop_oneof![
        Just("|".to_owned()), Just("\n".to_owned()), Just("|Code|Message|\n|--|--|\n".to_owned()),
        Just("模块|状态码|错误码|描述|\n|--|--|--|--|\n".to_owned()), Just("<table><tr><th>Code<th>描述".to_owned()),
        Just("<tr><td rowspan=2>".to_owned()), Just("<td colspan=3>".to_owned()), Just("</table>".to_owned()),
        Just("<br>".to_owned()), Just("<p>".to_owned()), Just("<template>".to_owned()), Just("<h2>".to_owned()),
        Just("<!--".to_owned()), Just("<html>".to_owned()), Just("1.".to_owned()), Just(" 2.".to_owned()), Just("A.01".to_owned()),
        Just("404/500".to_owned()), Just("0x1F (31)".to_owned()), "\\PC{0,6}", "[A-Z]{1,3}[ _.]{0,2}[0-9]{0,4}",
    ], 0..60)) {
        let page = parts.concat();
        let read = reading(&page);
        let lines = u32::try_from(page.split('\n').count()).expect("a small page");
        for entry in &read.entries {
            prop_assert!(!entry.code.trim().is_empty() && !entry.code.contains(char::is_control), "{:?}", entry.code);
            prop_assert!((1..=lines).contains(&entry.source.line), "{} of {lines}", entry.source.line);
        }
        prop_assert_eq!(printed(&read), printed(&reading(&page)));
    }
}
