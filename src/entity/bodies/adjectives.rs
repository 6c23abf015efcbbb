//! What a name goes on with behind its complement: adjectives, a second complement, a purpose.

use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, WordFlags};

/// Definite adjectives, the last of which can be a nationality.
pub(super) fn adjectives(cx: &Context<'_, '_>, mut end: usize) -> usize {
    // A masculine nationality after a feminine word belongs to something before it.
    let feminine = end > 0 && cx.text.word(end - 1).ends_with('ة');
    for _ in 0..4 {
        if let Some(m) =
            cx.the_nationality(end).filter(|m| !feminine || cx.text.word(m.first).ends_with('ة'))
        {
            end = m.last;
        } else if cx.definite(end)
            && (cx.listed(end, WordFlags::NAMING) || is_adjective(cx, end))
            && cx.scan.bare(end, Class::Title).is_none()
            && !cx.stop(end)
        {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// A definite word in ي or ية that no list calls a name of something else.
pub(super) fn is_adjective(cx: &Context<'_, '_>, i: usize) -> bool {
    let word = cx.text.word(i);
    (word.ends_with('ي') || word.ends_with("ية"))
        && word.len() > 10
        && cx.common(i)
        && cx.scan.bare(i, Class::Portfolio).is_none()
}

/// «والتلفزيون»: a second complement.
pub(super) fn conjoined(cx: &Context<'_, '_>, mut end: usize) -> usize {
    for _ in 0..3 {
        let tok = cx.text.tok(end);
        if !cx.continues(end)
            || !tok.has_conj()
            || tok.has_prep()
            || !tok.is_definite()
            || cx.stop(end)
        {
            break;
        }
        let other = cx.scan.at(end).iter().any(|m| {
            m.prefix == 2
                && (m.sense.class.entity().is_some()
                    || matches!(
                        m.sense.class,
                        Class::Nationality
                            | Class::Title
                            | Class::OrganizationHead
                            | Class::Weekday
                    ))
        });
        if other || !cx.common(end) {
            break;
        }
        end = adjectives(cx, end + 1);
    }
    end
}

/// «للأبحاث والدراسات»: what the body is for.
pub(super) fn purpose(cx: &Context<'_, '_>, end: usize) -> usize {
    let word = cx.text.word(end);
    if !cx.continues(end) || cx.stop(end) {
        return end;
    }
    let named = cx.scan.at(end).iter().any(|m| {
        m.prefix == 2 && (m.sense.class.entity().is_some() || m.sense.class == Class::Title)
    });
    if named {
        return end;
    }
    if word.starts_with("لل") && word.len() > 8 {
        return conjoined(cx, adjectives(cx, end + 1));
    }
    // لحقوق الإنسان
    if cx.listed(end, WordFlags::PURPOSE) && cx.definite(end + 1) {
        return conjoined(cx, adjectives(cx, end + 2));
    }
    end
}
