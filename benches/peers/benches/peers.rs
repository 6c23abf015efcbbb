//! rawi beside charabia and unicode-segmentation, over the same documents in one run:
//! `RAWI_CORPUS=news.txt cargo bench --manifest-path benches/peers/Cargo.toml`.

#[path = "../../texts/mod.rs"]
mod texts;

use std::hint::black_box;

use charabia::Tokenize;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rawi::Analyzer;
use unicode_segmentation::UnicodeSegmentation;

fn peers(c: &mut Criterion) {
    let docs = texts::documents(1 << 20);
    let bytes: usize = docs.iter().map(String::len).sum();
    let analyzer = Analyzer::new();
    let rules = Analyzer::builder().model(false).build().expect("the built-in lexicon");
    let names = Analyzer::builder().attribution(false).build().expect("the built-in lexicon");
    let listed = Analyzer::builder().attribution(false).model(false).build().expect("the same");
    let mut group = c.benchmark_group("peers");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    let mut bench = |name: &str, f: &dyn Fn(&str) -> usize| {
        group.bench_function(name, |b| {
            b.iter(|| docs.iter().map(|d| f(black_box(d))).sum::<usize>());
        });
    };
    bench("unicode-segmentation words", &|d| d.split_word_bounds().count());
    bench("charabia tokenize", &|d| d.tokenize().count());
    bench("rawi tokenize", &|d| analyzer.tokenize(d).len());
    bench("rawi entities, rules alone", &|d| listed.annotate(d).entities().len());
    bench("rawi entities", &|d| names.annotate(d).entities().len());
    bench("rawi annotate, rules alone", &|d| rules.annotate(d).tokens().len());
    bench("rawi annotate", &|d| analyzer.annotate(d).tokens().len());
    group.finish();
}

criterion_group!(benches, peers);
criterion_main!(benches);
