//! Between-group standard deviation (BGSD).

use firstyear_core::{Confidence, MethodId};

use super::dispersion::Spread;
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`bgsd`].
pub const BGSD: MethodId = MethodId::new("who-bgsd");

/// Between-group standard deviation (BGSD): the square root of
/// [`bgv`](super::bgv()).
///
/// # Units
///
/// That of the estimates.
///
/// # Reading
///
/// 0 when all groups are alike, and never less; larger than the truth by
/// chance. The limits are the roots of those of [`bgv`](super::bgv()).
///
/// # Errors
///
/// None beyond those of [`Groups::new`].
///
/// # Source
///
/// As [`bgv`](super::bgv()).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, bgsd};
///
/// let groups = Groups::new(Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter))?;
/// assert_eq!(bgsd(&groups, Confidence::P95)?.estimate.value, 10.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn bgsd(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let spread = Spread::of(groups);
    let value = spread.variance.sqrt();
    if groups.standard_errors.is_none() {
        return Ok(Measure::alone(BGSD, value));
    }
    let (lower, upper) = spread.limits(spread.variance, confidence);
    let limits = (lower.sqrt(), upper.sqrt());
    Ok(Measure::between(BGSD, value, Some(limits), confidence))
}

pub(crate) const METHOD: Method = Method {
    id: BGSD,
    name: "Between-group standard deviation",
    family: "inequality",
    unit: "unit of the estimates",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes",
    explanation: "The square root of the between-group variance, with limits that are the roots of its limits. Chance makes it larger than the truth, so the limits, which are those of the truth, reach lower than higher: they hold the sizes for which what is observed is neither surprisingly large nor surprisingly small, reach 0 where chance alone explains it, and never leave out the value itself. Estimates that are equal, or nearer to each other than their errors would let them be by chance, do not make the truth 0: the upper limit is at least the spread that errors alone could make.",
    call: Call { run: |group, out| table::run(group, out, &table::SPREAD, bgsd), ..table::SPREAD },
};
