//! The people of a document, each with all mentions.

use super::kind::{Entity, EntityKind};

/// A person of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Person<'d> {
    name: &'d str,
    mentions: Vec<&'d Entity>,
}

impl<'d> Person<'d> {
    /// Groups mentions by canonical name, in the order of first mention.
    pub(crate) fn all(entities: &'d [Entity]) -> Vec<Person<'d>> {
        let mut out: Vec<Person<'d>> = Vec::new();
        for entity in entities.iter().filter(|e| e.kind() == EntityKind::Person) {
            match out.iter_mut().find(|p| p.name == entity.name()) {
                Some(person) => person.mentions.push(entity),
                None => out.push(Person { name: entity.name(), mentions: vec![entity] }),
            }
        }
        out
    }

    /// The canonical Arabic name.
    pub fn name(&self) -> &'d str {
        self.name
    }

    /// The English name, where the gazetteer has one.
    pub fn name_en(&self) -> Option<&'d str> {
        self.mentions.iter().find_map(|m| m.name_en())
    }

    /// An identifier: `wikidata:Q22686`.
    pub fn id(&self) -> Option<&'d str> {
        self.mentions.iter().find_map(|m| m.id())
    }

    /// The mentions, in text order.
    pub fn mentions(&self) -> &[&'d Entity] {
        &self.mentions
    }
}
