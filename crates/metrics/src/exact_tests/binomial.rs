//! The exact test of a proportion.

use firstyear_core::{Confidence, MethodId};

use super::{ALTERNATIVE, AS_LIKELY, Alternative, ExactTest, ExactTestError, count, first};
use crate::registry::Method;
use crate::run::{Argument, Call, Field};
use crate::special::{beta, binomial};

/// The exact test of `events` among `trials` against a known chance, with
/// Clopper and Pearson's limits of the proportion.
///
/// # Errors
///
/// [`ExactTestError`]: no trials, more events than trials, or a chance outside
/// `[0, 1]`.
///
/// # Source
///
/// Clopper CJ, Pearson ES (1934), Biometrika 26:404-413; Conover WJ (1971),
/// *Practical nonparametric statistics*, pages 97-104.
///
/// # Example
///
/// Mendel's peas, 682 of 925 against three quarters (Conover, page 97):
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::exact_tests::{Alternative, binomial_test};
///
/// let test = binomial_test(682, 925, 0.75, Alternative::TwoSided, Confidence::P95)?;
/// assert_eq!(format!("{:.4}", test.p_value), "0.3825");
/// assert_eq!(format!("{:.7} {:.7}", test.lower, test.upper), "0.7076683 0.7654066");
/// # Ok::<(), firstyear_metrics::exact_tests::ExactTestError>(())
/// ```
pub fn binomial_test(
    events: u64,
    trials: u64,
    chance: f64,
    alternative: Alternative,
    confidence: Confidence,
) -> Result<ExactTest, ExactTestError> {
    if trials == 0 {
        return Err(ExactTestError::NoTrials);
    }
    if events > trials {
        return Err(ExactTestError::EventsExceedTrials);
    }
    if !(0.0..=1.0).contains(&chance) {
        return Err(ExactTestError::Chance);
    }
    Ok(test(events, trials, chance, alternative, confidence))
}

/// The test of counts that were checked; of no trials too, about which nothing
/// is known.
pub(super) fn test(
    events: u64,
    trials: u64,
    chance: f64,
    alternative: Alternative,
    confidence: Confidence,
) -> ExactTest {
    let (x, n) = (events as f64, trials as f64);
    let p_value = match alternative {
        Alternative::Less => binomial::at_most_and_more(x, n, chance).0,
        Alternative::Greater => binomial::at_most_and_more(x - 1.0, n, chance).1,
        Alternative::TwoSided => no_more_likely(events, trials, chance),
    };
    let tail = match alternative {
        Alternative::TwoSided => confidence.tail(),
        _ => 2.0 * confidence.tail(),
    };
    let lower = if events == 0 || alternative == Alternative::Less {
        0.0
    } else {
        beta::quantile(tail, x, n - x + 1.0)
    };
    let upper = if events == trials || alternative == Alternative::Greater {
        1.0
    } else {
        beta::upper_quantile(tail, x + 1.0, n - x)
    };
    ExactTest { estimate: x / n, p_value, lower, upper }
}

/// The probability of all results that are no more likely than `events`.
fn no_more_likely(events: u64, trials: u64, chance: f64) -> f64 {
    let (x, n) = (events as f64, trials as f64);
    if chance == 0.0 || chance == 1.0 {
        let certain = if chance == 0.0 { 0 } else { trials };
        return if events == certain { 1.0 } else { 0.0 };
    }
    let limit = binomial::density(x, n, chance) * AS_LIKELY;
    let likely = |k: f64| binomial::density(k, n, chance) > limit;
    let expected = n * chance;
    if x == expected {
        return 1.0;
    }
    let (below, above) = if x < expected {
        // Beyond what is expected results become less likely one by one.
        let rest = first(count(expected.ceil()), trials + 1, |k| !likely(k));
        (x, rest as f64 - 1.0)
    } else {
        let rest = first(0, count(expected.floor()) + 1, likely);
        (rest as f64 - 1.0, x - 1.0)
    };
    let at_most = binomial::at_most_and_more(below, n, chance).0;
    (at_most + binomial::at_most_and_more(above, n, chance).1).min(1.0)
}

pub(super) const METHOD: Method = Method {
    id: MethodId::new("binomial-test"),
    name: "Exact test of a proportion",
    family: "exact tests",
    unit: "fraction",
    ordered: false,
    reading: "a small p_value speaks against the chance that is tested",
    source: "Clopper and Pearson (1934), Biometrika 26:404; Conover (1971), page 97",
    explanation: "Whether as many events among as many trials are likely at a known chance. The two-sided p-value adds up all results that are no more likely than the one seen. The limits hold the true fraction at least as often as they say; one-sided tests have one-sided limits.",
    call: Call {
        key: &[],
        inputs: &[Field::new("x", "events, a count"), Field::new("n", "trials, a count above 0")],
        arguments: &[
            Argument::new("p", "0.5", "the chance that is tested"),
            ALTERNATIVE,
            Argument::CONFIDENCE,
        ],
        outputs: &super::outputs("the proportion", "its probability at the chance that is tested"),
        vectors: &["base_r/binom_test"],
        run: |group, out| {
            let (x, n) = (group.counts("x")?[0], group.counts("n")?[0]);
            let (p, alternative) = (group.number_required("p")?, super::alternative(group)?);
            super::write(group, out, |confidence| binomial_test(x, n, p, alternative, confidence))
        },
    },
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TWO: Alternative = Alternative::TwoSided;

    #[test]
    fn what_cannot_be_tested_is_refused() {
        let refuse = |x, n, p| binomial_test(x, n, p, TWO, Confidence::P95).unwrap_err();
        assert_eq!(refuse(0, 0, 0.5), ExactTestError::NoTrials);
        assert_eq!(refuse(3, 2, 0.5), ExactTestError::EventsExceedTrials);
        for chance in [-0.1, 1.1, f64::NAN] {
            assert_eq!(refuse(1, 2, chance), ExactTestError::Chance);
        }
    }

    proptest! {
        #[test]
        fn adding_up_gives_the_same(n in 1..60_u64, part in 0.0..=1.0_f64, chance in 0.001..0.999_f64) {
            let x = count(part * n as f64);
            let density = |k: u64| binomial::density(k as f64, n as f64, chance);
            let limit = density(x) * AS_LIKELY;
            let sum: f64 = (0..=n).map(density).filter(|p| *p <= limit).sum();
            let got = binomial_test(x, n, chance, TWO, Confidence::P95)?.p_value;
            prop_assert!((got - sum).abs() < 1e-12, "{got} {sum}");
        }

        #[test]
        fn counting_the_others_mirrors_the_test(n in 1..5_000_u64, part in 0.0..=1.0_f64, chance in 0.0..=1.0_f64) {
            let x = count(part * n as f64);
            let one = binomial_test(x, n, chance, Alternative::Less, Confidence::P95)?;
            let other = binomial_test(n - x, n, 1.0 - chance, Alternative::Greater, Confidence::P95)?;
            prop_assert!((one.p_value - other.p_value).abs() < 1e-9);
            prop_assert!((one.upper + other.lower - 1.0).abs() < 1e-12);
        }
    }
}
