//! What the model sees of a token: a tag, the class of the company it keeps, its shape.

use std::ops::Range;

use crate::entity::EntityKind;
use crate::labels::Tier;
use crate::lexicon::{Classes, Form, Gender, HeadClass};
use crate::segment::{Punct, Segmented, Tok, TokenKind};

use super::super::reading::Reader;

/// A token as the model sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Atom {
    /// A part of speech, as far as lexicon, entities and shape tell.
    pub tag: u8,
    /// The class of words with the same neighbours; 0 for rare words.
    pub class: u8,
    /// Clitics and endings.
    pub shape: u16,
    /// The word itself, where it is a common one.
    pub word: u32,
}

impl Atom {
    pub(crate) fn tag(self) -> u32 {
        u32::from(self.tag)
    }

    pub(crate) fn class(self) -> u32 {
        u32::from(self.class)
    }

    pub(crate) fn shape(self) -> u32 {
        u32::from(self.shape)
    }

    /// Whether it is a verb or participle of speech of the core.
    pub(crate) fn is_core_cue(self) -> bool {
        matches!(self.tag, 49 | 51 | 53)
    }

    /// As a finite verb: 1 for a perfect, 2 for an imperfect, 0 for what is none.
    pub(crate) fn verb_form(self) -> u32 {
        match self.tag {
            48 | 49 | 69 => 1,
            50 | 51 | 68 => 2,
            _ => 0,
        }
    }
}

/// How many tokens of some kinds stand in a stretch, up to 255 of each.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kinds([u8; 8]);

impl Kinds {
    pub(crate) const COMMA: usize = 0;
    pub(crate) const QUOTE: usize = 1;
    pub(crate) const CUE: usize = 2;
    pub(crate) const VERB: usize = 3;
    pub(crate) const RELATIVE: usize = 4;
    pub(crate) const STOP: usize = 5;
    pub(crate) const CLAUSE: usize = 6;
    pub(crate) const NOUN: usize = 7;

    /// All eight are counted at once, a byte each.
    fn of(atoms: &[Atom]) -> Kinds {
        let mut out = [0; 8];
        for some in atoms.chunks(255) {
            let sum = some.iter().fold(0_u64, |n, a| n + kind(*a));
            for (to, n) in out.iter_mut().zip(sum.to_le_bytes()) {
                *to = u8::saturating_add(*to, n);
            }
        }
        Kinds(out)
    }

    #[inline]
    pub(crate) fn get(self, kind: usize) -> u32 {
        self.0.get(kind).copied().map_or(0, u32::from)
    }
}

/// How many tokens of each kind stand before every token, each number in a byte that begins again
/// at 0: what stands in a stretch of at most 255 tokens is the difference of two of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts(Vec<u64>);

/// The highest bit of each byte: sums and differences without it stay in their bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

impl Counts {
    pub(crate) fn new(atoms: &[Atom]) -> Counts {
        let mut out = Vec::with_capacity(atoms.len() + 1);
        out.push(0);
        let mut before = 0_u64;
        out.extend(atoms.iter().map(|a| {
            let one = kind(*a);
            before = ((before & !HIGH) + one) ^ (before & HIGH);
            before
        }));
        Counts(out)
    }

    /// What stands in a stretch of `atoms`, which these are the counts of.
    #[inline]
    pub(crate) fn within(&self, atoms: &[Atom], range: Range<usize>) -> Kinds {
        let end = range.end.min(atoms.len());
        let start = range.start.min(end);
        let (Some(&a), Some(&b)) = (self.0.get(start), self.0.get(end)) else {
            return Kinds::default();
        };
        if end - start > 255 {
            return Kinds::of(atoms.get(start..end).unwrap_or_default());
        }
        let difference = ((b | HIGH) - (a & !HIGH)) ^ ((a ^ !b) & HIGH);
        Kinds(difference.to_le_bytes())
    }
}

/// What a token counts as: 1 in the byte of its kind.
#[inline]
fn kind(atom: Atom) -> u64 {
    KINDS.get(usize::from(atom.tag)).copied().unwrap_or(0)
}

