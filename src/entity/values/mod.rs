//! Dates, times, money, percentages, quantities and numbers, with their values.

mod amount;
mod date;
mod number;

use super::candidate::{Candidate, VALUE};
use super::context::Context;
use super::gazetteer::{Class, Classes, WordFlags};
use super::kind::EntityKind;
use crate::segment::{Tok, TokenKind};

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

/// What the words are that values begin with.
const BEGIN: Classes = Classes::of(&[
    Class::Month,
    Class::Weekday,
    Class::Day,
    Class::Number,
    Class::Currency,
    Class::Unit,
]);

/// Whether a value can begin at a token. Most tokens begin none, and little tells which.
#[inline]
fn may_begin(tok: &Tok, classes: Classes, flags: WordFlags) -> bool {
    classes.any(BEGIN)
        || match tok.kind {
            TokenKind::Arabic => flags.has(WordFlags::DATE),
            TokenKind::Punct(_) => false,
            _ => true,
        }
}

/// Proposes the values of the text, the longest reading at each place.
pub(super) fn find<'t>(cx: &Context<'_, 't>, out: &mut Vec<Candidate<'t>>) {
    let mut i = 0;
    while let Some(next) = cx.scan.next(i, cx.text.tokens(), may_begin) {
        i = next;
        if cx.word(i) == "الساعة" && cx.scan.classes(i).is_empty() {
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
