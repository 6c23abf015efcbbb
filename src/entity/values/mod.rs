//! Dates, times, money, percentages, quantities and numbers, with their values.

mod amount;
mod date;
mod number;

use super::candidate::{Candidate, VALUE};
use super::context::Context;
use super::gazetteer::{Class, Classes, WordFlags};
use super::kind::EntityKind;
use crate::segment::TokenKind;

/// A value found at some token: where it ends, what it is, and its normalized form.
struct Found {
    /// Token the value ends before.
    end: usize,
    /// Bytes of proclitics before it in its first token.
    prefix: u32,
    kind: EntityKind,
    value: Option<String>,
    rule: &'static str,
}

/// Whether a value can begin at token `i`. Most tokens begin none, and little tells which.
fn begins(cx: &Context<'_, '_>, i: usize) -> bool {
    /// What the words are that values begin with.
    const BEGIN: Classes = Classes::of(&[
        Class::Month,
        Class::Weekday,
        Class::Day,
        Class::Number,
        Class::Currency,
        Class::Unit,
    ]);
    let classes = cx.scan.classes(i);
    if classes.any(BEGIN) {
        return true;
    }
    match cx.text.tok(i).kind {
        TokenKind::Arabic if cx.scan.core(i).flags.has(WordFlags::DATE) => {
            cx.word(i) != "الساعة" || !classes.is_empty()
        }
        TokenKind::Arabic | TokenKind::Punct(_) => false,
        _ => true,
    }
}

/// Proposes the values of the text, the longest reading at each place.
pub(super) fn find<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    let count = cx.text.tokens().len();
    let mut i = 0;
    while i < count {
        if !begins(cx, i) {
            i += 1;
            continue;
        }
        let found = date::date(cx, i)
            .into_iter()
            .chain(date::time(cx, i))
            .chain(amount::amount(cx, i))
            .max_by_key(|f| f.end);
        let Some(f) = found.filter(|f| f.end > i) else {
            i += 1;
            continue;
        };
        let mut c = Candidate::new(cx.text, i..f.end, f.prefix, f.kind, f.rule, 0.9);
        c.value = f.value.map(Into::into);
        c.rank = VALUE;
        out.push(c);
        i = f.end;
    }
}
