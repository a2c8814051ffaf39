//! The mean of values, with Student's limits.

use firstyear_core::{Confidence, MethodId};

use super::estimates::{Estimates, intervals};
use super::sum::Sum;
use crate::special::student_t_quantile;

/// The method of [`mean`].
pub const MEAN: MethodId = MethodId::new("mean");

/// Values that make no mean with limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MeanError {
    /// None or one: nothing says how much values vary.
    #[error("fewer than two values: limits of a mean need at least two")]
    TooFew,
    /// NaN or infinite.
    #[error("value {place} is not a finite number: leave missing values out before")]
    NotFinite {
        /// Counted from 1.
        place: usize,
    },
}

/// The mean of `values`, with Student's limits at each level.
///
/// # Units
///
/// The unit of the values. The numerator is their sum, the denominator their
/// number.
///
/// # Errors
///
/// [`MeanError`]: fewer than two values, or one that is not finite.
///
/// # Source
///
/// Student (1908), Biometrika 6:1-25.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::rates::{MeanError, mean};
///
/// let [at_95] = mean(&[1.0, 2.0], [Confidence::P95])?.intervals;
/// // t is 12.706 for one degree of freedom, the standard error a half.
/// assert_eq!(format!("{:.3} {:.3}", at_95.lower, at_95.upper), "-4.853 7.853");
/// # Ok::<(), MeanError>(())
/// ```
pub fn mean<const N: usize>(
    values: &[f64],
    levels: [Confidence; N],
) -> Result<Estimates<N>, MeanError> {
    if let Some(at) = values.iter().position(|value| !value.is_finite()) {
        return Err(MeanError::NotFinite { place: at + 1 });
    }
    if values.len() < 2 {
        return Err(MeanError::TooFew);
    }
    let n = values.len() as f64;
    let sum = Sum::of(values.iter().copied());
    let value = sum / n;
    let standard_error = standard_deviation(values, value) / n.sqrt();
    Ok(Estimates {
        value,
        intervals: intervals(levels, |confidence| {
            // The lower tail keeps the digits that 1 - tail would drop.
            let margin = -student_t_quantile(confidence.tail(), n - 1.0) * standard_error;
            (value - margin, value + margin)
        }),
        method: MEAN,
        numerator: sum,
        denominator: n,
    })
}

/// Divided by n - 1, in two passes: squares of the values themselves would
/// cancel where they are large and near each other. The second sum takes out
/// the rounding of the mean.
pub(crate) fn standard_deviation(values: &[f64], mean: f64) -> f64 {
    let n = values.len() as f64;
    let squares = Sum::of(values.iter().map(|value| (value - mean) * (value - mean)));
    let rounding = Sum::of(values.iter().map(|value| value - mean));
    let squares = squares - rounding * rounding / n;
    // Equal values can leave less than nothing; missing ones stay missing.
    if squares < 0.0 { 0.0 } else { (squares / (n - 1.0)).sqrt() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn matches_a_published_worked_example() {
        // Student (1908), table of additional hours of sleep, drug B against
        // none: mean 2.33 of ten, standard deviation 2.002 (n - 1).
        let hours = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let got = mean(&hours, [Confidence::P95]).unwrap();
        assert!((got.value - 2.33).abs() < 1e-12);
        assert!((standard_deviation(&hours, got.value) - 2.002).abs() < 5e-4);
        // 2.262 (Fisher's table) x 2.002 / √10 = 1.432 either side.
        assert!((got.intervals[0].upper - 3.762).abs() < 1e-3);
    }

    #[test]
    fn what_makes_no_mean_is_refused() {
        assert_eq!(mean(&[], [Confidence::P95]), Err(MeanError::TooFew));
        assert_eq!(mean(&[1.0], [Confidence::P95]), Err(MeanError::TooFew));
        let error = Err(MeanError::NotFinite { place: 2 });
        assert_eq!(mean(&[1.0, f64::NAN], [Confidence::P95]), error);
        assert_eq!(mean(&[1.0, f64::INFINITY, 2.0], [Confidence::P95]), error);
    }

    proptest! {
        #[test]
        fn shifting_and_scaling_the_values_does_the_same_to_the_limits(
            values in proptest::collection::vec(-1e3..1e3_f64, 2..40),
            shift in -1e3..1e3_f64,
            factor in 0.1..10.0_f64,
        ) {
            let moved: Vec<f64> = values.iter().map(|x| x * factor + shift).collect();
            let a = mean(&values, [Confidence::P95, Confidence::P998])?;
            let b = mean(&moved, [Confidence::P95, Confidence::P998])?;
            for (a, b) in a.intervals.iter().zip(&b.intervals) {
                prop_assert!((a.lower * factor + shift - b.lower).abs() < 1e-6);
                prop_assert!((a.upper * factor + shift - b.upper).abs() < 1e-6);
            }
        }
    }
}
