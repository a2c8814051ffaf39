//! Theil index (TI).

use firstyear_core::{Confidence, MethodId};

use super::dispersion::{Spread, over_mean};
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`ti`].
pub const TI: MethodId = MethodId::new("who-ti");

/// Theil index (TI): 1,000 Σ p r ln r, where r is a group's estimate over the
/// mean.
///
/// # Units
///
/// Thousandths of a nat.
///
/// # Reading
///
/// 0 when all groups are alike, and never less; larger than the truth by
/// chance, so that the limits reach lower than higher (as those of
/// [`bgv`](super::bgv()), to whose half over the squared mean it is close).
/// The standard error is that of the index, by the delta method, and like the
/// index is times 1,000.
///
/// # Errors
///
/// [`InequalityError`]: a negative estimate, or a mean that is not above 0. A
/// group with 0 adds 0, the limit of r ln r.
///
/// # Source
///
/// Theil H (1967), *Economics and information theory*; WHO (2024), *Health
/// Inequality Monitor: summary measures of health inequality, technical
/// notes*.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, ti};
///
/// let groups = Groups::new(Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter))?;
/// let by_hand = 1_000.0 * (0.25 * 0.5_f64.ln() + 0.75 * 1.5_f64.ln());
/// assert!((ti(&groups, Confidence::P95)?.estimate.value - by_hand).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn ti(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    if let Some(at) = groups.estimates.iter().position(|&y| y < 0.0) {
        return Err(InequalityError::NotPositive { at: at + 1 });
    }
    let mean = groups.positive_mean()?;
    let value =
        1_000.0 * groups.each().map(|(y, p, _)| p * entropy((y - mean) / mean)).sum::<f64>();
    if groups.standard_errors.is_none() {
        return Ok(Measure::alone(TI, value));
    }
    // By r: 1 + ln r, less its mean by r, as the mean moves with every group.
    let by = |y: f64| 1.0 + (y / mean).ln();
    let centre = 1.0 + value / 1_000.0;
    let error = groups.delta(groups.each().map(|(y, p, _)| 1_000.0 * p * (by(y) - centre) / mean));
    // At 0 the slope is infinite, and a straight line is no picture of it.
    let error = error.filter(|error| error.is_finite());
    let limits = Spread::of(groups).entropy_limits(value, mean, confidence);
    let limits = over_mean(groups, value, limits, 2.0, confidence);
    Ok(Measure::between(TI, value, Some(limits), confidence).with_error(error))
}

/// r ln r − (r − 1) for r = 1 + d: over all groups the same sum as r ln r, of
/// parts that are never negative, so that groups that are alike give exactly 0.
fn entropy(d: f64) -> f64 {
    if d.abs() < NEAR {
        return alternating(d, |k| 1.0 / (k * (k - 1.0)));
    }
    let r = 1.0 + d;
    if r > 0.0 { r * r.ln() - d } else { 1.0 }
}

/// So near to the mean the logarithm and what it is held against cancel, and a
/// series has the digits.
pub(super) const NEAR: f64 = 0.02;

/// Σ (−d)^k × coefficient(k) from k = 2; for d below [`NEAR`] what is left out
/// is beyond the last digit.
pub(super) fn alternating(d: f64, coefficient: fn(f64) -> f64) -> f64 {
    let mut power = -d;
    (2..=11)
        .map(|k| {
            power *= -d;
            power * coefficient(f64::from(k))
        })
        .sum()
}

pub(crate) const METHOD: Method = Method {
    id: TI,
    name: "Theil index",
    family: "inequality",
    unit: "thousandths of a nat",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "Theil (1967), Economics and information theory; WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes",
    explanation: "1,000 times the sum of p r ln r, with r a group's estimate over the mean. The standard error is times 1,000 too. Chance makes it larger than the truth, so the limits, which are those of the truth, reach lower than higher: they hold the sizes for which what is observed is neither surprisingly large nor surprisingly small, reach 0 where chance alone explains it, and never leave out the value itself. Estimates that are equal, or nearer to each other than their errors would let them be by chance, do not make the truth 0: the upper limit is at least the spread that errors alone could make.",
    call: Call { run: |group, out| table::run(group, out, &table::SPREAD, ti), ..table::SPREAD },
};
