//! What rawi found in many texts, as Apache Arrow columns: one row a text, a list of structs in it.
//!
//! The fields are those of the document's JSON, flattened where a span is only a span. Rows of
//! texts that are null are null.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float32Builder, Int32Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, Fields};

use crate::attribution::{Attribution, Cue, Source};
use crate::document::Document;
use crate::entity::Entity;
use crate::error::Error;
use crate::span::{OffsetUnit, Span};

/// The attributions of each document: a column of lists of structs.
///
/// # Errors
///
/// When the column would hold more than 2³¹ attributions, or as many bytes of text in one field;
/// give the documents in several columns then.
pub fn attributions<'d>(
    documents: impl IntoIterator<Item = Option<&'d Document>>,
    unit: OffsetUnit,
) -> Result<ListArray, Error> {
    let mut rows = Rows::default();
    let mut columns = Attributions::default();
    for document in documents {
        for a in rows
            .open(document, |d| d.attributions().len())?
            .into_iter()
            .flat_map(Document::attributions)
        {
            if let Some(document) = document {
                columns.push(At { document, unit }, a);
            }
        }
    }
    rows.list(columns.finish()?)
}

/// The entity mentions of each document: a column of lists of structs.
///
/// # Errors
///
/// As for [`attributions`].
pub fn entities<'d>(
    documents: impl IntoIterator<Item = Option<&'d Document>>,
    unit: OffsetUnit,
) -> Result<ListArray, Error> {
    let mut rows = Rows::default();
    let mut columns = Entities::default();
    for document in documents {
        for e in
            rows.open(document, |d| d.entities().len())?.into_iter().flat_map(Document::entities)
        {
            if let Some(document) = document {
                columns.push(At { document, unit }, e);
            }
        }
    }
    rows.list(columns.finish()?)
}

/// The profile of each document: a column of structs.
///
/// # Errors
///
/// Never, for any number of documents that fits in memory.
pub fn profiles<'d>(
    documents: impl IntoIterator<Item = Option<&'d Document>>,
) -> Result<StructArray, Error> {
    const COUNTS: [&str; 8] = [
        "named",
        "role",
        "org",
        "anonymous",
        "anonymous_on_request",
        "vague",
        "implicit",
        "distinct_sources",
    ];
    let mut counts: [Int32Builder; 8] = Default::default();
    let mut single = BooleanBuilder::new();
    let mut share = Float32Builder::new();
    let mut valid = Vec::new();
    let empty = Document::default();
    for document in documents {
        valid.push(document.is_some());
        let p = document.unwrap_or(&empty).profile();
        let values = [
            p.named(),
            p.role(),
            p.org(),
            p.anonymous(),
            p.anonymous_on_request(),
            p.vague(),
            p.implicit(),
            p.distinct_sources(),
        ];
        for (builder, value) in counts.iter_mut().zip(values) {
            builder.append_value(int(value));
        }
        single.append_value(p.single_anonymous_source());
        share.append_value(p.attributed_share());
    }
    let mut columns: Vec<(&str, ArrayRef)> = COUNTS
        .into_iter()
        .zip(counts.iter_mut().map(|b| Arc::new(b.finish()) as ArrayRef))
        .collect();
    columns.push(("single_anonymous_source", Arc::new(single.finish())));
    columns.push(("attributed_share", Arc::new(share.finish())));
    structs(columns, Some(valid))
}

/// The rows of a list column: how many items each has, and which are null.
struct Rows {
    offsets: Vec<i32>,
    valid: Vec<bool>,
}

impl Default for Rows {
    fn default() -> Rows {
        Rows { offsets: vec![0], valid: Vec::new() }
    }
}

impl Rows {
    /// Begins the row of a document, and gives it back.
    fn open<'d>(
        &mut self,
        document: Option<&'d Document>,
        len: impl Fn(&Document) -> usize,
    ) -> Result<Option<&'d Document>, Error> {
        let last = self.offsets.last().copied().unwrap_or_default();
        let end = i32::try_from(document.map_or(0, len)).ok().and_then(|n| last.checked_add(n));
        self.offsets.push(end.ok_or_else(too_long)?);
        self.valid.push(document.is_some());
        Ok(document)
    }

    fn list(self, items: StructArray) -> Result<ListArray, Error> {
        let field = Arc::new(Field::new("item", items.data_type().clone(), true));
        let offsets = OffsetBuffer::new(self.offsets.into());
        ListArray::try_new(field, offsets, Arc::new(items), Some(self.valid.into()))
            .map_err(|e| failed(&e))
    }
}

