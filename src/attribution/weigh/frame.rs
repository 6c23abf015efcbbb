//! The readings of one cue, weighed: what several of them share is added up once.
//!
//! A cue has some complements and some subjects, and every pair of them is a reading. Most facts are
//! about one of the two, or about its kind, and say the same in all readings it is part of. The
//! weights are whole numbers, so the order in which they are added does not matter.

use super::super::candidate::{Candidate, Subject};
use super::super::complement::Complement;
use super::super::reading::Reader;
use super::evidence::{Ground, Who, construction, subject_kind};
use super::{Part, Scale, Weights};

/// Kinds of complements and of subjects, and one more that is none.
const CONSTRUCTIONS: usize = 16;
const SUBJECTS: usize = 8;

/// The sums of one cue.
pub(crate) struct Frame<'g, 'w> {
    ground: &'g Ground,
    weights: &'w Weights,
    constructions: [Option<i32>; CONSTRUCTIONS],
    kinds: [Option<i32>; SUBJECTS],
    pairs: [[Option<i32>; SUBJECTS]; CONSTRUCTIONS],
    subjects: Vec<Known>,
}

/// A subject that has been weighed.
#[derive(Clone, Debug)]
struct Known {
    subject: Subject,
    place: u32,
    who: Option<Who>,
    sum: i32,
    /// What it is worth beside each kind of complement.
    beside: [Option<i32>; CONSTRUCTIONS],
}

impl<'g, 'w> Frame<'g, 'w> {
    pub(crate) fn new(ground: &'g Ground, weights: &'w Weights) -> Frame<'g, 'w> {
        Frame {
            ground,
            weights,
            constructions: [None; CONSTRUCTIONS],
            kinds: [None; SUBJECTS],
            pairs: [[None; SUBJECTS]; CONSTRUCTIONS],
            subjects: Vec::with_capacity(12),
        }
    }

    fn scale(&self) -> Scale<'w> {
        Scale::new(self.weights, Part::Frame)
    }

    /// What speaks for a complement, as log-odds.
    pub(crate) fn complement(
        &mut self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        nth: u32,
    ) -> f32 {
        let ground = self.ground;
        let mut scale = self.scale();
        scale.sum = once(self.constructions.get_mut(construction(k) as usize), || {
            let mut shared = Scale::new(self.weights, Part::Frame);
            ground.construction(r, c, k, &mut shared);
            shared.sum
        });
        ground.this_complement(r, c, k, nth, &mut scale);
        scale.score()
    }

    /// What speaks for a subject, alone and beside the complement; it is the `n`th of those that are
    /// tried with this complement.
    pub(crate) fn subject(
        &mut self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        (subject, place): &(Subject, u32),
        n: usize,
    ) -> f32 {
        let (ground, weights) = (self.ground, self.weights);
        let (t, u) = (construction(k) as usize, subject_kind(subject) as usize);
        let mut scale = self.scale();
        scale.sum = once(self.pairs.get_mut(t).and_then(|p| p.get_mut(u)), || {
            let mut shared = Scale::new(weights, Part::Frame);
            ground.kinds(r, c, k, subject, &mut shared);
            shared.sum
        });
        let at = self.known(r, c, subject, *place, n);
        if let Some(known) = self.subjects.get_mut(at) {
            scale.sum += known.sum;
            scale.sum += once(known.beside.get_mut(t), || {
                let mut shared = Scale::new(weights, Part::Frame);
                ground.beside(k, subject, known.who, &mut shared);
                shared.sum
            });
            ground.this_pair(r, c, k, subject, known.who, &mut scale);
        }
        scale.score()
    }

    /// Where the sum of a subject is kept; mostly where it was with the complement before.
    fn known(
        &mut self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        subject: &Subject,
        place: u32,
        n: usize,
    ) -> usize {
        let same = |k: &Known| k.place == place && alike(&k.subject, subject);
        if self.subjects.get(n).is_some_and(same) {
            return n;
        }
        if let Some(at) = self.subjects.iter().position(same) {
            return at;
        }
        let ground = self.ground;
        let who = Who::of(r, subject);
        let mut own = self.scale();
        own.sum = once(self.kinds.get_mut(subject_kind(subject) as usize), || {
            let mut shared = Scale::new(self.weights, Part::Frame);
            ground.kind(r, c, subject, &mut shared);
            ground.kind_guards(subject, &mut shared);
            shared.sum
        });
        ground.ruled(subject, place, &mut own);
        ground.this_subject(r, c, subject, who, &mut own);
        let beside = [None; CONSTRUCTIONS];
        self.subjects.push(Known { subject: *subject, place, who, sum: own.sum, beside });
        self.subjects.len() - 1
    }
}

/// Whether the facts say the same of both: of a subject behind its cue they know where it begins.
fn alike(a: &Subject, b: &Subject) -> bool {
    match (a, b) {
        (Subject::After(a), Subject::After(b)) | (Subject::Behind(a), Subject::Behind(b)) => {
            a.first == b.first
        }
        (a, b) => a == b,
    }
}

/// The sum that is kept, made where it is not yet.
fn once(kept: Option<&mut Option<i32>>, sum: impl FnOnce() -> i32) -> i32 {
    match kept {
        Some(kept) => *kept.get_or_insert_with(sum),
        None => sum(),
    }
}
