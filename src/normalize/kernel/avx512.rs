//! Sixty-four bytes at a time with AVX-512 VBMI2: look-ups in 128-byte tables held in registers,
//! and a compress instruction that closes the gaps.
//!
//! Every lane looks at the bytes before and after it through two more loads, so a block may begin
//! and end in the middle of a character and nothing waits for where the last one ended. Where marks
//! must be put in order, a block with marks in it leaves its last four bytes to the next one, which
//! is told what the marks before it were.

use std::arch::x86_64::{
    __m512i, __mmask64, _mm512_and_si512, _mm512_cmpeq_epi8_mask, _mm512_cmpge_epu8_mask,
    _mm512_cmpgt_epu8_mask, _mm512_cmple_epu8_mask, _mm512_loadu_si512,
    _mm512_mask_cmpeq_epi8_mask, _mm512_mask_cmpneq_epi8_mask, _mm512_mask_mov_epi8,
    _mm512_mask_test_epi8_mask, _mm512_mask_testn_epi8_mask, _mm512_maskz_compress_epi8,
    _mm512_maskz_loadu_epi8, _mm512_movepi8_mask, _mm512_permutex2var_epi8,
    _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_slli_epi16, _mm512_storeu_si512,
    _mm512_sub_epi8, _mm512_ternarylogic_epi32, _mm512_test_epi8_mask,
};

use super::super::align::Record;
use super::short::Word;
use super::vector::{ASTRAL, FORMS, GENERAL, LATIN, SCALAR, SPECIAL, Vector};
use super::{Exit, Yeh, patch, stopped};

/// True when this processor has what [`run`] needs.
pub(crate) fn available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
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
    if t.order {
        // SAFETY: the caller's promises are passed on.
        unsafe { run_with::<R, true>(t, src, at, out, record) }
    } else {
        // SAFETY: as above.
        unsafe { run_with::<R, false>(t, src, at, out, record) }
    }
}

/// Writes the normalized form of a short text to where `room` says if it differs from it. It does
/// what [`run`] does to a block, with as little as possible around it.
///
/// # Safety
///
/// [`available`] must be true, `src` must be UTF-8, at most 64 bytes, and there must be room for 64
/// bytes at what `room` returns.
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
pub(super) unsafe fn word(t: &Vector, src: &[u8], room: impl FnOnce() -> *mut u8) -> Word {
    if src.is_empty() {
        return Word::Same;
    }
    // SAFETY: the caller's promises are passed on.
    unsafe { word_with::<false>(t, src, room) }
}

/// [`word`] for a text in which characters change that are neither ASCII nor in the tables of the
/// leads D8 and D9. It is apart because it needs memory, which makes all of a function slower.
///
/// # Safety
///
/// As for [`word`].
#[inline(never)]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
unsafe fn rare_word(t: &Vector, src: &[u8], room: impl FnOnce() -> *mut u8) -> Word {
    // SAFETY: the caller's promises are passed on.
    unsafe { word_with::<true>(t, src, room) }
}

