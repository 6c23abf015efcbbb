//! Where a word's clitics begin and end.
//!
//! و and ف (conjunctions), ب ل ك (prepositions), س (the future) and ال are written onto the word
//! they stand before, pronouns onto the word they follow, and nothing in بايدن, وزير or اتجاه says
//! that their letters are no clitics. A few rules on the shape of the word are right for most of
//! them; `data/clitics.txt` lists the words for which they are not. It is made by `scripts/clitics`
//! from word counts of news, with the same rules written there: change them together
//! (`tests/data/clitics.toml` sees that they agree with a reader).

use crate::hash::hash;

/// The lengths in bytes of a word's clitics, in the order they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clitics {
    /// و or ف.
    pub conj: u8,
    /// ب, ل or ك.
    pub prep: u8,
    /// س before an imperfect verb.
    pub fut: u8,
    /// ال; for لل the second ل.
    pub art: u8,
    /// The pronoun at the end: ه ها هم هن هما نا ك كم ني ي.
    pub encl: u8,
}

impl Clitics {
    /// All letters in front, in bytes.
    pub(crate) fn front(self) -> u8 {
        self.conj + self.prep + self.fut + self.art
    }
}

/// The built-in list, one analysed word a line.
const WORDS: &str = include_str!("data/clitics.txt");

/// The filter and the slots of the list, checked in so that nothing is compiled at first use.
const SLOTS: &[u8] = include_bytes!("data/clitics.bin");

/// The words that the rules get wrong, hashed by their letters.
///
/// A slot holds where the word's line begins in [`WORDS`], plus one, and the upper bits of its
/// hash; the table is a quarter of what a map of strings would take and stays in the cache. Most
/// words are not in it: a filter, one bit for the upper half of each hash, turns them away.
#[derive(Clone, Debug)]
pub(crate) struct CliticTable {
    filter: &'static [u8],
    slots: &'static [[u8; 4]],
}

/// Bits of a slot that hold the place of the line; the list is shorter than 2^20 bytes.
const PLACE: u32 = 20;

/// Bytes of the filter.
const FILTER: usize = (1 << 16) / 8;

impl CliticTable {
    /// The built-in list.
    pub(crate) fn builtin() -> CliticTable {
        let (filter, slots) = SLOTS.split_at_checked(FILTER).unwrap_or_default();
        CliticTable { filter, slots: slots.as_chunks().0 }
    }

    /// The clitics of a word in key form, whose hash is `hash`.
    #[inline]
    pub(crate) fn split(&self, word: &str, hash: u32) -> Clitics {
        // Most words neither begin nor end like one with clitics.
        if !may_have(word.as_bytes()) {
            return Clitics::default();
        }
        if let Some(known) = self.get_hashed(hash, word) {
            return known;
        }
        match word.as_bytes() {
            // ال: the most frequent of all.
            [0xD8, 0xA7, 0xD9, 0x84, ..] => bare_stem(word, letters(word)),
            [0xD9, 0x81 | 0x88, ..] => self.conjoined(word, letters(word)),
            _ => self.prefixed(word, letters(word)),
        }
    }

    /// A word of `n` letters that is not in the list and begins with و or ف.
    fn conjoined(&self, word: &str, n: usize) -> Clitics {
        if let Some(rest) = word.strip_prefix('و') {
            if n >= 3 || matches!(rest, "ل" | "ب" | "ك") {
                return Clitics { conj: 2, ..self.noun(rest) };
            }
        } else if let Some(rest) = word.strip_prefix('ف') {
            let article = n >= 6 && (rest.starts_with("ال") || rest.starts_with("لل"));
            let arabic = n >= 5 && rest.starts_with(['ت', 'س', 'ق', 'م', 'ح', 'ب', 'ك', 'ج']);
            if article || arabic || n == 5 && rest.starts_with('ي') {
                return Clitics { conj: 2, ..self.noun(rest) };
            }
        }
        self.prefixed(word, n)
    }

