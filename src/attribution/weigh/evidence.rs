//! The facts that speak for a reading of a cue: its complement, its subject, the two together.

use crate::entity::EntityKind;
use crate::labels::Tier;
use crate::lexicon::{Form, Gender, Head, HeadClass, Morph, Person};

use super::super::candidate::{Candidate, Subject};
use super::super::complement::{Complement, is_speech};
use super::super::reading::Reader;
use super::super::subject::{abstract_subject, head_of};
use super::atoms::{Kinds, gender_code, head_code};
use super::{Sink, bucket, fact};

/// What is true of a cue whatever it governs.
pub(crate) struct Ground {
    lemma: u32,
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

/// What is known of the noun phrase of a subject, by the token it begins at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Who {
    pub(super) at: usize,
    head: Option<Head>,
    /// The class of its head as a number.
    pub(super) code: u32,
    speaks: u32,
    /// Whether it begins with a name.
    pub(super) named: bool,
}

impl Who {
    #[cfg(feature = "training")]
    fn of(r: &Reader<'_>, s: &Subject) -> Option<Who> {
        subject_start(s).map(|at| Who::at(r, at))
    }

    pub(super) fn at(r: &Reader<'_>, at: usize) -> Who {
        let head = head_of(r, at);
        let speaks = u32::from(speaks(r, at, head));
        let code = head_code(head.map(|h| h.class));
        Who { at, head, code, speaks, named: r.mention(at).is_some() }
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
        let a = if i > 0 { r.atom(i - 1) } else { super::atoms::Atom::default() };
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

    /// What speaks for a complement.
    #[cfg(feature = "training")]
    pub(crate) fn complement(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        nth: u32,
        to: &mut impl Sink,
    ) {
        self.construction(r, c, k, to);
        self.this_complement(r, c, k, nth, to);
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
    }

    /// What speaks for this one.
    #[cfg(feature = "training")]
    fn this_complement(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        nth: u32,
        to: &mut impl Sink,
    ) {
        let (t, verdict) = (construction(k), self.verdict(k));
        judged([t, verdict, nth], to);
        self.judged_kind(t, verdict, to);
        before_cue(r, c, self.lemma, k, to);
        let Some(at) = place(k) else { return };
        let object = object(r, k, at);
        place_itself(r, k, at, object, to);
        if at > c.at + 1 {
            place_behind(r, t, at, object, to);
        }
        let span = Span::of(r, c.at, at);
        let [a, b, d] = span.stretch;
        stretch([t, a, b, d], to);
        let [a, b, d] = span.nested;
        nested([t, a, b, d], to);
        let [a, b, d] = span.marked;
        marked([t, a, b, d], to);
        self.governed(c, k, code(r, k), r.is_masdar(object), to);
        self.this_place(r, c, k, at, object, to);
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

    /// What speaks for a subject.
    #[cfg(feature = "training")]
    pub(crate) fn subject(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        s: &Subject,
        nth: u32,
        to: &mut impl Sink,
    ) {
        self.kind(r, c, s, to);
        self.ruled(s, nth, to);
        self.kind_guards(s, to);
        let who = Who::of(r, s);
        if let Some(who) = &who {
            let t = subject_kind(s);
            subject_itself(r, t, who, to);
            let way = Way::of(r, c.at, who.at);
            passed([t, way.commas, way.verbs, way.relatives, way.clauses], to);
            far([t, way.distance], to);
            if let Some(m) = c.morph {
                let [gender, plural, ending, verb] = agreement(r, who, m);
                agreeing([t, gender, plural, ending, verb], to);
            }
        }
        self.this_subject(r, c, s, who, to);
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
        let Some(Who { at, code: h, speaks, .. }) = who else { return };
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
        }
        add(46, &[t, speaks, self.kind]);
        add(47, &[t, speaks, l]);
        if let Subject::Before(np, _) = s {
            let last = np.last;
            add(50, &[t, bucket(i.saturating_sub(last))]);
            add(51, &[t, bucket(np.last - np.first)]);
            add(52, &[t, self.prev.0, speaks]);
        }
    }

    /// What speaks for a complement and a subject together.
    #[cfg(feature = "training")]
    pub(crate) fn pair(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        s: &Subject,
        to: &mut impl Sink,
    ) {
        let who = Who::of(r, s);
        self.kinds(r, c, k, s, to);
        self.beside(k, s, who, to);
        self.between(r, c, k, s, who, to);
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

    /// What stands between cue, subject and complement.
    #[cfg(feature = "training")]
    fn between(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        k: Complement,
        s: &Subject,
        who: Option<Who>,
        to: &mut impl Sink,
    ) {
        let (t, u) = (construction(k), subject_kind(s));
        agreed([t, u, self.agreed(self.takes(k, s))], to);
        let Some(p) = place(k) else { return };
        match who {
            None => self.alone(r, c, t, p, to),
            Some(who) if p > who.at => {
                edge(r, t, u, p, to);
                let gap = Gap::of(r, who.at, p);
                spaced([t, u, u32::from(who.named), gap.distance], to);
                distant([t, who.code, gap.distance], to);
                free([t, u, gap.nouns], to);
            }
            Some(_) => {}
        }
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

/// What speaks for words before the cue as its content.
pub(super) fn before_cue(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    lemma: u32,
    k: Complement,
    to: &mut impl Sink,
) {
    let (Complement::Back(first, last) | Complement::Front(first, last)) = k else { return };
    let t = construction(k);
    let a = r.atom(first);
    let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
    add(70, &[t, a.tag(), bucket(last - first)]);
    add(71, &[t, a.class()]);
    add(72, &[t, a.word]);
    add(73, &[t, r.atom(last).tag(), u32::from(c.enclitic)]);
    add(74, &[t, r.atom(last).word, u32::from(c.enclitic), lemma]);
    if first > 0 {
        add(75, &[t, r.atom(first - 1).tag(), a.tag()]);
    }
}

/// What the complement at a place begins with: the word behind أن or a colon, the object itself.
pub(super) fn object(r: &Reader<'_>, k: Complement, at: usize) -> usize {
    let clause = matches!(k, Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_));
    let behind = clause || matches!(k, Complement::Prep(p) if r.prep(p).is_none());
    at + usize::from(behind)
}

/// What speaks for a complement at this place, whatever its cue.
pub(super) fn place_itself(
    r: &Reader<'_>,
    k: Complement,
    at: usize,
    object: usize,
    to: &mut impl Sink,
) {
    let t = construction(k);
    let (o, here) = (r.atom(object), r.atom(at));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
    add(32, &[t, here.tag()]);
    add(33, &[t, here.word]);
    add(35, &[t, here.class()]);
    add(36, &[t, o.tag()]);
    add(37, &[t, o.class()]);
    add(38, &[t, o.word]);
    add(41, &[t, o.shape()]);
    add(47, &[t, u32::from(r.is_masdar(object)), u32::from(r.tok(object).is_definite())]);
    if let Complement::Quote(open) = k {
        let close = r.quotes.close_of(open).unwrap_or(open);
        add(60, &[bucket(close - open), u32::from(is_speech(r, open, close))]);
        add(61, &[r.atom(close + 1).tag()]);
    }
    if matches!(k, Complement::Bare(_) | Complement::Prep(_)) {
        let n = r.atom(object + 1);
        add(63, &[t, n.tag()]);
        add(64, &[t, n.class()]);
        add(65, &[t, o.class(), n.class()]);
    }
}

/// What the word before it says, where that is not the cue.
pub(super) fn place_behind(r: &Reader<'_>, t: u32, at: usize, object: usize, to: &mut impl Sink) {
    let (b, o) = (r.atom(at - 1), r.atom(object));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n, v));
    add(43, &[t, b.tag()]);
    add(44, &[t, b.class()]);
    add(45, &[t, b.tag(), o.tag()]);
    add(46, &[t, b.shape(), o.shape() & 8]);
}

/// What stands between a cue and its complement.
pub(super) struct Span {
    /// Commas, cues, verbs.
    pub(super) stretch: [u32; 3],
    /// Relative pronouns, commas, cues.
    pub(super) nested: [u32; 3],
    /// Quotations and stops, and how far it is.
    pub(super) marked: [u32; 3],
}

impl Span {
    pub(super) fn of(r: &Reader<'_>, cue: usize, at: usize) -> Span {
        let kinds = r.kinds(cue + 1..at);
        let [commas, cues, verbs] = [Kinds::COMMA, Kinds::CUE, Kinds::VERB].map(|k| kinds.get(k));
        let [relatives, quotes, stops] =
            [Kinds::RELATIVE, Kinds::QUOTE, Kinds::STOP].map(|k| kinds.get(k));
        Span {
            stretch: [commas.min(3), cues.min(3), verbs.min(3)],
            nested: [relatives.min(2), commas.min(2), cues.min(1)],
            marked: [quotes.min(2), stops.min(2), bucket(at - cue)],
        }
    }
}

pub(super) fn stretch([t, commas, cues, verbs]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(50, &[t, commas]));
    to.add(fact(51, &[t, cues]));
    to.add(fact(52, &[t, verbs]));
}

