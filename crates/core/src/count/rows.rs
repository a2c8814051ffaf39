//! What was counted, held small: a table may have millions of rows.

use std::fmt;

use crate::{AreaCode, Basis, Cell, Groups, IndicatorId, Observation, Period, Place, SourceId};

/// What the cells of a count are about, each once.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedKeys {
    /// The source that the observations name.
    pub source: SourceId,
    /// Indicators, in the order of the rows.
    pub indicators: Vec<IndicatorId>,
    /// Areas, in the order of the rows.
    pub areas: Vec<AreaCode>,
    /// Periods, in the order of the rows.
    pub periods: Vec<Period>,
    /// Groups, in the order of the rows.
    pub groups: Vec<Groups>,
}

impl CountedKeys {
    /// The observation of an indicator, by its place, and of a cell. `None` where one of them
    /// is not there.
    #[must_use]
    pub fn observation(
        &self,
        indicator: usize,
        cell: CountedCell,
        counts: EventsAtRisk,
        place: Place,
    ) -> Option<Observation> {
        Some(Observation {
            indicator: self.indicators.get(indicator)?.clone(),
            area: self.areas.get(cell.area as usize)?.clone(),
            period: *self.periods.get(cell.period as usize)?,
            groups: self.groups.get(cell.groups as usize)?.clone(),
            numerator: Cell::known(counts.events),
            denominator: Cell::known(counts.at_risk),
            basis: Basis::Complete,
            value: Cell::Absent,
            interval: None,
            standard_error: None,
            note: None,
            source: self.source.clone(),
            place,
        })
    }
}

/// A cell of a count, by the places of what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountedCell {
    /// The place of the area among the areas.
    pub area: u32,
    /// That of the period.
    pub period: u32,
    /// That of the groups.
    pub groups: u32,
}

/// Events, and those at risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventsAtRisk {
    /// Events, such as deaths.
    pub events: u64,
    /// Those at risk, such as births.
    pub at_risk: u64,
}

/// The observations of a count, in the order of indicator, area, period and groups. A cell that
/// no record falls into has none.
///
/// ```
/// use firstyear_core::count::{CountedCell, CountedKeys, CountedRows, EventsAtRisk};
/// use firstyear_core::{AreaCode, Cell, Groups, IndicatorId, Period, SourceId};
///
/// let keys = CountedKeys {
///     source: SourceId::new("made-up-births")?,
///     indicators: vec![IndicatorId::new("stillbirth-rate")?],
///     areas: vec![AreaCode::new("E92000001")?],
///     periods: vec![Period::year(2024)?],
///     groups: vec![Groups::everyone()],
/// };
/// let cell = CountedCell { area: 0, period: 0, groups: 0 };
/// let counts = vec![vec![EventsAtRisk { events: 4, at_risk: 1_000 }]];
/// let rows = CountedRows::new(keys, vec![cell], counts).ok_or("a place is not there")?;
/// assert_eq!(rows.iter().next().map(|row| row.numerator), Some(Cell::known(4)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct CountedRows {
    keys: CountedKeys,
    cells: Vec<CountedCell>,
    counts: Vec<Vec<EventsAtRisk>>,
}

impl CountedRows {
    /// Rows of these cells: for each indicator the counts of all cells, in their order.
    ///
    /// `None` where a cell names a place that is not there, where cells are not in rising
    /// order, or where counts are not as many as cells.
    #[must_use]
    pub fn new(
        keys: CountedKeys,
        cells: Vec<CountedCell>,
        counts: Vec<Vec<EventsAtRisk>>,
    ) -> Option<Self> {
        let is_there = |place: u32, all: usize| (place as usize) < all;
        let are_there = cells.iter().all(|cell| {
            is_there(cell.area, keys.areas.len())
                && is_there(cell.period, keys.periods.len())
                && is_there(cell.groups, keys.groups.len())
        });
        let are_as_many = counts.len() == keys.indicators.len()
            && counts.iter().all(|counts| counts.len() == cells.len());
        let are_in_order = cells.is_sorted_by(|one, next| one < next);
        (are_there && are_as_many && are_in_order).then_some(Self { keys, cells, counts })
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() * self.counts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What the cells are about.
    #[must_use]
    pub const fn keys(&self) -> &CountedKeys {
        &self.keys
    }

    /// The cells, in order.
    #[must_use]
    pub fn cells(&self) -> &[CountedCell] {
        &self.cells
    }

    /// For each indicator the counts of all cells.
    #[must_use]
    pub fn counts(&self) -> &[Vec<EventsAtRisk>] {
        &self.counts
    }

    /// Each row, made as it is taken.
    pub fn iter(&self) -> impl Iterator<Item = Observation> + '_ {
        let place = Place::file(self.keys.source.to_string());
        self.counts.iter().enumerate().flat_map(move |(indicator, counts)| {
            let place = place.clone();
            let of_cells = self.cells.iter().zip(counts);
            // Every place is there, as none would be without.
            of_cells.filter_map(move |(cell, counts)| {
                self.keys.observation(indicator, *cell, *counts, place.clone())
            })
        })
    }
}

impl fmt::Debug for CountedRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> CountedKeys {
        CountedKeys {
            source: SourceId::new("made-up").unwrap(),
            indicators: ["a", "b"].map(|id| IndicatorId::new(id).unwrap()).to_vec(),
            areas: ["E06000001", "E06000002"].map(|code| AreaCode::new(code).unwrap()).to_vec(),
            periods: vec![Period::year(2020).unwrap()],
            groups: vec![Groups::everyone()],
        }
    }

    fn rows(cells: &[u32], counts: &[&[u64]]) -> Option<CountedRows> {
        let cells = cells.iter().map(|area| CountedCell { area: *area, period: 0, groups: 0 });
        let counts = counts.iter().map(|counts| {
            let counts = counts.iter();
            counts.map(|events| EventsAtRisk { events: *events, at_risk: 100 }).collect()
        });
        CountedRows::new(keys(), cells.collect(), counts.collect())
    }

    #[test]
    fn rows_go_by_indicator_first() {
        let rows = rows(&[0, 1], &[&[1, 2], &[3, 4]]).unwrap();
        let told: Vec<String> = rows
            .iter()
            .map(|row| {
                let events = row.numerator.value().copied().unwrap_or_default();
                format!("{} {} {events}", row.indicator, row.area)
            })
            .collect();
        assert_eq!(told, ["a E06000001 1", "a E06000002 2", "b E06000001 3", "b E06000002 4"]);
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn cells_that_make_no_rows_are_refused() {
        assert_eq!(rows(&[2], &[&[1], &[1]]), None, "no such area");
        assert_eq!(rows(&[1, 0], &[&[1, 2], &[3, 4]]), None, "in falling order");
        assert_eq!(rows(&[1, 1], &[&[1, 2], &[3, 4]]), None, "one twice");
        assert_eq!(rows(&[0, 1], &[&[1, 2], &[3]]), None, "too few counts");
        assert_eq!(rows(&[0, 1], &[&[1, 2]]), None, "an indicator without counts");
        assert!(rows(&[], &[&[], &[]]).unwrap().is_empty());
    }
}
