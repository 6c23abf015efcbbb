//! The compiled gazetteer: words, a trie of phrases over them, and the entries phrases stand for.
//!
//! The built-in one is checked in, numbers (`data/gazetteer.bin`) and strings (`data/gazetteer.txt`)
//! apart, and read where it lies: loading it is no work, and only the pages that a text needs are
//! ever touched. User gazetteers are compiled by the same code into blocks of their own.
//!
//! ```text
//! header    magic, length of each section
//! slots     open-addressing hash table: word number + 1 and twelve bits of the hash, or 0
//! words     pool offset, length, flags, root node of the phrases that begin with the word
//! nodes     first edge, edge count | sense count << 16, first sense
//! edges     word, node; sorted by word within a node
//! senses    entry | class << 24 | needs-context bit
//! entries   class | flags << 8, then offset and length of name, English name and id
//!
//! pool      the strings, in a file of their own
//! ```

use std::borrow::Cow;

use super::class::Class;
use super::flags::WordFlags;
use crate::error::Error;
use crate::hash::{hash, same_bytes};

/// Names a word of one [`Table`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordId(u32);

/// A word of a [`Table`], and what the table says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub id: WordId,
    pub flags: WordFlags,
    /// The node that phrases beginning with it start at.
    pub root: Option<Node>,
}

impl Word {
    /// Unless the word is known for lists of whole tokens alone.
    #[inline]
    pub(super) fn reading(self) -> Option<Word> {
        (!self.flags.has(WordFlags::ALONE)).then_some(self)
    }

    #[inline]
    fn new(slot: u32, known: &[u32; WORD], root: Option<Node>) -> Word {
        let id = WordId((slot & !TAG).wrapping_sub(1));
        Word { id, flags: WordFlags(known[2]), root }
    }
}

/// One meaning of a phrase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sense<'t> {
    pub class: Class,
    /// The entry's number in its table; the same for all spellings.
    pub entry: u32,
    /// This spelling is a plain word too and counts only in a context that asks for a name.
    pub ambiguous: bool,
    /// Its strings are looked at for the few senses that become something.
    table: &'t Table,
}

impl<'t> Sense<'t> {
    /// Whether both are meanings of one entry.
    pub(crate) fn is(self, other: Sense<'_>) -> bool {
        self.entry == other.entry && std::ptr::eq(self.table, other.table)
    }

    /// The canonical spelling.
    pub(crate) fn name(self) -> &'t str {
        let [head, name, ..] = self.table.entry(self.entry);
        self.table.text(name, head >> 8)
    }

    /// The English name; for values, the value.
    pub(crate) fn english(self) -> &'t str {
        let [_, _, english, _, lengths] = self.table.entry(self.entry);
        self.table.text(english, lengths & 0xffff)
    }

    /// Whether a word that patterns are made of has a trait; `vocabulary.tsv` says which there are.
    pub(crate) fn has(self, name: &str) -> bool {
        self.id().split(' ').any(|t| t == name)
    }

    /// The identifier; of a word that patterns are made of, its traits.
    pub(crate) fn id(self) -> &'t str {
        let [.., id, lengths] = self.table.entry(self.entry);
        self.table.text(id, lengths >> 16)
    }
}

/// A number as the file has it, little endian.
type Number = [u8; 4];

/// A run of numbers: of the file, or of a user's gazetteer.
type Section = Cow<'static, [Number]>;

/// A compiled gazetteer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    slots: Section,
    words: Section,
    nodes: Section,
    edges: Section,
    senses: Section,
    entries: Section,
    pool: Cow<'static, str>,
}

const MAGIC: u32 = u32::from_le_bytes(*b"rwg4");
pub(super) const WORD: usize = 4;
pub(super) const NODE: usize = 3;
pub(super) const EDGE: usize = 2;
pub(super) const ENTRY: usize = 5;
/// Set on a sense whose spelling needs context.
pub(super) const AMBIGUOUS: u32 = 1 << 31;
/// Where a sense repeats the class of its entry: most senses become nothing, and their entries are
/// never looked at.
pub(super) const CLASS: u32 = 24;

/// A word that is looked for, and how far one has come with it.
#[derive(Clone, Copy, Default)]
struct Probe<'w> {
    hash: u32,
    word: &'w [u8],
    /// The first slot it may be in, and what the table has of the word there.
    slot: u32,
    known: [u32; WORD],
}

/// Bits of the hash that a slot keeps beside its word's number, which stays below 2^20.
const TAG: u32 = 0xfff0_0000;

