//! Counts of records by year and group. The records themselves are not kept.

use std::collections::BTreeMap;
use std::sync::Arc;

use firstyear_core::{
    Area, AreaCode, Basis, Cell, Flags, Groups, IndicatorId, Observation, Period, Place,
    ProblemCode, Source, SourceClass, SourceId,
};

use super::layout::Counts;
use super::split::Split;
use crate::CodeLists;
use crate::fault::Fault;
use crate::found::Found;
use crate::sink::Sink;

/// Weights are summed in millionths: exact, and the same in any order.
pub(super) const MILLIONTHS: u64 = 1_000_000;

/// The counts of one file.
pub(super) struct Tally<'l> {
    splits: Vec<&'l Split>,
    death_splits: Vec<&'l Split>,
    years: BTreeMap<i32, Year>,
}

/// The counts of one year.
#[derive(Clone, Debug)]
struct Year {
    all: Count,
    groups: Vec<Vec<Count>>,
    at_death: Vec<Vec<Count>>,
    unlinked: Count,
}

/// A number of records, by what they are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) births: u64,
    pub(super) deaths: u64,
    /// The weights of the deaths, in millionths.
    pub(super) weight: u64,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.births += other.births;
        self.deaths += other.deaths;
        self.weight += other.weight;
    }
}

impl<'l> Tally<'l> {
    pub(super) fn new(
        splits: impl IntoIterator<Item = &'l Split>,
        death_splits: impl IntoIterator<Item = &'l Split>,
    ) -> Self {
        Self {
            splits: splits.into_iter().collect(),
            death_splits: death_splits.into_iter().collect(),
            years: BTreeMap::new(),
        }
    }

    fn year(&mut self, year: i32) -> &mut Year {
        let (splits, death_splits) = (&self.splits, &self.death_splits);
        self.years.entry(year).or_insert_with(|| {
            let none = |splits: &[&Split]| -> Vec<Vec<Count>> {
                splits.iter().map(|split| vec![Count::default(); split.len()]).collect()
            };
            Year {
                all: Count::default(),
                groups: none(splits),
                at_death: none(death_splits),
                unlinked: Count::default(),
            }
        })
    }

    /// Counts a record: its category in each split, and in each split of
    /// deaths where the child died.
    pub(super) fn add(&mut self, year: i32, count: Count, groups: &[usize], at_death: &[usize]) {
        let year = self.year(year);
        year.all.add(count);
        for (counts, at) in year.groups.iter_mut().zip(groups) {
            counts[*at].add(count);
        }
        for (counts, at) in year.at_death.iter_mut().zip(at_death) {
            counts[*at].add(count);
        }
    }

    /// Counts a death that is linked to no birth.
    pub(super) fn add_unlinked(&mut self, year: i32) {
        self.year(year).unlinked.deaths += 1;
    }

    /// Whether nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// Hands on the counts as figures.
    ///
    /// # Errors
    ///
    /// A fault where an indicator has no id, or a year is no year.
    pub(super) fn finish(
        self,
        about: &About<'_>,
        codes: &CodeLists<'_>,
        sink: &mut dyn Sink,
    ) -> Result<(), Fault> {
        let area = AreaCode::new("iso3166:USA").expect("a literal of a known form");
        sink.area(Area::new(area.clone(), "United States"), &about.place);
        let mut found = Found::new(codes, "nchs");
        let (code, name, unit) = about.indicator();
        let indicator = found.indicator(code, name, Some(unit), sink)?.id;
        let unlinked = if self.years.values().any(|year| year.unlinked.deaths > 0) {
            let name = "Infant deaths not linked to a birth";
            Some(found.indicator("unlinked-infant-deaths", name, Some("deaths"), sink)?.id)
        } else {
            None
        };
        self.dimensions(about, codes, sink);
        for (year, counts) in &self.years {
            let period = Period::year(*year)
                .map_err(|_| Fault::new(ProblemCode::PeriodInvalid, "not a year"))?;
            let row = Row { about, area: &area, period, births: counts.all.births };
            sink.observation(row.of(&indicator, Groups::everyone(), counts.all));
            for (split, counts) in self.splits.iter().zip(&counts.groups) {
                for (at, count) in counts.iter().enumerate() {
                    if split.is_blank(at) && count.births + count.deaths == 0 {
                        continue;
                    }
                    let category = split.category_id(at).clone();
                    let groups = Groups::one(split.id.clone(), category);
                    let births = count.births;
                    sink.observation(Row { births, ..row }.of(&indicator, groups, *count));
                }
            }
            for (split, counts) in self.death_splits.iter().zip(&counts.at_death) {
                for (at, count) in counts.iter().enumerate() {
                    if split.is_blank(at) && count.deaths == 0 {
                        continue;
                    }
                    let category = split.category_id(at).clone();
                    let groups = Groups::one(split.id.clone(), category);
                    sink.observation(row.of(&indicator, groups, *count));
                }
            }
            if let Some(unlinked) = &unlinked {
                let count =
                    Count { weight: counts.unlinked.deaths * MILLIONTHS, ..counts.unlinked };
                let mut apart = row.of(unlinked, Groups::everyone(), count);
                apart.numerator = Cell::known(count.deaths);
                apart.denominator = Cell::NotApplicable;
                apart.value = Cell::Absent;
                apart.note = None;
                sink.observation(apart);
            }
        }
        found.finish(sink);
        sink.source(about.source());
        Ok(())
    }

