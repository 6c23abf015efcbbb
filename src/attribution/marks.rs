//! What is asked of a token again and again, found out once and kept as bits.
//!
//! Every frame asks of the same few words around a cue whether they are verbs, can begin a noun
//! phrase, a prepositional phrase, a clause after أن. Each answer takes letters and neighbours to
//! find, so it is found here, for each token in turn, and read as a bit ever after.

use std::sync::LazyLock;

use crate::lexicon::{Classes, Word, WordMap};
use crate::segment::{Punct, TokenKind};

use super::reading::Reader;

/// The answers for one token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(u32);

impl Marks {
    pub(super) const WORD: u32 = 1;
    pub(super) const COMMA: u32 = 1 << 1;
    pub(super) const STOP: u32 = 1 << 2;
    /// و or ف as a token of its own.
    pub(super) const LONE_CONJ: u32 = 1 << 3;
    pub(super) const CONJ: u32 = 1 << 4;
    pub(super) const VERB: u32 = 1 << 5;
    pub(super) const MASDAR: u32 = 1 << 6;
    pub(super) const NOMINAL: u32 = 1 << 7;
    pub(super) const PP: u32 = 1 << 8;
    pub(super) const REQUEST: u32 = 1 << 9;
    pub(super) const CONTACT: u32 = 1 << 10;
    /// A preposition with its pronoun: له، إليها.
    pub(super) const TO_PRONOUN: u32 = 1 << 11;
    /// The lexicon has devices that begin with this word.
    pub(super) const DEVICE: u32 = 1 << 12;
    /// A complementizer; [`CODES`](Marks::CODES) has what governs it.
    pub(super) const COMPLEMENTIZER: u32 = 1 << 13;
    /// What governs it is the token before.
    pub(super) const GOVERNED: u32 = 1 << 14;
    /// What a time can begin with: see [`Reader::skip_time`].
    pub(super) const TIMELY: u32 = 1 << 15;
    const CODE: u32 = 16;
    /// A verb of what somebody does meanwhile: يشطب in «وهو يشطب السعر».
    pub(super) const MEANWHILE: u32 = 1 << 19;
    /// Two bits for the letter of a preposition written onto a word: none, ب, ل, another.
    const PREP: u32 = 20;
    /// Four for the code of a preposition, as `verbs.tsv` writes it.
    const GOVERNS: u32 = 24;
    const GOVERNING: [Option<char>; 8] =
        [None, Some('B'), Some('L'), Some('I'), Some('A'), Some('M'), Some('N'), Some('F')];
    const CODES: [char; 7] = ['C', 'B', 'I', 'A', 'M', 'N', 'F'];

    #[inline]
    pub(super) fn any(self, bits: u32) -> bool {
        self.0 & bits != 0
    }

    fn set(&mut self, bit: u32, on: bool) {
        if on {
            self.0 |= bit;
        }
    }

    fn set_complementizer(&mut self, code: char, before: bool) {
        let n = Marks::CODES.iter().position(|&c| c == code).unwrap_or(0);
        self.0 |= Marks::COMPLEMENTIZER | (n as u32) << Marks::CODE;
        self.set(Marks::GOVERNED, before);
    }

    fn set_preposition(&mut self, code: char) {
        let n = Marks::GOVERNING.iter().position(|&c| c == Some(code)).unwrap_or(0);
        self.0 |= (n as u32) << Marks::GOVERNS;
    }

    /// Whether a preposition is written onto the word.
    #[inline]
    pub(super) fn has_prep(self) -> bool {
        self.0 >> Marks::PREP & 3 != 0
    }

    /// The code of a preposition, a word or a letter.
    #[inline]
    pub(super) fn preposition(self) -> Option<char> {
        let n = self.0 >> Marks::GOVERNS & 7;
        Marks::GOVERNING.get(n as usize).copied().flatten()
    }

    #[inline]
    fn code(self) -> char {
        Marks::CODES.get((self.0 >> Marks::CODE & 7) as usize).copied().unwrap_or('C')
    }
}

/// The marks of all tokens, and of two more: what is past the end is asked as well, and the first
/// one there still has a neighbour.
pub(super) fn marks(r: &Reader<'_>) -> Vec<Marks> {
    let n = r.text.tokens().len() + 2;
    let mut out = Vec::with_capacity(n);
    let mut before = Marks::default();
    for i in 0..n {
        before = mark(r, i, before);
        out.push(before);
    }
    out
}

