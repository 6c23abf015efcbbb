//! Datelines, bylines and closing lines: whoever stands at the top or the bottom of an article
//! without a word that says what for.
//!
//! Nothing but the layout tells «بيروت – رويترز» from «بيروت – الطريق الجديدة», so every stretch of a
//! few words between two marks is asked about there, and [`weigh`](super::weigh::credits) answers.

use crate::entity::EntityKind;
use crate::labels::{AttributionKind, CueClass, Stance, Tier};
use crate::lexicon::Classes;
use crate::segment::{Punct, TokenKind};

use super::draft::{CueDraft, Draft, Np};
use super::reading::Reader;
use super::weigh::Weights;
use super::weigh::credits::{self, Answer};

/// How many lines at the top, how many at the bottom.
const TOP: usize = 8;
const BOTTOM: usize = 5;

/// How many words a name has at most, and how many tokens.
const WORDS: usize = 7;
const TOKENS: usize = 12;

/// A few words between two marks that may be an outlet or an author.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Credit {
    pub first: usize,
    pub last: usize,
    /// The line it stands in: its number from the top and from the bottom, and its tokens.
    pub line: usize,
    pub bottom: usize,
    pub start: usize,
    pub end: usize,
    /// How many such stretches stand before it in the line.
    pub place: usize,
    /// The stretch before it.
    pub before: Option<(usize, usize)>,
    /// Whether it is the whole line.
    pub whole: bool,
}

/// Drafts of all credits; no two overlap.
pub(crate) fn find(r: &Reader<'_>, w: &Weights, lines: &[(usize, usize)]) -> Vec<Draft> {
    let mut likely: Vec<(i32, Answer, Credit)> = candidates(r, lines)
        .into_iter()
        .filter_map(|c| {
            let (answer, margin) =
                if signed(r, &c) { (Answer::Author, i32::MAX) } else { credits::weigh(r, w, &c)? };
            Some((margin, answer, c))
        })
        .collect();
    likely.sort_by_key(|&(margin, _, c)| (std::cmp::Reverse(margin), c.first, c.last));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut out = Vec::new();
    for (_, answer, c) in likely {
        if taken.iter().any(|&(a, b)| c.first < b && a < c.last) {
            continue;
        }
        taken.push((c.first, c.last));
        out.extend(r.np(c.first, c.last).map(|np| draft(r, &c, answer, np)));
    }
    out
}

fn draft(r: &Reader<'_>, c: &Credit, answer: Answer, np: Np) -> Draft {
    let mark = c.before.map(|(a, _)| a).filter(|&a| is_mark(r, a));
    let rule = match answer {
        Answer::Author => "L.credit.byline",
        _ if mark.is_some() => "L.credit.source",
        _ if c.end - c.last > 2 => "L.credit.dateline",
        _ => "L.credit.line",
    };
    let mut d = credit(rule, np, 0.8);
    // «المصدر: وكالة كذا» says what the name is there for.
    if let Some(k) = mark.filter(|_| answer == Answer::Outlet) {
        d.at = k;
        d.cue = Some(CueDraft {
            start: r.tok(k).noun(),
            end: r.tok(k).end,
            id: "N041".into(),
            lemma: "المصدر".into(),
            class: CueClass::Noun,
        });
    }
    if answer == Answer::Author {
        d.tier = Tier::Extended;
    }
    d
}

/// Whoever the text is from.
pub(super) fn credit(rule: &'static str, np: Np, confidence: f32) -> Draft {
    let mut d = Draft::new(rule, np.first);
    d.source = Some(np);
    d.kind = AttributionKind::Credit;
    d.stance = Stance::Cite;
    d.confidence = confidence;
    d
}

/// «المصدر» before a colon.
fn is_mark(r: &Reader<'_>, i: usize) -> bool {
    matches!(r.text.word(i), "المصدر" | "المصادر")
}

/// A person behind a word that says who wrote it, above or below the text: «كتب: سامي نعيم», «دمشق - حوار: رنا سعيد».
fn signed(r: &Reader<'_>, c: &Credit) -> bool {
    let person = r.mention(c.first).is_some_and(|m| {
        m.kind == EntityKind::Person && m.tokens.start <= c.first && m.tokens.end >= c.last
    });
    person && c.last == c.end && c.before.is_some_and(|(a, b)| says_who_wrote(r, a, b))
}

