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
        .mentions
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
fn spelling_makes_no_second_name() {
    let text = "قال الوزير أنيس الحرّاني إن السد امتلأ. وأضاف الوزير انيس الحـراني أن القرية آمنة.";
    let found = tag(&EntityTagger::new(), text);
    let people: Vec<_> = found.iter().filter(|f| f.1 == "person").collect();
    assert_eq!(people.len(), 2, "{found:?}");
    assert_eq!(people[0].2, people[1].2, "{found:?}");
    assert_ne!(people[0].0, people[1].0);
}

#[test]
fn clitics_are_outside() {
    let tagger = EntityTagger::new();
    let found = tag(&tagger, "سافر للجزائر وببغداد أصدقاؤه، وللأمم المتحدة مكتب بالرباط.");
    for name in ["لجزائر", "بغداد", "لأمم المتحدة", "الرباط"] {
        assert!(found.iter().any(|f| f.0 == name), "{name} in {found:?}");
    }
}

fn nested(text: &str, model: bool) -> Vec<(String, &'static str)> {
    let analyzer = crate::Analyzer::builder().model(model).nested_entities(true).build().unwrap();
    let doc = analyzer.annotate(text);
    doc.entities().iter().map(|e| (doc.slice(e.span()).to_owned(), e.kind().name())).collect()
}

#[test]
fn what_lies_inside_is_given_where_it_is_asked_for() {
    let cases: [(&str, &[(&str, &str)]); 5] = [
        (
            "أعلنت وزارة الخارجية الأميركية موقفها.",
            &[("وزارة الخارجية الأميركية", "organization"), ("الأميركية", "nationality")],
        ),
        (
            "أعلنت جامعة القاهرة موعد القبول.",
            &[("جامعة القاهرة", "organization"), ("القاهرة", "location")],
        ),
        (
            "هبطت الطائرة في مطار بغداد الدولي.",
            &[("مطار بغداد الدولي", "location"), ("بغداد", "location")],
        ),
        ("وصل محمد سعيد إلى البصرة.", &[("محمد سعيد", "person"), ("البصرة", "location")]),
        ("", &[]),
    ];
    for (text, expected) in cases {
        let expected: Vec<_> =
            expected.iter().map(|&(text, kind)| (text.to_owned(), kind)).collect();
        assert_eq!(nested(text, false), expected);
    }
}

#[test]
fn what_is_outside_and_what_is_said_stay_the_same() {
    let text = "قالت وزارة الخارجية الأميركية في بيان إن سفير قطر زار جامعة القاهرة ومطار بغداد الدولي. \
                وأضافت الوزارة أن الزيارة ناجحة.";
    for model in [false, true] {
        let analyzer = crate::Analyzer::builder().model(model);
        let plain = analyzer.clone().build().unwrap().annotate(text);
        let nested = analyzer.nested_entities(true).build().unwrap().annotate(text);
        let mut end = 0;
        let outer = nested.entities().iter().filter(|e| {
            let outer = e.span().end() > end;
            end = end.max(e.span().end());
            outer
        });
        assert_eq!(outer.collect::<Vec<_>>(), plain.entities().iter().collect::<Vec<_>>());
        assert!(nested.entities().len() > plain.entities().len() + 1);
        assert_eq!(nested.attributions().len(), plain.attributions().len());
        for (a, b) in nested.attributions().iter().zip(plain.attributions()) {
            let of = |doc: &crate::Document, a: &crate::Attribution| {
                let at = a.source().and_then(crate::Source::entity)?;
                doc.entities().get(at).cloned()
            };
            assert_eq!(of(&nested, a), of(&plain, b));
            assert!(a.source().is_none() || of(&nested, a).is_some() || of(&plain, b).is_none());
        }
    }
}

#[cfg(feature = "model")]
#[test]
fn a_style_of_names_is_a_share() {
    let text = "وصلت فرقة النجوم إلى بلدة الحصن، وقالت شركة الواحة إن الجيش السوري انسحب.";
    let found = |share: f32| {
        let analyzer = crate::Analyzer::builder().name_style(share).build().unwrap();
        analyzer.annotate(text).entities().to_vec()
    };
    let default = crate::Analyzer::new().annotate(text).entities().to_vec();
    assert_eq!(found(model::NAME_STYLE), default);
    assert_ne!(found(0.0), found(1.0));
    for wrong in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
        let error = crate::Analyzer::builder().name_style(wrong).build().unwrap_err();
        assert!(error.is_option() && error.to_string().contains("name style"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the text: what lies inside lies inside of something before it, and nothing crosses.
    #[test]
    fn nested_mentions_lie_inside(words in prop::collection::vec(word(), 0..40)) {
        let text = words.concat();
        let tagger = NESTED.get_or_init(|| {
            let mut tagger = EntityTagger::new();
            tagger.set_nested(true);
            tagger
        });
        let Tagged { mentions, inside, .. } = tagger.tag(&segmented(&text), &text);
        let (count, plain) = (mentions.len(), mentions.clone());
        let (all, places) = merge(mentions, inside);
        prop_assert_eq!(places.len(), count);
        for (at, mention) in places.into_iter().zip(plain) {
            prop_assert_eq!((all[at].start, all[at].end), (mention.start, mention.end));
        }
        for (i, m) in all.iter().enumerate() {
            for o in &all[..i] {
                prop_assert!(o.start <= m.start && (o.end <= m.start || m.end <= o.end));
                prop_assert!((o.start, o.end) != (m.start, m.end));
            }
        }
    }

    /// Whatever the text: mentions lie on character boundaries, in order, without overlaps.
    #[test]
    fn mentions_are_spans_of_the_text(words in prop::collection::vec(word(), 0..40)) {
        let text = words.concat();
        let s = segmented(&text);
        let tagger = TAGGER.get_or_init(EntityTagger::new);
        let mut end = 0;
        for m in tagger.tag(&s, &text).mentions {
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

static NESTED: std::sync::OnceLock<EntityTagger> = std::sync::OnceLock::new();
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
