//! A relative risk, with what is known of how it was made.

use firstyear_core::Interval;

use super::AttributionError;
use crate::limits::deviate;

/// Whether a relative risk is adjusted for confounders.
///
/// It is never guessed, as the formulas differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// As counted: exposed against not exposed.
    Crude,
    /// For confounders, by a model or by strata.
    Adjusted,
}

/// A relative risk with its error on the log scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelativeRisk {
    value: f64,
    /// Standard error of its logarithm; 0 where it is taken as known.
    ln_error: f64,
    adjustment: Adjustment,
}

impl RelativeRisk {
    /// A relative risk, with the limits it was published with.
    ///
    /// The error is a quarter, roughly, of the width of the limits on the log
    /// scale: they need not lie exactly either side of a rounded value.
    ///
    /// # Errors
    ///
    /// [`AttributionError`] unless the value is above 0 and lies within its
    /// limits.
    ///
    /// ```
    /// use firstyear_core::{Confidence, Interval};
    /// use firstyear_metrics::attribution::{Adjustment, RelativeRisk};
    ///
    /// let limits = Interval { lower: 1.15, upper: 2.20, confidence: Confidence::P95 };
    /// assert!(RelativeRisk::new(1.59, Some(limits), Adjustment::Crude).is_ok());
    /// assert!(RelativeRisk::new(3.0, Some(limits), Adjustment::Crude).is_err());
    /// ```
    pub fn new(
        value: f64,
        limits: Option<Interval>,
        adjustment: Adjustment,
    ) -> Result<Self, AttributionError> {
        if !(value > 0.0 && value.is_finite()) {
            return Err(AttributionError::RelativeRisk { place: 1 });
        }
        let ln_error = match limits {
            None => 0.0,
            Some(Interval { lower, upper, confidence }) => {
                if !(lower > 0.0 && lower <= value && value <= upper && upper.is_finite()) {
                    return Err(AttributionError::RelativeRiskLimits { place: 1 });
                }
                (upper / lower).ln() / (2.0 * deviate(confidence))
            }
        };
        Ok(Self { value, ln_error, adjustment })
    }

    /// How many times the risk of those at the reference.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.value
    }

    /// The standard error of its logarithm.
    #[must_use]
    pub const fn ln_error(self) -> f64 {
        self.ln_error
    }

    /// The relative risk at so many standard errors of its logarithm.
    pub(crate) fn at(self, errors: f64) -> f64 {
        self.value * (self.ln_error * errors).exp()
    }

    /// Whether it is adjusted.
    #[must_use]
    pub const fn adjustment(self) -> Adjustment {
        self.adjustment
    }
}
