//! Sentences: token ranges that end at . ؟ ! or a line break.

use std::ops::Range;

use super::tokens::{Punct, Tok};

/// Splits tokens into sentences; closing quotes and brackets after the stop belong to the sentence
/// they close.
pub(crate) fn split(tokens: &[Tok]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut ended = false;
    for (i, tok) in tokens.iter().enumerate() {
        let closes = matches!(tok.punct(), Some(Punct::CloseQuote | Punct::CloseBracket))
            || (tok.punct() == Some(Punct::Quote) && !tok.space);
        if i > start && (tok.newline || (ended && !closes)) {
            out.push(start..i);
            start = i;
            ended = false;
        }
        if let Some(Punct::Stop | Punct::Question | Punct::Exclamation) = tok.punct() {
            ended = true;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}
