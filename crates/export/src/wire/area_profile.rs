//! What is known of one area.

use chrono::NaiveDate;
use firstyear_analysis::{
    AreaProfile, Neighbour, NeighbourOrigin, Neighbours, ProfileRow, Released, SmallAreas, Spread,
};
use firstyear_core::project::NeighbourVariable;
use firstyear_core::{AreaCode, IndicatorId};
use serde::Serialize;

use super::area_comparison::{AreaRateV1, rate};
use super::scorecard::{ScorecardRowV1, row};
use super::{EstimateV1, InequalityProfileV1, Number, PeriodV1, SCHEMA_VERSION, VerdictV1};

/// What is known of one area.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaProfileV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What it is called; null for the area's name.
    pub name: Option<String>,
    /// Code of the area.
    pub area: AreaCode,
    /// Code of the area that it is held against.
    pub comparator: AreaCode,
    /// The areas among which it is shown, in words.
    pub among: String,
    /// Id of the indicator of trend, births and neighbours.
    pub main: IndicatorId,
    /// Every indicator, by domain.
    pub rows: Vec<ProfileRowV1>,
    /// The main indicator by each dimension that it is split by.
    pub groups: Vec<InequalityProfileV1>,
    /// The areas that are most like it; null where none are asked for, or there
    /// are none.
    pub neighbours: Option<NeighboursV1>,
    /// Why there are no neighbours; null where there are, or none are asked for.
    pub no_neighbours: Option<String>,
    /// Its rate of the main indicator drawn to the mean of the areas; null where
    /// that is not worked out.
    pub steadied: Option<SteadiedV1>,
    /// Ids of indicators of which the area has no figures.
    pub lacking: Vec<IndicatorId>,
}

/// An indicator of the area among those of others.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProfileRowV1 {
    /// The area's figures.
    pub row: ScorecardRowV1,
    /// How the figures of areas are spread, in the indicator's unit; null for
    /// fewer than four.
    pub spread: Option<SpreadV1>,
}

/// How the figures of areas are spread, the area itself among them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpreadV1 {
    /// How many areas have a figure.
    pub areas: usize,
    /// The lowest.
    pub lowest: Number,
    /// A quarter of the areas lie below it.
    pub lower_quarter: Number,
    /// The middle one.
    pub median: Number,
    /// A quarter of the areas lie above it.
    pub upper_quarter: Number,
    /// The highest.
    pub highest: Number,
}

/// The areas that are most like another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NeighboursV1 {
    /// Who has chosen them; null where they are computed.
    pub source: Option<String>,
    /// The variables that they are computed from; empty where they are given.
    pub variables: Vec<NeighbourVariable>,
    /// Areas that lack a variable, and are none.
    pub left_out: usize,
    /// The nearest first, or as given.
    pub areas: Vec<NeighbourV1>,
    /// Codes of areas that are given and have no figure.
    pub without_figures: Vec<AreaCode>,
    /// Their rate together, in the main indicator's unit; null where a count is
    /// not known or not shown.
    pub rate: Option<Number>,
    /// The area's rate over theirs; null as above.
    pub ratio: Option<EstimateV1>,
    /// How the area stands to them.
    pub verdict: VerdictV1,
}

/// One neighbour.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NeighbourV1 {
    /// The area with its rate of the main indicator.
    pub area: AreaRateV1,
    /// How far it is, in standard deviations; null where it is given.
    pub distance: Option<Number>,
}

/// A rate drawn to the mean of areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SteadiedV1 {
    /// When.
    pub period: PeriodV1,
    /// The rate, in the main indicator's unit.
    pub rate: EstimateV1,
    /// How many areas it is drawn to the mean of.
    pub areas: usize,
    /// The share of the variance of its own rate that is true difference, from 0
    /// to 1.
    pub reliability: Number,
    /// The probability that it lies above the comparator, from 0 to 1; null where
    /// that is not worked out.
    pub probability_above_comparator: Option<Number>,
}

impl From<&Released<AreaProfile>> for AreaProfileV1 {
    fn from(released: &Released<AreaProfile>) -> Self {
        let found = released.get();
        let near = found.neighbours.as_ref();
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            area: found.area.clone(),
            comparator: found.comparator.clone(),
            among: found.among.clone(),
            main: found.main.clone(),
            rows: found.rows.iter().map(|one| profiled(one, found.as_of)).collect(),
            groups: found.groups.iter().map(InequalityProfileV1::of).collect(),
            neighbours: near.and_then(|near| Some(neighbours(found, near.as_ref().ok()?))),
            no_neighbours: near.and_then(|near| Some(near.as_ref().err()?.to_string())),
            steadied: found.steadied.as_ref().and_then(|all| steadied(found, all)),
            lacking: found.lacking.clone(),
        }
    }
}

fn profiled(of: &ProfileRow, day: Option<NaiveDate>) -> ProfileRowV1 {
    ProfileRowV1 { row: row(&of.row, day), spread: of.spread().map(spread) }
}

fn spread(of: Spread) -> SpreadV1 {
    SpreadV1 {
        areas: of.areas,
        lowest: of.lowest.into(),
        lower_quarter: of.lower_quarter.into(),
        median: of.median.into(),
        upper_quarter: of.upper_quarter.into(),
        highest: of.highest.into(),
    }
}

fn neighbours(found: &AreaProfile, near: &Neighbours) -> NeighboursV1 {
    let (source, variables, left_out) = match &near.origin {
        NeighbourOrigin::Given { source } => (Some(source.clone()), Vec::new(), 0),
        NeighbourOrigin::Computed { variables, left_out } => (None, variables.clone(), *left_out),
    };
    let own = found.main_row().and_then(|row| row.row.latest()).map(|point| &point.rate);
    let one = |of: &Neighbour| NeighbourV1 {
        area: rate(&of.area),
        distance: of.distance.map(Number::from),
    };
    NeighboursV1 {
        source,
        variables,
        left_out,
        areas: near.areas.iter().map(one).collect(),
        without_figures: near.without_figures.clone(),
        rate: near.rate().map(Number::from),
        ratio: own.and_then(|own| near.ratio(own)).as_ref().map(EstimateV1::new),
        verdict: VerdictV1::new(
            own.map_or(firstyear_analysis::Verdict::NotCompared, |own| near.verdict(own)),
        ),
    }
}

fn steadied(found: &AreaProfile, all: &SmallAreas) -> Option<SteadiedV1> {
    let own = found.own_steadied()?;
    Some(SteadiedV1 {
        period: all.period.into(),
        rate: EstimateV1::new(&own.rate),
        areas: all.shrunk().count(),
        reliability: own.reliability.into(),
        probability_above_comparator: own.above_comparator.map(Number::from),
    })
}
