//! Chains: which mentions are one source, and who is meant where the subject is left out.

use crate::entity::EntityKind;
use crate::labels::{Anonymity, Number};
use crate::lexicon::{Classes, Gender, HeadClass};

use super::classify::{Labels, classify};
use super::draft::{Draft, Np};
use super::nesting::{Owned, smallest_holders};
use super::reading::Reader;

/// A source that has been heard.
#[derive(Clone, Debug)]
struct Heard {
    np: Np,
    labels: Labels,
    chain: usize,
    /// Whether it speaks in the article's own voice, not inside another source's content.
    outer: bool,
    /// The token of the cue.
    cue: usize,
}

/// A source with its labels and chain.
#[derive(Clone, Debug)]
pub(crate) struct Linked {
    pub np: Np,
    pub labels: Labels,
    pub chain: usize,
}

/// Links drafts, in text order, to their sources: fills elided sources and numbers the chains.
pub(crate) fn link(r: &Reader<'_>, drafts: &mut [Draft]) -> Vec<Option<Linked>> {
    let parents = parent_contents(drafts);
    let mut heard: Vec<Heard> = Vec::new();
    let mut chains = 0;
    let mut out = Vec::with_capacity(drafts.len());
    for (d, parent) in drafts.iter_mut().zip(parents) {
        let outer = parent.is_none();
        if d.source.is_none() && d.elided {
            let found = match parent {
                Some(from) => content_subject(r, from, d.at),
                None => None,
            };
            let found = found.or_else(|| {
                let participle = r.participle(d.at).is_some();
                let sentence = r.text.sentences().partition_point(|s| s.end <= d.at);
                let start = r.text.sentences().get(sentence).map_or(0, |s| s.start);
                // A participle belongs to its own sentence: to the source heard there, or to the
                // sentence's subject.
                let here = || heard.iter().rev().find(|h| h.outer && h.cue >= start).map(|h| h.np);
                let own = if participle { here().or_else(|| topic(r, d.at, false)) } else { None };
                own.or_else(|| antecedent(r, d, &heard, outer).map(|h| h.np))
                    .or_else(|| topic(r, d.at, true))
            });
            d.source = found;
        }
        let Some(np) = d.source else {
            out.push(None);
            continue;
        };
        let mut labels = classify(r, &np);
        let anaphoric = (np.first..np.last)
            .any(|k| r.is(k, Classes::SAME.or(Classes::SAME_BEFORE)))
            || r.text.word(labels.head).ends_with('ه') && labels.class == Some(HeadClass::Role);
        let known =
            heard.iter().rev().find(|h| h.np == np).or_else(|| corefer(r, &np, &labels, &heard));
        let chain = match known {
            Some(h) => {
                inherit(&mut labels, &h.labels);
                if anaphoric
                    && h.labels.anonymity != Anonymity::AnonRequested
                    && labels.anonymity != Anonymity::AnonRequested
                {
                    labels.anonymity = h.labels.anonymity;
                    labels.source_type = h.labels.source_type;
                }
                if h.np == np {
                    labels = h.labels.clone();
                }
                h.chain
            }
            None => {
                chains += 1;
                chains - 1
            }
        };
        heard.push(Heard { np, labels: labels.clone(), chain, outer, cue: d.at });
        out.push(Some(Linked { np, labels, chain }));
    }
    out
}

/// Where the smallest content begins that each draft's cue stands in.
fn parent_contents(drafts: &[Draft]) -> Vec<Option<usize>> {
    let cues: Vec<Owned> =
        drafts.iter().map(|d| Owned { start: d.at, end: d.at + 1, owner: d.at }).collect();
    let contents = drafts
        .iter()
        .filter(|p| p.tier == crate::labels::Tier::Core)
        .flat_map(|p| p.content.iter().map(|&(start, end)| Owned { start, end, owner: p.at }))
        .collect();
    smallest_holders(&cues, contents).into_iter().map(|h| h.map(|h| h.start)).collect()
}

