//! Files of records, JSON and CSV: read to entries and warnings, written and read back.

use errdex::document::{Identity, Options, Reading, Role, read, write_csv, write_jsonl};
use errdex::{Catalogs, Entry, Language, Layers, Source, Texts};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::command::{Scratch, page};

fn reading_of(name: &str, content: &[u8], options: &Options) -> Reading {
    let file = format!("codes/{name}");
    let identity = Identity { vendor: "acme".to_owned(), service: "net".to_owned(), file };
    read(content, &identity, options)
}

fn printed(reading: &Reading) -> String {
    let mut out = String::new();
    for entry in &reading.entries {
        out += &format!("{}:{}: {}", entry.source.file, entry.source.line, entry.id);
        entry.aliases.iter().for_each(|alias| out += &format!(" ={alias}"));
        entry.http_status.iter().for_each(|status| out += &format!(" {status}"));
        for (name, texts) in [("m", &entry.message), ("d", &entry.description), ("r", &entry.remedy)] {
            texts.iter().for_each(|(language, text)| out += &format!(" {name}.{language:?}={text:?}"));
        }
        entry.operations.iter().for_each(|operation| out += &format!(" @{operation}"));
        entry.category.iter().for_each(|category| out += &format!(" [{category}]"));
        out.push('\n');
    }
    for warning in &reading.warnings {
        out += &format!("{}:{}: {}: {}\n", warning.file, warning.line, warning.rule.name(), warning.message);
    }
    out
}

#[track_caller]
fn check(name: &str, content: &str, expected: Expect) {
    expected.assert_eq(&printed(&reading_of(name, content.as_bytes(), &Options::default())));
}

