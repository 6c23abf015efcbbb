//! `rawi.Analyzer` and `rawi.annotate`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyString, PyTuple};

#[cfg(feature = "arrow")]
use super::columns::{Column, Texts};
use super::document::{Document, hash, quoted};
use super::pipe::{OnError, Pipe};
use super::strings;
use crate::analyzer;
use crate::error::Error;

/// The default of `name_style`.
const NAME_STYLE: f32 = 0.28;

/// Reads texts into documents. Making one compiles the lexicon; keep it.
///
/// `lexicon` is the path of a TOML file with cues, sources and names of one's own, or a list of
/// such paths; a mistake in one raises a `ValueError` that names file and line. `model=False`
/// leaves out the learned tagger of names: faster, and blind to names that no list has.
/// `name_bias` above 0 makes it find more names, below 0 only surer ones. `name_style` says what it
/// counts to a name: from 0, bare names as ANERcorp marks them, to 1, with the word that says what
/// they are (شركة، حركة), governments and armies; anything else raises a `ValueError`.
/// `nested_entities=True` gives names and values inside of others too, the outer one first.
///
/// >>> analyzer = rawi.Analyzer()
/// >>> [len(doc.sentences) for doc in analyzer.pipe(["نص.", "نص. ونص."])]
/// [1, 2]
///
/// An analyzer pickles with the words of its lexicons, so that it is the same on a machine that
/// does not have the files.
///
/// >>> import pickle
/// >>> pickle.loads(pickle.dumps(analyzer)) == analyzer
/// True
#[pyclass(frozen, module = "rawi")]
pub(super) struct Analyzer {
    inner: Arc<analyzer::Analyzer>,
    /// The user's own lexicons, each with the name it goes by in messages: what is pickled.
    lexicons: Vec<(String, String)>,
    options: Options,
}

/// What stands beside the lexicons.
#[derive(Clone, Copy, PartialEq)]
struct Options {
    model: bool,
    name_bias: f32,
    name_style: f32,
    nested_entities: bool,
}

/// The options as they are pickled.
type Pickled = (bool, f32, f32, bool);

/// One path or several.
#[derive(FromPyObject)]
enum Paths {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

impl Analyzer {
    fn build(lexicons: Vec<(String, String)>, options: Options) -> PyResult<Analyzer> {
        let builder = analyzer::Analyzer::builder()
            .model(options.model)
            .name_bias(options.name_bias)
            .name_style(options.name_style)
            .nested_entities(options.nested_entities);
        let builder =
            lexicons.iter().fold(builder, |builder, (name, text)| builder.lexicon_str(name, text));
        Ok(Analyzer { inner: Arc::new(builder.build()?), lexicons, options })
    }
}

/// A file's name and its text.
fn read(path: &Path) -> Result<(String, String), Error> {
    let name = path.display().to_string();
    let bytes = fs::read(path).map_err(|e| Error::io(name.as_str(), &e))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok((name, text)),
        Err(e) => Err(Error::encoding(Some(name), e.utf8_error().valid_up_to())),
    }
}