pub(super) fn nested([t, relatives, commas, cues]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(53, &[t, relatives, commas, cues]));
}

pub(super) fn marked([t, quotes, stops, distance]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(54, &[t, quotes]));
    to.add(fact(55, &[t, stops]));
    to.add(fact(30, &[t, distance]));
}

/// What the grammar says of a complement and a subject.
pub(super) fn agreed([t, u, agrees]: [u32; 3], to: &mut impl Sink) {
    to.add(fact(208, &[t, u, agrees]));
}

/// What speaks for an end of the subject right before the complement at `p`.
pub(super) fn edge(r: &Reader<'_>, t: u32, u: u32, p: usize, to: &mut impl Sink) {
    let (b, o) = (r.atom(p - 1), r.atom(p));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n + 200, v));
    add(13, &[t, u, b.tag(), o.tag()]);
    add(14, &[t, u, b.shape() & 0x1ff, o.shape() & 0x1ff]);
    add(15, &[t, u, b.class(), o.class()]);
}

/// What stands between a subject and the complement behind it.
pub(super) struct Gap {
    pub(super) distance: u32,
    /// Nouns between the subject's head and the object: the fewer the better.
    pub(super) nouns: u32,
}

impl Gap {
    #[inline]
    pub(super) fn of(r: &Reader<'_>, subject: usize, p: usize) -> Gap {
        let nouns = r.kinds(subject + 1..p).get(Kinds::NOUN);
        Gap { distance: bucket(p - subject), nouns: nouns.min(6) }
    }
}

