//! `rawi.Document` and the spans it hands out.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PySlice, PyString, PyTuple};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::annotations::{Attribution, Chain, Entity, Profile};
use super::strings;
use crate::document;
use crate::segment::TokenKind;
use crate::span::{self, OffsetUnit};

/// A text and everything rawi found in it. Positions are Python characters.
///
/// >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت.")
/// >>> said = doc.attributions[0]
/// >>> said.source.text, said.source.anonymity
/// ('مصدر مطلع', 'anon')
/// >>> doc.text[said.cue.start:said.cue.end]
/// 'قال'
#[pyclass(frozen, module = "rawi")]
pub(super) struct Document {
    pub inner: Arc<document::Document>,
    text: Py<PyString>,
    attributions: PyOnceLock<Py<PyTuple>>,
    entities: PyOnceLock<Py<PyTuple>>,
}

impl Document {
    /// `text` is the string the document was made from.
    pub fn new(inner: document::Document, text: Py<PyString>) -> Document {
        Document {
            inner: Arc::new(inner),
            text,
            attributions: PyOnceLock::new(),
            entities: PyOnceLock::new(),
        }
    }

    pub fn parse(py: Python<'_>, json: &str) -> PyResult<Document> {
        let inner = document::Document::from_json(json)?;
        let text = strings::to_python(py, inner.text()).unbind();
        Ok(Document::new(inner, text))
    }
}

#[pymethods]
impl Document {
    /// The text as it came in.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        self.text.bind(py).clone()
    }

    /// The sentences, in text order.
    #[getter]
    fn sentences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let spans: PyResult<Vec<_>> = self
            .inner
            .sentences()
            .iter()
            .map(|&s| Bound::new(py, Span::of(&self.inner, s, 0)))
            .collect();
        PyTuple::new(py, spans?)
    }

    /// The tokens, in text order.
    #[getter]
    fn tokens<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let tokens: PyResult<Vec<_>> = self
            .inner
            .tokens()
            .iter()
            .map(|t| {
                Bound::new(
                    py,
                    Token {
                        span: Span::of(&self.inner, t.span(), 0),
                        stem: Span::of(&self.inner, t.stem(), 0),
                        kind: t.kind().into(),
                        glued: t.is_glued(),
                    },
                )
            })
            .collect();
        PyTuple::new(py, tokens?)
    }

    /// The entity mentions, in text order.
    #[getter]
    fn entities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let n = self.inner.entities().len();
        let tuple = self.entities.get_or_try_init(py, || {
            let views = (0..n).map(|i| Entity::new(self.inner.clone(), i));
            PyTuple::new(py, views.collect::<Vec<_>>()).map(Bound::unbind)
        })?;
        Ok(tuple.bind(py).clone())
    }

    /// The attributions, in the order of their cues.
    #[getter]
    fn attributions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let n = self.inner.attributions().len();
        let tuple = self.attributions.get_or_try_init(py, || {
            let views = (0..n).map(|i| Attribution::new(self.inner.clone(), i));
            PyTuple::new(py, views.collect::<Vec<_>>()).map(Bound::unbind)
        })?;
        Ok(tuple.bind(py).clone())
    }

    /// The sources of the article, each with its mentions.
    #[getter]
    fn chains(&self) -> Chains {
        Chains { doc: self.inner.clone() }
    }

    /// How the article is sourced.
    #[getter]
    fn profile(&self) -> Profile {
        Profile::new(self.inner.clone(), 0)
    }

    /// The document as plain dicts and lists, the same as its JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(loads(py, &self.inner.to_json(OffsetUnit::Char))?.cast_into()?)
    }

    /// The document as one line of JSON; `offsets` is `char`, `byte` or `utf16`.
    #[pyo3(signature = (offsets = "char"))]
    fn to_json(&self, offsets: &str) -> PyResult<String> {
        Ok(self.inner.to_json(offsets.parse()?))
    }

    /// Reads what `to_json` wrote, in any offset unit; anything else raises a `ValueError`.
    ///
    /// >>> doc = rawi.annotate("نفت الشركة وجود أي خلل.")
    /// >>> rawi.Document.from_json(doc.to_json("utf16")) == doc
    /// True
    #[staticmethod]
    fn from_json(py: Python<'_>, json: &Bound<'_, PyString>) -> PyResult<Document> {
        Document::parse(py, &strings::to_rust(json)?)
    }

    /// Reads what `to_dict` gave.
    #[staticmethod]
    fn from_dict(py: Python<'_>, dict: &Bound<'_, PyDict>) -> PyResult<Document> {
        Document::parse(py, &strings::to_rust(&json_of(dict)?)?)
    }

    /// A right-to-left card of the text with everything marked in it: an HTML fragment, or a
    /// complete page when it is given a title.
    #[pyo3(signature = (title = None))]
    fn to_html(&self, title: Option<&str>) -> String {
        match title {
            Some(title) => self.inner.to_html_page(title),
            None => self.inner.to_html(),
        }
    }

    fn _repr_html_(&self) -> String {
        self.inner.to_html()
    }

    fn __str__<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        self.text(py)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!(
            "Document({}, {} attributions, {} entities)",
            quoted(py, &short(self.inner.text(), 32)),
            self.inner.attributions().len(),
            self.inner.entities().len()
        )
    }

    fn __eq__(&self, other: &Document) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner) || self.inner == other.inner
    }

    fn __hash__(&self) -> u64 {
        hash(self.inner.text())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let class = py.get_type::<Document>();
        Ok((class.getattr("from_json")?, (self.inner.to_json(OffsetUnit::Byte),)))
    }
}

