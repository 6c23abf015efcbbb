//! Verbs of speech and the constructions they stand in.
//!
//! A verb makes no attribution by itself: a frame does, that is, the verb together with what it
//! governs (a complementizer, a colon, a quotation, a preposition, a noun phrase) and a source that
//! can speak. Each function here is one construction and names its rule.

use crate::entity::EntityKind;
use crate::labels::{AttributionKind, CueClass, Polarity, Tense, Tier};
use crate::lexicon::{Classes, Cue, Form, Gender, HeadClass, Morph, Person};
use crate::segment::{Punct, TokenKind};

use super::draft::{CueDraft, Draft, Np};
use super::reading::{Reader, VerbReading};

/// What a verb of speech governs, found to its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Complement {
    /// أن …: the complementizer's token.
    Clause(usize),
    /// : …
    Colon(usize),
    /// «…»
    Quote(usize),
    /// عن …، إلى …، بـ …: the token of the preposition.
    Prep(usize),
    /// A noun phrase.
    Bare(usize),
    /// A pronoun written onto the verb.
    Enclitic,
    None,
}

/// How far a complementizer may stand from its verb, in tokens.
const REACH: usize = 45;

/// Drafts the attributions of all finite verbs in a sentence.
pub(crate) fn find_verbs(
    r: &Reader<'_>,
    start: usize,
    end: usize,
    taken: &[usize],
    out: &mut Vec<Draft>,
) {
    for v in start..end {
        if taken.contains(&v) {
            continue;
        }
        if let Some(reading) = r.finite(v) {
            if let Some(draft) = verb(r, v, reading, start, end) {
                out.push(draft);
            }
        }
    }
}

fn verb(r: &Reader<'_>, v: usize, reading: VerbReading, start: usize, end: usize) -> Option<Draft> {
    let cue = r.lexicon.cue(reading.cue)?;
    if reading.purpose
        || is_irrealis(r, v, reading)
        || is_author_voice(r, v, cue)
        || is_homograph(r, v)
    {
        return None;
    }
    let (complement, note) = complement(r, v, reading, cue, start, end);
    // A pronoun on the verb is its object: only verbs that take a person take a clause besides.
    if reading.enclitic && matches!(complement, Complement::Clause(_)) && !cue.takes('P') {
        return None;
    }
    let mut d = Draft::new(rule_of(complement, reading), v);
    d.note = note;
    d.tier = cue.tier;
    d.stance = cue.stance;
    d.tense = match (reading.morph.form, reading.future) {
        (_, true) => Tense::Future,
        (Form::Perfect, _) => Tense::Perfect,
        _ => Tense::Imperfect,
    };
    d.cue = Some(CueDraft {
        start: reading.start,
        end: reading.end,
        id: cue.id.clone(),
        lemma: cue.lemma.clone(),
        class: CueClass::Verb,
    });
    if let Some(n) = negation(r, v) {
        d.polarity = Polarity::Neg;
        d.neg = Some((r.bare_start(n), r.tok(n).end));
    }
    let speaker = Some(reading.morph);
    let limit = match complement {
        Complement::Clause(k) => r.complementizer(k).map_or(k, |(_, from)| from),
        Complement::Colon(k) | Complement::Quote(k) | Complement::Prep(k) | Complement::Bare(k) => {
            k
        }
        Complement::Enclitic | Complement::None => end,
    };
    let marked =
        matches!(complement, Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_));
    let args = r.arguments(v, limit, !marked);
    d.source = args.subject;
    d.recipient = args.recipient;
    d.medium = args.medium;
    if cue.takes('P')
        && marked
        && reading.morph.form == Form::Perfect
        && d.source.is_none()
        && reading.enclitic
    {
        d.recipient = None;
    }
    // «الذي اتهم السلطات بـ»: behind a relative pronoun what follows the verb is its object.
    let behind_relative = v > start
        && complement != Complement::Enclitic
        && matches!(r.text.noun(v - 1), "الذي" | "التي" | "الذين")
        && !matches!(complement, Complement::Clause(_) | Complement::Colon(_));
    if behind_relative {
        d.source = None;
    }
    // The subject before the verb.
    let first_person = reading.morph.person == Person::First;
    if first_person {
        d.source = None;
    }
    let before = if d.source.is_none() && !first_person {
        subject_before(r, v, reading, start)
    } else {
        None
    };
    if let Some((np, relative)) = before {
        d.source = Some(np);
        if relative {
            d.rule = "V.relative";
        }
    }
    if cue.lemma == "علم" {
        learned(r, v, limit, &mut d)?;
    }
    if cue.takes('N') && matches!(cue.lemma.as_str(), "نقل" | "نسب") {
        relay(r, v, limit, complement, &mut d);
    }
    match complement {
        Complement::Clause(k) | Complement::Colon(k) | Complement::Quote(k) => {
            let (content, kind, comp) = content_from(r, k, end, speaker);
            d.content = content;
            d.kind = kind;
            d.comp = comp;
            d.confidence = 0.9;
        }
        Complement::Prep(k) => {
            let (range, from) = prep_object(r, k, end, speaker)?;
            d.content = vec![range];
            d.content_from = from;
            d.kind = nominal_kind(r, range);
            d.confidence = 0.7;
        }
        Complement::Bare(k) => {
            let last = nominal_end(r, k, end, speaker);
            d.content = vec![(k, last)];
            d.kind = nominal_kind(r, (k, last));
            d.confidence = 0.6;
        }
        Complement::Enclitic => {
            d.kind = AttributionKind::Anaphoric;
            d.content = vec![antecedent_content(r, v, start, reading)?];
            d.confidence = 0.5;
        }
        Complement::None => {
            // «…»، قال فلان.
            let quote = quote_before(r, v, start)?;
            d.content = vec![quote];
            d.kind = AttributionKind::Direct;
            d.rule = "V.quote.before";
            d.confidence = 0.8;
        }
    }
    if d.content.iter().all(|&(a, b)| a >= b) {
        return None;
    }
    if d.source.is_none() {
        if reading.morph.person == Person::First {
            // Somebody speaks of themselves: only inside their own quotation.
            r.quotes.around(v)?;
        }
        d.elided = true;
        if !may_drop_subject(r, v, cue, complement) {
            return None;
        }
        d.confidence -= 0.1;
    } else if !plausible_source(r, &d, cue, complement) {
        return None;
    }
    Some(d)
}