pub(super) fn spaced([t, u, named, distance]: [u32; 4], to: &mut impl Sink) {
    to.add(fact(212, &[t, u, distance]));
    to.add(fact(218, &[t, u, named, distance]));
}

pub(super) fn distant([t, code, distance]: [u32; 3], to: &mut impl Sink) {
    to.add(fact(216, &[t, code, distance]));
}

pub(super) fn free([t, u, nouns]: [u32; 3], to: &mut impl Sink) {
    to.add(fact(217, &[t, u, nouns]));
}

/// What stands between a cue and its subject.
pub(super) struct Way {
    pub(super) distance: u32,
    pub(super) commas: u32,
    /// Of speech and others.
    pub(super) verbs: u32,
    pub(super) relatives: u32,
    pub(super) clauses: u32,
}

impl Way {
    pub(super) fn of(r: &Reader<'_>, cue: usize, subject: usize) -> Way {
        let between = if subject > cue { cue + 1..subject } else { subject..cue };
        let kinds = r.kinds(between);
        let verbs = kinds.get(Kinds::CUE) + kinds.get(Kinds::VERB);
        Way {
            distance: bucket(subject.abs_diff(cue)),
            commas: kinds.get(Kinds::COMMA).min(3),
            verbs: verbs.min(3),
            relatives: kinds.get(Kinds::RELATIVE).min(1),
            clauses: kinds.get(Kinds::CLAUSE).min(2),
        }
    }
}

pub(super) fn passed([t, commas, verbs, relatives, clauses]: [u32; 5], to: &mut impl Sink) {
    to.add(fact(136, &[t, commas]));
    to.add(fact(137, &[t, verbs, relatives]));
    to.add(fact(138, &[t, clauses]));
}

pub(super) fn far([t, distance]: [u32; 2], to: &mut impl Sink) {
    to.add(fact(132, &[t, distance]));
}

