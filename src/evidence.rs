//! What betrays a vendor or a code in a pasted text: known codes, and the vendors' keys, hosts and markers.
//!
//! Built from the catalogs, carried by the index, read in place. Nothing here looks at a pasted text.

use std::collections::BTreeMap;

use fst::Map;
use serde::{Deserialize, Serialize};

use crate::bytes::{Bytes, Table, longest_prefix, map_bytes};
use crate::text::fold;

/// The known codes and the vendors' marks.
#[derive(Clone, Debug)]
pub struct Evidence {
    vendors: Vec<Vendor>,
    /// Code keys → a [`CodeKey`].
    keys: Map<Bytes>,
    /// The codes as the pages spell them.
    codes: Table,
    /// The vendors' marks in lower case → a [`Mark`].
    marks: Map<Bytes>,
}

/// How a mark betrays its vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// A plain name, in any case.
    Name,
    /// The end of a host name, in any case.
    Host,
    /// A marker, in its own spelling only; a word may go on after it.
    Marker,
    /// A key, in its own spelling only.
    Key,
}

/// A mark of a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The place of the vendor in [`Evidence::vendors`].
    pub(crate) vendor: usize,
    pub(crate) kind: MarkKind,
}

impl Mark {
    fn encode(self) -> u64 {
        (self.vendor as u64) << 2 | self.kind as u64
    }

    fn decode(value: u64) -> Mark {
        let kind = match value & 3 {
            0 => MarkKind::Name,
            1 => MarkKind::Host,
            2 => MarkKind::Marker,
            _ => MarkKind::Key,
        };
        Mark { vendor: (value >> 2) as usize, kind }
    }
}

/// A vendor and what betrays it in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vendor {
    /// The short name in ids: `aliyun`.
    pub slug: String,
    /// The name, by language: `en`, `zh`.
    pub name: BTreeMap<String, String>,
    /// Plain names by which people mention the vendor.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Ends of its host names.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// SDK packages, classes, headers and the like.
    #[serde(default)]
    pub markers: Vec<String>,
    /// Keys of its error bodies that no other vendor spells so.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// What a code key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CodeKey {
    /// The number of the code in the spelling table.
    code: u32,
    /// The whole code, not a part of it (`0504` of `VPC.0504`).
    pub(crate) whole: bool,
    /// Not a plain word or number, so that it is a code wherever it stands.
    pub(crate) distinct: bool,
}

impl CodeKey {
    fn encode(self) -> u64 {
        u64::from(self.code) << 2 | u64::from(self.whole) << 1 | u64::from(self.distinct)
    }

    fn decode(value: u64) -> CodeKey {
        CodeKey { code: (value >> 2) as u32, whole: value & 2 != 0, distinct: value & 1 != 0 }
    }
}

impl Evidence {
    /// Lays out the evidence of `codes` (any order, as the pages spell them) as the bytes of [`Evidence::open`].
    /// `correct` mends the spelling of one lower-case word.
    pub(crate) fn encode<'a>(
        codes: impl Iterator<Item = &'a str>,
        vendors: &[Vendor],
        correct: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<u8> {
        let mut spellings: Vec<&str> = codes.collect();
        spellings.sort_unstable();
        spellings.dedup();
        let mut keys: BTreeMap<String, CodeKey> = BTreeMap::new();
        for wanted in [true, false] {
            // Parts are found where no whole code has the same key.
            for (code, spelling) in (0..).zip(&spellings) {
                let distinct = wanted && is_distinct(spelling);
                for (whole, key) in Evidence::keys_of(spelling, correct).filter(|(whole, _)| *whole == wanted)
                {
                    keys.entry(key).and_modify(|known| known.distinct |= distinct).or_insert(CodeKey {
                        code,
                        whole,
                        distinct,
                    });
                }
            }
        }
        keys.remove("");
        let keys = keys.into_iter().map(|(key, value)| (key, value.encode())).collect();
        let marks = encode_marks(vendors);
        let vendors = postcard::to_stdvec(vendors).expect("plain data serializes");
        Table::encode(&[map_bytes(&keys), Table::encode(&spellings), vendors, marks])
    }

