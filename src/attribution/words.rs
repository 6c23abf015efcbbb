//! What a word is, whatever text it stands in: read once, and kept for the texts to come.
//!
//! News uses the same words every day. What the lexicon says of a word, which class it has, what its
//! shape says: all of it follows from its letters and clitics, so a thread keeps the answers for the
//! words it met last, in a table of fixed size. Two words share a place; the one that was not asked for longer
//! gives way to a third.

use std::cell::Cell;

use crate::hash::{hash, same_bytes};
use crate::lexicon::{Classes, Form, Lexicon, Morph, Word};
use crate::segment::{Segmented, Tok, TokenKind};

use super::marks::asked;
use super::masdar::has_masdar_shape;
use super::reading::{Reading, VerbReading};
use super::weigh::atoms::{letters, shape};

/// What is known of a token as a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Own {
    pub reading: Reading,
    /// The word itself, where it is a common one, and the class of its company.
    pub word: u32,
    pub class: u8,
    /// The questions it begins; see [`asked`].
    pub asked: u16,
    pub shape: u16,
    /// Whether it looks like a finite verb, and like a verbal noun.
    pub verbal: bool,
    pub masdar: bool,
    /// و or ف alone.
    pub lone: bool,
    /// The letter of the preposition written onto it: none, ب, ل, another.
    pub prep: u8,
}

/// A word that was met, with what makes it the same word.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    hash: u32,
    clitics: u32,
    /// Of the lexicon; 0 for none.
    lexicon: u32,
    len: u8,
    letters: [u8; LETTERS],
    own: Own,
}

/// Longer words are rare and read anew.
const LETTERS: usize = 24;

/// How many words a thread keeps, a power of two: about two megabytes.
const KEPT: usize = 16384;

thread_local! {
    static MET: Cell<Option<Box<[[Met; 2]]>>> = const { Cell::new(None) };
}

/// What is known of all tokens as words.
pub(super) fn words(text: &Segmented, lexicon: &Lexicon) -> Vec<Own> {
    // Taken while it is used; where there is none, in the last moments of a thread, a new one.
    let met = MET.try_with(Cell::take).ok().flatten();
    let mut met = met.unwrap_or_else(|| vec![[Met::default(); 2]; KEPT / 2].into_boxed_slice());
    let mut out = Vec::with_capacity(text.tokens().len());
    for some in text.tokens().chunks(TOGETHER) {
        // The places of some words are looked at side by side, so that they wait for memory together.
        let mut first = [false; TOGETHER];
        for (first, tok) in first.iter_mut().zip(some) {
            *first = met.get(place(tok)).is_some_and(|[last, _]| last.hash == tok.hash);
        }
        for (tok, first) in some.iter().zip(first) {
            let i = out.len();
            if tok.kind != TokenKind::Arabic {
                out.push(Own::default());
                continue;
            }
            let mut own = recall(text, lexicon, i, tok, &mut met, first);
            if let Some(v) = &mut own.reading.verb {
                v.start += tok.start;
                v.end = tok.end;
            }
            out.push(own);
        }
    }
    let _ = MET.try_with(|kept| kept.set(Some(met)));
    out
}

/// How many words are looked for together.
const TOGETHER: usize = 16;

/// Where the word of a token is kept.
fn place(tok: &Tok) -> usize {
    tok.hash as usize & (KEPT / 2 - 1)
}

