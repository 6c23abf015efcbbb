//! `rawi.Analyzer` and `rawi.annotate`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyString, PyTuple};
use serde::{Deserialize, Serialize};

#[cfg(feature = "arrow")]
use super::columns::{Column, Texts};
use super::document::{Document, hash, json_of, loads, parse, quoted, written};
use super::pipe::{OnError, Pipe};
use super::strings;
use crate::analyzer;
use crate::error::Error;

/// The default of `name_style`.
const NAME_STYLE: f32 = 0.16;

/// Reads texts into documents. Making one compiles the lexicon; keep it.
///
/// `lexicon` is the path of a TOML file with cues, sources and names of one's own, or a list of
/// such paths. `gazetteer` is the same for lists of names: lines of kind, name, English name, id
/// and other spellings (`|` between them) with tabs between; the last three may be left out. A
/// mistake in a file raises a `ValueError` that names file and line.
///
/// `model=False` leaves out the networks: faster, blind to names that no list has, and a little
/// worse at attributions. `name_bias` above 0 finds more names, below 0 only surer ones.
/// `name_style` says what counts to a name: from 0, bare names as ANERcorp marks them, to 1,
/// with the word that
/// says what they are (شركة، حركة), governments and armies; anything else raises a `ValueError`.
/// `nested_entities=True` gives names and values inside of others too, the outer one first.
/// `attribution=False` looks for entities alone, in a fraction of the time.
///
/// >>> analyzer = rawi.Analyzer()
/// >>> [len(doc.sentences) for doc in analyzer.pipe(["نص.", "نص. ونص."])]
/// [1, 2]
///
/// An analyzer pickles with the words of its files, so that it is the same on a machine that does
/// not have them; so does its JSON.
///
/// >>> import pickle
/// >>> pickle.loads(pickle.dumps(analyzer)) == analyzer
/// True
#[pyclass(frozen, module = "rawi")]
pub(super) struct Analyzer {
    inner: Arc<analyzer::Analyzer>,
    settings: Settings,
}

/// What an analyzer is made of; in JSON anything may be left out.
#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    lexicons: Vec<File>,
    gazetteers: Vec<File>,
    model: bool,
    name_bias: f32,
    name_style: f32,
    nested_entities: bool,
    attribution: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            lexicons: Vec::new(),
            gazetteers: Vec::new(),
            model: true,
            name_bias: 0.0,
            name_style: NAME_STYLE,
            nested_entities: false,
            attribution: true,
        }
    }
}

/// A file of the user's, by its text and the name it goes by in messages.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    text: String,
}

/// One path or several; `option` is what they were given for.
fn paths(option: &str, given: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<PathBuf>> {
    let Some(given) = given else { return Ok(Vec::new()) };
    let one = given.extract().map(|path| vec![path]);
    one.or_else(|_| given.extract()).map_err(|_| {
        let kind = given.get_type();
        PyTypeError::new_err(format!("{option} takes a path or a list of paths, not {kind}"))
    })
}

impl File {
    fn read(path: &Path) -> Result<File, Error> {
        let name = path.display().to_string();
        let bytes = fs::read(path).map_err(|e| Error::io(name.as_str(), &e))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(File { name, text }),
            Err(e) => Err(Error::encoding(Some(name), e.utf8_error().valid_up_to())),
        }
    }
}

impl Analyzer {
    fn build(settings: Settings) -> PyResult<Analyzer> {
        let mut builder = analyzer::Analyzer::builder()
            .model(settings.model)
            .name_bias(settings.name_bias)
            .name_style(settings.name_style)
            .nested_entities(settings.nested_entities)
            .attribution(settings.attribution);
        for File { name, text } in &settings.lexicons {
            builder = builder.lexicon_str(name, text);
        }
        for File { name, text } in &settings.gazetteers {
            builder = builder.gazetteer_str(name, text);
        }
        Ok(Analyzer { inner: Arc::new(builder.build()?), settings })
    }

    fn parse(json: &Bound<'_, PyString>) -> PyResult<Analyzer> {
        let settings = parse("Analyzer", json)?;
        json.py().detach(|| Analyzer::build(settings))
    }
}

