//! Marks: what betrays a vendor in a text.

use std::collections::BTreeMap;

use super::Vendor;
use crate::text::fold;

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
    /// The place of the vendor in [`super::Evidence::vendors`].
    pub(crate) vendor: usize,
    pub(crate) kind: MarkKind,
}

impl Mark {
    pub(super) fn encode(self) -> u64 {
        (self.vendor as u64) << 2 | self.kind as u64
    }

    pub(super) fn decode(value: u64) -> Mark {
        let kind = match value & 3 {
            0 => MarkKind::Name,
            1 => MarkKind::Host,
            2 => MarkKind::Marker,
            _ => MarkKind::Key,
        };
        Mark { vendor: (value >> 2) as usize, kind }
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
    marks.into_iter().filter_map(|(key, mark)| Some((key, mark?))).collect()
}
