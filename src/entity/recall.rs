//! The second look at a document: a name once recognised is recognised everywhere, and all mentions
//! of one entity carry one canonical name.

use std::collections::HashMap;

use super::candidate::Candidate;
use super::context::Context;
use super::gazetteer::{Class, Sense, WordFlags};
use super::kind::EntityKind;
use crate::segment::TokenKind;

/// A short form the document itself has introduced.
#[derive(Clone, Debug)]
struct Known<'t> {
    /// Index of the mention it stands for.
    full: usize,
    kind: EntityKind,
    candidate: Candidate<'t>,
}

/// Proposes further mentions of what `found` has.
pub(super) fn find<'t>(
    cx: &Context<'_, 't>,
    found: &[Candidate<'t>],
) -> Vec<(Candidate<'t>, usize)> {
    let mut known: HashMap<String, Known<'t>> = HashMap::new();
    for (full, c) in found.iter().enumerate() {
        for word in short_forms(cx, c) {
            known.entry(word).or_insert_with(|| Known { full, kind: c.kind, candidate: c.clone() });
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
    for (i, &used) in taken.iter().enumerate() {
        let tok = cx.text.tok(i);
        if used || tok.kind != TokenKind::Arabic && tok.kind != TokenKind::Foreign {
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
                known.get(&long).map(|k| (cut as u32 + 2, k))
            })
        });
        let Some((prefix, k)) = cut else { continue };
        let mut c = Candidate::new(cx.text, i..i + 1, prefix, k.kind, "document", 0.8);
        c.sense = k.candidate.sense;
        c.subkind = k.candidate.subkind;
        out.push((c, k.full));
    }
    out
}

/// Gives a family name alone the full name the document has for it.
pub(super) fn link<'t>(cx: &Context<'_, 't>, found: &mut [Candidate<'t>]) {
    let mut full: HashMap<String, (Option<String>, Option<Sense<'t>>)> = HashMap::new();
    for c in found.iter().filter(|c| c.kind == EntityKind::Person && c.last - c.first >= 2) {
        let last = cx.text.word(c.last - 1).to_owned();
        full.entry(last).or_insert_with(|| (c.name.clone(), c.sense));
    }
    for c in found.iter_mut() {
        if c.kind != EntityKind::Person || c.last - c.first != 1 || c.sense.is_some() {
            continue;
        }
        let key = cx.text.key().get(c.start as usize..c.end as usize).unwrap_or_default();
        if let Some((name, sense)) = full.get(key) {
            (c.name, c.sense) = (name.clone(), *sense);
        }
    }
}

/// The words by which a document refers back to a mention.
fn short_forms(cx: &Context<'_, '_>, c: &Candidate<'_>) -> Vec<String> {
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
            let mut out = Vec::new();
            let last = c.last - 1;
            let before = cx.text.word(last - 1);
            if usable(last) && !matches!(before, "عبد" | "ابو" | "ام" | "بن" | "ابن" | "ال")
            {
                out.push(cx.text.word(last).to_owned());
            }
            // Names of the far east begin with the family.
            let first = cx.scan.core(c.first);
            if c.last - c.first == 2
                && usable(c.first)
                && !first.flags.has(WordFlags::GIVEN | WordFlags::COMMON)
            {
                out.push(cx.word(c.first).to_owned());
            }
            out
        }
        EntityKind::Person if c.sense.is_none() && usable(c.first) => {
            vec![cx.word(c.first).to_owned()]
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
                vec![cx.text.word(last).to_owned()]
            } else {
                Vec::new()
            }
        }
        EntityKind::Organization if c.rule == "org.acronym" && c.last - c.first == 1 => {
            vec![cx.text.word(c.first).to_owned()]
        }
        EntityKind::Location if c.sense.is_none() && c.last - c.first == 1 && usable(c.first) => {
            vec![cx.word(c.first).to_owned()]
        }
        _ => Vec::new(),
    }
}