/// نقلت وكالة … عن مصدر قوله إن …: the source is behind عن, the outlet relays it.
fn relay(r: &Reader<'_>, v: usize, limit: usize, complement: Complement, d: &mut Draft) {
    if !matches!(complement, Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_)) {
        return;
    }
    if let Some(k) =
        (v + 1..limit.min(v + 4)).find(|&k| matches!(r.text.bare(k), "عنه" | "عنها" | "عنهم"))
    {
        // نقلت عنه وكالة … قوله: the source is somebody already mentioned.
        let outlet = r.arguments(k, limit, true).subject;
        d.via = outlet.into_iter().collect();
        d.source = None;
        d.elided = true;
        d.rule = "V.relay";
        return;
    }
    let Some(from) = (v + 1..limit).find(|&k| matches!(r.text.bare(k), "عن" | "الي")) else {
        return;
    };
    let said = (from + 1..limit)
        .find(|&k| {
            matches!(r.text.bare(k), "قوله" | "قولها" | "قولهم" | "تاكيده" | "تاكيدها" | "القول")
        })
        .unwrap_or(limit);
    let inner = r.arguments(from, said, false);
    let Some(source) = inner.subject else { return };
    let outlet = r.arguments(v, from, false).subject;
    d.via = outlet.into_iter().collect();
    d.source = Some(source);
    d.rule = "V.relay";
}

/// علمت الجريدة من مصادر أن …: the source is behind من or لدى, the outlet was told.
fn learned(r: &Reader<'_>, v: usize, limit: usize, d: &mut Draft) -> Option<()> {
    let from = (v + 1..limit).find(|&k| matches!(r.text.bare(k), "من" | "لدي"))?;
    let source = r.arguments(from, limit, false).subject?;
    let outlet = r.arguments(v, from, true).subject;
    d.recipient = outlet;
    d.source = Some(source);
    d.rule = "V.learned";
    d.stance = crate::labels::Stance::Cite;
    Some(())
}

/// Whether a verb after كما or مثلما says something itself, so that it looks forward, not back.
pub(crate) fn has_own_content(r: &Reader<'_>, v: usize, start: usize, end: usize) -> bool {
    let Some(reading) = r.finite(v) else { return false };
    let Some(cue) = r.lexicon.cue(reading.cue) else { return false };
    match complement(r, v, reading, cue, start, end).0 {
        Complement::Clause(k) | Complement::Colon(k) | Complement::Quote(k) => k < v + 14,
        Complement::Prep(_) => true,
        _ => false,
    }
}

fn rule_of(complement: Complement, reading: VerbReading) -> &'static str {
    match complement {
        Complement::Clause(_) if reading.morph.form == Form::Imperfect => "V.says.comp",
        Complement::Clause(_) => "V.said.comp",
        Complement::Colon(_) => "V.said.colon",
        Complement::Quote(_) => "V.said.quote",
        Complement::Prep(_) => "V.said.prep",
        Complement::Bare(_) => "V.said.object",
        Complement::Enclitic => "V.said.pronoun",
        Complement::None => "V.said",
    }
}

/// أن يقول، لن … حتى يعلن: what somebody may, should or wants to say was not said.
fn is_irrealis(r: &Reader<'_>, v: usize, reading: VerbReading) -> bool {
    if reading.morph.form != Form::Imperfect || v == 0 {
        return false;
    }
    let mut k = v - 1;
    if matches!(r.bare(k), "لا" | "لم") && k > 0 {
        k -= 1;
    }
    let word = r.text.noun(k);
    matches!(word, "ان" | "كي" | "لكي" | "حتي" | "الا") && !matches!(word, "انه" | "انها")
        || matches!(r.bare(k), "اذا" | "لو" | "هل" | "قد" | "ربما" | "سوف")
            && reading.morph.form == Form::Imperfect
            && !matches!(r.bare(k), "سوف")
}

/// يذكر أن، يشار إلى أن: the article speaks, not a source.
fn is_author_voice(r: &Reader<'_>, v: usize, cue: &Cue) -> bool {
    let immediate =
        r.complementizer(v + 1).is_some() || r.complementizer(v + 2).is_some_and(|(c, _)| c != 'C');
    match r.bare(v) {
        "يذكر" => immediate,
        "يعتبر" | "تعتبر" => {
            !r.is(v + 1, Classes::default())
                && cue.tier == Tier::Extended
                && r.complementizer(v + 1).is_none()
                && r.clause_complement(v, v + 8).is_none()
        }
        _ => false,
    }
}

