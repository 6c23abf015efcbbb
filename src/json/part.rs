//! Parts of a document as JSON of their own, and back.
//!
//! A part that is read alone gets a document with nothing else in it. Its text begins where the
//! part does and is blank where no span of the part says what stands there; [`Origin`] remembers
//! what is missing before it.

use super::{
    Attribution, Chain, Cow, Cue, Document, Error, Lengths, OffsetUnit, Reader, Source, TextIndex,
    WireAttribution, WireChain, WireCue, WireEntity, WireProfile, WireSource, WireSpan, Writer,
    profile_from_wire, profile_to_wire,
};
use crate::labels::{AttributionKind, Polarity, Stance, Tense, Tier};

/// A part of a document that can be written alone, and its place in the document's lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Entity(usize),
    Attribution(usize),
    /// The cue and the source of an attribution.
    Cue(usize),
    Source(usize),
    Chain(usize),
    Profile,
}

/// What a document lacks that was made for a part alone; nothing where the document is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Characters before its text.
    pub chars: usize,
    /// Chains before its only one.
    pub chains: usize,
}

/// The spans of one part lie no farther from each other, in characters. Blanks fill the gaps, and
/// two numbers must not be enough to fill the memory.
const FARTHEST: usize = 1 << 24;

impl Document {
    /// A part as it stands in [`Document::to_json`], positions in characters; `null` when there is
    /// no such part.
    pub(crate) fn part_to_json(&self, part: Part, origin: Origin) -> String {
        let w = Writer { base: origin.chars, ..Writer::new(self, OffsetUnit::Char) };
        let json = match part {
            Part::Entity(i) => serde_json::to_string(&self.entities.get(i).map(|e| w.entity(e))),
            Part::Attribution(i) => {
                serde_json::to_string(&self.attributions.get(i).map(|a| w.attribution(a)))
            }
            Part::Cue(i) => {
                let cue = self.attributions.get(i).and_then(|a| a.cue.as_ref());
                serde_json::to_string(&cue.map(|c| w.cue(c)))
            }
            Part::Source(i) => {
                let source = self.attributions.get(i).and_then(|a| a.source.as_ref());
                serde_json::to_string(&source.map(|s| w.source(s)))
            }
            Part::Chain(i) => {
                serde_json::to_string(&self.chains.get(i).map(|c| w.chain(i + origin.chains, c)))
            }
            Part::Profile => serde_json::to_string(&profile_to_wire(&self.profile)),
        };
        json.unwrap_or_default()
    }

    /// Reads what [`Document::part_to_json`] wrote: the part is the first of its kind in the
    /// document. Indices into the lists of the document it comes from are taken as they are.
    pub(crate) fn part_from_json(kind: Part, json: &str) -> Result<(Document, Origin), Error> {
        let mut doc = Document::default();
        let mut chains = 0;
        let patches = match kind {
            Part::Entity(_) => {
                let wire: WireEntity = parse(json)?;
                let patches = Patches::new(&[(wire.start, &wire.text)])?;
                doc.entities.push(patches.reader().entity(0, &wire)?);
                patches
            }
            Part::Attribution(_) => {
                let wire: WireAttribution = parse(json)?;
                let patches = Patches::new(&patches(&wire)?)?;
                doc.attributions.push(patches.reader().attribution(0, &wire)?);
                patches
            }
            Part::Cue(_) => {
                let wire: WireCue = parse(json)?;
                let patches = Patches::new(&[(wire.start, &wire.text)])?;
                doc.attributions.push(holder(Some(patches.reader().cue(0, &wire)?), None));
                patches
            }
            Part::Source(_) => {
                let wire: WireSource = parse(json)?;
                let patches = Patches::new(&[(wire.start, &wire.text), patch(&wire.head)?])?;
                doc.attributions.push(holder(None, Some(patches.reader().source(0, &wire)?)));
                patches
            }
            Part::Chain(_) => {
                let wire: WireChain = parse(json)?;
                let patches = Patches::new(&[(wire.start, &wire.label)])?;
                let chain: Chain = patches.reader().chain(0, &wire)?;
                doc.chains.push(chain);
                chains = wire.id;
                patches
            }
            Part::Profile => {
                let wire: WireProfile = parse(json)?;
                doc.profile = profile_from_wire(&wire)?;
                Patches::default()
            }
        };
        doc.index = TextIndex::new(&patches.text);
        doc.text = patches.text;
        Ok((doc, Origin { chars: patches.base, chains }))
    }
}

fn parse<'a, W: serde::Deserialize<'a>>(json: &'a str) -> Result<W, Error> {
    serde_json::from_str(json).map_err(|e| Error::document(e.to_string()))
}

/// An attribution that only holds one of its parts.
fn holder(cue: Option<Cue>, source: Option<Source>) -> Attribution {
    Attribution {
        kind: AttributionKind::Mention,
        tier: Tier::Core,
        cue,
        complementizer: None,
        negation: None,
        source,
        content: Vec::new(),
        recipient: None,
        medium: None,
        via: Vec::new(),
        stance: Stance::Neutral,
        polarity: Polarity::Pos,
        tense: Tense::Na,
        chain: None,
        parent: None,
        rule: String::new(),
        confidence: 0.0,
        note: None,
    }
}

/// What a part says of the text around it.
#[derive(Default)]
struct Patches {
    text: String,
    /// Where the text begins.
    base: usize,
}

impl Patches {
    /// The text out of pieces and the positions of their first characters.
    fn new(pieces: &[(usize, &str)]) -> Result<Patches, Error> {
        let mut ends = pieces.iter().map(|&(start, text)| start.checked_add(text.chars().count()));
        let base = pieces.iter().map(|&(start, _)| start).min().unwrap_or_default();
        let end = ends.try_fold(base, |most, end| end.map(|end| most.max(end)));
        let length = end.map(|end| end - base).filter(|&length| length <= FARTHEST);
        let Some(length) = length else {
            return Err(Error::document(format!(
                "its spans lie more than {FARTHEST} characters apart"
            )));
        };
        let mut chars = vec![' '; length];
        for &(start, text) in pieces {
            for (slot, c) in chars.iter_mut().skip(start - base).zip(text.chars()) {
                *slot = c;
            }
        }
        Ok(Patches { text: chars.into_iter().collect(), base })
    }

    /// Where two pieces say different things of one place, one of them is found out here.
    fn reader(&self) -> Reader<'_> {
        let any = Lengths { entities: usize::MAX, attributions: usize::MAX, chains: usize::MAX };
        Reader { base: self.base, ..Reader::new(&self.text, OffsetUnit::Char, any) }
    }
}

fn patch<'a>(span: &'a WireSpan<'_>) -> Result<(usize, &'a str), Error> {
    let text = span.text.as_deref().ok_or_else(|| Error::document("a span without its text"))?;
    Ok((span.start, text))
}

fn patches<'a>(a: &'a WireAttribution<'_>) -> Result<Vec<(usize, &'a str)>, Error> {
    let named = |start, text: &'a Cow<'_, str>| (start, &**text);
    let mut pieces: Vec<_> = a.cue.iter().map(|c| named(c.start, &c.text)).collect();
    pieces.extend(a.source.iter().map(|s| named(s.start, &s.text)));
    let heads = a.source.iter().map(|s| &s.head);
    let one = [&a.complementizer, &a.negation, &a.recipient, &a.medium].into_iter().flatten();
    for span in heads.chain(one).chain(&a.content).chain(&a.via) {
        pieces.push(patch(span)?);
    }
    Ok(pieces)
}
