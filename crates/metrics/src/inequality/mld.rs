//! Mean log deviation (MLD).

use firstyear_core::{Confidence, MethodId};

use super::dispersion::{Spread, over_mean};
use super::table;
use super::ti::{NEAR, alternating};
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`mld`].
pub const MLD: MethodId = MethodId::new("who-mld");

/// Mean log deviation (MLD): −1,000 Σ p ln r, where r is a group's estimate
/// over the mean.
///
/// # Units
///
/// Thousandths of a nat.
///
/// # Reading
///
/// As [`ti`](super::ti()); it gives more weight to groups far below the mean.
///
/// # Errors
///
/// [`InequalityError::NotPositive`]: an estimate of 0 makes it infinite.
///
/// # Source
///
/// As [`ti`](super::ti()).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, mld};
///
/// let groups = Groups::new(Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter))?;
/// let by_hand = -500.0 * (0.5_f64.ln() + 1.5_f64.ln());
/// assert!((mld(&groups, Confidence::P95)?.estimate.value - by_hand).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn mld(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    if let Some(at) = groups.estimates.iter().position(|&y| y <= 0.0) {
        return Err(InequalityError::NotPositive { at: at + 1 });
    }
    let mean = groups.positive_mean()?;
    // d − ln(1 + d): over all groups the same sum as −ln r, of parts that are
    // never negative.
    let part = |d: f64| {
        if d.abs() < NEAR { alternating(d, f64::recip) } else { d - (1.0 + d).ln() }
    };
    let value = 1_000.0 * groups.each().map(|(y, p, _)| p * part((y - mean) / mean)).sum::<f64>();
    if groups.standard_errors.is_none() {
        return Ok(Measure::alone(MLD, value));
    }
    let error = groups.delta(groups.each().map(|(y, p, _)| 1_000.0 * p * (1.0 - mean / y) / mean));
    let limits = Spread::of(groups).entropy_limits(value, mean, confidence);
    let limits = over_mean(groups, value, limits, 2.0, confidence);
    Ok(Measure::between(MLD, value, Some(limits), confidence).with_error(error))
}

pub(crate) const METHOD: Method = Method {
    id: MLD,
    name: "Mean log deviation",
    family: "inequality",
    unit: "thousandths of a nat",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "Theil (1967), Economics and information theory; WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes",
    explanation: "-1,000 times the sum of p ln r, with r a group's estimate over the mean. The standard error is times 1,000 too. Chance makes it larger than the truth, so the limits, which are those of the truth, reach lower than higher: they hold the sizes for which what is observed is neither surprisingly large nor surprisingly small, reach 0 where chance alone explains it, and never leave out the value itself. Estimates that are equal, or nearer to each other than their errors would let them be by chance, do not make the truth 0: the upper limit is at least the spread that errors alone could make.",
    call: Call { run: |group, out| table::run(group, out, &table::SPREAD, mld), ..table::SPREAD },
};
