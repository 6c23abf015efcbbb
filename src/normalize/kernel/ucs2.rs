//! Text of two bytes a character, as CPython keeps Arabic: the same tables, no UTF-8 in between.
//!
//! A unit is a code point of the basic plane or a lone surrogate, which stays as it is.

use super::super::table::{Action, Entry};
use super::super::{Compiled, data, step};
use super::{Exit, PATIENCE, is_boundary};

/// Where lone surrogates wait while the steps, which know only characters, are run: the end of the
/// last private plane. No step changes it.
const WAITING: u32 = 0x10_F000;

/// True when there are kernels for two-byte text here; without them UTF-8 is faster.
pub(crate) fn is_fast(n: &Compiled) -> bool {
    n.vector.as_ref().is_some_and(|v| v.watcher.is_none())
}

/// Appends the normalized `src` to `out`.
pub(crate) fn run(n: &Compiled, src: &[u16], out: &mut Vec<u16>) {
    let base = out.len();
    if !is_fast(n) {
        stretch(n, src, out);
        return;
    }
    let mut at = 0;
    let mut floor = (0, base);
    loop {
        // Room for the rest, and for a vector kernel to scribble on.
        out.reserve(src.len() - at + 64);
        let mut patience = usize::MAX;
        match vector(n, src, &mut at, out) {
            Some(Exit::End) => return,
            Some(_) => patience = PATIENCE,
            None => {}
        }
        let exit;
        (at, exit) = scalar(n, src, at, out, base, patience);
        match exit {
            Exit::End => return,
            Exit::Calm => continue,
            Exit::Stop => {}
        }
        let start = (floor.0 + 1..at).rev().find(|&i| boundary(n, src, i)).unwrap_or(floor.0);
        let end = (at + 1..src.len()).find(|&i| boundary(n, src, i)).unwrap_or(src.len());
        out.truncate(out.len() - measure(n, &src[start..at]));
        stretch(n, &src[start..end], out);
        at = end;
        floor = (end, out.len());
    }
}

/// How many units the table makes of `src`, in which nothing depends on its neighbours.
fn measure(n: &Compiled, src: &[u16]) -> usize {
    src.iter().map(|&unit| length(n, n.table.basic(u32::from(unit)))).sum()
}

fn length(n: &Compiled, entry: Entry) -> usize {
    match entry.action {
        Action::Keep | Action::Map => 1,
        Action::Drop | Action::Void => 0,
        // A Farsi yeh, of which it was known what it becomes.
        Action::Stop => 1,
        Action::Grow => entry.text().encode_utf16().count(),
        Action::Expand => n.table.expansion(entry).encode_utf16().count(),
    }
}

/// [`is_boundary`] for two-byte text.
fn boundary(n: &Compiled, src: &[u16], at: usize) -> bool {
    let around: String = char::decode_utf16(src[at - 1..src.len().min(at + 2)].iter().copied())
        .map(|c| c.unwrap_or('\u{FFFD}'))
        .collect();
    let second = around.chars().next().map_or(0, char::len_utf8);
    is_boundary(&n.table, &around, second)
}

/// Runs the steps over a stretch of text.
#[cold]
fn stretch(n: &Compiled, src: &[u16], out: &mut Vec<u16>) {
    let there = |unit: u16| {
        let code = u32::from(unit);
        char::from_u32(code).or(char::from_u32(WAITING + (code & 0x7FF))).unwrap_or_default()
    };
    let text: String = src.iter().map(|&unit| there(unit)).collect();
    let mut cells = Vec::new();
    step::run(&n.steps, &text, 0, &mut cells);
    let mut buffer = [0; 2];
    for cell in cells {
        match cell.c as u32 {
            code @ WAITING.. if src.contains(&back(code)) => out.push(back(code)),
            _ => out.extend_from_slice(cell.c.encode_utf16(&mut buffer)),
        }
    }
}

/// The surrogate that waited as `code`.
fn back(code: u32) -> u16 {
    0xD800 | (code - WAITING) as u16 & 0x7FF
}

