//! What the vector kernels do not see while they write: adjacent characters that a step acts on
//! only together, and control characters that change.
//!
//! Both are rare, so the output is looked over piece by piece while it is still in the nearest
//! cache, thirty-two bytes at a time. Spaces are joined on the spot; where something else is found,
//! everything from there on is taken back, and the scalar kernel has a closer look.

use std::ops::Range;

use super::super::align::{Record, nth, set};
use super::super::table::{Action, Table, Watch};
use super::Kernel;
use super::vector::SPECIAL;

/// Bytes before a group that it is compared with: two letters.
pub(super) const BEFORE: usize = 4;
pub(super) const GROUP: usize = 32;

/// Control characters.
const CONTROL: u8 = 1;
/// Anything else to watch for.
const OTHER: u8 = 2;

/// What to look for in what was written.
#[derive(Clone, Debug)]
pub(crate) struct Watcher {
    watch: Watch,
    /// What control characters become, [`SPECIAL`] for nothing or something longer.
    controls: [u8; 128],
}

impl Watcher {
    /// What has to be watched in the output of a vector kernel for `table`: `Ok(None)` is nothing,
    /// `Err` means that it cannot be done this way, because ordinary ASCII changes too.
    pub(crate) fn new(table: &Table) -> Result<Option<Box<Watcher>>, ()> {
        // The two blocks of ASCII.
        if table.stirred()[0].trailing_zeros() >= 2 && !table.watch.needs_a_look() {
            return Ok(None);
        }
        let mut watcher = Watcher { watch: table.watch, controls: [0; 128] };
        for (code, to) in (0u8..).zip(&mut watcher.controls) {
            let entry = table.basic(u32::from(code));
            *to = match entry.action {
                Action::Keep => code,
                Action::Map => entry.out[0],
                _ => SPECIAL,
            };
            if *to != code && !code.is_ascii_control() {
                return Err(());
            }
        }
        Ok(Some(Box::new(watcher)))
    }

    /// Looks over `out` from `from` on, which a vector kernel has just written from byte `start` of
    /// the text on, and puts spaces and control characters in it right. Returns where the first
    /// character stands about which more must be done. `base` is where the output of the whole text
    /// begins, `next` what follows in the text.
    #[allow(clippy::too_many_arguments)] // a piece of the output, and where it came from
    pub(super) fn find<R: Record>(
        &self,
        kernel: Kernel,
        out: &mut Vec<u8>,
        base: usize,
        from: usize,
        start: usize,
        next: &[u8],
        record: &mut R,
    ) -> Option<usize> {
        let mut piece = Piece { out, base, from, start };
        let mut found = None;
        // The first positions one by one, because what is before them may be another text.
        let least = from + BEFORE;
        let mut at = from;
        while found.is_none() && at < piece.out.len() {
            let (first, seen) = if at < least {
                (at, Seen { control: 1, other: 1 })
            } else {
                self.scan(kernel, piece.out, at, least)
            };
            at = if at < least { at + 1 } else { first + GROUP };
            let mut other = seen.other;
            if seen.control != 0 {
                other = self.control(piece.out, first, seen);
                if at > least {
                    other |= self.group(kernel, piece.out, first).other;
                }
            }
            while other != 0 {
                let place = first + other.trailing_zeros() as usize;
                other &= other - 1;
                match self.closer(&mut piece, place, record) {
                    Closer::Nothing => {}
                    Closer::Joined => {
                        at = place;
                        break;
                    }
                    Closer::Found => {
                        found = Some(place);
                        break;
                    }
                    Closer::Before => {
                        found = Some(place - 1);
                        break;
                    }
                }
            }
        }
        // What follows the last character is not written yet.
        found.or_else(|| {
            let last = out.len().checked_sub(1).filter(|&last| last >= from)?;
            let punctuation = self.watch.punctuation && is_punctuation(out[last]);
            (punctuation && digit_before(&out[base..last]) && may_be_digit(next)).then_some(last)
        })
    }

