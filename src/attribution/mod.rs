//! Who said what: cues, sources and contents, and the chains that link them.

mod labels;
mod profile;
mod types;

pub use labels::{
    Anonymity, AttributionKind, CueClass, Number, Polarity, SourceType, Stance, Tense, Tier,
};
pub use profile::Profile;
pub use types::{Attribution, Chain, Cue, Source};
