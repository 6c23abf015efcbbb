//! Chains: which mentions are one source, and who is meant where the subject is left out.

use crate::entity::EntityKind;
use crate::labels::{Anonymity, AttributionKind, Number, Tier};
use crate::lexicon::{Classes, Gender, HeadClass};

use super::classify::{Labels, classify};
use super::draft::{Draft, Np};
use super::heard::{Heard, Memory, Offices, words};
use super::layout::INTERVIEW;
use super::nesting::{Owned, smallest_holders};
use super::people::{People, content_subject, topic};
use super::reading::Reader;
use super::weigh::antecedents::{self, Choice, Gap, Met};
use super::weigh::atoms::{Atom, word_hash};
use super::weigh::same::{self, Earlier};
use super::weigh::{Weights, labels};

/// A source with its labels and chain.
#[derive(Clone, Debug)]
pub(crate) struct Linked {
    pub np: Np,
    pub labels: Labels,
    pub chain: usize,
}

/// Who decides while sources are linked; the training program listens here.
pub(crate) trait Judge {
    /// Which of those who could be meant is, where the subject is left out.
    fn who(&mut self, d: &Draft, gap: &Gap, choices: &[Choice]) -> Option<usize>;
    /// How well the source of `d` is known; `before` is what is known of it from earlier on.
    fn anonymity(
        &mut self,
        d: &Draft,
        np: &Np,
        labels: &Labels,
        office: bool,
        before: Option<&Labels>,
    ) -> Anonymity;
    /// Which of those heard earlier the source of `d` is, if any.
    fn same(
        &mut self,
        d: &Draft,
        np: &Np,
        labels: &Labels,
        earlier: &[Earlier<'_>],
    ) -> Option<usize>;
}

/// Decides by weights.
pub(crate) struct Weighed<'a, 't> {
    pub r: &'a Reader<'t>,
    pub w: &'a Weights,
}

impl Judge for Weighed<'_, '_> {
    fn who(&mut self, d: &Draft, gap: &Gap, choices: &[Choice]) -> Option<usize> {
        antecedents::likeliest(self.r, self.w, d, gap, choices)
    }

    fn anonymity(
        &mut self,
        _: &Draft,
        np: &Np,
        known: &Labels,
        office: bool,
        before: Option<&Labels>,
    ) -> Anonymity {
        labels::anonymity(self.r, self.w, np, known, office, before)
    }

    fn same(
        &mut self,
        _: &Draft,
        np: &Np,
        known: &Labels,
        earlier: &[Earlier<'_>],
    ) -> Option<usize> {
        same::likeliest(self.r, self.w, np, known, earlier)
    }
}

/// Links drafts, in text order, to their sources: fills elided sources and numbers the chains.
pub(crate) fn link(
    r: &Reader<'_>,
    w: &Weights,
    drafts: &mut [Draft],
    judge: &mut impl Judge,
) -> Vec<Option<Linked>> {
    let parents = parent_contents(drafts);
    let mut heard = Memory::new();
    let mut offices = Offices::new(r);
    let mut chains = 0;
    let mut people = People::new(r, w);
    let mut out = Vec::with_capacity(drafts.len());
    let mut interview = Interview::default();
    for (d, parent) in drafts.iter_mut().zip(parents) {
        let outer = parent.is_none();
        if d.source.is_none() && d.elided {
            d.source = interview.answers(d, &people).or_else(|| {
                let gap = gap(r, d, outer);
                let choices = choices(r, d, parent, &heard, &gap, &mut people);
                judge.who(d, &gap, &choices).and_then(|n| choices.get(n)).map(|c| c.np)
            });
        }
        interview.hear(d);
        let Some(np) = d.source else {
            out.push(None);
            continue;
        };
        let mut labels = classify(r, &np);
        // Whoever signs an article is an outlet, known to us or not.
        let signs = d.kind == AttributionKind::Credit && d.tier == Tier::Core;
        let mut office = false;
        if !d.elided {
            office = points_to_name(r, &np, &labels, &mut offices);
            labels.anonymity = judge.anonymity(d, &np, &labels, office, None);
            if signs && labels.anonymity != Anonymity::Vague {
                labels.anonymity = Anonymity::Org;
            }
        }
        let anaphoric = (np.first..np.last)
            .any(|k| r.is(k, Classes::SAME.or(Classes::SAME_BEFORE)))
            || r.text.word(labels.head).ends_with('ه') && labels.class == Some(HeadClass::Role);
        let known = heard.same(&np).or_else(|| {
            let earlier = earlier(r, &np, &labels, &heard);
            if earlier.is_empty() {
                return None;
            }
            let found = earlier.get(judge.same(d, &np, &labels, &earlier)?)?;
            heard.same(&found.np)
        });
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
                    labels = h.labels;
                } else if !d.elided && !signs {
                    labels.anonymity = judge.anonymity(d, &np, &labels, office, Some(&h.labels));
                }
                h.chain
            }
            None => {
                chains += 1;
                chains - 1
            }
        };
        let overt = !d.elided;
        let words = words(r, &np);
        let inside = parent.map(|(_, owner)| owner);
        heard.push(r, Heard { np, labels, chain, outer, inside, cue: d.at, overt, words });
        out.push(Some(Linked { np, labels, chain }));
    }
    out
}

