//! Whether something that was done worked.

use firstyear_analysis::{
    ArmRate, EvaluatedArea, EvaluatedArm, Evaluation, EvaluationCaution, EvaluationOrigin,
    Released, When,
};
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId};
use serde::Serialize;

use super::{CountedRateV1, EstimateV1, Number, PeriodV1, SCHEMA_VERSION};

/// Areas where something was done against others, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvaluationV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What is evaluated.
    pub name: String,
    /// Id of the indicator.
    pub indicator: IndicatorId,
    /// Id of the dimension of the group; null for everyone.
    pub dimension: Option<DimensionId>,
    /// Ids of its categories; empty for everyone.
    pub categories: Vec<CategoryId>,
    /// Where the figures are stated, in words; null where they were counted.
    pub stated_in: Option<String>,
    /// The areas where something was done.
    pub visited: EvaluatedArmV1,
    /// Those that they are held against.
    pub comparison: EvaluatedArmV1,
    /// What changed beyond the others; null where that is not told.
    pub effect: Option<EvaluationEffectV1>,
    /// Every reason why it is not told; empty where it is.
    pub effect_not_computed: Vec<String>,
    /// The rate of the visited areas over that of the others before, less 1, in
    /// percent: positive where it was higher. Null where it is not known, and
    /// where the others had no events.
    pub baseline_difference_percent: Option<EstimateV1>,
    /// By how many percent a year the rate of the visited areas grew against
    /// that of the others before; null where that is not told.
    pub yearly_change_before_percent: Option<EstimateV1>,
    /// Why it is not told; null where it is.
    pub yearly_change_before_not_computed: Option<String>,
    /// The interrupted series with the others as its control; null where there
    /// is none.
    pub series: Option<EvaluationSeriesV1>,
    /// Why there is none; null where there is one.
    pub series_not_computed: Option<String>,
    /// What speaks against taking the change for an effect; empty when nothing
    /// is known to.
    pub cautions: Vec<EvaluationCautionV1>,
}

/// One side of an evaluation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvaluatedArmV1 {
    /// Its name in sentences.
    pub name: String,
    /// Code of the whole of which it is the rest; null where it is not one.
    pub rest_of: Option<AreaCode>,
    /// Before, of all areas used.
    pub before: ArmRateV1,
    /// After.
    pub after: ArmRateV1,
    /// The change within areas, in the indicator's unit; null where it is not
    /// known.
    pub change: Option<EstimateV1>,
    /// The relative change within areas, in percent; null where it is not known.
    pub relative_change_percent: Option<EstimateV1>,
    /// The change as the publication prints it; null where it prints none.
    pub printed_change: Option<Number>,
    /// Its areas, in order of their codes; empty for stated figures.
    pub areas: Vec<EvaluatedAreaV1>,
    /// Single years in which all areas used have counts.
    pub by_year: Vec<YearOfArmV1>,
}

/// The rate of an arm at one time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArmRateV1 {
    /// When; null where a publication states it in words.
    pub period: Option<PeriodV1>,
    /// When, as a publication prints it; null for a period.
    pub printed_period: Option<String>,
    /// The rate.
    pub rate: CountedRateV1,
}

/// An area before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvaluatedAreaV1 {
    /// Its code.
    pub area: AreaCode,
    /// Its name.
    pub name: String,
    /// Before.
    pub before: CountedRateV1,
    /// After.
    pub after: CountedRateV1,
    /// Whether it is used: both have counts.
    pub used: bool,
}

/// A single year of an arm.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearOfArmV1 {
    /// Which.
    pub period: PeriodV1,
    /// Its rate.
    pub rate: CountedRateV1,
}

/// What changed where something was done, beyond what changed elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvaluationEffectV1 {
    /// The absolute change beyond that of the others, in the indicator's unit:
    /// negative where the rate fell more, or rose less.
    pub absolute: EstimateV1,
    /// The relative change beyond that of the others, in percent; null where a
    /// side has no events at one of the two times.
    pub relative_percent: Option<EstimateV1>,
    /// Two-sided probability of so large a relative change by chance.
    pub p: Option<Number>,
    /// The factor by which scatter of the areas' changes widens the variance: 1
    /// for chance alone.
    pub dispersion: Number,
    /// Visited areas that were used.
    pub visited_areas: usize,
    /// Other areas that were used.
    pub comparison_areas: usize,
}

/// An interrupted series, in percent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EvaluationSeriesV1 {
    /// The change of level, beyond that of the others.
    pub level_percent: EstimateV1,
    /// Two-sided probability of so large a change of level by chance.
    pub level_p: Number,
    /// The change of slope a year, beyond that of the others.
    pub slope_percent: EstimateV1,
    /// Two-sided probability of so large a change of slope by chance.
    pub slope_p: Number,
    /// The difference at the end from where the years before led to, beyond
    /// that of the others.
    pub at_end_percent: EstimateV1,
}

