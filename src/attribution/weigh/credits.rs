//! Whether a few words at the top or the bottom are an outlet, an author or neither.

use crate::segment::TokenKind;

use super::super::context::Question;
use super::super::credits::{Credit, nature};
use super::super::reading::Reader;
use super::atoms::{head_code, word_hash};
use super::labels::Asked;
use super::{Weights, bucket};

/// What a stretch of words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Neither = 0,
    Outlet = 1,
    Author = 2,
}

/// How many answers there are.
pub(crate) const ANSWERS: usize = 3;

/// The facts about a stretch.
pub(crate) fn about(r: &Reader<'_>, c: &Credit) -> Asked {
    let mut q = Asked::new(6, Answer::Neither as u32);
    let (line, bottom) = (c.line.min(8) as u32, c.bottom.min(5) as u32);
    let place = c.place.min(4) as u32 | u32::from(c.whole) << 3;
    let mark = |k: Option<usize>| k.and_then(|k| r.punct(k)).map_or(0, |p| 1 + p as u32);
    // What stands right before and right behind, within the line.
    let left = if c.first > c.start { mark(c.first.checked_sub(1)) } else { 30 };
    let right = if c.last < c.end { mark(Some(c.last)) } else { 30 };
    let next = (c.last..c.end).find(|&k| r.is_word(k));
    let next = next.or_else(|| (c.end..c.end + 3).find(|&k| r.is_word(k)));
    let next = next.map_or(99, |k| r.atom(k).tag());
    let rest = bucket(c.end - c.last);
    let words = (c.first..c.last).filter(|&k| r.is_word(k)).count().min(7) as u32;
    let own = nature(r, c.first, c.last);
    let (before, mark_before) =
        c.before.map_or((99, 0), |(a, b)| (nature(r, a, b), r.atom(a).word));
    let (a, z) = (r.atom(c.first), r.atom(c.last - 1));
    let head = head_code(r.get(c.first).head.map(|h| h.class));
    let has = |kind: TokenKind| u32::from((c.first..c.last).any(|k| r.tok(k).kind == kind));
    let made = has(TokenKind::Foreign) | has(TokenKind::Number) << 1;
    let unknown = |k: usize| r.get(k).word.is_none() && r.get(k).head.is_none();
    let unknown = u32::from((c.first..c.last).all(unknown));
    let definite = u32::from(r.tok(c.first).is_definite())
        | u32::from(r.tok(c.first).has_prep()) << 1
        | u32::from(r.tok(c.first).has_conj()) << 2;
    let name = (c.first..c.last)
        .fold(0_u32, |h, k| h.wrapping_mul(31).wrapping_add(word_hash(r.text.word(k))));
    let edge = line.min(6) | bottom.min(3) << 3;
    q.add(2, &[edge, place]);
    q.add(3, &[edge, left, right]);
    q.add(4, &[left, right, own]);
    q.add(5, &[left, right, before, own]);
    q.add(6, &[before, own, words]);
    q.add(7, &[before, left, head]);
    q.add(8, &[own, edge, rest.min(3)]);
    q.add(9, &[name]);
    q.add(10, &[name, before]);
    q.add(11, &[word_hash(r.text.word(c.first))]);
    q.add(12, &[word_hash(r.text.word(c.last - 1))]);
    q.add(13, &[word_hash(r.text.word(c.first)), words, left]);
    q.add(14, &[mark_before, left, own]);
    q.add(15, &[mark_before, head]);
    q.add(16, &[a.tag(), z.tag(), words]);
    q.add(17, &[a.class(), own]);
    q.add(18, &[z.class(), own]);
    q.add(19, &[head, made, words]);
    q.add(20, &[head, edge, left]);
    q.add(21, &[unknown, definite, words, edge]);
    q.add(22, &[unknown, before, left, right]);
    q.add(23, &[next, right, left]);
    q.add(24, &[next, right, own]);
    q.add(25, &[rest, edge, before]);
    q.add(26, &[made, left, right, edge]);
    q.add(27, &[a.tag(), before, left]);
    q.add(28, &[definite, before, left, right]);
    q.add(29, &[own, place, u32::from(c.whole), rest.min(3)]);
    q.add(30, &[a.tag(), a.shape() & 31, place]);
    q.add(31, &[unknown, own, rest.min(3), next]);
    if let Some(context) = r.context {
        let first = context.level(c.first, Question::SourceFirst);
        let last = context.level(c.last - 1, Question::SourceLast);
        let inside = context.level(c.first, Question::Source);
        let outside = context.level(c.last, Question::Source);
        q.add(40, &[first]);
        q.add(41, &[last]);
        q.add(42, &[first / 2, last / 2]);
        q.add(43, &[inside, own]);
        q.add(44, &[first, edge]);
        q.add(45, &[inside / 2, outside / 2]);
        q.add(46, &[context.level(c.first, Question::Content) / 2, first / 2]);
        q.add(47, &[first / 2, left, right]);
    }
    q
}

/// What it is, and by how much that is likelier than nothing.
pub(crate) fn weigh(r: &Reader<'_>, w: &Weights, c: &Credit) -> Option<(Answer, i32)> {
    let [neither, outlet, author] = about(r, c).scores::<ANSWERS>(w);
    let (answer, score) =
        if outlet >= author { (Answer::Outlet, outlet) } else { (Answer::Author, author) };
    (score > neither).then_some((answer, score - neither))
}
