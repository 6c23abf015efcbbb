//! All facts that speak for a reading, one after the other, for the training program: what [`frame`](super::frame)
//! adds up once for all readings that share it, written down for each.

use super::super::candidate::{Candidate, Subject};
use super::super::complement::Complement;
use super::super::reading::Reader;
use super::Sink;
use super::between::{Gap, Span, Way, distant, far, free, marked, nested, passed, spaced, stretch};
use super::evidence::{Ground, agreed, code, construction, judged, place, subject_kind};
use super::spot::{before_cue, edge, object, place_behind, place_itself};
use super::who::{Who, agreeing, agreement, subject_itself};

impl Ground {
    /// What speaks for a complement.
    pub(crate) fn complement(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        nth: u32,
        to: &mut impl Sink,
    ) {
        self.construction(r, c, k, to);
        self.this_complement(r, c, k, nth, to);
    }

    /// What speaks for this one.
    fn this_complement(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        nth: u32,
        to: &mut impl Sink,
    ) {
        let (t, verdict) = (construction(k), self.verdict(k));
        judged([t, verdict, nth], to);
        self.judged_kind(t, verdict, to);
        before_cue(r, c, self.lemma, k, to);
        let Some(at) = place(k) else { return };
        let object = object(r, k, at);
        place_itself(r, k, at, object, to);
        if at > c.at + 1 {
            place_behind(r, t, at, object, to);
        }
        let span = Span::of(r, c.at, at);
        let [a, b, d] = span.stretch;
        stretch([t, a, b, d], to);
        let [a, b, d] = span.nested;
        nested([t, a, b, d], to);
        let [a, b, d] = span.marked;
        marked([t, a, b, d], to);
        self.governed(c, k, code(r, k), r.is_masdar(object), to);
        self.this_place(r, c, k, at, object, to);
    }

    /// What speaks for a subject.
    pub(crate) fn subject(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        s: &Subject,
        nth: u32,
        to: &mut impl Sink,
    ) {
        self.kind(r, c, s, to);
        self.ruled(s, nth, to);
        self.kind_guards(s, to);
        let who = Who::of(r, s);
        if let Some(who) = &who {
            let t = subject_kind(s);
            subject_itself(r, t, who, to);
            let way = Way::of(r, c.at, who.at);
            passed([t, way.commas, way.verbs, way.relatives, way.clauses], to);
            far([t, way.distance], to);
            if let Some(m) = c.morph {
                let [gender, plural, ending, verb] = agreement(r, who, m);
                agreeing([t, gender, plural, ending, verb], to);
            }
        }
        self.this_subject(r, c, s, who, to);
    }

    /// What speaks for a complement and a subject together.
    pub(crate) fn pair(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        s: &Subject,
        to: &mut impl Sink,
    ) {
        let who = Who::of(r, s);
        self.kinds(r, c, k, s, to);
        self.beside(k, s, who, to);
        self.between(r, c, k, s, who, to);
    }

    /// What stands between cue, subject and complement.
    fn between(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        s: &Subject,
        who: Option<Who>,
        to: &mut impl Sink,
    ) {
        let (t, u) = (construction(k), subject_kind(s));
        agreed([t, u, self.agreed(self.takes(k, s))], to);
        let Some(p) = place(k) else { return };
        match who {
            None => self.alone(r, c, t, p, to),
            Some(who) if p > who.at => {
                edge(r, t, u, p, to);
                let gap = Gap::of(r, who.at, p);
                spaced([t, u, u32::from(who.named), gap.distance], to);
                distant([t, who.code, gap.distance], to);
                free([t, u, gap.nouns], to);
            }
            Some(_) => {}
        }
    }
}
