//! The loops that do the work: one for every kind of processor, all driven by the same table.
//!
//! A kernel copies the text through the table until the end, or until it meets something it does
//! not handle. What no kernel handles, because the answer depends on the neighbours, [`run`] hands
//! to the step-by-step path, one stretch of words at a time.
//!
//! This is the only part of the normalizer with `unsafe` in it. What makes it sound is the same
//! everywhere: the input is valid UTF-8, so a character is never cut short; the output has room
//! for the rest of the input and [`SLACK`] more bytes whenever a kernel runs, and no character
//! written by a kernel becomes longer than it was unless the room was made first; table entries
//! hold whole characters, so the output is valid UTF-8 too.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "aarch64")]
mod neon;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod patch;
mod scalar;
mod short;
mod slots;
pub(crate) mod ucs2;
mod vector;
mod watch;
mod yeh;

#[cfg(feature = "parallel")]
pub(crate) use short::room;
pub(crate) use short::{short, short_into};
pub(crate) use vector::Vector;
pub(crate) use yeh::Yeh;

use watch::Trace;

use super::align::{Record, STRIDE};
use super::step::{self, Cell};
use super::table::{Action, Table};
use super::{Compiled, data};

/// Room past the end of the output that a kernel may scribble on.
pub(crate) const SLACK: usize = 128;

/// Why a kernel returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All of the input is done.
    End,
    /// The next character depends on its neighbours.
    Stop,
    /// Nothing unusual has been met for a while: a faster kernel can take over.
    Calm,
}

/// The first of the bits at which a block must end. It is a call so that the compiler makes it a
/// branch: where the next block begins must not wait for what comes out of this one.
#[cfg(target_arch = "x86_64")]
#[cold]
#[inline(never)]
fn stopped(stop: u64) -> usize {
    stop.trailing_zeros() as usize
}

/// Asks for the memory that a kernel will read and write some blocks later. What processors fetch by
/// themselves ends with a page, and is not meant for two streams of which one is written.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn fetch_ahead(from: *const u8, to: *const u8) {
    use std::arch::x86_64::{_MM_HINT_ET0, _MM_HINT_T0, _mm_prefetch};
    const BYTES: usize = 1536;
    // SAFETY: asking for memory that is not there does nothing.
    unsafe {
        _mm_prefetch::<_MM_HINT_T0>(from.wrapping_add(BYTES).cast());
        _mm_prefetch::<_MM_HINT_ET0>(to.wrapping_add(BYTES).cast());
    }
}

/// Where a third mark begins behind two that change places across byte `at`: a loop for plain text
/// sees two of them only. The bits count from there, as those of `swap`, which says where the second
/// byte of the second mark stands.
#[cfg(target_arch = "x86_64")]
fn third(src: &[u8], at: usize, swap: u64) -> u64 {
    let begin = at + swap.trailing_zeros() as usize + 1;
    match src.get(begin..) {
        Some([0xD9, second, ..]) if swap != 0 && scalar::is_mark(*second) => swap << 1,
        _ => 0,
    }
}

/// A kind of processor the normalizer has loops for.
///
/// The best one is chosen when a [`Normalizer`](super::Normalizer) is made; naming one is for
/// measuring and testing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kernel {
    /// One character at a time, on any processor.
    Scalar,
    /// NEON: any 64-bit ARM.
    Neon,
    /// AVX2: any x86-64 processor since Haswell and Zen.
    Avx2,
    /// AVX-512 with VBMI2: Intel since Ice Lake, AMD since Zen 4.
    Avx512,
}

impl Kernel {
    /// Every kernel this build has, the plainest first.
    pub const ALL: &'static [Kernel] = &[
        Kernel::Scalar,
        #[cfg(target_arch = "aarch64")]
        Kernel::Neon,
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2,
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512,
    ];

    /// True when this processor can run it.
    pub fn is_available(self) -> bool {
        match self {
            Kernel::Scalar => true,
            #[cfg(target_arch = "aarch64")]
            Kernel::Neon => true,
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => avx2::available(),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => avx512::available(),
            #[allow(unreachable_patterns)] // kernels of other architectures
            _ => false,
        }
    }

    /// The fastest one this processor can run.
    pub fn best() -> Kernel {
        Kernel::ALL.iter().rev().copied().find(|k| k.is_available()).unwrap_or(Kernel::Scalar)
    }
}

/// How many ordinary bytes the scalar kernel sees, at most, before it lets a vector kernel take over
/// again. It begins with one and waits four times as long whenever that was too soon.
const PATIENCE: usize = 256;

/// A vector kernel that came no further than this was not worth its while.
const WORTH: usize = 64;

/// Bytes of text between two looks at what was written; in tests few, so that there are many looks.
const PIECE: usize = if cfg!(test) { 64 } else { 1024 };

