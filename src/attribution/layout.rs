//! Attributions that the layout of an article makes: headlines «المصدر: …», dialogue, datelines,
//! bylines and credit lines.

use crate::entity::{EntityKind, Mention};
use crate::labels::{AttributionKind, CueClass, Stance};
use crate::lexicon::{Classes, HeadClass};
use crate::segment::{Punct, TokenKind};

use super::credits;
use super::draft::{CueDraft, Draft};
use super::reading::Reader;
use super::turns::{Turn, turns};
use super::weigh::{Weights, labels};

/// The rule of questions and answers whose speakers stand somewhere else.
pub(super) const INTERVIEW: &str = "L.interview";

/// Drafts headlines, dialogue, datelines, bylines and credits.
pub(crate) fn find(r: &Reader<'_>, w: &Weights, out: &mut Vec<Draft>) {
    let lines = lines(r);
    let turns = turns(r, &lines);
    let credits = credits::find(r, w, &lines);
    for (n, &(start, end)) in lines.iter().enumerate() {
        if credits.iter().any(|d| (start..end).contains(&d.at)) {
            continue;
        }
        if let Some(d) = reprint(r, start, end) {
            out.push(d);
            continue;
        }
        if let Some(turn) = turns.get(n).copied().flatten() {
            out.extend(spoken(r, turn, end, &credits));
        } else {
            let all = Headline::all(r, start, end, n);
            for ways in all.chunk_by(|a, b| a.colon == b.colon) {
                if let Some(h) = labels::headline(r, w, ways) {
                    out.extend(speech(r, h.first, h.colon, h.end, "L.headline"));
                }
            }
        }
    }
    let captions = captions(r).filter(|d| !credits.iter().any(|c| c.source == d.source));
    out.extend(captions);
    out.extend(credits);
}

/// The lines of the text, as token ranges.
pub(crate) fn lines(r: &Reader<'_>) -> Vec<(usize, usize)> {
    let tokens = r.text.tokens();
    let mut starts: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, t)| t.newline).map(|(i, _)| i).collect();
    starts.push(tokens.len());
    starts.iter().zip(starts.iter().skip(1)).map(|(&a, &b)| (a, b)).collect()
}

/// True for what somebody may say: with a verb in it, or a question. The lines of a list («الملعب: الفريقان،
/// الساعة») are of names.
pub(super) fn is_sentence(r: &Reader<'_>, start: usize, end: usize) -> bool {
    let verb = |k: usize| r.is_verb(k) && r.get(k).head.is_none() && r.mention(k).is_none();
    let says =
        |k: usize| verb(k) || r.is(k, Classes::NEGATION) || r.punct(k) == Some(Punct::Question);
    (start..end).any(says)
}

/// Where the headline of another article begins in a line that points to it: «اقرأ أيضا: …», «قد يهمك/ …».
fn teaser(r: &Reader<'_>, start: usize, end: usize) -> Option<usize> {
    (start + 1..end.min(start + 4))
        .find(|&k| matches!(r.punct(k), Some(Punct::Colon | Punct::Slash)))
        .filter(|&k| r.word_is(k - 1, Classes::TEASER))
        .map(|k| k + 1)
}

/// «وزير الدفاع: …» at the start of a line: words, a colon, and words that may be what they say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Headline {
    /// The first token of the speaker.
    pub first: usize,
    pub colon: usize,
    pub end: usize,
    /// The number of the line.
    pub line: usize,
    /// Whether the hand-written rules see a speaker.
    pub rule: bool,
    /// What the speaker stands behind.
    pub behind: Behind,
}

/// What the speaker of a headline stands behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Behind {
    /// The beginning of the line, or of a part of it.
    Nothing = 0,
    /// A statement, joined with و: «غرق منازل ومواطنون: …».
    Statement = 1,
    /// A comma or a dash.
    Mark = 2,
}

impl Headline {
    /// A headline may have several parts: «الوزارة: … .. والمتهم: …». What is said reaches to the next
    /// part with a speaker of its own. Where a part may begin with a statement, each way to read it
    /// follows the other.
    fn all(r: &Reader<'_>, start: usize, end: usize, line: usize) -> Vec<Headline> {
        let parts = (start..end).filter(|&k| r.punct(k) == Some(Punct::Ellipsis)).map(|k| k + 1);
        let first = teaser(r, start, end).unwrap_or(start);
        let starts: Vec<usize> = std::iter::once(first).chain(parts).collect();
        let mut out = Vec::new();
        let mut to = end;
        for (n, &first) in starts.iter().enumerate().rev() {
            let next = starts.get(n + 1).map_or(end, |&k| k - 1);
            let colon =
                (first + 1..next.min(first + 24)).find(|&k| r.punct(k) == Some(Punct::Colon));
            let Some(colon) = colon else { continue };
            let found = out.len();
            for (k, behind) in Headline::starts(r, first, colon) {
                out.extend(Headline::at(r, k, colon, to, line, behind));
            }
            if out.len() > found {
                to = first.saturating_sub(1).max(start);
            }
        }
        out
    }

