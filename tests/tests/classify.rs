//! `errdex classify`: what it prints for lines, what it reads, and that nothing but a line decides its verdict.

mod forms;
mod inputs;
mod live;
mod options;
mod properties;
#[path = "../../benches/stream/mod.rs"]
mod stream;

use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;

use errdex::{Catalogs, Entry, Index, Layers};
use expect_test::Expect;

use crate::command::Scratch;

/// A line of each kind of answer.
const MATCH: &str = r#"neutron resp={"error_code":"VPC.0504","error_msg":"Floating IP could not be found."}"#;
const AMBIGUOUS: &str = "huaweicloud vpc error_code=VPC.0504";
const UNLISTED: &str = r#"huaweicloud vpc {"error_code":"VPC.0525","error_msg":"The router is asleep."}"#;
const UNKNOWN: &str = "listening on 0.0.0.0:4000 (pid 5000)";

/// What a command gave, byte for byte: lines may have bytes that [`crate::command::Ran`] does not let pass.
#[derive(Debug)]
struct Gave {
    status: Option<i32>,
    out: Vec<u8>,
    err: String,
}

impl Gave {
    #[track_caller]
    fn ended(&self, status: i32) -> &Gave {
        assert_eq!(self.status, Some(status), "{} {}", self.err, self.text());
        self
    }

    /// What was printed; what is no UTF-8 as U+FFFD.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.out).into_owned()
    }

    /// What was printed, with controls, and bytes that are no UTF-8, written by number.
    fn shown(&self) -> String {
        let mut shown = String::new();
        for chunk in self.out.utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '\n' => shown.push(c),
                    // A mark of direction would turn the line of the golden too.
                    '\u{202e}' | '\u{feff}' => shown.extend(c.escape_unicode()),
                    c if c.is_control() => shown.extend(c.escape_default()),
                    c => shown.push(c),
                }
            }
            chunk.invalid().iter().for_each(|byte| shown.push_str(&format!("\\x{byte:02x}")));
        }
        shown
    }

    fn lines(&self) -> Vec<String> {
        self.text().lines().map(str::to_owned).collect()
    }
}

/// Runs `errdex classify` in `scratch` with `input` on its standard input.
fn classify_in(scratch: &Scratch, args: &[&str], input: &[u8]) -> Gave {
    let mut command = scratch.answering();
    give(command.arg("classify").args(args), input)
}

/// Runs `errdex classify` with `input` on its standard input.
fn classify(args: &[&str], input: impl AsRef<[u8]>) -> Gave {
    classify_in(&Scratch::new(), args, input.as_ref())
}

fn give(command: &mut Command, input: &[u8]) -> Gave {
    use std::io::Write;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let output = thread::scope(|scope| {
        let mut stdin = child.stdin.take().expect("a pipe");
        // A command that has read enough closes the pipe.
        scope.spawn(move || drop(stdin.write_all(input)));
        child.wait_with_output().expect("the command ends")
    });
    let err = String::from_utf8(output.stderr).expect("complaints are UTF-8");
    assert!(!err.contains("panicked"), "{err}");
    Gave { status: output.status.code(), out: output.stdout, err }
}

/// Compares what is printed for `input`.
#[track_caller]
fn check(args: &[&str], input: impl AsRef<[u8]>, want: Expect) {
    want.assert_eq(&classify(args, input).shown());
}

fn log(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
        catalogs.entries().cloned().collect()
    })
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
        Index::build(&catalogs).expect("they build")
    })
}