/// A range of characters of a text, with the text it covers.
///
/// >>> span = rawi.Span(4, 8, "مصدر")
/// >>> len(span), str(span)
/// (4, 'مصدر')
/// >>> span.to_json()
/// '{"start":4,"end":8,"text":"مصدر"}'
#[pyclass(frozen, eq, hash, module = "rawi")]
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Span {
    /// First character.
    #[pyo3(get)]
    start: usize,
    /// One past the last character.
    #[pyo3(get)]
    end: usize,
    /// The characters themselves.
    #[pyo3(get)]
    text: String,
}

impl Span {
    /// `base` is the position of the document's first character.
    pub fn of(doc: &document::Document, span: span::Span, base: usize) -> Span {
        let at = |byte| base + doc.index().to_unit(doc.text(), byte, OffsetUnit::Char);
        Span { start: at(span.start()), end: at(span.end()), text: doc.slice(span).to_owned() }
    }

    /// The span, if its text has as many characters as it says.
    fn checked(self) -> Result<Span, String> {
        let Span { start, end, text } = &self;
        let chars = text.chars().count();
        match end.checked_sub(*start) {
            Some(length) if length == chars => Ok(self),
            _ => Err(format!("{start}..{end} is no range of {chars} characters")),
        }
    }

    fn read(json: &Bound<'_, PyString>) -> PyResult<Span> {
        let span: Span = parse("Span", json)?;
        span.checked().map_err(|e| not_json_of("Span", e))
    }
}

#[pymethods]
impl Span {
    #[new]
    fn new(start: usize, end: usize, text: String) -> PyResult<Span> {
        Span { start, end, text }.checked().map_err(PyValueError::new_err)
    }

    /// The span as a dict with `start`, `end` and `text`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(loads(py, &self.to_json())?.cast_into()?)
    }

    /// The same as JSON.
    fn to_json(&self) -> String {
        written(self)
    }

    /// Reads what `to_json` wrote; anything else raises a `ValueError`.
    #[staticmethod]
    fn from_json(json: &Bound<'_, PyString>) -> PyResult<Span> {
        Span::read(json)
    }

    /// Reads what `to_dict` gave.
    #[staticmethod]
    fn from_dict(dict: &Bound<'_, PyDict>) -> PyResult<Span> {
        Span::read(&json_of(dict)?)
    }

    fn __len__(&self) -> usize {
        self.end - self.start
    }

    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("Span({}, {}, {})", self.start, self.end, quoted(py, &short(&self.text, 40)))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyAny>, (usize, usize, String)) {
        (py.get_type::<Span>().into_any(), (self.start, self.end, self.text.clone()))
    }
}

