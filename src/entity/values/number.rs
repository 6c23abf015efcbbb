//! Numbers in digits and in words.

use crate::entity::context::Context;
use crate::entity::gazetteer::Class;
use crate::segment::TokenKind;

/// A number of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// Token it ends before.
    pub end: usize,
    /// Bytes of proclitics in the first token.
    pub prefix: u32,
    pub value: f64,
    /// Written in digits alone.
    pub digits: bool,
    /// A single small number word, which often is no number: واحد.
    pub weak: bool,
    /// The dual of a scale word: مليونان.
    pub scaled: bool,
}

/// The number that begins at token `i`.
pub(super) fn number(cx: &Context<'_, '_>, i: usize) -> Option<Number> {
    if cx.text.tok(i).kind == TokenKind::Number {
        let value = digits(cx.text.word(i))?;
        let n = Number { end: i + 1, prefix: 0, value, digits: true, weak: false, scaled: false };
        return Some(scale(cx, n));
    }
    words(cx, i)
}

/// `1,500,000`, `10,85`, `1.5`; commas that cut off three digits each are separators.
fn digits(word: &str) -> Option<f64> {
    if word.contains([':', '/']) {
        return None;
    }
    let grouped = |mark: char| {
        let mut parts = word.split(mark);
        let first = parts.next().is_some_and(|p| (1..=3).contains(&p.len()));
        first && word.contains(mark) && parts.all(|p| p.len() == 3)
    };
    let points = word.matches('.').count();
    let plain = if word.contains(',') && (word.contains('.') || grouped(',')) {
        word.replace(',', "")
    } else if points > 1 && grouped('.') {
        word.replace('.', "")
    } else {
        word.replace(',', ".")
    };
    plain.parse().ok()
}

/// «3 ملايين», «1,5 مليار»
fn scale(cx: &Context<'_, '_>, mut n: Number) -> Number {
    while let Some((Part::Scale(by), end)) = part(cx, n.end, false) {
        n.value *= by;
        n.end = end;
        n.digits = false;
        n.scaled = true;
    }
    half(cx, n)
}

/// «مليون ونصف المليون», «3 ملايين ونصف»
fn half(cx: &Context<'_, '_>, mut n: Number) -> Number {
    let tok = cx.text.tok(n.end);
    if !n.scaled || tok.newline || !tok.has_conj() {
        return n;
    }
    let share = match cx.word(n.end) {
        "نصف" => 2.0,
        "ربع" => 4.0,
        _ => return n,
    };
    let unit = [1e12, 1e9, 1e6, 1e3].into_iter().find(|u| n.value >= *u).unwrap_or(1.0);
    n.value += unit / share;
    n.end += 1;
    if matches!(cx.text.word(n.end), "المليون" | "المليار" | "الالف" | "مليون" | "مليار")
    {
        n.end += 1;
    }
    n
}

/// What a number word contributes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Plain(f64),
    Scale(f64),
    /// A dual: two of a scale.
    Whole(f64),
    Share(f64),
}

/// The number word at `i`, and the token after it. `joined`: it must carry و.
fn part(cx: &Context<'_, '_>, i: usize, joined: bool) -> Option<(Part, usize)> {
    let tok = cx.text.tok(i);
    if tok.newline && joined {
        return None;
    }
    let m = cx.scan.at(i).iter().find(|m| {
        let conj = m.prefix == 2 && cx.text.word(i).starts_with('و');
        m.sense.class == Class::Number
            && !m.sense.english().starts_with('o')
            && if joined { conj } else { m.prefix == 0 }
    })?;
    Some((read(m.sense.english())?, m.last))
}

fn read(value: &str) -> Option<Part> {
    let number = |s: &str| s.parse::<f64>().ok();
    Some(if let Some(v) = value.strip_prefix('x') {
        Part::Scale(number(v)?)
    } else if let Some(v) = value.strip_prefix('=') {
        Part::Whole(number(v)?)
    } else if let Some(v) = value.strip_prefix('/') {
        Part::Share(number(v)?)
    } else {
        Part::Plain(number(value)?)
    })
}