fn scalar(
    n: &Compiled,
    src: &[u16],
    mut at: usize,
    out: &mut Vec<u16>,
    base: usize,
    patience: usize,
) -> (usize, Exit) {
    let order = n.table.watch.order;
    let mark = |unit: Option<&u16>| unit.copied().filter(|&u| data::is_ordered_mark(u32::from(u)));
    let mut unusual = at;
    while let Some(&unit) = src.get(at) {
        let is_mark = order && mark(Some(&unit)).is_some();
        if at - unusual >= patience && !is_mark {
            return (at, Exit::Calm);
        }
        let mut entry = n.table.basic(u32::from(unit));
        if unit == 0x6CC
            && let Some(yeh) = &n.yeh
            && let Some(known) = yeh.before_units(&src[at + 1..])
            && known.action <= Action::Map
        {
            // What it becomes is written out also where that is kept.
            entry = Entry { action: Action::Map, ..known };
        }
        match entry.action {
            Action::Keep | Action::Map => {
                let to = match entry.action {
                    Action::Map => entry.text().encode_utf16().next().unwrap_or(unit),
                    _ => unit,
                };
                let written = &out[base..];
                let last =
                    if order && mark(Some(&to)).is_some() { mark(written.last()) } else { None };
                match last {
                    Some(last) if last > to => {
                        if mark(written.len().checked_sub(2).and_then(|i| written.get(i))).is_some()
                        {
                            return (at, Exit::Stop);
                        }
                        out.pop();
                        out.extend([to, last]);
                    }
                    _ => out.push(to),
                }
            }
            Action::Drop => {}
            Action::Stop => return (at, Exit::Stop),
            Action::Void => unusual = at,
            Action::Grow => {
                unusual = at;
                out.extend(entry.text().encode_utf16());
            }
            Action::Expand => {
                unusual = at;
                out.extend(n.table.expansion(entry).encode_utf16());
            }
        }
        at += 1;
        if unit >= 0x800 {
            unusual = at;
        }
    }
    (at, Exit::End)
}

#[cfg(target_arch = "x86_64")]
fn vector(n: &Compiled, src: &[u16], at: &mut usize, out: &mut Vec<u16>) -> Option<Exit> {
    if n.kernel != super::Kernel::Avx512 {
        return None;
    }
    out.reserve(src.len() - *at + 64);
    let exit;
    // SAFETY: `Compiled` names only kernels that are available, and there is room.
    (*at, exit) = unsafe { avx512::run(n, src, *at, out) };
    Some(exit)
}