/// Whether a subject agrees with its verb: in gender (2 where nobody knows), whether it is plural,
/// its gender as its ending tells beside that of the verb, whether the verb is plural.
pub(super) fn agreement(r: &Reader<'_>, who: &Who, m: Morph) -> [u32; 4] {
    let gender = who.head.map_or(2, |h| {
        let things = h.plural && !h.class.is_human();
        let gender = if things { Gender::Feminine } else { h.gender };
        u32::from(gender == m.gender)
    });
    let plural = u32::from(who.head.is_some_and(|h| h.plural));
    let ending = u32::from(r.atom(who.at).shape >> 5 & 15 == 1) << 1 | gender_code(m.gender);
    [gender, plural, ending, u32::from(m.plural)]
}

pub(super) fn agreeing([t, gender, plural, ending, verb]: [u32; 5], to: &mut impl Sink) {
    to.add(fact(140, &[t, gender, plural]));
    to.add(fact(141, &[t, ending]));
    to.add(fact(142, &[t, verb, plural]));
}

/// What speaks for a subject that begins at its token, whatever its cue.
pub(super) fn subject_itself(r: &Reader<'_>, t: u32, who: &Who, to: &mut impl Sink) {
    let at = who.at;
    let (a, n1) = (r.atom(at), r.atom(at + 1));
    let mut add = |n: u32, v: &[u32]| to.add(fact(n + 100, v));
    add(20, &[t, a.tag()]);
    add(21, &[t, a.class()]);
    add(22, &[t, a.word]);
    add(23, &[t, a.shape()]);
    add(24, &[t, who.code]);
    add(29, &[t, a.tag(), n1.tag()]);
    add(30, &[t, n1.class()]);
    add(31, &[t, a.class(), n1.class()]);
    if at > 0 {
        let b = r.atom(at - 1);
        add(33, &[t, b.tag()]);
        add(34, &[t, b.word]);
    }
    add(45, &[t, u32::from(abstract_subject(r, at)), who.speaks]);
}
/// The nearest verb of speech before the cue: whether it stands in the sentence, whether it agrees
/// with the cue in gender and number, and whether a paragraph begins between the two. A speaker who
/// was heard just now is likely to go on.
fn report_before(r: &Reader<'_>, c: &Candidate<'_>) -> u32 {
    let i = c.at;
    let opens = (c.sentence.start..=i).any(|k| r.tok(k).newline);
    let found = (i.saturating_sub(REPORT)..i).rev().find_map(|k| {
        let core = matches!(r.atom(k).tag, 49 | 51 | 53);
        r.get(k).verb.filter(|_| core).map(|v| (k, v.morph))
    });
    let Some((k, before)) = found else { return u32::from(opens) };
    let agrees =
        c.morph.map_or(2, |m| u32::from(m.gender == before.gender && m.plural == before.plural));
    u32::from(opens) | 1 << 1 | u32::from(k >= c.sentence.start) << 2 | agrees << 3
}

/// How many tokens before a cue the report before is sought.
const REPORT: usize = 48;

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

/// Whether lexicon or tagger know somebody who can speak at `i`.
fn speaks(r: &Reader<'_>, i: usize, head: Option<Head>) -> bool {
    head.is_some_and(|h| h.class.is_human() || matches!(h.class, HeadClass::Org | HeadClass::Media))
        || r.mention(i).is_some_and(|m| {
            matches!(m.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Location)
        })
}

/// Cues that nearly always stand with a clause tell how much of a text is reported.
pub(crate) fn density(r: &Reader<'_>) -> u32 {
    let n = r.text.tokens().len().max(1);
    let mut reports = 0;
    for i in 0..n {
        let sure = r.finite(i).is_some_and(|v| {
            r.lexicon.cue(v.cue).is_some_and(|c| c.tier == Tier::Core && !c.risky)
        });
        if sure
            && (i + 1..(i + 12).min(n)).any(|k| r.complementizer(k).is_some() || r.is_quote_open(k))
        {
            reports += 1;
        }
    }
    let share = reports * 200 / n;
    match (reports, share) {
        (0, _) => 0,
        (1, _) => 1,
        (2, _) => 2,
        (_, 0..=1) => 3,
        (_, 2..=3) => 4,
        _ => 5,
    }
}
