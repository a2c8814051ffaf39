//! Relative concentration index (RCI), and its two forms for bounded
//! indicators.

use firstyear_core::{Confidence, MethodId};

use super::aci::{concentration, leans};
use super::table;
use super::{Groups, InequalityError, Measure, Scale};
use crate::Method;
use crate::run::Call;

/// The method of [`rci`].
pub const RCI: MethodId = MethodId::new("who-rci");

/// Which form of the relative index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Concentration {
    /// ACI over the mean: from −1 to 1, and for a bounded indicator the
    /// narrower the higher the mean.
    #[default]
    Relative,
    /// Over (mean × distance of the mean from the upper end), so that it can
    /// always reach −1 and 1.
    Wagstaff,
    /// Four times ACI as a part of the scale, so that counting the other way
    /// round only turns the sign.
    Erreygers,
}

impl Concentration {
    pub(super) const WORDS: [(&'static str, Self); 3] = [
        ("relative", Self::Relative),
        ("wagstaff", Self::Wagstaff),
        ("erreygers", Self::Erreygers),
    ];
}

/// Relative concentration index (RCI).
///
/// # Units
///
/// None: a fraction.
///
/// # Sign
///
/// As that of [`aci`](super::aci()).
///
/// # Limits
///
/// By the delta method with shares and ranks known: for the relative form the
/// variance is Σ p² σ² ((2X − 1) − RCI)² / μ².
///
/// # Errors
///
/// [`InequalityError`]: no order, a mean that is not above 0; for the bounded
/// forms no scale, and for Wagstaff's a mean at its upper end.
///
/// # Source
///
/// As [`aci`](super::aci()); Wagstaff A (2005), Health Econ 14:429-432;
/// Erreygers G (2009), J Health Econ 28:504-515.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Concentration, Groups, Reported, Scale, rci};
///
/// let groups = Groups::new(Reported {
///     order: Some(&[1, 2]),
///     scale: Some(Scale::PERCENT),
///     ..Reported::of(&[10.0, 30.0], Polarity::HigherIsBetter)
/// })?;
/// let value = |form| rci(&groups, form, Confidence::P95).map(|rci| rci.estimate.value);
/// assert_eq!(value(Concentration::Relative)?, 0.25);
/// assert!((value(Concentration::Wagstaff)? - 0.25 / 0.8).abs() < 1e-15);
/// assert!((value(Concentration::Erreygers)? - 0.2).abs() < 1e-15);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn rci(
    groups: &Groups,
    form: Concentration,
    confidence: Confidence,
) -> Result<Measure, InequalityError> {
    let leans = leans(groups)?;
    let absolute = concentration(groups, &leans);
    let Factor { factor, by_mean } = Factor::of(form, groups.mean(), groups.scale)?;
    let value = absolute * factor;
    let derivatives = leans
        .iter()
        .zip(&groups.shares)
        .map(|(lean, share)| factor * (lean + absolute * by_mean * share));
    Ok(Measure::normal(RCI, value, groups.delta(derivatives), confidence))
}

/// What the absolute index is multiplied by.
pub(super) struct Factor {
    pub(super) factor: f64,
    /// Its derivative by the mean, over itself.
    pub(super) by_mean: f64,
}

impl Factor {
    pub(super) fn of(
        form: Concentration,
        mean: f64,
        scale: Option<Scale>,
    ) -> Result<Self, InequalityError> {
        let top = || scale.map(Scale::per).ok_or(InequalityError::NoScale);
        if form != Concentration::Erreygers && mean <= 0.0 {
            return Err(InequalityError::NoMean);
        }
        Ok(match form {
            Concentration::Relative => Self { factor: 1.0 / mean, by_mean: -1.0 / mean },
            Concentration::Erreygers => Self { factor: 4.0 / top()?, by_mean: 0.0 },
            Concentration::Wagstaff => {
                let top = top()?;
                if mean >= top {
                    return Err(InequalityError::MeanAtEnd);
                }
                let room = mean * (top - mean);
                Self { factor: top / room, by_mean: -(top - 2.0 * mean) / room }
            }
        })
    }
}

pub(crate) const METHOD: Method = Method {
    id: RCI,
    name: "Relative concentration index",
    family: "inequality",
    unit: "fraction",
    ordered: true,
    reading: "positive when what is measured gathers among the advantaged",
    source: "WHO (2024), Health Inequality Monitor: summary measures of health inequality, technical notes; Wagstaff (2005), Health Econ 14:429; Erreygers (2009), J Health Econ 28:504",
    explanation: "The absolute index over the mean; or in Wagstaff's form over the mean and its distance from the upper end; or in Erreygers' form four times the absolute index as a part of the scale. Standard errors by the delta method, the mean moving with the groups.",
    call: Call {
        run: |group, out| {
            let form = group.choice("form", &Concentration::WORDS)?;
            let measure = |groups: &Groups, confidence| rci(groups, form, confidence);
            table::run(group, out, &table::CONCENTRATION, measure)
        },
        ..table::CONCENTRATION
    },
};