/// The subject of the clause a content begins with: «قال فلان إن الوزير … وأكد»: the minister.
fn content_subject(r: &Reader<'_>, from: usize, at: usize) -> Option<Np> {
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

/// Who speaks where the subject is left out: the last source that agrees with the verb.
fn antecedent<'h>(r: &Reader<'_>, d: &Draft, heard: &'h [Heard], outer: bool) -> Option<&'h Heard> {
    let reading = r.get(d.at).verb;
    let inside = r.quotes.around(d.at);
    let agrees = |h: &&Heard| {
        let Some(v) = reading else { return true };
        if v.morph.person == crate::lexicon::Person::First {
            return inside.is_some();
        }
        if v.morph.plural {
            return h.labels.number != Number::Sing;
        }
        if h.labels.number == Number::Plural && h.labels.class.is_some_and(HeadClass::is_human) {
            return r.text.stem(h.labels.head) == "مصادر" && v.morph.gender == Gender::Feminine;
        }
        h.labels.class.is_none() || h.labels.gender == v.morph.gender
    };
    let recent = || heard.iter().rev().take(16);
    // People and bodies go on speaking; documents and data only when nobody else has spoken.
    let living = |h: &&Heard| {
        h.labels.anonymity == Anonymity::Named
            || h.labels
                .class
                .is_some_and(|c| c.is_human() || matches!(c, HeadClass::Org | HeadClass::Media))
            || h.labels.entity.is_some() && h.labels.class.is_none()
    };
    recent()
        .filter(|h| h.outer || !outer)
        .find(|h| living(h) && agrees(h))
        .or_else(|| recent().filter(|h| h.outer || !outer).find(agrees))
        .or_else(|| recent().find(agrees))
        .or_else(|| recent().find(|h| h.outer))
}

/// The subject of the sentence's first verb, or of the sentence before: what the text is about.
fn topic(r: &Reader<'_>, at: usize, before: bool) -> Option<Np> {
    let n = r.text.sentences().partition_point(|s| s.end <= at);
    let previous = if before { n.checked_sub(1) } else { None };
    for k in [Some(n), previous].into_iter().flatten() {
        let Some(s) = r.text.sentences().get(k) else { continue };
        let end = if k == n { at } else { s.end };
        for v in s.start..end.min(s.start + 12) {
            let np = if r.is_verb(v) && !r.is(v, Classes::AUXILIARY) {
                r.arguments(v, end, true).subject
            } else if v == s.start && r.is_nominal(v) {
                r.np(v, r.np_closed(v, end))
            } else {
                None
            };
            let speaks = np.filter(|np| {
                let l = classify(r, np);
                let kind = l.entity.and_then(|e| r.mentions.get(e)).map(|m| m.kind);
                matches!(kind, Some(EntityKind::Person | EntityKind::Organization))
                    || l.class.is_some_and(|c| {
                        c.is_human() || matches!(c, HeadClass::Org | HeadClass::Media)
                    })
            });
            if speaks.is_some() {
                return speaks;
            }
        }
    }
    None
}

/// The earlier mention of the same source.
fn corefer<'h>(r: &Reader<'_>, np: &Np, labels: &Labels, heard: &'h [Heard]) -> Option<&'h Heard> {
    let anaphoric = (np.first..np.last).any(|k| r.is(k, Classes::SAME.or(Classes::SAME_BEFORE)));
    // The same entity.
    if labels.anonymity == Anonymity::Named {
        if let Some(m) = labels.entity.and_then(|m| r.mentions.get(m)) {
            let same = heard.iter().rev().find(|h| {
                h.labels.anonymity == Anonymity::Named
                    && h.labels
                        .entity
                        .and_then(|e| r.mentions.get(e))
                        .is_some_and(|e| e.name == m.name)
            });
            if same.is_some() {
                return same;
            }
        }
        return heard
            .iter()
            .rev()
            .find(|h| h.labels.anonymity == Anonymity::Named && shares_name(r, &h.np, np));
    }
    let head = r.text.stem(labels.head);
    // A word the lexicon does not know may be the family name of somebody already named.
    if labels.class.is_none() && r.words_in(np.first, np.last) <= 2 {
        let named = heard
            .iter()
            .rev()
            .find(|h| h.labels.anonymity == Anonymity::Named && shares_name(r, &h.np, np));
        if named.is_some() {
            return named;
        }
    }
    // المصدر ذاته، المصدر، مصدرنا، المسؤول: definite, points back.
    if anaphoric || labels.definite || labels.anonymity == Anonymity::Org {
        let by_head = heard.iter().rev().find(|h| {
            r.text.stem(h.labels.head) == head
                && h.labels.number == labels.number
                && same_rest(r, &h.np, np, anaphoric)
        });
        if by_head.is_some() {
            return by_head;
        }
        // «المصدر نفسه» after somebody who was no «مصدر»: the last one heard.
        if anaphoric && head == "مصدر" {
            return heard.iter().rev().find(|h| h.outer).or(heard.last());
        }
        // «المسؤول نفسه»، «المتحدث ذاته»، «معاليه»: the last person heard.
        let honorific = matches!(
            head,
            "معاليه"
                | "سموه"
                | "سيادته"
                | "فخامته"
                | "جلالته"
                | "دولته"
                | "سعادته"
                | "معاليها"
                | "سموها"
                | "محدثنا"
                | "مخاطبنا"
        );
        if anaphoric && labels.class.is_some_and(HeadClass::is_human) || honorific {
            let person = |h: &&Heard| {
                h.labels.source_type == crate::labels::SourceType::Person
                    && h.labels.number != Number::Plural
            };
            let outer = heard.iter().rev().filter(|h| h.outer).find(person);
            if outer.is_some() {
                return outer;
            }
            return heard.iter().rev().find(person);
        }
        let bare = r.words_in(np.first, np.last) <= 3;
        if bare
            && labels.definite
            && matches!(labels.class, Some(HeadClass::Role | HeadClass::Anon))
        {
            // «المسؤول» after «وزير الداخلية»: a role that points back to the last person.
            return heard.iter().rev().take(6).find(|h| {
                h.labels.number == labels.number
                    && h.labels.gender == labels.gender
                    && h.labels.source_type == crate::labels::SourceType::Person
                    && (matches!(
                        head,
                        "مسؤول"
                            | "متحدث"
                            | "كاتب"
                            | "كاتبة"
                            | "ناشط"
                            | "ناشطة"
                            | "لاعب"
                            | "مدرب"
                            | "وزير"
                            | "وزيرة"
                            | "رئيس"
                            | "رئيسة"
                            | "نائب"
                            | "سفير"
                            | "خبير"
                            | "خبيرة"
                            | "باحث"
                            | "باحثة"
                            | "طبيب"
                            | "محلل"
                            | "استاذ"
                            | "مدير"
                            | "مديرة"
                            | "قيادي"
                            | "دبلوماسي"
                            | "مزارع"
                    ) || mentions_word(r, &h.np, head))
            });
        }
    }
    None
}

fn mentions_word(r: &Reader<'_>, np: &Np, stem: &str) -> bool {
    (np.first..np.last).any(|k| r.text.stem(k) == stem)
}

/// Two descriptions with the same head are one source when one of them adds nothing.
fn same_rest(r: &Reader<'_>, a: &Np, b: &Np, anaphoric: bool) -> bool {
    if anaphoric {
        return true;
    }
    let words = |np: &Np| -> Vec<String> {
        (np.first..np.last)
            .filter(|&k| r.is_word(k) && !r.is(k, Classes::PREPOSITION.or(Classes::DEMONSTRATIVE)))
            .map(|k| r.text.stem(k).to_owned())
            .collect()
    };
    let (a, b) = (words(a), words(b));
    b.iter().all(|w| a.contains(w)) || a.iter().all(|w| b.contains(w))
}

/// A family name after a full name.
fn shares_name(r: &Reader<'_>, a: &Np, b: &Np) -> bool {
    let last = (b.first..b.last).rev().find(|&k| r.is_word(k));
    let Some(last) = last else { return false };
    let stem = r.text.stem(last);
    let noun = r.text.noun(last);
    stem.chars().count() > 2
        && (a.first..a.last).any(|k| r.text.stem(k) == stem || r.text.noun(k) == noun)
}

/// A mention that points back knows what its antecedent knows.
fn inherit(labels: &mut Labels, from: &Labels) {
    let bare = matches!(labels.anonymity, Anonymity::Role | Anonymity::Anon | Anonymity::Named)
        && labels.definite;
    let unknown = labels.class.is_none() && from.anonymity == Anonymity::Named;
    if bare && from.anonymity == Anonymity::Named || unknown {
        labels.anonymity = Anonymity::Named;
    } else if bare && from.anonymity == Anonymity::Role && labels.anonymity == Anonymity::Anon {
        labels.anonymity = Anonymity::Role;
    }
    if labels.descriptors.is_empty() {
        labels.descriptors.clone_from(&from.descriptors);
    }
    if labels.gender != from.gender && labels.class.is_none() {
        labels.gender = from.gender;
    }
}
