//! The map between a normalized text and its original.
//!
//! One bit for every byte of the original: set on the first `m` bytes of a character that became
//! `m` bytes. Counting bits (rank) takes a position of the original to the normalized text, finding
//! the nth bit (select) takes it back, and a running count every 512 bits keeps both short. The few
//! characters that become longer than they were are in a list of their own.

use std::ops::Range;
use std::sync::OnceLock;

use super::kernel::{self, Kernel};
use crate::span::{OffsetUnit, TextIndex};

/// Normalized text and the map between it and the original, in both directions.
///
/// Positions are **bytes** unless [`Aligned::units`] is asked for characters or UTF-16 units.
///
/// # What belongs to what
///
/// A character of the normalized text stands for the characters of the original it came from.
/// Deleted vowel marks and tatweel belong to the letter before them, so the end of a span is after
/// the marks of its last letter, and a run of spaces belongs to the one space it became. Deleted
/// direction marks, zero-width characters and byte order marks belong to nothing: they are inside
/// a span only when it has characters on both sides of them. Where marks were put in canonical
/// order, a mark maps to the mark whose place it took, or to all the marks around it.
///
/// # Example
///
/// ```
/// use rawi::{Form, Normalizer};
///
/// let text = "\u{200F}قَالَ مصـدرٌ";
/// let aligned = Normalizer::new(Form::Search).normalize_aligned(text);
/// assert_eq!(aligned.text(), "قال مصدر");
/// let first = aligned.to_original(0..6);
/// assert_eq!(&text[first], "قَالَ");
/// let source = text.find("مصـدرٌ").unwrap();
/// assert_eq!(aligned.to_normalized(source..text.len()), 7..15);
/// ```
#[derive(Clone, Debug)]
pub struct Aligned {
    text: String,
    map: Map,
}

/// A character that became longer than it was, or several that became something longer together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Grown {
    start: u32,
    end: u32,
    out_start: u32,
    out_end: u32,
}

/// Words between two running counts.
pub(crate) const STRIDE: usize = 8;

#[derive(Clone, Debug)]
pub(crate) struct Map {
    /// Length of the original.
    len: usize,
    /// See the top of this file. Always one word more than the original needs.
    keep: Vec<u64>,
    /// Bytes that belong to no character of the normalized text; empty when there are none.
    void: Vec<u64>,
    /// Set bits of `keep` before each stride, counted when somebody asks where a place is: a
    /// [`Cursor`] does not.
    counts: OnceLock<Vec<u32>>,
    /// What they are counted with.
    kernel: Kernel,
    grown: Vec<Grown>,
    /// Every deleted character is void, whatever it is.
    exact: bool,
}

/// What a kernel tells about the alignment while it works. The kernels are compiled once with a
/// recorder and once without.
pub(crate) trait Record {
    /// False when nothing is recorded, so that a kernel can leave the work out.
    const ON: bool;
    /// Bit `i` of `bits` says that byte `at + i` of the original is a byte of the output.
    fn keep(&mut self, at: usize, bits: u64);
    /// [`Record::keep`] for one block after the other: nothing has been recorded from `at` on, and the
    /// next block begins `own` bytes further on. `so_far` and what is returned are the bits of the
    /// word in which a block begins: what [`Record::word`] says before the first one and
    /// [`Record::end`] is told after the last one. So each block writes one word and reads none.
    #[inline(always)]
    fn keep_next(&mut self, at: usize, bits: u64, own: usize, so_far: u64) -> u64 {
        let _ = (own, so_far);
        self.keep(at, bits);
        0
    }
    /// What has been kept of the bytes of which those from `at` on are the next.
    #[inline(always)]
    fn word(&self, at: usize) -> u64 {
        let _ = at;
        0
    }
    /// The last block has ended at `at`.
    #[inline(always)]
    fn end(&mut self, at: usize, so_far: u64) {
        let _ = (at, so_far);
    }
    /// [`Record::keep`] for blocks of `own` bytes, the first of which is at `at`: nothing has been
    /// recorded from there on.
    #[inline(always)]
    fn keep_blocks(&mut self, at: usize, own: usize, blocks: &[u32]) {
        for (i, &bits) in blocks.iter().enumerate() {
            self.keep(at + own * i, bits.into());
        }
    }
    /// Bit `i` of `bits` says that byte `at + i` of the original belongs to nothing.
    fn void(&mut self, at: usize, bits: u64);
    /// A character was deleted.
    fn deleted(&mut self, range: Range<usize>, belongs: bool);
    /// Characters became something longer.
    fn grew(&mut self, range: Range<usize>, out: Range<usize>);
    /// The character at `at` went into the one before it that was kept.
    fn join(&mut self, at: usize);
    /// [`Record::join`] for the character that byte `n` of the output came from, counted from what
    /// byte `start` became.
    fn join_nth(&mut self, start: usize, n: usize);
    /// Everything recorded from `at` on was wrong.
    fn rewind(&mut self, at: usize, end: usize);
    /// True when deleted marks are void too.
    fn exact(&self) -> bool;
}

