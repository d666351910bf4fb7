//! `errdex classify --format summary`: what is shown of a log, its wire form, and that only its lines decide it.

use std::io::Read;
use std::num::NonZero;

use errdex::{
    Catalogs, Classifier, ClassifierOptions, Counts, Error, Index, Input, Layers, Summary, SummaryOptions,
};
use expect_test::{Expect, expect};
use textwrap::core::display_width;

use crate::command::{Ran, Scratch, run};

/// A small incident: two codes of catalogs, one that none has, unknown errors, and lines that are none.
const LOG: &str = r#"2026-03-01 11:20:33,412 INFO  [main-1] started worker 7
2026-03-01 11:20:35,001 ERROR [main-3] neutron resp={"error_code":"VPC.0504","error_msg":"Floating IP could not be found."}
2026-03-01 11:20:36,412 ERROR [main-2] connect to 10.0.3.17:5432 refused after 3 attempts
2026-03-01 11:20:36,713 ERROR [main-1] connect to 10.0.3.18:5432 refused after 5 attempts
2026-03-01 11:20:41,100 ERROR [main-3] neutron resp={"error_code":"VPC.0504","error_msg":"Floating IP could not be found."}
2026-03-01 11:21:02,100 ERROR [main-3] huaweicloud vpc {"error_code":"VPC.0525","error_msg":"The router is asleep."}
2026-03-01 11:21:04,100 ERROR [main-9] qc.iaas resp={"message":"PermissionDenied, instance is not running","ret_code":1400}
2026-03-01 11:24:04,100 WARN  [main-9] 下单失败 order=1772364033
2026-03-01 11:24:05,100 INFO  [main-9] GET /health 200 in 12 ms errors=0
"#;

const SUMMARY: [&str; 3] = ["classify", "--format", "summary"];

#[track_caller]
fn check(variables: &[(&str, &str)], args: &[&str], log: &[u8], want: Expect) {
    let scratch = Scratch::new();
    let mut command = scratch.answering();
    command.args(SUMMARY).args(args).envs(variables.iter().copied());
    want.assert_eq(&run(&mut command, log).out);
}

fn summary_of(log: &[u8], columns: usize) -> Ran {
    let scratch = Scratch::new();
    let mut command = scratch.answering();
    run(command.args(SUMMARY).env("COLUMNS", columns.to_string()), log)
}

