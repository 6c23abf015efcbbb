//! Events: what follows قمة, مهرجان or الدوري.

use super::adjectives::{is_adjective, purpose};
use super::words::quoted;
use crate::entity::candidate::Candidate;
use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, Match, WordFlags};
use crate::entity::kind::EntityKind;

/// مناورات «الأسد»، مهرجان كان السينمائي، الدوري التونسي الممتاز
pub(super) fn event<'t>(cx: &Context<'_, 't>, head: &Match<'t>) -> Option<Candidate<'t>> {
    let at = head.last;
    let make = |end: usize, rule: &'static str, confidence: f32| {
        let c = Candidate::new(
            cx.text,
            head.first..end,
            head.prefix,
            EntityKind::Event,
            rule,
            confidence,
        );
        Some(c)
    };
    if cx.text.tok(at).newline {
        return None;
    }
    if head.sense.english() == "league" {
        let mut end = cx.the_nationality(at)?.last;
        if cx.listed(end, WordFlags::LEAGUE_END) {
            end += 1;
        }
        return make(end, "event.league", 0.85);
    }
    if let Some(end) = quoted(cx, at) {
        return make(end, "event.quoted", 0.66);
    }
    if !head.sense.has("seated") {
        return None;
    }
    let town = cx.name_at(at).filter(|m| {
        matches!(m.sense.class, Class::City | Class::Country | Class::Region) && !m.sense.ambiguous
    })?;
    let mut end = town.last;
    while cx.definite(end) && (cx.listed(end, WordFlags::NAMING) || is_adjective(cx, end)) {
        end += 1;
    }
    make(purpose(cx, end), "event.town", 0.8)
}
