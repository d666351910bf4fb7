//! The `errdex` command: good and bad input, what it prints, how it ends.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::command::{Ran, Scratch, page, ran};

/// Every kind of thing that steers a terminal.
const STEERING: &str =
    "a\u{1b}[31mb\u{1b}]0;title\u{7}c\u{9b}31md\u{7f}e\u{8}f\rg\u{202e}h\u{2066}i\u{85}j\u{61c}k";

fn answer(args: &[&str], input: &[u8]) -> Ran {
    Scratch::new().answer(args, input)
}

#[test]
fn the_status_tells_whether_something_matched() {
    answer(&["VPC.0504"], b"").ended(0);
    answer(&["Floating", "IP", "could", "not", "be", "found"], b"").ended(0).says("VPC.0504");
    answer(&["kernel panic at 0x0"], b"").ended(1);
    answer(&["--json", "kernel panic at 0x0"], b"").ended(1).says("\"verdict\":\"unknown\"");
    answer(&["--no-such-option"], b"").ended(2).says("--no-such-option");
    answer(&["-n", "0", "VPC.0504"], b"").ended(2);
    answer(&["--http", "9", "VPC.0504"], b"").ended(2);
    answer(&["--http", "many", "VPC.0504"], b"").ended(2);
    answer(&["--explain", "VPC.0504"], b"").ended(0).says("FEATURE");
    answer(&["--help"], b"").ended(0).says("Usage");
    answer(&["--version"], b"").ended(0).says(env!("CARGO_PKG_VERSION"));
}

#[test]
fn text_may_begin_with_a_command_s_name() {
    for text in [&["search", "--", "build failed"][..], &["search", "--", "catalog"], &["--", "-n not found"]]
    {
        assert!(matches!(answer(text, b"").status, Some(0 | 1)), "{text:?}");
    }
    let ran = answer(&["search", "--json", "--", "build", "failed"], b"");
    assert_eq!(ran.json()["query"], "build failed");
}

#[test]
fn limits_and_filters() {
    let hits = |args: &[&str]| answer(args, b"").codes().len();
    assert_eq!(hits(&["--json", "insufficient balance"]), 10);
    assert_eq!(hits(&["--json", "-n", "3", "insufficient balance"]), 3);
    assert_eq!(hits(&["--json", "--limit", "12", "insufficient balance"]), 12);
    let ran = answer(&["--json", "--http", "404", "VPC.0504"], b"");
    assert_eq!(ran.ended(0).json()["verdict"], "match");
    let ran = answer(&["--json", "--service", "vpc", "insufficient balance"], b"");
    assert!(ran.json()["hits"].as_array().expect("hits").iter().all(|hit| hit["service"] == "vpc"));
    let ran = answer(&["--json", "--vendor", "tencent", "--vendor", "青云", "4000"], b"");
    assert_eq!(ran.ended(0).json()["verdict"], "ambiguous");
    let ran = answer(&["--json", "--explain", "VPC.0504"], b"");
    assert!(!ran.json()["hits"][0]["features"].as_array().expect("features").is_empty());
}

#[test]
fn piped_input_is_the_text() {
    let body = b"{\n\"code\": \"VPC.0504\",\r\n\"message\": \"Floating IP could not be found.\"\n}\n";
    assert_eq!(answer(&["--json"], body).ended(0).codes()[0], "VPC.0504");
    for empty in [&b" "[..], b"\n\n", b"\t\r\n", "\u{3000}".as_bytes()] {
        answer(&[], empty).ended(2).says("no text");
    }
    Scratch::new().answer(["--json"], b"").ended(2).says("no text");
    answer(&[""], b"").ended(2).says("no text");
    answer(&[" ", "\n"], b"").ended(2).says("no text");
}

#[test]
fn odd_bytes_are_text() {
    let mut long = b"VPC.0504 Floating IP could not be found. ".to_vec();
    long.resize(10 << 20, b'x');
    assert_eq!(answer(&["--json"], &long).ended(0).codes()[0], "VPC.0504");
    answer(&["--json"], &vec![0; 10 << 20]).ended(1);
    answer(&[], &vec![0; 1000]).ended(1);
    answer(&["--json"], &vec![0xff; 10 << 20]).ended(1);
    assert_eq!(answer(&["--json"], b"\xff\xfe VPC.0504 \xf0\x9f").ended(0).codes()[0], "VPC.0504");
    assert_eq!(answer(&["--json"], b"\0VPC.0504\0").ended(0).codes()[0], "VPC.0504");
}

