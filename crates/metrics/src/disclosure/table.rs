//! Tables of counts with the sums that bind their cells.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::Cell;

/// One sum of a table: a cell that is the total of others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sum {
    /// The cell that holds the total, by its place in the table.
    pub total: usize,
    /// The cells that it adds up.
    pub parts: Vec<usize>,
}

/// Counts and every sum that binds them: totals of rows and columns, of any
/// number of dimensions, and those of nested groups such as areas in regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    cells: Vec<Cell<u64>>,
    sums: Vec<Sum>,
}

/// Cells and sums that make no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A sum names a cell that is not there.
    #[error("sum {sum} (counted from 1) names a cell beyond the {cells} of the table")]
    NoSuchCell {
        /// Which sum, counted from 1.
        sum: usize,
        /// How many cells there are.
        cells: usize,
    },
    /// A sum of nothing.
    #[error("sum {sum} (counted from 1) has no parts")]
    NoParts {
        /// Which sum, counted from 1.
        sum: usize,
    },
    /// A cell stands in a sum twice.
    #[error("sum {sum} (counted from 1) names a cell twice: each cell counts once in a sum")]
    Twice {
        /// Which sum, counted from 1.
        sum: usize,
    },
    /// The sizes ask for another number of cells.
    #[error("{cells} cells given where the dimensions with their totals make {expected}")]
    Shape {
        /// How many cells were given.
        cells: usize,
        /// How many the sizes make, each with one more for its total.
        expected: usize,
    },
    /// A count above 2^40.
    #[error("cell {cell} (counted from 1) is too large for a count: at most 2^40")]
    TooLarge {
        /// Which cell, counted from 1.
        cell: usize,
    },
}

/// Rows that do not list each cell of a table once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// A dimension without its total.
    #[error("dimension {dimension} (counted from 1) has no row with the label of the total")]
    NoTotal {
        /// Which dimension, counted from 1.
        dimension: usize,
    },
    /// A dimension that is the total alone.
    #[error("dimension {dimension} (counted from 1) has a total and no category")]
    NoCategories {
        /// Which dimension, counted from 1.
        dimension: usize,
    },
    /// A row has too few or too many labels.
    #[error(
        "row {row} (counted from 1) has {given} labels where the table has {expected} dimensions"
    )]
    Labels {
        /// Which row, counted from 1.
        row: usize,
        /// How many labels it has.
        given: usize,
        /// How many dimensions there are.
        expected: usize,
    },
    /// Two rows for one cell.
    #[error("rows {first} and {second} (counted from 1) are the same cell")]
    Twice {
        /// The first row, counted from 1.
        first: usize,
        /// The second.
        second: usize,
    },
    /// A cell without a row. A cell left out is not 0.
    #[error(
        "{missing} cells have no row, the first in the line of row {row} (counted from 1) along dimension {dimension}: list each cell, zeros too"
    )]
    Missing {
        /// How many lines lack a cell.
        missing: usize,
        /// A row of the first such line, counted from 1.
        row: usize,
        /// The dimension along which the line runs, counted from 1.
        dimension: usize,
    },
}

/// More than the people of any country; sums of a million such counts stay
/// within exact arithmetic.
pub(super) const LARGEST: u64 = 1 << 40;

impl Table {
    /// A table of `cells` bound by `sums`. Whether the counts add up is asked
    /// by those who read them, as counts that are rounded need not.
    ///
    /// # Errors
    ///
    /// [`TableError`] for a sum that names a cell twice or one that is not
    /// there, a sum without parts, or a count above 2^40.
    pub fn new(cells: Vec<Cell<u64>>, sums: Vec<Sum>) -> Result<Self, TableError> {
        let too_large = |cell: &Cell<u64>| cell.value().is_some_and(|&count| count > LARGEST);
        if let Some(at) = cells.iter().position(too_large) {
            return Err(TableError::TooLarge { cell: at + 1 });
        }
        let mut seen = vec![usize::MAX; cells.len()];
        for (at, sum) in sums.iter().enumerate() {
            if sum.parts.is_empty() {
                return Err(TableError::NoParts { sum: at + 1 });
            }
            for cell in sum.cells() {
                match seen.get_mut(cell) {
                    None => {
                        return Err(TableError::NoSuchCell { sum: at + 1, cells: cells.len() });
                    }
                    Some(last) if *last == at => return Err(TableError::Twice { sum: at + 1 }),
                    Some(last) => *last = at,
                }
            }
        }
        Ok(Self { cells, sums })
    }

