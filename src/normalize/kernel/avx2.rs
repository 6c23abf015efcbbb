//! Thirty-two bytes at a time with AVX2.
//!
//! A shuffle looks up sixteen bytes, so the table of U+0600–U+06FF is sixteen rows, each the XOR of
//! what a byte becomes with what it was. Only four rows are looked up, those that ordinary text
//! reaches all the time; the few characters of others, and of other blocks, are patched one by one.

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadl_epi64, _mm_loadu_si128, _mm_shuffle_epi8, _mm_storel_epi64,
    _mm_unpackhi_epi64, _mm256_adds_epu8, _mm256_alignr_epi8, _mm256_and_si256,
    _mm256_andnot_si256, _mm256_blendv_epi8, _mm256_broadcastsi128_si256, _mm256_castsi256_si128,
    _mm256_cmpeq_epi8, _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_max_epu8,
    _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_permute2x128_si256,
    _mm256_set1_epi8, _mm256_set1_epi32, _mm256_set1_epi64x, _mm256_setr_epi64x,
    _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16, _mm256_srli_epi16,
    _mm256_storeu_si256, _mm256_sub_epi8, _mm256_xor_si256,
};

use super::super::align::Record;
use super::patch::{self, PACK};
use super::short::Word;
use super::vector::{Row, SPECIAL, Vector};
use super::watch::{BEFORE, GROUP, Masks, Seen, Watcher};
use super::{Exit, stopped};

/// True when this processor has what [`run`] needs.
pub(crate) fn available() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

/// Skips the groups of `out` from `at` on in which there is nothing that `watcher` looks for.
///
/// # Safety
///
/// [`available`] must be true.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn skip(watcher: &Watcher, out: &[u8], mut at: usize) -> usize {
    let masks = watcher.masks();
    while let Some(Some(window)) = out.get(at - BEFORE..at + GROUP).map(<[u8]>::first_chunk) {
        let (control, other) = look(&masks, window);
        if bits(_mm256_or_si256(control, other)) != 0 {
            break;
        }
        at += GROUP;
    }
    at
}

/// What there is in a group that `watcher` looks for.
///
/// # Safety
///
/// [`available`] must be true.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn group(watcher: &Watcher, window: &[u8; BEFORE + GROUP]) -> Seen {
    let (control, other) = look(&watcher.masks(), window);
    Seen { control: bits(control), other: bits(other) }
}

/// The top bits of the bytes that [`Watcher::find`] must have a closer look at: control characters
/// and others.
#[inline]
#[target_feature(enable = "avx2")]
fn look(masks: &Masks, window: &[u8; BEFORE + GROUP]) -> (__m256i, __m256i) {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let is = |v, b| _mm256_cmpeq_epi8(v, set(b));
    let below = |v, b: u8| _mm256_cmpeq_epi8(_mm256_min_epu8(v, set(b - 1)), v);
    let (or, and) = (|a, b| _mm256_or_si256(a, b), |a, b| _mm256_and_si256(a, b));
    let space = |v| or(is(v, b' '), is(v, b'\n'));
    // SAFETY: at each place there are 32 bytes inside of the window.
    let [b, b1, b2, b4] =
        [4, 3, 2, 0].map(|i| unsafe { _mm256_loadu_si256(window.as_ptr().wrapping_add(i).cast()) });
    let joined = and(and(space(b), space(b1)), set(masks.spaces));
    let same = and(_mm256_cmpeq_epi8(b, b2), or(_mm256_cmpeq_epi8(b2, b4), set(masks.two)));
    let repeated = and(and(is(and(b, set(0xC0)), 0x80), same), set(masks.run));
    let sign = or(or(is(b1, b','), is(b1, b';')), is(b1, b'?'));
    // The top bit says that a byte is not ASCII; others do not matter.
    let digit = or(below(_mm256_sub_epi8(b, set(b'0')), 10), b);
    let sign = and(and(sign, digit), set(masks.punctuation));
    let line = or(_mm256_xor_si256(is(b, b'\n'), set(0xFF)), set(masks.newline));
    let control = or(and(below(b, 0x20), line), is(b, 0x7F));
    (control, or(or(joined, repeated), sign))
}

