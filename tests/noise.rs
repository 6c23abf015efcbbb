//! The same article, clean and as pages and feeds spell it: the same attributions.

use std::fs;
use std::path::Path;

use rawi::{Analyzer, Document, Form, Normalizer};

/// A small reproducible generator: the same noise in every run.
struct Dice(u64);

impl Dice {
    /// True once in `n` throws.
    fn one_in(&mut self, n: u64) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.is_multiple_of(n)
    }
}

/// Letters that join to the left, where a tatweel may stand.
const JOINING: &str = "بتثجحخسشصضطظعغفقكلمنهيئ";
const HARAKAT: [char; 5] = ['\u{64e}', '\u{64f}', '\u{650}', '\u{651}', '\u{652}'];
/// Right-to-left mark, zero-width non-joiner, zero-width joiner, and the mark some editors leave.
const INVISIBLE: [char; 4] = ['\u{200f}', '\u{200c}', '\u{200d}', '\u{feff}'];
/// Letters and their isolated or initial presentation forms.
const PRESENTATION: &[(char, char)] = &[
    ('ا', 'ﺍ'),
    ('ب', 'ﺑ'),
    ('ت', 'ﺗ'),
    ('د', 'ﺩ'),
    ('ر', 'ﺭ'),
    ('س', 'ﺳ'),
    ('ع', 'ﻋ'),
    ('ق', 'ﻗ'),
    ('ل', 'ﻟ'),
    ('م', 'ﻣ'),
    ('ن', 'ﻧ'),
    ('و', 'ﻭ'),
    ('ة', 'ﺓ'),
    ('أ', 'ﺃ'),
    ('إ', 'ﺇ'),
];

fn is_letter(c: char) -> bool {
    ('\u{621}'..='\u{64a}').contains(&c)
}

/// Misspells a text in every way that does not change what it says.
fn noisy(text: &str, seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut out = String::with_capacity(text.len() * 2);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside = is_letter(c) && chars.peek().is_some_and(|&n| is_letter(n));
        match c {
            'ي' if inside && dice.one_in(3) => out.push('ی'),
            'ك' if dice.one_in(3) => out.push('ک'),
            '0'..='9' if dice.one_in(2) => {
                out.extend(char::from_u32(u32::from(c) - 0x30 + 0x660));
            }
            ' ' if dice.one_in(8) => out.push('\u{a0}'),
            'ل' if chars.peek() == Some(&'ا') && dice.one_in(4) => {
                chars.next();
                out.push('ﻻ');
            }
            c if dice.one_in(8) => {
                let form = PRESENTATION.iter().find(|&&(letter, _)| letter == c);
                out.push(form.map_or(c, |&(_, form)| form));
            }
            c => out.push(c),
        }
        if is_letter(c) && dice.one_in(6) {
            out.push(HARAKAT[dice.0 as usize % HARAKAT.len()]);
        }
        if inside && JOINING.contains(c) && dice.one_in(10) {
            out.push('ـ');
        }
        if !c.is_whitespace() && dice.one_in(25) {
            out.push(INVISIBLE[dice.0 as usize % INVISIBLE.len()]);
        }
    }
    out
}

/// Damages a text as bad conversions do: commas become question marks, blanks are lost after marks
/// and after a ة that an article follows.
fn damaged(text: &str, seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '،' if dice.one_in(3) => out.push('?'),
            ' ' if out.ends_with(['،', '.', '»']) && dice.one_in(4) => {}
            ' ' if out.ends_with('ة') && chars.peek() == Some(&'ا') && dice.one_in(8) => {}
            c => out.push(c),
        }
    }
    out
}

/// Each attribution as one line, its words in key form and without the marks that damage changes.
fn lines(doc: &Document, key: &Normalizer) -> Vec<String> {
    let words = |span: rawi::Span| {
        let damaged = |c: char| c.is_whitespace() || matches!(c, '،' | ',' | '?' | '؟');
        key.normalize(doc.slice(span)).replace(damaged, "")
    };
    let mut lines: Vec<String> = doc
        .attributions()
        .iter()
        .map(|a| {
            let cue = a.cue().map(|c| words(c.span())).unwrap_or_default();
            let source = a.source().map(|s| words(s.span())).unwrap_or_default();
            let content: Vec<String> = a.content().iter().map(|&s| words(s)).collect();
            format!("{cue} | {source} | {}", content.join(" … "))
        })
        .collect();
    lines.sort();
    lines
}

/// The share of attributions that the clean articles and the changed ones have in common.
fn kept(change: fn(&str, u64) -> String) -> f64 {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/articles");
    let (analyzer, key) = (Analyzer::new(), Normalizer::new(Form::Key));
    let (mut clean, mut changed, mut same) = (0, 0, 0);
    let mut lost = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let want = lines(&analyzer.annotate(&text), &key);
        for seed in 1..=2 {
            let mut got = lines(&analyzer.annotate(&change(&text, seed)), &key);
            clean += want.len();
            changed += got.len();
            for line in &want {
                if let Some(at) = got.iter().position(|l| l == line) {
                    got.swap_remove(at);
                    same += 1;
                } else {
                    lost.push(line.clone());
                }
            }
        }
    }
    println!("{same} of {clean} attributions found again, {changed} in the changed texts");
    lost.truncate(40);
    println!("lost, for example:\n{}", lost.join("\n"));
    assert!(clean > 800, "{clean}");
    f64::from(same) / clean.max(changed) as f64
}

#[test]
fn noise_changes_no_attribution() {
    let kept = kept(noisy);
    assert!(kept >= 0.99, "{kept:.3}");
}

#[test]
fn damage_changes_few_attributions() {
    let kept = kept(damaged);
    assert!(kept >= 0.78, "{kept:.3}");
}