#[pymethods]
impl Analyzer {
    #[new]
    #[pyo3(signature = (
        lexicon = None, *, gazetteer = None, model = true, name_bias = 0.0, name_style = 0.16,
        nested_entities = false, attribution = true
    ))]
    #[allow(clippy::too_many_arguments)] // one for each keyword
    fn new(
        py: Python<'_>,
        lexicon: Option<&Bound<'_, PyAny>>,
        gazetteer: Option<&Bound<'_, PyAny>>,
        model: bool,
        name_bias: f32,
        name_style: f32,
        nested_entities: bool,
        attribution: bool,
    ) -> PyResult<Analyzer> {
        let lexicons = paths("lexicon", lexicon)?;
        let gazetteers = paths("gazetteer", gazetteer)?;
        py.detach(|| {
            let read = |paths: &[PathBuf]| -> Result<Vec<File>, Error> {
                paths.iter().map(|path| File::read(path)).collect()
            };
            Analyzer::build(Settings {
                lexicons: read(&lexicons)?,
                gazetteers: read(&gazetteers)?,
                model,
                name_bias,
                name_style,
                nested_entities,
                attribution,
            })
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
        if texts.is_instance_of::<PyString>() {
            // Its characters would be texts of their own.
            let why = "pipe takes an iterable of texts, not one: that is for annotate";
            return Err(PyTypeError::new_err(why));
        }
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
        PyTuple::new(py, self.settings.lexicons.iter().map(|file| &file.name))
    }

    /// The names of its own gazetteers.
    #[getter]
    fn gazetteers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.settings.gazetteers.iter().map(|file| &file.name))
    }

    /// What it was made of as a dict, the texts of its files in it.
    ///
    /// >>> rawi.Analyzer(model=False).to_dict()["model"]
    /// False
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(loads(py, &self.to_json())?.cast_into()?)
    }

    /// The same as JSON.
    fn to_json(&self) -> String {
        written(&self.settings)
    }

    /// Reads what `to_json` wrote; what is left out is as it is by default, and what is wrong
    /// raises a `ValueError`.
    ///
    /// >>> rawi.Analyzer.from_json('{"model": false}')
    /// Analyzer(model=False)
    #[staticmethod]
    fn from_json(json: &Bound<'_, PyString>) -> PyResult<Analyzer> {
        Analyzer::parse(json)
    }

    /// Reads what `to_dict` gave.
    #[staticmethod]
    fn from_dict(dict: &Bound<'_, PyDict>) -> PyResult<Analyzer> {
        Analyzer::parse(&json_of(dict)?)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let settings = &self.settings;
        let mut with = Vec::new();
        for (option, files) in
            [("lexicon", &settings.lexicons), ("gazetteer", &settings.gazetteers)]
        {
            if !files.is_empty() {
                let names: Vec<_> = files.iter().map(|file| quoted(py, &file.name)).collect();
                with.push(format!("{option}=[{}]", names.join(", ")));
            }
        }
        if !settings.model {
            with.push("model=False".to_owned());
        }
        if settings.name_bias != 0.0 {
            with.push(format!("name_bias={}", settings.name_bias));
        }
        if settings.name_style != NAME_STYLE {
            with.push(format!("name_style={}", settings.name_style));
        }
        if settings.nested_entities {
            with.push("nested_entities=True".to_owned());
        }
        if !settings.attribution {
            with.push("attribution=False".to_owned());
        }
        format!("Analyzer({})", with.join(", "))
    }

    fn __eq__(&self, other: &Analyzer) -> bool {
        self.key() == other.key()
    }

    fn __hash__(&self) -> u64 {
        hash(&self.key())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((py.get_type::<Analyzer>().getattr("from_json")?, (self.to_json(),)))
    }
}

impl Analyzer {
    /// What makes two analyzers the same: the words they know, wherever those were read.
    fn key(&self) -> ([Vec<&str>; 2], [bool; 3], [u32; 2]) {
        let Settings {
            lexicons,
            gazetteers,
            model,
            name_bias,
            name_style,
            nested_entities,
            attribution,
        } = &self.settings;
        let texts = [lexicons, gazetteers]
            .map(|files| files.iter().map(|file| file.text.as_str()).collect());
        // Adding 0 makes -0.0 the same number.
        let numbers = [name_bias, name_style].map(|n| (n + 0.0).to_bits());
        (texts, [*model, *nested_entities, *attribution], numbers)
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
