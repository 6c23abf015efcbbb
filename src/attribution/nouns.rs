//! Nouns of speech: إعلان الوزير أن، دعوة الحكومة إلى، بالقول إن.

use crate::lexicon::{Classes, HeadClass};

use super::candidate::{Candidate, Subject};
use super::complement::Complement;
use super::reading::Reader;
use super::subject::head_of;

/// What the grammar makes of a noun of speech at token `i`.
pub(crate) fn by_rule(
    r: &Reader<'_>,
    c: &Candidate<'_>,
    start: usize,
    end: usize,
) -> Option<(Complement, Subject)> {
    let i = c.at;
    let word = r.text.noun(i);
    let own = word.ends_with('ه') || word.ends_with("ها") || word.ends_with("هم");
    // بالقول إن، قوله إن: a clause at once.
    if r.text.stem(i).starts_with("قول") {
        let k = (i + 1..end.min(i + 3)).find(|&k| {
            r.complementizer(k).is_some()
                || r.is_quote_open(k)
                || r.punct(k) == Some(crate::segment::Punct::Colon)
        })?;
        if !(own || r.prep(i) == Some('ب')) {
            return None;
        }
        let complement = if r.complementizer(k).is_some() {
            Complement::Clause(k)
        } else if r.is_quote_open(k) {
            Complement::Quote(k)
        } else {
            Complement::Colon(k)
        };
        // «اكتفت المصالح بالقول»: the verb's subject speaks.
        let verb = (start..i).rev().take(8).find(|&v| r.is_verb(v));
        let subject = verb
            .and_then(|v| r.arguments(v, i, true).subject)
            .filter(|np| speaks(r, np.first))
            .map_or(Subject::Elided, |np| Subject::Before(np, false));
        return Some((complement, subject));
    }
    // NOUN possessor + complement.
    let mut k = i + 1;
    let mut subject = Subject::Elided;
    if !own {
        if r.tok(i).is_definite() || !r.is_nominal(k) || !speaks(r, k) {
            return None;
        }
        let last = r.np_closed(k, end);
        subject = Subject::After(r.np(k, last)?);
        k = last;
    }
    let t = r.skip_time(k, end);
    if t > k {
        k = t;
    }
    if k >= end || r.is_comma(k) {
        return None;
    }
    if r.complementizer(k).is_some() {
        return Some((Complement::Clause(k), subject));
    }
    if r.complementizer(k + 1).is_some_and(|(_, from)| from == k) {
        return Some((Complement::Clause(k + 1), subject));
    }
    if governed(r, k, c.governs) {
        return Some((Complement::Prep(k), subject));
    }
    let object = c.governs.contains('O')
        && !own
        && r.is_nominal(k)
        && !r.has_conj(k)
        && !r.tok(k).is_definite();
    object.then_some((Complement::Bare(k), subject))
}

fn governed(r: &Reader<'_>, k: usize, governs: &str) -> bool {
    let code = match r.prep(k) {
        Some('ب') => 'B',
        Some(_) => return false,
        None => match r.bare(k) {
            "الي" => 'I',
            "علي" => 'A',
            "من" => 'M',
            "عن" | "بشان" => 'N',
            _ => return false,
        },
    };
    governs.contains(code) && !r.is(k, Classes::TIME)
}

fn speaks(r: &Reader<'_>, i: usize) -> bool {
    head_of(r, i)
        .is_some_and(|h| h.class.is_human() || matches!(h.class, HeadClass::Org | HeadClass::Media))
        || r.mention(i).is_some_and(|m| {
            matches!(
                m.kind,
                crate::entity::EntityKind::Person
                    | crate::entity::EntityKind::Organization
                    | crate::entity::EntityKind::Location
            )
        })
}
