//! What was read, what is missing, and what does not agree with itself.

use std::collections::BTreeMap;

use firstyear_analysis::{
    CellStates, Counted, DataQuality, RateDisagreement, Released, SourceQuality, TotalDisagreement,
};
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId, SourceClass, SourceId};
use serde::Serialize;

use super::number::some;
use super::rows::groups;
use super::{Number, PeriodV1, SCHEMA_VERSION};

/// The state of everything that was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DataQualityV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// One row for each source.
    pub sources: Vec<SourceQualityV1>,
    /// Published rates that their own counts do not give.
    pub rates: Vec<RateDisagreementV1>,
    /// How many published rates were recomputed.
    pub rates_checked: u64,
    /// Groups that do not add up to their printed total.
    pub totals: Vec<TotalDisagreementV1>,
    /// How many totals were added up.
    pub totals_checked: u64,
    /// Disagreements of restricted sources that are not listed, because they
    /// would give counts away.
    pub not_listed: u64,
    /// How many recommendations were read; left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendations: Option<u64>,
    /// How many visits were read; left out where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visits: Option<u64>,
}

/// What was read of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceQualityV1 {
    /// Id of the source.
    pub source: SourceId,
    /// Rows of counts and rates.
    pub observations: u64,
    /// Rows of published gaps.
    pub gaps: u64,
    /// Cells of counts and values in each state.
    pub cells: CellStatesV1,
    /// Values that the publisher marks as resting on few events.
    pub low_reliability: u64,
    /// The first period; null without rows.
    pub first_period: Option<PeriodV1>,
    /// The last period; null without rows.
    pub last_period: Option<PeriodV1>,
}

/// Cells by state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CellStatesV1 {
    /// Cells with a value, zero included.
    pub known: u64,
    /// Cells that were hidden.
    pub withheld: u64,
    /// Cells that were not reported.
    pub absent: u64,
    /// Cells for which no value could exist.
    pub not_applicable: u64,
}

/// A published rate that its own counts do not give.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateDisagreementV1 {
    /// Id of the indicator, which gives the unit of both rates.
    pub indicator: IndicatorId,
    /// Code of the area.
    pub area: AreaCode,
    /// When.
    pub period: PeriodV1,
    /// The group: one category of each dimension. Empty for everyone.
    pub groups: BTreeMap<String, CategoryId>,
    /// As published, in the indicator's unit.
    pub published: Number,
    /// From the counts, not rounded, in the indicator's unit.
    pub recomputed: Number,
    /// Decimals to which the publisher prints.
    pub decimals: u8,
    /// Class of the source.
    pub class: SourceClass,
}

/// Groups that do not add up to their printed total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TotalDisagreementV1 {
    /// Id of the indicator.
    pub indicator: IndicatorId,
    /// Code of the area.
    pub area: AreaCode,
    /// When.
    pub period: PeriodV1,
    /// The dimension over which was added up.
    pub dimension: DimensionId,
    /// The rest of the group: one category of each other dimension.
    pub within: BTreeMap<String, CategoryId>,
    /// Which count was added up.
    pub what: CountedV1,
    /// The sum of groups and remainders minus the printed total. Positive when
    /// the groups have more.
    pub difference: i64,
    /// Class of the source.
    pub class: SourceClass,
}

/// Which of two counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CountedV1 {
    /// Events, such as infant deaths.
    Events,
    /// Those at risk, such as live births.
    AtRisk,
}

impl From<&Released<DataQuality>> for DataQualityV1 {
    fn from(released: &Released<DataQuality>) -> Self {
        let quality = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            sources: quality.sources.iter().map(source).collect(),
            rates: quality.rates.iter().map(rate).collect(),
            rates_checked: quality.rates_checked as u64,
            totals: quality.totals.iter().map(total).collect(),
            totals_checked: quality.totals_checked as u64,
            not_listed: (quality.rates_not_listed + quality.totals_not_listed) as u64,
            recommendations: some(quality.recommendations as u64),
            visits: some(quality.visits as u64),
        }
    }
}

fn source(source: &SourceQuality) -> SourceQualityV1 {
    SourceQualityV1 {
        source: source.source.clone(),
        observations: source.observations as u64,
        gaps: source.gaps as u64,
        cells: cells(source.cells),
        low_reliability: source.low_reliability as u64,
        first_period: source.periods.map(|(first, _)| first.into()),
        last_period: source.periods.map(|(_, last)| last.into()),
    }
}

const fn cells(cells: CellStates) -> CellStatesV1 {
    CellStatesV1 {
        known: cells.known as u64,
        withheld: cells.withheld as u64,
        absent: cells.absent as u64,
        not_applicable: cells.not_applicable as u64,
    }
}

fn rate(rate: &RateDisagreement) -> RateDisagreementV1 {
    RateDisagreementV1 {
        indicator: rate.indicator.clone(),
        area: rate.area.clone(),
        period: rate.period.into(),
        groups: groups(&rate.groups),
        published: rate.published.into(),
        recomputed: rate.recomputed.into(),
        decimals: rate.decimals,
        class: rate.class,
    }
}

fn total(total: &TotalDisagreement) -> TotalDisagreementV1 {
    TotalDisagreementV1 {
        indicator: total.indicator.clone(),
        area: total.area.clone(),
        period: total.period.into(),
        dimension: total.dimension.clone(),
        within: groups(&total.within),
        what: match total.what {
            Counted::Events => CountedV1::Events,
            Counted::AtRisk => CountedV1::AtRisk,
        },
        difference: total.difference,
        class: total.class,
    }
}
