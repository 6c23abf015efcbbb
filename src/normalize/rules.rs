//! What a normalizer does, said code point by code point.

use std::fmt;

use super::data;
use super::step::{FinalYeh, Lines, Step};
use super::table::{Action, Entry, Table};

/// What becomes of one code point.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// It disappears.
    Deleted(char),
    /// It becomes this text.
    Becomes(char, String),
    /// It depends on its neighbours; the notes of [`Rules`] say how.
    Contextual(char),
}

impl Rule {
    /// The code point the rule is about.
    pub fn code_point(&self) -> char {
        match *self {
            Rule::Deleted(c) | Rule::Becomes(c, _) | Rule::Contextual(c) => c,
        }
    }
}

/// Every rule of a normalizer, in code point order, and the contextual ones in words.
///
/// Code points that are not listed stay as they are, except where a note says otherwise. The
/// contextual rules of Unicode normalization are listed for the basic plane only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    rules: Vec<Rule>,
    notes: Vec<String>,
}

impl Rules {
    pub(crate) fn of(steps: &[Step], table: &Table) -> Rules {
        let mut notes: Vec<String> = Vec::new();
        if table.default_entry() == Entry::VOID {
            notes.push("Everything that is not kept or changed is deleted.".into());
        }
        for note in steps.iter().filter_map(describe) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let basic = table.touched().flat_map(|block| block * 64..block * 64 + 64);
        let beyond = table.astral().iter().filter(|r| r.2.action != Action::Stop);
        let codes = basic.chain(beyond.flat_map(|&(first, last, _)| first..=last));
        let rules = codes.filter_map(char::from_u32).filter_map(|c| {
            let entry = table.get(c as u32);
            match entry.action {
                Action::Keep => None,
                Action::Drop | Action::Void => Some(Rule::Deleted(c)),
                Action::Stop => Some(Rule::Contextual(c)),
                Action::Map | Action::Grow | Action::Expand => {
                    let mut to = String::new();
                    table.append(c, &mut to);
                    Some(Rule::Becomes(c, to))
                }
            }
        });
        Rules { rules: rules.collect(), notes }
    }

    /// The rules, in code point order.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter()
    }

    /// What the contextual rules do, a sentence each.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().map(String::as_str)
    }
}

fn describe(step: &Step) -> Option<String> {
    let note = match step {
        Step::Fold(_) => return None,
        Step::Nfc => "Unicode Normalization Form C: letters and marks are composed, marks are put in canonical order.".into(),
        Step::Nfkc => "Unicode Normalization Form KC.".into(),
        Step::Joiner => "U+200D stays between two emoji and is deleted elsewhere.".into(),
        Step::FarsiYeh(FinalYeh::AlefMaksura) => {
            "U+06CC becomes ي inside a word and ى at its end.".into()
        }
        Step::FarsiYeh(FinalYeh::Yeh) => "U+06CC becomes ي.".into(),
        Step::Final(f) => {
            format!("U+{:04X} becomes {} at the end of a word.", f.from as u32, f.to)
        }
        Step::NumberSigns => {
            "Between digits U+066B becomes a full stop and U+066C a comma; next to a digit U+066A becomes a percent sign.".into()
        }
        Step::TanweenAlef => {
            "U+0627 with U+064B, in either order, is deleted at the end of a word.".into()
        }
        Step::Punctuation => {
            "U+060C, U+061B and U+061F between two digits stay.".into()
        }
        Step::Elongation { least, cap } => {
            format!("{least} or more of the same letter in a row become {cap}.")
        }
        Step::Whitespace(Lines::Keep) => {
            "A run of whitespace becomes one space, or one line break if there is one in it.".into()
        }
        Step::Whitespace(Lines::Flatten) => "A run of whitespace becomes one space.".into(),
        Step::Mojibake => {
            "UTF-8 that was read as Latin-1, Windows-1252 or Windows-1256 is read again.".into()
        }
    };
    Some(note)
}

impl fmt::Display for Rules {
    /// One line for each rule; neighbours that share a fate share a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        let mut i = 0;
        while let Some(rule) = self.rules.get(i) {
            let first = rule.code_point() as u32;
            if let Rule::Becomes(c, to) = rule {
                write!(f, "U+{first:04X} {} becomes {to}", visible(*c))?;
                for c in to.chars() {
                    write!(f, " U+{:04X}", c as u32)?;
                }
                writeln!(f)?;
                i += 1;
                continue;
            }
            let same = std::mem::discriminant(rule);
            let run = self.rules[i..]
                .iter()
                .zip(first..)
                .take_while(|(r, code)| {
                    std::mem::discriminant(*r) == same && r.code_point() as u32 == *code
                })
                .count();
            write!(f, "U+{first:04X}")?;
            if run > 1 {
                write!(f, "..U+{:04X}", first + run as u32 - 1)?;
            } else {
                write!(f, " {}", visible(rule.code_point()))?;
            }
            let deleted = matches!(rule, Rule::Deleted(_));
            writeln!(f, " {}", if deleted { "deleted" } else { "depends on its neighbours" })?;
            i += run;
        }
        Ok(())
    }
}

/// A character as it can be printed: marks on a dotted circle, nothing for what is invisible.
fn visible(c: char) -> String {
    if data::contains(data::ARABIC_MARKS, c as u32) {
        format!("◌{c}")
    } else if c.is_control() || c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}') {
        String::new()
    } else {
        c.to_string()
    }
}
