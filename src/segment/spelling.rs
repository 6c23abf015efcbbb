//! What the original spelling says about clitics and the key form does not.
//!
//! The key folds أ إ آ to ا and ى to ي, so وأدى and وادي, بأن and بان, وإلى and والي are the same
//! word in it. A hamza after و ف ب ل ك س is nearly always the first letter of the next word; in a text
//! that writes its hamzas a bare ا there says the opposite of the few words listed below.

use super::clitics::{CliticTable, Clitics};
use super::tokens::{Tok, TokenKind};
use crate::normalize::Aligned;

/// Words whose hamza is their own second letter.
const OWN_HAMZA: &[&str] = &[
    "باس",
    "باسا",
    "فاس",
    "فار",
    "فارة",
    "فال",
    "كاس",
    "كاسا",
    "كاسي",
    "كابة",
    "كان",
    "كانه",
    "كانها",
    "كانهم",
    "كانما",
    "لام",
    "لالئ",
    "واد",
];

/// Names and nouns that are the same in key form as a clitic and a word in hamza: Ban, Van, Powell,
/// Bey, Wi-Fi, the governor.
const OWN_ALEF: &[&str] = &["بان", "فان", "باول", "باي", "واي", "فاي", "وام", "والي", "واب"];

/// Corrects the clitics of the tokens whose spelling in the original decides them.
pub(super) fn correct(text: &str, aligned: &Aligned, tokens: &mut [Tok], table: &CliticTable) {
    let key = aligned.text();
    let mut original = aligned.cursor();
    // Looked for at most once.
    let mut writes_hamza = None;
    for tok in tokens.iter_mut().filter(|t| t.kind == TokenKind::Arabic) {
        let (start, end) = (tok.start as usize, tok.end as usize);
        // Where a و ف ب ل ك س may stand before an alef: at the start, or after the conjunction.
        let conj = tok.clitics.conj as usize;
        let bytes = key.as_bytes().get(start..end).unwrap_or_default();
        let behind = conj > 0
            && !tok.has_prep()
            && bytes.get(conj..).is_some_and(begins_with_letter_and_alef);
        if !behind && !begins_with_letter_and_alef(bytes) {
            continue;
        }
        let Some(word) = key.get(start..end) else { continue };
        for at in if conj == 0 || tok.has_prep() { 0..1 } else { 0..2 } {
            let at = at * conj;
            let Some(rest) = word.get(at..) else { break };
            if !begins_with_letter_and_alef(rest.as_bytes()) {
                continue;
            }
            let alef = text.get(original.start(start + at + 2)..).unwrap_or_default();
            let uncut = tok.clitics.conj as usize == at && !tok.has_prep();
            let cut = if alef.starts_with(['أ', 'إ', 'آ']) {
                uncut && !keeps_hamza(rest)
            } else if OWN_ALEF.contains(&rest) {
                let last = text.get(original.start(end - 2)..).unwrap_or_default();
                if last.starts_with('ى') {
                    uncut
                } else if *writes_hamza.get_or_insert_with(|| text.contains(['أ', 'إ'])) {
                    tok.clitics = Clitics { conj: at as u8, ..Clitics::default() };
                    break;
                } else {
                    false
                }
            } else {
                false
            };
            if cut {
                let cut = table.after_letter(rest);
                tok.clitics = Clitics { conj: cut.conj + at as u8, ..cut };
                break;
            }
        }
    }
}

/// Says of the tokens with a shadda in the original that they have one.
pub(super) fn find_doubled(text: &str, aligned: &Aligned, tokens: &mut [Tok]) {
    const SHADDA: char = '\u{651}';
    if !text.contains(SHADDA) {
        return;
    }
    let mut original = aligned.cursor();
    for tok in tokens.iter_mut().filter(|t| t.kind == TokenKind::Arabic) {
        let start = original.start(tok.start as usize);
        let end = original.end(tok.end as usize);
        tok.doubled = text.get(start..end).is_some_and(|word| word.contains(SHADDA));
    }
}

/// Whether the hamza after the first letter is the word's own: كأس, and the verbs سأل and سئم.
fn keeps_hamza(word: &str) -> bool {
    OWN_HAMZA.contains(&word) || word.starts_with("سال") || word.starts_with("سام")
}

/// و ف ب ل ك س, then ا.
#[inline]
fn begins_with_letter_and_alef(word: &[u8]) -> bool {
    matches!(
        word,
        [0xD9, 0x88 | 0x81 | 0x84 | 0x83, 0xD8, 0xA7, ..] | [0xD8, 0xA8 | 0xB3, 0xD8, 0xA7, ..]
    )
}
