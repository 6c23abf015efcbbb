//! Sentences: token ranges that end at . ؟ ! or a line break.

use std::ops::Range;

use super::tokens::{Punct, Tok, TokenKind};

/// How many tokens a sentence has at most. Texts without any stop are cut there: what is sought in a sentence
/// is sought from each of its words, and would take time that grows with the square of the text.
const LONGEST: usize = 1024;

/// Splits tokens into sentences.
///
/// Closing quotes and brackets after the stop belong to the sentence they close; when a comma or a
/// dash follows them, or when the stop was a question inside a quotation that goes on without و,
/// the sentence goes on: «هل نذهب؟» سأل الوزير. A `?` with no blank after it is a comma that an
/// encoding lost: الحكومة?التي. Points of ellipsis end nothing; a line break ends everything, and so does
/// being longer than any sentence.
pub(crate) fn split(tokens: &[Tok]) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(tokens.len() / 24 + 1);
    let mut start = 0;
    let mut stop: Option<Stop> = None;
    for (i, tok) in tokens.iter().enumerate() {
        if i > start && tok.newline || i - start >= LONGEST {
            out.push(start..i);
            (start, stop) = (i, None);
        } else if let Some(s) = &mut stop {
            if closes(*tok) {
                s.closed |= tok.punct() != Some(Punct::CloseBracket);
            } else if s.goes_on(*tok) {
                stop = None;
            } else if i > start {
                out.push(start..i);
                (start, stop) = (i, None);
            }
        }
        match tok.punct() {
            Some(Punct::Stop | Punct::Exclamation) => stop = Some(Stop::new(*tok)),
            Some(Punct::Question) if !is_lost_comma(*tok, tokens.get(i + 1)) => {
                stop = Some(Stop::new(*tok));
            }
            _ => {}
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

/// A mark that may end the sentence.
struct Stop {
    /// ؟ or !
    asks: bool,
    /// Whether a quotation mark closed after it.
    closed: bool,
}

impl Stop {
    fn new(tok: Tok) -> Stop {
        Stop { asks: tok.punct() != Some(Punct::Stop), closed: false }
    }

    /// Whether the sentence goes on with `tok`.
    fn goes_on(&self, tok: Tok) -> bool {
        match tok.punct() {
            Some(Punct::Comma | Punct::Semicolon) => true,
            Some(Punct::Dash) => self.closed,
            Some(Punct::Stop | Punct::Question | Punct::Exclamation | Punct::Ellipsis) => {
                !tok.space
            }
            Some(_) => false,
            None => self.asks && self.closed && tok.kind == TokenKind::Arabic && !tok.has_conj(),
        }
    }
}

/// Marks that close what stands before them.
fn closes(tok: Tok) -> bool {
    match tok.punct() {
        Some(Punct::CloseQuote | Punct::CloseBracket) => true,
        Some(Punct::Quote) => !tok.space,
        _ => false,
    }
}

/// A Latin `?` between two words with no blank after it.
fn is_lost_comma(tok: Tok, next: Option<&Tok>) -> bool {
    tok.end - tok.start == 1
        && next.is_some_and(|n| !n.space && !n.newline && n.kind == TokenKind::Arabic)
}
