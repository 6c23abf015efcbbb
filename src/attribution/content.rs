//! Where a content ends.

use crate::lexicon::{Classes, Morph};
use crate::segment::Punct;

use super::reading::Reader;

impl Reader<'_> {
    /// One past the clause that begins at `start`: it runs through coordination under the same أن,
    /// relatives and concessives, and stops at the end of the sentence, at a new attribution of the
    /// same speaker, at a sourcing device, and at a new main clause after a comma.
    pub(crate) fn clause_end(&self, start: usize, end: usize, speaker: Option<Morph>) -> usize {
        let mut i = start;
        let mut depth = 0usize;
        while i < end {
            if let Some(close) = self.quotes.close_of(i) {
                if close >= end {
                    // A quotation that outlives its sentence carries the content with it.
                    return if close - i > 3 { close } else { end };
                }
                i = close + 1;
                continue;
            }
            match self.punct(i) {
                Some(Punct::OpenBracket) => depth += 1,
                Some(Punct::CloseBracket) => depth = depth.saturating_sub(1),
                Some(Punct::Stop | Punct::Question | Punct::Exclamation) if depth == 0 => return i,
                Some(Punct::Comma | Punct::Semicolon) if depth == 0 => {
                    if self.breaks_after_comma(i + 1, end, speaker) {
                        return i;
                    }
                }
                _ => {
                    if i > start && depth == 0 && self.breaks_clause(i, end, speaker) {
                        return i;
                    }
                }
            }
            i += 1;
        }
        end
    }

    /// Whether a new clause of the article, not of the speaker, begins at `i` after a comma.
    fn breaks_after_comma(&self, i: usize, end: usize, speaker: Option<Morph>) -> bool {
        if i >= end {
            return true;
        }
        if self.participle(i).is_some() || self.device_at(i).is_some() {
            return true;
        }
        let word = self.bare(i);
        if self.has_conj(i) || self.is_lone_conj(i) {
            let at = if self.is_lone_conj(i) { i + 1 } else { i };
            // «، ولم تفصح عن أسمائها»: what a source did not say is a report of its own.
            let negated = matches!(self.bare(at), "لم" | "لن");
            if negated
                && self.finite(at + 1).is_some_and(|v| self.has_complement(at + 1, v.cue, end))
            {
                return true;
            }
            if self.finite(at).is_some_and(|v| !v.enclitic && self.has_complement(at, v.cue, end)) {
                return true;
            }
            if matches!(self.bare(at), "قد" | "كان" | "كانت" | "ذلك") {
                return true;
            }
        }
        // «، وهو ما …»: the article comments; «، لكنه قال إن» and «، ولكن لم يوضح»: a new report.
        if matches!(self.text.word(i), "وهو" | "وهي")
            && matches!(self.text.stem(i + 1), "امر" | "ما" | "خطوة" | "موقف" | "شيء")
        {
            return true;
        }
        if self.text.word(i) == "الامر" && self.is(i + 1, Classes::RELATIVE) {
            return true;
        }
        if matches!(word, "لكن" | "لكنه" | "لكنها" | "لكنهم") {
            let k = if self.is(i + 1, Classes::NEGATION) { i + 2 } else { i + 1 };
            if self.finite(k).is_some() || word == "لكن" && self.is_nominal(k) {
                return true;
            }
        }
        if matches!(word, "فيما" | "بينما" | "بدوره" | "بدورها") {
            return true;
        }
        if matches!(word, "كما" | "مثلما") && self.is_verb(i + 1) {
            return true;
        }
        if word == "في" && self.text.word(i + 1) == "حين" {
            return true;
        }
        if word == "من" && matches!(self.text.word(i + 1), "جهته" | "جانبه" | "جهتها" | "جانبها")
        {
            return true;
        }
        self.breaks_clause(i, end, speaker)
    }

    /// Whether a new attribution begins at `i` without a comma.
    fn breaks_clause(&self, i: usize, end: usize, speaker: Option<Morph>) -> bool {
        if let Some(p) = self.participle(i) {
            return agrees(p.morph, speaker) && self.has_complement(i, p.cue, end);
        }
        if let Some(v) = self.finite(i) {
            let coordinated = v.conj || self.has_conj(i);
            return coordinated
                && agrees(v.morph, speaker)
                && v.morph.form == crate::lexicon::Form::Perfect
                && self.clause_complement(i, end).is_some();
        }
        self.device_at(i).is_some_and(|d| d.1 && i > 0)
    }

    /// Whether a verb at `i` has something to say: a complementizer, a colon, a quotation or a
    /// governed preposition in reach.
    pub(crate) fn has_complement(&self, i: usize, cue: u16, end: usize) -> bool {
        let Some(cue) = self.lexicon.cue(cue) else { return false };
        let mut j = i + 1;
        while j < end.min(i + 14) {
            if self.is_stop(j) {
                break;
            }
            if let Some((code, _)) = self.complementizer(j) {
                return code == 'C' || cue.takes(code);
            }
            if self.punct(j) == Some(Punct::Colon) || self.is_quote_open(j) {
                return true;
            }
            if j <= i + 5 {
                let p = match self.bare(j) {
                    "الي" => 'I',
                    "علي" => 'A',
                    "من" => 'M',
                    "عن" => 'N',
                    _ if self.prep(j) == Some('ب') => 'B',
                    _ => ' ',
                };
                if p != ' ' && cue.takes(p) {
                    return true;
                }
            }
            j += 1;
        }
        cue.takes('O') && self.is_nominal(i + 1)
    }

    /// The first complementizer after `i`, before the clause ends.
    pub(crate) fn clause_complement(&self, i: usize, end: usize) -> Option<usize> {
        (i + 1..end.min(i + 20)).take_while(|&j| !self.is_stop(j)).find(|&j| {
            self.complementizer(j).is_some()
                || self.punct(j) == Some(Punct::Colon)
                || self.is_quote_open(j)
        })
    }

    /// A sourcing device that begins at `i`: its index in the lexicon and whether a verb follows
    /// (حسبما ذكر) or the word itself is a preposition of sourcing. `None` for criteria (حسب الحجم).
    pub(crate) fn device_at(&self, i: usize) -> Option<(u16, bool)> {
        let found = super::cited::match_device(self, i)?;
        Some((found.device, true))
    }
}

/// Whether a verb can have the speaker as its subject.
fn agrees(morph: Morph, speaker: Option<Morph>) -> bool {
    speaker.is_none_or(|s| s.gender == morph.gender || s.plural || morph.plural)
}
