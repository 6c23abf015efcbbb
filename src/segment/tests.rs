//! Tokens, clitics and sentences: what a reader says, and what must hold for any text.

use std::sync::LazyLock;

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::normalize::Form;

static TABLE: LazyLock<CliticTable> = LazyLock::new(CliticTable::builtin);
static KEY: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Form::Key));

fn segment(text: &str) -> Segmented {
    Segmented::new(text, &KEY, &TABLE)
}

#[derive(serde::Deserialize)]
struct File {
    tokens: Vec<Tokens>,
    clitics: Vec<Words>,
    sentences: Vec<Sentences>,
}

#[derive(serde::Deserialize)]
struct Tokens {
    name: String,
    text: String,
    tokens: String,
    kinds: Option<String>,
    glued: Option<String>,
}

#[derive(serde::Deserialize)]
struct Words {
    name: String,
    text: String,
    words: String,
}

#[derive(serde::Deserialize)]
struct Sentences {
    name: String,
    text: String,
    sentences: Vec<String>,
}

fn cases() -> File {
    toml::from_str(include_str!("../../tests/data/segment.toml")).unwrap()
}

#[test]
fn tokens_are_what_a_reader_says() {
    for case in cases().tokens {
        let tokens = segment(&case.text).public_tokens().collect::<Vec<_>>();
        let words: Vec<_> = tokens.iter().map(|t| t.span().slice(&case.text).unwrap()).collect();
        assert_eq!(words.join(" "), case.tokens, "{}", case.name);
        if let Some(kinds) = case.kinds {
            let got: String = tokens
                .iter()
                .map(|t| match t.kind() {
                    TokenKind::Arabic => 'a',
                    TokenKind::Foreign => 'f',
                    TokenKind::Number => 'n',
                    TokenKind::Punct(_) => 'p',
                    TokenKind::Symbol => 's',
                })
                .collect();
            assert_eq!(got, kinds, "{}", case.name);
        }
        if let Some(glued) = case.glued {
            let got: Vec<_> = tokens.iter().filter(|t| t.is_glued()).collect();
            let got: Vec<_> = got.iter().map(|t| t.span().slice(&case.text).unwrap()).collect();
            assert_eq!(got.join(" "), glued, "{}", case.name);
        }
    }
}

#[test]
fn clitics_are_cut_in_the_original() {
    for case in cases().clitics {
        let text = segment(&case.text);
        let mut out = Vec::new();
        for (tok, public) in text.tokens().iter().zip(text.public_tokens()) {
            let mut word = String::new();
            let mut at = tok.start;
            let mut begin = public.span().start();
            for n in [tok.clitics.conj, tok.clitics.prep, tok.clitics.fut, tok.clitics.art] {
                if n > 0 {
                    at += u32::from(n);
                    let end = text.original(tok.start as usize, at as usize).end();
                    word.push_str(&case.text[begin..end]);
                    word.push('+');
                    begin = end;
                }
            }
            assert_eq!(public.stem().start(), begin, "{}", case.name);
            word.push_str(&case.text[begin..public.enclitic().start()]);
            if tok.has_encl() {
                word.push('=');
                word.push_str(public.enclitic().slice(&case.text).unwrap());
            }
            out.push(word);
        }
        assert_eq!(out.join(" "), case.words, "{}", case.name);
    }
}

#[test]
fn sentences_are_what_a_reader_says() {
    for case in cases().sentences {
        let spans = segment(&case.text).public_sentences().collect::<Vec<_>>();
        let got: Vec<_> = spans.iter().map(|s| s.slice(&case.text).unwrap()).collect();
        assert_eq!(got, case.sentences, "{}", case.name);
    }
}

#[test]
fn a_text_without_stops_is_cut() {
    let text = "قال الوزير إن العمل مستمر ".repeat(2_000);
    let cut = segment(&text);
    assert!(cut.sentences().iter().all(|s| s.len() <= 1024));
    let tokens: usize = cut.sentences().iter().map(ExactSizeIterator::len).sum();
    assert_eq!(tokens, cut.tokens().len());
}

