//! Did it work: the question of the project file.

use serde::{Deserialize, Serialize};

use super::Years;
use crate::{AreaCode, CategoryId, DimensionId, IndicatorId};

/// Areas where something was done against others, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EvaluationQuestion {
    /// What is evaluated, such as `Support visits of 2008 and 2009`.
    pub name: String,
    /// The areas where something was done.
    pub visited: EvaluatedAreas,
    /// The areas that they are held against, where it was not done.
    pub comparison: EvaluatedAreas,
    /// The calendar years before; of counts, not of stated figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Years>,
    /// The calendar years after; of counts, not of stated figures. Years
    /// between the two, in which it was being done, are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Years>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The dimension of a group; everyone unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionId>,
    /// The categories that make the group; counts of several are added up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    /// Figures as a publication states them, where no counts are at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<StatedChanges>,
}

/// The areas of one side of an evaluation. Of stated figures it has a name and
/// no areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EvaluatedAreas {
    /// Their name in sentences, such as `areas visited in 2008 and 2009`.
    pub name: String,
    /// Codes of areas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
    /// What the codes of areas begin with, such as `E08`; of the comparison
    /// those that were visited are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<String>,
    /// A whole of which the visited areas are a part, such as the country: the
    /// comparison is the rest of it. Of the comparison alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_of: Option<AreaCode>,
}

/// Changes as a publication states them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedChanges {
    /// Where they are stated, in words.
    pub source: String,
    /// Of the visited areas.
    pub visited: StatedChange,
    /// Of the comparison.
    pub comparison: StatedChange,
    /// Whether the visited areas are a part of the comparison, as of their
    /// country.
    #[serde(default)]
    pub comparison_holds_visited: bool,
}

/// A figure before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedChange {
    /// Before.
    pub before: StatedFigure,
    /// After.
    pub after: StatedFigure,
    /// The change as printed, in the indicator's unit; percentage points for a
    /// percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_change: Option<f64>,
}

/// A figure as stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedFigure {
    /// When, as printed, such as `2008/09 Q3`.
    pub period: String,
    /// The figure, in the indicator's unit: 64.8 for 64.8%.
    pub value: f64,
}
