//! Lines that come now and then: each is answered when it comes.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::{AMBIGUOUS, MATCH, UNKNOWN, UNLISTED, classify, log};
use crate::command::Scratch;

/// An answer that takes longer does not come.
const PATIENCE: Duration = Duration::from_secs(30);

/// A command that runs while it is written to.
struct Live {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Live {
    fn start(command: &mut Command) -> Live {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (send, lines) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Live { stdin: child.stdin.take(), child, lines }
    }

    #[track_caller]
    fn says(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("it is open");
        stdin.write_all(line.as_bytes()).expect("it reads");
    }

    /// The next line that it prints.
    #[track_caller]
    fn answers(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("an answer")
    }

    /// Closes its input and waits until it ends.
    fn end(mut self) -> Option<i32> {
        drop(self.stdin.take());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer_of(format: &str, line: &str) -> String {
    classify(&["--format", format], log(&[line])).text().trim_end().to_owned()
}

#[test]
fn a_line_is_answered_before_the_next_is_written() {
    let scratch = Scratch::new();
    for format in ["jsonl", "annotate", "csv", "rsyslog"] {
        for threads in ["1", "4"] {
            let args = ["classify", "--quiet", "--format", format, "--threads", threads];
            let mut live = Live::start(scratch.answering().args(args));
            for (number, line) in [MATCH, UNKNOWN, "", AMBIGUOUS, MATCH, UNLISTED].iter().enumerate() {
                live.says(&format!("{line}\n"));
                let answer = live.answers();
                let number = number + 1;
                let want = answer_of(format, line)
                    .replacen("{\"line\":1", &format!("{{\"line\":{number}"), 1)
                    .replacen("1,", &format!("{number},"), usize::from(format == "csv"));
                assert_eq!(answer, want, "{format}, {threads} threads");
            }
            // A line that comes in two pieces is one.
            let (half, rest) = MATCH.split_at(20);
            live.says(half);
            live.says(&format!("{rest}\nend"));
            assert!(live.answers().contains("VPC.0504#2"), "{format}");
            assert_eq!(live.end(), Some(0));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_may_have_a_name() {
    let scratch = Scratch::new();
    let mut live = Live::start(scratch.answering().args(["classify", "/dev/stdin"]));
    for _ in 0..3 {
        live.says(&format!("{MATCH}\n"));
        assert!(live.answers().contains("VPC.0504#2"));
    }
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let scratch = Scratch::new();
    scratch.write("a.log", log(&[MATCH, UNKNOWN]).repeat(100_000));
    let mut child = (scratch.answering().args(["classify", "--with-text", "a.log"]))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut out = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
    out.read_line(&mut String::new()).expect("a line");
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
}

#[test]
fn nobody_is_waited_for_where_the_output_is_closed() {
    let scratch = Scratch::new();
    let mut child = (scratch.answering().arg("classify"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    writeln!(stdin, "{MATCH}").expect("it reads");
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.read_line(&mut String::new()).expect("an answer");
    drop(out);
    // Its input stays open. A process that another test starts may hold the output's other end for a moment, in which an
    // answer still goes somewhere: so lines come until it ends.
    while child.try_wait().expect("it runs").is_none() && writeln!(stdin, "{MATCH}").is_ok() {
        std::thread::yield_now();
    }
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

fn append(path: &std::path::Path, text: &str) {
    let mut file = File::options().append(true).create(true).open(path).expect("a file");
    file.write_all(text.as_bytes()).expect("the disk has room");
}

/// Follows `a.log`, of which one line was answered.
fn follow(scratch: &Scratch) -> Live {
    append(&scratch.path("a.log"), &log(&[UNKNOWN]));
    let args = ["classify", "--follow", "--with-text", "a.log"];
    let live = Live::start(scratch.answering().args(args));
    assert!(live.answers().contains("\"line\":1,"));
    live
}

#[test]
fn what_is_appended_is_answered() {
    let scratch = Scratch::new();
    let live = follow(&scratch);
    for number in 2..5 {
        append(&scratch.path("a.log"), &log(&[MATCH]));
        let answer = live.answers();
        assert!(answer.starts_with(&format!("{{\"line\":{number},\"verdict\":\"match\"")), "{answer}");
    }
    let (half, rest) = MATCH.split_at(20);
    append(&scratch.path("a.log"), half);
    append(&scratch.path("a.log"), &format!("{rest}\n"));
    assert!(live.answers().contains("VPC.0504#2"));
}

#[test]
fn a_file_that_is_cut_is_read_from_its_beginning() {
    let scratch = Scratch::new();
    let live = follow(&scratch);
    append(&scratch.path("a.log"), &log(&[UNKNOWN, UNKNOWN]));
    assert!(live.answers().contains("\"line\":2,") && live.answers().contains("\"line\":3,"));
    fs::write(scratch.path("a.log"), log(&["new"])).expect("a file");
    assert!(live.answers().contains("\"text\":\"new\""));
    append(&scratch.path("a.log"), &log(&[MATCH]));
    assert!(live.answers().contains("VPC.0504#2"));
}

#[test]
fn no_line_is_lost_where_a_file_is_rotated() {
    let scratch = Scratch::new();
    let live = follow(&scratch);
    for round in 0..3 {
        // It has been read to its end, and it is some time until it is looked at again.
        append(&scratch.path("a.log"), &log(&[&format!("last of {round}")]));
        fs::rename(scratch.path("a.log"), scratch.path(&format!("a.log.{round}"))).expect("a new name");
        append(&scratch.path(&format!("a.log.{round}")), &log(&[&format!("late of {round}")]));
        append(&scratch.path("a.log"), &log(&[&format!("first after {round}")]));
        for text in ["last of", "late of", "first after"] {
            let answer = live.answers();
            assert!(answer.contains(&format!("\"text\":\"{text} {round}\"")), "{text} {round}: {answer}");
        }
    }
}

#[test]
fn a_line_without_end_does_not_run_into_the_file_that_follows() {
    let scratch = Scratch::new();
    let live = follow(&scratch);
    append(&scratch.path("a.log"), "no end");
    fs::rename(scratch.path("a.log"), scratch.path("a.log.1")).expect("a new name");
    append(&scratch.path("a.log"), &log(&["of another"]));
    for text in ["no end", "of another"] {
        let answer = live.answers();
        assert!(answer.contains(&format!("\"text\":\"{text}\"")), "{answer}");
    }
}

#[test]
fn a_file_that_is_gone_for_a_while_is_waited_for() {
    let scratch = Scratch::new();
    let live = follow(&scratch);
    append(&scratch.path("a.log"), &log(&["before"]));
    fs::remove_file(scratch.path("a.log")).expect("it was there");
    assert!(live.answers().contains("\"text\":\"before\""));
    scratch.write("a.new", log(&["after"]));
    fs::rename(scratch.path("a.new"), scratch.path("a.log")).expect("a new name");
    assert!(live.answers().contains("\"text\":\"after\""));
}
