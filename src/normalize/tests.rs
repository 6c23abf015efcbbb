//! What must hold for every form on every text.

use super::step::{self, Cell};
use super::*;
use proptest::prelude::*;

/// Text of the kinds that meet in one document: letters, marks, everything a form acts on, and
/// characters of every length beside them.
fn text() -> impl Strategy<Value = String> {
    pieces(60)
}

/// [`text`] of less than so many pieces.
fn pieces(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ء-غف-ي]{1,4}",
        3 => "[\u{64B}-\u{652}\u{670}]{1,3}",
        2 => "[ـ]{1,2}",
        3 => "[ \n]{1,2}",
        2 => "[\u{0653}-\u{0655}]",
        2 => "[\u{600}-\u{6FF}]{1,3}",
        1 => "[\u{750}-\u{77F}\u{870}-\u{8FF}]{1,2}",
        2 => "[\u{FB50}-\u{FBC1}\u{FC00}-\u{FD3F}\u{FDF0}-\u{FDFF}\u{FE70}-\u{FEFC}]{1,3}",
        2 => "[0-9٠-٩۰-۹]{1,3}",
        2 => "[٪٫٬،؛؟۔.,]",
        2 => "[«»“”„‘’‹›–—…]",
        2 => "[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FEFF}\u{AD}\u{61C}\u{A0}\u{2003}\u{2028}\t\r]",
        1 => "[👨👩👧❤🔥🏽😀\u{200D}\u{FE0F}]{1,4}",
        2 => "[a-zA-Zéñ²½ﬁ\u{301}\u{308}ØÙÛ§„]{1,3}",
        1 => "(ااا|ههههه|يييي|ل{3,5})",
        1 => "(اً|ًا|[0-9]،[0-9]|  )",
        1 => "\\PC{1,2}",
        2 => "(ی|[ء-ي]ی|ی[ء-يکگ]|ی[\u{64B}-\u{655}\u{200C}\u{200D}،» ]|ی\u{200C}[ء-ي])",
        1 => "[\u{1100}-\u{11FF}가각ÅΩ\u{1D7CE}-\u{1D7FF}\u{10EFD}]{1,3}",
    ];
    prop::collection::vec(piece, 0..most).prop_map(|v| v.concat())
}

/// Long text of letters and marks, as books have it, with hardly anything else: what the kernels have
/// loops of their own for. It begins anywhere in a block.
fn plain_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        24 => "[ء-غف-ي]{1,5}",
        12 => "[\u{64B}-\u{652}\u{670}]",
        6 => "(\u{651}[\u{64B}-\u{650}]|[\u{64B}-\u{650}]\u{651})",
        2 => "[\u{64B}-\u{652}\u{670}]{3,4}",
        8 => "[ \n]",
        2 => "(ـ|ـ\u{64E}|،|[a-z]{1,40}|[0-9٠-٩])",
        2 => "[«»“”—…\u{A0}\u{2003}\u{200F}\u{FE8E}é]",
        1 => "(ی|گ|“|é|\u{200C}|\u{FEFC}|\u{FE8E}\u{64E}|日|🙂|\u{655})",
    ];
    ("[a-z ]{0,70}", prop::collection::vec(piece, 40..300))
        .prop_map(|(before, pieces)| before + &pieces.concat())
}

/// The normalized text by steps alone, and where each character came from.
fn by_steps(n: &Normalizer, text: &str) -> (String, Vec<Cell>) {
    let mut cells = Vec::new();
    step::run(&n.inner.steps, text, 0, &mut cells);
    (cells.iter().map(|x| x.c).collect(), cells)
}

fn everything() -> Normalizer {
    Normalizer::builder()
        .mojibake(true)
        .canonical(true)
        .invisible(true)
        .presentation_forms(true)
        .lookalikes(true)
        .persian_letters(true)
        .tatweel(true)
        .harakat(true)
        .tanwin(true)
        .alef(true)
        .wasla(true)
        .hamza(Hamza::Hamza)
        .teh_marbuta(TehMarbuta::Teh)
        .alef_maksura(AlefMaksura::FromFinalYeh)
        .digits(Digits::ArabicIndic)
        .quotes(true)
        .punctuation(true)
        .spaces(true)
        .whitespace(Whitespace::Collapse)
        .elongation(3, 2)
        .keep(['آ', '…'])
        .build()
        .unwrap()
}

