//! Ratio (R) of two groups.

use firstyear_core::{Confidence, MethodId};

use super::pair::Pair;
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`ratio`].
pub const RATIO: MethodId = MethodId::new("who-r");

/// Ratio (R) of two groups, the same as those of
/// [`difference`](super::difference()).
///
/// # Units
///
/// None. The standard error is that of its natural logarithm, on which scale
/// the limits are symmetric. Where a standard error is over half of its
/// estimate they hold the truth less often than they say.
///
/// # Sign
///
/// Above 1 where the difference is above 0, with the same reserve about groups
/// that were picked for being extreme.
///
/// # Errors
///
/// [`InequalityError::NotPositive`]: an estimate of the two that is not above
/// 0, as then there is no ratio or no logarithm of it.
///
/// # Source
///
/// WHO (2013), *Handbook on health inequality monitoring*, chapter 3.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, ratio};
///
/// let groups = Groups::new(Reported::of(&[6.0, 4.0, 3.0], Polarity::LowerIsBetter))?;
/// assert_eq!(ratio(&groups, Confidence::P95)?.estimate.value, 2.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn ratio(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let Pair { first, second } = Pair::of(groups)?;
    let y = &groups.estimates;
    if let Some(at) = [first, second].into_iter().find(|at| y[*at] <= 0.0) {
        return Err(InequalityError::NotPositive { at: at + 1 });
    }
    let by_logarithm =
        (0..groups.len()).map(|at| if at == first || at == second { 1.0 / y[at] } else { 0.0 });
    let error = groups.delta(by_logarithm);
    Ok(Measure::ratio(RATIO, y[first] / y[second], error, confidence))
}

pub(crate) const METHOD: Method = Method {
    id: RATIO,
    name: "Ratio of two groups",
    family: "inequality",
    unit: "ratio",
    ordered: false,
    reading: "above 1 when the advantaged are better off",
    source: "WHO (2013), Handbook on health inequality monitoring",
    explanation: "The groups of the difference, one over the other. Standard error and limits are those of the natural logarithm, and the limits are turned back. Where a standard error is over half of its estimate they hold the truth less often than they say: 91 of 100 times for 95% in simulation.",
    call: Call { run: |group, out| table::run(group, out, &table::PAIR, ratio), ..table::PAIR },
};
