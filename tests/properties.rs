//! What holds for every text: nothing panics, every span is a slice of the text, every index
//! points at something.

use proptest::prelude::*;
use rawi::{Document, Span};

/// Words that make attributions, and what stands between and inside them in the wild.
const PIECES: &[&str] = &[
    "قال",
    "وقالت",
    "وأضاف",
    "مضيفا",
    "كشف",
    "نفى",
    "أعلنت",
    "بحسب",
    "وفقا",
    "نقلا عن",
    "جاء في",
    "مصدر",
    "مصادر",
    "مطلع",
    "المصدر ذاته",
    "الوزير",
    "وزارة الدفاع",
    "الرئيس محمد علي",
    "بيان",
    "رويترز",
    "الذي",
    "التي",
    "طلب عدم الكشف عن هويته",
    "إن",
    "أن",
    "بأن",
    "إلى أن",
    "لم",
    "لا",
    "«",
    "»",
    "\"",
    "''",
    ":",
    ".",
    "..",
    "،",
    ",",
    "؟",
    "!",
    "(",
    ")",
    "-",
    "–",
    "\n",
    "\r\n",
    "\t",
    "في",
    "من",
    "على",
    "عن",
    "تونس",
    "القاهرة",
    "2024",
    "٣٫٥",
    "92 في المائة",
    "يوم الثلاثاء",
    "قَالَ",
    "ـــ",
    "\u{200f}",
    "\u{202e}",
    "\u{feff}",
    "\0",
    "🙂",
    "👨‍👩‍👧",
    "abc",
    "é",
    "e\u{301}",
    "الولاياتالمتحدة",
    "و",
    "ب",
    "لـ",
    "أ.ف.ب",
    "د.",
    "ﷺ",
    "ﻻ",
    "ک",
    "ی",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = || prop::collection::vec(prop::sample::select(PIECES), 0..40);
    prop_oneof![
        6 => pieces().prop_map(|p| p.join(" ")),
        2 => pieces().prop_map(|p| p.concat()),
        1 => "\\PC{0,120}",
        1 => any::<String>(),
    ]
}

fn spans(doc: &Document) -> Vec<Span> {
    let mut spans = doc.sentences().to_vec();
    spans.extend(doc.tokens().iter().flat_map(|t| [t.span(), t.stem(), t.proclitics()]));
    spans.extend(doc.entities().iter().map(rawi::Entity::span));
    for a in doc.attributions() {
        spans.extend(a.cue().map(rawi::Cue::span));
        spans.extend(a.source().map(rawi::Source::span));
        spans.extend(a.source().map(rawi::Source::head));
        spans.extend(a.content());
        spans.extend(a.via());
        spans
            .extend([a.complementizer(), a.negation(), a.recipient(), a.medium()].iter().flatten());
    }
    spans.extend(doc.chains().iter().map(rawi::Chain::label));
    spans
}

/// What is found in a text without any stop grows with it, not with its square.
/// What was read before on the same thread changes nothing: words that are kept must not carry over.
#[test]
fn a_document_does_not_depend_on_those_before_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/articles");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    let mut texts: Vec<String> =
        paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    // Words whose reading hangs on the next one.
    texts.extend(
        ["ورد فيه أن السعر ارتفع.", "ورد الوزير بأن الدعم باق.", "وورد في بيان أن."]
            .map(String::from),
    );
    assert!(texts.len() > 60);
    let analyzer = rawi::Analyzer::new();
    let read = |text: &String| analyzer.annotate(text).to_json(rawi::OffsetUnit::Byte);
    // Each order on a thread of its own, where nothing has been kept.
    let on_a_thread = |all: &(dyn Fn() -> Vec<String> + Sync)| {
        std::thread::scope(|s| s.spawn(all).join()).expect("no panic")
    };
    let forward = on_a_thread(&|| texts.iter().map(read).collect());
    let backward = on_a_thread(&|| texts.iter().rev().map(read).collect());
    for ((text, one), other) in texts.iter().zip(&forward).zip(backward.iter().rev()) {
        assert!(one == other, "{text}");
    }
}

#[test]
fn an_endless_sentence_is_read_in_pieces() {
    let text = "قال الوزير إن العمل مستمر ".repeat(4_000);
    let doc = rawi::annotate(&text);
    let lengths = |a: &rawi::Attribution| a.content().iter().map(|s| s.end() - s.start()).sum();
    let most: Option<usize> = doc.attributions().iter().map(lengths).max();
    assert!(doc.attributions().len() > 1_000);
    assert!(most.is_some_and(|most| most < 12 * 1024));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn documents_are_sound(text in text()) {
        let doc = rawi::annotate(&text);
        prop_assert_eq!(doc.text(), &text);
        for span in spans(&doc) {
            prop_assert!(span.slice(&text).is_some(), "{}", span);
        }
        for window in doc.tokens().windows(2) {
            // ﷺ is one character and four words, so tokens may share what they stand on.
            let (a, b) = (window[0].span(), window[1].span());
            prop_assert!(a.start() <= b.start() && a.end() <= b.end(), "tokens {} and {}", a, b);
        }
        let (entities, chains) = (doc.entities().len(), doc.chains().len());
        for (i, a) in doc.attributions().iter().enumerate() {
            prop_assert!((0.0..=1.0).contains(&a.confidence()));
            prop_assert!(a.chain().is_none_or(|c| c < chains));
            prop_assert!(a.parent().is_none_or(|p| p < doc.attributions().len() && p != i));
            prop_assert!(a.source().and_then(rawi::Source::entity).is_none_or(|e| e < entities));
            prop_assert!(!a.rule().is_empty());
        }
        for (id, chain) in doc.chains().iter().enumerate() {
            for &m in chain.mentions() {
                prop_assert_eq!(doc.attributions()[m].chain(), Some(id));
            }
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn documents_survive_json(text in text()) {
        let doc = rawi::annotate(&text);
        for unit in [rawi::OffsetUnit::Byte, rawi::OffsetUnit::Char, rawi::OffsetUnit::Utf16] {
            prop_assert_eq!(&Document::from_json(&doc.to_json(unit)).unwrap(), &doc);
        }
    }
}
