//! What becomes of one code point, in eight bytes.

use super::super::data;

/// What becomes of one code point.
///
/// `Keep`, `Map` and `Drop` are all a vector kernel needs to know; the rest makes it hand the
/// character to the scalar kernel, and `Stop` makes the scalar kernel hand the whole word to the
/// step-by-step path, because the answer depends on the neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Action {
    /// Stays as it is.
    Keep,
    /// Becomes `len` bytes, no more than it had.
    Map,
    /// Disappears, and belongs to the letter before it: a vowel mark, tatweel.
    Drop,
    /// Disappears and belongs to nothing: a direction mark, a byte order mark.
    Void,
    /// Becomes `len` bytes, at most four: more than it had, or more than one character.
    Grow,
    /// Becomes the `len` bytes of the expansions that begin at `out`.
    Expand,
    /// Depends on its neighbours.
    Stop,
}

/// One cell of the table: eight bytes, so that eight share a cache line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C, align(8))]
pub(crate) struct Entry {
    pub(crate) out: [u8; 4],
    pub(crate) len: u8,
    pub(crate) action: Action,
}

impl Entry {
    pub(crate) const KEEP: Entry = Entry { out: [0; 4], len: 0, action: Action::Keep };
    pub(crate) const DROP: Entry = Entry { out: [0; 4], len: 0, action: Action::Drop };
    pub(crate) const VOID: Entry = Entry { out: [0; 4], len: 0, action: Action::Void };
    pub(crate) const STOP: Entry = Entry { out: [0; 4], len: 0, action: Action::Stop };

    /// What becomes of `code` where it is deleted.
    pub(crate) fn gone(code: u32) -> Entry {
        if data::belongs(code) { Entry::DROP } else { Entry::VOID }
    }

    /// What becomes of `code` where it becomes one character.
    #[inline]
    pub(crate) fn one(code: u32, c: char) -> Entry {
        if code == c as u32 {
            return Entry::KEEP;
        }
        let mut out = [0; 4];
        let len = c.encode_utf8(&mut out).len();
        let action = if len <= utf8_len(code) { Action::Map } else { Action::Grow };
        Entry { out, len: len as u8, action }
    }

    /// What a code point becomes that is mapped or grows.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out[..usize::from(self.len)]).unwrap_or_default()
    }
}

/// The bytes that a code point takes.
pub(super) fn utf8_len(code: u32) -> usize {
    match code {
        0..0x80 => 1,
        0x80..0x800 => 2,
        0x800..0x10000 => 3,
        _ => 4,
    }
}