/// [`super::counts`], with the instruction for it.
///
/// # Safety
///
/// [`available`] must be true.
#[target_feature(enable = "popcnt")]
pub(super) unsafe fn counts(words: &[u64]) -> Vec<u32> {
    super::counts_of(words)
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
    /// Second bytes of marks among the two bytes before the block, the last of them bit 1.
    before: u32,
    /// Second bytes that change places with those two bytes before them.
    swap: u32,
    /// Marks that are not for this kernel.
    stop: u32,
    /// Deleted bytes among the two before the block.
    gone: u32,
}

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
    while own.at < src.len() && !own.stopped {
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
        unsafe { block::<R, ORDER>(t, from, left, &mut own, record) };
    }
    *state = own;
}

/// At most 64 bytes of text, with [`AROUND`] bytes before them and `32 + AROUND` after them: zeros,
/// past the ends of the text.
struct Padded([u8; AROUND + 64 + 32 + AROUND]);

impl Padded {
    #[inline(always)]
    fn new() -> Padded {
        Padded([0; AROUND + 64 + 32 + AROUND])
    }

    /// Puts text of at most 64 bytes in; where it is filled again it must be with as many.
    #[inline(always)]
    fn fill(&mut self, text: &[u8]) {
        let place = &mut self.0[AROUND..AROUND + 64];
        // Two copies of a fixed length that overlap do for any length up to twice as much.
        macro_rules! copy {
            ($($n:literal)*) => { $(
                if let (Some(first), Some(last)) = (text.first_chunk::<$n>(), text.last_chunk::<$n>())
                    && text.len() <= 2 * $n
                {
                    place[..$n].copy_from_slice(first);
                    place[text.len() - $n..text.len()].copy_from_slice(last);
                    return;
                }
            )* };
        }
        copy!(32 16 8 4 2 1);
    }

    /// Puts the end of what stands before the text before it.
    #[inline(always)]
    fn before(&mut self, before: &[u8]) {
        let few = before.len().min(AROUND);
        self.0[AROUND - few..AROUND].copy_from_slice(&before[before.len() - few..]);
    }

