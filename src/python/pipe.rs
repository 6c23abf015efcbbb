//! The iterator behind `rawi.Analyzer.pipe`.
//!
//! Texts are read from Python in batches, annotated by Rust threads without the interpreter, and
//! handed out in order. While one batch is handed out the next ones are being worked on.

use std::collections::VecDeque;
use std::str::FromStr;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use pyo3::exceptions::{PyException, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString, PyTuple};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{ItemError, document, strings};
use crate::analyzer::Analyzer;
use crate::document::Document;
use crate::error::Error;

/// Batches read ahead: one handed out, one worked on, one waiting so that no thread idles.
const AHEAD: usize = 3;

/// How long to wait for the threads before looking whether Ctrl-C was pressed.
const PATIENCE: Duration = Duration::from_millis(50);

/// What to do with an item that cannot be annotated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OnError {
    Raise,
    Skip,
    Record,
}

impl FromStr for OnError {
    type Err = Error;

    fn from_str(s: &str) -> Result<OnError, Error> {
        match s {
            "raise" => Ok(OnError::Raise),
            "skip" => Ok(OnError::Skip),
            "record" => Ok(OnError::Record),
            _ => Err(Error::option("errors", s, "one of raise, skip, record")),
        }
    }
}

/// A lazy, ordered iterator over documents.
#[pyclass(frozen, generic, module = "rawi")]
pub(super) struct Pipe {
    analyzer: Arc<Analyzer>,
    as_tuples: bool,
    batch_size: usize,
    errors: OnError,
    /// How many items the source said it has.
    total: Option<usize>,
    /// A progress bar, told of every item.
    bar: Option<Py<PyAny>>,
    state: Mutex<State>,
}

struct State {
    pool: ThreadPool,
    /// `None` when the source has ended.
    source: Option<Py<PyIterator>>,
    /// How many items have been read.
    position: usize,
    /// How many items have been handed out, raised or skipped.
    done: usize,
    /// What stopped the source; raised after everything read before it has been handed out.
    failed: Option<PyErr>,
    working: VecDeque<Batch>,
    ready: VecDeque<Ready>,
}

/// A batch on its way: the items as Python gave them, and where their documents will arrive.
struct Batch {
    items: Vec<Item>,
    documents: Receiver<Vec<Document>>,
}

struct Item {
    position: usize,
    /// What Python gave, the text itself when it is one.
    text: Py<PyAny>,
    context: Option<Py<PyAny>>,
    /// Why it cannot be annotated.
    error: Option<PyErr>,
}

struct Ready {
    item: Item,
    document: Option<Document>,
}

