//! The rules of every form as data: which code points go, which become what.
//!
//! A [`Piece`] is one operation a user can name ("tatweel", "alef variants"); a form is a list of
//! them. Pieces of the peers state what each peer does, code point by code point, as observed.

mod arclean;
mod composition;
mod generated;
mod peers;

pub(crate) use arclean::CAMEL_ARCLEAN;
pub(crate) use composition::{NFC_STOPS, NFKC_STOPS};
pub(crate) use generated::{ARABIC_MARKS, ARABIC_WORD, DIGIT_ZEROS, PRESENTATION};
pub(crate) use peers::*;

use unicode_normalization::UnicodeNormalization;

/// What one operation does to single code points.
#[derive(Debug, Default)]
pub(crate) struct Piece {
    /// Ranges that disappear.
    pub(crate) delete: &'static [(u32, u32)],
    /// Code points and the text they become.
    pub(crate) map: &'static [(u32, &'static str)],
    /// Ranges that move: first, last, and where the first goes.
    pub(crate) shift: &'static [(u32, u32, u32)],
}

impl Piece {
    /// Calls `f` with every code point it says something about, and the text it becomes.
    pub(crate) fn for_each(&self, mut f: impl FnMut(u32, &str)) {
        let mut buffer = [0; 4];
        for &(first, last) in self.delete {
            (first..=last).for_each(|code| f(code, ""));
        }
        for &(code, text) in self.map {
            f(code, text);
        }
        for &(first, last, to) in self.shift {
            for code in first..=last {
                if let Some(c) = char::from_u32(to + (code - first)) {
                    f(code, c.encode_utf8(&mut buffer));
                }
            }
        }
    }

    /// Appends what becomes of one code point to `out`; false when this says nothing about it. Only for
    /// our own operations, which say one thing of each and are in order.
    pub(crate) fn append(&self, code: u32, out: &mut String) -> bool {
        if let Ok(at) = self.map.binary_search_by_key(&code, |&(from, _)| from) {
            out.push_str(self.map[at].1);
            return true;
        }
        let shift = self.shift.iter().find(|&&(first, last, _)| (first..=last).contains(&code));
        if let Some(&(first, _, to)) = shift {
            out.extend(char::from_u32(to + (code - first)));
            return true;
        }
        contains(self.delete, code)
    }
}

const NOTHING: Piece = Piece { delete: &[], map: &[], shift: &[] };

/// True when a sorted list of ranges contains `code`.
pub(crate) fn contains(ranges: &[(u32, u32)], code: u32) -> bool {
    let at = ranges.partition_point(|&(_, last)| last < code);
    ranges.get(at).is_some_and(|&(first, _)| first <= code)
}

/// Vowel marks whose code points are in the order of their combining classes (27 to 35).
pub(crate) fn is_ordered_mark(code: u32) -> bool {
    matches!(code, 0x64B..=0x652 | 0x670)
}

/// A range of code points less the ordered marks in it.
pub(crate) fn without_ordered_marks(first: u32, last: u32) -> impl Iterator<Item = (u32, u32)> {
    // One of the ranges of the tables is U+064B–U+065F, one is U+0670.
    let cut = |&(a, b): &(u32, u32)| a <= b;
    let parts = match (first, last) {
        (0x64B, _) => [(0x653, last), (1, 0)],
        (0x670, 0x670) => [(1, 0), (1, 0)],
        _ => [(first, last), (1, 0)],
    };
    parts.into_iter().filter(cut)
}

/// The same as a list.
pub(crate) fn ordered_marks() -> impl Iterator<Item = u32> {
    (0x64B..=0x652).chain([0x670])
}

/// True when a deleted character counts as part of the letter before it: marks and tatweel, not
/// direction marks, zero-width spaces or whole letters.
pub(crate) fn belongs(code: u32) -> bool {
    // Asked of every code point that a form deletes, so answered without a search.
    match BELONGS.get(code as usize >> 6) {
        Some(bits) => bits >> (code & 63) & 1 == 1,
        None => contains(ARABIC_MARKS, code),
    }
}

