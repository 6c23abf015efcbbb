//! The gazetteer: names rawi knows, and the words its patterns are made of.

mod class;
mod compile;
mod files;
mod flags;
mod scan;
mod table;

pub(crate) use class::{Class, Classes};
pub(crate) use compile::Compiler;
pub(crate) use files::{name as read_name, names as read_names, rows};
pub(crate) use flags::WordFlags;
pub(crate) use scan::{Match, Scan};
pub(crate) use table::{Sense, Table};

use crate::error::Error;

/// The built-in gazetteer, compiled.
pub(crate) fn builtin() -> Result<Table, Error> {
    Table::from_static(
        include_bytes!("../data/gazetteer.bin"),
        include_str!("../data/gazetteer.txt"),
    )
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

    /// Gazetteer, tagger and the weights of attribution are to fit into 24 MB.
    #[test]
    fn the_gazetteer_leaves_room_for_the_rest() {
        let bytes = builtin().unwrap_or_else(|e| panic!("{e}")).memory();
        assert!((1 << 20..16 << 20).contains(&bytes), "{bytes}");
    }

    /// `scripts/build-gazetteer` runs this with `RAWI_WRITE` set and writes the file.
    #[test]
    fn the_compiled_gazetteer_is_current() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/entity/data/");
        let table = compile_builtin().unwrap_or_else(|e| panic!("{e}"));
        let (numbers, pool) = table.to_bytes();
        for (name, fresh) in [("gazetteer.bin", &*numbers), ("gazetteer.txt", pool.as_bytes())] {
            let path = format!("{folder}{name}");
            if std::env::var_os("RAWI_WRITE").is_some() {
                std::fs::write(&path, fresh).unwrap();
            }
            assert!(
                std::fs::read(path).unwrap() == fresh,
                "{name} is not what its data files say: run scripts/build-gazetteer"
            );
        }
    }
}
