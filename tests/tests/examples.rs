//! The examples do what they say.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use expect_test::{Expect, expect};

use crate::command::page;

/// Runs an example, which `cargo test` has built beside the program, and compares what it prints.
fn check(name: &str, arguments: &[&str], input: &[u8], want: Expect) {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_errdex"));
    let example = program.with_file_name("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut child = Command::new(&example)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", example.display()));
    child.stdin.take().expect("it is piped").write_all(input).expect("it reads");
    let ran = child.wait_with_output().expect("it ends");
    assert!(ran.status.success(), "{name}: {}", ran.status);
    want.assert_eq(&String::from_utf8_lossy(&ran.stdout));
}

#[test]
fn a_response_is_annotated() {
    for (response, want) in [
        (
            &b"HTTP/2 404\r\nserver: api\r\n\r\n{\"code\":\"VPC.0504\",\"message\":\"Floating IP could not be found.\"}"[..],
            expect![[r#"
                HTTP 404: huaweicloud VPC.0504: Floating IP could not be found. → 请确认传入的弹性公网IP的id是否正确
            "#]],
        ),
        (b"HTTP/1.1 400 Bad Request\n\n{\"code\":\"VPC.0999\",\"message\":\"\xff\"}", expect![[r#"
            HTTP 400: no catalog has VPC.0999
        "#]]),
        (b"HTTP/1.1 500 Internal\n\nkernel panic at 0x0", expect![[r#"
            HTTP 500: nothing fits
        "#]]),
        (b"HTTP/1.1 200 OK\n\n{}", expect![[r#"
            no error
        "#]]),
    ] {
        check("annotate", &[], response, want);
    }
}

#[test]
fn lines_are_classified() {
    let log = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/incident.log");
    let log = fs::read(log).expect("it can be read");
    check(
        "classify",
        &[],
        &log,
        expect![[r#"
        -
        100 % huaweicloud/vpc/VPC.0504#2
        99 % ucloudstack/platform/2010 or ucloudstack/platform/55000
        99 % qingcloud/platform/1400
        no catalog of huaweicloud has VPC.0525
        -
        100 % huaweicloud/vpc/VPC.0504#2
        99 % tencentcloud/cdn/3004
        100 % aliyun/slb/OverQuota#2
        -
        -
        -
        99 % ucloudstack/platform/2001
        -
    "#]],
    );
}

#[test]
fn a_catalog_of_ones_own_is_searched() {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let codes = scratch.path().join("codes");
    fs::create_dir(&codes).expect("it is made");
    fs::write(codes.join("acme-billing.md"), page(&[("Bill.7", "The invoice xxx is overdue.")]))
        .expect("it is written");
    let folder = codes.to_string_lossy().into_owned();
    check(
        "own_catalog",
        &[&folder, "The invoice 4711 is overdue"],
        b"",
        expect![[r#"
            Match
             99 %  acme/billing/Bill.7  {En: "The invoice xxx is overdue."}
        "#]],
    );
}
