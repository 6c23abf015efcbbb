//! Who has been heard so far, found by name, by head and by place: a long text has many sources, and
//! each new one is compared with none but those it could be.

use std::collections::HashMap as StdMap;

use crate::entity::EntityKind;
use crate::hash::{WordHash, same};
use crate::labels::{Anonymity, Number, SourceType};
use crate::lexicon::Classes;

use super::classify::Labels;
use super::draft::Np;
use super::reading::Reader;
use super::weigh::same::Shared;

type HashMap<K, V> = StdMap<K, V, WordHash>;

/// A source that has been heard.
#[derive(Clone, Debug)]
pub(super) struct Heard<'a> {
    pub np: Np,
    pub labels: Labels,
    pub chain: usize,
    /// Whether it speaks in the article's own voice, not inside another source's content.
    pub outer: bool,
    /// The cue of the source whose content it speaks in.
    pub inside: Option<usize>,
    /// The token of the cue.
    pub cue: usize,
    /// Whether it was named there, not left out.
    pub overt: bool,
    /// The words it was described with.
    pub words: Vec<&'a str>,
}

impl Heard<'_> {
    pub(super) fn is_person(&self) -> bool {
        self.labels.source_type == SourceType::Person && self.labels.number != Number::Plural
    }

    /// What it has in common with another source, whose description has these words.
    pub(super) fn shared(
        &self,
        r: &Reader<'_>,
        np: &Np,
        labels: &Labels,
        other: &[&str],
    ) -> Shared {
        let own = &self.words;
        let name = |l: &Labels| l.entity.and_then(|e| r.mentions.get(e)).map(|m| &m.name);
        let last = (np.first..np.last).rev().find(|&k| r.is_word(k));
        let called = |k: usize| {
            let (stem, noun) = (r.text.stem(k), r.text.noun(k));
            stem.chars().nth(2).is_some()
                && (self.np.first..self.np.last)
                    .any(|o| same(r.text.stem(o), stem) || same(r.text.noun(o), noun))
        };
        Shared {
            entity: name(labels).is_some() && name(labels) == name(&self.labels),
            name: last.is_some_and(called),
            head: r.text.stem(self.labels.head) == r.text.stem(labels.head),
            rest: covers(other, own) || covers(own, other),
        }
    }
}

/// All sources that have been heard, in the order they were. Every index below holds the last one.
pub(super) struct Memory<'a> {
    all: Vec<Heard<'a>>,
    by_place: HashMap<(usize, usize), Vec<usize>>,
    by_entity: HashMap<&'a str, usize>,
    by_stem: HashMap<&'a str, usize>,
    by_noun: HashMap<&'a str, usize>,
    by_head: HashMap<&'a str, Vec<Described<'a>>>,
    outer: Option<usize>,
    person: Option<usize>,
    outer_person: Option<usize>,
    /// How often each chain has spoken.
    times: Vec<usize>,
}

/// The last source with this number and these words beside its head.
struct Described<'a> {
    number: Number,
    words: Vec<&'a str>,
    last: usize,
}

impl<'a> Memory<'a> {
    pub(super) fn new() -> Memory<'a> {
        Memory {
            all: Vec::new(),
            by_place: HashMap::default(),
            by_entity: HashMap::default(),
            by_stem: HashMap::default(),
            by_noun: HashMap::default(),
            by_head: HashMap::default(),
            outer: None,
            person: None,
            outer_person: None,
            times: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, r: &Reader<'a>, h: Heard<'a>) {
        let n = self.all.len();
        self.by_place.entry((h.np.first, h.np.last)).or_default().push(n);
        if h.labels.anonymity == Anonymity::Named {
            if let Some(m) = h.labels.entity.and_then(|e| r.mentions.get(e)) {
                self.by_entity.insert(&m.name, n);
            }
            for k in h.np.first..h.np.last {
                self.by_stem.insert(r.text.stem(k), n);
                self.by_noun.insert(r.text.noun(k), n);
            }
        }
        let (number, words) = (h.labels.number, &h.words);
        let described = self.by_head.entry(r.text.stem(h.labels.head)).or_default();
        match described.iter_mut().find(|d| d.number == number && d.words == *words) {
            Some(d) => d.last = n,
            None => described.push(Described { number, words: words.clone(), last: n }),
        }
        if h.outer {
            self.outer = Some(n);
        }
        if h.is_person() {
            self.person = Some(n);
            if h.outer {
                self.outer_person = Some(n);
            }
        }
        if self.times.len() <= h.chain {
            self.times.resize(h.chain + 1, 0);
        }
        if let Some(times) = self.times.get_mut(h.chain) {
            *times += 1;
        }
        self.all.push(h);
    }

