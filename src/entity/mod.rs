//! Entities: people, organizations, places, events, dates, money.
//!
//! One look-up per token finds the phrases of the gazetteer ([`gazetteer::Scan`]); patterns build
//! names on them ([`person`], [`bodies`]); the learned tagger gives its opinion, and the best set of
//! mentions that do not meet is kept ([`combine`]); and a second look recognises everywhere what was recognised once
//! ([`recall`]).

mod bodies;
mod candidate;
mod combine;
mod context;
#[cfg(feature = "model")]
mod edges;
#[cfg(all(test, feature = "model"))]
mod evidence;
mod explain;
mod gazetteer;
mod homographs;
mod kind;
#[cfg(feature = "model")]
mod model;
mod nested;
mod people;
mod person;
mod recall;
mod roles;
mod values;

use std::collections::HashMap;
use std::ops::Range;
#[cfg(feature = "model")]
use std::sync::Arc;

pub use kind::{Entity, EntityKind};
pub(crate) use nested::merge;
pub use people::Person;

use crate::error::Error;
use crate::hash::WordHash;
use crate::lexicon::Name;
#[cfg(feature = "model")]
use crate::network::Input;
use crate::normalize::{Cursor, Form, Normalizer};
use crate::segment::Segmented;
use candidate::Candidate;
use context::Context;
use gazetteer::{Scan, Table};
use homographs::Triggers;

/// A mention in the coordinates of the analysis: bytes of the key text and the tokens they lie in.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// Bytes of the key text; clitics are outside.
    pub start: u32,
    pub end: u32,
    /// Tokens the mention lies in, the last one excluded.
    pub tokens: Range<usize>,
    pub kind: EntityKind,
    pub subkind: Option<&'static str>,
    /// Canonical Arabic name.
    pub name: String,
    pub name_en: Option<String>,
    pub id: Option<String>,
    pub value: Option<String>,
    pub rule: &'static str,
    pub confidence: f32,
}

/// Finds entity mentions: the built-in gazetteer and patterns, and the user's own entries.
#[derive(Clone, Debug)]
pub(crate) struct EntityTagger {
    /// The built-in gazetteer first.
    tables: Vec<Table>,
    triggers: Triggers,
    /// Whether the learned tagger is asked.
    model: bool,
    /// The tagger in another style of names than the default, which all share.
    #[cfg(feature = "model")]
    own: Option<Arc<model::Tagger>>,
    /// Above 0 finds more names, below 0 only surer ones.
    bias: f32,
    /// Whether mentions inside of mentions are asked for.
    nested: bool,
}

/// What an [`EntityTagger`] found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tagged {
    /// In text order, without overlaps: what the text is about, and what attributions are built on.
    pub mentions: Vec<Mention>,
    /// What lies inside of them, where it was asked for; by where it begins, the outer one first.
    pub inside: Vec<Mention>,
    /// The row of each token that networks begin with; none where the learned tagger is not asked.
    #[cfg(feature = "model")]
    pub rows: Vec<Input>,
}

impl EntityTagger {
    /// The built-in gazetteer and patterns.
    pub(crate) fn new() -> EntityTagger {
        let normalizer = Normalizer::new(Form::Key);
        EntityTagger {
            tables: vec![gazetteer::builtin().unwrap_or_default()],
            triggers: Triggers::builtin(&normalizer),
            model: cfg!(feature = "model"),
            #[cfg(feature = "model")]
            own: None,
            bias: 0.0,
            nested: false,
        }
    }

    /// Adds a gazetteer in TSV: `class, name, English name, id, spellings`.
    pub(crate) fn add_tsv(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let mut compiler = gazetteer::Compiler::new();
        gazetteer::read_names(&mut compiler, file, text, None)?;
        self.tables.push(compiler.finish());
        Ok(())
    }

