//! The readable account of a document: who said what, one attribution a block.
//!
//! Every line begins with its labels and ends with the Arabic, so that a terminal that knows
//! nothing of bidirectional text still shows the words of a phrase in order.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

use anstyle::{AnsiColor, Style};

use crate::attribution::{Attribution, Source};
use crate::document::Document;
use crate::labels::{Anonymity, AttributionKind, Polarity, Tier};
use crate::span::Span;

/// The styles of the account; all of them empty when it is not coloured.
pub(super) struct Palette {
    title: Style,
    dim: Style,
    cue: Style,
    known: Style,
    office: Style,
    body: Style,
    unnamed: Style,
    vague: Style,
}

impl Palette {
    pub(super) const PLAIN: Palette = Palette {
        title: Style::new(),
        dim: Style::new(),
        cue: Style::new(),
        known: Style::new(),
        office: Style::new(),
        body: Style::new(),
        unnamed: Style::new(),
        vague: Style::new(),
    };

    pub(super) const COLOR: Palette = Palette {
        title: Style::new().bold(),
        dim: Style::new().dimmed(),
        cue: Style::new().bold(),
        known: AnsiColor::Green.on_default(),
        office: AnsiColor::Cyan.on_default(),
        body: AnsiColor::Blue.on_default(),
        unnamed: AnsiColor::Red.on_default(),
        vague: AnsiColor::Yellow.on_default(),
    };

    fn of(&self, anonymity: Anonymity) -> Style {
        match anonymity {
            Anonymity::Named => self.known,
            Anonymity::Role => self.office,
            Anonymity::Org => self.body,
            Anonymity::Anon | Anonymity::AnonRequested => self.unnamed,
            Anonymity::Vague | Anonymity::Implicit => self.vague,
        }
    }
}

/// The account of one document, under the name it came with.
pub(super) fn account(doc: &Document, name: &str, explain: bool, palette: &Palette) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_account(&mut out, doc, name, explain, palette);
    out
}

fn write_account(
    out: &mut String,
    doc: &Document,
    name: &str,
    explain: bool,
    p: &Palette,
) -> fmt::Result {
    let n = doc.attributions().len();
    writeln!(out, "{}{}: {}", paint(p.title), clean(name), count(n, "attribution"))?;
    write!(out, "{}", unpaint(p.title))?;
    for (i, a) in doc.attributions().iter().enumerate() {
        attribution(out, doc, i, a, explain, p)?;
    }
    if n > 0 {
        writeln!(out)?;
        profile(out, doc, p)?;
    }
    entities(out, doc, p)?;
    writeln!(out)
}

/// ` 1  anon            مصدر مطلع`, then cue and contents, then the reasons.
fn attribution(
    out: &mut String,
    doc: &Document,
    i: usize,
    a: &Attribution,
    explain: bool,
    p: &Palette,
) -> fmt::Result {
    let degree = a.source().map_or(Anonymity::Implicit, Source::anonymity);
    let style = p.of(degree);
    writeln!(out)?;
    let source = match a.source() {
        Some(s) if s.is_elided() => format!("({})", words(doc, s.span())),
        Some(s) => words(doc, s.span()).into_owned(),
        None => "-".to_owned(),
    };
    line(out, &format!("{:>3}  ", i + 1), degree.name(), &source, style, style)?;
    let cue = match a.cue() {
        Some(cue) => words(doc, cue.span()),
        None if a.kind() == AttributionKind::Credit => Cow::Borrowed("(credit)"),
        None => Cow::Borrowed("-"),
    };
    let stance = if a.polarity() == Polarity::Neg {
        format!("not {}", a.stance())
    } else {
        a.stance().to_string()
    };
    line(out, "     ", &stance, &cue, p.dim, p.cue)?;
    let tier = if a.tier() == Tier::Extended { " +" } else { "" };
    for (n, &content) in a.content().iter().enumerate() {
        let label = if n == 0 { format!("{}{tier}", a.kind()) } else { "...".to_owned() };
        line(out, "     ", &label, &words(doc, content), p.dim, Style::new())?;
    }
    for (label, span) in a
        .via()
        .iter()
        .map(|&span| ("via", span))
        .chain(a.recipient().map(|span| ("to", span)))
        .chain(a.medium().map(|span| ("in", span)))
    {
        line(out, "     ", label, &words(doc, span), p.dim, Style::new())?;
    }
    if explain {
        let reason = a.explain(doc);
        line(out, "     ", "because", &clean(&reason), p.dim, p.dim)?;
    }
    Ok(())
}

fn line(
    out: &mut String,
    indent: &str,
    label: &str,
    text: &str,
    label_style: Style,
    text_style: Style,
) -> fmt::Result {
    writeln!(
        out,
        "{indent}{}{label:<15}{} {}{text}{}",
        paint(label_style),
        unpaint(label_style),
        paint(text_style),
        unpaint(text_style)
    )
}

fn profile(out: &mut String, doc: &Document, p: &Palette) -> fmt::Result {
    let profile = doc.profile();
    write!(out, "{}; attributed to: ", count(profile.distinct_sources(), "source"))?;
    let degrees = [
        (Anonymity::Named, profile.named(), "named"),
        (Anonymity::Role, profile.role(), "by office"),
        (Anonymity::Org, profile.org(), "bodies"),
        (Anonymity::Anon, profile.anonymous(), "anonymous"),
        (Anonymity::Vague, profile.vague(), "vague"),
        (Anonymity::Implicit, profile.implicit(), "without source"),
    ];
    for (degree, n, label) in degrees.iter().filter(|(_, n, _)| *n > 0) {
        let style = p.of(*degree);
        write!(out, "{}{n} {label}{}, ", paint(style), unpaint(style))?;
    }
    writeln!(out, "{:.0} % of the words attributed", profile.attributed_share() * 100.0)?;
    if profile.single_anonymous_source() {
        let style = p.unnamed;
        writeln!(
            out,
            "{}everything attributed rests on one anonymous source{}",
            paint(style),
            unpaint(style)
        )?;
    }
    Ok(())
}

/// One line a kind, each name once with the number of its mentions.
fn entities(out: &mut String, doc: &Document, p: &Palette) -> fmt::Result {
    let mut kinds: BTreeMap<_, Vec<(Cow<str>, usize)>> = BTreeMap::new();
    for e in doc.entities() {
        let names = kinds.entry(e.kind()).or_default();
        let name = clean(e.name());
        match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, n)) => *n += 1,
            None => names.push((name, 1)),
        }
    }
    if !kinds.is_empty() {
        writeln!(out)?;
    }
    for (kind, names) in kinds {
        let names: Vec<String> = names
            .into_iter()
            .map(|(name, n)| if n > 1 { format!("{name} ×{n}") } else { name.into_owned() })
            .collect();
        line(out, "     ", kind.name(), &names.join("، "), p.dim, Style::new())?;
    }
    Ok(())
}

fn count(n: usize, what: &str) -> String {
    match n {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        n => format!("{n} {what}s"),
    }
}

fn words(doc: &Document, span: Span) -> Cow<'_, str> {
    clean(doc.slice(span))
}

/// One line of text without control characters: an article must not be able to move the cursor.
fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let printable = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    Cow::Owned(text.chars().map(printable).collect())
}

fn paint(style: Style) -> impl fmt::Display {
    style.render()
}

fn unpaint(style: Style) -> impl fmt::Display {
    style.render_reset()
}
