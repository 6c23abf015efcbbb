//! UTF-8 that was read in another encoding, read again.
//!
//! Arabic letters are two bytes, D8–DB and a second one. Read as Latin-1 or Windows-1252 they are
//! Ø Ù Ú Û and a symbol; read as Windows-1256 they are ط ظ ع غ and a symbol. A run of such pairs is
//! turned back into bytes, and when those are valid UTF-8 with Arabic in it, they were that.

use super::step::Cell;

/// Shortest run, in characters, that counts as damage: two Arabic letters.
const LEAST: usize = 4;

/// The characters of Windows-1252 at 0x80–0x9F.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// The characters of Windows-1256 at 0x80–0xFF.
const WINDOWS_1256: [char; 128] = [
    '€', 'پ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'ٹ', '‹', 'Œ', 'چ', 'ژ', 'ڈ', 'گ', '‘', '’',
    '“', '”', '•', '–', '—', 'ک', '™', 'ڑ', '›', 'œ', '\u{200C}', '\u{200D}', 'ں', '\u{A0}', '،',
    '¢', '£', '¤', '¥', '¦', '§', '¨', '©', 'ھ', '«', '¬', '\u{AD}', '®', '¯', '°', '±', '²', '³',
    '´', 'µ', '¶', '·', '¸', '¹', '؛', '»', '¼', '½', '¾', '؟', 'ہ', 'ء', 'آ', 'أ', 'ؤ', 'إ', 'ئ',
    'ا', 'ب', 'ة', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', '×', 'ط', 'ظ',
    'ع', 'غ', 'ـ', 'ف', 'ق', 'ك', 'à', 'ل', 'â', 'م', 'ن', 'ه', 'و', 'ç', 'è', 'é', 'ê', 'ë', 'ى',
    'ي', 'î', 'ï', '\u{64B}', '\u{64C}', '\u{64D}', '\u{64E}', 'ô', '\u{64F}', '\u{650}', '÷',
    '\u{651}', 'ù', '\u{652}', 'û', 'ü', '\u{200E}', '\u{200F}', 'ے',
];

fn latin(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{FF}' => Some(c as u8),
        _ => WINDOWS_1252.iter().position(|&x| x == c).map(|i| 0x80 + i as u8),
    }
}

fn windows_1256(c: char) -> Option<u8> {
    WINDOWS_1256.iter().position(|&x| x == c).map(|i| 0x80 + i as u8)
}

/// Repairs every damaged run of `cells`.
pub(crate) fn repair(cells: &mut Vec<Cell>) {
    for encoding in [latin, windows_1256] {
        let mut out = Vec::with_capacity(cells.len());
        let mut i = 0;
        while i < cells.len() {
            let run: Vec<u8> = cells[i..].iter().map_while(|x| encoding(x.c)).collect();
            let Some(text) = damaged(&run) else {
                out.extend_from_slice(&cells[i..i + run.len().max(1)]);
                i += run.len().max(1);
                continue;
            };
            let mut at = i;
            for c in text.chars() {
                let last = at + c.len_utf8() - 1;
                out.push(Cell { c, start: cells[at].start, end: cells[last].end });
                at = last + 1;
            }
            i += run.len();
        }
        *cells = out;
    }
}

/// The text a run of bytes was, if it is UTF-8 and most of it Arabic.
fn damaged(run: &[u8]) -> Option<&str> {
    if run.len() < LEAST {
        return None;
    }
    let text = std::str::from_utf8(run).ok()?;
    let arabic = text.chars().filter(|c| matches!(c, '\u{600}'..='\u{6FF}')).count();
    (2 * arabic > text.chars().count()).then_some(text)
}
