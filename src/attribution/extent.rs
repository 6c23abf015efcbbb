//! Content, kind and extent of what a cue introduces.

use crate::labels::AttributionKind;
use crate::lexicon::{Classes, Morph};
use crate::segment::{Punct, TokenKind};

use super::reading::Reader;

/// The content a preposition governs: its tokens, and the byte after the clitic.
pub(crate) fn prep_object(
    r: &Reader<'_>,
    k: usize,
    end: usize,
    speaker: Option<Morph>,
) -> Option<((usize, usize), Option<u32>)> {
    let (first, from) =
        if r.prep(k).is_some() { (k, Some(r.tok(k).noun())) } else { (k + 1, None) };
    if first >= end
        || !(r.is_word(first) || r.is_quote_open(first) || r.tok(first).kind == TokenKind::Number)
    {
        return None;
    }
    let last = nominal_end(r, first, end, speaker);
    Some(((first, last), from))
}

/// One past a nominal content: to the next comma that no relative clause or coordinated noun follows.
pub(crate) fn nominal_end(
    r: &Reader<'_>,
    first: usize,
    end: usize,
    speaker: Option<Morph>,
) -> usize {
    let limit = r.clause_end(first, end, speaker);
    let mut i = first;
    while i < limit {
        if let Some(c) = r.quotes.close_of(i) {
            i = (c + 1).min(limit);
            continue;
        }
        // «… ووجهت إليهم تهما»: a verb after a conjunction is a new clause.
        let relative = (first..i).any(|k| r.is(k, Classes::RELATIVE));
        if i > first
            && !relative
            && (r.has_conj(i) && r.is_verb(i) && !r.is_masdar(i) && r.get(i).head.is_none()
                || r.tok(i).has_conj() && r.is(i, Classes::NEGATION) && r.is_verb(i + 1))
        {
            return i;
        }
        if r.is_comma(i) {
            let n = i + 1;
            let relative = r.is(n, Classes::RELATIVE)
                || matches!(r.bare(n), "التي" | "الذي" | "الذين" | "والتي" | "والذي");
            let noun = r.has_conj(n)
                && !r.is_verb(n)
                && r.tok(n).kind == TokenKind::Arabic
                && r.complementizer(n).is_none()
                && !matches!(r.bare(n), "ذلك" | "قد" | "هو" | "هي");
            let because = r.is(n, Classes::SUBORDINATOR)
                && matches!(r.bare(n), "لان" | "لانه" | "لانها" | "لانهم" | "كون" | "كونه" | "كونها")
                || r.complementizer(n + 1).is_some() && r.is_pp(n)
                || matches!(r.bare(n), "بعد" | "قبل" | "منذ") && r.text.word(n + 1) == "ان";
            // «إلى عدم …، وإلى قراءة …»: the same preposition again.
            let again = r.has_conj(n)
                && (r.prep(n).is_some() || matches!(r.bare(n), "الي" | "علي" | "عن" | "من"))
                && r.complementizer(n).is_none();
            if !relative && !noun && !because && !again {
                return i;
            }
        }
        i += 1;
    }
    limit
}

pub(crate) fn nominal_kind(r: &Reader<'_>, range: (usize, usize)) -> AttributionKind {
    let (a, b) = range;
    if b - a == 1
        && (r.is(a, Classes::DEMONSTRATIVE.or(Classes::PRONOUN))
            || matches!(r.text.noun(a), "ذلك" | "الخبر" | "الامر" | "هذا" | "الشيء"))
    {
        return AttributionKind::Anaphoric;
    }
    quote_kind(r, &[range], AttributionKind::Nominal)
}

/// Direct when a content is one quotation, mixed when a quotation of some length is part of it.
pub(crate) fn quote_kind(
    r: &Reader<'_>,
    content: &[(usize, usize)],
    plain: AttributionKind,
) -> AttributionKind {
    for &(a, b) in content {
        if r.quotes.close_of(a).is_some_and(|c| c + 1 >= b && c > a + 1) && content.len() == 1 {
            return if plain == AttributionKind::Nominal && r.words_in(a, b) <= 4 {
                plain
            } else {
                AttributionKind::Direct
            };
        }
        for i in a..b {
            if let Some(c) = r.quotes.close_of(i) {
                if c <= b && (r.words_in(i, c) >= 4 || (i + 1..c).any(|k| r.is_verb(k))) {
                    return AttributionKind::Mixed;
                }
            }
        }
    }
    plain
}

/// Content, kind and complementizer of what begins at token `k`: أن, a colon, or a quotation mark.
pub(crate) fn content_from(
    r: &Reader<'_>,
    k: usize,
    end: usize,
    speaker: Option<Morph>,
) -> (Vec<(usize, usize)>, AttributionKind, Option<(u32, u32)>) {
    // A quotation, perhaps with its own أن inside.
    if let Some(close) = r.quotes.close_of(k) {
        let mut first = k + 1;
        let mut comp = None;
        if r.complementizer(first).is_some_and(|(c, _)| c == 'C') {
            comp = Some((r.bare_start(first), r.tok(first).end));
            first += 1;
        }
        // «…» على أن «…»: the clause goes on behind the quotation.
        let after = close + 1;
        let goes_on = after < end
            && !r.is_comma(after)
            && !r.is_stop(after)
            && r.is_word(after)
            && !r.has_conj(after)
            && r.participle(after).is_none()
            && super::cited::match_device(r, after).is_none()
            && r.words_in(k, close) <= 8;
        if goes_on {
            let last = r.clause_end(after, end, speaker);
            return (vec![(k, last)], AttributionKind::Mixed, comp);
        }
        return (vec![(first, close)], AttributionKind::Direct, comp);
    }
    if r.punct(k) == Some(Punct::Colon) {
        let first = k + 1;
        if let Some(close) = r.quotes.close_of(first) {
            if close < end
                && r.words_in(first, close) <= 3
                && close + 1 < end
                && r.is_word(close + 1)
            {
                return (vec![(first, direct_end(r, first, end))], AttributionKind::Direct, None);
            }
            return content_from(r, first, end, speaker);
        }
        return (vec![(first, direct_end(r, first, end))], AttributionKind::Direct, None);
    }
    let from = r.complementizer(k).map_or(k, |(_, from)| from);
    let comp = Some((r.bare_start(from), r.tok(k).end));
    let first = k + 1;
    if let Some(close) = r.quotes.close_of(first) {
        let last = r.clause_end(first, end.max(close), speaker);
        if close + 1 >= last || !r.is_word(close + 1) && last <= close + 2 || close >= end {
            return (vec![(first + 1, close)], AttributionKind::Direct, comp);
        }
    }
    let last = r.clause_end(first, end, speaker);
    let content = vec![(first, last)];
    let kind = quote_kind(r, &content, AttributionKind::Indirect);
    (content, kind, comp)
}

/// One past words given after a colon without quotation marks: the rest of the sentence.
pub(crate) fn direct_end(r: &Reader<'_>, first: usize, end: usize) -> usize {
    (first..end).find(|&i| r.is_stop(i) && i + 1 < end || r.is_stop(i)).unwrap_or(end)
}
