//! Putting a normalizer together from single operations.

use super::data as d;
use super::step::{Final, FinalYeh, Fold, Lines, Step};
use super::{Form, Normalizer, data::Piece};
use crate::error::Error;

/// What the hamza carriers ؤ and ئ become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hamza {
    /// They stay.
    #[default]
    Keep,
    /// The carrier alone: و and ي.
    Carrier,
    /// The hamza alone: ء.
    Hamza,
}

/// What ة becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TehMarbuta {
    /// It stays.
    #[default]
    Keep,
    /// ه, as it is written by many and pronounced in pause.
    Heh,
    /// ت, as it is pronounced in construct.
    Teh,
}

/// Which of ى and ي becomes the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AlefMaksura {
    /// Both stay.
    #[default]
    Keep,
    /// ى becomes ي everywhere.
    Yeh,
    /// ى becomes ي at the end of a word only.
    FinalYeh,
    /// ي becomes ى everywhere.
    FromYeh,
    /// ي becomes ى at the end of a word only, as Egyptian typesetting has it.
    FromFinalYeh,
}

/// What digits become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Digits {
    /// They stay.
    #[default]
    Keep,
    /// 0–9, and next to digits ٫ ٬ ٪ become `.` `,` `%`.
    Ascii,
    /// ٠–٩.
    ArabicIndic,
    /// ۰–۹, as Persian and Urdu write them.
    Extended,
}

/// What runs of whitespace become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Whitespace {
    /// They stay.
    #[default]
    Keep,
    /// One space, or one line break when there is one in the run.
    Collapse,
    /// One space, line breaks included.
    Flatten,
}

/// Builds a [`Normalizer`] out of single operations.
///
/// Nothing is on at first. Operations always run in one order, whatever order they are switched on
/// in: repair first, then marks and letters, then digits and punctuation, then whitespace.
///
/// # Example
///
/// ```
/// use rawi::{Digits, Form, Normalizer, TehMarbuta};
///
/// // From nothing: vowel marks go, but the shadda stays.
/// let n = Normalizer::builder().marks(true).keep(['\u{651}']).build()?;
/// assert_eq!(n.normalize("مُدَرِّسَةٌ"), "مدرّسة");
///
/// // From one of our forms: `news`, with ة folded and digits left alone.
/// let mut b = Form::News.options().ok_or("ours")?;
/// let n = b.teh_marbuta(TehMarbuta::Heh).digits(Digits::Keep).build()?;
/// assert_eq!(n.normalize("سَنة ٢٠٢٤"), "سنه ٢٠٢٤");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NormalizerBuilder {
    mojibake: bool,
    canonical: bool,
    invisible: bool,
    presentation_forms: bool,
    lookalikes: bool,
    final_farsi_yeh_is_yeh: bool,
    persian_letters: bool,
    tatweel: bool,
    harakat: bool,
    tanwin: bool,
    shadda: bool,
    sukun: bool,
    dagger_alef: bool,
    quranic: bool,
    alef: bool,
    wasla: bool,
    hamza: Hamza,
    standalone_hamza: bool,
    teh_marbuta: TehMarbuta,
    alef_maksura: AlefMaksura,
    search_letters: bool,
    digits: Digits,
    quotes: bool,
    punctuation: bool,
    spaces: bool,
    whitespace: Whitespace,
    elongation: Option<(u8, u8)>,
    keep: Vec<char>,
}

impl NormalizerBuilder {
    pub(crate) fn empty() -> NormalizerBuilder {
        NormalizerBuilder::default()
    }

    /// Repairs text that was stored as UTF-8 and read as Latin-1, Windows-1252 or Windows-1256:
    /// `Ø§Ù„Ø¹Ø±Ø¨ÙŠØ©` and `ط§ظ„ط¹ط±ط¨ظٹط©` become العربية again. Part of no form.
    pub fn mojibake(&mut self, yes: bool) -> &mut Self {
        self.mojibake = yes;
        self
    }

    /// Composes letters with their hamza and madda and puts marks in canonical order (NFC).
    pub fn canonical(&mut self, yes: bool) -> &mut Self {
        self.canonical = yes;
        self
    }

    /// Deletes direction marks, zero-width characters, soft hyphens and byte order marks. A ZERO
    /// WIDTH JOINER between two emoji stays.
    pub fn invisible(&mut self, yes: bool) -> &mut Self {
        self.invisible = yes;
        self
    }

    /// Turns presentation forms (U+FB50–U+FDFF, U+FE70–U+FEFF) into letters; lam-alef keeps its
    /// hamza, ﷺ ﷲ ﷽ ﷼ are spelled out. Other compatibility characters, as in x², stay.
    pub fn presentation_forms(&mut self, yes: bool) -> &mut Self {
        self.presentation_forms = yes;
        self
    }

    /// Turns letters of Persian and Urdu keyboards that look Arabic into Arabic ones: ک to ك, ہ to
    /// ه, ی to ي inside a word and to ى at its end. پ چ ژ گ stay.
    pub fn lookalikes(&mut self, yes: bool) -> &mut Self {
        self.lookalikes = yes;
        self
    }

