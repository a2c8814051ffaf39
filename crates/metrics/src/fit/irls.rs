//! Iteratively reweighted least squares.

use nalgebra::{DMatrix, DVector};

use super::family::LikelihoodRow;
use super::least_squares::{Solution, least_squares};
use super::{Design, Family, Link};

/// A generalised linear model of a response.
///
/// # Example
///
/// Deaths and births of two areas, and the ratio of their rates:
///
/// ```
/// use firstyear_metrics::fit::{Design, Family, Model, Variance};
///
/// let births = [1_000.0_f64, 2_000.0];
/// let exposure = births.map(f64::ln);
/// let fit = Model::new(Family::Poisson, &[8.0, 8.0])
///     .offset(&exposure)
///     .fit(&Design::with_intercept(2).column(&[0.0, 1.0])?)?;
/// assert!((fit.coefficients[1].exp() - 0.5).abs() < 1e-9);
/// let error = fit.covariance(Variance::Model).standard_error(1);
/// assert!((error - (1.0_f64 / 8.0 + 1.0 / 8.0).sqrt()).abs() < 1e-6);
/// # Ok::<(), firstyear_metrics::fit::FitError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    family: Family,
    link: Link,
    response: &'a [f64],
    trials: Option<&'a [f64]>,
    weights: Option<&'a [f64]>,
    offset: Option<&'a [f64]>,
    start: Option<&'a [f64]>,
    epsilon: f64,
    iterations: u32,
}

/// A fitted model.
#[derive(Clone, Debug)]
pub struct Fit {
    /// One for each column of the design; NaN where aliased.
    pub coefficients: Vec<f64>,
    /// Which columns the ones before them explain, so that they have no
    /// coefficient.
    pub aliased: Vec<bool>,
    /// The fitted mean of each row, of rows of weight 0 too.
    pub fitted: Vec<f64>,
    /// The linear predictor of each row, offset included.
    pub linear: Vec<f64>,
    /// Twice the distance in log-likelihood from a perfect fit.
    pub deviance: f64,
    /// The deviance of the constant alone, with the offset if there is one.
    pub null_deviance: f64,
    /// Akaike's criterion; `None` for quasi families, and for counts that are
    /// not whole.
    pub aic: Option<f64>,
    /// Pearson's chi-square.
    pub pearson: f64,
    /// The factor of the variance: 1 for Poisson and binomial, else estimated
    /// from Pearson's residuals; NaN when no degree of freedom is left.
    pub dispersion: f64,
    /// The same, estimated whatever the family.
    pub pearson_dispersion: f64,
    /// How many coefficients were found.
    pub rank: usize,
    /// Rows that count minus coefficients.
    pub df_residual: usize,
    /// Steps taken.
    pub iterations: u32,
    /// Whether the steps settled.
    pub converged: bool,
    /// What to be careful about.
    pub warnings: Vec<FitWarning>,
    pub(super) counted: usize,
    pub(super) unscaled: DMatrix<f64>,
    pub(super) working_weights: Vec<f64>,
    pub(super) working_residuals: Vec<f64>,
    pub(super) design: DMatrix<f64>,
}

