//! What a normalizer does to one code point, compiled for the kernels.

use std::ops::RangeInclusive;

use super::data;

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

pub(crate) const PAGE: usize = 64;
/// Pages there is room for at first: enough for the Arabic blocks and those beside them.
const ROOM: usize = 40;
const FRONT: usize = 0x800;
pub(crate) type Page = [Entry; PAGE];

/// What a kernel reads of characters below U+0800 that stay: themselves.
static STAYING: [Entry; FRONT] = {
    let mut front = [Entry::KEEP; FRONT];
    let mut code = 0;
    while code < FRONT {
        let last = 0x80 | (code & 63) as u8;
        (front[code].out, front[code].len) = match code {
            0..0x80 => ([code as u8, 0, 0, 0], 1),
            _ => ([0xC0 | (code >> 6) as u8, last, 0, 0], 2),
        };
        code += 1;
    }
    front
};

/// Adjacent characters that a kernel must watch for, because a step acts on them only together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Watch {
    /// Two or more whitespace characters in a row.
    pub(crate) spaces: bool,
    /// The same letter this many times in a row (0: not watched).
    pub(crate) run: u8,
    /// Vowel marks out of canonical order.
    pub(crate) order: bool,
    /// ، ؛ ؟ between digits.
    pub(crate) punctuation: bool,
    /// The accusative ending اً or ًا at the end of a word.
    pub(crate) tanween: bool,
}

impl Watch {
    /// True when the vector kernels do not see everything while they write.
    pub(crate) fn needs_a_look(self) -> bool {
        self.spaces || self.run > 0 || self.punctuation
    }
}

/// The action of every code point: 64-entry pages for the basic plane, sorted ranges beyond it.
///
/// A page is what one UTF-8 lead byte (two-byte characters) or the first two bytes (three-byte
/// characters) select, so a look-up needs no decoding.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    index: Box<[u8; 1024]>,
    /// The pages of the table this one was extended from, which come first in `index`.
    shared: &'static [Page],
    /// And its own, of all blocks that something was said about.
    pages: Vec<Page>,
    /// The page of all blocks that stop as a whole, Hangul above all; 0 when there are none.
    stops: u8,
    /// Everything below U+0800 once more, in one piece, with what stays written out. Made last.
    front: Box<[Entry; FRONT]>,
    /// Sorted, not overlapping; anything not listed is `astral_default`.
    astral: Vec<(u32, u32, Entry)>,
    astral_default: Entry,
    /// The texts of all expansions, one after the other.
    expansions: String,
    /// Reused while the table is made.
    scratch: String,
    /// Blocks in which something happens, a bit for each. Made last.
    stirred: [u64; 16],
    finished: bool,
    /// What [`Table::then`] was last asked, and the answer, while nothing has been set.
    last: (u64, Entry),
    /// Blocks that something was said about, a bit for each, and whether it was past them.
    changed: [u64; 16],
    changed_beyond: bool,
    pub(crate) watch: Watch,
    /// What a Farsi yeh becomes at the end of a word, where a step asks for its place.
    pub(crate) last_yeh: Option<char>,
}

impl Table {
    /// The table that keeps everything.
    pub(crate) fn new() -> Table {
        Table::filled(Entry::KEEP)
    }

    /// The table that does `entry` to everything.
    pub(crate) fn filled(entry: Entry) -> Table {
        let mut pages = Vec::with_capacity(ROOM);
        pages.push([entry; PAGE]);
        Table {
            index: Box::new([0; 1024]),
            shared: &[],
            pages,
            stops: 0,
            front: Box::new(STAYING),
            astral: Vec::new(),
            astral_default: entry,
            expansions: String::new(),
            scratch: String::new(),
            stirred: [0; 16],
            finished: false,
            last: (0, Entry::KEEP),
            changed: [0; 16],
            changed_beyond: false,
            watch: Watch::default(),
            last_yeh: None,
        }
    }

    /// The page of the code points whose value shifted right by six is `block`.
    #[inline(always)]
    pub(crate) fn page(&self, block: usize) -> &Page {
        // Both look-ups are in range by construction; the mask and the last page let the compiler
        // see it.
        self.numbered(usize::from(self.index[block & 1023]))
    }

    #[inline(always)]
    fn numbered(&self, page: usize) -> &Page {
        static NONE: Page = [Entry::STOP; PAGE];
        match self.shared.get(page) {
            Some(page) => page,
            None => self.pages.get(page - self.shared.len()).unwrap_or(&NONE),
        }
    }

