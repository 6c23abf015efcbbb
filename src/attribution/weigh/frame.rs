//! The readings of one cue, weighed: what several of them share is added up once.
//!
//! A cue has some complements and some subjects, and every pair of them is a reading. Most facts are
//! about one of the two, or about its kind, and say the same in all readings it is part of. The
//! weights are whole numbers, so the order in which they are added does not matter.

use super::super::candidate::{Candidate, Subject};
use super::super::complement::Complement;
use super::super::reading::Reader;
use super::between::{Gap, Span, Way};
use super::evidence::{self, Ground, construction, subject_kind, subject_start};
use super::places::Places;
use super::usual::{Complements, Usual};
use super::who::{Who, agreement};
use super::{Part, Scale, Weights, spot};

/// Kinds of complements and of subjects; their numbers begin with one.
pub(super) const CONSTRUCTIONS: usize = 11;
pub(super) const SUBJECTS: usize = 7;

/// A sum that is not made yet.
const UNKNOWN: i32 = i32::MIN;

/// The sums of one cue.
pub(crate) struct Frame<'g, 'w, 'p> {
    ground: &'g Ground,
    weights: &'w Weights,
    usual: &'w Usual,
    places: &'p mut Places<'w>,
    constructions: [i32; CONSTRUCTIONS],
    kinds: [i32; SUBJECTS],
    pairs: [[i32; SUBJECTS]; CONSTRUCTIONS],
    here: Here<'w>,
}

/// What was weighed for the cue at hand, in memory that serves one cue after the other.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// What its complements are governed by, and what that is worth.
    governed: Vec<(Governed, i32)>,
    subjects: Vec<Known>,
}

/// The kind of a complement, the code of what governs it, and whether its object is a verbal noun.
type Governed = (u32, u32, bool);

/// The complement at hand.
struct Here<'w> {
    usual: &'w Complements,
    complement: Complement,
    kind: u32,
    place: Option<usize>,
    /// Whether the hand-written grammar takes it.
    ruled: bool,
    /// What it is worth without a subject.
    alone: i32,
    /// What it is worth right behind a subject of each kind.
    edges: [i32; SUBJECTS],
}

/// A subject that has been weighed.
#[derive(Clone, Debug)]
struct Known {
    subject: Subject,
    place: u32,
    kind: u32,
    who: Option<Who>,
    /// Whether the hand-written grammar takes it.
    ruled: bool,
    sum: i32,
    /// That, and what it is worth beside each kind of complement.
    beside: [i32; CONSTRUCTIONS],
}

