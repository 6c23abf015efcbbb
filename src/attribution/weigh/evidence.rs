//! The facts that speak for a reading of a cue: its complement, its subject, the two together.

use crate::labels::Tier;
use crate::lexicon::{Form, Person};

use super::super::candidate::{Candidate, Subject};
use super::super::complement::Complement;
use super::super::reading::Reader;
use super::atoms::{Atom, gender_code, head_code};
use super::hints;
use super::reports::report_before;
use super::who::{Who, agreement};
use super::{Sink, bucket, fact};

/// What is true of a cue whatever it governs.
pub(crate) struct Ground {
    pub(super) lemma: u32,
    form: u32,
    kind: u32,
    prev: (u32, u32, u32),
    guards: u32,
    /// What the hand-written grammar makes of the cue.
    rule: Option<(Complement, Option<usize>)>,
    /// How much the text reports: its cues with a clause behind them.
    dense: u32,
    /// The report before: how near, whether its verb agrees with this one; see [`report_before`].
    before: u32,
}

/// The number of a construction.
pub(super) fn construction(c: Complement) -> u32 {
    match c {
        Complement::Clause(_) => 1,
        Complement::Colon(_) => 2,
        Complement::Quote(_) => 3,
        Complement::Prep(_) => 4,
        Complement::Bare(_) => 5,
        Complement::Enclitic => 6,
        Complement::None => 7,
        Complement::Back(..) => 8,
        Complement::Lost(_) => 9,
        Complement::Front(..) => 10,
    }
}

/// The token a complement stands at.
pub(super) fn place(c: Complement) -> Option<usize> {
    match c {
        Complement::Clause(k)
        | Complement::Colon(k)
        | Complement::Quote(k)
        | Complement::Prep(k)
        | Complement::Bare(k)
        | Complement::Lost(k) => Some(k),
        Complement::Enclitic | Complement::Back(..) | Complement::Front(..) | Complement::None => {
            None
        }
    }
}

pub(super) fn subject_kind(s: &Subject) -> u32 {
    match s {
        Subject::Elided => 1,
        Subject::After(_) => 2,
        Subject::Before(_, false) => 3,
        Subject::Before(_, true) => 4,
        Subject::Behind(_) => 5,
        Subject::Nobody => 6,
    }
}

pub(super) fn subject_start(s: &Subject) -> Option<usize> {
    match s {
        Subject::Elided | Subject::Nobody => None,
        Subject::After(np) | Subject::Before(np, _) | Subject::Behind(np) => Some(np.first),
    }
}

impl Ground {
    pub(crate) fn new(
        r: &Reader<'_>,
        c: &Candidate<'_>,
        rule: Option<(Complement, Option<usize>)>,
        guards: u32,
        dense: u32,
    ) -> Ground {
        let i = c.at;
        let m = c.morph;
        let form = m.map_or(7, |m| match m.form {
            Form::Perfect => 0,
            Form::Imperfect => 1,
            Form::Participle => 2,
        }) | u32::from(c.conj) << 3
            | u32::from(c.future) << 4
            | u32::from(c.enclitic) << 5
            | u32::from(m.is_some_and(|m| m.person == Person::First)) << 6
            | u32::from(m.is_some_and(|m| m.plural)) << 7
            | u32::from(r.tok(i).is_definite()) << 8
            | r.prep(i).map_or(0, |p| if p == 'ب' { 1 } else { 2 }) << 9
            | u32::from(r.quotes.around(i).is_some()) << 11;
        let kind = c.stance as u32 | u32::from(c.tier == Tier::Core) << 5 | u32::from(c.risky) << 6;
        let a = if i > 0 { r.atom(i - 1) } else { Atom::default() };
        Ground {
            lemma: c.key,
            form,
            kind,
            prev: (a.tag(), a.class(), a.word),
            guards,
            rule,
            dense,
            before: report_before(r, c),
        }
    }