/// Words that look like verbs of speech where they stand.
fn is_homograph(r: &Reader<'_>, v: usize) -> bool {
    let t = r.tok(v);
    if t.is_definite() || t.has_prep() {
        return true;
    }
    if r.mention(v).is_some_and(|m| m.tokens.len() > 1 || m.kind != EntityKind::Title) {
        return true;
    }
    // عدم ذكر اسمه: inside a request for anonymity nobody reports anything.
    if v > 0 && r.text.stem(v - 1) == "عدم"
        || r.is_request_clause(v)
        || v > 1 && r.is_request_clause(v - 2) && r.text.stem(v - 1) == "عدم"
    {
        return true;
    }
    // After a preposition or a quantifier stands a noun: من رد، عن طلب.
    v > 0
        && (r.is(v - 1, Classes::PREPOSITION)
            && !matches!(
                r.bare(v - 1),
                "بعد"
                    | "قبل"
                    | "من"
                    | "منذ"
                    | "حسب"
                    | "وفق"
                    | "بحسب"
                    | "فيه"
                    | "فيها"
                    | "له"
                    | "لها"
                    | "به"
                    | "بها"
                    | "عليه"
                    | "عليها"
                    | "منه"
                    | "منها"
                    | "معه"
                    | "معها"
                    | "عنه"
                    | "عنها"
                    | "اليه"
                    | "اليها"
                    | "خلاله"
                    | "خلالها"
            )
            && !r.tok(v).newline
            || r.is(v - 1, Classes::QUANTIFIER)
                && r.finite(v).is_some_and(|f| f.morph.form == Form::Perfect)
                && r.tok(v - 1).kind == TokenKind::Arabic
                && !r.tok(v - 1).is_definite())
}

/// The negation before a verb: لم يؤكد، لن تعلن، لا ينفي، ما قال.
fn negation(r: &Reader<'_>, v: usize) -> Option<usize> {
    let k = v.checked_sub(1)?;
    matches!(r.bare(k), "لم" | "لن" | "لا" | "ليس" | "ليست").then_some(k)
}

/// What the verb governs, to its right, and what was passed over on the way.
fn complement(
    r: &Reader<'_>,
    v: usize,
    reading: VerbReading,
    cue: &Cue,
    _start: usize,
    end: usize,
) -> (Complement, Option<String>) {
    let quoted = r.quotes.around(v);
    let end = match quoted {
        Some((_, c)) => end.min(c),
        None => end,
    };
    let mut prep: Option<usize> = None;
    let mut k = v + 1;
    let stop = end.min(v + REACH);
    let mut hops = 0;
    let mut relative = false;
    while k < stop {
        if r.is_stop(k) {
            break;
        }
        if let Some(close) = r.quotes.close_of(k) {
            let inside = close - k - 1;
            let rest_has_comp = close < end
                && (close + 1..(close + 10).min(end))
                    .any(|j| r.complementizer(j).is_some() || r.punct(j) == Some(Punct::Colon));
            let name = inside <= 4 && close < end && (rest_has_comp || !is_speech(r, k, close));
            if !name && (cue.takes('Q') || cue.tier == Tier::Core) && prep.is_none() {
                return (Complement::Quote(k), None);
            }
            if close >= end {
                break;
            }
            k = close + 1;
            continue;
        }
        if r.punct(k) == Some(Punct::Colon) {
            if prep.is_none() || k < v + 12 {
                return (Complement::Colon(k), None);
            }
            break;
        }
        if let Some((code, _)) = r.complementizer(k) {
            let fits = match code {
                'C' => {
                    cue.takes('C')
                        || cue.takes('Q')
                        || cue.takes('I')
                        || cue.takes('A')
                        || cue.takes('B')
                }
                c => {
                    cue.takes(c)
                        || (c == 'B' && cue.takes('C'))
                        || (c == 'A' && cue.takes('C'))
                        || (c == 'I' && cue.takes('C') && cue.tier == Tier::Core)
                }
            };
            if fits
                && !relative
                && prep.is_none_or(|p| k - p <= 2 || code == 'C' && !is_masdar_chain(r, p, k))
            {
                return (Complement::Clause(k), None);
            }
            if !fits && !relative {
                break;
            }
            relative = false;
            if prep.is_some() {
                break;
            }
        }
        if r.participle(k).is_some() && k > v + 1 {
            // «تابع قائلا: …» and «أضاف موضحا أن …» go on; «قال …، مضيفا» is another attribution.
            let direct = k <= v + 6 && !(v + 1..k).any(|j| r.is_comma(j));
            if !direct {
                break;
            }
        }
        if k > v + 1 && r.finite(k).is_some() && !r.is_request_clause(k) {
            let behind = r.is(k - 1, Classes::RELATIVE)
                || r.is(k - 1, Classes::NEGATION)
                || r.is(k - 1, Classes::AUXILIARY);
            let coordinated = k <= v + 2 && r.has_conj(k);
            if !behind && !coordinated && r.get(k).head.is_none() && r.mention(k).is_none() {
                // A second verb of speech owns what follows.
                break;
            }
        }
        if r.is(k, Classes::RELATIVE) && !matches!(r.text.bare(k), "من" | "ما") && prep.is_none()
        {
            // Only a relative clause that reports something itself owns the next أن.
            relative = (k + 1..k + 4).any(|j| r.finite(j).is_some() && !r.is_request_clause(j));
            hops += 1;
        }
        if relative && (r.is_comma(k) || hops > 3) {
            relative = false;
        }
        if prep.is_none() && !relative && governs_here(r, v, k, cue) {
            prep = Some(k);
        }
        k += 1;
    }
    if let Some(p) = prep {
        return (Complement::Prep(p), None);
    }
    if cue.takes('O') && !cue.risky {
        if let Some(o) = bare_object(r, v, reading, cue, end) {
            return (Complement::Bare(o), None);
        }
    }
    if reading.enclitic && (cue.takes('O') || cue.takes('C')) && !cue.takes('P') {
        return (Complement::Enclitic, None);
    }
    (Complement::None, None)
}

