//! Limits of a count, and of the rate that it makes.
//!
//! | you have                       | you want                      | use                 |
//! |--------------------------------|-------------------------------|---------------------|
//! | any count                      | limits that are never too narrow| [`poisson_exact`] |
//! | a count of 10 or more          | the same, fast                | [`byar`]            |
//! | events among those at risk     | a rate with limits            | [`rate`]            |
//!
//! Counts go in; limits of the count, or a rate per person, come out.

use std::num::NonZeroU64;

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use crate::limits::deviate;
use crate::registry::Method;
use crate::run::{Argument, Call, Group, N, Output, RunError, VALUE, X};
use crate::special::gamma;

/// The method of [`rate`].
pub const EXACT_BYAR: MethodId = MethodId::new("exact-byar");
/// The method of [`poisson_exact`].
pub const POISSON_EXACT: MethodId = MethodId::new("poisson-exact");
/// The method of [`byar`].
pub const BYAR: MethodId = MethodId::new("byar");

/// Exact Poisson limits of a count.
///
/// # Units
///
/// Events in, events out. The lower limit of 0 is 0.
///
/// # Source
///
/// Garwood F (1936), Biometrika 28:437-442, in the gamma form.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
///
/// // Garwood's table: 10 events, 4.795 to 18.390.
/// let limits = firstyear_metrics::poisson_exact(10, Confidence::P95);
/// assert_eq!(format!("{:.3} {:.3}", limits.lower, limits.upper), "4.795 18.390");
/// ```
#[must_use]
pub fn poisson_exact(events: u64, confidence: Confidence) -> Interval {
    let (lower, upper) = exact_limits(events as f64, confidence.tail());
    Interval { lower, upper, confidence }
}

/// Byar's approximation to the exact Poisson limits of a count.
///
/// Within 0.2% of the exact limits from 10 events on at 95%. It has no lower
/// limit for 0 events, and a negative one for very few at a high confidence:
/// both are 0 here, the smallest count there is.
///
/// # Units
///
/// Events in, events out.
///
/// # Source
///
/// Breslow NE, Day NE (1987), *Statistical methods in cancer research* II,
/// equation 2.13.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
///
/// let limits = firstyear_metrics::byar(65, Confidence::P95);
/// assert_eq!(format!("{:.5} {:.5}", limits.lower, limits.upper), "50.16319 82.84914");
/// ```
#[must_use]
pub fn byar(events: u64, confidence: Confidence) -> Interval {
    let (lower, upper) = byar_limits(events as f64, deviate(confidence));
    // The formula gives no number for 0 and a negative one for very few.
    Interval { lower: lower.max(0.0), upper, confidence }
}

/// Byar's formula as it stands, for `z` standard errors either side: not a
/// number below 0 events, negative where it has no sensible lower limit.
pub(crate) fn byar_limits(events: f64, z: f64) -> (f64, f64) {
    let cube =
        |count: f64, z: f64| count * (1.0 - 1.0 / (9.0 * count) + z / (3.0 * count.sqrt())).powi(3);
    (cube(events, -z), cube(events + 1.0, z))
}

/// Exact limits of a count that need not be whole, with `tail` on either side.
pub(crate) fn exact_limits(events: f64, tail: f64) -> (f64, f64) {
    let lower = if events == 0.0 { 0.0 } else { gamma::quantile(tail, events) };
    (lower, gamma::upper_quantile(tail, events + 1.0))
}

/// Limits of a count: exact below 10 events, Byar's from there on.
pub(crate) fn count_limits(events: u64, confidence: Confidence) -> Interval {
    if events < 10 { poisson_exact(events, confidence) } else { byar(events, confidence) }
}

/// A rate with its limits: exact Poisson limits below 10 events, Byar's from
/// there on, the rule of the English public-health profiles.
///
/// More events than people at risk are allowed: a person can have several.
///
/// # Units
///
/// Events and people in; events per person out. Scale by 1,000 for a rate per
/// 1,000.
///
/// # Example
///
/// Infant deaths in England in 2022:
///
/// ```
/// use std::num::NonZeroU64;
/// use firstyear_core::Confidence;
///
/// let births = NonZeroU64::new(577_046).unwrap();
/// let rate = firstyear_metrics::rate(2_240, births, Confidence::P95).scaled(1_000.0);
/// assert_eq!(format!("{:.1}", rate.value), "3.9");
/// ```
#[must_use]
pub fn rate(events: u64, at_risk: NonZeroU64, confidence: Confidence) -> Estimate {
    let people = at_risk.get() as f64;
    Estimate {
        value: events as f64 / people,
        interval: Some(count_limits(events, confidence).scaled(1.0 / people)),
        method: EXACT_BYAR,
        counts: Some(Counts { events, at_risk: at_risk.get() }),
    }
}

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: EXACT_BYAR,
        name: "Rate with exact or Byar's limits",
        family: "rates",
        unit: "events per person",
        ordered: false,
        reading: "higher means more events",
        source: "Garwood (1936), Biometrika 28:437; Breslow and Day (1987), volume II, equation 2.13",
        explanation: "Events over those at risk. Events are taken as independent, so their number varies as a Poisson count: below 10 events the limits are exact, from 10 on Byar's approximation, which is within 0.2% of them.",
        call: Call {
            key: &[],
            inputs: &[X, N],
            arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE],
            outputs: &[VALUE],
            vectors: &[],
            run: run_rate,
        },
    },
    Method {
        id: POISSON_EXACT,
        name: "Exact limits of a count",
        family: "rates",
        unit: "events",
        ordered: false,
        reading: "the mean count that could lie behind the one seen",
        source: "Garwood (1936), Biometrika 28:437",
        explanation: "Limits that hold the true mean of a Poisson count at least as often as they say, whatever it is. With few events they are wider than needed.",
        call: Call { run: |group, out| run_count(group, out, poisson_exact), ..COUNT_CALL },
    },
    Method {
        id: BYAR,
        name: "Byar's limits of a count",
        family: "rates",
        unit: "events",
        ordered: false,
        reading: "the mean count that could lie behind the one seen",
        source: "Breslow and Day (1987), volume II, equation 2.13",
        explanation: "An approximation of the exact limits by the cube root of a gamma variable: within 0.2% of them from 10 events on, too low below.",
        call: Call { run: |group, out| run_count(group, out, byar), ..COUNT_CALL },
    },
];

