//! One block, with all that may be in it.

use std::arch::x86_64::{
    __m512i, __mmask64, _mm512_and_si512, _mm512_cmpeq_epi8_mask, _mm512_cmpge_epu8_mask,
    _mm512_cmpgt_epu8_mask, _mm512_cmple_epu8_mask, _mm512_mask_cmpeq_epi8_mask,
    _mm512_mask_mov_epi8, _mm512_mask_test_epi8_mask, _mm512_mask_testn_epi8_mask,
    _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_permutex2var_epi8, _mm512_set1_epi8,
    _mm512_slli_epi16, _mm512_storeu_si512, _mm512_sub_epi8, _mm512_ternarylogic_epi32,
};

use super::super::super::align::Record;
use super::super::vector::{SPECIAL, Vector};
use super::super::{Yeh, patch, stopped};
use super::others::others;
use super::{Marks, State, Window, load};

/// Does so many blocks from `state.at` on; stops before the first character that is not for this kernel.
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
    most: usize,
) {
    let [l0, l1, l2, l3] = t.arabic[0].each_ref().map(|row| load(row));
    let [c0, c1, c2, c3] = t.arabic[1].each_ref().map(|row| load(row));
    let set = |b: u8| _mm512_set1_epi8(b.cast_signed());
    let (low6, bit6, bit1) = (set(0x3F), set(0x40), set(2));
    let (lead_bits, lead, special) = (set(0xFC), set(0xD8), set(SPECIAL));
    // Six bits of the last byte and one of the lead: an index into a 128-byte table.
    let index = |lead: __m512i, last: __m512i| {
        let high = _mm512_and_si512(_mm512_slli_epi16::<6>(lead), bit6);
        _mm512_ternarylogic_epi32::<0xF8>(high, last, low6)
    };
    for _ in 0..most {
        if state.at >= src.len() || state.stopped {
            return;
        }
        let at = state.at;
        let left = src.len() - at;
        let w = Window { src, start: at, inside: at >= 2 && left >= 66 };
        let v = w.at::<0>();
        let mut valid: __mmask64 = if left >= 64 { !0 } else { (1u64 << left) - 1 };
        let mut advance = left.min(64);
        let mut keep = valid;
        let mut new = v;
        let mut void = 0;
        if state.open || _mm512_movepi8_mask(v) != 0 {
            let before = w.at::<-1>();
            let after = w.at::<1>();
            let is_lead = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, lead_bits), lead);
            let is_last = _mm512_cmpeq_epi8_mask(_mm512_and_si512(before, lead_bits), lead);
            let (near_first, near_last) = (index(v, after), index(before, v));
            let mut first = _mm512_permutex2var_epi8(l0, near_first, l1);
            let mut second = _mm512_permutex2var_epi8(c0, near_last, c1);
            // Arabic itself needs only the leads D8 and D9, so this is foreseen either way.
            let far_lead = _mm512_mask_test_epi8_mask(is_lead, v, bit1);
            if far_lead | state.far != 0 {
                let far_first = _mm512_permutex2var_epi8(l2, near_first, l3);
                let far_second = _mm512_permutex2var_epi8(c2, near_last, c3);
                first = _mm512_mask_mov_epi8(first, far_lead, far_first);
                second = _mm512_mask_mov_epi8(second, far_lead << 1 | state.far, far_second);
            }
            new = _mm512_mask_mov_epi8(_mm512_mask_mov_epi8(v, is_lead, first), is_last, second);
            let mut gone = _mm512_mask_testn_epi8_mask(is_lead | is_last, new, new);
            let mut stop = _mm512_mask_cmpeq_epi8_mask(is_lead, new, special);

            let other = _mm512_cmpge_epu8_mask(v, set(0xC2)) & !is_lead;
            if t.others && (state.open || other != 0) {
                let rare = others::<false>(t, w, other);
                new = _mm512_mask_mov_epi8(new, rare.changed, rare.new);
                gone |= rare.gone;
                stop |= rare.stop;
                void = rare.void;
            }

            if ORDER {
                // Vowel marks are D9 8B–92 and D9 B0, in the order of their combining classes.
                let vowel = _mm512_cmple_epu8_mask(_mm512_sub_epi8(after, set(0x8B)), set(7));
                let dagger = _mm512_cmpeq_epi8_mask(after, set(0xB0));
                let begins = (vowel | dagger) & _mm512_cmpeq_epi8_mask(v, set(0xD9));
                let marks = state.marks;
                let mut next = Marks::default();
                if begins | marks.swap | marks.stop != 0 {
                    if left > 64 {
                        advance = 60;
                        valid = (1 << 60) - 1;
                    }
                    let mark = begins << 1 | marks.open;
                    let (before2, after2) = (w.at::<-2>(), w.at::<2>());
                    let wrong = _mm512_cmpgt_epu8_mask(v, after2) & mark & (mark >> 2);
                    let alone = !(mark << 2 | marks.before) & !(mark >> 4);
                    let swap = wrong & alone & valid;
                    new = _mm512_mask_mov_epi8(new, swap, after2);
                    new = _mm512_mask_mov_epi8(new, swap << 2 | marks.swap, before2);
                    // Three in a row are too many; so is one after a deleted character, which may
                    // meet the mark before it.
                    let many = (wrong & !alone) << 1 | marks.stop;
                    stop |=
                        many | begins & (gone << 1 | marks.gone >> 1) & (gone << 2 | marks.gone);
                    next = Marks {
                        open: mark >> (advance & 63) & 1,
                        before: mark >> (advance.max(2) - 2) & 3,
                        swap: swap >> (advance.max(2) - 2),
                        stop: many >> (advance & 63),
                        gone: 0,
                    };
                }
                next.gone = gone >> (advance.max(2) - 2) & 3;
                state.marks = next;
            }
            state.open = other >> (advance.max(2) - 2) != 0;
            state.far = far_lead >> (advance.max(1) - 1) & 1;

            stop &= valid;
            if let Some(yeh) = &t.yeh
                && stop & far_lead != 0
            {
                let known = yehs(yeh, src, at, stop & far_lead & (valid >> 1));
                new = _mm512_mask_mov_epi8(new, known.lanes | known.lanes << 1, known.new);
                stop &= !known.lanes;
                gone &= !(known.lanes << 1);
            }
            if stop != 0 {
                advance = stopped(stop);
                valid = (1u64 << advance) - 1;
                state.stopped = true;
            }
            keep = valid & !gone;
            if state.exact && gone & is_lead & valid != 0 {
                record.void(at, gone & is_lead & valid);
                record.void(at + 1, gone & is_lead & valid);
            }
            if R::ON {
                // Only now, because now it is known where the block ends.
                patch::record_void(void & valid, at, record);
            }
        } else if ORDER {
            state.marks = Marks::default();
        }
        // SAFETY: at most as many bytes as have been read have been written, so there are as many
        // as are left of `src`, and 64 more.
        unsafe {
            _mm512_storeu_si512(
                state.to.add(state.end).cast(),
                _mm512_maskz_compress_epi8(keep, new),
            )
        };
        state.end += keep.count_ones() as usize;
        if R::ON {
            record.keep(at, keep);
        }
        state.at += advance;
    }
}

/// Those of a block's Farsi yehs of which it is known what they become.
struct Yehs {
    lanes: __mmask64,
    new: __m512i,
}

/// Looks for them at the bits of `lanes`. The block is at byte `at` of the text.
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2")]
fn yehs(yeh: &Yeh, src: &[u8], at: usize, mut lanes: __mmask64) -> Yehs {
    let (mut known, mut new) = (0, [0; 64]);
    while lanes != 0 {
        let lane = lanes.trailing_zeros() as usize;
        lanes &= lanes - 1;
        if let Some([a, b, after @ ..]) = src.get(at + lane..)
            && [*a, *b] == Yeh::BYTES
            && let Some(bytes) = yeh.bytes_before(after, true)
            && let Some(place) = new.get_mut(lane..lane + 2)
        {
            known |= 1 << lane;
            place.copy_from_slice(&bytes);
        }
    }
    Yehs { lanes: known, new: load(&new) }
}
