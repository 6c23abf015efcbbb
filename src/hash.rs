//! A fast hash for our own word lists: the keys are ours, so nobody can choose them to collide.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes [`WordHasher`]s for a `HashMap`.
pub(crate) type WordHash = BuildHasherDefault<WordHasher>;

const SEED: u64 = 0x517c_c1b7_2722_0a95;

/// `FxHash` over eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SEED);
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.mix(bytes.len() as u64);
        let mut rest = bytes;
        while let Some((chunk, more)) = rest.split_first_chunk() {
            self.mix(u64::from_le_bytes(*chunk));
            rest = more;
        }
        if !rest.is_empty() {
            match bytes.last_chunk() {
                Some(last) => self.mix(u64::from_le_bytes(*last)),
                None => self.mix(rest.iter().fold(0, |w, &b| w << 8 | u64::from(b))),
            }
        }
    }

    /// The mark that std writes after a string; its length is in already.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        // Tables take the lowest and the highest bits; the low bits of a product know little.
        self.0 ^ (self.0 >> 29)
    }
}

/// The hash of a word's bytes.
pub(crate) fn hash(word: &[u8]) -> u64 {
    let mut hasher = WordHasher::default();
    hasher.write(word);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        for len in 1..30 {
            let word = vec![b'a'; len];
            for i in 0..len {
                let mut other = word.clone();
                other[i] = b'b';
                assert_ne!(hash(&word), hash(&other), "{len} {i}");
            }
            assert_ne!(hash(&word), hash(&word[1..]));
        }
    }
}
