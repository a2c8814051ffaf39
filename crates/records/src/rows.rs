//! What was counted, as rows that are made when they are asked for: a table may have a million.

use std::fmt;

use firstyear_core::{
    AreaCode, Basis, Cell, Groups, IndicatorId, Observation, Period, Place, SourceId,
};

use crate::table::{MILLIONTHS, Order};

/// The observations of a count, in the order of indicator, area, period and groups. A cell that
/// no record falls into has none.
#[derive(Clone)]
pub struct CountedRows {
    pub(crate) source: SourceId,
    /// In order, each with its place among the sums of a cell.
    pub(crate) indicators: Vec<(IndicatorId, usize)>,
    pub(crate) areas: Vec<AreaCode>,
    pub(crate) periods: Vec<Period>,
    pub(crate) groups: Vec<Groups>,
    /// In order, each with where its sums begin.
    pub(crate) cells: Vec<(Order, usize)>,
    /// Events and those at risk of each indicator, in millionths.
    pub(crate) sums: Vec<i64>,
}

impl CountedRows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() * self.indicators.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each of them, made as it is taken.
    pub fn iter(&self) -> impl Iterator<Item = Observation> + '_ {
        let place = Place::file(self.source.to_string());
        self.indicators.iter().flat_map(move |indicator| {
            let place = place.clone();
            self.cells.iter().map(move |cell| self.row(indicator, *cell, place.clone()))
        })
    }

    fn row(
        &self,
        (indicator, at): &(IndicatorId, usize),
        ((area, period, groups), begin): (Order, usize),
        place: Place,
    ) -> Observation {
        let count = |part: usize| Cell::known(whole(self.sums[begin + 2 * at + part]));
        Observation {
            indicator: indicator.clone(),
            area: self.areas[area].clone(),
            period: self.periods[period],
            groups: self.groups[groups].clone(),
            numerator: count(0),
            denominator: count(1),
            basis: Basis::Complete,
            value: Cell::Absent,
            interval: None,
            standard_error: None,
            note: None,
            source: self.source.clone(),
            place,
        }
    }
}

impl PartialEq for CountedRows {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for CountedRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Millionths to the nearest whole number; sums of weights are not negative.
fn whole(millionths: i64) -> u64 {
    u64::try_from((millionths + MILLIONTHS / 2) / MILLIONTHS).unwrap_or(0)
}
