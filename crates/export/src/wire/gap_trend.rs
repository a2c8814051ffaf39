//! A group held against all, by period.

use firstyear_analysis::{
    GapComparison, GapOrigin, GapPoint, GapTest, GapTrend, GapTrendSeries, Released,
};
use firstyear_core::{AreaCode, DimensionId, IndicatorId, SourceId};
use serde::Serialize;

use super::{CountedRateV1, EstimateCellV1, Number, PeriodV1, SCHEMA_VERSION, ValueV1, VerdictV1};

/// The gap between a group and all, by period and classification. Figures of
/// two series must not be joined: their classifications differ.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapTrendV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The group in words, such as `routine and manual occupations`.
    pub group: String,
    /// Those it is held against, in words.
    pub against: String,
    /// Id of the indicator, which gives the unit of rates and absolute gaps.
    pub indicator: IndicatorId,
    /// One series for each classification, oldest first.
    pub series: Vec<GapSeriesV1>,
    /// The first gap held against the latest of each series.
    pub comparisons: Vec<GapComparisonV1>,
}

/// The gaps under one classification.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapSeriesV1 {
    /// Id of the classification.
    pub dimension: DimensionId,
    /// Its name.
    pub name: String,
    /// Those that the group is held against in this series, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// Code of the area.
    pub area: AreaCode,
    /// The gaps, in order of time.
    pub points: Vec<GapPointV1>,
}

/// The gap in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapPointV1 {
    /// When.
    pub period: PeriodV1,
    /// Group rate minus the rate of all, over the rate of all, in percent.
    /// Positive when the group has the higher rate.
    pub relative_gap_percent: EstimateCellV1,
    /// Group rate minus the rate of all, in the indicator's unit. Positive
    /// when the group has the higher rate. Absent where only a relative gap was
    /// published.
    pub absolute_gap: EstimateCellV1,
    /// The group; null where only its gap was published.
    pub group: Option<CountedRateV1>,
    /// All, the group included; null where only the gap was published.
    pub all: Option<CountedRateV1>,
    /// The rates that a publisher prints beside its gap; null for a gap made
    /// from counts.
    pub printed_rates: Option<PrintedRatesV1>,
    /// How the gap came about.
    pub origin: GapOriginV1,
    /// Whether the period shares days with the one before it in the series, so
    /// that the two are not independent.
    pub overlaps_previous: bool,
}

/// Rates as printed: rounded, and never to be divided into a gap.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrintedRatesV1 {
    /// Rate of the group, in the indicator's unit.
    pub group: ValueV1,
    /// Rate of all, in the indicator's unit.
    pub all: ValueV1,
}

/// How a gap came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum GapOriginV1 {
    /// Printed by a publisher; limits, where there are any, are made from the
    /// counts beside it.
    Published {
        /// Id of the source.
        source: SourceId,
        /// The publication, in words.
        publication: String,
    },
    /// Made from counts.
    Computed,
}

/// Two gaps held against each other.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GapComparisonV1 {
    /// The earlier period.
    pub earlier: PeriodV1,
    /// The later period.
    pub later: PeriodV1,
    /// How the later gap stands to the earlier one.
    pub verdict: VerdictV1,
    /// What the verdict rests on.
    pub test: GapTestV1,
    /// The names of the two classifications, where they differ; otherwise
    /// null.
    pub across_break: Option<AcrossBreakV1>,
}

/// Two classifications between which a series breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AcrossBreakV1 {
    /// Name of the classification of the earlier gap.
    pub earlier: String,
    /// Name of the classification of the later gap.
    pub later: String,
}

/// How two gaps were held against each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum GapTestV1 {
    /// Both have limits: the ratio of the two rate ratios against 1.
    Difference {
        /// Later minus earlier relative gap, in percentage points. Positive
        /// when the gap has widened.
        points: Number,
        /// Two-sided probability of so large a ratio without a change, from 0
        /// to 1.
        p: Number,
    },
    /// Only one has limits: whether the other lies between them.
    WithinLimits,
    /// The periods share days: not tested.
    Overlapping,
}

impl From<&Released<GapTrend>> for GapTrendV1 {
    fn from(released: &Released<GapTrend>) -> Self {
        let trend = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            group: trend.group.clone(),
            against: trend.against.clone(),
            indicator: trend.indicator.clone(),
            series: trend.series.iter().map(series).collect(),
            comparisons: trend.comparisons.iter().map(comparison).collect(),
        }
    }
}

fn series(series: &GapTrendSeries) -> GapSeriesV1 {
    GapSeriesV1 {
        dimension: series.dimension.clone(),
        name: series.name.clone(),
        against: Some(series.against.clone()),
        area: series.area.clone(),
        points: series.points.iter().map(point).collect(),
    }
}

fn point(point: &GapPoint) -> GapPointV1 {
    GapPointV1 {
        period: point.period.into(),
        relative_gap_percent: EstimateCellV1::new(&point.relative),
        absolute_gap: EstimateCellV1::new(&point.absolute),
        group: point.group.as_ref().map(CountedRateV1::new),
        all: point.all.as_ref().map(CountedRateV1::new),
        printed_rates: point
            .printed_rates
            .map(|(group, all)| PrintedRatesV1 { group: group.into(), all: all.into() }),
        origin: match &point.origin {
            GapOrigin::Published { source, origin } => {
                GapOriginV1::Published { source: source.clone(), publication: origin.clone() }
            }
            GapOrigin::Computed => GapOriginV1::Computed,
        },
        overlaps_previous: point.overlaps_previous,
    }
}

fn comparison(comparison: &GapComparison) -> GapComparisonV1 {
    GapComparisonV1 {
        earlier: comparison.earlier.into(),
        later: comparison.later.into(),
        verdict: VerdictV1::new(comparison.verdict),
        test: match comparison.test {
            GapTest::Difference { points, p } => {
                GapTestV1::Difference { points: points.into(), p: p.into() }
            }
            GapTest::WithinLimits => GapTestV1::WithinLimits,
            GapTest::Overlapping => GapTestV1::Overlapping,
        },
        across_break: comparison
            .across_break
            .clone()
            .map(|(earlier, later)| AcrossBreakV1 { earlier, later }),
    }
}