/// The sections of a table, as the compiler hands them over.
#[derive(Default)]
pub(super) struct Parts {
    pub words: Vec<u32>,
    pub nodes: Vec<u32>,
    pub edges: Vec<u32>,
    pub senses: Vec<u32>,
    pub entries: Vec<u32>,
    pub pool: String,
}

impl Table {
    pub(super) fn from_parts(parts: Parts) -> Table {
        let section = |numbers: Vec<u32>| -> Section {
            numbers.into_iter().map(u32::to_le_bytes).collect::<Vec<_>>().into()
        };
        let mut table = Table {
            slots: Section::default(),
            words: section(parts.words),
            nodes: section(parts.nodes),
            edges: section(parts.edges),
            senses: section(parts.senses),
            entries: section(parts.entries),
            pool: parts.pool.into(),
        };
        let count = table.words.len() / WORD;
        let size = (count * 2).next_power_of_two().max(2);
        let mut slots = vec![0u32; size];
        for id in 0..count as u32 {
            let hash = hash(table.word_text(WordId(id)));
            let mut at = hash as usize & (size - 1);
            while slots.get(at).is_some_and(|&s| s != 0) {
                at = (at + 1) & (size - 1);
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = (id + 1) | (hash & TAG);
            }
        }
        table.slots = section(slots);
        table
    }

    /// Reads in place what [`Table::to_bytes`] wrote.
    pub(crate) fn from_static(bytes: &'static [u8], pool: &'static str) -> Result<Table, Error> {
        let broken = || Error::data("gazetteer.bin", 0, "not a compiled gazetteer");
        let (numbers, _) = bytes.as_chunks();
        let (header, mut rest) = numbers.split_first_chunk().ok_or_else(broken)?;
        let [MAGIC, slots, words, nodes, edges, senses, entries] = header.map(u32::from_le_bytes)
        else {
            return Err(broken());
        };
        let mut section = |count: u32| {
            let (head, tail) = rest.split_at_checked(count as usize).ok_or_else(broken)?;
            rest = tail;
            Ok::<_, Error>(Section::Borrowed(head))
        };
        Ok(Table {
            slots: section(slots)?,
            words: section(words)?,
            nodes: section(nodes)?,
            edges: section(edges)?,
            senses: section(senses)?,
            entries: section(entries)?,
            pool: pool.into(),
        })
    }

    /// The two files of a table: its numbers and its strings.
    #[cfg(test)]
    pub(crate) fn to_bytes(&self) -> (Vec<u8>, &str) {
        let sections =
            [&self.slots, &self.words, &self.nodes, &self.edges, &self.senses, &self.entries];
        let mut out = MAGIC.to_le_bytes().to_vec();
        for s in sections {
            out.extend_from_slice(&(s.len() as u32).to_le_bytes());
        }
        for s in sections {
            out.extend_from_slice(s.as_flattened());
        }
        (out, &self.pool)
    }

    #[cfg(test)]
    /// Bytes of memory the table takes.
    pub(crate) fn memory(&self) -> usize {
        let numbers =
            [&self.slots, &self.words, &self.nodes, &self.edges, &self.senses, &self.entries];
        numbers.iter().map(|v| v.len() * 4).sum::<usize>() + self.pool.len()
    }

    /// Finds a word, spelled in key form.
    pub(crate) fn find(&self, word: &str) -> Option<Word> {
        self.find_hashed(hash(word), word.as_bytes())
    }

