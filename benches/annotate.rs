//! The pipeline, stage by stage, beside what a plain word iteration costs.
//!
//! `cargo bench --bench annotate`, with `RAWI_CORPUS=news.txt` for real news. The ratio that counts
//! is that of two lines of one run: machines and their load differ. `benches/peers` measures the
//! same text with other libraries.

mod texts;

use std::cell::RefCell;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group};
use rawi::{Analyzer, Document, Form, Normalizer};
use unicode_segmentation::UnicodeSegmentation;

fn stages(c: &mut Criterion) {
    let docs = texts::documents(1 << 20);
    let bytes: usize = docs.iter().map(String::len).sum();
    let key = Normalizer::new(Form::Key);
    let analyzer = Analyzer::new();
    let rules = Analyzer::builder().model(false).build().expect("the built-in lexicon");

    // A bench that measures the wrong thing measures nothing.
    for doc in &docs {
        let tokens = analyzer.tokenize(doc);
        let covered: usize = tokens.iter().map(|t| t.span().len()).sum();
        assert!(covered * 10 > doc.trim().len() * 6, "the tokens cover the text");
        assert_eq!(analyzer.annotate(doc).tokens(), tokens);
        assert_eq!(rules.annotate(doc).tokens(), tokens);
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
    bench("annotate, rules alone", &|d| rules.annotate(d).tokens().len());
    bench("annotate", &|d| analyzer.annotate(d).tokens().len());
    let used = RefCell::new(Document::default());
    bench("annotate into a used document", &|d| {
        let mut document = used.borrow_mut();
        analyzer.annotate_into(d, &mut document);
        document.tokens().len()
    });
    group.finish();

    for (name, analyzer) in [("rules alone", &rules), ("with the model", &analyzer)] {
        doubling(name, analyzer, &docs);
    }
    first_use(&docs);
}

/// One document twice as long, five times: time must double, not more.
fn doubling(name: &str, analyzer: &Analyzer, docs: &[String]) {
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
                println!("{name}, {} bytes: {best:?}, {ratio:.2} times", text.len());
            }
            None => println!("{name}, {} bytes: {best:?}", text.len()),
        }
        before = Some(best);
        text = format!("{text}{text}");
    }
}

/// What the first call of a process costs beside 100 KB of text: this program is started again for
/// it, for everything is compiled once.
fn first_use(docs: &[String]) {
    let this = std::env::current_exe().expect("a program");
    for model in ["", "model"] {
        let best = (0..7)
            .map(|_| {
                let out = Command::new(&this).env(FIRST, model).output().expect("itself");
                let text = String::from_utf8(out.stdout).expect("a number");
                Duration::from_nanos(text.trim().parse().expect("a number"))
            })
            .min()
            .unwrap_or_default();
        let analyzer = analyzer(model);
        let bytes: usize = docs.iter().map(String::len).sum();
        let start = Instant::now();
        docs.iter().for_each(|d| drop(black_box(analyzer.annotate(d))));
        let same = start.elapsed().as_secs_f64() / bytes as f64 * 1e5;
        let name = if model.is_empty() { "rules alone" } else { "with the model" };
        let ratio = best.as_secs_f64() / same;
        println!("{name}, first use: {best:?}, as 100 KB of text {ratio:.2} times");
    }
}

/// Set when this program is started to measure its first use.
const FIRST: &str = "RAWI_FIRST_USE";

fn analyzer(model: &str) -> Analyzer {
    let model = !model.is_empty();
    Analyzer::builder().model(model).build().expect("the built-in lexicon")
}

criterion_group!(benches, stages);

fn main() {
    if let Ok(model) = std::env::var(FIRST) {
        let start = Instant::now();
        black_box(analyzer(&model).annotate("عاد إلى بغداد."));
        println!("{}", start.elapsed().as_nanos());
        return;
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
