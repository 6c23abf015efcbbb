//! Whose turn a line of a dialogue or an interview is.

use std::collections::HashMap;

use crate::entity::{EntityKind, Mention};
use crate::segment::Punct;

use super::layout::{is_sentence, speaks};
use super::reading::Reader;

/// A line that somebody speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// «القاضي: …»: the speaker stands from `first` on, before the colon.
    Named { first: usize, colon: usize },
    /// «س: …»: the question stands behind the letter and a mark.
    Asked { letter: usize },
    /// «ج: …», or a dash behind a question: what marks the answer, and where it begins.
    Answered { mark: usize, first: usize },
}

/// The turns among the lines. A line alone is no dialogue.
pub(super) fn turns(r: &Reader<'_>, lines: &[(usize, usize)]) -> Vec<Option<Turn>> {
    let mut out = vec![None; lines.len()];
    named(r, lines, &mut out);
    lettered(r, lines, &mut out);
    dashed(r, lines, &mut out);
    out
}

/// «الصحفي: …»: speakers who come back, three of them line after line, or a question and its answer with
/// bullets before them.
fn named(r: &Reader<'_>, lines: &[(usize, usize)], out: &mut [Option<Turn>]) {
    let labels: Vec<Option<Label>> =
        lines.iter().map(|&(start, end)| label(r, start, end)).collect();
    let at = |n: usize| labels.get(n).and_then(Option::as_ref);
    let mut times: HashMap<&str, usize> = HashMap::new();
    for l in labels.iter().flatten() {
        *times.entry(r.text.stem(l.first)).or_default() += 1;
    }
    let all: usize = times.values().sum();
    let sentences = labels.iter().flatten().filter(|l| l.sentence).count();
    let dialogue = all >= 4 && 2 * sentences >= all;
    let three = |n: usize| {
        let lines = n..n + 3;
        lines.clone().all(|n| at(n).is_some_and(|l| speaks(r, l.first, l.colon)))
            && lines.filter(|&n| at(n).is_some_and(|l| l.sentence)).count() > 1
    };
    let listed = |n: usize| at(n).is_some_and(|l| l.bullet);
    let pair = |n: usize| listed(n) && listed(n + 1) && asks(r, lines, n);
    for (n, turn) in out.iter_mut().enumerate() {
        let Some(&Label { first, colon, .. }) = at(n) else { continue };
        let back = dialogue && times.get(r.text.stem(first)).is_some_and(|&n| n >= 2);
        let run = (n.saturating_sub(2)..=n).any(three);
        if back || run || pair(n) || n > 0 && pair(n - 1) {
            *turn = Some(Turn::Named { first, colon });
        }
    }
}

/// «س/ …», «ج/ …», where both are there.
fn lettered(r: &Reader<'_>, lines: &[(usize, usize)], out: &mut [Option<Turn>]) {
    let letter = |start: usize, end: usize| {
        let k = start + usize::from(is_bullet(r, start));
        let mark = matches!(r.punct(k + 1), Some(Punct::Colon | Punct::Slash | Punct::Dash));
        (mark && k + 2 < end).then(|| (k, r.text.word(k)))
    };
    let letters: Vec<_> = lines.iter().map(|&(start, end)| letter(start, end)).collect();
    let has = |wanted: &str| letters.iter().flatten().any(|&(_, word)| word == wanted);
    if !has("س") || !has("ج") {
        return;
    }
    for (turn, &letter) in out.iter_mut().zip(&letters) {
        match letter {
            Some((letter, "س")) => *turn = Some(Turn::Asked { letter }),
            Some((mark, "ج")) => *turn = Some(Turn::Answered { mark, first: mark + 2 }),
            _ => {}
        }
    }
}

/// «- …» right behind a question, more than once, where somebody has been named who may answer: the questions
/// of a guide have answers, too.
fn dashed(r: &Reader<'_>, lines: &[(usize, usize)], out: &mut [Option<Turn>]) {
    let answers = |n: usize| {
        let Some(&(start, end)) = lines.get(n) else { return false };
        let dash = r.punct(start) == Some(Punct::Dash) && start + 2 < end;
        dash && n > 0 && asks(r, lines, n - 1)
    };
    let answered: Vec<usize> = (1..lines.len()).filter(|&n| answers(n)).collect();
    let first = answered.first().and_then(|&n| lines.get(n)).map_or(0, |&(start, _)| start);
    let person = |m: &Mention| m.kind == EntityKind::Person && m.tokens.start < first;
    if answered.len() < 2 || !r.mentions.iter().any(person) {
        return;
    }
    for (n, turn) in out.iter_mut().enumerate() {
        if let (None, true, Some(&(mark, _))) = (*turn, answers(n), lines.get(n)) {
            *turn = Some(Turn::Answered { mark, first: mark + 1 });
        }
    }
}

