//! The binomial distribution.

use super::beta;
use super::saddle::{deviance, stirling_error};

/// The probability of exactly `count` of `trials` at this chance; 0 for a
/// count that is not whole or beyond the trials, NaN for a chance outside
/// `[0, 1]` or trials that are not whole.
///
/// ```
/// let p = firstyear_metrics::special::binomial::density(1.0, 2.0, 0.5);
/// assert!((p - 0.5).abs() < 1e-15);
/// ```
#[must_use]
pub fn density(count: f64, trials: f64, chance: f64) -> f64 {
    ln_density(count, trials, chance).exp()
}

/// The logarithm of [`density`].
///
/// # Source
///
/// Loader C (2000), *Fast and accurate computation of binomial
/// probabilities*.
#[must_use]
pub fn ln_density(count: f64, trials: f64, chance: f64) -> f64 {
    let inside = (0.0..=1.0).contains(&chance) && trials >= 0.0 && trials.fract() == 0.0;
    if count.is_nan() || !inside {
        return f64::NAN;
    }
    if count < 0.0 || count > trials || count.fract() != 0.0 {
        return f64::NEG_INFINITY;
    }
    let (others, rest) = (trials - count, 1.0 - chance);
    if chance == 0.0 || rest == 0.0 {
        let certain = if chance == 0.0 { count == 0.0 } else { others == 0.0 };
        return if certain { 0.0 } else { f64::NEG_INFINITY };
    }
    if count == 0.0 {
        return trials * (-chance).ln_1p();
    }
    if others == 0.0 {
        return trials * chance.ln();
    }
    stirling_error(trials)
        - stirling_error(count)
        - stirling_error(others)
        - deviance(count, trials * chance)
        - deviance(others, trials * rest)
        + 0.5 * (trials / count / others / std::f64::consts::TAU).ln()
}

/// The probabilities of at most `count` of `trials`, and of more than that, at
/// this chance.
#[must_use]
pub fn at_most_and_more(count: f64, trials: f64, chance: f64) -> (f64, f64) {
    let inside = (0.0..=1.0).contains(&chance) && trials >= 0.0 && trials.fract() == 0.0;
    if count.is_nan() || !inside {
        return (f64::NAN, f64::NAN);
    }
    if count < 0.0 {
        return (0.0, 1.0);
    }
    if count >= trials {
        return (1.0, 0.0);
    }
    let count = count.floor();
    let (lower, upper) = beta::lower_and_upper(count + 1.0, trials - count, chance, 1.0 - chance);
    (upper, lower)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edges() {
        assert_eq!(density(0.0, 0.0, 0.3), 1.0);
        assert_eq!(density(0.0, 5.0, 0.0), 1.0);
        assert_eq!(density(5.0, 5.0, 1.0), 1.0);
        assert_eq!(density(1.0, 5.0, 0.0), 0.0);
        assert_eq!(density(6.0, 5.0, 0.5), 0.0);
        assert!(density(1.0, 5.0, 1.5).is_nan());
        assert_eq!(at_most_and_more(5.0, 5.0, 0.2), (1.0, 0.0));
        assert_eq!(at_most_and_more(-1.0, 5.0, 0.2), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn terms_add_up(trials in 1..60_u32, part in 0.0..1.0_f64, chance in 0.0..=1.0_f64) {
            let trials_f = f64::from(trials);
            let count = (part * trials_f).floor();
            // By Pascal's recurrence from the first term.
            let (mut term, mut sum) = ((1.0 - chance).powi(trials.cast_signed()), 0.0);
            if term > 1e-290 {
                let mut k = 0.0;
                while k <= count {
                    prop_assert!((density(k, trials_f, chance) - term).abs() < 1e-12 * term + 1e-300);
                    sum += term;
                    term *= (trials_f - k) / (k + 1.0) * chance / (1.0 - chance);
                    k += 1.0;
                }
                let (at_most, more) = at_most_and_more(count, trials_f, chance);
                prop_assert!((sum - at_most).abs() < 1e-12 && (1.0 - sum - more).abs() < 1e-12);
            }
        }
    }
}
