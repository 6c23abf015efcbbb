//! Looking characters of U+0600–U+06FF up, and the marks among them.

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_adds_epu8, _mm256_alignr_epi8, _mm256_and_si256,
    _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_max_epu8,
    _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_permute2x128_si256,
    _mm256_set1_epi8, _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_setr_epi64x,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16,
    _mm256_sub_epi8, _mm256_xor_si256,
};

use super::super::vector::{Row, Vector};

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

/// What [`letters`] makes of a block.
pub(super) struct Letters {
    pub(super) new: __m256i,
    /// Bytes of characters of U+0600–U+06FF, the first of them, and the second ones.
    pub(super) arabic: __m256i,
    pub(super) is_lead: __m256i,
    pub(super) is_last: __m256i,
    /// Second bytes of characters that something may become of and that are not in a common row.
    pub(super) far: __m256i,
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

/// Looks up the characters of U+0600–U+06FF in a block that are in the common rows.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) fn letters(t: &Vector, v: __m256i, before: __m256i) -> Letters {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let is_lead = _mm256_cmpeq_epi8(_mm256_and_si256(v, set(0xFC)), set(0xD8));
    let is_last = _mm256_cmpeq_epi8(_mm256_and_si256(before, set(0xFC)), set(0xD8));
    // The index into the table: its high four bits are the row, its low ones the column.
    let index = _mm256_or_si256(
        _mm256_and_si256(_mm256_slli_epi16::<6>(before), set(0xC0)),
        _mm256_and_si256(v, set(0x3F)),
    );
    let mut first = _mm256_setzero_si256();
    let mut second = _mm256_setzero_si256();
    let look = |r: &Row, first: &mut __m256i, second: &mut __m256i| {
        // Zero in the high bits is this row; anything else carries into the top bit, which makes
        // the shuffle answer zero.
        let column = _mm256_adds_epu8(_mm256_xor_si256(index, row(&r.select)), set(0x70));
        *second = _mm256_xor_si256(*second, _mm256_shuffle_epi8(row(&r.second), column));
        *first = _mm256_xor_si256(*first, _mm256_shuffle_epi8(row(&r.first), column));
    };
    // At most four, and unrolled.
    let [a, b, c, d] = &t.common;
    if t.count > 0 {
        look(a, &mut first, &mut second);
    }
    if t.count > 1 {
        look(b, &mut first, &mut second);
    }
    if t.count > 2 {
        look(c, &mut first, &mut second);
    }
    if t.count > 3 {
        look(d, &mut first, &mut second);
    }
    let number = _mm256_and_si256(_mm256_srli_epi16::<4>(index), set(0x0F));
    let uncommon = _mm256_shuffle_epi8(row(&t.uncommon), number);
    let far = _mm256_and_si256(uncommon, is_last);
    let first = _mm256_and_si256(first, is_last);
    let second = _mm256_and_si256(second, is_last);
    // What was found for a first byte stands at the second one.
    let next = _mm256_permute2x128_si256::<0x81>(first, first);
    let first = _mm256_alignr_epi8::<1>(next, first);
    let new = _mm256_xor_si256(v, _mm256_xor_si256(first, second));
    let arabic = _mm256_or_si256(is_lead, is_last);
    Letters { new, arabic, is_lead, is_last, far }
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
