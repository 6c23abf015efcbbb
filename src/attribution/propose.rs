//! Cues read in every way they can be, and the likeliest reading written down.

use crate::labels::{AttributionKind, CueClass, Polarity, Stance, Tense, Tier};
use crate::lexicon::{Form, Person};

use super::candidate::{Candidate, SUBJECT_REACH, Subject, on_the_tongue};
use super::complement::{Complement, is_speech};
use super::context::ends::likely;
use super::draft::{Draft, Np};
use super::extent::{content_from, nominal_kind, prep_object, quote_kind};
use super::frames::{
    doubles, is_author_voice, is_homograph, is_irrealis, limit, negation, participle_by_rule,
    target, verb_by_rule,
};
use super::nouns;
use super::reading::Reader;
use super::subject::{antecedent_content, quote_before};
use super::weigh::Weights;
use super::weigh::edges::{Content, Phrase, Setting, content_end, phrase_end};
use super::weigh::evidence::Ground;
use super::weigh::frame::Frame;
use super::weigh::places::Places;
use super::weigh::reports::density;

/// One reading of a cue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hypothesis {
    pub complement: Complement,
    pub subject: Subject,
}

/// Room for the readings of one cue after the other.
#[derive(Debug, Default)]
pub(crate) struct Room {
    complements: Vec<(Complement, u32)>,
    subjects: Vec<(Subject, u32)>,
    /// Those behind the cue.
    after: Vec<(Subject, u32)>,
}

/// A cue with its likeliest reading.
#[derive(Clone, Debug)]
pub(crate) struct Read<'a> {
    cue: Candidate<'a>,
    best: Hypothesis,
    /// The log-odds of all its readings against none.
    pub odds: f32,
}

impl Read<'_> {
    pub(crate) fn at(&self) -> usize {
        self.cue.at
    }

    pub(crate) fn subject(&self) -> Subject {
        self.best.subject
    }

    pub(crate) fn tier(&self) -> Tier {
        self.cue.tier
    }
}

/// Reads all cues of a text, in its order.
pub(crate) fn read<'a>(r: &Reader<'a>, w: &Weights) -> Vec<Read<'a>> {
    let dense = density(r);
    let mut places = Places::new(r, w);
    let mut room = Room::default();
    let mut out = Vec::new();
    for sentence in r.text.sentences() {
        for i in sentence.clone() {
            let Some(cue) = Candidate::at(r, i, sentence) else { continue };
            if let Some((best, odds)) = best(r, w, &cue, dense, &mut places, &mut room) {
                out.push(Read { cue, best, odds });
            }
        }
    }
    out
}

/// Drafts the attributions of the cues that are believed, but for those in `taken`.
pub(crate) fn write(
    r: &Reader<'_>,
    w: &Weights,
    reads: &[Read<'_>],
    taken: &[usize],
    out: &mut Vec<Draft>,
) {
    for Read { cue, best, odds } in reads {
        if *odds <= threshold(cue.tier) || taken.contains(&cue.at) {
            continue;
        }
        if let Some(mut d) = draft(r, w, cue, best) {
            d.confidence = 1.0 / (1.0 + (-odds).exp());
            out.push(d);
        }
    }
}

/// The likeliest reading of a cue, and the log-odds of all of them against no attribution at all.
fn best<'w>(
    r: &Reader<'_>,
    w: &'w Weights,
    c: &Candidate<'_>,
    dense: u32,
    places: &mut Places<'w>,
    room: &mut Room,
) -> Option<(Hypothesis, f32)> {
    let ground = ground(r, c, dense);
    let mut frame = Frame::new(&ground, w, places);
    let mut best: Option<(Hypothesis, f32)> = None;
    let mut sum = 0.0_f32;
    readings(r, c, room, |complements, subjects| {
        for &(complement, nth) in complements {
            let first = frame.complement(r, c, complement, nth);
            frame.subjects(r, c, subjects, |&subject, own| {
                let score = first + own;
                sum += score.exp();
                if best.is_none_or(|(_, s)| score > s) {
                    let h = Hypothesis { complement, subject };
                    best = Some((h, score));
                }
            });
        }
    });
    best.map(|(h, _)| (h, sum.ln()))
}

/// From which log-odds on a cue is believed. What lies outside the core is marked only when it is sure.
fn threshold(tier: Tier) -> f32 {
    if tier == Tier::Core { 0.0 } else { 0.85 }
}

pub(crate) fn ground(r: &Reader<'_>, c: &Candidate<'_>, dense: u32) -> Ground {
    let (start, end) = (c.sentence.start, c.sentence.end);
    let rule = match (r.get(c.at).verb, c.class) {
        (Some(v), CueClass::Verb) => verb_by_rule(r, c.at, v, start, end),
        (Some(v), CueClass::Adverb) => participle_by_rule(r, c.at, v, start, end),
        _ => nouns::by_rule(r, c, start, end),
    };
    let rule = rule.map(|(k, s)| {
        let first = match s {
            Subject::Elided | Subject::Nobody => None,
            Subject::After(np) | Subject::Before(np, _) | Subject::Behind(np) => Some(np.first),
        };
        (k, first)
    });
    Ground::new(r, c, rule, guards(r, c), dense)
}

