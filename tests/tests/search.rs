//! Pasted texts and their answers.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use errdex::{Answer, Catalogs, Index, Layers, Query, Searcher, Verdict};
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::command::Scratch;

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(build)
}

fn build() -> Index {
    let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs load");
    Index::build(&catalogs).expect("they give an index")
}

fn search(query: &Query) -> Answer {
    Searcher::new(index()).search(query).expect("no text is an error")
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.entry.id.as_str()).collect()
}

/// A text, its verdict, and the entries that answer it: the first hit of a match, the first hit and its ties in
/// catalog order where it is ambiguous, none where it is unknown.
struct Row {
    text: &'static str,
    verdict: Verdict,
    answers: &'static [&'static str],
}

const FLOATING_IP: &[&str] = &["huaweicloud/vpc/VPC.0504#2"];
const BOTH_0504: &[&str] = &["huaweicloud/vpc/VPC.0504", "huaweicloud/vpc/VPC.0504#2"];

const ROWS: &[Row] = &[
    Row { text: "Floating IP could not be found", verdict: Verdict::Match, answers: FLOATING_IP },
    Row { text: "未找到弹性公网IP", verdict: Verdict::Match, answers: FLOATING_IP },
    Row { text: "未找到彈性公網IP", verdict: Verdict::Match, answers: FLOATING_IP },
    Row { text: "未找到弹性公网ＩＰ", verdict: Verdict::Match, answers: FLOATING_IP },
    Row {
        text: "{\n\"code\": \"VPC.0504\",\n\"message\": \"Floating IP could not be found.\"\n}",
        verdict: Verdict::Match,
        answers: FLOATING_IP,
    },
    Row {
        text: "{\n  \"message\":\"PermissionDenied, instance [i-2aypaijz] is not running， can not be stopped\",\n  \
               \"ret_code\":1400\n}\n",
        verdict: Verdict::Match,
        answers: &["qingcloud/platform/1400"],
    },
    Row {
        text: "\"message\": \"(2130)非法ProjectID参数\"",
        verdict: Verdict::Match,
        answers: &["tencentcloud/cdn/2130"],
    },
    Row {
        text: "{\"message\": \"(2130)非法ProjectID参数\"}",
        verdict: Verdict::Match,
        answers: &["tencentcloud/cdn/2130"],
    },
    Row { text: "VPC.0504", verdict: Verdict::Ambiguous, answers: BOTH_0504 },
    Row { text: "vpc0504", verdict: Verdict::Ambiguous, answers: BOTH_0504 },
    Row { text: "ＶＰＣ．０５０４", verdict: Verdict::Ambiguous, answers: BOTH_0504 },
    Row {
        text: "InvalidServerId.NotFound",
        verdict: Verdict::Ambiguous,
        answers: &["aliyun/slb/InvalidServerId.NotFound", "aliyun/slb/InvalidServerId.NotFound#2"],
    },
    Row {
        text: "forbidden.subuser",
        verdict: Verdict::Ambiguous,
        answers: &["aliyun/slb/Forbbiden.SubUser", "aliyun/slb/Forbbiden.SubUser#2"],
    },
    Row {
        text: "4000",
        verdict: Verdict::Ambiguous,
        answers: &["qingcloud/platform/4000", "tencentcloud/cdn/4000"],
    },
    Row { text: "tencent 4000", verdict: Verdict::Match, answers: &["tencentcloud/cdn/4000"] },
    Row {
        text: "Network 2f9c1d0e-7c1b-4c0a-9d5e-0c8f3a4b5e6d could not be found",
        verdict: Verdict::Match,
        answers: &["huaweicloud/vpc/VPC.2302"],
    },
    Row { text: "kernel panic at 0x0", verdict: Verdict::Unknown, answers: &[] },
];

