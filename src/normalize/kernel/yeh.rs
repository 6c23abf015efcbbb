//! The Farsi yeh, which is ي inside a word and ى or ي at its end: in Persian text every word has one,
//! so the kernels judge it themselves where what follows is plain.

use super::super::table::{Action, Entry, Table};

/// What becomes of the Farsi yeh, and what it takes to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Yeh {
    inside: Entry,
    last: Entry,
    /// ZERO WIDTH NON-JOINER is gone before it is asked what follows.
    skips: bool,
}

impl Yeh {
    /// The first two bytes of it.
    pub(crate) const BYTES: [u8; 2] = [0xDB, 0x8C];

    /// `None` where nothing, or always the same, becomes of it.
    pub(crate) fn new(table: &Table) -> Option<Yeh> {
        let entry = |c: char| {
            let mut bytes = [0; 2];
            c.encode_utf8(&mut bytes);
            table.front(bytes[0], bytes[1])
        };
        Some(Yeh {
            inside: entry('ي'),
            last: entry(table.last_yeh?),
            skips: table.basic(0x200C).action == Action::Void,
        })
    }

    /// What becomes of one before `after`; `None` when that is for the steps to say. `ended` says
    /// that the text ends where `after` does.
    pub(crate) fn before(&self, mut after: &[u8], ended: bool) -> Option<Entry> {
        loop {
            let code = match *after {
                [] => return ended.then_some(self.last),
                [a, ..] if a < 0x80 => return Some(self.last),
                [a @ 0xC2..0xE0, b, ..] => u32::from(a & 0x1F) << 6 | u32::from(b & 63),
                [a @ 0xE0..0xF0, b, c, ..] => {
                    u32::from(a & 0xF) << 12 | u32::from(b & 63) << 6 | u32::from(c & 63)
                }
                _ => return None,
            };
            match after.get(3..).filter(|_| self.skips && code == 0x200C) {
                Some(rest) => after = rest,
                None => return self.before_code(code),
            }
        }
    }

    /// [`Yeh::before`], for one character that stays where it is.
    fn before_code(&self, code: u32) -> Option<Entry> {
        match code {
            // Letters, and tatweel, which goes later.
            0x621..=0x63A | 0x640..=0x64A | 0x671..=0x6D3 | 0x6D5 => Some(self.inside),
            // Punctuation, quotation marks and digits.
            0..=0x7F
            | 0xAB
            | 0xBB
            | 0x60C
            | 0x61B
            | 0x61F
            | 0x660..=0x66D
            | 0x6D4
            | 0x6F0..=0x6F9
            | 0x2010..=0x201F
            | 0x2026 => Some(self.last),
            _ => None,
        }
    }

    /// [`Yeh::before`] for two-byte text.
    pub(crate) fn before_units(&self, after: &[u16]) -> Option<Entry> {
        let mut after = after.iter().map(|&unit| u32::from(unit));
        match after.find(|&code| !(self.skips && code == 0x200C)) {
            Some(code) => self.before_code(code),
            None => Some(self.last),
        }
    }

    /// [`Yeh::before`] in a vector kernel, which writes two bytes for two.
    pub(crate) fn bytes_before(&self, after: &[u8], ended: bool) -> Option<[u8; 2]> {
        let entry = self.before(after, ended)?;
        let [a, b, ..] = entry.out;
        (entry.len == 2 && entry.action <= Action::Map).then_some([a, b])
    }
}
