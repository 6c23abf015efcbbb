//! The bridge between `str` and Rust's strings: the one place of the Python layer with `unsafe`.
//!
//! CPython keeps a string as an array of one-, two- or four-byte units, whichever its widest
//! character needs (PEP 393); Arabic takes two. Reading the array in place spares the UTF-8 copy
//! that `PyUnicode_AsUTF8` would also keep alive inside the caller's string.

use std::borrow::Cow;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::types::string::PyStringData;

/// The text of a Python string.
///
/// Python strings may hold lone surrogates, which are no characters and have no place in UTF-8:
/// they are refused with their index.
pub(super) fn to_rust(string: &Bound<'_, PyString>) -> PyResult<String> {
    // SAFETY: the units are read while `string` is borrowed, strings never change, and the
    // borrowed units do not leave this function.
    match unsafe { string.data() }? {
        PyStringData::Ucs1(latin) => Ok(encoding_rs::mem::decode_latin1(latin).into_owned()),
        PyStringData::Ucs2(units) => from_ucs2(units),
        PyStringData::Ucs4(units) => {
            let mut text = String::with_capacity(units.len() * 2);
            for (i, &unit) in units.iter().enumerate() {
                text.push(char::from_u32(unit).ok_or_else(|| lone_surrogate(unit, i))?);
            }
            Ok(text)
        }
    }
}

fn from_ucs2(units: &[u16]) -> PyResult<String> {
    // A string with astral characters has four-byte units, so every surrogate here is a lone one.
    if let Some(i) = units.iter().position(|unit| matches!(unit, 0xD800..=0xDFFF)) {
        return Err(lone_surrogate(units.get(i).copied().unwrap_or_default().into(), i));
    }
    let mut text = "\0".repeat(units.len() * 3);
    let written = encoding_rs::mem::convert_utf16_to_str(units, &mut text);
    text.truncate(written);
    text.shrink_to_fit();
    Ok(text)
}

/// A Python string of `text`.
pub(super) fn to_python<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
    PyString::new(py, text)
}

/// Like [`to_python`], and the string itself when the text has not changed.
pub(super) fn unless_same<'py>(
    original: &Bound<'py, PyString>,
    text: &Cow<'_, str>,
) -> Bound<'py, PyString> {
    match text {
        Cow::Borrowed(_) => original.clone(),
        Cow::Owned(text) => to_python(original.py(), text),
    }
}

fn lone_surrogate(unit: u32, index: usize) -> PyErr {
    PyValueError::new_err(format!(
        "the text has a lone surrogate (U+{unit:04X}) at index {index}: half a character"
    ))
}