/// Where positions are counted: in a document, in a unit.
#[derive(Clone, Copy)]
struct At<'d> {
    document: &'d Document,
    unit: OffsetUnit,
}

impl<'d> At<'d> {
    fn position(self, byte: usize) -> i32 {
        int(self.document.index().to_unit(self.document.text(), byte, self.unit))
    }

    fn text(self, span: Span) -> &'d str {
        self.document.slice(span)
    }
}

/// A nullable span with its text: the columns `start`, `end`, `text`.
#[derive(Default)]
struct Spans {
    start: Int32Builder,
    end: Int32Builder,
    text: Texts,
    valid: Vec<bool>,
}

impl Spans {
    fn push(&mut self, at: At<'_>, span: Option<Span>) {
        self.valid.push(span.is_some());
        let span = span.unwrap_or_default();
        self.start.append_value(at.position(span.start()));
        self.end.append_value(at.position(span.end()));
        self.text.push(Some(at.text(span)));
    }

    /// The three columns, for a struct with more of them.
    fn columns(&mut self) -> Result<Vec<(&'static str, ArrayRef)>, Error> {
        Ok(vec![
            ("start", Arc::new(self.start.finish())),
            ("end", Arc::new(self.end.finish())),
            ("text", self.text.finish()?),
        ])
    }

    fn finish(mut self) -> Result<StructArray, Error> {
        let columns = self.columns()?;
        structs(columns, Some(self.valid))
    }
}

/// A column of strings that knows when it is full: Arrow counts their bytes in 31 bits.
#[derive(Default)]
struct Texts {
    strings: StringBuilder,
    bytes: usize,
}

impl Texts {
    fn push(&mut self, text: Option<&str>) {
        self.bytes += text.map_or(0, str::len);
        // A full column is refused in `finish`; appending to it would panic.
        if i32::try_from(self.bytes).is_ok() {
            self.strings.append_option(text);
        }
    }

    fn finish(&mut self) -> Result<ArrayRef, Error> {
        i32::try_from(self.bytes).map_err(|_| too_long())?;
        Ok(Arc::new(self.strings.finish()))
    }
}

#[derive(Default)]
struct Attributions {
    kind: Texts,
    tier: Texts,
    cue: Cues,
    source: Sources,
    content: SpanLists,
    recipient: Spans,
    stance: Texts,
    polarity: Texts,
    tense: Texts,
    chain: Int32Builder,
    parent: Int32Builder,
    rule: Texts,
    confidence: Float32Builder,
}

impl Attributions {
    fn push(&mut self, at: At<'_>, a: &Attribution) {
        self.kind.push(Some(a.kind().name()));
        self.tier.push(Some(a.tier().name()));
        self.cue.push(at, a.cue());
        self.source.push(at, a.source());
        self.content.push(at, a.content());
        self.recipient.push(at, a.recipient());
        self.stance.push(Some(a.stance().name()));
        self.polarity.push(Some(a.polarity().name()));
        self.tense.push(Some(a.tense().name()));
        self.chain.append_option(a.chain().map(int));
        self.parent.append_option(a.parent().map(int));
        self.rule.push(Some(a.rule()));
        self.confidence.append_value(a.confidence());
    }

    fn finish(mut self) -> Result<StructArray, Error> {
        structs(
            vec![
                ("kind", self.kind.finish()?),
                ("tier", self.tier.finish()?),
                ("cue", Arc::new(self.cue.finish()?)),
                ("source", Arc::new(self.source.finish()?)),
                ("content", Arc::new(self.content.finish()?)),
                ("recipient", Arc::new(self.recipient.finish()?)),
                ("stance", self.stance.finish()?),
                ("polarity", self.polarity.finish()?),
                ("tense", self.tense.finish()?),
                ("chain", Arc::new(self.chain.finish())),
                ("parent", Arc::new(self.parent.finish())),
                ("rule", self.rule.finish()?),
                ("confidence", Arc::new(self.confidence.finish())),
            ],
            None,
        )
    }
}

#[derive(Default)]
struct Cues {
    span: Spans,
    lemma: Texts,
    class: Texts,
    id: Texts,
}

impl Cues {
    fn push(&mut self, at: At<'_>, cue: Option<&Cue>) {
        self.span.push(at, cue.map(Cue::span));
        self.lemma.push(cue.map(Cue::lemma));
        self.class.push(cue.map(|c| c.class().name()));
        self.id.push(cue.map(Cue::id));
    }