    /// A table that crosses dimensions of `sizes` categories, each with its
    /// total. Cells are in row-major order, the last dimension running
    /// fastest, and along each dimension the total stands last.
    ///
    /// # Errors
    ///
    /// [`TableError::Shape`] when the number of cells is not the product of
    /// one more than each size.
    ///
    /// # Example
    ///
    /// Two areas by two causes:
    ///
    /// ```
    /// # use firstyear_core::Cell;
    /// # use firstyear_metrics::disclosure::{Table, TableError};
    /// let counts = [3, 9, 12, 10, 20, 30, 13, 29, 42].map(Cell::known);
    /// let table = Table::cross(&[2, 2], counts.to_vec())?;
    /// assert_eq!(table.sums().len(), 6);
    /// # Ok::<(), TableError>(())
    /// ```
    pub fn cross(sizes: &[usize], cells: Vec<Cell<u64>>) -> Result<Self, TableError> {
        let expected =
            sizes.iter().fold(1_usize, |cells, size| cells.saturating_mul(size.saturating_add(1)));
        if cells.len() != expected {
            return Err(TableError::Shape { cells: cells.len(), expected });
        }
        let mut sums = Vec::new();
        let mut stride = 1;
        for size in sizes.iter().rev() {
            let line = stride * (size + 1);
            for block in (0..expected).step_by(line) {
                for start in block..block + stride {
                    let total = start + size * stride;
                    sums.push(Sum { total, parts: (start..total).step_by(stride).collect() });
                }
            }
            stride = line;
        }
        Self::new(cells, sums)
    }

    /// The cells.
    #[must_use]
    pub fn cells(&self) -> &[Cell<u64>] {
        &self.cells
    }

    /// The sums.
    #[must_use]
    pub fn sums(&self) -> &[Sum] {
        &self.sums
    }

    /// The same sums over other cells, as many as there are.
    pub(super) fn with_cells(&self, cells: Vec<Cell<u64>>) -> Self {
        debug_assert_eq!(cells.len(), self.cells.len());
        Self { cells, sums: self.sums.clone() }
    }
}

impl Sum {
    /// Every cell of the sum, the total first.
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }

    /// Every cell with its sign: parts count up, the total down.
    pub(super) fn signed(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        std::iter::once((self.total, -1)).chain(self.parts.iter().map(|&part| (part, 1)))
    }
}

/// The sums of a table given in rows, each with its category in every
/// dimension; `total` is the label of the totals.
///
/// Rows may stand in any order. Every combination of categories and totals
/// must have its row: a cell left out may be 0, hidden or absent, and that is
/// not for us to say.
///
/// # Errors
///
/// [`LayoutError`] for a dimension without total or categories, rows with
/// another number of labels, a cell with two rows or with none.
///
/// # Example
///
/// ```
/// # use firstyear_metrics::disclosure::{LayoutError, Sum, sums_of};
/// let rows = [["North"], ["South"], ["All"]];
/// assert_eq!(sums_of(&rows, "All")?, [Sum { total: 2, parts: vec![0, 1] }]);
/// # Ok::<(), LayoutError>(())
/// ```
pub fn sums_of<R: AsRef<[S]>, S: AsRef<str>>(
    rows: &[R],
    total: &str,
) -> Result<Vec<Sum>, LayoutError> {
    let labels = labels(rows)?;
    let dimensions = labels.first().map_or(0, Vec::len);
    let mut sums = Vec::new();
    for along in 0..dimensions {
        let categories: BTreeSet<&str> = labels.iter().map(|row| row[along]).collect();
        if !categories.contains(total) {
            return Err(LayoutError::NoTotal { dimension: along + 1 });
        }
        if categories.len() == 1 {
            return Err(LayoutError::NoCategories { dimension: along + 1 });
        }
        sums.extend(lines(&labels, along, total, categories.len())?);
    }
    Ok(sums)
}

/// The labels of each row, all different.
fn labels<'a, R: AsRef<[S]>, S: AsRef<str> + 'a>(
    rows: &'a [R],
) -> Result<Vec<Vec<&'a str>>, LayoutError> {
    let labels: Vec<Vec<&str>> =
        rows.iter().map(|row| row.as_ref().iter().map(AsRef::as_ref).collect()).collect();
    let mut seen: BTreeMap<&[&str], usize> = BTreeMap::new();
    let expected = labels.first().map_or(0, Vec::len);
    for (at, row) in labels.iter().enumerate() {
        if row.len() != expected {
            return Err(LayoutError::Labels { row: at + 1, given: row.len(), expected });
        }
        if let Some(first) = seen.insert(row, at) {
            return Err(LayoutError::Twice { first: first + 1, second: at + 1 });
        }
    }
    Ok(labels)
}

