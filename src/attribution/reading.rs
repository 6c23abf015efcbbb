//! What the lexicon says of each token of a text: read once, before any frame looks at it.

use crate::entity::{EntityKind, Mention};
use crate::lexicon::{Classes, Form, Head, Lexicon, Morph, Word};
use crate::segment::{Punct, Segmented, Tok, TokenKind};

use super::marks::{Marks, marks};
use super::quotes::Quotes;
use super::weigh::atoms::{Atom, atoms};

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
pub(crate) struct Reading<'l> {
    pub classes: Classes,
    pub verb: Option<VerbReading>,
    pub head: Option<Head>,
    pub descriptor: Option<u8>,
    pub noun_cue: Option<u16>,
    /// The word that devices begin with.
    pub word: Option<&'l Word>,
    /// Whether it begins elsewhere than the segmenter says.
    pub moved: bool,
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
    pub quotes: Quotes,
    readings: Vec<Reading<'a>>,
    marks: Vec<Marks>,
    atoms: Vec<Atom>,
    /// The token past the end.
    empty: Tok,
}

/// The reading past the end.
static NOTHING: Reading<'static> = Reading {
    classes: Classes::NONE,
    verb: None,
    head: None,
    descriptor: None,
    noun_cue: None,
    word: None,
    moved: false,
    possessed: false,
    comp_prefix: None,
    entity: None,
};

impl<'a> Reader<'a> {
    pub(crate) fn new(
        text: &'a Segmented,
        lexicon: &'a Lexicon,
        mentions: &'a [Mention],
    ) -> Reader<'a> {
        let mut readings: Vec<Reading<'a>> =
            (0..text.tokens().len()).map(|i| read(text, lexicon, i)).collect();
        // «بين» and «عبر» are prepositions unless a clause or «عن» shows that they are verbs.
        for i in 0..readings.len() {
            let homograph = readings
                .get(i)
                .is_some_and(|r| r.verb.is_some() && r.classes.any(Classes::PREPOSITION));
            if homograph {
                let shown = (i + 1..i + 7).take_while(|&k| text.tok(k).punct().is_none()).any(
                    |k| match text.bare(i) {
                        "عبر" => text.word(k) == "عن" && k > i + 1,
                        _ => matches!(text.word(k), "ان" | "انه" | "انها"),
                    },
                );
                if let Some(r) = readings.get_mut(i) {
                    if shown {
                        r.classes.remove(Classes::PREPOSITION);
                    } else {
                        r.verb = None;
                    }
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
            for r in readings.get_mut(mention.tokens.clone()).unwrap_or_default() {
                r.entity = Some(m as u32);
            }
        }
        let quotes = Quotes::new(text);
        let mut reader = Reader {
            text,
            lexicon,
            mentions,
            quotes,
            readings,
            marks: Vec::new(),
            atoms: Vec::new(),
            empty: Tok::default(),
        };
        reader.marks = marks(&reader);
        reader.atoms = atoms(&reader);
        reader
    }

    #[inline]
    pub(crate) fn get(&self, i: usize) -> &Reading<'a> {
        self.readings.get(i).unwrap_or(&NOTHING)
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

    /// What the model sees of token `i`.
    #[inline]
    pub(crate) fn atom(&self, i: usize) -> Atom {
        self.atoms.get(i).copied().unwrap_or_default()
    }

    #[inline]
    pub(crate) fn tok(&self, i: usize) -> &Tok {
        self.text.tokens().get(i).unwrap_or(&self.empty)
    }

    #[inline]
    pub(crate) fn is(&self, i: usize, classes: Classes) -> bool {
        self.get(i).classes.any(classes)
    }

    pub(crate) fn punct(&self, i: usize) -> Option<Punct> {
        self.tok(i).punct()
    }

    pub(crate) fn is_quote_open(&self, i: usize) -> bool {
        self.quotes.close_of(i).is_some()
    }

    /// The entity mention token `i` lies in.
    pub(crate) fn mention(&self, i: usize) -> Option<&'a Mention> {
        self.get(i).entity.and_then(|m| self.mentions.get(m as usize))
    }