/// What to be careful about in a fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FitWarning {
    /// The steps ended before they settled.
    #[error("the fit did not settle within the steps allowed")]
    NotConverged,
    /// A step led to no finite deviance and was halved.
    #[error("a step was shortened, as the deviance grew beyond all bounds")]
    Divergence,
    /// A step led to means that the family does not have, and was halved.
    #[error("a step was shortened, as it led to means outside the family's range")]
    OutOfBounds,
    /// The steps ended at the edge of the family's range.
    #[error("the fit ended at the edge of what the family allows")]
    Boundary,
    /// Fitted shares of 0 or 1: a coefficient runs away.
    #[error("fitted shares are 0 or 1 to the last digit: a coefficient runs away")]
    FittedAtAnEnd,
    /// Fitted rates of 0: a coefficient runs away.
    #[error("fitted rates are 0 to the last digit: a coefficient runs away")]
    FittedZero,
    /// The constant alone did not settle.
    #[error("the fit of the constant alone, for the null deviance, did not settle")]
    NullNotConverged,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// Slices of different lengths.
    #[error("the {what} has {given} values: it needs {expected}, one for each row of the design")]
    Lengths {
        /// Which slice.
        what: &'static str,
        /// Its length.
        given: usize,
        /// The length it should have.
        expected: usize,
    },
    /// A value that is no finite number.
    #[error("value {index} of the {what} (counted from 1) is not a finite number")]
    NotFinite {
        /// Which slice.
        what: &'static str,
        /// The first such value, counted from 1.
        index: usize,
    },
    /// A weight or a number of trials below zero.
    #[error("value {index} of the {what} (counted from 1) is negative: it must be zero or more")]
    Negative {
        /// Which slice.
        what: &'static str,
        /// The first such value, counted from 1.
        index: usize,
    },
    /// A response that the family does not have.
    #[error(
        "response {index} (counted from 1) is outside the family's range: counts are zero or more, shares between 0 and 1, events no more than trials"
    )]
    OutsideFamily {
        /// The first such response, counted from 1.
        index: usize,
    },
    /// No row, or no row with a weight.
    #[error("no observation with a weight above zero")]
    NoRows,
    /// No column.
    #[error("a design without columns: give it an intercept or a column")]
    NoColumns,
    /// The first step leaves the family's range.
    #[error("no valid set of coefficients was found: give starting values")]
    NoValidStart,
    /// Shortened steps did not lead back.
    #[error("shortening the step did not lead back to where the model holds")]
    StepsTooShort,
}

impl<'a> Model<'a> {
    /// A model of `response` with the family's canonical link. The response of
    /// a binomial family is a share, or a count where [`trials`](Self::trials)
    /// are given.
    #[must_use]
    pub const fn new(family: Family, response: &'a [f64]) -> Self {
        Self {
            family,
            link: family.canonical_link(),
            response,
            trials: None,
            weights: None,
            offset: None,
            start: None,
            epsilon: 1e-8,
            iterations: 25,
        }
    }

    /// The same with another link.
    #[must_use]
    pub const fn link(self, link: Link) -> Self {
        Self { link, ..self }
    }

    /// The response counts events among as many trials. For binomial families.
    #[must_use]
    pub const fn trials(self, trials: &'a [f64]) -> Self {
        Self { trials: Some(trials), ..self }
    }

    /// Prior weights: a row of weight 2 counts as two rows, one of weight 0
    /// not at all. Where no trials are given, those of a binomial family are
    /// the weights.
    #[must_use]
    pub const fn weights(self, weights: &'a [f64]) -> Self {
        Self { weights: Some(weights), ..self }
    }

    /// What is added to the linear predictor of each row: ln(exposure) for
    /// rates.
    #[must_use]
    pub const fn offset(self, offset: &'a [f64]) -> Self {
        Self { offset: Some(offset), ..self }
    }

    /// Coefficients to start from, one for each column.
    #[must_use]
    pub const fn start(self, start: &'a [f64]) -> Self {
        Self { start: Some(start), ..self }
    }

    /// Another stopping rule than R's: steps end when the deviance changes by
    /// less than `epsilon` of itself, 1e-8 unless named, or after as many
    /// `iterations`, 25 unless named.
    #[must_use]
    pub const fn until(self, epsilon: f64, iterations: u32) -> Self {
        Self { epsilon, iterations, ..self }
    }

    /// Fits the model by maximum likelihood, or quasi-likelihood.
    ///
    /// The covariance is that of the last least-squares step, as in R. A fit
    /// that does not settle, or settles at an edge, is given with a warning.
    ///
    /// # Errors
    ///
    /// [`FitError`]: slices that do not fit together, values outside their
    /// range, or a model that has no valid mean from the start on.
    ///
    /// # Source
    ///
    /// Nelder JA, Wedderburn RWM (1972), J R Stat Soc A 135:370-384;
    /// steps and stopping rule as documented for R's `glm.fit`.
    pub fn fit(&self, design: &Design) -> Result<Fit, FitError> {
        self.check(design)?;
        let rows = self.rows(design.rows());
        let problem = Problem { model: self, rows: &rows, design: &design.matrix };
        let mut settled = problem.settle(self.first_means(&problem)?)?;
        let null_deviance = self.null_deviance(&problem, design.intercept, &mut settled)?;
        Ok(problem.finish(settled, null_deviance))
    }

