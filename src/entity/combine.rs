//! One answer from gazetteer, patterns and model.
//!
//! Every stage proposes mentions with a confidence. The model, where it is compiled in, first reads
//! the text with the others' proposals as evidence and proposes its own; then each proposal's odds
//! are moved by what the model thinks of its tokens. A set of mentions that do not meet is chosen
//! so that the sum of `(2 × confidence − 1) × tokens` is largest: what is more likely wrong than
//! right costs, and of two good readings the longer wins.

use super::candidate::{Candidate, USER, VALUE};
use super::context::Context;
#[cfg(feature = "model")]
use super::gazetteer::WordFlags;
#[cfg(feature = "model")]
use super::kind::EntityKind;
#[cfg(feature = "model")]
use super::model;

/// How much the model's log-odds count beside a pattern's own.
#[cfg(feature = "model")]
const MODEL_WEIGHT: f32 = 0.5;
/// Log-odds that a sure proposal gives the model's labels.
#[cfg(feature = "model")]
const SUPPORT: f32 = 3.0;
/// Weight of the model's own document pass.
#[cfg(feature = "model")]
const AGREE: f32 = 2.0;

/// The share of rawi's guidelines in the model's mixture: see [`model::Tagger::with_house_style`].
#[cfg(feature = "model")]
const HOUSE_STYLE: f32 = 0.7;

/// The model as the combination uses it; nothing when its weights do not load, which a test excludes.
#[cfg(feature = "model")]
pub(super) fn tagger() -> Option<&'static model::Tagger> {
    static TAGGER: std::sync::LazyLock<Option<model::Tagger>> =
        std::sync::LazyLock::new(|| model::Tagger::with_house_style(HOUSE_STYLE).ok());
    TAGGER.as_ref()
}

/// Adds the model's proposals and its opinion of the others'.
#[cfg(feature = "model")]
pub(super) fn ask_model<'t>(
    cx: &Context<'_, 't>,
    tagger: &model::Tagger,
    bias: f32,
    all: &mut Vec<Candidate<'t>>,
) {
    let mut reading = tagger.read(cx.text);
    let posteriors = reading.posteriors();
    for c in all.iter_mut().filter(|c| c.rank != USER && c.rank != VALUE) {
        let Some(kind) = model::KINDS.iter().position(|&k| k == c.kind) else { continue };
        let of = posteriors.get(c.first..c.last).unwrap_or_default();
        let sum: f32 = of.iter().filter_map(|p| p.get(kind)).sum();
        let mean = (sum / of.len().max(1) as f32).clamp(0.03, 0.97);
        if c.confidence > 0.85 {
            for i in c.first..c.last {
                reading.support(i, c.kind, SUPPORT * (2.0 * c.confidence - 1.0));
            }
        }
        c.confidence = sigmoid(logit(c.confidence) + MODEL_WEIGHT * logit(mean));
    }
    reading.agree(cx.text, AGREE);
    // Dates, nationalities and titles are no names, however they look to the model.
    let mut plain = vec![false; cx.text.tokens().len()];
    for c in all.iter().filter(|c| c.rank == VALUE) {
        plain.get_mut(c.first..c.last).into_iter().flatten().for_each(|p| *p = true);
    }
    for found in reading.decode(bias) {
        let tokens = found.tokens;
        if plain.get(tokens.clone()).is_some_and(|p| p.iter().all(|&p| p)) {
            continue;
        }
        // مهندسان هنديان
        let adjective = |i: usize| {
            cx.nationality(i).is_some()
                && !cx.text.word(i).starts_with("ال")
                && !cx.scan.core(i).flags.has(WordFlags::GIVEN | WordFlags::FAMILY)
        };
        if found.kind == EntityKind::Person && tokens.clone().any(adjective) {
            continue;
        }
        let edges = [tokens.start, tokens.end.saturating_sub(1)];
        if !edges.iter().all(|&i| cx.text.tok(i).is_word()) {
            continue;
        }
        let same = |c: &&mut Candidate<'t>| {
            c.rank != VALUE
                && c.kind == found.kind
                && (c.first, c.last) == (tokens.start, tokens.end)
        };
        if let Some(c) = all.iter_mut().find(same) {
            c.confidence = c.confidence.max(found.probability);
            continue;
        }
        let prefix = cx.scan.core(tokens.start).prefix;
        all.push(Candidate::new(cx.text, tokens, prefix, found.kind, "model", found.probability));
    }
}

#[cfg(feature = "model")]
fn logit(p: f32) -> f32 {
    let p = p.clamp(0.001, 0.999);
    (p / (1.0 - p)).ln()
}

#[cfg(feature = "model")]
fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// The best set of mentions that do not meet, in text order.
pub(super) fn choose(mut all: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    all.retain(|c| c.start < c.end && c.first < c.last);
    let tokens = all.iter().map(|c| c.last).max().unwrap_or_default();
    let mut taken = vec![false; tokens];
    let mut out = Vec::new();
    // Ranks one after another: a user's names, names, values.
    for rank in [USER, super::candidate::NAME, VALUE] {
        let free =
            |c: &Candidate<'_>| taken.get(c.first..c.last).is_some_and(|t| !t.iter().any(|&t| t));
        let (now, later): (Vec<_>, Vec<_>) = all.into_iter().partition(|c| c.rank == rank);
        all = later;
        let chosen = schedule(now.into_iter().filter(free).collect(), tokens);
        for c in &chosen {
            if let Some(range) = taken.get_mut(c.first..c.last) {
                range.fill(true);
            }
        }
        out.extend(chosen);
    }
    out.sort_by_key(|c| c.start);
    out
}

/// Weighted interval scheduling over tokens.
fn schedule(mut all: Vec<Candidate<'_>>, tokens: usize) -> Vec<Candidate<'_>> {
    let worth = |c: &Candidate<'_>| {
        // Of equal readings the longer in bytes, then the one with an entry.
        let tie = (c.end - c.start) as f32 * 1e-4 + if c.sense.is_some() { 1e-4 } else { 0.0 };
        (2.0 * c.confidence - 1.0) * (c.last - c.first) as f32 + tie
    };
    all.retain(|c| c.confidence > 0.5);
    all.sort_by_key(|c| c.last);
    // best[i]: the best worth of tokens before i, and the candidate that ends there.
    let mut best: Vec<(f32, Option<usize>)> = vec![(0.0, None); tokens + 1];
    let mut next = 0;
    for i in 1..=tokens {
        let mut top = (best.get(i - 1).map_or(0.0, |b| b.0), None);
        while let Some(c) = all.get(next).filter(|c| c.last == i) {
            let value = best.get(c.first).map_or(0.0, |b| b.0) + worth(c);
            if value > top.0 {
                top = (value, Some(next));
            }
            next += 1;
        }
        if let Some(slot) = best.get_mut(i) {
            *slot = top;
        }
    }
    let mut keep = vec![false; all.len()];
    let mut i = tokens;
    while i > 0 {
        match best.get(i).and_then(|b| b.1) {
            Some(c) => {
                if let Some(k) = keep.get_mut(c) {
                    *k = true;
                }
                i = all.get(c).map_or(0, |c| c.first);
            }
            None => i -= 1,
        }
    }
    let mut keep = keep.into_iter();
    all.retain(|_| keep.next().unwrap_or(false));
    all
}
