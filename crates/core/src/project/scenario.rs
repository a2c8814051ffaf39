//! What would narrow a gap: the question of the project file.

use serde::{Deserialize, Serialize};

use super::{Years, one};
use crate::intervention::Input;
use crate::words::words;
use crate::{AreaCode, CategoryId, DimensionId, IndicatorId};

/// What interventions would take from the relative gap between a group and all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScenarioQuestion {
    /// Name of the scenario, such as `What the report of 2010 modelled`.
    pub name: String,
    /// Name of the group in sentences, such as `routine and manual
    /// occupations`.
    pub group: String,
    /// The dimension by which the group is defined.
    pub dimension: DimensionId,
    /// The categories that make the group; counts of several are added up.
    pub categories: Vec<CategoryId>,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The calendar years of the counts that the scenario starts from; the
    /// latest period unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// The gap that the scenario starts from, where no counts of it are at
    /// hand. Without it the gap is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<StatedBaseline>,
    /// Ids of interventions of the catalogue, in the order in which they come
    /// one after another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interventions: Vec<String>,
    /// Measures with inputs of the project's own, after those of the
    /// catalogue.
    #[serde(default, rename = "measure", skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<OwnMeasure>,
    /// Whether an intervention that acts through another counts once with it.
    #[serde(default)]
    pub overlap: OverlapRule,
    /// What becomes of the rate of all when that of the group falls.
    #[serde(default)]
    pub all_groups: AllGroups,
    /// Seed of the draws behind the limits; 1 unless told.
    #[serde(default = "one")]
    pub seed: u64,
}

/// A gap as stated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedBaseline {
    /// The group's rate minus that of all, over that of all, in percent: 19 for
    /// 19%.
    pub relative_gap_percent: f64,
    /// The group's share of all births, a fraction between 0 and 1.
    pub share_of_births: f64,
    /// The calendar years of the gap.
    pub years: Years,
    /// Where both are stated, in words.
    pub source: String,
}

/// A measure with inputs of the project's own, such as an area's exposures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnMeasure {
    /// Its id, kebab-case. With that of an intervention of the catalogue it is
    /// that one, and takes from it what it does not say itself.
    pub id: String,
    /// What is done; asked for where the catalogue does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The id of another measure of the scenario through which it acts and no
    /// other way: deaths that both would prevent count once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acts_through: Option<String>,
    /// Its inputs, each of which takes the place of the catalogue's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Input>,
}

words! {
    /// What becomes of measures that act on the same deaths.
    #[derive(Default)]
    OverlapRule {
        /// A measure that acts through another counts once with it.
        #[default]
        Declared "declared",
        /// All count as if they acted apart: for comparison with figures worked
        /// out this way.
        Ignored "ignored",
    }
    /// What becomes of the rate of all when that of the group falls.
    #[derive(Default)]
    AllGroups {
        /// It falls with the group, which is a part of it.
        #[default]
        Move "move",
        /// It is held where it was: for comparison alone, as contributions come
        /// out too large.
        Held "held",
    }
}
