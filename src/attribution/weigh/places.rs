//! What speaks for a complement or a subject by the place where it stands, weighed once a document.
//!
//! The cues of a sentence share the words around them: the same noun phrase may be the subject of
//! one and the object of another. What is true of a place whoever asks is kept for the next cue.

use super::super::complement::Complement;
use super::super::reading::Reader;
use super::evidence::construction;
use super::frame::Weighed;
use super::who::{Who, subject_itself};
use super::{Part, Scale, Weights, spot};

/// A sum that is not made yet.
const UNKNOWN: i16 = i16::MIN;

/// The kinds of complements that stand at a token, as [`slot`] numbers them.
const COMPLEMENTS: usize = 6;

/// The kinds of subjects that begin at a token, from [`SUBJECT`](Places::SUBJECT) on.
const SUBJECTS: usize = 4;

/// The sums of the places of a document.
pub(crate) struct Places<'w> {
    weights: &'w Weights,
    tokens: Vec<Place>,
    pub(super) cue: Weighed,
}

/// The sums of one token.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// As a complement of each kind: itself, and what the word before it says.
    complements: [[i16; 2]; COMPLEMENTS],
    subjects: [i16; SUBJECTS],
    who: Option<Who>,
}

impl<'w> Places<'w> {
    pub(crate) fn new(r: &Reader<'_>, weights: &'w Weights) -> Places<'w> {
        let place = Place {
            complements: [[UNKNOWN; 2]; COMPLEMENTS],
            subjects: [UNKNOWN; SUBJECTS],
            who: None,
        };
        Places { weights, tokens: vec![place; r.text.tokens().len()], cue: Weighed::default() }
    }

    /// Adds what speaks for a complement whose object is at `object`; `apart` says whether a word
    /// stands between it and its cue.
    pub(super) fn complement(
        &mut self,
        r: &Reader<'_>,
        k: Complement,
        at: usize,
        apart: bool,
        to: &mut Scale<'_>,
    ) {
        let t = construction(k);
        let kept = match (self.tokens.get_mut(at), slot(t)) {
            (Some(place), Some(n)) => place.complements.get_mut(n),
            _ => None,
        };
        let mut none = [UNKNOWN; 2];
        let [itself, behind] = kept.unwrap_or(&mut none);
        let object = spot::object(r, k, at);
        to.sum += once(itself, self.weights, |s| spot::place_itself(r, k, at, object, s));
        if apart {
            to.sum += once(behind, self.weights, |s| spot::place_behind(r, t, at, object, s));
        }
    }

    /// Who begins at a token, and what speaks for it as a subject of kind `u`.
    pub(super) fn subject(&mut self, r: &Reader<'_>, u: u32, at: usize, to: &mut Scale<'_>) -> Who {
        let Some(place) = self.tokens.get_mut(at) else {
            let who = Who::at(r, at);
            subject_itself(r, u, &who, to);
            return who;
        };
        let who = *place.who.get_or_insert_with(|| Who::at(r, at));
        let mut none = UNKNOWN;
        let kept =
            (u as usize).checked_sub(Places::SUBJECT).and_then(|n| place.subjects.get_mut(n));
        let kept = kept.unwrap_or(&mut none);
        to.sum += once(kept, self.weights, |s| subject_itself(r, u, &who, s));
        who
    }

    /// The first kind of subject that is somewhere.
    const SUBJECT: usize = 2;
}

/// The number of a kind of complement among those that stand at a token.
fn slot(construction: u32) -> Option<usize> {
    match construction {
        1..=5 => Some(construction as usize - 1),
        9 => Some(5),
        _ => None,
    }
}

/// The sum that is kept, made where it is not yet.
#[inline]
fn once(kept: &mut i16, weights: &Weights, facts: impl FnOnce(&mut Scale<'_>)) -> i32 {
    if *kept == UNKNOWN {
        let mut scale = Scale::new(weights, Part::Frame);
        facts(&mut scale);
        *kept = scale.sum as i16;
    }
    i32::from(*kept)
}
