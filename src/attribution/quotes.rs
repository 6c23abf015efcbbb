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
    /// pairs within its paragraph, see [`Plain`]. A mark that nothing closes runs to the end of its
    /// sentence: the mark is its own pair there.
    pub(crate) fn new(text: &Segmented) -> Quotes {
        let mut close = Vec::new();
        let mut stack: Vec<usize> = Vec::new();
        let mut plain = Plain::default();
        for (i, tok) in text.tokens().iter().enumerate() {
            if tok.newline {
                plain.settle(text, &mut close);
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
                    // So does one that is written onto the word behind it: ب»الفريق القوي».
                    None if tok.space || tok.newline || begins_word(text, i) => stack.push(i),
                    None => {}
                },
                Some(Punct::Quote) if text.word(i) != "'" => plain.meet(text, i, &mut close),
                _ => {}
            }
        }
        plain.settle(text, &mut close);
        for open in stack {
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

/// The marks of a paragraph that look the same on both sides: `"`, `''`.
///
/// They close in turn what the one before has opened; but one that stands behind a blank and on a
/// word opens, whether or not the one before was closed.
#[derive(Debug, Default)]
struct Plain {
    open: Vec<usize>,
    /// The last one that has closed.
    closed: usize,
}

impl Plain {
    fn meet(&mut self, text: &Segmented, i: usize, close: &mut Vec<(usize, usize)>) {
        let tok = text.tok(i);
        // Where the one before stands apart from its words, so may this one.
        let tight = self.open.last().is_none_or(|&open| begins_word(text, open));
        let opens = (tok.space || tok.newline) && begins_word(text, i) && tight;
        match self.open.last().copied() {
            Some(open) if !opens => {
                self.open.pop();
                close.push((open, i));
                self.closed = i;
            }
            _ => self.open.push(i),
        }
    }

    /// At the end of a paragraph: two that both seemed to open are a pair after all, and one that is
    /// left over runs to the end of its sentence, unless another was closed behind it.
    fn settle(&mut self, text: &Segmented, close: &mut Vec<(usize, usize)>) {
        for pair in self.open.chunks(2) {
            match *pair {
                [open, end] => close.push((open, end)),
                [open] if open > self.closed => close.push((open, end_of_sentence(text, open))),
                _ => {}
            }
        }
        self.open.clear();
    }
}

/// Whether a mark is written onto the word behind it.
fn begins_word(text: &Segmented, i: usize) -> bool {
    let next = text.tok(i + 1);
    i + 1 < text.tokens().len() && !next.space && !next.newline && next.punct().is_none()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::{Form, Normalizer};
    use crate::segment::CliticTable;

    /// What stands in quotation marks, in the order in which it is opened.
    fn quoted(text: &str) -> Vec<String> {
        let text = Segmented::new(text, &Normalizer::new(Form::Key), &CliticTable::builtin());
        let quotes = Quotes::new(&text);
        let words =
            |(a, b): (usize, usize)| (a + 1..b).map(|k| text.word(k)).collect::<Vec<_>>().join(" ");
        (0..text.tokens().len()).filter_map(|i| quotes.close_of(i).map(|c| words((i, c)))).collect()
    }

    #[test]
    fn marks_without_a_direction_pair_in_their_paragraph() {
        assert_eq!(quoted("قال \"نعم\" ثم \"كلا\"."), ["نعم", "كلا"]);
        assert_eq!(quoted("قال \" نعم \"ثم \" كلا \"."), ["نعم", "كلا"]);
        assert_eq!(quoted("قال \"نعم \"ثم \"كلا \"."), ["نعم", "كلا"]);
        assert_eq!(quoted("قال \"سمعت \"نعم\" منه\" وغادر."), ["سمعت \" نعم \" منه", "نعم"]);
        assert_eq!(quoted("قال \"نعم وغادر.\nوقال \"كلا\"."), ["نعم وغادر", "كلا"]);
    }

    #[test]
    fn an_opening_mark_opens_even_where_another_was_not_closed() {
        assert_eq!(quoted("قال ''ان ''المشروع تاخر'' وغادر."), ["المشروع تاخر"]);
        assert_eq!(quoted("قال \"نعم، واضاف \"كلا\" وغادر."), ["كلا"]);
    }

    #[test]
    fn a_closing_mark_written_onto_the_next_word_opens() {
        assert_eq!(quoted("واجه »الفريق القوي» امس"), ["الفريق القوي"]);
        assert_eq!(quoted("وصفه ب»الفريق القوي» امس"), ["الفريق القوي"]);
        assert_eq!(quoted("قال «نعم»ثم «كلا»"), ["نعم", "كلا"]);
    }
}
