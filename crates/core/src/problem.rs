//! Problems: what a reader could not use, where it stands, and what would be
//! right.

use std::fmt;
use std::sync::Arc;

mod code;
mod example;
mod group;

pub use code::ProblemCode;
pub use group::{ProblemGroup, ProblemGroups};

/// Something with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// Where it stands.
    pub place: Place,
    /// What stands there.
    pub item: T,
}

/// One problem in an input.
///
/// Messages never repeat raw cells, counts or free text: a shifted column or
/// a small count can point to one family.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct Problem {
    /// What kind of problem it is; `firstyear explain` expands it.
    pub code: ProblemCode,
    /// How much it matters.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What is wrong: lower case, no final stop.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl Problem {
    /// A problem with the usual severity and help of its code.
    pub fn new(code: ProblemCode, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place,
            message: message.into(),
            help: Some(code.help().to_owned()),
        }
    }

    /// The same with other help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another severity.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// Read, but look at it.
    Warning,
    /// Not used.
    Error,
}

impl Severity {
    /// In one word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// A place in an input file. Rows are counted from 1, the header included.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The sheet of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The row or line.
    pub row: Option<u64>,
    /// The column by the name in its header.
    pub column: Option<Arc<str>>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        // An empty name to be replaced is shared by all threads, and costs.
        Self { file: file.into(), sheet: None, row: None, column: None }
    }

    /// The same, in a sheet.
    #[must_use]
    pub fn sheet(mut self, sheet: impl Into<Arc<str>>) -> Self {
        self.sheet = Some(sheet.into());
        self
    }

    /// The same, in a row.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The same, in a column.
    #[must_use]
    pub fn column(mut self, column: impl Into<Arc<str>>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet `{sheet}`")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        Ok(())
    }
}

/// What a reader returns: everything it could use, and every problem.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read<T> {
    /// What was read.
    pub rows: T,
    /// What was not, in the order of the file.
    pub problems: Vec<Problem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_read_from_the_file_inwards() {
        let place = Place::file("deaths.xlsx").sheet("21").row(9).column("Live births");
        assert_eq!(place.to_string(), "deaths.xlsx, sheet `21`, row 9, column `Live births`");
    }
}
