//! What a sourcing device covers: the clause it stands before, or the likeliest of all it can look back to.

use crate::lexicon::{Classes, DeviceKind};
use crate::segment::Punct;

use super::cited::{Found, match_device};
use super::reading::Reader;
use super::weigh::Weights;
use super::weigh::scope::{self, Device, Opened, Scope};

/// What a device covers. Fronted: what follows, to the end of the sentence. Else the likeliest of
/// what it can cover: see [`scopes`].
pub(super) fn scope(
    r: &Reader<'_>,
    w: &Weights,
    f: &Found,
    after: usize,
    start: usize,
    end: usize,
    fronted: bool,
) -> Vec<(usize, usize)> {
    if !fronted {
        let device = device(r, f, after, start);
        let scopes = scopes(r, &device, end);
        return scope::likeliest(r, w, &device, &scopes)
            .map_or_else(Vec::new, |s| s.content.clone());
    }
    let mut i = after;
    while i < end && (r.is_comma(i) || matches!(r.punct(i), Some(Punct::Colon | Punct::Dash))) {
        i += 1;
    }
    if matches!(r.text.word(i), "فقد" | "فان")
        || r.complementizer(i).is_some() && !r.is_quote_open(i)
    {
        i += 1;
    }
    let last = r.clause_end(i, end, None);
    if i < last { vec![(i, last)] } else { Vec::new() }
}

/// A device that does not stand before its clause; its source ends before `after`.
pub(crate) fn device(r: &Reader<'_>, f: &Found, after: usize, start: usize) -> Device {
    let rule = clause_start(r, f.first, start);
    Device { at: f.first, after, kind: f.kind as u32, rule, start }
}

/// Everything a device can cover that does not stand before its clause: the words before it from any
/// place where a clause can begin, nearest first, and the clause behind it («قال فلان، بحسب البيان، إن …»).
pub(crate) fn scopes(r: &Reader<'_>, d: &Device, end: usize) -> Vec<Scope> {
    let mut out = Vec::with_capacity(8);
    let mut before = d.at;
    while before > d.start
        && r.punct(before - 1).is_some_and(|p| matches!(p, Punct::Comma | Punct::Dash))
    {
        before -= 1;
    }
    let rest = rest_of_clause(r, d, end);
    let mut i = before;
    while i > d.start && out.len() < LEFTS {
        i -= 1;
        let opened = if let Some((open, close)) = r.quotes.around(i).filter(|q| q.1 <= d.at) {
            // Into a quotation only where the device follows it.
            if open >= d.start && close + 2 >= before && i == open + 1 {
                Some(Opened::Quote)
            } else {
                None
            }
        } else if i == d.start {
            Some(Opened::Sentence)
        } else {
            opens(r, d, i, before)
        };
        if let Some(opened) = opened.filter(|_| i < before) {
            let mut content = vec![(i, before)];
            content.extend(rest);
            out.push(Scope { first: i, opened, content });
        }
    }
    if out.last().is_none_or(|s| s.first > d.start) && before > d.start {
        let mut content = vec![(d.start, before)];
        content.extend(rest);
        out.push(Scope { first: d.start, opened: Opened::Sentence, content });
    }
    let at = d.after + usize::from(matches!(r.punct(d.after), Some(Punct::Comma | Punct::Dash)));
    let behind = r.complementizer(at).is_some()
        || r.punct(at) == Some(Punct::Colon)
        || r.quotes.close_of(at).is_some_and(|c| c - at > 3);
    if behind && at < end {
        let (content, _, _) = super::extent::content_from(r, at, end, None);
        if let Some(&(first, _)) = content.first().filter(|(first, last)| first < last) {
            out.push(Scope { first, opened: Opened::Ahead, content });
        }
    }
    out
}

/// How many places before a device are looked at.
const LEFTS: usize = 16;

/// What opens a clause at token `i`, if anything does.
fn opens(r: &Reader<'_>, d: &Device, i: usize, before: usize) -> Option<Opened> {
    let marked = |k: usize| {
        r.punct(k).is_some_and(|p| {
            matches!(p, Punct::Comma | Punct::Semicolon | Punct::Colon | Punct::Dash)
        })
    };
    if !r.is_word(i) || r.is_lone_conj(i) {
        return None;
    }
    if r.complementizer(i - 1).is_some() {
        return Some(Opened::Complementizer);
    }
    if matches!(r.bare(i - 1), "فيما" | "بينما") {
        return Some(Opened::While);
    }
    let conj = r.has_conj(i) || r.is_lone_conj(i - 1);
    let mark = marked(i - 1) || r.is_lone_conj(i - 1) && i > d.start + 1 && marked(i - 2);
    if mark && r.finite(i).is_some() && r.clause_complement(i, before).is_some() {
        return Some(Opened::Report);
    }
    if conj && (mark || r.is_verb(i)) {
        return Some(Opened::Conjunction);
    }
    mark.then_some(Opened::Mark)
}

/// Medial: more of the same clause follows, not opened by a conjunction or a new sentence.
fn rest_of_clause(r: &Reader<'_>, d: &Device, end: usize) -> Option<(usize, usize)> {
    if !r.is_comma(d.after) || !r.is_comma(d.at.wrapping_sub(1)) {
        return None;
    }
    let i = d.after + 1;
    let new = i >= end
        || r.has_conj(i)
        || r.is_lone_conj(i)
        || r.participle(i).is_some()
        || r.complementizer(i).is_some()
        || r.is(i, Classes::SUBORDINATOR)
        || match_device(r, i).is_some();
    let last = r.clause_end(i, end, None);
    // When and where it was said: «حسبما أعلنت الوزارة، اليوم الخميس»، «وفق ما ذكره المدير، في تصريح إذاعي».
    let spoken = d.kind == DeviceKind::Clause as u32;
    let aside = r.skip_time(i, end) > i || spoken && r.is_pp(i) && last < i + ASIDE;
    (!new && !aside && last > i + 1).then_some((i, last))
}

/// From how many tokens on a phrase behind «حسبما قال فلان» belongs to what was said.
const ASIDE: usize = 6;

/// Where the clause before a device begins: after the last comma that opens a new main clause, or at
/// the start of the sentence.
pub(crate) fn clause_start(r: &Reader<'_>, at: usize, start: usize) -> usize {
    let mut i = at;
    let skip_quote = |k: usize| r.quotes.around(k).filter(|&(o, c)| o >= start && c <= at);
    while i > start + 1 {
        i -= 1;
        if let Some((open, _)) = skip_quote(i) {
            i = open;
            continue;
        }
        // A reporting verb after a comma: «…، قال لهم: …، بحسب فلان».
        let reports = i < at
            && r.is_comma(i - 1)
            && r.finite(i).is_some()
            && r.clause_complement(i, at).is_some();
        if reports {
            return i;
        }
        if i + 1 < at && r.is_comma(i) {
            let n = i + 1;
            if r.has_conj(n) && r.is_verb(n) {
                return n;
            }
            if matches!(r.bare(n), "فيما" | "بينما") {
                return n + 1;
            }
        }
    }
    start
}
