//! Why a method could not be run, or gives no result for a group.

use firstyear_core::Withholding;

/// Why a method cannot be run on a table at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// Columns that the method reads are not there.
    #[error("no column `{missing}`: the method reads `{needed}`")]
    Columns {
        /// Those that are missing.
        missing: String,
        /// All that it reads.
        needed: String,
    },
    /// Rows that look like several groups, and no column that says so.
    #[error(
        "no column `{key}`, by which this method tells groups apart, but a column `{found}` whose values repeat: name it `{key}` for a result of each, or leave it out for one of all rows"
    )]
    Key {
        /// The columns by which the method tells groups apart.
        key: String,
        /// A column by which other methods do.
        found: String,
    },
    /// A setting that the method does not have.
    #[error("`{name}` is no argument of this method: {known}")]
    Setting {
        /// Its name.
        name: String,
        /// What the method takes.
        known: String,
    },
}

/// Why a group of rows has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// An input is withheld, so the result is.
    #[error("an input is withheld")]
    Withheld(Withholding),
    /// An input is absent, so the result is.
    #[error("an input is absent")]
    Absent,
    /// An input cannot exist, so neither can the result.
    #[error("an input is not applicable")]
    NotApplicable,
    /// A value that is no number.
    #[error("column `{column}` of row {row}: not a number")]
    NotANumber {
        /// The column.
        column: String,
        /// Counted from 1, the header not counted.
        row: usize,
    },
    /// A value outside what the column may hold.
    #[error("column `{column}` of row {row}: {wanted}")]
    OutOfRange {
        /// The column.
        column: String,
        /// Counted from 1, the header not counted.
        row: usize,
        /// What would be right.
        wanted: &'static str,
    },
    /// An argument that is neither a column nor a setting nor has a default.
    #[error("`{name}` is not said: give a column of that name or `--set {name}=…` ({meaning})")]
    ArgumentMissing {
        /// Its name.
        name: &'static str,
        /// What it means.
        meaning: &'static str,
    },
    /// An argument with a value that it cannot have.
    #[error("`{name}`: {wanted}")]
    Argument {
        /// Its name.
        name: &'static str,
        /// What would be right.
        wanted: String,
    },
    /// An argument that should be the same in all rows of a group.
    #[error("`{name}` differs between rows of one group: it holds for the group as a whole")]
    ArgumentVaries {
        /// Its name.
        name: &'static str,
    },
    /// What the measure itself says.
    #[error("{0}")]
    Measure(String),
}

impl RunError {
    /// The error of a measure, in its own words.
    #[must_use]
    pub fn measure(error: impl std::fmt::Display) -> Self {
        Self::Measure(error.to_string())
    }

    /// Whether somebody should mend something: what is withheld or absent is
    /// as it should be.
    #[must_use]
    pub const fn is_problem(&self) -> bool {
        !matches!(self, Self::Withheld(_) | Self::Absent | Self::NotApplicable)
    }
}

/// A row or group without a result, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {error}")]
pub struct GroupProblem {
    /// Which row or group.
    pub at: String,
    /// Why.
    pub error: RunError,
}
