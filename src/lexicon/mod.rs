//! What rawi knows of words: function words, cues, heads of sources, descriptors, devices.
//!
//! Everything is read from the tables under `data/`, checked, and compiled once into one map from
//! key forms to what they can be. Users add their own entries from a file at run time.

mod table;
mod word;

use std::collections::HashMap;

pub(crate) use table::Table;
pub(crate) use word::{
    Classes, Cue, Device, DeviceKind, Form, Gender, Head, HeadClass, Morph, NounCue, Person, Word,
};

use crate::error::Error;
use crate::hash::WordHash;
use crate::labels::{Stance, Tier};
use crate::normalize::{self, Normalizer};

/// The compiled lexicon.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon {
    words: HashMap<Box<str>, Word, WordHash>,
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
            words: HashMap::with_capacity_and_hasher(8192, WordHash::default()),
            cues: Vec::new(),
            nouns: Vec::new(),
            devices: Vec::new(),
            descriptors: Vec::new(),
            key: Normalizer::new(normalize::Form::Key),
        }
    }

    /// What a form can be; `None` for words the lexicon does not know.
    pub(crate) fn get(&self, key: &str) -> Option<&Word> {
        self.words.get(key)
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
        let key = self.key.normalize(form).into_owned();
        self.words.entry(key.into_boxed_str()).or_default()
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
            let i = self.cues.len() as u16;
            let cue = Cue {
                id: row.get(0).into(),
                lemma: row.get(1).into(),
                tier: row.parse::<Tier>(3)?,
                stance: row.parse::<Stance>(4)?,
                governs: row.get(5).into(),
                risky: row.get(10).contains("risky"),
            };
            if self.cues.iter().any(|c| c.id == cue.id) {
                return Err(row.error(format!("duplicate id '{}'", cue.id)));
            }
            self.cues.push(cue);
            for (column, form) in [(6, Form::Perfect), (7, Form::Imperfect)] {
                for (n, text) in row.list(column).enumerate() {
                    self.add_form(text, i, Morph::third(form, n));
                }
            }
            for text in row.list(8) {
                self.add_form(text, i, Morph::from_shape(text));
            }
            for (n, text) in row.list(9).enumerate() {
                self.add_form(text, i, Morph::third(Form::Participle, n));
            }
            // First persons: أقول نقول from يقول, قلت قلنا from قلن.
            if let Some(stem) = row.list(7).next().and_then(|s| s.strip_prefix('ي')) {
                self.add_form(&format!("ا{stem}"), i, Morph::first(Form::Imperfect, false));
                self.add_form(&format!("ن{stem}"), i, Morph::first(Form::Imperfect, true));
            }
            if let Some(stem) = row.list(6).nth(3).and_then(|s| s.strip_suffix('ن')) {
                self.add_form(&format!("{stem}نا"), i, Morph::first(Form::Perfect, true));
                self.add_form(&format!("{stem}ت"), i, Morph::first(Form::Perfect, false));
            }
        }
        Ok(())
    }

    fn add_form(&mut self, text: &str, cue: u16, morph: Morph) {
        if text.is_empty() {
            return;
        }
        let word = self.word(text);
        if !word.cues.iter().any(|&(c, m)| c == cue && m.form == morph.form) {
            word.cues.push((cue, morph));
        }
    }

    fn add_nouns(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let i = self.nouns.len() as u16;
            self.nouns.push(NounCue {
                id: row.get(0).into(),
                lemma: row.get(1).into(),
                tier: row.parse::<Tier>(2)?,
                stance: row.parse::<Stance>(3)?,
                governs: row.get(4).into(),
            });
            for form in row.list(5) {
                self.word(form).noun_cue = Some(i);
            }
        }
        Ok(())
    }

    fn add_heads(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let class = HeadClass::named(row.get(1))
                .ok_or_else(|| row.error(format!("unknown head class '{}'", row.get(1))))?;
            for (column, plural) in [(3, false), (4, true)] {
                for form in row.list(column) {
                    if form.contains(' ') {
                        continue;
                    }
                    let feminine = if plural {
                        form.ends_with("ات") || class.is_inanimate()
                    } else {
                        form.ends_with('ة') || row.get(2) == "f"
                    };
                    let gender = if feminine { Gender::Feminine } else { Gender::Masculine };
                    let word = self.word(form);
                    if word.head.is_none() {
                        word.head = Some(Head { class, plural, gender });
                    }
                }
            }
        }
        Ok(())
    }

    fn add_descriptors(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let i = self.descriptors.len() as u8;
            self.descriptors.push(row.get(0).into());
            for form in row.list(1) {
                self.word(form).descriptor = Some(i);
            }
        }
        Ok(())
    }

    fn add_devices(&mut self, table: &Table) -> Result<(), Error> {
        for row in table.rows() {
            let kind = DeviceKind::named(row.get(2))
                .ok_or_else(|| row.error(format!("unknown device kind '{}'", row.get(2))))?;
            let device = self.devices.len() as u16;
            self.devices.push(Device {
                id: row.get(0).into(),
                lemma: row.get(1).into(),
                kind,
                tier: row.parse::<Tier>(3)?,
                stance: row.parse::<Stance>(4)?,
                tail_l: row.get(6) == "ل",
            });
            for form in row.list(5) {
                let mut words = form.split(' ');
                let first = words.next().unwrap_or_default();
                let rest: Vec<Box<str>> = words.map(Box::from).collect();
                let starts = &mut self.word(first).devices;
                starts.push((device, rest));
                starts.sort_by_key(|(_, rest)| std::cmp::Reverse(rest.len()));
            }
        }
        Ok(())
    }
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
