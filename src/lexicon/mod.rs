//! What rawi knows of words: function words, cues, heads of sources, descriptors, devices.
//!
//! Everything is read from the tables under `data/`, checked, and compiled once into one map from
//! key forms to what they can be. Users add their own entries from a file at run time.

mod map;
mod table;
mod user;
mod word;

pub(crate) use map::WordMap;
pub(crate) use table::Table;
pub(crate) use user::{Name, UserFile};
pub(crate) use word::{
    Classes, Cue, Device, DeviceKind, Form, Gender, Head, HeadClass, Morph, NounCue, Person, Word,
};

use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::Error;
use crate::hash::hash;
use crate::labels::{Stance, Tier};
use crate::normalize::{self, Normalizer};

/// The compiled lexicon.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    /// Differs from that of every other lexicon of the process.
    id: u32,
    words: WordMap<Word>,
    cues: Vec<Cue>,
    nouns: Vec<NounCue>,
    devices: Vec<Device>,
    descriptors: Vec<String>,
    key: Normalizer,
}

impl Lexicon {
    /// The built-in lexicon. The tables are part of the crate and a test builds them, so a mistake
    /// in one cannot reach a user; should it happen all the same, the broken table is left out.
    pub(crate) fn builtin() -> Lexicon {
        let mut lexicon = Lexicon::empty();
        for (name, text, add) in BUILTIN {
            let _ = Table::parse(name, text).and_then(|table| add(&mut lexicon, &table));
        }
        lexicon
    }

    fn empty() -> Lexicon {
        Lexicon {
            id: Lexicon::new_id(),
            words: WordMap::with_capacity(8192),
            cues: Vec::new(),
            nouns: Vec::new(),
            devices: Vec::new(),
            descriptors: Vec::new(),
            key: Normalizer::new(normalize::Form::Key),
        }
    }

    fn new_id() -> u32 {
        static LAST: AtomicU32 = AtomicU32::new(0);
        LAST.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// A number by which what was read with this lexicon is told from what was read with another.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// What a form can be; `None` for words the lexicon does not know.
    pub(crate) fn get(&self, key: &str) -> Option<&Word> {
        self.words.get(hash(key), key)
    }

    /// [`Lexicon::get`] for those who have the word's hash: [`Tok::hash`](crate::segment::Tok::hash).
    pub(crate) fn get_hashed(&self, hash: u32, key: &str) -> Option<&Word> {
        self.words.get(hash, key)
    }

    pub(crate) fn cue(&self, i: u16) -> Option<&Cue> {
        self.cues.get(usize::from(i))
    }

    pub(crate) fn noun(&self, i: u16) -> Option<&NounCue> {
        self.nouns.get(usize::from(i))
    }

    pub(crate) fn devices(&self) -> &[Device] {
        &self.devices
    }

    pub(crate) fn descriptor(&self, i: u8) -> Option<&str> {
        self.descriptors.get(usize::from(i)).map(String::as_str)
    }

    fn word(&mut self, form: &str) -> &mut Word {
        self.words.entry(&self.key.normalize(form))
    }

    fn add_words(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let class = Classes::named(row.get(0))
                .ok_or_else(|| row.error(format!("unknown word class '{}'", row.get(0))))?;
            for form in row.get(1).split_whitespace() {
                self.word(form).classes.insert(class);
            }
        }
        Ok(())
    }

