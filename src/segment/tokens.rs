//! Words, numbers and marks.
//!
//! Arabic letters, ASCII and the punctuation of the Arabic press are cut here, byte by byte; every
//! other script and symbol goes to unicode-segmentation.

use unicode_segmentation::UnicodeSegmentation;

use super::clitics::{CliticTable, Clitics};

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
    pub clitics: Clitics,
    /// Whether a blank stands before it.
    pub space: bool,
    /// Whether a line break stands before it.
    pub newline: bool,
    /// Whether two words were written as one.
    pub glued: bool,
}

impl Tok {
    /// Where the token begins without its conjunction.
    pub(crate) fn bare(self) -> u32 {
        self.start + u32::from(self.clitics.conj)
    }

    /// Where it begins without conjunction and preposition.
    pub(crate) fn noun(self) -> u32 {
        self.bare() + u32::from(self.clitics.prep)
    }

    /// Where it begins without any proclitic.
    pub(crate) fn stem(self) -> u32 {
        self.noun() + u32::from(self.clitics.art)
    }

    pub(crate) fn has_conj(self) -> bool {
        self.clitics.conj > 0
    }

    pub(crate) fn has_prep(self) -> bool {
        self.clitics.prep > 0
    }

    pub(crate) fn is_definite(self) -> bool {
        self.clitics.art > 0
    }

    pub(crate) fn is_word(self) -> bool {
        matches!(self.kind, TokenKind::Arabic | TokenKind::Foreign)
    }

    pub(crate) fn punct(self) -> Option<Punct> {
        match self.kind {
            TokenKind::Punct(p) => Some(p),
            _ => None,
        }
    }
}

/// Cuts a key text into tokens.
pub(crate) fn tokenize(key: &str, clitics: &CliticTable) -> Vec<Tok> {
    let mut out: Vec<Tok> = Vec::with_capacity(key.len() / 7);
    let (mut space, mut newline) = (false, true);
    let mut at = 0;
    while let Some(c) = key.get(at..).and_then(|s| s.chars().next()) {
        let rest = key.get(at..).unwrap_or_default();
        if c.is_whitespace() {
            space = true;
            newline |=
                matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
            at += c.len_utf8();
            continue;
        }
        let (len, kind) = next(rest, out.last(), space);
        let mut tok = Tok {
            start: at as u32,
            end: (at + len) as u32,
            kind,
            space,
            newline,
            ..Tok::default()
        };
        if kind == TokenKind::Arabic {
            let word = rest.get(..len).unwrap_or_default();
            tok.clitics = clitics.split(word);
            tok.glued = is_glued(word);
        }
        out.push(tok);
        at += len;
        (space, newline) = (false, false);
    }
    out
}

/// Length and kind of the token that `rest` begins with.
fn next(rest: &str, last: Option<&Tok>, space: bool) -> (usize, TokenKind) {
    let c = rest.chars().next().unwrap_or_default();
    if is_arabic_letter(c) {
        if let Some(len) = dotted_initials(rest) {
            return (len, TokenKind::Arabic);
        }
        return (run(rest, is_arabic_letter), TokenKind::Arabic);
    }
    if c.is_ascii_digit() {
        return (number(rest), TokenKind::Number);
    }
    if c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}') || matches!(c, '@' | '#') {
        let len = foreign(rest);
        if len > 0 {
            return (len, TokenKind::Foreign);
        }
    }
    if let Some((len, punct)) = punctuation(rest, c, last, space) {
        return (len, TokenKind::Punct(punct));
    }
    let word = rest.split_word_bounds().next().unwrap_or(rest);
    let kind = if word.chars().any(char::is_alphanumeric) {
        TokenKind::Foreign
    } else {
        TokenKind::Symbol
    };
    // A word of another script ends where Arabic begins, whatever the word-break rules say.
    let len = word
        .char_indices()
        .skip(1)
        .find(|&(_, c)| is_arabic_letter(c))
        .map_or(word.len(), |(i, _)| i);
    (len.max(c.len_utf8()), kind)
}

