//! Reads articles from files and standard input, and refuses what is no text.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Standard input on the command line, and in messages.
const STDIN: &str = "-";
const STDIN_NAME: &str = "standard input";

/// A text and where it came from.
pub(super) struct Item {
    /// The file's path, with the line for JSON lines.
    pub name: String,
    pub text: String,
}

/// Articles one after the other, and how far the reading has come.
pub(super) struct Items {
    items: Box<dyn Iterator<Item = (u64, Result<Item, Error>)>>,
    /// Size of the whole input, when it is known.
    pub bytes: Option<u64>,
    /// How much of it has been read.
    pub read: u64,
}

impl Iterator for Items {
    type Item = Result<Item, Error>;

    fn next(&mut self) -> Option<Result<Item, Error>> {
        let (bytes, item) = self.items.next()?;
        self.read += bytes;
        Some(item)
    }
}

/// Looks at every path before anything is read or written, so that a wrong name at the end of a
/// long list is found at once.
pub(super) fn check(files: &[PathBuf]) -> Result<(), Error> {
    for path in files.iter().filter(|path| !is_stdin(path)) {
        let meta = fs::metadata(path).map_err(|e| Error::io(name(path), &e))?;
        if meta.is_dir() {
            return Err(Error::data(name(path), 0, "this is a directory"));
        }
    }
    Ok(())
}

/// One article a file, in the order given; standard input when there are no files.
pub(super) fn files(files: &[PathBuf]) -> Items {
    let items = or_stdin(files).into_iter().map(|path| match read(&path) {
        Ok(bytes) => {
            let size = bytes.len() as u64;
            (size, text(&name(&path), bytes).map(|text| Item { name: name(&path), text }))
        }
        Err(error) => (0, Err(error)),
    });
    Items { items: Box::new(items), bytes: size(files), read: 0 }
}

/// One article a line: the string in `field` of a JSON object. Blank lines are passed over.
pub(super) fn lines(files: &[PathBuf], field: &str) -> Items {
    let field = field.to_owned();
    let items = or_stdin(files).into_iter().flat_map(move |path| {
        let field = field.clone();
        let name = name(&path);
        let (mut reader, mut failed) = match open(&path) {
            Ok(reader) => (Some(reader), None),
            Err(error) => (None, Some((0, Err(error)))),
        };
        let mut number = 0;
        let mut blank = 0;
        std::iter::from_fn(move || {
            if failed.is_some() {
                return failed.take();
            }
            loop {
                let mut line = Vec::new();
                number += 1;
                match reader.as_mut()?.read_until(b'\n', &mut line) {
                    Ok(0) => return None,
                    Ok(size) if line.trim_ascii().is_empty() => blank += size as u64,
                    Ok(size) => {
                        let size = size as u64 + std::mem::take(&mut blank);
                        return Some((size, record(&name, number, line, &field)));
                    }
                    Err(error) => {
                        reader = None;
                        return Some((0, Err(Error::io(name.clone(), &error))));
                    }
                }
            }
        })
    });
    Items { items: Box::new(items), bytes: size(files), read: 0 }
}

/// The article in one line of JSON.
fn record(name: &str, number: usize, line: Vec<u8>, field: &str) -> Result<Item, Error> {
    let wrong = |message: String| Error::data(name, number, message);
    let line = String::from_utf8(line).map_err(|e| {
        wrong(format!("not valid UTF-8 at byte {} of the line", e.utf8_error().valid_up_to()))
    })?;
    let record: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&line)
        .map_err(|e| wrong(format!("not a JSON object (column {})", e.column())))?;
    match record.into_iter().find(|(key, _)| key == field) {
        Some((_, serde_json::Value::String(text))) => {
            Ok(Item { name: format!("{name}:{number}"), text })
        }
        Some(_) => Err(wrong(format!("the field '{field}' is no string"))),
        None => Err(wrong(format!("there is no field '{field}' (--field names another)"))),
    }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

fn name(path: &Path) -> String {
    if is_stdin(path) { STDIN_NAME.to_owned() } else { path.display().to_string() }
}

fn or_stdin(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() { vec![PathBuf::from(STDIN)] } else { files.to_vec() }
}

/// Bytes in all files together; unknown when one of them is a stream.
fn size(files: &[PathBuf]) -> Option<u64> {
    if files.is_empty() {
        return None;
    }
    files
        .iter()
        .map(|path| fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|m| m.len()))
        .sum()
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Error> {
    if is_stdin(path) {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    match File::open(path) {
        Ok(file) => Ok(Box::new(BufReader::with_capacity(1 << 16, file))),
        Err(error) => Err(Error::io(name(path), &error)),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).map_err(|e| Error::io(name(path), &e))?;
    Ok(bytes)
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
