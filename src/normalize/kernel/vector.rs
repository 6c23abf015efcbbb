//! The table in the shape the vector kernels want it: bytes by position, 64 to a register.

use std::sync::OnceLock;

use super::super::data;
use super::super::table::{Action, Entry, Table};
use super::watch::Watcher;
use super::yeh::Yeh;

/// First output byte of a character that a vector kernel leaves to the scalar one. No character
/// begins with it.
pub(crate) const SPECIAL: u8 = 0xFF;

/// What becomes of the bytes of characters, by the last six bits of their last byte.
///
/// Output bytes stand as far to the front of a character as they can, zero is no output, and
/// [`SPECIAL`] in front leaves the character to the scalar kernel.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Vector {
    /// First and second byte of U+0600–U+06FF, one row for each of the leads D8–DB.
    pub(crate) arabic: [[[u8; 64]; 4]; 2],
    /// First and second byte of U+0080–U+00BF (lead C2): no-break space, « and ».
    pub(crate) latin: [[u8; 64]; 2],
    /// The three bytes of U+2000–U+207F (E2 80, E2 81): quotation marks, dashes, direction marks.
    pub(crate) general: [[u8; 128]; 3],
    /// The three bytes of U+FE80–U+FEFF (EF BA, EF BB): presentation forms of letters.
    pub(crate) forms: [[u8; 128]; 3],
    /// For each second byte after E2, after EF and after F0, whether something happens under it.
    pub(crate) e2: [u8; 64],
    pub(crate) ef: [u8; 64],
    pub(crate) f0: [u8; 64],
    /// What to do with each lead byte C0–FF other than D8–DB.
    pub(crate) leads: [u8; 64],
    /// For each low half of a byte, in which of the rows C0, D0, E0 and F0 it is a lead that is not
    /// [`PASS`]: a bit for each row, the lowest for C0.
    pub(crate) rare: [u8; 16],
    /// Common rows of `arabic` in which something happens.
    pub(crate) common: [Row; 4],
    /// How many there are.
    pub(crate) count: usize,
    /// For each row number, whether something happens in it and it is not a common one.
    pub(crate) uncommon: [u8; 16],
    /// The tables `latin`, `general` and `forms` once more, for looking up one character.
    pub(crate) answers: Answers,
    /// What becomes of the Farsi yeh, when that depends on its place.
    pub(crate) yeh: Option<Yeh>,
    /// Marks must be put in canonical order.
    pub(crate) order: bool,
    /// What to look for in what was written.
    pub(crate) watcher: Option<Box<Watcher>>,
    /// Any of `leads` is not [`PASS`].
    pub(crate) others: bool,
    /// ASCII bytes in front: characters of two bytes that a kernel for two-byte text looks up.
    pub(crate) ucs2: Ucs2,
}

/// Sixteen code points: what the two bytes of each become, XORed with what they were.
#[derive(Clone, Copy, Debug)]
#[repr(align(16))]
pub(crate) struct Row {
    pub(crate) first: [u8; 16],
    pub(crate) second: [u8; 16],
    /// Of its code points, less U+0600, the high four bits.
    pub(crate) select: [u8; 16],
}

/// The answer to one character: its output bytes from the lowest byte up, and bits that say more.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    pub(crate) latin: [u32; 64],
    pub(crate) general: [u32; 128],
    pub(crate) forms: [u32; 128],
}

impl Answers {
    /// Where the bits begin that say which of the bytes are no output.
    pub(crate) const GONE: u32 = 24;
    /// The character stays as it is.
    pub(crate) const STAYS: u32 = 1 << 30;
    /// The character is not for a vector kernel.
    pub(crate) const STOP: u32 = 1 << 31;

    /// The answer to a character of so many bytes.
    pub(crate) fn answer(was: [u8; 3], length: usize, becomes: [u8; 3]) -> u32 {
        let gone = |i: usize| u32::from(becomes[i] == 0 && i < length) << i;
        match becomes {
            [SPECIAL, ..] => Answers::STOP,
            _ if becomes == was => Answers::STAYS,
            [a, b, c] => {
                u32::from_le_bytes([a, b, c, 0]) | (gone(0) | gone(1) | gone(2)) << Answers::GONE
            }
        }
    }
}

/// Rows that ordinary text meets in every line: U+062x (alef, hamza, teh marbuta), U+064x (tatweel,
/// alef maksura, yeh, tanwin) and U+065x (vowel marks); and U+060x, for the comma.
const COMMON: [u8; 4] = [0x2, 0x4, 0x5, 0x0];