    /// Blocks of 64 code points in which anything happens, a bit for each.
    pub(crate) fn stirred(&self) -> &[u64; 16] {
        &self.stirred
    }

    /// True when something happens in the same blocks as in another table.
    pub(crate) fn acts_where(&self, other: &Table) -> bool {
        self.stirred == other.stirred
            && self.astral == other.astral
            && self.astral_default == other.astral_default
    }

    /// What becomes of a character of one or two bytes, by its bytes. Where it stays, `out` and
    /// `len` say so too.
    #[inline(always)]
    pub(crate) fn front(&self, first: u8, second: u8) -> Entry {
        let code = if first < 0x80 {
            usize::from(first)
        } else {
            usize::from(first & 0x1F) << 6 | usize::from(second & 63)
        };
        self.front[code & (FRONT - 1)]
    }

    /// What [`Table::front`] reads, by code point.
    #[inline(always)]
    pub(crate) fn front_row(&self) -> &[Entry; FRONT] {
        &self.front
    }

    /// What becomes of a character of three bytes.
    #[inline(always)]
    pub(crate) fn three(&self, a: u8, b: u8, c: u8) -> &Entry {
        let block = usize::from(a & 0xF) << 6 | usize::from(b & 63);
        &self.page(block)[usize::from(c & 63)]
    }

    /// The same with all its pages in one place, for others to go on from.
    pub(crate) fn base(mut self) -> Table {
        self.pages.splice(0..0, std::mem::take(&mut self.shared).iter().copied());
        self
    }

    /// A table to go on from this [`base`](Table::base), whose pages it shares until something is
    /// said about them.
    pub(crate) fn extended(&'static self) -> Table {
        debug_assert!(self.shared.is_empty(), "not a base");
        Table {
            index: self.index.clone(),
            shared: &self.pages,
            pages: Vec::with_capacity(ROOM),
            stops: self.stops,
            front: self.front.clone(),
            astral: self.astral.clone(),
            astral_default: self.astral_default,
            expansions: self.expansions.clone(),
            scratch: String::new(),
            stirred: self.stirred,
            finished: self.finished,
            last: (0, Entry::KEEP),
            changed: [0; 16],
            changed_beyond: false,
            watch: self.watch,
            last_yeh: None,
        }
    }

    /// The same, with the expansions of `other`, which went on from where this one does.
    pub(crate) fn with_expansions_of(mut self, other: &Table) -> Table {
        self.expansions.clone_from(&other.expansions);
        self
    }

    /// Makes what the kernels read; nothing may be set after this.
    pub(crate) fn finish(mut self) -> Table {
        // What this was extended from knows of all blocks about which nothing has been said since.
        let todo = if self.finished { self.changed } else { [!0; 16] };
        for (word, mut bits) in todo.into_iter().enumerate() {
            while bits != 0 {
                let (block, bit) =
                    (word << 6 | bits.trailing_zeros() as usize, bits & bits.wrapping_neg());
                bits &= bits - 1;
                let page = self.page(block);
                let plain = match self.index[block] {
                    // All of this page is the same.
                    0 => page[0] == Entry::KEEP,
                    _ => page.iter().all(|entry| entry.action == Action::Keep),
                };
                self.stirred[word] &= !bit;
                self.stirred[word] |= if plain { 0 } else { bit };
            }
        }
        let fronts = self.front.as_chunks_mut::<PAGE>().0.iter_mut();
        for (block, (front, staying)) in fronts.zip(STAYING.as_chunks::<PAGE>().0).enumerate() {
            if todo[0] >> block & 1 == 0 {
                continue;
            }
            *front = *staying;
            if self.stirred[0] >> block & 1 == 0 {
                continue;
            }
            let page = usize::from(self.index[block]);
            let page =
                self.shared.get(page).unwrap_or_else(|| &self.pages[page - self.shared.len()]);
            for (front, entry) in front.iter_mut().zip(page) {
                // What stays is written out already.
                if entry.action != Action::Keep {
                    *front = *entry;
                }
            }
        }
        self.finished = true;
        self
    }

    /// What becomes of a code point of the basic plane.
    #[inline(always)]
    pub(crate) fn basic(&self, code: u32) -> Entry {
        self.page((code >> 6) as usize)[(code & 63) as usize]
    }

    /// What becomes of any code point.
    pub(crate) fn get(&self, code: u32) -> Entry {
        if code < 0x10000 { self.basic(code) } else { self.beyond(code) }
    }

    /// What becomes of a code point past the basic plane.
    pub(crate) fn beyond(&self, code: u32) -> Entry {
        let at = self.astral.partition_point(|&(_, last, _)| last < code);
        match self.astral.get(at) {
            Some(&(first, _, entry)) if first <= code => entry,
            _ => self.astral_default,
        }
    }

