//! Attributions that the layout of an article makes: headlines «المصدر: …», datelines, credit lines.

use crate::entity::EntityKind;
use crate::labels::{AttributionKind, CueClass, Stance};
use crate::lexicon::{Classes, HeadClass};
use crate::segment::{Punct, TokenKind};

use super::draft::{CueDraft, Draft, Np};
use super::reading::Reader;

/// Drafts headlines, datelines and credits.
pub(crate) fn find(r: &Reader<'_>, out: &mut Vec<Draft>) {
    let sentences = r.text.sentences();
    let count = sentences.len();
    for (n, s) in sentences.iter().enumerate() {
        if !r.tok(s.start).newline {
            continue;
        }
        if let Some(d) = credit(r, s.start, s.end, n == 0, n + 3 >= count) {
            out.push(d);
        } else if let Some(d) = headline(r, s.start, s.end, n) {
            out.push(d);
        }
    }
}

/// «وزير الدفاع: …» at the start of a line.
fn headline(r: &Reader<'_>, start: usize, end: usize, n: usize) -> Option<Draft> {
    let colon = (start + 1..end.min(start + 14)).find(|&k| r.punct(k) == Some(Punct::Colon))?;
    if colon + 2 >= end || r.is_stop(end - 1) && n > 0 && !is_dialogue(r, start, colon) {
        return None;
    }
    if (start..colon).any(|k| {
        r.is_verb(k) && r.get(k).head.is_none() && r.mention(k).is_none() || r.is_comma(k) && n > 1
    }) {
        return None;
    }
    if !speaks(r, start, colon) {
        return None;
    }
    let np = r.np(start, colon)?;
    let mut d = Draft::new("L.headline", colon);
    d.cue = Some(CueDraft {
        start: r.tok(colon).start,
        end: r.tok(colon).end,
        id: "X001".into(),
        lemma: ":".into(),
        class: CueClass::Punct,
    });
    d.source = Some(np);
    d.kind = AttributionKind::Direct;
    let mut last = end;
    if r.is_stop(last - 1) {
        last -= 1;
    }
    let first = colon + 1;
    d.content = match r.quotes.close_of(first) {
        Some(c) if c + 1 >= last => vec![(first + 1, c)],
        _ => vec![(first, last)],
    };
    d.confidence = 0.7;
    Some(d)
}

fn is_dialogue(r: &Reader<'_>, start: usize, colon: usize) -> bool {
    colon - start <= 4 && r.mention(start).is_some_and(|m| m.kind == EntityKind::Person)
}

/// Whether the words before a colon name somebody who can speak.
fn speaks(r: &Reader<'_>, start: usize, end: usize) -> bool {
    let mut k = start;
    while k < end && (!r.is_word(k) || r.is(k, Classes::QUANTIFIER)) {
        k += 1;
    }
    if r.is_pp(k) || r.is(k, Classes::SUBORDINATOR.or(Classes::TIME).or(Classes::ADVERB)) {
        return false;
    }
    let head = r.get(k).head;
    head.is_some_and(|h| {
        h.class.is_human()
            || matches!(h.class, HeadClass::Org | HeadClass::Media) && end - start <= 6
            || matches!(r.text.stem(k), "تقرير" | "دراسة")
    }) || r.mention(k).is_some_and(|m| {
        matches!(m.kind, EntityKind::Person)
            || m.kind == EntityKind::Organization && end - start <= 4
    })
}

/// A dateline or closing line that names an agency or outlet.
fn credit(r: &Reader<'_>, start: usize, end: usize, first: bool, last: bool) -> Option<Draft> {
    // المصدر: الجزيرة
    if r.text.word(start) == "المصدر" || r.text.word(start) == "المصادر" && last {
        let colon = start + 1;
        if matches!(r.punct(colon), Some(Punct::Colon | Punct::Dash | Punct::Slash))
            && end - colon <= 12
        {
            let np = r.np(colon + 1, end)?;
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
    let line_end = (start + 1..end).find(|&k| r.tok(k).newline).unwrap_or(end);
    // دبي، الإمارات (CNN) --
    let reach = line_end.min(start + 14);
    for k in start..reach {
        if r.punct(k) == Some(Punct::OpenBracket) {
            let close = (k + 1..(k + 6).min(line_end))
                .find(|&c| r.punct(c) == Some(Punct::CloseBracket))?;
            let dateline = matches!(r.punct(close + 1), Some(Punct::Dash | Punct::Colon))
                || last && close + 1 >= line_end;
            if is_outlet(r, k + 1, close) && (dateline || first) {
                return Some(credit_draft("L.credit.dateline", k + 1, r.np(k + 1, close)?));
            }
        }
        if r.punct(k) == Some(Punct::Dash) && k > start && is_outlet(r, start, k) && k - start <= 6
        {
            let from = (start..k).find(|&j| is_outlet(r, j, k)).unwrap_or(start);
            return Some(credit_draft("L.credit.dateline", from, r.np(from, k)?));
        }
        if r.is_verb(k) {
            break;
        }
    }
    // A closing line of its own: «وكالات», «العرب».
    if last
        && line_end == end
        && end - start <= 5
        && !first
        && is_outlet(r, start, end)
        && !r.is_stop(end - 1)
    {
        return Some(credit_draft("L.credit.line", start, r.np(start, end)?));
    }
    None
}

fn credit_draft(rule: &'static str, at: usize, np: Np) -> Draft {
    let mut d = Draft::new(rule, at);
    d.source = Some(np);
    d.kind = AttributionKind::Credit;
    d.stance = Stance::Cite;
    d.confidence = 0.8;
    d
}

/// Whether a few tokens are the name of an agency or outlet.
fn is_outlet(r: &Reader<'_>, start: usize, end: usize) -> bool {
    if start >= end {
        return false;
    }
    let known = matches!(
        r.text.noun(start),
        "رويترز"
            | "وكالات"
            | "الاناضول"
            | "اف"
            | "ا"
            | "ا.ف.ب"
            | "د.ب.ا"
            | "واس"
            | "وام"
            | "بنا"
            | "كونا"
            | "سانا"
            | "واج"
            | "وات"
            | "قنا"
            | "ومع"
            | "ا.ش.ا"
            | "فرانس"
            | "الجزيرة"
            | "بترا"
            | "شينخوا"
            | "سبوتنيك"
            | "ارنا"
            | "وفا"
            | "فرانسبرس"
            | "اسوشيتد"
            | "يونهاب"
            | "العربية"
            | "الحرة"
    );
    let foreign = r.tok(start).kind == TokenKind::Foreign
        && matches!(
            r.text.word(start),
            "CNN"
                | "AFP"
                | "BBC"
                | "Reuters"
                | "DW"
                | "AP"
                | "RT"
                | "dpa"
                | "DPA"
                | "EFE"
                | "د"
                | "AA"
                | "UPI"
                | "MEO"
        );
    known
        || foreign
        || r.mention(start).is_some_and(|m| m.subkind == Some("media"))
        || r.get(start).head.is_some_and(|h| h.class == HeadClass::Media) && end - start <= 5
}
