//! Why an attribution was made, in one line.

use std::fmt::Write;

use super::Attribution;
use super::rules::rule;
use crate::document::Document;
use crate::span::Span;

impl Attribution {
    /// Which rule made this attribution, on which words, and what was passed over nearby: one line for
    /// people, whose wording may change. The ids are those of DESIGN.md and the lexicon.
    ///
    /// `doc` is the document the attribution comes from.
    ///
    /// # Example
    ///
    /// ```
    /// let doc = rawi::annotate("لم يؤكد مصدر مطلع أن الجلسة تأجلت.");
    /// let why = doc.attributions()[0].explain(&doc);
    /// assert!(why.starts_with(
    ///     "V.says.comp: a verb in the present and a clause after أن; cue «يؤكد» (أكد, V048), \
    ///      negated by «لم», source «مصدر مطلع», complementizer «أن»; confidence "
    /// ));
    /// ```
    pub fn explain(&self, doc: &Document) -> String {
        let mut out = self.rule().to_owned();
        if let Some(rule) = rule(self.rule()) {
            out.push_str(": ");
            out.push_str(rule.what);
        }
        out.push_str("; ");
        // Writing to a string cannot fail.
        let _ = match self.cue() {
            Some(cue) => {
                let text = words(doc, cue.span());
                write!(out, "cue «{text}» ({}, {})", cue.lemma(), cue.id())
            }
            None => write!(out, "no cue"),
        };
        let mut part = |name: &str, span: Span| {
            let _ = write!(out, ", {name} «{}»", words(doc, span));
        };
        if let Some(negation) = self.negation() {
            part("negated by", negation);
        }
        match self.source() {
            Some(source) => part(
                if source.is_elided() { "source from before" } else { "source" },
                source.span(),
            ),
            None => out.push_str(", nobody named"),
        }
        let mut part = |name: &str, span: Span| {
            let _ = write!(out, ", {name} «{}»", words(doc, span));
        };
        for &via in self.via() {
            part("relayed by", via);
        }
        for (name, span) in [
            ("told to", self.recipient()),
            ("in", self.medium()),
            ("complementizer", self.complementizer()),
        ] {
            if let Some(span) = span {
                part(name, span);
            }
        }
        let _ = write!(out, "; confidence {:.2}", self.confidence());
        if let Some(note) = self.note() {
            let _ = write!(out, "; {note}");
        }
        out
    }
}

/// The words of a span on one line.
fn words(doc: &Document, span: Span) -> String {
    doc.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}
