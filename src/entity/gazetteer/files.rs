//! The data files of the gazetteer and how their lines are read.
//!
//! A line is `name TAB english TAB id TAB spellings`; the last three may be empty or left out.
//! Spellings are separated by `|`. A spelling that begins with `~` is a plain word too and counts
//! only where the context asks for a name. `#` begins a comment line.

use std::collections::HashSet;

use super::class::Class;
use super::compile::{Compiler, NewEntry};
#[cfg(test)]
use super::flags::WordFlags;
use crate::error::Error;
use crate::lexicon::Name;

#[cfg(test)]
macro_rules! data {
    ($($file:literal),+ $(,)?) => { &[$(($file, include_str!(concat!("../data/", $file)))),+] };
}

/// Files of names, one class each: the file name up to the first dot or dash names the class.
#[cfg(test)]
pub(super) const NAMES: &[(&str, &str)] = data![
    "city.tsv",
    "city-geonames.tsv",
    "club.tsv",
    "event.tsv",
    "facility.tsv",
    "media.tsv",
    "natural.tsv",
    "organization.tsv",
    "organization-company.tsv",
    "person.tsv",
    "person-sport.tsv",
    "region.tsv",
    "city-arab.tsv",
    "city-world.tsv",
    "club-arab.tsv",
    "club-world.tsv",
    "event-arab.tsv",
    "event-world.tsv",
    "facility-arab.tsv",
    "facility-world.tsv",
    "media-arab.tsv",
    "media-world.tsv",
    "natural-arab.tsv",
    "natural-world.tsv",
    "organization-arab.tsv",
    "organization-company-arab.tsv",
    "organization-company-world.tsv",
    "organization-world.tsv",
    "person-arab.tsv",
    "person-world.tsv",
    "region-arab.tsv",
    "region-world.tsv",
];

#[cfg(test)]
const COUNTRIES: (&str, &str) = ("country.tsv", include_str!("../data/country.tsv"));
#[cfg(test)]
const VOCABULARY: (&str, &str) = ("vocabulary.tsv", include_str!("../data/vocabulary.tsv"));
#[cfg(test)]
const TITLES: (&str, &str) = ("titles.tsv", include_str!("../data/titles.tsv"));
#[cfg(test)]
const PATTERN: (&str, &str) = ("pattern.tsv", include_str!("../data/pattern.tsv"));
#[cfg(test)]
const WORDS: &[(&str, &str)] = data!["names.tsv", "given.tsv", "common.tsv", "stop.tsv"];

#[cfg(test)]
/// Reads all built-in files.
pub(super) fn builtin(compiler: &mut Compiler) -> Result<(), Error> {
    for (file, text) in NAMES {
        let class = file.split(['.', '-']).next().unwrap_or_default();
        let class = Class::from_name(class)
            .ok_or_else(|| Error::data(*file, 0, "the file name is no class"))?;
        names(compiler, file, text, Some(class))?;
    }
    countries(compiler)?;
    vocabulary(compiler)?;
    titles(compiler)?;
    for (file, text) in WORDS {
        words(compiler, file, text)?;
    }
    lists(compiler)
}

/// The lines of a data file that say something, with their numbers, cut at tabs.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim_end_matches('\r')))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(i, line)| (i, line.split('\t').map(str::trim).collect()))
}

/// Reads a file of names. Without a class of the file's own, the first column is the class.
pub(crate) fn names(
    compiler: &mut Compiler,
    file: &str,
    text: &str,
    class: Option<Class>,
) -> Result<(), Error> {
    let mut ids = HashSet::new();
    for (line, columns) in rows(text) {
        let error = |message: String| Error::data(file, line, message);
        let (class, columns) = match (class, columns.split_first()) {
            (Some(class), _) => (class, columns.as_slice()),
            (None, Some((name, rest))) => {
                let class = Class::from_name(name)
                    .filter(|c| c.entity().is_some())
                    .ok_or_else(|| error(format!("unknown class '{name}'")))?;
                (class, rest)
            }
            (None, None) => continue,
        };
        if columns.len() > 4 {
            return Err(error(format!("{} columns, expected at most 4", columns.len())));
        }
        let column = |i: usize| columns.get(i).copied().unwrap_or_default();
        let entry = new_entry(class, column(0), column(1), column(2), column(3)).map_err(error)?;
        if !entry.id.is_empty() && !ids.insert(entry.id.clone()) {
            return Err(Error::data(file, line, format!("id '{}' a second time", entry.id)));
        }
        compiler.entry(entry);
    }
    Ok(())
}

/// Reads one name of a user's lexicon; a mistake is told without its place.
pub(crate) fn name(compiler: &mut Compiler, name: &Name<'_>) -> Result<(), String> {
    let class = Class::from_name(name.class)
        .filter(|&c| c.entity().is_some() || c == Class::Title)
        .ok_or_else(|| format!("unknown kind '{}'", name.class))?;
    let spellings = name.spellings.join("|");
    compiler.entry(new_entry(class, name.name, name.english, name.id, &spellings)?);
    Ok(())
}

