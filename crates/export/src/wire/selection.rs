//! Which areas to turn to first.

use firstyear_analysis::{AreaSelection, ListSummary, Released, SelectedArea};
use firstyear_core::{CategoryId, DimensionId, IndicatorId};
use serde::Serialize;

use super::area_comparison::{AreaRateV1, rate};
use super::small_areas::DrawsV1;
use super::{EstimateV1, Number, PeriodV1, SCHEMA_VERSION};

/// Areas chosen by three rules, side by side, and how much each list owes to
/// chance. In order of the areas' codes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectionV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What the areas are, in words.
    pub name: String,
    /// Id of the indicator.
    pub indicator: IndicatorId,
    /// Id of the dimension of the group; null for everyone.
    pub dimension: Option<DimensionId>,
    /// Ids of its categories; empty for everyone.
    pub categories: Vec<CategoryId>,
    /// When.
    pub period: PeriodV1,
    /// The area that the others are held against.
    pub comparator: AreaRateV1,
    /// Events from which on the first rule chooses an area.
    pub at_least: u64,
    /// The list by the number of events.
    pub by_events: SelectionListV1,
    /// The list of as many areas by excess events.
    pub by_excess: SelectionListV1,
    /// The areas.
    pub areas: Vec<SelectedAreaV1>,
    /// Where the probabilities to be chosen again come from.
    pub draws: DrawsV1,
    /// Why no excess and no probability is worked out; null where they are.
    pub not_computed: Option<String>,
}

/// A list, and what chance has in it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectionListV1 {
    /// Areas that are chosen.
    pub chosen: usize,
    /// Of them, how many would be chosen again on average; null where that is
    /// not worked out.
    pub chosen_again: Option<Number>,
    /// How many areas would be chosen in all on average; null as above.
    pub in_all_again: Option<Number>,
}

/// One area.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelectedAreaV1 {
    /// The area with its own rate.
    pub area: AreaRateV1,
    /// Whether the first rule chooses it; null where its counts are not known
    /// or not shown.
    pub by_events: Option<bool>,
    /// The probability that it would again, from 0 to 1; null where that is not
    /// worked out.
    pub by_events_again: Option<Number>,
    /// Events beyond what it would have at the comparator's rate, which is taken
    /// as known; negative where it has fewer. Null as above.
    pub excess: Option<EstimateV1>,
    /// Whether it is among as many areas of most excess; null as above.
    pub by_excess: Option<bool>,
    /// The probability that it would be again, from 0 to 1; null as above.
    pub by_excess_again: Option<Number>,
    /// The probability that its true rate lies above the comparator's, from 0 to
    /// 1; null as above.
    pub probability_above_comparator: Option<Number>,
}

impl From<&Released<AreaSelection>> for SelectionV1 {
    fn from(released: &Released<AreaSelection>) -> Self {
        let found = released.get();
        let (dimension, categories) = found.split.clone().unzip();
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            indicator: found.indicator.clone(),
            dimension,
            categories: categories.unwrap_or_default(),
            period: found.period.into(),
            comparator: rate(&found.comparator),
            at_least: found.at_least,
            by_events: list(found.by_events()),
            by_excess: list(found.by_excess()),
            areas: found.areas.iter().map(area).collect(),
            draws: DrawsV1::new(found.draws),
            not_computed: found.not_computed.clone(),
        }
    }
}

fn list(list: ListSummary) -> SelectionListV1 {
    SelectionListV1 {
        chosen: list.chosen,
        chosen_again: list.again.map(Number::from),
        in_all_again: list.in_all.map(Number::from),
    }
}

fn area(of: &SelectedArea) -> SelectedAreaV1 {
    SelectedAreaV1 {
        area: rate(&of.area),
        by_events: of.at_least,
        by_events_again: of.at_least_again.map(Number::from),
        excess: of.excess.as_ref().map(EstimateV1::new),
        by_excess: of.most_excess,
        by_excess_again: of.most_excess_again.map(Number::from),
        probability_above_comparator: of.above_comparator.map(Number::from),
    }
}
