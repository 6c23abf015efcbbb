//! Whether words like بحسب، حسبما or جاء في cite somebody: which device of the lexicon they are, and whether
//! whoever stands behind them can be a source.

use crate::entity::EntityKind;
use crate::lexicon::{Classes, DeviceKind, HeadClass};
use crate::segment::TokenKind;

use super::candidate::on_the_tongue;
use super::reading::Reader;

/// A device found in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub device: u16,
    pub kind: DeviceKind,
    /// First token, and one past the last.
    pub first: usize,
    pub last: usize,
    /// Whether the grammar knows somebody behind it who could speak.
    pub known: bool,
}

impl Found {
    /// Where its source begins: past a lone ل.
    pub(crate) fn source_in(self, r: &Reader<'_>) -> usize {
        self.last + usize::from(r.text.bare(self.last) == "ل")
    }
}

/// The device that begins at token `i`, longest first, if what follows makes it one.
#[inline]
pub(crate) fn match_device(r: &Reader<'_>, i: usize) -> Option<Found> {
    if r.may_begin_device(i) { read_device(r, i, false) } else { None }
}

/// [`match_device`], or what may be one although the grammar knows nobody behind it who could speak:
/// «وفق نص البيان», «بحسب سكان محليين», but also «وفق الخطة».
#[inline]
pub(crate) fn possible_device(r: &Reader<'_>, i: usize) -> Option<Found> {
    if r.may_begin_device(i) { read_device(r, i, true) } else { None }
}

/// `doubtful` also takes what weights are to be asked about.
fn read_device(r: &Reader<'_>, i: usize, doubtful: bool) -> Option<Found> {
    if on_the_tongue(r, i) && is_relayed(r, i) {
        return None;
    }
    let word = r.device_word(i)?;
    for (device, rest) in &word.devices {
        let fits = rest.iter().enumerate().all(|(k, w)| {
            let at = i + 1 + k;
            let last = k + 1 == rest.len();
            let t = r.text.word(at);
            t == &**w
                || (last && strip_possessor(t, w))
                || (!r.tok(at).has_conj() && last && r.text.bare(at) == &**w)
        });
        if !fits {
            continue;
        }
        let d = r.lexicon.devices().get(usize::from(*device))?;
        let last = i + 1 + rest.len();
        let mut found = Found { device: *device, kind: d.kind, first: i, last, known: false };
        found.known = is_sourcing(r, &found, d.tail_l);
        if found.known || doubtful && is_asked_about(d.kind) && may_be_sourcing(r, &found, d.tail_l)
        {
            return Some(found);
        }
    }
    None
}

/// Whether a verb that relays stands before «على لسان»: it has the source behind it, as that of عن.
fn is_relayed(r: &Reader<'_>, i: usize) -> bool {
    let near = (i.saturating_sub(RELAYED)..i).rev();
    let verb = near
        .take_while(|&k| r.is_word(k) || r.quotes.around(k).is_some())
        .find_map(|k| r.finite(k));
    verb.and_then(|v| r.lexicon.cue(v.cue)).is_some_and(|c| c.governs.contains('S'))
}

/// How far behind its verb «على لسان» may stand, in tokens.
const RELAYED: usize = 8;

/// Whether weights are asked if a device of this kind is one: بحسب and جاء في need somebody behind them.
pub(crate) fn is_asked_about(kind: DeviceKind) -> bool {
    matches!(kind, DeviceKind::Source | DeviceKind::Document)
}

/// Whether a noun phrase, a name or a quotation follows.
fn may_be_sourcing(r: &Reader<'_>, f: &Found, tail_l: bool) -> bool {
    let next = f.source_in(r);
    let alone = r.text.bare(f.last) == "ل";
    let tail = !tail_l || alone || r.prep(f.last) == Some('ل');
    tail && (r.is_nominal(next)
        || r.is(next, Classes::QUANTIFIER.or(Classes::SAME_BEFORE).or(Classes::DEMONSTRATIVE))
        || tail_l && !alone
        || is_source_head(r, next))
}

