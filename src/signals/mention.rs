//! Whether a code is reported in a text, or only spoken of: in a list of what is retried, the name of a test, the subject of
//! a commit.

use std::ops::Range;

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

/// Words of those who make programs and speak of their codes, in lower case.
const MAKERS: [&str; 28] = [
    "# help ",
    "# type ",
    "assert",
    "changelog",
    "chore:",
    "commit ",
    "deprecat",
    "docs/",
    "docs:",
    "document",
    "feat(",
    "feat:",
    "fix(",
    "fix:",
    "fixed ",
    "fixes ",
    "grep ",
    "handling of",
    "mock",
    "pull request",
    "readme",
    "redeclared",
    "refactor",
    "release note",
    "retryable",
    "stub",
    "unit test",
    "unused",
];

/// The same in Chinese.
const MAKERS_IN_CHINESE: [&str; 10] = [
    "不再重试",
    "代码评审",
    "修复",
    "单元测试",
    "单测",
    "可重试",
    "更新日志",
    "发布说明",
    "文档",
    "测试用例",
];

/// The endings of files that hold programs and texts on them.
const SOURCES: [&str; 18] = [
    "c", "cc", "cpp", "cs", "go", "h", "java", "js", "json", "kt", "md", "php", "py", "rb", "rs", "ts",
    "yaml", "yml",
];

/// Whether a text speaks of codes as those do who make programs, or is a line that was found in one of their files:
/// `src/errors.go:12: …`.
pub(super) fn speaks_of_codes(text: &str) -> bool {
    has_any(text, &MAKERS, &MAKERS_IN_CHINESE) || is_of_source(text)
}

fn is_of_source(text: &str) -> bool {
    let first = text.trim_start().split(' ').next().unwrap_or_default();
    let mut parts = first.split(':');
    let (file, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_number
        && parts.next().is_some()
        && file.rsplit_once('.').is_some_and(|(_, end)| SOURCES.contains(&end))
}

/// Words that say that something went well, in lower case.
const DONE: [&str; 19] = [
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
];

/// The same in Chinese.
const DONE_IN_CHINESE: [&str; 6] = ["完成", "恢复", "成功", "正常", "结束", "通过"];

/// Whether a text says that something went well.
pub(super) fn says_done(text: &str) -> bool {
    has_any(text, &DONE, &DONE_IN_CHINESE)
}

/// Whether the beginning of a text has one of `words`, or one of those in Chinese.
fn has_any(text: &str, words: &[&str], chinese: &[&str]) -> bool {
    const NEAR: usize = 2048;
    let near = &text[..crate::text::floor(text, NEAR)];
    let lower = near.to_ascii_lowercase();
    words.iter().any(|word| lower.contains(word))
        || (!near.is_ascii() && chinese.iter().any(|word| near.contains(word)))
}
