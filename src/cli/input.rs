//! Reads articles from files and standard input, and refuses what is no text.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The name of standard input on the command line and in messages.
const STDIN: &str = "-";

/// A text and where it came from.
pub(super) struct Item {
    /// The file's path, or `standard input`.
    pub name: String,
    pub text: String,
}

/// Looks at every path before anything is read or written, so that a wrong name at the end of a
/// long list is found at once.
pub(super) fn check(files: &[PathBuf]) -> Result<(), Error> {
    for path in files.iter().filter(|path| !is_stdin(path)) {
        let meta = fs::metadata(path).map_err(|e| Error::io(path.display().to_string(), &e))?;
        if meta.is_dir() {
            return Err(Error::data(path.display().to_string(), 0, "this is a directory"));
        }
    }
    Ok(())
}

/// The articles, one a file, in the order given; standard input when there are no files.
pub(super) fn articles(files: &[PathBuf]) -> impl Iterator<Item = Result<Item, Error>> + use<> {
    let files = if files.is_empty() { vec![PathBuf::from(STDIN)] } else { files.to_vec() };
    files.into_iter().map(|path| {
        let name =
            if is_stdin(&path) { "standard input".into() } else { path.display().to_string() };
        let text = text(&name, read(&path)?)?;
        Ok(Item { name, text })
    })
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let bytes = if is_stdin(path) {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    bytes.map_err(|e| Error::io(path.display().to_string(), &e))
}

/// Bytes as text, or the reason why they are none.
fn text(name: &str, bytes: Vec<u8>) -> Result<String, Error> {
    if bytes.is_empty() {
        return Err(Error::data(name, 0, "the file is empty"));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Error::data(name, 0, "this is UTF-16; rawi reads UTF-8"));
    }
    if let Some(position) = bytes.iter().position(|&b| b == 0) {
        let message = format!("this is a binary file (NUL at byte {position}); rawi reads text");
        return Err(Error::data(name, 0, message));
    }
    String::from_utf8(bytes).map_err(|e| {
        let position = e.utf8_error().valid_up_to();
        let line = 1 + e.as_bytes().iter().take(position).filter(|&&b| b == b'\n').count();
        Error::encoding(Some(format!("{name}:{line}")), position)
    })
}
