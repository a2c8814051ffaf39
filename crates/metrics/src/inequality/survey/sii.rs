//! Slope index of inequality of the records of a survey.

use firstyear_core::{Confidence, MethodId};

use super::slope::Ends;
use super::table;
use super::{Survey, SurveyError};
use crate::Method;
use crate::inequality::{Line, Measure};
use crate::run::Call;

/// The method of [`sii`].
pub const SURVEY_SII: MethodId = MethodId::new("survey-sii");

/// Slope index of inequality (SII) of the records of a survey.
///
/// # Units
///
/// That of the values.
///
/// # Sign
///
/// Positive when the advantaged have the higher value.
///
/// # Limits
///
/// As those of [`aci`](super::aci()): Taylor linearisation, in which the ranks
/// of the groups vary with the sample too, and Student's t.
///
/// # Errors
///
/// [`SurveyError::Measure`]: for a logistic line no scale, or one that runs
/// off.
///
/// # Source
///
/// Binder DA (1983), Int Stat Rev 51:279-292 (linearisation of fits);
/// Moreno-Betancur M and others (2015), Epidemiology 26:518-527.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::inequality::Line;
/// use firstyear_metrics::inequality::survey::{Records, Survey, sii};
///
/// let survey = Survey::new(Records {
///     values: &[0.0, 1.0, 0.0, 1.0, 1.0, 1.0],
///     weights: &[1.0; 6],
///     order: &[1, 1, 1, 2, 2, 2],
///     clusters: None,
///     strata: None,
///     scale: None,
/// })?;
/// // From 1/3 at 1/4 to 1 at 3/4: the line rises by 4/3.
/// let found = sii(&survey, Line::Linear, Confidence::P95)?.estimate.value;
/// assert!((found - 4.0 / 3.0).abs() < 1e-9);
/// # Ok::<(), firstyear_metrics::inequality::survey::SurveyError>(())
/// ```
pub fn sii(survey: &Survey, line: Line, confidence: Confidence) -> Result<Measure, SurveyError> {
    let ends = Ends::fit(survey, line)?;
    let gradient = [ends.by_high - ends.by_low, ends.by_high].map(|by| by * ends.per);
    let value = ends.per * (ends.high - ends.low);
    Ok(survey.measure(SURVEY_SII, value, ends.parts(gradient), confidence))
}

pub(crate) const METHOD: Method = Method {
    id: SURVEY_SII,
    name: "Slope index of inequality of survey records",
    family: "inequality",
    unit: "unit of the values",
    ordered: true,
    reading: "positive when the advantaged have the higher value",
    source: "Binder (1983), Int Stat Rev 51:279; Moreno-Betancur and others (2015), Epidemiology 26:518",
    explanation: "A line across people by the rank of their groups, weighted; its height at the least disadvantaged end minus that at the most. The standard error is that of Taylor linearisation for the design, in which the ranks vary with the sample too; limits have Student's t with clusters less strata as degrees of freedom. The sign is that of WHO; slopes of counts (`sii-poisson`, `sii-binomial` and so on) have the opposite one: positive when the disadvantaged have the higher rate.",
    call: Call {
        run: |group, out| {
            let line = group.choice("line", &Line::WORDS)?;
            table::run(group, out, |survey, confidence| sii(survey, line, confidence))
        },
        ..table::SLOPE
    },
};
