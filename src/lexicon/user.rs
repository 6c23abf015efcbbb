//! A user's own lexicon: TOML, checked, with errors that name file and line.
//!
//! The format is described at [`AnalyzerBuilder`](crate::AnalyzerBuilder).

use std::collections::HashSet;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Cue, Device, DeviceKind, HeadClass, Lexicon, NounCue, Rank, Stance, Tier, VerbForms};
use crate::error::Error;

/// One file, read but not yet merged.
#[derive(Clone, Debug)]
pub(crate) struct UserFile<'t> {
    name: &'t str,
    text: &'t str,
    sections: Sections,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections {
    #[serde(default)]
    cue: Vec<CueEntry>,
    #[serde(default)]
    source: Vec<SourceEntry>,
    #[serde(default)]
    device: Vec<DeviceEntry>,
    #[serde(default)]
    descriptor: Vec<DescriptorEntry>,
    #[serde(default)]
    title: Vec<TitleEntry>,
    #[serde(default)]
    outlet: Vec<OutletEntry>,
    #[serde(default)]
    entity: Vec<EntityEntry>,
}

/// A piece of text that knows where it stands.
type Text = Spanned<String>;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CueEntry {
    id: Text,
    lemma: Text,
    class: Option<Text>,
    tier: Option<Text>,
    stance: Option<Text>,
    governs: Option<Text>,
    #[serde(default)]
    perfect: Vec<Text>,
    #[serde(default)]
    imperfect: Vec<Text>,
    #[serde(default)]
    other: Vec<Text>,
    #[serde(default)]
    participle: Vec<Text>,
    #[serde(default)]
    forms: Vec<Text>,
    #[serde(default)]
    risky: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    lemma: Text,
    class: Text,
    gender: Option<Text>,
    #[serde(default)]
    singular: Vec<Text>,
    #[serde(default)]
    plural: Vec<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviceEntry {
    id: Text,
    lemma: Text,
    kind: Text,
    tier: Option<Text>,
    stance: Option<Text>,
    forms: Vec<Text>,
    tail: Option<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DescriptorEntry {
    id: Text,
    forms: Vec<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleEntry {
    title: Text,
    gender: Option<Text>,
    #[serde(default)]
    role: String,
    #[serde(default)]
    spellings: Vec<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutletEntry {
    name: Text,
    #[serde(default)]
    english: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    spellings: Vec<Text>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntityEntry {
    kind: Text,
    name: Text,
    #[serde(default)]
    english: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    spellings: Vec<Text>,
}

/// A name for the gazetteer. For a title, `english` is its role and `id` its gender.
#[derive(Clone, Debug)]
pub(crate) struct Name<'f> {
    pub line: usize,
    pub class: &'f str,
    pub name: &'f str,
    pub english: &'f str,
    pub id: &'f str,
    pub spellings: Vec<&'f str>,
}

/// The codes of `governs`, as `verbs.tsv` describes them.
const GOVERNS: &str = "CQOBAINMLFPS!";

impl<'t> UserFile<'t> {
    /// Reads a file; `name` is what errors call it.
    pub(crate) fn parse(name: &'t str, text: &'t str) -> Result<UserFile<'t>, Error> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let sections = toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |span| line_of(text, &span));
            // The first line of the message says it; the rest draws the place.
            Error::data(name, line, e.message().lines().next().unwrap_or_default())
        })?;
        Ok(UserFile { name, text, sections })
    }

    /// The names for the entity tagger.
    pub(crate) fn names(&self) -> Result<Vec<Name<'_>>, Error> {
        let mut out = Vec::new();
        for t in &self.sections.title {
            let gender = t.gender.as_ref().map_or("-", |g| g.get_ref());
            if !matches!(gender, "m" | "f" | "-") {
                let at = t.gender.as_ref().unwrap_or(&t.title);
                return Err(self.error(at, format!("gender '{gender}': expected m, f or -")));
            }
            out.push(self.gazetteer("title", &t.title, &t.role, gender, &t.spellings)?);
        }
        for o in &self.sections.outlet {
            out.push(self.gazetteer("media", &o.name, &o.english, &o.id, &o.spellings)?);
        }
        for e in &self.sections.entity {
            out.push(self.gazetteer(e.kind.get_ref(), &e.name, &e.english, &e.id, &e.spellings)?);
        }
        Ok(out)
    }

    fn gazetteer<'f>(
        &self,
        class: &'f str,
        name: &'f Text,
        english: &'f str,
        id: &'f str,
        spellings: &'f [Text],
    ) -> Result<Name<'f>, Error> {
        let line = self.line(name);
        let words = |t: &Text| t.get_ref().chars().any(char::is_alphanumeric);
        if let Some(bad) = std::iter::once(name).chain(spellings).find(|t| !words(t)) {
            return Err(self.error(bad, format!("'{}' is no name", bad.get_ref())));
        }
        let spellings = spellings.iter().map(|s| s.get_ref().as_str()).collect();
        Ok(Name { line, class, name: name.get_ref(), english, id, spellings })
    }

    fn line(&self, at: &Text) -> usize {
        line_of(self.text, &at.span())
    }

    fn error(&self, at: &Text, message: impl Into<String>) -> Error {
        Error::data(self.name, self.line(at), message)
    }

    /// A label by its name, or what it is when it is not given.
    fn label<T: std::str::FromStr<Err = Error>>(
        &self,
        given: Option<&Text>,
        default: T,
    ) -> Result<T, Error> {
        given.map_or(Ok(default), |t| {
            t.get_ref().parse().map_err(|e: Error| self.error(t, e.to_string()))
        })
    }

    /// Single words, each with something in it.
    fn words<'f>(&self, forms: &'f [Text]) -> Result<Vec<&'f str>, Error> {
        forms
            .iter()
            .map(|t| {
                let word = t.get_ref().as_str();
                if word.chars().any(char::is_whitespace) || !word.chars().any(char::is_alphabetic) {
                    return Err(self.error(t, format!("'{word}': expected one word")));
                }
                Ok(word)
            })
            .collect()
    }
}

