//! What the lexicon says of each token of a text: read once, before any frame looks at it.

use crate::entity::{EntityKind, Mention};
use crate::lexicon::{Classes, Form, Head, Lexicon, Morph, Word};
use crate::segment::{Punct, Segmented, Tok, TokenKind};

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
    atoms: Vec<Atom>,
}

const ENCLITICS: &[&str] = &["هما", "ها", "هم", "هن", "نا", "ني", "كم", "ه", "ك"];

/// The letters the enclitics end in: most words can be passed over at once.
const LAST_OF_ENCLITIC: [char; 6] = ['ه', 'ا', 'م', 'ن', 'ي', 'ك'];

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
        let mut reader = Reader { text, lexicon, mentions, quotes, readings, atoms: Vec::new() };
        reader.atoms = atoms(&reader);
        reader
    }

    pub(crate) fn get(&self, i: usize) -> Reading<'a> {
        self.readings.get(i).copied().unwrap_or_default()
    }

    /// What the model sees of token `i`.
    pub(crate) fn atom(&self, i: usize) -> Atom {
        self.atoms.get(i).copied().unwrap_or_default()
    }

    pub(crate) fn tok(&self, i: usize) -> Tok {
        self.text.tok(i)
    }

    pub(crate) fn is(&self, i: usize, classes: Classes) -> bool {
        self.get(i).classes.any(classes)
    }

    pub(crate) fn punct(&self, i: usize) -> Option<Punct> {
        self.tok(i).punct()
    }

    pub(crate) fn is_comma(&self, i: usize) -> bool {
        matches!(self.punct(i), Some(Punct::Comma | Punct::Semicolon))
    }

    pub(crate) fn is_stop(&self, i: usize) -> bool {
        matches!(self.punct(i), Some(Punct::Stop | Punct::Question | Punct::Exclamation))
    }

    pub(crate) fn is_quote_open(&self, i: usize) -> bool {
        self.quotes.close_of(i).is_some()
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.tok(i).is_word()
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

    /// A finite verb of any kind, as far as its shape tells.
    pub(crate) fn is_verb(&self, i: usize) -> bool {
        let r = self.get(i);
        if r.classes.any(Classes::VERB.or(Classes::AUXILIARY)) {
            return true;
        }
        if r.verb.is_some_and(|v| v.morph.form != Form::Participle) {
            return true;
        }
        let t = self.tok(i);
        if t.kind != TokenKind::Arabic || t.is_definite() || r.entity.is_some() || r.head.is_some()
        {
            return false;
        }
        let w = self.bare(i);
        // Feminine perfects: the nouns in ت (not ات) are few and listed.
        if w.ends_with('ت')
            && !w.ends_with("ات")
            && w.chars().count() >= 4
            && !tok_has_prep(t)
            && !r.classes.any(Classes::NOUN_IN_T)
        {
            return true;
        }
        let rest = w.strip_prefix('س').filter(|r| r.starts_with(['ي', 'ت', 'ن'])).unwrap_or(w);
        rest.starts_with('ي')
            && rest.chars().count() >= 4
            && !r.classes.any(Classes::TIME.or(Classes::MONTH))
            && !NOT_VERB.iter().any(|n| rest.starts_with(n))
    }

    /// Whether token `i` begins with و or ف, or is such a letter of its own.
    pub(crate) fn has_conj(&self, i: usize) -> bool {
        self.tok(i).has_conj()
            || self.get(i).verb.is_some_and(|v| v.conj)
            || (i > 0 && self.is_lone_conj(i - 1) && !self.tok(i).newline)
    }

    pub(crate) fn is_lone_conj(&self, i: usize) -> bool {
        matches!(self.text.word(i), "و" | "ف") && self.tok(i).kind == TokenKind::Arabic
    }

    /// The letter of the preposition written onto token `i`: ب ل ك.
    pub(crate) fn prep(&self, i: usize) -> Option<char> {
        if self.tok(i).has_prep() { self.bare(i).chars().next() } else { None }
    }

    /// أن، إن، أنه … : the letter or word that governs it (`C` for none), and where it begins.
    pub(crate) fn complementizer(&self, i: usize) -> Option<(char, usize)> {
        let r = self.get(i);
        if !r.classes.any(Classes::COMPLEMENTIZER) || r.classes.any(Classes::SUBORDINATOR) {
            return None;
        }
        // «إن وجدت»: a condition.
        if self.bare(i) == "ان" {
            let next = self.bare(i + 1);
            let perfect = self.is(i + 1, Classes::VERB) && !next.starts_with(['ي', 'ت', 'ن'])
                || matches!(next, "وجد" | "وجدت" | "شاء" | "لزم" | "امكن");
            if perfect && self.get(i + 1).head.is_none() && !self.tok(i + 1).has_conj() {
                return None;
            }
        }
        match r.comp_prefix {
            Some('ب') => return Some(('B', i)),
            Some(_) => return None,
            None => {}
        }
        if i == 0 || self.tok(i).has_conj() {
            return Some(('C', i));
        }
        let code = match self.bare(i - 1) {
            "الي" => 'I',
            "علي" => 'A',
            "من" => 'M',
            "عن" => 'N',
            "في" => 'F',
            "ب" => 'B',
            // "until", "after", "despite": no complement of speech.
            "بعد" | "قبل" | "رغم" | "منذ" | "مع" | "غير" | "الا" | "حتي" | "بما" | "حيث" | "دون"
            | "بدون" | "كما" | "لو" | "علما" | "خاصة" | "خصوصا" | "سيما" | "لاسيما" | "عند"
            | "بين" | "طالما" | "مثل" | "سوي" | "اذ" | "يمكن" | "يجب" | "ينبغي" | "بشرط"
            | "شرط" | "شريطة" | "لابد" => {
                return None;
            }
            _ => 'C',
        };
        Some((code, if code == 'C' { i } else { i - 1 }))
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

fn tok_has_prep(t: Tok) -> bool {
    t.has_prep()
}

/// Nouns and names that begin with ي.
const NOT_VERB: &[&str] = &[
    "يوم",
    "يوس",
    "ياس",
    "يناي",
    "يونيو",
    "يولي",
    "يمن",
    "يسار",
    "يهود",
    "يورو",
    "يحيي",
    "يعقوب",
    "يدي",
    "يقين",
    "يوغ",
    "يون",
    "يابان",
    "ياب",
    "ياسين",
    "يميني",
    "يمين",
    "يتيم",
    "يخت",
    "يزيد",
    "يالطا",
    "يوتيوب",
    "ياهو",
];

fn read<'l>(text: &Segmented, lexicon: &'l Lexicon, i: usize) -> Reading<'l> {
    let tok = text.tok(i);
    let mut out = Reading::default();
    if tok.kind != TokenKind::Arabic {
        return out;
    }
    let whole = text.word(i);
    let known = lexicon.get(whole);
    // A first و or ف is a conjunction when the segmenter says so, or when only the rest is known.
    let (mut bare_at, mut bare) = (tok.bare(), text.bare(i));
    if !tok.has_conj() && known.is_none_or(|w| w.cues.is_empty() && w.head.is_none()) {
        if let Some(rest) = whole.strip_prefix(['و', 'ف']) {
            if known.is_none() && lexicon.get(rest).is_some()
                || verb(lexicon, rest).is_some() && known.is_none()
            {
                (bare_at, bare) = (tok.start + 2, rest);
            }
        }
    }
    // وردت: the lexicon knows the whole word, but only the rest speaks.
    if !tok.has_conj()
        && bare_at == tok.bare()
        && known.is_some_and(|w| w.cues.is_empty() && w.head.is_none())
    {
        let device = matches!(text.word(i + 1), "في" | "ضمن");
        if let Some(rest) = whole.strip_prefix('و').filter(|_| !device) {
            if lexicon.get(rest).is_some_and(|w| !w.cues.is_empty()) {
                (bare_at, bare) = (tok.start + 2, rest);
            }
        }
    }
    // وعدني: the first letter is the verb's own.
    if tok.has_conj()
        && verb(lexicon, bare).is_none()
        && lexicon.get(bare).is_none()
        && verb(lexicon, whole).is_some()
    {
        (bare_at, bare) = (tok.start, whole);
    }
    if tok.has_conj() && known.is_some_and(|w| !w.cues.is_empty()) && lexicon.get(bare).is_none() {
        (bare_at, bare) = (tok.start, whole);
    }
    let word = lexicon.get(bare);
    out.word = word;
    if let Some(w) = word {
        out.classes = w.classes;
    }
    if let Some((cue, morph, offset, enclitic, future, purpose)) = verb(lexicon, bare) {
        if tok.clitics.art == 0 {
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
    let noun = text.noun(i);
    for prefix in ['ب', 'ل'] {
        if let Some(rest) = bare.strip_prefix(prefix) {
            if lexicon.get(rest).is_some_and(|w| w.classes.any(Classes::COMPLEMENTIZER))
                && !out.classes.any(Classes::SUBORDINATOR)
            {
                out.classes.insert(Classes::COMPLEMENTIZER);
                out.comp_prefix = Some(prefix);
            }
        }
    }
    let stem = if bare_at == tok.bare() { text.stem(i) } else { bare };
    for (form, possessed) in [(noun, false), (stem, false)] {
        if let Some(w) = lexicon.get(form) {
            take_noun(&mut out, w, possessed);
        }
    }
    // مسؤولا، شاهدا: the accusative.
    if out.head.is_none() && out.verb.is_none() && tok.clitics.art == 0 {
        if let Some(w) = stem.strip_suffix('ا').and_then(|s| lexicon.get(s)) {
            if w.head.is_some_and(|h| h.class.is_human()) {
                take_noun(&mut out, w, false);
            }
        }
    }
    if out.head.is_none()
        && out.noun_cue.is_none()
        && tok.clitics.art == 0
        && stem.ends_with(LAST_OF_ENCLITIC)
    {
        for e in ENCLITICS {
            if let Some(rest) = stem.strip_suffix(e) {
                if rest.chars().nth(2).is_none() {
                    continue;
                }
                let found = lexicon
                    .get(rest)
                    .filter(|w| w.head.is_some())
                    .or_else(|| rest.strip_suffix('ت').and_then(|r| lexicon.get(&format!("{r}ة"))));
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

fn verb(lexicon: &Lexicon, bare: &str) -> Option<Found> {
    let direct = |s: &str| lexicon.get(s).and_then(|w| w.cues.first().copied());
    if let Some((cue, morph)) = direct(bare) {
        return Some((cue, morph, 0, false, false, false));
    }
    for (prefix, future) in [('س', true), ('ل', false)] {
        // A future takes the whole indicative; shorter forms are jussives (سير is no future of ير).
        if let Some(rest) = bare.strip_prefix(prefix).filter(|r| r.chars().nth(3).is_some()) {
            if let Some((cue, morph)) = direct(rest).or_else(|| enclitic(lexicon, rest)) {
                if morph.form == Form::Imperfect {
                    return Some((cue, morph, 2, false, future, !future));
                }
            }
        }
    }
    enclitic(lexicon, bare).map(|(cue, morph)| (cue, morph, 0, true, false, false))
}

fn enclitic(lexicon: &Lexicon, form: &str) -> Option<(u16, Morph)> {
    if !form.ends_with(LAST_OF_ENCLITIC) {
        return None;
    }
    let finite = |form: &str| {
        let (cue, morph) = *lexicon.get(form)?.cues.first()?;
        (morph.form != Form::Participle).then_some((cue, morph))
    };
    for e in ENCLITICS {
        let Some(rest) = form.strip_suffix(e).filter(|r| r.chars().nth(2).is_some()) else {
            continue;
        };
        let found = finite(rest).or_else(|| match rest.strip_suffix('ا') {
            Some(r) => finite(&format!("{r}ي")),
            None if rest.ends_with('و') => finite(&format!("{rest}ا")),
            None => None,
        });
        if found.is_some() {
            return found;
        }
    }
    None
}
