//! Whether the words behind a sourcing device are somebody who said something: «وفق نص البيان» and «بحسب
//! سكان محليين», but not «وفق الخطة».

use super::super::cited::Found;
use super::super::reading::Reader;
use super::atoms::{Atom, head_code, word_hash};
use super::labels::Asked;
use super::{bucket, hints};

/// The question, with no and yes for answers.
pub(crate) fn about(r: &Reader<'_>, f: &Found, fronted: bool) -> Asked {
    let rule = u32::from(f.known);
    let mut q = Asked::new(7, rule);
    let at = f.source_in(r);
    let device = r.lexicon.devices().get(usize::from(f.device)).map_or(0, |d| word_hash(&d.id));
    let (a, b, c) = (r.atom(at), r.atom(at + 1), r.atom(at + 2));
    let before = if f.first > 0 { r.atom(f.first - 1) } else { Atom::default() };
    let fronted = u32::from(fronted);
    let head = head_code(r.get(at).head.map(|h| h.class));
    let name = r.mention(at).map_or(0, |m| 1 + m.kind as u32);
    let shape = u32::from(r.tok(at).is_definite()) | u32::from(r.tok(at).has_encl()) << 1;
    let comma = u32::from(r.is_comma(f.first.wrapping_sub(1)));
    let quoted = u32::from(r.is_quote_open(at));
    let verb = (at + 1..at + 5).position(|k| r.is_verb(k)).map_or(0, |n| 1 + n as u32);
    let stop = (at + 1..at + 8).position(|k| r.is_comma(k) || r.is_stop(k)).map_or(0, bucket);
    let word = word_hash(r.text.noun(at));
    q.add(2, &[device, rule]);
    q.add(3, &[a.tag(), rule]);
    q.add(4, &[a.class(), rule]);
    q.add(5, &[word]);
    q.add(6, &[word, device]);
    q.add(7, &[a.class(), b.class()]);
    q.add(8, &[a.tag(), b.tag()]);
    q.add(9, &[device, a.class()]);
    q.add(10, &[head, shape, rule]);
    q.add(11, &[name, head, rule]);
    q.add(12, &[fronted, comma, rule]);
    q.add(13, &[before.tag(), fronted]);
    q.add(14, &[b.tag(), c.tag(), rule]);
    q.add(15, &[b.word, shape]);
    q.add(16, &[verb, rule, fronted]);
    q.add(17, &[stop, rule, fronted]);
    q.add(18, &[quoted, rule]);
    q.add(19, &[word_hash(r.text.noun(at + 1)), word]);
    q.add(20, &[a.class(), shape, fronted]);
    hints::device(r, f.first, at, |n, values| q.add(n, values));
    q
}
