//! What every pattern reads: the text, its tokens, and the phrases found in it.

use super::gazetteer::{Class, Match, Scan, WordFlags};
use crate::segment::{Punct, Segmented};

/// A text under analysis.
pub(super) struct Context<'a, 't> {
    pub text: &'a Segmented,
    pub scan: &'a Scan<'t>,
    /// The text as it came in: the key form has lost hamzas and the difference of ى and ي.
    pub original: &'a str,
    /// An article about matches.
    pub sports: bool,
}

impl<'a, 't> Context<'a, 't> {
    /// Token `i` without the proclitics of its best reading.
    pub(super) fn word(&self, i: usize) -> &'a str {
        self.text.word(i).get(self.scan.core(i).prefix as usize..).unwrap_or_default()
    }

    /// Whether token `i` directly continues the phrase before it: same line, no mark between.
    pub(super) fn continues(&self, i: usize) -> bool {
        let tok = self.text.tok(i);
        tok.is_word() && !tok.newline
    }

    /// A word without proclitics, on the same line.
    pub(super) fn plain(&self, i: usize) -> bool {
        self.continues(i) && self.scan.core(i).prefix == 0
    }

    /// Token `i` as the author wrote it.
    pub(super) fn written(&self, i: usize) -> &str {
        let tok = self.text.tok(i);
        self.text
            .original(tok.start as usize, tok.end as usize)
            .slice(self.original)
            .unwrap_or_default()
    }

    /// ال and no preposition or conjunction before it.
    pub(super) fn definite(&self, i: usize) -> bool {
        let tok = self.text.tok(i);
        self.plain(i) && tok.is_definite() && !tok.has_conj() && !tok.has_prep()
    }

    /// A word that no name runs across. على is told from علي by its spelling.
    pub(super) fn stop(&self, i: usize) -> bool {
        self.scan.core(i).flags.has(WordFlags::STOP)
            && !(self.text.word(i) == "علي" && self.written(i).ends_with('ي'))
    }

    /// Whether token `i`, as it stands, is a word of one of these lists.
    pub(super) fn listed(&self, i: usize, lists: u32) -> bool {
        self.scan.core(i).whole.has(lists)
    }

    pub(super) fn common(&self, i: usize) -> bool {
        self.scan.core(i).flags.has(WordFlags::COMMON)
    }

    /// The point of د.
    pub(super) fn is_abbreviation_mark(&self, i: usize) -> bool {
        self.text.tok(i).punct() == Some(Punct::Abbreviation)
    }

    /// The token after the quotation that token `i` opens; at most `max` tokens lie inside.
    pub(super) fn quotation(&self, i: usize, max: usize) -> Option<usize> {
        let open = self.text.tok(i).punct()?;
        let close = match open {
            Punct::OpenQuote => Punct::CloseQuote,
            Punct::Quote => Punct::Quote,
            Punct::OpenBracket => Punct::CloseBracket,
            _ => return None,
        };
        for j in i + 1..=i + 1 + max {
            let tok = self.text.tok(j);
            if tok.newline {
                return None;
            }
            if tok.punct() == Some(close) {
                return (j > i + 1).then_some(j + 1);
            }
        }
        None
    }

    /// A name of the gazetteer at `i` without proclitics, ambiguous spellings included.
    pub(super) fn name_at(&self, i: usize) -> Option<&Match<'t>> {
        self.scan.at(i).iter().find(|m| m.prefix == 0 && m.sense.class.entity().is_some())
    }

    /// The nationality adjective at `i`, definite or not, without proclitics.
    pub(super) fn nationality(&self, i: usize) -> Option<&Match<'t>> {
        if self.text.tok(i).newline {
            return None;
        }
        self.scan.bare(i, Class::Nationality)
    }

    /// A definite nationality adjective.
    pub(super) fn the_nationality(&self, i: usize) -> Option<&Match<'t>> {
        self.nationality(i).filter(|m| self.text.word(m.first).starts_with("ال"))
    }
}