    fn add_verbs(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let cue = Cue {
                id: row.get(0).into(),
                lemma: row.get(1).into(),
                tier: row.parse::<Tier>(3)?,
                stance: row.parse::<Stance>(4)?,
                governs: row.get(5).into(),
                risky: row.get(10).contains("risky"),
                resumed: row.get(10).contains("resumed"),
            };
            if self.has_id(&cue.id) {
                return Err(row.error(format!("duplicate id '{}'", cue.id)));
            }
            let [perfect, imperfect, other, participle] =
                [6, 7, 8, 9].map(|column| row.slots(column).collect::<Vec<_>>());
            let forms = VerbForms {
                perfect: &perfect,
                imperfect: &imperfect,
                other: &other,
                participle: &participle,
            };
            self.insert_verb(cue, &forms, Rank::Behind);
        }
        Ok(())
    }

    fn add_nouns(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let cue = NounCue {
                id: row.get(0).into(),
                lemma: row.get(1).into(),
                tier: row.parse::<Tier>(2)?,
                stance: row.parse::<Stance>(3)?,
                governs: row.get(4).into(),
            };
            self.insert_noun(cue, row.list(5));
        }
        Ok(())
    }

    fn add_heads(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let class = HeadClass::named(row.get(1))
                .ok_or_else(|| row.error(format!("unknown head class '{}'", row.get(1))))?;
            for (column, plural) in [(3, false), (4, true)] {
                for form in row.list(column) {
                    self.insert_head(form, class, plural, row.get(2) == "f", Rank::Behind);
                }
            }
        }
        Ok(())
    }

    fn add_descriptors(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            self.insert_descriptor(row.get(0), row.list(1));
        }
        Ok(())
    }

    fn add_devices(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let kind = DeviceKind::named(row.get(2))
                .ok_or_else(|| row.error(format!("unknown device kind '{}'", row.get(2))))?;
            let device = Device {
                id: row.get(0).into(),
                lemma: row.get(1).into(),
                kind,
                tier: row.parse::<Tier>(3)?,
                stance: row.parse::<Stance>(4)?,
                tail_l: row.get(6) == "ل",
            };
            self.insert_device(device, row.phrases(5), Rank::Behind);
        }
        Ok(())
    }

    /// Whether a cue, noun or device has this id already.
    fn has_id(&self, id: &str) -> bool {
        self.cues.iter().any(|c| c.id == id)
            || self.nouns.iter().any(|c| c.id == id)
            || self.devices.iter().any(|d| d.id == id)
    }

    fn insert_verb(&mut self, cue: Cue, forms: &VerbForms<'_>, rank: Rank) {
        let i = self.cues.len() as u16;
        self.cues.push(cue);
        for (list, form) in [(forms.perfect, Form::Perfect), (forms.imperfect, Form::Imperfect)] {
            for (n, text) in list.iter().enumerate() {
                self.insert_form(text, i, Morph::third(form, n), rank);
            }
        }
        for text in forms.other {
            self.insert_form(
                text,
                i,
                Morph::from_shape(text, forms.perfect.first().copied().unwrap_or_default()),
                rank,
            );
            // Subjunctives and jussives of the feminine: تنف from ينف.
            if let Some(stem) = text.strip_prefix('ي') {
                if !stem.ends_with("ان") && !stem.ends_with("وا") {
                    let morph = Morph::third(Form::Imperfect, 1);
                    self.insert_form(&format!("ت{stem}"), i, morph, rank);
                }
            }
        }
        for (n, text) in forms.participle.iter().enumerate() {
            self.insert_form(text, i, Morph::third(Form::Participle, n), rank);
        }
        // First persons: أقول نقول from يقول, قلت قلنا from قلن.
        if let Some(stem) = forms.imperfect.first().and_then(|s| s.strip_prefix('ي')) {
            self.insert_form(&format!("ا{stem}"), i, Morph::first(Form::Imperfect, false), rank);
            self.insert_form(&format!("ن{stem}"), i, Morph::first(Form::Imperfect, true), rank);
        }
        if let Some(stem) = forms.perfect.get(3).and_then(|s| s.strip_suffix('ن')) {
            self.insert_form(&format!("{stem}نا"), i, Morph::first(Form::Perfect, true), rank);
            self.insert_form(&format!("{stem}ت"), i, Morph::first(Form::Perfect, false), rank);
        }
    }

    fn insert_form(&mut self, text: &str, cue: u16, morph: Morph, rank: Rank) {
        if text.is_empty() {
            return;
        }
        let word = self.word(text);
        if word.cues.iter().any(|&(c, m)| c == cue && m.form == morph.form) {
            return;
        }
        let at = match rank {
            Rank::Behind => word.cues.len(),
            // Behind its own other forms only.
            Rank::Before => word.cues.iter().take_while(|&&(c, _)| c == cue).count(),
        };
        word.cues.insert(at, (cue, morph));
    }

    fn insert_noun<'t>(&mut self, cue: NounCue, forms: impl Iterator<Item = &'t str>) {
        let i = self.nouns.len() as u16;
        self.nouns.push(cue);
        for form in forms {
            self.word(form).noun_cue = Some(i);
        }
    }

    fn insert_head(
        &mut self,
        form: &str,
        class: HeadClass,
        plural: bool,
        feminine: bool,
        rank: Rank,
    ) {
        if form.contains(' ') {
            return;
        }
        let feminine = if plural {
            form.ends_with("ات") || class.is_inanimate()
        } else {
            form.ends_with('ة') || feminine
        };
        let gender = if feminine { Gender::Feminine } else { Gender::Masculine };
        let word = self.word(form);
        if word.head.is_none() || rank == Rank::Before {
            word.head = Some(Head { class, plural, gender });
        }
    }

    /// Adds forms to a descriptor, which may be there already.
    fn insert_descriptor<'t>(&mut self, id: &str, forms: impl Iterator<Item = &'t str>) {
        let i = self.descriptors.iter().position(|d| d == id).unwrap_or_else(|| {
            self.descriptors.push(id.into());
            self.descriptors.len() - 1
        });
        for form in forms {
            self.word(form).descriptor = Some(i as u8);
        }
    }

    fn insert_device(
        &mut self,
        device: Device,
        forms: impl Iterator<Item: AsRef<str>>,
        rank: Rank,
    ) {
        let i = self.devices.len() as u16;
        self.devices.push(device);
        for form in forms {
            let form = self.key.normalize(form.as_ref()).into_owned();
            let mut words = form.split_whitespace();
            let first = words.next().unwrap_or_default();
            let rest: Vec<Box<str>> = words.map(Box::from).collect();
            let starts = &mut self.word(first).devices;
            match rank {
                Rank::Behind => starts.push((i, rest)),
                Rank::Before => starts.insert(0, (i, rest)),
            }
            starts.sort_by_key(|(_, rest)| std::cmp::Reverse(rest.len()));
        }
    }
}

