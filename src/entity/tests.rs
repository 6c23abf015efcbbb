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

#[test]
#[ignore]
fn speed() {
    use std::time::Instant;
    let text = std::fs::read_to_string("/work/wt/entity-data/big.txt").unwrap();
    let docs: Vec<&str> = text.split("\n\n\n").collect();
    let t = Instant::now();
    let mut tagger = EntityTagger::new();
    println!("load {:?} memory {}", t.elapsed(), tagger.tables[0].memory());
    let bytes: usize = docs.iter().map(|d| d.len()).sum();
    let n = Normalizer::new(Form::Key);
    let c = CliticTable::builtin();
    let t = Instant::now();
    let seg: Vec<_> = docs.iter().map(|d| Segmented::new(d, &n, &c)).collect();
    println!("segment {:.1} MB/s", bytes as f64 / 1e6 / t.elapsed().as_secs_f64());
    for model in [false, true] {
        tagger.set_model(model);
        let t = Instant::now();
        let _ = tagger.tag(&seg[0], docs[0]);
        println!("first {:?}", t.elapsed());
        let t = Instant::now();
        let mut k = 0;
        for (s, d) in seg.iter().zip(&docs) {
            k += tagger.tag(s, d).len();
        }
        println!(
            "model {model} {:.1} MB/s, {k} mentions",
            bytes as f64 / 1e6 / t.elapsed().as_secs_f64()
        );
    }
    let t = Instant::now();
    for s in &seg {
        std::hint::black_box(Scan::new(s, &tagger.tables).matches.len());
    }
    println!("scan {:.1} MB/s", bytes as f64 / 1e6 / t.elapsed().as_secs_f64());
    tagger.set_model(false);
    let mut acc = [0f64; 8];
    for (s, d) in seg.iter().zip(&docs) {
        let t = Instant::now();
        let scan = Scan::new(s, &tagger.tables);
        let cx = Context { text: s, scan: &scan, original: d, sports: homographs::is_sports(s) };
        acc[0] += t.elapsed().as_secs_f64();
        let t = Instant::now();
        let h = homographs::Homographs::new(&tagger.triggers);
        let mut all: Vec<Candidate<'_>> = scan
            .matches
            .iter()
            .filter(|m| h.accepts(&cx, m))
            .filter_map(|m| Candidate::from_match(s, m))
            .collect();
        let near = homographs::neighbours(&cx, &all);
        all.extend(near.iter().filter_map(|m| Candidate::from_match(s, m)));
        acc[1] += t.elapsed().as_secs_f64();
        let t = Instant::now();
        person::find(&cx, &mut all);
        acc[2] += t.elapsed().as_secs_f64();
        let t = Instant::now();
        bodies::find(&cx, &mut all);
        acc[3] += t.elapsed().as_secs_f64();
        let t = Instant::now();
        roles::find(&cx, &mut all);
        acc[4] += t.elapsed().as_secs_f64();
        let t = Instant::now();
        values::find(&cx, &mut all);
        acc[5] += t.elapsed().as_secs_f64();
        let t = Instant::now();
        let found = combine::choose(all);
        acc[6] += t.elapsed().as_secs_f64();
        let t = Instant::now();
        std::hint::black_box(recall::find(&cx, &found).len());
        acc[7] += t.elapsed().as_secs_f64();
    }
    println!(
        "ns/byte scan,gaz,person,bodies,roles,values,choose,recall {:?}",
        acc.map(|a| a * 1e9 / bytes as f64)
    );
}
