//! Tokens, clitics and sentences of a normalized text.
//!
//! Everything downstream reads one [`Segmented`]: the text in [`Form::Key`](crate::Form::Key), its
//! alignment with the original, its tokens with their clitics, and its sentences as token ranges.
//! Positions are bytes of the *key* text until the document is built.

mod clitics;
mod kernel;
mod letters;
mod sentences;
mod spelling;
mod tokens;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use clitics::CliticTable;
pub use tokens::TokenKind;
pub(crate) use tokens::{Punct, Tok};

use crate::normalize::{Aligned, Cursor, Normalizer};
use crate::span::Span;

/// The tokens of a key text as strings, clitics and all: how data files' phrases are cut.
pub(crate) fn words<'k>(key: &'k str, clitics: &CliticTable) -> Vec<&'k str> {
    let tokens = tokens::tokenize(key, clitics);
    tokens.iter().filter_map(|t| key.get(t.start as usize..t.end as usize)).collect()
}

/// A text in key form, cut into tokens and sentences.
#[derive(Clone, Debug)]
pub(crate) struct Segmented {
    aligned: Aligned,
    tokens: Vec<Tok>,
    sentences: Vec<Range<usize>>,
}

impl Segmented {
    pub(crate) fn new(text: &str, normalizer: &Normalizer, clitics: &CliticTable) -> Segmented {
        let aligned = normalizer.normalize_aligned(text);
        let mut tokens = tokens::tokenize(aligned.text(), clitics);
        spelling::correct(text, &aligned, &mut tokens, clitics);
        spelling::find_doubled(text, &aligned, &mut tokens);
        let sentences = sentences::split(&tokens);
        Segmented { aligned, tokens, sentences }
    }

    /// The key text.
    #[inline]
    pub(crate) fn key(&self) -> &str {
        self.aligned.text()
    }

    #[inline]
    pub(crate) fn tokens(&self) -> &[Tok] {
        &self.tokens
    }

    /// Token ranges, in text order; together they cover all tokens.
    #[inline]
    pub(crate) fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Token `i`; the empty token past the end.
    #[inline]
    pub(crate) fn tok(&self, i: usize) -> Tok {
        self.tokens.get(i).copied().unwrap_or_default()
    }

    /// The key of a token of this text, clitics and all: the tagger's features are made of it.
    #[cfg_attr(not(feature = "model"), allow(dead_code))]
    #[inline]
    pub(crate) fn text(&self, tok: Tok) -> &str {
        self.bytes(tok.start as usize, tok.end as usize)
    }

    /// The key of token `i`, clitics and all; empty past the end.
    #[inline]
    pub(crate) fn word(&self, i: usize) -> &str {
        self.bytes(self.tok(i).start as usize, self.tok(i).end as usize)
    }

    /// The key of token `i` without conjunction, preposition and article.
    #[inline]
    pub(crate) fn stem(&self, i: usize) -> &str {
        self.bytes(self.tok(i).stem() as usize, self.tok(i).end as usize)
    }

    /// The key of token `i` without conjunction and preposition; the article stays.
    #[inline]
    pub(crate) fn noun(&self, i: usize) -> &str {
        self.bytes(self.tok(i).noun() as usize, self.tok(i).end as usize)
    }

    /// The key of token `i` without its conjunction.
    #[inline]
    pub(crate) fn bare(&self, i: usize) -> &str {
        self.bytes(self.tok(i).bare() as usize, self.tok(i).end as usize)
    }

    #[inline]
    fn bytes(&self, start: usize, end: usize) -> &str {
        self.key().get(start..end).unwrap_or_default()
    }

    /// The span of the original that bytes `start..end` of the key text stand for.
    pub(crate) fn original(&self, start: usize, end: usize) -> Span {
        self.aligned.to_original(start..end).into()
    }

    /// Finds the original of positions of the key text, one after another in the order of the text.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        self.aligned.cursor()
    }

    /// The tokens as users see them: spans of the original.
    pub(crate) fn public_tokens(&self) -> impl Iterator<Item = Token> {
        let mut at = self.cursor();
        self.tokens.iter().map(move |t| {
            if let Some(ahead) = at.ahead(t.start as usize, t.end as usize) {
                let [start, stem, base_end, end] =
                    [t.start, t.stem(), t.base_end(), t.end].map(|at| at + ahead as u32);
                return Token { start, stem, base_end, end, kind: t.kind, glued: t.glued };
            }
            // In the order of the text, as the cursor likes them; most words have no clitics.
            let start = at.start(t.start as usize) as u32;
            let stem = if t.stem() == t.start { start } else { at.start(t.stem() as usize) as u32 };
            let base = t.has_encl().then(|| at.end(t.base_end() as usize) as u32);
            let end = at.end(t.end as usize) as u32;
            Token { start, stem, base_end: base.unwrap_or(end), end, kind: t.kind, glued: t.glued }
        })
    }

    /// The sentences as users see them: from first to last token, in the original.
    pub(crate) fn public_sentences(&self) -> impl Iterator<Item = Span> {
        let mut at = self.cursor();
        self.sentences.iter().map(move |s| {
            let (first, last) = (self.tok(s.start), self.tok(s.end.saturating_sub(1)));
            Span::new(at.start(first.start as usize), at.end(last.end as usize))
        })
    }
}

/// A word, number or mark of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    start: u32,
    stem: u32,
    base_end: u32,
    end: u32,
    kind: TokenKind,
    glued: bool,
}

impl Token {
    /// Where the token stands in the original, in bytes; a word keeps its clitics.
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// The token without the proclitics و ف ب ل ك س and the article; a pronoun at its end stays.
    pub fn stem(&self) -> Span {
        Span::new(self.stem as usize, self.end as usize)
    }

    /// The proclitics that [`Token::stem`] leaves out.
    pub fn proclitics(&self) -> Span {
        Span::new(self.start as usize, self.stem as usize)
    }

    /// The pronoun written onto its end, or the empty span there: ه of تصريحاته.
    pub fn enclitic(&self) -> Span {
        Span::new(self.base_end as usize, self.end as usize)
    }

    /// What it is.
    pub fn kind(&self) -> TokenKind {
        self.kind
    }

    /// True for words that lost the blank between them: الولاياتالمتحدة.
    pub fn is_glued(&self) -> bool {
        self.glued
    }
}
