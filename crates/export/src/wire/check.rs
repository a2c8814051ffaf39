//! What a check found in one file, or in the files of a project.

use firstyear_core::{ProblemGroup, Severity};
use serde::Serialize;

use super::SCHEMA_VERSION;
use super::problems::{PlaceV1, SeverityV1};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The files, in the order in which they were read.
    pub files: Vec<CheckedFileV1>,
    /// Why there are no figures at all; null where there are.
    pub empty_because: Option<String>,
    /// How many problems are errors.
    pub errors: u64,
    /// How many are warnings.
    pub warnings: u64,
    /// How many are notes.
    pub notes: u64,
    /// Problems that say the same, joined; in the order in which the first of
    /// each was found.
    pub problems: Vec<ProblemGroupV1>,
}

/// What was read of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckedFileV1 {
    /// The file as the user named it.
    pub file: String,
    /// Its format, such as `tidy`.
    pub format: String,
    /// Rows of data whose figures are used.
    pub rows_used: u64,
    /// Rows of data with an error.
    pub rows_refused: u64,
    /// Rows of data that say nothing of their own.
    pub rows_passed_over: u64,
    /// Figures: observations and published gaps.
    pub figures: u64,
    /// Events of a log.
    pub events: u64,
    /// Cells with a value, zero included.
    pub cells_known: u64,
    /// Cells that were counted, then hidden.
    pub cells_withheld: u64,
    /// Cells that were never reported.
    pub cells_absent: u64,
    /// Cells that can have no value.
    pub cells_not_applicable: u64,
}

/// Problems that say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProblemGroupV1 {
    /// What kind of problem it is, such as `category-unknown`.
    pub code: String,
    /// How much it matters.
    pub severity: SeverityV1,
    /// What is wrong, in the words of the first.
    pub message: String,
    /// What would be right; null where nothing can be said.
    pub help: Option<String>,
    /// How many there are.
    pub count: u64,
    /// Where the first few of them stand.
    pub places: Vec<PlaceV1>,
}

impl CheckV1 {
    /// Files, why there are no figures, and problems.
    #[must_use]
    pub fn new(
        files: Vec<CheckedFileV1>,
        empty_because: Option<String>,
        problems: &[ProblemGroup],
    ) -> Self {
        let of = |severity| -> u64 {
            let of_it = problems.iter().filter(|group| group.first.severity == severity);
            of_it.map(|group| group.count).sum()
        };
        Self {
            schema_version: SCHEMA_VERSION,
            files,
            empty_because,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
            problems: problems.iter().map(ProblemGroupV1::from).collect(),
        }
    }
}

impl From<&ProblemGroup> for ProblemGroupV1 {
    fn from(group: &ProblemGroup) -> Self {
        Self {
            code: group.first.code.to_string(),
            severity: group.first.severity.into(),
            message: group.first.message.clone(),
            help: group.first.help.clone(),
            count: group.count,
            places: group.places.iter().map(PlaceV1::from).collect(),
        }
    }
}
