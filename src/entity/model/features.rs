//! From a token to the row of numbers the network reads.
//!
//! A common word has a row of its own, and everything there is to know about it (its vector, affixes,
//! name lists, frequency) was folded into that row when the weights were made. A rarer word takes the
//! row of what is left without its clitics. Any other word is the mean of its character n-grams, with
//! what the name lists say about it.
//!
//! `training/tagger/compact.py` holds the same definition in Python; `parity.py` compares the two.

use super::weights::Weights;
use crate::network::{Input, Row, WIDTH, add, clamp};
use crate::segment::{Segmented, Tok, TokenKind};

/// One step of a table row, in activation steps.
const STEP: i16 = 8;
/// Longest word, in characters, that is read whole.
const LONGEST: usize = 30;
/// Stems rarer than this are not trusted when a preposition must be cut to find them.
const COMMON: usize = 24_000;
/// Rows of the extras table: signatures of what was cut, then one for each name flag.
const NAME_FLAGS: usize = 32;

/// Writes the inputs of some tokens, which are all zero.
///
/// The tables are larger than the caches near the processor: the tokens are looked up side by side,
/// one step after another, so that they wait for memory together.
pub(super) fn embed(weights: &Weights, text: &Segmented, tokens: &[Tok], out: &mut [Input]) {
    const SIDE_BY_SIDE: usize = 32;
    let mut hashes = [0; SIDE_BY_SIDE];
    let mut slots = [0; SIDE_BY_SIDE];
    let mut rows = [None; SIDE_BY_SIDE];
    for (tokens, out) in tokens.chunks(SIDE_BY_SIDE).zip(out.chunks_mut(SIDE_BY_SIDE)) {
        for (hash, tok) in hashes.iter_mut().zip(tokens) {
            *hash = hash_token(tok.kind, text.text(*tok));
        }
        for (slot, &hash) in slots.iter_mut().zip(&hashes).take(tokens.len()) {
            *slot = weights.first_slot(hash);
        }
        for ((row, &slot), &hash) in rows.iter_mut().zip(&slots).zip(&hashes).take(tokens.len()) {
            *row = weights.word_from(slot, hash).map(|(_, row)| row);
        }
        for (out, row) in out.iter_mut().zip(&rows) {
            if let Some(row) = row {
                set(out, row);
            }
        }
        for ((out, tok), row) in out.iter_mut().zip(tokens).zip(&rows) {
            if row.is_none() && tok.kind == TokenKind::Arabic {
                let mut buffer = ['\0'; LONGEST];
                let word = letters(text.text(*tok), &mut buffer);
                if !embed_stem(weights, word, out) {
                    embed_parts(weights, word, out);
                }
            }
        }
    }
}

/// The hash of a token: of numbers by their length, of words of other scripts and marks by kind, of
/// Arabic words as they are.
fn hash_token(kind: TokenKind, word: &str) -> u64 {
    match kind {
        TokenKind::Number => hash(std::iter::repeat_n('0', word.len().min(5))),
        TokenKind::Foreign => hash(['a'].into_iter()),
        TokenKind::Arabic => hash(word.chars().take(LONGEST)),
        _ => hash(word.chars().take(1)),
    }
}

/// The letters of a word, as many as are read.
fn letters<'b>(word: &str, buffer: &'b mut [char; LONGEST]) -> &'b [char] {
    let mut n = 0;
    for (slot, c) in buffer.iter_mut().zip(word.chars()) {
        *slot = c;
        n += 1;
    }
    buffer.get(..n).unwrap_or_default()
}

