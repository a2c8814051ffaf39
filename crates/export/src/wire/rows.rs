//! Rows of the tidy layout.

use std::collections::BTreeMap;

use firstyear_core::{
    AreaCode, CategoryId, Dataset, DimensionId, Geography, Groups, IndicatorId, Observation,
    PublishedGap, SourceId,
};
use serde::Serialize;

use super::{CountV1, Number, PeriodV1, SCHEMA_VERSION, ValueV1};
use crate::tidy::{basis_text, ordered_gaps, ordered_observations};

/// Counts and a published value for one group of one area in one period: a
/// row of the tidy layout. Working data: small counts are not hidden.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ObservationV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the indicator, which gives the unit of value and limits.
    pub indicator: IndicatorId,
    /// Code of the area.
    pub area: AreaCode,
    /// Name of the area; null where none is known.
    pub area_name: Option<String>,
    /// When.
    pub period: PeriodV1,
    /// The group: one category of each dimension by which it is split. Empty
    /// for everyone.
    pub groups: BTreeMap<String, CategoryId>,
    /// Events, such as infant deaths.
    pub numerator: CountV1,
    /// Those at risk, such as live births.
    pub denominator: CountV1,
    /// How those at risk were counted: `complete`, or `sample:0.1` for a 10%
    /// sample multiplied up.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^(complete|sample:0\.[0-9]+)$")))]
    pub denominator_basis: String,
    /// The value that the publisher prints, in the indicator's unit.
    pub value: ValueV1,
    /// Published lower limit, in the indicator's unit; null without limits.
    pub lower: Option<Number>,
    /// Published upper limit, in the indicator's unit; null without limits.
    pub upper: Option<Number>,
    /// Confidence of the published limits, as a fraction: 0.95 for 95%. Null
    /// without limits.
    pub confidence: Option<Number>,
    /// Id of the source.
    pub source: SourceId,
}

impl ObservationV1 {
    /// The row, with the name of its area as `geography` has it.
    #[must_use]
    pub fn new(row: &Observation, geography: &Geography) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            indicator: row.indicator.clone(),
            area: row.area.clone(),
            area_name: geography.get(&row.area).map(|area| area.name.to_string()),
            period: row.period.into(),
            groups: groups(&row.groups),
            numerator: row.numerator.into(),
            denominator: row.denominator.into(),
            denominator_basis: basis_text(row.basis),
            value: row.value.into(),
            lower: row.interval.map(|i| i.lower.into()),
            upper: row.interval.map(|i| i.upper.into()),
            confidence: row.interval.map(|i| i.confidence.level().into()),
            source: row.source.clone(),
        }
    }
}

/// The observations of a data set, in the order of
/// [`write_observations`](crate::tidy::write_observations).
pub fn observations(dataset: &Dataset) -> impl Iterator<Item = ObservationV1> {
    let rows = ordered_observations(dataset).into_iter();
    rows.map(|row| ObservationV1::new(row, &dataset.geography))
}

/// The published gaps of a data set, in the order of
/// [`write_gaps`](crate::tidy::write_gaps).
pub fn published_gaps(dataset: &Dataset) -> impl Iterator<Item = PublishedGapV1> {
    ordered_gaps(dataset).into_iter().map(PublishedGapV1::from)
}

pub(super) fn groups(groups: &Groups) -> BTreeMap<String, CategoryId> {
    groups.iter().map(|(dimension, category)| (dimension.to_string(), category.clone())).collect()
}

/// A relative gap as its publisher prints it, with the counts behind it: a row
/// of the tidy layout of gaps. Working data: small counts are not hidden.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublishedGapV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the indicator, which gives the unit of the rates.
    pub indicator: IndicatorId,
    /// Code of the area.
    pub area: AreaCode,
    /// When.
    pub period: PeriodV1,
    /// The classification by which the group is defined.
    pub dimension: DimensionId,
    /// The group, such as `routine-and-manual`.
    pub group: CategoryId,
    /// Group rate minus the rate of all, over the rate of all, in percent, as
    /// printed. Positive when the group has the higher rate.
    pub relative_gap_percent: ValueV1,
    /// Events in the group.
    pub group_events: CountV1,
    /// Events in all, the group included.
    pub all_events: CountV1,
    /// Rate of the group as printed, in the indicator's unit. Rounded: never
    /// to be divided into a gap.
    pub group_rate: ValueV1,
    /// Rate of all as printed, in the indicator's unit. Rounded: never to be
    /// divided into a gap.
    pub all_rate: ValueV1,
    /// How the births were counted: `complete`, or `sample:0.1` for a 10%
    /// sample multiplied up.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^(complete|sample:0\.[0-9]+)$")))]
    pub denominator_basis: String,
    /// Id of the source.
    pub source: SourceId,
    /// The publication that printed the figure, in words.
    pub origin: String,
}

impl From<&PublishedGap> for PublishedGapV1 {
    fn from(row: &PublishedGap) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            indicator: row.indicator.clone(),
            area: row.area.clone(),
            period: row.period.into(),
            dimension: row.dimension.clone(),
            group: row.group.clone(),
            relative_gap_percent: row.relative_gap.into(),
            group_events: row.group_events.into(),
            all_events: row.all_events.into(),
            group_rate: row.group_rate.into(),
            all_rate: row.all_rate.into(),
            denominator_basis: basis_text(row.basis),
            source: row.source.clone(),
            origin: row.origin.clone(),
        }
    }
}
