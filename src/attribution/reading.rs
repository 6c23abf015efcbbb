//! What the lexicon says of each token of a text: read once, before any frame looks at it.

use std::ops::Range;

use crate::entity::{EntityKind, Mention};
use crate::lexicon::{Classes, Form, Head, HeadClass, Lexicon, Morph, Word};
use crate::segment::{Punct, Segmented, Tok};

use super::chances::{Chances, chances};
use super::claims::{Claim, claims};
use super::context::Context;
use super::marks::{Marks, marks};
use super::propose::Read;
use super::quotes::Quotes;
use super::weigh::atoms::{Atom, Counts, Kinds, atoms};
use super::words::{Own, words};

/// A token that can be a verb (or participle) of speech.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VerbReading {
    pub cue: u16,
    pub morph: Morph,
    /// Bytes of the cue in the key text: without و ف س ل, with an enclitic.
    pub start: u32,
    pub end: u32,
    /// Whether a pronoun is written onto it.
    pub enclitic: bool,
    pub conj: bool,
    pub future: bool,
    /// Whether ل stands before it (ليقول): a purpose, not a report.
    pub purpose: bool,
}

/// The lexicon's reading of one token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    pub classes: Classes,
    pub verb: Option<VerbReading>,
    pub head: Option<Head>,
    pub descriptor: Option<u8>,
    pub noun_cue: Option<u16>,
    /// Where the word that the lexicon knows begins in the token, if it knows one.
    pub word: Option<u8>,
    /// Whether it begins elsewhere than the segmenter says.
    pub moved: bool,
    /// Whether sourcing devices begin with it.
    pub devices: bool,
    /// Whether the head noun carries a pronoun.
    pub possessed: bool,
    /// The preposition written onto a complementizer: بأن، لأن.
    pub comp_prefix: Option<char>,
    /// The mention the token lies in.
    pub entity: Option<u32>,
}

