//! Problems.

use std::collections::BTreeMap;

use firstyear_core::{Place, Problem, ProblemCode, Severity};
use serde::Serialize;

use super::SCHEMA_VERSION;

/// Everything that a reader could not use, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProblemsV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// How many problems are errors: rows or cells that are not used.
    pub errors: u64,
    /// How many are warnings: used, but look at them.
    pub warnings: u64,
    /// How many are notes: good to know.
    pub notes: u64,
    /// The problems, in the order in which they were found. A report lists the
    /// first thousand of each code, so that there can be fewer than are
    /// counted.
    pub problems: Vec<ProblemV1>,
}

/// One problem in an input. Messages never repeat cells or small counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProblemV1 {
    /// What kind of problem it is, such as `category-unknown`; stable, and
    /// expanded by `firstyear explain`.
    pub code: String,
    /// How much it matters.
    pub severity: SeverityV1,
    /// Where it stands.
    pub place: PlaceV1,
    /// What is wrong.
    pub message: String,
    /// What would be right; null where nothing can be said.
    pub help: Option<String>,
}

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SeverityV1 {
    /// Good to know.
    Note,
    /// Read, but look at it.
    Warning,
    /// Not used.
    Error,
}

impl SeverityV1 {
    /// Every severity with its meaning.
    pub(super) const MEANINGS: [(Self, &'static str); 3] = [
        (Self::Note, "good to know"),
        (Self::Warning, "read, but look at it"),
        (Self::Error, "not used"),
    ];

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

/// A place in an input file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceV1 {
    /// The file as the user named it.
    pub file: String,
    /// The sheet of a workbook; null elsewhere.
    pub sheet: Option<String>,
    /// The row or line, counted from 1, the header included; null for the
    /// whole file.
    pub row: Option<u64>,
    /// The column by the name in its header; null for the whole row.
    pub column: Option<String>,
}

impl From<&[Problem]> for ProblemsV1 {
    fn from(problems: &[Problem]) -> Self {
        Self::at_most(problems, usize::MAX)
    }
}

impl ProblemsV1 {
    /// All problems counted, and the first `most` of each code listed.
    #[must_use]
    pub fn at_most(problems: &[Problem], most: usize) -> Self {
        let mut seen: BTreeMap<ProblemCode, usize> = BTreeMap::new();
        let listed = problems.iter().filter(|problem| {
            let seen = seen.entry(problem.code).or_default();
            *seen += 1;
            *seen <= most
        });
        let listed = listed.map(ProblemV1::from).collect();
        let of = |severity| problems.iter().filter(|p| p.severity == severity).count() as u64;
        Self {
            schema_version: SCHEMA_VERSION,
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
            problems: listed,
        }
    }
}

impl From<&Problem> for ProblemV1 {
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.code.to_string(),
            severity: problem.severity.into(),
            place: (&problem.place).into(),
            message: problem.message.clone(),
            help: problem.help.clone(),
        }
    }
}

impl From<Severity> for SeverityV1 {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

impl From<&Place> for PlaceV1 {
    fn from(place: &Place) -> Self {
        let owned = |text: &std::sync::Arc<str>| text.to_string();
        Self {
            file: owned(&place.file),
            sheet: place.sheet.as_ref().map(owned),
            row: place.row,
            column: place.column.as_ref().map(owned),
        }
    }
}
