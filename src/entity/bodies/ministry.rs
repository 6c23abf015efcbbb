//! Ministries: the portfolio after وزارة.

use crate::entity::context::Context;
use crate::entity::gazetteer::{Class, WordFlags};

/// الخارجية الأمريكية، العمل والتنمية الاجتماعية
pub(super) fn portfolio(cx: &Context<'_, '_>, at: usize) -> Option<usize> {
    let mut end = match cx.scan.bare(at, Class::Portfolio) {
        Some(m) if !cx.text.tok(at).newline => m.last,
        _ => {
            let mut end = at;
            // شؤون المغتربين: an indefinite noun and what makes it definite.
            if cx.plain(end)
                && !cx.text.tok(end).is_definite()
                && !cx.stop(end)
                && cx.definite(end + 1)
            {
                end += 1;
            }
            if !cx.definite(end) || cx.stop(end) {
                return None;
            }
            end + 1
        }
    };
    loop {
        let tok = cx.text.tok(end);
        if tok.newline {
            break;
        }
        let joined = cx
            .scan
            .at(end)
            .iter()
            .find(|m| m.sense.class == Class::Portfolio && m.prefix == 2 && tok.has_conj());
        if let Some(m) = joined {
            end = m.last;
        } else if cx.definite(end) && cx.listed(end, WordFlags::PORTFOLIO_ADJECTIVE) {
            end += 1;
        } else {
            break;
        }
    }
    Some(cx.the_nationality(end).map_or(end, |m| m.last))
}
