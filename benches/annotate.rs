//! The pipeline, stage by stage, beside what a plain word iteration costs.
//!
//! `cargo bench --bench annotate`, with `RAWI_CORPUS=news.txt` for real news. The ratio that counts
//! is that of two lines of one run: machines and their load differ. `benches/peers` measures the
//! same text with other libraries.

mod texts;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rawi::{Analyzer, Form, Normalizer};
use unicode_segmentation::UnicodeSegmentation;

fn stages(c: &mut Criterion) {
    let docs = texts::documents(1 << 20);
    let bytes: usize = docs.iter().map(String::len).sum();
    let key = Normalizer::new(Form::Key);
    let analyzer = Analyzer::new();

    // A bench that measures the wrong thing measures nothing.
    for doc in &docs {
        let tokens = analyzer.tokenize(doc);
        let covered: usize = tokens.iter().map(|t| t.span().len()).sum();
        assert!(covered * 10 > doc.trim().len() * 6, "the tokens cover the text");
        assert_eq!(analyzer.annotate(doc).tokens(), tokens);
    }

    let mut group = c.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(bytes as u64)).sample_size(20);
    let mut bench = |name: &str, f: &dyn Fn(&str) -> usize| {
        group.bench_function(name, |b| {
            b.iter(|| docs.iter().map(|d| f(black_box(d))).sum::<usize>());
        });
    };
    bench("unicode-segmentation words", &|d| d.split_word_bounds().count());
    bench("normalize", &|d| key.normalize_aligned(d).text().len());
    bench("normalize, tokens", &|d| analyzer.tokenize(d).len());
    bench("annotate", &|d| analyzer.annotate(d).tokens().len());
    group.finish();

    doubling(&analyzer, &docs);
}

/// One document twice as long, five times: time must double, not more.
fn doubling(analyzer: &Analyzer, docs: &[String]) {
    let mut text: String = docs.iter().flat_map(|d| [d.as_str(), "\n"]).take(64).collect();
    let mut before: Option<Duration> = None;
    for _ in 0..6 {
        let best = (0..3)
            .map(|_| {
                let start = Instant::now();
                black_box(analyzer.annotate(black_box(&text)));
                start.elapsed()
            })
            .min()
            .unwrap_or_default();
        match before {
            Some(b) => {
                let ratio = best.as_secs_f64() / b.as_secs_f64();
                println!("one document of {} bytes: {best:?}, {ratio:.2} times", text.len());
            }
            None => println!("one document of {} bytes: {best:?}", text.len()),
        }
        before = Some(best);
        text = format!("{text}{text}");
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