/// [`belongs`] for the code points below U+0900, a bit for each.
static BELONGS: [u64; 0x900 / 64] = {
    const fn add(bits: &mut [u64; 0x900 / 64], (first, last): (u32, u32)) {
        let mut code = first;
        while code <= last && code < 0x900 {
            bits[code as usize / 64] |= 1 << (code % 64);
            code += 1;
        }
    }
    let mut bits = [0; 0x900 / 64];
    add(&mut bits, (0x300, 0x36F));
    add(&mut bits, (0x640, 0x640));
    add(&mut bits, (0x6E5, 0x6E6));
    let mut i = 0;
    while i < ARABIC_MARKS.len() {
        add(&mut bits, ARABIC_MARKS[i]);
        i += 1;
    }
    bits
};

/// What NFKC makes of a code point whatever stands beside it, or `None` when it
/// interacts with its neighbours.
pub(crate) fn composed_alone(code: u32) -> Option<String> {
    let c = char::from_u32(code)?;
    let to: String = std::iter::once(c).nfkc().collect();
    let plain = to.chars().all(|c| !contains(NFC_STOPS, c as u32));
    (plain && !contains(NFC_STOPS, code)).then_some(to)
}

// ---- our own operations -------------------------------------------------------------------

pub(crate) static TATWEEL: Piece = Piece { delete: &[(0x640, 0x640)], ..NOTHING };

/// Short vowels, with their Quranic and regional shapes.
pub(crate) static HARAKAT: Piece = Piece {
    delete: &[
        (0x618, 0x61A),
        (0x64E, 0x650),
        (0x657, 0x657),
        (0x65D, 0x65E),
        (0x8E3, 0x8E6),
        (0x8F4, 0x8F6),
        (0x8FE, 0x8FE),
    ],
    ..NOTHING
};

/// Nunation.
pub(crate) static TANWIN: Piece =
    Piece { delete: &[(0x64B, 0x64D), (0x8E7, 0x8E9), (0x8F0, 0x8F2)], ..NOTHING };

pub(crate) static SHADDA: Piece = Piece { delete: &[(0x651, 0x651)], ..NOTHING };

pub(crate) static SUKUN: Piece = Piece { delete: &[(0x652, 0x652), (0x8D0, 0x8D0)], ..NOTHING };

/// The superscript alef of هٰذا and الرحمٰن.
pub(crate) static DAGGER_ALEF: Piece = Piece { delete: &[(0x670, 0x670)], ..NOTHING };

/// Quranic annotation, honorific signs and the remaining small marks. Combining madda and hamza
/// are here too: on a letter that takes them they have been composed before this is asked.
pub(crate) static QURANIC: Piece = Piece {
    delete: &[
        (0x610, 0x617),
        (0x653, 0x656),
        (0x658, 0x65C),
        (0x65F, 0x65F),
        (0x6D6, 0x6ED),
        (0x897, 0x89F),
        (0x8CA, 0x8CF),
        (0x8D1, 0x8E2),
        (0x8EA, 0x8EF),
        (0x8F3, 0x8F3),
        (0x8F7, 0x8FD),
        (0x8FF, 0x8FF),
    ],
    ..NOTHING
};

