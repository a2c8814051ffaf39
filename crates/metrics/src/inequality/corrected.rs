//! Between-group variance with the share of chance taken off.

use firstyear_core::{Confidence, MethodId};

use super::dispersion::Spread;
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`bgv_corrected`].
pub const BGV_CORRECTED: MethodId = MethodId::new("bgv-corrected");

/// Between-group variance with the share of chance taken off: the observed
/// [`bgv`](super::bgv()) minus what sampling alone adds to it, Σ p (1 − p) σ²,
/// and 0 where that is more.
///
/// For many small areas, where the observed spread is mostly chance.
///
/// # Units
///
/// That of the estimates, squared: the square root is a standard deviation
/// between areas.
///
/// # Limits
///
/// Those true variances for which the observed one is neither surprisingly
/// large nor surprisingly small. The lower one is 0 where areas that are all
/// alike could well look as these do: with no true inequality that happens at
/// least as often as the confidence says. The upper one is at least that of the
/// delta method, and at least the variance that errors alone could make of areas
/// that are alike. The standard error is that of the observed variance.
///
/// # Errors
///
/// [`InequalityError::NoStandardErrors`].
///
/// # Source
///
/// Cochran WG (1954), Biometrics 10:101-129 (moments); Viechtbauer W (2007),
/// Stat Med 26:37-52 (limits by inversion of the quadratic form, here with
/// population weights and the areas as they are); Satterthwaite FE (1946),
/// Biometrics Bull 2:110-114, and Patnaik PB (1949), Biometrika 36:202-232
/// (its distribution).
///
/// # Example
///
/// Areas that differ no more than chance makes them:
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, bgv_corrected};
///
/// let groups = Groups::new(Reported {
///     standard_errors: Some(&[0.8; 5]),
///     ..Reported::of(&[3.2, 4.9, 4.1, 3.6, 4.4], Polarity::LowerIsBetter)
/// })?;
/// let between = bgv_corrected(&groups, Confidence::P95)?;
/// assert_eq!(between.estimate.value, 0.0);
/// assert_eq!(between.estimate.interval.unwrap().lower, 0.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn bgv_corrected(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    if groups.standard_errors.is_none() {
        return Err(InequalityError::NoStandardErrors);
    }
    let spread = Spread::of(groups);
    let value = (spread.variance - spread.noise).max(0.0);
    let limits = spread.limits(value, confidence);
    let measure = Measure::between(BGV_CORRECTED, value, Some(limits), confidence);
    Ok(measure.with_error(Some(spread.error())))
}

pub(crate) const METHOD: Method = Method {
    id: BGV_CORRECTED,
    name: "Between-group variance with the share of chance taken off",
    family: "inequality",
    unit: "squared unit of the estimates",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "Cochran (1954), Biometrics 10:101; Viechtbauer (2007), Stat Med 26:37; Satterthwaite (1946), Biometrics Bull 2:110; Patnaik (1949), Biometrika 36:202",
    explanation: "The between-group variance minus what sampling adds to it on average, 0 where that is more. The limits hold the true variances for which the observed one is neither surprisingly large nor surprisingly small; with no true inequality they hold 0 at least as often as they say. For many small areas. Estimates that are equal, or nearer to each other than their errors would let them be by chance, do not make the truth 0: the upper limit is at least the spread that errors alone could make.",
    call: Call {
        run: |group, out| table::run(group, out, &table::SPREAD, bgv_corrected),
        ..table::SPREAD
    },
};
