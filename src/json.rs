//! Documents as JSON, and back.
//!
//! The structs here are the wire: one for each object of the format, in the order of its fields.
//! They exist only while a document is written or read, so that the types users hold can keep
//! byte spans whatever unit the JSON counts in.

#[cfg(feature = "python")]
mod part;

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::attribution::{Attribution, Chain, Cue, Profile, Source};
use crate::document::Document;
use crate::entity::{Entity, EntityKind};
use crate::error::Error;
use crate::labels::{
    Anonymity, AttributionKind, CueClass, Number, Polarity, SourceType, Stance, Tense, Tier,
};
use crate::span::{OffsetUnit, Span, TextIndex};

#[cfg(feature = "python")]
pub(crate) use part::{Origin, Part};

impl Document {
    /// The document as one line of JSON, positions counted in `unit`.
    ///
    /// Every span carries its text beside its positions. Tokens are left out: they follow from the
    /// text, and [`Document::from_json`] makes them again.
    ///
    /// # Example
    ///
    /// ```
    /// use rawi::OffsetUnit;
    ///
    /// let doc = rawi::annotate("نص");
    /// let json = doc.to_json(OffsetUnit::Char);
    /// assert!(json.starts_with(r#"{"text":"نص","offsets":"char","sentences":[{"start":0,"end":2"#));
    /// assert_eq!(rawi::Document::from_json(&json)?, doc);
    /// # Ok::<(), rawi::Error>(())
    /// ```
    pub fn to_json(&self, unit: OffsetUnit) -> String {
        // Writing these structs to memory cannot fail: no maps with odd keys, no I/O.
        serde_json::to_string(&Writer::new(self, unit).document()).unwrap_or_default()
    }

    /// [`Document::to_json`], indented for people.
    pub fn to_json_pretty(&self, unit: OffsetUnit) -> String {
        serde_json::to_string_pretty(&Writer::new(self, unit).document()).unwrap_or_default()
    }

    /// Reads what [`Document::to_json`] wrote, in any offset unit.
    ///
    /// # Errors
    ///
    /// When the JSON is malformed, a position does not lie on a character of the text, a span's
    /// `text` is not what stands there, or an index points at nothing. Unknown fields are ignored.
    pub fn from_json(json: &str) -> Result<Document, Error> {
        let wire: WireDocument =
            serde_json::from_str(json).map_err(|e| Error::document(e.to_string()))?;
        Reader::of(&wire).document(&wire)
    }
}

/// Positions in bytes; [`Document::to_json`] offers the other units.
impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Writer::new(self, OffsetUnit::Byte).document().serialize(serializer)
    }
}

/// Any unit: the JSON says which.
impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Document, D::Error> {
        let wire = WireDocument::deserialize(deserializer)?;
        Reader::of(&wire).document(&wire).map_err(serde::de::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
struct WireDocument<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    offsets: OffsetUnit,
    #[serde(borrow)]
    sentences: Vec<WireSpan<'a>>,
    entities: Vec<WireEntity<'a>>,
    attributions: Vec<WireAttribution<'a>>,
    chains: Vec<WireChain<'a>>,
    profile: WireProfile,
}

#[derive(Serialize, Deserialize)]
struct WireSpan<'a> {
    start: usize,
    end: usize,
    /// Absent on sentences, whose text would double the document.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
struct WireEntity<'a> {
    start: usize,
    end: usize,
    #[serde(borrow)]
    text: Cow<'a, str>,
    kind: EntityKind,
    #[serde(borrow, default)]
    subkind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    name_en: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    value: Option<Cow<'a, str>>,
    #[serde(borrow)]
    rule: Cow<'a, str>,
    confidence: f32,
}