/// Who asks and who answers, line after line.
#[derive(Debug, Default)]
struct Interview {
    asks: Option<Np>,
    answers: Option<Np>,
    /// Whether whoever answers has been sought: once is enough.
    sought: bool,
}

impl Interview {
    /// Whoever gave the answers before gives this one, too; nobody answers himself.
    fn answers(&mut self, d: &Draft, people: &People<'_, '_>) -> Option<Np> {
        if d.rule != INTERVIEW {
            return None;
        }
        if !self.sought {
            self.sought = true;
            let asks = |np: &Np| self.asks.is_some_and(|a| a.first < np.last && np.first < a.last);
            self.answers = people.interviewed(d.at, |np| !asks(np));
        }
        self.answers
    }

    fn hear(&mut self, d: &Draft) {
        match d.rule {
            INTERVIEW if d.elided => self.answers = d.source,
            INTERVIEW | "L.credit.byline" => self.asks = d.source.or(self.asks),
            _ => {}
        }
    }
}

/// What is true of the place where a subject is left out.
fn gap(r: &Reader<'_>, d: &Draft, outer: bool) -> Gap {
    let n = r.text.sentences().partition_point(|s| s.end <= d.at);
    let sentence = r.text.sentences().get(n).map_or(0, |s| s.start);
    let paragraphs =
        (0..=d.at).rev().take(1200).filter(|&k| r.tok(k).newline).take(6).collect::<Vec<_>>();
    let lemma = r.get(d.at).verb.and_then(|v| r.lexicon.cue(v.cue)).map_or(0, |c| word_hash(&c.id));
    let resumes = (d.at + 1..d.at + 4)
        .find(|&k| r.is(k, Classes::RESUMPTIVE))
        .map_or(0, |k| 1 + (k - d.at) as u32);
    let before = if d.at > 0 { r.atom(d.at - 1) } else { Atom::default() };
    let paragraph = paragraphs.first().copied().unwrap_or(0);
    let first = (paragraph..d.at).all(|k| !r.is_word(k) || r.is_lone_conj(k));
    let opens = (sentence..d.at).all(|k| !r.is_word(k) || r.is_lone_conj(k));
    let quoted = r.quotes.around(d.at).is_some();
    Gap {
        inside: !outer,
        quoted,
        number: n,
        paragraphs,
        sentence,
        lemma,
        resumes,
        before,
        opens: u32::from(first) | u32::from(opens) << 1,
    }
}

