//! `rawi.Attribution`, `rawi.Cue`, `rawi.Source`, `rawi.Entity`, `rawi.Chain`, `rawi.Profile`.
//!
//! Each is a view: a shared document and the place of the part in it. Two views are equal when
//! their JSON is, and they pickle as their JSON, not with the whole article.

use std::sync::Arc;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use super::document::{Span, hash, json_of, loads, not_json_of, object, quoted, short};
use crate::attribution as rust;
use crate::document::Document;
use crate::json::{Origin, Part};
use crate::span::OffsetUnit;

/// Defines a view class: its fields, its own methods, and what all views have.
macro_rules! view {
    (
        $(#[$meta:meta])*
        $View:ident is $part:expr => $Part:ident from $get:expr;
        $($methods:tt)*
    ) => {
        $(#[$meta])*
        #[pyclass(frozen, module = "rawi")]
        #[derive(Clone)]
        pub(super) struct $View {
            doc: Arc<Document>,
            at: usize,
            origin: Origin,
        }

        impl $View {
            pub fn new(doc: Arc<Document>, at: usize) -> $View {
                $View { doc, at, origin: Origin::default() }
            }

            /// The part itself. It exists: views are made from the document's own lists.
            fn get(&self) -> PyResult<&$Part> {
                let get: fn(&Document, usize) -> Option<&$Part> = $get;
                get(&self.doc, self.at).ok_or_else(|| PyRuntimeError::new_err("no such part"))
            }

            fn part(at: usize) -> Part {
                let part: fn(usize) -> Part = $part;
                part(at)
            }

            fn json(&self) -> String {
                self.doc.part_to_json($View::part(self.at), self.origin)
            }

            fn read(json: &Bound<'_, PyString>) -> PyResult<$View> {
                let json = object(stringify!($View), json)?;
                let (doc, origin) = Document::part_from_json($View::part(0), &json)
                    .map_err(|e| not_json_of(stringify!($View), e))?;
                Ok($View { doc: Arc::new(doc), at: 0, origin })
            }

            #[allow(dead_code, reason = "a profile has no spans")]
            fn span_of(&self, span: crate::Span) -> Span {
                Span::of(&self.doc, span, self.origin.chars)
            }

            #[allow(dead_code, reason = "as above, and an attribution has several")]
            fn char_of(&self, byte: usize) -> usize {
                let at = self.doc.index().to_unit(self.doc.text(), byte, OffsetUnit::Char);
                self.origin.chars + at
            }
        }

        #[pymethods]
        impl $View {
            $($methods)*

            /// The fields as a plain dict, the same as in the document's JSON.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                Ok(loads(py, &self.json())?.cast_into()?)
            }

            /// The fields as JSON; positions are characters.
            fn to_json(&self) -> String {
                self.json()
            }

            /// Reads what `to_json` wrote; anything else raises a `ValueError`.
            #[staticmethod]
            fn from_json(json: &Bound<'_, PyString>) -> PyResult<$View> {
                $View::read(json)
            }

            /// Reads what `to_dict` gave.
            #[staticmethod]
            fn from_dict(dict: &Bound<'_, PyDict>) -> PyResult<$View> {
                $View::read(&json_of(dict)?)
            }

            fn __eq__(&self, other: &$View) -> bool {
                Arc::ptr_eq(&self.doc, &other.doc) && self.at == other.at
                    || self.json() == other.json()
            }

            fn __hash__(&self) -> u64 {
                hash(&self.json())
            }

            fn __reduce__<'py>(
                &self,
                py: Python<'py>,
            ) -> PyResult<(Bound<'py, PyAny>, (String,))> {
                Ok((py.get_type::<$View>().getattr("from_json")?, (self.json(),)))
            }
        }
    };
}

fn attribution(doc: &Document, at: usize) -> Option<&rust::Attribution> {
    doc.attributions().get(at)
}

