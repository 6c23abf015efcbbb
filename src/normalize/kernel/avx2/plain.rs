//! Blocks of plain text: characters that are looked up all at once, and ASCII.

use std::arch::x86_64::{__m256i, _mm256_loadu_si256, _mm256_setzero_si256, _mm256_storeu_si256};

use super::super::super::align::Record;
use super::super::fetch_ahead;
use super::super::vector::Vector;
use super::letters::{bits, letters, rare};
use super::pack::pack;
use super::{AROUND, State};

/// Bytes of a block. A thirty-second one may be one about which its successor decides.
const OWN: usize = 31;
const ALL: u32 = u32::MAX >> 1;
/// Blocks between two times that what is kept is recorded.
const STRETCH: usize = 32;

/// Does blocks as [`block`](super::block) does, up to the first one that is not plain or has not
/// [`AROUND`] more bytes around it. A block may begin and end in the middle of a character, so that
/// where the next one begins is known at once.
///
/// # Safety
///
/// As for [`run`](super::run), and there must be [`AROUND`] bytes before `state.at`.
#[inline(never)]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn run<R: Record>(t: &Vector, src: &[u8], state: &mut State, record: &mut R) {
    if state.exact {
        return;
    }
    let mut at = state.at;
    // A block is written while the next one is looked up: neither waits for the other, and a processor
    // sees no further than two or three blocks.
    let mut out = Output { end: state.end, to: state.to, new: _mm256_setzero_si256(), keep: 0 };
    let mut plain = true;
    while plain && src.len() - at >= 32 + AROUND {
        let started = at;
        let blocks = ((src.len() - at - AROUND - 1) / OWN).min(STRETCH);
        let mut kept = [0; STRETCH];
        for kept in kept.iter_mut().take(blocks) {
            let from = src.as_ptr().wrapping_add(at);
            // SAFETY: this and what begins one byte before is inside of the text.
            let v = unsafe { _mm256_loadu_si256(from.cast()) };
            let before = unsafe { _mm256_loadu_si256(from.wrapping_sub(1).cast()) };
            fetch_ahead(from, out.to.wrapping_add(out.end));
            let other = bits(v);
            let mut keep = ALL;
            if other == 0 {
                if out.keep != 0 {
                    // SAFETY: as below.
                    unsafe { out.write() };
                }
                // SAFETY: as below.
                unsafe { _mm256_storeu_si256(out.to.add(out.end).cast(), v) };
                out.end += OWN;
                out.keep = 0;
            } else {
                let found = letters(t, v, before);
                // Nearly always there is nothing but ASCII beside the letters; of the last byte, the
                // next block knows.
                let last = bits(found.is_last);
                let all_arabic = ((last | last >> 1) ^ other) & ALL == 0;
                if found.is_far() || (!all_arabic && bits(rare(t, v)) != 0) {
                    plain = false;
                    break;
                }
                // SAFETY: at most as many bytes as have been read have been written, so there is room
                // for as many as are left of `src`, and 64 more.
                unsafe { out.write() };
                (out.new, out.keep) = (found.new, !found.gone() & ALL);
                keep = out.keep;
            }
            *kept = keep;
            at += OWN;
        }
        if R::ON {
            let done = (at - started) / OWN;
            record.keep_blocks(started, OWN, kept.get(..done).unwrap_or_default());
        }
    }
    // SAFETY: as above.
    unsafe { out.write() };
    (state.at, state.end) = (at, out.end);
}

/// Where the output ends, and the block that is to be written there.
struct Output {
    end: usize,
    to: *mut u8,
    new: __m256i,
    keep: u32,
}

impl Output {
    /// Writes the block.
    ///
    /// # Safety
    ///
    /// There must be room for 32 bytes.
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    unsafe fn write(&mut self) {
        // SAFETY: the caller made room.
        unsafe {
            self.end += pack(self.new, self.keep, self.to.add(self.end));
        }
    }
}
