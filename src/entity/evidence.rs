//! What the tagger is trained beside: the tokens and the proposals of texts, written down for
//! `training/tagger/joint.py`.
//!
//! ```text
//! RAWI_TEXTS=texts.jsonl RAWI_EVIDENCE=evidence.jsonl cargo test --release write_evidence -- --ignored
//! ```

use std::io::{BufRead, BufReader, BufWriter, Write};

use serde_json::{Value, json};

use super::candidate::{NAME, VALUE};
use super::*;
use crate::segment::{CliticTable, TokenKind};

#[test]
#[ignore = "a program of the training, not a test"]
fn write_evidence() {
    let path = |name| std::env::var(name).unwrap();
    let texts = BufReader::new(std::fs::File::open(path("RAWI_TEXTS")).unwrap());
    let mut out = BufWriter::new(std::fs::File::create(path("RAWI_EVIDENCE")).unwrap());
    let tagger = EntityTagger::new();
    let (normalizer, clitics) = (Normalizer::new(Form::Key), CliticTable::builtin());
    for line in texts.lines() {
        let row: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let original = row["text"].as_str().unwrap();
        let text = Segmented::new(original, &normalizer, &clitics);
        let mut evidence = describe(&tagger, &text, original);
        evidence["id"] = row["id"].clone();
        writeln!(out, "{evidence}").unwrap();
    }
}

/// Tokens with their places in the original, sentences, the best proposals, and the tokens of values.
fn describe(tagger: &EntityTagger, text: &Segmented, original: &str) -> Value {
    let scan = Scan::new(text, &tagger.tables);
    let cx = Context { text, scan: &scan, original, sports: homographs::is_sports(text, &scan) };
    let mut all = tagger.propose(&cx);
    let place = |start: u32, end: u32| {
        let span = text.original(start as usize, end as usize);
        [span.start(), span.end()]
    };
    let tokens = (0..text.tokens().len()).map(|i| {
        let tok = text.tok(i);
        let kind = match tok.kind {
            TokenKind::Arabic => "w",
            TokenKind::Foreign => "a",
            TokenKind::Number => "0",
            _ => "p",
        };
        json!([text.word(i), kind, place(tok.start, tok.end), text.stem(i)])
    });
    let tokens: Vec<Value> = tokens.collect();
    let values = combine::choose(all.extract_if(.., |c| c.rank == VALUE).collect());
    let values: Vec<Value> =
        values.iter().map(|c| json!([c.first, c.last, c.kind.name(), c.rule])).collect();
    let names = all.extract_if(.., |c| c.rank == NAME && model::KINDS.contains(&c.kind)).collect();
    let proposals = combine::choose(names);
    let proposals: Vec<Value> = proposals
        .iter()
        .map(|c| {
            let span = place(c.start, c.end);
            json!([c.first, c.last, c.kind.name(), c.rule, c.confidence, span])
        })
        .collect();
    let sentences: Vec<Value> = text.sentences().iter().map(|s| json!([s.start, s.end])).collect();
    json!({ "tokens": tokens, "sentences": sentences, "proposals": proposals, "values": values })
}
