//! The profile of an area: the question of the project file.

use serde::{Deserialize, Serialize};

use super::ScorecardIndicator;
use crate::{AreaCode, IndicatorId};

/// What is known of one area: its births, every indicator among those of other
/// areas, its neighbours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AreaProfileQuestion {
    /// What it is called; the area's name unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The area that it is held against, such as its country.
    pub comparator: AreaCode,
    /// The areas among which it is shown: all whose code starts with one of
    /// these, such as `E06`.
    pub prefixes: Vec<String>,
    /// What these are in words, such as `unitary authorities of England`.
    pub among: String,
    /// The indicator of the trend, of the births and of the neighbours; the
    /// project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main: Option<IndicatorId>,
    /// How many years of the main indicator are added up; 3 unless told.
    #[serde(default = "three")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub pool_years: u16,
    /// The indicators, in their order; left out, every one that the area has
    /// figures of.
    #[serde(default, rename = "indicator", skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<ScorecardIndicator>,
    /// The areas that are most like it; left out, it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neighbours: Option<NeighboursOf>,
}

fn three() -> u16 {
    3
}

/// Areas that are like another: given, or computed from stated variables.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NeighboursOf {
    /// Codes of the areas, where others have chosen them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
    /// Who has chosen them; asked for where they are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The variables that they are computed from; none where they are given.
    #[serde(default, rename = "variable", skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<NeighbourVariable>,
    /// How many are computed; 10 unless told.
    #[serde(default = "ten")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub count: u16,
}

fn ten() -> u16 {
    10
}

/// A variable in which areas are alike or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NeighbourVariable {
    /// Id of the indicator; its latest figure of everyone counts.
    pub indicator: IndicatorId,
    /// What it counts for, above 0; 1 unless told.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(extend("exclusiveMinimum" = 0)))]
    pub weight: f64,
}

fn one() -> f64 {
    1.0
}
