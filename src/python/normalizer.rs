//! `rawi.Normalizer`, `rawi.Aligned` and `rawi.normalize`.

use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use serde::Deserialize;

use super::document::{hash, json_of, loads, not_json_of, parse, quoted, short};
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
        let names = options.keys();
        names.sort()?;
        let sorted = PyDict::new(options.py());
        for name in names {
            let name: String = name.extract()?;
            let Some(value) = options.get_item(&name)? else { continue };
            options::apply(&mut builder, &name, &value)?;
            made_with += &format!(", {name}={}", value.repr()?);
            sorted.set_item(name, value)?;
        }
        Ok(Normalizer {
            form: form.map(str::to_owned),
            options: Some(sorted.unbind()),
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
    fn normalize_aligned(
        slf: &Bound<'_, Normalizer>,
        text: Bound<'_, PyString>,
    ) -> PyResult<Aligned> {
        let original = strings::to_rust(&text)?;
        let normalizer = &slf.get().inner;
        let inner = slf.py().detach(|| normalizer.normalize_aligned(&original));
        Ok(Aligned {
            normalizer: slf.clone().unbind(),
            python: text.unbind(),
            original_index: TextIndex::new(&original),
            index: TextIndex::new(inner.text()),
            original,
            inner,
        })
    }

    /// What it was made with as a dict: `form` and `options`.
    ///
    /// >>> rawi.Normalizer("news", digits="keep").to_dict()
    /// {'form': 'news', 'options': {'digits': 'keep'}}
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("form", self.form.as_deref())?;
        dict.set_item(
            "options",
            self.options
                .as_ref()
                .map_or_else(|| Ok(PyDict::new(py)), |options| options.bind(py).copy())?,
        )?;
        Ok(dict)
    }

    /// The same as JSON.
    fn to_json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        json_of(&self.to_dict(py)?)
    }

    /// Reads what `to_json` wrote; `options` may be left out, and what is wrong raises a
    /// `ValueError`.
    ///
    /// >>> rawi.Normalizer.from_json('{"form": "news"}')
    /// Normalizer('news')
    #[staticmethod]
    fn from_json(json: &Bound<'_, PyString>) -> PyResult<Normalizer> {
        let settings: Settings = parse("Normalizer", json)?;
        settings.normalizer(json.py())
    }

    /// Reads what `to_dict` gave.
    #[staticmethod]
    fn from_dict(dict: &Bound<'_, PyDict>) -> PyResult<Normalizer> {
        Normalizer::from_json(&json_of(dict)?)
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

/// A normalizer as JSON has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    form: Option<String>,
    #[serde(default)]
    options: serde_json::Map<String, serde_json::Value>,
}

impl Settings {
    fn normalizer(self, py: Python<'_>) -> PyResult<Normalizer> {
        let options = PyDict::new(py);
        for (name, value) in self.options {
            let value = loads(py, &value.to_string())?;
            // JSON has no tuples.
            match value.cast::<PyList>() {
                Ok(list) => options.set_item(name, list.to_tuple())?,
                Err(_) => options.set_item(name, value)?,
            }
        }
        let options = if options.is_empty() { None } else { Some(&options) };
        Normalizer::new(py, self.form.as_deref(), options).map_err(|e| {
            // A value of the wrong type is JSON with a wrong value.
            if e.is_instance_of::<PyTypeError>(py) {
                not_json_of("Normalizer", e.value(py))
            } else {
                e
            }
        })
    }
}

/// Normalized text and the map between it and the original; positions are characters.
///
/// >>> aligned = rawi.Normalizer("search").normalize_aligned("قالَ مصدرٌ")
/// >>> start = aligned.text.index("مصدر")
/// >>> start, end = aligned.to_original(start, start + 4)
/// >>> aligned.original[start:end]
/// 'مصدرٌ'
#[pyclass(frozen, module = "rawi")]
pub(super) struct Aligned {
    normalizer: Py<Normalizer>,
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
    fn to_original(&self, start: isize, end: isize) -> PyResult<(usize, usize)> {
        let at = |at| byte(&self.index, self.inner.text(), at);
        let range = self.inner.to_original(at(start)?..at(end)?);
        let at = |byte| self.original_index.to_unit(&self.original, byte, OffsetUnit::Char);
        Ok((at(range.start), at(range.end)))
    }

