//! Dates and times of day.

use super::Found;
use super::number;
use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, Match};
use crate::entity::kind::EntityKind;
use crate::segment::{Punct, TokenKind};

/// The parts of a date that the text gives.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    hijri: bool,
}

impl Parts {
    /// ISO 8601; a Hijri date says so, as RFC 9557 does.
    fn iso(self) -> Option<String> {
        let text = match (self.year, self.month, self.day) {
            (Some(y), Some(m), Some(d)) => format!("{y:04}-{m:02}-{d:02}"),
            (Some(y), Some(m), None) => format!("{y:04}-{m:02}"),
            (Some(y), None, None) => format!("{y:04}"),
            (None, Some(m), Some(d)) => format!("--{m:02}-{d:02}"),
            (None, Some(m), None) => format!("--{m:02}"),
            _ => return None,
        };
        Some(if self.hijri { format!("{text}[u-ca=islamic]") } else { text })
    }
}

/// The date that begins at token `i`.
pub(super) fn date(cx: &Context<'_, '_>, i: usize) -> Option<Found> {
    let found = |end: usize, prefix: u32, value: Option<String>, rule: &'static str| {
        Some(Found { end, prefix, kind: EntityKind::Date, value, rule })
    };
    if let Some((end, prefix, parts)) = numeric(cx, i) {
        return found(end, prefix, parts.iso(), "date.numeric");
    }
    if let Some((end, prefix, parts)) = day_month(cx, i).or_else(|| month_year(cx, i)) {
        return found(end, prefix, parts.iso(), "date.month");
    }
    if let Some(m) = cx.scan.at(i).iter().find(|m| m.sense.class == Class::Weekday) {
        return Some(weekday(cx, m));
    }
    if matches!(cx.word(i), "يوم" | "نهار" | "ليلة" | "فجر" | "صباح" | "مساء" | "ظهر")
    {
        if let Some(m) = cx.scan.bare(i + 1, Class::Weekday).filter(|_| cx.plain(i + 1)) {
            let mut f = weekday(cx, m);
            f.prefix = cx.scan.core(i).prefix;
            return Some(f);
        }
        if cx.word(i) == "يوم" {
            if let Some((end, _, parts)) =
                day_month(cx, i + 1).filter(|_| !cx.text.tok(i + 1).newline)
            {
                return found(end, cx.scan.core(i).prefix, parts.iso(), "date.month");
            }
        }
    }
    if let Some((end, prefix, year)) = year_after_word(cx, i) {
        return found(end, prefix, Some(format!("{year:04}")), "date.year");
    }
    // «اليوم» is "the day" before a noun of its own: اليوم الأول.
    let m = cx.scan.at(i).iter().find(|m| m.sense.class == Class::Day)?;
    let word = m.sense.name();
    if word == "اليوم" && number::ordinal(cx, m.last).is_some() {
        return None;
    }
    if let Some(w) = cx.scan.bare(m.last, Class::Weekday).filter(|_| cx.plain(m.last)) {
        let f = weekday(cx, w);
        return found(f.end, m.prefix, f.value, "date.weekday");
    }
    found(m.last, m.prefix, None, "date.relative")
}

/// «الثلاثاء 12 مارس», «الجمعة الماضي»
fn weekday(cx: &Context<'_, '_>, m: &Match<'_>) -> Found {
    let mut end = m.last;
    let mut value = None;
    let comma = usize::from(cx.text.tok(end).punct() == Some(Punct::Comma));
    if let Some((after, _, parts)) =
        day_month(cx, end + comma).filter(|_| !cx.text.tok(end).newline)
    {
        (end, value) = (after, parts.iso());
    } else if let Some((after, _, parts)) =
        numeric(cx, end + comma).filter(|_| !cx.text.tok(end).newline)
    {
        (end, value) = (after, parts.iso());
    } else if cx.plain(end) && RELATIVE.contains(&cx.text.word(end)) {
        end += 1;
    }
    Found { end, prefix: m.prefix, kind: EntityKind::Date, value, rule: "date.weekday" }
}

const RELATIVE: &[&str] =
    &["الماضي", "المقبل", "القادم", "الماضية", "المقبلة", "القادمة", "الجاري", "المنصرم", "الفائت"];