    /// The clitics of initials with points: ا.ف.ب, and لا.ف.ب with its preposition.
    pub(super) fn initials(word: &str) -> Clitics {
        let mut letters = word.chars();
        match (letters.next(), letters.next()) {
            (_, Some('.') | None) => Clitics::default(),
            (Some('و' | 'ف'), _) => Clitics { conj: 2, ..Clitics::default() },
            _ => Clitics { prep: 2, ..Clitics::default() },
        }
    }

    /// The clitics of a word whose first letter is known to be one.
    pub(super) fn after_letter(&self, word: &str) -> Clitics {
        let Some(rest) = word.get(2..) else { return Clitics::default() };
        match word.chars().next() {
            Some('و' | 'ف') => Clitics { conj: 2, ..self.noun(rest) },
            Some('س') => Clitics { fut: 2, ..self.stem(rest) },
            _ => Clitics { prep: 2, ..self.stem(rest) },
        }
    }

    /// A word whose conjunction is gone.
    fn noun(&self, word: &str) -> Clitics {
        match self.get(word) {
            Some(known) if known.conj == 0 => known,
            _ => self.prefixed(word, letters(word)),
        }
    }

    /// A word of `n` letters that is not in the list and has no conjunction.
    fn prefixed(&self, word: &str, n: usize) -> Clitics {
        let rest = word.get(2..).unwrap_or_default();
        match word.as_bytes() {
            // ب
            [0xD8, 0xA8, ..] => {
                let after = match rest.as_bytes() {
                    // بو begins the surnames of the Maghreb: بوعزة.
                    [0xD9, 0x88, ..] => arabic(rest, n) && !rest.ends_with('ة'),
                    // ي ر ل ن
                    [0xD9, 0x8A | 0x84 | 0x86, ..] | [0xD8, 0xB1, ..] => n >= 4 && arabic(rest, n),
                    _ => n >= 4,
                };
                if after {
                    return Clitics { prep: 2, ..self.stem(rest) };
                }
            }
            // ل
            [0xD9, 0x84, ..] => {
                match rest.as_bytes() {
                    [0xD9, 0x84, ..] if n >= 5 => {
                        return Clitics { prep: 2, art: 2, ..Clitics::default() };
                    }
                    // ل takes the article as لل: this ال is the word's own.
                    [0xD8, 0xA7, 0xD9, 0x84, ..] if n >= 5 => {
                        return Clitics { prep: 2, ..tail(rest) };
                    }
                    [0xD9, 0x88, ..] if !(n >= 4 && arabic(rest, n)) => {}
                    _ if n >= 4 => return Clitics { prep: 2, ..self.stem(rest) },
                    _ => {}
                }
            }
            // ك before م and ال
            [0xD9, 0x83, 0xD9, 0x85, ..] | [0xD9, 0x83, 0xD8, 0xA7, 0xD9, 0x84, ..] if n >= 5 => {
                return Clitics { prep: 2, ..self.stem(rest) };
            }
            // س before ي ت ن
            [0xD8, 0xB3, 0xD9, 0x8A | 0x86, ..] | [0xD8, 0xB3, 0xD8, 0xAA, ..]
                if n >= 5
                    && (n <= 6
                        || rest.ends_with("ون")
                        || VERBAL.iter().any(|v| rest.starts_with(v))) =>
            {
                return Clitics { fut: 2, ..self.stem(rest) };
            }
            _ => {}
        }
        bare_stem(word, n)
    }

    /// A word whose conjunction and preposition are gone.
    fn stem(&self, word: &str) -> Clitics {
        match self.get(word) {
            Some(known) if known.conj + known.prep + known.fut == 0 => known,
            _ => bare_stem(word, letters(word)),
        }
    }

    /// What the list says.
    fn get(&self, word: &str) -> Option<Clitics> {
        self.get_hashed(hash(word), word)
    }

    #[inline]
    fn get_hashed(&self, hash: u32, word: &str) -> Option<Clitics> {
        let bit = hash >> 16;
        if self.filter.get(bit as usize / 8)? >> (bit % 8) & 1 == 0 {
            return None;
        }
        self.search(hash, word)
    }