    /// The word without its conjunction, whatever the segmenter thought of a first و or ف that the
    /// lexicon can read otherwise.
    pub(crate) fn bare(&self, i: usize) -> &'a str {
        self.text.bare(i)
    }

    /// A finite verb of speech.
    pub(crate) fn finite(&self, i: usize) -> Option<VerbReading> {
        self.get(i).verb.filter(|v| v.morph.form != Form::Participle)
    }

    /// A circumstantial participle of speech.
    pub(crate) fn participle(&self, i: usize) -> Option<VerbReading> {
        self.get(i).verb.filter(|v| v.morph.form == Form::Participle)
    }

    /// Bytes of the key text where token `i` begins without conjunction.
    pub(crate) fn bare_start(&self, i: usize) -> u32 {
        self.tok(i).bare()
    }

    /// Number of word tokens in a range.
    pub(crate) fn words_in(&self, start: usize, end: usize) -> usize {
        (start..end).filter(|&i| self.is_word(i)).count()
    }
}

fn read<'l>(text: &Segmented, lexicon: &'l Lexicon, i: usize) -> Reading<'l> {
    let tok = text.tok(i);
    let mut out = Reading::default();
    if tok.kind != TokenKind::Arabic {
        return out;
    }
    let whole = text.word(i);
    let known = lexicon.get_hashed(tok.hash, whole);
    let (mut bare_at, mut bare) = (tok.bare(), text.bare(i));
    let mut word = if tok.has_conj() { lexicon.get(bare) } else { known };
    if !tok.has_conj() {
        // A first و or ف is a conjunction also when only the rest is known.
        let rest = whole.strip_prefix(['و', 'ف']);
        if let (None, Some(rest)) = (known, rest) {
            let found = lexicon.get(rest);
            if found.is_some() || verb(lexicon, rest, found).is_some() {
                (bare_at, bare, word) = (tok.start + 2, rest, found);
            }
        }
        // وردت: the lexicon knows the whole word, but only the rest speaks.
        if known.is_some_and(|w| w.cues.is_empty() && w.head.is_none()) {
            let device = |i: usize| matches!(text.word(i), "في" | "ضمن");
            if let Some(rest) = whole.strip_prefix('و').filter(|_| !device(i + 1)) {
                let found = lexicon.get(rest);
                if found.is_some_and(|w| !w.cues.is_empty()) {
                    (bare_at, bare, word) = (tok.start + 2, rest, found);
                }
            }
        }
    } else if word.is_none()
        && (known.is_some_and(|w| !w.cues.is_empty())
            || verb(lexicon, bare, None).is_none() && verb(lexicon, whole, known).is_some())
    {
        // وعدني: the first letter is the verb's own.
        (bare_at, bare, word) = (tok.start, whole, known);
    }
    out.word = word;
    out.moved = bare_at != tok.bare();
    if let Some(w) = word {
        out.classes = w.classes;
    }
    if tok.clitics.art == 0 {
        if let Some((cue, morph, offset, enclitic, future, purpose)) = verb(lexicon, bare, word) {
            out.verb = Some(VerbReading {
                cue,
                morph,
                start: bare_at + offset,
                end: tok.end,
                enclitic,
                conj: bare_at > tok.start,
                future,
                purpose,
            });
        }
    }
    for prefix in ['ب', 'ل'] {
        if let Some(rest) = bare.strip_prefix(prefix) {
            if !out.classes.any(Classes::SUBORDINATOR)
                && lexicon.get(rest).is_some_and(|w| w.classes.any(Classes::COMPLEMENTIZER))
            {
                out.classes.insert(Classes::COMPLEMENTIZER);
                out.comp_prefix = Some(prefix);
            }
        }
    }
    // The same letters are looked up once.
    let noun = if tok.noun() == bare_at { word } else { lexicon.get(text.noun(i)) };
    let (stem_at, stem) = if out.moved { (bare_at, bare) } else { (tok.stem(), text.stem(i)) };
    if let Some(w) = noun {
        take_noun(&mut out, w, false);
    }
    if stem_at != tok.noun() {
        if let Some(w) = if stem_at == bare_at { word } else { lexicon.get(stem) } {
            take_noun(&mut out, w, false);
        }
    }
    if tok.clitics.art > 0 || out.head.is_some() {
        return out;
    }
    // مسؤولا، شاهدا: the accusative.
    if out.verb.is_none() {
        if let Some(w) = stem.strip_suffix('ا').and_then(|s| lexicon.get(s)) {
            if w.head.is_some_and(|h| h.class.is_human()) {
                take_noun(&mut out, w, false);
            }
        }
    }
    if out.head.is_none() && out.noun_cue.is_none() {
        for e in enclitics_like(stem) {
            if let Some(rest) = stem.strip_suffix(e) {
                if rest.chars().nth(2).is_none() {
                    continue;
                }
                let found = lexicon.get(rest).filter(|w| w.head.is_some()).or_else(|| {
                    let rest = rest.strip_suffix('ت')?;
                    spelled(rest, "ة", |form| lexicon.get(form))
                });
                if let Some(w) = found {
                    take_noun(&mut out, w, true);
                    break;
                }
            }
        }
    }
    out
}

