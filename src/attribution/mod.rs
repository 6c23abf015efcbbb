//! Who said what: cues, sources and contents, and the chains that link them.
//!
//! The lexicon is read once over the tokens ([`reading`]); quotation marks are paired ([`quotes`]);
//! then each sentence is searched for sourcing devices ([`devices`]), verbs and participles of speech
//! ([`frames`]), headlines and credits ([`layout`]). Every frame drafts attributions in token
//! positions; [`chains`] links the sources through the article and [`build`] writes the result as
//! spans of the original.

mod build;
mod chains;
mod classify;
mod complement;
mod content;
mod devices;
mod draft;
mod explain;
mod extent;
mod frames;
mod layout;
mod masdar;
mod nesting;
mod nouns;
mod np;
mod passed;
mod profile;
mod quotes;
mod reading;
mod rules;
mod subject;
mod types;

pub use profile::Profile;
pub use types::{Attribution, Chain, Cue, Source};

use crate::entity::Mention;
use crate::labels::AttributionKind;
use crate::lexicon::{Lexicon, Person};
use crate::segment::Segmented;

use draft::Draft;
use reading::Reader;

/// Everything attribution finds in a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub attributions: Vec<Attribution>,
    pub chains: Vec<Chain>,
    pub profile: Profile,
}

/// Finds the attributions of a text.
pub(crate) fn find(text: &Segmented, mentions: &[Mention], lexicon: &Lexicon) -> Found {
    let r = Reader::new(text, lexicon, mentions);
    let mut drafts: Vec<Draft> = Vec::new();
    for sentence in text.sentences() {
        let (start, end) = (sentence.start, sentence.end);
        let before = drafts.len();
        devices::find(&r, start, end, &mut drafts);
        let taken: Vec<usize> =
            drafts.iter().skip(before).flat_map(|d| device_verbs(&r, d)).collect();
        frames::find_verbs(&r, start, end, &taken, &mut drafts);
        frames::find_participles(&r, start, end, &mut drafts);
        nouns::find(&r, start, end, &mut drafts);
    }
    layout::find(&r, &mut drafts);
    drafts.sort_by_key(|d| d.at);
    drafts.dedup_by(|a, b| a.at == b.at && a.cue.is_some() == b.cue.is_some());
    let mut linked = chains::link(&r, &mut drafts);
    // A report without clause or quotation needs somebody who makes it.
    let inside: Vec<(usize, usize)> = drafts
        .iter()
        .filter(|d| matches!(d.kind, AttributionKind::Direct | AttributionKind::Mixed))
        .flat_map(|d| d.content.iter().copied())
        .collect();
    let stands = |d: &Draft| {
        let own = r.get(d.at).verb.is_some_and(|v| v.morph.person == Person::First)
            && d.rule != "V.learned"
            && d.rule.starts_with("V.")
            && !inside.iter().any(|&(a, b)| a <= d.at && d.at < b);
        if own {
            return false;
        }
        d.source.is_some()
            || !d.elided
            || !matches!(d.rule, "V.said.prep" | "V.said.object")
            || d.content.first().is_some_and(|&(a, _)| r.is_masdar(a))
    };
    let mut keep = drafts.iter().map(stands);
    linked.retain(|_| keep.next().unwrap_or(true));
    drafts.retain(stands);
    passed::note(&r, &mut drafts);
    build::build(&r, drafts, &linked)
}

/// The verbs that a device has used up.
fn device_verbs(r: &Reader<'_>, d: &Draft) -> Vec<usize> {
    let end = d.cue.as_ref().map_or(0, |c| c.end);
    (d.at..d.at + 6).filter(|&k| r.tok(k).start < end && r.finite(k).is_some()).collect()
}
