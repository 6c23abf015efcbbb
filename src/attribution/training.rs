//! What the training program learns from: every reading of every cue with its facts.

use serde_json::{Value, json};

use crate::entity::Mention;
use crate::labels::AttributionKind;
use crate::lexicon::Lexicon;
use crate::segment::Segmented;

use super::candidate::{Candidate, Subject};
use super::complement::Complement;
use super::devices::{match_device, source_phrase, source_start};
use super::draft::Np;
use super::frames::limit;
use super::propose::{Hypothesis, content_place, draft, ground, readings, subject_phrase};
use super::reading::Reader;
use super::weigh::edges::{Content, Phrase, Setting};
use super::weigh::{Weights, evidence::density};

/// A line of JSON; positions are bytes of the original.
pub(crate) fn evidence(
    text: &Segmented,
    mentions: &[Mention],
    lexicon: &Lexicon,
    w: &Weights,
) -> String {
    let r = Reader::new(text, lexicon, mentions);
    let dense = density(&r);
    let mut candidates = Vec::new();
    let mut devices = Vec::new();
    for sentence in text.sentences() {
        let mut found = Vec::new();
        super::devices::find(&r, w, sentence.start, sentence.end, &mut found);
        let taken: Vec<usize> = found.iter().flat_map(|d| super::device_verbs(&r, d)).collect();
        for i in sentence.clone() {
            if let Some(f) = match_device(&r, i) {
                if f.kind == crate::lexicon::DeviceKind::Source {
                    let (from, fronted) = source_start(&r, &f, sentence.start);
                    let phrase = source_phrase(&r, from, sentence.end, fronted);
                    devices.push(json!({
                        "at": at(&r, r.tok(i).bare(), r.tok(f.last - 1).end),
                        "phrase": phrase_json(&r, &phrase),
                    }));
                }
            }
            if taken.contains(&i) {
                continue;
            }
            if let Some(c) = Candidate::at(&r, i, sentence) {
                candidates.push(candidate(&r, w, &c, dense));
            }
        }
    }
    let mut elided = Vec::new();
    let mut drafts = super::drafts(&r, w);
    super::chains::link(&r, &mut drafts, |d, gap, choices| {
        let options: Vec<Value> = choices
            .iter()
            .map(|c| {
                let mut facts: Vec<u16> = Vec::new();
                c.facts(&r, d, gap, &mut facts);
                json!({"source": np_json(&r, Some(c.np)), "facts": facts})
            })
            .collect();
        let cue = d.cue.as_ref().map_or(Value::Null, |c| at(&r, c.start, c.end));
        elided.push(json!({"at": cue, "choices": options}));
        super::weigh::antecedents::likeliest(&r, w, d, gap, choices)
    });
    let devices_taken: Vec<Value> = drafts
        .iter()
        .filter(|d| d.rule.starts_with("P.") || d.rule.starts_with("D."))
        .filter_map(|d| d.cue.as_ref().map(|c| at(&r, c.start, c.end)))
        .collect();
    json!({
        "candidates": candidates, "devices": devices, "elided": elided, "taken": devices_taken,
    })
    .to_string()
}

fn at(r: &Reader<'_>, start: u32, end: u32) -> Value {
    let s = r.text.original(start as usize, end as usize);
    json!([s.start(), s.end()])
}

fn np_json(r: &Reader<'_>, np: Option<Np>) -> Value {
    np.map_or(Value::Null, |np| at(r, np.start, np.end))
}