/// Records nothing.
pub(crate) struct Unaligned;

impl Record for Unaligned {
    const ON: bool = false;
    #[inline(always)]
    fn keep(&mut self, _: usize, _: u64) {}
    #[inline(always)]
    fn void(&mut self, _: usize, _: u64) {}
    #[inline(always)]
    fn deleted(&mut self, _: Range<usize>, _: bool) {}
    #[inline(always)]
    fn grew(&mut self, _: Range<usize>, _: Range<usize>) {}
    #[inline(always)]
    fn join(&mut self, _: usize) {}
    #[inline(always)]
    fn join_nth(&mut self, _: usize, _: usize) {}
    #[inline(always)]
    fn rewind(&mut self, _: usize, _: usize) {}
    fn exact(&self) -> bool {
        false
    }
}

impl Record for Map {
    const ON: bool = true;

    #[inline(always)]
    fn keep(&mut self, at: usize, bits: u64) {
        set(&mut self.keep, at, bits);
    }

    #[inline(always)]
    fn keep_next(&mut self, at: usize, bits: u64, own: usize, so_far: u64) -> u64 {
        let (word, shift) = (at / 64, at % 64);
        let bits_here = so_far | bits << shift;
        if let Some(word) = self.keep.get_mut(word) {
            *word = bits_here;
        }
        let next = bits >> 1 >> (63 - shift);
        if shift + own >= 64 { next } else { bits_here }
    }

    #[inline(always)]
    fn word(&self, at: usize) -> u64 {
        self.keep.get(at / 64).copied().unwrap_or_default()
    }

    #[inline(always)]
    fn end(&mut self, at: usize, so_far: u64) {
        if let Some(word) = self.keep.get_mut(at / 64) {
            *word = so_far;
        }
    }

    #[inline(always)]
    fn keep_blocks(&mut self, at: usize, own: usize, blocks: &[u32]) {
        let words = self.keep.get_mut(at / 64..).unwrap_or_default();
        let mut so_far = words.first().copied().unwrap_or_default();
        let (mut word, mut shift) = (0, at % 64);
        let mut put = |bits: u64, own: usize| {
            so_far |= bits << shift;
            if let Some(word) = words.get_mut(word) {
                *word = so_far;
            }
            shift += own;
            if shift >= 64 {
                shift -= 64;
                so_far = bits >> (own - shift);
                word += 1;
            }
        };
        // Two blocks are nearly a word, so whether one is full is foreseen.
        let (pairs, last) = blocks.as_chunks::<2>();
        for &[first, second] in pairs {
            put(u64::from(first) | u64::from(second) << own, 2 * own);
        }
        if let &[last] = last {
            put(last.into(), own);
        }
        if let Some(word) = words.get_mut(word) {
            *word = so_far;
        }
    }

    #[inline(always)]
    fn void(&mut self, at: usize, bits: u64) {
        if self.void.is_empty() {
            self.begin_void();
        }
        set(&mut self.void, at, bits);
    }

