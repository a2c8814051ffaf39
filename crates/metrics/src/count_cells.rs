//! Columns of counts in which some are not known.

use firstyear_core::Cell;

use crate::run::{Group, RunError};

/// The counts of a column; those that are not known stay what they are.
///
/// # Errors
///
/// [`RunError`]: a value that is no number, or no whole number from 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
pub(crate) fn count_cells(group: &Group<'_>, column: &str) -> Result<Vec<Cell<u64>>, RunError> {
    let cells = group.cells(column)?;
    // Beyond 2^53 a double no longer holds every whole number.
    let is_count = |x: f64| x >= 0.0 && x.fract() == 0.0 && x <= 9_007_199_254_740_992.0;
    if let Some(at) = cells.iter().position(|cell| cell.value().is_some_and(|x| !is_count(*x))) {
        return Err(group.out_of_range(column, at, "a count is a whole number from 0"));
    }
    Ok(cells.into_iter().map(|cell| cell.map(|x| x as u64)).collect())
}
