//! From the cells of one pass to the tables that are asked for.
//!
//! Counts add up, so that every total is made of the cells of the full cross: the records
//! are gone through once, whatever tables are asked for.

use std::collections::BTreeMap;

use datafusion::common::HashMap;
use firstyear_core::count::{
    CountCondition, CountSpec, CountedCell, CountedKeys, CountedRows, EventsAtRisk,
};
use firstyear_core::{AreaCode, CategoryId, DimensionId, Groups, IndicatorId, Period};

/// Weights are whole millionths, so that sums are the same in whatever order they are made.
pub(crate) const MILLIONTHS: i64 = 1_000_000;

/// A cell of the full cross, or a part of one: cells that are alike add up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CrossCell<'c> {
    /// Which period, counted from the first.
    pub(crate) period: usize,
    /// The area; `None` where it is missing or no code.
    pub(crate) area: Option<&'c AreaCode>,
    /// By dimension the place of the code; `None` where it is missing or not known.
    pub(crate) codes: &'c [Option<usize>],
    /// Events and those at risk of each indicator, one after another, in millionths.
    pub(crate) sums: &'c [i64],
}

/// The tables of a specification, and what has been added to them.
#[derive(Debug)]
pub(crate) struct Tables<'s> {
    spec: &'s CountSpec,
    conditions: &'s [CountCondition],
    periods: Vec<Period>,
    dimensions: Vec<Categories>,
    all: Vec<Table>,
    /// Areas with their places, from 1 on: 0 is the place of births that are in the total alone.
    areas: HashMap<AreaCode, usize>,
    /// That of the last cell: those of one area come together.
    last_area: Option<(AreaCode, usize)>,
}

/// The categories of a dimension: for each code, and after the last for those without one, the
/// place of the category; none where such births stand in no group.
#[derive(Debug)]
struct Categories {
    id: DimensionId,
    places: Vec<Option<usize>>,
    ids: Vec<CategoryId>,
}

/// A table: its dimensions, and sums by area, period and categories as digits of one number.
#[derive(Debug)]
struct Table {
    dimensions: Vec<usize>,
    found: Sums<u128>,
}

/// A row of sums for each key.
#[derive(Debug)]
struct Sums<K> {
    rows: HashMap<K, usize>,
    all: Vec<i64>,
    /// The key of the last row: cells come in order, and many have the key of the one before.
    last: Option<(K, usize)>,
}

impl<K: std::hash::Hash + Eq + Copy> Sums<K> {
    fn new() -> Self {
        Self { rows: HashMap::default(), all: Vec::new(), last: None }
    }

    /// With room for so many rows of so many sums.
    fn with_capacity(rows: usize, width: usize) -> Self {
        Self {
            rows: HashMap::with_capacity(rows),
            all: Vec::with_capacity(rows * width),
            last: None,
        }
    }

    fn add(&mut self, key: K, more: &[i64]) {
        let begin = match self.last {
            Some((last, begin)) if last == key => begin,
            _ => *self.rows.entry(key).or_insert_with(|| {
                let begin = self.all.len();
                self.all.resize(begin + more.len(), 0);
                begin
            }),
        };
        self.last = Some((key, begin));
        for (sum, more) in self.all[begin..].iter_mut().zip(more) {
            *sum += more;
        }
    }
}

/// Where a row of a table stands among all: area, period and groups by their order.
pub(crate) type Order = (usize, usize, usize);