/// What is known of a word, from the texts before or read now; `first` says whether it may be the
/// word of its place that was met last.
fn recall(
    text: &Segmented,
    lexicon: &Lexicon,
    i: usize,
    tok: &Tok,
    met: &mut [[Met; 2]],
    first: bool,
) -> Own {
    let word = text.word(i).as_bytes();
    let c = tok.clitics;
    let clitics = [c.conj, c.prep, c.fut, c.art, c.encl];
    let clitics = clitics.iter().fold(0, |all, &n| all << 4 | u32::from(n));
    let Some([last, older]) = met.get_mut(place(tok)) else { return own(text, lexicon, i).0 };
    let same = |m: &Met| {
        m.hash == tok.hash
            && m.clitics == clitics
            && m.lexicon == lexicon.id()
            && m.letters.get(..usize::from(m.len)).is_some_and(|w| same_bytes(w, word))
    };
    if first && same(last) {
        return last.own;
    }
    if same(older) {
        std::mem::swap(last, older);
        return last.own;
    }
    let (own, alone) = own(text, lexicon, i);
    let mut letters = [0; LETTERS];
    if let Some(to) = letters.get_mut(..word.len()).filter(|_| alone) {
        to.copy_from_slice(word);
        let (hash, len) = (tok.hash, word.len() as u8);
        *older = Met { hash, clitics, lexicon: lexicon.id(), len, letters, own };
        std::mem::swap(last, older);
    }
    own
}

/// What is known of a word, and whether it depends on the next one.
fn own(text: &Segmented, lexicon: &Lexicon, i: usize) -> (Own, bool) {
    let (mut reading, alone) = read(text, lexicon, i);
    let tok = text.tok(i);
    let bare = text.bare(i);
    if reading.moved && reading.word.is_none() {
        reading.devices = lexicon.get(bare).is_some_and(|w| !w.devices.is_empty());
    }
    let stem = text.stem(i);
    let prep = match bare.as_bytes() {
        _ if !tok.has_prep() => 0,
        [0xd8, 0xa8, ..] => 1,
        [0xd9, 0x84, ..] => 2,
        _ => 3,
    };
    let (class, word) = letters(text, i);
    let own = Own {
        word,
        class,
        asked: asked(if tok.has_conj() { hash(bare) } else { tok.hash }, bare),
        shape: shape(tok, stem, prep),
        verbal: is_verbal(tok, reading.classes, bare),
        masdar: has_masdar_shape(stem),
        lone: matches!(text.word(i), "و" | "ف"),
        prep,
        reading,
    };
    (own, alone)
}

/// Whether a word looks like a finite verb.
fn is_verbal(t: Tok, classes: Classes, w: &str) -> bool {
    // Feminine perfects: the nouns in ت (not ات) are few and listed.
    if w.ends_with('ت')
        && !w.ends_with("ات")
        && !t.has_prep()
        && !classes.any(Classes::NOUN_IN_T)
        && w.chars().nth(3).is_some()
    {
        return true;
    }
    let rest = w.strip_prefix('س').filter(|r| r.starts_with(['ي', 'ت', 'ن'])).unwrap_or(w);
    rest.starts_with('ي')
        && !classes.any(Classes::TIME.or(Classes::MONTH))
        && rest.chars().nth(3).is_some()
        && !NOT_VERB.iter().any(|n| rest.starts_with(n))
}

/// Nouns and names that begin with ي.
const NOT_VERB: &[&str] = &[
    "يوم",
    "يوس",
    "ياس",
    "يناي",
    "يونيو",
    "يولي",
    "يمن",
    "يسار",
    "يهود",
    "يورو",
    "يحيي",
    "يعقوب",
    "يدي",
    "يقين",
    "يوغ",
    "يون",
    "يابان",
    "ياب",
    "ياسين",
    "يميني",
    "يمين",
    "يتيم",
    "يخت",
    "يزيد",
    "يالطا",
    "يوتيوب",
    "ياهو",
];

