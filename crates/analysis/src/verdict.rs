//! What a comparison allows one to say.

use firstyear_core::{Confidence, Estimate, Polarity};

/// How a figure stands to what it is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Higher than chance explains.
    Higher,
    /// Lower than chance explains.
    Lower,
    /// Within what chance explains: the two cannot be told apart.
    CannotTell,
    /// A figure is missing.
    NotCompared,
}

impl Verdict {
    /// Compares a value with the limits round an estimate, the limits
    /// included: the one-level rule of the English public-health profiles. The
    /// uncertainty of `against` itself is not considered.
    #[must_use]
    pub fn of(estimate: Option<&Estimate>, against: Option<f64>) -> Self {
        match (estimate.and_then(|e| e.interval), against) {
            (Some(interval), Some(value)) if interval.lower > value => Self::Higher,
            (Some(interval), Some(value)) if interval.upper < value => Self::Lower,
            (Some(_), Some(_)) => Self::CannotTell,
            _ => Self::NotCompared,
        }
    }

    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::CannotTell => "cannot tell",
            Self::NotCompared => "not compared",
        }
    }

    /// Whether the difference is good or bad; `None` where there is none, or
    /// where the indicator has no agreed optimum.
    #[must_use]
    pub const fn is_better(self, polarity: Polarity) -> Option<bool> {
        match (self, polarity) {
            (Self::Higher, Polarity::HigherIsBetter) | (Self::Lower, Polarity::LowerIsBetter) => {
                Some(true)
            }
            (Self::Higher, Polarity::LowerIsBetter) | (Self::Lower, Polarity::HigherIsBetter) => {
                Some(false)
            }
            _ => None,
        }
    }
}

/// How many of so many comparisons would seem apart by chance alone if none truly
/// were.
pub(crate) fn apart_by_chance(compared: usize, confidence: Confidence) -> f64 {
    compared as f64 * (1.0 - confidence.level())
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Confidence, Interval, MethodId};

    use super::*;

    #[test]
    fn a_value_on_the_limit_cannot_be_told_apart() {
        let interval = Interval { lower: 9.2, upper: 14.9, confidence: Confidence::P95 };
        let gap = Estimate {
            value: 12.0,
            interval: Some(interval),
            method: MethodId::new("test"),
            counts: None,
        };
        let verdict = |value| Verdict::of(Some(&gap), Some(value));
        assert_eq!(verdict(13.0), Verdict::CannotTell);
        assert_eq!(verdict(9.2), Verdict::CannotTell);
        assert_eq!(verdict(9.1), Verdict::Higher);
        assert_eq!(verdict(15.0), Verdict::Lower);
        assert_eq!(Verdict::of(None, Some(1.0)), Verdict::NotCompared);
        assert_eq!(Verdict::Higher.is_better(Polarity::NoAgreedOptimum), None);
    }
}
