//! A measure with what is known of its uncertainty.

use firstyear_core::{Confidence, Estimate, Interval, MethodId};

use crate::limits::deviate;

/// A measure of inequality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Its value, with limits where standard errors of the groups are known.
    pub estimate: Estimate,
    /// Its standard error, in its own unit: for ratios, that of the natural
    /// logarithm. `None` without standard errors of the groups, and for
    /// measures whose sampling distribution is too far from normal to be
    /// summed up by one.
    pub standard_error: Option<f64>,
}

impl Measure {
    /// A value without limits.
    pub(super) const fn alone(method: MethodId, value: f64) -> Self {
        Self {
            estimate: Estimate { value, interval: None, method, counts: None },
            standard_error: None,
        }
    }

    /// A value with normal limits.
    pub(super) fn normal(
        method: MethodId,
        value: f64,
        error: Option<f64>,
        confidence: Confidence,
    ) -> Self {
        let half = error.map(|error| deviate(confidence) * error);
        let between = half.map(|half| (value - half, value + half));
        Self { standard_error: error, ..Self::between(method, value, between, confidence) }
    }

    /// A ratio with limits that are normal on the logarithmic scale, where
    /// `error` is its standard error.
    pub(super) fn ratio(
        method: MethodId,
        value: f64,
        error: Option<f64>,
        confidence: Confidence,
    ) -> Self {
        let factor = error.map(|error| (deviate(confidence) * error).exp());
        let between = factor.map(|factor| (value / factor, value * factor));
        Self { standard_error: error, ..Self::between(method, value, between, confidence) }
    }

    /// A value between two limits.
    pub(super) fn between(
        method: MethodId,
        value: f64,
        limits: Option<(f64, f64)>,
        confidence: Confidence,
    ) -> Self {
        let interval = limits.map(|(lower, upper)| Interval { lower, upper, confidence });
        Self { estimate: Estimate { value, interval, method, counts: None }, standard_error: None }
    }

    pub(super) fn with_error(self, standard_error: Option<f64>) -> Self {
        Self { standard_error, ..self }
    }
}