#[derive(Serialize, Deserialize)]
struct WireAttribution<'a> {
    kind: AttributionKind,
    tier: Tier,
    #[serde(borrow)]
    cue: Option<WireCue<'a>>,
    #[serde(default)]
    complementizer: Option<WireSpan<'a>>,
    #[serde(default)]
    negation: Option<WireSpan<'a>>,
    source: Option<WireSource<'a>>,
    content: Vec<WireSpan<'a>>,
    #[serde(default)]
    recipient: Option<WireSpan<'a>>,
    #[serde(default)]
    medium: Option<WireSpan<'a>>,
    #[serde(default)]
    via: Vec<WireSpan<'a>>,
    stance: Stance,
    polarity: Polarity,
    tense: Tense,
    #[serde(default)]
    chain: Option<usize>,
    #[serde(default)]
    parent: Option<usize>,
    #[serde(borrow)]
    rule: Cow<'a, str>,
    confidence: f32,
    #[serde(borrow, default)]
    note: Option<Cow<'a, str>>,
}

#[derive(Serialize, Deserialize)]
struct WireCue<'a> {
    start: usize,
    end: usize,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    lemma: Cow<'a, str>,
    class: CueClass,
    #[serde(borrow)]
    id: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
struct WireSource<'a> {
    start: usize,
    end: usize,
    #[serde(borrow)]
    text: Cow<'a, str>,
    head: WireSpan<'a>,
    elided: bool,
    #[serde(rename = "type")]
    source_type: SourceType,
    anonymity: Anonymity,
    descriptors: Vec<Cow<'a, str>>,
    number: Number,
    #[serde(default)]
    entity: Option<usize>,
}

#[derive(Serialize, Deserialize)]
struct WireChain<'a> {
    id: usize,
    start: usize,
    end: usize,
    #[serde(borrow)]
    label: Cow<'a, str>,
    anonymity: Anonymity,
    mentions: Vec<usize>,
}

#[derive(Serialize, Deserialize)]
struct WireProfile {
    named: usize,
    role: usize,
    org: usize,
    anonymous: usize,
    anonymous_on_request: usize,
    vague: usize,
    implicit: usize,
    distinct_sources: usize,
    single_anonymous_source: bool,
    attributed_share: f32,
    anonymous_only_sentences: Vec<usize>,
}

/// Turns a document into its wire form.
struct Writer<'a> {
    doc: &'a Document,
    unit: OffsetUnit,
    /// The position of the text's first character.
    base: usize,
}

impl<'a> Writer<'a> {
    fn new(doc: &'a Document, unit: OffsetUnit) -> Writer<'a> {
        Writer { doc, unit, base: 0 }
    }

    fn at(&self, byte: usize) -> usize {
        self.base + self.doc.index.to_unit(&self.doc.text, byte, self.unit)
    }

    fn text(&self, span: Span) -> Cow<'a, str> {
        Cow::Borrowed(self.doc.slice(span))
    }