/// A text with the readings of its tokens: what all frames look at.
pub(crate) struct Reader<'a> {
    pub text: &'a Segmented,
    pub lexicon: &'a Lexicon,
    pub mentions: &'a [Mention],
    pub context: Option<&'a Context>,
    pub quotes: Quotes,
    words: Vec<Own>,
    marks: Vec<Marks>,
    /// Where clauses of what somebody does meanwhile begin: few, and asked for with every noun phrase.
    pub(super) circumstances: Vec<usize>,
    chances: Vec<Chances>,
    atoms: Vec<Atom>,
    counts: Counts,
    claims: Vec<Claim>,
    /// The token past the end, and what is known of it.
    empty: Tok,
    nothing: Own,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(
        text: &'a Segmented,
        lexicon: &'a Lexicon,
        mentions: &'a [Mention],
        context: Option<&'a Context>,
    ) -> Reader<'a> {
        let mut words = words(text, lexicon);
        for i in 0..words.len() {
            let shown = words.get(i).is_some_and(|w| {
                w.reading.verb.is_some()
                    && w.reading.classes.any(Classes::PREPOSITION)
                    && is_shown(text, &words, i)
            });
            let Some(w) = words.get_mut(i).map(|w| &mut w.reading) else { continue };
            let Some(v) = &mut w.verb else { continue };
            if w.classes.any(Classes::PREPOSITION) {
                if shown {
                    w.classes.remove(Classes::PREPOSITION);
                } else {
                    w.verb = None;
                }
            } else if lexicon.cue(v.cue).is_some_and(|c| c.resumed) {
                match text.tokens().get(i + 1) {
                    Some(next) if matches!(text.word(i + 1), "فيه" | "فيها") => {
                        v.end = next.end
                    }
                    _ => w.verb = None,
                }
            }
        }
        for (m, mention) in mentions.iter().enumerate() {
            // Names only: titles, nationalities and dates are words like others here.
            let name = matches!(
                mention.kind,
                EntityKind::Person
                    | EntityKind::Organization
                    | EntityKind::Location
                    | EntityKind::Event
            );
            if !name {
                continue;
            }
            for w in words.get_mut(mention.tokens.clone()).unwrap_or_default() {
                w.reading.entity = Some(m as u32);
            }
        }
        let quotes = Quotes::new(text);
        let mut reader = Reader {
            text,
            lexicon,
            mentions,
            context,
            quotes,
            words,
            marks: Vec::new(),
            circumstances: Vec::new(),
            chances: Vec::new(),
            atoms: Vec::new(),
            counts: Counts::default(),
            claims: Vec::new(),
            empty: Tok::default(),
            nothing: Own::default(),
        };
        reader.marks = marks(&reader);
        let tokens = 0..reader.marks.len();
        reader.circumstances = tokens.filter(|&i| reader.is_circumstance(i)).collect();
        reader.chances = chances(&reader);
        reader.atoms = atoms(&reader);
        reader.counts = Counts::new(&reader.atoms);
        reader
    }

    #[inline]
    pub(crate) fn get(&self, i: usize) -> &Reading {
        &self.own(i).reading
    }

    /// What is known of token `i` as a word.
    #[inline]
    pub(super) fn own(&self, i: usize) -> &Own {
        self.words.get(i).unwrap_or(&self.nothing)
    }

    /// The word that devices begin with, if token `i` is one.
    pub(crate) fn device_word(&self, i: usize) -> Option<&'a Word> {
        let tok = self.tok(i);
        let at = self.get(i).word.map_or(tok.bare(), |front| tok.start + u32::from(front));
        self.lexicon.get(self.text.key().get(at as usize..tok.end as usize)?)
    }

    /// What was found out of token `i`; past the end, what is true of no word at all.
    #[inline]
    pub(super) fn marks(&self, i: usize) -> Marks {
        let last = self.marks.len().saturating_sub(1);
        self.marks.get(i.min(last)).copied().unwrap_or_default()
    }

    #[inline]
    pub(super) fn marked(&self, i: usize, marks: u32) -> bool {
        self.marks(i).any(marks)
    }

    /// What token `i` can be to a cue before it.
    #[inline]
    pub(super) fn chances(&self, i: usize) -> Chances {
        self.chances.get(i).copied().unwrap_or_default()
    }

    /// Whether token `i` without its conjunction is one of the words of a list of `marks`.
    #[inline]
    pub(super) fn asks(&self, i: usize, list: u16) -> bool {
        self.own(i).asked & list != 0
    }

    /// What the model sees of token `i`.
    #[inline]
    pub(crate) fn atom(&self, i: usize) -> Atom {
        self.atoms.get(i).copied().unwrap_or_default()
    }

    /// Notes what the cues were read as.
    pub(super) fn believe(&mut self, reads: &[Read<'_>]) {
        self.claims = claims(self.words.len(), reads);
    }

    /// What token `i` is believed to be, once the cues have been read.
    #[inline]
    pub(super) fn claim(&self, i: usize) -> Claim {
        self.claims.get(i).copied().unwrap_or_default()
    }

    /// How many tokens of each kind stand in a range.
    #[inline]
    pub(super) fn kinds(&self, range: Range<usize>) -> Kinds {
        self.counts.within(&self.atoms, range)
    }

    #[inline]
    pub(crate) fn tok(&self, i: usize) -> &Tok {
        self.text.tokens().get(i).unwrap_or(&self.empty)
    }

    #[inline]
    pub(crate) fn is(&self, i: usize, classes: Classes) -> bool {
        self.get(i).classes.any(classes)
    }

    /// Whether the lexicon has the stem of a token in one of these classes, whatever the token is here.
    pub(crate) fn stem_is(&self, i: usize, classes: Classes) -> bool {
        self.lexicon.get(self.text.stem(i)).is_some_and(|w| w.classes.any(classes))
    }

    /// The same of the word as it is written.
    pub(crate) fn word_is(&self, i: usize, classes: Classes) -> bool {
        self.lexicon.get(self.text.word(i)).is_some_and(|w| w.classes.any(classes))
    }

    #[inline]
    pub(crate) fn punct(&self, i: usize) -> Option<Punct> {
        self.tok(i).punct()
    }

    /// Whether token `i` is one with the point before it: إن in «سي.إن.إن», the name in «د.سامي».
    pub(crate) fn is_joined(&self, i: usize) -> bool {
        let tok = self.tok(i);
        i > 0 && self.punct(i - 1) == Some(Punct::Abbreviation) && !tok.space && !tok.newline
    }

    #[inline]
    pub(crate) fn is_quote_open(&self, i: usize) -> bool {
        self.quotes.close_of(i).is_some()
    }

    /// The entity mention token `i` lies in.
    #[inline]
    pub(crate) fn mention(&self, i: usize) -> Option<&'a Mention> {
        self.get(i).entity.and_then(|m| self.mentions.get(m as usize))
    }

    /// The word without its conjunction, whatever the segmenter thought of a first و or ف that the
    /// lexicon can read otherwise.
    #[inline]
    pub(crate) fn bare(&self, i: usize) -> &'a str {
        self.text.bare(i)
    }

    /// A finite verb of speech.
    #[inline]
    pub(crate) fn finite(&self, i: usize) -> Option<VerbReading> {
        self.get(i).verb.filter(|v| v.morph.form != Form::Participle)
    }

    /// A circumstantial participle of speech.
    #[inline]
    pub(crate) fn participle(&self, i: usize) -> Option<VerbReading> {
        self.get(i).verb.filter(|v| v.morph.form == Form::Participle)
    }

    /// Bytes of the key text where token `i` begins without conjunction.
    #[inline]
    pub(crate) fn bare_start(&self, i: usize) -> u32 {
        self.tok(i).bare()
    }

    /// Number of word tokens in a range.
    pub(crate) fn words_in(&self, start: usize, end: usize) -> usize {
        (start..end).filter(|&i| self.is_word(i)).count()
    }
}

