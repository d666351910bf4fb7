//! What an entry is: one row of a vendor's page, a code with its message.
//!
//! Plain data, the shape of the wire form. Nothing here reads a page or an index.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Script;

/// The language of a text, decided by its script, never guessed from words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English, and any other text in Latin letters.
    En,
    /// Chinese.
    Zh,
    /// Japanese.
    Ja,
    /// Korean.
    Ko,
    /// Russian.
    Ru,
    /// A text without letters.
    Und,
}

impl Language {
    /// All of them, in the order of texts in an entry.
    pub(crate) const ALL: [Language; 6] =
        [Language::En, Language::Zh, Language::Ja, Language::Ko, Language::Ru, Language::Und];

    /// Its name in the wire form: `en`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
            Language::Ja => "ja",
            Language::Ko => "ko",
            Language::Ru => "ru",
            Language::Und => "und",
        }
    }

    /// The language of this name, in any case and with any region: `zh`, `zh-CN`, `en_US`.
    pub(crate) fn named(name: &str) -> Option<Language> {
        let language = name.split(['-', '_']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|known| known.name().eq_ignore_ascii_case(language))
    }

    /// The language of `text`: kana anywhere makes it Japanese, then Hangul, Cyrillic, Han, and Latin letters decide.
    ///
    /// ```
    /// use errdex::Language;
    /// assert_eq!(Language::of("VPC不存在"), Language::Zh);
    /// assert_eq!(Language::of("VPC does not exist."), Language::En);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Language {
        let mut found = Language::Und;
        for c in text.chars() {
            found = match (Script::of(c), found) {
                (Script::Kana, _) => return Language::Ja,
                (Script::Hangul, _) => Language::Ko,
                (Script::Cyrillic, Language::Und | Language::En | Language::Zh) => Language::Ru,
                (Script::Han, Language::Und | Language::En) => Language::Zh,
                (Script::Latin, Language::Und) => Language::En,
                _ => found,
            };
        }
        found
    }
}

/// Texts of one meaning, by language.
pub type Texts = BTreeMap<Language, String>;

/// Where an entry was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The catalogs folder's own name and the file, with `/`: `catalogs/huaweicloud-vpc.md`.
    pub file: String,
    /// The line of the (first merged) row, from 1.
    pub line: u32,
}

/// One row of a vendor's page: a code with a message.
///
/// Serialized, it is the entry of the wire form, version 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// `vendor/service/code`, with `#2`, `#3` for further entries of that code; unique over all catalogs.
    pub id: String,
    /// The vendor's slug: `huaweicloud`.
    pub vendor: String,
    /// The service's slug: `vpc`.
    pub service: String,
    /// The code as the page spells it: `VPC.0504`, `1400`, `InvalidServerId.NotFound`.
    pub code: String,
    /// Further spellings of the same code on the page.
    pub aliases: Vec<String>,
    /// The HTTP statuses of the row, in page order.
    pub http_status: Vec<u16>,
    /// What the API returns, or the short name of the error.
    pub message: Texts,
    /// The longer explanation.
    pub description: Texts,
    /// What to do.
    pub remedy: Texts,
    /// The API calls the row belongs to, in page order.
    pub operations: Vec<String>,
    /// The page's own heading over the row.
    pub category: Option<String>,
    /// Where it was read.
    pub source: Source,
}
