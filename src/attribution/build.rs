//! From drafts to attributions: spans of the original, parents, chains and the profile.

use std::collections::BTreeMap;

use crate::labels::{Anonymity, Tier};
use crate::segment::Punct;
use crate::span::Span;

use super::chains::Linked;
use super::classify::descriptors;
use super::draft::{Draft, Np};
use super::nesting::{Owned, smallest_holders};
use super::reading::Reader;
use super::{Attribution, Chain, Cue, Found, Profile, Source};

/// Writes drafts as attributions.
pub(crate) fn build(r: &Reader<'_>, drafts: Vec<Draft>, linked: &[Option<Linked>]) -> Found {
    let span = |np: &Np| r.text.original(np.start as usize, np.end as usize);
    let mut attributions: Vec<Attribution> = Vec::with_capacity(drafts.len());
    for (d, l) in drafts.into_iter().zip(linked) {
        let content = content_spans(r, &d);
        let source = l.as_ref().map(|l| Source {
            span: span(&l.np),
            head: r
                .text
                .original(r.tok(l.labels.head).noun() as usize, r.tok(l.labels.head).end as usize),
            elided: d.elided,
            source_type: l.labels.source_type,
            anonymity: l.labels.anonymity,
            descriptors: l.labels.described.map(|np| described(r, &np)).unwrap_or_default(),
            number: l.labels.number,
            entity: l.labels.entity,
        });
        attributions.push(Attribution {
            kind: d.kind,
            tier: d.tier,
            cue: d.cue.map(|c| Cue {
                span: r.text.original(c.start as usize, c.end as usize),
                lemma: c.lemma,
                class: c.class,
                id: c.id,
            }),
            complementizer: d.comp.map(|(a, b)| r.text.original(a as usize, b as usize)),
            negation: d.neg.map(|(a, b)| r.text.original(a as usize, b as usize)),
            source,
            content,
            recipient: d.recipient.as_ref().map(span),
            medium: d.medium.as_ref().map(span),
            via: d.via.iter().map(span).collect(),
            stance: d.stance,
            polarity: d.polarity,
            tense: d.tense,
            chain: l.as_ref().map(|l| l.chain),
            parent: None,
            rule: d.rule.into(),
            confidence: d.confidence,
            note: d.note,
        });
    }
    set_parents(&mut attributions);
    let chains = chains(&mut attributions);
    let profile = profile(r, &attributions, &chains);
    Found { attributions, chains, profile }
}

/// What the words of a source say of it, what is said twice in a row once.
fn described(r: &Reader<'_>, np: &Np) -> Vec<String> {
    let mut out: Vec<String> = descriptors(r, np).map(str::to_owned).collect();
    out.dedup();
    out
}

/// The content's tokens as spans, without marks and matched quotation marks at the edges.
fn content_spans(r: &Reader<'_>, d: &Draft) -> Vec<Span> {
    let mut out = Vec::new();
    for (n, &(mut a, mut b)) in d.content.iter().enumerate() {
        loop {
            let before = (a, b);
            while a < b && is_edge_mark(r, a) {
                a += 1;
            }
            while a < b && is_edge_mark(r, b - 1) {
                b -= 1;
            }
            if a < b && r.quotes.close_of(a) == Some(b - 1) {
                a += 1;
                b -= 1;
            } else if a < b && r.quotes.close_of(a).is_some_and(|c| c >= b) {
                a += 1;
            } else if a < b
                && matches!(r.punct(b - 1), Some(Punct::CloseQuote | Punct::Quote))
                && !(a..b - 1).any(|o| r.quotes.close_of(o) == Some(b - 1))
            {
                b -= 1;
            }
            if before == (a, b) {
                break;
            }
        }
        if a < b {
            let tok = r.tok(a);
            let mut start = if n == 0 && d.content_from.is_some() {
                d.content_from.unwrap_or(tok.start)
            } else {
                tok.start
            };
            // A conjunction before a content that is a sentence of its own stays out.
            if n == 0 && d.content_from.is_none() && r.has_conj(a) && a < d.at {
                start = r.get(a).verb.map_or(tok.bare(), |v| v.start);
            }
            out.push(r.text.original(start as usize, r.tok(b - 1).end as usize));
        }
    }
    out
}

fn is_edge_mark(r: &Reader<'_>, i: usize) -> bool {
    matches!(
        r.punct(i),
        Some(
            Punct::Comma
                | Punct::Semicolon
                | Punct::Stop
                | Punct::Colon
                | Punct::Dash
                | Punct::Ellipsis
        )
    ) || r.is_lone_conj(i)
}

/// The smallest content that holds a cue is its parent.
fn set_parents(attributions: &mut [Attribution]) {
    let owned = |owner: usize, s: Span| Owned { start: s.start(), end: s.end(), owner };
    let cues: Vec<Owned> = attributions
        .iter()
        .enumerate()
        .filter_map(|(i, a)| a.cue.as_ref().map(|c| owned(i, c.span)))
        .collect();
    let contents = attributions
        .iter()
        .enumerate()
        .flat_map(|(j, a)| a.content.iter().map(move |&s| owned(j, s)))
        .collect();
    for (cue, holder) in cues.iter().zip(smallest_holders(&cues, contents)) {
        if let Some(a) = attributions.get_mut(cue.owner) {
            a.parent = holder.map(|h| h.owner);
        }
    }
}

