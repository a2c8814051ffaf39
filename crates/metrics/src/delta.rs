//! Standard errors of anything worked out from numbers with errors of their
//! own.

use crate::limits::deviate;
use firstyear_core::{Confidence, Interval};

/// The standard errors of what `measure` makes of `values`, whose errors are
/// independent of one another.
///
/// The slopes are taken by central differences over a thousandth of a standard
/// error: exact for what is linear or quadratic in each value, as most parts
/// of a decomposition are.
pub(crate) fn standard_errors(
    values: &[f64],
    errors: &[f64],
    measure: impl Fn(&[f64]) -> Vec<f64>,
) -> Vec<f64> {
    let mut at = values.to_vec();
    let mut variances = vec![0.0; measure(values).len()];
    for (i, error) in errors.iter().enumerate() {
        if *error == 0.0 {
            continue;
        }
        let step = error * 1e-3;
        at[i] = values[i] + step;
        let above = measure(&at);
        at[i] = values[i] - step;
        let below = measure(&at);
        at[i] = values[i];
        for ((variance, above), below) in variances.iter_mut().zip(above).zip(below) {
            let change = (above - below) * 500.0;
            *variance += change * change;
        }
    }
    variances.into_iter().map(f64::sqrt).collect()
}

/// Limits either side of a value.
pub(crate) fn either_side(value: f64, error: f64, confidence: Confidence) -> Interval {
    let margin = deviate(confidence) * error;
    Interval { lower: value - margin, upper: value + margin, confidence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_sums_have_the_errors_of_textbooks() {
        // var(ab) = b² var(a) + a² var(b), var(a - b) = var(a) + var(b).
        let found = standard_errors(&[3.0, 5.0], &[0.2, 0.1], |v| vec![v[0] * v[1], v[0] - v[1]]);
        assert!((found[0] - (1.0_f64 + 0.09).sqrt()).abs() < 1e-9);
        assert!((found[1] - 0.05_f64.sqrt()).abs() < 1e-9);
    }
}
