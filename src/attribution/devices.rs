//! Sourcing devices: بحسب مصادر، وفقا لبيان، حسبما ذكر فلان، على حد قوله، جاء في تقرير.

use crate::entity::EntityKind;
use crate::labels::{AttributionKind, CueClass, Tense};
use crate::lexicon::{Classes, DeviceKind};
use crate::segment::Punct;

use super::candidate::on_the_tongue;
use super::cited::{Found, is_asked_about, is_possessed, is_source_head, possible_device};
#[cfg(feature = "training")]
use super::covers::device;
use super::covers::scope;
use super::draft::{CueDraft, Draft, Np};
use super::reading::Reader;
use super::weigh::Weights;
use super::weigh::edges::{Phrase, Setting, phrase_end};
#[cfg(feature = "training")]
use super::weigh::scope::Device;
use super::weigh::sourcing;

/// Drafts the attributions of all devices in a sentence.
pub(crate) fn find(r: &Reader<'_>, w: &Weights, start: usize, end: usize, out: &mut Vec<Draft>) {
    let mut i = start;
    // Where the device before ended, and its draft.
    let mut before: Option<(usize, usize)> = None;
    while i < end {
        let Some(f) = possible_device(r, i).filter(|f| is_sourced(r, w, f, start)) else {
            i += 1;
            continue;
        };
        let drafts = out.len();
        let next = match f.kind {
            DeviceKind::Source => source_device(r, w, &f, start, end, out),
            DeviceKind::Clause => clause_device(r, w, &f, start, end, out),
            DeviceKind::Own => own_device(r, w, &f, start, end, out),
            DeviceKind::Document => document_device(r, &f, end, out),
            DeviceKind::Passive => passive_device(r, &f, end, out),
        };
        // «…، حسبما أوردت وكالة كذا نقلا عن مصادر»: one right behind the other says the same.
        let said = before.filter(|&(end, _)| end == f.first).and_then(|(_, n)| out.get(n));
        if let Some((content, kind)) = said.map(|d| (d.content.clone(), d.kind)) {
            if let Some(d) = out.get_mut(drafts) {
                (d.content, d.kind) = (content, kind);
            }
        }
        if out.len() > drafts {
            before = Some((next, drafts));
        }
        i = next.max(i + 1);
    }
}

/// Whether somebody speaks behind a device: the grammar's verdict is one fact, and the likelier answer
/// counts. A document that the grammar knows is one.
fn is_sourced(r: &Reader<'_>, w: &Weights, f: &Found, start: usize) -> bool {
    let document = f.kind == DeviceKind::Document && f.known;
    document
        || !is_asked_about(f.kind)
        || sourcing::about(r, f, is_fronted(r, f.first, start)).is_yes(w)
}

fn cue(r: &Reader<'_>, f: &Found, last: usize, class: CueClass) -> Option<CueDraft> {
    let d = r.lexicon.devices().get(usize::from(f.device))?;
    let first = r.tok(f.first);
    // «بحسب» keeps its ب: it is part of the word.
    Some(CueDraft {
        start: first.bare(),
        end: r.tok(last - 1).end,
        id: d.id.clone(),
        lemma: d.lemma.clone(),
        class,
    })
}

fn draft(r: &Reader<'_>, f: &Found, rule: &'static str) -> Option<Draft> {
    let d = r.lexicon.devices().get(usize::from(f.device))?;
    let mut out = Draft::new(rule, f.first);
    out.stance = d.stance;
    out.tier = d.tier;
    out.tense = Tense::Na;
    Some(out)
}

