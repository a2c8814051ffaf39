//! Slope index of inequality (SII).

use firstyear_core::{Confidence, MethodId};

use super::slope::{Ends, Line};
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`sii`].
pub const SII: MethodId = MethodId::new("who-sii");

/// Slope index of inequality (SII): the height of a line across all groups at
/// the least disadvantaged end, minus that at the most.
///
/// # Units
///
/// That of the estimates, standard error too.
///
/// # Sign
///
/// Positive when the advantaged have the higher value. (The slope of
/// [`slope_index`](crate::slope_index()), of counts, is turned the other way.)
///
/// # Limits
///
/// By the delta method. With standard errors of the groups, they say how far
/// the errors of the groups move the line, shares and ranks being known.
/// Without, they come from how far the groups lie off the line (robust
/// variance HC1, Student's t), and are rough for few groups.
///
/// # Errors
///
/// [`InequalityError`]: no order; for a logistic line no scale, a mean at an
/// end of it, or a line that runs off.
///
/// # Source
///
/// WHO (2024), *Health Inequality Monitor: summary measures of health
/// inequality, technical notes*; Moreno-Betancur M and others (2015),
/// Epidemiology 26:518-527; White H (1980), Econometrica 48:817-838.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Line, Reported, sii};
///
/// let groups = Groups::new(Reported {
///     order: Some(&[1, 2]),
///     ..Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter)
/// })?;
/// // From 10 at 1/4 to 30 at 3/4 the line runs from 0 to 40.
/// let sii = sii(&groups, Line::Linear, Confidence::P95)?;
/// assert!((sii.estimate.value - 40.0).abs() < 1e-9);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn sii(
    groups: &Groups,
    line: Line,
    confidence: Confidence,
) -> Result<Measure, InequalityError> {
    let ends = Ends::fit(groups, line)?;
    let (by_low, by_high) = ends.slopes();
    let gradient = [by_high - by_low, by_high].map(|by| by * ends.per);
    let value = ends.per * (ends.high - ends.low);
    let error = ends.error(groups, gradient, confidence);
    let limits = error.map(|(error, deviate)| (value - deviate * error, value + deviate * error));
    let measure = Measure::between(SII, value, limits, confidence);
    Ok(measure.with_error(error.map(|(error, _)| error)))
}

pub(crate) const METHOD: Method = Method {
    id: SII,
    name: "Slope index of inequality",
    family: "inequality",
    unit: "unit of the estimates",
    ordered: true,
    reading: "positive when the advantaged have the higher value",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes; Moreno-Betancur and others (2015), Epidemiology 26:518; White (1980), Econometrica 48:817",
    explanation: "A line across the groups by rank, each counting by its share of the population once, on the scale that is declared; its height at the least disadvantaged end minus that at the most. With standard errors of the groups the limits say how far these move the line; without, they come from the scatter of the groups round it, with Student's t, and are rough for few groups. The sign is that of WHO; slopes of counts (`sii-poisson`, `sii-binomial` and so on) have the opposite one: positive when the disadvantaged have the higher rate.",
    call: Call {
        run: |group, out| {
            let line = group.choice("line", &Line::WORDS)?;
            let measure = |groups: &Groups, confidence| sii(groups, line, confidence);
            table::run(group, out, &table::SLOPE, measure)
        },
        ..table::SLOPE
    },
};
