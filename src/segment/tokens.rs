//! Words, numbers and marks.
//!
//! Runs of Arabic letters and of ASCII are cut here, byte by byte, and so are the marks of the
//! Arabic press; every other script and symbol goes to unicode-segmentation, which is also the
//! oracle: where none of our repairs apply, the words are those of UAX #29.

use unicode_segmentation::UnicodeSegmentation;

use super::clitics::{CliticTable, Clitics};
use super::letters::{is_arabic_letter, letter_run};
use crate::hash::hash;

/// What a token is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// A word in Arabic letters.
    #[default]
    Arabic,
    /// A word in another script, an address, a handle.
    Foreign,
    /// Digits with the points, commas and colons between them: `1.5`, `19,00`, `14:30`.
    Number,
    /// A punctuation mark.
    Punct(Punct),
    /// Anything else: emoji, currency signs, symbols.
    Symbol,
}

impl TokenKind {
    /// The name used in Python.
    pub const fn name(self) -> &'static str {
        match self {
            TokenKind::Arabic => "arabic",
            TokenKind::Foreign => "foreign",
            TokenKind::Number => "number",
            TokenKind::Punct(_) => "punct",
            TokenKind::Symbol => "symbol",
        }
    }
}

/// The punctuation marks that mean something to the analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Punct {
    /// `.` that ends a sentence.
    Stop,
    /// `.` after an abbreviation: د.
    Abbreviation,
    /// ؟ or ?
    Question,
    /// !
    Exclamation,
    /// `…`, `..`
    Ellipsis,
    /// ، or ,
    Comma,
    /// ؛ or ;
    Semicolon,
    /// : or ::
    Colon,
    /// « “ „ ‹ ‘
    OpenQuote,
    /// » ” › ’
    CloseQuote,
    /// `"` or `'`: opens or closes, the text does not say.
    Quote,
    /// ( [ {
    OpenBracket,
    /// ) ] }
    CloseBracket,
    /// - – — ـ
    Dash,
    /// / \ |
    Slash,
    /// %
    Percent,
    /// Bullets and all others.
    Other,
}

/// A token of the key text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tok {
    /// Bytes of the key text.
    pub start: u32,
    pub end: u32,
    pub kind: TokenKind,
    /// Of its letters, clitics and all; see [`crate::hash::hash`].
    pub hash: u32,
    pub clitics: Clitics,
    /// Whether a blank stands before it.
    pub space: bool,
    /// Whether a line break stands before it.
    pub newline: bool,
    /// Whether two words were written as one.
    pub glued: bool,
    /// Whether a letter of it is written double, with a shadda, in the original: عبّر, not عبر.
    pub doubled: bool,
}

impl Tok {
    /// Where the token begins without its conjunction.
    #[inline]
    pub(crate) fn bare(self) -> u32 {
        self.start + u32::from(self.clitics.conj)
    }

    /// Where it begins without conjunction and preposition.
    #[inline]
    pub(crate) fn noun(self) -> u32 {
        self.bare() + u32::from(self.clitics.prep)
    }

    /// Where it begins without any proclitic, the future's س among them.
    #[inline]
    pub(crate) fn stem(self) -> u32 {
        self.start + u32::from(self.clitics.front())
    }

    /// Where it ends without its pronoun.
    #[inline]
    pub(crate) fn base_end(self) -> u32 {
        self.end - u32::from(self.clitics.encl)
    }

    /// Whether a pronoun is written onto its end.
    #[inline]
    pub(crate) fn has_encl(self) -> bool {
        self.clitics.encl > 0
    }

    #[inline]
    pub(crate) fn has_conj(self) -> bool {
        self.clitics.conj > 0
    }

    #[inline]
    pub(crate) fn has_prep(self) -> bool {
        self.clitics.prep > 0
    }

    #[inline]
    pub(crate) fn is_definite(self) -> bool {
        self.clitics.art > 0
    }

