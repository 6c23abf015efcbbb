//! One character at a time, for every processor. The other kernels are tested against this one.

use super::super::Compiled;
use super::super::align::Record;
use super::super::data;
use super::super::table::{Action, Entry, Table, Watch};
use super::{Exit, SLACK};

/// Longest text, in bytes, that [`small`] takes.
pub(super) const SMALL: usize = 32;

/// Normalizes a short text into a buffer and returns how much of it that fills; `None` when some
/// character of the text is not an ordinary one. A word costs less so than a vector kernel needs to
/// begin.
pub(super) fn small(table: &Table, text: &str, out: &mut [u8; SMALL + 4]) -> Option<usize> {
    let src = text.as_bytes();
    let (mut at, mut end) = (0, 0);
    while let Some(&first) = src.get(at) {
        if first >= 0xE0 {
            return None;
        }
        let had = 1 + usize::from(first >= 0x80);
        let entry = table.front(first, src.get(at + 1).copied().unwrap_or_default());
        if entry.action > Action::Void {
            return None;
        }
        out.get_mut(end..end + 4)?.copy_from_slice(&entry.out);
        end += usize::from(entry.len);
        at += had;
    }
    Some(end)
}

/// Where a kernel writes: the spare room of a vector, which is told about it in the end.
struct Sink<'a> {
    out: &'a mut Vec<u8>,
    to: *mut u8,
    end: usize,
}

impl<'a> Sink<'a> {
    fn new(out: &'a mut Vec<u8>) -> Sink<'a> {
        let (to, end) = (out.as_mut_ptr(), out.len());
        Sink { out, to, end }
    }

    /// Writes `bytes` and keeps the first `len` of them, whole characters.
    ///
    /// # Safety
    ///
    /// There must be room for four more bytes, and `len` must not be more than four.
    #[inline(always)]
    unsafe fn write(&mut self, bytes: [u8; 4], len: usize) {
        // SAFETY: as promised.
        unsafe { self.to.add(self.end).cast::<[u8; 4]>().write_unaligned(bytes) };
        self.end += len;
    }

    /// Makes room for `more` bytes.
    #[cold]
    fn reserve(&mut self, more: usize) {
        // SAFETY: `end` bytes have been written.
        unsafe { self.out.set_len(self.end) };
        self.out.reserve(more);
        self.to = self.out.as_mut_ptr();
    }

    #[cold]
    fn extend(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        self.out.extend_from_slice(bytes);
        self.end = self.out.len();
    }

    /// What has been written from `base` on.
    #[inline(always)]
    fn written(&self, base: usize) -> &[u8] {
        // SAFETY: `end` bytes have been written, `base` of them before.
        unsafe { std::slice::from_raw_parts(self.to.add(base), self.end - base) }
    }
}

impl Drop for Sink<'_> {
    fn drop(&mut self) {
        // SAFETY: `end` bytes have been written.
        unsafe { self.out.set_len(self.end) };
    }
}

/// Normalizes `text` from byte `at` on, appending to `out`, and returns how far it came and why.
///
/// `out` has room for the rest of the text and [`SLACK`] more bytes. Returns [`Exit::Calm`] when the
/// last `patience` bytes were such as a vector kernel can do.
pub(super) fn run<R: Record>(
    n: &Compiled,
    text: &str,
    at: usize,
    out: &mut Vec<u8>,
    base: usize,
    record: &mut R,
    patience: usize,
) -> (usize, Exit) {
    if n.table.watch == Watch::default() {
        run_with::<R, false>(n, text, at, out, base, record, patience)
    } else {
        run_with::<R, true>(n, text, at, out, base, record, patience)
    }
}

