//! What a source is: type, anonymity, number, descriptors.

use crate::entity::{EntityKind, Mention};
use crate::labels::{Anonymity, Number, SourceType};
use crate::lexicon::{Classes, Gender, HeadClass};
use crate::segment::{Punct, TokenKind};

use super::draft::Np;
use super::reading::Reader;

/// The labels of a source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Labels {
    pub source_type: SourceType,
    pub anonymity: Anonymity,
    pub number: Number,
    pub gender: Gender,
    /// The noun phrase whose words describe it, where any do.
    pub described: Option<Np>,
    /// Token of the head noun.
    pub head: usize,
    pub class: Option<HeadClass>,
    /// The mention the source is or belongs to.
    pub entity: Option<usize>,
    pub definite: bool,
    /// It asks behind its noun phrase not to be named.
    pub asks: bool,
    /// It is called by its name in a clause of its own: تدعى فلانة، اسمها فلانة.
    pub called: bool,
}

/// Labels a noun phrase.
pub(crate) fn classify(r: &Reader<'_>, np: &Np) -> Labels {
    let mut at = np.first;
    while at + 1 < np.last
        && (r.is(at, Classes::QUANTIFIER.or(Classes::DEMONSTRATIVE).or(Classes::SAME_BEFORE))
            || r.text.word(at) == "من"
            || !r.is_word(at))
        && r.get(at).head.is_none_or(|h| h.class == HeadClass::Vague)
    {
        at += 1;
    }
    let first = r.get(np.first);
    let mut head = r.get(at).head.or(first.head);
    if head.is_none() && r.mention(at).is_none() {
        // An adjective or ordinal before the head: أول مسؤول، كبير المفاوضين.
        if let Some(k) = (at + 1..np.last.min(at + 3)).find(|&k| r.get(k).head.is_some()) {
            if !r.tok(at).is_definite() {
                head = r.get(k).head;
            }
        }
    }
    let mentions = || {
        let mut seen = None;
        (np.first..np.last).filter_map(move |k| {
            let m = r.get(k).entity?;
            if seen == Some(m) {
                return None;
            }
            seen = Some(m);
            Some((k, m as usize, r.mentions.get(m as usize)?))
        })
    };
    // A name behind a relative pronoun or «من» is somebody else's.
    let main_end = (np.first..np.last)
        .find(|&k| {
            r.is(k, Classes::RELATIVE)
                && k > np.first
                && r.text.bare(k) != "من"
                && r.text.bare(k) != "ما"
                || r.is_request_clause(k)
        })
        .unwrap_or(np.last);
    let asks = asks_behind(r, np);
    let requested = asks || (np.first..np.last).any(|k| withholds(r, k));
    let person = mentions().find(|&(k, _, m)| m.kind == EntityKind::Person && k < main_end);
    let body = mentions()
        .find(|&(_, _, m)| matches!(m.kind, EntityKind::Organization | EntityKind::Location));
    let class = head.map(|h| h.class);
    let starts_with_entity = r.mention(at).map(|m| m.kind);
    let called = (np.first..np.last).any(|k| is_called(r, k));
    let (source_type, anonymity) = match (starts_with_entity, class) {
        _ if called && !requested => (SourceType::Person, Anonymity::Named),
        _ if requested && person.is_none() => (SourceType::Person, Anonymity::AnonRequested),
        (Some(EntityKind::Person), _) => (SourceType::Person, Anonymity::Named),
        (Some(EntityKind::Organization), c)
            if !matches!(c, Some(HeadClass::Role | HeadClass::Anon)) =>
        {
            (
                if c == Some(HeadClass::Media) { SourceType::Media } else { SourceType::Org },
                Anonymity::Org,
            )
        }
        (Some(EntityKind::Location), None) => (SourceType::State, Anonymity::Org),
        (_, Some(HeadClass::Role)) => (
            SourceType::Person,
            if person.is_some() || trailing_name(r, np, main_end) {
                Anonymity::Named
            } else if head.is_some_and(|h| h.plural) && !r.tok(at).is_definite() {
                Anonymity::Anon
            } else {
                Anonymity::Role
            },
        ),
        // جارته الجزائر، حليفتها روسيا: a state.
        (_, Some(HeadClass::Anon))
            if r.get(at).possessed
                && r.mention(at + 1).is_some_and(|m| m.kind == EntityKind::Location) =>
        {
            (SourceType::State, Anonymity::Org)
        }
        (_, Some(HeadClass::Anon)) => {
            let named = person.is_some_and(|(k, _, _)| !follows_closeness(r, np.first, k))
                || person.is_none() && r.tok(at).is_definite() && trailing_name(r, np, main_end);
            (SourceType::Person, if named { Anonymity::Named } else { Anonymity::Anon })
        }
        // الساكنة فلانة: one of them.
        (_, Some(HeadClass::Group))
            if head.is_some_and(|h| !h.plural)
                && r.tok(at).is_definite()
                && person.is_some_and(|(k, _, _)| k == at + 1) =>
        {
            (SourceType::Person, Anonymity::Named)
        }
        (_, Some(HeadClass::Group)) => (SourceType::Group, Anonymity::Anon),
        (_, Some(HeadClass::Vague)) => (SourceType::Group, Anonymity::Vague),
        (_, Some(HeadClass::Document)) => (
            SourceType::Document,
            if body.is_some()
                || person.is_some()
                || has_issuer(r, np, at)
                || r.tok(at).is_definite() && head.is_some_and(|h| !h.plural)
            {
                Anonymity::Org
            } else {
                Anonymity::Vague
            },
        ),
        (_, Some(HeadClass::Data)) => (
            SourceType::Data,
            if body.is_some_and(|(_, _, m)| m.kind == EntityKind::Organization)
                || has_issuer(r, np, at)
            {
                Anonymity::Org
            } else {
                Anonymity::Vague
            },
        ),
        (_, Some(HeadClass::Media)) => (
            SourceType::Media,
            if head.is_some_and(|h| h.plural) && body.is_none() || r.text.stem(at) == "وسائل" {
                Anonymity::Vague
            } else {
                Anonymity::Org
            },
        ),
        (_, Some(HeadClass::Org)) => (SourceType::Org, Anonymity::Org),
        (_, None) => {
            if person.is_some() {
                (SourceType::Person, Anonymity::Named)
            } else if body.is_some() {
                (SourceType::Org, Anonymity::Org)
            } else {
                (SourceType::Unknown, unknown(r, np, at))
            }
        }
    };
    let number = match head {
        Some(h) if h.plural => Number::Plural,
        Some(_) => Number::Sing,
        None => Number::Na,
    };
    let gender = head.map_or_else(
        || if r.text.stem(at).ends_with('ة') { Gender::Feminine } else { Gender::Masculine },
        |h| if h.plural && !h.class.is_human() { Gender::Feminine } else { h.gender },
    );
    let described = anonymity != Anonymity::Named && descriptors(r, np).next().is_some();
    let entity = person.or(body).map(|(_, m, _)| m);
    Labels {
        source_type,
        anonymity,
        number,
        gender,
        described: described.then_some(*np),
        head: at,
        class,
        entity,
        definite: r.tok(at).is_definite() || r.get(at).possessed,
        asks,
        called,
    }
}

