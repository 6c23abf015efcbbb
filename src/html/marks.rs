//! The text of a document with its annotations as nested `<mark>` elements.
//!
//! Annotations nest (a source inside a content), share spans and, rarely, cross. HTML can only
//! nest, so a mark that crosses the end of another is closed there and opened again: its pieces
//! carry the classes `first` and `last`, and only those draw ends and labels.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::{Escaped, anonymity};
use crate::document::Document;
use crate::labels::Polarity;
use crate::span::Span;

/// Which mark is outermost when several cover the same span, outermost first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Content,
    Aside,
    Source,
    Entity,
    Cue,
}

struct Mark {
    span: Span,
    layer: Layer,
    class: String,
    /// Drawn beside the mark by the style sheet.
    label: String,
    /// The numbers of the attributions it is part of.
    numbers: Vec<usize>,
    /// Which neighbours a fragment of a discontinuous content has: `back`, `on` or both.
    joins: &'static str,
    /// Shown when the pointer rests on the mark.
    title: String,
    /// For contents: how many rows of underlining it needs, one more than the contents inside it.
    depth: usize,
}

impl Mark {
    fn new(layer: Layer, span: Span, class: String) -> Mark {
        Mark {
            span,
            layer,
            class,
            label: String::new(),
            numbers: Vec::new(),
            joins: "",
            title: String::new(),
            depth: 1,
        }
    }
}

/// The text of `doc`, escaped, with its marks; and how many rows of underlining its lines need.
pub(super) fn text(doc: &Document) -> Result<(String, usize), fmt::Error> {
    let marks = collect(doc);
    let rows = marks.iter().map(|m| m.depth).max().unwrap_or(1);
    let mut out = String::new();
    write(doc, &marks, &mut out)?;
    Ok((out, rows))
}

fn write(doc: &Document, marks: &[Mark], out: &mut String) -> fmt::Result {
    let mut boundaries: Vec<usize> =
        marks.iter().flat_map(|m| [m.span.start(), m.span.end()]).collect();
    boundaries.sort_unstable();
    boundaries.dedup();

    let mut opening = marks.iter().enumerate().peekable();
    let mut open: Vec<usize> = Vec::new();
    let mut written = 0;
    for at in boundaries {
        write!(out, "{}", Escaped(doc.slice(Span::new(written, at))))?;
        written = at;
        // Close down to the outermost mark that ends here; what is above it and goes on is
        // opened again.
        let ends = |&i: &usize| marks.get(i).is_some_and(|m| m.span.end() == at);
        if let Some(outermost) = open.iter().position(ends) {
            let above = open.split_off(outermost);
            for _ in &above {
                out.push_str("</mark>");
            }
            for i in above.into_iter().filter(|i| !ends(i)) {
                tag(marks, i, at, end_of_piece(marks, &open, i), out)?;
                open.push(i);
            }
        }
        while let Some((i, _)) = opening.next_if(|(_, m)| m.span.start() == at) {
            tag(marks, i, at, end_of_piece(marks, &open, i), out)?;
            open.push(i);
        }
    }
    write!(out, "{}", Escaped(doc.slice(Span::new(written, doc.text().len()))))
}

/// Where the piece of mark `i` that opens now inside `open` must close at the latest.
fn end_of_piece(marks: &[Mark], open: &[usize], i: usize) -> usize {
    open.iter()
        .chain([&i])
        .filter_map(|&m| marks.get(m))
        .map(|m| m.span.end())
        .min()
        .unwrap_or_default()
}

/// Opens a piece of mark `i` that covers bytes `at..end`.
fn tag(marks: &[Mark], i: usize, at: usize, end: usize, out: &mut String) -> fmt::Result {
    let Some(mark) = marks.get(i) else { return Ok(()) };
    write!(out, "<mark class=\"{}", mark.class)?;
    if at == mark.span.start() {
        out.push_str(" first");
    }
    if end == mark.span.end() {
        out.push_str(" last");
    }
    write!(out, "\" data-label=\"{}\" title=\"{}\"", Escaped(&mark.label), Escaped(&mark.title))?;
    if !mark.numbers.is_empty() {
        write!(out, " data-n=\"{}\"", spaced(&mark.numbers))?;
    }
    if !mark.joins.is_empty() {
        write!(out, " data-joins=\"{}\"", mark.joins)?;
    }
    if mark.depth > 1 {
        write!(out, " style=\"--depth:{}\"", mark.depth)?;
    }
    out.push('>');
    Ok(())
}