/// بحسب SOURCE: fronted, medial or final.
fn source_device(
    r: &Reader<'_>,
    w: &Weights,
    f: &Found,
    start: usize,
    end: usize,
    out: &mut Vec<Draft>,
) -> usize {
    let (from, fronted) = source_start(r, f, start);
    let (np_end, _) = phrase_end(r, w, &source_phrase(r, from, end, fronted));
    let Some(np) = r.np(from, np_end) else { return f.last };
    // «…». بحسب رويترز.: cut off by a stop, it looks back to the sentence before.
    let alone = fronted && !r.tok(start).newline && (np_end..end).all(|k| !r.is_word(k));
    let before = alone.then(|| sentence_before(r, start)).flatten();
    let (start, fronted) = before.map_or((start, fronted), |before| (before, false));
    let Some(mut d) = draft(r, f, if fronted { "P.front" } else { "P.back" }) else {
        return f.last;
    };
    d.cue = cue(r, f, f.last, CueClass::Prep);
    d.source = Some(np);
    d.content = scope(r, w, f, np_end, start, end, fronted);
    d.kind = super::extent::quote_kind(r, &d.content, AttributionKind::Indirect);
    d.confidence = 0.85;
    // «وفق المدرب في اختيار تشكيلته»: what begins with a preposition and has no verb is no clause.
    let phrase = d.content.first().is_some_and(|&(first, last)| {
        first == np_end && r.is_pp(first) && !(first..last).any(|k| r.is_verb(k))
    });
    if !d.content.is_empty() && !(fronted && phrase) {
        out.push(d);
    }
    np_end
}

/// Where the sentence before the one that begins at `start` begins.
fn sentence_before(r: &Reader<'_>, start: usize) -> Option<usize> {
    let sentences = r.text.sentences();
    let n = sentences.partition_point(|s| s.start < start);
    sentences.get(n.checked_sub(1)?).map(|s| s.start)
}

/// The source behind a device, before its end is sought.
pub(crate) fn source_phrase(r: &Reader<'_>, from: usize, end: usize, fronted: bool) -> Phrase {
    let limit = (from..end).find(|&k| r.is_stop(k)).unwrap_or(end);
    let limit = r.before_circumstance(from, limit);
    let setting = if fronted { Setting::Fronted } else { Setting::Device };
    Phrase {
        first: from,
        limit,
        setting,
        rule: device_np(r, from, end, fronted).min(limit),
        hint: 0,
    }
}

/// Where the source of a device begins, and whether the device stands before its clause.
pub(crate) fn source_start(r: &Reader<'_>, f: &Found, start: usize) -> (usize, bool) {
    (f.source_in(r), is_fronted(r, f.first, start))
}

/// Whether only conjunctions and marks stand before the device in its sentence.
pub(crate) fn is_fronted(r: &Reader<'_>, i: usize, start: usize) -> bool {
    (start..i).all(|k| {
        !r.is_word(k) || r.is_lone_conj(k) || r.is(k, Classes::SUBORDINATOR.or(Classes::ADVERB))
    })
}

/// One past the source of a device: at a comma that no apposition follows, a resumptive فإن or فقد,
/// a verb, or the end of the sentence.
fn device_np(r: &Reader<'_>, from: usize, end: usize, fronted: bool) -> usize {
    let mut i = from + 1;
    if let Some(c) = r.quotes.close_of(from) {
        i = c + 1;
    }
    let mut relative = false;
    while i < end {
        if r.is_stop(i) || matches!(r.punct(i), Some(Punct::Colon)) {
            return i;
        }
        if r.quotes.close_of(i).is_some_and(|c| c < end) {
            if r.quotes.close_of(i).is_some_and(|c| c - i > 6) {
                return i;
            }
            i = r.quotes.close_of(i).map_or(i, |c| c + 1);
            continue;
        }
        if r.is_comma(i) || matches!(r.punct(i), Some(Punct::Dash)) {
            // An apposition closes with another comma before the content begins.
            let named = r.mention(i + 1).is_some_and(|m| m.kind == EntityKind::Person)
                && r.get(from).head.is_some_and(|h| h.class.is_human());
            let titled = (r.get(i + 1).head.is_some() || named)
                && !r.has_conj(i + 1)
                && r.prep(i + 1).is_none();
            let closes =
                (i + 1..end.min(i + 14)).any(|k| r.is_comma(k) || resumes(r, k)) || !fronted;
            if titled && closes && !r.is_verb(i + 1) {
                i += 1;
                continue;
            }
            return i;
        }
        if resumes(r, i) {
            return i;
        }
        if r.is(i, Classes::RELATIVE) && r.text.bare(i) != "من" && r.text.bare(i) != "ما" {
            relative = true;
        }
        if r.complementizer(i).is_some() && !relative {
            return i;
        }
        if !relative
            && !r.get(i).verb.is_some_and(|v| v.enclitic && i > from && i <= from + 3)
            && r.is_verb(i)
            && r.get(i).head.is_none()
            && r.mention(i).is_none()
            && !r.is_request_clause(i)
        {
            return i;
        }
        if r.is_request_clause(i) || i == from + 2 && r.get(i).verb.is_some_and(|v| v.enclitic) {
            relative = true;
        }
        if !fronted
            && !relative
            && i > from
            && r.has_conj(i)
            && !r.tok(i).is_definite()
            && r.mention(i).is_none()
        {
            return i;
        }
        if r.participle(i).is_some() && !r.tok(i).is_definite() {
            return i;
        }
        i += 1;
    }
    end
}

