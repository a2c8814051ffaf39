//! Population attributable fraction (PAF).

use firstyear_core::{Confidence, MethodId};

use super::par::Gain;
use super::{Groups, InequalityError, Measure};

/// The method of [`paf`].
pub const PAF: MethodId = MethodId::new("who-paf");

/// Population attributable fraction (PAF): [`par`](super::par()) as a
/// percentage of the mean.
///
/// # Units
///
/// Per cent, standard error and limits too.
///
/// # Sign
///
/// As [`par`](super::par()); never below −100.
///
/// # Limits
///
/// By the delta method, as those of [`par`](super::par()).
///
/// # Errors
///
/// [`InequalityError`]: no direction, or a mean that is not above 0.
///
/// # Source
///
/// As [`par`](super::par()).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, paf};
///
/// let groups = Groups::new(Reported::of(&[6.0, 2.0], Polarity::LowerIsBetter))?;
/// assert_eq!(paf(&groups, Confidence::P95)?.estimate.value, -50.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn paf(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let gain = Gain::of(groups)?;
    if gain.mean <= 0.0 {
        return Err(InequalityError::NoMean);
    }
    let value = 100.0 * (gain.reference - gain.mean) / gain.mean;
    let error = groups.delta(gain.relative_derivatives(groups));
    Ok(gain.kept(Measure::normal(PAF, value, error, confidence)))
}
