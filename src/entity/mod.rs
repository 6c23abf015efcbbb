//! Entities: people, organizations, places, events, dates, money.

mod kind;

pub use kind::{Entity, EntityKind};

use crate::segment::Segmented;

/// A mention in the coordinates of the analysis: bytes of the key text and the tokens they lie in.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// Bytes of the key text; clitics are outside.
    pub start: u32,
    pub end: u32,
    /// Tokens the mention lies in, the last one excluded.
    pub tokens: std::ops::Range<usize>,
    pub kind: EntityKind,
    pub subkind: Option<&'static str>,
    /// Canonical Arabic name.
    pub name: String,
    pub name_en: Option<String>,
    pub id: Option<String>,
    pub value: Option<String>,
    pub rule: &'static str,
    pub confidence: f32,
}

/// Finds the entity mentions of a text, in text order, without overlaps.
pub(crate) fn tag(_text: &Segmented) -> Vec<Mention> {
    Vec::new()
}