    /// With [`lookalikes`](Self::lookalikes): whether ی becomes ي at the end of a word too.
    pub fn final_farsi_yeh_is_yeh(&mut self, yes: bool) -> &mut Self {
        self.final_farsi_yeh_is_yeh = yes;
        self
    }

    /// Turns پ چ ژ گ ڤ into ب ج ز ك ف.
    pub fn persian_letters(&mut self, yes: bool) -> &mut Self {
        self.persian_letters = yes;
        self
    }

    /// Deletes tatweel.
    pub fn tatweel(&mut self, yes: bool) -> &mut Self {
        self.tatweel = yes;
        self
    }

    /// Deletes every mark: all that the six switches below name.
    pub fn marks(&mut self, yes: bool) -> &mut Self {
        self.harakat(yes).tanwin(yes).shadda(yes).sukun(yes).dagger_alef(yes).quranic(yes)
    }

    /// Deletes the short vowels َ ُ ِ and their variants.
    pub fn harakat(&mut self, yes: bool) -> &mut Self {
        self.harakat = yes;
        self
    }

    /// Deletes ً ٌ ٍ and their variants.
    pub fn tanwin(&mut self, yes: bool) -> &mut Self {
        self.tanwin = yes;
        self
    }

    /// Deletes ّ.
    pub fn shadda(&mut self, yes: bool) -> &mut Self {
        self.shadda = yes;
        self
    }

    /// Deletes ْ.
    pub fn sukun(&mut self, yes: bool) -> &mut Self {
        self.sukun = yes;
        self
    }

    /// Deletes ٰ, the alef of هٰذا.
    pub fn dagger_alef(&mut self, yes: bool) -> &mut Self {
        self.dagger_alef = yes;
        self
    }

    /// Deletes Quranic annotation, honorific signs and all remaining marks of the Arabic blocks
    /// (U+0610–0617, 0653–065F, 06D6–06ED, 0897–08FF).
    pub fn quranic(&mut self, yes: bool) -> &mut Self {
        self.quranic = yes;
        self
    }

    /// Turns أ إ آ into ا.
    pub fn alef(&mut self, yes: bool) -> &mut Self {
        self.alef = yes;
        self
    }

    /// Turns ٱ, and the rare ٲ ٳ ٵ, into ا.
    pub fn wasla(&mut self, yes: bool) -> &mut Self {
        self.wasla = yes;
        self
    }

    /// What ؤ and ئ become.
    pub fn hamza(&mut self, to: Hamza) -> &mut Self {
        self.hamza = to;
        self
    }

    /// Deletes ء where it stands alone.
    pub fn standalone_hamza(&mut self, yes: bool) -> &mut Self {
        self.standalone_hamza = yes;
        self
    }

    /// What ة becomes.
    pub fn teh_marbuta(&mut self, to: TehMarbuta) -> &mut Self {
        self.teh_marbuta = to;
        self
    }

    /// Which of ى and ي becomes the other.
    pub fn alef_maksura(&mut self, to: AlefMaksura) -> &mut Self {
        self.alef_maksura = to;
        self
    }

    /// Turns the remaining Persian and Urdu letters into those they are searched as: ۀ to ه, ے and
    /// ې to ي.
    pub fn search_letters(&mut self, yes: bool) -> &mut Self {
        self.search_letters = yes;
        self
    }

    /// What digits become.
    pub fn digits(&mut self, to: Digits) -> &mut Self {
        self.digits = to;
        self
    }

    /// Turns « » “ ” „ and their kin into `"`, single ones into `'`.
    pub fn quotes(&mut self, yes: bool) -> &mut Self {
        self.quotes = yes;
        self
    }

    /// Turns ، ؛ ؟ ۔ ٭, dashes and … into ASCII.
    pub fn punctuation(&mut self, yes: bool) -> &mut Self {
        self.punctuation = yes;
        self
    }

    /// Turns NO-BREAK SPACE and spaces of other widths into the space.
    pub fn spaces(&mut self, yes: bool) -> &mut Self {
        self.spaces = yes;
        self
    }

    /// What runs of whitespace become.
    pub fn whitespace(&mut self, to: Whitespace) -> &mut Self {
        self.whitespace = to;
        self
    }

    /// Shortens `least` or more of the same letter in a row to `most`: جمييييل to جميل with
    /// `(3, 1)`. Two in a row are ordinary spelling (الله), so `least` should be at least 3.
    pub fn elongation(&mut self, least: u8, most: u8) -> &mut Self {
        self.elongation = Some((least, most));
        self
    }

    /// Leaves these characters alone in the operations on letters, marks, digits and punctuation.
    pub fn keep(&mut self, chars: impl IntoIterator<Item = char>) -> &mut Self {
        self.keep.extend(chars);
        self
    }

