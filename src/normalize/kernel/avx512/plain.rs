//! Blocks of plain text: characters of the leads D8 and D9 and ASCII, marks alone or in pairs; and
//! quotation marks and the like, with what [`others`] says of them.

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_cmpeq_epi8_mask, _mm512_cmpge_epu8_mask,
    _mm512_cmpgt_epu8_mask, _mm512_loadu_si512, _mm512_mask_cmpeq_epi8_mask, _mm512_mask_mov_epi8,
    _mm512_mask_test_epi8_mask, _mm512_mask_testn_epi8_mask, _mm512_maskz_compress_epi8,
    _mm512_movepi8_mask, _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8,
    _mm512_setzero_si512, _mm512_slli_epi16, _mm512_storeu_si512, _mm512_ternarylogic_epi32,
};

use super::super::super::align::Record;
use super::super::vector::{SPECIAL, Vector};
use super::super::{fetch_ahead, third};
use super::others::others;
use super::{Marks, State, Window, load};

/// Which second bytes after D9, by their last six bits, are those of marks that have a place in an
/// order: U+064B–U+0652 and U+0670.
static ORDERED: [u8; 64] = {
    let mut table = [0; 64];
    let mut i = 0x0B;
    while i <= 0x12 {
        table[i] = 1;
        i += 1;
    }
    table[0x30] = 1;
    table
};