/// # Safety
///
/// As for [`word`], and the text must not be empty. Without `RARE` there is a way to [`rare_word`].
#[inline]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
unsafe fn word_with<const RARE: bool>(
    t: &Vector,
    src: &[u8],
    room: impl FnOnce() -> *mut u8,
) -> Word {
    let set = |b: u8| _mm512_set1_epi8(b.cast_signed());
    let valid = if src.len() >= 64 { !0 } else { (1u64 << src.len()) - 1 };
    let at = src.as_ptr();
    // SAFETY: lanes outside of `src` are masked, and masked lanes are not read.
    let (v, before, after) = unsafe {
        (
            _mm512_maskz_loadu_epi8(valid, at.cast()),
            _mm512_maskz_loadu_epi8(valid << 1, at.wrapping_sub(1).cast()),
            _mm512_maskz_loadu_epi8(valid >> 1, at.wrapping_add(1).cast()),
        )
    };
    // The leads D8 and D9, which are all that Arabic needs.
    let (pair, lead) = (set(0xFE), set(0xD8));
    let is_lead = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, pair), lead);
    let mut others = _mm512_cmpge_epu8_mask(v, set(0xC2)) & !is_lead;
    if others != 0 {
        // Most leads are of characters that stay; DA and DB have tables of their own.
        let class = _mm512_permutexvar_epi8(v, load(&t.leads));
        others &= _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, pair), set(0xDA))
            | _mm512_test_epi8_mask(class, class);
        if !RARE && patch::change(t, src, others) {
            // SAFETY: the caller's promises are passed on.
            return unsafe { rare_word(t, src, room) };
        }
    }
    let is_last = is_lead << 1;
    let index = |lead: __m512i, last: __m512i| {
        let high = _mm512_and_si512(_mm512_slli_epi16::<6>(lead), set(0x40));
        _mm512_ternarylogic_epi32::<0xF8>(high, last, set(0x3F))
    };
    let [[l0, l1, ..], [c0, c1, ..]] = &t.arabic;
    let first = _mm512_permutex2var_epi8(load(l0), index(v, after), load(l1));
    let second = _mm512_permutex2var_epi8(load(c0), index(before, v), load(c1));
    let mut new = _mm512_mask_mov_epi8(_mm512_mask_mov_epi8(v, is_lead, first), is_last, second);
    if _mm512_mask_cmpeq_epi8_mask(is_lead, new, set(SPECIAL)) != 0 {
        return Word::Other;
    }
    let mut gone = _mm512_mask_testn_epi8_mask(is_lead | is_last, new, new);
    if RARE {
        let (mut window, mut patched) = ([0; 64 + 2], [0; 64]);
        // SAFETY: both have room for 64 bytes.
        unsafe {
            _mm512_storeu_si512(window.as_mut_ptr().cast(), v);
            _mm512_storeu_si512(patched.as_mut_ptr().cast(), new);
        }
        let rare = patch::others(t, &window, others, &mut patched);
        if rare.stop != 0 {
            return Word::Other;
        }
        gone |= rare.gone;
        new = load(&patched);
    }
    if t.order {
        let vowel = _mm512_cmple_epu8_mask(_mm512_sub_epi8(after, set(0x8B)), set(7));
        let dagger = _mm512_cmpeq_epi8_mask(after, set(0xB0));
        let begins = (vowel | dagger) & _mm512_cmpeq_epi8_mask(v, set(0xD9));
        let mark = begins << 1;
        if mark & (mark >> 2 | gone << 2) != 0 {
            // SAFETY: as above.
            let (before2, after2) = unsafe {
                (
                    _mm512_maskz_loadu_epi8(valid << 2, at.wrapping_sub(2).cast()),
                    _mm512_maskz_loadu_epi8(valid >> 2, at.wrapping_add(2).cast()),
                )
            };
            let swap = _mm512_cmpgt_epu8_mask(v, after2) & mark & (mark >> 2);
            if swap & (mark << 2 | mark >> 4) | mark & (gone << 2) & (gone << 3) != 0 {
                return Word::Other;
            }
            new = _mm512_mask_mov_epi8(new, swap, after2);
            new = _mm512_mask_mov_epi8(new, swap << 2, before2);
        }
    }
    if _mm512_mask_cmpneq_epi8_mask(valid, new, v) == 0 {
        return Word::Same;
    }
    let keep = valid & !gone;
    // SAFETY: the caller makes room for 64 bytes.
    unsafe { _mm512_storeu_si512(room().cast(), _mm512_maskz_compress_epi8(keep, new)) };
    Word::New(keep.count_ones() as usize)
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

/// The two halves of a 128-byte table.
#[inline]
#[target_feature(enable = "avx512f")]
fn load2(table: &[u8; 128]) -> (__m512i, __m512i) {
    // SAFETY: the table is 128 bytes long.
    unsafe {
        (
            _mm512_loadu_si512(table.as_ptr().cast()),
            _mm512_loadu_si512(table.as_ptr().add(64).cast()),
        )
    }
}

