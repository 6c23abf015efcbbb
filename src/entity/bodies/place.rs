//! Facilities and natural features: what follows مطار or جبل.

use super::adjectives::is_adjective;
use super::words::{is_namelike, is_unknown, quoted};
use crate::entity::candidate::Candidate;
use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, Match, WordFlags};
use crate::entity::kind::EntityKind;

/// مطار بغداد الدولي، ميدان التحرير، جبل الشيخ
pub(super) fn place<'t>(cx: &Context<'_, 't>, head: &Match<'t>) -> Option<Candidate<'t>> {
    let at = head.last;
    let kind = head.sense.english();
    let strict = kind.ends_with("_strict");
    let subkind = match kind.trim_end_matches("_strict") {
        "facility" => "facility",
        "natural" => "natural",
        _ => "region",
    };
    let make = |end: usize, confidence: f32| {
        let c = Candidate::new(
            cx.text,
            head.first..end,
            head.prefix,
            EntityKind::Location,
            "place.head",
            confidence,
        );
        Some(c.subkind(Some(subkind)))
    };
    if cx.text.tok(at).newline {
        return None;
    }
    let quoted = quoted(cx, at);
    let mut end = if let Some(end) = quoted {
        end
    } else if let Some(m) = cx.name_at(at).filter(|m| m.sense.class != Class::Event) {
        m.last
    } else if strict {
        return None;
    } else {
        let mut end = at;
        if let Some(t) =
            cx.scan.bare(at, Class::Title).filter(|_| cx.listed(at, WordFlags::KEPT_TITLE))
        {
            end = t.last;
        }
        while end < at + 3 && (is_unknown(cx, end) || is_namelike(cx, end)) {
            end += 1;
        }
        let street = head.sense.has("plain_name");
        if end == at && street && cx.plain(at) && !cx.stop(at) && cx.nationality(at).is_none() {
            end = at + 1;
        }
        if end == at {
            if !cx.definite(at)
                || cx.stop(at)
                || cx.nationality(at).is_some()
                || is_adjective(cx, at)
            {
                return None;
            }
            end = at + 1;
        }
        end
    };
    for _ in 0..2 {
        if cx.definite(end) && cx.listed(end, WordFlags::FACILITY_ADJECTIVE) {
            end += 1;
        }
    }
    let plain = end == at + 1 && cx.common(at) && cx.name_at(at).is_none();
    make(end, if plain { 0.62 } else { 0.92 })
}
