//! The named forms: ours and, bit for bit, other people's.

use std::fmt;
use std::str::FromStr;

use super::builder::{AlefMaksura, Digits, Hamza, NormalizerBuilder, TehMarbuta};
use super::data as d;
use super::step::{Fold, Lines, Step};
use crate::error::Error;

/// A named set of normalization rules.
///
/// Ours come first. `Repair` loses nothing a reader sees; `News` is what to show and to tag;
/// `Search` is what to index; `Key` is what rawi's own analysis reads. The rest reproduce other
/// normalizers bit for bit, faults included, so that an index built with one of them can be
/// queried through rawi; each says what to watch out for.
///
/// # Example
///
/// ```
/// use rawi::{Form, Normalizer};
///
/// let form: Form = "search".parse()?;
/// assert_eq!(Normalizer::new(form).normalize("إِلَى المدرسة"), "الي المدرسه");
/// assert_eq!(Form::ALL.iter().filter(|f| f.is_ours()).count(), 4);
/// # Ok::<(), rawi::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// Lossless for a reader: canonical composition and mark order, presentation forms to letters
    /// (a lam-alef keeps its hamza), tatweel, direction marks and zero-width characters gone (a
    /// ZWJ inside an emoji stays), look-alike letters of Persian keyboards to Arabic ones, spaces
    /// of all widths to the space. x² and H₂O stay.
    Repair,
    /// `Repair`, and without vowel marks and Quranic signs, digits and number signs in ASCII
    /// (٣٫١٤ is 3.14), quotation marks to `"` and `'`: for display and tagging.
    News,
    /// `News`, and alef, hamza carriers, ة and ى folded, punctuation in ASCII: for indexes.
    Search,
    /// What rawi's own analysis reads: `News` with quotation marks as they are, and alef variants
    /// folded to ا and ى to ي. ة, ؤ, ئ and ء stay, because enclitics and plurals are told apart by
    /// them. Nothing is collapsed or moved across a line break.
    Key,
    /// Lucene's `ArabicNormalizer`. Leaves ٱ, ٰ and everything outside U+0622–U+0652 alone.
    Lucene,
    /// Lucene's `DecimalDigitFilter`: every decimal digit of every script to ASCII, nothing else.
    LuceneDigits,
    /// Lucene's `PersianNormalizer`. Its ی→ي is the reverse of what Persian text wants.
    LucenePersian,
    /// CAMeL Tools `dediac_ar`.
    CamelDediac,
    /// CAMeL Tools `normalize_alef_ar`.
    CamelAlef,
    /// CAMeL Tools `normalize_alef_maksura_ar`.
    CamelAlefMaksura,
    /// CAMeL Tools `normalize_teh_marbuta_ar`.
    CamelTehMarbuta,
    /// CAMeL Tools `normalize_unicode`: ﷼ and ﷽ spelled out, then NFKC, so x² becomes x2.
    CamelUnicode,
    /// CAMeL Tools `arclean`. **Destroys data**: everything outside Arabic, ASCII and Latin-1
    /// letters is deleted, ﷺ, emoji and the Arabic Supplement included; ی becomes ى inside words
    /// too; ٠٫٥ becomes `0,5`.
    CamelArclean,
    /// PyArabic `strip_tashkeel`: U+064B–U+0652.
    PyarabicTashkeel,
    /// PyArabic `strip_diacritics`: every nonspacing mark of U+0600–U+06FE.
    PyarabicDiacritics,
    /// PyArabic `strip_tatweel`.
    PyarabicTatweel,
    /// PyArabic `normalize_searchtext`. **Loses distinctions**: ى becomes ا (إلى is الا), the
    /// isolated lam-alefs lose their hamza, the final ones stay ligatures.
    PyarabicSearch,
    /// arabic-norm `normalize`. Deletes the small letters ۥ ۦ.
    ArabicNorm,
    /// arabic-norm `normalize(ta_marbuta=True)`.
    ArabicNormTaMarbuta,
    /// arabic-normalize `normalize`. **Breaks emoji**: a ZWJ inside one is deleted.
    ArabicNormalize,
    /// arabic-normalize `normalize_for_search`.
    ArabicNormalizeSearch,
    /// araclean `LIGHT`. A final ی becomes ي, so علی (for على) becomes علي.
    AracleanLight,
    /// araclean `SEARCH`. Drops the whole accusative ending: كتابًا becomes كتاب. Leaves ٫ between
    /// ASCII digits.
    AracleanSearch,
    /// charabia's Arabic normalizer (Meilisearch).
    CharabiaArabic,
    /// Unicode Normalization Form C.
    Nfc,
    /// Unicode Normalization Form KC. A mark shown alone (U+FE70) becomes a space and the mark;
    /// x² becomes x2.
    Nfkc,
}

