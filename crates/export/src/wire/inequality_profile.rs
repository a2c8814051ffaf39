//! A rate across the groups of a dimension, by period.

use firstyear_analysis::{
    ExcessOverBest, InequalityProfile, NotComputed, ProfileGroup, ProfilePeriod, Released, Slope,
    Summary,
};
use firstyear_core::{AreaCode, CategoryId, DimensionId, Direction, IndicatorId};
use serde::Serialize;

use super::{CountedRateV1, EstimateV1, Number, PeriodV1, SCHEMA_VERSION};

/// A rate across the groups of a dimension, by period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InequalityProfileV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the dimension, or of the family of its versions.
    pub dimension: DimensionId,
    /// Code of the area.
    pub area: AreaCode,
    /// Id of the indicator, which gives the unit of rates.
    pub indicator: IndicatorId,
    /// Which end of the order is worse off; null for groups without an order.
    pub direction: Option<DirectionV1>,
    /// In order of time. Between two versions of the dimension the series
    /// breaks.
    pub periods: Vec<ProfilePeriodV1>,
    /// Years that were read but make no full period.
    pub left_over: Vec<PeriodV1>,
}

/// Which end of an ordered dimension is worse off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DirectionV1 {
    /// The first group is the most disadvantaged.
    MostDisadvantagedFirst,
    /// The first group is the least disadvantaged.
    LeastDisadvantagedFirst,
    /// An order of size in which neither end is a disadvantage.
    Magnitude,
}

/// The groups in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProfilePeriodV1 {
    /// When.
    pub period: PeriodV1,
    /// Id of the version of the dimension.
    pub version: DimensionId,
    /// Name of the version.
    pub version_name: String,
    /// The groups, in the order of the dimension.
    pub groups: Vec<ProfileGroupV1>,
    /// Those in no group, such as not stated.
    pub remainders: Vec<ProfileGroupV1>,
    /// Everyone that the table counts; null where it has no total.
    pub total: Option<CountedRateV1>,
    /// Whom the total counts, as the classification names them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_label: Option<String>,
    /// The slope across an ordered dimension that has a direction; otherwise
    /// null.
    pub slope: Option<SlopeV1>,
    /// What lies above the reference group; null where there is none.
    pub excess: Option<ExcessV1>,
    /// Why there is no slope or no excess, where one could be expected: what,
    /// a colon, and why.
    pub not_computed: Vec<String>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProfileGroupV1 {
    /// Id of the category.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Its rate.
    pub rate: CountedRateV1,
    /// Why the group has no rate although others of its table have, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lacking: Option<String>,
}

/// The slope of inequality: a line fitted across the groups by their share of
/// the population.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SlopeV1 {
    /// Slope index of inequality: fitted rate at the most disadvantaged end
    /// minus that at the least, in the indicator's unit. Positive when the
    /// disadvantaged have more.
    pub slope_index: EstimateV1,
    /// Relative index of inequality: fitted rate at the most disadvantaged end
    /// over that at the least, without unit. Above 1 when the disadvantaged
    /// have more.
    pub relative_index: EstimateV1,
    /// Fitted rate at the most disadvantaged end, in the indicator's unit.
    pub most_disadvantaged: Number,
    /// Fitted rate at the least disadvantaged end, in the indicator's unit.
    pub least_disadvantaged: Number,
    /// Scatter of the groups round the slope: 1 for no more than chance.
    pub dispersion: Number,
}

/// What lies above the rate of a reference group.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExcessV1 {
    /// Id of the group whose rate the others are held against.
    pub reference: CategoryId,
    /// Its label.
    pub reference_label: String,
    /// Population attributable risk: rate of all groups minus that of the
    /// reference, in the indicator's unit. Positive when the reference has the
    /// lower rate.
    pub attributable_risk: EstimateV1,
    /// Population attributable fraction: the same over the rate of all groups,
    /// in percent.
    pub attributable_percent: EstimateV1,
    /// Events that would not have happened at the reference's rate. Negative
    /// when the reference has the higher rate.
    pub events: EstimateV1,
}

impl From<&Released<InequalityProfile>> for InequalityProfileV1 {
    fn from(released: &Released<InequalityProfile>) -> Self {
        Self::of(released.get())
    }
}

impl InequalityProfileV1 {
    /// What was released as a part of another answer.
    pub(super) fn of(profile: &InequalityProfile) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            dimension: profile.dimension.clone(),
            area: profile.area.clone(),
            indicator: profile.indicator.clone(),
            direction: profile.direction.map(direction),
            periods: profile.periods.iter().map(period).collect(),
            left_over: profile.left_over.iter().copied().map(PeriodV1::from).collect(),
        }
    }
}

const fn direction(direction: Direction) -> DirectionV1 {
    match direction {
        Direction::MostDisadvantagedFirst => DirectionV1::MostDisadvantagedFirst,
        Direction::LeastDisadvantagedFirst => DirectionV1::LeastDisadvantagedFirst,
        Direction::Magnitude => DirectionV1::Magnitude,
    }
}

fn period(period: &ProfilePeriod) -> ProfilePeriodV1 {
    ProfilePeriodV1 {
        period: period.period.into(),
        version: period.version.clone(),
        version_name: period.version_name.clone(),
        groups: period.groups.iter().map(group).collect(),
        remainders: period.remainders.iter().map(group).collect(),
        total: period.total.as_ref().map(CountedRateV1::new),
        total_label: period.total.is_some().then(|| period.total_label.clone()),
        slope: period.slope.as_ref().map(slope),
        excess: period.excess.as_ref().map(excess),
        not_computed: period.not_computed.iter().map(not_computed).collect(),
    }
}

/// Such as `slope: no events in any group`.
pub(super) fn not_computed(lacking: &NotComputed) -> String {
    let what = match lacking.what {
        Summary::Slope => "slope",
        Summary::Excess => "share above a reference group",
    };
    format!("{what}: {}", lacking.why)
}

fn group(group: &ProfileGroup) -> ProfileGroupV1 {
    ProfileGroupV1 {
        category: group.category.clone(),
        label: group.label.clone(),
        rate: CountedRateV1::new(&group.rate),
        lacking: group.lacking.clone(),
    }
}

fn slope(slope: &Slope) -> SlopeV1 {
    SlopeV1 {
        slope_index: EstimateV1::new(&slope.sii),
        relative_index: EstimateV1::new(&slope.rii),
        most_disadvantaged: slope.most_disadvantaged.into(),
        least_disadvantaged: slope.least_disadvantaged.into(),
        dispersion: slope.dispersion.into(),
    }
}

fn excess(excess: &ExcessOverBest) -> ExcessV1 {
    ExcessV1 {
        reference: excess.reference.clone(),
        reference_label: excess.reference_label.clone(),
        attributable_risk: EstimateV1::new(&excess.par),
        attributable_percent: EstimateV1::new(&excess.paf),
        events: EstimateV1::new(&excess.events),
    }
}