    /// True when code points past the basic plane are all kept.
    pub(crate) fn keeps_astral(&self) -> bool {
        self.astral.is_empty() && self.astral_default == Entry::KEEP
    }

    /// The blocks of 4,096 code points past the basic plane in which anything happens, some of them
    /// more than once.
    pub(crate) fn astral_blocks(&self) -> impl Iterator<Item = u32> {
        let all = if self.astral_default == Entry::KEEP { 0..0 } else { 0..0x110 };
        all.chain(self.astral.iter().flat_map(|&(first, last, _)| first >> 12..(last >> 12) + 1))
    }

    /// The text an `Expand` entry stands for.
    pub(crate) fn expansion(&self, entry: Entry) -> &str {
        expansion(&self.expansions, entry)
    }

    /// The blocks of 64 code points in which anything happens.
    pub(crate) fn touched(&self) -> impl Iterator<Item = u32> {
        (0..1024).filter(|&b| self.index[b as usize] != 0)
    }

    /// The ranges past the basic plane in which anything happens.
    pub(crate) fn astral(&self) -> &[(u32, u32, Entry)] {
        &self.astral
    }

    /// What happens to code points that nothing was said about.
    pub(crate) fn default_entry(&self) -> Entry {
        self.astral_default
    }

    /// True when no code point depends on its neighbours.
    pub(crate) fn is_local(&self) -> bool {
        let stops = |e: &Entry| e.action == Action::Stop;
        self.watch == Watch::default()
            && !self.shared.iter().chain(&self.pages).any(|page| page.iter().any(stops))
            && !self.astral.iter().any(|(_, _, e)| stops(e))
    }

    /// Appends what `c` becomes to `out`; false when that depends on the neighbours.
    pub(crate) fn append(&self, c: char, out: &mut String) -> bool {
        let entry = self.get(c as u32);
        match entry.action {
            Action::Keep => out.push(c),
            Action::Map if entry.len == 2 => {
                let [a, b, ..] = entry.out.map(u32::from);
                out.push(char::from_u32((a & 0x1F) << 6 | b & 0x3F).unwrap_or_default());
            }
            Action::Map if entry.len == 1 => out.push(char::from(entry.out[0])),
            Action::Map | Action::Grow => {
                out.push_str(entry.text());
            }
            Action::Expand => out.push_str(self.expansion(entry)),
            Action::Drop | Action::Void => {}
            Action::Stop => return false,
        }
        true
    }

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

/// The bytes that a code point takes.
fn utf8_len(code: u32) -> usize {
    match code {
        0..0x80 => 1,
        0x80..0x800 => 2,
        0x800..0x10000 => 3,
        _ => 4,
    }
}

fn expansion(expansions: &str, entry: Entry) -> &str {
    let start = u32::from_le_bytes(entry.out) as usize;
    expansions.get(start..start + usize::from(entry.len)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_beyond_the_basic_plane_split_and_nest() {
        let mut table = Table::new();
        table.stop(0x10000, 0x1FFFF);
        table.set(0x1F600, Entry::KEEP);
        table.set(0x10000, Entry::VOID);
        assert_eq!(table.get(0x1F600), Entry::KEEP);
        assert_eq!(table.get(0x1F601), Entry::STOP);
        assert_eq!(table.get(0x1F5FF), Entry::STOP);
        assert_eq!(table.get(0x10000), Entry::VOID);
        assert_eq!(table.get(0x20000), Entry::KEEP);
    }

    #[test]
    fn a_table_with_too_many_pages_stops_instead_of_forgetting() {
        let mut table = Table::new();
        for block in 0..1024 {
            table.set(block * 64, Entry::VOID);
        }
        assert_eq!(table.get(0), Entry::VOID);
        assert_eq!(table.get(64 * 1000), Entry::STOP);
        assert_eq!(table.get(64 * 1000 + 1), Entry::STOP);
    }

    #[test]
    fn entries_know_whether_they_grow() {
        let mut table = Table::new();
        assert_eq!(table.entry(0x622, "ا").action, Action::Map);
        assert_eq!(table.entry(0x622, "آ").action, Action::Keep);
        assert_eq!(table.entry(0x30, "٠").action, Action::Grow);
        assert_eq!(table.entry(0x640, ""), Entry::DROP);
        let e = table.entry(0xFDFC, "ريال");
        assert_eq!((e.action, table.expansion(e)), (Action::Expand, "ريال"));
    }
}
