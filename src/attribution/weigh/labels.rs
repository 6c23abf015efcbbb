//! What kind of attribution it is, how its source is known and what the source does with the words:
//! the grammar's answer is one fact among others, and the likeliest label wins.
//!
//! These three share a table ([`Part::Label`]), and what is asked about an article has another
//! ([`Part::Article`]): the facts of a question are the same for every answer, and a fact is hashed together
//! with the answer it speaks for.

use crate::entity::EntityKind;
use crate::labels::{Anonymity, AttributionKind, CueClass, Stance};
use crate::lexicon::{Classes, Form};
use crate::segment::Punct;

use super::super::classify::Labels;
use super::super::draft::{Draft, Np};
use super::super::layout::{Headline, speaks_of_itself};
use super::super::reading::Reader;
use super::atoms::{Atom, head_code, word_hash};
use super::{Begun, Part, Scale, Sink, Weights, bucket, fact};

/// The facts of a question, and the answer of the grammar.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    facts: Vec<u32>,
    question: u32,
    rule: u32,
}

/// Direct to anaphoric: what has a content. Mentions and credits have none, and are not told apart here.
pub(crate) const KINDS: u32 = AttributionKind::Mention as u32;

/// Named to vague: what a source can be that is there.
pub(crate) const ANONYMITIES: u32 = Anonymity::Implicit as u32;

/// All stances.
pub(crate) const STANCES: u32 = Stance::ALL.len() as u32;

/// How many words of a content are looked at for its colour.
const COLOUR: usize = 24;

/// How many words of a noun phrase are looked at.
const PHRASE: usize = 24;

impl Asked {
    pub(super) fn new(question: u32, rule: u32) -> Asked {
        let mut asked = Asked { facts: Vec::with_capacity(96), question, rule };
        asked.add(0, &[]);
        asked.add(1, &[rule]);
        asked
    }

    pub(super) fn add(&mut self, number: u32, values: &[u32]) {
        self.facts.push(fact(number + 1000 * self.question, values));
    }

    /// The table that answers.
    fn part(&self) -> Part {
        if matches!(self.question, 2..=4) { Part::Label } else { Part::Article }
    }

    /// Whether an answer is that of the grammar.
    fn agreement(&self, answer: u32) -> u32 {
        fact(900 + self.question, &[u32::from(answer == self.rule)])
    }

    /// The facts that speak for one answer.
    pub(crate) fn facts(&self, answer: u32, to: &mut impl Sink) {
        to.add(self.agreement(answer));
        for &f in &self.facts {
            to.add(fact(f, &[answer]));
        }
    }

    /// The likeliest of the first `ANSWERS` answers.
    fn likeliest<const ANSWERS: usize>(&self, w: &Weights) -> u32 {
        let scores = self.scores::<ANSWERS>(w);
        // Where nothing speaks for another answer the grammar's stands.
        let rule = scores.get(self.rule as usize).copied();
        let mut best = (self.rule, rule.unwrap_or_else(|| self.score(w, self.rule)));
        for (answer, score) in (0..).zip(scores) {
            if score > best.1 {
                best = (answer, score);
            }
        }
        best.0
    }

    /// Whether the second of two answers, yes, is the likelier one.
    pub(crate) fn is_yes(&self, w: &Weights) -> bool {
        self.likeliest::<2>(w) == 1
    }

    /// What speaks for each answer, fact after fact: the beginning of its hash is the same for all.
    pub(super) fn scores<const ANSWERS: usize>(&self, w: &Weights) -> [i32; ANSWERS] {
        let mut out = std::array::from_fn(|answer| {
            let mut scale = Scale::new(w, self.part());
            scale.add(self.agreement(answer as u32));
            scale.sum
        });
        for &f in &self.facts {
            let begun = Begun::new(f);
            for (answer, sum) in out.iter_mut().enumerate() {
                let mut scale = Scale::new(w, self.part());
                scale.add(begun.with(answer as u32));
                *sum += scale.sum;
            }
        }
        out
    }

    /// What speaks for one answer.
    fn score(&self, w: &Weights, answer: u32) -> i32 {
        let mut scale = Scale::new(w, self.part());
        self.facts(answer, &mut scale);
        scale.sum
    }
}