/// Where an entry stands among others with the same form: the first one is believed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Behind,
    Before,
}

/// The forms of a verb, as the columns of `verbs.tsv` have them.
struct VerbForms<'t> {
    perfect: &'t [&'t str],
    imperfect: &'t [&'t str],
    other: &'t [&'t str],
    participle: &'t [&'t str],
}

type Add = fn(&mut Lexicon, &Table) -> Result<(), Error>;

/// The built-in tables, in the order they are read.
const BUILTIN: &[(&str, &str, Add)] = &[
    ("words.tsv", include_str!("data/words.tsv"), Lexicon::add_words),
    ("verbs.tsv", include_str!("data/verbs.tsv"), Lexicon::add_verbs),
    ("nouns.tsv", include_str!("data/nouns.tsv"), Lexicon::add_nouns),
    ("heads.tsv", include_str!("data/heads.tsv"), Lexicon::add_heads),
    ("descriptors.tsv", include_str!("data/descriptors.tsv"), Lexicon::add_descriptors),
    ("devices.tsv", include_str!("data/devices.tsv"), Lexicon::add_devices),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_table_is_sound() {
        let mut lexicon = Lexicon::empty();
        for (name, text, add) in BUILTIN {
            let table = Table::parse(name, text).unwrap();
            assert!(table.rows().count() > 5, "{name}");
            add(&mut lexicon, &table).unwrap();
        }
        assert!(lexicon.get("قالت").is_some_and(|w| !w.cues.is_empty()));
    }
}
