//! The difference between two rates.

use firstyear_core::{Confidence, Counts, MethodId};

use super::count_limits::LimitsOfCount;
use super::estimates::{Estimates, intervals};
use super::two_groups::{TwoGroupsError, check_people, difference_limits, rate};
use crate::limits::deviate;

/// The method of [`rate_difference`].
pub const RATE_DIFFERENCE: MethodId = MethodId::new("rate-difference");

/// Which limits of the two counts go into those of their difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RateDifferenceLimits {
    /// Exact below 10 events, Byar's from there on: those of the single
    /// rates, so that tables agree with each other; rarely too narrow.
    #[default]
    ExactByar,
    /// Score limits of a Poisson count: hold about as often as they say.
    Score,
}

/// The rate of the first group minus that of the second, with limits at each
/// level.
///
/// Both groups are apart: for a part of a whole use
/// [`absolute_gap`](crate::absolute_gap).
///
/// # Units
///
/// Events and people in, events per person out. Positive when the first group
/// has the higher rate. Numerator and denominator are those of the first group.
///
/// # Errors
///
/// [`TwoGroupsError::NobodyAtRisk`].
///
/// # Source
///
/// Zou GY, Donner A (2008), Stat Med 27:1693-1702 (method of variance
/// estimates recovery); score limits: Li HQ, Tang ML, Poon WY, Tang NS (2011),
/// J Biopharm Stat 21:1099-1116.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::rates::{RateDifferenceLimits, TwoGroupsError, rate_difference};
///
/// let routine = Counts { events: 30, at_risk: 5_000 };
/// let managers = Counts { events: 20, at_risk: 8_000 };
/// let limits = RateDifferenceLimits::ExactByar;
/// let gap = rate_difference(routine, managers, limits, [Confidence::P95])?;
/// assert_eq!(gap.scaled(1_000.0).value, 3.5);
/// assert!(gap.intervals[0].lower > 0.0);
/// # Ok::<(), TwoGroupsError>(())
/// ```
pub fn rate_difference<const N: usize>(
    first: Counts,
    second: Counts,
    limits: RateDifferenceLimits,
    levels: [Confidence; N],
) -> Result<Estimates<N>, TwoGroupsError> {
    check_people(first, second)?;
    let of = |counts: Counts, confidence: Confidence| {
        let (events, people) = (counts.events as f64, counts.at_risk as f64);
        let (lower, upper) = match limits {
            RateDifferenceLimits::ExactByar => confidence.limits(events),
            RateDifferenceLimits::Score => score(events, deviate(confidence)),
        };
        (events / people, (lower / people, upper / people))
    };
    Ok(Estimates {
        value: rate(first) - rate(second),
        intervals: intervals(levels, |confidence| {
            difference_limits(of(first, confidence), of(second, confidence))
        }),
        method: RATE_DIFFERENCE,
        numerator: first.events as f64,
        denominator: first.at_risk as f64,
    })
}

/// The means at which a count lies z standard deviations off.
fn score(events: f64, z: f64) -> (f64, f64) {
    let (centre, width) = (events + z * z / 2.0, z * (events + z * z / 4.0).sqrt());
    let lower = if events == 0.0 { 0.0 } else { centre - width };
    (lower, centre + width)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{GapInput, Relation, absolute_gap};

    fn counts() -> impl Strategy<Value = Counts> {
        (prop_oneof![Just(0), 0..12_u64, 0..10_000_u64], 1..1_000_000_u64)
            .prop_map(|(events, at_risk)| Counts { events, at_risk })
    }

    const BOTH: [RateDifferenceLimits; 2] =
        [RateDifferenceLimits::ExactByar, RateDifferenceLimits::Score];

    #[test]
    fn nobody_at_risk_is_refused() {
        let (none, some) = (Counts { events: 0, at_risk: 0 }, Counts { events: 1, at_risk: 10 });
        for (a, b, group) in [(none, some, "first"), (some, none, "second")] {
            let got = rate_difference(a, b, BOTH[0], [Confidence::P95]);
            assert_eq!(got, Err(TwoGroupsError::NobodyAtRisk { group }));
        }
    }

    #[test]
    fn score_limits_solve_their_equation() {
        for events in [1.0_f64, 5.0, 80.0] {
            let (lower, upper) = score(events, 1.96);
            assert!(((events - lower) / lower.sqrt() - 1.96).abs() < 1e-9);
            assert!(((upper - events) / upper.sqrt() - 1.96).abs() < 1e-9);
        }
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_mirrors_the_limits(a in counts(), b in counts()) {
            for limits in BOTH {
                let [x] = rate_difference(a, b, limits, [Confidence::P95])?.intervals;
                let [y] = rate_difference(b, a, limits, [Confidence::P95])?.intervals;
                let scale = 1e-12 * (x.upper - x.lower);
                prop_assert!((x.lower + y.upper).abs() <= scale && (x.upper + y.lower).abs() <= scale);
            }
        }

        #[test]
        fn the_gap_between_groups_apart_is_the_same(a in counts(), b in counts()) {
            let input = GapInput { group: a, against: b, relation: Relation::Apart, sample: None };
            let gap = absolute_gap(&input, Confidence::P998)?.interval.unwrap();
            let [got] = rate_difference(a, b, BOTH[0], [Confidence::P998])?.intervals;
            // A limit near 0 is a difference of much larger numbers.
            let scale = 1e-12 * (gap.upper - gap.lower);
            prop_assert!((gap.lower - got.lower).abs() <= scale);
            prop_assert!((gap.upper - got.upper).abs() <= scale);
        }
    }
}