    fn find_hashed(&self, hash: u32, word: &[u8]) -> Option<Word> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            let slot = number(&self.slots, at);
            if slot == 0 {
                return None;
            }
            // The tag spares most words that are not in the table a look at others that are.
            if (slot ^ hash) & TAG == 0 {
                let known = self.word(slot);
                if self.is(&known, word) {
                    let [.., root] = known;
                    return Some(Word::new(slot, &known, self.node(root)));
                }
            }
            at = (at + 1) & mask;
        }
    }

    /// What the table has of the word that a slot points at.
    #[inline]
    fn word(&self, slot: u32) -> [u32; WORD] {
        let at = (slot & !TAG).wrapping_sub(1) as usize * WORD;
        let word = self.words.get(at..).and_then(|w| w.first_chunk());
        word.map_or([0; WORD], |w| w.map(u32::from_le_bytes))
    }

    /// Whether the word of which the table has `known` is this one.
    #[inline]
    fn is(&self, &[offset, len, ..]: &[u32; WORD], word: &[u8]) -> bool {
        let (start, len) = (offset as usize, len as usize);
        let text = self.pool.as_bytes().get(start..start + len);
        text.is_some_and(|text| same_bytes(text, word))
    }

    /// Finds many words, given with their hashes.
    ///
    /// The table is larger than the caches near the processor, and a search waits for three places
    /// of it one after another. So a few words are looked for side by side, place by place.
    pub(crate) fn find_all<'w>(
        &self,
        mut wanted: impl Iterator<Item = (u32, &'w [u8])>,
        out: &mut Vec<Option<Word>>,
    ) {
        const SIDE_BY_SIDE: usize = 16;
        let mask = self.slots.len().wrapping_sub(1);
        let mut few = [Probe::default(); SIDE_BY_SIDE];
        loop {
            let mut n = 0;
            for (probe, (hash, word)) in few.iter_mut().zip(wanted.by_ref()) {
                *probe =
                    Probe { hash, word, slot: number(&self.slots, hash as usize & mask), ..*probe };
                n += 1;
            }
            let few = few.get_mut(..n).unwrap_or_default();
            for probe in &mut *few {
                let known = probe.slot != 0 && (probe.slot ^ probe.hash) & TAG == 0;
                probe.known = if known { self.word(probe.slot) } else { [0; WORD] };
            }
            out.extend(few.iter().map(|probe| {
                if probe.slot == 0 {
                    return None;
                }
                if self.is(&probe.known, probe.word) {
                    let [.., root] = probe.known;
                    return Some(Word::new(probe.slot, &probe.known, self.node(root)));
                }
                self.find_hashed(probe.hash, probe.word)
            }));
            if n < SIDE_BY_SIDE {
                return;
            }
        }
    }

    fn word_text(&self, word: WordId) -> &str {
        let at = word.0 as usize * WORD;
        self.text(number(&self.words, at), number(&self.words, at + 1))
    }

    /// The node of a number; 0 is none.
    #[inline]
    fn node(&self, number: u32) -> Option<Node> {
        let at = number as usize * NODE;
        let node = self.nodes.get(at..).and_then(|n| n.first_chunk()).filter(|_| number != 0)?;
        let [edge, counts, sense] = node.map(u32::from_le_bytes);
        Some(Node { edge, sense, counts })
    }

    /// The node one word further on.
    pub(crate) fn step(&self, node: Node, word: WordId) -> Option<Node> {
        let first = node.edge as usize;
        let count = node.edges();
        let edges = self.edges.get(first * EDGE..(first + count) * EDGE)?;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            match number(edges, middle * EDGE).cmp(&word.0) {
                std::cmp::Ordering::Equal => return self.node(number(edges, middle * EDGE + 1)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// What the phrase that ends at `node` means; most nodes mean nothing.
    #[inline]
    pub(crate) fn senses(&self, node: Node) -> impl Iterator<Item = Sense<'_>> {
        let first = node.sense as usize;
        let senses = self.senses.get(first..first + node.senses()).unwrap_or_default();
        senses.iter().filter_map(|&s| self.sense(u32::from_le_bytes(s)))
    }

    #[inline]
    fn sense(&self, packed: u32) -> Option<Sense<'_>> {
        let entry = packed & ((1 << CLASS) - 1);
        let class = Class::from_number((packed >> CLASS) as u8 & 0x7f)?;
        Some(Sense { class, entry, ambiguous: packed & AMBIGUOUS != 0, table: self })
    }

    fn entry(&self, entry: u32) -> [u32; ENTRY] {
        let entry = self.entries.get(entry as usize * ENTRY..).and_then(|e| e.first_chunk());
        entry.map_or([0; ENTRY], |e| e.map(u32::from_le_bytes))
    }

    fn text(&self, offset: u32, len: u32) -> &str {
        self.pool.get(offset as usize..(offset + len) as usize).unwrap_or_default()
    }
}

/// A place in the trie; never the empty phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// The first of its edges and of its senses, and how many there are.
    edge: u32,
    sense: u32,
    counts: u32,
}

impl Node {
    /// How many words a phrase can go on with.
    pub(crate) fn edges(self) -> usize {
        (self.counts & 0xffff) as usize
    }

    fn senses(self) -> usize {
        (self.counts >> 16) as usize
    }
}

#[inline]
fn number(section: &[Number], at: usize) -> u32 {
    section.get(at).map_or(0, |&n| u32::from_le_bytes(n))
}
