//! Names that begin with a head noun: bodies, facilities, places, events.

use super::candidate::Candidate;
use super::context::Context;
use super::gazetteer::{Class, Classes, Match, WordFlags};
use super::kind::EntityKind;
use crate::segment::Punct;

/// Proposes every name that a head noun begins or announces.
pub(super) fn find<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    const HEADS: Classes = Classes::of(&[
        Class::OrganizationHead,
        Class::PlaceHead,
        Class::PlaceLabel,
        Class::EventHead,
    ]);
    for i in cx.scan.tokens_with(HEADS) {
        for m in cx.scan.at(i) {
            let found = match m.sense.class {
                Class::OrganizationHead => organization(cx, m),
                Class::PlaceHead => place(cx, m),
                Class::PlaceLabel => labelled(cx, m),
                Class::EventHead => event(cx, m),
                _ => None,
            };
            out.extend(found);
        }
    }
    acronyms(cx, out);
}

fn organization<'t>(cx: &Context<'_, 't>, head: &Match<'t>) -> Option<Candidate<'t>> {
    let at = head.last;
    let kind = head.sense.english();
    let make = |end: usize, rule: &'static str, confidence: f32| {
        let c = Candidate::new(
            cx.text,
            head.first..end,
            head.prefix,
            EntityKind::Organization,
            rule,
            confidence,
        );
        Some(c.subkind((kind == "media").then_some("media")))
    };
    if !matches!(kind, "self" | "national" | "portfolio") {
        if let Some(end) = quoted(cx, at) {
            let end = cx.the_nationality(end).map_or(end, |m| m.last);
            return make(end, "org.quoted", 0.9);
        }
    }
    match kind {
        "portfolio" => portfolio(cx, at).and_then(|end| make(end, "org.ministry", 0.95)),
        "self" => {
            let mut end = at;
            while cx.definite(end) && NAMING.contains(&cx.text.word(end)) {
                end += 1;
            }
            let nationality = cx.the_nationality(end)?;
            // وزير الخارجية الإيراني: the adjective is the minister's, and so is الخارجية.
            let role = head.first > 0
                && cx.scan.at(head.first - 1).iter().any(|m| m.sense.class == Class::Title)
                && head.prefix == 0;
            let feminine = |i: usize| cx.text.word(i).ends_with('ة');
            let agrees = feminine(at - 1) == feminine(nationality.first)
                || !FEMININE_HEADS.contains(&head.sense.name()) && !feminine(at - 1);
            // السياسة الخارجية المغربية: an adjective, not the ministry.
            let adjective = head.prefix == 0
                && head.first > 0
                && matches!(head.sense.name(), "الخارجية" | "الداخلية")
                && !cx.text.tok(head.first).newline
                && cx.definite(head.first - 1);
            if role || adjective || !agrees {
                return None;
            }
            make(nationality.last, "org.national", 0.93)
        }
        "national" => None,
        "city_body" | "market" => {
            // شرطة دبي، سوق أبوظبي للأوراق المالية
            let place = |m: &&Match<'t>| {
                matches!(m.sense.class, Class::City | Class::Country) && !m.sense.ambiguous
            };
            let town = cx.scan.at(at).iter().find(|m| m.prefix == 0 && place(m))?;
            if cx.text.tok(at).newline {
                return None;
            }
            let end = purpose(cx, adjectives(cx, town.last));
            if kind == "market" && end == town.last && !matches!(cx.text.word(end), "المالي")
            {
                return None;
            }
            let end = if cx.text.word(end) == "المالي" { end + 1 } else { end };
            make(end, "org.town", 0.85)
        }
        "club_town" => {
            // اتحاد طنجة، مستقبل قابس: in sports pages a town after such a word is a club's.
            let town = cx.name_at(at).filter(|m| m.sense.class == Class::City && cx.sports)?;
            make(town.last, "org.club", 0.85)
        }
        _ => {
            if let Some(m) = cx.name_at(at).filter(|m| !cx.text.tok(m.first).newline) {
                if fits(kind, m) {
                    // جماعة حزب الله: the name has its own head, the descriptor is outside.
                    if cx.scan.bare(at, Class::OrganizationHead).is_some() {
                        return None;
                    }
                    let mut end = m.last;
                    if matches!(kind, "definite") {
                        end = purpose(cx, adjectives(cx, end));
                    } else if let Some(n) = cx.the_nationality(end) {
                        if matches!(kind, "media") {
                            end = n.last;
                        }
                    }
                    return make(end, "org.head_name", 0.94);
                }
            }
            let end = match kind {
                "name" if company(cx, at).is_some() => company(cx, at),
                "definite" | "party" => {
                    complement(cx, head, at).or_else(|| dedicated(cx, head, at))
                }
                "definite_strict" => complement(cx, head, at).filter(|&end| {
                    (at..end).any(|i| {
                        NAMING.contains(&cx.text.word(i)) || cx.the_nationality(i).is_some()
                    }) || SECRET.contains(&cx.text.word(at))
                }),
                "club_town" => None,
                "media" => title_of_outlet(cx, at).or_else(|| unknown_name(cx, at)),
                "club" => None,
                _ => unknown_name(cx, at),
            }?;
            // One plain word after the head can be anything: مركز الشمس، لجنة التظلمات.
            let plain = end == at + 1 && cx.common(at) && kind != "media";
            make(end, "org.head", if plain { 0.62 } else { 0.84 })
        }
    }
}

