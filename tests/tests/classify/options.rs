//! What is asked of lines: which are printed, which are known, what the command ends with.

use expect_test::expect;
use serde_json::Value;

use super::{AMBIGUOUS, MATCH, UNKNOWN, UNLISTED, check, classify, classify_in, log};
use crate::command::Scratch;

fn all() -> String {
    log(&[UNKNOWN, MATCH, UNLISTED, AMBIGUOUS])
}

/// The verdicts of lines, by the numbers that they are printed with.
fn verdicts(args: &[&str], input: &str) -> Vec<String> {
    let object = |line: &String| serde_json::from_str::<Value>(line).expect("an object");
    let shown = |json: Value| format!("{} {}", json["line"], json["verdict"].as_str().expect("a verdict"));
    classify(args, input).lines().iter().map(object).map(shown).collect()
}

#[test]
fn only_some_verdicts() {
    for (only, want) in [
        ("match", &["2 match"][..]),
        ("ambiguous", &["4 ambiguous"]),
        ("unknown", &["1 unknown", "3 unknown"]),
        ("match,ambiguous", &["2 match", "4 ambiguous"]),
        ("match,ambiguous,unknown", &["1 unknown", "2 match", "3 unknown", "4 ambiguous"]),
    ] {
        assert_eq!(verdicts(&["--only", only], &all()), want, "{only}");
    }
    assert_eq!(verdicts(&["--only", "unknown", "--only", "match"], &log(&[AMBIGUOUS])), [""; 0]);
    for format in ["annotate", "csv"] {
        assert_eq!(classify(&["--only", "match", "--format", format], all()).lines().len(), 1, "{format}");
    }
    // What is not printed is counted all the same.
    classify(&["--only", "unknown"], log(&[MATCH])).ended(0);
    classify(&["--only", "match"], log(&[UNKNOWN])).ended(1);
    classify(&["--only", "odd"], all()).ended(2);
}

#[test]
fn answers_of_less_confidence_are_unknown() {
    let confidence = |line: &str| {
        let gave = classify(&[], log(&[line]));
        let json: Value = serde_json::from_str(&gave.lines()[0]).expect("an object");
        json["confidence"].as_f64().expect("an answer has one")
    };
    let least = confidence(AMBIGUOUS).min(confidence(MATCH));
    assert_eq!(verdicts(&["--min-confidence", "0"], &all()), verdicts(&[], &all()));
    assert_eq!(verdicts(&["--min-confidence", &(least - 0.01).to_string()], &all()), verdicts(&[], &all()));
    let all_unknown = ["1 unknown", "2 unknown", "3 unknown", "4 unknown"];
    assert_eq!(verdicts(&["--min-confidence", "1"], &all()), all_unknown);
    classify(&["--min-confidence", "1"], all()).ended(1);
    assert!(classify(&["--min-confidence", "1"], all()).text().contains("VPC.0525"));
    for bad in ["1.01", "-0.1", "NaN", "inf", "half", ""] {
        classify(&[&format!("--min-confidence={bad}")], all()).ended(2);
    }
}