    fn check(&self, design: &Design) -> Result<(), FitError> {
        let (rows, columns) = (design.rows(), design.columns());
        if columns == 0 {
            return Err(FitError::NoColumns);
        }
        let slices = [
            ("response", Some(self.response), rows),
            ("trials", self.trials, rows),
            ("weights", self.weights, rows),
            ("offset", self.offset, rows),
            ("start", self.start, columns),
        ];
        for (what, slice, expected) in slices {
            let Some(slice) = slice else { continue };
            if slice.len() != expected {
                return Err(FitError::Lengths { what, given: slice.len(), expected });
            }
            if let Some(at) = slice.iter().position(|value| !value.is_finite()) {
                return Err(FitError::NotFinite { what, index: at + 1 });
            }
        }
        for (what, slice) in [("trials", self.trials), ("weights", self.weights)] {
            if let Some(at) = slice.and_then(|slice| slice.iter().position(|&value| value < 0.0)) {
                return Err(FitError::Negative { what, index: at + 1 });
            }
        }
        let rows = self.rows(rows);
        let outside = |row: &Row| row.weight > 0.0 && !self.family.holds(row.y);
        if let Some(at) = rows.iter().position(outside) {
            return Err(FitError::OutsideFamily { index: at + 1 });
        }
        if rows.iter().all(|row| row.weight == 0.0) {
            return Err(FitError::NoRows);
        }
        Ok(())
    }

    fn rows(&self, count: usize) -> Vec<Row> {
        let of = |slice: Option<&[f64]>, i: usize, other: f64| slice.map_or(other, |s| s[i]);
        (0..count)
            .map(|i| {
                let prior = of(self.weights, i, 1.0);
                let offset = of(self.offset, i, 0.0);
                match self.trials {
                    Some(trials) => {
                        let share = self.response[i] / trials[i];
                        let y = if trials[i] > 0.0 { share } else { 0.0 };
                        Row { y, weight: prior * trials[i], trials: trials[i], offset }
                    }
                    None => Row { y: self.response[i], weight: prior, trials: 1.0, offset },
                }
            })
            .collect()
    }

    /// Where the iteration starts: at the given coefficients, or near the
    /// response itself.
    fn first_means(&self, problem: &Problem) -> Result<Start, FitError> {
        let linear: Vec<f64> = if let Some(start) = self.start {
            problem.linear(start)
        } else {
            let of = |row: &Row| self.link.of(self.family.start(row.y, row.weight));
            problem.rows.iter().map(of).collect()
        };
        Start::new(linear, self.start.map(<[f64]>::to_vec), problem)
    }

    /// The deviance of the constant alone.
    fn null_deviance(
        &self,
        problem: &Problem,
        intercept: bool,
        settled: &mut Settled,
    ) -> Result<f64, FitError> {
        if !intercept {
            let means: Vec<f64> =
                problem.rows.iter().map(|row| self.link.mean(row.offset)).collect();
            return Ok(problem.deviance(&means));
        }
        if self.offset.is_none() {
            let total: f64 = problem.rows.iter().map(|row| row.weight).sum();
            let sum: f64 = problem.rows.iter().map(|row| row.weight * row.y).sum();
            return Ok(problem.deviance(&vec![sum / total; problem.rows.len()]));
        }
        let constant = DMatrix::from_element(problem.rows.len(), 1, 1.0);
        let alone = Problem { design: &constant, ..*problem };
        // From the fit of the whole model, as R does it.
        let linear = settled.means.iter().map(|&mean| self.link.of(mean)).collect();
        let null = alone.settle(Start::new(linear, None, &alone)?)?;
        if !null.converged {
            settled.warnings.push(FitWarning::NullNotConverged);
        }
        Ok(null.deviance)
    }
}

#[derive(Clone, Copy)]
struct Row {
    /// The response; of binomial families a share.
    y: f64,
    /// Prior weight times trials.
    weight: f64,
    trials: f64,
    offset: f64,
}

