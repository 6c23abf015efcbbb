//! Reads Arabic news and says who said what, and how well we know them.

mod analyzer;
mod attribution;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod document;
mod entity;
mod error;
mod html;
#[cfg(feature = "serde")]
mod json;
mod names;
mod normalize;
mod segment;
mod span;

pub use crate::{
    analyzer::{Analyzer, annotate},
    attribution::{
        Anonymity, Attribution, AttributionKind, Chain, Cue, CueClass, Number, Polarity, Profile,
        Source, SourceType, Stance, Tense, Tier,
    },
    document::Document,
    entity::{Entity, EntityKind},
    error::Error,
    normalize::{Aligned, Form, Normalizer},
    segment::{Token, TokenKind},
    span::{OffsetUnit, Span, TextIndex},
};
