//! Names that are plain words too, or names of two things: what the context must say.

use std::cell::RefCell;

use super::candidate::Candidate;
use super::context::Context;

use super::gazetteer::{Class, Classes, Match};
use super::kind::EntityKind;
use crate::hash::hash;
use crate::lexicon::WordMap;
use crate::normalize::{Cursor, Normalizer};
use crate::segment::{Punct, Segmented, TokenKind};

/// The words that decide for a name, by the name's spelling; all in key form.
#[derive(Clone, Debug)]
pub(super) struct Triggers {
    names: WordMap<Trigger>,
    sports: WordMap<()>,
}

/// The words that decide for one name.
#[derive(Clone, Debug, Default)]
struct Trigger {
    /// Where a document keeps what it says of this name.
    number: usize,
    words: Vec<String>,
}

impl Triggers {
    pub(super) fn builtin(normalizer: &Normalizer) -> Triggers {
        let key = |s: &str| normalizer.normalize(s).into_owned();
        let mut names = WordMap::<Trigger>::default();
        let rows = super::gazetteer::rows(include_str!("data/homographs.tsv"));
        for (number, (_, columns)) in rows.enumerate() {
            if let [name, words, ..] = &*columns {
                let words = words.split('|').map(key).collect();
                *names.entry(&key(name)) = Trigger { number, words };
            }
        }
        let mut sports = WordMap::default();
        for word in SPORTS {
            sports.entry(word);
        }
        Triggers { names, sports }
    }

    /// Whether an article is about matches: برشلونة is the club there.
    pub(super) fn is_sports(&self, text: &Segmented) -> bool {
        let enough = text.tokens().len().div_ceil(120).max(4);
        let key = text.key();
        let words = text.tokens().iter().filter(|tok| {
            if tok.kind != TokenKind::Arabic {
                return false;
            }
            let noun = key.get(tok.noun() as usize..tok.end as usize).unwrap_or_default();
            let hash = if tok.noun() == tok.start { tok.hash } else { hash(noun) };
            self.sports.get(hash, noun).is_some()
        });
        words.take(enough).count() == enough
    }
}

/// What the document as a whole says about its homographs.
pub(super) struct Homographs<'a> {
    triggers: &'a Triggers,
    /// Whether the document has a word that decides for the name of that number; each name is
    /// looked for once a document.
    decided: RefCell<Vec<Option<bool>>>,
    /// Matches are asked about in the order of the text.
    originals: RefCell<Cursor<'a>>,
}

impl<'a> Homographs<'a> {
    pub(super) fn new(triggers: &'a Triggers, text: &'a Segmented) -> Homographs<'a> {
        let originals = RefCell::new(text.cursor());
        Homographs { triggers, decided: RefCell::default(), originals }
    }

    /// Whether a phrase of the gazetteer is the name it can be.
    pub(super) fn accepts(&self, cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
        if m.last == m.first + 1 && (self.has_tanween(cx, m.first) || is_patronymic(cx, m)) {
            return false;
        }
        match m.sense.class {
            Class::Club if m.sense.ambiguous => cx.sports && is_club(cx, m),
            Class::City if cx.sports && !m.sense.ambiguous => {
                let club = cx.scan.at(m.first).iter().any(|c| {
                    c.sense.class == Class::Club && (c.last, c.prefix) == (m.last, m.prefix)
                });
                !club || in_place(cx, m)
            }
            Class::Country => !is_adjective(cx, m),
            Class::Media | Class::Club if m.sense.ambiguous && self.triggered(cx, m) => false,
            // In sports pages a player's family name is his.
            Class::Person if m.sense.ambiguous && cx.sports => !cx.common(m.first),
            Class::Media if m.sense.ambiguous => quoted_outlet(cx, m),
            _ => !m.sense.ambiguous || self.triggered(cx, m),
        }
    }

    fn triggered(&self, cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
        let (first, last) = (cx.text.tok(m.first), cx.text.tok(m.last.saturating_sub(1)));
        let spelling = cx.text.key().get((first.start + m.prefix) as usize..last.end as usize);
        let known = spelling.and_then(|s| self.triggers.names.get(hash(s), s));
        let Some(trigger) = known else { return false };
        let mut decided = self.decided.borrow_mut();
        if decided.len() <= trigger.number {
            decided.resize(trigger.number + 1, None);
        }
        let Some(slot) = decided.get_mut(trigger.number) else { return false };
        *slot
            .get_or_insert_with(|| trigger.words.iter().any(|w| cx.text.key().contains(w.as_str())))
    }

    /// «درعاً»: with that ending a word is a common noun.
    fn has_tanween(&self, cx: &Context<'_, '_>, i: usize) -> bool {
        let tok = cx.text.tok(i);
        let mut originals = self.originals.borrow_mut();
        let (start, end) = (originals.start(tok.start as usize), originals.end(tok.end as usize));
        let written = cx.original.as_bytes().get(start..end).unwrap_or_default();
        // U+064B to U+064D.
        written.windows(2).any(|w| matches!(w, [0xD9, 0x8B..=0x8D]))
    }
}

const SPORTS: &[&str] = &[
    "مباراة",
    "المباراة",
    "الدوري",
    "دوري",
    "هدف",
    "الهدف",
    "لاعب",
    "اللاعب",
    "لاعبي",
    "فريق",
    "الفريق",
    "المدرب",
    "مدرب",
    "نقطة",
    "الشوط",
    "المهاجم",
    "مهاجم",
    "كاس",
    "المنتخب",
    "منتخب",
    "الكرة",
    "كرة",
    "مرمي",
    "الحارس",
    "بطولة",
    "البطولة",
    "مباريات",
    "المباريات",
    "الجولة",
    "ملعب",
    "الملعب",
    "النادي",
    "نادي",
    "اهداف",
    "التعادل",
];

