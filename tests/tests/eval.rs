//! `errdex eval`: the figures of judged queries and labelled lines, the floors that hold them, and mistakes in the truth.

use serde_json::Value;

use crate::command::{Scratch, page};

/// Two queries that a catalog answers and one that nothing does.
const TRUTH: &str = r#"{"id":"q1","kind":"exact","query":"Disk is full.","relevant":[{"vendor":"acme","code":"1001","grade":3}]}
{"id":"q2","kind":"paraphrase","query":"the invoice was not settled in time","relevant":[{"vendor":"acme","code":"1001","grade":3},{"vendor":"acme","code":"1002","grade":2}]}

{"id":"q3","kind":"none","query":"what is for lunch","relevant":[]}
"#;

/// A folder with a catalog of two entries, and the truth.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.write(
        "codes/acme-billing.md",
        page(&[("1001", "Disk is full."), ("1002", "The invoice is overdue.")]),
    );
    scratch.write("truth.jsonl", TRUTH);
    scratch
}

const ARGS: [&str; 4] = ["eval", "--no-builtin", "--catalogs", "codes"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ARGS.iter().chain(more).copied().collect()
}

#[test]
fn figures_as_json() {
    let scratch = scratch();
    let value = scratch.run(with(&["truth.jsonl", "--json", "--baseline", "--worst", "1"])).ended(0).json();
    assert_eq!(value["schema"], 1);
    let file = &value["files"][0];
    assert_eq!((&file["file"], &file["queries"]), (&Value::from("truth.jsonl"), &Value::from(3)));
    // The first query is answered, the second one has the other entry first, the third none.
    assert_eq!(file["figures"]["s@1"], 0.5);
    assert_eq!(file["figures"]["abstain"], 1.0);
    assert_eq!(file["figures"]["xv10"], Value::Null, "no query has two vendors");
    let kinds: Vec<&str> =
        file["kinds"].as_array().expect("kinds").iter().filter_map(|kind| kind["kind"].as_str()).collect();
    assert_eq!(kinds, ["exact", "none", "paraphrase"]);
    assert_eq!(file["kinds"][0]["figures"]["ndcg10"], 1.0);
    let engines: Vec<&str> = file["baselines"]
        .as_array()
        .expect("baselines")
        .iter()
        .filter_map(|of| of["engine"].as_str())
        .collect();
    assert_eq!(engines, ["BM25", "substring"]);
    assert_eq!(
        file["baselines"][0]["figures"]["answered"],
        Value::Null,
        "a baseline does not judge its hits"
    );
    assert_eq!(file["worst"][0]["id"], "q2");
    assert_eq!(file["worst"][0]["want"][0], "acme:1001");
    assert_eq!(file["worst"][0]["got"][0], "acme:1002");
}

#[test]
fn figures_for_people() {
    let scratch = scratch();
    let shown = scratch.run(with(&["truth.jsonl", "--by-kind", "--worst", "1"]));
    let lines: Vec<&str> = shown.ended(0).out.lines().collect();
    assert!(
        lines[0].contains("s@1") && lines[0].contains("ndcg10") && !lines[0].contains("xv10"),
        "{shown:#?}"
    );
    assert!(lines[1].starts_with("truth") && lines[1].contains("0.500"), "{shown:#?}");
    assert!(lines.iter().any(|line| line.starts_with("  paraphrase")), "{shown:#?}");
    shown.says("want acme:1001").says("got  acme:1002");
}

#[test]
fn figures_do_not_depend_on_threads_or_order() {
    let scratch = scratch();
    let lines: Vec<&str> = TRUTH.lines().filter(|line| !line.is_empty()).rev().collect();
    scratch.write("reversed/truth.jsonl", lines.join("\n"));
    let first = scratch.run(with(&["truth.jsonl", "--json"])).ended(0).json();
    let second = scratch.run(with(&["reversed/truth.jsonl", "--json"])).ended(0).json();
    assert_eq!(first["files"][0]["figures"], second["files"][0]["figures"]);
}