/// Whether a long prepositional object stands between its preposition and a later أن: «دعا إلى ضرورة
/// أن …» keeps its noun.
fn is_masdar_chain(r: &Reader<'_>, p: usize, k: usize) -> bool {
    k - p <= 12 && !(p..k).any(|j| r.is_comma(j))
}

/// Whether quoted tokens are speech and not a name or a scare quote.
fn is_speech(r: &Reader<'_>, open: usize, close: usize) -> bool {
    let inside = r.words_in(open + 1, close);
    inside > 4
        || (open + 1..close).any(|k| {
            r.is_verb(k)
                || r.complementizer(k).is_some()
                || r.is(k, Classes::NEGATION.or(Classes::PRONOUN))
        })
        || r.is_stop(close.saturating_sub(1))
}

/// Whether token `k` is the preposition a verb at `v` takes for its content.
fn governs_here(r: &Reader<'_>, v: usize, k: usize, cue: &Cue) -> bool {
    if r.complementizer(k).is_some()
        || r.complementizer(k + 1).is_some_and(|(c, from)| c != 'C' && from == k)
    {
        return false;
    }
    if cue.governs.contains('!') || cue.risky {
        return false;
    }
    let code = match r.prep(k) {
        Some('ب') => 'B',
        Some('ل') => 'L',
        Some(_) => return false,
        None => match r.bare(k) {
            "الي" => 'I',
            "علي" => 'A',
            "من" => 'M',
            "عن" | "حول" | "بشان" | "بخصوص" => 'N',
            "في" => 'F',
            "اليه" | "عنه" | "عليه" => return false,
            _ => return false,
        },
    };
    if !cue.takes(code) {
        return false;
    }
    let object = if r.prep(k).is_some() { k } else { k + 1 };
    if r.is(object, Classes::TIME.or(Classes::MONTH))
        || r.is(object, Classes::MEDIUM) && code != 'B'
    {
        return false;
    }
    // «من» and «ب» also attach to the subject: مصدر من الوزارة، مواطن بمدينة، متحدث باسم.
    if matches!(code, 'B' | 'M' | 'L' | 'F') {
        let place = r
            .mention(object)
            .is_some_and(|m| matches!(m.kind, EntityKind::Location | EntityKind::Person));
        if place
            || matches!(
                r.bare(k),
                "باسم"
                    | "بالنسبة"
                    | "بخصوص"
                    | "بشان"
                    | "بسبب"
                    | "بفعل"
                    | "بهدف"
                    | "بالاضافة"
                    | "بالتالي"
                    | "بالطبع"
                    | "بالفعل"
                    | "بفضل"
                    | "بينهم"
                    | "بدوره"
                    | "بدورها"
                    | "بشكل"
                    | "بصورة"
                    | "بطريقة"
                    | "بقوة"
                    | "بشدة"
                    | "بان"
            )
        {
            return false;
        }
        let inanimate = r.get(object).head.is_some_and(|h| {
            matches!(h.class, HeadClass::Org | HeadClass::Role | HeadClass::Anon | HeadClass::Media)
        });
        if inanimate && k <= v + 3 {
            return false;
        }
        if matches!(
            r.text.stem(object),
            "مدينة"
                | "بلدة"
                | "منطقة"
                | "قرية"
                | "حي"
                | "ولاية"
                | "اقليم"
                | "محافظة"
                | "مناسبة"
                | "حضور"
        ) {
            return false;
        }
    }
    if code == 'A'
        && matches!(
            r.text.stem(object),
            "هامش" | "اطلاع" | "صلة" | "موقع" | "صفحة" | "حساب" | "تويتر"
        )
    {
        return false;
    }
    // The subject must not be cut in two: something nominal stands between verb and preposition,
    // or the verb is followed by it at once.
    true
}

