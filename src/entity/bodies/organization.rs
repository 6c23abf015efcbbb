//! Bodies: what makes a name of a head noun such as وزارة, حركة or شركة.

use super::adjectives::{adjectives, conjoined, is_adjective, purpose};
use super::complement::complement;
use super::ministry::portfolio;
use super::words::{is_namelike, is_unknown, quoted};
use crate::entity::candidate::Candidate;
use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, Match, WordFlags};
use crate::entity::kind::EntityKind;

pub(super) fn organization<'t>(cx: &Context<'_, 't>, head: &Match<'t>) -> Option<Candidate<'t>> {
    let at = head.last;
    let kind = head.sense.english();
    let make = |end: usize, rule: &'static str, confidence: f32| {
        let c = Candidate::new(
            cx.text,
            head.first..end,
            head.prefix,
            EntityKind::Organization,
            rule,
            confidence,
        );
        Some(c.subkind((kind == "media").then_some("media")))
    };
    if !matches!(kind, "self" | "national" | "portfolio") {
        if let Some(end) = quoted(cx, at) {
            let end = cx.the_nationality(end).map_or(end, |m| m.last);
            return make(end, "org.quoted", 0.9);
        }
    }
    match kind {
        "portfolio" => portfolio(cx, at).and_then(|end| make(end, "org.ministry", 0.95)),
        "self" => {
            let mut end = at;
            while cx.definite(end) && cx.listed(end, WordFlags::NAMING) {
                end += 1;
            }
            let nationality = cx.the_nationality(end)?;
            // وزير الخارجية الإيراني: the adjective is the minister's, and so is الخارجية.
            let role = head.first > 0
                && cx.scan.at(head.first - 1).iter().any(|m| m.sense.class == Class::Title)
                && head.prefix == 0;
            let feminine = |i: usize| cx.text.word(i).ends_with('ة');
            let agrees = feminine(nationality.first) || !feminine(at - 1);
            // السياسة الخارجية المغربية: an adjective, not the ministry.
            let adjective = head.prefix == 0
                && head.first > 0
                && head.sense.has("adjective")
                && !cx.text.tok(head.first).newline
                && cx.definite(head.first - 1);
            if role || adjective || !agrees {
                return None;
            }
            make(nationality.last, "org.national", 0.93)
        }
        "national" => None,
        "city_body" | "market" => {
            // شرطة دبي، سوق أبوظبي للأوراق المالية
            let place = |m: &&Match<'t>| {
                matches!(m.sense.class, Class::City | Class::Country) && !m.sense.ambiguous
            };
            let town = cx.scan.at(at).iter().find(|m| m.prefix == 0 && place(m))?;
            if cx.text.tok(at).newline {
                return None;
            }
            let end = purpose(cx, adjectives(cx, town.last));
            if kind == "market" && end == town.last && !matches!(cx.text.word(end), "المالي")
            {
                return None;
            }
            let end = if cx.text.word(end) == "المالي" { end + 1 } else { end };
            make(end, "org.town", 0.85)
        }
        "club_town" => {
            // اتحاد طنجة، مستقبل قابس: in sports pages a town after such a word is a club's.
            let town = cx.name_at(at).filter(|m| m.sense.class == Class::City && cx.sports)?;
            make(town.last, "org.club", 0.85)
        }
        _ => {
            if let Some(m) = cx.name_at(at).filter(|m| !cx.text.tok(m.first).newline) {
                if fits(kind, m) {
                    // جماعة حزب الله: the name has its own head, the descriptor is outside.
                    if cx.scan.bare(at, Class::OrganizationHead).is_some() {
                        return None;
                    }
                    let mut end = m.last;
                    if matches!(kind, "definite") {
                        end = purpose(cx, adjectives(cx, end));
                    } else if let Some(n) = cx.the_nationality(end) {
                        if matches!(kind, "media") {
                            end = n.last;
                        }
                    }
                    return make(end, "org.head_name", 0.94);
                }
            }
            let end = match kind {
                "name" if company(cx, at).is_some() => company(cx, at),
                "definite" | "party" => {
                    complement(cx, head, at).or_else(|| dedicated(cx, head, at))
                }
                "definite_strict" => complement(cx, head, at).filter(|&end| {
                    (at..end)
                        .any(|i| cx.listed(i, WordFlags::NAMING) || cx.the_nationality(i).is_some())
                        || cx.listed(at, WordFlags::SECRET)
                }),
                "club_town" => None,
                "media" => title_of_outlet(cx, at).or_else(|| unknown_name(cx, at)),
                "club" => None,
                _ => unknown_name(cx, at),
            }?;
            // One plain word after the head can be anything: مركز الشمس، لجنة التظلمات.
            let plain = end == at + 1 && cx.common(at) && kind != "media";
            make(end, "org.head", if plain { 0.62 } else { 0.84 })
        }
    }
}

/// Whether a name of the gazetteer can follow a head: شركة goes with no country.
fn fits(kind: &str, m: &Match<'_>) -> bool {
    match m.sense.class {
        Class::Organization => true,
        Class::Media => matches!(kind, "media" | "name" | "definite"),
        Class::Club => matches!(kind, "name" | "club"),
        Class::Person | Class::City | Class::Country | Class::Region | Class::Natural => {
            matches!(kind, "definite")
        }
        _ => false,
    }
}

/// «مستشفى فطومة بورقيبة»: called after a person.
fn dedicated(cx: &Context<'_, '_>, head: &Match<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    while end < at + 4 && is_namelike(cx, end) && (end > at || !cx.common(end)) {
        end += 1;
    }
    (head.sense.has("dedicated") && end > at + 1 && !cx.text.tok(at).newline).then_some(end)
}

/// A definite noun with its adjective, as outlets are called: صحيفة العربي الجديد.
fn title_of_outlet(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    if !cx.definite(at) || cx.stop(at) || cx.nationality(at).is_some() {
        return None;
    }
    if cx.scan.bare(at, Class::Title).is_some() || is_adjective(cx, at) {
        return None;
    }
    let mut end = at + 1;
    if cx.definite(end) && cx.listed(end, WordFlags::NAMING) {
        end += 1;
    }
    Some(cx.the_nationality(end).map_or(end, |m| m.last))
}

/// «أبوظبي الوطنية للطاقة», «إعمار العقارية», «أرابتك القابضة»: up to the word that ends such names.
fn company(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    for end in at..at + 4 {
        if !cx.continues(end) || cx.stop(end) {
            return None;
        }
        if end > at && cx.listed(end, WordFlags::COMPANY_END) {
            return Some(conjoined(cx, end + 1));
        }
        if end > at && cx.scan.core(end).prefix > 0 {
            return None;
        }
    }
    None
}

/// Words no list has, after a head that asks for a name.
fn unknown_name(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    let mut end = at;
    while end < at + 4 && is_unknown(cx, end) {
        end += 1;
    }
    (end > at).then_some(end)
}