view! {
    /// One attribution: a source, a cue and a content.
    ///
    /// >>> said = rawi.annotate("نفى مصدر مطلع أن الجلسة تأجلت.").attributions[0]
    /// >>> said
    /// Attribution(indirect, source='مصدر مطلع', cue='نفى', content='الجلسة تأجلت')
    /// >>> said.stance, said.tense
    /// ('deny', 'perfect')
    /// >>> rawi.Attribution.from_json(said.to_json()) == said
    /// True
    Attribution is Part::Attribution => Attr from attribution;

    /// `direct`, `indirect`, `mixed`, `nominal`, `anaphoric`, `mention` or `credit`.
    #[getter]
    fn kind(&self) -> PyResult<&'static str> {
        Ok(self.get()?.kind().name())
    }

    /// `core` (speech, sourcing) or `extended` (belief, decision, mere mention).
    #[getter]
    fn tier(&self) -> PyResult<&'static str> {
        Ok(self.get()?.tier().name())
    }

    /// The cue; None for credits.
    #[getter]
    fn cue(&self) -> PyResult<Option<Cue>> {
        let of = |_| Cue { origin: self.origin, ..Cue::new(self.doc.clone(), self.at) };
        Ok(self.get()?.cue().map(of))
    }

    /// أن، إن، بأنه … between cue and content.
    #[getter]
    fn complementizer(&self) -> PyResult<Option<Span>> {
        Ok(self.get()?.complementizer().map(|s| self.span_of(s)))
    }

    /// The negation before the cue: لم، لن، لا.
    #[getter]
    fn negation(&self) -> PyResult<Option<Span>> {
        Ok(self.get()?.negation().map(|s| self.span_of(s)))
    }

    /// The source; None when the text names none.
    #[getter]
    fn source(&self) -> PyResult<Option<Source>> {
        let of = |_| Source { origin: self.origin, ..Source::new(self.doc.clone(), self.at) };
        Ok(self.get()?.source().map(of))
    }

    /// What is attributed: one span, or two around a parenthetical cue.
    #[getter]
    fn content<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let content = self.get()?.content().iter().map(|&s| self.span_of(s));
        PyTuple::new(py, content.collect::<Vec<_>>())
    }

    /// The text of the content, its fragments joined by an ellipsis.
    #[getter]
    fn content_text(&self) -> PyResult<String> {
        let content = self.get()?.content().iter().map(|&s| self.doc.slice(s));
        Ok(content.collect::<Vec<_>>().join(" … "))
    }

    /// Whom it was told to.
    #[getter]
    fn recipient(&self) -> PyResult<Option<Span>> {
        Ok(self.get()?.recipient().map(|s| self.span_of(s)))
    }

    /// The channel: في بيان، عبر تويتر.
    #[getter]
    fn medium(&self) -> PyResult<Option<Span>> {
        Ok(self.get()?.medium().map(|s| self.span_of(s)))
    }

    /// Those who relay the source.
    #[getter]
    fn via<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let via = self.get()?.via().iter().map(|&s| self.span_of(s));
        PyTuple::new(py, via.collect::<Vec<_>>())
    }

    /// What the source does with the content: `neutral`, `confirm`, `deny`, `claim`, ….
    #[getter]
    fn stance(&self) -> PyResult<&'static str> {
        Ok(self.get()?.stance().name())
    }

    /// `pos`, or `neg` when the cue is negated.
    #[getter]
    fn polarity(&self) -> PyResult<&'static str> {
        Ok(self.get()?.polarity().name())
    }

    /// The form of the cue: `perfect`, `imperfect`, `participle`, ….
    #[getter]
    fn tense(&self) -> PyResult<&'static str> {
        Ok(self.get()?.tense().name())
    }

    /// Index into `Document.chains`: the mentions of one source.
    #[getter]
    fn chain(&self) -> PyResult<Option<usize>> {
        Ok(self.get()?.chain())
    }

    /// Index into `Document.attributions`: the one whose content this one stands in.
    #[getter]
    fn parent(&self) -> PyResult<Option<usize>> {
        Ok(self.get()?.parent())
    }

    /// The id of the frame that found it.
    #[getter]
    fn rule(&self) -> PyResult<&str> {
        Ok(self.get()?.rule())
    }

    /// How sure rawi is, between 0 and 1.
    #[getter]
    fn confidence(&self) -> PyResult<f64> {
        Ok(exact(self.get()?.confidence()))
    }

    /// What else was considered nearby and why it lost, in one line.
    #[getter]
    fn note(&self) -> PyResult<Option<&str>> {
        Ok(self.get()?.note())
    }

    /// Which rule made it, on which words, and what was passed over nearby, in one line.
    fn explain(&self) -> PyResult<String> {
        Ok(self.get()?.explain(&self.doc))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let a = self.get()?;
        let text = |span| quoted(py, &short(self.doc.slice(span), 32));
        let source = a.source().map_or("None".to_owned(), |s| text(s.span()));
        let cue = a.cue().map_or("None".to_owned(), |c| text(c.span()));
        let content = a.content().first().map_or("None".to_owned(), |&c| text(c));
        Ok(format!("Attribution({}, source={source}, cue={cue}, content={content})", a.kind()))
    }
}
type Attr = rust::Attribution;

