//! What is true of the births that were drawn: a tally of every table that is counted.

use chrono::Datelike as _;
use firstyear_core::count::{BirthBlock, BirthSimulation, CountBasis};
use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, Groups, IndicatorId, Observation, Period, Place,
};

use super::plan::{INDICATORS, SOURCE, TOTAL};
use crate::missing_category;

/// Tallies by year, area and group.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    plan: BirthSimulation,
    /// Groups: everyone, then each category of each split with a missing one last.
    groups: usize,
    cells: Vec<Tally>,
    records: [u64; 3],
}

/// One year, area and group.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    births: u64,
    at_risk: [u64; INDICATORS.len()],
    /// Events with the births of the year.
    of_births: [u64; INDICATORS.len()],
    /// Events of the days of the year.
    of_days: [u64; INDICATORS.len()],
}

/// The place of preterm births among the indicators, whose events are counted with births on
/// either basis.
const PRETERM: usize = 3;

impl Truth {
    pub(super) fn of(plan: &BirthSimulation) -> Self {
        let groups = 1 + plan.splits.iter().map(|split| split.categories.len() + 1).sum::<usize>();
        let cells = usize::from(plan.years) * (plan.areas.len() + 1) * groups;
        Self { plan: plan.clone(), groups, cells: vec![Tally::default(); cells], records: [0; 3] }
    }

    pub(super) const fn records(&self) -> [u64; 3] {
        self.records
    }

    /// Adds the births of a block and their deaths.
    pub(super) fn add(&mut self, block: &BirthBlock) {
        // Deaths stand in the order of their births; one that lost its key is no event.
        let linked = block.deaths.iter().filter_map(|death| Some((death.key?, death)));
        let linked: Vec<_> = linked.collect();
        let lost = block.deaths.len() - linked.len();
        let mut deaths = linked.into_iter().peekable();
        self.records[0] += block.born.len() as u64;
        self.records[2] += lost as u64;
        for (row, key) in (0..block.born.len()).zip(block.first_key..) {
            let (born, stillborn) = (block.born[row], block.stillborn[row]);
            let weeks = block.weeks[row];
            let linked = deaths.next_if(|(of, _)| *of == key).map(|(_, death)| death);
            self.records[1] += u64::from(linked.is_some());
            let age = linked.map(|death| death.age);
            let events = [
                age.is_some(),
                age.is_some_and(|age| age < 28),
                stillborn,
                (24..=36).contains(&weeks),
            ];
            let at_risk = [!stillborn, !stillborn, true, weeks >= 24];
            let day = linked.map_or(born, |death| death.died);
            let [of_birth, of_day] = [born, day].map(|day| self.year(day.year()));
            for group in self.groups_of(block, row) {
                for area in [0, 1 + usize::from(block.areas[row])] {
                    if let Some(year) = of_birth {
                        let cell = self.cell(year, area, group);
                        cell.births += 1;
                        add(&mut cell.at_risk, at_risk);
                        add(&mut cell.of_births, events);
                    }
                    if let Some(year) = of_day {
                        add(&mut self.cell(year, area, group).of_days, events);
                    }
                }
            }
        }
    }

    fn year(&self, year: i32) -> Option<usize> {
        let at = usize::try_from(year - self.plan.first_year).ok()?;
        (at < usize::from(self.plan.years)).then_some(at)
    }

    /// The places of everyone and of each category of a birth.
    fn groups_of(&self, block: &BirthBlock, row: usize) -> Vec<usize> {
        let mut places = vec![0];
        let mut first = 1;
        for (split, column) in self.plan.splits.iter().zip(&block.splits) {
            let categories = split.categories.len();
            let own = |id: &CategoryId| split.categories.iter().position(|one| one.id == *id);
            let missing = || split.missing_as.as_ref().and_then(own).unwrap_or(categories);
            places.push(first + column[row].map_or_else(missing, usize::from));
            first += categories + 1;
        }
        places
    }

    fn cell(&mut self, year: usize, area: usize, group: usize) -> &mut Tally {
        let at = (year * (self.plan.areas.len() + 1) + area) * self.groups + group;
        &mut self.cells[at]
    }

    /// Every table, in the order of indicator, area, period and groups.
    pub(super) fn observations(&self, basis: CountBasis) -> Vec<Observation> {
        let mut groups = vec![Some(Groups::everyone())];
        for split in &self.plan.splits {
            let missing = missing_category(
                &split.id,
                split.missing_as.as_ref(),
                firstyear_catalogue::catalogue(),
            );
            let all = split.categories.iter().map(|one| Some(one.id.clone())).chain([missing]);
            groups.extend(all.map(|id| Some(Groups::one(split.id.clone(), id?))));
        }
        let mut areas = vec![AreaCode::new(TOTAL).ok()];
        areas.extend(self.plan.areas.iter().map(|area| Some(area.code.clone())));
        let mut found = Vec::new();
        for (number, id) in INDICATORS.iter().enumerate() {
            let Ok(indicator) = IndicatorId::new(id) else { continue };
            for (at, cell) in self.cells.iter().enumerate() {
                let (group, rest) = (at % self.groups, at / self.groups);
                let (area, year) = (rest % areas.len(), rest / areas.len());
                let with_deaths = basis == CountBasis::Period && number != PRETERM;
                let events =
                    if with_deaths { cell.of_days[number] } else { cell.of_births[number] };
                let is_there = cell.births > 0
                    || basis == CountBasis::Period
                        && cell.of_days[..PRETERM].iter().any(|n| *n > 0);
                let year = Period::year(self.plan.first_year + i32::try_from(year).unwrap_or(0));
                let placed = areas[area].as_ref().zip(groups[group].as_ref());
                if let (true, Some((area, groups)), Ok(period)) = (is_there, placed, year) {
                    let counts = [events, cell.at_risk[number]];
                    found.push(row(&indicator, area, period, groups, counts));
                }
            }
        }
        found.sort_by(|a, b| {
            let key = |row: &Observation| {
                (row.indicator.clone(), row.area.clone(), row.period, row.groups.clone())
            };
            key(a).cmp(&key(b))
        });
        found
    }
}

fn add<const N: usize>(sums: &mut [u64; N], more: [bool; N]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += u64::from(more);
    }
}

fn row(
    indicator: &IndicatorId,
    area: &AreaCode,
    period: Period,
    groups: &Groups,
    [events, at_risk]: [u64; 2],
) -> Observation {
    Observation {
        indicator: indicator.clone(),
        area: area.clone(),
        period,
        groups: groups.clone(),
        numerator: Cell::known(events),
        denominator: Cell::known(at_risk),
        basis: Basis::Complete,
        value: Cell::Absent,
        interval: None,
        standard_error: None,
        note: None,
        source: firstyear_core::SourceId::new(SOURCE).expect("an id in small letters"),
        place: Place::file(SOURCE),
    }
}
