//! The ratio of two risks.

use firstyear_core::{Confidence, Counts, MethodId};

use super::estimates::{Estimates, intervals};
use super::two_groups::{TwoGroupsError, check_risks, crossing, rate};
use crate::limits::deviate;

/// The method of [`risk_ratio`].
pub const RISK_RATIO: MethodId = MethodId::new("risk-ratio");

/// Which score limits a risk ratio has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RiskRatioLimits {
    /// Koopman's.
    #[default]
    Koopman,
    /// With one degree of freedom less: slightly wider.
    MiettinenNurminen,
}

/// The risk in the first group over that in the second, with score limits at
/// each level.
///
/// Where the second group has no events the ratio is infinite and so is its
/// upper limit; the lower one is known. Where neither has any the ratio is NaN,
/// and its limits are 0 and infinity: any ratio is possible.
///
/// # Units
///
/// A ratio: above 1 when the first group has the higher risk. Numerator and
/// denominator are those of the first group.
///
/// # Errors
///
/// [`TwoGroupsError`]: nobody at risk, or more events than people.
///
/// # Source
///
/// Koopman PAR (1984), Biometrics 40:513-517; Miettinen O, Nurminen M (1985),
/// Stat Med 4:213-226.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::rates::{RiskRatioLimits, TwoGroupsError, risk_ratio};
///
/// // Koopman (1984), first example: 36 of 40 against 16 of 80.
/// let (a, b) = (Counts { events: 36, at_risk: 40 }, Counts { events: 16, at_risk: 80 });
/// let ratio = risk_ratio(a, b, RiskRatioLimits::Koopman, [Confidence::P95])?;
/// let [at_95] = ratio.intervals;
/// assert_eq!(format!("{:.2} {:.2}", at_95.lower, at_95.upper), "2.94 7.15");
/// # Ok::<(), TwoGroupsError>(())
/// ```
pub fn risk_ratio<const N: usize>(
    first: Counts,
    second: Counts,
    limits: RiskRatioLimits,
    levels: [Confidence; N],
) -> Result<Estimates<N>, TwoGroupsError> {
    check_risks(first, second)?;
    let all = (first.at_risk + second.at_risk) as f64;
    let factor = match limits {
        RiskRatioLimits::Koopman => 1.0,
        RiskRatioLimits::MiettinenNurminen => all / (all - 1.0),
    };
    Ok(Estimates {
        value: rate(first) / rate(second),
        intervals: intervals(levels, |confidence| {
            score_limits(first, second, factor, deviate(confidence))
        }),
        method: RISK_RATIO,
        numerator: first.events as f64,
        denominator: first.at_risk as f64,
    })
}

/// The ratios at which the observed risks lie z standard deviations off, found
/// on the logarithmic scale.
fn score_limits(first: Counts, second: Counts, factor: f64, z: f64) -> (f64, f64) {
    let score = |ln_ratio: f64| score(first, second, factor, ln_ratio.exp());
    // Without events in a group the ratio is at an end, and the search goes all
    // the way there.
    let ln_value = (rate(first) / rate(second)).ln().clamp(-LN_REACH, LN_REACH);
    let lower = if first.events == 0 {
        0.0
    } else {
        crossing(ln_value.min(0.0) - LN_REACH, ln_value, z, score).exp()
    };
    let upper = if second.events == 0 {
        f64::INFINITY
    } else {
        crossing(ln_value, ln_value.max(0.0) + LN_REACH, -z, score).exp()
    };
    (lower, upper)
}

/// e^80 either way is beyond any ratio of counts.
const LN_REACH: f64 = 80.0;

fn score(first: Counts, second: Counts, factor: f64, ratio: f64) -> f64 {
    let (n, m) = (first.at_risk as f64, second.at_risk as f64);
    let q = fitted(first, second, ratio);
    let p = (ratio * q).min(1.0);
    let variance = (p * (1.0 - p) / n + ratio * ratio * q * (1.0 - q) / m) * factor;
    let off = rate(first) - ratio * rate(second);
    if off == 0.0 { 0.0 } else { off / variance.sqrt() }
}

