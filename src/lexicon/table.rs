//! The tab-separated tables under `data/`: comments, a header line, rows that know their line.

use std::str::FromStr;

use crate::error::Error;

/// A table of text cells.
#[derive(Clone, Debug)]
pub(crate) struct Table<'t> {
    name: &'t str,
    rows: Vec<(usize, Vec<&'t str>)>,
    columns: usize,
}

impl<'t> Table<'t> {
    /// Reads a table. Lines that begin with `#` and empty lines are skipped; a first line that
    /// begins with `id`, `lemma` or `form` is the header. `words.tsv` has none.
    pub(crate) fn parse(name: &'t str, text: &'t str) -> Result<Table<'t>, Error> {
        let mut table = Table { name, rows: Vec::new(), columns: 0 };
        for (i, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            if table.columns == 0 {
                table.columns = cells.len();
                if matches!(cells.first(), Some(&("id" | "lemma" | "form"))) {
                    continue;
                }
            }
            if cells.len() > table.columns {
                return Err(Error::data(
                    name,
                    i + 1,
                    format!("{} columns where the header has {}", cells.len(), table.columns),
                ));
            }
            table.rows.push((i + 1, cells));
        }
        Ok(table)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self.name, line: *line, cells })
    }
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'t> {
    table: &'t str,
    line: usize,
    cells: &'t [&'t str],
}

impl<'t> Row<'t> {
    /// The text of a column; empty where the row is shorter.
    pub(crate) fn get(&self, column: usize) -> &'t str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    /// The variants of a column, separated by `|`.
    pub(crate) fn list(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        self.get(column).split('|').map(str::trim).filter(|s| !s.is_empty())
    }

    /// The variants of a column, with groups in braces written out: `{حسبما,وفق ما} {جاء,ورد} في` are four.
    pub(crate) fn phrases(&self, column: usize) -> impl Iterator<Item = String> + use<'t> {
        self.list(column).flat_map(written_out)
    }

    /// The variants of a column where the place tells what they are: empty ones stay.
    pub(crate) fn slots(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        self.get(column).split('|').map(str::trim)
    }

    /// The value of a column, or an error that names file and line.
    pub(crate) fn parse<T: FromStr<Err = Error>>(&self, column: usize) -> Result<T, Error> {
        self.get(column).parse().map_err(|e: Error| self.error(e.to_string()))
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::data(self.table, self.line, message)
    }
}

/// Every phrase that a form with groups stands for; a brace without its fellow is a letter.
fn written_out(form: &str) -> Vec<String> {
    let parts = form.split_once('{').and_then(|(before, rest)| {
        let (group, behind) = rest.split_once('}')?;
        Some((before, group, behind))
    });
    let Some((before, group, behind)) = parts else { return vec![form.into()] };
    let ends = written_out(behind);
    let each = |one| ends.iter().map(move |end| format!("{before}{one}{end}"));
    group.split(',').flat_map(each).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_written_out() {
        assert_eq!(written_out("علي حد"), ["علي حد"]);
        assert_eq!(
            written_out("{حسبما,وفق ما} {جاء,ورد} في"),
            ["حسبما جاء في", "حسبما ورد في", "وفق ما جاء في", "وفق ما ورد في"]
        );
        assert_eq!(written_out("{ا"), ["{ا"]);
    }
}