/// «كتب» or «بقلم», and nothing else.
fn says_who_wrote(r: &Reader<'_>, first: usize, last: usize) -> bool {
    first + 1 == last && r.word_is(first, Classes::BYLINE)
}

/// Everything that may be a credit, from the top down.
pub(crate) fn candidates(r: &Reader<'_>, lines: &[(usize, usize)]) -> Vec<Credit> {
    let mut out = Vec::new();
    for (line, &(start, end)) in lines.iter().enumerate() {
        let bottom = lines.len() - 1 - line;
        if line >= TOP && bottom >= BOTTOM {
            continue;
        }
        let stretches = stretches(r, start, end);
        let top = if line < TOP { 5 } else { 0 };
        let low = if bottom < BOTTOM { stretches.len().saturating_sub(4) } else { usize::MAX };
        let all = Credit {
            first: start,
            last: end,
            line,
            bottom,
            start,
            end,
            place: 0,
            before: None,
            whole: true,
        };
        let before = |place: usize| place.checked_sub(1).and_then(|p| stretches.get(p)).copied();
        for (place, &(first, last)) in stretches.iter().enumerate() {
            let near = first < start + 16 || place >= low;
            // A credit signs something: it is never all there is.
            if lines.len() == 1 && stretches.len() == 1 {
                break;
            }
            if (place < top || place >= low) && near && may_be(r, first, last) {
                let before = before(place);
                out.push(Credit { first, last, place, before, whole: false, ..all });
            }
        }
        // «المملكة + بترا»، «RT – وكالات».
        if stretches.len() > 1 && may_be(r, start, end) {
            out.push(all);
        }
        // «المصدر: فرانس 24 / أ ف ب».
        if stretches.len() > 2 && is_mark(r, start) {
            if let Some(&(first, _)) = stretches.get(1).filter(|s| may_be(r, s.0, end)) {
                out.push(Credit { first, place: 1, before: before(1), ..all });
            }
        }
    }
    out
}

/// Whether these tokens are few enough, have no verb among them, and name somebody.
fn may_be(r: &Reader<'_>, first: usize, last: usize) -> bool {
    let named = |k: usize| matches!(r.tok(k).kind, TokenKind::Arabic | TokenKind::Foreign);
    let words = (first..last).take(TOKENS + 1).filter(|&k| named(k)).count();
    let verb = |k: usize| r.is_verb(k) && r.get(k).head.is_none() && r.mention(k).is_none();
    (1..=WORDS).contains(&words)
        && last - first <= TOKENS
        && !(first..last).any(verb)
        && !says_who_wrote(r, first, last)
}

/// The stretches of a line between its marks.
fn stretches(r: &Reader<'_>, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut first = start;
    for k in start..=end {
        let mark = k == end
            || r.punct(k).is_some_and(|p| !matches!(p, Punct::Abbreviation | Punct::Percent));
        // A mark inside a name is part of it: «كوردستان 24»، «أ.ف.ب».
        let inside =
            |k: usize| r.mention(k).is_some_and(|m| m.tokens.start < k && k < m.tokens.end);
        if mark && (k == end || !inside(k)) {
            if first < k {
                out.push((first, k));
            }
            first = k + 1;
        }
    }
    out
}

/// What a stretch is, as a number: a place, a day, a person, a body, anything else.
pub(crate) fn nature(r: &Reader<'_>, first: usize, last: usize) -> u32 {
    let Some(m) = r.mention(first) else {
        let number = r.tok(first).kind == TokenKind::Number;
        return u32::from(number);
    };
    let kind = match m.kind {
        EntityKind::Person => 2,
        EntityKind::Organization if m.subkind == Some("media") => 3,
        EntityKind::Organization => 4,
        EntityKind::Location => 5,
        EntityKind::Date => 6,
        _ => 7,
    };
    kind << 1 | u32::from(m.tokens.end >= last)
}
