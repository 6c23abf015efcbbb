//! Normalization of Arabic text, with a map back to every original character.

use std::borrow::Cow;
use std::ops::Range;
use std::str::FromStr;

use crate::error::Error;

/// A named set of normalization rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Lossless for a reader: tatweel, invisible marks, presentation forms, look-alike letters.
    Repair,
    /// `Repair`, and without vowel marks, with ASCII digits: for display and tagging.
    News,
    /// `News`, and alef, hamza, yeh and teh marbuta folded: for search indexes.
    Search,
    /// What rawi's own analysis reads: `News`, and alef variants folded to ا and ى to ي; ة, ؤ and ئ
    /// stay, because enclitics and plurals are told apart by them.
    Key,
}

impl FromStr for Form {
    type Err = Error;

    fn from_str(s: &str) -> Result<Form, Error> {
        match s {
            "repair" => Ok(Form::Repair),
            "news" => Ok(Form::News),
            "search" => Ok(Form::Search),
            "key" => Ok(Form::Key),
            _ => Err(Error::option("form", s, "one of repair, news, search, key")),
        }
    }
}

/// A compiled set of normalization rules.
#[derive(Clone, Debug)]
pub struct Normalizer {
    form: Form,
}

impl Normalizer {
    /// The normalizer of a form.
    pub fn new(form: Form) -> Normalizer {
        Normalizer { form }
    }

    /// The normalized text; borrowed when nothing changes.
    pub fn normalize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let out: String = text.chars().filter_map(|c| self.map(c)).collect();
        if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
    }

    /// The normalized text with a map to the original and back.
    pub fn normalize_aligned(&self, text: &str) -> Aligned {
        let mut out = String::with_capacity(text.len());
        let mut starts = Vec::with_capacity(text.len());
        for (i, c) in text.char_indices() {
            if let Some(m) = self.map(c) {
                out.push(m);
                starts.resize(out.len(), i as u32);
            }
        }
        starts.push(text.len() as u32);
        Aligned { text: out, starts }
    }

    fn map(&self, c: char) -> Option<char> {
        let marks = matches!(c, '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}');
        let c = match c {
            '\u{640}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{61C}'
            | '\u{FEFF}'
            | '\u{2066}'..='\u{2069}'
            | '\u{AD}' => return None,
            'ک' => 'ك',
            'ی' => 'ي',
            '\u{A0}' => ' ',
            c => c,
        };
        if self.form == Form::Repair {
            return Some(c);
        }
        if marks {
            return None;
        }
        let c = match c {
            '٠'..='٩' => char::from(b'0' + (c as u32 - 0x660) as u8),
            '۰'..='۹' => char::from(b'0' + (c as u32 - 0x6F0) as u8),
            c => c,
        };
        if self.form == Form::News {
            return Some(c);
        }
        let c = match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            c => c,
        };
        if self.form == Form::Key {
            return Some(c);
        }
        Some(match c {
            'ة' => 'ه',
            'ؤ' => 'و',
            'ئ' => 'ي',
            c => c,
        })
    }
}

/// Normalized text and the map between it and the original.
#[derive(Clone, Debug)]
pub struct Aligned {
    text: String,
    starts: Vec<u32>,
}

impl Aligned {
    /// The normalized text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte range of the original that a byte range of the normalized text stands for. It
    /// begins at the first kept character and ends before the next kept character begins, so
    /// marks deleted after the last letter are inside.
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        let at = |i: usize| self.starts.get(i).or(self.starts.last()).map_or(0, |&s| s as usize);
        at(range.start)..at(range.end)
    }
}
