//! Who a noun phrase is, and what speaks for it as a subject wherever its cue stands.

use crate::entity::EntityKind;
use crate::lexicon::{Gender, Head, HeadClass, Morph};

#[cfg(feature = "training")]
use super::super::candidate::Subject;
use super::super::reading::Reader;
use super::super::subject::{abstract_subject, head_of};
use super::atoms::{gender_code, head_code};
#[cfg(feature = "training")]
use super::evidence::subject_start;
use super::{Sink, fact, hints};

/// What is known of the noun phrase of a subject, by the token it begins at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    pub(super) at: usize,
    pub(super) head: Option<Head>,
    /// The class of its head as a number.
    pub(super) code: u32,
    pub(super) speaks: u32,
    /// Whether it begins with a name.
    pub(super) named: bool,
}

impl Who {
    #[cfg(feature = "training")]
    pub(super) fn of(r: &Reader<'_>, s: &Subject) -> Option<Who> {
        subject_start(s).map(|at| Who::at(r, at))
    }

    pub(super) fn at(r: &Reader<'_>, at: usize) -> Who {
        let head = head_of(r, at);
        let speaks = u32::from(speaks(r, at, head));
        let code = head_code(head.map(|h| h.class));
        Who { at, head, code, speaks, named: r.mention(at).is_some() }
    }
}

/// Whether lexicon or tagger know somebody who can speak at `i`.
fn speaks(r: &Reader<'_>, i: usize, head: Option<Head>) -> bool {
    head.is_some_and(|h| h.class.is_human() || matches!(h.class, HeadClass::Org | HeadClass::Media))
        || r.mention(i).is_some_and(|m| {
            matches!(m.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Location)
        })
}

/// Whether a subject agrees with its verb: in gender (2 where nobody knows), whether it is plural,
/// its gender as its ending tells beside that of the verb, whether the verb is plural.
pub(super) fn agreement(r: &Reader<'_>, who: &Who, m: Morph) -> [u32; 4] {
    let gender = who.head.map_or(2, |h| {
        let things = h.plural && !h.class.is_human();
        let gender = if things { Gender::Feminine } else { h.gender };
        u32::from(gender == m.gender)
    });
    let plural = u32::from(who.head.is_some_and(|h| h.plural));
    let ending = u32::from(r.atom(who.at).shape >> 5 & 15 == 1) << 1 | gender_code(m.gender);
    [gender, plural, ending, u32::from(m.plural)]
}

pub(super) fn agreeing([t, gender, plural, ending, verb]: [u32; 5], to: &mut impl Sink) {
    to.add(fact(140, &[t, gender, plural]));
    to.add(fact(141, &[t, ending]));
    to.add(fact(142, &[t, verb, plural]));
}

/// What speaks for a subject that begins at its token, whatever its cue.
pub(super) fn subject_itself(r: &Reader<'_>, t: u32, who: &Who, to: &mut impl Sink) {
    let at = who.at;
    let (a, n1) = (r.atom(at), r.atom(at + 1));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n + 100, v));
    add(20, &[t, a.tag()]);
    add(21, &[t, a.class()]);
    add(22, &[t, a.word]);
    add(23, &[t, a.shape()]);
    add(24, &[t, who.code]);
    add(29, &[t, a.tag(), n1.tag()]);
    add(30, &[t, n1.class()]);
    add(31, &[t, a.class(), n1.class()]);
    if at > 0 {
        let b = r.atom(at - 1);
        add(33, &[t, b.tag()]);
        add(34, &[t, b.word]);
    }
    add(45, &[t, u32::from(abstract_subject(r, at)), who.speaks]);
    hints::subject(r, t, at, to);
}
