//! A column of cells, all known or not to be used.

use firstyear_core::Cell;

/// The values of a column of cells, or the reason why there is no result.
///
/// A standardised rate or a life table needs every band. Where one is withheld
/// the result is withheld too, never computed with 0 in its place; the reasons
/// rank as in [`Cell::zip_with`].
///
/// ```
/// use firstyear_core::{Cell, Withholding};
/// use firstyear_metrics::rates::all_known;
///
/// let known = [Cell::known(0.0), Cell::known(4.0)];
/// assert_eq!(all_known(&known), Cell::known(vec![0.0, 4.0]));
///
/// let hidden = [Cell::Absent, Cell::Withheld(Withholding::Publisher), Cell::known(4.0)];
/// assert_eq!(all_known(&hidden), Cell::Withheld(Withholding::Publisher));
/// ```
#[must_use]
pub fn all_known<T: Copy>(cells: &[Cell<T>]) -> Cell<Vec<T>> {
    cells.iter().fold(Cell::known(Vec::with_capacity(cells.len())), |known, cell| {
        known.zip_with(*cell, |mut values, value| {
            values.push(value);
            values
        })
    })
}
