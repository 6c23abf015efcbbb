//! Arrow columns in and out, by the Arrow PyCapsule protocol.
//!
//! Any object with `__arrow_c_stream__` or `__arrow_c_array__` is read where it lies: pyarrow,
//! polars, pandas, DuckDB. What is made offers `__arrow_c_array__`. The protocol is three structs
//! and their names; the crate that wraps it for pyo3 brings numpy and all time zones along.

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::builder::{LargeStringBuilder, StringBuilder};
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type, to_ffi};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    Array, ArrayRef, LargeStringArray, StringArray, StringViewArray, StructArray, make_array,
};
use arrow_schema::DataType;
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use rayon::prelude::*;

use super::threads;
use crate::analyzer::Analyzer;
use crate::arrow;
use crate::document::Document;
use crate::normalize::Normalizer;
use crate::span::OffsetUnit;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// Texts annotated before looking whether Ctrl-C was pressed.
const BLOCK: usize = 1 << 10;

/// An Arrow array made by rawi: `pyarrow.array(column)`, `polars.Series(column)` and others take it
/// without a copy.
#[pyclass(frozen, module = "rawi")]
pub(super) struct Column {
    array: ArrayRef,
}

#[pymethods]
impl Column {
    fn __len__(&self) -> usize {
        self.array.len()
    }

    /// The column as two capsules, a schema and an array.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        // The protocol lets a producer ignore the wish for another type.
        drop(requested_schema);
        let (array, schema) = to_ffi(&self.array.to_data()).map_err(|e| failed(&e))?;
        let schema = PyCapsule::new_with_value(py, schema, SCHEMA)?;
        let array = PyCapsule::new_with_value(py, array, ARRAY)?;
        Ok((schema, array))
    }

    /// The type of the column as a capsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.array.data_type()).map_err(|e| failed(&e))?;
        PyCapsule::new_with_value(py, schema, SCHEMA)
    }

    fn __repr__(&self) -> String {
        format!("Column({} rows)", self.array.len())
    }
}

/// A column of strings, as the chunks it came in.
pub(super) struct Texts {
    chunks: Vec<Chunk>,
}

enum Chunk {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
}

impl Chunk {
    fn of(array: &ArrayRef) -> PyResult<Chunk> {
        let any = array.as_any();
        match array.data_type() {
            DataType::Utf8 => any.downcast_ref().cloned().map(Chunk::Small),
            DataType::LargeUtf8 => any.downcast_ref().cloned().map(Chunk::Large),
            DataType::Utf8View => any.downcast_ref().cloned().map(Chunk::View),
            // A column of nothing but nulls has no type of its own.
            DataType::Null => Some(Chunk::Small(StringArray::new_null(array.len()))),
            // A relation or a table with one column is a column.
            DataType::Struct(fields) if fields.len() == 1 => {
                let table: Option<&StructArray> = any.downcast_ref();
                return table.and_then(|t| t.columns().first()).map_or_else(
                    || Err(PyTypeError::new_err("an Arrow struct without its column")),
                    Chunk::of,
                );
            }
            _ => None,
        }
        .ok_or_else(|| {
            PyTypeError::new_err(format!(
                "expected an Arrow column of strings, not {}",
                array.data_type()
            ))
        })
    }

    fn len(&self) -> usize {
        match self {
            Chunk::Small(a) => a.len(),
            Chunk::Large(a) => a.len(),
            Chunk::View(a) => a.len(),
        }
    }

    fn get(&self, i: usize) -> Option<&str> {
        match self {
            Chunk::Small(a) => a.is_valid(i).then(|| a.value(i)),
            Chunk::Large(a) => a.is_valid(i).then(|| a.value(i)),
            Chunk::View(a) => a.is_valid(i).then(|| a.value(i)),
        }
    }
}

impl Texts {
    /// Reads any object that speaks the protocol.
    pub fn read(object: &Bound<'_, PyAny>) -> PyResult<Texts> {
        let arrays = if object.hasattr("__arrow_c_stream__")? {
            stream(&object.call_method0("__arrow_c_stream__")?)?
        } else if object.hasattr("__arrow_c_array__")? {
            vec![array(&object.call_method0("__arrow_c_array__")?)?]
        } else {
            return Err(PyTypeError::new_err(format!(
                "expected an Arrow column (an object with __arrow_c_stream__ or \
                 __arrow_c_array__), not {}",
                object.get_type().name()?
            )));
        };
        Ok(Texts { chunks: arrays.iter().map(Chunk::of).collect::<PyResult<_>>()? })
    }

    fn rows(&self) -> Vec<Option<&str>> {
        self.chunks.iter().flat_map(|c| (0..c.len()).map(|i| c.get(i))).collect()
    }

    /// The documents of all texts, without the interpreter; Ctrl-C is seen between two blocks.
    fn annotate(
        &self,
        py: Python<'_>,
        annotate: impl Fn(&str) -> Document + Sync,
    ) -> PyResult<Vec<Option<Document>>> {
        let rows = self.rows();
        let mut documents = Vec::with_capacity(rows.len());
        for block in rows.chunks(BLOCK) {
            py.detach(|| {
                let annotated = block.par_iter().map(|text| {
                    let mut document = annotate((*text)?);
                    // No column shows the tokens, and they are most of a document's memory.
                    document.tokens = Vec::new();
                    Some(document)
                });
                threads::install(|| documents.par_extend(annotated));
            });
            py.check_signals()?;
        }
        Ok(documents)
    }