const SECRET: &[&str] = &["المخابرات", "الاستخبارات", "الشرطة", "الدرك", "الخدمة", "الامن"];

const FEMININE_HEADS: &[&str] = &["الشرطة", "الخارجية", "الداخلية"];

/// Complements that leave a common noun common: مجلس الوزراء، مركز الشرطة.
const GENERIC: &[&str] = &[
    "الوزراء",
    "الشرطة",
    "المحافظة",
    "المدينة",
    "الادارة",
    "المرور",
    "الشركة",
    "الهيئة",
    "الجامعة",
    "البلاد",
    "الدولة",
    "الحكومة",
    "الرئيس",
    "الرئاسة",
    "الوزارة",
    "المنطقة",
    "البلدية",
    "العمل",
    "المجلس",
    "الاتحاد",
    "النادي",
    "الحزب",
    "المنظمة",
    "الجمعية",
    "المؤسسة",
    "المركز",
    "اللجنة",
    "الولاية",
    "الاقليم",
    "العاصمة",
    "القوات",
    "الجيش",
    "الامن",
    "الحي",
    "القرية",
    "المدرسة",
    "المستشفي",
    "الازمة",
    "الحماية",
    "الايواء",
    "الاقتراع",
    "التصويت",
    "التدريب",
    "التسوق",
    "البيانات",
    "التحكم",
    "القيادة",
    "القرار",
    "الثقل",
    "الصدارة",
    "الحركة",
    "الاعمال",
    "المال",
    "التجسس",
    "التواصل",
    "المباراة",
    "الفريق",
    "المنتخب",
    "الدفاع",
    "العلاج",
    "التحقيق",
    "التفاوض",
    "المفاوضات",
    "المحكمة",
    "الموظفين",
    "الاعدام",
    "الابحاث",
    "الطوارئ",
    "الحكم",
    "التحكيم",
    "العائلة",
    "الاسرة",
    "الصيف",
    "التكوين",
    "المعلومات",
];

/// Whether a name of the gazetteer can follow a head: شركة goes with no country.
fn fits(kind: &str, m: &Match<'_>) -> bool {
    match m.sense.class {
        Class::Organization => true,
        Class::Media => matches!(kind, "media" | "name" | "definite"),
        Class::Club => matches!(kind, "name" | "club"),
        Class::Person | Class::City | Class::Country | Class::Region | Class::Natural => {
            matches!(kind, "definite")
        }
        _ => false,
    }
}