#[cfg(unix)]
#[test]
fn arguments_need_not_be_utf_8() {
    use std::os::unix::ffi::OsStrExt;
    let odd = OsStr::from_bytes(b"\xff\xfe VPC.0504 \x1b[31m\x9b");
    let ran = Scratch::new().answer([OsStr::new("--json"), odd], b"");
    assert_eq!(ran.ended(0).codes()[0], "VPC.0504");
    for args in [
        &[OsStr::new("--index"), odd, OsStr::new("x")][..],
        &[OsStr::new("--catalogs"), odd, OsStr::new("x")],
        &[OsStr::new("--vendor"), odd, OsStr::new("x")],
        &[OsStr::new("catalog"), OsStr::new("show"), odd],
        &[OsStr::new("catalog"), OsStr::new("parse"), odd],
        &[OsStr::new("catalog"), OsStr::new("check"), odd],
        &[OsStr::new("--http"), odd],
        &[OsStr::from_bytes(b"--\xff\x1b[31m")],
    ] {
        Scratch::new().answer(args, b"").ended(2);
    }
}

/// [`Scratch::answer`] looks for controls in what is printed.
#[test]
fn nothing_that_is_typed_steers_the_terminal() {
    for args in [
        &[STEERING][..],
        &["--json", STEERING],
        &["--vendor", STEERING, "x"],
        &["--http", STEERING, "x"],
        &["-n", STEERING, "x"],
        &[&format!("--{STEERING}")],
        &["--index", STEERING, "x"],
        &["--catalogs", STEERING, "x"],
        &["catalog", STEERING],
        &["catalog", "show", STEERING],
        &["catalog", "parse", STEERING],
        &["catalog", "check", STEERING],
        &["build", "--catalogs", STEERING],
        &["build", "--check", "--out", STEERING],
    ] {
        let ran = answer(args, b"");
        assert!(ran.status.is_some(), "{ran:?}");
    }
    answer(&[], STEERING.as_bytes());
    answer(&["--json"], STEERING.as_bytes());
}

#[cfg(unix)]
#[test]
fn no_page_steers_the_terminal() {
    let scratch = Scratch::new();
    let message = STEERING.replace(['\r', '\u{85}'], " ");
    let html = message.replace('\u{1b}', "&#27;");
    let rows = format!("| 77{STEERING} | The flux is gone {message} |\n|  | {message} |\n| {message} |  |\n");
    scratch.write(
        "pages/acme-net.md",
        format!("# {message}\n| Error code | Message |\n|---|---|\n{rows}\n{html}\n"),
    );
    scratch.write(
        "pages/acme-x.html",
        format!("<table><tr><th>code</th><th>message</th></tr><tr><td>8</td><td>{html}</td></tr></table>"),
    );
    scratch.write("pages/odd\u{1b}[31m\u{9b}-x.md", page(&[("9", "Flux of nine.")]));
    for args in [
        &["--catalogs", "pages", "the flux is gone"][..],
        &["--catalogs", "pages", "--json", "the flux is gone"],
        &["catalog", "list", "--catalogs", "pages"],
        &["catalog", "show", "--all", "--catalogs", "pages"],
        &["catalog", "show", "--all", "--json", "--catalogs", "pages"],
        &["catalog", "show", "none", "--catalogs", "pages"],
        &["catalog", "check", "pages"],
        &["catalog", "parse", "pages/acme-net.md", "pages/acme-x.html"],
        &["build", "--catalogs", "pages", "--out", "out\u{1b}[31m"],
        &["build", "--check", "--catalogs", "pages", "--out", "out\u{1b}[31m"],
        &["--index", "out\u{1b}[31m", "the flux is gone"],
    ] {
        let ran = scratch.run(args);
        assert!(ran.status.is_some(), "{ran:?}");
    }
}

