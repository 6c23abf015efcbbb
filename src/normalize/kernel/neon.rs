//! Sixteen bytes at a time with NEON, which looks up bytes in tables of 64: one for each lead byte.

use std::arch::aarch64::{
    uint8x16_t, uint8x16x4_t, vaddv_u8, vandq_u8, vbslq_u8, vceqq_u8, vceqzq_u8, vcgeq_u8,
    vdupq_n_u8, vextq_u8, vget_high_u8, vget_low_u8, vld1_u8, vld1q_u8, vld1q_u8_x4, vornq_u8,
    vorrq_u8, vqtbl4q_u8, vst1_u8, vst1q_u8, vtbl1_u8,
};

use super::super::align::Record;
use super::Exit;
use super::patch::{self, PACK};
use super::vector::{SPECIAL, Vector};

/// Bytes before and after a block that it looks at.
const AROUND: usize = 4;

/// Normalizes `src` from byte `at` on, appending to `out`; stops before the first character that
/// is not for this kernel. Tables that put marks in order are not either.
///
/// # Safety
///
/// `src` must be UTF-8 and `at` a character boundary of it, and `out` must have room for the rest
/// of `src` and 64 bytes more.
pub(super) unsafe fn run<R: Record>(
    t: &Vector,
    src: &[u8],
    mut at: usize,
    out: &mut Vec<u8>,
    record: &mut R,
) -> (usize, Exit) {
    let mut end = out.len();
    let to = out.as_mut_ptr();
    // SAFETY: every table is 64 bytes long; `vld1q_u8_x4` reads as many.
    let table = |row: &[u8; 64]| unsafe { vld1q_u8_x4(row.as_ptr()) };
    let first: [uint8x16x4_t; 4] = t.arabic[0].each_ref().map(table);
    let second: [uint8x16x4_t; 4] = t.arabic[1].each_ref().map(table);
    let mut exit = Exit::End;
    while at < src.len() && exit == Exit::End {
        let left = src.len() - at;
        // The first and last blocks are copied to where there is room around them.
        let mut padded = [0; 2 * AROUND + 16];
        let window: &[u8; 2 * AROUND + 16] =
            match at.checked_sub(AROUND).and_then(|from| src[from..].first_chunk()) {
                Some(window) => window,
                None => {
                    let before = at.min(AROUND);
                    let bytes = &src[at - before..src.len().min(at + 16 + AROUND)];
                    padded[AROUND - before..][..bytes.len()].copy_from_slice(bytes);
                    &padded
                }
            };
        // SAFETY: for both, the window has four bytes more on either side of the block.
        let v = unsafe { vld1q_u8(window.as_ptr().add(AROUND)) };
        let before = unsafe { vld1q_u8(window.as_ptr().add(AROUND - 1)) };
        let mut advance = left.min(16);

        // SAFETY: NEON is part of every 64-bit ARM.
        let (mut new, is_lead, mut gone, mut stop, starts) = unsafe {
            let set = |b: u8| vdupq_n_u8(b);
            let column = vandq_u8(v, set(0x3F));
            let (mut ones, mut twos) = (set(0), set(0));
            for (row, (first, second)) in first.iter().zip(&second).enumerate() {
                // Where the lead is another one, the index is out of range and the answer zero.
                let index = vornq_u8(column, vceqq_u8(before, set(0xD8 + row as u8)));
                ones = vorrq_u8(ones, vqtbl4q_u8(*first, index));
                twos = vorrq_u8(twos, vqtbl4q_u8(*second, index));
            }
            let is_lead = vceqq_u8(vandq_u8(v, set(0xFC)), set(0xD8));
            let is_last = vceqq_u8(vandq_u8(before, set(0xFC)), set(0xD8));
            // What was found for a first byte stands at the second one.
            let ones = vextq_u8::<1>(ones, set(0));
            let new = vbslq_u8(is_lead, ones, vbslq_u8(is_last, twos, v));
            let zero = vandq_u8(vceqzq_u8(new), vorrq_u8(is_lead, is_last));
            let special = vceqq_u8(new, set(SPECIAL));
            (new, bits(is_lead), bits(zero), bits(special), bits(vcgeq_u8(v, set(0xC2))))
        };
        // A character that does not end in this block is for the next one.
        if left > 16 && is_lead >> 15 == 1 {
            advance = 15;
        }
        let mut void = 0;
        let others = starts & !is_lead;
        if others != 0 {
            let mut patched = [0; 16];
            // SAFETY: both are 16 bytes long.
            unsafe { vst1q_u8(patched.as_mut_ptr(), new) };
            let rare = patch::others(t, &window[AROUND..], u64::from(others), &mut patched);
            gone |= rare.gone as u32;
            stop |= rare.stop as u32;
            advance = advance.min(rare.advance);
            void = rare.void;
            // SAFETY: as above.
            new = unsafe { vld1q_u8(patched.as_ptr()) };
        }
        stop &= (1 << advance) - 1;
        if stop != 0 {
            advance = stop.trailing_zeros() as usize;
            exit = Exit::Stop;
        }
        let valid = (1u32 << advance) - 1;
        let keep = valid & !gone;
        // SAFETY: at most as many bytes as have been read have been written, so there are as many
        // as are left of `src`, and 64 more; a row of the shuffle table is eight bytes long.
        unsafe {
            for (half, set) in
                [(vget_low_u8(new), keep as u8), (vget_high_u8(new), (keep >> 8) as u8)]
            {
                let order = vld1_u8(PACK[0][usize::from(set)].as_ptr());
                vst1_u8(to.add(end), vtbl1_u8(half, order));
                end += set.count_ones() as usize;
            }
        }
        if R::ON {
            record.keep(at, u64::from(keep));
            patch::record_void(void & u64::from(valid), at, record);
        }
        at += advance;
    }
    // SAFETY: `end` bytes have been written.
    unsafe { out.set_len(end) };
    (at, exit)
}

/// One bit for each byte of a mask.
#[inline(always)]
fn bits(mask: uint8x16_t) -> u32 {
    const WEIGHTS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
    // SAFETY: the array is 16 bytes long, and NEON is part of every 64-bit ARM.
    unsafe {
        let set = vandq_u8(mask, vld1q_u8(WEIGHTS.as_ptr()));
        u32::from(vaddv_u8(vget_low_u8(set))) | u32::from(vaddv_u8(vget_high_u8(set))) << 8
    }
}
