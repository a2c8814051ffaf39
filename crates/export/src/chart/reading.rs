//! One figure of a chart: a value with its interval, or the reason why there is none.

use crate::words::{Words, say};

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
/// use firstyear_core::Language;
/// use firstyear_export::chart::Reading;
/// use firstyear_export::words::Words;
///
/// let english = Words::of(Language::English);
/// let decile_1 = Reading::value(5.6).with_interval(5.3, 5.9);
/// assert!(decile_1.drawable().is_some());
/// assert_eq!(Reading::missing("withheld").reason(english).as_deref(), Some("withheld"));
/// // What cannot be placed on an axis is missing, with a reason of its own.
/// assert_eq!(Reading::value(f64::NAN).reason(english).as_deref(), Some("not a number"));
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
    pub(crate) fn figures(&self, words: &Words, decimals: usize) -> String {
        self.figures_with(words, decimals, "")
    }

    /// The same of a percentage: `16.0% (13.2% to 18.9%)`.
    pub(crate) fn percent(&self, words: &Words, decimals: usize) -> String {
        self.figures_with(words, decimals, "%")
    }

    fn figures_with(&self, words: &Words, decimals: usize, sign: &str) -> String {
        let figure = |value: f64| super::format::label(words, value, decimals) + sign;
        match self.drawable() {
            Some((value, Some(b))) => say!(
                words,
                "chart-figures",
                value = figure(value),
                lower = figure(b.lower),
                upper = figure(b.upper)
            ),
            Some((value, None)) => figure(value),
            None => self.reason(words).unwrap_or_default(),
        }
    }

    /// Why nothing can be drawn; `None` for a value that can.
    #[must_use]
    pub fn reason(&self, words: &Words) -> Option<String> {
        match self {
            Self::Missing { reason } if reason.trim().is_empty() => {
                Some(say!(words, "chart-no-reason"))
            }
            Self::Missing { reason } => Some(reason.clone()),
            Self::Known { value, .. } => unfit(*value).map(|why| why.said(words)),
        }
    }
}

/// Whether an axis can hold `value`.
pub(crate) fn fits(value: f64) -> bool {
    unfit(value).is_none()
}

/// Why an axis cannot hold a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    NotANumber,
    TooLarge,
}

impl Unfit {
    pub(crate) fn said(self, words: &Words) -> String {
        match self {
            Self::NotANumber => say!(words, "chart-not-a-number"),
            Self::TooLarge => say!(words, "chart-too-large"),
        }
    }
}

/// Why an axis cannot hold `value`.
pub(crate) fn unfit(value: f64) -> Option<Unfit> {
    if !value.is_finite() {
        Some(Unfit::NotANumber)
    } else if value.abs() > LARGEST {
        Some(Unfit::TooLarge)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::english;

    fn reason(reading: &Reading) -> Option<String> {
        reading.reason(english())
    }

    #[test]
    fn what_is_not_finite_is_missing_with_a_reason() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(reason(&Reading::value(value)).as_deref(), Some("not a number"));
            assert_eq!(Reading::value(value).drawable(), None);
        }
        assert_eq!(reason(&Reading::value(f64::MAX)).as_deref(), Some("too large to show"));
    }

    #[test]
    fn a_value_outlives_a_broken_interval() {
        let reading = Reading::value(4.0).with_interval(f64::NAN, 5.0);
        assert_eq!(reading.drawable(), Some((4.0, None)));
        assert_eq!(reason(&reading), None);
    }

    #[test]
    fn a_missing_value_gets_no_interval() {
        let missing = Reading::missing("absent").with_interval(1.0, 2.0);
        assert_eq!(reason(&missing).as_deref(), Some("absent"));
        assert_eq!(reason(&Reading::missing(" ")).as_deref(), Some("no reason given"));
    }

    #[test]
    fn every_part_of_a_percentage_has_its_sign() {
        let gap = Reading::value(16.0).with_interval(13.2, 18.9);
        assert_eq!(gap.percent(english(), 1), "16.0% (13.2% to 18.9%)");
        assert_eq!(gap.figures(english(), 1), "16.0 (13.2 to 18.9)");
        assert_eq!(Reading::value(16.0).percent(english(), 0), "16%");
        assert_eq!(Reading::missing("withheld").percent(english(), 0), "withheld");
    }
}
