//! What would narrow a gap.

use firstyear_analysis::{
    GapScenario, InputKind, MeasureInGroup, MeasurePart, ModelledMeasure, NamedSwing, Released,
    SCENARIO_DRAWS, StartOrigin,
};
use firstyear_core::intervention::{Input, Timescale};
use firstyear_core::project::{AllGroups, OverlapRule};
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId};
use serde::Serialize;

mod later;

pub use later::{
    DatedMeasureV1, ExposureForTargetV1, GroupAfterV1, InequalityChangeV1, InequalityOfV1,
    MeasureCostsV1, PathYearV1, ScenarioAcrossV1, ScenarioCostsV1, ScenarioPathV1,
    ScenarioTargetV1,
};

use super::{CountedRateV1, EstimateV1, Number, PeriodV1, SCHEMA_VERSION, ValueV1};
use crate::sentence::scenario::{caution, lacking};
use crate::words::english;

/// What measures would take from the relative gap between a group and all.
/// Points are percentage points of the relative gap, positive where it narrows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Name of the scenario.
    pub name: String,
    /// The group in words.
    pub group: String,
    /// Id of the indicator.
    pub indicator: IndicatorId,
    /// Code of the area.
    pub area: AreaCode,
    /// Id of the dimension by which the group is defined; null where it is an
    /// area.
    pub dimension: Option<DimensionId>,
    /// Ids of the categories that make the group.
    pub categories: Vec<CategoryId>,
    /// Code of the whole that an area is held against; left out for a group of a
    /// dimension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<AreaCode>,
    /// The gap before anything is done.
    pub start: ScenarioStartV1,
    /// What becomes of measures that act on the same deaths.
    pub overlap: OverlapRule,
    /// What becomes of the rate of all when that of the group falls.
    pub all_groups: AllGroups,
    /// Draws behind the limits.
    pub draws: u64,
    /// Seed of the draws: the same seed gives the same limits.
    pub seed: u64,
    /// The measures, in the order in which they come one after another.
    pub measures: Vec<ScenarioMeasureV1>,
    /// What all together do; null where that is not worked out.
    pub outcome: Option<ScenarioOutcomeV1>,
    /// Why it is not worked out; null where it is.
    pub not_computed: Option<String>,
    /// Inequality across every group of the dimension, before and after; left
    /// out where it is not worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub across: Option<ScenarioAcrossV1>,
    /// Why it is not worked out; left out where it is, or where the scenario
    /// itself is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub across_not_computed: Option<String>,
    /// What the target asks for; left out without one, or where the gap at the
    /// start is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<ScenarioTargetV1>,
    /// The gap year by year; left out where it is not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<ScenarioPathV1>,
    /// What measures cost; left out where no cost is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<ScenarioCostsV1>,
}

/// The gap that a scenario starts from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioStartV1 {
    /// When.
    pub period: PeriodV1,
    /// Group rate minus the rate of all, over the rate of all, in percent.
    pub relative_gap_percent: ValueV1,
    /// The group's share of all births, a fraction.
    pub share_of_births: ValueV1,
    /// Where a stated gap is stated, in words; null for one that was counted.
    pub stated_in: Option<String>,
    /// The group that was counted; null for a stated gap.
    pub group: Option<CountedRateV1>,
    /// All that were counted, the group included; null for a stated gap.
    pub all: Option<CountedRateV1>,
    /// The rates that the gap is made of, where they are steadied by those of
    /// other areas; left out where they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steadied: Option<SteadiedStartV1>,
}

