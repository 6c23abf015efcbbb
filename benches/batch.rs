//! The Rust side of `scripts/compare-python`: annotates all texts once for every line it reads, with
//! as many threads as the line says, and answers with the number of attributions.

mod texts;

use std::io::{self, BufRead, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rawi::Analyzer;

fn main() {
    let docs = texts::documents(1 << 20);
    let analyzer = Analyzer::new();
    for line in io::stdin().lock().lines() {
        let threads = line.ok().and_then(|line| line.trim().parse().ok()).unwrap_or(1);
        let next = AtomicUsize::new(0);
        let found = AtomicUsize::new(0);
        let work = || {
            while let Some(doc) = docs.get(next.fetch_add(1, Ordering::Relaxed)) {
                // Kept until it has been counted, as a caller would.
                let doc = analyzer.annotate(doc);
                found.fetch_add(doc.attributions().len(), Ordering::Relaxed);
            }
        };
        if threads == 1 {
            work();
        } else {
            thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
        }
        println!("{}", found.into_inner());
        let _ = io::stdout().flush();
    }
}
