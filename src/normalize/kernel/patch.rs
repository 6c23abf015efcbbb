//! What the kernels without large registers do one character at a time.

use super::super::align::Record;
use super::vector::{FORMS, GENERAL, LATIN, PASS, SPECIAL, Vector};

/// For every set of eight bytes, a shuffle that moves them to the front.
pub(super) static PACK: [[u8; 8]; 256] = {
    let mut table = [[0x80; 8]; 256];
    let mut set = 0;
    while set < 256 {
        let (mut from, mut to) = (0, 0);
        while from < 8 {
            if set >> from & 1 == 1 {
                table[set][to] = from as u8;
                to += 1;
            }
            from += 1;
        }
        set += 1;
    }
    table
};

/// What [`others`] did to a block.
pub(super) struct Patched {
    /// Whether anything was written.
    pub(super) patched: bool,
    /// Bytes that are no output.
    pub(super) gone: u32,
    /// First bytes of deleted characters of three bytes.
    pub(super) void: u32,
    /// First byte of a character that is not for a vector kernel.
    pub(super) stop: u32,
    /// How much of the block can be done: all but a character that does not end in it.
    pub(super) advance: usize,
}

/// Looks up the characters of a block that are neither ASCII nor in U+0600–U+06FF and writes what
/// they become over them. `window` is the block and at least two bytes more, bit `i` of `begins`
/// says that such a character begins at byte `i`.
pub(super) fn others<const N: usize>(
    t: &Vector,
    window: &[u8],
    mut begins: u32,
    block: &mut [u8; N],
) -> Patched {
    let mut done = Patched { patched: false, gone: 0, void: 0, stop: 0, advance: N };
    while begins != 0 {
        let lane = begins.trailing_zeros() as usize;
        begins &= begins - 1;
        let Some(&[b0, b1, b2]) = window.get(lane..lane + 3) else { break };
        let length = if b0 < 0xE0 { 2 } else { 3 + usize::from(b0 >= 0xF0) };
        let Some(room) = block.get_mut(lane..lane + length) else {
            done.advance = lane;
            break;
        };
        let pick = |tables: &[[u8; 128]; 3]| {
            let i = usize::from(b1 & 1) << 6 | usize::from(b2 & 63);
            [tables[0][i], tables[1][i], tables[2][i]]
        };
        let i = usize::from(b1 & 63);
        let answer = match t.leads[usize::from(b0 & 63)] {
            PASS => continue,
            LATIN => [t.latin[0][i], t.latin[1][i], 0],
            GENERAL if b1 & 0xFE == 0x80 => pick(&t.general),
            GENERAL if t.e2[i] == 0 => continue,
            FORMS if b1 & 0xFE == 0xBA => pick(&t.forms),
            FORMS if t.ef[i] == 0 => continue,
            _ => [SPECIAL; 3],
        };
        if answer[0] == SPECIAL {
            done.stop = 1 << lane;
            break;
        }
        done.patched = true;
        done.void |= u32::from(answer[0] == 0 && length == 3) << lane;
        for (i, (to, from)) in room.iter_mut().zip(answer).enumerate() {
            *to = from;
            done.gone |= u32::from(from == 0) << (lane + i);
        }
    }
    done
}

/// Records the deleted characters that begin at the bits of `void`.
pub(super) fn record_void<R: Record>(mut void: u32, at: usize, record: &mut R) {
    while void != 0 {
        let start = at + void.trailing_zeros() as usize;
        record.deleted(start..start + 3, false);
        void &= void - 1;
    }
}
