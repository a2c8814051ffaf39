//! The rows of a table to observations.

use std::sync::Arc;

use firstyear_core::{
    AreaCode, Basis, CategoryId, Cell, DimensionId, Flags, Geography, Groups, IndicatorId,
    Observation, Period, Place, Problem, ProblemCode, SampleFraction, Severity, SourceId,
};

use super::areas::{self, Areas};
use super::cells;
use super::columns::{Deaths, Measure, Split};
use super::grid::{self, fold};
use super::groups;
use super::kind::AtRisk;
use super::table::Table;
use crate::CodeLists;
use crate::fault::Fault;

/// Births by occupation of the parents are coded for every tenth birth.
const OCCUPATION_SAMPLE: f64 = 0.1;

const HEADER_HELP: &str = "restore the headers of the publisher, or download the workbook again";

/// What a table gives.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) observations: Vec<Observation>,
    pub(super) problems: Vec<Problem>,
}

/// Reads the rows of one table.
pub(super) struct Reader<'a> {
    table: &'a Table<'a>,
    codes: &'a CodeLists<'a>,
    source: &'a SourceId,
    place: Place,
    /// Every label of each column of groups, in the order of the columns.
    labels: Vec<Vec<String>>,
    /// The type of registration under whose heading the next classes of
    /// occupation stand.
    heading: Option<String>,
    out: Rows,
}