/// FNV-1a over characters, mixed so that every bit depends on all of them.
fn hash(chars: impl Iterator<Item = char>) -> u64 {
    let h = chars
        .fold(0xCBF2_9CE4_8422_2325, |h: u64, c| (h ^ u64::from(c)).wrapping_mul(0x100_0000_01B3));
    let h = (h ^ (h >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ (h >> 29)
}

/// What was cut from a word: a conjunction, a preposition, the article.
#[derive(Clone, Copy)]
struct Cut {
    conjunction: usize,
    preposition: usize,
    article: bool,
}

impl Cut {
    fn signature(self) -> usize {
        (self.conjunction * 5 + self.preposition) * 2 + usize::from(self.article)
    }
}

/// The readings of a word without proclitics, nearest first: what is left, whether an article must be
/// put before it, and what was cut.
fn readings(word: &[char]) -> impl Iterator<Item = (&[char], bool, Cut)> {
    let mut out = [None; 3];
    let mut n = 0;
    let mut push = |rest, article_back, conjunction, preposition, article| {
        if let Some(slot) = out.get_mut(n) {
            *slot = Some((rest, article_back, Cut { conjunction, preposition, article }));
            n += 1;
        }
    };
    let (conjunction, rest) = match word {
        ['و', rest @ ..] if rest.len() >= 3 => (1, rest),
        ['ف', rest @ ..] if rest.len() >= 3 => (2, rest),
        _ => (0, word),
    };
    if conjunction > 0 {
        push(rest, false, conjunction, 0, false);
    }
    match rest {
        ['ل', 'ل', stem @ ..] if stem.len() >= 3 => {
            push(stem, true, conjunction, 4, false);
            push(stem, false, conjunction, 4, true);
        }
        ['ب' | 'ك' | 'ل', noun @ ..] if noun.len() >= 4 => {
            let preposition = match rest.first() {
                Some('ب') => 1,
                Some('ك') => 2,
                _ => 3,
            };
            push(noun, false, conjunction, preposition, false);
            if let ['ا', 'ل', stem @ ..] = noun {
                push(stem, false, conjunction, preposition, true);
            }
        }
        ['ا', 'ل', stem @ ..] if stem.len() >= 3 => push(stem, false, conjunction, 0, true),
        _ => {}
    }
    out.into_iter().flatten()
}

fn hash_reading(rest: &[char], article_back: bool) -> u64 {
    let article = if article_back { ['ا', 'ل'].as_slice() } else { &[] };
    hash(article.iter().chain(rest).copied())
}

/// Takes the row of the word without its clitics, where there is one.
fn embed_stem(weights: &Weights, word: &[char], out: &mut Input) -> bool {
    for (rest, article_back, cut) in readings(word) {
        if let Some((rank, row)) = weights.word(hash_reading(rest, article_back))
            && (rank < COMMON || cut.preposition == 0)
        {
            set(out, row);
            if let Some(row) = weights.extra(cut.signature()) {
                add(out, row, STEP);
            }
            return true;
        }
    }
    false
}

/// The mean of the word's n-grams, and rows for the name lists it stands in.
fn embed_parts(weights: &Weights, word: &[char], out: &mut Input) {
    // At most 124 n-grams, each of at most 128: no overflow.
    let mut sum = [0i16; WIDTH];
    let mut n = 0;
    for start in 0..=word.len() {
        // Position 0 and the one past the end stand for the word's edges.
        let edged = |i: usize| match i.checked_sub(1) {
            None => Some('<'),
            Some(i) if i == word.len() => Some('>'),
            Some(i) => word.get(i).copied(),
        };
        let mut h = 2166136261u32;
        for len in 1..=5 {
            let Some(c) = edged(start + len - 1) else { break };
            h = (h ^ u32::from(c)).wrapping_mul(16777619);
            if len >= 2
                && let Some(row) = weights.gram(h)
            {
                for (s, &b) in sum.iter_mut().zip(row) {
                    *s += i16::from(b.cast_signed());
                }
                n += 1;
            }
        }
    }
    let gain = weights.gain / n.max(1);
    for (o, s) in out.iter_mut().zip(sum) {
        *o = clamp(i32::from(*o) + ((i32::from(s) * gain) >> 12));
    }
    let flags = std::iter::once((word, false))
        .chain(readings(word).map(|(rest, article_back, _)| (rest, article_back)))
        .map(|(rest, article_back)| weights.name(hash_reading(rest, article_back)))
        .find(|&flags| flags != 0)
        .unwrap_or(0);
    for bit in 0..8 {
        if flags & (1 << bit) != 0
            && let Some(row) = weights.extra(NAME_FLAGS + bit)
        {
            add(out, row, STEP);
        }
    }
}

/// A row of a table as an input; small numbers, so nothing is clamped.
fn set(out: &mut Input, row: &Row) {
    for (o, &b) in out.iter_mut().zip(row) {
        *o = STEP * i16::from(b.cast_signed());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(word: &str) -> Vec<(String, usize)> {
        let chars: Vec<char> = word.chars().collect();
        readings(&chars)
            .map(|(rest, back, cut)| {
                let text = if back { "ال" } else { "" }.chars().chain(rest.iter().copied());
                (text.collect(), cut.signature())
            })
            .collect()
    }

    #[test]
    fn readings_cut_from_the_outside_in() {
        assert_eq!(cuts("وبغداد"), [("بغداد".into(), 10), ("غداد".into(), 12)]);
        assert_eq!(cuts("للجزائر"), [("الجزائر".into(), 8), ("جزائر".into(), 9)]);
        assert_eq!(cuts("بالرباط"), [("الرباط".into(), 2), ("رباط".into(), 3)]);
        assert_eq!(cuts("الرباط"), [("رباط".into(), 1)]);
        assert!(cuts("من").is_empty());
    }

    #[test]
    fn numbers_and_foreign_words_share_a_row() {
        let same = |kind, word, chars: &str| {
            assert_eq!(hash_token(kind, word), hash(chars.chars()), "{word}");
        };
        same(TokenKind::Number, "2011", "0000");
        same(TokenKind::Number, "1,000,000", "00000");
        same(TokenKind::Foreign, "CNN", "a");
        same(TokenKind::Symbol, "€", "€");
        same(TokenKind::Arabic, "دمشق", "دمشق");
    }
}