    #[inline]
    pub(crate) fn is_word(self) -> bool {
        matches!(self.kind, TokenKind::Arabic | TokenKind::Foreign)
    }

    #[inline]
    pub(crate) fn punct(self) -> Option<Punct> {
        match self.kind {
            TokenKind::Punct(p) => Some(p),
            _ => None,
        }
    }
}

/// Cuts a key text into tokens.
pub(crate) fn tokenize(key: &str, clitics: &CliticTable) -> Vec<Tok> {
    let mut out: Vec<Tok> = Vec::with_capacity(key.len() / 9 + 8);
    let bytes = key.as_bytes();
    let (mut space, mut newline) = (false, true);
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        match first {
            b' ' => {
                space = true;
                at += 1;
                continue;
            }
            b'\n' | b'\r' | b'\t' | 0xB | 0xC => {
                space = true;
                newline |= first != b'\t';
                at += 1;
                continue;
            }
            _ => {}
        }
        let rest = key.get(at..).unwrap_or_default();
        let run = letter_run(rest);
        let mut initials = None;
        let (len, kind) = if run.len > 0 {
            // A point after a lone letter may belong to it: ا.ف.ب, لا.ف.ب.
            if run.len <= 4 && bytes.get(at + run.len) == Some(&b'.') {
                initials = dotted_initials(rest, run.len);
            }
            (initials.unwrap_or(run.len), TokenKind::Arabic)
        } else if let Some(blank) = blank(rest, first) {
            space = true;
            newline |= blank.breaks;
            at += blank.len;
            continue;
        } else {
            next(key, at, first, &out, space)
        };
        let word = rest.get(..len).unwrap_or_default();
        let mut tok = Tok {
            start: at as u32,
            end: (at + len) as u32,
            kind,
            hash: hash(word),
            space,
            newline,
            ..Tok::default()
        };
        if kind == TokenKind::Arabic {
            tok.clitics = match initials {
                Some(_) => CliticTable::initials(word),
                None => clitics.split(word, tok.hash),
            };
            tok.glued = run.inner_teh || len >= 18 && is_glued(word, tok);
        }
        out.push(tok);
        at += len;
        (space, newline) = (false, false);
    }
    out
}

struct Blank {
    len: usize,
    breaks: bool,
}

/// White space beyond ASCII, by its first byte.
fn blank(rest: &str, first: u8) -> Option<Blank> {
    if !matches!(first, 0xC2 | 0xE1..=0xE3) && first >= b' ' {
        return None;
    }
    let c = rest.chars().next().filter(|c| c.is_whitespace())?;
    let breaks = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    Some(Blank { len: c.len_utf8(), breaks })
}

/// Length and kind of the token that begins at `at`, which is no Arabic word.
fn next(key: &str, at: usize, first: u8, before: &[Tok], space: bool) -> (usize, TokenKind) {
    let rest = key.get(at..).unwrap_or_default();
    if first.is_ascii_digit() {
        let len = number(rest);
        // 5G and 3D are words, 8رشاشات is a number that lost its blank.
        let latin = rest.as_bytes().get(len).is_some_and(u8::is_ascii_alphabetic);
        return if latin {
            (foreign(rest).max(len), TokenKind::Foreign)
        } else {
            (len, TokenKind::Number)
        };
    }
    if first == b'#' {
        if let Some(len) = arabic_hashtag(rest) {
            return (len, TokenKind::Foreign);
        }
    }
    // Latin with its accents: U+00C0 to U+024F.
    if first.is_ascii_alphabetic() || matches!(first, 0xC3..=0xC9 | b'@' | b'#') {
        let len = foreign(rest);
        if len > 0 {
            return (len, TokenKind::Foreign);
        }
    }
    let c = rest.chars().next().unwrap_or_default();
    if let Some((len, punct)) = punctuation(key, rest, c, before, space) {
        return (len, TokenKind::Punct(punct));
    }
    let len = uax29(rest);
    let alphanumeric = rest.get(..len).is_some_and(|w| w.chars().any(char::is_alphanumeric));
    (len, if alphanumeric { TokenKind::Foreign } else { TokenKind::Symbol })
}

