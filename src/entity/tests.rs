use proptest::prelude::*;

use super::*;
use crate::segment::CliticTable;
use crate::span::Span;

fn segmented(text: &str) -> Segmented {
    Segmented::new(text, &Normalizer::new(Form::Key), &CliticTable::builtin())
}

fn tag(tagger: &EntityTagger, text: &str) -> Vec<(String, &'static str, String)> {
    let s = segmented(text);
    tagger
        .tag(&s, text)
        .into_iter()
        .map(|m| {
            let span = s.original(m.start as usize, m.end as usize);
            (span.slice(text).unwrap().to_owned(), m.kind.name(), m.name)
        })
        .collect()
}

fn has(found: &[(String, &'static str, String)], text: &str, kind: &str) -> bool {
    found.iter().any(|f| f.0 == text && f.1 == kind)
}

#[test]
fn a_users_gazetteer_wins() {
    let mut tagger = EntityTagger::new();
    let text = "زارت بعثة من مؤسسة النورس الأزرق بلدة تل السنابل أمس.";
    tagger
        .add_tsv(
            "mine.tsv",
            "# mine\norganization\tمؤسسة النورس الأزرق\tBlue Gull\tmine:1\tالنورس الأزرق\n",
        )
        .unwrap();
    tagger.add_tsv("more.tsv", "city\tتل السنابل\n").unwrap();
    let found = tag(&tagger, text);
    assert!(has(&found, "مؤسسة النورس الأزرق", "organization"), "{found:?}");
    assert!(has(&found, "تل السنابل", "location"), "{found:?}");
}

#[test]
fn mistakes_in_a_users_gazetteer_have_a_line() {
    let mut tagger = EntityTagger::new();
    let error = tagger.add_tsv("mine.tsv", "# mine\n\nplanet\tزحل\n").unwrap_err();
    assert_eq!(error.to_string(), "mine.tsv:3: unknown class 'planet'");
    let error = tagger.add_tsv("mine.tsv", "city\t \n").unwrap_err();
    assert_eq!(error.line(), Some(1));
    let error = tagger.add_tsv("mine.tsv", "city\tزحل\t\tx:1\ncity\tعطارد\t\tx:1\n").unwrap_err();
    assert_eq!(error.line(), Some(2));
}

#[test]
fn one_entity_has_one_name() {
    let mut tagger = EntityTagger::new();
    for model in [false, true] {
        tagger.set_model(model);
        let found = tag(&tagger, "اجتمع حلف شمال الأطلسي، وقال الناتو إن الحلف الأطلسي موحد.");
        let names: std::collections::HashSet<_> = found.iter().map(|f| &f.2).collect();
        assert_eq!((found.len(), names.len()), (3, 1), "{found:?}");
        let found =
            tag(&tagger, "وصل المهندس شادي الكربوني إلى الورشة. وأوضح الكربوني أن العمل مستمر.");
        assert!(found.iter().filter(|f| f.2 == "شادي الكربوني").count() == 2, "{found:?}");
    }
}

#[test]
fn clitics_are_outside() {
    let tagger = EntityTagger::new();
    let found = tag(&tagger, "سافر للجزائر وببغداد أصدقاؤه، وللأمم المتحدة مكتب بالرباط.");
    for name in ["لجزائر", "بغداد", "لأمم المتحدة", "الرباط"] {
        assert!(found.iter().any(|f| f.0 == name), "{name} in {found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the text: mentions lie on character boundaries, in order, without overlaps.
    #[test]
    fn mentions_are_spans_of_the_text(words in prop::collection::vec(word(), 0..40)) {
        let text = words.concat();
        let s = segmented(&text);
        let tagger = TAGGER.get_or_init(EntityTagger::new);
        let mut end = 0;
        for m in tagger.tag(&s, &text) {
            prop_assert!(m.start < m.end && m.tokens.start < m.tokens.end);
            prop_assert!(s.key().get(m.start as usize..m.end as usize).is_some());
            prop_assert!(end <= m.start, "mentions overlap");
            end = m.end;
            let span: Span = s.original(m.start as usize, m.end as usize);
            prop_assert!(span.slice(&text).is_some());
            prop_assert!((0.0..=1.0).contains(&m.confidence));
        }
    }
}

static TAGGER: std::sync::OnceLock<EntityTagger> = std::sync::OnceLock::new();

fn word() -> impl Strategy<Value = String> {
    let pieces = vec![
        "الرئيس ",
        "وزير ",
        "الخارجية ",
        "الأمريكية ",
        "محمد ",
        "بن ",
        "سلمان ",
        "عبد ",
        "الله ",
        "حركة ",
        "«",
        "»",
        "حماس ",
        "(",
        ")",
        "شركة ",
        "مطار ",
        "بغداد ",
        "الدولي ",
        "12 ",
        "مليون ",
        "دولار ",
        "يناير",
        "/",
        "كانون ",
        "الثاني ",
        "2011",
        "%",
        "\n",
        ". ",
        "، ",
        "و",
        "ب",
        "لل",
        "الناتو ",
        "مدينة ",
        "الساعة ",
        "14:30 ",
        "ال",
        "آل ",
        "أبو ",
        "ـ",
        "\u{64E}",
        "CNN ",
        "-",
        "نصف ",
        "ألف ",
        "وخمسمئة ",
        "د",
        "يوم ",
        "الجمعة ",
        "هـ ",
    ];
    prop_oneof![
        8 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}
