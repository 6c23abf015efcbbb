//! How much is reported around a cue: in the whole text, and just before it.

use crate::labels::Tier;

use super::super::candidate::Candidate;
use super::super::reading::Reader;

/// Cues that nearly always stand with a clause tell how much of a text is reported.
pub(crate) fn density(r: &Reader<'_>) -> u32 {
    let n = r.text.tokens().len().max(1);
    let mut reports = 0;
    for i in 0..n {
        let sure = r.finite(i).is_some_and(|v| {
            r.lexicon.cue(v.cue).is_some_and(|c| c.tier == Tier::Core && !c.risky)
        });
        if sure
            && (i + 1..(i + 12).min(n)).any(|k| r.complementizer(k).is_some() || r.is_quote_open(k))
        {
            reports += 1;
        }
    }
    let share = reports * 200 / n;
    match (reports, share) {
        (0, _) => 0,
        (1, _) => 1,
        (2, _) => 2,
        (_, 0..=1) => 3,
        (_, 2..=3) => 4,
        _ => 5,
    }
}

/// The nearest verb of speech before the cue: whether it stands in the sentence, whether it agrees
/// with the cue in gender and number, and whether the sentence opens a paragraph. A speaker who was
/// heard just now is likely to go on.
pub(super) fn report_before(r: &Reader<'_>, c: &Candidate<'_>) -> u32 {
    let i = c.at;
    // A line break ends a sentence, so only its first token can follow one.
    let opens = r.tok(c.sentence.start).newline;
    let found = (i.saturating_sub(REPORT)..i)
        .rev()
        .find_map(|k| r.get(k).verb.filter(|_| r.atom(k).is_core_cue()).map(|v| (k, v.morph)));
    let Some((k, before)) = found else { return u32::from(opens) };
    let agrees =
        c.morph.map_or(2, |m| u32::from(m.gender == before.gender && m.plural == before.plural));
    u32::from(opens) | 1 << 1 | u32::from(k >= c.sentence.start) << 2 | agrees << 3
}

/// How many tokens before a cue the report before is sought.
const REPORT: usize = 48;
