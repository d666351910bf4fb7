//! Whether a line that no entry answers looks like an error all the same: by its level, or by what it says.

use memchr::memmem;

use crate::signals::Level;

/// How much of a template is looked at.
const HEAD: usize = 4096;

/// What errors say, in any case and within longer words: `IOException`, `unauthorized`.
const WORDS: [&str; 30] = [
    "error",
    "fail",
    "exception",
    "denied",
    "refused",
    "rejected",
    "timeout",
    "timed out",
    "invalid",
    "illegal",
    "cannot",
    "can't",
    "could not",
    "unable",
    "panic",
    "fatal",
    "forbidden",
    "unauthorized",
    "unavailable",
    "exceeded",
    "失败",
    "错误",
    "异常",
    "超时",
    "拒绝",
    "无法",
    "非法",
    "不足",
    "不可用",
    "未授权",
];

/// What a member or a counter has that says that there was no error.
const NOTHING: [&[u8]; 7] = [b"null", b"nil", b"<nil>", b"none", b"false", b"\"\"", b"{}"];

/// Whether lines of this template and level look like errors.
pub(super) fn looks_like_error(template: &[u8], level: Level) -> bool {
    if level == Level::Alarms {
        return true;
    }
    let head = template[..template.len().min(HEAD)].to_ascii_lowercase();
    let says = |word: &str| memmem::find_iter(&head, word).any(|at| !is_counted(&head[at + word.len()..]));
    WORDS.into_iter().any(says)
}

/// Whether a word is the name of a count, a duration or nothing: `errors=00`, `"timeout": 00s`, `"error":null`.
fn is_counted(rest: &[u8]) -> bool {
    let word = rest.iter().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-')).count();
    let rest = &rest[word..];
    let rest = rest.strip_prefix(b"\\").unwrap_or(rest);
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest).trim_ascii_start();
    let Some(value) = rest.strip_prefix(b"=").or_else(|| rest.strip_prefix(b":")) else { return false };
    let value = value.trim_ascii_start();
    value.first().is_some_and(u8::is_ascii_digit) || NOTHING.iter().any(|nothing| value.starts_with(nothing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known_by_level_or_words() {
        let rows: &[(&str, Level, bool)] = &[
            ("disk sda at 00 %", Level::Alarms, true),
            ("disk sda at 00 %", Level::Informs, false),
            ("connection refused", Level::None, true),
            ("java.io.IOException: closed", Level::None, true),
            ("call FAILED after 00 ms", Level::Informs, true),
            ("创建路由器失败", Level::None, true),
            ("余额不足", Level::None, true),
            ("done errors=00 failed: 00", Level::None, false),
            (r#"{"msg":"done","error":null,"timeout":"00s"}"#, Level::None, true),
            (r#"{"msg":"done","error":null,"timeout":00}"#, Level::None, false),
            ("timeout=00s retries=00", Level::Informs, false),
            ("error=<nil> served", Level::None, false),
            ("errors=00 last error: no route", Level::None, true),
            ("listening", Level::None, false),
            ("", Level::None, false),
        ];
        for &(template, level, want) in rows {
            assert_eq!(looks_like_error(template.as_bytes(), level), want, "{template}");
        }
    }
}