#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
unsafe fn run_with<R: Record, const ORDER: bool>(
    t: &Vector,
    src: &[u8],
    mut at: usize,
    out: &mut Vec<u8>,
    record: &mut R,
) -> (usize, Exit) {
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

    let mut end = out.len();
    let to = out.as_mut_ptr();
    // A three-byte character, or one of two bytes that is not Arabic, reaches into this block.
    let mut open = false;
    // The last byte before this block is DA or DB.
    let mut far = 0;
    let mut marks = Marks::default();
    let exact = R::ON && record.exact();
    while at < src.len() {
        let left = src.len() - at;
        let w = Window { src, start: at, inside: at >= 2 && left >= 66 };
        let v = w.at::<0>();
        let mut valid: __mmask64 = if left >= 64 { !0 } else { (1u64 << left) - 1 };
        let mut exit = None;
        let mut advance = left.min(64);
        let mut keep = valid;
        let mut new = v;
        if open || _mm512_movepi8_mask(v) != 0 {
            let before = w.at::<-1>();
            let after = w.at::<1>();
            let is_lead = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, lead_bits), lead);
            let is_last = _mm512_cmpeq_epi8_mask(_mm512_and_si512(before, lead_bits), lead);
            let (near_first, near_last) = (index(v, after), index(before, v));
            let mut first = _mm512_permutex2var_epi8(l0, near_first, l1);
            let mut second = _mm512_permutex2var_epi8(c0, near_last, c1);
            // Arabic itself needs only the leads D8 and D9, so this is foreseen either way.
            let far_lead = _mm512_mask_test_epi8_mask(is_lead, v, bit1);
            if far_lead | far != 0 {
                let far_first = _mm512_permutex2var_epi8(l2, near_first, l3);
                let far_second = _mm512_permutex2var_epi8(c2, near_last, c3);
                first = _mm512_mask_mov_epi8(first, far_lead, far_first);
                second = _mm512_mask_mov_epi8(second, far_lead << 1 | far, far_second);
            }
            new = _mm512_mask_mov_epi8(_mm512_mask_mov_epi8(v, is_lead, first), is_last, second);
            let mut gone = _mm512_mask_testn_epi8_mask(is_lead | is_last, new, new);
            let mut stop = _mm512_mask_cmpeq_epi8_mask(is_lead, new, special);

            let other = _mm512_cmpge_epu8_mask(v, set(0xC2)) & !is_lead;
            if t.others && (open || other != 0) {
                let rare = others(t, w, v, before, after, other);
                new = _mm512_mask_mov_epi8(new, rare.changed, rare.new);
                gone |= rare.gone;
                stop |= rare.stop;
                if R::ON && rare.void != 0 {
                    let below = if stop == 0 { !0 } else { (stop & stop.wrapping_neg()) - 1 };
                    let mut void = rare.void & below & valid;
                    while void != 0 {
                        let start = at + void.trailing_zeros() as usize;
                        record.deleted(start..start + 3, false);
                        void &= void - 1;
                    }
                }
            }

            if ORDER {
                // Vowel marks are D9 8B–92 and D9 B0, in the order of their combining classes.
                let vowel = _mm512_cmple_epu8_mask(_mm512_sub_epi8(after, set(0x8B)), set(7));
                let dagger = _mm512_cmpeq_epi8_mask(after, set(0xB0));
                let begins = (vowel | dagger) & _mm512_cmpeq_epi8_mask(v, set(0xD9));
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
                    marks = Marks {
                        open: mark >> (advance & 63) & 1,
                        before: mark >> (advance.max(2) - 2) & 3,
                        swap: swap >> (advance.max(2) - 2),
                        stop: many >> (advance & 63),
                        gone: 0,
                    };
                } else {
                    marks = Marks::default();
                }
                marks.gone = gone >> (advance.max(2) - 2) & 3;
            }
            open = other >> (advance.max(2) - 2) != 0;
            far = far_lead >> (advance.max(1) - 1) & 1;

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
                exit = Some(Exit::Stop);
            }
            keep = valid & !gone;
            if exact && gone & is_lead & valid != 0 {
                record.void(at, gone & is_lead & valid);
                record.void(at + 1, gone & is_lead & valid);
            }
        } else if ORDER {
            marks = Marks::default();
        }
        // SAFETY: at most as many bytes as have been read have been written, so there are as many
        // as are left of `src`, and 64 more.
        unsafe { _mm512_storeu_si512(to.add(end).cast(), _mm512_maskz_compress_epi8(keep, new)) };
        end += keep.count_ones() as usize;
        if R::ON {
            record.keep(at, keep);
        }
        at += advance;
        if let Some(exit) = exit {
            // SAFETY: `end` bytes have been written; see above.
            unsafe { out.set_len(end) };
            return (at, exit);
        }
    }
    // SAFETY: as above.
    unsafe { out.set_len(end) };
    (at, Exit::End)
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

