//! `rawi.Normalizer`, `rawi.Aligned` and `rawi.normalize`.

use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use super::document::{hash, quoted, short};
use super::strings;
use crate::normalize as rust;
use crate::normalize::Form;
use crate::span::{OffsetUnit, TextIndex};

/// Normalizes Arabic text.
///
/// `form` is one of rawi's own, `repair` (lossless for a reader), `news` (and no vowel marks, ASCII
/// digits), `search` (and letters folded, for indexes) and `key` (what rawi's own analysis reads),
/// or the name of another normalizer that rawi reproduces bit for bit (`Normalizer.forms`).
///
/// >>> rawi.Normalizer("search").normalize("إلى القَاهِرة")
/// 'الي القاهره'
#[pyclass(frozen, module = "rawi")]
pub(super) struct Normalizer {
    form: String,
    inner: rust::Normalizer,
}

impl Normalizer {
    fn of(form: &str) -> PyResult<Normalizer> {
        let inner = rust::Normalizer::new(form.parse::<Form>()?);
        Ok(Normalizer { form: form.to_owned(), inner })
    }

    fn one<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        strings::normalized(text, &self.inner)
    }
}

#[pymethods]
impl Normalizer {
    #[new]
    #[pyo3(signature = (form = "search"))]
    fn new(form: &str) -> PyResult<Normalizer> {
        Normalizer::of(form)
    }

    /// The name of the form.
    #[getter]
    fn form(&self) -> &str {
        &self.form
    }

    /// The names of all forms.
    #[classattr]
    fn forms(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
        PyTuple::new(py, Form::ALL.iter().map(|form| form.name()))
    }

    /// The normalized text; the same object when nothing changes.
    fn normalize<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        self.one(text)
    }

    /// The normalized text with a map to the original and back.
    ///
    /// >>> aligned = rawi.Normalizer("search").normalize_aligned("قالَ مصدرٌ")
    /// >>> aligned.text
    /// 'قال مصدر'
    /// >>> aligned.to_original(4, 8)
    /// (5, 10)
    fn normalize_aligned(&self, py: Python<'_>, text: Bound<'_, PyString>) -> PyResult<Aligned> {
        let original = strings::to_rust(&text)?;
        let inner = py.detach(|| self.inner.normalize_aligned(&original));
        Ok(Aligned {
            python: text.unbind(),
            original_index: TextIndex::new(&original),
            index: TextIndex::new(inner.text()),
            original,
            inner,
        })
    }

    /// Every text of an Arrow column normalized, as an Arrow column; null for null. Any object with
    /// `__arrow_c_stream__` or `__arrow_c_array__` will do.
    #[cfg(feature = "arrow")]
    fn column(
        &self,
        py: Python<'_>,
        column: &Bound<'_, PyAny>,
    ) -> PyResult<super::columns::Column> {
        let texts = super::columns::Texts::read(column)?;
        Ok(py.detach(|| texts.normalized(&self.inner)))
    }

    fn __call__<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        self.one(text)
    }

    fn __repr__(&self) -> String {
        format!("Normalizer('{}')", self.form)
    }

    fn __eq__(&self, other: &Normalizer) -> bool {
        self.form == other.form
    }

    fn __hash__(&self) -> u64 {
        hash(&self.form)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyAny>, (String,)) {
        (py.get_type::<Normalizer>().into_any(), (self.form.clone(),))
    }
}

/// Normalized text and the map between it and the original; positions are characters.
#[pyclass(frozen, module = "rawi")]
pub(super) struct Aligned {
    python: Py<PyString>,
    original: String,
    original_index: TextIndex,
    index: TextIndex,
    inner: rust::Aligned,
}

#[pymethods]
impl Aligned {
    /// The normalized text.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        strings::to_python(py, self.inner.text())
    }

    /// The text as it came in.
    #[getter]
    fn original<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        self.python.bind(py).clone()
    }

    /// The range of the original that `start:end` of the normalized text stands for.
    fn to_original(&self, start: usize, end: usize) -> PyResult<(usize, usize)> {
        let at = |at| byte(&self.index, self.inner.text(), at);
        let range = self.inner.to_original(at(start)?..at(end)?);
        let at = |byte| self.original_index.to_unit(&self.original, byte, OffsetUnit::Char);
        Ok((at(range.start), at(range.end)))
    }

    /// The range of the normalized text that `start:end` of the original became.
    fn to_normalized(&self, start: usize, end: usize) -> PyResult<(usize, usize)> {
        let at = |at| byte(&self.original_index, &self.original, at);
        let range = self.inner.to_normalized(at(start)?..at(end)?);
        let at = |byte| self.index.to_unit(self.inner.text(), byte, OffsetUnit::Char);
        Ok((at(range.start), at(range.end)))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("Aligned({})", quoted(py, &short(self.inner.text(), 40)))
    }
}

/// The byte of character `at`.
fn byte(index: &TextIndex, text: &str, at: usize) -> PyResult<usize> {
    index
        .to_byte(text, at, OffsetUnit::Char)
        .ok_or_else(|| PyIndexError::new_err(format!("{at} is past the end of the text")))
}

/// Normalizes a string, or each string of a sequence.
///
/// >>> rawi.normalize("قالَ الوزيرُ")
/// 'قال الوزير'
/// >>> rawi.normalize(["إلى", "القاهرة"], form="search")
/// ['الي', 'القاهره']
#[pyfunction]
#[pyo3(signature = (text, form = "search"))]
pub(super) fn normalize<'py>(text: &Bound<'py, PyAny>, form: &str) -> PyResult<Bound<'py, PyAny>> {
    let normalizer = Normalizer::of(form)?;
    if let Ok(text) = text.cast::<PyString>() {
        return Ok(normalizer.one(text)?.into_any());
    }
    if !text.is_instance_of::<PyList>() && !text.is_instance_of::<PyTuple>() {
        // Any other iterable would do, but a dict or a bytes object is surely a mistake.
        let sequence = text.py().import("collections.abc")?.getattr("Sequence")?;
        if !text.is_instance(&sequence)? || text.is_instance_of::<pyo3::types::PyBytes>() {
            let kind = text.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "normalize takes a str or a sequence of str, not {kind}"
            )));
        }
    }
    let out = PyList::empty(text.py());
    for (i, item) in text.try_iter()?.enumerate() {
        let item = item?;
        let item = item.cast::<PyString>().map_err(|_| {
            PyTypeError::new_err(format!("item {i} is no str but {:?}", item.get_type()))
        })?;
        out.append(normalizer.one(item)?)?;
    }
    Ok(out.into_any())
}
