//! Sixty-four bytes at a time with AVX-512 VBMI2: look-ups in 128-byte tables held in registers,
//! and a compress instruction that closes the gaps.
//!
//! Every lane looks at the bytes before and after it through two more loads, so a block may begin
//! and end in the middle of a character and nothing waits for where the last one ended. Where marks
//! must be put in order, a block with marks in it leaves its last four bytes to the next one, which
//! is told what the marks before it were.
//!
//! There are two loops. [`plain`] does what most text is made of and needs so little for it that
//! everything stays in registers; where it meets anything else, [`block`] takes over for a block or a
//! few. What both meet beside letters and ASCII they ask [`others`] about. [`word`] does a short text at
//! once.

mod block;
mod others;
mod plain;
mod word;

pub(super) use word::word;

use std::arch::x86_64::{
    __m512i, _mm512_loadu_si512, _mm512_maskz_loadu_epi8, _mm512_popcnt_epi64,
    _mm512_reduce_add_epi64,
};

use super::super::align::Record;
use super::Exit;
use super::vector::Vector;

/// True when this processor has what [`run`] needs.
pub(crate) fn available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("avx512vpopcntdq")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

/// [`super::counts`]: a stride is one register.
///
/// # Safety
///
/// [`available`] must be true.
#[target_feature(enable = "avx512f,avx512vpopcntdq")]
pub(super) unsafe fn counts(words: &[u64]) -> Vec<u32> {
    super::counts_by(words, |stride| {
        // SAFETY: a stride is 64 bytes long.
        let stride = unsafe { _mm512_loadu_si512(stride.as_ptr().cast()) };
        _mm512_reduce_add_epi64(_mm512_popcnt_epi64(stride)) as u32
    })
}

/// Normalizes `src` from byte `at` on, appending to `out`; stops before the first character that
/// is not for this kernel.
///
/// # Safety
///
/// [`available`] must be true, `src` must be UTF-8 and `at` a character boundary of it, and `out`
/// must have room for the rest of `src` and 64 bytes more.
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(super) unsafe fn run<R: Record>(
    t: &Vector,
    src: &[u8],
    at: usize,
    out: &mut Vec<u8>,
    record: &mut R,
) -> (usize, Exit) {
    let mut state = State {
        at,
        end: out.len(),
        to: out.as_mut_ptr(),
        stopped: false,
        open: false,
        far: 0,
        marks: Marks::default(),
        exact: R::ON && record.exact(),
    };
    if t.order {
        // SAFETY: the caller's promises are passed on.
        unsafe { all::<R, true>(t, src, &mut state, record) }
    } else {
        // SAFETY: as above.
        unsafe { all::<R, false>(t, src, &mut state, record) }
    }
    // SAFETY: `end` bytes have been written.
    unsafe { out.set_len(state.end) };
    (state.at, if state.stopped { Exit::Stop } else { Exit::End })
}

/// How far a text is done, and what the next block must know of what stands before it.
struct State {
    at: usize,
    /// Where the output ends.
    end: usize,
    to: *mut u8,
    stopped: bool,
    /// A three-byte character, or one of two bytes that is not Arabic, reaches into the block.
    open: bool,
    /// The last byte before the block is DA or DB.
    far: u64,
    marks: Marks,
    /// Everything that is deleted is recorded.
    exact: bool,
}

/// What a block must know of the marks before it. Bit 0 is its first byte, unless it says
/// otherwise.
#[derive(Clone, Copy, Default)]
struct Marks {
    /// The block begins with the second byte of a mark.
    open: u64,
    /// Second bytes of marks among the two bytes before the block, the last of them bit 1.
    before: u64,
    /// Second bytes that change places with those two bytes before them.
    swap: u64,
    /// Marks that are not for this kernel.
    stop: u64,
    /// Deleted bytes among the two before the block.
    gone: u64,
}

/// Fewer bytes are not worth the way to a loop of their own.
const FEW: usize = 256;

/// Blocks that are done, at most, before it is asked again whether what follows is plain.
const UNUSUAL: usize = 8;

/// # Safety
///
/// As for [`run`].
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
unsafe fn all<R: Record, const ORDER: bool>(
    t: &Vector,
    src: &[u8],
    state: &mut State,
    record: &mut R,
) {
    let mut patience = 1;
    while state.at < src.len() && !state.stopped {
        let start = state.at;
        let mut most = usize::MAX;
        if src.len() - start >= FEW {
            // SAFETY: the caller's promises are passed on.
            unsafe { plain::run::<R, ORDER>(t, src, state, record) };
            patience = if state.at == start { UNUSUAL.min(2 * patience) } else { 1 };
            most = patience;
        }
        // SAFETY: as above.
        unsafe { block::run::<R, ORDER>(t, src, state, record, most) };
    }
}

/// The bytes of a block and its surroundings: `at(k)` is the block `k` bytes further on. Past the
/// ends of the text there are zeros.
#[derive(Clone, Copy)]
struct Window<'a> {
    src: &'a [u8],
    start: usize,
    /// Everything from two bytes before to two bytes after the block is inside the text.
    inside: bool,
}

impl Window<'_> {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2")]
    fn at<const K: isize>(self) -> __m512i {
        let from = self.src.as_ptr().wrapping_add(self.start).wrapping_offset(K);
        if self.inside {
            // SAFETY: `inside` says that all 64 bytes are part of `src`.
            return unsafe { _mm512_loadu_si512(from.cast()) };
        }
        // Lane i is byte start + K + i, which must be at least 0 and less than the length.
        let end = self.src.len() as isize - (self.start as isize + K);
        let upper = if end >= 64 { !0 } else { (1u64 << end.max(0)) - 1 };
        let lower = !0u64 << (-(self.start as isize + K)).clamp(0, 63);
        // SAFETY: lanes outside of `src` are masked, and masked lanes are not read.
        unsafe { _mm512_maskz_loadu_epi8(upper & lower, from.cast()) }
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(table: &[u8; 64]) -> __m512i {
    // SAFETY: the table is 64 bytes long.
    unsafe { _mm512_loadu_si512(table.as_ptr().cast()) }
}