/// How well the source `np` is known; `office` says whether its office has been named with a name
/// before, `before` what is known of the source itself from earlier on.
pub(crate) fn about_source(
    r: &Reader<'_>,
    np: &Np,
    labels: &Labels,
    office: bool,
    before: Option<&Labels>,
) -> Asked {
    let rule = if office { Anonymity::Named } else { labels.anonymity } as u32;
    let mut q = Asked::new(2, rule);
    let head = labels.head;
    let class = head_code(labels.class);
    let mut kinds = 0;
    let (mut people, mut bodies) = (0_u32, 0_u32);
    let mut seen = None;
    for k in np.first..np.last {
        let Some(m) = r.get(k).entity else { continue };
        if seen == Some(m) {
            continue;
        }
        seen = Some(m);
        let Some(m) = r.mentions.get(m as usize) else { continue };
        kinds |= 1 << (m.kind as u32).min(9);
        people += u32::from(m.kind == EntityKind::Person);
        bodies += u32::from(m.kind == EntityKind::Organization);
    }
    let names = kinds & (1 << EntityKind::Person as u32);
    let begins = r.mention(head).map_or(0, |m| 1 + m.kind as u32);
    let shape = u32::from(labels.definite)
        | u32::from(r.get(head).head.is_some_and(|h| h.plural)) << 1
        | u32::from(r.tok(head).has_encl()) << 2;
    let word = word_hash(r.text.noun(head));
    let words = bucket(r.words_in(np.first, np.last));
    let requested = labels.asks || (np.first..np.last).any(|k| r.is_request_clause(k));
    let requested = u32::from(requested);
    q.add(2, &[class, shape]);
    q.add(3, &[class, shape, kinds]);
    q.add(4, &[class, names, requested]);
    q.add(5, &[word]);
    q.add(6, &[word, kinds]);
    q.add(7, &[word, shape, words.min(3)]);
    q.add(8, &[begins, class]);
    q.add(9, &[rule, words]);
    q.add(10, &[rule, requested, class]);
    q.add(11, &[rule, begins, shape]);
    q.add(12, &[people.min(2), bodies.min(2), class]);
    q.add(13, &[rule, kinds]);
    q.add(14, &[class, words, shape]);
    q.add(15, &[r.atom(head).class(), shape]);
    q.add(16, &[r.atom(head).class(), rule]);
    q.add(17, &[head_code(r.get(np.first).head.map(|h| h.class)), r.atom(np.first).class()]);
    q.add(18, &[labels.source_type as u32, rule]);
    let mut last = r.atom(head);
    for (n, k) in (np.first..np.last).take(PHRASE).enumerate() {
        let atom = r.atom(k);
        if k != head {
            let near = (k.abs_diff(head).min(4) as u32) << 1 | u32::from(k < head);
            q.add(30, &[atom.tag(), class, shape]);
            q.add(31, &[atom.tag(), near, class]);
            q.add(32, &[atom.word, u32::from(atom.word == 0)]);
            q.add(33, &[atom.class(), class]);
            q.add(34, &[atom.tag(), atom.shape() & 31, near]);
            q.add(35, &[word_hash(r.text.noun(k)), rule]);
        }
        if n > 0 {
            q.add(36, &[last.tag(), atom.tag(), rule]);
        }
        last = atom;
    }
    let last = r.atom(np.last.max(1) - 1);
    q.add(37, &[last.tag(), last.shape(), class]);
    let pointing = (np.first..np.last).any(|k| r.is(k, Classes::SAME.or(Classes::SAME_BEFORE)));
    q.add(38, &[u32::from(pointing), class, shape]);
    q.add(39, &[u32::from(office), class]);
    // «المسؤول» who was named is known, and «المصدر» can be a paper.
    if let Some(before) = before {
        let (known, kind) = (before.anonymity as u32, before.source_type as u32);
        let pointing = u32::from(pointing);
        q.add(50, &[known, rule]);
        q.add(51, &[known, class, shape]);
        q.add(52, &[known, word]);
        q.add(53, &[known, pointing, words.min(3), requested]);
        q.add(54, &[known, class, head_code(before.class)]);
        q.add(55, &[known, kind, labels.source_type as u32, shape & 1]);
    }
    q
}

/// The anonymity of a source.
pub(crate) fn anonymity(
    r: &Reader<'_>,
    w: &Weights,
    np: &Np,
    labels: &Labels,
    office: bool,
    before: Option<&Labels>,
) -> Anonymity {
    if labels.called && labels.anonymity == Anonymity::Named {
        return Anonymity::Named;
    }
    let asked = about_source(r, np, labels, office, before);
    let answer = asked.likeliest::<{ ANONYMITIES as usize }>(w);
    Anonymity::ALL.get(answer as usize).copied().unwrap_or(labels.anonymity)
}