/// What a tag counts as.
#[allow(clippy::indexing_slicing)] // made when the crate is built
static KINDS: [u64; 256] = {
    let mut out = [0; 256];
    let mut tag = 0;
    while tag < 256 {
        let kind = match tag {
            4..=7 | 10 => Kinds::STOP,
            8 | 9 => Kinds::COMMA,
            11 => Kinds::QUOTE,
            21 | 22 | 36 => Kinds::CLAUSE,
            33 => Kinds::RELATIVE,
            48..=53 => Kinds::CUE,
            56..=65 | 70..=79 => Kinds::NOUN,
            68 | 69 => Kinds::VERB,
            _ => 8,
        };
        if kind < 8 {
            out[tag] = 1 << (8 * kind);
        }
        tag += 1;
    }
    out
};

/// Words in key form without conjunction and the classes of their neighbours (`training/attribution/classes.py`),
/// read where they lie: a power of two of slots of three bytes, sixteen bits of the hash and the class
/// plus one; 0 is an empty slot.
struct WordClasses(&'static [[u8; 3]]);

static CLASSES: WordClasses = WordClasses(include_bytes!("classes.bin").as_chunks().0);

impl WordClasses {
    /// The class of the word with this hash; 0 for words that are not listed.
    fn get(&self, h: u32) -> u8 {
        let n = self.0.len();
        if n == 0 {
            return 0;
        }
        let (mut at, mark) = (h as usize & (n - 1), ((h >> 16) as u16).to_le_bytes());
        for _ in 0..n {
            match self.0.get(at) {
                None | Some([_, _, 0]) => return 0,
                Some(&[a, b, class]) if [a, b] == mark => return class,
                _ => at = (at + 1) & (n - 1),
            }
        }
        0
    }
}

/// FNV-1a: what facts say of words must not change with the hash of our tables, and the training
/// program computes it as well.
pub(crate) fn word_hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Atoms of all tokens.
pub(crate) fn atoms(r: &Reader<'_>) -> Vec<Atom> {
    let n = r.text.tokens().len();
    (0..n).map(|i| atom(r, i)).collect()
}

fn atom(r: &Reader<'_>, i: usize) -> Atom {
    let tok = r.tok(i);
    if tok.kind != TokenKind::Arabic {
        return Atom { tag: plain_tag(r, i), ..Atom::default() };
    }
    let own = r.own(i);
    Atom { tag: tag(r, i), class: own.class, shape: own.shape, word: own.word }
}

/// The class of the company a word keeps, and the word itself where it is a common one.
pub(crate) fn letters(text: &Segmented, i: usize) -> (u8, u32) {
    let tok = text.tok(i);
    let hash = word_hash(text.bare(i));
    let class = CLASSES.get(hash);
    if class != 0 {
        return (class, hash | 1);
    }
    // A rare word with clitics has the class of the word alone, or with its article.
    let class = if tok.has_prep() { CLASSES.get(word_hash(text.noun(i))) } else { 0 };
    if class == 0 && tok.is_definite() {
        return (CLASSES.get(word_hash(text.stem(i))), 0);
    }
    (class, 0)
}

fn plain_tag(r: &Reader<'_>, i: usize) -> u8 {
    match r.tok(i).kind {
        TokenKind::Foreign => 1,
        TokenKind::Number => 2,
        TokenKind::Symbol => 3,
        TokenKind::Punct(p) => match p {
            Punct::Stop => 4,
            Punct::Question => 5,
            Punct::Exclamation => 6,
            Punct::Ellipsis => 7,
            Punct::Comma => 8,
            Punct::Semicolon => 9,
            Punct::Colon => 10,
            Punct::OpenQuote => 11,
            Punct::CloseQuote => 12,
            Punct::Quote if r.is_quote_open(i) => 11,
            Punct::Quote => 12,
            Punct::OpenBracket => 13,
            Punct::CloseBracket => 14,
            Punct::Dash => 15,
            Punct::Slash => 16,
            _ => 17,
        },
        TokenKind::Arabic => 0,
    }
}

/// The tags of function words, the first that fits.
const FUNCTION_WORDS: &[(Classes, u8)] = &[
    (Classes::COMPLEMENTIZER, 32),
    (Classes::RELATIVE, 33),
    (Classes::NEGATION, 34),
    (Classes::AUXILIARY, 35),
    (Classes::SUBORDINATOR, 36),
    (Classes::PREPOSITION, 37),
    (Classes::DEMONSTRATIVE, 38),
    (Classes::PRONOUN, 39),
    (Classes::SAME, 40),
    (Classes::SAME_BEFORE, 41),
    (Classes::TIME, 42),
    (Classes::MONTH, 43),
    (Classes::ADVERB, 44),
];

/// All of their classes: most words are in none.
#[allow(clippy::indexing_slicing)] // made when the crate is built
const ANY_FUNCTION_WORD: Classes = {
    let mut out = FUNCTION_WORDS[0].0;
    let mut n = 1;
    while n < FUNCTION_WORDS.len() {
        out = out.or(FUNCTION_WORDS[n].0);
        n += 1;
    }
    out
};

fn tag(r: &Reader<'_>, i: usize) -> u8 {
    let get = r.get(i);
    let c = get.classes;
    let tok = r.tok(i);
    if r.is_lone_conj(i) {
        return 20;
    }
    if r.complementizer(i).is_some() {
        return match get.comp_prefix {
            Some(_) => 22,
            None => 21,
        };
    }
    if let Some(m) = r.mention(i) {
        let first = m.tokens.start == i;
        let kind = match m.kind {
            EntityKind::Person => 0,
            EntityKind::Organization => 1,
            EntityKind::Location => 2,
            _ => 3,
        };
        return 24 + kind * 2 + u8::from(first);
    }
    if c.any(ANY_FUNCTION_WORD) {
        for &(class, tag) in FUNCTION_WORDS {
            if c.any(class) {
                return tag;
            }
        }
    }
    if let Some(v) = get.verb.filter(|_| !tok.has_prep()) {
        let core = r.lexicon.cue(v.cue).is_some_and(|c| c.tier == Tier::Core);
        let form = match v.morph.form {
            Form::Perfect => 0,
            Form::Imperfect => 1,
            Form::Participle => 2,
        };
        return 48 + form * 2 + u8::from(core);
    }
    if let Some(h) = get.head {
        return 56 + h.class as u8;
    }
    if get.noun_cue.is_some() {
        return 46;
    }
    if r.is_verb(i) {
        return if r.bare(i).starts_with(['ي', 'ت', 'س']) { 68 } else { 69 };
    }
    if c.any(Classes::QUANTIFIER) {
        return 45;
    }
    if r.is_masdar(i) {
        return 70;
    }
    if c.any(Classes::MEDIUM) {
        return 71;
    }
    if get.descriptor.is_some() || c.any(Classes::ADJECTIVE) {
        return 72;
    }
    73 + u8::from(tok.is_definite()) * 2 + u8::from(r.own(i).shape >> 5 & 15 == 1)
}

/// Clitics, the ending and the beginning of a word; `prep` is the letter of its preposition.
pub(crate) fn shape(tok: Tok, stem: &str, prep: u8) -> u16 {
    let ending = match stem.as_bytes() {
        [.., 0xd8, 0xa9] => 1,                                // ة
        [.., 0xd8, 0xa7, 0xd8, 0xaa] => 2,                    // ات
        [.., 0xd9, 0x88, 0xd9, 0x86] => 3,                    // ون
        [.., 0xd9, 0x8a, 0xd9, 0x86] => 11,                   // ين, which is no subject
        [.., 0xd8, 0xa7, 0xd9, 0x86] => 4,                    // ان
        [.., 0xd9, 0x87, 0xd8, 0xa7] => 7,                    // ها
        [.., 0xd9, 0x87] | [.., 0xd9, 0x87, 0xd9, 0x85] => 8, // ه هم
        [.., 0xd9, 0x88, 0xd8, 0xa7] => 10,                   // وا
        [.., 0xd9, 0x8a] => 5,                                // ي
        [.., 0xd8, 0xa7] => 6,                                // ا
        [.., 0xd8, 0xaa] => 9,                                // ت
        _ => 0,
    };
    let beginning = match stem.as_bytes() {
        [0xd9, 0x8a, ..] => 1, // ي
        [0xd8, 0xaa, ..] => 2, // ت
        [0xd9, 0x85, ..] => 3, // م
        [0xd8, 0xa7, ..] => 4, // ا
        [0xd9, 0x86, ..] => 5, // ن
        _ => 0,
    };
    u16::from(tok.has_conj())
        | u16::from(prep) << 1
        | u16::from(tok.is_definite()) << 3
        | u16::from(tok.has_encl()) << 4
        | ending << 5
        | beginning << 9
}

/// The class of a head noun as a number; 0 for none.
pub(crate) fn head_code(class: Option<HeadClass>) -> u32 {
    class.map_or(0, |c| c as u32 + 1)
}

pub(crate) fn gender_code(g: Gender) -> u32 {
    u32::from(g == Gender::Feminine)
}
