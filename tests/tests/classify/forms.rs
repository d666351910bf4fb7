//! What is printed for lines, in each format.

use expect_test::expect;
use serde_json::Value;

use super::{AMBIGUOUS, MATCH, UNKNOWN, UNLISTED, check, classify, classify_in, log};
use crate::command::Scratch;

const LONGEST: usize = 64 * 1024;

#[test]
fn a_json_object_a_line() {
    check(
        &[],
        log(&[MATCH, AMBIGUOUS, UNKNOWN, UNLISTED, ""]),
        expect![[r#"
            {"line":1,"verdict":"match","confidence":0.9999,"id":"huaweicloud/vpc/VPC.0504#2","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":[]}
            {"line":2,"verdict":"ambiguous","confidence":0.9988,"id":"huaweicloud/vpc/VPC.0504","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":["huaweicloud/vpc/VPC.0504#2"]}
            {"line":3,"verdict":"unknown"}
            {"line":4,"verdict":"unknown","unlisted":"VPC.0525","vendor":"huaweicloud"}
            {"line":5,"verdict":"unknown"}
        "#]],
    );
}

#[test]
fn several_files_are_named() {
    let scratch = Scratch::new();
    scratch.write("a.log", log(&[UNKNOWN, MATCH]));
    scratch.write("logs/\u{1b}[31m\"b\".log", log(&[UNLISTED]));
    let gave = classify_in(&scratch, &["a.log", "logs/\u{1b}[31m\"b\".log"], b"");
    expect![[r#"
        {"file":"a.log","line":1,"verdict":"unknown"}
        {"file":"a.log","line":2,"verdict":"match","confidence":0.9999,"id":"huaweicloud/vpc/VPC.0504#2","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":[]}
        {"file":"logs/\u001b[31m\"b\".log","line":1,"verdict":"unknown","unlisted":"VPC.0525","vendor":"huaweicloud"}
    "#]].assert_eq(&gave.ended(0).text());
    let gave = classify_in(&scratch, &["--format", "csv", "--with-text", "a.log", "-"], b"from, a pipe\n");
    expect![[r#"
        1,unknown,,,,,,,listening on 0.0.0.0:4000 (pid 5000),a.log
        2,match,0.9999,huaweicloud/vpc/VPC.0504#2,huaweicloud,vpc,VPC.0504,,"neutron resp={""error_code"":""VPC.0504"",""error_msg"":""Floating IP could not be found.""}",a.log
        1,unknown,,,,,,,"from, a pipe",-
    "#]].assert_eq(&gave.ended(0).text());
}

#[test]
fn texts_are_json_whatever_is_in_them() {
    let odd =
        b"\xff\xfe\xf0\x9f \0\x07\x1b[31m \x7f \xc2\x85\xc2\x9b31m \xe2\x80\xae \"\\ \xe4\xbd\x99\t.\r\n\xc2";
    check(
        &["--with-text"],
        odd,
        expect![[r#"
            {"line":1,"verdict":"unknown","text":"��� \u0000\u0007\u001b[31m \u007f \u0085\u009b31m \u202e \"\\ 余\t."}
            {"line":2,"verdict":"unknown","text":"�"}
        "#]],
    );
    for line in classify(&["--with-text"], odd).lines() {
        serde_json::from_str::<Value>(&line).expect("JSON");
        assert!(!line.contains(char::is_control), "{line:?}");
    }
}

#[test]
fn texts_are_cut_at_64_kib() {
    let text_of = |line: &[u8]| {
        let gave = classify(&["--with-text"], line);
        let json: Value = serde_json::from_str(gave.text().trim_end()).expect("one object");
        (json["text"].as_str().expect("a text").to_owned(), json.get("truncated").cloned())
    };
    let cut = Some(Value::Bool(true));
    for (more, end, want) in [
        (0, &b"\n"[..], None),
        (0, b"\r\n", None),
        (0, b"", None),
        (0, b"\r", None),
        (1, b"\n", cut.clone()),
        (1, b"\r\n", cut.clone()),
        (1, b"", cut.clone()),
        (3, b"\r\n", cut.clone()),
        (500_000, b"\n", cut.clone()),
    ] {
        let line = [&b"x".repeat(LONGEST + more), end].concat();
        let (text, truncated) = text_of(&line);
        assert_eq!((text.len(), &truncated), (LONGEST, &want), "{more} beyond, then {end:?}");
    }
    // A character that the limit cuts is left out.
    for (character, cut_at) in [("余", 1), ("余", 2), ("é", 1), ("😀", 1), ("😀", 3)] {
        let line = "x".repeat(LONGEST - cut_at) + character + &"y".repeat(9) + "\n";
        assert_eq!(
            text_of(line.as_bytes()),
            ("x".repeat(LONGEST - cut_at), cut.clone()),
            "{character} {cut_at}"
        );
    }
}

#[test]
fn json_lines_gain_a_member_and_others_become_one() {
    let objects = [
        r#"{"msg":"started","n":[1,{"a":"}"}]}"#,
        r#" { "code" : "VPC.0504" , "message":"Floating IP could not be found.", "vendor":"huaweicloud" }  "#,
        "{}",
        "\t{ \t} \t",
        r#"{"s":"\u007b\"}","t":{"errdex":{}}}"#,
        r#"{"余":"额"}"#,
        "{\"crlf\":1}\r",
        "{\"crlf\":1} \r",
    ];
    check(
        &["--format", "annotate"],
        log(&objects),
        expect![[r#"
            {"msg":"started","n":[1,{"a":"}"}],"errdex":{"verdict":"unknown"}}
             { "code" : "VPC.0504" , "message":"Floating IP could not be found.", "vendor":"huaweicloud" ,"errdex":{"verdict":"match","confidence":0.9999,"id":"huaweicloud/vpc/VPC.0504#2","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":[]}}  
            {"errdex":{"verdict":"unknown"}}
            \t{ \t"errdex":{"verdict":"unknown"}} \t
            {"s":"\u007b\"}","t":{"errdex":{}},"errdex":{"verdict":"unknown"}}
            {"余":"额","errdex":{"verdict":"unknown"}}
            {"crlf":1,"errdex":{"verdict":"unknown"}}\r
            {"crlf":1,"errdex":{"verdict":"unknown"}} \r
        "#]],
    );
    for (line, out) in objects.iter().zip(classify(&["--format", "annotate"], log(&objects)).lines()) {
        let (whole, at) = (line.trim_end(), out.rfind("\"errdex\":").expect("a member"));
        assert!(out[..at].trim_end_matches(',') == &whole[..whole.len() - 1], "{line:?}");
    }
    let others = [
        MATCH,
        "",
        "plain \"quoted\" \\ 余额\t",
        "[1,2]",
        "\"{}\"",
        "17",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":1,}",
        "{\"a\":\"\u{1b}\"}",
        "{'a':1}",
        "{",
        "}",
        "{}}",
        "\u{feff}{}",
    ];
    check(
        &["--format", "annotate"],
        log(&others),
        expect![[r#"
            {"message":"neutron resp={\"error_code\":\"VPC.0504\",\"error_msg\":\"Floating IP could not be found.\"}","errdex":{"verdict":"match","confidence":0.9999,"id":"huaweicloud/vpc/VPC.0504#2","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":[]}}
            {"message":"","errdex":{"verdict":"unknown"}}
            {"message":"plain \"quoted\" \\ 余额\t","errdex":{"verdict":"unknown"}}
            {"message":"[1,2]","errdex":{"verdict":"unknown"}}
            {"message":"\"{}\"","errdex":{"verdict":"unknown"}}
            {"message":"17","errdex":{"verdict":"unknown"}}
            {"message":"{\"a\":1} {\"b\":2}","errdex":{"verdict":"unknown"}}
            {"message":"{\"a\":1,}","errdex":{"verdict":"unknown"}}
            {"message":"{\"a\":\"\u001b\"}","errdex":{"verdict":"unknown"}}
            {"message":"{'a':1}","errdex":{"verdict":"unknown"}}
            {"message":"{","errdex":{"verdict":"unknown"}}
            {"message":"}","errdex":{"verdict":"unknown"}}
            {"message":"{}}","errdex":{"verdict":"unknown"}}
            {"message":"\u{feff}{}","errdex":{"verdict":"unknown"}}
        "#]],
    );
}

#[test]
fn annotated_lines_keep_bytes_that_are_no_text() {
    check(
        &["--format", "annotate"],
        b"{\"a\":\"\xff\"}\n\xff\xfe \xf0\x9f\n{\"\xc2\":1}\n{\"a\":1}\xff\n",
        expect![[r#"
            {"a":"\xff","errdex":{"verdict":"unknown"}}
            {"message":"�� �","errdex":{"verdict":"unknown"}}
            {"\xc2":1,"errdex":{"verdict":"unknown"}}
            {"message":"{\"a\":1}�","errdex":{"verdict":"unknown"}}
        "#]],
    );
}

#[test]
fn long_lines_are_annotated_whole_up_to_1_mib() {
    let annotate = |line: &str| classify(&["--format", "annotate"], format!("{line}\n{MATCH}\n"));
    let object = |len: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(len - 8));
    for len in [LONGEST, LONGEST + 1, 300_000, 1 << 20] {
        let line = object(len);
        let gave = annotate(&line);
        let wanted = line[..len - 1].to_owned() + r#","errdex":{"verdict":"unknown"}}"#;
        assert!(gave.lines()[0] == wanted, "{len}");
        assert!(gave.lines()[1].contains("VPC.0504#2"), "{len}");
        let plain = "x".repeat(len);
        let wanted = format!(r#"{{"message":"{plain}","errdex":{{"verdict":"unknown"}}}}"#);
        assert!(annotate(&plain).lines()[0] == wanted, "{len}");
    }
    for len in [(1 << 20) + 1, (1 << 20) + 3, 3 << 20] {
        let line = object(len);
        let gave = annotate(&line);
        let json: Value = serde_json::from_str(&gave.lines()[0]).expect("an object");
        assert!(json["message"] == line[..LONGEST] && json["truncated"] == true, "{len}");
        assert_eq!(json["errdex"]["verdict"], "unknown");
        assert!(gave.lines()[1].contains("VPC.0504#2"), "{len}");
    }
}

#[test]
fn comma_separated_values() {
    let scratch = Scratch::new();
    let lines =
        log(&[MATCH, AMBIGUOUS, UNKNOWN, UNLISTED, "say \"no\", or\tnot\r", "余额,不足", "\u{7f}\u{85}"]);
    check(
        &["--format", "csv"],
        &lines,
        expect![[r#"
            1,match,0.9999,huaweicloud/vpc/VPC.0504#2,huaweicloud,vpc,VPC.0504,
            2,ambiguous,0.9988,huaweicloud/vpc/VPC.0504,huaweicloud,vpc,VPC.0504,huaweicloud/vpc/VPC.0504#2
            3,unknown,,,,,,
            4,unknown,,,,,,
            5,unknown,,,,,,
            6,unknown,,,,,,
            7,unknown,,,,,,
        "#]],
    );
    check(
        &["--format", "csv", "--with-text"],
        &lines,
        expect![[r#"
            1,match,0.9999,huaweicloud/vpc/VPC.0504#2,huaweicloud,vpc,VPC.0504,,"neutron resp={""error_code"":""VPC.0504"",""error_msg"":""Floating IP could not be found.""}"
            2,ambiguous,0.9988,huaweicloud/vpc/VPC.0504,huaweicloud,vpc,VPC.0504,huaweicloud/vpc/VPC.0504#2,huaweicloud vpc error_code=VPC.0504
            3,unknown,,,,,,,listening on 0.0.0.0:4000 (pid 5000)
            4,unknown,,,,,,,"huaweicloud vpc {""error_code"":""VPC.0525"",""error_msg"":""The router is asleep.""}"
            5,unknown,,,,,,,"say ""no"", or not"
            6,unknown,,,,,,,"余额,不足"
            7,unknown,,,,,,,  
        "#]],
    );
    scratch.write("a,b.log", &lines);
    for (args, columns) in [
        (&["a,b.log"][..], 8),
        (&["--with-text", "a,b.log"], 9),
        (&["a,b.log", "a,b.log"], 9),
        (&["--with-text", "a,b.log", "a,b.log"], 10),
    ] {
        let gave = classify_in(&scratch, &[&["--format", "csv"], args].concat(), b"");
        for line in gave.lines() {
            assert_eq!(fields(&line), columns, "{line}");
        }
    }
}

/// How many fields a line has by RFC 4180.
fn fields(line: &str) -> usize {
    let outside = |(_, part): (usize, &str)| part.matches(',').count();
    1 + line.split('"').enumerate().filter(|(at, _)| at % 2 == 0).map(outside).sum::<usize>()
}

#[test]
fn what_rsyslog_reads() {
    check(
        &["--format", "rsyslog"],
        log(&[MATCH, AMBIGUOUS, UNKNOWN, UNLISTED, ""]),
        expect![[r#"
            {"$!":{"errdex":{"verdict":"match","confidence":0.9999,"id":"huaweicloud/vpc/VPC.0504#2","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":[]}}}
            {"$!":{"errdex":{"verdict":"ambiguous","confidence":0.9988,"id":"huaweicloud/vpc/VPC.0504","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":["huaweicloud/vpc/VPC.0504#2"]}}}
            {}
            {}
            {}
        "#]],
    );
}

#[test]
fn unlisted_codes_are_of_the_line_and_do_not_steer() {
    let line = "huaweicloud vpc {\"error_code\":\"VPC.05\u{7f}25\u{9b}\",\"error_msg\":\"x\"}\n";
    for format in ["jsonl", "csv", "rsyslog"] {
        let text = classify(&["--format", format], line).text();
        assert!(!text.trim_end().contains(char::is_control), "{text:?}");
    }
}
