//! What logs are read from: files and pipes, compressed or not, in any bytes.

use std::io::{Read, Write};

use expect_test::expect;
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::{AMBIGUOUS, MATCH, UNKNOWN, UNLISTED, classify, classify_in, log};
use crate::command::Scratch;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory does not fail");
    encoder.finish().expect("memory does not fail")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// What a decoder of zstd leaves out.
fn skippable(content: &[u8]) -> Vec<u8> {
    [&[0x5a, 0x2a, 0x4d, 0x18], &(content.len() as u32).to_le_bytes()[..], content].concat()
}

fn all() -> Vec<u8> {
    log(&[UNKNOWN, MATCH, UNLISTED, AMBIGUOUS]).into_bytes()
}

/// `bytes` read from a file and from a pipe are answered as `plain` is.
#[track_caller]
fn reads_as(bytes: &[u8], plain: &[u8]) {
    let want = classify(&["--with-text"], plain);
    let scratch = Scratch::new();
    scratch.write("a.log", bytes);
    for (args, input) in [(&["a.log"][..], &b""[..]), (&["-"], bytes), (&[], bytes)] {
        let gave = classify_in(&scratch, &[&["--with-text"], args].concat(), input);
        assert_eq!(
            (gave.status, gave.text(), gave.err),
            (want.status, want.text(), String::new()),
            "{args:?}"
        );
    }
}

#[test]
fn compressed_logs() {
    let (all, half) = (all(), all().len() / 2);
    reads_as(&gzip(&all), &all);
    reads_as(&[gzip(&all[..half]), gzip(b""), gzip(&all[half..])].concat(), &all);
    reads_as(&zstd(&all), &all);
    reads_as(&[zstd(&all[..half]), zstd(b""), zstd(&all[half..])].concat(), &all);
    reads_as(&[zstd(&all[..half]), skippable(b"index"), zstd(&all[half..]), skippable(b"")].concat(), &all);
    // pzstd begins with one.
    reads_as(&[skippable(&[7; 4]), zstd(&all)].concat(), &all);
    let repeated = all.repeat(5000);
    reads_as(&gzip(&repeated), &repeated);
    reads_as(&zstd(&repeated), &repeated);
    reads_as(&gzip(b""), b"");
    reads_as(&zstd(b""), b"");
}

#[test]
fn the_content_tells_not_the_name() {
    let scratch = Scratch::new();
    scratch.write("a.gz", all());
    scratch.write("a.log", gzip(&all()));
    scratch.write("a.txt", zstd(&all()));
    let of = |name: &str| classify_in(&scratch, &[name], b"").ended(0).text();
    assert_eq!(of("a.gz"), of("a.log"));
    assert_eq!(of("a.gz"), of("a.txt"));
    // The first bytes of what is not compressed are part of it.
    for head in [&b"\x1f"[..], b"\x1f\x8c", b"\x28", b"\x28\xb5\x2f", b"(", b"P", b"P*M", b"P*M."] {
        let line = [head, b" x\n"].concat();
        reads_as(&line, &line);
        assert_eq!(classify(&["--with-text"], head).lines().len(), 1, "{head:?}");
    }
}

