//! An attribution while it is being made: positions are tokens and bytes of the key text.

use crate::labels::{AttributionKind, CueClass, Polarity, Stance, Tense, Tier};

/// A noun phrase: bytes of the key text, and the tokens it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Np {
    pub start: u32,
    pub end: u32,
    pub first: usize,
    /// One past the last token.
    pub last: usize,
}

/// A cue under construction.
#[derive(Clone, Debug)]
pub(crate) struct CueDraft {
    pub start: u32,
    pub end: u32,
    pub id: String,
    pub lemma: String,
    pub class: CueClass,
}

/// An attribution under construction.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub rule: &'static str,
    /// The token of the cue; for credits the first token of the source.
    pub at: usize,
    pub cue: Option<CueDraft>,
    pub comp: Option<(u32, u32)>,
    pub neg: Option<(u32, u32)>,
    pub source: Option<Np>,
    pub elided: bool,
    /// Token ranges.
    pub content: Vec<(usize, usize)>,
    /// Where the content begins inside its first token, in bytes: a clitic preposition stays out.
    pub content_from: Option<u32>,
    pub recipient: Option<Np>,
    pub medium: Option<Np>,
    pub via: Vec<Np>,
    pub kind: AttributionKind,
    pub tier: Tier,
    pub stance: Stance,
    pub polarity: Polarity,
    pub tense: Tense,
    pub confidence: f32,
    pub note: Option<String>,
}

impl Draft {
    pub(crate) fn new(rule: &'static str, at: usize) -> Draft {
        Draft {
            rule,
            at,
            cue: None,
            comp: None,
            neg: None,
            source: None,
            elided: false,
            content: Vec::new(),
            content_from: None,
            recipient: None,
            medium: None,
            via: Vec::new(),
            kind: AttributionKind::Indirect,
            tier: Tier::Core,
            stance: Stance::Neutral,
            polarity: Polarity::Pos,
            tense: Tense::Na,
            confidence: 0.5,
            note: None,
        }
    }
}
