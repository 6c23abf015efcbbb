//! The sentences of `data/attribution.toml`: what a reader finds in them, and what nobody may.

use std::collections::BTreeMap;

use rawi::{Analyzer, Attribution, Document, Polarity, Tier};

#[derive(serde::Deserialize)]
struct File {
    case: Vec<Case>,
    none: Vec<LookAlike>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    text: String,
    cue: String,
    source: String,
    content: Vec<String>,
    labels: String,
    core: Option<usize>,
    todo: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LookAlike {
    id: String,
    phenomenon: String,
    text: String,
    #[serde(rename = "why")]
    _why: Option<String>,
    todo: Option<String>,
}

fn file() -> File {
    toml::from_str(include_str!("data/attribution.toml")).unwrap()
}

/// Everything the file says of a case, as one line.
fn expected(case: &Case) -> String {
    let content = case.content.join(" … ");
    let core = case.core.unwrap_or(1);
    format!("{} | {} | {content} | {} | {core} core", case.cue, case.source, case.labels)
}

/// The same line of what was found, for the attribution with the cue of the case.
fn found(doc: &Document, case: &Case) -> String {
    let core = core(doc).count();
    let cue = |a: &Attribution| a.cue().map_or("", |c| doc.slice(c.span())).to_owned();
    let candidates = || doc.attributions().iter().filter(|a| cue(a) == case.cue);
    let same_content = |a: &&Attribution| {
        a.content().iter().map(|&s| doc.slice(s)).eq(case.content.iter().map(String::as_str))
    };
    let Some(a) = candidates().find(same_content).or_else(|| candidates().next()) else {
        let others: Vec<String> =
            doc.attributions().iter().map(|a| format!("{} by {}", cue(a), a.rule())).collect();
        return format!("nothing; but [{}], {core} core", others.join(", "));
    };
    let content: Vec<&str> = a.content().iter().map(|&s| doc.slice(s)).collect();
    let source = a.source().map_or("", |s| doc.slice(s.span()));
    let anonymity = a.source().map_or("implicit", |s| s.anonymity().name());
    let mut labels = format!("{} {anonymity} {}", a.kind(), a.stance());
    for (holds, label) in [
        (a.tier() == Tier::Extended, " extended"),
        (a.polarity() == Polarity::Neg, " neg"),
        (a.source().is_some_and(rawi::Source::is_elided), " elided"),
    ] {
        if holds {
            labels.push_str(label);
        }
    }
    format!("{} | {source} | {} | {labels} | {core} core", cue(a), content.join(" … "))
}

fn core(doc: &Document) -> impl Iterator<Item = &Attribution> {
    doc.attributions().iter().filter(|a| a.tier() == Tier::Core)
}

#[test]
fn sentences_are_read_as_a_reader_reads_them() {
    let analyzer = Analyzer::new();
    let mut wrong = String::new();
    let mut todo: BTreeMap<String, usize> = BTreeMap::new();
    let mut done = Vec::new();
    let file = file();
    for case in &file.case {
        let doc = analyzer.annotate(&case.text);
        let (want, got) = (expected(case), found(&doc, case));
        let phenomenon = case.id.split_once('.').map_or("", |(p, _)| p).to_owned();
        match (&case.todo, want == got) {
            (Some(_), true) => done.push(case.id.as_str()),
            (Some(_), false) => *todo.entry(phenomenon).or_default() += 1,
            (None, true) => {}
            (None, false) => {
                let rules: Vec<&str> = doc.attributions().iter().map(Attribution::rule).collect();
                wrong += &format!("{}: {}\n  want {want}\n  got  {got}\n", case.id, case.text);
                wrong += &format!("  rules {}\n", rules.join(" "));
            }
        }
    }
    let open: usize = todo.values().sum();
    println!("{} of {} cases are still to do: {todo:?}", open, file.case.len());
    println!("no longer to do, remove the mark: {done:?}");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn look_alikes_are_left_alone() {
    let analyzer = Analyzer::new();
    let mut wrong = String::new();
    let (mut todo, mut done) = (Vec::new(), Vec::new());
    let file = file();
    for case in &file.none {
        let doc = analyzer.annotate(&case.text);
        let found: Vec<String> = core(&doc)
            .map(|a| format!("{} by {}", a.cue().map_or("", |c| doc.slice(c.span())), a.rule()))
            .collect();
        match (&case.todo, found.is_empty()) {
            (Some(_), true) => done.push(case.id.as_str()),
            (Some(_), false) => todo.push(case.id.as_str()),
            (None, true) => {}
            (None, false) => {
                let found = found.join(", ");
                wrong += &format!("{} {}: {}\n  {found}\n", case.id, case.phenomenon, case.text);
            }
        }
    }
    println!("{} of {} look-alikes are still to do: {todo:?}", todo.len(), file.none.len());
    println!("no longer to do, remove the mark: {done:?}");
    assert!(wrong.is_empty(), "{wrong}");
}