/// Direction marks, zero-width characters, soft hyphen, byte order mark. ZERO WIDTH JOINER has a
/// step of its own, because inside an emoji it is content.
pub(crate) static INVISIBLE: Piece = Piece {
    delete: &[
        (0xAD, 0xAD),
        (0x61C, 0x61C),
        (0x180E, 0x180E),
        (0x200B, 0x200C),
        (0x200E, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
        (0xFEFF, 0xFEFF),
    ],
    ..NOTHING
};

/// Spaces of every width to the space, the two separators to a line break.
pub(crate) static SPACES: Piece = Piece {
    map: &[
        (0xA0, " "),
        (0x1680, " "),
        (0x2000, " "),
        (0x2001, " "),
        (0x2002, " "),
        (0x2003, " "),
        (0x2004, " "),
        (0x2005, " "),
        (0x2006, " "),
        (0x2007, " "),
        (0x2008, " "),
        (0x2009, " "),
        (0x200A, " "),
        (0x2028, "\n"),
        (0x2029, "\n"),
        (0x202F, " "),
        (0x205F, " "),
        (0x3000, " "),
    ],
    ..NOTHING
};

/// Where presentation forms begin and end.
pub(crate) const FORMS: (u32, u32) = (0xFB50, 0xFEFC);

pub(crate) static PRESENTATION_FORMS: Piece = Piece { map: PRESENTATION, ..NOTHING };

/// Where a reader's answer differs from NFKC's: marks shown on a space or a tatweel are just
/// marks, ﷼ is the Arabic word, ﷽ is spelled out, and the joined forms of Farsi yeh are ي.
pub(crate) static PRESENTATION_REPAIR: Piece = Piece {
    map: &[
        (0xFBFE, "ي"),
        (0xFBFF, "ي"),
        (0xFC5E, "\u{64C}\u{651}"),
        (0xFC5F, "\u{64D}\u{651}"),
        (0xFC60, "\u{64E}\u{651}"),
        (0xFC61, "\u{64F}\u{651}"),
        (0xFC62, "\u{650}\u{651}"),
        (0xFC63, "\u{651}\u{670}"),
        (0xFCF2, "\u{64E}\u{651}"),
        (0xFCF3, "\u{64F}\u{651}"),
        (0xFCF4, "\u{650}\u{651}"),
        (0xFDFC, "ريال"),
        (0xFDFD, "بسم الله الرحمن الرحيم"),
        (0xFE70, "\u{64B}"),
        (0xFE71, "\u{64B}"),
        (0xFE72, "\u{64C}"),
        (0xFE74, "\u{64D}"),
        (0xFE76, "\u{64E}"),
        (0xFE77, "\u{64E}"),
        (0xFE78, "\u{64F}"),
        (0xFE79, "\u{64F}"),
        (0xFE7A, "\u{650}"),
        (0xFE7B, "\u{650}"),
        (0xFE7C, "\u{651}"),
        (0xFE7D, "\u{651}"),
        (0xFE7E, "\u{652}"),
        (0xFE7F, "\u{652}"),
    ],
    ..NOTHING
};

/// Letters of Persian and Urdu keyboards that an Arabic reader takes for their own. Farsi yeh has
/// a step of its own; پ چ ژ گ are letters in their own right and stay.
pub(crate) static LOOKALIKES: Piece = Piece {
    map: &[(0x6A9, "ك"), (0x6AA, "ك"), (0x6BE, "ه"), (0x6C1, "ه"), (0x6C3, "ة"), (0x6D5, "ه")],
    ..NOTHING
};

/// The rest of the Persian and Urdu letters that a search should find under an Arabic one.
pub(crate) static LOOKALIKES_SEARCH: Piece = Piece {
    map: &[(0x6C0, "ه"), (0x6C2, "ه"), (0x6CD, "ي"), (0x6D0, "ي"), (0x6D2, "ي"), (0x6D3, "ي")],
    ..NOTHING
};

/// Farsi yeh where alef maksura is folded to yeh anyway.
pub(crate) static FARSI_YEH: Piece = Piece { map: &[(0x6CC, "ي")], ..NOTHING };

/// پ چ ژ گ ڤ to the Arabic letter they are most often written with.
pub(crate) static PERSIAN_LETTERS: Piece = Piece {
    map: &[(0x67E, "ب"), (0x686, "ج"), (0x698, "ز"), (0x6A4, "ف"), (0x6AF, "ك")],
    ..NOTHING
};

pub(crate) static ALEF: Piece =
    Piece { map: &[(0x622, "ا"), (0x623, "ا"), (0x625, "ا")], ..NOTHING };

pub(crate) static WASLA: Piece =
    Piece { map: &[(0x671, "ا"), (0x672, "ا"), (0x673, "ا"), (0x675, "ا")], ..NOTHING };

pub(crate) static HAMZA_TO_CARRIER: Piece =
    Piece { map: &[(0x624, "و"), (0x626, "ي")], ..NOTHING };

pub(crate) static HAMZA_TO_HAMZA: Piece = Piece { map: &[(0x624, "ء"), (0x626, "ء")], ..NOTHING };

pub(crate) static STANDALONE_HAMZA: Piece =
    Piece { delete: &[(0x621, 0x621), (0x674, 0x674)], ..NOTHING };

pub(crate) static TEH_MARBUTA_TO_HEH: Piece =
    Piece { map: &[(0x629, "ه"), (0x6C3, "ه")], ..NOTHING };

pub(crate) static TEH_MARBUTA_TO_TEH: Piece =
    Piece { map: &[(0x629, "ت"), (0x6C3, "ت")], ..NOTHING };

pub(crate) static ALEF_MAKSURA_TO_YEH: Piece = Piece { map: &[(0x649, "ي")], ..NOTHING };

pub(crate) static YEH_TO_ALEF_MAKSURA: Piece = Piece { map: &[(0x64A, "ى")], ..NOTHING };

pub(crate) static DIGITS_TO_ASCII: Piece =
    Piece { shift: &[(0x660, 0x669, 0x30), (0x6F0, 0x6F9, 0x30)], ..NOTHING };

pub(crate) static DIGITS_TO_ARABIC: Piece =
    Piece { shift: &[(0x30, 0x39, 0x660), (0x6F0, 0x6F9, 0x660)], ..NOTHING };

pub(crate) static DIGITS_TO_EXTENDED: Piece =
    Piece { shift: &[(0x30, 0x39, 0x6F0), (0x660, 0x669, 0x6F0)], ..NOTHING };

/// Every typographic quotation mark to the straight one of its kind.
pub(crate) static QUOTES: Piece = Piece {
    map: &[
        (0xAB, "\""),
        (0xBB, "\""),
        (0x2018, "'"),
        (0x2019, "'"),
        (0x201A, "'"),
        (0x201B, "'"),
        (0x201C, "\""),
        (0x201D, "\""),
        (0x201E, "\""),
        (0x201F, "\""),
        (0x2039, "'"),
        (0x203A, "'"),
    ],
    ..NOTHING
};

/// Arabic punctuation, dashes and the ellipsis to ASCII.
pub(crate) static PUNCTUATION_TO_ASCII: Piece = Piece {
    map: &[
        (0x60C, ","),
        (0x61B, ";"),
        (0x61F, "?"),
        (0x66D, "*"),
        (0x6D4, "."),
        (0x2010, "-"),
        (0x2011, "-"),
        (0x2012, "-"),
        (0x2013, "-"),
        (0x2014, "-"),
        (0x2015, "-"),
        (0x2026, "..."),
        (0x2212, "-"),
    ],
    ..NOTHING
};

// ---- what the contextual steps look at ------------------------------------------------------

/// The three marks the step `Punctuation` maps.
pub(crate) static PUNCTUATION: &[(char, char)] = &[('،', ','), ('؛', ';'), ('؟', '?')];

pub(crate) static WHITESPACE: &[(u32, u32)] = &[
    (0x09, 0x0D),
    (0x1C, 0x20),
    (0x85, 0x85),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
];

pub(crate) static LINE_BREAKS: &[(u32, u32)] =
    &[(0x0A, 0x0D), (0x1C, 0x1E), (0x85, 0x85), (0x2028, 0x2029)];

/// Letters whose repetition is emphasis.
pub(crate) static ELONGATABLE: &[(u32, u32)] = &[(0x621, 0x63A), (0x641, 0x64A)];

/// Characters between which ZERO WIDTH JOINER makes one picture of two.
pub(crate) static EMOJI: &[(u32, u32)] = &[
    (0x203C, 0x203C),
    (0x2049, 0x2049),
    (0x231A, 0x231B),
    (0x23E9, 0x23F3),
    (0x23F8, 0x23FA),
    (0x25AA, 0x25AB),
    (0x25B6, 0x25B6),
    (0x25C0, 0x25C0),
    (0x25FB, 0x25FE),
    (0x2600, 0x27BF),
    (0x2B05, 0x2B07),
    (0x2B1B, 0x2B1C),
    (0x2B50, 0x2B50),
    (0x2B55, 0x2B55),
    (0x1F000, 0x1F64F),
    (0x1F680, 0x1F6FF),
    (0x1F900, 0x1F9FF),
    (0x1FA00, 0x1FAFF),
];

/// What may stand between an emoji and the joiner after it.
pub(crate) static EMOJI_MODIFIERS: &[(u32, u32)] = &[(0xFE0F, 0xFE0F), (0x1F3FB, 0x1F3FF)];

/// Characters that give away UTF-8 Arabic read as something else: its lead bytes in Latin-1, and
/// its second bytes in Windows-1252 and Windows-1256 (the leads are letters there).
pub(crate) static MOJIBAKE: &[(u32, u32)] = &[
    (0x80, 0xBF),
    (0xD8, 0xDB),
    (0x152, 0x153),
    (0x160, 0x161),
    (0x178, 0x178),
    (0x17D, 0x17E),
    (0x192, 0x192),
    (0x2C6, 0x2C6),
    (0x2DC, 0x2DC),
    (0x60C, 0x60C),
    (0x61B, 0x61B),
    (0x61F, 0x61F),
    (0x679, 0x679),
    (0x67E, 0x67E),
    (0x686, 0x686),
    (0x688, 0x688),
    (0x691, 0x691),
    (0x698, 0x698),
    (0x6A9, 0x6A9),
    (0x6AF, 0x6AF),
    (0x6BA, 0x6BA),
    (0x6BE, 0x6BE),
    (0x200C, 0x200D),
    (0x2013, 0x203A),
    (0x20AC, 0x20AC),
    (0x2122, 0x2122),
];

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick, is_nfkc_quick};

    fn ranges(want: impl Fn(char) -> bool) -> Vec<(u32, u32)> {
        let mut out: Vec<(u32, u32)> = Vec::new();
        for c in (0..=0x10FFFF).filter_map(char::from_u32).filter(|&c| want(c)) {
            match out.last_mut() {
                Some((_, last)) if *last + 1 == c as u32 => *last += 1,
                _ => out.push((c as u32, c as u32)),
            }
        }
        out
    }

    #[test]
    fn composition_tables_have_not_drifted() {
        let once = std::iter::once::<char>;
        let nfc = ranges(|c| {
            canonical_combining_class(c) != 0 || is_nfc_quick(once(c)) != IsNormalized::Yes
        });
        assert_eq!(nfc, NFC_STOPS, "new NFC_STOPS: {nfc:04X?}");
        let nfkc = ranges(|c| {
            canonical_combining_class(c) != 0 || is_nfkc_quick(once(c)) != IsNormalized::Yes
        });
        assert_eq!(nfkc, NFKC_STOPS, "new NFKC_STOPS: {nfkc:04X?}");
    }

    #[test]
    fn presentation_forms_are_what_unicode_says() {
        for &(code, to) in PRESENTATION {
            let c = char::from_u32(code).unwrap();
            assert_eq!(to, std::iter::once(c).nfkc().collect::<String>(), "U+{code:04X}");
        }
        for code in (0xFB50..0xFE00).chain(0xFE70..0xFF00) {
            let c = char::from_u32(code).unwrap();
            let to: String = std::iter::once(c).nfkc().collect();
            let listed = PRESENTATION.iter().any(|&(p, _)| p == code);
            assert_eq!(to != c.to_string(), listed, "U+{code:04X}");
        }
    }

    #[test]
    fn what_belongs_to_a_letter_is_what_the_ranges_say() {
        for code in 0..0x11000 {
            let listed = matches!(code, 0x640 | 0x6E5 | 0x6E6 | 0x300..=0x36F);
            assert_eq!(belongs(code), listed || contains(ARABIC_MARKS, code), "U+{code:04X}");
        }
    }

    #[test]
    fn ordered_marks_are_in_order() {
        let classes: Vec<_> = ordered_marks()
            .map(|m| canonical_combining_class(char::from_u32(m).unwrap()))
            .collect();
        assert!(classes.is_sorted());
        assert!(classes.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn range_lists_are_sorted() {
        for list in [WHITESPACE, LINE_BREAKS, ELONGATABLE, EMOJI, EMOJI_MODIFIERS, ARABIC_MARKS] {
            assert!(list.windows(2).all(|w| w[0].1 < w[1].0), "{list:04X?}");
        }
    }
}
