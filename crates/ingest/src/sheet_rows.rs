//! Rows of a table that comes as text or as a workbook with the same columns.

use std::ops::ControlFlow;
use std::sync::Arc;

use calamine::Data;
use chrono::NaiveDate;
use firstyear_core::{Place, Problem, ProblemCode};

use crate::input::Input;
use crate::rows::Rows;
use crate::workbook::Workbook;
use crate::{OnProgress, ReadError};

/// Columns that are looked at: no table of this kind has more.
const COLUMNS: usize = 64;

/// A row with at least one filled cell.
pub(crate) struct Line<'r> {
    /// The cells as printed, blanks at the ends removed. A date that the
    /// workbook holds as a date is printed as `2025-02-01`.
    pub(crate) cells: &'r [String],
    /// Its file, its sheet where there is one, and its row.
    pub(crate) place: Place,
}

impl Line<'_> {
    /// A cell; empty beyond the last.
    pub(crate) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }
}

/// Hands every row of a text table, or of the sheets of a workbook for which
/// `wanted` holds, to `see`. A workbook without such a sheet gives none.
///
/// # Errors
///
/// [`ReadError`] when the file is damaged or `see` says so.
pub(crate) fn each_row(
    input: &Input<'_>,
    wanted: impl Fn(&[String]) -> bool,
    progress: OnProgress<'_>,
    mut see: impl FnMut(&Line<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let head = input.head(4)?;
    if matches!(&*head, [b'P', b'K', 3, 4] | [0xD0, 0xCF, 0x11, 0xE0]) {
        return each_of_workbook(input, wanted, progress, &mut see);
    }
    let mut rows = Rows::open(input, None)?;
    let mut cells: Vec<String> = Vec::new();
    while let Some(row) = rows.next(progress)? {
        cells.resize_with(rows.len().min(COLUMNS), String::new);
        for (cell, text) in cells.iter_mut().zip(rows.cells()) {
            cell.clear();
            cell.push_str(text);
        }
        see(&Line { cells: &cells, place: input.place().row(row) })?;
    }
    Ok(())
}

fn each_of_workbook(
    input: &Input<'_>,
    wanted: impl Fn(&[String]) -> bool,
    progress: OnProgress<'_>,
    see: &mut impl FnMut(&Line<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let bytes = input.whole()?;
    let unreadable = |place, message| Problem::new(ProblemCode::FileUnreadable, place, message);
    let mut workbook =
        Workbook::open(&bytes).map_err(|error| unreadable(input.place(), error.message()))?;
    for name in workbook.sheets() {
        let sheet: Arc<str> = name.as_str().into();
        let mut row = Gathered { cells: Vec::new(), number: None, first: true };
        let mut outcome = Ok(());
        let read = workbook.cells(&name, |number, column, cell| {
            if row.number != Some(number) {
                outcome = row.flush(input, &sheet, &wanted, see);
                row.number = Some(number);
                if outcome.is_ok() && number.is_multiple_of(8192) {
                    outcome = input.report(progress).map_err(Left::Stopped);
                }
            }
            if outcome.is_err() || row.number.is_none() {
                return ControlFlow::Break(());
            }
            row.put(column, &cell);
            ControlFlow::Continue(())
        });
        match outcome {
            // A sheet whose first row is another's is left.
            Err(Left::Unwanted) => continue,
            Err(Left::Stopped(error)) => return Err(error),
            Ok(()) => {}
        }
        read.map_err(|error| unreadable(input.place().sheet(sheet.clone()), error.message()))?;
        match row.flush(input, &sheet, &wanted, see) {
            Err(Left::Stopped(error)) => return Err(error),
            Err(Left::Unwanted) | Ok(()) => {}
        }
    }
    Ok(())
}

/// Why the reading of a sheet ends early.
enum Left {
    Unwanted,
    Stopped(ReadError),
}

impl From<ReadError> for Left {
    fn from(error: ReadError) -> Self {
        Self::Stopped(error)
    }
}

/// The row that is being put together.
struct Gathered {
    cells: Vec<String>,
    number: Option<u32>,
    first: bool,
}

impl Gathered {
    fn put(&mut self, column: u32, cell: &Data) {
        let column = column as usize;
        if column >= COLUMNS {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize_with(column + 1, String::new);
        }
        self.cells[column] = printed(cell);
    }

    fn flush(
        &mut self,
        input: &Input<'_>,
        sheet: &Arc<str>,
        wanted: &impl Fn(&[String]) -> bool,
        see: &mut impl FnMut(&Line<'_>) -> Result<(), ReadError>,
    ) -> Result<(), Left> {
        let Some(number) = self.number else { return Ok(()) };
        if self.cells.iter().all(String::is_empty) {
            self.cells.clear();
            return Ok(());
        }
        if std::mem::take(&mut self.first) && !wanted(&self.cells) {
            self.number = None;
            return Err(Left::Unwanted);
        }
        let place = input.place().sheet(Arc::clone(sheet)).row(u64::from(number) + 1);
        see(&Line { cells: &self.cells, place })?;
        self.cells.clear();
        Ok(())
    }
}

/// A cell as a table of text would have it.
fn printed(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.trim().to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            day.map_or_else(|| cell.to_string(), |day| day.to_string())
        }
        Data::DateTimeIso(moment) => moment.split('T').next().unwrap_or_default().to_owned(),
        other => other.to_string(),
    }
}
