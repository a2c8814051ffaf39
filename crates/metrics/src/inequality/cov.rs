//! Coefficient of variation (COV).

use firstyear_core::{Confidence, MethodId};

use super::dispersion::{Spread, over_mean};
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`cov`].
pub const COV: MethodId = MethodId::new("who-cov");

/// Coefficient of variation (COV): [`bgsd`](super::bgsd()) as a percentage of
/// the mean.
///
/// # Units
///
/// Per cent.
///
/// # Reading
///
/// 0 when all groups are alike, and never less; larger than the truth by
/// chance. The limits are those of [`bgsd`](super::bgsd()) over the mean,
/// widened for what is not known of the mean.
///
/// # Errors
///
/// [`InequalityError::NoMean`].
///
/// # Source
///
/// As [`bgv`](super::bgv()); Donner A, Zou GY (2012), Stat Methods Med Res
/// 21:347-359 (limits).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, cov};
///
/// let groups = Groups::new(Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter))?;
/// assert_eq!(cov(&groups, Confidence::P95)?.estimate.value, 50.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn cov(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let spread = Spread::of(groups);
    let value = 100.0 * spread.variance.sqrt() / groups.positive_mean()?;
    if groups.standard_errors.is_none() {
        return Ok(Measure::alone(COV, value));
    }
    let (lower, upper) = spread.limits(spread.variance, confidence);
    let percent = |variance: f64| 100.0 * variance.sqrt() / groups.mean();
    let limits = (percent(lower), percent(upper));
    let limits = over_mean(groups, value, limits, 1.0, confidence);
    Ok(Measure::between(COV, value, Some(limits), confidence))
}

pub(crate) const METHOD: Method = Method {
    id: COV,
    name: "Coefficient of variation",
    family: "inequality",
    unit: "per cent",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes; Donner and Zou (2012), Stat Methods Med Res 21:347",
    explanation: "The between-group standard deviation over the mean. Chance makes it larger than the truth, so the limits, which are those of the truth, reach lower than higher: they hold the sizes for which what is observed is neither surprisingly large nor surprisingly small, reach 0 where chance alone explains it, and never leave out the value itself. They are widened for what is not known of the mean. Estimates that are equal, or nearer to each other than their errors would let them be by chance, do not make the truth 0: the upper limit is at least the spread that errors alone could make.",
    call: Call { run: |group, out| table::run(group, out, &table::SPREAD, cov), ..table::SPREAD },
};
