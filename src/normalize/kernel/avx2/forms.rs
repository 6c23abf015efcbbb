//! Presentation forms of letters, U+FE80–U+FEFF: eight rows, all looked up at once. Text that was
//! taken out of a PDF is full of them.

use std::arch::x86_64::{
    __m256i, _mm256_adds_epu8, _mm256_alignr_epi8, _mm256_and_si256, _mm256_blendv_epi8,
    _mm256_cmpeq_epi8, _mm256_or_si256, _mm256_permute2x128_si256, _mm256_set1_epi8,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_xor_si256,
};

use super::super::vector::{SPECIAL, Vector};
use super::letters::{bits, row};

/// What [`forms`] found in a block.
pub(super) struct Forms {
    pub(super) new: __m256i,
    /// First bytes of those that were looked up.
    pub(super) leads: u32,
    pub(super) gone: u32,
    /// First bytes of deleted ones.
    pub(super) void: u32,
    /// First bytes of those that are not for this kernel.
    pub(super) stop: u32,
}

/// Looks up the presentation forms that end in a block of which `new` is what has become so far.
#[inline(never)]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) fn forms(
    t: &Vector,
    v: __m256i,
    before: __m256i,
    before2: __m256i,
    new: __m256i,
) -> Forms {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let (and, or) = (|a, b| _mm256_and_si256(a, b), |a, b| _mm256_or_si256(a, b));
    let middle = _mm256_cmpeq_epi8(and(before, set(0xFE)), set(0xBA));
    let last = and(_mm256_cmpeq_epi8(before2, set(0xEF)), middle);
    // The high three bits are the row, the low ones the column.
    let index = or(and(_mm256_slli_epi16::<6>(before), set(0x40)), and(v, set(0x3F)));
    let mut out = [_mm256_setzero_si256(); 3];
    for number in 0..8u8 {
        // As in `letters`: in other rows the shuffle answers zero.
        let column = _mm256_xor_si256(index, set(number << 4));
        let column = _mm256_adds_epu8(column, set(0x70));
        for (out, table) in out.iter_mut().zip(&t.forms) {
            let from = usize::from(number) << 4;
            let Some(bytes) = table[from..].first_chunk() else { continue };
            *out = or(*out, _mm256_shuffle_epi8(row(bytes), column));
        }
    }
    // All of it was found at the last byte of a character.
    let [a, b, c] = out.map(|out| and(out, last));
    let (is_first, is_middle) = (two_back(last), one_back(last));
    let first = two_back(a);
    let became = or(or(first, one_back(b)), c);
    let here = or(or(is_first, is_middle), last);
    let zero = _mm256_cmpeq_epi8(became, _mm256_setzero_si256());
    let special = _mm256_cmpeq_epi8(first, set(SPECIAL));
    Forms {
        new: _mm256_blendv_epi8(new, became, here),
        leads: bits(is_first),
        gone: bits(and(zero, here)),
        void: bits(and(zero, is_first)),
        stop: bits(special),
    }
}

/// What stands one byte further on.
#[inline]
#[target_feature(enable = "avx2")]
fn one_back(v: __m256i) -> __m256i {
    _mm256_alignr_epi8::<1>(_mm256_permute2x128_si256::<0x81>(v, v), v)
}

/// What stands two bytes further on.
#[inline]
#[target_feature(enable = "avx2")]
fn two_back(v: __m256i) -> __m256i {
    _mm256_alignr_epi8::<2>(_mm256_permute2x128_si256::<0x81>(v, v), v)
}
