//! Least squares by Householder's reflections.

use nalgebra::{DMatrix, DVector};

/// The solution of a least-squares problem.
pub(super) struct Solution {
    /// One for each column; 0 for a column that the ones before it explain.
    pub(super) coefficients: Vec<f64>,
    /// Which columns the ones before them explain.
    pub(super) aliased: Vec<bool>,
    /// (X'X)⁻¹; NaN in rows and columns of explained ones.
    pub(super) unscaled: DMatrix<f64>,
    /// How many columns count.
    pub(super) rank: usize,
}

/// The coefficients for which `columns` come nearest to `target`.
///
/// A column whose part at right angles to the columns before it is shorter
/// than `tolerance` times itself is explained by them: it is set aside, and
/// the order of the others stays.
pub(super) fn least_squares(
    mut columns: DMatrix<f64>,
    mut target: DVector<f64>,
    tolerance: f64,
) -> Solution {
    let order = triangularise(&mut columns, &mut target, tolerance);
    let (width, rank) = (columns.ncols(), order.len());
    let triangle = Triangle { columns: &columns, order: &order };
    let mut solution = Solution {
        coefficients: vec![0.0; width],
        aliased: vec![true; width],
        unscaled: DMatrix::from_element(width, width, f64::NAN),
        rank,
    };
    let mut right: Vec<f64> = target.iter().take(rank).copied().collect();
    triangle.solve(&mut right);
    for (&column, value) in order.iter().zip(right) {
        solution.coefficients[column] = value;
        solution.aliased[column] = false;
    }
    let inverse: Vec<Vec<f64>> = (0..rank).map(|unit| triangle.inverse_column(unit)).collect();
    for (i, &row) in order.iter().enumerate() {
        for (j, &column) in order.iter().enumerate() {
            // The inverse is upper triangular: its column k ends at row k.
            solution.unscaled[(row, column)] =
                inverse[i.max(j)..].iter().map(|unit| unit[i] * unit[j]).sum();
        }
    }
    solution
}

/// Turns the columns that count into a triangle, held in their first rows, and
/// the target with them; gives the columns that count in their order.
fn triangularise(
    columns: &mut DMatrix<f64>,
    target: &mut DVector<f64>,
    tolerance: f64,
) -> Vec<usize> {
    let (rows, width) = columns.shape();
    let mut order = Vec::with_capacity(width);
    for next in 0..width {
        let at = order.len();
        if at == rows {
            break;
        }
        let whole = columns.column(next).norm();
        let left = columns.view((at, next), (rows - at, 1)).norm();
        // Written so that a column that is not a number does not count.
        let counts = left >= tolerance * whole && left > 0.0;
        if !counts {
            continue;
        }
        order.push(next);
        let mut mirror: DVector<f64> = columns.view((at, next), (rows - at, 1)).column(0).into();
        let image = if mirror[0] > 0.0 { -left } else { left };
        mirror[0] -= image;
        let half_square = -image * mirror[0];
        for column in next + 1..width {
            let mut below = columns.view_mut((at, column), (rows - at, 1));
            let share = mirror.dot(&below.column(0)) / half_square;
            below.column_mut(0).axpy(-share, &mirror, 1.0);
        }
        let mut below = target.rows_mut(at, rows - at);
        let share = mirror.dot(&below) / half_square;
        below.axpy(-share, &mirror, 1.0);
        columns.view_mut((at, next), (rows - at, 1)).fill(0.0);
        columns[(at, next)] = image;
    }
    order
}

struct Triangle<'a> {
    columns: &'a DMatrix<f64>,
    order: &'a [usize],
}

impl Triangle<'_> {
    /// Solves R b = right in place.
    fn solve(&self, right: &mut [f64]) {
        for i in (0..right.len()).rev() {
            let known: f64 =
                (i + 1..right.len()).map(|j| self.columns[(i, self.order[j])] * right[j]).sum();
            right[i] = (right[i] - known) / self.columns[(i, self.order[i])];
        }
    }

    fn inverse_column(&self, unit: usize) -> Vec<f64> {
        let mut right = vec![0.0; self.order.len()];
        right[unit] = 1.0;
        self.solve(&mut right);
        right
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn solve(columns: &[Vec<f64>], target: &[f64]) -> Solution {
        let matrix = DMatrix::from_fn(target.len(), columns.len(), |i, j| columns[j][i]);
        least_squares(matrix, DVector::from_column_slice(target), 1e-11)
    }

    proptest! {
        #[test]
        fn residuals_are_at_right_angles_to_every_column(
            columns in prop::collection::vec(prop::collection::vec(-9.0..9.0_f64, 8), 1..5),
            target in prop::collection::vec(-9.0..9.0_f64, 8),
        ) {
            let found = solve(&columns, &target);
            let residuals: Vec<f64> = (0..8)
                .map(|i| {
                    target[i] - columns.iter().zip(&found.coefficients).map(|(c, b)| c[i] * b).sum::<f64>()
                })
                .collect();
            for column in &columns {
                let product: f64 = column.iter().zip(&residuals).map(|(x, r)| x * r).sum();
                prop_assert!(product.abs() < 1e-8, "{product}");
            }
        }

        #[test]
        fn the_unscaled_covariance_is_the_inverse(
            columns in prop::collection::vec(prop::collection::vec(-9.0..9.0_f64, 8), 1..5),
        ) {
            let found = solve(&columns, &[0.0; 8]);
            prop_assume!(found.rank == columns.len());
            let x = DMatrix::from_fn(8, columns.len(), |i, j| columns[j][i]);
            let product = x.transpose() * &x * &found.unscaled;
            let miss = (product - DMatrix::identity(columns.len(), columns.len())).abs().max();
            prop_assert!(miss < 1e-6, "{miss}");
        }
    }

    #[test]
    fn a_column_that_others_explain_is_set_aside() {
        let columns = [vec![1.0; 4], vec![2.0; 4], vec![0.0; 4], vec![1.0, 2.0, 3.0, 4.0]];
        let found = solve(&columns, &[3.0, 5.0, 7.0, 9.0]);
        assert_eq!(found.aliased, [false, true, true, false]);
        assert_eq!(found.rank, 2);
        for (got, expected) in found.coefficients.iter().zip([1.0, 0.0, 0.0, 2.0]) {
            assert!((got - expected).abs() < 1e-12);
        }
        assert!(found.unscaled[(1, 0)].is_nan() && found.unscaled[(3, 0)].is_finite());
    }

    #[test]
    fn more_columns_than_rows() {
        let found = solve(&[vec![1.0, 1.0], vec![0.0, 1.0], vec![5.0, 2.0]], &[1.0, 4.0]);
        assert_eq!((found.rank, found.aliased), (2, vec![false, false, true]));
    }
}
