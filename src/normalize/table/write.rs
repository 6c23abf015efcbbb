//! Filling a table in: what becomes of a code point, of many, of a range.

use std::ops::RangeInclusive;

use super::super::data;
use super::entry::utf8_len;
use super::{Action, Entry, PAGE, Page, Table, expansion};

impl Table {
    /// Sets what becomes of `code`.
    pub(crate) fn set(&mut self, code: u32, entry: Entry) {
        if code >= 0x10000 {
            return self.set_astral(code..=code, entry);
        }
        if let Some(page) = self.own((code >> 6) as usize) {
            page[(code & 63) as usize] = entry;
        }
    }

    /// Sets what becomes of many code points, quickest when they are in order.
    pub(crate) fn set_all(&mut self, entries: &[(u32, Entry)]) {
        for block in entries.chunk_by(|a, b| a.0 >> 6 == b.0 >> 6) {
            match block {
                &[(code, _), ..] if code < 0x10000 => {
                    let Some(page) = self.own((code >> 6) as usize) else { continue };
                    for &(code, entry) in block {
                        page[(code & 63) as usize] = entry;
                    }
                }
                _ => block.iter().for_each(|&(code, entry)| self.set(code, entry)),
            }
        }
    }

    /// The page of a block, for writing.
    fn own(&mut self, block: usize) -> Option<&mut Page> {
        self.last.0 = 0;
        self.changed[block >> 6] |= 1 << (block & 63);
        let before = self.index[block];
        let mut page = usize::from(before);
        if before == 0 || before == self.stops || page < self.shared.len() {
            // At most 254 of 1024 blocks can have a page of their own; past that a page is shared
            // by everything that is not known to be simple, which is slow and still right.
            let count = self.shared.len() + self.pages.len();
            page = count.min(255);
            if count < 256 {
                let stop = [Entry::STOP; PAGE];
                let fresh = if page == 255 { stop } else { *self.numbered(usize::from(before)) };
                self.pages.push(fresh);
            }
            self.index[block] = page as u8;
        }
        if page == 255 { None } else { self.pages.get_mut(page - self.shared.len()) }
    }

    fn set_astral(&mut self, codes: RangeInclusive<u32>, entry: Entry) {
        self.changed_beyond = true;
        let (first, last) = codes.into_inner();
        let at = self.astral.partition_point(|&(_, end, _)| end < first);
        // Ranges are set in order or code by code; an overlap keeps the newer one.
        match self.astral.get(at).copied() {
            Some((a, b, old)) if a <= first && last <= b && old == entry => {}
            Some((a, b, old)) if a <= last => {
                let mut parts = Vec::with_capacity(3);
                if a < first {
                    parts.push((a, first - 1, old));
                }
                parts.push((first, last, entry));
                if b > last {
                    parts.push((last + 1, b, old));
                }
                self.astral.splice(at..=at, parts);
            }
            _ => self.astral.insert(at, (first, last, entry)),
        }
    }

    /// Marks a range as depending on its neighbours.
    pub(crate) fn stop(&mut self, first: u32, last: u32) {
        if first >= 0x10000 {
            self.set_astral(first..=last, Entry::STOP);
        } else {
            for block in first >> 6..=last >> 6 {
                if first <= block << 6 && last >= (block << 6 | 63) && self.stop_block(block) {
                    continue;
                }
                if let Some(page) = self.own(block as usize) {
                    let from = first.max(block << 6) & 63;
                    let to = last.min(block << 6 | 63) & 63;
                    page[from as usize..=to as usize].fill(Entry::STOP);
                }
            }
        }
    }

    /// True when nothing has been said about the blocks of a range since the table was
    /// [`extended`](Table::extended).
    pub(crate) fn is_as_it_was(&self, first: u32, last: u32) -> bool {
        if first >= 0x10000 {
            return !self.changed_beyond;
        }
        (first >> 6..=last >> 6).all(|block| self.is_block_as_it_was(block as usize))
    }

    fn is_block_as_it_was(&self, block: usize) -> bool {
        self.changed[block >> 6] >> (block & 63) & 1 == 0
    }

    /// Stops at a whole block that has no page of its own; false when it has one.
    fn stop_block(&mut self, block: u32) -> bool {
        if self.stops != 0 && self.index[block as usize] == self.stops {
            return true;
        }
        let count = self.shared.len() + self.pages.len();
        if self.index[block as usize] != 0 || (self.stops == 0 && count >= 255) {
            return false;
        }
        if self.stops == 0 {
            self.stops = count as u8;
            self.pages.push([Entry::STOP; PAGE]);
        }
        self.changed[block as usize >> 6] |= 1 << (block & 63);
        self.index[block as usize] = self.stops;
        true
    }

