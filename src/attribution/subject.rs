//! Who does the speaking: the subject before the verb, the antecedent of a relative clause, and
//! whether a source can speak at all.

use crate::entity::EntityKind;
use crate::labels::Tier;
use crate::lexicon::{Classes, Cue, Gender, HeadClass, Morph, Person};
use crate::segment::Punct;

use super::complement::{Complement, is_speech};
use super::draft::Np;
use super::reading::{Reader, VerbReading};

/// A subject before the verb, and whether the verb stands in a relative clause behind it.
pub(crate) fn subject_before(
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
    if is_relative(r, prev) {
        let np = antecedent(r, prev, lower, reading)?;
        return Some((np, true));
    }
    // The clause begins after the last complementizer, subordinator, comma that opens a clause, or
    // at the start of the sentence.
    let mut first = None;
    let mut i = prev + 1;
    while i > lower {
        i -= 1;
        // A dash ends a dateline: دبي (CNN) -- قال فلان.
        if r.is_stop(i) || matches!(r.punct(i), Some(Punct::Colon | Punct::Dash)) {
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
        if r.is_comma(s) || r.is_lone_conj(s) || r.is(s, Classes::AUXILIARY) {
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
    let lone =
        |j: usize| matches!(r.text.word(j), "هو" | "هي" | "هم") && !r.is(j - 1, Classes::RELATIVE);
    if (s + 1..k).any(lone) {
        return None;
    }
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

/// Whether a relative clause begins at token `k` with a pronoun that shows whom it is about.
pub(crate) fn is_relative(r: &Reader<'_>, k: usize) -> bool {
    matches!(
        r.text.noun(k),
        "الذي"
            | "التي"
            | "الذين"
            | "اللذان"
            | "اللذين"
            | "اللتان"
            | "اللتين"
            | "اللواتي"
            | "اللاتي"
    )
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
pub(crate) fn antecedent(
    r: &Reader<'_>,
    relative: usize,
    lower: usize,
    reading: VerbReading,
) -> Option<Np> {
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
pub(crate) fn antecedent_content(
    r: &Reader<'_>,
    v: usize,
    start: usize,
    reading: VerbReading,
) -> Option<(usize, usize)> {
    let mut k = v;
    while k > start && r.is(k - 1, Classes::AUXILIARY.or(Classes::NEGATION)) {
        k -= 1;
    }
    if k > start && is_relative(r, k - 1) {
        let any = VerbReading { morph: Morph { plural: true, ..reading.morph }, ..reading };
        let np = object_antecedent(r, k - 1, start, any)?;
        return Some((np.first, np.last));
    }
    None
}

/// The noun phrase before a relative pronoun, back to its first noun.
pub(crate) fn object_antecedent(
    r: &Reader<'_>,
    relative: usize,
    lower: usize,
    _v: VerbReading,
) -> Option<Np> {
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
pub(crate) fn quote_before(r: &Reader<'_>, v: usize, start: usize) -> Option<(usize, usize)> {
    if r.tok(v).newline {
        return None;
    }
    let mut k = v.checked_sub(1)?;
    // «…»، هكذا تختصر فلانة، بهذه الكلمات لخص، هذا ما قاله: whatever stands before them was said.
    let mut told = false;
    while k > start {
        let points = points_back(r, k);
        let mark = r.is_comma(k) || matches!(r.punct(k), Some(Punct::Dash));
        if !points && !mark && !(told && r.is(k, Classes::DEMONSTRATIVE)) {
            break;
        }
        told |= points;
        k -= 1;
    }
    // The quotations that are still open before the mark, from the innermost outwards.
    let mut around = r.quotes.around(k.checked_sub(1)?);
    while let Some((o, c)) = around.filter(|&(o, _)| o >= start.saturating_sub(60)) {
        if c == k && (told || is_speech(r, o, c) && r.words_in(o, c) >= 3) {
            return Some((o + 1, c));
        }
        around = r.quotes.around(o);
    }
    None
}

/// Whether token `k` points back to what was said: هكذا, or هذا ما, بهذه الكلمات.
fn points_back(r: &Reader<'_>, k: usize) -> bool {
    let shown = r.is(k - 1, Classes::DEMONSTRATIVE);
    r.is(k, Classes::TOLD) && (shown || r.bare(k) == "هكذا") || shown && r.text.bare(k) == "ما"
}

/// Whether a verb may stand without a subject here.
pub(crate) fn may_drop_subject(
    r: &Reader<'_>,
    v: usize,
    cue: &Cue,
    complement: Complement,
) -> bool {
    let _ = (r, v);
    match complement {
        Complement::Clause(_) | Complement::Colon(_) | Complement::Quote(_) => {
            !cue.risky || r.has_conj(v)
        }
        Complement::Prep(_) => {
            let coordinated = r.has_conj(v)
                || super::frames::negation(r, v).is_some()
                || v > 0 && matches!(r.bare(v - 1), "كما" | "فيما" | "حيث");
            coordinated && cue.tier == Tier::Core
        }
        Complement::None => false,
        Complement::Bare(_) => r.has_conj(v) || super::frames::negation(r, v).is_some(),
        Complement::Enclitic | Complement::Back(..) | Complement::Front(..) => false,
        Complement::Lost(_) => r.has_conj(v),
    }
}

/// Whether the source can speak, as far as its head tells.
pub(crate) fn plausible_source(r: &Reader<'_>, np: Np, cue: &Cue, complement: Complement) -> bool {
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
    // Verbs that also mean something else want a speaker, or something that is said.
    let object = match complement {
        Complement::Prep(k) if r.prep(k).is_none() => k + 1,
        Complement::Prep(k) | Complement::Bare(k) => k,
        _ => np.last,
    };
    let said = r.is_masdar(object)
        || r.is_quote_open(object)
        || r.is(object, Classes::OBJECT_NOUN.or(Classes::DEMONSTRATIVE).or(Classes::QUANTIFIER))
        || r.get(object)
            .head
            .is_some_and(|h| matches!(h.class, HeadClass::Document | HeadClass::Data));
    let ambiguous = matches!(
        cue.lemma.as_str(),
        "أشار"
            | "كشف"
            | "صرح"
            | "رد"
            | "شدد"
            | "دعا"
            | "عرض"
            | "طرح"
            | "نقل"
            | "لفت"
            | "نبه"
            | "لوح"
            | "هدد"
            | "سجل"
            | "أبرز"
    );
    let private = matches!(
        r.text.stem(np.first),
        "طفل"
            | "طفلة"
            | "اب"
            | "ام"
            | "رجل"
            | "امراة"
            | "شاب"
            | "سيدة"
            | "زوج"
            | "زوجة"
            | "مسافر"
            | "لاعب"
            | "سائق"
            | "فنان"
            | "فنانة"
            | "طالب"
            | "عامل"
            | "ابن"
            | "ابنة"
            | "صديق"
    );
    let public = entity || head.is_some() && !private;
    if ambiguous && !said && !public {
        return false;
    }
    (head.is_some() || entity || unknown) && !weak_extended
}

/// الأمر الذي يؤكد أن، وهو ما يعني: the article's own inference.
pub(crate) fn abstract_subject(r: &Reader<'_>, i: usize) -> bool {
    matches!(
        r.text.stem(i),
        "امر" | "شيء" | "ما" | "هذا" | "ذلك" | "هو" | "هي" | "خطوة" | "واقع" | "حقيقة"
    ) && !r.get(i).head.is_some_and(|h| h.class.is_human())
}