    /// The range of the normalized text that `start:end` of the original became.
    fn to_normalized(&self, start: isize, end: isize) -> PyResult<(usize, usize)> {
        let at = |at| byte(&self.original_index, &self.original, at);
        let range = self.inner.to_normalized(at(start)?..at(end)?);
        let at = |byte| self.index.to_unit(self.inner.text(), byte, OffsetUnit::Char);
        Ok((at(range.start), at(range.end)))
    }

    /// Both texts, the normalizer they are made of, and the map as rows of four positions: a
    /// stretch of the text, and the one of the original it stands for. Stretches of one length go
    /// character by character.
    ///
    /// >>> rawi.Normalizer("news").normalize_aligned("قالَ مصدر").to_dict()["map"]
    /// [[0, 2, 0, 2], [2, 3, 2, 4], [3, 8, 4, 9]]
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("text", self.text(py))?;
        dict.set_item("original", &self.python)?;
        dict.set_item("normalizer", self.normalizer.get().to_dict(py)?)?;
        dict.set_item("map", self.map())?;
        Ok(dict)
    }

    /// The same as JSON.
    fn to_json<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        json_of(&self.to_dict(py)?)
    }

    /// Reads what `to_json` wrote; a `text` or a `map` that this version's normalizer would not
    /// make of the original raises a `ValueError`.
    #[staticmethod]
    fn from_json(json: &Bound<'_, PyString>) -> PyResult<Aligned> {
        let wire: Wire = parse("Aligned", json)?;
        let py = json.py();
        let normalizer = Bound::new(py, wire.normalizer.normalizer(py)?)?;
        let original = strings::to_python(py, &wire.original);
        let aligned = Normalizer::normalize_aligned(&normalizer, original)?;
        if aligned.inner.text() != wire.text || aligned.map() != wire.map {
            let why = "text and map are not what its normalizer makes of the original";
            return Err(not_json_of("Aligned", why));
        }
        Ok(aligned)
    }

    /// Reads what `to_dict` gave.
    #[staticmethod]
    fn from_dict(dict: &Bound<'_, PyDict>) -> PyResult<Aligned> {
        Aligned::from_json(&json_of(dict)?)
    }

    /// Two are equal when texts and map are, whichever normalizer made them.
    fn __eq__(&self, other: &Aligned) -> bool {
        self.original == other.original
            && self.inner.text() == other.inner.text()
            && self.map() == other.map()
    }

    fn __hash__(&self) -> u64 {
        hash(&(&self.original, self.inner.text()))
    }

    fn __str__<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        self.text(py)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let [text, original] =
            [self.inner.text(), &self.original].map(|text| quoted(py, &short(text, 40)));
        format!("Aligned({text}, original={original})")
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyString>,))> {
        let normalize = self.normalizer.bind(py).getattr("normalize_aligned")?;
        Ok((normalize, (self.original(py),)))
    }
}

/// An [`Aligned`] as JSON has it.
#[derive(Deserialize)]
struct Wire {
    text: String,
    original: String,
    normalizer: Settings,
    map: Vec<[usize; 4]>,
}

impl Aligned {
    /// The stretches of `to_dict`.
    fn map(&self) -> Vec<[usize; 4]> {
        let text = self.inner.text();
        let original = |byte| self.original_index.to_unit(&self.original, byte, OffsetUnit::Char);
        let mut rows: Vec<[usize; 4]> = Vec::new();
        for (at, (byte, c)) in text.char_indices().enumerate() {
            let range = self.inner.to_original(byte..byte + c.len_utf8());
            let (start, end) = (original(range.start), original(range.end));
            match rows.last_mut() {
                // The next of a stretch that goes character by character.
                Some([a, b, c, d]) if (*d, end) == (start, start + 1) && *b - *a == *d - *c => {
                    (*b, *d) = (at + 1, end);
                }
                // Another character of what became longer.
                Some([_, b, c, d]) if (*c, *d) == (start, end) => *b = at + 1,
                _ => rows.push([at, at + 1, start, end]),
            }
        }
        rows
    }
}

