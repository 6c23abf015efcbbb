//! What a cue can be read as: its possible complements and subjects.

use std::ops::Range;

use crate::labels::{CueClass, Stance, Tier};
use crate::lexicon::{Classes, Morph};
use crate::segment::{Punct, TokenKind};

use super::chances::Chances;
use super::complement::{Complement, REACH};
use super::draft::{CueDraft, Np};
use super::marks::{Marks, RESUMES};
use super::reading::Reader;
use super::subject::{antecedent_content, is_relative, quote_before, subject_before};
use super::weigh::atoms::word_hash;
use super::weigh::evidence::preposition;

/// How far before its verb a clause may begin with its subject, in tokens.
const BEFORE_REACH: usize = 48;

/// How far behind its cue a subject may begin, in tokens.
pub(crate) const SUBJECT_REACH: usize = 16;

/// A word that may be a cue.
#[derive(Clone, Debug)]
pub(crate) struct Candidate<'a> {
    pub at: usize,
    /// The hash of its lexicon id.
    pub key: u32,
    pub id: &'a str,
    pub lemma: &'a str,
    pub class: CueClass,
    pub governs: &'a str,
    pub tier: Tier,
    pub stance: Stance,
    pub risky: bool,
    /// `None` for nouns.
    pub morph: Option<Morph>,
    pub conj: bool,
    pub future: bool,
    pub enclitic: bool,
    /// Bytes of the key text.
    pub start: u32,
    pub end: u32,
    /// The sentence, as tokens.
    pub sentence: Range<usize>,
}

/// Who speaks, as one reading has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Left out, or a pronoun on the cue.
    Elided,
    /// Of a passive: أُعلن أن.
    Nobody,
    /// Its beginning counts; where it ends is found when the reading is drafted.
    After(Np),
    /// Before the verb; true where the verb stands in a relative clause behind it.
    Before(Np, bool),
    /// Behind عن, من, إلى or لدى, the outlet before it: نقلت الصحيفة عن مصدر أن.
    Behind(Np),
}

