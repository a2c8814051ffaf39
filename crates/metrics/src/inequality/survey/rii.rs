//! Relative index of inequality of the records of a survey.

use firstyear_core::{Confidence, MethodId};

use super::slope::Ends;
use super::table;
use super::{Survey, SurveyError};
use crate::Method;
use crate::inequality::{InequalityError, Line, Measure};
use crate::run::Call;

/// The method of [`rii`].
pub const SURVEY_RII: MethodId = MethodId::new("survey-rii");

/// Relative index of inequality (RII) of the records of a survey: the line of
/// [`sii`](super::sii()) at the least disadvantaged end over that at the most.
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
/// As [`sii`](super::sii()), and where a straight line falls to 0.
///
/// # Source
///
/// As [`sii`](super::sii()).
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::inequality::Line;
/// use firstyear_metrics::inequality::survey::{Records, Survey, rii};
///
/// let survey = Survey::new(Records {
///     values: &[2.0, 4.0, 5.0, 7.0],
///     weights: &[1.0; 4],
///     order: &[1, 1, 2, 2],
///     clusters: None,
///     strata: None,
///     scale: None,
/// })?;
/// // From 3 at 1/4 to 6 at 3/4 the line runs from 1.5 to 7.5.
/// let found = rii(&survey, Line::Linear, Confidence::P95)?.estimate.value;
/// assert!((found - 5.0).abs() < 1e-9);
/// # Ok::<(), firstyear_metrics::inequality::survey::SurveyError>(())
/// ```
pub fn rii(survey: &Survey, line: Line, confidence: Confidence) -> Result<Measure, SurveyError> {
    let ends = Ends::fit(survey, line)?;
    if ends.low <= 0.0 || ends.high <= 0.0 {
        return Err(InequalityError::NotSettled.into());
    }
    let (by_low, by_high) = (ends.by_low / ends.low, ends.by_high / ends.high);
    let parts = ends.parts([by_high - by_low, by_high]);
    Ok(survey.ratio(SURVEY_RII, ends.high / ends.low, parts, confidence))
}

pub(crate) const METHOD: Method = Method {
    id: SURVEY_RII,
    name: "Relative index of inequality of survey records",
    family: "inequality",
    unit: "ratio",
    ordered: true,
    reading: "above 1 when the advantaged have the higher value",
    source: "Binder (1983), Int Stat Rev 51:279; Moreno-Betancur and others (2015), Epidemiology 26:518",
    explanation: "The line of the slope index of survey records: its height at the least disadvantaged end over that at the most. Standard error and limits are those of the natural logarithm, by Taylor linearisation with Student's t, and the limits are turned back. The ratio is turned as WHO has it; those of counts (`rii-poisson`, `rii-binomial` and so on) are the other way up: above 1 when the disadvantaged have the higher rate.",
    call: Call {
        run: |group, out| {
            let line = group.choice("line", &Line::WORDS)?;
            table::run(group, out, |survey, confidence| rii(survey, line, confidence))
        },
        ..table::SLOPE
    },
};
