//! One row of a table: an area and its figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use firstyear_core::{
    Basis, Cell, DimensionId, Flags, Groups, Observation, Period, Problem, ProblemCode, SourceId,
};

use super::areas::{self, Names, Position, words_of};
use super::columns::{Column, Group};
use super::indicators::{CATALOGUE, INDICATORS};
use super::key::Key;
use super::sheets;
use super::table::{Table, code, is_number, name};
use crate::CodeLists;
use crate::fault::Fault;
use crate::found::Found;
use crate::sink::Sink;

/// Events below which the publisher calls a rate unreliable; none at all is nil.
const FEW: u64 = 20;

/// What a row is.
pub(super) enum Row {
    /// A heading, or a line of a name that goes on.
    Text,
    /// Figures of an area.
    Figures { area: Option<areas::Found>, observations: Vec<Observation>, problems: Vec<Problem> },
}

/// Reads the rows of one table, in their order.
pub(super) struct Reader<'t> {
    table: &'t Table<'t>,
    key: &'t Key,
    names: &'t Names<'t>,
    codes: &'t CodeLists<'t>,
    source: &'t SourceId,
    period: Option<Period>,
    day: NaiveDate,
    position: Position,
    /// The row before, to see a gap.
    last: u64,
    /// Columns of one indicator and group, which make one observation.
    measures: Vec<Vec<&'t Column>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(
        table: &'t Table<'t>,
        key: &'t Key,
        names: &'t Names<'t>,
        year: i32,
        source: &'t SourceId,
        codes: &'t CodeLists<'t>,
    ) -> Self {
        let mut measures: BTreeMap<(&str, Option<&Group>), Vec<&Column>> = BTreeMap::new();
        for column in &table.columns.known {
            measures.entry((column.code, column.group.as_ref())).or_default().push(column);
        }
        Self {
            table,
            key,
            names,
            codes,
            source,
            period: Period::year(year).ok(),
            day: super::middle(year),
            position: table.position,
            last: 0,
            measures: measures.into_values().collect(),
        }
    }

    /// Reads a row.
    pub(super) fn read(
        &mut self,
        row: &sheets::Row,
        found: &mut Found<'_>,
        sink: &mut dyn Sink,
    ) -> Row {
        let first = self.table.columns.first;
        let number = row.place.row.unwrap_or(0);
        // A list of former districts ends with an empty row.
        self.position.former &= number == self.last + 1;
        self.last = number;
        let printed = name(row, first);
        if !self.is_data(row, printed) {
            self.heading(printed);
            return Row::Text;
        }
        let mut problems = Vec::new();
        let area = self.names.find(code(row, first), printed, self.position, self.day);
        self.position.elsewhere = false;
        let area = match area {
            Ok(area) => area,
            Err(fault) => {
                problems.push(fault.at(row.place.clone().column("Area of usual residence")));
                return Row::Figures { area: None, observations: Vec::new(), problems };
            }
        };
        let mut observations = Vec::new();
        for columns in &self.measures {
            match self.observation(row, columns, &area, found, sink) {
                Ok(Some(observation)) => observations.push(observation),
                Ok(None) => {}
                Err((column, fault)) => {
                    let place = row.place.clone().column(letters(column));
                    problems.push(fault.at(place));
                }
            }
        }
        if observations.is_empty() && problems.is_empty() {
            let message = "the row of an area holds no figure that is read";
            problems.push(Problem::new(ProblemCode::CellEmpty, row.place.clone(), message));
        }
        Self::share_of_births(&mut observations);
        Row::Figures { area: Some(area), observations, problems }
    }

    /// Whether a row holds figures, or marks in their place.
    fn is_data(&self, row: &sheets::Row, printed: &str) -> bool {
        let figures = self.table.columns.known.iter().map(|column| row.cell(column.at));
        let filled =
            figures.filter(|cell| is_number(cell) || matches!(cell.chars().count(), 1 | 2));
        let filled = filled.count();
        // A row of figures without a name is one, and wrong.
        filled > 0 && (!printed.is_empty() || filled > 2)
    }

    /// Keeps what a heading says of the rows below it.
    fn heading(&mut self, text: &str) {
        let words = words_of(text);
        let table = self.table.position;
        if words.starts_with("former district") {
            self.position.former = true;
        } else if words.starts_with("region") {
            self.position = Position { regions: true, ..table };
        } else if words.contains("health") || words.contains("nhs board") {
            self.position = Position { regions: false, health: true, ..table };
        } else if words.ends_with("residence outside") {
            self.position.elsewhere = true;
        }
    }

    /// The figures of one indicator and group; `None` where the table leaves
    /// all of them empty.
    fn observation(
        &self,
        row: &sheets::Row,
        columns: &[&Column],
        area: &areas::Found,
        found: &mut Found<'_>,
        sink: &mut dyn Sink,
    ) -> Result<Option<Observation>, (usize, Fault)> {
        let Some(first) = columns.first() else { return Ok(None) };
        let texts = || columns.iter().map(|column| row.cell(column.at));
        if texts().all(str::is_empty) {
            return Ok(None);
        }
        let (mut numerator, mut value) = (Cell::Absent, Cell::Absent);
        for column in columns {
            let text = row.cell(column.at);
            let at = |fault| (column.at, fault);
            if column.is_count {
                numerator = self.key.count(text).map_err(at)?;
            } else {
                let mark = column.mark.map_or(Flags::NONE, |mark| self.key.flags(row.cell(mark)));
                value = flagged(self.key.rate(text).map_err(at)?, mark);
            }
        }
        let is_few = numerator.value().is_some_and(|events: &u64| (1..FEW).contains(events));
        if is_few && self.key.warns_below_20 {
            value = flagged(value, Flags::LOW_RELIABILITY);
        }
        if area.provisional {
            numerator = flagged(numerator, Flags::PROVISIONAL);
            value = flagged(value, Flags::PROVISIONAL);
        }
        let at = |fault| (first.at, fault);
        let indicator = self.indicator(first.code, found, sink).map_err(at)?;
        let groups = Self::groups(first.group.as_ref(), found).map_err(at)?;
        let no_year = || at(Fault::new(ProblemCode::PeriodInvalid, "the title names no year"));
        Ok(Some(Observation {
            indicator,
            area: area.code.clone(),
            period: self.period.ok_or_else(no_year)?,
            groups,
            numerator,
            denominator: Cell::Absent,
            basis: Basis::Complete,
            value,
            interval: None,
            standard_error: None,
            note: None,
            source: self.source.clone(),
            place: row.place.clone(),
        }))
    }

    /// The indicator of the catalogue where the code lists have it, and one of
    /// the publication's own otherwise.
    fn indicator(
        &self,
        code: &str,
        found: &mut Found<'_>,
        sink: &mut dyn Sink,
    ) -> Result<firstyear_core::IndicatorId, Fault> {
        let known = INDICATORS.iter().take(CATALOGUE).find(|known| known.code == code);
        let id = known.and_then(|known| firstyear_core::IndicatorId::new(known.code).ok());
        if let Some(id) = id.filter(|id| self.codes.indicators.contains_key(id)) {
            return Ok(id);
        }
        let about = INDICATORS.iter().find(|known| known.code == code);
        let (name, unit) = about.map_or((code, None), |about| (about.name, about.unit));
        found.indicator(code, name, unit, sink).map(|indicator| indicator.id)
    }

    fn groups(group: Option<&Group>, found: &mut Found<'_>) -> Result<Groups, Fault> {
        let (dimension, category) = match group {
            None => return Ok(Groups::everyone()),
            Some(Group::Sex(sex)) => {
                let known = DimensionId::new("sex").ok();
                found.category("sex", known.as_ref(), sex)?
            }
            Some(Group::MotherAge(age)) => {
                let label = age.replace('+', " and over");
                found.category("mother-age", None, &label)?
            }
        };
        Ok(Groups::one(dimension, category))
    }

    /// Births that the mother registers alone are a share of all: those of the
    /// same row.
    fn share_of_births(observations: &mut [Observation]) {
        let is = |row: &Observation, code: &str| row.indicator.as_str().ends_with(code);
        let all = observations
            .iter()
            .find(|row| is(row, "-live-births") && row.groups.is_everyone())
            .map(|row| row.numerator);
        let alone = observations.iter_mut().find(|row| is(row, "sole-registered-births"));
        if let (Some(all), Some(alone)) = (all, alone) {
            alone.denominator = all;
        }
    }
}

fn flagged<T: Copy>(cell: Cell<T>, more: Flags) -> Cell<T> {
    match cell {
        Cell::Known { value, flags } => Cell::flagged(value, flags | more),
        other => other,
    }
}

/// A column as spreadsheets name it: 0 is `A`, 26 is `AA`.
fn letters(column: usize) -> Arc<str> {
    let mut left = column + 1;
    let mut letters = String::new();
    while left > 0 {
        left -= 1;
        letters.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    letters.into()
}
