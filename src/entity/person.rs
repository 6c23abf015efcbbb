//! Names of people: after a title, by their given name, and through their parts.

use super::candidate::Candidate;
use super::context::Context;
use super::gazetteer::{Class, WordFlags};
use super::kind::EntityKind;

/// How much a token looks like part of a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// A plain word, a clitic, a mark.
    No,
    /// A word no list has: only in a context that asks for a name.
    Unknown,
    /// A name beside other names, a plain word elsewhere.
    Sometimes,
    /// A name.
    Name,
}

/// A run of tokens that can be one person's name.
#[derive(Clone, Copy, Debug)]
struct Run {
    end: usize,
    /// Names counted with their particles: عبد الله is one.
    units: usize,
    /// How many of them are [`Likeness::Name`].
    names: usize,
    first: Likeness,
}

/// Proposes every person of the text.
pub(super) fn find<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    // Most words neither announce a name nor begin one.
    let begins = WordFlags::GIVEN | WordFlags::FAMILY | WordFlags::SOMETIMES | WordFlags::PARTICLE;
    let mut i = 0;
    while let Some(next) = cx.scan.next(i, cx.text.tokens(), |_, classes, flags| {
        flags.has(begins) || classes.has(Class::Title)
    }) {
        i = next;
        if let Some(title) = cx.scan.of(i, Class::Title) {
            if let Some(c) = after_title(cx, title.last, title.sense.name()) {
                out.push(c);
            }
            // باسم in الناطق باسم is no given name.
            if title.last > i + 1 {
                i = title.last;
                continue;
            }
        }
        match by_given_name(cx, i) {
            Some(c) => {
                i = c.last;
                out.push(c);
            }
            None => i += 1,
        }
    }
}

/// «الرئيس الفرنسي إيمانويل ماكرون»: the name that follows a title, with the words that may stand
/// between them.
fn after_title<'t>(cx: &Context<'_, 't>, mut at: usize, title: &str) -> Option<Candidate<'t>> {
    if cx.is_abbreviation_mark(at) {
        at += 1;
    }
    let begin = at;
    loop {
        if cx.text.tok(at).newline {
            return None;
        }
        if let Some(m) = cx.scan.bare(at, Class::Nationality) {
            at = m.last;
        } else if let Some(m) = cx.scan.bare(at, Class::Portfolio) {
            at = m.last;
        } else if let Some(m) = cx.scan.bare(at, Class::Title) {
            at = m.last;
            if cx.is_abbreviation_mark(at) {
                at += 1;
            }
        } else if cx.listed(at, WordFlags::AFTER_TITLE) {
            at += 1;
        } else {
            break;
        }
        if at > begin + 6 {
            return None;
        }
    }
    if cx.text.tok(at).newline || cx.scan.core(at).prefix > 0 {
        return None;
    }
    let run = run(cx, at, true)?;
    let definite = title.starts_with("ال");
    let enough = match run.units {
        1 => {
            definite
                && run.first >= Likeness::Sometimes
                && !cx.scan.core(at).flags.has(WordFlags::COMMON)
                || definite
                    && at == begin
                    && run.first == Likeness::Unknown
                    && !cx.text.tok(at).is_definite()
                    && !inflected(cx.text.word(at))
        }
        _ => {
            run.names > 0
                || (definite && run.first != Likeness::Unknown)
                || run.units >= 2 && definite
        }
    };
    if !enough {
        return None;
    }
    let confidence = if run.names > 0 { 0.9 } else { 0.75 };
    Some(Candidate::new(cx.text, at..run.end, 0, EntityKind::Person, "person.title", confidence))
}

/// A given name with at least one more name after it.
fn by_given_name<'t>(cx: &Context<'_, 't>, at: usize) -> Option<Candidate<'t>> {
    let core = cx.scan.core(at);
    if !core.flags.has(WordFlags::GIVEN | WordFlags::FAMILY | WordFlags::SOMETIMES)
        && !is_servant(cx, at)
    {
        return None;
    }
    let run = run(cx, at, false)?;
    if run.units < 2 {
        return None;
    }
    let given = core.flags.has(WordFlags::GIVEN) || is_servant(cx, at);
    let enough = if given {
        true
    } else {
        run.names >= 2
            || run.names == 1 && run.first >= Likeness::Sometimes && run.units == 2
            || rare(cx, at..run.end)
    };
    if !enough || core.flags.has(WordFlags::STOP) {
        return None;
    }
    let confidence = match (given, run.names) {
        (true, 2..) => 0.92,
        (true, _) => 0.8,
        _ => 0.7,
    };
    let c = Candidate::new(
        cx.text,
        at..run.end,
        core.prefix,
        EntityKind::Person,
        "person.names",
        confidence,
    );
    Some(c)
}