#[test]
fn truncated_and_damaged_compression() {
    let lines = all().repeat(3000);
    for (name, mut bytes) in [("gzip", gzip(&lines)), ("zstd", zstd(&lines))] {
        let scratch = Scratch::new();
        let cut = bytes.len() * 2 / 3;
        scratch.write("whole.log", log(&[MATCH]));
        scratch.write("cut.log", &bytes[..cut]);
        let gave = classify_in(&scratch, &["cut.log", "whole.log"], b"");
        let err = format!("errdex: cut.log: cannot read: the {name} data ends too early\n");
        assert_eq!(gave.ended(2).err, err);
        let printed = gave.lines();
        assert!(printed.len() > 1000, "{name}: {}", printed.len());
        let want = classify(&[], &lines).text().replace("{\"line\"", "{\"file\":\"cut.log\",\"line\"");
        let whole = printed[..printed.len() - 2].iter();
        assert!(whole.zip(want.lines()).all(|(line, want)| line == want), "{name}");
        assert!(printed[printed.len() - 1].starts_with(r#"{"file":"whole.log","line":1,"verdict":"match""#));

        bytes[cut] ^= 0xff;
        scratch.write("bad.log", &bytes);
        let gave = classify_in(&scratch, &["bad.log"], b"");
        let err = format!("errdex: bad.log: cannot read: the {name} data is damaged: ");
        assert!(gave.ended(2).err.starts_with(&err), "{}", gave.err);

        scratch.write("head.log", &bytes[..if name == "gzip" { 2 } else { 4 }]);
        let err = format!("errdex: head.log: cannot read: the {name} data ends too early\n");
        assert_eq!(classify_in(&scratch, &["head.log"], b"").ended(2).err, err);
    }
    let (whole, mut skipped) = (zstd(&all()), skippable(&[7; 100]));
    skipped.truncate(50);
    let gave = classify(&[], [whole, skipped].concat());
    assert_eq!(gave.ended(2).err, "errdex: -: cannot read: the zstd data ends too early\n");
    assert_eq!(gave.lines().len(), 4);
}

#[test]
fn an_input_that_cannot_be_read_leaves_the_others() {
    let scratch = Scratch::new();
    std::fs::create_dir(scratch.path("folder")).expect("a folder");
    scratch.write("a.log", log(&[MATCH]));
    let gave = classify_in(&scratch, &["none.log", "a.log", "folder", "a.log"], b"");
    expect![[r#"
        errdex: none.log: cannot read: No such file or directory (os error 2)
        errdex: folder: cannot read: it is a folder: name files
        {"file":"a.log","line":1,"verdict":"match","confidence":0.9999,"id":"huaweicloud/vpc/VPC.0504#2","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":[]}
        {"file":"a.log","line":1,"verdict":"match","confidence":0.9999,"id":"huaweicloud/vpc/VPC.0504#2","vendor":"huaweicloud","service":"vpc","code":"VPC.0504","ties":[]}
    "#]].assert_eq(&(gave.ended(2).err.clone() + &gave.text()));
    for name in ["none.log", "folder"] {
        let gave = classify_in(&scratch, &[name], b"");
        assert!(gave.ended(2).out.is_empty() && gave.err.contains(name));
    }
}

#[cfg(unix)]
#[test]
fn names_need_not_be_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let (scratch, name) = (Scratch::new(), OsStr::from_bytes(b"\xff.log"));
    std::fs::write(scratch.path("").join(name), log(&[MATCH])).expect("a file");
    let mut command = scratch.answering();
    let gave = super::give(command.arg("classify").args([name, name]), b"");
    let files = gave.ended(0).text().matches("{\"file\":\"\u{fffd}.log\"").count();
    assert_eq!(files, 2);
}

#[test]
fn other_encodings() {
    let text = "错误码：VPC.0504 未找到弹性公网IP，余额不足\n😀\n";
    let want = classify(&["--with-text"], text);
    assert!(want.ended(0).text().contains("VPC.0504#2"));
    for label in ["GB18030", "gb18030"] {
        let (bytes, _, _) = encoding_rs::GB18030.encode(text);
        assert_eq!(classify(&["--with-text", "--encoding", label], &bytes).text(), want.text());
        assert_eq!(classify(&["--with-text", "--encoding", label], gzip(&bytes)).text(), want.text());
        assert_ne!(classify(&["--with-text"], &bytes).text(), want.text());
    }
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(classify(&["--with-text", "--encoding", "UTF-16LE"], &utf_16).text(), want.text());
    // A character that the end cuts.
    let (bytes, _, _) = encoding_rs::GB18030.encode("余");
    let gave = classify(&["--with-text", "--encoding", "GB18030"], &bytes[..1]);
    assert_eq!(gave.ended(1).text(), "{\"line\":1,\"verdict\":\"unknown\",\"text\":\"\u{fffd}\"}\n");
}

#[test]
fn a_mark_of_the_encoding_is_no_text() {
    let lines = log(&["{\"code\":\"VPC.0504\",\"log\":\"x\"}", "\u{feff}second"]);
    let marked = format!("\u{feff}{lines}");
    for args in [
        &["--with-text"][..],
        &["--format", "annotate"],
        &["--field", "code"],
        &["--encoding", "UTF-8", "--with-text"],
    ] {
        assert_eq!(classify(args, &marked).text(), classify(args, &lines).text(), "{args:?}");
    }
    assert_eq!(classify(&[], "\u{feff}").ended(1).text(), "");
    let utf_16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gave = classify(&["--format", "annotate", "--encoding", "UTF-16LE"], &utf_16);
    assert_eq!(gave.text(), classify(&["--format", "annotate"], &lines).text());
}

#[test]
fn one_line_out_for_one_line_in() {
    let mut random = vec![0; 100_000];
    let mut state = 1u64;
    for byte in &mut random {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *byte = (state >> 56) as u8;
    }
    let newlines = random.iter().filter(|b| **b == b'\n').count();
    for (input, lines) in [
        (&b"\n"[..], 1),
        (&[b'\n'; 70_000], 70_000),
        (&b"\r\n".repeat(3), 3),
        (b"a\n\n\nb", 4),
        (b"a\r\nb\r\n", 2),
        (b"\r", 1),
        (b"\0", 1),
        (&[0; 300_000], 1),
        (&b"\0\n".repeat(1000), 1000),
        (MATCH.as_bytes(), 1),
        (b"\xff", 1),
        (&random, newlines + 1),
    ] {
        for format in ["jsonl", "annotate", "csv", "rsyslog"] {
            let gave = classify(&["--format", format], input);
            assert_eq!(gave.out.iter().filter(|b| **b == b'\n').count(), lines, "{format}");
            assert_eq!(gave.out.last(), Some(&b'\n'));
        }
    }
}

#[test]
fn ends_of_lines_do_not_decide() {
    let of = |input: &str| classify(&[], input).ended(0).text();
    let want = of(&log(&[MATCH, UNKNOWN, AMBIGUOUS]));
    assert_eq!(of(&log(&[MATCH, UNKNOWN, AMBIGUOUS]).replace('\n', "\r\n")), want);
    assert_eq!(of(log(&[MATCH, UNKNOWN, AMBIGUOUS]).trim_end()), want);
}

#[test]
fn nul_bytes_and_colours_are_read_over() {
    let of = |input: &str| classify(&[], input).ended(0).text();
    let want = of(MATCH);
    assert_eq!(of(&format!("\u{1b}[31m{MATCH}\u{1b}[0m\n")), want);
    assert_eq!(of(&format!("\0\0{MATCH}\0\n")), want);
}

/// A line of 300 MB is answered by its beginning, and takes no more memory than others.
#[test]
fn a_line_without_end_takes_little_memory() {
    use std::process::Stdio;
    const MEGABYTES: usize = 300;
    let head = format!("{MATCH} ");
    let want = classify(&[], head.clone() + &"x".repeat(64 * 1024)).text();
    assert!(want.contains("\"line\":1"));
    for (format, is_right) in [
        ("jsonl", &(|out: &str| out == want) as &dyn Fn(&str) -> bool),
        ("annotate", &|out| out.len() < 100_000 && out.contains("\"truncated\":true")),
    ] {
        let mut child = Scratch::new()
            .answering()
            .args(["classify", "--format", format])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(head.as_bytes()).expect("it reads");
        let piece = vec![b'x'; 1_000_000];
        (0..MEGABYTES).for_each(|_| stdin.write_all(&piece).expect("it reads"));
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        drop(stdin);
        let mut out = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("UTF-8");
        assert!(is_right(&out), "{format}: {} bytes", out.len());
        child.wait().expect("it ends");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        assert!(peak.is_none_or(|peak| peak < 128 * 1024), "{format}: {peak:?} KiB");
    }
}

/// More inputs than there are blocks, some empty, some that cannot be read: each block goes back.
#[test]
fn many_inputs() {
    let scratch = Scratch::new();
    let mut names = Vec::new();
    for number in 0..40 {
        let name = format!("log{number:02}");
        match number % 4 {
            0 => scratch.write(&name, ""),
            1 => scratch.write(&name, &gzip(b"qingcloud ret_code=1400\n")[..12]),
            _ => scratch.write(&name, "qingcloud ret_code=1400\n"),
        };
        names.push(name);
    }
    let args = ["classify", "--threads", "1"].into_iter().chain(names.iter().map(String::as_str));
    let ran = scratch.run(args.collect::<Vec<_>>());
    ran.ended(2);
    assert_eq!(
        ran.out.lines().filter(|line| line.contains("qingcloud/platform/1400")).count(),
        20,
        "{ran:#?}"
    );
    assert_eq!(ran.err.lines().filter(|line| line.contains("ends too early")).count(), 10, "{ran:#?}");
}

/// A page may list success as a code; in a log it is no error, and no code that a catalog lacks.
#[test]
fn successes_are_no_errors() {
    let lines = [
        r#"{"action":"RunInstancesResponse","ret_code":0}"#,
        r#"{"RetCode":0,"Action":"GetRegionResponse"}"#,
        r#"{"RetCode":-1}"#,
        r#"{"ret_code":123456789012}"#,
        "RetCode",
    ];
    let scratch = Scratch::new();
    for line in lines {
        let ran = scratch.answer(["classify"], line.as_bytes());
        assert_eq!(ran.ended(1).out, "{\"line\":1,\"verdict\":\"unknown\"}\n", "{line}");
    }
}

/// Words of those who make programs stand in records of errors too: under its key, or beside its message, a code counts.
#[test]
fn errors_beside_words_of_makers_are_answered() {
    let lines = [
        r#"ERROR fixed ip huaweicloud {"code":"VPC.0504","message":"Floating IP could not be found."}"#,
        r#"{"vendor":"huaweicloud","code":"VPC.0504","message":"Floating IP could not be found.","retryable":true}"#,
        "main.go:88: huaweicloud VPC.0504: Floating IP could not be found.",
        "TodoService qingcloud ret_code=5000 retryable=false",
    ];
    let scratch = Scratch::new();
    for line in lines {
        scratch.answer(["classify"], line.as_bytes()).ended(0).says("\"match\"");
    }
    let mentions = [
        "* 4f2c9d1 fix(eip): treat VPC.0504 as deleted",
        r#"slb_api_errors_total{vendor="aliyun",code="SystemBusy"} 3"#,
        "$ grep -c VPC.0504 gateway.log",
    ];
    for line in mentions {
        scratch.answer(["classify"], line.as_bytes()).ended(1);
    }
}
