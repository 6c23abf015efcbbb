//! Reads Arabic news and says who said what, and how well we know them.
//!
//! Three types carry the crate: a [`Normalizer`] folds the many spellings of a word into one, an
//! [`Analyzer`] reads a text, and the [`Document`] it gives back holds everything found in it, as
//! spans of the original.
//!
//! # Example: who said what
//!
//! An attribution is a source, a cue and a content. How well the reader gets to know the source is
//! its [`Anonymity`]:
//!
//! ```
//! use rawi::Anonymity;
//!
//! let doc = rawi::annotate("كشف مصدر مطلع أن الجلسة تأجلت. وأضاف المصدر ذاته أن لا موعد جديدا.");
//! let said = &doc.attributions()[0];
//! let source = said.source().unwrap();
//! assert_eq!(doc.slice(source.span()), "مصدر مطلع");
//! assert_eq!(source.anonymity(), Anonymity::Anon);
//! assert_eq!(said.cue().unwrap().lemma(), "كشف");
//! assert_eq!(doc.slice(said.content()[0]), "الجلسة تأجلت");
//! ```
//!
//! # Example: one source through an article
//!
//! Mentions of one source are linked in [`Chain`]s, and the [`Profile`] counts how the article is
//! sourced:
//!
//! ```
//! let doc = rawi::annotate("كشف مصدر مطلع أن الجلسة تأجلت. وأضاف المصدر ذاته أن لا موعد جديدا.");
//! assert_eq!(doc.chains().len(), 1);
//! assert_eq!(doc.chains()[0].mentions(), [0, 1]);
//! assert!(doc.profile().single_anonymous_source());
//! ```
//!
//! # Example: a normalized text that leads back
//!
//! ```
//! use rawi::{Form, Normalizer};
//!
//! let text = "قالت وِزارةُ الصِّحّة";
//! let aligned = Normalizer::new(Form::Search).normalize_aligned(text);
//! assert_eq!(aligned.text(), "قالت وزاره الصحه");
//! let hit = aligned.text().find("وزاره").unwrap();
//! let range = aligned.to_original(hit..hit + "وزاره".len());
//! assert_eq!(&text[range], "وِزارةُ");
//! ```
//!
//! # Example: many texts
//!
//! Making an [`Analyzer`] compiles the lexicon, so make one and share it; it is `Send + Sync`.
//!
//! ```
//! let analyzer = rawi::Analyzer::new();
//! let texts = ["نفت الشركة وجود خلل.", "لا أحد يتكلم هنا."];
//! let counts: Vec<usize> =
//!     texts.iter().map(|text| analyzer.annotate(text).attributions().len()).collect();
//! assert_eq!(counts, [1, 0]);
//! ```
//!
//! # Positions
//!
//! Inside the crate positions are bytes. [`TextIndex`] turns them into characters, which Python
//! counts, or UTF-16 units, which JavaScript and Java count; the JSON of a document says which it
//! uses.
//!
//! # Where things come from
//!
//! Every attribution and entity names the rule that made it and says how sure it is
//! ([`Attribution::rule`], [`Attribution::confidence`]); words come from data files in which every
//! entry has an id.
//!
//! # Crate features
//!
//! * **std** (default): run-time choice of the fastest kernel, the built-in lexicon.
//! * **serde**: documents as JSON and back, `Serialize` and `Deserialize`. Switch it on to store
//!   results.
//! * **parallel**: the batch methods use all cores.
//! * **arrow**: columns of attributions and entities as Apache Arrow arrays.
//! * **cli**: the `rawi` command. **python**: the Python module, which maturin builds. Neither is
//!   of use to a Rust program.
//!
//! A plain dependency brings in none of what these need.

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
#[cfg(feature = "model")]
mod network;
mod normalize;
#[cfg(feature = "python")]
mod python;
mod segment;
mod span;

pub use crate::{
    analyzer::{Analyzer, AnalyzerBuilder, annotate},
    attribution::{Attribution, Chain, Cue, Profile, Source},
    document::Document,
    entity::{Entity, EntityKind, Person},
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
