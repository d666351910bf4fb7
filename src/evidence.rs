//! What betrays a vendor or a code in a pasted text: known codes, and the vendors' keys, hosts and markers.
//!
//! Built from the catalogs, carried by the index, read in place. Nothing here looks at a pasted text.

mod codes;
mod fast;
mod filter;
mod marks;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use fst::Map;
use serde::{Deserialize, Serialize};

use crate::bytes::{Bytes, Table, longest_prefix, map_bytes};
use crate::text::fold;
pub(crate) use codes::{CodeKey, code_key, family, keys_of};
pub(crate) use filter::{Beginnings, FilterView, WordHash};
pub(crate) use marks::{Mark, MarkKind};

/// What pages, and the masks of lines, write for what varies: where a page lists it as a code, it is none that a text has.
const VARIABLE: [&str; 2] = ["00", "xxx"];

/// The known codes and the vendors' marks.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The slugs of the vendors, in order.
    slugs: Table,
    /// The vendors, each serialized on its own: few answers need more of one than its slug.
    vendors: Table,
    /// Code keys → a [`CodeKey`].
    keys: Map<Bytes>,
    /// The codes as the pages spell them.
    codes: Table,
    /// Sets of vendors, each a run of `u32`.
    owners: Table,
    /// The families of the codes, see [`family`].
    families: Map<Bytes>,
    /// The vendors' marks in lower case → a [`Mark`].
    marks: Map<Bytes>,
    /// The marks that count in their own spelling only.
    spelled: Map<Bytes>,
    /// The shapes of request ids that only one vendor has → its place.
    request_ids: Vec<(Vec<u8>, usize)>,
    /// Codes and marks laid out for streams, where that was asked for.
    fast: OnceLock<fast::Fast>,
    /// Of the code keys.
    filter: filter::Filter,
    /// Of the marks.
    beginnings: Beginnings,
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
    /// Shapes of its request ids, where they are its own: `X` a digit or upper-case letter of a hexadecimal number, `x` a
    /// digit or lower-case one, everything else itself.
    #[serde(default)]
    pub request_ids: Vec<String>,
}

impl Evidence {
    /// Lays out the evidence of `codes` (any order: the slug of a vendor, and one of its codes as its page spells it) as the
    /// bytes of [`Evidence::open`]. `correct` mends the spelling of one lower-case word.
    pub(crate) fn encode<'a>(
        codes: impl Iterator<Item = (&'a str, &'a str)>,
        vendors: &[Vendor],
        correct: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<u8> {
        let mut spellings: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
        let numbers: BTreeMap<&str, u32> =
            vendors.iter().map(|vendor| vendor.slug.as_str()).zip(0..).collect();
        for (vendor, code) in codes {
            spellings.entry(code).or_default().extend(numbers.get(vendor));
        }
        let mut keys: BTreeMap<String, (CodeKey, BTreeSet<u32>)> = BTreeMap::new();
        for wanted in [true, false] {
            // Parts are found where no whole code has the same key.
            for (code, (spelling, owners)) in (0..).zip(&spellings) {
                let distinct = wanted && codes::is_distinct(spelling);
                let own = keys_of(spelling, correct).filter(|(whole, _)| *whole == wanted);
                for (whole, key) in own.filter(|(_, key)| !VARIABLE.contains(&key.as_str())) {
                    let new = || (CodeKey { code, owners: 0, whole, distinct }, BTreeSet::new());
                    let (known, known_owners) = keys.entry(key).or_insert_with(new);
                    known.distinct |= distinct;
                    known_owners.extend(owners);
                }
            }
        }
        // The first set is that of all vendors with codes.
        let all: BTreeSet<u32> = spellings.values().flatten().copied().collect();
        let mut sets: BTreeMap<BTreeSet<u32>, u32> = BTreeMap::from([(all, 0)]);
        for (known, owners) in keys.values_mut() {
            let next = sets.len() as u32;
            known.owners = *sets.entry(std::mem::take(owners)).or_insert(next);
        }
        let mut sets: Vec<_> = sets.into_iter().map(|(set, number)| (number, set)).collect();
        sets.sort_unstable();
        let sets: Vec<Vec<u8>> =
            sets.into_iter().map(|(_, set)| set.into_iter().flat_map(u32::to_le_bytes).collect()).collect();
        let families = spellings.keys().filter_map(|code| family(code)).map(|family| (family, 0)).collect();
        let marks = marks::of(vendors);
        let spelled = vendors.iter().flat_map(|vendor| vendor.markers.iter().chain(&vendor.keys));
        let stored = |vendor: &Vendor| postcard::to_stdvec(vendor).expect("plain data serializes");
        let spellings: Vec<&str> = spellings.into_keys().collect();
        Table::encode(&[
            filter::Filter::encode(keys.keys().map(String::as_str)),
            map_bytes(&keys.into_iter().map(|(key, (known, _))| (key, known.encode())).collect()),
            Table::encode(&spellings),
            Table::encode(&sets),
            map_bytes(&families),
            Table::encode(&vendors.iter().map(|vendor| &vendor.slug).collect::<Vec<_>>()),
            Table::encode(&vendors.iter().map(stored).collect::<Vec<_>>()),
            Beginnings::encode(marks.keys().map(String::as_str)),
            map_bytes(&marks.into_iter().map(|(key, mark)| (key, mark.encode())).collect()),
            map_bytes(&spelled.map(|mark| (mark.clone(), 0)).collect()),
            map_bytes(&request_ids(vendors)),
        ])
    }