    /// Adds the names of a user's lexicon.
    pub(crate) fn add_names(&mut self, file: &str, names: &[Name<'_>]) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        let mut compiler = gazetteer::Compiler::new();
        for name in names {
            gazetteer::read_name(&mut compiler, name)
                .map_err(|message| Error::data(file, name.line, message))?;
        }
        self.tables.push(compiler.finish());
        Ok(())
    }

    /// Whether the learned tagger is asked; without it tagging is several times faster.
    pub(crate) fn set_model(&mut self, on: bool) {
        self.model = on && cfg!(feature = "model");
    }

    /// Above 0 finds more names, below 0 only surer ones; the model's log-odds.
    pub(crate) fn set_bias(&mut self, bias: f32) {
        self.bias = bias;
    }

    /// The share of rawi's guidelines in what the learned tagger takes for a name, from 0 to 1.
    #[cfg_attr(not(feature = "model"), allow(clippy::unused_self))]
    pub(crate) fn set_style(&mut self, share: f32) -> Result<(), Error> {
        #[cfg(feature = "model")]
        {
            self.own = None;
            if share != model::NAME_STYLE {
                self.own = Some(Arc::new(model::Tagger::with_style(share)?));
            }
        }
        let _ = share;
        Ok(())
    }

    /// The learned tagger, where it is asked. Nothing when its weights do not load, which a test
    /// excludes.
    #[cfg(feature = "model")]
    fn tagger(&self) -> Option<&model::Tagger> {
        match &self.own {
            _ if !self.model => None,
            Some(own) => Some(own),
            None => model::Tagger::builtin(),
        }
    }

    /// Whether mentions inside of mentions are found too.
    pub(crate) fn set_nested(&mut self, on: bool) {
        self.nested = on;
    }

    /// Finds the mentions of a text, in text order, without overlaps; and, where they are asked for,
    /// those inside of them.
    pub(crate) fn tag(&self, text: &Segmented, original: &str) -> Tagged {
        let scan = Scan::new(text, &self.tables);
        let cx =
            Context { text, scan: &scan, original, sports: homographs::is_sports(text, &scan) };
        #[cfg_attr(not(feature = "model"), allow(unused_mut))]
        let mut all = self.propose(&cx);
        // The tagger takes some of them for itself.
        let proposals = if self.nested { all.clone() } else { Vec::new() };
        #[cfg(feature = "model")]
        let rows = match self.tagger() {
            Some(tagger) => combine::ask_model(&cx, tagger, self.bias, &mut all),
            None => Vec::new(),
        };
        let mut found = combine::choose(all);
        let mut originals = text.cursor();
        // Whoever is written with and without vowels, or with a hamza and without, has one name.
        let mut written: HashMap<(EntityKind, &str), String, WordHash> = HashMap::default();
        for c in &mut found {
            let name = canonical(c, &mut originals, original);
            let key = text.key().get(c.start as usize..c.end as usize).unwrap_or_default();
            c.name = Some(match c.sense {
                Some(_) => name,
                None => written.entry((c.kind, key)).or_insert(name).clone(),
            });
        }
        share_names(&mut found);
        recall::link(&cx, &mut found);
        let more = recall::find(&cx, &found);
        let recalled: Vec<Candidate<'_>> = more
            .into_iter()
            .map(|(mut c, full)| {
                c.name = found.get(full).and_then(|f| f.name.clone());
                c
            })
            .collect();
        found.extend(recalled);
        found.sort_by_key(|c| c.start);
        let mut inside = Vec::new();
        if self.nested {
            inside = nested::inside(&found, proposals);
            let mut originals = text.cursor();
            for c in &mut inside {
                c.name = Some(canonical(c, &mut originals, original));
            }
        }
        Tagged {
            mentions: found.into_iter().map(mention).collect(),
            inside: inside.into_iter().map(mention).collect(),
            #[cfg(feature = "model")]
            rows,
        }
    }

    /// What gazetteer and patterns propose.
    fn propose<'t>(&self, cx: &Context<'_, 't>) -> Vec<Candidate<'t>> {
        let homographs = homographs::Homographs::new(&self.triggers, cx.text);
        let mut all: Vec<Candidate<'_>> = Vec::with_capacity(cx.text.tokens().len() / 2);
        // Most phrases name nothing by themselves.
        let names = cx.scan.matches.iter().filter(|m| m.sense.class.entity().is_some());
        all.extend(
            names
                .filter(|m| m.user || homographs.accepts(cx, m))
                .filter_map(|m| Candidate::from_match(cx.text, m)),
        );
        let near = homographs::neighbours(cx, &all);
        all.extend(near.iter().filter_map(|m| Candidate::from_match(cx.text, m)));
        person::find(cx, &mut all);
        bodies::find(cx, &mut all);
        roles::find(cx, &mut all);
        values::find(cx, &mut all);
        all
    }
}

/// «منظمة الشرطة الجنائية الدولية (إنتربول)»: an acronym in brackets has the name before it.
fn share_names(found: &mut [Candidate<'_>]) {
    for i in 1..found.len() {
        let (before, rest) = found.split_at_mut(i);
        let (Some(full), Some(acronym)) = (before.last(), rest.first_mut()) else { continue };
        let adjacent = acronym.first > full.last && acronym.first <= full.last + 2;
        if acronym.rule == "org.acronym" && adjacent && full.kind == acronym.kind {
            if acronym.sense.is_none() {
                (acronym.name, acronym.sense) = (full.name.clone(), full.sense);
            }
        }
    }
}

/// The gazetteer's spelling, or the words of the mention itself.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches the bytes are looked at side by side"
)]
fn canonical(c: &Candidate<'_>, originals: &mut Cursor<'_>, original: &str) -> String {
    if let Some(sense) = c.sense {
        if sense.class.entity().is_some_and(|(kind, _)| kind == c.kind) {
            return sense.name().to_owned();
        }
    }
    let range = originals.start(c.start as usize)..originals.end(c.end as usize);
    let written = original.get(range).unwrap_or_default();
    // Blanks that are not one ASCII blank between two words: rare, so all bytes are looked at side by
    // side and not one after another up to the first.
    let bytes = written.as_bytes();
    let other = |odd, &b: &u8| odd | (b < b' ') | (b == 0xC2) | (b.wrapping_sub(0xE1) < 3);
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let doubled = |odd, (&a, &b): (&u8, &u8)| odd | ((a == b' ') & (b == b' '));
    let ends = bytes.first() == Some(&b' ') || bytes.last().is_none_or(|&b| b == b' ');
    if ends || bytes.iter().fold(false, other) || pairs.fold(false, doubled) {
        return written.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    written.to_owned()
}

fn mention(c: Candidate<'_>) -> Mention {
    let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Mention {
        start: c.start,
        end: c.end,
        tokens: c.first..c.last,
        kind: c.kind,
        subkind: c.subkind,
        name: c.name.unwrap_or_default(),
        name_en: c.sense.and_then(|s| some(s.english())),
        id: c.sense.and_then(|s| some(s.id())),
        value: c.value.map(std::borrow::Cow::into_owned),
        rule: c.rule,
        confidence: c.confidence,
    }
}

#[cfg(test)]
mod tests;
