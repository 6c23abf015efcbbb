//! What a word form can be.

use crate::labels::{Stance, Tier};

/// A set of word classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

impl Classes {
    pub(crate) const COMPLEMENTIZER: Classes = Classes(1);
    pub(crate) const PREPOSITION: Classes = Classes(1 << 1);
    pub(crate) const RELATIVE: Classes = Classes(1 << 2);
    pub(crate) const NEGATION: Classes = Classes(1 << 3);
    pub(crate) const AUXILIARY: Classes = Classes(1 << 4);
    pub(crate) const SUBORDINATOR: Classes = Classes(1 << 5);
    pub(crate) const DEMONSTRATIVE: Classes = Classes(1 << 6);
    pub(crate) const PRONOUN: Classes = Classes(1 << 7);
    pub(crate) const QUANTIFIER: Classes = Classes(1 << 8);
    pub(crate) const SAME: Classes = Classes(1 << 9);
    pub(crate) const SAME_BEFORE: Classes = Classes(1 << 10);
    pub(crate) const TIME: Classes = Classes(1 << 11);
    pub(crate) const MONTH: Classes = Classes(1 << 12);
    pub(crate) const ADVERB: Classes = Classes(1 << 13);
    pub(crate) const MEDIUM: Classes = Classes(1 << 14);
    pub(crate) const OBJECT_NOUN: Classes = Classes(1 << 15);
    pub(crate) const VERB: Classes = Classes(1 << 16);
    pub(crate) const ADJECTIVE: Classes = Classes(1 << 18);
    pub(crate) const NOUN_IN_T: Classes = Classes(1 << 17);
    pub(crate) const CARRIER: Classes = Classes(1 << 19);
    pub(crate) const CRITERION: Classes = Classes(1 << 20);
    pub(crate) const RESOURCE: Classes = Classes(1 << 21);
    pub(crate) const HONORIFIC: Classes = Classes(1 << 22);
    pub(crate) const OFFICE_ALONE: Classes = Classes(1 << 23);
    pub(crate) const RESUMPTIVE: Classes = Classes(1 << 24);
    pub(crate) const TEASER: Classes = Classes(1 << 25);
    pub(crate) const STATE: Classes = Classes(1 << 26);
    pub(crate) const BYLINE: Classes = Classes(1 << 27);
    pub(crate) const TOLD: Classes = Classes(1 << 28);
    pub(crate) const CALLED: Classes = Classes(1 << 29);

    /// The class of a name used in `words.tsv`.
    pub(crate) fn named(name: &str) -> Option<Classes> {
        Some(match name {
            "complementizer" => Classes::COMPLEMENTIZER,
            "preposition" => Classes::PREPOSITION,
            "relative" => Classes::RELATIVE,
            "negation" => Classes::NEGATION,
            "auxiliary" => Classes::AUXILIARY,
            "subordinator" => Classes::SUBORDINATOR,
            "demonstrative" => Classes::DEMONSTRATIVE,
            "pronoun" => Classes::PRONOUN,
            "quantifier" => Classes::QUANTIFIER,
            "same" => Classes::SAME,
            "same-before" => Classes::SAME_BEFORE,
            "time" => Classes::TIME,
            "month" => Classes::MONTH,
            "adverb" => Classes::ADVERB,
            "medium" => Classes::MEDIUM,
            "object-noun" => Classes::OBJECT_NOUN,
            "verb" => Classes::VERB,
            "adjective" => Classes::ADJECTIVE,
            "noun-in-t" => Classes::NOUN_IN_T,
            "carrier" => Classes::CARRIER,
            "criterion" => Classes::CRITERION,
            "resource" => Classes::RESOURCE,
            "honorific" => Classes::HONORIFIC,
            "office-alone" => Classes::OFFICE_ALONE,
            "resumptive" => Classes::RESUMPTIVE,
            "teaser" => Classes::TEASER,
            "state" => Classes::STATE,
            "told" => Classes::TOLD,
            "called" => Classes::CALLED,
            "byline" => Classes::BYLINE,
            _ => return None,
        })
    }

    #[inline]
    pub(crate) fn insert(&mut self, other: Classes) {
        self.0 |= other.0;
    }

    pub(crate) fn remove(&mut self, other: Classes) {
        self.0 &= !other.0;
    }

    /// True when the two sets share a class.
    #[inline]
    pub(crate) fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

/// Everything one key form can be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    pub classes: Classes,
    /// Cue verbs this is a form of.
    pub cues: Vec<(u16, Morph)>,
    pub noun_cue: Option<u16>,
    pub head: Option<Head>,
    pub descriptor: Option<u8>,
    /// Devices that begin with this word, with the words that must follow; longest first.
    pub devices: Vec<(u16, Vec<Box<str>>)>,
}