#[test]
fn an_incident_at_80_columns() {
    check(
        &[("COLUMNS", "80")],
        &[],
        LOG.as_bytes(),
        expect![[r#"
            9 lines · 867 B · 2026-03-01 11:20:33 – 11:24:05
            answered 4 (44 %) · unlisted 1 · unknown errors 2 (22 %) · other 2

            codes
              2 ████████ Huawei Cloud   VPC.0504     Floating IP could not be found.
              1 ████     QingCloud      1400         访问被拒绝
              1 ████     Alibaba Cloud  OrderFailed  The Account failed to create order.

            time, 10 s a row:  █ answered  ▓ unlisted  ░ unknown errors
              11:20:30 3 █████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░
              11:20:40 1 █████████████
              11:20:50 0
              11:21:00 2 █████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓
              …
              11:24:00 1 █████████████

            unlisted: add to a catalog
              1 ████████ Huawei Cloud  VPC.0525  The router is asleep.

            unknown, looks like errors: 1 kind
              2 ████████ [main-00] connect to 00.00.00.00:00 refused after 00 attempts
        "#]],
    );
}

#[test]
fn an_incident_at_50_columns_in_chinese() {
    check(
        &[("COLUMNS", "50")],
        &["--lang", "zh"],
        LOG.as_bytes(),
        expect![[r#"
            9 行 · 867 B · 2026-03-01 11:20:33 – 11:24:05
            已识别 4 (44 %) · 未收录 1 · 未知错误 2 (22 %)
              其他 2

            错误码
              2 华为云  VPC.0504     未找到弹性公网IP
              1 青云    1400         访问被拒绝
              1 阿里云  OrderFailed  下单失败，请您稍后重试。

            时间分布，每行 10 秒：  █ 已识别  ▓ 未收录
              ░ 未知错误
              11:20:30 3 ████████████░░░░░░░░░░░░░░░░░░░░░░░░░
              11:20:40 1 ████████████
              11:20:50 0
              11:21:00 2 ████████████▓▓▓▓▓▓▓▓▓▓▓▓▓
              …
              11:24:00 1 ████████████

            未收录的错误码：可加入目录
              1 华为云  VPC.0525  The router is asleep.

            未知但疑似错误：1 种
              2 [main-00] connect to 00.00.00.00:00 refused a…
        "#]],
    );
}

#[test]
fn without_lines_and_without_errors() {
    check(
        &[],
        &[],
        b"\n",
        expect![[r#"
            1 line · 1 B
            no code of a catalog, and nothing that looks like an error
        "#]],
    );
    check(
        &[],
        &[],
        "Mar  1 11:20:33 web-1 app[7]: listening\n".repeat(1200).as_bytes(),
        expect![[r#"
            1,200 lines · 46.88 KiB · 03-01 11:20:33 – 11:20:33
            no code of a catalog, and nothing that looks like an error
        "#]],
    );
    let scratch = Scratch::new();
    let empty = scratch.write("empty.log", "");
    let ran =
        scratch.answer(SUMMARY.map(str::to_owned).into_iter().chain([empty.display().to_string()]), b"");
    assert_eq!(ran.ended(1).out, "no lines\n");
}

#[test]
fn several_files() {
    let scratch = Scratch::new();
    scratch.write("a.log", LOG);
    scratch
        .write("logs/nginx.log", r#"10.0.0.1 - - [01/Mar/2026:11:21:09 +0800] "GET /" upstream refused 502"#);
    let ran = scratch.answer(SUMMARY.into_iter().chain(["a.log", "logs/nginx.log", "none.log"]), b"");
    expect![[r#"
        10 lines · 937 B · 2026-03-01 11:20:33 – 11:24:05 +08:00
        answered 4 (40 %) · unlisted 1 · unknown errors 3 (30 %) · other 2

        FILE            LINES  ANSWERED  UNLISTED  UNKNOWN ERRORS
        a.log               9         4         1               2
        logs/nginx.log      1         0         0               1

        codes
          2 ████████ Huawei Cloud   VPC.0504     Floating IP could not be found.
          1 ████     QingCloud      1400         访问被拒绝
          1 ████     Alibaba Cloud  OrderFailed  The Account failed to create order.

        time, 10 s a row:  █ answered  ▓ unlisted  ░ unknown errors
          11:20:30 3 █████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░
          11:20:40 1 █████████████
          11:20:50 0
          11:21:00 3 █████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░░░░░░
          …
          11:24:00 1 █████████████

        unlisted: add to a catalog
          1 ████████ Huawei Cloud  VPC.0525  a.log:6  The router is asleep.

        unknown, looks like errors: 2 kinds
          2 ████████ a.log:3      [main-00] connect to 00.00.00.00:00 refused after 00…
          1 ████     nginx.log:1  "GET /" upstream refused 00
    "#]]
    .assert_eq(&ran.ended(2).out);
    ran.says("none.log");
}

#[test]
fn the_wire_form() {
    let scratch = Scratch::new();
    let lines: Vec<&str> = LOG.lines().collect();
    let log = [lines[1], lines[2], lines[5]].join("\n");
    let ran = scratch.answer(["classify", "--json", "-q"], log.as_bytes());
    let json = serde_json::to_string_pretty(&ran.ended(0).json()).expect("JSON");
    expect![[r#"
        {
          "ambiguous": 0,
          "beyond": 0,
          "bytes": 330,
          "codes": [
            {
              "ambiguous": 0,
              "code": "VPC.0504",
              "count": 1,
              "entries": [
                {
                  "count": 1,
                  "id": "huaweicloud/vpc/VPC.0504#2"
                }
              ],
              "example": "2026-03-01 11:20:35,001 ERROR [main-3] neutron resp={\"error_code\":\"VPC.0504\",\"error_msg\":\"Floating IP could not be found.\"}",
              "file": "-",
              "first_time": "2026-03-01T11:20:35",
              "last_time": "2026-03-01T11:20:35",
              "line": 1,
              "service": "vpc",
              "vendor": "huaweicloud"
            }
          ],
          "course": {
            "rows": [
              {
                "answered": 1,
                "errors": 0,
                "others": 0,
                "start": "2026-03-01T11:20:35",
                "unlisted": 0
              },
              {
                "answered": 0,
                "errors": 1,
                "others": 0,
                "start": "2026-03-01T11:20:36",
                "unlisted": 0
              },
              {
                "answered": 0,
                "errors": 0,
                "others": 0,
                "start": "2026-03-01T11:21:02",
                "unlisted": 1
              }
            ],
            "width": 1
          },
          "errors": 1,
          "files": [
            {
              "answered": 1,
              "errors": 1,
              "file": "-",
              "others": 0,
              "unlisted": 1
            }
          ],
          "first_time": "2026-03-01T11:20:35",
          "last_time": "2026-03-01T11:21:02",
          "lines": 3,
          "matched": 1,
          "schema": 1,
          "timed": 3,
          "unknown": 2,
          "unknown_errors": [
            {
              "count": 1,
              "example": "2026-03-01 11:20:36,412 ERROR [main-2] connect to 10.0.3.17:5432 refused after 3 attempts",
              "file": "-",
              "first_time": "2026-03-01T11:20:36",
              "last_time": "2026-03-01T11:20:36",
              "line": 2,
              "message": "[main-00] connect to 00.00.00.00:00 refused after 00 attempts",
              "template": "00-00-00 00:00:00,00 ERROR [main-00] connect to 00.00.00.00:00 refused after 00 attempts"
            }
          ],
          "unknown_templates": 1,
          "unlisted": 1,
          "unlisted_codes": [
            {
              "code": "VPC.0525",
              "count": 1,
              "example": "2026-03-01 11:21:02,100 ERROR [main-3] huaweicloud vpc {\"error_code\":\"VPC.0525\",\"error_msg\":\"The router is asleep.\"}",
              "file": "-",
              "first_time": "2026-03-01T11:21:02",
              "last_time": "2026-03-01T11:21:02",
              "line": 3,
              "message": "The router is asleep.",
              "vendor": "huaweicloud"
            }
          ],
          "yearless_course": null,
          "zone": 0
        }"#]].assert_eq(&json);
    // The order of keys is part of it.
    assert!(ran.out.starts_with(r#"{"schema":1,"lines":3,"bytes":"#), "{}", ran.out);
}

#[test]
fn exit_statuses_are_those_of_lines() {
    let scratch = Scratch::new();
    let status = |args: &[&str], log: &[u8]| {
        scratch.answer(SUMMARY.into_iter().chain(args.iter().copied()), log).status
    };
    assert_eq!(status(&[], LOG.as_bytes()), Some(0));
    assert_eq!(status(&[], b"listening\n"), Some(1));
    assert_eq!(status(&["--fail-on", "huaweicloud:VPC.0504"], LOG.as_bytes()), Some(1));
    assert_eq!(status(&["--fail-on", "huaweicloud:VPC.0601"], LOG.as_bytes()), Some(0));
    assert_eq!(status(&["--fail-on", "match"], b"listening\n"), Some(0));
    for args in [&["--only", "match"][..], &["--with-text"]] {
        assert_eq!(status(args, LOG.as_bytes()), Some(2), "{args:?}: it is for lines");
    }
    scratch.answer(["classify", "--json", "--format", "csv"], b"x\n").ended(2).says("--json is a summary");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let hostile = "2026-03-01 11:30:00 ERROR \u{1b}[31mfailed\u{1b}]0;title\u{7} \u{9b}31m \u{202e}evil 弹性公网弹性公网弹性公网弹性公网弹性公网弹性公网\n";
    let mut log = LOG.as_bytes().to_vec();
    log.extend_from_slice(hostile.as_bytes());
    log.extend_from_slice(
        b"huaweicloud vpc {\"error_code\":\"VPC.0525\",\"error_msg\":\"\x1b[2J\\u001b[2J\xff\xfe\"}\n",
    );
    log.extend_from_slice(format!("1999 error {}\n", "z".repeat(100_000)).as_bytes());
    for columns in (16..130).step_by(7) {
        // That no control is in it is looked at wherever a command runs.
        let ran = summary_of(&log, columns);
        let wide = ran.ended(0).out.lines().find(|line| display_width(line) > columns);
        assert_eq!(wide, None, "at {columns} columns");
    }
}

/// Gives bytes in pieces of some sizes, one after the other.
struct Pieces {
    bytes: Vec<u8>,
    at: usize,
    sizes: Vec<usize>,
    reads: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let size = self.sizes[self.reads % self.sizes.len()];
        self.reads += 1;
        let len = size.min(buffer.len()).min(self.bytes.len() - self.at);
        buffer[..len].copy_from_slice(&self.bytes[self.at..self.at + len]);
        self.at += len;
        Ok(len)
    }
}

/// Lines of many kinds, some of which come again.
fn lines(count: usize) -> Vec<u8> {
    let known: Vec<&str> = LOG.lines().collect();
    let mut log = Vec::new();
    let mut random = 20_261_127_u64;
    for number in 0..count {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = (random >> 33) as usize;
        let line = match pick % 5 {
            0 | 1 => known[pick / 5 % known.len()].to_owned(),
            2 => {
                let word: String = format!("{pick}").bytes().map(|b| char::from(b - b'0' + b'a')).collect();
                format!("ERROR the {word} failed")
            }
            3 => format!("{{\"ts\":{},\"msg\":\"invalid state\"}}", 1_772_364_033 + pick % 1_000_000),
            _ => format!(
                "Mar {:2} 11:{:02}:{:02} web-1 app: 超时",
                pick % 28 + 1,
                number / 60 % 60,
                number % 60
            ),
        };
        log.extend_from_slice(line.as_bytes());
        log.push(b'\n');
    }
    log
}

fn summarize(
    classifier: &Classifier<'_>,
    logs: &[Vec<u8>],
    sizes: &[usize],
    threads: usize,
) -> (Summary, Counts) {
    let input = |(number, bytes): (usize, &Vec<u8>)| {
        let reader = Pieces { bytes: bytes.clone(), at: 0, sizes: sizes.to_vec(), reads: 0 };
        Ok::<Input, Error>(Input {
            name: format!("{number}.log"),
            reader: Box::new(reader),
            pauses: sizes.len() > 1,
        })
    };
    let inputs: Vec<_> = logs.iter().enumerate().map(input).collect();
    let mut counts = Counts::default();
    let threads = NonZero::new(threads).expect("at least one");
    let summary = classifier.summarize(inputs.into_iter(), &SummaryOptions::default(), threads, |made| {
        counts += made.expect("bytes can be read");
        true
    });
    (summary, counts)
}

#[test]
fn a_summary_does_not_depend_on_how_it_is_made() {
    let index = Index::build(&Catalogs::load(&Layers::default()).expect("pages")).expect("an index");
    let classifier = |cache_bytes| {
        let options = ClassifierOptions { cache_bytes, ..ClassifierOptions::default() };
        Classifier::new(&index, options).expect("a classifier")
    };
    let logs = [lines(3000), Vec::new(), lines(500), b"no end: error".to_vec()];
    let (want, counts) = summarize(&classifier(8 << 20), &logs, &[usize::MAX], 1);
    assert_eq!(want.lines, 3501);
    assert_eq!((counts.lines(), counts.bytes), (want.lines, want.bytes));
    assert!(want.codes.len() > 1 && !want.unlisted_codes.is_empty() && want.yearless_course.is_some());
    assert!(want.unknown_templates > 500, "{}", want.unknown_templates);
    assert_eq!(want.unknown_errors.len(), 100);
    for (cache, sizes, threads) in [
        (8 << 20, &[4096, 17][..], 1),
        (8 << 20, &[1 << 20], 3),
        (0, &[100_000, 33], 2),
        (4096, &[700, 9_999, 1], 4),
    ] {
        let (summary, again) = summarize(&classifier(cache), &logs, sizes, threads);
        assert_eq!(again, counts);
        assert!(summary == want, "a cache of {cache}, pieces of {sizes:?}, {threads} threads");
    }
}