/// The same for two-byte text: U+0600–U+06FF and U+2000–U+207F and U+0080–U+00BF, zero for no
/// output, [`Ucs2::SPECIAL`] for what the scalar path does.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Ucs2 {
    pub(crate) arabic: [u16; 256],
    pub(crate) general: [u16; 128],
    pub(crate) latin: [u16; 64],
}

impl Ucs2 {
    /// A lone surrogate: never the output of a table.
    pub(crate) const SPECIAL: u16 = 0xDFFF;
}

/// Lead byte classes.
pub(crate) const PASS: u8 = 0;
pub(crate) const LATIN: u8 = 1;
pub(crate) const GENERAL: u8 = 2;
pub(crate) const FORMS: u8 = 3;
pub(crate) const SCALAR: u8 = 4;
/// Four bytes, of which the second says whether something happens.
pub(crate) const ASTRAL: u8 = 5;

impl Vector {
    /// The table for the vector kernels, or `None` when the table needs more than they can see.
    pub(crate) fn new(table: &Table) -> Option<Box<Vector>> {
        let stirred = table.stirred();
        let plain = |block: usize| stirred[block >> 6] >> (block & 63) & 1 == 0;
        let partly_ordered = table.watch.order
            && !data::ordered_marks().all(|m| table.basic(m).action == Action::Keep);
        if partly_ordered {
            return None;
        }
        let watcher = Watcher::new(table).ok()?;
        let mut v = Vector::staying();
        (v.yeh, v.order, v.watcher) = (Yeh::new(table), table.watch.order, watcher);
        for (row, lead) in (0xD8..=0xDBusize).enumerate() {
            for (i, &entry) in table.page(lead & 0x1F).iter().enumerate() {
                if entry.action != Action::Keep {
                    v.set_arabic(row << 6 | i, entry);
                }
            }
        }
        for number in COMMON.into_iter().chain((0..16).filter(|n| !COMMON.contains(n))) {
            let (lead, column) = (usize::from(number >> 2), usize::from(number & 3) << 4);
            let mut row = Row { first: [0; 16], second: [0; 16], select: [number << 4; 16] };
            for i in 0..16 {
                row.first[i] = v.arabic[0][lead][column + i] ^ (0xD8 + lead as u8);
                row.second[i] = v.arabic[1][lead][column + i] ^ (0x80 + (column + i) as u8);
            }
            if row.first == [0; 16] && row.second == [0; 16] {
                continue;
            }
            if let Some(place) = v.common.get_mut(v.count).filter(|_| COMMON.contains(&number)) {
                *place = row;
                v.count += 1;
            } else {
                v.uncommon[usize::from(number)] = 0xFF;
            }
        }
        for (i, &entry) in table.page(2).iter().enumerate() {
            if entry.action != Action::Keep {
                v.set_latin(i, entry);
            }
        }
        for i in 0..128 {
            let code = |start| start + i as u32;
            let (general, form) =
                (table.basic(code(GENERAL_START)), table.basic(code(FORMS_START)));
            if general.action != Action::Keep {
                v.set_general(i, general);
            }
            if form.action != Action::Keep {
                set_three(code(FORMS_START), form, i, &mut v.forms, &mut v.answers.forms);
            }
        }
        for second in 0..64 {
            let special = |lead: usize| if stirred[lead] >> second & 1 == 1 { SPECIAL } else { 0 };
            (v.e2[second], v.ef[second]) = (special(0x2), special(0xF));
        }
        for block in table.astral_blocks() {
            if let Some(place) = v.f0.get_mut(block as usize) {
                *place = SPECIAL;
            }
        }
        for lead in 0xC0..=0xFFusize {
            let untouched = match lead {
                0xC0..0xE0 => plain(lead & 0x1F),
                0xE0..0xF0 => stirred[lead & 0xF] == 0,
                _ => true,
            };
            v.leads[lead & 63] = match lead {
                0xD8..=0xDB => PASS,
                0xF0 if !table.keeps_astral() => ASTRAL,
                0xF1.. if !table.keeps_astral() => SCALAR,
                _ if untouched => PASS,
                0xC2 => LATIN,
                0xE2 => GENERAL,
                0xEF => FORMS,
                _ => SCALAR,
            };
        }
        v.others = v.leads.iter().any(|&class| class != PASS);
        for (i, &class) in v.leads.iter().enumerate() {
            v.rare[i & 15] |= u8::from(class != PASS) << (i >> 4);
        }
        Some(v)
    }