/// «ابن جرش»
fn is_patronymic(cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
    if m.prefix > 0 {
        return false;
    }
    let place = m.sense.class.entity().is_some_and(|(kind, _)| kind == EntityKind::Location);
    let before = m.first.checked_sub(1).map(|i| cx.text.word(i));
    place && matches!(before, Some("ابن" | "بن" | "ال" | "ابو" | "ابي" | "وابن"))
}

/// Ambiguous places beside certain ones are certain: «سوسة ونابل والحمامات».
pub(super) fn neighbours<'t>(cx: &Context<'_, 't>, found: &[Candidate<'t>]) -> Vec<Match<'t>> {
    let mut out = Vec::new();
    // Ends of certain places; few texts have an ambiguous one to ask about.
    let mut sure: Vec<bool> = Vec::new();
    for i in cx.scan.tokens_with(Classes::of(&[Class::City])) {
        for m in cx.scan.at(i) {
            if m.sense.class != Class::City || !m.sense.ambiguous {
                continue;
            }
            if sure.is_empty() {
                sure.resize(cx.text.tokens().len() + 1, false);
                for c in found.iter().filter(|c| c.kind == EntityKind::Location) {
                    mark(&mut sure, [c.first, c.last]);
                }
            }
            let is_sure = |i: usize| sure.get(i).is_some_and(|&s| s);
            let comma = |i: usize| cx.text.tok(i).punct() == Some(Punct::Comma);
            let after = cx.text.tok(i).has_conj() && m.prefix == 2 && is_sure(i)
                || i > 0 && m.prefix == 0 && comma(i - 1) && is_sure(i - 1);
            let before = m.prefix == 0
                && cx.text.tok(m.last).has_conj()
                && is_sure(m.last)
                && i > 0
                && matches!(
                    cx.text.word(i - 1),
                    "في" | "من" | "الي" | "مدن" | "مدينتي" | "محافظات" | "بين"
                );
            if after || before {
                mark(&mut sure, [m.first, m.last]);
                out.push(*m);
                break;
            }
        }
    }
    out
}

fn mark(sure: &mut [bool], ends: [usize; 2]) {
    for end in ends {
        if let Some(slot) = sure.get_mut(end) {
            *slot = true;
        }
    }
}

fn is_club(cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
    // Words that sports pages use in their plain sense.
    const PLAIN: &[&str] = &[
        "الاتحاد",
        "الشباب",
        "العربي",
        "الفتح",
        "الاتفاق",
        "التعاون",
        "الكاف",
        "النجم",
        "الرجاء",
        "الوحدة",
        "الجزيرة",
        "الكويت",
        "العين",
        "الشارقة",
        "الريال",
        "انتر",
        "الفيصلي",
    ];
    let word = cx.text.word(m.first).get(m.prefix as usize..).unwrap_or_default();
    !(m.last == m.first + 1 && PLAIN.contains(&word)) && !in_place(cx, m)
}

/// «في برشلونة», «مدينة برشلونة»: the city after all.
fn in_place(cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
    let Some(before) = m.first.checked_sub(1) else { return false };
    matches!(
        cx.text.word(before),
        "في" | "مدينة"
            | "بمدينة"
            | "العاصمة"
            | "قرب"
            | "مطار"
            | "شمال"
            | "جنوب"
            | "غرب"
            | "شرق"
            | "وفي"
    ) || m.prefix > 0
        && cx.text.word(m.first).starts_with('ب')
        && cx.text.tok(before).is_word()
        && !matches!(cx.text.word(before), "الفوز" | "فوز" | "لاعب" | "مقارنة")
        && m.sense.class == Class::City
}

/// «دعم مالي», «الليرة السعودية»: adjectives that are spelled like a country.
fn is_adjective(cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
    if m.last != m.first + 1 || m.prefix > 0 {
        return false;
    }
    let Some(before) = m.first.checked_sub(1) else { return false };
    let tok = cx.text.tok(before);
    if !tok.is_word() || cx.text.tok(m.first).newline || cx.stop(before) {
        return false;
    }
    let head = cx
        .scan
        .at(before)
        .iter()
        .any(|x| matches!(x.sense.class, Class::PlaceLabel | Class::Title));
    match cx.text.word(m.first) {
        "السعودية" => tok.is_definite() && cx.common(before) && !head,
        "مالي" => !head && cx.common(before),
        // «عائلة سورية»
        "سورية" => {
            let word = cx.text.word(before);
            !tok.is_definite() && (word.ends_with('ة') || word.ends_with("ات"))
        }
        _ => false,
    }
}

/// «قال ل"الخبر"»: an outlet whose name is a plain word, in quotes after a word of speech.
fn quoted_outlet(cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
    let Some(open) = m.first.checked_sub(1) else { return false };
    let opens = matches!(cx.text.tok(open).punct(), Some(Punct::OpenQuote | Punct::Quote));
    let closes = matches!(cx.text.tok(m.last).punct(), Some(Punct::CloseQuote | Punct::Quote));
    let Some(before) = open.checked_sub(1).filter(|_| opens && closes) else { return false };
    matches!(
        cx.text.word(before),
        "ل" | "الي"
            | "مع"
            | "عن"
            | "مراسل"
            | "لمراسل"
            | "حسب"
            | "بحسب"
            | "وفق"
            | "نقلت"
            | "ذكرت"
            | "لقناة"
            | "لصحيفة"
            | "وكانت"
            | "اوردت"
            | "نشرت"
            | "كتبت"
            | "قالت"
            | "وقالت"
            | "وذكرت"
            | "ونقلت"
            | "واضافت"
            | "ونشرت"
            | "لموقع"
            | "افادت"
    )
}
