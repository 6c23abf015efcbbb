//! Other Rust engines on the text and the task of rawi's own `normalize` bench.
//!
//! aho-corasick and regex are given the rules of `arabic_norm_ta_marbuta`; the Unicode libraries
//! make NFKC, tokenizers with its map to the original; charabia runs its whole chain of normalizers on the text as one token.

#[path = "../../texts/mod.rs"]
mod texts;

use std::hint::black_box;

use aho_corasick::AhoCorasick;
use charabia::normalizer::{Normalize, NormalizerOption};
use criterion::{Criterion, criterion_group, criterion_main};
use icu_normalizer::ComposingNormalizerBorrowed;
use rawi::{Form, Normalizer};
use regex::Regex;
use texts::normalize::{group, whole};
use tokenizers::normalizers::unicode::NFKC;
use tokenizers::{NormalizedString, Normalizer as _};
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

        let tokenized = || {
            let mut string = NormalizedString::from(black_box(text.as_str()));
            NFKC.normalize(&mut string).expect("it never fails");
            string
        };
        assert_eq!(tokenized().get(), nfkc.normalize(&text));

        let mut group = group(c, name, &text);
        let mut copy = vec![0; text.len()];
        whole(&mut group, "memcpy", || copy.copy_from_slice(black_box(text.as_bytes())));
        whole(&mut group, "rawi", || folded.normalize(black_box(&text)));
        whole(&mut group, "rawi aligned", || folded.normalize_aligned(black_box(&text)));
        whole(&mut group, "rawi nfkc", || nfkc.normalize(black_box(&text)));
        whole(&mut group, "aho-corasick", || automaton.replace_all(black_box(&text), &to));
        whole(&mut group, "regex", || any.replace_all(black_box(&text), replace));
        whole(&mut group, "icu_normalizer nfkc", || icu.normalize(black_box(&text)));
        whole(&mut group, "unicode-normalization nfkc", || {
            black_box(&text).nfkc().collect::<String>()
        });
        whole(&mut group, "tokenizers nfkc, aligned", tokenized);
        whole(&mut group, "charabia", || {
            black_box(text.as_str()).normalize(&options).into_owned()
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = texts::normalize::criterion();
    targets = peers
}
criterion_main!(benches);
