//! The HTML view, on the annotated articles of tests/data/articles: the text a reader copies from a
//! card is the article, whatever is marked in it.
#![cfg(feature = "serde")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rawi::Document;
use serde_json::{Value, json};

/// The documents of the gold annotation, as rawi would have made them.
fn gold() -> Vec<(String, Document)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/articles");
    let mut records: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in fs::read_to_string(dir.join("gold.jsonl")).unwrap().lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let list = records.entry(record["doc"].as_str().unwrap().to_owned()).or_default();
        if record["none"] != json!(true) {
            list.push(record);
        }
    }
    records
        .into_iter()
        .map(|(name, records)| {
            let text = fs::read_to_string(dir.join(format!("{name}.txt"))).unwrap();
            (name, document(&text, &records))
        })
        .collect()
}

fn document(text: &str, records: &[Value]) -> Document {
    let mut chains: Vec<(Value, Value, Value, Vec<usize>)> = Vec::new();
    let attributions: Vec<Value> = records
        .iter()
        .enumerate()
        .map(|(i, r)| {
            let chain = r["source"].is_object().then(|| {
                let at = chains.iter().position(|c| c.0 == r["chain"]).unwrap_or_else(|| {
                    chains.push((
                        r["chain"].clone(),
                        r["source"].clone(),
                        r["anonymity"].clone(),
                        Vec::new(),
                    ));
                    chains.len() - 1
                });
                chains[at].3.push(i);
                at
            });
            json!({
                "kind": r["kind"], "tier": r["tier"], "stance": r["stance"],
                "polarity": r["polarity"], "tense": "na", "rule": "gold", "confidence": 1.0,
                "cue": r["cue"].is_object().then(|| {
                    let mut cue = r["cue"].clone();
                    cue["lemma"] = cue["text"].clone();
                    cue["class"] = json!("verb");
                    cue["id"] = json!("gold");
                    cue
                }),
                "complementizer": r["comp"], "recipient": r["recipient"],
                "source": r["source"].is_object().then(|| {
                    let mut source = r["source"].clone();
                    source["head"] = r["source"].clone();
                    source["elided"] = r["elided"].clone();
                    source["type"] = json!("unknown");
                    source["anonymity"] = r["anonymity"].clone();
                    source["descriptors"] = json!([]);
                    source["number"] = json!("na");
                    source
                }),
                "content": if r["content"].is_array() { r["content"].clone() } else { json!([]) },
                "chain": chain,
            })
        })
        .collect();
    let count = |name: &str| {
        attributions.iter().filter(|a| a["source"]["anonymity"] == json!(name)).count()
    };
    let profile = json!({
        "named": count("named"), "role": count("role"), "org": count("org"),
        "anonymous": count("anon") + count("anon_requested"),
        "anonymous_on_request": count("anon_requested"), "vague": count("vague"),
        "implicit": count("implicit"), "distinct_sources": chains.len(),
        "single_anonymous_source": false, "attributed_share": 0.5,
        "anonymous_only_sentences": [],
    });
    let chains: Vec<Value> = chains
        .into_iter()
        .enumerate()
        .map(|(id, (_, source, anonymity, mentions))| {
            json!({
                "id": id, "start": source["start"], "end": source["end"],
                "label": source["text"], "anonymity": anonymity, "mentions": mentions,
            })
        })
        .collect();
    let json = json!({
        "text": text, "offsets": "char", "sentences": [], "entities": [],
        "attributions": attributions, "chains": chains, "profile": profile,
    });
    Document::from_json(&json.to_string()).unwrap()
}

/// What a browser would show of the text part of a card.
fn visible(html: &str) -> String {
    let start = html.find("<div class=\"text\">").unwrap() + "<div class=\"text\">".len();
    let end = start + html[start..].find("</div>").unwrap();
    let mut out = String::new();
    let mut depth = 0;
    let mut rest = &html[start..end];
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let close = at + rest[at..].find('>').unwrap();
        depth += if rest[at..].starts_with("</") { -1 } else { 1 };
        assert!(depth >= 0, "a mark is closed that was not open");
        rest = &rest[close + 1..];
    }
    assert_eq!(depth, 0, "every mark is closed");
    out.push_str(rest);
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#13;", "\r"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(out, |text, (from, to)| text.replace(from, to))
}

#[test]
fn the_text_of_a_card_is_the_text_of_the_article() {
    let documents = gold();
    assert!(!documents.is_empty());
    for (name, doc) in &documents {
        assert!(!doc.attributions().is_empty() || name.is_empty() || doc.text().len() > 1);
        assert_eq!(visible(&doc.to_html()), doc.text(), "{name}");
    }
}

#[test]
fn every_attribution_is_marked_once() {
    for (name, doc) in &gold() {
        let html = doc.to_html();
        for (i, a) in doc.attributions().iter().enumerate() {
            if a.cue().is_some() {
                let label = format!("data-label=\"{}\"", i + 1);
                let cues = html
                    .split("<mark ")
                    .filter(|m| m.starts_with("class=\"cue") && m.contains(&label))
                    .filter(|m| m.split('"').nth(1).is_some_and(|class| class.contains(" first")))
                    .count();
                assert_eq!(cues, 1, "{name}: cue {i}");
            }
        }
    }
}

#[test]
fn markup_in_the_text_stays_text() {
    let text = "قال <script>alert('x')</script> & \"قال\"\r\n</div>";
    let html = rawi::annotate(text).to_html();
    assert!(!html.contains("<script"));
    assert_eq!(visible(&html), text);
}

#[test]
fn crossing_spans_are_cut_and_nested() {
    let doc = document(
        "ابتثجحخد",
        &[
            json!({"cue": null, "source": {"start": 0, "end": 4, "text": "ابتث"}, "elided": false,
                   "content": [{"start": 2, "end": 6, "text": "تثجح"}], "kind": "direct",
                   "tier": "core", "anonymity": "anon", "polarity": "pos", "stance": "neutral",
                   "chain": "A"}),
            json!({"cue": null, "source": null, "content": [{"start": 3, "end": 8, "text": "ثجحخد"}],
                   "kind": "direct", "tier": "core", "polarity": "pos", "stance": "neutral",
                   "chain": "B"}),
        ],
    );
    let html = doc.to_html();
    assert_eq!(visible(&html), "ابتثجحخد");
    let marks: Vec<&str> = html
        .match_indices("<mark class=\"")
        .map(|(i, m)| html[i + m.len()..].split('"').next().unwrap())
        .take(6)
        .collect();
    assert_eq!(
        marks,
        [
            "source k-anon first last",
            "content k-anon first",
            "content k-implicit first",
            "content k-anon last",
            "content k-implicit",
            "content k-implicit last",
        ]
    );
}

/// Leaves a page to look at: target/tmp/gold.html.
#[test]
fn a_page_is_complete() {
    let documents = gold();
    let (name, doc) = documents.first().unwrap();
    let page = doc.to_html_page(&format!("{name} <&>"));
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.contains("<title>") && page.contains("&lt;&amp;&gt;</title>"));
    assert!(page.ends_with("</html>\n"));
    assert!(!page.contains("http") && !page.contains("<script"), "nothing is loaded or run");
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join("gold.html"), page).unwrap();
}