#[test]
fn input_is_not_read_where_text_is_given() {
    // The pipe stays open: a command that read it would wait for ever.
    let mut child = (Scratch::new().answering().args(["--json", "VPC.0504"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let open = child.stdin.take();
    ran(child.wait_with_output().expect("the command ends")).ended(0);
    drop(open);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    for args in [&["catalog", "show", "--all", "--json"][..], &["catalog", "show", "--all"]] {
        let mut child = (Scratch::new().answering().args(args))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut line = String::new();
        let mut out = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("a line");
        drop(out);
        let ran = ran(child.wait_with_output().expect("the command ends"));
        assert_eq!(ran.ended(0).err, "");
    }
}

#[test]
fn catalogs_are_listed_and_shown() {
    let scratch = Scratch::new();
    let list = scratch.run(["catalog", "list"]);
    let names: Vec<&str> = list.ended(0).out.lines().filter_map(|line| line.split(' ').next()).collect();
    let all =
        ["aliyun-slb", "huaweicloud-vpc", "qingcloud-platform", "tencentcloud-cdn", "ucloudstack-platform"];
    assert_eq!(names[1..], all);

    let shown = scratch.run(["catalog", "show", "--all", "--json"]);
    assert_eq!(shown.ended(0).out.lines().count(), 660);
    let each: String = all
        .iter()
        .map(|name| {
            let ran = scratch.run(["catalog", "show", name, "--json"]);
            let golden = format!("{}/tests/data/catalogs/{name}.jsonl", env!("CARGO_MANIFEST_DIR"));
            assert_eq!(ran.out, fs::read_to_string(golden).expect("a golden"), "{name}");
            ran.out
        })
        .collect();
    assert_eq!(each, shown.out);
    scratch.run(["catalog", "show", "huaweicloud-vpc"]).ended(0).says("VPC.0504").says("未找到弹性公网IP");
    scratch.run(["catalog", "show", "none"]).ended(2).says("none").says("aliyun-slb");
    scratch.run(["catalog", "show"]).ended(2);
    scratch.run(["catalog", "show", "--all", "aliyun-slb"]).ended(2);
    scratch.run(["catalog"]).ended(2);
}

#[test]
fn pages_are_parsed_without_a_declaration() {
    let scratch = Scratch::new();
    scratch.write("new/acme-net.md", page(&[("77", "The flux is gone."), ("78", "")]));
    scratch.write("new/empty.md", "nothing\n");
    let ran = scratch.run(["catalog", "parse", "--json", "new/acme-net.md"]);
    let first: serde_json::Value =
        serde_json::from_str(ran.ended(0).out.lines().next().expect("an entry")).expect("it is JSON");
    assert_eq!((&first["id"], &first["source"]["file"]), (&"acme/net/77".into(), &"new/acme-net.md".into()));
    scratch.run(["catalog", "parse", "new/empty.md"]).ended(1).says("new/empty.md");
    scratch.run(["catalog", "parse", "new/none.md"]).ended(2).says("new/none.md");
    scratch.run(["catalog", "parse", "new"]).ended(2).says("new");
    scratch.run(["catalog", "parse"]).ended(2);
}

/// A folder of catalogs that is wrong, and what every command says of it.
fn check_bad_folder(files: &[(&str, &[u8])], said: &[&str]) {
    let scratch = Scratch::new();
    for (name, content) in files {
        if *name == "./" {
            fs::create_dir(scratch.path("bad")).expect("a folder");
        } else if name.ends_with('/') {
            fs::create_dir_all(scratch.path(&format!("bad/{name}"))).expect("a folder");
        } else {
            scratch.write(&format!("bad/{name}"), content);
        }
    }
    for args in [
        &["--catalogs", "bad", "VPC.0504"][..],
        &["catalog", "check", "bad"],
        &["catalog", "list", "--catalogs", "bad"],
        &["build", "--catalogs", "bad", "--out", "index"],
    ] {
        let ran = scratch.run(args);
        ran.ended(2);
        assert_eq!(ran.out, "", "{args:?}");
        for text in said {
            ran.says(text);
        }
    }
    assert!(!scratch.path("index/current").exists());
}

#[test]
fn folders_that_cannot_be_read_say_why() {
    let good = page(&[("77", "The flux is gone.")]);
    let good = good.as_bytes();
    check_bad_folder(&[], &["bad"]);
    check_bad_folder(&[("./", b"")], &["bad", "no pages"]);
    check_bad_folder(&[("notes.log", b"x")], &["bad", "no pages"]);
    check_bad_folder(&[("acme-net.md/", b"")], &["bad", "no pages"]);
    check_bad_folder(
        &[
            ("acme-net.md", good),
            ("vendors.toml", b"[[document]]\nfile = \"none.md\"\nvendor = \"a\"\nservice = \"b\"\n"),
        ],
        &["bad/vendors.toml:2", "none.md"],
    );
    check_bad_folder(
        &[("acme-net.md", good), ("vendors.toml", b"# x\n[[vendor]]\nslug = \"a\"\nnick = \"b\"\n")],
        &["bad/vendors.toml:4", "nick"],
    );
    check_bad_folder(&[("acme-net.md", good), ("vendors.toml", b"[[vendor\n")], &["bad/vendors.toml:1"]);
    check_bad_folder(
        &[("acme-net.md", good), ("vendors.toml", b"\n\xff\n")],
        &["bad/vendors.toml:2", "UTF-8"],
    );
    check_bad_folder(
        &[("acme-net.md", good), ("vendors.toml", b"[[vendor]]\nslug = \"a b\"\n")],
        &["bad/vendors.toml:2", "slug"],
    );
    let twice = b"[[concept]]\nid = \"flux\"\nen = [\"flux\"]\n\n[[concept]]\nid = \"flow\"\nen = [\n  \"stream\",\n  \"flux\",\n]\n";
    check_bad_folder(&[("acme-net.md", good), ("lexicon.toml", twice)], &["bad/lexicon.toml:9", "`flux`"]);
    let near = b"[[concept]]\nid = \"flux\"\nen = [\"flux\"]\nnear = { none-such = 0.5 }\n";
    check_bad_folder(&[("acme-net.md", good), ("lexicon.toml", near)], &["bad/lexicon.toml", "none-such"]);
    check_bad_folder(
        &[("acme-net.md", good), ("lexicon.toml", b"[[concept]]\nid = \"flux\"\nfr = [\"flux\"]\n")],
        &["bad/lexicon.toml:3", "fr"],
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_page() {
    let scratch = Scratch::new();
    scratch.write("own/acme-net.md", page(&[("77", "The flux is gone.")]));
    let made = std::process::Command::new("mkfifo")
        .arg(scratch.path("own/acme-pipe.md"))
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    scratch.run(["catalog", "check", "own"]).ended(2).says("own/acme-pipe.md").says("not a file");
}

#[test]
fn a_lexicon_may_not_take_a_term_of_the_layer_below() {
    let scratch = Scratch::new();
    scratch.write("own/acme-net.md", page(&[("77", "The flux is gone.")]));
    scratch.write("own/lexicon.toml", "[[concept]]\nid = \"mine\"\nen = [\"floating ip\"]\n");
    scratch.run(["--catalogs", "own", "x"]).ended(2).says("own/lexicon.toml:3").says("floating ip");
    scratch.run(["--no-builtin", "--catalogs", "own", "--json", "flux gone"]).ended(0);
}

#[test]
fn pages_with_odd_content_are_warned_of_and_read() {
    let scratch = Scratch::new();
    let mut odd = page(&[("77", "The flux is gone.")]).into_bytes();
    odd.extend(b"| 78 | Broken \xff\xfe bytes |\n");
    scratch.write("own/acme-net.md", odd);
    scratch.write("own/acme-none.md", "# No table here\n");
    let ran = scratch.run(["--no-builtin", "--catalogs", "own", "--json", "the flux is gone"]);
    ran.ended(0).says("own/acme-none.md");
    assert_eq!(ran.codes()[0], "77");
    assert_eq!(scratch.run(["--no-builtin", "--catalogs", "own", "--json", "broken bytes"]).codes()[0], "78");
    scratch.run(["catalog", "check", "own", "--all"]).ended(1).says("own/acme-none.md");
}

/// What the user asks for wrongly is no damage: the cached index stays as it is.
#[test]
fn a_wrong_filter_builds_nothing() {
    let scratch = Scratch::new();
    scratch.run(["VPC.0504"]).ended(0);
    let listing = || -> Vec<_> {
        let files = fs::read_dir(scratch.path("cache")).expect("the cache");
        let times = files.map(|file| file.expect("a file"));
        let mut times: Vec<_> = times
            .map(|file| (file.file_name(), file.metadata().and_then(|about| about.modified()).ok()))
            .collect();
        times.sort();
        times
    };
    let before = listing();
    scratch.run(["--vendor", "nobody", "x"]).ended(2).says("no vendor `nobody`").says("aliyun, huaweicloud");
    scratch.run(["--service", "nothing", "x"]).ended(2).says("no service `nothing`");
    assert_eq!(listing(), before);
}

/// An option beats a variable, and an index and catalogs exclude each other.
#[test]
fn options_beat_variables() {
    let scratch = Scratch::new();
    scratch.write("own/acme-net.md", page(&[("A.77", "The flux is gone.")]));
    scratch.run(["build", "--out", "built"]).ended(0);
    let run = |args: &[&str]| {
        let mut command = scratch.command();
        command.env("ERRDEX_INDEX", "built").env("ERRDEX_CATALOGS", "nowhere").args(args);
        crate::command::run(&mut command, b"")
    };
    assert_eq!(run(&["--json", "VPC.0504"]).ended(0).codes()[0], "VPC.0504");
    assert_eq!(run(&["--catalogs", "own", "--json", "A.77"]).ended(0).codes()[0], "A.77");
    run(&["--index", "built", "--catalogs", "own", "x"]).ended(2).says("cannot be used with");
    let mut command = scratch.command();
    command.env("ERRDEX_INDEX", "").env("ERRDEX_CATALOGS", "").args(["VPC.0504"]);
    crate::command::run(&mut command, b"").ended(0);
}

/// Folders are checked as they are used: over the embedded catalogs, of which nothing is said.
#[test]
fn folders_are_checked_as_they_are_used() {
    let scratch = Scratch::new();
    scratch.write("own/acme-net.md", page(&[("77", "The flux is gone.")]));
    scratch
        .write("own/lexicon.toml", "[[concept]]\nid = \"flux\"\nen = [\"flux\"]\nnear = { absent = 0.5 }\n");
    scratch.run(["catalog", "check", "own"]).ended(0).says("1 entry of 1 catalog: 0 errors");
    scratch.write("own/lexicon.toml", "[[concept]]\nid = \"flux\"\nen = [\"Floating IP\"]\n");
    scratch.run(["catalog", "check", "own"]).ended(2).says("own/lexicon.toml:3").says("elastic-ip");
    scratch.write("own/lexicon.toml", "[plain]\nen = [\"floating ip\"]\n");
    scratch.run(["catalog", "check", "own"]).ended(2).says("own/lexicon.toml").says("elastic-ip");
}

#[test]
fn catalogs_without_a_page_are_refused() {
    let scratch = Scratch::new();
    scratch.write("own/vendors.toml", "[[vendor]]\nslug = \"acme\"\n");
    scratch.run(["build", "--no-builtin", "--catalogs", "own"]).ended(2).says("own").says("no pages");
}

#[test]
fn a_declared_column_must_be_there() {
    let scratch = Scratch::new();
    scratch.write("own/acme-net.md", "| Ref | Text |\n|---|---|\n| A.1 | The flux is gone. |\n");
    let declare = |column: &str| {
        let document = "[[document]]\nfile = \"acme-net.md\"\nvendor = \"acme\"\nservice = \"net\"\n";
        let columns = format!("columns = {{ \"{column}\" = \"code\", \"Text\" = \"message\" }}\n");
        scratch.write("own/vendors.toml", format!("{document}{columns}"));
    };
    declare("Ref");
    scratch.run(["catalog", "check", "own"]).ended(0).says("1 entry of 1 catalog: 0 errors");
    declare("Reff");
    scratch.run(["catalog", "check", "own"]).ended(1).says("acme-net.md:1").says("`Reff`");
}
