//! The letters of the Arabic script, and runs of them.

/// Letters of the Arabic script, as they occur in key form; combining marks that survived
/// normalization ride along.
pub(super) fn is_arabic_letter(c: char) -> bool {
    matches!(c,
        '\u{620}'..='\u{63F}' | '\u{641}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'
        | '\u{6EE}' | '\u{6EF}' | '\u{6FA}'..='\u{6FC}' | '\u{6FF}'
        | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{887}' | '\u{889}'..='\u{88E}' | '\u{8A0}'..='\u{8C9}'
        | '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDFB}'
        | '\u{FE70}'..='\u{FEFC}')
}

/// A run of letters at the beginning of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// Bytes.
    pub len: usize,
    /// Whether a ة has a letter after it: it can only end a word that lost its blank.
    pub inner_teh: bool,
}

/// The letters of U+0600..U+06FF, one bit each; a word of bits for each lead byte D8 to DB.
const LETTERS: [u64; 4] = letters();

#[allow(clippy::indexing_slicing)] // a constant: an index out of range would not compile
const fn letters() -> [u64; 4] {
    let mut bits = [0; 4];
    let mut c = 0x600;
    while c < 0x700 {
        let letter = matches!(c,
            0x620..=0x63F | 0x641..=0x65F | 0x66E..=0x6D3 | 0x6D5 | 0x6EE | 0x6EF | 0x6FA..=0x6FC
            | 0x6FF);
        if letter {
            bits[(c - 0x600) >> 6] |= 1 << (c & 63);
        }
        c += 1;
    }
    bits
}

/// The run of Arabic letters that `s` begins with; empty when it begins with something else.
#[inline]
pub(super) fn letter_run(s: &str) -> Run {
    let mut run = plain_letters(s.as_bytes());
    // A blank or a mark ends nearly every word: bytes below D8.
    if s.as_bytes().get(run.len).is_some_and(|&b| b >= 0xCC) {
        other_letters(s, &mut run);
    }
    run
}

/// Goes on with a run that has met something else than a plain letter.
fn other_letters(s: &str, run: &mut Run) {
    let bytes = s.as_bytes();
    let mut teh = run.len.checked_sub(2).is_some_and(|at| bytes.get(at..run.len) == Some(TEH));
    while let Some(&[lead, second]) = bytes.get(run.len..run.len + 2).and_then(|b| b.first_chunk())
    {
        let bits = match lead {
            0xD8 => LETTERS[0],
            0xD9 => LETTERS[1],
            0xDA => LETTERS[2],
            0xDB => LETTERS[3],
            _ => break,
        };
        if bits >> (second & 63) & 1 == 0 {
            break;
        }
        run.inner_teh |= teh;
        teh = lead == 0xD8 && second == 0xA9;
        run.len += 2;
    }
    // U+0750.., U+0870.., presentation forms and combining marks: rare, so by character.
    if matches!(bytes.get(run.len), Some(0xCC | 0xCD | 0xDD | 0xE0 | 0xEF)) {
        let more =
            |c: char| is_arabic_letter(c) || run.len > 0 && matches!(c, '\u{300}'..='\u{36F}');
        let tail = s.get(run.len..).unwrap_or_default();
        run.len += tail.find(|c: char| !more(c)).unwrap_or(tail.len());
    }
}

/// ة
const TEH: &[u8] = &[0xD8, 0xA9];

/// One in each of the four lanes.
const LANES: u64 = 0x0001_0001_0001_0001;

/// The letters that `bytes` begins with, four at a time, as long as they are plain: U+0620 to U+063F,
/// U+0641 to U+065F. What follows is for the caller.
#[inline]
fn plain_letters(bytes: &[u8]) -> Run {
    let mut run = Run::default();
    let mut teh_before = 0;
    let mut rest = bytes;
    loop {
        // Behind the end there are zeros, which are no letters.
        let four = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut four = [0; 8];
            four.iter_mut().zip(rest).for_each(|(to, &from)| *to = from);
            four
        });
        let w = u64::from_le_bytes(four);
        // Lead byte D8 or D9 and second byte 100xxxxx or 101xxxxx in each lane, ...
        let shape = (w & (0xC0FE * LANES)) ^ (0x80D8 * LANES);
        // ... the former after D9 only, the latter after D8 only, ...
        let block = !(w ^ (w >> 13)) & LANES;
        // ... and no tatweel (D9 80).
        let tatweel = !nonzero(w ^ (0x80D9 * LANES));
        let other = (nonzero(shape | block) | tatweel) & (0x8000 * LANES);
        // A ة that has another letter of these four behind it, or was the last of the four before.
        let teh = !nonzero(w ^ (0xA9D8 * LANES)) & (0x8000 * LANES);
        let lanes = other.trailing_zeros() & !15;
        let letters = if lanes < 64 { (1 << lanes) - 1 } else { u64::MAX };
        run.inner_teh |= (teh << 16 | teh_before) & letters != 0;
        run.len += lanes as usize / 8;
        if lanes < 64 {
            return run;
        }
        teh_before = teh >> 48;
        rest = rest.get(8..).unwrap_or_default();
    }
}

/// The highest bit of every lane that is not zero; the other bits are whatever they are.
#[inline]
fn nonzero(w: u64) -> u64 {
    ((w & (0x7FFF * LANES)) + 0x7FFF * LANES) | w
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_letters_at_a_time_are_what_one_at_a_time_are() {
        let neighbour = ['ب', 'ي', 'ة', '\u{640}', '،', 'a', ' ', 'پ', '\u{64B}'];
        for c in (0..0x3000).filter_map(char::from_u32) {
            for n in neighbour {
                for text in
                    [format!("{c}بسم{n}كتاب"), format!("بس{n}{c}مكتب"), format!("بسملة{c}{n}")]
                {
                    let run = letter_run(&text);
                    let letters: Vec<char> = text
                        .chars()
                        .scan(false, |begun, c| {
                            let mark = *begun && matches!(c, '\u{300}'..='\u{36F}');
                            *begun = true;
                            (is_arabic_letter(c) || mark).then_some(c)
                        })
                        .collect();
                    assert_eq!(text.get(..run.len), Some(&*letters.iter().collect::<String>()));
                    let plain =
                        letters.iter().take_while(|c| (0x600..0x700).contains(&(**c as u32)));
                    let plain: Vec<_> = plain.collect();
                    let inner = plain.windows(2).any(|w| *w[0] == 'ة');
                    assert_eq!(run.inner_teh, inner, "{text}");
                }
            }
        }
    }

    #[test]
    fn runs_agree_with_the_class() {
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            let run = letter_run(c.encode_utf8(&mut [0; 4]));
            assert_eq!(run.len > 0, is_arabic_letter(c), "{:04X}", c as u32);
        }
    }
}
