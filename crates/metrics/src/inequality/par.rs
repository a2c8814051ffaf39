//! Population attributable risk (PAR).

use firstyear_core::{Confidence, MethodId};

use super::table;
use super::{Groups, InequalityError, Measure};
use crate::Method;
use crate::run::Call;

/// The method of [`par`].
pub const PAR: MethodId = MethodId::new("who-par");

/// Population attributable risk (PAR): what the mean would gain if all groups
/// were where the reference is.
///
/// The reference is the most advantaged group of an order; without an order
/// the group that was named, else the one with the best value.
///
/// # Units
///
/// That of the estimates.
///
/// # Sign
///
/// Positive where high is better, negative where low is, in line with what the
/// mean would do; 0 where the reference is no better than the mean. With the
/// best of many groups as reference, chance alone makes it differ from 0.
///
/// # Limits
///
/// By the delta method from the standard errors of all groups, the reference
/// being a part of the mean; cut off at 0 as the value is. The mean is that of
/// the groups by population; where population is not known, the setting
/// average, taken as exact.
///
/// # Errors
///
/// [`InequalityError::NoDirection`].
///
/// # Source
///
/// WHO (2013), *Handbook on health inequality monitoring*, chapter 3.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Polarity};
/// use firstyear_metrics::inequality::{Groups, Reported, par};
///
/// let groups = Groups::new(Reported::of(&[6.0, 2.0], Polarity::LowerIsBetter))?;
/// assert_eq!(par(&groups, Confidence::P95)?.estimate.value, -2.0);
/// # Ok::<(), firstyear_metrics::inequality::InequalityError>(())
/// ```
pub fn par(groups: &Groups, confidence: Confidence) -> Result<Measure, InequalityError> {
    let gain = Gain::of(groups)?;
    let error = groups.delta(gain.derivatives(groups));
    Ok(gain.kept(Measure::normal(PAR, gain.reference - gain.mean, error, confidence)))
}

/// The reference against the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gain {
    at: usize,
    pub(super) reference: f64,
    pub(super) mean: f64,
    mean_is_known: bool,
    higher_is_better: bool,
}

impl Gain {
    pub(super) fn of(groups: &Groups) -> Result<Self, InequalityError> {
        let higher_is_better = groups.higher_is_better()?;
        let at = if groups.is_ordered() {
            groups.ranked()?.last().copied().unwrap_or(0)
        } else if let Some(reference) = groups.reference() {
            reference
        } else {
            groups.best()?
        };
        let average = groups.setting_average.filter(|_| !groups.weighted);
        Ok(Self {
            at,
            reference: groups.estimates[at],
            mean: average.unwrap_or_else(|| groups.mean()),
            mean_is_known: average.is_some(),
            higher_is_better,
        })
    }

    /// Of reference minus mean, by each estimate.
    fn derivatives<'a>(&self, groups: &'a Groups) -> impl Iterator<Item = f64> + 'a {
        let (at, mean_is_known) = (self.at, self.mean_is_known);
        groups
            .shares
            .iter()
            .enumerate()
            .map(move |(i, p)| f64::from(u8::from(i == at)) - if mean_is_known { 0.0 } else { *p })
    }

    /// Of 100 × (reference / mean − 1), by each estimate.
    pub(super) fn relative_derivatives<'a>(
        &self,
        groups: &'a Groups,
    ) -> impl Iterator<Item = f64> + 'a {
        let gain = *self;
        groups.shares.iter().enumerate().map(move |(i, p)| {
            let by_reference = f64::from(u8::from(i == gain.at)) / gain.mean;
            let by_mean =
                if gain.mean_is_known { 0.0 } else { p * gain.reference / gain.mean.powi(2) };
            100.0 * (by_reference - by_mean)
        })
    }

    /// What is on the wrong side of 0 becomes 0.
    pub(super) fn kept(&self, measure: Measure) -> Measure {
        let cut = |x: f64| if self.higher_is_better { x.max(0.0) } else { x.min(0.0) };
        let mut kept = measure;
        // Adding 0 turns −0 into 0.
        kept.estimate.value = cut(measure.estimate.value) + 0.0;
        kept.estimate.interval = measure.estimate.interval.map(|mut interval| {
            (interval.lower, interval.upper) = (cut(interval.lower), cut(interval.upper));
            interval
        });
        kept
    }
}

pub(crate) const METHOD: Method = Method {
    id: PAR,
    name: "Population attributable risk",
    family: "inequality",
    unit: "unit of the estimates",
    ordered: false,
    reading: "positive where high is better, negative where low is; 0 when the reference is no better than the mean",
    source: "WHO (2013), Handbook on health inequality monitoring",
    explanation: "The most advantaged group of an order, else the reference, else the best group, minus the mean. Limits by the delta method from the standard errors of all groups, cut off at 0 as the value is; the setting average, where it stands for the mean, is taken as exact.",
    call: Call { run: |group, out| table::run(group, out, &table::GAIN, par), ..table::GAIN },
};