/// Does blocks as [`block`](super::block) does, up to the first one that is not plain or has not two
/// more bytes around it. Where marks may change places a block has 62 bytes of its own, so that it is
/// seen which mark follows each of them.
///
/// # Safety
///
/// As for [`run`](super::run).
#[inline(never)]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(super) unsafe fn run<R: Record, const ORDER: bool>(
    t: &Vector,
    src: &[u8],
    state: &mut State,
    record: &mut R,
) {
    let State { mut at, mut marks, mut open, .. } = *state;
    if at < 2 || state.far != 0 || marks.stop | marks.swap != 0 || state.exact {
        return;
    }
    let [[l0, l1, ..], [c0, c1, ..]] = &t.arabic;
    let (l0, l1, c0, c1) = (load(l0), load(l1), load(c0), load(c1));
    let ordered = load(&ORDERED);
    let mut kept = record.word(at);
    // A block is written while the next one is looked up: neither waits for the other, and a processor
    // sees no further than two or three blocks.
    let mut out = Output { end: state.end, to: state.to, new: _mm512_setzero_si512(), keep: 0 };
    let set = |b: u8| _mm512_set1_epi8(b.cast_signed());
    // As in `block`, as all that follows.
    let index = |lead: __m512i, last: __m512i| {
        let high = _mm512_and_si512(_mm512_slli_epi16::<6>(lead), set(0x40));
        _mm512_ternarylogic_epi32::<0xF8>(high, last, set(0x3F))
    };
    while src.len() - at >= 66 {
        let from = src.as_ptr().wrapping_add(at);
        // SAFETY: this is asked for at most two bytes before and after the block, which are there.
        let shifted = |by: isize| unsafe { _mm512_loadu_si512(from.wrapping_offset(by).cast()) };
        let v = shifted(0);
        let (mut new, mut gone, mut own) = (v, 0, 64);
        let mut opens = 0;
        fetch_ahead(from, out.to.wrapping_add(out.end));
        let beyond_ascii = _mm512_movepi8_mask(v);
        if beyond_ascii != 0 {
            let (before, after) = (shifted(-1), shifted(1));
            let is_lead = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, set(0xFE)), set(0xD8));
            let is_last = _mm512_cmpeq_epi8_mask(_mm512_and_si512(before, set(0xFE)), set(0xD8));
            let first = _mm512_permutex2var_epi8(l0, index(v, after), l1);
            let second = _mm512_permutex2var_epi8(c0, index(before, v), c1);
            new = _mm512_mask_mov_epi8(_mm512_mask_mov_epi8(v, is_lead, first), is_last, second);
            let arabic = is_lead | is_last;
            gone = _mm512_mask_testn_epi8_mask(arabic, new, new);
            let special = _mm512_mask_cmpeq_epi8_mask(is_lead, new, set(SPECIAL));
            let mut acting = 0;
            if beyond_ascii ^ arabic | special != 0 {
                let other = _mm512_cmpge_epu8_mask(v, set(0xC2)) & !is_lead;
                // Most leads are of characters that stay; DA and DB have tables of their own.
                let class = _mm512_permutexvar_epi8(v, load(&t.leads));
                let far = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, set(0xFE)), set(0xDA));
                acting = _mm512_mask_test_epi8_mask(other, class, class);
                if far | special != 0 {
                    break;
                }
                // A character that acts may have begun in the block before.
                if acting != 0 || open {
                    let w = Window { src, start: at, inside: true };
                    let rare = others::<true>(t, w, acting);
                    // What is deleted here is recorded there.
                    if rare.stop != 0 || R::ON && rare.void != 0 {
                        break;
                    }
                    new = _mm512_mask_mov_epi8(new, rare.changed, rare.new);
                    gone |= rare.gone;
                }
            }
            if ORDER {
                let d9 = _mm512_cmpeq_epi8_mask(v, set(0xD9));
                let class = _mm512_permutexvar_epi8(after, ordered);
                let begins = _mm512_mask_test_epi8_mask(d9, class, class);
                if begins & (gone << 1 | marks.gone >> 1) != 0 {
                    break;
                }
                // Marks that stand alone, and not at the end, have nothing to change places with. Where there
                // are many, some do not, and it costs less not to ask.
                let near = marks.swap | marks.open | marks.before;
                let near = begins & begins >> 2 | begins >> 62 | near;
                if near | u64::from(begins.count_ones()) >> 1 != 0 {
                    own = 62;
                    let mark = begins << 1 | marks.open;
                    let wrong = _mm512_cmpgt_epu8_mask(v, shifted(2)) & mark & (mark >> 2);
                    let many =
                        wrong & (mark << 2 | marks.before | mark >> 4) | mark & marks.swap << 2;
                    if many != 0 {
                        break;
                    }
                    new = _mm512_mask_mov_epi8(new, wrong, shifted(2));
                    new = _mm512_mask_mov_epi8(new, wrong << 2 | marks.swap, shifted(-2));
                    marks.open = mark >> 62 & 1;
                    marks.before = mark >> 60 & 3;
                    marks.swap = wrong >> 60;
                    marks.gone = gone >> 60 & 3;
                } else {
                    marks = Marks { gone: gone >> 62, ..Marks::default() };
                }
            }
            opens = acting >> (own - 2) & 3;
        } else if ORDER {
            marks = Marks::default();
        }
        open = opens != 0;
        let keep = !gone & u64::MAX >> (64 - own);
        // SAFETY: at most as many bytes as have been read have been written, so there are as many
        // as are left of `src`, and 64 more.
        unsafe { out.write::<ORDER>() };
        (out.new, out.keep) = (new, keep);
        if R::ON {
            kept = record.keep_next(at, keep, own, kept);
        }
        at += own;
    }
    // SAFETY: as above.
    unsafe { out.write::<ORDER>() };
    if R::ON {
        record.end(at, kept);
    }
    marks.stop = third(src, at, marks.swap);
    (state.at, state.end, state.marks, state.open) = (at, out.end, marks, open);
}

/// Where the output ends, and the block that is to be written there.
struct Output {
    end: usize,
    to: *mut u8,
    new: __m512i,
    keep: u64,
}

impl Output {
    /// Writes the block.
    ///
    /// # Safety
    ///
    /// There must be room for 64 bytes.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,popcnt")]
    unsafe fn write<const ORDER: bool>(&mut self) {
        let mut packed = self.new;
        // Where marks stay, hardly anything is deleted, and this is foreseen.
        if !ORDER || self.keep & self.keep.wrapping_add(1) != 0 {
            packed = _mm512_maskz_compress_epi8(self.keep, packed);
        }
        // SAFETY: the caller made room.
        unsafe { _mm512_storeu_si512(self.to.add(self.end).cast(), packed) };
        self.end += self.keep.count_ones() as usize;
    }
}
