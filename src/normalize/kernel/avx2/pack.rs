//! Closing the gaps that deleted bytes leave.

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadl_epi64, _mm_shuffle_epi8, _mm_storel_epi64, _mm_unpackhi_epi64,
    _mm256_castsi256_si128, _mm256_extracti128_si256,
};

use super::super::patch::PACK;

/// Writes the bytes of `keep`, and returns how many they are.
///
/// # Safety
///
/// There must be room for 32 bytes at `to`.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
pub(super) unsafe fn pack(new: __m256i, keep: u32, to: *mut u8) -> usize {
    let (low, high) = (_mm256_castsi256_si128(new), _mm256_extracti128_si256::<1>(new));
    let parts = [low, _mm_unpackhi_epi64(low, low), high, _mm_unpackhi_epi64(high, high)];
    // Where each part goes, all at once.
    let count = |below: u32| (keep & below).count_ones() as usize;
    let ends = [0, count(0xFF), count(0xFFFF), count(0xFF_FFFF)];
    for (i, (part, end)) in parts.into_iter().zip(ends).enumerate() {
        let set = (keep >> (8 * i)) as u8;
        // SAFETY: a row of the table is eight bytes long, and the caller made room.
        unsafe {
            let order: __m128i = _mm_loadl_epi64(PACK[usize::from(set)].as_ptr().cast());
            _mm_storel_epi64(to.add(end).cast(), _mm_shuffle_epi8(part, order));
        }
    }
    count(u32::MAX)
}
