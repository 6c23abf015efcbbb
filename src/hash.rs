//! A fast hash for our own word lists: the keys are ours, so nobody can choose them to collide.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes [`WordHasher`]s for a `HashMap`.
pub(crate) type WordHash = BuildHasherDefault<WordHasher>;

const SEED: u64 = 0x517c_c1b7_2722_0a95;

/// `FxHash` over eight bytes at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordHasher(u64);

impl WordHasher {
    #[inline]
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SEED);
    }
}

impl Hasher for WordHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        self.mix(bytes.len() as u64);
        let (Some(&first), Some(&last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
            return self.mix(short(bytes));
        };
        // Of most words the first eight bytes and the last eight are all there is.
        self.mix(u64::from_le_bytes(first));
        let mut rest = bytes.get(8..).unwrap_or_default();
        while let Some((&chunk, more)) = rest.split_first_chunk() {
            if more.is_empty() {
                break;
            }
            self.mix(u64::from_le_bytes(chunk));
            rest = more;
        }
        self.mix(u64::from_le_bytes(last));
    }

    /// The mark that std writes after a string; its length is in already.
    fn write_u8(&mut self, _: u8) {}

    #[inline]
    fn finish(&self) -> u64 {
        // Tables take the lowest and the highest bits; the low bits of a product know little.
        self.0 ^ (self.0 >> 29)
    }
}

/// Fewer than eight bytes as a number; of two pieces that overlap where they must.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last));
    }
    bytes.iter().fold(0, |w, &b| w << 8 | u64::from(b))
}

/// The hash of a word's bytes, as [`Tok`](crate::segment::Tok) carries it: every table of words
/// takes this one number, so a token is hashed once.
#[inline]
pub(crate) fn hash(word: &str) -> u32 {
    let mut hasher = WordHasher::default();
    hasher.write(word.as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32
}

/// Whether two words are the same: inline, for they are short and mostly are.
#[inline]
pub(crate) fn same(a: &str, b: &str) -> bool {
    same_bytes(a.as_bytes(), b.as_bytes())
}

/// [`same`] for the bytes of words.
#[inline]
pub(crate) fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (Some(last), Some(other)) = (a.last_chunk::<8>(), b.last_chunk::<8>()) else {
        return short(a) == short(b);
    };
    let (whole, _) = a.as_chunks::<8>();
    let (others, _) = b.as_chunks::<8>();
    last == other && whole.iter().zip(others).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_counts() {
        for len in 1..30 {
            let word = "a".repeat(len);
            for i in 0..len {
                let other = format!("{}b{}", &word[..i], &word[i + 1..]);
                assert_ne!(hash(&word), hash(&other), "{len} {i}");
                assert!(!same(&word, &other) && same(&other, &other.clone()));
            }
            assert_ne!(hash(&word), hash(&word[1..]));
            assert!(!same(&word, &word[1..]));
        }
    }
}
