//! The text that is measured: our own articles, or a corpus named by `RAWI_CORPUS`.

#[allow(dead_code)] // not every bench measures normalizers
pub mod normalize;

use std::path::Path;

/// Documents, at least `bytes` bytes of them together.
///
/// Without `RAWI_CORPUS` they are the articles of `tests/data/articles`, again and again; with it,
/// the paragraphs of that UTF-8 file between empty lines. Real news is more varied than twenty
/// articles, so figures meant for others come from a corpus.
pub fn documents(bytes: usize) -> Vec<String> {
    let texts: Vec<String> = match std::env::var_os("RAWI_CORPUS") {
        Some(path) => {
            let text = std::fs::read_to_string(path).expect("RAWI_CORPUS is a UTF-8 file");
            text.split("\n\n").filter(|d| !d.trim().is_empty()).map(str::to_owned).collect()
        }
        None => {
            // The peers' crate stands two folders below.
            let here = Path::new(env!("CARGO_MANIFEST_DIR"));
            let articles =
                [here.join("tests/data/articles"), here.join("../../tests/data/articles")];
            let folder = articles.iter().find(|p| p.is_dir()).expect("tests/data/articles");
            let mut files: Vec<_> = std::fs::read_dir(folder)
                .expect("a folder")
                .map(|f| f.expect("an entry").path())
                .filter(|p| p.extension().is_some_and(|e| e == "txt"))
                .collect();
            files.sort();
            files.iter().map(|p| std::fs::read_to_string(p).expect("UTF-8")).collect()
        }
    };
    let mut out = Vec::new();
    let mut total = 0;
    for text in texts.iter().cycle() {
        if total >= bytes {
            break;
        }
        total += text.len();
        out.push(text.clone());
    }
    out
}

/// One text of each kind the normalizer meets, about `bytes` bytes long: news, the same vocalised,
/// with Latin and typographic quotation marks, in presentation forms, and clean ASCII.
#[allow(dead_code)] // not every bench needs it
pub fn kinds(bytes: usize) -> Vec<(&'static str, String)> {
    let news = documents(bytes).join("\n");
    let mut vocalised = String::new();
    let mut seed = 1u32;
    for c in news.chars().take(bytes / 3) {
        vocalised.push(c);
        if ('\u{621}'..='\u{64A}').contains(&c) && c != '\u{640}' {
            // Any fixed sequence will do: three letters in ten carry a mark.
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            match (seed >> 16) % 20 {
                0..=1 => vocalised.push('\u{64E}'),
                2 => vocalised.push('\u{64F}'),
                3 => vocalised.push('\u{650}'),
                4 => vocalised.push('\u{652}'),
                5 => vocalised.push_str("\u{651}\u{64E}"),
                _ => {}
            }
        }
    }
    let sentence = "وقالت Reuters إن الـ“deal” of 2024 — «الاتفاق» — مهم لشركة Société Générale.\n";
    let mixed = sentence.repeat(bytes / sentence.len());
    let presentation = news
        .chars()
        .take(bytes / 3)
        .map(|c| match c {
            'ا' => '\u{FE8D}',
            'ب' => '\u{FE91}',
            'ت' => '\u{FE97}',
            'ر' => '\u{FEAD}',
            'ع' => '\u{FECB}',
            'ل' => '\u{FEDF}',
            'م' => '\u{FEE3}',
            'ن' => '\u{FEE7}',
            'و' => '\u{FEED}',
            'ي' => '\u{FEF3}',
            'أ' => '\u{FE83}',
            'ة' => '\u{FE94}',
            c => c,
        })
        .collect();
    let line = "The quick brown fox jumps over the lazy dog, 2024.\n";
    vec![
        ("news", news),
        ("vocalised", vocalised),
        ("mixed", mixed),
        ("presentation forms", presentation),
        ("ascii", line.repeat(bytes / line.len())),
    ]
}

/// What one writes without a library: the rules of `arabic_norm_ta_marbuta`, a character at a time.
#[allow(dead_code)] // not every bench needs it
pub fn char_loop(text: &str, out: &mut String) {
    out.clear();
    out.reserve(text.len());
    for c in text.chars() {
        match c {
            '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' => {}
            '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}' => {}
            'آ' | 'أ' | 'إ' | 'ٱ' => out.push('ا'),
            'ى' => out.push('ي'),
            'ة' => out.push('ه'),
            c => out.push(c),
        }
    }
}
