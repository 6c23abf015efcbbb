//! Reads the files of weights: numbers in a fixed order, all little endian.

use super::{Layer, WIDTH};
use crate::error::Error;

/// What is left of a file.
pub(crate) struct File<'a> {
    name: &'static str,
    rest: &'a [u8],
}

impl<'a> File<'a> {
    pub(crate) fn new(name: &'static str, bytes: &'a [u8]) -> File<'a> {
        File { name, rest: bytes }
    }

    /// The error that says what is wrong with it.
    pub(crate) fn damaged(&self, why: &str) -> Error {
        Error::data(self.name, 0, why)
    }

    /// Reads the name of the format and its version.
    pub(crate) fn begin(&mut self, magic: [u8; 8], version: u32) -> Result<(), Error> {
        if *self.array::<8>()? == magic && self.number()? == version {
            return Ok(());
        }
        Err(self.damaged("not a file of this version"))
    }

    /// Says so when there is more.
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.damaged("more bytes than expected")) }
    }

    fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], Error> {
        let (head, rest) =
            self.rest.split_first_chunk().ok_or_else(|| self.damaged("too short"))?;
        self.rest = rest;
        Ok(head)
    }

    pub(crate) fn rows<const N: usize>(&mut self, n: usize) -> Result<&'a [[u8; N]], Error> {
        let len = n.checked_mul(N).filter(|&len| len <= self.rest.len());
        let (head, rest) = self.rest.split_at(len.ok_or_else(|| self.damaged("too short"))?);
        self.rest = rest;
        Ok(head.as_chunks().0)
    }

    pub(crate) fn number(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(*self.array()?))
    }

    pub(crate) fn numbers<const N: usize>(&mut self) -> Result<[u32; N], Error> {
        let mut out = [0; N];
        for x in &mut out {
            *x = self.number()?;
        }
        Ok(out)
    }

    /// A table size, given as its logarithm.
    pub(crate) fn power_of_two(&mut self) -> Result<usize, Error> {
        let log = self.number()?;
        if log > 24 { Err(self.damaged("table too large")) } else { Ok(1 << log) }
    }

    pub(crate) fn float(&mut self) -> Result<f32, Error> {
        let x = f32::from_le_bytes(*self.array()?);
        if x.is_finite() { Ok(x) } else { Err(self.damaged("not a number")) }
    }

    pub(crate) fn floats<const N: usize>(&mut self) -> Result<[f32; N], Error> {
        let mut out = [0.0; N];
        for x in &mut out {
            *x = self.float()?;
        }
        Ok(out)
    }

    pub(crate) fn shorts(&mut self, n: usize) -> Result<Vec<i16>, Error> {
        Ok(self.rows(n)?.iter().map(|&b| i16::from_le_bytes(b)).collect())
    }

    /// Weights `[out][3][in]` as 16-bit numbers, then biases.
    pub(crate) fn layer(&mut self, shift: u32, gap: usize) -> Result<Layer, Error> {
        let weights = self.shorts(WIDTH * 3 * WIDTH)?;
        let bias = self.numbers::<WIDTH>()?.map(u32::cast_signed);
        Layer::new(weights, bias, shift, gap).ok_or_else(|| self.damaged("weight out of range"))
    }
}
