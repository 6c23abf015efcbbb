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

/// A block and what stands from two bytes before it to two bytes after it.
struct Around {
    before2: __m512i,
    before: __m512i,
    block: __m512i,
    after: __m512i,
    after2: __m512i,
}

/// The characters of a block that are not in U+0600–U+06FF nor ASCII; those of them that begin in it
/// are `other`. It is apart so that it takes no registers from what other blocks need. `INSIDE` says
/// that all of the window is.
#[inline(never)]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(super) fn others<const INSIDE: bool>(t: &Vector, w: Window<'_>, other: __mmask64) -> Others {
    let w = Window { inside: INSIDE || w.inside, ..w };
    let w = &Around {
        before2: w.at::<-2>(),
        before: w.at::<-1>(),
        block: w.at::<0>(),
        after: w.at::<1>(),
        after2: w.at::<2>(),
    };
    let v = w.block;
    let class = _mm512_permutexvar_epi8(v, load(&t.leads));
    let mut found =
        Others { changed: 0, new: v, gone: 0, void: 0, stop: other & is(class, SCALAR) };
    let astral = other & is(class, ASTRAL);
    if astral != 0 {
        found.stop |= astral & is(_mm512_permutexvar_epi8(w.after, load(&t.f0)), SPECIAL);
    }
    if t.leads[2] == LATIN {
        let (first, last) = (is(v, 0xC2), is(w.before, 0xC2));
        let to = [(first, w.after, &t.latin[0]), (last, v, &t.latin[1])];
        for (lanes, index, table) in to {
            let to = _mm512_permutexvar_epi8(index, load(table));
            found.new = _mm512_mask_mov_epi8(found.new, lanes, to);
        }
        found.changed = first | last;
        found.gone = _mm512_mask_testn_epi8_mask(first | last, found.new, found.new);
        found.stop |= _mm512_mask_cmpeq_epi8_mask(first, found.new, all(SPECIAL));
    }
    if t.leads[0x22] == GENERAL {
        found.three::<0xE2, 0x80>(w, &t.general, &t.e2);
    }
    if t.leads[0x2F] == FORMS {
        found.three::<0xEF, 0xBA>(w, &t.forms, &t.ef);
    }
    found
}

impl Others {
    /// Adds the characters of three bytes that begin with `LEAD` and `BLOCK` or the byte after that;
    /// `elsewhere` says what other second bytes stop at.
    #[inline]
    #[target_feature(
        enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
    )]
    fn three<const LEAD: u8, const BLOCK: u8>(
        &mut self,
        w: &Around,
        tables: &[[u8; 128]; 3],
        elsewhere: &[u8; 64],
    ) {
        let (here, middle, last) = (is(w.block, LEAD), is(w.before, LEAD), is(w.before2, LEAD));
        if here | middle | last == 0 {
            return;
        }
        // The last bit of the second byte and six of the third.
        let index = |second: __m512i, third: __m512i| {
            let high = _mm512_and_si512(_mm512_slli_epi16::<6>(second), all(0x40));
            _mm512_ternarylogic_epi32::<0xF8>(high, third, all(0x3F))
        };
        let inside = |second| is(_mm512_and_si512(second, all(0xFE)), BLOCK);
        let first = here & inside(w.after);
        let lanes = [first, middle & inside(w.block), last & inside(w.before)];
        let index = [index(w.after, w.after2), index(w.block, w.after), index(w.before, w.block)];
        for ((lanes, index), table) in lanes.into_iter().zip(index).zip(tables) {
            let (low, high) = load2(table);
            let to = _mm512_permutex2var_epi8(low, index, high);
            self.new = _mm512_mask_mov_epi8(self.new, lanes, to);
        }
        let changed = lanes[0] | lanes[1] | lanes[2];
        self.changed |= changed;
        let zero = _mm512_mask_testn_epi8_mask(changed, self.new, self.new);
        self.gone |= zero;
        self.void |= zero & first;
        self.stop |= _mm512_mask_cmpeq_epi8_mask(first, self.new, all(SPECIAL));
        if here != first {
            let stops = is(_mm512_permutexvar_epi8(w.after, load(elsewhere)), SPECIAL);
            self.stop |= stops & here & !first;
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn all(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte.cast_signed())
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn is(v: __m512i, byte: u8) -> __mmask64 {
    _mm512_cmpeq_epi8_mask(v, all(byte))
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