    /// The one in which everything stays, to go on from.
    fn staying() -> Box<Vector> {
        static STAYING: OnceLock<Box<Vector>> = OnceLock::new();
        let make = || {
            let mut v = Box::new(Vector {
                arabic: [[[0; 64]; 4]; 2],
                latin: [[0; 64]; 2],
                general: [[0; 128]; 3],
                forms: [[0; 128]; 3],
                e2: [0; 64],
                ef: [0; 64],
                f0: [0; 64],
                leads: [PASS; 64],
                rare: [0; 16],
                common: [Row { first: [0; 16], second: [0; 16], select: [0; 16] }; 4],
                count: 0,
                uncommon: [0; 16],
                answers: Answers { latin: [0; 64], general: [0; 128], forms: [0; 128] },
                yeh: None,
                order: false,
                watcher: None,
                others: false,
                ucs2: Ucs2 { arabic: [0; 256], general: [0; 128], latin: [0; 64] },
            });
            for i in 0..256 {
                v.set_arabic(i, Entry::KEEP);
            }
            for i in 0..64 {
                v.set_latin(i, Entry::KEEP);
            }
            for i in 0..128 {
                v.set_general(i, Entry::KEEP);
                let code = FORMS_START + i as u32;
                set_three(code, Entry::KEEP, i, &mut v.forms, &mut v.answers.forms);
            }
            v
        };
        STAYING.get_or_init(make).clone()
    }

    fn set_arabic(&mut self, i: usize, entry: Entry) {
        let code = 0x600 + i as u32;
        let [first, second, _] = bytes(code, entry);
        self.arabic[0][i >> 6][i & 63] = first;
        self.arabic[1][i >> 6][i & 63] = second;
        self.ucs2.arabic[i] = unit(code, entry);
    }

    fn set_latin(&mut self, i: usize, entry: Entry) {
        let code = 0x80 + i as u32;
        // A deleted soft hyphen belongs to nothing, which the scalar kernel records.
        let out = bytes(code, entry);
        (self.latin[0][i], self.latin[1][i]) = (out[0], out[1]);
        self.answers.latin[i] = Answers::answer(bytes(code, Entry::KEEP), 2, out);
        self.ucs2.latin[i] = unit(code, entry);
    }

    fn set_general(&mut self, i: usize, entry: Entry) {
        let code = GENERAL_START + i as u32;
        set_three(code, entry, i, &mut self.general, &mut self.answers.general);
        self.ucs2.general[i] = unit(code, entry);
    }
}

const GENERAL_START: u32 = 0x2000;
const FORMS_START: u32 = 0xFE80;

/// Puts a character of three bytes in its tables.
fn set_three(
    code: u32,
    entry: Entry,
    i: usize,
    places: &mut [[u8; 128]; 3],
    answers: &mut [u32; 128],
) {
    // All that is deleted here is void, and the kernels record it as such.
    let out = if entry == Entry::VOID { [0; 3] } else { bytes(code, entry) };
    answers[i] = Answers::answer(bytes(code, Entry::KEEP), 3, out);
    for (place, byte) in places.iter_mut().zip(out) {
        place[i] = byte;
    }
}

/// The three output bytes of a character of two or three bytes.
fn bytes(code: u32, entry: Entry) -> [u8; 3] {
    let mut out = [0; 3];
    match entry.action {
        Action::Keep => {
            let last = 0x80 | code as u8 & 0x3F;
            let middle = 0x80 | (code >> 6) as u8 & 0x3F;
            out = if code < 0x800 {
                [0xC0 | (code >> 6) as u8, last, 0]
            } else {
                [0xE0 | (code >> 12) as u8, middle, last]
            };
        }
        Action::Map => out.copy_from_slice(&entry.out[..3]),
        Action::Drop => {}
        _ => out[0] = SPECIAL,
    }
    out
}

/// The output unit of a character of the basic plane.
fn unit(code: u32, entry: Entry) -> u16 {
    match entry.action {
        Action::Keep => code as u16,
        Action::Drop | Action::Void => 0,
        Action::Map if entry.len == 1 => u16::from(entry.out[0]),
        Action::Map if entry.len == 2 => {
            let [first, second, ..] = entry.out.map(u16::from);
            (first & 0x1F) << 6 | second & 0x3F
        }
        Action::Map => entry.text().chars().next().map_or(Ucs2::SPECIAL, |c| c as u16),
        _ => Ucs2::SPECIAL,
    }
}