/// Whether a word is a verb and no preposition: «بين» where a clause follows, «عبر» before «عن»,
/// «عقب» before «على» or «قائلا»; and each of them written with a shadda.
///
/// At the beginning of a sentence what shows it may stand far behind, beyond commas: «وعبر المدير، الذي
/// …، عن أسفه»; but not beyond another verb, because a sentence can begin with a preposition.
fn is_shown(text: &Segmented, words: &[Own], i: usize) -> bool {
    if text.tok(i).doubled {
        return true;
    }
    let begins = text.sentences().binary_search_by_key(&i, |s| s.start).is_ok();
    // عبّر الأمين العام للأمم المتحدة عن: whoever can speak stands right behind.
    let speaker = words.get(i + 1).and_then(|w| w.reading.head);
    let speaker = speaker.is_some_and(|h| h.class.is_human() || h.class == HeadClass::Org);
    let reach = if begins {
        24
    } else if speaker {
        14
    } else {
        7
    };
    let (reach, mut far) = (i + 1..i + reach, false);
    for k in reach {
        let word = text.word(k);
        let shows = match text.bare(i) {
            "عبر" => word == "عن",
            "عقب" if far => false,
            "عقب" => match word {
                "علي" | "عليه" | "عليها" => k == i + 1,
                _ => matches!(word, "قائلا" | "قائلة" | "بالقول" | "بقوله" | "بقولها" | "بان"),
            },
            _ => matches!(word, "ان" | "انه" | "انها"),
        };
        if shows {
            return true;
        }
        let own = words.get(k).map(|w| &w.reading);
        // Of the next few words, only another verb of speech: «وبين المتحدث في كلمة ألقاها أن».
        let verb = own.is_some_and(|w| w.verb.is_some() || far && w.classes.any(Classes::VERB));
        match text.tok(k).punct() {
            Some(Punct::Comma | Punct::OpenBracket | Punct::CloseBracket) if begins => far = true,
            Some(_) => return false,
            None if verb && begins => return false,
            None => far |= k > i + 6,
        }
    }
    false
}
