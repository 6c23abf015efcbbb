//! Looks up every token of a text once and finds the phrases that begin at it.

use super::class::{Class, Classes};
use super::flags::WordFlags;
use super::table::{Node, Sense, Table, Word};
use crate::hash::hash;
use crate::segment::{Segmented, Tok, TokenKind};

/// A phrase of the gazetteer in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match<'t> {
    /// Tokens, end exclusive.
    pub first: usize,
    pub last: usize,
    /// Bytes of proclitics before the phrase in its first token.
    pub prefix: u32,
    pub sense: Sense<'t>,
    /// Found in a user's gazetteer.
    pub user: bool,
}

/// The reading of a token that patterns use: its proclitics and what the word lists say of the rest.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Core {
    /// Bytes of و ف ب ل ك before the word; for لل the first ل.
    pub prefix: u32,
    pub flags: WordFlags,
    /// What they say of the token as it stands.
    pub whole: WordFlags,
}

/// All phrases of a text, and a reading of each token.
#[derive(Debug, Default)]
pub(crate) struct Scan<'t> {
    pub matches: Vec<Match<'t>>,
    /// One for each token and one more.
    starts: Vec<Start>,
    cores: Vec<Core>,
}

/// What begins at a token.
#[derive(Clone, Copy, Debug, Default)]
struct Start {
    /// Where its matches begin in `matches`.
    at: u32,
    /// The classes they have: most questions are answered by this.
    classes: Classes,
}

/// The ways a token can be read: bytes of proclitics, and the word that is left.
type Readings = [Option<(u32, Word)>; 3];

