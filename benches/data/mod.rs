//! What the benches share: the embedded catalogs, grown with synthetic entries.

use errdex::{Catalog, Catalogs, Entry, Layers, Texts, Vendor};

/// Entries in an index: as embedded, and grown.
pub(crate) const SIZES: [usize; 3] = [660, 10_000, 100_000];

/// The embedded catalogs and so many synthetic entries that there are `count`: halves of real texts joined, so that
/// lengths and words are realistic in both languages, under vendors and codes of their own.
pub(crate) fn grown(count: usize) -> Catalogs {
    let mut catalogs = Catalogs::load(&Layers::default()).expect("the embedded catalogs are whole");
    let real: Vec<Entry> = catalogs.entries().cloned().collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let synthetic: Vec<Entry> = (real.len()..count)
        .map(|number| {
            let (a, b) = (&real[random.below(real.len())], &real[random.below(real.len())]);
            let vendor = format!("vendor{:02}", random.below(40));
            let code = format!("Synthetic.{number:06}");
            let mut entry = a.clone();
            entry.id = format!("{vendor}/service/{code}");
            (entry.vendor, entry.service, entry.code) = (vendor, "service".to_owned(), code);
            entry.message = joined(&a.message, &b.message);
            entry.description = joined(&a.description, &b.description);
            entry.remedy = joined(&a.remedy, &b.remedy);
            entry
        })
        .collect();
    let mut vendors: Vec<&str> = synthetic.iter().map(|entry| entry.vendor.as_str()).collect();
    vendors.sort_unstable();
    vendors.dedup();
    catalogs
        .vendors
        .extend(vendors.iter().map(|slug| Vendor { slug: (*slug).to_owned(), ..Vendor::default() }));
    let mut catalog: Catalog = catalogs.catalogs[0].clone();
    catalog.file = "catalogs/synthetic.md".to_owned();
    catalog.entries = synthetic;
    catalogs.catalogs.push(catalog);
    catalogs
}

/// The first half of each text of `a` with the second half of the text of `b` in the same language.
fn joined(a: &Texts, b: &Texts) -> Texts {
    let half = |text: &str| {
        let middle = text.chars().count() / 2;
        text.char_indices().map(|(at, _)| at).nth(middle).unwrap_or(text.len())
    };
    a.iter()
        .map(|(language, first)| {
            let second = b.get(language).unwrap_or(first);
            (*language, format!("{}{}", &first[..half(first)], &second[half(second)..]))
        })
        .collect()
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}