impl Pipe {
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        analyzer: Arc<Analyzer>,
        source: Py<PyIterator>,
        as_tuples: bool,
        batch_size: usize,
        threads: Option<usize>,
        errors: OnError,
        total: Option<usize>,
        bar: Option<Py<PyAny>>,
    ) -> PyResult<Pipe> {
        if batch_size == 0 || threads == Some(0) {
            return Err(PyValueError::new_err("batch_size and threads must be at least 1"));
        }
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .thread_name(|i| format!("rawi-{i}"))
            // A panic drops the batch's channel, and the reader learns of it there.
            .panic_handler(|_| ())
            .build()
            .map_err(|e| PyRuntimeError::new_err(e.to_string()))?;
        let state = State {
            pool,
            source: Some(source),
            position: 0,
            done: 0,
            failed: None,
            working: VecDeque::new(),
            ready: VecDeque::new(),
        };
        let state = Mutex::new(state);
        Ok(Pipe { analyzer, as_tuples, batch_size, errors, total, bar, state })
    }

    /// Reads a batch and sets the threads to work on it.
    fn read(&self, py: Python<'_>, state: &mut State) -> PyResult<()> {
        let mut items = Vec::new();
        let mut texts = Vec::new();
        while items.len() < self.batch_size {
            let Some(source) = &state.source else { break };
            match source.bind(py).clone().next() {
                Some(Ok(item)) => {
                    let (item, text) = self.open(&item, state.position);
                    items.push(item);
                    texts.extend(text);
                    state.position += 1;
                }
                None => state.source = None,
                Some(Err(error)) => {
                    state.source = None;
                    // Ctrl-C and the like are not about the texts and do not wait.
                    if !error.is_instance_of::<PyException>(py) {
                        return Err(error);
                    }
                    state.failed = Some(error);
                }
            }
        }
        if items.is_empty() {
            return Ok(());
        }
        let (send, documents) = mpsc::channel();
        let analyzer = self.analyzer.clone();
        state.pool.spawn(move || {
            let documents = texts.par_iter().map(|text| analyzer.annotate(text)).collect();
            // Nobody is waiting when the iterator has been dropped.
            let _ = send.send(documents);
        });
        state.working.push_back(Batch { items, documents });
        Ok(())
    }

    /// Takes an item apart: its text for the threads, and the rest for the way back.
    fn open(&self, item: &Bound<'_, PyAny>, position: usize) -> (Item, Option<String>) {
        let (text, context) = if self.as_tuples {
            match item.extract::<(Bound<'_, PyAny>, Py<PyAny>)>() {
                Ok((text, context)) => (text, Some(context)),
                Err(_) => {
                    let error = PyTypeError::new_err("expected a (text, context) pair");
                    let text = item.clone().unbind();
                    return (Item { position, text, context: None, error: Some(error) }, None);
                }
            }
        } else {
            (item.clone(), None)
        };
        let read = match text.cast::<PyString>() {
            Ok(text) => strings::to_rust(text),
            Err(_) => Err(PyTypeError::new_err(format!(
                "expected a str, not {}",
                text.get_type().name().map_or_else(|_| "this".to_owned(), |n| n.to_string())
            ))),
        };
        let (rust, error) = match read {
            Ok(rust) => (Some(rust), None),
            Err(error) => (None, Some(error)),
        };
        (Item { position, text: text.unbind(), context, error }, rust)
    }

    /// Waits for a batch and makes it ready to hand out.
    fn collect(&self, py: Python<'_>, state: &mut State) -> PyResult<()> {
        let Some(batch) = state.working.front_mut() else { return Ok(()) };
        // A receiver may not be shared between threads, but it may be lent.
        let documents = loop {
            let receiver = &mut batch.documents;
            match py.detach(move || receiver.recv_timeout(PATIENCE)) {
                Ok(documents) => break documents,
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
                Err(RecvTimeoutError::Disconnected) => {
                    state.working.pop_front();
                    return Err(PyRuntimeError::new_err("a thread of the pipe panicked"));
                }
            }
        };
        let mut documents = documents.into_iter();
        for item in state.working.pop_front().into_iter().flat_map(|batch| batch.items) {
            let document = if item.error.is_none() { documents.next() } else { None };
            state.ready.push_back(Ready { item, document });
        }
        Ok(())
    }

    /// What an item becomes in Python; `None` when it is left out.
    fn hand_out(&self, py: Python<'_>, ready: Ready) -> PyResult<Option<Py<PyAny>>> {
        let Ready { item, document } = ready;
        let result = match document {
            Some(document) => {
                let text = item.text.bind(py).cast::<PyString>()?.clone().unbind();
                Bound::new(py, document::Document::new(document, text))?.into_any()
            }
            None => {
                if self.errors == OnError::Skip {
                    return Ok(None);
                }
                let reason = item.error.map_or_else(String::new, |e| e.value(py).to_string());
                let error = ItemError::new_err(format!("item {}: {reason}", item.position));
                error.value(py).setattr("position", item.position)?;
                error.value(py).setattr("item", &item.text)?;
                if self.errors == OnError::Raise {
                    return Err(error);
                }
                error.into_value(py).into_bound(py).into_any()
            }
        };
        Ok(Some(match item.context {
            Some(context) => {
                PyTuple::new(py, [result, context.into_bound(py)])?.into_any().unbind()
            }
            None if self.as_tuples => {
                PyTuple::new(py, [result, py.None().into_bound(py)])?.into_any().unbind()
            }
            None => result.unbind(),
        }))
    }
}

#[pymethods]
impl Pipe {
    fn __iter__(slf: Bound<'_, Pipe>) -> Bound<'_, Pipe> {
        slf
    }

    /// How many items are left, where the source knew its length: a hint, as PEP 424 has it.
    fn __length_hint__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let done = self.state.try_lock().map_or(0, |state| state.done);
        match self.total {
            Some(total) => Ok(total.saturating_sub(done).into_pyobject(py)?.into_any().unbind()),
            None => Ok(py.NotImplemented()),
        }
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(PyValueError::new_err("the pipe is already being read"));
            }
        };
        loop {
            while state.source.is_some() && state.working.len() < AHEAD {
                self.read(py, &mut state)?;
            }
            if let Some(ready) = state.ready.pop_front() {
                state.done += 1;
                if let Some(bar) = &self.bar {
                    bar.call_method1(py, "update", (1,))?;
                }
                match self.hand_out(py, ready)? {
                    Some(result) => return Ok(Some(result)),
                    None => continue,
                }
            }
            if state.working.is_empty() {
                if let Some(bar) = &self.bar {
                    bar.call_method0(py, "close")?;
                }
                return state.failed.take().map_or(Ok(None), Err);
            }
            self.collect(py, &mut state)?;
        }
    }
}
