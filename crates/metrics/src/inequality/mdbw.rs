//! Weighted mean difference from the best-performing group (MDBW).

use firstyear_core::{Confidence, MethodId};

use super::distance::{Centre, Distance, Simulation};
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`mdbw`].
pub const MDBW: MethodId = MethodId::new("who-mdbw");

/// Weighted mean difference from the best-performing group (MDBW): how far
/// people's groups are from the one with the best value on average.
///
/// # Units
///
/// That of the estimates.
///
/// # Reading
///
/// 0 when all groups are alike, and never less; larger than the truth by
/// chance. The best of many groups is best by chance too: the limits allow for
/// it.
///
/// # Limits
///
/// Those of the true distance. The lower one by simulation: the smallest
/// multiple of the observed distances for which what is observed would not be
/// surprisingly large; 0 where chance alone explains it. The upper one is the
/// largest such multiple, or that of the delta method where it is larger, and
/// never below the value. They reach lower than higher, as chance makes
/// distances larger. Where errors alone would nearly always have made a larger
/// distance than the observed one, as with equal estimates, no multiple says
/// how large the truth may be: the upper limit is then that of the distances
/// which estimates and errors leave open.
///
/// # Errors
///
/// [`InequalityError::NoDirection`].
///
/// # Source
///
/// WHO (2024), *Health Inequality Monitor: summary measures of health
/// inequality, technical notes*; Efron B, Tibshirani R (1993), *An
/// introduction to the bootstrap*, chapter 12 (limits by inversion of a test).
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, Simulation, Weights, mdbw};
///
/// let groups = Groups::new(Reported {
///     weights: Weights::Shares(&[0.5, 0.3, 0.2]),
///     reference: Some(2),
///     ..Reported::of(&[5.0, 3.0, 8.0], Polarity::HigherIsBetter)
/// })?;
/// let mdbw = mdbw(&groups, Confidence::P95, Simulation::default())?;
/// assert!((mdbw.estimate.value - (0.5 * 3.0 + 0.3 * 5.0)).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn mdbw(
    groups: &Groups,
    confidence: Confidence,
    simulation: Simulation,
) -> Result<Measure, InequalityError> {
    let distance = Distance { centre: Centre::Best, weighted: true, relative: false };
    distance.measure(MDBW, groups, confidence, simulation)
}

pub(crate) const METHOD: Method = Method {
    id: MDBW,
    name: "Weighted mean difference from the best-performing group",
    family: "inequality",
    unit: "unit of the estimates",
    ordered: false,
    reading: "0 when all groups are alike, never less",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes; Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 12",
    explanation: "The mean distance of people's groups from the best. Chance makes it larger than the truth, so the limits, which are those of the truth, reach lower than higher: they hold the sizes for which what is observed is neither surprisingly large nor surprisingly small, reach 0 where chance alone explains it, and never leave out the value itself. They are found by simulation; the upper limit is at least that of the delta method. Estimates that are equal, or nearer to each other than their errors would let them be by chance, do not make the truth 0: the upper limit is then that of the distances which estimates and errors leave open.",
    call: Call {
        run: |group, out| {
            let simulation = table::simulation(group)?;
            let measure = |groups: &Groups, confidence| mdbw(groups, confidence, simulation);
            table::run(group, out, &table::FROM_BEST, measure)
        },
        ..table::FROM_BEST
    },
};
