//! The one error type of the crate.

use std::fmt;

/// Everything that can go wrong in rawi, as one opaque type.
///
/// Annotating and normalizing text never fails; errors come from what a user hands in beside the
/// text: an unknown form name, a lexicon file with a mistake in it, bytes that are not UTF-8. The
/// message always names the place (option, file and line, or byte position), in words meant for a
/// person.
///
/// # Example
///
/// ```
/// let err = "serach".parse::<rawi::Form>().unwrap_err();
/// assert!(err.is_option());
/// assert!(err.to_string().contains("serach"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: Box<Kind>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// An option or name that does not exist: what was given, and what there is.
    Option { what: &'static str, given: String, expected: String },
    /// A data file (lexicon, gazetteer) with a mistake in it.
    Data { file: String, line: usize, message: String },
    /// Bytes that are not UTF-8.
    Encoding { name: Option<String>, position: usize },
    /// A serialized document that cannot be read back.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    Document { message: String },
    /// Reading or writing failed.
    Io { path: String, message: String },
}

impl Error {
    pub(crate) fn option(
        what: &'static str,
        given: impl Into<String>,
        expected: impl Into<String>,
    ) -> Error {
        Kind::Option { what, given: given.into(), expected: expected.into() }.into()
    }

    /// `line` counts from 1; 0 means the mistake belongs to the file as a whole.
    pub(crate) fn data(file: impl Into<String>, line: usize, message: impl Into<String>) -> Error {
        Kind::Data { file: file.into(), line, message: message.into() }.into()
    }

    pub(crate) fn encoding(name: Option<String>, position: usize) -> Error {
        Kind::Encoding { name, position }.into()
    }

    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    pub(crate) fn document(message: impl Into<String>) -> Error {
        Kind::Document { message: message.into() }.into()
    }

    pub(crate) fn io(path: impl Into<String>, error: &std::io::Error) -> Error {
        Kind::Io { path: path.into(), message: error.to_string() }.into()
    }

    /// True when an option or a name was not known.
    pub fn is_option(&self) -> bool {
        matches!(*self.kind, Kind::Option { .. })
    }

    /// True when a lexicon or gazetteer file has a mistake; [`Error::line`] says where.
    pub fn is_data(&self) -> bool {
        matches!(*self.kind, Kind::Data { .. })
    }

    /// True when bytes were not valid UTF-8; [`Error::position`] says where.
    pub fn is_encoding(&self) -> bool {
        matches!(*self.kind, Kind::Encoding { .. })
    }

    /// True when a file could not be read or written.
    pub fn is_io(&self) -> bool {
        matches!(*self.kind, Kind::Io { .. })
    }

    /// The line of a data file the mistake is on, counted from 1.
    pub fn line(&self) -> Option<usize> {
        match *self.kind {
            Kind::Data { line, .. } if line > 0 => Some(line),
            _ => None,
        }
    }

    /// The byte position of the first byte that is not UTF-8.
    pub fn position(&self) -> Option<usize> {
        match *self.kind {
            Kind::Encoding { position, .. } => Some(position),
            _ => None,
        }
    }
}

impl From<Kind> for Error {
    #[cold]
    fn from(kind: Kind) -> Error {
        Error { kind: Box::new(kind) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            Kind::Option { what, given, expected } => {
                write!(f, "unknown {what} '{given}': expected {expected}")
            }
            Kind::Data { file, line: 0, message } => write!(f, "{file}: {message}"),
            Kind::Data { file, line, message } => write!(f, "{file}:{line}: {message}"),
            Kind::Encoding { name: Some(name), position } => {
                write!(f, "{name}: not valid UTF-8 at byte {position}")
            }
            Kind::Encoding { name: None, position } => {
                write!(f, "not valid UTF-8 at byte {position}")
            }
            Kind::Document { message } => write!(f, "not a rawi document: {message}"),
            Kind::Io { path, message } => write!(f, "{path}: {message}"),
        }
    }
}

impl std::error::Error for Error {}