impl<'t> Scan<'t> {
    pub(crate) fn new(text: &Segmented, tables: &'t [Table]) -> Scan<'t> {
        let count = text.tokens().len();
        let mut scan = Scan {
            matches: Vec::with_capacity(count),
            starts: Vec::with_capacity(count + 1),
            cores: Vec::with_capacity(count),
        };
        for (number, table) in tables.iter().enumerate() {
            scan.add(text, table, number > 0);
        }
        let builtin = scan.starts.last().map_or(0, |s| s.at as usize);
        if scan.starts.len() != count + 1 || builtin != scan.matches.len() {
            scan.index(count);
        }
        scan
    }

    /// Puts the matches of several tables into one order.
    fn index(&mut self, count: usize) {
        self.matches.sort_by_key(|m| (m.first, std::cmp::Reverse(m.last), m.prefix, !m.user));
        self.starts.clear();
        let mut rest = self.matches.iter().enumerate().peekable();
        for i in 0..count {
            let at = rest.peek().map_or(self.matches.len(), |&(at, _)| at) as u32;
            let mut classes = Classes::default();
            while let Some((_, m)) = rest.next_if(|(_, m)| m.first == i) {
                classes = classes.with(m.sense.class);
            }
            self.starts.push(Start { at, classes });
        }
        self.starts.push(Start { at: self.matches.len() as u32, classes: Classes::default() });
    }

    /// Adds what a table has; the built-in one comes first and says what each word is.
    fn add(&mut self, text: &Segmented, table: &'t Table, user: bool) {
        let (key, tokens) = (text.key(), text.tokens());
        let word = |start: u32, end: u32| key.get(start as usize..end as usize).unwrap_or_default();
        let mut found = Vec::with_capacity(tokens.len());
        let whole = tokens.iter().map(|t| (t.hash, word(t.start, t.end).as_bytes()));
        table.find_all(whole, &mut found);
        // What the segmenter leaves of the words with clitics.
        let cut = tokens.iter().filter(|t| t.noun() > t.start && t.kind == TokenKind::Arabic);
        let nouns = cut.map(|t| word(t.noun(), t.end)).map(|noun| (hash(noun), noun.as_bytes()));
        let mut found_nouns = Vec::with_capacity(tokens.len() / 3);
        table.find_all(nouns, &mut found_nouns);
        let mut found_nouns = found_nouns.into_iter();
        let mut buffer = String::new();
        for (i, (tok, whole)) in tokens.iter().zip(&found).enumerate() {
            let begin = self.matches.len();
            // Most words have one reading: no clitics are written onto them, or they are no words.
            let flags = whole.map_or(WordFlags::default(), |w| w.flags);
            let whole = whole.and_then(Word::reading);
            let core = if tok.kind != TokenKind::Arabic
                || whole.is_some() && !may_be_cut(word(tok.start, tok.end), *tok)
            {
                if let Some(root) = whole.as_ref().and_then(|w| w.root) {
                    self.follow(text, table, &found, user, (i, 0, root));
                }
                Core { prefix: 0, flags, whole: flags }
            } else {
                let noun = if tok.noun() > tok.start { found_nouns.next().flatten() } else { None };
                let word = word(tok.start, tok.end);
                let readings = readings(word, *tok, [whole, noun], table, &mut buffer);
                for (prefix, word) in readings.into_iter().flatten() {
                    if let Some(root) = word.root {
                        self.follow(text, table, &found, user, (i, prefix, root));
                    }
                }
                if let Some(new) = self.matches.get_mut(begin..).filter(|new| new.len() > 1) {
                    new.sort_by_key(|m| (std::cmp::Reverse(m.last), m.prefix));
                }
                let (prefix, reading) = core(word, *tok, &readings);
                Core { prefix, flags: reading, whole: flags }
            };
            if !user {
                let new = self.matches.get(begin..).unwrap_or_default();
                let classes = new.iter().fold(Classes::default(), |c, m| c.with(m.sense.class));
                self.starts.push(Start { at: begin as u32, classes });
                self.cores.push(core);
            }
        }
        if !user {
            let at = self.matches.len() as u32;
            self.starts.push(Start { at, classes: Classes::default() });
        }
    }

    /// Adds the phrases that begin with a word: at which token, behind how many bytes of it, and
    /// where they start in the table.
    fn follow(
        &mut self,
        text: &Segmented,
        table: &'t Table,
        found: &[Option<Word>],
        user: bool,
        (first, prefix, mut node): (usize, u32, Node),
    ) {
        let begin = self.matches.len();
        let mut last = first + 1;
        loop {
            for sense in table.senses(node) {
                self.matches.push(Match { first, last, prefix, sense, user });
            }
            if node.edges() == 0 {
                break;
            }
            // A name does not run across a line break.
            if text.tokens().get(last).is_none_or(|t| t.newline) {
                break;
            }
            let Some(word) = found.get(last).copied().flatten() else { break };
            let Some(next) = table.step(node, word.id) else { break };
            (node, last) = (next, last + 1);
        }
        // The longest first; of one length in the order of the table.
        if let Some(new) = self.matches.get_mut(begin..) {
            if new.len() > 1 {
                new.sort_by_key(|m| std::cmp::Reverse(m.last));
            }
        }
    }

    /// The classes of the matches that begin at token `i`.
    #[inline]
    pub(crate) fn classes(&self, i: usize) -> Classes {
        self.starts.get(i).map_or(Classes::default(), |s| s.classes)
    }

    /// The tokens at which a match of one of these classes begins.
    pub(crate) fn tokens_with(&self, classes: Classes) -> impl Iterator<Item = usize> + '_ {
        let starts = self.starts.iter().enumerate();
        starts.filter(move |(_, s)| s.classes.any(classes)).map(|(i, _)| i)
    }

    /// The first token from `i` on of which `wanted` says so, by the classes that begin at it and the
    /// flags of its word.
    #[inline]
    pub(crate) fn next(
        &self,
        i: usize,
        tokens: &[Tok],
        wanted: impl Fn(&Tok, Classes, WordFlags) -> bool,
    ) -> Option<usize> {
        let (tokens, starts, cores) =
            (tokens.get(i..)?, self.starts.get(i..)?, self.cores.get(i..)?);
        let mut all = tokens.iter().zip(starts).zip(cores);
        let at = all.position(|((tok, start), core)| wanted(tok, start.classes, core.flags))?;
        Some(i + at)
    }

    /// The matches that begin at token `i`, longest first.
    #[inline]
    pub(crate) fn at(&self, i: usize) -> &[Match<'t>] {
        let (Some(from), Some(to)) = (self.starts.get(i), self.starts.get(i + 1)) else {
            return &[];
        };
        self.matches.get(from.at as usize..to.at as usize).unwrap_or_default()
    }