fn mark(r: &Reader<'_>, i: usize, before: Marks) -> Marks {
    let tok = r.tok(i);
    let get = r.get(i);
    let mut m = Marks::default();
    m.set(Marks::WORD, tok.is_word());
    if let Some(p) = tok.punct() {
        m.set(Marks::COMMA, matches!(p, Punct::Comma | Punct::Semicolon));
        m.set(Marks::STOP, matches!(p, Punct::Stop | Punct::Question | Punct::Exclamation));
    }
    let own = r.own(i);
    let lone = own.lone;
    m.set(Marks::LONE_CONJ, lone);
    let conj = tok.has_conj()
        || get.verb.is_some_and(|v| v.conj)
        || (i > 0 && before.any(Marks::LONE_CONJ) && !tok.newline);
    m.set(Marks::CONJ, conj);
    if tok.kind != TokenKind::Arabic {
        let nominal = match tok.kind {
            TokenKind::Foreign => true,
            TokenKind::Number => {
                let next = r.tok(i + 1);
                next.is_word() || next.punct() == Some(Punct::Percent)
            }
            TokenKind::Punct(_) => r.quotes.close_of(i).is_some_and(|c| c - i <= 6),
            _ => false,
        };
        m.set(Marks::NOMINAL, nominal);
        m.set(Marks::TIMELY, tok.punct() == Some(Punct::OpenBracket));
        m.set(Marks::DEVICE, r.device_word(i).is_some_and(|w| may_go_on(r, i + 1, w)));
        return m;
    }
    let named = get.entity.is_some() || get.head.is_some();
    let verb = get.classes.any(Classes::VERB.or(Classes::AUXILIARY))
        || r.finite(i).is_some()
        || own.verbal && !named && !tok.is_definite();
    m.set(Marks::VERB, verb);
    m.set(Marks::MEANWHILE, verb && is_meanwhile(r, i));
    let masdar = get.classes.any(Classes::OBJECT_NOUN)
        || own.masdar && r.mention(i).is_none() && get.head.is_none() && !tok.has_prep();
    m.set(Marks::MASDAR, masdar);
    m.set(Marks::NOMINAL, is_nominal(r, i, verb, lone));
    let complementizer = complementizer(r, i);
    if let Some((code, from)) = complementizer {
        m.set_complementizer(code, from < i);
    }
    let timely = get.classes.any(Classes::TIME.or(Classes::MONTH))
        || own.asked & YESTERDAY != 0 && r.text.word(i + 1) == "امس";
    m.set(Marks::TIMELY, timely);
    // A preposition, written as a word or onto one; within a name it counts only at its start.
    let prep = tok.has_prep();
    m.0 |= u32::from(own.prep) << Marks::PREP;
    match own.prep {
        1 => m.set_preposition('B'),
        2 => m.set_preposition('L'),
        _ => {}
    }
    let pp = (prep || get.classes.any(Classes::PREPOSITION))
        && complementizer.is_none()
        && r.mention(i).is_none_or(|m| m.tokens.start == i && prep);
    m.set(Marks::PP, pp);
    if get.devices {
        m.set(Marks::DEVICE, r.device_word(i).is_some_and(|w| may_go_on(r, i + 1, w)));
    }
    if own.asked != 0 {
        let bare = r.bare(i);
        if let Some(code) = governing(bare).filter(|_| !prep && own.asked & GOVERNS != 0) {
            m.set_preposition(code);
        }
        m.set(Marks::TO_PRONOUN, own.asked & TO_PRONOUN != 0);
        let contact = own.asked & CONTACT != 0 && is_contact_clause(r, i, bare);
        m.set(Marks::CONTACT, contact);
        m.set(Marks::REQUEST, contact || is_request_clause(r, i, bare, own.asked));
    }
    m
}

