//! One answer from gazetteer, patterns and model.
//!
//! Every stage proposes mentions with a confidence. The model, where it is compiled in, reads the text
//! with the others' proposals as evidence and says which names there are: the gazetteer knows names
//! but not sentences, the model sentences but not every name. Of all that is left, a set of mentions
//! that do not meet is chosen so that the sum of `(2 × confidence − 1) × tokens` is largest: what is more likely wrong than
//! right costs, and of two good readings the longer wins.

use super::candidate::{Candidate, NAME, USER, VALUE};
#[cfg(feature = "model")]
use super::context::Context;
#[cfg(feature = "model")]
use super::edges;
#[cfg(feature = "model")]
use super::gazetteer::WordFlags;
#[cfg(feature = "model")]
use super::kind::EntityKind;
#[cfg(feature = "model")]
use super::model;
#[cfg(feature = "model")]
use crate::network::Input;
#[cfg(feature = "model")]
use crate::segment::Punct;

/// Weights of the model's own document pass, in the order of [`model::KINDS`]. A word of a person's
/// name is one wherever it stands; the words of bodies (وزارة، الدفاع) are often plain words elsewhere.
#[cfg(feature = "model")]
const AGREE: [f32; 4] = [2.0, 2.0, 0.75, 3.0];

/// Puts the model's answer in the place of the names proposed so far, which it takes as evidence.
///
/// A user's own names stand whatever the model thinks, and so does what it knows nothing of: values,
/// titles, nationalities. Measured on held-out ANERcorp, letting the model decide is worth five
/// points over adding its names to the others'. Returns the rows it began with, one for each token.
#[cfg(feature = "model")]
pub(super) fn ask_model<'t>(
    cx: &Context<'_, 't>,
    tagger: &model::Tagger,
    bias: f32,
    all: &mut Vec<Candidate<'t>>,
) -> Vec<Input> {
    let names = all.extract_if(.., |c| c.rank == NAME && model::KINDS.contains(&c.kind)).collect();
    let proposals = choose(names);
    let mut reading = tagger.read(cx.text);
    for c in &proposals {
        reading.weigh(c.first..c.last, c.kind, c.rule, c.confidence);
    }
    // Dates, nationalities and titles speak against names, or announce them.
    for c in choose(all.iter().filter(|c| c.rank == VALUE).cloned().collect()) {
        reading.weigh(c.first..c.last, c.kind, "value", 0.0);
    }
    reading.agree(cx.text, AGREE);
    // Dates, nationalities and titles are no names, however they look to the model.
    let mut plain = vec![false; cx.text.tokens().len()];
    for c in all.iter().filter(|c| c.rank == VALUE) {
        plain.get_mut(c.first..c.last).into_iter().flatten().for_each(|p| *p = true);
    }
    for found in reading.decode(bias) {
        for tokens in edges::mended(cx, found.tokens, found.kind) {
            let same = |c: &&Candidate<'t>| {
                c.kind == found.kind && (c.first, c.last) == (tokens.start, tokens.end)
            };
            // Proposals do not meet and stand in the order of the text.
            let near = proposals.partition_point(|c| c.first < tokens.start);
            let proposal = proposals.get(near).filter(same).cloned();
            if proposal.is_none() && !may_be_a_name(cx, &tokens, found.kind, &plain) {
                continue;
            }
            let mut c = proposal.unwrap_or_else(|| {
                let prefix = proclitics(cx, tokens.start, found.kind);
                Candidate::new(cx.text, tokens, prefix, found.kind, "model", 0.0)
            });
            c.confidence = found.probability;
            all.push(c);
        }
    }
    reading.into_rows()
}

/// Bytes of proclitics before a name that only the model finds. The first letter of بابكر and كرمي is
/// the person's own, unless what would be left is a name as well.
#[cfg(feature = "model")]
fn proclitics(cx: &Context<'_, '_>, at: usize, kind: EntityKind) -> u32 {
    const NAME: u32 = WordFlags::GIVEN | WordFlags::FAMILY | WordFlags::SOMETIMES;
    let core = cx.scan.core(at);
    let preposition = core.prefix == 2 && cx.text.word(at).starts_with(['ب', 'ل', 'ك']);
    if kind == EntityKind::Person && preposition && !core.flags.has(NAME) { 0 } else { core.prefix }
}