view! {
    /// The word or words that make the attribution.
    ///
    /// >>> cue = rawi.annotate("وأضافت الوزيرة أن الاتفاق وشيك.").attributions[0].cue
    /// >>> cue.text, cue.lemma, cue.class_
    /// ('أضافت', 'أضاف', 'verb')
    Cue is Part::Cue => RustCue from |doc, at| attribution(doc, at)?.cue();

    /// Where the cue stands.
    #[getter]
    fn span(&self) -> PyResult<Span> {
        Ok(self.span_of(self.get()?.span()))
    }

    /// First character.
    #[getter]
    fn start(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.span().start()))
    }

    /// One past the last character.
    #[getter]
    fn end(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.span().end()))
    }

    /// The cue as it stands in the text.
    #[getter]
    fn text(&self) -> PyResult<&str> {
        Ok(self.doc.slice(self.get()?.span()))
    }

    /// Dictionary form: قال for وقالت.
    #[getter]
    fn lemma(&self) -> PyResult<&str> {
        Ok(self.get()?.lemma())
    }

    /// Part of speech: `verb`, `noun`, `prep`, `adverb`, `idiom` or `punct`. In JSON this field is
    /// called `class`.
    #[getter]
    fn class_(&self) -> PyResult<&'static str> {
        Ok(self.get()?.class().name())
    }

    /// Lexicon id.
    #[getter]
    fn id(&self) -> PyResult<&str> {
        Ok(self.get()?.id())
    }

    fn __str__(&self) -> PyResult<&str> {
        self.text()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Cue({}, {})", quoted(py, self.text()?), self.id()?))
    }
}
type RustCue = rust::Cue;

view! {
    /// Who is responsible for the content.
    ///
    /// >>> source = rawi.annotate("قال مصدر أمني مطلع إن الجلسة تأجلت.").attributions[0].source
    /// >>> source
    /// Source('مصدر أمني مطلع', anon)
    /// >>> source.head.text, source.descriptors
    /// ('مصدر', ('security', 'informed'))
    Source is Part::Source => RustSource from |doc, at| attribution(doc, at)?.source();

    /// The full noun phrase; for an elided source the nearest full mention.
    #[getter]
    fn span(&self) -> PyResult<Span> {
        Ok(self.span_of(self.get()?.span()))
    }

    /// First character.
    #[getter]
    fn start(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.span().start()))
    }

    /// One past the last character.
    #[getter]
    fn end(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.span().end()))
    }

    /// The source as it stands in the text.
    #[getter]
    fn text(&self) -> PyResult<&str> {
        Ok(self.doc.slice(self.get()?.span()))
    }

    /// The head noun.
    #[getter]
    fn head(&self) -> PyResult<Span> {
        Ok(self.span_of(self.get()?.head()))
    }

    /// True when the cue itself has no expressed source (وأضاف).
    #[getter]
    fn elided(&self) -> PyResult<bool> {
        Ok(self.get()?.is_elided())
    }

    /// `person`, `group`, `org`, `state`, `document`, `media`, `data`, `event` or `unknown`.
    #[getter]
    fn r#type(&self) -> PyResult<&'static str> {
        Ok(self.get()?.source_type().name())
    }

    /// How well the reader gets to know it: `named`, `role`, `org`, `anon`, `anon_requested`,
    /// `vague` or `implicit`.
    #[getter]
    fn anonymity(&self) -> PyResult<&'static str> {
        Ok(self.get()?.anonymity().name())
    }

    /// What the text says about an unnamed source: `well_informed`, `security`, ….
    #[getter]
    fn descriptors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.get()?.descriptors())
    }

    /// `sing`, `dual`, `plural` or `na`.
    #[getter]
    fn number(&self) -> PyResult<&'static str> {
        Ok(self.get()?.number().name())
    }

    /// Index into `Document.entities` of the entity the source is or belongs to.
    #[getter]
    fn entity(&self) -> PyResult<Option<usize>> {
        Ok(self.get()?.entity())
    }

    fn __str__(&self) -> PyResult<&str> {
        self.text()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Source({}, {})", quoted(py, &short(self.text()?, 40)), self.anonymity()?))
    }
}
type RustSource = rust::Source;