    /// Compiles the operations.
    ///
    /// # Errors
    ///
    /// When the elongation limits contradict each other: `most` must be at least 1 and less than
    /// `least`.
    pub fn build(&self) -> Result<Normalizer, Error> {
        if let Some((least, most)) = self.elongation
            && (most == 0 || most >= least)
        {
            let given = format!("{least}, {most}");
            return Err(Error::option("elongation", given, "least > most > 0"));
        }
        // What is one of our forms as it is shares its tables.
        let ours = Form::ALL.into_iter().find(|form| form.options().as_ref() == Some(self));
        let own = || Normalizer::compile(self.steps(), self.nearest());
        Ok(ours.map_or_else(own, Normalizer::new))
    }

    /// The one of our forms that does most of what this does to letters.
    pub(crate) fn nearest(&self) -> Form {
        if self.teh_marbuta == TehMarbuta::Heh || self.hamza == Hamza::Carrier {
            Form::Search
        } else if self.alef {
            Form::Key
        } else if self.harakat {
            Form::News
        } else {
            Form::Repair
        }
    }

    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let fold = |steps: &mut Vec<Step>, pieces: &[(bool, &'static Piece)]| {
            let on: Vec<_> = pieces.iter().filter(|p| p.0).map(|p| p.1).collect();
            if !on.is_empty() {
                steps.push(Fold::keeping(on, self.keep.clone()));
            }
        };
        if self.mojibake {
            steps.push(Step::Mojibake);
        }
        if self.canonical {
            steps.push(Step::Nfc);
        }
        if self.invisible {
            steps.push(Step::Joiner);
        }
        fold(
            &mut steps,
            &[
                (self.invisible, &d::INVISIBLE),
                (self.presentation_forms, &d::PRESENTATION_FORMS),
                (self.presentation_forms, &d::PRESENTATION_REPAIR),
            ],
        );
        let yeh_anyway = self.alef_maksura == AlefMaksura::Yeh;
        if self.lookalikes && !yeh_anyway && !self.keep.contains(&'ی') {
            let last =
                if self.final_farsi_yeh_is_yeh { FinalYeh::Yeh } else { FinalYeh::AlefMaksura };
            steps.push(Step::FarsiYeh(last));
        }
        fold(
            &mut steps,
            &[
                (self.lookalikes, &d::LOOKALIKES),
                (self.lookalikes && yeh_anyway, &d::FARSI_YEH),
                (self.search_letters, &d::LOOKALIKES_SEARCH),
                (self.persian_letters, &d::PERSIAN_LETTERS),
                (self.tatweel, &d::TATWEEL),
            ],
        );
        match self.alef_maksura {
            AlefMaksura::FinalYeh => steps.push(Step::Final(Final { from: 'ى', to: 'ي' })),
            AlefMaksura::FromFinalYeh => steps.push(Step::Final(Final { from: 'ي', to: 'ى' })),
            _ => {}
        }
        fold(
            &mut steps,
            &[
                (self.harakat, &d::HARAKAT),
                (self.tanwin, &d::TANWIN),
                (self.shadda, &d::SHADDA),
                (self.sukun, &d::SUKUN),
                (self.dagger_alef, &d::DAGGER_ALEF),
                (self.quranic, &d::QURANIC),
                (self.alef, &d::ALEF),
                (self.wasla, &d::WASLA),
                (self.hamza == Hamza::Carrier, &d::HAMZA_TO_CARRIER),
                (self.hamza == Hamza::Hamza, &d::HAMZA_TO_HAMZA),
                (self.teh_marbuta == TehMarbuta::Heh, &d::TEH_MARBUTA_TO_HEH),
                (self.teh_marbuta == TehMarbuta::Teh, &d::TEH_MARBUTA_TO_TEH),
                (yeh_anyway, &d::ALEF_MAKSURA_TO_YEH),
                (self.alef_maksura == AlefMaksura::FromYeh, &d::YEH_TO_ALEF_MAKSURA),
                (self.digits == Digits::Ascii, &d::DIGITS_TO_ASCII),
                (self.digits == Digits::ArabicIndic, &d::DIGITS_TO_ARABIC),
                (self.digits == Digits::Extended, &d::DIGITS_TO_EXTENDED),
            ],
        );
        if self.digits == Digits::Ascii {
            steps.push(Step::NumberSigns);
        }
        fold(
            &mut steps,
            &[
                (self.standalone_hamza, &d::STANDALONE_HAMZA),
                (self.quotes, &d::QUOTES),
                (self.punctuation, &d::PUNCTUATION_TO_ASCII),
                (self.spaces, &d::SPACES),
            ],
        );
        if let Some((least, cap)) = self.elongation {
            steps.push(Step::Elongation { least, cap });
        }
        match self.whitespace {
            Whitespace::Keep => {}
            Whitespace::Collapse => steps.push(Step::Whitespace(Lines::Keep)),
            Whitespace::Flatten => steps.push(Step::Whitespace(Lines::Flatten)),
        }
        if self.canonical {
            steps.push(Step::Nfc);
        }
        steps
    }
}