/// فإن، فقد: the content begins.
fn resumes(r: &Reader<'_>, i: usize) -> bool {
    let w = r.text.word(i);
    matches!(w, "فان" | "فانه" | "فانها" | "فقد" | "فانهم" | "فلن" | "فلم" | "فسوف")
        || w.starts_with("فسي")
        || w.starts_with("فست")
}

/// What a device is asked about that does not stand before its clause, for the training program.
#[cfg(feature = "training")]
pub(crate) fn device_behind(
    r: &Reader<'_>,
    w: &Weights,
    f: &Found,
    start: usize,
    end: usize,
) -> Option<Device> {
    if is_fronted(r, f.first, start) {
        return None;
    }
    let mut drafts = Vec::new();
    let after = match f.kind {
        DeviceKind::Source => source_device(r, w, f, start, end, &mut drafts),
        DeviceKind::Clause => clause_device(r, w, f, start, end, &mut drafts),
        DeviceKind::Own => own_device(r, w, f, start, end, &mut drafts),
        DeviceKind::Document | DeviceKind::Passive => return None,
    };
    (!drafts.is_empty()).then(|| device(r, f, after, start))
}

/// حسبما ذكر SOURCE.
fn clause_device(
    r: &Reader<'_>,
    w: &Weights,
    f: &Found,
    start: usize,
    end: usize,
    out: &mut Vec<Draft>,
) -> usize {
    let mut v = f.last;
    if matches!(r.text.word(v), "كان" | "كانت" | "قد" | "سبق") {
        v += 1;
    }
    let Some(d0) = r.lexicon.devices().get(usize::from(f.device)) else { return f.last };
    let kama = d0.lemma == "كما";
    let Some(verb) = r.finite(v) else { return f.last };
    // «على ما سماه كذا»، «كما انتقد كذا»: verbs that never take a clause say nothing of one.
    if r.lexicon.cue(verb.cue).is_none_or(|c| !c.governs.contains(['C', 'Q'])) {
        return f.last;
    }
    let fronted = is_fronted(r, f.first, start);
    // «كما أكد أن» adds a new attribution: the verb frame has it.
    if kama && (fronted || super::complement::has_own_content(r, v, end)) {
        return f.last;
    }
    let lead = lead_in(r, v, end);
    let args_end = device_np(r, lead, end, fronted);
    let args_end = (lead + 1..args_end).find(|&k| r.device_at(k).is_some()).unwrap_or(args_end);
    let mut args = r.arguments(lead, args_end, false);
    if lead > v {
        let before = r.arguments(v, lead + 1, false);
        args.recipient = args.recipient.or(before.recipient);
        args.medium = args.medium.or(before.medium);
    }
    let Some(mut d) = draft(r, f, if fronted { "P.clause.front" } else { "P.clause.back" }) else {
        return f.last;
    };
    d.cue = if kama {
        verb_cue(r, v)
    } else {
        let mut c = cue(r, f, f.last, CueClass::Idiom);
        if let Some(c) = c.as_mut() {
            c.end = verb.end;
        }
        c
    };
    if kama {
        d.at = v;
    }
    d.source = args.subject;
    let relays = r.lexicon.cue(verb.cue).is_some_and(|c| c.governs.contains('S'));
    if let Some((outlet, source)) = relayed(r, lead, args_end).filter(|_| relays) {
        d.source = Some(source);
        d.via = vec![outlet];
    }
    d.recipient = args.recipient;
    d.medium = args.medium;
    d.content = scope(r, w, f, args_end, start, end, fronted);
    d.kind = super::extent::quote_kind(r, &d.content, AttributionKind::Indirect);
    d.confidence = 0.85;
    d.elided = d.source.is_none();
    if !d.content.is_empty() {
        out.push(d);
    }
    args_end
}

