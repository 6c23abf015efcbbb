//! Spans and the three ways to count positions in a text.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use crate::error::Error;

/// A half-open range of **bytes** of a text, on character boundaries.
///
/// Every annotation rawi makes is a span of the *original* text. Inside the crate positions are
/// bytes; [`TextIndex`] converts them to characters (what Python counts) or UTF-16 units (what
/// JavaScript and Java count).
///
/// # Example
///
/// ```
/// use rawi::Span;
///
/// let text = "قال مصدر";
/// let span = Span::new(7, 15);
/// assert_eq!(span.slice(text), Some("مصدر"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Range<usize>"))]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// The span from byte `start` up to, not including, byte `end`; an `end` before `start` gives
    /// an empty span at `start`.
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end: if end < start { start } else { end } }
    }

    /// First byte.
    pub const fn start(self) -> usize {
        self.start
    }

    /// One past the last byte.
    pub const fn end(self) -> usize {
        self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// True when the span covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text the span covers, or `None` when it does not lie on character boundaries of `text`.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }

    /// True when the two spans share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True when `other` lies wholly inside this span.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span as a range.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// The unit positions are counted in when they leave the crate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OffsetUnit {
    /// UTF-8 bytes, as Rust counts.
    #[default]
    Byte,
    /// Unicode code points, as Python counts.
    Char,
    /// UTF-16 code units, as JavaScript, Java and C# count.
    Utf16,
}

impl OffsetUnit {
    /// The name used in JSON and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            OffsetUnit::Byte => "byte",
            OffsetUnit::Char => "char",
            OffsetUnit::Utf16 => "utf16",
        }
    }
}

impl fmt::Display for OffsetUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for OffsetUnit {
    type Err = Error;

    fn from_str(s: &str) -> Result<OffsetUnit, Error> {
        match s {
            "byte" => Ok(OffsetUnit::Byte),
            "char" => Ok(OffsetUnit::Char),
            "utf16" => Ok(OffsetUnit::Utf16),
            _ => Err(Error::option("offset unit", s, "one of byte, char, utf16")),
        }
    }
}

crate::names::serde_by_name!(OffsetUnit);

/// How often [`TextIndex`] stores a running count, in bytes. 64 keeps a look-up inside one cache
/// line of text; the index itself is an eighth of the text's size.
const STRIDE: usize = 64;

/// Converts byte positions of one text to characters and UTF-16 units and back.
///
/// Built once per text in one pass; a look-up counts at most 64 bytes.
///
/// # Example
///
/// ```
/// use rawi::{OffsetUnit, TextIndex};
///
/// let text = "قال 🙂 إن";
/// let index = TextIndex::new(text);
/// let byte = text.find("إن").unwrap();
/// assert_eq!(index.to_unit(text, byte, OffsetUnit::Char), 6);
/// assert_eq!(index.to_unit(text, byte, OffsetUnit::Utf16), 7);
/// assert_eq!(index.to_byte(text, 6, OffsetUnit::Char), Some(byte));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextIndex {
    /// (characters, astral characters) that begin before byte `i * STRIDE`.
    marks: Vec<(u32, u32)>,
}

impl TextIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> TextIndex {
        let mut index = TextIndex::default();
        index.set(text);
        index
    }

    /// Indexes `text` instead, in the memory that is there.
    pub(crate) fn set(&mut self, text: &str) {
        let (mut chars, mut astral) = (0, 0);
        self.marks.clear();
        self.marks.extend(text.as_bytes().chunks(STRIDE).map(|chunk| {
            let mark = (chars, astral);
            let (c, a) = count(chunk);
            chars += c;
            astral += a;
            mark
        }));
    }

    /// The position of byte `byte` of `text`, counted in `unit`. Positions past the end count as
    /// the end; a position inside a character counts that character as begun.
    pub fn to_unit(&self, text: &str, byte: usize, unit: OffsetUnit) -> usize {
        let byte = byte.min(text.len());
        if unit == OffsetUnit::Byte {
            return byte;
        }
        let block = byte / STRIDE;
        let (block, (chars, astral)) = match self.marks.get(block) {
            Some(&mark) => (block, mark),
            // `byte` is the end of a text whose length is a multiple of the stride.
            None => (block.saturating_sub(1), self.marks.last().copied().unwrap_or_default()),
        };
        let (c, a) = count(text.as_bytes().get(block * STRIDE..byte).unwrap_or_default());
        let chars = (chars + c) as usize;
        if unit == OffsetUnit::Char { chars } else { chars + (astral + a) as usize }
    }

    /// The byte of `text` at which position `at`, counted in `unit`, begins; `None` past the end
    /// or inside a character.
    pub fn to_byte(&self, text: &str, at: usize, unit: OffsetUnit) -> Option<usize> {
        if unit == OffsetUnit::Byte {
            return text.is_char_boundary(at).then_some(at);
        }
        let units = |&(c, a): &(u32, u32)| {
            c as usize + if unit == OffsetUnit::Utf16 { a as usize } else { 0 }
        };
        let block = self.marks.partition_point(|mark| units(mark) <= at).saturating_sub(1);
        let mut seen = self.marks.get(block).map_or(0, units);
        let mut start = block * STRIDE;
        while !text.is_char_boundary(start) {
            start += 1;
        }
        for (i, ch) in text.get(start..)?.char_indices() {
            if seen == at {
                return Some(start + i);
            }
            if seen > at {
                return None;
            }
            seen += if unit == OffsetUnit::Utf16 { ch.len_utf16() } else { 1 };
        }
        (seen == at).then_some(text.len())
    }
}

/// Characters and astral (four-byte) characters that begin in `bytes`.
fn count(bytes: &[u8]) -> (u32, u32) {
    let (wholes, rest) = bytes.as_chunks::<STRIDE>();
    let (mut chars, mut astral) = count_few(rest);
    for whole in wholes {
        let (c, a) = count_few(whole);
        (chars, astral) = (chars + c, astral + a);
    }
    (chars, astral)
}

/// [`count`] of at most 255 bytes: counters of a byte are added up side by side.
#[inline]
fn count_few(bytes: &[u8]) -> (u32, u32) {
    let chars = bytes.iter().fold(0u8, |n, &b| n.wrapping_add(u8::from(b & 0xC0 != 0x80)));
    let astral = bytes.iter().fold(0u8, |n, &b| n.wrapping_add(u8::from(b >= 0xF0)));
    (chars.into(), astral.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_boundary_round_trips(text in "\\PC{0,200}") {
            let index = TextIndex::new(&text);
            let (mut chars, mut utf16) = (0, 0);
            for (byte, ch) in text.char_indices() {
                prop_assert_eq!(index.to_unit(&text, byte, OffsetUnit::Char), chars);
                prop_assert_eq!(index.to_unit(&text, byte, OffsetUnit::Utf16), utf16);
                prop_assert_eq!(index.to_byte(&text, chars, OffsetUnit::Char), Some(byte));
                prop_assert_eq!(index.to_byte(&text, utf16, OffsetUnit::Utf16), Some(byte));
                chars += 1;
                utf16 += ch.len_utf16();
            }
            prop_assert_eq!(index.to_unit(&text, text.len(), OffsetUnit::Char), chars);
            prop_assert_eq!(index.to_byte(&text, chars, OffsetUnit::Char), Some(text.len()));
            prop_assert_eq!(index.to_byte(&text, chars + 1, OffsetUnit::Char), None);
        }
    }
}
