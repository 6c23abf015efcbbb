//! The letters in the shape AVX2 wants them: its look-ups ask for half a byte, so a table has sixteen
//! places.

use super::vector::SPECIAL;

/// What becomes of U+0600–U+067F.
///
/// A character has a *place*, which a kernel computes from its bytes with little work: see [`place`].
/// The high half of it is its row, of which there are eight. What is deleted is a bit for each row.
/// Everything else that changes shares sixteen slots: a row is turned, by a number that its low
/// halves are XORed with, so that its characters fall into free ones. There are enough for the
/// letters and the punctuation of any form; what finds none is looked up one by one.
#[derive(Clone, Debug)]
#[repr(align(16))]
pub(crate) struct Slots {
    /// By the low half of a place, the rows in which the character is deleted.
    pub(crate) deleted: [u8; 16],
    /// The same, and those in which it becomes a single byte.
    pub(crate) shorter: [u8; 16],
    /// By the low half of a place, the rows in which it changes and has no slot.
    pub(crate) far: [u8; 16],
    /// How each row is turned.
    pub(crate) turn: [u8; 16],
    /// The place of the character that each slot is for, and [`Slots::FREE`] for none.
    pub(crate) places: [u8; 16],
    /// What its two bytes become, XORed with what they were.
    pub(crate) first: [u8; 16],
    pub(crate) second: [u8; 16],
}

/// The place of a character, given its first byte, D8 or D9, and the last six bits of its second.
fn place(second_lead: bool, column: usize) -> u8 {
    if second_lead { 0x7F - column as u8 } else { column as u8 }
}

/// Rows in the order in which their characters get slots: hamza and alef, alef maksura, the comma,
/// the question mark; then vowel marks, the second half of the alphabet, digits and rare letters.
const ROWS: [u8; 8] = [2, 7, 0, 1, 6, 3, 5, 4];

impl Slots {
    /// No place of a character.
    const FREE: u8 = 0xFF;

    pub(super) const NOTHING: Slots = Slots {
        deleted: [0; 16],
        shorter: [0; 16],
        far: [0; 16],
        turn: [0; 16],
        places: [Slots::FREE; 16],
        first: [0; 16],
        second: [0; 16],
    };

    /// The slots for what `first` and `second` say that the bytes of U+0600–U+067F become.
    pub(super) fn new(first: &[[u8; 64]; 4], second: &[[u8; 64]; 4]) -> Slots {
        let mut slots = Slots::NOTHING;
        // By row: low half of the place, and what both bytes become, XORed with what they were.
        let mut rows: [Vec<(usize, [u8; 2])>; 8] = Default::default();
        for (lead, (first, second)) in (0xD8u8..).zip(first.iter().zip(second)).take(2) {
            for (column, (&first, &second)) in first.iter().zip(second).enumerate() {
                let place = place(lead == 0xD9, column);
                let (row, low) = (usize::from(place >> 4), usize::from(place & 15));
                let change = [first ^ lead, second ^ (0x80 | column as u8)];
                if first != SPECIAL && second == 0 {
                    slots.shorter[low] |= 1 << row;
                }
                if [first, second] == [0, 0] {
                    slots.deleted[low] |= 1 << row;
                } else if first == SPECIAL {
                    slots.far[low] |= 1 << row;
                } else if change != [0, 0] {
                    rows[row].push((low, change));
                }
            }
        }
        for row in ROWS.map(usize::from) {
            let free =
                |slots: &Slots, low: usize, turn: usize| slots.places[low ^ turn] == Slots::FREE;
            let fit = |turn: &usize| rows[row].iter().filter(|x| free(&slots, x.0, *turn)).count();
            // The last of the best.
            let turn = (0..16).max_by_key(fit).unwrap_or_default();
            slots.turn[row] = turn as u8;
            for &(low, change) in &rows[row] {
                if free(&slots, low, turn) {
                    slots.places[low ^ turn] = (row << 4 | low) as u8;
                    [slots.first[low ^ turn], slots.second[low ^ turn]] = change;
                } else {
                    slots.far[low] |= 1 << row;
                }
            }
        }
        slots
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Form, Normalizer};
    use super::*;

    /// The two bytes that a kernel finds for a character; `None` when it is far.
    fn find(slots: &Slots, lead: u8, column: usize) -> Option<[u8; 2]> {
        let was = [lead, 0x80 | column as u8];
        let place = place(lead == 0xD9, column);
        let (row, low) = (usize::from(place >> 4), usize::from(place & 15));
        let in_row = |rows: &[u8; 16]| rows[low] >> row & 1 == 1;
        if in_row(&slots.far) {
            return None;
        }
        if in_row(&slots.deleted) {
            assert!(in_row(&slots.shorter));
            return Some([0, 0]);
        }
        let slot = low ^ usize::from(slots.turn[row]);
        let found = slots.places[slot] == place;
        let change = if found { [slots.first[slot], slots.second[slot]] } else { [0, 0] };
        let became = [was[0] ^ change[0], was[1] ^ change[1]];
        assert_eq!(in_row(&slots.shorter), became[1] == 0);
        Some(became)
    }

    #[test]
    fn slots_say_what_the_table_says() {
        for form in Form::ALL {
            let normalizer = Normalizer::new(form);
            let Some(vector) = normalizer.inner.vector.as_deref() else { continue };
            for (lead, column) in (0..128).map(|i| (0xD8 + (i >> 6) as u8, i & 63)) {
                let row = usize::from(lead & 3);
                let expected = [vector.arabic[0][row][column], vector.arabic[1][row][column]];
                let found = find(&vector.slots, lead, column);
                let c = char::from_u32(0x600 + (row << 6 | column) as u32).unwrap();
                match found {
                    Some(found) => assert_eq!(found, expected, "{form}: {c}"),
                    // What every line of text has must not be far.
                    None => {
                        let common = if form.is_ours() {
                            "،؛؟ءآأؤإئةىي"
                        } else {
                            "،ءآأؤإئةىي"
                        };
                        assert!(expected[0] == SPECIAL || !common.contains(c), "{form}: {c}");
                    }
                }
            }
        }
    }
}
