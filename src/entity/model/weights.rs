//! The weights file: a header, then tables in a fixed order, all little endian.
//!
//! The big tables (words, n-grams, names) are never copied: they are slices of the file. Only the
//! network itself, some tens of kilobytes, is unpacked.
//!
//! | part | size |
//! |---|---|
//! | magic `rawi-ner`, version | 8 + 4 |
//! | words, log2 of word slots, log2 of name slots, log2 of n-gram rows, gain, shifts, gap, scale | 4 each |
//! | word slots: fingerprint in the high half, row in the low half; all ones when empty | 4 each |
//! | word rows | 64 |
//! | name slots: fingerprint, flags in the low byte; zero when empty | 4 each |
//! | n-gram rows, then rows for clitics and name flags | 64 each |
//! | for each convolution: weights `[out][3][in]` as i16, biases as i32 | |
//! | two heads: weights `[label][in]` as i16, biases as f32 | |
//! | transitions, start scores as f32 | |

use super::decode::{Chain, LABELS, Scores};
use crate::error::Error;
use crate::network::file::File;
use crate::network::{Layer, Output, Row, WIDTH};

const MAGIC: &[u8; 8] = b"rawi-ner";
const VERSION: u32 = 1;

/// Convolutions of the tagger.
pub(super) const LAYERS: usize = 3;
/// Numbers a label takes in the registers of the kernels, in sixteens.
const LABEL_LANES: usize = LABELS.div_ceil(16);

/// Rows for what was cut off a word and for the name lists it stands in.
pub(super) const EXTRAS: usize = 40;

#[derive(Debug)]
pub(super) struct Weights<'a> {
    word_slots: &'a [[u8; 4]],
    words: &'a [Row],
    name_slots: &'a [[u8; 4]],
    grams: &'a [Row],
    extras: &'a [Row],
    /// What the mean of n-gram rows is multiplied with, in 4096ths of an activation step.
    pub gain: i32,
    pub layers: [Layer; LAYERS],
    pub output: Output<LABELS, LABEL_LANES>,
    pub chain: Chain,
}

impl<'a> Weights<'a> {
    /// Reads a weights file in place.
    ///
    /// Of its two heads the first follows ANERcorp, the second rawi's own guidelines; `share` is the
    /// share of the second.
    pub(super) fn from_bytes(bytes: &'a [u8], share: f32) -> Result<Weights<'a>, Error> {
        let mut file = File::new("tagger.bin", bytes);
        file.begin(*MAGIC, VERSION)?;
        let words = file.number()? as usize;
        let word_slots = file.power_of_two()?;
        let name_slots = file.power_of_two()?;
        let grams = file.power_of_two()?;
        let gain = file.number()? as i32;
        let shifts: [u32; LAYERS] = file.numbers()?;
        let gaps: [u32; LAYERS] = file.numbers()?;
        let scale = file.float()?;
        let word_slots = file.rows(word_slots)?;
        let words = file.rows(words)?;
        let name_slots = file.rows(name_slots)?;
        let grams = file.rows(grams)?;
        let extras = file.rows(EXTRAS)?;
        let mut layers = Vec::with_capacity(LAYERS);
        for (shift, gap) in shifts.into_iter().zip(gaps) {
            layers.push(file.layer(shift, gap as usize)?);
        }
        let (first, first_bias): (_, Scores) = (file.shorts(LABELS * WIDTH)?, file.floats()?);
        let (second, second_bias): (_, Scores) = (file.shorts(LABELS * WIDTH)?, file.floats()?);
        let mix = |a: f32, b: f32| a + (b - a) * share.clamp(0.0, 1.0);
        let blend = |(&a, &b): (&i16, &i16)| mix(a.into(), b.into()).round() as i16;
        let weights = first.iter().zip(&second).map(blend).collect();
        let mut bias = first_bias;
        for (a, &b) in bias.iter_mut().zip(&second_bias) {
            *a = mix(*a, b);
        }
        let output =
            Output::new(weights, bias, scale).ok_or_else(|| file.damaged("weight out of range"))?;
        let mut between = [[0.0; LABELS]; LABELS];
        for row in &mut between {
            *row = file.floats()?;
        }
        let start: Scores = file.floats()?;
        let layers = layers.try_into().map_err(|_| file.damaged("layers missing"))?;
        file.end()?;
        let chain = Chain::new(&between, &start);
        Ok(Weights { word_slots, words, name_slots, grams, extras, gain, layers, output, chain })
    }

    /// The row of a word, and how common the word is (0 is the commonest).
    pub(super) fn word(&self, hash: u64) -> Option<(usize, &Row)> {
        self.word_from(self.first_slot(hash), hash)
    }

    /// The first slot in which a word may stand.
    pub(super) fn first_slot(&self, hash: u64) -> u32 {
        probe(self.word_slots, hash).next().unwrap_or(u32::MAX)
    }

    /// [`Weights::word`] for those who have fetched the first slot.
    pub(super) fn word_from(&self, first: u32, hash: u64) -> Option<(usize, &Row)> {
        let fingerprint = (hash >> 16) as u16;
        let more = probe(self.word_slots, hash).skip(1);
        for slot in std::iter::once(first).chain(more) {
            if slot == u32::MAX {
                return None;
            }
            if (slot >> 16) as u16 == fingerprint {
                let rank = (slot & 0xFFFF) as usize;
                return Some((rank, self.words.get(rank)?));
            }
        }
        None
    }

    /// The flags of a name; 0 for a word that stands in no list.
    pub(super) fn name(&self, hash: u64) -> u8 {
        let fingerprint = (hash >> 8) as u32 & 0xFF_FFFF;
        probe(self.name_slots, hash)
            .take_while(|&slot| slot != 0)
            .find(|slot| slot >> 8 == fingerprint)
            .map_or(0, |slot| slot as u8)
    }

    /// The row an n-gram hashes to.
    pub(super) fn gram(&self, hash: u32) -> Option<&Row> {
        self.grams.get((hash ^ (hash >> 15)) as usize & (self.grams.len() - 1))
    }

    pub(super) fn extra(&self, i: usize) -> Option<&Row> {
        self.extras.get(i)
    }
}

/// The slots where a hash may stand, in order; at most one round.
fn probe(slots: &[[u8; 4]], hash: u64) -> impl Iterator<Item = u32> {
    let mask = slots.len().wrapping_sub(1);
    let first = (hash >> 32) as usize;
    (0..slots.len())
        .map_while(move |i| slots.get(first.wrapping_add(i) & mask).map(|&s| u32::from_le_bytes(s)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_an_error() {
        for bytes in [&b""[..], b"rawi-ner", b"something else entirely", &[0; 4096]] {
            assert!(Weights::from_bytes(bytes, 0.5).unwrap_err().is_data());
        }
    }
}