    fn finish(mut self) -> Result<StructArray, Error> {
        let mut columns = self.span.columns()?;
        columns.push(("lemma", self.lemma.finish()?));
        columns.push(("class", self.class.finish()?));
        columns.push(("id", self.id.finish()?));
        structs(columns, Some(self.span.valid))
    }
}

#[derive(Default)]
struct Sources {
    span: Spans,
    elided: BooleanBuilder,
    source_type: Texts,
    anonymity: Texts,
    number: Texts,
    entity: Int32Builder,
}

impl Sources {
    fn push(&mut self, at: At<'_>, source: Option<&Source>) {
        self.span.push(at, source.map(Source::span));
        self.elided.append_option(source.map(Source::is_elided));
        self.source_type.push(source.map(|s| s.source_type().name()));
        self.anonymity.push(source.map(|s| s.anonymity().name()));
        self.number.push(source.map(|s| s.number().name()));
        self.entity.append_option(source.and_then(Source::entity).map(int));
    }

    fn finish(mut self) -> Result<StructArray, Error> {
        let mut columns = self.span.columns()?;
        columns.push(("elided", Arc::new(self.elided.finish())));
        columns.push(("type", self.source_type.finish()?));
        columns.push(("anonymity", self.anonymity.finish()?));
        columns.push(("number", self.number.finish()?));
        columns.push(("entity", Arc::new(self.entity.finish())));
        structs(columns, Some(self.span.valid))
    }
}

/// A column of lists of spans.
#[derive(Default)]
struct SpanLists {
    lengths: Vec<usize>,
    spans: Spans,
}

impl SpanLists {
    fn push(&mut self, at: At<'_>, spans: &[Span]) {
        self.lengths.push(spans.len());
        for &span in spans {
            self.spans.push(at, Some(span));
        }
    }

    fn finish(self) -> Result<ListArray, Error> {
        let spans = self.spans.finish()?;
        i32::try_from(spans.len()).map_err(|_| too_long())?;
        let field = Arc::new(Field::new("item", spans.data_type().clone(), true));
        let offsets = OffsetBuffer::from_lengths(self.lengths);
        ListArray::try_new(field, offsets, Arc::new(spans), None).map_err(|e| failed(&e))
    }
}

#[derive(Default)]
struct Entities {
    span: Spans,
    kind: Texts,
    subkind: Texts,
    name: Texts,
    name_en: Texts,
    id: Texts,
    value: Texts,
    rule: Texts,
    confidence: Float32Builder,
}

impl Entities {
    fn push(&mut self, at: At<'_>, e: &Entity) {
        self.span.push(at, Some(e.span()));
        self.kind.push(Some(e.kind().name()));
        self.subkind.push(e.subkind());
        self.name.push(Some(e.name()));
        self.name_en.push(e.name_en());
        self.id.push(e.id());
        self.value.push(e.value());
        self.rule.push(Some(e.rule()));
        self.confidence.append_value(e.confidence());
    }

    fn finish(mut self) -> Result<StructArray, Error> {
        let mut columns = self.span.columns()?;
        columns.push(("kind", self.kind.finish()?));
        columns.push(("subkind", self.subkind.finish()?));
        columns.push(("name", self.name.finish()?));
        columns.push(("name_en", self.name_en.finish()?));
        columns.push(("id", self.id.finish()?));
        columns.push(("value", self.value.finish()?));
        columns.push(("rule", self.rule.finish()?));
        columns.push(("confidence", Arc::new(self.confidence.finish())));
        structs(columns, None)
    }
}

fn structs(
    columns: Vec<(&'static str, ArrayRef)>,
    valid: Option<Vec<bool>>,
) -> Result<StructArray, Error> {
    let field =
        |(name, array): &(&str, ArrayRef)| Field::new(*name, array.data_type().clone(), true);
    let fields: Fields = columns.iter().map(field).collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    StructArray::try_new(fields, arrays, valid.map(NullBuffer::from)).map_err(|e| failed(&e))
}

/// The type of a column of attributions, for callers that must say it before there are any.
pub fn attributions_type() -> DataType {
    attributions([], OffsetUnit::Char).map_or(DataType::Null, |a| a.data_type().clone())
}

/// The type of a column of entities.
pub fn entities_type() -> DataType {
    entities([], OffsetUnit::Char).map_or(DataType::Null, |a| a.data_type().clone())
}

/// Texts are shorter than 2³¹ bytes, and so is everything counted in them.
fn int(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn too_long() -> Error {
    Error::document("too much for one Arrow column: give the texts in several")
}

fn failed(error: &arrow_schema::ArrowError) -> Error {
    Error::document(error.to_string())
}
