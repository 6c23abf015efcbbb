//! Where results go: standard output, or a file that appears when it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Failure;

pub(super) struct Output {
    out: BufWriter<Box<dyn Write>>,
    /// The file asked for and the one being written beside it; `None` for standard output.
    file: Option<(PathBuf, PathBuf)>,
}

impl Output {
    /// Opens `path`, or standard output.
    pub(super) fn new(path: Option<&Path>) -> Result<Output, Failure> {
        let Some(path) = path else {
            return Ok(Output { out: BufWriter::new(Box::new(io::stdout())), file: None });
        };
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file =
            File::create(&part).map_err(|e| Failure::Output(part.display().to_string(), e))?;
        Ok(Output { out: BufWriter::new(Box::new(file)), file: Some((path.to_owned(), part)) })
    }

    pub(super) fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.out.write_all(text.as_bytes()).map_err(|e| self.failure(e))
    }

    /// Writes what is buffered and gives the file its name.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|e| self.failure(e))?;
        match &self.file {
            Some((path, part)) => fs::rename(part, path).map_err(|e| self.failure(e)),
            None => Ok(()),
        }
    }

    /// Gives up: a file disappears, what went to standard output is delivered.
    pub(super) fn abandon(mut self) {
        let _ = self.out.flush();
        if let Some((_, part)) = &self.file {
            let _ = fs::remove_file(part);
        }
    }

    fn failure(&self, error: io::Error) -> Failure {
        let name = self
            .file
            .as_ref()
            .map_or_else(|| "standard output".to_owned(), |(path, _)| path.display().to_string());
        Failure::Output(name, error)
    }
}