view! {
    /// One mention of an entity.
    ///
    /// >>> entity = rawi.annotate("عاد إلى بغداد.").entities[0]
    /// >>> entity, entity.name_en, entity.id
    /// (Entity('بغداد', location), 'Baghdad', 'geonames:98182')
    Entity is Part::Entity => RustEntity from |doc, at| doc.entities().get(at);

    /// Where the mention stands.
    #[getter]
    fn span(&self) -> PyResult<Span> {
        Ok(self.span_of(self.get()?.span()))
    }

    /// First character.
    #[getter]
    fn start(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.span().start()))
    }

    /// One past the last character.
    #[getter]
    fn end(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.span().end()))
    }

    /// The mention as it stands in the text.
    #[getter]
    fn text(&self) -> PyResult<&str> {
        Ok(self.doc.slice(self.get()?.span()))
    }

    /// `person`, `organization`, `location`, `date`, `money`, ….
    #[getter]
    fn kind(&self) -> PyResult<&'static str> {
        Ok(self.get()?.kind().name())
    }

    /// A finer kind where rawi knows it: `country`, `city`, `media`, ….
    #[getter]
    fn subkind(&self) -> PyResult<Option<&str>> {
        Ok(self.get()?.subkind())
    }

    /// The canonical Arabic name, the same for every mention of one entity in a document.
    #[getter]
    fn name(&self) -> PyResult<&str> {
        Ok(self.get()?.name())
    }

    /// The English name, where the gazetteer has one.
    #[getter]
    fn name_en(&self) -> PyResult<Option<&str>> {
        Ok(self.get()?.name_en())
    }

    /// An identifier: `iso:DZ`, `geonames:2507480`, `wikidata:Q7184`.
    #[getter]
    fn id(&self) -> PyResult<Option<&str>> {
        Ok(self.get()?.id())
    }

    /// The normalized value of a date (ISO 8601), amount or number.
    #[getter]
    fn value(&self) -> PyResult<Option<&str>> {
        Ok(self.get()?.value())
    }

    /// The id of the rule that found it.
    #[getter]
    fn rule(&self) -> PyResult<&str> {
        Ok(self.get()?.rule())
    }

    /// How sure rawi is, between 0 and 1.
    #[getter]
    fn confidence(&self) -> PyResult<f64> {
        Ok(exact(self.get()?.confidence()))
    }

    /// Which rule found it, on which words, and what it was taken for, in one line.
    fn explain(&self) -> PyResult<String> {
        Ok(self.get()?.explain(&self.doc))
    }

    fn __str__(&self) -> PyResult<&str> {
        self.text()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Entity({}, {})", quoted(py, &short(self.text()?, 40)), self.kind()?))
    }
}
type RustEntity = crate::entity::Entity;

