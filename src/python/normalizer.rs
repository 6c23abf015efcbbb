//! `rawi.Normalizer`, `rawi.Aligned` and `rawi.normalize`.

use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::document::{hash, quoted, short};
use super::{options, strings};
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
///
/// Keyword options change single operations of one of rawi's own forms, or with `form=None` put a
/// normalizer together from nothing. They have the names of the Rust builder's methods: `tatweel`,
/// `marks`, `alef` and so on are True or False; `digits` is `keep`, `ascii`, `arabic_indic` or
/// `extended`; `hamza`, `teh_marbuta`, `alef_maksura` and `whitespace` have names of their own;
/// `keep` lists characters to leave alone.
///
/// >>> rawi.Normalizer("news", teh_marbuta="heh", digits="keep").normalize("سَنة ٢٠٢٤")
/// 'سنه ٢٠٢٤'
/// >>> rawi.Normalizer(None, marks=True, keep="ّ").normalize("مُدَرِّسَةٌ")
/// 'مدرّسة'
#[pyclass(frozen, module = "rawi")]
pub(super) struct Normalizer {
    form: Option<String>,
    options: Option<Py<PyDict>>,
    /// What it was made with, as Python writes it.
    made_with: String,
    inner: rust::Normalizer,
}

impl Normalizer {
    fn of(form: &str) -> PyResult<Normalizer> {
        let inner = rust::Normalizer::new(form.parse::<Form>()?);
        let made_with = format!("'{form}'");
        Ok(Normalizer { form: Some(form.to_owned()), options: None, made_with, inner })
    }

    fn built(form: Option<&str>, options: &Bound<'_, PyDict>) -> PyResult<Normalizer> {
        let mut builder = match form {
            Some(name) => name.parse::<Form>()?.options().ok_or_else(|| {
                PyValueError::new_err(format!("the form '{name}' has no options to change"))
            })?,
            None => rust::Normalizer::builder(),
        };
        let mut made_with = form.map_or_else(|| "None".to_owned(), |form| format!("'{form}'"));
        let sorted = options.items();
        sorted.sort()?;
        for item in sorted {
            let (name, value): (String, Bound<'_, PyAny>) = item.extract()?;
            options::apply(&mut builder, &name, &value)?;
            made_with += &format!(", {name}={}", value.repr()?);
        }
        Ok(Normalizer {
            form: form.map(str::to_owned),
            options: Some(options.copy()?.unbind()),
            made_with,
            inner: builder.build()?,
        })
    }

    fn one<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        strings::normalized(text, &self.inner)
    }
}

#[pymethods]
impl Normalizer {
    #[new]
    #[pyo3(
        signature = (form = Some("search"), **options),
        text_signature = "(form='search', **options)"
    )]
    fn new(
        py: Python<'_>,
        form: Option<&str>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Normalizer> {
        match (form, options) {
            (Some(form), None) => Normalizer::of(form),
            (form, Some(options)) => Normalizer::built(form, options),
            (None, None) => Normalizer::built(None, &PyDict::new(py)),
        }
    }

    /// The name of the form it began with; None when it was put together from nothing.
    #[getter]
    fn form(&self) -> Option<&str> {
        self.form.as_deref()
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
        format!("Normalizer({})", self.made_with)
    }

    fn __eq__(&self, other: &Normalizer) -> bool {
        self.made_with == other.made_with
    }

    fn __hash__(&self) -> u64 {
        hash(&self.made_with)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let restore = py.get_type::<Normalizer>().getattr("_restore")?;
        (restore, (self.form.as_deref(), &self.options)).into_pyobject(py)
    }

    #[staticmethod]
    fn _restore(
        py: Python<'_>,
        form: Option<&str>,
        options: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Normalizer> {
        Normalizer::new(py, form, options)
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
