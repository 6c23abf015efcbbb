//! Which of eight pairs of bytes are plain Arabic letters.
//!
//! The only `unsafe` of segmentation: a call of code for SSE2, which the build says is there. It reads
//! and writes no memory.

/// What eight pairs of bytes are, two bits for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Masks {
    /// No plain letters: those are U+0620 to U+063F and U+0641 to U+065F.
    pub other: u32,
    /// ة
    pub teh: u32,
}

/// Tells letters from other bytes.
#[inline]
pub(super) fn masks(eight: [u8; 16]) -> Masks {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    // SAFETY: this is compiled only where every processor the build is for has SSE2.
    return unsafe { sse2::masks(eight) };
    #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
    portable(eight)
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod sse2 {
    use std::arch::x86_64::{
        _mm_and_si128, _mm_cmpeq_epi16, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
        _mm_set1_epi16, _mm_setzero_si128, _mm_srli_epi16, _mm_xor_si128,
    };

    use super::Masks;

    #[inline]
    #[target_feature(enable = "sse2")]
    pub(super) fn masks(eight: [u8; 16]) -> Masks {
        let w = u128::from_le_bytes(eight);
        let w = _mm_set_epi64x((w >> 64) as i64, w as i64);
        // Lead byte D8 or D9 and second byte 100xxxxx or 101xxxxx, ...
        let [which, lead] = [0xC0FE_u16, 0x80D8].map(|n| _mm_set1_epi16(n.cast_signed()));
        let shape = _mm_xor_si128(_mm_and_si128(w, which), lead);
        // ... the former after D9 only, the latter after D8 only, ...
        let one = _mm_set1_epi16(1);
        let block = _mm_xor_si128(_mm_xor_si128(w, _mm_srli_epi16::<13>(w)), one);
        let wrong = _mm_or_si128(shape, _mm_and_si128(block, one));
        let right = _mm_movemask_epi8(_mm_cmpeq_epi16(wrong, _mm_setzero_si128()));
        // ... and no tatweel (D9 80).
        let [tatweel, teh] = [0x80D9_u16, 0xA9D8]
            .map(|n| _mm_movemask_epi8(_mm_cmpeq_epi16(w, _mm_set1_epi16(n.cast_signed()))));
        let other = !right & 0xFFFF | tatweel;
        Masks { other: other.cast_unsigned(), teh: teh.cast_unsigned() }
    }
}

/// One pair of bytes after another; the oracle, and what other processors run.
#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
#[inline]
fn portable(eight: [u8; 16]) -> Masks {
    let mut masks = Masks { other: 0, teh: 0 };
    for (i, &[lead, second]) in eight.as_chunks().0.iter().enumerate() {
        let letter = lead == 0xD8 && matches!(second, 0xA0..=0xBF)
            || lead == 0xD9 && matches!(second, 0x81..=0x9F);
        masks.other |= if letter { 0 } else { 3 << (2 * i) };
        masks.teh |= if (lead, second) == (0xD8, 0xA9) { 3 << (2 * i) } else { 0 };
    }
    masks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_agree_with_the_loop() {
        for lead in 0..=u8::MAX {
            for second in 0..=u8::MAX {
                let mut eight = *b"\xD8\xA8\xD9\x80\xD9\x81\xD8\xA9\xD8\xA7 \xD8\xBF\xD9\x9F.";
                let at = usize::from(second % 8) * 2;
                (eight[at], eight[at + 1]) = (lead, second);
                assert_eq!(masks(eight), portable(eight), "{lead:02X} {second:02X}");
            }
        }
    }
}