    /// The keys under which `code` is found, each with whether it stands for the whole code: as spelled, with its words
    /// mended, and its part.
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

    /// The evidence laid out in `bytes`, or `None` where they are none.
    pub(crate) fn open(bytes: Bytes) -> Option<Evidence> {
        let parts = Table::open(bytes)?;
        Some(Evidence {
            keys: Map::new(parts.part(0)?).ok()?,
            codes: Table::open(parts.part(1)?)?,
            vendors: postcard::from_bytes(parts.get(2)?).ok()?,
            marks: Map::new(parts.part(3)?).ok()?,
        })
    }

    /// The vendors, by slug.
    #[must_use]
    pub fn vendors(&self) -> &[Vendor] {
        &self.vendors
    }

    /// The vendor with this slug or name, in any case.
    #[must_use]
    pub fn vendor(&self, name: &str) -> Option<&Vendor> {
        let key = fold(name).as_str().to_lowercase();
        let by_slug = self.vendors.iter().find(|vendor| vendor.slug.to_lowercase() == key);
        by_slug.or_else(|| {
            let (len, mark) = self.mark_at(&key, |len| len == key.len())?;
            (len == key.len() && mark.kind == MarkKind::Name).then(|| &self.vendors[mark.vendor])
        })
    }

    /// What `key`, made by [`code_key`], stands for.
    pub(crate) fn code(&self, key: &str) -> Option<CodeKey> {
        self.keys.get(key).map(CodeKey::decode)
    }

    /// The longest mark that `lower` begins with, its length and what it is. All but markers end where `word_ends`.
    pub(crate) fn mark_at(&self, lower: &str, word_ends: impl Fn(usize) -> bool) -> Option<(usize, Mark)> {
        let ends = |len, value| Mark::decode(value).kind == MarkKind::Marker || word_ends(len);
        let (len, value) = longest_prefix(self.marks.as_fst(), lower.bytes(), ends)?;
        let mark = Mark::decode(value);
        (mark.vendor < self.vendors.len()).then_some((len, mark))
    }

    /// Whether `text` may stand for `mark`: a key or a marker counts in its own spelling only.
    pub(crate) fn spelled(&self, mark: Mark, text: &str) -> bool {
        let vendor = &self.vendors[mark.vendor];
        match mark.kind {
            MarkKind::Name | MarkKind::Host => true,
            MarkKind::Marker => vendor.markers.iter().any(|marker| marker == text),
            MarkKind::Key => vendor.keys.iter().any(|key| key == text),
        }
    }

    /// The code as its page spells it.
    pub(crate) fn spelling(&self, key: CodeKey) -> &str {
        self.codes.text(key.code).unwrap_or_default()
    }
}

/// The marks of `vendors`; one that several vendors share is no evidence and left out.
fn encode_marks(vendors: &[Vendor]) -> Vec<u8> {
    let mut marks: BTreeMap<String, Option<Mark>> = BTreeMap::new();
    for (number, vendor) in vendors.iter().enumerate() {
        let keys = vendor.keys.iter().map(|mark| (mark, MarkKind::Key));
        let markers = vendor.markers.iter().map(|mark| (mark, MarkKind::Marker));
        let hosts = vendor.hosts.iter().map(|mark| (mark, MarkKind::Host));
        let names = vendor.aliases.iter().chain(vendor.name.values()).map(|mark| (mark, MarkKind::Name));
        for (text, kind) in names.chain(hosts).chain(keys).chain(markers) {
            let key = fold(text).as_str().to_lowercase();
            let mark = Mark { vendor: number, kind };
            match marks.get_mut(&key) {
                Some(known) if known.is_none_or(|known| known.vendor != number) => *known = None,
                Some(_) => {}
                None => {
                    marks.insert(key, Some(mark));
                }
            }
        }
    }
    marks.remove("");
    map_bytes(&marks.into_iter().filter_map(|(key, mark)| Some((key, mark?.encode()))).collect())
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
fn is_distinct(code: &str) -> bool {
    let letters = code.chars().any(char::is_alphabetic);
    let digits = code.chars().any(|c| c.is_ascii_digit());
    let humps = code.chars().zip(code.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
    let joined = code.contains(['.', '_', '-']);
    letters && (digits || humps || joined)
}
