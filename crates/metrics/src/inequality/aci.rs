//! Absolute concentration index (ACI).

use firstyear_core::{Confidence, MethodId};

use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`aci`].
pub const ACI: MethodId = MethodId::new("who-aci");

/// Absolute concentration index (ACI): how far what is measured gathers at one
/// end of the order of disadvantage.
///
/// # Units
///
/// That of the estimates.
///
/// # Sign
///
/// Positive when it gathers among the advantaged, 0 when nowhere. Whether that
/// is good depends on the indicator.
///
/// # Limits
///
/// Shares and ranks are taken as known; what is uncertain is the estimate of
/// each group, so that the variance is Σ p² σ² (2X − 1)².
///
/// # Errors
///
/// [`InequalityError::NoOrder`].
///
/// # Source
///
/// WHO (2024), *Health Inequality Monitor: summary measures of health
/// inequality, technical notes*; Wagstaff A, Paci P, van Doorslaer E (1991),
/// Soc Sci Med 33:545-557.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, aci};
///
/// let groups = Groups::new(Reported {
///     order: Some(&[1, 2]),
///     ..Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter)
/// })?;
/// // Half the people at 1/4, half at 3/4: (−1/2 × 10 + 1/2 × 30) / 2.
/// assert_eq!(aci(&groups, Confidence::P95)?.estimate.value, 5.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn aci(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let leans = leans(groups)?;
    let value = concentration(groups, &leans);
    Ok(Measure::normal(ACI, value, groups.delta(leans.iter().copied()), confidence))
}

/// p (2X − 1) of each group: the index is their sum over the estimates.
pub(super) fn leans(groups: &Groups) -> Result<Vec<f64>, InequalityError> {
    let ranks = groups.ranks()?;
    Ok(ranks.iter().zip(&groups.shares).map(|(rank, share)| share * (2.0 * rank - 1.0)).collect())
}

/// The leans add up to 0, so that the index can be summed over what is left
/// when the mean is taken off: equal groups then give exactly 0.
pub(super) fn concentration(groups: &Groups, leans: &[f64]) -> f64 {
    let mean = groups.mean();
    groups.estimates.iter().zip(leans).map(|(y, lean)| (y - mean) * lean).sum()
}

pub(crate) const METHOD: Method = Method {
    id: ACI,
    name: "Absolute concentration index",
    family: "inequality",
    unit: "unit of the estimates",
    ordered: true,
    reading: "positive when what is measured gathers among the advantaged",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes; Wagstaff, Paci and van Doorslaer (1991), Soc Sci Med 33:545",
    explanation: "Twice the covariance of the estimates with the rank of people in the order. Shares and ranks are taken as known: the variance is the sum of p² σ² (2X - 1)².",
    call: Call {
        run: |group, out| table::run(group, out, &table::IN_ORDER, aci),
        ..table::IN_ORDER
    },
};
