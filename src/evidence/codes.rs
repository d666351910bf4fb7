//! Spellings of codes: their keys, the part that people paste alone, and what makes a word look like a code.

use crate::text::fold;

/// What a code key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CodeKey {
    /// The number of the code in the spelling table.
    pub(super) code: u32,
    /// The number of the set of vendors that have it.
    pub(super) owners: u32,
    /// The whole code, not a part of it (`0504` of `VPC.0504`).
    pub(crate) whole: bool,
    /// Not a plain word or number, so that it is a code wherever it stands.
    pub(crate) distinct: bool,
}

/// Codes and sets of owners are numbered below this, so that a key fits into 64 bits.
const MOST_NUMBERS: u64 = 1 << 31;

impl CodeKey {
    /// # Panics
    ///
    /// Where there are more than 2³¹ codes or sets of owners.
    pub(super) fn encode(self) -> u64 {
        assert!(u64::from(self.code.max(self.owners)) < MOST_NUMBERS, "an index holds fewer codes");
        u64::from(self.owners) << 33
            | u64::from(self.code) << 2
            | u64::from(self.whole) << 1
            | u64::from(self.distinct)
    }

    pub(super) fn decode(value: u64) -> CodeKey {
        CodeKey {
            owners: (value >> 33) as u32,
            code: (value >> 2 & (MOST_NUMBERS - 1)) as u32,
            whole: value & 2 != 0,
            distinct: value & 1 != 0,
        }
    }
}

/// The keys under which `code` is found, each with whether it stands for the whole code: as spelled, with its words
/// mended by `correct`, and its part.
pub(crate) fn keys_of(
    code: &str,
    correct: &dyn Fn(&str) -> Option<String>,
) -> impl Iterator<Item = (bool, String)> {
    let plain = code_key(code, &|_| None);
    let mended = Some(code_key(code, correct)).filter(|mended| *mended != plain);
    let part = code_part(fold(code).as_str()).map(|part| code_key(part, correct));
    let whole = std::iter::once(plain).chain(mended).map(|key| (true, key));
    whole.chain(part.map(|key| (false, key))).filter(|(_, key)| !key.is_empty())
}

/// The key under which all spellings of a code meet: folded, lower case, words mended, letters and digits only.
/// `VPC.0504`, `vpc0504` and `ＶＰＣ．０５０４` are `vpc0504`.
pub(crate) fn code_key(code: &str, correct: &dyn Fn(&str) -> Option<String>) -> String {
    let folded = fold(code);
    let mut key = String::with_capacity(code.len());
    for word in folded.as_str().split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        match correct(&word) {
            Some(right) => key.push_str(&right),
            None => key.push_str(&word),
        }
    }
    key
}

/// The part of a compound code that people paste alone: what follows its first separator (`0504` of `VPC.0504`,
/// `PAY_ORDER_FAILED` of `PAY.PAY_ORDER_FAILED`).
fn code_part(code: &str) -> Option<&str> {
    code.split_once(['.', '-', ':']).map(|(_, part)| part).filter(|part| part.len() > 2)
}

/// Whether a code looks like one wherever it stands: several words, or letters with digits.
pub(super) fn is_distinct(code: &str) -> bool {
    let letters = code.chars().any(char::is_alphabetic);
    let digits = code.chars().any(|c| c.is_ascii_digit());
    let humps = code.chars().zip(code.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    let joined = code.contains(['.', '_', '-']);
    letters && (digits || humps || joined)
}

/// The family of a dotted code: its siblings begin with the same word before a number (`VPC.0504`, `VPC.0525`), or end
/// with the same word (`InvalidServerId.NotFound`, `InvalidLoadBalancerId.NotFound`). Lower case, with a dot on the side
/// that is left out; none for a code that is not spelled so.
pub(crate) fn family(code: &str) -> Option<String> {
    let (head, tail) = code.rsplit_once('.')?;
    let is_word = |part: &str| {
        part.len() >= 2
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && part.bytes().any(|b| b.is_ascii_alphabetic())
    };
    if !head.split('.').all(is_word) {
        return None;
    }
    if tail.len() >= 3 && tail.bytes().all(|b| b.is_ascii_digit()) {
        return Some(format!("{}.", head.to_ascii_lowercase()));
    }
    let named = |part: &str| part.starts_with(|c: char| c.is_ascii_uppercase());
    (is_word(tail) && named(tail) && head.split('.').all(named))
        .then(|| format!(".{}", tail.to_ascii_lowercase()))
}
