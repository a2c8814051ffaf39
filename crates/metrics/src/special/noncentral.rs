//! Chi-square of normal values whose means are not 0.

use super::gamma::{ln_gamma, lower_and_upper};

/// From here on the recurrence below is used: the terms that it may lose have
/// weights under e^-30.
const MANY: f64 = 30.0;

/// The chance of a smaller and of a larger value than `x`, of chi-square with
/// `df` degrees of freedom (above 0, whole or not) and noncentrality `lambda`:
/// a mixture of chi-squares with 2j degrees more, by Poisson weights of mean
/// λ / 2. Good to about 1e-13 absolutely; the work grows with √λ.
///
/// # Source
///
/// Fisher RA (1928), Proc R Soc Lond A 121:654-673 (the mixture).
pub(crate) fn noncentral_chi_square(x: f64, df: f64, lambda: f64) -> (f64, f64) {
    let (x, shape, mean) = (x / 2.0, df / 2.0, lambda / 2.0);
    if mean < 1e-13 || x <= 0.0 {
        return lower_and_upper(shape, x);
    }
    let reach = 8.0 * mean.sqrt();
    let last = (mean + reach + 16.0).floor();
    let first = (mean - reach - 1.0).floor().max(0.0);
    let mut weight = (last * mean.ln() - mean - ln_gamma(last + 1.0)).exp();
    let top = shape + last;
    // What the lower tail loses with one more degree of shape.
    let mut step = (top * x.ln() - x - ln_gamma(top + 1.0)).exp();
    let mut lower = lower_and_upper(top, x).0;
    let (mut below, mut above) = (0.0, 0.0);
    let mut j = last;
    while j >= first {
        if mean < MANY {
            let tails = lower_and_upper(shape + j, x);
            below += weight * tails.0;
            above += weight * tails.1;
        } else {
            below += weight * lower;
            above += weight * (1.0 - lower).max(0.0);
            step *= (shape + j) / x;
            lower = (lower + step).min(1.0);
        }
        weight *= j / mean;
        j -= 1.0;
    }
    (below, above)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::special::normal;

    /// One degree: a normal value with mean √λ lies between -√x and √x. Three
    /// degrees add two values of mean 0 (both by elementary integration).
    fn closed(x: f64, df: f64, lambda: f64) -> f64 {
        let (x, mean) = (x.sqrt(), lambda.sqrt());
        let density = |z: f64| (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let one = normal::probability(x - mean) - normal::probability(-x - mean);
        if df < 2.0 { one } else { one - (density(x - mean) - density(x + mean)) / mean }
    }

    #[test]
    fn odd_degrees_have_closed_forms() {
        for df in [1.0, 3.0] {
            for lambda in [0.01, 0.5, 5.0, 40.0, 59.0, 61.0, 300.0, 9_000.0] {
                for z in [-3.0, -1.96, 0.0, 1.0, 3.0] {
                    let root: f64 = f64::sqrt(lambda) + z;
                    if root <= 0.0 {
                        continue;
                    }
                    let x = root * root;
                    let (below, above) = noncentral_chi_square(x, df, lambda);
                    let wanted = closed(x, df, lambda);
                    assert!((below - wanted).abs() < 1e-11, "{x} {df} {lambda}: {below} {wanted}");
                    assert!((below + above - 1.0).abs() < 1e-11, "{x} {df} {lambda}");
                }
            }
        }
        let (below, above) = noncentral_chi_square(3.841_458_820_694_124, 1.0, 0.0);
        assert!((below - 0.95).abs() < 1e-12 && (above - 0.05).abs() < 1e-12);
    }
}