    /// The longest match of a class at token `i`.
    #[inline]
    pub(crate) fn of(&self, i: usize, class: Class) -> Option<&Match<'t>> {
        if !self.classes(i).has(class) {
            return None;
        }
        self.at(i).iter().find(|m| m.sense.class == class)
    }

    /// The longest match of a class at token `i` that has no proclitic.
    #[inline]
    pub(crate) fn bare(&self, i: usize, class: Class) -> Option<&Match<'t>> {
        if !self.classes(i).has(class) {
            return None;
        }
        self.at(i).iter().find(|m| m.sense.class == class && m.prefix == 0)
    }

    #[inline]
    pub(crate) fn core(&self, i: usize) -> Core {
        self.cores.get(i).copied().unwrap_or_default()
    }
}

/// The reading that patterns use: the segmenter's, or the first one there is.
fn core(word: &str, tok: Tok, readings: &Readings) -> (u32, WordFlags) {
    let cut = tok.noun() - tok.start;
    let best = readings
        .iter()
        .flatten()
        .find(|(prefix, _)| *prefix == cut && cut > 0)
        .or_else(|| readings.iter().flatten().next());
    match best {
        Some(&(prefix, word)) => (prefix, word.flags),
        None => (unknown_cut(word, tok), WordFlags::default()),
    }
}

/// The proclitics of a word no list has: و, and what stands before ال. The first letter of a foreign
/// name (بينالا، كولومب، فوتيل) is its own, whatever it looks like.
fn unknown_cut(word: &str, tok: Tok) -> u32 {
    let cut = tok.noun() - tok.start;
    let rest = word.get(cut as usize..).unwrap_or_default();
    if rest.starts_with("ال") || tok.is_definite() {
        cut
    } else if word.starts_with('و') {
        u32::from(tok.clitics.conj)
    } else {
        0
    }
}

/// Whether the segmenter sees a conjunction or preposition, or the word begins like للجزائر.
fn may_be_cut(word: &str, tok: Tok) -> bool {
    tok.noun() > tok.start || word.starts_with("لل")
}

/// The whole word if the table has it; what the clitic lists leave (`noun`, where the table has that);
/// and, where neither is known, what is left when letters that can be proclitics are taken off.
fn readings(
    word: &str,
    tok: Tok,
    [whole, noun]: [Option<Word>; 2],
    table: &Table,
    buffer: &mut String,
) -> Readings {
    let mut out: Readings = [whole.map(|w| (0, w)), None, None];
    let cut = (tok.noun() - tok.start) as usize;
    let mut find = |prefix: usize| {
        let rest = word.get(prefix..)?;
        if let Some(r) = rest.strip_prefix("لل") {
            // للجزائر: the name begins at the second ل, and has lost its alef.
            buffer.clear();
            buffer.push_str("ال");
            buffer.push_str(r);
            if let Some(mut found) = table.find(buffer).and_then(Word::reading) {
                found.flags = found.flags.respelled();
                return Some((prefix as u32 + 2, found));
            }
        }
        let found = if prefix == cut && cut > 0 { noun } else { table.find(rest) };
        found.and_then(Word::reading).map(|found| (prefix as u32, found))
    };
    let conj = usize::from(tok.clitics.conj);
    if may_be_cut(word, tok) {
        let at = if word.get(conj..).is_some_and(|w| w.starts_with("لل")) { conj } else { cut };
        if let Some(slot) = out.get_mut(1) {
            *slot = find(at);
        }
        if at != conj && conj > 0 {
            if let Some(slot) = out.get_mut(2) {
                *slot = find(conj);
            }
        }
    }
    if out.iter().all(Option::is_none) {
        let conj = if word.starts_with(['و', 'ف']) { 2 } else { 0 };
        let rest = word.get(conj..).unwrap_or_default();
        let tries = [conj, conj + if rest.starts_with(['ب', 'ل', 'ك']) { 2 } else { 0 }];
        for prefix in tries {
            // Two letters are left of many words.
            if prefix > 0 && word.len() - prefix > 5 {
                if let Some(found) = find(prefix) {
                    if let Some(slot) = out.get_mut(2) {
                        *slot = Some(found);
                    }
                    break;
                }
            }
        }
    }
    out
}
