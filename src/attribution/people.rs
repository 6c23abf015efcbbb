//! Whoever a text speaks of, as far as a subject that is left out asks for them: what a sentence is
//! about, the subjects of its verbs, names that come up often.

use crate::entity::EntityKind;
use crate::hash::WordHash;
use crate::lexicon::{Classes, HeadClass};

use super::classify::{Labels, classify};
use super::draft::Np;
use super::reading::Reader;
use super::weigh::Weights;
use super::weigh::antecedents::{Choice, Met};
use super::weigh::edges::{Phrase, Setting, phrase_end};

type HashMap<K, V> = std::collections::HashMap<K, V, WordHash>;

/// Phrases that share words are about the same one where they begin as near to each other as this:
/// «رئيس الجمهورية سامي نعيم»، «سامي نعيم», but not «رئيس الجمهورية الذي ألقى كلمة» and «كلمة».
const NEAR: usize = 3;

/// The people and bodies of a text.
pub(super) struct People<'r, 't> {
    r: &'r Reader<'t>,
    w: &'r Weights,
    /// The noun phrase that begins at a token, once it has been asked for.
    phrases: HashMap<usize, Np>,
    /// What the headline is about.
    pub(super) title: Option<Np>,
    /// How often each name comes up.
    names: HashMap<&'r str, u32>,
}

impl<'r, 't> People<'r, 't> {
    pub(super) fn new(r: &'r Reader<'t>, w: &'r Weights) -> People<'r, 't> {
        let mut names = HashMap::default();
        for m in r.mentions {
            *names.entry(m.name.as_str()).or_insert(0) += 1;
        }
        People { r, w, phrases: HashMap::default(), title: headline(r), names }
    }

    /// The whole phrase, where the grammar may have found only its beginning.
    fn whole(&mut self, np: Np, at: usize) -> Np {
        let (r, w) = (self.r, self.w);
        let whole = *self.phrases.entry(np.first).or_insert_with(|| {
            let n = r.text.sentences().partition_point(|s| s.end <= np.first);
            let limit = r.text.sentences().get(n).map_or(np.last, |s| s.end);
            let limit = r.before_circumstance(np.first, limit);
            let phrase =
                Phrase { first: np.first, limit, setting: Setting::Open, rule: np.last, hint: 0 };
            r.np(np.first, phrase_end(r, w, &phrase).0).unwrap_or(np)
        });
        if whole.first == np.first && (whole.last <= at || np.first >= at) { whole } else { np }
    }

    /// How often the text calls it by its name.
    pub(super) fn often_named(&self, labels: &Labels) -> u32 {
        let mention = labels.entity.and_then(|e| self.r.mentions.get(e));
        mention.and_then(|m| self.names.get(m.name.as_str())).copied().unwrap_or(0)
    }

    /// Adds somebody who could be meant, or notes that somebody has been met in one more way.
    pub(super) fn meet(
        &mut self,
        out: &mut Vec<Choice>,
        np: Option<Np>,
        met: Met,
        at: usize,
    ) -> Option<usize> {
        let np = self.whole(np?, at);
        let r = self.r;
        let bit = 1 << (met as u32);
        let labels = classify(r, &np);
        let same = |c: &Choice| {
            c.np.first < np.last
                && np.first < c.np.last
                && c.np.first.abs_diff(np.first) <= NEAR
                && (c.np.first == np.first
                    || is_person(r, &c.np, &c.labels)
                    || !is_person(r, &np, &labels))
                || labels.entity.is_some_and(|e| {
                    let name = |e: usize| r.mentions.get(e).map(|m| &m.name);
                    c.labels.entity.is_some_and(|o| name(o) == name(e))
                        && c.labels.anonymity == labels.anonymity
                })
        };
        if let Some(n) = out.iter().position(same) {
            out.get_mut(n)?.ways |= bit;
            return Some(n);
        }
        let rank = out.iter().filter(|c| c.met == met).count();
        out.push(Choice {
            np,
            labels,
            met,
            cue: None,
            rank,
            times: 0,
            overt: true,
            outer: false,
            parent: false,
            ways: bit,
            subject: 0,
            sibling: false,
            often: self.often_named(&labels),
            agrees: false,
            later: (0, 0),
        });
        Some(out.len() - 1)
    }

