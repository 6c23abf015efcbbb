//! Nouns of speech: إعلان الوزير أن، دعوة الحكومة إلى، بالقول إن.

use crate::labels::{CueClass, Tense};
use crate::lexicon::{Classes, HeadClass};

use super::draft::{CueDraft, Draft};
use super::extent::{content_from, nominal_end, nominal_kind, prep_object};
use super::reading::Reader;
use super::subject::head_of;

/// Drafts the attributions of all nouns of speech in a sentence.
pub(crate) fn find(r: &Reader<'_>, start: usize, end: usize, out: &mut Vec<Draft>) {
    for i in start..end {
        let Some(noun) = r.get(i).noun_cue.and_then(|n| r.lexicon.noun(n)) else { continue };
        if r.finite(i).is_some() && !r.tok(i).is_definite() && !r.tok(i).has_prep() {
            continue;
        }
        let mut d = Draft::new("N.noun", i);
        d.tier = noun.tier;
        d.stance = noun.stance;
        d.tense = Tense::Masdar;
        d.confidence = 0.6;
        d.cue = Some(CueDraft {
            start: r.tok(i).noun(),
            end: r.tok(i).end,
            id: noun.id.clone(),
            lemma: noun.lemma.clone(),
            class: CueClass::Noun,
        });
        if out.iter().any(|o| o.rule == "V.relay" && o.at < i && i < o.at + 14) {
            continue;
        }
        let word = r.text.noun(i);
        let own = word.ends_with('ه') || word.ends_with("ها") || word.ends_with("هم");
        // بالقول إن، قوله إن: a clause at once.
        if r.text.stem(i).starts_with("قول") {
            let k = (i + 1..end.min(i + 3)).find(|&k| {
                r.complementizer(k).is_some()
                    || r.is_quote_open(k)
                    || r.punct(k) == Some(crate::segment::Punct::Colon)
            });
            let relayed = out.iter().any(|o| o.rule == "V.relay" && o.at < i && i < o.at + 14);
            let Some(k) = k else { continue };
            if relayed || !(own || r.prep(i) == Some('ب')) {
                continue;
            }
            let (content, kind, comp) = content_from(r, k, end, None);
            d.content = content;
            d.kind = kind;
            d.comp = comp;
            d.elided = true;
            d.rule = "N.saying";
            d.confidence = 0.8;
            // «اكتفت المصالح بالقول»: the verb's subject speaks.
            let verb = (start..i).rev().take(8).find(|&v| r.is_verb(v));
            if let Some(v) = verb {
                let np = r.arguments(v, i, true).subject;
                if np.is_some_and(|np| speaks(r, np.first)) {
                    d.source = np;
                    d.elided = false;
                }
            }
            if !d.content.is_empty() {
                out.push(d);
            }
            continue;
        }
        // NOUN possessor + complement.
        let mut k = i + 1;
        if !own {
            if r.tok(i).is_definite() || !r.is_nominal(k) || !speaks(r, k) {
                continue;
            }
            let last = r.np_closed(k, end);
            d.source = r.np(k, last);
            k = last;
        } else {
            d.elided = true;
        }
        let t = r.skip_time(k, end);
        if t > k {
            k = t;
        }
        if k >= end || r.is_comma(k) {
            continue;
        }
        if r.complementizer(k).is_some()
            || r.complementizer(k + 1).is_some_and(|(_, from)| from == k)
        {
            let at = if r.complementizer(k).is_some() { k } else { k + 1 };
            // «رغم تحذير الوزير من أن …، لم يتغير شيء»: a noun's clause ends at the comma.
            let stop = (at + 1..end).find(|&j| r.is_comma(j)).unwrap_or(end);
            let (content, kind, comp) = content_from(r, at, stop, None);
            d.content = content;
            d.kind = kind;
            d.comp = comp;
        } else if governed(r, k, &noun.governs) {
            let Some((range, from)) = prep_object(r, k, end, None) else { continue };
            d.content = vec![range];
            d.content_from = from;
            d.kind = nominal_kind(r, range);
        } else if noun.governs.contains('O')
            && !own
            && r.is_nominal(k)
            && !r.has_conj(k)
            && !r.tok(k).is_definite()
        {
            let last = nominal_end(r, k, end, None);
            d.content = vec![(k, last)];
            d.kind = nominal_kind(r, (k, last));
        } else {
            continue;
        }
        if d.content.iter().any(|&(a, b)| a < b) {
            out.push(d);
        }
    }
}

fn governed(r: &Reader<'_>, k: usize, governs: &str) -> bool {
    let code = match r.prep(k) {
        Some('ب') => 'B',
        Some(_) => return false,
        None => match r.bare(k) {
            "الي" => 'I',
            "علي" => 'A',
            "من" => 'M',
            "عن" | "بشان" => 'N',
            _ => return false,
        },
    };
    governs.contains(code) && !r.is(k, Classes::TIME)
}

fn speaks(r: &Reader<'_>, i: usize) -> bool {
    head_of(r, i)
        .is_some_and(|h| h.class.is_human() || matches!(h.class, HeadClass::Org | HeadClass::Media))
        || r.mention(i).is_some_and(|m| {
            matches!(
                m.kind,
                crate::entity::EntityKind::Person
                    | crate::entity::EntityKind::Organization
                    | crate::entity::EntityKind::Location
            )
        })
}
