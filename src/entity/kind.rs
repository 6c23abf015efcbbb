//! What an entity is.

use std::borrow::Cow;

use crate::names::named_enum;
use crate::span::Span;

named_enum! {
    /// The kind of thing an entity mention names.
    pub enum EntityKind ("entity kind") {
        /// A named human; titles and honorifics are outside the span.
        Person => "person",
        /// A ministry, army, party, company, club, outlet or other named body, with its head noun.
        Organization => "organization",
        /// A country, city, region, natural feature or named facility.
        Location => "location",
        /// A named event, competition, exercise or agreement.
        Event => "event",
        /// A nationality: الجزائري، الأمريكيون.
        Nationality => "nationality",
        /// A title or role: وزير الخارجية.
        Title => "title",
        /// A date, month, weekday or relative day.
        Date => "date",
        /// A time of day.
        Time => "time",
        /// An amount of money.
        Money => "money",
        /// A percentage.
        Percent => "percent",
        /// A number with a unit.
        Quantity => "quantity",
        /// A bare number, in digits or words.
        Number => "number",
    }
}

impl EntityKind {
    /// Whether it is a date, an amount or a number and no name, title or nationality.
    pub(crate) fn is_value(self) -> bool {
        use EntityKind::{Date, Money, Number, Percent, Quantity, Time};
        matches!(self, Date | Time | Money | Percent | Quantity | Number)
    }
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    pub(crate) span: Span,
    pub(crate) kind: EntityKind,
    pub(crate) subkind: Option<Cow<'static, str>>,
    pub(crate) name: String,
    pub(crate) name_en: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) value: Option<String>,
    pub(crate) rule: Cow<'static, str>,
    pub(crate) confidence: f32,
}

impl Entity {
    /// Where the mention stands in the original text, in bytes. Clitics (و ف ب ل ك) are outside.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What it names.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// A finer kind where rawi knows it: `country`, `city`, `region`, `natural`, `facility`,
    /// `media`.
    pub fn subkind(&self) -> Option<&str> {
        self.subkind.as_deref()
    }

    /// The canonical Arabic name, the same for every mention of one entity in a document.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The English name, where the gazetteer has one.
    pub fn name_en(&self) -> Option<&str> {
        self.name_en.as_deref()
    }

    /// An identifier: `iso:DZ`, `geonames:2507480`, `wikidata:Q7184`.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The normalized value of a date (ISO 8601), amount or number.
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The id of the rule that found it.
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// How sure rawi is, between 0 and 1.
    pub fn confidence(&self) -> f32 {
        self.confidence
    }
}
