//! Single words and quotations that names are made of.

use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, WordFlags};
use crate::segment::{Punct, TokenKind};

/// «الناتو» after its head: the quotation belongs to the name.
pub(super) fn quoted(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    let tok = cx.text.tok(at);
    if tok.newline || tok.punct() == Some(Punct::OpenBracket) {
        return None;
    }
    cx.quotation(at, 6)
}

pub(super) fn is_unknown(cx: &Context<'_, '_>, i: usize) -> bool {
    let tok = cx.text.tok(i);
    let core = cx.scan.core(i);
    if tok.newline || core.prefix > 0 || core.flags.has(WordFlags::STOP | WordFlags::COMMON) {
        return false;
    }
    let other = cx.scan.at(i).iter().any(|m| {
        m.prefix == 0
            && !m.sense.ambiguous
            && !matches!(m.sense.class, Class::Organization | Class::Media | Class::Club)
    });
    match tok.kind {
        TokenKind::Arabic => tok.end - tok.start >= 4 && !other,
        TokenKind::Foreign => true,
        _ => false,
    }
}

pub(super) fn is_namelike(cx: &Context<'_, '_>, i: usize) -> bool {
    let flags = cx.scan.core(i).flags;
    cx.plain(i)
        && flags.has(WordFlags::GIVEN | WordFlags::FAMILY | WordFlags::SOMETIMES)
        && !flags.has(WordFlags::STOP)
}