/// Runs the vector kernel of `n` as far as it goes; `None` when there is none for this table.
fn vector<R: Record>(
    n: &Compiled,
    text: &str,
    at: &mut usize,
    out: &mut Vec<u8>,
    base: usize,
    record: &mut R,
) -> Option<Exit> {
    let Some(watcher) = n.vector.as_deref()?.watcher.as_deref() else {
        return unwatched(n, text, at, out, record);
    };
    loop {
        let (start, from) = (*at, out.len());
        let piece = &text[..piece_end(text, start)];
        let exit = unwatched(n, piece, at, out, record)?;
        let next = &text.as_bytes()[*at..];
        if let Some(found) = watcher.find(n.kernel, out, base, from, start, next, record) {
            // Where that is in the text, the kernel says when it is asked to.
            let mut trace = Trace::new(start..piece.len());
            out.truncate(from);
            let mut again = start;
            unwatched(n, piece, &mut again, out, &mut trace)?;
            watcher.find(n.kernel, out, base, from, start, next, &mut trace);
            out.truncate(found);
            let place = trace.place(found - from);
            record.rewind(place, *at);
            *at = place;
            return Some(Exit::Stop);
        }
        if exit == Exit::Stop || *at == text.len() {
            return Some(exit);
        }
    }
}

/// Where a piece of text that begins at `start` can end: before an ASCII character, which has
/// nothing to do with what stands before it, or else at the end of the text.
fn piece_end(text: &str, start: usize) -> usize {
    let middle = start + PIECE / 2;
    text.as_bytes()
        .get(middle..start + PIECE)
        .and_then(|bytes| bytes.iter().rposition(u8::is_ascii))
        .map_or(text.len(), |i| middle + i)
}

/// [`vector`], without looking over what was written.
fn unwatched<R: Record>(
    n: &Compiled,
    text: &str,
    at: &mut usize,
    out: &mut Vec<u8>,
    record: &mut R,
) -> Option<Exit> {
    let table = n.vector.as_deref()?;
    let exit;
    match n.kernel {
        #[cfg(target_arch = "aarch64")]
        Kernel::Neon if !table.order => {
            // SAFETY: as below.
            (*at, exit) = unsafe { neon::run(table, text.as_bytes(), *at, out, record) };
        }
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => {
            // SAFETY: as below.
            (*at, exit) = unsafe { avx2::run(table, text.as_bytes(), *at, out, record) };
        }
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => {
            // SAFETY: `Compiled` names only kernels that are available; `text` is UTF-8, `at` has
            // been returned by a kernel or is 0, and `run` has made room.
            (*at, exit) = unsafe { avx512::run(table, text.as_bytes(), *at, out, record) };
        }
        _ => return None,
    }
    Some(exit)
}

/// Appends the normalized `text` to `out`.
pub(crate) fn run<R: Record>(n: &Compiled, text: &str, out: &mut Vec<u8>, record: &mut R) {
    let base = out.len();
    let mut cells = Vec::new();
    let mut at = 0;
    // Everything before is final: the end of the last stretch that the steps were run on.
    let mut floor = (0, base);
    let mut patience = 1;
    loop {
        out.reserve(text.len() - at + SLACK);
        let start = at;
        match vector(n, text, &mut at, out, base, record) {
            Some(Exit::End) => return,
            Some(_) if at - start >= WORTH => patience = 1,
            Some(_) => patience = PATIENCE.min(patience * 4),
            None => patience = usize::MAX,
        }
        let exit;
        (at, exit) = scalar::run(n, text, at..text.len(), out, base, record, patience);
        match exit {
            Exit::End => return,
            Exit::Calm => continue,
            Exit::Stop => {}
        }
        let start = boundary_before(&n.table, text, at, floor.0);
        let end = boundary_after(&n.table, text, at);
        out.truncate(out.len() - measure(n, text, start..at));
        record.rewind(start, at);
        step::run(&n.steps, &text[start..end], start, &mut cells);
        emit(&cells, text, start..end, out, base, record);
        at = end;
        floor = (end, out.len());
    }
}

/// How many bytes the kernels made of `range`, in which they found nothing to stop at.
fn measure(n: &Compiled, text: &str, range: std::ops::Range<usize>) -> usize {
    let mut out = Vec::with_capacity(range.len() + SLACK);
    scalar::again(n, text, range, &mut out);
    out.len()
}

/// True when a stretch of text can begin at `at`: the character there stands for itself and
/// follows a space or a line break. No step looks across such a place.
fn is_boundary(table: &Table, text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if !matches!(bytes.get(at.wrapping_sub(1)), Some(b' ' | b'\n')) {
        return false;
    }
    let mut chars = text.get(at..).unwrap_or_default().chars();
    let Some(c) = chars.next() else { return false };
    // An alef that carries tanween may go with it, and then nothing stands here.
    if chars.next() == Some('\u{64B}') {
        return false;
    }
    let letter = matches!(c as u32, 0x21..=0x7E | 0xC0..=0x24F | 0x370..=0x3FF | 0x410..=0x44F
        | 0x621..=0x63A | 0x641..=0x64A | 0xAB | 0xBB);
    letter
        && !data::contains(data::MOJIBAKE, c as u32)
        && matches!(table.get(c as u32).action, Action::Keep | Action::Map | Action::Grow)
}