/// Letters of the Arabic script, as they occur in key form; combining marks that survived ride along.
fn is_arabic_letter(c: char) -> bool {
    matches!(c,
        '\u{620}'..='\u{63F}' | '\u{641}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'
        | '\u{6EE}' | '\u{6EF}' | '\u{6FA}'..='\u{6FC}' | '\u{6FF}'
        | '\u{750}'..='\u{77F}' | '\u{870}'..='\u{887}' | '\u{889}'..='\u{88E}' | '\u{8A0}'..='\u{8C9}'
        | '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDFB}'
        | '\u{FE70}'..='\u{FEFC}')
}

fn run(s: &str, keep: impl Fn(char) -> bool) -> usize {
    s.char_indices().find(|&(_, c)| !keep(c)).map_or(s.len(), |(i, _)| i)
}

/// `ا.ف.ب`: single letters with points between them, at least two.
fn dotted_initials(s: &str) -> Option<usize> {
    let mut chars = s.char_indices().peekable();
    let (mut letters, mut end) = (0, 0);
    loop {
        let (i, c) = chars.next()?;
        if !is_arabic_letter(c) {
            break;
        }
        letters += 1;
        end = i + c.len_utf8();
        match chars.next() {
            Some((_, '.')) => {}
            Some((_, c)) if is_arabic_letter(c) => return None,
            _ => break,
        }
        match chars.peek() {
            Some(&(_, c)) if is_arabic_letter(c) => {}
            _ => break,
        }
    }
    (letters >= 2).then_some(end)
}

fn number(s: &str) -> usize {
    let bytes = s.as_bytes();
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut i = 0;
    while digit(i)
        || (matches!(bytes.get(i), Some(b'.' | b',' | b':' | b'/'))
            && i > 0
            && digit(i - 1)
            && digit(i + 1))
    {
        i += 1;
    }
    i
}

fn foreign(s: &str) -> usize {
    let alnum = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{24F}' | '_');
    let mut end = 0;
    let mut chars = s.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let joins = matches!(c, '.' | '-' | '@' | '/' | ':' | '&' | '\'' | '#' | '+' | '?' | '=')
            && chars.peek().is_some_and(|&(_, n)| alnum(n) || (matches!(c, ':' | '/') && n == '/'));
        if alnum(c) || joins {
            end = i + c.len_utf8();
        } else {
            break;
        }
    }
    end
}

fn punctuation(rest: &str, c: char, last: Option<&Tok>, space: bool) -> Option<(usize, Punct)> {
    let same = |c: char| run(rest, |x| x == c);
    let one = c.len_utf8();
    Some(match c {
        '.' => match same('.') {
            1 => {
                let initial = !space
                    && last.is_some_and(|t| {
                        t.kind == TokenKind::Arabic
                            && t.end - t.start == 2
                            && (t.space || t.newline)
                    });
                (1, if initial { Punct::Abbreviation } else { Punct::Stop })
            }
            n => (n, Punct::Ellipsis),
        },
        '…' => (same('…'), Punct::Ellipsis),
        '؟' | '?' => (run(rest, |x| matches!(x, '؟' | '?' | '!')), Punct::Question),
        '!' => (run(rest, |x| matches!(x, '؟' | '?' | '!')), Punct::Exclamation),
        '،' | ',' | '٬' => (one, Punct::Comma),
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

/// A ة with a letter after it can only be the end of a word that lost its blank.
fn is_glued(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(a, _)| a == 'ة')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(s: &str) -> Vec<&str> {
        tokenize(s, &CliticTable::builtin())
            .iter()
            .map(|t| &s[t.start as usize..t.end as usize])
            .collect()
    }

    #[test]
    fn cuts_the_arabic_press() {
        assert_eq!(
            words("قال (ا.ف.ب) إن 8رشاشات"),
            ["قال", "(", "ا.ف.ب", ")", "إن", "8", "رشاشات"]
        );
        assert_eq!(words("لCNN: 19,00 و1.5%"), ["ل", "CNN", ":", "19,00", "و", "1.5", "%"]);
        assert_eq!(words("د. أحمد"), ["د", ".", "أحمد"]);
        assert_eq!(words("المصدر :: العرب..."), ["المصدر", "::", "العرب", "..."]);
    }
}
