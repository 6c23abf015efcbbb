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
pub(crate) mod ucs2;
mod vector;

pub(crate) use vector::Vector;

use super::align::Record;
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

/// How many ordinary bytes the scalar kernel sees before it lets a vector kernel take over again.
const PATIENCE: usize = 16;

/// Runs the vector kernel of `kernel` as far as it goes; false when there is none for this table.
fn vector<R: Record>(
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
    loop {
        out.reserve(text.len() - at + SLACK);
        let mut patience = usize::MAX;
        if !record.exact() {
            match vector(n, text, &mut at, out, record) {
                Some(Exit::End) => return,
                Some(_) => patience = PATIENCE,
                None => {}
            }
        }
        let exit;
        (at, exit) = scalar::run(n, text, at, out, base, record, patience);
        match exit {
            Exit::End => return,
            Exit::Calm => continue,
            Exit::Stop => {}
        }
        let start = boundary_before(&n.table, text, at, floor.0);
        let end = boundary_after(&n.table, text, at);
        out.truncate(out.len() - measure(&n.table, &text[start..at]));
        record.rewind(start, at);
        step::run(&n.steps, &text[start..end], start, &mut cells);
        emit(&cells, text, start..end, out, base, record);
        at = end;
        floor = (end, out.len());
    }
}

/// How many bytes the table makes of `text`, in which nothing depends on its neighbours.
fn measure(table: &Table, text: &str) -> usize {
    text.chars()
        .map(|c| {
            let entry = table.get(c as u32);
            match entry.action {
                Action::Keep => c.len_utf8(),
                Action::Expand => table.expansion(entry).len(),
                _ => usize::from(entry.len),
            }
        })
        .sum()
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

/// Calls `f` with the normalized form of a short text of ordinary characters; `None` when it is not
/// one.
pub(crate) fn short<T>(n: &Compiled, text: &str, f: impl FnOnce(&str) -> T) -> Option<T> {
    if text.len() > scalar::SMALL || n.vector.is_none() || n.table.watch.order {
        return None;
    }
    let mut buffer = [0; scalar::SMALL + 4];
    let end = scalar::small(&n.table, text, &mut buffer)?;
    // SAFETY: table entries hold whole characters.
    Some(f(unsafe { std::str::from_utf8_unchecked(&buffer[..end]) }))
}

/// The output of [`run`] as a string.
pub(crate) fn string(bytes: Vec<u8>) -> String {
    // SAFETY: `run` appends whole characters to what was valid UTF-8; the property tests check it.
    unsafe { String::from_utf8_unchecked(bytes) }
}