/// Whether a line ends with a question mark.
fn asks(r: &Reader<'_>, lines: &[(usize, usize)], n: usize) -> bool {
    lines.get(n).is_some_and(|&(_, end)| r.punct(end - 1) == Some(Punct::Question))
}

fn is_bullet(r: &Reader<'_>, k: usize) -> bool {
    matches!(r.punct(k), Some(Punct::Dash | Punct::Other))
}

/// What a line begins with: «البلوي: …».
#[derive(Clone, Copy, Debug)]
struct Label {
    first: usize,
    colon: usize,
    /// Whether a bullet stands before it.
    bullet: bool,
    /// Whether a sentence stands behind it.
    sentence: bool,
}

fn label(r: &Reader<'_>, start: usize, end: usize) -> Option<Label> {
    let bullet = is_bullet(r, start);
    let first = start + usize::from(bullet);
    let colon = (first + 1..end.min(first + 6)).find(|&k| r.punct(k) == Some(Punct::Colon))?;
    let plain = (first..colon).all(|k| r.is_word(k) && !r.is_pp(k) && !r.is_verb(k));
    let when = r.skip_time(first, colon) > first;
    (plain && !when && colon + 2 < end).then(|| {
        let sentence = is_sentence(r, colon + 1, end);
        Label { first, colon, bullet, sentence }
    })
}

#[cfg(test)]
mod tests {
    /// Rule, source and what is said of all that the layout makes.
    fn turns(text: &str) -> Vec<(String, String, String)> {
        let doc = crate::annotate(text);
        let turn = |a: &crate::Attribution| {
            let source = a.source().and_then(|s| s.span().slice(text)).unwrap_or("");
            let content = a.content().first().and_then(|s| s.slice(text)).unwrap_or("");
            (a.rule().to_string(), source.to_string(), content.to_string())
        };
        doc.attributions().iter().filter(|a| a.rule().starts_with("L.")).map(turn).collect()
    }

    #[test]
    fn an_interview_has_one_who_answers() {
        let found = turns(
            "حوار مع الروائية منى البكري\n\nس/ متى بدأت الرواية؟\nج/ بدأت قبل عامين في بيروت.\n\
             س/ ومتى تصدر؟\nج/ لا أعرف بعد.",
        );
        let rules: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(rules, ["L.interview"; 4], "{found:?}");
        assert!(found.iter().skip(1).step_by(2).all(|f| f.1.contains("منى البكري")), "{found:?}");
        assert_eq!(found[3].2, "لا أعرف بعد");
    }

    #[test]
    fn a_dash_behind_a_question_is_an_answer() {
        let found = turns(
            "استقبلنا المدرب سامي نعيم في مكتبه بالنادي.\n\nكيف ترى الموسم؟\n- بدأنا متأخرين وخسرنا نقاطا.\n\
             وهل تبقى؟\n- لن أغادر قبل نهاية العقد.",
        );
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|f| f.1.contains("سامي نعيم")), "{found:?}");
    }

    #[test]
    fn speakers_follow_each_other_line_by_line() {
        let found = turns(
            "استمعت المحكمة أمس إلى المتهم.\n\nالقاضي: ما قولك في التهمة؟\nالمتهم: لم أفعل شيئا يا سيادة القاضي.\n\
             ممثل النيابة: اعترف المتهم في التحقيق.\n\nوانتهت الجلسة.",
        );
        let sources: Vec<&str> = found.iter().map(|f| f.1.as_str()).collect();
        assert_eq!(sources, ["القاضي", "المتهم", "ممثل النيابة"]);
    }

    #[test]
    fn lists_are_no_dialogue() {
        for text in [
            "برنامج الرحلة\nاليوم الأول: ننطلق باكرا نحو الجبل.\nاليوم الثاني: نزور القلعة.\nاليوم الثالث: نعود مساء.",
            "الفريق\nالمدرب: سامي نعيم\nالمساعد: كريم عطية\nالحكم: وليد حداد",
            "ماذا نحتاج؟\n- كوب من الدقيق\n- بيضتان",
            "كيف يجدد الجواز؟\n- تملأ الاستمارة أولا.\nكم الرسوم؟\n- عشرون دينارا.",
        ] {
            assert_eq!(turns(text), [], "{text}");
        }
    }
}
