//! The bridge between `str` and Rust's strings: the one place of the Python layer with `unsafe`.
//!
//! CPython keeps a string as an array of one-, two- or four-byte units, whichever its widest
//! character needs (PEP 393); Arabic takes two. Reading the array in place spares the UTF-8 copy
//! that `PyUnicode_AsUTF8` would also keep alive inside the caller's string.

use std::borrow::Cow;
use std::cell::Cell;

use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::types::string::PyStringData;

use crate::normalize::Normalizer;

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
    no_surrogates(units)?;
    let mut text = "\0".repeat(units.len() * 3);
    let written = encoding_rs::mem::convert_utf16_to_str(units, &mut text);
    text.truncate(written);
    text.shrink_to_fit();
    Ok(text)
}

/// A string with astral characters has four-byte units, so every surrogate here is a lone one.
fn no_surrogates(units: &[u16]) -> PyResult<()> {
    let is_surrogate = |unit: u16| unit & 0xF800 == 0xD800;
    // Without a way out of the loop, the compiler looks at many units at once.
    if !units.iter().fold(false, |found, &unit| found | is_surrogate(unit)) {
        return Ok(());
    }
    let first = units.iter().enumerate().find(|&(_, &unit)| is_surrogate(unit));
    first.map_or(Ok(()), |(i, &unit)| Err(lone_surrogate(unit.into(), i)))
}

/// Texts from this length on are normalized with the interpreter released; letting go of it and
/// taking it back costs as much as normalizing some hundred characters.
const LONG: usize = 1 << 15;

/// The normalized string; the same object when nothing changes.
///
/// Two-byte strings, which all Arabic ones are, go through the two-byte kernel and never become
/// UTF-8, except for forms it is slow for.
pub(super) fn normalized<'py>(
    text: &Bound<'py, PyString>,
    normalizer: &Normalizer,
) -> PyResult<Bound<'py, PyString>> {
    let py = text.py();
    // SAFETY: as in `to_rust`.
    let units = match unsafe { text.data() }? {
        PyStringData::Ucs2(units) if normalizer.prefers_ucs2() => units,
        _ => {
            let rust = to_rust(text)?;
            return Ok(unless_same(text, normalizer.normalize(&rust)));
        }
    };
    no_surrogates(units)?;
    let mut out = SCRATCH.take();
    out.clear();
    let changed = if units.len() < LONG {
        normalizer.normalize_ucs2(units, &mut out)
    } else {
        py.detach(|| normalizer.normalize_ucs2(units, &mut out))
    };
    let normalized = if changed { from_units(py, &out) } else { Ok(text.clone()) };
    if out.capacity() <= KEPT {
        SCRATCH.set(out);
    }
    normalized
}

thread_local! {
    /// Where the kernel writes. Fresh memory for every long text would cost more than the kernel.
    static SCRATCH: Cell<Vec<u16>> = const { Cell::new(Vec::new()) };
}

/// Room for this many units is kept from one call to the next.
const KEPT: usize = 1 << 22;

/// A Python string of two-byte units without lone surrogates.
fn from_units<'py>(py: Python<'py>, units: &[u16]) -> PyResult<Bound<'py, PyString>> {
    let length = units.len().try_into()?;
    // SAFETY: there are `length` two-byte units; CPython copies them, into one-byte units when
    // they all fit. The result is a new string or an exception, which is what
    // `from_owned_ptr_or_err` makes of it.
    unsafe {
        let string = ffi::PyUnicode_FromKindAndData(
            ffi::PyUnicode_2BYTE_KIND.try_into()?,
            units.as_ptr().cast(),
            length,
        );
        Ok(Bound::from_owned_ptr_or_err(py, string)?.cast_into_unchecked())
    }
}

/// A Python string of `text`.
pub(super) fn to_python<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
    PyString::new(py, text)
}

/// Like [`to_python`], and the string itself when the text has not changed.
fn unless_same<'py>(original: &Bound<'py, PyString>, text: Cow<'_, str>) -> Bound<'py, PyString> {
    match text {
        Cow::Borrowed(_) => original.clone(),
        Cow::Owned(text) => to_python(original.py(), &text),
    }
}

fn lone_surrogate(unit: u32, index: usize) -> PyErr {
    PyValueError::new_err(format!(
        "the text has a lone surrogate (U+{unit:04X}) at index {index}: half a character"
    ))
}
