//! One note for a file that holds withheld cells.
//!
//! A hidden count is no fault of the file, and still the first thing to know
//! of it: figures that need the count cannot be told.

use firstyear_core::layout::observation as column;
use firstyear_core::{Cell, Observation, Place, Problem, ProblemCode};

/// The withheld cells of a file: where the first stands, and how many.
#[derive(Clone, Debug, Default)]
pub(crate) struct Withheld {
    first: Option<Place>,
    cells: u64,
}

impl Withheld {
    /// Looks at a row, in the order of the file.
    pub(crate) fn see(&mut self, row: &Observation) {
        if !(is_withheld(&row.numerator)
            || is_withheld(&row.denominator)
            || is_withheld(&row.value))
        {
            return;
        }
        for name in columns(row).into_iter().flatten() {
            self.cells += 1;
            self.first.get_or_insert_with(|| {
                let place = row.place.clone();
                if place.column.is_some() { place } else { place.column(name) }
            });
        }
    }

    /// A note at the first withheld cell; `None` where every cell is open.
    pub(crate) fn note(self) -> Option<Problem> {
        let message = match self.cells {
            1 => "the cell is withheld, alone in this file".to_owned(),
            cells => format!("the cell is withheld, the first of {cells} in this file"),
        };
        Some(Problem::new(ProblemCode::CellWithheld, self.first?, message))
    }
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