    /// What speaks for a complement of this kind, wherever it stands.
    pub(super) fn construction(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        to: &mut impl Sink,
    ) {
        let i = c.at;
        let t = construction(k);
        let (l, f) = (self.lemma, self.form);
        let next = r.atom(i + 1);
        let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
        add(1, &[t]);
        add(2, &[t, l]);
        add(3, &[t, f & 0x47]);
        add(4, &[t, self.kind]);
        add(5, &[t, l, f & 7]);
        add(6, &[t, f]);
        add(7, &[t, self.prev.0]);
        add(8, &[t, self.prev.1]);
        add(9, &[t, self.prev.2]);
        add(10, &[t, f & 7, self.prev.0]);
        add(11, &[t, l, self.prev.2]);
        add(12, &[t, next.tag()]);
        add(13, &[t, next.class()]);
        add(14, &[t, next.word]);
        add(15, &[t, l, next.tag()]);
        add(16, &[t, l, next.class()]);
        add(17, &[t, self.dense]);
        add(18, &[t, self.kind, self.dense]);
        if i > 1 {
            let p2 = r.atom(i - 2);
            add(19, &[t, self.prev.0, p2.tag()]);
            add(20, &[t, self.prev.2, p2.word]);
        }
        let next2 = r.atom(i + 2);
        add(21, &[t, next.tag(), next2.tag()]);
        add(22, &[t, next2.class()]);
        add(23, &[t, u32::from(r.tok(i).newline), u32::from(c.sentence.start == i)]);
        let mut g = self.guards;
        let mut n = 0;
        while g > 0 {
            if g & 1 == 1 {
                add(24, &[t, n]);
                add(25, &[t, n, f & 7]);
            }
            g >>= 1;
            n += 1;
        }
        hints::cue(r, t, i, to);
    }

    /// What the hand-written grammar says of a complement.
    pub(super) fn verdict(&self, k: Complement) -> u32 {
        match self.rule {
            None => 0,
            Some((rule, _)) if rule == k => 1,
            Some((rule, _)) if construction(rule) == construction(k) => 2,
            Some(_) => 3,
        }
    }

    pub(super) fn judged_kind(&self, t: u32, verdict: u32, to: &mut impl Sink) {
        to.add(fact(27, &[t, verdict, self.kind]));
    }

    /// Whether the cue takes a complement that is governed like this.
    pub(super) fn governed(
        &self,
        c: &Candidate<'_>,
        k: Complement,
        code: u32,
        masdar: bool,
        to: &mut impl Sink,
    ) {
        let t = construction(k);
        let takes = u32::from(takes(c, k, code));
        let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
        add(48, &[t, self.lemma, u32::from(masdar)]);
        add(56, &[t, code, takes]);
        add(57, &[t, self.lemma, code]);
        add(58, &[t, self.kind, takes, self.form & 7]);
    }

    /// What speaks for the complement of this cue at this place.
    pub(super) fn this_place(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        at: usize,
        object: usize,
        to: &mut impl Sink,
    ) {
        let (i, t, l) = (c.at, construction(k), self.lemma);
        let (o, here) = (r.atom(object), r.atom(at));
        let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
        add(31, &[t, bucket(at - i), r.atom(i + 1).tag()]);
        add(34, &[t, l, here.word]);
        add(39, &[t, self.kind, o.class()]);
        add(40, &[t, l, o.class()]);
        add(42, &[t, self.kind, o.tag()]);
        if let Complement::Quote(open) = k {
            let close = r.quotes.close_of(open).unwrap_or(open);
            add(62, &[u32::from(close >= c.sentence.end)]);
        }
        if matches!(k, Complement::Bare(_) | Complement::Prep(_)) {
            let head = r.get(object).head;
            add(66, &[t, l, head_code(head.map(|h| h.class))]);
        }
    }