/// What a row says before its figures.
struct Row<'a> {
    cells: &'a grid::Row,
    place: Place,
    area: AreaCode,
    period: Option<Period>,
    labels: Vec<(Split, String)>,
    /// A group that a heading above the row names.
    section: Option<(Split, String)>,
    sampled: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        table: &'a Table<'a>,
        file: &Arc<str>,
        codes: &'a CodeLists<'a>,
        source: &'a SourceId,
    ) -> Self {
        let column = |at: usize| table.rows().iter().map(|cells| label(cells, at)).collect();
        Self {
            table,
            codes,
            source,
            place: Place::file(file.clone()).sheet(table.grid.name.clone()),
            labels: table.columns.splits.iter().map(|(at, _)| column(*at)).collect(),
            heading: None,
            out: Rows::default(),
        }
    }

    /// Reads every row and adds the areas that have a code beside them.
    pub(super) fn read(mut self, geography: &mut Geography) -> Rows {
        if !self.header_is_sound() {
            return self.out;
        }
        let mut areas = Areas::default();
        for cells in self.table.rows() {
            let place = self.place.clone().row(cells.number);
            let kind = self.table.columns.geography.map(|at| label(cells, at));
            let Some(row) = self.row(cells, place) else {
                areas.pass_over(kind.as_deref().unwrap_or_default());
                continue;
            };
            if let Some(name) = self.table.columns.area_name {
                areas.add(geography, &row.area, &cells.printed(name), kind.as_deref());
            }
            let before = self.out.problems.len();
            for measure in &self.table.columns.measures {
                if let Err(problem) = self.measure(&row, measure)
                    && !self.out.problems[before..].contains(&problem)
                {
                    self.out.problems.push(problem);
                }
            }
        }
        self.note_series_break();
        self.out
    }

    /// Notes what is wrong with the header. `false` when it leaves open what
    /// the columns hold, so that no row can be read.
    fn header_is_sound(&mut self) -> bool {
        let columns = &self.table.columns;
        let unknown = columns.unknown.iter().map(|at| {
            let message = "a column whose header names no kind of death was not read";
            (*at, ProblemCode::ColumnUnknown, message)
        });
        let repeated = columns.repeated.iter().map(|at| {
            let message = "a column before it is for the same figures, so the table was not read";
            (*at, ProblemCode::ColumnRepeated, message)
        });
        let place = self.place.clone().row(self.table.header_row());
        for (at, code, message) in unknown.chain(repeated) {
            let place = place.clone().column(self.table.heading(at));
            self.out.problems.push(Problem::new(code, place, message).with_help(HEADER_HELP));
        }
        for header in &self.table.missing {
            let message = "the title announces the column, and the header lacks it, so the table \
                was not read";
            let place = place.clone().column(header.as_str());
            let problem = Problem::new(ProblemCode::ColumnMissing, place, message);
            self.out.problems.push(problem.with_help(HEADER_HELP));
        }
        columns.repeated.is_empty() && self.table.missing.is_empty()
    }

    fn row(&mut self, cells: &'a grid::Row, place: Place) -> Option<Row<'a>> {
        let columns = &self.table.columns;
        let area = match columns.area {
            Some(at) => areas::code(&cells.printed(at)),
            None => areas::of_coverage(self.table.coverage),
        };
        let period = match columns.year {
            Some(at) => Period::parse(&cells.printed(at), None).map(Some),
            None => Ok(self.table.period),
        };
        let (Some(area), Ok(period)) = (&area, period) else {
            let (at, code, message) = match (&area, columns.area) {
                (Some(_), _) => {
                    (columns.year, ProblemCode::PeriodInvalid, "the year of the row cannot be read")
                }
                (None, None) => {
                    let message = "the line below the title names no known country";
                    (None, ProblemCode::AreaCodeInvalid, message)
                }
                (None, at) => {
                    let message = "the code of the area has a form that no code can have";
                    (at, ProblemCode::AreaCodeInvalid, message)
                }
            };
            let place = match at {
                Some(at) => place.column(self.table.heading(at)),
                None => place,
            };
            self.out.problems.push(Problem::new(code, place, message));
            return None;
        };
        let labels: Vec<_> =
            columns.splits.iter().map(|(at, split)| (*split, label(cells, *at))).collect();
        let sampled = labels.iter().any(|(split, label)| groups::is_sampled(*split, label));
        let section = self.section(&labels);
        Some(Row { cells, place, area: area.clone(), period, labels, section, sampled })
    }

    /// The classes of occupation are printed twice: under parents at one
    /// address, whom the dimension is about, and under all other parents. The
    /// second time they are a class within a type of registration.
    fn section(&mut self, labels: &[(Split, String)]) -> Option<(Split, String)> {
        let (split, label) = labels.iter().find(|(split, _)| *split == Split::NsSec)?;
        if !groups::is_sampled(*split, label) {
            self.heading = groups::is_outside(label).then(|| label.clone());
            return None;
        }
        self.heading.clone().map(|heading| (Split::Registration, heading))
    }

    /// Reads one kind of death in one row.
    fn measure(&mut self, row: &Row<'_>, measure: &Measure) -> Result<(), Problem> {
        let heading = match (measure.deaths, measure.rate) {
            (Deaths::Column(at) | Deaths::Sum(at, _), _) | (Deaths::Unprinted, Some(at)) => at,
            // A column of marks alone carries no figure.
            (Deaths::Unprinted, None) => return Ok(()),
        };
        let place = row.place.clone().column(self.table.heading(heading));
        let problem = |code, message: &str| Problem::new(code, place.clone(), message);
        let period = measure.period.or(row.period).ok_or_else(|| {
            problem(ProblemCode::PeriodInvalid, "neither row, header nor title says the period")
        })?;
        let groups = self.groups(row, measure, period, &place)?;
        let indicator = self.indicator(measure).ok_or_else(|| {
            let message = "the indicator of this column is not in the catalogue";
            problem(ProblemCode::IndicatorUnknown, message)
        })?;
        let figures = self.figures(row, measure)?;
        let numerator = marked_deaths(figures.deaths, row, period);
        if more(numerator, figures.at_risk) {
            let mut found =
                problem(ProblemCode::DeathsExceedBirths, "more deaths than births in this row");
            if !row.sampled {
                return Err(found);
            }
            let help = "by chance a sample multiplied up can fall below the events; check the row";
            found = found.with_severity(Severity::Warning).with_help(help);
            self.out.problems.push(found);
        }
        self.out.observations.push(Observation {
            indicator,
            area: row.area.clone(),
            period,
            groups,
            numerator,
            denominator: figures.at_risk,
            basis: basis(row, measure),
            value: figures.rate,
            interval: None,
            standard_error: None,
            note: None,
            source: self.source.clone(),
            place,
        });
        Ok(())
    }

    /// The indicator of a column, where the catalogue has it.
    fn indicator(&self, measure: &Measure) -> Option<IndicatorId> {
        let id = IndicatorId::new(measure.kind.indicator).ok()?;
        self.codes.indicators.contains_key(&id).then_some(id)
    }

    fn groups(
        &self,
        row: &Row<'_>,
        measure: &Measure,
        period: Period,
        place: &Place,
    ) -> Result<Groups, Problem> {
        let columns = &self.table.columns.splits;
        let mut pairs: Vec<(DimensionId, CategoryId)> = Vec::new();
        let in_rows =
            row.labels.iter().zip(&self.labels).map(|(pair, column)| (pair, column.as_slice()));
        let others = row.section.iter().chain(&measure.groups).map(|pair| (pair, [].as_slice()));
        let heads = columns.iter().map(|(at, _)| Some(*at)).chain(std::iter::repeat(None));
        for (((split, label), column), head) in in_rows.chain(others).zip(heads) {
            // All births, those outside the classification included: not the
            // total of its classes, but no split at all.
            if *split == Split::NsSec && label == "all" {
                continue;
            }
            let found = groups::category(self.codes, *split, (&row.area, period), label, column);
            pairs.push(found.ok_or_else(|| {
                let message = "a group is not a category of its dimension";
                let place = match head {
                    Some(at) => row.place.clone().column(self.table.heading(at)),
                    None => place.clone(),
                };
                Problem::new(ProblemCode::CategoryUnknown, place, message)
            })?);
        }
        Groups::new(pairs).ok_or_else(|| {
            let message = "a row is split by one dimension twice";
            Problem::new(ProblemCode::GroupsInvalid, place.clone(), message)
        })
    }

    fn figures(&self, row: &Row<'_>, measure: &Measure) -> Result<Figures, Problem> {
        let wrong = |at: usize| {
            let place = row.place.clone().column(self.table.heading(at));
            move |fault: Fault| fault.at(place)
        };
        let count = |at: usize| cells::count(row.cells.get(at)).map_err(wrong(at));
        let add = |a: Cell<u64>, b: Cell<u64>| a.zip_with(b, |a, b| a + b);
        let deaths = match measure.deaths {
            Deaths::Column(at) => count(at)?,
            Deaths::Sum(first, second) => add(count(first)?, count(second)?),
            Deaths::Unprinted => Cell::Absent,
        };
        let rate = match measure.rate {
            Some(at) => {
                let mark = measure.mark.map(|at| row.cells.get(at));
                cells::rate(row.cells.get(at), mark).map_err(wrong(at))?
            }
            None => Cell::Absent,
        };
        let births = match measure.births {
            Some(at) => count(at)?,
            // Unlinked deaths have no births, hence no rate either.
            None if rate == Cell::NotApplicable => Cell::NotApplicable,
            None => Cell::Absent,
        };
        let at_risk = match (measure.kind.at_risk, measure.stillbirths) {
            (AtRisk::LiveBirths, _) => births,
            (AtRisk::AllBirths, Some(at)) => add(births, count(at)?),
            (AtRisk::AllBirths, None) | (AtRisk::Population, _) => Cell::Absent,
        };
        Ok(Figures { deaths, at_risk, rate })
    }

    /// One note where a table by cause spans the change of classification.
    fn note_series_break(&mut self) {
        let broken = |o: &&Observation| o.numerator.flags().contains(Flags::SERIES_BREAK);
        if let Some(first) = self.out.observations.iter().find(broken) {
            self.out.problems.push(Problem::new(
                ProblemCode::SeriesBreak,
                first.place.clone(),
                "a period of several years spans the change of cause groups in 2021; read as the new groups",
            ));
        }
    }
}

