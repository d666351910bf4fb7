//! The `errdex` command as the tests run it: in a scratch folder, with no setting of the caller's, and with an eye on
//! what it prints.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;

use tempfile::TempDir;

/// A page that gives one entry a call: `page(&[("1001", "Disk is full.")])`.
pub(crate) fn page(rows: &[(&str, &str)]) -> String {
    let rows: String = rows.iter().map(|(code, message)| format!("| {code} | {message} |\n")).collect();
    format!("| Error code | Error message |\n| --- | --- |\n{rows}")
}

/// What a command gave. No control character ever is in it.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// What was printed, where the command ended with `status`.
    #[track_caller]
    pub(crate) fn ended(&self, status: i32) -> &Ran {
        assert_eq!(self.status, Some(status), "{self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Ran {
        assert!(self.out.contains(text) || self.err.contains(text), "no {text:?} in {self:#?}");
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    /// The codes of the hits.
    #[track_caller]
    pub(crate) fn codes(&self) -> Vec<String> {
        let codes = self.json()["hits"].as_array().expect("an answer has hits").clone();
        codes.iter().map(|hit| hit["code"].as_str().expect("a hit has a code").to_owned()).collect()
    }
}

/// A folder of one test's own.
pub(crate) struct Scratch(TempDir);

impl Scratch {
    pub(crate) fn new() -> Scratch {
        Scratch(tempfile::Builder::new().prefix("errdex-test-").tempdir().expect("a scratch folder"))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders it needs.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }

    /// The command, in this folder and with a cache in it.
    pub(crate) fn command(&self) -> Command {
        self.command_with_cache(&self.path("cache"))
    }

    fn command_with_cache(&self, cache: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_errdex"));
        command.current_dir(self.0.path()).stdin(Stdio::null()).env("ERRDEX_CACHE_DIR", cache);
        without_settings(&mut command);
        command
    }

    pub(crate) fn run<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Ran {
        run(self.command().args(args), b"")
    }

    /// Runs the command with a cache that all tests share, which saves the build of the embedded catalogs.
    pub(crate) fn answer<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>, input: &[u8]) -> Ran {
        run(self.command_with_cache(shared_cache()).args(args), input)
    }

    /// The command of [`Scratch::answer`].
    pub(crate) fn answering(&self) -> Command {
        self.command_with_cache(shared_cache())
    }
}

/// Takes from a command what its caller's own settings would change of what it prints.
pub(crate) fn without_settings(command: &mut Command) {
    for name in ["ERRDEX_INDEX", "ERRDEX_CATALOGS", "LANG", "LC_MESSAGES", "COLUMNS", "NO_COLOR", "CLICOLOR"]
    {
        command.env_remove(name);
    }
    command.env_remove("CLICOLOR_FORCE").env_remove("FORCE_HYPERLINK").env("LC_ALL", "C");
}

/// Runs a command to its end with `input` on its standard input.
#[track_caller]
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Ran {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if !input.is_empty() {
        command.stdin(Stdio::piped());
    }
    let mut child = command.spawn().expect("the command starts");
    let output = thread::scope(|scope| {
        if let Some(mut stdin) = child.stdin.take() {
            // A command that has read enough closes the pipe.
            scope.spawn(move || drop(stdin.write_all(input)));
        }
        child.wait_with_output().expect("the command ends")
    });
    ran(output)
}

#[track_caller]
pub(crate) fn ran(output: std::process::Output) -> Ran {
    let ran = Ran { status: output.status.code(), out: printed(output.stdout), err: printed(output.stderr) };
    assert!(!ran.err.contains("panicked") && !ran.err.contains("itself failed"), "{ran:#?}");
    ran
}

/// The text that was printed, which a terminal shows as it is.
#[track_caller]
fn printed(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).expect("what is printed is UTF-8");
    let steers = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    // JSON has the direction marks that its texts have: it is for programs.
    let json = text.starts_with('{');
    let found = text.chars().find(|&c| steers(c) && (c.is_control() || !json));
    assert_eq!(found, None, "it reaches the terminal: {text:?}");
    text
}

fn shared_cache() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
        // What an earlier state of the sources built is no use.
        let _ = fs::remove_dir_all(&folder);
        let scratch = Scratch::new();
        run(scratch.command_with_cache(&folder).arg("VPC.0504"), b"").ended(0);
        folder
    })
}