/// What [`others`] found in a block.
struct Others {
    changed: __mmask64,
    new: __m512i,
    gone: __mmask64,
    /// First bytes of deleted characters.
    void: __mmask64,
    stop: __mmask64,
}

/// The characters of a block that are not in U+0600–U+06FF nor ASCII.
#[inline]
#[target_feature(
    enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
)]
fn others(
    t: &Vector,
    w: Window<'_>,
    v: __m512i,
    before: __m512i,
    after: __m512i,
    other: __mmask64,
) -> Others {
    let set = |b: u8| _mm512_set1_epi8(b.cast_signed());
    let is = |v: __m512i, b: u8| _mm512_cmpeq_epi8_mask(v, set(b));
    let class = _mm512_permutexvar_epi8(v, load(&t.leads));
    let mut stop = other & is(class, SCALAR);
    let astral = other & is(class, ASTRAL);
    if astral != 0 {
        stop |= astral & is(_mm512_permutexvar_epi8(after, load(&t.f0)), SPECIAL);
    }
    let mut new = v;
    let mut changed = 0;
    let (mut void, mut gone) = (0, 0);
    if t.leads[2] == LATIN {
        let (first, last) = (is(v, 0xC2), is(before, 0xC2));
        new = _mm512_mask_mov_epi8(new, first, _mm512_permutexvar_epi8(after, load(&t.latin[0])));
        new = _mm512_mask_mov_epi8(new, last, _mm512_permutexvar_epi8(v, load(&t.latin[1])));
        changed = first | last;
        gone = _mm512_mask_testn_epi8_mask(changed, new, new);
        stop |= _mm512_mask_cmpeq_epi8_mask(first, new, set(SPECIAL));
    }
    let windows = [(0xE2, GENERAL, 0x80, &t.general, &t.e2), (0xEF, FORMS, 0xBA, &t.forms, &t.ef)];
    for (lead, class, block, tables, elsewhere) in windows {
        let before2 = w.at::<-2>();
        let here = is(v, lead);
        let reaches = here | is(before, lead) | is(before2, lead);
        if t.leads[usize::from(lead & 63)] != class || reaches == 0 {
            continue;
        }
        let after2 = w.at::<2>();
        let index = |middle: __m512i, last: __m512i| {
            let high = _mm512_and_si512(_mm512_slli_epi16::<6>(middle), set(0x40));
            _mm512_ternarylogic_epi32::<0xF8>(high, last, set(0x3F))
        };
        let inside = |v: __m512i| is(_mm512_and_si512(v, set(0xFE)), block);
        let first = here & inside(after);
        let middle = is(before, lead) & inside(v);
        let last = is(before2, lead) & inside(before);
        for (lanes, i, table) in [
            (first, index(after, after2), &tables[0]),
            (middle, index(v, after), &tables[1]),
            (last, index(before, v), &tables[2]),
        ] {
            let (low, high) = load2(table);
            new = _mm512_mask_mov_epi8(new, lanes, _mm512_permutex2var_epi8(low, i, high));
        }
        let lanes = first | middle | last;
        changed |= lanes;
        let zero = _mm512_mask_testn_epi8_mask(lanes, new, new);
        gone |= zero;
        void |= zero & first;
        stop |= _mm512_mask_cmpeq_epi8_mask(first, new, set(SPECIAL));
        stop |= is(_mm512_permutexvar_epi8(after, load(elsewhere)), SPECIAL) & here & !first;
    }
    Others { changed, new, gone, void, stop }
}
