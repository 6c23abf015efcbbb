//! Attributions that the layout of an article makes: headlines «المصدر: …», dialogue, datelines,
//! bylines and credit lines.

use std::collections::HashMap;

use crate::entity::EntityKind;
use crate::labels::{AttributionKind, CueClass, Stance};
use crate::lexicon::{Classes, HeadClass};
use crate::segment::{Punct, TokenKind};

use super::draft::{CueDraft, Draft, Np};
use super::reading::Reader;
use super::weigh::{Weights, labels};

/// Drafts headlines, dialogue, datelines, bylines and credits.
pub(crate) fn find(r: &Reader<'_>, w: &Weights, out: &mut Vec<Draft>) {
    let lines = lines(r);
    let mut labels: HashMap<&str, usize> = HashMap::new();
    for &(start, end) in &lines {
        if label(r, start, end).is_some() {
            *labels.entry(r.text.stem(start)).or_default() += 1;
        }
    }
    let turns: usize = labels.values().sum();
    let count = lines.len();
    for (n, &(start, end)) in lines.iter().enumerate() {
        let last = n + 2 >= count && n > 0;
        if let Some(d) = credit(r, start, end, n, last) {
            out.push(d);
            continue;
        }
        let turn = label(r, start, end).filter(|_| {
            let here = r.text.stem(start);
            turns >= 4 && labels.get(here).is_some_and(|&n| n >= 2)
        });
        if let Some(colon) = turn {
            out.extend(speech(r, start, colon, end, "L.dialogue"));
        } else if let Some(h) = Headline::at(r, start, end, n) {
            if labels::is_headline(r, w, &h) {
                out.extend(speech(r, h.first, h.colon, end, "L.headline"));
            }
        }
    }
}

/// The lines of the text, as token ranges.
fn lines(r: &Reader<'_>) -> Vec<(usize, usize)> {
    let tokens = r.text.tokens();
    let mut starts: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, t)| t.newline).map(|(i, _)| i).collect();
    starts.push(tokens.len());
    starts.iter().zip(starts.iter().skip(1)).map(|(&a, &b)| (a, b)).collect()
}

/// The colon of a line that begins with a speaker's label: «البلوي: …».
fn label(r: &Reader<'_>, start: usize, end: usize) -> Option<usize> {
    let colon = (start + 1..end.min(start + 6)).find(|&k| r.punct(k) == Some(Punct::Colon))?;
    let plain = (start..colon).all(|k| r.is_word(k) && !r.is_pp(k) && !r.is_verb(k));
    (plain && colon + 2 < end).then_some(colon)
}

/// «وزير الدفاع: …» at the start of a line: words, a colon, and words that may be what they say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Headline {
    /// The first token of the speaker.
    pub first: usize,
    pub colon: usize,
    pub end: usize,
    /// The number of the line.
    pub line: usize,
    /// Whether the hand-written rules see a speaker.
    pub rule: bool,
}

impl Headline {
    fn at(r: &Reader<'_>, start: usize, end: usize, line: usize) -> Option<Headline> {
        // A headline may have two parts: «… .. والمتهم: …».
        let colon = (start + 1..end.min(start + 24)).find(|&k| r.punct(k) == Some(Punct::Colon))?;
        let first = (start..colon)
            .rev()
            .find(|&k| r.punct(k) == Some(Punct::Ellipsis))
            .map_or(start, |k| k + 1);
        let sentence = r.is_stop(end - 1) && line > 0;
        if colon + 2 >= end || colon - first > 14 || sentence || line > 2 && end - start > 24 {
            return None;
        }
        let verb = |k: usize| r.is_verb(k) && r.get(k).head.is_none() && r.mention(k).is_none();
        let rule = !(first..colon).any(verb)
            && !(first..colon).any(|k| r.is_comma(k) && line > 1)
            && speaks(r, first, colon);
        Some(Headline { first, colon, end, line, rule })
    }
}

/// All lines that may be headlines with a speaker.
#[cfg(feature = "training")]
pub(crate) fn headlines(r: &Reader<'_>) -> Vec<Headline> {
    let lines = lines(r);
    let at = |(n, &(start, end)): (usize, &(usize, usize))| Headline::at(r, start, end, n);
    lines.iter().enumerate().filter_map(at).collect()
}

/// A speaker, a colon and what is said, to the end of the line.
fn speech(
    r: &Reader<'_>,
    start: usize,
    colon: usize,
    end: usize,
    rule: &'static str,
) -> Option<Draft> {
    // «المطيرات لوزيرة الأشغال: …»: whom it is said to.
    let to = (start + 1..colon).find(|&k| {
        (r.prep(k) == Some('ل') || r.text.bare(k) == "ل")
            && (r.get(k).head.is_some() || r.is_quote_open(k + 1) || r.mention(k).is_some())
            && r.get(start)
                .head
                .is_none_or(|h| h.class != HeadClass::Role || r.is_quote_open(k + 1))
    });
    let mut d = Draft::new(rule, colon);
    d.cue = Some(CueDraft {
        start: r.tok(colon).start,
        end: r.tok(colon).end,
        id: "X001".into(),
        lemma: ":".into(),
        class: CueClass::Punct,
    });
    d.source = Some(r.np(start, to.unwrap_or(colon))?);
    d.recipient = to.and_then(|k| r.np(k, colon));
    d.kind = AttributionKind::Direct;
    let first = colon + 1;
    let last = if r.punct(end - 1) == Some(Punct::Stop) { end - 1 } else { end };
    d.content = match r.quotes.close_of(first) {
        Some(c) if c + 1 >= last => vec![(first + 1, c)],
        _ => vec![(first, last)],
    };
    if r.punct(end - 1) == Some(Punct::Question) {
        d.stance = Stance::Ask;
    }
    d.confidence = 0.7;
    Some(d)
}

