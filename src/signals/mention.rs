//! Whether a code is reported in a text, or only spoken of: in a list of what is retried, the name of a test, the subject of
//! a commit.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// What stands before a code that is reported, in lower case.
const BEFORE: [&str; 27] = [
    "错误",
    "异常",
    "失败",
    "报错",
    "返回",
    "代码",
    "错误码",
    "by",
    "code",
    "codes",
    "denied",
    "err",
    "error",
    "errored",
    "exception",
    "failed",
    "failure",
    "fault",
    "got",
    "gave",
    "raised",
    "received",
    "refused",
    "rejected",
    "returned",
    "threw",
    "with",
];

/// Whether the code at `span` stands where an error is reported by it: `VPC.0504: …`, `Error: …`, `(VPC.0504)`, `failed
/// with VPC.0504`.
pub(super) fn is_reported(text: &str, span: &Range<usize>) -> bool {
    let (before, after) = (text[..span.start].trim_end_matches([' ', '"', '\'', '`']), &text[span.end..]);
    let followed = after.trim_start_matches(['"', '\'', '`', ']', ')', ' ']);
    let ends = followed.is_empty() || followed.starts_with(['\n', ';', '}', '|', '。']);
    // What kind of error it is in a body of others.
    if before.ends_with("\"type\":") || before.ends_with("\"type\"") {
        return false;
    }
    if followed.starts_with([':', ',']) || (ends && !before.ends_with('/')) || before.is_empty() {
        return true;
    }
    if before.ends_with([':', '(', '[', '=', '>', '|', ',', ']', '\n', '{', '\\']) {
        return true;
    }
    let lower = &before[crate::text::floor(before, before.len().saturating_sub(24))..].to_lowercase();
    BEFORE.iter().any(|word| {
        lower
            .strip_suffix(word)
            .is_some_and(|head| !word.is_ascii() || !head.ends_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// How much of a text is looked at.
const NEAR: usize = 2048;

/// What only those who make programs write: subjects of commits, notes of releases, diagnostics of compilers.
const OF_MAKERS: [&str; 18] = [
    "# help ",
    "# type ",
    "@@ -",
    "changelog",
    "chore:",
    "diff --git",
    "docs:",
    "feat(",
    "feat:",
    "fix(",
    "fix:",
    "never used",
    "pull request",
    "redeclared",
    "release notes",
    "select * ",
    "select count",
    "unused variable",
];

/// What they write too, and others as well.
const ALSO_OF_MAKERS: [&str; 37] = [
    "assert",
    "commit ",
    "deprecat",
    "docs/",
    "document",
    "explain",
    "fixed ",
    "fixes ",
    "fixture",
    "grep ",
    "handling of",
    "insert into `",
    "lint",
    "lookup",
    "mock",
    "readme",
    "refactor",
    "retry policy",
    "retryable",
    "review",
    "runbook",
    "scenario",
    "stub",
    "todo",
    "unit test",
    "what does",
    "✓",
    "不再重试",
    "什么意思",
    "代码评审",
    "修复",
    "单元测试",
    "单测",
    "发布说明",
    "可重试",
    "更新日志",
    "测试用例",
];

/// The endings of files that hold programs and texts on them.
const SOURCES: [&str; 18] = [
    "c", "cc", "cpp", "cs", "go", "h", "java", "js", "json", "kt", "md", "php", "py", "rb", "rs", "ts",
    "yaml", "yml",
];

/// How surely a text speaks of codes and reports none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mentions {
    /// Nothing says so.
    No,
    /// It has words of those who make programs, as some records have, or begins with a place in a file, `src/errors.go:12: …`.
    Maybe,
    /// It is what only they write, or a sample of a metric, `errors_total{code="…"} 3`.
    Surely,
}

/// Whether a text speaks of codes as those do who make programs.
pub(crate) fn mentions(text: &[u8]) -> Mentions {
    static WORDS: LazyLock<AhoCorasick> =
        LazyLock::new(|| any_of(&[&OF_MAKERS[..], &ALSO_OF_MAKERS].concat()));
    let near = &text[..text.len().min(NEAR)];
    // `prefix:` is no `fix:`.
    let begins = |at: usize| {
        !near[at].is_ascii_alphabetic()
            || at.checked_sub(1).is_none_or(|before| !near[before].is_ascii_alphanumeric())
    };
    let mut mentions = Mentions::No;
    // Most lines have none of the words, also not within others.
    if WORDS.is_match(near) {
        for found in WORDS.find_overlapping_iter(near).filter(|found| begins(found.start())) {
            let is_theirs = found.pattern().as_usize() < OF_MAKERS.len();
            mentions = mentions.max(if is_theirs { Mentions::Surely } else { Mentions::Maybe });
        }
    }
    match std::str::from_utf8(near) {
        Ok(near) if is_metric(near) => Mentions::Surely,
        Ok(near) if is_of_source(near) => mentions.max(Mentions::Maybe),
        _ => mentions,
    }
}

fn is_of_source(text: &str) -> bool {
    let first = text.trim_start().split(' ').next().unwrap_or_default();
    let mut parts = first.split(':');
    let (file, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    // A frame of Ruby's stack goes on with `in`.
    is_number
        && parts.next().is_some_and(|rest| !rest.starts_with("in"))
        && file.rsplit_once('.').is_some_and(|(_, end)| SOURCES.contains(&end))
}

/// Words that say that something went well.
const DONE: [&str; 25] = [
    " created",
    " done",
    " finished",
    " loaded",
    " ok ",
    " ok:",
    " opened",
    " passed",
    " ready",
    " registered",
    " released",
    " reloaded",
    " started",
    " succeeded",
    "completed",
    "healthy",
    "recovered",
    "success",
    "updated",
    "完成",
    "恢复",
    "成功",
    "正常",
    "结束",
    "通过",
];

/// Whether a text says that something went well.
pub(crate) fn says_done(text: &str) -> bool {
    static ANY: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(&DONE));
    ANY.is_match(near(text))
}

/// Whether a text is a sample of a metric, as Prometheus (`name{label="…"} 3`) or InfluxDB (`name,tag=… field=3i`) write it.
fn is_metric(text: &str) -> bool {
    let text = text.trim();
    let name = text
        .bytes()
        .take_while(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b':'))
        .count();
    let is_number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
    };
    let ends = text.rsplit(' ').next().is_some_and(is_number);
    let pairs = |rest: &str| rest.split([' ', '}']).next().is_some_and(|tags| tags.contains('='));
    name > 2
        && text[..name].contains('_')
        && ends
        && (text[name..].starts_with(['{', ',']) && pairs(&text[name..]))
}

fn near(text: &str) -> &str {
    &text[..crate::text::floor(text, NEAR)]
}

/// Finds `words` in any case.
fn any_of(words: &[&str]) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("few words")
}