/// «الناتو» after its head: the quotation belongs to the name.
fn quoted(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    let tok = cx.text.tok(at);
    if tok.newline || tok.punct() == Some(Punct::OpenBracket) {
        return None;
    }
    cx.quotation(at, 6)
}

/// الخارجية الأمريكية، العمل والتنمية الاجتماعية
fn portfolio(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    let mut end = match cx.scan.bare(at, Class::Portfolio) {
        Some(m) if !cx.text.tok(at).newline => m.last,
        _ => {
            let mut end = at;
            // شؤون المغتربين: an indefinite noun and what makes it definite.
            if cx.plain(end)
                && !cx.text.tok(end).is_definite()
                && !cx.stop(end)
                && cx.definite(end + 1)
            {
                end += 1;
            }
            if !cx.definite(end) || cx.stop(end) {
                return None;
            }
            end + 1
        }
    };
    loop {
        let tok = cx.text.tok(end);
        if tok.newline {
            break;
        }
        let joined = cx
            .scan
            .at(end)
            .iter()
            .find(|m| m.sense.class == Class::Portfolio && m.prefix == 2 && tok.has_conj());
        if let Some(m) = joined {
            end = m.last;
        } else if cx.definite(end) && PORTFOLIO_ADJECTIVES.contains(&cx.text.word(end)) {
            end += 1;
        } else {
            break;
        }
    }
    Some(cx.the_nationality(end).map_or(end, |m| m.last))
}

const PORTFOLIO_ADJECTIVES: &[&str] = &[
    "الاجتماعية",
    "الوطنية",
    "الوطني",
    "العمومية",
    "العامة",
    "الاتحادية",
    "الاسلامية",
    "الدينية",
    "العالي",
    "العلمي",
    "المحلية",
    "المدني",
    "الخارجي",
    "المائية",
    "المعدنية",
    "الحربي",
];

/// Adjectives that make a name out of a common noun: المجلس الأعلى، الجيش الوطني.
const NAMING: &[&str] = &[
    "الاعلي",
    "العليا",
    "الوطني",
    "الوطنية",
    "الدولي",
    "الدولية",
    "العالمي",
    "العالمية",
    "المركزي",
    "المركزية",
    "العربي",
    "العربية",
    "الشعبي",
    "الشعبية",
    "الاتحادي",
    "الاتحادية",
    "الفدرالي",
    "الفيدرالي",
    "الفدرالية",
    "الفيدرالية",
    "الاسلامي",
    "الاسلامية",
    "الملكي",
    "الملكية",
    "الاقليمي",
    "الاقليمية",
    "الديمقراطي",
    "الديمقراطية",
    "الديموقراطي",
    "الديموقراطية",
    "الاممي",
    "الاممية",
    "الاقتصادي",
    "الاقتصادية",
    "الاولمبية",
    "الاولمبي",
    "الدستورية",
    "الدستوري",
    "العامة",
    "العام",
    "الحر",
    "الثوري",
    "السلطاني",
    "الاميري",
    "الجمهوري",
    "النقدي",
    "العسكري",
];

/// After a head such as مركز or المجلس: what makes it a name.
fn complement(cx: &Context<'_, '_>, head: &Match<'_>, at: usize) -> Option<usize> {
    let definite_head = cx.text.word(head.first).get(head.prefix as usize..)?.starts_with("ال")
        || head.prefix > 0 && cx.text.word(head.first).contains("لل");
    if definite_head {
        let end = adjectives(cx, at);
        if end == at {
            return None;
        }
        // One adjective is enough only if it is one that names have.
        let naming = (at..end).any(|i| NAMING.contains(&cx.text.word(i)));
        let nationality = cx.the_nationality(end - 1).is_some();
        let more = purpose(cx, end);
        let naming = nationality || naming && (end > at + 1 || more > end);
        let end = more;
        return naming.then(|| seat(cx, head, end));
    }
    let mut end = at;
    // A chain of indefinite nouns: مركز دراسات الوحدة العربية.
    while end < at + 2
        && cx.plain(end)
        && !cx.text.tok(end).is_definite()
        && !cx.stop(end)
        && (cx.definite(end + 1) || cx.definite(end + 2) && cx.plain(end + 1))
        && cx.nationality(end).is_none()
    {
        end += 1;
    }
    if !cx.definite(end)
        || cx.stop(end)
        || cx.scan.bare(end, Class::Title).is_some() && !keeps_title(cx, end)
    {
        return None;
    }
    let named = |i: usize| cx.the_nationality(i).is_some() || NAMING.contains(&cx.text.word(i));
    if GENERIC.contains(&cx.text.word(end)) && !named(end + 1) {
        return None;
    }
    end += 1;
    end = adjectives(cx, end);
    end = conjoined(cx, end);
    end = purpose(cx, end);
    Some(seat(cx, head, end))
}

