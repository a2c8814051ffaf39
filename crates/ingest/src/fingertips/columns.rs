//! The columns of a Fingertips table, whatever its writer did to their names.
//!
//! The website writes `Lower CI 95.0 limit`, R `LowerCI95.0limit`, Python
//! `Lower_CI_95.0_limit`, others `lower_ci_95_0_limit`: the letters and digits
//! are the same in all of them.

use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};

use crate::ReadError;
use crate::input::Input;
use crate::nearest::nearest;
use crate::rows::Rows;
use crate::sink::{Fate, Sink};

/// A column that a layout has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// As its publisher writes it.
    pub(super) name: &'static str,
    /// The letters and digits of its names, in lower case.
    pub(super) keys: &'static [&'static str],
    pub(super) needed: bool,
}

/// A column without which a file is not of the layout.
pub(super) const fn needed(name: &'static str, keys: &'static [&'static str]) -> Known {
    Known { name, keys, needed: true }
}

/// A column that a file of the layout may lack.
pub(super) const fn optional(name: &'static str, keys: &'static [&'static str]) -> Known {
    Known { name, keys, needed: false }
}

/// A column of a layout, and where a file has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) at: Option<usize>,
}

/// The letters and digits of a name, in lower case.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many columns of a layout stand in a header: none unless all that it
/// needs do.
pub(super) fn fitting(header: &[String], known: &[Known]) -> usize {
    let keys: Vec<String> = header.iter().map(|name| key(name)).collect();
    let stands = |column: &&Known| keys.iter().any(|key| column.keys.contains(&key.as_str()));
    if known.iter().filter(|column| column.needed).all(|column| stands(&column)) {
        known.iter().filter(stands).count()
    } else {
        0
    }
}

/// A header that is matched to a layout.
pub(super) struct Header {
    columns: Vec<Column>,
    width: usize,
    /// Cells that a row must have: those up to the last column that is read.
    least: usize,
}

impl Header {
    /// Matches a header. `ignored` says which other columns the layout has
    /// and nobody reads.
    ///
    /// # Errors
    ///
    /// A column that the layout needs is missing, or one stands twice.
    pub(super) fn matched(
        record: &[String],
        place: &Place,
        known: &'static [Known],
        ignored: impl Fn(&[String], usize) -> bool,
        sink: &mut dyn Sink,
    ) -> Result<Self, ReadError> {
        let keys: Vec<String> = record.iter().map(|name| key(name)).collect();
        let (mut columns, mut problems) = (Vec::new(), Vec::new());
        let at = |name| place.clone().column(name);
        for Known { name, keys: names, needed } in known {
            let is_it = |key: &String| names.contains(&key.as_str());
            let mut found = keys.iter().enumerate().filter(|(_, key)| is_it(key)).map(|(i, _)| i);
            let (first, second) = (found.next(), found.next());
            if first.is_none() && *needed {
                let message = "the column is missing";
                problems.push(Problem::new(ProblemCode::ColumnMissing, at(*name), message));
            }
            if second.is_some() {
                let message = "the column stands twice";
                problems.push(Problem::new(ProblemCode::ColumnRepeated, at(*name), message));
            }
            columns.push(Column { name, at: first });
        }
        if !problems.is_empty() {
            return Err(ReadError::Unusable { problems });
        }
        let is_read = |i: usize| columns.iter().any(|column| column.at == Some(i));
        for i in (0..keys.len()).filter(|i| !is_read(*i) && !ignored(&keys, *i)) {
            sink.problem(unknown(&keys[i], i, known, place));
        }
        let least = columns.iter().filter_map(|column| column.at).max().map_or(0, |last| last + 1);
        Ok(Self { columns, width: record.len(), least })
    }

    /// Where the column with this name of its publisher stands.
    pub(super) fn column(&self, name: &str) -> Column {
        let found = self.columns.iter().find(|column| column.name == name);
        *found.expect("a column of the layout itself")
    }

    /// Whether the present row has a cell for every column that is read and
    /// nothing beyond the header. Downloads leave out the last cell of a row
    /// where it is empty.
    pub(super) fn fits(&self, rows: &Rows<'_>) -> bool {
        let length = rows.len();
        (self.least..=self.width).contains(&length)
            || length > self.width && (self.width..length).all(|at| rows.cell(at).is_empty())
    }

    /// Refuses a row of another shape.
    pub(super) fn refuse(&self, rows: &Rows<'_>, place: Place, sink: &mut dyn Sink) {
        sink.row(Fate::Refused);
        let message = format!("the row has {} cells and the header {}", rows.len(), self.width);
        sink.problem(Problem::new(ProblemCode::RowShape, place, message));
    }
}

fn unknown(key: &str, index: usize, known: &'static [Known], place: &Place) -> Problem {
    // A header can be a row of data: only letters are repeated.
    const LONGEST: usize = 40;
    let is_name = key.len() <= LONGEST && key.chars().all(char::is_alphabetic) && !key.is_empty();
    let shown = if is_name { key.to_owned() } else { format!("number {}", index + 1) };
    let message = "not a column of the layout, so it was not read";
    let place = place.clone().column(shown);
    let problem = Problem::new(ProblemCode::ColumnUnknown, place, message);
    match nearest(key, known.iter().flat_map(|column| column.keys.iter().copied())) {
        Some(near) => problem.with_help(format!("did you mean `{near}`?")),
        None => problem,
    }
}

/// The header of a table and the row in which it stands.
///
/// # Errors
///
/// The file cannot be read.
pub(super) fn header_of(
    rows: &mut Rows<'_>,
    input: &Input<'_>,
    progress: crate::OnProgress<'_>,
) -> Result<(Vec<String>, Place), ReadError> {
    // A file that is not blank has a first row.
    let row = rows.next(progress)?.unwrap_or(1);
    Ok((rows.cells().map(str::to_owned).collect(), input.place().row(row)))
}

/// The problem of a file with a header and nothing below it.
pub(super) fn no_rows(file: &Arc<str>) -> Problem {
    let message = "the file has a header and no rows";
    Problem::new(ProblemCode::FileEmpty, Place::file(Arc::clone(file)), message)
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn names_of_every_client_have_one_key() {
        for name in [
            "Lower CI 95.0 limit",
            "LowerCI95.0limit",
            "Lower_CI_95.0_limit",
            "lower_ci_95_0_limit",
        ] {
            assert_eq!(key(name), "lowerci950limit", "{name}");
        }
    }
}
