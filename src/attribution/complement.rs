//! What a verb of speech governs: a clause, a quotation, a preposition, a noun phrase.

use crate::entity::EntityKind;
use crate::labels::{Stance, Tier};
use crate::lexicon::{Classes, Cue, HeadClass};
use crate::segment::{Punct, TokenKind};

use super::draft::Np;
use super::frames::{is_homograph, negation};
use super::reading::{Reader, VerbReading};
use super::subject::head_of;

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
    /// Words before the verb that it takes up: ما أعلنه، الخبر الذي نفته; first token, and one past the last.
    Back(usize, usize),
    /// The clause before the verb: الاتفاق جاهز، يقول فلان; first token, and one past the last.
    Front(usize, usize),
    /// Speech that has lost its marks: وقال فلان لن نسمح ….
    Lost(usize),
    None,
}

/// How far a complementizer may stand from its verb, in tokens.
pub(crate) const REACH: usize = 45;

/// Whether a verb after كما or مثلما says something itself, so that it looks forward, not back.
pub(crate) fn has_own_content(r: &Reader<'_>, v: usize, end: usize) -> bool {
    let Some(reading) = r.finite(v) else { return false };
    let Some(cue) = r.lexicon.cue(reading.cue) else { return false };
    match complement(r, v, reading, cue, None, end).0 {
        Complement::Clause(k) | Complement::Colon(k) | Complement::Quote(k) => k < v + 14,
        Complement::Prep(_) => true,
        _ => false,
    }
}

