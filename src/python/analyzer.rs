//! `rawi.Analyzer` and `rawi.annotate`.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

#[cfg(feature = "arrow")]
use super::columns::{Column, Texts};
use super::document::Document;
use super::pipe::{OnError, Pipe};
use super::strings;
use crate::analyzer;

/// Reads texts into documents. Making one compiles the lexicon; keep it.
///
/// `lexicon` is the path of a TOML file with cues, sources and names of one's own, or a list of such
/// paths; a mistake in one raises a `ValueError` that names file and line.
///
/// >>> analyzer = rawi.Analyzer()
/// >>> [len(doc.sentences) for doc in analyzer.pipe(["نص.", "نص. ونص."])]
/// [1, 2]
#[pyclass(frozen, module = "rawi")]
pub(super) struct Analyzer {
    inner: Arc<analyzer::Analyzer>,
    /// The user's own lexicons, for pickling.
    lexicon: Vec<PathBuf>,
}

/// One path or several.
#[derive(FromPyObject)]
enum Paths {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

#[pymethods]
impl Analyzer {
    #[new]
    #[pyo3(signature = (lexicon = None))]
    fn new(lexicon: Option<Paths>) -> PyResult<Analyzer> {
        let lexicon = match lexicon {
            None => Vec::new(),
            Some(Paths::One(path)) => vec![path],
            Some(Paths::Many(paths)) => paths,
        };
        let own =
            lexicon.iter().fold(analyzer::Analyzer::builder(), analyzer::AnalyzerBuilder::lexicon);
        Ok(Analyzer { inner: Arc::new(own.build()?), lexicon })
    }

    /// Annotates one text.
    fn annotate(&self, py: Python<'_>, text: Bound<'_, PyString>) -> PyResult<Document> {
        annotate_with(&self.inner, py, text)
    }

    /// Annotates many texts: a lazy iterator over documents, in the order of `texts`, which may be
    /// any iterable. With `as_tuples`, the items are `(text, context)` pairs and so are the results.
    ///
    /// `threads` annotate side by side (None: one a core), `batch_size` texts at a time; up to
    /// three batches are read ahead. An item that is no text raises `ItemError` in its place, after
    /// which the iterator goes on with the next item; `errors="skip"` leaves it out, and
    /// `errors="record"` yields the `ItemError` instead of raising it. `progress=True` shows a bar
    /// when tqdm is installed.
    #[pyo3(signature = (
        texts, *, as_tuples = false, batch_size = 64, threads = None, errors = "raise",
        progress = false
    ))]
    #[allow(clippy::too_many_arguments)]
    fn pipe<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        as_tuples: bool,
        batch_size: usize,
        threads: Option<usize>,
        errors: &str,
        progress: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let errors: OnError = errors.parse()?;
        let pipe = Pipe::new(
            self.inner.clone(),
            texts.try_iter()?.unbind(),
            as_tuples,
            batch_size,
            threads,
            errors,
        )?;
        let pipe = Bound::new(py, pipe)?.into_any();
        if progress && let Ok(tqdm) = py.import("tqdm.auto") {
            let options = PyDict::new(py);
            if let Ok(total) = texts.len() {
                options.set_item("total", total)?;
            }
            return tqdm.getattr("tqdm")?.call((pipe,), Some(&options));
        }
        Ok(pipe)
    }

    /// The attributions of every text of an Arrow column, as an Arrow column of lists of structs;
    /// null for null. Any object with `__arrow_c_stream__` or `__arrow_c_array__` will do.
    #[cfg(feature = "arrow")]
    fn attributions(&self, py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Column> {
        let texts = Texts::read(column)?;
        Ok(py.detach(|| texts.attributions(&self.inner))?)
    }

    /// The entities of every text of an Arrow column, as an Arrow column of lists of structs.
    #[cfg(feature = "arrow")]
    fn entities(&self, py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Column> {
        let texts = Texts::read(column)?;
        Ok(py.detach(|| texts.entities(&self.inner))?)
    }

    /// The profile of every text of an Arrow column, as an Arrow column of structs.
    #[cfg(feature = "arrow")]
    fn profiles(&self, py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Column> {
        let texts = Texts::read(column)?;
        Ok(py.detach(|| texts.profiles(&self.inner))?)
    }

    fn __repr__(&self) -> &'static str {
        "Analyzer()"
    }

    fn __eq__(&self, other: &Analyzer) -> bool {
        self.lexicon == other.lexicon
    }

    fn __hash__(&self) -> u64 {
        0
    }

    /// By the paths of its lexicons: they are read again where it is unpickled.
    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let arguments = PyTuple::new(py, [self.lexicon.clone()])?;
        Ok((py.get_type::<Analyzer>().into_any(), arguments))
    }
}

fn annotate_with(
    analyzer: &analyzer::Analyzer,
    py: Python<'_>,
    text: Bound<'_, PyString>,
) -> PyResult<Document> {
    let rust = strings::to_rust(&text)?;
    let doc = py.detach(|| analyzer.annotate(&rust));
    Ok(Document::new(doc, text.unbind()))
}

/// Annotates one text with the built-in analyzer, which is made at the first call.
///
/// >>> rawi.annotate("").attributions
/// ()
#[pyfunction]
pub(super) fn annotate(py: Python<'_>, text: Bound<'_, PyString>) -> PyResult<Document> {
    static ANALYZER: OnceLock<analyzer::Analyzer> = OnceLock::new();
    let rust = strings::to_rust(&text)?;
    // Made while detached: another thread may be making it and need the interpreter to finish.
    let doc = py.detach(|| ANALYZER.get_or_init(analyzer::Analyzer::new).annotate(&rust));
    Ok(Document::new(doc, text.unbind()))
}