/// Every form, and a builder's, on every kernel there is here.
fn normalizers() -> &'static [(String, Normalizer)] {
    static ALL: OnceLock<Vec<(String, Normalizer)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<_> =
            Form::ALL.iter().map(|&f| (f.name().to_string(), Normalizer::new(f))).collect();
        all.push(("everything".into(), everything()));
        // One mark that stays needs no order, two do.
        for (name, kept) in [("shadda stays", "\u{651}"), ("two stay", "\u{651}\u{64B}")] {
            let mut options = Form::News.options().unwrap();
            all.push((name.into(), options.keep(kept.chars()).build().unwrap()));
        }
        let on = |(name, n): &(String, Normalizer), k: Kernel| {
            n.with_kernel(k).map(|n| (format!("{name} on {k:?}"), n))
        };
        Kernel::ALL.iter().flat_map(|&k| all.iter().filter_map(move |n| on(n, k))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_cursor_says_what_the_map_says(text in text()) {
        for (name, n) in normalizers() {
            let aligned = n.normalize_aligned(&text);
            let mut cursor = aligned.cursor();
            let chars: Vec<_> = aligned.text().char_indices().collect();
            // In the order of the text, and once back to its beginning.
            for &(at, c) in chars.iter().chain(chars.first()) {
                let range = aligned.to_original(at..at + c.len_utf8());
                let got = cursor.start(at)..cursor.end(at + c.len_utf8());
                prop_assert_eq!(got, range, "{} of {:?}", name, text);
            }
        }
    }

    #[test]
    fn the_table_says_what_the_steps_say(text in text()) {
        for (name, n) in normalizers() {
            let (expected, _) = by_steps(n, &text);
            let got = n.normalize(&text);
            prop_assert_eq!(&got, &expected, "{} of {:?}", name, text);
            // What the kernels wrote without asking is UTF-8.
            prop_assert!(std::str::from_utf8(got.as_bytes()).is_ok());
            let mut into = String::from("سابق ");
            n.normalize_into(&text, &mut into);
            prop_assert_eq!(into, format!("سابق {expected}"));
        }
    }

    #[test]
    fn a_word_is_normalized_as_a_text_is(text in pieces(8)) {
        for (name, n) in normalizers() {
            let (expected, _) = by_steps(n, &text);
            prop_assert_eq!(&n.normalize(&text), &expected, "{} of {:?}", name, text);
            prop_assert_eq!(n.is_normalized(&text), text == expected, "{} of {:?}", name, text);
            let mut into = String::from("سابق ");
            n.normalize_into(&text, &mut into);
            prop_assert_eq!(into, format!("سابق {expected}"));
        }
    }

    #[test]
    fn plain_text_is_done_as_by_the_scalar_kernel(text in plain_text()) {
        for (name, n) in normalizers() {
            let scalar = n.with_kernel(Kernel::Scalar).unwrap();
            let expected = scalar.normalize_aligned(&text);
            prop_assert_eq!(&n.normalize(&text), expected.text(), "{} of {:?}", name, text);
            let aligned = n.normalize_aligned(&text);
            prop_assert_eq!(aligned.text(), expected.text(), "{} of {:?}", name, text);
            for (at, c) in expected.text().char_indices() {
                let range = at..at + c.len_utf8();
                let original = expected.to_original(range.clone());
                prop_assert_eq!(aligned.to_original(range), original, "{} of {:?}", name, text);
            }
        }
    }

    #[test]
    fn normalizing_twice_changes_nothing(text in text()) {
        for form in Form::ALL.into_iter().filter(|f| f.is_idempotent()) {
            let n = Normalizer::new(form);
            let once = n.normalize(&text);
            prop_assert!(n.is_normalized(&once), "{} of {:?}: {:?} then {:?}",
                form, text, once, n.normalize(&once));
        }
    }

    #[test]
    fn alignment_leads_back(text in text()) {
        for (name, n) in normalizers() {
            let aligned = n.normalize_aligned(&text);
            let (expected, cells) = by_steps(n, &text);
            prop_assert_eq!(aligned.text(), &expected, "{} of {:?}", name, text);
            prop_assert_eq!(aligned.original_len(), text.len());
            let mut last = 0;
            let mut at = 0;
            for cell in cells {
                let next = at + cell.c.len_utf8();
                let back = aligned.to_original(at..next);
                prop_assert!(text.get(back.clone()).is_some_and(|s| !s.is_empty()),
                    "{} of {:?}: {:?} at {} came from {:?}", name, text, cell, at, back);
                prop_assert!(back.start >= last, "{} of {:?}: not in order", name, text);
                last = back.start;
                // There and back again covers the character.
                let again = aligned.to_normalized(back.clone());
                prop_assert!(again.start <= at && next <= again.end,
                    "{} of {:?}: {:?} is {:?} is {:?}", name, text, at..next, back, again);
                at = next;
            }
        }
    }

    #[test]
    fn a_character_kept_or_mapped_comes_from_where_it_stands(text in text()) {
        for (name, n) in normalizers() {
            let aligned = n.normalize_aligned(&text);
            let (_, cells) = by_steps(n, &text);
            let apart = |i: usize| {
                cells[..i].iter().all(|x| x.end <= cells[i].start)
                    && cells[i + 1..].iter().all(|x| cells[i].end <= x.start)
            };
            let mut at = 0;
            for (i, cell) in cells.iter().enumerate() {
                let next = at + cell.c.len_utf8();
                if apart(i) {
                    let back = aligned.to_original(at..next);
                    prop_assert_eq!(back.start, cell.start as usize,
                        "{} of {:?}: character {}", name, text, i);
                    prop_assert!(back.end >= cell.end as usize,
                        "{} of {:?}: character {}", name, text, i);
                }
                at = next;
            }
        }
    }

    #[test]
    fn two_byte_text_gives_the_same(text in text(), surrogate in 0usize..300) {
        let text: String = text.chars().filter(|&c| c < '\u{10000}').collect();
        let mut units: Vec<u16> = text.encode_utf16().collect();
        for (name, n) in normalizers() {
            let expected: Vec<u16> = n.normalize(&text).encode_utf16().collect();
            let mut out = vec![0x20];
            let changed = n.normalize_ucs2(&units, &mut out);
            prop_assert_eq!(&out[1..], &expected, "{} of {:?}", name, text);
            prop_assert_eq!(changed, units != expected);
        }
        // Lone surrogates come through anything that does not delete what it does not know.
        units.insert(surrogate.min(units.len()), 0xDC80);
        for (name, n) in normalizers().iter().filter(|(name, _)| !name.starts_with("camel_ar")) {
            let mut out = Vec::new();
            n.normalize_ucs2(&units, &mut out);
            prop_assert_eq!(out.iter().filter(|&&u| u == 0xDC80).count(), 1, "{}", name);
        }
    }

    #[test]
    fn pieces_give_what_the_whole_gives(text in text(), cuts in prop::collection::vec(1usize..40, 1..20)) {
        for form in Form::ALL {
            let n = Normalizer::new(form);
            let (mut stream, mut out) = (n.stream(), String::new());
            let mut rest = text.as_bytes();
            for &cut in cuts.iter().cycle() {
                let (piece, after) = rest.split_at(cut.min(rest.len()));
                stream.push(piece, &mut out).unwrap();
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
            stream.finish(&mut out).unwrap();
            prop_assert_eq!(out, n.normalize(&text), "{} of {:?}", form, text);
        }
    }

    #[test]
    fn any_range_maps_without_panic(text in text(), a in 0usize..200, b in 0usize..200) {
        let aligned = Normalizer::new(Form::Search).normalize_aligned(&text);
        prop_assert!(text.get(aligned.to_original(a..b)).is_some());
        prop_assert!(aligned.text().get(aligned.to_normalized(a..b)).is_some());
        let units = aligned.units(&text, crate::OffsetUnit::Utf16);
        units.to_original(a..b);
        units.to_normalized(a..b);
    }
}

#[test]
fn what_stands_beside_a_fathatan_decides() {
    let n = Normalizer::new(Form::AracleanSearch);
    for text in [
        "كتاباً",
        "كتابًا",
        "كتاباً.",
        "كتاباًس",
        "كتابًاس",
        "اً",
        "ًا",
        " اً ",
        "ا\u{651}ًا",
        "اً\u{651} ",
        "ا\u{651}ً ",
        "ًا\u{64E}",
        "ًاً",
        "اًا",
        "أً",
        "اً\u{653}",
        "ـًا",
        "ﺎً ",
        "ًﺎ",
        "ﺎ\u{64E}ً",
        "كـاًـ",
        "ككك اً ،5",
        "٥،٥ 5،ا",
        "٥،ـ٥ ٥ـ،٥",
    ] {
        for kernel in Kernel::ALL {
            let Some(n) = n.with_kernel(*kernel) else { continue };
            for text in [text.to_owned(), format!("قال {text} ثم"), "كلمة ".repeat(20) + text]
            {
                assert_eq!(n.normalize(&text), by_steps(&n, &text).0, "{text:?} on {kernel:?}");
            }
        }
    }
}

#[test]
fn a_mark_that_was_a_presentation_form_is_put_in_order() {
    let n = Normalizer::new(Form::Repair);
    let text = "ب\u{64F}\u{FE76}\u{651}\u{64B}";
    assert_eq!(n.normalize(text), "ب\u{64B}\u{64E}\u{64F}\u{651}");
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = Vec::new();
    n.normalize_ucs2(&units, &mut out);
    assert_eq!(String::from_utf16(&out).unwrap(), n.normalize(text));
}

#[test]
fn every_split_of_a_text_gives_the_whole() {
    let text = "«قَالَ\u{200F}  مؤ\u{654}ل» ٣٫٥ كتاباً علیّ ﷺ 👩\u{200D}👧 جداااا،\n\n١،٢ بـَّ";
    for form in Form::ALL {
        let n = Normalizer::new(form);
        for cut in 0..=text.len() {
            let (a, b) = text.as_bytes().split_at(cut);
            let (mut stream, mut out) = (n.stream(), String::new());
            stream.push(a, &mut out).unwrap();
            stream.push(b, &mut out).unwrap();
            stream.finish(&mut out).unwrap();
            assert_eq!(out, n.normalize(text), "{form} cut at {cut}");
        }
    }
}

#[test]
fn a_stream_says_where_it_is_not_utf_8() {
    let stream = || Normalizer::new(Form::News).stream();
    let mut out = String::new();
    let bad = |pieces: &[&[u8]], out: &mut String| {
        let mut s = stream();
        pieces.iter().try_for_each(|p| s.push(p, out)).and_then(|()| s.finish(out))
    };
    let at = |r: Result<(), Error>| r.unwrap_err().position();
    assert_eq!(at(bad(&[b"ab c", b"de\xFFf"], &mut out)), Some(6));
    assert_eq!(at(bad(&[b"ab \xD8", b"x"], &mut out)), Some(3));
    assert_eq!(at(bad(&[b"ab \xD8"], &mut out)), Some(3));
    use std::io::Read;
    let err = Normalizer::new(Form::News).reader(&b"ab \xD8"[..]).read_to_string(&mut out);
    assert_eq!(err.unwrap_err().kind(), std::io::ErrorKind::InvalidData);
}

#[test]
fn names_parse_and_are_distinct() {
    for form in Form::ALL {
        assert_eq!(form.name().parse::<Form>().unwrap(), form);
        assert_eq!(form as usize, Form::ALL.iter().position(|&f| f == form).unwrap());
    }
    assert!("Search".parse::<Form>().unwrap_err().is_option());
}

#[test]
fn marks_belong_to_the_letter_before_them_and_direction_marks_to_nothing() {
    let text = "\u{200F}قالَ\u{200F} «مصدرٌ»ـ\u{FEFF}";
    let aligned = Normalizer::new(Form::Key).normalize_aligned(text);
    assert_eq!(aligned.text(), "قال «مصدر»");
    let original = |word: &str| {
        let at = aligned.text().find(word).unwrap();
        &text[aligned.to_original(at..at + word.len())]
    };
    assert_eq!(original("قال"), "قالَ");
    assert_eq!(original("مصدر"), "مصدرٌ");
    assert_eq!(original("»"), "»ـ");
    assert_eq!(original("قال «مصدر"), "قالَ\u{200F} «مصدرٌ");
    // Empty ranges stand before their character; at the end, after the last one.
    assert_eq!(aligned.to_original(0..0), 3..3);
    let end = aligned.text().len();
    assert_eq!(aligned.to_original(end..end), text.len() - 3..text.len() - 3);
    assert_eq!(aligned.to_normalized(0..3), 0..0);
}

#[test]
fn key_keeps_lines_and_quotation_marks() {
    let text = "«قال»  “نعم”\n\n„لا‟\r\n\u{A0}١٢٫٥";
    let key = Normalizer::new(Form::Key).normalize(text).into_owned();
    assert_eq!(key, "«قال»  “نعم”\n\n„لا‟\r\n 12.5");
}

#[test]
fn mojibake_is_read_again() {
    let n = Normalizer::builder().mojibake(true).build().unwrap();
    let whole = "قال المتحدث إن العربية لغة";
    for encode in [
        |b: u8| char::from(b),
        |b: u8| {
            "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ"
                .chars()
                .nth(usize::from(b).wrapping_sub(0x80))
                .unwrap_or(char::from(b))
        },
    ] {
        let damaged: String =
            whole.bytes().map(|b| if b < 0x80 { char::from(b) } else { encode(b) }).collect();
        assert_eq!(n.normalize(&damaged), whole);
    }
    assert_eq!(n.normalize("ط§ظ„ط¹ط±ط¨ظٹط© لغة"), "العربية لغة");
    // Undamaged text stays.
    for text in [whole, "Crème brûlée Øre Ûber ½", "«طظ» § عربي؟"] {
        assert!(n.is_normalized(text), "{text}");
    }
}

#[test]
fn the_farsi_yeh_is_read_by_its_place() {
    let n = Normalizer::new(Form::Repair);
    assert_eq!(n.normalize("یوم علی بیت علیّ فی"), "يوم على بيت علىّ فى");
    assert_eq!(Normalizer::new(Form::Search).normalize("علی"), "علي");
}

#[test]
fn what_is_deleted_after_a_farsi_yeh_belongs_to_nothing() {
    let text = format!("{}ی قصة\u{200C} و", "كلمات ".repeat(20));
    let end = text.find('\u{200C}').unwrap();
    for kernel in Kernel::ALL {
        let Some(n) = Normalizer::new(Form::News).with_kernel(*kernel) else { continue };
        let aligned = n.normalize_aligned(&text);
        let at = aligned.text().find("قصة").unwrap();
        assert_eq!(aligned.to_original(at..at + "قصة".len()), end - "قصة".len()..end, "{kernel:?}");
    }
}

#[test]
fn repair_loses_nothing_a_reader_sees() {
    let n = Normalizer::new(Form::Repair);
    for text in
        ["x² + H₂O = ½", "مُدَرِّسَةٌ ٱلكتاب", "پرچم گژ", "👨\u{200D}👩\u{200D}👧 ❤\u{FE0F}\u{200D}🔥"]
    {
        assert!(n.is_normalized(text), "{text} became {}", n.normalize(text));
    }
    assert_eq!(n.normalize("ﻷﻹﻵﻻ ﷺ ﷼"), "لألإلآلا صلى الله عليه وسلم ريال");
    assert_eq!(n.normalize("مـــصـدر"), "مصدر");
    assert_eq!(n.normalize("مؤ\u{654}ل وٕ"), n.normalize("مؤ\u{654}ل وٕ"));
    assert_eq!(n.normalize("و\u{654}"), "ؤ");
}

#[cfg(feature = "parallel")]
#[test]
fn a_batch_is_its_texts_in_order() {
    let n = Normalizer::new(Form::Search);
    let texts: Vec<String> = (0..3000).map(|i| format!("{i} {}", "مُدرّسة ".repeat(i % 7))).collect();
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for some in [&texts[..0], &texts[..1], &texts[..3], &texts[..]] {
            let one: Vec<_> = some.iter().map(|text| n.normalize(text)).collect();
            assert_eq!(pool.install(|| n.normalize_batch(some)), one);
            assert_eq!(n.normalize_batch(some), one);
        }
    }
}
