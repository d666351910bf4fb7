//! Whether a line speaks of any trouble at all: what nearly all lines of a log do not, and what takes no analysis to see.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::error::Result;
use crate::evidence::Evidence;
use crate::index::Index;
use crate::signals::may_have_code;
use crate::text::{Script, fold};

/// Words by which errors speak, whole, in lower case.
const WORDS: [&str; 31] = [
    "bad",
    "been deleted",
    "being",
    "belong",
    "busy",
    "cant",
    "could",
    "empty",
    "has been used",
    "has deleted",
    "in use",
    "is used",
    "lack",
    "must",
    "no",
    "non",
    "none",
    "not",
    "null",
    "only",
    "outside",
    "over",
    "owe",
    "owes",
    "problem",
    "same",
    "still",
    "too",
    "used by",
    "without",
    "wrong",
];

/// Beginnings of such words.
const STEMS: [&str; 76] = [
    "abnormal",
    "absen",
    "alread",
    "arrear",
    "associat",
    "banned",
    "belongs",
    "can't",
    "cannot",
    "closed",
    "configuring",
    "conflict",
    "contained",
    "contains ",
    "corrupt",
    "creating",
    "deleteing",
    "deleting",
    "denied",
    "depend",
    "disabled",
    "disconnect",
    "duplicat",
    "empt",
    "emtp",
    "error",
    "exceed",
    "exception",
    "exhaust",
    "exist",
    "expire",
    "fail",
    "forbid",
    "frozen",
    "illegal",
    "inaccess",
    "inactive",
    "incomplete",
    "inconsist",
    "incorrect",
    "insufficient",
    "invaild",
    "invalid",
    "limit",
    "locked",
    "maintenance",
    "maximum",
    "mismatch",
    "missing",
    "occupied",
    "overd",
    "overl",
    "overq",
    "pending",
    "permission",
    "quota",
    "refus",
    "reject",
    "released",
    "reset",
    "restrict",
    "stopp",
    "suspend",
    "throttl",
    "timed",
    "timeout",
    "unable",
    "unauth",
    "unavail",
    "unhealthy",
    "unknown",
    "unpaid",
    "unreach",
    "unstable",
    "unsupp",
    "violat",
];

/// What says so anywhere: Chinese has no bounds of words.
const ANYWHERE: [&str; 53] = [
    "n't",
    "不",
    "仅",
    "仍",
    "余额",
    "冲突",
    "冻结",
    "出错",
    "占用",
    "只",
    "同名",
    "失效",
    "失败",
    "存在",
    "封禁",
    "已",
    "异常",
    "必须",
    "拒",
    "损坏",
    "故障",
    "无",
    "暂",
    "更新中",
    "最多",
    "最大",
    "未",
    "权限",
    "欠费",
    "正在",
    "没",
    "满",
    "用尽",
    "相同",
    "禁",
    "空",
    "繁忙",
    "绑定",
    "缺",
    "被",
    "请",
    "超",
    "达到",
    "过",
    "违",
    "重复",
    "锁",
    "错误",
    "问题",
    "限",
    "需",
    "非",
    "黑名单",
];

/// What the places of codes have, and nothing else need have; codes themselves are looked up.
const SIGNS: [&str; 8] = ["code", "err", "exception", "got ", "ret", "报", "码", "返回"];

/// Finds what a line that reports an error must have.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    /// [`WORDS`], [`STEMS`], [`ANYWHERE`], and a word of each message that has none of these.
    words: AhoCorasick,
    /// [`SIGNS`].
    signs: AhoCorasick,
}

impl Trouble {
    /// Knows the words of all errors, and those of the messages of `index`.
    pub(super) fn new(index: &Index) -> Result<Trouble> {
        let common = || WORDS.iter().chain(&STEMS).chain(&ANYWHERE).map(|word| (*word).to_owned());
        let signs = build(SIGNS.iter().map(|sign| (*sign).to_owned()));
        let mut trouble = Trouble { words: build(common()), signs };
        let mut own = Vec::new();
        for number in 0..index.len() {
            let entry = index.entry(number)?;
            for message in entry.message.values() {
                let message = fold(message).as_str().to_lowercase();
                if !trouble.is_in(&message) {
                    own.push(longest_word(&message));
                }
            }
        }
        own.retain(|word| !word.is_empty());
        own.sort_unstable();
        own.dedup();
        if !own.is_empty() {
            trouble.words = build(common().chain(own));
        }
        Ok(trouble)
    }

    /// Whether `text` speaks of trouble.
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.is_in_bytes(text.as_bytes())
    }

    /// Whether `line`, which may have escapes, speaks of trouble or may have a code.
    pub(super) fn may_be_in(&self, line: &[u8], evidence: &Evidence) -> bool {
        memchr::memchr(b'\\', line).is_some()
            || self.signs.is_match(line)
            || may_have_code(line, evidence)
            || self.is_in_bytes(line)
    }

    fn is_in_bytes(&self, text: &[u8]) -> bool {
        self.words.is_match(text)
            && self.words.find_overlapping_iter(text).any(|found| {
                let pattern = found.pattern().as_usize();
                let stem = (WORDS.len()..WORDS.len() + STEMS.len()).contains(&pattern);
                (pattern >= WORDS.len() && !stem)
                    || (begins_word(text, found.start()) && (stem || ends_word(text, found.end())))
            })
    }
}

/// Whether a word begins at `at`, one of a name like `NotFound` too.
fn begins_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| text[before]);
    before.is_none_or(|before| {
        !before.is_ascii_alphabetic() || (before.is_ascii_lowercase() && text[at].is_ascii_uppercase())
    })
}

/// Whether a word ends at `at`.
fn ends_word(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(|after| {
        !after.is_ascii_alphabetic() || (after.is_ascii_uppercase() && text[at - 1].is_ascii_lowercase())
    })
}

fn build(words: impl Iterator<Item = String>) -> AhoCorasick {
    let mut builder = AhoCorasick::builder();
    let builder = builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard);
    builder.build(words).expect("few words")
}

/// The longest word of a text in one script; of Chinese, which has no spaces, its first four characters.
fn longest_word(text: &str) -> String {
    const CHARACTERS: usize = 4;
    let words = text.split(|c: char| Script::of(c) == Script::Other);
    let longest = words.max_by_key(|word| word.chars().count()).unwrap_or_default();
    if longest.is_ascii() { longest.to_owned() } else { longest.chars().take(CHARACTERS).collect() }
}
