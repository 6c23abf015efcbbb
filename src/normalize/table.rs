//! What a normalizer does to one code point, compiled for the kernels.

mod entry;
mod write;

pub(crate) use entry::{Action, Entry};

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