/// What the model finds alone is held to what it does not know.
#[cfg(feature = "model")]
fn may_be_a_name(
    cx: &Context<'_, '_>,
    tokens: &std::ops::Range<usize>,
    kind: EntityKind,
    plain: &[bool],
) -> bool {
    // مهندسان هنديان: an indefinite nationality is no part of a name.
    let adjective = |i: usize| {
        cx.nationality(i).is_some()
            && !cx.text.word(i).starts_with("ال")
            && !cx.scan.core(i).flags.has(WordFlags::GIVEN | WordFlags::FAMILY)
    };
    let inside = plain.get(tokens.clone()).is_some_and(|p| p.iter().all(|&p| p));
    let word = |i: usize| cx.text.tok(i).is_word();
    let last = tokens.end.saturating_sub(1);
    let closes = matches!(cx.text.tok(last).punct(), Some(Punct::CloseQuote | Punct::Quote));
    !(kind == EntityKind::Person && tokens.clone().any(adjective))
        && !inside
        && word(tokens.start)
        && (word(last) || closes && last > tokens.start + 2)
}

/// The best set of mentions that do not meet, in text order.
pub(super) fn choose(mut all: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    all.retain(|c| c.start < c.end && c.first < c.last);
    let mut scheduler = Scheduler::new(&all);
    // Ranks one after another: a user's names, names, values.
    for rank in [USER, NAME, VALUE] {
        scheduler.run(&all, rank);
    }
    let mut keep = scheduler.keep.into_iter();
    all.retain(|_| keep.next().unwrap_or(false));
    all.sort_by_key(|c| c.start);
    all
}

/// Weighted interval scheduling over tokens.
struct Scheduler {
    /// Tokens that have a mention.
    taken: Vec<bool>,
    /// Candidates that are chosen.
    keep: Vec<bool>,
    /// The candidates of one rank: where they end, and which they are.
    order: Vec<(usize, usize)>,
    best: Vec<Step>,
}

/// What the tokens before some end are worth at most. There is a step for each end of a candidate;
/// between two of them nothing changes.
#[derive(Clone, Copy)]
struct Step {
    end: usize,
    worth: f32,
    /// The candidate that ends here, if the best set has one.
    last: Option<usize>,
}

impl Scheduler {
    fn new(all: &[Candidate<'_>]) -> Scheduler {
        let tokens = all.iter().map(|c| c.last).max().unwrap_or_default();
        Scheduler {
            taken: vec![false; tokens],
            keep: vec![false; all.len()],
            order: Vec::with_capacity(all.len()),
            best: Vec::with_capacity(all.len()),
        }
    }

    fn run(&mut self, all: &[Candidate<'_>], rank: u8) {
        let taken = &self.taken;
        let free =
            |c: &Candidate<'_>| taken.get(c.first..c.last).is_some_and(|t| !t.iter().any(|&t| t));
        let eligible = |c: &Candidate<'_>| c.rank == rank && c.confidence > 0.5 && free(c);
        self.order.clear();
        let ends = all.iter().enumerate().filter(|(_, c)| eligible(c)).map(|(i, c)| (c.last, i));
        self.order.extend(ends);
        // Of one end in the order they were proposed: of equal readings the first stays.
        self.order.sort_unstable();
        self.best.clear();
        let mut step = Step { end: 0, worth: 0.0, last: None };
        for &(end, i) in &self.order {
            let Some(c) = all.get(i) else { continue };
            if end > step.end {
                self.best.push(step);
                step = Step { end, last: None, ..step };
            }
            // The steps before its first token; few candidates meet, so it is among the last.
            let base = self.best.iter().rev().find(|s| s.end <= c.first);
            let value = base.map_or(0.0, |s| s.worth) + worth(c);
            if value > step.worth {
                step = Step { end, worth: value, last: Some(i) };
            }
        }
        self.best.push(step);
        let mut free_from = usize::MAX;
        for step in self.best.iter().rev() {
            let chosen = step.last.filter(|_| step.end <= free_from);
            let Some((i, c)) = chosen.and_then(|i| Some((i, all.get(i)?))) else { continue };
            if let (Some(keep), Some(taken)) =
                (self.keep.get_mut(i), self.taken.get_mut(c.first..c.last))
            {
                *keep = true;
                taken.fill(true);
            }
            free_from = c.first;
        }
    }
}

fn worth(c: &Candidate<'_>) -> f32 {
    // Of equal readings the longer in bytes, then the one with an entry.
    let tie = (c.end - c.start) as f32 * 1e-4 + if c.sense.is_some() { 1e-4 } else { 0.0 };
    (2.0 * c.confidence - 1.0) * (c.last - c.first) as f32 + tie
}