    #[inline(always)]
    fn deleted(&mut self, range: Range<usize>, belongs: bool) {
        if self.exact || !belongs {
            // A character, or a few that went together.
            let len = range.len().min(64);
            self.void(range.start, if len == 0 { 0 } else { u64::MAX >> (64 - len) });
        }
    }

    #[cold]
    fn grew(&mut self, range: Range<usize>, out: Range<usize>) {
        for at in range.clone() {
            self.keep(at, 1);
        }
        self.grown.push(Grown {
            start: range.start as u32,
            end: range.end as u32,
            out_start: out.start as u32,
            out_end: out.end as u32,
        });
    }

    #[cold]
    fn join(&mut self, at: usize) {
        let is = |bits: &[u64], i: usize| bits[i / 64] >> (i % 64) & 1 == 1;
        self.keep[at / 64] &= !(1 << (at % 64));
        let before = (0..at).rev().find(|&i| is(&self.keep, i)).unwrap_or(at);
        // What was deleted between the two belongs to them.
        if !self.void.is_empty() {
            for i in before..at {
                self.void[i / 64] &= !(1 << (i % 64));
            }
        }
    }

    #[cold]
    fn join_nth(&mut self, start: usize, n: usize) {
        let skipped = self.keep[start / 64] & ((1 << (start % 64)) - 1);
        let words = self.keep.get(start / 64..).unwrap_or_default();
        if let Some(at) = nth(words, n + skipped.count_ones() as usize) {
            self.join(start / 64 * 64 + at);
        }
    }

    #[cold]
    fn rewind(&mut self, at: usize, end: usize) {
        for bits in [&mut self.keep, &mut self.void] {
            if bits.is_empty() || at >= end {
                continue;
            }
            let (first, last) = (at / 64, (end - 1) / 64);
            let (below, above) = ((1 << (at % 64)) - 1, !(u64::MAX >> (63 - (end - 1) % 64)));
            for (i, word) in bits.iter_mut().enumerate().take(last + 1).skip(first) {
                let kept_below = if i == first { below } else { 0 };
                let kept_above = if i == last { above } else { 0 };
                *word &= kept_below | kept_above;
            }
        }
        while self.grown.last().is_some_and(|g| g.start as usize >= at) {
            self.grown.pop();
        }
    }

    fn exact(&self) -> bool {
        self.exact
    }
}

impl Map {
    pub(crate) fn new(len: usize, exact: bool, kernel: Kernel) -> Map {
        Map {
            len,
            keep: vec![0; len / 64 + 2],
            void: Vec::new(),
            counts: OnceLock::new(),
            kernel,
            grown: Vec::new(),
            exact,
        }
    }

    #[cold]
    fn begin_void(&mut self) {
        self.void = vec![0; self.keep.len()];
    }

    pub(crate) fn finish(self, text: String) -> Aligned {
        Aligned { text, map: self }
    }

    fn counts(&self) -> &[u32] {
        if self.keep.len() <= STRIDE {
            return &[];
        }
        self.counts.get_or_init(|| kernel::counts(self.kernel, &self.keep))
    }

    /// Set bits before `at`.
    fn rank(&self, at: usize) -> usize {
        let (word, bit) = (at / 64, at % 64);
        let stride = word / STRIDE;
        let before = self.counts().get(stride).copied().unwrap_or_default() as usize;
        let words = self.keep.get(stride * STRIDE..word).unwrap_or_default();
        let last = self.keep.get(word).map_or(0, |w| w & ((1 << bit) - 1));
        before
            + words.iter().map(|w| w.count_ones() as usize).sum::<usize>()
            + last.count_ones() as usize
    }

