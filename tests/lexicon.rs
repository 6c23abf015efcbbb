//! A user's own lexicon: what it adds, and what is said of its mistakes.

use rawi::{Analyzer, EntityKind, Error, SourceType, Stance};

fn analyzer() -> Analyzer {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/lexicon.toml");
    Analyzer::builder().lexicon(path).build().unwrap()
}

fn error(toml: &str) -> Error {
    Analyzer::builder().lexicon_str("mine.toml", toml).build().unwrap_err()
}

#[test]
fn the_example_adds_a_verb_and_its_source() {
    let doc = analyzer().annotate("وسولفت منسقة بحرية أن السفن راسية منذ أسبوع.");
    let said = &doc.attributions()[0];
    let cue = said.cue().unwrap();
    assert_eq!((cue.id(), doc.slice(cue.span())), ("house.1", "سولفت"));
    assert_eq!(said.stance(), Stance::Claim);
    assert_eq!(doc.slice(said.source().unwrap().span()), "منسقة بحرية");
    assert_eq!(said.source().unwrap().descriptors(), ["maritime"]);
    assert_eq!(doc.slice(said.content()[0]), "السفن راسية منذ أسبوع");
}

#[test]
fn the_example_adds_a_device() {
    let doc = analyzer().annotate("غرق المركب قبل الفجر، على عهدة مصادر ملاحية.");
    let said = &doc.attributions()[0];
    assert_eq!(said.cue().unwrap().id(), "house.3");
    assert_eq!(doc.slice(said.source().unwrap().span()), "مصادر ملاحية");
    assert_eq!(doc.slice(said.content()[0]), "غرق المركب قبل الفجر");
}

#[test]
fn the_example_adds_names() {
    let text = "قالت صوت المرفأ إن رابطة ربابنة السفن تجتمع غدا.";
    let (with, without) = (analyzer().annotate(text), rawi::annotate(text));
    let name = |name: &str| {
        with.entities().iter().find(|e| e.name() == name).unwrap_or_else(|| panic!("{name}"))
    };
    assert_eq!(name("صوت المرفأ").kind(), EntityKind::Organization);
    assert_eq!(name("رابطة ربابنة السفن").id(), Some("house:masters"));
    assert!(without.entities().iter().all(|e| e.id() != Some("house:masters")));
    let source = with.attributions()[0].source().unwrap();
    assert_eq!(with.slice(source.span()), "صوت المرفأ");
    assert_ne!(source.source_type(), SourceType::Unknown);
}

#[test]
fn own_entries_are_believed_first() {
    let toml = r#"
        [[cue]]
        id = "mine"
        lemma = "قال"
        stance = "praise"
        perfect = ["قال"]
    "#;
    let analyzer = Analyzer::builder().lexicon_str("mine.toml", toml).build().unwrap();
    let doc = analyzer.annotate("قال مصدر أمني إن الطريق مفتوحة.");
    assert_eq!(doc.attributions()[0].cue().unwrap().id(), "mine");
    assert_eq!(doc.attributions()[0].stance(), Stance::Praise);
}

#[test]
fn a_title_makes_a_person() {
    let text = "وصل الشاوش برهوم الدرعاوي إلى الميناء.";
    let doc = analyzer().annotate(text);
    let person = doc.entities().iter().find(|e| e.kind() == EntityKind::Person).unwrap();
    assert_eq!(person.name(), "برهوم الدرعاوي");
}

#[test]
fn mistakes_name_file_and_line() {
    for (toml, message) in [
        ("[[cue]\n", "mine.toml:1: "),
        ("\n[[cues]]\n", "mine.toml:2: unknown field `cues`"),
        ("[[cue]]\nid = \"a\"\n", "mine.toml:1: missing field `lemma`"),
        ("[[cue]]\nid = \"a\"\nlemma = \"س\"\n", "mine.toml:2: a verb needs"),
        (
            "[[cue]]\nid = \"V001\"\nlemma = \"س\"\nperfect = [\"سس\"]\n",
            "mine.toml:2: id 'V001' is",
        ),
        (
            "[[cue]]\nid = \"D001\"\nlemma = \"س\"\nperfect = [\"سس\"]\n",
            "mine.toml:2: id 'D001' is",
        ),
        (
            "[[cue]]\nid = \"a\"\nlemma = \"س\"\nstance = \"loud\"\nperfect = [\"سس\"]\n",
            "mine.toml:4: unknown stance 'loud': expected one of neutral",
        ),
        (
            "[[cue]]\nid = \"a\"\nlemma = \"س\"\ngoverns = \"CX\"\nperfect = [\"سس\"]\n",
            "mine.toml:4: governs 'X'",
        ),
        (
            "[[cue]]\nid = \"a\"\nlemma = \"س\"\nperfect = [\n  \"سس\",\n  \"سس سس\"]\n",
            "mine.toml:6: 'سس سس': expected one word",
        ),
        (
            "[[cue]]\nid = \"a\"\nlemma = \"س\"\nclass = \"noun\"\nforms = [\"س\"]\n\
             [[cue]]\nid = \"a\"\nlemma = \"س\"\nclass = \"noun\"\nforms = [\"س\"]\n",
            "mine.toml:7: id 'a' is taken",
        ),
        ("[[source]]\nlemma = \"س\"\nclass = \"who\"\n", "mine.toml:3: class 'who': expected anon"),
        ("[[source]]\nlemma = \"س\"\nclass = \"anon\"\n", "mine.toml:2: a source needs"),
        (
            "[[device]]\nid = \"d\"\nlemma = \"س\"\nkind = \"x\"\nforms = [\"س\"]\n",
            "mine.toml:4: kind 'x': expected source",
        ),
        ("[[entity]]\nkind = \"planet\"\nname = \"س\"\n", "mine.toml:3: unknown kind 'planet'"),
        ("[[outlet]]\nname = \" \"\n", "mine.toml:2: ' ' is no name"),
        ("[[title]]\ntitle = \"س\"\ngender = \"x\"\n", "mine.toml:3: gender 'x'"),
    ] {
        let error = error(toml);
        assert!(error.is_data(), "{toml}");
        assert!(error.to_string().starts_with(message), "{toml}\n{error}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = Analyzer::builder().lexicon("no/such.toml").build().unwrap_err();
    assert!(error.is_io());
    assert!(error.to_string().starts_with("no/such.toml: "), "{error}");
}
