//! What the training program learns from: every reading of every cue with its facts.

use serde_json::{Value, json};

use crate::entity::Mention;
use crate::labels::{Anonymity, AttributionKind, Stance};
use crate::lexicon::Lexicon;
use crate::segment::Segmented;

use super::candidate::{Candidate, Subject};
use super::chains::{Judge, Weighed};
use super::cited::{is_asked_about, possible_device};
use super::classify::Labels;
use super::complement::Complement;
use super::context::Context;
use super::covers::scopes;
use super::devices::{device_behind, is_fronted, source_phrase, source_start};
use super::draft::{Draft, Np};
use super::frames::limit;
use super::propose::{Hypothesis, Room, content_place, draft, ground, readings, subject_phrase};
use super::reading::Reader;
use super::weigh::antecedents::{Choice, Gap};
use super::weigh::credits;
use super::weigh::edges::{Content, Phrase, Setting};
use super::weigh::labels::{self, Asked};
use super::weigh::same::{self, Earlier};
use super::weigh::sourcing;
use super::weigh::{Weights, reports::density};

/// A line of JSON; positions are bytes of the original.
pub(crate) fn evidence(
    text: &Segmented,
    mentions: &[Mention],
    lexicon: &Lexicon,
    context: Option<&Context>,
    w: &Weights,
) -> String {
    let mut r = Reader::new(text, lexicon, mentions, context);
    let reads = super::propose::read(&r, w);
    r.believe(&reads);
    let r = r;
    let dense = density(&r);
    let mut candidates = Vec::new();
    let mut devices = Vec::new();
    let mut covered = Vec::new();
    let mut sourced = Vec::new();
    for sentence in text.sentences() {
        let mut found = Vec::new();
        super::devices::find(&r, w, sentence.start, sentence.end, &mut found);
        let taken: Vec<usize> = found.iter().flat_map(|d| super::device_verbs(&r, d)).collect();
        for i in sentence.clone() {
            if let Some(f) = possible_device(&r, i) {
                if is_asked_about(f.kind) {
                    let cue = at(&r, r.tok(i).bare(), r.tok(f.last - 1).end);
                    let q = sourcing::about(&r, &f, is_fronted(&r, f.first, sentence.start));
                    sourced.push(answers(&cue, "device", &q, &["no", "yes"], 2));
                }
                if f.kind == crate::lexicon::DeviceKind::Source {
                    let (from, fronted) = source_start(&r, &f, sentence.start);
                    let phrase = source_phrase(&r, from, sentence.end, fronted);
                    devices.push(json!({
                        "at": at(&r, r.tok(i).bare(), r.tok(f.last - 1).end),
                        "phrase": phrase_json(&r, &phrase),
                    }));
                }
                if let Some(d) = device_behind(&r, w, &f, sentence.start, sentence.end) {
                    let options = scopes(&r, &d, sentence.end);
                    let options: Vec<Value> = (0..)
                        .zip(&options)
                        .map(|(rank, s)| {
                            let mut facts: Vec<u32> = Vec::new();
                            s.facts(&r, &d, rank, &mut facts);
                            json!({"content": spans(&r, &s.content, None), "facts": facts})
                        })
                        .collect();
                    let cue = at(&r, r.tok(i).bare(), r.tok(f.last - 1).end);
                    covered.push(json!({"at": cue, "options": options}));
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
    let mut drafts = super::drafts(&r, w, &reads);
    let mut asked = sourced;
    for d in drafts.iter().filter(|d| d.cue.is_some()) {
        let cue = cue_json(&r, d);
        asked.push(answers(
            &cue,
            "kind",
            &labels::about_kind(&r, d),
            AttributionKind::ALL,
            labels::KINDS,
        ));
        asked.push(answers(
            &cue,
            "stance",
            &labels::about_stance(&r, d),
            Stance::ALL,
            labels::STANCES,
        ));
    }
    for h in super::layout::headlines(&r) {
        let colon = at(&r, r.tok(h.colon).start, r.tok(h.colon).end);
        let q = labels::about_headline(&r, &h);
        let mut row = answers(&colon, "headline", &q, &["no", "yes"], 2);
        if let (Value::Object(row), Some(np)) = (&mut row, r.np(h.first, h.colon)) {
            row.insert("from".into(), np_json(&r, Some(np)));
        }
        asked.push(row);
    }
    for c in super::credits::candidates(&r, &super::layout::lines(&r)) {
        let Some(np) = r.np(c.first, c.last) else { continue };
        let q = credits::about(&r, &c);
        let names = ["neither", "outlet", "author"];
        asked.push(answers(&np_json(&r, Some(np)), "credit", &q, &names, credits::ANSWERS as u32));
    }
    labels::settle(&r, w, &mut drafts);
    let mut listener = Listener {
        r: &r,
        judge: Weighed { r: &r, w },
        elided: Vec::new(),
        asked,
        same: Vec::new(),
    };
    super::chains::link(&r, w, &mut drafts, &mut listener);
    let Listener { elided, asked, same, .. } = listener;
    let devices_taken: Vec<Value> = drafts
        .iter()
        .filter(|d| d.rule.starts_with("P.") || d.rule.starts_with("D."))
        .filter_map(|d| d.cue.as_ref().map(|c| at(&r, c.start, c.end)))
        .collect();
    json!({
        "candidates": candidates, "devices": devices, "elided": elided, "taken": devices_taken,
        "asked": asked, "same": same, "scopes": covered,
    })
    .to_string()
}

/// Writes down what the judge is asked, and answers by weights.
struct Listener<'a, 't> {
    r: &'a Reader<'t>,
    judge: Weighed<'a, 't>,
    elided: Vec<Value>,
    asked: Vec<Value>,
    same: Vec<Value>,
}

impl Judge for Listener<'_, '_> {
    fn who(&mut self, d: &Draft, gap: &Gap, choices: &[Choice]) -> Option<usize> {
        let options: Vec<Value> = choices
            .iter()
            .map(|c| {
                let mut facts: Vec<u32> = Vec::new();
                c.facts(self.r, d, gap, &mut facts);
                json!({"source": np_json(self.r, Some(c.np)), "facts": facts})
            })
            .collect();
        self.elided.push(json!({"at": cue_json(self.r, d), "choices": options}));
        self.judge.who(d, gap, choices)
    }

    fn anonymity(
        &mut self,
        d: &Draft,
        np: &Np,
        known: &Labels,
        office: bool,
        before: Option<&Labels>,
    ) -> Anonymity {
        let q = labels::about_source(self.r, np, known, office, before);
        let cue = cue_json(self.r, d);
        let mut row = answers(&cue, "anonymity", &q, Anonymity::ALL, labels::ANONYMITIES);
        if let Value::Object(row) = &mut row {
            row.insert("source".into(), np_json(self.r, Some(*np)));
        }
        self.asked.push(row);
        self.judge.anonymity(d, np, known, office, before)
    }

    fn same(
        &mut self,
        d: &Draft,
        np: &Np,
        known: &Labels,
        earlier: &[Earlier<'_>],
    ) -> Option<usize> {
        let source = same::Source::new(self.r, np, known, earlier);
        let mut options = vec![{
            let mut facts: Vec<u32> = Vec::new();
            same::new_facts(source, known, &mut facts);
            json!({"source": Value::Null, "facts": facts})
        }];
        options.extend(earlier.iter().map(|e| {
            let mut facts: Vec<u32> = Vec::new();
            e.facts(self.r, source, known, &mut facts);
            json!({"source": np_json(self.r, Some(e.np)), "facts": facts})
        }));
        self.same.push(json!({
            "at": cue_json(self.r, d), "source": np_json(self.r, Some(*np)), "options": options,
        }));
        self.judge.same(d, np, known, earlier)
    }
}

/// A question with the facts of each of its answers.
fn answers<T: std::fmt::Display>(cue: &Value, what: &str, q: &Asked, all: &[T], n: u32) -> Value {
    let answers: serde_json::Map<String, Value> = (0..n)
        .zip(all)
        .map(|(n, label)| {
            let mut facts: Vec<u32> = Vec::new();
            q.facts(n, &mut facts);
            (label.to_string(), json!(facts))
        })
        .collect();
    json!({"at": cue, "what": what, "answers": answers})
}

fn cue_json(r: &Reader<'_>, d: &Draft) -> Value {
    d.cue.as_ref().map_or(Value::Null, |c| at(r, c.start, c.end))
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
    readings(r, c, &mut Room::default(), |complements, subjects| {
        for &(k, nth) in complements {
            let mut facts: Vec<u32> = Vec::new();
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
                let mut own: Vec<u32> = Vec::new();
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
    p.places(r, Vec::<u32>::new, |j, facts| {
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
    place.places(r, Vec::<u32>::new, |j, facts| {
        places.push(json!([
            r.text.original(r.tok(j - 1).start as usize, r.tok(j - 1).end as usize).end(),
            facts
        ]));
        true
    });
    json!({"span": at(r, r.tok(first.0).start, r.tok(place.limit.max(1) - 1).end), "places": places})
}
