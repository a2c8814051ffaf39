//! Limits of a proportion.
//!
//! | you want                                   | use                 |
//! |--------------------------------------------|---------------------|
//! | the interval of public-health profiles     | [`wilson`]          |
//! | limits that are never too narrow           | [`clopper_pearson`] |
//!
//! Counts go in, fractions between 0 and 1 come out.

use std::num::NonZeroU64;

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use crate::limits::deviate;
use crate::poisson::at_risk;
use crate::registry::Method;
use crate::run::{Argument, Call, Group, N, Output, RunError, VALUE, X};
use crate::special::beta;

/// The method of [`wilson`].
pub const WILSON: MethodId = MethodId::new("wilson");
/// The method of [`clopper_pearson`].
pub const CLOPPER_PEARSON: MethodId = MethodId::new("clopper-pearson");

/// Counts that make no proportion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProportionError {
    /// More events than people.
    #[error("more events than people at risk: a proportion counts each person once")]
    EventsExceedAtRisk,
}

/// Wilson's score interval for `events` among `at_risk` people.
///
/// # Units
///
/// People in; fractions in `[0, 1]` out. The lower limit for no events is
/// exactly 0, the upper limit for all exactly 1.
///
/// # Errors
///
/// [`ProportionError::EventsExceedAtRisk`] when `events > at_risk`.
///
/// # Source
///
/// Wilson EB (1927), J Am Stat Assoc 22:209-212.
///
/// # Example
///
/// Nine of 120 babies weighed under 2,500 g:
///
/// ```
/// # use std::num::NonZeroU64;
/// # use firstyear_core::Confidence;
/// # use firstyear_metrics::{ProportionError, wilson};
/// # let babies = NonZeroU64::new(120).unwrap();
/// let low_weight = wilson(9, babies, Confidence::P95)?;
/// assert_eq!(format!("{:.3}", low_weight.interval.unwrap().upper), "0.136");
/// # Ok::<(), ProportionError>(())
/// ```
pub fn wilson(
    events: u64,
    at_risk: NonZeroU64,
    confidence: Confidence,
) -> Result<Estimate, ProportionError> {
    proportion(events, at_risk, confidence, WILSON, |x, n| {
        let z = deviate(confidence);
        let (z2, others) = (z * z, n - x);
        let centre = 2.0 * x + z2;
        let width = z * (z2 + 4.0 * x * others / n).sqrt();
        let scale = 2.0 * (n + z2);
        ((centre - width) / scale, (centre + width) / scale)
    })
}

/// Clopper and Pearson's exact interval for `events` among `at_risk` people.
///
/// # Units
///
/// People in; fractions in `[0, 1]` out.
///
/// # Errors
///
/// [`ProportionError::EventsExceedAtRisk`] when `events > at_risk`.
///
/// # Source
///
/// Clopper CJ, Pearson ES (1934), Biometrika 26:404-413, in the beta form.
///
/// # Example
///
/// ```
/// # use std::num::NonZeroU64;
/// # use firstyear_core::Confidence;
/// # use firstyear_metrics::{ProportionError, clopper_pearson};
/// let one = NonZeroU64::new(1).unwrap();
/// let none = clopper_pearson(0, one, Confidence::P95)?;
/// assert!((none.interval.unwrap().upper - 0.975).abs() < 1e-14);
/// # Ok::<(), ProportionError>(())
/// ```
pub fn clopper_pearson(
    events: u64,
    at_risk: NonZeroU64,
    confidence: Confidence,
) -> Result<Estimate, ProportionError> {
    proportion(events, at_risk, confidence, CLOPPER_PEARSON, |x, n| {
        let tail = confidence.tail();
        let lower = if x > 0.0 { beta::quantile(tail, x, n - x + 1.0) } else { 0.0 };
        let upper = if x < n { beta::upper_quantile(tail, x + 1.0, n - x) } else { 1.0 };
        (lower, upper)
    })
}

