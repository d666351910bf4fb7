//! The README's commands are run, and what they print is what it shows.
//!
//! In each `console` block a line that begins with `$ ` is a command and the lines up to the next are its output:
//! `errdex …` and `cargo run --release -- …` run the program, with `< FILE` if need be, in a scratch folder with an empty
//! cache; `cat FILE` makes FILE with the lines shown; `echo $?` prints the exit status before. `UPDATE_EXPECT=1`
//! rewrites the outputs.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{root, text};

#[test]
fn readme_shows_what_the_program_prints() {
    let readme = text("README.md");
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let (rewritten, commands) = run_blocks(&readme, scratch.path());
    assert!(commands > 5, "only {commands} commands are in the README");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(root().join("README.md"), &rewritten).expect("the README can be written");
        return;
    }
    for (line, (shown, printed)) in (1..).zip(readme.lines().zip(rewritten.lines())) {
        assert_eq!(shown, printed, "README.md:{line}: shown, and printed: run with UPDATE_EXPECT=1");
    }
    assert_eq!(readme.len(), rewritten.len(), "README.md: run with UPDATE_EXPECT=1");
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
    let mut words = words(command);
    if let Some(rest) = command.strip_prefix("cat ") {
        let path = folder.join(rest);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder can be made");
        fs::write(path, format!("{}\n", shown.trim_end())).expect("a file can be written");
        return shown.to_owned();
    }
    if command == "echo $?" {
        return format!("{status}\n");
    }
    let cargo = ["cargo", "run", "--release", "--"];
    let program = if words.iter().take(4).eq(cargo) { 4 } else { 1 };
    assert!(program == 4 || words[0] == "errdex", "`{command}` is none of the README's commands");
    let input = words.iter().position(|word| word == "<").map(|at| words.split_off(at));
    let input = match &input {
        Some(file) => fs::File::open(folder.join(&file[1])).expect("an earlier `cat` made the file").into(),
        None => Stdio::null(),
    };
    let output = Command::new(env!("CARGO_BIN_EXE_errdex"))
        .args(&words[program..])
        .current_dir(folder)
        .env_remove("ERRDEX_INDEX")
        .env_remove("ERRDEX_CATALOGS")
        .env("ERRDEX_CACHE_DIR", folder.join("cache"))
        .stdin(input)
        .output()
        .expect("the program runs");
    *status = output.status.code().unwrap_or(-1);
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8(printed).expect("it prints UTF-8");
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