    fn search(&self, hash: u32, word: &str) -> Option<Clitics> {
        let tag = hash >> PLACE;
        let mask = self.slots.len().wrapping_sub(1);
        let mut i = hash as usize & mask;
        loop {
            let slot = u32::from_le_bytes(*self.slots.get(i)?);
            if slot == 0 {
                return None;
            }
            if slot >> PLACE == tag {
                let place = (slot & ((1 << PLACE) - 1)) as usize - 1;
                if let Some(found) = WORDS.get(place..).and_then(|line| read(line, word)) {
                    return Some(found);
                }
            }
            i = (i + 1) & mask;
        }
    }
}

/// Reads the analysis that `line` begins with, if it is one of `word`.
fn read(line: &str, word: &str) -> Option<Clitics> {
    let mut clitics = Clitics::default();
    let mut word_bytes = word.bytes();
    // The clitic being read, and the letters since the last mark.
    let mut piece = [0; 4];
    let mut n: u8 = 0;
    let mut behind = false;
    for b in line.bytes() {
        match b {
            b'+' => {
                match (piece, n) {
                    ([0xD9, 0x88 | 0x81, ..], 2) if clitics.front() == 0 => clitics.conj = 2,
                    ([0xD8, 0xB3, ..], 2) => clitics.fut = 2,
                    ([0xD9, 0x84, ..], 2) if clitics.prep == 2 => clitics.art = 2,
                    ([0xD8, 0xA7, 0xD9, 0x84], 4) => clitics.art = 4,
                    _ => clitics.prep = n,
                }
                n = 0;
            }
            b'=' => (n, behind) = (0, true),
            b'\n' => break,
            _ => {
                if word_bytes.next() != Some(b) {
                    return None;
                }
                if let Some(slot) = piece.get_mut(n as usize) {
                    *slot = b;
                }
                n = n.saturating_add(1);
            }
        }
    }
    if word_bytes.next().is_some() {
        return None;
    }
    if behind {
        clitics.encl = n;
    }
    Some(clitics)
}

/// The article or the pronoun of a word of `n` letters that is in no list.
fn bare_stem(word: &str, n: usize) -> Clitics {
    if word.starts_with("ال") {
        return Clitics { art: if n >= 4 { 4 } else { 0 }, ..Clitics::default() };
    }
    tail(word)
}

/// The pronoun at the end of a word that is in no list.
fn tail(word: &str) -> Clitics {
    // The last two letters that any of the endings has; most words have others.
    let ends = matches!(
        word.as_bytes(),
        [.., 0xD9, 0x87] | [.., 0xD9, 0x87, 0xD9, 0x85] | [.., 0xD9, 0x85..=0x87, 0xD8, 0xA7]
    );
    if !ends {
        return Clitics::default();
    }
    let n = letters(word);
    let encl = ENDINGS
        .iter()
        .find(|(ending, _, shortest)| n >= *shortest && word.ends_with(ending))
        .map_or(0, |&(_, bytes, _)| bytes);
    Clitics { encl, ..Clitics::default() }
}

/// Endings of Arabic words that foreign names do not have.
fn arabic(rest: &str, n: usize) -> bool {
    n >= 5 && ["ة", "ها", "هم", "ته", "نا", "ات"].iter().any(|e| rest.ends_with(e))
}

/// How the longer future verbs go on after س.
const VERBAL: &[&str] = &["يست", "تست", "يت", "تت", "ين", "تن", "يؤ", "تؤ"];

/// Endings that hold a pronoun in a word no list knows: the ending, the bytes of the pronoun, and
/// the letters of the shortest such word. A word in يه or a short one in وه
/// may as well be a name or a hasty ية.
const ENDINGS: &[(&str, u8, usize)] = &[
    ("هما", 6, 6),
    ("هم", 4, 5),
    ("ها", 4, 5),
    ("تنا", 4, 6),
    ("ئنا", 4, 6),
    ("ته", 2, 4),
    ("ئه", 2, 5),
    ("ؤه", 2, 5),
    ("يه", 0, 5),
    ("وه", 2, 6),
    ("وه", 0, 5),
    ("ه", 2, 5),
];

