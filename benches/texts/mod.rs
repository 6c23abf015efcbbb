//! The text that is measured: our own articles, or a corpus named by `RAWI_CORPUS`.

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