fn run_with<R: Record, const WATCH: bool>(
    n: &Compiled,
    text: &str,
    mut at: usize,
    out: &mut Vec<u8>,
    base: usize,
    record: &mut R,
    patience: usize,
) -> (usize, Exit) {
    let mut unusual = at;
    let table = &n.table;
    let src = text.as_bytes();
    let mut sink = Sink::new(out);
    while let Some(&first) = src.get(at) {
        // Where order matters, only the scalar kernel knows the marks that it has just written.
        if at - unusual >= patience && !(WATCH && first == 0xD9) {
            return (at, Exit::Calm);
        }
        let had;
        let entry;
        if first < 0x80 {
            had = 1;
            entry = table.front(first, 0);
        } else if first < 0xE0 {
            had = 2;
            entry = table.front(first, src.get(at + 1).copied().unwrap_or_default());
        } else {
            unusual = at;
            (entry, had) = long(table, text, at, first);
        }
        if entry.action > Action::Void {
            let from = sink.end - base;
            let len = match entry.action {
                Action::Grow => usize::from(entry.len),
                Action::Expand => table.expansion(entry).len(),
                _ => return (at, Exit::Stop),
            };
            record.grew(at..at + had, from..from + len);
            match entry.action {
                Action::Grow => sink.extend(&entry.out[..len]),
                _ => sink.extend(table.expansion(entry).as_bytes()),
            }
            sink.reserve(src.len() - at + SLACK);
            at += had;
            continue;
        }
        let len = usize::from(entry.len);
        if WATCH {
            match look(table.watch, src, at + had, entry.out, len, sink.written(base)) {
                Look::Fine => {}
                Look::Stop => return (at, Exit::Stop),
                Look::Swap => {
                    // Two bytes each, and the first of them is the same.
                    let last = sink.written(base).last().copied().unwrap_or_default();
                    let [first, second, ..] = entry.out;
                    sink.end -= 2;
                    // SAFETY: there is room for two more bytes than were taken back.
                    unsafe { sink.write([first, second, first, last], 4) };
                    record.keep(at, 0b11);
                    at += had;
                    continue;
                }
            }
        }
        // SAFETY: the caller and `reserve` above made room for as many bytes as are left of the
        // text and more, and `len` is not more than `had`.
        unsafe { sink.write(entry.out, len) };
        if R::ON {
            record.keep(at, (1 << len) - 1);
            if len == 0 {
                record.deleted(at..at + had, entry.action == Action::Drop);
            }
        }
        at += had;
    }
    (at, Exit::End)
}

/// The entry of a character of three or four bytes, with what stays written out, and its length.
#[inline]
fn long(table: &Table, text: &str, at: usize, first: u8) -> (Entry, usize) {
    let src = text.as_bytes();
    let byte = |i: usize| src.get(at + i).copied().unwrap_or_default();
    let (mut entry, had) = if first < 0xF0 {
        let block = usize::from(first & 0xF) << 6 | usize::from(byte(1) & 63);
        (table.page(block)[usize::from(byte(2) & 63)], 3)
    } else if table.keeps_astral() {
        (Entry::KEEP, 4)
    } else {
        let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
        (table.beyond(c as u32), 4)
    };
    if entry.action == Action::Keep {
        (entry.out, entry.len) = ([first, byte(1), byte(2), byte(3)], had as u8);
    }
    (entry, had)
}

enum Look {
    Fine,
    Stop,
    /// The mark goes before the one that was written last.
    Swap,
}

/// Looks at what is about to be written beside what was written last.
#[inline(always)]
fn look(watch: Watch, src: &[u8], next: usize, bytes: [u8; 4], len: usize, out: &[u8]) -> Look {
    if len == 0 {
        return Look::Fine;
    }
    if bytes[0] < 0x80 {
        let stop = watch.spaces
            && matches!(bytes[0], b' ' | b'\n')
            && matches!(out.last(), Some(b' ' | b'\n'))
            || watch.punctuation
                && matches!(bytes[0], b',' | b';' | b'?')
                && !matches!(src.get(next), Some(b' ' | b'\n'));
        return if stop { Look::Stop } else { Look::Fine };
    }
    if len != 2 || !matches!(bytes[0], 0xD8 | 0xD9) {
        return Look::Fine;
    }
    let code = u32::from(bytes[0] & 0x1F) << 6 | u32::from(bytes[1] & 63);
    if watch.run > 0 && matches!(code, 0x621..=0x63A | 0x641..=0x64A) {
        let pair = out.last_chunk::<2>();
        if pair.is_some_and(|p| p[..] == bytes[..2]) {
            let back = 2 * (usize::from(watch.run) - 1);
            let tail = out.len().checked_sub(back).and_then(|from| out.get(from..));
            if tail.is_some_and(|tail| tail.chunks(2).all(|c| c == &bytes[..2])) {
                return Look::Stop;
            }
        }
    }
    if watch.order && data::is_ordered_mark(code) {
        let mark = |back: usize| {
            let pair = out.len().checked_sub(back).and_then(|from| out.get(from..from + 2))?;
            let code = u32::from(pair[0] & 0x1F) << 6 | u32::from(pair[1] & 63);
            (pair[0] == 0xD9 && data::is_ordered_mark(code)).then_some(code)
        };
        if mark(2).is_some_and(|last| last > code) {
            return if mark(4).is_some() { Look::Stop } else { Look::Swap };
        }
    }
    Look::Fine
}
