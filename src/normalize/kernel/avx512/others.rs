//! Characters of a block that are neither Arabic letters nor ASCII: quotation marks, no-break spaces,
//! direction marks, presentation forms.

use std::arch::x86_64::{
    __m512i, __mmask64, _mm512_and_si512, _mm512_cmpeq_epi8_mask, _mm512_loadu_si512,
    _mm512_mask_cmpeq_epi8_mask, _mm512_mask_mov_epi8, _mm512_mask_testn_epi8_mask,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_slli_epi16,
    _mm512_ternarylogic_epi32,
};

use super::super::vector::{ASTRAL, FORMS, GENERAL, LATIN, SCALAR, SPECIAL, Vector};
use super::{Window, load};

/// What [`others`] found in a block.
pub(super) struct Others {
    pub(super) changed: __mmask64,
    pub(super) new: __m512i,
    pub(super) gone: __mmask64,
    /// First bytes of deleted characters.
    pub(super) void: __mmask64,
    pub(super) stop: __mmask64,
}

/// The characters of a block that are not in U+0600–U+06FF nor ASCII.
#[inline]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(super) fn others(
    t: &Vector,
    w: Window<'_>,
    v: __m512i,
    before: __m512i,
    after: __m512i,
    other: __mmask64,
) -> Others {
    let set = |b: u8| _mm512_set1_epi8(b.cast_signed());
    let is = |v: __m512i, b: u8| _mm512_cmpeq_epi8_mask(v, set(b));
    let class = _mm512_permutexvar_epi8(v, load(&t.leads));
    let mut stop = other & is(class, SCALAR);
    let astral = other & is(class, ASTRAL);
    if astral != 0 {
        stop |= astral & is(_mm512_permutexvar_epi8(after, load(&t.f0)), SPECIAL);
    }
    let mut new = v;
    let mut changed = 0;
    let (mut void, mut gone) = (0, 0);
    if t.leads[2] == LATIN {
        let (first, last) = (is(v, 0xC2), is(before, 0xC2));
        new = _mm512_mask_mov_epi8(new, first, _mm512_permutexvar_epi8(after, load(&t.latin[0])));
        new = _mm512_mask_mov_epi8(new, last, _mm512_permutexvar_epi8(v, load(&t.latin[1])));
        changed = first | last;
        gone = _mm512_mask_testn_epi8_mask(changed, new, new);
        stop |= _mm512_mask_cmpeq_epi8_mask(first, new, set(SPECIAL));
    }
    let windows = [(0xE2, GENERAL, 0x80, &t.general, &t.e2), (0xEF, FORMS, 0xBA, &t.forms, &t.ef)];
    for (lead, class, block, tables, elsewhere) in windows {
        let before2 = w.at::<-2>();
        let here = is(v, lead);
        let reaches = here | is(before, lead) | is(before2, lead);
        if t.leads[usize::from(lead & 63)] != class || reaches == 0 {
            continue;
        }
        let after2 = w.at::<2>();
        let index = |middle: __m512i, last: __m512i| {
            let high = _mm512_and_si512(_mm512_slli_epi16::<6>(middle), set(0x40));
            _mm512_ternarylogic_epi32::<0xF8>(high, last, set(0x3F))
        };
        let inside = |v: __m512i| is(_mm512_and_si512(v, set(0xFE)), block);
        let first = here & inside(after);
        let middle = is(before, lead) & inside(v);
        let last = is(before2, lead) & inside(before);
        for (lanes, i, table) in [
            (first, index(after, after2), &tables[0]),
            (middle, index(v, after), &tables[1]),
            (last, index(before, v), &tables[2]),
        ] {
            let (low, high) = load2(table);
            new = _mm512_mask_mov_epi8(new, lanes, _mm512_permutex2var_epi8(low, i, high));
        }
        let lanes = first | middle | last;
        changed |= lanes;
        let zero = _mm512_mask_testn_epi8_mask(lanes, new, new);
        gone |= zero;
        void |= zero & first;
        stop |= _mm512_mask_cmpeq_epi8_mask(first, new, set(SPECIAL));
        stop |= is(_mm512_permutexvar_epi8(after, load(elsewhere)), SPECIAL) & here & !first;
    }
    Others { changed, new, gone, void, stop }
}

/// The two halves of a 128-byte table.
#[inline]
#[target_feature(enable = "avx512f")]
fn load2(table: &[u8; 128]) -> (__m512i, __m512i) {
    // SAFETY: the table is 128 bytes long.
    unsafe {
        (
            _mm512_loadu_si512(table.as_ptr().cast()),
            _mm512_loadu_si512(table.as_ptr().add(64).cast()),
        )
    }
}
