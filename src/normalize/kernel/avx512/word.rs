//! A short text at once.

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_cmpeq_epi8_mask, _mm512_cmpge_epu8_mask,
    _mm512_cmpgt_epu8_mask, _mm512_cmple_epu8_mask, _mm512_mask_cmpeq_epi8_mask,
    _mm512_mask_cmpneq_epi8_mask, _mm512_mask_mov_epi8, _mm512_mask_testn_epi8_mask,
    _mm512_maskz_compress_epi8, _mm512_maskz_loadu_epi8, _mm512_permutex2var_epi8,
    _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_slli_epi16, _mm512_storeu_si512,
    _mm512_sub_epi8, _mm512_ternarylogic_epi32, _mm512_test_epi8_mask,
};

use super::super::patch;
use super::super::short::Word;
use super::super::vector::{SPECIAL, Vector};
use super::load;

/// Writes the normalized form of a short text to where `room` says if it differs from it. It does
/// what [`run`](super::run) does to a block, with as little as possible around it.
///
/// # Safety
///
/// [`available`](super::available) must be true, `src` must be UTF-8, at most 64 bytes, and there must be room for 64
/// bytes at what `room` returns.
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(in super::super) unsafe fn word(
    t: &Vector,
    src: &[u8],
    room: impl FnOnce() -> *mut u8,
) -> Word {
    if src.is_empty() {
        return Word::Same;
    }
    // SAFETY: the caller's promises are passed on.
    unsafe { word_with::<false>(t, src, room) }
}

/// [`word`] for a text in which characters change that are neither ASCII nor in the tables of the
/// leads D8 and D9. It is apart because it needs memory, which makes all of a function slower.
///
/// # Safety
///
/// As for [`word`].
#[inline(never)]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
unsafe fn rare_word(t: &Vector, src: &[u8], room: impl FnOnce() -> *mut u8) -> Word {
    // SAFETY: the caller's promises are passed on.
    unsafe { word_with::<true>(t, src, room) }
}

/// # Safety
///
/// As for [`word`], and the text must not be empty. Without `RARE` there is a way to [`rare_word`].
#[inline]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
unsafe fn word_with<const RARE: bool>(
    t: &Vector,
    src: &[u8],
    room: impl FnOnce() -> *mut u8,
) -> Word {
    let set = |b: u8| _mm512_set1_epi8(b.cast_signed());
    let valid = if src.len() >= 64 { !0 } else { (1u64 << src.len()) - 1 };
    let at = src.as_ptr();
    // SAFETY: lanes outside of `src` are masked, and masked lanes are not read.
    let (v, before, after) = unsafe {
        (
            _mm512_maskz_loadu_epi8(valid, at.cast()),
            _mm512_maskz_loadu_epi8(valid << 1, at.wrapping_sub(1).cast()),
            _mm512_maskz_loadu_epi8(valid >> 1, at.wrapping_add(1).cast()),
        )
    };
    // The leads D8 and D9, which are all that Arabic needs.
    let (pair, lead) = (set(0xFE), set(0xD8));
    let is_lead = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, pair), lead);
    let mut others = _mm512_cmpge_epu8_mask(v, set(0xC2)) & !is_lead;
    if others != 0 {
        // Most leads are of characters that stay; DA and DB have tables of their own.
        let class = _mm512_permutexvar_epi8(v, load(&t.leads));
        others &= _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, pair), set(0xDA))
            | _mm512_test_epi8_mask(class, class);
        if !RARE && patch::change(t, src, others) {
            // SAFETY: the caller's promises are passed on.
            return unsafe { rare_word(t, src, room) };
        }
    }
    let is_last = is_lead << 1;
    let index = |lead: __m512i, last: __m512i| {
        let high = _mm512_and_si512(_mm512_slli_epi16::<6>(lead), set(0x40));
        _mm512_ternarylogic_epi32::<0xF8>(high, last, set(0x3F))
    };
    let [[l0, l1, ..], [c0, c1, ..]] = &t.arabic;
    let first = _mm512_permutex2var_epi8(load(l0), index(v, after), load(l1));
    let second = _mm512_permutex2var_epi8(load(c0), index(before, v), load(c1));
    let mut new = _mm512_mask_mov_epi8(_mm512_mask_mov_epi8(v, is_lead, first), is_last, second);
    if _mm512_mask_cmpeq_epi8_mask(is_lead, new, set(SPECIAL)) != 0 {
        return Word::Other;
    }
    let mut gone = _mm512_mask_testn_epi8_mask(is_lead | is_last, new, new);
    if RARE {
        let (mut window, mut patched) = ([0; 64 + 2], [0; 64]);
        // SAFETY: both have room for 64 bytes.
        unsafe {
            _mm512_storeu_si512(window.as_mut_ptr().cast(), v);
            _mm512_storeu_si512(patched.as_mut_ptr().cast(), new);
        }
        let rare = patch::others(t, &window, others, &mut patched);
        if rare.stop != 0 {
            return Word::Other;
        }
        gone |= rare.gone;
        new = load(&patched);
    }
    if t.order {
        let vowel = _mm512_cmple_epu8_mask(_mm512_sub_epi8(after, set(0x8B)), set(7));
        let dagger = _mm512_cmpeq_epi8_mask(after, set(0xB0));
        let begins = (vowel | dagger) & _mm512_cmpeq_epi8_mask(v, set(0xD9));
        let mark = begins << 1;
        if mark & (mark >> 2 | gone << 2) != 0 {
            // SAFETY: as above.
            let (before2, after2) = unsafe {
                (
                    _mm512_maskz_loadu_epi8(valid << 2, at.wrapping_sub(2).cast()),
                    _mm512_maskz_loadu_epi8(valid >> 2, at.wrapping_add(2).cast()),
                )
            };
            let swap = _mm512_cmpgt_epu8_mask(v, after2) & mark & (mark >> 2);
            if swap & (mark << 2 | mark >> 4) | mark & (gone << 2) & (gone << 3) != 0 {
                return Word::Other;
            }
            new = _mm512_mask_mov_epi8(new, swap, after2);
            new = _mm512_mask_mov_epi8(new, swap << 2, before2);
        }
    }
    if _mm512_mask_cmpneq_epi8_mask(valid, new, v) == 0 {
        return Word::Same;
    }
    let keep = valid & !gone;
    // SAFETY: the caller makes room for 64 bytes.
    unsafe { _mm512_storeu_si512(room().cast(), _mm512_maskz_compress_epi8(keep, new)) };
    Word::New(keep.count_ones() as usize)
}
