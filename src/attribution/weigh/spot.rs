//! What speaks for a complement by the words at the place where it stands.

use super::super::candidate::Candidate;
use super::super::complement::{Complement, is_speech};
use super::super::reading::Reader;
use super::evidence::construction;
use super::{Sink, bucket, fact, hints};

/// What speaks for words before the cue as its content.
pub(super) fn before_cue(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    lemma: u32,
    k: Complement,
    to: &mut impl Sink,
) {
    let (Complement::Back(first, last) | Complement::Front(first, last)) = k else { return };
    let t = construction(k);
    let a = r.atom(first);
    let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
    add(70, &[t, a.tag(), bucket(last - first)]);
    add(71, &[t, a.class()]);
    add(72, &[t, a.word]);
    add(73, &[t, r.atom(last).tag(), u32::from(c.enclitic)]);
    add(74, &[t, r.atom(last).word, u32::from(c.enclitic), lemma]);
    if first > 0 {
        add(75, &[t, r.atom(first - 1).tag(), a.tag()]);
    }
    hints::content_start(r, t, first, to);
}

/// What the complement at a place begins with: the word behind أن or a colon, the object itself.
pub(super) fn object(r: &Reader<'_>, k: Complement, at: usize) -> usize {
    let clause = matches!(k, Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_));
    let behind = clause || matches!(k, Complement::Prep(p) if r.prep(p).is_none());
    at + usize::from(behind)
}

/// What speaks for a complement at this place, whatever its cue.
pub(super) fn place_itself(
    r: &Reader<'_>,
    k: Complement,
    at: usize,
    object: usize,
    to: &mut impl Sink,
) {
    let t = construction(k);
    let (o, here) = (r.atom(object), r.atom(at));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
    add(32, &[t, here.tag()]);
    add(33, &[t, here.word]);
    add(35, &[t, here.class()]);
    add(36, &[t, o.tag()]);
    add(37, &[t, o.class()]);
    add(38, &[t, o.word]);
    add(41, &[t, o.shape()]);
    add(47, &[t, u32::from(r.is_masdar(object)), u32::from(r.tok(object).is_definite())]);
    if let Complement::Quote(open) = k {
        let close = r.quotes.close_of(open).unwrap_or(open);
        add(60, &[bucket(close - open), u32::from(is_speech(r, open, close))]);
        add(61, &[r.atom(close + 1).tag()]);
    }
    if matches!(k, Complement::Bare(_) | Complement::Prep(_)) {
        let n = r.atom(object + 1);
        add(63, &[t, n.tag()]);
        add(64, &[t, n.class()]);
        add(65, &[t, o.class(), n.class()]);
    }
    hints::content_start(r, t, object, to);
}

/// What the word before it says, where that is not the cue.
pub(super) fn place_behind(r: &Reader<'_>, t: u32, at: usize, object: usize, to: &mut impl Sink) {
    let (b, o) = (r.atom(at - 1), r.atom(object));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
    add(43, &[t, b.tag()]);
    add(44, &[t, b.class()]);
    add(45, &[t, b.tag(), o.tag()]);
    add(46, &[t, b.shape(), o.shape() & 8]);
}

/// What speaks for an end of the subject right before the complement at `p`.
pub(super) fn edge(r: &Reader<'_>, t: u32, u: u32, p: usize, to: &mut impl Sink) {
    let (b, o) = (r.atom(p - 1), r.atom(p));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n + 200, v));
    add(13, &[t, u, b.tag(), o.tag()]);
    add(14, &[t, u, b.shape() & 0x1ff, o.shape() & 0x1ff]);
    add(15, &[t, u, b.class(), o.class()]);
}
