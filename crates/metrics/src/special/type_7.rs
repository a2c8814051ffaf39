//! Quantiles of numbers.

/// The value below which a fraction `p` of `sorted` numbers lies, on the line
/// between the two neighbours of place 1 + (n − 1) p; NaN for no numbers or a
/// fraction outside `[0, 1]`.
///
/// # Source
///
/// Hyndman RJ, Fan Y (1996), Am Stat 50:361-365, definition 7.
///
/// # Example
///
/// ```
/// use firstyear_metrics::special::quantile_of_sorted;
///
/// assert_eq!(quantile_of_sorted(&[1.0, 2.0, 4.0, 8.0], 0.5), 3.0);
/// ```
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a slice, between 0 and its last"
)]
pub fn quantile_of_sorted(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let place = last as f64 * p;
    let below = (place + FUZZ).floor();
    let beyond = place - below;
    let low = sorted[(below as usize).min(last)];
    if beyond.abs() < FUZZ {
        return low;
    }
    let high = sorted[(below as usize + 1).min(last)];
    if low == high { low } else { (1.0 - beyond) * low + beyond * high }
}

/// So near a whole place, what is beyond it is rounding.
const FUZZ: f64 = 4.0 * f64::EPSILON;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edges() {
        assert!(quantile_of_sorted(&[], 0.5).is_nan());
        assert!(quantile_of_sorted(&[1.0], 1.5).is_nan());
        assert!(quantile_of_sorted(&[1.0], f64::NAN).is_nan());
        assert_eq!(quantile_of_sorted(&[1.0, 9.0], 0.0), 1.0);
        assert_eq!(quantile_of_sorted(&[1.0, 9.0], 1.0), 9.0);
        assert_eq!(quantile_of_sorted(&[f64::NEG_INFINITY, 9.0, f64::INFINITY], 0.5), 9.0);
    }

    proptest! {
        #[test]
        fn a_higher_fraction_never_has_a_lower_value(
            mut values in prop::collection::vec(-1e6..1e6_f64, 1..40),
            p in 0.0..=1.0_f64,
            q in 0.0..=1.0_f64,
        ) {
            values.sort_by(f64::total_cmp);
            let (low, high) = (p.min(q), p.max(q));
            let at = |p| quantile_of_sorted(&values, p);
            prop_assert!(at(low) <= at(high) + 1e-9);
            prop_assert!(at(0.0) == values[0] && at(1.0) == values[values.len() - 1]);
        }
    }
}