/// What the words behind the first one say of a source: «أمني», «مطلع».
pub(super) fn descriptors<'r>(r: &'r Reader<'_>, np: &Np) -> impl Iterator<Item = &'r str> {
    (np.first + 1..np.last).filter_map(|k| r.lexicon.descriptor(r.get(k).descriptor?))
}

/// A noun phrase whose head the lexicon does not know: words without article, and a single definite
/// word in ي, read as a name; a definite noun as a body.
fn unknown(r: &Reader<'_>, np: &Np, at: usize) -> Anonymity {
    // 59% من المستهلكين، نحو 40 في المئة منهم: so many of them.
    let counted = (np.first..np.last.min(np.first + 2)).any(|k| r.tok(k).kind == TokenKind::Number);
    if counted {
        return Anonymity::Anon;
    }
    let words = r.words_in(np.first, np.last);
    let stem = r.text.stem(at);
    if r.get(at).classes.any(Classes::DEMONSTRATIVE.or(Classes::PRONOUN).or(Classes::QUANTIFIER)) {
        return Anonymity::Anon;
    }
    let possessed =
        ["ه", "ها", "هم", "نا"].iter().any(|e| stem.ends_with(e)) && stem.chars().count() >= 4;
    if words == 1 && possessed && !r.tok(at).is_definite() {
        return Anonymity::Anon;
    }
    if !r.tok(at).is_definite() && words <= 5 {
        return Anonymity::Named;
    }
    if stem.ends_with("ون") || stem.ends_with("ين") {
        return Anonymity::Anon;
    }
    if words == 1 && stem.ends_with('ي') {
        return Anonymity::Named;
    }
    Anonymity::Org
}

