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
    /// The dimension by which the group is defined; left out where the group is
    /// an area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionId>,
    /// The categories that make the group; counts of several are added up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    /// An area of which the scenario's is a part, such as the country: the group
    /// is then everyone in the area, and all are everyone in this one. In place
    /// of a dimension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<AreaCode>,
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
    /// Areas whose rates steady those of the area, where its deaths are few: all
    /// whose code starts with one of these, such as the authorities of its
    /// region. Its own counts stay as they are where this is left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steadied_by: Vec<String>,
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
    /// When each measure is taken up; those without a date are in no path.
    #[serde(default, rename = "uptake", skip_serializing_if = "Vec::is_empty")]
    pub uptakes: Vec<MeasureUptake>,
    /// The years over which the gap is followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<ScenarioPath>,
    /// A gap to be met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<GapTarget>,
    /// What measures cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<ScenarioCosts>,
    /// Seed of the draws behind the limits; 1 unless told.
    #[serde(default = "one")]
    pub seed: u64,
}

/// When a measure is taken up. Its exposure changes evenly from the beginning
/// of the first year to the end of the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasureUptake {
    /// Id of the measure.
    pub measure: String,
    /// The calendar year in which it begins.
    pub from: u16,
    /// The calendar year in which it is complete.
    pub full: u16,
    /// Years from uptake to effect; 0 unless told.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0)))]
    pub lag_years: f64,
}

/// The years over which the gap is followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScenarioPath {
    /// The first calendar year.
    pub first: u16,
    /// The last calendar year.
    pub last: u16,
    /// Standard deviation of the yearly change of the gap that nothing in the
    /// scenario explains, in percentage points; 0 unless told, and limits then
    /// hold what is known of the inputs alone.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0)))]
    pub drift_points: f64,
    /// Where this comes from, in words; asked for with a drift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift_source: Option<String>,
}

/// A gap to be met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GapTarget {
    /// The relative gap aimed at, in percent: 11.7 for 11.7%.
    pub relative_gap_percent: f64,
    /// The calendar year in which it is to be met.
    pub by: u16,
    /// Where it is stated, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What measures cost, and how later money and later deaths are valued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScenarioCosts {
    /// The currency, such as `GBP`.
    pub currency: String,
    /// The year of the prices; costs and deaths are discounted to it.
    pub price_year: u16,
    /// By how many percent a year later costs count less.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0)))]
    pub discount_percent: f64,
    /// By how many percent a year later deaths count less; 0 for not at all.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0)))]
    pub discount_deaths_percent: f64,
    /// The cost of each measure.
    #[serde(rename = "measure")]
    pub measures: Vec<MeasureCost>,
}

/// What one measure costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MeasureCost {
    /// Id of the measure.
    pub id: String,
    /// Cost of a year, in the currency.
    #[cfg_attr(feature = "schema", schemars(range(min = 0.0)))]
    pub yearly: f64,
    /// The first calendar year that is paid for.
    pub first: u16,
    /// The last calendar year that is paid for.
    pub last: u16,
    /// Where the cost comes from, in words.
    pub source: String,
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
    /// Other groups of the scenario's dimension that it reaches too. Where it
    /// reaches none, their rates stay as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<OtherGroupInputs>,
}

/// What a measure changes in a group other than the scenario's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OtherGroupInputs {
    /// The category.
    pub category: CategoryId,
    /// Its inputs in this group, such as the exposures before and after; what is
    /// left out, such as the relative risk, is that of the measure.
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