const TO_PRONOUN: u16 = 1;
const CONTACT: u16 = 2;
const ASKS: u16 = 4;
const OTHER: u16 = 8;
const GOVERNS: u16 = 16;
const YESTERDAY: u16 = 32;
/// A sentence may begin with it: هناك، يجب.
pub(super) const OPENS: u16 = 64;
pub(super) const WHAT: u16 = 128;
/// قبل in من قبل, صدر in صدر عن.
pub(super) const SIDE: u16 = 256;
pub(super) const ISSUED: u16 = 512;
/// A preposition with the pronoun of something that was named: به، عنها.
pub(super) const RESUMES: u16 = 1024;

/// Words without their conjunction that the questions below begin with.
static WORDS: LazyLock<WordMap<u16>> = LazyLock::new(|| {
    let mut words = WordMap::<u16>::default();
    let to_pronoun = "له لها لهم به بها بهم منه منها منهم فيه فيها عليه عليها عليهم اليه اليها \
                      اليهم عنه عنها عنهم معه معها معهم لنا الينا لي لديه لديها لديهم";
    let contact = "تحدثنا تحدثت تحدث اتصلنا اتصلت التقتهم التقته التقيناه التقيناهم حاورته تواصلنا \
                   تواصلت تواصل قابلناهم استطلعت";
    let asks = "طلب طلبت طلبوا فضل فضلت فضلوا رفض رفضت رفضوا اشترط اشترطت اشترطوا اثر اثرت اثروا امتنع \
                امتنعت تحفظ تحفظت تحفظوا تتحفظ يتحفظ تحتفظ يحتفظ نحتفظ احتفظت رافضا رافضة رافضين مفضلا مفضلة \
                مفضلين مشترطا مشترطة مشترطين طالبا طالبة طالبين متحفظا متحفظة شريطة بشرط شرط طلبا يرفض \
                ترفض يطلب تطلب يفضل تفضل يشترط تشترط تحدث تحدثت تحدثوا طلبتا فضلا فضلتا رفضا رفضتا \
                اشترطا اشترطتا تحفظا تحفظتا تحدثا تحدثتا";
    let governs = "الي علي من ب ل عن حول بشان بخصوص في";
    let lists = [
        (to_pronoun, TO_PRONOUN),
        (contact, CONTACT),
        (asks, ASKS),
        ("لم لا غير", OTHER),
        (governs, GOVERNS),
        ("اول قبل بعد", YESTERDAY),
        ("هناك ليس يجب لدينا لقد", OPENS),
        ("ما", WHAT),
        ("قبل جانب طرف لدن", SIDE),
        ("صدر صدرت صادر صادرة", ISSUED),
        ("به بها بهم بهما عنه عنها اليه اليها عليه عليها فيه فيها له لها منه منها", RESUMES),
    ];
    for (list, bit) in lists {
        for word in list.split_whitespace() {
            *words.entry(word) |= bit;
        }
    }
    words
});

/// Which of the questions a word without its conjunction begins, a bit each.
pub(super) fn asked(hash: u32, bare: &str) -> u16 {
    WORDS.get(hash, bare).copied().unwrap_or(0)
}

/// The code of a word that is a preposition.
fn governing(bare: &str) -> Option<char> {
    Some(match bare {
        "الي" => 'I',
        "علي" => 'A',
        "من" => 'M',
        "ب" => 'B',
        "ل" => 'L',
        "عن" | "حول" | "بشان" | "بخصوص" => 'N',
        "في" => 'F',
        _ => return None,
    })
}

/// Whether the first letters at token `i` are those of the next word of some device.
fn may_go_on(r: &Reader<'_>, i: usize, word: &Word) -> bool {
    let start = |w: &str| w.as_bytes().first_chunk::<4>().copied();
    let next = [start(r.text.word(i)), start(r.bare(i))];
    word.devices.iter().any(|(_, rest)| match rest.first().map(|w| start(w)) {
        None | Some(None) => true,
        Some(letters) => next.contains(&letters),
    })
}

/// Whether a word can begin a noun phrase.
fn is_nominal(r: &Reader<'_>, i: usize, verb: bool, lone_conj: bool) -> bool {
    let get = r.get(i);
    if r.tok(i).has_prep() || lone_conj {
        return false;
    }
    if get.head.is_some() || get.entity.is_some() {
        return true;
    }
    let no = Classes::PREPOSITION
        .or(Classes::COMPLEMENTIZER)
        .or(Classes::RELATIVE)
        .or(Classes::NEGATION)
        .or(Classes::AUXILIARY)
        .or(Classes::SUBORDINATOR)
        .or(Classes::ADVERB)
        .or(Classes::TIME);
    !get.classes.any(no) && !verb
}