/// The byte of character `at`.
fn byte(index: &TextIndex, text: &str, at: isize) -> PyResult<usize> {
    let place = usize::try_from(at)
        .map_err(|_| PyIndexError::new_err(format!("{at} is before the beginning of the text")))?;
    index
        .to_byte(text, place, OffsetUnit::Char)
        .ok_or_else(|| PyIndexError::new_err(format!("{at} is past the end of the text")))
}

/// Normalizes a string, each string of a sequence, or a column of texts.
///
/// A list or another sequence gives a list; a Series of pandas or polars and a NumPy array give
/// their like, with what is missing still missing; any other object with `__arrow_c_stream__` or
/// `__arrow_c_array__` gives a `Column`.
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
    if text.is_instance_of::<PyList>() || text.is_instance_of::<PyTuple>() {
        return normalizer.each(text);
    }
    let py = text.py();
    if let Some(column) = normalizer.library(text, form)? {
        return Ok(column);
    }
    #[cfg(feature = "arrow")]
    if text.hasattr("__arrow_c_stream__")? || text.hasattr("__arrow_c_array__")? {
        return Ok(normalizer.column(py, text)?.into_pyobject(py)?.into_any());
    }
    // Any other iterable would do, but a dict or a bytes object is surely a mistake.
    let sequence = py.import("collections.abc")?.getattr("Sequence")?;
    if !text.is_instance(&sequence)? || text.is_instance_of::<pyo3::types::PyBytes>() {
        let kind = text.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "normalize takes a str, a sequence of str or a column of texts, not {kind}"
        )));
    }
    normalizer.each(text)
}

impl Normalizer {
    /// The strings of an iterable, in a list.
    fn each<'py>(&self, texts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let out = PyList::empty(texts.py());
        for (i, item) in texts.try_iter()?.enumerate() {
            let item = item?;
            let item = item.cast::<PyString>().map_err(|_| {
                PyTypeError::new_err(format!("item {i}: expected a str, not {}", item.get_type()))
            })?;
            out.append(self.one(item)?)?;
        }
        Ok(out.into_any())
    }

    /// A Series or an array of texts as another one; none for what is neither.
    fn library<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        form: &str,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let (py, kind) = (texts.py(), texts.get_type());
        let module = kind.module()?.to_string();
        let name = kind.name()?.to_string();
        match (module.split('.').next().unwrap_or_default(), name.as_str()) {
            (library @ ("pandas" | "polars"), "Series") => {
                py.import(format!("rawi.{library}"))?;
                let texts = texts.getattr("rawi")?;
                Ok(Some(texts.call_method1("normalize", (form,))?))
            }
            ("numpy", "ndarray") => {
                let flat = texts.call_method0("ravel")?.call_method0("tolist")?;
                let out = PyList::empty(py);
                for (i, item) in flat.try_iter()?.enumerate() {
                    let item = item?;
                    match item.cast::<PyString>() {
                        Ok(text) => out.append(self.one(text)?)?,
                        Err(_) if item.is_none() => out.append(item)?,
                        Err(_) => {
                            let kind = item.get_type();
                            let why = format!("item {i}: expected a str, not {kind}");
                            return Err(PyTypeError::new_err(why));
                        }
                    }
                }
                // A text can grow: an array of texts of one length finds the new length by itself.
                let fixed: String = texts.getattr("dtype")?.getattr("kind")?.extract()?;
                let dtype = if fixed == "U" {
                    "U".into_pyobject(py)?.into_any()
                } else {
                    texts.getattr("dtype")?
                };
                let array = py.import("numpy")?.call_method1("array", (out, dtype))?;
                Ok(Some(array.call_method1("reshape", (texts.getattr("shape")?,))?))
            }
            _ => Ok(None),
        }
    }
}