    /// Byte `at` of the text.
    #[inline(always)]
    fn at(&self, at: usize) -> *const u8 {
        self.0[AROUND + at..].as_ptr()
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn row(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: the row is 16 bytes long.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

#[inline]
#[target_feature(enable = "avx2")]
fn bits(v: __m256i) -> u32 {
    _mm256_movemask_epi8(v).cast_unsigned()
}

/// A byte for each bit: [`bits`] the other way round, with the top bit of each byte set.
#[inline]
#[target_feature(enable = "avx2")]
fn bytes(bits: u32) -> __m256i {
    let eight = |i: i64| 0x0101_0101_0101_0101 * i;
    let spread = _mm256_setr_epi64x(0, eight(1), eight(2), eight(3));
    let each = _mm256_set1_epi64x(0x8040_2010_0804_0201_u64.cast_signed());
    let spread = _mm256_shuffle_epi8(_mm256_set1_epi32(bits.cast_signed()), spread);
    _mm256_cmpeq_epi8(_mm256_and_si256(spread, each), each)
}

/// What [`letters`] makes of a block.
struct Letters {
    new: __m256i,
    /// Bytes of characters of U+0600–U+06FF, and the first of them.
    arabic: __m256i,
    is_lead: __m256i,
    /// Second bytes of characters that something may become of and that are not in a common row.
    far: __m256i,
}

/// Looks up the characters of U+0600–U+06FF in a block that are in the common rows.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
fn letters(t: &Vector, v: __m256i, before: __m256i) -> Letters {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let is_lead = _mm256_cmpeq_epi8(_mm256_and_si256(v, set(0xFC)), set(0xD8));
    let is_last = _mm256_cmpeq_epi8(_mm256_and_si256(before, set(0xFC)), set(0xD8));
    // The index into the table: its high four bits are the row, its low ones the column.
    let index = _mm256_or_si256(
        _mm256_and_si256(_mm256_slli_epi16::<6>(before), set(0xC0)),
        _mm256_and_si256(v, set(0x3F)),
    );
    let mut first = _mm256_setzero_si256();
    let mut second = _mm256_setzero_si256();
    let look = |r: &Row, first: &mut __m256i, second: &mut __m256i| {
        // Zero in the high bits is this row; anything else carries into the top bit, which makes
        // the shuffle answer zero.
        let column = _mm256_adds_epu8(_mm256_xor_si256(index, row(&r.select)), set(0x70));
        *second = _mm256_xor_si256(*second, _mm256_shuffle_epi8(row(&r.second), column));
        *first = _mm256_xor_si256(*first, _mm256_shuffle_epi8(row(&r.first), column));
    };
    // At most four, and unrolled.
    let [a, b, c, d] = &t.common;
    if t.count > 0 {
        look(a, &mut first, &mut second);
    }
    if t.count > 1 {
        look(b, &mut first, &mut second);
    }
    if t.count > 2 {
        look(c, &mut first, &mut second);
    }
    if t.count > 3 {
        look(d, &mut first, &mut second);
    }
    let number = _mm256_and_si256(_mm256_srli_epi16::<4>(index), set(0x0F));
    let uncommon = _mm256_shuffle_epi8(row(&t.uncommon), number);
    let far = _mm256_and_si256(uncommon, is_last);
    let first = _mm256_and_si256(first, is_last);
    let second = _mm256_and_si256(second, is_last);
    // What was found for a first byte stands at the second one.
    let next = _mm256_permute2x128_si256::<0x81>(first, first);
    let first = _mm256_alignr_epi8::<1>(next, first);
    let new = _mm256_xor_si256(v, _mm256_xor_si256(first, second));
    let arabic = _mm256_or_si256(is_lead, is_last);
    Letters { new, arabic, is_lead, far }
}

/// Writes the normalized form of a short text to where `room` says if it differs from it. It does
/// what [`run`] does to a block, with as little as possible around it.
///
/// # Safety
///
/// [`available`] must be true, `src` must be UTF-8, at most 64 bytes, and there must be room for 64
/// bytes at what `room` returns.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn word(t: &Vector, src: &[u8], room: impl FnOnce() -> *mut u8) -> Word {
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
    if part.special != 0 {
        return Word::Other;
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
    if bits(_mm256_cmpeq_epi8(part.new, v)) == u32::MAX {
        return Word::Same;
    }
    let valid = ((1u64 << src.len()) - 1) as u32;
    // SAFETY: the caller makes room for more than 32 bytes.
    Word::New(unsafe { pack(part.new, valid & !gone, room()) })
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
    if both(first.special, last.special) != 0 {
        return Word::Other;
    }
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
    if same.0 | !below == u32::MAX && same.1 == u32::MAX {
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
    /// Characters that are not for this kernel.
    special: u32,
}

impl Part {
    #[inline]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    fn new(t: &Vector, v: __m256i, before: __m256i) -> Part {
        let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
        let Letters { new, arabic, is_lead, far } = letters(t, v, before);
        let others = _mm256_cmpeq_epi8(_mm256_max_epu8(v, set(0xC2)), v);
        let zero = _mm256_cmpeq_epi8(new, _mm256_setzero_si256());
        Part {
            new,
            gone: bits(_mm256_and_si256(zero, arabic)),
            others: bits(_mm256_andnot_si256(is_lead, others)) | bits(far) >> 1,
            special: bits(_mm256_cmpeq_epi8(new, set(SPECIAL))),
        }
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

/// Bytes that are not greater than those two bytes after them.
#[inline]
#[target_feature(enable = "avx2")]
fn sorted(v: __m256i, after2: __m256i) -> u32 {
    bits(_mm256_cmpeq_epi8(_mm256_max_epu8(v, after2), after2))
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

/// Bit `i` says that a mark that has its place in an order begins at byte `i`.
#[inline]
#[target_feature(enable = "avx2")]
fn mark_begins(v: __m256i, after: __m256i) -> u32 {
    let set = |b: u8| _mm256_set1_epi8(b.cast_signed());
    let vowel = _mm256_sub_epi8(after, set(0x8B));
    let vowel = _mm256_cmpeq_epi8(_mm256_min_epu8(vowel, set(7)), vowel);
    let dagger = _mm256_cmpeq_epi8(after, set(0xB0));
    let d9 = _mm256_cmpeq_epi8(v, set(0xD9));
    bits(_mm256_and_si256(_mm256_or_si256(vowel, dagger), d9))
}

/// Writes the bytes of `keep`, and returns how many they are.
///
/// # Safety
///
/// There must be room for 32 bytes at `to`.
#[inline]
#[target_feature(enable = "avx2,popcnt")]
unsafe fn pack(new: __m256i, keep: u32, to: *mut u8) -> usize {
    let (low, high) = (_mm256_castsi256_si128(new), _mm256_extracti128_si256::<1>(new));
    let parts = [low, _mm_unpackhi_epi64(low, low), high, _mm_unpackhi_epi64(high, high)];
    // Where each part goes, all at once.
    let count = |below: u32| (keep & below).count_ones() as usize;
    let ends = [0, count(0xFF), count(0xFFFF), count(0xFF_FFFF)];
    for (i, (part, end)) in parts.into_iter().zip(ends).enumerate() {
        let set = (keep >> (8 * i)) as u8;
        // SAFETY: a row of the table is eight bytes long, and the caller made room.
        unsafe {
            let order: __m128i = _mm_loadl_epi64(PACK[usize::from(set)].as_ptr().cast());
            _mm_storel_epi64(to.add(end).cast(), _mm_shuffle_epi8(part, order));
        }
    }
    count(u32::MAX)
}

/// One block at `from`, which is byte `state.at` of the text.
///
/// # Safety
///
/// [`AROUND`] bytes before and `32 + AROUND` bytes from `from` on must be readable, and the output
/// must have room for 64 bytes.
#[inline]
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn block<R: Record, const ORDER: bool>(
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
    let Letters { mut new, arabic, is_lead, far } = letters(t, v, before);
    let zero = _mm256_cmpeq_epi8(new, _mm256_setzero_si256());
    let mut gone = bits(_mm256_and_si256(zero, arabic));
    let mut stop = bits(_mm256_cmpeq_epi8(new, set(SPECIAL)));

    let lead_bits = bits(is_lead);
    // A character that does not end in this block is for the next one. The next block waits for
    // this, so it is asked of the byte and not of what comes out of the vectors; volatile, or the
    // compiler takes it from them.
    // SAFETY: the caller made the bytes readable.
    let last = unsafe { from.add(31).read_volatile() };
    let mut advance = if left > 32 { 32 - usize::from(last & 0xFC == 0xD8) } else { left };
    let not_ascii_start = _mm256_cmpeq_epi8(_mm256_max_epu8(v, set(0xC2)), v);
    let others = bits(not_ascii_start) & !lead_bits | bits(far) >> 1;
    let mut void = 0;
    if others != 0 {
        let mut patched = [0; 32];
        // SAFETY: both are 32 bytes long.
        unsafe { _mm256_storeu_si256(patched.as_mut_ptr().cast(), new) };
        // SAFETY: the caller made the bytes readable.
        let window = unsafe { std::slice::from_raw_parts(from, 32 + AROUND) };
        let rare = patch::others(t, window, u64::from(others), &mut patched);
        gone |= rare.gone as u32;
        stop |= rare.stop as u32;
        advance = advance.min(rare.advance);
        void = rare.void;
        if rare.patched {
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
            let mark = begins << 1;
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
