//! Short names in brackets.

use super::words::{is_namelike, is_unknown};
use crate::entity::candidate::Candidate;
use crate::entity::context::Context;
use crate::entity::kind::EntityKind;
use crate::segment::Punct;

/// «(إنتربول)» after the name it abbreviates.
pub(super) fn find<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    let ends: Vec<usize> =
        out.iter().filter(|c| c.kind == EntityKind::Organization).map(|c| c.last).collect();
    for at in ends {
        if cx.text.tok(at).punct() != Some(Punct::OpenBracket) {
            continue;
        }
        let Some(end) = cx.quotation(at, 3) else { continue };
        let inside = at + 1..end - 1;
        let quote = |i: usize| {
            matches!(
                cx.text.tok(i).punct(),
                Some(Punct::Quote | Punct::OpenQuote | Punct::CloseQuote)
            )
        };
        let (mut first, mut last) = (inside.start, inside.end);
        if quote(first) && quote(last - 1) {
            (first, last) = (first + 1, last - 1);
        }
        let known = cx.name_at(first).is_some_and(|m| {
            m.last == last
                && m.sense.class.entity().is_some_and(|e| e.0 == EntityKind::Organization)
        });
        let name = known || (first..last).all(|i| is_unknown(cx, i) || is_namelike(cx, i));
        if first < last && name && last - first <= 2 {
            out.push(Candidate::new(
                cx.text,
                first..last,
                0,
                EntityKind::Organization,
                "org.acronym",
                0.8,
            ));
        }
    }
}
