//! Who said what: cues, sources and contents, and the chains that link them.
//!
//! The lexicon is read once over the tokens ([`reading`]), and where there is a model, a network reads
//! each with those around it ([`context`]); quotation marks are paired ([`quotes`]);
//! then each sentence is searched for sourcing devices ([`devices`]), verbs and participles of speech
//! ([`frames`]), headlines and credits ([`layout`]). Every frame drafts attributions in token
//! positions; [`chains`] links the sources through the article and [`build`] writes the result as
//! spans of the original.

mod build;
mod candidate;
mod chains;
mod chances;
mod cited;
mod claims;
mod classify;
mod complement;
mod content;
pub(crate) mod context;
mod covers;
mod credits;
mod devices;
mod draft;
mod explain;
mod extent;
mod frames;
mod heard;
mod layout;
mod marks;
mod masdar;
mod nesting;
mod nouns;
mod np;
mod passed;
mod people;
mod profile;
mod propose;
mod quotes;
mod reading;
mod rules;
mod subject;
#[cfg(feature = "training")]
pub(crate) mod training;
mod turns;
mod types;
mod weigh;
mod words;

pub use profile::Profile;
pub use types::{Attribution, Chain, Cue, Source};

use crate::entity::Mention;
use crate::lexicon::Lexicon;
use crate::segment::Segmented;

use context::Context;
use draft::Draft;
use propose::Read;
use reading::Reader;
pub(crate) use weigh::Weights;

/// Everything attribution finds in a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub attributions: Vec<Attribution>,
    pub chains: Vec<Chain>,
    pub profile: Profile,
}

/// Finds the attributions of a text.
pub(crate) fn find(
    text: &Segmented,
    mentions: &[Mention],
    lexicon: &Lexicon,
    context: Option<&Context>,
    w: &Weights,
) -> Found {
    let mut r = Reader::new(text, lexicon, mentions, context);
    let reads = propose::read(&r, w);
    r.believe(&reads);
    let mut drafts = drafts(&r, w, &reads);
    weigh::labels::settle(&r, w, &mut drafts);
    let linked = chains::link(&r, w, &mut drafts, &mut chains::Weighed { r: &r, w });
    passed::note(&r, &mut drafts);
    build::build(&r, drafts, &linked)
}

/// The drafts of a text, in its order; `reads` are its cues, read.
fn drafts(r: &Reader<'_>, w: &Weights, mut reads: &[Read<'_>]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for sentence in r.text.sentences() {
        let (start, end) = (sentence.start, sentence.end);
        let before = drafts.len();
        devices::find(r, w, start, end, &mut drafts);
        let taken: Vec<usize> =
            drafts.iter().skip(before).flat_map(|d| device_verbs(r, d)).collect();
        let (here, later) = reads.split_at(reads.partition_point(|c| c.at() < end));
        propose::write(r, w, here, &taken, &mut drafts);
        reads = later;
    }
    layout::find(r, w, &mut drafts);
    drafts.sort_by_key(|d| d.at);
    drafts.dedup_by(|a, b| a.at == b.at && a.cue.is_some() == b.cue.is_some());
    one_content_one_verb(&mut drafts);
    drafts
}

/// Two verbs that claim the very same words: the likelier one has them («قالت فلانة، وهي مهندسة تتابع المشروع: …»).
/// A verb and a قوله behind it are one report: «رد الوزير بقوله إن …», «نقلت الوكالة عن الوزير قوله إن …».
fn one_content_one_verb(drafts: &mut Vec<Draft>) {
    drafts.dedup_by(|b, a| {
        let saying = b.rule == "N.saying";
        let verbs = a.rule.starts_with("V.") && (b.rule.starts_with("V.") || saying);
        let one = verbs && !a.content.is_empty() && a.content == b.content;
        if one && a.confidence < b.confidence && !saying {
            std::mem::swap(a, b);
        }
        one
    });
}

/// The verbs that a device has used up.
fn device_verbs(r: &Reader<'_>, d: &Draft) -> Vec<usize> {
    let end = d.cue.as_ref().map_or(0, |c| c.end);
    (d.at..d.at + 6).filter(|&k| r.tok(k).start < end && r.finite(k).is_some()).collect()
}
