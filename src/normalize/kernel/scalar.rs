//! One character at a time, for every processor. The other kernels are tested against this one.

use super::super::Compiled;
use super::super::align::Record;
use super::super::data;
use super::super::table::{Action, Entry, Watch};
use super::{Exit, SLACK};

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
    let astral = !table.keeps_astral();
    while let Some(&first) = src.get(at) {
        // Where order matters, only the scalar kernel knows the marks that it has just written.
        if at - unusual >= patience && !(WATCH && first == 0xD9) {
            return (at, Exit::Calm);
        }
        let had;
        let entry;
        if first < 0x80 {
            had = 1;
            entry = table.page(usize::from(first >> 6))[usize::from(first & 63)];
        } else if first < 0xE0 {
            had = 2;
            let second = src.get(at + 1).copied().unwrap_or_default();
            entry = table.page(usize::from(first & 0x1F))[usize::from(second & 63)];
        } else if first < 0xF0 {
            unusual = at;
            had = 3;
            let second = src.get(at + 1).copied().unwrap_or_default();
            let third = src.get(at + 2).copied().unwrap_or_default();
            let page = usize::from(first & 0xF) << 6 | usize::from(second & 63);
            entry = table.page(page)[usize::from(third & 63)];
        } else {
            unusual = at;
            had = 4;
            entry = if astral {
                let c = text.get(at..).and_then(|rest| rest.chars().next());
                c.map_or(Entry::KEEP, |c| table.beyond(c as u32))
            } else {
                Entry::KEEP
            };
        }
        // The bytes to write, when they are no more than there were.
        let (bytes, len) = match entry.action {
            Action::Keep => (four(src, at), had),
            Action::Map | Action::Drop | Action::Void => (entry.out, usize::from(entry.len)),
            Action::Stop => return (at, Exit::Stop),
            Action::Grow => {
                let len = usize::from(entry.len);
                record.grew(at..at + had, out.len() - base..out.len() - base + len);
                out.reserve(src.len() - at + len + SLACK);
                (entry.out, len)
            }
            Action::Expand => {
                let to = table.expansion(entry).as_bytes();
                record.grew(at..at + had, out.len() - base..out.len() - base + to.len());
                out.reserve(src.len() - at + to.len() + SLACK);
                out.extend_from_slice(to);
                at += had;
                continue;
            }
        };
        if WATCH {
            match look(table.watch, src, at + had, bytes, len, &out[base..]) {
                Look::Fine => {}
                Look::Stop => return (at, Exit::Stop),
                Look::Swap => {
                    let end = out.len();
                    // Two bytes each, and the first of them is the same.
                    let before = std::mem::replace(&mut out[end - 1], bytes[1]);
                    out.extend_from_slice(&[bytes[0], before]);
                    record.keep(at, 0b11);
                    at += had;
                    continue;
                }
            }
        }
        // SAFETY: the caller and the two `reserve`s above made room for four more bytes, of which
        // `len` are initialised here and hold whole characters.
        unsafe {
            let end = out.len();
            out.as_mut_ptr().add(end).cast::<[u8; 4]>().write_unaligned(bytes);
            out.set_len(end + len);
        }
        if R::ON {
            if len <= had {
                record.keep(at, (1 << len) - 1);
            }
            if len == 0 {
                record.deleted(at..at + had, entry.action == Action::Drop);
            }
        }
        at += had;
    }
    (at, Exit::End)
}

/// The four bytes from `at` on; past the end zeros.
#[inline(always)]
fn four(src: &[u8], at: usize) -> [u8; 4] {
    if let Some(&[a, b, c, d]) = src.get(at..at + 4) {
        [a, b, c, d]
    } else {
        let mut bytes = [0; 4];
        for (to, from) in bytes.iter_mut().zip(src.get(at..).unwrap_or_default()) {
            *to = *from;
        }
        bytes
    }
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
    if watch.spaces && matches!(bytes[0], b' ' | b'\n') && matches!(out.last(), Some(b' ' | b'\n'))
    {
        return Look::Stop;
    }
    if watch.punctuation
        && matches!(bytes[0], b',' | b';' | b'?')
        && !matches!(src.get(next), Some(b' ' | b'\n'))
    {
        return Look::Stop;
    }
    if len != 2 || !matches!(bytes[0], 0xD8 | 0xD9) {
        return Look::Fine;
    }
    let code = u32::from(bytes[0] & 0x1F) << 6 | u32::from(bytes[1] & 63);
    if watch.run > 0 && data::contains(data::ELONGATABLE, code) {
        let back = 2 * (usize::from(watch.run) - 1);
        let repeats = out
            .len()
            .checked_sub(back)
            .and_then(|from| out.get(from..))
            .is_some_and(|tail| tail.chunks(2).all(|c| c == &bytes[..2]));
        if repeats {
            return Look::Stop;
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
