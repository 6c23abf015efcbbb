//! Where the content of a cue ends, as the network sees it.
//!
//! That *some* content ends with a token says little where reports are told into each other. So this
//! question is asked of three tokens: the cue, the first token of its content, and the one that may be
//! the last. Every place is scored by its state and those beside it, the states of the cue and of the
//! first, and how far it is; the scores are compared with those of the places behind.

use super::{Context, LEVELS, level};
use crate::network::{Beside, Input, WIDTH};

/// Tokens of a content among which its end is sought.
pub(crate) const REACH: usize = 96;
/// Distances from which on a place is farther away than those before.
const FARTHER: [usize; 23] =
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17, 20, 24, 29, 34, 41, 48, 58, 68, 82];
/// How many kinds of far there are.
pub(super) const FAR: usize = FARTHER.len() + 1;

/// The kind of each distance, from none on.
fn kinds() -> impl Iterator<Item = usize> {
    (0..).scan(0, |kind, distance| {
        *kind += usize::from(FARTHER.get(*kind) == Some(&distance));
        Some(*kind)
    })
}

/// The weights of the question.
#[derive(Debug)]
pub(super) struct Ends {
    /// What a place is, whoever asks.
    pub place: Beside,
    /// `[out][in]` for the cue, then for the first token; their sums lose `shift` bits.
    pub asks: [Vec<i16>; 2],
    pub shift: u32,
    pub far: Vec<i16>,
    pub out: Vec<i16>,
    pub scale: f32,
}

/// How likely a content is to end with each of its tokens and not behind it, from 0 to 15.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Likely {
    levels: [u8; REACH],
    /// The likeliest of all.
    best: usize,
}

impl Likely {
    /// The level of the `n`th token, and whether none is likelier; nothing beyond [`REACH`].
    pub(crate) fn at(&self, n: usize) -> Option<(u32, bool)> {
        self.levels.get(n).map(|&level| (level.into(), n == self.best))
    }
}

/// Where the content that begins at token `first` ends, if the cue at token `cue` governs it.
pub(crate) fn likely(context: &Context, cue: usize, first: usize) -> Option<Likely> {
    let ends = context.ends?;
    let asks = ends.asked(context.states.get(cue)?, context.states.get(first)?);
    let places = context.places.get(first..)?;
    let mut scores = [0.0; REACH];
    let there = places.len().min(REACH);
    for ((score, place), kind) in scores.iter_mut().zip(places).zip(kinds()) {
        *score = ends.score(place, &asks, kind);
    }
    let scores = scores.get(..there)?;
    let mut out = Likely { levels: [0; REACH], best: 0 };
    let best = |(n, a): (usize, f32), (m, &b): (usize, &f32)| if b > a { (m, b) } else { (n, a) };
    out.best = scores.iter().enumerate().fold((0, f32::NEG_INFINITY), best).0;
    // The logarithm of the sum of all behind: nothing at first.
    let mut behind = f32::NEG_INFINITY;
    for (to, &score) in out.levels.iter_mut().zip(scores).rev() {
        *to = if behind == f32::NEG_INFINITY { LEVELS.len() as u8 } else { level(score - behind) };
        let (high, low) = if score > behind { (score, behind) } else { (behind, score) };
        behind = high + (low - high).exp().ln_1p();
    }
    Some(out)
}

impl Ends {
    /// Whether no sum can overflow: 128 products of weights and states, 64 of hidden numbers.
    pub(super) fn fits(&self) -> bool {
        let small = |weights: &[i16]| weights.iter().all(|w| w.unsigned_abs() <= 2047);
        self.asks.iter().all(|weights| small(weights)) && small(&self.out) && self.shift < 31
    }

    /// What the cue and the first token add to every place.
    fn asked(&self, cue: &Input, first: &Input) -> [i32; WIDTH] {
        let mut sums = [1 << self.shift >> 1; WIDTH];
        for (weights, state) in self.asks.iter().zip([cue, first]) {
            let (rows, _) = weights.as_chunks::<WIDTH>();
            for (sum, row) in sums.iter_mut().zip(rows) {
                let products = row.iter().zip(state).map(|(&w, &x)| i32::from(w) * i32::from(x));
                *sum += products.sum::<i32>();
            }
        }
        sums.map(|sum| sum >> self.shift)
    }

    fn score(&self, place: &Input, asks: &[i32; WIDTH], kind: usize) -> f32 {
        let far = self.far.as_chunks::<WIDTH>().0.get(kind).unwrap_or(&[0; WIDTH]);
        let mut sum = 0;
        for (((&place, &asked), &far), &out) in place.iter().zip(asks).zip(far).zip(&self.out) {
            let hidden =
                (i32::from(place) + asked + i32::from(far)).clamp(0, crate::network::LIMIT);
            sum += hidden * i32::from(out);
        }
        sum as f32 * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::super::Network;
    use super::*;
    use crate::entity::EntityTagger;
    use crate::normalize::{Form, Normalizer};
    use crate::segment::{CliticTable, Segmented};

    fn read(text: &str) -> (Segmented, Context) {
        let text = Segmented::new(text, &Normalizer::new(Form::Key), &CliticTable::builtin());
        let rows = EntityTagger::new().tag(&text, text.key()).rows;
        let context = Network::builtin().expect("the weights load").read(&rows, &text);
        (text, context)
    }

    fn best(likely: Likely) -> usize {
        (0..REACH).find(|&n| likely.at(n).is_some_and(|(_, best)| best)).expect("one is the best")
    }

    #[test]
    fn each_cue_has_an_end_of_its_own() {
        let (text, context) =
            read("أكد الوزير أن الأسعار ستنخفض، مضيفا أن الدعم باق حتى نهاية العام.");
        let at = |word: &str| (0..text.tokens().len()).find(|&i| text.word(i) == word).unwrap();
        let first = at("الاسعار");
        assert_eq!(first + best(likely(&context, 0, first).unwrap()), at("ستنخفض"));
        let first = at("الدعم");
        assert_eq!(first + best(likely(&context, at("مضيفا"), first).unwrap()), at("العام"));
    }

    #[test]
    fn only_tokens_of_the_text_are_asked_about() {
        let (text, context) = read("قال الوزير إن الطريق مغلق.");
        let last = text.tokens().len() - 1;
        assert_eq!(likely(&context, 0, last).unwrap().at(0), Some((15, true)));
        assert!(
            likely(&context, 0, last + 1).is_none() && likely(&context, last + 1, last).is_none()
        );
        assert!(likely(&context, 0, 3).unwrap().at(REACH).is_none());
        assert!(likely(&Context::default(), 0, 0).is_none());
    }

    #[test]
    fn farther_is_another_kind_from_each_limit_on() {
        assert_eq!(
            [0, 1, 12, 13, 14, 81, 82, 95].map(|n| kinds().nth(n).unwrap()),
            [0, 1, 12, 12, 13, 22, 23, 23]
        );
        assert!(FARTHER.is_sorted() && FAR == 24);
    }
}
