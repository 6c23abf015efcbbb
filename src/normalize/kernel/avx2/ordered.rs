//! Blocks of plain text where marks are put in order: letters and ASCII, marks alone or in pairs.

use std::arch::x86_64::{
    __m256i, _mm256_alignr_epi8, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8,
    _mm256_loadu_si256, _mm256_or_si256, _mm256_permute2x128_si256, _mm256_set1_epi8,
    _mm256_setzero_si256, _mm256_slli_si256, _mm256_storeu_si256, _mm256_sub_epi8,
    _mm256_xor_si256,
};

use super::super::super::align::Record;
use super::super::vector::Vector;
use super::super::{fetch_ahead, third};
use super::letters::{bits, letters, rare};
use super::pack::pack;
use super::{AROUND, Marks, State};

/// Does blocks as [`block`](super::block) does, up to the first one that is not plain or has not
/// [`AROUND`] more bytes around it. A block may begin and end in the middle of a character, so that
/// where the next one begins is known at once: 31 bytes further on, because the last byte may be one
/// about which its successor decides, and 30 where that may be a mark that changes places.
///
/// # Safety
///
/// As for [`run`](super::run), and there must be [`AROUND`] bytes before `state.at`.
#[inline(never)]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn run<R: Record>(t: &Vector, src: &[u8], state: &mut State, record: &mut R) {
    let State { mut at, mut end, to, mut marks, .. } = *state;
    if marks.stop | marks.swap != 0 || state.exact {
        return;
    }
    let mut kept = Pairs::new(record, at);
    let zero = _mm256_setzero_si256();
    // What `change` below says of marks that change places across the beginning of the block.
    let mut carried = zero;
    while src.len() - at >= 32 + AROUND {
        let from = src.as_ptr().wrapping_add(at);
        // SAFETY: this is asked for at most two bytes before and after the block, which are there.
        let shifted = |by: isize| unsafe { _mm256_loadu_si256(from.wrapping_offset(by).cast()) };
        let v = shifted(0);
        fetch_ahead(from, to.wrapping_add(end));
        let other = bits(v);
        if other == 0 {
            // SAFETY: as below.
            unsafe { _mm256_storeu_si256(to.add(end).cast(), v) };
            if R::ON {
                kept.keep(record, at, u32::MAX, 32);
            }
            (at, end, marks) = (at + 32, end + 32, Marks::default());
            continue;
        }
        let before = shifted(-1);
        let found = letters(t, v, before);
        // Nearly always there is nothing but ASCII beside the letters; of the last byte, the next
        // block knows.
        let last = bits(found.is_last);
        let arabic = last | last >> 1;
        let all_arabic = (arabic ^ other) << 1 == 0;
        if found.is_far() || (!all_arabic && bits(rare(t, v)) != 0) {
            break;
        }
        let (mut new, gone) = (found.new, found.gone());
        let mut own = 31;
        let marked = second_of_mark(v, found.is_d9);
        let mark = bits(marked);
        if mark | marks.swap != 0 {
            own = 30;
            let after2 = shifted(2);
            let next = _mm256_permute2x128_si256::<0x81>(marked, marked);
            let pair = _mm256_and_si256(marked, _mm256_alignr_epi8::<2>(next, marked));
            // Second bytes of marks are in the order of the marks, and all negative.
            let wrong = _mm256_and_si256(pair, _mm256_cmpgt_epi8(v, after2));
            let swap = bits(wrong);
            let many = swap & (mark << 2 | marks.before | mark >> 4) | mark & marks.swap << 2;
            if many | mark >> 1 & (gone << 1 | marks.gone >> 1) != 0 {
                break;
            }
            // All in vectors and without a branch: whether marks change places is as likely as
            // not. A mark and that after it both become what they are XOR the other.
            let change = _mm256_and_si256(_mm256_xor_si256(v, after2), wrong);
            let earlier = _mm256_permute2x128_si256::<0x03>(change, carried);
            let back = _mm256_alignr_epi8::<14>(change, earlier);
            new = _mm256_xor_si256(new, _mm256_xor_si256(change, back));
            carried = _mm256_slli_si256::<2>(change);
            marks = Marks {
                open: mark >> 30 & 1,
                before: mark >> 28 & 3,
                swap: swap >> 28,
                stop: 0,
                gone: gone >> 28 & 3,
            };
        } else {
            marks = Marks { gone: gone >> 29 & 3, ..Marks::default() };
        }
        let keep = !gone & u32::MAX >> (32 - own);
        // SAFETY: at most as many bytes as have been read have been written, so there is room for as
        // many as are left of `src`, and 64 more.
        unsafe {
            if gone == 0 {
                _mm256_storeu_si256(to.add(end).cast(), new);
                end += own;
            } else {
                end += pack(new, keep, to.add(end));
            }
        }
        if R::ON {
            kept.keep(record, at, keep, own);
        }
        at += own;
    }
    if R::ON {
        kept.end(record, at);
    }
    marks.stop = third(src, at, marks.swap.into()) as u32;
    (state.at, state.end, state.marks) = (at, end, marks);
}

/// Records what is kept of two blocks at once, which is half the work: words are longer than blocks.
struct Pairs {
    so_far: u64,
    first: u64,
    /// Length of the first block of two; zero when there is none.
    own: usize,
}

impl Pairs {
    #[inline(always)]
    fn new<R: Record>(record: &R, at: usize) -> Pairs {
        Pairs { so_far: record.word(at), first: 0, own: 0 }
    }

    #[inline(always)]
    fn keep<R: Record>(&mut self, record: &mut R, at: usize, keep: u32, own: usize) {
        // Every second time, so this is foreseen.
        if self.own == 0 {
            (self.first, self.own) = (u64::from(keep), own);
        } else {
            let both = self.first | u64::from(keep) << self.own;
            self.so_far = record.keep_next(at - self.own, both, self.own + own, self.so_far);
            self.own = 0;
        }
    }

    #[inline(always)]
    fn end<R: Record>(self, record: &mut R, at: usize) {
        let mut so_far = self.so_far;
        if self.own != 0 {
            so_far = record.keep_next(at - self.own, self.first, self.own, so_far);
        }
        record.end(at, so_far);
    }
}

/// The second bytes of marks that have their place in an order.
#[inline]
#[target_feature(enable = "avx2")]
fn second_of_mark(v: __m256i, is_d9: __m256i) -> __m256i {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    // 8B–92 become the least eight signed numbers.
    let vowel = _mm256_cmpgt_epi8(set(0x88), _mm256_sub_epi8(v, set(0x0B)));
    let dagger = _mm256_cmpeq_epi8(v, set(0xB0));
    _mm256_and_si256(_mm256_or_si256(vowel, dagger), is_d9)
}
