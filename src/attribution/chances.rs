//! What a token can be to a cue before it, whichever cue it is: found out once for each token, and
//! read as a bit by all cues that stand before it.

use crate::lexicon::Classes;
use crate::segment::{Punct, TokenKind};

use super::candidate::{carries, own_letter, resumed};
use super::marks::{ISSUED, Marks, OPENS, SIDE, WHAT};
use super::reading::Reader;

/// The answers for one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chances(u8);

impl Chances {
    /// Nothing behind it belongs to the cue.
    pub(super) const STOP: u8 = 1;
    pub(super) const COLON: u8 = 1 << 1;
    /// Begins a clause after أن.
    pub(super) const CLAUSE: u8 = 1 << 2;
    /// A preposition with something behind it.
    pub(super) const PHRASE: u8 = 1 << 3;
    /// Begins a noun phrase that can be an object.
    pub(super) const OBJECT: u8 = 1 << 4;
    /// Can begin speech that has lost its marks.
    pub(super) const SPEECH: u8 = 1 << 5;
    /// Who carries a noun of speech stands behind the next word: من قبل فلان.
    pub(super) const AGENT: u8 = 1 << 6;
    /// A verb that takes up a noun of speech before it: تقدم به فلان.
    pub(super) const CARRIED: u8 = 1 << 7;

    #[inline]
    pub(super) fn any(self, bits: u8) -> bool {
        self.0 & bits != 0
    }

    fn set(&mut self, bit: u8, on: bool) {
        if on {
            self.0 |= bit;
        }
    }
}

/// The chances of all tokens that stand behind a cue in their sentence: nobody asks about others.
pub(super) fn chances(r: &Reader<'_>) -> Vec<Chances> {
    let mut out = vec![Chances::default(); r.text.tokens().len()];
    for sentence in r.text.sentences() {
        let cue = |&i: &usize| r.get(i).verb.is_some() || r.get(i).noun_cue.is_some();
        let Some(first) = sentence.clone().find(cue) else { continue };
        let behind = out.get_mut(first + 1..sentence.end).unwrap_or_default();
        for (k, chance) in (first + 1..).zip(behind) {
            *chance = self::chance(r, k);
        }
    }
    out
}

fn chance(r: &Reader<'_>, k: usize) -> Chances {
    let mut out = Chances::default();
    let here = r.marks(k);
    let tok = r.tok(k);
    let get = r.get(k);
    if tok.kind != TokenKind::Arabic {
        out.set(Chances::STOP, here.any(Marks::STOP));
        out.set(Chances::COLON, tok.punct() == Some(Punct::Colon));
        // A word in other letters, a number before a word, a short quotation; a name may begin with a
        // mark.
        if !here.any(Marks::NOMINAL) && get.entity.is_none() {
            return out;
        }
    }
    let before = if k > 0 { r.marks(k - 1) } else { Marks::default() };
    let next = r.marks(k + 1);
    out.set(Chances::CLAUSE, here.any(Marks::COMPLEMENTIZER));
    // What governs the أن behind it is part of that clause.
    let governs_clause = next.any(Marks::COMPLEMENTIZER) && next.any(Marks::GOVERNED);
    let preposition = here.preposition();
    // A preposition of its own needs a word behind it.
    let followed = here.any(Marks::WORD) && here.has_prep()
        || !here.has_prep() && (next.any(Marks::WORD) || r.is_quote_open(k + 1));
    out.set(Chances::PHRASE, !governs_clause && preposition.is_some() && followed);
    let object = !governs_clause && !before.any(Marks::COMPLEMENTIZER) && is_object(r, k, here);
    out.set(Chances::OBJECT, object);
    let asked = r.own(k).asked;
    let opening = Classes::NEGATION.or(Classes::PRONOUN).or(Classes::DEMONSTRATIVE);
    let speech = here.any(Marks::VERB)
        || get.classes.any(opening)
        || here.any(Marks::PP) && before.any(Marks::COMMA)
        || asked & OPENS != 0;
    out.set(Chances::SPEECH, speech);
    let agent = preposition == Some('M') && r.asks(k + 1, SIDE)
        || asked & ISSUED != 0 && r.bare(k + 1) == "عن";
    out.set(Chances::AGENT, agent);
    let carried = carries(r, k)
        && (r.is(k.wrapping_sub(1), Classes::RELATIVE) || tok.has_encl() || resumed(r, k));
    out.set(Chances::CARRIED, carried);
    out
}

fn is_object(r: &Reader<'_>, k: usize, here: Marks) -> bool {
    let get = r.get(k);
    let begins = || {
        get.classes.any(Classes::DEMONSTRATIVE.or(Classes::QUANTIFIER))
            || r.asks(k, WHAT)
            || r.text.word(k).starts_with("ايا")
    };
    let alone = !here.any(Marks::CONJ) && !here.has_prep();
    let within = || r.mention(k).is_some_and(|m| m.tokens.start < k);
    // نفى تعرضه، أعلنت رفضها: a noun with a pronoun that could be a verb.
    let possessed = here.any(Marks::VERB) && r.tok(k).has_encl();
    // فتح تحقيق، تراجع المخزون: a verbal noun that looks like a verb.
    let verbal = here.any(Marks::VERB) && !r.tok(k).is_definite() && heads_a_phrase(r, k);
    // اشترط ألا تنقل: not what أن would say.
    let not =
        r.bare(k) == "الا" && r.is_verb(k + 1) && r.bare(k + 1).starts_with(['ا', 'ت', 'ي', 'ن']);
    let begins = alone && (here.any(Marks::NOMINAL) || possessed || verbal || not || begins());
    (begins || get.entity.is_some() && own_letter(r, k)) && !within()
}

/// Whether a word without vowels may be a verbal noun of the pattern of عقد or تراجع, with the noun it
/// governs behind it.
fn heads_a_phrase(r: &Reader<'_>, k: usize) -> bool {
    let word = r.text.word(k);
    let short = word.len() <= 3 * 2;
    let reflexive = word.starts_with('ت') && word.len() == 5 * 2;
    let masdar = r.marks(k).any(Marks::MASDAR);
    let governed = r.marks(k + 1).any(Marks::NOMINAL) || r.is(k + 1, Classes::DEMONSTRATIVE);
    (masdar || short || reflexive) && governed
}
