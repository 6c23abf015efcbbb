//! Verbs of speech and the constructions they stand in.
//!
//! A verb makes no attribution by itself: a frame does, that is, the verb together with what it
//! governs (a complementizer, a colon, a quotation, a preposition, a noun phrase) and a source that
//! can speak. Each function here is one construction and names its rule.

use crate::entity::EntityKind;
use crate::labels::{AttributionKind, CueClass, Polarity, Tense, Tier};
use crate::lexicon::{Classes, Cue, Form, HeadClass, Person};
use crate::segment::TokenKind;

use super::complement::{Complement, complement};
use super::draft::{CueDraft, Draft, Np};
use super::extent::{content_from, nominal_end, nominal_kind, prep_object, quote_kind};
use super::reading::{Reader, VerbReading};
use super::subject::{
    antecedent_content, head_of, may_drop_subject, plausible_source, quote_before, subject_before,
};

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
    let first_person = reading.morph.person == Person::First;
    let before = if first_person { None } else { subject_before(r, v, reading, start) };
    // A subject before the verb leaves what follows to the object: «المتهم ينفي الاتهامات». Behind a
    // relative pronoun the verb may still have its own («التي تقول تقارير إن»).
    let fronted = before.filter(|&(np, relative)| {
        speaks(r, &np) && (!relative || cue.takes('P') || cue.takes('O') && !cue.takes('C'))
    });
    let (complement, note) = complement(r, v, reading, cue, fronted.map(|(np, _)| np), end);
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
    // «أخبر الموظف القاضي أن»: the subject ends by grammar, whom it is told to comes after.
    let told = cue.takes('P') && matches!(complement, Complement::Clause(_)) && !reading.enclitic;
    let args = r.arguments(v, limit, !marked || told);
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
    // «وطالبت الحكومة بـ» after somebody has spoken: the body is addressed, the speaker left out.
    let addressed = matches!(cue.lemma.as_str(), "طالب" | "ناشد" | "حث" | "اتهم")
        && matches!(complement, Complement::Prep(_))
        && reading.conj
        && !reading.enclitic
        && r.arguments(v, limit, false).subject == d.source
        && d.source.is_some_and(|np| {
            head_of(r, np.first).is_some_and(|h| h.class == HeadClass::Org)
                && matches!(
                    r.text.stem(np.first),
                    "حكومة"
                        | "سلطات"
                        | "سلطة"
                        | "دولة"
                        | "دول"
                        | "وزارة"
                        | "ادارة"
                        | "مجلس"
                )
        });
    if addressed {
        d.recipient = d.source;
        d.source = None;
    }
    let behind_relative = v > start
        && !reading.enclitic
        && matches!(r.text.noun(v - 1), "الذي" | "التي" | "الذين")
        && !matches!(complement, Complement::Clause(_) | Complement::Colon(_));
    if behind_relative || first_person || fronted.is_some() {
        d.source = None;
    }
    let before = if d.source.is_none() && !addressed { before } else { None };
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
            if matches!(complement, Complement::Quote(_)) && !reading.conj {
                // «…»، يقول فلان، «…»: both halves.
                if let Some(first) = quote_before(r, v, start) {
                    d.content.insert(0, first);
                    d.rule = "V.quote.around";
                }
            }
            if let Some(target) = target(r, cue, &reading, d.source, v, k) {
                for c in &mut d.content {
                    c.0 = target;
                }
                d.kind = quote_kind(r, &d.content, AttributionKind::Nominal);
            }
        }
        Complement::Prep(k) => {
            let (mut range, mut from) = prep_object(r, k, end, speaker)?;
            if let Some(target) = target(r, cue, &reading, d.source, v, k) {
                range.0 = target;
                from = None;
            }
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
            // Somebody speaks of themselves: inside their own words, or the outlet (علمنا أن).
            if !matches!(complement, Complement::Clause(_)) {
                r.quotes.around(v)?;
            }
        }
        d.elided = true;
        if d.rule != "V.relay" && !may_drop_subject(r, v, cue, complement) {
            return None;
        }
        d.confidence -= 0.1;
    } else if !plausible_source(r, &d, cue, complement) {
        return None;
    }
    Some(d)
}