/// Numbers with a blank between them.
fn spaced(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// All marks of a document, in the order they open.
fn collect(doc: &Document) -> Vec<Mark> {
    let mut marks = Vec::new();
    // Sources that several attributions share are one mark with all their numbers.
    let mut sources: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
    for (i, a) in doc.attributions().iter().enumerate() {
        let degree = anonymity(a);
        let number = i + 1;
        let found = format!("{} · {:.2}", a.rule(), a.confidence());
        let who = a.source().map_or("؟", |s| doc.slice(s.span()));
        if let Some(cue) = a.cue() {
            let not = if a.polarity() == Polarity::Neg { "not " } else { "" };
            let what = format!("{not}{} · {} · {}", a.stance(), cue.lemma(), cue.id());
            marks.push(Mark {
                label: number.to_string(),
                numbers: vec![number],
                title: format!("{number} · {who}\n{what}\n{found}"),
                ..Mark::new(Layer::Cue, cue.span(), format!("cue k-{degree}"))
            });
        }
        let last = a.content().len().saturating_sub(1);
        for (n, &span) in a.content().iter().enumerate() {
            marks.push(Mark {
                label: number.to_string(),
                numbers: vec![number],
                joins: match (n > 0, n < last) {
                    (false, false) => "",
                    (false, true) => "on",
                    (true, false) => "back",
                    (true, true) => "back on",
                },
                title: format!("{number} · {who}\n{}\n{found}", a.kind()),
                ..Mark::new(Layer::Content, span, format!("content k-{degree}"))
            });
        }
        let asides = a.via().iter().map(|&s| (s, "via"));
        let asides = asides.chain(a.recipient().map(|s| (s, "to")));
        for (span, role) in asides.chain(a.medium().map(|s| (s, "in"))) {
            marks.push(Mark {
                label: role.to_owned(),
                numbers: vec![number],
                title: format!("{number} · {role}\n{found}"),
                ..Mark::new(Layer::Aside, span, "aside".to_owned())
            });
        }
        if let Some(source) = a.source() {
            sources.entry(source.span()).or_default().push(i);
        }
    }
    for (span, own) in sources {
        let attributions: Vec<_> =
            own.iter().filter_map(|&i| Some((i + 1, doc.attributions().get(i)?))).collect();
        // The mention that is expressed here speaks for the ones elided later.
        let mentions = attributions.iter().filter_map(|(_, a)| a.source());
        let Some(source) =
            mentions.clone().find(|s| !s.is_elided()).or_else(|| mentions.clone().next())
        else {
            continue;
        };
        let numbers: Vec<usize> = attributions.iter().map(|&(number, _)| number).collect();
        let degree = source.anonymity();
        let mut title = format!("{degree} · {}", source.source_type());
        if !source.descriptors().is_empty() {
            let _ = write!(title, " · {}", source.descriptors().join(", "));
        }
        for (number, a) in attributions {
            let _ = write!(title, "\n{number} · {} · {:.2}", a.rule(), a.confidence());
        }
        marks.push(Mark {
            label: format!("{} {degree}", spaced(&numbers)),
            numbers,
            title,
            ..Mark::new(Layer::Source, span, format!("source k-{degree}"))
        });
    }
    for e in doc.entities() {
        let mut title = format!("{} · {}", e.kind(), e.name());
        for more in [e.name_en(), e.id(), e.value()].into_iter().flatten() {
            let _ = write!(title, " · {more}");
        }
        let _ = write!(title, "\n{} · {:.2}", e.rule(), e.confidence());
        marks.push(Mark {
            label: e.kind().to_string(),
            title,
            ..Mark::new(Layer::Entity, e.span(), format!("entity e-{}", e.kind()))
        });
    }
    marks.retain(|m| !m.span.is_empty());
    marks.sort_by_key(|m| (m.span.start(), Reverse(m.span.end()), m.layer));
    deepen(&mut marks);
    marks
}

/// Sets the depth of nested contents. Marks are sorted by where they open, so those inside a mark
/// follow it; going backwards, the inner ones are known first.
fn deepen(marks: &mut [Mark]) {
    for i in (0..marks.len()).rev() {
        let Some((outer, inner)) = marks.get_mut(i..).and_then(<[Mark]>::split_first_mut) else {
            continue;
        };
        if outer.layer != Layer::Content {
            continue;
        }
        let inside = inner
            .iter()
            .take_while(|m| m.span.start() < outer.span.end())
            .filter(|m| m.layer == Layer::Content)
            .map(|m| m.depth)
            .max();
        outer.depth = 1 + inside.unwrap_or(0);
    }
}