    /// Where the speaker before a colon can begin. What joins two speakers («الوزير والمحافظ: …») looks like
    /// what joins a statement and a speaker, so both ways are weighed.
    fn starts(r: &Reader<'_>, first: usize, colon: usize) -> Vec<(usize, Behind)> {
        let mut out = vec![(first, Behind::Nothing)];
        for k in first + 2..colon {
            if !r.is_word(k) || r.is_verb(k) && r.get(k).head.is_none() && r.mention(k).is_none() {
                continue;
            }
            if r.has_conj(k) && !r.is_pp(k) {
                out.push((k, Behind::Statement));
            } else if !r.is_word(k - 1) && !r.is_quote_open(k - 1) {
                out.push((k, Behind::Mark));
            }
        }
        out
    }

    /// The words from `first` on, to the colon and behind it, if they can be a headline.
    fn at(
        r: &Reader<'_>,
        first: usize,
        colon: usize,
        end: usize,
        line: usize,
        behind: Behind,
    ) -> Option<Headline> {
        let sentence = r.is_stop(end - 1) && line > 0;
        if colon + 2 >= end || colon - first > 14 || sentence || line > 2 && end - first > 24 {
            return None;
        }
        let verb = |k: usize| r.is_verb(k) && r.get(k).head.is_none() && r.mention(k).is_none();
        let rule = !(first..colon).any(verb)
            && !(first..colon).any(|k| r.is_comma(k) && line > 1)
            && speaks(r, first, colon);
        Some(Headline { first, colon, end, line, rule, behind })
    }
}

/// All lines that may be headlines with a speaker.
#[cfg(feature = "training")]
pub(crate) fn headlines(r: &Reader<'_>) -> Vec<Headline> {
    let lines = lines(r);
    let all = |(n, &(start, end)): (usize, &(usize, usize))| Headline::all(r, start, end, n);
    lines.iter().enumerate().flat_map(all).collect()
}

/// What a turn says. Whoever answers is left out; whoever asks has signed the article, if anybody has.
fn spoken(r: &Reader<'_>, turn: Turn, end: usize, credits: &[Draft]) -> Option<Draft> {
    let (mark, first) = match turn {
        Turn::Named { first, colon } => return speech(r, first, colon, end, "L.dialogue"),
        Turn::Asked { letter } => (letter, letter + 2),
        Turn::Answered { mark, first } => (mark, first),
    };
    let mut d = Draft::new(INTERVIEW, mark);
    d.cue = Some(CueDraft {
        start: r.tok(mark).start,
        end: r.tok(mark).end,
        id: "X002".into(),
        lemma: r.text.word(mark).into(),
        class: CueClass::Punct,
    });
    if matches!(turn, Turn::Asked { .. }) {
        let signed = credits.iter().find(|d| d.rule == "L.credit.byline");
        d.source = signed.and_then(|d| d.source);
        d.stance = Stance::Ask;
    } else {
        d.elided = true;
    }
    d.kind = AttributionKind::Direct;
    d.content = vec![said(r, first, end)];
    d.confidence = 0.7;
    Some(d)
}

/// What stands in a line from `first` on, without the stop behind it and the quotation marks around it.
fn said(r: &Reader<'_>, first: usize, end: usize) -> (usize, usize) {
    let last = if r.punct(end - 1) == Some(Punct::Stop) { end - 1 } else { end };
    match r.quotes.close_of(first) {
        Some(c) if c + 1 >= last => (first + 1, c),
        _ => (first, last),
    }
}

/// A speaker, a colon and what is said, to the end of the line.
fn speech(
    r: &Reader<'_>,
    start: usize,
    colon: usize,
    end: usize,
    rule: &'static str,
) -> Option<Draft> {
    // «المطيرات لوزيرة الأشغال: …»: whom it is said to.
    let to = (start + 1..colon).find(|&k| {
        (r.prep(k) == Some('ل') || r.text.bare(k) == "ل")
            && (r.get(k).head.is_some() || r.is_quote_open(k + 1) || r.mention(k).is_some())
            && r.get(start)
                .head
                .is_none_or(|h| h.class != HeadClass::Role || r.is_quote_open(k + 1))
    });
    let mut d = Draft::new(rule, colon);
    d.cue = Some(CueDraft {
        start: r.tok(colon).start,
        end: r.tok(colon).end,
        id: "X001".into(),
        lemma: ":".into(),
        class: CueClass::Punct,
    });
    d.source = Some(r.np(start, to.unwrap_or(colon))?);
    d.recipient = to.and_then(|k| r.np(k, colon));
    d.kind = AttributionKind::Direct;
    d.content = vec![said(r, colon + 1, end)];
    if r.punct(end - 1) == Some(Punct::Question) {
        d.stance = Stance::Ask;
    }
    d.confidence = 0.7;
    Some(d)
}

