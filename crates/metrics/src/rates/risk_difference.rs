//! The difference between two risks.

use firstyear_core::{Confidence, Counts, MethodId};

use super::estimates::{Estimates, intervals};
use super::two_groups::{
    TwoGroupsError, check_risks, crossing, difference_limits, rate, wilson_limits,
};
use crate::limits::deviate;

/// The method of [`risk_difference`].
pub const RISK_DIFFERENCE: MethodId = MethodId::new("risk-difference");

/// How limits of a difference of risks are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RiskDifferenceLimits {
    /// Score limits of the difference itself.
    #[default]
    MiettinenNurminen,
    /// Wilson's limits of each risk, put together.
    Newcombe,
}

/// The risk in the first group minus that in the second, with limits at each
/// level.
///
/// # Units
///
/// People in, a difference of fractions between -1 and 1 out. Positive when the
/// first group has the higher risk. Numerator and denominator are those of the
/// first group.
///
/// # Errors
///
/// [`TwoGroupsError`]: nobody at risk, or more events than people.
///
/// # Source
///
/// Miettinen O, Nurminen M (1985), Stat Med 4:213-226; Newcombe RG (1998),
/// Stat Med 17:873-890, method 10.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::rates::{RiskDifferenceLimits, TwoGroupsError, risk_difference};
///
/// // Newcombe (1998), table II, first example: 56 of 70 against 48 of 80.
/// let (a, b) = (Counts { events: 56, at_risk: 70 }, Counts { events: 48, at_risk: 80 });
/// let limits = RiskDifferenceLimits::MiettinenNurminen;
/// let [at_95] = risk_difference(a, b, limits, [Confidence::P95])?.intervals;
/// assert_eq!(format!("{:.4} {:.4}", at_95.lower, at_95.upper), "0.0528 0.3382");
/// # Ok::<(), TwoGroupsError>(())
/// ```
pub fn risk_difference<const N: usize>(
    first: Counts,
    second: Counts,
    limits: RiskDifferenceLimits,
    levels: [Confidence; N],
) -> Result<Estimates<N>, TwoGroupsError> {
    check_risks(first, second)?;
    Ok(Estimates {
        value: rate(first) - rate(second),
        intervals: intervals(levels, |confidence| {
            let z = deviate(confidence);
            match limits {
                RiskDifferenceLimits::MiettinenNurminen => score_limits(first, second, z),
                RiskDifferenceLimits::Newcombe => {
                    let of = |counts: Counts| {
                        let limits = wilson_limits(counts.events as f64, counts.at_risk as f64, z);
                        (rate(counts), limits)
                    };
                    difference_limits(of(first), of(second))
                }
            }
        }),
        method: RISK_DIFFERENCE,
        numerator: first.events as f64,
        denominator: first.at_risk as f64,
    })
}

/// The differences at which the observed one lies z standard deviations off.
fn score_limits(first: Counts, second: Counts, z: f64) -> (f64, f64) {
    let value = rate(first) - rate(second);
    let score = |difference: f64| score(first, second, difference);
    let lower = if value == -1.0 { -1.0 } else { crossing(-1.0, value, z, score) };
    let upper = if value == 1.0 { 1.0 } else { crossing(value, 1.0, -z, score) };
    (lower, upper)
}

/// The observed difference in standard deviations from `difference`, at the
/// risks that fit the counts best among those so far apart.
fn score(first: Counts, second: Counts, difference: f64) -> f64 {
    let (n, m) = (first.at_risk as f64, second.at_risk as f64);
    let q = fitted(first, second, difference);
    let p = (q + difference).clamp(0.0, 1.0);
    // Miettinen and Nurminen's factor: the variance of all people together is
    // estimated with one degree of freedom less.
    let variance = (p * (1.0 - p) / n + q * (1.0 - q) / m) * (n + m) / (n + m - 1.0);
    let off = rate(first) - rate(second) - difference;
    if off == 0.0 { 0.0 } else { off / variance.sqrt() }
}

/// The likeliest risk of the second group, where that of the first is higher by
/// `difference`.
fn fitted(first: Counts, second: Counts, difference: f64) -> f64 {
    let (low, high) = ((-difference).max(0.0), (1.0 - difference).min(1.0));
    let (x, y) = (first.events as f64, second.events as f64);
    let (n, m) = (first.at_risk as f64, second.at_risk as f64);
    // The slope of the log-likelihood, which falls from one end to the other.
    let slope = |q: f64| {
        let p = q + difference;
        share(x, p) - share(n - x, 1.0 - p) + share(y, q) - share(m - y, 1.0 - q)
    };
    crossing(low, high, 0.0, slope)
}