#[test]
fn records_of_our_own_form_are_entries() {
    check(
        "a.jsonl",
        concat!(
            "{\"code\":\"0042\"}\n\n",
            "{\"code\":7,\"message\":\"未找到网络\",\"http_status\":\"404/500\",\"aliases\":\"0x7\",\"operations\":[\"Get\"]}\r\n",
            "{\"id\":\"x\",\"vendor\":\"Other Cloud\",\"service\":\"db\",\"code\":\"0042\",\"message\":{\"zh-CN\":\"\",\"en\":\"No\\nway.\"},",
            "\"category\":\"c\",\"source\":{\"file\":\"p.md\",\"line\":9}}\n",
            "{\"code\":\"0042\",\"remedy\":null}\n",
        ),
        expect![[r#"
            codes/a.jsonl:1: acme/net/0042
            codes/a.jsonl:3: acme/net/7 =0x7 404 500 m.Zh="未找到网络" @Get
            p.md:9: Other_Cloud/db/0042 m.En="No\nway." m.Zh="" [c]
            codes/a.jsonl:5: acme/net/0042#2
        "#]],
    );
    let array = "[\n  {\"code\": \"A\",\n   \"message\": \"Gone.\"},\n  {\"code\": \"B\"}\n]\n";
    let expected = "codes/x:2: acme/net/A m.En=\"Gone.\"\ncodes/x:4: acme/net/B\n";
    for name in ["a.json", "a.jsonl", "a.NDJSON"] {
        let named = expected.replace("codes/x", &format!("codes/{name}"));
        assert_eq!(printed(&reading_of(name, array.as_bytes(), &Options::default())), named);
    }
    check(
        "wrapped.json",
        "\u{feff}{\"version\": 2, \"codes\": [\n{\"code\": \"A\", \"message\": \"Gone.\"}]}",
        expect![[r#"
            codes/wrapped.json:2: acme/net/A m.En="Gone."
        "#]],
    );
}

#[test]
fn bad_records_are_warnings_and_the_others_are_read() {
    check(
        "a.jsonl",
        concat!(
            "{\"code\":\"A\",\"message\":\"a\"}\n{\"code\":\"B\",\n[1]\n{\"message\":\"no code\"}\n",
            "{\"code\":\"C\",\"mesage\":\"typo\",\"http_status\":[99999,\"x\",{}],\"category\":{}}\n",
            "{\"code\":\"D\",\"source\":{\"line\":-1},\"message\":{\"fr\":\"un\",\"en\":\"one\"}}\nnonsense\n",
            "{\"code\":\"E\"}\n{\"code\":\"F\"}\n{\"code\":\"G\"}\n",
        ),
        expect![[r#"
            codes/a.jsonl:1: acme/net/A m.En="a"
            codes/a.jsonl:5: acme/net/C
            codes/a.jsonl:6: acme/net/D m.En="one"
            codes/a.jsonl:8: acme/net/E
            codes/a.jsonl:9: acme/net/F
            codes/a.jsonl:10: acme/net/G
            codes/a.jsonl:2: bad-record: a record that is no JSON (EOF while parsing a value): left out
            codes/a.jsonl:3: bad-record: no JSON object: a record is one
            codes/a.jsonl:4: bad-record: a record without a `code`: left out; write its code there
            codes/a.jsonl:5: bad-record: no entry has a field `mesage`: left out; the fields are id, vendor, service, code, aliases, http_status, message, description, remedy, operations, category, source
            codes/a.jsonl:5: bad-record: `http_status` 99999 is no status: left out
            codes/a.jsonl:5: bad-record: `http_status` has `x`: left out
            codes/a.jsonl:5: bad-record: `http_status` is no number: left out
            codes/a.jsonl:5: bad-record: `category` is no text: left out
            codes/a.jsonl:6: bad-record: `source.line` is no line: left out
            codes/a.jsonl:6: bad-record: `message` has two texts of one language: `fr` is left out
            codes/a.jsonl:7: bad-record: a record that is no JSON (expected ident): left out
        "#]],
    );
    check(
        "cut.json",
        "[{\"code\":\"A\"},\n{\"code\":\"B\"},\n{\"code\":\"C\",\"mess",
        expect![[r#"
            codes/cut.json:1: acme/net/A
            codes/cut.json:2: acme/net/B
            codes/cut.json:3: bad-record: a record that is no JSON (EOF while parsing a string): left out
            codes/cut.json:3: bad-record: the file ends within a value: it was cut, or a bracket is missing
        "#]],
    );
    check(
        "number.json",
        "17",
        expect![[r#"
            codes/number.json:1: bad-record: no JSON object or array: records are objects
            codes/number.json:1: no-codes: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
    check(
        "empty.jsonl",
        "",
        expect![[r#"
            codes/empty.jsonl:1: no-codes: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
}

#[test]
fn other_json_is_a_table() {
    check(
        "a.json",
        concat!(
            "{\"title\":\"Codes\",\"errors\":[\n{\"errorCode\":\"Net.1\",\"httpStatus\":404,\"message\":{\"en\":\"<Id> is gone.\"},\n",
            "\"solution\":\"Make\\nit & wait.\"},\n{\"errorCode\":\"Net.2\",\"message\":{\"en\":\"Late.\",\"zh\":\"晚了\"}}]}"
        ),
        expect![[r#"
            codes/a.json:2: acme/net/Net.1 404 m.En="<Id> is gone." r.En="Make it & wait."
            codes/a.json:4: acme/net/Net.2 m.En="Late." m.Zh="晚了"
        "#]],
    );
    check(
        "map.json",
        "{\"A.1\": \"One.\",\n \"A.2\": \"Two.\"}",
        expect![[r#"
        codes/map.json:1: acme/net/A.1 m.En="One."
        codes/map.json:2: acme/net/A.2 m.En="Two."
    "#]],
    );
    check(
        "objects.json",
        "{\"A.1\": {\"message\": \"One.\", \"solution\": \"Do.\"},\n \"A.2\": {\"message\": \"Two.\"}}",
        expect![[r#"
            codes/objects.json:1: acme/net/A.1 m.En="One." r.En="Do."
            codes/objects.json:2: acme/net/A.2 m.En="Two."
        "#]],
    );
    check(
        "names.json",
        "{\"NOT_FOUND\": 4004,\n \"GONE\": 4010}",
        expect![[r#"
            codes/names.json:1: acme/net/NOT_FOUND =4004
            codes/names.json:2: acme/net/GONE =4010
        "#]],
    );
    check(
        "named.json",
        "{\"gone\": {\"code\": 4010, \"message\": \"It is gone.\"},\n \"late\": {\"code\": 4011, \"message\": \"Late.\"}}",
        expect![[r#"
            codes/named.json:1: acme/net/4010 m.En="It is gone." d.En="gone"
            codes/named.json:2: acme/net/4011 m.En="Late." d.En="late"
        "#]],
    );
    check(
        "groups.json",
        "{\"vpc\": [{\"code\":\"A\",\"msg\":\"One.\"}],\n \"ecs\": [{\"code\":\"B\",\"msg\":\"Two.\"}]}",
        expect![[r#"
            codes/groups.json:1: acme/net/A m.En="One." [vpc]
            codes/groups.json:2: acme/net/B m.En="Two." [ecs]
        "#]],
    );
    check(
        "modules.json",
        "[{\"module\":\"VPC\",\"errors\":[{\"code\":\"A\",\"msg\":\"One.\"}]},\n{\"module\":\"ECS\",\"errors\":[{\"code\":\"B\",\"msg\":\"Two.\"}]}]",
        expect![[r#"
            codes/modules.json:1: acme/net/A m.En="One." [VPC]
            codes/modules.json:2: acme/net/B m.En="Two." [ECS]
        "#]],
    );
    check(
        "lines.json",
        "{\"errCode\":\"A\",\"errMsg\":\"One.\"}\n{\"errCode\":\"B\",\"errMsg\":\"Two.\"}\n",
        expect![[r#"
            codes/lines.json:1: acme/net/A m.En="One."
            codes/lines.json:2: acme/net/B m.En="Two."
        "#]],
    );
}

/// What lies beside the pages of a site.
#[test]
fn settings_have_no_codes() {
    let scratch = Scratch::new();
    let files = [
        (
            "package.json",
            "{\"name\":\"docs\",\"version\":\"1.2.0\",\"scripts\":{\"build\":\"x\"},\"dependencies\":{\"react\":\"^18.0.0\"}}",
        ),
        (
            "_category_.json",
            "{\"label\":\"Errors\",\"position\":4,\"link\":{\"type\":\"generated-index\",\"description\":\"All errors\"}}",
        ),
        (
            "tsconfig.json",
            "{\n  // For editors.\n  \"extends\": \"x\", \"compilerOptions\": {\"strict\": true}\n}",
        ),
        (
            "code.json",
            "{\"theme.ErrorPage.title\":{\"message\":\"This page crashed.\",\"description\":\"The title\"}}",
        ),
        ("sizes.json", "{\"width\": 100, \"height\": 200}"),
    ];
    for (name, content) in files {
        assert_eq!(reading_of(name, content.as_bytes(), &Options::default()).entries, [], "{name}");
        scratch.write(&format!("pages/{name}"), content);
    }
    scratch.write("pages/acme-net.md", page(&[("1", "One.")]));
    scratch.run(["catalog", "check", "pages"]).ended(0).says("1 entry of 6 catalogs: 0 errors");
}

#[test]
fn spreadsheets_are_tables() {
    check(
        "a.csv",
        concat!(
            "\u{feff}sep=;\r\nAcme error codes;;\r\nCode;HTTP;Message;Solution\r\n**COMMON**;;;\r\n",
            "0042;404;\"A <b> \"\"quote\"\", and\r\na break\";=1+1\r\n\r\n没有码;;No code;\r\n**后端**;;;\r\nA.1, A.2;;没有;\r\n"
        ),
        expect![[r#"
            codes/a.csv:5: acme/net/0042 404 m.Zh="A <b> \"quote\", and a break" r.Und="=1+1" [COMMON]
            codes/a.csv:10: acme/net/A.1 m.Zh="没有" [后端]
            codes/a.csv:10: acme/net/A.2 m.Zh="没有" [后端]
            codes/a.csv:8: row-without-code: no code in column `Code`, which has `没有码`: write the row's code there
        "#]],
    );
    check(
        "tabs.tsv",
        "错误码\t说明\n1001\t参数错误, 请检查\n",
        expect![[r#"
        codes/tabs.tsv:2: acme/net/1001 m.Zh="参数错误, 请检查"
    "#]],
    );
    check(
        "prose.csv",
        "code;message\nA;One, two, three.\nB;Four, five.\n",
        expect![[r#"
        codes/prose.csv:2: acme/net/A m.En="One, two, three."
        codes/prose.csv:3: acme/net/B m.En="Four, five."
    "#]],
    );
    check(
        "open.csv",
        "code,message\nA,\"One.\nB,Two.\nC,Three.\n",
        expect![[r#"
        codes/open.csv:2: acme/net/A m.En="One. B,Two. C,Three."
        codes/open.csv:2: bad-record: a quote that nothing closes: all that follows is read as one cell; close it, or double it where it belongs to the text
    "#]],
    );
    check(
        "none.csv",
        "name,size\na,1\n",
        expect![[r#"
            codes/none.csv:1: no-codes: no codes of errors: a page needs a table with a column of codes, or a heading for each code
        "#]],
    );
    let utf16: Vec<u8> =
        "\u{feff}Code\tMessage\nA\t没有\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    expect![[r#"
        codes/a.csv:2: acme/net/A m.Zh="没有"
    "#]]
    .assert_eq(&printed(&reading_of("a.csv", &utf16, &Options::default())));
    expect![[r#"
        codes/a.csv:2: acme/net/A m.En="a�"
        codes/a.csv:2: not-utf8: not UTF-8 from here on: what could not be decoded reads �; save the file as UTF-8
    "#]]
        .assert_eq(&printed(&reading_of("a.csv", b"Code,Message\nA,a\xff\n", &Options::default())));
}

#[test]
fn declared_columns_are_heard() {
    let roles = [("Ref", Role::Code), ("code", Role::Ignored)];
    let roles = roles.map(|(name, role)| (name.to_owned(), role)).into();
    let options = Options { roles, ..Options::default() };
    let csv = "Ref,code,message.en\nA.1,x,One.\n";
    expect![[r#"
        codes/a.csv:2: acme/net/A.1 m.En="One."
    "#]]
    .assert_eq(&printed(&reading_of("a.csv", csv.as_bytes(), &options)));
    let json = "[{\"Ref\":\"A.1\",\"code\":\"x\",\"message\":\"One.\"}]";
    expect![[r#"
        codes/a.json:1: acme/net/A.1 m.En="One."
    "#]]
    .assert_eq(&printed(&reading_of("a.json", json.as_bytes(), &options)));
}

/// An export that was worked on: columns left out and moved, rows added.
#[test]
fn an_edited_export_is_read_by_its_names() {
    check(
        "a.csv",
        concat!(
            "code,message.zh,message.en,http_status,aliases,extra\n",
            "A,没有,Gone.,404/410,\"x\ny\",1\n",
        ),
        expect![[r#"
            codes/a.csv:2: acme/net/A 404 410 m.En="Gone." m.Zh="没有"
        "#]],
    );
    check(
        "b.csv",
        concat!(
            "code,message.zh,message.en,http_status,aliases\nA,没有,Gone.,404/410,\"x\ny\"\n,lost,,,\n",
            "B,,\"=1+1\",soon,,more\n",
        ),
        expect![[r#"
            codes/b.csv:2: acme/net/A =x =y 404 410 m.En="Gone." m.Zh="没有"
            codes/b.csv:5: acme/net/B m.En="=1+1"
            codes/b.csv:4: bad-record: a record without a `code`: left out; write its code there
            codes/b.csv:5: bad-record: more cells than the header has columns: the further ones were left out
            codes/b.csv:5: bad-record: `http_status` has `soon`: left out
        "#]],
    );
}

#[test]
fn the_embedded_entries_come_back_from_an_export() {
    let scratch = Scratch::new();
    for (format, name) in [("csv", "own/all.csv"), ("jsonl", "own/all.jsonl")] {
        let export = scratch.command().args(["catalog", "export", "--all", "--format", format]).output();
        let scratch = Scratch::new();
        scratch.write(name, export.expect("it runs").stdout);
        let load = |builtin, folders| Catalogs::load(&Layers { builtin, folders }).expect("they load");
        let (own, embedded) = (load(false, vec![scratch.path("own")]), load(true, Vec::new()));
        assert_eq!(own.entries().collect::<Vec<_>>(), embedded.entries().collect::<Vec<_>>());
        assert_eq!(own.catalogs[0].warnings, []);
        // They stand for the embedded ones of their vendors and services.
        assert_eq!(load(true, vec![scratch.path("own")]).entries().count(), 660);
    }
    scratch.run(["catalog", "export", "nothing"]).ended(2).says("no catalog `nothing`: one of aliyun-slb");
    scratch.run(["catalog", "export"]).ended(2);
    let out = scratch.run(["catalog", "export", "huaweicloud-vpc", "--format", "jsonl"]);
    assert_eq!(out.ended(0).out.lines().count(), 120);
}

#[test]
fn records_of_a_vendor_stand_for_the_page_below() {
    let scratch = Scratch::new();
    scratch.write("low/acme-net.md", page(&[("1", "One.")]));
    scratch.write("low/acme-db.md", page(&[("2", "Two.")]));
    scratch.write("high/mine.csv", "vendor,service,code,message.en\nacme,net,3,Three.\nacme,,4,Four.\n");
    let folders = vec![scratch.path("low"), scratch.path("high")];
    let catalogs = Catalogs::load(&Layers { builtin: false, folders }).expect("they load");
    let ids: Vec<&str> = catalogs.entries().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["acme/db/2", "acme/net/3", "acme/-/4"]);
    let vendors: Vec<&str> = catalogs.vendors.iter().map(|vendor| vendor.slug.as_str()).collect();
    assert_eq!(vendors, ["acme"]);
    let ran = scratch.run(["--no-builtin", "--catalogs", "low", "--catalogs", "high", "--json", "acme 4"]);
    assert_eq!(ran.ended(0).codes()[0], "4");
    // A name alone replaces nothing: records say whose they are. An empty page says it by its name.
    let subjects = |upper: &str| {
        let folders = vec![scratch.path("low"), scratch.path(upper)];
        let catalogs = Catalogs::load(&Layers { builtin: false, folders }).expect("they load");
        catalogs.entries().map(|entry| entry.id.clone()).collect::<Vec<_>>()
    };
    scratch.write("other/acme-net.jsonl", "{\"vendor\":\"umbra\",\"service\":\"vm\",\"code\":\"5\"}\n");
    assert_eq!(subjects("other"), ["acme/db/2", "umbra/vm/5", "acme/net/1"]);
    scratch.write("empty/acme-net.md", "# No errors any more\n");
    assert_eq!(subjects("empty"), ["acme/db/2"]);
}

/// Any entries that a catalog can have: texts of any characters, unique ids.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let text = prop_oneof![
        Just(String::new()),
        Just("\"\"".to_owned()),
        Just("\"a\\n\"".to_owned()),
        Just("=1+1".to_owned()),
        Just("0042".to_owned()),
        Just(" a, b;\t\"c\"\r\n\nd ".to_owned()),
        Just("未找到弹性公网IP".to_owned()),
        Just("\u{feff}\u{85}\u{2028}".to_owned()),
        "[\\PC\n\r\",;\t'=+@-]{0,12}",
        any::<String>(),
    ];
    let code = prop_oneof![
        Just("0042".to_owned()),
        Just("=1+1".to_owned()),
        Just("A".to_owned()),
        Just("A#2".to_owned()),
        Just("\"\"".to_owned()),
        "[A-Za-z0-9._-]{1,8}",
        "\\PC{0,6}[a-z]",
    ];
    let list = || prop::collection::vec(text.clone(), 0..4);
    let texts = || -> BoxedStrategy<Texts> {
        let language = prop::sample::select(vec![
            Language::En,
            Language::Zh,
            Language::Ja,
            Language::Ko,
            Language::Ru,
            Language::Und,
        ]);
        prop::collection::btree_map(language, text.clone(), 0..3).boxed()
    };
    let slug = || prop_oneof![Just("acme"), Just("云"), Just("a.b_c-d")].prop_map(str::to_owned);
    let source = (text.clone(), any::<u32>()).prop_map(|(file, line)| Source { file, line });
    let names = (slug(), slug(), code, list());
    let entry = (
        names,
        prop::collection::vec(any::<u16>(), 0..3),
        texts(),
        texts(),
        texts(),
        list(),
        prop::option::of(text.clone()),
        source,
    )
        .prop_map(
            |(
                (vendor, service, code, aliases),
                http_status,
                message,
                description,
                remedy,
                operations,
                category,
                source,
            )| {
                let id = String::new();
                Entry {
                    id,
                    vendor,
                    service,
                    code,
                    aliases,
                    http_status,
                    message,
                    description,
                    remedy,
                    operations,
                    category,
                    source,
                }
            },
        );
    prop::collection::vec(entry, 1..6)
}

fn written(entries: &[Entry]) -> [(&'static str, Vec<u8>); 2] {
    let (mut csv, mut lines) = (Vec::new(), Vec::new());
    write_csv(&mut csv, entries).expect("memory takes it");
    write_jsonl(&mut lines, entries).expect("memory takes it");
    [("all.csv", csv), ("all.jsonl", lines)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// What was written reads back to the same entries, byte for byte, in either form.
    #[test]
    fn what_is_written_reads_back(entries in entries()) {
        // Ids are those that reading gives.
        let lines = &written(&entries)[1];
        let entries = reading_of(lines.0, &lines.1, &Options::default()).entries;
        for (name, content) in written(&entries) {
            let reading = reading_of(name, &content, &Options::default());
            prop_assert_eq!(&reading.warnings, &[]);
            prop_assert_eq!(&reading.entries, &entries, "{}", name);
        }
    }

    /// Any bytes give entries with a code, and warnings of lines that the file has, the same ones twice.
    #[test]
    fn any_file_is_read(name in prop::sample::select(vec!["a.json", "a.jsonl", "a.csv", "a.tsv"]), parts in prop::collection::vec(prop_oneof![
        Just("{"), Just("}"), Just("["), Just("]"), Just(","), Just(":"), Just("\""), Just("\n"), Just("\r\n"), Just("\\"), Just(";"),
        Just("\t"), Just("\"code\""), Just("\"message\""), Just("code,message.en\n"), Just("错误码,说明\n"), Just("1"), Just("A.1"),
        Just("null"), Just("{\"code\":\"A\",\"message\":\"b\"}"), Just("[{\"errorCode\":\"A\"},"), Just("sep=;\n"), Just("**a**,,"),
        Just("未找到"), Just("{\"a\":{\"b\":[{"), Just("source.line"), Just("\"source\":{\"line\":3}"), Just(" "),
    ], 0..40)) {
        let content = parts.concat();
        let reading = reading_of(name, content.as_bytes(), &Options::default());
        let lines = u32::try_from(content.split('\n').count()).expect("a small file");
        for entry in &reading.entries {
            prop_assert!(!entry.code.trim().is_empty());
            prop_assert!(entry.source.line == 3 || (1..=lines).contains(&entry.source.line), "{} of {lines}", entry.source.line);
        }
        for warning in &reading.warnings {
            prop_assert!((1..=lines).contains(&warning.line), "{warning:?}");
        }
        prop_assert!(!reading.entries.is_empty() || !reading.warnings.is_empty());
        prop_assert_eq!(printed(&reading), printed(&reading_of(name, content.as_bytes(), &Options::default())));
    }
}