/// Whether the words before a colon name somebody who can speak.
fn speaks(r: &Reader<'_>, start: usize, end: usize) -> bool {
    let mut k = start;
    while k < end && (!r.is_word(k) || r.is(k, Classes::QUANTIFIER) || r.is_lone_conj(k)) {
        k += 1;
    }
    if r.is_pp(k) || r.is(k, Classes::SUBORDINATOR.or(Classes::TIME).or(Classes::ADVERB)) {
        return false;
    }
    let quoted = r.is_quote_open(start) && r.quotes.close_of(start) == end.checked_sub(1);
    let head = r.get(k).head;
    let by_head = head.is_some_and(|h| {
        h.class.is_human()
            || matches!(h.class, HeadClass::Org | HeadClass::Media) && end - start <= 8
            || matches!(r.text.stem(k), "تقرير" | "دراسة")
    });
    let by_name = r.mention(k).is_some_and(|m| match m.kind {
        EntityKind::Person => true,
        EntityKind::Organization => end - start <= 5,
        // A country speaks; a city before a colon is a dateline or a topic.
        EntityKind::Location => {
            m.subkind == Some("country") && m.tokens.end == end && speaks_of_itself(r, end + 1)
        }
        _ => false,
    });
    by_head || by_name || quoted && r.words_in(start, end) <= 3
}

/// Whether a headline goes on in the first person or as a statement: «إيران: وجودنا …»، «لن نقبل …».
pub(crate) fn speaks_of_itself(r: &Reader<'_>, first: usize) -> bool {
    let line = first..first + 12;
    let ours = line.clone().take_while(|&k| !r.tok(k).newline).any(|k| {
        let w = r.text.word(k);
        w.chars().count() > 4 && w.ends_with("نا")
            || r.finite(k).is_some_and(|f| f.morph.person == crate::lexicon::Person::First)
            || r.bare(k).starts_with("سن") && r.tok(k).kind == TokenKind::Arabic
    });
    ours || r.is(first, Classes::NEGATION)
}

/// A dateline, byline or closing line that names an outlet or author.
fn credit(r: &Reader<'_>, start: usize, end: usize, n: usize, last: bool) -> Option<Draft> {
    // المصدر: الجزيرة
    if r.text.word(start) == "المصدر" || r.text.word(start) == "المصادر" && last {
        let mark = start + 1;
        let marked = matches!(r.punct(mark), Some(Punct::Colon | Punct::Dash | Punct::Slash));
        if marked && end - mark <= 12 {
            let np = r.np(mark + 1, end)?;
            let mut d = credit_draft("L.credit.source", start, np);
            d.cue = Some(CueDraft {
                start: r.tok(start).start,
                end: r.tok(start).end,
                id: "N041".into(),
                lemma: "المصدر".into(),
                class: CueClass::Noun,
            });
            return Some(d);
        }
    }
    if n == 0 && !last && end - start < 12 {
        return None;
    }
    let short = end - start <= 9 && !r.is_stop(end - 1);
    // كتب – فلان، بقلم: فلان، حاوره في …: فلان
    if n <= 5 && short {
        if matches!(
            r.text.word(start),
            "كتب" | "كتبت" | "بقلم" | "اعداد" | "حاوره" | "حاورها" | "تحرير" | "مراسلة"
        ) {
            let from = (start + 1..end)
                .find(|&k| matches!(r.punct(k), Some(Punct::Colon | Punct::Dash)))
                .map_or(start + 1, |k| k + 1);
            let np = r.np(from, end).or_else(|| r.np(start + 1, end))?;
            return Some(credit_draft("L.credit.byline", np.first, np));
        }
    }
    // فلان نشر في المساء يوم …
    if let Some(k) = (start..end.min(start + 10))
        .find(|&k| r.text.word(k).ends_with("نشر") && r.text.word(k + 1) == "في")
    {
        let day = (k + 2..end.min(k + 8)).find(|&j| r.text.word(j) == "يوم")?;
        return Some(credit_draft("L.credit.reprint", k + 2, r.np(k + 2, day)?));
    }
    // دبي، الإمارات (CNN) -- …؛ بيروت - رلى حداد؛ بغداد: «الخليج»، وكالات: …
    if n <= 4 && place(r, start).is_some() {
        if let Some(d) = dateline(r, start, end, short) {
            return Some(d);
        }
    }
    // (وكالات) at the very end, on the text's last line.
    if last && r.punct(end - 1) == Some(Punct::CloseBracket) {
        let open = (start..end).rev().take(8).find(|&k| r.punct(k) == Some(Punct::OpenBracket))?;
        let whole = open == start || r.is_stop(open - 1) || r.is_stop(open.saturating_sub(2));
        if whole && r.words_in(open, end) <= 4 && !(open..end).any(|k| r.is_verb(k)) {
            return Some(credit_draft("L.credit.line", open + 1, r.np(open + 1, end - 1)?));
        }
    }
    // A line of its own: a name without verb or function word, at the top or the bottom.
    let words = r.words_in(start, end);
    let top = (1..=3).contains(&n) && is_byline(r, start, end) && words >= 2;
    let bottom = last && words <= 4 && (is_outlet(r, start) || is_byline(r, start, end));
    if short && (top || bottom) {
        return Some(credit_draft("L.credit.line", start, r.np(start, end)?));
    }
    None
}

