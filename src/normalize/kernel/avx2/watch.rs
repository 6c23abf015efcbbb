//! Looks over what was written, for [`Watcher`].

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8,
    _mm256_or_si256, _mm256_set1_epi8, _mm256_sub_epi8, _mm256_xor_si256,
};

use super::super::watch::{BEFORE, GROUP, Masks, Seen, Watcher};
use super::letters::bits;

/// Skips the groups of `out` from `at` on in which there is nothing that `watcher` looks for.
///
/// # Safety
///
/// [`available`](super::available) must be true.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(in super::super) unsafe fn skip(watcher: &Watcher, out: &[u8], mut at: usize) -> usize {
    let masks = watcher.masks();
    while let Some(Some(window)) = out.get(at - BEFORE..at + GROUP).map(<[u8]>::first_chunk) {
        let (control, other) = look(&masks, window);
        if bits(_mm256_or_si256(control, other)) != 0 {
            break;
        }
        at += GROUP;
    }
    at
}

/// What there is in a group that `watcher` looks for.
///
/// # Safety
///
/// [`available`](super::available) must be true.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(in super::super) unsafe fn group(watcher: &Watcher, window: &[u8; BEFORE + GROUP]) -> Seen {
    let (control, other) = look(&watcher.masks(), window);
    Seen { control: bits(control), other: bits(other) }
}

/// The top bits of the bytes that [`Watcher::find`] must have a closer look at: control characters
/// and others.
#[inline]
#[target_feature(enable = "avx2")]
fn look(masks: &Masks, window: &[u8; BEFORE + GROUP]) -> (__m256i, __m256i) {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let is = |v, b| _mm256_cmpeq_epi8(v, set(b));
    let below = |v, b: u8| _mm256_cmpeq_epi8(_mm256_min_epu8(v, set(b - 1)), v);
    let (or, and) = (|a, b| _mm256_or_si256(a, b), |a, b| _mm256_and_si256(a, b));
    let space = |v| or(is(v, b' '), is(v, b'\n'));
    // SAFETY: at each place there are 32 bytes inside of the window.
    let [b, b1, b2, b4] =
        [4, 3, 2, 0].map(|i| unsafe { _mm256_loadu_si256(window.as_ptr().wrapping_add(i).cast()) });
    let joined = and(and(space(b), space(b1)), set(masks.spaces));
    let same = and(_mm256_cmpeq_epi8(b, b2), or(_mm256_cmpeq_epi8(b2, b4), set(masks.two)));
    let repeated = and(and(is(and(b, set(0xC0)), 0x80), same), set(masks.run));
    let sign = or(or(is(b1, b','), is(b1, b';')), is(b1, b'?'));
    // The top bit says that a byte is not ASCII; others do not matter.
    let digit = or(below(_mm256_sub_epi8(b, set(b'0')), 10), b);
    let sign = and(and(sign, digit), set(masks.punctuation));
    let line = or(_mm256_xor_si256(is(b, b'\n'), set(0xFF)), set(masks.newline));
    let control = or(and(below(b, 0x20), line), is(b, 0x7F));
    (control, or(or(joined, repeated), sign))
}
