//! Facts that say one of few things, weighed once for all texts.
//!
//! A fact about a kind of complement and a distance says one of a hundred things. What it is worth
//! is looked up by what it says, and where several such facts are asked for together their sum is.

use super::between::{Way, distant, far, free, marked, nested, passed, spaced, stretch};
use super::evidence::{agreed, judged};
use super::frame::{CONSTRUCTIONS, SUBJECTS};
use super::who::agreeing;
use super::{BUCKETS, Part, Scale, Weights};

/// What is kept for each kind of complement and of subject.
#[derive(Clone, Debug)]
pub(super) struct Usual {
    complements: [Complements; CONSTRUCTIONS],
    subjects: [Subjects; SUBJECTS],
}

/// What a kind of subject is worth, by what the facts say of its way to the cue and its agreement.
#[derive(Clone, Debug)]
pub(super) struct Subjects {
    passed: [[[[i16; 3]; 2]; 4]; 4],
    far: [i16; BUCKETS],
    agreeing: [[[[i16; 2]; 4]; 2]; 3],
}

/// What a kind of complement is worth, and a subject beside it, by what the facts say.
#[derive(Clone, Debug)]
pub(super) struct Complements {
    kind: u32,
    judged: [[i16; NTH]; 4],
    stretch: [[[i16; 4]; 4]; 4],
    nested: [[[i16; 2]; 3]; 3],
    marked: [[[i16; BUCKETS]; 3]; 3],
    agreed: [[i16; 5]; SUBJECTS],
    spaced: [[[i16; BUCKETS]; 2]; SUBJECTS],
    distant: [[i16; BUCKETS]; 10],
    free: [[i16; 7]; SUBJECTS],
}

/// So many complements of a kind are told apart.
const NTH: usize = 12;

impl Usual {
    pub(super) fn new(w: &Weights) -> Usual {
        Usual {
            complements: row(|t| Complements::new(w, t)),
            subjects: row(|t| Subjects::new(w, t)),
        }
    }

    /// What is kept for complements of a kind.
    pub(super) fn complements(&self, kind: u32) -> &Complements {
        let [none, ..] = &self.complements;
        self.complements.get(kind as usize).unwrap_or(none)
    }

    /// What is kept for subjects of a kind.
    pub(super) fn subjects(&self, kind: u32) -> &Subjects {
        let [none, ..] = &self.subjects;
        self.subjects.get(kind as usize).unwrap_or(none)
    }
}

/// One value for each of the first numbers.
fn row<T, const N: usize>(mut value: impl FnMut(u32) -> T) -> [T; N] {
    std::array::from_fn(|n| value(n as u32))
}

fn weigh(w: &Weights, facts: &dyn Fn(&mut Scale<'_>)) -> i16 {
    let mut scale = Scale::new(w, Part::Frame);
    facts(&mut scale);
    scale.sum as i16
}

impl Subjects {
    fn new(w: &Weights, t: u32) -> Subjects {
        let passed = |a, b, c, d| weigh(w, &|to| passed([t, a, b, c, d], to));
        let agreeing = |a, b, c, d| weigh(w, &|to| agreeing([t, a, b, c, d], to));
        Subjects {
            passed: row(|a| row(|b| row(|c| row(|d| passed(a, b, c, d))))),
            far: row(|a| weigh(w, &|to| far([t, a], to))),
            agreeing: row(|a| row(|b| row(|c| row(|d| agreeing(a, b, c, d))))),
        }
    }

    /// What stands between the cue and the subject, and how far it is.
    pub(super) fn way(&self, way: &Way) -> i32 {
        let passed = self.passed.get(way.commas as usize);
        let passed = passed.map_or(0, |p| three(p, way.verbs, way.relatives, way.clauses));
        passed + self.far.get(way.distance as usize).map_or(0, |&sum| i32::from(sum))
    }

    pub(super) fn agreeing(&self, [gender, plural, ending, verb]: [u32; 4]) -> i32 {
        self.agreeing.get(gender as usize).map_or(0, |a| three(a, plural, ending, verb))
    }
}

impl Complements {
    fn new(w: &Weights, t: u32) -> Complements {
        let sum = |facts: &dyn Fn(&mut Scale<'_>)| weigh(w, facts);
        Complements {
            kind: t,
            judged: row(|a| row(|b| sum(&|to| judged([t, a, b], to)))),
            stretch: row(|a| row(|b| row(|c| sum(&|to| stretch([t, a, b, c], to))))),
            nested: row(|a| row(|b| row(|c| sum(&|to| nested([t, a, b, c], to))))),
            marked: row(|a| row(|b| row(|c| sum(&|to| marked([t, a, b, c], to))))),
            agreed: row(|a| row(|b| sum(&|to| agreed([t, a, b], to)))),
            spaced: row(|a| row(|b| row(|c| sum(&|to| spaced([t, a, b, c], to))))),
            distant: row(|a| row(|b| sum(&|to| distant([t, a, b], to)))),
            free: row(|a| row(|b| sum(&|to| free([t, a, b], to)))),
        }
    }

    pub(super) fn judged(&self, [verdict, nth]: [u32; 2], to: &mut Scale<'_>) {
        match two(&self.judged, verdict, nth) {
            Some(sum) => to.sum += sum,
            None => judged([self.kind, verdict, nth], to),
        }
    }

    pub(super) fn stretch(&self, [commas, cues, verbs]: [u32; 3]) -> i32 {
        three(&self.stretch, commas, cues, verbs)
    }

    pub(super) fn nested(&self, [relatives, commas, cues]: [u32; 3]) -> i32 {
        three(&self.nested, relatives, commas, cues)
    }

    pub(super) fn marked(&self, [quotes, stops, distance]: [u32; 3]) -> i32 {
        three(&self.marked, quotes, stops, distance)
    }

    #[inline]
    pub(super) fn agreed(&self, subject: u32, agrees: u32) -> i32 {
        two(&self.agreed, subject, agrees).unwrap_or(0)
    }

    #[inline]
    pub(super) fn spaced(&self, subject: u32, named: bool, distance: u32) -> i32 {
        three(&self.spaced, subject, u32::from(named), distance)
    }

    #[inline]
    pub(super) fn distant(&self, head: u32, distance: u32) -> i32 {
        two(&self.distant, head, distance).unwrap_or(0)
    }

    #[inline]
    pub(super) fn free(&self, subject: u32, nouns: u32) -> i32 {
        two(&self.free, subject, nouns).unwrap_or(0)
    }
}

#[inline(always)]
fn two<const B: usize>(sums: &[[i16; B]], a: u32, b: u32) -> Option<i32> {
    sums.get(a as usize)?.get(b as usize).map(|&sum| i32::from(sum))
}

#[inline(always)]
fn three<const B: usize, const C: usize>(sums: &[[[i16; C]; B]], a: u32, b: u32, c: u32) -> i32 {
    sums.get(a as usize).and_then(|s| two(s, b, c)).unwrap_or(0)
}