/// What a source does with its words.
pub(crate) fn about_stance(r: &Reader<'_>, d: &Draft) -> Asked {
    let rule = d.stance as u32;
    let mut q = Asked::new(3, rule);
    let cue = d.cue.as_ref();
    let lemma = cue.map_or(1, |c| word_hash(&c.lemma));
    let class = cue.map_or(9, |c| c.class as u32);
    let first = d.content.first().copied();
    let kind = d.kind as u32;
    let negated = u32::from(d.neg.is_some());
    let marked = u32::from(d.comp.is_some());
    q.add(2, &[lemma]);
    q.add(3, &[lemma, negated, marked]);
    q.add(4, &[lemma, kind]);
    q.add(5, &[rule, kind, negated]);
    q.add(6, &[rule, class, marked]);
    q.add(7, &[lemma, d.tense as u32]);
    q.add(8, &[word_hash(d.rule), rule]);
    let next = r.atom(d.at + 1);
    q.add(9, &[lemma, next.word, next.tag()]);
    q.add(10, &[lemma, r.atom(d.at.wrapping_sub(1)).word]);
    let source = d.source.and_then(|np| r.get(np.first).head).map(|h| h.class);
    q.add(11, &[head_code(source), rule]);
    q.add(12, &[head_code(source), lemma]);
    let Some((a, b)) = first else { return q };
    for (n, k) in (a..b).filter(|&k| r.is_word(k)).take(COLOUR).enumerate() {
        let atom = r.atom(k);
        let far = (n as u32 / 3).min(2);
        if n < 3 {
            q.add(20, &[n as u32, atom.word, rule]);
            q.add(21, &[n as u32, atom.class(), rule]);
            q.add(22, &[lemma, n as u32, atom.class()]);
            q.add(25, &[n as u32, atom.tag(), atom.shape() & 15, rule]);
        }
        if atom.word != 0 {
            let noun = word_hash(r.text.noun(k));
            let bare = r.tok(k).noun() == r.tok(k).stem();
            let stem = if bare { noun } else { word_hash(r.text.stem(k)) };
            q.add(23, &[noun, u32::from(rule == 0)]);
            q.add(24, &[stem, far]);
        }
        if n < 12 {
            q.add(26, &[atom.class(), far, u32::from(rule == 0)]);
        }
    }
    q
}

/// Whether the content is a quotation, a clause, a noun phrase.
pub(crate) fn about_kind(r: &Reader<'_>, d: &Draft) -> Asked {
    let rule = d.kind as u32;
    let mut q = Asked::new(4, rule);
    let cue = d.cue.as_ref();
    let lemma = cue.map_or(1, |c| word_hash(&c.lemma));
    let construction = word_hash(d.rule);
    let marked = u32::from(d.comp.is_some());
    let pieces = d.content.len().min(3) as u32;
    q.add(2, &[construction, rule]);
    q.add(3, &[lemma, rule]);
    q.add(4, &[lemma, construction]);
    q.add(5, &[rule, marked, pieces]);
    q.add(6, &[cue.map_or(9, |c| c.class as u32), rule]);
    let (mut quotations, mut longest, mut words, mut inside) = (0_usize, 0, 0, 0);
    for &(a, b) in &d.content {
        words += r.words_in(a, b);
        let mut k = a;
        while k < b {
            match r.quotes.close_of(k).filter(|&c| c > k) {
                Some(c) => {
                    let n = r.words_in(k, c.min(b));
                    quotations += 1;
                    inside += n;
                    longest = longest.max(n);
                    k = c + 1;
                }
                None => k += 1,
            }
        }
    }
    let share = (8 * inside).checked_div(words).unwrap_or(0) as u32;
    let quoted = quotations.min(3) as u32;
    q.add(10, &[quoted, rule]);
    q.add(11, &[bucket(longest), rule]);
    q.add(12, &[share, rule]);
    q.add(13, &[share, bucket(longest), marked]);
    q.add(14, &[bucket(words), rule, quoted]);
    let Some(&(a, b)) = d.content.first() else { return q };
    let begin = r.atom(a);
    q.add(20, &[begin.tag(), rule]);
    q.add(21, &[begin.word, rule, u32::from(b - a == 1)]);
    q.add(22, &[begin.class(), rule]);
    q.add(23, &[begin.tag(), marked, bucket(words)]);
    q.add(24, &[r.atom(a.wrapping_sub(1)).tag(), rule]);
    q.add(25, &[r.atom(a.wrapping_sub(1)).word, begin.tag()]);
    let verb = r.get(d.at).verb.map_or(3, |v| match v.morph.form {
        Form::Perfect => 0,
        Form::Imperfect => 1,
        Form::Participle => 2,
    });
    q.add(26, &[verb, rule, begin.tag()]);
    q.add(27, &[u32::from(a < d.at), rule, quoted]);
    let noun = u32::from(cue.is_some_and(|c| c.class == CueClass::Noun));
    q.add(28, &[noun, marked, begin.tag()]);
    if b > a + 1 {
        let second = r.atom(a + 1);
        q.add(29, &[begin.word, second.tag(), rule]);
        q.add(30, &[begin.tag(), second.tag(), bucket(words)]);
    }
    q
}