#[cfg(not(target_arch = "x86_64"))]
fn vector(_: &Compiled, _: &[u16], _: &mut usize, _: &mut Vec<u16>) -> Option<Exit> {
    None
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::{
        __m512i, _mm512_cmpeq_epu16_mask, _mm512_cmpge_epu16_mask, _mm512_cmpgt_epu16_mask,
        _mm512_cmple_epu16_mask, _mm512_loadu_si512, _mm512_mask_blend_epi16,
        _mm512_mask_cmpeq_epu16_mask, _mm512_mask_mov_epi16, _mm512_mask_testn_epi16_mask,
        _mm512_maskz_compress_epi16, _mm512_maskz_loadu_epi16, _mm512_permutex2var_epi16,
        _mm512_set1_epi16, _mm512_srli_epi16, _mm512_storeu_si512, _mm512_sub_epi16,
        _mm512_test_epi16_mask,
    };

    use super::super::super::Compiled;
    use super::super::super::table::Action;
    use super::super::vector::Ucs2;
    use super::Exit;

    /// The `block`th 32 units of a table.
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn load(table: &[u16], block: usize) -> __m512i {
        let part: &[u16; 32] = table[32 * block..].first_chunk().unwrap_or(&[0; 32]);
        // SAFETY: 32 units are 64 bytes.
        unsafe { _mm512_loadu_si512(part.as_ptr().cast()) }
    }

    /// # Safety
    ///
    /// The processor must be one for `Kernel::Avx512`, and `out` must have room for the rest of
    /// `src` and 32 units more.
    #[target_feature(
        enable = "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt"
    )]
    pub(super) unsafe fn run(
        n: &Compiled,
        src: &[u16],
        mut at: usize,
        out: &mut Vec<u16>,
    ) -> (usize, Exit) {
        let Some(t) = n.vector.as_deref() else { return (at, Exit::Stop) };
        let order = t.order;
        let t = &t.ucs2;
        let [a0, a1, a2, a3, a4, a5, a6, a7] = [0, 1, 2, 3, 4, 5, 6, 7].map(|i| load(&t.arabic, i));
        let set = |u: u16| _mm512_set1_epi16(u.cast_signed());
        let (bit6, bit7, special) = (set(0x40), set(0x80), set(Ucs2::SPECIAL));
        let mut end = out.len();
        let to = out.as_mut_ptr();
        let mut exit = Exit::End;
        // The last unit of the block before was deleted.
        let mut gone_before = false;
        while at < src.len() && exit == Exit::End {
            let left = src.len() - at;
            let mut valid: u32 = if left >= 32 { !0 } else { (1 << left) - 1 };
            // SAFETY: lanes past the end are masked, and masked lanes are not read.
            let v = unsafe { _mm512_maskz_loadu_epi16(valid, src.as_ptr().add(at).cast()) };
            let arabic = _mm512_cmpeq_epu16_mask(_mm512_srli_epi16::<8>(v), set(6));
            let half = |a, b, c, d| {
                _mm512_mask_blend_epi16(
                    _mm512_test_epi16_mask(v, bit6),
                    _mm512_permutex2var_epi16(a, v, b),
                    _mm512_permutex2var_epi16(c, v, d),
                )
            };
            let looked_up = _mm512_mask_blend_epi16(
                _mm512_test_epi16_mask(v, bit7),
                half(a0, a1, a2, a3),
                half(a4, a5, a6, a7),
            );
            let mut new = _mm512_mask_mov_epi16(v, arabic, looked_up);
            let mut gone = _mm512_mask_testn_epi16_mask(arabic, new, new);
            let mut stop = _mm512_mask_cmpeq_epu16_mask(arabic, new, special);
            let other = _mm512_cmpge_epu16_mask(v, set(0x80)) & !arabic;
            if other != 0 {
                let latin = _mm512_cmple_epu16_mask(_mm512_sub_epi16(v, set(0x80)), set(0x3F));
                let general = _mm512_cmple_epu16_mask(_mm512_sub_epi16(v, set(0x2000)), set(0x7F));
                let low = _mm512_permutex2var_epi16(load(&t.latin, 0), v, load(&t.latin, 1));
                let high = _mm512_mask_blend_epi16(
                    _mm512_test_epi16_mask(v, bit6),
                    _mm512_permutex2var_epi16(load(&t.general, 0), v, load(&t.general, 1)),
                    _mm512_permutex2var_epi16(load(&t.general, 2), v, load(&t.general, 3)),
                );
                new = _mm512_mask_mov_epi16(_mm512_mask_mov_epi16(new, latin, low), general, high);
                let known = latin | general;
                gone |= _mm512_mask_testn_epi16_mask(known, new, new);
                stop |= _mm512_mask_cmpeq_epu16_mask(known, new, special);
                // Whatever else there is, is looked up one by one.
                let mut rest = other & !known;
                while rest != 0 {
                    let lane = rest.trailing_zeros();
                    rest &= rest - 1;
                    let unit = src.get(at + lane as usize).copied().unwrap_or_default();
                    if n.table.basic(u32::from(unit)).action != Action::Keep {
                        stop |= 1 << lane;
                        break;
                    }
                }
            }
            if order {
                let is_mark = |v| {
                    _mm512_cmple_epu16_mask(_mm512_sub_epi16(v, set(0x64B)), set(7))
                        | _mm512_cmpeq_epu16_mask(v, set(0x670))
                };
                let first = u32::from(at == 0);
                let from = src.as_ptr().wrapping_add(at).wrapping_sub(1);
                // SAFETY: as above; before the first unit there is nothing to read.
                let before = unsafe { _mm512_maskz_loadu_epi16(valid & !first, from.cast()) };
                let mark = is_mark(v);
                stop |= mark & is_mark(before) & _mm512_cmpgt_epu16_mask(before, v);
                stop |= mark & (gone << 1 | u32::from(gone_before));
            }
            stop &= valid;
            let mut advance = left.min(32);
            if stop != 0 {
                advance = stop.trailing_zeros() as usize;
                valid = (1u32 << advance) - 1;
                exit = Exit::Stop;
            }
            let keep = valid & !gone;
            gone_before = gone >> 31 != 0;
            // SAFETY: at most as many units as have been read have been written.
            unsafe {
                let packed = _mm512_maskz_compress_epi16(keep, new);
                _mm512_storeu_si512(to.add(end).cast(), packed);
            }
            end += keep.count_ones() as usize;
            at += advance;
        }
        // SAFETY: `end` units have been written.
        unsafe { out.set_len(end) };
        (at, exit)
    }
}