/// The last token of what stands between the verb of a device and its subject, and ends with a comma: «حسبما أكده،
/// اليوم الجمعة، المدير»، «بحسب ما قاله للجريدة، المدير», or of «على لسانه»; the verb where there is nothing.
fn lead_in(r: &Reader<'_>, v: usize, end: usize) -> usize {
    let starts = |k: usize| {
        let own = r.is_nominal(k) || r.is_quote_open(k) || r.mention(k).is_some();
        k < end && own && !r.is_pp(k) && !r.is_verb(k)
    };
    if r.text.bare(v + 1) == "علي" && r.text.word(v + 2).starts_with("لسانه") {
        return if starts(v + 3) { v + 2 } else { v };
    }
    let mut k = v + 1;
    let mut led = v;
    // Two parentheses at most: to whom, and when.
    for _ in 0..2 {
        k += usize::from(r.is_comma(k));
        let timely = r.skip_time(k, end);
        let told = r.prep(k) == Some('ل') || r.text.bare(k) == "الي";
        let after = match (timely > k, told) {
            (true, _) => timely,
            (_, true) => k + 1,
            _ => break,
        };
        // An outlet may have a name of several words.
        let reach = if told { end.min(k + 7) } else { end.min(after + 3) };
        let comma = (after..reach).take_while(|&j| !r.is_verb(j)).find(|&j| r.is_comma(j));
        let Some(comma) = comma else { break };
        k = comma + 1;
        if starts(k) {
            led = comma;
        }
    }
    led
}

/// The outlet and whom it quotes: «بحسب ما نقلت الوكالة عن مسؤول».
fn relayed(r: &Reader<'_>, v: usize, end: usize) -> Option<(Np, Np)> {
    let from = |&k: &usize| r.text.bare(k) == "عن" || on_the_tongue(r, k);
    let k = (v + 2..end).find(from)?;
    let first = k + 1 + usize::from(on_the_tongue(r, k));
    let outlet = r.arguments(v, k, false).subject?;
    let speaks = r.is_nominal(first) || r.is(first, Classes::QUANTIFIER) || r.is_quote_open(first);
    let source = r.np(first, end).filter(|_| speaks && first < end)?;
    Some((outlet, source))
}

fn verb_cue(r: &Reader<'_>, v: usize) -> Option<CueDraft> {
    let verb = r.finite(v)?;
    let cue = r.lexicon.cue(verb.cue)?;
    Some(CueDraft {
        start: verb.start,
        end: verb.end,
        id: cue.id.clone(),
        lemma: cue.lemma.clone(),
        class: CueClass::Verb,
    })
}

/// على حد قوله، حسب تعبير فلان.
fn own_device(
    r: &Reader<'_>,
    w: &Weights,
    f: &Found,
    start: usize,
    end: usize,
    out: &mut Vec<Draft>,
) -> usize {
    let possessed = is_possessed(r, f.last - 1);
    let Some(mut d) = draft(r, f, "P.own") else { return f.last };
    d.cue = cue(r, f, f.last, CueClass::Idiom);
    let mut np_end = f.last;
    if possessed {
        d.elided = true;
    } else {
        np_end = phrase_end(r, w, &source_phrase(r, f.last, end, false)).0;
        d.source = r.np(f.last, np_end);
        if d.source.is_none() {
            return f.last;
        }
    }
    let fronted = is_fronted(r, f.first, start);
    d.content = match quote_just_before(r, f.first, start) {
        Some(quote) if !fronted => vec![quote],
        _ => scope(r, w, f, np_end, start, end, fronted),
    };
    d.content.truncate(1);
    d.kind = super::extent::quote_kind(r, &d.content, AttributionKind::Indirect);
    d.confidence = 0.75;
    if !d.content.is_empty() {
        out.push(d);
    }
    np_end
}

