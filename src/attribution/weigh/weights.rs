//! The weights, as a table of hashed facts for each question.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::usual::Usual;

/// What one unit of log-odds is in the table.
pub(super) const UNIT: f32 = 24.0;

/// Facts are hashed into this many slots a question.
pub(super) const SLOTS: usize = 1 << BITS;

/// As many bits of a hash name a slot.
pub(super) const BITS: u32 = 18;

/// The weights of one question: an index of [`BITS`] bits is always inside.
pub(super) type Table = [u8; SLOTS];

/// The questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Which complement and which subject a cue has, if it is one.
    Frame,
    /// Where a noun phrase ends.
    Phrase,
    /// Where a content ends.
    Content,
    /// Who is meant where the subject is left out.
    Antecedent,
    /// What to call it: kind, stance, anonymity.
    Label,
    /// What belongs to what in an article: credits, headlines, devices and what they cover, and whether a
    /// source has been heard before.
    Article,
}

#[cfg(feature = "training")]
const PARTS: usize = 6;

/// A set of weights.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// Table after table, a signed byte a slot. The built-in ones are read where they lie.
    tables: Cow<'static, [u8]>,
    usual: OnceLock<Box<Usual>>,
}

/// For texts whose context is known.
#[cfg(feature = "model")]
static IN_CONTEXT: Weights =
    Weights { tables: Cow::Borrowed(include_bytes!("weights.bin")), usual: OnceLock::new() };

/// For rules alone.
static ALONE: Weights =
    Weights { tables: Cow::Borrowed(include_bytes!("weights-rules.bin")), usual: OnceLock::new() };

impl Weights {
    /// The weights that come with the crate: those that were learned with the answers of the network
    /// that reads the context, or those that were learned without it and the tagger.
    pub(crate) fn builtin(context: bool) -> &'static Weights {
        #[cfg(feature = "model")]
        if context {
            return &IN_CONTEXT;
        }
        let _ = context;
        &ALONE
    }

    /// Reads a file of weights: one byte a slot, question after question. What is missing is zero.
    #[cfg(feature = "training")]
    pub(crate) fn from_bytes(bytes: &[u8]) -> Weights {
        let mut tables = bytes.to_vec();
        tables.resize(SLOTS * PARTS, 0);
        Weights { tables: tables.into(), usual: OnceLock::new() }
    }

    pub(super) fn usual(&self) -> &Usual {
        self.usual.get_or_init(|| Box::new(Usual::new(self)))
    }

    pub(super) fn table(&self, part: Part) -> &Table {
        static NONE: Table = [0; SLOTS];
        self.tables.as_chunks().0.get(part as usize).unwrap_or(&NONE)
    }
}
