//! Answers as tables, JSON, JSON lines and Markdown, and explained.

use expect_test::expect;

use super::{check, check_with, command, printed};

#[test]
fn table() {
    check(
        &["--format", "table", "-n", "3", "Floating IP could not be found"],
        expect![[r#"
            SURE  CODE      VENDOR      SERVICE  HTTP  MESSAGE
            99 %  Net.0404  Acme Cloud  net      404   Floating IP could not be found. / 未找到弹性公网IP
            28 %  2100      Bolt        bill           找不到弹性公网IP
            43 %  Net.0404  Acme Cloud  net      500   The gateway of the floating IP is gone. / 弹性公网IP的网关不存在
        "#]],
    );
    check_with(
        &[("COLUMNS", "80")],
        &["--format", "table", "-n", "3", "Floating IP could not be found"],
        expect![[r#"
            SURE  CODE      VENDOR      SERVICE  HTTP  MESSAGE
            99 %  Net.0404  Acme Cloud  net      404   Floating IP could not be found. / 未…
            28 %  2100      Bolt        bill           找不到弹性公网IP
            43 %  Net.0404  Acme Cloud  net      500   The gateway of the floating IP is go…
        "#]],
    );
    check_with(
        &[("COLUMNS", "40")],
        &["--format", "table", "-n", "3", "弹性公网IP不存在"],
        expect![[r#"
            SURE  CODE      MESSAGE
            83 %  2100      找不到弹性公网IP
            82 %  Net.0404  Floating IP could not b…
            80 %  Net.0404  The gateway of the floa…
        "#]],
    );
    check(
        &["--format", "table", "--lang", "zh", "-n", "2", "4000"],
        expect![[r#"
            把握  错误码  厂商    服务  HTTP  错误信息
            96 %  4000    顶点云  net   400   签名错误
            85 %  4000    闪电云  bill        参数非法
        "#]],
    );
    check(
        &["--format", "table", "no such thing"],
        expect![[r#"
            [exit status 1]
        "#]],
    );
}

#[test]
fn json_lines() {
    let json = printed(&mut command(&["--json", "-n", "3", "Floating IP could not be found"]));
    let answer: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let lines = printed(&mut command(&["--format", "jsonl", "-n", "3", "Floating IP could not be found"]));
    let hits: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(answer["hits"], serde_json::Value::Array(hits));
    assert_eq!(
        printed(&mut command(&["--format", "json", "-n", "3", "Floating IP could not be found"])),
        json
    );
    check(
        &["--format", "jsonl", "no such thing"],
        expect![[r#"
        [exit status 1]
    "#]],
    );
    check(
        &["--format", "json", "--json", "x"],
        expect![[r#"
        errdex: the argument '--format <FORMAT>' cannot be used with '--json'

        Usage: errdex [OPTIONS] TEXT...
               COMMAND | errdex
               errdex <COMMAND> ...

        For more information, try '--help'.
        [exit status 2]
    "#]],
    );
}

#[test]
fn markdown() {
    check(
        &["--format", "markdown", "-n", "2", "Query resource by id fail"],
        expect![[r#"
            3 entries cannot be told apart by this text; what would tell: the code or the operation:

            **`Net.0501`** · Acme Cloud net · HTTP 400 · sure 95 %

            - `Query resource by id fail.`
            - `查询资源失败`
            - Operations: 查询端口
            - Source: [codes/acme-net.md:6](<https://docs.acme.example/net%20errors>)
            - 2 entries with the same message: `Net.0502`, `Net.0503`

            **`Net.0404`** · Acme Cloud net · HTTP 404 · unlikely 2 %

            - `Floating IP could not be found.`
            - `未找到弹性公网IP`
            - Remedy: 请确认传入的弹性公网IP的id是否正确
            - Operations: 查询弹性公网IP, 删除弹性公网IP
            - Source: [codes/acme-net.md:3](<https://docs.acme.example/net%20errors>)
        "#]],
    );
    check(
        &[
            "--format",
            "markdown",
            "-n",
            "1",
            r#"{"AcmeRequest":"1","code":"Net.9999","message":"@all: *quota* of | routers_xxx #1"}"#,
        ],
        expect![[r#"
            read as: Acme Cloud · message "`@`all: \*quota\* of \| routers\_xxx `#`1"

            no catalog of Acme Cloud has Net.9999

            nearest by the message:

            **`Net.0409`** · Acme Cloud net · HTTP 409 · alike 89 %

            - `The quota of routers xxx is exceeded, release some that are not in use or apply for a larger quota in the console.`
            - `路由器配额不足，请释放未使用的路由器，或在控制台申请扩大路由器资源的配额值`
            - Remedy: 请释放未使用的路由器
            - Operations: 创建路由器
            - Source: [codes/acme-net.md:5](<https://docs.acme.example/net%20errors>)
            [exit status 1]
        "#]],
    );
    check(
        &["--format", "markdown", "--lang", "zh", "-n", "1", "Floating IP could not be found"],
        expect![[r#"
            **`Net.0404`** · 顶点云 net · HTTP 404 · 确定 99 %

            - `未找到弹性公网IP`
            - 处理：请确认传入的弹性公网IP的id是否正确
            - 操作：查询弹性公网IP、删除弹性公网IP
            - 出处：[codes/acme-net.md:3](<https://docs.acme.example/net%20errors>)
            - 此错误码另有 1 条信息（--all 展开）
        "#]],
    );
    check(
        &["--format", "markdown", "no such thing"],
        expect![[r#"
        nothing fits
        [exit status 1]
    "#]],
    );
}

#[test]
fn explained() {
    check_with(
        &[("COLUMNS", "40")],
        &["--explain", "-n", "1", "弹性公网ip could not be found"],
        expect![[r#"
            SIGNAL   VALUE          READ FROM
            message  弹性公网ip c…  "弹性公网ip cou…

            TERM        WEIGHT  READ FROM
            could        2.234  "could"
            be           2.234  "be"
            found        2.234  "found"
            not          1.723  "not"
            elastic-ip   1.386  "弹性公网ip"
            absent       1.386  "could not be found"
            ip           1.386  "ip"
            弹性         0.832  "弹性"
            公网         0.832  "公网"
            弹性公网     0.832  "弹性公网"
            弹性         0.693  "弹性"
            性公         0.693  "性公"
            公网         0.693  "公网"
            弹           0.347  "弹"
            性           0.347  "性"
            公           0.347  "公"
            网           0.234  "网"

            1. acme/net/Net.0404  HTTP 404
              Floating IP could not be found.
              FEATURE                  PRODUCT
              text in message wording   0.6892
              rest of text in message   4.5000
              rest of message in text   3.4000
              language                  0.4000
              score                     8.9892
              confidence                0.9165
              0: things of text in message, things
              of message in text, thing and rest,
              other things in message, more in
              description, more in remedy, more in
              operations, more in words of code,
              contrary in message, topic, whole
              message, code, vendor, http status,
              repeats vendor, repeats code

            match: the catalogs answer it by a
              chance of 0.9995, 0.72 is needed, and
              no other hit fits as well
        "#]],
    );
    check(
        &[
            "--explain",
            "-n",
            "1",
            r#"{"AcmeRequest":"1","code":"Net.0404","message":"The floting ip adress could not be found"}"#,
        ],
        expect![[r#"
            SIGNAL   VALUE                       READ FROM
            vendor   acme                        "AcmeRequest"
            code     Net.0404                    "Net.0404"
            message  The floting ip adress cou…  "The floting ip adress could not be found"

            TERM        CLASS    PART     WEIGHT  READ FROM
            could       word     wording   2.234  "could"
            be          word     wording   2.234  "be"
            found       word     wording   2.234  "found"
            float       word     wording   1.723  "floting" (spelled otherwise)
            not         word     wording   1.723  "not"
            elastic-ip  concept  meaning   1.386  "floting ip" (spelled otherwise)
            absent      concept  meaning   1.386  "could not be found"
            ip          word     wording   1.386  "ip"
            the         word     wording   0.934  "The"
            address     word     meaning       -  "adress" (spelled otherwise, no entry has…

            1. acme/net/Net.0404  HTTP 404
              Floating IP could not be found.
              FEATURE                   VALUE   WEIGHT  PRODUCT
              text in message wording  0.8091   1.1000   0.8900
              rest of text in message  0.6081   4.5000   2.7364
              rest of message in text  1.0000   3.4000   3.4000
              language                 1.0000   0.4000   0.4000
              code                     1.0000  14.0000  14.0000
              vendor                   1.0000   1.5000   1.5000
              score                                     22.9264
              confidence                                 0.9998
              0: things of text in message, things of message in text, thing and rest, other
              things in message, more in description, more in remedy, more in operations,
              more in words of code, contrary in message, topic, whole message, http status,
              repeats vendor, repeats code

            match: the catalogs answer it by a chance of 1.0000, 0.72 is needed, and no
              other hit fits as well
        "#]],
    );
    check(
        &["--explain", "no such thing"],
        expect![[r#"
            SIGNAL   VALUE          READ FROM
            message  no such thing  "no such thing"

            TERM   CLASS  PART     WEIGHT  READ FROM
            no     word   meaning       -  "no" (no entry has it)
            such   word   meaning       -  "such" (no entry has it)
            thing  word   meaning       -  "thing" (no entry has it)

            unknown: no entry has a code or a term of the text
            [exit status 1]
        "#]],
    );
    check(
        &["--explain", "4000"],
        expect![[r#"
            SIGNAL  VALUE  READ FROM
            code    4000   "4000"

            1. acme/net/4000  HTTP 400
              Bad signature.
              FEATURE      VALUE   WEIGHT  PRODUCT
              language    1.0000   0.4000   0.4000
              code        1.0000  14.0000  14.0000
              score                        14.4000
              confidence                    0.9644
              0: text in message wording, things of text in message, rest of text in
              message, things of message in text, rest of message in text, thing and rest,
              other things in message, more in description, more in remedy, more in
              operations, more in words of code, contrary in message, topic, whole message,
              vendor, http status, repeats vendor, repeats code

            2. bolt/bill/4000
              参数非法
              FEATURE      VALUE   WEIGHT  PRODUCT
              code        1.0000  14.0000  14.0000
              score                        14.0000
              confidence                    0.8455
              0: text in message wording, things of text in message, rest of text in
              message, things of message in text, rest of message in text, thing and rest,
              other things in message, language, more in description, more in remedy, more
              in operations, more in words of code, contrary in message, topic, whole
              message, vendor, http status, repeats vendor, repeats code

            match: the catalogs answer it by a chance of 0.9999, 0.72 is needed, and no
              other hit fits as well
        "#]],
    );
    check(
        &["--explain", "--format", "table", "4000"],
        expect![[r#"
        errdex: --explain has no place in this format: use it with cards, --format json or jsonl
        [exit status 2]
    "#]],
    );
    check(
        &["--explain", "--format", "markdown", "4000"],
        expect![[r#"
        errdex: --explain has no place in this format: use it with cards, --format json or jsonl
        [exit status 2]
    "#]],
    );
    let json = printed(&mut command(&["--explain", "--json", "-n", "1", "4000"]));
    assert!(json.contains("\"features\":[{\"name\""), "{json}");
    let lines = printed(&mut command(&["--explain", "--format", "jsonl", "-n", "1", "4000"]));
    assert!(lines.contains("\"features\":[{\"name\""), "{lines}");
}
