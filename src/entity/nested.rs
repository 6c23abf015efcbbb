//! Names and values inside of names: the town of «جامعة القاهرة», the nationality of «وزارة الخارجية
//! الأميركية».
//!
//! They are what was proposed and lost to a longer mention. Nothing is looked for anew, and the
//! mentions they lie in are the same as without them.

use super::Mention;
use super::candidate::Candidate;
use super::combine::choose;
use super::kind::EntityKind;

/// How deep mentions are looked for: in a mention, in what was found there, and once more.
const LEVELS: usize = 3;

/// The best set of proposals inside each of the mentions `outer`, which do not meet and stand in the
/// order of the text, and inside what was found there; by where they begin.
pub(super) fn inside<'t>(
    outer: &[Candidate<'t>],
    mut proposals: Vec<Candidate<'t>>,
) -> Vec<Candidate<'t>> {
    let mut found = Vec::new();
    let mut level = outer.to_vec();
    for _ in 0..LEVELS {
        proposals.retain(|c| {
            let at = level.partition_point(|outer| outer.end <= c.start);
            level.get(at).is_some_and(|outer| lies_in(c, outer))
        });
        if proposals.is_empty() {
            break;
        }
        level = choose(proposals.clone());
        found.extend(level.iter().cloned());
    }
    found.sort_by_key(|c| c.start);
    found
}

/// Whether a proposal is something else inside of a mention, and no part or short form of its name.
fn lies_in(c: &Candidate<'_>, outer: &Candidate<'_>) -> bool {
    use EntityKind::{Location, Money, Nationality, Organization, Person, Title};
    let within = outer.start <= c.start && c.end <= outer.end;
    if !within || (c.start, c.end) == (outer.start, outer.end) || is_same(c, outer) {
        return false;
    }
    // Names begin with what they are: «الاتحاد الأوروبي» of «الاتحاد الأوروبي لكرة القدم» is no other
    // body, but the town of «دبي للاستثمار» is one.
    let begins = c.start == outer.start;
    match (outer.kind, c.kind) {
        // The names a person has are no towns, no nationalities and no other people.
        (Person, kind) => kind == Title && begins,
        (Title, kind) => kind != Title,
        // «كانون» of كانون الأول is no body; of values, only money has a nationality: كرونة سويدية.
        (outer, kind) if outer.is_value() => outer == Money && kind == Nationality,
        // An adjective stands behind its noun: «كوريا» of كوريا الشمالية is none.
        (_, Nationality) if begins => false,
        // A short form: «الخارجية الأميركية» is the ministry again, «ميلان» the club.
        (Organization, _) if c.rule == "org.national" => false,
        (Organization, kind) if outer.subkind == Some("club") => {
            matches!(kind, Location | Nationality)
        }
        // «دائرة» is a place or a body, not a body with a place in it.
        _ if c.rule == "place.label" && c.sense.is_none() => false,
        (outer, kind) => !begins || kind != outer && !matches!(kind, Organization | Person),
    }
}

/// Whether both name one thing: «السعودية» in «المملكة العربية السعودية».
fn is_same(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    match (a.sense, b.sense) {
        (Some(a), Some(b)) => a.is(b) || !a.id().is_empty() && a.id() == b.id(),
        _ => false,
    }
}

/// All mentions in one list, the outer one of two that begin together first, and where in it each of
/// `outer` has come to stand.
pub(crate) fn merge(outer: Vec<Mention>, inner: Vec<Mention>) -> (Vec<Mention>, Vec<usize>) {
    let mut places = Vec::with_capacity(outer.len());
    let mut all = Vec::with_capacity(outer.len() + inner.len());
    let mut inner = inner.into_iter().peekable();
    for mention in outer {
        let before = |m: &Mention| m.start < mention.start;
        while let Some(m) = inner.next_if(before) {
            all.push(m);
        }
        places.push(all.len());
        all.push(mention);
    }
    all.extend(inner);
    (all, places)
}