/// Everything that must hold for any text at all.
fn check(text: &str) -> Result<(), TestCaseError> {
    let segmented = segment(text);
    let key = segmented.key();
    let mut end = 0;
    for tok in segmented.tokens() {
        let (start, stop) = (tok.start as usize, tok.end as usize);
        prop_assert!(end <= start && start < stop && stop <= key.len());
        prop_assert!(key[end..start].chars().all(char::is_whitespace), "{:?}", &key[end..start]);
        prop_assert_eq!(tok.space || tok.newline, start == 0 || start > end);
        prop_assert!(key.get(start..stop).is_some());
        for at in [tok.bare(), tok.noun(), tok.stem(), tok.base_end()] {
            prop_assert!(key.is_char_boundary(at as usize) && tok.start <= at && at <= tok.end);
        }
        prop_assert!(tok.stem() < tok.base_end(), "{:?}", &key[start..stop]);
        end = stop;
    }
    prop_assert!(key[end..].chars().all(char::is_whitespace));
    let mut next = 0;
    for s in segmented.sentences() {
        prop_assert!(s.start == next && s.end > s.start);
        next = s.end;
    }
    prop_assert_eq!(next, segmented.tokens().len());
    let (mut end, mut last) = (0, Span::default());
    for (tok, t) in segmented.tokens().iter().zip(segmented.public_tokens()) {
        let span = t.span();
        // A ligature that stands for several words (ﷺ) gives each of them its own span.
        prop_assert!(span.slice(text).is_some() && (end <= span.start() || span == last));
        last = span;
        prop_assert!(t.stem().slice(text).is_some() && span.contains(t.stem()));
        prop_assert!(t.enclitic().slice(text).is_some() && span.contains(t.enclitic()));
        // The cursor is only a faster way to ask.
        prop_assert_eq!(span, segmented.original(tok.start as usize, tok.end as usize));
        end = span.end();
    }
    for span in segmented.public_sentences() {
        prop_assert!(span.slice(text).is_some());
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_covered(text in "\\PC{0,60}") {
        check(&text)?;
    }

    #[test]
    fn any_arabic_text_is_covered(
        text in "([وفبلكسايتةنه]|[ء-ي]|[ـ-ٟ]|[٠-٩0-9]|[ .،,:؟?!\"«»“”()\n\r#@_/-]|[a-zé]|[ﹰ-ﻼ]|\u{200F}|\u{200D}|👍|ﷲ|ڤ|گ){0,60}"
    ) {
        check(&text)?;
    }

    /// Where none of our repairs apply the words are those of UAX #29.
    #[test]
    fn plain_words_are_those_of_unicode(
        text in "(([ء-غف-ي]{1,9}|[a-zA-Zéüß]{1,9}|[0-9]{1,4})( |، | \\(|\\) |\\. |؟ |: |\n)){0,20}"
    ) {
        let text = KEY.normalize(&text).into_owned();
        let ours: Vec<_> = tokens::tokenize(&text, &TABLE)
            .iter()
            .map(|t| text[t.start as usize..t.end as usize].to_owned())
            .collect();
        let theirs: Vec<_> = text
            .split_word_bounds()
            .filter(|w| !w.chars().all(char::is_whitespace))
            .map(str::to_owned)
            .collect();
        prop_assert_eq!(ours, theirs);
    }

    /// The same words written by another keyboard, another encoding, another age.
    #[test]
    fn noise_changes_no_word(noise in proptest::collection::vec(0..8_usize, 400)) {
        const CLEAN: &str = "وقال مصدر مسؤول في وزارة الخارجية إن بلاده سترسل 12 شاحنة إلى \
            الولايات المتحدة، مؤكدا أن تصريحاته لـ «الخبر» لم تنشر كاملة. وأضاف بأن فريق بايدن \
            وصل إلى بيروت في 15 مارس 2014، فقال الوزير للصحفيين: هل ستذهبون؟";
        let mut dirty = String::new();
        let mut noise = noise.into_iter().cycle();
        for c in CLEAN.chars() {
            let n = noise.next().unwrap_or_default();
            let letter = ('ء'..='ي').contains(&c);
            match (n, c) {
                (1, 'ك') => dirty.push('ک'),
                (1, '0'..='9') => dirty.extend(char::from_u32(c as u32 - 0x30 + 0x660)),
                (2, '0'..='9') => dirty.extend(char::from_u32(c as u32 - 0x30 + 0x6F0)),
                (1, 'ب') => dirty.push('\u{FE91}'),
                (1, 'م') => dirty.push('\u{FEE4}'),
                (1, ' ') => dirty.push('\u{A0}'),
                _ => dirty.push(c),
            }
            match n {
                3 if letter => dirty.push('\u{64E}'),
                4 if letter => dirty.push('\u{640}'),
                5 => dirty.push('\u{200F}'),
                6 if letter => dirty.push_str("\u{651}\u{650}"),
                7 if letter => dirty.push('\u{200D}'),
                _ => {}
            }
        }
        let (clean, dirty) = (segment(CLEAN), segment(&dirty));
        let words = |t: &Segmented| -> Vec<(String, String, u32)> {
            (0..t.tokens().len())
                .map(|i| (t.word(i).to_owned(), t.stem(i).to_owned(), t.tok(i).end - t.tok(i).base_end()))
                .collect()
        };
        prop_assert_eq!(words(&clean), words(&dirty));
        prop_assert_eq!(clean.sentences(), dirty.sentences());
    }
}