/// The form of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Perfect,
    Imperfect,
    Participle,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Masculine,
    Feminine,
}

/// Grammatical person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Person {
    First,
    Third,
}

/// What the shape of a verb says of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Morph {
    pub form: Form,
    pub person: Person,
    pub gender: Gender,
    pub plural: bool,
}

impl Morph {
    /// The `n`th of masculine singular, feminine singular, masculine plural, feminine plural.
    pub(crate) fn third(form: Form, n: usize) -> Morph {
        let gender = if n % 2 == 1 { Gender::Feminine } else { Gender::Masculine };
        Morph { form, person: Person::Third, gender, plural: n > 1 }
    }

    pub(crate) fn first(form: Form, plural: bool) -> Morph {
        Morph { form, person: Person::First, gender: Gender::Masculine, plural }
    }

    /// Duals, subjunctives, jussives and passives tell their kind by their letters; a form that begins
    /// as the third person of the perfect does is one of its own (تحدثا of تحدث).
    pub(crate) fn from_shape(text: &str, perfect: &str) -> Morph {
        let past = perfect.chars().count() > 2 && text.starts_with(perfect);
        let imperfect = text.starts_with(['ي', 'ت']) && !past;
        let form = if imperfect { Form::Imperfect } else { Form::Perfect };
        let feminine = if imperfect {
            text.starts_with('ت')
        } else {
            text.ends_with("تا") || text.ends_with('ت') && text != perfect
        };
        let gender = if feminine { Gender::Feminine } else { Gender::Masculine };
        let plural = text.ends_with('ا') || text.ends_with("ان") || text.ends_with("وا");
        Morph { form, person: Person::Third, gender, plural }
    }
}

/// A verb of speech.
#[derive(Clone, Debug)]
pub(crate) struct Cue {
    pub id: String,
    pub lemma: String,
    pub tier: Tier,
    pub stance: Stance,
    /// Codes as `verbs.tsv` describes them.
    pub governs: String,
    pub risky: bool,
    /// Speaks only of what is in something: «بيان جاء فيه».
    pub resumed: bool,
}

impl Cue {
    pub(crate) fn takes(&self, code: char) -> bool {
        self.governs.contains(code)
    }
}

/// A noun of speech.
#[derive(Clone, Debug)]
pub(crate) struct NounCue {
    pub id: String,
    pub lemma: String,
    pub tier: Tier,
    pub stance: Stance,
    pub governs: String,
}

/// What the head noun of a source stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeadClass {
    Anon,
    Role,
    Group,
    Vague,
    Org,
    Document,
    Data,
    Media,
}

impl HeadClass {
    fn named_inner(name: &str) -> Option<HeadClass> {
        Some(match name {
            "anon" => HeadClass::Anon,
            "role" => HeadClass::Role,
            "group" => HeadClass::Group,
            "vague" => HeadClass::Vague,
            "org" => HeadClass::Org,
            "document" => HeadClass::Document,
            "data" => HeadClass::Data,
            "media" => HeadClass::Media,
            _ => return None,
        })
    }

    pub(crate) fn named(name: &str) -> Option<HeadClass> {
        HeadClass::named_inner(name)
    }

    /// Plurals of things take feminine singular verbs.
    pub(crate) fn is_inanimate(self) -> bool {
        !matches!(self, HeadClass::Role | HeadClass::Group)
    }

    pub(crate) fn is_human(self) -> bool {
        matches!(self, HeadClass::Anon | HeadClass::Role | HeadClass::Group | HeadClass::Vague)
    }
}

/// A noun that can head a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub class: HeadClass,
    pub plural: bool,
    pub gender: Gender,
}

/// How a sourcing device finds its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeviceKind {
    /// بحسب مصادر
    Source,
    /// حسبما ذكر فلان
    Clause,
    /// على حد قوله
    Own,
    /// جاء في بيان
    Document,
    /// علم لدى مصدر
    Passive,
}

impl DeviceKind {
    pub(crate) fn named(name: &str) -> Option<DeviceKind> {
        Some(match name {
            "source" => DeviceKind::Source,
            "clause" => DeviceKind::Clause,
            "own" => DeviceKind::Own,
            "document" => DeviceKind::Document,
            "passive" => DeviceKind::Passive,
            _ => return None,
        })
    }
}

/// A sourcing device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub id: String,
    pub lemma: String,
    pub kind: DeviceKind,
    pub tier: Tier,
    pub stance: Stance,
    /// Whether the source carries ل.
    pub tail_l: bool,
}
