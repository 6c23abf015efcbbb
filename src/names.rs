//! One macro: enums whose variants have a lower-snake-case name in JSON, Python and on the command
//! line.

/// Declares a public, non-exhaustive enum together with `ALL`, `name()`, `Display` and `FromStr`.
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident ($what:literal) {
            $( $(#[$vmeta:meta])* $Variant:ident => $name:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $Enum { $( $(#[$vmeta])* $Variant, )+ }

        impl $Enum {
            /// Every value, in declaration order.
            pub const ALL: &'static [$Enum] = &[ $( $Enum::$Variant, )+ ];

            /// The name used in JSON, in Python and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $( $Enum::$Variant => $name, )+ }
            }
        }

        impl std::fmt::Display for $Enum {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $Enum {
            type Err = $crate::error::Error;

            fn from_str(s: &str) -> Result<$Enum, $crate::error::Error> {
                match s {
                    $( $name => Ok($Enum::$Variant), )+
                    _ => Err($crate::error::Error::option(
                        $what,
                        s,
                        concat!("one of", $( " ", $name, )+),
                    )),
                }
            }
        }

        $crate::names::serde_by_name!($Enum);
    };
}

/// `Serialize` and `Deserialize` by `name()` and `FromStr`.
macro_rules! serde_by_name {
    ($Enum:ident) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $Enum {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $Enum {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<$Enum, D::Error> {
                let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                name.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {named_enum, serde_by_name};
