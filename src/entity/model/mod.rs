//! The learned tagger: people, organizations, places and events by context.
//!
//! A word is a row of 64 numbers (a table for the common words, a sum of character n-grams for the
//! rest), three small convolutions mix each row with its neighbours, and a chain over BIOES labels
//! picks the best legal sequence. All of it is integer arithmetic up to the label scores, so every
//! machine gives the same answer.
//!
//! ```text
//! Segmented ── features ─► rows ── network ─► label scores ── decode ─► spans, posteriors
//! ```
//!
//! [`Tagger::read`] runs the network once and returns a [`Reading`]. What other stages know can then
//! be added to it as evidence ([`Reading::support`]), the document can be made to agree with itself
//! ([`Reading::agree`]), and [`Reading::decode`] may be called as often as needed: it is cheap.
//!
//! Gazetteer and patterns are worth most as evidence, not as answers of their own. On held-out
//! ANERcorp (three kinds, F1) they reach 70 alone and 75 when the surer of both wins, but 80 when the
//! model decides: every proposal adds to the scores of its tokens what [`Reading::weigh`] has learned
//! about its rule, then [`Reading::agree`], then [`Reading::decode`]; proposals that it does not confirm
//! are dropped. On our own news the same order holds.
//!
//! A mention is a range of whole word tokens. Clitics are cut by whoever makes spans of it.
//!
//! The weights are `tagger.bin`, made by the programs in `training/tagger` and licensed
//! CC BY-SA 4.0: see `MODEL_CARD.md` beside it.

mod decode;
mod features;
mod proposals;
mod weights;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use self::decode::{Chain, LABELS, Scores};
use self::proposals::Proposals;
use self::weights::Weights;
use super::EntityKind;
use crate::error::Error;
use crate::hash::WordHash;
use crate::network::{Input, States, WIDTH};
use crate::segment::Segmented;

/// The kinds the model tells apart, in the order of its labels and of [`Posterior`].
pub(crate) const KINDS: [EntityKind; 4] =
    [EntityKind::Event, EntityKind::Location, EntityKind::Organization, EntityKind::Person];

/// Most tokens the network reads in one go.
const LONGEST: usize = 256;
/// Widest gap of its convolutions.
const EDGE: usize = 2;

/// The default share of rawi's guidelines against ANERcorp's: see [`Tagger::with_style`].
///
/// The two disagree about what belongs to a name, so a gain for one is a loss for the other; the
/// model card has the scores of some shares.
pub(super) const NAME_STYLE: f32 = 0.16;

/// What a proposal of confidence 0.95 by an unknown rule is worth on each of its tokens, in nats of
/// log-odds, whatever the model makes of its ends.
const SUPPORT: f32 = 2.0;
/// What it is worth beyond that for a mention of exactly its tokens.
const PROPOSAL: f32 = 1.0;

/// How probable it is that a token belongs to a mention of each of [`KINDS`].
pub(crate) type Posterior = [f32; KINDS.len()];

/// A mention as the model sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// Tokens of the segmented text, clitics and all.
    pub tokens: Range<usize>,
    pub kind: EntityKind,
    /// Mean probability of the kind over the tokens, between 0 and 1.
    pub probability: f32,
}

/// The model with its weights.
#[derive(Debug)]
pub(crate) struct Tagger {
    weights: Weights<'static>,
    proposals: Proposals,
}