/// The noun phrase that a verb takes as its content: what follows the subject, or the verb where the
/// subject stands before it.
fn bare_object(
    r: &Reader<'_>,
    v: usize,
    reading: VerbReading,
    cue: &Cue,
    end: usize,
) -> Option<usize> {
    if reading.enclitic {
        return None;
    }
    let args = r.arguments(v, end, true);
    // «لم يورد تفاصيل»: what was not said needs no subject beside it.
    if args.subject.is_some_and(|s| r.is(s.first, Classes::OBJECT_NOUN.or(Classes::QUANTIFIER)))
        && negation(r, v).is_some()
    {
        return args.subject.map(|s| s.first);
    }
    let subject = args.subject?;
    let mut k = subject.last;
    let mut after_pp = false;
    // Time and medium between commas.
    let mut guard = 0;
    while k < end && guard < 16 {
        guard += 1;
        let t = r.skip_time(k, end);
        if t > k {
            k = t;
            continue;
        }
        if r.is_comma(k) && guard < 8 {
            let time = r.skip_time(k + 1, end) > k + 1 || k > subject.last;
            if !time {
                return None;
            }
            k += 1;
            continue;
        }
        if r.is(k, Classes::ADVERB) {
            k += 1;
            continue;
        }
        // An affiliation or a recipient: مصادر في تمنراست | معلومات …، على الجزائر | المشاركة ….
        let affiliation = matches!(r.text.bare(k), "في" | "من" | "علي" | "لدي")
            || matches!(r.prep(k), Some('ل' | 'ب'));
        if r.is_pp(k) && affiliation && !after_pp {
            after_pp = true;
            k = r.skip_pp(k, end);
            continue;
        }
        break;
    }
    if k >= end || r.is_comma(k) {
        return None;
    }
    // كشف، رفض، طلب: masdars that look like verbs.
    let masdar = r.finite(k).is_some_and(|f| {
        f.morph.form == Form::Perfect
            && !f.conj
            && !f.enclitic
            && !f.morph.plural
            && f.morph.gender == Gender::Masculine
    }) && r.complementizer(k + 1).is_none();
    let ok = (r.is_nominal(k) || masdar)
        && !r.has_conj(k)
        && r.mention(k).is_none()
        && r.get(k).head.is_none_or(|h| !h.class.is_human() && h.class != HeadClass::Org);
    let speaker = head_of(r, subject.first).is_some_and(|h| {
        h.class.is_human() || matches!(h.class, HeadClass::Org | HeadClass::Media)
    }) || r.mention(subject.first).is_some();
    let strong =
        ok && (!r.tok(k).is_definite() || r.is(k, Classes::OBJECT_NOUN) || speaker && after_pp);
    (strong && cue.tier == Tier::Core || ok && r.is_quote_open(k)).then_some(k)
}

/// The content a preposition governs: its tokens, and the byte after the clitic.
fn prep_object(
    r: &Reader<'_>,
    k: usize,
    end: usize,
    speaker: Option<Morph>,
) -> Option<((usize, usize), Option<u32>)> {
    let (first, from) =
        if r.prep(k).is_some() { (k, Some(r.tok(k).noun())) } else { (k + 1, None) };
    if first >= end
        || !(r.is_word(first) || r.is_quote_open(first) || r.tok(first).kind == TokenKind::Number)
    {
        return None;
    }
    let last = nominal_end(r, first, end, speaker);
    Some(((first, last), from))
}

/// One past a nominal content: to the next comma that no relative clause or coordinated noun follows.
fn nominal_end(r: &Reader<'_>, first: usize, end: usize, speaker: Option<Morph>) -> usize {
    let limit = r.clause_end(first, end, speaker);
    let mut i = first;
    while i < limit {
        if let Some(c) = r.quotes.close_of(i) {
            i = (c + 1).min(limit);
            continue;
        }
        if r.is_comma(i) {
            let n = i + 1;
            let relative = r.is(n, Classes::RELATIVE)
                || matches!(r.bare(n), "التي" | "الذي" | "الذين" | "والتي" | "والذي");
            let noun = r.has_conj(n)
                && !r.is_verb(n)
                && r.tok(n).kind == TokenKind::Arabic
                && r.complementizer(n).is_none()
                && !matches!(r.bare(n), "ذلك" | "قد" | "هو" | "هي");
            let because = r.is(n, Classes::SUBORDINATOR)
                && matches!(r.bare(n), "لان" | "لانه" | "لانها" | "لانهم" | "كون" | "كونه" | "كونها")
                || r.complementizer(n + 1).is_some() && r.is_pp(n)
                || matches!(r.bare(n), "بعد" | "قبل" | "منذ") && r.text.word(n + 1) == "ان";
            if !relative && !noun && !because {
                return i;
            }
        }
        i += 1;
    }
    limit
}

fn nominal_kind(r: &Reader<'_>, range: (usize, usize)) -> AttributionKind {
    let (a, b) = range;
    if b - a == 1
        && (r.is(a, Classes::DEMONSTRATIVE.or(Classes::PRONOUN))
            || matches!(r.text.noun(a), "ذلك" | "الخبر" | "الامر" | "هذا" | "الشيء"))
    {
        return AttributionKind::Anaphoric;
    }
    quote_kind(r, &[range], AttributionKind::Nominal)
}

/// Direct when a content is one quotation, mixed when a quotation of some length is part of it.
pub(crate) fn quote_kind(
    r: &Reader<'_>,
    content: &[(usize, usize)],
    plain: AttributionKind,
) -> AttributionKind {
    for &(a, b) in content {
        if r.quotes.close_of(a).is_some_and(|c| c + 1 >= b && c > a + 1) && content.len() == 1 {
            return if plain == AttributionKind::Nominal && r.words_in(a, b) <= 4 {
                plain
            } else {
                AttributionKind::Direct
            };
        }
        for i in a..b {
            if let Some(c) = r.quotes.close_of(i) {
                if c <= b && (r.words_in(i, c) >= 4 || (i + 1..c).any(|k| r.is_verb(k))) {
                    return AttributionKind::Mixed;
                }
            }
        }
    }
    plain
}