#[test]
fn the_answers_that_must_hold() {
    let mut wrong = Vec::new();
    for Row { text, verdict, answers } in ROWS {
        let answer = search(&Query::new(*text));
        let mut given: Vec<&str> = match answer.verdict {
            Verdict::Unknown => Vec::new(),
            _ => ids(&answer).into_iter().take(1).chain(answer.ties.iter().map(String::as_str)).collect(),
        };
        given.sort_unstable();
        if (answer.verdict, given.as_slice()) != (*verdict, *answers) {
            wrong.push(format!("{text:?}: {:?} {given:?}, not {verdict:?} {answers:?}", answer.verdict));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_floating_ip_is_found_once_with_its_operations() {
    for text in ["Floating IP could not be found", "未找到弹性公网IP"] {
        let answer = search(&Query::new(text));
        let first = &answer.hits[0].entry;
        assert_eq!(first.operations, ["查询弹性公网IP", "删除弹性公网IP", "更新弹性公网IP"], "{text}");
        assert_eq!(first.http_status, [404]);
        let same = answer.hits.iter().filter(|hit| hit.entry.message == first.message).count();
        assert_eq!(same, 1, "{text}: {:?}", ids(&answer));
    }
}

#[test]
fn an_empty_purse_is_found_at_every_vendor() {
    let answer = search(&Query::new("insufficient balance"));
    let found = ids(&answer);
    for id in [
        "ucloudstack/platform/160",
        "qingcloud/platform/2400",
        "tencentcloud/cdn/5300",
        "aliyun/slb/INSUFFICIENT_BALANCE",
    ] {
        assert!(found.contains(&id), "no {id} in {found:?}");
    }
    assert_ne!(answer.verdict, Verdict::Unknown);
}

/// The keys of a JSON value, arrays by their first element, texts by language left out.
fn shape(value: &serde_json::Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                let kind = match value {
                    serde_json::Value::Object(_) => "object",
                    serde_json::Value::Array(_) => "array",
                    serde_json::Value::String(_) => "text",
                    serde_json::Value::Number(number) if number.is_u64() => "whole number",
                    serde_json::Value::Number(_) => "number",
                    serde_json::Value::Bool(_) => "bool",
                    serde_json::Value::Null => "null",
                };
                *out += &format!("{indent}{key}: {kind}\n");
                shape(value, depth + 1, out);
            }
        }
        serde_json::Value::Array(items) => {
            if let Some(first) = items.first() {
                shape(first, depth, out);
            }
        }
        _ => {}
    }
}

fn check_json(query: &Query, adapt: impl Fn(&mut serde_json::Value), expected: Expect) {
    let mut value = serde_json::to_value(search(query)).expect("an answer serializes");
    adapt(&mut value);
    expected.assert_eq(&format!("{value:#}"));
}

/// Leaves the first hit, and of the figures of the ranking that they are there.
fn without_figures(answer: &mut serde_json::Value) {
    let hits = answer["hits"].as_array_mut().expect("hits");
    hits.truncate(1);
    for figure in ["score", "confidence"] {
        assert!(hits[0][figure].take().is_f64());
    }
}