fn keeps_title(cx: &Context<'_, '_>, i: usize) -> bool {
    matches!(
        cx.text.word(i),
        "الملك" | "الامير" | "السلطان" | "الشيخ" | "النواب" | "الوزراء" | "الشيوخ"
    )
}

/// Definite adjectives, the last of which can be a nationality.
fn adjectives(cx: &Context<'_, '_>, mut end: usize) -> usize {
    // A masculine nationality after a feminine word belongs to something before it.
    let feminine = end > 0 && cx.text.word(end - 1).ends_with('ة');
    for _ in 0..4 {
        if let Some(m) =
            cx.the_nationality(end).filter(|m| !feminine || cx.text.word(m.first).ends_with('ة'))
        {
            end = m.last;
        } else if cx.definite(end)
            && (NAMING.contains(&cx.text.word(end)) || is_adjective(cx, end))
            && cx.scan.bare(end, Class::Title).is_none()
            && !cx.stop(end)
        {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// A definite word in ي or ية that no list calls a name of something else.
fn is_adjective(cx: &Context<'_, '_>, i: usize) -> bool {
    let word = cx.text.word(i);
    (word.ends_with('ي') || word.ends_with("ية"))
        && word.len() > 10
        && cx.common(i)
        && cx.scan.bare(i, Class::Portfolio).is_none()
}

/// «والتلفزيون»: a second complement.
fn conjoined(cx: &Context<'_, '_>, mut end: usize) -> usize {
    for _ in 0..3 {
        let tok = cx.text.tok(end);
        if !cx.continues(end)
            || !tok.has_conj()
            || tok.has_prep()
            || !tok.is_definite()
            || cx.stop(end)
        {
            break;
        }
        let other = cx.scan.at(end).iter().any(|m| {
            m.prefix == 2
                && (m.sense.class.entity().is_some()
                    || matches!(
                        m.sense.class,
                        Class::Nationality
                            | Class::Title
                            | Class::OrganizationHead
                            | Class::Weekday
                    ))
        });
        if other || !cx.common(end) {
            break;
        }
        end = adjectives(cx, end + 1);
    }
    end
}

/// «للأبحاث والدراسات»: what the body is for.
fn purpose(cx: &Context<'_, '_>, end: usize) -> usize {
    let word = cx.text.word(end);
    if !cx.continues(end) || cx.stop(end) {
        return end;
    }
    let named = cx.scan.at(end).iter().any(|m| {
        m.prefix == 2 && (m.sense.class.entity().is_some() || m.sense.class == Class::Title)
    });
    if named {
        return end;
    }
    if word.starts_with("لل") && word.len() > 8 {
        return conjoined(cx, adjectives(cx, end + 1));
    }
    // لحقوق الإنسان
    if matches!(word, "لحقوق" | "لشؤون" | "لمكافحة" | "لحماية" | "لتنمية" | "لدعم" | "لكرة")
        && (cx.definite(end + 1))
    {
        return conjoined(cx, adjectives(cx, end + 2));
    }
    end
}

/// «في باريس», «بتونس» after courts, hospitals and the like.
fn seat(cx: &Context<'_, '_>, head: &Match<'_>, end: usize) -> usize {
    const SEATED: &[&str] = &["محكمة", "المحكمة", "مستشفى", "المستشفى", "المركز", "كلية", "مركز"];
    if !SEATED.contains(&head.sense.name()) || cx.text.tok(end).newline {
        return end;
    }
    let place =
        |m: &&Match<'_>| matches!(m.sense.class, Class::City | Class::Region | Class::Country);
    if cx.text.word(end) == "في" && matches!(head.sense.name(), "محكمة" | "المحكمة") {
        if let Some(m) = cx.scan.at(end + 1).iter().filter(place).find(|m| m.prefix == 0) {
            return m.last;
        }
    }
    if cx.text.word(end).starts_with('ب') {
        if let Some(m) = cx.scan.at(end).iter().filter(place).find(|m| m.prefix == 2) {
            return m.last;
        }
        let word = cx.text.word(end);
        if word.starts_with("بال") && !cx.common(end) {
            return end + 1;
        }
    }
    end
}

/// «مستشفى فطومة بورقيبة»: called after a person.
fn dedicated(cx: &Context<'_, '_>, head: &Match<'_>, at: usize) -> Option<usize> {
    const HEADS: &[&str] =
        &["مستشفى", "جامعة", "معهد", "مدرسة", "مؤسسة", "مركز", "أكاديمية", "كلية"];
    let mut end = at;
    while end < at + 4 && is_namelike(cx, end) && (end > at || !cx.common(end)) {
        end += 1;
    }
    (HEADS.contains(&head.sense.name()) && end > at + 1 && !cx.text.tok(at).newline).then_some(end)
}

/// A definite noun with its adjective, as outlets are called: صحيفة العربي الجديد.
fn title_of_outlet(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    if !cx.definite(at) || cx.stop(at) || cx.nationality(at).is_some() {
        return None;
    }
    if cx.scan.bare(at, Class::Title).is_some() || is_adjective(cx, at) {
        return None;
    }
    let mut end = at + 1;
    if cx.definite(end) && NAMING.contains(&cx.text.word(end)) {
        end += 1;
    }
    Some(cx.the_nationality(end).map_or(end, |m| m.last))
}

/// «أبوظبي الوطنية للطاقة», «إعمار العقارية», «أرابتك القابضة»: up to the word that ends such names.
fn company(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    const ENDS: &[&str] = &[
        "القابضة",
        "العقارية",
        "للاستثمار",
        "للتامين",
        "للطيران",
        "للاتصالات",
        "للبترول",
        "للطاقة",
        "للنفط",
        "للغاز",
        "المحدودة",
        "للعقارات",
        "للتطوير",
        "للتكنولوجيا",
        "للالكترونيات",
        "للسيارات",
        "للنقل",
        "للانتاج",
    ];
    for end in at..at + 4 {
        if !cx.continues(end) || cx.stop(end) {
            return None;
        }
        if end > at && ENDS.contains(&cx.text.word(end)) {
            return Some(conjoined(cx, end + 1));
        }
        if end > at && cx.scan.core(end).prefix > 0 {
            return None;
        }
    }
    None
}

/// Words no list has, after a head that asks for a name.
fn unknown_name(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    let mut end = at;
    while end < at + 4 && is_unknown(cx, end) {
        end += 1;
    }
    (end > at).then_some(end)
}

fn is_unknown(cx: &Context<'_, '_>, i: usize) -> bool {
    let tok = cx.text.tok(i);
    let core = cx.scan.core(i);
    if tok.newline || core.prefix > 0 || core.flags.has(WordFlags::STOP | WordFlags::COMMON) {
        return false;
    }
    let other = cx.scan.at(i).iter().any(|m| {
        m.prefix == 0
            && !m.sense.ambiguous
            && !matches!(m.sense.class, Class::Organization | Class::Media | Class::Club)
    });
    match tok.kind {
        crate::segment::TokenKind::Arabic => tok.end - tok.start >= 4 && !other,
        crate::segment::TokenKind::Foreign => true,
        _ => false,
    }
}

/// مطار بغداد الدولي، ميدان التحرير، جبل الشيخ
fn place<'t>(cx: &Context<'_, 't>, head: &Match<'t>) -> Option<Candidate<'t>> {
    let at = head.last;
    let kind = head.sense.english();
    let strict = kind.ends_with("_strict");
    let subkind = match kind.trim_end_matches("_strict") {
        "facility" => "facility",
        "natural" => "natural",
        _ => "region",
    };
    let make = |end: usize, confidence: f32| {
        let c = Candidate::new(
            cx.text,
            head.first..end,
            head.prefix,
            EntityKind::Location,
            "place.head",
            confidence,
        );
        Some(c.subkind(Some(subkind)))
    };
    if cx.text.tok(at).newline {
        return None;
    }
    let quoted = quoted(cx, at);
    let mut end = if let Some(end) = quoted {
        end
    } else if let Some(m) = cx.name_at(at).filter(|m| m.sense.class != Class::Event) {
        m.last
    } else if strict {
        return None;
    } else {
        let mut end = at;
        if let Some(t) = cx.scan.bare(at, Class::Title).filter(|_| keeps_title(cx, at)) {
            end = t.last;
        }
        while end < at + 3 && (is_unknown(cx, end) || is_namelike(cx, end)) {
            end += 1;
        }
        let streets = ["شارع", "ميدان", "ملعب", "جسر", "برج"].contains(&head.sense.name());
        if end == at && streets && cx.plain(at) && !cx.stop(at) && cx.nationality(at).is_none() {
            end = at + 1;
        }
        if end == at {
            if !cx.definite(at)
                || cx.stop(at)
                || cx.nationality(at).is_some()
                || is_adjective(cx, at)
            {
                return None;
            }
            end = at + 1;
        }
        end
    };
    for _ in 0..2 {
        if cx.definite(end) && FACILITY_ADJECTIVES.contains(&cx.text.word(end)) {
            end += 1;
        }
    }
    let plain = end == at + 1 && cx.common(at) && cx.name_at(at).is_none();
    make(end, if plain { 0.62 } else { 0.92 })
}

const FACILITY_ADJECTIVES: &[&str] = &[
    "الدولي",
    "الدولية",
    "الحدودي",
    "الحدودية",
    "البري",
    "الجوي",
    "الجوية",
    "العسكري",
    "العسكرية",
    "المركزي",
    "الرئاسي",
    "الملكي",
    "الكبير",
    "الجنوبي",
    "الشمالي",
    "الاحمر",
    "الابيض",
    "الاسود",
    "العالي",
    "الاثري",
    "النووي",
    "الاقصي",
    "الحرام",
    "النبوي",
    "الاموي",
    "البحري",
    "النفطي",
    "التجاري",
];

fn is_namelike(cx: &Context<'_, '_>, i: usize) -> bool {
    let flags = cx.scan.core(i).flags;
    cx.plain(i)
        && flags.has(WordFlags::GIVEN | WordFlags::FAMILY | WordFlags::SOMETIMES)
        && !flags.has(WordFlags::STOP)
}

/// مدينة ورفلة: the name alone is the mention.
fn labelled<'t>(cx: &Context<'_, 't>, label: &Match<'t>) -> Option<Candidate<'t>> {
    let at = label.last;
    if cx.text.tok(at).newline || cx.stop(at) || cx.scan.core(at).prefix > 0 {
        return None;
    }
    let subkind = match label.sense.english() {
        "city" => "city",
        "country" => "country",
        "natural" => "natural",
        _ => "region",
    };
    if let Some(m) = cx.name_at(at) {
        if matches!(m.sense.class, Class::Person | Class::Club | Class::Organization | Class::Media)
            && !m.sense.ambiguous
        {
            return None;
        }
        let c = Candidate::new(cx.text, at..m.last, 0, EntityKind::Location, "place.label", 0.92);
        let known = m.sense.class.entity().is_some_and(|(k, _)| k == EntityKind::Location);
        return Some(c.subkind(Some(subkind)).with(known.then_some(m.sense)));
    }
    let mut end = at;
    if cx.definite(at) {
        let word = cx.text.word(at);
        let loose = matches!(label.sense.english(), "city") && label.sense.name() != "العاصمة";
        let adjective =
            word.ends_with("ية") || cx.nationality(at).is_some() || NAMING.contains(&word);
        if adjective || cx.scan.bare(at, Class::Title).is_some() || (!loose && cx.common(at)) {
            return None;
        }
        end = at + 1;
    } else {
        while end < at + 2 && is_unknown(cx, end) && (end == at || !cx.text.tok(end).is_definite())
        {
            end += 1;
        }
        if end > at && cx.definite(end) && !cx.common(end) && is_unknown(cx, end) {
            end += 1;
        }
    }
    if end == at {
        return None;
    }
    let c = Candidate::new(cx.text, at..end, 0, EntityKind::Location, "place.label", 0.8);
    Some(c.subkind(Some(subkind)))
}

