//! `errdex catalog diff` and what is behind it: what came, went, or says something else.

use std::collections::BTreeMap;

use errdex::document::{Identity, read};
use errdex::{Change, ChangeTotals, Entry};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::command::{Ran, Scratch, page};

/// Two states of a folder, each file with its content; an empty state is a folder without files.
fn states(old: &[(&str, &str)], new: &[(&str, &str)]) -> Scratch {
    let scratch = Scratch::new();
    for (state, files) in [("old", old), ("new", new)] {
        std::fs::create_dir_all(scratch.path(state).join("codes")).expect("a folder");
        for (name, content) in files {
            scratch.write(&format!("{state}/codes/{name}"), content);
        }
    }
    scratch
}

fn diff(scratch: &Scratch, args: &[&str]) -> Ran {
    scratch.run(["catalog", "diff"].iter().chain(args).chain(&["old/codes", "new/codes"]))
}

/// What is printed of two states, and the exit status.
#[track_caller]
fn check(old: &[(&str, &str)], new: &[(&str, &str)], want: Expect) {
    let scratch = states(old, new);
    let ran = diff(&scratch, &[]);
    assert_eq!(ran.err, "");
    want.assert_eq(&format!("{}[{}]\n", ran.out, ran.status.expect("it ends")));
    let back = scratch.run(["catalog", "diff", "--json", "new/codes", "old/codes"]).json();
    let there = diff(&scratch, &["--json"]).json();
    for (a, b) in [("old", "new"), ("added", "removed"), ("changed", "changed"), ("reworded", "reworded")] {
        assert_eq!(there["totals"][a], back["totals"][b], "{a} there, {b} back");
    }
    for state in ["old/codes", "new/codes"] {
        scratch.run(["catalog", "diff", state, state]).ended(0).says("no difference");
    }
}

const HEADER: &str = "| Error code | HTTP status | Message | Solution |\n|---|---|---|---|\n";

