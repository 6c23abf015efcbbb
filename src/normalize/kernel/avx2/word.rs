//! A short text at once: one block, or two that overlap.

use std::arch::x86_64::{
    __m256i, _mm256_alignr_epi8, _mm256_blendv_epi8, _mm256_cmpeq_epi8, _mm256_loadu_si256,
    _mm256_permute2x128_si256, _mm256_setr_epi64x, _mm256_storeu_si256,
};

use super::super::patch;
use super::super::short::Word;
use super::super::vector::Vector;
use super::letters::{bits, bytes, letters, mark_begins, rare, sorted};
use super::pack::pack;

/// Writes the normalized form of a short text to where `room` says if it differs from it. It does
/// what [`run`](super::run) does to a block, with as little as possible around it.
///
/// # Safety
///
/// [`available`](super::available) must be true, `src` must be UTF-8, at most 64 bytes, and there must be room for 64
/// bytes at what `room` returns.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(in super::super) unsafe fn word(
    t: &Vector,
    src: &[u8],
    room: impl FnOnce() -> *mut u8,
) -> Word {
    // SAFETY: the caller's promises are passed on.
    unsafe {
        if src.len() > 32 { long_word(t, src, room) } else { word_with::<false>(t, src, room) }
    }
}

/// [`word`] for a text in which characters change that are not looked up all at once. It is apart
/// because it needs memory, which makes all of a function slower.
///
/// # Safety
///
/// As for [`word`], and the text must be at most 32 bytes.
#[inline(never)]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn rare_word(t: &Vector, src: &[u8], room: impl FnOnce() -> *mut u8) -> Word {
    // SAFETY: the caller's promises are passed on.
    unsafe { word_with::<true>(t, src, room) }
}

/// # Safety
///
/// As for [`rare_word`]. Without `RARE` there is a way to it.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn word_with<const RARE: bool>(
    t: &Vector,
    src: &[u8],
    room: impl FnOnce() -> *mut u8,
) -> Word {
    let [a, b, c, d] = padded(src).map(u64::cast_signed);
    let v = _mm256_setr_epi64x(a, b, c, d);
    let (low, high) =
        (_mm256_permute2x128_si256::<0x08>(v, v), _mm256_permute2x128_si256::<0x81>(v, v));
    let mut part = Part::new(t, v, _mm256_alignr_epi8::<15>(v, low));
    let others = u64::from(part.others);
    if !RARE && patch::change(t, src, others) {
        // SAFETY: the caller's promises are passed on.
        return unsafe { rare_word(t, src, room) };
    }
    let mut gone = part.gone;
    if RARE {
        let (mut window, mut patched) = ([0; 32 + 2], [0; 32]);
        // SAFETY: both have room for 32 bytes.
        unsafe {
            _mm256_storeu_si256(window.as_mut_ptr().cast(), v);
            _mm256_storeu_si256(patched.as_mut_ptr().cast(), part.new);
        }
        let rare = patch::others(t, &window, others, &mut patched);
        if rare.stop != 0 {
            return Word::Other;
        }
        gone |= rare.gone as u32;
        // SAFETY: it is 32 bytes long.
        part.new = unsafe { _mm256_loadu_si256(patched.as_ptr().cast()) };
    }
    if t.order {
        let mark = mark_begins(v, _mm256_alignr_epi8::<1>(high, v)) << 1;
        if mark & (mark >> 2 | gone << 2) != 0 {
            let (before2, after2) =
                (_mm256_alignr_epi8::<14>(v, low), _mm256_alignr_epi8::<2>(high, v));
            let Some(swap) = swaps(u64::from(mark), u64::from(gone), u64::from(sorted(v, after2)))
            else {
                return Word::Other;
            };
            part.swap(swap as u32, (swap << 2) as u32, before2, after2);
        }
    }
    if gone == 0 && bits(_mm256_cmpeq_epi8(part.new, v)) == u32::MAX {
        return Word::Same;
    }
    let valid = ((1u64 << src.len()) - 1) as u32;
    // SAFETY: for both, the caller makes room for more than 32 bytes.
    unsafe {
        if gone == 0 {
            _mm256_storeu_si256(room().cast(), part.new);
            return Word::New(src.len());
        }
        Word::New(pack(part.new, valid & !gone, room()))
    }
}

