//! The line across groups in order that the slope and the relative index read
//! at its ends.

use firstyear_core::Confidence;

use super::{Groups, InequalityError};
use crate::fit::{Design, Family, Fit, Link, Model, Variance};
use crate::limits::deviate;
use crate::special::student_t_quantile;

/// The kind of line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Line {
    /// Straight on the scale of log odds, so that it stays between 0 and the
    /// indicator's scale.
    #[default]
    Logistic,
    /// Straight: for means, which have no scale.
    Linear,
}

/// A fitted line: its height at both ends as a part of `per`, and what it
/// takes to tell how sure these are.
pub(super) struct Ends {
    /// At the most disadvantaged end.
    pub(super) low: f64,
    /// At the least disadvantaged end.
    pub(super) high: f64,
    pub(super) per: f64,
    line: Line,
    fit: Fit,
    ranks: Vec<f64>,
    weights: Vec<f64>,
}

impl Ends {
    /// Fits the line, each group counting by its share of the population once.
    pub(super) fn fit(groups: &Groups, line: Line) -> Result<Self, InequalityError> {
        let ranks = groups.ranks()?;
        let per = match line {
            Line::Logistic => groups.scale()?.per(),
            Line::Linear => 1.0,
        };
        let mean = groups.mean() / per;
        if line == Line::Logistic && (mean <= 0.0 || mean >= 1.0) {
            return Err(InequalityError::MeanAtEnd);
        }
        let response: Vec<f64> = groups.estimates.iter().map(|y| y / per).collect();
        // Shares of the average group, so that the fit's own tolerance meets
        // numbers of a usual size.
        let size = groups.len() as f64;
        let weights: Vec<f64> = groups.shares.iter().map(|share| share * size).collect();
        let family = match line {
            Line::Logistic => Family::QuasiBinomial,
            Line::Linear => Family::Gaussian,
        };
        let design = Design::with_intercept(ranks.len()).column(&ranks);
        let fit = design
            .and_then(|design| {
                Model::new(family, &response).weights(&weights).until(1e-12, 100).fit(&design)
            })
            .map_err(|_| InequalityError::NotSettled)?;
        let [a, b] = [fit.coefficients[0], fit.coefficients[1]];
        let settled = fit.converged && a.is_finite() && b.is_finite();
        let link = line.link();
        let (low, high) = (link.mean(a), link.mean(a + b));
        let inside = line == Line::Linear || (low > 1e-12 && high > 1e-12);
        if !settled || !inside {
            return Err(InequalityError::NotSettled);
        }
        Ok(Self { low, high, per, line, fit, ranks, weights })
    }

    /// How fast each end moves with the intercept.
    pub(super) fn slopes(&self) -> (f64, f64) {
        let link = self.line.link();
        let [a, b] = [self.fit.coefficients[0], self.fit.coefficients[1]];
        (link.slope(a), link.slope(a + b))
    }

    /// The standard error of a function of the ends with these derivatives by
    /// intercept and slope, and the deviate of its limits.
    ///
    /// With standard errors of the groups it is how far their errors move the
    /// line; without, how far the groups lie off it.
    pub(super) fn error(
        &self,
        groups: &Groups,
        gradient: [f64; 2],
        confidence: Confidence,
    ) -> Option<(f64, f64)> {
        if groups.standard_errors.is_some() {
            let error = groups.delta(self.by_estimates(gradient).into_iter())?;
            return Some((error, deviate(confidence)));
        }
        if groups.len() < 3 {
            return None;
        }
        let variance = self.fit.covariance(Variance::Hc1).of_combination(&gradient);
        let freedom = groups.len() as f64 - 2.0;
        let deviate = student_t_quantile(1.0 - confidence.tail(), freedom);
        Some((variance.max(0.0).sqrt(), deviate))
    }

    /// Derivatives of the function by each estimate: the fit sets the sum of
    /// weight × miss × (1, rank) to 0, which says how its coefficients follow.
    fn by_estimates(&self, [by_a, by_b]: [f64; 2]) -> Vec<f64> {
        let link = self.line.link();
        let (mut s0, mut s1, mut s2) = (0.0, 0.0, 0.0);
        for ((rank, weight), eta) in self.ranks.iter().zip(&self.weights).zip(&self.fit.linear) {
            let bend = weight * link.slope(*eta);
            s0 += bend;
            s1 += bend * rank;
            s2 += bend * rank * rank;
        }
        let determinant = s0 * s2 - s1 * s1;
        let through_a = (by_a * s2 - by_b * s1) / determinant;
        let through_b = (by_b * s0 - by_a * s1) / determinant;
        let by = |(rank, weight): (&f64, &f64)| weight * (through_a + through_b * rank) / self.per;
        self.ranks.iter().zip(&self.weights).map(by).collect()
    }
}

impl Line {
    pub(super) const WORDS: [(&'static str, Self); 2] =
        [("logistic", Self::Logistic), ("linear", Self::Linear)];

    const fn link(self) -> Link {
        match self {
            Self::Logistic => Link::Logit,
            Self::Linear => Link::Identity,
        }
    }
}