/// Content, kind and complementizer of what begins at token `k`: أن, a colon, or a quotation mark.
pub(crate) fn content_from(
    r: &Reader<'_>,
    k: usize,
    end: usize,
    speaker: Option<Morph>,
) -> (Vec<(usize, usize)>, AttributionKind, Option<(u32, u32)>) {
    // A quotation, perhaps with its own أن inside.
    if let Some(close) = r.quotes.close_of(k) {
        let mut first = k + 1;
        let mut comp = None;
        if r.complementizer(first).is_some_and(|(c, _)| c == 'C') {
            comp = Some((r.bare_start(first), r.tok(first).end));
            first += 1;
        }
        // «…» على أن «…»: the clause goes on behind the quotation.
        let after = close + 1;
        let goes_on = after < end
            && !r.is_comma(after)
            && !r.is_stop(after)
            && r.is_word(after)
            && !r.has_conj(after)
            && r.participle(after).is_none()
            && super::devices::match_device(r, after).is_none()
            && r.words_in(k, close) <= 8;
        if goes_on {
            let last = r.clause_end(after, end, speaker);
            return (vec![(k, last)], AttributionKind::Mixed, comp);
        }
        return (vec![(first, close)], AttributionKind::Direct, comp);
    }
    if r.punct(k) == Some(Punct::Colon) {
        let first = k + 1;
        if let Some(close) = r.quotes.close_of(first) {
            if close < end
                && r.words_in(first, close) <= 3
                && close + 1 < end
                && r.is_word(close + 1)
            {
                return (vec![(first, direct_end(r, first, end))], AttributionKind::Direct, None);
            }
            return content_from(r, first, end, speaker);
        }
        return (vec![(first, direct_end(r, first, end))], AttributionKind::Direct, None);
    }
    let from = r.complementizer(k).map_or(k, |(_, from)| from);
    let comp = Some((r.bare_start(from), r.tok(k).end));
    let first = k + 1;
    if let Some(close) = r.quotes.close_of(first) {
        let last = r.clause_end(first, end.max(close), speaker);
        if close + 1 >= last || !r.is_word(close + 1) && last <= close + 2 || close >= end {
            return (vec![(first + 1, close)], AttributionKind::Direct, comp);
        }
    }
    let last = r.clause_end(first, end, speaker);
    let content = vec![(first, last)];
    let kind = quote_kind(r, &content, AttributionKind::Indirect);
    (content, kind, comp)
}

/// One past words given after a colon without quotation marks: the rest of the sentence.
fn direct_end(r: &Reader<'_>, first: usize, end: usize) -> usize {
    (first..end).find(|&i| r.is_stop(i) && i + 1 < end || r.is_stop(i)).unwrap_or(end)
}

/// A subject before the verb, and whether the verb stands in a relative clause behind it.
fn subject_before(
    r: &Reader<'_>,
    v: usize,
    reading: VerbReading,
    start: usize,
) -> Option<(Np, bool)> {
    if reading.conj || r.has_conj(v) || v == start {
        return None;
    }
    let lower = r.quotes.around(v).map_or(start, |(o, _)| start.max(o + 1));
    let mut k = v;
    // قد، كان، لم stand between.
    while k > lower
        && (r.is(k - 1, Classes::AUXILIARY.or(Classes::NEGATION)) || r.is(k - 1, Classes::ADVERB))
        && !r.is(k - 1, Classes::RELATIVE)
    {
        k -= 1;
    }
    if k == lower {
        return None;
    }
    let prev = k - 1;
    if r.is(prev, Classes::RELATIVE)
        && matches!(r.text.noun(prev), "الذي" | "التي" | "الذين" | "اللذان" | "اللذين" | "اللواتي")
    {
        let np = antecedent(r, prev, lower, reading)?;
        return Some((np, true));
    }
    // The clause begins after the last complementizer, subordinator, comma that opens a clause, or
    // at the start of the sentence.
    let mut first = None;
    let mut i = prev + 1;
    while i > lower {
        i -= 1;
        if r.is_stop(i) || r.punct(i) == Some(Punct::Colon) {
            first = Some(i + 1);
            break;
        }
        if r.complementizer(i).is_some()
            || r.is(i, Classes::SUBORDINATOR) && r.get(i).head.is_none()
        {
            first = Some(i + 1);
            break;
        }
        if r.finite(i).is_some()
            && !i.checked_sub(1).is_some_and(|before| r.is(before, Classes::RELATIVE))
            && !r.is_request_clause(i)
            && r.get(i).head.is_none()
        {
            first = Some(i + 1);
            break;
        }
        if i == lower {
            first = Some(lower);
        }
    }
    let mut s = first?;
    // Fronted adjuncts: من جهته، وفي السياق ذاته، …
    loop {
        if s >= v {
            return None;
        }
        if r.is_comma(s) || r.is_lone_conj(s) {
            s += 1;
            continue;
        }
        if r.is_pp(s) && !r.is_nominal(s) {
            let comma = (s..v).find(|&c| r.is_comma(c))?;
            s = comma + 1;
            continue;
        }
        let t = r.skip_time(s, v);
        if t > s {
            s = t;
            continue;
        }
        break;
    }
    let quantified = r.is(
        s,
        Classes::QUANTIFIER
            .or(Classes::DEMONSTRATIVE)
            .or(Classes::PRONOUN)
            .or(Classes::SAME_BEFORE),
    );
    if !r.is_nominal(s) && !quantified {
        return None;
    }
    if r.is_verb(s) && r.get(s).head.is_none() && r.mention(s).is_none() {
        return None;
    }
    // A verb between means that the clause has another one.
    let mut relative = false;
    for j in s + 1..k {
        if r.is(j, Classes::RELATIVE) && !matches!(r.text.bare(j), "من" | "ما")
            || r.is_request_clause(j)
        {
            relative = true;
        }
        if !relative
            && r.is_verb(j)
            && r.mention(j).is_none()
            && r.get(j).head.is_none()
            && r.get(j).descriptor.is_none()
        {
            return None;
        }
    }
    if let Some(h) = head_of(r, s) {
        let g = reading.morph.gender;
        if h.plural {
            let inanimate = h.class.is_inanimate() && !h.class.is_human();
            if inanimate && g == Gender::Masculine {
                return None;
            }
        } else if h.gender != g && !reading.morph.plural && reading.morph.person == Person::Third {
            return None;
        }
    }
    let mut e = k;
    // What begins with عند، خلال، بعد is no part of the subject.
    for j in s + 1..k {
        if r.is_comma(j) || r.is(j, Classes::RELATIVE) && !matches!(r.text.bare(j), "من" | "ما")
        {
            break;
        }
        if r.is_break(s, j) && r.get(j).head.is_none() {
            e = j;
            break;
        }
    }
    // Adjuncts between subject and verb stay out: «المتحدث باسم … في بيان قال».
    for j in s + 1..k {
        if !relative && (r.is(j, Classes::MEDIUM) && r.is_pp(j - 1) && j - 1 > s) {
            e = j - 1;
            break;
        }
    }
    let mut np = r.np(s, e)?;
    if np.last - np.first > 40 {
        return None;
    }
    np.start = r.tok(np.first).noun();
    Some((np, false))
}