fn take_noun(out: &mut Reading<'_>, w: &Word, possessed: bool) {
    let nominal = Classes::MEDIUM
        .or(Classes::TIME)
        .or(Classes::MONTH)
        .or(Classes::OBJECT_NOUN)
        .or(Classes::QUANTIFIER)
        .or(Classes::SAME)
        .or(Classes::ADJECTIVE)
        .or(Classes::SAME_BEFORE);
    if w.classes.any(nominal) {
        for c in [
            Classes::MEDIUM,
            Classes::TIME,
            Classes::MONTH,
            Classes::OBJECT_NOUN,
            Classes::QUANTIFIER,
            Classes::ADJECTIVE,
            Classes::SAME,
            Classes::SAME_BEFORE,
        ] {
            if w.classes.any(c) {
                out.classes.insert(c);
            }
        }
    }
    if out.head.is_none() && w.head.is_some() {
        out.head = w.head;
        out.possessed = possessed;
    }
    out.descriptor = out.descriptor.or(w.descriptor);
    out.noun_cue = out.noun_cue.or(w.noun_cue);
}

/// Cue, morph, bytes before the verb, enclitic, future, purpose.
type Found = (u16, Morph, u32, bool, bool, bool);

fn verb(lexicon: &Lexicon, bare: &str, known: Option<&Word>) -> Option<Found> {
    let first = |w: Option<&Word>| w.and_then(|w| w.cues.first().copied());
    if let Some((cue, morph)) = first(known) {
        return Some((cue, morph, 0, false, false, false));
    }
    for (prefix, future) in [('س', true), ('ل', false)] {
        // A future takes the whole indicative; shorter forms are jussives (سير is no future of ير).
        if let Some(rest) = bare.strip_prefix(prefix).filter(|r| r.chars().nth(3).is_some()) {
            let found = first(lexicon.get(rest)).or_else(|| enclitic(lexicon, rest));
            if let Some((cue, morph)) = found {
                if morph.form == Form::Imperfect {
                    return Some((cue, morph, 2, false, future, !future));
                }
            }
        }
    }
    enclitic(lexicon, bare).map(|(cue, morph)| (cue, morph, 0, true, false, false))
}

fn enclitic(lexicon: &Lexicon, form: &str) -> Option<(u16, Morph)> {
    let finite = |form: &str| {
        let (cue, morph) = *lexicon.get(form)?.cues.first()?;
        (morph.form != Form::Participle).then_some((cue, morph))
    };
    for e in enclitics_like(form) {
        let Some(rest) = form.strip_suffix(e).filter(|r| r.chars().nth(2).is_some()) else {
            continue;
        };
        let found = finite(rest).or_else(|| match rest.strip_suffix('ا') {
            Some(r) => spelled(r, "ي", finite),
            None if rest.ends_with('و') => spelled(rest, "ا", finite),
            None => None,
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The enclitics that end in the letter a word ends in, the longer ones first.
fn enclitics_like(word: &str) -> &'static [&'static str] {
    match word.as_bytes() {
        [.., 0xd8, 0xa7] => &["هما", "ها", "نا"],
        [.., 0xd9, 0x85] => &["هم", "كم"],
        [.., 0xd9, 0x86] => &["هن"],
        [.., 0xd9, 0x8a] => &["ني"],
        [.., 0xd9, 0x87] => &["ه"],
        [.., 0xd9, 0x83] => &["ك"],
        _ => &[],
    }
}

/// Asks about a word with another ending, which is put together where it costs nothing.
fn spelled<T>(word: &str, ending: &str, ask: impl FnOnce(&str) -> T) -> T {
    let mut letters = [0_u8; 64];
    let n = word.len() + ending.len();
    if let Some(to) = letters.get_mut(..n) {
        let (a, b) = to.split_at_mut(word.len());
        a.copy_from_slice(word.as_bytes());
        b.copy_from_slice(ending.as_bytes());
        if let Ok(form) = std::str::from_utf8(to) {
            return ask(form);
        }
    }
    ask(&format!("{word}{ending}"))
}