    pub fn attributions(&self, py: Python<'_>, analyzer: &Analyzer) -> PyResult<Column> {
        let documents = self.annotate(py, |text| analyzer.annotate(text))?;
        py.detach(|| {
            let documents = documents.iter().map(Option::as_ref);
            Ok(Column { array: Arc::new(arrow::attributions(documents, OffsetUnit::Char)?) })
        })
    }

    pub fn entities(&self, py: Python<'_>, analyzer: &Analyzer) -> PyResult<Column> {
        let documents = self.annotate(py, |text| analyzer.annotate_entities(text))?;
        py.detach(|| {
            let documents = documents.iter().map(Option::as_ref);
            Ok(Column { array: Arc::new(arrow::entities(documents, OffsetUnit::Char)?) })
        })
    }

    pub fn profiles(&self, py: Python<'_>, analyzer: &Analyzer) -> PyResult<Column> {
        let documents = self.annotate(py, |text| analyzer.annotate(text))?;
        py.detach(|| {
            let documents = documents.iter().map(Option::as_ref);
            Ok(Column { array: Arc::new(arrow::profiles(documents)?) })
        })
    }

    pub fn normalized(&self, normalizer: &Normalizer) -> Column {
        let rows = self.rows();
        let normalized = rows.into_par_iter().map(|text| Some(normalizer.normalize(text?)));
        let texts: Vec<_> = threads::install(|| normalized.collect());
        let bytes: usize = texts.iter().flatten().map(|text| text.len()).sum();
        // The column keeps the small offsets it came with as long as they reach.
        let small = self.chunks.iter().all(|c| matches!(c, Chunk::Small(_)));
        let array: ArrayRef = if small && i32::try_from(bytes).is_ok() {
            let mut strings = StringBuilder::with_capacity(texts.len(), bytes);
            for text in &texts {
                strings.append_option(text.as_deref());
            }
            Arc::new(strings.finish())
        } else {
            let mut strings = LargeStringBuilder::with_capacity(texts.len(), bytes);
            for text in &texts {
                strings.append_option(text.as_deref());
            }
            Arc::new(strings.finish())
        };
        Column { array }
    }
}

/// The struct in a capsule, which stays with the capsule.
fn inside<T>(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<*mut T> {
    let capsule = capsule.cast::<PyCapsule>()?;
    Ok(capsule.pointer_checked(Some(name))?.cast::<T>().as_ptr())
}

/// An array out of the pair of capsules that `__arrow_c_array__` returned.
#[allow(unsafe_code)]
fn array(capsules: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) = capsules.extract()?;
    let schema = inside::<FFI_ArrowSchema>(&schema, SCHEMA)?;
    let array = inside::<FFI_ArrowArray>(&array, ARRAY)?;
    // SAFETY: capsules of these names hold these structs (the protocol), and they live until the
    // end of this function. `from_raw` moves the array out and leaves the capsule an empty one, so
    // that its destructor releases nothing; its buffers are owned by `data` from then on.
    let data = unsafe {
        let data_type = DataType::try_from(&*schema).map_err(|e| failed(&e))?;
        from_ffi_and_data_type(FFI_ArrowArray::from_raw(array), data_type)
    };
    Ok(make_array(data.map_err(|e| failed(&e))?))
}

/// All arrays of the stream that `__arrow_c_stream__` returned.
#[allow(unsafe_code)]
fn stream(capsule: &Bound<'_, PyAny>) -> PyResult<Vec<ArrayRef>> {
    let pointer = inside::<FFI_ArrowArrayStream>(capsule, STREAM)?;
    // SAFETY: as above; `from_raw` moves the stream out of the capsule.
    let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer) };
    let (Some(read_schema), Some(next)) = (stream.get_schema(), stream.get_next()) else {
        return Err(PyValueError::new_err("the Arrow stream has been read already"));
    };
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the stream has not been released, and writes one schema.
    if unsafe { read_schema(&raw mut stream, &raw mut schema) } != 0 {
        return Err(PyRuntimeError::new_err("the Arrow stream has no schema"));
    }
    let data_type = DataType::try_from(&schema).map_err(|e| failed(&e))?;
    let mut arrays = Vec::new();
    loop {
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: as above; a released array is the end of the stream.
        let code = unsafe { next(&raw mut stream, &raw mut array) };
        if code != 0 {
            return Err(PyRuntimeError::new_err(format!("the Arrow stream failed (error {code})")));
        }
        if array.is_released() {
            return Ok(arrays);
        }
        // SAFETY: the array is of the stream's type.
        let data = unsafe { from_ffi_and_data_type(array, data_type.clone()) };
        arrays.push(make_array(data.map_err(|e| failed(&e))?));
    }
}

fn failed(error: &arrow_schema::ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
