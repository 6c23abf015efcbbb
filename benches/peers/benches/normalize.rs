//! Other Rust engines on the text and the task of rawi's own `normalize` bench.
//!
//! aho-corasick and regex are given the rules of `arabic_norm_ta_marbuta`; the Unicode libraries
//! make NFKC; charabia runs its whole chain of normalizers on the text as one token.

#[path = "../../texts/mod.rs"]
mod texts;

use std::hint::black_box;
use std::time::Duration;

use aho_corasick::AhoCorasick;
use charabia::normalizer::{Normalize, NormalizerOption};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use icu_normalizer::ComposingNormalizerBorrowed;
use rawi::{Form, Normalizer};
use regex::Regex;
use unicode_normalization::UnicodeNormalization;

const BYTES: usize = 2 << 20;

fn peers(c: &mut Criterion) {
    let rules: Vec<(char, String)> = ('\u{600}'..='\u{6FF}')
        .filter_map(|c| {
            let one = c.to_string();
            let to = Normalizer::new(Form::ArabicNormTaMarbuta).normalize(&one).into_owned();
            (to != one).then_some((c, to))
        })
        .collect();
    let from: Vec<String> = rules.iter().map(|(c, _)| c.to_string()).collect();
    let to: Vec<&str> = rules.iter().map(|(_, to)| to.as_str()).collect();
    let automaton = AhoCorasick::new(&from).expect("few patterns");
    let any = Regex::new(&format!("[{}]", from.concat())).expect("a class");
    let icu = ComposingNormalizerBorrowed::new_nfkc();
    let options = NormalizerOption { lossy: true, ..NormalizerOption::default() };

    for (name, text) in texts::kinds(BYTES) {
        let folded = Normalizer::new(Form::ArabicNormTaMarbuta);
        let nfkc = Normalizer::new(Form::Nfkc);
        let replace = |c: &regex::Captures<'_>| {
            let c = c[0].chars().next().unwrap_or_default();
            rules.iter().find(|r| r.0 == c).map_or("", |r| r.1.as_str())
        };
        assert_eq!(automaton.replace_all(&text, &to), folded.normalize(&text));
        assert_eq!(any.replace_all(&text, replace), folded.normalize(&text));
        assert_eq!(icu.normalize(&text), nfkc.normalize(&text));
        assert_eq!(text.nfkc().collect::<String>(), nfkc.normalize(&text));
        assert!(!text.as_str().normalize(&options).contains('\u{640}'));

        let mut group = c.benchmark_group(format!("normalize/{name}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function("rawi", |b| b.iter(|| folded.normalize(black_box(&text))));
        group.bench_function("rawi nfkc", |b| b.iter(|| nfkc.normalize(black_box(&text))));
        group.bench_function("aho-corasick", |b| {
            b.iter(|| automaton.replace_all(black_box(&text), &to));
        });
        group.bench_function("regex", |b| b.iter(|| any.replace_all(black_box(&text), replace)));
        group.bench_function("icu_normalizer nfkc", |b| b.iter(|| icu.normalize(black_box(&text))));
        group.bench_function("unicode-normalization nfkc", |b| {
            b.iter(|| black_box(&text).nfkc().collect::<String>());
        });
        group.bench_function("charabia", |b| {
            b.iter(|| black_box(text.as_str()).normalize(&options).into_owned());
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(500));
    targets = peers
}
criterion_main!(benches);
