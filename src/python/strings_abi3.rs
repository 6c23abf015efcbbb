//! The bridge between `str` and Rust's strings for builds against the stable ABI, which does not
//! show how CPython keeps a string: the texts go through UTF-8, at the price of one copy more.

use std::borrow::Cow;

use pyo3::exceptions::{PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::normalize::Normalizer;

/// The text of a Python string; lone surrogates are refused with their index.
pub(super) fn to_rust(string: &Bound<'_, PyString>) -> PyResult<String> {
    // `to_str` would be shorter, but leaves its copy inside the caller's string.
    let encoded = string.encode_utf8().map_err(|error| {
        if error.is_instance_of::<PyUnicodeEncodeError>(string.py()) {
            lone_surrogate(string).unwrap_or_else(|error| error)
        } else {
            error
        }
    })?;
    let text = std::str::from_utf8(encoded.as_bytes());
    Ok(text.map_err(|e| PyValueError::new_err(e.to_string()))?.to_owned())
}

fn lone_surrogate(string: &Bound<'_, PyString>) -> PyResult<PyErr> {
    let units = string.call_method1("encode", ("utf-32-le", "surrogatepass"))?;
    let units: &[u8] = units.extract()?;
    let (units, _) = units.as_chunks::<4>();
    let units = units.iter().map(|&unit| u32::from_le_bytes(unit)).enumerate();
    let lone = units.into_iter().find(|&(_, unit)| char::from_u32(unit).is_none());
    let (index, unit) = lone.unwrap_or_default();
    Ok(PyValueError::new_err(format!(
        "the text has a lone surrogate (U+{unit:04X}) at index {index}: half a character"
    )))
}

/// Texts from this length on, in bytes, are normalized with the interpreter released.
const LONG: usize = 1 << 16;

/// The normalized string; the same object when nothing changes.
pub(super) fn normalized<'py>(
    text: &Bound<'py, PyString>,
    normalizer: &Normalizer,
) -> PyResult<Bound<'py, PyString>> {
    let py = text.py();
    let rust = to_rust(text)?;
    let normalized = if rust.len() < LONG {
        normalizer.normalize(&rust)
    } else {
        py.detach(|| normalizer.normalize(&rust))
    };
    Ok(match normalized {
        Cow::Borrowed(_) => text.clone(),
        Cow::Owned(text) => to_python(py, &text),
    })
}

/// A Python string of `text`.
pub(super) fn to_python<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
    PyString::new(py, text)
}