/// The quotation that closes just before a device: «…»، على حد تعبيره.
fn quote_just_before(r: &Reader<'_>, at: usize, start: usize) -> Option<(usize, usize)> {
    let mut k = at.checked_sub(1)?;
    while k > start && r.is_comma(k) {
        k -= 1;
    }
    (start..k).rev().find(|&o| r.quotes.close_of(o) == Some(k)).map(|o| (o + 1, k))
}

/// جاء في بيان أن …؛ جاء ذلك في كلمة لـ….
fn document_device(r: &Reader<'_>, f: &Found, end: usize, out: &mut Vec<Draft>) -> usize {
    let Some(mut d) = draft(r, f, "D.stated") else { return f.last };
    let anaphoric =
        r.lexicon.devices().get(usize::from(f.device)).is_some_and(|x| x.lemma.contains("ذلك"));
    let comp = (f.last..end.min(f.last + 30)).take_while(|&k| !r.is_stop(k)).find(|&k| {
        r.complementizer(k).is_some_and(|(c, _)| c == 'C' || c == 'B')
            || r.punct(k) == Some(Punct::Colon)
            || r.quotes.close_of(k).is_some_and(|c| c - k > 5)
    });
    if anaphoric {
        let mut c = cue(r, f, f.first + 1, CueClass::Idiom);
        if let Some(c) = c.as_mut() {
            c.lemma = "جاء".into();
        }
        d.cue = c;
        d.kind = AttributionKind::Anaphoric;
        d.content = vec![(f.first + 1, f.first + 2)];
        let np_end = device_np(r, f.last, end, false);
        d.source = r.np(f.last, np_end);
        d.confidence = 0.8;
        out.push(d);
        return np_end;
    }
    let Some(k) = comp else { return f.last };
    d.cue = cue(r, f, f.last, CueClass::Idiom);
    d.source = r.np(f.last, k);
    let (content, kind, comp) = super::extent::content_from(r, k, end, None);
    d.comp = comp;
    d.content = content;
    d.kind = kind;
    d.confidence = 0.85;
    if d.source.is_some() && !d.content.is_empty() {
        out.push(d);
    }
    k
}

/// علم لدى مصدر أن، أفيد بأن، قيل إن: no subject of its own.
fn passive_device(r: &Reader<'_>, f: &Found, end: usize, out: &mut Vec<Draft>) -> usize {
    let has_source = f.last > f.first + 1;
    if f.first > 0 && r.text.bare(f.first - 1) == "ما" {
        return f.last;
    }
    // A form that can also be active is a cue like others.
    if !has_source && r.finite(f.first).is_some() {
        return f.last;
    }
    let Some(k) = (f.last..end.min(f.last + 18))
        .take_while(|&k| !r.is_stop(k))
        .find(|&k| r.complementizer(k).is_some())
    else {
        return f.last;
    };
    if !has_source && k > f.last + 2 {
        return f.last;
    }
    let Some(mut d) = draft(r, f, "P.passive") else { return f.last };
    d.cue = cue(r, f, f.first + 1, CueClass::Verb);
    d.tense = Tense::Passive;
    if has_source {
        if !is_source_head(r, f.last) {
            return f.last;
        }
        let args = r.arguments(f.last - 1, k, false);
        d.source = args.subject;
    }
    let (content, kind, comp) = super::extent::content_from(r, k, end, None);
    d.comp = comp;
    d.content = content;
    d.kind = kind;
    d.confidence = 0.7;
    if !d.content.is_empty() {
        out.push(d);
    }
    k
}