/// Whether the word begins with و ف ب ل ك س or ال, or ends in ه ك هم كم هن ني ها نا ما: no other
/// has clitics or is in the list.
fn may_have(word: &[u8]) -> bool {
    let first = matches!(
        word,
        [0xD9, 0x88 | 0x81 | 0x84 | 0x83, ..]
            | [0xD8, 0xA8 | 0xB3, ..]
            | [0xD8, 0xA7, 0xD9, 0x84, ..]
    );
    let last = matches!(
        word,
        [.., 0xD9, 0x87 | 0x83]
            | [.., 0xD9, 0x87 | 0x83, 0xD9, 0x85]
            | [.., 0xD9, 0x87, 0xD9, 0x86]
            | [.., 0xD9, 0x86, 0xD9, 0x8A]
            | [.., 0xD9, 0x85..=0x87, 0xD8, 0xA7]
    );
    first || last
}

/// Characters, of a word in two-byte letters.
fn letters(s: &str) -> usize {
    s.len() / 2
}

/// The filter and the slots of the list: `scripts/clitics` has them written to `data/clitics.bin`.
#[cfg(test)]
fn compile() -> Vec<u8> {
    let lines = WORDS.bytes().filter(|&b| b == b'\n').count();
    // Two thirds full at most: a small table that stays in the cache beats short probes.
    let mask = (lines * 3 / 2).next_power_of_two() - 1;
    let mut filter = vec![0; FILTER];
    let mut slots = vec![0u32; mask + 1];
    let mut place = 0;
    for line in WORDS.split('\n') {
        if !line.starts_with('#') && !line.is_empty() {
            let hash = hash(&line.replace(['+', '='], ""));
            filter[hash as usize >> 19] |= 1 << (hash >> 16 & 7);
            let mut i = hash as usize & mask;
            while slots[i] != 0 {
                i = (i + 1) & mask;
            }
            slots[i] = hash & !((1 << PLACE) - 1) | (place as u32 + 1);
        }
        place += line.len() + 1;
    }
    filter.extend(slots.into_iter().flat_map(u32::to_le_bytes));
    filter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::{Form, Normalizer};

    /// The word with its clitics marked as the data files mark them.
    fn show(word: &str, c: Clitics) -> String {
        let mut out = String::new();
        let mut at = 0;
        for n in [c.conj, c.prep, c.fut, c.art] {
            out.push_str(&word[at..at + n as usize]);
            if n > 0 {
                out.push('+');
            }
            at += n as usize;
        }
        out.push_str(&word[at..word.len() - c.encl as usize]);
        if c.encl > 0 {
            out.push('=');
            out.push_str(&word[word.len() - c.encl as usize..]);
        }
        out
    }

    /// `scripts/clitics` runs this with `RAWI_WRITE` set and writes the file.
    #[test]
    fn the_compiled_list_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/segment/data/clitics.bin");
        let fresh = compile();
        if std::env::var_os("RAWI_WRITE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        assert!(
            std::fs::read(path).unwrap() == fresh,
            "clitics.bin is not what clitics.txt says: run scripts/clitics"
        );
    }

    #[test]
    fn every_line_of_the_list_is_found() {
        let table = CliticTable::builtin();
        let mut last = "";
        for line in WORDS.lines().filter(|l| !l.starts_with('#')) {
            assert!(last < line, "{last} {line}: sorted, no word twice");
            last = line;
            let word = line.replace(['+', '='], "");
            assert_eq!(show(&word, table.split(&word, hash(&word))), line);
        }
    }

    #[test]
    fn agrees_with_a_reader() {
        #[derive(serde::Deserialize)]
        struct File {
            group: Vec<Group>,
        }
        #[derive(serde::Deserialize)]
        struct Group {
            name: String,
            words: String,
        }
        let file: File = toml::from_str(include_str!("../../tests/data/clitics.toml")).unwrap();
        let table = CliticTable::builtin();
        let key = Normalizer::new(Form::Key);
        let (mut all, mut wrong) = (0, Vec::new());
        for group in &file.group {
            for want in group.words.split_whitespace() {
                let want = key.normalize(want).into_owned();
                let word = want.replace(['+', '='], "");
                let got = show(&word, table.split(&word, hash(&word)));
                all += 1;
                if got != want {
                    wrong.push(format!("{}: {want} came out as {got}", group.name));
                }
            }
        }
        assert!(all >= 400);
        assert!(wrong.is_empty(), "{} of {all} wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}
