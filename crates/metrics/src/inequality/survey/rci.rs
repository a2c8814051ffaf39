//! Relative concentration index of the records of a survey.

use firstyear_core::{Confidence, MethodId};

use super::aci::absolute;
use super::table;
use super::{Survey, SurveyError};
use crate::Method;
use crate::inequality::rci::Factor;
use crate::inequality::{Concentration, Measure};
use crate::run::Call;

/// The method of [`rci`].
pub const SURVEY_RCI: MethodId = MethodId::new("survey-rci");

/// Relative concentration index (RCI) of the records of a survey, in any of
/// its forms.
///
/// # Units
///
/// None: a fraction.
///
/// # Sign
///
/// As [`aci`](super::aci()).
///
/// # Limits
///
/// As [`aci`](super::aci()), the mean varying with the sample too.
///
/// # Errors
///
/// [`SurveyError::Measure`]: a mean that is not above 0; for the bounded forms
/// no scale, and for Wagstaff's a mean at its upper end.
///
/// # Source
///
/// As [`aci`](super::aci()); Wagstaff A (2005), Health Econ 14:429-432;
/// Erreygers G (2009), J Health Econ 28:504-515.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::inequality::Concentration;
/// use firstyear_metrics::inequality::survey::{Records, Survey, rci};
///
/// let survey = Survey::new(Records {
///     values: &[0.0, 1.0, 0.0, 1.0, 1.0, 1.0],
///     weights: &[1.0; 6],
///     order: &[1, 1, 1, 2, 2, 2],
///     clusters: None,
///     strata: None,
///     scale: None,
/// })?;
/// let found = rci(&survey, Concentration::Relative, Confidence::P95)?.estimate.value;
/// assert!((found - 0.25).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::inequality::survey::SurveyError>(())
/// ```
pub fn rci(
    survey: &Survey,
    form: Concentration,
    confidence: Confidence,
) -> Result<Measure, SurveyError> {
    let (absolute, parts) = absolute(survey);
    let Factor { factor, by_mean } = Factor::of(form, survey.mean, survey.scale)?;
    let of = |(part, (_, y, _)): (f64, (f64, f64, usize))| {
        factor * (part + absolute * by_mean * (y - survey.mean))
    };
    let parts = parts.into_iter().zip(survey.each()).map(of);
    Ok(survey.measure(SURVEY_RCI, absolute * factor, parts, confidence))
}

pub(crate) const METHOD: Method = Method {
    id: SURVEY_RCI,
    name: "Relative concentration index of survey records",
    family: "inequality",
    unit: "fraction",
    ordered: true,
    reading: "positive when what is measured gathers among the advantaged",
    source: "Langel and Tillé (2013), J R Stat Soc A 176:521; Wagstaff (2005), Health Econ 14:429; Erreygers (2009), J Health Econ 28:504",
    explanation: "The absolute index of survey records over the mean, or in Wagstaff's or Erreygers' form. The standard error is that of Taylor linearisation, in which shares, ranks and the mean vary with the sample.",
    call: Call {
        run: |group, out| {
            let form = group.choice("form", &Concentration::WORDS)?;
            table::run(group, out, |survey, confidence| rci(survey, form, confidence))
        },
        ..table::CONCENTRATION
    },
};
