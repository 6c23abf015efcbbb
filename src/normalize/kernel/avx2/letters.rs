//! Looking characters of U+0600–U+06FF up, and the marks among them.

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_alignr_epi8, _mm256_and_si256, _mm256_blendv_epi8,
    _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_max_epu8,
    _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_permute2x128_si256,
    _mm256_set1_epi8, _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_setr_epi64x,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16, _mm256_sub_epi8,
    _mm256_testz_si256, _mm256_xor_si256,
};

use super::super::vector::Vector;

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn row(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: the row is 16 bytes long.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn bits(v: __m256i) -> u32 {
    _mm256_movemask_epi8(v).cast_unsigned()
}

/// A byte for each bit: [`bits`] the other way round, with the top bit of each byte set.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn bytes(bits: u32) -> __m256i {
    let eight = |i: i64| 0x0101_0101_0101_0101 * i;
    let spread = _mm256_setr_epi64x(0, eight(1), eight(2), eight(3));
    let each = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64.cast_signed());
    let spread = _mm256_shuffle_epi8(_mm256_set1_epi32(bits.cast_signed()), spread);
    _mm256_cmpeq_epi8(_mm256_and_si256(spread, each), each)
}

/// What [`letters`] found in a block.
pub(super) struct Letters {
    /// What its bytes become; deleted bytes are as they were.
    pub(super) new: __m256i,
    /// Second bytes of characters of U+0600–U+067F.
    pub(super) is_last: __m256i,
    /// The same of those with the lead D9.
    pub(super) is_d9: __m256i,
    /// The same of those that are deleted, and also of those that become a single byte.
    deleted: __m256i,
    shorter: __m256i,
    /// Not zero at second bytes of characters of which something becomes that is not looked up here.
    far: __m256i,
}

impl Letters {
    /// Bytes that are no output.
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn gone(&self) -> u32 {
        bits(self.deleted) >> 1 | bits(self.shorter)
    }

    /// True when there is anything far.
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn is_far(&self) -> bool {
        _mm256_testz_si256(self.far, self.far) == 0
    }

    /// First bytes of what is far.
    #[inline]
    #[target_feature(enable = "avx2")]
    pub(super) fn far(&self) -> u32 {
        !bits(_mm256_cmpeq_epi8(self.far, _mm256_setzero_si256())) >> 1
    }
}

/// The first bytes of characters that are not looked up here and about which there is something to
/// say.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn rare(t: &Vector, v: __m256i) -> __m256i {
    static ROWS: [u8; 16] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8];
    let half = _mm256_set1_epi8(0x0F);
    let low = _mm256_shuffle_epi8(row(&t.rare), _mm256_and_si256(v, half));
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(v), half);
    let rare = _mm256_and_si256(low, _mm256_shuffle_epi8(row(&ROWS), high));
    _mm256_cmpgt_epi8(rare, _mm256_setzero_si256())
}

/// Looks up the characters of U+0600–U+067F in a block; see [`Slots`](super::super::slots::Slots).
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) fn letters(t: &Vector, v: __m256i, before: __m256i) -> Letters {
    static BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 1, 1, 1, 1, 1, 1, 1];
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let and = |a, b| _mm256_and_si256(a, b);
    let look_up = |bytes: &[u8; 16], at| _mm256_shuffle_epi8(row(bytes), at);
    let slots = &t.slots;
    let is_d9 = _mm256_cmpeq_epi8(before, set(0xD9));
    let is_last = _mm256_or_si256(_mm256_cmpeq_epi8(before, set(0xD8)), is_d9);
    // Other bytes have a place that no look-up finds anything at.
    let place = and(_mm256_xor_si256(v, is_d9), set(0x7F));
    let place = _mm256_blendv_epi8(set(0xFF), place, is_last);
    let number = and(_mm256_srli_epi16::<4>(place), set(0x0F));
    // Whether bytes are output is not asked of what they become: that takes longer to be known.
    let bit = look_up(&BITS, number);
    let in_row = |rows: &[u8; 16]| and(look_up(rows, place), bit);
    let gone = |rows: &[u8; 16]| _mm256_cmpeq_epi8(in_row(rows), bit);
    let slot = _mm256_xor_si256(place, look_up(&slots.turn, number));
    let found = _mm256_cmpeq_epi8(look_up(&slots.places, slot), place);
    let first = and(look_up(&slots.first, slot), found);
    let second = and(look_up(&slots.second, slot), found);
    // What was found for a first byte stands at the second one.
    let next = _mm256_permute2x128_si256::<0x81>(first, first);
    let first = _mm256_alignr_epi8::<1>(next, first);
    Letters {
        new: _mm256_xor_si256(v, _mm256_xor_si256(first, second)),
        is_last,
        is_d9,
        deleted: gone(&slots.deleted),
        shorter: gone(&slots.shorter),
        far: in_row(&slots.far),
    }
}

/// Bit `i` says that a mark that has its place in an order begins at byte `i`.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn mark_begins(v: __m256i, after: __m256i) -> u32 {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let vowel = _mm256_sub_epi8(after, set(0x8B));
    let vowel = _mm256_cmpeq_epi8(_mm256_min_epu8(vowel, set(7)), vowel);
    let dagger = _mm256_cmpeq_epi8(after, set(0xB0));
    let d9 = _mm256_cmpeq_epi8(v, set(0xD9));
    bits(_mm256_and_si256(_mm256_or_si256(vowel, dagger), d9))
}

/// Bytes that are not greater than those two bytes after them.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn sorted(v: __m256i, after2: __m256i) -> u32 {
    bits(_mm256_cmpeq_epi8(_mm256_max_epu8(v, after2), after2))
}