    /// The first group at `at` or after it in which something was seen. The last one overlaps the
    /// one before it, but nothing before `least`.
    #[inline]
    fn scan(&self, kernel: Kernel, out: &[u8], mut at: usize, least: usize) -> (usize, Seen) {
        let last = out.len().saturating_sub(GROUP);
        #[cfg(target_arch = "x86_64")]
        if matches!(kernel, Kernel::Avx2 | Kernel::Avx512) {
            // SAFETY: a normalizer names only kernels that are available, and a processor with
            // AVX-512 has AVX2.
            at = unsafe { super::avx2::skip(self, out, at) };
        }
        if at > last && last >= least {
            at = last;
        }
        loop {
            let seen = self.group(kernel, out, at);
            if seen.control | seen.other != 0 || at + GROUP >= out.len() {
                return (at, seen);
            }
            at += GROUP;
            if at > last && last >= least {
                at = last;
            }
        }
    }

    /// What there is in the group at `at`; everything when it is not a whole one.
    fn group(&self, kernel: Kernel, out: &[u8], at: usize) -> Seen {
        let Some(Some(window)) = out.get(at - BEFORE..at + GROUP).map(<[u8]>::first_chunk) else {
            let all = u32::MAX >> (GROUP - out.len().saturating_sub(at).clamp(1, GROUP));
            return Seen { control: all, other: all };
        };
        #[cfg(target_arch = "x86_64")]
        if matches!(kernel, Kernel::Avx2 | Kernel::Avx512) {
            // SAFETY: as above.
            return unsafe { super::avx2::group(self, window) };
        }
        let _ = kernel;
        let seen = self.suspicious(window);
        let all = |yes: bool| if yes { u32::MAX } else { 0 };
        Seen { control: all(seen & CONTROL != 0), other: all(seen & OTHER != 0) }
    }

    /// What a closer look is needed for at the last bytes of the window: [`CONTROL`], [`OTHER`].
    // Inside of other functions it is no longer made of vector instructions.
    #[inline(never)]
    fn suspicious(&self, window: &[u8; BEFORE + GROUP]) -> u8 {
        let Masks { spaces, run, two, punctuation, newline } = self.masks();
        let on = |yes: bool| if yes { 0xFF } else { 0u8 };
        let space = |b: u8| on(b == b' ') | on(b == b'\n');
        let mut seen = 0;
        for i in 0..GROUP {
            let (b, b1, b2, b4) = (window[i + 4], window[i + 3], window[i + 2], window[i]);
            let joined = space(b) & space(b1) & spaces;
            // Last bytes of characters of two bytes, the same three times.
            let last = on(b & 0xC0 == 0x80);
            let repeated = last & on(b == b2) & (on(b2 == b4) | two) & run;
            let sign = on(b1 == b',') | on(b1 == b';') | on(b1 == b'?');
            let digit = on(b.wrapping_sub(b'0') < 10) | on(b >= 0x80);
            let control = on(b < 0x20) & (on(b != b'\n') | newline) | on(b == 0x7F);
            seen |= (joined | repeated | sign & digit & punctuation) & OTHER | control & CONTROL;
        }
        seen
    }

    /// What is watched, as bytes to mask with.
    #[inline(always)]
    pub(super) fn masks(&self) -> Masks {
        let on = |yes: bool| if yes { 0xFF } else { 0u8 };
        Masks {
            spaces: on(self.watch.spaces),
            run: on(self.watch.run > 0),
            two: on(self.watch.run == 2),
            punctuation: on(self.watch.punctuation),
            newline: on(self.controls[usize::from(b'\n')] != b'\n'),
        }
    }

    /// Puts the control characters that were seen from `first` on right, and returns those of them
    /// that do not become one character.
    fn control(&self, out: &mut [u8], first: usize, seen: Seen) -> u32 {
        let mut left = 0;
        let mut bits = seen.control;
        while bits != 0 {
            let i = bits.trailing_zeros();
            bits &= bits - 1;
            let Some(b) = out.get_mut(first + i as usize) else { break };
            match self.controls.get(usize::from(*b)) {
                Some(&SPECIAL) => left |= 1 << i,
                Some(&to) => *b = to,
                None => {}
            }
        }
        left | seen.other
    }