    /// The evidence laid out in `bytes`, or `None` where they are none.
    pub(crate) fn open(bytes: Bytes) -> Option<Evidence> {
        let parts = Table::open(bytes)?;
        Some(Evidence {
            fast: OnceLock::new(),
            filter: filter::Filter::open(parts.part(0)?)?,
            keys: Map::new(parts.part(1)?).ok()?,
            codes: Table::open(parts.part(2)?)?,
            owners: Table::open(parts.part(3)?)?,
            families: Map::new(parts.part(4)?).ok()?,
            slugs: Table::open(parts.part(5)?)?,
            vendors: Table::open(parts.part(6)?)?,
            beginnings: Beginnings::open(parts.get(7)?)?,
            marks: Map::new(parts.part(8)?).ok()?,
            spelled: Map::new(parts.part(9)?).ok()?,
            // A handful, and asked for in nearly every error.
            request_ids: Map::new(parts.part(10)?)
                .ok()?
                .stream()
                .into_byte_vec()
                .into_iter()
                .map(|(shape, vendor)| (shape, vendor as usize))
                .collect(),
        })
    }

    /// All vendors, by slug: those with entries, and those that are only known.
    pub fn vendors(&self) -> impl Iterator<Item = Vendor> {
        (0..self.vendors.len()).filter_map(|number| self.vendor_at(number))
    }

    /// The vendor with this slug or name, in any case.
    #[must_use]
    pub fn vendor(&self, name: &str) -> Option<Vendor> {
        let key = fold(name).as_str().to_lowercase();
        let by_slug = (0..self.slugs.len()).find(|number| self.slug(*number as usize).to_lowercase() == key);
        let number = by_slug.or_else(|| {
            let mark = Mark::decode(self.marks.get(&key)?);
            mark.is(MarkKind::Name).then_some(mark.vendor as u32)
        });
        self.vendor_at(number?)
    }

    fn vendor_at(&self, number: u32) -> Option<Vendor> {
        postcard::from_bytes(self.vendors.get(number)?).ok()
    }

    /// The slug of the vendor at this place in [`Evidence::vendors`].
    pub(crate) fn slug(&self, vendor: usize) -> &str {
        self.slugs.text(vendor as u32).unwrap_or_default()
    }

    /// The place of the vendor with this slug in [`Evidence::vendors`].
    pub(crate) fn place(&self, slug: &str) -> Option<usize> {
        (0..self.slugs.len() as usize).find(|&vendor| self.slug(vendor) == slug)
    }

    /// What `key`, made by [`code_key`], stands for.
    pub(crate) fn code(&self, key: &[u8]) -> Option<CodeKey> {
        match self.fast.get() {
            Some(fast) => fast.code(key),
            None => self.keys.get(key).map(CodeKey::decode),
        }
    }

    /// Lays codes and marks out so that they are found faster: worth it for a stream, and not for one text.
    pub(crate) fn prepare(&self) {
        self.fast.get_or_init(|| fast::Fast::new(&self.keys, &self.marks, &self.spelled));
    }

