//! Where a noun phrase and where a content end: each place is weighed in turn, and the likeliest is
//! taken.

use crate::lexicon::{Classes, Gender, Morph};
use crate::segment::Punct;

use super::super::context::ends::Likely;
use super::super::reading::Reader;
use super::{Part, Scale, Sink, Weights, bucket, fact, hints};

/// What a noun phrase stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Before a clause, a colon or a quotation.
    Marked = 1,
    /// Before an object or a preposition: nothing marks its end.
    Open = 2,
    /// Before its verb.
    Before = 3,
    /// Before a relative pronoun and its verb.
    Relative = 4,
    /// Behind a sourcing device.
    Device = 5,
    /// Behind a noun of speech.
    Noun = 6,
    /// Behind a sourcing device that stands before its clause.
    Fronted = 7,
}

/// A phrase whose end is sought: it begins at token `first` and ends before `limit`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrase {
    pub first: usize,
    pub limit: usize,
    pub setting: Setting,
    /// Where the hand-written grammar ends it.
    pub rule: usize,
    /// What is known of its cue.
    pub hint: u32,
}

/// How many tokens brackets hold at most where a phrase may not end between them.
const BRACKETED: usize = 12;

/// What has been seen of a phrase so far.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    closed: bool,
    relative: bool,
    commas: u32,
    brackets: u32,
    people: u32,
    preps: u32,
}

impl Seen {
    /// Takes token `j` in.
    fn step(&mut self, r: &Reader<'_>, j: usize) {
        let tok = r.tok(j);
        self.closed |= tok.is_definite() || r.mention(j).is_some() || r.get(j).possessed;
        self.relative |= r.is(j, Classes::RELATIVE) && !matches!(r.text.bare(j), "من" | "ما")
            || r.is_request_clause(j);
        self.commas += u32::from(r.is_comma(j));
        self.preps += u32::from(r.is_pp(j));
        match r.punct(j) {
            Some(Punct::OpenBracket) => self.brackets += 1,
            Some(Punct::CloseBracket) => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        if r.mention(j).is_some_and(|m| m.kind == crate::entity::EntityKind::Person) {
            self.people = 1;
        }
    }
}

impl Phrase {
    /// The facts at each place where the phrase can end, from left to right; where it ends if at none of them.
    pub(crate) fn places<S: Sink>(
        &self,
        r: &Reader<'_>,
        mut sink: impl FnMut() -> S,
        mut each: impl FnMut(usize, S) -> bool,
    ) -> usize {
        let mut seen = Seen::default();
        let mut j = self.first;
        let mut inside = 0;
        while j < self.limit && j < self.first + 48 {
            // Step over token j, then ask whether the phrase ends before j + 1.
            seen.step(r, j);
            if let Some(c) = r.quotes.close_of(j) {
                inside = inside.max(c.min(self.limit - 1));
            }
            if let Some(m) = r.mention(j) {
                inside = inside.max(m.tokens.end.min(self.limit) - 1);
            }
            if r.punct(j) == Some(Punct::OpenBracket) {
                let close = (j + 1..self.limit.min(j + BRACKETED))
                    .find(|&k| r.punct(k) == Some(Punct::CloseBracket));
                inside = inside.max(close.unwrap_or(0));
            }
            j += 1;
            let letters = r.punct(j) == Some(Punct::Abbreviation) || r.is_joined(j);
            if (j <= inside || letters) && j < self.limit {
                continue;
            }
            if j == self.limit || goes_on(r, j) {
                return j;
            }
            let mut to = sink();
            self.facts(r, j, seen, &mut to);
            if !each(j, to) {
                return j;
            }
        }
        self.limit
    }