#[test]
fn floors_hold_what_was_reached() {
    let scratch = scratch();
    let run = |floors: &str| {
        scratch.write("floors.toml", floors);
        scratch.run(with(&["truth.jsonl", "--floors", "floors.toml"]))
    };
    run("[truth]\n\"s@1\" = 0.5\nbrier = 0.9\nabstain = 1.0\n").ended(0);
    run("[truth]\n\"s@1\" = 0.51\n").ended(1).says("truth: s@1 is 0.5000, below 0.51");
    run("[truth]\nbrier = 0.0\n").ended(1).says("above 0");
    // A gate that cannot fail is none.
    run("[other]\nndcg10 = 0.5\n").ended(2).says("no floors for `truth`");
    run("[truth]\nndcg10 = 0.1\n[gone]\nndcg10 = 0.1\n").ended(2).says("`gone`, which is none of the files");
    run("[truth]\nndgc10 = 0.5\n")
        .ended(2)
        .says("`ndgc10` of `truth` is no figure: one of s@1, mrr10, ndcg10");
    run("[truth]\nxv10 = 0.5\n").ended(2).says("no query of `truth` has the figure `xv10`");
    run("[truth]\nndcg10 = nan\n").ended(2).says("the floor NaN of `ndcg10` of `truth` is not from 0 to 1");
    run("[truth]\nndcg10 = 80\n").ended(2).says("is not from 0 to 1");
    run("truth = 1\n").ended(2).says("floors.toml: no table of floors");
}

