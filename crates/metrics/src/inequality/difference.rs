//! Difference (D) between two groups.

use firstyear_core::{Confidence, MethodId};

use super::pair::Pair;
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`difference`].
pub const DIFFERENCE: MethodId = MethodId::new("who-d");

/// Difference (D) between two groups: the ends of an order, a reference and
/// the group worst off against it, or else highest minus lowest.
///
/// # Units
///
/// That of the estimates.
///
/// # Sign
///
/// Positive when the advantaged are better off, or when a reference is better
/// off than the group held against it. Without order and reference it is never
/// negative, and because the two groups are picked for being extreme, chance
/// alone makes it larger than 0: the limits, which take the two groups as
/// given, do not allow for that. Where many groups have wide limits use
/// [`bgv_corrected`](super::bgv_corrected) instead.
///
/// # Errors
///
/// None beyond those of [`Groups::new`].
///
/// # Source
///
/// WHO (2013), *Handbook on health inequality monitoring*, chapter 3.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, difference};
///
/// let groups = Groups::new(Reported {
///     standard_errors: Some(&[3.0, 2.0, 4.0]),
///     order: Some(&[1, 2, 3]),
///     ..Reported::of(&[60.0, 70.0, 85.0], Polarity::HigherIsBetter)
/// })?;
/// let d = difference(&groups, Confidence::P95)?;
/// assert_eq!((d.estimate.value, d.standard_error), (25.0, Some(5.0)));
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn difference(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let Pair { first, second } = Pair::of(groups)?;
    let value = groups.estimates[first] - groups.estimates[second];
    let sides = (0..groups.len()).map(|at| f64::from(u8::from(at == first || at == second)));
    Ok(Measure::normal(DIFFERENCE, value, groups.delta(sides), confidence))
}

pub(crate) const METHOD: Method = Method {
    id: DIFFERENCE,
    name: "Difference between two groups",
    family: "inequality",
    unit: "unit of the estimates",
    ordered: false,
    reading: "positive when the advantaged are better off",
    source: "WHO (2013), Handbook on health inequality monitoring",
    explanation: "The ends of an order, most minus least advantaged, turned round where low is better; or a reference and the group worst off against it; or else the highest minus the lowest. Groups picked for being extreme differ by chance too, which the limits do not allow for.",
    call: Call {
        run: |group, out| table::run(group, out, &table::PAIR, difference),
        ..table::PAIR
    },
};
