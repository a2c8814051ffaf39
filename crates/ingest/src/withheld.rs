//! One note for a file that holds withheld cells.
//!
//! A hidden count is no fault of the file, and still the first thing to know
//! of it: figures that need the count cannot be told.

use firstyear_core::layout::observation as column;
use firstyear_core::{Cell, Observation, Problem, ProblemCode};

/// A note at the first withheld cell of `rows`, the rows of one file; `None`
/// where every cell is open.
pub(crate) fn note(rows: &[Observation]) -> Option<Problem> {
    let cells = rows.iter().flat_map(|row| columns(row).into_iter().map(move |name| (row, name)));
    let mut withheld = cells.filter_map(|(row, name)| Some((row, name?)));
    let (row, name) = withheld.next()?;
    let message = match withheld.count() {
        0 => "the cell is withheld, alone in this file".to_owned(),
        others => format!("the cell is withheld, the first of {} in this file", others + 1),
    };
    let place = row.place.clone();
    let place = if place.column.is_some() { place } else { place.column(name) };
    Some(Problem::new(ProblemCode::CellWithheld, place, message))
}

/// The names of the withheld cells of a row.
fn columns(row: &Observation) -> [Option<&'static str>; 3] {
    [
        is_withheld(&row.numerator).then_some(column::NUMERATOR),
        is_withheld(&row.denominator).then_some(column::DENOMINATOR),
        is_withheld(&row.value).then_some(column::VALUE),
    ]
}

const fn is_withheld<T>(cell: &Cell<T>) -> bool {
    matches!(cell, Cell::Withheld(_))
}