    /// The dimensions that the code lists do not have.
    fn dimensions(&self, about: &About<'_>, codes: &CodeLists<'_>, sink: &mut dyn Sink) {
        let blank = |of: fn(&Year) -> &Vec<Vec<Count>>, at: usize| {
            self.years.values().any(|year| {
                of(year)[at].last().is_some_and(|count| count.births + count.deaths > 0)
            })
        };
        let groups = self.splits.iter().enumerate();
        let groups = groups.map(|(at, split)| (split, blank(|year| &year.groups, at)));
        let deaths = self.death_splits.iter().enumerate();
        let deaths = deaths.map(|(at, split)| (split, blank(|year| &year.at_death, at)));
        for (split, with_blank) in groups.chain(deaths) {
            if !codes.dimensions.contains_key(&split.id) {
                sink.dimension(split.dimension(with_blank, about.layout_source));
            }
        }
    }
}

/// What the records of a file are, and where they come from.
pub(super) struct About<'a> {
    pub(super) counts: Counts,
    pub(super) weighted: bool,
    pub(super) title: &'a str,
    pub(super) layout_source: &'a str,
    /// What a reader must know of the counts.
    pub(super) note: Option<String>,
    pub(super) id: SourceId,
    pub(super) place: Place,
}

impl About<'_> {
    /// Code, name and unit of what is counted.
    const fn indicator(&self) -> (&'static str, &'static str, &'static str) {
        match (self.counts, self.weighted) {
            (Counts::Births, _) => ("births", "Live births", "births"),
            (Counts::BirthsAndDeaths, _) => (
                "linked-infant-deaths-of-births",
                "Infant deaths linked to births, among live births",
                "deaths per birth",
            ),
            (Counts::Deaths, false) => {
                ("linked-infant-deaths", "Infant deaths linked to births", "deaths")
            }
            (Counts::Deaths, true) => (
                "weighted-infant-deaths",
                "Infant deaths linked to births, weighted to all infant deaths",
                "deaths",
            ),
        }
    }

    /// Records are no tables: their counts have gone through no disclosure
    /// control.
    fn source(&self) -> Source {
        Source {
            id: self.id.clone(),
            title: self.title.to_owned(),
            publisher: "National Center for Health Statistics".to_owned(),
            licence: "NCHS data use restrictions: statistical use only".to_owned(),
            released: None,
            class: SourceClass::Restricted,
            note: self.note.clone(),
        }
    }
}

#[derive(Clone, Copy)]
struct Row<'a> {
    about: &'a About<'a>,
    area: &'a AreaCode,
    period: Period,
    births: u64,
}

impl Row<'_> {
    fn of(&self, indicator: &IndicatorId, groups: Groups, count: Count) -> Observation {
        let About { counts, weighted, .. } = *self.about;
        let mut value = Cell::Absent;
        let (numerator, denominator) = match counts {
            Counts::Births => (Cell::known(count.births), Cell::NotApplicable),
            Counts::BirthsAndDeaths => (Cell::known(count.deaths), Cell::known(self.births)),
            // The births are in another file.
            Counts::Deaths if !weighted => (Cell::known(count.deaths), Cell::Absent),
            Counts::Deaths => {
                let sum = count.weight as f64 / MILLIONTHS as f64;
                value = Cell::flagged(sum, Flags::ESTIMATED);
                let rounded = (count.weight + MILLIONTHS / 2) / MILLIONTHS;
                (Cell::flagged(rounded, Flags::ESTIMATED), Cell::Absent)
            }
        };
        Observation {
            indicator: indicator.clone(),
            area: self.area.clone(),
            period: self.period,
            groups,
            numerator,
            denominator,
            basis: Basis::Complete,
            value,
            interval: None,
            standard_error: None,
            note: weighted.then(|| Arc::from("sum of weights; the count is rounded")),
            source: self.about.id.clone(),
            place: self.about.place.clone(),
        }
    }
}
