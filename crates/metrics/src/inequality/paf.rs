//! Population attributable fraction (PAF).

use firstyear_core::{Confidence, MethodId};

use super::par::Gain;
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

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

pub(crate) const METHOD: Method = Method {
    id: PAF,
    name: "Population attributable fraction",
    family: "inequality",
    unit: "per cent",
    ordered: false,
    reading: "positive where high is better, negative where low is; 0 when the reference is no better than the mean",
    source: "WHO (2013), Handbook on health inequality monitoring",
    explanation: "The attributable risk over the mean. Standard error and limits are in per cent too.",
    call: Call { run: |group, out| table::run(group, out, &table::GAIN, paf), ..table::GAIN },
};