#[test]
fn the_wire_form() {
    check_json(
        &Query::new("Floating IP could not be found"),
        without_figures,
        expect![[r#"
        {
          "hits": [
            {
              "aliases": [],
              "category": null,
              "code": "VPC.0504",
              "confidence": null,
              "description": {},
              "http_status": [
                404
              ],
              "id": "huaweicloud/vpc/VPC.0504#2",
              "message": {
                "en": "Floating IP could not be found.",
                "zh": "未找到弹性公网IP"
              },
              "operations": [
                "查询弹性公网IP",
                "删除弹性公网IP",
                "更新弹性公网IP"
              ],
              "rank": 1,
              "remedy": {
                "zh": "请确认传入的弹性公网IP的id是否正确"
              },
              "score": null,
              "service": "vpc",
              "source": {
                "file": "catalogs/huaweicloud-vpc.md",
                "line": 78
              },
              "vendor": "huaweicloud"
            }
          ],
          "query": "Floating IP could not be found",
          "schema": 1,
          "signals": {
            "codes": [],
            "http_status": [],
            "message": "Floating IP could not be found",
            "unlisted": [],
            "vendors": []
          },
          "ties": [],
          "verdict": "match"
        }"#]],
    );
    check_json(
        &Query {
            vendors: vec!["qingcloud".into()],
            limit: 1,
            ..Query::new("ret_code: 9999, HTTP 404, message: permission denied")
        },
        without_figures,
        expect![[r#"
            {
              "hits": [
                {
                  "aliases": [],
                  "category": "客户端错误",
                  "code": "1400",
                  "confidence": null,
                  "description": {
                    "zh": "当用户试图访问不属于自己的资源，或者对于提交的操作没有权限，或者试图更改的资源处于不可更改的状态时等，会返回该错误。我们会在返回的错误信息里头提及错误原因。"
                  },
                  "http_status": [],
                  "id": "qingcloud/platform/1400",
                  "message": {
                    "zh": "访问被拒绝"
                  },
                  "operations": [],
                  "rank": 1,
                  "remedy": {},
                  "score": null,
                  "service": "platform",
                  "source": {
                    "file": "catalogs/qingcloud-platform.md",
                    "line": 21
                  },
                  "vendor": "qingcloud"
                }
              ],
              "query": "ret_code: 9999, HTTP 404, message: permission denied",
              "schema": 1,
              "signals": {
                "codes": [],
                "http_status": [
                  404
                ],
                "message": "permission denied",
                "unlisted": [
                  "9999"
                ],
                "vendors": [
                  "qingcloud"
                ]
              },
              "ties": [],
              "verdict": "unknown"
            }"#]],
    );
}

#[test]
fn the_order_of_keys_in_the_wire_form() {
    let query = Query { explain: true, limit: 1, ..Query::new("Floating IP could not be found") };
    let json = serde_json::to_string(&search(&query)).expect("an answer serializes");
    let mut keys = Vec::new();
    // Every `"key":` of the text, in order.
    for (at, _) in json.match_indices("\":") {
        let start = json[..at].rfind('"').expect("a key opens");
        keys.push(&json[start + 1..at]);
    }
    keys.dedup();
    let features = keys.iter().position(|key| *key == "features").expect("explained");
    expect!["schema query verdict ties signals codes unlisted http_status vendors message hits rank score confidence id vendor service code aliases http_status message en zh description remedy zh operations category source file line features name value weight"].assert_eq(&keys[..features + 4].join(" "));
}

#[test]
fn features_are_only_given_when_asked_for() {
    let plain = search(&Query::new("VPC.0504"));
    assert!(plain.hits.iter().all(|hit| hit.features.is_empty()));
    let explained = search(&Query { explain: true, ..Query::new("VPC.0504") });
    for hit in &explained.hits {
        assert!(!hit.features.is_empty());
        let names: BTreeSet<&str> = hit.features.iter().map(|feature| feature.name).collect();
        assert_eq!(names.len(), hit.features.len(), "a feature is listed twice");
        let sum: f64 = hit.features.iter().map(|feature| feature.value * feature.weight).sum();
        assert!((sum - hit.score).abs() < 1e-6, "the features make {sum}, the score is {}", hit.score);
    }
    assert_eq!(ids(&plain), ids(&explained));
    let mut keys = String::new();
    shape(&serde_json::to_value(&explained.hits[0].features).expect("it serializes"), 0, &mut keys);
    expect![[r#"
        name: text
        value: number
        weight: number
    "#]]
    .assert_eq(&keys);
}

#[test]
fn a_status_that_is_given_counts_as_one_in_the_text() {
    let answer = search(&Query { http_status: Some(404), ..Query::new("VPC.0504") });
    assert_eq!(answer.verdict, Verdict::Match);
    assert_eq!(answer.hits[0].entry.id, "huaweicloud/vpc/VPC.0504#2");
    assert_eq!(answer.signals.http_status, [404]);
    let answer = search(&Query { http_status: Some(500), ..Query::new("VPC.0504") });
    assert_eq!(answer.hits[0].entry.id, "huaweicloud/vpc/VPC.0504");
}

#[test]
fn an_index_that_is_built_again_answers_the_same() {
    let again = build();
    for Row { text, .. } in ROWS {
        let json = |index| {
            let answer = Searcher::new(index).search(&Query { explain: true, ..Query::new(*text) });
            serde_json::to_string(&answer.expect("no text is an error")).expect("an answer serializes")
        };
        assert_eq!(json(index()), json(&again), "{text}");
    }
}

/// What holds of every answer.
fn check_invariants(query: &Query) {
    let answer = search(query);
    let all: BTreeSet<&str> = ids(&answer).into_iter().collect();
    assert_eq!(all.len(), answer.hits.len(), "an entry is hit twice");
    assert!(answer.hits.len() <= query.limit);
    for (at, hit) in answer.hits.iter().enumerate() {
        assert_eq!(hit.rank as usize, at + 1);
        assert!(hit.score.is_finite(), "{}", hit.score);
        assert!((0.0..=1.0).contains(&hit.confidence), "{}", hit.confidence);
        assert!(query.vendors.is_empty() || query.vendors.contains(&hit.entry.vendor), "{}", hit.entry.id);
        assert!(query.services.is_empty() || query.services.contains(&hit.entry.service), "{}", hit.entry.id);
        assert_eq!(hit.features.is_empty(), !query.explain);
    }
    assert!(answer.hits.windows(2).all(|pair| pair[0].score >= pair[1].score), "hits are not best first");
    assert!(answer.ties.len() <= 8);
    assert_eq!(answer.verdict == Verdict::Ambiguous, !answer.ties.is_empty(), "ties mean ambiguous");
    assert!(answer.verdict == Verdict::Unknown || query.limit == 0 || !answer.hits.is_empty());
    assert_eq!(answer.query, query.text);
    let again = search(query);
    assert_eq!(
        serde_json::to_string(&answer).expect("an answer serializes"),
        serde_json::to_string(&again).expect("an answer serializes")
    );
}

/// Pieces of what people paste, joined any way.
fn pasted() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "VPC.0504",
            "vpc0504",
            "ＶＰＣ．０５０４",
            "1400",
            "4000",
            "InvalidServerId.NotFound",
            "0x80001",
            "tencent",
            "阿里云",
            "{\"code\":",
            "\"message\":\"",
            "\\\"message\\\":\\\"",
            "ret_code=",
            "RetCode:",
            "错误码：",
            "}",
            "\"",
            "\\",
            "'",
            "(2130)",
            "(",
            ")",
            "HTTP 404",
            "HTTP/1.1 ",
            "status",
            "未找到弹性公网IP",
            "弹性",
            "存在",
            "不",
            "found",
            "Floating",
            "insufficient",
            "balance",
            "\n",
            "\t",
            " ",
            "\0",
            "\u{fffd}",
            "\u{feff}",
            "\u{202e}",
            "\u{1b}[31m",
            "👩‍💻",
            "é",
            "İ",
            "ß",
            "ﬁ",
            "가",
            "か\u{3099}",
            ":",
            "=",
            "|",
            ".",
            "_",
            "-",
            "#2",
            "%s",
            "xxx",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[a-zA-Z0-9._ -]{0,12}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 256, ..ProptestConfig::with_cases(192) })]

    #[test]
    fn every_text_has_an_answer(text in pasted(), limit in 0usize..20, status in prop::option::of(any::<u16>()), explain in any::<bool>()) {
        check_invariants(&Query { limit, http_status: status, explain, ..Query::new(text) });
    }

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check_invariants(&Query::new(String::from_utf8_lossy(&bytes)));
    }

    #[test]
    fn filters_hold(
        text in pasted(),
        vendors in prop::collection::vec(prop::sample::select(vec!["aliyun", "huaweicloud", "qingcloud", "tencentcloud", "ucloudstack", "nobody", ""]), 0..3),
        services in prop::collection::vec(prop::sample::select(vec!["slb", "vpc", "platform", "cdn", "-", "none"]), 0..3),
    ) {
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        check_invariants(&Query { vendors: owned(vendors), services: owned(services), ..Query::new(text) });
    }
}

#[test]
fn odd_texts_have_an_answer() {
    let long = |piece: &str| piece.repeat((80 << 10) / piece.len());
    for text in [
        String::new(),
        " \t\r\n\u{3000}".into(),
        // Signs of a script with letters, of no case and no number.
        "\u{482}a\u{483}".into(),
        "\0\0\0".into(),
        "\u{fffd}".repeat(100),
        "{".repeat(10_000),
        "{\"message\":".repeat(5_000),
        format!("{}boom{}", "{\"message\":\"".repeat(50), "\"}".repeat(50)),
        "\\".repeat(60_000),
        "\"".repeat(60_000),
        ":=".repeat(30_000),
        "a:".repeat(30_000),
        "((((((((2130)))))))".into(),
        long("a"),
        long("1"),
        long("."),
        long("弹性公网IP"),
        long("VPC.0504 "),
        long("code=1400 "),
        long("\u{301}"),
        long("\u{fdfa}"),
        // A character that the bound of 64 KiB cuts.
        format!("{}弹", "a".repeat((64 << 10) - 1)),
    ] {
        check_invariants(&Query { limit: 3, ..Query::new(text) });
    }
}

#[test]
fn the_first_64_kib_of_a_long_text_count() {
    let mut text = "VPC.0504 Floating IP could not be found.\n".to_owned();
    text += &"2026-01-01 12:00:00 INFO all is well in the east\n".repeat((10 << 20) / 49);
    assert!(text.len() > 10 << 20);
    let answer = search(&Query::new(&text));
    let mut cut = text[..64 << 10].to_owned();
    assert_eq!(ids(&answer), ids(&search(&Query::new(&cut))));
    cut.insert_str(0, &" ".repeat(64 << 10));
    assert!(search(&Query::new(cut)).hits.is_empty(), "text after the first 64 KiB was read");
}

#[test]
fn vendors_go_by_any_of_their_names() {
    let scratch = Scratch::new();
    for name in ["aliyun", "Aliyun", "阿里云", "阿里雲", "alibaba cloud", "Alibaba Cloud", "ＡＬＩＹＵＮ"]
    {
        let ran = scratch.answer(["--json", "--vendor", name, "insufficient balance"], b"");
        let answer = ran.ended(0).json();
        for hit in answer["hits"].as_array().expect("hits") {
            assert_eq!(hit["vendor"], "aliyun", "{name}");
        }
    }
    scratch.answer(["--vendor", "nobody", "4000"], b"").ended(2).says("nobody").says("tencentcloud");
}

/// A code in the envelope of one vendor is never answered with what it means at another.
#[test]
fn a_code_of_one_vendor_is_not_answered_by_another() {
    let check = |text: &str, unlisted: &str| {
        let answer = search(&Query::new(text));
        assert_eq!(answer.verdict, Verdict::Unknown, "{text}: {:?}", ids(&answer));
        assert_eq!(answer.signals.unlisted, [unlisted], "{text}");
        assert!(answer.signals.codes.is_empty() && answer.signals.http_status.is_empty(), "{text}");
    };
    check("ret_code: 160", "160");
    check(r#"{"RetCode":4000,"Message":"bad"}"#, "4000");
    check("VPC.9999", "VPC.9999");
    check("Error: InvalidLoadBalancerId.NotFound", "InvalidLoadBalancerId.NotFound");
    let theirs = search(&Query::new("RetCode: 160"));
    assert_eq!((theirs.verdict, ids(&theirs)[0]), (Verdict::Match, "ucloudstack/platform/160"));
}

/// The entry `id` is the first hit of `text`.
#[track_caller]
fn first_is(text: &str, id: &str) {
    let answer = search(&Query::new(text));
    assert_eq!(ids(&answer).first(), Some(&id), "{text}: {:?}", ids(&answer));
}

/// Texts that differ in one decisive word, negation or direction: each its own entry first.
#[test]
fn what_decides_is_heard() {
    // The rare noun over the frame.
    first_is("The specified RegionId does not exist", "aliyun/slb/InvalidParameter#9");
    first_is("The specified ServerId does not exist", "aliyun/slb/InvalidServerId.NotFound");
    first_is("网卡数超过上限", "ucloudstack/platform/55004");
    first_is("存储集群资源不足", "ucloudstack/platform/2208");
    first_is("计算集群资源不足", "ucloudstack/platform/2043");
    // Contraries.
    first_is("冻结账号，状态不允许", "ucloudstack/platform/11930");
    first_is("解冻账号，状态不允许", "ucloudstack/platform/11931");
    first_is("账户已激活", "ucloudstack/platform/167");
    first_is("账号未激活", "ucloudstack/platform/1006");
    first_is("域名已上线", "tencentcloud/cdn/10105");
    first_is("域名已下线", "tencentcloud/cdn/2005");
    first_is("证书已过期", "tencentcloud/cdn/3004");
    first_is("证书即将过期", "tencentcloud/cdn/3005");
    // Direction.
    first_is("EIP already bound to port", "huaweicloud/vpc/VPC.0510");
    first_is("port already bound to EIP", "huaweicloud/vpc/VPC.0511");
    first_is("delete EIP failed, attached to vm", "huaweicloud/vpc/VPC.0517");
    first_is("can't delete the VM, an elastic IP is still bound to it", "ucloudstack/platform/2001");
    // What only the description tells.
    first_is("购买资源失败，余额不足", "tencentcloud/cdn/5300");
    first_is("购买资源失败，资源不足", "tencentcloud/cdn/5200");
}

/// Slips of the keyboard and of the ear.
#[test]
fn misspelled_texts_are_understood() {
    first_is("请求接口超是，请稍候重试", "ucloudstack/platform/110");
    first_is("证书连错误", "tencentcloud/cdn/3006");
    first_is("secuirty group is not exsit", "huaweicloud/vpc/VPC.0603");
    first_is("invalidruleid", "aliyun/slb/InvalidRuleId.NotFound");
}

/// A code in parts and in any spelling, the whole one before the part.
#[test]
fn parts_of_codes_are_codes() {
    first_is("0504", "huaweicloud/vpc/VPC.0504");
    first_is("PAY_ORDER_FAILED", "aliyun/slb/PAY.PAY_ORDER_FAILED");
    first_is("vpc.2204", "huaweicloud/vpc/VPC.2204");
    first_is("2204", "ucloudstack/platform/2204");
}

/// What is common to many entries says too little for an answer.
#[test]
fn common_words_alone_are_no_answer() {
    for text in ["not", "could not be found", "the", "VPC", "error", "code", "{\"code\":"] {
        let answer = search(&Query::new(text));
        assert_eq!(answer.verdict, Verdict::Unknown, "{text}: {:?}", ids(&answer));
    }
}
