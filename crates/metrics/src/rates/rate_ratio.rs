//! The ratio of two rates.

use firstyear_core::{Confidence, Counts, MethodId};

use super::count_limits::EXACT_BELOW;
use super::estimates::{Estimates, intervals};
use super::two_groups::{TwoGroupsError, check_people, rate, wilson_limits};
use crate::limits::deviate;
use crate::special::beta;

/// The method of [`rate_ratio`].
pub const RATE_RATIO: MethodId = MethodId::new("rate-ratio");

/// How limits of a rate ratio are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RateRatioLimits {
    /// Exact where either count is below 10, on the logarithmic scale from
    /// there on.
    #[default]
    ByCount,
    /// Exact, given the total number of events: never too narrow.
    Exact,
    /// Score limits, given the total number of events: hold about as often as
    /// they say, also for few events.
    Score,
    /// Normal on the logarithmic scale. Without events in either group the
    /// limits are exact, as a logarithm does not exist.
    Log,
}

/// The rate of the first group over that of the second, with limits at each
/// level.
///
/// Where the second group has no events the ratio is infinite and so is its
/// upper limit; the lower one is known. Where neither has any the ratio is NaN,
/// and its limits are 0 and infinity: any ratio is possible.
///
/// # Units
///
/// A ratio: above 1 when the first group has the higher rate. Numerator and
/// denominator are those of the first group.
///
/// # Errors
///
/// [`TwoGroupsError`]: nobody at risk.
///
/// # Source
///
/// Exact: Przyborowski J, Wilenski H (1940), Biometrika 31:313-323. Log:
/// Rothman KJ, Greenland S (2008), *Modern epidemiology*, equation 14-10.
/// Score: Wilson's limits of the first group's share of events.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::rates::{RateRatioLimits, TwoGroupsError, rate_ratio};
///
/// // Breast cancer after fluoroscopy, in person-years (Rothman KJ, Greenland S
/// // 1998, Modern epidemiology, page 243).
/// let exposed = Counts { events: 41, at_risk: 28_010 };
/// let others = Counts { events: 15, at_risk: 19_017 };
/// let ratio = rate_ratio(exposed, others, RateRatioLimits::ByCount, [Confidence::P95])?;
/// assert_eq!(format!("{:.2}", ratio.value), "1.86");
/// # Ok::<(), TwoGroupsError>(())
/// ```
pub fn rate_ratio<const N: usize>(
    first: Counts,
    second: Counts,
    limits: RateRatioLimits,
    levels: [Confidence; N],
) -> Result<Estimates<N>, TwoGroupsError> {
    check_people(first, second)?;
    let value = rate(first) / rate(second);
    let (x, y) = (first.events as f64, second.events as f64);
    let people = first.at_risk as f64 / second.at_risk as f64;
    let few = f64::from(EXACT_BELOW);
    let of_odds = |(lower, upper): (f64, f64)| (lower / people, upper / people);
    Ok(Estimates {
        value,
        intervals: intervals(levels, |confidence| match limits {
            RateRatioLimits::Exact => of_odds(exact_odds(x, y, confidence)),
            RateRatioLimits::Score => of_odds(score_odds(x, y, confidence)),
            RateRatioLimits::ByCount if x < few || y < few => of_odds(exact_odds(x, y, confidence)),
            RateRatioLimits::Log if x == 0.0 || y == 0.0 => of_odds(exact_odds(x, y, confidence)),
            RateRatioLimits::ByCount | RateRatioLimits::Log => {
                let margin = (deviate(confidence) * (1.0 / x + 1.0 / y).sqrt()).exp();
                (value / margin, value * margin)
            }
        }),
        method: RATE_RATIO,
        numerator: first.events as f64,
        denominator: first.at_risk as f64,
    })
}

/// Clopper and Pearson's limits of the odds that an event is the first
/// group's: each limit from the side on which it keeps its digits.
pub(crate) fn exact_odds(x: f64, y: f64, confidence: Confidence) -> (f64, f64) {
    let tail = confidence.tail();
    let odds = |x: f64, y: f64| {
        if x == 0.0 {
            return 0.0;
        }
        let share = beta::quantile(tail, x, y + 1.0);
        let others = beta::upper_quantile(tail, y + 1.0, x);
        share / others
    };
    // 1 / 0 is the infinite upper limit of odds against no events.
    (odds(x, y), 1.0 / odds(y, x))
}

