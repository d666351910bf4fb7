//! What ranking needs of an entry, as `u32`s that are read in place.

use crate::bytes::read_u32;
use crate::entry::Language;

/// A part of an entry with terms of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Zone {
    /// The message in Chinese.
    ChineseMessage,
    /// The message in any other language, each its own.
    Message,
    /// The description, in any language.
    Description,
    /// The remedy, in any language.
    Remedy,
    /// Operations and category.
    Context,
    /// The words of a code.
    Code,
}

impl Zone {
    /// The zone of a message in `language`.
    pub(super) fn message(language: Language) -> Zone {
        if language == Language::Zh { Zone::ChineseMessage } else { Zone::Message }
    }

    /// Whether it is a message.
    pub(crate) fn is_message(self) -> bool {
        matches!(self, Zone::ChineseMessage | Zone::Message)
    }

    const ALL: [Zone; 6] =
        [Zone::ChineseMessage, Zone::Message, Zone::Description, Zone::Remedy, Zone::Context, Zone::Code];
}

/// The terms of a zone.
#[derive(Clone, Debug, Default)]
pub(super) struct ZoneTerms {
    /// The terms of its wording, ascending.
    pub(super) wording: Vec<u32>,
    /// The terms of its meaning, in text order.
    pub(super) meaning: Vec<u32>,
    /// The term of what it is about.
    pub(super) topic: Option<u32>,
    /// The hash of its sequence of words.
    pub(super) template: u64,
    /// The weight of its wording.
    pub(super) wording_weight: f32,
    /// The weight of its meaning.
    pub(super) meaning_weight: f32,
    /// The weight of the things in its meaning.
    pub(super) things_weight: f32,
}

/// What ranking needs of an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    /// The place of the vendor in the evidence.
    pub(crate) vendor: u32,
    /// The number of the code among all codes of all vendors.
    pub(crate) code: u32,
    statuses: u32,
    words: &'a [u8],
}

/// A zone of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RecordZone<'a> {
    pub(crate) zone: Zone,
    pub(crate) template: u64,
    /// The term of the concept that the text is about, the first of a thing.
    pub(crate) topic: Option<u32>,
    /// The weight of all terms of the wording.
    pub(crate) wording_weight: f32,
    /// The weight of all terms of the meaning.
    pub(crate) meaning_weight: f32,
    /// The weight of the things among them.
    pub(crate) things_weight: f32,
    wording: &'a [u8],
    meaning: &'a [u8],
}

impl<'a> Record<'a> {
    /// Lays a record out as the bytes of [`Record::read`].
    pub(super) fn encode(vendor: u32, code: u32, statuses: &[u16], zones: &[(Zone, ZoneTerms)]) -> Vec<u8> {
        let mut words = vec![vendor, code, statuses.len() as u32];
        words.extend(statuses.iter().map(|&status| u32::from(status)));
        for (zone, terms) in zones {
            words.push(*zone as u32);
            words.extend([terms.template as u32, (terms.template >> 32) as u32]);
            words.extend([terms.wording_weight.to_bits(), terms.meaning_weight.to_bits()]);
            words.extend([terms.things_weight.to_bits(), terms.topic.unwrap_or(u32::MAX)]);
            // Wording is compared with messages only.
            let wording = if zone.is_message() { terms.wording.as_slice() } else { &[] };
            words.extend([wording.len() as u32, terms.meaning.len() as u32]);
            words.extend(wording);
            words.extend(&terms.meaning);
        }
        words.into_iter().flat_map(u32::to_le_bytes).collect()
    }

    /// The record laid out in `bytes`, or `None` where they are none.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Record<'a>> {
        let statuses = read_u32(bytes, 2)?;
        let words = bytes.get(12..)?;
        (words.len() / 4 >= statuses as usize).then_some(Record {
            vendor: read_u32(bytes, 0)?,
            code: read_u32(bytes, 1)?,
            statuses,
            words,
        })
    }

    /// The HTTP statuses.
    pub(crate) fn statuses(&self) -> impl Iterator<Item = u16> {
        terms(&self.words[..4 * self.statuses as usize]).map(|status| status as u16)
    }

    /// The zones, in the order they were laid out.
    pub(crate) fn zones(&self) -> impl Iterator<Item = RecordZone<'a>> + use<'a> {
        let mut rest = &self.words[4 * self.statuses as usize..];
        std::iter::from_fn(move || {
            let (header, others) = rest.split_first_chunk::<36>()?;
            let word =
                |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
            let zone = *Zone::ALL.get(word(0) as usize)?;
            let template = u64::from(word(4)) | u64::from(word(8)) << 32;
            let (wording_weight, meaning_weight) = (f32::from_bits(word(12)), f32::from_bits(word(16)));
            let things_weight = f32::from_bits(word(20));
            let topic = Some(word(24)).filter(|&topic| topic != u32::MAX);
            let (wording, meaning) = (word(28) as usize, word(32) as usize);
            let (wording, others) = others.split_at_checked(4 * wording)?;
            let (meaning, others) = others.split_at_checked(4 * meaning)?;
            rest = others;
            Some(RecordZone {
                zone,
                template,
                topic,
                wording_weight,
                meaning_weight,
                things_weight,
                wording,
                meaning,
            })
        })
    }
}

impl RecordZone<'_> {
    /// The terms of the wording, ascending.
    pub(crate) fn wording(&self) -> impl Iterator<Item = u32> {
        terms(self.wording)
    }

    /// The terms of the meaning, in text order.
    pub(crate) fn meaning(&self) -> impl Iterator<Item = u32> {
        terms(self.meaning)
    }
}

fn terms(words: &[u8]) -> impl Iterator<Item = u32> {
    words.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}