/// `12/03/2019`, `2019/3/12`, `12-3-2019`
fn numeric(cx: &Context<'_, '_>, i: usize) -> Option<(usize, u32, Parts)> {
    if cx.text.tok(i).kind != TokenKind::Number {
        return None;
    }
    let word = cx.text.word(i);
    let (parts, end): (Vec<u32>, usize) = if word.contains('/') {
        (word.split('/').map_while(|p| p.parse().ok()).collect(), i + 1)
    } else if word.matches('.').count() == 2 {
        (word.split('.').map_while(|p| p.parse().ok()).collect(), i + 1)
    } else {
        let dash = |j: usize| {
            matches!(cx.text.tok(j).punct(), Some(Punct::Dash | Punct::Slash))
                && !cx.text.tok(j).space
        };
        let number =
            |j: usize| cx.text.word(j).parse::<u32>().ok().filter(|_| !cx.text.tok(j).space);
        if !(dash(i + 1) && dash(i + 3)) {
            return None;
        }
        (vec![word.parse().ok()?, number(i + 2)?, number(i + 4)?], i + 5)
    };
    let &[a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = if a > 31 { (a, b, c) } else { (c, b, a) };
    let year = if year < 100 { year + 2000 } else { year };
    let hijri = (1300..1500).contains(&year);
    let right = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (hijri || (1800..2200).contains(&year));
    right.then_some((end, 0, Parts { year: Some(year), month: Some(month), day: Some(day), hijri }))
}

/// A month name: end, number, Hijri, and whether the word is often something else.
fn month(cx: &Context<'_, '_>, i: usize, bare: bool) -> Option<(usize, u32, bool, bool, u32)> {
    if bare && cx.text.tok(i).newline {
        return None;
    }
    let m =
        cx.scan.at(i).iter().find(|m| m.sense.class == Class::Month && (!bare || m.prefix == 0))?;
    let value = m.sense.english();
    let doubtful = value.ends_with('?');
    let hijri = value.starts_with('h');
    let number = value.trim_matches(['h', '?']).parse().ok()?;
    let mut end = m.last;
    // شباط/فبراير، «نوفمبر (تشرين الثاني)»
    if cx.text.tok(end).punct() == Some(Punct::Slash) {
        if let Some(n) = cx.scan.bare(end + 1, Class::Month) {
            end = n.last;
        }
    } else if cx.text.tok(end).punct() == Some(Punct::OpenBracket) {
        if let Some(n) = cx.scan.bare(end + 1, Class::Month) {
            if cx.text.tok(n.last).punct() == Some(Punct::CloseBracket) {
                end = n.last + 1;
            }
        }
    }
    Some((end, number, hijri, doubtful, m.prefix))
}

/// «25 يناير 2011», «الخامس والعشرين من يناير»
fn day_month(cx: &Context<'_, '_>, i: usize) -> Option<(usize, u32, Parts)> {
    let tok = cx.text.tok(i);
    let (mut at, day, prefix) = if tok.kind == TokenKind::Number {
        (i + 1, cx.text.word(i).parse::<u32>().ok()?, 0)
    } else {
        let (end, value, prefix) = number::ordinal(cx, i)?;
        (end, value, prefix)
    };
    if !(1..=31).contains(&day) {
        return None;
    }
    if matches!(cx.text.word(at), "من" | "شهر") && cx.continues(at) {
        at += 1;
        if cx.text.word(at) == "شهر" {
            at += 1;
        }
    }
    let (end, month, hijri, _, _) = month(cx, at, true)?;
    let (end, year, hijri) = year(cx, end, hijri);
    Some((end, prefix, Parts { year, month: Some(month), day: Some(day), hijri }))
}

/// «يناير 2011», «في يناير الماضي», «شهر رمضان»
fn month_year(cx: &Context<'_, '_>, i: usize) -> Option<(usize, u32, Parts)> {
    let named = cx.word(i) == "شهر";
    let at = if named { i + 1 } else { i };
    let (end, number, hijri, doubtful, prefix) = month(cx, at, named)?;
    let (after, year, hijri) = year(cx, end, hijri);
    let doubled = end > at + 2;
    let relative = cx.plain(after) && RELATIVE.contains(&cx.text.word(after));
    let in_it = i > 0
        && matches!(
            cx.text.word(i - 1),
            "في" | "منذ"
                | "خلال"
                | "حتي"
                | "وفي"
                | "نهاية"
                | "بداية"
                | "مطلع"
                | "منتصف"
                | "اواخر"
                | "اوائل"
        );
    if doubtful && !(named || year.is_some() || doubled || relative || in_it) {
        return None;
    }
    let prefix = if named { cx.scan.core(i).prefix } else { prefix };
    let end = if relative && year.is_none() { after + 1 } else { after };
    Some((end, prefix, Parts { year, month: Some(number), day: None, hijri }))
}

/// The year at `i`, with the word عام before it or an era behind it.
fn year(cx: &Context<'_, '_>, i: usize, hijri: bool) -> (usize, Option<u32>, bool) {
    let none = (i, None, hijri);
    if cx.text.tok(i).newline {
        return none;
    }
    let mut at = i;
    if cx.text.tok(at).punct() == Some(Punct::Comma) && plausible(cx, at + 1).is_some() {
        at += 1;
    }
    if cx.text.word(at) == "من" && matches!(cx.text.word(at + 1), "عام" | "العام" | "سنة" | "السنة")
    {
        at += 1;
    }
    if matches!(cx.text.word(at), "عام" | "العام" | "سنة" | "لعام" | "لسنة") {
        at += 1;
    }
    let Some(year) = plausible(cx, at) else { return none };
    at += 1;
    let mut hijri = hijri || year < 1500;
    if let Some(m) = cx.scan.bare(at, Class::Era).filter(|_| !cx.text.tok(at).newline) {
        hijri = m.sense.english() == "h";
        at = m.last;
    }
    (at, Some(year), hijri)
}

fn plausible(cx: &Context<'_, '_>, i: usize) -> Option<u32> {
    if cx.text.tok(i).kind != TokenKind::Number {
        return None;
    }
    let word = cx.text.word(i);
    let year = word.parse::<u32>().ok().filter(|_| word.len() == 4)?;
    (1300..2200).contains(&year).then_some(year)
}

/// «عام 2011», «سنة ألفين وعشرة»
fn year_after_word(cx: &Context<'_, '_>, i: usize) -> Option<(usize, u32, u32)> {
    let word = cx.word(i);
    if !matches!(word, "عام" | "العام" | "سنة" | "عامي" | "السنة") || cx.text.tok(i + 1).newline
    {
        return None;
    }
    let prefix = cx.scan.core(i).prefix;
    if let Some(year) = plausible(cx, i + 1) {
        let mut end = i + 2;
        if let Some(m) = cx.scan.bare(end, Class::Era) {
            end = m.last;
        }
        return Some((end, prefix, year));
    }
    let n = number::number(cx, i + 1).filter(|n| !n.digits && n.prefix == 0)?;
    let year = n.value as u32;
    ((1300..2200).contains(&year) && n.value.fract() == 0.0).then_some((n.end, prefix, year))
}

/// «الساعة 14:30 بتوقيت غرينتش», «العاشرة صباحا»
pub(super) fn time(cx: &Context<'_, '_>, i: usize) -> Option<Found> {
    let head = cx.word(i) == "الساعة";
    let at = if head { i + 1 } else { i };
    let tok = cx.text.tok(at);
    if head && tok.newline {
        return None;
    }
    let prefix = if head { cx.scan.core(i).prefix } else { 0 };
    let (mut end, mut hour, mut minute, clear) = if tok.kind == TokenKind::Number {
        let word = cx.text.word(at);
        match word.split_once([':', '.', ',']) {
            Some((h, m)) if m.len() == 2 && h.len() <= 2 => {
                (at + 1, h.parse::<u32>().ok()?, m.parse::<u32>().ok()?, word.contains(':'))
            }
            _ => (at + 1, word.parse::<u32>().ok()?, 0, false),
        }
    } else {
        let (end, value, _) = number::ordinal(cx, at)?;
        (end, value, 0, false)
    };
    if hour > 24 || minute > 59 {
        return None;
    }
    // والنصف، إلا ربعا
    match cx.text.word(end) {
        "والنصف" | "ونصف" => (minute, end) = (30, end + 1),
        "والربع" | "وربع" => (minute, end) = (15, end + 1),
        "والثلث" => (minute, end) = (20, end + 1),
        "الا" if matches!(cx.text.word(end + 1), "ربعا" | "الربع" | "ربع") => {
            (hour, minute, end) = (hour.saturating_sub(1), 45, end + 2);
        }
        _ => {}
    }
    let mut zone = "";
    let mut marked = false;
    for _ in 0..3 {
        if cx.text.tok(end).newline {
            break;
        }
        // (15:00 ت غ)
        let from = if cx.text.word(end) == "من" && cx.scan.bare(end + 1, Class::Clock).is_some() {
            end + 1
        } else {
            end
        };
        let Some(m) = cx.scan.bare(from, Class::Clock).filter(|m| m.sense.english() != "hour")
        else {
            break;
        };
        match m.sense.english() {
            "pm" if hour < 12 => hour += 12,
            "noon" if hour < 6 => hour += 12,
            "utc" => zone = "Z",
            _ => {}
        }
        (end, marked) = (m.last, true);
    }
    if !(head || clear || marked) {
        return None;
    }
    Some(Found {
        end,
        prefix,
        kind: EntityKind::Time,
        value: Some(format!("{hour:02}:{minute:02}{zone}")),
        rule: "time",
    })
}
