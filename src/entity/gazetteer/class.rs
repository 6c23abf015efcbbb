//! What a phrase of the gazetteer can be: a name of some kind, or a word that patterns build on.

use crate::entity::kind::EntityKind;

macro_rules! classes {
    ($( $(#[$meta:meta])* $Variant:ident = $name:literal, )+) => {
        /// The class of a gazetteer entry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Class { $( $(#[$meta])* $Variant, )+ }

        impl Class {
            const ALL: &'static [Class] = &[ $( Class::$Variant, )+ ];

            /// The name data files and user gazetteers use.
            pub(crate) fn name(self) -> &'static str {
                match self { $( Class::$Variant => $name, )+ }
            }

            pub(crate) fn from_name(name: &str) -> Option<Class> {
                match name { $( $name => Some(Class::$Variant), )+ _ => None }
            }
        }
    };
}

classes! {
    Person = "person",
    Organization = "organization",
    /// A newspaper, channel, agency or site.
    Media = "media",
    Club = "club",
    /// Any other place.
    Location = "location",
    Country = "country",
    City = "city",
    Region = "region",
    Natural = "natural",
    Facility = "facility",
    Event = "event",
    Nationality = "nationality",
    /// A word that begins the name of a body: وزارة، حركة، شركة.
    OrganizationHead = "organization_head",
    /// A word that begins the name of a facility or natural feature: مطار، جبل.
    PlaceHead = "place_head",
    /// A word that a place name follows without being part of it: مدينة، محافظة.
    PlaceLabel = "place_label",
    /// A word that begins the name of an event: قمة، مناورات.
    EventHead = "event_head",
    /// A portfolio: الخارجية، الدفاع.
    Portfolio = "portfolio",
    Title = "title",
    Month = "month",
    Weekday = "weekday",
    /// A day counted from today: أمس، غدا.
    Day = "day",
    /// A word of time: ساعة، صباحا.
    Clock = "clock",
    /// A calendar era: هجرية.
    Era = "era",
    /// A number word.
    Number = "number",
    Currency = "currency",
    Unit = "unit",
}

impl Class {
    pub(crate) fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_number(n: u8) -> Option<Class> {
        Class::ALL.get(usize::from(n)).copied()
    }

    /// The kind of entity a phrase of this class names by itself, and the finer kind.
    pub(crate) fn entity(self) -> Option<(EntityKind, Option<&'static str>)> {
        Some(match self {
            Class::Person => (EntityKind::Person, None),
            Class::Organization => (EntityKind::Organization, None),
            Class::Club => (EntityKind::Organization, Some("club")),
            Class::Media => (EntityKind::Organization, Some("media")),
            Class::Location => (EntityKind::Location, None),
            Class::Country | Class::City | Class::Region | Class::Natural | Class::Facility => {
                (EntityKind::Location, Some(self.name()))
            }
            Class::Event => (EntityKind::Event, None),
            _ => return None,
        })
    }
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

impl Classes {
    pub(crate) const fn of(classes: &[Class]) -> Classes {
        let mut set = Classes(0);
        let mut rest = classes;
        while let [class, more @ ..] = rest {
            set = set.with(*class);
            rest = more;
        }
        set
    }

    #[must_use]
    pub(crate) const fn with(self, class: Class) -> Classes {
        Classes(self.0 | 1 << class as u32)
    }

    pub(crate) const fn has(self, class: Class) -> bool {
        self.0 >> class as u32 & 1 == 1
    }

    /// Whether the two sets share a class.
    pub(crate) const fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