fn score_odds(x: f64, y: f64, confidence: Confidence) -> (f64, f64) {
    if x + y == 0.0 {
        return (0.0, f64::INFINITY);
    }
    let z = deviate(confidence);
    let (lower, upper) = wilson_limits(x, x + y, z);
    // The share of the others, from its own side so that it keeps its digits.
    let (others_lower, others_upper) = wilson_limits(y, x + y, z);
    (lower / others_upper, upper / others_lower)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [RateRatioLimits; 4] = [
        RateRatioLimits::ByCount,
        RateRatioLimits::Exact,
        RateRatioLimits::Score,
        RateRatioLimits::Log,
    ];

    fn counts(least: u64) -> impl Strategy<Value = Counts> {
        (prop_oneof![Just(least), least..15_u64, least..10_000_u64], 1..1_000_000_u64)
            .prop_map(|(events, at_risk)| Counts { events, at_risk })
    }

    /// Probability of at least `x` of `n` at chance `p`, term by term.
    fn at_least(x: u64, n: u64, p: f64) -> f64 {
        let mut sum = 0.0;
        for k in x..=n {
            let ways = (1..=k).fold(1.0, |ways, i| ways * (n - k + i) as f64 / i as f64);
            sum += ways * p.powf(k as f64) * (1.0 - p).powf((n - k) as f64);
        }
        sum
    }

    #[test]
    fn exact_limits_put_the_tail_where_it_belongs() {
        for (x, y) in [(0, 5), (1, 1), (3, 12), (9, 2), (15, 41)] {
            for confidence in [Confidence::P95, Confidence::P998] {
                let (lower, upper) = exact_odds(x as f64, y as f64, confidence);
                if x > 0 {
                    let tail = at_least(x, x + y, lower / (1.0 + lower));
                    assert!((tail / confidence.tail() - 1.0).abs() < 1e-9, "{x} {y}");
                }
                let tail = at_least(y, x + y, 1.0 / (1.0 + upper));
                assert!((tail / confidence.tail() - 1.0).abs() < 1e-9, "{x} {y}");
            }
        }
    }

    #[test]
    fn logarithmic_limits_by_hand() {
        // ln(1.8557) = 0.61828, √(1/41 + 1/15) = 0.30175, times 1.959964 = 0.59142.
        let (a, b) =
            (Counts { events: 41, at_risk: 28_010 }, Counts { events: 15, at_risk: 19_017 });
        let got = rate_ratio(a, b, RateRatioLimits::Log, [Confidence::P95]).unwrap();
        assert!((got.intervals[0].lower.ln() - (0.618_28 - 0.591_42)).abs() < 2e-4);
        assert!((got.intervals[0].upper.ln() - (0.618_28 + 0.591_42)).abs() < 2e-4);
    }

    #[test]
    fn no_events_in_the_second_group_leave_a_lower_limit() {
        // 3 of 100 against 0 of 50: R's poisson.test gives 0.2066 to Inf; the
        // score limit by hand is 3 over z², times 50/100.
        let (a, b) = (Counts { events: 3, at_risk: 100 }, Counts { events: 0, at_risk: 50 });
        for (limits, lower) in ALL.into_iter().zip([0.206_616, 0.206_616, 0.390_477, 0.206_616]) {
            let got = rate_ratio(a, b, limits, [Confidence::P95]).unwrap();
            assert!((got.intervals[0].lower - lower).abs() < 5e-7, "{limits:?}: {got:?}");
            // The other way round the limits are the inverse.
            let [other] = rate_ratio(b, a, limits, [Confidence::P95]).unwrap().intervals;
            assert!((got.intervals[0].lower * other.upper - 1.0).abs() < 1e-12, "{limits:?}");
        }
    }

    #[test]
    fn edges_are_numbers_or_errors() {
        let (none, some) = (Counts { events: 0, at_risk: 9 }, Counts { events: 5, at_risk: 9 });
        for limits in ALL {
            let got = rate_ratio(none, some, limits, [Confidence::P95]).unwrap();
            assert_eq!((got.value, got.intervals[0].lower), (0.0, 0.0));
            assert!(got.intervals[0].upper.is_finite() && got.intervals[0].upper > 0.0);
            let got = rate_ratio(some, none, limits, [Confidence::P95]).unwrap();
            assert_eq!((got.value, got.intervals[0].upper), (f64::INFINITY, f64::INFINITY));
            assert!(got.intervals[0].lower.is_finite() && got.intervals[0].lower > 0.0);
            let got = rate_ratio(none, none, limits, [Confidence::P95]).unwrap();
            assert!(got.value.is_nan());
            assert_eq!((got.intervals[0].lower, got.intervals[0].upper), (0.0, f64::INFINITY));
            let nobody = Counts { events: 0, at_risk: 0 };
            assert!(rate_ratio(nobody, some, limits, [Confidence::P95]).is_err());
        }
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_inverts_the_limits(a in counts(1), b in counts(1)) {
            for limits in ALL {
                let [x] = rate_ratio(a, b, limits, [Confidence::P95])?.intervals;
                let [y] = rate_ratio(b, a, limits, [Confidence::P95])?.intervals;
                prop_assert!((x.lower * y.upper - 1.0).abs() < 1e-10, "{limits:?}");
                prop_assert!((x.upper * y.lower - 1.0).abs() < 1e-10, "{limits:?}");
            }
        }

        #[test]
        fn the_ratio_lies_within_its_limits(a in counts(0), b in counts(1)) {
            for limits in ALL {
                let got = rate_ratio(a, b, limits, [Confidence::P95, Confidence::P998])?;
                let [at_95, at_998] = got.intervals;
                prop_assert!(at_95.contains(got.value));
                prop_assert!(at_998.lower <= at_95.lower && at_95.upper <= at_998.upper);
            }
        }
    }
}