    fn span(&self, span: Span) -> WireSpan<'a> {
        WireSpan {
            start: self.at(span.start()),
            end: self.at(span.end()),
            text: Some(self.text(span)),
        }
    }

    fn document(&self) -> WireDocument<'a> {
        let doc = self.doc;
        WireDocument {
            text: Cow::Borrowed(&doc.text),
            offsets: self.unit,
            sentences: doc
                .sentences
                .iter()
                .map(|&s| WireSpan { text: None, ..self.span(s) })
                .collect(),
            entities: doc.entities.iter().map(|e| self.entity(e)).collect(),
            attributions: doc.attributions.iter().map(|a| self.attribution(a)).collect(),
            chains: doc.chains.iter().enumerate().map(|(id, c)| self.chain(id, c)).collect(),
            profile: profile_to_wire(&doc.profile),
        }
    }

    fn entity(&self, e: &'a Entity) -> WireEntity<'a> {
        WireEntity {
            start: self.at(e.span.start()),
            end: self.at(e.span.end()),
            text: self.text(e.span),
            kind: e.kind,
            subkind: e.subkind.as_deref().map(Cow::Borrowed),
            name: Cow::Borrowed(&e.name),
            name_en: e.name_en.as_deref().map(Cow::Borrowed),
            id: e.id.as_deref().map(Cow::Borrowed),
            value: e.value.as_deref().map(Cow::Borrowed),
            rule: Cow::Borrowed(&e.rule),
            confidence: e.confidence,
        }
    }

    fn attribution(&self, a: &'a Attribution) -> WireAttribution<'a> {
        let spans = |spans: &[Span]| spans.iter().map(|&s| self.span(s)).collect();
        WireAttribution {
            kind: a.kind,
            tier: a.tier,
            cue: a.cue.as_ref().map(|c| self.cue(c)),
            complementizer: a.complementizer.map(|s| self.span(s)),
            negation: a.negation.map(|s| self.span(s)),
            source: a.source.as_ref().map(|s| self.source(s)),
            content: spans(&a.content),
            recipient: a.recipient.map(|s| self.span(s)),
            medium: a.medium.map(|s| self.span(s)),
            via: spans(&a.via),
            stance: a.stance,
            polarity: a.polarity,
            tense: a.tense,
            chain: a.chain,
            parent: a.parent,
            rule: Cow::Borrowed(&a.rule),
            confidence: a.confidence,
            note: a.note.as_deref().map(Cow::Borrowed),
        }
    }

    fn cue(&self, c: &'a Cue) -> WireCue<'a> {
        WireCue {
            start: self.at(c.span.start()),
            end: self.at(c.span.end()),
            text: self.text(c.span),
            lemma: Cow::Borrowed(&c.lemma),
            class: c.class,
            id: Cow::Borrowed(&c.id),
        }
    }

    fn source(&self, s: &'a Source) -> WireSource<'a> {
        WireSource {
            start: self.at(s.span.start()),
            end: self.at(s.span.end()),
            text: self.text(s.span),
            head: self.span(s.head),
            elided: s.elided,
            source_type: s.source_type,
            anonymity: s.anonymity,
            descriptors: s.descriptors.iter().map(|d| Cow::Borrowed(d.as_str())).collect(),
            number: s.number,
            entity: s.entity,
        }
    }

    fn chain(&self, id: usize, c: &'a Chain) -> WireChain<'a> {
        WireChain {
            id,
            start: self.at(c.label.start()),
            end: self.at(c.label.end()),
            label: self.text(c.label),
            anonymity: c.anonymity,
            mentions: c.mentions.clone(),
        }
    }
}

fn profile_to_wire(p: &Profile) -> WireProfile {
    WireProfile {
        named: p.named,
        role: p.role,
        org: p.org,
        anonymous: p.anonymous,
        anonymous_on_request: p.anonymous_on_request,
        vague: p.vague,
        implicit: p.implicit,
        distinct_sources: p.distinct_sources,
        single_anonymous_source: p.single_anonymous_source,
        attributed_share: p.attributed_share,
        anonymous_only_sentences: p.anonymous_only_sentences.clone(),
    }
}

fn profile_from_wire(p: &WireProfile) -> Result<Profile, Error> {
    Ok(Profile {
        named: p.named,
        role: p.role,
        org: p.org,
        anonymous: p.anonymous,
        anonymous_on_request: p.anonymous_on_request,
        vague: p.vague,
        implicit: p.implicit,
        distinct_sources: p.distinct_sources,
        single_anonymous_source: p.single_anonymous_source,
        attributed_share: share("share of the profile", 0, p.attributed_share)?,
        anonymous_only_sentences: p.anonymous_only_sentences.clone(),
    })
}

/// Turns the wire form into a document, trusting nothing in it.
struct Reader<'a> {
    text: &'a str,
    index: TextIndex,
    unit: OffsetUnit,
    /// The position of the text's first character.
    base: usize,
    /// How many there are of what indices point at.
    lengths: Lengths,
}

struct Lengths {
    entities: usize,
    attributions: usize,
    chains: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, unit: OffsetUnit, lengths: Lengths) -> Reader<'a> {
        Reader { text, index: TextIndex::new(text), unit, base: 0, lengths }
    }

    fn of(wire: &'a WireDocument<'_>) -> Reader<'a> {
        let lengths = Lengths {
            entities: wire.entities.len(),
            attributions: wire.attributions.len(),
            chains: wire.chains.len(),
        };
        Reader::new(&wire.text, wire.offsets, lengths)
    }

    fn span(
        &self,
        what: &str,
        i: usize,
        start: usize,
        end: usize,
        text: Option<&str>,
    ) -> Result<Span, Error> {
        let at = |position: usize| {
            self.index.to_byte(self.text, position.checked_sub(self.base)?, self.unit)
        };
        let span = match (at(start), at(end)) {
            (Some(start), Some(end)) if start <= end => Span::new(start, end),
            _ => {
                return Err(Error::document(format!(
                    "{what} {i}: {start}..{end} is no range of {} positions of its text",
                    self.unit.name()
                )));
            }
        };
        let found = span.slice(self.text).unwrap_or_default();
        match text {
            Some(text) if text != found => Err(Error::document(format!(
                "{what} {i}: the text at {start}..{end} is '{found}', not '{text}'"
            ))),
            _ => Ok(span),
        }
    }

    fn wire_span(&self, what: &str, i: usize, s: &WireSpan) -> Result<Span, Error> {
        self.span(what, i, s.start, s.end, s.text.as_deref())
    }

    fn optional(&self, what: &str, i: usize, s: Option<&WireSpan>) -> Result<Option<Span>, Error> {
        s.map(|s| self.wire_span(what, i, s)).transpose()
    }

    fn list(&self, what: &str, i: usize, spans: &[WireSpan]) -> Result<Vec<Span>, Error> {
        spans.iter().map(|s| self.wire_span(what, i, s)).collect()
    }

    fn document(&self, wire: &WireDocument) -> Result<Document, Error> {
        let mut doc = Document::bare(self.text);
        doc.sentences = self.list("sentences", 0, &wire.sentences)?;
        for (i, e) in wire.entities.iter().enumerate() {
            doc.entities.push(self.entity(i, e)?);
        }
        for (i, a) in wire.attributions.iter().enumerate() {
            doc.attributions.push(self.attribution(i, a)?);
        }
        for (i, c) in wire.chains.iter().enumerate() {
            if c.id != i {
                return Err(Error::document(format!("chain {i} has the id {}", c.id)));
            }
            doc.chains.push(self.chain(i, c)?);
        }
        for &s in &wire.profile.anonymous_only_sentences {
            below("sentence of the profile", 0, Some(s), wire.sentences.len())?;
        }
        doc.profile = profile_from_wire(&wire.profile)?;
        Ok(doc)
    }

    fn entity(&self, i: usize, e: &WireEntity) -> Result<Entity, Error> {
        let owned = |s: &Option<Cow<str>>| s.as_deref().map(str::to_owned);
        Ok(Entity {
            span: self.span("entity", i, e.start, e.end, Some(&e.text))?,
            kind: e.kind,
            subkind: owned(&e.subkind).map(Cow::Owned),
            name: e.name.clone().into_owned(),
            name_en: owned(&e.name_en),
            id: owned(&e.id),
            value: owned(&e.value),
            rule: Cow::Owned(e.rule.clone().into_owned()),
            confidence: share("confidence of entity", i, e.confidence)?,
        })
    }

    fn cue(&self, i: usize, c: &WireCue) -> Result<Cue, Error> {
        Ok(Cue {
            span: self.span("cue of attribution", i, c.start, c.end, Some(&c.text))?,
            lemma: c.lemma.clone().into_owned(),
            class: c.class,
            id: c.id.clone().into_owned(),
        })
    }

    fn source(&self, i: usize, s: &WireSource) -> Result<Source, Error> {
        Ok(Source {
            span: self.span("source of attribution", i, s.start, s.end, Some(&s.text))?,
            head: self.wire_span("source head of attribution", i, &s.head)?,
            elided: s.elided,
            source_type: s.source_type,
            anonymity: s.anonymity,
            descriptors: s.descriptors.iter().map(|d| d.clone().into_owned()).collect(),
            number: s.number,
            entity: below("entity of attribution", i, s.entity, self.lengths.entities)?,
        })
    }

    fn chain(&self, i: usize, c: &WireChain) -> Result<Chain, Error> {
        for &m in &c.mentions {
            below("mention", i, Some(m), self.lengths.attributions)?;
        }
        Ok(Chain {
            label: self.span("chain", i, c.start, c.end, Some(&c.label))?,
            anonymity: c.anonymity,
            mentions: c.mentions.clone(),
        })
    }

    fn attribution(&self, i: usize, a: &WireAttribution) -> Result<Attribution, Error> {
        Ok(Attribution {
            kind: a.kind,
            tier: a.tier,
            cue: a.cue.as_ref().map(|c| self.cue(i, c)).transpose()?,
            complementizer: self.optional(
                "complementizer of attribution",
                i,
                a.complementizer.as_ref(),
            )?,
            negation: self.optional("negation of attribution", i, a.negation.as_ref())?,
            source: a.source.as_ref().map(|s| self.source(i, s)).transpose()?,
            content: self.list("content of attribution", i, &a.content)?,
            recipient: self.optional("recipient of attribution", i, a.recipient.as_ref())?,
            medium: self.optional("medium of attribution", i, a.medium.as_ref())?,
            via: self.list("via of attribution", i, &a.via)?,
            stance: a.stance,
            polarity: a.polarity,
            tense: a.tense,
            chain: below("chain of attribution", i, a.chain, self.lengths.chains)?,
            parent: below("parent of attribution", i, a.parent, self.lengths.attributions)?,
            rule: a.rule.clone().into_owned(),
            confidence: share("confidence of attribution", i, a.confidence)?,
            note: a.note.as_deref().map(str::to_owned),
        })
    }
}

