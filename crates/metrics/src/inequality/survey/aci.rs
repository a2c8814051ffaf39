//! Absolute concentration index of the records of a survey.

use firstyear_core::{Confidence, MethodId};

use super::table;
use super::{Survey, SurveyError};
use crate::Method;
use crate::inequality::Measure;
use crate::run::Call;

/// The method of [`aci`].
pub const SURVEY_ACI: MethodId = MethodId::new("survey-aci");

/// Absolute concentration index (ACI) of the records of a survey.
///
/// # Units
///
/// That of the values.
///
/// # Sign
///
/// Positive when what is measured gathers among the advantaged.
///
/// # Limits
///
/// With Student's t and clusters less strata as degrees of freedom. The
/// standard error is that of Taylor linearisation, in which the shares and
/// ranks of the groups vary with the sample as well as their means.
///
/// # Errors
///
/// None beyond those of [`Survey::new`].
///
/// # Source
///
/// Binder DA, Kovacevic MS (1995), Surv Methodol 21:137-145; Langel M, Tillé Y
/// (2013), J R Stat Soc A 176:521-540 (linearisation of indices of rank).
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::inequality::survey::{Records, Survey, aci};
///
/// let survey = Survey::new(Records {
///     values: &[0.0, 1.0, 0.0, 1.0, 1.0, 1.0],
///     weights: &[1.0; 6],
///     order: &[1, 1, 1, 2, 2, 2],
///     clusters: None,
///     strata: None,
///     scale: None,
/// })?;
/// // A third among the worse-off half, all among the other: (1 − 1/3) / 4.
/// let found = aci(&survey, Confidence::P95)?.estimate.value;
/// assert!((found - 1.0 / 6.0).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::inequality::survey::SurveyError>(())
/// ```
pub fn aci(survey: &Survey, confidence: Confidence) -> Result<Measure, SurveyError> {
    let (value, parts) = absolute(survey);
    Ok(survey.measure(SURVEY_ACI, value, parts.into_iter(), confidence))
}

/// The index, and what each record adds to its error, but for its share.
pub(super) fn absolute(survey: &Survey) -> (f64, Vec<f64>) {
    let lean = |group: usize| 2.0 * survey.ranks[group] - 1.0;
    let value: f64 = survey.sums.iter().enumerate().map(|(at, sum)| lean(at) * sum).sum();
    let through_ranks = survey.through_ranks(&survey.sums);
    let part =
        |(_, y, group): (f64, f64, usize)| lean(group) * y + 2.0 * through_ranks[group] - value;
    (value, survey.each().map(part).collect())
}

pub(crate) const METHOD: Method = Method {
    id: SURVEY_ACI,
    name: "Absolute concentration index of survey records",
    family: "inequality",
    unit: "unit of the values",
    ordered: true,
    reading: "positive when what is measured gathers among the advantaged",
    source: "Binder and Kovacevic (1995), Surv Methodol 21:137; Langel and Tillé (2013), J R Stat Soc A 176:521",
    explanation: "Twice the weighted covariance of the values with the rank of the groups. The standard error is that of Taylor linearisation for the design (weights, clusters, strata), in which shares and ranks of the groups vary with the sample too; limits have Student's t with clusters less strata as degrees of freedom.",
    call: Call { run: |group, out| table::run(group, out, aci), ..table::CALL },
};