/// A word, number or mark of the text.
///
/// >>> token = rawi.annotate("وبالمصادر").tokens[0]
/// >>> token.text, token.stem.text, token.kind
/// ('وبالمصادر', 'مصادر', 'arabic')
#[pyclass(frozen, eq, hash, module = "rawi")]
#[derive(PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Token {
    #[serde(flatten)]
    span: Span,
    stem: Span,
    kind: Kind,
    #[serde(rename = "is_glued")]
    glued: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Arabic,
    Foreign,
    Number,
    Punct,
    Symbol,
}

impl From<TokenKind> for Kind {
    fn from(kind: TokenKind) -> Kind {
        match kind {
            TokenKind::Arabic => Kind::Arabic,
            TokenKind::Foreign => Kind::Foreign,
            TokenKind::Number => Kind::Number,
            TokenKind::Punct(_) => Kind::Punct,
            TokenKind::Symbol => Kind::Symbol,
        }
    }
}

impl Token {
    fn read(json: &Bound<'_, PyString>) -> PyResult<Token> {
        let token: Token = parse("Token", json)?;
        let Token { span, stem, .. } = &token;
        if stem.start < span.start || stem.end > span.end {
            return Err(not_json_of("Token", "its stem lies outside of it"));
        }
        for span in [span, stem] {
            span.clone().checked().map_err(|e| not_json_of("Token", e))?;
        }
        Ok(token)
    }
}

#[pymethods]
impl Token {
    /// First character.
    #[getter]
    fn start(&self) -> usize {
        self.span.start
    }

    /// One past the last character.
    #[getter]
    fn end(&self) -> usize {
        self.span.end
    }

    /// The token with its clitics.
    #[getter]
    fn text(&self) -> &str {
        &self.span.text
    }

    /// The token without the proclitics و ف ب ل ك and the article.
    #[getter]
    fn stem(&self) -> Span {
        self.stem.clone()
    }

    /// `arabic`, `foreign`, `number`, `punct` or `symbol`.
    #[getter]
    fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Arabic => "arabic",
            Kind::Foreign => "foreign",
            Kind::Number => "number",
            Kind::Punct => "punct",
            Kind::Symbol => "symbol",
        }
    }

    /// True for words that lost the blank between them.
    #[getter]
    fn is_glued(&self) -> bool {
        self.glued
    }

    /// The token as a dict; the stem is a dict in it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(loads(py, &self.to_json())?.cast_into()?)
    }

    /// The same as JSON.
    fn to_json(&self) -> String {
        written(self)
    }

    /// Reads what `to_json` wrote; anything else raises a `ValueError`.
    #[staticmethod]
    fn from_json(json: &Bound<'_, PyString>) -> PyResult<Token> {
        Token::read(json)
    }

    /// Reads what `to_dict` gave.
    #[staticmethod]
    fn from_dict(dict: &Bound<'_, PyDict>) -> PyResult<Token> {
        Token::read(&json_of(dict)?)
    }

    fn __str__(&self) -> &str {
        &self.span.text
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let Span { start, end, text } = &self.span;
        format!("Token({start}, {end}, {}, '{}')", quoted(py, &short(text, 40)), self.kind())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((py.get_type::<Token>().getattr("from_json")?, (self.to_json(),)))
    }
}

/// The sources of an article: a sequence of `Chain`, and a table in a notebook.
///
/// >>> doc = rawi.annotate("قال مصدر مطلع إن الجلسة تأجلت. وأضاف أن الموعد لم يحدد.")
/// >>> [(chain.label, len(chain)) for chain in doc.chains]
/// [('مصدر مطلع', 2)]
#[pyclass(frozen, sequence, module = "rawi")]
pub(super) struct Chains {
    doc: Arc<document::Document>,
}