/// Everybody who could be meant where the subject of `d` is left out.
fn choices(
    r: &Reader<'_>,
    d: &Draft,
    parent: Option<(usize, usize)>,
    heard: &Memory<'_>,
    gap: &Gap,
    people: &mut People<'_, '_>,
) -> Vec<Choice> {
    let mut out: Vec<Choice> = Vec::new();
    let mut seen: Vec<usize> = Vec::new();
    for h in heard.latest().take(24) {
        if seen.contains(&h.chain) {
            continue;
        }
        seen.push(h.chain);
        out.push(Choice {
            np: h.np,
            labels: h.labels,
            met: Met::Heard,
            cue: Some(h.cue),
            rank: seen.len() - 1,
            times: heard.times(h.chain),
            overt: h.overt,
            outer: h.outer,
            parent: parent.is_some_and(|(_, owner)| owner == h.cue),
            ways: 0,
            subject: 0,
            sibling: h.inside == parent.map(|(_, owner)| owner),
            often: people.often_named(&h.labels),
            agrees: false,
            later: (0, 0),
        });
        if seen.len() == 8 {
            break;
        }
    }
    // Whom the hand-written order of preference takes.
    if let Some(h) = last_heard(r, d, heard, !gap.inside) {
        if let Some(c) =
            out.iter_mut().find(|c| c.np == h.np || c.cue.is_some() && c.cue == Some(h.cue))
        {
            c.ways |= 1;
        }
    }
    people.meet(
        &mut out,
        parent.and_then(|(from, _)| content_subject(r, from, d.at)),
        Met::Clause,
        d.at,
    );
    people.meet(&mut out, topic(r, d.at, false), Met::Topic, d.at);
    people.meet(&mut out, topic(r, d.at, true), Met::Before, d.at);
    // Names and offices before the cue, in its sentence and in the one before.
    let from =
        gap.number.checked_sub(1).and_then(|p| r.text.sentences().get(p)).map_or(0, |s| s.start);
    people.subjects(d.at, from, &mut out);
    let mut k = d.at;
    let mut names = 0;
    while k > from && names < 6 && d.at - k < 80 {
        k -= 1;
        let starts =
            r.mention(k).is_some_and(|m| {
                m.tokens.start == k
                    && matches!(m.kind, EntityKind::Person | EntityKind::Organization)
            }) && r.get(k.wrapping_sub(1)).head.is_none_or(|h| h.class == HeadClass::Document);
        let office = r.get(k).head.is_some_and(|h| {
            h.class.is_human()
                || matches!(h.class, HeadClass::Org | HeadClass::Media | HeadClass::Document)
        }) && (r.tok(k).is_definite()
            || r.prep(k).is_some()
            || r.is_nominal(k) && (k == gap.sentence || r.get(k.wrapping_sub(1)).head.is_none()));
        if starts || office {
            names += 1;
            people.meet(&mut out, r.np(k, r.np_closed(k, d.at).max(k + 1)), Met::Named, d.at);
        }
    }
    people.meet(&mut out, people.title, Met::Title, d.at);
    people.often(d.at, &mut out);
    stand(r, d, &mut out);
    out
}

/// Notes who of those that could be meant agrees with the verb, and how many of them come later.
fn stand(r: &Reader<'_>, d: &Draft, out: &mut [Choice]) {
    for c in out.iter_mut() {
        c.agrees = agrees(r, d, &c.labels);
    }
    let places: Vec<(usize, bool)> = out.iter().map(|c| (c.last(), c.agrees)).collect();
    for c in out {
        let last = c.last();
        let later = places.iter().filter(|&&(at, _)| at > last);
        c.later = later.fold((0, 0), |(all, fit), &(_, agrees)| (all + 1, fit + u32::from(agrees)));
    }
}