impl<'g, 'w, 'p> Frame<'g, 'w, 'p> {
    pub(crate) fn new(
        ground: &'g Ground,
        weights: &'w Weights,
        places: &'p mut Places<'w>,
    ) -> Frame<'g, 'w, 'p> {
        places.cue.governed.clear();
        places.cue.subjects.clear();
        let usual = weights.usual();
        Frame {
            ground,
            weights,
            usual,
            constructions: [UNKNOWN; CONSTRUCTIONS],
            kinds: [UNKNOWN; SUBJECTS],
            pairs: [[UNKNOWN; SUBJECTS]; CONSTRUCTIONS],
            places,
            here: Here::new(usual, Complement::None, false),
        }
    }

    fn scale(&self) -> Scale<'w> {
        Scale::new(self.weights, Part::Frame)
    }

    /// What speaks for a complement, as log-odds; the subjects that follow stand beside it.
    pub(crate) fn complement(
        &mut self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        nth: u32,
    ) -> f32 {
        let (ground, weights) = (self.ground, self.weights);
        self.here = Here::new(self.usual, k, ground.takes(k, &Subject::Elided).0);
        let (t, usual) = (self.here.kind, self.here.usual);
        let mut scale = self.scale();
        scale.sum = once(self.constructions.get_mut(t as usize), || {
            let mut shared = Scale::new(weights, Part::Frame);
            ground.construction(r, c, k, &mut shared);
            shared.sum
        });
        let verdict = ground.verdict(k);
        usual.judged([verdict, nth], &mut scale);
        ground.judged_kind(t, verdict, &mut scale);
        let Some(at) = self.here.place else {
            spot::before_cue(r, c, c.key, k, &mut scale);
            return scale.score();
        };
        self.places.complement(r, k, at, at > c.at + 1, &mut scale);
        let object = spot::object(r, k, at);
        let span = Span::of(r, c.at, at);
        scale.sum += usual.stretch(span.stretch)
            + usual.nested(span.nested)
            + usual.marked(span.marked)
            + self.governed(r, c, k, object);
        ground.this_place(r, c, k, at, object, &mut scale);
        scale.score()
    }

    /// What it is worth that the complement is governed as it is.
    fn governed(&mut self, r: &Reader<'_>, c: &Candidate<'_>, k: Complement, object: usize) -> i32 {
        let key = (self.here.kind, evidence::code(r, k), r.is_masdar(object));
        if let Some(&(_, sum)) = self.places.cue.governed.iter().find(|(known, _)| *known == key) {
            return sum;
        }
        let mut scale = self.scale();
        self.ground.governed(c, k, key.1, key.2, &mut scale);
        self.places.cue.governed.push((key, scale.sum));
        scale.sum
    }

    /// What speaks for each of the subjects, alone and beside the complement at hand, as log-odds.
    pub(crate) fn subjects(
        &mut self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        subjects: &[(Subject, u32)],
        mut each: impl FnMut(&Subject, f32),
    ) {
        let (t, usual) = (self.here.kind, self.here.usual);
        for (n, (subject, place)) in subjects.iter().enumerate() {
            let at = self.known(r, c, subject, *place, n);
            let Some(known) = self.places.cue.subjects.get(at) else { continue };
            let (u, who) = (known.kind, known.who);
            let agrees = self.ground.agreed((self.here.ruled, known.ruled));
            let own = known.beside.get(t as usize).copied().filter(|&own| own != UNKNOWN);
            let own = own.unwrap_or_else(|| self.beside(r, c, at));
            let mut scale = self.scale();
            scale.sum = own + usual.agreed(u, agrees);
            match (self.here.place, who) {
                (Some(p), None) => scale.sum += self.alone(r, c, p),
                (Some(p), Some(who)) if p > who.at => {
                    let gap = Gap::of(r, who.at, p);
                    scale.sum += self.edge(r, u, p)
                        + usual.spaced(u, who.named, gap.distance)
                        + usual.distant(who.code, gap.distance)
                        + usual.free(u, gap.nouns);
                }
                _ => {}
            }
            each(subject, scale.score());
        }
    }

    /// What a known subject is worth beside complements of the kind at hand.
    #[inline(never)]
    fn beside(&mut self, r: &Reader<'_>, c: &Candidate<'_>, at: usize) -> i32 {
        let (ground, t, k) = (self.ground, self.here.kind as usize, self.here.complement);
        let mut own = self.scale();
        let Some(known) = self.places.cue.subjects.get_mut(at) else { return 0 };
        ground.beside(k, &known.subject, known.who, &mut own);
        let pair = self.pairs.get_mut(t).and_then(|p| p.get_mut(known.kind as usize));
        let kinds = once(pair, || {
            let mut shared = Scale::new(self.weights, Part::Frame);
            ground.kinds(r, c, k, &known.subject, &mut shared);
            shared.sum
        });
        let sum = known.sum + kinds + own.sum;
        if let Some(kept) = known.beside.get_mut(t) {
            *kept = sum;
        }
        sum
    }

    /// What the complement at hand is worth without a subject.
    #[inline]
    fn alone(&mut self, r: &Reader<'_>, c: &Candidate<'_>, p: usize) -> i32 {
        if self.here.alone == UNKNOWN {
            let mut scale = self.scale();
            self.ground.alone(r, c, self.here.kind, p, &mut scale);
            self.here.alone = scale.sum;
        }
        self.here.alone
    }

    /// What the complement at hand is worth right behind a subject of a kind.
    #[inline]
    fn edge(&mut self, r: &Reader<'_>, u: u32, p: usize) -> i32 {
        let (t, weights) = (self.here.kind, self.weights);
        once(self.here.edges.get_mut(u as usize), || {
            let mut scale = Scale::new(weights, Part::Frame);
            spot::edge(r, t, u, p, &mut scale);
            scale.sum
        })
    }

    /// Where the sum of a subject is kept; mostly where it was with the complement before.
    #[inline]
    fn known(
        &mut self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        subject: &Subject,
        place: u32,
        n: usize,
    ) -> usize {
        let same = |k: &Known| k.place == place && alike(&k.subject, subject);
        if self.places.cue.subjects.get(n).is_some_and(same) {
            return n;
        }
        let known = self.places.cue.subjects.iter().position(same);
        known.unwrap_or_else(|| self.new_subject(r, c, subject, place))
    }

    #[inline(never)]
    fn new_subject(
        &mut self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        subject: &Subject,
        place: u32,
    ) -> usize {
        let ground = self.ground;
        let kind = subject_kind(subject);
        let mut own = self.scale();
        own.sum = once(self.kinds.get_mut(kind as usize), || {
            let mut shared = Scale::new(self.weights, Part::Frame);
            ground.kind(r, c, subject, &mut shared);
            ground.kind_guards(subject, &mut shared);
            shared.sum
        });
        let who = subject_start(subject).map(|at| self.places.subject(r, kind, at, &mut own));
        if let Some(who) = &who {
            let usual = self.usual.subjects(kind);
            own.sum += usual.way(&Way::of(r, c.at, who.at));
            if let Some(m) = c.morph {
                own.sum += usual.agreeing(agreement(r, who, m));
            }
        }
        ground.ruled(subject, place, &mut own);
        ground.this_subject(r, c, subject, who, &mut own);
        let known = &mut self.places.cue.subjects;
        known.push(Known {
            subject: *subject,
            place,
            kind,
            who,
            ruled: ground.takes(Complement::None, subject).1,
            sum: own.sum,
            beside: [UNKNOWN; CONSTRUCTIONS],
        });
        known.len() - 1
    }
}

impl<'w> Here<'w> {
    fn new(usual: &'w Usual, complement: Complement, ruled: bool) -> Here<'w> {
        let kind = construction(complement);
        Here {
            usual: usual.complements(kind),
            complement,
            kind,
            place: evidence::place(complement),
            ruled,
            alone: UNKNOWN,
            edges: [UNKNOWN; SUBJECTS],
        }
    }
}

/// Whether the facts say the same of both: of a subject behind its cue they know where it begins.
#[inline]
fn alike(a: &Subject, b: &Subject) -> bool {
    match (a, b) {
        (Subject::After(a), Subject::After(b)) | (Subject::Behind(a), Subject::Behind(b)) => {
            a.first == b.first
        }
        (a, b) => a == b,
    }
}

/// The sum that is kept, made where it is not yet.
#[inline]
fn once(kept: Option<&mut i32>, sum: impl FnOnce() -> i32) -> i32 {
    match kept {
        Some(kept) => {
            if *kept == UNKNOWN {
                *kept = sum();
            }
            *kept
        }
        None => sum(),
    }
}