    /// Lets the hashes of all code keys through, and few others.
    pub(crate) fn filter(&self) -> FilterView<'_> {
        self.filter.view()
    }

    /// Whether one of `vendors`, by their places in [`Evidence::vendors`], has the code.
    pub(crate) fn is_of(&self, key: CodeKey, vendors: &[usize]) -> bool {
        self.set(key.owners).any(|owner| vendors.contains(&owner))
    }

    /// Whether the vendor at this place in [`Evidence::vendors`] has any code. The others are known so that their errors are
    /// not taken for one of these.
    pub(crate) fn has_codes(&self, vendor: usize) -> bool {
        self.set(0).any(|owner| owner == vendor)
    }

    /// The slugs of the vendors that have entries.
    pub fn with_entries(&self) -> impl Iterator<Item = &str> {
        self.set(0).map(|vendor| self.slug(vendor))
    }

    /// Whether there are entries of the vendor with this slug.
    #[must_use]
    pub fn has_entries(&self, slug: &str) -> bool {
        self.place(slug).is_some_and(|vendor| self.has_codes(vendor))
    }

    fn set(&self, number: u32) -> impl Iterator<Item = usize> {
        let set = self.owners.get(number).unwrap_or_default();
        set.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number) as usize)
    }

    /// Whether codes are known of which `code` would be a sibling.
    pub(crate) fn has_family_of(&self, code: &str) -> bool {
        family(code).is_some_and(|family| self.families.contains_key(family))
    }

    /// Where a mark may begin.
    pub(crate) fn beginnings(&self) -> &Beginnings {
        &self.beginnings
    }

    /// The longest mark that `text` begins with, its length and what it is. Names and hosts count in any case, keys and
    /// markers in their own spelling; all but markers end where `word_ends`.
    pub(crate) fn mark_at(&self, text: &str, word_ends: impl Fn(usize) -> bool) -> Option<(usize, Mark)> {
        if let Some(fast) = self.fast.get() {
            return fast.mark_at(text.as_bytes(), word_ends);
        }
        let fits = |len, value| {
            let mark = Mark::decode(value);
            let is_spelled = || text.get(..len).is_some_and(|text| self.spelled.contains_key(text));
            let ends = word_ends(len);
            let in_any_case = mark.is(MarkKind::Name) || mark.is(MarkKind::Host);
            let goes_on = mark.is(MarkKind::Marker) || (mark.is(MarkKind::Key) && ends);
            (in_any_case && ends) || (goes_on && is_spelled())
        };
        let lower = text.bytes().map(|b| b.to_ascii_lowercase());
        let (len, value) = longest_prefix(self.marks.as_fst(), lower, fits)?;
        Some((len, Mark::decode(value)))
    }

    /// The only vendor whose request ids have the shape of `id`, by its place in [`Evidence::vendors`].
    pub(crate) fn vendor_of_request(&self, id: &str) -> Option<usize> {
        let fits = |shape: &[u8]| {
            shape.len() == id.len()
                && shape.iter().zip(id.bytes()).all(|(shape, b)| match shape {
                    b'X' => matches!(b, b'0'..=b'9' | b'A'..=b'F'),
                    b'x' => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
                    _ => *shape == b,
                })
        };
        let mut vendors = self.request_ids.iter().filter(|(shape, _)| fits(shape)).map(|(_, vendor)| *vendor);
        let vendor = vendors.next()?;
        (vendors.all(|other| other == vendor) && vendor < self.slugs.len() as usize).then_some(vendor)
    }

    /// How long the request ids are whose shape betrays a vendor, in bytes.
    pub(crate) fn request_id_lengths(&self) -> impl Iterator<Item = usize> {
        self.request_ids.iter().map(|(shape, _)| shape.len())
    }

    /// The code as its page spells it.
    pub(crate) fn spelling(&self, key: CodeKey) -> &str {
        self.codes.text(key.code).unwrap_or_default()
    }
}

/// The shapes of request ids with the place of their vendor; one that several share is no evidence.
fn request_ids(vendors: &[Vendor]) -> BTreeMap<String, u64> {
    let mut shapes: BTreeMap<String, Option<u64>> = BTreeMap::new();
    for (vendor, shape) in
        (0..).zip(vendors).flat_map(|(at, vendor)| vendor.request_ids.iter().map(move |id| (at, id)))
    {
        let known = shapes.entry(shape.clone()).or_insert(Some(vendor));
        *known = known.filter(|known| *known == vendor);
    }
    shapes.into_iter().filter_map(|(shape, vendor)| Some((shape, vendor?))).collect()
}
