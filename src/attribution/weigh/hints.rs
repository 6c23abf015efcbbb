//! What the network that reads the context says, as facts.
//!
//! Without a context there are none; the weights that were learned without one are used then.

use std::ops::Range;

use super::super::context::Question::{
    Content, ContentFirst, ContentLast, Core, Elided, Extended, Source, SourceFirst, SourceLast,
};
use super::super::context::{Context, Question};
use super::super::reading::Reader;
use super::{Sink, fact};

/// The highest level of a question among some tokens.
fn highest(context: &Context, question: Question, tokens: Range<usize>) -> u32 {
    tokens.map(|k| context.level(k, question)).max().unwrap_or(0)
}

/// Whether a cue with a complement of kind `t` stands at token `i`.
pub(super) fn cue(r: &Reader<'_>, t: u32, i: usize, to: &mut impl Sink) {
    let Some(context) = r.context else { return };
    let (core, elided) = (context.level(i, Core), context.level(i, Elided));
    to.add(fact(500, &[core]));
    to.add(fact(501, &[context.level(i, Extended)]));
    to.add(fact(502, &[t, core]));
    to.add(fact(503, &[t, elided]));
}

/// Whether a content of kind `t` begins at token `i`.
pub(super) fn content_start(r: &Reader<'_>, t: u32, i: usize, to: &mut impl Sink) {
    let Some(context) = r.context else { return };
    let (first, inside) = (context.level(i, ContentFirst), context.level(i, Content));
    to.add(fact(510, &[first]));
    to.add(fact(511, &[t, first]));
    to.add(fact(512, &[first, inside]));
    if i > 0 {
        to.add(fact(513, &[t, context.level(i - 1, Content)]));
    }
}

/// Whether the cue at token `i` has a subject of kind `t`.
pub(super) fn subject_kind(r: &Reader<'_>, t: u32, i: usize, to: &mut impl Sink) {
    let Some(context) = r.context else { return };
    let (core, elided) = (context.level(i, Core), context.level(i, Elided));
    to.add(fact(520, &[t, elided]));
    to.add(fact(521, &[t, core]));
    to.add(fact(522, &[t, elided, core / 2]));
}

/// Whether a subject of kind `t` begins at token `i`.
pub(super) fn subject(r: &Reader<'_>, t: u32, i: usize, to: &mut impl Sink) {
    let Some(context) = r.context else { return };
    let first = context.level(i, SourceFirst);
    to.add(fact(530, &[first]));
    to.add(fact(531, &[t, first]));
}

/// The same for the cue at `cue`, whose subject may be left out.
pub(super) fn subject_of(r: &Reader<'_>, t: u32, i: usize, cue: usize, to: &mut impl Sink) {
    let Some(context) = r.context else { return };
    let elided = context.level(cue, Elided);
    to.add(fact(532, &[t, context.level(i, SourceFirst), elided / 3]));
}

/// Whether a noun phrase in setting `s` ends before token `j`.
pub(super) fn phrase_end(r: &Reader<'_>, s: u32, j: usize, limit: usize, to: &mut impl Sink) {
    let Some(context) = r.context else { return };
    let (last, next) = (context.level(j - 1, SourceLast), context.level(j, Source));
    to.add(fact(540, &[last]));
    to.add(fact(541, &[s, last]));
    to.add(fact(542, &[next]));
    to.add(fact(543, &[last, next / 2]));
    to.add(fact(544, &[context.level(j, Core)]));
    let ahead = highest(context, SourceLast, j..limit.min(j + 16));
    to.add(fact(545, &[last, ahead]));
    to.add(fact(546, &[s, last, ahead / 3]));
    to.add(fact(547, &[last, next / 3, ahead / 3]));
}

/// Whether a content of kind `t` ends before token `j`, where the next word is `n`.
pub(super) fn content_end(
    r: &Reader<'_>,
    t: u32,
    j: usize,
    n: usize,
    limit: usize,
    to: &mut impl Sink,
) {
    let Some(context) = r.context else { return };
    let (last, next) = (context.level(j - 1, ContentLast), context.level(n, Content));
    to.add(fact(550, &[last]));
    to.add(fact(551, &[t, last]));
    to.add(fact(552, &[next]));
    to.add(fact(553, &[t, next]));
    to.add(fact(554, &[last, next / 2]));
    to.add(fact(555, &[context.level(n, Core)]));
    to.add(fact(556, &[context.level(j, Content), next / 2]));
    // Whether a later place looks more like the end.
    let ahead = highest(context, ContentLast, j..limit.min(j + 32));
    let inside = context.level(j - 1, Content);
    to.add(fact(557, &[last, ahead]));
    to.add(fact(558, &[t, last, ahead / 3]));
    to.add(fact(559, &[last, next / 3, ahead / 3]));
    to.add(fact(571, &[inside / 2, next / 2, last / 3]));
    to.add(fact(572, &[t, last / 2, next / 2]));
}

/// Whether the content of this very cue, of kind `t`, ends before token `j`, a `mark` or not, where the next
/// word is `n`: how likely that is, and whether no end is likelier.
pub(super) fn this_end(
    r: &Reader<'_>,
    t: u32,
    j: usize,
    n: usize,
    mark: u32,
    (level, best): (u32, bool),
    to: &mut impl Sink,
) {
    let Some(context) = r.context else { return };
    // What it says without regard to the cue.
    let (last, next) = (context.level(j - 1, ContentLast), context.level(n, Content));
    let best = u32::from(best);
    to.add(fact(580, &[level]));
    to.add(fact(581, &[t, level]));
    to.add(fact(582, &[best, level]));
    to.add(fact(583, &[level, last]));
    to.add(fact(584, &[level, mark]));
    to.add(fact(585, &[level, next / 2]));
    to.add(fact(586, &[best, last / 2, next / 2]));
    to.add(fact(587, &[t, best, level / 2, last / 3]));
}

/// Whether what a device at token `at` covers begins at token `i`, which is opened by `o`.
pub(super) fn scope(r: &Reader<'_>, o: u32, i: usize, at: usize, to: &mut impl Sink) {
    let Some(context) = r.context else { return };
    let (first, inside) = (context.level(i, ContentFirst), context.level(i, Content));
    let before = context.level(i.wrapping_sub(1), Content);
    let last = context.level(at.wrapping_sub(1), Content);
    to.add(fact(560, &[first]));
    to.add(fact(561, &[o, first]));
    to.add(fact(562, &[o, before]));
    to.add(fact(563, &[first, before / 2]));
    to.add(fact(564, &[o, inside / 2, last / 2]));
}

/// Whether a device at token `i` has somebody behind it, at token `at`.
pub(super) fn device(r: &Reader<'_>, i: usize, at: usize, mut add: impl FnMut(u32, &[u32])) {
    let Some(context) = r.context else { return };
    let (core, extended) = (context.level(i, Core), context.level(i, Extended));
    let first = context.level(at, SourceFirst);
    add(30, &[core]);
    add(31, &[extended]);
    add(32, &[first]);
    add(33, &[core / 2, first / 2]);
}
