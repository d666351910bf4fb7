//! Sets that say "surely not" in a nanosecond: of words by their hash, of beginnings by four bytes.
//!
//! A text is mostly words that are no codes; only what a filter lets through is looked up.

use crate::bytes::Bytes;

/// The hash of a word's letters and digits, byte by byte.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordHash(u64);

impl WordHash {
    /// Adds a letter or digit; the two cases of a letter are the same.
    #[inline]
    pub(crate) const fn push(&mut self, byte: u8) {
        // Sets a bit that upper-case letters lack and digits have.
        self.0 = self.0.rotate_left(7) ^ (byte | 0x20) as u64;
    }

    pub(crate) const fn of(word: &[u8]) -> WordHash {
        let mut hash = WordHash(0);
        let mut at = 0;
        while at < word.len() {
            hash.push(word[at]);
            at += 1;
        }
        hash
    }

    /// The hash in so many bits, which depend on all bytes.
    #[inline]
    pub(crate) const fn bits(self, count: u32) -> usize {
        (self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - count)) as usize
    }

    /// As many other bits.
    #[inline]
    const fn other_bits(self, count: u32) -> usize {
        (self.0.rotate_left(32).wrapping_mul(0xd6e8_feb8_6659_fd93) >> (64 - count)) as usize
    }
}

/// A set of hashes, a Bloom filter (Bloom 1970) of two bits each: it lets few others through.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    bytes: Bytes,
    bits: u32,
}

impl Filter {
    /// The bytes of a filter that lets `words` through, and one in sixty others or fewer.
    pub(crate) fn encode<'a>(words: impl ExactSizeIterator<Item = &'a str>) -> Vec<u8> {
        let bits = (words.len() * 16).next_power_of_two().clamp(1 << 12, 1 << 28).ilog2();
        let mut bytes = vec![0u8; 1 << (bits - 3)];
        for word in words {
            let hash = WordHash::of(word.as_bytes());
            set(&mut bytes, hash.bits(bits));
            set(&mut bytes, hash.other_bits(bits));
        }
        bytes
    }

    /// The filter laid out in `bytes`, or `None` where they are none.
    pub(crate) fn open(bytes: Bytes) -> Option<Filter> {
        let len = bytes.as_ref().len();
        let is_size = len.is_power_of_two() && (1 << 9..=1 << 25).contains(&len);
        is_size.then(|| Filter { bits: len.ilog2() + 3, bytes })
    }

    pub(crate) fn view(&self) -> FilterView<'_> {
        FilterView { bytes: self.bytes.as_ref(), bits: self.bits }
    }
}

/// A filter whose bytes are at hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FilterView<'f> {
    bytes: &'f [u8],
    bits: u32,
}

impl FilterView<'_> {
    #[inline]
    pub(crate) fn may_have(self, hash: WordHash) -> bool {
        has(self.bytes, hash.bits(self.bits)) && has(self.bytes, hash.other_bits(self.bits))
    }
}

/// Beginnings of four bytes, in any case, as a bit each of 32,768.
#[derive(Clone, Debug)]
pub(crate) struct Beginnings(Box<[u8; BEGINNINGS]>);

/// The bytes of beginnings.
const BEGINNINGS: usize = 4096;

impl Beginnings {
    /// The bytes of the beginnings of `texts`, which are in lower case.
    pub(crate) fn encode<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u8> {
        let mut bits = vec![0u8; BEGINNINGS];
        for text in texts {
            match *text.as_bytes() {
                [a, b, c, d, ..] => set(&mut bits, Beginnings::place([a, b, c, d])),
                // What follows a shorter one can be anything.
                [a, b, c] => (0..=255).for_each(|d| set(&mut bits, Beginnings::place([a, b, c, d]))),
                [a, b] => (0..=u16::MAX).for_each(|cd| {
                    let [c, d] = cd.to_be_bytes();
                    set(&mut bits, Beginnings::place([a, b, c, d]));
                }),
                [_] => bits.fill(u8::MAX),
                [] => {}
            }
        }
        bits
    }

    pub(crate) fn open(bytes: &[u8]) -> Option<Beginnings> {
        Some(Beginnings(Box::new(bytes.try_into().ok()?)))
    }

    /// Whether a text may have one of them at `at`; the end of the text counts as any byte.
    #[inline]
    pub(crate) fn may_begin(&self, text: &[u8], at: usize) -> bool {
        match text.get(at..at + 4) {
            Some(&[a, b, c, d]) => has(&self.0[..], Beginnings::place([a, b, c, d])),
            _ => true,
        }
    }

    #[inline]
    fn place(bytes: [u8; 4]) -> usize {
        // Case is one bit of a letter; that bit of others is lost, which only lets more through.
        let key = u32::from_le_bytes(bytes) | 0x2020_2020;
        (key.wrapping_mul(0x9e37_79b9) >> 17) as usize
    }
}

fn set(bytes: &mut [u8], bit: usize) {
    bytes[bit / 8] |= 1 << (bit % 8);
}

#[inline]
fn has(bytes: &[u8], bit: usize) -> bool {
    bytes.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_let_their_own_through_in_any_case() {
        let words = ["vpc0504", "4000", "invalidparameter"];
        let filter = Filter::open(Bytes::new(Filter::encode(words.into_iter()))).expect("it is a filter");
        for word in ["vpc0504", "VPC0504", "4000", "InvalidParameter"] {
            assert!(filter.view().may_have(WordHash::of(word.as_bytes())), "{word}");
        }
        let others =
            (0..1000).filter(|n| filter.view().may_have(WordHash::of(format!("word{n}").as_bytes())));
        assert!(others.count() < 100);
    }

    #[test]
    fn beginnings_of_any_length_are_seen() {
        let bits = Beginnings::encode(["aws", "hw", "阿里"].into_iter());
        let beginnings = Beginnings::open(&bits).expect("they are beginnings");
        for text in ["AWS SDK", "hwclouds", "HW 1", "阿里云", "hw", "a"] {
            assert!(beginnings.may_begin(text.as_bytes(), 0), "{text}");
        }
        assert!(!beginnings.may_begin(b"error: none", 0));
    }
}
