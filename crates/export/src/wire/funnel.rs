//! Areas by their size, with limits round a comparator.

use firstyear_analysis::{AreaFunnel, FunnelArea, FunnelLine, FunnelPosition, Released, Scatter};
use firstyear_core::project::Overdispersion;
use firstyear_core::{Confidence, IndicatorId, Interval};
use serde::Serialize;

use super::area_comparison::{AreaRateV1, rate};
use super::{Number, PeriodV1, SCHEMA_VERSION};

/// Areas by their size in one period, with the limits of chance round a
/// comparator. In order of the areas' codes, never ranked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FunnelV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What the areas are, in words, such as `unitary authorities of England`.
    pub name: String,
    /// Id of the indicator, which gives the unit of rates and limits.
    pub indicator: IndicatorId,
    /// When.
    pub period: PeriodV1,
    /// The area whose rate the limits stand round.
    pub comparator: AreaRateV1,
    /// Whether the limits allow for what all areas differ by beyond chance.
    pub overdispersion: OverdispersionV1,
    /// How much the areas shown scatter; null where no limits could be made.
    pub scatter: Option<ScatterV1>,
    /// The areas, in order of their codes.
    pub areas: Vec<FunnelAreaV1>,
    /// The course of the limits by size, smallest first, to draw the lines;
    /// empty where no limits could be made.
    pub lines: Vec<FunnelLineV1>,
    /// How many areas have limits.
    pub compared: usize,
    /// How many areas, at the most, chance alone puts outside the 95% limits
    /// if none truly differs.
    pub expected_outside_95: Number,
    /// How many areas, at the most, chance alone puts outside the 99.8% limits
    /// if none truly differs.
    pub expected_outside_99_8: Number,
    /// Why no limits could be made; left out where there are limits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_computed: Option<String>,
}

/// What is done about areas that differ by more than chance all over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OverdispersionV1 {
    /// Nothing: the limits are those of chance alone.
    None,
    /// The variance between areas beyond chance is added to that of chance.
    Additive,
}

/// How much areas scatter round their comparator.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScatterV1 {
    /// Mean of the squared distances in standard errors of chance, those of the
    /// outermost tenth at either end set to it: about 1 for chance alone.
    pub phi: Number,
    /// Variance between areas beyond chance, in the squared unit of the
    /// indicator; 0 where chance accounts for all.
    pub tau2: Number,
}

/// An area in its funnel.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FunnelAreaV1 {
    /// The area.
    pub area: AreaRateV1,
    /// Limits at 95% for the area's size; null where it is not compared.
    pub limits_95: Option<LimitsV1>,
    /// Limits at 99.8% for the area's size; null where it is not compared.
    pub limits_99_8: Option<LimitsV1>,
    /// Where the area lies.
    pub position: PositionV1,
}

/// Two limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LimitsV1 {
    /// Lower limit, in the indicator's unit.
    pub lower: Number,
    /// Upper limit, in the indicator's unit.
    pub upper: Number,
}

/// Where an area lies in its funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PositionV1 {
    /// Below the 99.8% limit.
    #[serde(rename = "below-99.8")]
    VeryLow,
    /// Below the 95% limit, and not the 99.8% limit.
    #[serde(rename = "below-95")]
    Low,
    /// Within the 95% limits, ends included.
    Within,
    /// Above the 95% limit, and not the 99.8% limit.
    #[serde(rename = "above-95")]
    High,
    /// Above the 99.8% limit.
    #[serde(rename = "above-99.8")]
    VeryHigh,
    /// A figure is missing or hidden.
    NotCompared,
}

/// The limits at one size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FunnelLineV1 {
    /// Those at risk, such as live births; not a whole number.
    pub at_risk: Number,
    /// Limits at 95%.
    pub limits_95: LimitsV1,
    /// Limits at 99.8%.
    pub limits_99_8: LimitsV1,
}

impl From<&Released<AreaFunnel>> for FunnelV1 {
    fn from(released: &Released<AreaFunnel>) -> Self {
        let funnel = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            name: funnel.name.clone(),
            indicator: funnel.indicator.clone(),
            period: funnel.period.into(),
            comparator: rate(&funnel.comparator),
            overdispersion: match funnel.overdispersion {
                Overdispersion::None => OverdispersionV1::None,
                Overdispersion::Additive => OverdispersionV1::Additive,
            },
            scatter: funnel
                .scatter
                .map(|Scatter { phi, tau2 }| ScatterV1 { phi: phi.into(), tau2: tau2.into() }),
            areas: funnel.areas.iter().map(in_funnel).collect(),
            lines: funnel.lines.iter().map(line).collect(),
            compared: funnel.compared(),
            expected_outside_95: funnel.expected_outside(Confidence::P95).into(),
            expected_outside_99_8: funnel.expected_outside(Confidence::P998).into(),
            not_computed: funnel.not_computed.clone(),
        }
    }
}

fn in_funnel(area: &FunnelArea) -> FunnelAreaV1 {
    FunnelAreaV1 {
        area: rate(&area.area),
        limits_95: area.band.map(|band| limits(band.inner)),
        limits_99_8: area.band.map(|band| limits(band.outer)),
        position: match area.band.map(|band| band.position) {
            None => PositionV1::NotCompared,
            Some(FunnelPosition::VeryLow) => PositionV1::VeryLow,
            Some(FunnelPosition::Low) => PositionV1::Low,
            Some(FunnelPosition::Within) => PositionV1::Within,
            Some(FunnelPosition::High) => PositionV1::High,
            Some(FunnelPosition::VeryHigh) => PositionV1::VeryHigh,
        },
    }
}

fn line(line: &FunnelLine) -> FunnelLineV1 {
    FunnelLineV1 {
        at_risk: line.at_risk.into(),
        limits_95: limits(line.inner),
        limits_99_8: limits(line.outer),
    }
}

fn limits(limits: Interval) -> LimitsV1 {
    LimitsV1 { lower: limits.lower.into(), upper: limits.upper.into() }
}
