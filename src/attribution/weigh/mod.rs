//! Readings are weighed: which words are cues, who speaks, where a source and a content end.
//!
//! The grammar in the modules beside this one *proposes*: every complement a cue can take, every
//! noun phrase that can be its subject, every token a span can end before. What speaks for a
//! proposal is a set of small facts ([`evidence`], [`edges`]): the cue, the construction, classes of
//! the words around ([`atoms`]), agreement, distance, what the hand-written guards say. A linear
//! model adds up what each fact has been worth in annotated news, so that a guard is evidence and no
//! verdict. The weights are made by `training/attribution` and are data, like the lexicon.

pub(crate) mod antecedents;
pub(crate) mod atoms;
mod between;
pub(crate) mod credits;
pub(crate) mod edges;
pub(crate) mod evidence;
pub(crate) mod frame;
mod hints;
pub(crate) mod labels;
pub(crate) mod places;
pub(crate) mod reports;
pub(crate) mod same;
pub(crate) mod scope;
pub(crate) mod sourcing;
mod spot;
mod usual;
mod weights;
mod who;
#[cfg(feature = "training")]
mod whole;

pub(crate) use weights::{Part, Weights};

/// Where facts go: to the scale, or to the training program.
pub(crate) trait Sink {
    /// Takes the fact with this hash.
    fn add(&mut self, fact: u32);
}

/// Adds up the weights of facts.
pub(crate) struct Scale<'w> {
    table: &'w weights::Table,
    sum: i32,
}

impl<'w> Scale<'w> {
    pub(crate) fn new(weights: &'w Weights, part: Part) -> Scale<'w> {
        Scale { table: weights.table(part), sum: 0 }
    }

    /// The log-odds so far.
    pub(crate) fn score(&self) -> f32 {
        self.sum as f32 / weights::UNIT
    }
}

impl Sink for Scale<'_> {
    #[inline(always)]
    fn add(&mut self, fact: u32) {
        let at = slot(fact);
        self.sum += i32::from(self.table.get(at).copied().unwrap_or(0).cast_signed());
    }
}

/// Keeps the facts themselves.
impl Sink for Vec<u32> {
    fn add(&mut self, fact: u32) {
        self.push(slot(fact) as u32);
    }
}

#[inline(always)]
fn slot(fact: u32) -> usize {
    (fact >> (32 - weights::BITS)) as usize
}

/// The hash of a fact: its number and what it says.
#[inline(always)]
pub(crate) fn fact(number: u32, values: &[u32]) -> u32 {
    finish(values.iter().fold(begin(number), |h, &v| mix(h, v)))
}

/// A fact of which only the last value is to come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begun(u32);

impl Begun {
    #[inline(always)]
    pub(crate) fn new(number: u32) -> Begun {
        Begun(begin(number).rotate_left(7))
    }

    /// The hash of the fact with this value.
    #[inline(always)]
    pub(crate) fn with(self, value: u32) -> u32 {
        finish((self.0 ^ value).wrapping_mul(MIX))
    }
}

const MIX: u32 = 0x85EB_CA6B;

#[inline(always)]
fn begin(number: u32) -> u32 {
    number.wrapping_mul(0x9E37_79B1) ^ 0x5bd1_e995
}

#[inline(always)]
fn mix(h: u32, value: u32) -> u32 {
    (h.rotate_left(7) ^ value).wrapping_mul(MIX)
}

#[inline(always)]
fn finish(h: u32) -> u32 {
    (h ^ (h >> 15)).wrapping_mul(0xC2B2_AE35)
}

/// How many distances are told apart.
const BUCKETS: usize = 13;

/// A distance as one of a few.
#[inline]
pub(crate) fn bucket(n: usize) -> u32 {
    match n {
        0..=6 => n as u32,
        7..=8 => 7,
        9..=11 => 8,
        12..=15 => 9,
        16..=22 => 10,
        23..=32 => 11,
        _ => 12,
    }
}
