//! The complement of a common noun, and where a body has its seat.

use super::adjectives::{adjectives, conjoined, purpose};
use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, Match, WordFlags};

/// After a head such as مركز or المجلس: what makes it a name.
pub(super) fn complement(cx: &Context<'_, '_>, head: &Match<'_>, at: usize) -> Option<usize> {
    let definite_head = cx.text.word(head.first).get(head.prefix as usize..)?.starts_with("ال")
        || head.prefix > 0 && cx.text.word(head.first).contains("لل");
    if definite_head {
        let end = adjectives(cx, at);
        if end == at {
            return None;
        }
        // One adjective is enough only if it is one that names have.
        let naming = (at..end).any(|i| cx.listed(i, WordFlags::NAMING));
        let nationality = cx.the_nationality(end - 1).is_some();
        let more = purpose(cx, end);
        let naming = nationality || naming && (end > at + 1 || more > end);
        let end = more;
        return naming.then(|| seat(cx, head, end));
    }
    let mut end = at;
    // A chain of indefinite nouns: مركز دراسات الوحدة العربية.
    while end < at + 2
        && cx.plain(end)
        && !cx.text.tok(end).is_definite()
        && !cx.stop(end)
        && (cx.definite(end + 1) || cx.definite(end + 2) && cx.plain(end + 1))
        && cx.nationality(end).is_none()
    {
        end += 1;
    }
    if !cx.definite(end)
        || cx.stop(end)
        || cx.scan.bare(end, Class::Title).is_some() && !cx.listed(end, WordFlags::KEPT_TITLE)
    {
        return None;
    }
    let named = |i: usize| cx.the_nationality(i).is_some() || cx.listed(i, WordFlags::NAMING);
    if cx.listed(end, WordFlags::GENERIC) && !named(end + 1) {
        return None;
    }
    end += 1;
    end = adjectives(cx, end);
    end = conjoined(cx, end);
    end = purpose(cx, end);
    Some(seat(cx, head, end))
}

/// «في باريس», «بتونس» after courts, hospitals and the like.
fn seat(cx: &Context<'_, '_>, head: &Match<'_>, end: usize) -> usize {
    if !head.sense.has("seated") || cx.text.tok(end).newline {
        return end;
    }
    let place =
        |m: &&Match<'_>| matches!(m.sense.class, Class::City | Class::Region | Class::Country);
    if cx.text.word(end) == "في" && head.sense.has("court") {
        if let Some(m) = cx.scan.at(end + 1).iter().filter(place).find(|m| m.prefix == 0) {
            return m.last;
        }
    }
    if cx.text.word(end).starts_with('ب') {
        if let Some(m) = cx.scan.at(end).iter().filter(place).find(|m| m.prefix == 2) {
            return m.last;
        }
        let word = cx.text.word(end);
        if word.starts_with("بال") && !cx.common(end) {
            return end + 1;
        }
    }
    end
}