impl Tagger {
    /// The tagger that ships with the crate, in its default mixture; its tables are read in place.
    ///
    /// Nothing when the weights do not load, which a test excludes.
    pub(crate) fn builtin() -> Option<&'static Tagger> {
        static TAGGER: LazyLock<Option<Tagger>> =
            LazyLock::new(|| Tagger::with_style(NAME_STYLE).ok());
        TAGGER.as_ref()
    }

    /// The tagger that ships with the crate, following rawi's guidelines (`share` 1), ANERcorp's (0),
    /// or something between.
    ///
    /// The two differ in what belongs to a name: ANERcorp leaves out the descriptor (شركة، فريق،
    /// حركة، صحيفة) and does not mark governments and armies.
    pub(crate) fn with_style(share: f32) -> Result<Tagger, Error> {
        Tagger::from_bytes(include_bytes!("tagger.bin"), share)
    }

    /// A tagger from a weights file.
    ///
    /// # Errors
    ///
    /// When the bytes are not a weights file of this version.
    pub(crate) fn from_bytes(bytes: &'static [u8], share: f32) -> Result<Tagger, Error> {
        let weights = Weights::from_bytes(bytes, share)?;
        Ok(Tagger { weights, proposals: Proposals::builtin(share) })
    }

    /// Scores the labels of every token.
    pub(crate) fn read(&self, text: &Segmented) -> Reading<'_> {
        let tokens = text.tokens();
        let mut rows = vec![[0; WIDTH]; tokens.len()];
        features::embed(&self.weights, text, tokens, &mut rows);
        let mut scores = Vec::with_capacity(tokens.len());
        let mut states = States::new(EDGE);
        for sentence in text.sentences() {
            // A "sentence" may be a table or a page without a stop; the network sees a few tokens
            // to each side, so cutting it costs nothing and bounds the buffers.
            for start in sentence.clone().step_by(LONGEST) {
                let end = sentence.end.min(start + LONGEST);
                let rows = rows.get(start..end).unwrap_or_default();
                states.fill(rows.len()).copy_from_slice(rows);
                states.run(&self.weights.layers);
                states.scores(&self.weights.output, &mut scores);
            }
        }
        let sentences = text.sentences().to_vec();
        Reading {
            chain: &self.weights.chain,
            proposals: &self.proposals,
            scores,
            sentences,
            rows,
            posteriors: Vec::new(),
            settled: Vec::new(),
        }
    }
}

/// The label scores of a text, open to evidence from elsewhere.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'m> {
    chain: &'m Chain,
    proposals: &'m Proposals,
    scores: Vec<Scores>,
    sentences: Vec<Range<usize>>,
    /// What the network began with: a row for each token.
    rows: Vec<Input>,
    /// The posteriors of the sentences whose scores are what they were when [`Reading::agree`] asked
    /// for them; by the numbers of the sentences.
    posteriors: Vec<Posterior>,
    settled: Vec<bool>,
}

