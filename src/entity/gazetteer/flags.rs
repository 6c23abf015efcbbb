//! What the word lists say about a single word.

/// A bit for each list that a word stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordFlags(pub(crate) u32);

impl WordFlags {
    /// A given name that is hardly ever anything else.
    pub(crate) const GIVEN: u32 = 1;
    /// A family name, or part of one, that is hardly ever anything else.
    pub(crate) const FAMILY: u32 = 1 << 1;
    /// A word that is a name beside other names and a plain word elsewhere: سعيد، كريم، صالح.
    pub(crate) const SOMETIMES: u32 = 1 << 2;
    /// A word of the language.
    pub(crate) const COMMON: u32 = 1 << 3;
    /// A function word or verb: no name runs across it.
    pub(crate) const STOP: u32 = 1 << 4;

    /// A word that is known for lists of whole tokens alone (لمراسل): it is no reading of the token.
    pub(super) const ALONE: u32 = 1 << 31;

    /// The lists that a token is read by, without its proclitics.
    #[cfg(test)]
    pub(super) const READ: u32 = WordFlags::GIVEN
        | WordFlags::FAMILY
        | WordFlags::SOMETIMES
        | WordFlags::COMMON
        | WordFlags::STOP
        | WordFlags::DATE
        | WordFlags::PARTICLE
        | WordFlags::FIRST_PARTICLE
        | WordFlags::FOREIGN_PARTICLE
        | WordFlags::SPORTS
        | WordFlags::PLAIN_CLUB;

    pub(crate) fn has(self, bits: u32) -> bool {
        self.0 & bits != 0
    }

    /// What is still true of العربي where the text has للعربي: not that it is the word of a list.
    pub(super) fn respelled(self) -> WordFlags {
        const NAMES: u32 = WordFlags::GIVEN | WordFlags::FAMILY | WordFlags::SOMETIMES;
        WordFlags(self.0 & (NAMES | WordFlags::COMMON | WordFlags::STOP | WordFlags::DATE))
    }
}

macro_rules! lists {
    ($( $(#[$meta:meta])* $NAME:ident = $bit:literal, $name:literal; )+) => {
        impl WordFlags {
            $( $(#[$meta])* pub(crate) const $NAME: u32 = 1 << $bit; )+

            /// The flag of a list of `pattern.tsv`.
            #[cfg(test)]
            pub(super) fn of_list(name: &str) -> Option<u32> {
                match name { $( $name => Some(WordFlags::$NAME), )+ _ => None }
            }
        }
    };
}

// The lists of `pattern.tsv`, which says what they are for.
lists! {
    DATE = 5, "date";
    /// With عبد, which is a particle in some places only.
    PARTICLE = 6, "particle";
    FIRST_PARTICLE = 7, "first_particle";
    FOREIGN_PARTICLE = 8, "foreign_particle";
    ORDINAL = 9, "ordinal";
    BOUND = 10, "bound";
    AFTER_TITLE = 11, "after_title";
    KEPT_TITLE = 12, "kept_title";
    NAMING = 13, "naming";
    GENERIC = 14, "generic";
    PURPOSE = 15, "purpose";
    SECRET = 16, "secret";
    /// Asked for the ends that the tagger proposes.
    #[cfg_attr(not(feature = "model"), allow(dead_code))]
    DESCRIBING = 17, "describing";
    PORTFOLIO_ADJECTIVE = 18, "portfolio_adjective";
    FACILITY_ADJECTIVE = 19, "facility_adjective";
    COMPANY_END = 20, "company_end";
    SPORTS = 21, "sports";
    PLAIN_CLUB = 22, "plain_club";
    BEFORE_PLACE = 23, "before_place";
    BEFORE_TOWNS = 24, "before_towns";
    BEFORE_OPPONENT = 25, "before_opponent";
    BEFORE_OUTLET = 26, "before_outlet";
    BEFORE_KIN = 27, "before_kin";
    LEAGUE_END = 28, "league_end";
}
