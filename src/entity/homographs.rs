//! Names that are plain words too, or names of two things: what the context must say.

use std::cell::RefCell;

use super::candidate::Candidate;
use super::context::Context;

use super::gazetteer::{Class, Classes, Match, Scan, WordFlags};
use super::kind::EntityKind;
use crate::hash::hash;
use crate::lexicon::WordMap;
use crate::normalize::{Cursor, Normalizer};
use crate::segment::{Punct, Segmented};

/// The words that decide for a name, by the name's spelling; all in key form.
#[derive(Clone, Debug)]
pub(super) struct Triggers {
    names: WordMap<Trigger>,
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
        Triggers { names }
    }
}

/// Whether an article is about matches: برشلونة is the club there.
pub(super) fn is_sports(text: &Segmented, scan: &Scan<'_>) -> bool {
    let enough = text.tokens().len().div_ceil(120).max(4);
    let words = text.tokens().iter().enumerate().filter(|&(i, tok)| {
        let core = scan.core(i);
        core.flags.has(WordFlags::SPORTS) && core.prefix == tok.noun() - tok.start
    });
    words.take(enough).count() == enough
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

/// «ابن جرش»
fn is_patronymic(cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
    if m.prefix > 0 {
        return false;
    }
    let place = m.sense.class.entity().is_some_and(|(kind, _)| kind == EntityKind::Location);
    place && m.first > 0 && cx.listed(m.first - 1, WordFlags::BEFORE_KIN)
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
                && cx.listed(i - 1, WordFlags::BEFORE_TOWNS);
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
    let core = cx.scan.core(m.first);
    let plain = core.flags.has(WordFlags::PLAIN_CLUB) && core.prefix == m.prefix;
    !(m.last == m.first + 1 && plain) && !in_place(cx, m)
}

/// «في برشلونة», «مدينة برشلونة»: the city after all.
fn in_place(cx: &Context<'_, '_>, m: &Match<'_>) -> bool {
    let Some(before) = m.first.checked_sub(1) else { return false };
    cx.listed(before, WordFlags::BEFORE_PLACE)
        || m.prefix > 0
            && cx.text.word(m.first).starts_with('ب')
            && cx.text.tok(before).is_word()
            && !cx.listed(before, WordFlags::BEFORE_OPPONENT)
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
    cx.listed(before, WordFlags::BEFORE_OUTLET)
}
