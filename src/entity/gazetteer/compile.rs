//! Builds a [`Table`] from entries and word lists.

use std::collections::{BTreeMap, HashMap};

use super::class::Class;
use super::flags::WordFlags;
use super::table::{AMBIGUOUS, CLASS, Parts, Table};
use crate::normalize::{Form, Normalizer};
use crate::segment::{self, CliticTable};

/// A thing with a name, as a data file or a user describes it.
#[derive(Clone, Debug)]
pub(crate) struct NewEntry {
    pub class: Class,
    /// The canonical spelling.
    pub name: String,
    pub english: String,
    pub id: String,
    /// All spellings, the canonical one among them; true marks those that need context.
    pub spellings: Vec<(String, bool)>,
}

/// Collects words and entries; [`Compiler::finish`] lays them out.
pub(crate) struct Compiler {
    normalizer: Normalizer,
    clitics: CliticTable,
    words: BTreeMap<String, u32>,
    entries: Vec<NewEntry>,
}

impl Compiler {
    pub(crate) fn new() -> Compiler {
        Compiler {
            normalizer: Normalizer::new(Form::Key),
            clitics: CliticTable::builtin(),
            words: BTreeMap::new(),
            entries: Vec::new(),
        }
    }

    #[cfg(test)]
    /// Adds flags to a word.
    pub(crate) fn word(&mut self, word: &str, flags: u32) {
        let key = self.normalizer.normalize(word).into_owned();
        let known = self.words.entry(key).or_insert(WordFlags::ALONE);
        *known |= flags;
        if flags & WordFlags::READ != 0 {
            *known &= !WordFlags::ALONE;
        }
    }

    pub(crate) fn entry(&mut self, entry: NewEntry) {
        self.entries.push(entry);
    }

    /// The tokens of a phrase in key form.
    fn phrase(&self, spelling: &str) -> Vec<String> {
        let key = self.normalizer.normalize(spelling);
        segment::words(&key, &self.clitics).into_iter().map(str::to_owned).collect()
    }

    pub(crate) fn finish(mut self) -> Table {
        let mut phrases: Vec<(Vec<String>, u32)> = Vec::new();
        for (number, entry) in self.entries.iter().enumerate() {
            for (spelling, ambiguous) in &entry.spellings {
                let words = self.phrase(spelling);
                let sense = number as u32 | if *ambiguous { AMBIGUOUS } else { 0 };
                if words.len() > 1 && matches!(entry.class, Class::Country | Class::Organization) {
                    phrases.push((vec![words.concat()], sense));
                }
                if !words.is_empty() {
                    phrases.push((words, sense));
                }
            }
        }
        phrases.sort();
        phrases.dedup_by(|b, a| a.0 == b.0 && (a.1 | AMBIGUOUS) == (b.1 | AMBIGUOUS));
        for word in phrases.iter().flat_map(|(words, _)| words) {
            match self.words.get_mut(word) {
                Some(flags) => *flags &= !WordFlags::ALONE,
                None => {
                    self.words.insert(word.clone(), 0);
                }
            }
        }
        let ids: HashMap<&str, u32> =
            self.words.keys().zip(0..).map(|(w, n)| (w.as_str(), n)).collect();
        let trie = Trie::build(&phrases, &ids);
        self.layout(&trie)
    }

    fn layout(&self, trie: &Trie) -> Table {
        let mut parts = Parts::default();
        let mut pool = Pool::default();
        for (number, (word, flags)) in self.words.iter().enumerate() {
            let (offset, len) = pool.add(word);
            let root = trie.roots.get(&(number as u32)).copied().unwrap_or_default();
            parts.words.extend([offset, len, *flags, root]);
        }
        for node in &trie.nodes {
            let (edge, sense) = (parts.edges.len() / 2, parts.senses.len());
            parts.edges.extend(node.edges.iter().flat_map(|(&word, &node)| [word, node]));
            let class = |sense: u32| {
                let entry = self.entries.get((sense & !AMBIGUOUS) as usize);
                entry.map_or(0, |e| u32::from(e.class.number()) << CLASS)
            };
            parts.senses.extend(node.senses.iter().map(|&sense| sense | class(sense)));
            let counts = node.edges.len() as u32 | (node.senses.len() as u32) << 16;
            parts.nodes.extend([edge as u32, counts, sense as u32]);
        }
        for entry in &self.entries {
            let (name, name_len) = pool.add(&entry.name);
            let (english, english_len) = pool.add(&entry.english);
            let (id, id_len) = pool.add(&entry.id);
            let head = u32::from(entry.class.number()) | name_len << 8;
            parts.entries.extend([head, name, english, id, english_len | id_len << 16]);
        }
        parts.pool = pool.text;
        Table::from_parts(parts)
    }
}

#[derive(Default)]
struct TrieNode {
    edges: BTreeMap<u32, u32>,
    senses: Vec<u32>,
}

/// Node 0 stands for "no node".
struct Trie {
    roots: HashMap<u32, u32>,
    nodes: Vec<TrieNode>,
}

impl Trie {
    fn build(phrases: &[(Vec<String>, u32)], ids: &HashMap<&str, u32>) -> Trie {
        let mut trie = Trie { roots: HashMap::new(), nodes: vec![TrieNode::default()] };
        for (words, sense) in phrases {
            let mut at = 0u32;
            for word in words {
                let Some(&id) = ids.get(word.as_str()) else { continue };
                let fresh = trie.nodes.len() as u32;
                let next = if at == 0 {
                    *trie.roots.entry(id).or_insert(fresh)
                } else {
                    match trie.nodes.get_mut(at as usize) {
                        Some(node) => *node.edges.entry(id).or_insert(fresh),
                        None => continue,
                    }
                };
                if next == fresh {
                    trie.nodes.push(TrieNode::default());
                }
                at = next;
            }
            if let Some(node) = trie.nodes.get_mut(at as usize) {
                node.senses.push(*sense);
            }
        }
        trie
    }
}

/// Strings laid end to end, equal ones once.
#[derive(Default)]
struct Pool {
    text: String,
    seen: HashMap<String, u32>,
}

impl Pool {
    fn add(&mut self, s: &str) -> (u32, u32) {
        if s.is_empty() {
            return (0, 0);
        }
        let offset = *self.seen.entry(s.to_owned()).or_insert_with(|| {
            let at = self.text.len() as u32;
            self.text.push_str(s);
            at
        });
        (offset, s.len() as u32)
    }
}
