//! Which areas to turn to first: the question of the project file.

use serde::{Deserialize, Serialize};

use super::{Years, one};
use crate::{AreaCode, CategoryId, DimensionId, IndicatorId};

/// Areas chosen by their events, by several rules side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SelectionQuestion {
    /// What the areas are, such as `unitary authorities of England`.
    pub name: String,
    /// Which areas: all whose code starts with one of these, such as `E06`.
    pub prefixes: Vec<String>,
    /// The calendar years of the counts.
    pub years: Years,
    /// The area whose rate they are held against; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The dimension of a group, such as an occupation; everyone unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionId>,
    /// The categories that make the group; counts of several are added up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    /// The first rule: areas with so many events or more; 20 unless told, as
    /// in the report of 2010, which counted routine and manual occupations in
    /// three years.
    #[serde(default = "twenty")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub at_least: u64,
    /// Seed of the draws that say whether an area would be chosen again; 1
    /// unless told.
    #[serde(default = "one")]
    pub seed: u64,
}

fn twenty() -> u64 {
    20
}
