//! Verbs of speech and the constructions they stand in.
//!
//! A verb makes no attribution by itself: a frame does, that is, the verb together with what it
//! governs (a complementizer, a colon, a quotation, a preposition, a noun phrase) and a source that
//! can speak. Each function here is one construction and names its rule.

use crate::entity::EntityKind;
use crate::labels::Tier;
use crate::lexicon::{Classes, Cue, Form, HeadClass, Person};
use crate::segment::TokenKind;

use super::candidate::{Candidate, Subject};
use super::complement::{Complement, complement};
use super::draft::Np;
use super::reading::{Reader, VerbReading};
use super::subject::{head_of, may_drop_subject, plausible_source, subject_before};

/// What the grammar makes of a verb: what it governs and who speaks; `None` where it makes no
/// attribution.
pub(crate) fn verb_by_rule(
    r: &Reader<'_>,
    v: usize,
    reading: VerbReading,
    start: usize,
    end: usize,
) -> Option<(Complement, Subject)> {
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
    let (complement, _) = complement(r, v, reading, cue, fronted.map(|(np, _)| np), end);
    // A pronoun on the verb is its object: only verbs that take a person take a clause besides.
    if reading.enclitic && matches!(complement, Complement::Clause(_)) && !cue.takes('P') {
        return None;
    }
    let limit = limit(r, complement, end);
    let marked =
        matches!(complement, Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_));
    // «أخبر الموظف القاضي أن»: the subject ends by grammar, whom it is told to comes after.
    let told = cue.takes('P') && matches!(complement, Complement::Clause(_)) && !reading.enclitic;
    let mut source = r.arguments(v, limit, !marked || told).subject;
    // «وطالبت الحكومة بـ» after somebody has spoken: the body is addressed, the speaker left out.
    let addressed = cue.takes('P')
        && matches!(complement, Complement::Prep(_))
        && reading.conj
        && !reading.enclitic
        && r.arguments(v, limit, false).subject == source
        && source.is_some_and(|np| head_of(r, np.first).is_some_and(|h| h.class == HeadClass::Org));
    if addressed {
        source = None;
    }
    let behind_relative = v > start
        && !reading.enclitic
        && matches!(r.text.noun(v - 1), "الذي" | "التي" | "الذين")
        && !matches!(complement, Complement::Clause(_) | Complement::Colon(_));
    if behind_relative || first_person || fronted.is_some() {
        source = None;
    }
    let before = if source.is_none() && !addressed { before } else { None };
    let subject = match (before, source) {
        (Some((np, relative)), _) => Subject::Before(np, relative),
        (None, Some(np)) => Subject::After(np),
        (None, None) => Subject::Elided,
    };
    match subject {
        Subject::Elided | Subject::Nobody => {
            if first_person && !matches!(complement, Complement::Clause(_)) {
                r.quotes.around(v)?;
            }
            if !may_drop_subject(r, v, cue, complement) {
                return None;
            }
        }
        Subject::After(np) | Subject::Before(np, _) | Subject::Behind(np) => {
            if !plausible_source(r, np, cue, complement) {
                return None;
            }
        }
    }
    Some((complement, subject))
}

/// Where the arguments of a cue end: where its content begins.
pub(crate) fn limit(r: &Reader<'_>, complement: Complement, end: usize) -> usize {
    match complement {
        Complement::Clause(k) => r.complementizer(k).map_or(k, |(_, from)| from),
        Complement::Colon(k)
        | Complement::Quote(k)
        | Complement::Prep(k)
        | Complement::Bare(k)
        | Complement::Lost(k) => k,
        Complement::Enclitic | Complement::Back(..) | Complement::Front(..) | Complement::None => {
            end
        }
    }
}

/// وصف المبادرة بأنها …، عزا الانخفاض إلى …: what is described or explained belongs to the content.
pub(crate) fn target(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    source: Option<Np>,
    complement: usize,
) -> Option<usize> {
    let v = c.at;
    if !matches!(c.lemma, "وصف" | "نعت" | "عزا" | "أرجع" | "نسب") || c.enclitic {
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

/// أن يقول، لن … حتى يعلن: what somebody may, should or wants to say was not said.
pub(crate) fn is_irrealis(r: &Reader<'_>, v: usize, reading: VerbReading) -> bool {
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
pub(crate) fn is_author_voice(r: &Reader<'_>, v: usize, cue: &Cue) -> bool {
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

/// What the grammar makes of a circumstantial participle: قال …، مضيفا أن ….
pub(crate) fn participle_by_rule(
    r: &Reader<'_>,
    p: usize,
    reading: VerbReading,
    start: usize,
    end: usize,
) -> Option<(Complement, Subject)> {
    let t = r.tok(p);
    if t.is_definite() || t.has_prep() || r.get(p).head.is_some() || r.is_request_clause(p) {
        return None;
    }
    let cue = r.lexicon.cue(reading.cue)?;
    // An indefinite noun before it makes it an adjective: معلومات متداولة.
    let adjective = p > start
        && r.get(p - 1).head.is_some()
        && !r.tok(p - 1).is_definite()
        && !r.get(p - 1).possessed
        && r.mention(p - 1).is_none();
    if adjective {
        return None;
    }
    let (complement, _) = complement(r, p, reading, cue, None, end);
    let complement = match complement {
        Complement::Clause(k) | Complement::Colon(k) | Complement::Quote(k) => {
            let from = r.complementizer(k).map_or(k, |(_, from)| from);
            if from > p + 8 {
                return None;
            }
            complement
        }
        Complement::Prep(_) => complement,
        _ => {
            let object = r.is_nominal(p + 1) || r.text.word(p + 1) == "ما";
            if !(cue.takes('O') && object && cue.tier == Tier::Core) {
                return None;
            }
            Complement::Bare(p + 1)
        }
    };
    if cue.tier == Tier::Extended && !matches!(complement, Complement::Clause(_)) {
        return None;
    }
    Some((complement, Subject::Elided))
}

/// «تابع قائلا: …» is one attribution, on the verb; the participle doubles it.
pub(crate) fn doubles(r: &Reader<'_>, p: usize, start: usize) -> bool {
    (start..p).rev().take(6).find(|&v| r.finite(v).is_some()).is_some_and(|v| {
        !(v..p).any(|j| {
            let own = matches!(
                r.text.word(j),
                "حديثه" | "حديثها" | "كلامه" | "كلامها" | "كلمته" | "كلمتها" | "الحديث"
            );
            own || r.is_comma(j) || r.complementizer(j).is_some() || r.is_quote_open(j)
        })
    })
}
