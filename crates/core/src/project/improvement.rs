//! Themes of recommendations held against each other, and what followed them: the
//! questions of the project file.

use serde::{Deserialize, Serialize};

use super::Years;
use crate::{AreaCode, IndicatorId};

/// Themes of some recommendations against those of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ThemeComparison {
    /// Its name, such as `2025 against 2024`.
    pub name: String,
    /// The recommendations that are held against others.
    pub first: RecommendationsOf,
    /// The others.
    pub second: RecommendationsOf,
    /// Id of a theme to look into: its categories are compared then, and not the
    /// themes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
}

/// Some recommendations: those that meet everything that is said here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecommendationsOf {
    /// Their name in words, such as `2025`.
    pub name: String,
    /// The calendar years in which they were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// Codes of the areas that they are made to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
    /// The kind of area that their visit names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Ids of the visits that they come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<String>,
}

/// What followed recommendations of a theme: an indicator in areas where they
/// were done against areas where they were not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LearningQuestion {
    /// Its name.
    pub name: String,
    /// Id of the theme.
    pub theme: String,
    /// Id of a category of it; all of the theme unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The indicator that they should move; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The calendar years before.
    pub before: Years,
    /// The calendar years after. What is done by the last day before them counts
    /// as done.
    pub after: Years,
}
