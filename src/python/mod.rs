//! The Python module: conversions, and nothing that Rust users do not have.
//!
//! Positions are characters on the Python side. Every class is frozen; threads live in Rust, and
//! the interpreter is released while they work.

// Methods that Python calls take what Python gives, whether they need it or not; and the docs are
// read in Python, where lists have quotes and names no backticks.
#![allow(clippy::unused_self, clippy::needless_pass_by_value)]
#![allow(clippy::doc_markdown, clippy::doc_link_with_quotes)]
// The unsafe methods are those that `pymethods` writes; no invariant of a class hangs on them.
#![allow(clippy::unsafe_derive_deserialize)]

mod analyzer;
mod annotations;
#[cfg(feature = "arrow")]
mod columns;
mod document;
mod normalizer;
mod options;
mod pipe;
#[cfg(not(feature = "abi3"))]
mod strings;
#[cfg(feature = "abi3")]
#[path = "strings_abi3.rs"]
mod strings;
#[cfg(feature = "arrow")]
mod threads;

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

use crate::error::Error;

pyo3::create_exception!(
    rawi,
    ItemError,
    PyValueError,
    "An item of `Analyzer.pipe` that could not be annotated.\n\n\
     `position` counts the items from 0; `item` is the item itself."
);

impl From<Error> for PyErr {
    fn from(error: Error) -> PyErr {
        if error.is_io() {
            PyOSError::new_err(error.to_string())
        } else {
            PyValueError::new_err(error.to_string())
        }
    }
}

#[pymodule]
mod _rawi {
    use std::ffi::OsString;

    use pyo3::prelude::*;

    #[pymodule_export]
    use super::ItemError;
    #[pymodule_export]
    use super::analyzer::{Analyzer, annotate};
    #[pymodule_export]
    use super::annotations::{Attribution, Chain, Cue, Entity, Profile, Source};
    #[cfg(feature = "arrow")]
    #[pymodule_export]
    use super::columns::Column;
    #[pymodule_export]
    use super::document::{Chains, Document, Span, Token};
    #[pymodule_export]
    use super::normalizer::{Aligned, Normalizer, normalize};
    #[pymodule_export]
    use super::pipe::Pipe;

    /// The names a field can have, by field; `rawi.labels` offers them as types.
    #[pyfunction]
    fn _labels() -> Vec<(&'static str, Vec<&'static str>)> {
        macro_rules! names {
            ($Enum:path) => {{
                use $Enum as Label;
                Label::ALL.iter().map(|label| label.name()).collect()
            }};
        }
        vec![
            ("AttributionKind", names!(crate::AttributionKind)),
            ("Tier", names!(crate::Tier)),
            ("Anonymity", names!(crate::Anonymity)),
            ("SourceType", names!(crate::SourceType)),
            ("Number", names!(crate::Number)),
            ("Stance", names!(crate::Stance)),
            ("Polarity", names!(crate::Polarity)),
            ("Tense", names!(crate::Tense)),
            ("CueClass", names!(crate::CueClass)),
            ("EntityKind", names!(crate::EntityKind)),
        ]
    }

    /// Runs the command line and gives its exit code.
    #[pyfunction]
    fn _main(py: Python<'_>, args: Vec<OsString>) -> u8 {
        py.detach(|| crate::cli::run(args))
    }

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
