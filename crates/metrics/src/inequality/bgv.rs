//! Between-group variance (BGV).

use firstyear_core::{Confidence, MethodId};

use super::dispersion::Spread;
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`bgv`].
pub const BGV: MethodId = MethodId::new("who-bgv");

/// Between-group variance (BGV): Σ p (y − μ)², over all people the square of
/// how far their group is from the mean.
///
/// # Units
///
/// That of the estimates, squared.
///
/// # Reading
///
/// 0 when all groups are alike, and never less. Chance makes it larger than
/// the truth, by Σ p (1 − p) σ² on average: [`bgv_corrected`](super::bgv_corrected)
/// takes that off.
///
/// # Limits
///
/// Those of the true variance, so they reach lower than higher, and down to 0
/// where chance alone explains what is seen: the values of the true variance
/// for which the observed one is neither surprisingly large nor surprisingly
/// small, by noncentral chi-square with its mean and variance. The upper limit
/// is at least that of the delta method, and at least the variance that errors
/// alone could make of groups that are alike: equal estimates do not make the
/// truth 0. The standard error is that of the observed variance, by the formula
/// of the technical notes.
///
/// # Errors
///
/// None beyond those of [`Groups::new`].
///
/// # Source
///
/// WHO (2024), *Health Inequality Monitor: summary measures of health
/// inequality, technical notes*; Satterthwaite FE (1946), Biometrics Bull
/// 2:110-114, and Patnaik PB (1949), Biometrika 36:202-232 (distribution).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, bgv};
///
/// let groups = Groups::new(Reported {
///     standard_errors: Some(&[1.0, 1.0]),
///     ..Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter)
/// })?;
/// let bgv = bgv(&groups, Confidence::P95)?;
/// assert_eq!(bgv.estimate.value, 100.0);
/// assert!(bgv.estimate.interval.unwrap().contains(100.0));
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn bgv(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let spread = Spread::of(groups);
    let value = spread.variance;
    if groups.standard_errors.is_none() {
        return Ok(Measure::alone(BGV, value));
    }
    let limits = spread.limits(spread.variance, confidence);
    Ok(Measure::between(BGV, value, Some(limits), confidence).with_error(Some(spread.error())))
}

pub(crate) const METHOD: Method = Method {
    id: BGV,
    name: "Between-group variance",
    family: "inequality",
    unit: "squared unit of the estimates",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes; Satterthwaite (1946), Biometrics Bull 2:110; Patnaik (1949), Biometrika 36:202",
    explanation: "The mean squared distance of people's groups from the mean. Chance makes it larger than the truth, so the limits, which are those of the truth, reach lower than higher: they hold the sizes for which what is observed is neither surprisingly large nor surprisingly small, reach 0 where chance alone explains it, and never leave out the value itself. Estimates that are equal, or nearer to each other than their errors would let them be by chance, do not make the truth 0: the upper limit is at least the spread that errors alone could make.",
    call: Call { run: |group, out| table::run(group, out, &table::SPREAD, bgv), ..table::SPREAD },
};
