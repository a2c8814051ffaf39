//! A scenario over time, its target and its costs.

use firstyear_analysis::{
    AcrossGroups, GapScenario, GroupAfter, InequalityChange, InequalityOf, MeasureCosts,
    ScenarioPathResult, TargetArithmetic,
};
use firstyear_core::CategoryId;
use serde::Serialize;

use crate::wire::{CountedRateV1, EstimateV1, Number};

/// Inequality across every group of the dimension, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioAcrossV1 {
    /// The groups, in the order of the dimension.
    pub groups: Vec<GroupAfterV1>,
    /// Measures of inequality; those without a value are left out.
    pub measures: Vec<InequalityChangeV1>,
}

/// A group before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupAfterV1 {
    /// Id of the category.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Its rate before.
    pub before: CountedRateV1,
    /// Its rate after, in the indicator's unit.
    pub rate_after: Number,
    /// Whether the measures change it.
    pub changes: bool,
    /// Its deaths that would have been avoided, of those counted; negative where
    /// deaths are added. Left out for a group that no measure reaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deaths_avoided: Option<EstimateV1>,
}

/// A measure of inequality before and after: positive, or above 1, where the
/// disadvantaged have more.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InequalityChangeV1 {
    /// Which: in the indicator's unit, but for ratio, relative index and
    /// fraction.
    pub measure: InequalityOfV1,
    /// Before.
    pub before: EstimateV1,
    /// After.
    pub after: EstimateV1,
    /// The second less the first.
    pub change: EstimateV1,
}

/// A measure of inequality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum InequalityOfV1 {
    /// The rate of the most disadvantaged minus that of the least; without an
    /// order, of the highest minus the lowest before.
    Difference,
    /// The first over the second.
    Ratio,
    /// Slope index of inequality.
    SlopeIndex,
    /// Relative index of inequality.
    RelativeIndex,
    /// The rate of all minus that of the least disadvantaged.
    AttributableRisk,
    /// The same over the rate of all, a fraction.
    AttributableFraction,
}

/// What a target asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioTargetV1 {
    /// The relative gap aimed at, in percent.
    pub relative_gap_percent: Number,
    /// The calendar year in which it is to be met.
    pub by: u16,
    /// Where it is stated, in words; null where that is not said.
    pub source: Option<String>,
    /// Percentage points from the start to the target: positive where the gap
    /// must narrow.
    pub points: Number,
    /// The fall of the group's rate that takes so many points, a fraction; null
    /// where no fall does.
    pub fall: Option<Number>,
    /// Measures that would meet it alone, each with the share exposed
    /// afterwards at which it does.
    pub alone: Vec<ExposureForTargetV1>,
}

/// The exposure at which a measure alone meets a target.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExposureForTargetV1 {
    /// Id of the measure.
    pub measure: String,
    /// The share exposed afterwards, a fraction.
    pub exposed_after: Number,
}

/// The gap year by year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioPathV1 {
    /// The measures that make it.
    pub dated: Vec<DatedMeasureV1>,
    /// Ids of measures that are worked out and in no year of it, as they are
    /// not dated.
    pub undated: Vec<String>,
    /// Standard deviation of the yearly change of the gap that nothing in the
    /// scenario explains, in percentage points.
    pub drift_points: Number,
    /// Where it comes from, in words; null without a drift.
    pub drift_source: Option<String>,
    /// The gap at the middle of each year; null where there is no path.
    pub years: Option<Vec<PathYearV1>>,
    /// Why there is no path; null where there is one.
    pub not_computed: Option<String>,
}

/// A measure with the time of its uptake.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DatedMeasureV1 {
    /// Its id.
    pub measure: String,
    /// The calendar year in which it begins.
    pub from: u16,
    /// The calendar year in which it is complete.
    pub full: u16,
    /// Years from uptake to effect.
    pub lag_years: Number,
}

/// The gap in one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathYearV1 {
    /// The calendar year.
    pub year: u16,
    /// The relative gap, in percent.
    pub relative_gap_percent: EstimateV1,
    /// The probability that the target is met, from 0 to 1; null without a
    /// target, or without anything that is uncertain.
    pub target_met: Option<Number>,
}

/// What measures cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioCostsV1 {
    /// The currency.
    pub currency: String,
    /// The year of the prices, to which costs and deaths are discounted.
    pub price_year: u16,
    /// By how many percent a year later costs count less.
    pub discount_percent: Number,
    /// By how many percent a year later deaths count less.
    pub discount_deaths_percent: Number,
    /// The measures that have costs.
    pub measures: Vec<MeasureCostsV1>,
}

