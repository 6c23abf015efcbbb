//! Mentions that a stage proposes.

use std::borrow::Cow;

use super::gazetteer::{Class, Match, Sense};
use super::kind::EntityKind;
use crate::segment::Segmented;

/// A proposed mention.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'t> {
    /// Tokens, end exclusive.
    pub first: usize,
    pub last: usize,
    /// Bytes of the key text.
    pub start: u32,
    pub end: u32,
    pub kind: EntityKind,
    pub subkind: Option<&'static str>,
    /// The gazetteer entry that it names.
    pub sense: Option<Sense<'t>>,
    /// The canonical name, where no entry has it.
    pub name: Option<String>,
    pub value: Option<Cow<'t, str>>,
    pub rule: &'static str,
    pub confidence: f32,
    /// Between candidates that meet, the higher rank wins before length is looked at.
    pub rank: u8,
}

/// Ranks. Names beat values whatever their length.
pub(super) const VALUE: u8 = 0;
pub(super) const NAME: u8 = 1;
pub(super) const USER: u8 = 2;

impl<'t> Candidate<'t> {
    /// A candidate over tokens `first..last` without `prefix` bytes of proclitics.
    pub(super) fn new(
        text: &Segmented,
        tokens: std::ops::Range<usize>,
        prefix: u32,
        kind: EntityKind,
        rule: &'static str,
        confidence: f32,
    ) -> Candidate<'t> {
        let (first, last) = (tokens.start, tokens.end);
        Candidate {
            first,
            last,
            start: text.tok(first).start + prefix,
            end: text.tok(last.saturating_sub(1)).end,
            kind,
            subkind: None,
            sense: None,
            name: None,
            value: None,
            rule,
            confidence,
            rank: NAME,
        }
    }

    /// A phrase of the gazetteer that names something by itself.
    pub(super) fn from_match(text: &Segmented, m: &Match<'t>) -> Option<Candidate<'t>> {
        let (kind, subkind) = m.sense.class.entity()?;
        let (rule, confidence) = match m.sense.class {
            _ if m.user => ("user", 0.99),
            Class::Country => ("country", 0.98),
            Class::City => ("city", 0.93),
            Class::Person => ("known_person", 0.97),
            _ => ("known_name", 0.95),
        };
        let mut c = Candidate::new(text, m.first..m.last, m.prefix, kind, rule, confidence);
        c.subkind = subkind;
        c.sense = Some(m.sense);
        if m.user {
            c.rank = USER;
        }
        Some(c)
    }

    pub(super) fn with(mut self, sense: Option<Sense<'t>>) -> Candidate<'t> {
        self.sense = sense;
        self
    }

    pub(super) fn subkind(mut self, subkind: Option<&'static str>) -> Candidate<'t> {
        self.subkind = subkind;
        self
    }
}
