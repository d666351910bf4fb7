//! Bytes that are mapped or owned, and tables of records over them that need no loading.
//!
//! What an index carries is read in place: opening costs nothing, reading a record costs two loads.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use fst::MapBuilder;
use fst::raw::{Fst, Output};

/// A shared, immutable run of bytes: a mapped file, a part of one, or a vector.
#[derive(Clone)]
pub(crate) struct Bytes {
    owner: Arc<dyn AsRef<[u8]> + Send + Sync>,
    range: Range<usize>,
}

impl Bytes {
    pub(crate) fn new(owner: impl AsRef<[u8]> + Send + Sync + 'static) -> Bytes {
        let range = 0..owner.as_ref().len();
        Bytes { owner: Arc::new(owner), range }
    }

    /// The part `range` of these bytes, or `None` where it reaches past the end.
    pub(crate) fn slice(&self, range: Range<usize>) -> Option<Bytes> {
        if range.start > range.end || range.end > self.range.len() {
            return None;
        }
        let start = self.range.start + range.start;
        Some(Bytes { owner: Arc::clone(&self.owner), range: start..start + range.len() })
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        (*self.owner).as_ref().get(self.range.clone()).unwrap_or_default()
    }
}

impl Default for Bytes {
    fn default() -> Bytes {
        Bytes::new(Vec::new())
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.range.len())
    }
}

/// Numbered records of any length: a count, the end of each record (both `u32`, little-endian), the records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    bytes: Bytes,
    len: u32,
}

impl Table {
    /// Lays `records` out as the bytes of a table.
    ///
    /// # Panics
    ///
    /// Where the records are longer than 4 GiB together.
    pub(crate) fn encode<R: AsRef<[u8]>>(records: &[R]) -> Vec<u8> {
        let number = |n: usize| u32::try_from(n).expect("a table holds less than 4 GiB").to_le_bytes();
        let mut bytes = number(records.len()).to_vec();
        let mut end = 0;
        for record in records {
            end += record.as_ref().len();
            bytes.extend(number(end));
        }
        for record in records {
            bytes.extend_from_slice(record.as_ref());
        }
        bytes
    }

    /// The table laid out in `bytes`, or `None` where they are none.
    pub(crate) fn open(bytes: Bytes) -> Option<Table> {
        let len = read_u32(bytes.as_ref(), 0)?;
        let table = Table { bytes, len };
        let all = table.records_start() + if len == 0 { 0 } else { table.end(len - 1)? };
        (all == table.bytes.as_ref().len()).then_some(table)
    }

    /// How many records it has.
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    /// The record `number`, or `None` where there is none.
    pub(crate) fn get(&self, number: u32) -> Option<&[u8]> {
        self.bytes.as_ref().get(self.range(number)?)
    }

    /// The record `number` as text, or `None` where there is none.
    pub(crate) fn text(&self, number: u32) -> Option<&str> {
        std::str::from_utf8(self.get(number)?).ok()
    }

    /// The record `number` as bytes that live on their own.
    pub(crate) fn part(&self, number: u32) -> Option<Bytes> {
        self.bytes.slice(self.range(number)?)
    }

    fn range(&self, number: u32) -> Option<Range<usize>> {
        if number >= self.len {
            return None;
        }
        let start = if number == 0 { 0 } else { self.end(number - 1)? };
        Some(self.records_start() + start..self.records_start() + self.end(number)?)
    }

    fn end(&self, number: u32) -> Option<usize> {
        read_u32(self.bytes.as_ref(), number as usize + 1).map(|end| end as usize)
    }

    fn records_start(&self) -> usize {
        4 + 4 * self.len as usize
    }
}

/// The little-endian `u32` at place `at`, counted in `u32`s.
pub(crate) fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let start = at.checked_mul(4)?;
    let word = bytes.get(start..start.checked_add(4)?)?;
    Some(u32::from_le_bytes(word.try_into().ok()?))
}

/// Lays `entries` out as the bytes of an `fst` map.
pub(crate) fn map_bytes(entries: &BTreeMap<String, u64>) -> Vec<u8> {
    let mut map = MapBuilder::memory();
    for (key, value) in entries {
        map.insert(key, *value).expect("the keys of a BTreeMap are sorted");
    }
    map.into_inner().expect("memory does not fail")
}

/// Gives each key of `fst` that `bytes` begin with to `each`, shortest first: its length and its value.
pub(crate) fn each_prefix(
    fst: &Fst<Bytes>,
    bytes: impl Iterator<Item = u8>,
    mut each: impl FnMut(usize, u64),
) {
    let mut node = fst.root();
    let mut value = Output::zero();
    for (at, byte) in bytes.enumerate() {
        let Some(transition) = node.find_input(byte).map(|input| node.transition(input)) else { break };
        value = value.cat(transition.out);
        node = fst.node(transition.addr);
        if node.is_final() {
            each(at + 1, value.cat(node.final_output()).value());
        }
    }
}

/// The longest key of `fst` that `bytes` begin with and that `ends`, given length and value,
/// lets end there: its length and its value.
pub(crate) fn longest_prefix(
    fst: &Fst<Bytes>,
    bytes: impl Iterator<Item = u8>,
    ends: impl Fn(usize, u64) -> bool,
) -> Option<(usize, u64)> {
    let mut longest = None;
    each_prefix(fst, bytes, |len, value| {
        if ends(len, value) {
            longest = Some((len, value));
        }
    });
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_gives_back_its_records() {
        let records = ["", "one", "", "三"];
        let table = Table::open(Bytes::new(Table::encode(&records))).expect("it is a table");
        assert_eq!(table.len(), 4);
        for (number, record) in (0..).zip(records) {
            assert_eq!(table.text(number), Some(record));
        }
        assert_eq!(table.get(4), None);
    }

    #[test]
    fn rubbish_is_no_table() {
        for bytes in [&b""[..], b"\x01", b"\xff\xff\xff\xff", b"\x01\0\0\0\x09\0\0\0abc", b"\0\0\0\0x"] {
            assert!(Table::open(Bytes::new(bytes.to_vec())).is_none(), "{bytes:?}");
        }
        assert_eq!(Table::default().len(), 0);
        assert_eq!(Table::default().get(0), None);
    }
}