    /// Position of the bit with `n` set bits before it; the length of the original if there are
    /// not so many.
    fn select(&self, n: usize) -> usize {
        let counts = self.counts();
        let stride = counts.partition_point(|&c| c as usize <= n).saturating_sub(1);
        let mut left = n - counts.get(stride).copied().unwrap_or_default() as usize;
        for (i, &word) in self.keep.iter().enumerate().skip(stride * STRIDE) {
            let ones = word.count_ones() as usize;
            if left < ones {
                return i * 64 + nth_one(word, left);
            }
            left -= ones;
        }
        self.len
    }

    /// The byte of the original that byte `at` of the output stands at, and where the characters
    /// of the original that share it end if that is known.
    fn source(&self, at: usize) -> (usize, Option<usize>) {
        self.source_by(at, |n| self.select(n))
    }

    /// [`Map::source`], with the bits found by `select`.
    fn source_by(
        &self,
        at: usize,
        mut select: impl FnMut(usize) -> usize,
    ) -> (usize, Option<usize>) {
        let i = self.grown.partition_point(|g| g.out_start as usize <= at);
        match i.checked_sub(1).and_then(|i| self.grown.get(i)) {
            None => (select(at), None),
            Some(g) if at < g.out_end as usize => (g.start as usize, Some(g.end as usize)),
            Some(g) => (select(self.rank(g.end as usize) + at - g.out_end as usize), None),
        }
    }

    /// The output byte that byte `at` of the original stands at; `end` says whether it ends a
    /// range.
    fn target(&self, at: usize, end: bool) -> usize {
        let i = self.grown.partition_point(|g| (g.start as usize) < at + usize::from(!end));
        match i.checked_sub(1).and_then(|i| self.grown.get(i)) {
            None => self.rank(at),
            Some(g) if at < g.end as usize => (if end { g.out_end } else { g.out_start }) as usize,
            Some(g) => g.out_end as usize + self.rank(at) - self.rank(g.end as usize),
        }
    }

    /// The first void byte from `from` up to `to`, or `to`.
    fn first_void(&self, from: usize, to: usize) -> usize {
        if self.void.is_empty() {
            return to;
        }
        (from..to).find(|&i| self.void[i / 64] >> (i % 64) & 1 == 1).unwrap_or(to)
    }
}

/// Sets bits, the lowest of which is for byte `at`.
///
/// One word after the other: both at once would be read again, in part, by the next call, and wait
/// until they are in the cache.
#[inline(always)]
pub(crate) fn set(words: &mut [u64], at: usize, bits: u64) {
    let (word, shift) = (at / 64, at % 64);
    if let Some(low) = words.get_mut(word) {
        *low |= bits << shift;
    }
    if shift != 0
        && let Some(high) = words.get_mut(word + 1)
    {
        *high |= bits >> (64 - shift);
    }
}

/// Position of the set bit of `words` with `n` set bits before it.
pub(crate) fn nth(words: &[u64], mut n: usize) -> Option<usize> {
    for (i, &word) in words.iter().enumerate() {
        let ones = word.count_ones() as usize;
        if n < ones {
            return Some(i * 64 + nth_one(word, n));
        }
        n -= ones;
    }
    None
}

/// Position of the set bit of `word` with `n` set bits below it.
fn nth_one(word: u64, n: usize) -> usize {
    // Nothing was deleted here: the common case.
    if word == u64::MAX {
        return n;
    }
    let (mut word, mut left, mut at) = (word, n as u32, 0);
    for half in [32, 16, 8, 4, 2, 1] {
        let ones = (word & ((1 << half) - 1)).count_ones();
        if left >= ones {
            left -= ones;
            word >>= half;
            at += half;
        }
    }
    at
}

impl Aligned {
    /// The normalized text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The normalized text, without the map.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Length of the original, in bytes.
    pub fn original_len(&self) -> usize {
        self.map.len
    }