/// Where the smallest content begins that each draft's cue stands in, and the cue it belongs to.
fn parent_contents(drafts: &[Draft]) -> Vec<Option<(usize, usize)>> {
    let cues: Vec<Owned> =
        drafts.iter().map(|d| Owned { start: d.at, end: d.at + 1, owner: d.at }).collect();
    let contents = drafts
        .iter()
        .filter(|p| p.tier == crate::labels::Tier::Core)
        .flat_map(|p| p.content.iter().map(|&(start, end)| Owned { start, end, owner: p.at }))
        .collect();
    smallest_holders(&cues, contents).into_iter().map(|h| h.map(|h| (h.start, h.owner))).collect()
}

/// Whether an office is that of somebody who has been named with it: «الوزير» after «وزير الصحة سامي نعيم».
fn points_to_name<'a>(r: &Reader<'a>, np: &Np, labels: &Labels, offices: &mut Offices<'a>) -> bool {
    let office = labels.anonymity == Anonymity::Role
        && labels.number == Number::Sing
        && labels.class == Some(HeadClass::Role);
    if !office {
        return false;
    }
    let head = r.text.stem(labels.head);
    let next = labels.head + 1;
    let rest =
        (next < np.last && r.is_word(next) && !r.is(next, Classes::SAME.or(Classes::PREPOSITION)))
            .then(|| r.text.stem(next));
    if JUDGES.contains(&(head, rest)) {
        return JUDGES.iter().any(|&(head, rest)| offices.named_before(r, head, rest, np.first));
    }
    offices.named_before(r, head, rest, np.first)
}

/// What reports from court call one and the same judge: «برئاسة المستشار فلان», then «القاضي».
const JUDGES: [(&str, Option<&str>); 4] =
    [("قاضي", None), ("مستشار", None), ("رئيس", Some("محكمة")), ("رئيس", Some("جلسة"))];

/// Whether somebody goes with the verb in gender and number.
fn agrees(r: &Reader<'_>, d: &Draft, labels: &Labels) -> bool {
    let Some(v) = r.get(d.at).verb else { return true };
    if v.morph.plural {
        return labels.number != Number::Sing;
    }
    if labels.number == Number::Plural && labels.class.is_some_and(HeadClass::is_human) {
        return r.text.stem(labels.head) == "مصادر" && v.morph.gender == Gender::Feminine;
    }
    labels.class.is_none() || labels.gender == v.morph.gender
}

/// Who spoke last and agrees with the verb: people and bodies before documents and data.
fn last_heard<'h>(
    r: &Reader<'_>,
    d: &Draft,
    heard: &'h Memory<'h>,
    outer: bool,
) -> Option<&'h Heard<'h>> {
    let agrees = |h: &&Heard<'_>| agrees(r, d, &h.labels);
    let recent = || heard.latest().take(16).filter(|h| h.outer || !outer);
    let living = |h: &&Heard<'_>| {
        h.labels.anonymity == Anonymity::Named
            || h.labels
                .class
                .is_some_and(|c| c.is_human() || matches!(c, HeadClass::Org | HeadClass::Media))
            || h.labels.entity.is_some() && h.labels.class.is_none()
    };
    recent().find(|h| living(h) && agrees(h)).or_else(|| recent().find(agrees))
}

/// How many chains a source is compared with, the last ones heard.
const COMPARED: usize = 32;

/// How many mentions of a chain.
const MENTIONS: usize = 6;

/// How many sources back.
const REMEMBERED: usize = 96;