/// مناورات «الأسد»، مهرجان كان السينمائي، الدوري التونسي الممتاز
fn event<'t>(cx: &Context<'_, 't>, head: &Match<'t>) -> Option<Candidate<'t>> {
    let at = head.last;
    let make = |end: usize, rule: &'static str, confidence: f32| {
        let c = Candidate::new(
            cx.text,
            head.first..end,
            head.prefix,
            EntityKind::Event,
            rule,
            confidence,
        );
        Some(c)
    };
    if cx.text.tok(at).newline {
        return None;
    }
    if head.sense.english() == "league" {
        let mut end = cx.the_nationality(at)?.last;
        if matches!(cx.text.word(end), "الممتاز" | "الاول" | "للمحترفين") {
            end += 1;
        }
        return make(end, "event.league", 0.85);
    }
    if let Some(end) = quoted(cx, at) {
        return make(end, "event.quoted", 0.66);
    }
    const SEATED: &[&str] =
        &["مهرجان", "معرض", "مونديال", "أولمبياد", "ملتقى", "ماراثون", "رالي", "منتدى", "ديربي"];
    if !SEATED.contains(&head.sense.name()) {
        return None;
    }
    let town = cx.name_at(at).filter(|m| {
        matches!(m.sense.class, Class::City | Class::Country | Class::Region) && !m.sense.ambiguous
    })?;
    let mut end = town.last;
    while cx.definite(end) && (NAMING.contains(&cx.text.word(end)) || is_adjective(cx, end)) {
        end += 1;
    }
    make(purpose(cx, end), "event.town", 0.8)
}

