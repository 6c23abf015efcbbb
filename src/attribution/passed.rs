//! What was passed over: words that can be cues and made no attribution, told with a neighbour.

use super::draft::Draft;
use super::frames::is_homograph;
use super::reading::Reader;

/// Notes with each draft the verbs of speech nearest to it that made none, and why.
pub(crate) fn note(r: &Reader<'_>, drafts: &mut [Draft]) {
    let mut at = 0;
    for sentence in r.text.sentences() {
        let first = at;
        while drafts.get(at).is_some_and(|d| d.at < sentence.end) {
            at += 1;
        }
        let Some(here) = drafts.get_mut(first..at).filter(|d| !d.is_empty()) else { continue };
        for v in sentence.clone() {
            let Some(reading) = r.finite(v) else { continue };
            if here.iter().any(|d| covers(d, r.tok(v).start, r.tok(v).end)) {
                continue;
            }
            let Some(nearest) = here.iter_mut().min_by_key(|d| d.at.abs_diff(v)) else { continue };
            let why = if reading.purpose {
                "a purpose"
            } else if r.is_request_clause(v) {
                "asks for anonymity"
            } else if is_homograph(r, v) {
                "no verb here"
            } else {
                "governs no content here"
            };
            let word = r.text.bare(v);
            match &mut nearest.note {
                Some(note) if note.len() < 200 => {
                    note.push_str(&format!(", «{word}» ({why})"));
                }
                Some(_) => {}
                none => *none = Some(format!("passed over «{word}» ({why})")),
            }
        }
    }
}

/// Whether a token belongs to the draft's cue.
fn covers(d: &Draft, start: u32, end: u32) -> bool {
    d.cue.as_ref().is_some_and(|c| c.start < end && start < c.end)
}
