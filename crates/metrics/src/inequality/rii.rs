//! Relative index of inequality (RII).

use firstyear_core::{Confidence, MethodId};

use super::slope::{Ends, Line};
use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`rii`].
pub const RII: MethodId = MethodId::new("who-rii");

/// Relative index of inequality (RII): the height of the line of
/// [`sii`](super::sii()) at the least disadvantaged end, over that at the
/// most.
///
/// # Units
///
/// None. The standard error is that of its natural logarithm.
///
/// # Sign
///
/// Above 1 when the advantaged have the higher value.
///
/// # Limits
///
/// As those of [`sii`](super::sii()), on the logarithmic scale.
///
/// # Errors
///
/// As [`sii`](super::sii()), and [`InequalityError::NotSettled`] where a
/// straight line falls to 0 at an end.
///
/// # Source
///
/// As [`sii`](super::sii()); Mackenbach JP, Kunst AE (1997), Soc Sci Med
/// 44:757-771.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Line, Reported, rii};
///
/// let groups = Groups::new(Reported {
///     order: Some(&[1, 2]),
///     ..Reported::of(&[20.0, 30.0], Polarity::HigherIsBetter)
/// })?;
/// // From 20 at 1/4 to 30 at 3/4 the line runs from 15 to 35.
/// let rii = rii(&groups, Line::Linear, Confidence::P95)?;
/// assert!((rii.estimate.value - 35.0 / 15.0).abs() < 1e-9);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn rii(
    groups: &Groups,
    line: Line,
    confidence: Confidence,
) -> Result<Measure, InequalityError> {
    let ends = Ends::fit(groups, line)?;
    if ends.low <= 0.0 || ends.high <= 0.0 {
        return Err(InequalityError::NotSettled);
    }
    let (by_low, by_high) = ends.slopes();
    let (by_low, by_high) = (by_low / ends.low, by_high / ends.high);
    let value = ends.high / ends.low;
    let error = ends.error(groups, [by_high - by_low, by_high], confidence);
    let factor = error.map(|(error, deviate)| (deviate * error).exp());
    let limits = factor.map(|factor| (value / factor, value * factor));
    let measure = Measure::between(RII, value, limits, confidence);
    Ok(measure.with_error(error.map(|(error, _)| error)))
}

pub(crate) const METHOD: Method = Method {
    id: RII,
    name: "Relative index of inequality",
    family: "inequality",
    unit: "ratio",
    ordered: true,
    reading: "above 1 when the advantaged have the higher value",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes; Mackenbach and Kunst (1997), Soc Sci Med 44:757",
    explanation: "The line of the slope index: its height at the least disadvantaged end over that at the most. Standard error and limits are those of the natural logarithm, and the limits are turned back. The ratio is turned as WHO has it; those of counts (`rii-poisson`, `rii-binomial` and so on) are the other way up: above 1 when the disadvantaged have the higher rate.",
    call: Call {
        run: |group, out| {
            let line = group.choice("line", &Line::WORDS)?;
            let measure = |groups: &Groups, confidence| rii(groups, line, confidence);
            table::run(group, out, &table::SLOPE, measure)
        },
        ..table::SLOPE
    },
};
