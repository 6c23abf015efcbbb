//! Which quotation mark closes which.

use crate::segment::{Punct, Segmented};

/// Pairs of quotation marks, as token indices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotes {
    /// For each token that opens one, the token that closes it; empty where nothing is quoted.
    close: Vec<u32>,
    /// For each token, the one that opens the innermost quotation around it.
    open: Vec<u32>,
}

/// No token.
const NONE: u32 = u32::MAX;

impl Quotes {
    /// Pairs the marks of a text. Marks that have a direction pair across lines, innermost first; `"`
    /// pairs with the next one of its paragraph. A mark that nothing closes runs to the end of its
    /// sentence: the mark is its own pair there.
    pub(crate) fn new(text: &Segmented) -> Quotes {
        let mut close = Vec::new();
        let mut stack: Vec<usize> = Vec::new();
        let mut plain: Option<usize> = None;
        for (i, tok) in text.tokens().iter().enumerate() {
            if tok.newline {
                if let Some(open) = plain.take() {
                    close.push((open, end_of_sentence(text, open)));
                }
                // A quotation may run over paragraphs, but not over a whole article.
                if stack.first().is_some_and(|&o| i - o > 400) {
                    stack.clear();
                }
            }
            match tok.punct() {
                // „…“ and ”…“: an opening mark right behind a word, with nothing behind it, closes.
                Some(Punct::OpenQuote) if ends_word(text, i) => match stack.pop() {
                    Some(open) => close.push((open, i)),
                    None => stack.push(i),
                },
                Some(Punct::OpenQuote) => stack.push(i),
                Some(Punct::CloseQuote) => match stack.pop() {
                    Some(open) => close.push((open, i)),
                    // ”…” and ”…“ are typed too: a closing mark after a blank opens.
                    None if tok.space || tok.newline => stack.push(i),
                    None => {}
                },
                Some(Punct::Quote) if text.word(i) != "'" => match plain.take() {
                    Some(open) => close.push((open, i)),
                    None => plain = Some(i),
                },
                _ => {}
            }
        }
        for open in stack.into_iter().chain(plain) {
            close.push((open, end_of_sentence(text, open)));
        }
        Quotes::of(close, text.tokens().len())
    }

    fn of(mut pairs: Vec<(usize, usize)>, tokens: usize) -> Quotes {
        if pairs.is_empty() {
            return Quotes::default();
        }
        pairs.sort_unstable();
        let mut close = vec![NONE; tokens];
        let mut open = vec![NONE; tokens];
        let mut pairs = pairs.into_iter().peekable();
        // The quotations that have begun, the last one on top; who is over goes when it gets there.
        let mut around: Vec<(usize, usize)> = Vec::new();
        for (i, (close, open)) in close.iter_mut().zip(&mut open).enumerate() {
            while around.pop_if(|&mut (_, c)| c <= i).is_some() {}
            if let Some(&(o, _)) = around.last() {
                *open = o as u32;
            }
            while let Some(pair) = pairs.next_if(|&(o, _)| o == i) {
                *close = pair.1 as u32;
                around.push(pair);
            }
        }
        Quotes { close, open }
    }

    /// The token that closes the quotation opened by token `i`.
    #[inline]
    pub(crate) fn close_of(&self, i: usize) -> Option<usize> {
        self.close.get(i).filter(|&&c| c != NONE).map(|&c| c as usize)
    }

    /// The innermost quotation that token `i` stands in.
    pub(crate) fn around(&self, i: usize) -> Option<(usize, usize)> {
        let open = *self.open.get(i).filter(|&&o| o != NONE)? as usize;
        Some((open, self.close_of(open)?))
    }
}

/// Whether a mark stands right behind a word or a mark that ends something, and apart from what follows.
fn ends_word(text: &Segmented, i: usize) -> bool {
    let tok = text.tok(i);
    let before = i.checked_sub(1).map(|k| text.tok(k));
    let behind = before.is_some_and(|b| {
        b.punct().is_none_or(|p| {
            matches!(
                p,
                Punct::Stop
                    | Punct::Question
                    | Punct::Exclamation
                    | Punct::Ellipsis
                    | Punct::CloseBracket
            )
        })
    });
    let next = text.tok(i + 1);
    let apart = i + 1 >= text.tokens().len()
        || next.space
        || next.newline
        || next.punct().is_some_and(|p| p != Punct::OpenBracket);
    !tok.space && !tok.newline && behind && apart
}

fn end_of_sentence(text: &Segmented, i: usize) -> usize {
    let n = text.sentences().partition_point(|s| s.end <= i);
    text.sentences().get(n).map_or(i + 1, |s| {
        let last = s.end.saturating_sub(1);
        if matches!(text.tok(last).punct(), Some(Punct::Stop)) { last } else { s.end }
    })
}