    /// Subjects of the verbs before the cue, back to `from`: who acted last is likely to speak.
    pub(super) fn subjects(&mut self, at: usize, from: usize, out: &mut Vec<Choice>) {
        let r = self.r;
        // كانت عجوز تقلب: the subject of both stands behind the first.
        let acts = |v: usize| {
            r.is_verb(v)
                && (!r.is(v, Classes::AUXILIARY) || r.is_nominal(v + 1))
                && r.mention(v).is_none()
                && r.get(v).head.is_none()
        };
        let verbs = (from..at).rev().take(60).filter(|&v| acts(v));
        for (n, v) in verbs.take(5).enumerate() {
            let behind = r.arguments(v, at, true).subject.filter(|np| could_act(r, np));
            let before = before(r, v, from).filter(|np| could_speak(r, np));
            for np in [behind, before] {
                if let Some(c) = self.meet(out, np, Met::Subject, at).and_then(|n| out.get_mut(n)) {
                    if c.subject == 0 {
                        c.subject = (1 + n as u32) | u32::from(r.get(v).verb.is_some()) << 3;
                    }
                }
            }
        }
    }

    /// Whoever is interviewed: the person before the first answer, at `at`, that the text names most often,
    /// and not the one that `may` not be.
    pub(super) fn interviewed(&self, at: usize, may: impl Fn(&Np) -> bool) -> Option<Np> {
        let r = self.r;
        let before = r.mentions.partition_point(|m| m.tokens.start < at);
        let people = r.mentions.get(..before)?.iter().filter(|m| m.kind == EntityKind::Person);
        people
            .filter_map(|m| Some((self.names.get(m.name.as_str())?, m)))
            .filter_map(|(n, m)| Some((n, r.np(m.tokens.start, m.tokens.end)?)))
            .filter(|(_, np)| may(np))
            .max_by_key(|&(n, _)| n)
            .map(|(_, np)| np)
    }

    /// The two names before the cue that come up most often.
    pub(super) fn often(&mut self, at: usize, out: &mut Vec<Choice>) {
        let r = self.r;
        let before = r.mentions.partition_point(|m| m.tokens.start < at);
        let near = r.mentions.get(before.saturating_sub(80)..before).unwrap_or_default();
        let mut counts: Vec<(&str, usize, usize)> = Vec::new();
        for m in near {
            if !matches!(m.kind, EntityKind::Person | EntityKind::Organization) {
                continue;
            }
            match counts.iter_mut().find(|c| c.0 == m.name) {
                Some(c) => (c.1, c.2) = (c.1 + 1, m.tokens.start),
                None => counts.push((&m.name, 1, m.tokens.start)),
            }
        }
        counts.sort_by_key(|&(_, n, first)| std::cmp::Reverse((n, first)));
        for &(_, n, first) in counts.iter().take(2) {
            if n > 1 {
                self.meet(out, r.np(first, r.np_closed(first, at).max(first + 1)), Met::Often, at);
            }
        }
    }
}

/// The noun phrase before a verb that its clause begins with: «جدتي رفضت», «أن الوزير غادر».
fn before(r: &Reader<'_>, v: usize, from: usize) -> Option<Np> {
    const LONG: usize = 12;
    if r.has_conj(v) {
        return None;
    }
    let auxiliary =
        |k: usize| r.is(k, Classes::AUXILIARY.or(Classes::NEGATION).or(Classes::ADVERB));
    let mut last = v;
    while last > from && auxiliary(last - 1) {
        last -= 1;
    }
    let begins = |k: &usize| {
        let k = *k;
        let edge = k == from
            || r.is_stop(k - 1)
            || r.is_comma(k - 1)
            || r.tok(k).newline
            || r.complementizer(k - 1).is_some()
            || r.is(k - 1, Classes::SUBORDINATOR.or(Classes::AUXILIARY))
            || r.is_lone_conj(k - 1);
        edge || r.has_conj(k)
    };
    let first = (from.max(last.saturating_sub(LONG))..last).rev().find(begins)?;
    let quantified = r.is(first, Classes::QUANTIFIER.or(Classes::SAME_BEFORE));
    if r.is_pp(first) || !r.is_nominal(first) && !quantified {
        return None;
    }
    r.np(first, last)
}