/// Whether a line is a headline with its speaker before the colon.
pub(crate) fn about_headline(r: &Reader<'_>, h: &Headline) -> Asked {
    let rule = u32::from(h.rule);
    let mut q = Asked::new(5, rule);
    let (a, z) = (r.atom(h.first), r.atom(h.colon - 1));
    let (b, c) = (r.atom(h.colon + 1), r.atom(h.colon + 2));
    let words = bucket(h.colon - h.first);
    let line = h.line.min(3) as u32;
    let head = head_code(r.get(h.first).head.map(|x| x.class));
    let name = r
        .mention(h.first)
        .map_or(0, |m| (1 + m.kind as u32) << 1 | u32::from(m.tokens.end == h.colon));
    let own = u32::from(speaks_of_itself(r, h.colon + 1));
    let verbs = (h.first..h.colon).filter(|&k| r.is_verb(k)).count().min(2) as u32;
    // The body takes up who speaks in the headline.
    let again = (h.first..h.colon)
        .filter(|&k| r.atom(k).class == 0 || r.tok(k).is_definite() || r.mention(k).is_some())
        .any(|k| (h.end..h.end + 60).any(|j| r.text.stem(j) == r.text.stem(k)));
    let again = u32::from(again);
    let quoted = u32::from(r.is_quote_open(h.colon + 1));
    let ask = u32::from(r.punct(h.end - 1) == Some(Punct::Question));
    q.add(2, &[line, words]);
    q.add(3, &[rule, line]);
    q.add(4, &[head, words]);
    q.add(5, &[name, words]);
    q.add(6, &[name, own]);
    q.add(7, &[head, own]);
    q.add(8, &[a.tag(), z.tag()]);
    q.add(9, &[a.class()]);
    q.add(10, &[a.word]);
    q.add(11, &[z.class()]);
    q.add(12, &[b.tag(), c.tag()]);
    q.add(13, &[b.class()]);
    q.add(14, &[b.word]);
    q.add(15, &[verbs, line]);
    q.add(16, &[again, name]);
    q.add(17, &[again, head, line]);
    q.add(18, &[quoted, rule]);
    q.add(19, &[ask, rule]);
    q.add(20, &[again, rule, own]);
    q.add(21, &[bucket(h.end - h.colon), line]);
    q.add(22, &[a.tag(), b.tag()]);
    q.add(23, &[verbs, a.tag(), again]);
    // A statement before the speaker has a verb, and what it begins with is no part of a name.
    let behind = h.behind as u32;
    let left = if h.first > 0 { r.atom(h.first - 1) } else { Atom::default() };
    q.add(24, &[behind, head, name]);
    q.add(25, &[behind, a.tag(), left.tag()]);
    q.add(26, &[behind, words, verbs]);
    q.add(27, &[behind, left.class()]);
    q.add(28, &[behind, again, rule]);
    q.add(29, &[behind, own, quoted]);
    q
}

/// The likeliest of the ways to read a headline, if any is likelier than none.
pub(crate) fn headline<'h>(
    r: &Reader<'_>,
    w: &Weights,
    ways: &'h [Headline],
) -> Option<&'h Headline> {
    let score = |h: &Headline| {
        let [no, yes] = about_headline(r, h).scores::<2>(w);
        yes - no
    };
    let scored = ways.iter().map(|h| (h, score(h)));
    scored.filter(|&(_, s)| s > 0).max_by_key(|&(_, s)| s).map(|(h, _)| h)
}

/// Settles kind and stance of drafts whose spans are known.
pub(crate) fn settle(r: &Reader<'_>, w: &Weights, drafts: &mut [Draft]) {
    for d in drafts {
        if d.cue.is_none() || d.kind == AttributionKind::Credit {
            continue;
        }
        let kind = about_kind(r, d).likeliest::<{ KINDS as usize }>(w);
        if let Some(&kind) = AttributionKind::ALL.get(kind as usize) {
            d.kind = kind;
        }
        let stance = about_stance(r, d).likeliest::<{ STANCES as usize }>(w);
        if let Some(&stance) = Stance::ALL.get(stance as usize) {
            d.stance = stance;
        }
    }
}