/// The head of the noun phrase that begins at `i`.
pub(crate) fn head_of(r: &Reader<'_>, i: usize) -> Option<crate::lexicon::Head> {
    (i..i + 4).find_map(|k| {
        let quantifier = r
            .is(k, Classes::QUANTIFIER.or(Classes::DEMONSTRATIVE).or(Classes::SAME_BEFORE))
            || r.text.word(k) == "من";
        if quantifier { None } else { Some(r.get(k).head) }
    })?
}

/// The noun phrase a relative pronoun refers to: it ends before the pronoun and begins at the nearest
/// head that agrees with the verb.
fn antecedent(r: &Reader<'_>, relative: usize, lower: usize, reading: VerbReading) -> Option<Np> {
    let mut last = relative;
    if last > lower && r.is_comma(last - 1) {
        last -= 1;
    }
    let mut i = last;
    let mut best = None;
    while i > lower {
        i -= 1;
        if r.is_comma(i)
            || r.is_stop(i)
            || r.complementizer(i).is_some()
            || r.finite(i).is_some() && r.get(i).head.is_none()
        {
            break;
        }
        let fits = r.get(i).head.is_some_and(|h| h.plural || h.gender == reading.morph.gender)
            || r.mention(i).is_some_and(|m| m.tokens.start == i && m.kind != EntityKind::Date);
        if fits {
            best = Some(i);
            if r.get(i).head.is_some() {
                break;
            }
        }
        if last - i > 12 {
            break;
        }
    }
    r.np(best?, last)
}

/// The content of a verb that carries its object as a pronoun: the relative pronoun's antecedent or
/// the pronoun itself.
fn antecedent_content(
    r: &Reader<'_>,
    v: usize,
    start: usize,
    reading: VerbReading,
) -> Option<(usize, usize)> {
    let mut k = v;
    while k > start && r.is(k - 1, Classes::AUXILIARY.or(Classes::NEGATION)) {
        k -= 1;
    }
    if k > start && matches!(r.text.noun(k - 1), "التي" | "الذي" | "الذين") {
        let any = VerbReading { morph: Morph { plural: true, ..reading.morph }, ..reading };
        let np = object_antecedent(r, k - 1, start, any)?;
        return Some((np.first, np.last));
    }
    None
}

/// The noun phrase before a relative pronoun, back to its first noun.
fn object_antecedent(r: &Reader<'_>, relative: usize, lower: usize, _v: VerbReading) -> Option<Np> {
    let mut last = relative;
    if last > lower && r.is_comma(last - 1) {
        last -= 1;
    }
    let mut i = last;
    while i > lower && last - i < 12 {
        let p = i - 1;
        if !r.is_word(p)
            || r.is_verb(p)
            || r.is(p, Classes::PREPOSITION.or(Classes::COMPLEMENTIZER).or(Classes::RELATIVE))
        {
            break;
        }
        i = p;
        if r.tok(p).has_prep() || r.tok(p).has_conj() {
            break;
        }
    }
    r.np(i, last)
}