    /// Makes every expansion with a mark in it that has its place in an order depend on its
    /// neighbours; `extended` says that this table began with one that has no such expansion.
    pub(crate) fn stop_marks_in_expansions(&mut self, extended: bool) {
        let expansions = std::mem::take(&mut self.expansions);
        let has_marks = |entry: &Entry| {
            let text = match entry.action {
                Action::Grow => &entry.out[..usize::from(entry.len)],
                Action::Expand => expansion(&expansions, *entry).as_bytes(),
                _ => return false,
            };
            // All of them are of this page.
            let is_mark = |pair: &[u8]| {
                pair[0] == 0xD9 && data::is_ordered_mark(0x640 | u32::from(pair[1] & 63))
            };
            text.windows(2).any(is_mark)
        };
        let stop = |entry: &mut Entry| {
            if has_marks(entry) {
                *entry = Entry::STOP;
            }
        };
        // Of the page of which all is the same, nothing becomes a text.
        for block in 0..1024 {
            if self.index[block] != 0
                && !(extended && self.is_block_as_it_was(block))
                && self.page(block).iter().any(has_marks)
                && let Some(page) = self.own(block)
            {
                page.iter_mut().for_each(stop);
            }
        }
        self.astral.iter_mut().for_each(|(_, _, entry)| stop(entry));
        self.expansions = expansions;
    }

    /// What `code` becomes when a step turns it into `text` and this table is what comes after.
    pub(crate) fn then(&mut self, code: u32, text: &str) -> Entry {
        if text.is_empty() {
            return Entry::gone(code);
        }
        if let Some(entry) = self.then_letters(code, text.as_bytes()) {
            return entry;
        }
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            let mut entry = self.get(c as u32);
            if entry.action == Action::Keep {
                return Entry::one(code, c);
            }
            if entry.action == Action::Map {
                let fits = usize::from(entry.len) <= utf8_len(code);
                entry.action = if fits { Action::Map } else { Action::Grow };
                // Unless it becomes what it was, which is not a change.
                let same = char::from_u32(code).is_some_and(|c| Entry::one(0, c).out == entry.out);
                return if same { Entry::KEEP } else { entry };
            }
        }
        let mut to = std::mem::take(&mut self.scratch);
        to.clear();
        let plain = text.chars().all(|c| self.append(c, &mut to));
        let entry = if plain { self.entry(code, &to) } else { Entry::STOP };
        self.scratch = to;
        entry
    }

    /// [`Table::then`] for the hundreds of presentation forms, which are some of the letters below
    /// U+0800; `None` when `text` is anything else, or becomes nothing or something long.
    fn then_letters(&mut self, code: u32, text: &[u8]) -> Option<Entry> {
        // The bytes in a number, the first one lowest: quicker than one after the other.
        let text = match *text {
            [a, b] => u64::from_le_bytes([a, b, 0, 0, 0, 0, 0, 0]),
            [a, b, c, d] => u64::from_le_bytes([a, b, c, d, 0, 0, 0, 0]),
            [a, b, c, d, e, f] => u64::from_le_bytes([a, b, c, d, e, f, 0, 0]),
            [a, b, c, d, e, f, g, h] => u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            _ => return None,
        };
        if !(0x800..0x10000).contains(&code) {
            return None;
        }
        // The forms of a letter stand beside each other.
        if text == self.last.0 {
            return Some(self.last.1);
        }
        let (mut out, mut len, mut count) = (0u64, 0, 0);
        let mut rest = text;
        while rest != 0 {
            let pair = rest as u16;
            rest >>= 16;
            let [first @ 0xC2..0xE0, second] = pair.to_le_bytes() else { return None };
            let entry = self.page(usize::from(first & 0x1F))[usize::from(second & 63)];
            let (to, bytes) = match entry.action {
                Action::Keep => (u64::from(pair), 2),
                Action::Map => (u64::from(u32::from_le_bytes(entry.out)), usize::from(entry.len)),
                Action::Drop | Action::Void => continue,
                _ => return None,
            };
            out |= to << (8 * len);
            len += bytes;
            count += 1;
        }
        let out = out.to_le_bytes();
        let [a, b, c, d, ..] = out;
        let entry = match len {
            0 => return None,
            1..=4 => {
                // What a letter becomes is no longer than it was, so it is not `code` itself.
                let action = if count == 1 { Action::Map } else { Action::Grow };
                Entry { out: [a, b, c, d], len: len as u8, action }
            }
            _ => {
                let start = (self.expansions.len() as u32).to_le_bytes();
                self.expansions.push_str(std::str::from_utf8(out.get(..len)?).ok()?);
                Entry { out: start, len: len as u8, action: Action::Expand }
            }
        };
        self.last = (text, entry);
        Some(entry)
    }

    /// The entry that turns `code` into `text`.
    pub(crate) fn entry(&mut self, code: u32, text: &str) -> Entry {
        let mut chars = text.chars();
        let bytes = text.as_bytes();
        match (chars.next(), chars.next()) {
            (None, _) => return Entry::gone(code),
            (Some(c), None) => return Entry::one(code, c),
            _ => {}
        }
        let len = bytes.len() as u8;
        match *bytes {
            [a, b] => Entry { out: [a, b, 0, 0], len, action: Action::Grow },
            [a, b, c] => Entry { out: [a, b, c, 0], len, action: Action::Grow },
            [a, b, c, d] => Entry { out: [a, b, c, d], len, action: Action::Grow },
            // Longer than any expansion.
            _ if bytes.len() > usize::from(u8::MAX) => Entry::STOP,
            _ => {
                let out = (self.expansions.len() as u32).to_le_bytes();
                self.expansions.push_str(text);
                Entry { out, len, action: Action::Expand }
            }
        }
    }
}
