//! The line across the records of a survey.

use super::{Survey, SurveyError};
use crate::fit::{Design as Columns, Family, Link, Model};
use crate::inequality::{InequalityError, Line};

/// A fitted line, its height at both ends as a part of `per`, and what each
/// record adds to the errors of its coefficients.
pub(super) struct Ends {
    pub(super) low: f64,
    pub(super) high: f64,
    /// How fast each end moves with the intercept.
    pub(super) by_low: f64,
    pub(super) by_high: f64,
    pub(super) per: f64,
    /// For each record its part in intercept and slope, but for its share.
    parts: Vec<[f64; 2]>,
}

impl Ends {
    pub(super) fn fit(survey: &Survey, line: Line) -> Result<Self, SurveyError> {
        let (family, link, per) = match line {
            Line::Logistic => {
                let per = survey.scale.ok_or(InequalityError::NoScale)?.per();
                (Family::QuasiBinomial, Link::Logit, per)
            }
            Line::Linear => (Family::Gaussian, Link::Identity, 1.0),
        };
        let size = survey.values.len();
        let y: Vec<f64> = survey.values.iter().map(|value| value / per).collect();
        let ranks: Vec<f64> = survey.groups.iter().map(|group| survey.ranks[*group]).collect();
        let weights: Vec<f64> = survey.shares.iter().map(|share| share * size as f64).collect();
        let fit = Columns::with_intercept(size)
            .column(&ranks)
            .and_then(|columns| {
                Model::new(family, &y).weights(&weights).until(1e-12, 100).fit(&columns)
            })
            .map_err(|_| InequalityError::NotSettled)?;
        let (a, b) = (fit.coefficients[0], fit.coefficients[1]);
        let (low, high) = (link.mean(a), link.mean(a + b));
        let inside = line == Line::Linear || (low > 1e-12 && high > 1e-12);
        if !(fit.converged && a.is_finite() && b.is_finite() && inside) {
            return Err(InequalityError::NotSettled.into());
        }
        let misses: Vec<f64> = y.iter().zip(&fit.fitted).map(|(y, fitted)| y - fitted).collect();
        let bends: Vec<f64> = fit.linear.iter().map(|eta| link.slope(*eta)).collect();
        let parts = parts(survey, &misses, &bends, b);
        Ok(Self { low, high, by_low: link.slope(a), by_high: link.slope(a + b), per, parts })
    }

    /// What each record adds to a function with this gradient by intercept and
    /// slope, but for its share.
    pub(super) fn parts(&self, [by_a, by_b]: [f64; 2]) -> impl Iterator<Item = f64> + '_ {
        self.parts.iter().map(move |[a, b]| by_a * a + by_b * b)
    }
}

/// The fit sets the sum of share × miss × (1, rank) to 0. A record moves it by
/// its own miss, and by the ranks of all groups, which its group's share moves.
fn parts(survey: &Survey, misses: &[f64], bends: &[f64], slope: f64) -> Vec<[f64; 2]> {
    let groups = survey.ranks.len();
    let mut bread = [0.0; 3];
    let mut moved = [vec![0.0; groups], vec![0.0; groups]];
    for ((share, _, group), (miss, bend)) in survey.each().zip(misses.iter().zip(bends)) {
        let rank = survey.ranks[group];
        for (slot, power) in bread.iter_mut().zip([1.0, rank, rank * rank]) {
            *slot += share * bend * power;
        }
        moved[0][group] -= share * bend * slope;
        moved[1][group] += share * (miss - rank * bend * slope);
    }
    let [s0, s1, s2] = bread;
    let determinant = s0 * s2 - s1 * s1;
    let through = moved.map(|moved| survey.through_ranks(&moved));
    survey
        .each()
        .zip(misses)
        .map(|((_, _, group), miss)| {
            let first = miss + through[0][group];
            let second = miss * survey.ranks[group] + through[1][group];
            [(s2 * first - s1 * second) / determinant, (s0 * second - s1 * first) / determinant]
        })
        .collect()
}