    /// The byte range of the original that a byte range of the normalized text stands for.
    ///
    /// A range that does not lie on character boundaries is widened to them; what lies past the
    /// end is cut off. An empty range stands for the empty range before its character.
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        let len = self.text.len();
        let start = floor(&self.text, range.start.min(len));
        let end = ceil(&self.text, range.end.min(len));
        if start >= end {
            let at = if start < len { self.map.source(start).0 } else { self.end_of(len) };
            return at..at;
        }
        self.map.source(start).0..self.end_of(end)
    }

    /// Where the characters of the original that the output before `end` stands for end.
    fn end_of(&self, end: usize) -> usize {
        self.end_by(end, |at| self.map.source(at))
    }

    /// [`Aligned::end_of`], with the places found by `source`.
    fn end_by(&self, end: usize, mut source: impl FnMut(usize) -> (usize, Option<usize>)) -> usize {
        let Some(last) = end.checked_sub(1) else { return 0 };
        let plain = self.map.grown.is_empty() && self.map.void.is_empty();
        let known = if plain { None } else { Some(source(last)) };
        let next = if end < self.text.len() { source(end).0 } else { self.map.len };
        let Some((at, known)) = known else { return next };
        // Inside a grown group the next character may stand for the same original.
        let next = next.max(known.unwrap_or(at + 1));
        self.map.first_void(known.unwrap_or(at), next)
    }

    /// Finds the original of one position after another, in the order of the text: much faster
    /// than asking [`Aligned::to_original`] for each.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor {
            aligned: self,
            word: 0,
            bits: self.map.keep.first().copied().unwrap_or(0),
            seen: 0,
            run: 0..0,
            ahead: 0,
        }
    }

    /// The byte range of the normalized text that a byte range of the original became; empty when
    /// all of it was deleted.
    ///
    /// A range that does not lie on character boundaries is widened to them.
    pub fn to_normalized(&self, range: Range<usize>) -> Range<usize> {
        let start = self.map.target(range.start.min(self.map.len), false);
        if range.start >= range.end {
            let start = floor(&self.text, start);
            return start..start;
        }
        let end = self.map.target(range.end.min(self.map.len), true);
        let start = floor(&self.text, start);
        start..ceil(&self.text, end).max(start)
    }

    /// The same map in characters or UTF-16 units. `original` is the text that was normalized.
    ///
    /// # Example
    ///
    /// ```
    /// use rawi::{Form, Normalizer, OffsetUnit};
    ///
    /// let text = "🙂 قَالَ";
    /// let aligned = Normalizer::new(Form::News).normalize_aligned(text);
    /// let chars = aligned.units(text, OffsetUnit::Char);
    /// assert_eq!(chars.to_original(2..5), 2..7);
    /// assert_eq!(chars.to_normalized(2..7), 2..5);
    /// assert_eq!(aligned.units(text, OffsetUnit::Utf16).to_original(3..6), 3..8);
    /// ```
    pub fn units<'a>(&'a self, original: &'a str, unit: OffsetUnit) -> AlignedUnits<'a> {
        AlignedUnits {
            aligned: self,
            original,
            unit,
            before: TextIndex::new(original),
            after: TextIndex::new(&self.text),
        }
    }
}

/// An alignment counted in characters or UTF-16 units; see [`Aligned::units`].
#[derive(Clone, Debug)]
pub struct AlignedUnits<'a> {
    aligned: &'a Aligned,
    original: &'a str,
    unit: OffsetUnit,
    before: TextIndex,
    after: TextIndex,
}

impl AlignedUnits<'_> {
    /// [`Aligned::to_original`] in this unit.
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.aligned.text;
        let byte = |at| self.after.to_byte(text, at, self.unit).unwrap_or(text.len());
        let Range { start, end } = self.aligned.to_original(byte(range.start)..byte(range.end));
        let back = |at| self.before.to_unit(self.original, at, self.unit);
        back(start)..back(end)
    }

    /// [`Aligned::to_normalized`] in this unit.
    pub fn to_normalized(&self, range: Range<usize>) -> Range<usize> {
        let byte =
            |at| self.before.to_byte(self.original, at, self.unit).unwrap_or(self.original.len());
        let Range { start, end } = self.aligned.to_normalized(byte(range.start)..byte(range.end));
        let back = |at| self.after.to_unit(&self.aligned.text, at, self.unit);
        back(start)..back(end)
    }
}

