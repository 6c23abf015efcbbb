//! `tests/data/entity_values.toml`: dates, amounts, nationalities and titles with their values.

use serde::Deserialize;

#[derive(Deserialize)]
struct Suite {
    section: Vec<Section>,
}

#[derive(Deserialize)]
struct Section {
    kinds: Vec<String>,
    cases: Vec<Vec<String>>,
}

#[test]
fn values_are_found_and_read() {
    let suite: Suite = toml::from_str(include_str!("data/entity_values.toml")).unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for section in &suite.section {
        for case in &section.cases {
            count += 1;
            let (text, want) = case.split_first().unwrap();
            let doc = rawi::annotate(text);
            let got: Vec<String> = doc
                .entities()
                .iter()
                .filter(|e| section.kinds.iter().any(|k| k == e.kind().name()))
                .map(|e| match e.value() {
                    Some(value) => format!("{} = {value}", doc.slice(e.span())),
                    None => doc.slice(e.span()).to_owned(),
                })
                .collect();
            if got != want {
                wrong.push(format!("{text}\n   want {want:?}\n   got  {got:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "{count} cases");
}
