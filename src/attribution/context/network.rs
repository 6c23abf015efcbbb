//! The network that reads the context, and its weights.
//!
//! It begins with the tagger's row of each token, and adds rows of its own: for the word, for the word
//! without a conjunction, for how that begins and ends, and for what stands before it. Convolutions
//! mix them, some with neighbours far away, because a content may run on for many words.
//!
//! | part of `context.bin` | size |
//! |---|---|
//! | magic `rawi-ctx`, version, log2 of own rows | 8 + 4 + 4 |
//! | own rows | 64 each |
//! | for each convolution: shift, gap; weights `[out][3][in]` as i16, biases as i32 | |
//! | scale as f32, weights `[question][in]` as i16, biases as f32 | |
//! | [`ends`](super::ends): shift; weights `[out][4][in]` as i16, biases as i32 | |
//! | shift; weights `[out][in]` of the cue and of the first token as i16 | |
//! | kinds of far `[kind][out]` and weights `[out]` as i16, scale as f32 | |
//!
//! Everything is little endian. `training/context/train.py` holds the same definition in Python.

use std::sync::LazyLock;

use super::ends::{Ends, FAR};
use super::{Context, QUESTIONS, level};
use crate::error::Error;
use crate::network::file::File;
use crate::network::{Beside, Input, Layer, Output, Row, States, WIDTH, add};
use crate::segment::{Segmented, TokenKind};

const MAGIC: [u8; 8] = *b"rawi-ctx";
const VERSION: u32 = 3;
/// Convolutions, and the widest gap among them.
const LAYERS: usize = 14;
const EDGE: usize = 16;
/// Tokens to either side on which an answer depends: the sum of all gaps.
pub(super) const REACH: usize = 70;
/// The same where those beside it are looked at as well.
const SEEN: usize = REACH + 2;
/// Tokens that are answered about in one go.
const PIECE: usize = 512;
/// Own rows of a token.
const OWN: usize = 5;
/// One step of an own row, in activation steps.
const STEP: i16 = 2;

/// The network with its weights.
#[derive(Debug)]
pub(crate) struct Network {
    rows: &'static [Row],
    layers: Vec<Layer>,
    output: Output<QUESTIONS, 1>,
    ends: Ends,
}

