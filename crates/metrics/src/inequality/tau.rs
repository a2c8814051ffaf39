//! How far areas differ beyond chance: the standard deviation of the family
//! they come from.

use firstyear_core::{Confidence, MethodId};

use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;
use crate::special::chi_square_quantile;

/// The method of [`tau`].
pub const TAU: MethodId = MethodId::new("between-area-tau");

/// How far areas differ beyond chance (τ): the standard deviation of the true
/// values, if those of the areas at hand are a sample of a normal family.
///
/// Each area counts by how precisely it is known, not by its people.
///
/// # Units
///
/// That of the estimates.
///
/// # Limits
///
/// By the Q-profile: Q(τ²) = Σ (y − ȳ)² / (σ² + τ²), with ȳ weighted alike,
/// follows chi-square with one degree of freedom less than there are areas, so
/// that the values of τ² for which it is not surprising are exact limits where
/// the family is normal and standard errors are known. With no true inequality
/// the lower limit is 0 as often as the confidence says, and in half of the
/// other cases.
///
/// # Errors
///
/// [`InequalityError`]: no standard errors, or one that is 0.
///
/// # Source
///
/// Paule RC, Mandel J (1982), J Res Natl Bur Stand 87:377-385 (value);
/// Viechtbauer W (2007), Stat Med 26:37-52 (limits).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, tau};
///
/// let groups = Groups::new(Reported {
///     standard_errors: Some(&[0.8; 5]),
///     ..Reported::of(&[3.2, 4.9, 4.1, 3.6, 4.4], Polarity::LowerIsBetter)
/// })?;
/// assert_eq!(tau(&groups, Confidence::P95)?.estimate.value, 0.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn tau(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let errors = groups.standard_errors.as_ref().ok_or(InequalityError::NoStandardErrors)?;
    if let Some(at) = errors.iter().position(|&error| error == 0.0) {
        return Err(InequalityError::NoError { at: at + 1 });
    }
    let freedom = groups.len() as f64 - 1.0;
    let tail = confidence.tail();
    let at = |quantile: f64| variance_at(groups, quantile).sqrt();
    let limits =
        (at(chi_square_quantile(1.0 - tail, freedom)), at(chi_square_quantile(tail, freedom)));
    Ok(Measure::between(TAU, at(freedom), Some(limits), confidence))
}

/// The τ² at which Q falls to `target`; 0 where it is below from the start.
fn variance_at(groups: &Groups, target: f64) -> f64 {
    if q(groups, 0.0) <= target {
        return 0.0;
    }
    let mut high = 1.0;
    while q(groups, high) > target {
        high *= 2.0;
    }
    let mut low = 0.0;
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle == low || middle == high {
            break;
        }
        if q(groups, middle) > target { low = middle } else { high = middle }
    }
    high
}

fn q(groups: &Groups, variance: f64) -> f64 {
    let weight = |error: f64| 1.0 / (error * error + variance);
    let (total, sum) = groups.each().fold((0.0, 0.0), |(total, sum), (y, _, error)| {
        (total + weight(error), sum + weight(error) * y)
    });
    let mean = sum / total;
    groups.each().map(|(y, _, error)| weight(error) * (y - mean).powi(2)).sum()
}

pub(crate) const METHOD: Method = Method {
    id: TAU,
    name: "Standard deviation between areas beyond chance",
    family: "inequality",
    unit: "unit of the estimates",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "Paule and Mandel (1982), J Res Natl Bur Stand 87:377; Viechtbauer (2007), Stat Med 26:37",
    explanation: "The standard deviation of the true values of areas that are a sample of a normal family, each area weighing by its precision. Limits by the Q-profile, exact for such a family; with no true inequality they hold 0 at least as often as they say.",
    call: Call { run: |group, out| table::run(group, out, &table::SPREAD, tau), ..table::SPREAD },
};