    /// What speaks for a subject of this kind, whoever it is.
    pub(super) fn kind(&self, r: &Reader<'_>, c: &Candidate<'_>, s: &Subject, to: &mut impl Sink) {
        let i = c.at;
        let t = subject_kind(s);
        let (l, f) = (self.lemma, self.form);
        let next = r.atom(i + 1);
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 100, v));
        add(1, &[t]);
        add(2, &[t, l]);
        add(3, &[t, f & 0x6f]);
        add(4, &[t, self.kind]);
        add(5, &[t, f & 15, self.prev.0]);
        add(6, &[t, self.prev.2]);
        add(7, &[t, f & 15, next.tag()]);
        add(8, &[t, next.class()]);
        add(9, &[t, next.word]);
        add(10, &[t, f & 15, next.class()]);
        add(11, &[t, next.tag(), r.atom(i + 2).tag()]);
        add(12, &[t, next.shape()]);
        add(13, &[t, u32::from(c.sentence.start == i), u32::from(r.tok(i).newline)]);
        add(70, &[t, self.before]);
        add(71, &[t, l, self.before]);
        add(72, &[t, self.before, next.tag()]);
        add(73, &[t, self.before, f & 15]);
        add(74, &[t, self.before, self.kind]);
        hints::subject_kind(r, t, i, to);
    }

    /// Whether the hand-written grammar takes it, and its place among those of its kind.
    pub(super) fn ruled(&self, s: &Subject, nth: u32, to: &mut impl Sink) {
        let (t, f) = (subject_kind(s), self.form);
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 100, v));
        let start = subject_start(s);
        let agrees = match self.rule {
            None => 0,
            Some((_, rule)) if rule == start => 1,
            Some((_, None)) => 2,
            Some(_) => 3,
        };
        add(14, &[t, agrees]);
        add(15, &[t, agrees, f & 15]);
        add(16, &[t, nth]);
    }

    /// What the guards say beside a subject of this kind.
    pub(super) fn kind_guards(&self, s: &Subject, to: &mut impl Sink) {
        let t = subject_kind(s);
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 100, v));
        let mut g = self.guards;
        let mut n = 0;
        while g > 0 {
            if g & 1 == 1 {
                add(17, &[t, n]);
            }
            g >>= 1;
            n += 1;
        }
    }

    /// What speaks for this one.
    pub(super) fn this_subject(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        s: &Subject,
        who: Option<Who>,
        to: &mut impl Sink,
    ) {
        let Some(who) = who else { return };
        let Who { at, code: h, speaks, .. } = who;
        let (i, t, l) = (c.at, subject_kind(s), self.lemma);
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 100, v));
        let a = r.atom(at);
        add(25, &[t, h, self.kind]);
        add(26, &[t, l, h]);
        add(27, &[t, self.kind, a.tag()]);
        add(28, &[t, self.kind, a.class()]);
        if at > 0 {
            add(35, &[t, r.atom(at - 1).tag(), bucket(at.abs_diff(i))]);
        }
        if let Some(m) = c.morph {
            let kind = r.mention(at).map_or(0, |m| 1 + m.kind as u32);
            add(43, &[t, kind, gender_code(m.gender)]);
            add(44, &[t, kind, self.kind]);
            // Nobody feminine «قال», and «اتهمت المستشار» is not what he did.
            let [gender, plural, ending, verb] = agreement(r, &who, m);
            let near = bucket(at.abs_diff(i)).min(3);
            add(53, &[t, gender, plural, ending, verb, h]);
            add(54, &[t, gender, ending, verb, a.tag()]);
            add(55, &[t, gender, ending, near, kind]);
            add(56, &[t, gender, ending, l]);
        }
        add(46, &[t, speaks, self.kind]);
        add(47, &[t, speaks, l]);
        if let Subject::Before(np, _) = s {
            let last = np.last;
            add(50, &[t, bucket(i.saturating_sub(last))]);
            add(51, &[t, bucket(np.last - np.first)]);
            add(52, &[t, self.prev.0, speaks]);
        }
        hints::subject_of(r, t, at, i, to);
    }

    /// What speaks for a complement and a subject of these kinds.
    pub(super) fn kinds(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        s: &Subject,
        to: &mut impl Sink,
    ) {
        let (t, u) = (construction(k), subject_kind(s));
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 200, v));
        let f = self.form;
        add(1, &[t, u]);
        add(2, &[t, u, self.lemma]);
        add(3, &[t, u, f & 15]);
        add(4, &[t, u, self.kind]);
        add(5, &[t, u, f & 15, self.kind]);
        add(6, &[t, u, self.prev.0]);
        add(7, &[t, u, r.atom(c.at + 1).tag()]);
        add(30, &[t, u, self.before]);
    }

    /// Whether the hand-written grammar takes the complement, and whether the subject.
    pub(super) fn takes(&self, k: Complement, s: &Subject) -> (bool, bool) {
        let of = |(a, b)| (a == k, b == subject_start(s));
        self.rule.map_or((false, false), of)
    }

    /// What the grammar says of the two, as a number.
    pub(super) fn agreed(&self, (complement, subject): (bool, bool)) -> u32 {
        self.rule.map_or(0, |_| 1 + u32::from(complement) + 2 * u32::from(subject))
    }

    /// What speaks for a subject beside a complement of this kind.
    pub(super) fn beside(&self, k: Complement, s: &Subject, who: Option<Who>, to: &mut impl Sink) {
        let Some(Who { code: h, speaks, .. }) = who else { return };
        let (t, u) = (construction(k), subject_kind(s));
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 200, v));
        add(9, &[t, u, h]);
        add(10, &[t, u, h, self.kind]);
        add(11, &[t, u, speaks, self.kind]);
    }

    /// What stands between a cue and its complement when it has no subject.
    pub(super) fn alone(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        t: u32,
        p: usize,
        to: &mut impl Sink,
    ) {
        let gap = p.saturating_sub(c.at);
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 200, v));
        add(20, &[t, bucket(gap)]);
        add(21, &[t, bucket(gap), self.form & 15]);
        if gap > 1 {
            add(22, &[t, r.atom(c.at + 1).tag()]);
            add(23, &[t, r.atom(c.at + 1).class()]);
        }
    }
}