    fn get(&self, n: Option<usize>) -> Option<&Heard<'a>> {
        self.all.get(n?)
    }

    /// All, the last one first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Heard<'a>> {
        self.all.iter().rev()
    }

    pub(super) fn times(&self, chain: usize) -> usize {
        self.times.get(chain).copied().unwrap_or(0)
    }

    /// The same words.
    pub(super) fn same(&self, np: &Np) -> Option<&Heard<'a>> {
        let places = self.by_place.get(&(np.first, np.last))?;
        places.iter().rev().filter_map(|&n| self.get(Some(n))).find(|h| h.np == *np)
    }

    /// The same name of the gazetteer or the tagger.
    pub(super) fn with_entity(&self, name: &str) -> Option<&Heard<'a>> {
        self.get(self.by_entity.get(name).copied())
    }

    /// A family name after a full name.
    pub(super) fn with_name(&self, r: &Reader<'_>, np: &Np) -> Option<&Heard<'a>> {
        let last = (np.first..np.last).rev().find(|&k| r.is_word(k))?;
        let stem = r.text.stem(last);
        stem.chars().nth(2)?;
        let by_stem = self.by_stem.get(stem).copied();
        self.get(by_stem.max(self.by_noun.get(r.text.noun(last)).copied()))
    }

    /// The same head and number, and one of the two descriptions adds nothing; when it points back,
    /// any description.
    pub(super) fn with_head(
        &self,
        r: &Reader<'_>,
        np: &Np,
        labels: &Labels,
        anaphoric: bool,
    ) -> Option<&Heard<'a>> {
        let described = self.by_head.get(r.text.stem(labels.head))?;
        let own = if anaphoric { Vec::new() } else { words(r, np) };
        let same = |d: &&Described<'_>| {
            d.number == labels.number
                && (anaphoric
                    || own.iter().all(|w| d.words.contains(w))
                    || d.words.iter().all(|w| own.contains(w)))
        };
        self.get(described.iter().filter(same).map(|d| d.last).max())
    }

    /// The last one in the article's own voice, or else the last one.
    pub(super) fn outer(&self) -> Option<&Heard<'a>> {
        self.get(self.outer).or(self.all.last())
    }

    /// The last person in the article's own voice, or else the last person.
    pub(super) fn person(&self) -> Option<&Heard<'a>> {
        self.get(self.outer_person.or(self.person))
    }
}

/// Whether all of `words` are among those of a description.
fn covers(description: &[&str], words: &[&str]) -> bool {
    words.iter().all(|w| description.iter().any(|d| same(d, w)))
}

/// The words of a description.
pub(super) fn words<'a>(r: &Reader<'a>, np: &Np) -> Vec<&'a str> {
    (np.first..np.last)
        .filter(|&k| r.is_word(k) && !r.is(k, Classes::PREPOSITION.or(Classes::DEMONSTRATIVE)))
        .map(|k| r.text.stem(k))
        .collect()
}

/// Which offices have been named with a person: «وزير الصحة سامي نعيم».
pub(super) struct Offices<'a> {
    people: Vec<usize>,
    known: HashMap<(&'a str, Option<&'a str>), Office>,
}

/// What is known of an office: how many people have been looked at, and from which token on a text
/// has somebody beside whom it stands.
#[derive(Clone, Copy, Debug)]
struct Office {
    people: usize,
    from: usize,
}

impl<'a> Offices<'a> {
    pub(super) fn new(r: &Reader<'a>) -> Offices<'a> {
        let people = r.mentions.iter().enumerate();
        let people = people.filter(|(_, m)| m.kind == EntityKind::Person).map(|(n, _)| n).collect();
        Offices { people, known: HashMap::default() }
    }

    /// Whether a person has been named beside this head, with this word behind it, before token `at`.
    pub(super) fn named_before(
        &mut self,
        r: &Reader<'a>,
        head: &'a str,
        rest: Option<&'a str>,
        at: usize,
    ) -> bool {
        let nobody = Office { people: 0, from: usize::MAX };
        let office = self.known.entry((head, rest)).or_insert(nobody);
        while office.from > at {
            let m = self.people.get(office.people).and_then(|&n| r.mentions.get(n));
            let Some(m) = m.filter(|m| m.tokens.start < at) else { return false };
            office.people += 1;
            let end = m.tokens.end + 5;
            let is = |w: &str, from: usize| (from..end).find(|&k| r.text.stem(k) == w);
            let Some(k) = is(head, m.tokens.start.saturating_sub(7)) else { continue };
            let last = match rest {
                Some(w) => is(w, k + 1),
                None => Some(k),
            };
            if let Some(last) = last {
                office.from = office.from.min(last.max(m.tokens.start) + 1);
            }
        }
        true
    }
}