/// The word that unicode-segmentation sees, up to the first Arabic letter in it.
fn uax29(rest: &str) -> usize {
    let word = rest.split_word_bounds().next().unwrap_or(rest);
    let len = word
        .char_indices()
        .skip(1)
        .find(|&(_, c)| is_arabic_letter(c))
        .map_or(word.len(), |(i, _)| i);
    len.max(rest.chars().next().map_or(1, char::len_utf8))
}

fn run(s: &str, keep: impl Fn(char) -> bool) -> usize {
    s.char_indices().find(|&(_, c)| !keep(c)).map_or(s.len(), |(i, _)| i)
}

/// `ا.ف.ب`: single letters with points between them, at least two, or three after a clitic.
/// `ا.د.محمد` gives `ا.د`. `first` is the length of the letters before the first point.
fn dotted_initials(s: &str, first: usize) -> Option<usize> {
    let clitic = if first > 2 { 2 } else { 0 };
    if clitic > 0 && !s.starts_with(['و', 'ف', 'ب', 'ل', 'ك']) {
        return None;
    }
    let mut chars = s.get(clitic..)?.chars().peekable();
    let (mut letters, mut at, mut end) = (0, clitic, 0);
    while let Some(c) = chars.next().filter(|&c| is_arabic_letter(c)) {
        if chars.peek().is_some_and(|&c| is_arabic_letter(c)) {
            break;
        }
        letters += 1;
        at += c.len_utf8();
        end = at;
        if chars.next() != Some('.') {
            break;
        }
        at += 1;
    }
    (letters >= if clitic > 0 { 3 } else { 2 }).then_some(end)
}

/// Digits, and the marks between digits: `1.5`, `19,00`, `19،5`, `14:30`, `12/5`.
fn number(s: &str) -> usize {
    let bytes = s.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut i = 0;
    loop {
        let mark = match bytes.get(i) {
            Some(b'0'..=b'9') => {
                i += 1;
                continue;
            }
            Some(b'.' | b',' | b':' | b'/') => 1,
            // ، ٫ ٬
            Some(0xD8) if bytes.get(i + 1) == Some(&0x8C) => 2,
            Some(0xD9) if matches!(bytes.get(i + 1), Some(0xAB | 0xAC)) => 2,
            _ => return i,
        };
        if !digit(i + mark) {
            return i;
        }
        i += mark;
    }
}

/// `#وسم_طويل`: one token, as its words are no words of the sentence. `#وسم` is a mark and a word.
fn arabic_hashtag(s: &str) -> Option<usize> {
    let tag = run(s.get(1..)?, |c| is_arabic_letter(c) || c == '_' || c.is_ascii_alphanumeric());
    let tag = s.get(1..=tag)?;
    let arabic = tag.chars().next().is_some_and(is_arabic_letter);
    let tag = tag.trim_end_matches('_');
    (arabic && tag.contains('_')).then_some(tag.len() + 1)
}

