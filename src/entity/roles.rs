//! Nationalities, and titles.

use super::candidate::{Candidate, VALUE};
use super::context::Context;
use super::gazetteer::{Class, Classes};
use super::kind::EntityKind;

/// Proposes nationalities and titles; they give way to every name.
pub(super) fn find<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    let mut people: Vec<usize> =
        out.iter().filter(|c| c.kind == EntityKind::Person).map(|c| c.first).collect();
    people.sort_unstable();
    // مالي is "financial" unless the article is about Mali.
    let mali = out.iter().any(|c| c.sense.is_some_and(|s| s.id() == "iso:ML"));
    for i in cx.scan.tokens_with(Classes::of(&[Class::Nationality, Class::Title])) {
        for m in cx.scan.at(i) {
            let (kind, rule, end) = match m.sense.class {
                Class::Nationality if m.sense.id() == "iso:ML" && !mali => continue,
                Class::Nationality => (EntityKind::Nationality, "nationality", m.last),
                Class::Title => {
                    let Some(end) = title(cx, m.first, m.last, m.sense.english(), &people) else {
                        continue;
                    };
                    (EntityKind::Title, "title", end)
                }
                _ => continue,
            };
            let mut c = Candidate::new(cx.text, m.first..end, m.prefix, kind, rule, 0.85)
                .with(Some(m.sense));
            c.rank = VALUE;
            if kind == EntityKind::Title {
                c.value = Some(m.sense.english().into());
                c.sense = None;
            } else {
                c.value = m.sense.id().strip_prefix("iso:").map(Into::into);
                c.name = Some(m.sense.name().to_owned());
            }
            out.push(c);
        }
    }
}

/// Where a title ends, if the word is one here: before a name, with a portfolio, or by itself.
fn title(
    cx: &Context<'_, '_>,
    first: usize,
    end: usize,
    role: &str,
    people: &[usize],
) -> Option<usize> {
    if cx.text.tok(end).newline && end > first + 1 {
        return Some(end);
    }
    if let Some(m) = cx.scan.bare(end, Class::Portfolio) {
        if cx.plain(end) && matches!(role, "minister" | "official" | "spokesperson") {
            return Some(m.last);
        }
    }
    let mut at = end;
    if cx.is_abbreviation_mark(at) {
        at += 1;
    }
    while let Some(m) = cx.nationality(at) {
        at = m.last;
    }
    if people.binary_search(&at).is_ok() {
        return Some(if cx.is_abbreviation_mark(end) { end + 1 } else { end });
    }
    let office =
        matches!(role, "state" | "minister" | "royal" | "diplomat" | "official" | "spokesperson");
    let definite = cx.word(first).starts_with("ال");
    let military = matches!(role, "military" | "religious" | "academic") && definite;
    let long = end > first + 1;
    // «رئيس» alone begins a role; the adjective in «السبب الرئيس» follows a definite noun.
    let adjective =
        definite && first > 0 && is_definite(cx, first - 1) && !cx.text.tok(first).newline && !long;
    ((office || military)
        && !adjective
        && (definite || long || cx.definite(end) || cx.name_at(end).is_some()))
    .then_some(end)
}

fn is_definite(cx: &Context<'_, '_>, i: usize) -> bool {
    let tok = cx.text.tok(i);
    tok.is_word() && tok.is_definite() && !tok.has_prep()
}