/// What one measure costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureCostsV1 {
    /// Its id.
    pub measure: String,
    /// Cost of a year.
    pub yearly: Number,
    /// The first year that is paid for.
    pub first: u16,
    /// The last.
    pub last: u16,
    /// Where the cost comes from, in words.
    pub source: String,
    /// All years, discounted.
    pub discounted: Number,
    /// Deaths that it avoids over these years by itself, in every group that it
    /// reaches, discounted; null where that is not known.
    pub deaths_avoided: Option<EstimateV1>,
    /// Cost of a death avoided; null where it avoids none.
    pub per_death_avoided: Option<EstimateV1>,
    /// Cost of a percentage point of the relative gap; null where it takes
    /// nothing from it.
    pub per_point: Option<EstimateV1>,
}

pub(super) fn across(across: &AcrossGroups) -> ScenarioAcrossV1 {
    let group = |group: &GroupAfter| GroupAfterV1 {
        category: group.category.clone(),
        label: group.label.clone(),
        before: CountedRateV1::new(&group.rate),
        rate_after: group.after.into(),
        changes: group.changes(),
        deaths_avoided: group.deaths_avoided.as_ref().map(EstimateV1::new),
    };
    let measure = |change: &InequalityChange| InequalityChangeV1 {
        measure: change.of.into(),
        before: EstimateV1::new(&change.before),
        after: EstimateV1::new(&change.after),
        change: EstimateV1::new(&change.change),
    };
    ScenarioAcrossV1 {
        groups: across.groups.iter().map(group).collect(),
        measures: across.measures.iter().map(measure).collect(),
    }
}

impl From<InequalityOf> for InequalityOfV1 {
    fn from(of: InequalityOf) -> Self {
        match of {
            InequalityOf::Difference => Self::Difference,
            InequalityOf::Ratio => Self::Ratio,
            InequalityOf::SlopeIndex => Self::SlopeIndex,
            InequalityOf::RelativeIndex => Self::RelativeIndex,
            InequalityOf::AttributableRisk => Self::AttributableRisk,
            InequalityOf::AttributableFraction => Self::AttributableFraction,
        }
    }
}

pub(super) fn target(found: &GapScenario, target: &TargetArithmetic) -> ScenarioTargetV1 {
    let alone = found.measures.iter().zip(&target.exposed_after);
    ScenarioTargetV1 {
        relative_gap_percent: target.relative_gap_percent.into(),
        by: target.by,
        source: target.source.clone(),
        points: target.points.into(),
        fall: target.fall.map(Number::from),
        alone: alone
            .filter_map(|(measure, after)| {
                let exposed_after = Number::from((*after)?);
                Some(ExposureForTargetV1 { measure: measure.id.clone(), exposed_after })
            })
            .collect(),
    }
}

pub(super) fn path(found: &GapScenario, path: &ScenarioPathResult) -> ScenarioPathV1 {
    let id = |place: usize| found.measures[place].id.clone();
    let dated = path.dated.iter().map(|one| DatedMeasureV1 {
        measure: id(one.measure),
        from: one.from,
        full: one.full,
        lag_years: one.lag_years.into(),
    });
    ScenarioPathV1 {
        dated: dated.collect(),
        undated: path.undated.iter().map(|place| id(*place)).collect(),
        drift_points: path.drift_points.into(),
        drift_source: path.drift_source.clone(),
        years: path.years.as_ref().ok().map(|years| {
            let year = |of: &firstyear_analysis::PathYear| PathYearV1 {
                year: of.year,
                relative_gap_percent: EstimateV1::new(&of.gap),
                target_met: of.target_met.map(Number::from),
            };
            years.iter().map(year).collect()
        }),
        not_computed: path.years.as_ref().err().map(ToString::to_string),
    }
}

pub(super) fn costs(found: &GapScenario) -> Option<ScenarioCostsV1> {
    let terms = found.cost_terms.as_ref()?;
    let cost = |of: &MeasureCosts| MeasureCostsV1 {
        measure: found.measures[of.measure].id.clone(),
        yearly: of.yearly.into(),
        first: of.first,
        last: of.last,
        source: of.source.clone(),
        discounted: of.discounted.into(),
        deaths_avoided: of.deaths_avoided.as_ref().map(EstimateV1::new),
        per_death_avoided: of.per_death.as_ref().map(EstimateV1::new),
        per_point: of.per_point.as_ref().map(EstimateV1::new),
    };
    Some(ScenarioCostsV1 {
        currency: terms.currency.clone(),
        price_year: terms.price_year,
        discount_percent: terms.discount_percent.into(),
        discount_deaths_percent: terms.discount_deaths_percent.into(),
        measures: found.costs.iter().map(cost).collect(),
    })
}
