//! What is recognized in pasted texts.

use std::sync::OnceLock;

use errdex::{Catalogs, Index, Layers, Signals};
use expect_test::{Expect, expect};

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
        Index::build(&catalogs).expect("they build")
    })
}

fn check(texts: &[&str], want: Expect) {
    let mut shown = String::new();
    for text in texts {
        let signals = Signals::read(text.as_bytes(), index().evidence());
        let mut parts = Vec::new();
        let mut part = |name: &str, values: &[String]| {
            if !values.is_empty() {
                parts.push(format!("{name} {}", values.join(" ")));
            }
        };
        part("codes", &signals.codes);
        part("unlisted", &signals.unlisted);
        part("http", &signals.http_status.iter().map(u16::to_string).collect::<Vec<_>>());
        part("vendors", &signals.vendors);
        shown.push_str(&format!("{text}\n  {} | {}\n", parts.join(", "), signals.message));
    }
    want.assert_eq(&shown);
}

#[test]
fn codes_are_whole_tokens() {
    check(
        &[
            "VPC.0504",
            "vpc0504",
            "ＶＰＣ．０５０４",
            "VPC.05041",
            "VPC.0504.",
            "the call failed with VPC.0504, again",
            "VPC.0504 404",
            "RetCode: 160",
            "InvalidServerId.NotFound",
            "InvalidLoadBalancerId.NotFound",
            "forbidden.subuser",
            "PAY_ORDER_FAILED",
            "0504",
        ],
        expect![[r#"
            VPC.0504
              codes VPC.0504, vendors huaweicloud | 
            vpc0504
              codes VPC.0504 | 
            ＶＰＣ．０５０４
              codes VPC.0504, vendors huaweicloud | 
            VPC.05041
              unlisted VPC.05041, vendors huaweicloud | 
            VPC.0504.
              codes VPC.0504, vendors huaweicloud | 
            the call failed with VPC.0504, again
              codes VPC.0504, vendors huaweicloud | the call failed with , again
            VPC.0504 404
              codes VPC.0504, http 404, vendors huaweicloud | 
            RetCode: 160
              codes 160, vendors ucloudstack | 
            InvalidServerId.NotFound
              codes InvalidServerId.NotFound | 
            InvalidLoadBalancerId.NotFound
              unlisted InvalidLoadBalancerId.NotFound | 
            forbidden.subuser
              codes Forbbiden.SubUser | 
            PAY_ORDER_FAILED
              codes PAY.PAY_ORDER_FAILED | 
            0504
              codes VPC.0504 | 
        "#]],
    );
}

#[test]
fn plain_words_and_numbers_are_codes_only_where_something_says_so() {
    check(
        &[
            "4000",
            "error code 4000",
            "错误码：4000",
            "tencent 4000",
            "ret_code 1400",
            "port 4000 is closed",
            "listening on 10.0.0.1:4000",
            "took 1400 ms",
            "Forbidden",
            "access is forbidden here",
        ],
        expect![[r#"
            4000
              codes 4000 | 
            error code 4000
              codes 4000 | 
            错误码：4000
              codes 4000 | 
            tencent 4000
              codes 4000, vendors tencentcloud | 
            ret_code 1400
              codes 1400, vendors qingcloud | 
            port 4000 is closed
               | port 4000 is closed
            listening on 10.0.0.1:4000
               | listening on 10.0.0.1:4000
            took 1400 ms
               | took 1400 ms
            Forbidden
              codes Forbidden | 
            access is forbidden here
               | access is forbidden here
        "#]],
    );
}

#[test]
fn bodies_are_read_for_their_slots() {
    check(
        &[
            r#"{"code": "VPC.0504", "message": "Floating IP could not be found."}"#,
            r#"{"message":"PermissionDenied, instance [i-2aypaijz] is not running， can not be stopped","ret_code":1400}"#,
            r#""message": "(2130)非法ProjectID参数""#,
            r#"{"code":4000,"message":"(2130)非法ProjectID参数","codeDesc":"InvalidParameter"}"#,
            "RetCode=2000, Message=虚拟机未关机无法删除",
            r#"{"error":"{\"code\":\"VPC.0504\",\"message\":\"Floating IP could not be found.\"}"}"#,
            r#"{"Code":"VPC.0999","Message":"nobody knows"}"#,
            r#"{"code":"VPC.0504","message":"\u672a\u627e\u5230\u5f39\u6027\u516c\u7f51IP"}"#,
            r#"level=error code=VPC.0504 msg="Floating IP could not be found" status=404"#,
            r#"{"code":"VPC.0504","message":"Floating IP could"#,
            r#"{"code": 200, "message": "success"}"#,
        ],
        expect![[r#"
            {"code": "VPC.0504", "message": "Floating IP could not be found."}
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            {"message":"PermissionDenied, instance [i-2aypaijz] is not running， can not be stopped","ret_code":1400}
              codes 1400, vendors qingcloud | PermissionDenied, instance [i-2aypaijz] is not running, can not be stopped
            "message": "(2130)非法ProjectID参数"
              codes 2130 | 非法ProjectID参数
            {"code":4000,"message":"(2130)非法ProjectID参数","codeDesc":"InvalidParameter"}
              codes 2130, vendors tencentcloud | 非法ProjectID参数
            RetCode=2000, Message=虚拟机未关机无法删除
              codes 2000, vendors ucloudstack | 虚拟机未关机无法删除
            {"error":"{\"code\":\"VPC.0504\",\"message\":\"Floating IP could not be found.\"}"}
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            {"Code":"VPC.0999","Message":"nobody knows"}
              unlisted VPC.0999, vendors huaweicloud | nobody knows
            {"code":"VPC.0504","message":"\u672a\u627e\u5230\u5f39\u6027\u516c\u7f51IP"}
              codes VPC.0504, vendors huaweicloud | 未找到弹性公网IP
            level=error code=VPC.0504 msg="Floating IP could not be found" status=404
              codes VPC.0504, http 404, vendors huaweicloud | Floating IP could not be found
            {"code":"VPC.0504","message":"Floating IP could
              codes VPC.0504, vendors huaweicloud | Floating IP could
            {"code": 200, "message": "success"}
               | success
        "#]],
    );
}

#[test]
fn statuses_and_vendors_are_seen() {
    check(
        &[
            "HTTP/1.1 404 Not Found: Floating IP could not be found",
            "HTTP 503 from slb.aliyuncs.com",
            "VPC.3002 404",
            "status: 409",
            "腾讯云 CDN 域名已下线",
            "阿里云 余额不足",
            "com.aliyuncs.exceptions.ClientException: InvalidParameter : The type is invalid.",
            "https://vpc.cn-north-4.myhuaweicloud.com/v1/subnets",
            "notmyhuaweicloud.com",
            "listening on port 404",
        ],
        expect![[r#"
            HTTP/1.1 404 Not Found: Floating IP could not be found
              http 404 | Not Found: Floating IP could not be found
            HTTP 503 from slb.aliyuncs.com
              http 503, vendors aliyun | from slb.aliyuncs.com
            VPC.3002 404
              codes VPC.3002, http 404, vendors huaweicloud | 
            status: 409
              http 409 | 
            腾讯云 CDN 域名已下线
              vendors tencentcloud | CDN 域名已下线
            阿里云 余额不足
              vendors aliyun | 余额不足
            com.aliyuncs.exceptions.ClientException: InvalidParameter : The type is invalid.
              codes InvalidParameter, vendors aliyun | The type is invalid.
            https://vpc.cn-north-4.myhuaweicloud.com/v1/subnets
              vendors huaweicloud | https://vpc.cn-north-4.myhuaweicloud.com/v1/subnets
            notmyhuaweicloud.com
               | notmyhuaweicloud.com
            listening on port 404
               | listening on port 404
        "#]],
    );
}

/// Only the first 64 KiB are read, whatever follows and wherever a character is cut.
#[test]
fn long_texts_are_cut() {
    for start in ["", "a", "ab"] {
        let text = format!("{start}{}", "界".repeat(40_000));
        let signals = Signals::read(text.as_bytes(), index().evidence());
        assert!(signals.message.len() <= 64 * 1024 + 3, "{}", signals.message.len());
    }
}

/// Separators, quotes and backslashes in any number never make reading slow or deep.
#[test]
fn rubbish_is_read() {
    for unit in
        [":", "=\"", "\\\"", "{\"message\":\"", "code=", "\\u", "\\ud83d", "(", "\0", "a:b ", "错误码："]
    {
        let text = unit.repeat(64 * 1024 / unit.len());
        let signals = Signals::read(text.as_bytes(), index().evidence());
        assert!(signals.codes.is_empty(), "{unit:?}");
    }
}
