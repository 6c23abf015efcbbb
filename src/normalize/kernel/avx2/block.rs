//! One block, with all that may be in it.

use std::arch::x86_64::{
    _mm256_and_si256, _mm256_blendv_epi8, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_set1_epi8,
    _mm256_storeu_si256,
};

use super::super::super::align::Record;
use super::super::vector::{FORMS, Vector};
use super::super::{patch, stopped};
use super::forms::forms;
use super::letters::{bits, bytes, letters, mark_begins, rare, sorted};
use super::pack::pack;
use super::{AROUND, Marks, State};

/// Lead byte of presentation forms.
const FORM: u8 = 0xEF;

/// One block at `from`, which is byte `state.at` of the text.
///
/// # Safety
///
/// [`AROUND`](super::AROUND) bytes before and `32 + AROUND` bytes from `from` on must be readable, and the output
/// must have room for 64 bytes.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn run<R: Record, const ORDER: bool>(
    t: &Vector,
    from: *const u8,
    left: usize,
    state: &mut State,
    record: &mut R,
) {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    // SAFETY: for all three, the caller made the bytes readable.
    let v = unsafe { _mm256_loadu_si256(from.cast()) };
    let before = unsafe { _mm256_loadu_si256(from.sub(1).cast()) };
    let after = unsafe { _mm256_loadu_si256(from.add(1).cast()) };
    if left >= 32 && bits(v) == 0 {
        // ASCII stays, and a block begins with a character.
        // SAFETY: the caller made room.
        unsafe { _mm256_storeu_si256(state.to.add(state.end).cast(), v) };
        if R::ON {
            record.keep(state.at, u64::from(u32::MAX));
        }
        state.at += 32;
        state.end += 32;
        state.marks = Marks::default();
        return;
    }
    let found = letters(t, v, before);
    let (mut new, mut gone, mut stop) = (found.new, found.gone(), 0);
    let lead_bits = bits(_mm256_cmpeq_epi8(_mm256_and_si256(v, set(0xFC)), set(0xD8)));
    // A character that does not end in this block is for the next one. The next block waits for
    // this, so it is asked of the byte and not of what comes out of the vectors; volatile, or the
    // compiler takes it from them.
    // SAFETY: the caller made the bytes readable.
    let last = unsafe { from.add(31).read_volatile() };
    let mut advance = if left > 32 { 32 - usize::from(last & 0xFC == 0xD8) } else { left };
    let mut others = bits(rare(t, v)) | found.far();
    let mut void = 0;
    if t.leads[usize::from(FORM & 63)] == FORMS
        && others & bits(_mm256_cmpeq_epi8(v, set(FORM))) != 0
    {
        // SAFETY: the caller made the bytes readable.
        let before2 = unsafe { _mm256_loadu_si256(from.sub(2).cast()) };
        let found = forms(t, v, before, before2, new);
        new = found.new;
        gone |= found.gone;
        stop |= found.stop;
        void = u64::from(found.void);
        others &= !found.leads;
    }
    if others != 0 {
        let mut patched = [0; 32];
        // SAFETY: both are 32 bytes long.
        unsafe { _mm256_storeu_si256(patched.as_mut_ptr().cast(), new) };
        // SAFETY: the caller made the bytes readable.
        let window = unsafe { std::slice::from_raw_parts(from, 32 + AROUND) };
        let done = patch::others(t, window, u64::from(others), &mut patched);
        gone |= done.gone as u32;
        stop |= done.stop as u32;
        advance = advance.min(done.advance);
        void |= done.void;
        if done.patched {
            // SAFETY: as above.
            new = unsafe { _mm256_loadu_si256(patched.as_ptr().cast()) };
        }
    }

    if ORDER {
        let begins = mark_begins(v, after);
        let marks = state.marks;
        let mut next = Marks::default();
        if begins | marks.swap | marks.stop != 0 {
            if left > 32 {
                // What is left to the next block begins with a character, and holds the two marks
                // after the last one of this block.
                let continuation = _mm256_cmpeq_epi8(_mm256_and_si256(v, set(0xC0)), set(0x80));
                let starts = !bits(continuation) & ((1 << 29) - 1);
                advance = advance.min(31 - (starts | 1).leading_zeros() as usize);
                // Such characters are not for this kernel.
                stop |= u32::from(advance == 0);
            }
            let valid = ((1u64 << advance) - 1) as u32;
            let mark = begins << 1 | marks.open;
            // SAFETY: the caller made the bytes readable.
            let after2 = unsafe { _mm256_loadu_si256(from.add(2).cast()) };
            let before2 = unsafe { _mm256_loadu_si256(from.sub(2).cast()) };
            let wrong = !sorted(v, after2) & mark & (mark >> 2);
            let alone = !(mark << 2 | marks.before) & !(mark >> 4);
            let swap = wrong & alone & valid;
            new = _mm256_blendv_epi8(new, after2, bytes(swap));
            new = _mm256_blendv_epi8(new, before2, bytes(swap << 2 | marks.swap));
            // Three in a row are too many; so is one after a deleted character, which may meet the
            // mark before it.
            let many = (wrong & !alone) << 1 | marks.stop;
            stop |= many | begins & (gone << 1 | marks.gone >> 1) & (gone << 2 | marks.gone);
            let last = advance.max(2) - 2;
            next.open = (u64::from(mark) >> advance) as u32 & 1;
            next.before = mark >> last & 3;
            next.swap = swap >> last;
            next.stop = (u64::from(many) >> advance) as u32;
        }
        next.gone = gone >> (advance.max(2) - 2) & 3;
        state.marks = next;
    }

    let valid = ((1u64 << advance) - 1) as u32;
    stop &= valid;
    if stop != 0 {
        advance = stopped(u64::from(stop));
        state.stopped = true;
    }
    let valid = ((1u64 << advance) - 1) as u32;
    let keep = valid & !gone;
    if keep == valid {
        // SAFETY: the caller made room.
        unsafe { _mm256_storeu_si256(state.to.add(state.end).cast(), new) };
        state.end += advance;
    } else {
        // SAFETY: the caller made room.
        state.end += unsafe { pack(new, keep, state.to.add(state.end)) };
    }
    if R::ON {
        record.keep(state.at, u64::from(keep));
        let deleted = gone & lead_bits & valid & (gone >> 1);
        if state.exact && deleted != 0 {
            record.void(state.at, u64::from(deleted | deleted << 1));
        }
        patch::record_void(void & u64::from(valid), state.at, record);
    }
    state.at += advance;
}