    fn facts(&self, r: &Reader<'_>, j: usize, seen: Seen, to: &mut impl Sink) {
        let s = self.setting as u32;
        let (a, b, c) = (r.atom(j - 1), r.atom(j), r.atom(j + 1));
        let h = r.atom(self.first);
        let len = bucket(j - self.first);
        let state = u32::from(seen.closed)
            | u32::from(seen.relative) << 1
            | u32::from(seen.brackets > 0) << 2
            | seen.people << 3;
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 300, v));
        add(0, &[]);
        add(1, &[s]);
        let rule = match j.cmp(&self.rule) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        add(2, &[s, rule]);
        add(3, &[rule, b.tag()]);
        add(4, &[s, b.tag()]);
        add(5, &[a.tag(), b.tag()]);
        add(6, &[b.tag(), c.tag()]);
        add(7, &[a.tag(), b.tag(), c.tag()]);
        add(8, &[b.class()]);
        add(9, &[a.class()]);
        add(10, &[b.word]);
        add(11, &[a.word]);
        add(12, &[b.class(), c.class()]);
        add(13, &[h.tag(), b.tag()]);
        add(14, &[h.tag(), b.class()]);
        add(15, &[len, b.tag()]);
        add(16, &[state, b.tag()]);
        add(17, &[s, state, b.tag()]);
        add(18, &[a.shape() & 0x1f, b.shape() & 0x1f]);
        add(19, &[state, b.shape() & 0x1f]);
        add(20, &[s, len]);
        add(21, &[s, state, bucket(self.limit - j)]);
        add(22, &[b.tag(), c.class()]);
        add(23, &[b.tag(), c.word]);
        add(24, &[b.word, c.class()]);
        add(25, &[seen.commas.min(2), b.tag(), s]);
        add(26, &[seen.preps.min(3), b.tag()]);
        add(27, &[a.shape() >> 5 & 15, b.shape() >> 5 & 15, u32::from(b.shape() & 8 > 0)]);
        add(28, &[a.tag(), u32::from(r.is_masdar(j)), b.shape() & 8]);
        add(29, &[state, h.tag(), b.tag()]);
        add(30, &[a.class(), b.class()]);
        add(31, &[self.hint & 1, s, state, b.tag()]);
        add(32, &[self.hint, b.tag()]);
        add(33, &[self.hint & 1, s, a.shape() & 8, b.shape() & 8, u32::from(seen.closed)]);
        add(34, &[s, u32::from(j == self.limit - 1), b.tag()]);
        // Whether a report begins here.
        let (claim, next) = (r.claim(j).code(), r.claim(j + 1).code());
        add(35, &[s, claim, b.tag()]);
        add(36, &[s, rule, claim, next]);
        add(37, &[state, claim, next]);
        hints::phrase_end(r, s, j, self.limit, to);
    }
}

/// The form of the first finite verb among the `n` tokens from `j` on: 1 perfect, 2 imperfect, 0 none.
fn verb_form(r: &Reader<'_>, j: usize, n: usize) -> u32 {
    (j..j + n).map(|k| r.atom(k).verb_form()).find(|&form| form > 0).unwrap_or(0)
}

/// A content whose end is sought.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    pub first: usize,
    pub limit: usize,
    /// Its construction, as a number.
    pub kind: u32,
    pub speaker: Option<Morph>,
    pub rule: usize,
    /// The token of its cue, and the entry of the lexicon it belongs to, hashed: what is «described as»
    /// something is a word or two, what is said is a clause.
    pub cue: usize,
    pub lemma: u32,
    /// Where the network would end it.
    pub likely: Option<Likely>,
}

/// What has been seen of a content before token `to`.
#[derive(Clone, Copy, Debug, Default)]
struct Within {
    to: usize,
    relative: bool,
    verbs: u32,
    /// The forms of its first and of its last verb, as [`verb_form`] has them.
    first: u32,
    last: u32,
}

impl Within {
    fn reach(&mut self, r: &Reader<'_>, j: usize) {
        for k in self.to..j {
            self.relative |= r.is(k, Classes::RELATIVE);
            let form = verb_form(r, k, 1);
            if form > 0 {
                self.verbs += 1;
                self.last = form;
                if self.first == 0 {
                    self.first = form;
                }
            }
        }
        self.to = self.to.max(j);
    }
}

impl Content {
    /// The facts at each place where the content can end, from left to right.
    pub(crate) fn places<S: Sink>(
        &self,
        r: &Reader<'_>,
        mut sink: impl FnMut() -> S,
        mut each: impl FnMut(usize, S) -> bool,
    ) {
        let mut j = self.first;
        let mut passed = 0;
        let mut brackets = 0;
        let mut within = Within { to: self.first, ..Within::default() };
        while j < self.limit {
            if let Some(c) = r.quotes.close_of(j).filter(|&c| c < self.limit) {
                j = c + 1;
                continue;
            }
            match r.punct(j) {
                Some(Punct::OpenBracket) => brackets += 1,
                Some(Punct::CloseBracket) => brackets -= 1,
                _ => {}
            }
            if j > self.first && brackets <= 0 && self.possible(r, j) {
                let mut to = sink();
                within.reach(r, j);
                self.facts(r, j, passed, within, &mut to);
                if !each(j, to) {
                    return;
                }
                passed += 1;
            }
            j += 1;
        }
    }

    /// Whether its speaker can be the subject of a verb as well.
    fn agrees(&self, verb: Morph) -> bool {
        self.speaker.is_none_or(|s| s.gender == verb.gender || s.plural || verb.plural)
    }

