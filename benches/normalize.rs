//! Bytes per second of every form and kernel, beside what copying, checking and a plain loop cost.
//!
//! `cargo bench --bench normalize`, with `RAWI_CORPUS=news.txt` for real news. `benches/peers`
//! measures other libraries on the same text; `scripts/compare-normalizers` makes a table of both.

mod texts;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use rawi::{Form, Kernel, Normalizer};
use texts::normalize::{group, whole};

/// Enough that no cache holds it, as when a corpus is read.
const BYTES: usize = 10 << 20;

fn copying_and_checking(c: &mut Criterion) {
    for (name, text) in texts::kinds(BYTES) {
        let mut group = group(c, name, &text);
        let mut copy = vec![0; text.len()];
        // Here and below, also when a filter leaves the measuring out.
        copy.copy_from_slice(text.as_bytes());
        assert_eq!(copy, text.as_bytes());
        group.bench_function("memcpy", |b| {
            b.iter(|| {
                copy.copy_from_slice(black_box(text.as_bytes()));
                black_box(&mut copy);
            });
        });
        group.bench_function("simdutf8", |b| {
            b.iter(|| simdutf8::basic::from_utf8(black_box(text.as_bytes())).is_ok());
        });
        let mut out = String::new();
        texts::char_loop(&text, &mut out);
        assert_eq!(out, Normalizer::new(Form::ArabicNormTaMarbuta).normalize(&text));
        group.bench_function("char loop", |b| {
            b.iter(|| texts::char_loop(black_box(&text), &mut out));
        });
        group.finish();
    }
}

fn kernels(c: &mut Criterion) {
    let forms = [Form::ArabicNormTaMarbuta, Form::Repair, Form::News, Form::Search, Form::Key];
    for (name, text) in texts::kinds(BYTES) {
        let mut group = group(c, name, &text);
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
    for (name, text) in texts::kinds(1 << 20) {
        let mut group = group(c, &format!("every form, {name}"), &text);
        let mut out = String::new();
        whole(&mut group, "char loop", || texts::char_loop(black_box(&text), &mut out));
        for form in Form::ALL {
            let n = Normalizer::new(form);
            let scalar = n.with_kernel(Kernel::Scalar).expect("always there");
            assert_eq!(n.normalize(&text), scalar.normalize(&text), "{form}");
            whole(&mut group, form.name(), || n.normalize(black_box(&text)));
        }
        group.finish();
    }
}

fn short(c: &mut Criterion) {
    let tweet = "قال مصدر مطلع إن الاتفاق سيوقع قريباً في العاصمة، بحسب ما أعلنته الوزارة.";
    let texts = [
        ("three letters", "أمر"),
        ("a word", "المدرسة"),
        ("an unchanged word", "مصدر"),
        ("a vocalised word", "مُدَرِّسَةٌ"),
        ("presentation forms", "\u{FE8D}\u{FEDF}\u{FEE3}\u{FEAA}"),
        ("a tweet", tweet),
    ];
    for (name, text) in texts {
        let mut group = group(c, name, text);
        let mut out = String::new();
        texts::char_loop(text, &mut out);
        assert_eq!(out, Normalizer::new(Form::ArabicNormTaMarbuta).normalize(text));
        // What changes needs memory of its own: no more can be won than this leaves.
        whole(&mut group, "copying", || black_box(text).to_owned());
        whole(&mut group, "char loop", || {
            let mut out = String::new();
            texts::char_loop(black_box(text), &mut out);
            out
        });
        // Where what it is written to is used again.
        group.bench_function("char loop/into", |b| {
            b.iter(|| texts::char_loop(black_box(text), black_box(&mut out)));
        });
        for form in [Form::ArabicNormTaMarbuta, Form::Repair, Form::Search] {
            for kernel in Kernel::ALL {
                let Some(n) = Normalizer::new(form).with_kernel(*kernel) else { continue };
                assert_eq!(n.normalize_aligned(text).text(), n.normalize(text));
                whole(&mut group, &format!("{form}/{kernel:?}"), || n.normalize(black_box(text)));
                group.bench_function(format!("{form}/{kernel:?}/into"), |b| {
                    b.iter(|| {
                        out.clear();
                        n.normalize_into(black_box(text), black_box(&mut out));
                    });
                });
            }
            let n = Normalizer::new(form);
            whole(&mut group, &format!("{form} aligned"), || n.normalize_aligned(black_box(text)));
        }
        group.finish();
    }
}

/// Making a normalizer, beside normalizing 100 KB with it.
fn making(c: &mut Criterion) {
    let text = texts::kinds(100 << 10).swap_remove(0).1;
    let mut group = c.benchmark_group("normalize/making one");
    for form in Form::ALL.into_iter().filter(|form| form.is_ours()) {
        // A form as it is shares its tables, so one thing is changed that news has no use for.
        let mut options = form.options().expect("ours");
        options.standalone_hamza(true).keep(['ء']);
        let made = options.build().expect("as it was");
        assert_eq!(made.normalize(&text), Normalizer::new(form).normalize(&text));
        whole(&mut group, form.name(), || black_box(&options).build());
        whole(&mut group, &format!("100 KB, {form}"), || made.normalize(black_box(&text)));
    }
    group.finish();
}

/// Many texts on all cores; needs the feature `parallel`.
#[cfg(feature = "parallel")]
fn batch(c: &mut Criterion) {
    let docs = texts::documents(20 << 20);
    let all = docs.concat();
    let mut group = group(c, "a batch", &all);
    let n = Normalizer::new(Form::Search);
    let one =
        |docs: &[String]| docs.iter().map(|d| n.normalize(d).into_owned()).collect::<Vec<_>>();
    assert_eq!(n.normalize_batch(&docs), one(&docs));
    whole(&mut group, "one core", || one(black_box(&docs)));
    whole(&mut group, "all cores", || n.normalize_batch(black_box(&docs)));
    group.finish();
}

#[cfg(not(feature = "parallel"))]
fn batch(_: &mut Criterion) {}

criterion_group! {
    name = benches;
    config = texts::normalize::criterion();
    targets = copying_and_checking, kernels, forms, short, making, batch
}
criterion_main!(benches);