/// Passes a number through when it lies between 0 and 1.
fn share(what: &str, i: usize, number: f32) -> Result<f32, Error> {
    if (0.0..=1.0).contains(&number) {
        Ok(number)
    } else {
        Err(Error::document(format!("{what} {i}: {number} does not lie between 0 and 1")))
    }
}

/// Passes an index through when it points into a list of `len`.
fn below(what: &str, i: usize, index: Option<usize>, len: usize) -> Result<Option<usize>, Error> {
    match index {
        Some(n) if n >= len => {
            Err(Error::document(format!("{what} {i}: there is no number {n} among {len}")))
        }
        _ => Ok(index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document with every field filled, which no short text would give.
    fn full() -> Document {
        let text = "🙂 نقلت الصحيفة عن مصدر مطلع في بيان قوله إن الجلسة تأجلت.";
        let span = |word: &str| {
            let start = text.find(word).unwrap();
            Span::new(start, start + word.len())
        };
        let mut doc = Document::bare(text);
        doc.sentences = vec![Span::new(0, text.len())];
        doc.entities = vec![Entity {
            span: span("الصحيفة"),
            kind: EntityKind::Organization,
            subkind: Some("media".into()),
            name: "الصحيفة".into(),
            name_en: Some("The Paper".into()),
            id: Some("wikidata:Q1".into()),
            value: None,
            rule: "E.media".into(),
            confidence: 0.93,
        }];
        doc.attributions = vec![Attribution {
            kind: AttributionKind::Indirect,
            tier: Tier::Core,
            cue: Some(Cue {
                span: span("نقلت"),
                lemma: "نقل".into(),
                class: CueClass::Verb,
                id: "V007".into(),
            }),
            complementizer: Some(span("إن")),
            negation: None,
            source: Some(Source {
                span: span("مصدر مطلع"),
                head: span("مصدر"),
                elided: false,
                source_type: SourceType::Person,
                anonymity: Anonymity::Anon,
                descriptors: vec!["well_informed".into()],
                number: Number::Sing,
                entity: Some(0),
            }),
            content: vec![span("الجلسة تأجلت")],
            recipient: None,
            medium: Some(span("بيان")),
            via: vec![span("الصحيفة")],
            stance: Stance::Cite,
            polarity: Polarity::Pos,
            tense: Tense::Perfect,
            chain: Some(0),
            parent: None,
            rule: "V.relay.comp".into(),
            confidence: 0.87,
            note: Some("a note".into()),
        }];
        doc.chains =
            vec![Chain {
                label: span("مصدر مطلع"), anonymity: Anonymity::Anon, mentions: vec![0]
            }];
        doc.profile = Profile {
            anonymous: 1,
            distinct_sources: 1,
            single_anonymous_source: true,
            attributed_share: 0.25,
            anonymous_only_sentences: vec![0],
            ..Profile::default()
        };
        doc
    }

    #[test]
    fn every_unit_round_trips() {
        let doc = full();
        for unit in [OffsetUnit::Byte, OffsetUnit::Char, OffsetUnit::Utf16] {
            let json = doc.to_json(unit);
            assert_eq!(Document::from_json(&json).unwrap(), doc, "{json}");
            assert_eq!(Document::from_json(&doc.to_json_pretty(unit)).unwrap(), doc);
        }
    }

    #[test]
    fn serde_round_trips() {
        let doc = full();
        let json = serde_json::to_string(&doc).unwrap();
        assert_eq!(serde_json::from_str::<Document>(&json).unwrap(), doc);
        assert_eq!(serde_json::from_reader::<_, Document>(json.as_bytes()).unwrap(), doc);
    }

    #[test]
    fn fields_have_their_published_names() {
        let json: serde_json::Value =
            serde_json::from_str(&full().to_json(OffsetUnit::Char)).unwrap();
        let a = &json["attributions"][0];
        assert_eq!(a["cue"]["start"], 2);
        assert_eq!(a["cue"]["text"], "نقلت");
        assert_eq!(a["cue"]["class"], "verb");
        assert_eq!(a["source"]["type"], "person");
        assert_eq!(a["source"]["head"]["text"], "مصدر");
        assert_eq!(a["negation"], serde_json::Value::Null);
        assert_eq!(a["confidence"].to_string(), "0.87");
        assert_eq!(json["chains"][0]["label"], "مصدر مطلع");
        assert_eq!(json["sentences"][0], serde_json::json!({"start": 0, "end": 57}));
    }

    #[test]
    fn false_documents_are_refused() {
        let json = full().to_json(OffsetUnit::Char);
        for (from, to, says) in [
            (r#""start":2"#, r#""start":3"#, "not 'نقلت'"),
            (r#""end":57"#, r#""end":59"#, "0..59"),
            (r#""chain":0"#, r#""chain":1"#, "chain of attribution 0"),
            (r#""mentions":[0]"#, r#""mentions":[4]"#, "no number 4"),
            (r#""entity":0"#, r#""entity":7"#, "no number 7"),
            (r#""offsets":"char""#, r#""offsets":"chars""#, "offset unit"),
            (r#""stance":"cite""#, r#""stance":"site""#, "stance"),
            (r#""confidence":0.87"#, r#""confidence":1e300"#, "between 0 and 1"),
            (r#""attributed_share":0.25"#, r#""attributed_share":-1"#, "between 0 and 1"),
            ("{", "[", "not a rawi document"),
        ] {
            let false_json = json.replacen(from, to, 1);
            assert_ne!(false_json, json, "{from}");
            let message = Document::from_json(&false_json).unwrap_err().to_string();
            assert!(message.contains(says), "{message}");
        }
    }
}
