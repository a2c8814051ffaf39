//! The answer of a query.

use serde::Serialize;

use super::{Number, SCHEMA_VERSION};

/// The answer of a query over observations and records. Of restricted sources and of records
/// only what is released stands in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueryAnswerV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The query as it was asked.
    pub query: String,
    /// The columns, in order.
    pub columns: Vec<QueryColumnV1>,
    /// The rows, each with a value for every column.
    pub rows: Vec<Vec<QueryValueV1>>,
    /// What was hidden of records, or of restricted figures of the project, before the query
    /// went on; null where there are neither.
    pub released: Option<QueryReleaseV1>,
    /// Why results are not there.
    pub notes: Vec<QueryNoteV1>,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueryColumnV1 {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: QueryKindV1,
}

/// What a column of an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum QueryKindV1 {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// True or false.
    Flag,
}

/// A value of an answer; null is what is withheld, absent or without a result.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum QueryValueV1 {
    /// Nothing.
    Null(()),
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(Number),
    /// True or false.
    Flag(bool),
}

/// How many rows were released, and how many of them are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueryReleaseV1 {
    /// All rows.
    pub rows: usize,
    /// Those that are hidden because a count of theirs is small.
    pub small: usize,
    /// Those that are hidden so that no small count can be worked out.
    pub others: usize,
}

/// Why results are not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueryNoteV1 {
    /// Why.
    pub text: String,
    /// How many results.
    pub results: u64,
}

impl QueryAnswerV1 {
    /// An answer in this version.
    #[must_use]
    pub fn new(
        query: String,
        columns: Vec<QueryColumnV1>,
        rows: Vec<Vec<QueryValueV1>>,
        released: Option<QueryReleaseV1>,
        notes: Vec<QueryNoteV1>,
    ) -> Self {
        Self { schema_version: SCHEMA_VERSION, query, columns, rows, released, notes }
    }

    /// The rows as text: nothing for null, numbers with as few digits as read back to the
    /// same.
    pub fn texts(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.iter().map(|row| row.iter().map(ToString::to_string).collect())
    }
}

impl std::fmt::Display for QueryValueV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null(()) => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Whole(whole) => write!(f, "{whole}"),
            Self::Number(number) => write!(f, "{}", number.get()),
            Self::Flag(flag) => write!(f, "{flag}"),
        }
    }
}