/// Whether a phrase is about a human: «كلمة لفلان», «الافتتاح» are not, whoever stands behind.
fn is_person(r: &Reader<'_>, np: &Np, labels: &Labels) -> bool {
    labels.class.is_some_and(HeadClass::is_human)
        || r.mention(np.first).is_some_and(|m| m.kind == EntityKind::Person)
}

/// Whether a subject of a verb can be somebody at all.
fn could_act(r: &Reader<'_>, np: &Np) -> bool {
    let l = classify(r, np);
    let kind = l.entity.and_then(|e| r.mentions.get(e)).map(|m| m.kind);
    !matches!(kind, Some(EntityKind::Date | EntityKind::Money | EntityKind::Event))
}

/// Whether it is a name of somebody, or a person or a body by its head.
fn could_speak(r: &Reader<'_>, np: &Np) -> bool {
    let l = classify(r, np);
    let kind = l.entity.and_then(|e| r.mentions.get(e)).map(|m| m.kind);
    matches!(kind, Some(EntityKind::Person | EntityKind::Organization))
        || l.class.is_some_and(|c| c.is_human() || matches!(c, HeadClass::Org | HeadClass::Media))
}

/// The subject of the clause a content begins with: «قال فلان إن الوزير … وأكد»: the minister.
pub(super) fn content_subject(r: &Reader<'_>, from: usize, at: usize) -> Option<Np> {
    let speaks = |np: &Np| {
        let l = classify(r, np);
        l.entity.is_some() || l.class.is_some_and(|c| c.is_human() || c == HeadClass::Org)
    };
    let np = if r.is_nominal(from) {
        r.np(from, r.np_closed(from, at))
    } else if r.is_verb(from) {
        r.arguments(from, at, true).subject
    } else {
        None
    };
    np.filter(speaks)
}

/// The subject of the sentence's first verb, or of the sentence before: what the text is about.
pub(super) fn topic(r: &Reader<'_>, at: usize, before: bool) -> Option<Np> {
    let n = r.text.sentences().partition_point(|s| s.end <= at);
    let previous = if before { n.checked_sub(1) } else { None };
    for k in [Some(n), previous].into_iter().flatten() {
        let Some(s) = r.text.sentences().get(k) else { continue };
        let end = if k == n { at } else { s.end };
        let np = subject_in(r, s.start, end);
        if np.is_some() {
            return np;
        }
    }
    None
}

/// What the first sentence is about.
fn headline(r: &Reader<'_>) -> Option<Np> {
    let s = r.text.sentences().first()?;
    subject_in(r, s.start, s.end)
}

/// The first noun phrase, or the subject of one of the first verbs, that can speak.
fn subject_in(r: &Reader<'_>, start: usize, end: usize) -> Option<Np> {
    (start..end.min(start + 12)).find_map(|v| {
        let np = if r.is_verb(v) && !r.is(v, Classes::AUXILIARY) {
            r.arguments(v, end, true).subject
        } else if v == start && r.is_nominal(v) {
            let first = v + usize::from(acts(r, v));
            r.np(first, r.np_closed(first, end))
        } else {
            None
        };
        np.filter(|np| could_speak(r, np))
    })
}

/// Whether a word at the start that nobody knows is a verb, because whoever acts stands behind it:
/// «أهدى الحارس …».
fn acts(r: &Reader<'_>, v: usize) -> bool {
    let plain = r.get(v).head.is_none() && r.mention(v).is_none() && !r.tok(v).is_definite();
    let name = r.mention(v + 1).is_some_and(|m| {
        m.tokens.start == v + 1 && matches!(m.kind, EntityKind::Person | EntityKind::Organization)
    });
    let person =
        r.get(v + 1).head.is_some_and(|h| h.class.is_human() && h.class != HeadClass::Vague)
            && r.tok(v + 1).is_definite();
    plain && (name || person)
}
