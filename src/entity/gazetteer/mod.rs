//! The gazetteer: names rawi knows, and the words its patterns are made of.

mod class;
mod compile;
mod files;
mod scan;
mod table;

pub(crate) use class::Class;
pub(crate) use compile::Compiler;
pub(crate) use files::{name as read_name, names as read_names, rows};
pub(crate) use scan::{Match, Scan};
pub(crate) use table::{Sense, Table, WordFlags};

use crate::error::Error;

/// The built-in gazetteer, compiled.
pub(crate) fn builtin() -> Result<Table, Error> {
    Table::from_bytes(include_bytes!("../data/gazetteer.bin"))
}

/// Compiles the built-in gazetteer from its data files.
#[cfg(test)]
pub(crate) fn compile_builtin() -> Result<Table, Error> {
    let mut compiler = Compiler::new();
    files::builtin(&mut compiler)?;
    Ok(compiler.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scripts/build-gazetteer` runs this with `RAWI_WRITE` set and writes the file.
    #[test]
    fn the_compiled_gazetteer_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/entity/data/gazetteer.bin");
        let fresh = compile_builtin().unwrap_or_else(|e| panic!("{e}")).to_bytes();
        if std::env::var_os("RAWI_WRITE").is_some() {
            std::fs::write(path, &fresh).unwrap();
        }
        assert!(
            std::fs::read(path).unwrap() == fresh,
            "gazetteer.bin is not what its data files say: run scripts/build-gazetteer"
        );
    }
}