impl<'s> Tables<'s> {
    /// Empty tables. `None` for a specification that has faults, or crosses more than can be
    /// told apart.
    pub(crate) fn of(
        spec: &'s CountSpec,
        conditions: &'s [CountCondition],
        codes: &[Vec<(String, CategoryId)>],
        missing: &[Option<CategoryId>],
    ) -> Option<Self> {
        let place =
            |id: &DimensionId| spec.dimensions.iter().position(|dimension| dimension.id == *id);
        let table = |table: &Vec<_>| {
            let dimensions = table.iter().map(place).collect::<Option<Vec<_>>>()?;
            Some(Table { dimensions, found: Sums::new() })
        };
        let tables = spec.tables().iter().map(table).collect::<Option<Vec<_>>>()?;
        let dimensions = spec.dimensions.iter().zip(codes).zip(missing);
        let dimensions: Vec<Categories> = dimensions
            .map(|((dimension, codes), missing)| {
                let all = codes.iter().map(|(_, id)| Some(id)).chain([missing.as_ref()]);
                let mut ids: Vec<CategoryId> = Vec::new();
                let place = |id: Option<&CategoryId>| {
                    let id = id?;
                    Some(ids.iter().position(|known| known == id).unwrap_or_else(|| {
                        ids.push(id.clone());
                        ids.len() - 1
                    }))
                };
                let places = all.map(place).collect();
                Categories { id: dimension.id.clone(), places, ids }
            })
            .collect();
        let periods = spec.periods().ok()?;
        // An area takes one digit more, of 32 bits at most.
        for table in &tables {
            let widths = table.dimensions.iter().map(|&at| dimensions[at].ids.len().max(1) as u128);
            let cells = widths.chain([periods.len() as u128]).try_fold(1_u128, u128::checked_mul);
            cells.filter(|cells| *cells < 1 << 96)?;
        }
        let areas = HashMap::default();
        Some(Self { spec, conditions, periods, dimensions, all: tables, areas, last_area: None })
    }

    /// Adds a cell to every table that it stands in.
    pub(crate) fn add(&mut self, cell: &CrossCell<'_>) {
        let total = self.spec.area.total.as_ref();
        let area = match cell.area.filter(|area| Some(*area) != total) {
            None if total.is_none() => return,
            None => 0,
            Some(area) => self.place(area),
        };
        for table in &mut self.all {
            let first = (area * self.periods.len() + cell.period) as u128;
            let key = table.dimensions.iter().try_fold(first, |key, &at| {
                let (categories, code) = (self.dimensions.get(at)?, *cell.codes.get(at)?);
                let place = match code {
                    Some(code) => categories.places.get(code),
                    None => categories.places.last(),
                };
                let place = (*place?)?;
                Some(key * categories.ids.len() as u128 + place as u128)
            });
            if let Some(key) = key {
                table.found.add(key, cell.sums);
            }
        }
    }

    /// The place of an area.
    fn place(&mut self, area: &AreaCode) -> usize {
        if let Some((_, place)) = self.last_area.as_ref().filter(|(last, _)| last == area) {
            return *place;
        }
        let place = self.areas.get(area).copied().unwrap_or_else(|| {
            let place = self.areas.len() + 1;
            self.areas.insert(area.clone(), place);
            place
        });
        self.last_area = Some((area.clone(), place));
        place
    }

    /// The rows of all tables. `None` where there are more areas or groups than can be told
    /// apart.
    pub(crate) fn rows(mut self) -> Option<CountedRows> {
        let mut areas: BTreeMap<&AreaCode, usize> =
            self.areas.iter().map(|(area, place)| (area, *place)).collect();
        let all = self.areas.len() + 1;
        if let Some(total) = &self.spec.area.total {
            areas.insert(total, all);
        }
        let mut area_order = vec![None; all + 1];
        for (order, place) in areas.values().enumerate() {
            area_order[*place] = Some(order);
        }
        let (spans, spans_of) = self.spans();
        let groups = self.groups();

        let rows = self.all.iter().map(|table| table.found.rows.len()).sum();
        let mut found: Sums<Order> = Sums::with_capacity(rows, 2 * self.conditions.len());
        // Each table is given up once its cells are taken.
        for (table, groups_of) in std::mem::take(&mut self.all).into_iter().zip(&groups.of_tables) {
            let width = self.width(&table);
            for (key, &begin) in &table.found.rows {
                let Some(&group) = groups_of.get(&(key % width)) else { continue };
                let place = usize::try_from(key / width).unwrap_or(0);
                let (area, period) = (place / self.periods.len(), place % self.periods.len());
                let row = &table.found.all[begin..begin + 2 * self.conditions.len()];
                for area in [area_order[area], area_order[all]].into_iter().flatten() {
                    for &span in &spans_of[period] {
                        found.add((area, span, group), row);
                    }
                }
            }
        }
        let mut cells: Vec<(Order, usize)> = found.rows.drain().collect();
        cells.sort_unstable();
        let mut indicators: Vec<(&IndicatorId, usize)> =
            self.conditions.iter().map(|condition| &condition.id).zip(0..).collect();
        indicators.sort();
        let counts = indicators.iter().map(|(_, indicator)| {
            let of_cell = |(_, begin): &(Order, usize)| EventsAtRisk {
                events: whole(found.all[begin + 2 * indicator]),
                at_risk: whole(found.all[begin + 2 * indicator + 1]),
            };
            cells.iter().map(of_cell).collect()
        });
        let counts = counts.collect();
        let keys = CountedKeys {
            source: self.spec.source.clone(),
            indicators: indicators.into_iter().map(|(id, _)| id.clone()).collect(),
            areas: areas.into_keys().cloned().collect(),
            periods: spans,
            groups: groups.all,
        };
        let cells = cells.into_iter().map(|((area, period, groups), _)| CountedCell {
            area: place(area),
            period: place(period),
            groups: place(groups),
        });
        CountedRows::new(keys, cells.collect(), counts)
    }

