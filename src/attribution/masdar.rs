//! Verbal nouns, told by their shape.
//!
//! What a verb of speech takes as a bare object is most often a verbal noun (أعلن وفاة …، نفى تقديم …),
//! and those of the derived verbs have shapes of their own.

/// Whether a word without article has the shape of a verbal noun, its pronoun aside.
pub(super) fn has_masdar_shape(stem: &str) -> bool {
    // The first letter of every shape.
    if !stem.starts_with(['ت', 'ا', 'م']) {
        return false;
    }
    if shape(stem, None) {
        return true;
    }
    ["ها", "هم", "هما", "ه", "نا"].iter().any(|e| {
        stem.strip_suffix(e).is_some_and(|rest| {
            shape(rest, None) || rest.strip_suffix('ت').is_some_and(|r| shape(r, Some('ة')))
        })
    })
}

/// Whether a word, with another letter at its end, has the shape.
fn shape(word: &str, last: Option<char>) -> bool {
    let mut letters = ['\0'; 7];
    let mut n = 0;
    for c in word.chars().chain(last) {
        let Some(to) = letters.get_mut(n) else { return false };
        *to = c;
        n += 1;
    }
    match *letters.get(..n).unwrap_or_default() {
        // تفعيل
        ['ت', _, _, 'ي', _]
        // إفعال، افتعال، انفعال، استفعال
        | ['ا', _, _, 'ا', _]
        | ['ا', _, 'ت', _, 'ا', _]
        | ['ا', 'ن', _, _, 'ا', _]
        | ['ا', 'س', 'ت', _, _, 'ا', _]
        // إفالة، استفالة، تفعلة، مفاعلة
        | ['ا', _, 'ا', _, 'ة']
        | ['ا', 'س', 'ت', _, 'ا', _, 'ة']
        | ['م', _, 'ا', _, _, 'ة'] => true,
        _ => false,
    }
}