impl Network {
    /// The network that ships with the crate; its rows are read in place.
    ///
    /// Nothing when the weights do not load, which a test excludes.
    pub(crate) fn builtin() -> Option<&'static Network> {
        static NETWORK: LazyLock<Option<Network>> =
            LazyLock::new(|| Network::from_bytes(include_bytes!("context.bin")).ok());
        NETWORK.as_ref()
    }

    /// A network from a weights file.
    ///
    /// # Errors
    ///
    /// When the bytes are not a weights file of this version.
    pub(crate) fn from_bytes(bytes: &'static [u8]) -> Result<Network, Error> {
        let mut file = File::new("context.bin", bytes);
        file.begin(MAGIC, VERSION)?;
        let rows = file.power_of_two()?;
        let rows = file.rows(rows)?;
        let mut layers = Vec::with_capacity(LAYERS);
        for _ in 0..LAYERS {
            let [shift, gap] = file.numbers()?;
            layers.push(file.layer(shift, gap as usize)?);
        }
        if layers.iter().map(Layer::gap).sum::<usize>() != REACH {
            return Err(file.damaged("gaps that were not expected"));
        }
        let scale = file.float()?;
        let (weights, bias) = (file.shorts(QUESTIONS * WIDTH)?, file.floats()?);
        let output =
            Output::new(weights, bias, scale).ok_or_else(|| file.damaged("weight out of range"))?;
        let shift = file.number()?;
        let (weights, bias) = (file.shorts(WIDTH * Beside::WINDOW)?, file.numbers::<WIDTH>()?);
        let place = Beside::new(&weights, bias.map(u32::cast_signed), shift)
            .ok_or_else(|| file.damaged("weight out of range"))?;
        let shift = file.number()?;
        let asks = [file.shorts(WIDTH * WIDTH)?, file.shorts(WIDTH * WIDTH)?];
        let (far, out) = (file.shorts(FAR * WIDTH)?, file.shorts(WIDTH)?);
        let ends = Ends { place, asks, shift, far, out, scale: file.float()? };
        if !ends.fits() {
            return Err(file.damaged("weight out of range"));
        }
        file.end()?;
        Ok(Network { rows, layers, output, ends })
    }

    /// Reads a text, of which the tagger has left the row of each token.
    pub(crate) fn read(&'static self, rows: &[Input], text: &Segmented) -> Context {
        self.read_in_pieces(rows, text, PIECE)
    }

    /// Reads a text, in pieces that see [`SEEN`] tokens of what stands around them.
    fn read_in_pieces(&'static self, rows: &[Input], text: &Segmented, size: usize) -> Context {
        let tokens = rows.len();
        let mut states = States::new(EDGE);
        let mut scores = Vec::with_capacity(tokens.min(size + 2 * SEEN));
        let mut beside = Vec::with_capacity(scores.capacity());
        let mut out = Context { ends: Some(&self.ends), ..Context::default() };
        out.levels.reserve(tokens);
        out.states.reserve(tokens);
        out.places.reserve(tokens);
        for first in (0..tokens).step_by(size) {
            let piece = first..tokens.min(first + size);
            let seen = first.saturating_sub(SEEN)..tokens.min(piece.end + SEEN);
            let begun = rows.get(seen.clone()).unwrap_or_default();
            let inputs = states.fill(begun.len());
            inputs.copy_from_slice(begun);
            self.add_own(text, seen.start, inputs);
            states.run(&self.layers);
            scores.clear();
            states.scores(&self.output, &mut scores);
            beside.clear();
            states.beside(&self.ends.place, &mut beside);
            let (skip, take) = (piece.start - seen.start, piece.len());
            let answers = scores.iter().skip(skip).take(take);
            out.levels.extend(answers.map(|scores| scores.map(level)));
            out.places.extend(beside.iter().skip(skip).take(take));
            out.states.extend(states.tokens().iter().skip(skip).take(take));
        }
        out
    }

    /// Adds the own rows of the tokens from `first` on.
    ///
    /// The table is larger than the caches near the processor: rows are found for several tokens
    /// before any is read, so that they wait for memory together.
    fn add_own(&self, text: &Segmented, first: usize, inputs: &mut [Input]) {
        const SIDE_BY_SIDE: usize = 8;
        let mut found = [[None; OWN]; SIDE_BY_SIDE];
        for (n, inputs) in inputs.chunks_mut(SIDE_BY_SIDE).enumerate() {
            for (i, rows) in (first + n * SIDE_BY_SIDE..).zip(&mut found).take(inputs.len()) {
                let row = |hash: u32| self.rows.get(hash as usize & (self.rows.len() - 1));
                *rows = own_hashes(text, i).map(row);
            }
            for (input, rows) in inputs.iter_mut().zip(&found) {
                for row in rows.iter().flatten() {
                    add(input, row, STEP);
                }
            }
        }
    }
}

/// Where the own rows of a token lie, as hashes.
fn own_hashes(text: &Segmented, i: usize) -> [u32; OWN] {
    let tok = text.tok(i);
    let before = i.checked_sub(1).map_or(0, |i| text.tok(i).end);
    let gap = match text.key().get(before as usize..tok.start as usize) {
        None | Some("") => '0',
        Some(gap) if gap.contains('\n') => '2',
        Some(_) => '1',
    };
    let written = text.text(tok);
    let word = match tok.kind {
        TokenKind::Arabic => written,
        TokenKind::Number => "00000".get(..written.len()).unwrap_or("00000"),
        TokenKind::Foreign => "a",
        _ => written
            .char_indices()
            .nth(1)
            .map_or(written, |(at, _)| written.get(..at).unwrap_or(written)),
    };
    let stem = match word.strip_prefix(['و', 'ف']) {
        Some(stem) if stem.chars().nth(2).is_some() => stem,
        _ => word,
    };
    let last = stem.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let ending = stem.get(last..).unwrap_or_default();
    [
        hash('w', word.chars()),
        hash('s', stem.chars()),
        hash('p', stem.chars().take(3)),
        hash('e', ending.chars()),
        hash('n', std::iter::once(gap)),
    ]
}

/// FNV-1a over characters, its high half folded in.
fn hash(tag: char, letters: impl Iterator<Item = char>) -> u32 {
    let mix = |h: u32, c: char| (h ^ u32::from(c)).wrapping_mul(16_777_619);
    let h = letters.fold(mix(2_166_136_261, tag), mix);
    h ^ (h >> 15)
}