/// What the hand-written guards hold against a cue, a bit each.
fn guards(r: &Reader<'_>, c: &Candidate<'_>) -> u32 {
    let i = c.at;
    let mut out = 0;
    if let Some(v) = r.get(i).verb {
        let cue = r.lexicon.cue(v.cue);
        out |= u32::from(v.purpose)
            | u32::from(is_irrealis(r, i, v)) << 1
            | u32::from(cue.is_some_and(|cue| is_author_voice(r, i, cue))) << 2
            | u32::from(is_homograph(r, i)) << 3
            | u32::from(r.get(i).head.is_some()) << 7
            | u32::from(c.class == CueClass::Adverb && doubles(r, i, c.sentence.start)) << 8;
    }
    out | u32::from(r.is_request_clause(i)) << 4
        | u32::from(negation(r, i).is_some()) << 5
        | u32::from(r.mention(i).is_some()) << 6
}

/// Hands over all complements, and all subjects that go with some of them.
pub(crate) fn readings(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    Room { complements, subjects, after }: &mut Room,
    mut each: impl FnMut(&[(Complement, u32)], &[(Subject, u32)]),
) {
    complements.clear();
    c.complements(r, complements);
    if complements.is_empty() {
        return;
    }
    subjects.clear();
    subjects.push((Subject::Elided, 0));
    c.subjects_before(r, subjects);
    let singular = c.morph.is_some_and(|m| !m.plural && m.person == Person::Third);
    if c.class == CueClass::Noun || c.class == CueClass::Verb && singular {
        subjects.push((Subject::Nobody, 0));
    }
    if c.class == CueClass::Noun {
        // «اكتفت المصالح بالقول»: the subject of the verb before it.
        let verb = (c.sentence.start..c.at).rev().take(8).find(|&v| r.is_verb(v));
        if let Some(np) = verb.and_then(|v| r.arguments(v, c.at, true).subject) {
            subjects.push((Subject::Before(np, false), 0));
        }
    }
    let end = c.limit(r);
    let after = After::new(r, c, complements, end, after);
    let first = subjects.len();
    let relays = c.relays();
    for &k in complements.iter() {
        let limit = limit(r, k.0, end);
        after.before(r, c, limit, first, subjects);
        if relays {
            c.subjects_behind(r, limit, subjects);
        }
        if c.class == CueClass::Noun {
            c.carriers(r, subjects);
        }
        each(&[k], subjects);
    }
}

/// The subjects behind a cue: those before a complement are the first of those before a later one.
struct After<'a> {
    all: &'a mut Vec<(Subject, u32)>,
    /// Whether the end of some phrase depends on the complement, so that each has its own.
    own: bool,
}

impl<'a> After<'a> {
    fn new(
        r: &Reader<'_>,
        c: &Candidate<'_>,
        complements: &[(Complement, u32)],
        end: usize,
        all: &'a mut Vec<(Subject, u32)>,
    ) -> After<'a> {
        all.clear();
        let mut out = After { all, own: false };
        if c.class == CueClass::Adverb && r.get(c.at).noun_cue.is_none() {
            return out;
        }
        // A quotation as a subject ends with it, a name may begin with و.
        let ends = |k| r.is_quote_open(k) || r.is_lone_conj(k) && r.mention(k).is_some();
        out.own = (c.at + 1..c.at + SUBJECT_REACH).any(ends);
        if !out.own {
            let last = complements.iter().map(|&(k, _)| limit(r, k, end)).max().unwrap_or(end);
            c.subjects_after(r, last, out.all);
        }
        out
    }

    /// Puts those before `limit` behind the first `fixed` subjects.
    fn before(
        &self,
        r: &Reader<'_>,
        c: &Candidate<'_>,
        limit: usize,
        fixed: usize,
        subjects: &mut Vec<(Subject, u32)>,
    ) {
        subjects.truncate(fixed);
        if self.own {
            c.subjects_after(r, limit, subjects);
        } else {
            let stands =
                |(s, _): &&(Subject, u32)| matches!(s, Subject::After(np) if np.first < limit);
            subjects.extend(self.all.iter().take_while(stands));
        }
    }
}