/// The line a span begins on, counted from 1.
fn line_of(text: &str, span: &Range<usize>) -> usize {
    text.bytes().take(span.start).filter(|&b| b == b'\n').count() + 1
}

impl Lexicon {
    /// Merges a user's file: its entries are believed before the built-in ones.
    pub(crate) fn add_user(&mut self, file: &UserFile<'_>) -> Result<(), Error> {
        self.id = Lexicon::new_id();
        for cue in &file.sections.cue {
            self.add_user_cue(file, cue)?;
        }
        for source in &file.sections.source {
            self.add_user_source(file, source)?;
        }
        for device in &file.sections.device {
            self.add_user_device(file, device)?;
        }
        let mut seen = HashSet::new();
        for d in &file.sections.descriptor {
            if !seen.insert(d.id.get_ref()) {
                return Err(file.error(&d.id, format!("id '{}' a second time", d.id.get_ref())));
            }
            let forms = file.words(&d.forms)?;
            let known = self.descriptors.iter().any(|k| k == d.id.get_ref());
            if !known && self.descriptors.len() > usize::from(u8::MAX) {
                return Err(file.error(&d.id, "too many descriptors"));
            }
            self.insert_descriptor(d.id.get_ref(), forms.into_iter());
        }
        Ok(())
    }

    fn check_id(&self, file: &UserFile<'_>, id: &Text) -> Result<(), Error> {
        let given = id.get_ref();
        if given.trim().is_empty() {
            return Err(file.error(id, "an empty id"));
        }
        if self.has_id(given) {
            return Err(file.error(id, format!("id '{given}' is taken")));
        }
        let most = self.cues.len().max(self.nouns.len()).max(self.devices.len());
        if most >= usize::from(u16::MAX) {
            return Err(file.error(id, "too many entries"));
        }
        Ok(())
    }