impl<'a> Candidate<'a> {
    /// The candidate at token `i`: a verb or participle, or else a noun of speech.
    pub(crate) fn at(r: &Reader<'a>, i: usize, sentence: &Range<usize>) -> Option<Candidate<'a>> {
        let get = r.get(i);
        if get.verb.is_none() && get.noun_cue.is_none() {
            return None;
        }
        let sentence = sentence.clone();
        let tok = r.tok(i);
        if let Some(v) = get.verb {
            let cue = r.lexicon.cue(v.cue)?;
            let participle = v.morph.form == crate::lexicon::Form::Participle;
            return Some(Candidate {
                at: i,
                key: word_hash(&cue.id),
                id: &cue.id,
                lemma: &cue.lemma,
                class: if participle { CueClass::Adverb } else { CueClass::Verb },
                governs: &cue.governs,
                tier: cue.tier,
                stance: cue.stance,
                risky: cue.risky,
                morph: Some(v.morph),
                conj: v.conj || r.has_conj(i),
                future: v.future,
                enclitic: v.enclitic,
                start: v.start,
                end: v.end,
                sentence,
            });
        }
        let noun = r.lexicon.noun(get.noun_cue?)?;
        let word = r.text.noun(i);
        Some(Candidate {
            at: i,
            key: word_hash(&noun.id),
            id: &noun.id,
            lemma: &noun.lemma,
            class: CueClass::Noun,
            governs: &noun.governs,
            tier: noun.tier,
            stance: noun.stance,
            risky: false,
            morph: None,
            conj: r.has_conj(i),
            future: false,
            enclitic: tok.has_encl()
                || word.ends_with("ها")
                || word.ends_with("هم")
                || word.ends_with('ه'),
            start: tok.noun(),
            end: tok.end,
            sentence,
        })
    }

    pub(crate) fn cue(&self) -> CueDraft {
        CueDraft {
            start: self.start,
            end: self.end,
            id: self.id.into(),
            lemma: self.lemma.into(),
            class: self.class,
        }
    }

    /// Where what the cue says must end: with its sentence, or with the quotation around it.
    pub(crate) fn limit(&self, r: &Reader<'_>) -> usize {
        self.speech(r).map_or(self.sentence.end, |(_, c)| self.sentence.end.min(c))
    }

    /// The marks of the speech around the cue. Those around itself alone, as in «اعترف» بأنه, are none.
    pub(crate) fn speech(&self, r: &Reader<'_>) -> Option<(usize, usize)> {
        let around = r.quotes.around(self.at)?;
        if around.1 - around.0 > 3 { Some(around) } else { r.quotes.around(around.0) }
    }

    /// Every complement the cue can take, each with its place among those of its kind.
    pub(crate) fn complements(&self, r: &Reader<'_>, out: &mut Vec<(Complement, u32)>) {
        let i = self.at;
        let end = self.limit(r);
        let stop = end.min(i + REACH);
        let (mut clauses, mut colons, mut quotes, mut preps, mut bares, mut lost) =
            (0, 0, 0, 0, 0, 0);
        let speech = self.governs.contains('Q') && self.class != CueClass::Noun;
        let mut k = i + 1;
        while k < stop {
            let chance = r.chances(k);
            if chance.any(Chances::STOP) {
                break;
            }
            if let Some(close) = r.quotes.close_of(k) {
                if quotes < 3 {
                    out.push((Complement::Quote(k), quotes));
                    quotes += 1;
                }
                if close >= end {
                    break;
                }
                k = close + 1;
                continue;
            }
            if chance.any(Chances::COLON) {
                if colons < 2 {
                    out.push((Complement::Colon(k), colons));
                    colons += 1;
                }
            } else if chance.any(Chances::CLAUSE) {
                if clauses < 3 {
                    out.push((Complement::Clause(k), clauses));
                    clauses += 1;
                }
            } else if k < i + 26
                && preps < 4
                && chance.any(Chances::PHRASE)
                && preposition(r, k).is_some_and(|code| self.governs.contains(code))
            {
                out.push((Complement::Prep(k), preps));
                preps += 1;
            } else if k < i + 28 && bares < 9 && chance.any(Chances::OBJECT) {
                out.push((Complement::Bare(k), bares));
                bares += 1;
            }
            if speech && k > i + 1 && k < i + 22 && lost < 4 && chance.any(Chances::SPEECH) {
                out.push((Complement::Lost(k), lost));
                lost += 1;
            }
            k += 1;
        }
        if self.class == CueClass::Verb {
            if self.enclitic
                && r.finite(i)
                    .is_some_and(|v| antecedent_content(r, i, self.sentence.start, v).is_some())
            {
                out.push((Complement::Enclitic, 0));
            }
            self.back(r, out);
            self.front(r, out);
            if quote_before(r, i, self.sentence.start).is_some() {
                out.push((Complement::None, 0));
            }
        }
    }

    /// «الاتفاق جاهز، يقول المصدر ذاته»: the clauses before the verb, without marks of their own.
    fn front(&self, r: &Reader<'_>, out: &mut Vec<(Complement, u32)>) {
        let says = self.governs.contains('Q') || self.governs.contains('C');
        let lower = self.speech(r).map_or(self.sentence.start, |(o, _)| o + 1);
        let Some(last) = self.at.checked_sub(1) else { return };
        let parted = r.is_comma(last) || r.punct(last) == Some(Punct::Dash);
        if !says || self.conj || self.tier != Tier::Core || last <= lower || !parted {
            return;
        }
        let mut first = lower;
        while first < last && (r.is_comma(first) || r.is_lone_conj(first)) {
            first += 1;
        }
        if last > first + 2 {
            out.push((Complement::Front(first, last), 0));
        }
    }

    /// ما أعلنه، الخبر الذي نفته الوزارة: what stands before the verb, as its content.
    fn back(&self, r: &Reader<'_>, out: &mut Vec<(Complement, u32)>) {
        let lower = self.speech(r).map_or(self.sentence.start, |(o, _)| o + 1);
        let mut v = self.at;
        while v > lower
            && r.is(v - 1, Classes::AUXILIARY.or(Classes::NEGATION))
            && r.bare(v - 1) != "ما"
        {
            v -= 1;
        }
        if v <= lower {
            return;
        }
        if r.bare(v - 1) == "ما" || r.text.noun(v - 1) == "ما" {
            out.push((Complement::Back(v - 1, v), 0));
            return;
        }
        if !self.enclitic && !resumed(r, self.at) {
            return;
        }
        let mut last = if is_relative(r, v - 1) { v - 1 } else { v };
        if last > lower && r.is_comma(last - 1) {
            last -= 1;
        }
        let mut n = 0;
        let mut k = last;
        while k > lower && last - k < 10 && n < 5 {
            k -= 1;
            if !r.is_word(k) && !r.is_quote_open(k) || r.complementizer(k).is_some() {
                break;
            }
            let edge = k == lower
                || r.prep(k).is_some()
                || r.has_conj(k)
                || r.is_pp(k - 1)
                || !r.is_word(k - 1)
                || r.is_verb(k - 1)
                || r.participle(k - 1).is_some()
                || r.is(k - 1, Classes::COMPLEMENTIZER.or(Classes::SUBORDINATOR))
                // ينتظر السكان منحة وعدت بها منظمة: nothing indefinite goes on behind a definite word.
                || r.tok(k - 1).is_definite() && !r.tok(k).is_definite()
                || r.tok(k).newline;
            if edge
                && (r.is_nominal(k)
                    || r.prep(k).is_some()
                    || r.is(k, Classes::DEMONSTRATIVE.or(Classes::PRONOUN)))
            {
                out.push((Complement::Back(k, last), n));
                n += 1;
            }
        }
    }

    /// Every subject the cue can have if its complement stands at `limit`.
    pub(crate) fn subjects_after(
        &self,
        r: &Reader<'_>,
        limit: usize,
        out: &mut Vec<(Subject, u32)>,
    ) {
        let i = self.at;
        let mut k = i + 1;
        let stop = limit.min(i + SUBJECT_REACH);
        let mut n = 0;
        // A phrase can begin where none goes on: at the verb, behind a prepositional phrase, a mark.
        let mut fresh = true;
        while k < stop && n < 4 {
            // 35 في المئة من المشاركين: a number right behind the cue is no time.
            let counted = k == i + 1 && (r.tok(k).kind == TokenKind::Number || is_about(r, k));
            let t = r.skip_time(k, stop);
            if t > k && !counted {
                k = t;
                fresh = true;
                continue;
            }
            // وأكد لي فلان: to whom it was said.
            if !r.is_word(k) && !r.is_quote_open(k) && !counted || r.marks(k).any(Marks::TO_PRONOUN)
            {
                fresh = true;
                k += 1;
                continue;
            }
            // A word right behind the cue that only looks as if it had a clitic may be a name.
            let name = own_letter(r, k)
                || counted && r.is_word(k)
                || k == i + 1 && self.class == CueClass::Verb && is_relative(r, k)
                || k == i + 1 && r.complementizer(k).is_none() && looks_otherwise(r, k);
            if r.is_pp(k)
                && !name
                && !(k == i + 1 && self.class == CueClass::Noun && r.text.bare(k) == "من")
            {
                k = r.skip_pp(k, stop).max(k + 1);
                fresh = true;
                continue;
            }
            let starts = r.is_nominal(k)
                || name
                || r.is(
                    k,
                    Classes::PRONOUN
                        .or(Classes::DEMONSTRATIVE)
                        .or(Classes::QUANTIFIER)
                        .or(Classes::SAME_BEFORE),
                );
            if fresh && starts && (name || !r.has_conj(k)) {
                if let Some(np) = begins(r, k, limit) {
                    out.push((Subject::After(np), n));
                    n += 1;
                }
                fresh = false;
            } else if r.is(k, Classes::ADVERB) {
                fresh = true;
            }
            k += 1;
        }
    }

    /// Who carries a noun of speech, named behind its content: طلب … تقدم به فلان، من قبل فلان.
    pub(crate) fn carriers(&self, r: &Reader<'_>, out: &mut Vec<(Subject, u32)>) {
        let end = self.limit(r);
        let known = out.len();
        let mut n = 0;
        for k in self.at + 1..end.min(self.at + 24) {
            let chance = r.chances(k);
            if n == 2 || chance.any(Chances::STOP) {
                return;
            }
            let (agent, carried) = (chance.any(Chances::AGENT), chance.any(Chances::CARRIED));
            let first = match (agent, carried) {
                (true, _) => k + 2,
                (_, true) if resumed(r, k) => k + 2,
                (_, true) => k + 1,
                _ => continue,
            };
            if first < end && (r.is_nominal(first) || r.is(first, Classes::QUANTIFIER)) {
                let begins =
                    |(s, _): &(Subject, u32)| matches!(s, Subject::After(np) if np.first == first);
                let new = !out.iter().take(known).any(begins);
                if let Some(np) = r.np(first, r.np_closed(first, end)).filter(|_| new) {
                    out.push((Subject::After(np), 8 + n));
                    n += 1;
                }
            }
        }
    }

    /// Whether the cue can have its source behind a preposition: نقلت الصحيفة عن مصدر.
    pub(crate) fn relays(&self) -> bool {
        self.class != CueClass::Adverb && self.governs.contains('S')
    }

    /// The source behind عن, من, إلى or لدى, of cues that have it there.
    pub(crate) fn subjects_behind(
        &self,
        r: &Reader<'_>,
        limit: usize,
        out: &mut Vec<(Subject, u32)>,
    ) {
        // ما نُشر في جريدة، تردد على صفحات: where it was read.
        let read = |k: usize| k <= self.at + 3 && matches!(r.text.bare(k), "في" | "علي" | "عبر");
        let behind = |k: &usize| {
            matches!(r.text.bare(*k), "عن" | "من" | "الي" | "لدي")
                || on_the_tongue(r, *k)
                || read(*k)
        };
        let places = (self.at + 1..limit.min(self.at + 20)).filter(behind).take(3);
        for (n, k) in places.enumerate() {
            let k = k + usize::from(on_the_tongue(r, k));
            let end = r.arguments(k, limit, false).end;
            let starts = r.is_nominal(k + 1)
                || r.is(
                    k + 1,
                    Classes::QUANTIFIER.or(Classes::SAME_BEFORE).or(Classes::DEMONSTRATIVE),
                );
            if starts {
                r.np(k + 1, end).inspect(|&np| out.push((Subject::Behind(np), n as u32)));
            }
        }
    }

    /// Every subject the cue can have before it.
    pub(crate) fn subjects_before(&self, r: &Reader<'_>, out: &mut Vec<(Subject, u32)>) {
        let start = self.sentence.start;
        let within = |o: usize| start.max(o + 1);
        let mut lower = self.speech(r).map_or(start, |(o, _)| within(o));
        // A noun has the subject of the verb that carries it: الجزائر تقدم اعتذارا، أقدم على شرح.
        let carrier = |k: &usize| carries(r, *k);
        let i = match self.class {
            CueClass::Noun => match (lower..self.at).rev().take(12).find(carrier) {
                Some(v) => v,
                None => {
                    // رسالة مفادها أن: what its pronoun stands for.
                    let mut n = 0;
                    if self.enclitic {
                        antecedents(r, self.at, lower, 10, |np| {
                            out.push((Subject::Before(np, true), n));
                            n += 1;
                        });
                    }
                    return;
                }
            },
            _ => self.at,
        };
        let mut n = 0;
        let mut push = |s: Subject, out: &mut Vec<(Subject, u32)>| {
            let first = |s: &Subject| match s {
                Subject::Before(np, _) => Some(np.first),
                _ => None,
            };
            if !out.iter().any(|(o, _)| first(o) == first(&s)) && n < 10 {
                out.push((s, n));
                n += 1;
            }
        };
        if let Some((np, relative)) = r.finite(i).and_then(|verb| subject_before(r, i, verb, start))
        {
            push(Subject::Before(np, relative), out);
        }
        if self.class == CueClass::Noun {
            // وجه القضاء اتهاما: between the two.
            for np in phrases_between(r, i + 1, self.at) {
                push(Subject::Before(np, false), out);
            }
        }
        let stands_between = Classes::AUXILIARY.or(Classes::NEGATION).or(Classes::ADVERB);
        let mut v = i;
        while v > lower && r.is(v - 1, stands_between) && !r.is(v - 1, Classes::RELATIVE) {
            v -= 1;
        }
        // إن الوزير «أمر بفتح تحقيق»: the quotation begins behind its speaker.
        if v > start && r.is_quote_open(v - 1) {
            v -= 1;
            lower = r.quotes.around(v).map_or(start, |(o, _)| within(o));
        }
        if v == lower {
            return;
        }
        if is_relative(r, v - 1) {
            antecedents(r, v - 1, lower, 14, |np| push(Subject::Before(np, true), out));
            return;
        }
        if r.bare(v - 1) == "من" {
            // لم يخطئ من قال إن.
            r.np(v - 1, v).inspect(|&np| push(Subject::Before(np, false), out));
        }
        if r.complementizer(v - 1).is_some() {
            controllers(r, v - 1, lower, |np| push(Subject::Before(np, false), out));
        }
        // The clause begins behind a stop, a complementizer, a comma, or with the sentence; between two
        // commas there may be another one, and what looks like a beginning may be inside a phrase.
        let mut k = v;
        let (mut commas, mut opened) = (0, 0);
        while k > lower && v - k < BEFORE_REACH {
            k -= 1;
            let stop = r.is_stop(k) || r.punct(k) == Some(Punct::Colon);
            let opens = stop
                || r.punct(k) == Some(Punct::Dash)
                || r.complementizer(k).is_some()
                || r.is(k, Classes::SUBORDINATOR) && r.get(k).head.is_none();
            let comma = r.is_comma(k);
            if opens || comma {
                clause_subject(r, k + 1, v).inspect(|&np| push(Subject::Before(np, false), out));
                commas += usize::from(comma);
                opened += usize::from(opens);
                if stop || commas > 4 || opened > 2 {
                    break;
                }
            }
        }
        if k == lower {
            clause_subject(r, lower, v).inspect(|&np| push(Subject::Before(np, false), out));
        }
        // An indefinite noun takes a clause without a pronoun: شركات أعلنت إفلاسها.
        if !r.has_conj(i) {
            antecedents(r, v, lower, 8, |np| push(Subject::Before(np, true), out));
        }
    }
}

/// نقلت الوكالة على لسان الوزير: as عن.
pub(super) fn on_the_tongue(r: &Reader<'_>, k: usize) -> bool {
    r.text.bare(k) == "علي" && r.text.word(k + 1) == "لسان"
}

/// Whether the word behind a cue may be a name although it looks like something else: a rare word that
/// seems to begin with a clitic, a preposition before a bare noun (علي أكبر، بين ستانتون), a verb.
fn looks_otherwise(r: &Reader<'_>, k: usize) -> bool {
    let tok = r.tok(k);
    if tok.kind != TokenKind::Arabic {
        return tok.kind == TokenKind::Number;
    }
    if r.is(k, Classes::PREPOSITION) {
        let next = r.tok(k + 1);
        return matches!(r.bare(k), "علي" | "بين" | "عن" | "لدي")
            && next.kind == TokenKind::Arabic
            && !next.is_definite()
            && !tok.has_prep()
            && r.is_nominal(k + 1)
            && r.get(k + 1).head.is_none();
    }
    if tok.has_prep() {
        return r.atom(k).class == 0;
    }
    r.is_verb(k) && !r.is(k, Classes::AUXILIARY.or(Classes::NEGATION))
}

/// Whether a first letter that looks like a clitic belongs to a name: فيليب، بوعزة، كارين.
#[inline]
pub(super) fn own_letter(r: &Reader<'_>, k: usize) -> bool {
    r.mention(k).is_some_and(|m| m.tokens.start == k && m.start == r.tok(k).start)
}

/// The noun phrase of a subject behind its cue that begins at `k`. Nobody asks for its end before the
/// reading is the likeliest, so a phrase that begins with a plain word is that word for now.
fn begins(r: &Reader<'_>, k: usize, limit: usize) -> Option<Np> {
    if r.is_quote_open(k) || r.is_lone_conj(k) || !r.is_word(k) {
        let end = if limit > k { r.np_closed(k, limit) } else { k + 1 };
        return r.np(k, end);
    }
    let tok = r.tok(k);
    Some(Np { start: tok.noun(), end: tok.end, first: k, last: k + 1 })
}

/// Whether نحو stands before a number: about so many, not towards them.
fn is_about(r: &Reader<'_>, k: usize) -> bool {
    let number = |k: usize| r.tok(k).kind == TokenKind::Number || r.is(k, Classes::QUANTIFIER);
    r.text.word(k) == "نحو" && k + 1 < r.text.tokens().len() && number(k + 1)
}

/// The noun phrases that begin in `first..last` where none goes on: right there, behind a prepositional
/// phrase or a time.
fn phrases_between(r: &Reader<'_>, first: usize, last: usize) -> Vec<Np> {
    let mut out = Vec::new();
    let mut k = first;
    while k < last && out.len() < 3 {
        let t = r.skip_time(k, last);
        if t > k {
            k = t;
        } else if r.is_pp(k) {
            k = r.skip_pp(k, last).max(k + 1);
        } else if r.is_nominal(k) || r.is(k, Classes::QUANTIFIER) {
            let end = r.np_closed(k, last).max(k + 1);
            out.extend(r.np(k, end));
            k = end;
        } else {
            k += 1;
        }
    }
    out
}

/// Every noun phrase that ends before token `last`, from the shortest.
fn antecedents(
    r: &Reader<'_>,
    mut last: usize,
    lower: usize,
    reach: usize,
    mut each: impl FnMut(Np),
) {
    if last > lower && r.is_comma(last - 1) {
        last -= 1;
    }
    let mut k = last;
    while k > lower && last - k < reach {
        k -= 1;
        if r.is_stop(k) || r.complementizer(k).is_some() {
            break;
        }
        let edge = k == lower
            || k + 1 == last
            || r.prep(k).is_some()
            || r.has_conj(k)
            || r.is_pp(k - 1)
            || !r.is_word(k - 1)
            || r.is_verb(k - 1)
            || r.tok(k).newline
            || r.get(k).head.is_some()
            || r.mention(k).is_some_and(|m| m.tokens.start == k)
            || r.is(k - 1, Classes::COMPLEMENTIZER.or(Classes::TIME))
            || r.tok(k - 1).is_definite() && !r.tok(k).is_definite();
        let nominal = r.is_nominal(k)
            || r.prep(k).is_some() && !r.is(k, Classes::PREPOSITION)
            || r.is(k, Classes::QUANTIFIER);
        if edge && nominal {
            r.np(k, last).inspect(|&np| each(np));
        }
    }
}

/// Whose verb stands behind أن, at token `at`: سبق للبنك أن حذر، لم يفت الوزير أن يذكر.
fn controllers(r: &Reader<'_>, at: usize, lower: usize, mut each: impl FnMut(Np)) {
    let Some(verb) = (lower..at).rev().take(14).find(|&k| r.is_verb(k)) else { return };
    let mut fresh = true;
    for k in verb + 1..at {
        let to = r.prep(k) == Some('ل') && r.is_word(k);
        if to || fresh && (r.is_nominal(k) || r.is(k, Classes::QUANTIFIER)) {
            r.np(k, at).inspect(|&np| each(np));
            return;
        }
        fresh = r.is_pp(k) || r.is(k, Classes::ADVERB) || !r.is_word(k);
    }
}

/// Whether a noun of speech may have its subject from here: تقدم بطلب، وجه اتهاما.
#[inline]
pub(super) fn carries(r: &Reader<'_>, k: usize) -> bool {
    r.is(k, Classes::CARRIER) || r.is_verb(k) && !r.is(k, Classes::AUXILIARY)
}

/// Whether a preposition behind the verb takes up what stands before it: التي أعلن عنها الوزير.
#[inline]
pub(super) fn resumed(r: &Reader<'_>, i: usize) -> bool {
    r.asks(i + 1, RESUMES)
}

/// The noun phrase a clause begins with, before its verb at `v`.
fn clause_subject(r: &Reader<'_>, mut s: usize, v: usize) -> Option<Np> {
    while s < v
        && (r.is_comma(s)
            || r.is_lone_conj(s)
            || r.is(s, Classes::AUXILIARY)
            || r.bare(s) == "اما"
            // غير أن، إلا أن: the two open the clause together.
            || r.is(s, Classes::COMPLEMENTIZER)
            || !r.is_word(s))
        && !r.is_quote_open(s)
    {
        s += 1;
    }
    let quantified = r.is(
        s,
        Classes::QUANTIFIER
            .or(Classes::DEMONSTRATIVE)
            .or(Classes::PRONOUN)
            .or(Classes::SAME_BEFORE),
    );
    // أن من سلمه الحمولة أخبره، أن الذين بقوا قالوا.
    let whoever = s + 1 < v && (r.bare(s) == "من" || is_relative(r, s)) && r.is_verb(s + 1);
    let name = s < v && own_letter(r, s) || whoever;
    if s >= v || !name && (r.is_pp(s) || !r.is_nominal(s) && !quantified) {
        return None;
    }
    let mut last = v;
    if last > s && r.is_comma(last - 1) {
        last -= 1;
    }
    r.np(s, last)
}
