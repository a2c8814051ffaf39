//! From the cells of one pass to the tables that are asked for.
//!
//! Counts add up, so that every total is made of the cells of the full cross: the records
//! are gone through once, whatever tables are asked for.

use std::collections::BTreeMap;

use firstyear_core::count::{CountCondition, CountSpec};
use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, DimensionId, Groups, IndicatorId, Observation, Period, Place,
};

/// Weights are whole millionths, so that sums are the same in whatever order they are made.
pub(crate) const MILLIONTHS: i64 = 1_000_000;

/// A cell of the full cross.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CrossCell {
    /// Which period, counted from the first.
    pub(crate) period: usize,
    /// The area; `None` where it is missing or no code.
    pub(crate) area: Option<AreaCode>,
    /// Records of births in it, unweighted.
    pub(crate) births: u64,
    /// The category in each dimension, in the order of the specification; `None` for births that
    /// stand in no group of it.
    pub(crate) categories: Vec<Option<CategoryId>>,
    /// Events and those at risk of each indicator, in millionths.
    pub(crate) sums: Vec<[i64; 2]>,
}

/// What a table is made of.
pub(crate) struct Tables<'s> {
    spec: &'s CountSpec,
    conditions: &'s [CountCondition],
    periods: Vec<Period>,
    /// For each table the places of its dimensions.
    places: Vec<Vec<usize>>,
}

type Key = (Period, AreaCode, Groups);

impl<'s> Tables<'s> {
    /// `None` for a specification that has faults.
    pub(crate) fn of(spec: &'s CountSpec, conditions: &'s [CountCondition]) -> Option<Self> {
        let place =
            |id: &DimensionId| spec.dimensions.iter().position(|dimension| dimension.id == *id);
        let table = |table: &Vec<_>| table.iter().map(place).collect::<Option<Vec<_>>>();
        let tables = spec.tables().iter().map(table).collect::<Option<Vec<_>>>()?;
        Some(Self { spec, conditions, periods: spec.periods().ok()?, places: tables })
    }

    /// The observations of all tables, in the order of indicator, area, period and groups. A
    /// cell that no record falls into has none.
    pub(crate) fn observations(&self, cells: &[CrossCell]) -> Vec<Observation> {
        let mut sums: BTreeMap<Key, Vec<[i64; 2]>> = BTreeMap::new();
        for cell in cells {
            let whole = self.spec.area.total.iter();
            let areas: Vec<&AreaCode> = cell.area.iter().chain(whole).collect();
            let periods = self.periods_of(cell.period);
            for table in &self.places {
                let Some(groups) = self.groups(table, cell) else { continue };
                for area in &areas {
                    for period in &periods {
                        let key = (*period, (*area).clone(), groups.clone());
                        let none = || vec![[0; 2]; self.conditions.len()];
                        let sum = sums.entry(key).or_insert_with(none);
                        for (sum, more) in sum.iter_mut().zip(&cell.sums) {
                            sum[0] += more[0];
                            sum[1] += more[1];
                        }
                    }
                }
            }
        }
        let mut found = Vec::with_capacity(sums.len() * self.conditions.len());
        for (at, condition) in self.conditions.iter().enumerate() {
            let row = |(key, sums): (&Key, &Vec<[i64; 2]>)| self.row(&condition.id, key, sums[at]);
            found.extend(sums.iter().map(row));
        }
        found.sort_by(|a: &Observation, b| order(a).cmp(&order(b)));
        found
    }

    fn row(
        &self,
        indicator: &IndicatorId,
        (period, area, groups): &Key,
        [events, at_risk]: [i64; 2],
    ) -> Observation {
        Observation {
            indicator: indicator.clone(),
            area: area.clone(),
            period: *period,
            groups: groups.clone(),
            numerator: Cell::known(whole(events)),
            denominator: Cell::known(whole(at_risk)),
            basis: Basis::Complete,
            value: Cell::Absent,
            interval: None,
            standard_error: None,
            note: None,
            source: self.spec.source.clone(),
            place: Place::file(self.spec.source.to_string()),
        }
    }

    /// The group of a cell in a table; `None` where it stands in none.
    fn groups(&self, table: &[usize], cell: &CrossCell) -> Option<Groups> {
        let group = |&at: &usize| {
            let dimension = self.spec.dimensions.get(at)?;
            Some((dimension.id.clone(), cell.categories.get(at)?.clone()?))
        };
        Groups::new(table.iter().map(group).collect::<Option<Vec<_>>>()?)
    }

    /// The period and the rolling ones that it is part of.
    fn periods_of(&self, at: usize) -> Vec<Period> {
        let single = self.periods.get(at).copied();
        let Some(rolling) = self.spec.period.rolling.map(usize::from) else {
            return single.into_iter().collect();
        };
        let firsts = (at + 1).saturating_sub(rolling)..=at;
        let spans = firsts.filter_map(|first| {
            let last = self.periods.get(first + rolling - 1)?;
            Period::spanning(*self.periods.get(first)?, *last).ok()
        });
        single.into_iter().chain(spans).collect()
    }
}

fn order(row: &Observation) -> (&IndicatorId, &AreaCode, Period, &Groups) {
    (&row.indicator, &row.area, row.period, &row.groups)
}

/// Millionths to the nearest whole number; sums of weights are not negative.
fn whole(millionths: i64) -> u64 {
    u64::try_from((millionths + MILLIONTHS / 2) / MILLIONTHS).unwrap_or(0)
}