/// See [`Aligned::cursor`].
pub(crate) struct Cursor<'a> {
    aligned: &'a Aligned,
    /// The word of `keep` it stands in, its bits from there on, and the set bits before them.
    word: usize,
    bits: u64,
    seen: usize,
    /// A stretch of the normalized text in which nothing was deleted, and how much further on it
    /// stands in the original. Stretches are long, so most questions are an addition.
    run: Range<usize>,
    ahead: usize,
}

/// Words of the bit set that a [`Cursor`] looks ahead for the end of a stretch.
const AHEAD: usize = 16;

impl Cursor<'_> {
    /// Where the character of the original that position `at` of the normalized text stands for
    /// begins. `at` lies on a character boundary.
    #[inline]
    pub(crate) fn start(&mut self, at: usize) -> usize {
        if self.run.contains(&at) {
            return at + self.ahead;
        }
        if at < self.aligned.text.len() { self.source(at).0 } else { self.aligned.end_of(at) }
    }

    /// Where the characters of the original that the text before `end` stands for end. `end` lies
    /// on a character boundary.
    #[inline]
    pub(crate) fn end(&mut self, end: usize) -> usize {
        // Both sides of the boundary in one stretch: nothing was deleted between them.
        if self.run.start < end && end < self.run.end {
            return end + self.ahead;
        }
        let aligned = self.aligned;
        aligned.end_by(end, |at| self.source(at))
    }

    /// How much further on `start..end` of the normalized text stands in the original, if nothing
    /// was deleted from there to behind it: then all that lies in it moves by as much.
    #[inline]
    pub(crate) fn ahead(&self, start: usize, end: usize) -> Option<usize> {
        (self.run.start <= start && end < self.run.end).then_some(self.ahead)
    }

    fn source(&mut self, at: usize) -> (usize, Option<usize>) {
        let map = &self.aligned.map;
        if !map.grown.is_empty() {
            return map.source_by(at, |n| self.select(n));
        }
        if !self.run.contains(&at) {
            let original = self.select(at);
            self.run = at..at + self.run_at(original);
            self.ahead = original - at;
        }
        (at + self.ahead, None)
    }

    /// Bytes of the original that were kept from byte `at` on, as far as one looks ahead.
    fn run_at(&self, at: usize) -> usize {
        let keep = &self.aligned.map.keep;
        let bits = keep.get(at / 64).map_or(0, |w| w >> (at % 64));
        let mut len = (!bits).trailing_zeros() as usize;
        if len == 64 - at % 64 {
            let more = keep.get(at / 64 + 1..).unwrap_or_default();
            for word in more.iter().take(AHEAD) {
                let ones = word.trailing_ones() as usize;
                len += ones;
                if ones < 64 {
                    break;
                }
            }
        }
        len
    }

    /// [`Map::select`], from where the last one was found.
    fn select(&mut self, n: usize) -> usize {
        let map = &self.aligned.map;
        if n < self.seen {
            let at = map.select(n);
            self.word = at / 64;
            self.bits = map.keep.get(self.word).map_or(0, |w| w & (u64::MAX << (at % 64)));
            self.seen = n;
            return at;
        }
        loop {
            // Runs of bytes that were kept: whole lines, as a rule.
            while self.bits != 0 {
                let at = self.bits.trailing_zeros() as usize;
                let run = (!(self.bits >> at)).trailing_zeros() as usize;
                let left = n - self.seen;
                if left < run {
                    self.seen = n;
                    self.bits &= u64::MAX << (at + left);
                    return self.word * 64 + at + left;
                }
                self.seen += run;
                // Two shifts, because shifting by 64 is not shifting everything out.
                self.bits &= (u64::MAX << (at + run - 1)) << 1;
            }
            self.word += 1;
            match map.keep.get(self.word) {
                Some(&bits) => self.bits = bits,
                None => {
                    self.word -= 1;
                    return map.len;
                }
            }
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
