//! Closing the gaps that deleted bytes leave.

use std::arch::x86_64::{
    __m128i, __m256i, _mm_castpd_si128, _mm_castsi128_pd, _mm_loadh_pd, _mm_loadl_epi64,
    _mm_shuffle_epi8, _mm_storeh_pd, _mm_storel_epi64, _mm256_castsi256_si128,
    _mm256_extracti128_si256,
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
    let count = |below: u32| (keep & below).count_ones() as usize;
    let set = |i: usize| usize::from((keep >> (8 * i)) as u8);
    // Where each eighth of a half goes is looked up; they are moved together and written apart.
    let half = |part: __m128i, [low, high]: [usize; 2], [to_low, to_high]: [*mut u8; 2]| {
        // SAFETY: a row of either table is eight bytes long, and the caller made room.
        unsafe {
            let order = _mm_loadl_epi64(PACK[0][low].as_ptr().cast());
            let order = _mm_loadh_pd(_mm_castsi128_pd(order), PACK[1][high].as_ptr().cast());
            let packed = _mm_shuffle_epi8(part, _mm_castpd_si128(order));
            _mm_storel_epi64(to_low.cast(), packed);
            _mm_storeh_pd(to_high.cast(), _mm_castsi128_pd(packed));
        }
    };
    // All at once.
    let ends = [0, count(0xFF), count(0xFFFF), count(0xFF_FFFF)];
    let [a, b, c, d] = ends.map(|end| to.wrapping_add(end));
    half(_mm256_castsi256_si128(new), [set(0), set(1)], [a, b]);
    half(_mm256_extracti128_si256::<1>(new), [set(2), set(3)], [c, d]);
    count(u32::MAX)
}