/// [`word`] for texts of more than 32 bytes: its first 32 and its last 32, which overlap. What is
/// in both is taken from the last.
///
/// # Safety
///
/// As for [`word`].
#[inline(never)]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn long_word(t: &Vector, src: &[u8], room: impl FnOnce() -> *mut u8) -> Word {
    // How far the last ones are from the first; there must be room for two bytes around either.
    let by = src.len() - 32;
    if !(2..32).contains(&by) {
        return Word::Other;
    }
    let load = |at: usize| {
        debug_assert!(at + 32 <= src.len());
        // SAFETY: `at` is at most `by`, and 32 bytes are there.
        unsafe { _mm256_loadu_si256(src.as_ptr().add(at).cast()) }
    };
    let (v, w) = (load(0), load(by));
    let (low, high) =
        (_mm256_permute2x128_si256::<0x08>(v, v), _mm256_permute2x128_si256::<0x81>(w, w));
    let mut first = Part::new(t, v, _mm256_alignr_epi8::<15>(v, low));
    let mut last = Part::new(t, w, load(by - 1));
    // One mask of two: the last byte of the first part may be a lead whose second byte it lacks.
    let below = (1u32 << by) - 1;
    let both = |first: u32, last: u32| u64::from(first & below) | u64::from(last) << by;
    let mut gone = both(first.gone, last.gone);
    let others = both(first.others, last.others);
    if others != 0 && patch::change(t, src, others) {
        let (mut window, mut patched) = ([0; 64 + 2], [0; 64]);
        window[..32].copy_from_slice(&src[..32]);
        window[by..by + 32].copy_from_slice(&src[by..]);
        // SAFETY: there is room for 32 bytes at either place.
        unsafe {
            _mm256_storeu_si256(patched.as_mut_ptr().cast(), first.new);
            _mm256_storeu_si256(patched.as_mut_ptr().add(by).cast(), last.new);
        }
        let rare = patch::others(t, &window, others, &mut patched);
        if rare.stop != 0 {
            return Word::Other;
        }
        gone |= rare.gone;
        // SAFETY: there are 32 bytes at either place.
        unsafe {
            first.new = _mm256_loadu_si256(patched.as_ptr().cast());
            last.new = _mm256_loadu_si256(patched.as_ptr().add(by).cast());
        }
    }
    if t.order {
        let mark =
            both(mark_begins(v, load(1)), mark_begins(w, _mm256_alignr_epi8::<1>(high, w))) << 1;
        if mark & (mark >> 2 | gone << 2) != 0 {
            let (after2, last_after2) = (load(2), _mm256_alignr_epi8::<2>(high, w));
            let sorted = both(sorted(v, after2), sorted(w, last_after2));
            let Some(swap) = swaps(mark, gone, sorted) else { return Word::Other };
            let before2 = _mm256_alignr_epi8::<14>(v, low);
            first.swap(swap as u32, (swap << 2) as u32, before2, after2);
            last.swap((swap >> by) as u32, (swap << 2 >> by) as u32, load(by - 2), last_after2);
        }
    }
    let same = (bits(_mm256_cmpeq_epi8(first.new, v)), bits(_mm256_cmpeq_epi8(last.new, w)));
    if gone == 0 && same.0 | !below == u32::MAX && same.1 == u32::MAX {
        return Word::Same;
    }
    let to = room();
    // SAFETY: the caller makes room for 64 bytes; the first part takes less than 32 of them.
    unsafe {
        let end = pack(first.new, below & !(gone as u32), to);
        Word::New(end + pack(last.new, !((gone >> by) as u32), to.add(end)))
    }
}

/// Thirty-two bytes of a short text.
struct Part {
    new: __m256i,
    /// Deleted bytes.
    gone: u32,
    /// First bytes of characters that are to be looked up one by one.
    others: u32,
}

impl Part {
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn new(t: &Vector, v: __m256i, before: __m256i) -> Part {
        let found = letters(t, v, before);
        Part { new: found.new, gone: found.gone(), others: bits(rare(t, v)) | found.far() }
    }

    /// Puts what stands two bytes further on, or two bytes before, in the places of two masks.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn swap(&mut self, back: u32, forth: u32, before2: __m256i, after2: __m256i) {
        self.new = _mm256_blendv_epi8(self.new, after2, bytes(back));
        self.new = _mm256_blendv_epi8(self.new, before2, bytes(forth));
    }
}

/// The second bytes of marks that change places with those two bytes after them; `None` when that is
/// not all there is to do.
#[inline(always)]
fn swaps(mark: u64, gone: u64, sorted: u64) -> Option<u64> {
    let swap = !sorted & mark & (mark >> 2);
    let more = swap & (mark << 2 | mark >> 4) | mark & (gone << 2) & (gone << 3);
    (more == 0).then_some(swap)
}

/// At most 32 bytes and zeros after them. They go through registers: memory that has just been
/// written in pieces cannot be read as a whole without waiting.
#[inline]
fn padded(src: &[u8]) -> [u64; 4] {
    let len = src.len();
    let halves = |lower: u128, upper: u128| {
        [lower as u64, (lower >> 64) as u64, upper as u64, (upper >> 64) as u64]
    };
    if let (Some(first), Some(last)) = (src.first_chunk::<16>(), src.last_chunk::<16>()) {
        // The last sixteen bytes begin inside the first sixteen.
        let upper = u128::from_le_bytes(*last).checked_shr(8 * (32 - len as u32));
        return halves(u128::from_le_bytes(*first), upper.unwrap_or_default());
    }
    let upper = |last: u64, width: usize| u128::from(last) << (8 * (len - width));
    if let (Some(first), Some(last)) = (src.first_chunk::<8>(), src.last_chunk::<8>()) {
        let first = u128::from(u64::from_le_bytes(*first));
        return halves(first | upper(u64::from_le_bytes(*last), 8), 0);
    }
    if let (Some(first), Some(last)) = (src.first_chunk::<4>(), src.last_chunk::<4>()) {
        let first = u128::from(u32::from_le_bytes(*first));
        return halves(first | upper(u64::from(u32::from_le_bytes(*last)), 4), 0);
    }
    let byte = |i: usize| u128::from(src.get(i).copied().unwrap_or_default()) << (8 * i);
    halves(byte(0) | byte(1) | byte(2), 0)
}
