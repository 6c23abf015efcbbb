//! What a sourcing device covers that does not stand before its clause: the words before it from one
//! of several places on, or the clause behind it. The likeliest place is taken.

use super::super::reading::Reader;
use super::atoms::{Atom, Kinds};
use super::{Part, Scale, Sink, Weights, bucket, fact, hints};

/// What opens a place where the words before a device can begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    /// The sentence itself.
    Sentence = 1,
    /// A comma, a dash or a colon.
    Mark = 2,
    /// A conjunction with a verb or after a mark.
    Conjunction = 3,
    /// أن or its like: the clause inside of another report.
    Complementizer = 4,
    /// A verb of speech with its content.
    Report = 5,
    /// A quotation mark.
    Quote = 6,
    /// فيما، بينما.
    While = 7,
    /// Nothing: it is the clause behind the device.
    Ahead = 8,
}

/// One reading of what a device covers.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    /// The token it begins at.
    pub first: usize,
    pub opened: Opened,
    pub content: Vec<(usize, usize)>,
}

/// What is true of a device whatever it covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Device {
    /// Its first token and one past its source.
    pub at: usize,
    pub after: usize,
    /// بحسب, حسبما ذكر, على حد قوله: a number.
    pub kind: u32,
    /// Where the grammar begins its content.
    pub rule: usize,
    pub start: usize,
}

impl Scope {
    pub(crate) fn facts(&self, r: &Reader<'_>, d: &Device, rank: usize, to: &mut impl Sink) {
        let o = self.opened as u32;
        let mut add = |n: u32, v: &[u32]| to.add(fact(n + 7000, v));
        let ahead = self.opened == Opened::Ahead;
        let (from, till) = if ahead { (d.after, self.first) } else { (self.first, d.at) };
        let distance = bucket(till.saturating_sub(from));
        let kinds = r.kinds(from..till);
        let [commas, cues, verbs, clauses] =
            [Kinds::COMMA, Kinds::CUE, Kinds::VERB, Kinds::CLAUSE].map(|k| kinds.get(k));
        let rule = u32::from(self.first == d.rule);
        let (a, b) = (r.atom(self.first), r.atom(self.first + 1));
        let before = if self.first > d.start { r.atom(self.first - 1) } else { Atom::default() };
        let comma = u32::from(r.is_comma(d.at.wrapping_sub(1)));
        let inside = u32::from(r.quotes.around(d.at).is_some());
        let last = r.atom(d.at.wrapping_sub(1));
        let next = r.atom(d.after);
        add(0, &[o]);
        add(1, &[o, rule]);
        add(2, &[o, d.kind]);
        add(3, &[o, d.kind, rule]);
        add(4, &[o, distance]);
        add(5, &[distance, rule]);
        add(6, &[o, commas.min(3), comma]);
        add(7, &[o, cues.min(2), clauses.min(2)]);
        add(8, &[o, (verbs + cues).min(4)]);
        add(9, &[a.tag(), b.tag()]);
        add(10, &[o, a.tag()]);
        add(11, &[o, a.class()]);
        add(12, &[a.word]);
        add(13, &[before.tag(), a.tag()]);
        add(14, &[o, before.word]);
        add(15, &[o, comma, inside]);
        add(16, &[o, (rank as u32).min(4)]);
        add(17, &[o, commas.min(3), cues.min(2), clauses.min(2)]);
        add(18, &[o, last.tag(), comma]);
        add(19, &[o, next.tag()]);
        add(20, &[o, u32::from(r.tok(self.first).newline)]);
        add(21, &[o, a.shape() & 0x1f]);
        add(22, &[o, d.kind, a.tag()]);
        add(23, &[a.class(), b.class()]);
        add(24, &[o, commas.min(3), a.tag()]);
        add(25, &[o, u32::from(self.content.len() > 1), rule]);
        // A verb of speech right behind the beginning is part of a final device's content.
        let near = (self.first..self.first + 4).position(|k| r.finite(k).is_some());
        add(26, &[o, near.map_or(5, |n| n as u32), clauses.min(1)]);
        // Whether a report begins here, or its content.
        let here = (self.first..self.first + 3).map(|k| r.claim(k)).find(|c| !c.is_none());
        let here = here.unwrap_or_default().code();
        let over =
            (1..=8).find(|&n| self.first >= d.start + n && !r.claim(self.first - n).is_none());
        let report = over.map_or(0, |n| r.claim(self.first - n).code());
        add(27, &[o, here]);
        add(28, &[o, report, over.map_or(0, bucket)]);
        add(29, &[o, here, report, rule]);
        hints::scope(r, o, self.first, d.at, to);
    }
}

/// The likeliest of the scopes; the first ones lie nearest to the device.
pub(crate) fn likeliest<'s>(
    r: &Reader<'_>,
    w: &Weights,
    d: &Device,
    scopes: &'s [Scope],
) -> Option<&'s Scope> {
    let mut best: Option<(&Scope, f32)> = None;
    for (rank, scope) in scopes.iter().enumerate() {
        let mut scale = Scale::new(w, Part::Article);
        scope.facts(r, d, rank, &mut scale);
        let score = scale.score();
        if best.is_none_or(|(_, s)| score > s) {
            best = Some((scope, score));
        }
    }
    best.map(|(scope, _)| scope)
}