const NAMES: [(Form, &str); 26] = [
    (Form::Repair, "repair"),
    (Form::News, "news"),
    (Form::Search, "search"),
    (Form::Key, "key"),
    (Form::Lucene, "lucene"),
    (Form::LuceneDigits, "lucene_digits"),
    (Form::LucenePersian, "lucene_persian"),
    (Form::CamelDediac, "camel_dediac"),
    (Form::CamelAlef, "camel_alef"),
    (Form::CamelAlefMaksura, "camel_alef_maksura"),
    (Form::CamelTehMarbuta, "camel_teh_marbuta"),
    (Form::CamelUnicode, "camel_unicode"),
    (Form::CamelArclean, "camel_arclean"),
    (Form::PyarabicTashkeel, "pyarabic_tashkeel"),
    (Form::PyarabicDiacritics, "pyarabic_diacritics"),
    (Form::PyarabicTatweel, "pyarabic_tatweel"),
    (Form::PyarabicSearch, "pyarabic_search"),
    (Form::ArabicNorm, "arabic_norm"),
    (Form::ArabicNormTaMarbuta, "arabic_norm_ta_marbuta"),
    (Form::ArabicNormalize, "arabic_normalize"),
    (Form::ArabicNormalizeSearch, "arabic_normalize_search"),
    (Form::AracleanLight, "araclean_light"),
    (Form::AracleanSearch, "araclean_search"),
    (Form::CharabiaArabic, "charabia_arabic"),
    (Form::Nfc, "nfc"),
    (Form::Nfkc, "nfkc"),
];

impl Form {
    /// Every form, ours first.
    pub const ALL: [Form; 26] = {
        let mut all = [Form::Repair; 26];
        let mut i = 0;
        while i < all.len() {
            all[i] = NAMES[i].0;
            i += 1;
        }
        all
    };

