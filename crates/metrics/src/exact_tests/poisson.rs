//! Exact tests of a rate and of the ratio of two.

use firstyear_core::{Confidence, MethodId};

use super::{ALTERNATIVE, AS_LIKELY, Alternative, ExactTest, ExactTestError, count, first};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};
use crate::special::{gamma, poisson};

/// The exact test of `events` at an exposure against a known rate, with exact
/// limits of the rate.
///
/// # Errors
///
/// [`ExactTestError`]: an exposure that is not above 0, or a rate below 0.
///
/// # Source
///
/// Garwood F (1936), Biometrika 28:437-442.
///
/// # Example
///
/// Leukaemia among children after fallout: 137 cases where 24.19893 were
/// expected (Lyon JL and others 1979, N Engl J Med 300:397-402, as in the
/// manual page of R's `poisson.test`):
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::exact_tests::{Alternative, poisson_test};
///
/// let test = poisson_test(137, 24.198_93, 1.0, Alternative::TwoSided, Confidence::P95)?;
/// assert!(test.p_value < 2.2e-16);
/// assert_eq!(format!("{:.6} {:.6}", test.lower, test.upper), "4.753125 6.692709");
/// # Ok::<(), firstyear_metrics::exact_tests::ExactTestError>(())
/// ```
pub fn poisson_test(
    events: u64,
    exposure: f64,
    rate: f64,
    alternative: Alternative,
    confidence: Confidence,
) -> Result<ExactTest, ExactTestError> {
    check(&[exposure], rate)?;
    let (x, mean) = (events as f64, rate * exposure);
    let p_value = match alternative {
        Alternative::Less => poisson::at_most_and_more(x, mean).0,
        Alternative::Greater => poisson::at_most_and_more(x - 1.0, mean).1,
        Alternative::TwoSided => no_more_likely(events, mean),
    };
    let tail = match alternative {
        Alternative::TwoSided => confidence.tail(),
        _ => 2.0 * confidence.tail(),
    };
    let lower = if events == 0 || alternative == Alternative::Less {
        0.0
    } else {
        gamma::quantile(tail, x) / exposure
    };
    let upper = match alternative {
        Alternative::Greater => f64::INFINITY,
        _ => gamma::upper_quantile(tail, x + 1.0) / exposure,
    };
    Ok(ExactTest { estimate: x / exposure, p_value, lower, upper })
}

/// The exact test of the ratio of two rates: events at the first exposure over
/// those at the second, given their sum.
///
/// The estimate is infinite where the second has no events, and NaN where
/// neither has; the limits then are what is known, from 0 to infinity.
///
/// # Errors
///
/// [`ExactTestError`]: an exposure that is not above 0, or a ratio below 0.
///
/// # Source
///
/// Przyborowski J, Wilenski H (1940), Biometrika 31:313-323.
///
/// # Example
///
/// Breast cancer after X-ray fluoroscopy: 41 cases in 28,010 person-years
/// against 15 in 19,017 (Rothman KJ, Greenland S 1998, *Modern epidemiology*):
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::exact_tests::{Alternative, rate_ratio_test};
///
/// let (exposed, others) = ((41, 28_010.0), (15, 19_017.0));
/// let test = rate_ratio_test(exposed, others, 1.0, Alternative::TwoSided, Confidence::P95)?;
/// assert_eq!(format!("{:.2}", test.estimate), "1.86");
/// # Ok::<(), firstyear_metrics::exact_tests::ExactTestError>(())
/// ```
pub fn rate_ratio_test(
    (events, exposure): (u64, f64),
    (other_events, other_exposure): (u64, f64),
    ratio: f64,
    alternative: Alternative,
    confidence: Confidence,
) -> Result<ExactTest, ExactTestError> {
    check(&[exposure, other_exposure], ratio)?;
    let chance = ratio * exposure / (ratio * exposure + other_exposure);
    let both = events + other_events;
    let share = super::binomial::test(events, both, chance, alternative, confidence);
    let ratio_of = |share: f64| share / (1.0 - share) * other_exposure / exposure;
    Ok(ExactTest {
        estimate: (events as f64 / exposure) / (other_events as f64 / other_exposure),
        p_value: share.p_value,
        lower: ratio_of(share.lower),
        upper: ratio_of(share.upper),
    })
}

fn check(exposures: &[f64], rate: f64) -> Result<(), ExactTestError> {
    if exposures.iter().any(|exposure| !(exposure.is_finite() && *exposure > 0.0)) {
        return Err(ExactTestError::Exposure);
    }
    if rate.is_finite() && rate >= 0.0 { Ok(()) } else { Err(ExactTestError::Rate) }
}