impl Reading<'_> {
    /// The row of each token, for another network that begins with them.
    pub(crate) fn into_rows(self) -> Vec<Input> {
        self.rows
    }

    /// Adds evidence that a token belongs to a mention of `kind`: `nats` is a log-odds, 3 is strong,
    /// negative values speak against. Kinds the model does not know are ignored.
    pub(crate) fn support(&mut self, token: usize, kind: EntityKind, nats: f32) {
        let labels = KINDS.iter().position(|&k| k == kind).map(|k| 1 + 4 * k..5 + 4 * k);
        self.settled.clear();
        if let (Some(scores), Some(labels)) = (self.scores.get_mut(token), labels) {
            scores.get_mut(labels).into_iter().flatten().for_each(|s| *s += nats);
        }
    }

    /// Adds evidence that exactly these tokens are a mention of `kind`; see [`Reading::support`] for
    /// the unit.
    pub(crate) fn propose(&mut self, tokens: Range<usize>, kind: EntityKind, nats: f32) {
        let Some(k) = KINDS.iter().position(|&k| k == kind) else { return };
        let [begin, inside, end, single] = [1, 2, 3, 4].map(|label| label + 4 * k);
        self.settled.clear();
        for i in tokens.clone() {
            let label = match (i == tokens.start, i + 1 == tokens.end) {
                (true, true) => single,
                (true, false) => begin,
                (false, true) => end,
                (false, false) => inside,
            };
            if let Some(s) = self.scores.get_mut(i).and_then(|s| s.get_mut(label)) {
                *s += nats;
            }
        }
    }

    /// Adds what the tagger has learned about proposals of a rule; for a rule it was not trained with,
    /// what a name of this confidence is worth on the whole.
    pub(crate) fn weigh(
        &mut self,
        tokens: Range<usize>,
        kind: EntityKind,
        rule: &'static str,
        confidence: f32,
    ) {
        let Some(shape) = self.proposals.get(rule, kind.name(), confidence) else {
            let logit = |p: f32| (p / (1.0 - p)).ln();
            let weight = (logit(confidence.clamp(0.5, 0.999)) / logit(0.95)).max(0.0);
            tokens.clone().for_each(|i| self.support(i, kind, SUPPORT * weight));
            self.propose(tokens, kind, PROPOSAL * weight);
            return;
        };
        self.settled.clear();
        for i in tokens.clone() {
            let added = shape.get(proposals::position(i, tokens.start, tokens.end));
            if let (Some(scores), Some(added)) = (self.scores.get_mut(i), added) {
                scores.iter_mut().zip(added).for_each(|(s, a)| *s += a);
            }
        }
    }

    /// The posterior of every token.
    pub(crate) fn posteriors(&self) -> Vec<Posterior> {
        let mut out = vec![Posterior::default(); self.scores.len()];
        for sentence in &self.sentences {
            if let (Some(scores), Some(out)) =
                (self.scores.get(sentence.clone()), out.get_mut(sentence.clone()))
            {
                self.chain.posteriors(scores, out);
            }
        }
        out
    }

    /// The document pass: a word that is a name in one sentence is likely the same name in another.
    /// Every token gains the weight of each kind, in nats, times the highest posterior that its stem
    /// has in any *other* sentence.
    pub(crate) fn agree(&mut self, text: &Segmented, weights: Posterior) {
        let posteriors = self.posteriors();
        let mut seen: HashMap<&str, Evidence, WordHash> = HashMap::default();
        for (s, sentence) in self.sentences.iter().enumerate() {
            for i in sentence.clone() {
                if let Some(p) = posteriors.get(i)
                    && p.iter().any(|&p| p > 0.05)
                    && text.tok(i).is_word()
                {
                    seen.entry(text.stem(i)).or_default().add(s, p);
                }
            }
        }
        let mut settled = vec![true; self.sentences.len()];
        for (s, settled) in settled.iter_mut().enumerate().filter(|_| !seen.is_empty()) {
            for i in self.sentences.get(s).cloned().unwrap_or_default() {
                let Some(evidence) = seen.get(text.stem(i)) else { continue };
                for ((&kind, p), weight) in KINDS.iter().zip(evidence.outside(s)).zip(weights) {
                    if p > 0.0 {
                        self.support(i, kind, weight * p);
                        *settled = false;
                    }
                }
            }
        }
        (self.posteriors, self.settled) = (posteriors, settled);
    }

    /// The best legal reading of the text. `bias` is taken from the score of "no name": above 0 finds
    /// more, below 0 only what is surer.
    pub(crate) fn decode(&self, bias: f32) -> Vec<Found> {
        let mut out = Vec::new();
        let mut fresh: Vec<Posterior> = Vec::new();
        for (s, sentence) in self.sentences.iter().enumerate() {
            let Some(scores) = self.scores.get(sentence.clone()) else { continue };
            let settled = self.settled.get(s).is_some_and(|&s| s);
            let settled = settled.then(|| self.posteriors.get(sentence.clone())).flatten();
            // Few sentences have a name whose probability is asked for.
            fresh.clear();
            self.chain.best(scores, bias, |range, kind| {
                if settled.is_none() && fresh.is_empty() {
                    fresh.resize(scores.len(), Posterior::default());
                    self.chain.posteriors(scores, &mut fresh);
                }
                let all = settled.unwrap_or(&fresh);
                let of = all.get(range.clone()).unwrap_or_default();
                let sum: f32 = of.iter().filter_map(|p| p.get(kind)).sum();
                if let Some(&kind) = KINDS.get(kind) {
                    let tokens = sentence.start + range.start..sentence.start + range.end;
                    out.push(Found { tokens, kind, probability: sum / of.len().max(1) as f32 });
                }
            });
        }
        out
    }
}

/// The two best posteriors of a stem, from different sentences, for each kind.
#[derive(Default)]
struct Evidence([[(f32, usize); 2]; KINDS.len()]);

impl Evidence {
    fn add(&mut self, sentence: usize, posterior: &Posterior) {
        for ([best, second], &p) in self.0.iter_mut().zip(posterior) {
            if best.0 > 0.0 && best.1 == sentence {
                best.0 = best.0.max(p);
            } else if p > best.0 {
                *second = *best;
                *best = (p, sentence);
            } else if p > second.0 {
                *second = (p, sentence);
            }
        }
    }

    /// The best posterior of each kind outside a sentence.
    fn outside(&self, sentence: usize) -> Posterior {
        self.0.map(
            |[best, second]| {
                if best.0 > 0.0 && best.1 == sentence { second.0 } else { best.0 }
            },
        )
    }
}

const _: () = assert!(LABELS == 1 + 4 * KINDS.len());

#[cfg(test)]
mod tests;
