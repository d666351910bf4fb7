//! The commands of the READMEs are run, and what they print is what these show.
//!
//! In each `console` block a line that begins with `$ ` is a command and the lines up to the next are its output:
//! `errdex …` and `cargo run --release -- …` run the program, with `< FILE` if need be, in a scratch folder with an empty
//! cache, in the locale `C`, after `NAME=value` as in a shell; `| head -n N` leaves the first N lines; `cat FILE` shows FILE
//! where the repository has it, or else makes it with the lines shown; `echo $?` prints the exit status before.
//! `UPDATE_EXPECT=1` rewrites the outputs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{root, text};
use crate::command::without_settings;

#[test]
fn readme_shows_what_the_program_prints() {
    check("README.md");
}

#[test]
fn chinese_readme_shows_what_the_program_prints() {
    check("README.zh.md");
}

/// Both tell the same, so that none grows old.
#[test]
fn readmes_show_the_same_commands() {
    let commands = |name: &str| -> Vec<String> {
        text(name).lines().filter(|line| line.starts_with("$ ")).map(str::to_owned).collect()
    };
    assert_eq!(commands("README.md"), commands("README.zh.md"));
}

#[track_caller]
fn check(name: &str) {
    let readme = text(name);
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let (rewritten, commands) = run_blocks(&readme, scratch.path());
    assert!(commands > 5, "only {commands} commands are in {name}");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(root().join(name), &rewritten).expect("it can be written");
        return;
    }
    for (line, (shown, printed)) in (1..).zip(readme.lines().zip(rewritten.lines())) {
        assert_eq!(shown, printed, "{name}:{line}: shown, and printed: run with UPDATE_EXPECT=1");
    }
    assert_eq!(readme.len(), rewritten.len(), "{name}: run with UPDATE_EXPECT=1");
}

/// The text with the outputs of its commands as they are, and how many commands there are.
fn run_blocks(text: &str, folder: &Path) -> (String, usize) {
    let mut rewritten = String::with_capacity(text.len());
    let mut commands = 0;
    let mut status = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        rewritten.push_str(line);
        rewritten.push('\n');
        if line != "```console" {
            continue;
        }
        while let Some(line) = lines.next_if(|line| *line != "```") {
            let command = line.strip_prefix("$ ").expect("a console block begins with a command");
            let mut shown = String::new();
            while let Some(line) = lines.next_if(|line| *line != "```" && !line.starts_with("$ ")) {
                shown.push_str(line);
                shown.push('\n');
            }
            commands += 1;
            // An empty line before the next command is for the eye.
            let gap = if shown.ends_with("\n\n") && lines.peek() != Some(&"```") { "\n" } else { "" };
            let output = run(command, &shown, folder, &mut status);
            rewritten.push_str(&format!("{line}\n{}\n", output.trim_end()));
            if output.trim_end().is_empty() {
                rewritten.pop();
            }
            rewritten.push_str(gap);
        }
    }
    (rewritten, commands)
}

fn run(command: &str, shown: &str, folder: &Path, status: &mut i32) -> String {
    let (program, head) = match command.rsplit_once(" | head -n ") {
        Some((program, count)) => (program, count.parse().expect("a number of lines")),
        None => (command, usize::MAX),
    };
    let mut words = words(program);
    if let Some(rest) = command.strip_prefix("cat ") {
        let path = folder.join(rest);
        let known = fs::read_to_string(root().join(rest));
        let text = known.unwrap_or_else(|_| format!("{}\n", shown.trim_end()));
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder can be made");
        fs::write(path, &text).expect("a file can be written");
        return text;
    }
    if command == "echo $?" {
        return format!("{status}\n");
    }
    let is_setting = |word: &String| {
        word.split_once('=')
            .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
    };
    let count = words.iter().take_while(|word| is_setting(word)).count();
    let settings: Vec<(String, String)> = words
        .drain(..count)
        .filter_map(|word| word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect();
    let cargo = ["cargo", "run", "--release", "--"];
    let program = if words.iter().take(4).eq(cargo) { 4 } else { 1 };
    assert!(program == 4 || words[0] == "errdex", "`{command}` is none of the README's commands");
    let input = words.iter().position(|word| word == "<").map(|at| words.split_off(at));
    let input = match &input {
        Some(file) => fs::File::open(folder.join(&file[1])).expect("an earlier `cat` made the file").into(),
        None => Stdio::null(),
    };
    // `NAME=value` before a command is its environment.
    let mut run = Command::new(env!("CARGO_BIN_EXE_errdex"));
    without_settings(&mut run);
    let output = run
        .envs(settings)
        .args(&words[program..])
        .current_dir(folder)
        .env("ERRDEX_CACHE_DIR", folder.join("cache"))
        .stdin(input)
        .output()
        .expect("the program runs");
    *status = output.status.code().unwrap_or(-1);
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8(printed).expect("it prints UTF-8");
    let printed: String = printed.split_inclusive('\n').take(head).collect();
    if cfg!(windows) { printed.replace('\\', "/").replace("\r\n", "\n") } else { printed }
}

/// The words of a command, as a shell reads those with plain quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            (c, Some(_)) => word.get_or_insert_default().push(c),
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            (c, None) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[test]
fn commands_are_split_as_by_a_shell() {
    let check = |command: &str, want: &[&str]| assert_eq!(words(command), want, "{command}");
    check("errdex 4000", &["errdex", "4000"]);
    check(r#"errdex -n 1 "a b" '{"c": ""}' ''"#, &["errdex", "-n", "1", "a b", r#"{"c": ""}"#, ""]);
}