/// The lexicon's reading of a word in Arabic letters, and whether it depends on the next one.
fn read(text: &Segmented, lexicon: &Lexicon, i: usize) -> (Reading, bool) {
    let tok = text.tok(i);
    let mut out = Reading::default();
    let mut alone = true;
    let whole = text.word(i);
    let known = lexicon.get_hashed(tok.hash, whole);
    let (mut bare_at, mut bare) = (tok.bare(), text.bare(i));
    let mut word = if tok.has_conj() { lexicon.get(bare) } else { known };
    if !tok.has_conj() {
        // A first و or ف is a conjunction also when only the rest is known.
        let rest = whole.strip_prefix(['و', 'ف']);
        if let (None, Some(rest)) = (known, rest) {
            let found = lexicon.get(rest);
            if found.is_some() || verb(lexicon, rest, found).is_some() {
                (bare_at, bare, word) = (tok.start + 2, rest, found);
            }
        }
        // وردت: the lexicon knows the whole word, but only the rest speaks.
        // ورد: a cue only in ورد فيه.
        let resumed =
            |w: &Word| w.cues.iter().all(|&(c, _)| lexicon.cue(c).is_some_and(|c| c.resumed));
        if let Some(known) = known.filter(|w| w.head.is_none() && resumed(w)) {
            alone = !whole.starts_with('و');
            let in_it = |i: usize| matches!(text.word(i), "فيه" | "فيها");
            let device = |i: usize| matches!(text.word(i), "في" | "ضمن");
            let stays = device(i + 1) || !known.cues.is_empty() && in_it(i + 1);
            if let Some(rest) = whole.strip_prefix('و').filter(|_| !stays) {
                let found = lexicon.get(rest);
                if found.is_some_and(|w| !w.cues.is_empty()) {
                    (bare_at, bare, word) = (tok.start + 2, rest, found);
                }
            }
        }
    } else if word.is_none()
        && (known.is_some_and(|w| !w.cues.is_empty())
            || verb(lexicon, bare, None).is_none() && verb(lexicon, whole, known).is_some())
    {
        // وعدني: the first letter is the verb's own.
        (bare_at, bare, word) = (tok.start, whole, known);
    }
    out.word = word.map(|_| (bare_at - tok.start) as u8);
    out.moved = bare_at != tok.bare();
    out.devices = word.is_some_and(|w| !w.devices.is_empty());
    if let Some(w) = word {
        out.classes = w.classes;
    }
    if tok.clitics.art == 0 {
        if let Some((cue, morph, offset, enclitic, future, purpose)) = verb(lexicon, bare, word) {
            out.verb = Some(VerbReading {
                cue,
                morph,
                start: bare_at - tok.start + offset,
                end: 0,
                enclitic,
                conj: bare_at > tok.start,
                future,
                purpose,
            });
        }
    }
    for prefix in ['ب', 'ل'] {
        if let Some(rest) = bare.strip_prefix(prefix) {
            if !out.classes.any(Classes::SUBORDINATOR)
                && lexicon.get(rest).is_some_and(|w| w.classes.any(Classes::COMPLEMENTIZER))
            {
                out.classes.insert(Classes::COMPLEMENTIZER);
                out.comp_prefix = Some(prefix);
            }
        }
    }
    // The same letters are looked up once.
    let noun = if tok.noun() == bare_at { word } else { lexicon.get(text.noun(i)) };
    let (stem_at, stem) = if out.moved { (bare_at, bare) } else { (tok.stem(), text.stem(i)) };
    if let Some(w) = noun {
        take_noun(&mut out, w, false);
    }
    if stem_at != tok.noun() {
        if let Some(w) = if stem_at == bare_at { word } else { lexicon.get(stem) } {
            take_noun(&mut out, w, false);
        }
    }
    if tok.clitics.art > 0 || out.head.is_some() {
        return (out, alone);
    }
    // مسؤولا، شاهدا: the accusative.
    if out.verb.is_none() {
        if let Some(w) = stem.strip_suffix('ا').and_then(|s| lexicon.get(s)) {
            if w.head.is_some_and(|h| h.class.is_human()) {
                take_noun(&mut out, w, false);
            }
        }
    }
    if out.head.is_none() && out.noun_cue.is_none() {
        for e in enclitics_like(stem) {
            if let Some(rest) = stem.strip_suffix(e) {
                if rest.chars().nth(2).is_none() {
                    continue;
                }
                let found = lexicon.get(rest).filter(|w| w.head.is_some()).or_else(|| {
                    let rest = rest.strip_suffix('ت')?;
                    spelled(rest, "ة", |form| lexicon.get(form))
                });
                if let Some(w) = found {
                    take_noun(&mut out, w, true);
                    break;
                }
            }
        }
    }
    (out, alone)
}