fn new_entry(
    class: Class,
    name: &str,
    english: &str,
    id: &str,
    spellings: &str,
) -> Result<NewEntry, String> {
    let mut all: Vec<(String, bool)> = std::iter::once(name)
        .chain(spellings.split('|'))
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(|s| match s.strip_prefix('~') {
            Some(s) => (s.to_owned(), true),
            None => (s.to_owned(), false),
        })
        .collect();
    // Marked once is marked: the canonical spelling can be among the others with its ~.
    let marked: HashSet<String> = all.iter().filter(|s| s.1).map(|s| s.0.clone()).collect();
    all.iter_mut().for_each(|s| s.1 |= marked.contains(&s.0));
    let Some((name, _)) = all.first() else { return Err("no name".to_owned()) };
    if let Some((bad, _)) = all.iter().find(|(s, _)| s.trim().is_empty() || s.len() > 200) {
        return Err(format!("'{bad}' is no name"));
    }
    Ok(NewEntry {
        class,
        name: name.clone(),
        english: english.to_owned(),
        id: id.to_owned(),
        spellings: all,
    })
}

#[cfg(test)]
/// `name, english, id, spellings, nationality`: the last is the masculine adjective, irregular
/// forms after `|`.
fn countries(compiler: &mut Compiler) -> Result<(), Error> {
    let (file, text) = COUNTRIES;
    for (line, columns) in rows(text) {
        let error = |message: String| Error::data(file, line, message);
        let &[name, english, id, spellings, nationality] = columns.as_slice() else {
            return Err(error(format!("{} columns, expected 5", columns.len())));
        };
        let class = if id.starts_with("iso:") { Class::Country } else { Class::Region };
        if name != "-" {
            let entry = new_entry(class, name, english, id, spellings).map_err(error)?;
            compiler.entry(entry);
        }
        let mut forms: Vec<String> = Vec::new();
        for adjective in nationality.split('|').filter(|s| !s.is_empty()) {
            // Irregular plurals (أتراك) take no endings but the accusative.
            let endings: &[&str] =
                if adjective.ends_with('ي') { NISBA_ENDINGS } else { &["", "ا"] };
            for ending in endings {
                // كوري جنوبي: ending and article go to both words.
                for article in ["", "ال"] {
                    let words = adjective.split(' ').map(|w| format!("{article}{w}{ending}"));
                    forms.push(words.collect::<Vec<_>>().join(" "));
                }
            }
        }
        let Some(first) = nationality.split('|').next().filter(|s| !s.is_empty()) else {
            continue;
        };
        compiler.entry(NewEntry {
            class: Class::Nationality,
            name: first.to_owned(),
            english: english.to_owned(),
            id: id.to_owned(),
            spellings: forms.into_iter().map(|f| (f, false)).collect(),
        });
    }
    Ok(())
}

#[cfg(test)]
const NISBA_ENDINGS: &[&str] = &["", "ا", "ة", "ون", "ين", "ان", "تان", "تين", "ات", "و", "تي"];

#[cfg(test)]
/// `class, word, value, spellings, traits`; the traits stand where names have their id.
fn vocabulary(compiler: &mut Compiler) -> Result<(), Error> {
    let (file, text) = VOCABULARY;
    for (line, columns) in rows(text) {
        let error = |message: String| Error::data(file, line, message);
        let column = |i: usize| columns.get(i).copied().unwrap_or_default();
        let class = Class::from_name(column(0))
            .ok_or_else(|| error(format!("unknown class '{}'", column(0))))?;
        let entry = new_entry(class, column(1), column(2), column(4), column(3)).map_err(error)?;
        compiler.entry(entry);
    }
    Ok(())
}

#[cfg(test)]
/// `title, gender, role, spellings`.
fn titles(compiler: &mut Compiler) -> Result<(), Error> {
    let (file, text) = TITLES;
    for (line, columns) in rows(text) {
        let error = |message: String| Error::data(file, line, message);
        let column = |i: usize| columns.get(i).copied().unwrap_or_default();
        if !matches!(column(1), "m" | "f" | "-") {
            return Err(error(format!("gender '{}', expected m, f or -", column(1))));
        }
        let entry =
            new_entry(Class::Title, column(0), column(2), column(1), column(3)).map_err(error)?;
        compiler.entry(entry);
    }
    Ok(())
}

#[cfg(test)]
/// `word TAB letters`: g given name, f family name, s sometimes a name, c common, x stop.
fn words(compiler: &mut Compiler, file: &str, text: &str) -> Result<(), Error> {
    for (line, columns) in rows(text) {
        let (word, letters) = match columns.as_slice() {
            [word] if file == "common.tsv" => (*word, "c"),
            [word] if file == "stop.tsv" => (*word, "x"),
            [word] if file == "given.tsv" => (*word, "g"),
            [word, letters] => (*word, *letters),
            _ => return Err(Error::data(file, line, "expected a word and its letters")),
        };
        let mut flags = 0;
        for letter in letters.chars() {
            flags |= match letter {
                'g' => WordFlags::GIVEN,
                'f' => WordFlags::FAMILY,
                's' => WordFlags::SOMETIMES,
                'c' => WordFlags::COMMON,
                'x' => WordFlags::STOP,
                _ => return Err(Error::data(file, line, format!("unknown letter '{letter}'"))),
            };
        }
        for word in word.split_whitespace() {
            compiler.word(word, flags);
        }
    }
    Ok(())
}

#[cfg(test)]
/// `list, word`.
fn lists(compiler: &mut Compiler) -> Result<(), Error> {
    let (file, text) = PATTERN;
    for (line, columns) in rows(text) {
        let error = |message: String| Error::data(file, line, message);
        let &[list, word] = columns.as_slice() else {
            return Err(error(format!("{} columns, expected 2", columns.len())));
        };
        let flag = WordFlags::of_list(list).ok_or_else(|| error(format!("no list '{list}'")))?;
        compiler.word(word, flag);
    }
    Ok(())
}