/// Whether the words before a colon name somebody who can speak.
pub(super) fn speaks(r: &Reader<'_>, start: usize, end: usize) -> bool {
    let mut k = start;
    while k < end && (!r.is_word(k) || r.is(k, Classes::QUANTIFIER) || r.is_lone_conj(k)) {
        k += 1;
    }
    if r.is_pp(k) || r.is(k, Classes::SUBORDINATOR.or(Classes::TIME).or(Classes::ADVERB)) {
        return false;
    }
    let quoted = r.is_quote_open(start) && r.quotes.close_of(start) == end.checked_sub(1);
    let head = r.get(k).head;
    let by_head = head.is_some_and(|h| {
        h.class.is_human()
            || matches!(h.class, HeadClass::Org | HeadClass::Media) && end - start <= 8
            || matches!(r.text.stem(k), "تقرير" | "دراسة")
    });
    let by_name = r.mention(k).is_some_and(|m| match m.kind {
        EntityKind::Person => true,
        EntityKind::Organization => end - start <= 5,
        // A country speaks; a city before a colon is a dateline or a topic.
        EntityKind::Location => {
            m.subkind == Some("country") && m.tokens.end == end && speaks_of_itself(r, end + 1)
        }
        _ => false,
    });
    by_head || by_name || quoted && r.words_in(start, end) <= 3
}

/// Whether a headline goes on in the first person or as a statement: «إيران: وجودنا …»، «لن نقبل …».
pub(crate) fn speaks_of_itself(r: &Reader<'_>, first: usize) -> bool {
    let line = first..first + 12;
    let ours = line.clone().take_while(|&k| !r.tok(k).newline).any(|k| {
        let w = r.text.word(k);
        w.chars().count() > 4 && w.ends_with("نا")
            || r.finite(k).is_some_and(|f| f.morph.person == crate::lexicon::Person::First)
            || r.bare(k).starts_with("سن") && r.tok(k).kind == TokenKind::Arabic
    });
    ours || r.is(first, Classes::NEGATION)
}

/// «(رويترز)», «(الفرنسية - أرشيف)» behind the caption of a picture or a passage. The name behind an agency, or
/// of a language, is none.
fn captions<'r>(r: &'r Reader<'_>) -> impl Iterator<Item = Draft> + 'r {
    const BACK: usize = 8;
    // The adjective stands for «وكالة الأنباء الفرنسية».
    let short = |k: usize| {
        matches!(
            r.text.bare(k),
            "الفرنسية"
                | "الالمانية"
                | "الاوروبية"
                | "الاناضول"
                | "وكالات"
                | "الوكالات"
        )
    };
    let agency = |k: usize, last: usize| {
        let whole = |m: &&Mention| m.tokens.start == k && m.tokens.end == last;
        r.mention(k).filter(whole).is_some_and(|m| m.subkind == Some("media"))
    };
    let brackets = (0..r.text.tokens().len()).filter(|&k| r.punct(k) == Some(Punct::OpenBracket));
    brackets.filter_map(move |open| {
        let close = (open + 2..open + 6).find(|&k| r.punct(k) == Some(Punct::CloseBracket))?;
        let dash = (open + 2..close).find(|&k| r.punct(k) == Some(Punct::Dash));
        let last = dash.unwrap_or(close);
        let alone = last == open + 2 && short(open + 1) && !r.has_conj(open + 1);
        let archive = dash.is_none_or(|k| matches!(r.text.stem(k + 1), "ارشيف" | "خاص"));
        let before = open.checked_sub(1)?;
        let outlet = |k: usize| {
            r.mention(k).is_some_and(|m| m.kind == EntityKind::Organization)
                || r.get(k)
                    .head
                    .is_some_and(|h| matches!(h.class, HeadClass::Media | HeadClass::Org))
        };
        let named = (before.saturating_sub(1)..open).any(outlet);
        let language = (open.saturating_sub(BACK)..open)
            .any(|k| matches!(r.text.stem(k), "لغة" | "لغات" | "مادة" | "نسخة" | "ترجمة" | "طبعة"));
        let name = alone || agency(open + 1, last);
        if !name || !archive || named || language || r.tok(open).newline {
            return None;
        }
        Some(credits::credit("L.credit.caption", r.np(open + 1, last)?, 0.7))
    })
}

/// Where and when the article was printed first: «فلان نشر في المساء يوم …».
fn reprint(r: &Reader<'_>, start: usize, end: usize) -> Option<Draft> {
    let k = (start..end.min(start + 10))
        .find(|&k| r.text.word(k).ends_with("نشر") && r.text.word(k + 1) == "في")?;
    let day = (k + 2..end.min(k + 8)).find(|&j| r.text.word(j) == "يوم")?;
    Some(credits::credit("L.credit.reprint", r.np(k + 2, day)?, 0.8))
}
