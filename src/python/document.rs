//! `rawi.Document` and the spans it hands out.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{IntoPyDict, PyDict, PySlice, PyString, PyTuple};

use super::annotations::{Attribution, Chain, Entity, Profile};
use super::strings;
use crate::document;
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
            .map(|&s| Bound::new(py, Span::of(&self.inner, s)))
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
                        span: Span::of(&self.inner, t.span()),
                        stem: Span::of(&self.inner, t.stem()),
                        kind: t.kind().name(),
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

    /// Reads what `to_json` wrote, in any offset unit.
    #[staticmethod]
    fn from_json(py: Python<'_>, json: &Bound<'_, PyString>) -> PyResult<Document> {
        Document::parse(py, &strings::to_rust(json)?)
    }

    /// Reads what `to_dict` gave.
    #[staticmethod]
    fn from_dict(py: Python<'_>, dict: &Bound<'_, PyDict>) -> PyResult<Document> {
        let json = py.import("json")?.call_method1("dumps", (dict,))?;
        Document::parse(py, &strings::to_rust(json.cast()?)?)
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
/// >>> len(span)
/// 4
#[pyclass(frozen, eq, hash, module = "rawi")]
#[derive(Clone, PartialEq, Eq, Hash)]
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
    pub fn of(doc: &document::Document, span: span::Span) -> Span {
        let at = |byte| doc.index().to_unit(doc.text(), byte, OffsetUnit::Char);
        Span { start: at(span.start()), end: at(span.end()), text: doc.slice(span).to_owned() }
    }

    fn dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("text", &self.text)?;
        Ok(dict)
    }
}

#[pymethods]
impl Span {
    #[new]
    fn new(start: usize, end: usize, text: String) -> Span {
        Span { start, end: end.max(start), text }
    }

    /// The span as a dict with `start`, `end` and `text`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.dict(py)
    }

    /// The same as JSON.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        dumps(&self.dict(py)?)
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
#[pyclass(frozen, eq, hash, module = "rawi")]
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Token {
    span: Span,
    stem: Span,
    kind: &'static str,
    glued: bool,
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
    fn kind(&self) -> &str {
        self.kind
    }

    /// True for words that lost the blank between them.
    #[getter]
    fn is_glued(&self) -> bool {
        self.glued
    }

    /// The token as a dict; the stem is a dict in it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = self.span.dict(py)?;
        dict.set_item("stem", self.stem.dict(py)?)?;
        dict.set_item("kind", self.kind)?;
        dict.set_item("is_glued", self.glued)?;
        Ok(dict)
    }

    /// The same as JSON.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        dumps(&self.to_dict(py)?)
    }

    fn __str__(&self) -> &str {
        &self.span.text
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let Span { start, end, text } = &self.span;
        format!("Token({start}, {end}, {}, '{}')", quoted(py, text), self.kind)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let restore = py.get_type::<Token>().getattr("_restore")?;
        (restore, (self.span.clone(), self.stem.clone(), self.kind, self.glued)).into_pyobject(py)
    }

    #[staticmethod]
    fn _restore(
        span: PyRef<'_, Span>,
        stem: PyRef<'_, Span>,
        kind: &str,
        glued: bool,
    ) -> PyResult<Token> {
        let known = ["arabic", "foreign", "number", "punct", "symbol"];
        let kind = known.into_iter().find(|&name| name == kind);
        let kind = kind.ok_or_else(|| PyValueError::new_err("no such kind of token"))?;
        Ok(Token { span: span.clone(), stem: stem.clone(), kind, glued })
    }
}

/// The sources of an article: a sequence of `Chain`, and a table in a notebook.
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

fn dumps(value: &Bound<'_, PyDict>) -> PyResult<String> {
    let options = [("ensure_ascii", false)].into_py_dict(value.py())?;
    value.py().import("json")?.call_method("dumps", (value,), Some(&options))?.extract()
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