fn candidate(r: &Reader<'_>, w: &Weights, c: &Candidate<'_>, dense: u32) -> Value {
    let ground = ground(r, c, dense);
    let mut groups = Vec::new();
    readings(r, c, |complements, subjects| {
        for &(k, nth) in complements {
            let mut facts: Vec<u16> = Vec::new();
            ground.complement(r, c, k, nth, &mut facts);
            let marked = matches!(
                k,
                Complement::Clause(_)
                    | Complement::Colon(_)
                    | Complement::Quote(_)
                    | Complement::Lost(_)
            );
            let limit = limit(r, k, c.limit(r));
            let mut content = Vec::new();
            let mut edge = Value::Null;
            let mut rows = Vec::new();
            for &(s, place) in subjects {
                let h = Hypothesis { complement: k, subject: s };
                let d = draft(r, w, c, &h);
                if content.is_empty() {
                    if let Some(d) = &d {
                        content = spans(r, &d.content, d.content_from);
                        edge = content_edge(r, c, k, &d.content, d.kind);
                    }
                }
                let mut own: Vec<u16> = Vec::new();
                ground.subject(r, c, &s, place, &mut own);
                ground.pair(r, c, k, &s, &mut own);
                let phrase = match s {
                    Subject::Elided | Subject::Nobody => None,
                    Subject::After(np) | Subject::Behind(np) => {
                        Some(subject_phrase(r, c, np, limit, marked))
                    }
                    Subject::Before(np, relative) => Some(Phrase {
                        first: np.first,
                        limit: np.last,
                        setting: if relative { Setting::Relative } else { Setting::Before },
                        rule: np.last,
                        hint: 0,
                    }),
                };
                rows.push(json!({
                    "source": np_json(r, d.as_ref().and_then(|d| d.source)),
                    "elided": s == Subject::Elided, "nobody": s == Subject::Nobody,
                    "ok": d.is_some(),
                    "facts": own,
                    "phrase": phrase.map(|p| phrase_json(r, &p)),
                }));
            }
            groups.push(json!({
                "kind": format!("{k:?}"), "content": content, "facts": facts, "edge": edge,
                "subjects": rows,
            }));
        }
    });
    json!({
        "at": at(r, c.start, c.end), "id": c.id, "tier": c.tier.name(), "readings": groups,
    })
}

fn spans(r: &Reader<'_>, content: &[(usize, usize)], from: Option<u32>) -> Vec<Value> {
    content
        .iter()
        .enumerate()
        .filter(|(_, (a, b))| a < b)
        .map(|(n, &(a, b))| {
            let start = if n == 0 { from.unwrap_or(r.tok(a).start) } else { r.tok(a).start };
            at(r, start, r.tok(b - 1).end)
        })
        .collect()
}

fn phrase_json(r: &Reader<'_>, p: &Phrase) -> Value {
    let mut places = Vec::new();
    p.places(r, Vec::<u16>::new, |j, facts| {
        places.push(json!([
            r.text.original(r.tok(j - 1).start as usize, r.tok(j - 1).end as usize).end(),
            facts
        ]));
        true
    });
    let start = at(r, r.tok(p.first).noun(), r.tok(p.limit.max(1) - 1).end);
    json!({"span": start, "places": places})
}

fn content_edge(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    k: Complement,
    content: &[(usize, usize)],
    kind: AttributionKind,
) -> Value {
    let number = match k {
        Complement::Clause(_) if kind != AttributionKind::Direct => 1,
        Complement::Prep(_) => 4,
        Complement::Bare(_) => 5,
        _ => return Value::Null,
    };
    let Some(&first) = content.last() else { return Value::Null };
    // What the grammar says, before weights moved the end.
    let end = c.sentence.end;
    let last = match k {
        Complement::Clause(_) => r.clause_end(first.0, end, c.morph),
        _ => super::extent::nominal_end(r, first.0, end, c.morph),
    };
    let place: Content = content_place(r, c, number, (first.0, last), end);
    let mut places = Vec::new();
    place.places(r, Vec::<u16>::new, |j, facts| {
        places.push(json!([
            r.text.original(r.tok(j - 1).start as usize, r.tok(j - 1).end as usize).end(),
            facts
        ]));
        true
    });
    json!({"span": at(r, r.tok(first.0).start, r.tok(place.limit.max(1) - 1).end), "places": places})
}
