//! Places after a label that is no part of the name: مدينة، محافظة.

use super::words::is_unknown;
use crate::entity::candidate::Candidate;
use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, Match, WordFlags};
use crate::entity::kind::EntityKind;

/// مدينة ورفلة: the name alone is the mention.
pub(super) fn labelled<'t>(cx: &Context<'_, 't>, label: &Match<'t>) -> Option<Candidate<'t>> {
    let at = label.last;
    if cx.text.tok(at).newline || cx.stop(at) || cx.scan.core(at).prefix > 0 {
        return None;
    }
    let subkind = match label.sense.english() {
        "city" => "city",
        "country" => "country",
        "natural" => "natural",
        _ => "region",
    };
    if let Some(m) = cx.name_at(at) {
        if matches!(m.sense.class, Class::Person | Class::Club | Class::Organization | Class::Media)
            && !m.sense.ambiguous
        {
            return None;
        }
        let c = Candidate::new(cx.text, at..m.last, 0, EntityKind::Location, "place.label", 0.92);
        let known = m.sense.class.entity().is_some_and(|(k, _)| k == EntityKind::Location);
        return Some(c.subkind(Some(subkind)).with(known.then_some(m.sense)));
    }
    let mut end = at;
    if cx.definite(at) {
        let word = cx.text.word(at);
        let loose = matches!(label.sense.english(), "city") && label.sense.name() != "العاصمة";
        let adjective = word.ends_with("ية")
            || cx.nationality(at).is_some()
            || cx.listed(at, WordFlags::NAMING);
        if adjective || cx.scan.bare(at, Class::Title).is_some() || (!loose && cx.common(at)) {
            return None;
        }
        end = at + 1;
    } else {
        while end < at + 2 && is_unknown(cx, end) && (end == at || !cx.text.tok(end).is_definite())
        {
            end += 1;
        }
        if end > at && cx.definite(end) && !cx.common(end) && is_unknown(cx, end) {
            end += 1;
        }
    }
    if end == at {
        return None;
    }
    let c = Candidate::new(cx.text, at..end, 0, EntityKind::Location, "place.label", 0.8);
    Some(c.subkind(Some(subkind)))
}