#[pymethods]
impl Chains {
    fn __len__(&self) -> usize {
        self.doc.chains().len()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        index: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let n = self.__len__();
        let chain = |i| Bound::new(py, Chain::new(self.doc.clone(), i));
        if let Ok(slice) = index.cast::<PySlice>() {
            let range = slice.indices(n.try_into()?)?;
            let mut at = range.start;
            let mut picked = Vec::with_capacity(range.slicelength);
            for _ in 0..range.slicelength {
                picked.push(chain(at.unsigned_abs())?);
                at += range.step;
            }
            return Ok(PyTuple::new(py, picked)?.into_any());
        }
        let i: isize = index.extract()?;
        let i = if i < 0 { i.checked_add_unsigned(n).unwrap_or(-1) } else { i };
        match usize::try_from(i) {
            Ok(i) if i < n => Ok(chain(i)?.into_any()),
            _ => Err(PyIndexError::new_err(format!("there are {n} chains"))),
        }
    }

    fn _repr_html_(&self) -> String {
        self.doc.chains_to_html()
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let label = |c: &crate::Chain| quoted(py, &short(self.doc.slice(c.label()), 24));
        let labels: Vec<_> = self.doc.chains().iter().map(label).collect();
        format!("Chains([{}])", labels.join(", "))
    }

    fn __eq__(&self, other: &Chains) -> bool {
        Arc::ptr_eq(&self.doc, &other.doc) || self.doc == other.doc
    }

    fn __hash__(&self) -> u64 {
        hash(self.doc.text())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let restore = py.get_type::<Chains>().getattr("_restore")?;
        Ok((restore, (self.doc.to_json(OffsetUnit::Byte),)))
    }

    #[staticmethod]
    fn _restore(json: &str) -> PyResult<Chains> {
        Ok(Chains { doc: Arc::new(document::Document::from_json(json)?) })
    }
}

/// `json.loads`: the shortest way to plain Python values.
pub(super) fn loads<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (json,))
}

/// `json.dumps`, for what `to_dict` gave.
pub(super) fn json_of<'py>(dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyString>> {
    let py = dict.py();
    let options = PyDict::new(py);
    options.set_item("ensure_ascii", false)?;
    options.set_item("separators", (",", ":"))?;
    Ok(py.import("json")?.call_method("dumps", (dict,), Some(&options))?.cast_into()?)
}

/// A value as JSON.
pub(super) fn written<T: Serialize>(value: &T) -> String {
    // Structs without odd keys, into memory: it cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// A value out of its JSON; `class` is what it is to become.
pub(super) fn parse<T: DeserializeOwned>(class: &str, json: &Bound<'_, PyString>) -> PyResult<T> {
    serde_json::from_str(&object(class, json)?).map_err(|e| not_json_of(class, e))
}

/// The JSON, if it is an object: serde would take an array for the fields in their order.
pub(super) fn object(class: &str, json: &Bound<'_, PyString>) -> PyResult<String> {
    let json = strings::to_rust(json)?;
    if json.trim_start().starts_with('{') {
        Ok(json)
    } else {
        Err(not_json_of(class, "it is no JSON object"))
    }
}

/// The exception for JSON that is something else.
pub(super) fn not_json_of(class: &str, error: impl std::fmt::Display) -> PyErr {
    let error = error.to_string();
    let why = error.strip_prefix("not a rawi document: ").unwrap_or(&error);
    PyValueError::new_err(format!("not the JSON of a rawi.{class}: {why}"))
}

pub(super) fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A text as Python's `repr` writes it.
pub(super) fn quoted(py: Python<'_>, text: &str) -> String {
    strings::to_python(py, text).repr().map_or_else(|_| text.to_owned(), |r| r.to_string())
}

/// The beginning of a text, in one line, for a `repr`.
pub(super) fn short(text: &str, chars: usize) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_owned(),
    }
}