/// Writes a reading down.
pub(crate) fn draft(
    r: &Reader<'_>,
    w: &Weights,
    c: &Candidate<'_>,
    h: &Hypothesis,
) -> Option<Draft> {
    let v = c.at;
    let (start, end) = (c.sentence.start, c.sentence.end);
    let mut d = Draft::new(rule_of(c, h), v);
    d.tier = c.tier;
    d.stance = c.stance;
    d.tense = match c.morph.map(|m| m.form) {
        None => Tense::Masdar,
        Some(_) if c.future => Tense::Future,
        Some(Form::Perfect) => Tense::Perfect,
        Some(Form::Imperfect) => Tense::Imperfect,
        Some(Form::Participle) => Tense::Participle,
    };
    d.cue = Some(c.cue());
    if let Some(n) = negation(r, v).filter(|_| c.class == CueClass::Verb) {
        d.polarity = Polarity::Neg;
        d.neg = Some((r.bare_start(n), r.tok(n).end));
    }
    let mut limit = limit(r, h.complement, c.limit(r));
    if matches!(h.complement, Complement::None) {
        // «…»، قال فلان، «…»: the second half is no part of the source.
        let speech = |&k: &usize| r.quotes.close_of(k).is_some_and(|c| is_speech(r, k, c));
        limit = (v + 1..limit).find(speech).unwrap_or(limit);
    }
    if c.class != CueClass::Adverb {
        let args = r.arguments(v, limit, false);
        d.recipient = args.recipient;
        d.medium = args.medium;
    }
    source(r, w, c, h, limit, &mut d);
    let speaker = c.morph;
    match h.complement {
        Complement::Clause(k) | Complement::Colon(k) | Complement::Quote(k) => {
            let (content, kind, comp) = content_from(r, k, end, speaker);
            d.content = content;
            d.kind = kind;
            d.comp = comp;
            if matches!(h.complement, Complement::Clause(_)) {
                end_content(r, w, c, 1, end, &mut d);
            }
            // «…»، يقول فلان، «…»: both halves, but «…»، مضيفا «…» adds a new one.
            let finite = !c.conj && c.class != CueClass::Adverb;
            if matches!(h.complement, Complement::Quote(_)) && finite {
                if let Some(first) = quote_before(r, v, start) {
                    d.content.insert(0, first);
                    d.rule = "V.quote.around";
                }
            }
            if let Some(target) = target(r, c, d.source, k) {
                for piece in &mut d.content {
                    piece.0 = target;
                }
                d.kind = quote_kind(r, &d.content, AttributionKind::Nominal);
            }
        }
        Complement::Prep(k) => {
            let (mut range, mut from) = prep_object(r, k, end, speaker)?;
            if let Some(target) = target(r, c, d.source, k) {
                range.0 = target;
                from = None;
            }
            d.content = vec![range];
            d.content_from = from;
            end_content(r, w, c, 4, end, &mut d);
            d.kind = nominal_kind(r, d.content.first().copied().unwrap_or(range));
        }
        Complement::Bare(k) => {
            let last = super::extent::nominal_end(r, k, end, speaker);
            d.content = vec![(k, last)];
            end_content(r, w, c, 5, end, &mut d);
            d.kind = nominal_kind(r, d.content.first().copied().unwrap_or((k, last)));
        }
        Complement::Enclitic => {
            d.kind = AttributionKind::Anaphoric;
            d.content = vec![antecedent_content(r, v, start, r.finite(v)?)?];
        }
        Complement::Back(first, last) => {
            d.kind = AttributionKind::Anaphoric;
            d.content = vec![(first, last)];
        }
        Complement::Front(first, last) => {
            d.content = vec![(first, last)];
            d.kind = quote_kind(r, &d.content, AttributionKind::Indirect);
        }
        Complement::Lost(k) => {
            d.content = vec![(k, super::extent::direct_end(r, k, end))];
            d.kind = AttributionKind::Direct;
        }
        Complement::None => {
            // «…»، قال فلان.
            d.content = vec![quote_before(r, v, start)?];
            d.kind = AttributionKind::Direct;
            // «…»، قال فلان، «…»: the half behind the source goes with it.
            let behind = d.source.filter(|np| np.first > v).map_or(v + 1, |np| np.last);
            let open = behind + usize::from(r.is_comma(behind));
            if let Some(close) = r.quotes.close_of(open).filter(|&c| c < end) {
                d.content.push((open + 1, close));
                d.rule = "V.quote.around";
            }
        }
    }
    if c.class == CueClass::Adverb && doubles(r, v, start) {
        let clause = matches!(
            h.complement,
            Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_)
        );
        if clause {
            d.tier = Tier::Extended;
            d.rule = "H.doubled";
        }
    }
    d.content.iter().any(|&(a, b)| a < b).then_some(d)
}