/// أن، إن، أنه … : the letter or word that governs it (`C` for none), and where it begins.
fn complementizer(r: &Reader<'_>, i: usize) -> Option<(char, usize)> {
    let get = r.get(i);
    if !get.classes.any(Classes::COMPLEMENTIZER) || get.classes.any(Classes::SUBORDINATOR) {
        return None;
    }
    // «سي.إن.إن»: a letter's name.
    if r.is_joined(i) {
        return None;
    }
    // «إن وجدت»: a condition.
    if r.bare(i) == "ان" {
        let next = r.bare(i + 1);
        let perfect = r.is(i + 1, Classes::VERB) && !next.starts_with(['ي', 'ت', 'ن'])
            || matches!(next, "وجد" | "وجدت" | "شاء" | "لزم" | "امكن");
        if perfect && r.get(i + 1).head.is_none() && !r.tok(i + 1).has_conj() {
            return None;
        }
    }
    match get.comp_prefix {
        Some('ب') => return Some(('B', i)),
        Some(_) => return None,
        None => {}
    }
    if i == 0 || r.tok(i).has_conj() {
        return Some(('C', i));
    }
    let code = match r.bare(i - 1) {
        "الي" => 'I',
        "علي" => 'A',
        "من" => 'M',
        "عن" => 'N',
        "في" => 'F',
        "ب" => 'B',
        // "until", "after", "despite": no complement of speech.
        "بعد" | "قبل" | "رغم" | "منذ" | "مع" | "غير" | "الا" | "حتي" | "بما" | "حيث" | "دون"
        | "بدون" | "كما" | "لو" | "علما" | "خاصة" | "خصوصا" | "سيما" | "لاسيما" | "عند" | "بين"
        | "طالما" | "مثل" | "سوي" | "اذ" | "يمكن" | "يجب" | "ينبغي" | "بشرط" | "شرط" | "شريطة"
        | "لابد" => {
            return None;
        }
        _ => 'C',
    };
    Some((code, if code == 'C' { i } else { i - 1 }))
}

/// «وهو يشطب السعر», but not «وهو يعمل سائقا»: behind وهو, a verb that does not say who somebody is.
fn is_meanwhile(r: &Reader<'_>, i: usize) -> bool {
    r.text.word(i).starts_with(['ي', 'ت'])
        && !r.is(i, Classes::STATE)
        && i > 0
        && matches!(r.text.word(i - 1), "وهو" | "وهي" | "وهم" | "وهما" | "وهن")
}

/// طلب عدم ذكر اسمه، رفض الكشف عن هويته: a clause that belongs to an unnamed source.
fn is_request_clause(r: &Reader<'_>, i: usize, bare: &str, known: u16) -> bool {
    // «رفض الكشف عن التفاصيل» hides something else.
    let name = |k: usize| {
        let word = r.text.stem(k);
        ["اسم", "هوي", "صفت", "مصدره"].iter().any(|n| word.starts_with(n)) || word == "نفسه"
    };
    let hides = |k: usize| {
        name(k)
            || matches!(
                r.text.stem(k),
                "عدم"
                    | "كشف"
                    | "ذكر"
                    | "افصاح"
                    | "حجب"
                    | "اخفاء"
                    | "اغفال"
                    | "نشر"
                    | "تعريف"
                    | "ايراد"
                    | "ينشر"
                    | "يذكر"
                    | "يكشف"
                    | "يعرف"
            ) && (k + 1..k + 5).any(name)
    };
    if known & ASKS != 0 && (hides(i + 1) || hides(i + 2) || hides(i + 3)) {
        return true;
    }
    if known & OTHER == 0 {
        return false;
    }
    // غير راغب في ذكر اسمه، غير مخول بالتصريح
    if bare == "غير" {
        return matches!(
            r.text.stem(i + 1),
            "راغب" | "مخول" | "مصرح" | "راغبة" | "مخولة" | "ماذون"
        );
    }
    let named = |k: usize| {
        matches!(
            r.text.word(k),
            "اسمه" | "اسمها" | "هويته" | "هويتها" | "هويتهما" | "اسماءهم" | "هوياتهم"
        )
    };
    matches!(r.bare(i + 1), "يسمه" | "تسمه" | "يسمها" | "تسمها" | "تسمهم" | "يسمهم")
        || (i + 2..i + 5).any(named)
}

