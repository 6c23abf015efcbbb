//! Short texts: a word, a name, a search query.
//!
//! There the way to a kernel and back costs more than what it does. Texts of up to [`LONGEST`] bytes
//! are done in registers, by a vector kernel that asks for room only if something changes; those
//! for which that is not worth its while are spelled, one character at a time. What depends on its
//! neighbours is left to [`run`](super::run).

use std::borrow::Cow;

use super::super::Compiled;
use super::super::table::Action;
#[cfg(feature = "parallel")]
use super::SLACK;
use super::vector::Vector;
use super::{Kernel, scalar, string};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// Longest text, in bytes, that counts as short.
const LONGEST: usize = 64;

/// Longest text, in bytes, that is spelled.
const TINY: usize = 16;

/// Room for what becomes of it, if each character of three bytes becomes four, and for what is
/// written at once.
const ROOM: usize = 32;

/// What a vector kernel did to a short text. It is returned in registers: a vector that is filled
/// behind a reference would have to wait in memory before it can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Nothing was done: something depends on its neighbours.
    Other,
    /// It stays as it is.
    Same,
    /// It became that many bytes.
    New(usize),
}

/// The normalized form of a short text; `None` when it is not one, or when something in it depends
/// on its neighbours.
#[inline(always)]
pub(crate) fn short<'t>(n: &Compiled, text: &'t str) -> Option<Cow<'t, str>> {
    let table = table(n, text)?;
    if is_spelled(n, text) {
        let mut out = [0; ROOM];
        if let Some(spelled) = spell(n, text, &mut out) {
            return Some(owned(text, &out, spelled));
        }
    }
    let mut made: *mut u8 = std::ptr::null_mut();
    let room = || {
        made = Box::into_raw(Box::<[u8; LONGEST]>::new_uninit()).cast();
        made
    };
    // SAFETY: that is the size of the box.
    match unsafe { word(n, table, text, room) } {
        Word::Other => None,
        Word::Same => Some(Cow::Borrowed(text)),
        Word::New(len) => {
            // SAFETY: `room` has been called, so this is the box, which is laid out as a vector of
            // that capacity; `len` of its bytes have been written.
            Some(Cow::Owned(string(unsafe { Vec::from_raw_parts(made, len, LONGEST) })))
        }
    }
}

/// Bytes that the output of [`run`](super::run) asks for; none for what is, as a rule, done here.
#[cfg(feature = "parallel")]
pub(crate) fn room(text: &str) -> usize {
    if text.len() > LONGEST { text.len() + SLACK } else { 0 }
}

/// Appends what [`short`] gives, and says whether it could.
pub(crate) fn short_into(n: &Compiled, text: &str, out: &mut Vec<u8>) -> bool {
    let Some(table) = table(n, text) else { return false };
    if is_spelled(n, text) {
        let mut spelled = [0; ROOM];
        if let Some(Spelled { len, .. }) = spell(n, text, &mut spelled) {
            // All of it, because so many bytes are copied without a call.
            out.extend_from_slice(&spelled);
            out.truncate(out.len() - ROOM + len);
            return true;
        }
    }
    let room = || {
        out.reserve(LONGEST);
        out.spare_capacity_mut().as_mut_ptr().cast()
    };
    // SAFETY: room is made where the output ends.
    match unsafe { word(n, table, text, room) } {
        Word::Other => return false,
        Word::Same => out.extend_from_slice(text.as_bytes()),
        // SAFETY: that many bytes have been written after the others.
        Word::New(len) => unsafe { out.set_len(out.len() + len) },
    }
    true
}

/// The table for a text that is short, if nothing has to be watched for in what it becomes.
#[inline(always)]
fn table<'n>(n: &'n Compiled, text: &str) -> Option<&'n Vector> {
    // What the others are tested against does without.
    let short = text.len() <= LONGEST && n.kernel != Kernel::Scalar;
    n.vector.as_deref().filter(|table| short && table.watcher.is_none())
}

