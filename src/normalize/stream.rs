//! Normalizing text that arrives in pieces.

use std::io::{self, Read};

use super::{Normalizer, kernel};
use crate::error::Error;

/// Normalizes text that arrives in pieces, as if it had come in one.
///
/// Pieces are bytes and may be cut anywhere, inside a character or a word. Each call appends what
/// is certain by then; what could still depend on the next piece (the last word, as a rule) waits.
/// Text without a space in it waits until [`finish`](Stream::finish).
///
/// # Example
///
/// ```
/// use rawi::{Form, Normalizer};
///
/// let n = Normalizer::new(Form::Search);
/// let mut stream = n.stream();
/// let mut out = String::new();
/// for piece in "قَالَ مصـدر".as_bytes().chunks(5) {
///     stream.push(piece, &mut out)?;
/// }
/// stream.finish(&mut out)?;
/// assert_eq!(out, "قال مصدر");
/// # Ok::<(), rawi::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    normalizer: Normalizer,
    /// Text that waits for what comes after it.
    pending: String,
    /// The beginning of a character whose end has not come: at most three bytes.
    cut: Vec<u8>,
    /// Bytes before `pending`.
    position: usize,
}

impl Normalizer {
    /// A stream that normalizes pieces of one text.
    pub fn stream(&self) -> Stream {
        Stream { normalizer: self.clone(), pending: String::new(), cut: Vec::new(), position: 0 }
    }

    /// A reader of the normalized form of what `reader` reads.
    ///
    /// # Errors
    ///
    /// Reading from it fails as `reader` does, and with [`io::ErrorKind::InvalidData`] where the
    /// bytes are not UTF-8.
    ///
    /// # Example
    ///
    /// ```
    /// use std::io::Read;
    ///
    /// use rawi::{Form, Normalizer};
    ///
    /// let mut out = String::new();
    /// Normalizer::new(Form::News).reader("مُدرّسة".as_bytes()).read_to_string(&mut out)?;
    /// assert_eq!(out, "مدرسة");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn reader<R: Read>(&self, reader: R) -> Reader<R> {
        let chunk = vec![0; Reader::<R>::CHUNK];
        Reader { reader, stream: Some(self.stream()), chunk, ready: String::new(), given: 0 }
    }
}

impl Stream {
    /// Takes the next piece, and appends to `out` what is certain.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8; the position counts from the beginning of the first piece.
    pub fn push(&mut self, piece: &[u8], out: &mut String) -> Result<(), Error> {
        let mut piece = piece;
        // Finish the character that was cut.
        while !self.cut.is_empty() {
            let Some((&next, rest)) = piece.split_first() else { return Ok(()) };
            self.cut.push(next);
            piece = rest;
            match std::str::from_utf8(&self.cut) {
                Ok(text) => {
                    self.pending.push_str(text);
                    self.cut.clear();
                }
                Err(e) if e.error_len().is_none() => {}
                Err(_) => return Err(self.invalid(0)),
            }
        }
        let text = match simdutf8::compat::from_utf8(piece) {
            Ok(text) => text,
            Err(e) if e.error_len().is_none() => {
                let (whole, cut) = piece.split_at(e.valid_up_to());
                self.cut.extend_from_slice(cut);
                std::str::from_utf8(whole).map_err(|_| self.invalid(0))?
            }
            Err(e) => return Err(self.invalid(e.valid_up_to())),
        };
        let Some(split) = kernel::last_split(&self.normalizer.inner, text) else {
            self.pending.push_str(text);
            return Ok(());
        };
        let (head, tail) = text.split_at(split);
        if self.pending.is_empty() {
            self.normalizer.normalize_into(head, out);
            self.position += head.len();
        } else {
            self.pending.push_str(head);
            self.flush(out);
        }
        self.pending.push_str(tail);
        Ok(())
    }

    /// Appends the rest to `out`.
    ///
    /// # Errors
    ///
    /// When the last piece ended inside a character.
    pub fn finish(mut self, out: &mut String) -> Result<(), Error> {
        if !self.cut.is_empty() {
            return Err(self.invalid(0));
        }
        self.flush(out);
        Ok(())
    }

    fn flush(&mut self, out: &mut String) {
        self.normalizer.normalize_into(&self.pending, out);
        self.position += self.pending.len();
        self.pending.clear();
    }

    fn invalid(&self, at: usize) -> Error {
        Error::encoding(None, self.position + self.pending.len() + at)
    }
}

/// Reads the normalized form of what another reader reads; see [`Normalizer::reader`].
#[derive(Debug)]
pub struct Reader<R> {
    reader: R,
    /// Gone when the end has been reached.
    stream: Option<Stream>,
    chunk: Vec<u8>,
    ready: String,
    given: usize,
}

impl<R> Reader<R> {
    const CHUNK: usize = 64 * 1024;
}

impl<R: Read> Read for Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            self.ready.clear();
            self.given = 0;
            let Some(stream) = &mut self.stream else { return Ok(0) };
            let invalid = |e: Error| io::Error::new(io::ErrorKind::InvalidData, e);
            match self.reader.read(&mut self.chunk)? {
                0 => {
                    if let Some(stream) = self.stream.take() {
                        stream.finish(&mut self.ready).map_err(invalid)?;
                    }
                }
                n => {
                    let piece = self.chunk.get(..n).unwrap_or_default();
                    stream.push(piece, &mut self.ready).map_err(invalid)?;
                }
            }
        }
        let rest = self.ready.as_bytes().get(self.given..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}