/// Words that are names in some list and words of no text: a foreign name.
fn rare(cx: &Context<'_, '_>, tokens: std::ops::Range<usize>) -> bool {
    let plain = |i: usize| {
        cx.common(i)
            || cx.text.tok(i).is_definite() && i == tokens.start
            || inflected(cx.text.word(i))
    };
    tokens.len() >= 2 && tokens.len() <= 4 && !tokens.clone().any(plain)
}

/// Whether a word carries an ending or a beginning that names do not have.
pub(super) fn inflected(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ها", "هم", "هما", "هن", "نا", "كم", "ات", "تين", "تان", "ون", "ية", "يا", "ة", "وا", "ته",
        "اً", "ئها", "ئه",
    ];
    const BEGINNINGS: &[&str] = &[
        "است", "سي", "ست", "يت", "تت", "ين", "لل", "وال", "بال", "فال", "كال", "يست", "تست", "مست",
        "مت",
    ];
    ENDINGS.iter().any(|e| word.ends_with(e) && word.len() > e.len() + 4)
        || BEGINNINGS.iter().any(|b| word.starts_with(b) && word.len() > b.len() + 4)
}

fn is_servant(cx: &Context<'_, '_>, at: usize) -> bool {
    if !cx.scan.core(at).flags.has(WordFlags::PARTICLE) || cx.word(at) != "عبد" {
        return false;
    }
    let next = cx.text.tok(at + 1);
    next.is_definite() && !next.has_prep() || cx.text.word(at + 1) == "ربه"
}

/// بن, أبو: not عبد, which is a name only together with certain words.
fn is_particle(cx: &Context<'_, '_>, at: usize) -> bool {
    cx.scan.core(at).flags.has(WordFlags::PARTICLE) && cx.word(at) != "عبد"
}

/// The longest name that begins at `at`.
fn run(cx: &Context<'_, '_>, at: usize, asked: bool) -> Option<Run> {
    let (mut end, mut units, mut names) = (at, 0, 0);
    let mut first = Likeness::No;
    let mut before = Likeness::No;
    while units < 6 {
        if end > at && (cx.text.tok(end).newline || cx.scan.core(end).prefix > 0) {
            break;
        }
        let (len, likeness) = unit(cx, end, units, before);
        let accept = match likeness {
            Likeness::No => false,
            // Words no list has may continue a name that has begun, but not two in a row unless a
            // title asked for them.
            Likeness::Unknown => {
                asked || units > 0 && before >= Likeness::Sometimes && !inflected(cx.text.word(end))
            }
            _ => true,
        };
        if !accept {
            break;
        }
        if units == 0 {
            first = likeness;
        }
        end += len;
        units += 1;
        names += usize::from(likeness == Likeness::Name);
        before = likeness;
    }
    (units > 0).then_some(Run { end, units, names, first })
}

