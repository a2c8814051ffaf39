//! Areas with few events.

use firstyear_analysis::{Draws, Released, ShrunkRate, SmallArea, SmallAreas};
use firstyear_core::IndicatorId;
use firstyear_core::project::Towards;
use serde::Serialize;

use super::area_comparison::{AreaRateV1, rate};
use super::{EstimateV1, Number, PeriodV1, SCHEMA_VERSION};

/// Areas with few events in one period: their rates drawn to a mean by as much
/// as chance blurs them, and which ranks they may have. In order of the areas'
/// codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SmallAreasV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What the areas are, in words, such as `unitary authorities of England`.
    pub name: String,
    /// Id of the indicator, which gives the unit of rates.
    pub indicator: IndicatorId,
    /// When.
    pub period: PeriodV1,
    /// The area that the others are held against.
    pub comparator: AreaRateV1,
    /// What the rates are drawn to.
    pub towards: TowardsV1,
    /// The areas, in order of their codes.
    pub areas: Vec<SmallAreaV1>,
    /// The draws that ranks come from.
    pub draws: DrawsV1,
    /// Why no rate could be drawn to a mean; left out where one could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_computed: Option<String>,
}

/// What rates are drawn to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TowardsV1 {
    /// The areas' own mean.
    Group,
    /// The rate of the comparator.
    Comparator,
}

/// Seeded draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DrawsV1 {
    /// The name of the generator.
    pub generator: String,
    /// Its seed: the same seed gives the same figures.
    pub seed: u64,
    /// How often all areas were drawn.
    pub count: usize,
}

/// One area.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SmallAreaV1 {
    /// The area with its own rate.
    pub area: AreaRateV1,
    /// What is known of it beside the others; null where its counts are not
    /// known or not shown.
    pub shrunk: Option<ShrunkV1>,
}

/// What is known of an area beside the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShrunkV1 {
    /// Its rate, drawn to the mean, in the indicator's unit.
    pub rate: EstimateV1,
    /// The probability that its true rate lies above the comparator's, from 0
    /// to 1; null where that is not known or not shown.
    pub probability_above_comparator: Option<Number>,
    /// The share of the variance of its own rate that is true difference, from
    /// 0 to 1.
    pub reliability: Number,
    /// The rank it may have among the areas with a rate; 1 is the highest rate.
    pub rank: RankV1,
}

/// A rank with its limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankV1 {
    /// The mean rank over all draws; not a whole number.
    pub expected: Number,
    /// Lower limit, counted from 1.
    pub lower: usize,
    /// Upper limit.
    pub upper: usize,
    /// Confidence of the limits, as a fraction: 0.95 for 95%.
    pub confidence: Number,
}

impl DrawsV1 {
    pub(super) fn new(draws: Draws) -> Self {
        Self { generator: draws.generator.to_owned(), seed: draws.seed, count: draws.count }
    }
}

impl From<&Released<SmallAreas>> for SmallAreasV1 {
    fn from(released: &Released<SmallAreas>) -> Self {
        let found = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            indicator: found.indicator.clone(),
            period: found.period.into(),
            comparator: rate(&found.comparator),
            towards: match found.towards {
                Towards::Group => TowardsV1::Group,
                Towards::Comparator => TowardsV1::Comparator,
            },
            areas: found.areas.iter().map(area).collect(),
            draws: DrawsV1::new(found.draws),
            not_computed: found.not_computed.clone(),
        }
    }
}

fn area(area: &SmallArea) -> SmallAreaV1 {
    SmallAreaV1 { area: rate(&area.area), shrunk: area.shrunk.as_ref().and_then(shrunk) }
}

/// `None` without ranks, which every question of small areas asks for.
fn shrunk(shrunk: &ShrunkRate) -> Option<ShrunkV1> {
    let rank = shrunk.rank?;
    Some(ShrunkV1 {
        rate: EstimateV1::new(&shrunk.rate),
        probability_above_comparator: shrunk.above_comparator.map(Number::from),
        reliability: shrunk.reliability.into(),
        rank: RankV1 {
            expected: rank.expected.into(),
            lower: rank.lower,
            upper: rank.upper,
            confidence: rank.confidence.level().into(),
        },
    })
}
