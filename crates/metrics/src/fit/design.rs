//! The columns that explain.

use nalgebra::DMatrix;

use super::FitError;

/// What explains the response: a column for each coefficient, a row for each
/// observation.
///
/// # Example
///
/// ```
/// use firstyear_metrics::fit::Design;
///
/// let line = Design::with_intercept(3).column(&[0.1, 0.5, 0.9])?;
/// assert_eq!(line.columns(), 2);
/// # Ok::<(), firstyear_metrics::fit::FitError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    pub(super) matrix: DMatrix<f64>,
    pub(super) intercept: bool,
}

impl Design {
    /// A design for `rows` observations with a constant as its first column.
    #[must_use]
    pub fn with_intercept(rows: usize) -> Self {
        Self { matrix: DMatrix::from_element(rows, 1, 1.0), intercept: true }
    }

    /// A design for `rows` observations without a column yet.
    #[must_use]
    pub fn without_intercept(rows: usize) -> Self {
        Self { matrix: DMatrix::zeros(rows, 0), intercept: false }
    }

    /// The design with one more column.
    ///
    /// # Errors
    ///
    /// [`FitError::Lengths`] for a column of another length,
    /// [`FitError::NotFinite`] for a value that is no finite number.
    pub fn column(self, values: &[f64]) -> Result<Self, FitError> {
        let rows = self.matrix.nrows();
        if values.len() != rows {
            return Err(FitError::Lengths { what: "column", given: values.len(), expected: rows });
        }
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            return Err(FitError::NotFinite { what: "column", index: at + 1 });
        }
        let at = self.matrix.ncols();
        let mut matrix = self.matrix.insert_column(at, 0.0);
        matrix.column_mut(at).copy_from_slice(values);
        Ok(Self { matrix, intercept: self.intercept })
    }

    /// The design with a column of zeros and ones for each level but the
    /// first: treatment contrasts. `levels` has a number for each row, counted
    /// from 0.
    ///
    /// # Errors
    ///
    /// [`FitError::Lengths`] for another number of rows.
    pub fn levels(self, levels: &[usize]) -> Result<Self, FitError> {
        let last = levels.iter().copied().max().unwrap_or(0);
        (1..=last).try_fold(self, |design, level| {
            let column: Vec<f64> =
                levels.iter().map(|&other| if other == level { 1.0 } else { 0.0 }).collect();
            design.column(&column)
        })
    }

    /// How many observations it is for.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.matrix.nrows()
    }

    /// How many coefficients it has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.matrix.ncols()
    }
}
