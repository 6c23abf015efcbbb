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
    };
}

pub(crate) use named_enum;