/// A clause that says how the outlet reached a source: تحدثنا إليهم، اتصلت به.
fn is_contact_clause(r: &Reader<'_>, i: usize, bare: &str) -> bool {
    matches!(
        r.bare(i + 1),
        "اليه" | "اليها" | "اليهم" | "به" | "بها" | "بهم" | "معه" | "معها" | "معهم"
    ) || r.get(i).verb.is_some_and(|v| v.enclitic)
        || matches!(bare, "التقتهم" | "التقته" | "التقيناه" | "التقيناهم" | "حاورته")
}

impl Reader<'_> {
    #[inline]
    pub(crate) fn is_comma(&self, i: usize) -> bool {
        self.marked(i, Marks::COMMA)
    }

    #[inline]
    pub(crate) fn is_stop(&self, i: usize) -> bool {
        self.marked(i, Marks::STOP)
    }

    #[inline]
    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.marked(i, Marks::WORD)
    }

    /// A finite verb of any kind, as far as its shape tells.
    #[inline]
    pub(crate) fn is_verb(&self, i: usize) -> bool {
        self.marked(i, Marks::VERB)
    }

    /// Whether a clause of what somebody does meanwhile begins at `i`: «وهو يشطب السعر».
    #[inline]
    pub(crate) fn is_circumstance(&self, i: usize) -> bool {
        self.marked(i + 1, Marks::MEANWHILE)
    }

    /// Whether token `i`, without article and pronoun, has the shape of a verbal noun.
    #[inline]
    pub(crate) fn is_masdar(&self, i: usize) -> bool {
        self.marked(i, Marks::MASDAR)
    }

    /// True for tokens that can begin a noun phrase.
    #[inline]
    pub(crate) fn is_nominal(&self, i: usize) -> bool {
        self.marked(i, Marks::NOMINAL)
    }

    /// Whether a prepositional phrase begins at `i`.
    #[inline]
    pub(crate) fn is_pp(&self, i: usize) -> bool {
        self.marked(i, Marks::PP)
    }

    /// Whether token `i` begins with و or ف, or is such a letter of its own.
    #[inline]
    pub(crate) fn has_conj(&self, i: usize) -> bool {
        self.marked(i, Marks::CONJ)
    }

    #[inline]
    pub(crate) fn is_lone_conj(&self, i: usize) -> bool {
        self.marked(i, Marks::LONE_CONJ)
    }

    /// طلب عدم ذكر اسمه، رفض الكشف عن هويته: a clause that belongs to an unnamed source.
    #[inline]
    pub(crate) fn is_request_clause(&self, i: usize) -> bool {
        self.marked(i, Marks::REQUEST)
    }

    /// A clause that says how the outlet reached a source: تحدثنا إليهم، اتصلت به.
    #[inline]
    pub(crate) fn is_contact_clause(&self, i: usize) -> bool {
        self.marked(i, Marks::CONTACT)
    }

    /// Whether the word at `i` is one that sourcing devices begin with.
    #[inline]
    pub(crate) fn may_begin_device(&self, i: usize) -> bool {
        self.marked(i, Marks::DEVICE)
    }

    /// The letter of the preposition written onto token `i`: ب ل ك.
    #[inline]
    pub(crate) fn prep(&self, i: usize) -> Option<char> {
        match self.marks(i).0 >> Marks::PREP & 3 {
            0 => None,
            1 => Some('ب'),
            2 => Some('ل'),
            _ => self.bare(i).chars().next(),
        }
    }

    /// The code of the preposition at token `i`, a word or a letter.
    #[inline]
    pub(crate) fn preposition(&self, i: usize) -> Option<char> {
        self.marks(i).preposition()
    }

    /// أن، إن، أنه … : the letter or word that governs it (`C` for none), and where it begins.
    #[inline]
    pub(crate) fn complementizer(&self, i: usize) -> Option<(char, usize)> {
        let m = self.marks(i);
        m.any(Marks::COMPLEMENTIZER).then(|| (m.code(), i - usize::from(m.any(Marks::GOVERNED))))
    }
}