    /// Joins a space at `at` with one before it, or says that something else must be done.
    fn closer<R: Record>(&self, piece: &mut Piece<'_>, at: usize, record: &mut R) -> Closer {
        let Watch { spaces, run, punctuation, .. } = self.watch;
        let written = piece.out.get(piece.base..).unwrap_or_default();
        let Some((before, [b, ..])) = written.split_at_checked(at - piece.base) else {
            return Closer::Nothing;
        };
        if self.controls.get(usize::from(*b)) == Some(&SPECIAL) {
            return Closer::Found;
        }
        if spaces && is_space(*b) && before.last().is_some_and(|&b| is_space(b)) {
            record.join_nth(piece.start, at - piece.from);
            let joined = piece.out.remove(at);
            if joined == b'\n' {
                piece.out[at - 1] = joined;
            }
            return Closer::Joined;
        }
        if at == piece.from {
            return Closer::Nothing;
        }
        // Seen at the last byte of the third letter.
        let letter = before.last().map(|&first| [first, *b]);
        if run > 0
            && let Some(letter @ [0xD8 | 0xD9, _]) = letter
            && repeats(&before[..before.len() - 1], letter, run.min(3) - 1)
        {
            return Closer::Before;
        }
        let sign = before.split_last().filter(|(b, _)| is_punctuation(**b));
        if punctuation
            && let Some((_, before)) = sign
            && digit_before(before)
            && may_be_digit(&written[at - piece.base..])
        {
            return Closer::Before;
        }
        Closer::Nothing
    }
}

/// What was seen in a group: one bit for each byte.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) control: u32,
    pub(super) other: u32,
}

enum Closer {
    Nothing,
    Joined,
    Found,
    /// The same for the character that begins one byte before.
    Before,
}

/// See [`Watcher::masks`].
pub(super) struct Masks {
    pub(super) spaces: u8,
    pub(super) run: u8,
    /// Two in a row are a run.
    pub(super) two: u8,
    pub(super) punctuation: u8,
    /// The line break is a control character that changes.
    pub(super) newline: u8,
}

/// See [`Watcher::find`].
struct Piece<'a> {
    out: &'a mut Vec<u8>,
    base: usize,
    from: usize,
    start: usize,
}

/// What all whitespace has become.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n')
}

/// The ASCII signs that Arabic punctuation becomes.
#[inline(always)]
pub(super) fn is_punctuation(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'?')
}

/// True when `out` ends in `times` times the letter.
pub(super) fn repeats(out: &[u8], letter: [u8; 2], times: u8) -> bool {
    let from = out.len().checked_sub(2 * usize::from(times));
    from.and_then(|from| out.get(from..)).is_some_and(|tail| tail.chunks(2).all(|c| c == letter))
}

/// True unless a text that ends in `before` surely does not end in a digit.
pub(super) fn digit_before(before: &[u8]) -> bool {
    match before {
        [.., b] if b.is_ascii() => b.is_ascii_digit(),
        [.., 0xD8, _] | [.., 0xD9, 0x80..0xA0] | [] => false,
        _ => true,
    }
}

/// True unless a text that begins with `after` surely begins with something that is no digit and
/// does not disappear.
pub(super) fn may_be_digit(after: &[u8]) -> bool {
    match after {
        [b, ..] if b.is_ascii() => b.is_ascii_digit(),
        [0xD8, 0xA1..=0xBA, ..] | [0xD9, 0x81..=0x8A, ..] | [] => false,
        _ => true,
    }
}

/// Where the bytes of the output of one piece of text come from.
pub(super) struct Trace {
    start: usize,
    keep: Vec<u64>,
}

impl Trace {
    pub(super) fn new(range: Range<usize>) -> Trace {
        Trace { start: range.start, keep: vec![0; range.len() / 64 + 2] }
    }

    /// The byte of the original that byte `n` of the output comes from.
    pub(super) fn place(&self, n: usize) -> usize {
        self.start + nth(&self.keep, n).unwrap_or_default()
    }
}

impl Record for Trace {
    const ON: bool = true;
    #[inline(always)]
    fn keep(&mut self, at: usize, bits: u64) {
        set(&mut self.keep, at - self.start, bits);
    }
    fn void(&mut self, _: usize, _: u64) {}
    fn deleted(&mut self, _: Range<usize>, _: bool) {}
    fn grew(&mut self, _: Range<usize>, _: Range<usize>) {}
    fn join(&mut self, _: usize) {}
    fn join_nth(&mut self, _: usize, n: usize) {
        if let Some(at) = nth(&self.keep, n) {
            self.keep[at / 64] &= !(1 << (at % 64));
        }
    }
    fn rewind(&mut self, _: usize, _: usize) {}
    fn exact(&self) -> bool {
        false
    }
}
