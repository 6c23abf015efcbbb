//! The keyword options of `rawi.Normalizer`: one for each operation of the builder.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use crate::normalize::{AlefMaksura, Digits, Hamza, NormalizerBuilder, TehMarbuta, Whitespace};

/// Sets one option.
pub(super) fn apply(
    builder: &mut NormalizerBuilder,
    name: &str,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    /// Operations that are on or off.
    macro_rules! switches {
        ($($switch:ident)*) => {
            match name {
                $( stringify!($switch) => {
                    builder.$switch(of_type(name, value, "True or False")?);
                    return Ok(());
                } )*
                _ => {}
            }
        };
    }
    switches!(
        mojibake canonical invisible presentation_forms lookalikes final_farsi_yeh_is_yeh
        persian_letters tatweel marks harakat tanwin shadda sukun dagger_alef quranic alef wasla
        standalone_hamza search_letters quotes punctuation spaces
    );
    match name {
        "hamza" => builder.hamza(choose(
            name,
            value,
            &[("keep", Hamza::Keep), ("carrier", Hamza::Carrier), ("hamza", Hamza::Hamza)],
        )?),
        "teh_marbuta" => builder.teh_marbuta(choose(
            name,
            value,
            &[("keep", TehMarbuta::Keep), ("heh", TehMarbuta::Heh), ("teh", TehMarbuta::Teh)],
        )?),
        "alef_maksura" => builder.alef_maksura(choose(
            name,
            value,
            &[
                ("keep", AlefMaksura::Keep),
                ("yeh", AlefMaksura::Yeh),
                ("final_yeh", AlefMaksura::FinalYeh),
                ("from_yeh", AlefMaksura::FromYeh),
                ("from_final_yeh", AlefMaksura::FromFinalYeh),
            ],
        )?),
        "digits" => builder.digits(choose(
            name,
            value,
            &[
                ("keep", Digits::Keep),
                ("ascii", Digits::Ascii),
                ("arabic_indic", Digits::ArabicIndic),
                ("extended", Digits::Extended),
            ],
        )?),
        "whitespace" => builder.whitespace(choose(
            name,
            value,
            &[
                ("keep", Whitespace::Keep),
                ("collapse", Whitespace::Collapse),
                ("flatten", Whitespace::Flatten),
            ],
        )?),
        "elongation" => {
            let (least, most) = of_type(name, value, "a pair of numbers")?;
            builder.elongation(least, most)
        }
        "keep" => builder.keep(of_type::<String>(name, value, "a str")?.chars()),
        _ => {
            return Err(PyTypeError::new_err(format!("Normalizer has no option '{name}'")));
        }
    };
    Ok(())
}

/// The value, or an exception that names the option.
fn of_type<T: for<'py> FromPyObjectOwned<'py>>(
    name: &str,
    value: &Bound<'_, PyAny>,
    expected: &str,
) -> PyResult<T> {
    value.extract().map_err(|_| {
        let kind = value.get_type();
        PyTypeError::new_err(format!("{name} takes {expected}, not {value} of {kind}"))
    })
}

fn choose<T: Copy>(name: &str, value: &Bound<'_, PyAny>, choices: &[(&str, T)]) -> PyResult<T> {
    let given: String = of_type(name, value, "a str")?;
    choices.iter().find(|(choice, _)| *choice == given).map(|&(_, chosen)| chosen).ok_or_else(
        || {
            let known: Vec<&str> = choices.iter().map(|&(choice, _)| choice).collect();
            let known = known.join(", ");
            PyValueError::new_err(format!("unknown {name} '{given}': expected one of {known}"))
        },
    )
}