#[test]
fn mistakes_in_truth_are_named() {
    let scratch = scratch();
    let run = |truth: &[u8]| {
        scratch.write("truth.jsonl", truth);
        scratch.run(with(&["truth.jsonl"]))
    };
    let query = |relevant: &str| format!(r#"{{"id":"1","kind":"k","query":"q","relevant":{relevant}}}"#);
    run(b"").ended(2).says("truth.jsonl: neither a judged query nor a labelled line in it");
    run(b"\n\n{\"id\":1}").ended(2).says("truth.jsonl:3: no judged query, at column");
    run(b"\xff\xfe").ended(2).says("truth.jsonl: is not UTF-8");
    let four = query(r#"[{"vendor":"acme","code":"1001","grade":4}]"#);
    run(four.as_bytes()).ended(2).says("truth.jsonl:1: the grade 4 is none of 1, 2 and 3");
    run(format!("{}\n{}", query("[]"), query("[]")).as_bytes())
        .ended(2)
        .says("the id `1` is already that of line 1");
    let unknown = query(r#"[{"vendor":"acme","code":"1009","grade":3}]"#);
    run(unknown.as_bytes()).ended(2).says("truth.jsonl:1: no catalog has `acme:1009`");
    let other_text = query(r#"[{"vendor":"acme","code":"1001","text":"Disk is empty","grade":3}]"#);
    run(other_text.as_bytes()).ended(2).says("no message of `acme:1001` has `Disk is empty`");
    let other_case = query(r#"[{"vendor":"acme","code":"1001","text":"disk  IS full","grade":3}]"#);
    run(other_case.as_bytes()).ended(0);
    run(format!("\u{feff}{other_case}").as_bytes()).ended(0);
    scratch.write("more/truth.jsonl", &other_case);
    scratch.run(with(&["truth.jsonl", "more/truth.jsonl"])).ended(2).says("two files of one name");
    scratch.run(with(&["absent.jsonl"])).ended(2).says("absent.jsonl: cannot read");
}

/// Six lines with a label: right, right by a tie, the wrong entry of the right code, wrong, missed, right by what is as good.
/// Four without: answered, answered with what is as good, and two codes that the catalog lacks, of which one is not the vendor's.
const LINES: &str = r#"{"id":"p1","kind":"positive","line":"ERROR acme: code=1001 message=\"Disk is full.\"","label":{"vendor":"acme","code":"1001"},"also_ok":[],"tags":["code+msg"]}
{"id":"p2","line":"ERROR acme billing: AcmeQuota","label":{"vendor":"acme","code":"ACMEQUOTA","text":"Quota of  snapshots"},"also_ok":[],"tags":["code","tie"]}
{"id":"p3","line":"ERROR acme {\"code\":\"AcmeQuota\",\"message\":\"The quota of disks is used up.\"}","label":{"vendor":"acme","code":"AcmeQuota","text":"quota of snapshots"},"also_ok":[],"tags":["code+msg"]}
{"id":"p4","line":"ERROR acme {\"code\":1002,\"message\":\"The invoice is overdue.\"}","label":{"vendor":"acme","code":"1001"},"also_ok":[]}

{"id":"p5","line":"listening on 1001","label":{"vendor":"acme","code":"1001"},"also_ok":[]}
{"id":"p6","line":"ERROR disk is full","label":{"vendor":"acme","code":"1002"},"also_ok":[{"vendor":"acme","code":"1001"}]}
{"id":"n1","line":"ERROR disk is full","label":null,"also_ok":[]}
{"id":"n2","line":"ERROR acme {\"code\":1002,\"message\":\"The invoice is overdue.\"}","label":null,"also_ok":[{"vendor":"acme","code":"1002"}]}
{"id":"n3","line":"ERROR acme {\"code\":\"AcmeRate\",\"message\":\"slow down\"}","label":null,"unlisted":"acmerate"}
{"id":"n4","line":"ERROR acme {\"code\":1009,\"message\":\"slow down\"}","label":null,"unlisted":{"vendor":"other","code":"1009"}}
"#;

/// A folder with a catalog of four entries, of which two have one code, and the labelled lines.
fn scratch_of_lines() -> Scratch {
    let scratch = Scratch::new();
    let rows = [
        ("1001", "Disk is full."),
        ("1002", "The invoice is overdue."),
        ("AcmeQuota", "The quota of disks is used up."),
        ("AcmeQuota", "The quota of snapshots is used up."),
    ];
    scratch.write("codes/acme-billing.md", page(&rows));
    scratch.write("lines.jsonl", LINES);
    scratch
}

#[test]
fn figures_of_lines_by_hand() {
    let scratch = scratch_of_lines();
    let shown = scratch.run(with(&["lines.jsonl", "--by-kind", "--baseline", "--worst", "9"]));
    let want = "              n right  code wrong missed ambiguous   fpr precision unlisted
lines        10 0.500 0.667 0.333  0.167     0.167 0.250     0.500    0.500
  code        1 1.000 1.000 0.000  0.000     1.000     -     1.000        -
  code+msg    2 0.500 1.000 0.500  0.000     0.000     -     0.500        -
  tie         1 1.000 1.000 0.000  0.000     1.000     -     1.000        -
wrong p3 ERROR acme {\"code\":\"AcmeQuota\",\"message\":\"The quota of disks is used up.\"}
     want acme:AcmeQuota
     got  acme:AcmeQuota
wrong p4 ERROR acme {\"code\":1002,\"message\":\"The invoice is overdue.\"}
     want acme:1001
     got  acme:1002
fp n1 ERROR disk is full
     want nothing
     got  acme:1001
missed p5 listening on 1001
     want acme:1001
     got  nothing
";
    assert_eq!(shown.ended(0).out, want);
}

#[test]
fn figures_of_lines_as_json() {
    let scratch = scratch_of_lines();
    let value = scratch.run(with(&["lines.jsonl", "--json", "--baseline", "--worst", "1"])).ended(0).json();
    let file = &value["files"][0];
    assert_eq!((&file["lines"], &file["queries"]), (&Value::from(10), &Value::Null));
    assert_eq!(
        (&file["figures"]["right"], &file["figures"]["s@1"]),
        (&Value::from(0.5), &Value::Null),
        "{file:#}"
    );
    assert_eq!(file["kinds"][2]["kind"], "tie");
    assert_eq!(file["kinds"][2]["lines"], 1);
    assert_eq!(file["baselines"], serde_json::json!([]), "no baseline classifies");
    assert_eq!(file["worst"].as_array().map(Vec::len), Some(1));
    assert_eq!(file["worst"][0]["id"], "p3");
    assert_eq!(file["worst"][0]["figures"]["wrong"], 1.0);
}

#[test]
fn floors_hold_what_was_reached_on_lines() {
    let scratch = scratch_of_lines();
    scratch.write("truth.jsonl", TRUTH);
    let run = |floors: &str| {
        scratch.write("floors.toml", format!("[lines]\n{floors}\n[truth]\nabstain = 1.0\n"));
        scratch.run(with(&["lines.jsonl", "truth.jsonl", "--floors", "floors.toml"]))
    };
    run("right = 0.5\nfpr = 0.25\nwrong = 0.34\nmissed = 0.17\nambiguous = 0.17\nunlisted = 0.5").ended(0);
    run("right = 0.51").ended(1).says("lines: right is 0.5000, below 0.51");
    for (loss, value) in
        [("wrong", "0.3333"), ("missed", "0.1667"), ("ambiguous", "0.1667"), ("fpr", "0.2500")]
    {
        run(&format!("{loss} = 0.1")).ended(1).says(&format!("lines: {loss} is {value}, above 0.1"));
    }
    run("\"s@1\" = 0.5").ended(2).says("no line of `lines` has the figure `s@1`");
}

#[test]
fn mistakes_in_labelled_lines_are_named() {
    let scratch = scratch_of_lines();
    let run = |lines: &str| {
        scratch.write("lines.jsonl", lines);
        scratch.run(with(&["lines.jsonl"]))
    };
    let line = |more: &str| format!(r#"{{"id":"1","line":"a","label":null{more}}}"#);
    let query = r#"{"id":"q","kind":"none","query":"q","relevant":[]}"#;
    run(&line("")).ended(0);
    run(&format!("{}\n\n{query}", line(""))).ended(2).says("lines.jsonl:3: a judged query in a file of");
    run(&format!("{query}\n{}", line(""))).ended(2).says("lines.jsonl:2: a labelled line in a file of");
    run(&format!("{}\n{{\"id\":\"2\",\"line\":\"b\"}}", line("")))
        .ended(2)
        .says("lines.jsonl:2: no labelled line, at column 21");
    run(&format!("{0}\n{0}", line(""))).ended(2).says("the id `1` is already that of line 1");
    run(&line(r#","unlisted":7"#)).ended(2).says("lines.jsonl:1: no labelled line, at column");
    run(r#"{"id":"1","line":"a\nb","label":null}"#).ended(2).says("lines.jsonl:1: a line with a line break");
    run(r#"{"id":"1","line":"a","label":{"vendor":"acme","code":"1009"}}"#)
        .ended(2)
        .says("lines.jsonl:1: no catalog has `acme:1009`");
    run(&line(r#","also_ok":[{"vendor":"acme","code":"1001","text":"Disk is empty"}]"#))
        .ended(2)
        .says("lines.jsonl:1: no message of `acme:1001` has `Disk is empty`");
}

/// What a text that numbers alternatives means is each of the entries that its row became.
#[test]
fn a_numbered_text_means_all_alternatives() {
    let scratch = Scratch::new();
    let text = "1.Security group rule already exists. 2.Quota exceeded for resources: ['security_group_rule']. \
        3.Failed to create the security group rule concurrently. The rule already exists.";
    let truth = serde_json::json!({ "id": "1", "kind": "exact", "query": "Security group rule already exists.",
        "relevant": [{ "vendor": "huaweicloud", "code": "VPC.0602", "text": text, "grade": 3 }] });
    scratch.write("truth.jsonl", truth.to_string());
    let value = scratch.answer(["eval", "truth.jsonl", "--json"], b"").ended(0).json();
    assert_eq!(value["files"][0]["figures"]["s@1"], 1.0);
}