fn chains(attributions: &mut [Attribution]) -> Vec<Chain> {
    let mut by_id: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, a) in attributions.iter().enumerate() {
        if let Some(c) = a.chain {
            by_id.entry(c).or_default().push(i);
        }
    }
    let rank = |a: Anonymity| match a {
        Anonymity::Named => 0,
        Anonymity::Role => 1,
        Anonymity::Org => 2,
        Anonymity::AnonRequested => 3,
        Anonymity::Anon => 4,
        Anonymity::Vague => 5,
        Anonymity::Implicit => 6,
    };
    let mut out = Vec::with_capacity(by_id.len());
    for (n, mentions) in by_id.into_values().enumerate() {
        let sources: Vec<&Source> =
            mentions.iter().filter_map(|&i| attributions.get(i)?.source.as_ref()).collect();
        let label = sources.iter().filter(|s| !s.elided).map(|s| s.span).max_by_key(|s| s.len());
        let anonymity = sources.iter().map(|s| s.anonymity).min_by_key(|&a| rank(a));
        let chain = Chain {
            label: label.or(sources.first().map(|s| s.span)).unwrap_or_default(),
            anonymity: anonymity.unwrap_or(Anonymity::Implicit),
            mentions: mentions.clone(),
        };
        out.push(chain);
        for i in mentions {
            if let Some(a) = attributions.get_mut(i) {
                a.chain = Some(n);
            }
        }
    }
    out
}

fn profile(r: &Reader<'_>, attributions: &[Attribution], chains: &[Chain]) -> Profile {
    let mut p = Profile::default();
    let core = || attributions.iter().filter(|a| a.tier == Tier::Core);
    for a in core() {
        match a.source.as_ref().map_or(Anonymity::Implicit, |s| s.anonymity) {
            Anonymity::Named => p.named += 1,
            Anonymity::Role => p.role += 1,
            Anonymity::Org => p.org += 1,
            Anonymity::Anon => p.anonymous += 1,
            Anonymity::AnonRequested => {
                p.anonymous += 1;
                p.anonymous_on_request += 1;
            }
            Anonymity::Vague => p.vague += 1,
            Anonymity::Implicit => p.implicit += 1,
        }
    }
    let heard: Vec<&Chain> = chains
        .iter()
        .filter(|c| {
            c.mentions.iter().any(|&i| attributions.get(i).is_some_and(|a| a.tier == Tier::Core))
        })
        .collect();
    p.distinct_sources = heard.len();
    p.single_anonymous_source = heard.len() == 1
        && heard.iter().all(|c| matches!(c.anonymity, Anonymity::Anon | Anonymity::AnonRequested));
    let mut words = 0usize;
    let mut attributed = 0usize;
    let tokens = r.text.tokens();
    let mut spans: Vec<Span> = core().flat_map(|a| a.content.iter().copied()).collect();
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for s in spans {
        match merged.last_mut() {
            Some(l) if s.start() <= l.end() => *l = Span::new(l.start(), l.end().max(s.end())),
            _ => merged.push(s),
        }
    }
    let mut at = 0;
    let mut originals = r.text.cursor();
    for t in tokens.iter().filter(|t| t.is_word()) {
        words += 1;
        // Behind the last content words are only counted.
        if at == merged.len() {
            continue;
        }
        let (start, end) = (t.start as usize, t.end as usize);
        let o = match originals.ahead(start, end) {
            Some(ahead) => Span::new(start + ahead, end + ahead),
            None => Span::new(originals.start(start), originals.end(end)),
        };
        while merged.get(at).is_some_and(|m| m.end() <= o.start()) {
            at += 1;
        }
        if merged.get(at).is_some_and(|m| m.overlaps(o)) {
            attributed += 1;
        }
    }
    if words > 0 {
        p.attributed_share = attributed as f32 / words as f32;
    }
    let mut cued: Vec<(Span, bool)> = core()
        .filter_map(|a| {
            let anonymous = matches!(
                a.source.as_ref().map(|s| s.anonymity),
                Some(Anonymity::Anon | Anonymity::AnonRequested | Anonymity::Vague)
            );
            a.cue.as_ref().map(|c| (c.span, anonymous))
        })
        .collect();
    cued.sort_unstable();
    let mut cued = cued.into_iter().peekable();
    let mut originals = r.text.cursor();
    for (n, s) in r.text.sentences().iter().enumerate() {
        let last = r.tok(s.end.saturating_sub(1)).end;
        let start = originals.start(r.tok(s.start).start as usize);
        let span = Span::new(start, originals.end(last as usize));
        let mut any = false;
        let mut all = true;
        while let Some((cue, anonymous)) = cued.next_if(|(cue, _)| cue.start() < span.end()) {
            if span.contains(cue) {
                any = true;
                all &= anonymous;
            }
        }
        if any && all {
            p.anonymous_only_sentences.push(n);
        }
    }
    p
}
