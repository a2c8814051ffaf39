//! Observations of restricted sources, of which a query is told no figure.
//!
//! A query puts any rows together in any way, of several sources and indicators, dimensions that
//! overlap, areas and periods. What must be hidden so that no small count comes out of some of
//! these ways depends on which: a report knows its questions, and holds their answers against
//! each other. No choice of rows would do for every query.

use firstyear_core::{Cell, Dataset, Observation, SourceClass, Withholding};

use super::ReleasedRows;

/// The observations as a query may see them, and how many of restricted sources are withheld;
/// none where there are none.
pub(super) fn released(dataset: &Dataset) -> (Vec<Observation>, Option<ReleasedRows>) {
    let mut rows = dataset.observations.clone();
    let mut withheld = 0;
    for row in &mut rows {
        let source = dataset.sources.get(&row.source);
        if source.is_none_or(|source| source.class == SourceClass::Restricted) {
            withhold(row);
            withheld += 1;
        }
    }
    let told = ReleasedRows { rows: withheld, small: 0, others: withheld };
    (rows, (withheld > 0).then_some(told))
}

/// Withholds what is known of a row; what is missing keeps its reason.
fn withhold(row: &mut Observation) {
    let by = Withholding::Secondary;
    for cell in [&mut row.numerator, &mut row.denominator] {
        if cell.value().is_some() {
            *cell = Cell::Withheld(by);
        }
    }
    if row.value.value().is_some() {
        row.value = Cell::Withheld(by);
    }
    (row.interval, row.standard_error, row.note) = (None, None, None);
}