#[test]
fn vendors_are_told() {
    let line = "ret=1400 PermissionDenied, instance is not running, error code 1400\n";
    check(
        &["--vendor", "青云", "--vendor", "huawei"],
        line,
        expect![[r#"
            {"line":1,"verdict":"match","confidence":0.99,"id":"qingcloud/platform/1400","vendor":"qingcloud","service":"platform","code":"1400","ties":[]}
        "#]],
    );
    check(
        &["--vendor", "tencent"],
        line,
        expect![[r#"
            {"line":1,"verdict":"unknown"}
        "#]],
    );
    // What a line says itself counts more.
    assert_eq!(classify(&["--vendor", "aliyun"], all()).ended(0).text(), classify(&[], all()).text());
    let gave = classify(&["--vendor", "nobody"], line);
    expect![[r#"
        errdex: no vendor `nobody`: one of aliyun, huaweicloud, qingcloud, tencentcloud, ucloudstack
    "#]]
    .assert_eq(&gave.ended(2).err);
}

#[test]
fn the_message_may_be_a_member() {
    let inner = MATCH.replace('"', "\\\"");
    let lines = [
        format!(r#"{{"log":"{inner}"}}"#),
        format!(r#"{{"a":{{"b":[0,{{"c":"{inner}"}}]}},"log":"all is well"}}"#),
        format!(r#"{{"a.b.1.c":"{inner}","log":null}}"#),
        r#"{"error":{"error_code":"VPC.0504","error_msg":"Floating IP could not be found."},"log":7}"#
            .to_owned(),
        MATCH.to_owned(),
        format!("[{{\"log\":\"{inner}\"}}]"),
        format!("{{\"log\":\"listening\",\"other\":\"{inner}\"}}"),
    ];
    let lines = log(&lines.each_ref().map(String::as_str));
    let matched = |field: &str| -> Vec<usize> {
        let verdicts = verdicts(&["--field", field], &lines);
        let is_match = |(at, verdict): (usize, &String)| verdict.ends_with(" match").then_some(at + 1);
        verdicts.iter().enumerate().filter_map(is_match).collect()
    };
    assert_eq!(matched("log"), [1, 3, 5, 6], "a line without it is read whole");
    assert_eq!(matched("a.b.1.c"), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(matched("error"), [1, 2, 3, 4, 5, 6, 7]);
    // The text is that of the whole line.
    let gave = classify(&["--field", "log", "--with-text", "--only", "match"], &lines);
    let first: Value = serde_json::from_str(&gave.lines()[0]).expect("an object");
    assert_eq!(first["text"], lines.lines().next().expect("a line"));
}

#[test]
fn a_member_of_a_long_line_is_found_where_its_first_64_kib_have_it() {
    let inner = MATCH.replace('"', "\\\"");
    let (padding, more) = ("x".repeat(100_000), "y".repeat(500_000));
    for (line, want) in [
        (format!(r#"{{"log":"{inner}","pad":"{padding}"}}"#), "1 match"),
        (format!(r#"{{"pad":"{padding}","log":"{inner}"}}"#), "1 unknown"),
        (format!(r#"{{"log":"{inner}","pad":"{more}"}}"#), "1 match"),
        (format!(r#"{{"log":"{inner}","pad":"cut here"#), "1 match"),
    ] {
        assert_eq!(verdicts(&["--field", "log"], &line), [want]);
        let gave = classify(&["--field", "log", "--format", "annotate"], &line);
        assert_eq!(gave.text().contains("VPC.0504#2"), want == "1 match");
    }
}

#[test]
fn statuses_are_those_of_grep() {
    classify(&[], log(&[UNKNOWN, MATCH])).ended(0);
    classify(&[], log(&[AMBIGUOUS])).ended(0);
    classify(&[], log(&[UNKNOWN, UNLISTED])).ended(1);
    assert_eq!(classify(&[], "").ended(1).text(), "");
    for format in ["jsonl", "annotate", "csv", "rsyslog"] {
        assert_eq!(classify(&["--format", format], "").ended(1).text(), "", "{format}");
    }
    for args in [
        &["--threads", "0"][..],
        &["--threads", "many"],
        &["--format", "xml"],
        &["--encoding", "EBCDIC"],
        &["--follow"],
        &["--follow", "-"],
        &["--follow", "a", "b"],
        &["--no-such-option"],
    ] {
        let gave = classify(args, log(&[MATCH]));
        assert!(gave.ended(2).out.is_empty() && !gave.err.is_empty(), "{args:?}");
    }
}

#[test]
fn a_run_fails_on_what_it_is_told() {
    let status = |what: &[&str], lines: &[&str]| {
        let args: Vec<&str> = what.iter().flat_map(|what| ["--fail-on", what]).collect();
        classify(&args, log(lines)).status
    };
    for (what, lines, want) in [
        (&["match"][..], &[MATCH][..], 1),
        (&["match"], &[AMBIGUOUS, UNKNOWN], 0),
        (&["ambiguous"], &[AMBIGUOUS], 1),
        (&["ambiguous"], &[MATCH, UNLISTED], 0),
        (&["unknown"], &[MATCH, UNLISTED], 1),
        (&["unknown"], &[MATCH], 0),
        (&["unknown"], &[], 0),
        (&["huaweicloud:VPC.0504"], &[UNKNOWN, MATCH], 1),
        (&["华为云:vpc.0504"], &[AMBIGUOUS], 1),
        (&["huaweicloud:VPC.0601"], &[MATCH], 0),
        (&["aliyun:InvalidParameter", "ambiguous"], &[AMBIGUOUS], 1),
        (&["huaweicloud:VPC.0601,match"], &[MATCH], 1),
    ] {
        assert_eq!(status(what, lines), Some(want), "{what:?} {lines:?}");
    }
    let scratch = Scratch::new();
    let mut said = String::new();
    for what in ["nothing", "", "huaweicloud:VPC.9999", "huaweicloud:", "nobody:VPC.0504", ":", "unlisted"] {
        let gave = classify_in(&scratch, &["--fail-on", what], MATCH.as_bytes());
        assert!(gave.ended(2).out.is_empty(), "{what}");
        said.push_str(&gave.err);
    }
    expect![[r#"
        errdex: --fail-on nothing: name match, ambiguous, unknown or vendor:CODE
        errdex: --fail-on : name match, ambiguous, unknown or vendor:CODE
        errdex: --fail-on huaweicloud:VPC.9999: no catalog has this code of huaweicloud
        errdex: --fail-on huaweicloud:: no catalog has this code of huaweicloud
        errdex: no vendor `nobody`: one of aliyun, huaweicloud, qingcloud, tencentcloud, ucloudstack
        errdex: no vendor ``: one of aliyun, huaweicloud, qingcloud, tencentcloud, ucloudstack
        errdex: --fail-on unlisted: name match, ambiguous, unknown or vendor:CODE
    "#]]
    .assert_eq(&said);
    // That an input could not be read weighs more.
    classify_in(&scratch, &["--fail-on", "match", "none.log", "-"], MATCH.as_bytes()).ended(2);
}

#[test]
fn what_steers_a_terminal_is_cleaned_from_complaints() {
    let hostile = "\u{1b}[31m\u{9b}\u{202e}";
    for args in [
        &["--fail-on", hostile][..],
        &["--vendor", hostile],
        &["--format", hostile],
        &["--only", hostile],
        &["--encoding", hostile],
        &[hostile],
    ] {
        let gave = classify(args, "x\n");
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!gave.ended(2).err.contains(steers), "{:?}", gave.err);
    }
}