const COUNT_CALL: Call = Call {
    key: &[],
    inputs: &[X],
    arguments: &[Argument::CONFIDENCE],
    outputs: &[VALUE],
    vectors: &[],
    run: |group, out| run_count(group, out, poisson_exact),
};

fn run_rate(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (x, n) = (group.counts("x")?[0], at_risk(group)?);
    let multiplier = group.multiplier()?;
    let rates: Vec<Estimate> = group
        .confidences()?
        .into_iter()
        .map(|confidence| rate(x, n, confidence).scaled(multiplier))
        .collect();
    out.row().estimates(&rates);
    Ok(())
}

fn run_count(
    group: &Group<'_>,
    out: &mut Output,
    limits: fn(u64, Confidence) -> Interval,
) -> Result<(), RunError> {
    let x = group.counts("x")?[0];
    let limits: Vec<Interval> =
        group.confidences()?.into_iter().map(|confidence| limits(x, confidence)).collect();
    out.row().set("value", x).limits(&limits);
    Ok(())
}

/// The people at risk of a row: a count above 0.
pub(crate) fn at_risk(group: &Group<'_>) -> Result<NonZeroU64, RunError> {
    NonZeroU64::new(group.counts("n")?[0])
        .ok_or_else(|| group.out_of_range("n", 0, "a rate needs people at risk"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Probability of at most `k` events at mean `m`, term by term.
    fn at_most(k: u64, m: f64) -> f64 {
        let (mut term, mut sum) = ((-m).exp(), 0.0);
        for i in 0..=k {
            sum += term;
            term *= m / (i + 1) as f64;
        }
        sum
    }

    #[test]
    fn exact_limits_put_the_tail_where_it_belongs() {
        for events in 0..60 {
            for confidence in [Confidence::P95, Confidence::P998] {
                let limits = poisson_exact(events, confidence);
                let above = at_most(events, limits.upper);
                assert!((above / confidence.tail() - 1.0).abs() < 1e-10, "{events}");
                if events > 0 {
                    let below = 1.0 - at_most(events - 1, limits.lower);
                    assert!((below / confidence.tail() - 1.0).abs() < 1e-8, "{events}");
                } else {
                    assert_eq!(limits.lower, 0.0);
                }
            }
        }
    }

    #[test]
    fn byar_matches_published_limits() {
        // PHEindicatormethods 2.1.0, test data of its Byar's limits.
        let cases = [
            (65, Confidence::P95, 50.163_19, 82.849_14),
            (1045, Confidence::P95, 982.593_2, 1_110.331_2),
            (10, Confidence::P998, 2.916_318, 24.193_725),
        ];
        for (events, confidence, lower, upper) in cases {
            let limits = byar(events, confidence);
            assert!((limits.lower / lower - 1.0).abs() < 1e-6, "{events}");
            assert!((limits.upper / upper - 1.0).abs() < 1e-6, "{events}");
        }
        assert_eq!(byar(0, Confidence::P95).lower, 0.0);
        assert_eq!(byar(1, Confidence::P998).lower, 0.0);
    }

    #[test]
    fn large_counts_have_normal_limits() {
        // By Cornish and Fisher the limits are x ± z √x + (z² ∓ 1 ...) / 3 and
        // so on: to a millionth of their width Wilson and Hilferty's cube.
        for power in [9, 12, 15] {
            let events = 10_u64.pow(power);
            let (x, z) = (events as f64, 1.959_963_984_540_054);
            let limits = poisson_exact(events, Confidence::P95);
            for (limit, z) in [(limits.lower, -z), (limits.upper, z)] {
                let normal = x + z * x.sqrt() + z * z / 3.0;
                assert!((limit - normal).abs() < 1e-6 * x.sqrt() + 1.0, "{events}: {limit}");
            }
        }
    }

    proptest! {
        #[test]
        fn byar_is_close_to_exact_from_ten_on(events in 10..100_000_u64) {
            let (a, b) = (byar(events, Confidence::P95), poisson_exact(events, Confidence::P95));
            prop_assert!((a.lower / b.lower - 1.0).abs() < 2e-3);
            prop_assert!((a.upper / b.upper - 1.0).abs() < 2e-3);
        }

        #[test]
        fn more_events_never_lower_a_limit(events in 0..10_000_u64) {
            let (a, b) = (
                poisson_exact(events, Confidence::P95),
                poisson_exact(events + 1, Confidence::P95),
            );
            prop_assert!(a.lower < b.lower && a.upper < b.upper);
        }
    }
}
