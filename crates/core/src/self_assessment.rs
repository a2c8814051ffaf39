//! Self-assessment: statements of what good looks like, and how far those who
//! work in an area say they are.
//!
//! Matrix and answers are authored documents and their own wire types: version 1
//! only gains optional fields. People are named by their roles and no other way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::driver::Standing;
use crate::{AreaCode, IndicatorId};

/// Version 1 of a matrix: statements by theme, and the levels of maturity that
/// each is judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SelfAssessmentMatrix {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What it is called.
    pub name: String,
    /// Where it comes from, in words.
    pub source: String,
    /// The levels, lowest first, counted from 1: at least two.
    #[serde(default, rename = "level")]
    pub levels: Vec<MaturityLevel>,
    /// The statements; ids are unique in the matrix.
    #[serde(default, rename = "statement")]
    pub statements: Vec<MatrixStatement>,
}

/// A level of maturity. Levels are an order and no quantity: the step from one
/// to the next is not the same everywhere, and they have no mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MaturityLevel {
    /// Its name, such as `planned`.
    pub name: String,
    /// What must be true to claim it.
    pub meaning: String,
}

/// A statement of what good looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MatrixStatement {
    /// Its id, kebab-case.
    pub id: String,
    /// Id of its theme: `firstyear list themes` shows them.
    pub theme: String,
    /// What is the case where it is fully met.
    pub text: String,
    /// Whether a source states it, or it was inferred.
    pub standing: Standing,
    /// Where it is stated, or what it was inferred from.
    pub source: String,
    /// Indicators that should move where it is met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorId>,
}

impl SelfAssessmentMatrix {
    /// The statement with this id.
    #[must_use]
    pub fn statement(&self, id: &str) -> Option<&MatrixStatement> {
        self.statements.iter().find(|one| one.id == id)
    }

    /// Whether it has a level of this number, counted from 1.
    #[must_use]
    pub fn has_level(&self, level: u8) -> bool {
        (1..=self.levels.len()).contains(&usize::from(level))
    }
}

/// A matrix without statements.
pub static NO_MATRIX: SelfAssessmentMatrix = SelfAssessmentMatrix {
    schema_version: 1,
    name: String::new(),
    source: String::new(),
    levels: Vec::new(),
    statements: Vec::new(),
};

/// Version 1 of a document of self-assessments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SelfAssessments {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The answers: one for each statement of the matrix that was judged, by area
    /// and day.
    #[serde(default, rename = "answer")]
    pub answers: Vec<SelfAssessmentAnswer>,
}

/// How far an area says it is with one statement on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SelfAssessmentAnswer {
    /// The area.
    pub area: AreaCode,
    /// The day of the assessment, as YYYY-MM-DD.
    pub on: NaiveDate,
    /// Id of the statement in the matrix.
    pub statement: String,
    /// The level that is claimed, counted from 1 for the lowest.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub level: u8,
    /// Who judged, by role, such as `partnership board`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What the level rests on, without anything about a person. Left out where
    /// it had something that looked so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_back_as_they_were_written() {
        let text = r#"{"schema_version":1,"answer":[{"area":"E08000025","on":"2024-03-04","statement":"leadership","level":2,"by":"partnership board","evidence":"a lead is named"}]}"#;
        let read: SelfAssessments = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        let text = r#"{"schema_version":1,"name":"ours","source":"made up","level":[{"name":"begun","meaning":"a plan"},{"name":"done","meaning":"it happens"}],"statement":[{"id":"leadership","theme":"strategic","text":"There is a lead","standing":"stated","source":"2.1"}]}"#;
        let read: SelfAssessmentMatrix = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert_eq!([0, 1, 2, 3].map(|level| read.has_level(level)), [false, true, true, false]);
        assert!(read.statement("leadership").is_some() && read.statement("other").is_none());
    }
}
