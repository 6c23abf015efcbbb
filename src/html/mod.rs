//! Documents as HTML: right to left, self-contained, without script.
//!
//! A card shows the text with its sources, cues, contents and entities marked. Labels are drawn by
//! the style sheet and stand in no text node, so what a reader copies is the article and nothing
//! else. All input is escaped.

mod marks;

use std::fmt::{self, Display, Write};

use crate::attribution::{Attribution, Source};
use crate::document::Document;
use crate::labels::{Anonymity, AttributionKind, Polarity};

const CARD_CSS: &str = include_str!("card.css");
const PAGE_CSS: &str = include_str!("page.css");

impl Document {
    /// The document as a card: an HTML fragment with its own style sheet, for notebooks and pages.
    ///
    /// # Example
    ///
    /// ```
    /// let card = rawi::annotate("نص < نص").to_html();
    /// assert!(card.contains("نص &lt; نص"));
    /// assert!(!card.contains("<script"));
    /// ```
    pub fn to_html(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail, here and below.
        let _ = write!(out, "<style>{CARD_CSS}");
        let _ = lit(self.attributions().len(), &mut out);
        out.push_str("</style>");
        let _ = card(self, &mut out);
        out
    }

    /// The document as a complete page under a title.
    pub fn to_html_page(&self, title: &str) -> String {
        page(title, &[(title, self)])
    }

    /// The sources of the article as a small table, an HTML fragment.
    pub fn chains_to_html(&self) -> String {
        let mut out = String::new();
        let _ =
            write!(out, "<style>{CARD_CSS}</style><div class=\"rawi\" dir=\"rtl\" lang=\"ar\">");
        let _ = chains(self, &mut out);
        out.push_str("</div>");
        out
    }

    /// How the article is sourced as a bar, an HTML fragment.
    pub fn profile_to_html(&self) -> String {
        let mut out = String::new();
        let _ =
            write!(out, "<style>{CARD_CSS}</style><div class=\"rawi\" dir=\"rtl\" lang=\"ar\">");
        let _ = profile(self, &mut out);
        out.push_str("</div>");
        out
    }
}

/// Several documents on one page, each under its name.
pub(crate) fn page<D: std::borrow::Borrow<Document>>(title: &str, docs: &[(&str, D)]) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
         <style>{PAGE_CSS}{CARD_CSS}",
        Escaped(title)
    );
    let most = docs.iter().map(|(_, doc)| doc.borrow().attributions().len()).max();
    let _ = lit(most.unwrap_or_default(), &mut out);
    out.push_str("</style>\n</head>\n<body>\n");
    for (name, doc) in docs {
        let _ = writeln!(out, "<h2><bdi>{}</bdi></h2>", Escaped(name));
        let _ = card(doc.borrow(), &mut out);
        out.push('\n');
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Attributions that light up; a style sheet for each of some thousand would weigh more than the card.
const LIT: usize = 120;

/// Rules that light up all parts of an attribution while the pointer rests on one: who, how, what.
fn lit(attributions: usize, out: &mut String) -> fmt::Result {
    for n in 1..=attributions.min(LIT) {
        let gap = if n > 1 { "," } else { "" };
        write!(out, "{gap}.rawi:has([data-n~=\"{n}\"]:hover) [data-n~=\"{n}\"]")?;
    }
    if attributions > 0 {
        out.push_str("{background:color-mix(in srgb,var(--k) 30%,transparent)}");
    }
    Ok(())
}

/// The card itself, without its style sheet.
fn card(doc: &Document, out: &mut String) -> fmt::Result {
    let (text, rows) = marks::text(doc)?;
    out.push_str("<div class=\"rawi\" dir=\"rtl\" lang=\"ar\"");
    if rows > 1 {
        write!(out, " style=\"--rows:{rows}\"")?;
    }
    write!(out, "><div class=\"text\">{text}</div>")?;
    if doc.attributions().is_empty() {
        out.push_str("<div class=\"profile dim\">لا إسناد · <bdi>nothing attributed</bdi></div>");
    } else {
        profile(doc, out)?;
    }
    if !doc.attributions().is_empty() || !doc.entities().is_empty() {
        legend(doc, out)?;
    }
    if !doc.attributions().is_empty() {
        out.push_str("<details><summary>من قال ماذا · <bdi>who said what</bdi></summary>");
        account(doc, out)?;
        out.push_str("</details>");
        if !doc.chains().is_empty() {
            out.push_str("<details><summary>المصادر · <bdi>sources</bdi></summary>");
            chains(doc, out)?;
            out.push_str("</details>");
        }
    }
    out.push_str("</div>");
    Ok(())
}

/// The Arabic name of a degree of anonymity, as the legend shows it.
fn arabic(anonymity: Anonymity) -> &'static str {
    match anonymity {
        Anonymity::Named => "باسمه",
        Anonymity::Role => "بصفته",
        Anonymity::Org => "جهة",
        Anonymity::Anon => "مجهول",
        Anonymity::AnonRequested => "طلب حجب هويته",
        Anonymity::Vague => "مبهم",
        Anonymity::Implicit => "بلا مصدر",
    }
}

