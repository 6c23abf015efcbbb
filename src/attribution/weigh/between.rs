//! What stands between a cue, its subject and its complement: how much, and of which kinds.

use super::super::reading::Reader;
use super::atoms::Kinds;
use super::{Sink, bucket, fact};

/// What stands between a cue and its complement.
pub(super) struct Span {
    /// Commas, cues, verbs.
    pub(super) stretch: [u32; 3],
    /// Relative pronouns, commas, cues.
    pub(super) nested: [u32; 3],
    /// Quotations and stops, and how far it is.
    pub(super) marked: [u32; 3],
}

impl Span {
    pub(super) fn of(r: &Reader<'_>, cue: usize, at: usize) -> Span {
        let kinds = r.kinds(cue + 1..at);
        let [commas, cues, verbs] = [Kinds::COMMA, Kinds::CUE, Kinds::VERB].map(|k| kinds.get(k));
        let [relatives, quotes, stops] =
            [Kinds::RELATIVE, Kinds::QUOTE, Kinds::STOP].map(|k| kinds.get(k));
        Span {
            stretch: [commas.min(3), cues.min(3), verbs.min(3)],
            nested: [relatives.min(2), commas.min(2), cues.min(1)],
            marked: [quotes.min(2), stops.min(2), bucket(at - cue)],
        }
    }
}

pub(super) fn stretch([t, commas, cues, verbs]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(50, &[t, commas]));
    to.add(fact(51, &[t, cues]));
    to.add(fact(52, &[t, verbs]));
}

pub(super) fn nested([t, relatives, commas, cues]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(53, &[t, relatives, commas, cues]));
}

pub(super) fn marked([t, quotes, stops, distance]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(54, &[t, quotes]));
    to.add(fact(55, &[t, stops]));
    to.add(fact(30, &[t, distance]));
}

/// What stands between a subject and the complement behind it.
pub(super) struct Gap {
    pub(super) distance: u32,
    /// Nouns between the subject's head and the object: the fewer the better.
    pub(super) nouns: u32,
}

impl Gap {
    #[inline]
    pub(super) fn of(r: &Reader<'_>, subject: usize, p: usize) -> Gap {
        let nouns = r.kinds(subject + 1..p).get(Kinds::NOUN);
        Gap { distance: bucket(p - subject), nouns: nouns.min(6) }
    }
}

pub(super) fn spaced([t, u, named, distance]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(212, &[t, u, distance]));
    to.add(fact(218, &[t, u, named, distance]));
}

pub(super) fn distant([t, code, distance]: [u32; 3], to: &mut impl Sink) {
    to.add(fact(216, &[t, code, distance]));
}

pub(super) fn free([t, u, nouns]: [u32; 3], to: &mut impl Sink) {
    to.add(fact(217, &[t, u, nouns]));
}

/// What stands between a cue and its subject.
pub(super) struct Way {
    pub(super) distance: u32,
    pub(super) commas: u32,
    /// Of speech and others.
    pub(super) verbs: u32,
    pub(super) relatives: u32,
    pub(super) clauses: u32,
}

impl Way {
    pub(super) fn of(r: &Reader<'_>, cue: usize, subject: usize) -> Way {
        let between = if subject > cue { cue + 1..subject } else { subject..cue };
        let kinds = r.kinds(between);
        let verbs = kinds.get(Kinds::CUE) + kinds.get(Kinds::VERB);
        Way {
            distance: bucket(subject.abs_diff(cue)),
            commas: kinds.get(Kinds::COMMA).min(3),
            verbs: verbs.min(3),
            relatives: kinds.get(Kinds::RELATIVE).min(1),
            clauses: kinds.get(Kinds::CLAUSE).min(2),
        }
    }
}

pub(super) fn passed([t, commas, verbs, relatives, clauses]: [u32; 5], to: &mut impl Sink) {
    to.add(fact(136, &[t, commas]));
    to.add(fact(137, &[t, verbs, relatives]));
    to.add(fact(138, &[t, clauses]));
}

pub(super) fn far([t, distance]: [u32; 2], to: &mut impl Sink) {
    to.add(fact(132, &[t, distance]));
}