/// The sums along one dimension.
fn lines(
    labels: &[Vec<&str>],
    along: usize,
    total: &str,
    categories: usize,
) -> Result<Vec<Sum>, LayoutError> {
    let mut lines: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (at, row) in labels.iter().enumerate() {
        let others = row.iter().enumerate().filter(|(i, _)| *i != along).map(|(_, label)| *label);
        lines.entry(others.collect()).or_default().push(at);
    }
    let mut short = lines.values().filter(|line| line.len() < categories);
    if let Some(first) = short.next() {
        return Err(LayoutError::Missing {
            missing: 1 + short.count(),
            row: first[0] + 1,
            dimension: along + 1,
        });
    }
    // Rows are all different, so a full line holds each category once.
    Ok(lines
        .into_values()
        .filter_map(|line| {
            let (total, parts): (Vec<usize>, Vec<usize>) =
                line.into_iter().partition(|&at| labels[at][along] == total);
            Some(Sum { total: *total.first()?, parts })
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(counts: &[u64]) -> Vec<Cell<u64>> {
        counts.iter().copied().map(Cell::known).collect()
    }

    #[test]
    fn a_crossed_table_has_the_sums_of_its_rows_in_long_form() {
        let mut rows = Vec::new();
        for a in ["a", "b", "Total"] {
            for b in ["x", "y", "z", "Total"] {
                for c in ["f", "m", "Total"] {
                    rows.push([a, b, c]);
                }
            }
        }
        let sort = |mut sums: Vec<Sum>| {
            sums.sort_by_key(|sum| (sum.total, sum.parts.clone()));
            sums
        };
        let table = Table::cross(&[2, 3, 2], known(&[0; 36])).unwrap();
        assert_eq!(sort(sums_of(&rows, "Total").unwrap()), sort(table.sums().to_vec()));
        assert_eq!(table.sums().len(), 12 + 9 + 12);
    }

    #[test]
    fn bad_tables_are_named() {
        let sum = |total, parts: &[usize]| Sum { total, parts: parts.to_vec() };
        let of = |sums| Table::new(known(&[1, 2, 3]), sums);
        assert_eq!(of(vec![sum(2, &[])]), Err(TableError::NoParts { sum: 1 }));
        let good = sum(2, &[0, 1]);
        assert_eq!(of(vec![good.clone(), sum(2, &[0, 2])]), Err(TableError::Twice { sum: 2 }));
        assert_eq!(of(vec![sum(3, &[0])]), Err(TableError::NoSuchCell { sum: 1, cells: 3 }));
        assert_eq!(
            Table::cross(&[2], known(&[1])),
            Err(TableError::Shape { cells: 1, expected: 3 })
        );
        assert!(Table::cross(&[usize::MAX, 2], known(&[1])).is_err());
        let large = Table::new(known(&[0, u64::MAX]), vec![]);
        assert_eq!(large, Err(TableError::TooLarge { cell: 2 }));
        assert!(of(vec![good]).is_ok());
    }

    #[test]
    fn rows_that_are_no_table_are_named() {
        let total = |rows: &[[&str; 2]]| sums_of(rows, "All");
        let full = [["a", "x"], ["a", "All"], ["All", "x"], ["All", "All"]];
        assert_eq!(total(&full).unwrap().len(), 4);
        assert_eq!(total(&[["a", "x"], ["All", "x"]]), Err(LayoutError::NoTotal { dimension: 2 }));
        assert_eq!(
            total(&[["All", "x"], ["All", "All"]]),
            Err(LayoutError::NoCategories { dimension: 1 })
        );
        assert_eq!(
            total(&full[..3]),
            Err(LayoutError::Missing { missing: 1, row: 3, dimension: 2 })
                .or(Err(LayoutError::Missing { missing: 1, row: 2, dimension: 1 }))
        );
        assert_eq!(
            total(&[full[0], full[1], full[0]]),
            Err(LayoutError::Twice { first: 1, second: 3 })
        );
        assert_eq!(
            sums_of(&[vec!["a"], vec!["a", "b"]], "All"),
            Err(LayoutError::Labels { row: 2, given: 2, expected: 1 })
        );
        assert_eq!(sums_of::<[&str; 1], &str>(&[], "All"), Ok(vec![]));
    }
}