    /// Whether a content can end before token `j` at all.
    fn possible(&self, r: &Reader<'_>, j: usize) -> bool {
        if r.is_comma(j - 1) || r.is_joined(j) {
            return false;
        }
        let nominal = matches!(self.kind, 4 | 5) && j < self.first + 8;
        r.punct(j)
            .is_some_and(|p| !matches!(p, Punct::Abbreviation | Punct::Slash | Punct::Percent))
            || r.has_conj(j)
            || r.participle(j).is_some()
            || r.finite(j).is_some()
            || r.device_at(j).is_some()
            || r.is(j, Classes::SUBORDINATOR.or(Classes::RELATIVE).or(Classes::TIME))
            || nominal && (r.is_pp(j) || r.is_verb(j))
    }

    fn facts(&self, r: &Reader<'_>, j: usize, passed: u32, within: Within, to: &mut impl Sink) {
        let t = self.kind;
        // What begins behind the place: past a comma and a lone و.
        let mark = r.atom(j).tag();
        let mut n = j;
        if r.punct(n).is_some() {
            n += 1;
        }
        let comma = u32::from(n > j);
        if r.is_lone_conj(n) {
            n += 1;
        }
        let conj = u32::from(r.has_conj(n));
        let (a, b, c, d) = (r.atom(j - 1), r.atom(n), r.atom(n + 1), r.atom(n + 2));
        let mut add = |i: u32, v: &[u32]| to.add(fact(i + 400, v));
        add(0, &[t]);
        let rule = match j.cmp(&self.rule) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => 1,
            std::cmp::Ordering::Greater => 2,
        };
        add(1, &[t, rule]);
        add(2, &[rule, mark]);
        add(3, &[t, mark]);
        add(4, &[t, mark, conj]);
        add(5, &[mark, conj, b.tag()]);
        add(6, &[t, mark, conj, b.tag()]);
        add(7, &[mark, conj, b.tag(), c.tag()]);
        add(8, &[comma, conj, b.class()]);
        add(9, &[comma, conj, b.word]);
        add(10, &[comma, b.word, c.word]);
        add(11, &[comma, conj, b.class(), c.class()]);
        add(12, &[comma, b.tag(), c.tag(), d.tag()]);
        add(13, &[t, a.tag(), mark]);
        add(14, &[a.class(), mark, conj]);
        add(15, &[t, bucket(j - self.first), comma]);
        add(16, &[t, passed.min(6), comma]);
        add(17, &[t, bucket(self.limit - j), comma]);
        add(18, &[comma, b.tag(), c.class()]);
        // Does a new report begin here, and by the same speaker?
        let verb = r.get(n).verb;
        let report = match verb {
            None => 0,
            Some(v) => {
                let same = u32::from(self.agrees(v.morph));
                1 + u32::from(r.has_complement(n, v.cue, self.limit)) + 2 * same
            }
        };
        add(20, &[comma, conj, report]);
        add(21, &[t, comma, conj, report]);
        add(22, &[comma, report, b.tag()]);
        let device = u32::from(r.device_at(n).is_some());
        add(23, &[comma, device]);
        // A new clause with a verb of its own nearby.
        let near = (n..n + 5).position(|k| r.is_verb(k)).map_or(6, |p| p as u32);
        add(24, &[comma, conj, near]);
        add(25, &[t, comma, b.tag(), near]);
        let clause = (n..n + 3).position(|k| r.complementizer(k).is_some()).map_or(4, |p| p as u32);
        add(26, &[comma, conj, clause]);
        let opened = r.atom(self.first);
        add(27, &[t, opened.tag(), mark, conj]);
        add(28, &[t, u32::from(r.quotes.around(self.cue).is_some()), mark]);
        let subject = self.speaker.map_or(2, |s| u32::from(s.gender == Gender::Feminine));
        add(29, &[comma, conj, subject, b.tag()]);
        add(30, &[t, u32::from(within.relative), mark, conj]);
        let verbs = within.verbs.min(4);
        add(31, &[t, verbs, mark, conj]);
        add(32, &[t, verbs, comma, b.tag()]);
        add(33, &[mark, b.shape()]);
        // How the clause behind the place goes with the one it would be added to.
        let form = verb_form(r, n, 4);
        add(40, &[t, comma, conj, within.first, form]);
        add(41, &[comma, conj, within.last, form]);
        let length = (n..self.limit).take(24).position(|k| r.is_comma(k) || r.is_stop(k));
        let length = length.map_or(13, bucket);
        add(42, &[t, comma, conj, length]);
        add(43, &[comma, b.tag(), length]);
        let name = (n..n + 4).position(|k| r.mention(k).is_some()).map_or(4, |p| p as u32);
        add(44, &[comma, conj, name, form]);
        let cue = (n..n + 3).position(|k| r.atom(k).is_core_cue());
        add(45, &[t, comma, conj, cue.map_or(3, |p| p as u32)]);
        add(46, &[mark, b.word, t]);
        add(47, &[t, passed.min(3), bucket(j - self.first), comma, conj]);
        // What the next cues are believed to be: whose report begins here, if one does.
        let claim = r.claim(n).code();
        let agrees = verb.is_some_and(|v| self.agrees(v.morph));
        let ahead = (n + 1..n + 5).position(|k| !r.claim(k).is_none());
        let after = ahead.map_or(0, |p| r.claim(n + 1 + p).code());
        add(50, &[t, comma, conj, claim]);
        add(51, &[mark, conj, claim, u32::from(agrees)]);
        add(52, &[t, mark, claim, u32::from(agrees), subject]);
        add(53, &[t, comma, conj, claim, after]);
        add(54, &[comma, conj, after, ahead.map_or(4, |p| p as u32), b.tag()]);
        add(55, &[t, claim, passed.min(3), u32::from(within.relative)]);
        add(56, &[claim, report, form, within.last]);
        // What its cue takes: «ما وصفه بـ…» is short, «أعلن أن …» is not.
        let lemma = self.lemma;
        let relative = u32::from(self.cue > 0 && r.is(self.cue - 1, Classes::RELATIVE));
        add(57, &[lemma, t, mark]);
        add(58, &[lemma, t, passed.min(2), comma]);
        add(59, &[relative, t, mark, conj]);
        add(60, &[relative, t, passed.min(2), b.tag()]);
        add(61, &[lemma, relative, bucket(j - self.first)]);
        add(62, &[t, comma, conj, b.word]);
        add(63, &[a.word, mark, conj]);
        add(64, &[t, comma, b.tag(), c.tag(), d.tag()]);
        add(65, &[a.tag(), mark, conj, b.tag()]);
        add(66, &[u32::from(within.relative), verbs.min(2), bucket(j - self.first), mark]);
        hints::content_end(r, t, j, n, self.limit, to);
        let last = (j - 1).checked_sub(self.first);
        if let Some(likely) = self.likely.zip(last).and_then(|(l, last)| l.at(last)) {
            hints::this_end(r, t, j, n, mark, likely, to);
        }
    }
}