#[test]
fn entries_come_and_go_and_are_reworded() {
    let old = format!(
        "{HEADER}| Net.1 | 404 | No such network. | Check the id. |\n| Net.2 | 409 | The network is in use by xxx. | Wait. |\n\
         | Net.3 | 400 | Bad name. | |\n| Net.4 | 500 | Internal error. | |\n"
    );
    let new = format!(
        "{HEADER}| Net.0 | 401 | Who are you? | Sign in. |\n| Net.1 | 404/410 | No such virtual network. | Check the id. |\n\
         | Net.2 | 409 | The network is in use by xxx. | Wait or detach it. |\n| Net.4 | 500 | Internal error. | |\n\
         | Net.5 | | Gone. | |\n"
    );
    check(
        &[("acme-net.md", &old)],
        &[("acme-net.md", &new)],
        expect![[r#"
            codes/acme-net.md  acme net
            + Net.0  HTTP 401  line 3
              + Who are you?
              + → Sign in.
            ~ Net.1  HTTP 404/410  line 4
              - message.en: No such network.
              + message.en: No such virtual network.
              - http_status: 404
              + http_status: 404/410
            ~ Net.2  HTTP 409  line 5
                The network is in use by xxx.
              - remedy.en: Wait.
              + remedy.en: Wait or detach it.
            - Net.3  HTTP 400  line 5
              - Bad name.
            + Net.5  line 7
              + Gone.

            2 entries added, 1 removed, 2 changed (1 reworded, 1 with another remedy, 1 with another HTTP status); 1 unchanged
            [1]
        "#]],
    );
}

#[test]
fn chinese_texts_are_compared_by_characters() {
    let old = page(&[("1", "弹性公网IP不存在"), ("2", "余额不足，请充值")]);
    let new = page(&[("1", "弹性公网IP未找到"), ("2", "账户余额不足")]);
    check(
        &[("acme-net.md", &old)],
        &[("acme-net.md", &new)],
        expect![[r#"
            codes/acme-net.md  acme net
            ~ 1  line 3
              - message.zh: 弹性公网IP不存在
              + message.zh: 弹性公网IP未找到
            ~ 2  line 4
              - message.zh: 余额不足，请充值
              + message.zh: 账户余额不足

            2 entries changed (2 reworded); 0 unchanged
            [1]
        "#]],
    );
    let scratch = states(&[("acme-net.md", &old)], &[("acme-net.md", &new)]);
    let mut command = scratch.command();
    command.args(["catalog", "diff", "--color", "always", "old/codes", "new/codes"]).env("COLUMNS", "24");
    let output = command.output().expect("it runs");
    let printed = String::from_utf8(output.stdout).expect("it prints UTF-8").replace('\u{1b}', "^");
    expect![[r#"
        ^[1mcodes/acme-net.md  acme^[0m
          ^[1mnet^[0m
        ~ 1  line 3
        ^[31m  -^[0m ^[31mmessage.zh: 弹性公网^[0m
              ^[31mIP^[0m^[1m^[4m^[31m不存在^[0m
        ^[32m  +^[0m ^[32mmessage.zh: 弹性公网^[0m
              ^[32mIP^[0m^[1m^[4m^[32m未找到^[0m
        ~ 2  line 4
        ^[31m  -^[0m ^[31mmessage.zh: 余额不^[0m
              ^[31m足^[0m^[1m^[4m^[31m，请充值^[0m
        ^[32m  +^[0m ^[32mmessage.zh: ^[0m^[1m^[4m^[32m账户^[0m^[32m余额^[0m
              ^[32m不足^[0m

        ^[1m2 entries changed (2^[0m
          ^[1mreworded); 0 unchanged^[0m
    "#]]
    .assert_eq(&printed);
}

#[test]
fn entries_of_one_code_are_matched_by_what_they_say() {
    let old = page(&[
        ("InvalidParameter", "The parameter VpcId is invalid."),
        ("InvalidParameter", "The parameter RegionId must not be empty."),
        ("InvalidParameter", "The bandwidth is out of range."),
        ("InvalidParameter", "The name of the listener is too long."),
    ]);
    let new = page(&[
        ("InvalidParameter", "The name of a listener is too long."),
        ("InvalidParameter", "The bandwidth is out of range."),
        ("InvalidParameter", "Certificates have expired."),
        ("InvalidParameter", "The specified parameter VpcId is invalid."),
    ]);
    check(
        &[("acme-net.md", &old)],
        &[("acme-net.md", &new)],
        expect![[r#"
            codes/acme-net.md  acme net
            ~ InvalidParameter  line 3
              - message.en: The name of the listener is too long.
              + message.en: The name of a listener is too long.
            + InvalidParameter  line 5
              + Certificates have expired.
            ~ InvalidParameter  line 6
              - message.en: The parameter VpcId is invalid.
              + message.en: The specified parameter VpcId is invalid.
            - InvalidParameter  line 4
              - The parameter RegionId must not be empty.

            1 entry added, 1 removed, 2 changed (2 reworded); 1 unchanged
            [1]
        "#]],
    );
}

#[test]
fn a_code_with_one_entry_may_be_reworded_as_a_whole() {
    check(
        &[("acme-net.md", &page(&[("A", "Nothing is left of this."), ("B", "Same.")]))],
        &[("acme-net.md", &page(&[("A", "完全不同"), ("B", "Same.")]))],
        expect![[r#"
            codes/acme-net.md  acme net
            ~ A  line 3
              - message.en: Nothing is left of this.
              + message.zh: 完全不同

            1 entry changed (1 reworded); 1 unchanged
            [1]
        "#]],
    );
}

#[test]
fn a_page_that_moved_is_no_change() {
    let net = page(&[("1", "One."), ("2", "Two."), ("3", "Three.")]);
    let declared = "[[document]]\nfile = \"networks.md\"\nvendor = \"acme\"\nservice = \"net\"\n";
    check(
        &[("acme-net.md", &net)],
        &[("networks.md", &net), ("vendors.toml", declared)],
        expect![[r#"
            no difference in 3 entries
            [0]
        "#]],
    );
    let more = page(&[("1", "One."), ("2", "Two."), ("3", "Drei."), ("4", "Four.")]);
    check(
        &[("acme-net.md", &net)],
        &[("acme-network.md", &net)],
        expect![[r#"
            no difference in 3 entries
            [0]
        "#]],
    );
    check(
        &[("acme-net.md", &net)],
        &[("acme-network.md", &more)],
        expect![[r#"
            codes/acme-network.md  acme network
            ~ 3  line 5
              - message.en: Three.
              + message.en: Drei.
            + 4  line 6
              + Four.

            1 entry added, 1 changed (1 reworded); 2 unchanged
            [1]
        "#]],
    );
}

#[test]
fn pages_come_and_go() {
    let (net, vm) = (page(&[("1", "One."), ("2", "Two.")]), page(&[("9", "Nine.")]));
    let html = "<table><tr><th>Code<th>Message<tr><td>1<td>One.<tr><td>2<td>Two.</table>";
    check(
        &[("acme-net.md", &net)],
        &[("acme-net.html", html), ("acme-vm.md", &vm)],
        expect![[r#"
            codes/acme-vm.md  acme vm
            + 9  line 3
              + Nine.

            1 entry added; 2 unchanged
            [1]
        "#]],
    );
    check(
        &[("acme-net.md", &net), ("acme-vm.md", &vm)],
        &[("acme-vm.md", &vm)],
        expect![[r#"
            codes/acme-net.md  acme net
            - 1  line 3
              - One.
            - 2  line 4
              - Two.

            2 entries removed; 1 unchanged
            [1]
        "#]],
    );
    check(
        &[],
        &[("acme-vm.md", &vm)],
        expect![[r#"
            codes/acme-vm.md  acme vm
            + 9  line 3
              + Nine.

            1 entry added; 0 unchanged
            [1]
        "#]],
    );
    check(
        &[("acme-vm.md", &vm)],
        &[],
        expect![[r#"
            codes/acme-vm.md  acme vm
            - 9  line 3
              - Nine.

            1 entry removed; 0 unchanged
            [1]
        "#]],
    );
    check(
        &[],
        &[],
        expect![[r#"
            no difference in 0 entries
            [0]
        "#]],
    );
}

#[test]
fn a_page_may_move_to_a_folder_within() {
    let net = page(&[("1", "One."), ("2", "Two.")]);
    let new = page(&[("1", "One."), ("2", "Both.")]);
    check(
        &[("acme-net.md", &net)],
        &[("eu/acme-net.md", &net)],
        expect![[r#"
        no difference in 2 entries
        [0]
    "#]],
    );
    check(
        &[("acme-net.md", &net)],
        &[("eu/acme-net.md", &new)],
        expect![[r#"
        codes/eu/acme-net.md  acme net
        ~ 2  line 4
          - message.en: Two.
          + message.en: Both.

        1 entry changed (1 reworded); 1 unchanged
        [1]
    "#]],
    );
}

#[test]
fn sets_have_no_order_and_headings_count() {
    let row = "| 模块 | API | 状态码 | 错误码 | 描述 |\n|---|---|---|---|---|\n";
    check(
        &[("acme-net.md", &format!("{row}| 网络 | 查询, 删除 | 404/500 | N.1 | 不存在 |\n"))],
        &[("acme-net.md", &format!("{row}| 网络 | 删除, 查询 | 500/404 | N.1 | 不存在 |\n"))],
        expect![[r#"
            no difference in 1 entry
            [0]
        "#]],
    );
    check(
        &[("acme-net.md", &format!("{row}| 网络 | 查询 | 404 | N.1 | 不存在 |\n"))],
        &[("acme-net.md", &format!("{row}| 网络 | 查询, 删除 | | N.1 | 不存在 |\n"))],
        expect![[r#"
            codes/acme-net.md  acme net
            ~ N.1  line 3
                不存在
              - http_status: 404
              - operations: 网络, 查询
              + operations: 网络, 查询, 删除

            1 entry changed (1 with another HTTP status, 1 with other aliases, operations or another category); 0 unchanged
            [1]
        "#]],
    );
}

#[test]
fn files_are_compared_as_one_page() {
    let scratch = Scratch::new();
    scratch.write("codes/acme-net.md", "| Ref | Message |\n|---|---|\n| N.1 | No network. |\n");
    scratch.write(
        "codes/vendors.toml",
        "[[document]]\nfile = \"acme-net.md\"\nvendor = \"acme\"\nservice = \"net\"\ncolumns = { Ref = \"code\" }\n\
         [[document]]\nfile = \"other.md\"\nvendor = \"acme\"\nservice = \"vm\"\n",
    );
    scratch.write("Downloads/errors (1).md", "| Ref | Message |\n|---|---|\n| N.1 | No such network. |\n");
    let ran = scratch.run(["catalog", "diff", "codes/acme-net.md", "Downloads/errors (1).md"]);
    expect![[r#"
        Downloads/errors (1).md  acme net
        ~ N.1  line 3
          - message.en: No network.
          + message.en: No such network.

        1 entry changed (1 reworded); 0 unchanged
    "#]]
    .assert_eq(&ran.ended(1).out);
    let json = scratch.run(["catalog", "diff", "--json", "codes/acme-net.md", "Downloads/errors (1).md"]);
    expect![[r#"
        {"schema":1,"added":[],"removed":[],"changed":[{"old":{"id":"acme/net/N.1","vendor":"acme","service":"net","code":"N.1","aliases":[],"http_status":[],"message":{"en":"No network."},"description":{},"remedy":{},"operations":[],"category":null,"source":{"file":"codes/acme-net.md","line":3}},"new":{"id":"acme/net/N.1","vendor":"acme","service":"net","code":"N.1","aliases":[],"http_status":[],"message":{"en":"No such network."},"description":{},"remedy":{},"operations":[],"category":null,"source":{"file":"Downloads/errors (1).md","line":3}},"fields":["message.en"]}],"totals":{"old":1,"new":1,"added":0,"removed":0,"changed":1,"unchanged":0,"reworded":1,"remedy":0,"http_status":0,"other":0}}
    "#]].assert_eq(&json.ended(1).out);
    let json = scratch.run(["catalog", "diff", "--format", "json", "--summary", "codes", "codes"]);
    json.ended(2).says("there is no page `other.md`");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let scratch = Scratch::new();
    scratch.write("codes/acme-net.md", page(&[("1", "One.")]));
    let check = |args: &[&str], want: Expect| {
        let ran = scratch.run(["catalog", "diff"].iter().chain(args));
        ran.ended(2);
        want.assert_eq(&ran.err);
    };
    check(
        &["codes", "codes/acme-net.md"],
        expect![[r#"
        errdex: codes: a folder, and codes/acme-net.md is a file: name two files or two folders
    "#]],
    );
    for args in
        [["absent", "codes"], ["codes", "absent"], ["codes/acme-net.md", "absent"], ["absent", "absent"]]
    {
        scratch.run(["catalog", "diff"].iter().chain(&args)).ended(2).says("absent: cannot read: ");
    }
    check(
        &["codes", "codes", "--json", "--format", "text"],
        expect![[r#"
        errdex: the argument '--json' cannot be used with '--format <FORMAT>'

        Usage: errdex catalog diff --json <OLD> <NEW>

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn json_and_summaries() {
    let old = page(&[("1", "One."), ("2", "Two.")]);
    let new = page(&[("1", "Uno."), ("3", "Three.")]);
    let scratch = states(
        &[("acme-net.md", &old), ("acme-vm.md", &old)],
        &[("acme-net.md", &new), ("acme-vm.md", &old)],
    );
    let ran = diff(&scratch, &["--json"]);
    assert_eq!(ran.out, diff(&scratch, &["--format", "json"]).out);
    expect![[r#"
        {"schema":1,"added":[{"id":"acme/net/3","vendor":"acme","service":"net","code":"3","aliases":[],"http_status":[],"message":{"en":"Three."},"description":{},"remedy":{},"operations":[],"category":null,"source":{"file":"codes/acme-net.md","line":4}}],"removed":[{"id":"acme/net/2","vendor":"acme","service":"net","code":"2","aliases":[],"http_status":[],"message":{"en":"Two."},"description":{},"remedy":{},"operations":[],"category":null,"source":{"file":"codes/acme-net.md","line":4}}],"changed":[{"old":{"id":"acme/net/1","vendor":"acme","service":"net","code":"1","aliases":[],"http_status":[],"message":{"en":"One."},"description":{},"remedy":{},"operations":[],"category":null,"source":{"file":"codes/acme-net.md","line":3}},"new":{"id":"acme/net/1","vendor":"acme","service":"net","code":"1","aliases":[],"http_status":[],"message":{"en":"Uno."},"description":{},"remedy":{},"operations":[],"category":null,"source":{"file":"codes/acme-net.md","line":3}},"fields":["message.en"]}],"totals":{"old":4,"new":4,"added":1,"removed":1,"changed":1,"unchanged":2,"reworded":1,"remedy":0,"http_status":0,"other":0}}
    "#]].assert_eq(&ran.ended(1).out);
    expect![[r#"
        {"schema":1,"totals":{"old":4,"new":4,"added":1,"removed":1,"changed":1,"unchanged":2,"reworded":1,"remedy":0,"http_status":0,"other":0}}
    "#]].assert_eq(&diff(&scratch, &["--json", "--summary"]).ended(1).out);
    expect![[r#"
        PAGE               ADDED  REMOVED  REWORDED  REMEDY  HTTP  OTHER
        codes/acme-net.md      1        1         1       0     0      0

        1 entry added, 1 removed, 1 changed (1 reworded); 2 unchanged
    "#]]
    .assert_eq(&diff(&scratch, &["--summary"]).ended(1).out);
    expect![[r#"
        ### Catalogs: 1 entry added, 1 removed, 1 changed

        1 reworded · 2 unchanged

        | page | added | removed | reworded | remedy | http | other |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        | `codes/acme-net.md` | 1 | 1 | 1 | 0 | 0 | 0 |

        <details>
        <summary><code>codes/acme-net.md  acme net</code>: 3 changes</summary>

        ```diff
        @@ 1  line 3 @@
        -   message.en: One.
        +   message.en: Uno.
        - 2  line 4
        -   Two.
        + 3  line 4
        +   Three.
        ```

        </details>
    "#]]
    .assert_eq(&diff(&scratch, &["--format", "markdown"]).ended(1).out);
    expect![[r#"
        ### Catalogs: 1 entry added, 1 removed, 1 changed

        1 reworded · 2 unchanged

        | page | added | removed | reworded | remedy | http | other |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        | `codes/acme-net.md` | 1 | 1 | 1 | 0 | 0 | 0 |
    "#]]
    .assert_eq(&diff(&scratch, &["--format", "markdown", "--summary"]).ended(1).out);
    let same = scratch.run(["catalog", "diff", "--format", "markdown", "old/codes", "old/codes"]);
    expect![[r#"
        ### Catalogs: no difference in 4 entries
    "#]]
    .assert_eq(&same.ended(0).out);
}

/// Nothing of a page leaves its place in a comment, or steers a terminal.
#[test]
fn hostile_texts_stay_texts() {
    let steering = "a\u{1b}[31mb\u{9b}31m\u{202e}c";
    let old = page(&[("`@x`", &format!("&lt;/details> @someone #12 {steering}"))]);
    let new = page(&[("`@x`", &format!("&lt;script> `` `````` `` [a](b) {steering} new"))]);
    let scratch = states(&[("acme-<b>@net.md", &old)], &[("acme-<b>@net.md", &new)]);
    for args in [&[][..], &["--json"], &["--format", "markdown"]] {
        diff(&scratch, args).ended(1).says("script");
    }
    let markdown = diff(&scratch, &["--format", "markdown"]).out;
    expect![[r#"
        ### Catalogs: 1 entry changed

        1 reworded · 0 unchanged

        | page | added | removed | reworded | remedy | http | other |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: |
        | `codes/acme-<b>@net.md` | 0 | 0 | 1 | 0 | 0 | 0 |

        <details>
        <summary><code>codes/acme-&lt;b&gt;@net.md  acme _b__net</code>: 1 change</summary>

        ```````diff
        @@ @x  line 3 @@
        -   message.en: </details> @someone #12 a [31mb 31mc
        +   message.en: <script> `````` a a [31mb 31mc new
        ```````

        </details>
    "#]]
    .assert_eq(&markdown);
}

#[test]
fn a_comment_is_bounded() {
    let rows = |word: &str| -> Vec<(String, String)> {
        (0..12).map(|n| (format!("Code.{n}"), format!("{word} {n} {}", "弹性公网IP ".repeat(20)))).collect()
    };
    let page = |word: &str| {
        let rows = rows(word);
        let rows: Vec<(&str, &str)> =
            rows.iter().map(|(code, text)| (code.as_str(), text.as_str())).collect();
        page(&rows)
    };
    let scratch = Scratch::new();
    for n in 0..120 {
        let name = format!("acme-{n:03}{}.md", "-long".repeat(30));
        scratch.write(&format!("old/codes/{name}"), page("one"));
        scratch.write(&format!("new/codes/{name}"), page("two"));
    }
    let ran = diff(&scratch, &["--format", "markdown"]);
    let chars = ran.ended(1).out.chars().count();
    assert!((50_000..=60_000).contains(&chars), "{chars}");
    ran.says("and 20 more pages").says("left out here");
    assert_eq!(ran.out.matches("<details>").count(), ran.out.matches("</details>").count());
}

/// Thousands of entries of one code take no time to speak of.
#[test]
fn many_entries_of_one_code_are_matched_in_bounded_time() {
    let name =
        |number: usize| format!("Parameter p{number} of the request must be a string of the allowed kind.");
    let entries = |rows: Vec<String>| -> Vec<Entry> {
        let rows: Vec<(&str, &str)> = rows.iter().map(|row| ("Invalid", row.as_str())).collect();
        entries_of(&page(&rows))
    };
    let old = entries((0..4000).map(name).collect());
    // The first hundred are gone, and the rest reads otherwise.
    let new = entries((100..4000).map(|number| name(number).replace("must be", "has to be")).collect());
    let changes = Change::between(&refs(&old), &refs(&new));
    let totals = ChangeTotals::of(old.len(), new.len(), &changes);
    assert_eq!((totals.removed, totals.added, totals.changed), (100, 0, 3900));
    let word =
        |entry: &Entry| entry.message.values().next().expect("a text").split(' ').nth(1).map(str::to_owned);
    let wrong =
        changes.iter().filter_map(|change| change.old.zip(change.new)).filter(|(a, b)| word(a) != word(b));
    assert_eq!(wrong.count(), 0);
}

fn entries_of(page: &str) -> Vec<Entry> {
    let identity =
        Identity { vendor: "acme".into(), service: "net".into(), file: "codes/acme-net.md".into() };
    read(page.as_bytes(), &identity, &errdex::document::Options::default()).entries
}

fn refs(entries: &[Entry]) -> Vec<&Entry> {
    entries.iter().collect()
}

/// Entries of a few codes and texts in a few services, so that much is nearly the same.
fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let words =
        prop::sample::select(vec!["disk", "network", "is", "full", "no", "such", "余", "额", "不", "足"]);
    let text = prop::collection::vec(words, 0..6).prop_map(|words| words.join(" "));
    let entry = (0..3usize, 0..3usize, 0..2usize, text.clone(), text, prop::option::of(400..403u16));
    prop::collection::vec(entry, 0..14).prop_map(|rows| {
        let mut entries = Vec::new();
        for (at, (code, service, file, message, remedy, status)) in rows.into_iter().enumerate() {
            let mut entry = entries_of(&page(&[("C", "x")])).remove(0);
            entry.id = at.to_string();
            entry.code = format!("C{code}");
            entry.service = format!("s{service}");
            entry.source.file = format!("codes/s{service}-{file}.md");
            entry.source.line = u32::try_from(at).expect("a few");
            entry.http_status = status.into_iter().collect();
            let texts = |text: String| {
                [(errdex::Language::of(&text), text)].into_iter().filter(|(_, text)| !text.is_empty())
            };
            entry.message = texts(message).collect();
            entry.remedy = texts(remedy).collect();
            entries.push(entry);
        }
        entries.sort_by(|a, b| a.source.file.cmp(&b.source.file));
        entries
    })
}

/// What an entry says.
fn said(entry: &Entry) -> String {
    format!("{} {:?} {:?} {:?}", entry.code, entry.http_status, entry.message, entry.remedy)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn nothing_differs_from_itself(entries in any_entries()) {
        prop_assert_eq!(Change::between(&refs(&entries), &refs(&entries)), vec![]);
    }

    /// The way back is the way there.
    #[test]
    fn the_way_back_is_the_way_there(old in any_entries(), new in any_entries()) {
        let there = Change::between(&refs(&old), &refs(&new));
        let back = Change::between(&refs(&new), &refs(&old));
        let key = |old: Option<&Entry>, new: Option<&Entry>| (old.map(|e| e.id.clone()), new.map(|e| e.id.clone()));
        let mut a: Vec<_> = there.iter().map(|change| (key(change.old, change.new), change.fields.clone())).collect();
        let mut b: Vec<_> = back.iter().map(|change| (key(change.new, change.old), change.fields.clone())).collect();
        a.sort();
        b.sort();
        prop_assert_eq!(a, b);
    }

    /// What was, without what went and with what came and what something became, is what is.
    #[test]
    fn changes_lead_from_one_state_to_the_other(old in any_entries(), new in any_entries()) {
        let changes = Change::between(&refs(&old), &refs(&new));
        let mut counts: BTreeMap<String, i32> = BTreeMap::new();
        for entry in &old {
            *counts.entry(said(entry)).or_default() += 1;
        }
        for change in &changes {
            for (entry, by) in [(change.old, -1), (change.new, 1)] {
                if let Some(entry) = entry {
                    *counts.entry(said(entry)).or_default() += by;
                }
            }
        }
        for entry in &new {
            *counts.entry(said(entry)).or_default() -= 1;
        }
        prop_assert!(counts.values().all(|count| *count == 0), "{:?}", counts);
        let totals = ChangeTotals::of(old.len(), new.len(), &changes);
        prop_assert_eq!(totals.old - totals.removed + totals.added, totals.new);
        prop_assert_eq!(totals.unchanged(), old.len() - totals.removed - totals.changed);
        for change in &changes {
            prop_assert_eq!(change.fields.is_empty(), change.old.is_none() || change.new.is_none());
        }
    }
}

#[test]
fn spreadsheets_are_compared_by_rows() {
    let header = "Error code;HTTP status;Message;Solution\n";
    let old = format!("{header}Net.1;404;No such network.;Check the id.\n0042;429;\"Too many; wait.\";\n");
    let new = format!(
        "{header}Net.2;;Late.;\nNet.1;404;No such virtual network.;Check the id.\n0042;429;\"Too many; wait.\";\n"
    );
    check(
        &[("acme-net.csv", &old)],
        &[("acme-net.csv", &new)],
        expect![[r#"
        codes/acme-net.csv  acme net
        + Net.2  line 2
          + Late.
        ~ Net.1  HTTP 404  line 3
          - message.en: No such network.
          + message.en: No such virtual network.

        1 entry added, 1 changed (1 reworded); 1 unchanged
        [1]
    "#]],
    );
    let tabs = old.replace("\"Too many; wait.\"", "Too many, wait.").replace(';', "\t");
    let scratch = states(&[("acme-net.csv", &old.replace("; wait", ", wait"))], &[("acme-net.tsv", &tabs)]);
    diff(&scratch, &[]).ended(0).says("no difference");
}

#[test]
fn records_are_compared_by_their_own_vendor_and_service() {
    let old = "{\"vendor\":\"acme\",\"service\":\"net\",\"code\":\"1\",\"message\":\"One.\"}\n\
               {\"vendor\":\"acme\",\"service\":\"db\",\"code\":\"1\",\"message\":\"Full.\"}\n";
    let new = "{\"vendor\":\"acme\",\"service\":\"db\",\"code\":\"1\",\"message\":\"The disk is full.\"}\n\
               {\"vendor\":\"acme\",\"service\":\"net\",\"code\":\"1\",\"message\":\"One.\"}\n\
               {\"vendor\":\"umbra\",\"service\":\"net\",\"code\":\"1\",\"message\":\"One.\"}\n";
    check(
        &[("codes.jsonl", old)],
        &[("codes.jsonl", new)],
        expect![[r#"
        codes/codes.jsonl  acme db
        ~ 1  line 1
          - message.en: Full.
          + message.en: The disk is full.

        codes/codes.jsonl  umbra net
        + 1  line 3
          + One.

        1 entry added, 1 changed (1 reworded); 1 unchanged
        [1]
    "#]],
    );
    let scratch = states(&[("codes.jsonl", old)], &[("codes.jsonl", new)]);
    let files = scratch.run(["catalog", "diff", "old/codes/codes.jsonl", "new/codes/codes.jsonl"]);
    assert_eq!(files.ended(1).out, diff(&scratch, &[]).out);
}

#[test]
fn an_export_says_what_its_page_says() {
    let rows = page(&[("1", "弹性公网IP不存在"), ("2", "Say \"no\", or =1+1.")]);
    let scratch = states(&[("acme-net.md", &rows)], &[]);
    for (format, name) in [("csv", "new/codes/mine.csv"), ("jsonl", "new/codes/mine.jsonl")] {
        let catalogs = ["--no-builtin", "--catalogs", "old/codes"];
        let export = ["catalog", "export", "acme-net", "--format", format];
        let out = scratch.command().args(export).args(catalogs).output().expect("it runs").stdout;
        let path = scratch.write(name, out);
        diff(&scratch, &[]).ended(0).says("no difference");
        scratch.run(["catalog", "diff", "old/codes/acme-net.md", name]).ended(0).says("no difference");
        std::fs::remove_file(path).expect("it is there");
    }
}
