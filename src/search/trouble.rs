//! Whether a line speaks of any trouble at all: what nearly all lines of a log do not, and what takes no analysis to see.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::error::Result;
use crate::index::Index;
use crate::text::{Script, fold};

/// Parts of words by which errors speak, in lower case.
const WORDS: [&str; 101] = [
    "abnormal",
    "absen",
    "alread",
    "arrear",
    "associat",
    "bad ",
    "banned",
    "been deleted",
    "being",
    "belong",
    "busy",
    "can't",
    "cannot",
    "cant",
    "closed",
    "configuring",
    "conflict",
    "contained",
    "contains ",
    "corrupt",
    "could",
    "creating",
    "deleteing",
    "deleting",
    "denied",
    "depend",
    "disabled",
    "disconnect",
    "duplicat",
    "empt",
    "error",
    "exceed",
    "exception",
    "exhaust",
    "exist",
    "expire",
    "fail",
    "forbid",
    "frozen",
    "has been used",
    "has deleted",
    "illegal",
    "in use",
    "inaccess",
    "inactive",
    "incomplete",
    "inconsist",
    "incorrect",
    "insufficient",
    "invaild",
    "invalid",
    "is used",
    "lack",
    "limit",
    "locked",
    "maintenance",
    "maximum",
    "mismatch",
    "missing",
    "must",
    "n't",
    "no ",
    "non-",
    "none",
    "not",
    "null",
    "occupied",
    "only",
    "outside",
    "over",
    "owe",
    "pending",
    "permission",
    "problem",
    "quota",
    "refus",
    "reject",
    "released",
    "reset",
    "restrict",
    "same",
    "still",
    "stopp",
    "suspend",
    "throttl",
    "timed",
    "timeout",
    "too ",
    "unable",
    "unauth",
    "unavail",
    "unhealthy",
    "unknown",
    "unpaid",
    "unreach",
    "unstable",
    "unsupp",
    "used by",
    "violat",
    "without",
    "wrong",
];

/// The same in Chinese.
const CHINESE: [&str; 52] = [
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

/// Finds what a line that reports an error must have.
#[derive(Clone, Debug)]
pub(super) struct Trouble(AhoCorasick);

impl Trouble {
    /// Knows the words of all errors, and a word of each message of `index` that has none of them.
    pub(super) fn new(index: &Index) -> Result<Trouble> {
        let words = || WORDS.iter().chain(&CHINESE).map(|word| (*word).to_owned());
        let known = build(words());
        let mut own = Vec::new();
        for number in 0..index.len() {
            for message in index.entry(number)?.message.values() {
                let message = fold(message).as_str().to_lowercase();
                if !known.is_match(&message) {
                    own.push(longest_word(&message));
                }
            }
        }
        own.retain(|word| !word.is_empty());
        own.sort_unstable();
        own.dedup();
        Ok(if own.is_empty() { Trouble(known) } else { Trouble(build(words().chain(own))) })
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
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
