use super::*;
use crate::normalize::{Form, Normalizer};
use crate::segment::CliticTable;

fn segmented(text: &str) -> Segmented {
    Segmented::new(text, &Normalizer::new(Form::Key), &CliticTable::builtin())
}

fn tagger() -> &'static Tagger {
    Tagger::builtin().expect("the weights that ship are whole")
}

fn names(text: &str) -> Vec<(String, EntityKind)> {
    let text = segmented(text);
    let found = tagger().read(&text).decode(0.0);
    found
        .into_iter()
        .map(|f| (f.tokens.map(|i| text.word(i)).collect::<Vec<_>>().join(" "), f.kind))
        .collect()
}

#[test]
fn reads_names_in_context() {
    assert_eq!(
        names("التقى وزير الخارجية التركي هاكان فيدان نظيره في القاهرة يوم الثلاثاء."),
        [("هاكان فيدان".into(), EntityKind::Person), ("القاهرة".into(), EntityKind::Location)]
    );
    assert_eq!(names("وصل إلى دمشق وبغداد").len(), 2);
    assert!(names("لم يقل شيئا عن ذلك.").is_empty());
    assert!(names("").is_empty());
}

#[test]
fn evidence_moves_the_answer() {
    let text = segmented("زار المنطقة أمس");
    let mut reading = tagger().read(&text);
    reading.support(1, EntityKind::Location, 40.0);
    let found = reading.decode(0.0);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].tokens.clone(), found[0].kind), (1..2, EntityKind::Location));
    assert!(found[0].probability > 0.9);
    reading.support(1, EntityKind::Location, -80.0);
    assert!(reading.decode(0.0).is_empty());
    reading.support(99, EntityKind::Location, 1.0);
}

#[test]
fn a_proposal_sets_the_ends() {
    let text = segmented("زار المنطقة أمس");
    let mut reading = tagger().read(&text);
    reading.propose(0..2, EntityKind::Organization, 40.0);
    let found = reading.decode(0.0);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].tokens.clone(), found[0].kind), (0..2, EntityKind::Organization));
    let before = reading.clone();
    reading.propose(0..2, EntityKind::Money, 40.0);
    reading.propose(2..99, EntityKind::Person, 0.0);
    assert_eq!(reading.decode(0.0), before.decode(0.0));
}

#[test]
fn a_bias_finds_more_or_less() {
    let text = segmented("وقال سامر العلي إن فرقة النجوم ستزور بلدة الحصن قريبا.");
    let reading = tagger().read(&text);
    let count = |bias| reading.decode(bias).iter().map(|f| f.tokens.len()).sum::<usize>();
    assert!(count(-4.0) <= count(0.0) && count(0.0) <= count(4.0));
    assert_eq!(count(-1000.0), 0);
}

#[test]
fn evidence_comes_from_other_sentences_only() {
    let mut evidence = Evidence::default();
    evidence.add(4, &[0.1, 0.9, 0.0, 0.0]);
    evidence.add(4, &[0.3, 0.2, 0.0, 0.0]);
    evidence.add(7, &[0.2, 0.5, 0.0, 0.0]);
    assert_eq!(evidence.outside(4), [0.2, 0.5, 0.0, 0.0]);
    assert_eq!(evidence.outside(7), [0.3, 0.9, 0.0, 0.0]);
    assert_eq!(evidence.outside(9), [0.3, 0.9, 0.0, 0.0]);
}

/// The Python that made the weights wrote down what it expects for sentences of our own: same
/// features, same integers, same scores.
#[test]
fn rust_and_training_code_agree() {
    // The share that `retable.py` was run with.
    let tagger = Tagger::with_style(NAME_STYLE).unwrap();
    let (mut sentence, mut expected) = (Vec::new(), Vec::new());
    let mut compared = 0;
    for line in include_str!("parity.tsv").lines().chain([""]) {
        if let [token, scores @ ..] = &*line.split('\t').collect::<Vec<_>>()
            && !token.is_empty()
        {
            sentence.push((*token).to_owned());
            expected.push(scores.iter().map(|s| s.parse().unwrap()).collect::<Vec<f32>>());
            continue;
        }
        let text = segmented(&sentence.join(" "));
        let reading = tagger.read(&text);
        assert_eq!(reading.scores.len(), expected.len(), "{sentence:?}");
        for (i, (a, b)) in reading.scores.iter().zip(&expected).enumerate() {
            for (a, b) in a.iter().zip(b) {
                assert!((a - b).abs() < 0.01, "{} of {sentence:?}: {a} is not {b}", text.word(i));
            }
            compared += 1;
        }
        sentence.clear();
        expected.clear();
    }
    assert!(compared > 100);
}