view! {
    /// The mentions of one source through a document.
    ///
    /// >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت. وأضاف أن الموعد لم يحدد.")
    /// >>> doc.chains[0]
    /// Chain('مصدر مطلع', anon, 2 mentions)
    /// >>> [doc.attributions[i].cue.text for i in doc.chains[0].mentions]
    /// ['قال', 'أضاف']
    Chain is Part::Chain => RustChain from |doc, at| doc.chains().get(at);

    /// The place of the chain in `Document.chains`.
    #[getter]
    fn id(&self) -> usize {
        self.origin.chains + self.at
    }

    /// Where the fullest mention stands.
    #[getter]
    fn span(&self) -> PyResult<Span> {
        Ok(self.span_of(self.get()?.label()))
    }

    /// First character of the fullest mention.
    #[getter]
    fn start(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.label().start()))
    }

    /// One past the last character of the fullest mention.
    #[getter]
    fn end(&self) -> PyResult<usize> {
        Ok(self.char_of(self.get()?.label().end()))
    }

    /// The fullest mention.
    #[getter]
    fn label(&self) -> PyResult<&str> {
        Ok(self.doc.slice(self.get()?.label()))
    }

    /// How well the reader gets to know the source, at its best-known mention.
    #[getter]
    fn anonymity(&self) -> PyResult<&'static str> {
        Ok(self.get()?.anonymity().name())
    }

    /// Indices into `Document.attributions`, in text order.
    #[getter]
    fn mentions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.get()?.mentions())
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.get()?.mentions().len())
    }

    fn __str__(&self) -> PyResult<&str> {
        self.label()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let label = quoted(py, &short(self.label()?, 40));
        Ok(format!("Chain({label}, {}, {} mentions)", self.anonymity()?, self.__len__()?))
    }
}
type RustChain = rust::Chain;

view! {
    /// How an article is sourced, as counts of its core attributions.
    ///
    /// >>> profile = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.").profile
    /// >>> profile.anonymous, profile.named, profile.single_anonymous_source
    /// (1, 0, True)
    Profile is |_| Part::Profile => RustProfile from |doc, _| Some(doc.profile());

    /// Attributions to a named person.
    #[getter]
    fn named(&self) -> PyResult<usize> {
        Ok(self.get()?.named())
    }

    /// Attributions to an office without a name.
    #[getter]
    fn role(&self) -> PyResult<usize> {
        Ok(self.get()?.role())
    }

    /// Attributions to organizations, states, outlets and their documents.
    #[getter]
    fn org(&self) -> PyResult<usize> {
        Ok(self.get()?.org())
    }

    /// Attributions to people without a name, whether or not they asked for it.
    #[getter]
    fn anonymous(&self) -> PyResult<usize> {
        Ok(self.get()?.anonymous())
    }

    /// Those of `anonymous` that asked not to be named.
    #[getter]
    fn anonymous_on_request(&self) -> PyResult<usize> {
        Ok(self.get()?.anonymous_on_request())
    }

    /// Attributions to data, rumours or media in general.
    #[getter]
    fn vague(&self) -> PyResult<usize> {
        Ok(self.get()?.vague())
    }

    /// Attributions without any source.
    #[getter]
    fn implicit(&self) -> PyResult<usize> {
        Ok(self.get()?.implicit())
    }

    /// How many different sources the article has.
    #[getter]
    fn distinct_sources(&self) -> PyResult<usize> {
        Ok(self.get()?.distinct_sources())
    }

    /// True when everything attributed rests on one unnamed source.
    #[getter]
    fn single_anonymous_source(&self) -> PyResult<bool> {
        Ok(self.get()?.single_anonymous_source())
    }

    /// Share of the article's words that stand inside some content, between 0 and 1.
    #[getter]
    fn attributed_share(&self) -> PyResult<f64> {
        Ok(exact(self.get()?.attributed_share()))
    }

    /// Indices of the sentences whose attributions all go to anonymous or vague sources.
    #[getter]
    fn anonymous_only_sentences<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.get()?.anonymous_only_sentences())
    }

    fn _repr_html_(&self) -> String {
        self.doc.profile_to_html()
    }

    fn __repr__(&self) -> PyResult<String> {
        let p = self.get()?;
        Ok(format!(
            "Profile(named={}, role={}, org={}, anonymous={}, vague={}, implicit={}, \
             distinct_sources={})",
            p.named(),
            p.role(),
            p.org(),
            p.anonymous(),
            p.vague(),
            p.implicit(),
            p.distinct_sources()
        ))
    }
}
type RustProfile = rust::Profile;

/// The shortest decimal of the f32, as a double: 0.93, not 0.9300000071525574.
fn exact(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| value.into())
}