/// The last place where `text` can be cut so that the normalized parts, put together, are the
/// normalized whole, whatever comes after; `None` when there is none but its beginning.
pub(crate) fn last_split(n: &Compiled, text: &str) -> Option<usize> {
    if n.local {
        return Some(text.len()).filter(|&len| len > 0);
    }
    // Two characters from the end, so that all a boundary looks at is there.
    (1..text.len()).rev().skip(8).find(|&i| is_boundary(&n.table, text, i))
}

/// The last boundary before `at`, but not before `floor`.
fn boundary_before(table: &Table, text: &str, at: usize, floor: usize) -> usize {
    (floor + 1..at).rev().find(|&i| is_boundary(table, text, i)).unwrap_or(floor)
}

/// The first boundary after `at`, or the end.
fn boundary_after(table: &Table, text: &str, at: usize) -> usize {
    (at + 1..text.len()).find(|&i| is_boundary(table, text, i)).unwrap_or(text.len())
}

/// Writes what the steps made of `text[range]`, and records where it came from.
fn emit<R: Record>(
    cells: &[Cell],
    text: &str,
    range: std::ops::Range<usize>,
    out: &mut Vec<u8>,
    base: usize,
    record: &mut R,
) {
    let mut buffer = [0; 4];
    if !R::ON {
        for cell in cells {
            out.extend_from_slice(cell.c.encode_utf8(&mut buffer).as_bytes());
        }
        return;
    }
    // The earliest original of everything from a cell on: marks may have changed places.
    let mut earliest: Vec<u32> = cells.iter().map(|x| x.start).collect();
    for i in (1..earliest.len()).rev() {
        earliest[i - 1] = earliest[i - 1].min(earliest[i]);
    }
    let mut done = range.start;
    let mut i = 0;
    while i < cells.len() {
        // Characters that share originals, or that changed places, are one group.
        let (start, mut end) = (earliest[i], 0);
        let first = i;
        let out_start = out.len() - base;
        while let Some(cell) = cells.get(i)
            && (end == 0 || earliest[i] < end)
        {
            end = end.max(cell.end);
            out.extend_from_slice(cell.c.encode_utf8(&mut buffer).as_bytes());
            i += 1;
        }
        let (start, end) = (start as usize, end as usize);
        gap(text, done..start, record);
        let became = out.len() - base - out_start;
        if i == first + 1 && became <= end - start {
            record.keep(start, (1 << became) - 1);
        } else {
            record.grew(start..end, out_start..out_start + became);
        }
        done = end;
    }
    gap(text, done..range.end, record);
}

/// Records the deleted characters of a gap.
fn gap<R: Record>(text: &str, range: std::ops::Range<usize>, record: &mut R) {
    let start = range.start;
    for (i, c) in text.get(range).unwrap_or_default().char_indices() {
        let at = start + i;
        record.deleted(at..at + c.len_utf8(), data::belongs(c as u32));
    }
}

/// How many bits are set before each stride of `words`.
pub(crate) fn counts(kernel: Kernel, words: &[u64]) -> Vec<u32> {
    match kernel {
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => {
            // SAFETY: a normalizer names only kernels that are available.
            unsafe { avx512::counts(words) }
        }
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => {
            // SAFETY: as above.
            unsafe { avx2::counts(words) }
        }
        _ => counts_by(words, ones),
    }
}

/// [`counts`], with what instructions there are where it is called for the bits of a full stride.
#[inline(always)]
fn counts_by(words: &[u64], ones: impl Fn(&[u64; STRIDE]) -> u32) -> Vec<u32> {
    let (full, rest) = words.as_chunks::<STRIDE>();
    let mut count = 0;
    let mut counts = Vec::with_capacity(full.len() + 1);
    counts.extend(full.iter().map(|stride| {
        let before = count;
        count += ones(stride);
        before
    }));
    if !rest.is_empty() {
        counts.push(count);
    }
    counts
}

/// The bits of a stride, one word after the other.
#[inline(always)]
fn ones(stride: &[u64; STRIDE]) -> u32 {
    stride.iter().map(|word| word.count_ones()).sum()
}

/// The output of [`run`] as a string.
pub(crate) fn string(bytes: Vec<u8>) -> String {
    // SAFETY: `run` appends whole characters to what was valid UTF-8; the property tests check it.
    unsafe { String::from_utf8_unchecked(bytes) }
}
