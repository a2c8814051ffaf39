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
    /// The scatter of each observation over (1 − its leverage): the least
    /// hopeful of the robust ones, for few observations.
    ///
    /// Long JS, Ervin LH (2000), Am Stat 54:217-224.
    Hc3,
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
            Variance::Hc0 => self.sandwich(&self.scores(|_| 1.0), 0),
            Variance::Hc1 => {
                self.sandwich(&self.scores(|_| 1.0), 0) * (rows / (rows - self.rank as f64))
            }
            Variance::Hc3 => self.sandwich(&self.scores(|row| 1.0 / (1.0 - self.leverage(row))), 0),
            Variance::NeweyWest { lag } => self.sandwich(&self.scores(|_| 1.0), lag),
        };
        Covariance { matrix }
    }

    /// B M B, with B the unscaled covariance and M the sum of products of the
    /// scores: of each with itself and, up to `lag`, with those before it.
    fn sandwich(&self, scores: &DMatrix<f64>, lag: usize) -> DMatrix<f64> {
        let width = scores.ncols();
        let mut meat = scores.transpose() * scores;
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

    /// How much a row draws the fit to itself, from 0 to 1.
    fn leverage(&self, row: usize) -> f64 {
        let counted: Vec<usize> = (0..self.design.ncols()).filter(|&j| !self.aliased[j]).collect();
        let mut sum = 0.0;
        for &i in &counted {
            for &j in &counted {
                sum += self.design[(row, i)] * self.design[(row, j)] * self.unscaled[(i, j)];
            }
        }
        self.working_weights[row] * sum
    }

    /// Row by row, factor × working weight × working residual × columns; rows
    /// of weight 0 are left out.
    fn scores(&self, factor: impl Fn(usize) -> f64) -> DMatrix<f64> {
        let counted: Vec<usize> =
            (0..self.design.nrows()).filter(|&i| self.working_weights[i] > 0.0).collect();
        let weigh = |&i: &usize| factor(i) * self.working_weights[i] * self.working_residuals[i];
        let weighted: Vec<f64> = counted.iter().map(weigh).collect();
        DMatrix::from_fn(counted.len(), self.design.ncols(), |i, j| {
            weighted[i] * self.design[(counted[i], j)]
        })
    }
}