/// What the grammar says of a complement and its place among those of its kind.
pub(super) fn judged([t, verdict, nth]: [u32; 3], to: &mut impl Sink) {
    to.add(fact(26, &[t, verdict]));
    to.add(fact(28, &[t, nth]));
}

/// What the grammar says of a complement and a subject.
pub(super) fn agreed([t, u, agrees]: [u32; 3], to: &mut impl Sink) {
    to.add(fact(208, &[t, u, agrees]));
}

/// The code of what governs a content, as `verbs.tsv` writes it.
pub(super) fn code(r: &Reader<'_>, k: Complement) -> u32 {
    match k {
        Complement::Clause(k) => r.complementizer(k).map_or(0, |(c, _)| c as u32),
        Complement::Colon(_)
        | Complement::Quote(_)
        | Complement::None
        | Complement::Front(..)
        | Complement::Lost(_) => 'Q' as u32,
        Complement::Prep(k) => preposition(r, k).map_or(0, |c| c as u32),
        Complement::Bare(_) | Complement::Enclitic | Complement::Back(..) => 'O' as u32,
    }
}

fn takes(c: &Candidate<'_>, k: Complement, code: u32) -> bool {
    let governs = |code: char| c.governs.contains(code);
    match k {
        Complement::Clause(_) => char::from_u32(code).is_some_and(governs) || governs('C'),
        _ => char::from_u32(code).is_some_and(governs),
    }
}

/// The code of the preposition at token `k`.
pub(crate) fn preposition(r: &Reader<'_>, k: usize) -> Option<char> {
    r.preposition(k)
}