/// What the verb governs, to its right, and what was passed over on the way.
pub(crate) fn complement(
    r: &Reader<'_>,
    v: usize,
    reading: VerbReading,
    cue: &Cue,
    before: Option<Np>,
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
            // «تركيا تواصل الوقوف «إلى جانب …»»: with the subject before the verb, a noun between verb
            // and mark is the object, and the marks are scare quotes.
            let object = before.is_some() && stray_noun(r, v + 1, k);
            // «لم يوضح المصدر طبيعة الخلافات، … «…»»: a noun of its own comes first.
            if !name && cue.takes('O') && !cue.risky && k > v + 4 {
                if let Some(o) = bare_object(r, v, reading, cue, before, end) {
                    if o + 2 < k {
                        return (Complement::Bare(o), None);
                    }
                }
            }
            if !name
                && !object
                && (cue.takes('Q') || cue.takes('C') || cue.takes('B'))
                && prep.is_none()
            {
                return (Complement::Quote(k), None);
            }
            if close >= end {
                break;
            }
            k = close + 1;
            continue;
        }
        if r.punct(k) == Some(Punct::Colon) {
            if cue.takes('O') && !cue.risky && k > v + 5 {
                if let Some(o) = bare_object(r, v, reading, cue, before, end) {
                    if o + 2 < k && (r.is_masdar(o) || r.get(o).head.is_some()) {
                        return (Complement::Bare(o), None);
                    }
                }
            }
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
        if r.participle(k).is_some() && k > v + 1 && !r.is_request_clause(k) {
            // «تابع قائلا: …» and «أضاف موضحا أن …» go on; «قال …، مضيفا» is another attribution.
            let filled = (v + 1..k).any(|j| {
                matches!(
                    r.text.word(j),
                    "حديثه" | "حديثها" | "كلامه" | "كلامها" | "كلمته" | "كلمتها" | "الحديث"
                )
            });
            let direct = k <= v + 6 && !filled && !(v + 1..k).any(|j| r.is_comma(j));
            if !direct {
                break;
            }
        }
        if k > v + 1 && r.finite(k).is_some() && !r.is_request_clause(k) && !is_homograph(r, k) {
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
            relative = (k + 1..k + 4)
                .any(|j| r.finite(j).is_some() && !r.is_request_clause(j) && !is_homograph(r, j));
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
        // «أعلنت … مسؤوليتها عن»: the noun before the preposition is the content.
        if cue.takes('O') && !cue.takes('B') && !cue.risky {
            if let Some(o) = bare_object(r, v, reading, cue, before, end) {
                let own = r.is_masdar(o) || is_possessed(r.text.word(o));
                if o < p && own {
                    return (Complement::Bare(o), None);
                }
            }
        }
        return (Complement::Prep(p), None);
    }
    if cue.takes('O') && !cue.risky {
        if let Some(o) = bare_object(r, v, reading, cue, before, end) {
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
pub(crate) fn is_masdar_chain(r: &Reader<'_>, p: usize, k: usize) -> bool {
    k - p <= 12 && !(p..k).any(|j| r.is_comma(j))
}

/// Whether quoted tokens are speech and not a name or a scare quote.
pub(crate) fn is_speech(r: &Reader<'_>, open: usize, close: usize) -> bool {
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
pub(crate) fn governs_here(r: &Reader<'_>, v: usize, k: usize, cue: &Cue) -> bool {
    if r.preposition(k).is_none() {
        return false;
    }
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
            "ب" => 'B',
            "عن" if matches!(
                r.text.stem(k - 1),
                "نائب" | "مسؤول" | "نواب" | "ممثل" | "مدافع" | "بحث"
            ) =>
            {
                return false;
            }
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
pub(crate) fn bare_object(
    r: &Reader<'_>,
    v: usize,
    reading: VerbReading,
    cue: &Cue,
    before: Option<Np>,
    end: usize,
) -> Option<usize> {
    if reading.enclitic {
        return None;
    }
    let args = r.arguments(v, end, true);
    // «لم يورد تفاصيل»: what was not said needs no subject beside it.
    if args.subject.is_some_and(|s| {
        let who = matches!(r.text.bare(s.first), "اي" | "احد")
            || head_of(r, s.first).is_some_and(|h| h.class.is_human() || h.class == HeadClass::Org);
        r.is(s.first, Classes::OBJECT_NOUN.or(Classes::QUANTIFIER)) && !who
    }) && negation(r, v).is_some()
    {
        return args.subject.map(|s| s.first);
    }
    // «أكد … ، وأعلن إلغاء الحفل»: a verbal noun right after a coordinated verb is its object.
    if before.is_none()
        && reading.conj
        && cue.tier == Tier::Core
        && args.subject.is_some_and(|s| {
            s.first == v + 1
                && !r.tok(s.first).is_definite()
                && r.is_masdar(s.first)
                && r.mention(s.first).is_none()
        })
    {
        return args.subject.map(|s| s.first);
    }
    let subject = before.or(args.subject)?;
    let speaker = head_of(r, subject.first).is_some_and(|h| {
        h.class.is_human() || matches!(h.class, HeadClass::Org | HeadClass::Media)
    }) || r.mention(subject.first).is_some();
    let mut k = if before.is_some() { v + 1 } else { subject.last };
    // Between subject and object stand times, affiliations, recipients, the rest of a title, a name.
    let mut phrases = usize::from(before.is_some());
    let stop = end.min(k + 24);
    while k < stop {
        let t = r.skip_time(k, end);
        if t > k {
            k = t;
            continue;
        }
        if r.is(k, Classes::ADVERB) {
            k += 1;
            continue;
        }
        if r.is_comma(k) {
            // An apposition or a time between commas; otherwise the clause is over.
            let closes = (k + 1..stop.min(k + 10)).find(|&c| r.is_comma(c));
            let inner = r.skip_time(k + 1, end) > k + 1
                || r.get(k + 1).head.is_some()
                || r.mention(k + 1).is_some()
                || r.is_request_clause(k + 1)
                || r.is_pp(k + 1)
                || r.device_at(k + 1).is_some()
                || r.is_comma(k - 1)
                || phrases > 10;
            match closes {
                Some(c) if inner && !r.has_conj(k + 1) && !r.is_verb(k + 1) => {
                    k = c + 1;
                    phrases += 20;
                    continue;
                }
                _ => return None,
            }
        }
        if r.is_pp(k) && phrases % 20 < 3 {
            phrases += 1;
            k = r.skip_pp(k, end);
            continue;
        }
        if object_at(r, k, cue, speaker, phrases > 0) {
            return Some(k);
        }
        // The rest of the subject: a name, a definite adjective, another genitive.
        let rest = !r.is_stop(k)
            && r.is_nominal(k)
            && !r.has_conj(k)
            && (r.mention(k).is_some()
                || r.tok(k).is_definite()
                || r.get(k).head.is_some()
                || r.get(k).word.is_none())
            && k < subject.last + 8;
        if !rest || before.is_some() {
            return None;
        }
        k += 1;
    }
    None
}

/// Whether the object of a verb of speech begins at `k`.
fn object_at(r: &Reader<'_>, k: usize, cue: &Cue, speaker: bool, after_phrase: bool) -> bool {
    if r.has_conj(k)
        || r.complementizer(k).is_some()
        || r.complementizer(k + 1).is_some_and(|(_, f)| f == k)
    {
        return false;
    }
    let tok = r.tok(k);
    if r.is_quote_open(k) {
        return true;
    }
    if cue.tier != Tier::Core || tok.kind != TokenKind::Arabic || tok.has_prep() {
        return false;
    }
    let get = r.get(k);
    if get.classes.any(
        Classes::RELATIVE
            .or(Classes::AUXILIARY)
            .or(Classes::PREPOSITION)
            .or(Classes::NEGATION)
            .or(Classes::SUBORDINATOR),
    ) {
        return false;
    }
    let bare = r.bare(k);
    // A masdar, by its shape or its pronoun: certain enough wherever it stands.
    let after_definite = k > 0
        && (r.tok(k - 1).is_definite()
            || r.mention(k - 1).is_some()
            || r.punct(k - 1).is_some()
            || after_phrase
            || r.get(k - 1).possessed
            || r.get(k - 1).word.is_none());
    if r.is_masdar(k) && (!tok.is_definite() || after_definite) {
        return true;
    }
    // «أنكر المتهم ما جاء …».
    if bare == "ما" && matches!(cue.stance, Stance::Deny | Stance::Criticise) && speaker {
        return true;
    }
    if get.classes.any(Classes::QUANTIFIER.or(Classes::DEMONSTRATIVE)) && after_definite {
        return true;
    }
    // كشف، رفض، طلب: masdars that look like verbs.
    let fifth = bare.starts_with('ت') && bare.chars().count() == 4 && r.is(k, Classes::VERB);
    let verbal = (!bare.starts_with(['ي', 'ت']) || fifth)
        && (!bare.ends_with('ت') || bare.chars().count() <= 3)
        && r.is_verb(k)
        && r.mention(k).is_none()
        && get.head.is_none();
    if verbal && after_definite {
        return true;
    }
    let thing = r.is_nominal(k)
        && r.mention(k).is_none()
        && get.head.is_none_or(|h| !h.class.is_human() && h.class != HeadClass::Org);
    let document =
        get.head.is_some_and(|h| matches!(h.class, HeadClass::Data | HeadClass::Document));
    // أدان، استنكر، نفى، رحب: what is judged may be any definite thing.
    let judged = matches!(cue.stance, Stance::Criticise | Stance::Praise | Stance::Deny);
    let unknown_name = get.word.is_none() && !after_phrase && !speaker;
    thing
        && !unknown_name
        && (!tok.is_definite() && (speaker || after_phrase)
            || speaker && (after_phrase || document || judged || r.is(k + 1, Classes::RELATIVE)))
}

/// Whether a noun stands between two tokens that no preposition governs.
fn stray_noun(r: &Reader<'_>, mut i: usize, end: usize) -> bool {
    while i < end {
        if r.is_pp(i) {
            let mut j = r.skip_pp(i, end).max(i + 1);
            // Adjectives of the phrase.
            while j < end
                && r.tok(j).kind == TokenKind::Arabic
                && !r.tok(j).has_prep()
                && !r.is_verb(j)
                && !r.is_pp(j)
            {
                j += 1;
            }
            i = j;
            continue;
        }
        if r.is_nominal(i) && !r.is(i, Classes::ADVERB.or(Classes::TIME)) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether a word carries a pronoun, as far as its ending tells: مسؤوليتها، رفضه.
fn is_possessed(word: &str) -> bool {
    word.chars().count() >= 4
        && (word.ends_with("ها")
            || word.ends_with("هم")
            || word.ends_with("هما")
            || word.ends_with("ته")
            || word.ends_with("اءه"))
}
