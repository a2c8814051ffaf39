//! The Poisson distribution.

use super::gamma;
use super::saddle::{deviance, poisson_term, stirling_error};

/// The probability of exactly `count` events at this mean; 0 for a count that
/// is not whole, NaN for a negative mean.
///
/// ```
/// // Two events where one is expected: e^-1 / 2.
/// let p = firstyear_metrics::special::poisson::density(2.0, 1.0);
/// assert!((p - (-1.0_f64).exp() / 2.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn density(count: f64, mean: f64) -> f64 {
    if count.is_nan() || mean.is_nan() || mean < 0.0 {
        return f64::NAN;
    }
    if count < 0.0 || count.fract() != 0.0 || count.is_infinite() {
        return 0.0;
    }
    if mean.is_infinite() { 0.0 } else { poisson_term(count, mean) }
}

/// The logarithm of [`density`], also where that is too small for a double.
#[must_use]
pub fn ln_density(count: f64, mean: f64) -> f64 {
    if count < 1.0 || mean == 0.0 || mean.is_infinite() || count.fract() != 0.0 {
        return if count == 0.0 && mean >= 0.0 { -mean } else { density(count, mean).ln() };
    }
    if count.is_nan() || mean.is_nan() || mean < 0.0 {
        return f64::NAN;
    }
    -stirling_error(count) - deviance(count, mean) - 0.5 * (std::f64::consts::TAU * count).ln()
}

/// The probabilities of at most `count` events, and of more than that, at this
/// mean.
#[must_use]
pub fn at_most_and_more(count: f64, mean: f64) -> (f64, f64) {
    if count.is_nan() || mean.is_nan() || mean < 0.0 {
        return (f64::NAN, f64::NAN);
    }
    if count < 0.0 {
        return (0.0, 1.0);
    }
    if count.is_infinite() {
        return (1.0, 0.0);
    }
    let (lower, upper) = gamma::lower_and_upper(count.floor() + 1.0, mean);
    (upper, lower)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edges() {
        assert_eq!(density(0.0, 0.0), 1.0);
        assert_eq!(density(1.0, 0.0), 0.0);
        assert_eq!(density(0.5, 3.0), 0.0);
        assert!(density(1.0, -1.0).is_nan() && ln_density(1.0, -1.0).is_nan());
        assert!(ln_density(2.0, f64::NAN).is_nan() && ln_density(f64::NAN, 2.0).is_nan());
        assert_eq!(ln_density(0.0, 900.0), -900.0);
        assert_eq!(ln_density(3.0, 0.0), f64::NEG_INFINITY);
        assert_eq!(at_most_and_more(-1.0, 3.0), (0.0, 1.0));
        assert_eq!(at_most_and_more(0.0, 0.0), (1.0, 0.0));
    }

    proptest! {
        #[test]
        fn terms_add_up(mean in 0.0..40.0_f64, count in 0..60_u32) {
            let sum: f64 = (0..=count).map(|k| density(f64::from(k), mean)).sum();
            let (at_most, more) = at_most_and_more(f64::from(count), mean);
            prop_assert!((sum - at_most).abs() < 1e-13 && (1.0 - sum - more).abs() < 1e-13);
        }

        #[test]
        fn the_logarithm_is_one(mean in 0.1..400.0_f64, count in 0..500_u32) {
            let (plain, ln) = (density(f64::from(count), mean), ln_density(f64::from(count), mean));
            // Below, a double has fewer digits.
            prop_assume!(plain > 1e-290);
            prop_assert!((plain / ln.exp() - 1.0).abs() < 1e-12);
        }
    }
}
