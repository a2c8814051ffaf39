//! How sure the coefficients are.

use nalgebra::DMatrix;

use super::Fit;

/// Where the spread of the coefficients comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Variance {
    /// The family: its dispersion is 1, or estimated for Gaussian and quasi
    /// families.
    Model,
    /// The family times the estimated dispersion, whatever the family.
    Quasi,
    /// The scatter of the observations, each for itself: robust.
    ///
    /// White H (1980), Econometrica 48:817-838.
    Hc0,
    /// The same times rows / (rows − rank), as few observations hide some of
    /// the scatter.
    ///
    /// Hinkley DV (1977), Technometrics 19:285-292.
    Hc1,
    /// The scatter of observations in the order of time, each allowed to
    /// depend on as many before it, with Bartlett's weights.
    ///
    /// Newey WK, West KD (1987), Econometrica 55:703-708.
    NeweyWest {
        /// How many observations back the dependence goes.
        lag: usize,
    },
}

/// The covariance of the coefficients.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    matrix: DMatrix<f64>,
}

impl Covariance {
    /// The covariance of two coefficients, counted from 0; NaN where one of
    /// them is aliased or does not exist.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.matrix.get((row, column)).copied().unwrap_or(f64::NAN)
    }

    /// The standard error of a coefficient.
    #[must_use]
    pub fn standard_error(&self, coefficient: usize) -> f64 {
        self.at(coefficient, coefficient).sqrt()
    }

    /// The variance of Σ gradient × coefficient: the delta method for a
    /// function with this gradient. Coefficients with a gradient of 0, and
    /// those beyond its end, play no part.
    #[must_use]
    pub fn of_combination(&self, gradient: &[f64]) -> f64 {
        let parts = || gradient.iter().enumerate().filter(|(_, part)| **part != 0.0);
        let mut sum = 0.0;
        for (i, a) in parts() {
            for (j, b) in parts() {
                sum += a * b * self.at(i, j);
            }
        }
        sum
    }
}

impl Fit {
    /// The covariance of the coefficients.
    ///
    /// NaN in rows and columns of aliased coefficients, and everywhere where a
    /// dispersion is to be estimated from no degree of freedom.
    ///
    /// # Example
    ///
    /// ```
    /// use firstyear_metrics::fit::{Design, Family, Model, Variance};
    ///
    /// // The mean of three numbers and its standard error.
    /// let fit = Model::new(Family::Gaussian, &[1.0, 2.0, 6.0]).fit(&Design::with_intercept(3))?;
    /// let error = fit.covariance(Variance::Model).standard_error(0);
    /// assert!((fit.coefficients[0] - 3.0).abs() < 1e-12);
    /// assert!((error - (7.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    /// # Ok::<(), firstyear_metrics::fit::FitError>(())
    /// ```
    #[must_use]
    pub fn covariance(&self, variance: Variance) -> Covariance {
        let rows = self.counted as f64;
        let matrix = match variance {
            Variance::Model => &self.unscaled * self.dispersion,
            Variance::Quasi => &self.unscaled * self.pearson_dispersion,
            Variance::Hc0 => self.sandwich(0),
            Variance::Hc1 => self.sandwich(0) * (rows / (rows - self.rank as f64)),
            Variance::NeweyWest { lag } => self.sandwich(lag),
        };
        Covariance { matrix }
    }

    /// B M B, with B the unscaled covariance and M the sum of products of the
    /// scores: of each with itself and, up to `lag`, with those before it.
    fn sandwich(&self, lag: usize) -> DMatrix<f64> {
        let scores = self.scores();
        let width = scores.ncols();
        let mut meat = scores.transpose() * &scores;
        for back in 1..=lag.min(scores.nrows().saturating_sub(1)) {
            let weight = 1.0 - back as f64 / (lag as f64 + 1.0);
            let later = scores.rows(back, scores.nrows() - back);
            let earlier = scores.rows(0, scores.nrows() - back);
            let across = later.transpose() * earlier;
            meat += (&across + across.transpose()) * weight;
        }
        let aliased = |i: usize| self.aliased[i];
        let bread = DMatrix::from_fn(width, width, |i, j| {
            if aliased(i) || aliased(j) { 0.0 } else { self.unscaled[(i, j)] }
        });
        let mut matrix = &bread * meat * &bread;
        for i in 0..width {
            for j in 0..width {
                if aliased(i) || aliased(j) {
                    matrix[(i, j)] = f64::NAN;
                }
            }
        }
        matrix
    }

    /// Row by row, working weight × working residual × columns; rows of weight
    /// 0 are left out.
    fn scores(&self) -> DMatrix<f64> {
        let counted: Vec<usize> =
            (0..self.design.nrows()).filter(|&i| self.working_weights[i] > 0.0).collect();
        DMatrix::from_fn(counted.len(), self.design.ncols(), |i, j| {
            let i = counted[i];
            self.working_weights[i] * self.working_residuals[i] * self.design[(i, j)]
        })
    }
}