/// The quotation that ends just before a verb: «…»، قال فلان.
fn quote_before(r: &Reader<'_>, v: usize, start: usize) -> Option<(usize, usize)> {
    if r.tok(v).newline {
        return None;
    }
    let mut k = v.checked_sub(1)?;
    while k > start && (r.is_comma(k) || matches!(r.punct(k), Some(Punct::Dash))) {
        k -= 1;
    }
    (start.saturating_sub(60)..k).rev().find_map(|o| {
        let c = r.quotes.close_of(o)?;
        (c == k && is_speech(r, o, c) && r.words_in(o, c) > 4).then_some((o + 1, c))
    })
}

/// Whether a verb may stand without a subject here.
fn may_drop_subject(r: &Reader<'_>, v: usize, cue: &Cue, complement: Complement) -> bool {
    let _ = (r, v);
    match complement {
        Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_) => {
            !cue.risky || r.has_conj(v)
        }
        Complement::Prep(_) => r.has_conj(v) && cue.tier == Tier::Core,
        Complement::None => false,
        Complement::Bare(_) | Complement::Enclitic => false,
    }
}

/// Whether the source can speak, as far as its head tells.
fn plausible_source(r: &Reader<'_>, d: &Draft, cue: &Cue, complement: Complement) -> bool {
    let Some(np) = d.source else { return false };
    let head = head_of(r, np.first);
    let entity = (np.first..np.last).any(|k| {
        r.mention(k).is_some_and(|m| {
            matches!(
                m.kind,
                EntityKind::Person
                    | EntityKind::Organization
                    | EntityKind::Location
                    | EntityKind::Title
            )
        })
    });
    let strong =
        matches!(complement, Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_));
    if abstract_subject(r, np.first) && !entity {
        return false;
    }
    if strong {
        return true;
    }
    let weak_extended = cue.tier == Tier::Extended;
    // An unknown word without article is most often a name; a definite one in ة a thing.
    let first = r.tok(np.first);
    let unknown = head.is_none()
        && r.is_word(np.first)
        && !r.is(np.first, Classes::OBJECT_NOUN.or(Classes::MEDIUM).or(Classes::TIME))
        && r.words_in(np.first, np.last) <= 4
        && !r.text.stem(np.first).ends_with('ة')
        && (!first.is_definite() || !r.text.stem(np.first).ends_with("ات"));
    (head.is_some() || entity || unknown) && !weak_extended
}

/// الأمر الذي يؤكد أن، وهو ما يعني: the article's own inference.
fn abstract_subject(r: &Reader<'_>, i: usize) -> bool {
    matches!(
        r.text.stem(i),
        "امر" | "شيء" | "ما" | "هذا" | "ذلك" | "هو" | "هي" | "خطوة" | "واقع" | "حقيقة"
    ) && !r.get(i).head.is_some_and(|h| h.class.is_human())
}

/// Drafts the attributions of all circumstantial participles in a sentence: قال …، مضيفا أن ….
pub(crate) fn find_participles(r: &Reader<'_>, start: usize, end: usize, out: &mut Vec<Draft>) {
    for p in start..end {
        let Some(reading) = r.participle(p) else { continue };
        let t = r.tok(p);
        if t.is_definite() || t.has_prep() || r.get(p).head.is_some() || r.is_request_clause(p) {
            continue;
        }
        let Some(cue) = r.lexicon.cue(reading.cue) else { continue };
        let (complement, note) = complement(r, p, reading, cue, start, end);
        let mut d = Draft::new("H.participle", p);
        d.note = note;
        d.tier = cue.tier;
        d.stance = cue.stance;
        d.tense = Tense::Participle;
        d.elided = true;
        d.cue = Some(CueDraft {
            start: reading.start,
            end: reading.end,
            id: cue.id.clone(),
            lemma: cue.lemma.clone(),
            class: CueClass::Adverb,
        });
        // «تابع قائلا: …» is one attribution, on the verb.
        let owner = (start..p).rev().take(6).find(|&v| r.finite(v).is_some());
        let between = owner.is_some_and(|v| {
            !(v..p).any(|j| r.is_comma(j) || r.complementizer(j).is_some() || r.is_quote_open(j))
        });
        if between
            && matches!(
                complement,
                Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_)
            )
        {
            d.tier = Tier::Extended;
            d.rule = "H.doubled";
        }
        match complement {
            Complement::Clause(k) | Complement::Colon(k) | Complement::Quote(k) => {
                let from = r.complementizer(k).map_or(k, |(_, from)| from);
                if from > p + 8 {
                    continue;
                }
                let (content, kind, comp) = content_from(r, k, end, Some(reading.morph));
                d.content = content;
                d.kind = kind;
                d.comp = comp;
                d.confidence = 0.85;
            }
            Complement::Prep(k) => {
                let Some((range, from)) = prep_object(r, k, end, Some(reading.morph)) else {
                    continue;
                };
                d.content = vec![range];
                d.content_from = from;
                d.kind = nominal_kind(r, range);
                d.confidence = 0.7;
            }
            _ => {
                if cue.takes('O') && r.is_nominal(p + 1) && cue.tier == Tier::Core {
                    let last = nominal_end(r, p + 1, end, Some(reading.morph));
                    d.content = vec![(p + 1, last)];
                    d.kind = nominal_kind(r, (p + 1, last));
                    d.confidence = 0.6;
                } else {
                    continue;
                }
            }
        }
        if d.tier == Tier::Extended
            && d.rule != "H.doubled"
            && !matches!(complement, Complement::Clause(_))
        {
            continue;
        }
        if d.content.iter().any(|&(a, b)| a < b) {
            out.push(d);
        }
    }
}
