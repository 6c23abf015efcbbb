//! The table in the shape the vector kernels want it: bytes by position, 64 to a register.

use std::sync::OnceLock;

use super::super::data;
use super::super::table::{Action, Entry, PAGE, Page, Table};
use super::slots::Slots;
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
    /// [`PASS`], or DA or DB and something happens under it: a bit for each row, the lowest for C0.
    pub(crate) rare: [u8; 16],
    /// U+0600–U+067F once more, for looking sixteen bytes up at once.
    pub(crate) slots: Slots,
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
    /// The table for the vector kernels, or `None` when the table needs more than they can see. It
    /// begins with that of another table, from which only what differs need be told apart.
    pub(crate) fn new(table: &Table, near: Option<(&Table, &Vector)>) -> Option<Box<Vector>> {
        let partly_ordered = table.watch.order
            && !data::ordered_marks().all(|m| table.basic(m).action == Action::Keep);
        if partly_ordered {
            return None;
        }
        let watcher = Watcher::new(table).ok()?;
        let (near, mut v) = match near {
            Some((table, vector)) => (Some(table), Box::new(vector.clone())),
            None => (None, Vector::staying()),
        };
        (v.yeh, v.order, v.watcher) = (Yeh::new(table), table.watch.order, watcher);
        let mut letters = near.is_none();
        for i in 0..4 {
            changed(table, near, 0x18 + i, |at, entry| {
                v.set_arabic(i << 6 | at, entry);
                letters = true;
            });
        }
        if letters {
            v.slots = Slots::new(&v.arabic[0], &v.arabic[1]);
        }
        changed(table, near, 2, |at, entry| v.set_latin(at, entry));
        for i in 0..2 {
            let (general, form) = (GENERAL_START as usize >> 6, FORMS_START as usize >> 6);
            changed(table, near, general + i, |at, entry| v.set_general(i << 6 | at, entry));
            changed(table, near, form + i, |at, entry| v.set_form(i << 6 | at, entry));
        }
        let leads = !near.is_some_and(|near| near.acts_where(table));
        if leads {
            v.find_leads(table);
        }
        if letters || leads {
            v.find_rare();
        }
        Some(v)
    }

    /// Fills in what is known of lead bytes and of the bytes after some of them.
    fn find_leads(&mut self, table: &Table) {
        let stirred = table.stirred();
        for second in 0..64 {
            let special = |lead: usize| if stirred[lead] >> second & 1 == 1 { SPECIAL } else { 0 };
            (self.e2[second], self.ef[second]) = (special(0x2), special(0xF));
        }
        self.f0 = [0; 64];
        for block in table.astral_blocks() {
            if let Some(place) = self.f0.get_mut(block as usize) {
                *place = SPECIAL;
            }
        }
        for lead in 0xC0..=0xFFusize {
            let untouched = match lead {
                0xC0..0xE0 => stirred[0] >> (lead & 0x1F) & 1 == 0,
                0xE0..0xF0 => stirred[lead & 0xF] == 0,
                _ => true,
            };
            self.leads[lead & 63] = match lead {
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
        self.others = self.leads.iter().any(|&class| class != PASS);
    }

    /// Fills in which leads are rare.
    fn find_rare(&mut self) {
        self.rare = [0; 16];
        for (i, (lead, &class)) in (0xC0..=0xFFu8).zip(&self.leads).enumerate() {
            let changes = |row: usize| {
                let columns = (0x80..).zip(self.arabic[0][row].iter().zip(&self.arabic[1][row]));
                columns.into_iter().any(|(last, (&a, &b))| [a, b] != [lead, last])
            };
            let acts = class != PASS || matches!(lead, 0xDA | 0xDB) && changes(i & 3);
            self.rare[i & 15] |= u8::from(acts) << (i >> 4);
        }
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
                slots: Slots::NOTHING,
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
                v.set_form(i, Entry::KEEP);
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

    fn set_form(&mut self, i: usize, entry: Entry) {
        set_three(FORMS_START + i as u32, entry, i, &mut self.forms, &mut self.answers.forms);
    }
}

/// Calls `set` with the entries of a block in which `table` differs from another one, or from that
/// in which everything stays.
fn changed(table: &Table, near: Option<&Table>, block: usize, mut set: impl FnMut(usize, Entry)) {
    static STAYING: Page = [Entry::KEEP; PAGE];
    let (now, then) = (table.page(block), near.map_or(&STAYING, |near| near.page(block)));
    // Both may have it from the same third one.
    if std::ptr::eq(now, then) {
        return;
    }
    for (i, (&now, then)) in now.iter().zip(then).enumerate() {
        if now != *then {
            set(i, now);
        }
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