/// «ثلاثة وعشرون ألفا وخمسمئة»
fn words(cx: &Context<'_, '_>, i: usize) -> Option<Number> {
    let first = cx
        .scan
        .at(i)
        .iter()
        .find(|m| m.sense.class == Class::Number && !m.sense.english().starts_with('o'))?;
    let prefix = first.prefix;
    let mut part = (read(first.sense.english())?, first.last);
    let (mut total, mut group) = (0.0f64, 0.0f64);
    let (mut count, mut scaled) = (0, false);
    let mut last_plain;
    let end = loop {
        let (value, end) = part;
        match value {
            // «خمسة ثلاثة» is no number: what is added is smaller than what it is added to, except
            // units before tens.
            Part::Plain(v) => {
                group += v;
                last_plain = v;
            }
            Part::Scale(by) => {
                // «ألفا دولار» begins with the dual, «خمسون ألفا» ends with the accusative.
                let dual = count == 0
                    && matches!(cx.word(i), "الفا" | "مليونا" | "مليارا")
                    && cx.continues(end);
                let times = if dual { 2.0 } else { 1.0 };
                total += if group > 0.0 { group } else { times } * by;
                (group, scaled) = (0.0, true);
                last_plain = f64::INFINITY;
            }
            Part::Whole(v) => {
                total += v;
                (group, scaled) = (0.0, true);
                last_plain = f64::INFINITY;
            }
            Part::Share(by) => {
                // نصف مليون
                let Some((Part::Scale(of), end)) = self::part(cx, end, false) else {
                    return None;
                };
                let value = of / by;
                return Some(Number {
                    end,
                    prefix,
                    value,
                    digits: false,
                    weak: false,
                    scaled: true,
                });
            }
        }
        count += 1;
        let direct = self::part(cx, end, false).filter(|(p, _)| {
            matches!(p, Part::Scale(_)) && (group > 0.0 || matches!(value, Part::Whole(_)))
        });
        let added = self::part(cx, end, true).filter(|(p, _)| match p {
            Part::Plain(v) => {
                let tens = last_plain < 10.0 && (20.0..100.0).contains(v) && v % 10.0 == 0.0;
                group == 0.0 || tens || *v < last_plain && last_plain >= 20.0
            }
            Part::Scale(by) => total > *by,
            Part::Whole(v) => total > *v,
            Part::Share(_) => false,
        });
        match direct.or(added) {
            Some(next) if !cx.text.tok(end).newline => part = next,
            _ => break end,
        }
    };
    let value = total + group;
    // «واحد», «ألف» and «عشر» alone are too often something else.
    let alone = count == 1 && (value <= 2.0 || value == 1000.0);
    let n = Number { end, prefix, value, digits: false, weak: alone, scaled };
    Some(half(cx, n))
}

/// An ordinal from 1 to 31, as days are called: الخامس والعشرين.
pub(super) fn ordinal(cx: &Context<'_, '_>, i: usize) -> Option<(usize, u32, u32)> {
    let at = |i: usize, joined: bool| {
        cx.scan.at(i).iter().find_map(|m| {
            let value = m.sense.english().strip_prefix('o')?.parse::<u32>().ok()?;
            let right = if joined { m.prefix == 2 } else { true };
            (m.sense.class == Class::Number && right).then_some((m.last, value, m.prefix))
        })
    };
    let (end, value, prefix) = at(i, false)?;
    if value < 10 {
        if let Some((end, tens, _)) = at(end, true).filter(|(_, v, _)| matches!(v, 20 | 30)) {
            return Some((end, value + tens, prefix));
        }
    }
    Some((end, value, prefix))
}

/// A number without exponents or superfluous zeros.
pub(super) fn show(value: f64) -> String {
    // Most are whole, and integers are written much faster.
    if value.fract() == 0.0 && (0.0..1e15).contains(&value) {
        return (value as u64).to_string();
    }
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