    /// How many groups a table may have.
    fn width(&self, table: &Table) -> u128 {
        table.dimensions.iter().map(|&at| self.dimensions[at].ids.len().max(1) as u128).product()
    }

    /// The groups that were found in any table.
    fn groups(&self) -> FoundGroups {
        let mut of_tables: Vec<HashMap<u128, Groups>> = Vec::new();
        for table in &self.all {
            let width = self.width(table);
            let mut groups: HashMap<u128, Groups> = HashMap::default();
            for digits in table.found.rows.keys().map(|key| key % width) {
                if !groups.contains_key(&digits)
                    && let Some(found) = self.group(table, digits)
                {
                    groups.insert(digits, found);
                }
            }
            of_tables.push(groups);
        }
        let mut all: Vec<Groups> = of_tables.iter().flat_map(HashMap::values).cloned().collect();
        all.sort_unstable();
        all.dedup();
        let order = |groups: HashMap<u128, Groups>| {
            let place = |group: &Groups| all.binary_search(group).unwrap_or(0);
            groups.into_iter().map(|(digits, group)| (digits, place(&group))).collect()
        };
        let of_tables = of_tables.into_iter().map(order).collect();
        FoundGroups { all, of_tables }
    }

    fn group(&self, table: &Table, mut digits: u128) -> Option<Groups> {
        let mut group = Vec::with_capacity(table.dimensions.len());
        for &at in table.dimensions.iter().rev() {
            let categories = &self.dimensions[at];
            let width = categories.ids.len().max(1) as u128;
            let id = categories.ids.get(usize::try_from(digits % width).ok()?)?;
            group.push((categories.id.clone(), id.clone()));
            digits /= width;
        }
        group.reverse();
        Groups::new(group)
    }

    /// All periods in order, single and rolling, and by period those that it is part of.
    fn spans(&self) -> (Vec<Period>, Vec<Vec<usize>>) {
        let mut spans: Vec<(Period, Vec<usize>)> =
            self.periods.iter().enumerate().map(|(at, period)| (*period, vec![at])).collect();
        if let Some(rolling) = self.spec.period.rolling.map(usize::from) {
            for (first, periods) in self.periods.windows(rolling).enumerate() {
                let ends = periods.first().zip(periods.last());
                let span = ends.and_then(|(first, last)| Period::spanning(*first, *last).ok());
                spans.extend(span.map(|span| (span, (first..first + rolling).collect())));
            }
        }
        spans.sort_unstable();
        let mut of_periods = vec![Vec::new(); self.periods.len()];
        for (order, (_, periods)) in spans.iter().enumerate() {
            for &period in periods {
                of_periods[period].push(order);
            }
        }
        (spans.into_iter().map(|(span, _)| span).collect(), of_periods)
    }
}

/// Groups in order, and where those of each table stand.
struct FoundGroups {
    all: Vec<Groups>,
    of_tables: Vec<HashMap<u128, usize>>,
}

/// A place in 32 bits; one too large is that of nothing, and refused.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Millionths to the nearest whole number; sums of weights are not negative.
fn whole(millionths: i64) -> u64 {
    u64::try_from((millionths + MILLIONTHS / 2) / MILLIONTHS).unwrap_or(0)
}