/// Who speaks: the phrase of the subject, to its likeliest end.
fn source(
    r: &Reader<'_>,
    w: &Weights,
    c: &Candidate<'_>,
    h: &Hypothesis,
    limit: usize,
    d: &mut Draft,
) {
    let marked = matches!(
        h.complement,
        Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_) | Complement::Lost(_)
    );
    match h.subject {
        Subject::Elided => d.elided = true,
        Subject::Nobody => {
            if c.class == CueClass::Verb {
                d.tense = Tense::Passive;
                d.rule = "P.passive";
            }
        }
        Subject::Before(np, relative) => {
            let setting = if relative { Setting::Relative } else { Setting::Before };
            let phrase =
                Phrase { first: np.first, limit: np.last, setting, rule: np.last, hint: 0 };
            let (last, _) = phrase_end(r, w, &phrase);
            d.source = r.np(np.first, last);
            if relative {
                d.rule = "V.relative";
            }
        }
        Subject::After(np) => d.source = after(r, w, c, np, limit, marked),
        Subject::Behind(np) => {
            d.source = after(r, w, c, np, limit, marked);
            let tongue = np.first.saturating_sub(2);
            let before = if on_the_tongue(r, tongue) { tongue } else { np.first };
            let outlet = r.arguments(c.at, before, false).subject;
            if c.lemma == "علم" {
                d.recipient = outlet;
                d.rule = "V.learned";
            } else {
                d.via = outlet.into_iter().collect();
                d.rule = "V.relay";
            }
            d.stance = Stance::Cite;
        }
    }
    let own = c.morph.is_some_and(|m| m.person == Person::First);
    if own && c.lemma == "علم" && d.source.is_none() {
        d.stance = Stance::Cite;
        d.rule = "V.learned";
    }
}

/// The phrase that begins where `np` does, to its likeliest end before `limit`.
fn after(
    r: &Reader<'_>,
    w: &Weights,
    c: &Candidate<'_>,
    np: Np,
    limit: usize,
    marked: bool,
) -> Option<Np> {
    let phrase = subject_phrase(r, c, np, limit, marked);
    let (last, _) = phrase_end(r, w, &phrase);
    r.np(np.first, last)
}

/// The phrase of a subject behind its cue, before its end is sought.
pub(crate) fn subject_phrase(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    np: Np,
    limit: usize,
    marked: bool,
) -> Phrase {
    // Whoever is named behind the content is not cut off by it.
    let limit = if np.first < limit { limit } else { c.limit(r) };
    let setting = match c.class {
        CueClass::Noun => Setting::Noun,
        _ if marked => Setting::Marked,
        _ => Setting::Open,
    };
    let rule = if marked {
        r.arguments(np.first - 1, limit, false).end
    } else {
        r.np_closed(np.first, limit)
    };
    let hint = u32::from(c.governs.contains('P')) | (c.stance as u32) << 1;
    let limit = r.before_circumstance(np.first, limit);
    Phrase { first: np.first, limit, setting, rule: rule.min(limit), hint }
}

/// Sets where the last piece of the content ends.
fn end_content(
    r: &Reader<'_>,
    w: &Weights,
    c: &Candidate<'_>,
    kind: u32,
    end: usize,
    d: &mut Draft,
) {
    if d.kind == AttributionKind::Direct && kind == 1 {
        return;
    }
    let Some(last) = d.content.last_mut() else { return };
    let content = content_place(r, c, kind, *last, end);
    last.1 = content_end(r, w, &content).0;
    if kind == 1 {
        d.kind = quote_kind(r, &d.content, AttributionKind::Indirect);
    }
}

/// A content before its end is sought; `found` is where the grammar puts it.
pub(crate) fn content_place(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    kind: u32,
    found: (usize, usize),
    end: usize,
) -> Content {
    let limit = c.speech(r).map_or(end.max(found.1), |(_, close)| close.min(end.max(found.1)));
    Content {
        first: found.0,
        limit,
        kind,
        speaker: c.morph,
        rule: found.1,
        cue: c.at,
        lemma: c.key,
        likely: r.context.and_then(|context| likely(context, c.at, found.0)),
    }
}

/// The name of the construction.
fn rule_of(c: &Candidate<'_>, h: &Hypothesis) -> &'static str {
    match c.class {
        CueClass::Adverb => return "H.participle",
        CueClass::Noun if c.lemma.starts_with("قول") => return "N.saying",
        CueClass::Noun => return "N.noun",
        _ => {}
    }
    match h.complement {
        Complement::Clause(_) if c.morph.is_some_and(|m| m.form == Form::Imperfect) => {
            "V.says.comp"
        }
        Complement::Clause(_) => "V.said.comp",
        Complement::Colon(_) => "V.said.colon",
        Complement::Quote(_) => "V.said.quote",
        Complement::Prep(_) => "V.said.prep",
        Complement::Bare(_) => "V.said.object",
        Complement::Enclitic | Complement::Back(..) => "V.said.pronoun",
        Complement::Lost(_) => "V.said.unmarked",
        Complement::Front(..) => "V.said.before",
        Complement::None => "V.quote.before",
    }
}