/// «(إنتربول)» after the name it abbreviates.
fn acronyms<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    let ends: Vec<usize> =
        out.iter().filter(|c| c.kind == EntityKind::Organization).map(|c| c.last).collect();
    for at in ends {
        if cx.text.tok(at).punct() != Some(Punct::OpenBracket) {
            continue;
        }
        let Some(end) = cx.quotation(at, 3) else { continue };
        let inside = at + 1..end - 1;
        let quote = |i: usize| {
            matches!(
                cx.text.tok(i).punct(),
                Some(Punct::Quote | Punct::OpenQuote | Punct::CloseQuote)
            )
        };
        let (mut first, mut last) = (inside.start, inside.end);
        if quote(first) && quote(last - 1) {
            (first, last) = (first + 1, last - 1);
        }
        let known = cx.name_at(first).is_some_and(|m| {
            m.last == last
                && m.sense.class.entity().is_some_and(|e| e.0 == EntityKind::Organization)
        });
        let name = known || (first..last).all(|i| is_unknown(cx, i) || is_namelike(cx, i));
        if first < last && name && last - first <= 2 {
            out.push(Candidate::new(
                cx.text,
                first..last,
                0,
                EntityKind::Organization,
                "org.acronym",
                0.8,
            ));
        }
    }
}