/// True when spelling a text is faster than setting up the vectors of its kernel.
#[inline(always)]
fn is_spelled(n: &Compiled, text: &str) -> bool {
    // A text that begins with a character of three bytes is, as a rule, of presentation forms or of
    // another script, and those vectors are slow with.
    let most = match (text.as_bytes().first(), n.kernel) {
        (Some(0xE0..), _) => TINY,
        (_, Kernel::Avx512) => 0,
        _ => TINY / 2,
    };
    text.len() <= most
}

/// Normalizes a short text to the place that `room` names, which is asked for only if something
/// changes.
///
/// # Safety
///
/// There must be room for [`LONGEST`] bytes at what `room` returns.
#[inline(always)]
unsafe fn word(n: &Compiled, table: &Vector, text: &str, room: impl FnOnce() -> *mut u8) -> Word {
    match n.kernel {
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => {
            // SAFETY: `Compiled` names only kernels that are available; the caller makes room.
            unsafe { avx512::word(table, text.as_bytes(), room) }
        }
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => {
            // SAFETY: as above.
            unsafe { avx2::word(table, text.as_bytes(), room) }
        }
        _ => {
            let _ = (table, text, room);
            Word::Other
        }
    }
}

#[inline(always)]
fn owned<'t>(text: &'t str, out: &[u8; ROOM], spelled: Spelled) -> Cow<'t, str> {
    if spelled.same {
        return Cow::Borrowed(text);
    }
    // All of it, because so many bytes are copied without a call.
    let mut out = out.to_vec();
    out.truncate(spelled.len);
    Cow::Owned(string(out))
}

/// What [`spell`] wrote.
struct Spelled {
    len: usize,
    same: bool,
}

/// Writes what becomes of a text, one character after the other; `None` when something in it depends
/// on its neighbours, or there is no room for it.
#[inline(always)]
fn spell(n: &Compiled, text: &str, out: &mut [u8; ROOM]) -> Option<Spelled> {
    let table = &n.table;
    let (front, order) = (table.front_row(), table.watch.order);
    let mut rest = text.as_bytes();
    // A bit for each action there was.
    let (mut end, mut seen, mut marks) = (0, 0u32, 0);
    // In each branch of its own, or an entry is taken apart to bring the branches together.
    macro_rules! put {
        ($out:expr, $len:expr, $action:expr) => {{
            *out.get_mut(end..)?.first_chunk_mut()? = $out;
            end += usize::from($len);
            seen |= 1 << $action as u8;
        }};
    }
    loop {
        match *rest {
            [a @ 0xC2..0xE0, b, ref more @ ..] => {
                let entry = &front[usize::from(a & 0x1F) << 6 | usize::from(b & 63)];
                put!(entry.out, entry.len, entry.action);
                if order {
                    marks += u32::from(entry.out[0] == 0xD9 && scalar::is_mark(entry.out[1]));
                }
                rest = more;
            }
            [a @ ..0x80, ref more @ ..] => {
                let entry = &front[usize::from(a)];
                put!(entry.out, entry.len, entry.action);
                rest = more;
            }
            [a @ 0xE0..0xF0, b, c, ref more @ ..] => {
                let entry = table.three(a, b, c);
                if entry.action == Action::Keep {
                    put!([a, b, c, 0], 3u8, Action::Keep);
                } else {
                    put!(entry.out, entry.len, entry.action);
                    marks += u32::from(entry.out[0] == 0xD9 && scalar::is_mark(entry.out[1]));
                }
                rest = more;
            }
            [] => break,
            _ => return None,
        }
    }
    let is = |actions: &[Action]| actions.iter().fold(0, |bits, &a| bits | 1 << a as u8);
    let mut more = is(&[Action::Expand, Action::Stop]);
    if order {
        // Marks inside of what something becomes would have to be put in order as well.
        more |= is(&[Action::Grow]);
    }
    let known = seen & more == 0 && !(order && marks > 1);
    known.then_some(Spelled { len: end, same: seen & !is(&[Action::Keep]) == 0 })
}
