//! The readable account of a document: who said what, one attribution a block.

use std::fmt::Write;

use crate::document::Document;

/// The account of one document, under the name it came with.
pub(super) fn account(doc: &Document, name: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{name}: {} attributions", doc.attributions().len());
    for (i, a) in doc.attributions().iter().enumerate() {
        let _ = writeln!(out, "\n{}. {} {} {:.2}", i + 1, a.kind(), a.rule(), a.confidence());
        if let Some(source) = a.source() {
            let _ =
                writeln!(out, "   source   {} ({})", doc.slice(source.span()), source.anonymity());
        }
        if let Some(cue) = a.cue() {
            let _ = writeln!(out, "   cue      {}", doc.slice(cue.span()));
        }
        for &content in a.content() {
            let _ = writeln!(out, "   content  {}", doc.slice(content));
        }
    }
    out
}