    fn add_user_cue(&mut self, file: &UserFile<'_>, cue: &CueEntry) -> Result<(), Error> {
        self.check_id(file, &cue.id)?;
        let id = cue.id.get_ref().clone();
        let lemma = cue.lemma.get_ref().clone();
        let tier = file.label(cue.tier.as_ref(), Tier::Core)?;
        let stance = file.label(cue.stance.as_ref(), Stance::Neutral)?;
        let governs = cue.governs.as_ref().map_or("C", |g| g.get_ref());
        if let Some(bad) = governs.chars().find(|&c| !GOVERNS.contains(c)) {
            let at = cue.governs.as_ref().unwrap_or(&cue.id);
            return Err(file.error(at, format!("governs '{bad}': expected letters of {GOVERNS}")));
        }
        let governs = governs.to_owned();
        let [perfect, imperfect, other, participle, forms] =
            [&cue.perfect, &cue.imperfect, &cue.other, &cue.participle, &cue.forms]
                .map(|list| file.words(list));
        let (perfect, imperfect, other, participle, forms) =
            (perfect?, imperfect?, other?, participle?, forms?);
        let finite = !perfect.is_empty() || !imperfect.is_empty();
        match cue.class.as_ref().map_or("verb", |c| c.get_ref()) {
            "verb" => {
                if !forms.is_empty() || !finite && participle.is_empty() {
                    let message =
                        "a verb needs perfect, imperfect or participle; forms are for nouns";
                    return Err(file.error(&cue.id, message));
                }
                let forms = VerbForms {
                    perfect: &perfect,
                    imperfect: &imperfect,
                    other: &other,
                    participle: &participle,
                };
                let risky = cue.risky;
                let cue = Cue { id, lemma, tier, stance, governs, risky, resumed: false };
                self.insert_verb(cue, &forms, Rank::Before);
            }
            "noun" => {
                if forms.is_empty() || finite || !participle.is_empty() || !other.is_empty() {
                    return Err(file.error(&cue.id, "a noun needs forms, and no forms of a verb"));
                }
                let cue = NounCue { id, lemma, tier, stance, governs };
                self.insert_noun(cue, forms.into_iter());
            }
            class => {
                let at = cue.class.as_ref().unwrap_or(&cue.id);
                return Err(file.error(at, format!("class '{class}': expected verb or noun")));
            }
        }
        Ok(())
    }

    fn add_user_source(&mut self, file: &UserFile<'_>, source: &SourceEntry) -> Result<(), Error> {
        let name = source.class.get_ref();
        let class = HeadClass::named(name).ok_or_else(|| {
            let known = "anon, role, group, vague, org, document, data or media";
            file.error(&source.class, format!("class '{name}': expected {known}"))
        })?;
        let feminine = match &source.gender {
            None => false,
            Some(g) if g.get_ref() == "m" => false,
            Some(g) if g.get_ref() == "f" => true,
            Some(g) => {
                let message = format!("gender '{}': expected m or f", g.get_ref());
                return Err(file.error(g, message));
            }
        };
        let (singular, plural) = (file.words(&source.singular)?, file.words(&source.plural)?);
        if singular.is_empty() && plural.is_empty() {
            return Err(file.error(&source.lemma, "a source needs singular or plural forms"));
        }
        for (forms, plural) in [(singular, false), (plural, true)] {
            for form in forms {
                self.insert_head(form, class, plural, feminine, Rank::Before);
            }
        }
        Ok(())
    }

    fn add_user_device(&mut self, file: &UserFile<'_>, device: &DeviceEntry) -> Result<(), Error> {
        self.check_id(file, &device.id)?;
        let name = device.kind.get_ref();
        let kind = DeviceKind::named(name).ok_or_else(|| {
            let known = "source, clause, own, document or passive";
            file.error(&device.kind, format!("kind '{name}': expected {known}"))
        })?;
        if let Some(tail) =
            device.tail.as_ref().filter(|t| !matches!(t.get_ref().as_str(), "" | "ل"))
        {
            return Err(file.error(tail, format!("tail '{}': expected ل", tail.get_ref())));
        }
        let blank = |t: &&Text| !t.get_ref().chars().any(char::is_alphabetic);
        if let Some(bad) = device.forms.iter().find(blank) {
            return Err(file.error(bad, "an empty form"));
        }
        if device.forms.is_empty() {
            return Err(file.error(&device.id, "a device needs forms"));
        }
        let entry = Device {
            id: device.id.get_ref().clone(),
            lemma: device.lemma.get_ref().clone(),
            kind,
            tier: file.label(device.tier.as_ref(), Tier::Core)?,
            stance: file.label(device.stance.as_ref(), Stance::Cite)?,
            tail_l: device.tail.as_ref().is_some_and(|t| t.get_ref() == "ل"),
        };
        self.insert_device(entry, device.forms.iter().map(|f| f.get_ref().as_str()), Rank::Before);
        Ok(())
    }
}
