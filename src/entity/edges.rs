//! Where the learned tagger's mentions begin and end.
//!
//! The tagger sees tokens one by one and has no notion of a pair of quotation marks, nor of what a
//! conjunction inside a token does to a name.

use std::ops::Range;

use super::context::Context;
use super::gazetteer::WordFlags;
use super::kind::EntityKind;
use crate::segment::{Punct, TokenKind};

/// The mentions in the place of one of the tagger's.
pub(super) fn mended(
    cx: &Context<'_, '_>,
    tokens: Range<usize>,
    kind: EntityKind,
) -> Vec<Range<usize>> {
    let tokens = quotes(cx, tokens);
    match kind {
        EntityKind::Person => people(cx, tokens).into_iter().flat_map(|t| scripts(cx, t)).collect(),
        EntityKind::Organization => scripts(cx, body(cx, tokens)),
        _ => vec![tokens],
    }
}

/// «لجنة التجارة الفيدرالية FTC» is a name twice, in two scripts.
fn scripts(cx: &Context<'_, '_>, tokens: Range<usize>) -> Vec<Range<usize>> {
    let foreign = |i: &usize| cx.text.tok(*i).kind == TokenKind::Foreign;
    let latin = tokens.clone().rev().take_while(foreign).count();
    let at = tokens.end - latin;
    if latin == 0 || at < tokens.start + 2 || tokens.clone().take(2).any(|i| foreign(&i)) {
        return vec![tokens];
    }
    vec![tokens.start..at, at..tokens.end]
}

/// A mention has both marks of a quotation or neither: `منظمة "سوريون` takes the mark that follows, and
/// of `القبس" الكويتية` the part inside stays.
fn quotes(cx: &Context<'_, '_>, tokens: Range<usize>) -> Range<usize> {
    let mark = |i: usize| match cx.text.tok(i).punct() {
        Some(p @ (Punct::OpenQuote | Punct::CloseQuote | Punct::Quote)) => Some(p),
        _ => None,
    };
    let (mut open, mut closed) = (None, None);
    for i in tokens.clone() {
        match (mark(i), open) {
            (Some(Punct::OpenQuote | Punct::Quote), None) => open = Some(i),
            (Some(Punct::CloseQuote), None) => closed = Some(i),
            (Some(Punct::CloseQuote | Punct::Quote), Some(_)) => open = None,
            _ => {}
        }
    }
    match (open, closed) {
        // The straight mark does not tell: one that follows an opened quotation closes it.
        (Some(i), _) if tokens.start > 0 && mark(tokens.start - 1).is_some() => tokens.start..i,
        (Some(_), _) if matches!(mark(tokens.end), Some(Punct::CloseQuote | Punct::Quote)) => {
            tokens.start..tokens.end + 1
        }
        (Some(i), _) => i + 1..tokens.end,
        (None, Some(i)) => tokens.start..i,
        (None, None) => tokens,
    }
}

/// «وليام وكيت ميدلتون» are two people.
fn people(cx: &Context<'_, '_>, tokens: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = tokens.start;
    for i in tokens.start + 1..tokens.end {
        if cx.text.tok(i).has_conj() && cx.scan.core(i).prefix > 0 {
            out.push(start..i);
            start = i;
        }
    }
    out.push(start..tokens.end);
    out
}

/// «وكالة الأنباء السورية الرسمية»: what says something about a body belongs to no name.
fn body(cx: &Context<'_, '_>, tokens: Range<usize>) -> Range<usize> {
    let last = tokens.end.saturating_sub(1);
    let more = last > tokens.start + 1 && cx.listed(last, WordFlags::DESCRIBING);
    if more { tokens.start..last } else { tokens }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::EntityTagger;
    use crate::entity::gazetteer::Scan;
    use crate::normalize::{Form, Normalizer};
    use crate::segment::{CliticTable, Segmented};

    fn mend(original: &str, tokens: [usize; 2], kind: EntityKind) -> Vec<[usize; 2]> {
        let text = Segmented::new(original, &Normalizer::new(Form::Key), &CliticTable::builtin());
        let tagger = EntityTagger::new();
        let scan = Scan::new(&text, &tagger.tables);
        let cx = Context { text: &text, scan: &scan, original, sports: false };
        let found = mended(&cx, tokens[0]..tokens[1], kind);
        found.into_iter().map(|r| [r.start, r.end]).collect()
    }

    #[test]
    fn a_quotation_is_whole_or_left_out() {
        let body = EntityKind::Organization;
        assert_eq!(mend("منظمة «بيوت الغد» هنا", [0, 4], body), [[0, 5]]);
        assert_eq!(mend("منظمة «بيوت الغد» هنا", [0, 5], body), [[0, 5]]);
        assert_eq!(mend("صحيفة «المرفأ» السودانية", [2, 5], body), [[2, 3]]);
        assert_eq!(mend("قال \"المرفأ\" السودانية", [2, 5], body), [[2, 3]]);
        assert_eq!(mend("منظمة «بيوت الغد", [0, 4], body), [[2, 4]]);
    }

    #[test]
    fn two_people_and_two_scripts_are_two_mentions() {
        let person = EntityKind::Person;
        assert_eq!(mend("سامر حداد ومحمد كرم", [0, 4], person), [[0, 2], [2, 4]]);
        assert_eq!(mend("سامر حداد Samer Haddad", [0, 4], person), [[0, 2], [2, 4]]);
        assert_eq!(mend("مؤسسة ABC للنشر", [0, 3], EntityKind::Organization), [[0, 3]]);
    }

    #[test]
    fn what_describes_a_body_is_outside() {
        let found = mend("وكالة أنباء الواحات الرسمية", [0, 4], EntityKind::Organization);
        assert_eq!(found, [[0, 3]]);
    }
}