fn take_noun(out: &mut Reading, w: &Word, possessed: bool) {
    let nominal = Classes::MEDIUM
        .or(Classes::TIME)
        .or(Classes::MONTH)
        .or(Classes::OBJECT_NOUN)
        .or(Classes::QUANTIFIER)
        .or(Classes::SAME)
        .or(Classes::ADJECTIVE)
        .or(Classes::SAME_BEFORE);
    if w.classes.any(nominal) {
        for c in [
            Classes::MEDIUM,
            Classes::TIME,
            Classes::MONTH,
            Classes::OBJECT_NOUN,
            Classes::QUANTIFIER,
            Classes::ADJECTIVE,
            Classes::SAME,
            Classes::SAME_BEFORE,
        ] {
            if w.classes.any(c) {
                out.classes.insert(c);
            }
        }
    }
    if out.head.is_none() && w.head.is_some() {
        out.head = w.head;
        out.possessed = possessed;
    }
    out.descriptor = out.descriptor.or(w.descriptor);
    out.noun_cue = out.noun_cue.or(w.noun_cue);
}

/// Cue, morph, bytes before the verb, enclitic, future, purpose.
type Found = (u16, Morph, u32, bool, bool, bool);

fn verb(lexicon: &Lexicon, bare: &str, known: Option<&Word>) -> Option<Found> {
    let first = |w: Option<&Word>| w.and_then(|w| w.cues.first().copied());
    if let Some((cue, morph)) = first(known) {
        return Some((cue, morph, 0, false, false, false));
    }
    for (prefix, future) in [('س', true), ('ل', false)] {
        // A future takes the whole indicative; shorter forms are jussives (سير is no future of ير).
        let shortest = if future { 3 } else { 2 };
        if let Some(rest) = bare.strip_prefix(prefix).filter(|r| r.chars().nth(shortest).is_some())
        {
            let found = first(lexicon.get(rest)).or_else(|| enclitic(lexicon, rest));
            if let Some((cue, morph)) = found {
                if morph.form == Form::Imperfect {
                    return Some((cue, morph, 2, false, future, !future));
                }
            }
        }
    }
    enclitic(lexicon, bare).map(|(cue, morph)| (cue, morph, 0, true, false, false))
}

