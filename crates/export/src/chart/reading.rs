//! One figure of a chart: a value with its interval, or the reason why there is none.

/// The largest magnitude a chart draws; beyond it an axis cannot be labelled.
const LARGEST: f64 = 1e15;

/// What a chart shows in one place.
///
/// # Units
///
/// Those of the chart's measure; the chart does not convert.
///
/// # Example
///
/// ```
/// use firstyear_export::chart::Reading;
///
/// let decile_1 = Reading::value(5.6).with_interval(5.3, 5.9);
/// assert!(decile_1.drawable().is_some());
/// assert_eq!(Reading::missing("withheld").reason(), Some("withheld"));
/// // What cannot be placed on an axis is missing, with a reason of its own.
/// assert_eq!(Reading::value(f64::NAN).reason(), Some("not a number"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// A figure; drawn only when finite.
    Known {
        /// The point itself.
        value: f64,
        /// Its interval, where there is one.
        interval: Option<Bounds>,
    },
    /// No figure, and why, in one or two words a reader understands: `withheld`, `absent`.
    Missing {
        /// The words shown in its place.
        reason: String,
    },
}

/// The two ends of an interval, in the unit of the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Reading {
    /// A value without an interval.
    #[must_use]
    pub const fn value(value: f64) -> Self {
        Self::Known { value, interval: None }
    }

    /// No value, for the reason given.
    #[must_use]
    pub fn missing(reason: impl Into<String>) -> Self {
        Self::Missing { reason: reason.into() }
    }

    /// The same value with an interval; a missing value stays missing.
    #[must_use]
    pub fn with_interval(self, lower: f64, upper: f64) -> Self {
        match self {
            Self::Known { value, .. } => {
                Self::Known { value, interval: Some(Bounds { lower, upper }) }
            }
            missing @ Self::Missing { .. } => missing,
        }
    }

    /// What can be drawn: a finite value, and its interval where both ends are finite.
    #[must_use]
    pub fn drawable(&self) -> Option<(f64, Option<Bounds>)> {
        match self {
            Self::Known { value, interval } if fits(*value) => {
                Some((*value, interval.filter(|b| fits(b.lower) && fits(b.upper))))
            }
            _ => None,
        }
    }

    /// The value and its interval in words, `5.6 (5.3 to 5.9)`, or the reason for a missing one.
    pub(crate) fn figures(&self, decimals: usize) -> String {
        let words = |value: f64| super::format::label(value, decimals);
        match self.drawable() {
            Some((value, Some(b))) => {
                format!("{} ({} to {})", words(value), words(b.lower), words(b.upper))
            }
            Some((value, None)) => words(value),
            None => self.reason().unwrap_or_default().to_owned(),
        }
    }

    /// Why nothing can be drawn; `None` for a value that can.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Missing { reason } if reason.trim().is_empty() => Some("no reason given"),
            Self::Missing { reason } => Some(reason),
            Self::Known { value, .. } => unfit(*value),
        }
    }
}

/// Whether an axis can hold `value`.
pub(crate) fn fits(value: f64) -> bool {
    unfit(value).is_none()
}

/// Why an axis cannot hold `value`.
pub(crate) fn unfit(value: f64) -> Option<&'static str> {
    if !value.is_finite() {
        Some("not a number")
    } else if value.abs() > LARGEST {
        Some("too large to show")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finite_is_missing_with_a_reason() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(Reading::value(value).reason(), Some("not a number"));
            assert_eq!(Reading::value(value).drawable(), None);
        }
        assert_eq!(Reading::value(f64::MAX).reason(), Some("too large to show"));
    }

    #[test]
    fn a_value_outlives_a_broken_interval() {
        let reading = Reading::value(4.0).with_interval(f64::NAN, 5.0);
        assert_eq!(reading.drawable(), Some((4.0, None)));
        assert_eq!(reading.reason(), None);
    }

    #[test]
    fn a_missing_value_gets_no_interval() {
        assert_eq!(Reading::missing("absent").with_interval(1.0, 2.0).reason(), Some("absent"));
        assert_eq!(Reading::missing(" ").reason(), Some("no reason given"));
    }
}