/// What speaks against taking a change for an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EvaluationCautionV1 {
    /// The visited areas were worse before by more than chance.
    StartedWorse,
    /// They were better before by more than chance.
    StartedBetter,
    /// Their rate already moved against that of the others before.
    MovedBefore,
    /// The two times are of unequal length.
    UnequalPeriods,
    /// One side is a single area.
    OneArea,
    /// Areas without counts at one of the two times are left out.
    LeftOut,
}

impl From<&Released<Evaluation>> for EvaluationV1 {
    fn from(released: &Released<Evaluation>) -> Self {
        Self::of(released.get())
    }
}

impl EvaluationV1 {
    /// What was released as a part of another answer.
    pub(super) fn of(found: &Evaluation) -> Self {
        let (dimension, categories) = found.split.clone().unzip();
        let reasons = found.effect.as_ref().err();
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            indicator: found.indicator.clone(),
            dimension,
            categories: categories.unwrap_or_default(),
            stated_in: match &found.origin {
                EvaluationOrigin::Stated { source, .. } => Some(source.clone()),
                EvaluationOrigin::Counted => None,
            },
            visited: arm(&found.visited),
            comparison: arm(&found.comparison),
            effect: found.effect.as_ref().ok().map(|effect| EvaluationEffectV1 {
                absolute: EstimateV1::new(&effect.absolute),
                relative_percent: effect.relative.as_ref().map(EstimateV1::new),
                p: effect.p.map(Number::from),
                dispersion: effect.dispersion.into(),
                visited_areas: effect.areas[0],
                comparison_areas: effect.areas[1],
            }),
            effect_not_computed: reasons.into_iter().flatten().map(ToString::to_string).collect(),
            baseline_difference_percent: found.baseline.as_ref().map(EstimateV1::new),
            yearly_change_before_percent: found.before.as_ref().ok().map(EstimateV1::new),
            yearly_change_before_not_computed: found.before.as_ref().err().map(ToString::to_string),
            series: found.series.as_ref().ok().map(|series| EvaluationSeriesV1 {
                level_percent: EstimateV1::new(&series.level),
                level_p: series.level_p.into(),
                slope_percent: EstimateV1::new(&series.slope),
                slope_p: series.slope_p.into(),
                at_end_percent: EstimateV1::new(&series.at_end),
            }),
            series_not_computed: found.series.as_ref().err().map(ToString::to_string),
            cautions: found.cautions.iter().map(|caution| (*caution).into()).collect(),
        }
    }
}

impl From<EvaluationCaution> for EvaluationCautionV1 {
    fn from(caution: EvaluationCaution) -> Self {
        match caution {
            EvaluationCaution::StartedWorse => Self::StartedWorse,
            EvaluationCaution::StartedBetter => Self::StartedBetter,
            EvaluationCaution::MovedBefore => Self::MovedBefore,
            EvaluationCaution::UnequalPeriods { .. } => Self::UnequalPeriods,
            EvaluationCaution::OneArea => Self::OneArea,
            EvaluationCaution::LeftOut { .. } => Self::LeftOut,
        }
    }
}

fn arm(arm: &EvaluatedArm) -> EvaluatedArmV1 {
    EvaluatedArmV1 {
        name: arm.name.clone(),
        rest_of: arm.rest_of.clone(),
        before: at(&arm.before),
        after: at(&arm.after),
        change: arm.change.as_ref().map(EstimateV1::new),
        relative_change_percent: arm.relative_change.as_ref().map(EstimateV1::new),
        printed_change: arm.printed_change.map(Number::from),
        areas: arm.areas.iter().map(area).collect(),
        by_year: arm
            .by_year
            .iter()
            .map(|(year, rate)| YearOfArmV1 {
                period: (*year).into(),
                rate: CountedRateV1::new(rate),
            })
            .collect(),
    }
}

fn at(of: &ArmRate) -> ArmRateV1 {
    let (period, printed_period) = match &of.when {
        When::Period(period) => (Some((*period).into()), None),
        When::Printed(words) => (None, Some(words.clone())),
    };
    ArmRateV1 { period, printed_period, rate: CountedRateV1::new(&of.rate) }
}

fn area(area: &EvaluatedArea) -> EvaluatedAreaV1 {
    EvaluatedAreaV1 {
        area: area.code.clone(),
        name: area.name.clone(),
        before: CountedRateV1::new(&area.before),
        after: CountedRateV1::new(&area.after),
        used: area.used,
    }
}