fn enclitic(lexicon: &Lexicon, form: &str) -> Option<(u16, Morph)> {
    let finite = |form: &str| {
        let (cue, morph) = *lexicon.get(form)?.cues.first()?;
        (morph.form != Form::Participle).then_some((cue, morph))
    };
    for e in enclitics_like(form) {
        let Some(rest) = form.strip_suffix(e).filter(|r| r.chars().nth(2).is_some()) else {
            continue;
        };
        let found = finite(rest).or_else(|| match rest.strip_suffix('ا') {
            Some(r) => spelled(r, "ي", finite),
            None if rest.ends_with('و') => spelled(rest, "ا", finite),
            None => None,
        });
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The enclitics that end in the letter a word ends in, the longer ones first.
fn enclitics_like(word: &str) -> &'static [&'static str] {
    match word.as_bytes() {
        [.., 0xd8, 0xa7] => &["هما", "ها", "نا"],
        [.., 0xd9, 0x85] => &["هم", "كم"],
        [.., 0xd9, 0x86] => &["هن"],
        [.., 0xd9, 0x8a] => &["ني"],
        [.., 0xd9, 0x87] => &["ه"],
        [.., 0xd9, 0x83] => &["ك"],
        _ => &[],
    }
}

/// Asks about a word with another ending, which is put together where it costs nothing.
fn spelled<T>(word: &str, ending: &str, ask: impl FnOnce(&str) -> T) -> T {
    let mut letters = [0_u8; 64];
    let n = word.len() + ending.len();
    if let Some(to) = letters.get_mut(..n) {
        let (a, b) = to.split_at_mut(word.len());
        a.copy_from_slice(word.as_bytes());
        b.copy_from_slice(ending.as_bytes());
        if let Ok(form) = std::str::from_utf8(to) {
            return ask(form);
        }
    }
    ask(&format!("{word}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::{Form as Forms, Normalizer};
    use crate::segment::CliticTable;

    /// As text, for most parts cannot be compared.
    fn seen(text: &Segmented, lexicon: &Lexicon) -> Vec<String> {
        words(text, lexicon).iter().map(|w| format!("{w:?}")).collect()
    }

    #[test]
    fn what_is_kept_is_what_is_read() {
        let lexicon = Lexicon::builtin();
        let text = "وقالت مصادر مطلعة إن الوزير نفى، وأكد مصدر في الوزارة أن تصريحاته نقلت خطأ، ووردت \
                    وورد في بيان. وقالت مصادر إن البيان وورد عن CNN صحيح.";
        let text = Segmented::new(text, &Normalizer::new(Forms::Key), &CliticTable::builtin());
        let first = seen(&text, &lexicon);
        assert_eq!(seen(&text, &lexicon), first);
        let elsewhere = std::thread::scope(|s| s.spawn(|| seen(&text, &lexicon)).join());
        assert_eq!(elsewhere.ok(), Some(first.clone()));
        // Another lexicon does not see what this one made.
        let other = Lexicon::builtin();
        assert_ne!(other.id(), lexicon.id());
        assert_eq!(seen(&text, &other), first);
    }

    /// What is kept of a word must not hold for another word behind it: ورد فيه, ورد الوزير.
    #[test]
    fn what_is_kept_does_not_depend_on_what_was_read_before() {
        let lexicon = Lexicon::builtin();
        let segmented = |text: &str| {
            Segmented::new(text, &Normalizer::new(Forms::Key), &CliticTable::builtin())
        };
        let parts = [
            "ورد فيه أن السعر ارتفع.",
            "ورد الوزير بأن الدعم باق.",
            "ورد في بيان أن السعر ارتفع.",
            "وردت الشركة بأن الأمر انتهى.",
            "وردت في بيان.",
        ];
        for first in parts {
            for second in parts {
                // On a thread of its own nothing has been kept yet.
                let read = |texts: &[&str]| {
                    let texts: Vec<String> = texts.iter().map(|&t| t.into()).collect();
                    let (segmented, lexicon) = (&segmented, &lexicon);
                    let all = move || {
                        texts.iter().map(|t| seen(&segmented(t), lexicon)).collect::<Vec<_>>()
                    };
                    std::thread::scope(|s| s.spawn(all).join()).expect("no panic")
                };
                assert_eq!(
                    read(&[first, second]).last(),
                    read(&[second]).last(),
                    "{first} {second}"
                );
            }
        }
    }

    /// «وكيلها» is nobody's «كيلها»: heads that begin like a clitic are words of their own with a pronoun as well.
    #[test]
    fn heads_keep_their_first_letter_before_a_pronoun() {
        // «واليها» is و and إليها more often than a governor.
        let unlike = |form: &str| {
            ["ون", "ين", "ان", "اء", "تا"].iter().any(|end| form.ends_with(end))
                || form.contains(' ')
                || form.chars().nth(2).is_none()
                || matches!(form, "وال" | "والي")
        };
        let (mut asked, mut lost) = (0, Vec::new());
        for row in include_str!("../lexicon/data/heads.tsv").lines().filter(|l| !l.starts_with('#'))
        {
            let forms = row.split('\t').skip(3).take(2).flat_map(|column| column.split('|'));
            for form in forms.filter(|f| f.starts_with(['و', 'ف', 'ب', 'ل', 'ك']) && !unlike(f))
            {
                let stem = form.strip_suffix('ة').map_or(form.into(), |stem| format!("{stem}ت"));
                for pronoun in ["ها", "هم"] {
                    let text = format!("وقال {stem}{pronoun} إن الأمر انتهى.");
                    let text = Segmented::new(
                        &text,
                        &Normalizer::new(Forms::Key),
                        &CliticTable::builtin(),
                    );
                    asked += 1;
                    let tok = text.tok(1);
                    if tok.has_conj() || tok.has_prep() {
                        lost.push(format!("{stem}{pronoun}"));
                    }
                }
            }
        }
        assert!(asked > 300 && lost.is_empty(), "{asked}: {lost:?}");
    }
}