#[cfg(test)]
mod tests {
    use super::super::Question;
    use super::super::ends::likely;
    use super::*;
    use crate::entity::EntityTagger;
    use crate::normalize::{Form, Normalizer};
    use crate::segment::CliticTable;

    fn segmented(text: &str) -> Segmented {
        Segmented::new(text, &Normalizer::new(Form::Key), &CliticTable::builtin())
    }

    fn read(text: &Segmented, size: usize) -> Context {
        let rows = EntityTagger::new().tag(text, text.key()).rows;
        assert_eq!(rows.len(), text.tokens().len());
        Network::builtin().expect("the weights load").read_in_pieces(&rows, text, size)
    }

    #[test]
    fn a_cue_and_what_stands_around_it() {
        let text = segmented("وقال المتحدث باسم الشرطة إن الحريق أخمد ليلا.");
        let context = read(&text, PIECE);
        let likely = |i, q| context.level(i, q) > 8;
        assert!(likely(0, Question::Core) && !likely(0, Question::Elided));
        assert!(likely(1, Question::SourceFirst) && likely(3, Question::SourceLast));
        assert!(likely(5, Question::ContentFirst) && likely(7, Question::ContentLast));
        assert!(!likely(4, Question::Source) && !likely(6, Question::Core));
    }

    #[test]
    fn pieces_make_no_difference() {
        let text =
            "أكد الوزير أن الأسعار ستنخفض، مضيفا أن الدعم باق. ورأت صحيفة محلية أن ذلك بعيد.\n";
        let text = segmented(&text.repeat(40));
        let whole = read(&text, 1 << 20);
        assert!(text.tokens().len() > 4 * REACH);
        for size in [1, 7, REACH, 100, PIECE] {
            let read = read(&text, size);
            assert_eq!(read.levels, whole.levels, "{size}");
            assert_eq!(read.places, whole.places, "{size}");
        }
        assert!(read(&segmented(""), PIECE).levels.is_empty());
    }

    /// `parity.tsv` has what `training/context/parity.py` makes of some sentences, with floats.
    #[test]
    fn python_makes_the_same_of_it() {
        let mut lines = include_str!("parity.tsv").lines().peekable();
        let (mut all, mut same, mut asked) = (0, 0, 0);
        let mut compare = |word: &str, levels: &str, ours: &mut dyn Iterator<Item = u32>| {
            for level in levels.chars() {
                let (level, ours) = (level.to_digit(16).unwrap(), ours.next().unwrap());
                assert!(level.abs_diff(ours) <= 1, "{word}: {ours}, not {level}");
                all += 1;
                same += usize::from(level == ours);
            }
        };
        while let Some(text) = lines.next() {
            let text = segmented(&text.replace('|', "\n"));
            let context = read(&text, PIECE);
            for i in 0..text.tokens().len() {
                let (word, levels) =
                    lines.next().and_then(|l| l.split_once('\t')).expect("a token");
                assert_eq!(text.word(i), word);
                compare(word, levels, &mut context.levels[i].iter().map(|&l| l.into()));
            }
            while let Some(line) = lines.next_if(|l| l.starts_with('=')) {
                let fields: Vec<&str> = line.split('\t').collect();
                let [cue, first] = [1, 2].map(|i| fields[i].parse().unwrap());
                let ends = likely(&context, cue, first).expect("tokens of the text");
                compare(line, fields[3], &mut (0..).map_while(|n| ends.at(n)).map(|(l, _)| l));
                asked += 1;
            }
        }
        assert!(asked > 5, "{asked}");
        assert!(all > 500 && same * 100 > all * 95, "{same} of {all}");
    }

    #[test]
    fn levels_rise_with_the_log_odds() {
        assert_eq!([-9.0, -6.0, 0.0, 4.6, 90.0].map(level), [0, 1, 8, 15, 15]);
        assert_eq!(Context::default().level(3, Question::Core), 0);
    }

    #[test]
    fn a_damaged_file_is_an_error() {
        let whole = include_bytes!("context.bin");
        assert!(Network::from_bytes(&whole[..whole.len() - 1]).unwrap_err().is_data());
        for bytes in [&b""[..], b"rawi-ctx", b"something else entirely", &[0; 4096]] {
            assert!(Network::from_bytes(bytes).unwrap_err().is_data());
        }
    }
}