/// The chains heard so far, the last one first, and what each has in common with a source.
fn earlier<'h>(
    r: &Reader<'_>,
    np: &Np,
    labels: &Labels,
    heard: &'h Memory<'h>,
) -> Vec<Earlier<'h>> {
    let rule = corefer(r, np, labels, heard);
    let described = words(r, np);
    let mut out: Vec<Earlier<'h>> = Vec::new();
    // Whom the rules find may have been heard long ago.
    for h in heard.latest().take(REMEMBERED).chain(rule) {
        let at = out.iter().position(|e| e.chain == h.chain);
        if at.is_none() && out.len() >= COMPARED && rule.is_none_or(|rule| rule.chain != h.chain)
            || at.and_then(|n| out.get(n)).is_some_and(|e| e.times >= MENTIONS)
        {
            continue;
        }
        let shared = h.shared(r, np, labels, &described);
        match at.and_then(|n| out.get_mut(n)) {
            Some(e) => {
                e.times += 1;
                e.outer |= h.outer;
                if shared.code() > e.shared.code() {
                    (e.np, e.labels, e.shared) = (h.np, &h.labels, shared);
                }
            }
            None => out.push(Earlier {
                chain: h.chain,
                np: h.np,
                labels: &h.labels,
                shared,
                rank: out.len(),
                rivals: 0,
                ago: np.first.abs_diff(h.cue),
                times: 1,
                outer: h.outer,
                rule: rule.is_some_and(|rule| rule.chain == h.chain),
            }),
        }
    }
    let agreement: Vec<u32> = out.iter().map(|e| e.agreement(labels)).collect();
    for (n, e) in out.iter_mut().enumerate() {
        let later = agreement.iter().take(n);
        e.rivals = later.filter(|&a| Some(a) == agreement.get(n)).count();
    }
    out
}

/// The earlier mention of the same source, by hand-written preferences.
fn corefer<'h>(
    r: &Reader<'_>,
    np: &Np,
    labels: &Labels,
    heard: &'h Memory<'h>,
) -> Option<&'h Heard<'h>> {
    let anaphoric = (np.first..np.last).any(|k| r.is(k, Classes::SAME.or(Classes::SAME_BEFORE)));
    // The same entity.
    if labels.anonymity == Anonymity::Named {
        let entity = labels.entity.and_then(|m| r.mentions.get(m));
        let same = entity.and_then(|m| heard.with_entity(&m.name));
        return same.or_else(|| heard.with_name(r, np));
    }
    let head = r.text.stem(labels.head);
    // A word the lexicon does not know may be the family name of somebody already named.
    if labels.class.is_none() && r.words_in(np.first, np.last) <= 2 {
        let named = heard.with_name(r, np);
        if named.is_some() {
            return named;
        }
    }
    // المصدر ذاته، المصدر، مصدرنا، المسؤول: definite, points back.
    if anaphoric || labels.definite || labels.anonymity == Anonymity::Org {
        let by_head = heard.with_head(r, np, labels, anaphoric);
        if by_head.is_some() {
            return by_head;
        }
        // «المصدر نفسه» after somebody who was no «مصدر»: the last one heard.
        if anaphoric && head == "مصدر" {
            return heard.outer();
        }
        // «المسؤول نفسه»، «المتحدث ذاته»، «معاليه»: the last person heard.
        let honorific = r.stem_is(labels.head, Classes::HONORIFIC);
        if anaphoric && labels.class.is_some_and(HeadClass::is_human) || honorific {
            return heard.person();
        }
        let bare = r.words_in(np.first, np.last) <= 3;
        if bare
            && labels.definite
            && matches!(labels.class, Some(HeadClass::Role | HeadClass::Anon))
        {
            // «المسؤول» after «وزير الداخلية»: a role that points back to the last person.
            return heard.latest().take(6).find(|h| {
                h.labels.number == labels.number
                    && h.labels.gender == labels.gender
                    && h.labels.source_type == crate::labels::SourceType::Person
                    && (r.stem_is(labels.head, Classes::OFFICE_ALONE)
                        || mentions_word(r, &h.np, head))
            });
        }
    }
    None
}

fn mentions_word(r: &Reader<'_>, np: &Np, stem: &str) -> bool {
    (np.first..np.last).any(|k| r.text.stem(k) == stem)
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
    labels.described = labels.described.or(from.described);
    if labels.gender != from.gender && labels.class.is_none() {
        labels.gender = from.gender;
    }
}
