//! What followed recommendations.

use chrono::NaiveDate;
use firstyear_analysis::{Learning, LearningArea, LearningSide, Released};
use firstyear_core::AreaCode;
use serde::Serialize;

use super::{EvaluationV1, SCHEMA_VERSION};

/// What followed recommendations of a theme: an indicator in areas where all was
/// done against areas where nothing was. No effect estimate.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearningV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Its name.
    pub name: String,
    /// The name of the theme, and of its category where one is asked for.
    pub theme: String,
    /// The day by which what is done counts as done, as YYYY-MM-DD.
    pub done_by: NaiveDate,
    /// What must be said with every figure of it.
    pub caution: String,
    /// The areas that had such recommendations by that day.
    pub areas: Vec<LearningAreaV1>,
    /// How the indicator changed on both sides; null where that is not told.
    pub evaluation: Option<EvaluationV1>,
    /// Why that is not told; null where it is.
    pub no_evaluation: Option<String>,
}

/// An area with its recommendations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LearningAreaV1 {
    /// Its code.
    pub area: AreaCode,
    /// On which side it is.
    pub side: LearningSideV1,
    /// The ids of its recommendations that were done between the years before and
    /// those after.
    pub done: Vec<String>,
    /// Those that were done in the years before, or in those after.
    pub at_another_time: Vec<String>,
    /// Those that were not.
    pub not_done: Vec<String>,
}

/// On which side an area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LearningSideV1 {
    /// All was done.
    Done,
    /// Nothing was.
    NotDone,
    /// Some was, or at another time: it is on neither side.
    Partly,
}

impl From<&Released<Learning>> for LearningV1 {
    fn from(released: &Released<Learning>) -> Self {
        let found = released.get();
        let area = |of: &LearningArea| LearningAreaV1 {
            area: of.code.clone(),
            side: match of.side() {
                LearningSide::Done => LearningSideV1::Done,
                LearningSide::NotDone => LearningSideV1::NotDone,
                LearningSide::Partly => LearningSideV1::Partly,
            },
            done: of.done.clone(),
            at_another_time: of.at_another_time.clone(),
            not_done: of.not_done.clone(),
        };
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            theme: found.theme.clone(),
            done_by: found.done_by,
            caution: crate::sentence::learning::caution(crate::words::english()),
            areas: found.areas.iter().map(area).collect(),
            evaluation: found.evaluation.as_ref().ok().map(EvaluationV1::of),
            no_evaluation: found.evaluation.as_ref().err().map(ToString::to_string),
        }
    }
}
