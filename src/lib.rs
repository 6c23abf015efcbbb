//! Reads Arabic news and says who said what, and how well we know them.

#![warn(missing_docs, missing_debug_implementations)]
// Library code does not panic: what could go wrong is an `Error`, or cannot.
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod analyzer;
#[cfg(feature = "arrow")]
pub mod arrow;
mod attribution;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
mod document;
mod entity;
mod error;
mod hash;
mod html;
#[cfg(feature = "serde")]
mod json;
mod labels;
mod lexicon;
mod names;
mod normalize;
#[cfg(feature = "python")]
mod python;
mod segment;
mod span;

pub use crate::{
    analyzer::{Analyzer, annotate},
    attribution::{Attribution, Chain, Cue, Profile, Source},
    document::Document,
    entity::{Entity, EntityKind},
    error::Error,
    labels::{
        Anonymity, AttributionKind, CueClass, Number, Polarity, SourceType, Stance, Tense, Tier,
    },
    normalize::{
        AlefMaksura, Aligned, AlignedUnits, Digits, Form, Hamza, Kernel, Normalizer,
        NormalizerBuilder, Reader, Rule, Rules, Stream, TehMarbuta, Whitespace,
    },
    segment::{Token, TokenKind},
    span::{OffsetUnit, Span, TextIndex},
};

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
