//! What the kernels without large registers do one character at a time.

use super::super::align::Record;
use super::vector::{ASTRAL, Answers, FORMS, GENERAL, LATIN, PASS, Vector};
use super::yeh::Yeh;

/// For every set of eight bytes, a shuffle that moves them to the front; and the same for the second
/// eight of sixteen.
pub(super) static PACK: [[[u8; 8]; 256]; 2] = [pack_from(0), pack_from(8)];

const fn pack_from(start: u8) -> [[u8; 8]; 256] {
    let mut table = [[0x80; 8]; 256];
    let mut set = 0;
    while set < 256 {
        let (mut from, mut to) = (0, 0);
        while from < 8 {
            if set >> from & 1 == 1 {
                table[set][to] = start + from;
                to += 1;
            }
            from += 1;
        }
        set += 1;
    }
    table
}

/// What [`others`] did to a block.
pub(super) struct Patched {
    /// Whether anything was written.
    pub(super) patched: bool,
    /// Bytes that are no output.
    pub(super) gone: u64,
    /// First bytes of deleted characters of three bytes.
    pub(super) void: u64,
    /// First byte of a character that is not for a vector kernel.
    pub(super) stop: u64,
    /// How much of the block can be done: all but a character that does not end in it.
    pub(super) advance: usize,
}

/// What becomes of a character, given its first three bytes.
#[inline(always)]
pub(super) fn answer(t: &Vector, [b0, b1, b2]: [u8; 3]) -> u32 {
    let (middle, last) = (usize::from(b1 & 63), usize::from(b1 & 1) << 6 | usize::from(b2 & 63));
    let elsewhere = |table: &[u8; 64]| match table[middle] {
        0 => Answers::STAYS,
        _ => Answers::STOP,
    };
    match t.leads[usize::from(b0 & 63)] {
        PASS if b0 & 0xFC == 0xD8 => {
            let row = usize::from(b0 & 3);
            let out = [t.arabic[0][row][middle], t.arabic[1][row][middle], 0];
            Answers::answer([b0, b1, 0], 2, out)
        }
        PASS => Answers::STAYS,
        LATIN => t.answers.latin[middle],
        GENERAL if b1 & 0xFE == 0x80 => t.answers.general[last],
        GENERAL => elsewhere(&t.e2),
        FORMS if b1 & 0xFE == 0xBA => t.answers.forms[last],
        FORMS => elsewhere(&t.ef),
        ASTRAL => elsewhere(&t.f0),
        _ => Answers::STOP,
    }
}

/// True unless the characters of a short text that begin at the bits of `begins` stay as they are.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(super) fn change(t: &Vector, src: &[u8], mut begins: u64) -> bool {
    while begins != 0 {
        let lane = begins.trailing_zeros() as usize;
        begins &= begins - 1;
        let byte = |i: usize| src.get(lane + i).copied().unwrap_or_default();
        if answer(t, [byte(0), byte(1), byte(2)]) != Answers::STAYS {
            return true;
        }
    }
    false
}

/// Looks up characters of a block that are not ASCII and writes what they become over them.
/// `window` is the block and at least two bytes more, bit `i` of `begins` says that such a
/// character begins at byte `i`.
#[inline]
pub(super) fn others<const N: usize>(
    t: &Vector,
    window: &[u8],
    mut begins: u64,
    block: &mut [u8; N],
) -> Patched {
    let mut done = Patched { patched: false, gone: 0, void: 0, stop: 0, advance: N };
    while begins != 0 {
        let lane = begins.trailing_zeros() as usize;
        begins &= begins - 1;
        let Some(&bytes) = window.get(lane..).and_then(<[u8]>::first_chunk::<3>) else { break };
        let length = 2 + usize::from(bytes[0] >= 0xE0) + usize::from(bytes[0] >= 0xF0);
        if lane + length > N {
            done.advance = lane;
            break;
        }
        let mut answer = answer(t, bytes);
        if bytes[..2] == Yeh::BYTES
            && let Some(yeh) = &t.yeh
            && let Some([a, b]) = yeh.bytes_before(&window[lane + 2..], false)
        {
            answer = u32::from_le_bytes([a, b, 0, 0]);
        }
        if answer & (Answers::STAYS | Answers::STOP) != 0 {
            if answer & Answers::STOP == 0 {
                continue;
            }
            done.stop = 1 << lane;
            break;
        }
        done.patched = true;
        let [a, b, c, _] = answer.to_le_bytes();
        if let Some(place) = block.get_mut(lane..).and_then(<[u8]>::first_chunk_mut::<3>)
            && length == 3
        {
            *place = [a, b, c];
        } else if let Some(place) = block.get_mut(lane..).and_then(<[u8]>::first_chunk_mut::<2>) {
            *place = [a, b];
        }
        let gone = u64::from(answer >> Answers::GONE & 7);
        done.gone |= gone << lane;
        done.void |= u64::from(gone == 7) << lane;
    }
    done
}

/// Records the deleted characters that begin at the bits of `void`.
pub(super) fn record_void<R: Record>(mut void: u64, at: usize, record: &mut R) {
    while void != 0 {
        let start = at + void.trailing_zeros() as usize;
        record.deleted(start..start + 3, false);
        void &= void - 1;
    }
}