struct Figures {
    deaths: Cell<u64>,
    at_risk: Cell<u64>,
    rate: Cell<f64>,
}

/// Deaths, flagged where the classification of causes changes within the
/// period.
fn marked_deaths(deaths: Cell<u64>, row: &Row<'_>, period: Period) -> Cell<u64> {
    let by_cause = row.labels.iter().any(|(split, _)| *split == Split::Cause);
    match deaths {
        Cell::Known { value, flags } if by_cause && groups::causes_change_within(period) => {
            Cell::flagged(value, flags | Flags::SERIES_BREAK)
        }
        other => other,
    }
}

/// How those at risk were counted.
fn basis(row: &Row<'_>, measure: &Measure) -> Basis {
    match SampleFraction::new(OCCUPATION_SAMPLE) {
        Ok(fraction) if row.sampled && measure.kind.at_risk != AtRisk::Population => {
            Basis::Sample(fraction)
        }
        _ => Basis::Complete,
    }
}

fn more(deaths: Cell<u64>, at_risk: Cell<u64>) -> bool {
    deaths.value().zip(at_risk.value()).is_some_and(|(deaths, at_risk)| deaths > at_risk)
}

/// A label as code lists have it: in lower case with single blanks.
fn label(cells: &grid::Row, at: usize) -> String {
    fold(&cells.printed(at)).to_lowercase()
}
