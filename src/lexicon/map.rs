//! A map from words to what is known of them, for the hash that every token carries.

use std::ops::Range;

use crate::hash::{hash, same};

/// Words and their values, in the order they were added.
///
/// Most questions are about words the map does not have: a filter of one bit a hash, which stays in
/// the nearest cache, turns nearly all of them away. A slot holds the whole hash beside the place of
/// its word, and the letters of all words lie side by side.
#[derive(Clone, Debug)]
pub(crate) struct WordMap<V> {
    /// The bits of the hashes' upper halves.
    filter: Box<[u64]>,
    /// The hash of a word and its place in `words`, plus one; 0 for a free slot. A power of two.
    slots: Vec<(u32, u32)>,
    words: Vec<(Range<u32>, V)>,
    letters: String,
}

/// Bits of the filter, as a logarithm: eight kilobytes.
const FILTER: u32 = 16;

impl<V: Default> Default for WordMap<V> {
    fn default() -> WordMap<V> {
        WordMap::with_capacity(0)
    }
}

impl<V: Default> WordMap<V> {
    /// A map with room for so many words.
    pub(crate) fn with_capacity(words: usize) -> WordMap<V> {
        WordMap {
            filter: vec![0; (1 << FILTER) / 64].into(),
            slots: vec![(0, 0); (words * 2).next_power_of_two().max(16)],
            words: Vec::with_capacity(words),
            letters: String::with_capacity(words * 12),
        }
    }

    /// What is known of `word`, whose hash is `hash`.
    #[inline]
    pub(crate) fn get(&self, hash: u32, word: &str) -> Option<&V> {
        let bit = hash >> (32 - FILTER);
        if self.filter.get(bit as usize / 64)? >> (bit % 64) & 1 == 0 {
            return None;
        }
        self.search(hash, word)
    }

    fn search(&self, hash: u32, word: &str) -> Option<&V> {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let &(other, place) = self.slots.get(at)?;
            let i = place.checked_sub(1)? as usize;
            if other == hash && same(self.letters(i), word) {
                return self.words.get(i).map(|(_, value)| value);
            }
            at = (at + 1) & mask;
        }
    }

    fn letters(&self, i: usize) -> &str {
        let range = self.words.get(i).map_or(0..0, |(r, _)| r.start as usize..r.end as usize);
        self.letters.get(range).unwrap_or_default()
    }

    /// The value of `word`, which is added where it is new.
    #[allow(clippy::indexing_slicing)] // slots point at words, and `mask` at slots
    pub(crate) fn entry(&mut self, word: &str) -> &mut V {
        let hash = hash(word);
        if self.words.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let (other, place) = self.slots[at];
            let Some(i) = place.checked_sub(1) else { break };
            if other == hash && same(self.letters(i as usize), word) {
                return &mut self.words[i as usize].1;
            }
            at = (at + 1) & mask;
        }
        let start = self.letters.len() as u32;
        self.letters.push_str(word);
        self.words.push((start..self.letters.len() as u32, V::default()));
        let bit = hash >> (32 - FILTER);
        self.filter[bit as usize / 64] |= 1 << (bit % 64);
        self.slots[at] = (hash, self.words.len() as u32);
        let last = self.words.len() - 1;
        &mut self.words[last].1
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![(0, 0); mask + 1];
        for &(hash, place) in self.slots.iter().filter(|s| s.1 != 0) {
            let mut at = hash as usize & mask;
            while slots.get(at).is_some_and(|s| s.1 != 0) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = (hash, place);
            }
        }
        self.slots = slots;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_it_was_given() {
        let mut map = WordMap::<u32>::default();
        let words: Vec<String> = (0..500).map(|n| format!("كلمة{n}")).collect();
        for (n, word) in (0..).zip(&words) {
            *map.entry(word) = n;
            *map.entry(word) += 1;
        }
        for (n, word) in (0..).zip(&words) {
            assert_eq!(map.get(hash(word), word), Some(&(n + 1)));
            assert_eq!(map.get(hash(word), "كلمة"), None);
        }
        assert_eq!(map.get(hash("كلمات"), "كلمات"), None);
    }
}