/// Whether the last word of a device names its source by a pronoun: على حد قوله.
pub(super) fn is_possessed(r: &Reader<'_>, i: usize) -> bool {
    let last = r.text.word(i);
    last.ends_with('ه') || last.ends_with("ها") || last.ends_with("هم")
}

/// قوله for قول, تعبيرها for تعبير.
fn strip_possessor(word: &str, form: &str) -> bool {
    word.strip_prefix(form).is_some_and(|p| matches!(p, "ه" | "ها" | "هم" | "هما" | "نا" | "ي"))
}

fn is_sourcing(r: &Reader<'_>, f: &Found, tail_l: bool) -> bool {
    let next = f.last;
    match f.kind {
        DeviceKind::Source => {
            if tail_l && r.prep(next) != Some('ل') && r.text.bare(next) != "ل" {
                return false;
            }
            // «حسب ما» and «وفقا لما» are another device.
            if matches!(r.text.noun(next), "ما" | "هذا" | "هذه" | "ذلك" | "تلك")
                && r.get(next + 1).head.is_none()
            {
                return false;
            }
            is_source_head(r, f.source_in(r))
        }
        DeviceKind::Clause => {
            let at = if matches!(r.text.word(next), "كان" | "كانت" | "قد" | "سبق") {
                next + 1
            } else {
                next
            };
            r.finite(at).is_some()
                || (matches!(r.text.word(at), "جاء" | "ورد") && r.text.word(at + 1) == "في")
        }
        // «وفقا لتصريحات نقلتها وكالة»: with nobody behind it, it is a source itself.
        DeviceKind::Own => {
            is_possessed(r, next - 1) || is_source_head(r, next) || r.is_nominal(next)
        }
        DeviceKind::Document => {
            // «في سلسلة من التغريدات», «في سلسلة تغريدات».
            let k = if r.get(next).head.is_some() {
                next
            } else {
                next + 1 + usize::from(r.text.word(next + 1) == "من")
            };
            r.get(k).head.is_some_and(|h| {
                matches!(h.class, HeadClass::Document | HeadClass::Media | HeadClass::Data)
            }) || r.is(next, Classes::MEDIUM)
                || k == next + 2 && r.stem_is(k, Classes::MEDIUM)
        }
        DeviceKind::Passive => true,
    }
}

/// Whether the noun phrase at `i` can be a source at all.
pub(crate) fn is_source_head(r: &Reader<'_>, i: usize) -> bool {
    let tok = r.tok(i);
    if tok.kind == TokenKind::Foreign {
        return true;
    }
    if r.is_quote_open(i) {
        return r.quotes.close_of(i).is_some_and(|c| c - i <= 6);
    }
    if let Some(m) = r.mention(i) {
        if matches!(m.kind, EntityKind::Person | EntityKind::Organization | EntityKind::Location) {
            return true;
        }
    }
    let at = if r.is(i, Classes::SAME_BEFORE.or(Classes::QUANTIFIER).or(Classes::DEMONSTRATIVE)) {
        i + 1
    } else {
        i
    };
    let at = if at > i && r.text.word(at) == "من" { at + 1 } else { at };
    let at = if matches!(r.text.noun(at), "اخر" | "احدث" | "اول" | "ابرز" | "اكثر" | "مجمل")
    {
        at + 1
    } else {
        at
    };
    let Some(head) = r.get(at).head else { return false };
    if matches!(r.text.stem(at), "مصادر" | "مصدر") {
        return !is_resource(r, at + 1);
    }
    // Laws, articles and agreements are criteria.
    if r.stem_is(at, Classes::CRITERION) {
        return false;
    }
    head.class != HeadClass::Group || r.tok(at).is_definite()
}

/// مصادر الطاقة، مصدر رزق: a source of something, not of information.
pub(crate) fn is_resource(r: &Reader<'_>, i: usize) -> bool {
    r.stem_is(i, Classes::RESOURCE) || r.word_is(i, Classes::RESOURCE)
}