/// The likeliest end: stopping at each place against going on past it.
struct Search {
    /// How likely it is that no place so far is the end, and the best of them, as logarithms.
    on: f32,
    best: (usize, f32),
}

impl Search {
    fn new() -> Search {
        Search { on: 0.0, best: (0, f32::NEG_INFINITY) }
    }

    /// Takes the score of a place; false when no later one can be likelier.
    fn take(&mut self, at: usize, score: f32) -> bool {
        let (stop, pass) = log_sigmoids(score);
        if self.on + stop > self.best.1 {
            self.best = (at, self.on + stop);
        }
        self.on += pass;
        score < 4.0 && self.on > self.best.1
    }

    /// The end and how likely it is; `limit` where it lies past all places.
    fn end(self, limit: usize) -> (usize, f32) {
        let best = if self.on > self.best.1 { (limit, self.on) } else { self.best };
        (best.0, best.1.exp())
    }
}

/// The logarithms of the sigmoid of a score and of its negative.
fn log_sigmoids(x: f32) -> (f32, f32) {
    let soft = (-x.abs()).exp().ln_1p();
    (x.min(0.0) - soft, (-x).min(0.0) - soft)
}

/// Whether what was begun goes on with ف and a verb: «أما الناجي فلم يقو على الكلام».
fn goes_on(r: &Reader<'_>, k: usize) -> bool {
    r.has_conj(k)
        && r.text.word(k).starts_with('ف')
        && (r.is_verb(k) || r.is(k, Classes::NEGATION))
        && r.mention(k).is_none()
}

/// One past a phrase, and how likely that is.
pub(crate) fn phrase_end(r: &Reader<'_>, w: &Weights, p: &Phrase) -> (usize, f32) {
    let mut search = Search::new();
    let limit = p.places(r, || Scale::new(w, Part::Phrase), |j, s| search.take(j, s.score()));
    search.end(limit)
}

/// One past a content, and how likely that is.
pub(crate) fn content_end(r: &Reader<'_>, w: &Weights, c: &Content) -> (usize, f32) {
    let mut search = Search::new();
    c.places(r, || Scale::new(w, Part::Content), |j, s| search.take(j, s.score() - FURTHER));
    search.end(c.limit)
}

/// By how much, in log-odds, a content is less likely to end at a place than was learned: in agency
/// and newspaper reports contents reach further than in most of the articles written for training.
/// The more of the former have been learned from, the less is wanted: it was .6 once.
const FURTHER: f32 = 0.3;
