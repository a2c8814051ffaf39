//! Iteratively reweighted least squares.

use nalgebra::{DMatrix, DVector};

use super::family::LikelihoodRow;
use super::least_squares::{Solution, least_squares};
use super::{Family, Fit, FitError, FitWarning, Model};

/// An observation as the iteration sees it.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// The response; of binomial families a share.
    pub(super) y: f64,
    /// Prior weight times trials.
    pub(super) weight: f64,
    pub(super) trials: f64,
    pub(super) offset: f64,
}

/// A model on its rows.
#[derive(Clone, Copy)]
pub(super) struct Problem<'a> {
    pub(super) model: &'a Model<'a>,
    pub(super) rows: &'a [Row],
    pub(super) design: &'a DMatrix<f64>,
}

/// Where an iteration starts.
pub(super) struct Start {
    linear: Vec<f64>,
    means: Vec<f64>,
    coefficients: Option<Vec<f64>>,
}

impl Start {
    pub(super) fn new(
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
pub(super) struct Settled {
    solution: Solution,
    coefficients: Vec<f64>,
    linear: Vec<f64>,
    pub(super) means: Vec<f64>,
    working_weights: Vec<f64>,
    pub(super) deviance: f64,
    iterations: u32,
    pub(super) converged: bool,
    pub(super) warnings: Vec<FitWarning>,
}

impl Problem<'_> {
    pub(super) fn settle(&self, start: Start) -> Result<Settled, FitError> {
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

    pub(super) fn linear(&self, coefficients: &[f64]) -> Vec<f64> {
        let along = |i: usize| -> f64 {
            coefficients.iter().enumerate().map(|(j, b)| self.design[(i, j)] * b).sum()
        };
        self.rows.iter().enumerate().map(|(i, row)| along(i) + row.offset).collect()
    }

    fn holds(&self, means: &[f64]) -> bool {
        means.iter().all(|&mean| self.model.family.holds_mean(mean))
    }

    pub(super) fn deviance(&self, means: &[f64]) -> f64 {
        let of = |(row, &mean): (&Row, &f64)| {
            if row.weight > 0.0 { self.model.family.deviance(row.y, mean, row.weight) } else { 0.0 }
        };
        self.rows.iter().zip(means).map(of).sum()
    }

    pub(super) fn finish(&self, settled: Settled, null_deviance: f64) -> Fit {
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
