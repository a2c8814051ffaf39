//! Limits of counts at one level, for columns of them.

use firstyear_core::{Confidence, Interval};

use crate::limits::deviate;
use crate::poisson::{byar_limits, exact_limits};

/// Counts below this many have exact limits, those from here on Byar's.
pub(crate) const EXACT_BELOW: u8 = 10;

/// Limits of any count at one level of confidence, made once and used for many
/// counts: limits of a small count depend on the count and the level alone, so
/// the exact ones stand in a table.
///
/// Exact below 10 events, Byar's from there on, to the last bit what
/// [`rate`](crate::rate) gives.
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::{poisson_exact, rates::CountLimits};
///
/// let limits = CountLimits::new(Confidence::P95);
/// assert_eq!(limits.of(3), poisson_exact(3, Confidence::P95));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountLimits {
    confidence: Confidence,
    z: f64,
    exact: [(f64, f64); EXACT_BELOW as usize],
}

impl CountLimits {
    /// The table for one level.
    #[must_use]
    pub fn new(confidence: Confidence) -> Self {
        let mut exact = [(0.0, 0.0); EXACT_BELOW as usize];
        for (events, limits) in (0_u8..).zip(&mut exact) {
            *limits = exact_limits(f64::from(events), confidence.tail());
        }
        Self { confidence, z: deviate(confidence), exact }
    }

    /// The level.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Limits of a count.
    #[must_use]
    pub fn of(&self, events: u64) -> Interval {
        let (lower, upper) = self.pair(events);
        Interval { lower, upper, confidence: self.confidence }
    }

    pub(crate) fn pair(&self, events: u64) -> (f64, f64) {
        match usize::try_from(events).ok().and_then(|events| self.exact.get(events)) {
            Some(limits) => *limits,
            // From 10 events on the lower limit can only be negative beyond
            // any level in use.
            None => positive(byar_limits(events as f64, self.z)),
        }
    }
}

/// Where limits of a count come from: a level, or a table made for it.
pub(crate) trait LimitsOfCount {
    fn confidence(&self) -> Confidence;

    /// Limits of a count that need not be whole.
    fn limits(&self, events: f64) -> (f64, f64);
}

impl LimitsOfCount for Confidence {
    fn confidence(&self) -> Confidence {
        *self
    }

    fn limits(&self, events: f64) -> (f64, f64) {
        if events < f64::from(EXACT_BELOW) {
            exact_limits(events, self.tail())
        } else {
            positive(byar_limits(events, deviate(*self)))
        }
    }
}

impl LimitsOfCount for CountLimits {
    fn confidence(&self) -> Confidence {
        self.confidence
    }

    fn limits(&self, events: f64) -> (f64, f64) {
        match super::estimates::whole(events) {
            Some(events) => self.pair(events),
            None => self.confidence.limits(events),
        }
    }
}

fn positive((lower, upper): (f64, f64)) -> (f64, f64) {
    (lower.max(0.0), upper)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::poisson::count_limits;

    proptest! {
        #[test]
        fn the_table_is_the_function(events in prop_oneof![0..30_u64, 0..u64::from(u32::MAX)], level in 0.5..0.9999) {
            let confidence = Confidence::new(level)?;
            let expected = count_limits(events, confidence);
            prop_assert_eq!(CountLimits::new(confidence).of(events), expected);
            let pair = confidence.limits(events as f64);
            prop_assert_eq!(pair, (expected.lower, expected.upper));
        }

        #[test]
        fn limits_of_parts_of_events_lie_between_their_neighbours(events in 0.0..9.0_f64) {
            let at = |x: f64| CountLimits::new(Confidence::P95).limits(x);
            let (below, here, above) = (at(events.floor()), at(events), at(events.floor() + 1.0));
            prop_assert!(below.0 <= here.0 && here.0 <= above.0);
            prop_assert!(below.1 <= here.1 && here.1 <= above.1);
        }
    }
}