/// A name the tagger does not know, behind a title: once a definite word has closed the chain of
/// genitives, a bare word without article can only be a name («وزيرة الدولة لشؤون الإعلام جمانة …»).
fn trailing_name(r: &Reader<'_>, np: &Np, end: usize) -> bool {
    (np.first + 1..end).any(|k| {
        let tok = r.tok(k);
        let closed = r.tok(k - 1).is_definite() || r.is_comma(k - 1) || r.mention(k - 1).is_some();
        closed
            && tok.kind == TokenKind::Arabic
            && !tok.is_definite()
            && !tok.has_prep()
            && !tok.has_conj()
            && r.get(k).word.is_none()
            && r.get(k).head.is_none()
            && r.get(k).noun_cue.is_none()
            && r.mention(k).is_none()
            && !r.is_verb(k)
            && r.text.word(k).chars().count() > 2
    })
}

/// مقرب من فلان، محامي فلان: the name is not the source's.
fn follows_closeness(r: &Reader<'_>, first: usize, name: usize) -> bool {
    (first..name).any(|k| matches!(r.text.bare(k), "من" | "الي" | "لدي" | "باسم" | "في" | "عن"))
}

/// بيان الوزارة، تقرير صادر عن …، بيانها.
fn has_issuer(r: &Reader<'_>, np: &Np, at: usize) -> bool {
    r.get(at).possessed
        || r.get(at).head.is_some_and(|h| !h.plural)
            && at + 1 < np.last
            && r.tok(at + 1).is_definite()
            && !r.tok(at).is_definite()
        || (at + 1..np.last).any(|k| {
            r.get(k).head.is_some_and(|h| {
                matches!(h.class, HeadClass::Org | HeadClass::Media | HeadClass::Role)
            }) || matches!(
                r.text.stem(k),
                "صادر"
                    | "صادرة"
                    | "اصدره"
                    | "اصدرته"
                    | "نشره"
                    | "نشرته"
                    | "رسمي"
                    | "رسمية"
            )
        })
}

/// Whether the source itself asks not to be named in a clause that begins at `k`.
fn withholds(r: &Reader<'_>, k: usize) -> bool {
    r.is_request_clause(k) && !r.is_contact_clause(k) && !matches!(r.bare(k), "لم" | "لا")
}

/// Whether a name follows that somebody is called by.
fn is_called(r: &Reader<'_>, k: usize) -> bool {
    let person = |m: &Mention| m.kind == EntityKind::Person && m.tokens.start == k + 1;
    r.is(k, Classes::CALLED) && r.mention(k + 1).is_some_and(person)
}

/// Whether a source asks behind its noun phrase not to be named: «قال عضو في اللجنة للصحيفة، رافضا ذكر
/// اسمه، إن …». What is said, or the next clause, ends the search.
fn asks_behind(r: &Reader<'_>, np: &Np) -> bool {
    const FAR: usize = 24;
    let mut k = np.last;
    while k < np.last + FAR {
        if r.is_request_clause(k) {
            return withholds(r, k);
        }
        let clause = r.finite(k).is_some() && r.has_conj(k);
        let ends = r.is_stop(k) || r.tok(k).newline || r.complementizer(k).is_some();
        if ends || clause || r.punct(k) == Some(Punct::Colon) {
            return false;
        }
        // The name of an outlet may be quoted.
        k = match r.quotes.close_of(k) {
            Some(close) if close < k + 6 => close + 1,
            Some(_) => return false,
            None => k + 1,
        };
    }
    false
}
