//! Whether a line speaks of any trouble at all: what nearly all lines of a log do not, and what takes no analysis to see.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

use super::scan::may_have_code;
use crate::bytes::Table;
use crate::evidence::Evidence;
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

/// Between the words of a record; no word has it.
const SEPARATOR: &str = "\0";

/// Finds what a line that reports an error must have.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    /// [`WORDS`], [`STEMS`], [`ANYWHERE`].
    words: AhoCorasick,
    /// A word of each message that has none of these.
    own: AhoCorasick,
    /// For each of `own` the words one of which must be there as well: those words are common ones, and an index of many
    /// messages has many.
    beside: Vec<Vec<String>>,
    /// [`SIGNS`].
    signs: AhoCorasick,
}

impl Trouble {
    /// Lays out what else `messages` are known by, as the bytes of [`Trouble::open`].
    pub(crate) fn encode<'m>(messages: impl Iterator<Item = &'m str>) -> Vec<u8> {
        let common = Trouble::open(&Table::default());
        let mut own: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for message in messages {
            // What is there is there in folded texts too, and few messages have none of it.
            if common.is_in(message) {
                continue;
            }
            let message = fold(message).as_str().to_lowercase();
            if !common.is_in(&message)
                && let Some((word, beside)) = longest_words(&message)
            {
                own.entry(word).or_default().insert(beside);
            }
        }
        let record = |(word, beside): (String, BTreeSet<String>)| {
            std::iter::once(word).chain(beside).collect::<Vec<_>>().join(SEPARATOR)
        };
        Table::encode(&own.into_iter().map(record).collect::<Vec<_>>())
    }

    /// Knows the words of all errors, and those that were laid out of the messages of an index.
    pub(crate) fn open(own: &Table) -> Trouble {
        let words = (0..own.len()).filter_map(|number| own.text(number));
        let (own, beside): (Vec<&str>, Vec<Vec<String>>) = words
            .map(|words| {
                let mut words = words.split(SEPARATOR);
                (words.next().unwrap_or_default(), words.map(str::to_owned).collect())
            })
            .unzip();
        Trouble {
            words: build(WORDS.iter().chain(&STEMS).chain(&ANYWHERE)),
            own: build(own),
            beside,
            signs: build(SIGNS),
        }
    }

    /// Whether `text` speaks of trouble.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.is_in_bytes(text.as_bytes())
    }

    /// Whether `line`, which may have escapes, speaks of trouble or may have a code.
    pub(crate) fn may_be_in(&self, line: &[u8], evidence: &Evidence) -> bool {
        memchr::memchr(b'\\', line).is_some()
            || self.signs.is_match(line)
            || may_have_code(line, evidence)
            || self.is_in_bytes(line)
    }

    fn is_in_bytes(&self, text: &[u8]) -> bool {
        let is_common = self.words.is_match(text)
            && self.words.find_overlapping_iter(text).any(|found| {
                let pattern = found.pattern().as_usize();
                let stem = (WORDS.len()..WORDS.len() + STEMS.len()).contains(&pattern);
                (pattern >= WORDS.len() && !stem)
                    || (begins_word(text, found.start()) && (stem || ends_word(text, found.end())))
            });
        is_common || self.has_own(text)
    }

    /// Whether a word of a message is there, and one beside it.
    fn has_own(&self, text: &[u8]) -> bool {
        // Made where a word is there, which is so of few texts.
        let mut lower = Vec::new();
        self.own.find_overlapping_iter(text).any(|found| {
            if lower.is_empty() {
                lower = text.to_ascii_lowercase();
            }
            let mut beside = self.beside[found.pattern().as_usize()].iter();
            beside.any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some())
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

fn build<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> AhoCorasick {
    let mut builder = AhoCorasick::builder();
    let builder = builder.ascii_case_insensitive(true).match_kind(MatchKind::Standard);
    builder.build(words).expect("few words")
}

/// The longest word of a text in one script, and the next one, empty where there is none; of Chinese, which has no spaces,
/// the first four characters of each. None where a text is a word of the alphabet alone, as `Success`: it says too little.
fn longest_words(text: &str) -> Option<(String, String)> {
    const CHARACTERS: usize = 4;
    // A number or placeholder is a variable part.
    let says = |word: &str| word != "xxx" && word.contains(char::is_alphabetic);
    let mut words: Vec<&str> =
        text.split(|c: char| Script::of(c) == Script::Other).filter(|word| says(word)).collect();
    // Of equals the last one.
    words.reverse();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let cut = |word: &&str| match word.is_ascii() {
        true => (*word).to_owned(),
        false => word.chars().take(CHARACTERS).collect(),
    };
    let beside = words.get(1).map(cut).unwrap_or_default();
    let longest = words.first().map(cut)?;
    (!longest.is_ascii() || !beside.is_empty()).then_some((longest, beside))
}