/// One past the place a dateline begins with.
fn place(r: &Reader<'_>, start: usize) -> Option<usize> {
    let m = r.mention(start)?;
    (m.kind == EntityKind::Location && r.prep(start).is_none()).then_some(m.tokens.end)
}

fn dateline(r: &Reader<'_>, start: usize, end: usize, short: bool) -> Option<Draft> {
    let mut k = place(r, start)?;
    let limit = end.min(start + 16);
    while k < limit {
        match r.punct(k) {
            Some(Punct::OpenBracket) => {
                let close =
                    (k + 1..(k + 6).min(end)).find(|&c| r.punct(c) == Some(Punct::CloseBracket))?;
                let ends =
                    matches!(r.punct(close + 1), Some(Punct::Dash | Punct::Colon | Punct::Slash));
                if ends && place(r, k + 1).is_none() {
                    return Some(credit_draft("L.credit.dateline", k + 1, r.np(k + 1, close)?));
                }
                k = close + 1;
            }
            Some(Punct::Dash | Punct::Slash | Punct::Colon) => {
                let from = k + 1;
                let close = (from + 1..limit).find(|&c| {
                    matches!(
                        r.punct(c),
                        Some(Punct::Dash | Punct::Slash | Punct::Colon | Punct::Ellipsis)
                    )
                });
                let to = match close {
                    Some(c) => c,
                    None if short => end,
                    // «دبي: «الخليج» احتفالا …»
                    None => {
                        r.quotes.close_of(from).map(|c| c + 1).filter(|_| is_outlet(r, from + 1))?
                    }
                };
                // «أجرى الحوار: فلان» keeps its own mark.
                let from = if r.is_verb(from) && close.is_some() { to + 1 } else { from };
                let to = if from > to { end } else { to };
                let name = r.words_in(from, to) <= 6 && !(from..to).any(|j| r.is_verb(j));
                if name && from < to {
                    return Some(credit_draft("L.credit.dateline", from, r.np(from, to)?));
                }
                return None;
            }
            Some(Punct::Comma) => k += 1,
            _ if r.is(k, Classes::TIME.or(Classes::MONTH))
                || r.mention(k).is_some()
                || r.tok(k).kind == TokenKind::Number
                || r.text.word(k) == "في" =>
            {
                k += 1
            }
            _ => return None,
        }
    }
    None
}

/// Two to four words that can only be names: nothing the lexicon knows, no article but on the last.
fn is_byline(r: &Reader<'_>, start: usize, end: usize) -> bool {
    let words = r.words_in(start, end);
    let person =
        r.mention(start).is_some_and(|m| m.kind == EntityKind::Person && m.tokens.end + 1 >= end);
    let unknown = (start..end).all(|k| {
        let tok = r.tok(k);
        match tok.kind {
            TokenKind::Arabic => {
                r.get(k).word.is_none()
                    && r.get(k).head.is_none()
                    && !r.is_verb(k)
                    && !tok.has_prep()
                    && !tok.has_conj()
                    && (!tok.is_definite() || k > start)
            }
            TokenKind::Punct(p) => matches!(p, Punct::Abbreviation | Punct::Stop) && k < start + 2,
            _ => false,
        }
    });
    person || unknown && (1..=4).contains(&words)
}

fn credit_draft(rule: &'static str, at: usize, np: Np) -> Draft {
    let mut d = Draft::new(rule, at);
    d.source = Some(np);
    d.kind = AttributionKind::Credit;
    d.stance = Stance::Cite;
    d.confidence = 0.8;
    d
}

/// Whether a token begins the name of an agency or outlet.
fn is_outlet(r: &Reader<'_>, i: usize) -> bool {
    r.mention(i).is_some_and(|m| m.subkind == Some("media"))
        || r.get(i).head.is_some_and(|h| h.class == HeadClass::Media)
        || matches!(
            r.text.noun(i),
            "وكالات"
                | "العرب"
                | "الخليج"
                | "المساء"
                | "الشروق"
                | "الجمهورية"
                | "النهار"
                | "الاهرام"
                | "خاص"
        )
}
