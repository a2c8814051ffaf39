//! A table that turns codes of another system into ids of one's own.

use std::collections::BTreeMap;

use firstyear_core::{Place, Problem, ProblemCode, Read};

use crate::input::Input;
use crate::rows::Rows;
use crate::{ReadError, unwatched};

/// Codes of another system with what each stands for.
///
/// | kind                     | from                       | to                                            |
/// |--------------------------|----------------------------|-----------------------------------------------|
/// | `data-element`           | a data element             | an indicator, or its `.numerator`, `.denominator` |
/// | `org-unit`               | an organisation unit       | an area code                                  |
/// | `category-option-combo`  | a combination of categories| groups, `sex=male`; empty for everyone        |
/// | `attribute-option-combo` | a combination of attributes| the same                                      |
///
/// ```
/// use firstyear_ingest::CodeMap;
///
/// let table = b"kind,from,to\norg-unit,DiszpKrYNg8,iso3166:SLE\n";
/// let read = CodeMap::read(table, "map.csv")?;
/// assert!(read.problems.is_empty());
/// assert_eq!(read.rows.get("org-unit", "DiszpKrYNg8"), Some("iso3166:SLE"));
/// assert_eq!(read.rows.get("org-unit", "unknown"), None);
/// # Ok::<(), firstyear_ingest::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeMap(BTreeMap<String, BTreeMap<String, String>>);

const KINDS: [&str; 4] =
    ["data-element", "org-unit", "category-option-combo", "attribute-option-combo"];

impl CodeMap {
    /// A table without rows.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Reads a CSV with the columns kind, from and to.
    ///
    /// # Errors
    ///
    /// [`ReadError`] for a file that is no such table. Rows with an error are
    /// left out: a kind that does not exist, no code, or a code that stands
    /// twice with different ids.
    pub fn read(input: &[u8], file: &str) -> Result<Read<Self>, ReadError> {
        let input = Input::of_bytes(input, &file.into());
        let place = || Place::file(file);
        let mut rows = Rows::open(&input, None)?;
        rows.next(&mut unwatched)?;
        let names: Vec<String> = rows.cells().map(str::to_owned).collect();
        let column = |name: &'static str| {
            names.iter().position(|column| column == name).ok_or_else(|| {
                let message = "the column is missing";
                Problem::new(ProblemCode::ColumnMissing, place().column(name), message)
                    .with_help("a mapping table has the columns kind, from and to")
            })
        };
        let at = [column("kind")?, column("from")?, column("to")?];
        let (mut map, mut problems) = (Self::default(), Vec::new());
        while let Some(line) = rows.next(&mut unwatched)? {
            let [kind, from, to] = at.map(|at| rows.cell(at));
            if let Err((column, message)) = map.add(kind, from, to) {
                let place = place().row(line).column(column);
                problems.push(Problem::new(ProblemCode::MappingInvalid, place, message));
            }
        }
        Ok(Read { rows: map, problems })
    }

    fn add(
        &mut self,
        kind: &str,
        from: &str,
        to: &str,
    ) -> Result<(), (&'static str, &'static str)> {
        if !KINDS.contains(&kind) {
            return Err(("kind", "not a kind of code"));
        }
        if from.is_empty() {
            return Err(("from", "the row names no code"));
        }
        let of_kind = self.0.entry(kind.to_owned()).or_default();
        match of_kind.insert(from.to_owned(), to.to_owned()) {
            Some(earlier) if earlier != to => {
                of_kind.insert(from.to_owned(), earlier);
                Err(("from", "the code stands further up with another id"))
            }
            _ => Ok(()),
        }
    }

    /// What a code of a kind stands for; empty text where it says nothing.
    #[must_use]
    pub fn get(&self, kind: &str, from: &str) -> Option<&str> {
        self.0.get(kind)?.get(from).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_contradict_each_other_are_told() {
        let table = "kind,from,to\norg-unit,a,iso3166:SLE\norg-unit,a,iso3166:LBR\nunit,a,b\n";
        let read = CodeMap::read(table.as_bytes(), "m.csv").unwrap();
        assert_eq!(read.rows.get("org-unit", "a"), Some("iso3166:SLE"));
        let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "m.csv, row 3, column `from`: the code stands further up with another id",
                "m.csv, row 4, column `kind`: not a kind of code",
            ]
        );
    }
}