/// The tokens that make one part of a name: a word, particle and word, عبد and what follows.
fn unit(cx: &Context<'_, '_>, at: usize, position: usize, before: Likeness) -> (usize, Likeness) {
    let word = if position == 0 { cx.word(at) } else { cx.text.word(at) };
    let flags = cx.scan.core(at).flags;
    let next = at + 1;
    let joined = !cx.text.tok(next).newline && cx.scan.core(next).prefix == 0;
    if word == "عبد" && joined && (cx.text.tok(next).is_definite() || cx.text.word(next) == "ربه")
    {
        return (2, Likeness::Name);
    }
    if joined && is_particle(cx, at) && cx.text.tok(next).is_word() {
        let after = likeness(cx, next, 1, Likeness::Name);
        let stop = cx.scan.core(next).flags.has(WordFlags::STOP);
        // ابن and ولد are words of their own at the beginning.
        let starts = position > 0 || flags.has(WordFlags::FIRST_PARTICLE);
        if starts && !stop && (after > Likeness::No || position > 0) {
            // بن عبد الله
            if cx.text.word(next) == "عبد" && cx.text.tok(next + 1).is_definite() {
                return (3, Likeness::Name);
            }
            if is_particle(cx, next) && cx.text.tok(next + 1).is_word() {
                return (3, Likeness::Name);
            }
            let likeness = if position == 0 && !matches!(word, "ابو" | "بن") {
                Likeness::Sometimes
            } else {
                Likeness::Name
            };
            return (2, likeness);
        }
    }
    if position > 0 && joined && flags.has(WordFlags::FOREIGN_PARTICLE) {
        let after = likeness(cx, next, position, Likeness::Name);
        if after > Likeness::No {
            return (2, after);
        }
    }
    let own = likeness(cx, at, position, before);
    // نور الدين، نصر الله
    if joined && matches!(cx.text.word(next), "الدين" | "الله") && own > Likeness::No {
        return (2, Likeness::Name);
    }
    (1, own)
}

fn likeness(cx: &Context<'_, '_>, at: usize, position: usize, before: Likeness) -> Likeness {
    let tok = cx.text.tok(at);
    if tok.kind != crate::segment::TokenKind::Arabic {
        return Likeness::No;
    }
    let core = cx.scan.core(at);
    if is_particle(cx, at) {
        return Likeness::No;
    }
    // محمد السادس
    if position == 1 && before == Likeness::Name && cx.listed(at, WordFlags::ORDINAL) {
        return Likeness::Name;
    }
    if cx.stop(at) && !core.flags.has(WordFlags::GIVEN) || cx.text.word(at) == "علي" && cx.stop(at)
    {
        return Likeness::No;
    }
    let strong = core.flags.has(WordFlags::GIVEN | WordFlags::FAMILY);
    let sometimes = core.flags.has(WordFlags::SOMETIMES);
    for m in cx.scan.at(at).iter().filter(|m| m.prefix == core.prefix && !m.sense.ambiguous) {
        match m.sense.class {
            // A family name like المصري directly after one given name.
            Class::Nationality => {
                let family = (strong || sometimes) && position == 1 && before == Likeness::Name;
                return if family { Likeness::Sometimes } else { Likeness::No };
            }
            Class::Country | Class::Region if !strong => return Likeness::No,
            Class::City
                if !core.flags.has(WordFlags::GIVEN)
                    && (position == 0 || !strong && !sometimes) =>
            {
                return Likeness::No;
            }
            Class::Person if m.last == at + 1 => return Likeness::Name,
            Class::Organization | Class::Media | Class::Event | Class::Club
                if m.last == at + 1
                    && !strong
                    && (position == 0
                        || cx.text.tok(at).is_definite()
                        || before < Likeness::Sometimes) =>
            {
                return Likeness::No;
            }
            Class::Title if position > 0 => {
                if !strong {
                    return Likeness::No;
                }
            }
            Class::Title => return Likeness::No,
            Class::Month | Class::Weekday | Class::Day | Class::Currency | Class::Number
                if !strong && (position == 0 || !sometimes) =>
            {
                return Likeness::No;
            }
            Class::OrganizationHead | Class::PlaceHead | Class::PlaceLabel | Class::EventHead
                if !strong =>
            {
                return Likeness::No;
            }
            _ => {}
        }
    }
    if strong {
        return Likeness::Name;
    }
    if sometimes {
        return Likeness::Sometimes;
    }
    // «المدعي العام يوسف السليم،»: a plain word can be a family name where the phrase ends.
    let closes = !cx.text.tok(at + 1).is_word() || cx.text.tok(at + 1).newline;
    if core.flags.has(WordFlags::COMMON)
        && position == 1
        && before == Likeness::Name
        && closes
        && tok.is_definite()
        && core.prefix == 0
        && cx.scan.core(at - 1).flags.has(WordFlags::GIVEN)
    {
        return Likeness::Sometimes;
    }
    if core.flags.has(WordFlags::COMMON) || tok.end - tok.start < 6 {
        return Likeness::No;
    }
    if core.prefix > 0 && position > 0 {
        return Likeness::No;
    }
    Likeness::Unknown
}
