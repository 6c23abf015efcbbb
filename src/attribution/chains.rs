//! Chains: which mentions are one source, and who is meant where the subject is left out.

use crate::labels::{Anonymity, Number};
use crate::lexicon::{Classes, Form, Gender, HeadClass};

use super::classify::{Labels, classify};
use super::draft::{Draft, Np};
use super::reading::Reader;

/// A source that has been heard.
#[derive(Clone, Debug)]
struct Heard {
    np: Np,
    labels: Labels,
    chain: usize,
    /// Sentence of the mention.
    sentence: usize,
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
    let mut heard: Vec<Heard> = Vec::new();
    let mut chains = 0;
    let mut out = Vec::with_capacity(drafts.len());
    for d in drafts.iter_mut() {
        let sentence = r.text.sentences().partition_point(|s| s.end <= d.at);
        if d.source.is_none() && d.elided {
            match antecedent(r, d, &heard, sentence) {
                Some(h) => {
                    d.source = Some(h.np);
                    let linked = Linked { np: h.np, labels: h.labels.clone(), chain: h.chain };
                    heard.push(Heard { sentence, ..h });
                    out.push(Some(linked));
                }
                None => out.push(None),
            }
            continue;
        }
        let Some(np) = d.source else {
            out.push(None);
            continue;
        };
        let mut labels = classify(r, &np);
        let found = corefer(r, &np, &labels, &heard);
        let chain = match found {
            Some(h) => {
                inherit(&mut labels, &h.labels);
                h.chain
            }
            None => {
                chains += 1;
                chains - 1
            }
        };
        heard.push(Heard { np, labels: labels.clone(), chain, sentence });
        out.push(Some(Linked { np, labels, chain }));
    }
    out
}

/// Who speaks where the subject is left out: the last source that agrees with the verb.
fn antecedent(r: &Reader<'_>, d: &Draft, heard: &[Heard], _sentence: usize) -> Option<Heard> {
    let reading = r.get(d.at).verb;
    let inside = r.quotes.around(d.at);
    let agrees = |h: &&Heard| {
        let Some(v) = reading else { return true };
        if v.morph.form == Form::Participle && v.morph.plural {
            return true;
        }
        if v.morph.person == crate::lexicon::Person::First {
            return inside.is_some();
        }
        if v.morph.plural {
            return h.labels.number != Number::Sing;
        }
        h.labels.class.is_none() && h.labels.anonymity == Anonymity::Named
            || h.labels.gender == v.morph.gender
    };
    heard.iter().rev().take(12).find(agrees).or_else(|| heard.last()).cloned()
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
        let bare = np.last - np.first <= 2;
        if bare
            && labels.definite
            && matches!(labels.class, Some(HeadClass::Role | HeadClass::Anon))
        {
            // «المسؤول» after «وزير الداخلية»: a role that points back to the last person.
            return heard.iter().rev().take(6).find(|h| {
                h.labels.number == labels.number
                    && h.labels.gender == labels.gender
                    && matches!(h.labels.class, Some(HeadClass::Role | HeadClass::Anon))
                    && (head == "مسؤول" || head == "متحدث" || mentions_word(r, &h.np, head))
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
    if bare && from.anonymity == Anonymity::Named {
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

#[allow(dead_code)]
fn unused(_: Gender) {}