/// Events over their chance; no events say nothing, whatever the chance.
fn share(events: f64, chance: f64) -> f64 {
    if events == 0.0 { 0.0 } else { events / chance.max(0.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOTH: [RiskDifferenceLimits; 2] =
        [RiskDifferenceLimits::MiettinenNurminen, RiskDifferenceLimits::Newcombe];

    fn of(events: u64, at_risk: u64) -> Counts {
        Counts { events, at_risk }
    }

    #[test]
    fn matches_published_examples() {
        // Newcombe (1998), Stat Med 17:873-890, table II: the lines of
        // Miettinen and Nurminen, and of method 10.
        let cases = [
            (of(56, 70), of(48, 80), (0.0528, 0.3382), (0.0524, 0.3339)),
            (of(9, 10), of(3, 10), (0.1700, 0.8406), (0.1705, 0.8090)),
            (of(5, 56), of(0, 29), (-0.0326, 0.1933), (-0.0381, 0.1926)),
            (of(0, 10), of(0, 10), (-0.2879, 0.2879), (-0.2775, 0.2775)),
            (of(10, 10), of(0, 20), (0.7156, 1.0000), (0.6791, 1.0000)),
        ];
        for (first, second, score, newcombe) in cases {
            for (limits, (lower, upper)) in BOTH.into_iter().zip([score, newcombe]) {
                let [got] =
                    risk_difference(first, second, limits, [Confidence::P95]).unwrap().intervals;
                assert!(
                    (got.lower - lower).abs() < 6e-5 && (got.upper - upper).abs() < 6e-5,
                    "{first:?} {second:?} {limits:?}: {got:?}"
                );
            }
        }
    }

    #[test]
    fn all_against_none_by_hand() {
        // 10 of 10 against none of 10: the fitted risks are (1 ± d)/2, and
        // (1 - d)/(1 + d) = 3.841459/19, so that d = 0.663642.
        let got = risk_difference(of(10, 10), of(0, 10), BOTH[0], [Confidence::P95]).unwrap();
        assert!((got.intervals[0].lower - 0.663_642).abs() < 1e-6);
        assert_eq!(got.intervals[0].upper, 1.0);
    }

    #[test]
    fn the_fitted_risk_is_the_likeliest() {
        let log = |events: f64, p: f64| if events == 0.0 { 0.0 } else { events * p.ln() };
        for (a, b, difference) in [
            (of(56, 70), of(48, 80), 0.1),
            (of(5, 56), of(0, 29), 0.03),
            (of(0, 10), of(0, 10), 0.2),
        ] {
            let likelihood = |q: f64| {
                let p = q + difference;
                log(a.events as f64, p)
                    + log((a.at_risk - a.events) as f64, 1.0 - p)
                    + log(b.events as f64, q)
                    + log((b.at_risk - b.events) as f64, 1.0 - q)
            };
            let best = (0..=100_000)
                .map(|i| f64::from(i) / 100_000.0 * (1.0 - difference))
                .max_by(|a, b| likelihood(*a).total_cmp(&likelihood(*b)))
                .unwrap();
            assert!((fitted(a, b, difference) - best).abs() < 2e-5, "{a:?} {b:?}");
        }
    }

    #[test]
    fn what_is_no_risk_is_refused() {
        let (none, over, some) = (of(0, 0), of(3, 2), of(1, 10));
        let got = |a, b| risk_difference(a, b, BOTH[0], [Confidence::P95]);
        assert_eq!(got(none, some), Err(TwoGroupsError::NobodyAtRisk { group: "first" }));
        assert_eq!(got(some, over), Err(TwoGroupsError::EventsExceedAtRisk { group: "second" }));
    }

    fn counts() -> impl Strategy<Value = Counts> {
        (prop_oneof![1..4_u64, 1..2_000_u64], prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f64])
            .prop_map(|(at_risk, share)| {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "small"
                )]
                let events = (at_risk as f64 * share) as u64;
                Counts { events, at_risk }
            })
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_mirrors_the_limits(a in counts(), b in counts()) {
            for limits in BOTH {
                let x = risk_difference(a, b, limits, [Confidence::P95])?;
                let y = risk_difference(b, a, limits, [Confidence::P95])?.intervals[0];
                let interval = x.intervals[0];
                prop_assert!((interval.lower + y.upper).abs() < 1e-9, "{limits:?}");
                prop_assert!((interval.upper + y.lower).abs() < 1e-9, "{limits:?}");
                prop_assert!(interval.lower <= x.value && x.value <= interval.upper);
                prop_assert!(interval.lower >= -1.0 - 1e-12 && interval.upper <= 1.0 + 1e-12);
            }
        }
    }
}