/// Rates drawn to those of other areas by as much as chance blurs them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SteadiedStartV1 {
    /// What the codes of the areas begin with.
    pub prefixes: Vec<String>,
    /// How many areas there are, the scenario's own among them.
    pub areas: usize,
    /// The group's rate, in the indicator's unit.
    pub group: EstimateV1,
    /// The rate of all others.
    pub others: EstimateV1,
    /// The share of the differences between own rates of such an area that is
    /// true, from 0 to 1: of the group, of the others.
    pub reliability: [Number; 2],
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioMeasureV1 {
    /// Its id.
    pub id: String,
    /// What is done.
    pub title: String,
    /// When it is expected to show; null where nobody says so.
    pub timescale: Option<Timescale>,
    /// The numbers that it is worked out from, each with its origin.
    pub inputs: Vec<Input>,
    /// The published contribution in points; null where none was published, or
    /// an input is the project's own.
    pub published_points: Option<Number>,
    /// Whether an input was solved so that the published contribution comes
    /// out: what is computed then says nothing new, and has no limits.
    pub calibrated: bool,
    /// Id of the measure through which it acts; null for none.
    pub acts_through: Option<String>,
    /// What to know before its figure is used.
    pub cautions: Vec<String>,
    /// Why it is not worked out; null where it is.
    pub not_identified: Option<String>,
    /// Other groups that it reaches; left out where it reaches none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_in: Vec<MeasureInGroupV1>,
    /// Points of it alone; null where it is not worked out.
    pub points_alone: Option<EstimateV1>,
    /// Its part in the points of all together, on average over all orders;
    /// parts add up to the whole. Null where it is not worked out.
    pub points_part: Option<EstimateV1>,
    /// Points that it adds in the order of the measures; null where it is not
    /// worked out.
    pub points_in_turn: Option<Number>,
    /// The relative gap that is left after it and all before it, in percent; left
    /// out where it is not worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relative_gap_left_percent: Option<EstimateV1>,
    /// By how much it alone makes the group's rate fall, a fraction; null where
    /// it is not worked out.
    pub fall: Option<Number>,
}

/// What a measure changes in a group beside the scenario's.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MeasureInGroupV1 {
    /// Id of the category.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// The numbers that it is worked out from there, those that it takes from the
    /// measure among them.
    pub inputs: Vec<Input>,
}

/// What all measures together do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScenarioOutcomeV1 {
    /// Points of each alone, added up as if none touched another.
    pub points_sum: Number,
    /// Points of all together. No limits where a measure is calibrated.
    pub points_together: EstimateV1,
    /// By how much the group's rate falls, a fraction.
    pub fall: EstimateV1,
    /// The relative gap that is left, in percent.
    pub relative_gap_after_percent: EstimateV1,
    /// Deaths of the group that would have been avoided, of those counted;
    /// negative where deaths are added. Null for a stated gap.
    pub deaths_avoided: Option<EstimateV1>,
    /// The same of all groups together; left out where no measure reaches
    /// another group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_deaths_avoided: Option<EstimateV1>,
    /// Rates of the group before and after, in the indicator's unit; null for a
    /// stated gap.
    pub group_rate: Option<[Number; 2]>,
    /// Rates of all before and after, in the indicator's unit; null for a
    /// stated gap.
    pub all_rate: Option<[Number; 2]>,
    /// Group rate minus the rate of all, before and after, in the indicator's
    /// unit; null for a stated gap.
    pub absolute_gap: Option<[Number; 2]>,
    /// Which uncertain input matters, the widest swing first.
    pub swings: Vec<SwingV1>,
}

/// The points of all together when one input is at its limits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SwingV1 {
    /// Id of the measure.
    pub measure: String,
    /// Its input.
    pub input: SwingInputV1,
    /// Id of the other group that it is an input of; left out for the
    /// scenario's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<CategoryId>,
    /// Points at the input's lower limit.
    pub points_at_lower: Number,
    /// Points at its upper limit.
    pub points_at_upper: Number,
}

/// An input that has an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SwingInputV1 {
    /// The share exposed before.
    ExposedBefore,
    /// The relative risk.
    RelativeRisk,
    /// The cause's share of deaths.
    CauseShare,
    /// Anything else.
    Other,
}

impl From<InputKind> for SwingInputV1 {
    fn from(kind: InputKind) -> Self {
        match kind {
            InputKind::Before => Self::ExposedBefore,
            InputKind::RelativeRisk => Self::RelativeRisk,
            InputKind::CauseShare => Self::CauseShare,
            _ => Self::Other,
        }
    }
}

