//! Marks: what betrays a vendor in a text.

use std::collections::BTreeMap;

use super::Vendor;
use crate::text::fold;

/// How a mark betrays its vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// A plain name, in any case.
    Name = 1,
    /// The end of a host name, in any case.
    Host = 2,
    /// A marker, in its own spelling only; a word may go on after it.
    Marker = 4,
    /// A key, in its own spelling only.
    Key = 8,
}

/// A mark of a vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The place of the vendor in [`super::Evidence::vendors`].
    pub(crate) vendor: usize,
    /// The [`MarkKind`]s that it is, as bits: a name may be a marker as well.
    kinds: u8,
}

impl Mark {
    pub(crate) fn is(self, kind: MarkKind) -> bool {
        self.kinds & kind as u8 != 0
    }

    /// Whether nothing but a key betrays the vendor here.
    pub(crate) fn is_key_only(self) -> bool {
        self.kinds == MarkKind::Key as u8
    }

    pub(super) fn encode(self) -> u64 {
        (self.vendor as u64) << 4 | u64::from(self.kinds)
    }

    pub(super) fn decode(value: u64) -> Mark {
        Mark { vendor: (value >> 4) as usize, kinds: value as u8 & 15 }
    }
}

/// The marks of `vendors` in lower case; one that several vendors share is no evidence and left out.
pub(super) fn of(vendors: &[Vendor]) -> BTreeMap<String, Mark> {
    let mut marks: BTreeMap<String, Option<Mark>> = BTreeMap::new();
    for (number, vendor) in vendors.iter().enumerate() {
        let keys = vendor.keys.iter().map(|mark| (mark, MarkKind::Key));
        let markers = vendor.markers.iter().map(|mark| (mark, MarkKind::Marker));
        let hosts = vendor.hosts.iter().map(|mark| (mark, MarkKind::Host));
        let names = vendor.aliases.iter().chain(vendor.name.values()).map(|mark| (mark, MarkKind::Name));
        for (text, kind) in names.chain(hosts).chain(keys).chain(markers) {
            let key = fold(text).as_str().to_lowercase();
            let mark = Mark { vendor: number, kinds: kind as u8 };
            match marks.entry(key).or_insert(Some(mark)) {
                Some(known) if known.vendor == number => known.kinds |= kind as u8,
                known => *known = None,
            }
        }
    }
    marks.remove("");
    marks.into_iter().filter_map(|(key, mark)| Some((key, mark?))).collect()
}