/// The anonymity that colours an attribution; one without a source is implicit.
fn anonymity(a: &Attribution) -> Anonymity {
    a.source().map_or(Anonymity::Implicit, Source::anonymity)
}

fn legend(doc: &Document, out: &mut String) -> fmt::Result {
    out.push_str("<div class=\"legend\">");
    for &degree in Anonymity::ALL {
        if doc.attributions().iter().any(|a| anonymity(a) == degree) {
            write!(
                out,
                "<span><mark class=\"source first last k-{degree}\">{}</mark> <bdi>{degree}</bdi></span>",
                arabic(degree)
            )?;
        }
    }
    if !doc.attributions().is_empty() {
        out.push_str(
            "<span><mark class=\"cue k-implicit\">الفعل</mark> <bdi>cue</bdi></span>\
             <label><input type=\"checkbox\" class=\"show-contents\" checked>\
             <mark class=\"content k-implicit\">القول</mark> <bdi>content</bdi></label>",
        );
    }
    let has_asides =
        |a: &Attribution| a.recipient().is_some() || a.medium().is_some() || !a.via().is_empty();
    if doc.attributions().iter().any(has_asides) {
        out.push_str(
            "<span><mark class=\"aside\">إلى، في، عبر</mark> <bdi>to, in, via</bdi></span>",
        );
    }
    if !doc.entities().is_empty() {
        out.push_str(
            "<label><input type=\"checkbox\" class=\"show-entities\" checked>\
             <mark class=\"entity\">اسم علم</mark> <bdi>entity</bdi></label>",
        );
    }
    out.push_str("</div>");
    Ok(())
}

/// One row an attribution: number, source, cue, content.
fn account(doc: &Document, out: &mut String) -> fmt::Result {
    out.push_str(
        "<table><thead><tr><th></th><th>المصدر</th><th>الفعل</th><th>القول</th><th>القاعدة</th>\
         </tr></thead><tbody>",
    );
    for (i, a) in doc.attributions().iter().enumerate() {
        let degree = anonymity(a);
        let n = i + 1;
        write!(out, "<tr class=\"k-{degree}\" data-n=\"{n}\"><td class=\"tag\">{n}</td><td>")?;
        if let Some(source) = a.source() {
            // In brackets what the text leaves out and rawi follows.
            let (open, close) = if source.is_elided() { ("(", ")") } else { ("", "") };
            write!(out, "{open}<bdi>{}</bdi>{close}<br>", Escaped(doc.slice(source.span())))?;
        }
        write!(out, "<bdi class=\"tag\">{degree}</bdi></td><td>")?;
        match a.cue() {
            Some(cue) => write!(out, "<bdi>{}</bdi><br>", Escaped(doc.slice(cue.span())))?,
            None if a.kind() == AttributionKind::Credit => out.push_str("<bdi>credit</bdi><br>"),
            None => {}
        }
        let not = if a.polarity() == Polarity::Neg { "not " } else { "" };
        write!(out, "<bdi class=\"dim\">{not}{}</bdi></td><td class=\"said\">", a.stance())?;
        for (n, &span) in a.content().iter().enumerate() {
            let gap = if n > 0 { " … " } else { "" };
            write!(out, "{gap}<bdi>{}</bdi>", Escaped(doc.slice(span)))?;
        }
        write!(
            out,
            "</td><td class=\"dim rule\"><bdi>{}</bdi><br><bdi>{:.2}</bdi></td></tr>",
            Escaped(a.rule()),
            a.confidence()
        )?;
    }
    out.push_str("</tbody></table>");
    Ok(())
}

