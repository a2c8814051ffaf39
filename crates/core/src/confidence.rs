//! Confidence levels.

use serde::{Deserialize, Serialize};

/// A confidence level: a fraction strictly between 0 and 1, such as 0.95.
///
/// 95 and 1 are refused, so that a percentage is never read as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Confidence(f64);

impl Confidence {
    /// 95 in 100: limits that a true value lies outside once in 20.
    pub const P95: Self = Self(0.95);
    /// 99.8 in 100: the outer limits of English public-health profiles,
    /// three standard errors either side.
    pub const P998: Self = Self(0.998);

    /// # Errors
    ///
    /// [`ConfidenceError`] unless `0 < level < 1`.
    ///
    /// ```
    /// use firstyear_core::Confidence;
    ///
    /// assert_eq!(Confidence::new(0.95), Ok(Confidence::P95));
    /// let message = Confidence::new(95.0).unwrap_err().to_string();
    /// assert_eq!(message, "a confidence level of 95 is not between 0 and 1: write 0.95 for 95%");
    /// ```
    pub fn new(level: f64) -> Result<Self, ConfidenceError> {
        if level > 0.0 && level < 1.0 { Ok(Self(level)) } else { Err(ConfidenceError { level }) }
    }

    /// The level as a fraction, such as 0.95.
    #[must_use]
    pub const fn level(self) -> f64 {
        self.0
    }

    /// The probability in each tail, such as 0.025.
    #[must_use]
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }
}

impl TryFrom<f64> for Confidence {
    type Error = ConfidenceError;

    fn try_from(level: f64) -> Result<Self, ConfidenceError> {
        Self::new(level)
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

impl std::fmt::Display for Confidence {
    /// As a percentage, such as `95%` or `99.8%`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A tenth of a point is as fine as levels are used; the rounding hides
        // that 0.998 * 100 is 99.8000…1.
        write!(f, "{}%", (self.0 * 1000.0).round() / 10.0)
    }
}

/// A confidence level that is not a fraction between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("a confidence level of {level} is not between 0 and 1: write 0.95 for 95%")]
pub struct ConfidenceError {
    /// What was given.
    pub level: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_certainty_and_nothing_are_refused() {
        for level in [95.0, 1.0, 0.0, -0.5, f64::NAN, f64::INFINITY] {
            assert!(Confidence::new(level).is_err(), "{level}");
        }
    }

    #[test]
    fn levels_print_as_percentages() {
        assert_eq!(Confidence::P95.to_string(), "95%");
        assert_eq!(Confidence::P998.to_string(), "99.8%");
    }
}