/// A word in Latin letters, an address, a handle: letters and digits, and the marks inside them.
fn foreign(s: &str) -> usize {
    let bytes = s.as_bytes();
    let alnum = |i: usize| match bytes.get(i) {
        Some(b) if b.is_ascii_alphanumeric() || *b == b'_' => 1,
        // Latin-1 letters and Latin Extended, without × and ÷.
        Some(0xC3) if !matches!(bytes.get(i + 1), Some(0x97 | 0xB7)) => 2,
        Some(0xC4..=0xC8) => 2,
        Some(0xC9) if matches!(bytes.get(i + 1), Some(0x80..=0x8F)) => 2,
        _ => 0,
    };
    let (mut i, mut latin) = (0, 0);
    loop {
        let n = alnum(i);
        if n > 0 {
            i += n;
            latin = i;
            continue;
        }
        let joins = match bytes.get(i) {
            Some(b'.' | b'-' | b'@' | b'&' | b'\'' | b'#' | b'+' | b'?' | b'=' | b'~' | b'%') => {
                alnum(i + 1) > 0
            }
            Some(b':' | b'/') => alnum(i + 1) > 0 || bytes.get(i + 1) == Some(&b'/'),
            _ => false,
        };
        if joins {
            i += 1;
        } else {
            break;
        }
    }
    // d’Aube, and Latin letters with marks that are not in our tables.
    match bytes.get(latin) {
        Some(0xCA..=0xCF | 0xE1 | 0xE2) if latin > 0 => {
            let from = s.get(..latin).and_then(|w| w.rfind(|c: char| !c.is_alphanumeric()));
            let from = from.map_or(0, |i| i + 1);
            latin.max(from + uax29(s.get(from..).unwrap_or_default()))
        }
        _ => latin,
    }
}

fn punctuation(
    key: &str,
    rest: &str,
    c: char,
    before: &[Tok],
    space: bool,
) -> Option<(usize, Punct)> {
    let same = |c: char| run(rest, |x| x == c);
    let one = c.len_utf8();
    Some(match c {
        '.' => match same('.') {
            1 if is_abbreviation(key, rest, before, space) => (1, Punct::Abbreviation),
            1 => (1, Punct::Stop),
            n => (n, Punct::Ellipsis),
        },
        '…' => (same('…'), Punct::Ellipsis),
        '؟' | '?' => (run(rest, |x| matches!(x, '؟' | '?' | '!')), Punct::Question),
        '!' => (run(rest, |x| matches!(x, '؟' | '?' | '!')), Punct::Exclamation),
        '،' | ',' | '٬' | '٫' => (one, Punct::Comma),
        '؛' | ';' => (one, Punct::Semicolon),
        ':' => (same(':'), Punct::Colon),
        '«' | '“' | '„' | '‹' | '‘' | '《' => (one, Punct::OpenQuote),
        '»' | '”' | '›' | '’' | '》' => (one, Punct::CloseQuote),
        '"' => (run(rest, |x| x == '"'), Punct::Quote),
        '\'' => (run(rest, |x| x == '\''), Punct::Quote),
        '(' | '[' | '{' | '﴿' => (one, Punct::OpenBracket),
        ')' | ']' | '}' | '﴾' => (one, Punct::CloseBracket),
        '-' | '–' | '—' | '―' | '−' => {
            (run(rest, |x| matches!(x, '-' | '–' | '—' | '―' | '−')), Punct::Dash)
        }
        '/' | '\\' | '|' => (one, Punct::Slash),
        '%' | '٪' => (one, Punct::Percent),
        '*' | '•' | '·' | '●' | '▪' | '۔' | '<' | '>' | '~' | '^' | '`' | '=' | '&' | '_' | '@'
        | '#' => (one, Punct::Other),
        _ => return None,
    })
}

