//! Reads Arabic news and says who said what, and how well we know them.

mod error;
mod normalize;
mod span;

pub use crate::{
    error::Error,
    normalize::{Aligned, Form, Normalizer},
    span::{OffsetUnit, Span, TextIndex},
};