#[pymethods]
impl Analyzer {
    #[new]
    #[pyo3(signature = (
        lexicon = None, *, model = true, name_bias = 0.0, name_style = 0.28,
        nested_entities = false
    ))]
    fn new(
        py: Python<'_>,
        lexicon: Option<Paths>,
        model: bool,
        name_bias: f32,
        name_style: f32,
        nested_entities: bool,
    ) -> PyResult<Analyzer> {
        let options = Options { model, name_bias, name_style, nested_entities };
        let paths = match lexicon {
            None => Vec::new(),
            Some(Paths::One(path)) => vec![path],
            Some(Paths::Many(paths)) => paths,
        };
        py.detach(|| {
            let lexicons: Result<_, Error> = paths.iter().map(|path| read(path)).collect();
            Analyzer::build(lexicons?, options)
        })
    }

    /// Annotates one text.
    fn annotate(&self, py: Python<'_>, text: Bound<'_, PyString>) -> PyResult<Document> {
        annotate_with(&self.inner, py, text)
    }

    /// Annotates many texts: a lazy iterator over documents, in the order of `texts`, which may be
    /// any iterable. With `as_tuples`, the items are `(text, context)` pairs and so are the
    /// results.
    ///
    /// `threads` annotate side by side (None: one a core), `batch_size` texts at a time; up to
    /// three batches are read ahead. An item that is no text raises `ItemError` in its place, after
    /// which the iterator goes on with the next item; `errors="skip"` leaves it out, and
    /// `errors="record"` yields the `ItemError` instead of raising it. `progress=True` shows a bar
    /// when tqdm is installed.
    ///
    /// >>> pairs = [("قال مصدر مطلع إن الجلسة تأجلت.", 7), (None, 8)]
    /// >>> for doc, key in rawi.Analyzer().pipe(pairs, as_tuples=True, errors="skip"):
    /// ...     print(key, doc.attributions[0].source.text)
    /// 7 مصدر مطلع
    #[pyo3(signature = (
        texts, *, as_tuples = false, batch_size = 64, threads = None, errors = "raise",
        progress = false
    ))]
    #[allow(clippy::too_many_arguments)]
    fn pipe(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyAny>,
        as_tuples: bool,
        batch_size: usize,
        threads: Option<usize>,
        errors: &str,
        progress: bool,
    ) -> PyResult<Pipe> {
        let errors: OnError = errors.parse()?;
        // A source that knows its length gives the bar its end, and `list` its room.
        let total = texts.len().ok();
        let bar = if progress { progress_bar(py, total)? } else { None };
        Pipe::new(
            self.inner.clone(),
            texts.try_iter()?.unbind(),
            as_tuples,
            batch_size,
            threads,
            errors,
            total,
            bar,
        )
    }

    /// The attributions of every text of an Arrow column, as an Arrow column of lists of structs;
    /// null for null. Any object with `__arrow_c_stream__` or `__arrow_c_array__` will do.
    #[cfg(feature = "arrow")]
    fn attributions(&self, py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Column> {
        Texts::read(column)?.attributions(py, &self.inner)
    }

    /// The entities of every text of an Arrow column, as an Arrow column of lists of structs.
    #[cfg(feature = "arrow")]
    fn entities(&self, py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Column> {
        Texts::read(column)?.entities(py, &self.inner)
    }

    /// The profile of every text of an Arrow column, as an Arrow column of structs.
    #[cfg(feature = "arrow")]
    fn profiles(&self, py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Column> {
        Texts::read(column)?.profiles(py, &self.inner)
    }

    /// The names of its own lexicons.
    #[getter]
    fn lexicons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.lexicons.iter().map(|(name, _)| name))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let mut with = Vec::new();
        if !self.lexicons.is_empty() {
            let names: Vec<_> = self.lexicons.iter().map(|(name, _)| quoted(py, name)).collect();
            with.push(format!("lexicon=[{}]", names.join(", ")));
        }
        let options = self.options;
        if !options.model {
            with.push("model=False".to_owned());
        }
        if options.name_bias != 0.0 {
            with.push(format!("name_bias={}", options.name_bias));
        }
        if options.name_style != NAME_STYLE {
            with.push(format!("name_style={}", options.name_style));
        }
        if options.nested_entities {
            with.push("nested_entities=True".to_owned());
        }
        format!("Analyzer({})", with.join(", "))
    }

    fn __eq__(&self, other: &Analyzer) -> bool {
        self.key() == other.key()
    }

    fn __hash__(&self) -> u64 {
        hash(&self.key())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let restore = py.get_type::<Analyzer>().getattr("_restore")?;
        let Options { model, name_bias, name_style, nested_entities } = self.options;
        let options: Pickled = (model, name_bias, name_style, nested_entities);
        (restore, (&self.lexicons, options)).into_pyobject(py)
    }

    #[staticmethod]
    fn _restore(
        py: Python<'_>,
        lexicons: Vec<(String, String)>,
        (model, name_bias, name_style, nested_entities): Pickled,
    ) -> PyResult<Analyzer> {
        let options = Options { model, name_bias, name_style, nested_entities };
        py.detach(|| Analyzer::build(lexicons, options))
    }
}

impl Analyzer {
    /// What makes two analyzers the same: the words they know, wherever those were read.
    fn key(&self) -> (Vec<&str>, bool, [u32; 2], bool) {
        let texts = self.lexicons.iter().map(|(_, text)| text.as_str()).collect();
        let Options { model, name_bias, name_style, nested_entities } = self.options;
        (texts, model, [name_bias, name_style].map(f32::to_bits), nested_entities)
    }
}

/// A bar of tqdm's; `None` when tqdm is not installed.
fn progress_bar(py: Python<'_>, total: Option<usize>) -> PyResult<Option<Py<PyAny>>> {
    let Ok(tqdm) = py.import("tqdm.auto") else { return Ok(None) };
    let options = [("total", total)].into_py_dict(py)?;
    options.set_item("unit", "doc")?;
    Ok(Some(tqdm.getattr("tqdm")?.call((), Some(&options))?.unbind()))
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
