//! Which quotation mark closes which.

use crate::segment::{Punct, Segmented};

/// Pairs of quotation marks, as token indices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotes {
    close: Vec<(usize, usize)>,
}

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
        close.sort_unstable();
        Quotes { close }
    }

    /// The token that closes the quotation opened by token `i`.
    pub(crate) fn close_of(&self, i: usize) -> Option<usize> {
        let at = self.close.binary_search_by_key(&i, |&(open, _)| open).ok()?;
        self.close.get(at).map(|&(_, c)| c)
    }

    /// The innermost quotation that token `i` stands in.
    pub(crate) fn around(&self, i: usize) -> Option<(usize, usize)> {
        self.close.iter().filter(|&&(o, c)| o < i && i < c).max_by_key(|&&(o, _)| o).copied()
    }
}

fn end_of_sentence(text: &Segmented, i: usize) -> usize {
    let sentence = text.sentences().iter().find(|s| s.contains(&i));
    sentence.map_or(i + 1, |s| {
        let last = s.end.saturating_sub(1);
        if matches!(text.tok(last).punct(), Some(Punct::Stop)) { last } else { s.end }
    })
}
