//! A value with its limits at several levels of confidence at once.

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

/// A value with limits at each of `N` levels, in the order in which the levels
/// were asked for.
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::rates::mean;
///
/// let weights = [3.1, 3.4, 2.9, 3.6];
/// let both = mean(&weights, [Confidence::P95, Confidence::P998])?;
/// assert!(both.intervals[1].lower < both.intervals[0].lower);
/// assert_eq!(both.at(0).value, both.value);
/// # Ok::<(), firstyear_metrics::rates::MeanError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimates<const N: usize> {
    /// In the unit that the method names.
    pub value: f64,
    /// One for each level.
    pub intervals: [Interval; N],
    /// How value and limits were made.
    pub method: MethodId,
    /// What was counted: events, observed events, deaths, or a sum.
    pub numerator: f64,
    /// What it was held against: people, expected events, or a number of
    /// values.
    pub denominator: f64,
}

impl<const N: usize> Estimates<N> {
    /// Value and limits times `factor`, such as 1,000 for a rate per 1,000.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            intervals: self.intervals.map(|interval| interval.scaled(factor)),
            ..self
        }
    }

    /// The estimate at one level, counted from 0.
    ///
    /// # Panics
    ///
    /// When `level` is not below `N`, as with any index.
    #[must_use]
    pub fn at(&self, level: usize) -> Estimate {
        Estimate {
            value: self.value,
            interval: Some(self.intervals[level]),
            method: self.method,
            counts: whole(self.numerator)
                .zip(whole(self.denominator))
                .map(|(events, at_risk)| Counts { events, at_risk }),
        }
    }
}

/// A count, where the number is one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole")]
pub(crate) fn whole(x: f64) -> Option<u64> {
    // Above 2^53 a double skips whole numbers.
    (x >= 0.0 && x.fract() == 0.0 && x <= 9_007_199_254_740_992.0).then_some(x as u64)
}

/// Limits that a function of the level gives, as intervals.
pub(crate) fn intervals<const N: usize>(
    levels: [Confidence; N],
    limits: impl Fn(Confidence) -> (f64, f64),
) -> [Interval; N] {
    levels.map(|confidence| {
        let (lower, upper) = limits(confidence);
        Interval { lower, upper, confidence }
    })
}
