//! Thirty-two bytes at a time with AVX2.
//!
//! A shuffle looks up sixteen bytes: [`Slots`](super::slots::Slots) says how the letters fit in. What
//! does not, and characters of other blocks, are patched one by one.
//!
//! There are three loops. [`plain`] does what most text is made of and needs so little for it that
//! nearly everything stays in registers, and so does [`ordered`] where marks must be put in order; where
//! they meet anything else, [`block`] takes over for a block or a few. [`word`] does a short text at once.

mod block;
mod edge;
mod forms;
mod letters;
mod ordered;
mod pack;
mod plain;
mod watch;
mod word;

pub(super) use watch::{group, skip};
pub(super) use word::word;

use super::super::align::Record;
use super::Exit;
use super::vector::Vector;
use edge::Padded;

/// True when this processor has what [`run`] needs.
pub(crate) fn available() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

/// [`super::counts`], with the instruction for it.
///
/// # Safety
///
/// [`available`] must be true.
#[target_feature(enable = "popcnt")]
pub(super) unsafe fn counts(words: &[u64]) -> Vec<u32> {
    super::counts_by(words, super::ones)
}

/// Bytes before and after a block that [`block`] looks at.
const AROUND: usize = 4;

/// Normalizes `src` from byte `at` on, appending to `out`; stops before the first character that
/// is not for this kernel.
///
/// # Safety
///
/// [`available`] must be true, `src` must be UTF-8 and `at` a character boundary of it, and `out`
/// must have room for the rest of `src` and 64 bytes more.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
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

struct State {
    at: usize,
    /// Where the output ends.
    end: usize,
    to: *mut u8,
    stopped: bool,
    marks: Marks,
    /// Everything that is deleted is recorded.
    exact: bool,
}

/// What a block must know of the marks before it. Bit 0 is its first byte, unless it says
/// otherwise.
#[derive(Clone, Copy, Default)]
struct Marks {
    /// The block begins with the second byte of a mark.
    open: u32,
    /// Second bytes of marks among the two bytes before the block, the last of them bit 1.
    before: u32,
    /// Second bytes that change places with those two bytes before them.
    swap: u32,
    /// Marks that are not for this kernel.
    stop: u32,
    /// Deleted bytes among the two before the block.
    gone: u32,
}

/// Fewer bytes are not worth the way to a loop of their own.
const FEW: usize = 256;

/// Blocks that are done, at most, before it is asked again whether what follows is plain.
const UNUSUAL: usize = 8;

/// # Safety
///
/// As for [`run`].
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn all<R: Record, const ORDER: bool>(
    t: &Vector,
    src: &[u8],
    state: &mut State,
    record: &mut R,
) {
    // Its own, so that the compiler need not think of it as memory that the output may lie in.
    let mut own = State { marks: state.marks, ..*state };
    // The first and last blocks are copied to where there is room around them: 64 bytes always,
    // because that is done without a call.
    let mut edge = Padded::new();
    let short = src.len() < 64;
    if short {
        edge.fill(src);
    }
    // Blocks that are done before it is asked again whether what follows is plain.
    let (mut waiting, mut patience) = (0, 1);
    while own.at < src.len() && !own.stopped {
        if own.at >= AROUND && src.len() - own.at >= FEW && waiting == 0 {
            let start = own.at;
            // SAFETY: the caller's promises are passed on.
            unsafe {
                if ORDER {
                    ordered::run(t, src, &mut own, record);
                } else {
                    plain::run(t, src, &mut own, record);
                }
            }
            patience = if own.at == start { UNUSUAL.min(2 * patience) } else { 1 };
            waiting = patience;
        }
        waiting = waiting.saturating_sub(1);
        let left = src.len() - own.at;
        let from = if short {
            edge.at(own.at)
        } else if own.at >= AROUND && left >= 32 + AROUND {
            // SAFETY: `at` is inside of the text.
            unsafe { src.as_ptr().add(own.at) }
        } else if left >= 64 {
            edge.fill(&src[own.at..own.at + 64]);
            if let Some(before) = own.at.checked_sub(1).and_then(|_| src.get(..own.at)) {
                edge.before(before);
            }
            edge.at(0)
        } else {
            edge.fill(&src[src.len() - 64..]);
            edge.at(64 - left)
        };
        // SAFETY: there are as many bytes around as the block looks at. There is one call only, so
        // that it becomes part of the loop.
        unsafe { block::run::<R, ORDER>(t, from, left, &mut own, record) };
    }
    *state = own;
}
