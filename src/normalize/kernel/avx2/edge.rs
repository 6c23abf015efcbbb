//! The ends of a text, with room around them.

use super::AROUND;

/// At most 64 bytes of text, with [`AROUND`] bytes before them and `32 + AROUND` after them: zeros,
/// past the ends of the text.
pub(super) struct Padded([u8; AROUND + 64 + 32 + AROUND]);

impl Padded {
    #[inline(always)]
    pub(super) fn new() -> Padded {
        Padded([0; AROUND + 64 + 32 + AROUND])
    }

    /// Puts text of at most 64 bytes in; where it is filled again it must be with as many.
    #[inline(always)]
    pub(super) fn fill(&mut self, text: &[u8]) {
        let place = &mut self.0[AROUND..AROUND + 64];
        // Two copies of a fixed length that overlap do for any length up to twice as much.
        macro_rules! copy {
            ($($n:literal)*) => { $(
                if let (Some(first), Some(last)) = (text.first_chunk::<$n>(), text.last_chunk::<$n>())
                    && text.len() <= 2 * $n
                {
                    place[..$n].copy_from_slice(first);
                    place[text.len() - $n..text.len()].copy_from_slice(last);
                    return;
                }
            )* };
        }
        copy!(32 16 8 4 2 1);
    }

    /// Puts the end of what stands before the text before it.
    #[inline(always)]
    pub(super) fn before(&mut self, before: &[u8]) {
        let few = before.len().min(AROUND);
        self.0[AROUND - few..AROUND].copy_from_slice(&before[before.len() - few..]);
    }

    /// Byte `at` of the text.
    #[inline(always)]
    pub(super) fn at(&self, at: usize) -> *const u8 {
        self.0[AROUND + at..].as_ptr()
    }
}
