//! How text is folded and which script a character belongs to.
//!
//! Pure functions of text alone. Nothing here knows of words, entries or files.

mod fold;
mod simplified;

pub(crate) use fold::source;
pub use fold::{Folded, fold};
pub(crate) use simplified::SIMPLIFIED;

/// Whether a character turns the direction of writing: text with it can look other than it is.
#[must_use]
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The scripts that the analyzer and the language of a text distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Latin letters, accented ones too.
    Latin,
    /// Chinese characters, in Japanese and Korean texts too.
    Han,
    /// Hiragana and katakana.
    Kana,
    /// Korean syllables and letters.
    Hangul,
    /// Cyrillic letters.
    Cyrillic,
    /// Decimal digits.
    Digit,
    /// Everything else: punctuation, spaces, symbols, other scripts.
    Other,
}

impl Script {
    /// The script of `c`.
    #[must_use]
    pub fn of(c: char) -> Script {
        match c {
            'a'..='z' | 'A'..='Z' => Script::Latin,
            '0'..='9' => Script::Digit,
            '\0'..='\u{7f}' => Script::Other,
            '\u{c0}'..='\u{24f}' if c.is_alphabetic() => Script::Latin,
            '\u{1e00}'..='\u{1eff}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => Script::Latin,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{ff66}'..='\u{ff9d}' => Script::Kana,
            '\u{3005}'..='\u{3007}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}' => Script::Han,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
            '\u{ff10}'..='\u{ff19}' => Script::Digit,
            _ => Script::Other,
        }
    }
}

/// The last character bound of `text` up to `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