fn proportion(
    events: u64,
    at_risk: NonZeroU64,
    confidence: Confidence,
    method: MethodId,
    limits: impl Fn(f64, f64) -> (f64, f64),
) -> Result<Estimate, ProportionError> {
    let at_risk = at_risk.get();
    if events > at_risk {
        return Err(ProportionError::EventsExceedAtRisk);
    }
    let (lower, upper) = limits(events as f64, at_risk as f64);
    Ok(Estimate {
        value: events as f64 / at_risk as f64,
        interval: Some(Interval {
            // At the ends rounding would leave 1e-18 or 1.0000000000000002.
            lower: if events == 0 { 0.0 } else { lower.max(0.0) },
            upper: if events == at_risk { 1.0 } else { upper.min(1.0) },
            confidence,
        }),
        method,
        counts: Some(Counts { events, at_risk }),
    })
}

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: WILSON,
        name: "Proportion with Wilson's limits",
        family: "proportions",
        unit: "fraction",
        ordered: false,
        reading: "between 0 and 1",
        source: "Wilson (1927), J Am Stat Assoc 22:209",
        explanation: "Members of a group with a property, over all members. Wilson's limits hold the true fraction about as often as they say on average over all fractions, also near 0 and 1, and never leave that range. With one event expected, limits at 95% hold it 92 times in 100.",
        call: Call { run: |group, out| run_proportion(group, out, wilson), ..CALL },
    },
    Method {
        id: CLOPPER_PEARSON,
        name: "Proportion with exact limits",
        family: "proportions",
        unit: "fraction",
        ordered: false,
        reading: "between 0 and 1",
        source: "Clopper and Pearson (1934), Biometrika 26:404",
        explanation: "Limits that hold the true fraction at least as often as they say, whatever it is; usually wider than needed.",
        call: Call { run: |group, out| run_proportion(group, out, clopper_pearson), ..CALL },
    },
];

const CALL: Call = Call {
    key: &[],
    inputs: &[X, N],
    arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE],
    outputs: &[VALUE],
    vectors: &[],
    run: |group, out| run_proportion(group, out, wilson),
};

fn run_proportion(
    group: &Group<'_>,
    out: &mut Output,
    method: fn(u64, NonZeroU64, Confidence) -> Result<Estimate, ProportionError>,
) -> Result<(), RunError> {
    let (x, n) = (group.counts("x")?[0], at_risk(group)?);
    let multiplier = group.multiplier()?;
    let estimates: Result<Vec<Estimate>, _> = group
        .confidences()?
        .into_iter()
        .map(|confidence| Ok(method(x, n, confidence)?.scaled(multiplier)))
        .collect();
    out.row().estimates(&estimates.map_err(|error: ProportionError| RunError::measure(error))?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn people(n: u64) -> NonZeroU64 {
        NonZeroU64::new(n).expect("tests name people")
    }

    #[test]
    fn wilson_matches_published_limits() {
        // 9 of 120: Newcombe (1998), Stat Med 17:857-872 gives the method;
        // 65 and 1 of 100: test data of PHEindicatormethods 2.1.0.
        let cases = [
            (0, 50, 0.0, 0.0713),
            (50, 50, 0.9287, 1.0),
            (65, 100, 0.552_544_4, 0.736_357_5),
            (1, 100, 0.001_767_43, 0.054_486_2),
        ];
        for (events, at_risk, lower, upper) in cases {
            let got = wilson(events, people(at_risk), Confidence::P95).unwrap().interval.unwrap();
            assert!(
                (got.lower - lower).abs() < 5e-5 && (got.upper - upper).abs() < 5e-5,
                "{events} of {at_risk}: {got:?}"
            );
        }
    }

    #[test]
    fn more_events_than_people_are_refused() {
        let error = Err(ProportionError::EventsExceedAtRisk);
        assert_eq!(wilson(2, people(1), Confidence::P95), error);
        assert_eq!(clopper_pearson(2, people(1), Confidence::P95), error);
    }

    proptest! {
        #[test]
        fn counting_the_others_mirrors_the_interval(n in 1..1_000_000_u64, percent in 0..=100_u64) {
            let events = n * percent / 100;
            for method in [wilson, clopper_pearson] {
                let with = method(events, people(n), Confidence::P95)?.interval.unwrap();
                let without = method(n - events, people(n), Confidence::P95)?.interval.unwrap();
                prop_assert!((with.lower + without.upper - 1.0).abs() < 1e-12);
            }
        }

        #[test]
        fn exact_limits_put_the_tail_where_it_belongs(n in 1..60_u64, percent in 0..=100_u64) {
            let events = n * percent / 100;
            let limits = clopper_pearson(events, people(n), Confidence::P95)?.interval.unwrap();
            // Probability of at most `events`, term by term.
            let at_most = |k: u64, p: f64| -> f64 {
                (0..=k)
                    .map(|i| {
                        let choose = (0..i).fold(1.0, |c, j| c * (n - j) as f64 / (j + 1) as f64);
                        choose * p.powf(i as f64) * (1.0 - p).powf((n - i) as f64)
                    })
                    .sum()
            };
            if events < n {
                prop_assert!((at_most(events, limits.upper) - 0.025).abs() < 1e-10);
            }
            if events > 0 {
                prop_assert!((1.0 - at_most(events - 1, limits.lower) - 0.025).abs() < 1e-10);
            }
        }
    }
}
