//! Templates that were seen, with what was made of them: bounded, and only ever a shortcut.
//!
//! Keys are compared, not only their hashes. What is forgotten is made again, and comes out the same.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// What of the memory of a cache each of its two generations may take.
const GENERATIONS: usize = 2;

/// What a key takes beside its bytes: its place, twice where the table has just grown.
const OVERHEAD: usize = size_of::<Slot>() * 3;

/// A map from byte strings to small values that forgets what was not asked for lately.
///
/// There are two generations. When the young one is full, it becomes the old one, and what the old one held is gone, but
/// for what was asked for in between: that is young again.
#[derive(Debug)]
pub(super) struct Cache<V> {
    young: Generation<V>,
    old: Generation<V>,
    hasher: RandomState,
    /// How many bytes a generation may take.
    room: usize,
    /// What a value takes beside its own size.
    heap: usize,
}

#[derive(Debug)]
struct Generation<V> {
    slots: HashTable<Slot>,
    keys: Vec<u8>,
    values: Vec<V>,
}

/// Where a key lies, and the number of its value.
#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u64,
    start: u32,
    len: u32,
    value: u32,
}

impl<V> Default for Generation<V> {
    fn default() -> Generation<V> {
        Generation { slots: HashTable::new(), keys: Vec::new(), values: Vec::new() }
    }
}

impl<V> Generation<V> {
    #[inline]
    fn find(&self, hash: u64, key: &[u8]) -> Option<usize> {
        let is_it = |slot: &Slot| slot.hash == hash && self.key(slot) == key;
        self.slots.find(hash, is_it).map(|slot| slot.value as usize)
    }

    #[inline]
    fn key(&self, slot: &Slot) -> &[u8] {
        self.keys.get(slot.start as usize..(slot.start + slot.len) as usize).unwrap_or_default()
    }

    /// Adds a key that is not there; gives the number of its value.
    fn add(&mut self, hash: u64, key: &[u8], value: V) -> usize {
        let number = self.values.len();
        let slot = Slot { hash, start: self.keys.len() as u32, len: key.len() as u32, value: number as u32 };
        self.keys.extend_from_slice(key);
        self.values.push(value);
        self.slots.insert_unique(hash, slot, |slot| slot.hash);
        number
    }

    /// What it takes, where each value takes `heap` bytes beside its own size.
    fn bytes(&self, heap: usize) -> usize {
        self.keys.len() + self.values.len() * (OVERHEAD + size_of::<V>() + heap)
    }

    fn clear(&mut self) {
        self.slots.clear();
        self.keys.clear();
        self.values.clear();
    }
}

impl<V: Clone> Cache<V> {
    /// A cache of at most `room` bytes; `heap` is how many of them a value takes beside its own size.
    pub(super) fn new(room: usize, heap: usize) -> Cache<V> {
        Cache {
            young: Generation::default(),
            old: Generation::default(),
            hasher: RandomState::default(),
            room: (room / GENERATIONS).min(u32::MAX as usize),
            heap,
        }
    }

    /// What `make` made of `key`, now or before.
    ///
    /// # Errors
    ///
    /// What `make` fails with.
    #[inline]
    pub(super) fn get_or_make<E>(
        &mut self,
        key: &[u8],
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<&V, E> {
        let hash = self.hasher.hash_one(key);
        if let Some(number) = self.young.find(hash, key) {
            return Ok(&self.young.values[number]);
        }
        self.add(hash, key, make)
    }

    #[cold]
    #[inline(never)]
    fn add<E>(&mut self, hash: u64, key: &[u8], make: impl FnOnce() -> Result<V, E>) -> Result<&V, E> {
        let known = self.old.find(hash, key).map(|number| self.old.values[number].clone());
        let value = match known {
            Some(value) => value,
            None => make()?,
        };
        if self.young.bytes(self.heap) + key.len() + OVERHEAD > self.room {
            std::mem::swap(&mut self.young, &mut self.old);
            self.young.clear();
        }
        let number = self.young.add(hash, key, value);
        Ok(&self.young.values[number])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_made_once_while_there_is_room() {
        let mut cache = Cache::new(1 << 20, 0);
        for round in 0..3 {
            for number in 0..1000u32 {
                let key = format!("template {number}");
                let make = || if round == 0 { Ok(number) } else { Err(()) };
                assert_eq!(cache.get_or_make(key.as_bytes(), make), Ok(&number));
            }
        }
    }

    #[test]
    fn what_is_forgotten_is_made_again_and_memory_is_bounded() {
        for room in [0, 300, 4096] {
            let mut cache = Cache::new(room, 0);
            for number in (0..5000u32).chain(0..5000) {
                let key = format!("template {}", number % 700);
                assert_eq!(cache.get_or_make::<()>(key.as_bytes(), || Ok(number % 700)), Ok(&(number % 700)));
                let one = "template 699".len() + OVERHEAD + size_of::<u32>();
                assert!(cache.young.bytes(0) + cache.old.bytes(0) <= room.max(2 * one), "{room}");
            }
        }
    }

    #[test]
    fn what_is_asked_for_stays() {
        let mut cache = Cache::new(4096, 0);
        let mut made = 0;
        for number in 0..2000u32 {
            let make = || {
                made += 1;
                Ok::<u32, ()>(7)
            };
            assert_eq!(cache.get_or_make(b"often", make), Ok(&7));
            let _ = cache.get_or_make::<()>(format!("once {number}").as_bytes(), || Ok(number));
        }
        assert_eq!(made, 1);
    }
}