    /// The name the form parses from.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(form, _)| *form == self).map_or("", |(_, name)| name)
    }

    /// True for `Repair`, `News`, `Search` and `Key`.
    pub fn is_ours(self) -> bool {
        matches!(self, Form::Repair | Form::News | Form::Search | Form::Key)
    }

    /// True when normalizing twice always gives what normalizing once gives. Only `camel_arclean`
    /// does not promise that.
    pub fn is_idempotent(self) -> bool {
        !matches!(self, Form::CamelArclean)
    }

    /// Whether deleted marks count as part of the letter before them when a span is mapped back.
    /// The araclean forms map as araclean does: each character to just what it came from.
    pub(crate) fn marks_belong(self) -> bool {
        !matches!(self, Form::AracleanLight | Form::AracleanSearch)
    }

    pub(crate) fn steps(self) -> Vec<Step> {
        let fold = |pieces: &[&'static d::Piece]| vec![Fold::step(pieces.to_vec())];
        match self {
            Form::Repair | Form::News | Form::Search | Form::Key => {
                self.options().map_or_else(Vec::new, |b| b.steps())
            }
            Form::Lucene => fold(&[&d::LUCENE]),
            Form::LuceneDigits => fold(&[&d::LUCENE_DIGITS]),
            Form::LucenePersian => fold(&[&d::LUCENE_PERSIAN]),
            Form::CamelDediac => fold(&[&d::CAMEL_DEDIAC]),
            Form::CamelAlef => fold(&[&d::CAMEL_ALEF]),
            Form::CamelAlefMaksura => fold(&[&d::ALEF_MAKSURA_TO_YEH]),
            Form::CamelTehMarbuta => fold(&[&d::TEH_MARBUTA]),
            Form::CamelUnicode => vec![Fold::step(vec![&d::CAMEL_UNICODE]), Step::Nfkc],
            Form::CamelArclean => vec![Fold::only(vec![&d::CAMEL_ARCLEAN])],
            Form::PyarabicTashkeel => fold(&[&d::PYARABIC_TASHKEEL]),
            Form::PyarabicDiacritics => fold(&[&d::PYARABIC_DIACRITICS]),
            Form::PyarabicTatweel => fold(&[&d::TATWEEL]),
            Form::PyarabicSearch => fold(&[&d::PYARABIC_SEARCH]),
            Form::ArabicNorm => fold(&[&d::ARABIC_NORM]),
            Form::ArabicNormTaMarbuta => fold(&[&d::ARABIC_NORM, &d::TEH_MARBUTA]),
            Form::ArabicNormalize => fold(&[&d::ARABIC_NORMALIZE]),
            Form::ArabicNormalizeSearch => {
                fold(&[&d::ARABIC_NORMALIZE, &d::ARABIC_NORMALIZE_SEARCH])
            }
            Form::AracleanLight => araclean_light(),
            Form::AracleanSearch => {
                let mut steps = araclean_light();
                steps.push(Step::TanweenAlef);
                for piece in [
                    &d::ARACLEAN_MARKS,
                    &d::ARACLEAN_ALEF,
                    &d::ARACLEAN_HAMZA,
                    &d::TEH_MARBUTA_TO_HEH,
                    &d::ALEF_MAKSURA_TO_YEH,
                    &d::DIGITS_TO_ASCII,
                ] {
                    steps.push(Fold::step(vec![piece]));
                }
                steps.extend([
                    Step::Punctuation,
                    Step::Elongation { least: 3, cap: 1 },
                    Step::Whitespace(Lines::Flatten),
                    Step::Nfc,
                ]);
                steps
            }
            Form::CharabiaArabic => fold(&[&d::CHARABIA_ARABIC]),
            Form::Nfc => vec![Step::Nfc],
            Form::Nfkc => vec![Step::Nfkc],
        }
    }

    /// The operations one of our own forms stands for, to change some of them; `None` for the
    /// forms of others, which are not made of these operations.
    pub fn options(self) -> Option<NormalizerBuilder> {
        if !self.is_ours() {
            return None;
        }
        let mut b = NormalizerBuilder::empty();
        b.canonical(true).presentation_forms(true).tatweel(true).lookalikes(true);
        b.invisible(true).spaces(true);
        if self == Form::Repair {
            return Some(b);
        }
        b.marks(true).digits(Digits::Ascii).quotes(true);
        if self == Form::News {
            return Some(b);
        }
        b.alef(true).wasla(true).alef_maksura(AlefMaksura::Yeh).search_letters(true);
        if self == Form::Key {
            b.quotes(false);
        } else {
            b.hamza(Hamza::Carrier).teh_marbuta(TehMarbuta::Heh).punctuation(true);
        }
        Some(b)
    }
}

fn araclean_light() -> Vec<Step> {
    vec![
        Step::Nfc,
        Step::Joiner,
        Fold::step(vec![&d::ARACLEAN_BIDI]),
        Fold::step(vec![&d::PRESENTATION_FORMS]),
        Fold::step(vec![&d::TATWEEL]),
        Fold::step(vec![&d::ARACLEAN_LOOKALIKES]),
        Step::Whitespace(Lines::Keep),
        Step::Nfc,
    ]
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Form {
    type Err = Error;

    fn from_str(s: &str) -> Result<Form, Error> {
        NAMES.iter().find(|(_, name)| *name == s).map(|(form, _)| *form).ok_or_else(|| {
            let names: Vec<&str> = NAMES.iter().map(|(_, name)| *name).collect();
            Error::option("form", s, format!("one of {}", names.join(", ")))
        })
    }
}