/// The probability of all counts that are no more likely than `events`.
fn no_more_likely(events: u64, mean: f64) -> f64 {
    let x = events as f64;
    if mean == 0.0 {
        return if events == 0 { 1.0 } else { 0.0 };
    }
    let limit = poisson::density(x, mean) * AS_LIKELY;
    let likely = |k: f64| poisson::density(k, mean) > limit;
    if x == mean {
        return 1.0;
    }
    let (below, above) = if x < mean {
        let mut far = (2.0 * mean - x).ceil();
        while likely(far) {
            far *= 2.0;
        }
        let rest = first(count(mean.ceil()), count(far).saturating_add(1), |k| !likely(k));
        (x, rest as f64 - 1.0)
    } else {
        let rest = first(0, count(mean.floor()).saturating_add(1), likely);
        (rest as f64 - 1.0, x - 1.0)
    };
    let at_most = poisson::at_most_and_more(below, mean).0;
    (at_most + poisson::at_most_and_more(above, mean).1).min(1.0)
}

pub(super) const METHOD: Method = Method {
    id: MethodId::new("poisson-test"),
    name: "Exact test of a rate, or of the ratio of two",
    family: "exact tests",
    unit: "events per exposure, or ratio",
    ordered: false,
    reading: "a small p_value speaks against the rate or ratio that is tested",
    source: "Garwood (1936), Biometrika 28:437; Przyborowski and Wilenski (1940), Biometrika 31:313",
    explanation: "Whether as many events at an exposure are likely at a known rate; with a second count, whether the two rates have a known ratio, given the sum of the counts. The two-sided p-value adds up all results that are no more likely than the one seen. The limits hold the true value at least as often as they say; one-sided tests have one-sided limits.",
    call: Call {
        key: &[],
        inputs: &[
            Field::new("x1", "events, a count"),
            Field::new("t1", "exposure, above 0"),
            Field::optional("x2", "events of the second, a count; absent for the test of one rate"),
            Field::optional("t2", "exposure of the second, above 0"),
        ],
        arguments: &[
            Argument::new("r", "1", "the rate, or ratio of rates, that is tested"),
            ALTERNATIVE,
            Argument::CONFIDENCE,
        ],
        outputs: &super::outputs(
            "the rate, or the first over the second",
            "its probability at the value that is tested",
        ),
        vectors: &["base_r/poisson_test"],
        run: run_poisson,
    },
};

fn run_poisson(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let one = |column| -> Result<f64, RunError> { Ok(group.numbers(column)?[0]) };
    let (x, exposure) = (group.counts("x1")?[0], one("t1")?);
    let (r, alternative) = (group.number_required("r")?, super::alternative(group)?);
    // Without a second column, or with nothing in it, one rate is tested.
    let second = match group.counts("x2") {
        Ok(counts) => Some((counts[0], one("t2")?)),
        Err(RunError::Absent) => None,
        Err(error) => return Err(error),
    };
    super::write(group, out, |confidence| match second {
        Some(other) => rate_ratio_test((x, exposure), other, r, alternative, confidence),
        None => poisson_test(x, exposure, r, alternative, confidence),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TWO: Alternative = Alternative::TwoSided;

    #[test]
    fn what_cannot_be_tested_is_refused() {
        let refuse = |t, r| poisson_test(1, t, r, TWO, Confidence::P95).unwrap_err();
        for exposure in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(refuse(exposure, 1.0), ExactTestError::Exposure);
            let other = rate_ratio_test((1, 1.0), (1, exposure), 1.0, TWO, Confidence::P95);
            assert_eq!(other, Err(ExactTestError::Exposure));
        }
        for rate in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(refuse(1.0, rate), ExactTestError::Rate);
        }
    }

    proptest! {
        #[test]
        fn adding_up_gives_the_same(events in 0..60_u64, mean in 0.01..60.0_f64) {
            let density = |k: u64| poisson::density(k as f64, mean);
            let limit = density(events) * AS_LIKELY;
            let sum: f64 = (0..600).map(density).filter(|p| *p <= limit).sum();
            let got = poisson_test(events, 1.0, mean, TWO, Confidence::P95)?.p_value;
            prop_assert!((got - sum).abs() < 1e-12, "{got} {sum}");
        }

        #[test]
        fn turning_the_ratio_round_turns_the_limits(a in 1..400_u64, b in 1..400_u64, t in 0.1..9.0_f64) {
            let one = rate_ratio_test((a, t), (b, 1.0), 1.0, TWO, Confidence::P95)?;
            let other = rate_ratio_test((b, 1.0), (a, t), 1.0, TWO, Confidence::P95)?;
            prop_assert!((one.lower * other.upper - 1.0).abs() < 1e-9);
            prop_assert!((one.estimate * other.estimate - 1.0).abs() < 1e-12);
            prop_assert!((one.p_value - other.p_value).abs() < 1e-9);
        }
    }
}