/// Whether the point that `rest` begins with shortens the word before it: د. and ود. and ا.د. and
/// J. and the first points of ا . ف . ب.
fn is_abbreviation(key: &str, rest: &str, before: &[Tok], space: bool) -> bool {
    let Some((word, before)) = before.split_last() else { return false };
    let len = word.end - word.start;
    let fresh = word.space || word.newline;
    if word.kind == TokenKind::Arabic && is_spelled(key, rest, *word, before) {
        return true;
    }
    if space {
        if word.kind != TokenKind::Arabic || len != 2 {
            return false;
        }
        let mut after = rest.chars().skip(1).skip_while(|&c| c == ' ');
        let next = after.next().filter(|&c| is_arabic_letter(c));
        let lone = !after.next().is_some_and(is_arabic_letter);
        // «د . سامي» as some papers set it, but not «فيتامين د . وقال», «في 100 م . حضر».
        let title = key.get(word.start as usize..word.end as usize);
        let counted = before.last().is_some_and(|t| t.kind == TokenKind::Number);
        let title = matches!(title, Some("د" | "م" | "ا")) && !counted && next != Some('و');
        return next.is_some() && (lone || title);
    }
    match word.kind {
        // عام 1432 ه. ends a sentence.
        TokenKind::Arabic if len == 2 => {
            let last = before.last().map(|t| t.kind);
            match last {
                Some(TokenKind::Number) => false,
                Some(TokenKind::Punct(Punct::Abbreviation | Punct::OpenBracket)) => true,
                _ => fresh,
            }
        }
        TokenKind::Arabic if len == 4 => {
            let word = key.get(word.start as usize..word.end as usize);
            fresh && matches!(word, Some("ود" | "لد" | "وم"))
        }
        // Three letters and more are the names of agencies: (ا.ف.ب. may end its sentence.
        TokenKind::Arabic => {
            let point = rest.chars().nth(1);
            len == 5 && point.is_some_and(|c| !matches!(c, '\n' | '\r'))
        }
        TokenKind::Foreign => len == 1 && fresh,
        _ => false,
    }
}

/// Names of Latin letters, as Arabic news spells them, and words that stand among them: سي.إن.إن، سي.بي.إس.نيوز.
#[rustfmt::skip]
const LETTERS: [&str; 29] = [
    "اتش", "ار", "اس", "اف", "اكس", "ال", "ام", "ان", "او", "اي", "ايه", "بي", "بيه", "تي",
    "جي", "جيه", "دبليو", "دي", "زد", "زي", "سي", "في", "كي", "كيه", "كيو", "نيوز", "وان",
    "واي", "يو",
];

/// Whether the point that `rest` begins with stands inside a name of spelled letters, or before the end
/// of an address (العربية.نت); no blank follows it.
fn is_spelled(key: &str, rest: &str, word: Tok, before: &[Tok]) -> bool {
    let after = rest.get(1..).unwrap_or_default();
    let end = after.find(|c| !is_arabic_letter(c)).unwrap_or(after.len());
    let next = after.get(..end).unwrap_or_default();
    if matches!(next, "نت" | "كوم") {
        return true;
    }
    let known = |w: &str| LETTERS.contains(&w);
    // Words of their own as well: two of them may stand on both sides of any stop, but not inside of
    // a name: سي.إن.إن.
    let inside = before.last().is_some_and(|t| t.punct() == Some(Punct::Abbreviation));
    let common = |w: &str| matches!(w, "ان" | "ال" | "في" | "او");
    let word = key.get(word.start as usize..word.end as usize).unwrap_or_default();
    let bare = word.strip_prefix(['و', 'ف', 'ب', 'ل', 'ك']);
    let spelled = |w: &str| known(w) && (inside || !(common(w) && common(next)));
    known(next) && (spelled(word) || bare.is_some_and(spelled))
}

/// Two words that lost the blank between them, seen by a plural's or a hamza's end before ال:
/// الولاياتالمتحدة. (A ة inside a word is seen while its letters are counted.)
fn is_glued(word: &str, tok: Tok) -> bool {
    let stem = word.get((tok.stem() - tok.start) as usize..).unwrap_or_default();
    // Few long words have an ال inside, and looking for a seam takes long.
    let inside = stem.len().checked_sub(8).and_then(|end| stem.as_bytes().get(10..end));
    if !inside.is_some_and(|b| b.windows(4).any(|w| w == [0xD8, 0xA7, 0xD9, 0x84])) {
        return false;
    }
    ["اتال", "ونال", "ينال", "ءال"].iter().any(|seam| {
        stem.find(seam).is_some_and(|i| {
            let second = stem.len() - i - seam.len();
            i >= 6 && second >= 8
        })
    })
}