/// The likeliest risk of the second group, where that of the first is `ratio`
/// times as high: a root of a quadratic, in the form that cancels nothing.
fn fitted(first: Counts, second: Counts, ratio: f64) -> f64 {
    let (x, y) = (first.events as f64, second.events as f64);
    let (n, m) = (first.at_risk as f64, second.at_risk as f64);
    let a = (n + m) * ratio;
    let b = n * ratio + x + m + y * ratio;
    let events = x + y;
    let root = (b * b - 4.0 * a * events).max(0.0).sqrt();
    (2.0 * events / (b + root)).min(1.0).min(1.0 / ratio)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOTH: [RiskRatioLimits; 2] =
        [RiskRatioLimits::Koopman, RiskRatioLimits::MiettinenNurminen];

    fn of(events: u64, at_risk: u64) -> Counts {
        Counts { events, at_risk }
    }

    #[test]
    fn matches_a_published_example() {
        // Koopman (1984), first example: 36 of 40 against 16 of 80.
        let [got] =
            risk_ratio(of(36, 40), of(16, 80), BOTH[0], [Confidence::P95]).unwrap().intervals;
        assert!((got.lower - 2.94).abs() < 5e-3 && (got.upper - 7.15).abs() < 5e-3, "{got:?}");
    }

    #[test]
    fn the_fitted_risk_is_the_likeliest() {
        let log = |events: f64, p: f64| if events == 0.0 { 0.0 } else { events * p.ln() };
        for (a, b, ratio) in [
            (of(36, 40), of(16, 80), 3.0),
            (of(0, 40), of(16, 80), 0.2),
            (of(5, 40), of(1, 9), 0.5),
        ] {
            let likelihood = |q: f64| {
                let p = q * ratio;
                log(a.events as f64, p)
                    + log((a.at_risk - a.events) as f64, 1.0 - p)
                    + log(b.events as f64, q)
                    + log((b.at_risk - b.events) as f64, 1.0 - q)
            };
            let best = (1..100_000)
                .map(|i| f64::from(i) / 100_000.0 * f64::min(1.0, 1.0 / ratio))
                .max_by(|a, b| likelihood(*a).total_cmp(&likelihood(*b)))
                .unwrap();
            assert!((fitted(a, b, ratio) - best).abs() < 2e-5, "{a:?} {b:?}");
        }
    }

    #[test]
    fn no_events_in_the_second_group_leave_a_lower_limit() {
        // 3 of 100 against 0 of 50: statsmodels 0.15 for Python,
        // confint_proportions_2indep with score limits, without and with the
        // correction by n - 1.
        for (limits, lower) in BOTH.into_iter().zip([0.403_730_38, 0.401_077_36]) {
            let got = risk_ratio(of(3, 100), of(0, 50), limits, [Confidence::P95]).unwrap();
            assert_eq!((got.value, got.intervals[0].upper), (f64::INFINITY, f64::INFINITY));
            assert!((got.intervals[0].lower - lower).abs() < 5e-7, "{limits:?}: {got:?}");
            let [other] =
                risk_ratio(of(0, 50), of(3, 100), limits, [Confidence::P95]).unwrap().intervals;
            assert!((got.intervals[0].lower * other.upper - 1.0).abs() < 1e-9, "{limits:?}");
        }
    }

    #[test]
    fn edges_are_numbers_or_errors() {
        for limits in BOTH {
            let none = risk_ratio(of(0, 40), of(16, 80), limits, [Confidence::P95]).unwrap();
            assert_eq!((none.value, none.intervals[0].lower), (0.0, 0.0));
            assert!(none.intervals[0].upper > 0.0 && none.intervals[0].upper < 1.0);
            let all = risk_ratio(of(7, 7), of(9, 9), limits, [Confidence::P95]).unwrap();
            assert!(all.intervals[0].contains(1.0) && all.intervals[0].upper < 3.0, "{all:?}");
            let none = risk_ratio(of(0, 40), of(0, 80), limits, [Confidence::P95]).unwrap();
            assert!(none.value.is_nan());
            assert_eq!((none.intervals[0].lower, none.intervals[0].upper), (0.0, f64::INFINITY));
            let everybody = risk_ratio(of(7, 7), of(0, 9), limits, [Confidence::P95]).unwrap();
            assert_eq!(everybody.intervals[0].upper, f64::INFINITY);
            assert!(everybody.intervals[0].lower > 1.0, "{everybody:?}");
        }
    }

    proptest! {
        #[test]
        fn exchanging_the_groups_inverts_the_limits(
            a in 1..50_u64, others_a in 0..500_u64,
            b in 1..50_u64, others_b in 0..500_u64,
        ) {
            let (a, b) = (of(a, a + others_a), of(b, b + others_b));
            for limits in BOTH {
                let x = risk_ratio(a, b, limits, [Confidence::P95])?;
                let [y] = risk_ratio(b, a, limits, [Confidence::P95])?.intervals;
                let [interval] = x.intervals;
                prop_assert!((interval.lower * y.upper - 1.0).abs() < 1e-8, "{limits:?}");
                prop_assert!((interval.upper * y.lower - 1.0).abs() < 1e-8, "{limits:?}");
                prop_assert!(interval.contains(x.value));
            }
        }
    }
}