impl From<&Released<GapScenario>> for ScenarioV1 {
    fn from(released: &Released<GapScenario>) -> Self {
        let found = released.get();
        let outcome = found.outcome.as_ref().ok();
        let part = |at: usize| outcome.and_then(|outcome| outcome.of_measures[at].as_ref());
        let measures = found.measures.iter().enumerate();
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            group: found.group.clone(),
            indicator: found.indicator.clone(),
            area: found.area.clone(),
            dimension: found.dimension.clone(),
            categories: found.categories.clone(),
            whole: found.whole.clone(),
            start: start(found),
            overlap: found.overlap,
            all_groups: found.all_groups,
            draws: SCENARIO_DRAWS as u64,
            seed: found.seed,
            measures: measures.map(|(at, one)| measure(found, one, part(at))).collect(),
            outcome: outcome.map(|outcome| {
                let pair = |rates: [f64; 2]| rates.map(Number::from);
                ScenarioOutcomeV1 {
                    points_sum: outcome.sum.into(),
                    points_together: EstimateV1::new(&outcome.together),
                    fall: EstimateV1::new(&outcome.fall),
                    relative_gap_after_percent: EstimateV1::new(&outcome.gap_after),
                    deaths_avoided: outcome.deaths_avoided.as_ref().map(EstimateV1::new),
                    all_deaths_avoided: outcome.all_deaths_avoided.as_ref().map(EstimateV1::new),
                    group_rate: outcome.rates.map(|rates| pair(rates.group)),
                    all_rate: outcome.rates.map(|rates| pair(rates.all)),
                    absolute_gap: outcome.rates.map(|rates| pair(rates.absolute_gap())),
                    swings: outcome.swings.iter().map(|swing| of_swing(found, swing)).collect(),
                }
            }),
            not_computed: found.outcome.as_ref().err().map(ToString::to_string),
            across: found.across.iter().flatten().next().map(later::across),
            across_not_computed: found
                .across
                .as_ref()
                .and_then(|across| across.as_ref().err().map(ToString::to_string)),
            target: found.target.as_ref().map(|target| later::target(found, target)),
            path: found.path.as_ref().map(|path| later::path(found, path)),
            costs: later::costs(found),
        }
    }
}

fn start(found: &GapScenario) -> ScenarioStartV1 {
    let (stated_in, counted) = match &found.start.origin {
        StartOrigin::Stated { source } => (Some(source.clone()), None),
        StartOrigin::Counted { group, all } => {
            (None, Some((CountedRateV1::new(group), CountedRateV1::new(all))))
        }
    };
    let (group, all) = counted.unzip();
    ScenarioStartV1 {
        period: found.start.period.into(),
        relative_gap_percent: found.start.relative.into(),
        share_of_births: found.start.share_of_births.into(),
        stated_in,
        group,
        all,
        steadied: found.start.steadied.iter().flatten().next().map(|steadied| SteadiedStartV1 {
            prefixes: steadied.prefixes.clone(),
            areas: steadied.areas,
            group: EstimateV1::new(&steadied.group),
            others: EstimateV1::new(&steadied.others),
            reliability: steadied.reliability.map(Number::from),
        }),
    }
}

fn measure(
    found: &GapScenario,
    measure: &ModelledMeasure,
    part: Option<&MeasurePart>,
) -> ScenarioMeasureV1 {
    ScenarioMeasureV1 {
        id: measure.id.clone(),
        title: measure.title.clone(),
        timescale: measure.timescale,
        inputs: measure.inputs.clone(),
        published_points: measure.published.map(Number::from),
        calibrated: measure.calibrated,
        acts_through: measure.through.map(|place| found.measures[place].id.clone()),
        cautions: measure.cautions.iter().map(|one| caution(one, english())).collect(),
        not_identified: measure.identified.as_ref().err().map(|why| lacking(why, english())),
        also_in: measure.also_in.iter().map(in_group).collect(),
        points_alone: part.map(|part| EstimateV1::new(&part.alone)),
        points_part: part.map(|part| EstimateV1::new(&part.part)),
        points_in_turn: part.map(|part| part.in_turn.into()),
        relative_gap_left_percent: part.map(|part| EstimateV1::new(&part.left_in_turn)),
        fall: part.map(|part| part.fall.into()),
    }
}

fn in_group(of: &MeasureInGroup) -> MeasureInGroupV1 {
    MeasureInGroupV1 {
        category: of.category.clone(),
        label: of.label.clone(),
        inputs: of.inputs.clone(),
    }
}

fn of_swing(found: &GapScenario, swing: &NamedSwing) -> SwingV1 {
    SwingV1 {
        measure: found.measures[swing.measure].id.clone(),
        input: swing.input.into(),
        category: swing.other.clone(),
        points_at_lower: swing.at_lower.into(),
        points_at_upper: swing.at_upper.into(),
    }
}
