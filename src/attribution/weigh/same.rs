//! Whether a source has been heard before: every chain it could belong to, and a new one, weighed.

use crate::lexicon::Classes;

use super::super::classify::Labels;
use super::super::draft::Np;
use super::super::reading::Reader;
use super::atoms::{head_code, word_hash};
use super::{Part, Scale, Sink, Weights, bucket, fact};

/// A chain a source could belong to.
#[derive(Clone, Debug)]
pub(crate) struct Earlier<'h> {
    pub chain: usize,
    /// The mention that is most like the source, and its labels.
    pub np: Np,
    pub labels: &'h Labels,
    /// What its mentions share with the source.
    pub shared: Shared,
    /// How many other chains have been heard since.
    pub rank: usize,
    /// How many of those agree with the source as this one does.
    pub rivals: usize,
    /// How many tokens before the source it spoke last.
    pub ago: usize,
    /// How often it has spoken.
    pub times: usize,
    /// Whether it speaks in the article's own voice.
    pub outer: bool,
    /// Whether the hand-written order of preference takes it.
    pub rule: bool,
}

/// What two mentions have in common.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shared {
    pub entity: bool,
    pub name: bool,
    pub head: bool,
    /// All words of the one are words of the other.
    pub rest: bool,
}

impl Shared {
    pub(crate) fn code(self) -> u32 {
        u32::from(self.entity)
            | u32::from(self.name) << 1
            | u32::from(self.head) << 2
            | u32::from(self.rest) << 3
    }
}

/// What is true of the source itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub pointing: bool,
    pub words: usize,
    /// The word at its head, hashed: «المسؤول» is somebody who was named, «المصدر» can be a paper.
    head: u32,
    /// Whether the hand-written rules see somebody new.
    pub new: bool,
    /// The best any chain shares with it.
    pub best: u32,
}

impl Source {
    pub(crate) fn new(r: &Reader<'_>, np: &Np, labels: &Labels, earlier: &[Earlier<'_>]) -> Source {
        let pointing = (np.first..np.last).any(|k| r.is(k, Classes::SAME.or(Classes::SAME_BEFORE)));
        Source {
            pointing,
            words: r.words_in(np.first, np.last),
            head: word_hash(r.text.noun(labels.head)),
            new: !earlier.iter().any(|e| e.rule),
            best: earlier.iter().map(|e| e.shared.code()).max().unwrap_or(0),
        }
    }

    fn own(self, labels: &Labels) -> (u32, u32) {
        let shape = u32::from(labels.definite)
            | u32::from(self.pointing) << 1
            | (labels.number as u32) << 2
            | u32::from(labels.entity.is_some()) << 4;
        (head_code(labels.class) << 4 | labels.anonymity as u32, shape)
    }
}

impl Earlier<'_> {
    /// How its labels go with those of a source: gender and number.
    pub(crate) fn agreement(&self, labels: &Labels) -> u32 {
        u32::from(self.labels.gender == labels.gender)
            | u32::from(self.labels.number == labels.number) << 1
    }

    /// The facts that speak for this chain.
    pub(crate) fn facts(
        &self,
        r: &Reader<'_>,
        source: Source,
        labels: &Labels,
        to: &mut impl Sink,
    ) {
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 600, v));
        let (class, shape) = source.own(labels);
        let shared = self.shared.code();
        let rule = u32::from(self.rule) | u32::from(source.new) << 1;
        let rank = self.rank.min(6) as u32;
        let other = head_code(self.labels.class) << 4 | self.labels.anonymity as u32;
        let agree = self.agreement(labels) | u32::from(self.labels.definite) << 2;
        add(0, &[rule]);
        add(1, &[rule, shared]);
        add(2, &[rule, class, shape]);
        add(3, &[shared, shape]);
        add(4, &[shared, class]);
        add(5, &[shared, class, other]);
        add(6, &[class, other, rank]);
        add(7, &[shape, rank, rule]);
        add(8, &[agree, shared]);
        add(9, &[agree, class, shape & 3]);
        add(10, &[rank, u32::from(self.outer), rule]);
        add(11, &[self.times.min(4) as u32, rank]);
        add(12, &[source.words.min(6) as u32, shared]);
        add(13, &[source.words.min(6) as u32, class, rule]);
        add(14, &[shared, rank, u32::from(source.best == shared)]);
        add(15, &[shape, shared, rule, rank.min(2)]);
        add(16, &[class, shared, agree, shape & 3]);
        // A word alone that points back says what it can point to.
        let (head, words) = (source.head, source.words.min(3) as u32);
        let kind = self.labels.source_type as u32;
        let rivals = self.rivals.min(3) as u32;
        add(17, &[head, shape & 3, words, shared]);
        add(18, &[head, other, rank.min(2)]);
        add(19, &[head, word_hash(r.text.noun(self.labels.head))]);
        add(20, &[head, kind, agree & 3, rivals]);
        add(21, &[class, shape & 3, words, kind, rivals]);
        add(22, &[shape, agree & 3, rivals, u32::from(self.outer)]);
        add(23, &[class, shape & 3, bucket(self.ago), rivals.min(1)]);
        add(24, &[class, shape & 3, self.times.min(3) as u32, rivals]);
    }
}

/// The facts that speak for somebody who has not been heard.
pub(crate) fn new_facts(source: Source, labels: &Labels, to: &mut impl Sink) {
    let mut add = |n: u32, v: &[u32]| to.add(fact(n + 650, v));
    let (class, shape) = source.own(labels);
    let new = u32::from(source.new);
    add(0, &[new]);
    add(1, &[new, source.best]);
    add(2, &[new, class, shape]);
    add(3, &[class, source.best]);
    add(4, &[shape, source.best]);
    add(5, &[bucket(source.words), class]);
    add(6, &[bucket(source.words), shape, new]);
    add(7, &[source.head, shape & 3, source.words.min(3) as u32]);
    add(8, &[source.head, source.best]);
}

/// The chain a source belongs to; `None` is a new one.
pub(crate) fn likeliest(
    r: &Reader<'_>,
    w: &Weights,
    np: &Np,
    labels: &Labels,
    earlier: &[Earlier<'_>],
) -> Option<usize> {
    let source = Source::new(r, np, labels, earlier);
    let score = |n: Option<usize>| {
        let mut scale = Scale::new(w, Part::Article);
        match n.and_then(|n| earlier.get(n)) {
            Some(e) => e.facts(r, source, labels, &mut scale),
            None => new_facts(source, labels, &mut scale),
        }
        scale.score()
    };
    let rule = earlier.iter().position(|e| e.rule);
    let mut best = (rule, score(rule));
    for n in std::iter::once(None).chain((0..earlier.len()).map(Some)) {
        let score = score(n);
        if score > best.1 {
            best = (n, score);
        }
    }
    best.0
}