/// One row a source: its fullest mention, how well it is known, which attributions are its own.
fn chains(doc: &Document, out: &mut String) -> fmt::Result {
    out.push_str(
        "<table><thead><tr><th></th><th>المصدر</th><th>درجة المعرفة</th><th>المرات</th></tr>\
         </thead><tbody>",
    );
    for (i, chain) in doc.chains().iter().enumerate() {
        let degree = chain.anonymity();
        write!(
            out,
            "<tr class=\"k-{degree}\"><td class=\"dim\">{i}</td><td><bdi>{}</bdi></td>\
             <td><span class=\"tag\">{}</span> <bdi class=\"dim\">{degree}</bdi></td>\
             <td class=\"numbers\">",
            Escaped(doc.slice(chain.label())),
            arabic(degree),
        )?;
        for (n, mention) in chain.mentions().iter().enumerate() {
            let gap = if n > 0 { " · " } else { "" };
            write!(out, "{gap}{}", mention + 1)?;
        }
        out.push_str("</td></tr>");
    }
    out.push_str("</tbody></table>");
    Ok(())
}

/// The bar: one field a degree of anonymity, as wide as its attributions are many.
fn profile(doc: &Document, out: &mut String) -> fmt::Result {
    let p = doc.profile();
    out.push_str("<div class=\"profile\"><div class=\"bar\">");
    for (degree, n) in [
        (Anonymity::Named, p.named()),
        (Anonymity::Role, p.role()),
        (Anonymity::Org, p.org()),
        (Anonymity::Anon, p.anonymous() - p.anonymous_on_request().min(p.anonymous())),
        (Anonymity::AnonRequested, p.anonymous_on_request()),
        (Anonymity::Vague, p.vague()),
        (Anonymity::Implicit, p.implicit()),
    ] {
        if n > 0 {
            write!(
                out,
                "<span class=\"k-{degree}\" style=\"--n:{n}\" title=\"{degree}: {n}\">{} {n}</span>",
                arabic(degree)
            )?;
        }
    }
    let share = (p.attributed_share() * 100.0).round();
    write!(
        out,
        "</div><span class=\"dim\">المصادر {} · المنسوب من النص {share} %</span>",
        p.distinct_sources()
    )?;
    if p.single_anonymous_source() {
        out.push_str(
            "<div class=\"notice\">كل ما نُسب يستند إلى مصدر واحد مجهول · \
             <bdi>one anonymous source only</bdi></div>",
        );
    }
    out.push_str("</div>");
    Ok(())
}

/// Text for element content and quoted attributes.
///
/// Control characters have no place in HTML and are shown as U+FFFD; a carriage return is written
/// as a reference, because a parser would turn CRLF into LF.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find(|c: char| {
            matches!(c, '&' | '<' | '>' | '"' | '\'') || (c.is_control() && c != '\n' && c != '\t')
        }) {
            let (clean, tail) = rest.split_at(at);
            f.write_str(clean)?;
            let mut chars = tail.chars();
            f.write_str(match chars.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                Some('\'') => "&#39;",
                Some('\r') => "&#13;",
                _ => "\u{FFFD}",
            })?;
            rest = chars.as_str();
        }
        f.write_str(rest)
    }
}