/// وصف المبادرة بأنها …، عزا الانخفاض إلى …: what is described or explained belongs to the content.
fn target(
    r: &Reader<'_>,
    cue: &Cue,
    reading: &VerbReading,
    source: Option<Np>,
    v: usize,
    complement: usize,
) -> Option<usize> {
    if !matches!(cue.lemma.as_str(), "وصف" | "نعت" | "عزا" | "أرجع" | "نسب") || reading.enclitic
    {
        return None;
    }
    let after =
        source.filter(|np| np.first > v && np.first < complement).map_or(v + 1, |np| np.last);
    let mut at = after;
    while at < complement && (r.is_comma(at) || r.is_pp(at)) {
        at = if r.is_comma(at) { at + 1 } else { r.skip_pp(at, complement).max(at + 1) };
    }
    (at..complement).find(|&k| {
        r.is_nominal(k) || r.is(k, Classes::DEMONSTRATIVE) || r.text.word(k).starts_with("ايا")
    })
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
    let behind = (v + 1..limit).find(|&k| matches!(r.text.bare(k), "من" | "لدي"));
    if behind.is_none() && r.get(v).verb.is_some_and(|f| f.morph.person == Person::First) {
        d.stance = crate::labels::Stance::Cite;
        d.rule = "V.learned";
        return Some(());
    }
    let from = behind?;
    let source = r.arguments(from, limit, false).subject?;
    let outlet = r.arguments(v, from, true).subject;
    d.recipient = outlet;
    d.source = Some(source);
    d.rule = "V.learned";
    d.stance = crate::labels::Stance::Cite;
    Some(())
}

/// Whether a noun phrase is somebody the lexicon or the tagger knows to speak.
fn speaks(r: &Reader<'_>, np: &Np) -> bool {
    let known = head_of(r, np.first).is_some_and(|h| {
        h.class.is_human() || matches!(h.class, HeadClass::Org | HeadClass::Media)
    });
    known
        || r.mention(np.first).is_some_and(|m| {
            matches!(m.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Location)
        })
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
    // «من دون أن يذكر»: not said, but a report.
    if word == "ان" && k > 0 && matches!(r.text.bare(k - 1), "دون" | "بدون") {
        return false;
    }
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
        "يذكر" | "تبين" | "يتبين" => immediate,
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
pub(crate) fn is_homograph(r: &Reader<'_>, v: usize) -> bool {
    let t = r.tok(v);
    if t.is_definite() || t.has_prep() {
        return true;
    }
    // A name, unless the tagger only guesses that a person begins with the verb of a clause.
    let guessed =
        r.mention(v).is_some_and(|m| {
            m.kind == EntityKind::Person && m.tokens.start == v && m.rule.starts_with("model")
        }) && r.clause_complement(v, v + 12).is_some_and(|k| r.complementizer(k).is_some());
    if r.mention(v).is_some() && !guessed {
        return true;
    }
    // عدم ذكر اسمه: inside a request for anonymity nobody reports anything.
    if v > 0 && r.text.stem(v - 1) == "عدم"
        || r.is_request_clause(v)
        || v > 0
            && r.is_request_clause(v - 1)
            && !r.is_contact_clause(v - 1)
            && !matches!(r.bare(v - 1), "لم" | "لا")
        || v > 1 && r.is_request_clause(v - 2) && r.text.stem(v - 1) == "عدم"
    {
        return true;
    }
    // تم تداول، جرى طرح: after another verb a perfect without conjunction is a verbal noun.
    if v > 0
        && r.is(v - 1, Classes::VERB)
        && !r.is(v - 1, Classes::AUXILIARY)
        && r.finite(v - 1).is_none()
        && r.finite(v).is_some_and(|f| f.morph.form == Form::Perfect && !f.conj)
        && !t.newline
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
pub(crate) fn negation(r: &Reader<'_>, v: usize) -> Option<usize> {
    let k = v.checked_sub(1)?;
    if r.text.noun(k) == "ان" && k > 0 && matches!(r.text.bare(k - 1), "دون" | "بدون") {
        return Some(k - 1);
    }
    matches!(r.bare(k), "لم" | "لن" | "لا" | "ليس" | "ليست").then_some(k)
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
        let (complement, note) = complement(r, p, reading, cue, None, end);
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
        // An indefinite noun before it makes it an adjective: معلومات متداولة.
        let adjective = p > start
            && r.get(p - 1).head.is_some()
            && !r.tok(p - 1).is_definite()
            && !r.get(p - 1).possessed
            && r.mention(p - 1).is_none();
        if adjective {
            continue;
        }
        // «تابع قائلا: …» is one attribution, on the verb.
        let owner = (start..p).rev().take(6).find(|&v| r.finite(v).is_some());
        let between = owner.is_some_and(|v| {
            !(v..p).any(|j| {
                let own = matches!(
                    r.text.word(j),
                    "حديثه" | "حديثها" | "كلامه" | "كلامها" | "كلمته" | "كلمتها" | "الحديث"
                );
                own || r.is_comma(j) || r.complementizer(j).is_some() || r.is_quote_open(j)
            })
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
                let Some((mut range, mut from)) = prep_object(r, k, end, Some(reading.morph))
                else {
                    continue;
                };
                if let Some(target) = target(r, cue, &reading, None, p, k) {
                    range.0 = target;
                    from = None;
                }
                d.content = vec![range];
                d.content_from = from;
                d.kind = nominal_kind(r, range);
                d.confidence = 0.7;
            }
            _ => {
                let object = r.is_nominal(p + 1) || r.text.word(p + 1) == "ما";
                if cue.takes('O') && object && cue.tier == Tier::Core {
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
