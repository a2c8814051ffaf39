//! A rate over time on a control chart.

use firstyear_analysis::{
    Assurance, NewLimits, PointKind, Released, Spc, SpcDirection, SpcPoint, SpecialCause,
};
use firstyear_core::project::SpcChart;
use firstyear_core::{AreaCode, DimensionId, IndicatorId};
use serde::Serialize;

use super::{LeftOutV1, Number, RatePointV1, SCHEMA_VERSION};

/// A rate over time between its limits, with the points that are more than
/// chance.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpcV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Whose rate it is, in words.
    pub name: String,
    /// Id of the indicator, which gives the unit of rates and lines.
    pub indicator: IndicatorId,
    /// Code of the area.
    pub area: AreaCode,
    /// Id of the dimension of the group, or of the family of its versions;
    /// null for everyone.
    pub dimension: Option<DimensionId>,
    /// The kind of chart.
    pub chart: SpcChart,
    /// Id of the method of its lines, which `firstyear explain` expands.
    pub method: String,
    /// In order of time, with a place for every period between the first and
    /// the last.
    pub points: Vec<SpcPointV1>,
    /// The periods that are not on the chart, in order of time.
    pub left_out: Vec<LeftOutV1>,
    /// A value to be reached, in the indicator's unit; null without one.
    pub target: Option<Number>,
    /// Whether the process as it is will meet the target; null without a
    /// target, without limits, or where neither way is better.
    pub assurance: Option<AssuranceV1>,
    /// Why there are no lines; null where there are.
    pub no_lines: Option<String>,
}

/// One point of a control chart.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpcPointV1 {
    /// The period with its rate.
    pub at: RatePointV1,
    /// Why new limits begin here; null where they go on.
    pub new_limits: Option<NewLimitsV1>,
    /// The phase, counted from 0: points with the same limits.
    pub phase: usize,
    /// The centre line, in the indicator's unit; null for a phase without a
    /// figure.
    pub centre: Option<Number>,
    /// The lower limit, in the indicator's unit; null where there is none.
    pub lower_limit: Option<Number>,
    /// The upper limit, in the indicator's unit; null where there is none.
    pub upper_limit: Option<Number>,
    /// The first rule that marks the point; null for a point of chance.
    pub special_cause: Option<SpecialCauseV1>,
    /// What the point says, given which way is better.
    pub kind: PointKindV1,
    /// Whether its phase has fewer than 12 points, too few for limits that
    /// hold.
    pub short_phase: bool,
}

/// Why new limits begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NewLimitsV1 {
    /// The project says so.
    Asked,
    /// The publisher marks a break of the series.
    Break,
}

/// The rule that marks a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpecialCauseV1 {
    /// The rule.
    pub rule: RuleV1,
    /// Which way it points.
    pub direction: UpDownV1,
    /// How many points make a run under the rule; null for rules that know no
    /// run.
    pub run: Option<usize>,
}

/// A rule of control charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RuleV1 {
    /// A point beyond a limit.
    OutsideLimits,
    /// A run of points that rise, or fall, at each step.
    Trend,
    /// Two of three points in the outer third on one side.
    NearLimit,
    /// A run of points on one side of the centre.
    Shift,
}

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum UpDownV1 {
    /// Above, or rising.
    Up,
    /// Below, or falling.
    Down,
}

/// What a point says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PointKindV1 {
    /// Chance: no rule marks it.
    CommonCause,
    /// A change for the better.
    Improvement,
    /// A change for the worse.
    Concern,
    /// A change upwards where neither way is better.
    NeutralHigh,
    /// A change downwards where neither way is better.
    NeutralLow,
}

/// Whether a process that goes on as it does will meet its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AssuranceV1 {
    /// The whole range between the limits meets it.
    ConsistentPass,
    /// The whole range misses it.
    ConsistentFail,
    /// The target lies between the limits: met and missed by chance.
    Inconsistent,
}

impl From<&Released<Spc>> for SpcV1 {
    fn from(released: &Released<Spc>) -> Self {
        let spc = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            name: spc.name.clone(),
            indicator: spc.indicator.clone(),
            area: spc.area.clone(),
            dimension: spc.dimension.clone(),
            chart: spc.chart,
            method: spc.method().to_string(),
            points: spc.points.iter().map(point).collect(),
            left_out: spc.left_out.iter().map(LeftOutV1::new).collect(),
            target: spc.target.map(Number::from),
            assurance: spc.assurance.map(|assurance| match assurance {
                Assurance::ConsistentPass => AssuranceV1::ConsistentPass,
                Assurance::ConsistentFail => AssuranceV1::ConsistentFail,
                Assurance::Inconsistent => AssuranceV1::Inconsistent,
            }),
            no_lines: spc.no_lines.map(|why| why.to_string()),
        }
    }
}

fn point(point: &SpcPoint) -> SpcPointV1 {
    SpcPointV1 {
        at: RatePointV1::new(&point.at),
        new_limits: point.new_limits.map(|why| match why {
            NewLimits::Asked => NewLimitsV1::Asked,
            NewLimits::Break => NewLimitsV1::Break,
        }),
        phase: point.phase,
        centre: point.centre.map(Number::from),
        lower_limit: point.limits.map(|(lower, _)| lower.into()),
        upper_limit: point.limits.map(|(_, upper)| upper.into()),
        special_cause: point.cause.map(cause),
        kind: match point.kind {
            PointKind::CommonCause => PointKindV1::CommonCause,
            PointKind::Improvement => PointKindV1::Improvement,
            PointKind::Concern => PointKindV1::Concern,
            PointKind::NeutralHigh => PointKindV1::NeutralHigh,
            PointKind::NeutralLow => PointKindV1::NeutralLow,
        },
        short_phase: point.short,
    }
}

fn cause(cause: SpecialCause) -> SpecialCauseV1 {
    let (rule, run) = match cause {
        SpecialCause::Outside(_) => (RuleV1::OutsideLimits, None),
        SpecialCause::Trend(_, run) => (RuleV1::Trend, Some(run.points())),
        SpecialCause::NearLimit(_) => (RuleV1::NearLimit, None),
        SpecialCause::Shift(_, run) => (RuleV1::Shift, Some(run.points())),
    };
    let direction = match cause.direction() {
        SpcDirection::Up => UpDownV1::Up,
        SpcDirection::Down => UpDownV1::Down,
    };
    SpecialCauseV1 { rule, direction, run }
}
