//! What is recognized in pasted texts.

use std::sync::OnceLock;

use errdex::{Catalogs, Index, Layers, SignalKind, Signals};
use expect_test::{Expect, expect};
use proptest::prelude::*;

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

#[test]
fn bodies_of_the_sdks_are_read() {
    check(
        &[
            "com.aliyuncs.exceptions.ClientException: InvalidParameter : The type is invalid.\nRequestId : 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F\n\tat com.acme.Slb.create(Slb.java:31)",
            "HTTP Status: 404 Error:InvalidServerId.NotFound The specified ServerId does not exist. RequestID: 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F",
            "│ Error: [SDK alibaba-cloud-sdk-go ERROR]:\n│ SDK.ServerError\n│ ErrorCode: RspoolVipExist\n│ Recommend: \n│ RequestId: 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F\n│ Message: There are some listeners that use the\n│ VServer group.",
            "SDKError:\n   StatusCode: 400\n   Code: SystemBusy\n   Message: code: 400, The system is busy request id: 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F\n   Data: {\"Code\":\"SystemBusy\",\"HostId\":\"slb.aliyuncs.com\"}",
            "UserNotAllowedError: The user is not allowed, please submit the application., URL: https://slb.aliyuncs.com/",
            "ClientRequestException{httpStatusCode=404, requestId='0a1b2c3d4e5f60718293a4b5c6d7e8f9', errorCode='VPC.0504', errorMsg='Floating IP could not be found.'}",
            "ServiceResponseException - {status_code:400,request_id:0a1b2c3d4e5f60718293a4b5c6d7e8f9,error_code:VPC.0202,error_msg:Query resource by id fail.}",
            "Expected HTTP response code [200 202] when accessing [DELETE https://vpc.example.org/v1/eips/1], but got 404 instead\n{\"code\":\"VPC.0504\",\"message\":\"Floating IP could not be found.\"}",
            r#"{"code":"VPC.0504","message":"{\"NeutronError\":{\"message\":\"Floating IP 1 could not be found\",\"type\":\"FloatingIPNotFound\"}}"}"#,
            "QingCloud Error: Code (2500), Message (QuotasExceeded, you only have [0] quota left)",
            "1400:PermissionDenied, the instance is not running",
            "api: [RetCodeError] RetCode 8595 (SNAT规则重复) natgw-2x9f",
            r#"{"RetCode":2204,"Message":"已超出资源可绑定的最大硬盘数","Action":"AttachDiskResponse"}"#,
            r#"{"code":4000,"message":"(9123)EC_CDN_USER_EXIST cdn user exist","codeDesc":"InvalidParameter"}"#,
        ],
        expect![[r#"
            com.aliyuncs.exceptions.ClientException: InvalidParameter : The type is invalid.
            RequestId : 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F
            	at com.acme.Slb.create(Slb.java:31)
              codes InvalidParameter, vendors aliyun | The type is invalid.
            HTTP Status: 404 Error:InvalidServerId.NotFound The specified ServerId does not exist. RequestID: 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F
              codes InvalidServerId.NotFound, http 404, vendors aliyun | The specified ServerId does not exist.
            │ Error: [SDK alibaba-cloud-sdk-go ERROR]:
            │ SDK.ServerError
            │ ErrorCode: RspoolVipExist
            │ Recommend: 
            │ RequestId: 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F
            │ Message: There are some listeners that use the
            │ VServer group.
              codes RspoolVipExist, vendors aliyun | There are some listeners that use the VServer group.
            SDKError:
               StatusCode: 400
               Code: SystemBusy
               Message: code: 400, The system is busy request id: 0A1B2C3D-0000-4000-8000-0A1B2C3D4E5F
               Data: {"Code":"SystemBusy","HostId":"slb.aliyuncs.com"}
              codes SystemBusy, http 400, vendors aliyun | The system is busy
            UserNotAllowedError: The user is not allowed, please submit the application., URL: https://slb.aliyuncs.com/
              codes UserNotAllowed, vendors aliyun | The user is not allowed, please submit the application., URL: https://slb.aliyuncs.com/
            ClientRequestException{httpStatusCode=404, requestId='0a1b2c3d4e5f60718293a4b5c6d7e8f9', errorCode='VPC.0504', errorMsg='Floating IP could not be found.'}
              codes VPC.0504, http 404, vendors huaweicloud | Floating IP could not be found.
            ServiceResponseException - {status_code:400,request_id:0a1b2c3d4e5f60718293a4b5c6d7e8f9,error_code:VPC.0202,error_msg:Query resource by id fail.}
              codes VPC.0202, http 400, vendors huaweicloud | Query resource by id fail.
            Expected HTTP response code [200 202] when accessing [DELETE https://vpc.example.org/v1/eips/1], but got 404 instead
            {"code":"VPC.0504","message":"Floating IP could not be found."}
              codes VPC.0504, http 404, vendors huaweicloud | Floating IP could not be found.
            {"code":"VPC.0504","message":"{\"NeutronError\":{\"message\":\"Floating IP 1 could not be found\",\"type\":\"FloatingIPNotFound\"}}"}
              codes VPC.0504, vendors huaweicloud | Floating IP 1 could not be found
            QingCloud Error: Code (2500), Message (QuotasExceeded, you only have [0] quota left)
              codes 2500, vendors qingcloud | QuotasExceeded, you only have [0] quota left
            1400:PermissionDenied, the instance is not running
              codes 1400 | PermissionDenied, the instance is not running
            api: [RetCodeError] RetCode 8595 (SNAT规则重复) natgw-2x9f
              codes 8595, vendors ucloudstack | SNAT规则重复
            {"RetCode":2204,"Message":"已超出资源可绑定的最大硬盘数","Action":"AttachDiskResponse"}
              codes 2204, vendors ucloudstack | 已超出资源可绑定的最大硬盘数
            {"code":4000,"message":"(9123)EC_CDN_USER_EXIST cdn user exist","codeDesc":"InvalidParameter"}
              codes 4000, vendors tencentcloud | EC_CDN_USER_EXIST cdn user exist
        "#]],
    );
}

#[test]
fn values_of_every_writing_are_read() {
    check(
        &[
            "&{StatusCode:404 RequestId:1 ErrorCode:VPC.0504 ErrorMessage:Floating IP could not be found. Body:[]}",
            "{ code: 'VPC.0504', message: 'Floating IP could not be found.', statusCode: 404 }",
            "{u'message': u\"PermissionDenied, can't handle this request\", u'ret_code': 1400}",
            "<Error><Code>SystemBusy</Code><Message>The system is busy.</Message><HostId>slb.aliyuncs.com</HostId></Error>",
            "level=error code=VPC.0504 message=Floating IP could not be found. status=404",
            "```json\n{\"code\": \"VPC.0504\", \"message\": \"Floating IP could not be found.\"}\n```",
            "| Code | Message |\n|---|---|\n| `VPC.0504` | Floating IP could not be found. |",
            "| **Code** | VPC.0504 |\n| **Message** | Floating IP could not be found. |",
            r"resp:{\x22code\x22:6200,\x22message\x22:\x22\xE4\xBD\x99\xE9\xA2\x9D\x22,\x22codeDesc\x22:\x22InterfaceMaintenance\x22}",
            r#"{"RetCode":57002,"Message":"\u4e0d\u80fd\u6307\u5b9a\u521b\u5efa\u6b64 IP"}"#,
            r#"{\"code\":\"VPC.0504\",\"message\":\"Floating IP could not be found.\"}"#,
            r#"{\\\"code\\\":\\\"VPC.0504\\\",\\\"message\\\":\\\"Floating IP could not be found.\\\"}"#,
            "\u{1b}[31mERR\u{1b}[0m \u{1b}[36mcode=\u{1b}[0mVPC.0504 \u{1b}[36mmsg=\u{1b}[0m\"Floating IP could not be found.\"",
            r#"e":"VPC.0504","message":"Floating IP could not be fou"#,
            r#"{"level":"error","ts":1,"msg":"reconcile failed","error":"Floating IP could not be found."}"#,
            r#"{"code":"VPC.0504","message":"{\"message\":\"Floating IP \\\"a\\\" could not be found\"}"}"#,
            "返回码为160，请检查",
            "RetCode：4006 端口已被占用",
        ],
        expect![[r#"
            &{StatusCode:404 RequestId:1 ErrorCode:VPC.0504 ErrorMessage:Floating IP could not be found. Body:[]}
              codes VPC.0504, http 404, vendors huaweicloud | Floating IP could not be found.
            { code: 'VPC.0504', message: 'Floating IP could not be found.', statusCode: 404 }
              codes VPC.0504, http 404, vendors huaweicloud | Floating IP could not be found.
            {u'message': u"PermissionDenied, can't handle this request", u'ret_code': 1400}
              codes 1400, vendors qingcloud | PermissionDenied, can't handle this request
            <Error><Code>SystemBusy</Code><Message>The system is busy.</Message><HostId>slb.aliyuncs.com</HostId></Error>
              codes SystemBusy, vendors aliyun | The system is busy.
            level=error code=VPC.0504 message=Floating IP could not be found. status=404
              codes VPC.0504, http 404, vendors huaweicloud | Floating IP could not be found.
            ```json
            {"code": "VPC.0504", "message": "Floating IP could not be found."}
            ```
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            | Code | Message |
            |---|---|
            | `VPC.0504` | Floating IP could not be found. |
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            | **Code** | VPC.0504 |
            | **Message** | Floating IP could not be found. |
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            resp:{\x22code\x22:6200,\x22message\x22:\x22\xE4\xBD\x99\xE9\xA2\x9D\x22,\x22codeDesc\x22:\x22InterfaceMaintenance\x22}
              codes 6200, vendors tencentcloud | 余额
            {"RetCode":57002,"Message":"\u4e0d\u80fd\u6307\u5b9a\u521b\u5efa\u6b64 IP"}
              codes 57002, vendors ucloudstack | 不能指定创建此 IP
            {\"code\":\"VPC.0504\",\"message\":\"Floating IP could not be found.\"}
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            {\\\"code\\\":\\\"VPC.0504\\\",\\\"message\\\":\\\"Floating IP could not be found.\\\"}
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            [31mERR[0m [36mcode=[0mVPC.0504 [36mmsg=[0m"Floating IP could not be found."
              codes VPC.0504, vendors huaweicloud | Floating IP could not be found.
            e":"VPC.0504","message":"Floating IP could not be fou
              codes VPC.0504, vendors huaweicloud | Floating IP could not be fou
            {"level":"error","ts":1,"msg":"reconcile failed","error":"Floating IP could not be found."}
               | Floating IP could not be found.
            {"code":"VPC.0504","message":"{\"message\":\"Floating IP \\\"a\\\" could not be found\"}"}
              codes VPC.0504, vendors huaweicloud | Floating IP "a" could not be found
            返回码为160，请检查
              codes 160 | 请检查
            RetCode：4006 端口已被占用
              codes 4006, vendors ucloudstack | 端口已被占用
        "#]],
    );
}

#[test]
fn numbers_of_others_are_no_codes() {
    check(
        &[
            "OOMKilled exit code 137",
            "WebSocket closed, close code 1000 (normal closure)",
            r#"{"code":200,"msg":"操作成功"}"#,
            r#"{"errcode":42001,"errmsg":"access_token expired"}"#,
            "botocore.exceptions.ClientError: An error occurred (ServiceUnavailable) when calling the PutObject operation",
            "retryableCodes: [ServiceUnavailable, SystemBusy, OperationBusy]",
            "rpc error: code = NotFound desc = failed to resolve reference",
            "aliyun: InvalidVpcId.NotFound : The specified VPC does not exist.",
        ],
        expect![[r#"
            OOMKilled exit code 137
              vendors kubernetes | exit code 137
            WebSocket closed, close code 1000 (normal closure)
               | WebSocket closed, close code 1000 (normal closure)
            {"code":200,"msg":"操作成功"}
               | 操作成功
            {"errcode":42001,"errmsg":"access_token expired"}
              codes 42001 | access_token expired
            botocore.exceptions.ClientError: An error occurred (ServiceUnavailable) when calling the PutObject operation
              unlisted ServiceUnavailable, vendors aws | when calling the PutObject operation
            retryableCodes: [ServiceUnavailable, SystemBusy, OperationBusy]
              codes ServiceUnavailable SystemBusy OperationBusy | retryableCodes: [ , , ]
            rpc error: code = NotFound desc = failed to resolve reference
               | rpc error: code = NotFound desc = failed to resolve reference
            aliyun: InvalidVpcId.NotFound : The specified VPC does not exist.
              unlisted InvalidVpcId.NotFound, vendors aliyun | The specified VPC does not exist.
        "#]],
    );
}

/// Every span is of the text and leads to what the signal says, escapes and full-width forms between them.
#[test]
fn spans_lead_to_the_source() {
    let text = r#"ＲｅｔＣｏｄｅ：４００６ 端口已被占用 resp:{\x22code\x22:6200} "#.to_owned()
        + "\u{1b}[31mVPC.0504\u{1b}[0m 华为云 HTTP 404";
    let signals = Signals::read(text.as_bytes(), index().evidence());
    let shown: Vec<String> = signals
        .found
        .iter()
        .map(|signal| format!("{:?} {} <- {:?}\n", signal.kind, signal.value, &text[signal.span.clone()]))
        .collect();
    expect![[r#"
        Vendor huaweicloud <- "VPC.0"
        Code VPC.0504 <- "VPC.0504"
        Vendor huaweicloud <- "华为云"
        HttpStatus 404 <- "404"
    "#]]
    .assert_eq(&shown.concat());
}

proptest! {
    #[test]
    fn spans_are_of_the_text(text in r#"([ -~]|[彈性公網ＩＰ０錯誤碼：│é\n\x1b]|\\x22|\\u4f59|VPC\.0504|"code":|"message":"|ret_code|\(2130\)|HTTP 404|华为云){0,40}"#) {
        let signals = Signals::read(text.as_bytes(), index().evidence());
        for signal in &signals.found {
            prop_assert!(text.get(signal.span.clone()).is_some(), "{:?} of {:?}", signal, text);
            prop_assert!(!signal.value.is_empty());
        }
        let listed = signals.codes.len() + signals.unlisted.len();
        let spans = signals.found.iter().filter(|found| matches!(found.kind, SignalKind::Code | SignalKind::Unlisted));
        prop_assert_eq!(spans.count(), listed);
    }
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

/// Separators, quotes, backslashes, keys and marks in any number are read in one pass: a text of nothing else would show
/// here by the minutes that it takes otherwise.
#[test]
fn rubbish_is_read() {
    for unit in [
        ":",
        "=\"",
        "\\\"",
        "{\"message\":\"",
        "code=",
        "\\u",
        "\\ud83d",
        "(",
        "\0",
        "a:b ",
        "错误码：",
        "\\",
        "│",
        "\u{1b}[",
        "\u{1b}]",
        "code (",
        "| code |",
        "|code|\n|---|\n",
        "error: ",
        "message: ",
        "msg=a ",
        "\\x22",
        "<code>",
        "err: err=",
        "Message The",
        "a.b.C",
        "阿",
        "@",
        "aliyun-",
        "aliyun.x-",
        "aliyun ",
        "│ ",
        "阿里云",
        "VPC.0504 ",
        "VPC.1 ",
    ] {
        let text = unit.repeat(64 * 1024 / unit.len());
        let signals = Signals::read(text.as_bytes(), index().evidence());
        assert!(signals.codes.len() < 2 && signals.found.len() < 100, "{unit:?}");
    }
}
