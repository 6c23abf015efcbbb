//! Bytes per second of every form and kernel, beside what copying, checking and a plain loop cost.
//!
//! `cargo bench --bench normalize`, with `RAWI_CORPUS=news.txt` for real news. `benches/peers`
//! measures other libraries on the same text; `scripts/compare-normalizers` makes a table of both.

mod texts;

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rawi::{Form, Kernel, Normalizer};

/// Enough that no cache holds it, as when a corpus is read.
const BYTES: usize = 10 << 20;

fn copying_and_checking(c: &mut Criterion) {
    for (name, text) in texts::kinds(BYTES) {
        let mut group = c.benchmark_group(format!("normalize/{name}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut copy = vec![0; text.len()];
        group.bench_function("memcpy", |b| {
            b.iter(|| {
                copy.copy_from_slice(black_box(text.as_bytes()));
                black_box(&mut copy);
            });
        });
        assert_eq!(copy, text.as_bytes());
        group.bench_function("simdutf8", |b| {
            b.iter(|| simdutf8::basic::from_utf8(black_box(text.as_bytes())).is_ok());
        });
        let mut out = String::new();
        group.bench_function("char loop", |b| {
            b.iter(|| texts::char_loop(black_box(&text), &mut out));
        });
        assert_eq!(out, Normalizer::new(Form::ArabicNormTaMarbuta).normalize(&text));
        group.finish();
    }
}

fn kernels(c: &mut Criterion) {
    let forms = [Form::ArabicNormTaMarbuta, Form::Repair, Form::News, Form::Search, Form::Key];
    for (name, text) in texts::kinds(BYTES) {
        let mut group = c.benchmark_group(format!("normalize/{name}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        for form in forms {
            let oracle = Normalizer::new(form).with_kernel(Kernel::Scalar).expect("always there");
            let expected = oracle.normalize(&text);
            for kernel in Kernel::ALL {
                let Some(n) = Normalizer::new(form).with_kernel(*kernel) else { continue };
                assert_eq!(n.normalize(&text), expected, "{form} on {kernel:?}");
                assert_eq!(n.normalize_aligned(&text).text(), expected);
                let mut out = String::new();
                group.bench_function(format!("{form}/{kernel:?}"), |b| {
                    b.iter(|| {
                        out.clear();
                        n.normalize_into(black_box(&text), &mut out);
                    });
                });
                group.bench_function(format!("{form}/{kernel:?}/aligned"), |b| {
                    b.iter(|| n.normalize_aligned(black_box(&text)));
                });
            }
        }
        group.finish();
    }
}

fn forms(c: &mut Criterion) {
    let (_, text) = texts::kinds(1 << 20).swap_remove(0);
    let mut group = c.benchmark_group("normalize/every form on news");
    group.throughput(Throughput::Bytes(text.len() as u64));
    for form in Form::ALL {
        let n = Normalizer::new(form);
        if form.is_idempotent() {
            assert!(n.is_normalized(&n.normalize(&text)), "{form}");
        }
        group.bench_function(form.name(), |b| b.iter(|| n.normalize(black_box(&text))));
    }
    group.finish();
}

fn short(c: &mut Criterion) {
    let n = Normalizer::new(Form::ArabicNormTaMarbuta);
    let tweet = "قال مصدر مطلع إن الاتفاق سيوقع قريباً في العاصمة، بحسب ما أعلنته الوزارة.";
    for (name, text) in [("a word", "المدرسة"), ("an unchanged word", "مصدر"), ("a tweet", tweet)]
    {
        let mut group = c.benchmark_group(format!("normalize/{name}"));
        let mut out = String::new();
        texts::char_loop(text, &mut out);
        assert_eq!(out, n.normalize(text));
        group.bench_function("char loop", |b| {
            b.iter(|| {
                let mut out = String::new();
                texts::char_loop(black_box(text), &mut out);
                out
            });
        });
        group.bench_function("rawi", |b| b.iter(|| n.normalize(black_box(text))));
        group.bench_function("rawi aligned", |b| b.iter(|| n.normalize_aligned(black_box(text))));
        group.finish();
    }
    let mut group = c.benchmark_group("normalize/making one");
    let options = Form::Search.options().expect("ours");
    group.bench_function("search, from options", |b| b.iter(|| black_box(&options).build()));
    let text = texts::kinds(100 << 10).swap_remove(0).1;
    let search = Normalizer::new(Form::Search);
    group.bench_function("normalizing 100 KB", |b| b.iter(|| search.normalize(black_box(&text))));
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400));
    targets = copying_and_checking, kernels, forms, short
}
criterion_main!(benches);