#[derive(Clone, Copy)]
struct Problem<'a> {
    model: &'a Model<'a>,
    rows: &'a [Row],
    design: &'a DMatrix<f64>,
}

struct Start {
    linear: Vec<f64>,
    means: Vec<f64>,
    coefficients: Option<Vec<f64>>,
}

impl Start {
    fn new(
        linear: Vec<f64>,
        coefficients: Option<Vec<f64>>,
        problem: &Problem,
    ) -> Result<Self, FitError> {
        let means: Vec<f64> = linear.iter().map(|&eta| problem.model.link.mean(eta)).collect();
        let holds = linear.iter().all(|eta| eta.is_finite()) && problem.holds(&means);
        if holds { Ok(Self { linear, means, coefficients }) } else { Err(FitError::NoValidStart) }
    }
}

/// The last step of the iteration.
struct Settled {
    solution: Solution,
    coefficients: Vec<f64>,
    linear: Vec<f64>,
    means: Vec<f64>,
    working_weights: Vec<f64>,
    deviance: f64,
    iterations: u32,
    converged: bool,
    warnings: Vec<FitWarning>,
}

impl Problem<'_> {
    fn settle(&self, start: Start) -> Result<Settled, FitError> {
        let Start { linear, means, coefficients } = start;
        let mut before = coefficients;
        let (mut step, mut old) = (self.step(&linear, &means), self.deviance(&means));
        let (mut warnings, mut boundary, mut iterations) = (Vec::new(), false, 1);
        loop {
            let shortened = self.shorten(&mut step, before.as_deref())?;
            boundary |= shortened.is_some();
            warnings.extend(shortened);
            let change = (step.deviance - old).abs() / (step.deviance.abs() + 0.1);
            step.converged = change < self.model.epsilon;
            if step.converged || iterations >= self.model.iterations {
                break;
            }
            old = step.deviance;
            let next = self.step(&step.linear, &step.means);
            before = Some(std::mem::replace(&mut step, next).coefficients);
            iterations += 1;
        }
        if !step.converged {
            warnings.push(FitWarning::NotConverged);
        }
        if boundary {
            warnings.push(FitWarning::Boundary);
        }
        let family = self.model.family;
        if step.means.iter().any(|&mean| family.at_an_end(mean)) {
            let shares = family.is_binomial();
            warnings.push(if shares { FitWarning::FittedAtAnEnd } else { FitWarning::FittedZero });
        }
        Ok(Settled { iterations, warnings, ..step })
    }

    /// One step: least squares on the response made straight round the means.
    fn step(&self, linear: &[f64], means: &[f64]) -> Settled {
        let Model { family, link, epsilon, .. } = *self.model;
        let weight = |i: usize| {
            let slope = link.slope(linear[i]);
            self.rows[i].weight * slope * slope / family.variance(means[i])
        };
        let mut working_weights = vec![0.0; self.rows.len()];
        let counted: Vec<usize> =
            (0..self.rows.len()).filter(|&i| self.rows[i].weight > 0.0).collect();
        for &i in &counted {
            working_weights[i] = weight(i);
        }
        let root = |i: usize| working_weights[i].sqrt();
        let target = DVector::from_iterator(
            counted.len(),
            counted.iter().map(|&i| {
                let (row, eta) = (self.rows[i], linear[i]);
                (eta - row.offset + (row.y - means[i]) / link.slope(eta)) * root(i)
            }),
        );
        let columns = DMatrix::from_fn(counted.len(), self.design.ncols(), |i, j| {
            self.design[(counted[i], j)] * root(counted[i])
        });
        let solution = least_squares(columns, target, (epsilon / 1_000.0).min(1e-7));
        let coefficients = solution.coefficients.clone();
        let mut step = Settled {
            solution,
            coefficients,
            linear: Vec::new(),
            means: Vec::new(),
            working_weights,
            deviance: f64::NAN,
            iterations: 0,
            converged: false,
            warnings: Vec::new(),
        };
        self.look(&mut step);
        step
    }

    /// Brings the rest of a step in line with its coefficients.
    fn look(&self, step: &mut Settled) {
        step.linear = self.linear(&step.coefficients);
        step.means = step.linear.iter().map(|&eta| self.model.link.mean(eta)).collect();
        step.deviance = self.deviance(&step.means);
    }

    /// Halves a step until its deviance is finite and its means are ones that
    /// the family has.
    fn shorten(
        &self,
        step: &mut Settled,
        before: Option<&[f64]>,
    ) -> Result<Option<FitWarning>, FitError> {
        let mut warning = None;
        for reason in [FitWarning::Divergence, FitWarning::OutOfBounds] {
            let bad = |step: &Settled| match reason {
                FitWarning::Divergence => !step.deviance.is_finite(),
                _ => !self.holds(&step.means),
            };
            if !bad(step) {
                continue;
            }
            let before = before.ok_or(FitError::NoValidStart)?;
            warning = Some(reason);
            let mut tries = 0;
            while bad(step) {
                if tries == self.model.iterations {
                    return Err(FitError::StepsTooShort);
                }
                tries += 1;
                for (now, before) in step.coefficients.iter_mut().zip(before) {
                    *now = f64::midpoint(*now, *before);
                }
                self.look(step);
            }
        }
        Ok(warning)
    }

    fn linear(&self, coefficients: &[f64]) -> Vec<f64> {
        let along = |i: usize| -> f64 {
            coefficients.iter().enumerate().map(|(j, b)| self.design[(i, j)] * b).sum()
        };
        self.rows.iter().enumerate().map(|(i, row)| along(i) + row.offset).collect()
    }

    fn holds(&self, means: &[f64]) -> bool {
        means.iter().all(|&mean| self.model.family.holds_mean(mean))
    }

    fn deviance(&self, means: &[f64]) -> f64 {
        let of = |(row, &mean): (&Row, &f64)| {
            if row.weight > 0.0 { self.model.family.deviance(row.y, mean, row.weight) } else { 0.0 }
        };
        self.rows.iter().zip(means).map(of).sum()
    }

    fn finish(&self, settled: Settled, null_deviance: f64) -> Fit {
        let Model { family, link, .. } = *self.model;
        let Solution { aliased, unscaled, rank, .. } = settled.solution;
        let counted = self.rows.iter().filter(|row| row.weight > 0.0).count();
        let working_residuals: Vec<f64> = (0..self.rows.len())
            .map(|i| (self.rows[i].y - settled.means[i]) / link.slope(settled.linear[i]))
            .collect();
        let scatter: f64 =
            settled.working_weights.iter().zip(&working_residuals).map(|(w, r)| w * r * r).sum();
        let df_residual = counted - rank;
        let pearson_dispersion =
            if df_residual > 0 { scatter / df_residual as f64 } else { f64::NAN };
        let pearson_of = |(row, &mean): (&Row, &f64)| {
            row.weight * (row.y - mean) * (row.y - mean) / family.variance(mean)
        };
        let coefficients = settled.coefficients.iter().zip(&aliased);
        Fit {
            coefficients: coefficients.map(|(&b, &no)| if no { f64::NAN } else { b }).collect(),
            aic: self.aic(&settled.means, settled.deviance, rank),
            pearson: self.rows.iter().zip(&settled.means).map(pearson_of).sum(),
            dispersion: if family.estimates_dispersion() { pearson_dispersion } else { 1.0 },
            aliased,
            fitted: settled.means,
            linear: settled.linear,
            deviance: settled.deviance,
            null_deviance,
            pearson_dispersion,
            rank,
            df_residual,
            iterations: settled.iterations,
            converged: settled.converged,
            warnings: settled.warnings,
            counted,
            unscaled,
            working_weights: settled.working_weights,
            working_residuals,
            design: self.design.clone(),
        }
    }

    /// Akaike's criterion: −2 ln likelihood + 2 × parameters.
    fn aic(&self, means: &[f64], deviance: f64, rank: usize) -> Option<f64> {
        let family = self.model.family;
        let rows = || self.rows.iter().zip(means).filter(|(row, _)| row.weight > 0.0);
        let likelihood: f64 = match family {
            Family::QuasiPoisson | Family::QuasiBinomial => return None,
            Family::Gaussian => {
                // The variance is a parameter too.
                let n = rows().count() as f64;
                let ln_weights: f64 = rows().map(|(row, _)| row.weight.ln()).sum();
                n * ((std::f64::consts::TAU * deviance / n).ln() + 1.0) + 2.0 - ln_weights
            }
            Family::Poisson | Family::Binomial => {
                // Where trials are 1 throughout, weights are read as trials.
                let counts = self.rows.iter().any(|row| row.trials > 1.0);
                let of = |(row, &mean): (&Row, &f64)| {
                    let trials = if counts { row.trials } else { row.weight };
                    let row = LikelihoodRow { y: row.y, mean, weight: row.weight, trials };
                    family.minus_two_ln_likelihood(&row)
                };
                rows().map(of).sum()
            }
        };
        Some(likelihood + 2.0 * rank as f64).filter(|aic| !aic.is_nan())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fit::Variance;

    fn line(x: &[f64]) -> Design {
        Design::with_intercept(x.len()).column(x).unwrap()
    }

    #[track_caller]
    fn near(got: f64, expected: f64, tolerance: f64) {
        assert!((got - expected).abs() <= tolerance, "got {got}, expected {expected}");
    }

    #[test]
    fn dobsons_trial() {
        // Dobson AJ (1990), *An introduction to generalized linear models*,
        // page 93, as printed by R's example(glm).
        let counts = [18.0, 17.0, 15.0, 20.0, 10.0, 20.0, 25.0, 13.0, 12.0];
        let design = Design::with_intercept(9)
            .levels(&[0, 1, 2, 0, 1, 2, 0, 1, 2])
            .and_then(|design| design.levels(&[0, 0, 0, 1, 1, 1, 2, 2, 2]))
            .unwrap();
        let fit = Model::new(Family::Poisson, &counts).fit(&design).unwrap();
        for (got, expected) in fit.coefficients.iter().zip([3.045, -0.4543, -0.2930, 0.0, 0.0]) {
            near(*got, expected, 5e-4);
        }
        let covariance = fit.covariance(Variance::Model);
        for (i, expected) in [0.1709, 0.2022, 0.1927, 0.2, 0.2].into_iter().enumerate() {
            near(covariance.standard_error(i), expected, 5e-5);
        }
        near(fit.null_deviance, 10.5814, 5e-5);
        near(fit.deviance, 5.1291, 5e-5);
        near(fit.aic.unwrap(), 56.76, 5e-3);
        assert_eq!((fit.iterations, fit.df_residual, fit.converged), (4, 4, true));
        assert!(fit.warnings.is_empty());
    }

    #[test]
    fn shares_of_two_groups_have_closed_forms() {
        // Odds ratio, risk ratio and risk difference of 12 in 80 against 30 in
        // 90, with Woolf's, Katz's and Wald's standard errors.
        let (events, trials) = ([30.0, 12.0], [90.0, 80.0]);
        let [p, q] = [30.0_f64 / 90.0, 12.0 / 80.0];
        let cases = [
            (
                Link::Logit,
                ((q / (1.0 - q)) / (p / (1.0 - p))).ln(),
                (1.0 / 30.0 + 1.0 / 60.0 + 1.0 / 12.0 + 1.0 / 68.0_f64).sqrt(),
            ),
            (
                Link::Log,
                (q / p).ln(),
                (1.0 / 30.0 - 1.0 / 90.0 + 1.0 / 12.0 - 1.0 / 80.0_f64).sqrt(),
            ),
            (Link::Identity, q - p, (p * (1.0 - p) / 90.0 + q * (1.0 - q) / 80.0).sqrt()),
        ];
        for (link, difference, error) in cases {
            let model = Model::new(Family::Binomial, &events).trials(&trials).link(link);
            let fit = model.until(1e-14, 50).fit(&line(&[0.0, 1.0])).unwrap();
            near(fit.coefficients[1], difference, 1e-10);
            near(fit.covariance(Variance::Model).standard_error(1), error, 1e-7);
            near(fit.deviance, 0.0, 1e-10);
        }
    }

    #[test]
    fn shares_with_weights_are_counts_with_trials() {
        let (events, trials) = ([3.0, 8.0, 9.0, 20.0], [30.0, 50.0, 40.0, 60.0]);
        let shares: Vec<f64> = events.iter().zip(trials).map(|(x, n)| x / n).collect();
        let design = line(&[0.1, 0.4, 0.6, 0.9]);
        let one = Model::new(Family::Binomial, &events).trials(&trials).fit(&design).unwrap();
        let other = Model::new(Family::Binomial, &shares).weights(&trials).fit(&design).unwrap();
        assert_eq!(one.coefficients, other.coefficients);
        near(one.aic.unwrap(), other.aic.unwrap(), 1e-9);
    }

    #[test]
    fn a_dispersion_widens_the_errors() {
        let counts = [5.0, 9.0, 30.0, 2.0, 44.0, 18.0];
        let design = line(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        let plain = Model::new(Family::Poisson, &counts).fit(&design).unwrap();
        let quasi = Model::new(Family::QuasiPoisson, &counts).fit(&design).unwrap();
        assert_eq!(plain.coefficients, quasi.coefficients);
        assert_eq!((plain.dispersion, quasi.aic), (1.0, None));
        near(quasi.dispersion, quasi.pearson / 4.0, 1e-3);
        let wide = quasi.covariance(Variance::Model).standard_error(1);
        near(plain.covariance(Variance::Quasi).standard_error(1), wide, 1e-12);
        assert!(wide > 2.0 * plain.covariance(Variance::Model).standard_error(1));
    }

    #[test]
    fn robust_errors_of_a_mean() {
        // Of a mean they are sums of products of residuals over n squared.
        let y = [1.0, 4.0, 2.0, 9.0, 4.0];
        let fit = Model::new(Family::Gaussian, &y).fit(&Design::with_intercept(5)).unwrap();
        let e = y.map(|y| y - 4.0);
        let (own, next): (f64, f64) =
            (e.iter().map(|e| e * e).sum(), e.windows(2).map(|e| e[0] * e[1]).sum());
        let two: f64 = e.windows(3).map(|e| e[0] * e[2]).sum();
        let variance = |kind| fit.covariance(kind).at(0, 0);
        near(variance(Variance::Hc0), own / 25.0, 1e-12);
        near(variance(Variance::Hc1), own / 25.0 * 5.0 / 4.0, 1e-12);
        near(variance(Variance::NeweyWest { lag: 0 }), own / 25.0, 1e-12);
        let lagged = (own + 2.0 * (2.0 / 3.0 * next + two / 3.0)) / 25.0;
        near(variance(Variance::NeweyWest { lag: 2 }), lagged, 1e-12);
    }

    #[test]
    fn a_group_without_events_runs_away_with_a_warning() {
        let fit = Model::new(Family::Binomial, &[0.0, 5.0])
            .trials(&[10.0, 10.0])
            .until(1e-300, 60)
            .fit(&line(&[1.0, 0.0]))
            .unwrap();
        assert!(fit.warnings.contains(&FitWarning::FittedAtAnEnd), "{:?}", fit.warnings);
        let unsettled = Model::new(Family::Poisson, &[1.0, 50.0]).until(1e-8, 1);
        let fit = unsettled.fit(&Design::with_intercept(2)).unwrap();
        assert_eq!((fit.converged, fit.warnings), (false, vec![FitWarning::NotConverged]));
    }

    #[test]
    fn steps_out_of_bounds_are_shortened() {
        // Fitted shares at the end would be above 1 on the first full step.
        let fit = Model::new(Family::Binomial, &[1.0, 10.0, 99.0])
            .trials(&[100.0, 100.0, 100.0])
            .link(Link::Log)
            .start(&[-3.0, 0.0])
            .fit(&line(&[0.0, 1.0, 2.0]))
            .unwrap();
        assert!(fit.warnings.contains(&FitWarning::Boundary), "{:?}", fit.warnings);
        assert!(fit.fitted.iter().all(|share| *share > 0.0 && *share < 1.0));
    }

    #[test]
    fn weights_of_zero_leave_rows_out() {
        let (y, x) = ([3.0, 8.0, 9.0, 700.0], [1.0, 2.0, 3.0, 9.0]);
        let with = Model::new(Family::Poisson, &y).weights(&[1.0, 1.0, 1.0, 0.0]);
        let with = with.fit(&line(&x)).unwrap();
        let without = Model::new(Family::Poisson, &y[..3]).fit(&line(&x[..3])).unwrap();
        assert_eq!(with.coefficients, without.coefficients);
        assert_eq!(with.df_residual, 1);
        let errors = [with, without].map(|fit| fit.covariance(Variance::Hc1).at(1, 1));
        near(errors[0], errors[1], 1e-15);
    }

    #[test]
    fn what_cannot_be_fitted_is_refused() {
        let design = line(&[0.0, 1.0, 2.0]);
        let refuse = |model: Model| model.fit(&design).unwrap_err();
        let model = |y| Model::new(Family::Poisson, y);
        let lengths = |what, given| FitError::Lengths { what, given, expected: 3 };
        assert_eq!(refuse(model(&[])), lengths("response", 0));
        assert_eq!(refuse(model(&[1.0; 3]).offset(&[0.0; 2])), lengths("offset", 2));
        let not = FitError::NotFinite { what: "response", index: 2 };
        assert_eq!(refuse(model(&[1.0, f64::NAN, 2.0])), not);
        let not = FitError::NotFinite { what: "offset", index: 1 };
        assert_eq!(refuse(model(&[1.0; 3]).offset(&[f64::NEG_INFINITY, 0.0, 0.0])), not);
        let negative = FitError::Negative { what: "weights", index: 3 };
        assert_eq!(refuse(model(&[1.0; 3]).weights(&[1.0, 1.0, -1.0])), negative);
        assert_eq!(refuse(model(&[1.0, 1.0, -1.0])), FitError::OutsideFamily { index: 3 });
        let shares = Model::new(Family::Binomial, &[1.0, 2.0, 3.0]).trials(&[9.0, 9.0, 2.0]);
        assert_eq!(refuse(shares), FitError::OutsideFamily { index: 3 });
        assert_eq!(refuse(model(&[1.0; 3]).weights(&[0.0; 3])), FitError::NoRows);
        let without = Design::without_intercept(3);
        assert_eq!(model(&[1.0; 3]).fit(&without).unwrap_err(), FitError::NoColumns);
        let log = Model::new(Family::Gaussian, &[-1.0, 2.0, 3.0]).link(Link::Log);
        assert_eq!(refuse(log), FitError::NoValidStart);
    }

    proptest! {
        #[test]
        fn the_score_equations_hold(
            counts in prop::collection::vec(1..200_u32, 6),
            exposure in prop::collection::vec(10.0..1e5_f64, 6),
        ) {
            let y: Vec<f64> = counts.into_iter().map(f64::from).collect();
            let offset: Vec<f64> = exposure.iter().map(|x| x.ln()).collect();
            let x = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
            let model = Model::new(Family::Poisson, &y).offset(&offset).until(1e-13, 60);
            let fit = model.fit(&line(&x)).unwrap();
            prop_assume!(fit.converged);
            let (mut sum, mut along) = (0.0, 0.0);
            for i in 0..6 {
                sum += y[i] - fit.fitted[i];
                along += (y[i] - fit.fitted[i]) * x[i];
            }
            let scale: f64 = y.iter().sum();
            prop_assert!(sum.abs() < 1e-5 * scale && along.abs() < 1e-5 * scale, "{sum} {along}");
        }

        #[test]
        fn the_order_of_rows_changes_nothing(
            counts in prop::collection::vec(1..200_u32, 6),
        ) {
            let mut y: Vec<f64> = counts.into_iter().map(f64::from).collect();
            let mut x = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
            let one = Model::new(Family::Poisson, &y).fit(&line(&x)).unwrap();
            y.reverse();
            x.reverse();
            let other = Model::new(Family::Poisson, &y).fit(&line(&x)).unwrap();
            for (a, b) in one.coefficients.iter().zip(&other.coefficients) {
                prop_assert!((a - b).abs() < 1e-10);
            }
            let errors = |fit: &Fit| fit.covariance(Variance::Hc0).standard_error(1);
            prop_assert!((errors(&one) / errors(&other) - 1.0).abs() < 1e-9);
        }
    }
}
