//! One character at a time, for every processor. The other kernels are tested against this one.

use super::super::Compiled;
use std::ops::Range;

use super::super::align::{Record, Unaligned};
use super::super::data;
use super::super::table::{Action, Entry, Table, Watch};
use super::vector::SCALAR;
use super::{Exit, SLACK, Yeh, watch};

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

    /// [`Sink::written`], to be changed.
    fn written_mut(&mut self, base: usize) -> &mut [u8] {
        // SAFETY: as there; nothing else refers to these bytes.
        unsafe { std::slice::from_raw_parts_mut(self.to.add(base), self.end - base) }
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

/// Normalizes a range of `text`, appending to `out`, and returns how far it came and why.
///
/// `out` has room for the range and [`SLACK`] more bytes. Returns [`Exit::Calm`] when the
/// last `patience` bytes were such as a vector kernel can do.
pub(super) fn run<R: Record>(
    n: &Compiled,
    text: &str,
    range: Range<usize>,
    out: &mut Vec<u8>,
    base: usize,
    record: &mut R,
    patience: usize,
) -> (usize, Exit) {
    if n.table.watch == Watch::default() {
        run_with::<R, false, false>(n, text, range, out, base, record, patience)
    } else {
        run_with::<R, true, false>(n, text, range, out, base, record, patience)
    }
}

/// Does once more what the kernels have done to a range of `text`, without asking whether the steps
/// should have a look: they were asked.
pub(super) fn again(n: &Compiled, text: &str, range: Range<usize>, out: &mut Vec<u8>) {
    run_with::<_, true, true>(n, text, range, out, 0, &mut Unaligned, usize::MAX);
}

fn run_with<R: Record, const WATCH: bool, const AGAIN: bool>(
    n: &Compiled,
    text: &str,
    range: Range<usize>,
    out: &mut Vec<u8>,
    base: usize,
    record: &mut R,
    patience: usize,
) -> (usize, Exit) {
    let Range { start: mut at, end: until } = range;
    let mut unusual = at;
    let table = &n.table;
    let src = text.as_bytes();
    let mut sink = Sink::new(out);
    while at < until
        && let Some(&first) = src.get(at)
    {
        // Where order matters, only the scalar kernel knows the marks that it has just written.
        if at - unusual >= patience && !(WATCH && first == 0xD9) {
            return (at, Exit::Calm);
        }
        let had;
        let mut entry;
        if first < 0x80 {
            had = 1;
            entry = table.front(first, 0);
        } else if first < 0xE0 {
            had = 2;
            entry = table.front(first, src.get(at + 1).copied().unwrap_or_default());
        } else {
            (entry, had) = long(table, text, at, first);
            if n.vector.as_ref().is_some_and(|v| v.leads[usize::from(first & 63)] == SCALAR) {
                unusual = at;
            }
        }
        if entry.action == Action::Stop
            && let Some(yeh) = &n.yeh
            && src.get(at..at + 2) == Some(&Yeh::BYTES)
            && let Some(known) = yeh.before(&src[at + 2..], true)
        {
            entry = known;
        }
        if entry.action > Action::Void {
            unusual = at;
            let to = match entry.action {
                Action::Grow => &entry.out[..usize::from(entry.len)],
                Action::Expand => table.expansion(entry).as_bytes(),
                _ if WATCH
                    && table.watch.tanween
                    && (first, src.get(at + 1)) == (0xD9, Some(&0x8B)) =>
                {
                    match ending(src, at) {
                        Ending::Unknown => return (at, Exit::Stop),
                        Ending::Mark => {
                            record.deleted(at..at + 2, true);
                            at += 2;
                        }
                        Ending::BeforeAlef(end) => {
                            record.deleted(at..end, true);
                            at = end;
                        }
                        Ending::AfterAlef(alef) => {
                            if !sink.written(base).ends_with("ا".as_bytes()) {
                                return (at, Exit::Stop);
                            }
                            sink.end -= 2;
                            record.rewind(alef.start, alef.end);
                            record.deleted(alef, true);
                            record.deleted(at..at + 2, true);
                            at += 2;
                        }
                    }
                    continue;
                }
                _ => return (at, Exit::Stop),
            };
            let from = sink.end;
            if !WATCH {
                sink.extend(to);
            }
            // What is watched is watched inside of it too.
            let mut rest = to;
            while WATCH && let Some(&lead) = rest.first() {
                let len = 1 + usize::from(lead >= 0xC0) + usize::from(lead >= 0xE0);
                let (one, more) = rest.split_at(len.min(rest.len()));
                let mut bytes = [0; 4];
                bytes[..one.len()].copy_from_slice(one);
                let look = look(table.watch, src, at + had, bytes, one.len(), sink.written(base));
                if !matches!(look, Look::Fine) && !AGAIN {
                    sink.end = from;
                    return (at, Exit::Stop);
                }
                sink.extend(one);
                rest = more;
            }
            record.grew(at..at + had, from - base..sink.end - base);
            sink.reserve(until - at + SLACK);
            at += had;
            continue;
        }
        let len = usize::from(entry.len);
        if WATCH {
            match look(table.watch, src, at + had, entry.out, len, sink.written(base)) {
                Look::Fine => {}
                Look::Stop if AGAIN => {}
                Look::Stop => return (at, Exit::Stop),
                Look::Join => {
                    if entry.out[0] == b'\n'
                        && let Some(last) = sink.written_mut(base).last_mut()
                    {
                        *last = b'\n';
                    }
                    record.join(at);
                    at += had;
                    continue;
                }
                Look::Swap => {
                    // SAFETY: as below.
                    unsafe { sink.write(entry.out, 2) };
                    put_in_order(sink.written_mut(base));
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
        (*table.three(first, byte(1), byte(2)), 3)
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
    /// A space after a space.
    Join,
    /// The mark goes before the one that was written last, or further to the front.
    Swap,
}

/// Looks at what is about to be written beside what was written last.
#[inline(always)]
fn look(watch: Watch, src: &[u8], next: usize, bytes: [u8; 4], len: usize, out: &[u8]) -> Look {
    if len == 0 {
        return Look::Fine;
    }
    if bytes[0] < 0x80 {
        let space = watch.spaces && watch::is_space(bytes[0]);
        if space && out.last().is_some_and(|&b| watch::is_space(b)) {
            return Look::Join;
        }
        let stop = watch.punctuation
            && watch::is_punctuation(bytes[0])
            && watch::digit_before(out)
            && watch::may_be_digit(src.get(next..).unwrap_or_default());
        return if stop { Look::Stop } else { Look::Fine };
    }
    if len != 2 || !matches!(bytes[0], 0xD8 | 0xD9) {
        return Look::Fine;
    }
    let code = u32::from(bytes[0] & 0x1F) << 6 | u32::from(bytes[1] & 63);
    if watch.run > 0 && matches!(code, 0x621..=0x63A | 0x641..=0x64A) {
        if watch::repeats(out, [bytes[0], bytes[1]], watch.run - 1) {
            return Look::Stop;
        }
    }
    if watch.order && data::is_ordered_mark(code) {
        if let [.., 0xD9, last] = out
            && is_mark(*last)
            && *last > bytes[1]
        {
            return Look::Swap;
        }
    }
    Look::Fine
}

/// True when D9 and this byte are a mark that has its place in an order.
pub(super) fn is_mark(second: u8) -> bool {
    matches!(second, 0x8B..=0x92 | 0xB0)
}

/// Moves the mark at the end of `out` to its place among the marks before it. All are two bytes
/// long, and the second bytes are in the order of their combining classes.
fn put_in_order(out: &mut [u8]) {
    let mut rest = out;
    while let [front @ .., 0xD9, a, 0xD9, b] = rest
        && is_mark(*a)
        && *a > *b
    {
        std::mem::swap(a, b);
        let len = front.len() + 2;
        rest = &mut rest[..len];
    }
}

/// What a fathatan is where the accusative ending is dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ending {
    /// A mark like any other.
    Mark,
    /// Deleted with the alef before it, which stands here.
    AfterAlef(Range<usize>),
    /// Deleted with the alef after it, which ends here.
    BeforeAlef(usize),
    /// Something stands beside it that this kernel does not judge.
    Unknown,
}

/// What may stand beside a fathatan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Alef,
    Letter,
    Other,
}

/// What the fathatan at byte `at` is. Only letters, vowel marks and ASCII beside it are judged:
/// other characters may disappear, or make one letter of two.
fn ending(src: &[u8], at: usize) -> Ending {
    let mark = |bytes: Option<&[u8]>| matches!(bytes, Some([0xD9, second]) if is_mark(*second));
    let fathatan = |bytes: Option<&[u8]>| bytes == Some("\u{64B}".as_bytes());
    // Its class is the lowest one, so that it comes to stand before all other marks of the letter.
    let (mut first, mut end) = (at, at + 2);
    while mark(first.checked_sub(2).and_then(|i| src.get(i..first))) {
        first -= 2;
        if fathatan(src.get(first..first + 2)) {
            return Ending::Unknown;
        }
    }
    // The end of the marks from `end` on, if there is no other fathatan among them.
    let marks_end = |mut end: usize| {
        while mark(src.get(end..end + 2)) {
            if fathatan(src.get(end..end + 2)) {
                return None;
            }
            end += 2;
        }
        Some(end)
    };
    let Some(marks) = marks_end(end) else { return Ending::Unknown };
    let alone = first == at && end == marks;
    end = marks;
    let Some((before, length)) = last_letter(&src[..first]) else { return Ending::Unknown };
    let Some((after, next)) = first_letter(&src[end..]) else { return Ending::Unknown };
    // A mark after it is taken for a letter that the word goes on with.
    if !alone {
        return Ending::Mark;
    }
    match (before, after) {
        (Beside::Alef, Beside::Other) => return Ending::AfterAlef(first - length..first),
        (_, Beside::Alef) => {}
        _ => return Ending::Mark,
    }
    let end = end + next;
    let Some(marks) = marks_end(end) else { return Ending::Unknown };
    match first_letter(&src[marks..]) {
        None => Ending::Unknown,
        Some((Beside::Other, _)) if marks == end => Ending::BeforeAlef(end),
        Some(_) => Ending::Mark,
    }
}

/// What a text begins with, and how long that is.
fn first_letter(src: &[u8]) -> Option<(Beside, usize)> {
    match src {
        [] => Some((Beside::Other, 0)),
        [first, ..] if first.is_ascii() => Some((Beside::Other, 1)),
        [0xD8, 0xA7, ..] => Some((Beside::Alef, 2)),
        [0xD8, 0xA1..=0xBA, ..] | [0xD9, 0x81..=0x8A, ..] => Some((Beside::Letter, 2)),
        // Presentation forms of single letters.
        [0xEF, 0xBA, 0x8D | 0x8E, ..] => Some((Beside::Alef, 3)),
        [0xEF, 0xBA, ..] | [0xEF, 0xBB, 0x80..=0xB4, ..] => Some((Beside::Letter, 3)),
        _ => None,
    }
}

/// What a text ends with, and how long that is.
fn last_letter(src: &[u8]) -> Option<(Beside, usize)> {
    let length = match src {
        [] => 0,
        [.., last] if last.is_ascii() => 1,
        [.., 0xC2..=0xDF, _] => 2,
        _ => 3,
    };
    first_letter(src.get(src.len().checked_sub(length)?..)?)
}
