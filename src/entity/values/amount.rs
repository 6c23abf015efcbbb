//! What a number counts: money, per cent, units, or nothing.

use super::Found;
use super::number::{self, Number, show};
use crate::entity::context::Context;
use crate::entity::gazetteer::Class;
use crate::entity::kind::EntityKind;
use crate::segment::{Punct, TokenKind};

/// The amount that begins at token `i`.
pub(super) fn amount(cx: &Context<'_, '_>, i: usize) -> Option<Found> {
    if let Some(code) = symbol(cx.text.word(i)) {
        if let Some(n) = number::number(cx, i + 1).filter(|_| !cx.text.tok(i + 1).newline) {
            return Some(money(cx, n, n.end, code, 0));
        }
        return None;
    }
    let Some(n) = number::number(cx, i) else { return dual(cx, i) };
    if cx.text.tok(n.end).newline {
        return plain(cx, n);
    }
    if let Some(end) = percent(cx, n.end) {
        return Some(Found {
            end,
            prefix: n.prefix,
            kind: EntityKind::Percent,
            value: Some(show(n.value)),
            rule: "value.percent",
        });
    }
    if let Some(code) = symbol(cx.text.word(n.end)) {
        return Some(money(cx, n, n.end + 1, code, n.prefix));
    }
    if let Some(m) = cx.scan.bare(n.end, Class::Currency) {
        return Some(money(cx, n, m.last, m.sense.english(), n.prefix));
    }
    if let Some(m) = cx.scan.bare(n.end, Class::Unit) {
        return Some(quantity(n, m.last, m.sense.english()));
    }
    plain(cx, n)
}

fn plain(cx: &Context<'_, '_>, n: Number) -> Option<Found> {
    // A bare 1 to 10 in words before a noun is a number; «واحد» alone is a pronoun.
    if n.weak || n.digits && cx.text.tok(n.end).punct() == Some(Punct::Slash) {
        return None;
    }
    Some(Found {
        end: n.end,
        prefix: n.prefix,
        kind: EntityKind::Number,
        value: Some(show(n.value)),
        rule: "value.number",
    })
}

/// The token after a per cent sign or word.
fn percent(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    if cx.text.tok(at).punct() == Some(Punct::Percent) {
        return Some(at + 1);
    }
    match cx.text.word(at) {
        "بالمئة" | "بالمائة" | "بالمئه" | "بالمائه" | "بالمية" | "بالميه" | "٪" => {
            Some(at + 1)
        }
        "في" if matches!(
            cx.text.word(at + 1),
            "المئة" | "المائة" | "المئه" | "المائه" | "المية"
        ) =>
        {
            Some(at + 2)
        }
        _ => None,
    }
}

fn symbol(word: &str) -> Option<&'static str> {
    Some(match word {
        "$" | "USD" | "US$" => "USD",
        "€" | "EUR" => "EUR",
        "£" | "GBP" => "GBP",
        "¥" => "JPY",
        "₪" => "ILS",
        _ => return None,
    })
}

/// A currency without an own country (درهم) takes it from the nationality behind it.
fn money(cx: &Context<'_, '_>, n: Number, mut end: usize, code: &str, prefix: u32) -> Found {
    let known = code.trim_end_matches('?');
    let mut code = (!known.is_empty()).then(|| known.to_owned());
    if let Some(m) = cx.nationality(end).filter(|m| !cx.text.word(m.first).starts_with("ال")) {
        end = m.last;
    }
    let value = match code.take() {
        Some(code) => format!("{code} {}", show(n.value)),
        None => show(n.value),
    };
    Found { end, prefix, kind: EntityKind::Money, value: Some(value), rule: "value.money" }
}

fn quantity(n: Number, end: usize, unit: &str) -> Found {
    let unit = unit.trim_end_matches('?');
    // ISO 8601 durations carry their number inside.
    let whole = n.value.fract() == 0.0;
    let value = match unit.strip_prefix("PT1").or_else(|| unit.strip_prefix("P1")) {
        Some(letter) if letter.len() == 1 => {
            let p = if unit.starts_with("PT") { "PT" } else { "P" };
            format!("{p}{}{letter}", show(n.value))
        }
        Some("0Y") if whole => format!("P{}Y", show(n.value * 10.0)),
        _ => format!("{} {unit}", show(n.value)),
    };
    Found {
        end,
        prefix: n.prefix,
        kind: EntityKind::Quantity,
        value: Some(value),
        rule: "value.quantity",
    }
}

/// «يومين», «دولارين»: two, without a number.
fn dual(cx: &Context<'_, '_>, i: usize) -> Option<Found> {
    if cx.text.tok(i).kind != TokenKind::Arabic {
        return None;
    }
    let m = cx
        .scan
        .at(i)
        .iter()
        .find(|m| matches!(m.sense.class, Class::Unit | Class::Currency) && m.last == i + 1)?;
    let word = cx.text.word(i).get(m.prefix as usize..)?;
    if !(word.ends_with("ين") || word.ends_with("ان")) || word.len() < 10 {
        return None;
    }
    let n = Number {
        end: m.last,
        prefix: m.prefix,
        value: 2.0,
        digits: false,
        weak: false,
        scaled: false,
    };
    Some(match m.sense.class {
        Class::Currency => money(cx, n, m.last, m.sense.english(), m.prefix),
        _ => quantity(n, m.last, m.sense.english()),
    })
}
