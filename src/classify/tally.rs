//! Lines counted by what they are, in the order in which it first appeared, in bounded memory.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::course::Spans;
use super::times::Time;

/// How much of a line is kept as an example, in bytes.
const EXAMPLE: usize = 500;

/// Where a line is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The name of its input.
    pub(super) file: Arc<str>,
    /// From 1.
    pub(super) line: u64,
}

/// Lines of one kind; `W` says what kind.
#[derive(Clone, Debug)]
pub(super) struct Item<W> {
    key: Arc<str>,
    pub(super) what: W,
    pub(super) count: u64,
    pub(super) ambiguous: u64,
    pub(super) spans: Spans,
    /// The first line of them.
    pub(super) first: Place,
    pub(super) example: String,
}

impl<W> Item<W> {
    /// The same lines under another key.
    pub(super) fn with<V>(self, key: Arc<str>, what: V) -> Item<V> {
        let Item { count, ambiguous, spans, first, example, .. } = self;
        Item { key, what, count, ambiguous, spans, first, example }
    }
}

/// Counts by key, of those that appeared first.
#[derive(Clone, Debug)]
pub(super) struct Tally<W> {
    pub(super) items: Vec<Item<W>>,
    numbers: HashMap<Arc<str>, usize, RandomState>,
    most: usize,
    /// Lines of keys that appeared when there was no more room.
    pub(super) beyond: u64,
}

impl<W> Tally<W> {
    /// A tally of at most `most` keys.
    pub(super) fn new(most: usize) -> Tally<W> {
        Tally { items: Vec::new(), numbers: HashMap::default(), most, beyond: 0 }
    }

    /// Counts a line of `key`; `what` and `place` are asked for where it is the first one.
    pub(super) fn add(
        &mut self,
        key: &Arc<str>,
        what: impl FnOnce() -> W,
        line: &[u8],
        place: impl FnOnce() -> Place,
        time: Option<Time>,
        is_ambiguous: bool,
    ) {
        let number = match self.numbers.get(&**key) {
            Some(&number) => number,
            None => {
                let item = Item {
                    key: Arc::clone(key),
                    what: what(),
                    count: 0,
                    ambiguous: 0,
                    spans: Spans::default(),
                    first: place(),
                    example: example(line),
                };
                match self.insert(item) {
                    Some(number) => number,
                    None => return self.beyond += 1,
                }
            }
        };
        let item = &mut self.items[number];
        item.count += 1;
        item.ambiguous += u64::from(is_ambiguous);
        time.into_iter().for_each(|time| item.spans.add(time));
    }

    /// Adds what was counted of lines that follow.
    pub(super) fn merge(&mut self, more: Tally<W>) {
        self.beyond += more.beyond;
        more.items.into_iter().for_each(|item| self.join(item, |_, _| {}));
    }

    /// Adds lines that follow, and to what is known of their kind what `more` makes of it.
    pub(super) fn join(&mut self, item: Item<W>, more: impl FnOnce(&mut W, W)) {
        match self.numbers.get(&*item.key) {
            Some(&number) => {
                let known = &mut self.items[number];
                known.count += item.count;
                known.ambiguous += item.ambiguous;
                known.spans.merge(&item.spans);
                more(&mut known.what, item.what);
            }
            None => {
                let count = item.count;
                if self.insert(item).is_none() {
                    self.beyond += count;
                }
            }
        }
    }

    /// Adds a new key, where there is room.
    fn insert(&mut self, item: Item<W>) -> Option<usize> {
        let number = self.items.len();
        (number < self.most).then(|| {
            self.numbers.insert(Arc::clone(&item.key), number);
            self.items.push(item);
            number
        })
    }

    /// The most frequent ones, of equals the first.
    pub(super) fn into_most_frequent(self) -> Vec<Item<W>> {
        let mut items = self.items;
        items.sort_by_key(|item| std::cmp::Reverse(item.count));
        items
    }
}

/// The beginning of a line as text, what is no UTF-8 as U+FFFD.
fn example(line: &[u8]) -> String {
    text_of(line, EXAMPLE)
}

/// At most `most` bytes of a text, what is no UTF-8 as U+FFFD; a character that the limit cuts is left out.
pub(super) fn text_of(bytes: &[u8], most: usize) -> String {
    let cut = &bytes[..bytes.len().min(most)];
    let mut text = String::from_utf8_lossy(cut).into_owned();
    if cut.len() < bytes.len() && text.ends_with(char::REPLACEMENT_CHARACTER) {
        text.pop();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[(u64, &str)], most: usize) -> Tally<()> {
        let mut tally = Tally::new(most);
        for &(line, key) in lines {
            let place = || Place { file: "log".into(), line };
            tally.add(&key.into(), || (), key.as_bytes(), place, None, false);
        }
        tally
    }

    fn shown(tally: &Tally<()>) -> (Vec<(&str, u64, u64)>, u64) {
        let items = tally.items.iter().map(|item| (&*item.key, item.count, item.first.line));
        (items.collect(), tally.beyond)
    }

    #[test]
    fn parts_in_order_are_the_whole() {
        let keys = ["a", "b", "a", "c", "d", "b", "d", "e", "c", "a", "e", "f"];
        let lines: Vec<(u64, &str)> = (1..).zip(keys).collect();
        let whole = tally(&lines, 3);
        assert_eq!(shown(&whole), (vec![("a", 3, 1), ("b", 2, 2), ("c", 2, 4)], 5));
        for size in 1..=lines.len() {
            let mut merged = Tally::new(3);
            lines.chunks(size).for_each(|part| merged.merge(tally(part, usize::MAX)));
            assert_eq!(shown(&merged), shown(&whole), "parts of {size}");
        }
    }

    #[test]
    fn examples_are_whole_characters() {
        assert_eq!(text_of("弹性".as_bytes(), 5), "弹");
        assert_eq!(text_of("弹性".as_bytes(), 6), "弹性");
        assert_eq!(text_of(b"a\xff", 2), "a\u{fffd}");
        assert_eq!(text_of(b"abc", 2), "ab");
    }
}
