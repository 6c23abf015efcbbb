//! The second look at a document: a name once recognised is recognised everywhere, and all mentions
//! of one entity carry one canonical name.

use std::collections::HashMap;

use super::candidate::Candidate;
use super::context::Context;
use super::gazetteer::{Class, Sense, WordFlags};
use super::kind::EntityKind;
use crate::hash::WordHash;
use crate::segment::TokenKind;

/// A short form the document itself has introduced.
#[derive(Clone, Debug)]
struct Known<'t> {
    /// Index of the mention it stands for.
    full: usize,
    kind: EntityKind,
    subkind: Option<&'static str>,
    sense: Option<Sense<'t>>,
}

/// The last two letters of a word as a bit: most words end like no name of the document. Words that
/// have no more than that can be what is left of others and have all bits.
#[inline]
fn ending(word: &[u8]) -> u64 {
    match word.last_chunk() {
        Some(&last) if word.len() > 4 => {
            1 << (u32::from_le_bytes(last).wrapping_mul(0x9E37_79B9) >> 26)
        }
        _ => u64::MAX,
    }
}

/// Proposes further mentions of what `found` has.
pub(super) fn find<'t>(
    cx: &Context<'_, 't>,
    found: &[Candidate<'t>],
) -> Vec<(Candidate<'t>, usize)> {
    let mut known: HashMap<&str, Known<'t>, WordHash> = HashMap::default();
    let mut endings = 0u64;
    for (full, c) in found.iter().enumerate() {
        for word in short_forms(cx, c).into_iter().flatten() {
            endings |= ending(word.as_bytes());
            known.entry(word).or_insert(Known {
                full,
                kind: c.kind,
                subkind: c.subkind,
                sense: c.sense,
            });
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    let mut taken = vec![false; cx.text.tokens().len()];
    for c in found {
        if let Some(range) = taken.get_mut(c.first..c.last) {
            range.fill(true);
        }
    }
    let mut out = Vec::new();
    let key = cx.text.key().as_bytes();
    for (i, (tok, &used)) in cx.text.tokens().iter().zip(&taken).enumerate() {
        let word = key.get(tok.start as usize..tok.end as usize).unwrap_or_default();
        if used || endings & ending(word) == 0 {
            continue;
        }
        if tok.kind != TokenKind::Arabic && tok.kind != TokenKind::Foreign {
            continue;
        }
        let word = cx.text.word(i);
        let cut = [0, 2, 4].into_iter().find_map(|cut| {
            let clitics = word.get(..cut)?;
            let plain = match cut {
                0 => true,
                2 => clitics.starts_with(['و', 'ف', 'ب', 'ل', 'ك']),
                _ => matches!(clitics, "وب" | "ول" | "فل" | "وك" | "فب"),
            };
            if !plain {
                return None;
            }
            let rest = word.get(cut..)?;
            known.get(rest).map(|k| (cut as u32, k)).or_else(|| {
                let long = format!("ال{}", rest.strip_prefix("لل")?);
                known.get(&*long).map(|k| (cut as u32 + 2, k))
            })
        });
        let Some((prefix, k)) = cut else { continue };
        let mut c = Candidate::new(cx.text, i..i + 1, prefix, k.kind, "document", 0.8);
        c.sense = k.sense;
        c.subkind = k.subkind;
        out.push((c, k.full));
    }
    out
}

/// Gives a family name alone the full name the document has for it.
pub(super) fn link<'t>(cx: &Context<'_, 't>, found: &mut [Candidate<'t>]) {
    let alone = |c: &Candidate<'_>| {
        c.kind == EntityKind::Person && c.last - c.first == 1 && c.sense.is_none()
    };
    if !found.iter().any(alone) {
        return;
    }
    let mut full: HashMap<&str, (Option<String>, Option<Sense<'t>>), WordHash> = HashMap::default();
    for c in found.iter().filter(|c| c.kind == EntityKind::Person && c.last - c.first >= 2) {
        let last = cx.text.word(c.last - 1);
        full.entry(last).or_insert_with(|| (c.name.clone(), c.sense));
    }
    for c in found.iter_mut().filter(|c| alone(c)) {
        let key = cx.text.key().get(c.start as usize..c.end as usize).unwrap_or_default();
        if let Some((name, sense)) = full.get(key) {
            (c.name, c.sense) = (name.clone(), *sense);
        }
    }
}

/// The words by which a document refers back to a mention.
fn short_forms<'c>(cx: &Context<'c, '_>, c: &Candidate<'_>) -> [Option<&'c str>; 2] {
    let usable = |i: usize| {
        let flags = cx.scan.core(i).flags;
        let word = cx.text.word(i);
        let other =
            cx.scan.at(i).iter().any(|m| {
                !matches!(m.sense.class, Class::Person | Class::Month) && !m.sense.ambiguous
            });
        let plain = flags.has(WordFlags::COMMON)
            && !flags.has(WordFlags::SOMETIMES | WordFlags::FAMILY | WordFlags::GIVEN);
        word.len() >= 6 && !plain && !other && !flags.has(WordFlags::STOP)
    };
    match c.kind {
        EntityKind::Person if c.last - c.first >= 2 => {
            let mut out = [None; 2];
            let last = c.last - 1;
            if usable(last) && !cx.listed(last - 1, WordFlags::BOUND) {
                out[0] = Some(cx.text.word(last));
            }
            // Names of the far east begin with the family.
            let first = cx.scan.core(c.first);
            if c.last - c.first == 2
                && usable(c.first)
                && !first.flags.has(WordFlags::GIVEN | WordFlags::COMMON)
            {
                out[1] = Some(cx.word(c.first));
            }
            out
        }
        EntityKind::Person if c.sense.is_none() && usable(c.first) => {
            [Some(cx.word(c.first)), None]
        }
        EntityKind::Organization
            if c.rule.starts_with("org.head_name")
                || c.rule == "org.head"
                || c.rule == "org.quoted" =>
        {
            let last = c.last - 1;
            let last = if cx.text.tok(last).is_word() { last } else { last - 1 };
            let one = last > c.first && cx.scan.bare(last - 1, Class::OrganizationHead).is_some()
                || last >= 2 && !cx.text.tok(last - 1).is_word();
            if one && usable(last) && !cx.scan.core(last).flags.has(WordFlags::COMMON) {
                [Some(cx.text.word(last)), None]
            } else {
                [None; 2]
            }
        }
        EntityKind::Organization if c.rule == "org.acronym" && c.last - c.first == 1 => {
            [Some(cx.text.word(c.first)), None]
        }
        EntityKind::Location if c.sense.is_none() && c.last - c.first == 1 && usable(c.first) => {
            [Some(cx.word(c.first)), None]
        }
        _ => [None; 2],
    }
}
